"""What was found comes into the file: new talks with their slots and, where it was asked for, what is different.

The edits of a series are used throughout, so that every other line of the file stays as it is.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from semctl.dates import read_duration
from semctl.edits.adding import made_id
from semctl.edits.placing import BEFORE_OVERRIDES, BEFORE_TALKS, TALK_KEYS, place, takes_dates, with_times
from semctl.edits.slots import edit_slot, move_slot
from semctl.edits.talks import edit_talk, entry_of, move_talk
from semctl.idents import event_identity
from semctl.importing.found import Found, FoundTalk, Kind, Meeting, Remark
from semctl.importing.free_dates import free_dates, reaching
from semctl.importing.matching import Fate, Match, match
from semctl.importing.reading_tables import with_tables
from semctl.importing.spreadsheets.row_updates import rows_updated
from semctl.importing.timetable import different, written
from semctl.model import Rule, Series
from semctl.problems import Refused
from semctl.programme import Entry, Programme
from semctl.recurrence import ASSUMED_LENGTH, SETTING, rule_near, setting
from semctl.tomltext.document import Document

Arranged = Callable[[Document], Programme]
"""The programme of a text in the middle of a change."""


def take(
    document: Document, programme: Programme, found: Found, *, update: bool, arranged: Arranged
) -> tuple[Document, tuple[Remark, ...]]:
    """The document with all that is new in it, and what could not be taken.

    update: talks that are there get what is different, and dates without a talk a slot. Everything found is by the wall
    clock of the series, and `fitted` to its papers, people and roles.
    """
    refused: list[Remark] = []
    programme = reaching(programme, found)
    matches = match(found, programme, document)
    if update:
        differing = [each for each in matches if each.fate is Fate.DIFFERS]
        rows = {str(each.talk): each.found for each in differing if each.found.row is not None}
        document, refused = rows_updated(document, rows, arranged)
        for each in differing:
            if each.talk and each.found.row is None:
                document, said = _updated(document, each, arranged)
                refused += said
        programme = reaching(arranged(document), found)
        matches = match(found, programme, document)
    new = [each for each in matches if each.fate is Fate.NEW]
    slots = [each for each in new if each.found.meeting]
    if update:
        free = free_dates(found, programme).new
        slots += [Match(found=FoundTalk(values={}, meeting=each), fate=Fate.NEW) for each in free]
    document = _with_slots(document, programme, found, slots)
    document = with_tables(document, found.tables)
    talks = [each.found for each in new]
    return _with_talks(document, programme, talks, _shared_days(programme, slots)), tuple(refused)


# --- what is different ---


def _updated(document: Document, matched: Match, arranged: Arranged) -> tuple[Document, list[Remark]]:
    """One talk as it was found; a part that is refused is said, and the others are made."""
    assert matched.talk is not None
    talk, keys = matched.found, {each.key for each in matched.differences}
    refused: list[Remark] = []
    for step in (_values_updated, _meeting_updated):
        programme = arranged(document)
        try:
            document = step(document, programme, entry_of(programme, matched.talk), talk, keys)
        except Refused as why:
            says = f'talk "{matched.talk}" is not updated: {why.says}'
            refused.append(Remark(says=says, kind=Kind.LEFT_OUT, line=talk.line))
    return document, refused


def _values_updated(
    document: Document, programme: Programme, entry: Entry, talk: FoundTalk, keys: set[str]
) -> Document:
    values = {key: value for key, value in talk.values.items() if key in keys}
    if "speakers" in keys and "speakers" not in values:
        values |= {key: talk.values[key] for key in ("speaker", "affiliation") if key in talk.values}
    if values.get("status") == "confirmed":
        values["status"] = None
    return edit_talk(document, programme, entry.talk.id, values) if values else document


def _meeting_updated(
    document: Document, programme: Programme, entry: Entry, talk: FoundTalk, keys: set[str]
) -> Document:
    """The talk goes to a slot that is there and free, else its own slot is moved."""
    meeting, slot = talk.meeting, entry.slot
    if meeting is None:
        return document
    values = {key: value for key, value in meeting.setting.items() if key in keys}
    if not keys & {"date", "time"}:
        return edit_slot(document, programme, slot, values) if slot and values else document
    free = [
        each for each in programme.on(meeting.date)
        if meeting.time in (None, each.time) and not programme.talks_of(each)
    ]  # fmt: skip
    if free or slot is None:
        if not free:
            raise Refused(f"there is no slot on {meeting.date}", f"semctl add-slot {meeting.date}")
        return move_talk(document, programme, entry.talk.id, free[0])
    timed = {"time": written(meeting.time)} if meeting.time and "time" in keys else {}
    if meeting.date == slot.date:
        return edit_slot(document, programme, slot, {**timed, **values})
    return move_slot(document, programme, slot, meeting.date, {**timed, **values})


# --- slots ---


@dataclass(kw_only=True, slots=True)
class _Slots:
    """What is to be written of slots: overrides by date and time, further days of the lists of dates."""

    overrides: list[dict[str, Any]] = field(default_factory=list)
    days: dict[tuple[Any, ...], list[dt.date]] = field(default_factory=dict)


def _with_slots(document: Document, programme: Programme, found: Found, matches: Sequence[Match]) -> Document:
    """The slots of new talks: rooms where a slot has none, days in the list of dates, extra slots."""
    needed = _Slots()
    own: set[tuple[dt.date, dt.time | None]] = set()
    for each in matches:
        meeting = each.found.meeting
        assert meeting is not None
        if each.slot is not None:
            document = _with_what_is_missing(document, each, needed)
        elif each.found.values.get("status") != "cancelled" and meeting.when not in own:
            own.add(meeting.when)
            _need(needed, programme, meeting, {day for days in needed.days.values() for day in days})
    for path, days in needed.days.items():
        there = next(rule.dates for rule in programme.book.rules if rule.path == path)
        for number, _ in enumerate(days, 1):  # one by one, so that the list stays as it is typed
            document = document.with_value(path, "dates", sorted([*there, *days[:number]]))
    for day in {meeting.date for each in matches if (meeting := each.found.meeting) and each.slot is None}:
        if programme.on(day):
            document = with_times(document, programme, day)
    document = _with_overrides(document, programme, needed.overrides)
    return _with_rooms(document, found, matches)


def _need(needed: _Slots, programme: Programme, meeting: Meeting, added: set[dt.date]) -> None:
    """Note the slot that a meeting needs: a further day of a list of dates, or an extra one."""
    rule = takes_dates(programme.book, meeting.date)
    anew = rule is not None and meeting.date not in rule.dates and not programme.on(meeting.date)
    if rule and anew and meeting.date not in added and len(rule.time) < 2 and (meeting.time or not rule.time):
        needed.days.setdefault(tuple(rule.path), []).append(meeting.date)
        said = different(meeting, next(iter(rule.time), None), _settings(programme.book.series, rule))
        if said:
            needed.overrides.append({"date": meeting.date, **said})
        return
    near = rule_near(programme.book, meeting.date)
    said = different(meeting, None, _settings(programme.book.series, near))
    needed.overrides.append({"date": meeting.date, "extra": True, **said})


def _settings(series: Series, rule: Rule | None) -> dict[str, Any]:
    """What a slot of a rule has anyway, as a file writes it."""
    return {key: str(value) for key in SETTING if (value := setting(key, None, rule, series)[0])}


def _with_what_is_missing(document: Document, matched: Match, needed: _Slots) -> Document:
    """A slot that is there gets what nobody has said of it yet."""
    slot, meeting = matched.slot, matched.found.meeting
    assert slot is not None
    assert meeting is not None
    values = {key: value for key, value in meeting.setting.items() if getattr(slot, key) is None}
    if "duration" in values and read_duration(values["duration"]) == ASSUMED_LENGTH:
        del values["duration"]
    if not values:
        return document
    if slot.override is None:
        several = {"at": written(slot.regular_time)} if slot.shares_regular_date and slot.regular_time else {}
        needed.overrides.append({"date": slot.regular_date, **several, **values})
        return document
    for key, value in values.items():
        document = document.with_value(slot.override.path, key, value)
    return document


def _with_overrides(document: Document, programme: Programme, overrides: Sequence[Mapping[str, Any]]) -> Document:
    present = [(each.date, each.at or each.time) for each in programme.book.overrides]
    for values in overrides:
        time = values.get("at") or values.get("time")
        when = values["date"], dt.time.fromisoformat(time) if time else None
        index = place(present, when)
        document = document.with_block("overrides", index, values, before=BEFORE_OVERRIDES)
        present.insert(index, when)
    return document


def _with_rooms(document: Document, found: Found, matches: Sequence[Match]) -> Document:
    """What is known of rooms that the file does not know."""
    named = {str(meeting.setting.get("room")) for each in matches if (meeting := each.found.meeting)}
    for name, values in found.rooms.items():
        if name not in named or name in document.data.get("rooms", {}):
            continue
        if "rooms" in document.data:
            document = document.with_value(("rooms",), name, dict(values))
        else:
            document = document.with_table("rooms", {name: dict(values)}, before=BEFORE_TALKS)
    return document


def _shared_days(programme: Programme, matches: Sequence[Match]) -> set[dt.date]:
    """The days that have several slots after the change, so that a talk says which is its own."""
    slots = {(slot.date, slot.time) for slot in programme.slots if slot.is_held}
    slots |= {each.found.meeting.when for each in matches if each.slot is None and each.found.meeting
              and each.found.values.get("status") != "cancelled"}  # fmt: skip
    return {day for day, times in Counter(day for day, _ in slots).items() if times > 1}


# --- talks ---


def _with_talks(document: Document, programme: Programme, talks: Sequence[FoundTalk], shared: set[dt.date]) -> Document:
    times = {entry.talk.id: entry.slot.time if entry.slot else entry.talk.at for entry in programme.entries}
    present = [(talk.date, times[talk.id]) for talk in programme.book.talks]
    taken = {str(talk.id) for talk in programme.book.talks}
    for talk in talks:
        values = block(talk, taken, programme.book.series, shared)
        taken.add(values["id"])
        when = talk.meeting.when if talk.meeting else (None, None)
        index = place(present, when)
        document = document.with_block("talks", index, values, before=BEFORE_TALKS)
        present.insert(index, when)
    return document


def block(talk: FoundTalk, taken: set[str], series: Series, shared: set[dt.date]) -> dict[str, Any]:
    """A talk as the file writes it. taken: ids that others have. shared: the days that have several slots."""
    meeting = talk.meeting
    chosen = made_id(talk.values, meeting.date if meeting else None, taken, wanted=talk.id)
    values: dict[str, Any] = {"id": chosen}
    if meeting:
        values["date"] = meeting.date
        if meeting.date in shared and meeting.time:
            values["at"] = written(meeting.time)
    said = {key: value for key, value in talk.values.items() if (key, value) != ("status", "confirmed")}
    ordered = sorted(said, key=lambda key: TALK_KEYS.index(key) if key in TALK_KEYS else len(TALK_KEYS))
    values |= {key: said[key] for key in ordered}
    if talk.uid and talk.uid != event_identity(chosen, series.id, series.domain):
        values["uid"] = talk.uid
    return values
