"""Who is owed what: the notices that a change makes due."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from semctl.dates import day_at
from semctl.model import Kind
from semctl.programme import Entry, Programme


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """A notice that is due: about which talk, to whom ("the audience" or a speaker), and what it says of the talk."""

    talk: str
    to: str
    says: str
    command: str


def due_after(
    before: Programme, after: Programme, now: dt.datetime, announced: Collection[str] | None = None
) -> tuple[Due, ...]:
    """The notices that a change makes due; nobody is told of what is over.

    announced: the talks of which the audience has been told, where a log knows; of others it need not hear.
    """
    old = {entry.talk.id: entry for entry in before.entries}
    still = {entry.talk.id for entry in after.entries}
    changed = (
        due
        for entry in after.entries
        if (was := old.get(entry.talk.id))
        and entry.has_changed(was)
        and not entry.is_over(now)
        and not was.is_over(now)
        for due in _dues(was, entry, announced)
    )
    removed = (
        Due(talk=entry.talk.id, to=to, says=f"is removed; it was to be on {_when(entry)}", command="")
        for entry in before.entries
        if entry.talk.id not in still and entry.date and entry.takes_place and not entry.is_over(now)
        for to in (*_audience(entry, announced), *(str(person.name) for person in entry.people))
    )
    return (*changed, *removed)


def _audience(entry: Entry, announced: Collection[str] | None) -> tuple[str, ...]:
    return ("the audience",) if announced is None or entry.talk.id in announced else ()


def _dues(was: Entry, entry: Entry, announced: Collection[str] | None) -> Iterator[Due]:
    if (was.date is None and entry.date is None) or not (was.takes_place or entry.takes_place):
        return
    moved = (was.date, _time(was)) != (entry.date, _time(entry))
    now = [
        *([f"on {_when(entry)}" if entry.date else "without a date"] if moved else []),
        *([f"in {_room(entry)}"] if _room(was) != _room(entry) and _room(entry) else []),
    ]
    facts = [
        *(["is cancelled"] if was.takes_place and not entry.takes_place else []),
        *(["takes place after all"] if entry.takes_place and not was.takes_place else []),
        *([f"is now {', '.join(now)}"] if now else []),
    ]
    if entry.takes_place and _join(was) != _join(entry):
        facts.append("has another link to join" if _join(entry) else "has no link to join any more")
    if not facts:
        return
    says = ", ".join(facts)
    kind = f" --kind {Kind.CHANGE if entry.takes_place else Kind.CANCELLATION} --send" if announced is not None else ""
    command = f"semctl announce {entry.talk.id}{kind}" if entry.date else f"semctl show {entry.talk.id}"
    for audience in _audience(entry, announced):
        yield Due(talk=entry.talk.id, to=audience, says=says, command=command)
    for person in entry.people:
        yield Due(talk=entry.talk.id, to=str(person.name), says=says, command="")


def _join(entry: Entry) -> object:
    return entry.slot.join if entry.slot else None


def _when(entry: Entry) -> str:
    return day_at(entry.date, _time(entry), "en") if entry.date else ""


def _time(entry: Entry) -> dt.time | None:
    return entry.slot.time if entry.slot else None


def _room(entry: Entry) -> str | None:
    return entry.slot.room if entry.slot else None
