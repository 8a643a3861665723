"""What holds of the calendar of any series, whatever its texts, times and places are.

The series are made of records, so that nothing was cleaned before; those that a file can hold are among them.
"""

import datetime as dt
import re
from dataclasses import replace
from random import Random
from typing import Any

import icalendar
from hypothesis import assume, given
from hypothesis import strategies as st

from semctl.ics import calendar
from semctl.ics.published import states
from semctl.model import (
    Book,
    Email,
    Ident,
    Join,
    Known,
    Line,
    Mode,
    Organizer,
    Override,
    Prose,
    Room,
    Rule,
    Series,
    Show,
    Speaker,
    Status,
    Tag,
    Talk,
    Url,
    Zone,
)  # fmt: skip
from semctl.programme import Programme, arrange
from tests.calendars import unfolded

TODAY = dt.date(2026, 5, 1)
NOW = dt.datetime(2026, 5, 2, 9, 30, tzinfo=dt.UTC)
MONDAYS = [dt.date(2026, 3, 2) + dt.timedelta(weeks=4 * number) for number in range(10)]
ZONES = ["Europe/Amsterdam", "America/New_York", "Africa/Cairo", "Africa/Casablanca", "Pacific/Chatham", "UTC"]
TEXT = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from('\\\\\\nN,;:"^ \n\r\t\x00\x0b\x0c\x1f\x7f\x85\u2028\u2029\u00a0é漢😀$'),
    ),
    max_size=150,
)
LINES = TEXT.map(lambda text: " ".join(text.split()) or "x")
URLS = LINES.map(lambda text: Url(f"https://x.org/{text.replace(' ', '')}"))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def settings() -> dict[str, st.SearchStrategy[Any]]:
    """What a slot takes from its override, its rule or the series."""
    return {
        "room": maybe(LINES),
        "duration": maybe(st.sampled_from([dt.timedelta(minutes=60), dt.timedelta(hours=30)])),
        "mode": maybe(st.sampled_from(Mode)),
        "online": maybe(LINES),
        "join": maybe(st.builds(Join, url=URLS, passcode=maybe(LINES), show=st.sampled_from(Show))),
        "note": maybe(LINES),
    }


SPEAKERS = st.builds(Speaker, name=maybe(LINES.map(Known)), affiliation=maybe(LINES))
TALK = {
    "at": st.sampled_from([None, None, dt.time(16)]),
    "speaker": maybe(LINES.map(Known)),
    "affiliation": maybe(LINES),
    "speakers": st.lists(SPEAKERS, max_size=3).map(tuple),
    "title": maybe(LINES.map(Known)),
    "abstract": maybe(TEXT.map(Prose)),
    "status": st.sampled_from(Status),
    "reason": maybe(LINES),
    "url": maybe(URLS),
    "tags": st.lists(LINES, max_size=2).map(tuple),
}
SERIES = {
    "name": LINES.map(Line),
    "timezone": st.sampled_from(ZONES).map(Zone),
    "domain": maybe(st.just(Line("x.org"))),
    "language": st.sampled_from(["en", "de", "it", "nl", "fr", "sv"]).map(Tag),
    "url": maybe(URLS),
    "description": maybe(TEXT.map(Prose)),
    "topics": st.lists(LINES, max_size=2).map(tuple),
    "contact": maybe(st.just(Email("us@x.org"))),
}
RULES = st.builds(
    Rule,
    every=st.just(Line("4 weeks")),
    time=st.sampled_from([(), (dt.time(16),), (dt.time(0, 30), dt.time(16)), (dt.time(2, 30),)]),
    start=st.just(MONDAYS[0]),
    end=st.just(MONDAYS[-1]),
    timezone=maybe(st.sampled_from(ZONES).map(Zone)),
)
ORGANIZERS = st.builds(Organizer, name=LINES.map(Line), email=maybe(st.just(Email("a@x.org"))), public=st.booleans())


@st.composite
def books(draw: st.DrawFn) -> Book:
    talks: list[Talk] = [
        draw(st.builds(Talk, id=st.just(Ident(f"talk-{number}")), date=maybe(st.sampled_from(MONDAYS)), **TALK))
        for number in range(draw(st.integers(0, 4)))
    ]
    imported: bool = draw(st.booleans())
    if talks and imported:
        talks[0] = replace(talks[0], uid=Line(f"imported-{draw(LINES)}"))
    moved = {"date": st.just(MONDAYS[1]), "moved_to": st.just(MONDAYS[1] + dt.timedelta(days=1))}
    off = {"date": st.just(MONDAYS[2]), "cancelled": st.booleans(), "reason": maybe(LINES)}
    rule = draw(RULES)
    given = (
        () if len(rule.time) > 1 else tuple(draw(st.builds(Override, **each, **settings())) for each in (moved, off))
    )
    rooms = draw(st.dictionaries(LINES, st.builds(Room, address=maybe(LINES)), max_size=1))
    return Book(
        series=draw(st.builds(Series, id=st.just(Ident("s")), **SERIES, **settings())),
        organizers=tuple(draw(st.lists(ORGANIZERS, max_size=2))),
        rules=(rule,),
        overrides=given,
        rooms=rooms,
        talks=tuple(talks),
    )


