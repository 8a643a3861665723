"""`attend`: who was there; kept in the private file, and shown to the organiser alone."""

from pathlib import Path
from typing import Annotated

import typer

from semctl import folder, store, terminal
from semctl.commands.changes import DryRun
from semctl.commands.reading import reading_seminar
from semctl.listing import Row, Table
from semctl.problems import Misused, Refused
from semctl.programme import find
from semctl.reading.attendance import ATTENDED, EXCUSED, as_csv, records
from semctl.reading.sheets import find_person
from semctl.tomltext.document import Document
from semctl.workspace import Loaded, Workspace, private_path, shown_path


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
        _write(loaded, entry.talk.id, there, sorted(away, key=members.index), dry_run=dry_run)
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


def _write(loaded: Loaded, talk: str, there: list[str], excused: list[str], *, dry_run: bool) -> None:
    """Note it in the private file, which is made if there is none."""
    path = private_path(loaded.path)

    def changed(data: bytes) -> bytes:
        document = Document.read(data.decode("utf-8"))
        values = {ATTENDED: there, **({EXCUSED: excused} if excused else {})}
        if talk not in document.data:
            return document.with_table(talk, values).text.encode()
        if not isinstance(document.data[talk], dict):
            raise Refused(f"{shown_path(path)}: {talk} is no table", f"write [{talk}] above its keys")
        for key, value in values.items():
            document = document.with_value((talk,), key, value)
        if not excused:
            document = document.without_value((talk,), EXCUSED)
        return document.text.encode()

    if dry_run:
        changed(store.read(path) if path.exists() else b"")
        return
    if not path.exists():
        store.create(path, b"", 0o600)
    store.update(path, changed)
