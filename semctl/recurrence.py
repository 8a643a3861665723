"""Rules and overrides → slots.

Days are expanded as civil dates and wall-clock times; the zone is attached last, so a seminar at 16:00 stays at
16:00 across summer time. Knows nothing of talks.
"""

import datetime as dt
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from semctl.dates import long_day, plain_day
from semctl.model import Book, Break, Join, Mode, OnHoliday, Override, Rule, Series
from semctl.problems import Grade, Path, Problem
from semctl.rules import OPEN_RULE, days

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
        start = self.start
        return None if start is None else end_of(start, self.duration)

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


def end_of(start: dt.datetime, duration: dt.timedelta | None) -> dt.datetime:
    """When what begins at `start` ends, by the clocks of its zone."""
    return (start.astimezone(dt.UTC) + (duration or ASSUMED_LENGTH)).astimezone(start.tzinfo)


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
    return _expanded(Timetable(book.series, book.rules, book.breaks, book.overrides), horizon)


class Timetable(NamedTuple):
    """What slots are made from, of a book."""

    series: Series
    rules: tuple[Rule, ...]
    breaks: tuple[Break, ...]
    overrides: tuple[Override, ...]


@lru_cache(maxsize=8)
def _expanded(book: Timetable, horizon: dt.date) -> Slots:
    """The slots up to a day; remembered, because most changes leave the timetable as it is."""
    problems = [_backwards(each) for each in book.breaks if each.to < each.from_]
    regular = list(_regular(book, horizon, problems))
    if problems:  # rules without a meaning give no slots that an override could be held against
        return Slots(slots=(), problems=tuple(problems))
    slots = _slots(book, _overridden(book, regular, problems))
    problems += _collisions(slots)
    return Slots(slots=tuple(sorted(slots, key=lambda slot: slot.sorting)), problems=tuple(problems))


def setting(name: str, override: Override | None, rule: Rule | None, series: Series) -> tuple[Any, Path]:
    """The value of one of SETTING and the path of the table that gives it; (None, ()) where none does."""
    for record, path in ((override, override and override.path), (rule, rule and rule.path), (series, ("series",))):
        if record is not None and getattr(record, name) is not None:
            return getattr(record, name), path or ()
    return None, ()


def rule_near(book: Book | Timetable, day: dt.date) -> Rule | None:
    """The rule in whose term a day lies, else the last that began before it, else the first."""
    dated = sorted((rule for rule in book.rules if _first(rule)), key=lambda rule: _first(rule) or dt.date.min)
    for rule in dated:
        if (_first(rule) or day) <= day and (rule.end is None or day <= rule.end):
            return rule
    before = [rule for rule in dated if (_first(rule) or day) <= day]
    return before[-1] if before else next(iter(dated or book.rules), None)


def _first(rule: Rule) -> dt.date | None:
    return min(rule.dates) if rule.dates else rule.start


# --- the slots of the rules ---


class _Given(NamedTuple):
    """A slot to be: the day and time a rule gives, or an override makes; an override that says what is different."""

    rule: Rule | None
    date: dt.date
    time: dt.time | None
    override: Override | None = None


def _regular(book: Timetable, horizon: dt.date, problems: list[Problem]) -> Iterator[_Given]:
    """What the rules give and no break takes out."""
    for rule in book.rules:
        wrong, given = days(rule, horizon)
        problems += wrong
        for day in given:
            if not _in_break(book.breaks, day):
                for time in rule.time or (None,):
                    yield _Given(rule, day, time)


def _in_break(breaks: Sequence[Break], day: dt.date) -> Break | None:
    return next((each for each in breaks if each.from_ <= day <= each.to), None)


def _backwards(pause: Break) -> Problem:
    says = f"ends on {plain_day(pause.to, 'en')}, before it begins"
    path = (*pause.path, "to")
    return Problem(code="break", path=path, where="break", says=says, hint="exchange the days", grade=Grade.ERROR)


def _slots(book: Timetable, given: Sequence[_Given]) -> list[Slot]:
    """The slots, with a mark on those whose regular date alone does not name them."""
    on_day = Counter(each.date for each in given)
    zones = {id(rule): ZoneInfo((rule and rule.timezone) or book.series.timezone) for rule in (None, *book.rules)}
    settings = {id(rule): _settings(None, rule, book.series) for rule in book.rules}
    slots = []
    for each in given:
        rule, day, time, override = each
        slots.append(
            Slot(
                series=book.series,
                regular_date=day,
                regular_time=time,
                shares_regular_date=on_day[day] > 1,
                date=(override.moved_to if override else None) or day,
                time=(override.time if override else None) or time,
                zone=zones[id(rule)],
                reason=override.reason if override else None,
                kind=_kind(override, day),
                rule=rule,
                override=override,
                **(_settings(override, rule, book.series) if override else settings[id(rule)]),
            )
        )
    return slots


