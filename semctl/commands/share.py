"""`export`: the programme for others to take along."""

from pathlib import Path
from typing import Annotated

import typer

from semctl import folder, terminal
from semctl.ics import calendar
from semctl.workspace import Workspace


def export(
    ctx: typer.Context,
    output: Annotated[str | None, typer.Option("-o", "--output", metavar="FILE", help="The file to write.")] = None,
) -> None:
    """Every talk that has a date, past ones too; on standard output, if no file is named.

    With -o the file that is replaced tells which events have changed, so that calendars that have
    taken it follow; an unchanged series leaves the file alone.

    Example: semctl export -o mds.ics
    """
    work: Workspace = ctx.obj
    loaded = work.load_and_warn()
    now = work.now(loaded[0].book.series.timezone)
    programmes = [each.programme for each in loaded]
    entries = sorted(
        (entry for each in programmes for entry in each.entries if entry.date), key=lambda entry: entry.sorting
    )
    if output is None:
        terminal.show_bytes(calendar(programmes, entries))
        return
    path = Path(output)
    previous = folder.read_if_there(path)
    data = calendar(programmes, entries, previous=previous, now=now)
    written = folder.write(path, data)
    terminal.say(f"{output}: {len(entries)} talk{'s' if len(entries) != 1 else ''}{'' if written else ', unchanged'}")
