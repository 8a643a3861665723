"""The parts of an event of schema.org (https://schema.org/Event): people, places, times, and how it repeats.

Every one of them may be a text, a table, a list of either, or a table that only names another by its "@id".
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from semctl.dates import weekday_number
from semctl.importing.cleaning import line, plain_text
from semctl.importing.found import Stated
from semctl.importing.joining import is_meeting_link
from semctl.importing.json_sources.iso_times import Stamp, length, period, stamp
from semctl.importing.json_sources.researchseminars_words import WEEKDAYS
from semctl.importing.json_sources.trees import Tree, kind
from semctl.importing.places import place

Known = Mapping[str, Mapping[str, Any]]
"""The tables of a page by their "@id"."""
_NOWHERE: Final = frozenset({"no location set", "no address set"})
"""What Indico writes where it knows none (indico/modules/events/util.py)."""
_FREQUENCY: Final = re.compile(r"P(\d{1,2})([DWM])", re.IGNORECASE)
_ATTENDANCE: Final = (("online", "online"), ("mixed", "hybrid"), ("offline", "in-person"))


def types(value: Any) -> frozenset[str]:
    """The types of a table, without what stands before their names."""
    said = value.get("@type") if isinstance(value, Mapping) else None
    each = said if isinstance(said, list) else [said]
    return frozenset(
        re.sub(r"^(?:https?://(?:www\.)?schema\.org/|schema:)", "", one) for one in each if isinstance(one, str)
    )


def each_of(tree: Tree, known: Known, *keys: str) -> Iterator[Tree]:
    """The values of the first of some keys that has any, those that only name another as that one."""
    for key in keys:
        parts = tree.parts(key)
        for part in parts:
            value = part.value
            if not isinstance(value, (str, Mapping)):
                part.wrong("", f"is {kind(value)}, neither a text nor a table")
            elif isinstance(value, Mapping) and "name" not in value and isinstance(value.get("@id"), str):
                part.pass_over("@id")
                yield Tree(known.get(value["@id"], value), part.path, tree.log)
            else:
                yield part
        if parts:
            return


# --- people ---


def people_of(tree: Tree, known: Known, *keys: str) -> list[dict[str, str]]:
    """Persons with the keys of `[[talks.speakers]]`; of an address of mail nothing is kept."""
    found = []
    for each in each_of(tree, known, *keys):
        if isinstance(each.value, str):
            found.append({"name": line(plain_text(each.value))})
            continue
        each.pass_over("jobTitle", "honorificPrefix", "sameAs", "givenName", "familyName", "@id", "@type")
        where = [named(one) for one in each_of(each, known, "affiliation", "worksFor", "memberOf")]
        names = each.line("name") or f"{each.line('givenName')} {each.line('familyName')}".strip()
        photo = each.raw("image")
        page = each.address("url")
        found.append({
            "name": names, "affiliation": ", ".join(one for one in where if one), "url": page,
            "photo": photo if isinstance(photo, str) and photo.startswith("http") else "",
        })  # fmt: skip
    return [person for person in found if person["name"]]


def named(tree: Tree) -> str:
    """The name of a thing that may be no more than its name."""
    if isinstance(tree.value, str):
        return line(plain_text(tree.value))
    tree.pass_over()
    return tree.line("name", "legalName")


# --- places ---


class Places(NamedTuple):
    """Where it takes place: keys of a slot, and keys of the room."""

    setting: dict[str, Any]
    room: dict[str, str]


def places_of(tree: Tree, known: Known) -> Places:
    """A room, a link or both; the mode where it is said, or follows."""
    setting: dict[str, Any] = {}
    room: dict[str, str] = {}
    for each in each_of(tree, known, "location"):
        if "VirtualLocation" in types(each.value):
            _add_virtual(each, setting)
            continue
        name, about = _place(each, known)
        said = place(name)
        if said.room and "room" not in setting:
            setting["room"] = said.room
            address = ", ".join(dict.fromkeys(one for one in (said.address, about.pop("address", "")) if one))
            room = {**({"address": address} if address else {}), **about}
        if said.online:
            setting.setdefault("online", said.online)
        if said.link:
            setting.setdefault("join", _join(said.link))
    mode = tree.line("eventAttendanceMode").lower()
    told = next((mode_of for word, mode_of in _ATTENDANCE if word in mode), "")
    is_online = "join" in setting or "online" in setting
    if told or (is_online and "room" not in setting):
        setting["mode"] = told or "online"
    return Places(setting, room)


def _add_virtual(tree: Tree, setting: dict[str, Any]) -> None:
    tree.pass_over("@type", "@id", "description")
    link, name = tree.address("url"), tree.line("name")
    if link:
        setting.setdefault("join", _join(link))
    if name and not name.startswith("http"):
        setting.setdefault("online", place(name).online or name)


def _join(link: str) -> dict[str, str]:
    """A link that stands on a page is open to all; into the room of a meeting program it is shown in mails only."""
    return {"url": link, **({} if is_meeting_link(link) else {"show": "public"})}


def _place(tree: Tree, known: Known) -> tuple[str, dict[str, str]]:
    """The name of a place, and what is known of it."""
    if isinstance(tree.value, str):
        return line(plain_text(tree.value)), {}
    tree.pass_over("@type", "@id", "geo", "telephone", "sameAs", "image", "description")
    name = tree.line("name")
    parts = [_address(each) for each in each_of(tree, known, "address")]
    address = ", ".join(one for one in parts if one and one.lower() not in _NOWHERE)
    seats = tree.number("maximumAttendeeCapacity")
    about = {"address": address, "url": tree.address("hasMap", "map", "url")}
    if seats and seats > 0:
        about["capacity"] = seats  # type: ignore[assignment]
    name = "" if name.lower() in _NOWHERE else name
    return (name or address), {key: value for key, value in about.items() if value and (name or key != "address")}


def _address(tree: Tree) -> str:
    """A postal address in one line."""
    if isinstance(tree.value, str):
        return line(plain_text(tree.value))
    town = f"{tree.line('postalCode')} {tree.line('addressLocality')}".strip()
    country = [named(each) for each in tree.parts("addressCountry")]
    tree.pass_over("@type", "@id", "addressRegion", "name", "postOfficeBoxNumber")
    return ", ".join(one for one in (tree.line("streetAddress"), town, *country) if one)


# --- times ---


def stamp_of(tree: Tree, key: str) -> Stamp | None:
    """A point in time; one that is none is named."""
    text = tree.text(key)
    found = stamp(text) if text else None
    if text and not found:
        tree.wrong(key, f"is no time: {line(text)[:60]}")
    return found


class Repeats(NamedTuple):
    """A https://schema.org/Schedule as a hint, and as the table of a schedule where it is whole."""

    stated: Stated
    rule: dict[str, Any] | None


