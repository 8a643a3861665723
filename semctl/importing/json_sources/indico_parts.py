"""The parts of Indico's JSON that events and contributions share: times, places, people, attachments.

Fields as in indico/indico: indico/modules/events/api.py (`_serialize_date`, `_serialize_person`) and
indico/modules/attachments/api/util.py (folders and, in an older form, material).
"""

import re
from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from semctl.importing.found import Meeting
from semctl.importing.joining import is_meeting_link
from semctl.importing.json_sources.iso_times import Stamp, length, period, stamp
from semctl.importing.json_sources.trees import Tree
from semctl.importing.places import place

_ATTACHED: Final = MappingProxyType(
    {
        "slides": re.compile(r"slides?|presentation|folien|präsentation|lucidi|diapositives|\.pptx?\b", re.IGNORECASE),
        "video": re.compile(r"video|recording|aufzeichnung|registrazione|enregistrement|opname|\.mp4\b", re.IGNORECASE),
        "preprint": re.compile(r"paper|preprint|arxiv|article|artikel", re.IGNORECASE),
    }
)  # fmt: skip


class Person(NamedTuple):
    """Someone named in an event."""

    name: str
    affiliation: str


class Place(NamedTuple):
    """Where it takes place: keys of a slot, and the address of the room."""

    setting: dict[str, Any]
    address: str


def people_of(tree: Tree, key: str) -> list[Person]:
    """The persons of a list; mail addresses and what else only managers see stay where they are."""
    found = []
    for each in tree.tables(key):
        each.pass_over("title", "address", "emailHash", "name", "person_id", "db_id", "id")
        first, last = each.line("first_name", "firstName"), each.line("last_name", "familyName")
        name = f"{first} {last}".strip() if last else ""
        said = each.line("fullName")
        found.append(Person(name or _turned(said), each.line("affiliation")))
    return list(dict.fromkeys(person for person in found if person.name))


def _turned(name: str) -> str:
    """ "Noether, Emmy" as "Emmy Noether"."""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and "," not in first else name


def meeting_of(tree: Tree, here: str | None, setting: dict[str, Any]) -> tuple[Meeting | None, str]:
    """When it takes place by the clock of the place, with how long; and what is doubtful about that."""
    start, zone = _moment(tree, "startDate")
    end, _ = _moment(tree, "endDate")
    minutes = tree.number("duration")
    if start is None:
        return None, ""
    zone = zone or here
    took = length(start, end, zone or "UTC") if end else period(f"PT{minutes}M") if minutes else None
    doubt = f"lasts until {end.date}" if end and not took and end.date > start.date else ""
    meeting = Meeting(
        date=start.date, time=start.time, zone=zone, setting={**setting, **({"duration": took} if took else {})}
    )
    return (meeting.in_zone(here) if here else meeting), doubt


def _moment(tree: Tree, key: str) -> tuple[Stamp | None, str | None]:
    """A date of the form {date, time, tz}, and its zone; a plain text is borne."""
    if isinstance(tree.raw(key), str):
        text, zone = tree.text(key), None
    else:
        table = tree.part(key)
        if table is None:
            return None, None
        text = f"{table.line('date')} {table.line('time')}".strip()
        zone = table.zone("tz")
    found = stamp(text)
    if text and not found:
        tree.wrong(key, f"is no time: {text[:60]}")
    return (
        (found.in_zone(zone or "UTC"), zone or ("UTC" if found.offset is not None else None)) if found else (None, None)
    )


def place_of(tree: Tree, event: Tree) -> Place:
    """Room, venue and address, those of the event where a contribution says none; the name of a meeting program is no
    room."""
    room, venue, address = (tree.line(*keys) for keys in (("roomFullname", "room"), ("location",), ("address",)))
    around = tuple(event.line(*keys) for keys in (("roomFullname", "room"), ("location",), ("address",)))
    if not (room or venue):
        room, venue, address = around
    elif venue == around[1]:
        address = address or around[2]
    said = place(room or venue)
    where = ", ".join(dict.fromkeys(each for each in (said.address, venue if room else "", address) if each))
    setting: dict[str, Any] = {}
    if said.room:
        setting["room"] = said.room
    elif said.online or said.link:
        setting["mode"] = "online"
    if said.online:
        setting["online"] = said.online
    if said.link:
        setting["join"] = {"url": said.link, **({} if is_meeting_link(said.link) else {"show": "public"})}
    return Place(setting, where if said.room else "")


def attachments(tree: Tree) -> dict[str, str]:
    """Slides, recording and paper, by what their folder or they themselves are called."""
    found: dict[str, str] = {}
    for words, address in _attached(tree):
        key = next((key for key, form in _ATTACHED.items() if form.search(words)), None)
        if key and key not in found:
            found[key] = address
        else:
            tree.wrong("folders", f"holds what has no place in a talk: {address[:80]}")
    return found


def _attached(tree: Tree) -> Iterator[tuple[str, str]]:
    """What is attached: how it is called, and where it is."""
    for holder, inside in (("folders", "attachments"), ("material", "resources")):
        for folder in tree.tables(holder):
            folder.pass_over()
            for each in folder.tables(inside):
                each.pass_over()
                address = each.address("link_url", "download_url", "url")
                called = [folder.line("title"), each.line("title", "name"), each.line("filename", "fileName")]
                if address:
                    yield " ".join(called), address


def joined(people: Sequence[Person]) -> str:
    """Names in one line."""
    return ", ".join(person.name for person in people)
