"""A programme as an iCalendar file (RFC 5545) that every client reads the same.

An event's state (its stamps and SEQUENCE) comes from the file that is replaced, never from a clock. Knows nothing of
files; private notes are never handed in, and a join link is told only where it is public.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from zoneinfo import ZoneInfo

import icalendar

from semctl import wording
from semctl.languages import CODES, language
from semctl.model import Mode, Series, Show, Status
from semctl.problems import Refused, Unreadable
from semctl.programme import Entry, Programme
from semctl.recurrence import Slot
from semctl.timezones import vtimezone
from semctl.wording import Label, Venue

PRODID = "-//semctl//semctl//EN"  # without the version: a new release must not change the bytes of a calendar
NO_DOMAIN = "semctl"
REFRESH = dt.timedelta(hours=12)
WIDTH = 75  # octets of a line without its end, RFC 5545 §3.1
HASH = "X-SEMCTL-HASH"
SECOND = dt.timedelta(seconds=1)


def calendar(
    programmes: Sequence[Programme],
    entries: Sequence[Entry],
    *,
    previous: bytes | None = None,
    now: dt.datetime | None = None,
    free: Sequence[Slot] = (),
    keep_cancelled: bool = True,
) -> bytes:
    """The whole file: an event for each of the entries that has a date, in their order, then one for each free slot.

    programmes: of all the series concerned. previous: the file that this one replaces; an event it shows as it is
    now keeps its stamps and SEQUENCE. now: the stamp of events that have changed since. An event that is not in
    `previous` is stamped with 00:00 UTC of its own day, so that the same input gives the same bytes on any day.
    keep_cancelled: whether what was cancelled stays in, marked as such.

    Raises Unreadable where `previous` is no calendar, Refused where two talks would have one identity.
    """
    known = None if previous is None else _states(previous)
    books = {programme.book.series: programme for programme in programmes}
    events = _with_identities(
        [
            *(_of_entry(entry, books[entry.series]) for entry in entries if entry.takes_place or keep_cancelled),
            *(_of_free_slot(slot, books[slot.series]) for slot in free if slot.is_held or keep_cancelled),
        ]
    )
    lines = [
        *_head(programmes),
        *_zones(events),
        *(line for event in events for line in _lines(_component(event, _state(event, known, now)))),
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Event:
    """What a client shows of an event; text is clean, None and "" are left out.

    identities: what its UID may be, the first that no event before it has. day: the day people come. start, end:
    wall-clock times of `zone`, instants of UTC where there is none, or whole days.
    """

    identities: tuple[str, ...]
    day: dt.date
    start: dt.date
    end: dt.date
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
    def uid(self) -> str:
        return self.identities[0]

    @property
    def fingerprint(self) -> str:
        """Another one where anything that a client shows is another."""
        shown = [str(getattr(self, each.name)) for each in fields(self) if each.name != "identities"]
        return sha256("\x1f".join(shown).encode()).hexdigest()[:16]


# --- talks and slots as events ---


def _of_entry(entry: Entry, programme: Programme) -> Iterator[_Event]:
    """The event of a talk; none where it has no date."""
    talk, series, code = entry.talk, entry.series, _code(entry.series)
    if entry.date is None:
        return
    named = [(_line(person.name), _line(person.affiliation) or None) for person in entry.people]
    who = wording.speakers([(name, None) for name, _ in named], code) if named or not talk.title else ""
    title = _line(talk.title) or (wording.label(Label.TBA_TITLE, code) if named else "")
    tentative = talk.status in (Status.INVITED, Status.TENTATIVE)
    status = "CANCELLED" if not entry.takes_place else "TENTATIVE" if tentative else "CONFIRMED"
    reason = "" if entry.takes_place else talk.reason or (entry.slot.reason if entry.slot else None)
    url = _line(talk.url or series.url)
    own = f"{talk.id}.{_home(series)}"
    yield _event(
        identities=(_line(talk.uid), own) if talk.uid else (own,),
        day=entry.date,
        slot=entry.slot,
        status=status,
        about=" – ".join(each for each in (who, title) if each),
        paragraphs=(
            "\n".join(each for each in (wording.speakers(named, code) if named else "", title) if each),
            _prose(talk.abstract),
            _labelled(Label.REASON, reason, code),
            *(_on_the_slot(entry.slot, code) if entry.slot else ()),
        ),
        url=url,
        categories=(*series.topics, *talk.tags),
        programme=programme,
    )


def _of_free_slot(slot: Slot, programme: Programme) -> Iterator[_Event]:
    """The event of a slot that nobody has taken yet."""
    series, code = slot.series, _code(slot.series)
    time = f"T{slot.regular_time:%H%M}" if slot.regular_time else ""
    day = slot.regular_date.isoformat()
    keys = (day + time,) if slot.shares_regular_date else (day, day + time, f"{day}{time}-free")
    yield _event(
        identities=tuple(f"{key}.{_home(series)}" for key in keys),
        day=slot.date,
        slot=slot,
        status="TENTATIVE" if slot.is_held else "CANCELLED",
        about=wording.label(Label.FREE, code),
        paragraphs=_on_the_slot(slot, code),
        url=_line(series.url),
        categories=series.topics,
        programme=programme,
    )


def _event(
    *,
    identities: tuple[str, ...],
    day: dt.date,
    slot: Slot | None,
    status: str,
    about: str,
    paragraphs: Iterable[str],
    url: str,
    categories: Iterable[str],
    programme: Programme,
) -> _Event:
    series = programme.book.series
    code = _code(series)
    colon = language(code).sentences.colon
    cancelled = f"{wording.label(Label.CANCELLED, code).upper()}{colon} " if status == "CANCELLED" else ""
    start, end, zone = _times(slot) if slot and slot.start else (day, _day_after(day), None)
    return _Event(
        identities=identities,
        day=day,
        start=start,
        end=end,
        zone=zone,
        summary=_line(f"{cancelled}{series.called}{colon} {about}"),
        # Google and Outlook show no URL but this last line.
        description="\n\n".join(each for each in (*paragraphs, url) if each),
        location=_location(slot, programme, code) if slot else "",
        url=url,
        categories=tuple(dict.fromkeys(_line(each) for each in categories)),
        organizer=_organizer(programme),
        conference=_public_link(slot) if slot else "",
        status=status,
    )


def _times(slot: Slot) -> tuple[dt.datetime, dt.datetime, str | None]:
    """Start and end by the wall clock, with its zone; in UTC where a wall clock would not be understood."""
    assert slot.start is not None
    assert slot.end is not None
    if slot.zone.key != "UTC" and _is_plain(slot.start) and _is_plain(slot.end):
        return slot.start.replace(tzinfo=None), slot.end.replace(tzinfo=None), slot.zone.key
    return slot.start.astimezone(dt.UTC), slot.end.astimezone(dt.UTC), None


def _is_plain(time: dt.datetime) -> bool:
    """Whether the clocks show this time once that day: not twice, nor never, as they do where they are changed."""
    return time.replace(fold=0).utcoffset() == time.replace(fold=1).utcoffset()


def _day_after(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=1) if day < dt.date.max else day


def _home(series: Series) -> str:
    return f"{series.id}@{_line(series.domain) or NO_DOMAIN}"


def _organizer(programme: Programme) -> tuple[str, str] | None:
    """Name and address of whom the file calls public: the first organiser with an address, or the series' contact."""
    book = programme.book
    people = [(person.name, person.email) for person in book.organizers if person.public]
    for name, address in (*people, (book.series.called, book.series.contact)):
        if address:
            return _line(name).replace('"', "'"), _line(address)
    return None


