"""The talks in a form to paste into a page that exists already: plain text, Markdown or HTML.

Each talk speaks its series' language. A join link appears only if the file shows it to everyone; private notes are
never handed in.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from types import MappingProxyType
from typing import Final

from semctl import mathtext, wording
from semctl.dates import clock, plain_day
from semctl.mathtext.pieces import Formula, pieces
from semctl.model import Mode, Show, Speaker, Status
from semctl.programme import Entry
from semctl.reading.citing import link as link_of
from semctl.reading.citing import reference
from semctl.reading.told import papers_of, parts_of, title_of
from semctl.textchecks.addresses import wrong_link
from semctl.wording import Label


class Form(StrEnum):
    """The forms to paste."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """What is told of one talk, in words; texts are as typed, with their TeX.

    day, moment: when, for people and for machines. place: in brackets behind it, may be empty. called_off: that it
    does not take place, or only perhaps, and why. notes: a word before it and text. links: label and web address.
    """

    id: str
    code: str
    language: str
    day: str
    moment: str
    place: str
    called_off: str
    people: tuple[Speaker, ...]
    title: str
    notes: tuple[tuple[str, str], ...]
    abstract: str
    links: tuple[tuple[Label, str], ...]


def embed(form: Form, entries: Sequence[Entry]) -> str:
    """The talks that have a date, in the order given, as text with a final line end."""
    items = [_item(entry, entry.date) for entry in entries if entry.date]
    return _WRITERS[form](items)


def _item(entry: Entry, day: dt.date) -> Item:
    slot, talk, code = entry.slot, entry.talk, entry.series.language
    time = slot.time if slot else None
    papers = papers_of(entry)
    notes = [
        *((wording.label(Label.PAPER, code), mathtext.plain(reference(paper, code))) for paper in papers),
        *((str(part.role.name), part.people) for part in parts_of(entry, code)),
        (wording.label(Label.JOINT_WITH, code), ", ".join(talk.joint_with)),
        (wording.label(Label.NOTE, code), (slot.note if slot else None) or ""),
    ]
    join = slot.join.url if slot and slot.join and slot.join.show is Show.PUBLIC else None
    read = [(Label.PAPER, link_of(paper)) for paper in papers]
    links = [*read, (Label.LINK, join), (Label.SLIDES, talk.slides), (Label.VIDEO, talk.video)]
    return Item(
        id=f"{entry.series.id}-{talk.id}",
        code=code,
        language=entry.language,
        day=f"{plain_day(day, code)}, {clock(time, code)}" if time else plain_day(day, code),
        moment=entry.start.isoformat() if entry.start else day.isoformat(),
        place=_place(entry, code),
        called_off=_called_off(entry, code),
        people=entry.people,
        title=title_of(entry) or ("" if not entry.people else wording.label(Label.TBA_TITLE, code)),
        notes=tuple((label, text) for label, text in notes if text),
        abstract=(talk.abstract or "").strip(),
        links=tuple((label, link) for label, link in links if link and not wrong_link(link, may_be_file=False)),
    )


def _place(entry: Entry, code: str) -> str:
    slot = entry.slot
    if slot is None:
        return ""
    if slot.mode is Mode.ONLINE:
        return slot.online or wording.label(Label.ONLINE, code)
    return slot.room or ""


def _called_off(entry: Entry, code: str) -> str:
    """ "Cancelled: ill", "tentative"; empty for a talk that is settled."""
    if entry.takes_place:
        return wording.label(Label.TENTATIVE, code) if entry.talk.status is Status.TENTATIVE else ""
    reason = entry.talk.reason or (entry.slot.reason if entry.slot else None)
    return wording.line(Label.CANCELLED, reason, code) if reason else wording.label(Label.CANCELLED, code)


def _heading(item: Item) -> str:
    """ "11 May 2026, 16:00 (RA 2504)", as a department's list has it."""
    return item.day + (f" ({item.place})" if item.place else "") + (f" – {item.called_off}" if item.called_off else "")


def _speakers(item: Item) -> str:
    return wording.speakers([(str(person.name), person.affiliation) for person in item.people], item.code)


# --- plain text ---


def _text(items: Sequence[Item]) -> str:
    return "\n".join("\n".join(_text_lines(item)) + "\n" for item in items)


