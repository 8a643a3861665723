"""How well and how fast plans of roles are made, beside an exact solver that has ten seconds on one processor.

Run it with `python -m tests.benchmarks.roles`; it prints a table as docs/performance.md has it. The exact solver is
CP-SAT of OR-Tools, of the extra `benchmark`; without it its columns stay empty.
"""

import sys
import time
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from itertools import combinations
from random import Random
from typing import Any

from semctl.reading.case import Case, Range, plan_of
from semctl.reading.fairness import fair_loads
from semctl.reading.judge import Measure, measured
from semctl.reading.plan import Planned, planned

cp_model: Any = import_module("ortools.sat.python.cp_model") if find_spec("ortools") else None

SECONDS = 10.0  # what either may take
LARGEST = 60_000  # variables of pairs that it is asked to look at


def a_case(people: int, meetings: int, seats: list[Range], absent: float = 0.0, apart: int = 2) -> Case:
    """The same seats in every meeting; absences of one seed."""
    chance = Random(7)
    away = frozenset((each, p) for p in range(meetings) for each in range(people) if chance.random() < absent)
    return Case(people=people, roles=len(seats), seats=(tuple(seats),) * meetings, away=away, apart=apart)


CASES = {
    "10 people, 5 papers, 5 roles × 2": a_case(10, 5, [Range(2, 2)] * 5),
    "12 × 6, 6 roles × 2": a_case(12, 6, [Range(2, 2)] * 6),
    "12 × 6, 5 roles × 2–3": a_case(12, 6, [Range(2, 3)] * 5),
    "23 × 12, 7 roles × 1–2, 15 % absent": a_case(23, 12, [Range(1, 2)] * 7, 0.15),
    "40 × 14, 7 roles × 2–3": a_case(40, 14, [Range(2, 3)] * 7),
    "40 × 14, 10 % absent": a_case(40, 14, [Range(2, 3)] * 7, 0.1),
    "200 × 26, 7 roles × 2": a_case(200, 26, [Range(2, 2)] * 7, apart=4),
}


def why_not(case: Case) -> str:
    """Why CP-SAT is not asked; empty where it is."""
    pairs = len(list(combinations(range(case.people), 2))) * case.meetings * case.roles
    return "not installed" if cp_model is None else "too large to ask" if pairs > LARGEST else ""


def exact(case: Case, like: Planned, seconds: float) -> dict[Measure, int] | None:
    """What CP-SAT reaches with as many people in each meeting and so much time on one processor; None if nothing."""
    numbers = [sum(map(len, teams)) for teams in like.plan]
    model: Any = cp_model.CpModel()
    plays = [
        [[model.new_bool_var("") for _ in range(case.roles)] for _ in range(case.meetings)] for _ in range(case.people)
    ]
    load = [sum(plays[i][p][r] for p in range(case.meetings) for r in range(case.roles)) for i in range(case.people)]
    for i, (low, high) in enumerate(fair_loads(case, like.plan)):
        model.add_linear_constraint(load[i], low, high)
    for p, seats in enumerate(case.seats):
        model.add(sum(plays[i][p][r] for i in range(case.people) for r in range(case.roles)) == numbers[p])
        for r, (least, most) in enumerate(seats):
            model.add_linear_constraint(sum(plays[i][p][r] for i in range(case.people)), least, most)
        for i in range(case.people):
            model.add(sum(plays[i][p]) <= (0 if (i, p) in case.away else 1))
    costs = []
    for i in range(case.people):
        for r in range(case.roles):
            times = sum(plays[i][p][r] for p in range(case.meetings))
            again = model.new_int_var(0, case.meetings, "")
            model.add(again >= times - 1)
            costs.append(20 * again)
    for i, j in combinations(range(case.people), 2):
        met = []
        for p in range(case.meetings):
            for r in range(case.roles):
                both = model.new_bool_var("")
                model.add(both >= plays[i][p][r] + plays[j][p][r] - 1)
                met.append(both)
        again = model.new_int_var(0, case.meetings, "")
        model.add(again >= sum(met) - 1)
        costs.append(10 * again)
    for i in range(case.people):
        for p in range(1, case.meetings):
            close = model.new_bool_var("")
            model.add(close >= sum(plays[i][p]) + sum(plays[i][p - 1]) - 1)
            costs.append(close)
    model.minimize(sum(costs))
    solver: Any = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    rows = [
        [next((r for r in range(case.roles) if solver.value(plays[i][p][r])), -1) for i in range(case.people)]
        for p in range(case.meetings)
    ]
    return measured(case, plan_of(case, rows))


def table() -> Iterator[str]:
    """Plan every case, and give line by line what is reached."""
    shown = (Measure.LOAD, Measure.ROLE, Measure.PARTNER, Measure.CLOSE)
    yield "| case | seconds | load | role again | partner again | too close | CP-SAT, 10 s |"
    yield "|---|--:|--:|--:|--:|--:|---|"
    for name, case in CASES.items():
        begin = time.process_time()
        found = planned(case)
        seconds = time.process_time() - begin
        cells = [
            f"{each.value}{'' if each.is_optimal else f' (≥ {each.bound})'}"
            for each in found.criteria
            if each.measure in shown
        ]
        beside = why_not(case)
        if not beside:
            other = exact(case, found, SECONDS)
            beside = ", ".join(str(other[measure]) for measure in shown) if other else "no plan"
        yield f"| {name} | {seconds:.2f} | {' | '.join(cells)} | {beside} |"


if __name__ == "__main__":
    for line in table():
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
