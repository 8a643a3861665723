"""`poster`: a sheet for the door."""

from pathlib import Path
from typing import Annotated

import typer

from semctl import folder, terminal, typesetting
from semctl.poster.sheet import Paper, html, sheet, typst
from semctl.problems import Misused
from semctl.workspace import Workspace, find_talk


def poster(
    ctx: typer.Context,
    talk: Annotated[
        str, typer.Argument(metavar="[TALK]", help="The next talk, if none is named.", show_default=False)
    ] = "next",
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="FILE", help="A .pdf or .html; TALK.pdf, if unsaid.")
    ] = None,
    paper: Annotated[Paper, typer.Option("--paper", help="The size of the sheet.")] = Paper.A4,
) -> None:
    """One page with speaker, title, abstract and a QR code. A PDF needs the extra: pip install 'semctl[poster]';
    without it an HTML page is written, which any browser prints.

    Example: semctl poster jacobs -o jacobs.html
    """
    work: Workspace = ctx.obj
    loaded = work.load_and_warn()
    where, entry = find_talk(loaded, talk, work.now(loaded[0].book.series.timezone))
    path = Path(output or f"{entry.talk.id}.{'pdf' if typesetting.is_there() else 'html'}")
    kind = path.suffix.lower()
    if kind not in (".pdf", ".html", ".htm"):
        raise Misused(f'a poster is a .pdf or .html file, not "{path.name}"', f"-o {path.stem or entry.talk.id}.pdf")
    beside = where.path.parent
    made = sheet(entry, where.book.site, lambda name: folder.read_below(beside, name))
    qr = typesetting.qr_code(made.link) if made.link else None
    own = folder.templates(where.path)
    data = typesetting.pdf(*typst(made, paper, qr, own)) if kind == ".pdf" else html(made, paper, qr, own)
    written = folder.write(path, data)
    terminal.say(f'{path}: poster of talk "{entry.talk.id}"{"" if written else ", unchanged"}')