# --- what the place is, and how to join ---


def _location(slot: Slot, programme: Programme, code: str) -> str:
    if _mode(slot) is Mode.ONLINE:
        return _public_link(slot) or _where(slot, code)
    if not slot.room:
        return ""
    room = programme.book.rooms.get(slot.room)
    return _line(f"{slot.room}, {room.address}" if room and room.address else slot.room)


def _on_the_slot(slot: Slot, code: str) -> tuple[str, ...]:
    """The paragraphs on what is unusual, and on how to join where that is possible from elsewhere."""
    note = _line(slot.note)
    if _mode(slot) is Mode.IN_PERSON:
        return (note,)
    link = _public_link(slot)
    passcode = slot.join.passcode if slot.join and link else None
    joining = (
        _labelled(Label.WHERE, _where(slot, code), code),
        _labelled(Label.LINK, link, code),
        _labelled(Label.PASSCODE, passcode, code),
    )
    return note, "\n".join(each for each in joining if each)


def _where(slot: Slot, code: str) -> str:
    by_mail = slot.join is not None and slot.join.show is Show.MAIL
    return _line(wording.where(Venue(room=slot.room, mode=_mode(slot), online=slot.online, link_by_mail=by_mail), code))


def _mode(slot: Slot) -> Mode:
    """How people take part; where nobody said, a link says that it is possible online."""
    if slot.mode is not None:
        return slot.mode
    if slot.join is None:
        return Mode.IN_PERSON
    return Mode.HYBRID if slot.room else Mode.ONLINE


