"""Talks and dates as pages tell them: the values that the templates are filled with, in the series' language."""

import datetime as dt
from collections.abc import Iterator
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

from semctl import wording
from semctl.dates import clock, day_at, day_span, long_day, plain_day
from semctl.languages import language
from semctl.model import Mode, Show, Speaker, Status
from semctl.programme import Entry
from semctl.reading.citing import OTHERS, authors, links, published
from semctl.reading.records import Paper
from semctl.reading.told import papers_of, parts_of, title_of
from semctl.recurrence import Slot
from semctl.site.shelf import Shelf, href, page_name, picture
from semctl.wording import Label

FREE_AHEAD = 3  # free dates that are told after the last talk

View = dict[str, Any]


def talk_view(entry: Entry, shelf: Shelf, root: str) -> View:
    """A talk; root leads from the page to the folder of the series ("" or "../")."""
    talk, slot, code, title = entry.talk, entry.slot, entry.series.language, title_of(entry)
    assert entry.date is not None
    time = slot.time if slot else None
    return {
        "id": talk.id,
        "page": f"{root}talks/{talk.id}.html",
        "calendar": f"{root}talks/{talk.id}.ics",
        "language": entry.language,
        "title": title or wording.label(Label.TBA_TITLE, code),
        "is_titled": bool(title),
        "papers": [_paper(paper, code, root, shelf) for paper in papers_of(entry)],
        "parts": [(str(part.role.name), wording.capital(part.people)) for part in parts_of(entry, code)],
        "people": [_person(person, shelf, root) for person in entry.people],
        "speakers": wording.speakers([(str(each.name), each.affiliation) for each in entry.people], code)
        if entry.people
        else "",
        "day": plain_day(entry.date, code),
        "when": day_at(entry.date, time, code),
        "span": _span(entry, entry.date, time, code),
        "moment": (entry.start or entry.date).isoformat(),
        "zone": slot.zone.key if slot and time else "",
        "elsewhere": [_elsewhere(entry, zone, code) for zone in entry.series.also_times if entry.start],
        "cancelled": "" if entry.takes_place else _why(entry, code),
        "tentative": entry.takes_place and talk.status in (Status.TENTATIVE, Status.INVITED),
        "abstract": talk.abstract or "",
        "joint_with": ", ".join(talk.joint_with),
        "tags": talk.tags,
        "links": [
            (wording.label(label, code), link)
            for label, value in (
                (Label.SLIDES, talk.slides),
                (Label.VIDEO, talk.video),
                (Label.PREPRINT, talk.preprint),
            )
            if (link := href(value, root, shelf))
        ],
        "url": href(talk.url, root, shelf),
        **_place(entry, shelf, root),
    }


def _paper(paper: Paper, code: str, root: str, shelf: Shelf) -> View:
    """A paper: its parts, and where it can be read; the best place is the link of the title."""
    found = [(name, link) for name, address in links(paper) if (link := href(address, root, shelf))]
    return {
        "title": str(paper.title or paper.id),
        "authors": authors(paper, code),
        "published": published(paper),
        "url": found[0][1] if found else None,
        "page": next((link for name, link in found if not name), None),
        "links": [(name, link) for name, link in found if name],
        "author_names": [str(each) for each in paper.authors if each != OTHERS],
        "year": paper.year,
    }


def _person(person: Speaker, shelf: Shelf, root: str) -> View:
    key = page_name(str(person.name))
    return {
        "name": str(person.name),
        "affiliation": person.affiliation or "",
        "url": href(person.url, root, shelf),
        "page": f"{root}speakers/{key}.html" if key in shelf.speakers else None,
        "photo": picture(person.photo, root, shelf),
        "bio": person.bio or "",
    }


def _span(entry: Entry, day: dt.date, time: dt.time | None, code: str) -> str:
    """When it is, with the end where somebody gave one."""
    if time and entry.end and not entry.end_is_assumed:
        return day_span(day, time, entry.end.timetz().replace(tzinfo=None), code)
    return day_at(day, time, code)


def _elsewhere(entry: Entry, zone: str, code: str) -> tuple[str, str]:
    assert entry.start is not None
    there = entry.start.astimezone(ZoneInfo(zone))
    told = clock(there.time(), code) if there.date() == entry.date else day_at(there.date(), there.time(), code)
    return zone.rpartition("/")[2].replace("_", " "), told


def _why(entry: Entry, code: str) -> str:
    reason = entry.talk.reason or (entry.slot.reason if entry.slot else None)
    return wording.line(Label.CANCELLED, reason, code) if reason else wording.label(Label.CANCELLED, code)


