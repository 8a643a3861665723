"""The text of a whole series file from its tables, and that of the private file beside it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from semctl.parse import RECORDS
from semctl.tomltext import render

_TABLES: Final = (*(name for name in RECORDS if name != "talks"), "reading", "talks", "papers", "participants")
"""How a file is written, from the top."""
_ON_A_LINE: Final = frozenset({"join", "phrase", "seats"})
_NOT_OF_TALKS: Final = frozenset({"series", "participants"})
"""Names that mean something else in the private file."""


def whole_file(tables: Mapping[str, Any]) -> str:
    """All tables in the usual order, each key where the table has it but for those that are tables themselves."""
    parts = []
    for name in _TABLES:
        table = tables.get(name)
        if name == "rooms":
            parts += [_block(f"rooms.{render.key(room)}", each) for room, each in (table or {}).items()]
        elif isinstance(table, Mapping):
            parts.append(_block(name, table))
        else:
            parts += [_block(name, each, one_of=True) for each in table or ()]
    return "\n".join(parts)


def _block(name: str, table: Mapping[str, Any], *, one_of: bool = False) -> str:
    """A table with its keys; of those that are tables the short ones stay on a line. one_of: there are several."""
    lines, below = [f"[[{name}]]" if one_of else f"[{name}]"], []
    for key, value in table.items():
        own = render.key(key)
        if isinstance(value, Mapping) and key not in _ON_A_LINE:
            below.append(_block(f"{name}.{own}", value))
        elif isinstance(value, list) and value and all(isinstance(each, Mapping) for each in value):
            below += [_block(f"{name}.{own}", each, one_of=True) for each in value]
        else:
            written = render.inline(value) if isinstance(value, Mapping) else render.value(value)
            lines.append(f"{own} = {written}")
    if len(lines) == 1 and below and not one_of:
        return "\n".join(below)  # their headers say it
    return "\n".join(["\n".join(lines) + "\n", *below])


def left_behind(tables: Mapping[str, Any], data: Mapping[str, Any]) -> list[str]:
    """The tables that say something which those of a file do not; of talks and private notes nothing is told.

    data: the file as TOML gives it.
    """
    told = {name: table for name, table in parted(tables)[0].items() if name != "talks"}
    return [name for name, table in told.items() if not _says(data.get(name, {}), table)]


def _says(mine: Any, theirs: Any) -> bool:
    """Whether a value of a file says all that another does."""
    if isinstance(theirs, Mapping):
        return isinstance(mine, Mapping) and all(_says(mine.get(key), value) for key, value in theirs.items())
    if isinstance(theirs, list):
        return isinstance(mine, list) and all(any(_says(each, one) for each in mine) for one in theirs)
    if isinstance(mine, dt.time):
        return theirs in (mine.isoformat("minutes"), mine.isoformat())
    return bool(mine == theirs)


def parted(tables: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The tables without private notes, and the notes as the private file has them."""
    public, notes = dict(tables), {}
    if series := tables.get("series", {}).get("private"):
        notes["series"] = series
        public["series"] = _without_notes(tables["series"])
    for each in tables.get("talks", ()):
        if each.get("private") and each["id"] not in _NOT_OF_TALKS:
            notes[each["id"]] = each["private"]
    people = {each["id"]: each["private"] for each in tables.get("participants", ()) if each.get("private")}
    if people:
        notes["participants"] = people
        public["participants"] = [_without_notes(each) for each in tables["participants"]]
    if "talks" in tables:
        public["talks"] = [_without_notes(each) if each["id"] in notes else each for each in tables["talks"]]
    return public, notes


def _without_notes(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if key != "private"}


def private_file(notes: Mapping[str, Any]) -> str:
    """The text of the private file."""
    return "\n".join(_block(render.key(name), table) for name, table in notes.items())
