"""`add-talk`: a talk comes into the series."""

import datetime as dt
from collections.abc import Iterable
from itertools import zip_longest
from pathlib import Path
from typing import Annotated, Any

import typer

from semctl import listing, store, terminal
from semctl.commands.options import understood_slot
from semctl.dates import Unclear, long_day, read_time
from semctl.edits import NewTalk
from semctl.edits import add_talk as insert_talk
from semctl.model import Status
from semctl.parse import without_controls
from semctl.problems import Misused, Refused
from semctl.programme import find
from semctl.public_holidays import names
from semctl.recurrence import Slot
from semctl.workspace import Loaded, Workspace

OFFERED = 6


def add_talk(
    ctx: typer.Context,
    speaker: Annotated[list[str] | None, typer.Option("--speaker", help="The name; repeat it for several.")] = None,
    affiliation: Annotated[list[str] | None, typer.Option("--affiliation", help="One for each speaker.")] = None,
    date: Annotated[
        str | None,
        typer.Option(
            "--date", metavar="DAY", help='"2026-05-28", "28 May", "2026-10-12 15:00", or "next": the first free slot.'
        ),
    ] = None,
    title: Annotated[str | None, typer.Option("--title", help="TeX between dollars is welcome.")] = None,
    abstract: Annotated[str | None, typer.Option("--abstract")] = None,
    abstract_file: Annotated[
        str | None, typer.Option("--abstract-file", metavar="FILE", help="- is standard input.")
    ] = None,
    bio: Annotated[str | None, typer.Option("--bio")] = None,
    status: Annotated[Status | None, typer.Option("--status", help="confirmed, if unsaid.")] = None,
    extra: Annotated[bool, typer.Option("--extra", help="Make a slot of the date.")] = False,
    time: Annotated[str | None, typer.Option("--time", metavar="TIME", help="Of the extra slot.")] = None,
    room: Annotated[str | None, typer.Option("--room", help="Of the extra slot.")] = None,
    affiliation_short: Annotated[str | None, typer.Option("--affiliation-short", help="For tables.")] = None,
    speaker_url: Annotated[str | None, typer.Option("--speaker-url")] = None,
    photo: Annotated[str | None, typer.Option("--photo", metavar="FILE")] = None,
    language: Annotated[str | None, typer.Option("--language", help="Of the talk, as in de.")] = None,
    host: Annotated[str | None, typer.Option("--host")] = None,
    joint_with: Annotated[list[str] | None, typer.Option("--joint-with")] = None,
    url: Annotated[str | None, typer.Option("--url")] = None,
    slides: Annotated[str | None, typer.Option("--slides")] = None,
    video: Annotated[str | None, typer.Option("--video")] = None,
    preprint: Annotated[str | None, typer.Option("--preprint")] = None,
    tag: Annotated[list[str] | None, typer.Option("--tag")] = None,
    id: Annotated[str | None, typer.Option("--id", help="Made from the surname, if unsaid; never changes.")] = None,  # noqa: A002
) -> None:
    """Only a speaker or a title is needed; the rest can follow.

    Example: semctl add-talk --speaker "Emmy Noether" --affiliation Göttingen --date next
    """
    work: Workspace = ctx.obj
    if abstract is not None and abstract_file is not None:
        raise Misused("--abstract and --abstract-file do not go together", "give one of them")
    if extra and not (date or terminal.is_asked()):
        raise Misused("--extra makes a slot of a date", "give --date too")
    if (time or room) and not extra:
        raise Misused("--time and --room are of an extra slot", "add --extra, or write an [[overrides]] in the file")
    abstract = _contents(abstract_file) if abstract_file else abstract
    asking = terminal.is_asked() and abstract_file != "-"
    work.only_path()
    loaded = work.load()[0]
    now = work.now(loaded.book.series.timezone)
    if asking:
        speaker = speaker or _asked("Speaker (empty if not known yet)")
        affiliation = affiliation or (_asked("Affiliation") if speaker else None)
        date = date or _asked_date(loaded, now)
        title = title or terminal.ask("Title (empty if not known yet)") or None
    speaker, title = _lines(speaker), _line(title)
    if not speaker and not title:
        raise Misused("a talk needs a speaker or a title", 'give --speaker "Emmy Noether" or --title "…"')
    day, at = _slot(date, loaded, now)
    details = {
        "affiliation_short": _line(affiliation_short), "speaker_url": _line(speaker_url), "photo": _line(photo),
        "title": title, "abstract": _paragraphs(abstract), "bio": _paragraphs(bio),
        "language": _line(language), "status": None if status is None else str(status), "host": _line(host),
        "joint_with": _lines(joint_with), "url": _line(url), "slides": _line(slides), "video": _line(video),
        "preprint": _line(preprint), "tags": _lines(tag),
    }  # fmt: skip
    new = NewTalk(
        values=_said({**_who(speaker, [_line(each) or "" for each in affiliation or []]), **details}),
        id=id,
        date=day,
        at=at,
        extra=extra,
        time=_time(time),
        room=_line(room),
    )
    made: list[str] = []

    def intent(fresh: Loaded) -> Any:
        document, talk = insert_talk(fresh.document, fresh.programme, new)
        made[:] = [talk]
        return document

    _, after = work.change(intent)
    entry = find(after.programme.entries, made[0], now)
    terminal.draw_card(listing.card(entry))
    if entry.date is None:
        terminal.say(f'added "{made[0]}" as a talk being planned; once it has a date, write date = … in its block')
    elif day != entry.date and day is not None:
        terminal.say(f'added "{made[0]}"; the slot of {long_day(day, "en")} has moved to {long_day(entry.date, "en")}')
    else:
        terminal.say(f'added "{made[0]}" on {long_day(entry.date, "en")}')


