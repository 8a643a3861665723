"""The table of who plays what, as slides and pages show it: parted by tabs, bars or blanks, seats by meetings.

A column is a paper, a meeting or a day; a row is a seat of a role. A table of meetings by roles is turned round.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final, NamedTuple

from semctl.dates import Unclear, read_slot
from semctl.importing.decks.outline import Row, unmarked
from semctl.importing.decks.words import MEETING, PAPER
from semctl.importing.found import Kind, Remark

MOST_COLUMNS: Final = 200
LONGEST_LABEL: Final = 120
_LONGEST_DAY: Final = 40
_BARS: Final = re.compile(r"\s*\|?(?:\s*:?-{1,}:?\s*\|)+(?:\s*:?-*:?\s*)?|[\s+=|-]*[+=-]{3}[\s+=|-]*")
_NUMBERED: Final = re.compile(
    rf"(?:{PAPER}|{MEETING}|[pP]|#|nr|no)?\.?\s*#?((?:\d{{1,3}})(?:\s*(?:,|&|\+|/|und|and|et|e|en)\s*\d{{1,3}})*)\.?",
    re.IGNORECASE,
)
_ONLY_MEETING: Final = re.compile(rf"(?:{MEETING})\b.*", re.IGNORECASE)
_PAPER_ROW: Final = re.compile(rf"(?:{PAPER})\b.*", re.IGNORECASE)
_DAY_ROW: Final = re.compile(
    r"(?:date|day|when|datum|tag|termin|wann|data|giorno|quando|dag|wanneer|jour|quand)s?\b.*", re.IGNORECASE
)


class Cell(NamedTuple):
    """What stands in a place of the table, and its line."""

    line: int
    text: str


Grid = list[list[Cell]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A meeting. label: as it is printed. papers: what is read in it, by `Asked.papers`. date, time: when it is."""

    label: str
    papers: tuple[str, ...] = ()
    date: dt.date | None = None
    time: dt.time | None = None
    line: int | None = None


class Seat(NamedTuple):
    """A row: the role as it is called, and a cell for each column."""

    role: str
    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleTable:
    """Who plays what. lines: of the source that it takes up."""

    columns: tuple[Column, ...]
    seats: tuple[Seat, ...]
    lines: frozenset[int]
    remarks: tuple[Remark, ...] = ()


class Asked(NamedTuple):
    """What a table is read with. papers: what a text or a number names of the papers. is_role: whether a text names a
    known role. today: from which days without a year are counted."""

    papers: Callable[[str], tuple[str, ...]]
    is_role: Callable[[str], bool]
    today: dt.date


def role_table(rows: Sequence[Row], asked: Asked) -> RoleTable | None:
    """The first table of roles in some rows; None where there is none."""
    for at, row in enumerate(rows):
        heading = _cells(row)
        if not 2 <= len(heading) <= MOST_COLUMNS:
            continue
        turned = sum(asked.is_role(cell.text) for cell in heading) > 1
        if not turned and not _is_heading(heading, asked):
            continue
        grid, remarks, lines = _grid(rows[at:], heading)
        if found := _read(_turned(grid) if turned else grid, asked, turned=turned):
            return replace(found, lines=lines, remarks=(*remarks, *found.remarks))
    return None


def _turned(grid: Grid) -> Grid:
    """Columns as rows."""
    width = max(map(len, grid))
    return [[row[each] if each < len(row) else Cell(row[0].line, "") for row in grid] for each in range(width)]


# --- cells ---


def _cells(row: Row) -> list[Cell]:
    """A row at its bars, tabs or wide gaps; a single cell where it has none."""
    return [Cell(row.number, unmarked(text)) for text, _ in _placed(row.text)]


def _placed(text: str) -> list[tuple[str, int]]:
    """The cells of a row with the places where they begin."""
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


def _grid(rows: Sequence[Row], heading: Sequence[Cell]) -> tuple[Grid, list[Remark], frozenset[int]]:
    """The rows of a table from its heading on, and its lines; one row that is none is a remark, two end it."""
    places = [place for _, place in _placed(rows[0].text)]
    grid: Grid = [list(heading)]
    remarks: list[Remark] = []
    odd: list[Row] = []
    last = 0
    for at, row in enumerate(rows[1:], 1):
        if not row.text.strip() or _BARS.fullmatch(row.text):
            continue
        cells = _in_columns(row, places)
        if len(cells) < 2:
            odd.append(row)
            continue
        if len(odd) > 1:
            break
        remarks += [_no_row(each) for each in odd]
        odd.clear()
        grid.append(cells)
        last = at
    return grid, remarks, frozenset(row.number for row in rows[: last + 1])


