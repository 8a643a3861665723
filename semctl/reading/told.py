"""A meeting as it is told to everybody: what is read, and who plays what.

People are numbers unless the file says `public_names = true`, and then have the names that stand in the series file
itself: private notes are never handed in. Only what a meeting names is read of the tables, and the records of those
are loaded when the first meeting is met: every table and calendar passes here, and most series read nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from semctl.decode import Reader
from semctl.languages import language
from semctl.programme import Entry

if TYPE_CHECKING:
    from semctl.reading.records import Paper, Role

Tables = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A role in a meeting, and who plays it, in words."""

    role: "Role"
    people: str


def title_of(entry: Entry) -> str | None:
    """What a talk is called: by its own title, else by those of the papers that are read in it."""
    if entry.talk.title or entry.people or not entry.talk.papers:
        return entry.talk.title
    return "; ".join(str(paper.title) for paper in papers_of(entry) if paper.title) or None


def papers_of(entry: Entry) -> "tuple[Paper, ...]":
    """The papers that a meeting reads, as far as they are known."""
    known = _named("papers", entry.reading, entry.talk.papers)
    return tuple(known[each] for each in entry.talk.papers if each in known)


def parts_of(entry: Entry, code: str) -> tuple[Part, ...]:
    """Who plays what, in the order of the roles; what nobody plays is left out, and so is who is not in the file."""
    if not entry.talk.roles:
        return ()
    names, numbers = _public_names(entry), numbers_of(entry.reading)
    table = entry.reading.get("reading")
    from semctl.reading.records import Role

    roles: tuple[Role, ...] = Reader(()).array(Role, table, "roles") if isinstance(table, dict) else ()
    teams = [(role, [each for each in entry.talk.roles.get(role.id, ()) if each in numbers]) for role in roles]
    return tuple(Part(role, in_words(team, names, numbers, code)) for role, team in teams if team)


def numbers_of(tables: Tables) -> Mapping[str, str]:
    """What people are called where they have no names, by id: the id if all ids are numbers, else their place."""
    people = tables.get("participants")
    ids = [each.get("id") for each in people if isinstance(each, dict)] if isinstance(people, list) else []
    texts = [each for each in ids if isinstance(each, str)]
    if all(each.isdecimal() for each in texts):
        return {each: each for each in texts}
    return {each: str(place) for place, each in enumerate(texts, 1)}


def in_words(people: Sequence[str], names: Mapping[str, str], numbers: Mapping[str, str], code: str) -> str:
    """ "Anna Kern and participant 4"; where nobody has a name "participants 3 and 4"."""
    told = language(code).sentences
    if len(people) > 1 and not any(each in names for each in people):
        return told.participants.format(numbers=joined([numbers.get(each, each) for each in people], code))
    number = (told.participant.format(number=numbers.get(each, each)) for each in people)
    return joined([names.get(each) or other for each, other in zip(people, number, strict=True)], code)


def joined(words: Sequence[str], code: str) -> str:
    """ "A", "A and B", "A, B and C"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {language(code).sentences.conjunction} {words[-1]}"


def _public_names(entry: Entry) -> Mapping[str, str]:
    table = entry.reading.get("reading")
    if not isinstance(table, dict) or table.get("public_names") is not True:
        return {}
    wanted = [each for team in entry.talk.roles.values() for each in team]
    known = _named("participants", entry.reading, wanted)
    return {each: str(person.name) for each, person in known.items() if person.name}


def _named(name: str, tables: Tables, ids: Sequence[str]) -> dict[str, Any]:
    """The records of an array that have one of the ids, by id; the first, where several have the same."""
    if not ids:
        return {}
    from semctl.reading.records import RECORDS

    reader, found = Reader(()), dict[str, Any]()
    for place, table in reader.tables(tables, name):
        if table.get("id") in ids and (read := reader.table(RECORDS[name], table, (name, place))) is not None:
            found.setdefault(read.id, read)
    return found
