"""Rules and overrides → slots.

Days are expanded as civil dates and wall-clock times; the zone is attached last, so a seminar at 16:00 stays at
16:00 across summer time. Knows nothing of talks.
"""

import datetime as dt
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from dateutil import rrule

from semctl.dates import long_day, plain_day, weekday_number
from semctl.languages import language
from semctl.model import Book, Break, Join, Mode, OnHoliday, Override, Rule, Series
from semctl.problems import Grade, Path, Problem

MOST_SLOTS = 10_000
LONGEST_GAP = 10  # years; a rule without a date in them is a mistake
LONGEST_RULE_YEARS = 200
OPEN_RULE = dt.timedelta(days=366)  # how far past today an endless rule is looked at
ASSUMED_LENGTH = dt.timedelta(minutes=60)
WEEK = dt.timedelta(days=7)

SETTING = ("room", "duration", "mode", "online", "join", "note")


SlotKey = tuple[dt.date, dt.time | None, bool]


class SlotKind(StrEnum):
    """What became of a slot; the first that fits, in this order."""

    CANCELLED = "cancelled"
    MOVED = "moved"
    EXTRA = "extra"
    REGULAR = "regular"


@dataclass(frozen=True, kw_only=True, slots=True)
class Slot:
    """One date on which the seminar meets, or would have met.

    regular_date, regular_time: what the rule gives (of an extra slot its own), its identity for ever.
    shares_regular_date: another slot has the same regular date, so that the time is needed to tell them apart.
    date, time: the day and wall-clock time it takes place; time is None where nobody gave one. zone: of the time.
    room … note: resolved from override, rule and series, in this order. duration None: nobody gave one.
    reason: of the override. rule, override: where it comes from; rule is None where no schedule is near an extra slot.
    """

    series: Series = field(repr=False)
    regular_date: dt.date
    regular_time: dt.time | None
    shares_regular_date: bool = False
    date: dt.date
    time: dt.time | None
    zone: ZoneInfo
    room: str | None = None
    duration: dt.timedelta | None = None
    mode: Mode | None = None
    online: str | None = None
    join: Join | None = None
    note: str | None = None
    reason: str | None = None
    kind: SlotKind
    rule: Rule | None = field(default=None, repr=False)
    override: Override | None = field(default=None, repr=False)

    @property
    def key(self) -> SlotKey:
        """What no other slot of the series has: the regular date and time, and whether it is an extra one."""
        return self.regular_date, self.regular_time, bool(self.override and self.override.extra)

    @property
    def is_held(self) -> bool:
        """Whether it takes place."""
        return self.kind is not SlotKind.CANCELLED

    @property
    def is_retimed(self) -> bool:
        """Whether it takes place at another time than the rule says."""
        return self.time != self.regular_time

    @property
    def moved_from(self) -> dt.date | None:
        """The day the rule gives, where it takes place on another."""
        return self.regular_date if self.date != self.regular_date else None

    @property
    def keeps_holiday(self) -> bool:
        """Whether the file says that a public holiday was seen."""
        return self.override is not None and self.override.holiday is OnHoliday.MEET

    @property
    def start(self) -> dt.datetime | None:
        """When it begins, with its zone; None where no time is known."""
        return None if self.time is None else dt.datetime.combine(self.date, self.time, self.zone)

    @property
    def end(self) -> dt.datetime | None:
        """When it ends, 60 minutes assumed where nobody said; elapsed time, also where the clocks change meanwhile."""
        if self.start is None:
            return None
        length = self.duration or ASSUMED_LENGTH
        return (self.start.astimezone(dt.UTC) + length).astimezone(self.zone)

    @property
    def path(self) -> Path:
        """Where the file says so: the override, else the rule."""
        return self.override.path if self.override else self.rule.path if self.rule else ("series",)

    @property
    def sorting(self) -> tuple[dt.date, dt.time, dt.date]:
        """In order of time; slots without a time come first in their day."""
        return self.date, self.time or dt.time.min, self.regular_date


