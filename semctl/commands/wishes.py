"""A notice that somebody asks for: which, of whom, and what the sent log has of it already."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from semctl import folder, terminal
from semctl.duties import Duty, terms, week_of
from semctl.model import Kind, Mail, Series, Status
from semctl.notices import letters
from semctl.notices.audience import told, week_to_tell
from semctl.notices.letters import Subject
from semctl.notices.mailboxes import Mailbox
from semctl.notices.notice import Notice
from semctl.notices.writing import about_talk, about_talks
from semctl.problems import Misused
from semctl.programme import Entry, over
from semctl.readable import tex_kept
from semctl.sent import Facts, Log
from semctl.workspace import Loaded, find_talk


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """A notice that somebody asks for.

    owner: the series that sends it. loaded: all that are read together. entry: the talk it is about, if it is one.
    monday: of the week that a digest tells. code: the language, if one was asked for.
    """

    owner: Loaded
    loaded: Sequence[Loaded]
    entry: Entry | None
    kind: Kind
    occasion: str
    monday: dt.date | None
    now: dt.datetime
    code: str | None

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
        """What messages call it: the announcement of talk "kim", the digest."""
        return f'the {self.kind} of talk "{self.entry.talk.id}"' if self.entry else f"the {self.kind}"

    @property
    def command(self) -> str:
        """How to ask for it again."""
        series = f"{self.series.id}/" if len(self.loaded) > 1 else ""
        named = f" {series}{self.entry.talk.id}" if self.entry else ""
        return f"semctl announce{named} --kind {self.kind}"

    @property
    def entries(self) -> Sequence[Entry]:
        """The talks that it tells of."""
        return [self.entry] if self.entry else told([each.programme for each in self.loaded], self.now, self.monday)

    @property
    def facts(self) -> dict[str, Facts]:
        """What it tells the public of each."""
        return dict(letters.facts_told(self.kind, self.entries))

    @property
    def recipients(self) -> tuple[Mailbox, ...]:
        """To whom it goes; Refused where that is not known."""
        notes = self.owner.notes.talks.get(self.entry.talk.id) if self.entry else None
        return letters.recipients(self.kind, self.mail, self.entry, notes)

    def written(self, log: Log) -> Notice:
        """The notice, from the templates beside its series; says what TeX stays in it. log: what was told before."""
        notice = self._notice(log)
        if kept := tex_kept(self.entries, within=f"{notice.subject} {notice.body}"):
            terminal.say(kept)
        return notice

    def _notice(self, log: Log) -> Notice:
        own = folder.templates(self.owner.path)
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


def wish(loaded: Sequence[Loaded], talk: str | None, kind: Kind | None, code: str | None, now: dt.datetime) -> Wish:
    """What is meant by a talk and a kind, either of which may be unsaid."""
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
    if entry.talk.status is Status.INVITED and not kind.is_for_speakers:
        terminal.say(f'talk "{entry.talk.id}": the speaker is only invited so far')
    occasion = entry.date.isoformat() if kind is Kind.REMINDER and entry.date else ""
    return Wish(owner=owner, loaded=loaded, entry=entry, kind=kind, occasion=occasion, monday=None, now=now, code=code)


def wish_of(duty: Duty, owner: Loaded, loaded: Sequence[Loaded], now: dt.datetime) -> Wish:
    """What a duty asks for."""
    entry = next((each for each in owner.programme.entries if each.talk.id == duty.talk), None)
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
