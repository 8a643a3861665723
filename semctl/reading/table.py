"""A plan that is being changed, with all that a change costs kept up to date."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from semctl.reading.case import UNCOUNTED, Case, Plan, row_before, row_of

BARRED: Final = 1 << 40
OVER_LIMIT: Final = 1 << 20  # what it costs to play a role once more than is allowed


class Weights(NamedTuple):
    """What one of each costs: a turn off the equal share, a pair of turns in one role, a partner met again, …"""

    load: int = 30
    role: int = 8
    partner: int = 4
    close: int = 1
    wish: int = 1


class Table:
    """Rows and teams, and the counts from which the cost of a change is read.

    fair: by person the least and the most that is an equal share of all turns.
    """

    def __init__(self, case: Case, plan: Plan, fair: Sequence[tuple[int, int]], weights: Weights) -> None:
        people, roles = range(case.people), range(case.roles)
        self.case, self.weights = case, weights
        self.rows = [row_of(case, plan, meeting) for meeting in range(case.meetings)]
        self.teams = [[list(team) for team in teams] for teams in plan]
        self.counts = [[sum(row[person] == role for row in self.rows) for role in roles] for person in people]
        self.weight = [case.weight(role) for role in roles]
        self.loads = [sum(map(int.__mul__, counts, self.weight)) for counts in self.counts]
        self.shared = _shared(case, plan)
        self.may = [[(person, role) not in case.vetoes for role in roles] for person in people]
        self.rises = [_rises(case, role, weights) for role in roles]
        most = case.meetings * max(self.weight, default=1) + 1
        self.off = [[weights.load * max(0, low - load, load - high) for load in range(most + 1)] for low, high in fair]
        self.before = [row_before(case, meeting) for meeting in range(case.meetings)]
        self.changed = sum(
            was not in (UNCOUNTED, now)
            for old, row in zip(self.before, self.rows, strict=True)
            for was, now in zip(old, row, strict=True)
        )
        self.wishes = [[(wish.meeting, wish.role) for wish in case.wishes if wish.person == each] for each in people]

    def cost(self) -> int:
        """What the plan costs, from scratch."""
        role = sum(sum(self.rises[role][:number]) for row in self.counts for role, number in enumerate(row))
        partner = sum(max(0, times - 1) for one, row in enumerate(self.shared) for times in row[:one])
        load = sum(off[load] for off, load in zip(self.off, self.loads, strict=True))
        close = sum(self._close_before(meeting, each) for meeting, row in enumerate(self.rows)
                    for each, its in enumerate(row) if its >= 0)  # fmt: skip
        unmet = sum(not self._is_met(each, *wish) for each, wishes in enumerate(self.wishes) for wish in wishes)
        own = self.weights
        return load + role + own.partner * partner + own.close * close + own.wish * unmet

    # --- one person goes from a role (or none) to another ---

    def rise(self, meeting: int, person: int, start: int, end: int, leaving: int = -1) -> int:
        """By how much the cost rises; BARRED if the person may not. leaving: who goes from there at the same time."""
        rise = 0
        shared, counts = self.shared[person], self.counts[person]
        if end >= 0:
            if not self.may[person][end]:
                return BARRED
            rise += self.rises[end][counts[end]]
            partner = self.weights.partner
            for other in self.teams[meeting][end]:
                if shared[other] and other != leaving:
                    rise += partner
        if start >= 0:
            rise -= self.rises[start][counts[start] - 1]
            partner = self.weights.partner
            for other in self.teams[meeting][start]:
                if shared[other] > 1:
                    rise -= partner
        if start < 0 or end < 0 or self.weight[start] != self.weight[end]:
            rise += self._load_rise(meeting, person, start, end)
        if self.wishes[person]:
            rise += self._wish_rise(meeting, person, start, end)
        return rise

    def _load_rise(self, meeting: int, person: int, start: int, end: int) -> int:
        load, off = self.loads[person], self.off[person]
        then = load - (self.weight[start] if start >= 0 else 0) + (self.weight[end] if end >= 0 else 0)
        rise = off[then] - off[load]
        if start < 0:
            rise += self.weights.close * self._close_around(meeting, person)
        elif end < 0:
            rise -= self.weights.close * self._close_around(meeting, person)
        return rise

    def _close_before(self, meeting: int, person: int) -> int:
        """Whether the turn before one in this meeting is too close."""
        first = max(0, meeting - self.case.apart + 1)
        return any(self.rows[each][person] >= 0 for each in range(first, meeting))

    def _close_around(self, meeting: int, person: int) -> int:
        """How many more turns are too close to the one before with a turn in this meeting than without."""
        rows, apart = self.rows, self.case.apart
        before = after = apart
        for step in range(1, apart):
            if before == apart and meeting >= step and rows[meeting - step][person] >= 0:
                before = step
            if after == apart and meeting + step < len(rows) and rows[meeting + step][person] >= 0:
                after = step
        return (before < apart) + (after < apart) - (before + after < apart)

    def _is_met(self, person: int, meeting: int | None, role: int | None) -> bool:
        if meeting is None:
            return role is None or self.counts[person][role] > 0
        its = self.rows[meeting][person]
        return its >= 0 if role is None else its == role

    def _wish_rise(self, meeting: int, person: int, start: int, end: int) -> int:
        """Wishes that come true or no longer do."""
        lost = 0
        for wished, role in self.wishes[person]:
            if wished is None and role is not None:
                number = self.counts[person][role]
                lost += (number > 0) - (number - (start == role) + (end == role) > 0)
            elif wished == meeting:
                lost += (start >= 0) - (end >= 0) if role is None else (start == role) - (end == role)
        return self.weights.wish * lost

    def move(self, meeting: int, person: int, start: int, end: int) -> None:
        """Do it."""
        self.changed += self.changes(meeting, person, end)
        shared, all_shared = self.shared[person], self.shared
        counts = self.counts[person]
        if start >= 0:
            team = self.teams[meeting][start]
            team.remove(person)
            for other in team:
                shared[other] -= 1
                all_shared[other][person] -= 1
            counts[start] -= 1
            self.loads[person] -= self.weight[start]
        if end >= 0:
            team = self.teams[meeting][end]
            for other in team:
                shared[other] += 1
                all_shared[other][person] += 1
            team.append(person)
            counts[end] += 1
            self.loads[person] += self.weight[end]
        self.rows[meeting][person] = end

    def changes(self, meeting: int, person: int, end: int) -> int:
        """How many more roles differ from before if a person goes to another role."""
        was = self.before[meeting][person]
        return 0 if was == UNCOUNTED else (end != was) - (self.rows[meeting][person] != was)

    def is_loose(self, meeting: int, person: int) -> bool:
        """Whether another role would be no further change."""
        was = self.before[meeting][person]
        return was == UNCOUNTED or self.rows[meeting][person] != was

    def has_room(self, meeting: int, start: int, end: int) -> bool:
        """Whether one role can spare somebody and the other take them."""
        seats, teams = self.case.seats[meeting], self.teams[meeting]
        return len(teams[start]) > seats[start].least and len(teams[end]) < seats[end].most

    # --- two people change places ---

    def swap_rise(self, meeting: int, one: int, other: int) -> int:
        """By how much the cost rises if two people change places; BARRED if they may not."""
        row = self.rows[meeting]
        start, end = row[one], row[other]
        first, second = self.rise(meeting, one, start, end, other), self.rise(meeting, other, end, start, one)
        return BARRED if BARRED in (first, second) else first + second

    def swap_changes(self, meeting: int, one: int, other: int) -> int:
        """How many more roles differ from before if two people change places."""
        row = self.rows[meeting]
        return self.changes(meeting, one, row[other]) + self.changes(meeting, other, row[one])

    def swap(self, meeting: int, one: int, other: int) -> None:
        """Two people change places."""
        row = self.rows[meeting]
        start, end = row[one], row[other]
        self.move(meeting, one, start, end)
        self.move(meeting, other, end, start)


def _shared(case: Case, plan: Plan) -> list[list[int]]:
    """How often two people have the same role in a meeting."""
    shared = [[0] * case.people for _ in range(case.people)]
    for teams in plan:
        for team in teams:
            for one in team:
                for other in team:
                    shared[one][other] += one != other
    return shared


def _rises(case: Case, role: int, weights: Weights) -> list[int]:
    """What a further turn in a role costs somebody who has had so many."""
    limit = case.turns.get(role, case.meetings)
    return [weights.role * number + OVER_LIMIT * (number >= limit) for number in range(case.meetings + 1)]
