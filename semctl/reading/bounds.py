"""What no plan can do better, by counting: a lower bound for each criterion.

Every bound is for plans that keep the pins and fill as many seats in each meeting as the one that is judged.
"""

from collections import Counter
from itertools import combinations
from math import comb

from semctl.reading.case import Case, Plan
from semctl.reading.fairness import fair_loads
from semctl.reading.spacing import Own, fewest_close


class Counted:
    """What the bounds have in common: who can play when, how many seats a meeting fills, and what is fixed."""

    def __init__(self, case: Case, plan: Plan) -> None:
        self.case = case
        self.plan = plan
        self.fixed = {(cell.person, cell.meeting): cell.role for cell in case.pinned}
        self.numbers = [sum(map(len, teams)) for teams in plan]
        self.here = [set(case.here(meeting)) for meeting in range(case.meetings)]
        for meeting in case.over:
            self.here[meeting] = {person for person, its in self.fixed if its == meeting}
        self.full = [number == len(here) for number, here in zip(self.numbers, self.here, strict=True)]

    def roles(self, person: int, meeting: int) -> tuple[int, ...]:
        """The roles that a person can have in a meeting."""
        if person not in self.here[meeting]:
            return ()
        if (person, meeting) in self.fixed:
            return (self.fixed[person, meeting],)
        return tuple(role for role in range(self.case.roles) if (person, role) not in self.case.vetoes)

    def seats(self, meeting: int, role: int) -> tuple[int, int]:
        """The fewest and the most seats of a role, those of the plan itself among them."""
        own = len(self.plan[meeting][role])
        if meeting in self.case.over:
            return own, own
        least, most = self.case.seats[meeting][role]
        return min(least, own), max(most, own)


def loads(counted: Counted) -> int:
    """Turns that somebody must have beyond an equal share, or cannot have."""
    case = counted.case
    heaviest = max((case.weight(role) for role in range(case.roles)), default=1)
    total = 0
    for person, (low, high) in enumerate(fair_loads(case, counted.plan)):
        fixed = sum(case.weight(role) for (its, _), role in counted.fixed.items() if its == person)
        free = sum(
            person in here and (person, meeting) not in counted.fixed for meeting, here in enumerate(counted.here)
        )
        total += max(0, fixed - high, low - fixed - heaviest * free)
    return total


def same_roles(counted: Counted) -> int:
    """Pairs of turns of one person in one role, if turns are spread as evenly as can be.

    The sum is convex: giving one turn after the other to whom it costs least makes it least. Each role has its least
    number of seats, and what is left goes to whichever role has room.
    """
    case, meetings = counted.case, range(counted.case.meetings)
    total, left, further = 0, sum(counted.numbers), []
    for role in range(case.roles):
        costs: list[int] = []
        for person in range(case.people):
            possible = sum(role in counted.roles(person, meeting) for meeting in meetings)
            costs += range(possible)
        costs.sort()
        least = sum(counted.seats(meeting, role)[0] for meeting in meetings)
        most = sum(counted.seats(meeting, role)[1] for meeting in meetings)
        total += sum(costs[:least])
        further += costs[least:most]
        left -= least
    forced = sum(
        comb(number, 2) for number in Counter((its, role) for (its, _), role in counted.fixed.items()).values()
    )
    return max(forced, total + sum(sorted(further)[: max(0, left)]))


def partners(counted: Counted, *, roles_differ: bool) -> int:
    """Times that two people must share a role again. roles_differ: among plans in which nobody has a role twice."""
    return max(
        _by_pins(counted), _by_pairs(counted), _by_person(counted), _by_cells(counted, roles_differ=roles_differ)
    )


def _by_pins(counted: Counted) -> int:
    teams: dict[tuple[int, int], list[int]] = {}
    for (person, meeting), role in counted.fixed.items():
        teams.setdefault((meeting, role), []).append(person)
    met = Counter(pair for team in teams.values() for pair in combinations(sorted(team), 2))
    return sum(number - 1 for number in met.values())


