"""Text as rows of cells (RFC 4180, and what people make of it): what parts them is told by the content."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from semctl.importing.found import Kind, Remark
from semctl.importing.spreadsheets.headings import headings

_SIGNS: Final = "\t;,|"
NAMES: Final = {"\t": "tabs", ";": "semicolons", ",": "commas", "|": "bars"}
_LOOKED_AT: Final = 200
"""Lines from which the sign between cells is told."""
_SAID: Final = re.compile(r"\s*\"?sep=(.)\"?\s*", re.IGNORECASE)
"""How Excel is told the sign."""
_END: Final = "\x03\n"
"""Stands behind a line: a cell that swallows it has never been closed."""
_MOST_OPEN: Final = 50
_LONGEST_CELL: Final = 1 << 24


class Row(NamedTuple):
    """The cells of a row, without blanks around, and the line that it begins in."""

    line: int
    cells: tuple[str, ...]


class Sheet(NamedTuple):
    """The rows that hold anything, and the sign between their cells."""

    sign: str
    rows: tuple[Row, ...]
    remarks: tuple[Remark, ...] = ()


def sheet(text: str) -> Sheet:
    """The rows of a text, whatever it is."""
    lines = [f"{line}\n" for line in re.split("\r\n|\r|\n", text.replace("\x00", "").replace(_END[0], ""))]
    if said := _SAID.fullmatch(lines[0]):
        lines[0] = "\n"
    sign = said[1] if said else _sign(lines[:_LOOKED_AT])
    remarks: list[Remark] = []
    rows = _rows(lines, sign, remarks)
    return Sheet(sign, tuple(row for row in rows if any(row.cells)), tuple(remarks))


def _sign(lines: Sequence[str]) -> str:
    """The sign between the cells: the one that gives most headings in a row, else most rows of one width."""
    return max(_SIGNS, key=lambda sign: _fit(lines, sign))


def _fit(lines: Sequence[str], sign: str) -> tuple[int, int, int]:
    rows = [row.cells for row in _rows(lines, sign, []) if any(row.cells)]
    widths = Counter(len(cells) for cells in rows if len(cells) > 1)
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    return max((len(set(headings(cells)) - {""}) for cells in rows), default=0), count, width


def _rows(lines: Sequence[str], sign: str, remarks: list[Remark]) -> Iterator[Row]:
    """All rows; where a quotation mark is never closed it is one like any other, and the next line a row again."""
    csv.field_size_limit(_LONGEST_CELL)
    at, opened = 0, 0
    while at < len(lines):
        quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if opened < _MOST_OPEN else csv.QUOTE_NONE
        reader = csv.reader(lines[at:], delimiter=sign, quoting=quoting, strict=True)
        before = at
        try:
            for cells in reader:
                yield Row(before + 1, _trimmed(cells))
                before = at + reader.line_num
            return
        except csv.Error:
            cells, is_closed = _alone(lines[before], sign)
        if not is_closed:
            opened += 1
            says = "a quotation mark is opened here and never closed"
            remarks.append(Remark(says=says, kind=Kind.ODD, line=before + 1))
        yield Row(before + 1, _trimmed(cells))
        at = before + 1


def _alone(line: str, sign: str) -> tuple[list[str], bool]:
    """The cells of a line with quotation marks where none should be, and whether each is closed again."""
    told = list(csv.reader([line, _END], delimiter=sign))
    if len(told) == 2:
        return told[0], True
    cells = next(csv.reader([line], delimiter=sign, quoting=csv.QUOTE_NONE))
    return [cell.strip().removeprefix('"') for cell in cells], False


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    """Cells without blanks around."""
    return tuple(cell.replace("\xa0", " ").strip() for cell in cells)
