"""Whatever stands in the file: a list of problems with lines, the right exit code, never a traceback, nothing changed."""

import datetime as dt
import re
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semctl.parse import parse
from semctl.problems import Grade
from semctl.programme import arrange
from semctl.tomltext.document import Document
from semctl.workspace import Workspace
from tests.books import SERIES, SHIPPED, TODAY, a_file, run

COMMANDS = (["list"], ["slots"], ["next"], ["show", "a"], ["announce"], ["export"], ["add-talk", "--title", "T"])
WEEKLY = '[schedule]\nevery = "week"\ntime = "16:00"\nstart = 2026-05-11\nend = 2026-06-30\n'
NO_SERIES = 'there is no [series]; write [series] with id, name and timezone, or start a file with "semctl init"'


def said_of(path: Path, data: bytes) -> list[str]:
    """What every command says of a file with errors, after the file's name; nothing else may come out of it."""
    path.write_bytes(data)
    before = path.stat().st_mtime_ns
    began = time.process_time()
    checked = run("check")
    assert time.process_time() - began < 1
    assert checked.code == 1
    errors = [line for line in checked.out.splitlines() if not re.match(r"\S+: (warning|chore): ", line)]
    for command in COMMANDS:
        ran = run(*command)
        assert (ran.code, ran.out) == (3, ""), command
        count = len(errors)
        assert ran.err.splitlines() == [*errors, f"{count} error{'s' if count > 1 else ''}; nothing was done"]
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (data, before)
    assert sorted(each.name for each in path.parent.iterdir()) == [path.name]
    return [line.removeprefix("seminars.toml:") for line in errors]


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        (b"", [f"1: {NO_SERIES}"]),
        (b"\n\n", [f"1: {NO_SERIES}"]),
        (bytes(1000), ["1: is no text file; name the series file; it is TOML in UTF-8"]),
        (b"\x7fELF" + bytes(range(256)) * 40, ["1: is no text file; name the series file; it is TOML in UTF-8"]),
        ("[series]".encode("utf-16"), ["1: is UTF-16, not UTF-8; save it as UTF-8 in your editor"]),
        (
            SERIES.encode().replace(b"X Seminar", b"S\xe9minaire"),
            ["4: holds a byte that is not UTF-8 (0xe9); save it as UTF-8 in your editor"],
        ),
        (
            SERIES.replace("\n", "\r").encode(),
            [f"1: {NO_SERIES}", "1: all lines end in a lone carriage return; save the file with Unix line ends (LF)"],
        ),
        (b'[series]\nid = "x"\nname = "X"\n',
         ['1: series: "timezone" is missing; write timezone = "Europe/Amsterdam", or wherever the seminar meets']),
        (b'[series]\nid = ""\nname = "X"\ntimezone = "UTC"\n',
         ['2: series: "id" is empty; write id = "…", a short name that never changes']),
        (b'[series]\nid = "x y"\nname = "X"\ntimezone = "UTC"\n',
         ['2: series, id: "x y" is not fit for an id: letters, digits and . _ - without blanks; write "x-y"']),
        (b'[series]\nid = "x"\nname = "X"\ntimezone = "Europe/Amsterdm"\n',
         ['4: series, timezone: there is no time zone "Europe/Amsterdm"; did you mean "Europe/Amsterdam"?']),
        (b'[series]\nid = "x"\nname = "X"\ntimezone = "../../etc/passwd"\n',
         ['4: series, timezone: there is no time zone "../../etc/passwd"; write an IANA name such as '
          '"Europe/Amsterdam"']),
    ],
)  # fmt: skip
def test_what_is_no_series_file(here: Path, data: bytes, problems: list[str]) -> None:
    assert said_of(here / "seminars.toml", data) == problems


