"""What the audience is told: of one talk, of its changes, of several talks.

No function here takes private notes.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from semctl import wording
from semctl.dates import day_at, long_day
from semctl.languages import language
from semctl.model import Book, Kind, Status
from semctl.notices import sentences, values
from semctl.notices.about import (
    all_lines,
    lines_below,
    named,
    readable_line,
    reason,
    series_said,
    signature,
    speakers_line,
    talk_said,
    time_of,
    venue,
)
from semctl.notices.changes import Announced, announced, differences
from semctl.problems import Refused
from semctl.programme import Entry, Programme, coming
from semctl.sent import Facts
from semctl.wording import Label

WEEK = dt.timedelta(days=7)


def common(book: Book, code: str) -> dict[str, Any]:
    """What every mail to the audience says."""
    said, told = series_said(book, to_speaker=False), language(code)
    return {
        "series": said,
        "label": told.labels,
        "colon": told.sentences.colon,
        "greeting": told.mails.greeting,
        "closing": told.mails.closing,
        "signature": signature(said, names=False),
    }


def announcement(entry: Entry, book: Book, code: str) -> values.Announcement:
    """The announcement of a talk that takes place."""
    day = _takes_place(entry, Kind.ANNOUNCEMENT)
    on = sentences.on(code, day, time_of(entry))
    return _announcement(entry, book, code, on=on, when=talk_said(entry, code).when, kind=Kind.ANNOUNCEMENT)


def reminder(entry: Entry, book: Book, code: str, now: dt.datetime) -> values.Announcement:
    """The reminder of a talk that is not over; "today" and "tomorrow" are those of `now` where the talk is."""
    day = _takes_place(entry, Kind.REMINDER)
    if entry.is_over(now):
        raise Refused(f'talk "{entry.talk.id}" is over', "nobody needs to be reminded of it")
    today = (now.astimezone(entry.start.tzinfo) if entry.start else now).date()
    at = time_of(entry)
    on, when = sentences.soon(code, day, at, today), sentences.soon_short(code, day, at, today)
    return _announcement(entry, book, code, on=on, when=when, kind=Kind.REMINDER)


def _announcement(entry: Entry, book: Book, code: str, *, on: str, when: str, kind: Kind) -> values.Announcement:
    told = sentences.mails(code)
    forms, lead = (told.announcing, told.lead) if kind is Kind.ANNOUNCEMENT else (told.reminding, told.lead_reminder)
    said = talk_said(entry, code)
    opening = sentences.opening(
        forms,
        code,
        on=on,
        named=named(entry),
        title=said.title,
        series=said.series,
        place=sentences.phrase(venue(entry, code), named(entry)),
    )
    return values.Announcement(
        **common(book, code),
        talk=said,
        when=when,
        lead=lead if entry.people or not said.title else "",
        opening=opening,
        lines=lines_below(entry, forms, code),
        welcome=told.welcome,
    )


def _takes_place(entry: Entry, kind: Kind) -> dt.date:
    """The day of a talk that can be told of; Refused with what to do instead."""
    name = entry.talk.id
    if entry.date is None:
        raise Refused(f'talk "{name}" has no date yet', f"give it one first: semctl move-talk {name} DAY")
    if not entry.takes_place:
        says = f'talk "{name}" is cancelled, so there is no {kind} of it'
        raise Refused(says, f"semctl announce {name} --kind cancellation")
    return entry.date


# --- what is no longer as it was announced ---


def change(entry: Entry, book: Book, code: str, before: Facts | None) -> values.Change:
    """The differences to what was last announced, old and new side by side."""
    name = entry.talk.id
    if before is None:
        says = f'talk "{name}" has not been announced yet, so nobody needs to hear of a change'
        raise Refused(says, f"announce it: semctl announce {name}")
    was = announced(before)
    if not entry.takes_place:
        raise Refused(f'talk "{name}" is cancelled', f"semctl announce {name} --kind cancellation")
    changes = differences(entry, before, code)
    if not changes and not was.is_cancelled:
        says = f'nothing has changed about talk "{name}" since it was announced'
        raise Refused(says, f"to announce it once more: semctl announce {name}")
    told, said = sentences.mails(code), talk_said(entry, code)
    same_people = before.get("speakers", ()) == tuple(str(person.name) for person in entry.people)
    opening = sentences.change(
        code,
        day=was.day or entry.date,
        at=was.time,
        named=named(entry) if same_people else (),
        title=said.title if same_people else None,
    )
    return values.Change(
        **common(book, code),
        talk=said,
        lead="",
        opening=opening,
        what=", ".join(each.label for each in changes),
        changes=changes,
        when=said.when or _when(was, code),
        news=told.back_on if was.is_cancelled else "",
        now=told.as_now,
        lines=(*speakers_line(entry, code), *all_lines(entry, code)),
    )


def cancellation(entry: Entry, book: Book, code: str, before: Facts | None) -> values.Change:
    """The news that a talk does not take place, on the day for which it was announced."""
    name = entry.talk.id
    if entry.takes_place:
        raise Refused(f'talk "{name}" is not cancelled', f"to call it off: semctl cancel-talk {name}")
    was = announced(before or {})
    day, at = (was.day, was.time) if was.day else (entry.date, time_of(entry))
    if day is None:
        raise Refused(f'talk "{name}" has no date and was not announced', "nobody needs to hear that it is cancelled")
    said, why = talk_said(entry, code), reason(entry)
    return values.Change(
        **common(book, code),
        talk=said,
        lead=sentences.mails(code).lead_cancellation,
        opening=sentences.cancellation(code, day=day, at=at, named=named(entry), title=said.title),
        what="",
        changes=(),
        when=day_at(day, at, code),
        news=wording.line(Label.REASON, why, code) if why else "",
        now="",
        lines=(),
    )


def _when(was: Announced, code: str) -> str:
    return day_at(was.day, was.time, code) if was.day else ""


# --- several talks ---


def programme(programmes: Sequence[Programme], code: str, now: dt.datetime) -> values.Programme:
    """All talks that are coming; those whose speakers are only invited are nobody's business yet."""
    entries = told(programmes, now)
    if not any(entry.takes_place for entry in entries):
        raise Refused("no talk is coming up", '"semctl list --all" shows all')
    words = sentences.mails(code)
    return _several(programmes, entries, code, heading=words.programme, lead=words.programme_lead, day=_day(entries[0]))


