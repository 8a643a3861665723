"""A language in a file of one's own: TOML → the record that semctl writes with, and everything wrong in it.

What the file does not say, or says wrongly, is taken from the language of the same code that comes with semctl, or from
English. What a text is filled in with is known from those that come with semctl: one that leaves the speaker out is
not taken.
"""

import typing
from collections.abc import Mapping
from functools import cache
from string import Formatter
from types import NoneType
from typing import Any, Final

import tomli_w

from semctl.languages import (
    CODES,
    Labels,
    Language,
    Mails,
    Pages,
    Patterns,
    Posters,
    Reading,
    Sentences,
    every_language,
    language,
)
from semctl.problems import Grade, Path, Problem, did_you_mean
from semctl.tomltext.document import Document

_NAMES: Final = {"weekdays": 7, "weekdays_short": 7, "months": 12, "months_short": 12}
_RECORDS: Final = {
    "patterns": Patterns,
    "labels": Labels,
    "sentences": Sentences,
    "mails": Mails,
    "pages": Pages,
    "posters": Posters,
}
_NOTHING: Final = Reading(
    **{name: ((),) * _NAMES.get(name, 0) for name in Reading._fields}  # type: ignore[arg-type]
)
"""Dates are understood in the languages that come with semctl only."""
_HEAD: Final = """\
# What semctl writes in this language. The names between braces are filled in; leave them as they are.
# "many" stands where there are several speakers; to_many may be left out where they are addressed like one.

"""


def read(document: Document, code: str) -> tuple[Language | None, tuple[Problem, ...]]:
    """The language, or None where the file is none; and what is wrong in it, located by its path."""
    if not is_code(code):
        hint = 'name the file by the code of its language, as in "pt.toml"'
        return None, (_problem((), f'"{code}" is no code of a language', hint),)
    if document.mistakes:
        return None, document.mistakes
    reader = _Reader(code)
    return reader.language(document.data), tuple(reader.problems)


def is_code(text: str) -> bool:
    """Whether it is the code of a language, as in "pt" (ISO 639)."""
    return text.isascii() and text.isalpha() and text.islower() and len(text) in (2, 3)


def to_begin_with(code: str) -> str:
    """The texts of a language as a file; in English where it does not come with semctl yet."""
    told = language(code if code in CODES else "en")
    tables = {name: _plain(getattr(told, name)) for name in _RECORDS}
    return _HEAD + tomli_w.dumps({name: list(getattr(told, name)) for name in _NAMES} | tables)


def _plain(record: Any) -> dict[str, Any]:
    return {
        name: value if isinstance(value, str) else _plain(value)
        for name, value in record._asdict().items()
        if value is not None
    }


