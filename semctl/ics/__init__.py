"""A programme as an iCalendar file (RFC 5545) that every client reads the same.

What an event says is in `told`, its state in `published`; this is the file around and between. Knows nothing of files
on disk or clocks.
"""

import datetime as dt
from collections.abc import Container, Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from semctl.ics.lines import basic, escaped, folded, phrase, prose, quoted
from semctl.ics.published import State, following, states, written
from semctl.ics.told import CANCELLED, Teller, Told, written_in
from semctl.model import Series
from semctl.problems import Refused
from semctl.programme import Entry, Programme
from semctl.readable import readable_series
from semctl.recurrence import Slot
from semctl.timezones import vtimezone

PRODID = "-//semctl//semctl//EN"  # without the version: a new release must not change the bytes of a calendar
BEGIN = ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODID}", "CALSCALE:GREGORIAN")
REFRESH = "PT12H"


def calendar(
    programmes: Sequence[Programme],
    entries: Sequence[Entry],
    *,
    previous: bytes | None = None,
    now: dt.datetime | None = None,
    free: Sequence[Slot] = (),
    keep_cancelled: bool = True,
    as_typed: bool = False,
) -> bytes:
    """The whole file: an event for each of the entries that has a date, in their order, then one for each free slot.

    programmes: of all the series concerned. previous: the file that this one replaces; an event it shows as it is
    now keeps its stamps and SEQUENCE. now: the stamp of events that have changed since. An event that is not in
    `previous` is stamped with 00:00 UTC of its own day, so that the same input gives the same bytes on any day.
    keep_cancelled: whether what was cancelled stays in, marked as such. as_typed: whether TeX stays what it is.

    Raises Unreadable where `previous` is no calendar, Refused where two talks would have one identity.
    """
    known = {} if previous is None else states(previous)
    events: dict[str, bytes] = {}
    days: dict[str, list[dt.date]] = {}
    for teller, told in _all_told(programmes, entries, free, as_typed=as_typed):
        if told.status == CANCELLED and not keep_cancelled:
            continue
        uid = identity(told, events)
        state = following(known.get(uid), teller.fingerprint(told), told.day, now)
        event = events[uid] = state.event or written(uid, state, teller.lines(told))
        if told.meeting.zone and b"\r\nDTSTART;TZID=" in event:
            days.setdefault(told.meeting.zone.key, []).append(told.day)
    series = [programme.book.series for programme in programmes]
    head = [*_head(series if as_typed else [readable_series(each) for each in series]), *_zones(days)]
    return b"".join((folded(head), *events.values(), b"END:VCALENDAR\r\n"))


def is_own(data: bytes) -> bool:
    """Whether semctl has written a calendar file."""
    return f"\r\nPRODID:{PRODID}\r\n".encode() in data


def uids(data: bytes) -> frozenset[str]:
    """The identities of the events of a calendar file; Unreadable where it is none."""
    return frozenset(states(data))


def _all_told(
    programmes: Sequence[Programme], entries: Sequence[Entry], free: Sequence[Slot], *, as_typed: bool
) -> Iterator[tuple[Teller, Told]]:
    tellers = {programme.book.series.id: Teller(programme=programme, as_typed=as_typed) for programme in programmes}
    for entry in entries:
        teller = tellers[entry.series.id]
        if told := teller.talk(entry):
            yield teller, told
    for slot in free:
        teller = tellers[slot.series.id]
        yield teller, teller.free(slot)


def identity(told: Told, taken: Container[str]) -> str:
    """The first of its identities that no event before it has."""
    for uid in told.identities:
        if uid not in taken:
            return uid
    says = f'two talks or slots would have the calendar identity "{told.identities[-1]}"'
    raise Refused(says, "give each series an id of its own, and a talk no uid that another one has")


def mailed(
    programme: Programme,
    entries: Sequence[Entry],
    *,
    method: str,
    sequence: int,
    now: dt.datetime,
    organizer: tuple[str, str] | None,
) -> bytes:
    """The events of talks that have a date, to go along with a mail (RFC 5546 §3.2.1, §3.2.5).

    Their identities are those that they have everywhere. method: PUBLISH, or CANCEL, which takes them out of calendars.
    sequence: how often people were told of them before; now: when they are told. organizer: name and address of the
    sender, where the file makes nobody public; a method asks for one. The file has no name of its own, by which some
    programs would make a calendar of it.
    """
    teller = Teller(programme=programme)
    stamp = f"{basic(now.astimezone(dt.UTC))}Z"
    events: list[bytes] = []
    days: dict[str, list[dt.date]] = {}
    for entry in entries:
        told = teller.talk(entry)
        if told is None:
            raise Refused(f'talk "{entry.talk.id}" has no date yet', f"semctl move-talk {entry.talk.id} DAY")
        lines = teller.lines(told)
        if organizer and not any(line.startswith("ORGANIZER") for line in lines):
            lines.append(f"ORGANIZER;CN={quoted(phrase(organizer[0]))}:mailto:{organizer[1]}")
        events.append(written(told.identities[0], State(sequence, stamp, stamp, teller.fingerprint(told)), lines))
        if told.meeting.zone and b"\r\nDTSTART;TZID=" in events[-1]:
            days.setdefault(told.meeting.zone.key, []).append(told.day)
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODID}", "CALSCALE:GREGORIAN", f"METHOD:{method}"]
    return b"".join((folded([*head, *_zones(days)]), *events, b"END:VCALENDAR\r\n"))


# --- the head of the file ---


def _head(series: Sequence[Series]) -> list[str]:
    """The calendar's own lines; never a UID, which would make one thing of the whole file."""
    name = escaped(phrase(" · ".join(dict.fromkeys(each.called for each in series))))
    about = escaped("\n\n".join(dict.fromkeys(_about(each) for each in series)))
    zones = {each.timezone for each in series}
    codes = {written_in(each) for each in series}
    return [
        *BEGIN,
        *([f"DESCRIPTION:{about}", f"X-WR-CALDESC:{about}"] if about else []),
        *([f"NAME:{name}", f"X-WR-CALNAME:{name}"] if name else []),
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
        *(f"X-WR-TIMEZONE:{zone}" for zone in zones if len(zones) == 1),
        # The words of the events are read back in the language that they are written in.
        *(f"X-SEMCTL-LANGUAGE:{code}" for code in codes if len(codes) == 1 and code != "en"),
    ]


def _about(series: Series) -> str:
    of = ", ".join(filter(None, (phrase(series.unit), phrase(series.institution))))
    first = "\n".join(filter(None, (phrase(series.name), of)))
    return "\n\n".join(filter(None, (first, prose(series.description))))


def _zones(days: Mapping[str, Sequence[dt.date]]) -> Iterator[str]:
    """A VTIMEZONE for each zone that an event names, right for the years of those events."""
    for key in sorted(days):
        yield from vtimezone(ZoneInfo(key), min(days[key]), max(days[key]))
