"""The bytes of an .ics file → its components, however broken: unfolded, decoded, lines with their numbers.

RFC 5545 §3.1. What cannot be had is a remark; nothing is raised. Knows nothing of what the properties mean.
"""

import quopri
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from semctl.importing.found import Kind, Remark
from semctl.importing.given import readable

MOST_PARTS: Final = 10_000
"""Components that are kept of one file; more are counted and left out."""
MOST_REMARKS: Final = 1_000
DEEPEST: Final = 20
"""Components inside of each other."""
WIDEST: Final = 1_000_000
"""Letters of one unfolded line; the rest is left out."""
_WANTED: Final = frozenset({"VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT"})
_NAME: Final = re.compile(r"(?:[A-Za-z0-9-]+\.)?([A-Za-z][A-Za-z0-9-]*)(?=[;:])")
_PARAM: Final = re.compile(r';([^=;:"]*)(?:=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*))?')
_DATES: Final = frozenset({"DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE"})
_UNQUOTED: Final = re.compile(r";TZID=([^\";]*:[^\";]*):(\d{8}[^:]*)$", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)


class Property(NamedTuple):
    """One content line: its value as it stands, escapes and all."""

    name: str
    params: Mapping[str, str]
    value: str
    line: int

    @property
    def text(self) -> str:
        """The value of a TEXT property without its escapes (RFC 5545 §3.3.11)."""
        return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value)


@dataclass(kw_only=True, slots=True)
class Component:
    """A calendar, an event, a time zone: what stands between BEGIN and END. line: of its BEGIN."""

    name: str
    line: int
    properties: list[Property] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)

    def first(self, name: str) -> Property | None:
        """The first property of a name that says something."""
        return next((each for each in self.properties if each.name == name and each.value.strip()), None)

    def every(self, name: str) -> Iterator[Property]:
        """All properties of a name."""
        return (each for each in self.properties if each.name == name)

    def text(self, name: str) -> str:
        """The text of the first property of a name; empty where there is none."""
        found = self.first(name)
        return found.text if found else ""


@dataclass(kw_only=True, slots=True)
class Read:
    """A file as components: its calendars with their events and time zones, and what is wrong with it."""

    calendars: list[Component] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def components(data: bytes) -> Read:
    """The calendars of a file; events outside of any are taken as if they were in one."""
    return _Reader().read(data)


def _logical_lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The unfolded lines with the number of the first of each; blank ones are left out."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", errors="replace").encode("utf-8", errors="replace")
    began, parts = 0, list[bytes]()
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        goes_on = bool(parts) and (line[:1] in (b" ", b"\t"))
        if goes_on:
            parts.append(line[1:])
        elif parts and parts[-1].endswith(b"=") and b"QUOTED-PRINTABLE" in parts[0][:200].upper():  # vCalendar 1.0
            parts[-1] = parts[-1][:-1]
            parts.append(line)
        elif line.strip(b" \t\x00"):
            if parts:
                yield began, b"".join(parts)
            began, parts = number, [line]
    if parts:
        yield began, b"".join(parts)


