"""What the notices print is read back to the same talks, in every language and of every kind that tells of talks."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semctl.importing import sources
from semctl.importing.found import Found, FoundTalk
from semctl.importing.given import Given
from semctl.languages import CODES
from semctl.model import (
    Book,
    Ident,
    Join,
    Kind,
    Known,
    Line,
    Mode,
    Override,
    Prose,
    Rule,
    Series,
    Speaker,
    Status,
    Tag,
    Talk,
    Url,
    Zone,
)
from semctl.notices.about import venue
from semctl.notices.layout import one_line_each, wrapped
from semctl.notices.notice import Notice
from semctl.notices.writing import about_talk, about_talks
from semctl.programme import Entry, arrange
from semctl.readable import readable
from semctl.sent import facts
from tests.test_notices import NOW, programme, talk

TODAY = NOW.date()
SAID_OF_ONE = (Kind.ANNOUNCEMENT, Kind.REMINDER)


def printed(notice: Notice) -> str:
    return f"Subject: {notice.subject}\n\n{wrapped(notice.body)}"


def read(text: str) -> Found:
    return sources.read(Given(name="-", data=text.encode(), today=TODAY, zone="Europe/Berlin"))


Told = dict[str, Any]


def told(each: FoundTalk) -> Told:
    """What is known of a talk that a mail may tell."""
    meeting, values = each.meeting, each.values
    assert meeting
    several = values.get("speakers") or [{"name": values.get("speaker"), **values}]
    return {
        "when": (meeting.date, meeting.time),
        "room": meeting.setting.get("room"),
        "mode": meeting.setting.get("mode"),
        "people": [(each["name"], each.get("affiliation")) for each in several if each["name"]],
        "title": values.get("title"),
        "abstract": values.get("abstract"),
        "is off": values.get("status") == "cancelled",
        "is sure": values.get("status") != "tentative",
    }


def meant(entry: Entry, *, whole: bool, code: str = "") -> Told:
    """The same of a talk of the programme. whole: with the abstract. code: whose phrase for the room stands there."""
    slot, seen = entry.slot, readable(entry).talk
    assert slot
    mode = venue(entry, entry.language).mode
    phrase = entry.room.phrase.get(code) if entry.room and entry.people else None
    return {
        "when": (slot.date, slot.time),
        "room": None if mode is Mode.ONLINE else phrase or slot.room,
        "mode": None if mode is Mode.IN_PERSON else mode,
        "people": [(str(each.name), each.affiliation) for each in seen.people],
        "title": seen.title,
        "abstract": one_line_each(seen.abstract) if whole and seen.abstract else None,
        "is off": not entry.takes_place,
        "is sure": entry.talk.status is not Status.TENTATIVE,
    }


# --- the mails that are compared whole elsewhere ---


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", SAID_OF_ONE)
@pytest.mark.parametrize("name", ["lovelace", "duo", "rauhut", "open", "planning", "moved"])
def test_a_mail_about_one_talk_comes_back(name: str, kind: Kind, code: str) -> None:
    now = NOW - dt.timedelta(days=7)
    found = read(printed(about_talk(kind, talk(name), programme(), now=now, code=code)))
    assert found.what == "a mail of semctl's"
    assert [told(each) for each in found.talks] == [meant(talk(name), whole=kind is Kind.ANNOUNCEMENT, code=code)]
    assert (found.remarks, found.talks[0].doubts) == ((), ())
    assert found.series == {"name": "Colloquium on Data and Geometry", "language": code}


def test_an_announcement_tells_all_but_who_is_invited() -> None:
    found = read(printed(about_talk(Kind.ANNOUNCEMENT, talk("rauhut"), programme(), now=NOW, code="en")))
    assert found.talks[0].values["joint_with"] == ["Bubacarr Bah", "Rachel Ward"]
    assert found.talks[0].values["bio"] == "Holger works on compressive sensing."
    assert found.talks[0].meeting
    assert found.talks[0].meeting.setting == {
        "room": "A027", "mode": "hybrid", "online": "via Zoom", "duration": "75 min",
        "join": {"url": "https://zoom.example/j/123", "passcode": "4711"},
    }  # fmt: skip
    assert found.rooms == {"A027": {"address": "Theresienstraße 39, Munich", "url": "https://maps.example/a027"}}
    moved = read(printed(about_talk(Kind.ANNOUNCEMENT, talk("moved"), programme(), now=NOW, code="de"))).talks[0]
    assert moved.meeting
    assert (moved.meeting.reason, moved.values["status"]) == ("Corpus Christi", "tentative")


@pytest.mark.parametrize("code", CODES)
def test_a_mail_about_several_talks_comes_back(code: str) -> None:
    for kind in (Kind.PROGRAMME, Kind.DIGEST):
        found = read(printed(about_talks(kind, [programme()], now=NOW, code=code)))
        names = ["duo"] if kind is Kind.DIGEST else ["duo", "rauhut", "open", "planning", "moved", "off"]
        assert [told(each) for each in found.talks] == [meant(talk(name), whole=False) for name in names]


def test_a_digest_tells_how_to_join() -> None:
    (one,) = read(printed(about_talks(Kind.DIGEST, [programme()], now=NOW, code="fr"))).talks
    assert one.meeting
    assert one.meeting.setting["join"] == {"url": "https://zoom.example/j/other"}


@pytest.mark.parametrize("code", CODES)
def test_the_news_of_a_cancellation_comes_back(code: str) -> None:
    found = read(printed(about_talk(Kind.CANCELLATION, talk("off"), programme(), now=NOW, code=code)))
    (one,) = found.talks
    assert one.meeting
    assert (one.meeting.when, one.names) == ((dt.date(2026, 6, 18), dt.time(16, 30)), ("Carl Friedrich Gauß",))
    assert (one.values["status"], one.values["reason"]) == ("cancelled", "the speaker is ill")


@pytest.mark.parametrize("code", CODES)
def test_the_news_of_a_change_tells_what_holds_now(code: str) -> None:
    before = facts(talk("rauhut")) | {"date": "2026-05-20", "time": "12:00"}
    found = read(printed(about_talk(Kind.CHANGE, talk("rauhut"), programme(), now=NOW, code=code, before=before)))
    assert (found.what, [told(each) for each in found.talks]) == (
        "a mail of semctl's",
        [meant(talk("rauhut"), whole=False)],
    )


def test_a_mail_that_says_more_than_ours_is_read_as_any_other() -> None:
    text = printed(about_talk(Kind.ANNOUNCEMENT, talk("lovelace"), programme(), now=NOW - dt.timedelta(days=7)))
    more = text.replace("\n\nTitle:", "\n\nThere will be cake on Friday, 8 May 2026.\n\nTitle:")
    assert more != text
    assert read(more).what != "a mail of semctl's"
    assert read(text.replace("Dear all,", "Hello!")).what == "a mail in English"


def test_a_mail_about_several_series_gives_the_talks_of_one() -> None:
    found = read(printed(about_talks(Kind.PROGRAMME, [programme(), programme("logic")], now=NOW, code="en")))
    assert len(found.talks) == 6
    assert found.talks[0].names == ("Emmy Noether", "Sofja Kowalewskaja")
    assert [str(each) for each in found.remarks] == ["left out: 2 talks of Logic Seminar: a file holds one series"]


# --- laws ---

WORD = st.text(st.sampled_from("abcdefgäßéABCÉ"), min_size=2, max_size=12)
NAMES = st.tuples(WORD, WORD).map(lambda words: " ".join(word.capitalize() for word in words))
WORDS = st.lists(WORD, min_size=2, max_size=14).map(lambda words: " ".join(words).capitalize())
PROSE = st.lists(WORDS, min_size=1, max_size=3).map("\n\n".join)
ROOMS = st.sampled_from([None, "RA 2504", "Aula", "Main building, room 5", "Hörsaal 3", "A027"])
DAYS = [dt.date(2026, 5, 12) + dt.timedelta(weeks=week) for week in range(6)]


@st.composite
def books(draw: st.DrawFn) -> Book:
    talks = []
    for number, day in enumerate(DAYS[: draw(st.integers(1, 6))]):
        places = st.none() | WORDS.map(Line)
        people = [Speaker(name=Known(draw(NAMES)), affiliation=draw(places)) for _ in range(draw(st.integers(0, 3)))]
        talks.append(
            Talk(
                id=Ident(f"t{number}"),
                date=day,
                speakers=tuple(people),
                title=draw(st.none() | WORDS.map(Known)),
                abstract=draw(st.none() | PROSE.map(Prose)),
                status=draw(st.sampled_from([Status.CONFIRMED, Status.TENTATIVE, Status.CANCELLED])),
            )
        )
    link = Join(url=Url("https://x.org/a"), passcode=draw(st.none() | st.just(Line("4711"))))
    return Book(
        series=Series(
            id=Ident("x"),
            name=Line("X Seminar"),
            timezone=Zone("Europe/Berlin"),
            language=Tag(draw(st.sampled_from(CODES))),
            mode=draw(st.sampled_from([None, *Mode])),
            online=draw(st.none() | st.just(Line("via Zoom"))),
            join=draw(st.none() | st.just(link)),
        ),
        rules=(Rule(dates=tuple(DAYS), time=draw(st.sampled_from([(), (dt.time(16),), (dt.time(9, 15),)]))),),
        overrides=tuple(Override(date=day, room=draw(ROOMS)) for day in DAYS),  # type: ignore[arg-type]
        talks=tuple(talks),
    )


@settings(max_examples=12)
@given(books())
def test_any_programme_that_a_mail_tells_is_read_back_to_the_same_talks(book: Book) -> None:
    comes_back(book)


@pytest.mark.slow
@settings(max_examples=250)
@given(books())
def test_very_many_programmes_that_mails_tell_are_read_back(book: Book) -> None:
    comes_back(book)


def comes_back(book: Book) -> None:
    programme = arrange(book, TODAY)
    entries = programme.entries
    if any(entry.takes_place for entry in entries):
        found = read(printed(about_talks(Kind.PROGRAMME, [programme], now=NOW)))
        for each, entry in zip(found.talks, entries, strict=True):
            assert each.doubts or told(each) == meant(entry, whole=False)
    for entry in entries:
        for kind in SAID_OF_ONE if entry.takes_place else (Kind.CANCELLATION,):
            (each,) = read(printed(about_talk(kind, entry, programme, now=NOW))).talks
            expected = meant(entry, whole=kind is Kind.ANNOUNCEMENT)
            if kind is Kind.CANCELLATION:
                expected |= {"room": None, "mode": None, "title": None, "is sure": True}
            assert told(each) == expected
