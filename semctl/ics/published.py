"""What the calendar that was published last says of its events: how often each was changed, and when.

An event's stamps and SEQUENCE come from there, never from a clock, so that an unchanged series gives the same bytes.
An event that semctl wrote and nobody has touched since is taken over as it stands.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from zlib import crc32

from semctl.ics.lines import basic, escaped, folded, no_calendar, unescaped, unfolded

HASH = "X-SEMCTL-HASH"
FORM = 2  # of the lines of an event; goes up when they are written in another way, so that none is taken over
SECOND = dt.timedelta(seconds=1)
LONG_AGO = "19700101T000000Z"
SHOWN = 16  # digits of a fingerprint, before those of what no client shows


class State(NamedTuple):
    """How often an event was changed and when.

    fingerprint: of what it says. event: its lines as semctl wrote them; empty where they are to be written.
    """

    sequence: int
    stamp: str
    created: str
    fingerprint: str
    event: bytes = b""


def following(known: State | None, fingerprint: str, day: dt.date, now: dt.datetime | None) -> State:
    """The state in which an event goes out that was `known` to be in another, or in none.

    day: of the event, whose 00:00 UTC stamps it first. now: stamps a change.
    """
    if known is None:
        first = _stamped(dt.datetime.combine(day, dt.time()))
        return State(0, first, first, fingerprint)
    if known.fingerprint == fingerprint:
        return known
    if known.fingerprint[:SHOWN] == fingerprint[:SHOWN]:
        return known._replace(fingerprint=fingerprint, event=b"")
    # The first stamp may lie in the future, on the talk's day; readers pass over a version with an earlier one.
    later = dt.datetime.fromisoformat(known.stamp) + SECOND
    stamp = max(now.astimezone(dt.UTC), later) if now else later
    return State(known.sequence + 1, _stamped(stamp), known.created, fingerprint)


def _stamped(time: dt.datetime) -> str:
    return f"{basic(time)}Z"


def states(previous: bytes) -> dict[str, State]:
    """The state of every event of a calendar file, by UID; Unreadable where it is none."""
    of_ours = _of_ours(previous)
    return _of_any(unfolded(previous)) if of_ours is None else of_ours


# --- events as semctl writes them ---


def written(uid: str, state: State, lines: Iterable[str]) -> bytes:
    """An event: its identity and state, then the lines of what it says."""
    own = (
        f"UID:{escaped(uid)}",
        f"DTSTAMP:{state.stamp}",
        f"LAST-MODIFIED:{state.stamp}",
        f"CREATED:{state.created}",
        f"SEQUENCE:{state.sequence}",
    )
    sealed = folded((*own, *lines))
    return b"BEGIN:VEVENT\r\nX-SEMCTL-HASH:%s-%s\r\n%sEND:VEVENT\r\n" % (
        state.fingerprint.encode(), _seal(sealed), sealed
    )  # fmt: skip


def _seal(lines: bytes) -> bytes:
    """Another one where anyone has touched the lines since they were written, or where they are of another form."""
    return b"%08x" % crc32(lines, FORM)


_BEGIN, _END = b"\r\nBEGIN:VEVENT\r\n", b"END:VEVENT"
_OURS = re.compile(
    rb"X-SEMCTL-HASH:([0-9a-f]{16}-[0-9a-f]{8})-([0-9a-f]{8})\r\n()"
    rb"UID:(.+(?:\r\n .+)*)\r\nDTSTAMP:(\d{8}T\d{6}Z)\r\nLAST-MODIFIED:\5\r\n"
    rb"CREATED:(\d{8}T\d{6}Z)\r\nSEQUENCE:(\d+)\r\n"
)


def _of_ours(previous: bytes) -> dict[str, State] | None:
    """The states, without a look at what the events say; None where any of them is not as semctl wrote it."""
    events = previous.removesuffix(b"\r\nEND:VCALENDAR\r\n").split(_BEGIN)
    if not events[0].startswith(b"BEGIN:VCALENDAR\r\n") or len(events) == 1:
        return None
    found: dict[str, State] = {}
    for event in events[1:]:
        begin = _OURS.match(event)
        if begin is None or begin[2] != _seal(event[begin.start(3) : -len(_END)]):
            return None
        fingerprint, _, _, uid, stamp, created, sequence = map(bytes.decode, begin.groups())
        state = State(int(sequence), stamp, created, fingerprint, b"BEGIN:VEVENT\r\n%s\r\n" % event)
        found[unescaped(uid.replace("\r\n ", ""))] = state
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
    stamp, modified, created = (_stamp(event.get(name, "")) for name in ("DTSTAMP", "LAST-MODIFIED", "CREATED"))
    given = [each for each in (stamp, modified, created) if each]
    is_sound = stamp and stamp == modified and created and sequence.isdecimal()
    return State(
        sequence=int(sequence) if sequence.isdecimal() and len(sequence) < 10 else 0,
        stamp=max(given, default=LONG_AGO),
        created=created or min(given, default=LONG_AGO),
        fingerprint=event.get(HASH, "").rpartition("-")[0] if is_sound else "",
    )


def _stamp(text: str) -> str:
    """An instant of UTC as it is written; nothing where it is none."""
    try:
        return text if _STAMP.fullmatch(text) and dt.datetime.fromisoformat(text) else ""
    except ValueError:
        return ""
