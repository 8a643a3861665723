"""Changes of slots: moved, re-roomed, skipped, added."""

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from semctl.dates import long_day
from semctl.edits.placing import (
    BEFORE_BREAKS,
    Where,
    place,
    refuse_left_behind,
    takes_dates,
    with_override,
    with_times,
    with_where,
)
from semctl.edits.talks import cancel_talk, entry_of
from semctl.problems import Refused
from semctl.programme import Programme
from semctl.recurrence import Slot, rule_near, setting
from semctl.tomltext.document import Document

NAMING = frozenset({"date", "at", "reason"})
"""What an override may say without changing anything."""


class OfTalk(StrEnum):
    """What becomes of a talk whose slot is skipped."""

    CANCEL = "cancel"
    UNSCHEDULE = "unschedule"


def slot_on(programme: Programme, day: dt.date, at: dt.time | None) -> Slot:
    """The slot a person means by a day: where it takes place, else where the rule had it; Refused with choices."""
    here = [slot for slot in programme.slots if slot.date == day]
    held = [slot for slot in here if slot.is_held]
    regular = [slot for slot in programme.slots if slot.regular_date == day]
    for found in (held, regular, here):
        fitting = [slot for slot in found if at is None or at in (slot.time, slot.regular_time)]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise Refused(f"{long_day(day, 'en')} has several slots", f"say which: {_times(day, fitting)}")
    if there := held or regular or here:
        raise Refused(f"{long_day(day, 'en')} has no slot at {at:%H:%M}", f"it has {_times(day, there)}")
    near = sorted((slot for slot in programme.slots if slot.is_held), key=lambda slot: abs(slot.date - day))[:3]
    dates = ", ".join(long_day(slot.date, "en") for slot in sorted(near, key=lambda slot: slot.sorting))
    raise Refused(f"no slot on {long_day(day, 'en')}", f"nearby: {dates}" if dates else 'see "semctl slots"')


def _times(day: dt.date, slots: Sequence[Slot]) -> str:
    return " or ".join(f'"{day} {slot.time:%H:%M}"' if slot.time else f'"{day}"' for slot in slots)


def edit_slot(document: Document, programme: Programme, slot: Slot, values: Mapping[str, Any]) -> Document:
    """Set keys of the override of a slot, making one where there is none; None takes a key out.

    What the slot has anyway is not written, and an override that says nothing any more is taken out. The talks of
    the slot come along. Refused where a live talk would be left on a cancelled slot.
    """
    if values.get("cancelled") and slot.is_held:
        _refuse_under_talk(programme, slot, f"semctl skip-slot {slot.date} --talk cancel, or --talk unschedule")
    meant = _meant(slot, values)
    given = {key: value for key, value in meant.items() if value is not None}
    override = slot.override
    if override is None and given.keys() == {"reason"}:
        raise Refused("a reason says why a slot is different, and this one is not", "say what is, as in --room, --time")
    if override is None:
        document = with_override(document, programme, {**_named(slot), **given}) if given else document
        return _with_its_talks(document, programme, slot, given)
    for key, value in meant.items():
        if value is None:
            document = document.without_value(override.path, key)
        else:
            document = document.with_value(override.path, key, value)
    left = document.data["overrides"][override.path[1]]
    if not left.keys() - NAMING:
        document = document.without_block("overrides", int(override.path[1]))
    return _with_its_talks(document, programme, slot, left)


def clear_slot(document: Document, programme: Programme, slot: Slot) -> Document:
    """Take the override of a slot out: it is as the rule says; an extra one is gone, Refused under a live talk."""
    if slot.override is None:
        raise Refused(f"{long_day(slot.date, 'en')} has no override", "it is as the schedule says")
    document = document.without_block("overrides", int(slot.override.path[1]))
    if slot.override.extra:
        _refuse_under_talk(programme, slot, f"semctl skip-slot {slot.date} --talk cancel, or --talk unschedule")
        return document
    return _with_its_talks(document, programme, slot, {})


