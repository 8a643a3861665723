"""The person at the terminal: results on standard output, talk on standard error, questions where someone can answer.

Rich is imported only where something is drawn: a plain line needs none of it.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from zoneinfo import available_timezones

from semctl.listing import Look, Table
from semctl.problems import Unreadable
from semctl.widths import width

STACKED = " / "
PATIENCE = 1  # seconds that nobody needs to be told what goes on
READABLE = 26  # columns that a text wants on a terminal before it is broken into lines
_PAUSE = 0.1  # seconds between two signs of life
_STYLES = {Look.PLAIN: "", Look.FREE: "green", Look.OVER: "dim", Look.STRUCK: "strike dim"}


def is_asked() -> bool:
    """Whether someone can answer: standard input is a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


def show(text: str) -> None:
    """A result, on standard output, with one final line end."""
    sys.stdout.write(text if text.endswith("\n") else f"{text}\n")


def show_lines(lines: Iterable[str]) -> None:
    """A result whose lines have their ends."""
    sys.stdout.writelines(lines)


def show_bytes(data: bytes) -> None:
    """A result as it is, byte for byte."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def show_json(value: Any) -> None:
    """A result for scripts."""
    show(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def say(text: str) -> None:
    """Something to know beside the result, on standard error."""
    sys.stdout.flush()
    sys.stderr.write(f"{text}\n")


def draw(table: Table, heading: str = "") -> None:
    """A table: Rich on a terminal, plain and unwrapped in a pipe."""
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        _draw_rich(table, heading)
    else:
        show("\n".join(plain_lines(table)))


def plain_lines(table: Table) -> Iterable[str]:
    """The lines of a table in plain text, columns parted by two blanks; a struck line begins with "- "."""
    struck = any(row.look is Look.STRUCK for row in table.rows)
    lines = [table.columns, *(row.cells for row in table.rows)]
    widths = [max(width(line[column]) for line in lines) for column in range(len(table.columns))]
    marks = ["", *("- " if row.look is Look.STRUCK else "" for row in table.rows)]
    for mark, line in zip(marks, lines, strict=True):
        cells = (cell + " " * (most - width(cell)) for cell, most in zip(line, widths, strict=True))
        yield f"{mark.ljust(2) if struck else ''}{'  '.join(cells)}".rstrip()


def _draw_rich(table: Table, heading: str) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    console = Console(highlight=False)
    if heading:
        console.print(Text(f" {heading}", style="italic"))
    table = _stacked(table, console.width)
    drawn = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for name, widest in zip(table.columns, _widths(table), strict=True):
        drawn.add_column(name, overflow="fold", min_width=None if name.split(STACKED)[0] in table.wrapping else widest)
    for row in table.rows:
        drawn.add_row(*(Text(cell) for cell in row.cells), style=_STYLES[row.look])
    console.print(drawn)


def _widths(table: Table) -> list[int]:
    """The columns that the widest line of each column takes."""
    lines = [table.columns, *(row.cells for row in table.rows)]
    return [max(width(part) for line in lines for part in line[number].split("\n")) for number in range(len(lines[0]))]


def _stacked(table: Table, room: int) -> Table:
    """The table with one column under another, as long as it would be too narrow to be read."""
    for upper, lower in table.stacking:
        names = [column.split(STACKED)[0] for column in table.columns]
        wanted = sum(
            min(each, READABLE) if name in table.wrapping else each
            for name, each in zip(names, _widths(table), strict=True)
        )
        if wanted + 2 * len(names) <= room or not {upper, lower} <= set(names):
            continue
        above, below = names.index(upper), names.index(lower)
        rows = tuple(replace(row, cells=_under(row.cells, above, below, "\n")) for row in table.rows)
        table = replace(table, columns=_under(table.columns, above, below, STACKED), rows=rows)
    return table


def _under(cells: Sequence[str], above: int, below: int, joint: str) -> tuple[str, ...]:
    joined = joint.join(each for each in (cells[above], cells[below]) if each)
    return tuple(joined if number == above else cell for number, cell in enumerate(cells) if number != below)


def draw_card(facts: Sequence[tuple[str, str]]) -> None:
    """Labels and texts; long texts stand below their label."""
    width = max(len(label) for label, _ in facts) + 2
    below = False
    for label, text in facts:
        is_long = "\n" in text or len(text) > 100
        parted = "\n" if is_long or below else ""
        show(f"{parted}{label}\n{text}" if is_long else f"{parted}{label.ljust(width)}{text}")
        below = is_long


def ask(question: str, *, default: str = "") -> str:
    """An answer in one line; the default where it is empty."""
    sys.stderr.write(f"{question}{f' [{default}]' if default else ''}: ")
    sys.stderr.flush()
    answer = sys.stdin.readline()
    if not answer:
        sys.stderr.write("\n")
        raise KeyboardInterrupt
    return answer.strip() or default


def choose(question: str, choices: Sequence[str]) -> str:
    """The number of a choice (from 1), or whatever else was typed, as text."""
    for number, choice in enumerate(choices, 1):
        sys.stderr.write(f"  {number}  {choice}\n")
    return ask(question)


def confirm(question: str) -> bool:
    """Whether the answer is yes."""
    return ask(f"{question} (y/N)").lower() in ("y", "yes")


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[], None]]:
    """Counts what is done, on standard error of a terminal, once it has taken a second."""
    begun, done = time.monotonic(), 0
    shown = 0.0

    def advance() -> None:
        nonlocal done, shown
        done += 1
        now = time.monotonic()
        if now - begun > PATIENCE and now - shown > _PAUSE and sys.stderr.isatty():
            sys.stderr.write(f"\r{min(done, total)} of {total} {what}")
            sys.stderr.flush()
            shown = now

    try:
        yield advance
    finally:
        if shown:
            sys.stderr.write("\r\x1b[K")


def read_input() -> str:
    """All of standard input, as UTF-8 text."""
    return sys.stdin.buffer.read().decode("utf-8-sig", errors="replace")


def read_bytes(most: int) -> bytes | None:
    """All of standard input; None where it holds more bytes than `most`. Of a terminal: what is pasted there."""
    pasted = is_asked()
    if pasted:
        say(f"paste the text, then press Enter and {'Ctrl-Z, Enter' if os.name == 'nt' else 'Ctrl-D'}")
    data = sys.stdin.buffer.read(most + 1)
    if pasted and any(len(line) in _CUT for line in data.split(b"\n")):
        raise Unreadable(
            "a line of it is longer than a terminal takes in", "save the text in a file, and name the file"
        )
    return data if len(data) <= most else None


_CUT = (1023, 1024, 4095, 4096)
"""Bytes at which terminals cut a line off without a word: of macOS, and of Linux (n_tty)."""


def machine_zone() -> str | None:
    """The IANA time zone of this machine, where it says so."""
    named = os.environ.get("TZ", "").removeprefix(":")
    if not named:
        target = os.path.realpath("/etc/localtime")
        named = target.partition("zoneinfo/")[2]
    return named if named in zones() else None


def zones() -> frozenset[str]:
    """The IANA time zones that this machine knows."""
    return frozenset(available_timezones())