@dataclass(frozen=True, kw_only=True, slots=True)
class Slots:
    """All slots in order of time, and what is wrong with the rules and overrides."""

    slots: tuple[Slot, ...]
    problems: tuple[Problem, ...]


def expand(book: Book, today: dt.date) -> Slots:
    """The slots of a series; an endless rule reaches a year past today, the last talk and the last override.

    today: the civil date in the series' zone.
    """
    days_named = [
        *(talk.date for talk in book.talks if talk.date),
        *(max(each.date, each.moved_to or each.date) for each in book.overrides),
    ]
    last = max([today, *days_named])
    horizon = last + OPEN_RULE if last < dt.date.max - OPEN_RULE else dt.date.max
    problems = [_backwards(each) for each in book.breaks if each.to < each.from_]
    regular = list(_regular(book, horizon, problems))
    if problems:  # rules without a meaning give no slots that an override could be held against
        return Slots(slots=(), problems=tuple(problems))
    slots = _overridden(book, regular, problems)
    problems += _collisions(slots)
    return Slots(slots=tuple(sorted(slots, key=lambda slot: slot.sorting)), problems=tuple(problems))


def setting(name: str, override: Override | None, rule: Rule | None, series: Series) -> tuple[Any, Path]:
    """The value of one of SETTING and the path of the table that gives it; (None, ()) where none does."""
    for record, path in ((override, override and override.path), (rule, rule and rule.path), (series, ("series",))):
        if record is not None and getattr(record, name) is not None:
            return getattr(record, name), path or ()
    return None, ()


def rule_near(book: Book, day: dt.date) -> Rule | None:
    """The rule in whose term a day lies, else the last that began before it, else the first."""
    dated = sorted((rule for rule in book.rules if _first(rule)), key=lambda rule: _first(rule) or dt.date.min)
    for rule in dated:
        if (_first(rule) or day) <= day and (rule.end is None or day <= rule.end):
            return rule
    before = [rule for rule in dated if (_first(rule) or day) <= day]
    return before[-1] if before else next(iter(dated or book.rules), None)


def _first(rule: Rule) -> dt.date | None:
    return min(rule.dates) if rule.dates else rule.start


# --- rules → days ---


def _regular(book: Book, horizon: dt.date, problems: list[Problem]) -> Iterator[Slot]:
    """The slots that the rules give and no break takes out."""
    for rule in book.rules:
        wrong, days = _days(rule, horizon)
        problems += wrong
        zone = ZoneInfo(rule.timezone or book.series.timezone)
        for day in days:
            if not _in_break(book.breaks, day):
                for time in rule.time or (None,):
                    yield _slot(book.series, rule, None, day, time, zone)


def _in_break(breaks: Sequence[Break], day: dt.date) -> Break | None:
    return next((each for each in breaks if each.from_ <= day <= each.to), None)


def _backwards(pause: Break) -> Problem:
    says = f"ends on {plain_day(pause.to, 'en')}, before it begins"
    path = (*pause.path, "to")
    return Problem(code="break", path=path, where="break", says=says, hint="exchange the days", grade=Grade.ERROR)


def _slot(
    series: Series,
    rule: Rule | None,
    override: Override | None,
    day: dt.date,
    time: dt.time | None,
    zone: ZoneInfo,
) -> Slot:
    moved_to = override.moved_to if override else None
    return Slot(
        series=series,
        regular_date=day,
        regular_time=time,
        date=moved_to or day,
        time=(override.time if override else None) or time,
        zone=zone,
        reason=override.reason if override else None,
        kind=_kind(override, day),
        rule=rule,
        override=override,
        **{name: setting(name, override, rule, series)[0] for name in SETTING},
    )


def _kind(override: Override | None, day: dt.date) -> SlotKind:
    if override is None:
        return SlotKind.REGULAR
    if override.cancelled:
        return SlotKind.CANCELLED
    if override.moved_to not in (None, day):
        return SlotKind.MOVED
    return SlotKind.EXTRA if override.extra else SlotKind.REGULAR


