"""What is to be done on a calendar server so that it holds a programme: what is there, held against what should be.

Only objects that semctl has written for this series are changed or removed; whatever else the calendar holds is left
alone. Knows nothing of connections.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from semctl.dates import short_day
from semctl.ics.lines import phrase, unescaped, unfolded
from semctl.ics.objects import SERIES, Object, objects
from semctl.ics.published import HASH, State, states
from semctl.ics.told import home
from semctl.listing import Look, Row, Table, taker
from semctl.model import Ident
from semctl.problems import Unreadable
from semctl.programme import Programme


class Held(NamedTuple):
    """An object that a calendar holds; etag: which version of it."""

    href: str
    etag: str
    data: bytes


class Deed(StrEnum):
    """What is done with an event."""

    NEW = "new"
    CHANGED = "changed"
    PUT_BACK = "put back"  # what somebody else has changed on the server
    REMOVED = "removed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One thing to be done.

    href: where the object is, or the name that a new one gets. etag: of the version that was seen, empty for a new
    one. data: what to put there, empty for a removal. day, says, which: for people; `which` parts of it are changed.
    """

    deed: Deed
    uid: str
    href: str
    etag: str
    data: bytes
    day: dt.date | None
    says: str
    which: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """Everything to be done, and how many events need nothing.

    strangers: the ids of talks whose identity an event has that semctl has not put there.
    """

    steps: tuple[Step, ...]
    unchanged: int
    strangers: tuple[Ident, ...]


def plan(
    programme: Programme,
    held: Iterable[Held],
    now: dt.datetime,
    *,
    held_back: Collection[Ident] = (),
    may_remove: bool = True,
) -> Plan:
    """What makes a calendar that holds these objects hold the programme: its talks with a date, cancelled ones too.

    now: the stamp of what has changed. held_back: talks that stay on the server as they are. may_remove: whether
    events go whose talk is no longer in the file.
    """
    there = {copy.uid: copy for copy in map(_copy, held) if copy}
    wanted = _wanted(programme, there, now)
    steps, strangers, unchanged = [], [], 0
    for each in (each for each in wanted if each.entry.talk.id not in held_back):
        copy = there.get(each.uid)
        if copy and not copy.fingerprint:
            strangers.append(each.entry.talk.id)
        elif copy and _is_as(copy, each):
            unchanged += 1
        else:
            steps.append(_step(each, copy))
    gone = there.keys() - {each.uid for each in wanted} if may_remove else ()
    home_of = home(programme.book.series)
    steps += (_removal(there[uid]) for uid in sorted(gone) if there[uid].belongs_to(home_of))
    return Plan(steps=tuple(steps), unchanged=unchanged, strangers=tuple(strangers))


def table(steps: Sequence[Step]) -> Table:
    """The steps for people to read."""
    rows = [
        Row(
            cells=(_deed(step), short_day(step.day, "en") if step.day else "", step.says),
            look=Look.STRUCK if step.deed is Deed.REMOVED else Look.PLAIN,
        )
        for step in steps
    ]
    return Table(columns=("Change", "Date", "Talk"), rows=tuple(rows), wrapping=frozenset({"Talk"}), stacking=())


def _deed(step: Step) -> str:
    return f"{step.deed}: {', '.join(step.which)}" if step.which else step.deed


# --- what is there ---

Property = tuple[str, str]  # parameters, value
_LINE: Final = re.compile(r"""([A-Za-z0-9-]+) ((?:;(?:[^":]|"[^"]*")*)?) : (.*)""", re.VERBOSE | re.DOTALL)
_PARTS: Final = {
    "DTSTART": "time",
    "DTEND": "time",
    "SUMMARY": "title",
    "LOCATION": "place",
    "STATUS": "status",
    "RRULE": "repetition",
    "RDATE": "repetition",  # or an exception
}
"""What every server keeps as it is written, so that another value is another person's."""


class _Copy(NamedTuple):
    """An event on the server.

    fingerprint: of what semctl wrote, empty where it did not. shown: what is there now. state: stamps and SEQUENCE.
    """

    held: Held
    uid: str
    fingerprint: str
    shown: Mapping[str, Property]
    state: State | None

    def belongs_to(self, home_of: str) -> bool:
        """Whether semctl wrote it for that series."""
        named = self.shown.get(SERIES)
        is_of_series = named[1] == home_of if named else self.uid.endswith(f".{home_of}")
        return bool(self.fingerprint) and is_of_series


