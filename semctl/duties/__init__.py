"""Who owes what by when: the mails of a semester that are due, by the deadlines of `[notices]` and the sent log.

A mail is a duty from the first day of its semester on until it has gone out or makes no sense any more. Knows nothing
of files or mail servers; "now" is passed in.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from semctl.duties import audience, participants, speakers
from semctl.duties.duty import Case, Duty
from semctl.model import Kind

DUTIES: tuple[Callable[[Case], Iterator[Duty]], ...] = (
    speakers.invitations, speakers.confirmations, speakers.chases, audience.programmes,
    participants.to_participants, audience.announcements, audience.reminders, audience.digests, audience.changes,
    audience.removals, speakers.thanks,
)  # fmt: skip


def duties(case: Case) -> tuple[Duty, ...]:
    """All that is to be sent, what is due first in front; what has no day last."""
    off = case.programme.book.notices.off
    found = chain.from_iterable(find(case) for find in DUTIES)
    return in_order(duty for duty in found if duty.kind not in off)


def in_order(found: Iterable[Duty]) -> tuple[Duty, ...]:
    """By day, those without one last; of a day in the order in which mails of a talk follow each other."""
    order = list(Kind)
    return tuple(sorted(found, key=lambda duty: (duty.due or dt.date.max, order.index(duty.kind))))
