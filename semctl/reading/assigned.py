"""What people have been told of their turns, and what of it is news: by meeting, the role, the partners and the day."""

import datetime as dt
from collections.abc import Mapping

from semctl.programme import Entry
from semctl.reading.records import Participant, Role
from semctl.reading.seminar import Seminar

Turn = tuple[Entry, Role, tuple[str, ...]]
"""A meeting, a role in it, and the ids of those who play it too."""
Told = Mapping[str, str | tuple[str, ...]]


def turns(seminar: Seminar, person: Participant) -> tuple[Turn, ...]:
    """What a person plays when, and with whom."""
    found = []
    for entry in seminar.meetings:
        for role in seminar.roles:
            team = entry.talk.roles.get(role.id, ())
            if person.id in team:
                found.append((entry, role, tuple(each for each in team if each != person.id)))
    return tuple(found)


def turns_to_come(seminar: Seminar, person: Participant) -> tuple[Turn, ...]:
    """The turns in meetings that are not over and that the person is still there for."""
    return tuple(
        turn
        for turn in turns(seminar, person)
        if turn[0].talk.id not in seminar.over and seminar.takes_part(person, turn[0])
    )


def told_of(seminar: Seminar, person: Participant) -> dict[str, dict[str, str | tuple[str, ...]]]:
    """What a mail tells a person of each of their turns, past ones too, by "series/talk"."""
    found: dict[str, dict[str, str | tuple[str, ...]]] = {}
    for entry, role, partners in turns(seminar, person):
        told = found.setdefault(f"{entry.series.id}/{entry.talk.id}", {"roles": (), "with": ()})
        told["roles"] = (*told["roles"], str(role.id))
        told["with"] = (*told["with"], *sorted(partners))
        if entry.date:
            told["date"] = entry.date.isoformat()
    return found


def news_of(before: Mapping[str, Told], now: Mapping[str, Told], today: dt.date) -> tuple[str, ...]:
    """The meetings of which a person has to hear anew, by name: all that differs, but for what is past anyway."""
    return tuple(
        name
        for name in dict.fromkeys((*before, *now))
        if before.get(name) != now.get(name)
        and not all(_is_past(each[name], today) for each in (before, now) if name in each)
    )


def _is_past(told: Told, today: dt.date) -> bool:
    day = told.get("date")
    return isinstance(day, str) and day < today.isoformat()


def vacancies(seminar: Seminar) -> tuple[Entry, ...]:
    """The meetings to come of which some seats are taken and others still free; where none is, the plan stands."""
    return tuple(
        entry
        for entry in seminar.open
        if any(entry.talk.roles.values())
        and any(
            sum(each in seminar.person_at for each in entry.talk.roles.get(role.id, ())) < seminar.seats(entry, role)[0]
            for role in seminar.roles
        )
    )
