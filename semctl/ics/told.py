"""What an event is told from, and the lines that tell it.

Private notes are never handed in, and a join link is told only where it is public. The lines are made of what is
`Told` of an event and of what is the same for the whole series, nothing else, so that the fingerprint misses nothing.
"""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import chain
from typing import Any, NamedTuple
from zlib import crc32
from zoneinfo import ZoneInfo

from semctl import wording
from semctl.ics.lines import basic, escaped, phrase, prose, quoted, uri
from semctl.ics.published import SHOWN
from semctl.idents import NO_DOMAIN, event_identity
from semctl.languages import codes, language
from semctl.mathtext import plain
from semctl.model import Mode, Series, Show, Status
from semctl.programme import Entry, Programme
from semctl.readable import readable_series
from semctl.reading.citing import cited
from semctl.reading.told import papers_of, parts_of, title_of
from semctl.recurrence import Slot, end_of
from semctl.wording import Label, Venue

DAY = dt.timedelta(days=1)
CANCELLED, TENTATIVE, CONFIRMED = "CANCELLED", "TENTATIVE", "CONFIRMED"  # RFC 5545 §3.8.1.11
_NOT_SURE = (Status.INVITED, Status.TENTATIVE)


class Place(NamedTuple):
    """Where it is, how to take part from elsewhere, and the link where that is public; any may be empty."""

    location: str = ""
    joining: str = ""
    link: str = ""


class Meeting(NamedTuple):
    """When on its day, where, and what is unusual about it, as the slot has it."""

    time: dt.time | None = None
    duration: dt.timedelta | None = None
    zone: ZoneInfo | None = None
    place: Place = Place()
    note: str | None = None


class Told(NamedTuple):
    """All that an event is told from, beside what is the same for the whole series.

    identities: what its UID may be, the first that no event before it has. day: the day people come. named: who
    speaks, with the affiliations. about: what a free slot says instead of a talk. read: what stands for the title
    where papers are all that a meeting is called by. papers, parts: lines on what is read and who plays what.
    aside: lines that no client shows, for semctl to read the event again.
    """

    identities: tuple[str, ...]
    day: dt.date
    meeting: Meeting
    status: str
    about: str = ""
    named: tuple[tuple[str | None, str | None], ...] = ()
    title: str | None = None
    read: str | None = None
    papers: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    abstract: str | None = None
    reason: str | None = None
    url: str | None = None
    tags: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()


def home(series: Series) -> str:
    """What the identities of a series end with, as in "mds@utwente.nl"."""
    return f"{series.id}@{phrase(series.domain) or NO_DOMAIN}"