def _public_link(slot: Slot) -> str:
    is_public = slot.join is not None and slot.join.show is Show.PUBLIC and _mode(slot) is not Mode.IN_PERSON
    return _line(slot.join.url) if slot.join and is_public else ""


# --- words ---

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def _prose(text: str | None) -> str:
    """Text without what readers stumble over: control characters, half characters, and Unicode's own line ends."""
    return _CONTROLS.sub("", _BREAKS.sub("\n", text or "").replace("\t", " ")).strip("\n ")


def _line(text: str | None) -> str:
    return re.sub("[ \n]+", " ", _prose(text))


def _labelled(key: Label, value: str | None, code: str) -> str:
    return wording.line(key, _line(value), code) if value else ""


def _code(series: Series) -> str:
    """The language that semctl writes: the series' own, English where it is none of ours."""
    code = series.language.lower().partition("-")[0]
    return code if code in CODES else "en"


# --- identity and state ---


def _with_identities(found: Iterable[Iterable[_Event]]) -> list[_Event]:
    """The events, each with the first of its identities that no event before it has."""
    taken: set[str] = set()
    events = []
    for event in (event for each in found for event in each):
        uid = next((each for each in event.identities if each not in taken), None)
        if uid is None:
            says = f'two talks or slots would have the calendar identity "{event.identities[-1]}"'
            raise Refused(says, "give each series an id of its own, and a talk no uid that another one has")
        taken.add(uid)
        events.append(replace(event, identities=(uid,)))
    return events


@dataclass(frozen=True, kw_only=True, slots=True)
class _State:
    """How often an event was changed and when; a fingerprint of what clients were shown."""

    sequence: int
    stamp: dt.datetime
    created: dt.datetime
    fingerprint: str


def _state(event: _Event, known: Mapping[str, _State] | None, now: dt.datetime | None) -> _State:
    old = known.get(event.uid) if known else None
    if old is None:
        first = dt.datetime.combine(event.day, dt.time(), dt.UTC)
        return _State(sequence=0, stamp=first, created=first, fingerprint=event.fingerprint)
    if old.fingerprint == event.fingerprint:
        return old
    # The first stamp may lie in the future, on the talk's day; readers pass over a version with an earlier one.
    later = old.stamp + SECOND
    stamp = max(now.astimezone(dt.UTC).replace(microsecond=0), later) if now else later
    return _State(sequence=old.sequence + 1, stamp=stamp, created=old.created, fingerprint=event.fingerprint)


