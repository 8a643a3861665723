"""A text that tomllib refuses, read statement by statement: every mistake, and all that can be read.

Linear in the length of the text, whatever stands in it.
"""

import re
import tomllib
from enum import Enum
from typing import Any, Final, NamedTuple

from semctl.problems import Grade, Path, Problem
from semctl.tomltext import hints, spans
from semctl.tomltext.patterns import late
from semctl.tomltext.sections import Section
from semctl.tomltext.spans import Statement
from semctl.tomltext.tables import Tables

MOST: Final = 1000  # more mistakes than this help nobody, and junk of any size stays cheap
_FEW: Final = 3  # so many lines that say nothing are named one by one, more as a range
_FAR: Final = 10_000  # how far the end of an inline table is looked for
_SHOWN: Final = 500  # so much of a line is looked at to say what is wrong with it
_LONG: Final = 20_000
_PARTS: Final = 100
_MANY_PARTS: Final = late(rf"(?<![\w-])(?:(?:[A-Za-z0-9_-]++|\"[^\"\n]*+\"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{_PARTS}}}")

_CONTROL: Final = late(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)")
_EMPTY: Final = late(r"[ \t]*+(?:#[^\n]*+|\r)?(?:\n|\Z)")
_HEADER: Final = late(rf"[ \t]*+(\[\[?)[ \t]*+({spans.KEY})[ \t]*+(\]\]?)[ \t\r]*+(?:#[^\n]*+)?(?:\n|\Z)", re.DOTALL)
_OPENING: Final = late(rf"[ \t]*+({spans.KEY})[ \t]*+(=|:(?=[ \t\r\n]|\Z))[ \t]*+", re.DOTALL)
_VALUE_BELOW: Final = late(r"\r?\n[ \t]*(?='''|\"\"\")")
_STRING: Final = late(spans.STRING, re.DOTALL)
_BARE: Final = late(r"[^#\n]*+")
_REST: Final = late(r"[^\n]*+\n?")
_KEY_BEFORE: Final = late(r"[ \t]*[A-Za-z_][\w-]*[ \t]*[=:][ \t]*")
_A_HEADER: Final = r"[ \t]*+\[\[?[ \t]*+[\"']?[A-Za-z_][^\[\]\n]*\]\]?[ \t\r]*(?:#[^\n]*)?$"
_NEXT_HEADER: Final = late(rf"^{_A_HEADER}", re.MULTILINE)
_RESTART: Final = late(
    rf"^(?:{_A_HEADER}|[ \t]*+[A-Za-z_][\w-]*+[ \t]*+=[ \t]*+(?=[\"'\[{{\d+-]|true|false))", re.MULTILINE
)


class Unread(Enum):
    """The one value that stands for what could not be read."""

    BROKEN = "not readable"


BROKEN: Final = Unread.BROKEN


def has_endless_key(text: str) -> bool:
    """Whether a line holds a dotted key so long that tomllib, quadratic in its parts, would take hours."""
    at, length = 0, len(text)
    while length - at > _LONG:
        newline = text.rfind("\n", at, at + _LONG)
        end = newline if newline >= 0 else text.find("\n", at)
        end = length if end < 0 else end
        if newline < 0 and _MANY_PARTS.search(text, at, end):
            return True
        at = end + 1
    return False


class Recovered(NamedTuple):
    """What a text with mistakes gives; sections and statements are places in it, as for a text without."""

    data: dict[str, Any]
    mistakes: tuple[Problem, ...]
    sections: tuple[Section, ...]
    statements: dict[int, list[Statement]]


def recover(text: str, start: int, error: Exception | None) -> Recovered:
    """Read a text that tomllib refused with `error`; then there is always a mistake in the answer.

    Without an error there are mistakes only if there are some, and the data is not to be used then.
    """
    reader = _Reader(text, start)
    reader.read()
    if error and not reader.problems:
        reader.problems.append(_as_told(text, error))
    mistakes = tuple(sorted(reader.problems, key=lambda problem: problem.line or 1))
    known = dict(enumerate(reader.statements))
    return Recovered(reader.tables.root, mistakes, tuple(reader.sections), known)