def _in_columns(row: Row, places: Sequence[int]) -> list[Cell]:
    """A row's cells in the columns of the heading; only blanks say nothing of an empty one."""
    placed = _placed(row.text)
    if len(placed) >= len(places) or "|" in row.text or "\t" in row.text or len(placed) < 2 or not any(places):
        return _cells(row)
    cells = [""] * len(places)
    for text, start in placed:
        middle = start + len(text) / 2
        nearest = min(range(len(places)), key=lambda each: min(abs(places[each] - start), abs(places[each] - middle)))
        cells[nearest] = f"{cells[nearest]} {text}".strip()
    return [Cell(row.number, unmarked(text)) for text in cells]


def _no_row(row: Row) -> Remark:
    return Remark(says=f'"{row.text.strip()[:60]}": no row of the table', kind=Kind.LEFT_OUT, line=row.number)


# --- rows ---


def _is_heading(cells: Sequence[Cell], asked: Asked) -> bool:
    """Whether all cells but the first name meetings, at least two of them where nothing else tells."""
    named = [_column(cell.text, asked, bare=False) for cell in cells[1:] if cell.text]
    return len(named) > 1 and len(named) == len(cells) - 1 and all(named)


def _column(text: str, asked: Asked, *, bare: bool) -> Column | None:
    """What a heading names; None where that is no meeting. bare: a number alone is a paper's."""
    if _NUMBERED.fullmatch(text) and (bare or not text.strip("# .").isdecimal()):
        papers = () if _ONLY_MEETING.fullmatch(text) else asked.papers(text)
        return Column(label=text, papers=papers)
    if len(text) > LONGEST_LABEL:
        return None
    if len(text) < _LONGEST_DAY and any(letter.isdigit() for letter in text):
        try:
            day, time = read_slot(text, asked.today)
        except Unclear:
            pass
        else:
            return Column(label=text, date=day, time=time)
    papers = asked.papers(text)
    return Column(label=text, papers=papers) if papers else None


def _read(grid: Grid, asked: Asked, *, turned: bool) -> RoleTable | None:
    """A grid of which each row is a seat, but for rows that say of each column what it is. turned: rows that name no
    known role are something else."""
    columns = [Column(label="", line=cell.line) for cell in grid[0][1:]]
    seats: list[Seat] = []
    remarks: list[Remark] = []
    for number, (first, *cells) in enumerate(grid):
        told = _told(first.text, cells, asked, is_first=number == 0)
        if told and (number == 0 or not asked.is_role(first.text)) and (first.text or not seats):
            both = zip_longest(columns, told, fillvalue=Column(label=""))
            columns = [_joined(one, other) for one, other in both][: len(columns)]
        elif turned and not asked.is_role(first.text):
            remarks.append(Remark(says=f'"{first.text}" is not taken: no role', kind=Kind.LEFT_OUT, line=first.line))
        elif role := first.text or (seats[-1].role if seats else ""):
            seats.append(Seat(role, first.line, tuple(cell.text for cell in cells[: len(columns)])))
            remarks += _more(first, cells, len(columns))
    if not seats or not any(column.label for column in columns):
        return None
    return RoleTable(columns=tuple(columns), seats=tuple(seats), lines=frozenset(), remarks=tuple(remarks))


def _told(first: str, cells: Sequence[Cell], asked: Asked, *, is_first: bool) -> list[Column] | None:
    """What a row says of the columns; None where it says who plays. first: what stands before it."""
    of_papers = bool(_PAPER_ROW.fullmatch(first))
    found = [_column(cell.text, asked, bare=of_papers) for cell in cells]
    known = [column for column, cell in zip(found, cells, strict=True) if cell.text]
    if is_first or of_papers or _DAY_ROW.fullmatch(first) or (not first and known and all(known)):
        return [column or Column(label=cell.text) for column, cell in zip(found, cells, strict=True)]
    return None


def _joined(one: Column, other: Column) -> Column:
    """A column of which two rows tell."""
    return Column(
        label=one.label if one.label and (one.date is None or not other.label) else other.label,
        papers=one.papers or other.papers,
        date=one.date or other.date,
        time=one.time or other.time,
        line=one.line,
    )


def _more(first: Cell, cells: Sequence[Cell], width: int) -> Iterator[Remark]:
    """What is wrong with the length of a row."""
    beyond = [cell.text for cell in cells[width:] if cell.text]
    if beyond:
        says = f'"{", ".join(beyond)[:60]}" stands in no column of the heading'
        yield Remark(says=says, kind=Kind.LEFT_OUT, line=first.line)
    if len(cells) < width:
        says = f"the row has {len(cells)} of {width} cells; the last stay free"
        yield Remark(says=says, kind=Kind.ODD, line=first.line)