@dataclass(frozen=True, kw_only=True)
class Teller:
    """Tells the talks and slots of one series; what is the same for all of them is found out once.

    as_typed: whether TeX stays what it is.
    """

    programme: Programme
    as_typed: bool = False
    _places: dict[tuple[object, ...], Place] = field(default_factory=dict)

    # --- what is told ---

    def talk(self, entry: Entry) -> Told | None:
        """What is told of a talk; None where it has no date."""
        if entry.date is None:
            return None
        talk, slot, is_on = entry.talk, entry.slot, entry.takes_place
        own = self._identity(talk.id)
        meeting = self._meeting(slot) if slot else Meeting()
        status = CANCELLED if not is_on else TENTATIVE if talk.status in _NOT_SURE else CONFIRMED
        named = tuple([(person.name, person.affiliation) for person in talk.people])
        return Told(
            identities=(phrase(talk.uid), own) if talk.uid else (own,),
            day=entry.date,
            meeting=meeting,
            status=status,
            named=named,
            title=talk.title,
            **self._reading(entry),
            abstract=talk.abstract,
            reason=None if is_on else talk.reason or (slot.reason if slot else None),
            url=talk.url,
            tags=talk.tags,
            aside=(
                *([_own("ID", talk.id)] if talk.uid else ()),
                *([_own("READING", "titled" if talk.title else "untitled")] if talk.papers or talk.roles else ()),
                *([_own("STATUS", talk.status)] if talk.status.upper() != status else ()),
                *([_own("SPEAKER", name) for name, _ in named] if len(named) > 1 else ()),
                *(_of_slot(slot, meeting.place) if slot else ()),
            ),
        )

    def _reading(self, entry: Entry) -> dict[str, Any]:
        talk, code = entry.talk, self._code
        if not (talk.papers or talk.roles):
            return {}
        parts = [(self._phrase(part.role.name), part.people) for part in parts_of(entry, code)]
        return {
            "read": None if talk.title else title_of(entry),
            "papers": tuple(cited(paper, code) for paper in papers_of(entry)),
            "parts": tuple(wording.after_name(name, phrase(people), code) for name, people in parts),
        }

    def free(self, slot: Slot) -> Told:
        """What is told of a slot that nobody has taken yet."""
        time = f"T{slot.regular_time:%H%M}" if slot.regular_time else ""
        day = slot.regular_date.isoformat()
        meeting = self._meeting(slot)
        keys = (day + time,) if slot.shares_regular_date else (day, day + time, f"{day}{time}-free")
        return Told(
            identities=tuple(map(self._identity, keys)),
            day=slot.date,
            meeting=meeting,
            status=TENTATIVE if slot.is_held else CANCELLED,
            about=wording.label(Label.FREE, self._code),
            aside=tuple(_of_slot(slot, meeting.place)),
        )

    def fingerprint(self, told: Told) -> str:
        """Two in one: another one where anything that clients show is another, and of what is beside that."""
        meeting = told.meeting
        shown = (
            self._same_for_all,
            f"{told.status} {told.day} {meeting.time} {meeting.duration} {meeting.zone}",
            *meeting.place,
            meeting.note,
            told.about,
            told.title or told.read,
            told.abstract,
            told.reason,
            told.url,
            *chain.from_iterable(told.named),
            "",
            *told.tags,
            *(("", *told.papers, *told.parts) if told.papers or told.parts else ()),
        )
        text = "\x1f".join([each or "" for each in shown])
        aside = crc32("\n".join(told.aside).encode(errors="backslashreplace")) if told.aside else 0
        return f"{sha256(text.encode(errors='backslashreplace')).hexdigest()[:SHOWN]}-{aside:08x}"

    def _identity(self, name: str) -> str:
        return event_identity(name, self._series.id, self._series.domain)

    # --- the lines ---

    def lines(self, told: Told) -> list[str]:
        """The unfolded lines of what clients are shown; whoever writes them in another way raises FORM."""
        start, end = _times(told.day, told.meeting)
        place, url = told.meeting.place, phrase(told.url) or self._url
        description = self._description(told, url)
        categories = dict.fromkeys((*self._topics, *map(phrase, told.tags)))
        lines = [
            f"DTSTART{start}",
            f"DTEND{end}",
            f"STATUS:{told.status}",
            f"SUMMARY:{escaped(self._summary(told))}",
            f"LOCATION:{escaped(place.location)}" if place.location else "",
            f"DESCRIPTION:{escaped(description)}" if description else "",
            f"URL:{uri(url)}" if url else "",
            # Some readers cut the address at a bare comma or semicolon.
            f"CONFERENCE;VALUE=URI:{uri(place.link).replace(',', '%2C').replace(';', '%3B')}" if place.link else "",
            f"CATEGORIES:{','.join(map(escaped, categories))}" if categories else "",
            f"ORGANIZER;CN={quoted(self._organizer[0])}:mailto:{self._organizer[1]}" if self._organizer else "",
            # A day of which only the date is known is not taken up by the talk.
            "TRANSP:TRANSPARENT" if told.status == CANCELLED or told.meeting.time is None else "",
            "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE" if told.status == TENTATIVE else "",
            *self._sources(told),
            *told.aside,
        ]
        return [line for line in lines if line]

    def _sources(self, told: Told) -> list[str]:
        """The TeX of what stands above without it."""
        texts = (("TITLE", told.title), ("ABSTRACT", told.abstract))
        return [f"X-SEMCTL-{name}:{escaped(prose(text))}" for name, text in texts if text and self._read(text) != text]

    def _read(self, text: str | None) -> str | None:
        return text if self.as_typed or text is None else plain(text)

    def _phrase(self, text: str | None) -> str:
        return phrase(self._read(text))

    def _summary(self, told: Told) -> str:
        who = [(self._phrase(name), None) for name, _ in told.named]
        title = self._phrase(told.title or told.read)
        about = " – ".join(filter(None, (self._who(who, title), title or self._tba(told))))
        cancelled = f"{wording.label(Label.CANCELLED, self._code).upper()}{self._colon} "
        is_off = told.status == CANCELLED
        return phrase(f"{cancelled if is_off else ''}{self._series.called}{self._colon} {told.about or about}")

    def _who(self, named: wording.Speakers, title: str) -> str:
        """The speakers; that they are not known is said where there is not even a title."""
        return wording.speakers(named, self._code) if named or not title else ""

    def _tba(self, told: Told) -> str:
        return wording.label(Label.TBA_TITLE, self._code) if told.named else ""

    def _description(self, told: Told, url: str) -> str:
        code, meeting = self._code, told.meeting
        named = [(self._phrase(name), self._phrase(affiliation) or None) for name, affiliation in told.named]
        paragraphs = (
            "\n".join(filter(None, (self._who(named, "-"), self._phrase(told.title or told.read) or self._tba(told)))),
            prose(self._read(told.abstract)),
            self._papers(told),
            "\n".join((f"{wording.label(Label.ROLES, code)}{self._colon}", *told.parts)) if told.parts else "",
            _labelled(Label.REASON, self._read(told.reason), code),
            phrase(meeting.note),
            meeting.place.joining,
            self._end_is_assumed(told),
            url,  # Google and Outlook show no URL but this last line
        )
        return "\n\n".join(filter(None, paragraphs))

    def _papers(self, told: Told) -> str:
        """What is read: on the line of its label, or on lines below it."""
        lines = [self._phrase(each) for each in told.papers]
        if len(lines) > 1:
            return "\n".join((f"{wording.label(Label.PAPERS, self._code)}{self._colon}", *lines))
        return _labelled(Label.PAPER, "".join(lines), self._code)

    def _end_is_assumed(self, told: Told) -> str:
        is_assumed = told.meeting.time and not told.meeting.duration and told.status != CANCELLED
        return wording.capital(wording.label(Label.ASSUMED_END, self._code)) if is_assumed else ""

    # --- what is the same for the whole series ---

    @cached_property
    def _series(self) -> Series:
        series = self.programme.book.series
        return series if self.as_typed else readable_series(series)

    @cached_property
    def _code(self) -> str:
        return written_in(self._series)

    @cached_property
    def _colon(self) -> str:
        return language(self._code).sentences.colon

    @cached_property
    def _url(self) -> str:
        return phrase(self._series.url)

    @cached_property
    def _topics(self) -> tuple[str, ...]:
        return tuple(map(phrase, self._series.topics))

    @cached_property
    def _organizer(self) -> tuple[str, str] | None:
        """Name and address of whom the file calls public: an organiser with an address, or the series' contact."""
        people = [(person.name, person.email) for person in self.programme.book.organizers if person.public]
        for name, address in (*people, (self._series.called, self._series.contact)):
            if address:
                return phrase(name), phrase(address)
        return None

    @cached_property
    def _same_for_all(self) -> str:
        organizer = self._organizer or ()
        typed = ("TeX",) if self.as_typed else ()
        return "\x1f".join((self._series.called, self._code, self._url, *organizer, "", *self._topics, *typed))

    # --- what the place is, and how to join ---

    def _meeting(self, slot: Slot) -> Meeting:
        key = (slot.room, slot.mode, slot.online, slot.join)
        place = self._places.get(key)
        if place is None:
            joining = "" if _mode(slot) is Mode.IN_PERSON else _joining(slot, self._code)
            place = self._places[key] = Place(self._location(slot), joining, _public_link(slot))
        return Meeting(slot.time, slot.duration, slot.zone, place, slot.note)

    def _location(self, slot: Slot) -> str:
        if _mode(slot) is Mode.ONLINE:
            return _public_link(slot) or _where(slot, self._code)
        if not slot.room:
            return ""
        room = self.programme.book.rooms.get(slot.room)
        return phrase(f"{slot.room}, {room.address}" if room and room.address else slot.room)