def _by_pairs(counted: Counted) -> int:
    """More pairs sit together than there are pairs of people."""
    case = counted.case
    seated = sum(_pairs_of(counted, meeting) for meeting in range(case.meetings))
    if not seated:
        return 0
    kinds = Counter(
        tuple(frozenset(counted.roles(person, meeting)) for meeting in range(case.meetings))
        for person in range(case.people)
    )
    can = sum(comb(number, 2) for kind, number in kinds.items() if any(kind))
    for (one, number), (other, of_other) in combinations(kinds.items(), 2):
        if any(first & second for first, second in zip(one, other, strict=True)):
            can += number * of_other
    return seated - can


def _pairs_of(counted: Counted, meeting: int) -> int:
    """The fewest pairs of people who share a role in a meeting: seats as even as they may be."""
    ranges = [counted.seats(meeting, role) for role in range(counted.case.roles)]
    sizes = [least for least, _ in ranges]
    for _ in range(counted.numbers[meeting] - sum(sizes)):
        room = [role for role, (_, most) in enumerate(ranges) if sizes[role] < most]
        if not room:
            break
        sizes[min(room, key=sizes.__getitem__)] += 1
    return sum(comb(size, 2) for size in sizes)


def _by_person(counted: Counted) -> int:
    """Somebody sits with more partners than there are other people."""
    case = counted.case
    again = 0
    for person in range(case.people):
        partners, others = 0, set()
        for meeting, here in enumerate(counted.here):
            if person in here:
                others |= here
                if counted.full[meeting] or (person, meeting) in counted.fixed:
                    roles = counted.roles(person, meeting)
                    partners += min((max(0, counted.seats(meeting, role)[0] - 1) for role in roles), default=0)
        again += max(0, partners - len(others - {person}))
    return -(-again // 2)


def _by_cells(counted: Counted, *, roles_differ: bool) -> int:
    """Two meetings sort those who play in both into pairs of roles; who is sorted alike shares a role twice.

    A pair that shares a role c times is sorted alike in c(c-1)/2 pairs of meetings, at most half of all meetings for
    each time after the first.
    """
    case = counted.case
    boxes = case.roles * case.roles - (case.roles if roles_differ else 0)
    full = [here for here, is_full in zip(counted.here, counted.full, strict=True) if is_full]
    alike = 0
    for one, other in combinations(full, 2):
        both = len(one & other)
        if both and not boxes:
            return 0
        each, rest = divmod(both, boxes) if boxes else (0, 0)
        alike += (boxes - rest) * comb(each, 2) + rest * comb(each + 1, 2)
    return -(-2 * alike // case.meetings) if case.meetings else 0


def close_turns(counted: Counted, *, equal: bool, value: int) -> int:
    """Turns that must come too soon, sought until it is `value`. equal: where everybody has an equal share of turns."""
    case = counted.case
    weight = case.weight(0) if case.roles else 1
    people = []
    for person, (low, high) in enumerate(fair_loads(case, counted.plan)):
        plays = tuple(_flag(counted, person, meeting) for meeting in range(case.meetings))
        must, may = plays.count(True), case.meetings - plays.count(False)
        least, most = (max(must, -(-low // weight)), min(may, high // weight)) if equal else (must, may)
        people.append(Own(plays, least, most) if must <= least <= most <= may else Own(plays, must, may))
    return fewest_close(tuple(people), tuple(counted.numbers), case.apart, value)


def _flag(counted: Counted, person: int, meeting: int) -> bool | None:
    """Whether somebody plays in a meeting; None where that is open."""
    if (person, meeting) in counted.fixed:
        return True
    if not counted.roles(person, meeting):
        return False
    return True if counted.full[meeting] else None


def wishes(counted: Counted) -> int:
    """Wishes that cannot come true: ruled out, or more for a role in a meeting than it has seats."""
    case = counted.case
    lost = 0
    asked: dict[tuple[int, int], set[int]] = {}
    for wish in case.wishes:
        meetings = range(case.meetings) if wish.meeting is None else (wish.meeting,)
        possible = [counted.roles(wish.person, meeting) for meeting in meetings]
        if not any(roles if wish.role is None else wish.role in roles for roles in possible):
            lost += 1
        elif wish.meeting is not None and wish.role is not None:
            asked.setdefault((wish.meeting, wish.role), set()).add(wish.person)
    return lost + sum(max(0, len(people) - counted.seats(*place)[1]) for place, people in asked.items())
