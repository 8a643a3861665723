"""`templates`: what the mails are made from, and how to make them one's own."""

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


def templates(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="[KIND]", help="Copy the built-in template of this kind of mail.")
    ] = None,
    lang: Annotated[
        str | None, typer.Option("--language", metavar="CODE", help="Copy all texts of a language, as in de or pt.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Lists the kinds of mail, each with its template: the built-in one, or yours.

    With KIND, the built-in template is copied into the folder templates/ beside the series file,
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
        terminal.show_json([{"kind": kind, "to": _to(kind), "template": _own(kind, own)} for kind in Kind])
        return
    rows = [Row(cells=(kind, _to(kind), _own(kind, own) or "built in")) for kind in Kind]
    terminal.draw(Table(columns=("Mail", "To", "Template"), rows=tuple(rows)))
    for other, _ in own:
        stem = other.removesuffix(ENDING)
        meant = did_you_mean(stem, [kind.value for kind in Kind]) if stem not in set(Kind) else ""
        if meant:
            terminal.say(f"{FOLDER}/{other} is the template of no mail; {meant}")


def _to(kind: Kind) -> str:
    return "speaker" if kind.is_for_speakers else "audience"


def _own(kind: Kind, own: Templates) -> str | None:
    return f"{FOLDER}/{kind}{ENDING}" if f"{kind}{ENDING}" in dict(own) else None


def _copy(series_file: Path, name: str) -> None:
    kind = name.removesuffix(ENDING)
    if kind not in set(Kind):
        names = [each.value for each in Kind]
        raise Misused(f'there is no mail "{name}"', did_you_mean(kind, names) or f"choose from {', '.join(names)}")
    _write(series_file.parent / FOLDER / f"{kind}{ENDING}", built_in(f"{kind}{ENDING}"))


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
