"""A new series file from what was found: everything the source says, with a comment wherever something is a guess."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from semctl import public_holidays
from semctl.idents import FIT, ascii_id, initials_id
from semctl.importing.countries import country_of
from semctl.importing.found import Found
from semctl.importing.rule_words import words
from semctl.importing.taking import block
from semctl.importing.timetable import timetable
from semctl.importing.whole_file import parted, whole_file
from semctl.model import Ident, Line, Series, Tag, Zone
from semctl.problems import Misused
from semctl.rules import LONGEST_RULE_YEARS
from semctl.tomltext import render

_SERIES = (
    "id", "domain", "name", "short_name", "unit", "institution", "timezone", "country", "subdivision", "language",
    "mode", "online", "room", "duration", "url", "contact", "audience", "topics", "description",
)  # fmt: skip
"""How `[series]` is written, from the top."""
_ON_ONE_LINE = ("join", "phrase")
_NAMELESS = "Seminar"


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What the user says of a new series, which goes before what the source says. machine_zone: where nobody does."""

    id: str | None = None
    name: str | None = None
    timezone: str | None = None
    machine_zone: str | None = None


def settled(found: Found, said: Said) -> Found:
    """What was found with id, name and time zone, whoever gave them, by the clock of that zone, and with its rules."""
    series, assumed = dict(found.series), dict(found.assumed)
    if found.file and said.timezone not in (None, series.get("timezone", said.timezone)):
        raise Misused(
            f"its times are those of {series['timezone']}", "leave --timezone out; the zone can be changed in the file"
        )
    for key, value in (("name", said.name), ("id", said.id), ("timezone", said.timezone)):
        if value:
            series[key] = value
            assumed.pop(key, None)
    if not series.get("name"):
        series["name"], assumed["name"] = _NAMELESS, "the source has no name for it"
    if not _is_fit(series.get("id")):
        made = ascii_id(str(series.get("id") or ""))
        series["id"] = made or initials_id(series["name"]) or "seminar"
        assumed["id"] = "made from the name; it is for ever, so choose it well"
    if not series.get("timezone"):
        series["timezone"] = said.machine_zone or "UTC"
        assumed["timezone"] = "this machine's" if said.machine_zone else "neither the source nor this machine says one"
    new = replace(found, series=series, assumed=assumed).in_zone(series["timezone"])
    return new if found.file or found.rules is not None else _scheduled(new)


def _scheduled(found: Found) -> Found:
    """With the rules that are made of the days, and the country that is assumed where its holidays explain some."""
    meetings = [*(talk.meeting for talk in found.talks if talk.meeting), *found.meetings]
    country = found.series.get("country") or country_of(found.series["timezone"])
    holidays = _holidays(found, country, {meeting.date.year for meeting in meetings})
    made = timetable(meetings, holidays=holidays, stated=found.stated, breaks=found.breaks)
    series, assumed = dict(found.series), dict(found.assumed)
    if not series.get("country") and any(fit.explained(holidays) for fit in made.fits):
        series["country"], assumed["country"] = country, "that of the time zone; its holidays explain the exceptions"
    return replace(
        found,
        series=series,
        assumed=assumed,
        rules=made.rules,
        overrides=made.overrides,
        breaks=made.breaks,
        fits=tuple(words(fit, holidays, found.stated) for fit in made.fits),
    )


def _holidays(found: Found, country: str | None, years: Collection[int]) -> Mapping[dt.date, str]:
    """The public holidays of the years, and of those at their ends, in the language of the series."""
    if not country or not years or max(years) - min(years) > LONGEST_RULE_YEARS:
        return {}
    series = Series(
        id=Ident("x"),
        name=Line("x"),
        timezone=found.series["timezone"],
        country=Line(country),
        subdivision=found.series.get("subdivision"),
        language=found.series.get("language") or Tag("en"),
    )
    return public_holidays.names(series, range(min(years), max(years) + 1))[0]


def _is_fit(name: object) -> bool:
    return isinstance(name, str) and bool(name) and set(name) <= FIT and name[0] not in ".-"


def beginning(found: Found, source: str) -> str:
    """The text of the file. found: settled. source: what it was taken from, for the comment at the top."""
    parts = [f"# Taken from {source}.\n"]
    if found.assumed:
        parts = [f"# Taken from {source}; what was assumed says so: check it.\n"]
    if found.file:
        tables = parted({**found.file, "series": {**found.file.get("series", {}), **found.series}})[0]
        if not found.assumed:
            return "\n".join([*parts, whole_file(tables)])
        return "\n".join([*parts, _series(found), whole_file({**tables, "series": None})])
    parts.append(_series(found))
    rules = found.rules or ()
    header = "[[schedule]]" if len(rules) > 1 else "[schedule]"
    parts += [render.block("[[organizers]]", each) for each in found.tables.get("organizers", ())]
    parts += [render.block(header, each, _ON_ONE_LINE) for each in rules]
    parts += [render.block("[[breaks]]", each) for each in found.breaks]
    parts += [render.block("[[overrides]]", each, _ON_ONE_LINE) for each in found.overrides]
    parts += [render.block(f"[rooms.{render.key(name)}]", each, _ON_ONE_LINE) for name, each in found.rooms.items()]
    parts += _further(found.tables)
    parts += _talks(found)
    return "\n".join(parts)


def _series(found: Found) -> str:
    values = {key: found.series[key] for key in (*_SERIES, *sorted(found.series)) if found.series.get(key)}
    lines = {key: f"{render.key(key)} = {render.value(value)}" for key, value in values.items()}
    width = max((len(line) for key, line in lines.items() if key in found.assumed), default=0)
    noted = [
        f"{line.ljust(min(width, 60))}  # assumed: {found.assumed[key]}" if key in found.assumed else line
        for key, line in lines.items()
    ]
    return "\n".join(["[series]", *noted, ""])


def _talks(found: Found) -> list[str]:
    """The blocks of the talks, each with an id of its own."""
    series = Series(
        id=Ident(found.series["id"]),
        name=Line(found.series["name"]),
        timezone=Zone(found.series["timezone"]),
        domain=found.series.get("domain"),
    )
    meetings = [talk.meeting for talk in found.talks if talk.meeting] + list(found.meetings)
    on_day = Counter(day for day, _ in {meeting.when for meeting in meetings})
    shared = {day for day, count in on_day.items() if count > 1} if found.fits else set()
    taken: set[str] = set()
    blocks = []
    for talk in found.talks:
        values = block(talk, taken, series, shared)
        taken.add(values["id"])
        blocks.append(render.block("[[talks]]", values, _ON_ONE_LINE))
    return blocks


def _further(tables: Mapping[str, Any]) -> list[str]:
    """Tables that are written as they came: one, or an array of them."""
    parts = []
    for name, table in tables.items():
        if name == "organizers":
            continue
        if isinstance(table, Mapping):
            parts.append(render.block(f"[{render.key(name)}]", table))
        else:
            parts += [render.block(f"[[{render.key(name)}]]", each) for each in table]
    return parts
