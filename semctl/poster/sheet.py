"""What a poster says, in the series' language, and the forms it is written in."""

import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Any

from semctl import mathtext, wording
from semctl.dates import day_span
from semctl.languages import language
from semctl.model import Mode, Show, Site
from semctl.notices.sentences import on
from semctl.problems import Refused
from semctl.programme import Entry
from semctl.reading.citing import reference
from semctl.reading.told import papers_of, parts_of, title_of
from semctl.site.shelf import PICTURES, is_local
from semctl.templating import Templates, built_in, render_page
from semctl.textchecks.addresses import wrong_link
from semctl.wording import Label


class Paper(StrEnum):
    """The size of the sheet."""

    A4 = "a4"
    LETTER = "letter"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """The words of a poster, in the order of reading; texts are as typed, with their TeX.

    lead, theme: what frames the speakers, as in "Am Donnerstag, … spricht" and "im Hörsaal Raum A027 über das Thema".
    facts: label and text below. link: what the QR code leads to. logo: name and bytes of a picture. state: that the
    talk is cancelled or tentative.
    """

    language: str
    talk_language: str
    series: str
    by: str
    lead: str
    people: tuple[tuple[str, str], ...]
    theme: str
    title: str
    abstract: str
    abstract_label: str
    facts: tuple[tuple[str, str], ...]
    state: str
    link: str | None
    logo: tuple[str, bytes] | None
    colour: str


def sheet(entry: Entry, site: Site, read: Callable[[str], bytes | None]) -> Sheet:
    """The poster of a talk; read gives a file that stands beside the series file. Refused where it has no date."""
    if entry.date is None:
        raise Refused(f'talk "{entry.talk.id}" has no date yet', f"semctl move-talk {entry.talk.id} DAY")
    series, talk, slot, code = entry.series, entry.talk, entry.slot, entry.series.language
    told = language(code).posters
    many = len(entry.people) > 1
    phrase = (entry.room.phrase.get(code) if entry.room and slot and slot.mode is not Mode.ONLINE else None) or ""
    lead = wording.capital(on(code, entry.date, slot.time if slot else None))
    theme = "" if not entry.people else (told.theme_many if many else told.theme) if talk.title else (
        told.untitled_many if many else told.untitled
    )  # fmt: skip
    return Sheet(
        language=code,
        talk_language=entry.language,
        series=series.name,
        by=", ".join(each for each in (series.unit, series.institution) if each),
        lead=(told.lead_many if many else told.lead if entry.people else told.unnamed).format(on=lead),
        people=tuple((str(each.name), each.affiliation or "") for each in entry.people),
        theme=theme.format(place=f"{phrase} " if phrase else "").strip(),
        title=title_of(entry) or "",
        abstract="\n\n".join(" ".join(each.split()) for each in (talk.abstract or "").split("\n\n")).strip(),
        abstract_label=wording.label(Label.ABSTRACT, code),
        facts=tuple(_facts(entry, phrase)),
        state=_state(entry),
        link=_link(entry, site),
        logo=_logo(series.logo, read),
        colour=site.colour or "#00509e",
    )


def _facts(entry: Entry, phrase: str) -> list[tuple[str, str]]:
    slot, code = entry.slot, entry.series.language
    facts: list[tuple[Label, str | None]] = []
    if slot and slot.time and entry.end and entry.date and not entry.end_is_assumed:
        facts.append((Label.WHEN, day_span(entry.date, slot.time, entry.end.timetz().replace(tzinfo=None), code)))
    if slot and slot.mode is not Mode.ONLINE:
        room = None if phrase else slot.room
        facts.append((Label.WHERE, ", ".join(filter(None, (room, entry.room.address if entry.room else None)))))
    if slot and slot.mode not in (None, Mode.IN_PERSON):
        public = slot.join.url if slot.join and slot.join.show is Show.PUBLIC else None
        by_mail = wording.label(Label.LINK_BY_MAIL, code) if slot.join and not public else None
        online = slot.online or wording.label(Label.ONLINE, code)
        facts.append((Label.ONLINE, ", ".join(filter(None, (online, public, by_mail)))))
    facts += ((Label.PAPER, reference(paper, code)) for paper in papers_of(entry))
    facts.append((Label.JOINT_WITH, ", ".join(entry.talk.joint_with)))
    facts.append((Label.NOTE, slot.note if slot else None))
    told = [(wording.capital(wording.label(label, code)), text) for label, text in facts if text]
    return [*told, *((str(part.role.name), wording.capital(part.people)) for part in parts_of(entry, code))]


