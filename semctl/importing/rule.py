"""Days → the simplest rule that gives them, with the fewest exceptions; public holidays and pauses explain some.

What an exception costs decides between rules, and between a rule and a list of days. Knows nothing of rooms, talks or
files.
"""

import datetime as dt
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, groupby, pairwise
from typing import Final

from semctl.dates import weekday_number
from semctl.importing.found import Stated
from semctl.languages import language
from semctl.rules import LONGEST_RULE_YEARS, MOST_SLOTS, ORDINALS, read_every

Times = tuple[dt.time, ...]
Weekdays = tuple[tuple[int, int], ...]

SCHEDULE: Final = 0.9  # a schedule of its own, be it a rule or a list
LISTED: Final = 0.5  # a day in a list
EXTRA: Final = 1.0
MOVED: Final = 0.9
MOVED_OFF_HOLIDAY: Final = 0.2
GAP: Final = 0.6  # a day of the rule without a meeting
HOLIDAY_GAP: Final = 0.05
PAUSE: Final = 0.8  # GAPS or more of them in a row
OTHER_TIME: Final = 0.2
STATED: Final = 0.25  # of the cost of an exception, where the source itself states the rule
WEEKS: Final = {1: 0.0, 2: 0.1, 3: 0.3, 4: 0.6}
MONTHS: Final = {1: 0.5, 2: 0.6, 3: 0.7}
FURTHER_WEEKDAY: Final = 0.8

GAPS: Final = 3
NEAR: Final = 6  # days that a meeting is moved at most
FEWEST: Final = 3  # days from which a rule can be told
FEWEST_STATED: Final = 2
PARTED: Final = dt.timedelta(days=28)
"""A pause after which a new rule may begin."""
_LAST: Final = -1
_ORDINALS: Final = {number: word for word, number in ORDINALS.items() if not word[0].isdigit()}


@dataclass(frozen=True, kw_only=True, slots=True)
class Rhythm:
    """Every so many weeks or months on some weekdays.

    weekdays: each as its number from Monday, 0, and which of the month it is: 1 to 5, -1 for the last; 0 with weeks.
    phase: the number of a week or month that has it, modulo the steps.
    """

    unit: str
    steps: int
    weekdays: Weekdays
    phase: int

    @property
    def every(self) -> str:
        """As a file writes it."""
        return self.unit if self.steps == 1 else f"{self.steps} {self.unit}s"

    @property
    def weekday(self) -> tuple[str, ...]:
        """As a file writes them."""
        names = language("en").weekdays
        return tuple(f"{_ORDINALS[nth]} {names[day]}" if nth else names[day] for day, nth in self.weekdays)

    @property
    def cost(self) -> float:
        """How far it is from "every week on Mondays"."""
        steps = WEEKS if self.unit == "week" else MONTHS
        return steps.get(self.steps, max(steps.values())) + FURTHER_WEEKDAY * (len(self.weekdays) - 1)

    def days(self, first: dt.date, last: dt.date) -> list[dt.date]:
        """Its days in a time, both ends included."""
        given = self._of_weeks(first, last) if self.unit == "week" else self._of_months(first, last)
        return [day for day in given if first <= day <= last]

    def _of_weeks(self, first: dt.date, last: dt.date) -> Iterator[dt.date]:
        for week in _steps(_week(first), _week(last), self.steps, self.phase):
            ordinals = (week * 7 + 1 + day for day, _ in self.weekdays)
            yield from (dt.date.fromordinal(each) for each in ordinals if each <= dt.date.max.toordinal())

    def _of_months(self, first: dt.date, last: dt.date) -> Iterator[dt.date]:
        for month in _steps(_month(first), _month(last), self.steps, self.phase):
            yield from sorted({day for each in self.weekdays if (day := _of_month(month, *each))})


def _steps(first: int, last: int, steps: int, phase: int) -> range:
    return range(first + (phase - first) % steps, last + 1, steps)


def _week(day: dt.date) -> int:
    return (day.toordinal() - 1) // 7  # 1 January of the year 1 was a Monday


