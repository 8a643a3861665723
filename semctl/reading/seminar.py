"""A reading seminar as it stands: its meetings in order, its people, and who plays what; and as a case for a plan."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from semctl.model import Seats
from semctl.programme import Entry, Programme
from semctl.reading.case import Case, Cell, Plan, Range, Wish
from semctl.reading.records import Participant, Readings, Role, readings_of
from semctl.reading.told import numbers_of

IN = " in "
"""Between role and meeting in a wish."""


@dataclass(frozen=True, kw_only=True)
class Seminar:
    """Papers, people and roles joined with the programme.

    meetings: the talks in which something is read, in order of time, those without a date last; cancelled ones are
    left out. over: the ids of those that have ended.
    """

    programme: Programme
    readings: Readings
    meetings: tuple[Entry, ...]
    over: frozenset[str]

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles, in the order of the file."""
        return self.readings.reading.roles

    @property
    def people(self) -> tuple[Participant, ...]:
        """Everybody who takes or took part, in the order of the file."""
        return self.readings.participants

    @cached_property
    def role_at(self) -> Mapping[str, int]:
        """The place of a role by its id."""
        return {role.id: place for place, role in enumerate(self.roles)}

    @cached_property
    def person_at(self) -> Mapping[str, int]:
        """The place of a participant by their id."""
        return {person.id: place for place, person in enumerate(self.people)}

    @property
    def open(self) -> tuple[Entry, ...]:
        """The meetings that have not ended."""
        return tuple(entry for entry in self.meetings if entry.talk.id not in self.over)

    def takes_part(self, person: Participant, entry: Entry) -> bool:
        """Whether a person is part of the seminar on the day of a meeting; who has left is in none without a date."""
        if entry.date is None:
            return person.until is None
        return (person.from_ or entry.date) <= entry.date <= (person.until or entry.date)

    def is_there(self, person: Participant, entry: Entry) -> bool:
        """Whether a person can come to a meeting."""
        return self.takes_part(person, entry) and entry.date not in person.away

    def seats(self, entry: Entry, role: Role) -> Seats:
        """How many people have a role in a meeting."""
        return entry.talk.seats.get(role.id, role.seats)

    def number(self, person: Participant) -> str:
        """What a person is called where people have no names: the id if all ids are numbers, else their place."""
        return self._numbers[person.id]

    @cached_property
    def _numbers(self) -> Mapping[str, str]:
        return numbers_of(self.programme.book.reading)

    def table(self) -> Plan:
        """Who plays what as the file says; names that it does not know are left out."""
        return tuple(
            tuple(
                tuple(self.person_at[each] for each in entry.talk.roles.get(role.id, ()) if each in self.person_at)
                for role in self.roles
            )
            for entry in self.meetings
        )


def seminar_of(programme: Programme, now: dt.datetime) -> Seminar:
    """The reading seminar of a programme; an empty one where it has none."""
    meetings = [entry for entry in programme.entries if (entry.talk.papers or entry.talk.roles) and entry.takes_place]
    return Seminar(
        programme=programme,
        readings=readings_of(programme.book),
        meetings=tuple(meetings),
        over=frozenset(entry.talk.id for entry in meetings if entry.is_over(now)),
    )


def case_of(seminar: Seminar, *, fresh: bool = False) -> Case:
    """What a plan is made for. fresh: as if nobody had a role yet, but for what is over or accepted."""
    table = seminar.table()
    over = frozenset(place for place, entry in enumerate(seminar.meetings) if entry.talk.id in seminar.over)
    accepted = {place for place, person in enumerate(seminar.people) if person.accepted}
    pinned = frozenset(
        Cell(meeting, role, person)
        for meeting, teams in enumerate(table)
        for role, team in enumerate(teams)
        for person in team
        if meeting in over
        or (person in accepted and seminar.is_there(seminar.people[person], seminar.meetings[meeting]))
    )
    fixed = {(cell.person, cell.meeting) for cell in pinned}
    busy = {person for teams in table for team in teams for person in team}
    return Case(
        people=len(seminar.people),
        roles=len(seminar.roles),
        seats=tuple(tuple(_range(seminar, entry, role) for role in seminar.roles) for entry in seminar.meetings),
        away=frozenset(
            (person, meeting)
            for person, each in enumerate(seminar.people)
            for meeting, entry in enumerate(seminar.meetings)
            if not seminar.is_there(each, entry) and (person, meeting) not in fixed
        ),
        vetoes=frozenset(
            (person, seminar.role_at[role])
            for person, each in enumerate(seminar.people)
            for role in each.vetoes
            if role in seminar.role_at
        ),
        wishes=tuple(
            wish for person in seminar.people for text in person.wishes if (wish := read_wish(seminar, person, text))
        ),
        pinned=pinned,
        over=over,
        before=() if fresh else table,
        newcomers=frozenset(place for place in range(len(seminar.people)) if place not in busy),
        belongs=tuple(
            sum(seminar.takes_part(person, entry) for entry in seminar.meetings) for person in seminar.people
        ),
        weights=tuple(role.weight for role in seminar.roles),
        turns={place: role.turns for place, role in enumerate(seminar.roles) if role.turns},
        apart=seminar.readings.reading.apart,
    )


def _range(seminar: Seminar, entry: Entry, role: Role) -> Range:
    least, most = seminar.seats(entry, role)
    return Range(least, max(least, len(seminar.people)) if most is None else most)


def read_wish(seminar: Seminar, person: Participant, text: str) -> Wish | None:
    """A wish as typed, "hacker", "ba14" or "hacker in ba14"; None where it names neither a role nor a meeting."""
    first, _, second = text.partition(IN)
    role = seminar.role_at.get(first.strip())
    meeting = meeting_called(seminar.meetings, (second or (text if role is None else "")).strip())
    if (second and (role is None or meeting is None)) or (role is None and meeting is None):
        return None
    return Wish(seminar.person_at[person.id], meeting, role)


def meeting_called(meetings: Sequence[Entry], name: str) -> int | None:
    """The place of the meeting with an id, else of the first in which a paper is read."""
    for place, entry in enumerate(meetings):
        if entry.talk.id == name:
            return place
    return next((place for place, entry in enumerate(meetings) if name in entry.talk.papers), None)
