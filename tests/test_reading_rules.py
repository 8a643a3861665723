"""A table of roles held against the rules, line by line; the deck's own keeps them all."""

import datetime as dt
from pathlib import Path

import pytest

from semctl.parse import parse, parse_private
from semctl.programme import arrange
from semctl.reading.records import readings_of
from semctl.reading.rules import look_at_reading
from semctl.reading.seminar import case_of, read_wish, seminar_of
from semctl.tomltext.document import Document
from tests.books import SERIES, a_programme, day

HEIDELBERG = (Path(__file__).parent.parent / "docs" / "examples" / "heidelberg.toml").read_text("utf-8")
NOW = dt.datetime(2026, 6, 9, tzinfo=dt.UTC)


def said(toml: str) -> list[str]:
    """What the rules find, with lines and without remedies."""
    document = Document.read(toml if "[series]" in toml else SERIES + toml)
    parsed = parse(document)
    assert parsed.problems == ()
    problems = look_at_reading(seminar_of(arrange(parsed.book, NOW.date()), NOW))
    return [f"{document.line_of(each.path)}: {each.grade}: {each.where}: {each.says}" for each in problems]


def changed(*pairs: tuple[str, str]) -> str:
    text = HEIDELBERG
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def test_the_table_of_the_deck_keeps_every_rule() -> None:
    assert said(HEIDELBERG) == []


def test_each_broken_rule_has_its_line() -> None:
    """Two people exchanged in one meeting: each plays a role again, and two pairs meet again."""
    text = changed(('author = ["9", "4"]', 'author = ["1", "4"]'), ('reviewer = ["1", "6"]', 'reviewer = ["9", "6"]'))
    lines = text.splitlines()
    at = {name: number for number, name in enumerate(lines, 1)}
    again = lines.index('hacker = ["1", "4"]') + 1
    assert said(text) == [
        f'{at["""author = ["1", "4"]"""]}: warning: talk "meeting-2": participant 1 plays Author again, as in talk "meeting-1"',
        f'{at["""reviewer = ["9", "8"]"""]}: warning: talk "meeting-3": participant 9 plays Reviewer again, as in talk "meeting-2"',
        f'{again}: warning: talk "meeting-4": participant 1 and participant 4 are Hacker together again, as in talk "meeting-2"',
        f'{at["""hacker = ["9", "6"]"""]}: warning: talk "meeting-5": participant 6 and participant 9 are Hacker together again, '
        'as in talk "meeting-2"',
    ]


def test_what_the_file_does_not_ask_for_is_a_chore() -> None:
    text = changed(
        ('rules = ["equal-load", "each-role", "new-partners"]', 'rules = "each-role"'),
        ('author = ["9", "4"]', 'author = ["1", "4"]'), ('reviewer = ["1", "6"]', 'reviewer = ["9", "6"]'),
    )  # fmt: skip
    assert [line.split(": ")[1] for line in said(text)] == ["warning", "warning", "chore", "chore"]


def test_a_person_twice_in_a_meeting_is_said_alone() -> None:
    text = changed(('author = ["9", "4"]', 'author = ["1", "4"]'))
    (line,) = said(text)
    assert line.endswith('talk "meeting-2": participant 1 plays Reviewer, and also as Author')


FOUR = """
[[reading.roles]]
id = "author"
name = "Author"
seats = 2

[[reading.roles]]
id = "hacker"
name = "Hacker"
seats = 2

[[papers]]
id = "a"

[[papers]]
id = "b"

[[participants]]
id = "1"

[[participants]]
id = "2"

[[participants]]
id = "3"

[[participants]]
id = "4"

[[talks]]
id = "one"
papers = "a"
roles = { author = ["1", "2"], hacker = ["3", "4"] }

[[talks]]
id = "two"
papers = "b"
roles = { author = ["3", "4"], hacker = ["1", "2"] }
"""


def test_what_nobody_could_avoid_is_not_said() -> None:
    """Four people in two pairs meet again, whatever one does."""
    assert said(f'[reading]\nrules = ["each-role", "new-partners"]\n{FOUR}') == []


def test_what_is_over_is_not_measured_by_who_is_away_now() -> None:
    """Who was there has played; only what is to come can be mended."""
    dates = '[schedule]\ndates = [2026-06-01, 2026-07-06]\ntime = "14:00"\n'
    dated = FOUR.replace('id = "one"', 'id = "one"\ndate = 2026-06-01').replace(
        'id = "two"', 'id = "two"\ndate = 2026-07-06'
    )
    away = dated.replace('id = "4"', 'id = "4"\naway = [2026-06-01, 2026-07-06]')
    assert [line.split(": ", 2)[2] for line in said(dates + away)] == [
        'talk "two": participant 4 plays Author, and is away on Monday, 6 July 2026',
        'talk "two": all roles together have 4 seats, and participant 1, participant 2 and participant 3 alone can play',
    ]


