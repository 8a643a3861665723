"""A place in one line of text: a room with its address, a link, or no more than that it is online."""

import re
from functools import cache
from typing import Final, NamedTuple

from semctl.languages import every_language, fold

_URL: Final = re.compile(r"<?(https?://[^\s<>\"']+)>?", re.IGNORECASE)
_ONLINE: Final = re.compile(
    r"(?:via |per |über |su |par )?(?:on-?line|virtual(?:ly)?|zoom|(?:microsoft |ms )?teams|webex|google meet|jitsi|"
    r"bbb|bigbluebutton)(?:[- ]?(?:meeting|besprechung|réunion|riunione|vergadering|only|webinar|link))?",
    re.IGNORECASE,
)
_CODE: Final = re.compile(
    r"[A-Za-z]{0,4}[ .-]?\d[\w./:-]*(?: ?[A-Za-z])?|[A-Z]{1,3} \d[\w.]*|[A-Z]{1,4}-[A-Z]{1,2}\d[\w.]*"
)
_HELD_IN: Final = re.compile(r"Lecture held in (.*?)\.?", re.IGNORECASE)


class Place(NamedTuple):
    """What a line says of a place; each may be empty. online: by what means, as in "via Zoom"."""

    room: str = ""
    address: str = ""
    link: str = ""
    online: str = ""


def place(text: str) -> Place:
    """The parts of a line that names a place."""
    found = _URL.search(text)
    link = found[1].rstrip(".,;") if found else ""
    rest = _URL.sub(" ", text) if found else text
    held_in = _HELD_IN.fullmatch(rest.strip())
    pieces = [each.strip(" ,;") for each in re.split(r"\s[/|]\s|;", held_in[1] if held_in else rest)]
    online = next((each for each in pieces if _ONLINE.fullmatch(each)), "")
    room = ", ".join(each for each in pieces if each and each != online)
    room = " ".join(room.split())
    if _ONLINE.fullmatch(room):
        room, online = "", room
    if re.fullmatch(r"online|virtual(ly)?", online, re.IGNORECASE):
        return Place(*_with_address(room), link, "" if link or room else "online")
    return Place(*_with_address(room), link, _via(online))


def _via(name: str) -> str:
    return name if not name or (" " in name and name[0].islower()) else f"via {name}"


def _with_address(text: str) -> tuple[str, str]:
    """ "Room 508, Via Dodecaneso 35" as room and address: only where the first part alone has the form of a room."""
    pieces = text.split(", ")
    street = next((index for index, each in enumerate(pieces) if index and _STREET.search(each)), 0)
    room, _, address = text.partition(", ")
    if address and _is_room(room) and not any(_has_room_word(each) for each in address.split(", ")):
        return room, address
    if street:
        return ", ".join(pieces[:street]), ", ".join(pieces[street:])
    return text, ""


def _is_room(text: str) -> bool:
    return bool(_CODE.fullmatch(text)) or (_has_room_word(text) and any(letter.isdigit() for letter in text))