def _state(entry: Entry) -> str:
    code = entry.series.language
    if not entry.takes_place:
        reason = entry.talk.reason or (entry.slot.reason if entry.slot else None)
        return wording.line(Label.CANCELLED, reason, code) if reason else wording.label(Label.CANCELLED, code)
    return "" if entry.talk.status == "confirmed" else wording.capital(wording.label(Label.TENTATIVE, code))


def _link(entry: Entry, site: Site) -> str | None:
    """The page of the talk: where `semctl site` puts it, else its own, else that of the series."""
    if site.url:
        return f"{site.url.rstrip('/')}/talks/{entry.talk.id}.html"
    found = (entry.talk.url, entry.series.url)
    return next((each for each in found if each and wrong_link(each, may_be_file=False) is None), None)


def _logo(name: str | None, read: Callable[[str], bytes | None]) -> tuple[str, bytes] | None:
    kind = (name or "").rpartition(".")[2].lower()
    if not name or kind not in PICTURES or not is_local(name):
        return None
    data = read(name)
    return (f"logo.{kind}", data) if data is not None else None


# --- the forms ---


def html(poster: Sheet, paper: Paper, qr: str | None, own: Templates) -> bytes:
    """A page that stands alone and prints on one sheet; qr: the code as SVG."""
    font = files("semctl.site").joinpath("assets/stix-two-math.woff2").read_bytes() if "$" in _texts(poster) else b""
    values: dict[str, Any] = {
        "poster": poster,
        "paper": str(paper),
        "size": _size(poster),
        "font": b64encode(font).decode(),
        "qr": b64encode(qr.encode()).decode() if qr else "",
        "logo": _data_address(*poster.logo) if poster.logo else "",
    }
    return render_page("poster.html", values, own).encode()


def typst(
    poster: Sheet, paper: Paper, qr: str | None, own: Templates
) -> tuple[str, Mapping[str, str], Mapping[str, bytes]]:
    """A Typst document: its source, its inputs, and the files beside it. What the user wrote is data, never source."""
    data = {
        "paper": "us-letter" if paper is Paper.LETTER else "a4",
        "language": poster.language,
        "talk_language": poster.talk_language.split("-")[0],
        "colour": poster.colour,
        "series": mathtext.typst(poster.series),
        "by": mathtext.typst(poster.by),
        "lead": mathtext.typst(poster.lead),
        "people": [[mathtext.typst(name), mathtext.typst(from_)] for name, from_ in poster.people],
        "theme": mathtext.typst(poster.theme),
        "title": mathtext.typst(poster.title),
        "abstract": mathtext.typst(poster.abstract),
        "abstract_label": poster.abstract_label,
        "facts": [[label, mathtext.typst(text)] for label, text in poster.facts],
        "state": mathtext.typst(poster.state),
        "link": poster.link or "",
        "logo": poster.logo[0] if poster.logo else "",
        "qr": "qr.svg" if qr else "",
    }
    beside = dict([poster.logo]) if poster.logo else {}
    if qr:
        beside["qr.svg"] = qr.encode()
    return dict(own).get("poster.typ") or built_in("poster.typ"), {"data": json.dumps(data, ensure_ascii=False)}, beside


def _texts(poster: Sheet) -> str:
    return poster.title + poster.abstract


def _size(poster: Sheet) -> str:
    """The size of the letters, so that the abstract fits on the page."""
    length = len(mathtext.plain(poster.abstract))
    return next(
        size
        for most, size in ((900, "13pt"), (1800, "11.5pt"), (3000, "10pt"), (4500, "8.5pt"), (10**9, "7pt"))
        if length < most
    )


def _data_address(name: str, data: bytes) -> str:
    kind = name.rpartition(".")[2]
    kinds = {"svg": "svg+xml", "jpg": "jpeg"}
    return f"data:image/{kinds.get(kind, kind)};base64,{b64encode(data).decode()}"
