"""The table that `semctl list` prints, as it comes out of a pipe or is copied from a terminal.

Columns are where the heading has them. On a terminal cells are wrapped, and in a narrow one a column stands under
another: where one of them ends is told by words that would still have fitted, and doubtful where none tells.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from semctl.dates import Unclear, read_day
from semctl.importing.found import Found, FoundTalk, Kind, Meeting, Remark
from semctl.importing.given import Given
from semctl.importing.people import listed, values_of
from semctl.languages import is_tba
from semctl.model import Status
from semctl.widths import cut, width

COLUMNS: Final = ("Series", "Date", "Time", "Room", "Speaker", "Title", "Note", "Missing", "Talk")
_NEEDED: Final = {"Date", "Time", "Room", "Speaker", "Title", "Talk"}
_OPTIONAL: Final = frozenset({"Note", "Missing"})
_CELL: Final = re.compile(r"\S+(?: \S+)*")
_LINE: Final = re.compile(r"\s*─{20,}\s*")
_SLOT: Final = re.compile(r"(?:moved from|retimed from|cancelled|extra)\b.*")
_NOTED: Final = re.compile(rf"(?:{'|'.join(Status)}|moved from|retimed from)\b")
_LOOKED_AT: Final = 60
"""Lines above which a heading stands."""


class _Column(NamedTuple):
    """names: of the columns that stand in it, from the top. start, end: where its cells do; the last has no end."""

    names: tuple[str, ...]
    start: int
    end: int | None


class _Line(NamedTuple):
    """A row of the table. lines: of each cell. is_struck: the talk or its slot is cancelled."""

    number: int
    cells: list[list[str]]
    is_struck: bool


def recognises(given: Given) -> bool:
    """Whether a heading of the table stands near the top."""
    return _heading(given.text.split("\n")[:_LOOKED_AT]) is not None


def read(given: Given) -> Found:
    """The talks of the table; of several series those of the first."""
    lines = [line.rstrip("\r") for line in given.text.split("\n")]
    heading = _heading(lines[:_LOOKED_AT])
    assert heading is not None
    columns, top, first = heading
    talks: list[FoundTalk] = []
    names: list[str] = []
    remarks: list[Remark] = []
    for line in _rows(lines, columns, first):
        cells, doubts = _texts(line, columns)
        names.append(cells.get("Series", ""))
        if names[0] == names[-1]:
            try:
                talks.append(_talk(line, cells, doubts, given.today))
            except Unclear as unclear:
                remarks.append(
                    Remark(says=f"a talk on a day that is not clear: {unclear}", kind=Kind.LEFT_OUT, line=line.number)
                )
    remarks += of_others(names)
    series, assumed = _series(lines[:top], names)
    return Found(what="a list of semctl's", series=series, assumed=assumed, talks=tuple(talks), remarks=tuple(remarks))


def of_others(names: Sequence[str]) -> list[Remark]:
    """That talks are left out where not all are of one series. names: of the series of each; the first is kept."""
    others = [name for name in names if name != names[0]]
    if not others:
        return []
    talks = "1 talk" if len(others) == 1 else f"{len(others)} talks"
    says = f"{talks} of {', '.join(dict.fromkeys(others))}: a file holds one series"
    return [Remark(says=says, kind=Kind.LEFT_OUT)]


# --- the lines ---


def _heading(lines: Sequence[str]) -> tuple[list[_Column], int, int] | None:
    """The columns, and the indices of the first line of the heading and of the first below it."""
    for index, line in enumerate(lines):
        top = index
        if _LINE.fullmatch(line):
            top = next((place + 1 for place in range(index - 1, -1, -1) if not lines[place].strip()), 0)
        columns = _columns(lines[top : max(index, top + 1)])
        if columns and (top < index or not _LINE.fullmatch((*lines, "")[index + 1])):
            return columns, top, index + 1
    return None


def _columns(lines: Sequence[str]) -> list[_Column] | None:
    """The columns of a heading of one or more lines; None where it is of another table."""
    parts: dict[int, list[str]] = {}
    for line in lines:
        for cell in _CELL.finditer(line):
            parts.setdefault(cell.start(), []).append(cell[0])
    starts = sorted(parts)
    names = [tuple(" ".join(parts[start]).split(" / ")) for start in starts]
    known = [name for each in names for name in each]
    order = [COLUMNS.index(name) for name in known if name in COLUMNS]
    if not set(known) >= _NEEDED or len(order) < len(known) or order != sorted(set(order)):
        return None
    ends = [*(start - 2 for start in starts[1:]), None]
    return [_Column(*each) for each in zip(names, starts, ends, strict=True)]


def _rows(lines: Sequence[str], columns: Sequence[_Column], first: int) -> Iterator[_Line]:
    """The rows up to an empty line; a line without a date goes on with the row above."""
    date = next(index for index, column in enumerate(columns) if "Date" in column.names)
    row: _Line | None = None
    is_wrapped = _LINE.fullmatch(lines[first - 1]) is not None
    for index in range(first, len(lines)):
        cells = [cut(lines[index], column.start, column.end) for column in columns]
        if not lines[index].strip():
            break
        if row and is_wrapped and not cells[date].strip():
            for cell, more in zip(row.cells, cells, strict=True):
                cell.append(more.rstrip())
            continue
        if row:
            yield row
        row = _Line(index + 1, [[cell.rstrip()] for cell in cells], lines[index].startswith("- "))
    if row:
        yield row


def _texts(line: _Line, columns: Sequence[_Column]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The text of each cell by the name of its column, and what is doubtful of how they part."""
    texts: dict[str, str] = {}
    doubts: list[str] = []
    for column, cell in zip(columns, line.cells, strict=True):
        room = column.end - column.start if column.end is not None else max(map(width, cell))
        parts = _parts([each for each in cell if each], room)
        if len(column.names) == 1:
            texts[column.names[0]] = _joined([each for part in parts for each in part], room)
            continue
        unstacked = _unstacked(parts, column.names, room)
        if unstacked is None:
            doubts.append(f"{' and '.join(column.names).lower()} stand in one column: how they part is a guess")
            unstacked = _guessed([each for part in parts for each in part], column.names, room)
        texts |= unstacked
    return texts, tuple(doubts)


