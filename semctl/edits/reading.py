"""Changes of a reading seminar: tables of roles, people who come and go."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from semctl.dates import weekday_number, write_duration
from semctl.idents import ascii_id
from semctl.problems import Refused
from semctl.programme import Entry
from semctl.reading.records import Candidate
from semctl.reading.seminar import Seminar
from semctl.tomltext.document import Document

ABOVE = ("breaks", "overrides", "rooms", "talks", "reading", "papers", "participants")
"""What stands below the schedule."""


def with_roles(document: Document, seminar: Seminar, tables: Mapping[str, Mapping[str, Sequence[str]]]) -> Document:
    """Write who plays what, by meeting and role; only the lines of roles that change do."""
    for entry in seminar.meetings:
        wanted = tables.get(entry.talk.id)
        if wanted is not None:
            document = _with_roles(document, entry, wanted)
    return document


def _with_roles(document: Document, entry: Entry, wanted: Mapping[str, Sequence[str]]) -> Document:
    path, before = entry.talk.path, entry.talk.roles
    if not before:
        filled = {role: list(team) for role, team in wanted.items() if team}
        return document.with_part(path, "roles", filled) if filled else document
    for role, team in wanted.items():
        if set(team) == set(before.get(role, ())):
            continue  # in the order in which it was typed
        if team:
            document = document.with_value((*path, "roles"), role, list(team))
        elif role in before:
            document = document.with_value((*path, "roles"), role, [])
    return document


def add_participant(document: Document, seminar: Seminar, values: Mapping[str, Any]) -> Document:
    """A new person, after the others; Refused where the id is taken or not fit for one."""
    person = values["id"]
    if not person or ascii_id(person) != person.casefold():
        raise Refused(f'"{person}" is not fit for an id', f"give --id {ascii_id(person) or 'emmy'}")
    if person in seminar.person_at:
        raise Refused(f'there is a participant with the id "{person}"', "give another --id")
    return document.with_block("participants", len(seminar.people), values)


def with_person(private: Document, person: str, values: Mapping[str, Any]) -> Document:
    """The private file with what it says of a person."""
    if "participants" not in private.data:
        return private.with_table("participants", {person: values})
    if person not in private.data["participants"]:
        return private.with_part(("participants",), person, values)
    for key, value in values.items():
        private = private.with_value(("participants", person), key, value)
    return private


def drop_participant(document: Document, seminar: Seminar, person: str, last: dt.date) -> Document:
    """A person leaves: their last day is written down, and they are taken out of every meeting after it."""
    who = seminar.people[seminar.person_at[person]]
    for entry in seminar.open:
        if entry.date is not None and entry.date <= last:
            continue
        for role, team in entry.talk.roles.items():
            if person in team:
                left = [each for each in team if each != person]
                document = document.with_value((*entry.talk.path, "roles"), role, left)
    return document.with_value(who.path, "until", last, after=("id", "name", "away", "from"))


def accept_roles(document: Document, seminar: Seminar, people: Sequence[str], day: dt.date) -> Document:
    """Write down that people have accepted their roles."""
    for person in people:
        who = seminar.people[seminar.person_at[person]]
        document = document.with_value(who.path, "accepted", day, after=("id", "name", "away", "from"))
    return document


def swap_roles(document: Document, entries: Sequence[Entry], one: str, other: str) -> Document:
    """Two people change places in some meetings; Refused where that changes nothing."""
    changed = False
    for entry in entries:
        for role, team in entry.talk.roles.items():
            if (one in team) != (other in team):
                swapped = [{one: other, other: one}.get(each, each) for each in team]
                document = document.with_value((*entry.talk.path, "roles"), role, swapped)
                changed = True
    if not changed:
        raise Refused("that changes nothing", f'"semctl roles --person {one}" shows what they play')
    return document


def with_answers(private: Document, answers: Mapping[str, Mapping[str, str]]) -> Document:
    """The private file with what people answered to a poll: a line for each, in the place of an earlier one."""
    if "series" not in private.data:
        private = private.with_table("series", {"poll": {}})
    elif "poll" not in private.data["series"]:
        private = private.with_part(("series",), "poll", {})
    for person, said in answers.items():
        private = private.with_value(("series", "poll"), person, dict(said))
    return private


def schedule(time: Candidate, day: dt.date, every: str) -> dict[str, Any]:
    """The rule that a candidate makes, from a day on."""
    weekday = weekday_number(time.weekday) or 0
    start = day + dt.timedelta(days=(weekday - day.weekday()) % 7)
    values: dict[str, Any] = {"every": every, "weekday": time.weekday, "time": f"{time.from_:%H:%M}"}
    if time.to:
        hours = dt.datetime.combine(start, time.to) - dt.datetime.combine(start, time.from_)
        values["duration"] = write_duration(hours)
    if time.room:
        values["room"] = time.room
    return {**values, "start": start}


def with_schedule(document: Document, values: Mapping[str, Any]) -> Document:
    """The file with the one rule that it has, above what goes by dates."""
    return document.with_table("schedule", values, before=ABOVE)
