"""The rows of other people's tables as talks: who, what, when and where their cells say."""

import re
from collections.abc import Mapping
from typing import Any, Final

from semctl.dates import Unclear
from semctl.importing.cleaning import line, plain_text, prose
from semctl.importing.found import Found, FoundTalk, Kind, Meeting
from semctl.importing.people import is_name, people, values_of
from semctl.importing.places import place
from semctl.importing.spreadsheets import times as sheet_times
from semctl.importing.spreadsheets.days import Day
from semctl.importing.spreadsheets.sheets import Row
from semctl.importing.spreadsheets.table import Table, short
from semctl.importing.spreadsheets.words import MODES, NOTHING, STATUSES
from semctl.importing.summaries import cancelled
from semctl.importing.texts.speech import language_of
from semctl.importing.texts.words import CANCELLED, FREE, GATHERING, MOVED, NO_TALK, NOT_YET
from semctl.languages import fold, is_tba

_LINES: Final = ("title", "reason", "language", "host", "url", "slides", "video", "preprint", "speaker_url", "photo")
_LONGEST: Final = 80
"""Letters that say why nobody meets; a title may be longer."""
_OF_ONE: Final = frozenset({"bio", "speaker_url", "photo"})
"""What belongs to one of several speakers."""
_SEVERAL: Final = ("tags", "joint_with")


def talks(table: Table, what: str) -> Found:
    """All that a table gives."""
    rows = table.read()
    found: list[FoundTalk] = []
    meetings: list[Meeting] = []
    before = Day()
    last = max((index for index, (_, _, day) in enumerate(rows) if day.day), default=-1)
    for index, (row, cells, day) in enumerate(rows):
        is_merged = not (day.day or day.wrong or cells.get("date")) and (index < last or bool(cells.get("time")))
        if is_merged and before.day and "date" in table.keys:
            day.day, day.doubt = before.day, "the date of the row above is taken"
        before = day if day.day else before
        made = _row(table, row, cells, day)
        if isinstance(made, Meeting):
            meetings.append(made)
        elif made:
            found.append(made)
    title, language = table.title(), language_of(table.given.text)
    return Found(
        what=what,
        series={**({"name": title} if title else {}), **({"language": language} if language else {})},
        assumed={"name": "the line above the table"} if title else {},
        talks=tuple(found),
        meetings=tuple(meetings),
        remarks=tuple(sorted(table.remarks, key=lambda each: each.line or 0)),
    )


def _row(table: Table, row: Row, cells: dict[str, str], day: Day) -> FoundTalk | Meeting | None:
    """A talk, or a date without one; None where neither is told."""
    doubts = [each for each in (day.doubt, day.wrong and f"no date: {day.wrong}") if each]
    if any(row.cells[len(table.keys) :]):
        doubts.append("more cells than headings")
    meeting = _meeting(table, cells, row, day)
    if meeting and (why := _off(cells)) is not None:
        table.note(f'"{why or cells.get("status") or cells.get("speaker")}": nobody meets', Kind.UNDERSTOOD, row.line)
        return Meeting(date=meeting.date, time=meeting.time, held=False, reason=why or None)
    values = _values(table, cells, row, doubts)
    if not values.keys() & {"speaker", "speakers", "title", "abstract"}:
        if meeting and values.get("status") == "cancelled":
            return Meeting(date=meeting.date, time=meeting.time, held=False, reason=values.get("reason"))
        if meeting:
            return meeting
        table.note(f"no talk: {short([cell for cell in row.cells if cell])}", line=row.line)
        return None
    return FoundTalk(values=values, meeting=meeting, line=row.line, doubts=tuple(doubts), id=_id(cells))


def _off(cells: dict[str, str]) -> str | None:
    """Why nobody meets, where a row says so and names nobody; None where it does not."""
    told = [cell for key in ("speaker", "last", "title") if (cell := line(cells.get(key, ""))) and not _is_open(cell)]
    if len(told) != 1 or len(told[0]) > _LONGEST:
        return None
    text = told[0]
    if NO_TALK.search(text) or (MOVED.search(text) and not is_name(text)):
        return text
    rest = GATHERING.sub(" ", CANCELLED.sub(" ", f" {text} ")).strip(" :–—-,.;()")
    return rest if CANCELLED.search(text) and (not rest or rest.startswith("(")) else None


def _is_open(cell: str) -> bool:
    """Whether a cell says that its value is not known yet."""
    return is_tba(cell) or cell in NOTHING or bool(NOT_YET.fullmatch(cell))


def _told(cells: Mapping[str, str]) -> dict[str, str]:
    """The cells that say something; that a date is free is nothing, where nobody is named."""
    told = {key: cell for key, cell in cells.items() if not _is_open(cell)}
    alone = [key for key in ("speaker", "last", "title") if told.get(key)]
    if len(alone) == 1 and FREE.fullmatch(told[alone[0]]):
        del told[alone[0]]
    return told