def _who(speakers: list[str], affiliations: list[str]) -> dict[str, Any]:
    """The keys of one speaker, or the tables of several."""
    if len(affiliations) > max(1, len(speakers)):
        raise Misused(
            "more affiliations than speakers", "give --affiliation once for each --speaker, in the same order"
        )
    if len(speakers) < 2:
        return {"speaker": next(iter(speakers), None), "affiliation": next(iter(affiliations), None)}
    pairs = zip_longest(speakers, affiliations)
    return {"speakers": [_said({"name": name, "affiliation": affiliation}) for name, affiliation in pairs]}


def _said(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "", [])}


def _line(text: str | None) -> str | None:
    """A text as one line, whatever was pasted."""
    return " ".join(without_controls(text).split()) if text else text


def _lines(texts: list[str] | None) -> list[str]:
    return [line for text in texts or [] if (line := _line(text))]


def _paragraphs(text: str | None) -> str | None:
    """A text as the file keeps it: no blanks at line ends; several lines end with a line end."""
    if text is None:
        return None
    plain = without_controls(text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [line.rstrip() for line in plain.strip("\n").split("\n")]
    return lines[0].strip() if len(lines) == 1 else "\n".join([*lines, ""])


def _contents(name: str) -> str:
    if name == "-":
        return terminal.read_input()
    data = store.read(Path(name))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Misused(f"{name} is not UTF-8 text", "save it as UTF-8 in your editor") from error


def _time(text: str | None) -> dt.time | None:
    try:
        return read_time(text) if text is not None else None
    except Unclear as unclear:
        raise Misused(f"--time: {unclear.says}", unclear.hint) from unclear


def _asked(question: str) -> list[str] | None:
    answer = terminal.ask(question)
    return [answer] if answer else None


# --- the slot ---


def _slot(date: str | None, loaded: Loaded, now: dt.datetime) -> tuple[dt.date | None, dt.time | None]:
    if date is None or not date.strip():
        return None, None
    if date.strip().lower() == "next":
        offered = _offered(loaded, now)
        if not offered:
            raise Refused("no slot is free", '"semctl slots" shows all; --date with --extra makes one')
        return offered[0].date, offered[0].time if len(loaded.programme.on(offered[0].date)) > 1 else None
    return understood_slot(date, now.date(), "--date")


def _offered(loaded: Loaded, now: dt.datetime) -> list[Slot]:
    """The free slots to come; those on a public holiday only where the file says that it is kept."""
    coming = [slot for slot in loaded.programme.free() if _begins(slot) > now]
    holidays, _ = names(loaded.book.series, sorted({slot.date.year for slot in coming[: 10 * OFFERED]}))
    return [slot for slot in coming if slot.date not in holidays or slot.keeps_holiday]


def _begins(slot: Slot) -> dt.datetime:
    return slot.start or dt.datetime.combine(slot.date, dt.time.max, slot.zone)


def _asked_date(loaded: Loaded, now: dt.datetime) -> str | None:
    offered = _offered(loaded, now)[:OFFERED]
    if offered:
        terminal.say("The next free slots:")
        answer = terminal.choose("Number or date (empty: no date yet)", list(_slot_lines(offered)))
    else:
        answer = terminal.ask("No slot is free. Date (empty: no date yet)")
    if answer.isdecimal() and 1 <= int(answer) <= len(offered):
        slot = offered[int(answer) - 1]
        return f"{slot.date} {slot.time:%H:%M}" if slot.time else slot.date.isoformat()
    try:
        _slot(answer, loaded, now)
    except (Misused, Refused) as unclear:  # nothing that was typed before is lost
        terminal.say(str(unclear))
        return _asked_date(loaded, now)
    return answer or None


def _slot_lines(slots: Iterable[Slot]) -> Iterable[str]:
    for slot in slots:
        room = f" ({slot.room})" if slot.room else ""
        yield f"{long_day(slot.date, 'en')}{f', {slot.time:%H:%M}' if slot.time else ''}{room}"
