"""Polls read and ranked, a schedule chosen, and who was there."""

import csv
import shutil
import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semctl.reading.poll import Answer, Ballot, ranked, read_answers, read_table
from tests.books import run

HEIDELBERG = Path(__file__).parent.parent / "docs" / "examples" / "heidelberg.toml"
YES, MAYBE, NO, NONE = Answer.YES, Answer.MAYBE, Answer.NO, Answer.NONE


@pytest.fixture
def deck(here: Path) -> Path:
    shutil.copy(HEIDELBERG, here / "seminars.toml")
    return here / "seminars.toml"


def ballots() -> st.SearchStrategy[list[Ballot]]:
    answers = st.lists(st.sampled_from(list(Answer)), min_size=4, max_size=4)
    return st.lists(answers, min_size=1, max_size=6).map(
        lambda rows: [Ballot(who=str(number), answers=tuple(row)) for number, row in enumerate(rows)]
    )


@given(ballots(), st.integers(0, 5), st.integers(0, 3), st.frozensets(st.sampled_from(["0", "1", "9"])))
def test_a_yes_never_lowers_a_candidate(
    votes: list[Ballot], who: int, candidate: int, required: frozenset[str]
) -> None:
    who %= len(votes)
    answers = list(votes[who].answers)
    answers[candidate] = YES
    after = [*votes[:who], Ballot(who=votes[who].who, answers=tuple(answers)), *votes[who + 1 :]]

    def place(of: list[Ballot]) -> int:
        return [each.candidate for each in ranked(of, 4, required)].index(candidate)

    assert place(after) <= place(votes)


@given(ballots())
def test_counts_are_those_of_the_ballots(votes: list[Ballot]) -> None:
    for each in ranked(votes, 4):
        column = [ballot.answers[each.candidate] for ballot in votes]
        assert each.come == column.count(YES) + column.count(MAYBE)
        assert (each.sure, len(each.cannot), len(each.silent)) == (
            column.count(YES),
            column.count(NO),
            column.count(NONE),
        )
        for other in each.beaten_by:
            assert all(ballot.answers[other] >= ballot.answers[each.candidate] for ballot in votes)


def test_required_people_come_first() -> None:
    votes = [Ballot(who="a", answers=(NO, YES)), Ballot(who="b", answers=(YES, NO)), Ballot(who="c", answers=(YES, NO))]
    assert [each.candidate for each in ranked(votes, 2)] == [0, 1]
    assert [each.candidate for each in ranked(votes, 2, frozenset({"a"}))] == [1, 0]


FRAMADATE = (
    '\ufeff,"Monday 6 November 2023","Monday 6 November 2023","Tuesday 7 November 2023",\r\n'
    ",14:00,16:30,14:00,\r\n"
    'Ada,Yes,"Under reserve",No,\r\n'
    "Bob,No,,Yes,\r\n"
)
DOODLE = (
    'Poll "Reading"\nhttps://doodle.example/poll/1\n\n;November 2023;;\n;Mon 6;;Tue 7\n;14:00;16:30;14:00\n'
    "Ada;OK;(OK);\nBob;;OK;OK\nCount;1;2;1\n"
)


@pytest.mark.parametrize(
    ("text", "names", "votes"),
    [
        (FRAMADATE, ("Monday 6 November 2023 14:00", "Monday 6 November 2023 16:30", "Tuesday 7 November 2023 14:00"),
         [("Ada", (YES, MAYBE, NO)), ("Bob", (NO, NONE, YES))]),
        (DOODLE, ("November 2023 Mon 6 14:00", "November 2023 Mon 6 16:30", "November 2023 Tue 7 14:00"),
         [("Ada", (YES, MAYBE, NO)), ("Bob", (NO, YES, YES))]),
        (",Montag 14 Uhr,Dienstag 14 Uhr\nEva,Ja,Unter Vorbehalt\n", ("Montag 14 Uhr", "Dienstag 14 Uhr"),
         [("Eva", (YES, MAYBE))]),
    ],
    ids=["framadate", "doodle", "one line of candidates"],
)  # fmt: skip
def test_polls_as_they_are_exported(
    text: str, names: tuple[str, ...], votes: list[tuple[str, tuple[Answer, ...]]]
) -> None:
    columns, read = read_table(text)
    assert columns == names
    assert [(ballot.who, ballot.answers) for ballot in read] == votes


