"""A reading seminar from its table to people who come and go, as commands."""

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.books import DECK_TABLE, a_file, json_of, run

HEIDELBERG = Path(__file__).parent.parent / "docs" / "examples" / "heidelberg.toml"


@pytest.fixture
def deck(here: Path) -> Path:
    shutil.copy(HEIDELBERG, here / "seminars.toml")
    return here / "seminars.toml"


def tables(path: Path) -> list[dict[str, Any]]:
    return [talk.get("roles", {}) for talk in tomllib.loads(path.read_text("utf-8"))["talks"]]


def without_tables(path: Path) -> None:
    lines = path.read_text("utf-8").split("\n")
    kept, inside = [], False
    for line in lines:
        inside = line == "[talks.roles]" or (inside and line != "")
        kept += [] if inside else [line]
    path.write_text("\n".join(kept), "utf-8")


@pytest.mark.usefixtures("deck")
def test_the_matrix_is_the_one_of_the_deck() -> None:
    assert run("roles").out == DECK_TABLE


def test_planned_anew_it_comes_out_cell_for_cell(deck: Path) -> None:
    """As stored, as shown, and whichever way it was asked for."""
    before = tables(deck)
    without_tables(deck)
    assert tables(deck) == [{}] * 6
    assert run("assign-roles", "--yes").code == 0
    assert tables(deck) == before
    assert run("roles").out == DECK_TABLE
    text = deck.read_bytes()
    for options in (["--yes"], ["--fresh", "--yes"]):
        assert run("assign-roles", *options).err == "the table stays as it is\n"
        assert deck.read_bytes() == text


@pytest.mark.usefixtures("deck")
def test_json_is_a_cell_for_each_meeting_and_role() -> None:
    cells = json_of(run("roles", "--json"))
    assert len(cells) == 25
    assert cells[5] == {
        "series": "mml", "talk": "meeting-2", "papers": ["ba14"], "date": None, "role": "author",
        "participants": ["9", "4"],
    }  # fmt: skip
    assert [cell["role"] for cell in json_of(run("roles", "--person", "3", "--json"))] == [
        "reviewer", "archaeologist", "hacker", "investigator", "author",
    ]  # fmt: skip
    assert {cell["talk"] for cell in json_of(run("roles", "meeting-3", "--json"))} == {"meeting-3"}


def test_one_person_s_sheet(deck: Path) -> None:
    ran = run("roles", "--person", "3")
    assert ran.out.splitlines()[1] == "no date yet  Paper 1  Reviewer              4"
    assert "leading conference" in ran.out
    assert ran.out.splitlines()[-1] == (
        "Paper 5: Benjamin Grimmer. Provably faster gradient descent via long steps. 2023. "
        "https://arxiv.org/abs/2307.06324"
    )
    assert run("roles", "--person", "33").err.startswith('there is no participant "33"\nchoose from 1, 2, 3')
    assert run("roles", "--person", "3", "-o", "3.md").code == 0
    assert (deck.parent / "3.md").read_text("utf-8").startswith("# 3: Mathematical Machine Learning\n\n| Date |")


def test_what_is_published_names_nobody_unless_the_file_says_so(deck: Path) -> None:
    text = deck.read_text("utf-8").replace('id = "9"\n', 'id = "noether"\nname = "Emmy Noether"\n')
    text = text.replace('"9"', '"noether"')
    deck.write_text(text, "utf-8")
    assert run("roles", "meeting-2").out.count("Author: noether, 4") == 1
    for words in (["--markdown"], ["meeting-2", "--markdown"]):
        assert "noether" not in run("roles", *words).out.casefold()
    deck.write_text(text.replace("[reading]\n", "[reading]\npublic_names = true\n"), "utf-8")
    assert "| Author | 1 | Emmy Noether | 7 | 5 | 3 |" in run("roles", "--markdown").out


def test_what_cannot_be_is_refused_and_nothing_is_written(deck: Path) -> None:
    before = deck.read_bytes()
    ran = run("drop-participant", "7", "--yes")
    assert ran.code == 4
    assert ran.err.splitlines()[1].endswith(
        'talk "meeting-1": all roles together have 10 seats, and only 9 people can play; '
        'write fewer seats, as in seats = "1-2", or look at away and vetoes'
    )
    assert ran.err.splitlines()[-1] == '"semctl drop-participant 7 --vacant" leaves their seats free'
    assert deck.read_bytes() == before
    assert run("drop-participant", "7", "--vacant").code == 0
    said = run("check").out.splitlines()
    assert len(said) == 5
    assert all("all roles together have 10 seats, and only 9 people can play" in line for line in said)


