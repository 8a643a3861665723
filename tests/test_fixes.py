"""The fixes of `check --fix`: each leaves a sound file without its problem, alone and together."""

import datetime as dt

import pytest

from semctl.checks import Look, look
from semctl.fixes import fixes
from semctl.parse import parse
from semctl.problems import Refused
from semctl.programme import Programme, arrange
from semctl.tomltext.document import Document

TODAY = dt.date(2026, 5, 1)
SERIES = """\
[series]
id = "mds"
domain = "utwente.nl"
name = "Seminar"
timezone = "Europe/Amsterdam"

[schedule]
every = "week"
weekday = "Monday"
time = "16:00"
start = 2026-05-04
end = 2026-06-29
room = "RA 2502"
"""
MOVED = """
[[overrides]]
date = 2026-05-25
moved_to = 2026-05-28
"""
IDLE = """
[[overrides]]
date = 2026-05-11
room = "RA 2502"
"""


def arranged(document: Document) -> Programme:
    parsed = parse(document)
    assert parsed.book, parsed.problems
    return arrange(parsed.book, TODAY)


def problems(document: Document) -> list[str]:
    parsed = parse(document)
    programme = arranged(document)
    (seen,) = look([Look(programme=programme, today=TODAY, holidays={})])
    return sorted(problem.code for problem in (*parsed.problems, *programme.problems, *seen))


def fixed(text: str) -> tuple[str, list[str], list[str]]:
    """The text with all fixes applied one after the other, what they say, and the problems that are left."""
    document = Document.read(text)
    found = fixes(arranged(document), document)
    for fix in found:
        document = fix.apply(document)
        assert document.mistakes == ()
    assert fixes(arranged(document), document) == ()
    return document.text, [fix.says for fix in found], problems(Document.read(document.text))


def test_a_talk_goes_along_with_its_slot() -> None:
    talk = '\n[[talks]]\nid = "kim"\ndate = 2026-05-25  # Whit Monday\ntitle = "T.b.a."\n'
    assert problems(Document.read(SERIES + MOVED + talk)) == ["talk-on-old-date"]
    assert fixed(SERIES + MOVED + talk) == (
        SERIES + MOVED + talk.replace("2026-05-25", "2026-05-28"),
        ['talk "kim": from Monday, 25 May 2026 to Thursday, 28 May 2026, with its slot'],
        [],
    )


def test_a_talk_says_its_time_where_the_new_day_has_two_slots() -> None:
    extra = '\n[[overrides]]\ndate = 2026-05-28\nextra = true\ntime = "11:00"\n'
    talk = '\n[[talks]]\nid = "kim"\ndate = 2026-05-25\n'
    text, _, left = fixed(SERIES + MOVED + extra + talk)
    assert text == SERIES + MOVED + extra + talk.replace("2026-05-25\n", '2026-05-28\nat = "16:00"\n')
    assert left == []


