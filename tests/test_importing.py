"""`semctl import` end to end: what is shown, what is written, what a second import finds."""

from pathlib import Path

import pytest

from semctl.importing.sources import SOURCES
from tests.books import SERIES, a_file, added_lines, run

KNOWN = ", or ".join((", ".join(source.name for source in SOURCES[:-1]), SOURCES[-1].name))

SEED = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:researchseminars.org
CALSCALE:GREGORIAN
X-WR-CALNAME:researchseminars.org
BEGIN:VEVENT
SUMMARY:Tom Jacobs (CISPA Helmholtz Center for Information Security)
DTSTART:20260209T080000Z
DTEND:20260209T090000Z
DTSTAMP:20260423T153345Z
UID:TropicalmathandML/32
DESCRIPTION:Title: <a href="https://researchseminars.org/talk/Tropicalmath
 andML/32/">Weight Decay Controls Implicit Regularization:  Insights on Gen
 eralization and Sparsity</a>\\nby Tom Jacobs (CISPA Helmholtz Center for In
 formation Security) as part of Tropical mathematics and machine learning\\n
 \\n\\nAbstract\\nWeight decay moves the bias from $L_2$ to $L_1$\\, for all $0
 <p<q$.\\n\\nAnd a<b.\\n
LOCATION:https://researchseminars.org/talk/TropicalmathandML/32/
END:VEVENT
END:VCALENDAR"""

TAKEN = """\
# Taken from talks.ics; what was assumed says so: check it.

[series]
id = "TropicalmathandML"
domain = "researchseminars.org"
name = "Tropical mathematics and machine learning"
timezone = "UTC"  # assumed: every time in the source is in UTC; the place may have another

[schedule]
dates = [2026-02-09]
time = "08:00"
duration = "1 h"

