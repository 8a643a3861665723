"""The table of who plays what, as slides and pages show it: seats by meetings, or meetings by roles.

A column is a paper, a meeting or a day; a row is a seat of a role, or says more of the columns.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Final, NamedTuple

from semctl.dates import Unclear, read_slot
from semctl.importing.decks.grids import Cell, Grid, cells, grid
from semctl.importing.decks.outline import Row
from semctl.importing.decks.words import MEETING, PAPER
from semctl.importing.found import Kind, Remark

MOST_COLUMNS: Final = 200
LONGEST_LABEL: Final = 200
_LONGEST_DAY: Final = 40
_NUMBERS: Final = r"\s*#?\d{1,3}(?:\s*(?:,|&|\+|/|und|and|et|e|en)\s*\d{1,3})*\.?"
_NUMBERED: Final = re.compile(rf"(?:{PAPER}|{MEETING}|p|#|nr|no)\.?{_NUMBERS}", re.IGNORECASE)
_BARE: Final = re.compile(_NUMBERS, re.IGNORECASE)
_ONLY_MEETING: Final = re.compile(rf"(?:{MEETING})\b.*", re.IGNORECASE)
_PAPER_ROW: Final = re.compile(rf"(?:{PAPER})\b.*", re.IGNORECASE)
_DAY_ROW: Final = re.compile(
    r"(?:date|day|when|datum|tag|termin|wann|data|giorno|quando|dag|wanneer|jour|quand)s?\b.*", re.IGNORECASE
)
_FIGURES: Final = re.compile(r"\d{1,2}/(\d{1,2})(?:/\d{2,4})?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A meeting. label: as it is printed. papers: ids of what is read in it. reading: what is read, where that is in no
    list. date, time: when it is."""

    label: str = ""
    papers: tuple[str, ...] = ()
    reading: str = ""
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
    lines: frozenset[int] = frozenset()
    remarks: tuple[Remark, ...] = ()

    def is_played(self, index: int) -> bool:
        """Whether anybody stands in a column."""
        return any(cell.strip(" -–—") for seat in self.seats for cell in seat.cells[index : index + 1])


class Asked(NamedTuple):
    """What a table is read with. papers: ids of the papers that a text names. is_role: whether it names a known role.
    today: from which days without a year are counted."""

    papers: Callable[[str], tuple[str, ...]]
    is_role: Callable[[str], bool]
    today: dt.date


def role_table(rows: Sequence[Row], asked: Asked) -> RoleTable | None:
    """The first table of roles in some rows; None where there is none."""
    for at, row in enumerate(rows):
        heading = cells(row)
        mark = "" if len(heading) > 1 else _mark(row, asked)
        if len(heading) > MOST_COLUMNS:
            continue
        turned = not mark and sum(asked.is_role(cell.text) for cell in heading) > 1
        if turned or mark or _is_heading(heading, asked):
            whole = grid(rows[at:], mark)
            if found := _Reading(asked=asked, turned=turned).read(whole.turned() if turned else whole):
                return found
    return None


def _mark(row: Row, asked: Asked) -> str:
    """The sign that parts a heading as in CSV, if it is one; where roles are listed in a sentence it is none."""
    return next((mark for mark in ",;" if mark in row.text and _is_heading(cells(row, mark), asked)), "")


def _is_heading(heading: Sequence[Cell], asked: Asked) -> bool:
    """Whether all cells but the first name meetings, and at least two of them."""
    return 2 < len(heading) <= MOST_COLUMNS and all(_column(cell.text, asked) for cell in heading[1:])


def _column(text: str, asked: Asked) -> Column | None:
    """What a heading names; None where that is no meeting."""
    if len(text) > LONGEST_LABEL:
        return None
    if _NUMBERED.fullmatch(text):
        return Column(label=text, papers=() if _ONLY_MEETING.fullmatch(text) else asked.papers(text))
    if when := _day(text, asked.today):
        return Column(label=text, date=when[0], time=when[1])
    papers = asked.papers(text)
    return Column(label=text, papers=papers) if papers else None


def _day(text: str, today: dt.date) -> tuple[dt.date, dt.time | None] | None:
    if len(text) > _LONGEST_DAY or not any(letter.isdigit() for letter in text):
        return None
    try:
        return read_slot(text, today)
    except Unclear:
        return None