_SHORT: Final = re.compile(
    r"(?:HS|SR|RM|LH|LT|MS|Rm\.?|Hs\.?|Sem\.?|CR)\s?[\w./-]{1,7}|[A-Z]{1,4} [A-Z]{1,3} ?[0-9][\w./-]*|"
    r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)? (?!(?:19|"
    r"20)[0-9]{2})[0-9]{3,4}[A-Za-z]?"
)
_STREET: Final = re.compile(
    r"(?:stra(?:ß|ss)e|str\.|allee|weg|platz|gasse|ufer|straat|laan|plein|kade|singel|lane|street|road|avenue|square|"
    r"drive)\s*[0-9]*[a-z]?$|^(?:via|viale|piazza|corso|largo|rue|avenue|av\.|boulevard|"
    r"place|quai|allée|chemin|impasse)\s|^[0-9]+[a-z]?,?\s+(?:rue|avenue|place|boulevard|quai|allée|[A-Z]\w+ "
    r"(?:street|road|lane|avenue|square|drive))|^[A-Z]?-?[0-9]{4,5}\s(?:[A-Z]{2}\s)?[A-ZÀ-Þ]",
    re.IGNORECASE,
)
_TERM: Final = re.compile(r"(?:WS|SS|HS|FS|HT|TT|MT|AA|SoSe|WiSe)\s?(?:(?:19|20)[0-9]{2}|[0-9]{2}\s?/\s?[0-9]{2})")
"""Terms that look like the code of a room: "WS 2024/25"."""
_NO_START: Final = frozenset(
    {"the", "seminar", "lecture", "grande", "petit", "grand", "hall", "library", "lab", "building"}
)
_LEADING: Final = re.compile(
    r"(?:in|im|at|en|dans|nella?|nell'|presso|all'|chez|@|ort)\s+(?:der |the |la |le |l'|de )?", re.IGNORECASE
)
_HOURS: Final = re.compile(r"[^\W\d_]{2,12}\.? [0-9]{1,2} ?[-–] ?[0-9]{1,2}(?: ?(?:uhr|uur|h))?", re.IGNORECASE)
_SERIES: Final = re.compile(r"[^0-9]*\b(?:seminar|lecture|colloquium|kolloquium|seminario|séminaire)", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"(?:[A-ZÀ-Þ][\w'’-]*\.? ){1,3}[A-Z]{0,2}[0-9]{1,2}\.[0-9]{2,3}[A-Za-z]?")
"""A building and the number of a room as engineers count: "Buys Ballot 0.61"."""
LONGEST: Final = 120


@cache
def _weekdays() -> frozenset[str]:
    """The weekdays in all languages, folded: "Di 16-18" is an hour."""
    return frozenset(
        fold(name) for each in every_language() for name in (*each.weekdays, *each.weekdays_short) if len(name) > 1
    )


def is_room(text: str) -> bool:
    """Whether a text is a room and cannot be where somebody comes from: it has a number."""
    return any(letter.isdigit() for letter in text) and is_place(text)


def is_place(text: str) -> bool:
    """Whether a piece of a line has the form of a place: a room with its word or its code, or no more than online."""
    bare = _LEADING.sub("", text.strip(" ,;().:"), count=1).strip()
    if not bare or len(bare) > LONGEST or re.fullmatch(r"(?:19|20)?[0-9]{2}|[0-9]+", bare):
        return False
    if _TERM.match(bare):
        return False
    if _ONLINE.fullmatch(bare) or _URL.fullmatch(bare):
        return True
    first = bare.split(",")[0].strip()
    if _SERIES.fullmatch(first) or (_HOURS.fullmatch(first) and fold(first.split()[0]).strip(".") in _weekdays()):
        return False
    if _NUMBERED.fullmatch(first):
        return True
    if _SHORT.fullmatch(first):
        return True
    if _CODE.fullmatch(first) and any(letter.isalpha() for letter in first):
        return True
    words = first.split()
    return (
        len(words) <= 6
        and _has_room_word(first)
        and (_starts_as_room(words) or any(letter.isdigit() for letter in first))
    )


def _starts_as_room(words: list[str]) -> bool:
    """Whether the word for a room stands first or last, as in "Aula Magna" and "Zuse-Hörsaal"."""
    if words[0][:1].isupper():
        return _has_room_word(words[0]) or _has_room_word(words[-1])
    return fold(words[0]) not in _NO_START and _has_room_word(words[0]) and len(words) < 5


@cache
def _room_words() -> frozenset[str]:
    words = {fold(word) for each in every_language() for word in each.reading.room_words}
    return frozenset(words - {"the", "building", "seminar", "lecture", "petit", "grand", "grande"})


def _has_room_word(text: str) -> bool:
    words = _room_words()
    return any(
        word in words or word.endswith(("saal", "zaal", "raum")) for word in fold(text).replace(".", " ").split()
    )
