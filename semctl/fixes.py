"""What `semctl check --fix` mends: slips with one safe remedy, each a small edit like any other.

A fix names what it is about by id or day and looks it up in the document it is given, so fixes may follow each
other, and be applied to a file that was read afresh.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from semctl.checks import Look, overrides_change_something
from semctl.dates import long_day
from semctl.edits.placing import Where, where_of, with_where
from semctl.model import Book, Override, Talk
from semctl.parse import parse
from semctl.problems import Refused
from semctl.programme import Programme
from semctl.tomltext import spans
from semctl.tomltext.document import Document
from semctl.tomltext.sameness import same
from semctl.tomltext.splices import line_end_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Fix:
    """One remedy: what it does in words, and how; `apply` raises Refused where what it is about is gone."""

    says: str
    apply: Callable[[Document], Document]


def fixes(programme: Programme, document: Document) -> tuple[Fix, ...]:
    """The safe fixes of a series, to be applied one after the other in this order.

    Left alone: what `[check]` ignores, and an override that says nothing but carries a reason or a comment.
    """
    ignored = programme.book.check.ignore
    found = {
        "no-id": _ids(programme, document),
        "talk-on-old-date": _dates(programme),
        "idle-override": _idle_overrides(programme, document),
    }
    return tuple(fix for code, each in found.items() if code not in ignored for fix in each)


# --- a talk without an id ---


def _ids(programme: Programme, document: Document) -> Iterator[Fix]:
    tables = document.data.get("talks", [])
    for talk in programme.book.talks:
        if "id" not in tables[talk.path[1]]:
            yield Fix(says=f'wrote id = "{talk.id}"', apply=partial(_with_id, talk=talk.id))


def with_lost_ids(document: Document, before: Book, after: Book) -> Document:
    """The text before a change, with the ids written of the talks that would have another after it.

    A talk without an id is called after its speaker, its day or its place, all of which a change may change.
    """
    tables = document.data.get("talks", [])
    unsaid = [talk.id for talk in before.talks if "id" not in tables[talk.path[1]]]
    left = {talk.id for talk in after.talks}
    if all(talk in left for talk in unsaid):
        return document
    for talk in unsaid:
        if talk not in left or talk.startswith("talk-"):
            document = _with_id(document, talk)
    return document


def _with_id(document: Document, talk: str) -> Document:
    path = _talk(document, talk).path
    if "id" in document.data["talks"][path[1]]:
        return document
    return _with_first_line(document, int(path[1]), talk) or document.with_value(path, "id", talk)


def _with_first_line(document: Document, index: int, talk: str) -> Document | None:
    """The id right below the header of its block; None where the block has no header of its own."""
    eol = line_end_of(document.text)
    lines = document.text.split("\n")
    number = document.line_of(("talks", index))
    if not lines[number - 1].lstrip("\ufeff \t").startswith("[["):
        return None
    head = "\n".join(lines[:number]) + ("\n" if number < len(lines) else eol)
    rest = "\n".join(lines[number:])
    indent = rest[: len(rest) - len(rest.lstrip(" \t"))]
    made = Document.read(f'{head}{indent}id = "{talk}"{eol}{rest}')
    talks = [{**each, "id": talk} if place == index else each for place, each in enumerate(document.data["talks"])]
    meant: dict[str, Any] = {**document.data, "talks": talks}
    return made if not made.mistakes and same(made.data, meant) else None


# --- a talk left on the day that its slot has left ---


def _dates(programme: Programme) -> Iterator[Fix]:
    left = {problem.path[:2] for problem in programme.problems if problem.code == "talk-on-old-date"}
    for entry in programme.entries:
        if entry.talk.path in left and entry.slot and entry.talk.date:
            old, new = (long_day(day, "en") for day in (entry.talk.date, entry.slot.date))
            apply = partial(_with_date, talk=entry.talk.id, old=entry.talk.date, where=where_of(programme, entry.slot))
            yield Fix(says=f'talk "{entry.talk.id}": from {old} to {new}, with its slot', apply=apply)


def _with_date(document: Document, talk: str, old: dt.date, where: Where) -> Document:
    found = _talk(document, talk)
    if found.date == where.date:
        return document
    if found.date != old:
        raise Refused(f'talk "{talk}" has been moved meanwhile', "look at the file, then check again")
    return with_where(document, found, where)


# --- an override that says what the rule says ---


def _idle_overrides(programme: Programme, document: Document) -> Iterator[Fix]:
    look = Look(programme=programme, today=dt.date.min, holidays={})
    idle = {problem.path for problem in overrides_change_something(look)}
    for override in programme.book.overrides:
        if override.path not in idle or override.reason or not _is_bare(document, override):
            continue
        apply = partial(_without_override, date=override.date, at=override.at)
        day = long_day(override.date, "en")
        yield Fix(says=f"took out the override of {day}: it changed nothing", apply=apply)


def _is_bare(document: Document, override: Override) -> bool:
    """Whether nothing that a person wrote for people goes with it."""
    try:
        without = document.without_block("overrides", int(override.path[1]))
    except Refused:
        return False
    return len(spans.comments(without.text)) == len(spans.comments(document.text))


def _without_override(document: Document, date: dt.date, at: dt.time | None) -> Document:
    for override in _book(document).overrides:
        if (override.date, override.at, override.extra) == (date, at, False):
            return document.without_block("overrides", int(override.path[1]))
    return document


# --- looking up afresh ---


def _book(document: Document) -> Book:
    book = parse(document).book
    if book is None:
        raise Refused("the file has errors", "mend them first")
    return book


def _talk(document: Document, talk: str) -> Talk:
    for each in _book(document).talks:
        if each.id == talk:
            return each
    raise Refused(f'talk "{talk}" is no longer in the file', "look at the file, then check again")
