"""`announce`: the mails of a semester, drafted; `templates`: what they are made from."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from semctl import folder, terminal
from semctl.commands.options import JsonFlag
from semctl.languages import codes
from semctl.model import Kind, Status
from semctl.notices.about import left_as_tex
from semctl.notices.layout import wrapped
from semctl.notices.message import Heading, message
from semctl.notices.notice import Notice
from semctl.notices.writing import about_talk, about_talks
from semctl.problems import Misused
from semctl.programme import Entry, over
from semctl.workspace import Loaded, Workspace, find_talk


def announce(
    ctx: typer.Context,
    talk: Annotated[
        str | None, typer.Argument(metavar="[TALK]", help="The next talk, if none is named; for thanks the last one.")
    ] = None,
    kind: Annotated[Kind | None, typer.Option("--kind", help="What mail; the announcement, if unsaid.")] = None,
    eml: Annotated[
        str | None, typer.Option("--eml", metavar="FILE", help="Write a draft for your mail program.")
    ] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", help="en, de, it, nl or fr; the series' own, if unsaid.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Printed, subject first; nothing is sent. A cancelled talk gives the news of that.

    To the audience: announcement, reminder, programme (all coming talks), digest (the talks of
    this week), change (what is no longer as it was announced), cancellation. To the speaker, with
    the talk's private notes: invitation, confirmation, chase (asks for what is missing), thanks.

    Example: semctl announce jacobs --kind reminder
    """
    work: Workspace = ctx.obj
    if as_json and eml is not None:
        raise Misused("--json and --eml do not go together", "give one of them")
    loaded = work.load_and_warn()
    if lang is not None and lang not in codes():
        raise Misused(f'semctl does not write "{lang}"', f"choose --lang from {', '.join(codes())}")
    notice = _written(loaded, talk, kind, lang, work.now(loaded[0].book.series.timezone))
    if as_json:
        terminal.show_json(form(notice))
    elif eml is None:
        terminal.show(f"Subject: {notice.subject}\n\n{wrapped(notice.body)}")
    else:
        folder.write(Path(eml), message(notice, Heading(further=(("X-Unsent", "1"),))))
        terminal.say(f"wrote {eml}; open it in your mail program, choose the recipients and send")


def form(notice: Notice) -> dict[str, object]:
    """A notice as JSON tells it."""
    return {
        "kind": notice.kind,
        "series": notice.series,
        "talk": notice.talk,
        "language": notice.language,
        "to": list(notice.to),
        "subject": notice.subject,
        "body": wrapped(notice.body),
    }


def _written(
    loaded: Sequence[Loaded], talk: str | None, kind: Kind | None, lang: str | None, now: dt.datetime
) -> Notice:
    """The notice that is asked for, from the templates beside its series."""
    if kind is not None and not kind.is_about_a_talk:
        if talk is not None:
            raise Misused(f"a {kind} is about all talks", f"leave {talk} out: semctl announce --kind {kind}")
        own = folder.templates(loaded[0].path)
        return about_talks(kind, [each.programme for each in loaded], now=now, code=lang, own=own)
    owner, entry = find_talk(loaded, talk or _unnamed(loaded, kind, now), now)
    kind = kind or (Kind.ANNOUNCEMENT if entry.takes_place else Kind.CANCELLATION)
    if entry.talk.status is Status.INVITED and not kind.is_for_speakers:
        terminal.say(f'talk "{entry.talk.id}": the speaker is only invited so far')
    left = left_as_tex(entry)
    if left:
        terminal.say(f'talk "{entry.talk.id}": stays as TeX: {", ".join(left)}')
    return about_talk(
        kind,
        entry,
        owner.programme,
        now=now,
        code=lang,
        before=None,
        notes=owner.notes.talks.get(entry.talk.id) if kind.is_for_speakers else None,
        own=folder.templates(owner.path),
    )


def _unnamed(loaded: Sequence[Loaded], kind: Kind | None, now: dt.datetime) -> str:
    """The talk that is meant where none is named: the next one, or the last for those who are thanked."""
    if kind is not Kind.THANKS:
        return "next"
    gone: list[Entry] = [
        entry for each in loaded for entry in over(each.programme.entries, now) if entry.takes_place and entry.people
    ]
    if not gone:
        raise Misused("no talk is over yet", 'name one; "semctl list --all" shows them')
    last = max(gone, key=lambda entry: entry.sorting)
    return f"{last.series.id}/{last.talk.id}"
