"""Private notes that came with a series, and the private file that they go into."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from semctl.importing.found import Found
from semctl.importing.matching import Match
from semctl.importing.whole_file import parted
from semctl.model import Book, PrivateNotes
from semctl.tomltext.document import Document

Notes = Mapping[tuple[str, ...], Mapping[str, Any]]
"""What there is to note, by the table of the private file."""


def notes_to_take(found: Found, matches: Sequence[Match], book: Book, there: PrivateNotes, *, update: bool) -> Notes:
    """What is not noted yet, and with `update` what is noted otherwise; of the series only where it is the same one."""
    taken = {}
    for path, told, known in _pairs(found, matches, book, there):
        new = {key: value for key, value in told.items() if key not in known or (update and known[key] != value)}
        if new:
            taken[path] = new
    return taken


def kept_notes(found: Found, matches: Sequence[Match], book: Book, there: PrivateNotes) -> int:
    """How many notes are there already and say something else."""
    pairs = _pairs(found, matches, book, there)
    return sum(key in known and known[key] != value for _, told, known in pairs for key, value in told.items())


def _pairs(
    found: Found, matches: Sequence[Match], book: Book, there: PrivateNotes
) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any], Mapping[str, Any]]]:
    """The tables of the private file with what they are told and what they say; talks by the id they have here."""
    told = parted(found.file or found.tables)[1]
    people = told.pop("participants", {})
    series = told.pop("series", {})
    if series and found.series.get("id") == book.series.id:
        yield ("series",), series, there.series
    for match in matches:
        name = match.talk or match.found.id
        notes = told.get(match.found.id or "")
        if name and notes:
            yield (name,), notes, there.talks.get(name, {})
    of_both = (*book.reading.get("participants", ()), *found.tables.get("participants", ()))
    here = {each.get("id") for each in of_both}
    for person, notes in ((each, people[each]) for each in people if each in here):
        yield ("participants", person), notes, there.participants.get(person, {})


def noted(document: Document, notes: Notes) -> Document:
    """The private file with notes."""
    for path, table in notes.items():
        *above, name = path
        inside: Any = document.data
        for part in above:
            inside = inside.get(part, {})
        if name in inside:
            for key, value in table.items():
                document = document.with_value(path, key, value)
        elif not above:
            document = document.with_table(name, dict(table))
        elif above[0] in document.data:
            document = document.with_value(tuple(above), name, dict(table))
        else:
            document = document.with_table(above[0], {name: dict(table)})
    return document
