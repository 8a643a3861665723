"""The meetings of a reading seminar, from the columns of its table or from the list of papers alone."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from semctl.dates import weekday_number
from semctl.idents import surname_id
from semctl.importing.decks.bibliography import OTHERS
from semctl.importing.decks.people import People, called
from semctl.importing.decks.role_table import Column, RoleTable
from semctl.importing.decks.roles import FoundRole, counted_off, role_named
from semctl.importing.found import FoundTalk, Kind, Meeting, Remark
from semctl.languages import language as spoken

Table = Mapping[str, list[str]]
"""Who plays what in a meeting: ids of people by the name of the role."""


@dataclass(slots=True)
class Cast:
    """What a table says. roles: those that are known, and those of the table alone. tables: by column."""

    roles: list[FoundRole]
    people: People
    tables: list[dict[str, list[str]]] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    @classmethod
    def of(cls, roles: Sequence[FoundRole], people: People, meetings: int) -> "Cast":
        """Roles that nobody plays yet."""
        return cls(list(roles), people, [{} for _ in range(meetings)])

    def seats(self, role: FoundRole) -> int | str | None:
        """How many people a role has in the meetings, as the file writes it."""
        if self.rows and role.name not in self.rows:
            return "0-1"
        counts = {len(each[role.name]) for each in self.tables if each.get(role.name)}
        if not counts:
            return self.rows.get(role.name)
        return max(counts) if len(counts) == 1 else f"{min(counts)}-{max(counts)}"


def cast_of(table: RoleTable, roles: Sequence[FoundRole], people: People) -> Cast:
    """Who plays what; what cannot be told is named by its line."""
    cast = Cast(list(roles), people, [defaultdict(list) for _ in table.columns])
    rows: dict[str, int] = defaultdict(int)
    for seat in table.seats:
        role = role_named(seat.role, cast.roles)
        if role is None:
            role = FoundRole(name=counted_off(seat.role) or seat.role, line=seat.line)
            cast.roles.append(role)
            if roles:
                says = f'role "{role.name}" stands in the table alone'
                cast.remarks.append(Remark(says=says, kind=Kind.ODD, line=seat.line))
        rows[role.name] += 1
        for index, cell in enumerate(seat.cells):
            cast.remarks += _played(cast, role, index, cell, seat.line)
    cast.rows = dict(rows)
    for role in cast.roles:
        if role.name not in rows:
            says = f'role "{role.name}" is in no row of the table: its seats may stay free'
            cast.remarks.append(Remark(says=says, kind=Kind.ODD, line=role.line))
    return cast


def _played(cast: Cast, role: FoundRole, index: int, cell: str, line: int) -> Iterator[Remark]:
    """Take up a cell of the table."""
    for text in called(cell):
        person = cast.people.met(text)
        table = cast.tables[index]
        if person is None:
            yield Remark(says=f'"{text[:60]}": no person', kind=Kind.LEFT_OUT, line=line)
        elif person in table[role.name]:
            says = f'participant "{person}" stands twice as {role.name} in a meeting: taken once'
            yield Remark(says=says, kind=Kind.ODD, line=line)
        else:
            other = next((name for name, team in table.items() if person in team), None)
            if other:
                says = f'participant "{person}" plays twice in a meeting, as {other} and as {role.name}'
                yield Remark(says=says, kind=Kind.ODD, line=line)
            table[role.name].append(person)


# --- talks ---

Papers = Sequence[Mapping[str, Any]]
MEETING_ID: Final = "meeting-{}"


def talks_of(
    columns: Sequence[Column], cast: Cast, ids: Mapping[str, str], papers: Papers, language: str
) -> list[FoundTalk]:
    """A talk for each column. ids: of the roles, by name."""
    talks = []
    for number, (column, played) in enumerate(zip(columns, cast.tables, strict=True), 1):
        values: dict[str, Any] = {"title": _title(column, number, papers, language)}
        if column.papers:
            values["papers"] = list(column.papers)
        teams = {ids[role.name]: played[role.name] for role in cast.roles if played.get(role.name)}
        if teams:
            values["roles"] = teams
        meeting = Meeting(date=column.date, time=column.time) if column.date else None
        talks.append(FoundTalk(values=values, meeting=meeting, id=MEETING_ID.format(number), line=column.line))
    return talks


def columns_of(papers: Papers) -> tuple[Column, ...]:
    """The meetings where no table says them: one for each paper."""
    return tuple(Column(label=f"Paper {number}", papers=(paper["id"],)) for number, paper in enumerate(papers, 1))


def in_order(columns: Sequence[Column], papers: Papers) -> tuple[Column, ...]:
    """Columns that name no paper at all read the papers in the order of the list, where they are as many."""
    if any(column.papers for column in columns) or len(columns) != len(papers):
        return tuple(columns)
    return tuple(replace(column, papers=(paper["id"],)) for column, paper in zip(columns, papers, strict=True))


def at_the_time(columns: tuple[Column, ...], times: list[dict[str, Any]]) -> tuple[Column, ...]:
    """Days that are all of the one weekday with a time take that, and there is nothing left to choose."""
    if len(times) != 1 or not columns or any(column.date is None or column.time for column in columns):
        return columns
    if {column.date.weekday() for column in columns if column.date} != {weekday_number(times[0]["weekday"])}:
        return columns
    time = dt.time.fromisoformat(times.pop()["from"])
    return tuple(replace(column, time=time) for column in columns)


def _title(column: Column, number: int, papers: Papers, language: str) -> str:
    """ "Paper 2: Ba and Caruana", or with the title of a paper that names no author."""
    known = {paper["id"]: (place, paper) for place, paper in enumerate(papers, 1)}
    read = [known[each] for each in column.papers if each in known]
    label = "" if column.date else column.label
    if not label and read:
        label = f"Paper{'s' if len(read) > 1 else ''} {', '.join(str(place) for place, _ in read)}"
    told = (_surnames(paper, language) or str(paper.get("title", "")) for _, paper in read)
    who = "; ".join(filter(None, told))
    label = label or column.label or f"Meeting {number}"
    return f"{label}: {who}" if who and surname_id(who) not in surname_id(label) else label


def _surnames(paper: Mapping[str, Any], language: str) -> str:
    """ "Ba and Caruana", "Li et al."."""
    names = [str(name) for name in paper.get("authors", ())]
    last = [name.split()[-1] for name in names if name != OTHERS and name.split()]
    if len(last) > 2 or OTHERS in names:
        return f"{last[0]} et al." if last else ""
    return f" {spoken(language).sentences.conjunction} ".join(last)