def _days(rule: Rule, horizon: dt.date) -> tuple[list[Problem], list[dt.date]]:
    """The days of a rule up to the horizon, or what is wrong with it."""
    if len(set(rule.time)) < len(rule.time):
        return [_wrong(rule, "time", "the same time stands there twice", "leave one out")], []
    if rule.dates:
        return _given_days(rule)
    if rule.every is None and rule.rrule is None:
        hint = 'write every = "2 weeks", or dates = […]; without a schedule leave [schedule] out'
        return [_wrong(rule, "", "says neither every nor rrule nor dates", hint)], []
    if rule.start is None:
        return [_wrong(rule, "", '"start" is missing', "write start = 2026-05-11, the first slot")], []
    try:
        form = _rrule_form(rule.rrule) if rule.rrule else _every_form(rule)
    except _Misformed as misformed:
        return [_wrong(rule, misformed.key, misformed.says, misformed.hint)], []
    if rule.count and "count" in form:
        return [_wrong(rule, "count", "count is given twice, here and in rrule", "leave one of them out")], []
    if rule.count and rule.end:
        return [_wrong(rule, "count", "both end and count are given", "leave one of them out")], []
    if rule.every and rule.rrule:
        return [_wrong(rule, "every", "both every and rrule are given", "leave one of them out")], []
    if rule.end and rule.end < rule.start:
        hint = f"write an end after {plain_day(rule.start, 'en')}"
        return [_wrong(rule, "end", f"ends on {plain_day(rule.end, 'en')}, before it starts", hint)], []
    if _years_later(rule.start, LONGEST_RULE_YEARS) < (rule.end or rule.start):
        return [_wrong(rule, "end", f"lasts more than {LONGEST_RULE_YEARS} years", "write an earlier end")], []
    return _recurring_days(rule, form, max(horizon, rule.start + OPEN_RULE))


def _years_later(day: dt.date, years: int) -> dt.date:
    return day.replace(year=day.year + years, day=1) if day.year + years <= dt.MAXYEAR else dt.date.max


def _given_days(rule: Rule) -> tuple[list[Problem], list[dt.date]]:
    problems = [
        _wrong(rule, key, f'"{key}" does not go with dates', "leave it out: the dates say all")
        for key in ("every", "weekday", "rrule", "count")
        if getattr(rule, key)
    ]
    for day, times in Counter(rule.dates).items():
        if times > 1:
            problems.append(_wrong(rule, "dates", f"{plain_day(day, 'en')} stands there twice", "leave one out"))
    if len(rule.dates) > MOST_SLOTS:
        problems.append(_too_many(rule))
    within = [day for day in rule.dates if (rule.start or day) <= day <= (rule.end or day)]
    return problems, sorted(within)


def _recurring_days(rule: Rule, form: dict[str, Any], horizon: dt.date) -> tuple[list[Problem], list[dt.date]]:
    assert rule.start is not None
    count = rule.count or form.pop("count", None)
    if count and count > MOST_SLOTS:
        return [_too_many(rule)], []
    start = dt.datetime.combine(rule.start, dt.time())
    if not _gives(form, start):
        return [_start_is_no_day(rule, form)], []
    last = rule.end or (_years_later(rule.start, LONGEST_RULE_YEARS) if count else horizon)
    until = dt.datetime.combine(last, dt.time())
    days = [each.date() for each in islice(rrule.rrule(dtstart=start, until=until, **form), count or MOST_SLOTS + 1)]
    if len(days) * max(1, len(rule.time)) > MOST_SLOTS:
        return [_too_many(rule)], []
    return [], days


def _too_many(rule: Rule) -> Problem:
    return _wrong(rule, "rrule" if rule.rrule else "every", f"gives more than {MOST_SLOTS:,} slots", "end it earlier")


# dateutil looks for the next date up to the year 9999, which takes a minute where there is none. A step that leaves
# the calendar makes it look at one year, month, week or day only.
_ONE_STEP = {rrule.YEARLY: 10_000, rrule.MONTHLY: 120_000, rrule.WEEKLY: 600_000, rrule.DAILY: 4_000_000}