def written_in(series: Series) -> str:
    """The language that semctl writes: the series' own, English where it is none of ours."""
    code = series.language.lower().partition("-")[0]
    return code if code in codes() else "en"


def _of_slot(slot: Slot, place: Place) -> list[str]:
    """What of a slot cannot be told from the words around it: the remark, and the room before its address."""
    lines = []
    if slot.note:
        lines.append(_own("NOTE", slot.note))
    if slot.room and place.location.startswith(f"{phrase(slot.room)}, "):
        lines.append(_own("ROOM", slot.room))
    return lines


def _own(name: str, value: str | None) -> str:
    return f"X-SEMCTL-{name}:{escaped(phrase(value))}"


def _joining(slot: Slot, code: str) -> str:
    link = _public_link(slot)
    passcode = slot.join.passcode if slot.join and link else None
    lines = (
        _labelled(Label.WHERE, _where(slot, code), code),
        _labelled(Label.LINK, link, code),
        _labelled(Label.PASSCODE, passcode, code),
    )
    return "\n".join(filter(None, lines))


def _where(slot: Slot, code: str) -> str:
    by_mail = slot.join is not None and slot.join.show is Show.MAIL
    venue = Venue(room=slot.room, mode=_mode(slot), online=slot.online, link_by_mail=by_mail)
    return phrase(wording.where(venue, code))


