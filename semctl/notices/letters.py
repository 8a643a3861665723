"""A notice on its way: from whom, to whom, under which number, and what goes along.

The numbers are made from what a notice is about and from how often it has gone out, so that a second try has the
same one and a mail program shows it once.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from semctl.ics import mailed
from semctl.model import Kind, Mail, Series
from semctl.notices.mailboxes import Mailbox, each_once, mailbox
from semctl.notices.message import Calendar, Heading
from semctl.notices.notice import Notice
from semctl.notices.participants import Reader
from semctl.problems import Refused
from semctl.programme import Entry, Programme
from semctl.reading.assigned import news_of
from semctl.reading.records import Participant
from semctl.reading.sheets import own_entries
from semctl.sent import Facts, Log, Record, Sending, State, facts, news

EVENT_ALONG: Final = frozenset({Kind.ANNOUNCEMENT, Kind.CHANGE, Kind.CANCELLATION, Kind.CONFIRMATION})
"""The kinds of mail that put the talk into a calendar, or take it out."""
UNATTENDED: Final = ("Auto-Submitted", "auto-generated")  # RFC 3834 §5
UNSENT: Final = ("X-Unsent", "1")  # by which Thunderbird and Outlook open a file for editing


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """What a notice is about, as the log names it."""

    series: str
    kind: Kind
    talk: str | None
    occasion: str = ""


# --- addresses ---


def sender(mail: Mail, series: Series) -> Mailbox:
    """From whom notices come."""
    if mail.from_ is None:
        raise Refused("[mail] does not say from whom notices come", 'write from = "seminar@example.org" below [mail]')
    return mailbox(mail.from_, "[mail] from", series.called)


def audience(mail: Mail) -> tuple[Mailbox, ...]:
    """To whom notices to the audience go, each address once."""
    if not mail.to:
        raise Refused("[mail] does not say to whom notices go", 'write to = ["seminar-list@example.org"] below [mail]')
    return each_once(mailbox(each, "[mail] to") for each in mail.to)


def speakers(entry: Entry, notes: Mapping[str, Any] | None) -> tuple[Mailbox, ...]:
    """The address of a talk's speakers, which its private notes have as `email`: one, or several in an array."""
    name = entry.talk.id
    found = (notes or {}).get("email")
    texts = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    if not texts or not all(isinstance(each, str) for each in texts):
        hint = f'write email = "…" below [talks.private], or below [{name}] in the private file'
        raise Refused(f'the address of the speaker of talk "{name}" is not known', hint)
    names = [str(person.name) for person in entry.people]
    paired = names if len(names) == len(texts) else [""] * len(texts)
    where = f'the private email of talk "{name}"'
    return each_once(mailbox(text, where, who) for text, who in zip(texts, paired, strict=True))


def participant(person: Participant, notes: Mapping[str, Any], name: str) -> Mailbox:
    """The address of somebody who takes part, which their private notes have as `email`."""
    found = notes.get("email")
    if not isinstance(found, str) or not found.strip():
        hint = f'write email = "…" below [participants.{person.id}] in the private file'
        raise Refused(f"no mail address of participant {person.id}", hint)
    return mailbox(found, f'the private email of participant "{person.id}"', name)


def recipients(
    notice_kind: Kind, mail: Mail, entry: Entry | None, notes: Mapping[str, Any] | None
) -> tuple[Mailbox, ...]:
    """To whom a notice goes; Refused where nobody is named, or something that is not one address."""
    if notice_kind.is_for_speakers and entry is not None:
        return speakers(entry, notes)
    return audience(mail)


# --- numbers ---


def message_id(subject: Subject, number: int, series: Series, domain: str) -> str:
    """The Message-ID of a notice: the same for the same notice and number (RFC 5322 §3.6.4)."""
    what = digest(subject.series, series.domain or "", subject.talk or "", subject.occasion)
    return f"<{subject.kind}.{number}.{what}@{domain}>"


def digest(*parts: str) -> str:
    """A short name for some texts, the same for the same ones."""
    return sha256("\n".join(parts).encode()).hexdigest()[:20]


def already(log: Log, subject: Subject, told: Mapping[str, Facts], today: dt.date) -> Sending | None:
    """The notice as it has gone out; None where it has not, or where there is something new to tell.

    told: the facts that it would tell now. today: in the zone of the series.
    """
    last = log.latest(subject.series, subject.kind, subject.talk, subject.occasion)
    if last is None or not last.is_done:
        return None
    if subject.kind in (Kind.CHANGE, Kind.CANCELLATION):
        name = f"{subject.series}/{subject.talk}"
        if log.last_announced(subject.series, str(subject.talk)) != told.get(name):
            return None
    if subject.kind is Kind.ROLES and news_of(last.last.facts, told, today):
        return None
    return last


