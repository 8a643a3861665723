"""Meetings → the schedule and the overrides that give exactly their slots: the days one by one.

All times are by the wall clock of the series. Knows nothing of talks.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from semctl.importing.found import Meeting
from semctl.recurrence import SETTING

_SHARED = tuple(key for key in SETTING if key != "note")


@dataclass(frozen=True, kw_only=True, slots=True)
class Timetable:
    """What a file says of its slots: `[schedule]` tables and `[[overrides]]`, as they are written."""

    rules: tuple[Mapping[str, Any], ...]
    overrides: tuple[Mapping[str, Any], ...]


def timetable(meetings: Iterable[Meeting]) -> Timetable:
    """Schedules of days: one for the days with a time, one for those of which only the day is known.

    A schedule says what all its meetings have, as most of them have it; the others have an override. Of several
    meetings at one time the first is taken.
    """
    slots: dict[tuple[dt.date, dt.time | None], Meeting] = {}
    for meeting in meetings:
        other = slots.get(meeting.when)
        if other is None or (meeting.held and not other.held):
            slots[meeting.when] = meeting
    groups = [[each for each in slots.values() if (each.time is None) is untimed] for untimed in (False, True)]
    shared = {key: value for key in _SHARED if (value := _common(slots.values(), key))}
    tables = [_of_days(group, shared) for group in groups if group]
    overrides = [override for _, own in tables for override in own]
    return Timetable(
        rules=tuple(rule for rule, _ in tables),
        overrides=tuple(sorted(overrides, key=lambda each: (each["date"], each.get("time", "")))),
    )


def _common(meetings: Iterable[Meeting], key: str) -> Any:
    """What most meetings have, where all have something: an override cannot take away what the schedule says."""
    values = [meeting.setting.get(key) for meeting in meetings]
    if not values or not all(values):
        return None
    forms = {repr(value): value for value in values}
    return forms[Counter(map(repr, values)).most_common(1)[0][0]]


def _of_days(meetings: Sequence[Meeting], shared: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The schedule of some days and its overrides."""
    by_day: dict[dt.date, list[Meeting]] = defaultdict(list)
    for meeting in sorted(meetings, key=lambda each: (each.date, each.time or dt.time.min)):
        by_day[meeting.date].append(meeting)
    time = Counter(meeting.time for meeting in meetings).most_common(1)[0][0]
    rule: dict[str, Any] = {"dates": sorted(by_day)}
    if time:
        rule["time"] = written(time)
    rule |= shared
    overrides = []
    for day, here in by_day.items():
        first = next((each for each in here if each.time == time), here[0])
        for meeting in here:
            extra = {} if meeting is first else {"extra": True}
            said = different(meeting, None if extra else time, shared)
            if extra or said:
                overrides.append({"date": day, **extra, **said})
    return rule, overrides


def different(meeting: Meeting, time: dt.time | None, settings: Mapping[str, Any]) -> dict[str, Any]:
    """What an override of a slot has to say beside its date, where the slot has a time and settings anyway."""
    said: dict[str, Any] = {}
    if meeting.time and meeting.time != time:
        said["time"] = written(meeting.time)
    said |= {key: value for key, value in meeting.setting.items() if value and value != settings.get(key)}
    if meeting.reason:
        said["reason"] = meeting.reason
    if not meeting.held:
        said["cancelled"] = True
    return said


def written(time: dt.time) -> str:
    """A time as the file writes it."""
    return f"{time:%H:%M}"
