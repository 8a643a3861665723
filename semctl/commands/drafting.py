"""A notice as a message: for editing in a mail program, or on its way."""

from collections.abc import Sequence

from semctl import terminal
from semctl.commands.wishes import Wish
from semctl.dates import day_at
from semctl.notices import letters
from semctl.notices.mailboxes import Mailbox
from semctl.notices.message import Heading, message
from semctl.notices.notice import Notice
from semctl.notices.page import page
from semctl.problems import Refused
from semctl.sent import Log, Sending


def draft(wish: Wish, notice: Notice, log: Log, *, with_page: bool, further: Sequence[tuple[str, str]] = ()) -> bytes:
    """The notice for editing in a mail program, which dates and numbers it; recipients that are not known are left out.

    further: other headers.
    """
    try:
        to = wish.recipients
    except Refused:
        to = ()
    return written_out(wish, notice, log, heading_of(wish, log, to, [letters.UNSENT, *further]), with_page=with_page)


def heading_of(wish: Wish, log: Log, to: Sequence[Mailbox], further: Sequence[tuple[str, str]]) -> Heading:
    """What stands above the notice, but for its date and number."""
    return letters.heading(wish.mail, wish.series, to, letters.thread(log, wish.subject), further)


def written_out(wish: Wish, notice: Notice, log: Log, heading: Heading, *, with_page: bool) -> bytes:
    """The whole message, with the talk for a calendar where that helps."""
    event = wish.calendar(notice, log, heading.sender)
    return message(notice, heading, page=page(notice, wish.entries) if with_page else None, calendar=event)


def say_if_sent(wish: Wish, log: Log) -> None:
    """Say when a notice that is only looked at went out, if it has."""
    sending = letters.already(log, wish.subject, wish.facts, wish.now.date())
    if sending is not None:
        terminal.say(f"{wish.called} was sent on {said_when(sending, wish)}")


def said_when(sending: Sending, wish: Wish) -> str:
    """When a notice went out, in the series' zone."""
    local = sending.at.astimezone(wish.now.tzinfo)
    return day_at(local.date(), local.time(), "en")
