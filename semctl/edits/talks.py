"""Changes of talks: moved, swapped, shifted, cancelled, restored, edited, removed."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from semctl.dates import long_day
from semctl.edits.placing import Where, where_of, with_key, with_where
from semctl.model import Speaker, Status, Talk
from semctl.problems import Refused
from semctl.programme import Entry, Programme
from semctl.recurrence import Slot
from semctl.tomltext.document import Document

ONE_SPEAKER = ("speaker", "affiliation", "affiliation_short", "speaker_url", "photo", "bio")


def entry_of(programme: Programme, talk: str) -> Entry:
    """The talk with an id in the freshly read file; Refused where it is gone."""
    for entry in programme.entries:
        if entry.talk.id == talk:
            return entry
    raise Refused(f'talk "{talk}" is no longer in the file', "someone has removed it meanwhile; look at the file")


def edit_talk(
    document: Document, programme: Programme, talk: str, values: Mapping[str, Any], *, moves: bool = False
) -> Document:
    """Set keys of a talk; None takes a key out, `speakers` takes the place of the keys of one speaker and back.

    moves: it goes to another slot with the same change, so that its own need not be free.
    """
    found = entry_of(programme, talk)
    changed = _speakers(found.talk, values)
    if "status" in values and values["status"] != Status.CANCELLED and found.talk.is_cancelled:
        if not moves:
            _refuse_without_slot(programme, found)
        changed.setdefault("reason", None)
        changed["was"] = None
    if values.get("status") == Status.CANCELLED and _is_to_be_kept(found.talk.status):
        changed["was"] = str(found.talk.status)
    if "date" in changed and changed["date"] is None:
        changed["at"] = None
    for key, value in changed.items():
        if value is None:
            document = document.without_value(found.talk.path, key)
        elif key not in ("abstract", "bio") or value.strip() != getattr(found.talk, key):
            document = with_key(document, found.talk, key, value)
    return document


def _speakers(talk: Talk, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as one speaker's keys or as several speakers, with what is known already of those who stay."""
    changed = dict(values)
    known = {person.name: person for person in talk.people}
    if several := changed.get("speakers"):
        told = [{"name": each.get("name"), **_details(known.get(each.get("name"))), **each} for each in several]
        changed["speakers"] = [{key: value for key, value in each.items() if value is not None} for each in told]
        changed |= dict.fromkeys(key for key in ONE_SPEAKER if key not in changed or key in ("speaker", "affiliation"))
    elif changed.get("speaker") and talk.speakers:
        details = _details(known.get(changed["speaker"]))
        own = {"speaker_url" if key == "url" else key: value for key, value in details.items()}
        changed = {**own, **changed, "speakers": None}
    elif talk.speakers and (alone := {key for key in ONE_SPEAKER if changed.get(key)}):
        says = f'talk "{talk.id}" has several speakers, and {min(alone)} is of one'
        raise Refused(says, "name all of them with --speaker, or edit the file")
    return changed


def _details(person: Speaker | None) -> dict[str, Any]:
    """What is known of a person beside the name."""
    keys = ("affiliation", "affiliation_short", "url", "photo", "bio")
    return {key: value for key in keys if (value := getattr(person, key, None))}


def move_talk(document: Document, programme: Programme, talk: str, slot: Slot) -> Document:
    """Take a talk to another slot and leave the old one free; Refused where the slot is taken."""
    entry = entry_of(programme, talk)
    takers = [each for each in programme.talks_of(slot) if each != talk]
    if takers:
        says = f'{long_day(slot.date, "en")} is taken by talk "{takers[0]}"'
        raise Refused(says, f"exchange them: semctl swap-talks {talk} {takers[0]}")
    return with_where(document, entry.talk, where_of(programme, slot))


def swap_talks(document: Document, programme: Programme, one: str, other: str) -> Document:
    """Exchange the slots of two talks; the bookings stay where they are."""
    first, second = entry_of(programme, one), entry_of(programme, other)
    for entry in (first, second):
        if entry.talk.is_cancelled:
            raise Refused(
                f'talk "{entry.talk.id}" is cancelled and holds no slot', f"semctl restore-talk {entry.talk.id}"
            )
    if first.talk.id == second.talk.id:
        raise Refused("these are the same talk", "name two")
    document = with_where(document, first.talk, _where(programme, second))
    return with_where(document, second.talk, _where(programme, first))


def _where(programme: Programme, entry: Entry) -> Where:
    return where_of(programme, entry.slot) if entry.slot else Where(entry.talk.date)


@dataclass(frozen=True, kw_only=True, slots=True)
class Shift:
    """One talk's step from a slot to another."""

    talk: Talk
    old: Slot
    new: Slot


