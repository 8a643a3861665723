"""What speakers are due: to be asked, told all about the visit, chased, thanked."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from semctl.dates import short_day
from semctl.duties.duty import Case, Duty, duty_of, unless_done
from semctl.model import Kind, Status
from semctl.programme import Entry, still_wanted

GRATEFUL = dt.timedelta(days=14)
"""How long after a talk its speaker is still thanked: who begins to use this in mid-semester thanks nobody late."""
PATIENCE = dt.timedelta(days=7)
"""How long what is missing is waited for after the confirmation, which asks for it too."""


def invitations(case: Case) -> Iterator[Duty]:
    """A speaker whose status is "invited" is asked; where no day is set, by hand."""
    for entry in case.entries(Status.INVITED):
        due = case.before(entry, case.programme.book.notices.invitation)
        yield from _to_speakers(case, Kind.INVITATION, entry, due, "not asked yet")


def confirmations(case: Case) -> Iterator[Duty]:
    """A speaker who comes is told all about the visit."""
    for entry in case.entries(Status.CONFIRMED):
        due = case.before(entry, case.programme.book.notices.confirmation)
        if due:
            yield from _to_speakers(case, Kind.CONFIRMATION, entry, due, "not told the details yet")


def chases(case: Case) -> Iterator[Duty]:
    """A speaker is asked, once, for what is still missing; after that it stays on the list until it is there."""
    settings = case.programme.book.notices
    for entry in case.entries(Status.CONFIRMED, Status.TENTATIVE):
        wanted = still_wanted(entry, settings)
        due = case.before(entry, settings.chase)
        if not wanted or due is None:
            continue
        missing = f"missing: {', '.join(wanted)}"
        asked = case.latest(Kind.CHASE, entry)
        if asked and asked.is_done:
            says = f"{missing}; asked on {short_day(case.day(asked.at), 'en')}"
            command = f"semctl edit-talk {case.called(entry.talk.id)} --{wanted[0]} …"
            deadline = case.before(entry, settings.announcement)
            for person in _names(entry):
                yield duty_of(case, Kind.CHASE, entry, deadline, person, says, command=command, is_ready=False)
            continue
        confirmed = _confirmed(case, entry)
        if confirmed:
            due = max(due, confirmed + PATIENCE)
        yield from _to_speakers(case, Kind.CHASE, entry, due, missing)


def _confirmed(case: Case, entry: Entry) -> dt.date | None:
    """The day on which the confirmation went out, or on which it will; None where it does not."""
    settings = case.programme.book.notices
    sent = case.latest(Kind.CONFIRMATION, entry)
    if sent and sent.is_done:
        return case.day(sent.at)
    due = case.before(entry, settings.confirmation)
    will = entry.talk.status is Status.CONFIRMED and entry.talk.id in case.reachable
    return max(due, case.today) if due and will and Kind.CONFIRMATION not in settings.off else None


def thanks(case: Case) -> Iterator[Duty]:
    """A speaker is thanked soon after the talk."""
    for entry in case.programme.entries:
        if entry.date and entry.takes_place and entry.is_over(case.now) and entry.talk.status is Status.CONFIRMED:
            due = case.before(entry, -case.programme.book.notices.thanks)
            if due and case.today <= due + GRATEFUL:
                yield from _to_speakers(case, Kind.THANKS, entry, due, "not thanked yet")


def _to_speakers(case: Case, kind: Kind, entry: Entry, due: dt.date | None, what: str) -> Iterator[Duty]:
    if not entry.people:
        return
    is_known = entry.talk.id in case.reachable
    says = what if is_known else f"{what}; no address known"
    is_ready = is_known and due is not None
    for duty in unless_done(
        case, duty_of(case, kind, entry, due, " and ".join(_names(entry)), says, is_ready=is_ready)
    ):
        yield duty if is_known else replace(duty, command=duty.command.removesuffix(" --send"))


def _names(entry: Entry) -> list[str]:
    return [str(person.name) for person in entry.people]
