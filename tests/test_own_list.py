"""What `semctl list` prints is read back to the same talks, out of a pipe and from terminals of any width."""

import datetime as dt
import io
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semctl import listing, terminal
from semctl.importing import sources
from semctl.importing.found import Found, FoundTalk
from semctl.importing.given import Given
from semctl.importing.matching import match
from semctl.model import Book, Ident, Known, Line, Override, Rule, Series, Speaker, Status, Talk, Zone
from semctl.programme import Entry, Programme, arrange
from semctl.tomltext.document import Document
from tests.books import SERIES, SHIPPED, a_file, a_programme, run

TODAY = dt.date(2026, 5, 1)
NOW = dt.datetime(2026, 5, 20, tzinfo=dt.UTC)
DAYS = [dt.date(2026, 5, 4) + dt.timedelta(weeks=week) for week in range(5)]


def printed(programme: Programme, width: int | None = None) -> str:
    """As it comes out of a pipe, or stands on a terminal of a width."""
    table = listing.talk_table(programme.entries, NOW)
    if width is None:
        return "\n".join(terminal.plain_lines(table)) + "\n"
    shown = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(shown):
        patch.setenv("COLUMNS", str(width))
        terminal._draw_rich(table, listing.series_heading(programme.book.series))
    return shown.getvalue()


def read(text: str) -> Found:
    return sources.read(Given(name="-", data=text.encode(), today=TODAY))


Told = tuple[object, ...]


def told(talk: FoundTalk) -> Told:
    """What a list tells of a talk."""
    meeting = talk.meeting
    several = talk.values.get("speakers") or [{"name": talk.values.get("speaker"), **talk.values}]
    people = tuple((each["name"], each.get("affiliation")) for each in several if each["name"])
    where = (meeting.date, meeting.time, meeting.setting.get("room")) if meeting else (None, None, None)
    off = bool(meeting and not meeting.held) or talk.values.get("status") == "cancelled"
    return talk.id, *where, people, talk.values.get("title"), off


def meant(entry: Entry) -> Told:
    slot = entry.slot
    people = tuple((str(each.name), each.affiliation) for each in entry.people)
    where = (entry.date, slot.time if slot else None, slot.room if slot else None)
    title = " ".join(entry.talk.title.split()) if entry.talk.title else None
    return entry.talk.id, *where, people, title, not entry.takes_place


# --- the shipped example ---


@pytest.mark.parametrize("width", [None, 220, 120, 80])
def test_the_shipped_programme_comes_back(width: int | None) -> None:
    programme = a_programme("", series=SHIPPED.read_text("utf-8"), today=TODAY)
    found = read(printed(programme, width))
    assert [told(talk) for talk in found.talks] == [meant(entry) for entry in programme.entries]
    assert [talk.doubts for talk in found.talks] == [()] * 5
    assert found.remarks == ()
    name = {} if width is None else {"name": "Seminar Series on the Mathematics of Data Science"}
    assert (found.what, found.series) == ("a list of semctl's", name)
    matches = match(found, programme, Document.read(SHIPPED.read_text("utf-8")))
    assert [(each.fate, each.differences) for each in matches] == [("there already", ())] * 5


def test_notes_tell_the_status_what_became_of_the_slot_and_why() -> None:
    toml = """
[schedule]
every = "week"
time = "16:00"
start = 2026-05-04
end = 2026-05-31
[[overrides]]
date = 2026-05-11
moved_to = 2026-05-12
reason = "strike"
note = "bring cake; and tea"
[[overrides]]
date = 2026-05-25
cancelled = true
reason = "Whit Monday"
[[talks]]
id = "ada"
date = 2026-05-04
speaker = "Ada Lovelace"
status = "cancelled"
reason = "ill"
[[talks]]
id = "emmy"
date = 2026-05-12
speaker = "Emmy Noether"
affiliation = "University of Göttingen (Mathematics)"
affiliation_short = "Göttingen"
title = "On $\\\\mathbb{R}$"
status = "tentative"
[[talks]]
id = "kim"
date = 2026-05-25
speaker = "Yongdai Kim"
[[talks]]
id = "later"
title = "Organisational meeting"
"""
    programme = a_programme(toml, today=TODAY)
    found = read(printed(programme))
    assert [(talk.values, talk.meeting and (talk.meeting.held, talk.meeting.reason, talk.meeting.setting)) for talk in found.talks] == [
        ({"speaker": "Ada Lovelace", "status": "cancelled", "reason": "ill"}, (True, None, {"room": "R"})),
        ({"speaker": "Emmy Noether", "affiliation": "Göttingen", "title": "On ℝ", "status": "tentative"},
         (True, "strike", {"room": "R", "note": "bring cake; and tea"})),
        ({"speaker": "Yongdai Kim", "status": "cancelled", "reason": "Whit Monday"}, (True, None, {"room": "R"})),
        ({"title": "Organisational meeting"}, None),
    ]  # fmt: skip
    matches = match(found.in_zone("Europe/Amsterdam"), programme, Document.read(SERIES + toml))
    assert [(each.fate, each.differences) for each in matches] == [("there already", ())] * 4


