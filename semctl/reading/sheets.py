"""Who plays what, as people look it up: the whole matrix, one person's sheet, one meeting's sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from semctl.dates import long_day, short_day
from semctl.languages import language
from semctl.model import Ident, Known, Line, Prose, Status
from semctl.problems import Misused
from semctl.programme import Entry
from semctl.reading.assigned import Turn, turns
from semctl.reading.case import Plan
from semctl.reading.citing import cited
from semctl.reading.records import Participant
from semctl.reading.seminar import Seminar
from semctl.reading.told import in_words, numbers_of, papers_of

Lines = tuple[tuple[str, ...], ...]


def meeting_label(seminar: Seminar, entry: Entry, code: str = "en") -> str:
    """ "Paper 2", where a meeting reads one paper; else its title or its id."""
    known = [paper.id for paper in seminar.readings.papers]
    if len(entry.talk.papers) == 1 and entry.talk.papers[0] in known:
        return f"{language(code).labels.paper} {known.index(entry.talk.papers[0]) + 1}"
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
    if not public:
        return person
    if person not in seminar.person_at:
        return "?"
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


def person_markdown(seminar: Seminar, person: Participant) -> str:
    """A person's sheet: what they play when, with whom, and what to do in each role."""
    its = turns(seminar, person)
    lines = [f"# {person.name or person.id}: {seminar.programme.book.series.called}", ""]
    lines += markdown((("Date", "Meeting", "Role", "With"), *(turn_row(seminar, turn) for turn in its))).split("\n")
    for role in dict.fromkeys(role for _, role, _ in its):
        lines += ["", f"## {role.name}", "", *([role.brief] if role.brief else []), *([role.url] if role.url else [])]
    lines += ["", "## Papers", "", *(f"- {line}" for line in reading_list(seminar, [entry for entry, _, _ in its]))]
    return "\n".join(lines)


def reading_list(seminar: Seminar, meetings: Sequence[Entry]) -> tuple[str, ...]:
    """What is read, a line for each paper of each meeting."""
    return tuple(f"{meeting_label(seminar, entry)}: {cited(paper)}" for entry in meetings for paper in papers_of(entry))


def own_entries(
    seminar: Seminar,
    person: Participant,
    *,
    names: Mapping[str, str] = MappingProxyType({}),
    code: str = "en",
    gone: Sequence[Entry] = (),
) -> tuple[Entry, ...]:
    """The meetings in which a person plays, as their own calendar shows them: with the role, and its brief.

    Their identities are not those of the meetings in the public calendar, so that both can stand beside each other.
    names: of the others, by id, where they are known. gone: meetings in which the person no longer plays, which are
    cancelled for them.
    """
    told, numbers = language(code).labels, numbers_of(seminar.programme.book.reading)
    found = []
    for entry, role, partners in turns(seminar, person):
        people = in_words([each for each in partners if each in numbers], names, numbers, code)
        beside = f"\n\n{told.partners}{language(code).sentences.colon} {people}" if people else ""
        read = "".join(f"\n\n{cited(paper, code)}" for paper in papers_of(entry))
        title, text = f"{role.name}, {meeting_label(seminar, entry, code)}", f"{role.brief or role.name}{beside}{read}"
        found.append(_own(seminar, person, entry, title, abstract=Prose(text)))
    return (
        *found,
        *(_own(seminar, person, each, meeting_label(seminar, each, code), status=Status.CANCELLED) for each in gone),
    )


def _own(seminar: Seminar, person: Participant, entry: Entry, title: str, **more: Any) -> Entry:
    series = seminar.programme.book.series
    uid = Line(f"{entry.talk.id}.{person.id}.{series.id}@{series.domain or 'semctl'}")
    told: dict[str, Any] = {"abstract": None, "uid": uid, "papers": (), "roles": {}, **more}
    return replace(entry, talk=replace(entry.talk, title=Known(title), **told))


def turn_row(seminar: Seminar, turn: Turn) -> tuple[str, ...]:
    """A turn as a row: date, meeting, role, partners."""
    entry, role, partners = turn
    day = long_day(entry.date, "en") if entry.date else "no date yet"
    return day, meeting_label(seminar, entry), str(role.name), ", ".join(partners)


def meeting_markdown(seminar: Seminar, entry: Entry, *, public: bool) -> str:
    """A meeting's sheet: what is read, who plays what, what each role is; people as in `matrix`."""
    day = f", {long_day(entry.date, 'en')}" if entry.date else ""
    lines = [f"# {meeting_label(seminar, entry)}{day}", ""]
    lines += [f"- {cited(paper)}" for paper in papers_of(entry)]
    for role in seminar.roles:
        team = entry.talk.roles.get(role.id, ())
        people = ", ".join(_called(seminar, each, public=public) for each in team)
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
