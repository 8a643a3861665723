"""`announce`: the mails of a semester, drafted; `templates`: what they are made from."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from semctl import folder, terminal
from semctl.commands.changes import Yes
from semctl.commands.drafting import draft, say_if_sent
from semctl.commands.dues import log_seen
from semctl.commands.options import JsonFlag
from semctl.commands.wishes import wishes
from semctl.languages import codes
from semctl.model import Kind
from semctl.notices.layout import WIDTH, wrapped
from semctl.notices.notice import Notice
from semctl.problems import Misused
from semctl.workspace import Workspace

SUITED: Mapping[str, tuple[str, ...]] = {
    "--html": ("--eml", "--imap", "--send", "--to-me", "--due"),
    "--yes": ("--send", "--due"),
    "--again": ("--send",),
    "--anyway": ("--send", "--due"),
    "--message-id": ("--mark-sent",),
}
ONE = ("--eml", "--to-me")
"""What is done with one mail only."""
BETWEEN = f"\n{'-' * WIDTH}\n\n"
"""What an option goes with."""


def announce(
    ctx: typer.Context,
    talk: Annotated[
        str | None, typer.Argument(metavar="[TALK]", help="The next talk, if none is named; for thanks the last one.")
    ] = None,
    kind: Annotated[Kind | None, typer.Option("--kind", help="What mail; the announcement, if unsaid.")] = None,
    person: Annotated[
        str | None, typer.Option("--person", metavar="ID", help="In a reading seminar: to this participant alone.")
    ] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", help="en, de, it, nl or fr; the series' own, if unsaid.")
    ] = None,
    eml: Annotated[
        str | None, typer.Option("--eml", metavar="FILE", help="Write a draft for your mail program.")
    ] = None,
    imap: Annotated[bool, typer.Option("--imap", help="Put a draft into your account's folder for drafts.")] = False,
    send: Annotated[bool, typer.Option("--send", help="Send it, once, after a question.")] = False,
    to_me: Annotated[bool, typer.Option("--to-me", help="Send a copy to yourself alone.")] = False,
    due: Annotated[bool, typer.Option("--due", help="Send every mail that is due: semctl todo shows them.")] = False,
    mark_sent: Annotated[bool, typer.Option("--mark-sent", help="Note that you have sent it by hand.")] = False,
    message_id: Annotated[
        str | None, typer.Option("--message-id", metavar="ID", help="Of the mail you have sent by hand.")
    ] = None,
    html: Annotated[bool, typer.Option("--html", help="With an HTML part.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Send it even if it has, or may have, gone out.")] = False,
    anyway: Annotated[bool, typer.Option("--anyway", help="Send it even if check warns of something in it.")] = False,
    yes: Yes = False,
    as_json: JsonFlag = False,
) -> None:
    """Printed, subject first; nothing is sent. A cancelled talk gives the news of that.

    To the audience: announcement, reminder, programme (all coming talks), digest (the talks of
    this week), change (what is no longer as it was announced), cancellation. To the speaker, with
    the talk's private notes: invitation, confirmation, chase (asks for what is missing), thanks.
    To each participant of a reading seminar: roles (all of theirs), turn (a reminder of a meeting).

    --send sends it to those whom [mail] names, or to the speaker, and notes that in a log beside
    the file: a second time says when it went out and does nothing. --due is safe for cron.

    Example: semctl announce jacobs --kind reminder
    """
    work: Workspace = ctx.obj
    action = _one_of(
        {
            "--json": as_json,
            "--eml": eml is not None,
            "--imap": imap,
            "--send": send and not due,
            "--to-me": to_me,
            "--due": due,
            "--mark-sent": mark_sent,
        }
    )
    _refuse_idle(
        action,
        {
            "--html": html,
            "--yes": yes,
            "--again": again,
            "--anyway": anyway,
            "--message-id": message_id is not None,
            "a talk, a kind, a person or a language": due and bool(talk or kind or person or lang),
        },
    )
    loaded = work.load_and_warn()
    if lang is not None and lang not in codes():
        raise Misused(f'semctl does not write "{lang}"', f"choose --lang from {', '.join(codes())}")
    if person is not None and not (kind and kind.is_for_participants):
        raise Misused("--person goes with --kind roles or --kind turn", "leave it out, or add one of these")
    now = work.now(loaded[0].book.series.timezone)
    wanted = () if due else wishes(loaded, talk, kind, person, lang, now)
    if len(wanted) > 1 and action in ONE:
        raise Misused(f"{action} is for one mail, and these are {len(wanted)}", "name one of them: --person ID")
    if due or action in ("--send", "--to-me", "--mark-sent", "--imap"):
        from semctl.commands import sending  # TLS and all the checks: 100 ms, for those who send

        manner = sending.Manner(yes=yes, again=again, anyway=anyway, with_page=html, unattended=due)
        sending.act(work, loaded, action, wanted, manner, message_id)
        return
    log = log_seen(wanted[0].owner)
    notices = [each.written(log) for each in wanted]
    if eml is not None:
        folder.write(Path(eml), draft(wanted[0], notices[0], log, with_page=html))
        then = f"then: {wanted[0].command} --mark-sent"
        terminal.say(f"wrote {eml}; open it in your mail program, look at the recipients and send it; {then}")
    elif as_json:
        forms = [form(each) for each in notices]
        terminal.show_json(forms if kind and kind.is_for_participants else forms[0])
    else:
        terminal.show(BETWEEN.join(_printed(each) for each in notices))
    for each in wanted:
        say_if_sent(each, log)


def _printed(notice: Notice) -> str:
    to = f"To: {', '.join(notice.to)}\n" if notice.kind.is_for_participants else ""
    return f"{to}Subject: {notice.subject}\n\n{wrapped(notice.body)}"


def _one_of(actions: Mapping[str, bool]) -> str:
    """The one thing to do with the mail; none prints it."""
    wanted = [name for name, given in actions.items() if given]
    if len(wanted) > 1:
        raise Misused(f"{wanted[0]} and {wanted[1]} do not go together", "give one of them")
    return next(iter(wanted), "")


def _refuse_idle(action: str, given: Mapping[str, bool]) -> None:
    """Refuse what has no meaning beside the thing to do."""
    for option, is_given in given.items():
        suited = SUITED.get(option, ())
        if is_given and action not in suited:
            goes = f"it goes with {' or '.join(suited)}" if suited else f"{action} sends all that is due"
            raise Misused(f"{option} does not go {f'with {action}' if action else 'alone'}", goes)


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
