"""The sources that can be imported: one table; the content alone decides which of them reads it."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from semctl.importing.calendars import reader as calendars
from semctl.importing.decks import deck
from semctl.importing.found import Found
from semctl.importing.given import Given
from semctl.importing.json_sources import handed_over, indico, schema_org
from semctl.importing.json_sources import researchseminars as researchseminars_json
from semctl.importing.printed import lists, mails
from semctl.importing.slips import slips
from semctl.importing.spreadsheets import reader as spreadsheets
from semctl.importing.texts import reader as texts
from semctl.problems import Unreadable


class Source(NamedTuple):
    """A kind of source.

    name: as people call it. recognises: quick, and sure enough that no source above it would have been meant. read:
    never raises for what the source holds: what is wrong is a remark.
    """

    name: str
    recognises: Callable[[Given], bool]
    read: Callable[[Given], Found]


SOURCES: tuple[Source, ...] = (
    Source("a calendar (.ics)", calendars.recognises, calendars.read),
    Source("a series of semctl's (JSON)", handed_over.recognises, handed_over.read),
    Source("JSON of researchseminars.org", researchseminars_json.recognises, researchseminars_json.read),
    Source("JSON of Indico", indico.recognises, indico.read),
    Source("a spreadsheet (CSV, TSV)", spreadsheets.recognises, spreadsheets.read),
    Source("a page or JSON with events of schema.org", schema_org.recognises, schema_org.read),
    Source("a list of semctl's", lists.recognises, lists.read),
    Source("a mail of semctl's", mails.recognises, mails.read),
    Source("the slides or the page of a reading seminar", deck.recognises, deck.read),
    Source("a page or a mail that names days", texts.recognises, texts.read),
)
"""The most particular first."""


def read(given: Given) -> Found:
    """What the first source that recognises it finds in it; Unreadable where none does."""
    if not given.text.strip():
        raise Unreadable(f"{_called(given)} is empty", "name the file that holds the talks")
    for source in SOURCES:
        if source.recognises(given):
            found = source.read(given)
            return replace(found, remarks=(*found.remarks, *slips(found, given.text)))
    *first, last = (source.name for source in SOURCES)
    raise Unreadable(f"{_called(given)} is not recognised", f"what can be imported: {', '.join(first)}, or {last}")


def _called(given: Given) -> str:
    return "what was piped in" if given.name == "-" else given.name
