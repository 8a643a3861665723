"""Who plays when, where not everybody can in every meeting: equally often, and seldom in a row.

Two people at a time share out anew, in the best way there is, the meetings in which exactly one of them plays; pair
after pair, until nothing gets better. Which role they play is for the search to say.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from random import Random
from typing import Final

from semctl.reading.bounds import Counted, close_turns
from semctl.reading.case import Case, Plan

STARTS: Final = 6
PAIRS: Final = 4000  # looked at, in all
IDLE: Final = 2  # rounds without anything better, after which it ends
UNFAIR: Final = 1000  # what a turn off an equal share costs; a turn too soon costs 1

Both = tuple[bool, bool]
State = tuple[int, int, int]
"""Of two people: meetings since the last turn of each, as far as it matters, and the turns of the first so far."""


def spread(case: Case, plan: Plan, fair: Sequence[tuple[int, int]]) -> tuple[frozenset[int], ...]:
    """Who plays in each meeting, from a plan in which the right number does; the best of several ways to begin."""
    chance, counted = Random(1).random, Counted(case, plan)
    best = _People(case, plan, fair)
    looked, goal = 0, 0
    for _ in range(STARTS):
        people = _People(case, plan, fair)
        looked = _shared_out(people, chance, looked, goal)
        if people.cost < best.cost:
            best = people
            goal = close_turns(counted, equal=True, value=best.cost)
        if looked >= PAIRS or best.cost <= goal:
            break
    return best.playing()


def _shared_out(people: "_People", chance: Callable[[], float], looked: int, goal: int) -> int:
    """Let pairs of people share out their meetings anew, until nothing gets better; how many pairs were looked at."""
    pairs = list(combinations(range(len(people.costs)), 2))
    idle = 0
    while idle < IDLE:
        idle += 1
        for one, other in sorted(pairs, key=lambda _: chance()):
            if looked >= PAIRS or people.cost <= goal:
                return looked
            if people.costs[one] + people.costs[other]:
                looked += 1
                idle = 0 if people.share_out(one, other, first=chance() < 0.5) else idle
    return looked


class _People:
    """By person and meeting: whether they play, and whether that may be changed."""

    def __init__(self, case: Case, plan: Plan, fair: Sequence[tuple[int, int]]) -> None:
        meetings = range(case.meetings)
        playing = [{person for team in teams for person in team} for teams in plan]
        fixed = {(cell.person, cell.meeting) for cell in case.pinned} | case.away
        self.apart, self.fair = case.apart, fair
        self.plays = [[person in playing[meeting] for meeting in meetings] for person in range(case.people)]
        self.free = [
            [meeting not in case.over and (person, meeting) not in fixed for meeting in meetings]
            for person in range(case.people)
        ]
        self.costs = [self._cost(person) for person in range(case.people)]

    @property
    def cost(self) -> int:
        """Turns too soon, and far more than that for turns off an equal share."""
        return sum(self.costs)

    def playing(self) -> tuple[frozenset[int], ...]:
        """The people who play, by meeting."""
        return tuple(
            frozenset(each for each, plays in enumerate(column) if plays) for column in zip(*self.plays, strict=True)
        )

    def _cost(self, person: int) -> int:
        since, soon = self.apart, 0
        for plays in self.plays[person]:
            soon += plays and since < self.apart
            since = 1 if plays else since + 1
        return soon + self._unfair(person, sum(self.plays[person]))

    def _unfair(self, person: int, turns: int) -> int:
        low, high = self.fair[person]
        return UNFAIR * max(0, low - turns, turns - high)

    def share_out(self, one: int, other: int, *, first: bool) -> bool:
        """Give two people the best of all ways to share their meetings; whether it is better than before.

        first: who is tried first where it makes no difference, so that equally good ways take turns.
        """
        steps = [{(self.apart, self.apart, 0): (0, (self.apart, self.apart, 0), (False, False))}]
        for ways in self._ways(one, other, first=first):
            steps.append(self._following(steps[-1], ways))
        together = sum(self.plays[one]) + sum(self.plays[other])

        def total(state: State) -> int:
            return steps[-1][state][0] + self._unfair(one, state[2]) + self._unfair(other, together - state[2])

        state = min(steps[-1], key=total)
        better = total(state) < self.costs[one] + self.costs[other]
        for meeting in reversed(range(len(steps) - 1)):
            _, state, (self.plays[one][meeting], self.plays[other][meeting]) = steps[meeting + 1][state]
        self.costs[one], self.costs[other] = self._cost(one), self._cost(other)
        return better

    def _ways(self, one: int, other: int, *, first: bool) -> Iterator[tuple[Both, ...]]:
        for meeting, now in enumerate(zip(self.plays[one], self.plays[other], strict=True)):
            may = now[0] != now[1] and self.free[one][meeting] and self.free[other][meeting]
            yield ((first, not first), (not first, first)) if may else (now,)

    def _following(
        self, states: dict[State, tuple[int, State, Both]], ways: tuple[Both, ...]
    ) -> dict[State, tuple[int, State, Both]]:
        """The states after one more meeting, each with the least cost, and how it was come by."""
        found: dict[State, tuple[int, State, Both]] = {}
        apart = self.apart
        for state, (cost, _, _) in states.items():
            for way in ways:
                soon = cost + (way[0] and state[0] < apart) + (way[1] and state[1] < apart)
                reached = (
                    1 if way[0] else min(apart, state[0] + 1),
                    1 if way[1] else min(apart, state[1] + 1),
                    state[2] + way[0],
                )
                if reached not in found or soon < found[reached][0]:
                    found[reached] = (soon, state, way)
        return found
