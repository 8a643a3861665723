"""Links to join a meeting in the texts of calendars, and the instructions that meeting programs leave there.

They are for the audience alone: taken as `join`, shown in mails, and never left in an abstract.
"""

import re
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

_URL: Final = re.compile(r"https?://[^\s<>\"'\\)\]]+")
_HOSTS: Final = re.compile(
    r"https?://(?:[\w.-]+\.)?(?:zoom\.us|zoom\.com|zoomgov\.com|teams\.microsoft\.com|teams\.live\.com|"
    r"meet\.google\.com|"
    r"webex\.com|gotomeeting\.com|gotomeet\.me|meet\.jit\.si|whereby\.com|bluejeans\.com|zoho\.com|skype\.com|"
    r"bigbluebutton\.org|discord\.gg)/|https?://[\w.-]*(?:bbb|jitsi|zoom|webex|greenlight)[\w.-]*/",
    re.IGNORECASE,
)
_PASSCODE: Final = re.compile(
    r"^.{0,30}?\b(?:pass ?code|password|meeting password|kenncode|kennwort|passwort|zugangscode|meeting-kenncode|"
    r"code secret|mot de passe|codice d'accesso|codice|wachtwoord|toegangscode|pin)\s*[:=]\s*(\S{2,40})\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_BEGINNING: Final = re.compile(
    r"^(?:-::~.*|_{8,}|\*{8,}|-{8,}|.*\bis inviting you to a scheduled zoom meeting.*|"
    r".*\blädt Sie zu einem geplanten zoom.*|"
    r"join (?:the )?(?:zoom|microsoft teams|webex|google meet).{0,40}|zoom-meeting beitreten.*|microsoft teams.{0,40}|"
    r"an der besprechung teilnehmen.*|participer à la réunion zoom.*|entra nella riunione.*|deelnemen aan.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_END: Final = re.compile(r"^-::~.*$|^_{8,}\s*$", re.MULTILINE)


class Joining(NamedTuple):
    """What a text says of joining. join: as the file writes it, None where nothing does. text: the rest. cut: whether
    something was taken out."""

    join: dict[str, Any] | None
    text: str
    cut: bool


def is_meeting_link(text: str) -> bool:
    """Whether an address is one of a known meeting program."""
    return bool(_HOSTS.match(text.strip()))


def joining(text: str, links: Iterable[str] = ()) -> Joining:
    """The link in a description, and the description without it. links: what other properties say, which goes first."""
    url = next((each.strip() for each in links if each.strip().lower().startswith(("https://", "http://"))), "")
    own = next((found[0].rstrip(".,;") for found in _URL.finditer(text) if _HOSTS.match(found[0])), "")
    if not url and not own:
        return Joining(None, text, cut=False)
    passcode = _PASSCODE.search(text) if own or _BEGINNING.search(text) else None
    join = {"url": url or own, **({"passcode": passcode[1]} if passcode else {})}
    rest = _without_instructions(text) if own else text
    return Joining(join, rest, cut=rest != text)


def _without_instructions(text: str) -> str:
    """The text up to the instructions of a meeting program; a bare link goes with its line."""
    begins = next((found for found in _BEGINNING.finditer(text) if _HOSTS.search(text, found.start())), None)
    if begins:
        ends = _END.search(text, begins.end())
        rest = text[ends.end() :] if ends else ""
        return f"{text[: begins.start()].rstrip()}\n\n{'' if _HOSTS.search(rest) else rest.strip()}".strip()
    lines = text.split("\n")
    kept = [line for line in lines if not (_HOSTS.search(line) or _PASSCODE.match(line))]
    return "\n".join(kept).strip()
