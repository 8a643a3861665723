"""What would be fair: how many seats are used in each meeting, and how many turns are an equal share."""

from collections.abc import Sequence

from semctl.reading.case import Case, Plan


def wanted(case: Case) -> tuple[int, ...]:
    """How many people are to play in each meeting.

    Everybody who is there, where the seats allow it; else people take turns, and play in every second meeting, or
    third, and so on: as seldom as they must for all to have a seat, never fewer than the seats that must be filled.
    """
    found = []
    members = case.members()
    parts = [number / case.meetings if case.meetings else 0 for number in members]
    everybody = round(sum(parts))
    room = min((sum(seats.most for seats in case.seats[meeting]) for meeting in case.open), default=0)
    groups = max(1, -(-everybody // room)) if room else 1
    for meeting in range(case.meetings):
        least, most = (sum(each) for each in zip(*case.seats[meeting], strict=True)) if case.roles else (0, 0)
        share = everybody * (meeting + 1) // groups - everybody * meeting // groups
        here = len(case.here(meeting))
        found.append(min(max(least, here if groups == 1 else share), most, here))
    return tuple(found)


def seat_plan(case: Case, numbers: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """How many seats each role is to have, so many in a meeting: those beyond the least go round the roles."""
    beyond = [0] * case.roles
    plan = []
    for meeting, number in enumerate(numbers):
        seats = [each.least for each in case.seats[meeting]]
        for _ in range(number - sum(seats)):
            free = [role for role in range(case.roles) if seats[role] < case.seats[meeting][role].most]
            chosen = min(free, key=lambda role: (beyond[role], (role + meeting) % case.roles))
            seats[chosen] += 1
            beyond[chosen] += 1
        plan.append(tuple(seats))
    return tuple(plan)


def fair_loads(case: Case, plan: Plan) -> tuple[tuple[int, int], ...]:
    """By person the least and the most that is an equal share of all turns, weights of roles counted."""
    total = sum(case.weight(role) * len(team) for teams in plan for role, team in enumerate(teams))
    return shares(total, case.members())


def shares(total: int, members: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """What an equal share of a total is, by the number of meetings that each is part of: rounded down, rounded up."""
    whole = sum(members) or 1
    return tuple((total * number // whole, -(-total * number // whole)) for number in members)
