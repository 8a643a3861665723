"""The rows of other people's tables as talks: who, what, when and where their cells say."""

import re
from collections.abc import Mapping
from typing import Any, Final

from semctl.dates import Unclear
from semctl.importing import sheet_times
from semctl.importing.cleaning import line, plain_text, prose
from semctl.importing.found import Found, FoundTalk, Kind, Meeting
from semctl.importing.people import people, values_of
from semctl.importing.places import place
from semctl.importing.sheet_days import Day
from semctl.importing.sheet_table import Table, short
from semctl.importing.sheet_words import FREE, MODES, NO_TALK, NOTHING, STATUSES
from semctl.importing.sheets import Row
from semctl.importing.summaries import cancelled
from semctl.languages import fold, is_tba

_LINES: Final = ("title", "reason", "language", "host", "url", "slides", "video", "preprint", "speaker_url", "photo")
_FEW: Final = 6
"""Words that say why nobody meets; a title may be longer."""
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
    title = table.title()
    return Found(
        what=what,
        series={"name": title} if title else {},
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
    values = _values(table, cells, row, doubts)
    meeting = _meeting(table, cells, row, day)
    if "speaker" not in values and "speakers" not in values and not values.get("abstract"):
        title = str(values.get("title", ""))
        if meeting and (not title or FREE.fullmatch(title)) and values.get("status") != "cancelled":
            return meeting
        if meeting and (
            (len(title.split()) <= _FEW and NO_TALK.search(title))
            or (not title and values.get("status") == "cancelled")
        ):
            why = title or values.get("reason")
            table.note(f'"{why or "cancelled"}": nobody meets', Kind.UNDERSTOOD, row.line)
            return Meeting(date=meeting.date, time=meeting.time, held=False, reason=why)
        if not title:
            table.note(f"no talk: {short([cell for cell in row.cells if cell])}", line=row.line)
            return None
    return FoundTalk(values=values, meeting=meeting, line=row.line, doubts=tuple(doubts), id=_id(cells))


def _values(table: Table, cells: Mapping[str, str], row: Row, doubts: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key in _LINES:
        if (cell := cells.get(key)) and (text := line(plain_text(cell))) and not is_tba(text):
            values[key] = text
    for key in ("abstract", "bio"):
        if (cell := cells.get(key)) and (text := prose(plain_text(cell))) and not is_tba(text.strip()):
            values[key] = text
    for key in _SEVERAL:
        sign = "[;,\n]" if key == "tags" else "[;\n]"
        if (cell := cells.get(key)) and (several := [line(each) for each in re.split(sign, cell) if each.strip()]):
            values[key] = several
    values |= _speakers(cells, doubts)
    if "title" in values:
        values["title"], is_off = cancelled(values["title"])
        values |= {"status": "cancelled"} if is_off else {}
    if told := cells.get("status", ""):
        if status := STATUSES.get(fold(told)):
            values["status"] = status
        elif not is_tba(told):
            table.note(f'status "{told}" is not known', line=row.line)
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
