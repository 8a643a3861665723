"""Slots joined with talks: what is on, what is free, what is missing.

Times are instants of the zone their slot has. Knows nothing of files or output forms; "now" is passed in.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from semctl.dates import Unclear, long_day, read_slot
from semctl.model import Book, Notices, Room, Series, Speaker, Talk, Wanted
from semctl.problems import Grade, Misused, Problem
from semctl.recurrence import Slot, SlotKey, expand

_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One line of the programme: a talk with its slot.

    slot: None where the talk has no date, or no slot is on its day. date: the day people come, which is the new one
    where the talk was left on a moved slot's old date; None where the talk is being planned. room: what is known of
    the slot's room. reading: the tables of its reading seminar as they stand, where it is one.
    """

    series: Series = field(repr=False)
    talk: Talk
    slot: Slot | None
    room: Room | None = None
    reading: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def date(self) -> dt.date | None:
        """The day people come."""
        return self.slot.date if self.slot else self.talk.date

    @property
    def start(self) -> dt.datetime | None:
        """When it begins, with its zone."""
        return self.slot.start if self.slot else None

    @property
    def end(self) -> dt.datetime | None:
        """When it ends; see `end_is_assumed`."""
        return self.slot.end if self.slot else None

    @property
    def end_is_assumed(self) -> bool:
        """Whether nobody said how long it takes."""
        return self.slot is not None and self.slot.start is not None and self.slot.duration is None

    @property
    def people(self) -> tuple[Speaker, ...]:
        """The speakers whose names are known."""
        return self.talk.people

    @property
    def language(self) -> str:
        """The language of the talk: its own, or the series'."""
        return self.talk.language or self.series.language

    @property
    def is_titled(self) -> bool:
        """Whether people know what it is about: by its title, or by what is read."""
        return bool(self.talk.title or (self.talk.papers and not self.people))

    @property
    def takes_place(self) -> bool:
        """Whether people come: the talk is not cancelled, nor is its slot."""
        return not self.talk.is_cancelled and (self.slot is None or self.slot.is_held)

    def has_changed(self, was: "Entry") -> bool:
        """Whether the talk says anything else than before, or has another slot."""
        if was is self:
            return False
        pairs = ((was.talk, self.talk), (was.slot, self.slot))
        return any(old is not new and old != new for old, new in pairs)

    def is_over(self, now: dt.datetime) -> bool:
        """Whether it has ended; a talk without a time ends with its day, one without a date never."""
        if self.date is None:
            return False
        return (self.end or _midnight_after(self.date, self.series)) <= now

    @property
    def sorting(self) -> tuple[dt.datetime, int, str]:
        """In order of time, whatever the zones; talks without a date last, in the order of the file."""
        if self.date is None:
            return _NEVER, int(self.talk.path[1]) if self.talk.path else 0, self.talk.id
        return (self.start or _midnight(self.date, self.series)).astimezone(dt.UTC), 0, self.talk.id


@dataclass(frozen=True, kw_only=True, slots=True)
class Programme:
    """All of one series: its book, its slots and its talks, both in order of time, and what is wrong in joining them.

    entries: a line for each talk, those without a date last. held: by the key of a slot, the ids of its talks.
    by_day: the slots that take place on a day or were moved away from it.
    """

    book: Book = field(repr=False)
    slots: tuple[Slot, ...]
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    held: Mapping[SlotKey, tuple[str, ...]] = field(repr=False)
    by_day: Mapping[dt.date, Sequence[Slot]] = field(repr=False)

    def talks_of(self, slot: Slot) -> tuple[str, ...]:
        """The ids of the talks that hold a slot; a cancelled talk holds none."""
        return self.held.get(slot.key, ())

    def free(self) -> tuple[Slot, ...]:
        """The slots that take place and that no talk holds."""
        return tuple(slot for slot in self.slots if slot.is_held and not self.talks_of(slot))

    def on(self, day: dt.date) -> tuple[Slot, ...]:
        """The slots that take place on a day."""
        return tuple(slot for slot in self.by_day.get(day, ()) if slot.date == day and slot.is_held)

    def left(self, day: dt.date) -> tuple[Slot, ...]:
        """The slots that the rule gives for a day and that were moved away from it."""
        return tuple(slot for slot in self.by_day.get(day, ()) if slot.moved_from == day and slot.is_held)


