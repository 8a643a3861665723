"""Where a talk takes place, as a line says it: a room, a link with its passcode, a note in brackets."""

import re
from typing import Any, Final, NamedTuple

from semctl.importing.joining import is_meeting_link
from semctl.importing.places import place

_URL: Final = re.compile(r"<?(https?://[^\s<>\"']+[^\s<>\"'.,;)\]])>?")
_PASSCODE: Final = re.compile(
    r"[,;]?\s*\(?(?:meeting[- ])?\b(?:pass ?code|password|kenncode|kennwort|passwort|zugangscode|code secret|mot de "
    r"passe|codice(?: d['’]accesso)?|"
    r"wachtwoord|toegangscode|pin)\s*(?:[:=]\s*|\s)([^\s,;()]{2,40})\)?",
    re.IGNORECASE,
)
_MEETING_ID: Final = re.compile(
    r"[,;]?\s*(?:meeting[- ]?id|id riunione|id de réunion|vergader-?id|webinar id)\s*:?\s*[0-9 ]{6,20}", re.IGNORECASE
)
_MEANS: Final = (
    r"zoom(?:[ -]?(?:meeting|link))?|(?:microsoft |ms )?teams|webex|google meet|jitsi|bbb|"
    r"big ?blue ?button|youtube|live ?stream(?:ing)?|streaming"
)
_ONLINE: Final = re.compile(
    rf"(?:[,;/+]|\b(?:and|und|sowie|e|et|en|ed|or|oder|o|ou|of)\b|\s[–-]\s)?\s*\(?\b((?:(?:also|auch|anche|aussi|ook|"
    rf"live|only|nur|solo|uniquement|alleen)\s+)?"
    rf"(?:(?:on|per|via|su|sur|über|par|in|op|en|auf)\s+)(?:{_MEANS})|{_MEANS}|(?:nur |only |solo |alleen |"
    rf"uniquement )?(?:(?:in )?(?:hybrid|ibrid[ao]|hybride)[ -]?(?:mode|modus|format)?|on-?line|en ligne|"
    rf"virtual(?:ly)?|en visio(?:conférence)?|in streaming))\b[\s:]*\)?",
    re.IGNORECASE,
)
_NOTE: Final = re.compile(
    r"\s*[–—,;]?\s*[(\[]?\s*((?:please )?(?:note|nb|n\.b\.|unusual|different|hinweis|achtung|bitte beachten|"
    r"attention|attenzione|nota|let op|andere|ungewöhnlich|ausnahmsweise|"
    r"exceptionally|exceptionnellement|eccezionalmente|changed?|geändert|diverso|inhabituel)\b[^()\[\]]{0,80})[)\]]?!?",
    re.IGNORECASE,
)


_IN: Final = re.compile(r"^(?:in|im|at|en|dans|nella?|op|presso|@)\s+(?:the |der |dem |la |le |de |het )?(?=\w)")


class Where(NamedTuple):
    """setting: keys of an override. address: of the room."""

    setting: dict[str, Any]
    address: str = ""


def where(text: str) -> Where:
    """What a line says of the place."""
    setting: dict[str, Any] = {}
    text = text.strip(" .,;")
    if found := _PASSCODE.search(text):
        setting["passcode"] = found[1]
        text = text[: found.start()] + text[found.end() :]
    text = _MEETING_ID.sub("", text)
    link = _URL.search(text)
    if link:
        text = f"{text[: link.start()]} {text[link.end() :]}".replace("( ", "(").replace("()", "").replace("( )", "")
    if found := _NOTE.search(text):
        setting["note"] = found[1].strip(" .!:")
        text = text[: found.start()] + text[found.end() :]
    text, online = _without_online(text)
    room = _IN.sub("", " ".join(text.split()).strip(" ,;:()–-/."))
    if room.count("(") > room.count(")"):
        room += ")"
    said = place(room) if room else place("")
    if said.room:
        setting["room"] = said.room
    if link:
        setting["join"] = {"url": link[1]}
    if online or link:
        setting |= _held(online, bool(said.room))
    return Where(_with_passcode(setting), said.address)


def _without_online(text: str) -> tuple[str, str]:
    """A line without what it says of taking part from afar, and that."""
    said: list[str] = []
    while found := _ONLINE.search(text):
        said.append(found[1])
        text = f"{text[: found.start()]} {text[found.end() :]}"
    return text, next((each for each in said if re.search(_MEANS, each, re.IGNORECASE)), "".join(said[:1]))


def _with_passcode(setting: dict[str, Any]) -> dict[str, Any]:
    code = setting.pop("passcode", None)
    if code:
        setting["join"] = {**setting.get("join", {}), "passcode": code}
    return setting


def _held(words: str, has_room: bool) -> dict[str, Any]:
    """How a meeting is held that is not only in a room, and by what means."""
    means = re.search(_MEANS, words, re.IGNORECASE)
    told = {"mode": "hybrid" if has_room else "online"}
    if means and not re.match(r"live|stream|youtube", means[0], re.IGNORECASE):
        name = re.sub(r"[ -]?(?:meeting|link)$", "", means[0], flags=re.IGNORECASE)
        told["online"] = f"via {name[0].upper()}{name[1:]}"
    elif means:
        told["online"] = "via live stream"
    return told


def online_in(text: str) -> dict[str, Any]:
    """How one takes part from afar, as a sentence says it: "on campus and via Teams"."""
    found = re.search(rf"\b(?:on|per|via|su|sur|über|par|in|op|en|auf)\s+({_MEANS})\b", text, re.IGNORECASE)
    if found is None:
        return {}
    here = re.search(
        r"on campus|on site|in person|in presence|in presenza|vor ort|en présentiel|sur place|op locatie|hybrid|ibrid",
        text,
        re.IGNORECASE,
    )
    told = _held(found[0], True)
    return told if here else {**told, "mode": "hybrid"}


def is_link(text: str) -> bool:
    """Whether a row is no more than a link to join a meeting, or its passcode."""
    found = _URL.search(text)
    if found and is_meeting_link(found[1]):
        return len(text) - len(found[0]) < 60
    return bool(_PASSCODE.fullmatch(text.strip()) or _MEETING_ID.fullmatch(text.strip()))
