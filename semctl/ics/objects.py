"""The talks of a series as a calendar server keeps them: each a calendar of its own (RFC 4791 §4.1).

What is on the server tells the state of an event, as an earlier file does for `export`.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from semctl.ics import BEGIN, identity
from semctl.ics.lines import basic, escaped, folded
from semctl.ics.published import SHOWN, State, following, written
from semctl.ics.told import Teller, Told, home
from semctl.programme import Entry, Programme
from semctl.timezones import vtimezone

SERIES = "X-SEMCTL-SERIES"  # which series put the event there


class Object(NamedTuple):
    """The event of one talk; fingerprint: of what clients show of it."""

    entry: Entry
    uid: str
    fingerprint: str
    data: bytes


def objects(programme: Programme, known: Mapping[str, State], now: dt.datetime) -> tuple[Object, ...]:
    """Every talk that has a date, cancelled ones too.

    known: the states of the events on the server, by UID. now: the stamp of what is new or has changed. Raises
    Refused where two talks would have one identity.
    """
    teller = Teller(programme=programme)
    told = [(entry, each) for entry in programme.entries if (each := teller.talk(entry))]
    zones = _zones([each for _, each in told])
    stamp = f"{basic(now.astimezone(dt.UTC))}Z"
    mark = f"{SERIES}:{escaped(home(programme.book.series))}"
    made: dict[str, Object] = {}
    for entry, each in told:
        uid, fingerprint = identity(each, made), teller.fingerprint(each)
        state = following(known.get(uid, State(0, stamp, stamp, fingerprint)), fingerprint, each.day, now)
        event = written(uid, state, [*teller.lines(each), mark])
        zone = zones[each.meeting.zone.key] if each.meeting.zone and b"\r\nDTSTART;TZID=" in event else []
        data = b"".join((folded([*BEGIN, *zone]), event, b"END:VCALENDAR\r\n"))
        made[uid] = Object(entry, uid, fingerprint[:SHOWN], data)
    return tuple(made.values())


def _zones(told: Sequence[Told]) -> dict[str, list[str]]:
    """A VTIMEZONE for each zone that an event names, right for the years of those events."""
    days: dict[str, list[dt.date]] = {}
    for each in told:
        if each.meeting.zone and each.meeting.zone.key != "UTC":
            days.setdefault(each.meeting.zone.key, []).append(each.day)
    return {key: list(vtimezone(ZoneInfo(key), min(days[key]), max(days[key]))) for key in days}
