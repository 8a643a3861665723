"""A notice that somebody asks for: which, of whom, and what the sent log has of it already."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from semctl import folder, terminal
from semctl.commands.dues import case, log_seen
from semctl.duties.audience import terms, week_of
from semctl.duties.duty import Duty
from semctl.duties.participants import occasion_of_turn, with_news
from semctl.model import Kind, Mail, PrivateNotes, Series, Status
from semctl.notices import letters
from semctl.notices.audience import told, week_to_tell
from semctl.notices.letters import Subject
from semctl.notices.mailboxes import Mailbox
from semctl.notices.message import Calendar
from semctl.notices.notice import Notice
from semctl.notices.participants import Reader
from semctl.notices.writing import about_talk, about_talks, to_person
from semctl.problems import FileErrors, Misused, Refused
from semctl.programme import Entry, over
from semctl.readable import tex_kept
from semctl.reading.assigned import told_of, turns_to_come
from semctl.reading.records import Participant
from semctl.reading.seminar import Seminar, seminar_of
from semctl.reading.sheets import find_person
from semctl.sent import Facts, Log
from semctl.workspace import Loaded, find_talk


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """A notice that somebody asks for.

    owner: the series that sends it. loaded: all that are read together. entry: the talk it is about, if it is one.
    monday: of the week that a digest tells. code: the language, if one was asked for. person: the participant to whom
    it goes, if it is to one.
    """

    owner: Loaded
    loaded: Sequence[Loaded]
    entry: Entry | None
    kind: Kind
    occasion: str
    monday: dt.date | None
    now: dt.datetime
    code: str | None
    person: Participant | None = None

    @property
    def series(self) -> Series:
        """The series that sends it."""
        return self.owner.book.series

    @property
    def mail(self) -> Mail:
        """How that series sends."""
        return self.owner.book.mail

    @property
    def subject(self) -> Subject:
        """What it is about, as the log names it."""
        talk = self.entry.talk.id if self.entry else None
        return Subject(series=self.series.id, kind=self.kind, talk=talk, occasion=self.occasion)

    @property
    def called(self) -> str:
        """What messages call it: the announcement of talk "kim", the digest, the mail to participant 3 on …"""
        if self.person:
            on = f'their turn in talk "{self.entry.talk.id}"' if self.entry else "their roles"
            return f"the mail to participant {self.person.id} on {on}"
        return f'the {self.kind} of talk "{self.entry.talk.id}"' if self.entry else f"the {self.kind}"

    @property
    def command(self) -> str:
        """How to ask for it again."""
        series = f"{self.series.id}/" if len(self.loaded) > 1 else ""
        named = f" {series}{self.entry.talk.id}" if self.entry else ""
        to = f" --person {self.person.id}" if self.person else ""
        return f"semctl announce{named} --kind {self.kind}{to}"

    @property
    def entries(self) -> Sequence[Entry]:
        """The talks that it tells of."""
        if self.person and not self.entry:
            return [entry for entry, _, _ in turns_to_come(self._seminar, self.person)]
        return [self.entry] if self.entry else told([each.programme for each in self.loaded], self.now, self.monday)

    @property
    def facts(self) -> dict[str, Facts]:
        """What it tells the public of each; the roles of a person tell that person alone."""
        if self.person and self.kind is Kind.ROLES:
            return dict(told_of(self._seminar, self.person))
        return dict(letters.facts_told(self.kind, self.entries))

    @property
    def recipients(self) -> tuple[Mailbox, ...]:
        """To whom it goes; Refused where that is not known."""
        if self.person:
            names = names_of(self._seminar, self.owner.notes)
            return (letters.participant(self.person, self._notes, names.get(self.person.id, "")),)
        notes = self.owner.notes.talks.get(self.entry.talk.id) if self.entry else None
        return letters.recipients(self.kind, self.mail, self.entry, notes)

    def written(self, log: Log) -> Notice:
        """The notice, from the templates beside its series; says what TeX stays in it. log: what was told before."""
        notice = self._notice(log)
        if kept := tex_kept(self.entries, within=f"{notice.subject} {notice.body}"):
            terminal.say(kept)
        return notice

    def calendar(self, notice: Notice, log: Log, origin: Mailbox | None) -> Calendar | None:
        """What goes along for a calendar, where that helps."""
        if self.person is None:
            return letters.event(notice, self.owner.programme, self.entry, log, origin, self.now)
        if self.kind is not Kind.ROLES:
            return None
        return letters.own_events(notice, self._reader(self.person, log), log, self.subject, origin, self.now)

    @property
    def _seminar(self) -> Seminar:
        return seminar_of(self.owner.programme, self.now)

    @property
    def _notes(self) -> Mapping[str, Any]:
        return self.owner.notes.participants.get(self.person.id, {}) if self.person else {}

    def _reader(self, person: Participant, log: Log) -> Reader:
        seminar, subject = self._seminar, self.subject
        told = [each for each in log.of(subject.series, Kind.ROLES, None, person.id) if each.is_done]
        return Reader(
            seminar=seminar,
            person=person,
            now=self.now,
            notes=self._notes,
            names=names_of(seminar, self.owner.notes),
            before=told[-1].last.facts if told else None,
        )

    def _notice(self, log: Log) -> Notice:
        own = folder.templates(self.owner.path)
        if self.person:
            return to_person(self.kind, self._reader(self.person, log), self.entry, code=self.code, own=own)
        programmes = [each.programme for each in self.loaded]
        if self.entry is None:
            return about_talks(self.kind, programmes, now=self.now, monday=self.monday, code=self.code, own=own)
        talk = self.entry.talk.id
        return about_talk(
            self.kind,
            self.entry,
            self.owner.programme,
            now=self.now,
            code=self.code,
            before=log.last_announced(self.series.id, talk),
            notes=self.owner.notes.talks.get(talk) if self.kind.is_for_speakers else None,
            own=own,
        )


def names_of(seminar: Seminar, notes: PrivateNotes) -> dict[str, str]:
    """The names of those who take part, as far as they are known, by id; for mails to one of them alone."""
    names = {str(each.id): str(each.name) for each in seminar.people if each.name}
    private = {person: table.get("name") for person, table in notes.participants.items()}
    return names | {person: name for person, name in private.items() if isinstance(name, str) and name.strip()}


def wishes(
    loaded: Sequence[Loaded],
    talk: str | None,
    kind: Kind | None,
    person: str | None,
    code: str | None,
    now: dt.datetime,
) -> tuple[Wish, ...]:
    """What is meant by a talk, a kind and a participant, any of which may be unsaid; several only to participants."""
    if kind is not None and kind.is_for_participants:
        return _to_people(loaded, talk, kind, person, code, now)
    return (_wish(loaded, talk, kind, code, now),)


def _wish(loaded: Sequence[Loaded], talk: str | None, kind: Kind | None, code: str | None, now: dt.datetime) -> Wish:
    if kind is not None and not kind.is_about_a_talk:
        if talk is not None:
            raise Misused(f"a {kind} is about all talks", f"leave {talk} out: semctl announce --kind {kind}")
        programmes = [each.programme for each in loaded]
        monday = week_to_tell(programmes, now) if kind is Kind.DIGEST else None
        occasion = week_of(monday) if monday else _term(loaded[0], now)
        return Wish(
            owner=loaded[0], loaded=loaded, entry=None, kind=kind, occasion=occasion, monday=monday, now=now, code=code
        )
    owner, entry = find_talk(loaded, talk or _unnamed(loaded, kind, now), now)
    kind = kind or (Kind.ANNOUNCEMENT if entry.takes_place else Kind.CANCELLATION)
    if entry.talk.status is Status.INVITED and kind.readers == "audience":
        terminal.say(f'talk "{entry.talk.id}": the speaker is only invited so far')
    occasion = entry.date.isoformat() if kind is Kind.REMINDER and entry.date else ""
    return Wish(owner=owner, loaded=loaded, entry=entry, kind=kind, occasion=occasion, monday=None, now=now, code=code)


def _to_people(
    loaded: Sequence[Loaded], talk: str | None, kind: Kind, person: str | None, code: str | None, now: dt.datetime
) -> tuple[Wish, ...]:
    """The notices to those who take part in a reading seminar: to each who plays, or to one."""
    if kind is Kind.ROLES and talk is not None:
        raise Misused("roles tell all turns of a person", f"leave {talk} out; --kind turn is about one meeting")
    named = find_talk(loaded, talk, now) if talk is not None else None
    owner = _of_reading([named[0]] if named else loaded)
    entry = named[1] if named else _next_meeting(owner, now) if kind is Kind.TURN else None
    seminar = seminar_of(owner.programme, now)
    if seminar.readings.errors:
        raise FileErrors(owner.located(seminar.readings.errors))
    people = [find_person(seminar, person)] if person is not None else _who_plays(owner, seminar, entry, now)
    if not people:
        says = f'nobody plays a role in talk "{entry.talk.id}"' if entry else "nobody plays a role in a meeting to come"
        raise Refused(says, "semctl assign-roles plans who plays what")
    made = (_to_person(owner, entry, kind, each, now) for each in people)
    return tuple(replace(each, loaded=loaded, code=code) for each in made)


def _of_reading(loaded: Sequence[Loaded]) -> Loaded:
    found = [each for each in loaded if each.book.reading]
    if len(found) != 1:
        says = "several of these are reading seminars" if found else "this is no reading seminar"
        raise Misused(says, "name its file with -f" if found else "docs/reading-seminars.md tells what makes one")
    return found[0]


def _next_meeting(owner: Loaded, now: dt.datetime) -> Entry:
    seminar = seminar_of(owner.programme, now)
    entry = next((entry for entry in seminar.open if entry.date), None)
    if entry is None:
        raise Misused("no meeting with a date is coming up", "name one: semctl roles shows them")
    return entry


def _who_plays(owner: Loaded, seminar: Seminar, entry: Entry | None, now: dt.datetime) -> list[Participant]:
    """Those who play in a meeting; or in any to come, or no longer do. In the order of the file."""
    news = with_news(case(owner, [owner], log_seen(owner), now)) if entry is None else ()
    found = []
    for person in seminar.people:
        its = [turn[0].talk.id for turn in turns_to_come(seminar, person)]
        if person.id in news or (entry.talk.id in its if entry else its):
            found.append(person)
    return found


def _to_person(owner: Loaded, entry: Entry | None, kind: Kind, person: Participant, now: dt.datetime) -> Wish:
    occasion = occasion_of_turn(entry.date, person.id) if entry and entry.date else person.id
    return Wish(
        owner=owner, loaded=[owner], entry=entry, kind=kind, occasion=occasion, monday=None, now=now, code=None,
        person=person,
    )  # fmt: skip


def wish_of(duty: Duty, owner: Loaded, loaded: Sequence[Loaded], now: dt.datetime) -> Wish:
    """What a duty asks for."""
    entry = next((each for each in owner.programme.entries if each.talk.id == duty.talk), None)
    if duty.person:
        person = find_person(seminar_of(owner.programme, now), duty.person)
        return _to_person(owner, entry, duty.kind, person, now)
    together = loaded if duty.kind is Kind.DIGEST else [owner]
    monday = dt.date.fromisoformat(f"{duty.occasion}-1") if duty.kind is Kind.DIGEST else None
    return Wish(
        owner=owner, loaded=together, entry=entry, kind=duty.kind, occasion=duty.occasion, monday=monday, now=now,
        code=None,
    )  # fmt: skip


def _term(loaded: Loaded, now: dt.datetime) -> str:
    """The term of the talk that comes next."""
    found = terms(loaded.programme).items()
    return next((term for term, entries in found if any(not entry.is_over(now) for entry in entries)), "")


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
