"""How good a plan is: the criteria in their order, each with its value and what no plan can do better."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, pairwise
from math import comb

from semctl.reading import bounds
from semctl.reading.build import changes, fewest_changes
from semctl.reading.case import Case, Plan, row_of
from semctl.reading.fairness import fair_loads
from semctl.reading.tracks import is_met


class Measure(StrEnum):
    """What is counted, from the most important on; less is better."""

    EMPTY = "empty seats"
    CHANGES = "changes"
    LOAD = "turns off an equal share"
    ROLE = "the same role again"
    PARTNER = "the same partner again"
    CLOSE = "turns too close"
    WISH = "wishes not met"


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """One criterion of a plan: no plan that is as good in all before it has fewer than `bound`."""

    measure: Measure
    value: int
    bound: int

    @property
    def is_optimal(self) -> bool:
        """Whether it is proved that no plan does better."""
        return self.value == self.bound


def judged(case: Case, plan: Plan, among: Collection[Measure] = tuple(Measure)) -> tuple[Judged, ...]:
    """The criteria in their order, all or some."""
    counted = bounds.Counted(case, plan)
    values = measured(case, plan)
    lower: Mapping[Measure, Callable[[], int]] = {
        Measure.EMPTY: lambda: 0,
        Measure.CHANGES: lambda: 0 if case.is_fresh else fewest_changes(case),
        Measure.LOAD: lambda: bounds.loads(counted),
        Measure.ROLE: lambda: bounds.same_roles(counted),
        Measure.PARTNER: lambda: bounds.partners(counted, roles_differ=values[Measure.ROLE] == 0),
        Measure.CLOSE: lambda: fewest_close(case, counted, values),
        Measure.WISH: lambda: bounds.wishes(counted),
    }
    return tuple(Judged(measure=each, value=values[each], bound=lower[each]()) for each in Measure if each in among)


def fewest_close(case: Case, counted: bounds.Counted, values: Mapping[Measure, int]) -> int:
    """The bound of turns too close, for a plan with these values."""
    equal = case.counts_alike and values[Measure.LOAD] == 0
    return bounds.close_turns(counted, equal=equal, value=values[Measure.CLOSE])


def measured(case: Case, plan: Plan) -> dict[Measure, int]:
    """The values alone, in the order of the criteria."""
    rows = [row_of(case, plan, meeting) for meeting in range(case.meetings)]
    turns = [[meeting for meeting, row in enumerate(rows) if row[person] >= 0] for person in range(case.people)]
    played = Counter((person, role) for row in rows for person, role in enumerate(row) if role >= 0)
    met = Counter(pair for teams in plan for team in teams for pair in combinations(sorted(team), 2))
    loads = [sum(case.weight(rows[meeting][person]) for meeting in its) for person, its in enumerate(turns)]
    return {
        Measure.EMPTY: sum(
            max(0, seats.least - len(team))
            for meeting in case.open
            for seats, team in zip(case.seats[meeting], plan[meeting], strict=True)
        ),
        Measure.CHANGES: sum(changes(case, plan, meeting) for meeting in case.open),
        Measure.LOAD: sum(
            max(0, low - load, load - high) for load, (low, high) in zip(loads, fair_loads(case, plan), strict=True)
        ),
        Measure.ROLE: sum(comb(number, 2) for number in played.values()),
        Measure.PARTNER: sum(number - 1 for number in met.values()),
        Measure.CLOSE: sum(later - earlier < case.apart for its in turns for earlier, later in pairwise(its)),
        Measure.WISH: sum(not is_met(wish, [row[wish.person] for row in rows]) for wish in case.wishes),
    }
