"""A JSON Schema of the series file, made from the records: what editors need to complete keys and to mark slips.

Draft 7, and nothing that TOML has no word for: no null. Unknown keys are marked, as `semctl check` warns of them.
"""

import datetime as dt
import inspect
import re
from collections.abc import Mapping
from dataclasses import MISSING, fields
from enum import Enum
from typing import Any, Final

from semctl import model
from semctl.decode import LONGEST, PRIVATE_TABLES, Form, keys_of
from semctl.parse import RECORDS
from semctl.reading import records

LISTS: Final = frozenset({"organizers", "breaks", "overrides", "talks", "papers", "participants"})
"""Tables of which there are several, each written [[so]]."""

ONE_OR_MORE: Final = frozenset({"schedule"})
BY_NAME: Final = frozenset({"rooms"})

_MADE: Final = frozenset({(model.Talk, "id")})  # required of the record, and made where the file has none
_CLOCK: Final = "[0-9]|[Nn]oon|[Mm](id|itt|ezz)"  # a figure, or a word for noon
_ADDRESS: Final = "^(https?://|mailto:)"
_QUOTED: Final = re.compile(r'"([^"…]+)"')
_PRIVATE: Final = {
    "type": "object",
    "description": "What must reach nobody but its owner: phone, hotel, costs. Never printed or published.",
    "additionalProperties": True,
}


def json_schema() -> dict[str, Any]:
    """The schema of a whole series file: one object whose properties are its tables."""
    tables = {name: _table(name, record) for name, record in {**RECORDS, **records.RECORDS}.items()}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "semctl series file",
        "description": "One seminar series: when it meets, and who speaks.",
        "type": "object",
        "properties": tables,
        "required": ["series"],
        "additionalProperties": False,
    }


def _table(name: str, record: type) -> dict[str, Any]:
    one = _record(record, private=name in PRIVATE_TABLES)
    about = one["description"]
    if name in BY_NAME:
        return {"type": "object", "description": about, "additionalProperties": one}
    if name in LISTS:
        return {"type": "array", "description": about, "items": one}
    if name in ONE_OR_MORE:
        return {"description": about, "anyOf": [one, {"type": "array", "items": one}]}
    return one


def _record(record: type, *, private: bool = False) -> dict[str, Any]:
    """One table: its keys in the record's order."""
    about = _documented(record)
    defaults = {each.name: each.default for each in fields(record)}
    keys = keys_of(record)
    properties = {key: _key(form, about.get(form.name, ""), defaults[form.name]) for key, form in keys.items()}
    if private:
        properties["private"] = _PRIVATE
    required = [key for key, form in keys.items() if form.required and (record, key) not in _MADE]
    said = {
        "type": "object",
        "description": _summary(record),
        "properties": properties,
        "additionalProperties": False,
    }
    return said | ({"required": required} if required else {})


def _key(form: Form, about: str, default: object) -> dict[str, Any]:
    """What one key may hold, with its description, its examples and what holds if it is unsaid."""
    one = _record(form.record) if form.record else _value(form.kind)
    value = dict(one)
    if form.many:
        several: dict[str, Any] = {"type": "array", "items": one}
        value = {"anyOf": [one, several]} if form.one else several
    if form.mapping:
        value = {"type": "object", "additionalProperties": value}
    if about:
        value["description"] = about
    examples = [] if form.mapping or form.kind is model.Known else _examples(form.kind, about)
    if examples:
        value["examples"] = examples
    if default is not MISSING and isinstance(default, (bool, int, str)):
        value["default"] = default.value if isinstance(default, Enum) else default
    return value


def _value(kind: Any) -> dict[str, Any]:
    """The schema of a single value of a kind that is no table."""
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"type": "string", "enum": [str(each.value) for each in kind]}
    return dict(_KINDS[kind])


_TEXT: Final = {"type": "string"}
_LOCAL_TIME: Final = {"type": "string", "format": "partial-time", "pattern": "^[0-9]{2}:"}
_KINDS: Final[Mapping[Any, Mapping[str, Any]]] = {
    model.Ident: {"type": "string", "pattern": "^[A-Za-z0-9_][A-Za-z0-9._-]*$"},
    model.Line: _TEXT,
    model.Known: _TEXT,
    model.Prose: _TEXT,
    model.Url: {"type": "string", "pattern": _ADDRESS},
    model.Email: _TEXT,
    model.Sender: _TEXT,
    model.Zone: _TEXT,
    model.Tag: _TEXT,
    model.Colour: {"type": "string", "pattern": "^#([0-9A-Fa-f]{3}){1,2}$"},
    dt.date: {"type": "string", "format": "date"},
    dt.time: {"anyOf": [{"type": "string", "pattern": _CLOCK}, _LOCAL_TIME]},
    dt.timedelta: _TEXT,
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": 1},
    model.Days: {"type": "integer", "minimum": 0, "maximum": LONGEST},
    model.Count: {"type": "integer", "minimum": 0},
    model.Seats: {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": "^[0-9]"}]},
}


# --- docstrings ---


def _summary(record: type) -> str:
    return inspect.cleandoc(record.__doc__ or "").split("\n\n")[0].replace("\n", " ")


def _documented(record: type) -> dict[str, str]:
    """The line on each field in the docstrings of a record and of those it builds on."""
    about: dict[str, str] = {}
    for each in reversed(record.__mro__[:-1]):
        for line in inspect.cleandoc(each.__doc__ or "").split("\n")[1:]:
            name, colon, text = line.partition(": ")
            if colon and name.isidentifier():
                about[name] = text
    return about


def _examples(kind: Any, about: str) -> list[str]:
    """What stands in quotes in the description of a text, a time or a duration."""
    if kind in (bool, int, model.Days, model.Count, dt.date) or kind not in _KINDS:
        return []
    return _QUOTED.findall(about)
