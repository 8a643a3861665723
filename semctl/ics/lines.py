"""Content lines of RFC 5545 §3.1: text made fit for them, lines folded, a file unfolded.

Written by hand, because the calendar library takes twenty times as long over a line (docs/performance.md); the tests
hold every line against the library's own. Knows nothing of events.
"""

import datetime as dt
import re
from collections.abc import Iterable

from semctl.problems import Unreadable

WIDTH = 75  # octets of a line without its end
BACKSLASH = 0x5C
CONTROLS = bytes({*range(0x20), 0x7F} - {0x0A})
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_NOT_IN_A_URI = {ord(each): f"%{ord(each):02X}" for each in ' "<>\\^`{|}'}


# --- text that readers do not stumble over ---


def prose(text: str | None) -> str:
    """Text without control characters, half characters, and Unicode's own line ends."""
    if not text:
        return ""
    if not _is_clean(text):
        text = _CONTROLS.sub("", _BREAKS.sub("\n", text).replace("\t", " "))
    return text.strip("\n ")


def _is_clean(text: str) -> bool:
    """Whether there is nothing to mend, as in nearly every text."""
    if text.isascii():
        octets = text.encode()
        return len(octets.translate(None, CONTROLS)) == len(octets)
    return text.replace("\n", "").isprintable()


def phrase(text: str | None) -> str:
    """The same on one line, with single spaces."""
    if not text:
        return ""
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    return re.sub("[ \n]+", " ", prose(text))


# --- values ---


def escaped(text: str) -> str:
    """A value of the type TEXT, §3.3.11."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def unescaped(value: str) -> str:
    """The text of a value of the type TEXT."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value) if "\\" in value else value


def quoted(text: str) -> str:
    """The value of a parameter: §3.2 has no place for a double quote, and RFC 6868 means something by "^"."""
    return '"{}"'.format(text.replace("^", "^^").replace('"', "'"))


def uri(address: str) -> str:
    """A value of the type URI, §3.3.13, without what RFC 3986 has no place for."""
    return address.translate(_NOT_IN_A_URI)


def basic(time: dt.datetime) -> str:
    """A date and time without its zone, §3.3.5."""
    return time.isoformat()[:19].replace("-", "").replace(":", "")


# --- lines ---


def folded(lines: Iterable[str]) -> bytes:
    """The lines as they stand in a file: each in pieces of at most WIDTH octets."""
    whole = "\r\n".join(lines).encode()
    return b"".join([_folded(line) if len(line) > WIDTH else line + b"\r\n" for line in whole.split(b"\r\n")])


def _folded(line: bytes) -> bytes:
    """A long line with its end; no piece of it ends inside a character or an escape."""
    length = len(line)
    pieces = []
    start, cut = 0, WIDTH
    while cut < length:
        while line[cut] & 0xC0 == 0x80:  # the octet after the cut would go on with a character
            cut -= 1
        if line[cut - 1] == BACKSLASH:
            piece = line[start:cut]
            cut -= (len(piece) - len(piece.rstrip(b"\\"))) % 2
        pieces.append(line[start:cut])
        start, cut = cut, cut + WIDTH - 1  # after the space that a continued line begins with
    pieces.append(line[start:])
    return b"\r\n ".join(pieces) + b"\r\n"


def unfolded(data: bytes) -> list[str]:
    """The lines of a calendar file, whole and not empty; Unreadable where it is none."""
    if data.count(b"\r\n") != data.count(b"\r") or data.count(b"\r") != data.count(b"\n"):
        data = re.sub(b"\r\n|\n|\r", b"\r\n", data)
    try:  # once unfolded: some programs fold inside a character
        text = data.replace(b"\r\n ", b"").replace(b"\r\n\t", b"").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise no_calendar("is not UTF-8") from error
    lines = [line for line in text.split("\r\n") if line and not line.isspace()]
    if not lines or lines[0].strip().upper() != "BEGIN:VCALENDAR":
        raise no_calendar("does not begin with BEGIN:VCALENDAR" if lines else "is empty")
    return lines


def no_calendar(why: str) -> Unreadable:
    """The error of a file that is none."""
    hint = "fetch the published one again; or do without it: every event then starts anew at SEQUENCE 0"
    return Unreadable(f"the previous calendar cannot be read: it {why}", hint)
