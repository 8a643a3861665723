"""`export`: the programme for others to take along."""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from semctl import folder, terminal
from semctl.embedding import Form, embed
from semctl.handover import series_json
from semctl.ics import calendar, is_own, uids
from semctl.mathtext import plain
from semctl.model import Ident
from semctl.problems import Misused, Refused, Unreadable
from semctl.programme import Entry, Programme, in_order
from semctl.readable import tex_kept
from semctl.recurrence import Slot
from semctl.researchseminars import submission
from semctl.spreadsheet import rows
from semctl.workspace import Loaded, Workspace, find_talk

ANEW = "every event begins at SEQUENCE 0, stamped 00:00 UTC of its own day"


class Format(StrEnum):
    """What the talks are exported as."""

    ICS = "ics"
    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    CSV = "csv"
    RESEARCHSEMINARS = "researchseminars"


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
    private: Annotated[
        bool, typer.Option("--private", help="With all that is private; JSON, into a file for you alone.")
    ] = False,
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
    if private and (form is not Format.JSON or output is None):
        raise Misused("--private goes into a file that nobody else can read", "add --format json -o FILE")
    if talk is not None and speaker is not None:
        raise Misused("--speaker does not go with a talk", "leave one of the two out")
    loaded = work.load_and_warn()
    now = work.now(loaded[0].book.series.timezone)
    entries = _chosen(loaded, talk, speaker, now)
    if cancelled is Cancelled.DROP:
        entries = [entry for entry in entries if entry.takes_place]
    as_typed = math is Math.TEX
    if form in (Format.ICS, Format.TEXT, Format.HTML) and not as_typed and (stays := tex_kept(entries)):
        terminal.say(stays)
    if form is not Format.ICS:
        if form in (Format.JSON, Format.CSV, Format.RESEARCHSEMINARS) and talk is None and speaker is None:
            entries += [entry for each in loaded for entry in each.programme.entries if entry.date is None]
        data = _written(form, loaded, entries, private=private).encode()
        _give(data, output, _counted(entries), private=private)
        return
    programmes = [each.programme for each in loaded]
    slots = [slot for each in programmes for slot in each.free()] if free else []
    told = partial(calendar, now=now, as_typed=as_typed)
    if split is not None:
        _split(programmes, entries, slots, Path(split), told)
        return
    path = Path(output) if output is not None else None
    there = (folder.read_if_there(path) if path else None) or None
    before = there if previous is None else _published(Path(previous))
    data = told(programmes, entries, previous=before, free=slots)
    if path is not None:
        _refuse_to_lose(path, there, data, alone=talk is not None)
    _give(data, output, _counted(entries, slots))
    if before is None:
        keep = f"write over {output}" if path else "write to a file with -o, and over the same"
        terminal.say(f"no earlier calendar: {ANEW}; for calendars to follow a change, {keep} next time")


def _written(form: Format, loaded: Sequence[Loaded], entries: Sequence[Entry], *, private: bool) -> str:
    """The talks in a form that is no calendar; as JSON with the whole of their series, private or not."""
    if form is Format.CSV:
        return rows(entries)
    if form is Format.RESEARCHSEMINARS:
        return _submitted(loaded, entries)
    if form is not Format.JSON:
        return embed(Form(form), entries)
    kept = {(entry.series.id, entry.talk.id) for entry in entries}
    made = [series_json(each.programme, each.document.data, each.notes if private else None) for each in loaded]
    for each in made:
        each["talks"] = [talk for talk in each["talks"] if (each["series"]["id"], talk["id"]) in kept]
    return _dumped(made)


def _submitted(loaded: Sequence[Loaded], entries: Sequence[Entry]) -> str:
    """What researchseminars.org takes; what it does not hold is said."""
    made = []
    for each in loaded:
        told = submission(each.programme, [entry for entry in entries if entry.series.id == each.book.series.id])
        made.append(told.data)
        for remark in told.remarks:
            terminal.say(remark)
    return _dumped(made)


def _dumped(made: Sequence[dict[str, Any]]) -> str:
    """One series as it is, several as a list."""
    return json.dumps(made[0] if len(made) == 1 else made, ensure_ascii=False, indent=2) + "\n"


def _give(data: bytes, output: str | None, counted: str, *, private: bool = False) -> None:
    """The result on standard output, or in the file that is named."""
    if output is None:
        terminal.show_bytes(data)
        return
    written = (folder.write_private if private else folder.write)(Path(output), data)
    terminal.say(f"{output}: {counted}{'' if written else ', unchanged'}")


def _counted(entries: Sequence[Entry], slots: Sequence[Slot] = ()) -> str:
    free = f", {_number(len(slots), 'free slot')}" if slots else ""
    return _number(len(entries), "talk") + free


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' if count != 1 else ''}"


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


def _published(path: Path) -> bytes:
    data = folder.read_if_there(path)
    if data is None:
        raise Misused(f"there is no file {path}", "leave --previous out for a first calendar")
    return data


def _refuse_to_lose(path: Path, there: bytes | None, data: bytes, *, alone: bool) -> None:
    """Keep events that this export does not know of; one talk alone does not take the place of a whole calendar."""
    if there is None or (is_own(there) and not alone):
        return
    try:
        count = len(uids(there) - uids(data))
    except Unreadable as error:
        raise Refused(f"{path} is no calendar, and would be lost", "name another file") from error
    if count:
        raise Refused(f"{path} holds {_number(count, 'other event')} that would be lost", "name another file with -o")


def _split(
    programmes: Sequence[Programme],
    entries: Sequence[Entry],
    slots: Sequence[Slot],
    into: Path,
    told: Callable[..., bytes],
) -> None:
    """A file for each talk and free slot, below a folder for each series if there are several.

    told: makes a calendar of them.
    """
    by_series = {each.book.series.id: each for each in programmes}
    several = len(programmes) > 1
    parts: list[tuple[Ident, str, Sequence[Entry], Sequence[Slot]]] = [
        *((each.series.id, each.talk.id, [each], []) for each in entries),
        *((each.series.id, f"free-{_when(each)}", [], [each]) for each in slots),
    ]
    written = new = 0
    for series, name, talks, free in parts:
        path = (into / series if several else into) / f"{name}.ics"
        folder.make(path.parent)
        there = folder.read_if_there(path)
        written += folder.write(path, told([by_series[series]], talks, previous=there, free=free))
        new += there is None
    terminal.say(f"{into}: {_counted(entries, slots)}, {_number(written, 'file')} written")
    if new:
        terminal.say(f"{new} of them new: {ANEW}; for calendars to follow a change, keep the folder")


def _when(slot: Slot) -> str:
    time = f"T{slot.regular_time:%H%M}" if slot.regular_time and slot.shares_regular_date else ""
    return f"{slot.regular_date.isoformat()}{time}"