@pytest.mark.parametrize(
    ("toml", "problems"),
    [
        ("[[talks]]\nid = \"a\"\ndate = 2026-02-30\n[[talks]]\nid = \"b\"\ndate = 2026-13-01\n",
         ["9: date = 2026-02-30: there is no such day, 2026-02 has 28; correct the date",
          "12: date = 2026-13-01: there is no month 13; write year-month-day, as in 2026-10-05"]),
        ('[[talks]]\nid = "a"\ndate = 9999-12-31\n',
         ['9: talk "a", date: the year 9999 is not one from 1900 to 2199; correct the year']),
        ('[[talks]]\nid = "a"\ndate = 2026-05-11T16:00:00\n',
         ['9: talk "a", date: expected a date, got a date with a time, 2026-05-11 16:00:00; '
          "write 2026-05-11; times of day belong to the schedule and its overrides"]),
        ('[[talks]]\nid = "a"\ndate = "2026-05-11"\n',
         ['9: talk "a", date: expected a date, got the text "2026-05-11"; write 2026-05-11 without quotes']),
        ('[schedule]\nevery = "week"\ntime = 14:15\nstart = 2026-05-11\n',
         ['9: time = 14:15 stands without quotes; write time = "14:15"']),
        ('[schedule]\nevery = "week"\ntime = "25:00"\nstart = 2026-05-11\n',
         ['9: schedule, time: there is no 25:00; write a time from "00:00" to "23:59"']),
        (WEEKLY + '[[schedule]]\nevery = "week"\n',
         ["12: [schedule] and [[schedule]] stand in one file, the other in line 7; write [[schedule]] for each of them"]),
        ('[[talks]]\nid = "a"\n[[talks]]\nid = "b"\n[[talks]]\nid = "a"\n',
         ['12: talk "a": two talks have this id; give one another id, as in "a-2"; '
          "the other is talk number 1 of the file"]),
        ('[[talks]]\nid = "a"\ntitle = "\x07"\n',
         ["9: an invisible character (U+0007) stands in this line; delete it, or type the line again"]),
        ('[talks]\nid = "a"\n', ["7: talks: expected [[talks]], got a single table; write [[talks]] above each"]),
        ('[[talks]]\nid = "a"\nspeaker = "A"\n[[talks.speakers]]\nname = "B"\n',
         ['10: talk "a": has both a speaker and [[talks.speakers]]; name all of them in [[talks.speakers]]']),
        ('[[talks]]\nid = "a"\nprivate = 3\n', ['9: talk "a": private: expected a table, got the number 3']),
        ('[[talks]]\nid = "a"\nstatus = "maybe"\n',
         ['9: talk "a", status: expected "invited", "tentative", "confirmed" or "cancelled", got "maybe"']),
        ('[[talks]]\nid = "a"\nstatus = "canceled"\n',
         ['9: talk "a", status: expected "invited", "tentative", "confirmed" or "cancelled", got "canceled"; '
          'did you mean "cancelled"?']),
        ('[[breaks]]\nfrom = 2026-06-01\n', ['7: breaks number 1: "to" is missing; write to = 2027-01-08, the last day']),
        ("[[overrides]]\nroom = 3\n",
         ['7: override number 1: "date" is missing; write date = 2026-05-28, the day the rule gives',
          "8: override number 1, room: expected text, got the number 3; write it in quotes"]),
        (WEEKLY.replace("[schedule]\n", "[schedule]\ncount = true\n"),
         ["8: schedule, count: expected a whole number, got true; write it without quotes"]),
        ('x = ' + "[" * 5000 + "]" * 5000 + "\n", ["7: x is nested too deep; write it with fewer brackets"]),
        ("x = " + "9" * 5000 + "\n", ["7: x is a number of 5000 digits; write it in quotes if it is meant"]),
        (WEEKLY + '[[overrides]]\ndate = 2026-05-18\nmoved_to = 2026-05-25\n',
         ["12: override of 2026-05-18: Monday, 25 May 2026 at 16:00 is taken by a slot of the schedule; "
          "give one of them another time or day"]),
    ],
)  # fmt: skip
def test_a_file_without_a_single_meaning(here: Path, toml: str, problems: list[str]) -> None:
    assert said_of(here / "seminars.toml", (SERIES + toml).encode()) == problems


def test_types_are_wrong_everywhere_at_once(here: Path) -> None:
    toml = """\
[series]
id = 3
name = true
timezone = 1.5
language = []
topics = 3
[schedule]
time = 16
start = "2026-05-11"
every = 2
dates = 2026-05-11
join = "https://x"
[rooms]
R = 1
[check]
ignore = 1
[[talks]]
id = "a"
title = 2026-05-11
speakers = "A"
abstract = 14:15:00
"""
    text = "write it in quotes"
    assert said_of(here / "seminars.toml", toml.encode()) == [
        f"2: series, id: expected text, got the number 3; {text}",
        f"3: series, name: expected text, got true; {text}",
        f"4: series, timezone: expected text, got the number 1.5; {text}",
        f"5: series, language: expected text, got an array; {text}",
        f"6: series, topics: expected text, got the number 3; {text}",
        '8: schedule, time: expected a time, got the number 16; write it in quotes, as in "16:00"',
        '9: schedule, start: expected a date, got the text "2026-05-11"; write 2026-05-11 without quotes',
        f"10: schedule, every: expected text, got the number 2; {text}",
        "11: schedule, dates: expected an array, got the date 2026-05-11; put it in [ ]",
        '12: schedule.join: expected a table, got the text "https://x"; write its keys below a header',
        '14: room "R": expected a table, got the number 1; write its keys below a header',
        f"16: check, ignore: expected text, got the number 1; {text}",
        f'19: talk "a", title: expected text, got the date 2026-05-11; {text}',
        '20: talk "a", speakers: expected an array, got the text "A"; put it in [ ]',
        f'21: talk "a", abstract: expected text, got the time 14:15:00; {text}',
    ]


