"""`list`, `next`, `show`: what is on."""

from collections.abc import Sequence
from typing import Annotated

import typer

from semctl import forms, listing, terminal
from semctl.commands.options import DayOption, JsonFlag, WantedTalk, read_days
from semctl.problems import Misused
from semctl.programme import Entry, coming, following, in_order, missing, over
from semctl.workspace import Workspace, find_talk, private_notes


def list_(
    ctx: typer.Context,
    past: Annotated[bool, typer.Option("--past", help="The talks that are over.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Past ones too, and talks without a date.")] = False,
    first: Annotated[DayOption, typer.Option("--from", metavar="DAY", help="From this day on.")] = None,
    last: Annotated[DayOption, typer.Option("--to", metavar="DAY", help="Up to this day.")] = None,
    incomplete: Annotated[bool, typer.Option("--missing", help="Only talks of which something is missing.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Upcoming talks, if nothing else is said.

    Example: semctl list --from 2026-05-01 --to 30.6.2026
    """
    work: Workspace = ctx.obj
    if past and everything:
        raise Misused("--past and --all do not go together", "--all shows the past talks too")
    loaded = work.load_and_warn()
    now = work.now(loaded[0].book.series.timezone)
    days = read_days(first, last, now.date())
    entries = in_order([each.programme for each in loaded])
    if everything:
        chosen = [entry for entry in entries if entry.date is None or days.include(entry.date)]
    else:
        dated = entries if days and not past else over(entries, now) if past else coming(entries, now)
        chosen = [entry for entry in dated if entry.date and days.include(entry.date)]
    if incomplete:
        chosen = [entry for entry in chosen if missing(entry) and entry.takes_place]
    if as_json:
        terminal.show_json([forms.talk_json(entry) for entry in chosen])
    elif chosen:
        several = len(loaded) > 1
        heading = "" if several else listing.series_heading(loaded[0].book.series)
        terminal.draw(listing.talk_table(chosen, now, with_missing=incomplete, with_series=several), heading)
    else:
        terminal.say(_nothing(entries, past=past, days=bool(days), incomplete=incomplete))


def _nothing(entries: Sequence[Entry], *, past: bool, days: bool, incomplete: bool) -> str:
    if incomplete:
        return "nothing is missing"
    if past:
        return "no talk is over yet"
    if days:
        return 'no talks in these days; "semctl list --all" shows all'
    if entries:
        return 'no talks are coming up; "semctl list --all" shows all, "semctl add-talk" adds one'
    return 'no talks yet; "semctl add-talk" adds one'


def next(ctx: typer.Context, as_json: JsonFlag = False) -> None:  # noqa: A001 - named as its command
    """A talk is next until it ends; cancelled talks never are.

    Example: semctl next --json
    """
    work: Workspace = ctx.obj
    loaded = work.load_and_warn()
    entry = following(in_order([each.programme for each in loaded]), work.now(loaded[0].book.series.timezone))
    if as_json:
        terminal.show_json(forms.talk_json(entry) if entry else None)
    elif entry:
        terminal.draw_card(listing.card(entry))
    else:
        terminal.say('no talk is coming up; "semctl slots --free" shows the free dates')


def show(
    ctx: typer.Context,
    talk: WantedTalk,
    explain: Annotated[bool, typer.Option("--explain", help="Where each value comes from.")] = False,
    private: Annotated[bool, typer.Option("--private", help="With the private notes and the join link.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """A talk is named by its id, the beginning of it, its date, or "next".

    Example: semctl show jacobs --explain
    """
    work: Workspace = ctx.obj
    loaded = work.load_and_warn()
    owner, entry = find_talk(loaded, talk, work.now(loaded[0].book.series.timezone))
    if as_json:
        form = forms.card_json(entry)
        if explain:
            form["explain"] = forms.explain_json(entry, owner.file, owner.document.line_of)
        if private:
            form["private"] = private_notes(owner, entry)
        terminal.show_json(form)
        return
    terminal.draw_card(listing.card(entry, owner.notes if private else None))
    if explain:
        terminal.show("")
        terminal.draw(listing.origin_table(entry, owner.file, owner.document.line_of))