class _Reader:
    """Puts the lines into components; what belongs to no wanted one is passed over."""

    def __init__(self) -> None:
        self.result = Read()
        self.open: list[Component] = []
        self.kept = 0
        self.too_many = 0
        self.untold = 0
        self.not_utf8 = False
        self.made_up: Component | None = None  # the calendar of events that stand in none

    def read(self, data: bytes) -> Read:
        for number, octets in _logical_lines(data):
            self._line(number, self._decoded(number, octets))
        while self.open:
            if self.open[-1] is not self.made_up:
                self._remark(f"the file ends inside of this {_called(self.open[-1].name)}", self.open[-1].line)
            self._close()
        if self.too_many:
            says = f"{self.too_many:,} more events: no more than {MOST_PARTS:,} are read"
            self.result.remarks.append(Remark(says=says, kind=Kind.LEFT_OUT))
        if self.untold:
            self.result.remarks.append(Remark(says=f"{self.untold:,} more lines like these", kind=Kind.LEFT_OUT))
        return self.result

    def _decoded(self, number: int, octets: bytes) -> str:
        try:
            text = octets[:WIDEST].decode("utf-8")
        except UnicodeDecodeError:
            text = readable(octets[:WIDEST])
            if not self.not_utf8 and len(octets) <= WIDEST:
                self.not_utf8 = True
                self._remark("is not UTF-8; read as Windows-1252", number)
        if len(octets) > WIDEST:
            self._remark(f"is longer than {WIDEST:,} letters; the rest of it", number, Kind.LEFT_OUT)
        return text

    def _line(self, number: int, text: str) -> None:
        named = _NAME.match(text)
        if named is None:
            self._no_property(number, text)
            return
        name = named[1].upper()
        if name == "BEGIN":
            self._begin(text.partition(":")[2].strip().upper(), number)
        elif name == "END":
            self._end(text.partition(":")[2].strip().upper(), number)
        elif self.open and (self.open[-1].name in _WANTED or self.open[-1].name == "VCALENDAR"):
            self.open[-1].properties.append(_property(name, text, named.end(), number))

    def _no_property(self, number: int, text: str) -> None:
        """A line without a name: most often a piece of a text that was not folded."""
        last = self.open[-1].properties[-1:] if self.open and self.open[-1].name == "VEVENT" else []
        if last and last[0].name in ("DESCRIPTION", "COMMENT"):
            more = last[0]._replace(value=f"{last[0].value}\\n{text.strip()}")
            self.open[-1].properties[-1] = more
            self._remark(f'has no name; taken as a further line of {last[0].name}: "{_short(text)}"', number)
        elif not self.open or self.open[-1].name in (*_WANTED, "VCALENDAR"):
            self._remark(f'is no line of a calendar: "{_short(text)}"', number, Kind.LEFT_OUT)

    def _begin(self, name: str, number: int) -> None:
        if name in ("VEVENT", "VCALENDAR"):
            self._end_what_is_open(number)
        if len(self.open) == DEEPEST:
            self._remark(f"this {_called(name)} stands in too many others", number, Kind.LEFT_OUT)
            return
        if not self.open and name != "VCALENDAR":
            self._remark(f"this {_called(name)} stands outside of any calendar", number)
            self.made_up = Component(name="VCALENDAR", line=number)
            self.open.append(self.made_up)
        self.open.append(Component(name=name, line=number))

    def _end_what_is_open(self, number: int) -> None:
        """An event holds no other: where the next one begins, the end of this one is missing."""
        while any(each.name == "VEVENT" for each in self.open):
            if self.open[-1].name == "VEVENT":
                self._remark(f"this event has no end before the next begins in line {number}", self.open[-1].line)
            self._close()

    def _end(self, name: str, number: int) -> None:
        names = [each.name for each in self.open]
        if name not in names:
            self._remark(f"ends a {_called(name)} that has not begun", number)
            return
        while self.open[-1].name != name:
            self._remark(f"this {_called(self.open[-1].name)} has no end of its own", self.open[-1].line)
            self._close()
        self._close()

    def _close(self) -> None:
        done = self.open.pop()
        if done.name == "VCALENDAR":
            self.result.calendars.append(done)
        elif self.open and done.name in _WANTED:
            if self.kept < MOST_PARTS or done.name != "VEVENT":
                self.open[-1].parts.append(done)
                self.kept += done.name == "VEVENT"
            else:
                self.too_many += 1
        elif self.open and done.name in ("VTODO", "VJOURNAL", "VFREEBUSY"):
            self._remark(f"a {_called(done.name)} is no talk", done.line, Kind.LEFT_OUT)

    def _remark(self, says: str, line: int | None, kind: Kind = Kind.ODD) -> None:
        if len(self.result.remarks) < MOST_REMARKS:
            self.result.remarks.append(Remark(says=says, kind=kind, line=line))
        else:
            self.untold += 1


_WORDS: Final = {
    "VCALENDAR": "calendar", "VEVENT": "event", "VTIMEZONE": "time zone", "VTODO": "to-do", "VJOURNAL": "journal entry",
    "VFREEBUSY": "busy time", "VALARM": "alarm",
}  # fmt: skip


def _called(name: str) -> str:
    return _WORDS.get(name, name[:20] or "component")


def _property(name: str, text: str, place: int, number: int) -> Property:
    params: dict[str, str] = {}
    while found := _PARAM.match(text, place):
        if found[1].strip():
            params.setdefault(found[1].strip().upper(), _unquoted(found[2] or ""))
        place = found.end()
    value = text[place + 1 :] if text[place : place + 1] == ":" else text[place:].partition(":")[2]
    if name in _DATES and (found := _UNQUOTED.search(text)):  # a TZID with colons that nobody has put in quotes
        params["TZID"], value = found[1], found[2]
    if params.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
        decoded = readable(quopri.decodestring(value.encode("utf-8", errors="replace")))
        value = decoded.replace("\\", "\\\\").replace("\r\n", "\\n").replace("\n", "\\n")
    return Property(name, params, value, number)


def _unquoted(text: str) -> str:
    """The value of a parameter without its quotes and the escapes of RFC 6868."""
    signs = {"^": "^", "'": '"', "n": " "}
    return re.sub(r"\^([\^'n])", lambda found: signs[found[1]], text.strip('"'))


def _short(text: str) -> str:
    piece = " ".join(text.split())
    return piece if len(piece) <= 40 else f"{piece[:37]}…"
