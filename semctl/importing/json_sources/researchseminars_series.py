"""A series in the JSON of researchseminars.org: what it is called, where it is held, and when it meets.

Fields and the meaning of their numbers: roed314/seminars, Schema.md and seminars/seminar.py (`audience_options`,
`access_control_options`, `frequency_options`).
"""

import datetime as dt
import re
from collections.abc import Mapping
from itertools import zip_longest
from typing import Any, Final, NamedTuple

from semctl.dates import write_duration
from semctl.importing.cleaning import prose
from semctl.importing.found import Stated
from semctl.importing.json_sources.researchseminars_words import AUDIENCE, DOMAIN, EVERY, OPEN, WEEKDAYS, named
from semctl.importing.json_sources.trees import Tree

_REGISTERED: Final = 5
_SLOT: Final = re.compile(r"(?:([A-Za-z]{3})\s+)?(\d{1,2}):?(\d\d)?\s*-\s*(\d{1,2}):?(\d\d)?")


class Meets(NamedTuple):
    """How the series says that it meets: as a hint, or as a schedule where no talk has a day yet."""

    stated: Stated | None = None
    rules: tuple[Mapping[str, Any], ...] | None = None


class _Slot(NamedTuple):
    weekday: int
    start: dt.time
    length: dt.timedelta


def series(tree: Tree) -> tuple[dict[str, Any], dict[str, str]]:
    """Keys of `[series]`, and which of them are a guess, with the reason."""
    about, more = tree.prose("description"), tree.prose("comments")
    institutions = tree.lines("institutions")
    values: dict[str, Any] = {
        "id": tree.line("shortname", "series_id"),
        "domain": DOMAIN,
        "name": tree.line("name"),
        "institution": " / ".join(institutions),
        "timezone": tree.zone("timezone"),
        "language": tree.language("language"),
        "url": tree.address("homepage"),
        "audience": _audience(tree),
        "topics": named(tree.lines("topics")),
        "description": prose("\n\n".join(each for each in (about, more) if each)),
    }
    assumed = {"institution": f"what {DOMAIN} calls it"} if institutions else {}
    return {key: value for key, value in values.items() if value}, assumed


def _audience(tree: Tree) -> str:
    number = tree.number("audience")
    return AUDIENCE[number] if number is not None and 0 <= number < len(AUDIENCE) else ""


def setting(tree: Tree) -> dict[str, Any]:
    """Where a series or a talk is held and how one takes part: keys of a slot."""
    room, online = tree.line("room"), tree.truth("online")
    link, control = tree.address("live_link"), tree.number("access_control")
    registration = tree.address("access_registration") if "@" not in tree.text("access_registration") else ""
    values: dict[str, Any] = {"room": room} if room else {}
    if online is not None:
        values["mode"] = ("hybrid" if room else "online") if online else "in-person"
    if link:
        values["join"] = {"url": link, **({"show": "public"} if control == OPEN else {})}
    elif registration and control == _REGISTERED:
        values["join"] = {"url": registration, "show": "public"}
        tree.note("where one registers is taken as the link to join")
    return values


def organizers(tree: Tree) -> dict[str, Any]:
    """Whom the series names; public are those whom the site shows."""
    tables = []
    for each in tree.tables("organizers"):
        person = {"name": each.line("name"), "email": each.line("email"), "url": each.address("homepage")}
        each.pass_over("organizer")
        if person["name"]:
            shown = {"public": True} if each.truth("display") else {}
            tables.append({**{key: value for key, value in person.items() if value}, **shown})
    return {"organizers": tables} if tables else {}


# --- when ---


def meets(tree: Tree, today: dt.date, *, has_days: bool) -> Meets:
    """The days of the week on which it meets. The site says no first day: without any talk it is the next one."""
    frequency = tree.number("frequency")
    slots = _slots(tree)
    if frequency and frequency not in EVERY:
        tree.wrong("frequency", f"is none of {', '.join(map(str, EVERY))}: {frequency}")
    every = EVERY.get(frequency if frequency is not None else 7)
    if not every or not slots:
        return Meets()
    times = {slot.weekday: tuple(each.start for each in slots if each.weekday == slot.weekday) for slot in slots}
    if has_days:
        alike = len(set(times.values())) == 1
        days = tuple(WEEKDAYS[day] for day in sorted(times))
        return Meets(Stated(weekday=days, every=every, time=next(iter(times.values())) if alike else ()))
    tree.note(f"no talk says in which week it begins: {slots[0].start:%H:%M} on the next {WEEKDAYS[slots[0].weekday]}")
    by_time: dict[tuple[dt.time, dt.timedelta], list[int]] = {}
    for slot in slots:
        by_time.setdefault((slot.start, slot.length), []).append(slot.weekday)
    return Meets(rules=tuple(_table(every, days, *when, today) for when, days in by_time.items()))


def _table(every: str, days: list[int], start: dt.time, length: dt.timedelta, today: dt.date) -> dict[str, Any]:
    names = [WEEKDAYS[day] for day in dict.fromkeys(days)]
    first = min(today + dt.timedelta(days=(day - today.weekday()) % 7) for day in days)
    return {
        "every": every,
        "weekday": names[0] if len(names) == 1 else names,
        "time": f"{start:%H:%M}",
        "start": first,
        "duration": write_duration(length),
    }


def _slots(tree: Tree) -> list[_Slot]:
    """What `weekdays` and `time_slots` say together, or `slots` alone, which are what its save takes."""
    days = [each.value for each in tree.parts("weekdays")]
    paired = zip_longest(tree.parts("time_slots"), days[: len(tree.parts("time_slots"))])
    found = set()
    for each, day in [*paired, *((each, None) for each in tree.parts("slots"))]:
        slot = _slot(each.value, day) if isinstance(each.value, str) else None
        if slot:
            found.add(slot)
        else:
            each.wrong("", "is no time on a day of the week")
    return sorted(found)


def _slot(text: str, day: Any) -> _Slot | None:
    form = _SLOT.fullmatch(text.strip())
    if form is None:
        return None
    if form[1]:
        day = next((number for number, name in enumerate(WEEKDAYS) if name[:3].lower() == form[1].lower()), None)
    if isinstance(day, bool) or not isinstance(day, int) or not 0 <= day < len(WEEKDAYS):
        return None
    try:
        start, end = dt.time(int(form[2]), int(form[3] or 0)), dt.time(int(form[4]), int(form[5] or 0))
    except ValueError:
        return None
    took = dt.timedelta(hours=end.hour - start.hour, minutes=end.minute - start.minute)
    return _Slot(day, start, took if took > dt.timedelta() else took + dt.timedelta(days=1))