def _settings(override: Override | None, rule: Rule | None, series: Series) -> dict[str, Any]:
    return {name: setting(name, override, rule, series)[0] for name in SETTING}


def _kind(override: Override | None, day: dt.date) -> SlotKind:
    if override is None:
        return SlotKind.REGULAR
    if override.cancelled:
        return SlotKind.CANCELLED
    if override.moved_to not in (None, day):
        return SlotKind.MOVED
    return SlotKind.EXTRA if override.extra else SlotKind.REGULAR


# --- overrides ---


def _overridden(book: Timetable, regular: list[_Given], problems: list[Problem]) -> list[_Given]:
    """The regular ones with each override applied to the one it names, and the extra ones."""
    by_day: dict[dt.date, list[int]] = defaultdict(list)
    for index, each in enumerate(regular):
        by_day[each.date].append(index)
    given = list(regular)
    taken: dict[int, Override] = {}
    for override in book.overrides:
        if override.extra:
            extra = _extra(book, override, problems)
            given += [extra] if extra else []
            continue
        named = _slot_named(book, override, regular, by_day, problems)
        if named is None:
            continue
        if named in taken:
            problems.append(_twice(override, taken[named]))
            continue
        taken[named] = override
        given[named] = regular[named]._replace(override=override)
    return given


def _slot_named(
    book: Timetable,
    override: Override,
    regular: Sequence[_Given],
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
    fitting = [index for index in indices if regular[index].time == override.at]
    if len(fitting) == 1:
        return fitting[0]
    times = (regular[index].time for index in indices)
    choices = " or ".join(f'at = "{_clock(time)}"' if time else "no at" for time in times)
    says = f"the day has no slot at {_clock(override.at)}" if override.at else "the day has several slots"
    problems.append(_about(override, "override-without-slot", says, f"write {choices}"))
    return None


def _no_slot(book: Timetable, override: Override, regular_days: Sequence[dt.date]) -> Problem:
    says = f"{long_day(override.date, 'en')} is no date of the schedule"
    pause = _in_break(book.breaks, override.date)
    if pause is not None:
        why = f" ({pause.reason})" if pause.reason else ""
        span = f"from {plain_day(pause.from_, 'en')} to {plain_day(pause.to, 'en')}"
        says = f"{long_day(override.date, 'en')} lies in the break {span}{why}"
        return _about(override, "override-without-slot", says, "add extra = true, or shorten the break")
    place = bisect_left(regular_days, override.date)
    near = [long_day(day, "en") for day in regular_days[max(0, place - 1) : place + 1]]
    hint = f"its nearest: {' and '.join(near)}; or add extra = true" if near else "add extra = true"
    return _about(override, "override-without-slot", says, hint)


def _twice(override: Override, other: Override) -> Problem:
    number = int(other.path[1]) + 1 if len(other.path) > 1 else 1
    says = f"override number {number} is about the same slot"
    return _about(override, "override-twice", says, "put all of it into one block")


def _extra(book: Timetable, override: Override, problems: list[Problem]) -> _Given | None:
    """What an override with `extra = true` makes; its time is its own, else the schedule's."""
    rule = rule_near(book, override.date)
    times = rule.time if rule else ()
    time = override.time or override.at or (times[0] if len(times) == 1 else None)
    if time is None and len(times) > 1:
        choices = " or ".join(f'time = "{_clock(each)}"' for each in times)
        problems.append(_about(override, "override-without-time", "the schedule has several times", f"write {choices}"))
        return None
    return _Given(rule, override.date, time, override)


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
                says=f"{long_day(slot.date, 'en')}{at} is taken by {_origin(other)}",
                hint="give one of them another time or day",
                grade=Grade.ERROR,
            )


def _origin(slot: Slot) -> str:
    if slot.moved_from:
        return f"the slot moved from {plain_day(slot.moved_from, 'en')}"
    return "an extra slot" if slot.kind is SlotKind.EXTRA else "a slot of the schedule"


def _clock(time: dt.time | None) -> str:
    return "no time" if time is None else time.strftime("%H:%M")