def test_two_hundred_mistakes_are_all_reported(here: Path) -> None:
    toml = SERIES + "".join(f'[[talks]]\nid = "t{n}"\ndate = {n}\n' for n in range(200))
    assert said_of(here / "seminars.toml", toml.encode()) == [
        f'{9 + 3 * n}: talk "t{n}", date: expected a date, got the number {n}; write it as 2026-05-28'
        for n in range(200)
    ]


def test_two_hundred_mistakes_of_toml_are_all_reported(here: Path) -> None:
    toml = SERIES + "".join(f'[[talks]]\nid = "t{n}\ntitle = "T"\n' for n in range(200))
    assert said_of(here / "seminars.toml", toml.encode()) == [
        f'{8 + 3 * n}: the " that opens id is never closed in its line; write id = "t{n}"' for n in range(200)
    ]


@pytest.mark.parametrize(
    ("toml", "warning"),
    [
        ('rooom = "1"\n', '7: warning: series: unknown key "rooom"; did you mean "room"?'),
        ("[scedule]\nx = 1\n", '7: warning: the file: unknown key "scedule"; did you mean "schedule"?'),
        ('[[talks]]\nid = "a"\nroom = "Q"\n',
         '9: warning: talk "a": unknown key "room"; when and where belong to the slot: write an [[overrides]] '
         "with its date and this key"),
        ('[[talks]]\nid = "a"\ntitle = "a\\u0007b $\\beta$"\n',
         '9: warning: talk "a", title: TeX is swallowed by escapes: \\beta; write \'…\' instead of "…"'),
        ('[[talks]]\nid = "a"\ndate = 2026-06-01\n',
         '9: warning: talk "a": no slot on Monday, 1 June 2026; move the talk, or write an [[overrides]] '
         "with date = 2026-06-01 and extra = true"),
    ],
)  # fmt: skip
def test_a_warning_stops_nothing_that_only_reads(here: Path, toml: str, warning: str) -> None:
    a_file(here, toml)
    assert run("check", now="2026-01-01").out == f"seminars.toml:{warning}\n"
    for command in (["list"], ["slots"], ["next"], ["export"]):
        ran = run(*command)
        assert ran.code == 0
        assert ran.err.splitlines()[0] == "1 warning: semctl check"


# --- large and strange files, as a process of its own ---