def repeats(tree: Tree, known: Known) -> Repeats | None:
    """How an event says that it repeats."""
    for each in each_of(tree, known, "eventSchedule"):
        found = _FREQUENCY.fullmatch(each.line("repeatFrequency"))
        said = (re.sub(r"^.*[/:]", "", one) for one in each.lines("byDay"))
        days = sorted({day for one in said if (day := weekday_number(one)) is not None})
        start, end, clock = stamp_of(each, "startDate"), stamp_of(each, "endDate"), each.line("startTime")
        at = stamp(f"2000-01-01T{clock}") if clock else start
        steps, unit = (int(found[1]), found[2].upper()) if found else (0, "")
        if unit == "D" and steps % 7 == 0:
            steps, unit = steps // 7, "W"
        if not days and start:
            days = [start.date.weekday()]
        if unit != "W" or not steps or not days:
            each.wrong("repeatFrequency", f"is no rule of weeks: {each.line('repeatFrequency')[:40]}")
            continue
        every = "week" if steps == 1 else f"{steps} weeks"
        names = tuple(WEEKDAYS[day] for day in days)
        time, until = at.time if at else None, stamp(f"2000-01-01T{each.line('endTime')}")
        took = period(each.line("duration")) or (length(at, until, "UTC") if at and until else None)
        stated = Stated(
            weekday=names, every=every, time=(time,) if time else (), start=start.date if start else None,
            end=end.date if end else None,
        )  # fmt: skip
        rule = {
            "every": every, "weekday": names[0] if len(names) == 1 else list(names),
            "time": f"{time:%H:%M}" if time else None, "start": stated.start, "end": stated.end,
            "duration": took,
        }  # fmt: skip
        whole = start is not None and start.date.weekday() in days
        return Repeats(stated, {key: value for key, value in rule.items() if value} if whole else None)
    return None