def test_a_list_is_imported_from_a_pipe(here: Path) -> None:
    a_file(here, SHIPPED.read_text("utf-8"))
    (here / "list.txt").write_text(run("list", "--all").out, "utf-8")
    ran = run("import", "list.txt", "--yes")
    assert (ran.code, ran.err) == (0, "nothing to take\n")
    ran = run("import", "list.txt", "--into", "new.toml", "--yes", "--name", "MDS", "--timezone", "Europe/Amsterdam")
    assert ran.code == 0
    assert run("-f", "new.toml", "list", "--all").out == (here / "list.txt").read_text("utf-8")


def test_of_a_list_of_several_series_one_is_taken() -> None:
    programme = a_programme("", series=SHIPPED.read_text("utf-8"), today=TODAY)
    other = replace(programme.book.series, id=Ident("b"), short_name=Line("Algebra"))
    entries = [*programme.entries[:2], *(replace(each, series=other) for each in programme.entries[2:])]
    found = read("\n".join(terminal.plain_lines(listing.talk_table(entries, NOW, with_series=True, with_missing=True))))
    assert [talk.id for talk in found.talks] == ["jacobs", "donderwinkel"]
    assert found.series == {"name": "MDS Seminar"}
    assert [str(each) for each in found.remarks] == ["left out: 3 talks of Algebra: a file holds one series"]


def test_what_is_broken_in_a_list_is_named_by_its_line() -> None:
    lines = printed(a_programme("", series=SHIPPED.read_text("utf-8"), today=TODAY)).splitlines()
    broken = [lines[0], lines[1].replace("Mon 11", "Tue 11"), *lines[2:4], "", lines[4], "Date  Time"]
    found = read("\n".join(broken))
    assert [talk.id for talk in found.talks] == ["donderwinkel", "kim"]
    assert [str(each).partition(":")[0] for each in found.remarks] == ["left out"]
    assert found.remarks[0].line == 2


# --- laws ---

FEW = settings(max_examples=settings().max_examples // 3)
WORD = st.text(st.sampled_from("abcdefgäßé漢字ΩABC"), min_size=1, max_size=12)
WORDS = st.lists(WORD, min_size=1, max_size=9).map(" ".join)
LINES = WORDS.map(Line)
NAMES = st.tuples(WORD, WORD).map(" ".join)
PLACES = st.none() | LINES | WORDS.map(lambda text: Line(f"{text} (x) y"))


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    talks = []
    for number, day in enumerate(DAYS[: draw(st.integers(1, 5))]):
        people = [Speaker(name=Known(draw(NAMES)), affiliation=draw(PLACES)) for _ in range(draw(st.integers(0, 2)))]
        talks.append(
            Talk(
                id=Ident(f"talk-{number}"),
                date=draw(st.sampled_from([day, day, None])),
                speakers=tuple(people),
                title=draw(st.none() | WORDS.map(Known)),
                status=draw(st.sampled_from(Status)),
            )
        )
    overrides = []
    for day in draw(st.lists(st.sampled_from(DAYS), max_size=2, unique=True)):
        plain = Override(date=day, room=draw(st.none() | LINES), reason=draw(st.none() | LINES))
        kinds = [
            replace(plain, moved_to=day + dt.timedelta(days=1)),
            replace(plain, cancelled=True),
            replace(plain, time=dt.time(9, 15)),
        ]
        overrides.append(draw(st.sampled_from(kinds)))
    book = Book(
        series=Series(id=Ident("x"), name=Line("X"), timezone=Zone("UTC"), room=draw(st.none() | LINES)),
        rules=(Rule(dates=tuple(DAYS), time=draw(st.sampled_from([(), (dt.time(16),)]))),),
        overrides=tuple(overrides),
        talks=tuple(talks),
    )
    return arrange(book, TODAY)


@FEW
@given(programmes())
def test_any_list_out_of_a_pipe_is_read_back_to_the_same_talks(programme: Programme) -> None:
    found = read(printed(programme))
    assert [told(talk) for talk in found.talks] == [meant(entry) for entry in programme.entries]
    assert found.remarks == ()


@FEW
@given(programmes(), st.integers(70, 200))
def test_any_list_on_a_terminal_is_read_back_or_said_to_be_doubtful(programme: Programme, width: int) -> None:
    found = read(printed(programme, width))
    assert [told(talk)[:4] for talk in found.talks] == [meant(entry)[:4] for entry in programme.entries]
    for talk, entry in zip(found.talks, programme.entries, strict=True):
        assert talk.doubts or told(talk) == meant(entry)