def arranged(book: Book) -> Programme:
    return arrange(book, TODAY)


def of_book(book: Book, previous: bytes | None = None) -> bytes:
    programme = arranged(book)
    return calendar([programme], programme.entries, previous=previous, now=NOW, free=programme.free())


# --- the file ---


@given(books())
def test_any_calendar_is_well_formed(book: Book) -> None:
    """Lines end in CRLF and have at most 75 octets; no controls, no split character or escape, no UID twice."""
    data = of_book(book)
    assert data.endswith(b"END:VCALENDAR\r\n")
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        text = line.decode()  # no character is parted
        assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029]", text), text
        assert (len(text) - len(text.rstrip("\\"))) % 2 == 0, "no escape is parted"
    uids = [line for line in unfolded(data).split("\n") if line.startswith("UID")]
    assert len(uids) == len(set(uids)) == unfolded(data).count("BEGIN:VEVENT")


@given(books())
def test_any_calendar_is_the_same_twice_and_after_itself(book: Book) -> None:
    data = of_book(book)
    assert of_book(book) == data
    assert of_book(book, previous=data) == data


@given(books())
def test_the_library_would_write_the_same_lines(book: Book) -> None:
    data = of_book(book)
    read = icalendar.Calendar.from_ical(data)
    assert isinstance(read, icalendar.Calendar)
    blocks = re.findall("BEGIN:VEVENT\n.*?\nEND:VEVENT\n", unfolded(data), re.DOTALL)
    assert len(blocks) == len(read.events)
    for block, event in zip(blocks, read.events, strict=True):
        assert lines(unfolded(event.to_ical())) == lines(block)


def lines(block: str) -> list[str]:
    """The lines in any order; around a name that needs no quotes there may be some or not."""
    return sorted(re.sub(r'^ORGANIZER;CN="([^,;:"’]*)"', r"ORGANIZER;CN=\1", line) for line in block.split("\n"))


@given(books(), st.randoms(use_true_random=False))
def test_the_order_of_the_file_does_not_matter(book: Book, random: Random) -> None:
    shuffled = list(book.talks)
    random.shuffle(shuffled)
    assert of_book(replace(book, talks=tuple(shuffled))) == of_book(book)


@given(books())
def test_the_library_reads_back_what_was_meant(book: Book) -> None:
    programme = arrange(book, TODAY)
    read = icalendar.Calendar.from_ical(of_book(book))
    assert isinstance(read, icalendar.Calendar)
    found = {str(event["UID"]): event for event in read.events}
    for entry in programme.entries:
        if entry.date is None:
            continue
        event = found[uid_of(entry.talk, book)]
        assert event.decoded("DTSTART") == (entry.start or entry.date)
        if entry.start:
            assert event.decoded("DTEND") == entry.end
        assert not event.errors
        for person in entry.people:
            assert clean(person.name) in str(event["SUMMARY"])
        if entry.talk.abstract:
            assert clean(entry.talk.abstract) in clean(str(event["DESCRIPTION"]))


def clean(text: str | None) -> str:
    return " ".join(re.sub("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]", "", text or "").split())


def uid_of(talk: Talk, book: Book) -> str:
    return clean(talk.uid) if talk.uid else f"{talk.id}.s@{book.series.domain or 'semctl'}"


# --- what has changed ---


@given(books(), books())
def test_what_is_taken_over_is_what_would_be_written(one: Book, other: Book) -> None:
    """An earlier file whose events cannot be taken over, since its lines end otherwise, gives the same calendar."""
    before = of_book(one)
    mixed = replace(
        other, series=replace(other.series, domain=one.series.domain), talks=(*one.talks[:2], *other.talks[2:])
    )
    assert of_book(mixed, before) == of_book(mixed, before.replace(b"\r\n", b"\n"))


@given(books(), st.data())
def test_another_room_is_another_version_of_that_event_alone(book: Book, data: st.DataObject) -> None:
    programme = arranged(book)
    slots = [slot for slot in programme.slots if not slot.override and slot.mode is not Mode.ONLINE]
    assume(slots and not programme.problems)
    slot = data.draw(st.sampled_from(slots))
    at = slot.regular_time if slot.shares_regular_date else None
    override = Override(date=slot.regular_date, at=at, room=Line("Another room"))
    before = of_book(book)
    after = states(of_book(replace(book, overrides=(*book.overrides, override)), before))
    here = {uid_of(entry.talk, book) for entry in programme.entries if entry.slot and entry.slot.key == slot.key}
    if slot in programme.free():
        time = f"T{slot.regular_time:%H%M}" if slot.shares_regular_date else ""
        here.add(f"{slot.regular_date}{time}.s@{book.series.domain or 'semctl'}")
    assert {uid for uid, state in after.items() if state.sequence} == here
    assert {after[uid].sequence for uid in here} <= {1}
    assert {uid: state for uid, state in after.items() if uid not in here} == {
        uid: state for uid, state in states(before).items() if uid not in here
    }
