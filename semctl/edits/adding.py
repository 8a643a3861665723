"""A new talk, in date order, with its slot if it needs one of its own."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import chain, count
from typing import Any

from semctl.dates import long_day
from semctl.edits.placing import BEFORE_TALKS, place, refuse_left_behind, takes_dates, with_override, with_times
from semctl.idents import ascii_id, surname_id
from semctl.languages import is_tba
from semctl.mathtext import plain
from semctl.model import Book
from semctl.problems import Refused
from semctl.programme import Programme
from semctl.recurrence import Slot, rule_near
from semctl.tomltext.document import Document


@dataclass(frozen=True, kw_only=True, slots=True)
class NewTalk:
    """A talk to be added.

    values: its keys and values in the order of writing, without id, date and at. id: None makes one. date, at: the
    slot; None is a talk being planned. extra: make a slot of the date if there is none. time, room: of that slot.
    """

    values: Mapping[str, Any]
    id: str | None = None
    date: dt.date | None = None
    at: dt.time | None = None
    extra: bool = False
    time: dt.time | None = None
    room: str | None = None


def add_talk(document: Document, programme: Programme, new: NewTalk) -> tuple[Document, str]:
    """Insert a talk in date order; the new document and the talk's id.

    Raises Refused where the slot is taken, there is no slot and none was asked for, or the id is taken.
    """
    book = programme.book
    chosen = _new_id(book, new)
    values: dict[str, Any] = {"id": chosen}
    at: dt.time | None = None
    if new.date:
        slot = None if new.extra else _free_slot(programme, new)
        values["date"] = slot.date if slot else new.date
        at = slot.time if slot else _new_time(book, new)
        if slot is None:
            document = _with_slot(document, programme, new, at)
        if at and _shares_day(programme, new, slot):
            document = with_times(document, programme, values["date"])
            values["at"] = f"{at:%H:%M}"
    times = {entry.talk.id: entry.slot.time if entry.slot else entry.talk.at for entry in programme.entries}
    index = place(((talk.date, times[talk.id]) for talk in book.talks), (values.get("date"), at))
    document = document.with_block("talks", index, {**values, **new.values}, before=BEFORE_TALKS)
    return document, chosen


def _shares_day(programme: Programme, new: NewTalk, slot: Slot | None) -> bool:
    """Whether the talk has to say which slot of its day is its own; slot None is one that is being made."""
    if slot:
        return len(programme.on(slot.date)) > 1
    assert new.date is not None
    rule = None if new.extra else rule_near(programme.book, new.date)
    return bool(programme.on(new.date)) or (rule is not None and len(rule.time) > 1)


def _new_id(book: Book, new: NewTalk) -> str:
    taken = {str(talk.id) for talk in book.talks}
    if new.id is not None:
        if not new.id or ascii_id(new.id) != new.id.casefold():
            raise Refused(f'"{new.id}" is not fit for an id', f"give --id {ascii_id(new.id) or 'kim'}")
        if new.id in taken:
            raise Refused(f'there is a talk with the id "{new.id}"', f'give another --id, as in "{new.id}-2"')
        return new.id
    return made_id(new.values, new.date, taken)


def made_id(values: Mapping[str, Any], date: dt.date | None, taken: Collection[str], wanted: str | None = None) -> str:
    """An id that no other talk has: the wanted one, else of the first speaker's surname, the date or the title."""
    speakers = values.get("speakers") or [{"name": values.get("speaker") or ""}]
    name = plain(speakers[0].get("name") or "")
    made = wanted or ("" if is_tba(name) else surname_id(name))
    made = made or (date.isoformat() if date else "-".join(ascii_id(plain(values.get("title", ""))).split("-")[:3]))
    made = made or "talk"
    return next(name for name in chain([made], (f"{made}-{n}" for n in count(2))) if name not in taken)


