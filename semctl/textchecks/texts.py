"""What every check of texts looks at: a series as it is meant and as it is typed, and how a finding is said."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from semctl.decode import PRIVATE_TABLES
from semctl.model import PrivateNotes
from semctl.parse import RECORDS
from semctl.problems import Grade, Path, Problem
from semctl.programme import Programme
from semctl.tomltext.document import Document

READ: Final = (*RECORDS, "papers", "participants")
"""The tables whose texts are printed."""


@dataclass(frozen=True, kw_only=True)
class Texts:
    """One series: its programme, its text as typed, its private notes."""

    programme: Programme
    document: Document
    notes: PrivateNotes

    @cached_property
    def strings(self) -> tuple[tuple[Path, str], ...]:
        """Every text of the file with its path, just as TOML reads it; private ones left out."""
        data = self.document.data
        return tuple(found for name in READ if name in data for found in _strings(data[name], (name,)))

    @cached_property
    def _ids(self) -> dict[Path, str]:
        return {talk.path: talk.id for talk in self.programme.book.talks}

    @cached_property
    def _days(self) -> dict[Path, str]:
        return {each.path: each.date.isoformat() for each in self.programme.book.overrides}

    def where(self, path: Path) -> str:
        """A path in its owner's words: talk "kim", title."""
        table, rest = path[:1], path[1:]
        if rest and (isinstance(rest[0], int) or path[0] == "rooms"):
            table, rest = path[:2], path[2:]
        name = str(path[0])
        if table in self._ids:
            name = f'talk "{self._ids[table]}"'
        elif table in self._days:
            name = f"override of {self._days[table]}"
        elif len(table) > 1:
            name = f"{name} number {table[1] + 1}" if isinstance(table[1], int) else f'room "{table[1]}"'
        return ", ".join([name, *(f"number {part + 1}" if isinstance(part, int) else part for part in rest)])

    def warning(self, code: str, path: Path, says: str, hint: str, *, at: int | None = None) -> Problem:
        """Something that looks wrong; at: an offset in the text at the path, for its line."""
        line = None if at is None else self._line(path, at)
        where = self.where(path)
        return Problem(code=code, path=path, where=where, says=says, hint=hint, grade=Grade.WARNING, line=line)

    def chore(self, code: str, path: Path, says: str, hint: str) -> Problem:
        """Something still to be done."""
        return Problem(code=code, path=path, where=self.where(path), says=says, hint=hint, grade=Grade.CHORE)

    def _line(self, path: Path, at: int) -> int | None:
        """The line of an offset in a text of several lines; None where the key's line must do."""
        source = self.document.source_of(path) or ""
        if not source.startswith(("'''", '"""')) or (source[0] == '"' and "\\" in source):
            return None
        value: Any = self.document.data
        for part in path:
            value = value[part]
        opening = source[3:5].startswith(("\n", "\r\n"))
        below: int = value.count("\n", 0, at)
        return self.document.line_of(path) + opening + below


def _strings(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key != "private" or path[0] not in PRIVATE_TABLES:
                yield from _strings(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _strings(item, (*path, index))


def shortened(text: str, start: int, end: int) -> str:
    """A piece of a text on one line, with dots where there is more."""
    piece = " ".join(text[max(0, start) : end].split())
    return f"{'…' if start > 0 else ''}{piece}{'…' if end < len(text.rstrip()) else ''}"


def listed(found: list[str], most: int = 4) -> str:
    """The first few of what was found, each once: "<b>, </b> and 2 more"."""
    each = list(dict.fromkeys(found))
    more = f" and {len(each) - most} more" if len(each) > most else ""
    return ", ".join(each[:most]) + more
