"""How a calendar file describes a time zone: the VTIMEZONE of RFC 5545 §3.6.5, found out by asking `zoneinfo`.

Yearly rules wherever they are true for the years concerned, single dates where no rule is. Knows nothing of events.
"""

import datetime as dt
from calendar import monthrange
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

ANCHOR = 1970  # the year of the first observances: readers go wrong where it is that of the event
STEP = dt.timedelta(days=3)  # the shortest time between two changes of one clock was four days (Freetown, 1939)
SECOND = dt.timedelta(seconds=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1


@dataclass(frozen=True, kw_only=True, slots=True)
class _Clock:
    """What the clocks of a zone show at an instant: their offset from UTC, how much of it is summer time, its name."""

    offset: dt.timedelta
    saving: dt.timedelta
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Change:
    """The clocks change. wall: when, as the clocks showed it until then."""

    wall: dt.datetime
    before: _Clock
    after: _Clock

    @property
    def as_of_a_rule(self) -> tuple[object, ...]:
        """What is the same each year where a rule says when the clocks change."""
        return self.wall.month, self.wall.weekday(), self.wall.time(), self.before.offset, self.after.offset


def vtimezone(zone: ZoneInfo, first: dt.date, last: dt.date) -> tuple[str, ...]:
    """The unfolded lines of the VTIMEZONE that is right from a year before `first` to a year after `last`."""
    return _of_years(zone, range(max(first.year - 1, dt.MINYEAR + 1), min(last.year + 1, dt.MAXYEAR - 1) + 1))


@lru_cache  # a site has a calendar for each talk, and their years are few
def _of_years(zone: ZoneInfo, years: range) -> tuple[str, ...]:
    start, end = dt.datetime(years[0], 1, 1), dt.datetime(years[-1] + 1, 1, 1)
    changes = _changes(zone, start, end)
    initial = _clock(zone, start)
    since = dt.datetime(min(ANCHOR, years[0]), 1, 1)
    winter = min(clock.saving for clock in (initial, *(change.after for change in changes)))
    observances = _by_rule(changes, years, winter)
    if not observances:
        always = _Change(wall=since, before=initial, after=initial)
        observances = [_observance(always, winter), *_by_date(changes, winter)]
    return ("BEGIN:VTIMEZONE", f"TZID:{zone.key}", *(line for each in observances for line in each), "END:VTIMEZONE")


# --- asking the zone ---


def _clock(zone: ZoneInfo, utc: dt.datetime) -> _Clock:
    local = utc.replace(tzinfo=dt.UTC).astimezone(zone)
    zero = dt.timedelta()
    return _Clock(offset=local.utcoffset() or zero, saving=local.dst() or zero, name=local.tzname() or zone.key)


def _changes(zone: ZoneInfo, start: dt.datetime, end: dt.datetime) -> list[_Change]:
    """All changes of the offset between two instants of UTC, in order."""
    changes = []
    low, before = start, _clock(zone, start)
    while low < end:
        high = min(low + STEP, end)
        after = _clock(zone, high)
        if after.offset != before.offset:
            instant = _bisect(zone, low, high, before.offset)
            changes.append(_Change(wall=instant + before.offset, before=before, after=_clock(zone, instant)))
        low, before = high, after
    return changes


def _bisect(zone: ZoneInfo, low: dt.datetime, high: dt.datetime, offset: dt.timedelta) -> dt.datetime:
    """The first second at which the zone no longer has an offset; it has it at `low` and not at `high`."""
    while high - low > SECOND:
        middle = low + (high - low) // 2
        middle -= dt.timedelta(microseconds=middle.microsecond)
        if _clock(zone, middle).offset == offset:
            low = middle
        else:
            high = middle
    return high


# --- writing it down ---


def _by_rule(changes: Sequence[_Change], years: range, winter: dt.timedelta) -> list[list[str]]:
    """An observance with a yearly rule for each change of the year; none where rules do not give every change."""
    by_year = {year: list(group) for year, group in groupby(changes, key=lambda change: change.wall.year)}
    if list(by_year) != list(years) or len({len(each) for each in by_year.values()}) != 1:
        return []
    observances = []
    for same in zip(*by_year.values(), strict=True):
        nth = _nth(same)
        if nth is None:
            return []
        change = same[-1]
        month, weekday = change.wall.month, change.wall.weekday()
        day = _nth_day(min(ANCHOR, years[0]), month, weekday, nth)
        anchored = _Change(wall=dt.datetime.combine(day, change.wall.time()), before=change.before, after=change.after)
        rule = f"RRULE:FREQ=YEARLY;BYMONTH={month};BYDAY={nth}{WEEKDAYS[weekday]}"
        observances.append(_observance(anchored, winter, rule))
    return observances


def _nth(changes: Sequence[_Change]) -> int | None:
    """Which of its weekdays in the month, the last or the nth, each of the changes is on; None where that differs."""
    if len({change.as_of_a_rule for change in changes}) != 1:
        return None
    fitting = {LAST, 1, 2, 3, 4}
    for change in changes:
        day = change.wall.day
        is_last = day + 7 > monthrange(change.wall.year, change.wall.month)[1]
        fitting &= {(day + 6) // 7, LAST} if is_last else {(day + 6) // 7}
    return min(fitting, default=None)


def _nth_day(year: int, month: int, weekday: int, nth: int) -> dt.date:
    first, length = monthrange(year, month)
    days = range(1 + (weekday - first) % 7, length + 1, 7)
    return dt.date(year, month, days[nth if nth == LAST else nth - 1])


def _by_date(changes: Sequence[_Change], winter: dt.timedelta) -> list[list[str]]:
    """An observance for each kind of change, with the dates of all that are of it: one on a line, for every reader."""
    kinds: dict[tuple[_Clock, _Clock], list[_Change]] = defaultdict(list)
    for change in changes:
        kinds[change.before, change.after].append(change)
    return [
        _observance(alike[0], winter, *(f"RDATE:{_wall(change)}" for change in alike[1:])) for alike in kinds.values()
    ]


def _observance(change: _Change, winter: dt.timedelta, *recurring: str) -> list[str]:
    """winter: the least summer time of the years concerned; below nought where winter is the exception (Dublin)."""
    kind = "DAYLIGHT" if change.after.saving > winter else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{_wall(change)}",
        *recurring,
        f"TZNAME:{change.after.name}",
        f"TZOFFSETFROM:{_written(change.before.offset)}",
        f"TZOFFSETTO:{_written(change.after.offset)}",
        f"END:{kind}",
    ]


def _wall(change: _Change) -> str:
    return change.wall.isoformat().replace("-", "").replace(":", "")


def _written(offset: dt.timedelta) -> str:
    """As +HHMM, or +HHMMSS where an old local time needs it."""
    minutes, seconds = divmod(int(abs(offset).total_seconds()), 60)
    sign = "-" if offset < dt.timedelta() else "+"
    return f"{sign}{minutes // 60:02}{minutes % 60:02}" + (f"{seconds:02}" if seconds else "")
