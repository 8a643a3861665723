"""Tracks given to people: a plan by formula knows tracks alone, and people differ in what they can and want.

The assignment of least cost, by shortest augmenting paths (the Hungarian method; Kuhn 1955, Jonker and Volgenant 1987).
"""

from collections.abc import Mapping, Sequence

from semctl.reading.case import FREE, Case, Plan, Wish, cells
from semctl.reading.flow import NEVER


def given_to_people(case: Case, tracks: Plan) -> Plan | None:
    """The plan with its tracks given to people, so that as many wishes as possible come true.

    In the order of the tracks where nobody wishes anything else; None where absences, vetoes or pins leave somebody
    without a track.
    """
    plays = [[FREE] * case.meetings for _ in range(case.people)]
    for meeting, role, track in cells(tracks):
        plays[track][meeting] = role
    people = range(case.people)
    wishes = [[wish for wish in case.wishes if wish.person == person] for person in people]
    pins = [{cell.meeting: cell.role for cell in case.pinned if cell.person == person} for person in people]
    costs = [
        [
            NEVER
            if _is_barred(case, person, track, pins[person])
            else 2 * case.people * sum(not is_met(wish, track) for wish in wishes[person]) + (person != number)
            for number, track in enumerate(plays)
        ]
        for person in people
    ]
    chosen = cheapest(costs)
    if any(costs[person][track] >= NEVER for person, track in enumerate(chosen)):
        return None
    person_of = {track: person for person, track in enumerate(chosen)}
    return tuple(tuple(tuple(person_of[track] for track in team) for team in teams) for teams in tracks)


def _is_barred(case: Case, person: int, track: Sequence[int], pins: Mapping[int, int]) -> bool:
    """Whether a person cannot have a track: by meeting the role, or FREE."""
    for meeting, role in enumerate(track):
        if meeting in pins or meeting in case.over:
            if role != pins.get(meeting, FREE):
                return True
        elif role >= 0 and not case.may(person, meeting, role):
            return True
    return False


def is_met(wish: Wish, track: Sequence[int]) -> bool:
    """Whether a wish comes true for somebody with these roles by meeting."""
    played = enumerate(track) if wish.meeting is None else [(wish.meeting, track[wish.meeting])]
    return any(role == wish.role or (wish.role is None and role >= 0) for _, role in played)


def cheapest(costs: Sequence[Sequence[int]]) -> list[int]:
    """By row the column that it gets, each column once, at the least cost of all; as many columns as rows or more."""
    rows, columns = len(costs), len(costs[0]) if costs else 0
    of_row, of_column = [0] * (rows + 1), [0] * (columns + 1)  # what a row and a column are worth (potentials)
    owner = [0] * (columns + 1)  # of a column; rows and columns are counted from 1, 0 stands for none
    for row in range(1, rows + 1):
        owner[0], column = row, 0
        slack, came = [NEVER * rows] * (columns + 1), [0] * (columns + 1)
        done = [False] * (columns + 1)
        while owner[column]:
            done[column] = True
            here, step, following = owner[column], NEVER * rows, 0
            worth, line = of_row[here], costs[here - 1]
            for other in range(1, columns + 1):
                if not done[other]:
                    value = line[other - 1] - worth - of_column[other]
                    if value < slack[other]:
                        slack[other], came[other] = value, column
                    if slack[other] < step:
                        step, following = slack[other], other
            for other in range(columns + 1):
                if done[other]:
                    of_row[owner[other]] += step
                    of_column[other] -= step
                else:
                    slack[other] -= step
            column = following
        while column:
            owner[column] = owner[came[column]]
            column = came[column]
    chosen = [0] * rows
    for column in range(1, columns + 1):
        if owner[column]:
            chosen[owner[column] - 1] = column - 1
    return chosen
