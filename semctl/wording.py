"""Labels, names and places as semctl writes them, in the language of the reader.

What is not known is said to be unknown or left out; nothing is invented. The texts themselves are data in `languages`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

from semctl.languages import every_language, fold, language
from semctl.model import Mode

Speakers = Sequence[tuple[str, str | None]]
"""Names, each with the affiliation or None."""


class Label(StrEnum):
    """A word that stands before a value, over a column or alone; each has its text in every language."""

    ABSTRACT = auto()
    ADDRESS = auto()
    AFFILIATION = auto()
    ASSUMED_END = auto()
    AUDIENCE = auto()
    BIO = auto()
    CALENDAR = auto()
    CANCELLED = auto()
    CHAIR = auto()
    CHANGE = auto()
    CONTACT = auto()
    COSTS = auto()
    DATE = auto()
    DURATION = auto()
    FREE = auto()
    HOLIDAY = auto()
    HOST = auto()
    HOTEL = auto()
    HYBRID = auto()
    IN_PERSON = auto()
    JOINT_WITH = auto()
    LINK = auto()
    LINK_BY_MAIL = auto()
    LOCAL_TIME = auto()
    MAP = auto()
    MOVED = auto()
    MOVED_TO = auto()
    NEEDS = auto()
    NEXT_TALK = auto()
    NOTE = auto()
    NO_MEETING = auto()
    ONLINE = auto()
    ORGANIZER = auto()
    ORGANIZERS = auto()
    PAPER = auto()
    PAPERS = auto()
    PARTNERS = auto()
    PASSCODE = auto()
    PAST_TALKS = auto()
    PREPRINT = auto()
    PROGRAMME = auto()
    REASON = auto()
    REMINDER = auto()
    ROLE = auto()
    ROLES = auto()
    ROOM = auto()
    SLIDES = auto()
    SPEAKER = auto()
    SPEAKERS = auto()
    TBA_SPEAKER = auto()
    TBA_TITLE = auto()
    TENTATIVE = auto()
    TIME = auto()
    TIME_ZONE = auto()
    TITLE = auto()
    TRAVEL = auto()
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


def label(key: Label, code: str) -> str:
    """The label's text."""
    text = getattr(language(code).labels, key)
    assert isinstance(text, str)
    return text


def line(key: Label, value: str, code: str) -> str:
    """A label and its value on one line, with the colon of the language: "Title: …", "Titre : …"."""
    return after_name(label(key, code), value, code)


def after_name(name: str, value: str, code: str) -> str:
    """The same after a word of the user's own, as the name of a role is one."""
    return f"{name}{language(code).sentences.colon} {value}"


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
        return capital(room)
    by_mail = f" ({told.link_by_mail})" if venue.link_by_mail else ""
    via = _via(venue.online)
    if venue.mode is Mode.HYBRID:
        return capital(told.hybrid.format(room=room or told.on_site, online=via or told.online)) + by_mail
    return capital(_online(via, code)) + by_mail


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


def beside_phrase(venue: Venue, code: str) -> str:
    """The line that a phrase for the room leaves to be said: how to take part from elsewhere."""
    if venue.mode is Mode.IN_PERSON:
        return ""
    via, by_mail = _via(venue.online), language(code).sentences.link_by_mail if venue.link_by_mail else ""
    if not via:
        return capital(label(Label.HYBRID, code)) + (f" ({by_mail})" if by_mail else "")
    return capital(line(Label.ONLINE, via, code)) + (f" ({by_mail})" if by_mail else "")


def capital(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]
