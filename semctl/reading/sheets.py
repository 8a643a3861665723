"""Who plays what, as people look it up: the whole matrix, one person's sheet, one meeting's sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from semctl.dates import long_day, short_day
from semctl.model import Ident, Known, Line, Prose
from semctl.problems import Misused
from semctl.programme import Entry
from semctl.reading.case import Plan
from semctl.reading.citing import cited
from semctl.reading.records import Participant, Role
from semctl.reading.seminar import Seminar
from semctl.reading.told import papers_of

Lines = tuple[tuple[str, ...], ...]


def meeting_label(seminar: Seminar, entry: Entry) -> str:
    """ "Paper 2", where a meeting reads one paper; else its title or its id."""
    known = [paper.id for paper in seminar.readings.papers]
    if len(entry.talk.papers) == 1 and entry.talk.papers[0] in known:
        return f"Paper {known.index(entry.talk.papers[0]) + 1}"
    return str(entry.talk.title or entry.talk.id)


def matrix(seminar: Seminar, *, public: bool = False) -> Lines:
    """A row for each seat and a column for each meeting, below a row of headings.

    public: people as what is published calls them, numbers unless the file says otherwise; else by their ids.
    """
    heading = ("", *(meeting_label(seminar, entry) for entry in seminar.meetings))
    dates = ("", *(short_day(entry.date, "en") if entry.date else "" for entry in seminar.meetings))
    rows = [heading] if not any(dates) else [heading, dates]
    for role in seminar.roles:
        teams = [entry.talk.roles.get(role.id, ()) for entry in seminar.meetings]
        for seat in range(max((len(team) for team in teams), default=0)):
            people = (_called(seminar, team[seat], public=public) if seat < len(team) else "" for team in teams)
            rows.append((str(role.name), *people))
    return tuple(rows)


def _called(seminar: Seminar, person: str, *, public: bool) -> str:
    if not public or person not in seminar.person_at:
        return person
    known = seminar.people[seminar.person_at[person]]
    named = known.name if seminar.readings.reading.public_names else None
    return named or seminar.number(known)


def forms(seminar: Seminar, meetings: Sequence[Entry], person: str | None = None) -> list[dict[str, Any]]:
    """The form for scripts: a cell for each meeting and role; with a person, the cells that they are in."""
    return [
        {
            "series": entry.series.id,
            "talk": entry.talk.id,
            "papers": list(entry.talk.papers),
            "date": entry.date.isoformat() if entry.date else None,
            "role": role.id,
            "participants": list(entry.talk.roles[role.id]),
        }
        for entry in meetings
        for role in seminar.roles
        if entry.talk.roles.get(role.id) and (person is None or person in entry.talk.roles[role.id])
    ]


def turns(seminar: Seminar, person: Participant) -> tuple[tuple[Entry, Role, tuple[str, ...]], ...]:
    """What a person plays when, and with whom."""
    found = []
    for entry in seminar.meetings:
        for role in seminar.roles:
            team = entry.talk.roles.get(role.id, ())
            if person.id in team:
                found.append((entry, role, tuple(each for each in team if each != person.id)))
    return tuple(found)


def person_markdown(seminar: Seminar, person: Participant) -> str:
    """A person's sheet: what they play when, with whom, and what to do in each role."""
    its = turns(seminar, person)
    lines = [f"# {person.name or person.id}: {seminar.programme.book.series.called}", ""]
    lines += markdown((("Date", "Meeting", "Role", "With"), *(turn_row(seminar, turn) for turn in its))).split("\n")
    for role in dict.fromkeys(role for _, role, _ in its):
        lines += ["", f"## {role.name}", "", *([role.brief] if role.brief else []), *([role.url] if role.url else [])]
    lines += ["", "## Papers", ""]
    lines += [f"- {meeting_label(seminar, entry)}: {cited(paper)}" for entry, _, _ in its for paper in papers_of(entry)]
    return "\n".join(lines)


def own_entries(seminar: Seminar, person: Participant) -> tuple[Entry, ...]:
    """The meetings in which a person plays, as their own calendar shows them: with the role, and its brief.

    Their identities are not those of the meetings in the public calendar, so that both can stand beside each other.
    """
    home = f"{seminar.programme.book.series.id}@{seminar.programme.book.series.domain or 'semctl'}"
    found = []
    for entry, role, partners in turns(seminar, person):
        beside = f"\n\nWith: {', '.join(partners)}" if partners else ""
        read = "".join(f"\n\n{cited(paper)}" for paper in papers_of(entry))
        talk = replace(
            entry.talk,
            title=Known(f"{role.name}, {meeting_label(seminar, entry)}"),
            abstract=Prose(f"{role.brief or role.name}{beside}{read}"),
            uid=Line(f"{entry.talk.id}.{person.id}.{home}"),
            papers=(),  # they are told above
            roles={},
        )
        found.append(replace(entry, talk=talk))
    return tuple(found)


def turn_row(seminar: Seminar, turn: tuple[Entry, Role, tuple[str, ...]]) -> tuple[str, ...]:
    """A turn as a row: date, meeting, role, partners."""
    entry, role, partners = turn
    day = long_day(entry.date, "en") if entry.date else "no date yet"
    return day, meeting_label(seminar, entry), str(role.name), ", ".join(partners)


def meeting_markdown(seminar: Seminar, entry: Entry) -> str:
    """A meeting's sheet: what is read, who plays what, what each role is."""
    day = f", {long_day(entry.date, 'en')}" if entry.date else ""
    lines = [f"# {meeting_label(seminar, entry)}{day}", ""]
    lines += [f"- {cited(paper)}" for paper in papers_of(entry)]
    for role in seminar.roles:
        team = entry.talk.roles.get(role.id, ())
        people = ", ".join(_called(seminar, each, public=True) for each in team)
        lines += ["", f"## {role.name}: {people or 'nobody yet'}", "", *([role.brief] if role.brief else [])]
    return "\n".join(lines)


def markdown(rows: Lines) -> str:
    """Rows as a table in Markdown, the first as its heading."""
    lines = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join([lines[0], f"|{'---|' * len(rows[0])}", *lines[1:]])


def find_person(seminar: Seminar, name: str) -> Participant:
    """The person with an id; Misused with the choices where nobody has it."""
    if name not in seminar.person_at:
        known = ", ".join(seminar.person_at)
        raise Misused(f'there is no participant "{name}"', f"choose from {known}" if known else "there are none yet")
    return seminar.people[seminar.person_at[name]]


def tables_of(seminar: Seminar, plan: Plan) -> Mapping[str, Mapping[str, tuple[Ident, ...]]]:
    """A plan as the file writes it: by meeting that is not over, by role, the ids of people."""
    return {
        entry.talk.id: {
            role.id: tuple(seminar.people[person].id for person in team)
            for role, team in zip(seminar.roles, teams, strict=True)
        }
        for entry, teams in zip(seminar.meetings, plan, strict=True)
        if entry.talk.id not in seminar.over
    }
