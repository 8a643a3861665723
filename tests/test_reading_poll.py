"""Polls read and ranked, a schedule chosen, and who was there."""

import csv
import datetime as dt
import re
import shutil
import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semctl.model import Line
from semctl.problems import Misused
from semctl.reading.ballots import by_candidate, read_answers, read_table
from semctl.reading.poll import Answer, Ballot, ranked
from semctl.reading.records import Candidate
from semctl.reading.times import when
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
    ',"Monday 6 November 2023","Monday 6 November 2023","Tuesday 7 November 2023",\r\n'
    ",14:00,16:30,14:00,\r\n"
    'Ada,Yes,"Under reserve",No,\r\n'
    "Bob,No,,Yes,\r\n"
)
DOODLE = (
    'Poll "Reading"\nhttps://doodle.example/poll/1\n\n;November 2023;;\n;Mon 6;;Tue 7\n;14:00;16:30;14:00\n'
    "Ada;OK;(OK);\nBob;;OK;OK\nEve;;;\nCount;1;2;1\n"
)


@pytest.mark.parametrize(
    ("text", "names", "votes"),
    [
        (FRAMADATE, ("Monday 6 November 2023 14:00", "Monday 6 November 2023 16:30", "Tuesday 7 November 2023 14:00"),
         [("Ada", (YES, MAYBE, NO)), ("Bob", (NO, NONE, YES))]),
        (DOODLE, ("November 2023 Mon 6 14:00", "November 2023 Mon 6 16:30", "November 2023 Tue 7 14:00"),
         [("Ada", (YES, MAYBE, NO)), ("Bob", (NO, YES, YES)), ("Eve", (NO, NO, NO))]),
        (",Montag 14 Uhr,Dienstag 14 Uhr\nEva,Ja,Unter Vorbehalt\n", ("Montag 14 Uhr", "Dienstag 14 Uhr"),
         [("Eva", (YES, MAYBE))]),
    ],
    ids=["framadate", "doodle", "one line of candidates"],
)  # fmt: skip
def test_polls_as_they_are_exported(
    text: str, names: tuple[str, ...], votes: list[tuple[str, tuple[Answer, ...]]]
) -> None:
    sheet = read_table(text)
    assert sheet.columns == names
    assert [(ballot.who, ballot.answers) for ballot in sheet.ballots] == votes


def test_an_answer_that_is_none_is_said_and_not_passed_over() -> None:
    with pytest.raises(Misused, match='the answers of Bob: "perhaps" is no answer'):
        read_table("x,a,b\nAda,yes,no\nBob,perhaps,no\n")
    with pytest.raises(Misused, match="there are no answers in the file"):
        read_table("x,a,b\n")


@pytest.mark.parametrize(
    ("text", "weekday", "begins"),
    [
        ("Monday 16:30", 0, "16:30"),
        ("Mon 16:30–18:00", 0, "16:30"),
        ("Monday 6 November 2023 14:00", 0, "14:00"),
        ("November 2023 Mon 6 2:00 PM – 3:30 PM", 0, "14:00"),
        ("Do 14–16 Uhr", 3, "14:00"),
        ("Donnerstag, 9. November 2023 14:00 - 15:30", 3, "14:00"),
        ("lundi 6 novembre 2023 14h30", 0, "14:30"),
        ("Mar 7 nov 2023 14:00", 1, "14:00"),
        ("maandag om 14.00 uur", 0, "14:00"),
        ("2023-11-06 14:00", 0, "14:00"),
        ("06/11/2023 14:00 - 15:30", 0, "14:00"),
        ("Mon 2-3:30 pm", 0, "14:00"),
        ("mardi", 1, None),
        ("Monday 7 November 2023 14:00", None, None),
        ("Monday morning", None, None),
        ("a", None, None),
    ],
)
def test_the_weekday_and_the_time_of_a_column(text: str, weekday: int | None, begins: str | None) -> None:
    found, time = when(text, dt.date(2023, 10, 20))
    assert (found, time and f"{time:%H:%M}") == (weekday, begins)


TIMES = tuple(
    Candidate(weekday=Line(weekday), from_=dt.time(hour, minute))
    for weekday, hour, minute in (("Monday", 16, 30), ("Tuesday", 16, 30), ("Monday", 14, 0), ("Thursday", 14, 0))
)


