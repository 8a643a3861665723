"""`semctl export` end to end: which talks, which file, and what an earlier calendar changes."""

from pathlib import Path

import pytest
from icalendar import Calendar

from tests.books import run

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
    assert ran.err == "no earlier calendar: every event begins with SEQUENCE 0; keep the file, and name it next time\n"


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


def test_a_file_for_each_talk(series: Path) -> None:
    assert run("export", "--split", "out").err == "out: 3 talks, 3 files written\n"
    assert sorted(path.name for path in (series / "out").iterdir()) == ["ada.ics", "emmy.ics", "off.ics"]
    assert uids((series / "out" / "ada.ics").read_bytes()) == ["ada.x@x.org"]
    assert run("export", "--split", "out").err == "out: 3 talks, 0 files written\n"


def test_several_series_make_one_calendar(series: Path) -> None:
    other = SERIES.replace('"x"', '"y"') + TWO
    (series / "other.toml").write_text(other, "utf-8")
    both = uids(run("-f", "seminars.toml", "-f", "other.toml", "export").out)
    assert both == [f"{talk}.{series}@x.org" for talk in ("ada", "emmy", "off") for series in ("x", "y")]
