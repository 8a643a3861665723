"""Data of others, of which nothing is sure: every value is asked for by its key and its kind.

A value of another kind is named by its path and left out; what nobody has asked for is named in the end.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from semctl.importing.calendars.times import iana
from semctl.importing.cleaning import line, plain_text, prose
from semctl.importing.found import FoundTalk, Kind, Remark
from semctl.languages import is_tba
from semctl.rules import MOST_SLOTS

_PRIVATE: Final = re.compile(r"mail|phone|fax|token|passw|hash", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_TRUTHS: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(slots=True)
class Log:
    """What was noticed in a document. asked: by path every table that was looked at, with the keys asked for."""

    remarks: list[Remark] = field(default_factory=list)
    asked: dict[str, tuple[Mapping[str, Any], set[str]]] = field(default_factory=dict)

    def told(self, technical: frozenset[str]) -> tuple[Remark, ...]:
        """All of it, each once: what is wrong, what nobody asked for. technical: keys that tell nothing of talks."""
        return tuple(dict.fromkeys([*self.remarks, *self._unread(technical)]))

    def first(self, talks: Sequence[FoundTalk]) -> list[FoundTalk]:
        """As many talks as a series can have; that there were more is noted."""
        if len(talks) > MOST_SLOTS:
            says = f"{len(talks) - MOST_SLOTS:,} more talks: a series has no more than {MOST_SLOTS:,}"
            self.remarks.append(Remark(says=says, kind=Kind.LEFT_OUT))
        return list(talks[:MOST_SLOTS])

    def _unread(self, technical: frozenset[str]) -> Iterator[Remark]:
        """What the tables hold that nobody asked for: once for each key."""
        counted: Counter[str] = Counter()
        examples: dict[str, Any] = {}
        for place, (table, keys) in self.asked.items():
            for key, value in table.items():
                if key in keys or key in technical or value in (None, "", [], {}, False, 0):
                    continue
                path = re.sub(r"\[\d+\]", "[]", _joined(place, key))
                counted[path] += 1
                examples.setdefault(path, value)
        for path, count in counted.items():
            times = f", {count} times" if count > 1 else ""
            yield Remark(says=f"{path}{_example(path, examples[path], count)}{times}", kind=Kind.LEFT_OUT)


def _example(path: str, value: Any, count: int) -> str:
    """A value that stands there once, where it is short and nobody's own business."""
    if count > 1 or _PRIVATE.search(path) or not isinstance(value, (str, int, float)):
        return ""
    return f": {_short(value)}"


def _short(value: Any) -> str:
    text = " ".join(line(str(value)).split())
    return text if len(text) <= 60 else f"{text[:57]}…"


@lru_cache(maxsize=1000)
def _line(text: str) -> str:
    """Rooms, zones and people come again and again."""
    cleaned = line(plain_text(text))
    return "" if is_tba(cleaned) else cleaned