@pytest.mark.usefixtures("deck")
def test_a_seat_that_others_cannot_take_is_said_with_the_reason() -> None:
    assert run("accept-roles", *map(str, range(1, 11))).code == 0
    assert run("drop-participant", "7", "--vacant").code == 0
    assert (
        'talk "meeting-1": Hacker has 2 seats, and participant 8 alone can play, as others have accepted another role;'
        in run("check").out
    )
    ran = run("swap-roles", "3", "9", "--in", "meeting-2")
    assert ran.err.splitlines()[:2] == [
        "participant 3 had accepted their roles on Tuesday, 9 June 2026: tell them",
        "participant 9 had accepted their roles on Tuesday, 9 June 2026: tell them",
    ]


def test_a_table_with_a_person_twice_is_said_with_its_line(deck: Path) -> None:
    deck.write_text(deck.read_text("utf-8").replace('author = ["9", "4"]', 'author = ["1", "4"]'), "utf-8")
    before = deck.read_bytes()
    ran = run("assign-roles", "--yes")
    assert (ran.code, deck.read_bytes()) == (4, before)
    assert 'talk "meeting-2": participant 1 plays Reviewer, and also as Author' in ran.err
    assert run("check").out.startswith("seminars.toml:2")


@pytest.mark.usefixtures("deck")
def test_one_leaves_and_a_newcomer_takes_the_vacant_seats() -> None:
    """Nobody else's role changes, and the plan is as good as before."""
    ran = run("drop-participant", "7", "--vacant")
    assert (ran.code, ran.out.count("talk ")) == (0, 5)
    ran = run("add-participant", "Emmy Noether", "--id", "noether", "--yes")
    assert ran.code == 0
    assert "changes                   0      0         optimal" in ran.out
    assert "the same partner again    0      0         optimal" in ran.out
    assert [cell["role"] for cell in json_of(run("roles", "--person", "noether", "--json"))] == [
        "hacker", "investigator", "author", "reviewer", "archaeologist",
    ]  # fmt: skip
    assert run("check").code == 0
    assert run("undo").code == 0


def with_one_seat_or_two(deck: Path) -> None:
    """Two have left: paper 4 has no archaeologist any more."""
    deck.write_text(deck.read_text("utf-8").replace("seats = 2", 'seats = "1-2"'), "utf-8")
    assert run("drop-participant", "9").code == 0


CHOICES = """\
more changes would be fairer; --changes N takes such a plan:
changes  turns off an equal share  the same role again  the same partner again
1        0                         1                    0
2        0                         0                    0
"""


def test_between_changes_and_fairness_nothing_is_chosen_silently(deck: Path) -> None:
    with_one_seat_or_two(deck)
    before = deck.read_bytes()
    ran = run("drop-participant", "2")
    assert ran.code == 2
    assert CHOICES in ran.out
    assert ran.err == (
        "there is a choice, and nobody can be asked here\n"
        "add --yes for the fewest changes, or --yes --changes N with N = 2\n"
    )
    ran = run("drop-participant", "2", "--changes", "0", "--yes")
    assert (ran.code, ran.err) == (4, "at least 1 role has to change\nraise --changes\n")
    assert deck.read_bytes() == before


@pytest.mark.slow
def test_who_chooses_none_of_the_plans_changes_nothing(deck: Path) -> None:
    with_one_seat_or_two(deck)
    before = deck.read_bytes()
    ran = run("drop-participant", "2", asked=True, answers="3\n")
    assert (ran.code, ran.err) == (4, "How many changes (1, 2, or none of these) [1]: nothing was changed\n")
    assert deck.read_bytes() == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "answers", "changes", "again"),
    [
        (["--yes"], None, 1, 1),
        (["--yes", "--changes", "1"], None, 1, 1),
        (["--yes", "--changes", "2"], None, 2, 0),
        ([], "\n", 1, 1),
        ([], "2\n", 2, 0),
    ],
    ids=["fewest", "one", "two", "asked", "asked for two"],
)
def test_what_was_chosen_is_written(
    deck: Path, options: list[str], answers: str | None, changes: int, again: int
) -> None:
    """Counted in the file: people who stay and play something else, and those who play a role twice."""
    with_one_seat_or_two(deck)
    before = tables(deck)
    assert run("drop-participant", "2", *options, answers=answers, asked=answers is not None).code == 0
    cells = [[(role, person) for role in each for person in each[role]] for each in tables(deck)]
    were = [[(role, person) for role in each for person in each[role]] for each in before]
    assert sum(cell not in old for new, old in zip(cells, were, strict=True) for cell in new) == changes
    played = [cell for each in cells for cell in each]
    assert len(played) - len(set(played)) == again