def _parts(lines: Sequence[str], room: int) -> list[list[str]]:
    """Lines that are of one text for all that can be told: the first word of one would not have fitted above it."""
    parts: list[list[str]] = []
    for line in lines:
        above = parts[-1][-1] if parts else ""
        fits = width(above) + 1 + width(line.split(" ")[0]) <= room
        if not parts or fits or _NOTED.match(line) or is_tba(line) or is_tba(above):
            parts.append([line])
        else:
            parts[-1].append(line)
    return parts


def _joined(lines: Sequence[str], room: int) -> str:
    """Wrapped lines as one; a word that fills its line goes on in the next."""
    text = ""
    for line in lines:
        text += line if " " not in line and width(line) == room else f"{line} "
    return text.strip()


def _unstacked(parts: Sequence[Sequence[str]], names: Sequence[str], room: int) -> dict[str, str] | None:
    """The texts of columns that stand under each other; None where nothing tells how they part."""
    texts = [_joined(part, room) for part in parts]
    has_note = bool(texts) and "Note" in names and bool(_NOTED.match(texts[-1]))
    wanted = [name for name in names if name not in _OPTIONAL or (name == "Note" and has_note)]
    if len(texts) == len(wanted):
        return dict(zip(wanted, texts, strict=True))
    if len(texts) == len(names):
        return dict(zip(names, texts, strict=True))
    if wanted == ["Speaker", "Title"] and [len(part) for part in parts] == [1]:  # a meeting with a title alone
        return {"Title": texts[0]}
    return None


def _guessed(lines: Sequence[str], names: Sequence[str], room: int) -> dict[str, str]:
    """The first text ends where its brackets are closed, the second takes the rest."""
    first, second = [*(name for name in names if name not in _OPTIONAL), "Note"][:2]
    ends = (number for number in range(1, len(lines)) if _is_closed(" ".join(lines[:number])))
    place = next(ends, len(lines) - 1) if first == "Speaker" else 1
    return {first: _joined(lines[:place], room), second: _joined(lines[place:], room)}


def _is_closed(text: str) -> bool:
    return text.count("(") == text.count(")")


# --- the cells ---


def _series(above: Sequence[str], names: Sequence[str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The name of the series: of its column, else what stands over the table."""
    if names and names[0]:
        return {"name": names[0]}, {}
    told = " ".join(" ".join(above).replace("─", " ").split())
    return (
        ({"name": told.split(", ")[0]}, {"name": "what stands over the table, to the first comma"})
        if told
        else ({}, {})
    )


def _talk(line: _Line, cells: Mapping[str, str], doubts: Sequence[str], today: dt.date) -> FoundTalk:
    values: dict[str, Any] = values_of(listed(cells.get("Speaker", "")))
    if not is_tba(cells["Title"]):
        values["title"] = cells["Title"]
    noted = _noted(cells.get("Note", ""), is_struck=line.is_struck)
    values |= noted.values
    time = dt.time.fromisoformat(cells["Time"]) if re.fullmatch(r"\d\d:\d\d", cells["Time"]) else None
    meeting = None
    if not cells["Date"].startswith("no date"):
        setting = {"room": cells["Room"]} if cells["Room"] else {}
        meeting = replace(noted.meeting, date=read_day(cells["Date"], today), time=time)
        meeting = replace(meeting, setting={**setting, **meeting.setting})
    return FoundTalk(values=values, meeting=meeting, id=cells["Talk"] or None, line=line.number, doubts=tuple(doubts))


class _Noted(NamedTuple):
    """What the note of a talk says of it, and of its meeting."""

    values: Mapping[str, Any]
    meeting: Meeting


def _noted(text: str, *, is_struck: bool) -> _Noted:
    """A note in its parts: status, why it is cancelled, what became of the slot and why, a remark."""
    parts = [part for part in text.split("; ") if part]
    values: dict[str, Any] = {}
    if parts and parts[0] in tuple(Status):
        values["status"] = parts.pop(0)
    place = next((index for index, part in enumerate(parts) if _SLOT.fullmatch(part)), None)
    before, after = (parts, []) if place is None else (parts[:place], parts[place + 1 :])
    if before and values.get("status") == Status.CANCELLED:
        values["reason"] = before.pop(0)
    is_off = place is not None and parts[place] == "cancelled"
    if is_struck and not is_off and "status" not in values:
        values["status"] = str(Status.CANCELLED)
    reason = after.pop(0) if after else None
    note = "; ".join([*before, *after])
    setting = {"note": note} if note else {}
    return _Noted(values, Meeting(date=dt.date.min, setting=setting, held=not is_off, reason=reason))