def _meant(slot: Slot, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values without those that the slot has anyway; a reason goes with what it was the reason of."""
    meant = {
        key: None if value is not None and _is_so_anyway(slot, key, value) else value for key, value in values.items()
    }
    override = slot.override
    if override and override.reason and "reason" not in meant and (override.cancelled or override.moved_to):
        still = [key for key in ("cancelled", "moved_to") if meant.get(key, getattr(override, key))]
        if not still:
            meant["reason"] = None
    return meant


def _is_so_anyway(slot: Slot, key: str, value: Any) -> bool:
    if key == "time":
        return not (slot.override and slot.override.extra) and value == _clock(slot.regular_time)
    return key in ("room", "mode", "online", "note") and value == setting(key, None, slot.rule, slot.series)[0]


def _named(slot: Slot) -> dict[str, Any]:
    """The keys by which an override names a slot."""
    several = slot.shares_regular_date and slot.regular_time
    return {"date": slot.regular_date, **({"at": _clock(slot.regular_time)} if several else {})}


def _clock(time: dt.time | None) -> str | None:
    return f"{time:%H:%M}" if time else None


def _refuse_under_talk(programme: Programme, slot: Slot, hint: str) -> None:
    for talk in programme.talks_of(slot):
        raise Refused(f'talk "{talk}" is on {long_day(slot.date, "en")}', hint)


def move_slot(document: Document, programme: Programme, slot: Slot, to: dt.date, values: Mapping[str, Any]) -> Document:
    """Take a meeting with its talk to another day; the override that is there is extended, a cancelled one is held."""
    held = {"cancelled": None} if slot.override and slot.override.cancelled else {}
    if slot.override and slot.override.extra:  # it has no regular day: its own date changes
        back = {"moved_to": None} if slot.override.moved_to else {}
        return edit_slot(document, programme, slot, {"date": to, **back, **held, **values})
    moved_to = None if to == slot.regular_date else to
    return edit_slot(document, programme, slot, {"moved_to": moved_to, **held, **values})


def _with_its_talks(document: Document, programme: Programme, slot: Slot, override: Mapping[str, Any]) -> Document:
    """The talks of a slot go where its new override takes it, cancelled ones too; `at` only where it has to be."""
    to: dt.date = override.get("moved_to") or override.get("date") or slot.regular_date
    time = _new_time(programme, slot, to, override)
    if (to, time) == (slot.date, slot.time):
        return document
    if to not in (slot.date, slot.regular_date):
        refuse_left_behind(programme, to)
    others = [each for each in programme.on(to) if each.key != slot.key]
    if others:
        document = with_times(document, programme, to)
    for entry in programme.entries:
        if entry.slot and entry.slot.key == slot.key:
            document = with_where(document, entry.talk, Where(to, time, bool(others)))
    return document


def _new_time(programme: Programme, slot: Slot, to: dt.date, override: Mapping[str, Any]) -> dt.time | None:
    """When a slot begins with its new override."""
    said = override.get("time")
    if said is not None:
        return said if isinstance(said, dt.time) else dt.time.fromisoformat(said)
    if not (slot.override and slot.override.extra):
        return slot.regular_time
    rule = rule_near(programme.book, to)
    return slot.override.at or (rule.time[0] if rule and len(rule.time) == 1 else None)


def skip_slot(
    document: Document, programme: Programme, slot: Slot, reason: str | None, of_talk: OfTalk | None
) -> Document:
    """Cancel a slot; Refused under a live talk unless it is said what becomes of it."""
    document = _without_talks(document, programme, [slot], reason, of_talk)
    return _cancelled(document, programme, slot, reason)


def _cancelled(document: Document, programme: Programme, slot: Slot, reason: str | None) -> Document:
    values = {"cancelled": True, **({"reason": reason} if reason else {})}
    if slot.override is None:
        return with_override(document, programme, {**_named(slot), **values})
    for key, value in values.items():
        document = document.with_value(slot.override.path, key, value)
    return document


def skip_days(
    document: Document, programme: Programme, first: dt.date, last: dt.date, reason: str | None, of_talk: OfTalk | None
) -> Document:
    """A break of several days: overrides of the slots it takes out go with them; extra slots in it are cancelled, and
    those moved into it."""
    inside = [slot for slot in programme.slots if first <= slot.regular_date <= last]
    moved_in = [slot for slot in programme.slots if slot not in inside and slot.is_held and first <= slot.date <= last]
    for slot in inside:
        if slot.is_held and not first <= slot.date <= last:
            says = f"the slot of {long_day(slot.regular_date, 'en')} has been moved out to {long_day(slot.date, 'en')}"
            raise Refused(says, f"skip that too, or the days around it: semctl skip-slot {slot.date}")
    held = [*(slot for slot in inside if slot.is_held), *moved_in]
    document = _without_talks(document, programme, held, reason, of_talk)
    for slot in held:
        if slot in moved_in or (slot.override and slot.override.extra):
            document = _cancelled(document, programme, slot, reason)
    gone = [slot.override for slot in inside if slot.override and not slot.override.extra]
    for override in sorted(gone, key=lambda each: each.path, reverse=True):
        document = document.without_block("overrides", int(override.path[1]))
    if any(each.from_ <= first and last <= each.to for each in programme.book.breaks):
        return document
    values = {"from": first, "to": last, **({"reason": reason} if reason else {})}
    index = place(((each.from_, None) for each in programme.book.breaks), (first, None))
    return document.with_block("breaks", index, values, before=BEFORE_BREAKS)


def _without_talks(
    document: Document, programme: Programme, slots: list[Slot], reason: str | None, of_talk: OfTalk | None
) -> Document:
    """The talks of slots that are skipped are cancelled or taken off their date, as was said."""
    for slot in slots:
        if of_talk is None:
            _refuse_under_talk(programme, slot, "add --talk cancel, or --talk unschedule to plan it anew")
        for talk in programme.talks_of(slot):
            if of_talk is OfTalk.CANCEL:
                document = cancel_talk(document, programme, talk, reason)
            else:
                document = with_where(document, entry_of(programme, talk).talk, Where(None))
    return document


def add_slot(document: Document, programme: Programme, day: dt.date, values: Mapping[str, Any]) -> Document:
    """A slot that the schedule does not give: a further date where it is a list of dates and nothing else is said,
    else an extra one. Talks that are on that day say at what time from now on."""
    refuse_left_behind(programme, day)
    cancelled = [slot for slot in programme.slots if slot.date == day and not slot.is_held]
    for slot in cancelled:
        if values.get("time") in (None, _clock(slot.time)):
            why = f" ({slot.reason})" if slot.reason else ""
            raise Refused(f"the slot of {long_day(day, 'en')} is cancelled{why}", f"semctl edit-slot {day} --held")
    if programme.on(day):
        document = with_times(document, programme, day)
    rule = takes_dates(programme.book, day)
    if rule and not values and day not in rule.dates:
        return document.with_value(rule.path, "dates", sorted([*rule.dates, day]))
    return with_override(document, programme, {"date": day, "extra": True, **values})