def test_the_address_of_a_newcomer_is_private(deck: Path) -> None:
    """Below [participants.private], or with the name in the private file where there is one."""
    without_tables(deck)
    ran = run("add-participant", "Emmy Noether", "--email", "emmy@example.org")
    assert ran.out == 'participant "11" added\nprivate notes of participant "11": email\n'
    person = tomllib.loads(deck.read_text("utf-8"))["participants"][-1]
    assert person == {"id": "11", "name": "Emmy Noether", "private": {"email": "emmy@example.org"}}
    private = deck.parent / "seminars.private.toml"
    private.write_text('[participants.1]\nphone = "5"\n', "utf-8")
    private.chmod(0o600)
    assert run("add-participant", "Ada", "--id", "ada", "--email", "ada@example.org").code == 0
    assert tomllib.loads(deck.read_text("utf-8"))["participants"][-1] == {"id": "ada"}
    assert tomllib.loads(private.read_text("utf-8"))["participants"] == {
        "1": {"phone": "5"}, "ada": {"name": "Ada", "email": "ada@example.org"},
    }  # fmt: skip
    assert run("undo").code == 0
    assert "ada" not in private.read_text("utf-8") + deck.read_text("utf-8")
    deck.write_text(deck.read_text("utf-8").replace("[reading]\n", "[reading]\npublic_names = true\n"), "utf-8")
    assert run("add-participant", "Ada", "--id", "ada").code == 0
    assert tomllib.loads(deck.read_text("utf-8"))["participants"][-1] == {"id": "ada", "name": "Ada"}
    ran = run("add-participant", "Bob", "--email", "bob at home")
    assert (ran.code, ran.err.splitlines()[0]) == (4, '--email: "bob at home" is not one mail address')


def test_a_newcomer_is_asked_for_on_a_terminal(deck: Path) -> None:
    without_tables(deck)
    ran = run("add-participant", asked=True, answers="Emmy Noether\nemmy@example.org\n")
    assert ran.err == "Name, or nothing: Mail address, or nothing: "
    person = tomllib.loads(deck.read_text("utf-8"))["participants"][-1]
    assert person == {"id": "11", "name": "Emmy Noether", "private": {"email": "emmy@example.org"}}
    assert run("add-participant", asked=True, answers="\n\n").code == 0
    assert tomllib.loads(deck.read_text("utf-8"))["participants"][-1] == {"id": "12"}


def test_two_change_places_in_one_meeting(deck: Path) -> None:
    """The line of each role changes, and nothing else; check then names what is broken."""
    before = deck.read_text("utf-8").splitlines()
    assert run("swap-roles", "9", "1", "--in", "meeting-2").code == 0
    after = deck.read_text("utf-8").splitlines()
    assert [(old, new) for old, new in zip(before, after, strict=True) if old != new] == [
        ('author = ["9", "4"]', 'author = ["1", "4"]'),
        ('reviewer = ["1", "6"]', 'reviewer = ["9", "6"]'),
    ]
    assert run("check").out.count("warning") == 4


def test_accepted_roles_stay(deck: Path) -> None:
    assert run("accept-roles", "1", "2", now="2023-10-20").code == 0
    people = tomllib.loads(deck.read_text("utf-8"))["participants"]
    assert [str(person.get("accepted")) for person in people[:3]] == ["2023-10-20", "2023-10-20", "None"]
    assert run("assign-roles", "--fresh", "--yes").err == "the table stays as it is\n"


def test_a_dry_run_writes_nothing(deck: Path) -> None:
    without_tables(deck)
    before = deck.read_bytes()
    ran = run("assign-roles", "--dry-run")
    assert ran.out.count("+[talks.roles]") == 5
    assert deck.read_bytes() == before


def test_a_series_that_is_no_reading_seminar_is_told_so(here: Path) -> None:
    a_file(here, "")
    ran = run("roles")
    assert (ran.code, ran.err) == (
        2,
        "this series is no reading seminar\ndocs/reading-seminars.md shows how to begin one\n",
    )
    assert "assign-roles" not in run("--help").out


@pytest.mark.usefixtures("deck")
def test_the_help_shows_the_commands_where_the_file_has_a_reading_seminar() -> None:
    assert "\nReading seminar:\n  roles " in run("--help").out
