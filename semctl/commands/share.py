"""`export`: the programme for others to take along."""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from semctl import folder, terminal
from semctl.embedding import Form, embed
from semctl.forms import series_json
from semctl.ics import calendar
from semctl.mathtext import plain
from semctl.problems import Misused
from semctl.programme import Entry, Programme, in_order
from semctl.readable import tex_kept
from semctl.spreadsheet import rows
from semctl.workspace import Loaded, Workspace, find_talk


class Format(StrEnum):
    """What the talks are exported as."""

    ICS = "ics"
    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    CSV = "csv"


class Cancelled(StrEnum):
    """What becomes of cancelled talks: kept, so that calendars strike them out, or left out."""

    KEEP = "keep"
    DROP = "drop"


class Math(StrEnum):
    """What becomes of TeX: readable as Unicode, or as it was typed."""

    UNICODE = "unicode"
    TEX = "tex"


def export(
    ctx: typer.Context,
    talk: Annotated[str | None, typer.Argument(metavar="[TALK]", help="One talk alone; all, if none is named.")] = None,
    output: Annotated[str | None, typer.Option("-o", "--output", metavar="FILE", help="The file to write.")] = None,
    form: Annotated[
        Format, typer.Option("--format", help="A calendar, a form to paste into a page, or data.")
    ] = Format.ICS,
    speaker: Annotated[str | None, typer.Option("--speaker", metavar="NAME", help="One person's talks.")] = None,
    free: Annotated[bool, typer.Option("--free", help="The free slots too, as tentative.")] = False,
    cancelled: Annotated[
        Cancelled, typer.Option("--cancelled", help="Strike cancelled talks out, or drop them.")
    ] = Cancelled.KEEP,
    math: Annotated[Math, typer.Option("--math", help="TeX as Unicode, or as it is.")] = Math.UNICODE,
    previous: Annotated[
        str | None, typer.Option("--previous", metavar="FILE", help="What was published last, if it is not -o's file.")
    ] = None,
    split: Annotated[
        str | None, typer.Option("--split", metavar="DIR", help="A file for each talk, in this folder.")
    ] = None,
) -> None:
    """Every talk that has a date, past ones too; on standard output, if no file is named.

    With -o the file that is replaced tells which events have changed, so that calendars that have
    taken it follow; an unchanged series leaves the file alone. --previous names another file for that.

    Example: semctl export -o mds.ics
    """
    work: Workspace = ctx.obj
    if split is not None and (output is not None or previous is not None):
        raise Misused("--split does not go with -o or --previous", "its files stand in their own folder")
    if form is not Format.ICS and (split is not None or previous is not None or free or math is Math.TEX):
        raise Misused(f"--split, --previous, --free and --math do not go with --format {form}", "leave them out")
    loaded = work.load_and_warn()
    now = work.now(loaded[0].book.series.timezone)
    chosen = _chosen(loaded, talk, speaker, now)
    as_typed = math is Math.TEX
    if form in (Format.ICS, Format.TEXT, Format.HTML) and not as_typed and (stays := tex_kept(chosen)):
        terminal.say(stays)
    if form is not Format.ICS:
        kept = [entry for entry in chosen if entry.takes_place or cancelled is Cancelled.KEEP]
        if form in (Format.JSON, Format.CSV) and talk is None and speaker is None:
            kept += [entry for each in loaded for entry in each.programme.entries if entry.date is None]
        _give(_written(form, loaded, kept).encode(), output, kept)
        return
    programmes = [each.programme for each in loaded]
    slots = [slot for each in programmes for slot in each.free()] if free else []
    told = partial(calendar, now=now, as_typed=as_typed)
    if split is not None:
        _split(programmes, chosen, Path(split), told, keep=cancelled is Cancelled.KEEP)
        return
    path = Path(output) if output is not None else None
    before = _before(Path(previous) if previous is not None else path, asked_for=previous is not None)
    data = told(programmes, chosen, previous=before, free=slots, keep_cancelled=cancelled is Cancelled.KEEP)
    _give(data, output, chosen)
    if before is None:
        terminal.say("no earlier calendar: every event begins with SEQUENCE 0; keep the file, and name it next time")


def _written(form: Format, loaded: Sequence[Loaded], entries: Sequence[Entry]) -> str:
    """The talks in a form that is no calendar; as JSON with the whole of their series."""
    if form is Format.CSV:
        return rows(entries)
    if form is not Format.JSON:
        return embed(Form(form), entries)
    kept = {(entry.series.id, entry.talk.id) for entry in entries}
    made = [series_json(each.programme, each.document.data) for each in loaded]
    for each in made:
        each["talks"] = [talk for talk in each["talks"] if (each["series"]["id"], talk["id"]) in kept]
    return json.dumps(made[0] if len(made) == 1 else made, ensure_ascii=False, indent=2) + "\n"


def _give(data: bytes, output: str | None, entries: Sequence[Entry]) -> None:
    """The result on standard output, or in the file that is named."""
    if output is None:
        terminal.show_bytes(data)
        return
    written = folder.write(Path(output), data)
    terminal.say(f"{output}: {_talks(entries)}{'' if written else ', unchanged'}")


def _talks(entries: Sequence[Entry]) -> str:
    return f"{len(entries)} talk{'s' if len(entries) != 1 else ''}"


def _chosen(loaded: Sequence[Loaded], talk: str | None, speaker: str | None, now: dt.datetime) -> list[Entry]:
    """The talks that go into the calendar, in order of time."""
    if talk is not None:
        entry = find_talk(loaded, talk, now)[1]
        if entry.date is None:
            raise Misused(f'talk "{entry.talk.id}" has no date yet', f"semctl move-talk {entry.talk.id} DAY")
        return [entry]
    dated = [entry for entry in in_order([each.programme for each in loaded]) if entry.date]
    if speaker is not None:
        wanted = " ".join(speaker.casefold().split())
        dated = [
            entry for entry in dated if any(wanted in plain(str(person.name)).casefold() for person in entry.people)
        ]
        if not dated:
            raise Misused(f'nobody called "{speaker}" has a talk with a date', '"semctl list --all" shows all')
    return dated


def _before(path: Path | None, *, asked_for: bool) -> bytes | None:
    """The calendar that this one takes the place of."""
    data = folder.read_if_there(path) if path else None
    if data is None and asked_for:
        raise Misused(f"there is no file {path}", "leave --previous out for a first calendar")
    return data


def _split(
    programmes: Sequence[Programme], entries: Sequence[Entry], into: Path, told: Callable[..., bytes], *, keep: bool
) -> None:
    """A file for each talk, named after it; files of talks that are gone stay. told: makes a calendar of them."""
    folder.make(into)
    by_series = {each.book.series.id: each for each in programmes}
    written = 0
    for entry in entries:
        if not (entry.takes_place or keep):
            continue
        name = f"{entry.series.id}-{entry.talk.id}.ics" if len(programmes) > 1 else f"{entry.talk.id}.ics"
        path = into / name
        written += folder.write(path, told([by_series[entry.series.id]], [entry], previous=folder.read_if_there(path)))
    terminal.say(f"{into}: {_talks(entries)}, {written} file{'s' if written != 1 else ''} written")
