"""Plans for a case: by formula where there is one, else built and searched; and what changing one would cost."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from semctl.reading import bounds
from semctl.reading.build import built, fewest_changes
from semctl.reading.case import Case, Cell, Plan, Range, cells, empty
from semctl.reading.closed_form import by_formula
from semctl.reading.fairness import fair_loads, wanted
from semctl.reading.judge import Judged, Measure, fewest_close, judged, measured
from semctl.reading.search import Run, improved
from semctl.reading.table import Table, Weights
from semctl.reading.tracks import given_to_people
from semctl.reading.turns import spread

STEPS: Final = 100_000  # of one search, at most
STEPS_OF_A_CELL: Final = 600
POLISHES: Final = 4  # searches at the end, if they are short
POLISHING: Final = 60_000  # steps of them, in all, where there are several
STARTS: Final = ((3.0, False), (3.0, True), (30.0, True), (3.0, True))
"""How hot a search begins, and whether who plays when may change; each is another way."""
ORDERED: Final = Weights(load=2000, role=400, partner=80, close=12, wish=3)  # hardly ever one gives way to the next
FAIR: Final = (Measure.LOAD, Measure.ROLE, Measure.PARTNER)
GLANCE: Final = 10  # how much shorter the searches are that look for it
MORE_CHANGES: Final = (1, 2, 3, 4, 6, 8)  # how many further changes are looked at for what they buy


class Way(StrEnum):
    """How a plan came about."""

    KEPT = "as it was"
    FORMULA = "by formula"
    SEARCH = "by search"


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """A plan with what is known of it."""

    plan: Plan
    way: Way
    criteria: tuple[Judged, ...]

    def value(self, measure: Measure) -> int:
        """The value of one criterion."""
        return next(each.value for each in self.criteria if each.measure is measure)


def planned(case: Case, *, changes: int | None = None, steps: int = STEPS, starts: int = len(STARTS)) -> Planned:
    """A plan with at most so many changes of what is there, the fewest if unsaid.

    The seats have to be possible to fill, and the pins to go together. steps: the longest that one search may be;
    starts: how many there are at most.
    """
    if case.is_fresh:
        formula = by_formula(case)
        plan = given_to_people(case, formula) if formula else None
        if plan is not None:
            return _judged(case, _polished(case, plan, None, steps), Way.FORMULA)
    start = built(case, _chosen(case))
    limit = None if case.is_fresh else fewest_changes(case) if changes is None else changes
    if start == case.before and not limit:
        return _judged(case, start, Way.KEPT)
    found = _searched(case, start, limit, steps, starts)
    return _judged(case, _polished(case, found, limit, steps), Way.SEARCH)


def offers(case: Case, *, steps: int = STEPS) -> Iterator[Planned]:
    """The plan with the fewest changes, then plans with more of them, each fairer than all before.

    One that stays as it was may be unfair too: to somebody who has just come, for one.
    """
    best = planned(case, steps=steps)
    yield best
    if best.way is Way.FORMULA or case.is_fresh:
        return
    fewest = best.value(Measure.CHANGES)
    for more in MORE_CHANGES:
        if all(each.is_optimal for each in best.criteria if each.measure in FAIR):
            return
        following = planned(case, changes=fewest + more, steps=steps // GLANCE, starts=2)
        if _fairness(following) < _fairness(best):
            best = following
            yield best


def _fairness(plan: Planned) -> tuple[int, ...]:
    return tuple(plan.value(measure) for measure in FAIR)


def _judged(case: Case, plan: Plan, way: Way) -> Planned:
    return Planned(plan=plan, way=way, criteria=judged(case, plan))


def _worth(case: Case, plan: Plan) -> tuple[int, ...]:
    """What plans with the same number of changes allowed are compared by; less is better."""
    values = measured(case, plan)
    changes = values.pop(Measure.CHANGES)
    return (over_limits(case, plan), *values.values(), changes)


def over_limits(case: Case, plan: Plan) -> int:
    """Turns that somebody has in a role beyond the most that one person may have."""
    played = Counter((cell.person, cell.role) for cell in cells(plan))
    return sum(max(0, number - case.turns.get(role, number)) for (_, role), number in played.items())


def _chosen(case: Case) -> Sequence[frozenset[int]]:
    """Who plays in meetings that are planned for the first time; nothing where there are none, or everybody does."""
    if not any(case.is_new(meeting) for meeting in case.open):
        return ()
    numbers = wanted(case)
    if all(number == len(case.here(meeting)) for meeting, number in enumerate(numbers) if meeting in case.open):
        return ()
    playing = [{person for team in teams for person in team} for teams in case.before or empty(case)]
    for cell in case.pinned:
        playing[cell.meeting].add(cell.person)
    one_role = Case(
        people=case.people,
        roles=1,
        seats=tuple((Range(number, number),) for number in numbers),
        away=case.away,
        pinned=frozenset(Cell(meeting, 0, person) for meeting, people in enumerate(playing) for person in people),
        over=frozenset(meeting for meeting in range(case.meetings) if meeting in case.over or not case.is_new(meeting)),
        belongs=case.belongs,
        apart=case.apart,
    )
    start = built(one_role)
    return spread(one_role, start, fair_loads(one_role, start))


def _searched(case: Case, start: Plan, limit: int | None, steps: int, starts: int) -> Plan:
    """The best of several searches; no more of them once what matters most is proved to be best."""
    weights, fair = Weights(), fair_loads(case, start)
    counted = bounds.Counted(case, start)
    role = bounds.same_roles(counted)
    partner = bounds.partners(counted, roles_differ=role == 0)
    goal = weights.load * bounds.loads(counted) + weights.role * role + weights.partner * partner
    best = start
    for seed, (hottest, moving) in enumerate(STARTS[:starts]):
        if all(each.is_optimal for each in judged(case, best, FAIR)) and not over_limits(case, best):
            break
        run = Run(
            steps=_steps(start, steps),
            hottest=hottest,
            seed=seed,
            goal=goal + (0 if moving else weights.close * measured(case, start)[Measure.CLOSE]),
            changes=limit,
            moving=moving,
        )
        found = improved(case, Table(case, start, fair, weights), run)
        best = min(best, found, key=lambda plan: _worth(case, plan))
    return best


def _polished(case: Case, plan: Plan, limit: int | None, steps: int) -> Plan:
    """The plan with turns farther apart and more wishes met, if that costs nothing that matters more."""
    counted = bounds.Counted(case, plan)
    values = measured(case, plan)
    close = fewest_close(case, counted, values)
    wish = bounds.wishes(counted)
    if (values[Measure.CLOSE], values[Measure.WISH]) == (close, wish):
        return plan
    fair, best = fair_loads(case, plan), plan
    less = ORDERED.close * (values[Measure.CLOSE] - close) + ORDERED.wish * (values[Measure.WISH] - wish)
    length = _steps(plan, steps) // 2
    for seed in range(max(1, min(POLISHES, POLISHING // max(1, length))) if limit is None else 1):
        table = Table(case, plan, fair, ORDERED)
        run = Run(steps=length, hottest=6.0, seed=seed, goal=table.cost() - less, changes=limit)
        best = min(best, improved(case, table, run), key=lambda each: _worth(case, each))
        values = measured(case, best)
        if (values[Measure.CLOSE], values[Measure.WISH]) == (close, wish):
            break
    return best


def _steps(plan: Plan, most: int) -> int:
    """How long a search is to be: by the size of the plan, and shorter where teams are large and a step takes long."""
    number = sum(1 for _ in cells(plan))
    teams = sum(bool(team) for meeting in plan for team in meeting)
    return min(most, STEPS_OF_A_CELL * number) * min(4 * teams, number) // max(1, number)
