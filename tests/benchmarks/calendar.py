"""What a calendar costs as it grows, beside two other programs that write the same events, and beside reading the file.

Whole processes, start-up included, in turn, by the time of the processor, on which less depends of what else the
machine does. Run it with `python -m tests.benchmarks.calendar [LARGEST]`; it prints a
table as docs/performance.md has it.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measuring import MS, SEMCTL, Measured, run
from tests.benchmarks.reading import SIZES, series

STRINGS = r"""import datetime as dt, sys, tomllib

with open(sys.argv[1], "rb") as file:
    data = tomllib.load(file)
clocks = [dt.time.fromisoformat(rule["time"]) for rule in data["schedule"]]


def text(value):
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line):
    line = line.encode()
    return b"\r\n ".join([line[:75], *(line[at : at + 74] for at in range(75, len(line), 74))]) + b"\r\n"


with open(sys.argv[2], "wb") as file:
    file.write(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n")
    for talk in data["talks"]:
        at = dt.time.fromisoformat(talk["at"]) if "at" in talk else clocks[0]
        start = dt.datetime.combine(talk["date"], at)
        end = start + dt.timedelta(hours=1)
        who = talk["speaker"]
        what = "\n".join((f"{who} ({talk['affiliation']})", talk["title"], "", talk["abstract"]))
        lines = (
            "BEGIN:VEVENT",
            f"UID:{talk['id']}.many@example.edu",
            f"DTSTAMP:{start:%Y%m%dT000000Z}",
            f"LAST-MODIFIED:{start:%Y%m%dT000000Z}",
            f"CREATED:{start:%Y%m%dT000000Z}",
            "SEQUENCE:0",
            f"DTSTART;TZID=Europe/Berlin:{start:%Y%m%dT%H%M%S}",
            f"DTEND;TZID=Europe/Berlin:{end:%Y%m%dT%H%M%S}",
            "STATUS:CONFIRMED",
            f"SUMMARY:{text('Many Talks: ' + who + ' – ' + talk['title'])}",
            f"LOCATION:{text('R ' + str(clocks.index(at)))}",
            f"DESCRIPTION:{text(what)}",
            "END:VEVENT",
        )
        file.write(b"".join(map(folded, lines)))
    file.write(b"END:VCALENDAR\r\n")
"""
LIBRARY = """import datetime as dt, sys, tomllib
from zoneinfo import ZoneInfo
from icalendar import Calendar, Event

with open(sys.argv[1], "rb") as file:
    data = tomllib.load(file)
clocks = [dt.time.fromisoformat(rule["time"]) for rule in data["schedule"]]
zone = ZoneInfo("Europe/Berlin")
calendar = Calendar()
calendar.add("version", "2.0")
calendar.add("prodid", "-//x//EN")
for talk in data["talks"]:
    at = dt.time.fromisoformat(talk["at"]) if "at" in talk else clocks[0]
    start = dt.datetime.combine(talk["date"], at, zone)
    stamp = dt.datetime.combine(talk["date"], dt.time(), dt.timezone.utc)
    event = Event()
    event.add("uid", f"{talk['id']}.many@example.edu")
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("created", stamp)
    event.add("sequence", 0)
    event.add("dtstart", start)
    event.add("dtend", start + dt.timedelta(hours=1))
    event.add("status", "CONFIRMED")
    event.add("summary", f"Many Talks: {talk['speaker']} – {talk['title']}")
    event.add("location", f"R {clocks.index(at)}")
    what = f"{talk['speaker']} ({talk['affiliation']})\\n{talk['title']}\\n\\n{talk['abstract']}"
    event.add("description", what)
    calendar.add_component(event)
with open(sys.argv[2], "wb") as file:
    file.write(calendar.to_ical())
"""
HEADINGS = ("list", "strings", "icalendar", "export", "the same again", "after one change")


def table(largest: int) -> Iterator[str]:
    """Measure, and give line by line what is found."""
    yield f"| events | .ics MB | {' | '.join(HEADINGS)} |"
    yield f"|--:|--:|{'--:|' * len(HEADINGS)}"
    for talks in (size for size in SIZES if size <= largest):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            runs = _measured(folder, talks, 7 if talks <= 300 else 5 if talks <= 3_000 else 2)
            size = (folder / "first.ics").stat().st_size / 1e6
        shortest = [min(one.busy for one in each) * MS for each in runs]
        shown = " | ".join(f"{each:.0f} ({each / shortest[0]:.2f})" for each in shortest[1:])
        yield f"| {talks:,} | {size:.2f} | {shortest[0]:.0f} | {shown} |"


def _measured(folder: Path, talks: int, rounds: int) -> tuple[list[Measured], ...]:
    """Of each program its runs. Each finds the folder as it was before the run of any other."""
    file, whole, changed = folder / "seminars.toml", folder / "whole.toml", folder / "changed.toml"
    text = series(talks)
    whole.write_text(text, "utf-8")
    changed.write_text(text.replace(f'title = "On the number {talks // 2}"', 'title = "Another"'), "utf-8")
    programs = {name: folder / f"{name}.py" for name in ("strings", "library")}
    programs["strings"].write_text(STRINGS, "utf-8")
    programs["library"].write_text(LIBRARY, "utf-8")
    first, calendar = folder / "first.ics", folder / "many.ics"
    export = (*SEMCTL, "export", "-o", calendar.name)
    commands = (
        ((*SEMCTL, "list"), whole, False),
        ((sys.executable, str(programs["strings"]), file.name, "strings.ics"), whole, False),
        ((sys.executable, str(programs["library"]), file.name, "library.ics"), whole, False),
        (export, whole, False),
        (export, whole, True),
        (export, changed, True),
    )
    environment = {"SEMCTL_NOW": "2000-01-05"}
    shutil.copy(whole, file)
    run(export, folder, environment)
    shutil.move(calendar, first)
    found: tuple[list[Measured], ...] = tuple([] for _ in commands)
    for _ in range(rounds):
        for (command, text_of, is_there), runs in zip(commands, found, strict=True):
            shutil.copy(text_of, file)
            calendar.unlink(missing_ok=True)
            if is_there:
                shutil.copy(first, calendar)
            runs.append(run(command, folder, environment))
    return found


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in table(int(sys.argv[1]) if len(sys.argv) > 1 else SIZES[-1]))
