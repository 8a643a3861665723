"""What the calendar that was published last says of its events: how often each was changed, and when.

An event's stamps and SEQUENCE come from there, never from a clock, so that an unchanged series gives the same bytes.
An event that semctl wrote and nobody has touched since is taken over as it stands.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import NamedTuple

from semctl.ics.lines import basic, escaped, folded, no_calendar, unescaped, unfolded

HASH = "X-SEMCTL-HASH"
FORM = b"1"  # of the lines of an event; goes up when they are written in another way, so that none is taken over
SECOND = dt.timedelta(seconds=1)
LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class State(NamedTuple):
    """How often an event was changed and when.

    fingerprint: of what clients were shown. block: its lines as semctl wrote them; empty where anyone else did.
    """

    sequence: int
    stamp: dt.datetime
    created: dt.datetime
    fingerprint: str
    block: bytes = b""


def following(known: State | None, fingerprint: str, day: dt.date, now: dt.datetime | None) -> State:
    """The state in which an event goes out that was `known` to be in another, or in none.

    day: of the event, whose 00:00 UTC stamps it first. now: stamps a change.
    """
    if known is None:
        first = dt.datetime.combine(day, dt.time(), dt.UTC)
        return State(0, first, first, fingerprint)
    if known.fingerprint == fingerprint:
        return known
    # The first stamp may lie in the future, on the talk's day; readers pass over a version with an earlier one.
    later = known.stamp + SECOND
    stamp = max(now.astimezone(dt.UTC).replace(microsecond=0), later) if now else later
    return State(known.sequence + 1, stamp, known.created, fingerprint)


def states(previous: bytes) -> dict[str, State]:
    """The state of every event of a calendar file, by UID; Unreadable where it is none."""
    of_ours = _of_ours(previous)
    return _of_any(unfolded(previous)) if of_ours is None else of_ours


# --- events as semctl writes them ---

_OURS = re.compile(
    rb"X-SEMCTL-HASH:([0-9a-f]{16})-([0-9a-f]{8})\r\n"
    rb"(?=UID:(.+(?:\r\n .+)*)\r\nDTSTAMP:(\d{8}T\d{6}Z)\r\nLAST-MODIFIED:\4\r\n"
    rb"CREATED:(\d{8}T\d{6}Z)\r\nSEQUENCE:(\d+)\r\n)"
)
_BEGIN, _END = b"\r\nBEGIN:VEVENT\r\n", b"END:VEVENT"


def block(uid: str, now: State, shown: Iterable[str]) -> bytes:
    """The lines of an event, those of what it shows behind those of its state, folded."""
    stamp = basic(now.stamp)
    of_state = (
        f"UID:{escaped(uid)}",
        f"DTSTAMP:{stamp}Z",
        f"LAST-MODIFIED:{stamp}Z",
        f"CREATED:{basic(now.created)}Z",
        f"SEQUENCE:{now.sequence}",
    )
    lines = folded((*of_state, *shown))
    return b"BEGIN:VEVENT\r\nX-SEMCTL-HASH:%s-%s\r\n%sEND:VEVENT\r\n" % (now.fingerprint.encode(), _seal(lines), lines)


def _seal(lines: bytes) -> bytes:
    """What tells whether anyone has touched the lines since."""
    return sha256(FORM + lines).hexdigest()[:8].encode()


def _of_ours(previous: bytes) -> dict[str, State] | None:
    """The states, without a look at what the events show; None where any of them is not as semctl wrote it."""
    events = previous.removesuffix(b"\r\nEND:VCALENDAR\r\n").split(_BEGIN)
    if not events[0].startswith(b"BEGIN:VCALENDAR\r\n") or len(events) == 1:
        return None
    found: dict[str, State] = {}
    for event in events[1:]:
        begin = _OURS.match(event)
        if begin is None or begin[2] != _seal(event[begin.end() : -len(_END)]):
            return None
        fingerprint, _, uid, stamp, created, sequence = (each.decode() for each in begin.groups())
        found[unescaped(uid.replace("\r\n ", ""))] = State(
            sequence=int(sequence),
            stamp=dt.datetime.fromisoformat(stamp),
            created=dt.datetime.fromisoformat(created),
            fingerprint=fingerprint,
            block=b"BEGIN:VEVENT\r\n%s\r\n" % event,
        )
    return found if len(found) == len(events) - 1 else None


# --- events as anyone may write them ---

_WANTED = frozenset({"BEGIN", "END", "UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "CREATED", HASH})
_PROPERTY = re.compile(r"""([A-Za-z0-9-]+) (?: ;(?:[^":]|"[^"]*")* )? : (.*)""", re.VERBOSE | re.DOTALL)
_STAMP = re.compile(r"\d{8}T\d{6}Z", re.ASCII)


def _of_any(lines: Iterable[str]) -> dict[str, State]:
    found: dict[str, State] = {}
    inside: list[str] = []
    event: dict[str, str] = {}
    for line in lines:
        name, value = _parted(line)
        if name == "BEGIN":
            inside.append(value.strip().upper())
            if inside[-1] == "VEVENT":
                event = {}
        elif not inside:
            raise no_calendar("has text outside of its calendar")
        elif name == "END":
            ended = value.strip().upper()
            if inside.pop() != ended:
                raise no_calendar(f"ends a {ended[:40]} that it has not begun")
            if ended == "VEVENT" and event.get("UID"):
                uid, of_event = unescaped(event["UID"]), _state_of(event)
                if uid not in found or found[uid].sequence <= of_event.sequence:
                    found[uid] = of_event
        elif name in _WANTED and inside[-1] == "VEVENT":
            event.setdefault(name, value)
    if inside:
        raise no_calendar("is cut short")
    return found


def _parted(line: str) -> tuple[str, str]:
    """The name of a line, and its value without parameters; no value where nobody asks for it."""
    name, _, value = line.partition(":")
    if name in _WANTED:
        return name, value
    name = name.partition(";")[0].upper()
    found = _PROPERTY.fullmatch(line) if name in _WANTED else None
    return name, found[2] if found else ""


def _state_of(event: Mapping[str, str]) -> State:
    """What an event says of its state; one without sound stamps is taken as changed."""
    sequence = event.get("SEQUENCE", "")
    stamps = [_stamp(event.get(name, "")) for name in ("DTSTAMP", "LAST-MODIFIED", "CREATED")]
    given = [stamp for stamp in stamps if stamp]
    is_sound = stamps[0] is not None and stamps[0] == stamps[1] and stamps[2] is not None and sequence.isdecimal()
    return State(
        sequence=int(sequence) if sequence.isdecimal() and len(sequence) < 10 else 0,
        stamp=max(given, default=LONG_AGO),
        created=stamps[2] or min(given, default=LONG_AGO),
        fingerprint=event.get(HASH, "").partition("-")[0] if is_sound else "",
    )


def _stamp(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text) if _STAMP.fullmatch(text) else None
    except ValueError:
        return None
