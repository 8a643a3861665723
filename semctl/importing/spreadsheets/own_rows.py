"""The rows of a spreadsheet that semctl itself has written and somebody has edited: which cells, and what they say now.

A cell that is as it would be written again has not been edited, whatever it holds; one that is empty says that there is
no such value any more.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from semctl.columns import cells
from semctl.dates import read_time
from semctl.idents import ascii_id
from semctl.importing.found import FoundTalk, Meeting
from semctl.importing.spreadsheets.times import length
from semctl.importing.spreadsheets.words import STATUSES
from semctl.languages import fold, is_tba
from semctl.model import Ident, Speaker, Status, Talk
from semctl.problems import Refused
from semctl.programme import Entry

OF_SLOT: Final = ("time", "end", "room")
"""What a talk has of its slot, beside the day; one that is cancelled or has no day has no slot of its own."""
OF_PEOPLE: Final = ("speaker", "affiliation", "speaker_url", "photo", "bio")
"""What a talk has of its speakers."""
_OF_PERSON: Final = {"affiliation": "affiliation", "speaker_url": "url", "photo": "photo"}
_TEXTS: Final = ("title", "abstract", "reason", "language", "host", "url", "slides", "video", "preprint")
_SEVERAL: Final = ("joint_with", "tags")
_JOINED: Final = frozenset({*_SEVERAL, *OF_PEOPLE} - {"bio"})


def edited(row: Mapping[str, str], entry: Entry) -> dict[str, str]:
    """The columns whose cell is another than the talk gives now, with that one."""
    now = cells(entry)
    has_slot = not entry.talk.is_cancelled and row.get("date", "?")
    fixed = {"series", "id", *(() if has_slot else OF_SLOT)}
    return {
        name: now[name] for name, cell in row.items()
        if name in now and name not in fixed and not _same(name, now[name], cell)
        and (cell or _can_be_taken_out(name, entry))
    }  # fmt: skip


def _can_be_taken_out(name: str, entry: Entry) -> bool:
    """Whether there is a value that an empty cell can take away: of a slot what its override says, not the schedule."""
    if name not in OF_SLOT:
        return name != "status" or entry.talk.status is not Status.CONFIRMED
    override = entry.slot.override if entry.slot else None
    return override is not None and getattr(override, "duration" if name == "end" else name) is not None


def _same(name: str, now: str, cell: str) -> bool:
    """Whether a cell says what it said; signs that Windows-1252 does not have come back as "?"."""
    if name in _JOINED:
        now, cell = _SIGN.sub("; ", now).strip("; "), _SIGN.sub("; ", cell).strip("; ")
    now, cell = now.strip(), cell.strip()
    return now == cell or ("?" in cell and now.encode("cp1252", "replace").decode("cp1252") == cell)


_SIGN: Final = re.compile(r"\s*;\s*")


def parts(cell: str) -> list[str]:
    """The values of a cell that may hold several."""
    return [each.strip() for each in cell.split(";")]


# --- a talk that is there ---


def new_values(row: Mapping[str, str], entry: Entry, changed: Mapping[str, str]) -> dict[str, Any]:
    """The keys of a talk that the edited cells change; None takes one out. Refused where they cannot be understood."""
    values: dict[str, Any] = {name: row[name].strip() or None for name in _TEXTS if name in changed}
    if is_tba(values.get("title") or ""):
        values["title"] = None
    for name in _SEVERAL:
        if name in changed:
            values[name] = [each for each in parts(row[name]) if each] or None
    if "status" in changed:
        values["status"] = status(row["status"])
        if "reason" in row:
            values["reason"] = row["reason"].strip() or None  # as it stands there, whatever the status was
    if changed.keys() & set(OF_PEOPLE):
        values |= _who(row, entry.talk, changed)
    return {key: f"{value}\n" if key in ("abstract", "bio") and value and "\n" in value else value
            for key, value in values.items()}  # fmt: skip


def status(cell: str) -> str | None:
    """A status as the file has it: none where it is confirmed. Refused for what is none."""
    if not cell.strip():
        return None
    told = STATUSES.get(fold(cell.strip()))
    if told is None:
        raise Refused(f'"{cell}" is no status', "write invited, tentative, confirmed or cancelled")
    return None if told == "confirmed" else told


def _who(row: Mapping[str, str], talk: Talk, changed: Mapping[str, str]) -> dict[str, Any]:
    """Who speaks, as the cells of names, affiliations and pages say it together."""
    before = talk.people
    names = [each for each in parts(row.get("speaker", "")) if each and not is_tba(each)]
    if "speaker" not in changed:
        names = [str(person.name) for person in before]
    people: list[dict[str, Any]] = [_known(name, before) for name in names] or [_alone(talk)]
    for column, key in _OF_PERSON.items():
        if column not in row or not (column in changed or "speaker" in changed):
            continue
        told = (
            parts(row[column])
            if len(people) > 1 or (column not in changed and len(before) > 1)
            else [row[column].strip()]
        )
        if len(told) > len(people):
            raise Refused(f"{len(told)} times {column} for {len(names)} speakers", "change both cells")
        for index, person in enumerate(people):
            person[key] = told[index] if index < len(told) and told[index] else None
    if "bio" in changed:
        if len(people) > 1:
            raise Refused("whose bio it is cannot be told", "write it below its speaker in the file")
        people[0]["bio"] = row["bio"].strip() or None
    unnamed = [_table(each) for each in talk.speakers if not each.name]
    if len(names) > 1 or (names and unnamed):
        return {"speakers": [*people, *unnamed]}
    alone = {"speaker_url" if key == "url" else key: value for key, value in people[0].items() if key != "name"}
    if talk.speakers and not names:
        return {"speakers": None} | {key: value for key, value in alone.items() if value}
    mine = {"speaker": talk.speaker, **{key: getattr(talk, key) for key in alone}}
    told_now = {"speaker": names[0] if names else None, **alone}
    return {key: value for key, value in told_now.items() if talk.speakers or value != mine[key]}


def _known(name: str, people: Sequence[Speaker]) -> dict[str, Any]:
    """A person with what is known of them."""
    known = next((each for each in people if each.name == name), Speaker())
    return {"name": name, **{key: value for key, value in _table(known).items() if key != "name"}}


def _alone(talk: Talk) -> dict[str, Any]:
    return {
        "name": None,
        "affiliation": talk.affiliation,
        "url": talk.speaker_url,
        "photo": talk.photo,
        "bio": talk.bio,
    }


def _table(person: Speaker) -> dict[str, Any]:
    keys = ("name", "affiliation", "affiliation_short", "url", "photo", "bio")
    return {key: value for key in keys if (value := getattr(person, key)) is not None}


# --- a talk that is new ---


def new_talk(row: Mapping[str, str], line: int, doubts: tuple[str, ...]) -> FoundTalk:
    """A row as a talk, for a series that does not have it."""
    values: dict[str, Any] = {}
    for name in _TEXTS:
        text = row.get(name, "").strip()
        if text and not is_tba(text):
            values[name] = f"{text}\n" if name == "abstract" and "\n" in text else text
    for name in _SEVERAL:
        if several := [each for each in parts(row.get(name, "")) if each]:
            values[name] = several
    told, doubt = _new_who({name: row[name] for name in OF_PEOPLE if row.get(name)})
    values |= told
    try:
        if named := status(row.get("status", "")):
            values["status"] = named
    except Refused as why:
        doubts = (*doubts, why.says)
    doubts = (*doubts, doubt) if doubt else doubts
    day, time = row.get("date"), row.get("time")
    start = read_time(time) if time else None
    setting: dict[str, Any] = {"room": row["room"]} if row.get("room") else {}
    if start and row.get("end") and (long := length(start, read_time(row["end"]))):
        setting["duration"] = long
    meeting = Meeting(date=dt.date.fromisoformat(day), time=start, setting=setting) if day else None
    name = row.get("id", "")
    if name and not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*", name):
        doubts = (*doubts, f'"{name}" is not fit for an id')
        name = ascii_id(name)
    return FoundTalk(values=values, meeting=meeting, id=name or None, line=line, doubts=doubts, row=row)


def _new_who(cells: Mapping[str, str]) -> tuple[dict[str, Any], str]:
    """Who speaks, by the cells that say something; where they do not fit together the names alone, and why."""
    talk = Talk(id=Ident("new"))
    told, doubt = {}, ""
    for left_out in ((), ("bio",), OF_PEOPLE[1:]):
        some = {name: cell for name, cell in cells.items() if name not in left_out}
        try:
            told = _who(some, talk, some)
            break
        except Refused as why:
            doubt = f"{why.says}: left out"
    if several := told.get("speakers"):
        told["speakers"] = [{key: value for key, value in each.items() if value} for each in several]
    return {key: value for key, value in told.items() if value}, doubt
