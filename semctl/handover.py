"""A whole series as JSON, for others to take along: the tables of its file as they are written there.

What is public is told here, once; `docs/json.md` promises it, and `semctl.importing.json_sources.handed_over` reads it
back.
"""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from semctl.decode import keys_of
from semctl.forms import talk_json
from semctl.importing.json_sources.handed_over import FORMAT, OF_SLOT
from semctl.model import PrivateNotes, Show, Talk
from semctl.parse import RECORDS
from semctl.programme import Entry, Programme
from semctl.reading.records import RECORDS as READING
from semctl.reading.told import numbers_of
from semctl.schema import json_schema

Json = dict[str, Any]

_UNPUBLISHED: Final = frozenset({"mail", "notices", "publish", "check"})
"""Tables that tell how a series is run; nobody else's business."""


def series_json(programme: Programme, data: Mapping[str, Any], notes: PrivateNotes | None = None) -> Json:
    """A whole series as `export --format json` gives it; each talk with what its slot says of it.

    data: the file as TOML gives it. Days are YYYY-MM-DD, times of day HH:MM; keys that semctl does not know are left
    out, the others stand in the order of their records. notes: nothing is held back, and these stand beside what they
    are about; without them only what is public.
    """
    made: Json = {"semctl": FORMAT}
    for name, record in {**RECORDS, **READING}.items():
        if isinstance(data.get(name), (list, Mapping)) and data[name] != [] and name != "talks":
            table = _table(name, record, data, notes)
            made |= {} if table is None else {name: table}
    entries = {str(entry.talk.id): entry for entry in programme.entries}
    roles = notes is not None or _tells_people(data)
    made["talks"] = [
        _talk(entries[talk.id], data["talks"][int(talk.path[1])], notes, roles=roles) for talk in programme.book.talks
    ]
    return made


def _table(name: str, record: type, data: Mapping[str, Any], notes: PrivateNotes | None) -> Any:
    """What is told of a table of the file; None where that is nothing."""
    if name == "rooms":
        return {room: _known(record, table, whole=True) for room, table in data[name].items()}
    if notes is not None:
        return _with_notes(name, _known(record, data[name], whole=True), notes)
    if name in _UNPUBLISHED or (name == "participants" and not _tells_people(data)):
        return None
    table = _known(record, data[name], whole=False)
    if name == "organizers":
        return [each for each in table if each.get("public")] or None
    if name == "participants" and isinstance(table, list):
        kept = ("id", "name") if _shows_names(data) else ("id",)
        return [{key: each[key] for key in kept if key in each} for each in table]
    return table


def _tells_people(data: Mapping[str, Any]) -> bool:
    """Whether those who take part in a reading seminar are told: with their names, or where all ids are numbers."""
    return _shows_names(data) or all(name == number for name, number in numbers_of(data).items())


def _shows_names(data: Mapping[str, Any]) -> bool:
    reading = data.get("reading")
    return isinstance(reading, Mapping) and reading.get("public_names") is True


def _with_notes(name: str, table: Any, notes: PrivateNotes) -> Any:
    if name == "series":
        return _noted(table, notes.series)
    if name == "participants" and isinstance(table, list):
        return [_noted(each, notes.participants.get(str(each.get("id")), {})) for each in table]
    return table


def _talk(entry: Entry, table: Mapping[str, Any], notes: PrivateNotes | None, *, roles: bool) -> Json:
    made = _known(Talk, {**table, "id": str(entry.talk.id)}, whole=notes is not None)
    if not roles:
        made.pop("roles", None)
    if notes is not None:
        made = _noted(made, notes.talks.get(entry.talk.id, {}))
    told = talk_json(entry)
    return {**made, **{key: told[key] for key in OF_SLOT}}


def _noted(table: Json, notes: Mapping[str, Any]) -> Json:
    return {**table, "private": _plain(notes, ordered=True)} if notes else table


def _known(record: Any, value: Any, *, whole: bool) -> Any:
    """A table, or several, without keys that the record does not know; links that are for mails only where it is
    whole."""
    if isinstance(value, list):
        return [_known(record, each, whole=whole) for each in value if isinstance(each, Mapping)]
    made = {}
    own = record.__annotations__
    for key, form in sorted(keys_of(record).items(), key=lambda each: each[1].name not in own):
        if key not in value:
            continue
        under = value[key]
        if key == "join" and not whole and under.get("show") != Show.PUBLIC:
            continue
        is_table = form.record and isinstance(under, (list, Mapping))
        made[key] = _known(form.record, under, whole=whole) if is_table else _plain(under)
    return made


def _plain(value: Any, *, ordered: bool = False) -> Any:
    """A value as JSON has it. ordered: the keys of tables by name, since notes may come from two files."""
    if isinstance(value, dt.time):
        return value.isoformat("seconds" if value.second else "minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, Mapping):
        keys: Sequence[str] = sorted(value) if ordered else list(value)
        return {key: _plain(value[key], ordered=ordered) for key in keys}
    if isinstance(value, list):
        return [_plain(each, ordered=ordered) for each in value]
    return value


# --- the schema ---


def handover_schema() -> Json:
    """A JSON Schema (draft 7) of what is handed over: one series, or an array of several."""
    file = json_schema()
    tables = file["properties"]
    talk = tables["talks"]["items"]
    talk["properties"] |= _OF_SLOT
    talk["required"] = ["id", *OF_SLOT]
    series = {
        "type": "object",
        "description": "The tables of a series file. Without --private, nothing private is in them.",
        "properties": {"semctl": {"const": FORMAT, "description": "the number of this form."}, **tables},
        "required": ["semctl", "series", "talks"],
        "additionalProperties": False,
    }
    one = {"$ref": "#/definitions/series"}
    return {
        "$schema": file["$schema"],
        "title": "semctl export --format json",
        "anyOf": [one, {"type": "array", "items": one}],
        "definitions": {"series": series},
    }


_MOMENT: Final = {"type": ["string", "null"], "format": "date-time"}
_OF_SLOT: Final[Mapping[str, Any]] = {
    "start": {**_MOMENT, "description": "when it begins, with the offset from UTC."},
    "end": {**_MOMENT, "description": "when it ends."},
    "end_assumed": {"type": "boolean", "description": "whether nobody said how long it takes: 60 minutes are assumed."},
    "room": {"type": ["string", "null"], "description": "where it is, as its slot says."},
}
