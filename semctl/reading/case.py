"""What a plan of roles is made for, in numbers: people, roles, meetings, seats, and what is fixed.

People, roles and meetings are counted from 0, in the order of the file. Knows nothing of books, days or words.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

FREE = -1  # in a row: here, and without a role
AWAY = -2  # in a row: not here
UNCOUNTED = -9  # in a row of before: any role is no change

Team = tuple[int, ...]
Plan = tuple[tuple[Team, ...], ...]
"""Who plays what: by meeting and role the people, in the order of their seats."""

Row = list[int]
"""Of one meeting, by person: the role, FREE or AWAY."""


class Range(NamedTuple):
    """How many seats a role has in a meeting."""

    least: int
    most: int


class Cell(NamedTuple):
    """One person's role in one meeting."""

    meeting: int
    role: int
    person: int


class Wish(NamedTuple):
    """What somebody would like to play: a role, a meeting, or the one in the other; None leaves it open."""

    person: int
    meeting: int | None
    role: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """What is asked for.

    seats: by meeting and role. away: (person, meeting). vetoes: (person, role). wishes: in any order. pinned: cells
    that stay as they are. over: meetings that get nobody any more. before: what the file says now; a meeting
    without anybody in it is being planned for the first time. newcomers: people whose roles are no changes, as they
    had none. belongs: by person, in how many meetings they are part of the seminar; all, if empty. weights: by role,
    how much one turn counts; turns: by role, the most that one person may play it. apart: turns of one person are
    not closer than so many meetings.
    """

    people: int
    roles: int
    seats: tuple[tuple[Range, ...], ...]
    away: frozenset[tuple[int, int]] = frozenset()
    vetoes: frozenset[tuple[int, int]] = frozenset()
    wishes: tuple[Wish, ...] = ()
    pinned: frozenset[Cell] = frozenset()
    over: frozenset[int] = frozenset()
    before: Plan = ()
    newcomers: frozenset[int] = frozenset()
    belongs: tuple[int, ...] = ()
    weights: tuple[int, ...] = ()
    turns: Mapping[int, int] = field(default_factory=dict)
    apart: int = 2

    @property
    def meetings(self) -> int:
        """How many meetings there are."""
        return len(self.seats)

    @property
    def open(self) -> tuple[int, ...]:
        """The meetings that are still to be planned or changed."""
        return tuple(meeting for meeting in range(self.meetings) if meeting not in self.over)

    def here(self, meeting: int) -> tuple[int, ...]:
        """The people who are not away."""
        return tuple(person for person in range(self.people) if (person, meeting) not in self.away)

    def may(self, person: int, meeting: int, role: int) -> bool:
        """Whether a person may play a role in a meeting."""
        return (person, meeting) not in self.away and (person, role) not in self.vetoes

    def weight(self, role: int) -> int:
        """How much one turn in a role counts."""
        return self.weights[role] if self.weights else 1

    def is_new(self, meeting: int) -> bool:
        """Whether a meeting has nobody in it yet."""
        return not self.before or not any(self.before[meeting])

    @property
    def is_fresh(self) -> bool:
        """Whether nothing that is there could be changed."""
        return all(self.is_new(meeting) for meeting in self.open)

    @property
    def counts_alike(self) -> bool:
        """Whether a turn counts the same in every role."""
        return len(set(self.weights)) < 2

    def members(self) -> tuple[int, ...]:
        """In how many meetings each person is part of the seminar."""
        return self.belongs or (self.meetings,) * self.people


def row_of(case: Case, plan: Plan, meeting: int) -> Row:
    """A meeting by person."""
    row = [AWAY if (person, meeting) in case.away else FREE for person in range(case.people)]
    for role, team in enumerate(plan[meeting]):
        for person in team:
            row[person] = role
    return row


def row_before(case: Case, meeting: int) -> Row:
    """By person the role that is no change."""
    if case.is_new(meeting):
        return [UNCOUNTED] * case.people
    row = [FREE] * case.people
    for role, team in enumerate(case.before[meeting]):
        for person in team:
            row[person] = role
    for person in range(case.people):
        if person in case.newcomers or (person, meeting) in case.away:
            row[person] = UNCOUNTED
    return row


def plan_of(case: Case, rows: Sequence[Row], like: Plan = ()) -> Plan:
    """The plan that rows say. Whoever stays keeps the seat that `like` gives; who is new takes the next free one."""
    plan = []
    for meeting, row in enumerate(rows):
        teams: list[list[int]] = [[] for _ in range(case.roles)]
        for person, role in enumerate(row):
            if role >= 0:
                teams[role].append(person)
        plan.append(tuple(_seated(team, like[meeting][role] if like else ()) for role, team in enumerate(teams)))
    return tuple(plan)


def _seated(team: Sequence[int], before: Team) -> Team:
    """People in the seats they had before; the others in the seats that are free."""
    others = iter([person for person in team if person not in before])
    kept = [person if person in team else next(others, None) for person in before]
    return (*(person for person in kept if person is not None), *others)


def cells(plan: Plan) -> Iterator[Cell]:
    """Every cell, by meeting, role and seat."""
    for meeting, teams in enumerate(plan):
        for role, team in enumerate(teams):
            for person in team:
                yield Cell(meeting, role, person)


def empty(case: Case) -> Plan:
    """A plan in which nobody plays anything."""
    return ((),) * case.meetings and tuple(((),) * case.roles for _ in range(case.meetings))
