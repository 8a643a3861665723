"""Calendars of semctl's own, read back: any series comes out as it went in, as far as a calendar tells."""

import datetime as dt
import string

from hypothesis import given
from hypothesis import strategies as st

from semctl.ics import calendar
from semctl.importing import sources
from semctl.importing.beginning import Said, beginning, settled
from semctl.importing.found import Found
from semctl.importing.given import Given
from semctl.importing.matching import Fate, match
from semctl.languages import is_tba
from semctl.model import (
    Book,
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
from semctl.parse import parse
from semctl.programme import Entry, Programme, arrange
from semctl.tomltext.document import Document

TODAY = dt.date(2026, 5, 1)
DAYS = [dt.date(2026, 3, 9) + dt.timedelta(weeks=week) for week in range(5)]
ODD = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs"))
WORDS = st.text(
    st.one_of(st.sampled_from(string.ascii_letters + " ()–,;:\\$<>&\"'|é漢😀"), ODD), min_size=1, max_size=30
)
LINES = WORDS.map(lambda text: " ".join(text.split())).filter(lambda text: bool(text) and not is_tba(text))
NAMES = st.sampled_from(
    ["Zoë Müller", "Noether, Emmy", "Bart van der Waerden", "漢字", "Penn and Teller", "A. B. (X)", "Mary–Jane K.", "O'Neil"]
) | LINES  # fmt: skip
PROSE = st.lists(LINES, min_size=1, max_size=4).flatmap(
    lambda lines: st.sampled_from(["\n", "\n\n", "\n\n\n"]).map(lambda joint: joint.join(lines))
)
MAYBE = st.none()


@st.composite
def a_talk(draw: st.DrawFn, number: int) -> Talk:
    names = draw(st.lists(NAMES, max_size=3, unique=True))
    people = [Speaker(name=Known(name), affiliation=draw(MAYBE | LINES.map(Line))) for name in names]
    return Talk(
        id=Ident(draw(st.sampled_from([f"t{number}", f"a.b-{number}", f"2026-05-{10 + number}"]))),
        date=DAYS[number],
        speaker=people[0].name if len(people) == 1 else None,
        affiliation=people[0].affiliation if len(people) == 1 else None,
        speakers=tuple(people) if len(people) > 1 else (),
        title=draw(MAYBE | LINES.map(Known)),
        abstract=draw(MAYBE | PROSE.map(Prose)),
        status=draw(st.sampled_from(Status)),
        url=draw(MAYBE | st.just(Url(f"https://x.org/{number}"))),
        uid=draw(MAYBE | st.just(Line(f"some/{number}"))),
        tags=draw(st.lists(LINES.map(Line), max_size=2, unique=True).map(tuple)),
    )


@st.composite
def overrides(draw: st.DrawFn, day: dt.date) -> Override:
    return Override(
        date=day,
        room=draw(MAYBE | st.sampled_from([Line("R 1"), Line("Aula, Room 2")])),
        time=draw(MAYBE | st.sampled_from([dt.time(9, 15), dt.time(23, 30)])),
        note=draw(MAYBE | LINES.map(Line)),
        duration=draw(MAYBE | st.just(dt.timedelta(minutes=95))),
        cancelled=draw(st.sampled_from([False, False, True])),
        reason=draw(MAYBE | LINES.map(Line)),
    )


@st.composite
def books(draw: st.DrawFn) -> Book:
    zone = draw(st.sampled_from(["Europe/Amsterdam", "America/New_York", "Africa/Cairo", "Pacific/Chatham", "UTC"]))
    link = Join(
        url=Url("https://x.org/a,b;c"), passcode=draw(MAYBE | st.just(Line("s;3"))), show=draw(st.sampled_from(Show))
    )
    return Book(
        series=Series(
            id=Ident(draw(st.sampled_from(["mds", "a-b"]))),
            domain=draw(MAYBE | st.just(Line("x.org"))),
            name=Line(draw(LINES)),
            short_name=draw(MAYBE | LINES.map(Line)),
            timezone=Zone(zone),
            language=Tag(draw(st.sampled_from(["en", "de", "it", "nl", "fr"]))),
            description=draw(MAYBE | PROSE.map(Prose)),
            url=draw(MAYBE | st.just(Url("https://x.org/"))),
            topics=draw(st.lists(LINES.map(Line), max_size=2, unique=True).map(tuple)),
            room=draw(MAYBE | st.sampled_from([Line("R 1"), Line("Hörsaal")])),
            mode=draw(MAYBE | st.sampled_from(Mode)),
            online=draw(MAYBE | st.just(Line("via Teams"))),
            join=draw(MAYBE | st.just(link)),
        ),
        organizers=draw(st.sampled_from([(), (Organizer(name=Line("A 'B' ^C"), email="a@x.org", public=True),)])),  # type: ignore[arg-type]
        rules=(Rule(dates=tuple(DAYS), time=draw(st.sampled_from([(), (dt.time(16),)]))),),
        overrides=tuple(draw(overrides(day)) for day in draw(st.lists(st.sampled_from(DAYS), max_size=3, unique=True))),
        rooms=draw(st.sampled_from([{}, {"R 1": Room(address=Line("Main Street 1, Twente"))}])),
        talks=tuple(draw(a_talk(number)) for number in range(draw(st.integers(1, 5)))),
    )


def exported(programme: Programme) -> bytes:
    """With the slots that are free; of a cancelled talk nothing tells whether its slot is cancelled too."""
    with_talk = {entry.date for entry in programme.entries}
    free = [slot for slot in programme.free() if slot.date not in with_talk]
    return calendar([programme], programme.entries, free=free)


def shown(data: bytes) -> list[bytes]:
    """The lines of a calendar but those that no client shows."""
    lines = data.replace(b"\r\n ", b"").split(b"\r\n")
    return [line for line in lines if not line.startswith(b"X-SEMCTL-")]


def imported(data: bytes) -> tuple[Found, str]:
    """What is found in a calendar, and the series file that begins with it."""
    found = settled(sources.read(Given(name="a.ics", data=data, today=TODAY)), Said())
    return found, beginning(found, "a.ics")


def arranged(text: str) -> Programme:
    parsed = parse(Document.read(text))
    assert parsed.problems == (), text
    programme = arrange(parsed.book, TODAY)
    assert programme.problems == (), text
    return programme


def told(entry: Entry) -> tuple[object, ...]:
    """What a calendar tells of a talk."""
    talk, slot = entry.talk, entry.slot
    assert slot
    room = None if slot.mode is Mode.ONLINE or (slot.join and not slot.room) else slot.room  # nobody goes there
    return (
        talk.id, entry.date, slot.time, room, slot.note, talk.title, talk.abstract, entry.takes_place,
        talk.status if entry.takes_place else None, *((each.name, each.affiliation) for each in entry.people),
    )  # fmt: skip


@given(books())
def test_any_series_comes_back_as_it_was(book: Book) -> None:
    programme = arrange(book, TODAY)
    data = exported(programme)
    found, text = imported(data)
    again = arranged(text)
    assert [str(each) for each in found.remarks] == []
    assert [told(entry) for entry in again.entries] == [told(entry) for entry in programme.entries]
    assert again.book.series.timezone == book.series.timezone
    if book.series.join is None or book.series.join.show is Show.PUBLIC:  # else "link by mail" is said of a link
        assert shown(exported(again)) == shown(data)


@given(books())
def test_a_calendar_of_the_series_itself_brings_nothing_new(book: Book) -> None:
    _, text = imported(exported(arrange(book, TODAY)))
    own = arranged(text)
    found = sources.read(Given(name="a.ics", data=exported(own), today=TODAY)).in_zone(own.book.series.timezone)
    matches = match(found, own, Document.read(text))
    assert [(each.fate, each.differences) for each in matches] == [(Fate.SAME, ())] * len(own.entries)