def _month(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def _of_month(month: int, weekday: int, nth: int) -> dt.date | None:
    """The nth weekday of a month; None where it has no fifth one."""
    first, length = monthrange(month // 12, month % 12 + 1)
    fitting = range(1 + (weekday - first) % 7, length + 1, 7)
    place = nth - 1 if nth > 0 else nth
    return dt.date(month // 12, month % 12 + 1, fitting[place]) if place < len(fitting) else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Fit:
    """How a rule fits days, or a list of them.

    rhythm: None of a list. time: when it usually begins; none where nobody says. days: by the day that the rule gives,
    the day it takes place; None where it does not. extra: days that the rule does not give. retimed: regular days
    that begin at another time. pauses: the first and last of days that the rule gives and nobody names. is_stated: by
    the source itself.
    """

    rhythm: Rhythm | None
    time: Times
    days: Mapping[dt.date, dt.date | None]
    extra: tuple[dt.date, ...] = ()
    retimed: tuple[dt.date, ...] = ()
    pauses: tuple[tuple[dt.date, dt.date], ...] = ()
    cost: float = 0.0
    is_stated: bool = False

    @property
    def named(self) -> list[dt.date]:
        """The days of the source that it is about."""
        return sorted([*(day for day in self.days.values() if day), *self.extra])

    def explained(self, holidays: Mapping[dt.date, str]) -> list[str]:
        """The public holidays that explain why a day of the rule is not as the others."""
        return [holidays[regular] for regular, day in self.days.items() if day != regular and regular in holidays]

    @property
    def span(self) -> tuple[dt.date, dt.date]:
        """From the first day that the rule gives to the last that the source names, unless it would give another."""
        first, last = min(self.days), max(self.days)
        if self.rhythm is None or self.named[-1] <= last:
            return first, last
        further = self.rhythm.days(last + dt.timedelta(days=1), self.named[-1])
        return first, last if further else self.named[-1]


@dataclass(frozen=True, kw_only=True, slots=True)
class Days:
    """What a rule is looked for in.

    times: by day, when it begins there. off: days on which the source says that there is none: no other day's meeting
    was moved there. kept: days that no pause may take out. breaks: the first and last days of those that the source
    itself names. holidays: by day, their names.
    """

    times: Mapping[dt.date, Times]
    off: frozenset[dt.date] = frozenset()
    kept: frozenset[dt.date] = frozenset()
    breaks: tuple[tuple[dt.date, dt.date], ...] = ()
    holidays: Mapping[dt.date, str] = field(default_factory=dict)
    stated: Stated | None = None


def propose(asked: Days) -> tuple[Fit, ...]:
    """The schedules that give the days with the fewest exceptions, in order of time: mostly one."""
    if not asked.times:
        return ()
    fits = _parted(asked, sorted(asked.times))
    joined = fits[:1]
    for fit in fits[1:]:
        both = _best(asked, [*joined[-1].named, *fit.named])
        joined[-1:] = [both] if both.cost <= joined[-1].cost + fit.cost else [joined[-1], fit]
    return tuple(joined)


def _parted(asked: Days, days: Sequence[dt.date]) -> list[Fit]:
    """One schedule, or several that are parted by long pauses, where these fit better together."""
    whole = _best(asked, days)
    steps = [later - day for day, later in pairwise(days)]
    if not steps or whole.cost <= 2 * SCHEDULE or max(steps) < max(PARTED, 2.5 * sorted(steps)[len(steps) // 2]):
        return [whole]
    place = steps.index(max(steps)) + 1
    parts = [*_parted(asked, days[:place]), *_parted(asked, days[place:])]
    return parts if sum(part.cost for part in parts) < whole.cost else [whole]


def _best(asked: Days, days: Sequence[dt.date]) -> Fit:
    time = _usual(asked, days)
    listed = Fit(rhythm=None, time=time, days={day: day for day in days}, cost=SCHEDULE + LISTED * len(days))
    if len(days) < 2 or days[-1].year - days[0].year >= LONGEST_RULE_YEARS:
        return listed
    fits = [fit for each in _candidates(asked.stated, days) for fit in _fits(asked, each, days, time)]
    return min([listed, *fits], key=lambda fit: fit.cost)


def _usual(asked: Days, days: Sequence[dt.date]) -> Times:
    """The times that more than half of the days have together, else the one that most have; what is stated first."""
    wanted = set(asked.stated.time) if asked.stated else set()
    if wanted and _is_not_against(sum(bool(wanted & set(asked.times[day])) for day in days), len(days)):
        return tuple(sorted(wanted))
    forms = Counter(asked.times[day] for day in days)
    for form in sorted(forms, key=len, reverse=True):
        if len(form) > 1 and 2 * sum(count for each, count in forms.items() if set(form) <= set(each)) > len(days):
            return form
    single = Counter(time for day in days for time in asked.times[day])
    return (single.most_common(1)[0][0],) if single else ()


# --- the rules that are tried ---


def _candidates(stated: Stated | None, days: Sequence[dt.date]) -> Iterator[Rhythm]:
    """Rules that give most of the days, and those that the source states."""
    step = read_every(stated.every) if stated and stated.every else None
    named = _stated_weekdays(stated)
    is_monthly = any(nth for _, nth in named)
    for unit, form, known in (("week", _weekdays, WEEKS), ("month", _nths, MONTHS)):
        sets = _common([form(day) for day in days])
        if named and is_monthly == (unit == "month"):
            sets = [named, *sets]
        for weekdays in dict.fromkeys(sets):
            for steps in {**known, **({step[0]: 0} if step and step[1] == unit else {})}:
                for phase in range(steps):
                    yield Rhythm(unit=unit, steps=steps, weekdays=weekdays, phase=phase)


def _weekdays(day: dt.date) -> Weekdays:
    return ((day.weekday(), 0),)


def _nths(day: dt.date) -> Weekdays:
    """Which weekday of its month a day is: the last before the fourth, as people say it."""
    nth = (day.day + 6) // 7
    is_last = day.day + 7 > monthrange(day.year, day.month)[1]
    return tuple((day.weekday(), each) for each in ((_LAST,) if is_last else ()) + ((nth,) if nth < 5 else ()))


def _common(days: Sequence[Weekdays]) -> list[Weekdays]:
    """The weekdays, and the pairs of them, that more than half of the days have."""
    counts = Counter(each for day in days for each in day)
    often = [each for each, count in counts.most_common(6) if count > 1 and 5 * count >= len(days)]
    sets = [*combinations(often, 1), *combinations(sorted(often), 2)]
    return [each for each in sets if 2 * sum(counts[weekday] for weekday in each) > len(days)]


def _stated_weekdays(stated: Stated | None) -> Weekdays:
    """The weekdays that the source states; none where one of them is not understood."""
    found = []
    for name in stated.weekday if stated else ():
        *nth, word = name.lower().split() or [""]
        weekday = weekday_number(word)
        if weekday is None or len(nth) > 1 or (nth and nth[0] not in ORDINALS):
            return ()
        found.append((weekday, ORDINALS[nth[0]] if nth else 0))
    return tuple(sorted(set(found)))


# --- how one of them fits ---


def _fits(asked: Days, rhythm: Rhythm, days: Sequence[dt.date], time: Times) -> Iterator[Fit]:
    """What is to be said beside a rule so that it gives the days: with days at the ends moved, and with these extra."""
    week = dt.timedelta(days=NEAR)
    first, last = max(days[0], dt.date.min + week) - week, min(days[-1], dt.date.max - week) + week
    given = [day for day in rhythm.days(first, last) if not any(begin <= day <= end for begin, end in asked.breaks)]
    there = set(days)
    on = there.intersection(given)
    is_stated = _is_stated(asked.stated, rhythm)
    if len(given) * max(1, len(time)) > MOST_SLOTS or not on or not (is_stated or _is_enough(len(on), len(days))):
        return
    odd = [day for day in days if day not in on and day not in asked.off]
    moved = _moved(asked, odd, set(given) - there, days)
    inner = {regular: day for regular, day in moved.items() if min(on) < regular < max(on)}
    for each in (moved, inner) if inner != moved else (moved,):
        fit = _fit(asked, rhythm, time, days, given, each)
        exceptions = _exceptions(asked, fit)
        if is_stated and _is_not_against(len(on) + len(each), len(days)):
            yield replace(fit, is_stated=True, cost=SCHEDULE + STATED * exceptions)
        elif not is_stated and 2 * _unexplained(asked, fit) <= len(days):  # a third of the days of the rule
            yield replace(fit, cost=SCHEDULE + rhythm.cost + exceptions)


def _fit(
    asked: Days,
    rhythm: Rhythm,
    time: Times,
    days: Sequence[dt.date],
    given: Sequence[dt.date],
    moved: Mapping[dt.date, dt.date],
) -> Fit:
    """How a rule fits where it gives some days and some meetings are moved."""
    on = set(days).intersection(given)
    used = on | moved.keys()
    missing = [day for day in given if min(used) < day < max(used) and day not in used]
    pauses = _pauses(asked, missing, given)
    gaps = {day for day in missing if not any(begin <= day <= end for begin, end in pauses)}
    gone = set(moved.values())
    return Fit(
        rhythm=rhythm,
        time=time,
        days={day: day if day in on else moved.get(day) for day in sorted(used | gaps)},
        extra=tuple(day for day in days if day not in on and day not in gone),
        retimed=tuple(day for day in sorted(used) if asked.times[moved.get(day, day)] not in ((), time)),
        pauses=pauses,
    )


def _unexplained(asked: Days, fit: Fit) -> int:
    """How many days of a rule nobody has a reason for leaving out; a pause counts for three."""
    gaps = (regular for regular, day in fit.days.items() if day is None)
    return sum(day not in asked.holidays for day in gaps) + 3 * len(fit.pauses)


def _is_enough(on: int, days: int) -> bool:
    return on >= FEWEST and 2 * on > days


def _is_not_against(on: int, days: int) -> bool:
    """Whether what is stated holds of two days, and of two in five."""
    return on >= FEWEST_STATED and 5 * on >= 2 * days


def _is_stated(stated: Stated | None, rhythm: Rhythm) -> bool:
    """Whether the source states how often, and nothing that it states is another rule."""
    if stated is None or read_every(stated.every or "") != (rhythm.steps, rhythm.unit):
        return False
    named = _stated_weekdays(stated)
    return named in ((), rhythm.weekdays, tuple((day, 0) for day, _ in rhythm.weekdays))


def _moved(
    asked: Days, days: Sequence[dt.date], free: set[dt.date], all_days: Sequence[dt.date]
) -> dict[dt.date, dt.date]:
    """By regular day, where its meeting went: from a public holiday first, then in the same week, then the nearest.

    Before the first of all days, and behind the last, only within the week.
    """
    pairs = []
    for day in days:
        for step in range(-NEAR, NEAR + 1):
            if not 1 <= day.toordinal() + step <= dt.date.max.toordinal():
                continue
            regular = dt.date.fromordinal(day.toordinal() + step)
            same_week = _week(regular) == _week(day)
            if regular in free and (same_week or all_days[0] <= regular <= all_days[-1]):
                pairs.append((regular not in asked.holidays, not same_week, abs(step), regular, day))
    moved: dict[dt.date, dt.date] = {}
    taken: set[dt.date] = set()
    for *_, regular, day in sorted(pairs):
        if regular not in moved and day not in taken:
            moved[regular] = day
            taken.add(day)
    return moved


def _pauses(asked: Days, missing: Sequence[dt.date], given: Sequence[dt.date]) -> tuple[tuple[dt.date, dt.date], ...]:
    """Runs of missing days that are a break rather than cancelled one by one."""
    places = {day: place for place, day in enumerate(given)}
    runs = [[day for _, day in run] for _, run in groupby(enumerate(missing), lambda pair: places[pair[1]] - pair[0])]
    return tuple(
        (run[0], run[-1])
        for run in runs
        if len(run) >= GAPS
        and sum(_gap(asked, day) for day in run) > PAUSE
        and not any(run[0] <= day <= run[-1] for day in asked.kept)
    )


def _gap(asked: Days, day: dt.date) -> float:
    return HOLIDAY_GAP if day in asked.holidays else GAP


def _exceptions(asked: Days, fit: Fit) -> float:
    """What all that a rule does not say by itself costs."""
    cost = EXTRA * len(fit.extra) + OTHER_TIME * len(fit.retimed) + PAUSE * len(fit.pauses)
    for regular, day in fit.days.items():
        if day is None:
            cost += _gap(asked, regular)
        elif day != regular:
            cost += MOVED_OFF_HOLIDAY if regular in asked.holidays else MOVED
    return cost
