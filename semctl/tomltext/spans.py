"""Where things stand inside valid TOML text: statements, values, the items of a list, comments.

Knows no meaning: offsets and keys only. Reading values is tomllib's work.
"""

import re
import tomllib
from collections.abc import Iterator
from typing import Final, NamedTuple

from semctl.tomltext.patterns import late

# Possessive quantifiers everywhere: without them a long broken text costs exponential time.
_MULTI_BASIC: Final = r'"""(?:[^"\\]++|\\.|"(?!""))*+"{3,5}+'
_MULTI_LITERAL: Final = r"'''(?:[^']++|'(?!''))*+'{3,5}+"
_BASIC: Final = r'"(?:[^"\\\n]++|\\[^\n])*+"'
_LITERAL: Final = r"'[^'\n]*+'"
STRING: Final = rf"(?:{_MULTI_BASIC}|{_MULTI_LITERAL}|{_BASIC}|{_LITERAL})"
COMMENT: Final = r"#[^\n]*+"
_PART: Final = rf"(?:[A-Za-z0-9_-]++|{_BASIC}|{_LITERAL})"
KEY: Final = rf"{_PART}(?:[ \t]*+\.[ \t]*+{_PART})*+"
FLAT_LIST: Final = rf"\[(?:[^\"'#\[\]]++|{STRING}|{COMMENT})*+\]"

_PART_RE: Final = late(_PART, re.DOTALL)
_STATEMENT: Final = late(rf"[ \t]*+({KEY})[ \t]*+=[ \t]*+", re.DOTALL)
_EMPTY_LINE: Final = late(rf"[ \t]*+(?:{COMMENT}|\r)?(?:\n|\Z)")
_STRING_RE: Final = late(STRING, re.DOTALL)
_TO_LINE_END: Final = late(rf"[ \t\r]*+(?:{COMMENT})?(?:\n|\Z)")
_BRACKET: Final = late(rf"{STRING}|{COMMENT}|[\[\]{{}}]", re.DOTALL)
_BARE: Final = late(r"[^#\r\n]*+")
_BARE_ITEM: Final = late(r"[^,\]}#\r\n]*+")
_BETWEEN_ITEMS: Final = late(rf"(?:[ \t\r\n,]++|{COMMENT})*+")
_TOKEN: Final = late(rf"{STRING}|{COMMENT}", re.DOTALL)


class Statement(NamedTuple):
    """`key = value` with its whole line: offsets into the text it was found in.

    start: of the line. key: its parts, decoded. value_at, value_end: the value as typed.
    end: after the line's newline, or the end of the text.
    """

    start: int
    key_at: int
    key_end: int
    key: tuple[str, ...]
    value_at: int
    value_end: int
    end: int


class Item(NamedTuple):
    """One item of a list (no key) or one pair of an inline table."""

    start: int
    key: tuple[str, ...]
    value_at: int
    value_end: int


def decoded_key(raw: str) -> tuple[str, ...]:
    """The parts of a key as typed: `a."b c"` is ("a", "b c")."""
    if '"' not in raw and "'" not in raw:
        return tuple(part.strip(" \t") for part in raw.split("."))
    return tuple(_decoded_part(part) for part in _PART_RE.findall(raw))


def _decoded_part(part: str) -> str:
    if part[0] == "'":
        return part[1:-1]
    return str(tomllib.loads(f"k={part}")["k"]) if part[0] == '"' else part


def _key_or_raw(raw: str) -> tuple[str, ...]:
    try:
        return decoded_key(raw)
    except ValueError:  # only in a text with mistakes
        return (raw,)


def closing(text: str, at: int, end: int | None = None) -> int:
    """The offset after the bracket that closes the one at `at`; -1 if none does before `end`."""
    depth = 0
    for token in _BRACKET.finditer(text, at, len(text) if end is None else end):
        first = text[token.start()]
        if first in "[{":
            depth += 1
        elif first in "]}":
            depth -= 1
            if depth == 0:
                return token.end()
    return -1


def value_end(text: str, at: int, *, item: bool = False) -> int:
    """The offset after the value at `at`; item: it stands inside brackets, where a comma ends it."""
    first = text[at : at + 1]
    if first in ('"', "'"):
        match = _STRING_RE.match(text, at)
        return match.end() if match else at
    if first in ("[", "{"):
        return closing(text, at)
    bare = (_BARE_ITEM if item else _BARE).match(text, at)
    return at + len(bare[0].rstrip(" \t")) if bare else at


def statements(text: str, at: int, end: int) -> list[Statement]:
    """Every `key = value` between two offsets of a valid text; `at` is the start of a line."""
    found = []
    while at < end:
        if empty := _EMPTY_LINE.match(text, at):
            at = empty.end()
            continue
        match = _STATEMENT.match(text, at)
        if match is None:
            break
        stop = value_end(text, match.end())
        line = _TO_LINE_END.match(text, stop)
        if stop < 0 or line is None:
            break
        key = decoded_key(match[1])
        found.append(Statement(at, match.start(1), match.end(1), key, match.end(), stop, line.end()))
        at = line.end()
    return found


def items(text: str, at: int) -> Iterator[Item]:
    """The items of the list or the pairs of the inline table that opens at `at`."""
    table = text[at] == "{"
    at = _skipped(text, at + 1)
    while text[at : at + 1] not in ("]", "}", ""):
        start = at
        key: tuple[str, ...] = ()
        if table:
            match = _STATEMENT.match(text, at)
            if match is None:
                return
            at, key = match.end(), _key_or_raw(match[1])
        stop = value_end(text, at, item=True)
        if stop <= at:
            return
        yield Item(start, key, at, stop)
        at = _skipped(text, stop)


def _skipped(text: str, at: int) -> int:
    match = _BETWEEN_ITEMS.match(text, at)
    return match.end() if match else at


def comments(text: str) -> list[str]:
    """Every comment of a valid text, from `#` to the end of its line without blanks there."""
    return [token[0].rstrip() for token in _TOKEN.finditer(text) if token[0][0] == "#"]


def is_comment_line(line: str) -> bool:
    """Whether a line holds a comment and nothing else."""
    return line.lstrip(" \t").startswith("#")
