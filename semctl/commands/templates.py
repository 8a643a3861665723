"""`templates`: what mails, pages and posters are made from, and how to make them one's own."""

from pathlib import Path
from typing import Annotated

import typer

from semctl import folder, terminal
from semctl.commands.options import JsonFlag
from semctl.listing import Row, Table
from semctl.model import Kind
from semctl.problems import Misused, Refused, did_you_mean
from semctl.templating import FOLDER, Templates, built_in, check_syntax
from semctl.translation import is_code, to_begin_with
from semctl.workspace import Workspace, shown_path

ENDING = ".txt"
SHEETS = {
    **dict.fromkeys(("index.html", "talk.html", "past.html", "speaker.html", "department.html"), "pages"),
    **dict.fromkeys(("talks.html", "base.html"), "all pages"),
    **dict.fromkeys(("poster.typ", "poster.html"), "poster"),
}
"""The templates that are not of mails, and what they are for."""


def templates(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Copy this built-in template, to edit it.")
    ] = None,
    lang: Annotated[
        str | None, typer.Option("--language", metavar="CODE", help="Copy all texts of a language, as in de or pt.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Lists the kinds of mail, the pages and the poster, each with its template: the built-in one, or yours.

    With NAME, the built-in template is copied into the folder templates/ beside the series file,
    to be edited there; from then on it is taken instead. --language does the same with the texts
    of a language, in the folder languages/; one that semctl does not know yet begins in English.
    A file that is there is left alone.

    Example: semctl templates announcement
    """
    work: Workspace = ctx.obj
    path = work.only_path()
    if name is not None:
        _copy(path, name)
    if lang is not None:
        _copy_language(path, lang)
    if name is not None or lang is not None:
        return
    own = folder.templates(path)
    check_syntax(own)
    if as_json:
        terminal.show_json([{"kind": name, "to": to, "template": _own(name, own)} for name, to in _all()])
        return
    rows = [Row(cells=(name, to, _own(name, own) or "built in")) for name, to in _all()]
    terminal.draw(Table(columns=("Name", "For", "Template"), rows=tuple(rows)))
    files = [_file(name) for name, _ in _all()]
    for other, _ in own:
        alike = [file for file in files if file.rpartition(".")[2] == other.rpartition(".")[2]]
        is_near = did_you_mean(_stem(other), [_stem(each) for each in alike])
        if other not in files and is_near and (meant := did_you_mean(other, alike)):
            terminal.say(f"{FOLDER}/{other} takes the place of no template; {meant}")


def _all() -> list[tuple[str, str]]:
    """The name of every template, and for whom or what it is."""
    mails = [(str(kind), kind.readers) for kind in Kind]
    return [*mails, *SHEETS.items()]


def _file(name: str) -> str:
    return name if name in SHEETS else f"{name}{ENDING}"


def _stem(file: str) -> str:
    return file.rpartition(".")[0]


def _own(name: str, own: Templates) -> str | None:
    return f"{FOLDER}/{_file(name)}" if _file(name) in dict(own) else None


def _copy(series_file: Path, wanted: str) -> None:
    name, names = wanted.removesuffix(ENDING), [name for name, _ in _all()]
    if name not in names:
        raise Misused(
            f'there is no template "{wanted}"', did_you_mean(name, names) or f"choose from {', '.join(names)}"
        )
    _write(series_file.parent / FOLDER / _file(name), built_in(_file(name)))


def _copy_language(series_file: Path, code: str) -> None:
    if not is_code(code):
        raise Misused(f'"{code}" is no code of a language', 'give one as in "pt"')
    _write(series_file.parent / folder.LANGUAGES / f"{code}.toml", to_begin_with(code))


def _write(path: Path, text: str) -> None:
    if path.exists():
        raise Refused(f"{shown_path(path)} is there already", "edit it, or remove it to have the built-in one again")
    folder.make(path.parent)
    folder.write(path, text.encode())
    terminal.say(f"wrote {shown_path(path)}; docs/templates.md tells how to go on")
