"""`attend`: who was there; kept in the private file, and shown to the organiser alone."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from semctl import folder, terminal
from semctl.commands.changes import DryRun, carry_out
from semctl.commands.reading import reading_seminar
from semctl.listing import Row, Table
from semctl.problems import Misused
from semctl.programme import find
from semctl.reading.attendance import ATTENDED, EXCUSED, as_csv, records
from semctl.reading.sheets import find_person
from semctl.tomltext.document import Document
from semctl.workspace import Workspace


def attend(
    ctx: typer.Context,
    talk: Annotated[str | None, typer.Argument(metavar="[DATE]", help="The meeting: its day, or its id.")] = None,
    people: Annotated[list[str] | None, typer.Argument(metavar="[ID]…", help="Who was there.")] = None,
    missing: Annotated[
        bool, typer.Option("--missing", help="The people named were not there, all others were.")
    ] = False,
    excused: Annotated[
        list[str] | None, typer.Option("--excused", metavar="ID", help="Not there, and excused.")
    ] = None,
    output: Annotated[
        str | None, typer.Option("--csv", metavar="FILE", help="The whole record, for the office.")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Without a meeting: what each person did and missed. With one, all who were there are named.

    It is kept in the private file, and no public output holds it.

    Example: semctl attend meeting-1 1 2 3 4 5 6 8 9 --excused 10
    """
    work: Workspace = ctx.obj
    loaded, seminar, now = reading_seminar(work)
    if talk is not None:
        entry = find(seminar.meetings, talk, now)
        named = {find_person(seminar, each).id for each in people or []}
        away = {find_person(seminar, each).id for each in excused or []}
        if not missing and named & away:
            raise Misused(f'"{min(named & away)}" is both there and excused', "name them once")
        members: list[str] = [person.id for person in seminar.people if seminar.takes_part(person, entry)]
        there = [each for each in members if (each not in named if missing else each in named) and each not in away]
        if not there and not (people or missing):
            raise Misused("nobody is named", "name who was there, or with --missing who was not")
        gone = sorted(away, key=members.index)
        carry_out(
            ctx.obj,
            lambda fresh: fresh.document,
            notes=lambda private: _noted(private, entry.talk.id, there, gone),
            dry_run=dry_run,
        )
        if not dry_run:
            terminal.show(f'talk "{entry.talk.id}": {len(there)} of {len(members)} were there')
        return
    names = {person: str(notes["name"]) for person, notes in loaded.notes.participants.items() if "name" in notes}
    found = records(seminar, loaded.notes.talks, names)
    if output is not None:
        folder.write(Path(output), as_csv(found).encode("utf-8-sig"))
        terminal.say(f"wrote {output}; it is about people, so keep it to yourself")
        return
    rows = [
        Row(
            cells=(
                each.person.id,
                each.name,
                str(len(each.attended)),
                str(len(each.missed)),
                str(len(each.excused)),
                "" if each.left is None else str(each.left),
                ", ".join(each.done),
            )
        )
        for each in found
    ]
    columns = ("Id", "Name", "Attended", "Missed", "Excused", "Left", "Roles")
    terminal.draw(Table(columns=columns, rows=tuple(rows), wrapping=frozenset({"Roles", "Name"})))


def _noted(document: Document, talk: str, there: Sequence[str], excused: Sequence[str]) -> Document:
    """The private file with who was at a meeting."""
    values = {ATTENDED: there, **({EXCUSED: excused} if excused else {})}
    if talk not in document.data:
        return document.with_table(talk, values)
    for key, value in values.items():
        document = document.with_value((talk,), key, value)
    return document if excused else document.without_value((talk,), EXCUSED)