def _gives(form: Mapping[str, Any], day: dt.datetime) -> bool:
    """Whether a rule that starts on a day gives that day."""
    alone = {**form, "interval": _ONE_STEP[form["freq"]]}
    return next(iter(rrule.rrule(dtstart=day, **alone)), None) == day


def _start_is_no_day(rule: Rule, form: Mapping[str, Any]) -> Problem:
    """What to say where the anchor is not a day of its own rule: the two nearest that would be."""
    assert rule.start is not None
    says = f"start is {_day(rule.start)}, which the rule does not give"
    if "bysetpos" in form and form["freq"] in (rrule.DAILY, rrule.WEEKLY):
        return _wrong(rule, "start", says, "start on a day that it gives, or leave BYSETPOS out")
    days = _days_around(form, rule.start)
    place = bisect_left(days, rule.start)
    near = [*days[max(0, place - 1) : place], *days[place : place + 1]]
    if not near:
        return _wrong(rule, "rrule", "gives no date in ten years", "say it another way, or give dates = […]")
    named = " or ".join(f"{_day(day)} (start = {day.isoformat()})" for day in near)
    return _wrong(rule, "start", says, f"the nearest that it gives: {named}")


def _days_around(form: Mapping[str, Any], start: dt.date) -> list[dt.date]:
    """The days that a rule would give from ten years before its start to ten years after, whatever its steps."""
    frequency = form["freq"]
    whole = {**form}
    if frequency in (rrule.DAILY, rrule.WEEKLY):  # without steps: all days of a year that fit
        weekdays = range(7) if frequency == rrule.DAILY else [start.weekday()]
        whole = {"byweekday": weekdays, **form, "freq": rrule.YEARLY}
    elif not form.keys() & {"byweekday", "bymonthday", "byyearday", "byweekno"}:  # what dateutil takes from the start
        months_unsaid = {"bymonth": [start.month]} if frequency == rrule.YEARLY else {}
        whole = {**months_unsaid, **form, "bymonthday": [start.day]}
    whole["interval"] = _ONE_STEP[whole["freq"]]
    months = range(1, 13) if frequency == rrule.MONTHLY else (1,)
    years = range(max(1, start.year - LONGEST_GAP), min(dt.MAXYEAR, start.year + LONGEST_GAP) + 1)
    steps = (dt.datetime(year, month, 1) for year in years for month in months)
    return [each.date() for step in steps for each in rrule.rrule(dtstart=step, **whole)]


def _day(day: dt.date) -> str:
    return long_day(day, "en")


def _wrong(rule: Rule, key: str, says: str, hint: str) -> Problem:
    where = f"schedule, term {rule.term}" if rule.term else "schedule"
    path = (*rule.path, key) if key else rule.path
    return Problem(code="schedule", path=path, where=where, says=says, hint=hint, grade=Grade.ERROR)


class _Misformed(Exception):
    """A rule that cannot be understood: the key, what is wrong, what to write."""

    def __init__(self, key: str, says: str, hint: str) -> None:
        super().__init__(says)
        self.key, self.says, self.hint = key, says, hint


# --- "2 weeks" on "Monday", "month" on "second Tuesday" ---

ORDINALS: Mapping[str, int] = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1,
    "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5,
}  # fmt: skip
_WEEKDAYS = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)


def read_every(text: str) -> tuple[int, str] | None:
    """("2 weeks") → (2, "week"); None where it is neither weeks nor months."""
    words = text.lower().removeprefix("every ").split()
    if words in (["fortnight"], ["fortnightly"]):
        return 2, "week"
    steps = 1
    if len(words) == 2 and (words[0].isdecimal() or words[0] in ("other", "second")):
        steps = int(words[0]) if words[0].isdecimal() else 2
        words = words[1:]
    unit = {"weekly": "week", "monthly": "month"}.get(words[0], words[0].removesuffix("s")) if words else ""
    return (steps, unit) if len(words) == 1 and unit in ("week", "month") and 1 <= steps <= 520 else None


