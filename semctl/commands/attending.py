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
from semctl.programme import Entry, find
from semctl.reading.attendance import ATTENDED, EXCUSED, as_csv, records
from semctl.reading.seminar import Seminar
from semctl.reading.sheets import find_person
from semctl.tomltext.document import Document
from semctl.workspace import Workspace


def attend(
    ctx: typer.Context,
    talk: Annotated[str | None, typer.Argument(metavar="[DATE]", help="The meeting: its day, or its id.")] = None,
    people: Annotated[list[str] | None, typer.Argument(metavar="[ID]…", help="Who was there.")] = None,
    missing: Annotated[
        list[str] | None, typer.Option("--missing", metavar="ID", help="Not there, while all others were.")
    ] = None,
    excused: Annotated[
        list[str] | None, typer.Option("--excused", metavar="ID", help="Not there, and excused.")
    ] = None,
    everybody: Annotated[bool, typer.Option("--all", help="Everybody was there.")] = False,
    output: Annotated[
        str | None, typer.Option("--csv", metavar="FILE", help="The whole record, for the office.")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Without a meeting: what each person did and missed. With one: who was there is named, or who was not.

    It is kept in the private file, and no public output holds it.

    Example: semctl attend meeting-1 --missing 7 --excused 10
    """
    work: Workspace = ctx.obj
    loaded, seminar, now = reading_seminar(work)
    if talk is not None:
        entry = find(seminar.meetings, talk, now)
        there, away = _there(seminar, entry, people or [], missing or [], excused or [], everybody=everybody)
        carry_out(
            work,
            lambda fresh: fresh.document,
            notes=lambda private: _noted(private, entry.talk.id, there, away),
            dry_run=dry_run,
        )
        if not dry_run:
            number = sum(seminar.takes_part(person, entry) for person in seminar.people)
            terminal.show(f'talk "{entry.talk.id}": {len(there)} of {number} were there')
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
                "" if each.left is None else f"{-each.left} too many" if each.left < 0 else str(each.left),
                ", ".join(each.done),
            )
        )
        for each in found
    ]
    columns = ("Id", "Name", "Attended", "Missed", "Excused", "May miss", "Roles")
    terminal.draw(Table(columns=columns, rows=tuple(rows), wrapping=frozenset({"Roles", "Name"})))


def _there(
    seminar: Seminar,
    entry: Entry,
    people: Sequence[str],
    missing: Sequence[str],
    excused: Sequence[str],
    *,
    everybody: bool,
) -> tuple[list[str], list[str]]:
    """Who was at a meeting and who was excused, by id; Misused where that is said twice, not at all, or of others."""
    members = [str(person.id) for person in seminar.people if seminar.takes_part(person, entry)]
    for each in (*people, *missing, *excused):
        if find_person(seminar, each).id not in members:
            raise Misused(
                f'participant "{each}" does not take part in talk "{entry.talk.id}"', "look at from and until"
            )
    if both := set(people) & {*missing, *excused} or set(missing) & set(excused):
        raise Misused(f'participant "{min(both)}" is named in two ways', "name them once")
    if sum((bool(people), bool(missing), everybody)) > 1:
        raise Misused(
            "who was there is said in two ways", "name who was there, or with --missing who was not, or --all"
        )
    if not (people or missing or excused or everybody):
        raise Misused("nobody is named", "name who was there, or with --missing who was not, or --all")
    there = [each for each in members if (each in people if people else each not in (*missing, *excused))]
    return there, [each for each in members if each in excused]


def _noted(document: Document, talk: str, there: Sequence[str], excused: Sequence[str]) -> Document:
    """The private file with who was at a meeting."""
    values = {ATTENDED: there, **({EXCUSED: excused} if excused else {})}
    if talk not in document.data:
        return document.with_table(talk, values)
    for key, value in values.items():
        document = document.with_value((talk,), key, value)
    return document if excused else document.without_value((talk,), EXCUSED)
