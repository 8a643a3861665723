"""What was found held against a series: which talks are new, which are there already, and what is different.

The same talk is known by its identity, else by its day and speaker. Everything found is by the wall clock of the
series; nothing is changed here.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from semctl.dates import long_day, read_duration, write_duration
from semctl.idents import event_identity, surname_id
from semctl.importing.found import Found, FoundTalk, Meeting
from semctl.importing.spreadsheets.own_rows import edited
from semctl.languages import fold
from semctl.mathtext import plain
from semctl.model import Mode, Speaker, Status, Talk
from semctl.programme import Entry, Programme
from semctl.recurrence import ASSUMED_LENGTH, Slot
from semctl.tomltext.document import Document


class Fate(StrEnum):
    """What becomes of a talk that was found."""

    NEW = "new"
    SAME = "there already"
    DIFFERS = "differs"
    LEFT_OUT = "left out"


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """A field in which a talk of the file is not as it was found. mine, theirs: as a person would read them."""

    key: str
    mine: str
    theirs: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A talk that was found, and what it is to the series.

    talk: the id of the one that is there. differences: of the two. slot: the one that a new talk takes; None where it
    needs one of its own or has no day. why: it is left out, with what to do.
    """

    found: FoundTalk
    fate: Fate
    talk: str | None = None
    differences: tuple[Difference, ...] = ()
    slot: Slot | None = field(default=None, repr=False)
    why: str = ""


def match(found: Found, programme: Programme, document: Document) -> tuple[Match, ...]:
    """Each talk that was found, in their order; no talk of the file stands for two of them."""
    known = _known(found, programme)
    taken = {slot.key for slot in programme.slots if programme.talks_of(slot)}
    matches = []
    for index, talk in enumerate(found.talks):
        entry = known.get(index)
        if entry is None:
            new = _new(talk, programme, taken)
            if new.slot and not _is_cancelled(talk):
                taken.add(new.slot.key)
            matches.append(new)
            continue
        if talk.row is None:
            differences = tuple(_differences(talk, entry, found.rooms, document))
        else:
            differences = tuple(_edited(talk.row, entry))
        fate = Fate.DIFFERS if differences else Fate.SAME
        matches.append(Match(found=talk, fate=fate, talk=entry.talk.id, differences=differences))
    return tuple(matches)


# --- the same talk ---


def _known(found: Found, programme: Programme) -> dict[int, Entry]:
    """The entries of the talks that are in the file already, by the index of what was found."""
    series = programme.book.series
    by_id = {str(entry.talk.id): entry for entry in programme.entries}
    by_identity = {event_identity(name, series.id, series.domain): entry for name, entry in by_id.items()}
    by_identity |= {str(entry.talk.uid): entry for entry in programme.entries if entry.talk.uid}
    known: dict[int, Entry] = {}
    used: set[str] = set()
    for index, talk in enumerate(found.talks):
        same = by_identity.get(talk.uid) if talk.uid else by_id.get(talk.id or "")
        if same and same.talk.id not in used:
            used.add(same.talk.id)
            known[index] = same
    _add_by_day(found, programme, known)
    return known


def _add_by_day(found: Found, programme: Programme, known: dict[int, Entry]) -> None:
    used = {entry.talk.id for entry in known.values()}
    on_day: dict[dt.date | None, list[Entry]] = defaultdict(list)
    for entry in programme.entries:
        if entry.talk.id not in used:
            on_day[entry.date].append(entry)
    for is_same in (_same_speaker, _same_title, _same_unnamed):
        for index, talk in enumerate(found.talks):
            if index in known:
                continue
            here = on_day[talk.meeting.date if talk.meeting else None]
            same = next((each for each in here if is_same(talk, each)), None)
            if same:
                known[index] = same
                here.remove(same)


def _same_speaker(talk: FoundTalk, entry: Entry) -> bool:
    """The same name, or the same surname where one of the two gives no more than initials."""
    theirs, mine = talk.names, [str(person.name) for person in entry.people]
    if {fold(name) for name in theirs} & {fold(name) for name in mine}:
        return True
    return bool(theirs and mine) and _initialled(theirs[0]) == _initialled(mine[0]) != ""


def _initialled(name: str) -> str:
    """ "Emmy Noether" and "E. Noether" as one."""
    surname = surname_id(name)
    first = fold(name.split(",")[1] if "," in name else name).strip()
    return f"{first[:1]} {surname}" if surname and first else ""


