"""A programme as an iCalendar file (RFC 5545) that every client reads the same.

What an event shows is told by `shown`, its state by `published`; this is the file around and between. Knows nothing
of files on disk or clocks.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from semctl.ics.lines import escaped, folded, phrase, prose, quoted
from semctl.ics.published import State, block, following, states
from semctl.ics.shown import Event, Teller
from semctl.model import Series
from semctl.problems import Refused
from semctl.programme import Entry, Programme
from semctl.recurrence import Slot
from semctl.timezones import vtimezone

PRODID = "-//semctl//semctl//EN"  # without the version: a new release must not change the bytes of a calendar
REFRESH = "PT12H"


def calendar(
    programmes: Sequence[Programme],
    entries: Sequence[Entry],
    *,
    previous: bytes | None = None,
    now: dt.datetime | None = None,
    free: Sequence[Slot] = (),
    keep_cancelled: bool = True,
) -> bytes:
    """The whole file: an event for each of the entries that has a date, in their order, then one for each free slot.

    programmes: of all the series concerned. previous: the file that this one replaces; an event it shows as it is
    now keeps its stamps and SEQUENCE. now: the stamp of events that have changed since. An event that is not in
    `previous` is stamped with 00:00 UTC of its own day, so that the same input gives the same bytes on any day.
    keep_cancelled: whether what was cancelled stays in, marked as such.

    Raises Unreadable where `previous` is no calendar, Refused where two talks would have one identity.
    """
    known = {} if previous is None else states(previous)
    tellers = {programme.book.series.id: Teller(programme=programme) for programme in programmes}
    talks = (tellers[each.series.id].talk(each) for each in entries if each.takes_place or keep_cancelled)
    slots = (tellers[each.series.id].free(each) for each in free if each.is_held or keep_cancelled)
    events = _with_identities(event for each in (talks, slots) for event in each if event)
    head = [*_head([programme.book.series for programme in programmes]), *_zones(events.values())]
    blocks = [_block(uid, event, known.get(uid), now) for uid, event in events.items()]
    return b"".join((folded(head), *blocks, b"END:VCALENDAR\r\n"))


def _with_identities(found: Iterable[Event]) -> dict[str, Event]:
    """The events by UID: each has the first of its identities that no event before it has."""
    events: dict[str, Event] = {}
    for event in found:
        uid = next((each for each in event.identities if each not in events), None)
        if uid is None:
            says = f'two talks or slots would have the calendar identity "{event.identities[-1]}"'
            raise Refused(says, "give each series an id of its own, and a talk no uid that another one has")
        events[uid] = event
    return events


# --- the file ---


def _head(series: Sequence[Series]) -> list[str]:
    """The calendar's own lines, without its end; never a UID, which would make one thing of the whole file."""
    name = escaped(phrase(" · ".join(dict.fromkeys(each.called for each in series))))
    about = escaped("\n\n".join(dict.fromkeys(_about(each) for each in series)))
    zones = {each.timezone for each in series}
    return [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODID}",
        "CALSCALE:GREGORIAN",
        *([f"DESCRIPTION:{about}", f"X-WR-CALDESC:{about}"] if about else []),
        *([f"NAME:{name}", f"X-WR-CALNAME:{name}"] if name else []),
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
        *(f"X-WR-TIMEZONE:{zone}" for zone in zones if len(zones) == 1),
    ]


def _about(series: Series) -> str:
    of = ", ".join(each for each in (phrase(series.unit), phrase(series.institution)) if each)
    first = "\n".join(each for each in (phrase(series.name), of) if each)
    return "\n\n".join(each for each in (first, prose(series.description)) if each)


def _zones(events: Iterable[Event]) -> Iterator[str]:
    """A VTIMEZONE for each zone that an event names, right for the years of those events."""
    days: dict[str, list[dt.date]] = {}
    for event in events:
        if event.zone:
            days.setdefault(event.zone, []).append(event.day)
    for key in sorted(days):
        yield from vtimezone(ZoneInfo(key), min(days[key]), max(days[key]))


def _block(uid: str, event: Event, known: State | None, now: dt.datetime | None) -> bytes:
    """The lines of an event, taken over from the file where they stand as they would be written now."""
    state = following(known, event.fingerprint, event.day, now)
    return state.block or block(uid, state, _shown(event))


def _shown(event: Event) -> list[str]:
    """The unfolded lines of what clients show; whoever changes one raises FORM."""
    lines = [
        f"DTSTART{event.start}",
        f"DTEND{event.end}",
        f"STATUS:{event.status}",
        f"SUMMARY:{escaped(event.summary)}",
    ]
    if event.location:
        lines.append(f"LOCATION:{escaped(event.location)}")
    if event.description:
        lines.append(f"DESCRIPTION:{escaped(event.description)}")
    if event.url:
        lines.append(f"URL:{event.url}")
    if event.conference:
        # Some readers cut the address at a bare comma or semicolon.
        lines.append(f"CONFERENCE;VALUE=URI:{event.conference.replace(',', '%2C').replace(';', '%3B')}")
    if event.categories:
        lines.append(f"CATEGORIES:{','.join(map(escaped, event.categories))}")
    if event.organizer:
        lines.append(f"ORGANIZER;CN={quoted(event.organizer[0])}:mailto:{event.organizer[1]}")
    if event.status == "CANCELLED" or event.is_whole_day:
        lines.append("TRANSP:TRANSPARENT")  # a day of which only the date is known is not taken up by the talk
    if event.status == "TENTATIVE":
        lines.append("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE")
    return lines
