"""Tables of talks as CSV or TSV: other people's, and those that semctl itself has written.

A row is a talk, or a date without one. What stands above and below the table is left out and named.
"""

import re
from typing import Final

from semctl.importing.found import Found, Kind, Remark
from semctl.importing.given import Given
from semctl.importing.spreadsheets import days as sheet_days
from semctl.importing.spreadsheets import own_sheets
from semctl.importing.spreadsheets import talks as sheet_talks
from semctl.importing.spreadsheets import times as sheet_times
from semctl.importing.spreadsheets.headings import by_content, headings, is_head, mostly
from semctl.importing.spreadsheets.sheets import NAMES, Sheet, sheet
from semctl.importing.spreadsheets.table import Table

_PROGRAMS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""How files of Excel and LibreOffice themselves begin."""
_HEAD: Final = 25
"""Rows among which the headings are looked for."""
_HEADED: Final = 3
"""Headings that are enough without a row below them."""
_DRAWN: Final = re.compile(r"^\s*\|.*\|\s*$", re.MULTILINE)
_LOOKED_AT: Final = 20_000


def recognises(given: Given) -> bool:
    """Whether the content is a table of talks, or a file of a spreadsheet program itself."""
    if given.data.startswith(_PROGRAMS):
        return True
    found = sheet(given.text[:_LOOKED_AT])
    head = _head(found)
    if found.sign == "|" and _DRAWN.search(given.text[:_LOOKED_AT]):
        return False  # a page with a table in it, as Markdown has them
    if head is not None:
        return len(found.rows) > 1 or len(found.rows[head].cells) > _HEADED
    return len(found.rows) > 1 and (_keys_by_content(found) is not None or _is_table(found))


def _head(found: Sheet) -> int | None:
    """The index of the row of headings."""
    heads = [index for index, row in enumerate(found.rows[:_HEAD]) if is_head(row.cells)]
    return max(heads, key=lambda index: (len(set(headings(found.rows[index].cells))), -index), default=None)


def _keys_by_content(found: Sheet) -> list[str] | None:
    """The keys of columns that have no headings, where their content leaves no doubt."""
    width = max(len(row.cells) for row in found.rows)
    if width < 2 or sum(len(row.cells) == width for row in found.rows) * 2 < len(found.rows):
        return None
    columns = [
        [row.cells[at] for row in found.rows[:200] if at < len(row.cells) and row.cells[at]] for at in range(width)
    ]
    days = [mostly(cells, sheet_days.is_day) for cells in columns]
    times = [not day and mostly(cells, sheet_times.is_time) for cells, day in zip(columns, days, strict=True)]
    return by_content(columns, days, times)


def _is_table(found: Sheet) -> bool:
    """Whether it is a table beyond doubt, with days in it, though nothing tells what its columns are."""
    widths = [len(row.cells) for row in found.rows]
    if found.sign == "," or min(widths) != max(widths) or widths[0] < 3:
        return False
    return any(
        mostly([cell for cell in column if cell], sheet_days.is_day) for column in zip(*_cells(found), strict=True)
    )


def _cells(found: Sheet) -> list[tuple[str, ...]]:
    return [row.cells for row in found.rows[:200]]


def read(given: Given) -> Found:
    """The talks of a table, with what was understood of its columns."""
    if given.data.startswith(_PROGRAMS):
        says = "it is a spreadsheet program's own file: save it there as CSV (UTF-8), and import that"
        return Found(what="a spreadsheet", remarks=(Remark(says=says, kind=Kind.LEFT_OUT),))
    found = sheet(given.text)
    what = f"a spreadsheet ({given.encoding}, {NAMES.get(found.sign, repr(found.sign))} between cells)"
    head = _head(found)
    keys = headings(found.rows[head].cells) if head is not None else _keys_by_content(found)
    if keys is None:
        says = "nothing tells what the columns are: write a first row such as Date, Time, Speaker, Title"
        remarks = (*found.remarks, Remark(says=says, kind=Kind.LEFT_OUT, line=found.rows[0].line))
        return Found(what=what, remarks=remarks)
    names = list(found.rows[head].cells) if head is not None else [f"column {at}" for at in range(1, len(keys) + 1)]
    above, rows = (found.rows[:head], found.rows[head + 1 :]) if head is not None else ((), found.rows)
    table = Table(given=given, keys=keys, names=names, rows=rows, above=above)
    table.remarks += found.remarks
    if series := own_sheets.series_of(table):
        return own_sheets.talks(table, series, what)
    if head is None:
        told = ", ".join(f"{at} {key}" for at, key in enumerate(keys, 1) if key)
        table.note(f"there are no headings: by what is in them, the columns are {told}", Kind.UNDERSTOOD)
    return sheet_talks.talks(table, what)