def test_answers_as_typed() -> None:
    assert read_answers(" Yes, no ,If need be,, ja", "x") == (YES, NO, MAYBE, NONE, YES)


def test_the_times_are_ranked_and_say_whether_roles_can_be_filled(deck: Path) -> None:
    (deck.parent / "poll.csv").write_text(
        "Who,a,b,c,d,e\n1,Yes,No,Yes,,Yes\n2,Yes,Yes,Yes,Yes,Under reserve\n", "utf-8"
    )
    ran = run("poll", "poll.csv", "--required", "2")
    assert [line.split() for line in ran.out.splitlines()[1:3]] == [
        ["1", "Monday", "16:30–18:00", "2", "2", "possible"],
        ["3", "Monday", "14:00–15:30", "2", "2", "possible"],
    ]
    assert ran.out.splitlines()[-1] == "a tie: 1, 3"
    assert any("no plan" in line and line.startswith("2 ") for line in ran.out.splitlines())


def test_what_is_chosen_is_the_schedule(deck: Path) -> None:
    assert run("poll", "--choose", "2", "--from", "2023-11-01", now="2023-10-20").code == 0
    schedule = tomllib.loads(deck.read_text("utf-8"))["schedule"]
    assert (schedule["weekday"], schedule["time"], str(schedule["start"]), schedule["count"]) == (
        "Tuesday", "16:30", "2023-11-07", 5,
    )  # fmt: skip
    assert run("move-talk", "meeting-1", "next", now="2023-10-20").code == 0
    ran = run("poll", "--choose", "3")
    assert (ran.code, ran.err) == (4, "there is a [schedule] already\nsemctl new-term begins another\n")


def test_one_person_s_calendar(deck: Path) -> None:
    """Only dated meetings, with the role in front and an identity of its own."""
    assert run("roles", "--person", "3", "--ics").code == 4
    run("poll", "--choose", "2", "--from", "2023-11-01", now="2023-10-20")
    run("move-talk", "meeting-1", "next", now="2023-10-20")
    ran = run("roles", "--person", "3", "--ics", now="2023-10-20")
    assert ran.out.count("BEGIN:VEVENT") == 1
    assert "UID:meeting-1.3.mml@uni-heidelberg.de\r\n" in ran.out
    assert "SUMMARY:Mathematical Machine Learning: Reviewer\\, Paper 1\r\n" in ran.out
    assert run("roles", "--ics").code == 2
    assert deck.exists()


def test_who_was_there_is_private(deck: Path) -> None:
    before = deck.read_bytes()
    ran = run("attend", "meeting-1", "7", "--missing", "--excused", "10")
    assert ran.out.splitlines() == [
        'private notes of talk "meeting-1": attended, excused', 'talk "meeting-1": 8 of 10 were there',
    ]  # fmt: skip
    assert run("attend", "meeting-2", *["1", "2", "3", "4", "5", "6", "8", "9", "10"]).code == 0
    assert deck.read_bytes() == before
    private = deck.parent / "seminars.private.toml"
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert tomllib.loads(private.read_text("utf-8"))["meeting-1"]["excused"] == ["10"]
    lines = run("attend").out.splitlines()
    assert lines[7].split() == ["7", "0", "2", "0"]
    assert lines[10].split() == ["10", "1", "0", "1", "Hacker"]
    for command in (["roles", "--json"], ["list", "--all", "--json"], ["export"], ["show", "meeting-1"]):
        assert "attended" not in run(*command).out
    assert run("attend", "meeting-1", "33").code == 2


def test_the_record_for_the_office(deck: Path) -> None:
    """With a name that a spreadsheet would run it is kept from doing so."""
    text = deck.read_text("utf-8").replace('id = "2"\n', 'id = "2"\nname = "=cmd()"\n')
    deck.write_text(text.replace("[reading]\n", "[reading]\nmisses = 1\n"), "utf-8")
    run("attend", "meeting-1", "2", "--missing")
    assert run("attend", "--csv", "office.csv").code == 0
    rows = list(csv.reader((deck.parent / "office.csv").read_text("utf-8-sig").splitlines()))
    assert rows[1] == ["1", "", "1", "0", "0", "1", "Author", ""]
    assert rows[2] == ["2", "'=cmd()", "0", "1", "0", "0", "", "meeting-1"]
