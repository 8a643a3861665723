"""Reading seminars for which no plan can be: said with line and reason, and nothing written."""

from pathlib import Path

import pytest

from tests.books import run

SEMINAR = """\
[series]
id = "x"
domain = "x.org"
name = "X"
timezone = "Europe/Berlin"
room = "R"

[schedule]
dates = [2026-07-06, 2026-07-13]
time = "16:00"

[reading]

[[reading.roles]]
id = "author"
name = "Author"
seats = 2

[[reading.roles]]
id = "critic"
name = "Critic"
seats = "1-2"

[[papers]]
id = "p"

[[participants]]
id = "1"

[[participants]]
id = "2"

[[participants]]
id = "3"

[[participants]]
id = "4"

[[talks]]
id = "first"
papers = "p"
date = 2026-07-06

[[talks]]
id = "second"
papers = "p"
date = 2026-07-13
"""
FEWER = 'write fewer seats, as in seats = "1-2", or look at away and vetoes'
SWAP = 'semctl swap-roles, or take "accepted" out'
ACCEPTED = "accepted = 2026-06-01\n"


def person(number: int, line: str) -> tuple[str, str]:
    return f'id = "{number}"\n', f'id = "{number}"\n{line}'


def first(line: str) -> tuple[str, str]:
    return "date = 2026-07-06\n", f"date = 2026-07-06\n{line}\n"


CASES: dict[str, tuple[list[tuple[str, str]], int, list[str]]] = {
    "more seats than people": (
        [('"1-2"', '"3 or more"')],
        4,
        [
            'papers: warning: talk "first": all roles together have 5 seats, and participant 1, participant 2, participant 3 '
            f"and participant 4 alone can play; {FEWER}",
            'papers: warning: talk "second": all roles together have 5 seats, and participant 1, participant 2, participant 3 '
            f"and participant 4 alone can play; {FEWER}",
        ],
    ),
    "a role nobody may play": (
        [person(number, 'vetoes = "critic"\n') for number in range(1, 5)],
        4,
        [
            'papers: warning: talk "first": Critic has 1 seat, and nobody can play; look at away and vetoes, or write fewer seats',
            'papers: warning: talk "second": Critic has 1 seat, and nobody can play; look at away and vetoes, or write fewer seats',
        ],
    ),
    "the smallest group that proves it": (
        [person(number, 'vetoes = "author"\n') for number in range(1, 4)],
        4,
        [
            f'papers: warning: talk "first": Author has 2 seats, and participant 4 alone can play; {FEWER}',
            f'papers: warning: talk "second": Author has 2 seats, and participant 4 alone can play; {FEWER}',
        ],
    ),
    "everybody away": (
        [person(number, "away = 2026-07-13\n") for number in range(1, 5)],
        4,
        [
            'papers: warning: talk "second": Author has 2 seats, and nobody can play; look at away and vetoes, '
            "or write fewer seats"
        ],
    ),
    "accepted by more than it has seats": (
        [
            *(person(number, ACCEPTED) for number in (1, 2, 3)),
            first('roles = { author = ["1", "2", "3"], critic = "4" }'),
        ],
        4,
        [
            'roles: warning: talk "first": participant 1, participant 2 and participant 3 have accepted Author, '
            f"which has 2 seats; {SWAP}"
        ],
    ),
    "accepted and vetoed": (
        [person(1, f'vetoes = "author"\n{ACCEPTED}'), first('roles = { author = ["1", "2"], critic = "4" }')],
        4,
        [f'roles: warning: talk "first": participant 1 has accepted Author, which is among their vetoes; {SWAP}'],
    ),
    "accepted and away": (
        [person(1, f"away = 2026-07-06\n{ACCEPTED}"), first('roles = { author = ["1", "2"], critic = "4" }')],
        4,
        [
            f'roles: warning: talk "first": participant 1 has accepted Author, and is away on Monday, 6 July 2026; {SWAP}'
        ],
    ),
    "accepted too often": (
        [
            ("seats = 2\n", "seats = 2\nturns = 1\n"),
            person(1, ACCEPTED),
            first('roles = { author = ["1", "2"], critic = "4" }'),
            ("date = 2026-07-13\n", 'date = 2026-07-13\nroles = { author = ["1", "3"], critic = "4" }\n'),
        ],
        4,
        [
            f'roles: warning: talk "first": participant 1 has accepted Author too often: one person may play it once; {SWAP}',
            f'roles: warning: talk "second": participant 1 has accepted Author too often: one person may play it once; {SWAP}',
        ],
    ),
    "twice in a meeting": (
        [first('roles = { author = ["1", "2"], critic = ["3", "1"] }')],
        4,
        [
            'roles: warning: talk "first": participant 1 plays Critic, and also as Author; leave one of them out',
        ],
    ),
    "twice in a role": (
        [first('roles = { author = ["1", "1"], critic = "3" }')],
        4,
        ['roles: warning: talk "first": participant 1 plays Author, and twice; leave one of them out'],
    ),
    "more turns than people may have": (
        [("seats = 2\n", "seats = 2\nturns = 1\n"), person(1, 'vetoes = "author"\n')],
        4,
        [
            'turns = 1: warning: role "author": 4 turns in 2 meetings are wanted, and the 3 people who can play it may do so 3 '
            "times in all; write a higher turns"
        ],
    ),
    "unknown people and roles": (
        [first('roles = { autor = ["1", "9"] }')],
        4,
        [
            'roles: warning: talk "first": there is no role "autor"; did you mean "author"?',
            'roles: warning: talk "first": there is no participant "9"; write them as a [[participants]]',
        ],
    ),
    "a person's id twice": (
        [('id = "4"', 'id = "1"')],
        3,
        [
            'id = "1": participant "1": two participants have this id; give one another id; '
            "the other is participant number 1 of the file"
        ],
    ),
    "a role's id twice": (
        [('id = "critic"', 'id = "author"')],
        3,
        [
            'id = "author": role "author": two roles have this id; give one another id; the other is role number 1 of the file',
        ],
    ),
}


