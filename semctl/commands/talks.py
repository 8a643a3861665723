"""Talks come into the series, change and go."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Any

import typer

from semctl import listing, terminal
from semctl.commands import fields
from semctl.commands.changes import DryRun, Yes, agreed, carry_out
from semctl.commands.options import WantedDay, WantedTalk, understood_day, understood_slot
from semctl.dates import Unclear, long_day, read_time
from semctl.editor import edit as open_in_editor
from semctl.editor import keep
from semctl.edits import talks
from semctl.edits.adding import NewTalk, offer
from semctl.edits.adding import add_talk as insert_talk
from semctl.problems import Misused, Refused, SemctlError
from semctl.programme import Entry, find
from semctl.public_holidays import names
from semctl.recurrence import Slot
from semctl.tomltext.document import Document
from semctl.workspace import Loaded, Workspace, find_talk

UNSETTABLE = (*fields.ORDER, "reason", "date", "at", "papers", "roles", "uid")
OFFERED = 6


def add_talk(
    ctx: typer.Context,
    speaker: fields.Speakers = None,
    affiliation: fields.Affiliations = None,
    date: Annotated[
        str | None,
        typer.Option("--date", metavar="DAY", help='"28 May", "2026-10-12 15:00", or "next": the first free slot.'),
    ] = None,
    title: fields.Title = None,
    abstract: fields.Abstract = None,
    abstract_file: fields.AbstractFile = None,
    bio: fields.Bio = None,
    status: fields.StatusOption = None,
    extra: Annotated[bool, typer.Option("--extra", help="Make a slot of the date.")] = False,
    time: Annotated[str | None, typer.Option("--time", metavar="TIME", help="Of the extra slot.")] = None,
    room: Annotated[str | None, typer.Option("--room", help="Of the extra slot.")] = None,
    affiliation_short: fields.AffiliationShort = None,
    speaker_url: fields.SpeakerUrl = None,
    photo: fields.Photo = None,
    language: fields.Language = None,
    host: fields.Host = None,
    joint_with: fields.JointWith = None,
    url: fields.Url = None,
    slides: fields.Slides = None,
    video: fields.Video = None,
    preprint: fields.Preprint = None,
    tag: fields.Tags = None,
    id: Annotated[str | None, typer.Option("--id", help="Made from the surname, if unsaid; never changes.")] = None,  # noqa: A002
    dry_run: DryRun = False,
) -> None:
    """Only a speaker or a title is needed; the rest can follow.

    Example: semctl add-talk --speaker "Emmy Noether" --affiliation Göttingen --date next
    """
    work: Workspace = ctx.obj
    if extra and not (date or terminal.is_asked()):
        raise Misused("--extra makes a slot of a date", "give --date too")
    if (time or room) and not extra:
        raise Misused("--time and --room are of an extra slot", "add --extra, or use edit-slot")
    asking = terminal.is_asked() and abstract_file != "-"
    work.only_path()
    loaded = work.load()[0]
    now = work.now(loaded.book.series.timezone)
    if asking:
        speaker = speaker or _asked("Speaker (empty if not known yet)")
        affiliation = affiliation or (_asked("Affiliation") if speaker else None)
        date = date or _asked_date(loaded, now)
        title = title or terminal.ask("Title (empty if not known yet)") or None
    values = fields.values(
        speaker=speaker,
        affiliation=affiliation,
        abstract=fields.read_abstract(abstract, abstract_file),
        bio=bio,
        status=status,
        single={
            "title": title, "affiliation_short": affiliation_short, "speaker_url": speaker_url, "photo": photo,
            "language": language, "host": host, "url": url, "slides": slides, "video": video, "preprint": preprint,
        },
        several={"joint_with": joint_with, "tags": tag},
    )  # fmt: skip
    if not values.keys() & {"speaker", "speakers", "title"}:
        raise Misused("a talk needs a speaker or a title", 'give --speaker "Emmy Noether" or --title "…"')
    day, at = _slot(date, loaded, now)
    new = NewTalk(values=values, id=id, date=day, at=at, extra=extra, time=_time(time), room=fields.line(room))
    made: list[str] = []

    def intent(fresh: Loaded) -> Document:
        document, talk = insert_talk(fresh.document, fresh.programme, new)
        made[:] = [talk]
        return document

    _, after = carry_out(work, intent, dry_run=dry_run)
    entry = find(after.programme.entries, made[0], now)
    if entry.date is None:
        terminal.say(f"it is being planned; to give it a date: semctl move-talk {made[0]} DAY")
    elif day != entry.date and day is not None:
        terminal.say(f"the slot of {long_day(day, 'en')} has moved to {long_day(entry.date, 'en')}")


def _time(text: str | None) -> dt.time | None:
    try:
        return read_time(text) if text is not None else None
    except Unclear as unclear:
        raise Misused(f"--time: {unclear.says}", unclear.hint) from unclear


def _asked(question: str) -> list[str] | None:
    answer = terminal.ask(question)
    return [answer] if answer else None


def edit_talk(
    ctx: typer.Context,
    talk: WantedTalk,
    speaker: fields.Speakers = None,
    affiliation: fields.Affiliations = None,
    date: Annotated[str | None, typer.Option("--date", metavar="DAY", help="As move-talk does.")] = None,
    title: fields.Title = None,
    abstract: fields.Abstract = None,
    abstract_file: fields.AbstractFile = None,
    bio: fields.Bio = None,
    status: fields.StatusOption = None,
    affiliation_short: fields.AffiliationShort = None,
    speaker_url: fields.SpeakerUrl = None,
    photo: fields.Photo = None,
    language: fields.Language = None,
    host: fields.Host = None,
    joint_with: fields.JointWith = None,
    url: fields.Url = None,
    slides: fields.Slides = None,
    video: fields.Video = None,
    preprint: fields.Preprint = None,
    tag: fields.Tags = None,
    unset: Annotated[
        list[str] | None, typer.Option("--unset", metavar="FIELD", help="Take a field out, as in --unset bio.")
    ] = None,
    editor: Annotated[bool, typer.Option("--editor", help="Open the abstract in $EDITOR.")] = False,
    dry_run: DryRun = False,
) -> None:
    """Every field has its option; what is not named stays.

    Example: semctl edit-talk kim --title "Fairness in learning" --abstract-file kim.txt
    """
    work: Workspace = ctx.obj
    entry, now = _talk(work, talk)
    if editor:
        if abstract is not None or abstract_file is not None:
            raise Misused("--editor and --abstract do not go together", "give one of them")
        abstract = _edited(entry)
    single = {
        "title": title, "affiliation_short": affiliation_short, "speaker_url": speaker_url, "photo": photo,
        "language": language, "host": host, "url": url, "slides": slides, "video": video, "preprint": preprint,
    }  # fmt: skip
    abstract = fields.read_abstract(abstract, abstract_file)
    fields.refuse_empty({**single, "abstract": abstract, "bio": bio})
    values: dict[str, Any] = fields.values(
        speaker=speaker,
        affiliation=affiliation,
        abstract=abstract,
        bio=bio,
        status=status,
        single=single,
        several={"joint_with": joint_with, "tags": tag},
    )
    for name in unset or []:
        key = name.replace("-", "_")
        if key not in UNSETTABLE:
            raise Misused(f'"{name}" is no field that can be taken out', f"choose from {', '.join(UNSETTABLE)}")
        values[key] = None
    if not values and date is None and not editor:
        raise Misused("nothing to change", "name a field, as in --title; semctl edit-talk --help lists them")

    def intent(fresh: Loaded) -> Document:
        if editor and talks.entry_of(fresh.programme, entry.talk.id).talk.abstract != entry.talk.abstract:
            raise Refused(
                f'the abstract of "{entry.talk.id}" has been changed meanwhile', "look at it, then edit again"
            )
        moves = date is not None
        document = talks.edit_talk(fresh.document, fresh.programme, entry.talk.id, values, moves=moves)
        if date is not None:
            document = talks.move_talk(document, fresh.programme, entry.talk.id, _target(fresh, date, now))
        return document

    try:
        carry_out(work, intent, dry_run=dry_run)
    except SemctlError:
        if editor and abstract:
            terminal.say(f"your text is kept in {keep(abstract, '.txt')}")
        raise


def _edited(entry: Entry) -> str | None:
    """The abstract as it leaves the editor; None where it is as it was."""
    before = entry.talk.abstract or ""
    text = open_in_editor(f"{before}\n" if before else "", ".txt", asked=terminal.is_asked())
    if fields.paragraphs(text) == fields.paragraphs(before):
        return None
    if not text.strip():
        raise Refused("the text is empty, so nothing was changed", f"semctl edit-talk {entry.talk.id} --unset abstract")
    return text


def move_talk(ctx: typer.Context, talk: WantedTalk, date: WantedDay, dry_run: DryRun = False) -> None:
    """The old slot is free afterwards; a taken one is refused.

    Example: semctl move-talk kim 2026-06-22
    """
    work: Workspace = ctx.obj
    entry, now = _talk(work, talk)

    def intent(fresh: Loaded) -> Document:
        return talks.move_talk(fresh.document, fresh.programme, entry.talk.id, _target(fresh, date, now))

    carry_out(work, intent, dry_run=dry_run)


def swap_talks(ctx: typer.Context, one: WantedTalk, other: WantedTalk, dry_run: DryRun = False) -> None:
    """The rooms and times stay with the dates.

    Example: semctl swap-talks kim kassing
    """
    work: Workspace = ctx.obj
    first, second = _talk(work, one)[0].talk.id, _talk(work, other)[0].talk.id
    carry_out(work, lambda fresh: talks.swap_talks(fresh.document, fresh.programme, first, second), dry_run=dry_run)


def shift_talks(
    ctx: typer.Context,
    first: Annotated[str, typer.Option("--from", metavar="DAY", help="The first day whose talk moves.")],
    by: Annotated[int, typer.Option("--by", metavar="N", help="How many slots later; earlier, if negative.")],
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """Cancelled slots and public holidays are passed over; cancelled talks stay. Shows the whole table first.

    Example: semctl shift-talks --from 2026-06-08 --by 1
    """
    work: Workspace = ctx.obj
    work.only_path()
    loaded = work.load()[0]
    now = work.now(loaded.book.series.timezone)
    day = understood_day(first, now.date(), "--from")
    assert day is not None
    holidays, _ = names(loaded.book.series, sorted({slot.date.year for slot in loaded.programme.slots}))
    if by == 0:
        raise Misused("--by 0 moves nobody", "give a number of slots, as in --by 1")
    plan = talks.plan_shift(loaded.programme, holidays, day, by)
    if not dry_run:
        terminal.draw(listing.shift_table([(step.talk, step.old, step.new) for step in plan]))
        if not agreed("Shift them so?", yes=yes):
            raise Refused("nothing was changed")
    carry_out(work, lambda fresh: talks.shift_talks(fresh.document, fresh.programme, plan), dry_run=dry_run)


def cancel_talk(
    ctx: typer.Context,
    talk: WantedTalk,
    reason: Annotated[str | None, typer.Option("--reason", help="Why; it is told to the audience.")] = None,
    dry_run: DryRun = False,
) -> None:
    """The talk stays in the file with its date, struck out; its slot is free for another.

    Example: semctl cancel-talk kim --reason "the speaker is ill"
    """
    work: Workspace = ctx.obj
    entry, _ = _talk(work, talk)
    carry_out(
        work,
        lambda fresh: talks.cancel_talk(fresh.document, fresh.programme, entry.talk.id, reason),
        dry_run=dry_run,
    )


def restore_talk(ctx: typer.Context, talk: WantedTalk, dry_run: DryRun = False) -> None:
    """Takes back a cancellation; refused if another talk has the slot by now.

    Example: semctl restore-talk kim
    """
    work: Workspace = ctx.obj
    entry, _ = _talk(work, talk)
    carry_out(work, lambda fresh: talks.restore_talk(fresh.document, fresh.programme, entry.talk.id), dry_run=dry_run)


def remove_talk(ctx: typer.Context, talk: WantedTalk, yes: Yes = False, dry_run: DryRun = False) -> None:
    """For a talk that should never have been there; to call one off: semctl cancel-talk.

    Example: semctl remove-talk test --yes
    """
    work: Workspace = ctx.obj
    entry, _ = _talk(work, talk)
    if not dry_run:
        terminal.draw_card(listing.card(entry))
        if not agreed("Remove it from the file?", yes=yes):
            raise Refused("nothing was changed")
    carry_out(work, lambda fresh: talks.remove_talk(fresh.document, fresh.programme, entry.talk.id), dry_run=dry_run)


def _talk(work: Workspace, name: str) -> tuple[Entry, dt.datetime]:
    """The talk that is meant, and the instant of the run."""
    work.only_path()
    loaded = work.load()
    now = work.now(loaded[0].book.series.timezone)
    return find_talk(loaded, name, now)[1], now


def _target(loaded: Loaded, date: str, now: dt.datetime) -> Slot:
    """The slot that a talk is moved to: a day as people type it, or "next"."""
    if date.strip().lower() == "next":
        offered = _offered(loaded, now)
        if not offered:
            raise Refused("no slot is free", '"semctl slots" shows all; "semctl add-slot" makes one')
        return offered[0]
    day, at = understood_slot(date, now.date(), "the date")
    here = loaded.programme.on(day) or loaded.programme.left(day)
    if at is not None:
        here = tuple(slot for slot in here if slot.time == at)
    free = [slot for slot in here if not loaded.programme.talks_of(slot)]
    if len(here) == 1 or len(free) == 1:
        return free[0] if free else here[0]
    if here:
        times = " or ".join(f'"{day} {slot.time:%H:%M}"' for slot in here if slot.time)
        raise Refused(f"{long_day(day, 'en')} has several slots", f"say which: {times}")
    raise Refused(f"no slot on {long_day(day, 'en')}", offer(loaded.programme, day, "make one: semctl add-slot"))


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
