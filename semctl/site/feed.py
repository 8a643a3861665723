"""The Atom feed of a series (RFC 4287): an entry for each talk, whose `updated` follows its content and no clock."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from semctl import mathtext, wording
from semctl.idents import event_identity
from semctl.programme import Entry
from semctl.reading.citing import cited
from semctl.reading.told import papers_of
from semctl.site.views import View
from semctl.wording import Label

ATOM = "{http://www.w3.org/2005/Atom}"
MOST = 60  # entries; the latest, since readers fetch the whole file again and again


def feed(
    title: str,
    key: str,
    entries: Sequence[tuple[Entry, View]],
    now: datetime,
    address: str | None,
    earlier: bytes | None,
) -> bytes:
    """The feed as a file.

    key: makes its identity, as in "mds.utwente.nl". entries: in order of time; the last MOST are told. address: of the
    folder that holds it on the web, with a slash; links stand relative to it. earlier: the feed that this one replaces:
    an entry that says the same as in it keeps its `updated`, a new or changed one has `now`.
    """
    ET.register_namespace("", ATOM.strip("{}"))
    before = _known(earlier)
    written = [_entry(entry, view, now, address, before) for entry, view in reversed(entries[-MOST:])]
    updated = max((each.findtext(f"{ATOM}updated") or "" for each in written), default=_stamp(now))
    root = ET.Element(f"{ATOM}feed")
    _text(root, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, f'feed.{key}')}")
    _text(root, "title", title)
    _text(root, "updated", updated)
    if address:
        ET.SubElement(root, f"{ATOM}link", {"rel": "self", "href": f"{address}feed.xml"})
        ET.SubElement(root, f"{ATOM}link", {"rel": "alternate", "href": address})
    root.extend(written)
    ET.indent(root)
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _entry(
    entry: Entry, view: View, now: datetime, address: str | None, before: Mapping[str, ET.Element]
) -> ET.Element:
    series, code = entry.series, entry.series.language
    identity = entry.talk.uid or event_identity(entry.talk.id, series.id, series.domain)
    made = ET.Element(f"{ATOM}entry")
    _text(made, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, identity)}")
    who = f"{view['speakers']}: " if view["speakers"] else ""
    _text(made, "title", f"{who}{mathtext.plain(view['title'])}")
    updated = _text(made, "updated", _stamp(now))
    author = ET.SubElement(made, f"{ATOM}author")
    _text(author, "name", series.name)
    link = f"{series.id}/{view['page']}" if address is None else f"{address}{view['page']}"
    ET.SubElement(made, f"{ATOM}link", {"rel": "alternate", "href": link})
    place = ", ".join(each for each in (view["room"], view["address"], view["online"]) if each)
    facts = [wording.line(Label.WHEN, view["span"], code), *([wording.line(Label.WHERE, place, code)] if place else [])]
    facts += [view["cancelled"]] if view["cancelled"] else []
    facts += [mathtext.plain(cited(paper, code)) for paper in papers_of(entry)]
    facts += (
        ["\n".join(wording.after_name(role, people, code) for role, people in view["parts"])] if view["parts"] else []
    )
    facts += [mathtext.plain(view["abstract"]).strip()] if view["abstract"] else []
    _text(made, "content", "\n\n".join(facts)).set("type", "text")
    old = before.get(made.findtext(f"{ATOM}id") or "")
    if old is not None and _said(old) == _said(made):
        updated.text = old.findtext(f"{ATOM}updated")
    return made


def _text(parent: ET.Element, name: str, text: str) -> ET.Element:
    child = ET.SubElement(parent, ATOM + name)
    child.text = "".join(char for char in text if char in "\t\n" or (char >= " " and char not in "\ufffe\uffff"))
    return child


def _stamp(now: datetime) -> str:
    return f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _known(earlier: bytes | None) -> Mapping[str, ET.Element]:
    """The entries of the earlier feed by identity; none where it is no feed."""
    try:
        root = ET.fromstring(earlier or b"<none/>")
    except ET.ParseError:
        return {}
    return {each.findtext(f"{ATOM}id") or "": each for each in root.iter(f"{ATOM}entry")}


def _said(entry: ET.Element) -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """What an entry says, but when it was updated."""
    return [
        (each.tag, (each.text or "").strip(), tuple(sorted(each.items())))
        for each in entry.iter()
        if each.tag != f"{ATOM}updated"
    ]
