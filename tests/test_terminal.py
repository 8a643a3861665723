"""What happens where someone can answer: questions, choices and drawn tables, through a real pseudo-terminal."""

import os
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.books import SHIPPED, added_lines

pty = pytest.importorskip("pty")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

PATIENCE = 60.0


# The program takes its standard input as controlling terminal, so that Ctrl-C reaches it. Nothing of ours runs between
# fork and exec: the test runner has threads.
ON_TERMINAL = (
    "import fcntl, runpy, sys, termios\n"
    "fcntl.ioctl(0, termios.TIOCSCTTY, 0)\n"
    "sys.argv[0] = 'semctl'\n"
    "runpy.run_module('semctl', run_name='__main__')\n"
)


def talk_to(folder: Path, words: list[str], answers: list[tuple[str, str]], columns: int = 200) -> tuple[int, str]:
    """Run semctl on a terminal and answer each question as it comes; its exit code and all it showed."""
    terminal, other = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(columns), "TERM": "xterm", "TZ": "Europe/Rome", "NO_COLOR": "1"}
    environment.pop("SEMCTL_FILE", None)
    process = subprocess.Popen(
        [sys.executable, "-c", ON_TERMINAL, *words, "--now", "2026-06-09"],
        cwd=folder, env=environment, stdin=other, stdout=other, stderr=other, start_new_session=True,
    )  # fmt: skip
    os.close(other)
    shown, waiting, deadline = b"", list(answers), time.monotonic() + PATIENCE
    seen = 0
    while time.monotonic() < deadline:
        if waiting and waiting[0][0].encode() in shown[seen:]:
            seen = len(shown)
            os.write(terminal, waiting.pop(0)[1].encode())
        if select.select([terminal], [], [], 0.05)[0]:
            try:
                part = os.read(terminal, 4096)
            except OSError:  # Linux says so when the other side has gone
                break
            if not part:
                break
            shown += part
    else:
        process.kill()
    code = process.wait()
    os.close(terminal)
    assert waiting == [], shown.decode()
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown.decode())
    return code, plain.replace("\r\n", "\n")


@pytest.fixture
def shipped(here: Path) -> Path:
    return Path(shutil.copy(SHIPPED, here / "seminars.toml"))


def test_add_talk_asks_for_four_things_and_offers_the_free_slots(shipped: Path) -> None:
    before = shipped.read_text("utf-8")
    code, shown = talk_to(
        shipped.parent,
        ["add-talk"],
        [
            ("Speaker", "Emmy Noether\n"),
            ("Affiliation", "Erlangen\n"),
            ("Number or date", "1\n"),
            ("Title", "Ideals\n"),
        ],
    )
    assert code == 0
    assert (
        shown
        == """\
Speaker (empty if not known yet): Emmy Noether
Affiliation: Erlangen
The next free slots:
  1  Monday, 22 June 2026, 16:00
Number or date (empty: no date yet): 1
Title (empty if not known yet): Ideals
talk "noether" added: Mon 22 Jun 2026, 16:00, no room, Emmy Noether
"""
    )
    assert added_lines(before, shipped.read_text("utf-8")) == [
        "[[talks]]",
        'id = "noether"',
        "date = 2026-06-22",
        'speaker = "Emmy Noether"',
        'affiliation = "Erlangen"',
        'title = "Ideals"',
    ]


def test_a_date_that_is_not_understood_is_asked_for_again(shipped: Path) -> None:
    code, shown = talk_to(
        shipped.parent,
        ["add-talk", "--speaker", "A B", "--affiliation", "C"],
        [("Number or date", "soon\n"), ("Number or date", "\n"), ("Title", "\n")],
    )
    assert code == 0
    assert '"soon" is not a day' in shown
    assert shown.endswith(
        'talk "b" added: no date, A B\nit is being planned; to give it a date: semctl move-talk b DAY\n'
    )


def test_nothing_is_asked_where_the_flags_say_all(shipped: Path) -> None:
    words = ["add-talk", "--speaker", "A B", "--affiliation", "C", "--date", "next", "--title", "T"]
    code, shown = talk_to(shipped.parent, words, [])
    assert (code, shown.splitlines()[-1]) == (0, 'talk "b" added: Mon 22 Jun 2026, 16:00, no room, A B')


