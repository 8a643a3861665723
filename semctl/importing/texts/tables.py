"""Tables in a text: columns parted by tabs, bars or blanks, made rows of cells; what their columns are about."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from semctl.importing.labelled import key_of
from semctl.importing.texts.clocks import clocks_in
from semctl.importing.texts.named import days_in
from semctl.importing.texts.rows import Row

_RULE: Final = re.compile(r"[\s|:+=_–—-]*")
_BAR: Final = re.compile(r"(?<!\\)\|")
_GAP: Final = re.compile(r"\s{2,}|\t")
_JOINED: Final = re.compile(r"\s*(?:/|,|&|\+|\band\b|\bund\b|\be\b|\bet\b|\ben\b|\()\s*")
KEYS: Final = frozenset(
    {"speaker", "affiliation", "title", "abstract", "bio", "room", "host", "date", "time", "when", "join", "language",
     "slides", "video", "preprint", "mode", "note", "status", "duration"}
)  # fmt: skip


TAB: Final = "\t"
LEAST_HEADS: Final = 3
"""Rows with a head at the left from which a table is read as labels."""
Test = Callable[[Row], bool]


class Head(NamedTuple):
    """The keys of columns, from the left; empty for what is unknown."""

    keys: tuple[tuple[str, ...], ...]


def gridded(rows: Sequence[Row]) -> list[Row]:
    """The rows of tables with their cells parted by tabs; the others as they are."""
    made = list(rows)
    for first, last in _runs(rows, lambda row: len(_BAR.findall(row.text)) > 1):
        for index in range(first, last):
            made[index] = _of_bars(rows[index])
    for first, last in _runs(rows, lambda row: row.text.count("\t") > 0):
        for index in range(first, last):
            cells = [each.strip(" ") for each in rows[index].text.split("\t")]
            made[index] = rows[index]._replace(text="\t".join(cells))
    for first, last in _runs(made, _has_gaps, lambda row: bool(re.search(r"\S\s{2,}\S", row.text))):
        made[first:last] = _aligned(made[first:last])
    return _labelled(made)


def _labelled(rows: list[Row]) -> list[Row]:
    """A table whose rows have their heads at the left is one talk with labels."""
    heads = {index: keys for index, row in enumerate(rows) if (keys := _left_head(row.text))}
    if len(heads) < LEAST_HEADS:
        return rows
    made = list(rows)
    for index, keys in heads.items():
        key = "when" if {"date", "time"} <= set(keys) else keys[0]
        made[index] = rows[index]._replace(text=f"{key}: {rows[index].text.partition(TAB)[2].strip()}")
    return made


def _left_head(text: str) -> tuple[str, ...]:
    """What the first of two cells says of the second; empty where it is no head."""
    left, tab, right = text.partition(TAB)
    return _keys(left) if tab and TAB not in right.strip() and right.strip() and not _keys(right) else ()


def _runs(rows: Sequence[Row], is_part: Test, goes_on: Test = lambda _: False) -> list[tuple[int, int]]:
    """Where rows of a table stand together: at least two; rules, empty rows and such as go on allowed between them."""
    found: list[tuple[int, int]] = []
    start, last, count = None, 0, 0
    for index, row in enumerate(rows):
        if is_part(row):
            start, last, count = (index if start is None else start), index, count + 1
        elif start is not None and row.text and goes_on(row):
            last = index
        elif start is not None and row.text and not _RULE.fullmatch(row.text):
            if count > 1:
                found.append((start, last + 1))
            start, count = None, 0
    if start is not None and count > 1:
        found.append((start, last + 1))
    return found


def _of_bars(row: Row) -> Row:
    if _RULE.fullmatch(row.text):
        return row._replace(text="")
    text = row.text.strip()
    inner = text.removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return row._replace(text="\t".join(each.replace("\\|", "|").strip() for each in _BAR.split(inner)))


def _has_gaps(row: Row) -> bool:
    cells = re.split(r"\s{2,}", row.text)
    return "\t" not in row.text and 2 < len(cells) < 12 and len(row.text) < 300 and not row.text.endswith(".")


def _aligned(rows: Sequence[Row]) -> list[Row]:
    """Rows in columns of blanks: each cell in the column under whose head, or whose other cells, it stands."""
    starts = Counter(start for row in rows for start, _ in _cells(row))
    filled = sum(bool(row.text) and not _RULE.fullmatch(row.text) for row in rows)
    columns = sorted(start for start, count in starts.items() if count * 2 >= filled)
    made = []
    for row in rows:
        if not row.text or _RULE.fullmatch(row.text):
            made.append(row._replace(text=""))
            continue
        cells = [""] * max(len(columns), 1)
        for start, text in _cells(row):
            column = max((index for index, begin in enumerate(columns) if begin <= start + 2), default=0)
            cells[column] = f"{cells[column]}  {text}".strip()
        made.append(row._replace(text="\t".join(cells)))
    return made


def _cells(row: Row) -> list[tuple[int, str]]:
    return [(found.start() + row.indent, found[0]) for found in re.finditer(r"\S+(?:\s\S+)*", row.text)]


def head(text: str) -> Head | None:
    """The columns that a row names; None where it names none."""
    cells = text.split("\t")
    if len(cells) < 2 or any(next(iter(days_in(cell)), None) for cell in cells):
        return None
    keys = [_keys(cell) for cell in cells]
    known = sum(bool(each) for each in keys)
    return Head(tuple(keys)) if known > 1 and known * 2 >= sum(bool(cell) for cell in cells) else None


def _keys(cell: str) -> tuple[str, ...]:
    bare = cell.strip(" :*_")
    if key := key_of(bare):
        return (key,) if key in KEYS else ()
    parts = [key_of(each) for each in _JOINED.split(bare.rstrip(")")) if each]
    found = tuple(dict.fromkeys(each for each in parts if each in KEYS))
    return found if found and len(bare) < 60 else ()


def is_only_time(cell: str) -> bool:
    """Whether a cell holds a time and no more."""
    found = next(iter(clocks_in(cell)), None)
    return found is not None and len(cell.strip()) - (found.end - found.start) < 3
