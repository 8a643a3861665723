"""Meetings → the schedules, overrides and breaks that give exactly their slots, by a rule wherever one fits.

All times are by the wall clock of the series. Knows nothing of talks.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from semctl.importing.found import Meeting, Stated
from semctl.importing.rule import Days, Fit, propose
from semctl.recurrence import SETTING

Table = Mapping[str, Any]
ByDay = Mapping[dt.date, Sequence[Meeting]]
_SHARED = tuple(key for key in SETTING if key != "note")


@dataclass(frozen=True, kw_only=True, slots=True)
class Timetable:
    """What a file says of its slots: `[schedule]` tables, `[[overrides]]` and `[[breaks]]`, as they are written.

    fits: how each schedule fits the days, but for the one of days without a time among others with one.
    """

    rules: tuple[Table, ...]
    overrides: tuple[Table, ...]
    breaks: tuple[Table, ...]
    fits: tuple[Fit, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Writing:
    """What every table has to be written with.

    meetings: by day. shared: the keys that all meetings have that take place, so that a rule may say them: an override
    takes nothing away. untimed: the days that have a slot without a time beside those of the rules. is_alone: one
    schedule is all.
    """

    meetings: ByDay
    holidays: Mapping[dt.date, str]
    shared: tuple[str, ...]
    untimed: frozenset[dt.date]
    is_alone: bool


def timetable(
    meetings: Iterable[Meeting],
    *,
    holidays: Mapping[dt.date, str] | None = None,
    stated: Stated | None = None,
    breaks: Sequence[Table] = (),
) -> Timetable:
    """Schedules with what most of their meetings have, and an override for each that is different.

    What a rule gives and nobody names is cancelled. Of several meetings at one time the first is taken. Days without a
    time among others with one have a schedule of their own, since no override takes a time away. breaks: that the
    source itself names.
    """
    all_meetings = distinct(meetings)
    own, untimed = _by_time(all_meetings)
    by_day = _by_day(own)
    aside = frozenset(meeting.date for meeting in untimed)
    breaks = [each for each in breaks if not any(each["from"] <= day <= each["to"] for day in aside)]
    known = {"kept": aside, "holidays": holidays or {}, "stated": stated}
    fits = propose(_days(by_day, breaks, is_timed=not _is_untimed(all_meetings), **known))
    writing = _Writing(
        meetings=by_day,
        holidays=holidays or {},
        shared=tuple(key for key in _SHARED if all(each.setting.get(key) for each in all_meetings if each.held)),
        untimed=aside,
        is_alone=len(fits) == 1 and not untimed,
    )
    tables = [_of_fit(fit, writing) for fit in fits]
    if untimed:
        tables.append(_of_untimed(untimed, writing))
    overrides = [override for _, of_rule in tables for override in of_rule]
    pauses = [{"from": first, "to": last} for fit in fits for first, last in fit.pauses]
    return Timetable(
        rules=tuple(rule for rule, _ in tables),
        overrides=tuple(sorted(overrides, key=lambda each: (each["date"], each.get("at") or each.get("time", "")))),
        breaks=tuple(sorted([*breaks, *pauses], key=lambda each: each["from"])),
        fits=fits,
    )


# --- meetings ---


def distinct(meetings: Iterable[Meeting]) -> list[Meeting]:
    """One meeting for each time, in order; one that takes place goes before one that does not."""
    slots: dict[tuple[dt.date, dt.time | None], Meeting] = {}
    for meeting in meetings:
        if meeting.time:
            meeting = replace(meeting, time=meeting.time.replace(second=0, microsecond=0))  # as a file writes it
        other = slots.get(meeting.when)
        if other is None or (meeting.held and not other.held):
            slots[meeting.when] = meeting
    return sorted(slots.values(), key=lambda each: (each.date, each.time or dt.time.min))


def _is_untimed(meetings: Sequence[Meeting]) -> bool:
    """Whether most have no time."""
    return 2 * sum(each.time is None for each in meetings) > len(meetings)


def _by_time(meetings: Sequence[Meeting]) -> tuple[list[Meeting], list[Meeting]]:
    """Those of which the rules are made, and those without a time among them; a day that is off needs no time."""
    if _is_untimed(meetings):
        return list(meetings), []
    on_day = Counter(meeting.date for meeting in meetings)
    own = [each for each in meetings if each.time or (not each.held and on_day[each.date] == 1)]
    return own, [each for each in meetings if not each.time and each.held]


def _by_day(meetings: Iterable[Meeting]) -> ByDay:
    days: dict[dt.date, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        days[meeting.date].append(meeting)
    return days


def _days(by_day: ByDay, breaks: Sequence[Table], *, is_timed: bool, **known: Any) -> Days:
    times = {day: tuple(each.time for each in here if each.time and is_timed) for day, here in by_day.items()}
    return Days(
        times=times,
        off=frozenset(day for day, here in by_day.items() if not any(each.held for each in here)),
        breaks=tuple((each["from"], each["to"]) for each in breaks),
        **known,
    )


def _usual(meetings: Sequence[Meeting], shared: Iterable[str]) -> dict[str, Any]:
    """What more than half of the meetings have that take place."""
    held = [each for each in meetings if each.held]
    usual = {}
    for key in shared if held else ():
        values = {repr(each.setting[key]): each.setting[key] for each in held}
        form, count = Counter(repr(each.setting[key]) for each in held).most_common(1)[0]
        if 2 * count > len(held):
            usual[key] = values[form]
    return usual


# --- tables ---


def _of_fit(fit: Fit, writing: _Writing) -> tuple[Table, list[Table]]:
    """A schedule and its overrides."""
    settings = _usual([each for day in fit.named for each in writing.meetings[day]], writing.shared)
    overrides: list[Table] = []
    further = [each for day in fit.extra for each in writing.meetings[day]]
    for regular, day in fit.days.items():
        here = list(writing.meetings[day]) if day else []
        several = len(fit.time) > 1 or regular in writing.untimed
        for time in fit.time or (None,):
            meeting = _taken_out(here, time, fit.time)
            named = {"date": regular, **({"at": written(time)} if several and time else {})}
            said = _of_slot(meeting, regular, time, settings, writing.holidays.get(regular))
            if said:
                overrides.append(named | said)
        further += here
    for meeting in further:
        time = fit.time[0] if fit.time else None
        meeting = replace(meeting, time=meeting.time or time)
        known = (time if len(fit.time) == 1 else None, settings) if writing.is_alone else (None, {})
        overrides.append({"date": meeting.date, "extra": True, **different(meeting, *known)})
    return {**_when(fit), **settings}, overrides


def _taken_out(here: list[Meeting], time: dt.time | None, times: Sequence[dt.time]) -> Meeting | None:
    """The meeting in a slot: at its time, else one that is at none of the usual ones; None where nobody names it."""
    fitting = [each for each in here if each.time == time] or [each for each in here if each.time not in times]
    if not fitting:
        return None
    here.remove(fitting[0])
    return fitting[0]


def _of_slot(
    meeting: Meeting | None, regular: dt.date, time: dt.time | None, settings: Table, holiday: str | None
) -> dict[str, Any]:
    """What an override says of a slot that the rule gives; nothing where it is as the rule says."""
    if meeting is None:
        return {**({"reason": holiday} if holiday else {}), "cancelled": True}
    if meeting.date == regular:
        return different(meeting, time, settings)
    explained = replace(meeting, reason=meeting.reason or holiday)
    return {"moved_to": meeting.date, **different(explained, time, settings)}


def _of_untimed(meetings: Sequence[Meeting], writing: _Writing) -> tuple[Table, list[Table]]:
    """The schedule of days without a time among others with one."""
    settings = _usual(meetings, writing.shared)
    said = [{"date": each.date, **different(each, None, settings)} for each in meetings]
    return {"dates": [each.date for each in meetings], **settings}, [each for each in said if len(each) > 1]


def _when(fit: Fit) -> dict[str, Any]:
    """The days and times of a schedule, up to the last that the source names."""
    time = [written(each) for each in fit.time]
    timed = {"time": time[0] if len(time) == 1 else time} if time else {}
    if fit.rhythm is None:
        return {"dates": list(fit.days), **timed}
    weekday = fit.rhythm.weekday
    start, end = fit.span
    return {
        "every": fit.rhythm.every,
        "weekday": weekday[0] if len(weekday) == 1 else list(weekday),
        **timed,
        "start": start,
        "end": end,
    }


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
