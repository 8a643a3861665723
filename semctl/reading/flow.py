"""The seats of one meeting given to people at the least cost, and why seats cannot be filled.

One meeting is a flow from people to roles; between meetings nothing is shared here. The cheapest path that seats one
more person is found among the roles alone, of which there are few (successive shortest paths; Ahuja, Magnanti and
Orlin, Network Flows, §9.7).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Final

from semctl.reading.case import FREE, Case, Range, Row

NEVER: Final = 10**15  # the cost of what is not allowed
NEEDED: Final = 10**12  # what a seat that must be filled is worth
LOOKED_AT: Final = 20_000  # groups that are looked at one by one for the smallest that proves something

Costs = Sequence[Sequence[int]]
"""By person and role: what it costs to have this role instead of none; NEVER where it is not allowed."""


def seat(people: Sequence[int], seats: Sequence[Range], wanted: int, costs: Costs, row: Row) -> None:
    """Give roles to people who have none in the row, in place, at the least cost of all.

    Seats that must be filled are, if that is possible; then further people are seated as long as that costs nothing
    and fewer than `wanted` are. Who has a role already keeps it.
    """
    taken = Counter(role for role in row if role >= 0)
    free = [person for person in people if row[person] == FREE]
    queues = [sorted(free, key=lambda person: -costs[person][role]) for role in range(len(seats))]
    teams: list[list[int]] = [[] for _ in seats]
    while True:
        for queue in queues:
            while queue and row[queue[-1]] != FREE:
                queue.pop()
        worth = [_worth(each, taken[role], taken.total() < wanted) for role, each in enumerate(seats)]
        path = _cheapest(_entries(queues, costs), _moves(teams, costs), worth)
        if path is None:
            return
        for person, start, end in path:
            if start != FREE:
                teams[start].remove(person)
            teams[end].append(person)
            row[person] = end
        taken[path[0][2]] += 1


def _worth(seats: Range, taken: int, more: bool) -> int | None:
    """What one more person in a role is worth; None where there is no room."""
    if taken < seats.least:
        return NEEDED
    return 0 if taken < seats.most and more else None


Step = tuple[int, int, int]
"""A person goes from one role (or FREE) to another."""


def _entries(queues: Sequence[Sequence[int]], costs: Costs) -> list[tuple[int, Step]]:
    """By role the cheapest person without one, and what they cost."""
    found = []
    for role, queue in enumerate(queues):
        value = costs[queue[-1]][role] if queue else NEVER
        found.append((value, (queue[-1] if queue else -1, FREE, role)))
    return found


def _moves(teams: Sequence[Sequence[int]], costs: Costs) -> list[tuple[int, Step]]:
    """The cheapest change from each role to each other."""
    found = []
    for start, team in enumerate(teams):
        for end in range(len(teams)) if team else ():
            value, person = min((costs[each][end] - costs[each][start], each) for each in team)
            if end != start and value < NEVER // 2:
                found.append((value, (person, start, end)))
    return found


def _cheapest(
    entries: Sequence[tuple[int, Step]], moves: Sequence[tuple[int, Step]], worth: Sequence[int | None]
) -> list[Step] | None:
    """The cheapest way to seat one more person, its last step first; None where none is worth it."""
    best = [value for value, _ in entries]
    came = [step for _, step in entries]
    for _ in worth:  # Bellman and Ford: there are no circles that pay
        settled = True
        for value, step in moves:
            _, start, end = step
            if best[start] < NEVER and best[start] + value < best[end]:
                best[end], came[end], settled = best[start] + value, step, False
        if settled:
            break
    ends = [(best[role] - each, role) for role, each in enumerate(worth) if each is not None and best[role] < NEVER]
    if not ends or min(ends)[0] > 0:
        return None
    steps = [came[min(ends)[1]]]
    while steps[-1][1] != FREE:
        steps.append(came[steps[-1][1]])
    return steps


# --- why seats stay empty ---


@dataclass(frozen=True, kw_only=True, slots=True)
class Shortage:
    """A group of things that want more turns than all people together can give: proof that there is no plan.

    group: what is wanted, by number. wanted: how many turns it takes. people: who can give at least one.
    turns: how many they can give.
    """

    group: tuple[int, ...]
    wanted: int
    people: tuple[int, ...]
    turns: int


def shortage(
    wanted: Sequence[int], able: Mapping[int, frozenset[int]], most: Mapping[int, int] | None = None
) -> Shortage | None:
    """The smallest group that wants more than it can get (Hall's condition); None where all can have what they want.

    wanted: turns by thing. able: by person the things they can take, each once. most: how many in all; one if unsaid.
    """
    most = most or dict.fromkeys(able, 1)
    cut = _unreachable(wanted, able, most)
    if not cut:
        return None
    things = [thing for thing, number in enumerate(wanted) if number]
    for size in range(1, len(cut)):
        if comb(len(things), size) > LOOKED_AT:
            break
        for group in combinations(things, size):
            if found := _lacking(group, wanted, able, most):
                return found
    left = sorted(cut)
    for thing in sorted(cut):  # until nothing more can be left out
        fewer = [each for each in left if each != thing]
        if _lacking(fewer, wanted, able, most):
            left = fewer
    return _lacking(left, wanted, able, most)


def _lacking(
    group: Sequence[int], wanted: Sequence[int], able: Mapping[int, frozenset[int]], most: Mapping[int, int]
) -> Shortage | None:
    gives = {person: min(most[person], len(takes.intersection(group))) for person, takes in able.items()}
    needed, turns = sum(wanted[thing] for thing in group), sum(gives.values())
    if needed <= turns:
        return None
    people = tuple(person for person, number in gives.items() if number)
    return Shortage(group=tuple(group), wanted=needed, people=people, turns=turns)


def _unreachable(wanted: Sequence[int], able: Mapping[int, frozenset[int]], most: Mapping[int, int]) -> set[int]:
    """The things on the far side of a smallest cut; none where a flow gives everything all that it wants."""
    gives: dict[int, set[int]] = {person: set() for person in able}
    for thing, number in enumerate(wanted):
        for _ in range(number):
            reached = _augment(thing, gives, able, most)
            if reached:
                return reached
    return set()


def _augment(
    thing: int, gives: dict[int, set[int]], able: Mapping[int, frozenset[int]], most: Mapping[int, int]
) -> set[int]:
    """Get one more turn for a thing; where that cannot be, all things whose turns were asked for on the way."""
    came: dict[int, tuple[int, int]] = {}  # a thing → who could give it up, for which other thing
    queue = [thing]
    for here in queue:
        for person, takes in able.items():
            if here not in takes or here in gives[person]:
                continue
            if len(gives[person]) < most[person]:
                gives[person].add(here)
                while here != thing:
                    person, instead = came[here]
                    gives[person].symmetric_difference_update((here, instead))
                    here = instead
                return set()
            for other in sorted(gives[person].difference(queue)):
                came[other] = (person, here)
                queue.append(other)
    return set(queue)


def lack_of_people(case: Case, meeting: int) -> Shortage | None:
    """The smallest group of roles of a meeting that more people have to play than there are for it."""
    pinned = {cell.person: cell.role for cell in case.pinned if cell.meeting == meeting}
    able = {
        person: frozenset({pinned[person]})
        if person in pinned
        else frozenset(role for role in range(case.roles) if case.may(person, meeting, role))
        for person in case.here(meeting)
    }
    return shortage([seats.least for seats in case.seats[meeting]], able)


def lack_of_turns(case: Case, role: int) -> Shortage | None:
    """The smallest group of meetings in which a role cannot be filled, as nobody may play it more than so often."""
    if role not in case.turns:
        return None
    played = Counter(cell.person for cell in case.pinned if cell.role == role and cell.meeting in case.over)
    able = {
        person: frozenset(meeting for meeting in case.open if case.may(person, meeting, role))
        for person in range(case.people)
    }
    left = {person: max(0, case.turns[role] - played[person]) for person in able}
    wanted = [0 if meeting in case.over else seats[role].least for meeting, seats in enumerate(case.seats)]
    return shortage(wanted, able, left)