def _joined(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


@dataclass(frozen=True, slots=True)
class Tree:
    """A value of a document. path: where it stands, as in results[3].startDate."""

    value: Any
    path: str
    log: Log

    def __post_init__(self) -> None:
        if isinstance(self.value, Mapping):
            self.log.asked.setdefault(self.path, (self.value, set()))

    def raw(self, *keys: str) -> Any:
        """The value of the first key that has one; None where this is no table."""
        if not isinstance(self.value, Mapping):
            return None
        self.log.asked[self.path][1].update(keys)
        return next((self.value[key] for key in keys if self.value.get(key) not in (None, "", [], {})), None)

    def pass_over(self, *keys: str) -> None:
        """Nobody needs these keys; none of them, if none is named."""
        if isinstance(self.value, Mapping):
            self.log.asked[self.path][1].update(keys or self.value)

    def wrong(self, key: str, says: str) -> None:
        """Note what is wrong with the value of a key, so that it is left out; with this one itself, where key is ""."""
        place = _joined(self.path, key) if key else self.path
        self.log.remarks.append(Remark(says=f"{place or 'the whole'} {says}", kind=Kind.LEFT_OUT))

    def note(self, says: str) -> None:
        """Note how this value was understood."""
        self.log.remarks.append(Remark(says=f"{self.path}: {says}" if self.path else says, kind=Kind.UNDERSTOOD))

    def text(self, *keys: str) -> str:
        """A text as it stands there; "" where there is none."""
        value = self.raw(*keys)
        if isinstance(value, str):
            return value
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return str(value)
        if value is not None:
            self.wrong(keys[0], f"is {kind(value)}, no text")
        return ""

    def line(self, *keys: str) -> str:
        """A text on one line, without HTML; none where it is "T.b.a."."""
        text = self.text(*keys)
        return _line(text) if text else ""

    def prose(self, *keys: str) -> str:
        """A text in paragraphs, without HTML; none where it is "T.b.a."."""
        text = self.text(*keys)
        text = prose(plain_text(text)) if text else ""
        return "" if text and is_tba(text) else text

    def address(self, *keys: str) -> str:
        """An address of the web."""
        text = self.text(*keys).strip()
        if text and not _ADDRESS.fullmatch(text):
            self.wrong(keys[0], f"is no address: {_short(text)}")
            return ""
        return text

    def language(self, *keys: str) -> str:
        """A language as its tag says it (BCP 47), without the country."""
        text = line(self.text(*keys)).replace("_", "-")
        if text and not _LANGUAGE.fullmatch(text):
            self.wrong(keys[0], f"is no language: {_short(text)}")
            return ""
        return text.partition("-")[0].lower()

    def zone(self, key: str) -> str | None:
        """An IANA time zone."""
        said = self.line(key)
        known = iana(said) if said else None
        if said and not known:
            self.wrong(key, f"is no time zone: {_short(said)}")
        return known

    def number(self, *keys: str) -> int | None:
        """A whole number."""
        value, key = self.raw(*keys), keys[0]
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, str) and re.fullmatch(r"\s*-?[0-9]{1,9}\s*", value):
            return int(value)
        if value is not None:
            self.wrong(key, f"is no whole number: {_short(value)}")
        return None

    def truth(self, key: str) -> bool | None:
        """True or false; None where nothing is said."""
        value = self.raw(key)
        known = _TRUTHS.get(str(value).strip().casefold()) if isinstance(value, (bool, int, str)) else None
        if value is not None and known is None:
            self.wrong(key, f"is neither true nor false: {_short(value)}")
        return known

    def part(self, key: str) -> "Tree | None":
        """The table of a key."""
        value = self.raw(key)
        if value is None:
            return None
        if isinstance(value, Mapping):
            return Tree(value, _joined(self.path, key), self.log)
        self.wrong(key, f"is {kind(value)}, no table")
        return None

    def parts(self, key: str) -> "tuple[Tree, ...]":
        """The values of a list, whatever they are; a single value is a list of one."""
        value = self.raw(key)
        if value is None:
            return ()
        path = _joined(self.path, key)
        if isinstance(value, list):
            return tuple(Tree(each, f"{path}[{index}]", self.log) for index, each in enumerate(value))
        return (Tree(value, path, self.log),)

    def tables(self, key: str) -> "tuple[Tree, ...]":
        """The tables of a list."""
        tables = []
        for each in self.parts(key):
            if isinstance(each.value, Mapping):
                tables.append(each)
            elif each.value is not None:
                self.log.remarks.append(Remark(says=f"{each.path} is {kind(each.value)}, no table", kind=Kind.LEFT_OUT))
        return tuple(tables)

    def lines(self, key: str) -> tuple[str, ...]:
        """The texts of a list, each on one line and once."""
        found = []
        for each in self.parts(key):
            if isinstance(each.value, str):
                found.append(line(plain_text(each.value)))
            elif each.value is not None:
                each.wrong("", f"is {kind(each.value)}, no text")
        return tuple(dict.fromkeys(text for text in found if text))


def kind(value: Any) -> str:
    """What a value is, as a person would say it."""
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return "true or false"
    return "a number" if isinstance(value, (int, float)) else "a text"