@dataclass(kw_only=True, slots=True)
class _Reading:
    """Reads a grid of which each row is a seat, but for rows that say of each column what it is.

    turned: rows that name no known role are something else.
    """

    asked: Asked
    turned: bool
    columns: list[Column] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def read(self, whole: Grid) -> RoleTable | None:
        """The table; None where nobody could play in it."""
        self.columns = [Column(line=cell.line) for cell in whole.rows[0][1:]]
        for number, (first, *others) in enumerate(whole.rows):
            told = self._told(first.text, others, is_first=number == 0)
            if told and (number == 0 or not self.asked.is_role(first.text)) and (first.text or not self.seats):
                both = zip_longest(self.columns, told, fillvalue=Column())
                self.columns = [_joined(one, other) for one, other in both][: len(self.columns)]
            else:
                self._seat(first, others)
        if not self.seats or not any(column.label or column.papers for column in self.columns):
            return None
        return RoleTable(
            columns=tuple(self.columns),
            seats=tuple(self.seats),
            lines=whole.lines,
            remarks=(*whole.remarks, *self.remarks),
        )

    def _told(self, first: str, others: Sequence[Cell], *, is_first: bool) -> list[Column] | None:
        """What a row says of the columns; None where it says who plays. first: what stands before it."""
        if _PAPER_ROW.fullmatch(first):
            return [self._of_paper(cell.text) for cell in others]
        if _DAY_ROW.fullmatch(first):
            return self._of_days(others)
        found = [_column(cell.text, self.asked) for cell in others]
        known = [column for column, cell in zip(found, others, strict=True) if cell.text]
        if is_first or (not first and known and all(known)):
            return [column or Column(label=cell.text) for column, cell in zip(found, others, strict=True)]
        return None

    def _of_paper(self, text: str) -> Column:
        papers = self.asked.papers(text)
        return Column(label=text if _BARE.fullmatch(text) else "", papers=papers, reading="" if papers else text)

    def _of_days(self, others: Sequence[Cell]) -> list[Column]:
        """Days; where some can only be month and day, those in figures are left as they are."""
        figures = [_FIGURES.fullmatch(cell.text) for cell in others]
        turned = any(found and int(found[1]) > 12 for found in figures)
        columns = []
        for cell, in_figures in zip(others, figures, strict=True):
            when = None if turned and in_figures else _day(cell.text, self.asked.today)
            columns.append(Column(label=cell.text, date=when and when[0], time=when and when[1]))
            if cell.text and not when:
                says = f'"{cell.text[:40]}" is taken as no day: write it as 2026-05-28, the year first'
                self.remarks.append(Remark(says=says, line=cell.line))
        return columns

    def _seat(self, first: Cell, others: Sequence[Cell]) -> None:
        """A row of people, and what is wrong with its length."""
        if self.turned and not self.asked.is_role(first.text):
            if first.text:
                says = f'"{first.text[:40]}" is not taken: no role'
                self.remarks.append(Remark(says=says, kind=Kind.LEFT_OUT, line=first.line))
            return
        width = len(self.columns)
        if role := first.text or (self.seats[-1].role if self.seats else ""):
            self.seats.append(Seat(role, first.line, tuple(cell.text for cell in others[:width])))
            self.remarks += _of_length(first, others, width)


def _joined(one: Column, other: Column) -> Column:
    """A column of which two rows tell."""
    return Column(
        label=one.label if one.label and (one.date is None or not other.label) else other.label,
        papers=one.papers or other.papers,
        reading=one.reading or other.reading,
        date=one.date or other.date,
        time=one.time or other.time,
        line=one.line,
    )


def _of_length(first: Cell, others: Sequence[Cell], width: int) -> Iterator[Remark]:
    beyond = [cell.text for cell in others[width:] if cell.text]
    if beyond:
        says = f'"{", ".join(beyond)[:60]}" stands in no column of the heading'
        yield Remark(says=says, kind=Kind.LEFT_OUT, line=first.line)
    if len(others) < width:
        says = f"the row has {len(others)} of {width} cells; the last stay free"
        yield Remark(says=says, line=first.line)


def without_idle(table: RoleTable) -> RoleTable:
    """Without the columns in which nothing is read and nobody plays, where somebody does in others."""
    played = [table.is_played(index) for index in range(len(table.columns))]
    kept = [index for index, column in enumerate(table.columns) if played[index] or column.papers or not any(played)]
    idle = [column for index, column in enumerate(table.columns) if index not in kept]
    seats = [
        seat._replace(cells=tuple(seat.cells[index] for index in kept if index < len(seat.cells)))
        for seat in table.seats
    ]
    told = [" ".join(filter(None, (column.label, column.reading)))[:60] for column in idle]
    remarks = [
        Remark(says=f'"{label}": nothing is read, and nobody plays', kind=Kind.LEFT_OUT, line=column.line)
        for label, column in zip(told, idle, strict=True)
    ]
    columns = tuple(table.columns[index] for index in kept)
    return replace(table, columns=columns, seats=tuple(seats), remarks=(*table.remarks, *remarks))
