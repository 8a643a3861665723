"""What the tests of the core share: books, programmes and files from TOML written in the test."""

import datetime as dt
import io
import json
import os
import shutil
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from semctl.cli import app
from semctl.model import Book
from semctl.parse import parse
from semctl.problems import Problem
from semctl.programme import Programme, arrange
from semctl.recurrence import Slot, expand
from semctl.tomltext.document import Document

SERIES = """\
[series]
id = "x"
domain = "x.org"
name = "X Seminar"
timezone = "Europe/Amsterdam"
room = "R"
"""
TODAY = dt.date(2026, 6, 9)
SHIPPED = Path(__file__).parent.parent / "seminars.toml"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def a_book(toml: str, *, series: str = SERIES) -> Book:
    """The book that a text without a mistake gives; [series] is put in front where it has none."""
    parsed = parse(Document.read(toml if "[series]" in toml else series + toml))
    assert parsed.problems == ()
    assert parsed.book is not None
    return parsed.book


def problems_of(toml: str, *, series: str = SERIES, today: dt.date = TODAY) -> list[str]:
    """All that parsing and arranging find wrong, each as "line: where: says; hint" in the order of the file."""
    document = Document.read(toml if "[series]" in toml else series + toml)
    parsed = parse(document)
    problems: Sequence[Problem] = parsed.problems
    if parsed.book and parsed.timing_is_sound:
        problems = (*problems, *arrange(parsed.book, today).problems)
    lines = ((problem.line or document.line_of(problem.path), str(problem)) for problem in problems)
    return [f"{line}: {text}" for line, text in sorted(lines)]


def a_programme(toml: str, *, series: str = SERIES, today: dt.date = TODAY) -> Programme:
    return arrange(a_book(toml, series=series), today)


def slots_of(toml: str, *, series: str = SERIES, today: dt.date = TODAY) -> tuple[Slot, ...]:
    """The slots of a text that has nothing wrong."""
    expanded = expand(a_book(toml, series=series), today)
    assert expanded.problems == ()
    return expanded.slots


def days_of(toml: str, *, series: str = SERIES, today: dt.date = TODAY) -> list[str]:
    """The days on which the seminar meets, as ISO text."""
    return [slot.date.isoformat() for slot in slots_of(toml, series=series, today=today) if slot.is_held]


@dataclass(frozen=True, kw_only=True, slots=True)
class Ran:
    """What a run of semctl gave: its exit code, its results and its talk."""

    code: int
    out: str
    err: str


def run(*words: str, now: str = "2026-06-09", answers: str | None = None, asked: bool = False) -> Ran:
    """Run semctl in this process, off a terminal; asked: someone can answer, though nothing is drawn."""
    out, err = _stream(), _stream()
    with pytest.MonkeyPatch.context() as patched, redirect_stdout(out), redirect_stderr(err):
        patched.setattr("sys.stdin", (_Answers if asked else io.TextIOWrapper)(io.BytesIO((answers or "").encode())))
        try:
            code = app([*words, "--now", now], prog_name="semctl") or 0
        except SystemExit as stopped:
            code = stopped.code or 0
    return Ran(code=int(code), out=_told(out), err=_told(err))


class _Answers(io.TextIOWrapper):
    """What a person types."""

    def isatty(self) -> bool:
        return True


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="", write_through=True)


def _told(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def a_file(folder: Path, toml: str, name: str = "seminars.toml", *, series: str = SERIES) -> str:
    """Write a series file; its name as the command line takes it."""
    path = folder / name
    path.write_bytes((toml if "[series]" in toml else series + toml).encode())
    return str(path)


def added_lines(before: str, after: str) -> list[str]:
    """The lines that were put into a text, but blank ones; fails if any other line was changed, moved or lost."""
    old, new = before.split("\n"), after.split("\n")
    added, place = [], 0
    for line in new:
        if place < len(old) and line == old[place]:
            place += 1
        elif line.strip():
            added.append(line)
    assert place == len(old), f"line {place + 1} is gone: {old[place]!r}"
    return added


def json_of(ran: Ran) -> Any:
    assert ran.code in (0, 1), ran.err
    return json.loads(ran.out)


def needs(program: str) -> str:
    """The path of a program of the system; without it the test is skipped, but not where .ci/run has installed it."""
    found = shutil.which(program)
    if found is None:
        assert not os.environ.get("CI"), f"{program} is missing, though .ci/run installs it"
        pytest.skip(f"{program} is not on this machine")
    return found


DECK_TABLE = """\
                      Paper 1  Paper 2  Paper 3  Paper 4  Paper 5
Author                1        9        7        5        3
Author                2        4        6        8        10
Reviewer              3        1        9        7        5
Reviewer              4        6        8        10       2
Archaeologist         5        3        1        9        7
Archaeologist         6        8        10       2        4
Hacker                7        5        3        1        9
Hacker                8        10       2        4        6
Private Investigator  9        7        5        3        1
Private Investigator  10       2        4        6        8
"""
"""Who plays what in the Heidelberg seminar, as its slides print it."""
