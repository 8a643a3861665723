"""Labels and sentences that semctl writes, in the language of the talk.

What is not known is said to be unknown or left out; nothing is invented. The texts themselves are data in `languages`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum, auto
from typing import Any

from semctl.dates import clock, day_at, long_day
from semctl.languages import every_language, fold, language
from semctl.model import Mode

Speakers = Sequence[tuple[str, str | None]]
"""Names, each with the affiliation or None."""


class Label(StrEnum):
    """A word that stands before a value, over a column or alone; each has its text in every language."""

    ABSTRACT = auto()
    AFFILIATION = auto()
    ASSUMED_END = auto()
    BIO = auto()
    CALENDAR = auto()
    CANCELLED = auto()
    CHAIR = auto()
    CONTACT = auto()
    DATE = auto()
    DURATION = auto()
    FREE = auto()
    HOLIDAY = auto()
    HOST = auto()
    HYBRID = auto()
    IN_PERSON = auto()
    JOINT_WITH = auto()
    LINK = auto()
    LINK_BY_MAIL = auto()
    LOCAL_TIME = auto()
    MOVED = auto()
    MOVED_TO = auto()
    NEXT_TALK = auto()
    NO_MEETING = auto()
    NOTE = auto()
    ONLINE = auto()
    ORGANIZER = auto()
    ORGANIZERS = auto()
    PAPERS = auto()
    PASSCODE = auto()
    PAST_TALKS = auto()
    PREPRINT = auto()
    PROGRAMME = auto()
    REASON = auto()
    REMINDER = auto()
    ROOM = auto()
    SLIDES = auto()
    SPEAKER = auto()
    SPEAKERS = auto()
    TBA_SPEAKER = auto()
    TBA_TITLE = auto()
    TENTATIVE = auto()
    TIME = auto()
    TITLE = auto()
    UPCOMING_TALKS = auto()
    VIDEO = auto()
    WHEN = auto()
    WHERE = auto()


@dataclass(frozen=True, kw_only=True, slots=True)
class Venue:
    """Where people come together.

    room: its name, where known. phrase: the room as a sentence of this language needs it ("im Hörsaal Raum A027").
    online: how, where it is said ("via Teams"). link_by_mail: a link exists that only mails may hold.
    """

    room: str | None = None
    phrase: str | None = None
    mode: Mode = Mode.IN_PERSON
    online: str | None = None
    link_by_mail: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Announcement:
    """The texts of one talk's mail, in the order they are read.

    lead: from the greeting to the opening; empty in most languages. opening: one or more paragraphs, a blank line
    between them. details: whole lines with what the opening does not say ("Title: …", "Where: …"); may be empty.
    """

    greeting: str
    lead: str
    opening: str
    details: tuple[str, ...]
    welcome: str
    closing: str


def label(key: Label, code: str) -> str:
    """The label's text."""
    text = getattr(language(code).labels, key)
    assert isinstance(text, str)
    return text


def line(key: Label, value: str, code: str) -> str:
    """A label and its value on one line, with the colon of the language: "Title: …", "Titre : …"."""
    return f"{label(key, code)}{language(code).sentences.colon} {value}"


def speakers(named: Speakers, code: str) -> str:
    """ "Tom Jacobs (CISPA)", "A (X) and B (Y)", "A, B and C"; the label for an unknown speaker where there is none."""
    if not named:
        return label(Label.TBA_SPEAKER, code)
    shown = [f"{name} ({affiliation})" if affiliation else name for name, affiliation in named]
    if len(shown) == 1:
        return shown[0]
    return f"{', '.join(shown[:-1])} {language(code).sentences.conjunction} {shown[-1]}"


def where(venue: Venue, code: str) -> str:
    """The value of a "Where" line: "Room RA 2504 and via Teams", "Online via Teams"; empty where nothing is known."""
    told = language(code).sentences
    room = _room(venue.room, code) if venue.room else ""
    if venue.mode is Mode.IN_PERSON:
        return _capital(room)
    by_mail = f" ({told.link_by_mail})" if venue.link_by_mail else ""
    via = _via(venue.online)
    if venue.mode is Mode.HYBRID:
        return _capital(told.hybrid.format(room=room or told.on_site, online=via or told.online)) + by_mail
    return _capital(_online(via, code)) + by_mail


