"""`slots`: the dates on which the seminar meets."""

import datetime as dt
from typing import Annotated

import typer

from semctl import listing, terminal
from semctl.commands.options import DayOption, Days, JsonFlag, read_days
from semctl.public_holidays import names
from semctl.recurrence import Slot
from semctl.workspace import Loaded, Workspace


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
    forms = []
    for each in loaded:
        chosen = _chosen(each, days, free=free)
        holidays, _ = names(each.book.series, sorted({slot.date.year for slot in chosen}))
        if as_json:
            forms += [listing.slot_json(each.programme, slot, holidays) for slot in chosen]
        else:
            _draw(each, chosen, holidays, days, now, several=len(loaded) > 1)
    if as_json:
        terminal.show_json(sorted(forms, key=lambda form: (form["date"], form["start"] or "", form["series"])))


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