class _Reader:
    """Reads one file over the language of the same code, or over English."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.is_new = code not in CODES
        self.base = language("en" if self.is_new else code)
        self.problems: list[Problem] = []

    def language(self, data: Mapping[str, Any]) -> Language:
        self.unknown(data, (*_NAMES, *_RECORDS), ())
        values: dict[str, Any] = {name: self.names(data, name, count) for name, count in _NAMES.items()}
        for name, record in _RECORDS.items():
            values[name] = self.record(record, data.get(name, {}), (name,), getattr(self.base, name))
        reading = _NOTHING if self.is_new else self.base.reading
        return Language(code=self.code, reading=reading, **values)

    def names(self, data: Mapping[str, Any], name: str, count: int) -> tuple[str, ...]:
        named = data.get(name)
        if isinstance(named, list) and len(named) == count and all(isinstance(each, str) and each for each in named):
            return tuple(named)
        if named is not None or self.is_new:
            self.wrong((name,), f"{name}: expected {count} names", "begin with Monday, or with January")
        return tuple(getattr(self.base, name))

    def record(self, record: Any, table: object, path: Path, base: Any) -> Any:
        """The record that a table says; what is missing is the base's."""
        if not isinstance(table, dict):
            self.wrong(path, f"{_name(path)}: expected a table", f"write [{_name(path)}] above its keys")
            return base
        hints = typing.get_type_hints(record)
        self.unknown(table, tuple(hints), path)
        values: dict[str, Any] = {}
        for name, hint in hints.items():
            own, below = table.get(name), getattr(base, name)
            if hint is str:
                values[name] = below if own is None else self.text(own, (*path, name), below)
            elif own is None and (below is None or not self.is_new):
                values[name] = below
            else:
                values[name] = self.record(_kind(hint), own or {}, (*path, name), below or values["to_one"])
        missing = [name for name, hint in hints.items() if name not in table and hint is str]
        if missing and self.is_new:
            shown = ", ".join(missing[:6]) + (f" and {len(missing) - 6} more" if len(missing) > 6 else "")
            hint = f"semctl templates --language {self.code} writes a file with all of them"
            self.wrong(path, f"{_name(path)}: missing, and taken from English: {shown}", hint)
        return record(**values)

    def text(self, value: object, path: Path, base: str) -> str:
        """One text; the base's where its places to be filled in are not right."""
        count = len(self.problems)
        if not isinstance(value, str):
            self.wrong(path, f"{_name(path)}: expected text", "write it in quotes")
            return base
        needs, may = _places_of(path)
        try:
            used = _places(value)
        except ValueError as error:
            self.wrong(path, f"{_name(path)}: {error}", "write a brace of the text itself twice")
            return base
        for place in sorted(used - may):
            hint = f"it may hold {_listed(may)}" if may else "nothing is filled in here"
            self.wrong(path, f"{_name(path)}: there is no {{{place}}} here", hint)
        lacking = needs - {place.lower() for place in used}
        if lacking:
            self.wrong(path, f"{_name(path)}: lacks {_listed(lacking)}", "look at the other languages")
        elif not value.strip() and "" not in _texts_at(path):
            self.wrong(path, f"{_name(path)}: is empty", "look at the other languages")
        return value if len(self.problems) == count else base

    def unknown(self, table: Mapping[str, Any], known: tuple[str, ...], path: Path) -> None:
        for key in table.keys() - set(known):
            self.wrong((*path, key), f'unknown key "{key}"', did_you_mean(key, known) or "remove it")

    def wrong(self, path: Path, says: str, hint: str) -> None:
        self.problems.append(_problem(path, says, hint))


def _problem(path: Path, says: str, hint: str) -> Problem:
    return Problem(code="language", path=path, says=says, hint=hint, grade=Grade.WARNING)


def _kind(hint: Any) -> Any:
    return next((each for each in typing.get_args(hint) if each is not NoneType), hint)


def _name(path: Path) -> str:
    return ".".join(map(str, path))


def _listed(places: frozenset[str]) -> str:
    return ", ".join(f"{{{place}}}" for place in sorted(places))


def _places(text: str) -> frozenset[str]:
    """The names between braces, with all that stands behind them; ValueError where a brace has no partner."""
    return frozenset(
        f"{place}{'!' if kind else ''}{kind or ''}{':' if form else ''}{form}"
        for _, place, form, kind in Formatter().parse(text)
        if place is not None
    )


@cache
def _places_of(path: Path) -> tuple[frozenset[str], frozenset[str]]:
    """What a text has to be filled in with, in small letters, and what it may be."""
    used = [_places(text) for text in _texts_at(path)]
    needs = frozenset.intersection(*(frozenset(place.lower() for place in places) for places in used))
    return needs, frozenset().union(*used)


@cache
def _texts_at(path: Path) -> tuple[str, ...]:
    """The text at a path in each of the languages that come with semctl."""
    return tuple(_text_at(each, path) for each in every_language())


def _text_at(record: Any, path: Path) -> str:
    for name in path:
        found = getattr(record, str(name))
        record = record.to_one if found is None else found
    assert isinstance(record, str)
    return record
