"""A TOML text cut at its headers, and the way from a path such as ("talks", 3, "title") to its place.

The cut is one regular expression a section; what stands inside a section is looked at only when asked for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal, NamedTuple

from semctl.problems import Path
from semctl.tomltext import spans
from semctl.tomltext.patterns import late
from semctl.tomltext.spans import Statement

_HEADER: Final = late(rf"[ \t]*+(\[\[?)[ \t]*+({spans.KEY})[ \t]*+\]\]?", re.DOTALL)
_BODY: Final = late(
    rf"(?:[^\"'#\[\]\n]++|{spans.STRING}|{spans.COMMENT}|\n(?![ \t]*+\[)|{spans.FLAT_LIST})*+", re.DOTALL
)


class Section(NamedTuple):
    """A header with the lines below it, up to the next header; the first one of a text has no header.

    start: of the header's line. body: after the closing bracket. end: the next section's start.
    key: the header's parts. array: written [[so]]. path: what it stands for, () for the first one.
    """

    start: int
    body: int
    end: int
    key: tuple[str, ...]
    array: bool
    path: Path


def cut(text: str, start: int) -> Iterator[tuple[int, int, int, tuple[str, ...], bool]]:
    """Start, body, end, key and whether [[so]] of each section of a valid text."""
    decoded: dict[str, tuple[str, ...]] = {}
    at, body, array = start, start, False
    key: tuple[str, ...] = ()
    while True:
        end = body_end(text, body, start)
        yield at, body, end, key, array
        header = _HEADER.match(text, end)
        if header is None:
            return
        raw = header[2]
        if raw not in decoded:
            decoded[raw] = spans.decoded_key(raw)
        at, body, key, array = end, header.end(), decoded[raw], header[1] == "[["


def body_end(text: str, at: int, start: int) -> int:
    """Where the next header's line starts, or the end of the text, which begins at `start`."""
    if at == start and _HEADER.match(text, start):
        return start
    while True:
        match = _BODY.match(text, at)
        at = match.end() if match else at
        if text.startswith("\n", at):
            return at + 1
        if not text.startswith("[", at):  # a list in a list: too deep for the regular expression
            return len(text)
        at = spans.closing(text, at)
        if at < 0:
            return len(text)


class Counter:
    """Gives each header its path: counts the elements of every [[array]] met so far."""

    def __init__(self) -> None:
        self._counts: dict[Path, int] = {}

    def path(self, key: tuple[str, ...], array: bool) -> Path:
        """The path of the next header with this key."""
        counts = self._counts
        path: Path = ()
        for part in key[:-1]:
            path += (part,)
            if path in counts:
                path += (counts[path] - 1,)
        path += key[-1:]
        if array:
            counts[path] = counts.get(path, 0) + 1
            path += (counts[path] - 1,)
        return path


class Place(NamedTuple):
    """Where a path stands: `kind` says how it is written.

    header: the section's own table. value: value_at to value_end in `statement`. keys: a table made by dotted
    keys, `statement` is the first of them. headers: a table that only its sub-tables' headers name, or an array
    of [[tables]]; `section` is the first of them. at: an offset in the line that shows it.
    """

    kind: Literal["header", "value", "keys", "headers"]
    section: int
    at: int
    statement: Statement | None = None
    value_at: int = 0
    value_end: int = 0


@dataclass(frozen=True, eq=False)
class Layout:
    """The sections of one valid text (`start`: the first offset after a byte order mark)."""

    text: str
    start: int = 0
    given: tuple[Section, ...] | None = None
    known: dict[int, list[Statement]] = field(default_factory=dict)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Every section in the order of the text; there is always a first one without a header."""
        if self.given is not None:
            return self.given
        counter = Counter()
        return tuple(
            Section(at, body, end, key, array, counter.path(key, array) if key else ())
            for at, body, end, key, array in cut(self.text, self.start)
        )

    def grown(self, number: int, by: int) -> tuple[Section, ...]:
        """The sections of a text in which one of them is longer than here, and no header is another."""
        before, one, after = self.sections[:number], self.sections[number], self.sections[number + 1 :]
        moved = (
            Section(start + by, body + by, end + by, key, array, path) for start, body, end, key, array, path in after
        )
        return (*before, one._replace(end=one.end + by), *moved)

    @cached_property
    def _by_path(self) -> dict[Path, int]:
        return {section.path: number for number, section in reversed(list(enumerate(self.sections)))}

    @cached_property
    def _first_below(self) -> dict[Path, int]:
        """For every beginning of a header's path: the first section that has it."""
        first: dict[Path, int] = {}
        for number, section in enumerate(self.sections):
            path = section.path
            while path := path[:-1]:
                if path in first:
                    break
                first[path] = number
        return first

    @cached_property
    def _lines_before(self) -> list[int]:
        lines, count = [], self.text.count("\n", 0, self.start)
        for section in self.sections:
            lines.append(count)
            count += self.text.count("\n", section.start, section.end)
        return lines

    def statements(self, number: int) -> list[Statement]:
        """The statements of one section."""
        if number not in self.known:
            section = self.sections[number]
            self.known[number] = spans.statements(self.text, self.body_start(number), section.end)
        return self.known[number]

    def body_start(self, number: int) -> int:
        """The start of the first line below a section's header."""
        section = self.sections[number]
        if not section.key:
            return section.start
        line_end = self.text.find("\n", section.body, section.end)
        return section.end if line_end < 0 else line_end + 1

    def line(self, at: int, number: int) -> int:
        """The 1-based line of an offset in section `number`."""
        start = self.sections[number].start
        return self._lines_before[number] + self.text.count("\n", start, at) + 1

    def section_of(self, path: Path) -> int | None:
        """The section whose header makes exactly this table; 0 for ()."""
        return self._by_path.get(path)

    def find(self, path: Path) -> Place | None:
        """Where this very path stands, None if the text does not name it."""
        for length in range(len(path), -1, -1):
            number = self._by_path.get(path[:length])
            if number is not None and (place := self._in_section(number, path[length:])):
                return place
        number = self._first_below.get(path)
        return None if number is None else Place("headers", number, self._header_at(number))

    def _header_at(self, number: int) -> int:
        section = self.sections[number]
        return section.body - 1 if section.key else section.start

    def _in_section(self, number: int, rest: Path) -> Place | None:
        if not rest:
            return Place("header", number, self._header_at(number))
        for statement in self.statements(number):
            key = statement.key
            if key == rest[: len(key)]:
                return self._in_value(number, statement, rest[len(key) :])
            if key[: len(rest)] == rest:
                return Place("keys", number, statement.key_at, statement)
        return None

    def _in_value(self, number: int, statement: Statement, rest: Path) -> Place | None:
        at, value_at, value_end = statement.key_at, statement.value_at, statement.value_end
        while rest:
            if self.text[value_at : value_at + 1] not in ("[", "{"):
                return None
            inner = enumerate(spans.items(self.text, value_at))
            for index, item in inner:
                key: Path = item.key or (index,)
                if key == rest[: len(key)]:
                    break
            else:
                return None
            rest = rest[len(key) :]
            at, value_at, value_end = item.start, item.value_at, item.value_end
        return Place("value", number, at, statement, value_at, value_end)
