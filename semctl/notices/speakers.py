"""What the speakers of a talk are told, and nobody else: they are asked, told all about the visit, chased, thanked.

Only here are private notes handed in, and only those of the talk that the mail is about.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from semctl import wording
from semctl.dates import day_at, long_day
from semctl.languages import ToSpeakers, language
from semctl.model import Kind
from semctl.notices import sentences, values
from semctl.notices.about import all_lines, named, readable_line, series_said, signature, talk_said, time_of
from semctl.notices.layout import one_line
from semctl.problems import Refused
from semctl.programme import Entry, Programme, has_place, still_wanted
from semctl.wording import Label

OFFERED = 6  # free days in an invitation
TOLD = ("hotel", "travel", "costs")
"""The private notes that a mail to the speaker prints; all others stay where they are."""

Notes = Mapping[str, Any]


def to_speaker(
    kind: Kind, entry: Entry, programme: Programme, code: str, *, now: dt.datetime, notes: Notes
) -> values.ToSpeaker:
    """A mail to the speakers of a talk; Refused where there is nothing to tell them."""
    _check(kind, entry, now)
    told, mails = language(code), sentences.mails(code)
    address = sentences.to_speakers(named(entry), code)
    said = series_said(programme.book, to_speaker=True)
    names = wording.speakers(named(entry, affiliations=False), code)
    case = _Case(entry, programme, code, now.date(), notes, address)
    return values.ToSpeaker(
        series=said,
        label=told.labels,
        colon=told.sentences.colon,
        greeting=_text(notes.get("greeting")) or address.dear.format(names=names),
        closing=mails.closing,
        signature=signature(said, names=True),
        talk=talk_said(entry, code),
        private=notes,
        questions=address.questions,
        **{**_UNSAID, **_WRITERS[kind](case)},
    )


def _check(kind: Kind, entry: Entry, now: dt.datetime) -> None:
    name = entry.talk.id
    if not entry.people:
        raise Refused(f'talk "{name}" has no speaker yet', f"name one: semctl edit-talk {name} --speaker NAME")
    if not entry.takes_place:
        raise Refused(f'talk "{name}" is cancelled', f"to take that back: semctl restore-talk {name}")
    if entry.date is None and kind is not Kind.INVITATION:
        raise Refused(f'talk "{name}" has no date yet', f"give it one first: semctl move-talk {name} DAY")
    if entry.is_over(now) != (kind is Kind.THANKS):
        says = "is over" if entry.is_over(now) else "is not over yet"
        raise Refused(f'talk "{name}" {says}', f"there is no {kind} for it")


# --- the four kinds ---


@dataclass(frozen=True, slots=True)
class _Case:
    """What a mail to a speaker is written from; notes are those of its own talk."""

    entry: Entry
    programme: Programme
    code: str
    today: dt.date
    notes: Notes
    address: ToSpeakers

    def sentence(self, form: str, **words: str) -> str:
        """A sentence, filled in with the series, and with the day where there is one."""
        day = self.entry.date
        on = sentences.on(self.code, day, time_of(self.entry)) if day else ""
        called = readable_line(self.entry.series.called)
        return sentences.to_a_speaker(form, self.code, called, **{"on": on} | words)

    def asked(self, by: str, at_once: str) -> str:
        """What is still missing, with the day before which it is needed unless that has come; empty if nothing is."""
        wanted = sentences.things(still_wanted(self.entry, self.programme.book.notices), self.code)
        if not wanted or self.entry.date is None:
            return ""
        day = self.entry.date - dt.timedelta(days=self.programme.book.notices.announcement)
        return self.sentence(by if day > self.today else at_once, things=wanted, day=long_day(day, self.code))

    def lines(self, *rows: tuple[Label, str], told: Sequence[str] = TOLD) -> tuple[str, ...]:
        """Rows with a value, as lines; below them the notes that speakers are told."""
        private = ((Label(name), _text(self.notes.get(name))) for name in told)
        return tuple(wording.line(label, value, self.code) for label, value in (*rows, *private) if value)


def _invitation(case: _Case) -> dict[str, Any]:
    told, entry, said = case.address, case.entry, talk_said(case.entry, case.code)
    place = ", ".join(each for each in (said.where, said.address) if each) if has_place(entry) and entry.slot else ""
    free = () if entry.date else [slot for slot in case.programme.free() if slot.date > case.today][:OFFERED]
    return {
        "about": told.invitation,
        "opening": case.sentence(told.invite if entry.date else told.invite_undated),
        "lines": case.lines(
            (Label.WHERE, place),
            (Label.DURATION, said.duration),
            (Label.AUDIENCE, entry.series.audience or ""),
        ),
        "free": tuple(day_at(slot.date, slot.time, case.code) for slot in free),
        "above_free": "" if entry.date else told.free if free else told.any_date,
        "request": told.answer_dates if free else told.answer,
    }


def _confirmation(case: _Case) -> dict[str, Any]:
    told, entry, settings = case.address, case.entry, case.programme.book.notices
    said = talk_said(entry, case.code)
    return {
        "about": told.your_talk,
        "opening": case.sentence(told.confirm),
        "above_lines": told.details,
        "lines": (
            *all_lines(entry, case.code),
            *case.lines((Label.DURATION, said.duration), (Label.HOST, said.host)),
        ),
        "travel": settings.travel or "",
        "needs": settings.needs or "",
        "request": case.asked(told.send_by, told.send_soon),
    }


def _chase(case: _Case) -> dict[str, Any]:
    told, name = case.address, case.entry.talk.id
    if not still_wanted(case.entry, case.programme.book.notices):
        wanted = ", ".join(case.programme.book.notices.wanted)
        raise Refused(f'nothing is missing of talk "{name}"', f"[notices] asks speakers for: {wanted}")
    return {
        "about": case.asked(told.ask_by, told.ask_soon),
        "opening": case.sentence(told.chase),
        "request": case.asked(told.send_by, told.send_soon),
    }


def _thanks(case: _Case) -> dict[str, Any]:
    told, talk = case.address, case.entry.talk
    assert case.entry.date is not None
    title = readable_line(talk.title)
    quoted = sentences.mails(case.code).quoted.format(title=title) if title else ""
    return {
        "about": told.thanks,
        "opening": case.sentence(told.thank, title=quoted, on=sentences.on(case.code, case.entry.date, None)),
        "lines": case.lines(told=["costs"]),
        "request": "" if talk.slides else told.slides,
    }


_UNSAID: Mapping[str, Any] = {
    "lines": (), "above_lines": "", "free": (), "above_free": "", "request": "", "travel": "", "needs": "",
}  # fmt: skip
_WRITERS: Mapping[Kind, Callable[[_Case], dict[str, Any]]] = {
    Kind.INVITATION: _invitation,
    Kind.CONFIRMATION: _confirmation,
    Kind.CHASE: _chase,
    Kind.THANKS: _thanks,
}


def _text(note: object) -> str:
    """A private note in words: a text, a number, a day, or several of them."""
    if note is None or isinstance(note, (dict, bool)):
        return ""
    if isinstance(note, list):
        return ", ".join(filter(None, map(_text, note)))
    return one_line(str(note))