def _every_form(rule: Rule) -> dict[str, Any]:
    every = read_every(rule.every or "")
    if every is None:
        says = f'"{rule.every}" is not understood'
        raise _Misformed("every", says, 'write "week", "2 weeks", "month", or rrule = "FREQ=…"')
    steps, unit = every
    assert rule.start is not None
    if unit == "week":
        days = [_weekday(name) for name in rule.weekday] or [rule.start.weekday()]
        return {"freq": rrule.WEEKLY, "interval": steps, "byweekday": days, "wkst": rrule.MO}
    if not rule.weekday:
        hint = 'write weekday = "second Tuesday", or rrule = "FREQ=MONTHLY;BYMONTHDAY=…"'
        raise _Misformed("every", "a monthly rule needs a weekday", hint)
    return {"freq": rrule.MONTHLY, "interval": steps, "byweekday": [_nth_weekday(name) for name in rule.weekday]}


def _weekday(name: str) -> int:
    number = weekday_number(name)
    if number is None:
        if len(name.split()) == 2 and name.split()[0].lower() in ORDINALS:
            raise _Misformed("weekday", f'"{name}" goes with months', 'write every = "month"')
        names = [*language("en").weekdays]
        close = next((each for each in names if each[:2].lower() == name[:2].lower()), "Monday")
        raise _Misformed("weekday", f'"{name}" is not a weekday', f'write "{close}"')
    return number


def _nth_weekday(name: str) -> rrule.weekday:
    words = name.split()
    nth = ORDINALS.get(words[0].lower()) if len(words) == 2 else None
    if nth is None:
        raise _Misformed(
            "weekday", f'"{name}" does not say which of the month', 'write "second Tuesday" or "last Friday"'
        )
    return _WEEKDAYS[_weekday(words[1])](nth)


# --- RFC 5545 rules ---

RFC_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")  # as RFC 5545 writes them
_FREQUENCIES = {"DAILY": rrule.DAILY, "WEEKLY": rrule.WEEKLY, "MONTHLY": rrule.MONTHLY, "YEARLY": rrule.YEARLY}
_NUMBERS = {  # part → (name in dateutil, largest size, negative too); RFC 5545 §3.3.10
    "BYMONTH": ("bymonth", 12, False),
    "BYMONTHDAY": ("bymonthday", 31, True),
    "BYYEARDAY": ("byyearday", 366, True),
    "BYWEEKNO": ("byweekno", 53, True),
    "BYSETPOS": ("bysetpos", 366, True),
}
_NOT_WITH = {  # RFC 5545 §3.3.10, the table of what goes with which FREQ
    "BYMONTHDAY": ("WEEKLY",),
    "BYYEARDAY": ("DAILY", "WEEKLY", "MONTHLY"),
    "BYWEEKNO": ("DAILY", "WEEKLY", "MONTHLY"),
}
_ELSEWHERE = {
    "DTSTART": "write start = … beside it",
    "UNTIL": "write end = … beside it",
    "BYHOUR": 'write time = "16:00" beside it',
    "BYMINUTE": 'write time = "16:00" beside it',
    "BYSECOND": 'write time = "16:00" beside it',
}


def _rrule_form(text: str) -> dict[str, Any]:
    """The arguments for dateutil of the rules that a seminar can have; RFC 5545 §3.3.10."""
    parts: dict[str, str] = {}
    for part in text.upper().replace(" ", "").removeprefix("RRULE:").strip(";").split(";"):
        name, _, value = part.partition("=")
        if not value or name in parts:
            raise _Misformed("rrule", f'"{part}" is not understood', 'write it as in "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"')
        parts[name] = value
    frequency = parts.pop("FREQ", None)
    if frequency not in _FREQUENCIES:
        says = "has no FREQ" if frequency is None else f"FREQ={frequency} is not for a seminar"
        raise _Misformed("rrule", says, "write FREQ=DAILY, WEEKLY, MONTHLY or YEARLY")
    form: dict[str, Any] = {"freq": _FREQUENCIES[frequency]}
    for name, value in parts.items():
        if name in _ELSEWHERE:
            raise _Misformed("rrule", f"holds {name}", _ELSEWHERE[name])
        if frequency in _NOT_WITH.get(name, ()):
            raise _Misformed("rrule", f"{name} does not go with FREQ={frequency}", "leave one of them out")
        form.update(_rrule_part(name, value, frequency))
    if "bysetpos" in form and not any(
        name in form for name in ("byweekday", "bymonth", "bymonthday", "byyearday", "byweekno")
    ):
        raise _Misformed("rrule", "BYSETPOS stands alone", "add BYDAY or another BY part")
    return form