def announcement(
    code: str, *, day: date, at: time | None, named: Speakers, title: str | None, series: str, venue: Venue
) -> Announcement:
    """The texts that announce a talk; named may be empty and title None where they are not known yet.

    A title without a speaker is a meeting. series may be empty; a language whose opening has no place for it
    leaves it to the head of the mail.
    """
    told = language(code).sentences
    place = venue.phrase if named and venue.phrase and venue.mode is not Mode.ONLINE else ""
    opening = _opening(code, _when(day, at, code), named, title or "", series, place)
    if named and not title:
        opening = f"{opening} {told.no_title}"
    says_title = bool(named and told.opening_title)
    details = (
        line(Label.TITLE, title, code) if title and not says_title else "",
        _beside_phrase(venue, code) if place else _where_line(venue, code),
    )
    return Announcement(
        greeting=told.greeting,
        lead=told.lead if named or not title else "",
        opening=opening,
        details=tuple(filter(None, details)),
        welcome=told.welcome,
        closing=told.closing,
    )


def cancellation(code: str, *, day: date, named: Speakers) -> str:
    """The sentence that a talk is cancelled; a mail puts the greeting and `lead_change` before it."""
    told = language(code).sentences
    form = _by_number(named, told.cancelled_unnamed, told.cancelled, told.cancelled_many)
    return form.format(speakers=speakers(named, code), day=long_day(day, code))


def move(code: str, *, day: date, to: date, at: time | None, named: Speakers) -> str:
    """The sentence that a talk is moved from a day to another, with its time where that is known."""
    told = language(code).sentences
    form = _by_number(named, told.moved_unnamed, told.moved, told.moved_many)
    return form.format(speakers=speakers(named, code), day=long_day(day, code), to=day_at(to, at, code))


def lead_change(code: str) -> str:
    """What stands between the greeting and a cancellation or a move; may be empty."""
    return language(code).sentences.lead_change


def _opening(code: str, on: str, named: Speakers, title: str, series: str, place: str) -> str:
    told = language(code).sentences
    words: dict[str, Any] = {"on": on, "On": _capital(on), "series": _in_series(series, code), "title": title}
    if title and not named:
        return told.meeting.format(**words)
    if title and told.opening_title:
        form = _by_number(named, told.no_speaker, told.opening_title, told.opening_title_many)
        return form.format(**words, speakers=_block(named, code), place=f"{place} " if place else "")
    if place:
        form = _by_number(named, told.no_speaker, told.opening_place, told.opening_place_many)
    else:
        form = _by_number(named, told.no_speaker, told.opening, told.opening_many)
    return form.format(**words, speakers=speakers(named, code), place=place)


def _by_number(named: Speakers, none: str, one: str, many: str) -> str:
    return (none, one)[len(named)] if len(named) < 2 else many


def _block(named: Speakers, code: str) -> str:
    """A single speaker above the affiliation, as a letter displays it; several run on."""
    if len(named) != 1 or not named[0][1]:
        return speakers(named, code)
    return f"{named[0][0]}\n({named[0][1]})"


def _in_series(series: str, code: str) -> str:
    # English puts its own article before the name, which may have brought one along.
    return language(code).sentences.in_series.format(series=series).replace(" the The ", " the ") if series else ""


def _when(day: date, at: time | None, code: str) -> str:
    told = language(code).sentences
    return (
        told.on_at.format(day=long_day(day, code), clock=clock(at, code))
        if at
        else told.on.format(day=long_day(day, code))
    )


def _room(room: str, code: str) -> str:
    """With the word for a room before a bare number such as "RA 2504"; a name that says what it is stays alone."""
    first = fold(room).split(" ")[0].rstrip(".,")
    known = {fold(word) for each in every_language() for word in each.reading.room_words}
    is_number = any(char.isdigit() for char in room) and "," not in room and len(room.split()) < 4
    if not is_number or first in known or first.endswith(("saal", "zaal", "raum")):
        return room
    return language(code).sentences.room.format(room=room)


def _via(online: str | None) -> str:
    """As it is where it reads as a phrase ("via Teams"); a bare name with "via", which every language here has."""
    text = (online or "").strip()
    if not text or text[0].islower() or fold(text).startswith(("via ", "online", "en ligne", "http")):
        return text
    return f"via {text}"


def _online(via: str, code: str) -> str:
    word = language(code).sentences.online
    return via if fold(via).startswith(fold(word)) else f"{word} {via}".rstrip()


def _where_line(venue: Venue, code: str) -> str:
    place = where(venue, code)
    return line(Label.WHERE, place, code) if place else ""


def _beside_phrase(venue: Venue, code: str) -> str:
    """The line that a phrase for the room leaves to be said: how to take part from elsewhere."""
    if venue.mode is Mode.IN_PERSON:
        return ""
    via, by_mail = _via(venue.online), language(code).sentences.link_by_mail if venue.link_by_mail else ""
    if not via:
        return _capital(label(Label.HYBRID, code)) + (f" ({by_mail})" if by_mail else "")
    return _capital(line(Label.ONLINE, via, code)) + (f" ({by_mail})" if by_mail else "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