def test_columns_go_by_their_weekday_and_time() -> None:
    """Whatever their order; one that is no candidate is named, one that is not asked for keeps what was said before."""
    sheet = read_table(
        ",jeudi 9 novembre 2023,lundi 6 novembre 2023,ven. 10 nov. 2023\n,14:00,16:30,14:00\nA,Oui,Non,Oui\n"
    )
    before = [Ballot(who="A", answers=(YES, MAYBE, NONE, NONE))]
    found, others = by_candidate(sheet, TIMES, before, dt.date(2023, 10, 20))
    assert found.ballots == (Ballot(who="A", answers=(NO, MAYBE, NONE, YES)),)
    assert others == ("ven. 10 nov. 2023 14:00",)


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("a,b", 'no column of the answers is a candidate: "a", "b"'),
        ("Monday,Tuesday 17:00", 'no column of the answers is a candidate: "Monday", "Tuesday 17:00"'),
        ("Mon 16:30,6 Nov 2023 16:30", 'the columns "Mon 16:30" and "6 Nov 2023 16:30" are both Monday 16:30'),
    ],
)
def test_columns_that_cannot_be_told(head: str, says: str) -> None:
    with pytest.raises(Misused, match=re.escape(says)):
        by_candidate(read_table(f"x,{head}\nA,yes,no\n"), TIMES, [], dt.date(2023, 10, 20))


def test_answers_as_typed() -> None:
    assert read_answers(" Yes, no ,If need be,, ja", "x") == (YES, NO, MAYBE, NONE, YES)


def test_the_times_are_ranked_and_say_whether_roles_can_be_filled(deck: Path) -> None:
    (deck.parent / "poll.csv").write_text(
        "Who,Mon 16:30,Tue 16:30,Mon 14:00,Tue 14:00,Thu 14:00\n"
        "1,Yes,No,Yes,,Yes\n2,Yes,Yes,Yes,Yes,Under reserve\n", "utf-8",
    )  # fmt: skip
    ran = run("poll", "poll.csv", "--required", "2")
    lines = ran.out.splitlines()
    assert [line.split(maxsplit=5)[:5] for line in lines[2:4]] == [
        ["1", "Monday", "16:30–18:00", "2", "2"],
        ["3", "Monday", "14:00–15:30", "2", "2"],
    ]
    assert all(" 3, 4, 5, 6, 7, 8, 9, 10 " in line and line.endswith(" possible") for line in lines[2:4])
    assert lines[-1] == "a tie: 1, 3"
    assert any("no plan" in line and line.startswith("2 ") for line in lines)


def test_answers_are_kept_in_the_private_file(deck: Path) -> None:
    """And come back without being given again; names of participants stand for their ids."""
    text = deck.read_text("utf-8").replace('id = "3"\n', 'id = "3"\nname = "Émmy  Noether"\n')
    deck.write_text(text, "utf-8")
    ran = run("poll", "--answer", "emmy noether: yes, no, if need be,, ja", "--answer", "Zed: no,,,,")
    assert ran.err.splitlines()[0] == "Zed is no participant, and counts all the same"
    private = deck.parent / "seminars.private.toml"
    assert private.read_text("utf-8") == (
        "[series.poll]\n"
        '3 = { "Monday 16:30" = "yes", "Tuesday 16:30" = "no", "Monday 14:00" = "if need be", "Thursday 14:00" = "yes" }\n'
        'Zed = { "Monday 16:30" = "no" }\n'
    )
    assert run("poll").out == "\n".join(ran.out.splitlines()[1:]) + "\n"
    assert "Zed" in run("poll").out
    assert deck.read_text("utf-8") == text
    for command in (["roles", "--json"], ["list", "--json"], ["export"], ["export", "--format", "json"]):
        assert "Zed" not in run(*command).out
    assert run("undo").code == 0
    assert not private.exists()


def test_answers_are_asked_for_one_by_one(deck: Path) -> None:
    ran = run("poll", "--answer", "3", asked=True, answers="yes\nperhaps\nno\n\nif need be\nja\n")
    assert ran.err.splitlines()[:3] == [
        "3: yes, no, if need be, or nothing for no reply",
        'Monday 16:30–18:00: Tuesday 16:30–18:00: here: "perhaps" is no answer',
        "write yes, no, if need be, or leave it empty",
    ]
    assert tomllib.loads((deck.parent / "seminars.private.toml").read_text("utf-8"))["series"]["poll"]["3"] == {
        "Monday 16:30": "yes", "Tuesday 16:30": "no", "Tuesday 14:00": "if need be", "Thursday 14:00": "yes",
    }  # fmt: skip


def test_a_dry_run_of_answers_keeps_none(deck: Path) -> None:
    ran = run("poll", "--answer", "3: yes, no, yes, no, yes", "--dry-run")
    assert ran.out.splitlines()[-2:] == [
        "+[series.poll]",
        '+3 = { "Monday 16:30" = "yes", "Tuesday 16:30" = "no", "Monday 14:00" = "yes", '
        '"Tuesday 14:00" = "no", "Thursday 14:00" = "yes" }',
    ]
    assert not (deck.parent / "seminars.private.toml").exists()


