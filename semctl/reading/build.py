"""A plan built meeting by meeting: the fewest changes of what is there, then as fair as can be seen from here."""

from collections.abc import Sequence
from typing import Final

from semctl.reading.case import AWAY, FREE, UNCOUNTED, Case, Plan, Range, Row, cells, empty, plan_of, row_before, row_of
from semctl.reading.fairness import seat_plan, wanted
from semctl.reading.flow import NEVER, seat

CHANGE: Final = 10**9
SEATED: Final = 10**6  # what one more person is worth where no seat has to be filled; more than all below
NOT_CHOSEN: Final = 10**5
AGAIN: Final = 1000  # for each time that somebody has had the role
LOAD: Final = 100  # for each turn that somebody has
RECENT: Final = 30  # for a turn in the meeting just before


def built(case: Case, chosen: Sequence[frozenset[int]] = ()) -> Plan:
    """A plan with the fewest changes. chosen: by meeting who should play, where it is planned for the first time."""
    numbers = wanted(case)
    exact = seat_plan(case, numbers)
    before = case.before or empty(case)
    counts = [[0] * case.roles for _ in range(case.people)]
    for cell in cells(before):
        counts[cell.person][cell.role] += 1
    rows: list[Row] = []
    for meeting, teams in enumerate(before):
        for role, team in enumerate(teams):
            for person in team:
                counts[person][role] -= 1
        row = _fixed(case, meeting)
        if meeting not in case.over:
            costs = _costs(case, meeting, counts, rows[-1] if rows else [], chosen[meeting] if chosen else None)
            here, ranges = case.here(meeting), case.seats[meeting]
            if case.is_new(meeting):
                planned = [Range(least, most) for (least, _), most in zip(ranges, exact[meeting], strict=True)]
                seat(here, planned, numbers[meeting], costs, row)
            seat(here, ranges, numbers[meeting], costs, row)
        for person, its in enumerate(row):
            if its >= 0:
                counts[person][its] += 1
        rows.append(row)
    return plan_of(case, rows, before)


def fewest_changes(case: Case) -> int:
    """How many roles have to differ from before: each meeting is a flow of its own, so this is exact."""
    plan = built(case)
    return sum(changes(case, plan, meeting) for meeting in range(case.meetings))


def changes(case: Case, plan: Plan, meeting: int) -> int:
    """How many people have another role in a meeting than before, or another than none."""
    now = row_of(case, plan, meeting)
    return sum(was not in (UNCOUNTED, its) for was, its in zip(row_before(case, meeting), now, strict=True))


def _fixed(case: Case, meeting: int) -> Row:
    """A meeting with the people who are away and the pins."""
    row = [AWAY if (person, meeting) in case.away else FREE for person in range(case.people)]
    for cell in case.pinned:
        if cell.meeting == meeting:
            row[cell.person] = cell.role
    return row


def _costs(
    case: Case, meeting: int, counts: Sequence[Sequence[int]], last: Sequence[int], chosen: frozenset[int] | None
) -> list[list[int]]:
    """What it costs to give somebody a role, by person and role."""
    before = row_before(case, meeting)
    members = case.members()
    costs = []
    for person in range(case.people):
        turns = sum(counts[person]) * case.meetings // max(1, members[person])
        own = LOAD * turns + (RECENT if last and last[person] >= 0 else 0) - SEATED
        if chosen is not None and person not in chosen and case.is_new(meeting):
            own += NOT_CHOSEN
        was = before[person]
        costs.append([
            NEVER if not case.may(person, meeting, role) else
            own + AGAIN * counts[person][role] + CHANGE * (was == FREE) - CHANGE * (was == role)
            for role in range(case.roles)
        ])  # fmt: skip
    return costs