def test_whoever_stops_changes_nothing(shipped: Path) -> None:
    before = shipped.read_bytes()
    for key in ("\x03", "\x04"):
        code, shown = talk_to(shipped.parent, ["add-talk"], [("Speaker", key)])
        assert code == 130
        assert shown.endswith("stopped; nothing was written\n")
    assert shipped.read_bytes() == before


def test_a_removal_and_a_shift_are_shown_and_asked(shipped: Path) -> None:
    before = shipped.read_bytes()
    for words, question in (
        (["remove-talk", "kim"], "Remove it from the file? (y/N)"),
        (["shift-talks", "--from", "2026-06-15", "--by", "1"], "Shift them so? (y/N)"),
    ):
        code, shown = talk_to(shipped.parent, words, [(question, "\n")])
        assert (code, shown.splitlines()[-1]) == (4, "nothing was changed")
        assert shipped.read_bytes() == before
    code, shown = talk_to(shipped.parent, ["remove-talk", "kim"], [("Remove it", "y\n")])
    assert code == 0
    assert "Seoul National University" in shown.split("Remove it")[0]
    assert 'talk "kim" removed: ' in shown.split("Remove it")[1]


def test_init_asks_and_writes(here: Path) -> None:
    code, shown = talk_to(
        here,
        ["init"],
        [
            ("Name", "Algebra Seminar\n"), ("Short id", "\n"), ("Time zone [Europe/Rome]", "\n"), ("Country", "IT\n"),
            ("How often", "2 weeks\n"), ("First date", "5 Oct\n"), ("Time [16:00]", "14:30\n"),
        ],
    )  # fmt: skip
    assert code == 0, shown
    text = (here / "seminars.toml").read_text("utf-8")
    assert [line.split("  #")[0].rstrip() for line in text.split("\n\n# An")[0].splitlines()] == [
        "[series]",
        'id = "algebra-seminar"',
        'name = "Algebra Seminar"',
        'timezone = "Europe/Rome"',
        'country = "IT"',
        "",
        "[schedule]",
        'every = "2 weeks"',
        'weekday = "Monday"',
        'time = "14:30"',
        "start = 2026-10-05",
    ]


def test_a_monthly_series_is_asked_for_its_weekday(here: Path) -> None:
    code, shown = talk_to(
        here,
        ["init", "--name", "A", "--id", "a", "--timezone", "UTC", "--country", "IT", "--every", "month"],
        [("Which weekday", "second Tuesday\n"), ("First date", "2026-10-13\n"), ("Time", "\n")],
    )
    assert code == 0, shown
    assert 'weekday = "second Tuesday"\n' in (here / "seminars.toml").read_text("utf-8")


@pytest.mark.parametrize("columns", [200, 100, 80])
def test_a_drawn_table_keeps_days_and_times_whole(shipped: Path, columns: int) -> None:
    code, shown = talk_to(shipped.parent, ["slots"], [], columns)
    assert code == 0
    lines = shown.splitlines()
    for day in ("Mon 11 May 2026  16:00  RA", "Thu 28 May 2026  16:00  RA", "Mon 22 Jun 2026  16:00"):
        assert any(day in line for line in lines), shown
    assert max(map(len, lines)) <= columns


def test_import_asks_for_what_would_be_a_guess_and_shows_all_before_it_writes(here: Path) -> None:
    event = "BEGIN:VEVENT\nUID:1@x\nDTSTART:20260611T160000\nSUMMARY:Ada Lovelace (London): Engines\nEND:VEVENT\n"
    (here / "a.ics").write_text(f"BEGIN:VCALENDAR\n{event}END:VCALENDAR\n", "utf-8")
    answers = [
        ("Name of the series", "Algebra Seminar\n"),
        ("Short id, for ever [algebra-seminar]", "\n"),
        ("Time zone of the place", "Europe/Rome\n"),
        ("Write new.toml? (y/N)", "y\n"),
    ]
    code, shown = talk_to(here, ["import", "a.ics", "--into", "new.toml"], answers)
    assert code == 0
    assert "Ada Lovelace (London)" in shown.split("Name of the series")[0]
    assert (
        (here / "new.toml")
        .read_text("utf-8")
        .startswith(
            '# Taken from a.ics.\n\n[series]\nid = "algebra-seminar"\nname = "Algebra Seminar"\ntimezone = "Europe/Rome"\n'
        )
    )
