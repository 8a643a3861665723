"""A talk and its series as a mail in some language tells them: their values, and the lines below an opening.

A join link is told here, to those who get the mail; private notes are never handed in.
"""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from semctl import mathtext, wording
from semctl.dates import clock, day_at, day_span, long_day, write_duration
from semctl.languages import Opening, language
from semctl.model import Book, Mode, Status
from semctl.notices.layout import one_line, one_line_each
from semctl.notices.sentences import place_line
from semctl.notices.values import PaperSaid, PartSaid, Person, SeriesSaid, TalkSaid
from semctl.programme import Entry
from semctl.reading.citing import authors, link, published, reference
from semctl.reading.records import Paper
from semctl.reading.told import papers_of, parts_of, title_of
from semctl.wording import Label, Speakers, Venue


def time_of(entry: Entry) -> dt.time | None:
    """When it begins, on the clock of its slot."""
    return entry.slot.time if entry.slot else None


def named(entry: Entry, *, affiliations: bool = True) -> Speakers:
    """The speakers that are known."""
    return [
        (readable_line(person.name), readable_line(person.affiliation) if affiliations else None)
        for person in entry.people
    ]


def venue(entry: Entry, code: str) -> Venue:
    """Where people come together."""
    slot = entry.slot
    if slot is None:
        return Venue(mode=entry.series.mode or Mode.IN_PERSON, online=entry.series.online)
    return Venue(
        room=slot.room,
        phrase=entry.room.phrase.get(code) if entry.room else None,
        mode=slot.mode or Mode.IN_PERSON,
        online=slot.online,
        link_by_mail=False,  # this is the mail
    )


def who(entry: Entry, code: str) -> str:
    """For a subject: the names, or what a meeting is called."""
    return wording.speakers(named(entry, affiliations=False), code) if entry.people else readable_line(title_of(entry))


def readable(text: str | None) -> str:
    """A text as a plain mail shows it, TeX as Unicode; empty where there is none."""
    return mathtext.plain(text) if text else ""


def readable_line(text: str | None) -> str:
    """The same of what stands on one line: a title, a name."""
    return one_line(readable(text))


# --- values for templates ---


def series_said(book: Book, *, to_speaker: bool) -> SeriesSaid:
    """The series as a template can tell it."""
    series = book.series
    return SeriesSaid(
        called=readable_line(series.called),
        name=readable_line(series.name),
        unit=readable_line(series.unit),
        institution=readable_line(series.institution),
        url=series.url or "",
        contact=series.contact or "",
        description=readable(series.description),
        audience=series.audience or "",
        organizers=tuple(each.name for each in book.organizers if each.public or to_speaker),
    )


def signature(said: SeriesSaid, *, names: bool) -> str:
    """Who sends it, below the text: the organisers' names only where they are asked for."""
    belongs = ", ".join(each for each in (said.unit, said.institution) if each)
    people = said.organizers if names else ()
    return "\n".join(each for each in (*people, said.name, belongs, said.url) if each)


def talk_said(entry: Entry, code: str) -> TalkSaid:
    """The talk as a template can tell it."""
    talk, slot, day, at = entry.talk, entry.slot, entry.date, time_of(entry)
    room = entry.room if slot and slot.mode is not Mode.ONLINE else None
    title = readable_line(title_of(entry))
    join = slot.join if slot else None
    return TalkSaid(
        id=talk.id,
        series=readable_line(entry.series.called),
        who=who(entry, code),
        speakers=wording.speakers(named(entry), code),
        people=tuple(
            Person(
                name=readable_line(person.name),
                affiliation=readable_line(person.affiliation),
                affiliation_short=readable_line(person.affiliation_short),
                url=person.url or "",
                bio=one_line_each(readable(person.bio)),
            )
            for person in entry.people
        ),
        title=title,
        papers=tuple(paper_said(paper, code) for paper in papers_of(entry)),
        parts=tuple(
            PartSaid(role=readable_line(part.role.name), people=readable_line(part.people))
            for part in parts_of(entry, code)
        ),
        shown_title=(title or wording.label(Label.TBA_TITLE, code)) if entry.people else "",
        abstract=one_line_each(readable(talk.abstract)),
        day=long_day(day, code) if day else "",
        time=clock(at, code) if at else "",
        when=day_at(day, at, code) if day else "",
        span=_span(entry, code),
        duration=write_duration(slot.duration) if slot and slot.duration else "",
        elsewhere=tuple(_elsewhere(entry, zone, code) for zone in entry.series.also_times if entry.start),
        where=wording.where(venue(entry, code), code),
        room=(slot.room if slot else None) or "",
        address=(room.address if room else None) or "",
        map=(room.url if room else None) or "",
        online=(slot.online if slot else entry.series.online) or "",
        link=join.url if join else "",
        passcode=(join.passcode if join else None) or "",
        note=(slot.note if slot else None) or "",
        moved=_moved(entry, code),
        reason=reason(entry),
        status=_status(entry, code),
        host=readable_line(talk.host),
        joint_with=", ".join(map(readable_line, talk.joint_with)),
        url=talk.url or "",
        slides=talk.slides or "",
        video=talk.video or "",
        preprint=talk.preprint or "",
    )


