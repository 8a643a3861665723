"""A plan made better step by step: people change places in a meeting, and what gets worse is accepted less and less.

Simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983). Bounded by steps, never by a clock, and free of everything in
which machines differ: the same case gives the same plan everywhere.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from semctl.reading.case import Case, Plan, Row, plan_of
from semctl.reading.table import BARRED, Table

STRIDE: Final = 500  # steps at one temperature
COLDEST: Final = 0.3
TRIES: Final = 3  # how often somebody else is drawn, if all is well with who was drawn


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """How one search goes.

    steps, hottest: how long and how wild. seed: another one, another way. goal: the cost at which to stop. changes:
    how many roles may differ from the plan before; None is any number. moving: whether who plays when may change too.
    """

    steps: int
    hottest: float
    seed: int
    goal: int
    changes: int | None = None
    moving: bool = True


def improved(case: Case, table: Table, run: Run) -> Plan:
    """The best plan met on the way; the table is used up."""
    walk = _Walk(case, table, run)
    if walk.open:
        for stride in range(run.steps // STRIDE):
            left = 1 - stride * STRIDE / run.steps
            if walk.go(STRIDE, COLDEST + (run.hottest - COLDEST) * left * left * left):
                break
    return plan_of(case, walk.end(), case.before)


class _Walk:
    """One way through the plans, with the best of them."""

    def __init__(self, case: Case, table: Table, run: Run) -> None:
        self.table, self.run = table, run
        self.random: Callable[[], float] = Random(run.seed).random
        pinned = {(cell.meeting, cell.person) for cell in case.pinned}
        self.people = [
            [
                person
                for person in case.here(meeting)
                if meeting not in case.over
                and (meeting, person) not in pinned
                and (run.moving or table.rows[meeting][person] >= 0)
            ]
            for meeting in range(case.meetings)
        ]
        self.movable = [frozenset(people) for people in self.people]
        self.open = [meeting for meeting, people in enumerate(self.people) if len(people) > 1]
        self.flexible = [any(least < most for least, most in seats) for seats in case.seats]
        self.cost = self.lowest = table.cost()
        self.best: list[Row] | None = None

    def go(self, steps: int, heat: float) -> bool:
        """So many steps at one temperature; whether the goal is reached."""
        random, people, rows = self.random, self.people, self.table.rows
        loose = self._loose()
        for _ in range(steps):
            if self.cost <= self.run.goal:
                return True
            if loose and random() < 0.5:
                meeting, one = loose[int(random() * len(loose))]
            else:
                meeting = self.open[int(random() * len(self.open))]
                one = self._somebody(meeting)
            here, row = people[meeting], rows[meeting]
            other = here[int(random() * len(here))]
            if row[one] != row[other]:
                if random() < 0.5:
                    self._exchange(meeting, one, other, heat)
                else:
                    self._swap(meeting, one, other, heat)
            elif self.flexible[meeting]:
                self._shift(meeting, one, heat)
        return self.cost <= self.run.goal

    def _loose(self) -> list[tuple[int, int]]:
        """Where only so many changes are allowed: who has been changed or may be, by meeting."""
        if self.run.changes is None:
            return []
        return [
            (meeting, person)
            for meeting in self.open
            for person in self.people[meeting]
            if self.table.is_loose(meeting, person)
        ]

    def _somebody(self, meeting: int) -> int:
        """One of the people of a meeting; rather one who has their role more than once."""
        here, row, counts, random = self.people[meeting], self.table.rows[meeting], self.table.counts, self.random
        one = here[int(random() * len(here))]
        for _ in range(TRIES):
            if row[one] >= 0 and counts[one][row[one]] > 1:
                break
            one = here[int(random() * len(here))]
        return one

    def _swap(self, meeting: int, one: int, other: int, heat: float) -> None:
        """Two people change places."""
        table = self.table
        rise = table.swap_rise(meeting, one, other)
        if rise < BARRED and self._is_accepted(rise, heat) and self._is_near(table.swap_changes(meeting, one, other)):
            self._remember(rise)
            table.swap(meeting, one, other)
            self.cost += rise

    def _exchange(self, meeting: int, one: int, other: int, heat: float) -> None:
        """Two people change places, and so in further meetings until each has as much of every role as before.

        The chain goes on where the first has by now what the second gave them once too often (a Kempe chain). Where it
        cannot go on it ends.
        """
        table, rows = self.table, self.table.rows
        lost, gained = rows[meeting][one], rows[meeting][other]
        chain, rise, changed = [], 0, table.changed
        while (step := table.swap_rise(meeting, one, other)) < BARRED:
            table.swap(meeting, one, other)
            chain.append(meeting)
            rise += step
            further = [] if gained == lost else self._further(gained, one, other, chain)
            if not further:
                break
            meeting = further[int(self.random() * len(further))]
            gained = rows[meeting][other]
        limit = self.run.changes
        if self._is_accepted(rise, heat) and (limit is None or table.changed <= max(limit, changed)):
            if rise > 0 and self.cost < self.lowest:
                self._undo(chain, one, other)
                self._remember(rise)
                self._undo(chain, one, other)
            self.cost += rise
        else:
            self._undo(chain, one, other)

    def _further(self, role: int, one: int, other: int, chain: Sequence[int]) -> list[int]:
        """The meetings in which somebody has a role that another could take from them."""
        rows, movable = self.table.rows, self.movable
        return [
            meeting
            for meeting in self.open
            if rows[meeting][one] == role != rows[meeting][other]
            and one in movable[meeting]
            and other in movable[meeting]
            and meeting not in chain
        ]

    def _undo(self, chain: Sequence[int], one: int, other: int) -> None:
        for meeting in chain:
            self.table.swap(meeting, one, other)

    def _shift(self, meeting: int, person: int, heat: float) -> None:
        """One person goes to another role that has room, from one that can spare them."""
        table = self.table
        start, end = table.rows[meeting][person], int(self.random() * table.case.roles)
        if start < 0 or start == end or not table.has_room(meeting, start, end):
            return
        rise = table.rise(meeting, person, start, end)
        if rise < BARRED and self._is_accepted(rise, heat) and self._is_near(table.changes(meeting, person, end)):
            self._remember(rise)
            table.move(meeting, person, start, end)
            self.cost += rise

    def _is_accepted(self, rise: int, heat: float) -> bool:
        """Yes if nothing gets worse, else with a chance like exp(-rise / heat), of sums and products alone."""
        if rise <= 0:
            return True
        x = rise / heat
        return self.random() * (1 + x * (1 + x * (0.5 + x / 6))) < 1

    def _is_near(self, changes: int) -> bool:
        limit = self.run.changes
        return limit is None or changes <= 0 or self.table.changed + changes <= limit

    def _remember(self, rise: int) -> None:
        """Keep the plan if it is the best so far and about to get worse."""
        if rise > 0 and self.cost < self.lowest:
            self.lowest, self.best = self.cost, [row[:] for row in self.table.rows]

    def end(self) -> Sequence[Row]:
        """The rows of the best plan."""
        return self.table.rows if self.cost <= self.lowest or self.best is None else self.best