def _same_title(talk: FoundTalk, entry: Entry) -> bool:
    """The same title, where not both name a speaker."""
    title = talk.values.get("title")
    both = bool(talk.names and entry.people)
    return bool(title and entry.talk.title and fold(title) == fold(entry.talk.title)) and not both


def _same_unnamed(talk: FoundTalk, entry: Entry) -> bool:
    """At the same time, where one of the two says neither who nor what yet."""
    unnamed = not (entry.people or entry.talk.title) or not (talk.names or talk.values.get("title"))
    return unnamed and talk.meeting is not None and _same_time(talk.meeting, entry)


def _same_time(meeting: Meeting, entry: Entry) -> bool:
    return entry.slot is None or meeting.time in (None, entry.slot.time)


# --- what is different ---


def _differences(
    talk: FoundTalk, entry: Entry, rooms: Mapping[str, Mapping[str, Any]], document: Document
) -> Iterator[Difference]:
    table = document.data["talks"][entry.talk.path[1]]
    series = entry.series
    for key, theirs in _without_speakers(talk, entry.talk):
        mine = table.get(key)
        if talk.is_exact:
            mine = table.get(key, Status.CONFIRMED if key == "status" else None)
            same = theirs == mine
        elif key == "status":
            same = _same_status(str(theirs), entry)
            mine = str(entry.talk.status)
        elif key == "tags":  # a calendar shows the topics of the series with them
            same = {*theirs, *series.topics} == {*entry.talk.tags, *series.topics}
        elif key == "reason":
            same = _comparable(theirs) in {_comparable(mine), _comparable(entry.slot and entry.slot.reason)}
        else:
            same = _comparable(theirs) in _printed(key, mine, entry)
        if not same:
            yield Difference(key=key, mine=_shown(mine), theirs=_shown(theirs))
    if talk.meeting:
        yield from _of_meeting(talk.meeting, entry, rooms)


def _edited(row: Mapping[str, str], entry: Entry) -> Iterator[Difference]:
    """The cells of a spreadsheet of semctl's that say something else by now."""
    for key, now in edited(row, entry).items():
        yield Difference(key=key, mine=_shown(now or None), theirs=_shown(row[key].strip() or None))


def _without_speakers(talk: FoundTalk, mine: Talk) -> Iterator[tuple[str, Any]]:
    """The values to compare; who speaks as one, where either has several speakers."""
    if talk.is_exact or ("speakers" not in talk.values and not mine.speakers):
        yield from talk.values.items()
        return
    theirs = talk.values.get("speakers") or [{"name": talk.values.get("speaker"), **_of_one(talk.values)}]
    if [_who(each) for each in theirs] not in (
        [_who({"name": person.name, "affiliation": where}) for person, where in zip(mine.people, places, strict=True)]
        for places in ([each.affiliation for each in mine.people], [_short(each) for each in mine.people])
    ):
        yield "speakers", theirs
    yield from ((key, value) for key, value in talk.values.items() if key not in _WHO)


_WHO = frozenset({"speaker", "speakers", "affiliation", "affiliation_short", "speaker_url", "photo", "bio"})


def _of_one(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"affiliation": values["affiliation"]} if values.get("affiliation") else {}


def _who(person: Mapping[str, Any]) -> tuple[str, str]:
    return fold(str(person.get("name") or "")), fold(str(person.get("affiliation") or ""))


def _same_status(theirs: str, entry: Entry) -> bool:
    """Whether a status says the same; a calendar has one word for invited and tentative."""
    mine = entry.talk.status if entry.takes_place else Status.CANCELLED
    unsure = (Status.INVITED, Status.TENTATIVE)
    return theirs == mine or (theirs in unsure and mine in unsure)