def _mode(slot: Slot) -> Mode:
    """How people take part; where nobody said, a link says that it is possible online."""
    if slot.mode is not None:
        return slot.mode
    if slot.join is None:
        return Mode.IN_PERSON
    return Mode.HYBRID if slot.room else Mode.ONLINE


def _public_link(slot: Slot) -> str:
    is_public = slot.join is not None and slot.join.show is Show.PUBLIC and _mode(slot) is not Mode.IN_PERSON
    return phrase(slot.join.url) if slot.join and is_public else ""


def _labelled(key: Label, value: str | None, code: str) -> str:
    return wording.line(key, phrase(value), code) if value else ""


# --- when it is ---


def _times(day: dt.date, meeting: Meeting) -> tuple[str, str]:
    """DTSTART and DTEND: by the wall clock with its zone, in UTC where that would not be understood, or whole days."""
    if meeting.time is None or meeting.zone is None:
        return _date(day), _date(day + DAY if day < dt.date.max else day)
    zone = meeting.zone
    start = dt.datetime.combine(day, meeting.time, zone)
    end = end_of(start, meeting.duration)
    if zone.key != "UTC" and _is_plain(start) and _is_plain(end):
        return f";TZID={zone.key}:{basic(start)}", f";TZID={zone.key}:{basic(end)}"
    return f":{basic(start.astimezone(dt.UTC))}Z", f":{basic(end.astimezone(dt.UTC))}Z"


def _is_plain(time: dt.datetime) -> bool:
    """Whether the clocks show this time once that day: not twice, nor never, as they do where they are changed."""
    offset, year = time.utcoffset(), time.year
    if dt.MINYEAR < year < dt.MAXYEAR and offset == (time - DAY).utcoffset() == (time + DAY).utcoffset():
        return True  # they are not changed about then
    return not time.fold and offset == time.replace(fold=1).utcoffset()


def _date(day: dt.date) -> str:
    return f";VALUE=DATE:{day.isoformat().replace('-', '')}"
