"""`semctl export` end to end: which talks, which file, and what an earlier calendar changes."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from icalendar import Calendar

from tests.books import SHIPPED, needs, run

ROOT = SHIPPED.parent
TWO = """
[schedule]
every = "week"
time = "16:00"
start = 2026-06-01
end = 2026-06-30
[[talks]]
id = "ada"
date = 2026-06-08
speaker = "Ada Lovelace"
[[talks]]
id = "emmy"
date = 2026-06-15
speaker = "Emmy Noether"
[[talks]]
id = "off"
date = 2026-06-22
speaker = "Ada Lovelace"
status = "cancelled"
[[talks]]
id = "planned"
speaker = "Someone Later"
"""
SERIES = '[series]\nid = "x"\ndomain = "x.org"\nname = "X Seminar"\ntimezone = "Europe/Amsterdam"\nroom = "R"\n'


@pytest.fixture(autouse=True)
def series(here: Path) -> Path:
    (here / "seminars.toml").write_text(SERIES + TWO, "utf-8")
    return here


def uids(data: str | bytes) -> list[str]:
    calendar = Calendar.from_ical(data.encode() if isinstance(data, str) else data)
    return [str(event["UID"]) for event in calendar.walk("VEVENT")]


def test_every_dated_talk_goes_out_past_and_cancelled_ones_too() -> None:
    ran = run("export", now="2027-01-01")
    assert uids(ran.out) == ["ada.x@x.org", "emmy.x@x.org", "off.x@x.org"]
    assert ran.err == (
        "no earlier calendar: every event begins at SEQUENCE 0, stamped 00:00 UTC of its own day; for calendars to follow "
        "a change, write to a file with -o, and over the same next time\n"
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["emmy"], ["emmy.x@x.org"]),
        (["--speaker", "lovelace"], ["ada.x@x.org", "off.x@x.org"]),
        (["--cancelled", "drop"], ["ada.x@x.org", "emmy.x@x.org"]),
        (
            ["--free"],
            ["ada.x@x.org", "emmy.x@x.org", "off.x@x.org", *(f"2026-06-{day}.x@x.org" for day in ("01", "22", "29"))],
        ),
    ],
)
def test_what_goes_out_can_be_chosen(words: list[str], expected: list[str]) -> None:
    assert uids(run("export", *words).out) == expected


def test_a_talk_without_a_date_cannot_go_out() -> None:
    ran = run("export", "planned")
    assert (ran.code, ran.err) == (2, 'talk "planned" has no date yet\nsemctl move-talk planned DAY\n')


def test_nobody_of_that_name_is_said() -> None:
    assert run("export", "--speaker", "Nobody").code == 2


def test_an_earlier_calendar_makes_a_change_known(series: Path) -> None:
    run("export", "-o", "old.ics", now="2026-05-01")
    text = (series / "seminars.toml").read_text("utf-8").replace('"Emmy Noether"', '"E. Noether"')
    (series / "seminars.toml").write_text(text, "utf-8")
    ran = run("export", "--previous", "old.ics", now="2026-05-02")
    sequences = {str(event["UID"]): event["SEQUENCE"] for event in Calendar.from_ical(ran.out.encode()).walk("VEVENT")}
    assert sequences == {"ada.x@x.org": 0, "emmy.x@x.org": 1, "off.x@x.org": 0}
    assert ran.err == ""
    run("export", "-o", "old.ics", now="2026-05-02")
    assert (series / "old.ics").read_bytes() == ran.out.encode()


def test_an_earlier_calendar_that_is_not_there_is_said() -> None:
    ran = run("export", "--previous", "none.ics")
    assert (ran.code, ran.err) == (2, "there is no file none.ics\nleave --previous out for a first calendar\n")


NEW = "every event begins at SEQUENCE 0, stamped 00:00 UTC of its own day; for calendars to follow a change,"


def test_the_first_file_says_how_calendars_will_follow_and_how_many_went_out() -> None:
    ran = run("export", "--free", "--cancelled", "drop", "-o", "x.ics")
    assert ran.err == f"x.ics: 2 talks, 3 free slots\nno earlier calendar: {NEW} write over x.ics next time\n"
    assert (
        run("export", "--free", "--cancelled", "drop", "-o", "x.ics").err == "x.ics: 2 talks, 3 free slots, unchanged\n"
    )


def test_a_file_for_each_talk(series: Path) -> None:
    ran = run("export", "--split", "out")
    assert ran.err == f"out: 3 talks, 3 files written\n3 of them new: {NEW} keep the folder\n"
    assert sorted(path.name for path in (series / "out").iterdir()) == ["ada.ics", "emmy.ics", "off.ics"]
    assert uids((series / "out" / "ada.ics").read_bytes()) == ["ada.x@x.org"]
    assert run("export", "--split", "out").err == "out: 3 talks, 0 files written\n"


def test_a_file_for_each_talk_and_free_slot_of_several_series(series: Path) -> None:
    """The ids of one series say nothing of those of another: each has a folder of its own."""
    (series / "other.toml").write_text(SERIES.replace('"x"', '"y"') + TWO, "utf-8")
    run("-f", "seminars.toml", "-f", "other.toml", "export", "--split", "out", "--free", "--cancelled", "drop")
    names = [f"{name}.ics" for name in ("ada", "emmy", "free-2026-06-01", "free-2026-06-22", "free-2026-06-29")]
    for folder in ("x", "y"):
        assert sorted(path.name for path in (series / "out" / folder).iterdir()) == names
    assert uids((series / "out" / "y" / "free-2026-06-22.ics").read_bytes()) == ["2026-06-22.y@x.org"]


@pytest.mark.parametrize(
    ("there", "words", "says"),
    [
        ("dentist", [], "x.ics holds 1 other event that would be lost\nname another file with -o\n"),
        ("all talks", ["emmy"], "x.ics holds 2 other events that would be lost\nname another file with -o\n"),
        ("a text", ["--previous", "empty.ics"], "x.ics is no calendar, and would be lost\nname another file\n"),
    ],
)
def test_what_semctl_does_not_know_is_not_overwritten(series: Path, there: str, words: list[str], says: str) -> None:
    """Nor does one talk alone take the place of a calendar, with whose events their state would go."""
    run("export", "-o", "all.ics")
    (series / "empty.ics").write_bytes(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    texts = {"dentist": DENTIST, "all talks": (series / "all.ics").read_bytes(), "a text": b"Dear diary"}
    (series / "x.ics").write_bytes(texts[there])
    ran = run("export", "-o", "x.ics", *words)
    assert (ran.code, ran.err) == (4, says)
    assert (series / "x.ics").read_bytes() == texts[there]


DENTIST = (
    b"BEGIN:VCALENDAR\r\nPRODID:-//x//EN\r\nBEGIN:VEVENT\r\nUID:dentist\r\nSUMMARY:Dentist\r\nEND:VEVENT\r\n"
    b"END:VCALENDAR\r\n"
)


def test_a_calendar_of_another_program_with_the_same_events_is_replaced(series: Path) -> None:
    (series / "x.ics").write_bytes(DENTIST.replace(b"UID:dentist", b"UID:ada.x@x.org\r\nSEQUENCE:7"))
    assert run("export", "-o", "x.ics").code == 0
    (first, *_) = Calendar.from_ical((series / "x.ics").read_bytes()).walk("VEVENT")
    assert first["SEQUENCE"] == 8


def test_an_empty_file_made_for_the_calendar_is_none_yet(series: Path) -> None:
    """As mktemp makes one; an empty published one is a download that failed."""
    (series / "x.ics").touch()
    assert run("export", "-o", "x.ics").code == 0
    (series / "published.ics").touch()
    assert run("export", "-o", "x.ics", "--previous", "published.ics").code == 3


def test_what_cannot_go_together_is_said() -> None:
    assert (
        run("export", "ada", "--speaker", "Ada").err == "--speaker does not go with a talk\nleave one of the two out\n"
    )
    assert run("export", "--split", "out", "-o", "x.ics").code == 2


def test_several_series_make_one_calendar(series: Path) -> None:
    other = SERIES.replace('"x"', '"y"') + TWO
    (series / "other.toml").write_text(other, "utf-8")
    both = uids(run("-f", "seminars.toml", "-f", "other.toml", "export").out)
    assert both == [f"{talk}.{series}@x.org" for talk in ("ada", "emmy", "off") for series in ("x", "y")]


def test_no_library_is_loaded_that_an_export_does_not_need(series: Path) -> None:
    """The one for calendars is for reading those of others, the one for templates for mails."""
    code = (
        "import sys\nfrom semctl.cli import app\n"
        "try:\n    app(['export', '-o', 'x.ics'])\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('icalendar', 'jinja2', 'holidays', 'rich') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
    assert (series / "x.ics").exists()


# --- as a pipeline does it ---

SCRIPT = re.findall(r"```sh\n(set -eu\n.*?)```", (ROOT / "docs" / "calendars.md").read_text("utf-8"), re.DOTALL)


@dataclass(slots=True)
class Site:
    """A web site with a calendar, or none, or out of order."""

    calendar: bytes | None = None
    is_broken: bool = False
    url: str = ""


@pytest.fixture
def site() -> Iterator[Site]:
    """On a port of the loopback address."""
    state = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = state.calendar or b"no such page"
            self.send_response(503 if state.is_broken else 200 if state.calendar else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        state.url = f"http://127.0.0.1:{server.server_port}/mds.ics"
        yield state
        server.shutdown()
        thread.join()


def pipeline(folder: Path, site: Site) -> subprocess.CompletedProcess[str]:
    """Run the script of the documentation in a fresh clone: nothing there but the series file."""
    needs("curl")
    shutil.rmtree(folder / "clone", ignore_errors=True)
    (folder / "clone").mkdir()
    shutil.copy(folder / "seminars.toml", folder / "clone")
    (script,) = SCRIPT
    return subprocess.run(
        ["sh", "-c", f'semctl() {{ "{sys.executable}" -m semctl "$@"; }}\n{script.replace(EXAMPLE, site.url)}'],
        cwd=folder / "clone",
        env={**os.environ, "SEMCTL_NOW": "2026-05-01", "PYTHONPATH": str(ROOT), "no_proxy": "*"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


EXAMPLE = "https://example.edu/mds.ics"


def sequences(data: bytes) -> dict[str, int]:
    return {str(event["UID"]): int(str(event["SEQUENCE"])) for event in Calendar.from_ical(data).walk("VEVENT")}


def test_the_pipeline_of_the_documentation_goes_on_from_what_is_published(series: Path, site: Site) -> None:
    """The first time there is nothing yet; after that only what has changed is another version."""
    assert pipeline(series, site).returncode == 0
    site.calendar = first = (series / "clone" / "mds.ics").read_bytes()
    assert sequences(first) == {"ada.x@x.org": 0, "emmy.x@x.org": 0, "off.x@x.org": 0}
    assert pipeline(series, site).returncode == 0
    assert (series / "clone" / "mds.ics").read_bytes() == first
    text = (series / "seminars.toml").read_text("utf-8")
    (series / "seminars.toml").write_text(text.replace("Emmy", "E."), "utf-8")
    assert pipeline(series, site).returncode == 0
    assert sequences((series / "clone" / "mds.ics").read_bytes()) == {
        "ada.x@x.org": 0,
        "emmy.x@x.org": 1,
        "off.x@x.org": 0,
    }


@pytest.mark.parametrize("trouble", ["broken", "gone"])
def test_the_pipeline_stops_where_the_published_calendar_cannot_be_fetched(
    series: Path, site: Site, trouble: str
) -> None:
    site.is_broken = trouble == "broken"
    if trouble == "gone":
        site.url = "http://127.0.0.1:9/mds.ics"  # nobody listens there
    ran = pipeline(series, site)
    assert ran.returncode != 0
    assert "semctl" not in ran.stderr
    assert "no earlier calendar" not in ran.stderr