_PROPERTY = re.compile(r"""([A-Za-z0-9-]+) (?: ;(?:[^":]|"[^"]*")* )? : (.*)""", re.VERBOSE | re.DOTALL)
_STAMP = "%Y%m%dT%H%M%SZ"


def _states(previous: bytes) -> dict[str, _State]:
    """The state of every event of a calendar file, by UID."""
    states: dict[str, _State] = {}
    inside: list[str] = []
    event: dict[str, str] = {}
    for line in _unfolded(previous):
        name, value = found.groups() if (found := _PROPERTY.fullmatch(line)) else (line, "")
        name, upper = name.upper(), value.strip().upper()
        if name == "BEGIN":
            inside.append(upper)
            event = {} if upper == "VEVENT" else event
        elif not inside:
            raise _no_calendar("has text outside of its calendar")
        elif name == "END":
            if inside.pop() != upper:
                raise _no_calendar(f"ends a {upper[:40]} that it has not begun")
            if upper == "VEVENT" and event.get("UID"):
                uid, state = _unescaped(event["UID"]), _state_of(event)
                if uid not in states or states[uid].sequence <= state.sequence:
                    states[uid] = state
        elif inside[-1] == "VEVENT":
            event.setdefault(name, value)
    if inside:
        raise _no_calendar("is cut short")
    return states


def _unfolded(previous: bytes) -> list[str]:
    try:
        text = previous.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _no_calendar("is not UTF-8") from error
    lines = [line for line in re.split(r"\r\n|\n|\r", re.sub(r"(?:\r\n|\n|\r)[ \t]", "", text)) if line.strip()]
    if not lines or lines[0].strip().upper() != "BEGIN:VCALENDAR":
        raise _no_calendar("does not begin with BEGIN:VCALENDAR" if lines else "is empty")
    return lines


def _no_calendar(why: str) -> Unreadable:
    hint = "fetch the published one again; or do without it: every event then starts anew at SEQUENCE 0"
    return Unreadable(f"the previous calendar cannot be read: it {why}", hint)


def _state_of(event: Mapping[str, str]) -> _State:
    """What an event says of its state; one without sound stamps is taken as changed."""
    sequence = event.get("SEQUENCE", "")
    stamps = [_stamp(event.get(name, "")) for name in ("DTSTAMP", "LAST-MODIFIED", "CREATED")]
    given = [stamp for stamp in stamps if stamp]
    long_ago = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    is_sound = stamps[0] is not None and stamps[0] == stamps[1] and stamps[2] is not None and sequence.isdecimal()
    return _State(
        sequence=int(sequence) if sequence.isdecimal() and len(sequence) < 10 else 0,
        stamp=max(given, default=long_ago),
        created=stamps[2] or min(given, default=long_ago),
        fingerprint=event.get(HASH, "") if is_sound else "",
    )


def _stamp(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(text, _STAMP).replace(tzinfo=dt.UTC)
    except ValueError:
        return None


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text)


# --- the file ---


def _head(programmes: Sequence[Programme]) -> list[str]:
    """The calendar's own lines, without its end."""
    series = [programme.book.series for programme in programmes]
    name = _line(" · ".join(dict.fromkeys(each.called for each in series)))
    about = "\n\n".join(dict.fromkeys(_about(each) for each in series))
    zones = {each.timezone for each in series}
    head = icalendar.Calendar()  # never Calendar.new, which gives the calendar a UID of its own
    head["PRODID"] = icalendar.vText(PRODID)
    head["VERSION"] = icalendar.vText("2.0")
    head["CALSCALE"] = icalendar.vText("GREGORIAN")
    # Set as text, since the library writes X- properties as they come.
    for key, text in (("NAME", name), ("X-WR-CALNAME", name), ("DESCRIPTION", about), ("X-WR-CALDESC", about)):
        if text:
            head[key] = icalendar.vText(text)
    if len(zones) == 1:
        head["X-WR-TIMEZONE"] = icalendar.vText(zones.pop())
    head["REFRESH-INTERVAL"] = icalendar.vDuration(REFRESH, params={"VALUE": "DURATION"})
    head["X-PUBLISHED-TTL"] = icalendar.vDuration(REFRESH)
    return _lines(head)[:-1]


