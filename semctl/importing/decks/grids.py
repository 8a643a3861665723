"""A table in a text as rows of cells, parted by bars, tabs or wide gaps, or by commas as in CSV."""

import csv
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from semctl.importing.decks.outline import Row, unmarked
from semctl.importing.found import Kind, Remark

_BARS: Final = re.compile(r"\s*\|?(?:\s*:?-{1,}:?\s*\|)+(?:\s*:?-*:?\s*)?|[\s+=|-]*[+=-]{3}[\s+=|-]*")


LONGEST_ROW: Final = 40_000
"""Letters of a row of CSV."""


class Cell(NamedTuple):
    """What stands in a place of the table, and its line."""

    line: int
    text: str


class Grid(NamedTuple):
    """The rows of a table from its heading on, and the lines that it takes up."""

    rows: list[list[Cell]]
    lines: frozenset[int]
    remarks: tuple[Remark, ...]

    def turned(self) -> "Grid":
        """Columns as rows."""
        width = max(map(len, self.rows))
        empty = [Cell(row[0].line, "") for row in self.rows]
        rows = [
            [row[each] if each < len(row) else none for row, none in zip(self.rows, empty, strict=True)]
            for each in range(width)
        ]
        return self._replace(rows=rows)


def cells(row: Row, mark: str = "") -> list[Cell]:
    """A row at its bars, tabs or wide gaps; a single cell where it has none. mark: at this sign, as CSV does."""
    return [Cell(row.number, unmarked(text)) for text, _ in _placed(row.text, mark)]


def _placed(text: str, mark: str) -> list[tuple[str, int]]:
    """The cells of a row with the places where they begin."""
    if mark and len(text) > LONGEST_ROW:
        return []
    if mark:
        return [(each.strip(), 0) for line in csv.reader([text], delimiter=mark) for each in line]
    if _BARS.fullmatch(text):
        return []
    if "|" in text:
        bare = text.strip()
        inner = bare.removeprefix("|")
        inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
        return [(each.strip(), 0) for each in re.split(r"(?<!\\)\|", inner)]
    if "\t" in text:
        return [(each.strip(), 0) for each in text.split("\t")]
    found = [(each[0], each.start()) for each in re.finditer(r"\S+(?: \S+)*", text)]
    return [("", 0), *found] if found and found[0][1] > 1 else found


def grid(rows: Sequence[Row], mark: str = "") -> Grid:
    """The table that begins with the first of some rows; one row that is none of it is a remark, two end it."""
    places = [place for _, place in _placed(rows[0].text, mark)]
    found = [cells(rows[0], mark)]
    remarks: list[Remark] = []
    odd: list[Row] = []
    last = 0
    for at, row in enumerate(rows[1:], 1):
        if not row.text.strip() or _BARS.fullmatch(row.text):
            continue
        its = cells(row, mark) if mark else _in_columns(row, places)
        if len(its) < 2:
            odd.append(row)
            continue
        if len(odd) > 1:
            break
        remarks += [_no_row(each) for each in odd]
        odd.clear()
        found.append(its)
        last = at
    return Grid(found, frozenset(row.number for row in rows[: last + 1]), tuple(remarks))


def _in_columns(row: Row, places: Sequence[int]) -> list[Cell]:
    """A row's cells in the columns of the heading; only blanks say nothing of an empty one."""
    placed = _placed(row.text, "")
    if len(placed) >= len(places) or "|" in row.text or "\t" in row.text or len(placed) < 2 or not any(places):
        return cells(row)
    texts = [""] * len(places)
    for text, start in placed:
        middle = start + len(text) / 2
        nearest = min(range(len(places)), key=lambda each: min(abs(places[each] - start), abs(places[each] - middle)))
        texts[nearest] = f"{texts[nearest]} {text}".strip()
    return [Cell(row.number, unmarked(text)) for text in texts]


def _no_row(row: Row) -> Remark:
    return Remark(says=f'"{row.text.strip()[:60]}": no row of the table', kind=Kind.LEFT_OUT, line=row.number)