@pytest.mark.usefixtures("deck")
@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--answer", "3: yes"], '--answer "3: yes" has 1 answers for 5 candidates\n'),
        (["--answer", "3: yes, no, perhaps, no, no"], '--answer 3: "perhaps" is no answer\n'),
        (["--answer", "3"], '--answer "3" has no answers, and nobody can be asked here\n'),
        (["--required", "33"], '--required: nobody is called "33"\n'),
        (["--choose", "9"], "there is no candidate 9\n"),
        (["--choose", "1", "--every", "month"], '--every: "month" is no number of weeks\n'),
    ],
)
def test_what_cannot_be_meant_is_refused(options: list[str], says: str) -> None:
    ran = run("poll", *options)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(says)


def test_candidates_that_are_none_or_alike_are_refused(deck: Path) -> None:
    text = deck.read_text("utf-8")
    deck.write_text(text.replace('weekday = "Thursday"', 'weekday = "someday"'), "utf-8")
    assert run("poll").err.startswith('"someday" is not a weekday\n')
    deck.write_text(text.replace('weekday = "Thursday"', 'weekday = "Tue"'), "utf-8")
    assert run("poll").err.startswith("Tue 14:00 is candidate 4 and candidate 5\n")


def test_without_candidates_a_table_is_ranked_all_the_same(deck: Path) -> None:
    text = deck.read_text("utf-8")
    start, end = text.index("[[reading.times]]"), text.index("[[reading.roles]]")
    deck.write_text(text[:start] + text[end:], "utf-8")
    (deck.parent / "poll.csv").write_text("x,early,late\nAda,no,yes\nAda,no,no\n", "utf-8")
    ran = run("poll", "poll.csv")
    assert (ran.code, ran.out.splitlines()[1].split()[:4]) == (0, ["1", "early", "0", "0"])
    assert (
        ran.err
        == "Ada answers twice; the last one counts\nnothing is kept; with [[reading.times]] in the file it would be\n"
    )
    assert run("poll").code == 2


def test_nobody_known_stands_for_as_many_as_can_come(deck: Path) -> None:
    """Before registration the file has ten people without names: nine who can come are not enough for ten seats."""
    (deck.parent / "poll.csv").write_text(
        "x,Mon 16:30,Thu 14:00\n"
        + "".join(f"P{number},yes,{'no' if number == 3 else 'yes'}\n" for number in range(10)),
        "utf-8",
    )
    ran = run("poll", "poll.csv")
    lines = ran.out.splitlines()
    assert [line.split()[-1] for line in lines if line.startswith(("1 ", "5 "))][:2] == ["possible", "plan"]
    assert ran.err.startswith("P0, P1, P2, P3, P4, P5, P6, P7, P8 and P9 are no participants, and count all the same\n")
    (deck.parent / "seminars.private.toml").write_text('[series.poll]\nAda = { "Mon 16:30" = "yes" }\n', "utf-8")
    assert "no plan" not in run("poll").out


def test_the_most_turns_of_a_person_are_minded(deck: Path) -> None:
    """Ten can be author once; without one of them there are nine for ten turns, though each meeting has seats free."""
    text = deck.read_text("utf-8").replace("seats = 2", 'seats = "1-2"')
    deck.write_text(text.replace('seats = "1-2"', "seats = 2\nturns = 1", 1), "utf-8")
    lines = run("poll", "--answer", "3: yes, no, yes, yes, yes").out.splitlines()
    assert sorted(line.split("  ")[-1].strip() for line in lines if line[:1].isdigit() and "beaten" not in line) == [
        "no plan", "possible", "possible", "possible", "possible",
    ]  # fmt: skip


def test_what_is_chosen_is_the_schedule_and_dates_the_meetings(deck: Path) -> None:
    ran = run("poll", "--choose", "2", "--from", "2023-11-01", now="2023-10-20")
    assert (ran.code, ran.out.splitlines()[0]) == (0, 'talk "meeting-1": no date → Tue 7 Nov 2023, 16:30, no room')
    book = tomllib.loads(deck.read_text("utf-8"))
    assert book["schedule"] == {
        "every": "week", "weekday": "Tuesday", "time": "16:30", "duration": "1 h 30 min",
        "start": dt.date(2023, 11, 7), "end": dt.date(2023, 12, 5),
    }  # fmt: skip
    dates = [talk["date"].isoformat() for talk in book["talks"] if "date" in talk]
    assert dates == ["2023-11-07", "2023-11-14", "2023-11-21", "2023-11-28", "2023-12-05"]
    ran = run("poll", "--choose", "3")
    assert (ran.code, ran.err) == (4, "there is a [schedule] already\nsemctl new-term begins another\n")
    assert run("undo").code == 0
    assert deck.read_bytes() == HEIDELBERG.read_bytes()