def _free_slot(programme: Programme, new: NewTalk) -> Slot | None:
    """The slot that a date names; None where the file's list of dates is to get the date."""
    assert new.date is not None
    here = programme.on(new.date) or programme.left(new.date)
    if new.at is not None and here:
        timed = tuple(slot for slot in here if slot.time == new.at)
        if not timed:
            times = " or ".join(f"{slot.time:%H:%M}" for slot in here if slot.time)
            raise Refused(
                f"{long_day(new.date, 'en')} has no slot at {new.at:%H:%M}", f"it has {times}; or add --extra"
            )
        here = timed
    if not here:
        if takes_dates(programme.book, new.date):
            return None
        raise Refused(f"no slot on {long_day(new.date, 'en')}", offer(programme, new.date))
    free = [slot for slot in here if not programme.talks_of(slot)]
    if not free:
        takers = ", ".join(f'"{each}"' for slot in here for each in programme.talks_of(slot))
        says = f"{long_day(here[0].date, 'en')} is taken by talk {takers}"
        raise Refused(says, offer(programme, new.date))
    if len(free) > 1:
        times = " or ".join(f'"{new.date} {slot.time:%H:%M}"' for slot in free if slot.time)
        raise Refused(f"{long_day(new.date, 'en')} has several free slots", f"give --date {times}")
    return free[0]


def offer(programme: Programme, day: dt.date, otherwise: str = "add --extra for a slot of its own") -> str:
    """The free dates nearby, and what to do to meet on another."""
    near = sorted(programme.free(), key=lambda slot: abs(slot.date - day))[:3]
    free = "; ".join(_named(programme, slot) for slot in sorted(near, key=lambda slot: slot.sorting))
    return f"free nearby: {free or 'none'}; or {otherwise}"


def _named(programme: Programme, slot: Slot) -> str:
    """A slot's day, with the time where the day has several."""
    shared = slot.time and len(programme.on(slot.date)) > 1
    return long_day(slot.date, "en") + (f", {slot.time:%H:%M}" if shared else "")


def _new_time(book: Book, new: NewTalk) -> dt.time | None:
    """The time of a slot that is to be made: as asked for, else the schedule's."""
    assert new.date is not None
    rule = rule_near(book, new.date)
    times = rule.time if rule else ()
    wanted = new.time or new.at
    if new.extra and (wanted or len(times) < 2):
        return wanted or next(iter(times), None)
    if wanted is None and len(times) < 2:
        return next(iter(times), None)
    if wanted in times and not new.extra:
        return wanted
    choices = " or ".join(f"{time:%H:%M}" for time in times)
    if wanted is None:
        hint = f"give --time {choices}" if new.extra else f'give --date "{new.date} {times[0]:%H:%M}"'
        raise Refused("the schedule has several times a day", hint)
    raise Refused(f"the schedule has no slots at {wanted:%H:%M}", f"it has {choices or 'no time'}; or add --extra")


def _with_slot(document: Document, programme: Programme, new: NewTalk, at: dt.time | None) -> Document:
    """Make a slot of a date: in the list of dates where the schedule is one, else as an extra override."""
    assert new.date is not None
    book = programme.book
    rule = rule_near(book, new.date)
    if rule and not new.extra:
        return document.with_value(rule.path, "dates", sorted([*rule.dates, new.date]))
    time = new.time or new.at
    taken = [slot for slot in programme.on(new.date) if slot.time == at]
    if taken:
        says = f"there is a slot on {long_day(new.date, 'en')}" + (
            f" at {taken[0].time:%H:%M}" if taken[0].time else ""
        )
        hint = "leave --extra out" if not programme.talks_of(taken[0]) else "give it another --time"
        raise Refused(says, hint)
    refuse_left_behind(programme, new.date)
    values: dict[str, Any] = {"date": new.date, "extra": True}
    if time:
        values["time"] = f"{time:%H:%M}"
    if new.room:
        values["room"] = new.room
    return with_override(document, programme, values)