def test_a_cancelled_meeting_is_none() -> None:
    text = FOUR.replace('id = "two"', 'id = "two"\nstatus = "cancelled"')
    assert len(seminar_of(a_programme(text), NOW).meetings) == 1


@pytest.mark.parametrize(
    ("wish", "meeting", "role"),
    [("hacker", None, 1), ("b", 1, None), ("two", 1, None), ("hacker in a", 0, 1), ("author in two", 1, 0)],
)
def test_wishes(wish: str, meeting: int | None, role: int | None) -> None:
    seminar = seminar_of(a_programme(FOUR), NOW)
    found = read_wish(seminar, seminar.people[2], wish)
    assert found is not None
    assert (found.person, found.meeting, found.role) == (2, meeting, role)


@pytest.mark.parametrize("wish", ["hack", "hacker in c", "x in b", "c", "in", ""])
def test_a_wish_that_is_none(wish: str) -> None:
    seminar = seminar_of(a_programme(FOUR), NOW)
    assert read_wish(seminar, seminar.people[0], wish) is None


def test_who_came_later_or_left_is_away_before_and_after() -> None:
    dates = '[schedule]\ndates = [2026-06-01, 2026-07-06]\ntime = "14:00"\n'
    dated = FOUR.replace('id = "one"', 'id = "one"\ndate = 2026-06-01').replace(
        'id = "two"', 'id = "two"\ndate = 2026-07-06'
    )
    text = dated.replace('id = "3"', 'id = "3"\nuntil = 2026-06-30').replace('id = "4"', 'id = "4"\nfrom = 2026-06-15')
    case = case_of(seminar_of(a_programme(dates + text), NOW))
    assert case.belongs == (2, 2, 1, 1)
    assert case.away == {(2, 1)}  # 4 has played before they came, says the file: what is over stays as it is
    assert case.over == {0}


def test_roles_of_one_meeting_may_have_other_seats() -> None:
    text = FOUR.replace(
        'roles = { author = ["3", "4"]', 'seats = { hacker = 0, author = "1-4" }\nroles = { author = ["3", "4"]'
    )
    case = case_of(seminar_of(a_programme(text), NOW))
    assert case.seats == (((2, 2), (2, 2)), ((1, 4), (0, 0)))


def test_numbers_stand_for_people() -> None:
    """Their ids where all are numbers, else their places."""
    seminar = seminar_of(a_programme(FOUR.replace('id = "3"', 'id = "emmy"').replace('"3"', '"emmy"')), NOW)
    assert [seminar.number(person) for person in seminar.people] == ["1", "2", "3", "4"]
    tens = seminar_of(a_programme('[[participants]]\nid = "20"\n\n[[participants]]\nid = "10"\n'), NOW)
    assert [tens.number(person) for person in tens.people] == ["20", "10"]


# --- records ---


def test_tables_that_cannot_be_read_are_said_and_left_out() -> None:
    text = '[reading]\nreport = 5\n\n[[papers]]\ntitle = "T"\n\n[[participants]]\nid = "1"\naway = "soon"\n'
    assert said(text) == [
        "8: error: reading, report: expected a length of time, got the number 5",
        '10: error: papers number 1: "id" is missing',
        '15: error: participant "1", away: expected a date, got the text "soon"',
    ]


def test_private_notes_of_people() -> None:
    """In the file itself, or in the private one; a name that nobody has is a warning."""
    document = Document.read(SERIES + '[[participants]]\nid = "emmy"\n[participants.private]\nemail = "e@x.org"\n')
    parsed = parse(document)
    assert (parsed.problems, parsed.notes.participants) == ((), {"emmy": {"email": "e@x.org"}})
    assert readings_of(parsed.book).problems == ()
    private = Document.read('[participants.emmy]\nname = "Emmy Noether"\n\n[participants.emy]\nname = "?"\n')
    notes, problems = parse_private(private, parsed.book)
    assert notes.participants["emmy"] == {"name": "Emmy Noether"}
    assert [str(problem) for problem in problems] == [
        'warning: private notes of participant "emy": no participant has this id; did you mean "emmy"?'
    ]


def test_days_of_absence_may_stand_alone() -> None:
    seminar = seminar_of(a_programme('[[participants]]\nid = "1"\naway = 2026-07-06\n'), NOW)
    assert seminar.people[0].away == (day("2026-07-06"),)