def _as_told(text: str, error: Exception) -> Problem:
    """What tomllib says, for the few things that only it sees."""
    last = max(1, text.count("\n") + (not text.endswith("\n")))
    told = re.fullmatch(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", str(error), re.DOTALL)
    line = min(int(told[2]), last) if told and told[2] else last
    words = told[1] if told else "nested too deep" if isinstance(error, RecursionError) else str(error)
    return _problem(line, f"this cannot be read: {words[:1].lower()}{words[1:]}", "look at this line and the one above")


def _problem(line: int, says: str, hint: str) -> Problem:
    return Problem(code="toml", says=says, hint=hint, grade=Grade.ERROR, line=line)


class _Reader:
    """Walks once through the text; `at` is always the start of a line."""

    def __init__(self, text: str, start: int) -> None:
        self.whole = text
        # What no TOML may hold is reported first and then read as blanks: the offsets stay.
        self.text = _CONTROL.sub(" ", text)
        self.at = start
        self.tables = Tables()
        self.problems: list[Problem] = []
        self.sections = [Section(start, start, len(text), (), False, ())]
        self.statements: list[list[Statement]] = [[]]
        self._counted = (0, 1)
        self._restarts = (0, -1)

    def line(self, at: int) -> int:
        """The line of an offset; cheap as long as offsets come in order."""
        seen, line = self._counted
        if at >= seen:
            line += self.whole.count("\n", seen, at)
        else:
            line -= self.whole.count("\n", at, seen)
        self._counted = (at, line)
        return line

    def report(self, at: int, says: str, hint: str) -> None:
        """A mistake in the line of an offset."""
        self.problems.append(_problem(self.line(at), says, hint))

    def read(self) -> None:
        """Everything, up to the end or to one mistake too many."""
        self._controls()
        text = self.text
        while self.at < len(text):
            if len(self.problems) >= MOST:
                self.report(self.at, f"after {MOST} mistakes the rest was not read", "is this the right file?")
                return
            if empty := _EMPTY.match(text, self.at):
                self.at = empty.end()
            elif text[self.at : self.at + 200].lstrip(" \t")[:1] == "[":
                self._header()
            else:
                self._statement()

    def _controls(self) -> None:
        if "\n" not in self.whole and "\r" in self.whole:
            self.report(0, "all lines end in a lone carriage return", "save the file with Unix line ends (LF)")
            self.at = len(self.whole)
            return
        if self.text == self.whole:
            return
        match = _CONTROL.search(self.whole)
        while match and len(self.problems) < MOST:
            self.report(match.start(), *hints.control(match[0]))
            match = _CONTROL.search(self.whole, self._line_end(match.start()))

    def _header(self) -> None:
        start, end = self.at, self._line_end(self.at)
        match = _HEADER.match(self.text, start)
        self.at = end
        if match and match[2].count(".") > _PARTS:
            self.report(start, *hints.many_parts(match[2]))
            self._open(start, end, (), False)
            return
        if match and len(match[1]) == len(match[3]):
            try:
                key = spans.decoded_key(match[2])
            except ValueError:
                self.report(start, "the name in this header cannot be read", "use plain letters")
                self._open(start, end, (), False)
                return
            self._open(start, match.end(3), key, match[1] == "[[")
            return
        raw = self.text[start : min(end, start + _SHOWN)].strip()
        says, hint, guess, array = hints.header(raw)
        self.report(start, says, hint)
        self._open(start, end, guess, array)

    def _open(self, start: int, body: int, key: tuple[str, ...], array: bool) -> None:
        path: Path = ()
        if key:
            path, clash = self.tables.open(key, array, self.line(start))
            if clash:
                self.report(start, *clash)
        else:
            self.tables.leave()
        self.sections[-1] = self.sections[-1]._replace(end=start)
        # A header that names no table of the data gets a path that nobody asks for.
        own = path or ("", len(self.sections))
        self.sections.append(Section(start, body, len(self.text), key or ("",), array, own))
        self.statements.append([])

    def _statement(self) -> None:
        opening = _OPENING.match(self.text, self.at)
        if opening is None:
            self._junk()
            return
        value_at = opening.end()
        below = _VALUE_BELOW.match(self.text, value_at)
        if below:
            self.report(self.at, f"{opening[1]} has no value in its line", "begin the value in the line of its key")
            value_at = below.end()
        stop, resume = self._value_end(opening[1], value_at)
        try:
            key = spans.decoded_key(opening[1])
        except ValueError:
            key = ()
        if not 0 < len(key) <= _PARTS:
            self.report(self.at, *hints.many_parts(opening[1]))
            self.at = resume
            return
        start, self.at = self.at, resume
        if stop < 0:
            self._keep(Statement(start, opening.start(1), opening.end(1), key, value_at, resume, resume), BROKEN)
            return
        value = self._value(opening, value_at, resume)
        self._keep(Statement(start, opening.start(1), opening.end(1), key, value_at, stop, resume), value)

    def _value(self, opening: re.Match[str], value_at: int, end: int) -> Any:
        """The value that ends in the line before `end`, BROKEN with a report if it cannot be read."""
        raw = self.text[value_at:end]
        colon = opening[2] == ":"
        if raw[:1] in ("[", "{") and has_endless_key(raw):
            self.report(value_at, *hints.many_parts(opening[1]))
            return BROKEN
        try:
            value = tomllib.loads(f"k = {raw}")["k"]
        except Exception as error:  # whatever tomllib stumbles over is the user's to mend
            line, says, hint = hints.value(opening[1], raw, error)
            self.problems.append(_problem(self.line(value_at) + line, says, hint))
            return BROKEN
        if colon:
            first = raw.strip().split("\n", 1)[0].rstrip()
            self.report(value_at, f"a colon stands after {opening[1]}", f"write {opening[1]} = {first}")
        return value

    def _keep(self, statement: Statement, value: Any) -> None:
        clash = self.tables.put(statement.key, value, self.line(statement.start))
        if clash:
            self.report(statement.start, *clash)
        self.statements[-1].append(statement)

    def _line_end(self, at: int) -> int:
        match = _REST.match(self.text, at)
        return match.end() if match else len(self.text)

    def _value_end(self, key: str, at: int) -> tuple[int, int]:
        """Where the value at `at` ends and where to read on; -1 and a report where it is never closed."""
        text, first = self.text, self.text[at : at + 1]
        if text.startswith(("'''", '"""'), at):
            stop = self._text_end(at)
            if stop < 0:
                self.report(at, *hints.unclosed(text[at : at + 3], key))
                return -1, self._restart(at)
        elif first in ('"', "'"):
            match = _STRING.match(text, at)
            stop = match.end() if match else at
        elif first in ("[", "{"):
            limit = self._restart(at) if first == "[" else self._next_header(at)
            stop = spans.closing(text, at, limit)
            if stop < 0:
                self.report(at, *hints.unclosed(first, key))
                return -1, self._restart(at)
        else:
            match = _BARE.match(text, at)
            stop = match.end() if match else at
        return stop, self._line_end(stop)

    def _text_end(self, at: int) -> int:
        """The end of a text between three quotes, -1 if what seems to close it opens the next one."""
        match = _STRING.match(self.text, at)
        if match is None or len(match[0]) < 6:
            return -1
        closing = match.end() - 3
        line_start = self.text.rfind("\n", at, closing) + 1
        if line_start > at and _KEY_BEFORE.fullmatch(self.text, line_start, closing):
            return -1
        return match.end()

    def _restart(self, at: int) -> int:
        """The next line that looks like a header or a statement, or the end of the text."""
        at = self._line_end(at)
        asked, found = self._restarts
        if not asked <= at <= found:
            match = _RESTART.search(self.text, at)
            found = match.start() if match else len(self.text)
            self._restarts = (at, found)
        return found

    def _next_header(self, at: int) -> int:
        match = _NEXT_HEADER.search(self.text, at, at + _FAR)
        return match.start() if match else min(len(self.text), at + _FAR)

    def _junk(self) -> None:
        """Lines that are neither header nor statement."""
        starts: list[int] = []
        at = self.at
        while at < len(self.text) and not self._speaks(at, starts):
            starts.append(at)
            at = self._line_end(at)
        self.at = at
        if len(starts) <= _FEW:
            for start in starts:
                self.report(start, *hints.junk(_rest_of(self.text, start).strip()))
            return
        raw = _rest_of(self.text, starts[0]).strip()
        last = self.line(starts[-1])
        self.report(starts[0], *hints.prose(raw, last))

    def _speaks(self, at: int, before: list[int]) -> bool:
        if not before:
            return False
        if _EMPTY.match(self.text, at) or _RESTART.match(self.text, at):
            return True
        return len(before) <= _FEW and _OPENING.match(self.text, at) is not None


def _rest_of(text: str, at: int) -> str:
    end = text.find("\n", at, at + _SHOWN)
    return text[at : at + _SHOWN] if end < 0 else text[at:end]
