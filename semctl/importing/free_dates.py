"""Dates without a talk held against a series that is there: of which of them it has no slot."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from semctl.dates import long_day
from semctl.importing.found import Found, Kind, Meeting, Remark
from semctl.importing.timetable import distinct
from semctl.programme import Programme, arrange


@dataclass(frozen=True, kw_only=True, slots=True)
class FreeDates:
    """What dates without a talk are to a series. new: those without a slot. remarks: on what only one has cancelled."""

    new: tuple[Meeting, ...] = ()
    remarks: tuple[Remark, ...] = ()


def reaching(programme: Programme, found: Found) -> Programme:
    """The programme with the slots of an endless rule up to the last day that was found."""
    days = [talk.meeting.date for talk in found.talks if talk.meeting] + [each.date for each in found.meetings]
    known = max((slot.date for slot in programme.slots), default=dt.date.max)
    return arrange(programme.book, max(days)) if days and max(days) > known else programme


def free_dates(found: Found, programme: Programme) -> FreeDates:
    """The dates of which the series has no slot, and what contradicts its own. programme: reaching the last of them."""
    with_talk = {talk.meeting.when for talk in found.talks if talk.meeting}
    free = [each for each in distinct(found.meetings) if each.when not in with_talk]
    new = [each for each in free if each.held and not _slots(programme, each)]
    return FreeDates(new=tuple(new), remarks=tuple(_contradictions(free, programme)))


def _slots(programme: Programme, meeting: Meeting) -> list[bool]:
    """Of each slot at that time, or on that day where one of them has no time, whether it takes place."""
    here = (slot for slot in programme.slots if slot.date == meeting.date)
    return [slot.is_held for slot in here if None in (slot.time, meeting.time) or slot.time == meeting.time]


def _contradictions(meetings: Iterable[Meeting], programme: Programme) -> Iterator[Remark]:
    for each in meetings:
        held = _slots(programme, each)
        day, at = long_day(each.date, "en"), f" {each.time:%H:%M}" if each.time else ""
        if not each.held and any(held):
            says = f'the source has cancelled {day}; to do so too: semctl skip-slot "{each.date}{at}"'
            yield Remark(says=says, kind=Kind.LEFT_OUT, line=each.line)
        elif each.held and held and not any(held):
            says = f'the slot of {day} is cancelled; hold it: semctl edit-slot "{each.date}{at}" --held'
            yield Remark(says=says, kind=Kind.LEFT_OUT, line=each.line)
