"""The plain part of TOML, read quickly: what nearly all of a series file is written in.

Reads as tomllib does, or not at all: a section that holds anything else is given to tomllib, and so is the whole
text where its headers meet in an unusual way. What is sound alone is sound in a row, for each section ends its lines.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from semctl.tomltext import spans
from semctl.tomltext.patterns import late
from semctl.tomltext.sections import Counter, Section, body_end

_EOL: Final = r"[ \t]*+(?:\#[^\n]*+)?\r?+(?:\n[\r\n]*+|\Z)"
_LINE: Final = late(
    rf"""
    [ \t]*+([A-Za-z0-9_-]++)[ \t]*+=[ \t]*+(?:
        "(?!"")(?P<basic>[^"\\\n]*+)"
        |'(?!'')(?P<literal>[^'\n]*+)'
        |'''(?:\r?\n)?+(?P<literal_lines>(?:[^']++|'(?!''))*+)'''
        |\"\"\"(?:\r?\n)?+(?P<basic_lines>(?:[^"\\]++|"(?!""))*+)\"\"\"
        |(?P<date>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})
        |(?P<number>[1-9][0-9]{{0,8}}+)
        |(?P<flag>true|false)
    ){_EOL}
    |(?:[ \t]*+(?:\#[^\n]*+)?\r?+\n)++
    |[ \t]*+(?P<opening>\[\[?)[ \t]*+(?P<key>{spans.KEY})[ \t]*+(?P<closing>\]\]?){_EOL}
    """,
    re.VERBOSE,
)
_PIECE: Final = 1 << 16  # is looked through for each of them while it is at hand
_CONTROLS: Final = tuple(chr(code) for code in (*range(0x20), 0x7F) if chr(code) not in "\t\n\r")
_VALUES: Final[Mapping[str, Callable[[str], Any]]] = MappingProxyType(
    {
        "basic": str,
        "literal": str,
        "literal_lines": lambda text: text.replace("\r\n", "\n"),
        "basic_lines": lambda text: text.replace("\r\n", "\n"),
        "date": dt.date.fromisoformat,
        "number": int,
        "flag": lambda text: text == "true",
    }
)


class Plain(NamedTuple):
    """What a text says, and its sections."""

    data: dict[str, Any]
    sections: tuple[Section, ...]


def read(text: str, start: int) -> Plain | None:
    """Read a text from an offset on; None where it holds mistakes, or headers that only tomllib can judge."""
    pieces = (text[at : at + _PIECE] for at in range(start, len(text), _PIECE))
    if any(control in piece for piece in pieces for control in _CONTROLS):
        return None
    if "\r" in text and text.count("\r") != text.count("\r\n"):
        return None
    try:
        return _Reader(text, start).read()
    except (ValueError, RecursionError):
        return None


class _Reader:
    """Fills `root` section by section; ValueError where tomllib has to judge."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.start = start
        self.root: dict[str, Any] = {}
        self._names: dict[str, str] = {}  # of keys, each kept once
        self._made: dict[tuple[str, ...], Any] = {}  # by key: the table or the array that headers made last

    def read(self) -> Plain:
        """Everything, to the end of the text."""
        heads: list[tuple[int, int, tuple[str, ...], bool]] = [(self.start, self.start, (), False)]
        keys: dict[str, tuple[str, ...]] = {}
        header = self._section(self.start, self.start, self.root)
        while header:
            raw, body, array = header["key"], header.end("closing"), header["opening"] == "[["
            if len(header["opening"]) != len(header["closing"]):
                raise ValueError(header[0])
            key = keys.get(raw) or keys.setdefault(raw, spans.decoded_key(raw))
            heads.append((header.start(), body, key, array))
            header = self._section(body, header.end(), self._opened(key, array))
        ends = [*(start for start, _, _, _ in heads[1:]), len(self.text)]
        path = Counter().path
        sections = (
            Section(start, body, end, key, array, path(key, array) if key else ())
            for (start, body, key, array), end in zip(heads, ends, strict=True)
        )
        return Plain(self.root, tuple(sections))

    def _section(self, body: int, at: int, table: dict[str, Any]) -> re.Match[str] | None:
        """Read the lines from `at` on into an empty table; the header that ends them, None at the end of the text.

        body: where the section begins, behind the closing bracket of its header.
        """
        text, match, names = self.text, _LINE.match, self._names
        while line := match(text, at):
            kind = line.lastgroup
            if kind == "closing":
                return line
            if kind is not None:
                key = names.setdefault(line[1], line[1])
                if key in table:
                    raise ValueError(key)
                table[key] = _VALUES[kind](line[kind])
            at = line.end()
        if at == len(text):
            return None
        end = body_end(text, body, self.start)
        table.clear()
        table.update(tomllib.loads(text[body:end]))
        line = match(text, end)
        if end < len(text) and (line is None or line.lastgroup != "closing"):
            raise ValueError(text[end : end + 80])
        return line

    def _opened(self, key: tuple[str, ...], array: bool) -> dict[str, Any]:
        """The new table that a header opens."""
        table: dict[str, Any] = {}
        parent, name = self._parent(key), key[-1]
        if name not in parent:
            self._made[key] = parent[name] = [table] if array else table
        elif array and isinstance(parent[name], list) and parent[name] is self._made.get(key):
            parent[name].append(table)
        else:
            raise ValueError(key)
        return table

    def _parent(self, key: tuple[str, ...]) -> Any:
        table: Any = self.root
        for length in range(1, len(key)):
            path = key[:length]
            if path[-1] not in table:
                self._made[path] = table[path[-1]] = {}
            below = table[path[-1]]
            if below is not self._made.get(path):
                raise ValueError(key)
            table = below[-1] if isinstance(below, list) else below
        return table
