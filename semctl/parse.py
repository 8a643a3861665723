"""Text → a book and its private notes, or every problem in it.

Knows nothing of slots: what only the rules together can tell is found in `recurrence` and `programme`.
"""

import datetime as dt
import types
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain, count
from typing import Any

from semctl import model
from semctl.decode import Reader, problem, shown
from semctl.idents import surname_id
from semctl.languages import codes, is_tba
from semctl.problems import Grade, Path, Problem, did_you_mean
from semctl.tomltext.document import BROKEN, Document

RECORDS: Mapping[str, type] = types.MappingProxyType(
    {
        "series": model.Series,
        "organizers": model.Organizer,
        "schedule": model.Rule,
        "breaks": model.Break,
        "overrides": model.Override,
        "rooms": model.Room,
        "talks": model.Talk,
        "mail": model.Mail,
        "notices": model.Notices,
        "publish": model.Publish,
        "site": model.Site,
        "check": model.Check,
    }
)
"""The tables that have a record, in the order in which a file is written."""

READING = ("reading", "papers", "participants")
"""Tables whose records are made by `semctl.reading`, for the commands that ask for them."""

_TIMING = frozenset({"schedule", "breaks", "overrides"})
_STAND_IN = model.Series(id=model.Ident("series"), name=model.Line("series"), timezone=model.Zone("UTC"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Parsed:
    """What a text says.

    book: all that could be read, of a stand-in series where `[series]` cannot be used. notes: the private part of
    the same file. problems: everything wrong, in no order. timing_is_sound: no error touches what slots
    are made from, so that they may be looked at too.
    """

    book: model.Book
    notes: model.PrivateNotes
    problems: tuple[Problem, ...]
    timing_is_sound: bool


Memo = dict[int, tuple[Mapping[str, Any], model.Talk]]
"""Talks read before without a problem, by the identity of their table."""


def parse(document: Document, memo: Memo | None = None) -> Parsed:
    """Read a series file whole; nothing is raised, everything wrong is in `problems`.

    memo: makes reading quick again what an edit has left alone; filled in on the way.
    """
    reader = _FileReader(document.mistakes)
    reader.memo = {} if memo is None else memo
    data = document.data
    for key in data.keys() - RECORDS.keys() - set(READING):
        reader.unknown_key((key,), "the file", key, (*RECORDS, *READING))
    series = reader.series(data)
    rules = reader.rules(data.get("schedule"))
    talks = reader.talks(data)
    mail = reader.table(model.Mail, data.get("mail", {}), ("mail",))
    notices = reader.table(model.Notices, data.get("notices", {}), ("notices",))
    site = reader.table(model.Site, data.get("site", {}), ("site",))
    check = reader.table(model.Check, data.get("check", {}), ("check",))
    parts: dict[str, Any] = {
        "organizers": reader.array(model.Organizer, data, "organizers"),
        "rules": rules,
        "breaks": reader.array(model.Break, data, "breaks"),
        "overrides": reader.array(model.Override, data, "overrides"),
        "rooms": reader.rooms(data),
        "talks": tuple(talk for talk, _ in talks),
        "mail": mail or model.Mail(),
        "notices": notices or model.Notices(),
        "publish": reader.table(model.Publish, data.get("publish", BROKEN), ("publish",)),
        "site": site or model.Site(),
        "check": check or model.Check(),
        "reading": {key: data[key] for key in READING if key in data},
    }
    private = model.PrivateNotes(
        series=_private(data.get("series")),
        talks={talk.id: table for talk, table in talks if table},
        participants={name: _private(table) for name, table in _people(data).items() if _private(table)},
    )
    errors = [problem for problem in reader.problems if problem.grade is Grade.ERROR]
    sound = not any(not problem.path or problem.path[0] in _TIMING for problem in errors)
    book = model.Book(series=series or _STAND_IN, **parts)
    return Parsed(book=book, notes=private, problems=tuple(reader.problems), timing_is_sound=sound)


def parse_private(document: Document, book: model.Book) -> tuple[model.PrivateNotes, tuple[Problem, ...]]:
    """Read `seminars.private.toml`: a table for each talk id, `[series]`, and `[participants.ID]` for people."""
    problems = list(document.mistakes)
    known = {talk.id for talk in book.talks} | {"series", "participants"}
    tables: dict[str, Mapping[str, Any]] = {}
    for key, table in document.data.items():
        if not isinstance(table, dict):
            says = f"expected a table named after a talk, got {shown(table)}"
            problems.append(problem("type", (key,), key, says, f"write [{key}] above its keys"))
            continue
        tables[key] = table
        if key not in known:
            hint = did_you_mean(key, known) or "name it as the talk's id"
            says = "no talk has this id"
            problems.append(problem("unknown-key", (key,), f'private notes "{key}"', says, hint, Grade.WARNING))
    series = tables.pop("series", {})
    people = tables.pop("participants", {})
    taking_part = _people(book.reading)
    for name in people.keys() - taking_part.keys():
        hint = did_you_mean(name, taking_part) or "name it as the participant's id"
        says = "no participant has this id"
        where = f'private notes of participant "{name}"'
        problems.append(problem("unknown-key", ("participants", name), where, says, hint, Grade.WARNING))
    notes = {name: table for name, table in people.items() if isinstance(table, dict)}
    return model.PrivateNotes(series=series, talks=tables, participants=notes), tuple(problems)


def _people(data: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The tables of participants by id, as far as they are tables and have one."""
    tables = data.get("participants")
    found = [each for each in tables if isinstance(each, dict)] if isinstance(tables, list) else []
    return {each["id"]: each for each in found if isinstance(each.get("id"), str)}


def _private(table: object) -> Mapping[str, Any]:
    private = table.get("private") if isinstance(table, dict) else None
    return private if isinstance(private, dict) else {}


class _FileReader(Reader):
    """Reads the tables of a series file."""

    memo: Memo

    def series(self, data: Mapping[str, Any]) -> model.Series | None:
        table = data.get("series")
        if table is BROKEN:
            return None
        if table is None:
            hint = 'write [series] with id, name and timezone, or start a file with "semctl init"'
            self.error("missing-key", ("series",), "", "there is no [series]", hint)
            return None
        series: model.Series | None = self.table(model.Series, table, ("series",))
        return replace(series, language=self.written_language(series.language)) if series else None

    def written_language(self, tag: model.Tag) -> model.Tag:
        """The language that semctl writes for a tag: "de-AT" is de, one that it does not know is English."""
        code = tag.replace("_", "-").split("-")[0].lower()
        if code in codes():
            return model.Tag(code)
        says = f'semctl does not write "{tag}" and takes English'
        hint = f"choose from {', '.join(codes())}, or add languages/{code}.toml"
        self.problems.append(problem("language", ("series", "language"), "series", says, hint, Grade.WARNING))
        return model.Tag("en")

    def rules(self, schedule: object) -> tuple[model.Rule, ...]:
        if schedule is None or schedule is BROKEN:
            return ()
        if isinstance(schedule, dict):
            rule = self.table(model.Rule, schedule, ("schedule",))
            return (rule,) if rule else ()
        return self.array(model.Rule, {"schedule": schedule}, "schedule")

    def rooms(self, data: Mapping[str, Any]) -> dict[str, model.Room]:
        tables = data.get("rooms", {})
        if not isinstance(tables, dict):
            if tables is not BROKEN:
                self.error("type", ("rooms",), "rooms", f"expected tables, got {shown(tables)}", 'write [rooms."NAME"]')
            return {}
        read = {name: self.table(model.Room, table, ("rooms", name)) for name, table in tables.items()}
        return {name: room for name, room in read.items() if room}

    def talks(self, data: Mapping[str, Any]) -> tuple[tuple[model.Talk, Mapping[str, Any]], ...]:
        found: list[tuple[model.Talk, Mapping[str, Any]]] = []
        taken: dict[str, int] = {}
        tables = self.tables(data, "talks")
        given = {table["id"] for _, table in tables if isinstance(table.get("id"), str)}
        for index, table in tables:
            path: Path = ("talks", index)
            if "id" not in table:
                table = {**table, "id": self.made_id(table, path, given)}
            talk = self.talk(table, path)
            if talk is None:
                continue
            if talk.id in taken:
                first = taken[talk.id]
                hint = f'give one another id, as in "{talk.id}-2"; the other is talk number {first + 1} of the file'
                self.error("duplicate-id", (*path, "id"), f'talk "{talk.id}"', "two talks have this id", hint)
                continue
            taken[talk.id] = index
            if talk.speakers and (talk.speaker or talk.affiliation or talk.bio):
                hint = "name all of them in [[talks.speakers]]"
                says = "has both a speaker and [[talks.speakers]]"
                self.error("speaker-given-twice", (*path, "speakers"), f'talk "{talk.id}"', says, hint)
            found.append((talk, _private(table)))
        return tuple(found)

    def talk(self, table: Mapping[str, Any], path: Path) -> model.Talk | None:
        """A talk, taken from the memo where its table is the same one as before."""
        known = self.memo.get(id(table))
        if known is not None and known[0] is table:
            return known[1] if known[1].path == path else replace(known[1], path=path)
        problems = len(self.problems)
        talk: model.Talk | None = self.table(model.Talk, table, path)
        if talk is not None and len(self.problems) == problems:
            self.memo[id(table)] = table, talk
        return talk

    def made_id(self, table: Mapping[str, Any], path: Path, given: set[str]) -> str:
        """An id for a talk that has none yet: of its speaker, its date or its place in the file."""
        speakers = table.get("speakers")
        first = speakers[0] if isinstance(speakers, list) and speakers else None
        speaker = first.get("name") if isinstance(first, dict) else table.get("speaker")
        date = table.get("date")
        base = surname_id(speaker) if isinstance(speaker, str) and not is_tba(speaker) else ""
        base = base or (date.isoformat() if type(date) is dt.date else f"talk-{int(path[1]) + 1}")
        made = next(name for name in chain([base], (f"{base}-{n}" for n in count(2))) if name not in given)
        given.add(made)
        says, hint = "has no id", f'write id = "{made}" as its first line, and never change it'
        self.problems.append(problem("no-id", path, f'talk "{made}"', says, hint, Grade.CHORE))
        return made