def test_holidays_and_breaks_have_no_meeting(deck: Path) -> None:
    deck.write_text(
        deck.read_text("utf-8").replace(
            "[reading]\n", "[[breaks]]\nfrom = 2024-01-08\nto = 2024-01-14\n\n[reading]\n", 1
        ),
        "utf-8",
    )
    assert run("poll", "--choose", "1", "--from", "2023-12-18", now="2023-10-20").code == 0
    book = tomllib.loads(deck.read_text("utf-8"))
    dates = [talk["date"].isoformat() for talk in book["talks"] if "date" in talk]
    assert dates == ["2023-12-18", "2024-01-15", "2024-01-22", "2024-01-29", "2024-02-05"]
    assert [(str(each["date"]), each["cancelled"], each["reason"]) for each in book["overrides"]] == [
        ("2023-12-25", True, "Christmas Day"), ("2024-01-01", True, "New Year's Day"),
    ]  # fmt: skip


def test_one_person_s_calendar(deck: Path) -> None:
    """Only dated meetings, with the role in front and an identity of its own."""
    assert run("roles", "--person", "3", "--ics").code == 4
    run("poll", "--choose", "2", "--from", "2023-11-01", now="2023-10-20")
    ran = run("roles", "--person", "3", "--ics", now="2023-10-20")
    assert ran.out.count("BEGIN:VEVENT") == 5
    assert "UID:meeting-1.3.mml@uni-heidelberg.de\r\n" in ran.out
    assert "SUMMARY:Mathematical Machine Learning: Reviewer\\, Paper 1\r\n" in ran.out
    assert run("roles", "--ics").code == 2
    assert deck.exists()


def test_who_was_there_is_private(deck: Path) -> None:
    before = deck.read_bytes()
    ran = run("attend", "meeting-1", "--missing", "7", "--excused", "10")
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


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "nobody is named"),
        (["1", "2", "--missing", "3"], "who was there is said in two ways"),
        (["1", "--all"], "who was there is said in two ways"),
        (["1", "2", "--excused", "2"], 'participant "2" is named in two ways'),
        (["--missing", "2", "--excused", "2"], 'participant "2" is named in two ways'),
        (["33"], 'there is no participant "33"'),
        (["9"], 'participant "9" does not take part in talk "meeting-1"'),
    ],
)
def test_who_was_there_is_said_in_one_way(deck: Path, words: list[str], says: str) -> None:
    deck.write_text(deck.read_text("utf-8").replace('id = "9"\n', 'id = "9"\nuntil = 2023-10-01\n'), "utf-8")
    ran = run("attend", "meeting-1", *words)
    assert (ran.code, ran.out, ran.err.splitlines()[0]) == (2, "", says)
    assert not (deck.parent / "seminars.private.toml").exists()


@pytest.mark.parametrize(
    ("words", "number"),
    [(["--all"], 10), (["--excused", "2"], 9), (["--missing", "2", "--missing", "3"], 8), (["4"], 1)],
)
@pytest.mark.usefixtures("deck")
def test_who_was_there_or_who_was_not(words: list[str], number: int) -> None:
    assert run("attend", "meeting-1", *words).out.splitlines()[-1] == f'talk "meeting-1": {number} of 10 were there'


def test_misses_are_counted(deck: Path) -> None:
    deck.write_text(deck.read_text("utf-8").replace("[reading]\n", "[reading]\nmisses = 1\n"), "utf-8")
    for meeting in ("meeting-1", "meeting-2"):
        run("attend", meeting, "--missing", "2")
    run("attend", "meeting-3", "--missing", "3")
    lines = run("attend").out.splitlines()
    assert lines[0].split() == ["Id", "Name", "Attended", "Missed", "Excused", "May", "miss", "Roles"]
    assert [line.split()[:6] for line in lines[1:4]] == [
        ["1", "3", "0", "0", "1", "Author,"], ["2", "1", "2", "0", "1", "too"], ["3", "2", "1", "0", "0", "Reviewer,"],
    ]  # fmt: skip


def test_the_record_for_the_office(deck: Path) -> None:
    """With a name that a spreadsheet would run it is kept from doing so."""
    text = deck.read_text("utf-8").replace('id = "2"\n', 'id = "2"\nname = "=cmd()"\n')
    deck.write_text(text.replace("[reading]\n", "[reading]\nmisses = 1\n"), "utf-8")
    run("attend", "meeting-1", "--missing", "2")
    assert run("attend", "--csv", "office.csv").code == 0
    rows = list(csv.reader((deck.parent / "office.csv").read_text("utf-8-sig").splitlines()))
    assert rows[1] == ["1", "", "1", "0", "0", "1", "Author", ""]
    assert rows[2] == ["2", "'=cmd()", "0", "1", "0", "0", "", "meeting-1"]