def to_finish(log: Log, subject: Subject, told: Mapping[str, Facts], today: dt.date) -> Sending | None:
    """The notice as it was left half sent; None where it is to begin anew.

    That is so too where what it told has changed meanwhile: those who have it must hear of that with the others.
    """
    last = log.latest(subject.series, subject.kind, subject.talk, subject.occasion)
    if last is None or last.is_done:
        return None
    if subject.kind is Kind.ROLES and news_of(last.last.facts, told, today):
        return None
    if any(news(last.last.facts.get(name, {}), now) for name, now in told.items()):
        return None
    return last


def begin(
    log: Log, subject: Subject, told: Mapping[str, Facts], series: Series, domain: str, now: dt.datetime
) -> Record:
    """The first line of the log about a notice, but for its recipients; one that is to be finished keeps its number."""
    unfinished = to_finish(log, subject, told, now.date())
    number = len(log.of(subject.series, subject.kind, subject.talk, subject.occasion)) + 1
    return Record(
        at=now,
        state=State.BEGIN,
        id=unfinished.first.id if unfinished else message_id(subject, number, series, domain),
        series=subject.series,
        kind=subject.kind,
        talk=subject.talk,
        occasion=subject.occasion,
        facts=told,
    )


def facts_told(kind: Kind, entries: Iterable[Entry]) -> dict[str, dict[str, Any]]:
    """The public facts that a notice tells, by talk; a mail to one person tells the public nothing."""
    if kind.readers != "audience":
        return {}
    return {f"{entry.series.id}/{entry.talk.id}": facts(entry) for entry in entries}


def thread(log: Log, subject: Subject) -> tuple[str, ...]:
    """The numbers of the mails about the same talk to the same people, oldest first, below which this one stands.

    The reminder of a turn stands below those that told the same person their roles.
    """
    if subject.kind.is_for_participants:
        to = subject.occasion.rpartition(" ")[2] if subject.kind is Kind.TURN else ""
        told = log.of(subject.series, Kind.ROLES, None, to)
        return tuple(each.message_id for each in told if (each.done or each.marked) and each.message_id)
    return tuple(
        each.message_id
        for each in log.sendings
        if (each.done or each.marked)
        and each.message_id
        and subject.talk is not None
        and (each.first.series, each.first.talk) == (subject.series, subject.talk)
        and _READERS.get(each.first.kind) == subject.kind.readers
        and each.first.subject != (subject.series, subject.kind, subject.talk, subject.occasion)
    )


_READERS: Final = {str(kind): kind.readers for kind in Kind}


# --- what goes along ---


def event(
    notice: Notice, programme: Programme, entry: Entry | None, log: Log, origin: Mailbox | None, now: dt.datetime
) -> Calendar | None:
    """The talk for a calendar, where that helps; each time people are told of it, it takes the place of the last."""
    if entry is None or entry.date is None or notice.kind not in EVENT_ALONG:
        return None
    method = "CANCEL" if notice.kind is Kind.CANCELLATION else "PUBLISH"
    data = mailed(
        programme,
        [entry],
        method=method,
        sequence=len(log.telling(entry.series.id, entry.talk.id)),
        now=now,
        organizer=(origin.name, origin.address) if origin else None,
    )
    return Calendar(name=f"{entry.talk.id}.ics", data=data, method=method)


def own_events(
    notice: Notice, reader: Reader, log: Log, subject: Subject, origin: Mailbox | None, now: dt.datetime
) -> Calendar | None:
    """The turns of somebody who takes part, for their calendar; those that are no longer theirs are taken out of it."""
    names, code = reader.names, notice.language
    entries = own_entries(reader.seminar, reader.person, names=names, code=code, gone=reader.gone)
    coming = [entry for entry in entries if entry.date and not entry.is_over(now)]
    if not coming:
        return None
    data = mailed(
        reader.seminar.programme,
        coming,
        method="PUBLISH",
        sequence=len(log.of(subject.series, subject.kind, subject.talk, subject.occasion)),
        now=now,
        organizer=(origin.name, origin.address) if origin else None,
    )
    return Calendar(name=f"{notice.series}-{reader.person.id}.ics", data=data, method="PUBLISH")


def heading(
    mail: Mail, series: Series, to: Sequence[Mailbox], references: Sequence[str], further: Sequence[tuple[str, str]]
) -> Heading:
    """What a draft says; one that is sent gets its date and number too."""
    return Heading(
        sender=sender(mail, series) if mail.from_ else None,
        to=tuple(to),
        reply_to=mailbox(mail.reply_to, "[mail] reply_to") if mail.reply_to else None,
        references=tuple(references),
        further=tuple(further),
    )