def _values(table: Table, cells: Mapping[str, str], row: Row, doubts: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    told = _told(cells)
    for key in _LINES:
        if (cell := told.get(key)) and (text := line(plain_text(cell))) and not is_tba(text):
            values[key] = text
    for key in ("abstract", "bio"):
        if (cell := cells.get(key)) and (text := prose(plain_text(cell))) and not is_tba(text.strip()):
            values[key] = text
    for key in _SEVERAL:
        sign = "[;,\n]" if key == "tags" else "[;\n]"
        if (cell := cells.get(key)) and (several := [line(each) for each in re.split(sign, cell) if each.strip()]):
            values[key] = several
    if not told.get("title") and GATHERING.search(told.get("speaker", "")) and not is_name(told["speaker"]):
        values["title"] = line(told.pop("speaker"))
    values |= _speakers(told, doubts)
    if "speakers" in values and (of_one := sorted(values.keys() & _OF_ONE)):
        doubts.append(f"whose {' and '.join(of_one)} it is cannot be told: left out")
        values = {key: value for key, value in values.items() if key not in _OF_ONE}
    if "title" in values:
        values["title"], is_off = cancelled(values["title"])
        values |= {"status": "cancelled"} if is_off else {}
    if state := told.get("status", ""):
        if status := STATUSES.get(fold(state)):
            values["status"] = status
        else:
            table.note(f'status "{state}" is not known', line=row.line)
    if not values.get("title"):
        values.pop("title", None)
    return values


def _meeting(table: Table, cells: Mapping[str, str], row: Row, day: Day) -> Meeting | None:
    if day.day is None:
        return None
    times = day.times
    if told := cells.get("time", ""):
        times = _times(table, told, row) or times
    setting: dict[str, Any] = {}
    if told := line(cells.get("room", "")):
        where = place(told)
        setting |= {key: value for key, value in (("room", where.room), ("online", where.online)) if value}
        setting |= {"join": {"url": where.link}} if where.link else {}
    if duration := _duration(table, cells, row, times):
        setting["duration"] = duration
    if link := re.search(r"https?://\S+", cells.get("join", "")):
        setting["join"] = {"url": link[0]}
    if mode := MODES.get(fold(cells.get("mode", ""))):
        setting["mode"] = mode
    return Meeting(date=day.day, time=times.start if times else None, setting=setting)


def _times(table: Table, cell: str, row: Row) -> sheet_times.Times | None:
    if is_tba(cell) or cell in NOTHING:
        return None
    try:
        return sheet_times.read_times(cell)
    except Unclear as unclear:
        table.note(f"no time is taken: {unclear}", Kind.ODD, row.line)
        return None


def _duration(table: Table, cells: Mapping[str, str], row: Row, times: sheet_times.Times | None) -> str | None:
    try:
        if told := cells.get("duration", ""):
            return sheet_times.read_length(told, minutes="min" in fold(_name(table, "duration")))
        if (told := cells.get("end", "")) and times:
            end = sheet_times.read_times(told).start
            if length := sheet_times.length(times.start, end):
                return length
            table.note(f"it would end ({end:%H:%M}) before it begins", Kind.ODD, row.line)
            return None
    except Unclear as unclear:
        table.note(f"no end is taken: {unclear}", Kind.ODD, row.line)
    return times.duration if times else None


def _name(table: Table, key: str) -> str:
    at = table.keys.index(key)
    return table.names[at] if at < len(table.names) else ""


def _id(cells: Mapping[str, str]) -> str | None:
    """The name that a talk has in the source, where that is more than a number of a row."""
    told = cells.get("id", "")
    return told if re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*", told) and not told.isdecimal() else None


def _speakers(cells: Mapping[str, str], doubts: list[str]) -> dict[str, Any]:
    """Who speaks: names of one column or two, affiliations beside them or in brackets."""
    text = cells.get("speaker", "")
    if cells.get("last"):
        text = f"{cells.get('first', '')} {cells['last']}".strip()
    parts = [part for each in re.split(r"\s*[;\n]\s*", plain_text(text)) if (part := line(each))]
    named = [person for part in parts for person in people(part)]
    homes = [line(each) for each in re.split(r"\s*[;\n]\s*", plain_text(cells.get("affiliation", "")))]
    homes = [home for home in homes if not is_tba(home)] if any(homes) else []
    if len(named) == 1 and homes:
        named = [(named[0][0], "; ".join(filter(None, homes)))]
    elif homes and len(homes) == len(named):
        named = [(name, home) for (name, _), home in zip(named, homes, strict=True)]
    elif homes and len(homes) == 1 and named:
        named = [(name, home or homes[0]) for name, home in named]
        doubts.append(f"one affiliation for {len(named)} speakers")
    elif homes and named:
        doubts.append(f"{len(homes)} affiliations for {len(named)} speakers: left out")
    elif homes:
        return {"affiliation": "; ".join(filter(None, homes))}
    return values_of(named)
