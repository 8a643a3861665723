"""What a good table of roles keeps: a warning where the file lists the rule, else something that could be better.

What no table with these seats could avoid is not said.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Final

from semctl.model import Ident
from semctl.problems import Grade, Path, Problem
from semctl.programme import Entry
from semctl.reading.case import Case, Plan, cells
from semctl.reading.fairness import fair_loads
from semctl.reading.faults import faults, meeting_name, person_name, played, role_name, who
from semctl.reading.judge import Measure, judged
from semctl.reading.records import PlanRule
from semctl.reading.seminar import Seminar, case_of


def look_at_reading(seminar: Seminar) -> Iterator[Problem]:
    """Everything wrong in the tables of a reading seminar; what `[check]` ignores is left out."""
    problems = [*seminar.readings.problems, *faults(seminar)]
    if not problems and seminar.people:
        look = _look(seminar)
        problems += (problem for rule in RULES for problem in rule(look))
    ignored = seminar.programme.book.check.ignore
    yield from (each for each in problems if each.grade is Grade.ERROR or each.code not in ignored)


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """What a rule looks at: a table without faults. best: what no other table is better in."""

    seminar: Seminar
    case: Case
    table: Plan
    best: frozenset[Measure]


def _look(seminar: Seminar) -> Look:
    case, table = case_of(seminar, fresh=True), seminar.table()
    best = frozenset(each.measure for each in judged(case, table) if each.is_optimal)
    return Look(seminar=seminar, case=case, table=table, best=best)


def every_meeting_is_planned(look: Look) -> Iterator[Problem]:
    """Every meeting to come has people in its roles."""
    seminar = look.seminar
    for entry in seminar.open if seminar.people else ():
        has_seats = any(seminar.seats(entry, role).most != 0 for role in seminar.roles)
        if has_seats and not any(entry.talk.roles.values()):
            yield _chore(
                "no-roles", entry.talk.path, meeting_name(entry), "nobody has a role yet", "semctl assign-roles"
            )


def turns_are_shared_equally(look: Look) -> Iterator[Problem]:
    """Everybody has an equal share of the turns, once all meetings are planned."""
    if Measure.LOAD in look.best or not all(any(teams) for teams in look.table):
        return
    loads: Counter[int] = Counter()
    for cell in cells(look.table):
        loads[cell.person] += look.case.weight(cell.role)
    for place, (low, high) in enumerate(fair_loads(look.case, look.table)):
        if not low <= loads[place] <= high:
            share = f"{low}" if low == high else f"{low} or {high}"
            says = f"has {loads[place]} turn{'s' if loads[place] != 1 else ''}, where an equal share is {share}"
            person = look.seminar.people[place]
            yield _broken(look, "unequal-load", PlanRule.EQUAL_LOAD, person.path, person_name(person), says)


def roles_go_round(look: Look) -> Iterator[Problem]:
    """Nobody plays a role again while others have played it less often."""
    if Measure.ROLE in look.best:
        return
    seminar, case = look.seminar, look.case
    turns = Counter(cell.role for cell in cells(look.table))
    willing = [sum((person, role) not in case.vetoes for person in range(case.people)) for role in range(case.roles)]
    earlier: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry, role, person in played(seminar, seminar.meetings):
        before, place = earlier[role.id, person.id], seminar.role_at[role.id]
        if len(before) >= max(1, -(-turns[place] // max(1, willing[place]))):
            says = f"{who(person.id)} plays {role.name} again, as in {meeting_name(before[-1])}"
            path = (*entry.talk.path, "roles", role.id)
            yield _broken(look, "role-again", PlanRule.EACH_ROLE, path, meeting_name(entry), says)
        before.append(entry)


def partners_are_new(look: Look) -> Iterator[Problem]:
    """No two people share a role twice."""
    if Measure.PARTNER in look.best:
        return
    seminar = look.seminar
    met: dict[tuple[str, str], Entry] = {}
    for entry in seminar.meetings:
        for role, team in entry.talk.roles.items():
            for one, other in combinations(sorted(team, key=seminar.person_at.__getitem__), 2):
                if before := met.get((one, other)):
                    both = f"{who(one)} and {who(other)}"
                    says = f"{both} are {role_name(seminar, role)} together again, as in {meeting_name(before)}"
                    path = (*entry.talk.path, "roles", role)
                    yield _broken(look, "partner-again", PlanRule.NEW_PARTNERS, path, meeting_name(entry), says)
                met[one, other] = entry


def turns_are_apart(look: Look) -> Iterator[Problem]:
    """Turns of one person do not follow too soon; told only where the file asks for it."""
    reading = look.seminar.readings.reading
    if PlanRule.APART not in reading.rules or Measure.CLOSE in look.best:
        return
    turns: dict[Ident, list[tuple[int, Entry, str]]] = defaultdict(list)
    for place, entry in enumerate(look.seminar.meetings):
        for role, team in entry.talk.roles.items():
            for person in team:
                turns[person].append((place, entry, role))
    for person, its in turns.items():
        for (before, _, _), (place, entry, role) in pairwise(its):
            if place - before < reading.apart:
                says = f"{who(person)} plays again too soon; turns should be {reading.apart} meetings apart"
                path = (*entry.talk.path, "roles", role)
                yield _broken(look, "turns-too-close", PlanRule.APART, path, meeting_name(entry), says)


RULES: Final[tuple[Callable[[Look], Iterator[Problem]], ...]] = (
    every_meeting_is_planned,
    turns_are_shared_equally,
    roles_go_round,
    partners_are_new,
    turns_are_apart,
)


def _broken(look: Look, code: str, rule: PlanRule, path: Path, where: str, says: str) -> Problem:
    """A rule that is not kept."""
    hint = "semctl swap-roles, or semctl assign-roles --fresh"
    grade = Grade.WARNING if rule in look.seminar.readings.reading.rules else Grade.CHORE
    return Problem(code=code, path=path, where=where, says=says, hint=hint, grade=grade)


def _chore(code: str, path: Path, where: str, says: str, hint: str) -> Problem:
    return Problem(code=code, path=path, where=where, says=says, hint=hint, grade=Grade.CHORE)
