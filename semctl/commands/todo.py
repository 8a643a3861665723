"""`todo`: who owes what by when."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Annotated, Any

import typer

from semctl import terminal
from semctl.commands.dues import case, log_seen
from semctl.commands.options import JsonFlag
from semctl.dates import long_day, short_day
from semctl.duties import duties, in_order
from semctl.duties.duty import Duty
from semctl.duties.participants import named
from semctl.listing import Look, Row, Table
from semctl.workspace import Workspace

AHEAD = dt.timedelta(days=14)
"""How far ahead the list looks, if it is not to show all."""


def todo(
    ctx: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Also what is due in more than two weeks.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """The mails that are due, or will be within two weeks: to whom, about what, how to send them.

    The days come from [notices], what has gone out from the sent log. What is due and asks for
    nobody's judgement goes out with: semctl announce --due

    Example: semctl todo --all
    """
    work: Workspace = ctx.obj
    loaded = work.load_and_warn()
    cases = [case(each, loaded, log_seen(each), work.now(each.book.series.timezone)) for each in loaded]
    found = in_order(duty for each in cases for duty in duties(each))
    today = cases[0].today
    shown = [duty for duty in found if everything or duty.due is None or duty.due <= today + AHEAD]
    if as_json:
        terminal.show_json([_form(duty) for duty in shown])
        return
    if shown:
        terminal.draw(table(shown, today))
    if later := len(found) - len(shown):
        terminal.say(f"{later} more after {long_day(today + AHEAD, 'en')}: semctl todo --all")
    elif not found:
        terminal.say("nothing is to be done")


def table(found: Sequence[Duty], today: dt.date) -> Table:
    """A line for each mail, or for those that tell several participants the same; what is not due yet is dim."""
    rows = tuple(
        Row(
            cells=(short_day(duty.due, "en") if duty.due else "", duty.kind, who, duty.says, duty.command),
            look=Look.PLAIN if duty.due is None or duty.due <= today else Look.OVER,
        )
        for duty, who in _together(found)
    )
    columns = ("Due", "Mail", "To", "About", "Command")
    wrapping = frozenset({"To", "About", "Command"})
    return Table(columns=columns, rows=rows, wrapping=wrapping, stacking=(("About", "Command"),))


def _together(found: Sequence[Duty]) -> Iterator[tuple[Duty, str]]:
    """Each duty with whom it is for; of mails to participants that differ in nothing else the first, for all."""
    people: dict[Duty, list[str]] = {}
    for duty in found:
        alike = replace(duty, who="", person=None, occasion="") if duty.person else duty
        people.setdefault(alike, []).extend([duty.person] if duty.person else [])
    for duty, ids in people.items():
        yield duty, named(ids) if ids else duty.who


def _form(duty: Duty) -> dict[str, Any]:
    return {
        "due": duty.due.isoformat() if duty.due else None,
        "kind": str(duty.kind),
        "talk": duty.called,
        "who": duty.who,
        "says": duty.says,
        "command": duty.command,
    }
