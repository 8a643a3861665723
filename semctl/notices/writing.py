"""A kind of mail and what it is about in, the notice out: values are put together and a template is filled in."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from semctl.languages import codes
from semctl.model import Kind
from semctl.notices import audience, participants, values
from semctl.notices.layout import one_line, squeezed
from semctl.notices.notice import Notice
from semctl.notices.speakers import Notes, to_speaker
from semctl.problems import Misused, Refused
from semctl.programme import Entry, Programme
from semctl.sent import Facts
from semctl.templating import Templates, render_blocks

VALUES: Mapping[Kind, type[values.Mail]] = {
    Kind.ANNOUNCEMENT: values.Announcement,
    Kind.REMINDER: values.Announcement,
    Kind.CHANGE: values.Change,
    Kind.CANCELLATION: values.Change,
    Kind.PROGRAMME: values.Programme,
    Kind.DIGEST: values.Programme,
    Kind.INVITATION: values.ToSpeaker,
    Kind.CONFIRMATION: values.ToSpeaker,
    Kind.CHASE: values.ToSpeaker,
    Kind.THANKS: values.ToSpeaker,
    Kind.ROLES: values.ToParticipant,
    Kind.TURN: values.ToParticipant,
}
"""What the template of each kind is filled in with."""


def about_talk(
    kind: Kind,
    entry: Entry,
    programme: Programme,
    *,
    now: dt.datetime,
    code: str | None = None,
    before: Facts | None = None,
    notes: Notes | None = None,
    own: Templates = (),
) -> Notice:
    """A notice about one talk; Refused where there is nothing to tell.

    code: the language; if None the one that the notes have for the speaker as `lang`, else the series' own.
    before: what the public was told last of it. notes: the talk's private ones; only mails to its speakers are
    handed them.
    """
    private = dict(notes or {}) if kind.is_for_speakers else {}
    code = code or _language_of(private, f'talk "{entry.talk.id}"') or entry.series.language
    book = programme.book
    match kind:
        case Kind.ANNOUNCEMENT:
            said: values.Mail = audience.announcement(entry, book, code)
        case Kind.REMINDER:
            said = audience.reminder(entry, book, code, now)
        case Kind.CHANGE:
            said = audience.change(entry, book, code, before)
        case Kind.CANCELLATION:
            said = audience.cancellation(entry, book, code, before)
        case Kind.INVITATION | Kind.CONFIRMATION | Kind.CHASE | Kind.THANKS:
            said = to_speaker(kind, entry, programme, code, now=now, notes=private)
        case Kind.PROGRAMME | Kind.DIGEST:
            raise Misused(f"a {kind} is about no single talk", f"semctl announce --kind {kind}")
        case Kind.ROLES | Kind.TURN:
            raise Misused(f"{kind} is a mail to each participant", f"semctl announce --kind {kind} --person ID")
    subject, body = _filled_in(kind, said, own)
    to = tuple(str(person.name) for person in entry.people) if kind.is_for_speakers else ()
    return Notice(
        kind=kind, series=entry.series.id, talk=entry.talk.id, language=code, to=to, subject=subject, body=body
    )


def about_talks(
    kind: Kind,
    programmes: Sequence[Programme],
    *,
    now: dt.datetime,
    monday: dt.date | None = None,
    code: str | None = None,
    own: Templates = (),
) -> Notice:
    """A notice about the coming talks of one series or of several; the first of them sends it.

    monday: of the week that a digest tells; if None this week's, or the next one's where nothing is left of this.
    """
    series = programmes[0].book.series
    code = code or series.language
    if kind is Kind.PROGRAMME:
        said = audience.programme(programmes, code, now)
    else:
        said = audience.digest(programmes, code, now, monday or audience.week_to_tell(programmes, now))
    subject, body = _filled_in(kind, said, own)
    return Notice(kind=kind, series=series.id, talk=None, language=code, subject=subject, body=body)


def to_person(
    kind: Kind,
    reader: participants.Reader,
    entry: Entry | None,
    *,
    code: str | None = None,
    own: Templates = (),
) -> Notice:
    """A notice to one participant: of all their roles, or of their turn in a meeting; Refused where there is none."""
    series, person = reader.seminar.programme.book.series, reader.person
    code = code or _language_of(reader.notes, f'participant "{person.id}"') or series.language
    said = participants.turn(reader, entry, code) if entry else participants.roles(reader, code)
    subject, body = _filled_in(kind, said, own)
    talk = entry.talk.id if entry else None
    to = (reader.names.get(person.id) or str(person.id),)
    return Notice(kind=kind, series=series.id, talk=talk, language=code, to=to, subject=subject, body=body)


def _language_of(notes: Mapping[str, Any], whose: str) -> str | None:
    code = notes.get("lang")
    if code is None or code in codes():
        return code
    says = f'the private notes of {whose} say lang = "{code}", which semctl does not write'
    raise Refused(says, f"choose from {', '.join(codes())}")


def _filled_in(kind: Kind, said: values.Mail, own: Templates) -> tuple[str, str]:
    names = {each.name: getattr(said, each.name) for each in fields(said)}
    blocks = render_blocks(f"{kind}.txt", names, own, ("subject", "body"))
    return one_line(blocks["subject"]), squeezed(blocks["body"])
