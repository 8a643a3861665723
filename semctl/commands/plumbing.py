"""`schema` and `merge-file`: for editors and for git, not for the first screen."""

from pathlib import Path
from typing import Annotated

import typer

from semctl import folder, git, merging, store, terminal
from semctl.handover import handover_schema
from semctl.outbox import logbook
from semctl.problems import Misused, OutsideFailed
from semctl.schema import json_schema
from semctl.workspace import Workspace


def schema(
    ctx: typer.Context,  # noqa: ARG001 - every command is called with it
    export: Annotated[bool, typer.Option("--export", help='Of what "semctl export --format json" gives.')] = False,
) -> None:
    """Editors complete and check keys with it; no series file is needed.

    Example: semctl schema > seminars.schema.json
    """
    terminal.show_json(handover_schema() if export else json_schema())


def merge_file(
    ctx: typer.Context,
    base: Annotated[str | None, typer.Argument(metavar="BASE", help="As both sides began.")] = None,
    ours: Annotated[str | None, typer.Argument(metavar="OURS", help="One side; the result is written here.")] = None,
    theirs: Annotated[str | None, typer.Argument(metavar="THEIRS", help="The other side.")] = None,
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="What git calls the file.")] = None,  # noqa: ARG001
    install: Annotated[bool, typer.Option("--install", help="Tell git in this clone to merge talk by talk.")] = False,
) -> None:
    """Called by git when two people have changed the series; a conflict is marked in its talk alone.

    Example: semctl merge-file --install
    """
    if install:
        work: Workspace = ctx.obj
        _install(work)
    elif base is None or ours is None or theirs is None:
        raise Misused("three files are needed", "git calls this; to make it do so: semctl merge-file --install")
    elif _merge(Path(base), Path(ours), Path(theirs)):
        raise typer.Exit(1)


def _install(work: Workspace) -> None:
    path = work.only_path()
    if not git.install(path.parent):
        raise OutsideFailed("this is no git clone, or git is not installed", "git init, or go to the clone")
    terminal.say(f"git in this clone merges {path.name} talk by talk")
    attributes = path.parent / ".gitattributes"
    added = not git.wants_driver(path.parent, path.name) and folder.add_line(attributes, git.attributes_line(path.name))
    if folder.add_line(attributes, git.log_line(logbook.path_of(path).name)) or added:
        terminal.say("added a line to .gitattributes; commit it, so that the others' clones know too")


def _merge(base: Path, ours: Path, theirs: Path) -> int:
    """Merge three files into `ours`; the number of places in conflict."""
    files = [store.read(path) for path in (base, ours, theirs)]
    try:
        merged = merging.merge(*(data.decode("utf-8") for data in files))
    except UnicodeDecodeError:
        return git.merge_by_lines(base, ours, theirs)
    folder.write(ours, merged.text.encode())
    return merged.conflicts