def _place(entry: Entry, shelf: Shelf, root: str) -> View:
    """Where it is and how to take part; a link only if the file shows it to everyone."""
    slot, room, code = entry.slot, entry.room, entry.series.language
    join = slot.join if slot else None
    public = join if join and join.show is Show.PUBLIC else None
    mode = (slot.mode if slot else None) or Mode.IN_PERSON
    is_online = mode is not Mode.IN_PERSON
    return {
        "mode": str(mode),
        "room": (slot.room if slot and mode is not Mode.ONLINE else None) or "",
        "address": (room.address if room and mode is not Mode.ONLINE else None) or "",
        "map": href(room.url, root, shelf) if room else None,
        "online": ((slot.online if slot else None) or wording.label(Label.ONLINE, code)) if is_online else "",
        "join": href(public.url, root, shelf) if public else None,
        "passcode": (public.passcode or "") if public else "",
        "link_by_mail": wording.label(Label.LINK_BY_MAIL, code) if join and not public else "",
        "note": (slot.note if slot else None) or "",
        "moved_from": plain_day(slot.moved_from, code) if slot and slot.moved_from else "",
        "reason": (slot.reason if slot else None) or "",
    }


# --- the dates to come ---


def upcoming(shelf: Shelf, root: str) -> list[View]:
    """What is to come, in order: talks, free dates, and dates without a meeting with their reason."""
    today = shelf.now.date()
    coming = [entry for entry in shelf.entries if not entry.is_over(shelf.now)]
    rows = [
        (_order(entry.date, entry.slot), {"kind": "talk", "talk": talk_view(entry, shelf, root)})
        for entry in coming
        if entry.date
    ]
    last = max((entry.date for entry in coming if entry.date), default=today)
    free = list(_free(shelf, today, last))
    rows += [(_order(slot.date, slot), _dated(slot, shelf, "free")) for slot in free]
    last = max([last, *(slot.date for slot in free)])
    rows += [(_order(day, slot), view) for day, slot, view in _without(shelf, today, last)]
    return [view for _, view in sorted(rows, key=lambda row: row[0])]


def _order(day: dt.date | None, slot: Slot | None) -> tuple[dt.date, dt.time]:
    return day or dt.date.max, (slot.time if slot else None) or dt.time.min


def _free(shelf: Shelf, today: dt.date, last: dt.date) -> Iterator[Slot]:
    after = 0
    for slot in shelf.programme.free():
        if slot.date < today or (slot.end and slot.end <= shelf.now):
            continue
        after += slot.date > last
        if after > FREE_AHEAD:
            return
        yield slot


def _without(shelf: Shelf, today: dt.date, last: dt.date) -> Iterator[tuple[dt.date, Slot | None, View]]:
    """Dates on which people might come and should not: cancelled, moved away, breaks."""
    code, cancelled = shelf.programme.book.series.language, {entry.date for entry in shelf.entries if entry.slot}
    no_meeting = wording.label(Label.NO_MEETING, code)
    for slot in takewhile(lambda slot: slot.date <= last, shelf.programme.slots):
        if not slot.is_held and slot.date >= today and slot.date not in cancelled:
            yield slot.date, slot, _dated(slot, shelf, no_meeting)
    for slot in shelf.programme.slots:
        day = slot.moved_from
        if day and slot.is_held and today <= day <= last and not shelf.programme.on(day):
            to = f"{wording.label(Label.MOVED_TO, code)} {plain_day(slot.date, code)}"
            why = slot.reason or shelf.holidays.get(day)
            yield day, slot, {"day": long_day(day, code), "moment": day.isoformat(), "says": no_meeting,
                              "why": ", ".join(each for each in (why, to) if each), "kind": "none"}  # fmt: skip
    for pause in shelf.programme.book.breaks:
        if today <= pause.to and pause.from_ <= last:
            days = plain_day(pause.from_, code)
            days += "" if pause.to == pause.from_ else f" – {plain_day(pause.to, code)}"
            moment = pause.from_.isoformat()
            view = {"day": days, "moment": moment, "says": no_meeting, "why": pause.reason or "", "kind": "none"}
            yield pause.from_, None, view


def _dated(slot: Slot, shelf: Shelf, says: str) -> View:
    code = slot.series.language
    is_free = says == "free"
    return {
        "day": day_at(slot.date, slot.time if is_free else None, code),
        "moment": (slot.start or slot.date).isoformat() if is_free else slot.date.isoformat(),
        "says": wording.label(Label.FREE, code) if is_free else says,
        "why": slot.note or "" if is_free else slot.reason or shelf.holidays.get(slot.date) or "",
        "kind": "free" if is_free else "none",
    }


def series_view(shelf: Shelf, root: str) -> View:
    """What every page says of its series."""
    series, book = shelf.programme.book.series, shelf.programme.book
    code = series.language
    return {
        "name": series.name,
        "called": series.called,
        "by": ", ".join(each for each in (series.unit, series.institution) if each),
        "description": series.description or "",
        "audience": series.audience or "",
        "topics": series.topics,
        "url": href(series.url, root, shelf),
        "contact": series.contact,
        "logo": picture(series.logo, root, shelf),
        "organizers": [
            {"name": each.name, "url": href(each.url, root, shelf), "email": each.email}
            for each in book.organizers
            if each.public
        ],
        "language": code,
        "home": f"{root}index.html",
        "calendar": f"{root}{series.id}.ics",
        "feed": f"{root}feed.xml",
        "words": language(code).labels._asdict() | language(code).pages._asdict(),
        "colon": language(code).sentences.colon,
    }