def _of_meeting(meeting: Meeting, entry: Entry, rooms: Mapping[str, Mapping[str, Any]]) -> Iterator[Difference]:
    if entry.date != meeting.date:
        yield Difference(key="date", mine=_shown(entry.date), theirs=_shown(meeting.date))
    slot = entry.slot
    if slot is None:
        return
    if meeting.time and meeting.time != slot.time:
        yield Difference(key="time", mine=_shown(slot.time), theirs=_shown(meeting.time))
    for key, theirs in meeting.setting.items():
        mine = getattr(slot, key)
        if key == "room":
            known = entry.room.address if entry.room else None
            address = rooms.get(theirs, {}).get("address")
            phrases = entry.room.phrase.values() if entry.room else ()
            places = {fold(each) for each in (mine, mine and known and f"{mine}, {known}", *phrases) if each}
            same = bool(places & {fold(theirs), fold(f"{theirs}, {address}")})
        elif key == "duration":
            same = read_duration(theirs) == (mine or ASSUMED_LENGTH)
            mine = write_duration(mine) if mine else None
        elif key == "join":
            same = mine is not None and mine.url == theirs["url"]
            mine, theirs = mine and mine.url, theirs["url"]
        elif key == "mode":
            same = theirs == _mode(slot)
        else:
            same = _comparable(theirs) == _comparable(mine and str(mine))
        if not same:
            yield Difference(key=key, mine=_shown(mine), theirs=_shown(theirs))


def _mode(slot: Slot) -> str | None:
    """How people take part; where nobody said, a link says that it is possible online."""
    if slot.mode or not slot.join:
        return slot.mode
    return Mode.HYBRID if slot.room else Mode.ONLINE


def _short(person: Speaker) -> str | None:
    return person.affiliation_short or person.affiliation


def _printed(key: str, mine: Any, entry: Entry) -> list[Any]:
    """A value of a talk as it stands in the file, and as outputs print it."""
    if key == "url":
        mine = mine or entry.series.url
    short = [entry.talk.affiliation_short] if key == "affiliation" else []
    plain_text = [plain(mine)] if isinstance(mine, str) else []
    return [_comparable(each) for each in (mine, *short, *plain_text)]


def _comparable(value: Any) -> Any:
    """A value without what makes no difference to a reader: blanks, and brackets round a single one."""
    if isinstance(value, str):
        return " ".join(value.removeprefix("via ").split())
    if isinstance(value, (list, tuple)):
        items = [_comparable(each) for each in value]
        return items[0] if len(items) == 1 else items or None
    if isinstance(value, Mapping):
        return {key: _comparable(each) for key, each in value.items()}
    return value


def _shown(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, dt.date):
        return long_day(value, "en")
    if isinstance(value, (list, tuple)):
        return ", ".join(_named(each) for each in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{key} {_shown(each)}" for key, each in value.items())
    return " ".join(str(value).split())


def _named(value: Any) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    where = value.get("affiliation")
    return f"{value.get('name')} ({where})" if where else str(value.get("name"))


# --- the place of a new one ---


def _is_cancelled(talk: FoundTalk) -> bool:
    return talk.values.get("status") == Status.CANCELLED


def _new(talk: FoundTalk, programme: Programme, taken: Iterable[Any]) -> Match:
    """A talk that is not in the file: with its slot, without one, or left out where another talk has it."""
    meeting = talk.meeting
    if meeting is None or _is_cancelled(talk):
        return Match(found=talk, fate=Fate.NEW, slot=_slot(meeting, programme, ()) if meeting else None)
    day = long_day(meeting.date, "en")
    slot = _slot(meeting, programme, taken)
    if slot is None:
        return _of_its_own(talk, meeting, programme)
    if not slot.is_held:
        why = f"the slot of {day} is cancelled; hold it: semctl edit-slot {meeting.date} --held"
        return Match(found=talk, fate=Fate.LEFT_OUT, why=why)
    if slot.key in taken:
        holder = ", ".join(f'"{each}"' for each in programme.talks_of(slot)) or "one that stands above it"
        return Match(found=talk, fate=Fate.LEFT_OUT, why=f"the slot of {day} is taken by talk {holder}")
    return Match(found=talk, fate=Fate.NEW, slot=slot)


def _of_its_own(talk: FoundTalk, meeting: Meeting, programme: Programme) -> Match:
    left = [entry for entry in programme.entries if entry.talk.date == meeting.date != entry.date and entry.takes_place]
    if left:
        name, moved = left[0].talk.id, left[0].date
        why = f'talk "{name}" names this day and has moved; write date = {moved} in its block first'
        return Match(found=talk, fate=Fate.LEFT_OUT, why=why)
    return Match(found=talk, fate=Fate.NEW)


def _slot(meeting: Meeting, programme: Programme, taken: Iterable[Any]) -> Slot | None:
    """The slot at a time: one that is held and free, else held, else cancelled."""
    here = [slot for slot in programme.slots if slot.date == meeting.date and meeting.time in (None, slot.time)]
    return min(here, key=lambda slot: (not slot.is_held, slot.key in taken), default=None)