def _rrule_part(name: str, value: str, frequency: str) -> dict[str, Any]:
    if name in ("INTERVAL", "COUNT"):
        if not value.isdecimal() or len(value) > 18 or int(value) < 1 or (name == "INTERVAL" and int(value) > 1000):
            raise _Misformed("rrule", f"{name}={value[:20]} is not understood", f"write {name}=2")
        return {name.lower(): int(value)}
    if name == "WKST" and value in RFC_WEEKDAYS:
        return {"wkst": _WEEKDAYS[RFC_WEEKDAYS.index(value)]}
    if name == "BYDAY":
        return {"byweekday": [_by_day(each, frequency) for each in value.split(",")]}
    if name in _NUMBERS:
        key, largest, negative = _NUMBERS[name]
        numbers = [_number(each) for each in value.split(",")]
        if all(each and abs(each) <= largest and (negative or each > 0) for each in numbers):
            return {key: numbers}
        raise _Misformed("rrule", f"{name}={value[:20]} is not understood", f"write numbers up to {largest}")
    raise _Misformed(
        "rrule", f"{name[:20]}={value[:20]} is not understood", 'write it as in "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"'
    )


def _number(text: str) -> int:
    digits = text.removeprefix("+").removeprefix("-")
    return int(text) if digits.isdecimal() and len(digits) <= 3 else 0


def _by_day(text: str, frequency: str) -> rrule.weekday:
    nth, name = text[:-2], text[-2:]
    if name not in RFC_WEEKDAYS or (nth and not 1 <= abs(_number(nth)) <= 53):
        raise _Misformed("rrule", f"BYDAY={text[:20]} is not understood", "write BYDAY=MO or BYDAY=2TU")
    if nth and frequency in ("DAILY", "WEEKLY"):
        raise _Misformed(
            "rrule", f"BYDAY={text} does not go with FREQ={frequency}", f"write FREQ=MONTHLY, or BYDAY={name}"
        )
    weekday = _WEEKDAYS[RFC_WEEKDAYS.index(name)]
    return weekday(_number(nth)) if nth else weekday


# --- overrides ---


def _overridden(book: Book, regular: list[Slot], problems: list[Problem]) -> list[Slot]:
    """The regular slots with each override applied to the one it names, and the extra ones."""
    by_day: dict[dt.date, list[int]] = defaultdict(list)
    for index, slot in enumerate(regular):
        by_day[slot.regular_date].append(index)
    slots = list(regular)
    taken: dict[int, Override] = {}
    for override in book.overrides:
        if override.extra:
            extra = _extra(book, override, problems)
            slots += [extra] if extra else []
            continue
        named = _slot_named(book, override, regular, by_day, problems)
        if named is None:
            continue
        if named in taken:
            problems.append(_twice(override, taken[named]))
            continue
        taken[named] = override
        slot = regular[named]
        slots[named] = _slot(book.series, slot.rule, override, slot.regular_date, slot.regular_time, slot.zone)
    return _told_apart(slots)


def _told_apart(slots: Sequence[Slot]) -> list[Slot]:
    """The slots, with a mark on those whose regular date alone does not name them."""
    on_day = Counter(slot.regular_date for slot in slots)
    return [replace(slot, shares_regular_date=True) if on_day[slot.regular_date] > 1 else slot for slot in slots]


