"""The slides or the page of a reading seminar as a whole: what is recognised, and what is read of it.

What is taken, what is kept as the description and what is left out by its line are together all of the text.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from semctl.importing.decks.about import description, grading, left_out, name_of
from semctl.importing.decks.facts import Facts, facts_of, term_begins
from semctl.importing.decks.meetings import Cast, at_the_time, cast_of, columns_of, in_order, talks_of
from semctl.importing.decks.organizers import Holders, holders_of, institution_of
from semctl.importing.decks.origin import language_of, origin
from semctl.importing.decks.outline import Item, Section, items, sections, singles, unmarked
from semctl.importing.decks.paper_list import PaperList, paper_list, with_read
from semctl.importing.decks.people import People
from semctl.importing.decks.role_table import Asked, Column, RoleTable, role_table, without_idle
from semctl.importing.decks.roles import FoundRole, block_of, ids_of, role_named, roles_of
from semctl.importing.decks.words import Part, names_papers, part_of
from semctl.importing.found import Found, FoundTalk, Kind, Remark
from semctl.importing.given import Given

LONGEST: Final = 300_000
"""Bytes of a text that may be somebody's slides."""
_HINT: Final = re.compile(r"\brol[el]|\bruol[oi]|\brôle|\b(?:paper|papier|articolo|artikel) \d", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Deck:
    """The parts of a text. role_lines: those of the sections about roles."""

    sections: tuple[Section, ...]
    roles: tuple[FoundRole, ...]
    role_lines: frozenset[int]
    papers: PaperList
    table: RoleTable | None

    @property
    def lines(self) -> frozenset[int]:
        """The lines of roles, papers and table."""
        return self.role_lines | self.papers.lines | (self.table.lines if self.table else frozenset())


def recognises(given: Given) -> bool:
    """Whether a text tells of roles and of what is read, or has a table of who plays what."""
    if len(given.data) > LONGEST or not _HINT.search(given.text):
        return False
    deck = _deck(given.text, given.today)
    if len(deck.roles) > 1:
        return bool(deck.papers.blocks or deck.table)
    return deck.table is not None and any(column.papers or names_papers(column.label) for column in deck.table.columns)


def _deck(text: str, today: dt.date) -> Deck:
    found = sections(text)
    term = facts_of(_items(found, frozenset())).reading.get("term", "")
    papers = paper_list(found)
    roles, _ = roles_of(found)
    asked = Asked(papers.meant, lambda text: role_named(text, roles) is not None, term_begins(term) or today)
    table = next(filter(None, (role_table(section.rows, asked) for section in found)), None)
    if table:
        table = without_idle(table)
        papers, columns = with_read(papers, table.columns)
        table = replace(table, columns=columns)
        found = tuple(_without(section, table.lines) for section in found)
    roles, lines = roles_of(found)
    return Deck(sections=found, roles=roles, role_lines=lines, papers=papers, table=table)


def _without(section: Section, lines: Collection[int]) -> Section:
    return section._replace(rows=tuple(row for row in section.rows if row.number not in lines))


def read(given: Given) -> Found:
    """A new series with all that the text says; never raises."""
    deck = _deck(given.text, given.today)
    people, listed = _people(deck.sections)
    facts = facts_of(_items(deck.sections, deck.lines))
    holders = _holders(deck)
    series, assumed, lines = _series(deck, facts, holders, given.text)
    language = series.get("language", "en")
    columns = at_the_time(_columns(deck, facts), facts.times)
    cast = cast_of(deck.table, deck.roles, people) if deck.table else Cast.of(deck.roles, people, len(columns))
    asked, graded = grading(deck.sections, facts.reading.get("registration", ""))
    taken = {*deck.lines, *listed, *facts.lines, *holders.lines, *lines, *graded}
    first = list(_first_meeting(deck.sections, taken))
    about, kept = description(deck.sections, taken, series.get("name", ""))
    ids = ids_of(cast.roles, language)
    tables = {
        "organizers": holders.organizers,
        "reading": _reading(
            {
                **facts.reading,
                "grading": asked,
                "times": facts.times,
                "roles": [block_of(role, ids[role.name], cast.seats(role)) for role in cast.roles],
            }
        ),
        "papers": list(deck.papers.blocks),
        "participants": people.blocks(),
    }
    remarks = [*deck.papers.remarks, *(deck.table.remarks if deck.table else ()), *cast.remarks]
    remarks += left_out(deck.sections, taken | kept)
    return Found(
        what="the slides or the page of a reading seminar",
        series={**series, **({"description": about} if about else {})},
        assumed=assumed,
        talks=(*first, *talks_of(columns, cast, ids, deck.papers.blocks, language)),
        tables={name: table for name, table in tables.items() if table},
        remarks=(
            _counted(tables, cast),
            *_of_meetings(deck, columns),
            *_of_people(holders, people),
            *sorted(remarks, key=lambda each: each.line or 0),
        ),
    )


def _columns(deck: Deck, facts: Facts) -> tuple[Column, ...]:
    """The meetings: the columns of the table, else one for each paper, unless there are to be fewer."""
    if deck.table:
        return in_order(deck.table.columns, deck.papers.blocks)
    if len(deck.papers.blocks) > facts.reading.get("meetings", len(deck.papers.blocks)):
        return ()
    return columns_of(deck.papers.blocks)


def _of_meetings(deck: Deck, columns: Sequence[Column]) -> Iterator[Remark]:
    """What was made of the papers where no table says which is read when."""
    if not deck.table and deck.papers.blocks:
        says = (
            "a meeting for each paper, in the order of the list"
            if columns
            else "more papers than meetings: none is made"
        )
        yield Remark(says=f"no table says who plays what; {says}", kind=Kind.UNDERSTOOD)


def _of_people(holders: Holders, people: People) -> Iterator[Remark]:
    """That outputs will name the organizers, as the slides do, but not the participants."""
    if holders.organizers:
        says = "the organizers are named in public, with their addresses, as they are here; public = false prevents it"
        yield Remark(says=says, kind=Kind.UNDERSTOOD)
    if any("private" in each for each in people.blocks()):
        says = "the names and addresses of participants are private: they go into the private file"
        yield Remark(says=says, kind=Kind.UNDERSTOOD)


_READING: Final = (
    "term", "format", "begins", "meetings", "meeting", "report", "misses", "registration", "grading", "times", "roles",
)  # fmt: skip


def _reading(values: Mapping[str, Any]) -> dict[str, Any]:
    """`[reading]` as it is written, from the top."""
    return {key: values[key] for key in _READING if values.get(key) not in (None, [])}


def _counted(tables: Mapping[str, Any], cast: Cast) -> Remark:
    """What was found, in numbers."""
    cells = sum(len(team) for table in cast.tables for team in table.values())
    counts = (
        (len(tables["reading"].get("roles", ())), "role", "roles"),
        (len(tables["papers"]), "paper", "papers"),
        (len(tables["participants"]), "participant", "participants"),
        (cells, "place in the table", "places in the table"),
        (len(tables["reading"].get("times", ())), "time to choose from", "times to choose from"),
    )
    told = [f"{count} {one if count == 1 else several}" for count, one, several in counts if count]
    return Remark(says=", ".join(told), kind=Kind.UNDERSTOOD)


def _items(found: Sequence[Section], lines: Collection[int]) -> Iterator[Item]:
    """Headings and items outside of some lines."""
    for section in found:
        if section.heading and section.line not in lines:
            yield Item(section.line, section.line, section.heading)
        yield from (item for item in singles(section.rows) if item.line not in lines)


def _people(found: Sequence[Section]) -> tuple[People, set[int]]:
    """Those of a list of participants; their addresses are nobody's business here."""
    people, lines = People(), set[int]()
    for section in found:
        if part_of(section.heading) is Part.PEOPLE:
            for item in items(section.rows):
                if people.listed(unmarked(item.text), item.mark):
                    lines |= {*item.lines}
    return people, lines


def _holders(deck: Deck) -> Holders:
    """The organizers, from everywhere but roles, papers, table and list of participants."""
    held = Holders()
    for section in deck.sections:
        part = part_of(section.heading)
        if part is not Part.PEOPLE:
            free = [item for item in singles(section.rows) if item.line not in deck.lines]
            holders_of(free, held, named=part is Part.ORGANIZERS)
    return held


def _series(deck: Deck, facts: Facts, holders: Holders, text: str) -> tuple[dict[str, Any], dict[str, str], set[int]]:
    """`[series]`, why some of it is a guess, and the lines that say it."""
    name, lines = name_of(deck.sections)
    institution, more = institution_of(deck.sections)
    told, assumed = origin([*holders.mails, str(facts.series.get("url", ""))])
    if "language" not in facts.series and (language := language_of(text)) not in ("", "en"):
        told["language"], assumed["language"] = language, "by its words"
    given = {"name": name, "institution": institution, "contact": holders.contact, **told, **facts.series}
    return {key: value for key, value in given.items() if value}, assumed, lines | more


def _first_meeting(found: Sequence[Section], taken: set[int]) -> Iterator[FoundTalk]:
    """The meeting in which the seminar is organised, where a heading names it."""
    for section in found:
        if part_of(section.heading) is Part.FIRST_MEETING:
            taken.add(section.line)
            yield FoundTalk(values={"title": section.heading}, line=section.line)
            return
