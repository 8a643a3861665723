"""How the time to read a file grows with its talks, beside what the TOML reader of Python needs for the same text.

It is the time that the processor is busy with each. Run it with `python -m tests.benchmarks.reading [LARGEST]`; it
prints a table as docs/performance.md has it.
"""

import datetime as dt
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measuring import MS, SEMCTL, busy, peak, run

SIZES = (30, 300, 3_000, 30_000)
FIRST = dt.date(2000, 1, 3)
IN_A_RULE = 10_000  # a rule gives no more slots
CLOCKS = ("10:00", "13:00", "16:00")
ABSTRACT = "Gradient descent leans towards simple solutions, and the talk asks for how simple and why. " * 18


def series(talks: int) -> str:
    """A file of a seminar every day, several times a day if there are more talks than one rule gives slots."""
    return "".join(_series(talks))


def _series(talks: int) -> Iterator[str]:
    rules = -(-talks // IN_A_RULE)
    yield '[series]\nid = "many"\ndomain = "example.edu"\nname = "Many Talks"\ntimezone = "Europe/Berlin"\n'
    for number in range(rules):
        count = min(IN_A_RULE, talks - number * IN_A_RULE)
        yield f'\n[[schedule]]\nrrule = "FREQ=DAILY"\ntime = "{CLOCKS[number]}"\nroom = "R {number}"\n'
        yield f"start = {FIRST}\ncount = {count}\n"
    for number in range(talks):
        at = f'at = "{CLOCKS[number // IN_A_RULE]}"\n' if rules > 1 else ""
        yield f'\n[[talks]]\nid = "speaker-{number}"\ndate = {_day(number)}\n{at}'
        yield f'speaker = "Ada Number{number}"\naffiliation = "University {number % 97}"\n'
        yield f"title = \"On the number {number}\"\nabstract = '''\n{ABSTRACT}\n'''\n"


def _day(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=number % IN_A_RULE)


def table(largest: int) -> Iterator[str]:
    """Measure, and give line by line what is found."""
    yield "| talks | file MB | tomllib.loads ms | semctl list ms | to tomllib | peak MiB |"
    yield "|--:|--:|--:|--:|--:|--:|"
    for talks in (size for size in SIZES if size <= largest):
        rounds = 7 if talks <= 3_000 else 3
        text = series(talks)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "seminars.toml"
            file.write_text(text, "utf-8")
            now = _day(min(talks, IN_A_RULE) - 5).isoformat()
            loads, lists = [], []
            for _ in range(rounds):
                begin = time.process_time()
                tomllib.loads(text)
                loads.append(time.process_time() - begin)
                lists.append(run((*SEMCTL, "list"), Path(folder), {"SEMCTL_NOW": now}))
        toml, listing = min(loads) * MS, busy(lists)
        size = len(text.encode()) / 1e6
        yield f"| {talks:,} | {size:.2f} | {toml:.0f} | {listing:.0f} | {listing / toml:.1f} | {peak(lists):.0f} |"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in table(int(sys.argv[1]) if len(sys.argv) > 1 else SIZES[-1]))
