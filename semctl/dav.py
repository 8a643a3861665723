"""What is said to a CalDAV server and what it answers, as XML (RFC 4918, RFC 4791).

Knows nothing of connections: bytes go in and out.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple
from xml.etree import ElementTree as ET

_D: Final = "{DAV:}"
_C: Final = "{urn:ietf:params:xml:ns:caldav}"
for prefix, namespace in (("D", _D), ("C", _C)):
    ET.register_namespace(prefix, namespace[1:-1])


class Answer(NamedTuple):
    """What a server says of one address: its HTTP status, and the properties that it gives.

    is_calendar: whether it is a calendar itself. etag, data: of an object in it; empty where it is none.
    """

    href: str
    status: int
    is_calendar: bool
    etag: str
    data: bytes


class NoAnswer(ValueError):
    """The text is no answer of such a server."""


# --- what is said ---


def whether_calendar() -> bytes:
    """Asks of an address what it is."""
    root = ET.Element(f"{_D}propfind")
    ET.SubElement(ET.SubElement(root, f"{_D}prop"), f"{_D}resourcetype")
    return _bytes(root)


def all_events() -> bytes:
    """Asks a calendar for every event, each with the version that the server has of it."""
    root = _asking_for_data("calendar-query")
    calendar = ET.SubElement(ET.SubElement(root, f"{_C}filter"), f"{_C}comp-filter", name="VCALENDAR")
    ET.SubElement(calendar, f"{_C}comp-filter", name="VEVENT")
    return _bytes(root)


def one_event(href: str) -> bytes:
    """Asks a calendar for one object."""
    root = _asking_for_data("calendar-multiget")
    ET.SubElement(root, f"{_D}href").text = href
    return _bytes(root)


def new_calendar(name: str) -> bytes:
    """What a calendar that is made is called, and that it holds events."""
    root = ET.Element(f"{_C}mkcalendar")
    prop = ET.SubElement(ET.SubElement(root, f"{_D}set"), f"{_D}prop")
    ET.SubElement(prop, f"{_D}displayname").text = name
    ET.SubElement(ET.SubElement(prop, f"{_C}supported-calendar-component-set"), f"{_C}comp", name="VEVENT")
    return _bytes(root)


def _asking_for_data(report: str) -> ET.Element:
    root = ET.Element(f"{_C}{report}")
    prop = ET.SubElement(root, f"{_D}prop")
    ET.SubElement(prop, f"{_D}getetag")
    ET.SubElement(prop, f"{_C}calendar-data")
    return root


def _bytes(root: ET.Element) -> bytes:
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


# --- what is answered ---


def answers(body: bytes) -> tuple[Answer, ...]:
    """What a multi-status answer says of each address; NoAnswer where the text is none."""
    root = _parsed(body)
    if root is None or root.tag != f"{_D}multistatus":
        raise NoAnswer("no multi-status answer")
    return tuple(_answer(each) for each in root.iter(f"{_D}response"))


def _parsed(body: bytes) -> ET.Element | None:
    try:
        return ET.fromstring(body)
    except (ET.ParseError, ValueError, LookupError):  # the last two: an encoding that nobody knows
        return None


def _answer(response: ET.Element) -> Answer:
    given = list(_given(response))
    return Answer(
        href=(response.findtext(f"{_D}href") or "").strip(),
        status=_status(response.findtext(f"{_D}status")),
        is_calendar=any(each.find(f"{_D}resourcetype/{_C}calendar") is not None for each in given),
        etag=next((text.strip() for each in given if (text := each.findtext(f"{_D}getetag"))), ""),
        data=next((text.encode() for each in given if (text := each.findtext(f"{_C}calendar-data"))), b""),
    )


def _given(response: ET.Element) -> Iterator[ET.Element]:
    """The groups of properties that the server has, without those that it has not."""
    for group in response.iter(f"{_D}propstat"):
        prop = group.find(f"{_D}prop")
        if prop is not None and _status(group.findtext(f"{_D}status")) == 200:
            yield prop


def _status(line: str | None) -> int:
    """The number in "HTTP/1.1 404 Not Found"; 200 where nothing is said."""
    words = (line or "").split()
    return int(words[1]) if len(words) > 1 and words[1].isdecimal() else 200


def complaint(body: bytes) -> tuple[frozenset[str], str]:
    """Why a server refuses: the names of the conditions that are not met, and its own words; either may be empty."""
    root = _parsed(body)
    if root is None or root.tag != f"{_D}error":
        return frozenset(), ""
    names = frozenset(each.tag.rpartition("}")[2] for each in root if each.tag.startswith((_D, _C)))
    said = next((each.text for each in root.iter() if each.tag.endswith("}message") and each.text), "")
    return names, " ".join((said or ", ".join(sorted(names))).split())[:200].rstrip(".")
