"""`site`: the web pages of a series, or of several together."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from semctl import folder, preview, public_holidays, terminal
from semctl.problems import Refused
from semctl.site.pages import count, pages
from semctl.site.shelf import Shelf, is_local
from semctl.templating import FOLDER as TEMPLATES
from semctl.workspace import Loaded, Workspace

LIST = ".semctl-site"
"""In the folder: what semctl has written there. Only that is ever replaced or taken away."""


def site(
    ctx: typer.Context,
    output: Annotated[str, typer.Option("-o", "--output", metavar="DIR", help="The folder to write.")] = "site",
    serve: Annotated[
        bool, typer.Option("--serve", help="Show it in a browser here, and follow every change of the file.")
    ] = False,
    port: Annotated[int, typer.Option("--port", metavar="N", min=1, max=65535, help="For --serve.")] = 8000,
) -> None:
    """The programme, a page for each talk and for each speaker who came twice, calendars and a feed, for any web
    host. Only what has changed is written. Several -f make one site with a common index.

    Example: semctl site -o public
    """
    work: Workspace = ctx.obj
    into = Path(output)
    work.load_and_warn()
    terminal.say(_build(work, into))
    if serve:
        watched = [file for path in work.paths() for file in (path, path.with_name(TEMPLATES))]
        preview.serve(into, port, watched, lambda passed: _build(_later(work, passed), into), terminal.say)


def _later(work: Workspace, passed: dt.timedelta) -> Workspace:
    """The same run at a later instant, with the files as they are then."""
    return Workspace(files=work.files, clock=work.clock + passed, now_text=work.now_text)


def _build(work: Workspace, into: Path) -> str:
    """Write what has changed, take away what is gone, and say so. Nothing that semctl did not make is touched."""
    shelves = _shelves(work)
    folder.make(into)
    before = {path for path in (folder.read_if_there(into / LIST) or b"").decode("utf-8").split("\n") if is_local(path)}
    made: dict[str, bytes] = {}
    with terminal.progress("pages", count(shelves)) as advance:
        for path, data in pages(shelves, lambda path: folder.read_if_there(into / path) if path in before else None):
            made[path] = data
            advance()
    foreign = [
        path for path in made if path not in before and folder.read_if_there(into / path) not in (None, made[path])
    ]
    if foreign:
        raise Refused(f"{into / foreign[0]} was not made by semctl", "name an empty folder: semctl site -o DIR")
    folder.write(into / LIST, _listed(before | made.keys()))
    for parent in {(into / path).parent for path in made}:
        folder.make(parent)
    written = sum(folder.write(into / path, data) for path, data in made.items())
    gone = before - made.keys()
    for path in gone:
        folder.remove(into / path)
    folder.write(into / LIST, _listed(made.keys()))
    removed = f", {len(gone)} removed" if gone else ""
    return f"{into / 'index.html'}: {len(made)} files, {written} written{removed}"


def _listed(paths: Iterable[str]) -> bytes:
    return "".join(f"{path}\n" for path in sorted(paths)).encode()


def _shelves(work: Workspace) -> list[Shelf]:
    loaded = work.load()
    return [_shelf(each, work, is_alone=len(loaded) == 1) for each in loaded]


def _shelf(loaded: Loaded, work: Workspace, *, is_alone: bool) -> Shelf:
    series = loaded.book.series
    years = {slot.regular_date.year for slot in loaded.programme.slots}
    holidays, _ = public_holidays.names(series, years)
    beside = loaded.path.parent
    return Shelf(
        programme=loaded.programme,
        site=loaded.book.site,
        prefix="" if is_alone else f"{series.id}/",
        holidays=holidays,
        now=work.now(series.timezone),
        read=lambda name: folder.read_below(beside, name),
        own=folder.templates(loaded.path),
    )
