"""A place in one line of text: a room with its address, a link, or no more than that it is online."""

import re
from typing import Final, NamedTuple

from semctl.languages import every_language, fold

_URL: Final = re.compile(r"<?(https?://[^\s<>\"']+)>?", re.IGNORECASE)
_ONLINE: Final = re.compile(
    r"(?:via |per |über |su |par )?(?:on-?line|virtual(?:ly)?|zoom|(?:microsoft |ms )?teams|webex|google meet|jitsi|"
    r"bbb|bigbluebutton)(?:[- ]?(?:meeting|besprechung|réunion|riunione|vergadering|only|webinar|link))?",
    re.IGNORECASE,
)
_CODE: Final = re.compile(r"[A-Za-z]{0,4}[ .-]?\d[\w./:-]*(?: ?[A-Za-z])?|[A-Z]{1,3} \d[\w.]*")
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
    room, _, address = text.partition(", ")
    if address and _is_room(room) and not any(_has_room_word(each) for each in address.split(", ")):
        return room, address
    return text, ""


def _is_room(text: str) -> bool:
    return bool(_CODE.fullmatch(text)) or (_has_room_word(text) and any(letter.isdigit() for letter in text))


def _has_room_word(text: str) -> bool:
    words = {fold(word) for each in every_language() for word in each.reading.room_words} - {"the", "building"}
    return any(
        word in words or word.endswith(("saal", "zaal", "raum")) for word in fold(text).replace(".", " ").split()
    )
