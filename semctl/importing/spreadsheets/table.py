"""A table of talks: what its columns mean together, which of its rows are talks, and on which days they are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from semctl.columns import unguarded
from semctl.dates import weekday_number
from semctl.importing.cleaning import line
from semctl.importing.found import Kind, Remark
from semctl.importing.given import Given
from semctl.importing.people import is_name
from semctl.importing.spreadsheets import days as sheet_days
from semctl.importing.spreadsheets.days import Cell, Column, Day, Order
from semctl.importing.spreadsheets.headings import PRIVATE, heading, is_head, mostly
from semctl.importing.spreadsheets.sheets import Row
from semctl.importing.spreadsheets.words import TOTALS
from semctl.languages import fold


@dataclass(kw_only=True)
class Table:
    """A table whose columns are known. keys: of each column, "" where it is not known. names: as they are headed.

    above: the rows over the headings. is_own: semctl has written it.
    """

    given: Given
    keys: list[str]
    names: Sequence[str]
    rows: Sequence[Row]
    above: Sequence[Row]
    is_own: bool = False
    remarks: list[Remark] = field(default_factory=list)

    def note(self, says: str, kind: Kind = Kind.LEFT_OUT, line: int | None = None) -> None:
        """Note something of the source."""
        self.remarks.append(Remark(says=says, kind=kind, line=line))

    def read(self) -> list[tuple[Row, dict[str, str], Day]]:
        """The rows of the table with their cells by key and their days."""
        self._columns()
        rows = [row for row in self.rows if self.is_own or self._is_row(row)]
        return [(row, self.by_key(row), day) for row, day in zip(rows, self._days(rows), strict=True)]

    def _columns(self) -> None:
        """Settle what columns mean together, and name those that are left out."""
        if "first" in self.keys and "last" not in self.keys and "speaker" not in self.keys:
            self.keys[self.keys.index("first")] = "speaker"
        if "last" in self.keys and "first" not in self.keys and "speaker" not in self.keys:
            self.keys[self.keys.index("last")] = "speaker"
        if "date" in self.keys:
            self._weekday_column()
        seen: set[str] = set()
        for at, key in enumerate(self.keys):
            name = self.names[at] if at < len(self.names) else ""
            if key and key in seen and key not in ("speaker", "affiliation", "tags"):
                self.note(f'column "{name}": another one is taken as {key} already')
                self.keys[at] = ""
            elif not key and any(at < len(row.cells) and row.cells[at] for row in self.rows):
                private = fold(name).strip(" :*") in PRIVATE
                self.note(
                    f'column "{name}" is private: write it below [talks.private]' if private
                    else f'column "{name}" is not known' if name else f"column {at + 1} has no heading"
                )  # fmt: skip
            seen.add(key)

    def _weekday_column(self) -> None:
        """Of two columns called day the one with names of weekdays is no date."""
        for at, key in enumerate(self.keys):
            if key == "date":
                cells = [row.cells[at] for row in self.rows if at < len(row.cells) and row.cells[at]]
                if mostly(cells, lambda cell: weekday_number(cell) is not None):
                    self.keys[at] = "weekday"

    def _is_row(self, row: Row) -> bool:
        """Whether a row belongs to the table; what does not is named."""
        told = [cell for cell in row.cells if cell]
        cells = self.by_key(row)
        if is_head(row.cells) and sum(heading(cell) != "" for cell in told) * 2 > len(told):
            return False  # the headings again, as on a new page
        if (
            TOTALS.match(told[0])
            and not is_name(cells.get("speaker", ""))
            and not sheet_days.is_day(cells.get("date", ""))
        ):
            self.note(f"no talk: {short(told)}", line=row.line)
            return False
        if len(told) == 1 and len(self.keys) > 2:
            only = next(key for key, cell in cells.items() if cell) if any(cells.values()) else ""
            if only not in ("speaker", "date", "last") or (only == "date" and not sheet_days.is_day(told[0])):
                self.note(f"no talk: {short(told)}", line=row.line)
                return False
        if extra := [cell for cell in row.cells[len(self.keys) :] if cell]:
            self.note(f"more cells than headings: {short(extra)}", Kind.ODD, row.line)
        return True

    def by_key(self, row: Row) -> dict[str, str]:
        """The cells by their keys; several of one kind as one, parted by semicolons."""
        cells: dict[str, str] = {}
        for key, cell in zip(self.keys, row.cells, strict=False):
            if key and (cell or key not in cells):
                cell = unguarded(cell)
                cells[key] = f"{cells[key]}; {cell}" if cells.get(key) and cell else cell or cells.get(key, "")
        return cells

    def _days(self, rows: Sequence[Row]) -> list[Day]:
        if "date" not in self.keys:
            return [Day() for _ in rows]
        at = self.keys.index("date")
        name = self.names[at] if at < len(self.names) else ""
        cells = []
        for row in rows:
            told = self.by_key(row)
            weekday = weekday_number(told["weekday"]) if told.get("weekday") else None
            cells.append(Cell(row.line, told.get("date", ""), weekday))
        above = " ".join(cell for row in self.above for cell in row.cells)
        years = [int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", above)]
        column = Column(name, self.given.today, _order_told(name), years)
        days = column.read(cells)
        self.remarks += column.remarks
        for cell, day in zip(cells, days, strict=True):
            if day.wrong:
                self.note(f"no date is taken: {day.wrong}", Kind.ODD, cell.line)
        return days

    def title(self) -> str:
        """What stands above the table, where it is one line."""
        told = [[cell for cell in row.cells if cell] for row in self.above]
        if told and len(told[0]) == 1 and len(told[0][0]) <= 100:
            for cells, row in zip(told[1:], self.above[1:], strict=True):
                self.note(f"above the table: {short(cells)}", line=row.line)
            return line(told[0][0])
        for cells, row in zip(told, self.above, strict=True):
            self.note(f"above the table: {short(cells)}", line=row.line)
        return ""


def _order_told(name: str) -> Order | None:
    """What a heading such as "Date (MM/DD/YYYY)" says of the order."""
    text = fold(name)
    if re.search(r"m{1,2}\s?[./-]\s?d{1,2}", text):
        return Order.MONTH
    return Order.DAY if re.search(r"[dtgj]{1,2}\s?[./-]\s?m{1,2}", text) else None


def short(cells: Sequence[str]) -> str:
    """Cells as a remark names them."""
    text = line(", ".join(cells))
    return text if len(text) <= 60 else f"{text[:57]}…"