def ran_alone(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "semctl", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("place", ["a folder", "a device", "nothing", "too large"])
def test_a_file_that_cannot_be_read_exits_3(here: Path, place: str) -> None:
    path = here / "f.toml"
    if place == "a folder":
        path.mkdir()
        says = "f.toml is a folder\nname the file in it\n"
    elif place == "a device":
        path = Path("/dev/null")
        says = f"/dev/null:1: {NO_SERIES}\n1 error; nothing was done\n"
    elif place == "nothing":
        says = "there is no file f.toml\ncheck the name\n"
    else:
        with path.open("wb") as file:
            file.truncate(65 * 1024 * 1024)
        says = "f.toml is larger than 64 MB\nis it the right file?\n"
    ran = run("list", "-f", path.name if place != "a device" else str(path))
    assert (ran.code, ran.out, ran.err) == (3, "", says)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("part", "problem"),
    [
        (b"\x00\x01\x02\xff", "1: is no text file; name the series file; it is TOML in UTF-8"),
        (b"# a remark\n", f"1: {NO_SERIES}"),
        (b"hello world\n", f"1: {NO_SERIES}"),
    ],
)
def test_fifty_megabytes(here: Path, part: bytes, problem: str) -> None:
    (here / "seminars.toml").write_bytes(part * (50_000_000 // len(part)))
    ran = ran_alone(here, "list")
    assert (ran.returncode, ran.stdout) == (3, "")
    assert ran.stderr.splitlines()[0] == f"seminars.toml:{problem}"


def test_a_series_of_ten_years_is_read_in_no_time(here: Path) -> None:
    talks = "".join(f'[[talks]]\nid = "t{n}"\nspeaker = "A {n}"\nabstract = "{"lorem " * 100}"\n' for n in range(500))
    a_file(here, WEEKLY.replace("2026-06-30", "2036-06-30") + talks)
    began = time.process_time()
    assert run("list", "--all").code == 0
    assert time.process_time() - began < 2


def test_the_program_itself_says_what_is_wrong_and_exits_3(here: Path) -> None:
    (here / "seminars.toml").write_text('[series]\nid = "x"\nname = "X"\ntimezone = 3\n')
    ran = ran_alone(here, "list")
    says = "seminars.toml:4: series, timezone: expected text, got the number 3; write it in quotes\n"
    assert (ran.returncode, ran.stdout, ran.stderr) == (3, "", f"{says}1 error; nothing was done\n")


def test_a_reader_who_leaves_early_is_no_mistake(here: Path) -> None:
    a_file(here, WEEKLY.replace("2026-06-30", "2100-06-30"))
    command = f"{sys.executable} -m semctl slots --json; echo $? >&2"
    ran = subprocess.run(
        ["bash", "-c", f"({command}) | head -1"], cwd=here, capture_output=True, text=True, timeout=60, check=False
    )
    assert (ran.stdout, ran.stderr) == ("[\n", "0\n")


# --- laws ---

SHIPPED_TEXT = SHIPPED.read_text("utf-8")
VALUES = st.one_of(
    st.sampled_from(
        ['""', '"T.b.a."', '"x y"', "1", "-1", "1.5", "inf", "true", "[]", "{}", "[1, 2]", "{ a = 1 }", "2026-02-28",
         "2026-05-11", "9999-12-31", "0001-01-01", "14:15:00", "2026-05-11T14:15:00Z", '"16:00"', '["16:00", "17:00"]',
         '["16:00", "16:00"]', '"week"', '"2 weeks"', '"Monday"', '"FREQ=DAILY"', '"Europe/Berlin"', '"\\u0000"']
    ),
    st.text(max_size=8).map(lambda text: "'" + text.replace("'", "") + "'"),
)  # fmt: skip
KEYS = st.sampled_from(
    [
        "id",
        "name",
        "timezone",
        "domain",
        "room",
        "every",
        "weekday",
        "time",
        "start",
        "end",
        "count",
        "rrule",
        "dates",
        "from",
        "to",
        "date",
        "at",
        "moved_to",
        "extra",
        "cancelled",
        "holiday",
        "reason",
        "speaker",
        "speakers",
        "title",
        "status",
        "private",
        "join",
        "duration",
        "language",
        "nonsense",
        "ignore",
    ]
)
HEADERS = st.sampled_from(
    [
        "[series]",
        "[schedule]",
        "[[schedule]]",
        "[[breaks]]",
        "[[overrides]]",
        "[[talks]]",
        "[[talks.speakers]]",
        "[talks.private]",
        '[rooms."R"]',
        "[check]",
        "[[organizers]]",
        "[mail]",
        "[nonsense]",
        "[series.private]",
    ]
)
LINES = st.one_of(HEADERS, st.tuples(KEYS, VALUES).map(" = ".join))


def has_one_meaning_or_says_why_not(text: str) -> None:
    document = Document.read(text)
    parsed = parse(document)
    problems = list(parsed.problems)
    if parsed.book and parsed.timing_is_sound:
        problems += arrange(parsed.book, TODAY).problems
    assert parsed.book or any(problem.grade is Grade.ERROR for problem in problems)
    lines = text.count("\n") + 1
    for problem in problems:
        assert 1 <= (problem.line or document.line_of(problem.path)) <= lines
        assert problem.says
        assert problem.code
    try:
        tomllib.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        assert any(problem.grade is Grade.ERROR for problem in problems)


@given(st.text())
def test_any_text_gives_a_book_or_problems(text: str) -> None:
    has_one_meaning_or_says_why_not(text)


@given(st.lists(LINES, max_size=25))
def test_any_keys_and_values_give_a_book_or_problems(lines: list[str]) -> None:
    has_one_meaning_or_says_why_not(SERIES + "\n".join(lines))


@given(st.integers(0, len(SHIPPED_TEXT)), st.integers(0, 40), st.text(max_size=5) | VALUES | HEADERS)
def test_a_slip_of_the_hand_gives_a_book_or_problems(place: int, lost: int, typed: str) -> None:
    has_one_meaning_or_says_why_not(SHIPPED_TEXT[:place] + typed + SHIPPED_TEXT[place + lost :])


@given(st.binary(max_size=300))
def test_any_bytes_are_answered(data: bytes) -> None:
    work = Workspace(files=("f.toml",), clock=dt.datetime(2026, 6, 9, tzinfo=dt.UTC))
    loaded, problems = work.understand(Path("f.toml"), data)
    assert loaded is not None or any(problem.grade is Grade.ERROR and problem.line for problem in problems)
