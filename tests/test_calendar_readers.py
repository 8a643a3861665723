"""Calendars as other programs read them: every reader sees of each event what semctl meant, found out from the book.

The readers share no code with semctl or with one another. Where one is not installed its tests are skipped; in CI,
where `.ci/run` has installed them all, they fail.
"""

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from semctl.ics import calendar
from tests.books import SHIPPED, a_programme, needs
from tests.calendars import TALKS, Seen, instant, meant, two_hundred

Reader = Callable[[Path], Iterator[Seen]]

ELSEWHERE = "Pacific/Chatham"
"""The zone in which the readers live, so that every time is converted."""
NODE = Path(__file__).parent / "node" / "node_modules"
SCRIPTS = Path(__file__).parent / "readers"
TWO_HUNDRED = two_hundred()
SERIES = {"shipped": SHIPPED.read_text("utf-8"), "two hundred": TWO_HUNDRED}


def must_be_there(is_there: bool, name: str) -> None:
    if not is_there and not os.environ.get("CI"):
        pytest.skip(f"{name} is not installed")


def module(name: str) -> Any:
    must_be_there(find_spec(name.partition(".")[0]) is not None, name)
    return import_module(name)


def output(*command: str) -> str:
    environment = {**os.environ, "TZ": ELSEWHERE, "NODE_PATH": str(NODE)}
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120, env=environment).stdout


# --- the readers ---


def vobject(path: Path) -> Iterator[Seen]:
    """Radicale and gcalcli read with it."""
    for event in module("vobject").readOne(path.read_text("utf-8")).vevent_list:
        place = event.location.value if hasattr(event, "location") else ""
        start, end = instant(event.dtstart.value), instant(event.dtend.value)
        yield Seen(event.uid.value, start, end, event.summary.value, place, event.status.value)


def ical(path: Path) -> Iterator[Seen]:
    """Home Assistant reads with it."""
    stream = module("ical.calendar_stream").IcsCalendarStream
    for event in stream.calendar_from_ics(path.read_text("utf-8")).events:
        start, end = instant(event.dtstart), instant(event.dtend)
        yield Seen(event.uid, start, end, event.summary, event.location or "", event.status.value)


def ical_js(path: Path) -> Iterator[Seen]:
    """Thunderbird and Nextcloud read with it."""
    return in_node("ical.js", "icaljs.cjs", path)


def node_ical(path: Path) -> Iterator[Seen]:
    """Web pages and dashboards read with it. It takes the end of an escaped backslash for the beginning of a \\n."""
    for seen in in_node("node-ical", "nodeical.cjs", path):
        yield seen._replace(summary=seen.summary.replace("\\\n", "\\n"))


def in_node(package: str, script: str, path: Path) -> Iterator[Seen]:
    node = needs("node")
    must_be_there((NODE / package).is_dir(), package)
    for uid, start, end, *texts in json.loads(output(node, str(SCRIPTS / script), str(path))):
        yield Seen(uid, start.replace(":00.000Z", "Z"), end.replace(":00.000Z", "Z"), *(text or "" for text in texts))


def khal(path: Path) -> Iterator[Seen]:
    """A calendar in the terminal, which says the last day of an event where others say the day after."""
    must_be_there(find_spec("khal") is not None, "khal")
    config, store = path.with_name("config"), path.with_name("store")
    store.mkdir()
    config.write_text(
        f"[calendars]\n[[c]]\npath = {store}\n[sqlite]\npath = {store}.db\n[default]\ndefault_calendar = c\n[locale]\n"
        "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%dT%H:%M\n"
        f"longdatetimeformat = %Y-%m-%dT%H:%M\nlocal_timezone = {ELSEWHERE}\ndefault_timezone = {ELSEWHERE}\n"
    )
    khal = (sys.executable, "-m", "khal", "-c", str(config))
    output(*khal, "import", "--batch", "-a", "c", str(path))
    keys = ("uid", "start-long-full", "end-long-full", "title", "location", "status", "all-day")
    fields = [word for key in keys for word in ("--json", key)]
    for day in output(*khal, "list", "--once", *fields, "2026-01-01", "900d").splitlines():
        for event in json.loads(day):
            uid, start, end, title, place, status, takes_the_day = (event[key] for key in keys)
            if takes_the_day == "True":
                start, end = start[:10], (dt.date.fromisoformat(end[:10]) + dt.timedelta(days=1)).isoformat()
            else:
                start, end = there(start), there(end)
            yield Seen(uid, start, end, title, place, status.strip())


def there(text: str) -> str:
    return instant(dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ELSEWHERE)))


# --- what they see ---


@pytest.mark.parametrize("name", SERIES)
@pytest.mark.parametrize("reader", [vobject, ical, ical_js, node_ical, pytest.param(khal, marks=pytest.mark.slow)])
def test_every_reader_sees_what_was_meant(reader: Reader, name: str, tmp_path: Path) -> None:
    """Identity, start, end, summary, place and status of each event."""
    programme = a_programme(SERIES[name])
    path = tmp_path / "x.ics"
    path.write_bytes(calendar([programme], programme.entries))
    seen = list(reader(path))
    expected = meant(programme)
    assert {each.uid: each for each in seen} == expected
    assert len(seen) == len(expected)


def test_the_series_of_two_hundred_has_everything_that_is_hard() -> None:
    expected = meant(a_programme(TWO_HUNDRED)).values()
    assert len(expected) == TALKS
    assert {each.status for each in expected} == {"CONFIRMED", "TENTATIVE", "CANCELLED"}
    assert sum(len(each.start) == len("2026-05-11") for each in expected) == TALKS // 5, "whole days"
    assert max(len(each.summary) for each in expected) > 200
    assert sum("ν ≠ ∇" in each.summary for each in expected) > 20
    assert {"", "A\\B", "Online via Zoom (the link is sent by mail)"} < {each.place for each in expected}
    starts = {each.uid.partition(".")[0]: each.start for each in expected}
    assert (starts["talk-050"], starts["talk-100"]) == ("2026-03-29T01:30Z", "2026-10-25T00:30Z"), "no such hour, twice"
    assert starts["talk-006"] == "2026-08-08T16:30Z", "at 12:30 in Santiago: from summer to winter"
