"""The JSON forms of talks, slots and problems: promises that `docs/json.md` describes, compared whole in the tests."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from semctl.model import Show
from semctl.origins import origins
from semctl.problems import Path, Problem
from semctl.programme import Entry, Programme
from semctl.recurrence import Slot

Json = dict[str, Any]


def talk_json(entry: Entry) -> Json:
    """A talk as `list --json` and `next --json` give it; times are ISO 8601 with their offset, unknown is null."""
    slot = entry.slot
    return {
        "series": entry.series.id,
        "id": entry.talk.id,
        "date": _iso(entry.date),
        "start": _iso(entry.start),
        "end": _iso(entry.end),
        "end_assumed": entry.end_is_assumed,
        "room": slot.room if slot else None,
        "speakers": [{"name": person.name, "affiliation": person.affiliation} for person in entry.people],
        "title": entry.talk.title,
        "language": entry.language,
        "status": str(entry.talk.status),
        "note": slot.note if slot else None,
        "slot": slot_name(slot) if slot else None,
    }


def slot_name(slot: Slot) -> str:
    """A slot's identity: its regular date, with the regular time where the day has several."""
    name = slot.regular_date.isoformat()
    return f"{name} {_clock(slot.regular_time)}" if slot.shares_regular_date and slot.regular_time else name


def slot_json(programme: Programme, slot: Slot, holidays: Mapping[dt.date, str]) -> Json:
    """A slot as `slots --json` gives it."""
    shares_day = len(programme.on(slot.date)) > 1 if slot.is_held else slot.shares_regular_date
    return {
        "series": programme.book.series.id,
        "date": slot.date.isoformat(),
        "at": _clock(slot.time) if shares_day and slot.time else None,
        "start": _iso(slot.start),
        "end": _iso(slot.end),
        "end_assumed": slot.start is not None and slot.duration is None,
        "room": slot.room,
        "kind": str(slot.kind),
        "retimed": slot.is_retimed,
        "moved_from": _iso(slot.moved_from),
        "reason": slot.reason,
        "holiday": holidays.get(slot.date),
        "talks": list(programme.talks_of(slot)),
    }


def card_json(entry: Entry) -> Json:
    """A talk as `show --json` gives it: the `list` form, with abstract, bio, links and all that is public."""
    talk, slot = entry.talk, entry.slot
    shown = slot.join if slot and slot.join and slot.join.show is Show.PUBLIC else None
    return {
        **talk_json(entry),
        "abstract": talk.abstract,
        "bio": "\n\n".join(person.bio for person in entry.people if person.bio) or None,
        "links": {
            "url": talk.url,
            "slides": talk.slides,
            "video": talk.video,
            "preprint": talk.preprint,
            "join": shown.url if shown else None,
            "speakers": [person.url for person in entry.people],
        },
        "timezone": slot.zone.key if slot else entry.series.timezone,
        "address": entry.room.address if entry.room else None,
        "mode": str(slot.mode) if slot and slot.mode else None,
        "online": slot.online if slot else None,
        "reason": talk.reason or (slot.reason if slot else None),
        "host": talk.host,
        "joint_with": list(talk.joint_with),
        "tags": list(talk.tags),
    }


def _iso(moment: dt.date | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def explain_json(entry: Entry, file: str, line_of: Callable[[Path], int]) -> Json:
    """Where each value comes from, as `show --explain --json` gives it: source, file and line by field."""
    return {
        name: {
            "value": origin.value,
            "source": origin.source,
            "file": file if origin.path else None,
            "line": line_of(origin.path) if origin.path else None,
        }
        for name, origin in origins(entry).items()
    }


def problem_json(problem: Problem) -> Json:
    """A problem as `check --json` gives it."""
    return {
        "file": problem.file,
        "line": problem.line,
        "grade": str(problem.grade),
        "code": problem.code,
        "where": problem.where,
        "says": problem.says,
        "hint": problem.hint,
    }


def _clock(time: dt.time | None) -> str:
    return f"{time:%H:%M}" if time else ""