def digest(programmes: Sequence[Programme], code: str, now: dt.datetime, monday: dt.date) -> values.Programme:
    """The talks of a week, this one or the next, that are not over."""
    entries = told(programmes, now, monday)
    if not entries:
        raise Refused("no talk is coming up this week or next", '"semctl list" shows what comes later')
    words = sentences.mails(code)
    this = monday <= now.date()
    heading, lead = (words.week, words.week_lead) if this else (words.next_week, words.next_week_lead)
    return _several(programmes, entries, code, heading=heading, lead=lead, day=monday)


def week_to_tell(programmes: Sequence[Programme], now: dt.datetime) -> dt.date:
    """The Monday of the week that a digest tells: this one, or the next where nothing is left of this."""
    this = now.date() - dt.timedelta(days=now.weekday())
    return this if told(programmes, now, this) else this + WEEK


def told(programmes: Sequence[Programme], now: dt.datetime, monday: dt.date | None = None) -> list[Entry]:
    """The talks that a mail about several tells: those that are not over, of one week or all."""
    entries = [entry for each in programmes for entry in coming(each.entries, now)]
    public = [entry for entry in entries if entry.talk.status is not Status.INVITED]
    of_week = [entry for entry in public if monday is None or monday <= _day(entry) < monday + WEEK]
    return sorted(of_week, key=lambda entry: entry.sorting)


def _day(entry: Entry) -> dt.date:
    assert entry.date is not None
    return entry.date


def _several(
    programmes: Sequence[Programme], entries: Sequence[Entry], code: str, *, heading: str, lead: str, day: dt.date
) -> values.Programme:
    shown = long_day(day, code)
    return values.Programme(
        **common(programmes[0].book, code),
        talks=tuple(talk_said(entry, code) for entry in entries),
        heading=heading.format(day=shown),
        lead=lead.format(day=shown),
        who=", ".join(readable_line(each.book.series.called) for each in programmes),
        several=len(programmes) > 1,
        welcome=sentences.mails(code).welcome,
    )
