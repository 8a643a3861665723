"""`announce`: the mails of a semester, drafted."""

from pathlib import Path
from typing import Annotated

import typer

from semctl import folder, terminal
from semctl.commands.options import JsonFlag
from semctl.languages import CODES
from semctl.notices.announcement import announce as draft_announcement
from semctl.notices.message import Heading, message
from semctl.problems import Misused
from semctl.workspace import Workspace, find_talk


def announce(
    ctx: typer.Context,
    talk: Annotated[
        str, typer.Argument(metavar="[TALK]", help="The next talk, if none is named.", show_default=False)
    ] = "next",
    eml: Annotated[
        str | None, typer.Option("--eml", metavar="FILE", help="Write a draft for your mail program.")
    ] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", help="en, de, it, nl or fr; the series' own, if unsaid.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Printed, subject first; nothing is sent. A cancelled talk gives the news of that.

    Example: semctl announce jacobs --eml jacobs.eml
    """
    work: Workspace = ctx.obj
    if as_json and eml is not None:
        raise Misused("--json and --eml do not go together", "give one of them")
    if lang is not None and lang not in CODES:
        raise Misused(f'semctl does not write "{lang}"', f"choose --lang from {', '.join(CODES)}")
    loaded = work.load_and_warn()
    _, entry = find_talk(loaded, talk, work.now(loaded[0].book.series.timezone))
    notice = draft_announcement(entry, lang)
    if as_json:
        form = {"series": entry.series.id, "talk": entry.talk.id, "subject": notice.subject, "body": notice.body}
        terminal.show_json(form)
    elif eml is None:
        terminal.show(f"Subject: {notice.subject}\n\n{notice.body}")
    else:
        folder.write(Path(eml), message(notice, Heading(further=(("X-Unsent", "1"),))))
        terminal.say(f"wrote {eml}; open it in your mail program, choose the recipients and send")