def plan_shift(programme: Programme, holidays: Mapping[dt.date, str], first: dt.date, steps: int) -> tuple[Shift, ...]:
    """Everyone from a day on some held slots later (earlier, if negative), in order of time.

    Cancelled slots and public holidays that nobody keeps are passed over; cancelled talks stay. Refused where
    someone falls off the end, or would land on a talk that stays.
    """
    shifted = [
        entry for entry in programme.entries if entry.slot and entry.takes_place and entry.date and entry.date >= first
    ]
    if not shifted:
        raise Refused(f"no talk from {long_day(first, 'en')} on", '"semctl list --all" shows all')
    moving = {entry.talk.id for entry in shifted}
    open_slots = [
        slot for slot in programme.slots if slot.is_held and (slot.date not in holidays or slot.keeps_holiday)
    ]
    places = _places(shifted, open_slots, steps)
    for entry, place in zip(shifted, places, strict=True):
        if not 0 <= place < len(open_slots):
            edge = (
                f"the last slot is on {_day(open_slots[-1:])}"
                if steps > 0
                else f"the first slot is on {_day(open_slots[:1])}"
            )
            hint = (
                "add slots first (semctl add-slot), or write a later end in [schedule]"
                if steps > 0
                else "shift by fewer"
            )
            raise Refused(f'talk "{entry.talk.id}" would fall off: {edge}', hint)
        stays = [each for each in programme.talks_of(open_slots[place]) if each not in moving]
        if stays:
            says = f'talk "{entry.talk.id}" would meet talk "{stays[0]}" on {long_day(open_slots[place].date, "en")}'
            raise Refused(says, "shift by another number, or move that talk first")
    return tuple(
        Shift(talk=entry.talk, old=entry.slot, new=open_slots[place])
        for entry, place in zip(shifted, places, strict=True)
        if entry.slot
    )


def _places(shifted: Sequence[Entry], open_slots: Sequence[Slot], steps: int) -> list[int]:
    """Where each talk goes among the open slots; their order stays, also where one stands on a holiday now."""
    begins = [slot.sorting for slot in open_slots]
    later = [bisect_left(begins, entry.slot.sorting) for entry in shifted if entry.slot]
    on_open = [place < len(begins) and begins[place] == entry.slot.sorting
               for place, entry in zip(later, shifted, strict=True) if entry.slot]  # fmt: skip
    places = [place + steps - (0 if fits or steps < 0 else 1) for place, fits in zip(later, on_open, strict=True)]
    if steps > 0:
        return list(accumulate(places, lambda before, place: max(place, before + 1)))
    return list(accumulate(reversed(places), lambda after, place: min(place, after - 1)))[::-1]


def _day(slots: Sequence[Slot]) -> str:
    return long_day(slots[0].date, "en") if slots else "no day"


def shift_talks(document: Document, programme: Programme, plan: Sequence[Shift]) -> Document:
    """Carry out a plan, made of the same file; only the lines of the dates change."""
    moving = {step.talk.id for step in plan}
    for step in plan:
        entry = entry_of(programme, step.talk.id)
        if stays := [each for each in programme.talks_of(step.new) if each not in moving]:
            says = f'{long_day(step.new.date, "en")} has been taken by talk "{stays[0]}" meanwhile'
            raise Refused(says, "look at the file, then shift again")
        if entry.slot is None or entry.slot.key != step.old.key:
            raise Refused(f'talk "{step.talk.id}" has been moved meanwhile', "look at the file, then shift again")
        document = with_where(document, entry.talk, where_of(programme, step.new))
    return document


def cancel_talk(document: Document, programme: Programme, talk: str, reason: str | None) -> Document:
    """Write that a talk is cancelled, and why; its slot stays and is free."""
    found = entry_of(programme, talk).talk
    document = with_key(document, found, "status", "cancelled")
    if reason:
        document = with_key(document, found, "reason", reason)
    return with_key(document, found, "was", str(found.status)) if _is_to_be_kept(found.status) else document


def _is_to_be_kept(status: Status | None) -> bool:
    """Whether a talk that is cancelled has to keep this status to get it back."""
    return status not in (None, Status.CONFIRMED, Status.CANCELLED)


def restore_talk(document: Document, programme: Programme, talk: str) -> Document:
    """Take back a cancellation; Refused where another talk holds the slot by now."""
    entry = entry_of(programme, talk)
    if not entry.talk.is_cancelled:
        raise Refused(f'talk "{talk}" is not cancelled', "nothing to restore")
    _refuse_without_slot(programme, entry)
    if _is_to_be_kept(entry.talk.was):
        document = with_key(document, entry.talk, "status", str(entry.talk.was))
    else:
        document = document.without_value(entry.talk.path, "status")
    return document.without_value(entry.talk.path, "reason").without_value(entry.talk.path, "was")


def _refuse_without_slot(programme: Programme, entry: Entry) -> None:
    """Refuse to take a cancellation back where the slot is taken, cancelled or gone by now."""
    slot, talk, day = entry.slot, entry.talk, entry.date
    if day is None:
        return
    elsewhere = f"take it elsewhere first: semctl move-talk {talk.id} DAY"
    if slot and (takers := programme.talks_of(slot)):
        raise Refused(f'{long_day(day, "en")} is taken by talk "{takers[0]}" by now', elsewhere)
    if slot and not slot.is_held:
        hint = f"hold it: semctl edit-slot {slot.date} --held; or {elsewhere}"
        raise Refused(f"the slot of {long_day(day, 'en')} is cancelled", hint)
    if slot is None and not programme.on(day):
        raise Refused(f"there is no slot on {long_day(day, 'en')} any more", elsewhere)


def remove_talk(document: Document, programme: Programme, talk: str) -> Document:
    """Take a talk out of the file, with its comments."""
    return document.without_block("talks", int(entry_of(programme, talk).talk.path[1]))
