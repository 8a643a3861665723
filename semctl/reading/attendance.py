"""Who was there, what they did and what they missed; from private notes, and for the organiser alone."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from semctl.programme import Entry
from semctl.reading.records import Participant
from semctl.reading.seminar import Seminar

ATTENDED, EXCUSED = "attended", "excused"
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes what begins so for a formula


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One person's attendance: of the meetings that are noted and to which they belong.

    done: the roles they played while they were there. left: how many more they may miss; None where nobody said.
    """

    person: Participant
    name: str
    attended: tuple[Entry, ...]
    missed: tuple[Entry, ...]
    excused: tuple[Entry, ...]
    done: tuple[str, ...]
    left: int | None


def records(seminar: Seminar, notes: Mapping[str, Mapping[str, Any]], names: Mapping[str, str]) -> tuple[Record, ...]:
    """Everybody's record. notes: by talk id, with lists of ids; names: by id, from private notes."""
    noted = [entry for entry in seminar.meetings if ATTENDED in notes.get(entry.talk.id, {})]
    found = []
    for person in seminar.people:
        own = [entry for entry in noted if seminar.takes_part(person, entry)]
        there = tuple(entry for entry in own if person.id in _ids(notes, entry, ATTENDED))
        excused = tuple(entry for entry in own if entry not in there and person.id in _ids(notes, entry, EXCUSED))
        missed = tuple(entry for entry in own if entry not in there and entry not in excused)
        done = tuple(
            str(role.name)
            for entry in there
            for role in seminar.roles
            if person.id in entry.talk.roles.get(role.id, ())
        )
        allowed = seminar.readings.reading.misses
        left = None if allowed is None else allowed - len(missed)
        name = person.name or names.get(person.id) or ""
        found.append(
            Record(person=person, name=name, attended=there, missed=missed, excused=excused, done=done, left=left)
        )
    return tuple(found)


def _ids(notes: Mapping[str, Mapping[str, Any]], entry: Entry, key: str) -> tuple[str, ...]:
    listed = notes.get(entry.talk.id, {}).get(key, ())
    return tuple(str(each) for each in listed) if isinstance(listed, list) else ()


def as_csv(found: tuple[Record, ...]) -> str:
    """For the office: a line for each person."""
    lines = _Lines()
    writer = csv.writer(lines)
    writer.writerow(["id", "name", "attended", "missed", "excused", "misses left", "roles", "missed on"])
    for each in found:
        days = "; ".join(str(entry.date or entry.talk.id) for entry in each.missed)
        left = "" if each.left is None else str(each.left)
        counts = [str(len(its)) for its in (each.attended, each.missed, each.excused)]
        row = [each.person.id, each.name, *counts, left, "; ".join(each.done), days]
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA) and cell != left else cell for cell in row])
    return "".join(lines)


class _Lines(list[str]):
    """What the writer takes for a file."""

    write = list.append