def with_its_line(said: str, text: str) -> str:
    """A problem with the key in its line in the place of the number; an id with its value."""
    _, number, rest = said.split(":", 2)
    line = text.splitlines()[int(number) - 1]
    return f"{line if line.startswith(('id', 'turns')) else line.split(' ')[0]}:{rest}"


@pytest.mark.parametrize("name", CASES)
def test_what_no_plan_can_mend_is_refused(here: Path, name: str) -> None:
    """With all its lines, in their order; and `check` says the same."""
    pairs, code, lines = CASES[name]
    text = SEMINAR
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file = here / "seminars.toml"
    file.write_text(text, "utf-8")
    ran = run("assign-roles", "--yes")
    assert (ran.code, ran.out) == (code, "")
    said = [line for line in ran.err.splitlines() if line.startswith("seminars.toml:")]
    assert [with_its_line(line, text) for line in said] == lines
    assert file.read_text("utf-8") == text
    assert set(said) <= set(run("check").out.splitlines())


def test_an_id_that_is_taken_is_refused(here: Path) -> None:
    (here / "seminars.toml").write_text(SEMINAR, "utf-8")
    ran = run("add-participant", "Ada", "--id", "4")
    assert (ran.code, ran.err) == (4, 'there is a participant with the id "4"\ngive another --id\n')
    ran = run("add-participant", "Ada", "--id", "Ada Lovelace")
    assert (ran.code, ran.err) == (4, '"Ada Lovelace" is not fit for an id\ngive --id ada-lovelace\n')


def test_a_meeting_without_seats_needs_nobody(here: Path) -> None:
    text = SEMINAR.replace("date = 2026-07-06\n", "date = 2026-07-06\nseats = { author = 0, critic = 0 }\n")
    (here / "seminars.toml").write_text(text, "utf-8")
    assert run("assign-roles", "--yes").code == 0
    assert "nobody has a role yet" not in run("check").out