def _slot_named(
    book: Book,
    override: Override,
    regular: Sequence[Slot],
    by_day: Mapping[dt.date, list[int]],
    problems: list[Problem],
) -> int | None:
    """The index of the regular slot an override is about, or None after saying why there is none."""
    indices = by_day.get(override.date, [])
    if not indices:
        problems.append(_no_slot(book, override, sorted(by_day)))
        return None
    if override.at is None and len(indices) == 1:
        return indices[0]
    fitting = [index for index in indices if override.at is not None and regular[index].regular_time == override.at]
    if len(fitting) == 1:
        return fitting[0]
    choices = " or ".join(f'at = "{_clock(regular[index].regular_time)}"' for index in indices)
    says = f"the day has no slot at {_clock(override.at)}" if override.at else "the day has several slots"
    problems.append(_about(override, "override-without-slot", says, f"write {choices}"))
    return None


def _no_slot(book: Book, override: Override, regular_days: Sequence[dt.date]) -> Problem:
    says = f"{_day(override.date)} is no date of the schedule"
    pause = _in_break(book.breaks, override.date)
    if pause is not None:
        why = f" ({pause.reason})" if pause.reason else ""
        days = f"from {plain_day(pause.from_, 'en')} to {plain_day(pause.to, 'en')}"
        says = f"{_day(override.date)} lies in the break {days}{why}"
        return _about(override, "override-without-slot", says, "add extra = true, or shorten the break")
    place = bisect_left(regular_days, override.date)
    near = [_day(day) for day in regular_days[max(0, place - 1) : place + 1]]
    hint = f"its nearest: {' and '.join(near)}; or add extra = true" if near else "add extra = true"
    return _about(override, "override-without-slot", says, hint)


def _twice(override: Override, other: Override) -> Problem:
    number = int(other.path[1]) + 1 if len(other.path) > 1 else 1
    says = f"override number {number} is about the same slot"
    return _about(override, "override-twice", says, "put all of it into one block")


def _extra(book: Book, override: Override, problems: list[Problem]) -> Slot | None:
    """The slot that an override with `extra = true` makes; its time is its own, else the schedule's."""
    rule = rule_near(book, override.date)
    times = rule.time if rule else ()
    time = override.time or override.at or (times[0] if len(times) == 1 else None)
    if time is None and len(times) > 1:
        choices = " or ".join(f'time = "{_clock(each)}"' for each in times)
        problems.append(_about(override, "override-without-time", "the schedule has several times", f"write {choices}"))
        return None
    zone = ZoneInfo((rule and rule.timezone) or book.series.timezone)
    return _slot(book.series, rule, override, override.date, time, zone)


def _about(override: Override, code: str, says: str, hint: str) -> Problem:
    where = f"override of {override.date.isoformat()}"
    return Problem(code=code, path=override.path, where=where, says=says, hint=hint, grade=Grade.ERROR)


def _collisions(slots: Sequence[Slot]) -> Iterator[Problem]:
    """Slots that nobody could tell apart: the same day at the same time."""
    seen: dict[tuple[dt.date, dt.time | None], Slot] = {}
    told: set[tuple[Path, Path]] = set()
    for slot in sorted(slots, key=lambda slot: (slot.override is not None, slot.path)):
        if not slot.is_held:
            continue
        other = seen.setdefault((slot.date, slot.time), slot)
        if other is not slot and (slot.path, other.path) not in told:  # of two rules that meet often the first time
            told.add((slot.path, other.path))
            at = f" at {_clock(slot.time)}" if slot.time else ""
            yield Problem(
                code="slots-collide",
                path=slot.path,
                where=f"override of {slot.regular_date.isoformat()}" if slot.override else "schedule",
                says=f"{_day(slot.date)}{at} is taken by {_origin(other)}",
                hint="give one of them another time or day",
                grade=Grade.ERROR,
            )


def _origin(slot: Slot) -> str:
    if slot.moved_from:
        return f"the slot moved from {plain_day(slot.moved_from, 'en')}"
    return "an extra slot" if slot.kind is SlotKind.EXTRA else "a slot of the schedule"


def _clock(time: dt.time | None) -> str:
    return "no time" if time is None else time.strftime("%H:%M")