def _text_lines(item: Item) -> Iterator[str]:
    """The list form of a department's page: when and where, "- Speaker: …", "Title: …", "Abstract: …"."""
    yield _heading(item)
    if item.people or not item.title:
        label = Label.SPEAKERS if len(item.people) > 1 else Label.SPEAKER
        who = _speakers(item) if item.people else wording.label(Label.TBA_TITLE, item.code)
        yield f"- {wording.line(label, who, item.code)}"
    yield wording.line(Label.TITLE, mathtext.plain(item.title) or wording.label(Label.TBA_TITLE, item.code), item.code)
    for name, text in item.notes:
        yield wording.after_name(name, text, item.code)
    if item.abstract:
        paragraphs = (" ".join(each.split()) for each in mathtext.plain(item.abstract).split("\n\n"))
        yield wording.line(Label.ABSTRACT, "\n\n".join(paragraphs), item.code)
    for label, link in item.links:
        yield wording.line(label, link, item.code)


# --- Markdown (CommonMark; formulas stay TeX, which most Markdown readers typeset) ---

_MARKED: Final = re.compile(r"([\\`*_\[\]<>|~])")
_AT_START: Final = re.compile(r"^(\s*)([#+=-]|\d+(?=[.)]))")
_ACTIVE: Final = re.compile(r"\\(?:href|url|html\w*|class|style|cssId|data|includegraphics|unicode)\b")
"""What makes a link, an element or a style out of a formula where it is typeset."""


def _markdown(items: Sequence[Item]) -> str:
    return "\n".join("\n\n".join(_markdown_blocks(item)) + "\n" for item in items)


def _markdown_blocks(item: Item) -> Iterator[str]:
    yield f"### {_inline(_heading(item))}"
    if item.people:
        yield ", ".join(_markdown_person(person) for person in item.people)
    if item.title:
        yield f"**{_markdown_text(item.title)}**"
    for name, text in item.notes:
        yield _escaped(wording.after_name(name, text, item.code))
    if item.abstract:
        yield "\n\n".join(_markdown_text(" ".join(each.split())) for each in item.abstract.split("\n\n"))
    if item.links:
        yield " · ".join(f"[{_escaped(wording.label(label, item.code))}](<{link}>)" for label, link in item.links)


def _markdown_person(person: Speaker) -> str:
    return _escaped(f"{person.name} ({person.affiliation})" if person.affiliation else str(person.name))


def _markdown_text(text: str) -> str:
    """Prose without a sign that Markdown would take for its own; formulas as they were typed, if they only are some."""
    written = (_formula(each) if isinstance(each, Formula) else _inline(each.text) for each in pieces(text))
    return _from_start("".join(written))


def _formula(formula: Formula) -> str:
    if _ACTIVE.search(formula.source):
        return _inline(mathtext.plain(formula.source) if formula.tree is not None else f"`{formula.source}`")
    return formula.source.replace("<", r"\lt ").replace(">", r"\gt ")


def _escaped(text: str) -> str:
    return _from_start(_inline(text))


def _inline(text: str) -> str:
    return _MARKED.sub(r"\\\1", text)


def _from_start(text: str) -> str:
    """Without what would begin a heading or a list at the start of a paragraph."""
    return _AT_START.sub(
        lambda found: f"{found[1]}{found[2]}\\" if found[2].isdigit() else f"{found[1]}\\{found[2]}", text
    )


# --- HTML, a fragment without a style of its own ---


def _html(items: Sequence[Item]) -> str:
    articles = ("\n".join(_html_lines(item)) for item in items)
    return "\n".join(("<section>", *articles, "</section>", ""))


def _html_lines(item: Item) -> Iterator[str]:
    own = f' lang="{escape(item.language)}"' if item.language != item.code else ""
    place = f" ({escape(item.place)})" if item.place else ""
    off = f" – {escape(item.called_off)}" if item.called_off else ""
    yield f'<article id="{escape(item.id)}" lang="{escape(item.code)}">'
    yield f'<h3><time datetime="{item.moment}">{escape(item.day)}</time>{place}{off}</h3>'
    if item.people:
        yield f"<p>{escape(_speakers(item))}</p>"
    if item.title:
        yield f"<p{own}><strong>{mathtext.mathml(item.title)}</strong></p>"
    for name, text in item.notes:
        yield f"<p>{escape(wording.after_name(name, text, item.code))}</p>"
    for paragraph in item.abstract.split("\n\n") if item.abstract else ():
        yield f"<p{own}>{mathtext.mathml(paragraph)}</p>"
    for label, link in item.links:
        yield f'<p><a href="{escape(link)}">{escape(wording.label(label, item.code))}</a></p>'
    yield "</article>"


_WRITERS: Final[Mapping[Form, Callable[[Sequence[Item]], str]]] = MappingProxyType(
    {Form.TEXT: _text, Form.MARKDOWN: _markdown, Form.HTML: _html}
)
