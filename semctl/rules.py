"""One rule → the days it gives: "2 weeks" on "Monday", RFC 5545 rules, or the days themselves.

Days are civil dates; times, zones and exceptions come later. Knows nothing of slots.
"""

import datetime as dt
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from dateutil import rrule

from semctl.dates import long_day, plain_day, weekday_number
from semctl.languages import language
from semctl.model import Rule
from semctl.problems import Grade, Problem

MOST_SLOTS = 10_000
LONGEST_GAP = 10  # years; a rule without a date in them is a mistake
LONGEST_RULE_YEARS = 200
OPEN_RULE = dt.timedelta(days=366)  # how far past today an endless rule is looked at


def days(rule: Rule, horizon: dt.date) -> tuple[list[Problem], list[dt.date]]:
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


def first_day(rule: Rule, day: dt.date) -> dt.date | None:
    """The first day from a day on that could be the start of a rule; None where the rule gives none in ten years."""
    if rule.dates:
        return next((each for each in sorted(rule.dates) if each >= day), None)
    try:
        form = _rrule_form(rule.rrule) if rule.rrule else _every_form(replace(rule, start=day))
    except _Misformed:
        return None
    return next((each for each in _days_around(form, day) if each >= day), None)


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