def paper_said(paper: Paper, code: str) -> PaperSaid:
    """A paper as a template can tell it."""
    return PaperSaid(
        cited=readable_line(reference(paper, code)),
        link=link(paper),
        title=readable_line(paper.title),
        authors=readable_line(authors(paper, code)),
        published=readable_line(published(paper)),
    )


def _status(entry: Entry, code: str) -> str:
    if not entry.takes_place:
        cancelled = wording.label(Label.CANCELLED, code)
        return cancelled[:1].lower() + cancelled[1:]
    return "" if entry.talk.status is Status.CONFIRMED else wording.label(Label.TENTATIVE, code)


def reason(entry: Entry) -> str:
    """Why it was moved or cancelled, where somebody said so."""
    return readable_line(entry.talk.reason or (entry.slot.reason if entry.slot else None))


def _span(entry: Entry, code: str) -> str:
    at = time_of(entry)
    if entry.date and at and entry.end and not entry.end_is_assumed:
        return day_span(entry.date, at, entry.end.time(), code)
    return day_at(entry.date, at, code) if entry.date else ""


def _elsewhere(entry: Entry, zone: str, code: str) -> str:
    assert entry.start is not None
    there = entry.start.astimezone(ZoneInfo(zone))
    time = clock(there.time(), code) if there.date() == entry.date else day_at(there.date(), there.time(), code)
    return f"{zone.rpartition('/')[2].replace('_', ' ')}{language(code).sentences.colon} {time}"


def _moved(entry: Entry, code: str) -> str:
    slot = entry.slot
    if slot is None or slot.moved_from is None:
        return ""
    why = f" ({slot.reason})" if slot.reason else ""
    return f"{long_day(slot.moved_from, code)} → {long_day(slot.date, code)}{why}"


# --- lines ---


def lines_below(entry: Entry, forms: Opening, code: str) -> tuple[str, ...]:
    """What an opening does not say: title, place, until when, elsewhere's time, link, what is unusual."""
    said = talk_said(entry, code)
    in_opening = bool(said.title and entry.people and forms.title)
    rows = [
        *([] if in_opening else _title_row(entry, said, code)),
        *_row(Label.JOINT_WITH, said.joint_with, code),
        place_line(code, named=named(entry), venue=venue(entry, code)),
        *_row(Label.ADDRESS, said.address, code),
        *_row(Label.MAP, said.map, code),
        *([] if said.span == said.when else _row(Label.WHEN, said.span, code)),
        *_of_the_day(said, code),
        *(_row(Label.NOTE, wording.capital(said.status), code) if entry.takes_place else []),
    ]
    return tuple(row for row in rows if row)


def all_lines(entry: Entry, code: str) -> tuple[str, ...]:
    """All that people need to know of a talk but for who speaks: what, when and where."""
    said = talk_said(entry, code)
    rows = [
        *_title_row(entry, said, code),
        *_row(Label.WHEN, said.span, code),
        *_row(Label.WHERE, said.where, code),
        *_row(Label.ADDRESS, said.address, code),
        *_row(Label.MAP, said.map, code),
        *_of_the_day(said, code),
    ]
    return tuple(rows)


def speakers_line(entry: Entry, code: str) -> tuple[str, ...]:
    """The line that says who speaks, where that is known."""
    label = Label.SPEAKERS if len(entry.people) > 1 else Label.SPEAKER
    return tuple(_row(label, wording.speakers(named(entry), code), code) if entry.people else [])


def _title_row(entry: Entry, said: TalkSaid, code: str) -> list[str]:
    """The title; what is read stands below these lines, and is not said here too."""
    return _row(Label.TITLE, said.title, code) if entry.talk.title or not said.papers else []


def _row(label: Label, value: str, code: str) -> list[str]:
    return [wording.line(label, value, code)] if value else []


def _of_the_day(said: TalkSaid, code: str) -> Iterator[str]:
    yield from said.elsewhere
    yield from _row(Label.LINK, said.link, code)
    yield from _row(Label.PASSCODE, said.passcode, code)
    yield from _row(Label.MOVED, said.moved, code)
    yield from _row(Label.NOTE, said.note, code)
