"""What a calendar shows of a talk or a free slot, as plain values.

Private notes are never handed in, and a join link is told only where it is public. Knows nothing of the file's form.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple
from zoneinfo import ZoneInfo

from semctl import wording
from semctl.ics.lines import basic, phrase, prose
from semctl.languages import CODES, language
from semctl.model import Join, Mode, Series, Show, Status
from semctl.programme import Entry, Programme
from semctl.recurrence import Slot
from semctl.wording import Label, Venue

NO_DOMAIN = "semctl"
DAY = dt.timedelta(days=1)
_NOT_SURE = (Status.INVITED, Status.TENTATIVE)


class Event(NamedTuple):
    """What a client shows of an event; text is clean, None and "" are left out.

    identities: what its UID may be, the first that no event before it has. day: the day people come. start, end: as
    DTSTART and DTEND say them, with their parameters: by the wall clock of `zone`, in UTC, or as whole days.
    """

    identities: tuple[str, ...]
    day: dt.date
    start: str
    end: str
    zone: str | None
    summary: str
    description: str
    location: str
    url: str
    categories: tuple[str, ...]
    organizer: tuple[str, str] | None
    conference: str
    status: str

    @property
    def is_whole_day(self) -> bool:
        """Whether only the date is known."""
        return self.start.startswith(";VALUE=DATE:")

    @property
    def fingerprint(self) -> str:
        """Another one where anything that a client shows is another."""
        texts = (self.start, self.end, self.summary, self.description, self.location, self.url)
        people = self.organizer or ()
        shown = "\x1f".join((*texts, self.conference, self.status, *self.categories, "", *people))
        return sha256(shown.encode()).hexdigest()[:16]


@dataclass(frozen=True, kw_only=True)
class Teller:
    """Tells the talks and slots of one series; what is the same for all of them is found out once."""

    programme: Programme
    _places: dict[tuple[object, ...], tuple[str, str, str]] = field(default_factory=dict)

    def talk(self, entry: Entry) -> Event | None:
        """The event of a talk; None where it has no date."""
        talk, code = entry.talk, self._code
        if entry.date is None:
            return None
        named = [(phrase(person.name), phrase(person.affiliation)) for person in entry.people]
        title = phrase(talk.title) or (wording.label(Label.TBA_TITLE, code) if named else "")
        who = wording.speakers([(name, None) for name, _ in named], code) if named or not title else ""
        who_and_whence = wording.speakers(named, code) if named else ""
        own = f"{talk.id}.{self._home}"
        return self._event(
            identities=(phrase(talk.uid), own) if talk.uid else (own,),
            day=entry.date,
            slot=entry.slot,
            status=_status(entry),
            about=f"{who} – {title}" if who and title else who or title,
            paragraphs=(
                f"{who_and_whence}\n{title}" if who_and_whence and title else who_and_whence or title,
                prose(talk.abstract),
                _labelled(Label.REASON, _reason(entry), code),
            ),
            url=phrase(talk.url) or self._url,
            tags=talk.tags,
        )

    def free(self, slot: Slot) -> Event:
        """The event of a slot that nobody has taken yet."""
        time = f"T{slot.regular_time:%H%M}" if slot.regular_time else ""
        day = slot.regular_date.isoformat()
        keys = (day + time,) if slot.shares_regular_date else (day, day + time, f"{day}{time}-free")
        return self._event(
            identities=tuple(f"{key}.{self._home}" for key in keys),
            day=slot.date,
            slot=slot,
            status="TENTATIVE" if slot.is_held else "CANCELLED",
            about=wording.label(Label.FREE, self._code),
            paragraphs=(),
            url=self._url,
            tags=(),
        )

    def _event(
        self,
        *,
        identities: tuple[str, ...],
        day: dt.date,
        slot: Slot | None,
        status: str,
        about: str,
        paragraphs: Iterable[str],
        url: str,
        tags: Sequence[str],
    ) -> Event:
        start, end, zone = _times(slot) if slot and slot.time else (_date(day), _date(_day_after(day)), None)
        location, joining, link = self._place(slot) if slot else ("", "", "")
        note = phrase(slot.note) if slot else ""
        return Event(
            identities=identities,
            day=day,
            start=start,
            end=end,
            zone=zone,
            summary=phrase(f"{self._cancelled if status == 'CANCELLED' else ''}{self._called} {about}"),
            # Google and Outlook show no URL but this last line.
            description="\n\n".join(filter(None, (*paragraphs, note, joining, url))),
            location=location,
            url=url,
            categories=tuple(dict.fromkeys((*self._topics, *map(phrase, tags)))) if tags else self._topics,
            organizer=self._organizer,
            conference=link,
            status=status,
        )

    # --- what is the same for the whole series ---

    @cached_property
    def _series(self) -> Series:
        return self.programme.book.series

    @cached_property
    def _code(self) -> str:
        """The language that semctl writes: the series' own, English where it is none of ours."""
        code = self._series.language.lower().partition("-")[0]
        return code if code in CODES else "en"

    @cached_property
    def _called(self) -> str:
        return f"{self._series.called}{language(self._code).sentences.colon}"

    @cached_property
    def _cancelled(self) -> str:
        return f"{wording.label(Label.CANCELLED, self._code).upper()}{language(self._code).sentences.colon} "

    @cached_property
    def _home(self) -> str:
        return f"{self._series.id}@{phrase(self._series.domain) or NO_DOMAIN}"

    @cached_property
    def _url(self) -> str:
        return phrase(self._series.url)

    @cached_property
    def _topics(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(phrase, self._series.topics)))

    @cached_property
    def _organizer(self) -> tuple[str, str] | None:
        """Name and address of whom the file calls public: an organiser with an address, or the series' contact."""
        people = [(person.name, person.email) for person in self.programme.book.organizers if person.public]
        for name, address in (*people, (self._series.called, self._series.contact)):
            if address:
                return phrase(name), phrase(address)
        return None

    # --- what the place is, and how to join ---

    def _place(self, slot: Slot) -> tuple[str, str, str]:
        """Where it is, the paragraph on how to join where that is possible from elsewhere, and the public link."""
        key = (slot.room, slot.mode, slot.online, slot.join)
        known = self._places.get(key)
        if known is None:
            joining = "" if _mode(slot) is Mode.IN_PERSON else _joining(slot, self._code)
            known = self._places[key] = self._location(slot), joining, _public_link(slot)
        return known

    def _location(self, slot: Slot) -> str:
        if _mode(slot) is Mode.ONLINE:
            return _public_link(slot) or _where(slot, self._code)
        if not slot.room:
            return ""
        room = self.programme.book.rooms.get(slot.room)
        return phrase(f"{slot.room}, {room.address}" if room and room.address else slot.room)