@pytest.mark.parametrize(
    ("block", "after"),
    [
        ('[[talks]]\nspeaker = "Ada Kim"\n', '[[talks]]\nid = "kim"\nspeaker = "Ada Kim"\n'),
        (
            '  [[talks]] # the first\n  # who\n  speaker = "Kim"\n',
            '  [[talks]] # the first\n  id = "kim"\n  # who\n  speaker = "Kim"\n',
        ),
        ('[[talks]]\n\tspeaker = "Kim"\n', '[[talks]]\n\tid = "kim"\n\tspeaker = "Kim"\n'),
        ("[[talks]]\n\n[talks.private]\nx = 1\n", '[[talks]]\nid = "talk-1"\n\n[talks.private]\nx = 1\n'),
        ("[[talks]]", '[[talks]]\nid = "talk-1"\n'),
        ("[[talks]]\ndate = 2026-06-08", '[[talks]]\nid = "2026-06-08"\ndate = 2026-06-08'),
        (
            "talks = [{ speaker = 'Kim' }]\n",
            "talks = [{ speaker = 'Kim', id = \"kim\" }]\n",
        ),
        (
            "[[talks]]\nspeaker = 'Kim'\n[[talks]]\nid = 'kim'\n[[talks]]\nspeaker = 'Kim'\n",
            "[[talks]]\nid = \"kim-2\"\nspeaker = 'Kim'\n[[talks]]\nid = 'kim'\n[[talks]]\nid = \"kim-3\"\nspeaker = 'Kim'\n",
        ),
        (
            "[[talks]]\nabstract = '''\n[[talks]]\n'''\n[[talks]]\n",
            "[[talks]]\nid = \"talk-1\"\nabstract = '''\n[[talks]]\n'''\n[[talks]]\nid = \"talk-2\"\n",
        ),
    ],
)
@pytest.mark.parametrize("eol", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_an_id_becomes_the_first_line_of_its_block(block: str, after: str, eol: str, mark: str) -> None:
    def whole(part: str) -> str:
        text = part + "\n" + SERIES if part.startswith("talks =") else SERIES + "\n" + part
        return mark + text.replace("\n", eol)

    before = whole(block)
    assert "no-id" in problems(Document.read(before))
    text, says, left = fixed(before)
    assert text == whole(after)
    assert len(says) == len(after.split('id = "')) - 1
    assert left == []


def test_an_override_that_changes_nothing_goes() -> None:
    assert problems(Document.read(SERIES + IDLE)) == ["idle-override"]
    says = ["took out the override of Monday, 11 May 2026: it changed nothing"]
    assert fixed(SERIES + IDLE) == (SERIES, says, [])
    assert fixed(SERIES + IDLE + MOVED) == (SERIES + MOVED, says, [])


@pytest.mark.parametrize("more", ['reason = "the door sticks"\n', "# ask the porter\n"])
def test_an_override_that_tells_people_something_stays(more: str) -> None:
    text = SERIES + IDLE + more
    assert fixed(text) == (text, [], ["idle-override"])


def test_an_override_in_an_inline_list_stays() -> None:
    text = 'overrides = [{ date = 2026-05-11, room = "RA 2502" }]\n' + SERIES
    assert fixed(text) == (text, [], ["idle-override"])


def test_what_is_to_be_announced_is_left_alone() -> None:
    text = SERIES + '\n[[talks]]\nid = "x"\nspeaker = "N.N."\ntitle = "T.b.a."\n'
    assert fixed(text) == (text, [], [])


def test_what_the_file_ignores_is_left_alone() -> None:
    text = SERIES + IDLE + "\n[[talks]]\nspeaker = 'Kim'\n\n[check]\nignore = ['no-id', 'idle-override']\n"
    assert fixed(text)[:2] == (text, [])


MANY = (
    "# ours\n" + SERIES + IDLE + MOVED + IDLE.replace("05-11", "05-18").replace('room = "RA 2502"', 'time = "16:00"')
    + "\n# two talks left behind\n[[talks]]\ndate = 2026-05-25\ntitle = 'a'\n"
    + "\n[[talks]]\nid = 'lee'\ndate = 2026-05-25 # moved\nstatus = 'cancelled'\n"
    + "\n[[talks]]\nspeaker = 'Ada Lee'\ndate = 2026-06-08\n"
)  # fmt: skip


def test_all_together_in_one_go() -> None:
    text, says, left = fixed(MANY)
    assert text == (
        "# ours\n" + SERIES + MOVED
        + "\n# two talks left behind\n[[talks]]\nid = \"2026-05-25\"\ndate = 2026-05-28\ntitle = 'a'\n"
        + "\n[[talks]]\nid = 'lee'\ndate = 2026-05-25 # moved\nstatus = 'cancelled'\n"
        + "\n[[talks]]\nid = \"lee-2\"\nspeaker = 'Ada Lee'\ndate = 2026-06-08\n"
    )  # fmt: skip
    assert says == [
        'wrote id = "2026-05-25"',
        'wrote id = "lee-2"',
        'talk "2026-05-25": from Monday, 25 May 2026 to Thursday, 28 May 2026, with its slot',
        "took out the override of Monday, 11 May 2026: it changed nothing",
        "took out the override of Monday, 18 May 2026: it changed nothing",
    ]
    assert left == []


@pytest.mark.parametrize("number", range(5))
def test_each_alone_takes_its_own_problem_away(number: int) -> None:
    document = Document.read(MANY)
    before = problems(document)
    after = problems(fixes(arranged(document), document)[number].apply(document))
    gone = list(before)
    for code in after:
        gone.remove(code)
    assert gone == [["no-id", "no-id", "talk-on-old-date", "idle-override", "idle-override"][number]]


def test_in_any_order_the_same_comes_out() -> None:
    document = Document.read(MANY)
    found = fixes(arranged(document), document)
    later = document
    for fix in (found[4], found[3], found[1], found[0], found[2]):
        later = fix.apply(later)
    assert later.text == fixed(MANY)[0]


def test_a_fix_finds_its_talk_in_a_file_that_has_changed() -> None:
    talk = '\n[[talks]]\nid = "kim"\ndate = 2026-05-25\n'
    document = Document.read(SERIES + MOVED + talk)
    (fix,) = fixes(arranged(document), document)
    other = '\n[[talks]]\nid = "ada"\ndate = 2026-05-04\n'
    changed = Document.read(SERIES + other + MOVED + talk)
    assert fix.apply(changed).text == SERIES + other + MOVED + talk.replace("25", "28")
    assert fix.apply(fix.apply(changed)).text == fix.apply(changed).text
    with pytest.raises(Refused, match="no longer in the file"):
        fix.apply(Document.read(SERIES + MOVED))
    with pytest.raises(Refused, match="has been moved meanwhile"):
        fix.apply(Document.read(SERIES + MOVED + talk.replace("05-25", "06-01")))
