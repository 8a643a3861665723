"""The dates on which the seminar meets: `slots` shows them, the others change them."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from semctl import forms, listing, terminal
from semctl.commands.changes import DryRun, Yes, agreed, carry_out
from semctl.commands.fields import line
from semctl.commands.options import DayOption, Days, JsonFlag, WantedDay, read_days, understood_day, understood_slot
from semctl.dates import Unclear, long_day, read_time
from semctl.edits import slots as edits
from semctl.edits.terms import new_term as insert_term
from semctl.model import Mode, OnHoliday
from semctl.problems import Misused, Refused
from semctl.public_holidays import names
from semctl.recurrence import Slot, SlotKind
from semctl.tomltext.document import Document
from semctl.workspace import Loaded, Workspace

UNSETTABLE = (
    "time",
    "room",
    "duration",
    "mode",
    "online",
    "join",
    "note",
    "reason",
    "holiday",
    "cancelled",
    "moved_to",
)


def slots(
    ctx: typer.Context,
    first: Annotated[DayOption, typer.Option("--from", metavar="DAY", help="From this day on.")] = None,
    last: Annotated[DayOption, typer.Option("--to", metavar="DAY", help="Up to this day.")] = None,
    free: Annotated[bool, typer.Option("--free", help="Only dates that no talk holds.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """From the first slot on; a series without an end is shown a year ahead.

    Example: semctl slots --free --from today
    """
    work: Workspace = ctx.obj
    loaded = work.load_and_warn()
    now = work.now(loaded[0].book.series.timezone)
    days = read_days(first, last, now.date())
    shown: list[forms.Json] = []
    for each in loaded:
        chosen = _chosen(each, days, free=free)
        holidays, _ = names(each.book.series, sorted({slot.date.year for slot in chosen}))
        if as_json:
            shown += [forms.slot_json(each.programme, slot, holidays) for slot in chosen]
        else:
            _draw(each, chosen, holidays, days, now, several=len(loaded) > 1)
    if as_json:
        terminal.show_json(sorted(shown, key=lambda form: (form["date"], form["start"] or "", form["series"])))


def _chosen(loaded: Loaded, days: Days, *, free: bool) -> tuple[Slot, ...]:
    slots = loaded.programme.free() if free else loaded.programme.slots
    return tuple(slot for slot in slots if days.include(slot.date))


def _draw(
    loaded: Loaded, chosen: tuple[Slot, ...], holidays: object, days: Days, now: dt.datetime, *, several: bool
) -> None:
    if several:
        terminal.show(f"{loaded.book.series.called}")
    if chosen:
        terminal.draw(listing.slot_table(loaded.programme, chosen, dict(holidays), now))  # type: ignore[call-overload]
    elif not loaded.book.rules:
        terminal.say("no schedule yet; write [schedule] with every, weekday, time and start, or dates = [...]")
    else:
        terminal.say("no slots in these days" if days else "no slots")
    for pause in loaded.book.breaks:
        if (days.first or pause.to) <= pause.to and pause.from_ <= (days.last or pause.from_):
            terminal.show(listing.break_words(pause))


def move_slot(
    ctx: typer.Context,
    date: WantedDay,
    to: Annotated[str, typer.Option("--to", metavar="DAY", help="The new day, with a time if that changes too.")],
    time: Annotated[str | None, typer.Option("--time", metavar="TIME")] = None,
    room: Annotated[str | None, typer.Option("--room")] = None,
    reason: Annotated[str | None, typer.Option("--reason", help='Why, as in "Whit Monday".')] = None,
    dry_run: DryRun = False,
) -> None:
    """Takes the meeting to another day, with its talk; the dates after it stay.

    Example: semctl move-slot 2026-06-22 --to 2026-06-25 --reason "no room on Monday"
    """
    work: Workspace = ctx.obj
    today = _today(work)
    day, at = understood_slot(to, today, "--to")
    values = _said({"time": _clock(time, "--time") or (f"{at:%H:%M}" if at else None), "room": room, "reason": reason})

    def intent(fresh: Loaded) -> Document:
        slot = _slot(fresh, date, today)
        return edits.move_slot(fresh.document, fresh.programme, slot, day, values)

    carry_out(work, intent, dry_run=dry_run)


def edit_slot(
    ctx: typer.Context,
    date: WantedDay,
    time: Annotated[str | None, typer.Option("--time", metavar="TIME")] = None,
    room: Annotated[str | None, typer.Option("--room")] = None,
    duration: Annotated[str | None, typer.Option("--duration", help='As in "75 min".')] = None,
    mode: Annotated[Mode | None, typer.Option("--mode")] = None,
    online: Annotated[str | None, typer.Option("--online", help='By what means, as in "via Teams".')] = None,
    join: Annotated[
        str | None, typer.Option("--join", metavar="URL", help="The link to take part; told in mails.")
    ] = None,
    note: Annotated[str | None, typer.Option("--note", help='Printed with the slot: "Note the unusual room".')] = None,
    reason: Annotated[str | None, typer.Option("--reason")] = None,
    holiday: Annotated[
        OnHoliday | None, typer.Option("--holiday", help="meet: a public holiday was seen and kept.")
    ] = None,
    cancelled: Annotated[bool | None, typer.Option("--cancelled/--held", help="Whether it takes place.")] = None,
    unset: Annotated[
        list[str] | None, typer.Option("--unset", metavar="FIELD", help="Back to what the schedule says.")
    ] = None,
    clear: Annotated[
        bool, typer.Option("--clear", help="Remove the override: the slot is as the schedule says.")
    ] = False,
    dry_run: DryRun = False,
) -> None:
    """What is different about one slot, written as its override.

    Example: semctl edit-slot 2026-06-22 --time 15:15 --note "Note the unusual time"
    """
    work: Workspace = ctx.obj
    today = _today(work)
    values = _said(
        {
            "time": _clock(time, "--time"), "room": room, "duration": duration, "mode": mode and str(mode),
            "online": online, "join": {"url": join} if join else None, "note": note, "reason": reason,
            "holiday": holiday and str(holiday), "cancelled": cancelled,
        }
    )  # fmt: skip
    if cancelled is False:
        values["cancelled"] = None
    for name in unset or []:
        if name not in UNSETTABLE:
            raise Misused(f'"{name}" is no field of a slot', f"choose from {', '.join(UNSETTABLE)}")
        values[name] = None
    if clear == bool(values):
        raise Misused(
            "say what is different, or --clear", "as in --room, --time, --note; semctl edit-slot --help lists them"
        )

    def intent(fresh: Loaded) -> Document:
        slot = _slot(fresh, date, today)
        if clear:
            return edits.clear_slot(fresh.document, fresh.programme, slot)
        return edits.edit_slot(fresh.document, fresh.programme, slot, values)

    carry_out(work, intent, dry_run=dry_run)


def set_room(
    ctx: typer.Context, date: WantedDay, room: Annotated[str, typer.Argument(metavar="ROOM")], dry_run: DryRun = False
) -> None:
    """The short form of edit-slot DAY --room ROOM.

    Example: semctl set-room 2026-06-22 "RA 2504"
    """
    work: Workspace = ctx.obj
    today = _today(work)
    carry_out(
        work,
        lambda fresh: edits.edit_slot(fresh.document, fresh.programme, _slot(fresh, date, today), {"room": room}),
        dry_run=dry_run,
    )


def skip_slot(
    ctx: typer.Context,
    date: WantedDay,
    to: Annotated[
        str | None, typer.Option("--to", metavar="DAY", help="Several days, this one included: a break.")
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", help='Why, as in "Christmas".')] = None,
    talk: Annotated[edits.OfTalk | None, typer.Option("--talk", help="What becomes of a talk that is there.")] = None,
    dry_run: DryRun = False,
) -> None:
    """The dates after it stay as they are.

    Example: semctl skip-slot 2026-12-21 --to 2027-01-08 --reason Christmas
    """
    work: Workspace = ctx.obj
    today = _today(work)

    def intent(fresh: Loaded) -> Document:
        if to is None:
            slot = _slot(fresh, date, today)
            return edits.skip_slot(fresh.document, fresh.programme, slot, reason, talk)
        first, last = understood_day(date, today, "the date"), understood_day(to, today, "--to")
        if first and last and last < first:
            raise Misused("--to is before the date", "exchange them")
        assert first is not None
        assert last is not None
        return edits.skip_days(fresh.document, fresh.programme, first, last, reason, talk)

    carry_out(work, intent, dry_run=dry_run)


def add_slot(
    ctx: typer.Context,
    date: WantedDay,
    time: Annotated[str | None, typer.Option("--time", metavar="TIME", help="The schedule's, if unsaid.")] = None,
    room: Annotated[str | None, typer.Option("--room")] = None,
    note: Annotated[str | None, typer.Option("--note")] = None,
    reason: Annotated[str | None, typer.Option("--reason")] = None,
    dry_run: DryRun = False,
) -> None:
    """A date that the schedule does not give, or a second one on a day that it does.

    Example: semctl add-slot 2026-06-01 --time 11:00 --room "CR 2K"
    """
    work: Workspace = ctx.obj
    day, at = understood_slot(date, _today(work), "the date")
    values = _said(
        {
            "time": _clock(time, "--time") or (f"{at:%H:%M}" if at else None),
            "room": room,
            "note": note,
            "reason": reason,
        }
    )
    carry_out(work, lambda fresh: edits.add_slot(fresh.document, fresh.programme, day, values), dry_run=dry_run)


def skip_holidays(ctx: typer.Context, yes: Yes = False, dry_run: DryRun = False) -> None:
    """Cancels the coming slots that fall on a public holiday, after showing them; those with a talk stay.

    Example: semctl skip-holidays
    """
    work: Workspace = ctx.obj
    loaded = work.load()[0]
    on_holidays = _on_holidays(loaded, _today(work))
    free = [(slot, name) for slot, name in on_holidays if not loaded.programme.talks_of(slot)]
    for slot, name in on_holidays:
        talks = loaded.programme.talks_of(slot)
        stays = f' (stays: talk "{talks[0]}" is on it; semctl move-slot {slot.date} --to DAY)' if talks else ""
        terminal.say(f"{long_day(slot.date, 'en')}: {name}{stays}")
    if not free:
        terminal.say("no free slot falls on a public holiday" if loaded.book.series.country else
                     'the series names no country; write country = "NL", or wherever you are')  # fmt: skip
        return
    if not dry_run and not agreed(f"Skip {len(free)} of them?", yes=yes):
        raise Refused("nothing was changed")

    def intent(fresh: Loaded) -> Document:
        document = fresh.document
        for slot, name in free:
            programme = work.programme_of(document)
            same = next((each for each in programme.slots if each.key == slot.key), None)
            if same and same.is_held and not programme.talks_of(same):
                document = edits.skip_slot(document, programme, same, name, None)
        return document

    carry_out(work, intent, dry_run=dry_run)


def new_term(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help='As in "Autumn 2026".')],
    first: Annotated[str, typer.Option("--from", metavar="DAY", help="The first slot.")],
    last: Annotated[str, typer.Option("--to", metavar="DAY", help="The last day.")],
    every: Annotated[str | None, typer.Option("--every", help='"week", "2 weeks" or "month".')] = None,
    weekday: Annotated[list[str] | None, typer.Option("--weekday")] = None,
    time: Annotated[list[str] | None, typer.Option("--time", metavar="TIME")] = None,
    room: Annotated[str | None, typer.Option("--room")] = None,
    dry_run: DryRun = False,
) -> None:
    """As the last term, if nothing else is said; that one ends where this one begins.

    Example: semctl new-term "Autumn 2026" --from 2026-09-07 --to 2026-12-18 --time 15:00
    """
    work: Workspace = ctx.obj
    today = _today(work)
    start, end = understood_day(first, today, "--from"), understood_day(last, today, "--to")
    if start and end and end < start:
        raise Misused("--from is after --to", "exchange them")
    times = [_clock(each, "--time") for each in time or []]
    values = _said(
        {
            "term": name,
            "every": every,
            "weekday": _one(weekday),
            "time": _one(times),
            "start": start,
            "end": end,
            "room": room,
        }
    )
    carry_out(work, lambda fresh: insert_term(fresh.document, fresh.programme, values), dry_run=dry_run)


def _one(values: Sequence[str | None] | None) -> Any:
    return None if not values else values[0] if len(values) == 1 else list(values)


def _today(work: Workspace) -> dt.date:
    work.only_path()
    return work.today(work.load()[0].book)


def _slot(loaded: Loaded, text: str, today: dt.date) -> Slot:
    day, at = understood_slot(text, today, "the date")
    return edits.slot_on(loaded.programme, day, at)


def _clock(text: str | None, option: str) -> str | None:
    try:
        return f"{read_time(text):%H:%M}" if text is not None else None
    except Unclear as unclear:
        raise Misused(f"{option}: {unclear.says}", unclear.hint) from unclear


def _on_holidays(loaded: Loaded, today: dt.date) -> list[tuple[Slot, str]]:
    coming = [
        slot
        for slot in loaded.programme.slots
        if slot.date >= today and slot.is_held and not slot.keeps_holiday and slot.kind is SlotKind.REGULAR
    ]
    holidays, _ = names(loaded.book.series, sorted({slot.date.year for slot in coming}))
    return [(slot, holidays[slot.date]) for slot in coming if slot.date in holidays]


def _said(values: dict[str, Any]) -> dict[str, Any]:
    """The values that were given, each text in one line."""
    lines = {key: line(value) if isinstance(value, str) else value for key, value in values.items()}
    return {key: value for key, value in lines.items() if value not in (None, "")}