def _about(series: Series) -> str:
    of = ", ".join(each for each in (_line(series.unit), _line(series.institution)) if each)
    first = "\n".join(each for each in (_line(series.name), of) if each)
    return "\n\n".join(each for each in (first, _prose(series.description)) if each)


def _zones(events: Sequence[_Event]) -> Iterator[str]:
    """A VTIMEZONE for each zone that an event names, right for the years of those events."""
    for key in sorted({event.zone for event in events if event.zone}):
        days = [event.day for event in events if event.zone == key]
        yield from vtimezone(ZoneInfo(key), min(days), max(days))


def _component(event: _Event, state: _State) -> icalendar.Event:
    component = icalendar.Event()
    texts = {
        "UID": event.uid,
        "SUMMARY": event.summary,
        "DESCRIPTION": event.description,
        "LOCATION": event.location,
        "STATUS": event.status,
        # A day of which only the date is known is not taken up by the talk.
        "TRANSP": "" if event.status != "CANCELLED" and isinstance(event.start, dt.datetime) else "TRANSPARENT",
        "X-MICROSOFT-CDO-BUSYSTATUS": "TENTATIVE" if event.status == "TENTATIVE" else "",
        HASH: state.fingerprint,
    }
    for name, text in texts.items():
        if text:
            component[name] = icalendar.vText(text)
    for name in ("DTSTAMP", "LAST-MODIFIED"):
        component[name] = icalendar.vDatetime(state.stamp)
    component["CREATED"] = icalendar.vDatetime(state.created)
    component["SEQUENCE"] = icalendar.vInt(state.sequence)
    component["DTSTART"] = _time(event.start, event.zone)
    component["DTEND"] = _time(event.end, event.zone)
    if event.categories:
        component["CATEGORIES"] = icalendar.vCategory(list(event.categories))
    if event.url:
        component["URL"] = icalendar.vUri(event.url)
    if event.conference:
        # Some readers cut the address at a bare comma or semicolon.
        address = event.conference.replace(",", "%2C").replace(";", "%3B")
        component["CONFERENCE"] = icalendar.vUri(address, params={"VALUE": "URI"})
    if event.organizer:
        name, address = event.organizer
        component["ORGANIZER"] = icalendar.vCalAddress(f"mailto:{address}", params={"CN": name})
    return component


def _time(time: dt.date, zone: str | None) -> icalendar.vDatetime | icalendar.vDate:
    if not isinstance(time, dt.datetime):
        day = icalendar.vDate(time)
        day.params["VALUE"] = "DATE"
        return day
    written = icalendar.vDatetime(time)
    if zone:  # written by hand, since the library has names of its own for some zones
        written.params["TZID"] = zone
    return written


def _lines(component: icalendar.Component) -> list[str]:
    return [line for line in component.content_lines() if line]


def _folded(line: str) -> bytes:
    """A line in pieces of at most WIDTH octets, none of which ends inside a character or an escape."""
    octets = line.encode()
    pieces = []
    width = WIDTH
    while len(octets) > width:
        cut = width
        while octets[cut] & 0xC0 == 0x80:  # the octet after the cut would go on with a character
            cut -= 1
        backslashes = cut - len(octets[:cut].rstrip(b"\\"))
        cut -= backslashes % 2
        pieces.append(octets[:cut])
        octets = octets[cut:]
        width = WIDTH - 1  # after the space that a continued line begins with
    return b"\r\n ".join((*pieces, octets)) + b"\r\n"