def arrange(book: Book, today: dt.date, earlier: Programme | None = None) -> Programme:
    """The programme of a series; today (a civil date in its zone) only bounds an endless rule.

    earlier: the same series before a change; what the change has left alone is taken from it.
    """
    expanded = expand(book, today)
    problems = list(expanded.problems)
    slots = expanded.slots
    on_day: dict[dt.date, list[Slot]] = defaultdict(list)
    for slot in slots:
        on_day[slot.date].append(slot)
        if slot.moved_from:
            on_day[slot.moved_from].append(slot)
    known = {id(entry.talk): entry for entry in earlier.entries} if earlier and _may_lend(earlier, slots, book) else {}
    entries: list[Entry] = []
    held: dict[SlotKey, list[str]] = defaultdict(list)
    for talk in book.talks:
        entry = known.get(id(talk))
        if entry is None:
            own = None if expanded.problems else _slot_of(talk, on_day, problems)
            room = book.rooms.get(own.room) if own and own.room else None
            entry = Entry(series=book.series, talk=talk, slot=own, room=room, reading=book.reading)
        if entry.slot and not talk.is_cancelled:
            held[entry.slot.key].append(talk.id)
        entries.append(entry)
    return Programme(
        book=book,
        slots=slots,
        entries=tuple(sorted(entries, key=lambda entry: entry.sorting)),
        problems=tuple(problems),
        held={key: tuple(ids) for key, ids in held.items()},
        by_day=on_day,
    )


def _may_lend(earlier: Programme, slots: tuple[Slot, ...], book: Book) -> bool:
    """Whether talks that are the same in both are in the same slots and rooms, and mean the same papers and people."""
    same = earlier.book.rooms == book.rooms and earlier.book.reading == book.reading
    return earlier.slots is slots and not earlier.problems and same


def _slot_of(talk: Talk, on_day: Mapping[dt.date, Sequence[Slot]], problems: list[Problem]) -> Slot | None:
    """The slot in which a talk takes place, after saying what looks wrong about it."""
    if talk.date is None:
        return None
    there = on_day.get(talk.date, ())
    plain = [
        slot for slot in there if slot.date == talk.date and slot.is_held and (talk.at is None or slot.time == talk.at)
    ]
    if len(plain) == 1:
        return plain[0]
    here = [slot for slot in there if slot.date == talk.date]
    moved_away = [slot for slot in there if slot.moved_from == talk.date and slot.is_held]
    found = [slot for slot in here if slot.is_held] or moved_away or here
    if talk.at is not None and talk.at not in (slot.time for slot in found):  # one that was cancelled, or moved away
        found = [slot for slot in there if slot.time == talk.at] or found
    if talk.is_cancelled:
        if talk.at is not None:
            return next((slot for slot in found if slot.time == talk.at), None)
        return found[0] if len(found) == 1 else None
    if not found:
        says = f"no slot on {_day(talk.date)}"
        hint = f"move the talk, or write an [[overrides]] with date = {talk.date.isoformat()} and extra = true"
        problems.append(_about(talk, "talk-without-slot", says, hint))
        return None
    slot = _told_apart(talk, found, problems)
    if slot and not talk.is_cancelled:
        problems.extend(_misplaced(talk, slot))
    return slot


def _told_apart(talk: Talk, found: Sequence[Slot], problems: list[Problem]) -> Slot | None:
    """The one of several slots that the talk's `at` names."""
    if talk.at is None and len(found) == 1:
        return found[0]
    fitting = [slot for slot in found if slot.time == talk.at]
    if fitting:
        return fitting[0]
    choices = " or ".join(f'at = "{slot.time:%H:%M}"' if slot.time else "no at" for slot in found)
    if talk.at is None:
        says = f"{_day(talk.date)} has several slots"
        problems.append(_about(talk, "which-slot", says, f"write {choices}", Grade.ERROR))
        return None
    if len(found) == 1:
        says = f"{_day(talk.date)} has no slot at {talk.at:%H:%M}"
        problems.append(_about(talk, "talk-without-slot", says, f"write {choices}, or leave it out", key="at"))
        return found[0]
    says = f"{_day(talk.date)} has no slot at {talk.at:%H:%M}"
    problems.append(_about(talk, "which-slot", says, f"write {choices}", Grade.ERROR, key="at"))
    return None


def _misplaced(talk: Talk, slot: Slot) -> Sequence[Problem]:
    if not slot.is_held:
        why = f" ({slot.reason})" if slot.reason else ""
        says = f"the slot of {_day(talk.date)} is cancelled{why}"
        return [_about(talk, "talk-on-cancelled-slot", says, 'move the talk, or write status = "cancelled"')]
    if slot.date != talk.date:
        says = f"its slot has moved from {_day(talk.date)} to {_day(slot.date)}"
        return [_about(talk, "talk-on-old-date", says, f"write date = {slot.date.isoformat()}")]
    return []


def _about(talk: Talk, code: str, says: str, hint: str, grade: Grade = Grade.WARNING, key: str = "date") -> Problem:
    return Problem(code=code, path=(*talk.path, key), where=f'talk "{talk.id}"', says=says, hint=hint, grade=grade)


