"""A spreadsheet that semctl has written (`export --format csv`): every row a talk, every cell what is so by now."""

from collections import Counter

from semctl.dates import Unclear
from semctl.importing.found import Found, FoundTalk, Kind
from semctl.importing.spreadsheets.own_rows import OF_SLOT, new_talk
from semctl.importing.spreadsheets.table import Table, short
from semctl.importing.spreadsheets.times import read_times
from semctl.importing.spreadsheets.words import STATUSES
from semctl.languages import fold


def series_of(table: Table) -> str:
    """The id of the series whose talks they are, of several the one that they go into; "" of other tables."""
    if not {"series", "id"} <= set(table.names):
        return ""
    at = list(table.names).index("series")
    told = [row.cells[at] for row in table.rows if at < len(row.cells) and row.cells[at]]
    if table.given.series in told:
        return str(table.given.series)
    return told[0] if told and table.given.series is None else ""


def talks(table: Table, series: str, what: str) -> Found:
    """The talks of one series."""
    table.is_own = True
    found: list[FoundTalk] = []
    others: Counter[str] = Counter()
    seen: set[str] = set()
    for row, cells, day in table.read():
        told = {key: cell for key, cell in cells.items() if key in table.names}
        owner, name = told.get("series") or series, told.get("id", "")
        if owner != series:
            others[owner] += 1
            continue
        doubts = [f"no date: {day.wrong}"] if day.wrong else []
        if "date" in told:
            told["date"] = day.day.isoformat() if day.day else ""
        if day.wrong:
            told.pop("date", None)
        for key in ("time", "end"):
            _settle_time(table, told, key, row.line)
        if told.get("date") == "" and any(told.get(key) for key in OF_SLOT):
            doubts.append("no date, and so no time and no room")
        if word := STATUSES.get(fold(told.get("status", ""))):
            told["status"] = word
        if not any(told.get(key) for key in ("id", "date", "speaker", "title", "abstract")):
            table.note(f"no talk: {short([cell for cell in row.cells if cell])}", line=row.line)
            continue
        if name and name in seen:
            doubts.append(f'the id "{name}" stands above already')
        seen.add(name)
        found.append(new_talk(told, row.line, tuple(doubts)))
    for other, count in others.items():
        table.note(f'{count} talk{"s" if count > 1 else ""} of series "{other}": one is taken at a time')
    return Found(
        what=what,
        series={"id": series},
        talks=tuple(found),
        is_whole=True,
        remarks=tuple(sorted(table.remarks, key=lambda each: each.line or 0)),
    )


def _settle_time(table: Table, told: dict[str, str], key: str, line: int) -> None:
    """A time as it is written; one that is none says nothing."""
    if not told.get(key):
        return
    try:
        told[key] = f"{read_times(told[key]).start:%H:%M}"
    except Unclear as unclear:
        table.note(f"{key} is left as it is: {unclear}", Kind.ODD, line)
        del told[key]
