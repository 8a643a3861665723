"""`roles`: who plays what in a reading seminar; and what all its commands begin with."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from semctl import folder, terminal
from semctl.commands.options import JsonFlag
from semctl.ics import calendar
from semctl.ics.told import written_in
from semctl.listing import Row, Table
from semctl.problems import FileErrors, Misused, Refused
from semctl.programme import find
from semctl.reading import sheets
from semctl.reading.assigned import turns
from semctl.reading.records import Participant
from semctl.reading.seminar import Seminar, seminar_of
from semctl.workspace import Loaded, Workspace


def roles(
    ctx: typer.Context,
    talk: Annotated[str | None, typer.Argument(metavar="[TALK]", help="One meeting's sheet.")] = None,
    person: Annotated[str | None, typer.Option("--person", metavar="ID", help="One person's sheet.")] = None,
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help="For a web page; people as numbers, unless public_names = true.")
    ] = False,
    as_ics: Annotated[bool, typer.Option("--ics", help="One person's calendar; -o is the one it replaces.")] = False,
    output: Annotated[str | None, typer.Option("-o", "--output", metavar="FILE", help="The file to write.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """A row for each seat, a column for each meeting; or one meeting, or one person.

    Example: semctl roles --person 3
    """
    _, seminar, now = reading_seminar(ctx.obj)
    if talk is not None and person is not None:
        raise Misused("TALK and --person do not go together", "give one of them")
    entry = find(seminar.meetings, talk, now) if talk is not None else None
    who = sheets.find_person(seminar, person) if person is not None else None
    if as_ics:
        _calendar(seminar, who, output, now)
        return
    if as_json:
        terminal.show_json(sheets.forms(seminar, [entry] if entry else seminar.meetings, person))
        return
    public = as_markdown or output is not None
    if entry:
        text = sheets.meeting_markdown(seminar, entry, public=public)
    elif public:
        text = sheets.person_markdown(seminar, who) if who else sheets.markdown(sheets.matrix(seminar, public=True))
    else:
        _draw(seminar, who)
        return
    if output:
        folder.write(Path(output), f"{text}\n".encode())
        terminal.say(f"wrote {output}")
    else:
        terminal.show(text)


def _draw(seminar: Seminar, person: Participant | None) -> None:
    """The whole table; or what one person plays when and with whom, what to do in each role, and what is read."""
    if person is None:
        heading, *rows = sheets.matrix(seminar)
        terminal.draw(table(heading, rows))
        return
    its = turns(seminar, person)
    terminal.draw(table(("Date", "Meeting", "Role", "With"), [sheets.turn_row(seminar, turn) for turn in its]))
    for role in dict.fromkeys(role for _, role, _ in its):
        terminal.show(f"\n{role.name}\n{role.brief or 'no brief'}")
    terminal.show("\n".join(["", *sheets.reading_list(seminar, [entry for entry, _, _ in its])]))


def _calendar(seminar: Seminar, person: Participant | None, output: str | None, now: dt.datetime) -> None:
    """The meetings in which one person plays, as a calendar file."""
    if person is None:
        raise Misused("--ics is one person's calendar", "add --person ID; semctl export gives the whole programme")
    code = written_in(seminar.programme.book.series)
    entries = [entry for entry in sheets.own_entries(seminar, person, code=code) if entry.date]
    if not entries:
        raise Refused(f'participant "{person.id}" has no meeting with a date yet', "semctl poll, semctl move-talk")
    before = folder.read_if_there(Path(output)) if output else None
    data = calendar([seminar.programme], entries, previous=before, now=now)
    if output:
        folder.write(Path(output), data)
        terminal.say(f"wrote {output}")
    else:
        terminal.show_bytes(data)


# --- what they share ---


def reading_seminar(work: Workspace) -> tuple[Loaded, Seminar, dt.datetime]:
    """The file of the run with its reading seminar, and the instant; FileErrors where its tables are broken."""
    work.only_path()
    loaded = work.load()[0]
    now = work.now(loaded.book.series.timezone)
    seminar = seminar_in(loaded, now)
    if errors := seminar.readings.errors:
        raise FileErrors(loaded.located(errors))
    if not loaded.book.reading:
        raise Misused("this series is no reading seminar", "docs/reading-seminars.md shows how to begin one")
    return loaded, seminar, now


def seminar_in(loaded: Loaded, now: dt.datetime) -> Seminar:
    """The reading seminar of a file."""
    return seminar_of(loaded.programme, now)


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """Rows to be drawn below their headings."""
    return Table(columns=tuple(columns), rows=tuple(Row(cells=tuple(row)) for row in rows), wrapping=frozenset())