def _status(entry: Entry) -> str:
    if not entry.takes_place:
        return "CANCELLED"
    return "TENTATIVE" if entry.talk.status in _NOT_SURE else "CONFIRMED"


def _reason(entry: Entry) -> str | None:
    """Why it does not take place, where somebody said so."""
    if entry.takes_place:
        return None
    return entry.talk.reason or (entry.slot.reason if entry.slot else None)


def _joining(slot: Slot, code: str) -> str:
    link = _public_link(slot)
    passcode = slot.join.passcode if slot.join and link else None
    lines = (
        _labelled(Label.WHERE, _where(slot, code), code),
        _labelled(Label.LINK, link, code),
        _labelled(Label.PASSCODE, passcode, code),
    )
    return "\n".join(each for each in lines if each)


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
    join: Join | None = slot.join
    is_public = join is not None and join.show is Show.PUBLIC and _mode(slot) is not Mode.IN_PERSON
    return phrase(join.url) if join and is_public else ""


def _labelled(key: Label, value: str | None, code: str) -> str:
    return wording.line(key, phrase(value), code) if value else ""


# --- when it is ---


def _times(slot: Slot) -> tuple[str, str, str | None]:
    """Start and end by the wall clock, with its zone; in UTC where a wall clock would not be understood."""
    start, end, zone = slot.start, slot.end, slot.zone
    assert start is not None
    assert end is not None
    if zone.key != "UTC" and _is_plain(start, zone) and _is_plain(end, zone):
        return f";TZID={zone.key}:{basic(start)}", f";TZID={zone.key}:{basic(end)}", zone.key
    return f":{basic(start.astimezone(dt.UTC))}Z", f":{basic(end.astimezone(dt.UTC))}Z", None


def _is_plain(time: dt.datetime, zone: ZoneInfo) -> bool:
    """Whether the clocks show this time once that day: not twice, nor never, as they do where they are changed."""
    offset = zone.utcoffset(time)
    if dt.MINYEAR < time.year < dt.MAXYEAR and zone.utcoffset(time - DAY) == offset == zone.utcoffset(time + DAY):
        return True  # they are not changed about then
    return not time.fold and zone.utcoffset(time.replace(fold=1)) == offset


def _date(day: dt.date) -> str:
    return f";VALUE=DATE:{day.isoformat().replace('-', '')}"


def _day_after(day: dt.date) -> dt.date:
    return day + DAY if day < dt.date.max else day