def _day(day: dt.date | None) -> str:
    return long_day(day, "en") if day else "no day"


def _midnight(day: dt.date, series: Series) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), ZoneInfo(series.timezone))


def _midnight_after(day: dt.date, series: Series) -> dt.datetime:
    return _midnight(day + dt.timedelta(days=1) if day < dt.date.max else day, series)


# --- asking the programme ---


def in_order(programmes: Sequence[Programme]) -> Sequence[Entry]:
    """The talks of all of them in one order of time."""
    if len(programmes) == 1:
        return programmes[0].entries
    return sorted((entry for each in programmes for entry in each.entries), key=lambda entry: entry.sorting)


def coming(entries: Sequence[Entry], now: dt.datetime) -> tuple[Entry, ...]:
    """The dated talks that are not over."""
    return tuple(entry for entry in entries if entry.date and not entry.is_over(now))


def over(entries: Sequence[Entry], now: dt.datetime) -> tuple[Entry, ...]:
    """The talks that are over."""
    return tuple(entry for entry in entries if entry.is_over(now))


def following(entries: Sequence[Entry], now: dt.datetime) -> Entry | None:
    """The talk that is next until it ends; cancelled ones never are."""
    return next((entry for entry in coming(entries, now) if entry.takes_place), None)


def missing(entry: Entry) -> tuple[str, ...]:
    """What is still to be found out, in the words of the file: "speaker", "title", "abstract", "date", "room"."""
    wanted = {
        "speaker": bool(entry.people or entry.is_titled),
        "title": entry.is_titled,
        "abstract": bool(entry.talk.abstract or entry.talk.papers),
        "date": entry.date is not None,
        "room": has_place(entry),
    }
    return tuple(name for name, known in wanted.items() if not known)


def still_wanted(entry: Entry, notices: Notices) -> tuple[Wanted, ...]:
    """What the speakers still owe, of what `[notices]` wants of them."""
    talk, people = entry.talk, entry.people
    known = {
        Wanted.TITLE: bool(talk.title),
        Wanted.ABSTRACT: bool(talk.abstract),
        Wanted.BIO: all(person.bio for person in people),
        Wanted.PHOTO: all(person.photo for person in people),
    }
    return tuple(each for each in Wanted if each in notices.wanted and not known[each])


def has_place(entry: Entry) -> bool:
    """Whether people know where to go: a room, or the meeting is online."""
    slot = entry.slot
    return slot is None or bool(slot.room) or slot.mode == "online"


def find(entries: Sequence[Entry], name: str, now: dt.datetime) -> Entry:
    """The talk that a person means: an id, its beginning, `series/id`, a day, or "next".

    Raises Misused with the choices where it is none or several; an exact id beats a beginning.
    """
    wanted = name.strip()
    if wanted == "next":
        entry = following(entries, now)
        if entry is None:
            raise Misused("no talk is coming up", 'name one; "semctl list --all" shows them')
        return entry
    name_of = _full_id if "/" in wanted else _own_id
    starting = [entry for entry in entries if wanted and name_of(entry).startswith(wanted)]
    exact = [entry for entry in starting if name_of(entry) == wanted]
    found = exact or starting or _on_day(entries, wanted, now)
    if len(found) == 1:
        return found[0]
    if not found:
        raise Misused(
            f'no talk is called "{wanted}"', 'name one by its id, its date or "next"; "semctl list --all" shows them'
        )
    several_series = len({entry.series.id for entry in found}) > 1
    choices = ", ".join(_full_id(entry) if several_series else entry.talk.id for entry in found[:12])
    raise Misused(f'"{wanted}" may be {len(found)} talks', f"name one: {choices}")


def _own_id(entry: Entry) -> str:
    return entry.talk.id


def _full_id(entry: Entry) -> str:
    return f"{entry.series.id}/{entry.talk.id}"


def _on_day(entries: Sequence[Entry], text: str, now: dt.datetime) -> list[Entry]:
    """The talks on a day as people type it; a slot's old date is understood as its new one."""
    found = []
    understood: dict[str, tuple[dt.date, dt.time | None]] = {}
    for entry in entries:
        zone = entry.series.timezone
        try:
            if zone not in understood:
                understood[zone] = read_slot(text, now.astimezone(ZoneInfo(zone)).date())
        except Unclear:
            return []
        day, at = understood[zone]
        old = entry.slot.moved_from if entry.slot else None
        if day in (entry.date, old) and (at is None or (entry.slot and entry.slot.time == at)):
            found.append(entry)
    exact = [
        entry for entry in found if entry.slot is None or entry.slot.moved_from is None or entry.date == entry.talk.date
    ]
    return exact or found