def _copy(held: Held) -> _Copy | None:
    """What an object is; None where it cannot be read, and so is none of ours."""
    try:
        events = list(_events(unfolded(held.data)))
        uid = unescaped(events[0]["UID"][1]) if events and "UID" in events[0] else ""
        if not uid or HASH not in events[0]:
            return _Copy(held, uid, "", {}, None) if uid else None
        fingerprint = events[0][HASH][1].partition("-")[0]
        # What has become of the stamps is the server's business: semctl's own mark tells whether the event is its own.
        state = states(held.data)[uid]._replace(fingerprint=fingerprint, event=b"")
    except (Unreadable, KeyError):
        return None
    repeated = {"RDATE": ("", "of another event")} if len(events) > 1 else {}
    return _Copy(held, uid, fingerprint, {**repeated, **events[0]}, state)


def _events(lines: Iterable[str]) -> Iterator[dict[str, Property]]:
    """The properties of each event, without those of alarms and the like in it."""
    inside: list[str] = []
    event: dict[str, Property] = {}
    for name, parameters, value in (found.groups() for line in lines if (found := _LINE.fullmatch(line))):
        if name.upper() == "BEGIN":
            inside.append(value.strip().upper())
            event = {} if inside[-1] == "VEVENT" else event
        elif name.upper() == "END" and inside:
            if inside.pop() == "VEVENT":
                yield event
        elif inside[-1:] == ["VEVENT"]:
            event.setdefault(name.upper(), (parameters, value))


# --- what should be ---


def _wanted(programme: Programme, there: Mapping[str, _Copy], now: dt.datetime) -> tuple[Object, ...]:
    """The events as they are to be; each that has to be written has a SEQUENCE of its own."""
    known = {uid: copy.state for uid, copy in there.items() if copy.state}
    wanted = objects(programme, known, now)
    again = {
        each.uid: known[each.uid]._replace(fingerprint="")
        for each in wanted
        if each.uid in known and there[each.uid].fingerprint == each.fingerprint and not _is_as(there[each.uid], each)
    }
    return objects(programme, {**known, **again}, now) if again else wanted


def _is_as(copy: _Copy, wanted: Object) -> bool:
    return copy.fingerprint == wanted.fingerprint and not _differing(copy, wanted)


def _differing(copy: _Copy, wanted: Object) -> tuple[str, ...]:
    """Which parts of an event are not as they should be, of those that say so for certain."""
    ours = next(_events(unfolded(wanted.data)))
    return tuple(
        dict.fromkeys(part for name, part in _PARTS.items() if not _same(name, ours.get(name), copy.shown.get(name)))
    )


def _same(name: str, ours: Property | None, theirs: Property | None) -> bool:
    if ours is None or theirs is None:
        return ours is theirs or _of_either(name, ours or theirs or ("", ""))
    if name in ("DTSTART", "DTEND"):
        return ours[1] == theirs[1] or _instant(*ours) == _instant(*theirs)
    return _words(ours[1]) == _words(theirs[1])


def _of_either(name: str, only: Property) -> bool:
    """Whether it means nothing that one side does not say this."""
    return name == "DTEND" or (name, only[1].upper()) == ("STATUS", "CONFIRMED") or not _words(only[1])


def _words(value: str) -> str:
    return " ".join(unescaped(value).split())


def _instant(parameters: str, value: str) -> str:
    """A time in UTC, where that can be told; else as it is written."""
    named = re.search(r';TZID="?([^";:]+)', parameters, re.IGNORECASE)
    try:
        local = dt.datetime.strptime(value, "%Y%m%dT%H%M%S").replace(tzinfo=ZoneInfo(named[1] if named else "UTC"))
    except (ValueError, OSError):  # another form, or a zone that nobody knows
        return value
    return f"{local.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


# --- what is to be done ---


def _step(wanted: Object, copy: _Copy | None) -> Step:
    deed = Deed.NEW
    which: tuple[str, ...] = ()
    if copy:
        deed = Deed.PUT_BACK if copy.fingerprint == wanted.fingerprint else Deed.CHANGED
        which = _differing(copy, wanted) or ("text",)
    return Step(
        deed=deed,
        uid=wanted.uid,
        href=copy.held.href if copy else f"{sha256(wanted.uid.encode()).hexdigest()[:32]}.ics",
        etag=copy.held.etag if copy else "",
        data=wanted.data,
        day=wanted.entry.date,
        says=taker(wanted.entry),
        which=which,
    )


def _removal(copy: _Copy) -> Step:
    begins = copy.shown.get("DTSTART", ("", ""))[1]
    try:
        day = dt.datetime.strptime(begins[:8], "%Y%m%d").date()
    except ValueError:
        day = None
    says = phrase(_words(copy.shown.get("SUMMARY", ("", copy.uid))[1]))
    return Step(deed=Deed.REMOVED, uid=copy.uid, href=copy.held.href, etag=copy.held.etag, data=b"", day=day, says=says)
