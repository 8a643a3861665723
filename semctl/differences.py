"""What a change did, in words: talks and slots before and after, each with weekday and year."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from semctl.dates import short_day, write_duration
from semctl.model import Join, PrivateNotes, Status, Talk
from semctl.programme import Entry, Programme
from semctl.reading.told import title_of
from semctl.recurrence import Slot

MANY = 8
_FURTHER = {
    "duration": "duration",
    "mode": "mode",
    "online": "online",
    "join": "join",
    "note": "note",
    "reason": "reason",
    "keeps_holiday": "holiday kept",
}
"""What a slot has beside its place in time and space."""
NO_NOTES = PrivateNotes()
_TOLD_BY_PLACE = frozenset({"date", "at", "status", "reason", "was", "path"})


def differences(
    before: Programme,
    after: Programme,
    notes_before: PrivateNotes = NO_NOTES,
    notes_after: PrivateNotes = NO_NOTES,
) -> tuple[str, ...]:
    """A line for each talk, slot and person that is not as it was; of private notes the keys alone are told."""
    lines = [
        *_of_talks(before, after),
        *_of_slots(before, after),
        *_of_rules(before, after),
        *_of_people(before, after),
        *_of_notes(notes_before, notes_after),
    ]
    return tuple(lines) or ("nothing has changed",)


def _of_talks(before: Programme, after: Programme) -> Iterator[str]:
    old = {entry.talk.id: entry for entry in before.entries}
    new = {entry.talk.id: entry for entry in after.entries}
    for talk in [*old, *(talk for talk in new if talk not in old)]:
        if talk not in new:
            yield f'talk "{talk}" removed: {_place(old[talk])}, {_called(old[talk])}'
        elif talk not in old:
            yield f'talk "{talk}" added: {_place(new[talk])}, {_called(new[talk])}'
        elif new[talk].has_changed(old[talk]):
            yield from (f'talk "{talk}": {line}' for line in _of_talk(old[talk], new[talk]))


def _of_people(before: Programme, after: Programme) -> Iterator[str]:
    """People of a reading seminar who come, go or change."""
    old, new = (_people(programme) for programme in (before, after))
    for person in dict.fromkeys((*old, *new)):
        if person not in new or person not in old:
            yield f'participant "{person}" {"removed" if person in old else "added"}'
            continue
        for key in dict.fromkeys((*old[person], *new[person])):
            if key == "private":
                continue
            was, is_ = old[person].get(key), new[person].get(key)
            if was != is_:
                yield f'participant "{person}": {key}: {_shown(was)} → {_shown(is_)}'


def _people(programme: Programme) -> dict[str, Mapping[str, Any]]:
    tables = programme.book.reading.get("participants", ())
    return {str(each.get("id")): each for each in tables if isinstance(each, Mapping)}


def _of_notes(before: PrivateNotes, after: PrivateNotes) -> Iterator[str]:
    if keys := _changed(before.series, after.series):
        yield f"private notes of the series: {keys}"
    for what, old, new in (
        ("talk", before.talks, after.talks),
        ("participant", before.participants, after.participants),
    ):
        for each in sorted({*old, *new}):
            if keys := _changed(old.get(each, {}), new.get(each, {})):
                yield f'private notes of {what} "{each}": {keys}'


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    return ", ".join(key for key in dict.fromkeys((*old, *new)) if old.get(key) != new.get(key))


def _of_talk(old: Entry, new: Entry) -> Iterator[str]:
    if _place(old) != _place(new):
        yield f"{_place(old)} → {_place(new)}"
    if old.talk.status is not new.talk.status:
        why = f" ({new.talk.reason})" if new.talk.status is Status.CANCELLED and new.talk.reason else ""
        yield f"{old.talk.status} → {new.talk.status}{why}"
    for each in fields(Talk):
        was, is_ = getattr(old.talk, each.name), getattr(new.talk, each.name)
        if each.name == "roles":
            for role in dict.fromkeys((*was, *is_)):
                if was.get(role, ()) != is_.get(role, ()):
                    yield f"{role}: {_shown(was.get(role, ()))} → {_shown(is_.get(role, ()))}"
        elif each.name not in _TOLD_BY_PLACE and was != is_:
            yield f"{each.name}: {_shown(was)} → {_shown(is_)}"


def _shown(value: object) -> str:
    if value in (None, (), {}):
        return "none"
    if isinstance(value, dt.timedelta):
        return write_duration(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Join):
        return str(value.url)
    text = ", ".join(str(getattr(each, "name", each)) for each in value) if isinstance(value, tuple) else str(value)
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57]}…"


def _of_slots(before: Programme, after: Programme) -> Iterator[str]:
    """Slots that no talk speaks for already."""
    if before.slots is after.slots:
        return
    old = {slot.key: slot for slot in before.slots}
    new = {slot.key: slot for slot in after.slots}
    gone = [slot for key, slot in old.items() if key not in new and slot.is_held and slot.override]
    # an endless rule is only looked at farther when a talk moves beyond: that adds no slots
    come = [
        slot for key, slot in new.items() if key not in old and (slot.override or slot.rule not in before.book.rules)
    ]
    yield from _listed("removed", gone)
    yield from _listed("added", [slot for slot in come if not after.talks_of(slot)])
    for key, slot in new.items():
        was = old.get(key)
        if was is None or was is slot:
            continue
        if not after.talks_of(slot) and _slot(was) != _slot(slot):
            yield f"slot {_slot(was)} → {_slot(slot)}"
        for name in _FURTHER:
            if getattr(was, name) != getattr(slot, name):
                change = f"{_shown(getattr(was, name))} → {_shown(getattr(slot, name))}"
                yield f"slot {short_day(slot.date, 'en')}: {_FURTHER[name]}: {change}"


def _listed(what: str, slots: list[Slot]) -> Iterator[str]:
    if len(slots) > MANY:
        first, last = slots[0], slots[-1]
        yield f"{len(slots)} slots {what}, from {short_day(first.date, 'en')} to {short_day(last.date, 'en')}"
        return
    for slot in slots:
        yield f"slot {what}: {_slot(slot)}"


def _of_rules(before: Programme, after: Programme) -> Iterator[str]:
    for was, rule in zip(before.book.rules, after.book.rules, strict=False):
        if was.end != rule.end and rule.end:
            yield f"schedule{f', term {rule.term}' if rule.term else ''}: ends on {short_day(rule.end, 'en')}"
    old = {(each.from_, each.to) for each in before.book.breaks}
    for each in after.book.breaks:
        if (each.from_, each.to) not in old:
            why = f": {each.reason}" if each.reason else ""
            yield f"break from {short_day(each.from_, 'en')} to {short_day(each.to, 'en')}{why}"


def _slot(slot: Slot) -> str:
    if not slot.is_held:
        return f"{short_day(slot.date, 'en')}, cancelled"
    details = [each for each in (_clock(slot.time), slot.room) if each]
    return ", ".join([short_day(slot.date, "en"), *details])


def _place(entry: Entry) -> str:
    if entry.date is None:
        return "no date"
    slot = entry.slot
    details = [_clock(slot.time), slot.room or "no room"] if slot else ["no slot"]
    return ", ".join(each for each in (short_day(entry.date, "en"), *details) if each)


def _called(entry: Entry) -> str:
    return ", ".join(str(person.name) for person in entry.people) or title_of(entry) or "T.b.a."


def _clock(time: dt.time | None) -> str:
    return f"{time:%H:%M}" if time else ""