[[talks]]
id = "jacobs"
date = 2026-02-09
speaker = "Tom Jacobs"
affiliation = "CISPA Helmholtz Center for Information Security"
title = "Weight Decay Controls Implicit Regularization: Insights on Generalization and Sparsity"
abstract = '''
Weight decay moves the bias from $L_2$ to $L_1$, for all $0<p<q$.

And a<b.
'''
url = "https://researchseminars.org/talk/TropicalmathandML/32/"
uid = "TropicalmathandML/32"
"""
REPORT = """\
talks.ics: a calendar of researchseminars.org; 1 talk (1 new)
id: TropicalmathandML
domain: researchseminars.org
name: Tropical mathematics and machine learning
timezone: UTC  (assumed: every time in the source is in UTC; the place may have another)
dates: 1 day, too few for a rule
Date            Time   Speaker                                                       Title                                                                                   Talk
Mon 9 Feb 2026  08:00  Tom Jacobs (CISPA Helmholtz Center for Information Security)  Weight Decay Controls Implicit Regularization: Insights on Generalization and Sparsity  new
odd: double blanks, left to you: line 6, title: "Regularization:  Insights"
"""


@pytest.fixture
def talks(here: Path) -> Path:
    (here / "talks.ics").write_bytes(SEED.encode())
    return here


def test_an_event_of_researchseminars_begins_a_series(talks: Path) -> None:
    ran = run("import", "talks.ics", "--into", "new.toml", "--yes")
    assert (ran.code, ran.out) == (0, REPORT)
    assert (talks / "new.toml").read_text("utf-8") == TAKEN
    assert ran.err.startswith("wrote new.toml; next: semctl slots, semctl add-talk\n")
    again = run("-f", "new.toml", "import", "talks.ics", "--yes")
    assert (again.code, again.err) == (0, "nothing to take\n")
    assert again.out.startswith("talks.ics: a calendar of researchseminars.org; 1 talk (1 there already)\n")
    assert (talks / "new.toml").read_text("utf-8") == TAKEN


def test_nothing_is_written_where_nobody_agrees(talks: Path) -> None:
    ran = run("import", "talks.ics", "--into", "new.toml")
    assert (ran.code, ran.out) == (2, REPORT)
    assert ran.err == "nobody can be asked here\nadd --yes to do it, or --dry-run to see it\n"
    dry = run("import", "talks.ics", "--into", "new.toml", "--dry-run")
    assert dry.out.startswith(f"{REPORT}--- a/new.toml\n+++ b/new.toml\n")
    assert not (talks / "new.toml").exists()


def test_what_the_user_says_goes_before_the_source(talks: Path) -> None:
    words = ["--id", "trop", "--name", "Tropical", "--timezone", "Europe/Berlin"]
    assert run("import", "talks.ics", "--into", "new.toml", "--yes", *words).code == 0
    text = (talks / "new.toml").read_text("utf-8")
    assert text.startswith(
        '# Taken from talks.ics.\n\n[series]\nid = "trop"\ndomain = "researchseminars.org"\nname = "Tropical"\n'
        'timezone = "Europe/Berlin"\n\n[schedule]\ndates = [2026-02-09]\ntime = "09:00"\n'
    )


WEEKLY = """
[schedule]
every = "week"
time = "09:00"
start = 2026-02-02
end = 2026-03-31
"""


def test_a_new_talk_takes_its_slot_and_nothing_else_changes(talks: Path) -> None:
    before = SERIES + WEEKLY
    a_file(talks, before)
    ran = run("import", "talks.ics", "--yes")
    assert ran.code == 0
    assert ran.out.splitlines()[-1] == 'talk "jacobs" added: Mon 9 Feb 2026, 09:00, R, Tom Jacobs'
    added = added_lines(before, (talks / "seminars.toml").read_text("utf-8"))
    assert added[:4] == ["[[talks]]", 'id = "jacobs"', "date = 2026-02-09", 'speaker = "Tom Jacobs"']
    assert "[[overrides]]" not in added
    assert run("undo").code == 0
    assert (talks / "seminars.toml").read_text("utf-8") == before


def test_what_differs_is_shown_and_kept_unless_asked(talks: Path) -> None:
    own = '\n[[talks]]\nid = "tj"\ndate = 2026-02-09\nspeaker = "T. Jacobs"\ntitle = "Old"  # mine\n'
    a_file(talks, SERIES + WEEKLY + own)
    ran = run("import", "talks.ics", "--yes")
    assert (ran.code, ran.err) == (0, "nothing to take\n")
    assert (
        'differs, kept: talk "tj", title: Old → Weight Decay Controls Implicit Regularization: Insights o…' in ran.out
    )
    assert (talks / "seminars.toml").read_text("utf-8") == SERIES + WEEKLY + own
    assert run("import", "talks.ics", "--yes", "--update").code == 0
    text = (talks / "seminars.toml").read_text("utf-8")
    assert (
        'title = "Weight Decay Controls Implicit Regularization: Insights on Generalization and Sparsity"  # mine'
        in text
    )
    assert 'speaker = "Tom Jacobs"' in text
    assert 'id = "tj"' in text
    assert run("import", "talks.ics", "--yes", "--update").err == "nothing to take\n"


def test_a_day_without_a_slot_gets_an_extra_one(talks: Path) -> None:
    before = SERIES + WEEKLY.replace("02-02", "02-03")  # Tuesdays
    a_file(talks, before)
    assert run("import", "talks.ics", "--yes").code == 0
    added = added_lines(before, (talks / "seminars.toml").read_text("utf-8"))
    assert added[:5] == ["[[overrides]]", "date = 2026-02-09", "extra = true", 'time = "09:00"', 'duration = "1 h"']


def test_dates_without_a_talk_become_extra_slots_only_when_asked_for(talks: Path) -> None:
    event = "BEGIN:VEVENT\nUID:{0}\nDTSTART:202602{1}T080000Z\nSUMMARY:X Seminar\nEND:VEVENT\n"
    events = event.format(1, "09") + event.format(2, "11") + event.format(3, "16")
    (talks / "dates.ics").write_text(f"BEGIN:VCALENDAR\nX-WR-CALNAME:X Seminar\n{events}END:VCALENDAR\n", "utf-8")
    a_file(talks, SERIES + WEEKLY)
    ran = run("import", "dates.ics", "--yes")
    assert (ran.code, ran.err) == (0, "nothing to take\n")
    assert ran.out.splitlines() == [
        "dates.ics: a calendar; 0 talks, 3 dates without a talk",
        "left out: line 8: Wed 11 Feb 2026, 09:00: no talk, and no slot here",
        "understood: line 3: 3 dates name no speaker and no title of a talk: taken without one",
        "to have extra slots for the dates without a talk: --update",
    ]
    assert run("import", "dates.ics", "--update", "--dry-run").out.endswith(
        '\n+date = 2026-02-11\n+extra = true\n+time = "09:00"\n'
    )
    ran = run("import", "dates.ics", "--yes", "--update")
    assert ran.out.splitlines()[1] == "extra slot: line 8: Wed 11 Feb 2026, 09:00: no talk, and no slot here"
    assert ran.out.splitlines()[3:] == ["slot added: Wed 11 Feb 2026, 09:00, R"]
    added = added_lines(SERIES + WEEKLY, (talks / "seminars.toml").read_text("utf-8"))
    assert added == ["[[overrides]]", "date = 2026-02-11", "extra = true", 'time = "09:00"']
    assert run("import", "dates.ics", "--yes", "--update").err == "nothing to take\n"
    assert run("undo").code == 0
    assert (talks / "seminars.toml").read_text("utf-8") == SERIES + WEEKLY


def test_a_taken_slot_is_left_alone(talks: Path) -> None:
    a_file(talks, SERIES + WEEKLY + '\n[[talks]]\nid = "kim"\ndate = 2026-02-09\nspeaker = "Yongdai Kim"\n')
    ran = run("import", "talks.ics", "--yes")
    assert (ran.code, ran.err) == (0, "nothing to take\n")
    assert ran.out.splitlines()[-2] == 'left out: line 6: the slot of Monday, 9 February 2026 is taken by talk "kim"'


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (b"", 3, "talks.ics is empty\nname the file that holds the talks\n"),
        (b"\x00\x01hello", 3, f"talks.ics is not recognised\nwhat can be imported: {KNOWN}\n"),
        (
            b"BEGIN:VCALENDAR\nEND:VCALENDAR\n",
            4,
            "nothing was found that a series could begin with\nnothing was written\n",
        ),
    ],
)
def test_what_holds_nothing_is_said(talks: Path, data: bytes, code: int, said: str) -> None:
    (talks / "talks.ics").write_bytes(data)
    ran = run("import", "talks.ics", "--into", "new.toml", "--yes")
    assert (ran.code, ran.err) == (code, said)
    assert not (talks / "new.toml").exists()


def test_a_file_that_is_there_is_not_begun_again(talks: Path) -> None:
    (talks / "new.toml").write_text("mine", "utf-8")
    assert run("import", "talks.ics", "--into", "new.toml", "--yes").code == 4
    assert (talks / "new.toml").read_text("utf-8") == "mine"
