"""Every change command as a secretary runs it: what it prints, what it writes, what it refuses and with which code."""

import json
import shlex
import shutil
import subprocess
from difflib import unified_diff
from pathlib import Path

import pytest

from tests.books import Ran, a_file, run

NOW = "2026-05-01"

SERIES = """\
# one file holds one series
[series]
id = "mds"
domain = "utwente.nl"
name = "MDS"
timezone = "Europe/Amsterdam"
country = "NL"
room = "RA 1"
"""
WEEKS = """
[schedule]      # the rule
every = "2 weeks"
weekday = "Monday"
time = "16:00"
start = 2026-05-11
end = 2026-07-20
"""
TEXT = f"""{SERIES}{WEEKS}
# an exception
[[overrides]]
date = 2026-05-18
extra = true
time = "11:00"
room = "CR 2K"

[[overrides]]
date = 2026-05-25
moved_to = 2026-05-28   # Thursday
reason = "Whit Monday"

# the first talk
[[talks]]
id = "jacobs"
date = 2026-05-11  # sure
speaker = "Tom Jacobs"
affiliation = "CISPA"
title = "Weights"
abstract = '''
Let $\\nu$ be
long.
'''

[[talks]]
id = "donder"
date = 2026-05-18
speaker = "Serte"
title = "Trees"

[[talks]]
id = "kim"
date = 2026-05-28
speaker = "Yongdai Kim"
title = "Fair"
[talks.private]
phone = "1"   # secret

# the last one
[[talks]]
id = "kassing"
date = 2026-06-08
speaker = "Sebastian Kassing"
title = "Noise"

[[talks]]
id = "plan"
speaker = "P. Lan"
title = "Open"
"""
TWICE = f"""{SERIES}
[schedule]
every = "week"
weekday = "Monday"
time = ["15:00", "16:15"]
start = 2026-06-01
end = 2026-06-30

[[talks]]
id = "a"
date = 2026-06-01
at = 15:00:00
speaker = "A"
title = "T1"

[[talks]]
id = "b"
date = 2026-06-01
at = "16:15"   # late
speaker = "B"
title = "T2"
"""


def did(before: str, folder: Path) -> list[str]:
    """The lines of the diff, blank ones left out, after making sure that no warning has come."""
    checked = run("check", "--json", now=NOW)
    assert [
        each["says"] for each in json.loads(checked.out) if each["grade"] != "chore" and each["code"] != "holiday"
    ] == []
    after = (folder / "seminars.toml").read_text("utf-8")
    lines = unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=0)
    return [line for line in lines if line[:3] not in ("---", "+++") and line not in ("+", "-") and line[:2] != "@@"]


def done(*words: str) -> Ran:
    ran = run(*words, now=NOW)
    assert (ran.code, ran.err) == (0, ""), ran.err
    return ran


def refused(folder: Path, *words: str, code: int = 4) -> str:
    """What is said where nothing is written."""
    before = (folder / "seminars.toml").read_bytes()
    ran = run(*words, now=NOW)
    assert ran.code == code, ran.err + ran.out
    assert (folder / "seminars.toml").read_bytes() == before
    return ran.err


@pytest.fixture
def mds(here: Path) -> Path:
    a_file(here, TEXT)
    return here


@pytest.fixture
def twice(here: Path) -> Path:
    a_file(here, TWICE)
    return here


# --- talks ---


def test_a_moved_talk_and_what_is_due(mds: Path) -> None:
    assert (
        done("move-talk", "kassing", "2026-06-22").out
        == """\
talk "kassing": Mon 8 Jun 2026, 16:00, RA 1 → Mon 22 Jun 2026, 16:00, RA 1
notices now due:
  the audience: talk "kassing" is now on Monday, 22 June 2026, 16:00 (semctl announce kassing)
  Sebastian Kassing: talk "kassing" is now on Monday, 22 June 2026, 16:00
"""
    )
    assert did(TEXT, mds) == ["-date = 2026-06-08", "+date = 2026-06-22"]


def test_what_is_over_is_due_to_nobody(mds: Path) -> None:
    ran = run("move-talk", "jacobs", "2026-06-22", now="2026-07-01")
    assert ran.out == 'talk "jacobs": Mon 11 May 2026, 16:00, RA 1 → Mon 22 Jun 2026, 16:00, RA 1\n'
    assert run("cancel-talk", "jacobs", now="2026-07-01").out == 'talk "jacobs": confirmed → cancelled\n'
    assert did(TEXT, mds)[:2] == ["-date = 2026-05-11  # sure", "+date = 2026-06-22  # sure"]


def test_a_planned_talk_gets_its_date_where_people_look_for_it(mds: Path) -> None:
    done("move-talk", "plan", "next")
    assert 'id = "plan"\ndate = 2026-06-22\nspeaker' in (mds / "seminars.toml").read_text("utf-8")
    done("edit-talk", "plan", "--unset", "date")
    assert did(TEXT, mds) == []


def test_the_old_date_of_a_moved_slot_is_understood(mds: Path) -> None:
    done("move-talk", "kim", "2026-06-22")
    ran = run("move-talk", "kim", "25 May", now=NOW)
    assert ran.code == 0
    assert did(TEXT, mds) == []


def test_a_taken_slot_names_the_swap(mds: Path) -> None:
    assert refused(mds, "move-talk", "kim", "2026-06-08") == (
        'Monday, 8 June 2026 is taken by talk "kassing"\nexchange them: semctl swap-talks kim kassing\n'
    )
    assert refused(mds, "move-talk", "kim", "2026-06-09").startswith("no slot on Tuesday, 9 June 2026\nfree nearby: ")
    assert refused(mds, "move-talk", "kim", "some day", code=2).startswith('the date: "some day" is not a day')
    assert refused(mds, "move-talk", "nobody", "next", code=2).startswith('no talk is called "nobody"')


def test_swapped_talks_leave_the_bookings(mds: Path) -> None:
    ran = done("swap-talks", "jacobs", "donder")
    assert 'talk "jacobs" is now on Monday, 18 May 2026, 11:00, in CR 2K' in ran.out
    swapped = ["-date = 2026-05-11  # sure", "+date = 2026-05-18  # sure", "-date = 2026-05-18", "+date = 2026-05-11"]
    assert did(TEXT, mds) == swapped
    done("swap-talks", "donder", "jacobs")
    assert did(TEXT, mds) == []
    assert refused(mds, "swap-talks", "kim", "kim") == "these are the same talk\nname two\n"


def test_two_talks_of_one_day_are_swapped_by_their_times(twice: Path) -> None:
    done("swap-talks", "a", "b")
    assert did(TWICE, twice) == ["-at = 15:00:00", "+at = 16:15:00", '-at = "16:15"   # late', '+at = "15:00"   # late']
    done("swap-talks", "a", "b")
    assert did(TWICE, twice) == []


def test_a_talk_goes_between_days_with_one_and_two_slots(twice: Path) -> None:
    assert refused(twice, "move-talk", "a", "2026-06-08") == (
        'Monday, 8 June 2026 has several slots\nsay which: "2026-06-08 15:00" or "2026-06-08 16:15"\n'
    )
    done("add-slot", "2026-06-09 10:00")
    before = (twice / "seminars.toml").read_text("utf-8")
    done("move-talk", "a", "2026-06-09")
    assert did(before, twice) == ["-date = 2026-06-01", "-at = 15:00:00", "+date = 2026-06-09"]
    done("move-talk", "a", "2026-06-08 16:15")
    assert did(before, twice) == ["-date = 2026-06-01", "-at = 15:00:00", "+date = 2026-06-08", '+at = "16:15"']


def test_everyone_is_shifted_past_holidays_and_cancelled_slots(here: Path) -> None:
    text = SERIES + WEEKS + "".join(
        f'\n[[talks]]\nid = "{name}"\ndate = {date}\nspeaker = "{name.title()}"\ntitle = "T"\n'
        for name, date in (("a", "2026-05-11"), ("b", "2026-06-08"), ("c", "2026-06-22"))
    )  # fmt: skip
    skipped = (
        "\n[[overrides]]\ndate = 2026-05-25\ncancelled = true\n\n[[overrides]]\ndate = 2026-07-06\ncancelled = true\n"
    )
    text = text.replace("\n[[talks]]", skipped + "\n[[talks]]", 1).replace('title = "T"\n', 'title = "T"  # so\n', 1)
    a_file(here, text)
    ran = done("shift-talks", "--from", "2026-05-11", "--by", "1", "--yes")
    assert ran.out.startswith("Talk  Speaker  From                          To\n")
    assert did(text, here) == [
        "-date = 2026-05-11", "+date = 2026-06-08", "-date = 2026-06-08", "+date = 2026-06-22",
        "-date = 2026-06-22", "+date = 2026-07-20",
    ]  # fmt: skip
    done("shift-talks", "--from", "2026-05-11", "--by", "-1", "--yes")
    assert did(text, here) == []


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--by", "9", "--yes"), 4, 'talk "jacobs" would fall off: the last slot is on Monday, 20 July 2026\n'),
        (
            ("--by", "-1", "--yes"),
            4,
            'talk "jacobs" would fall off: the first slot is on Monday, 11 May 2026\nshift by',
        ),
        (("--by", "0"), 2, "--by 0 moves nobody\n"),
        (("--by", "1"), 2, "nobody can be asked here\nadd --yes to do it, or --dry-run to see it\n"),
    ],
)
def test_a_shift_that_cannot_be(mds: Path, words: tuple[str, ...], code: int, says: str) -> None:
    assert refused(mds, "shift-talks", "--from", "2026-05-11", *words, code=code).startswith(says)


def test_a_cancelled_talk_stays_where_it_is(mds: Path) -> None:
    done("cancel-talk", "donder", "--reason", "the speaker is ill")
    assert did(TEXT, mds) == ['+status = "cancelled"', '+reason = "the speaker is ill"']
    cancelled = (mds / "seminars.toml").read_text("utf-8")
    done("shift-talks", "--from", "2026-05-18", "--by", "1", "--yes")
    assert 'id = "donder"\ndate = 2026-05-18\n' in (mds / "seminars.toml").read_text("utf-8")
    done("undo")
    assert did(cancelled, mds) == []
    assert refused(mds, "swap-talks", "donder", "kim") == (
        'talk "donder" is cancelled and holds no slot\nsemctl restore-talk donder\n'
    )
    assert "notices" not in done("move-talk", "donder", "2026-06-22").out
    done("move-talk", "donder", "2026-05-18")
    done("restore-talk", "donder")
    assert did(TEXT, mds) == []
    assert refused(mds, "restore-talk", "donder") == 'talk "donder" is not cancelled\nnothing to restore\n'


@pytest.mark.parametrize("words", [("cancel-talk", "donder"), ("edit-talk", "donder", "--status", "cancelled")])
def test_a_restored_talk_is_as_sure_as_it_was(mds: Path, words: tuple[str, ...]) -> None:
    done("edit-talk", "donder", "--status", "tentative")
    tentative = (mds / "seminars.toml").read_text("utf-8")
    done(*words)
    assert did(tentative, mds) == ['-status = "tentative"', '+status = "cancelled"', '+was = "tentative"']
    assert 'talk "donder": cancelled → tentative\n' in done("restore-talk", "donder").out
    assert did(tentative, mds) == []
    done(*words)
    done("edit-talk", "donder", "--status", "confirmed")
    assert did(tentative, mds) == ['-status = "tentative"', '+status = "confirmed"']


def test_a_talk_is_not_restored_onto_a_taken_slot(mds: Path) -> None:
    done("cancel-talk", "kim")
    done("move-talk", "plan", "2026-05-28")
    says = 'Thursday, 28 May 2026 is taken by talk "plan" by now\ntake it elsewhere first: semctl move-talk kim DAY\n'
    assert refused(mds, "restore-talk", "kim") == says
    assert refused(mds, "edit-talk", "kim", "--status", "confirmed") == says
    assert refused(mds, "edit-talk", "kim", "--unset", "status") == says
    done("edit-talk", "kim", "--status", "tentative", "--date", "2026-06-22")
    assert 'date = 2026-06-22\nspeaker = "Yongdai Kim"\ntitle = "Fair"\nstatus = "tentative"\n' in (
        mds / "seminars.toml"
    ).read_text("utf-8")


def test_a_removed_talk_is_shown_first(mds: Path) -> None:
    assert refused(mds, "remove-talk", "jacobs", code=2).startswith("nobody can be asked here\nadd --yes")
    ran = done("remove-talk", "jacobs", "--yes")
    assert ran.out.startswith("Talk ")
    assert '\ntalk "jacobs" removed: Mon 11 May 2026, 16:00, RA 1, Tom Jacobs\nnotices now due:\n' in ran.out
    lines = did(TEXT, mds)
    assert lines[0] == "-# the first talk"
    assert all(line.startswith("-") for line in lines)
    assert len(lines) == 11


def test_fields_are_set_and_taken_out(mds: Path) -> None:
    ran = done("edit-talk", "kim", "--title", r"On $\frac12$", "--affiliation", "SNU", "--host", "H", "--tag", "x")
    assert ran.out.splitlines() == [
        'talk "kim": affiliation: none → SNU',
        r'talk "kim": title: Fair → On $\frac12$',
        'talk "kim": host: none → H',
        'talk "kim": tags: none → x',
    ]
    assert did(TEXT, mds) == [
        '-title = "Fair"',
        '+affiliation = "SNU"',
        r"+title = 'On $\frac12$'",
        '+host = "H"',
        '+tags = ["x"]',
    ]
    done("edit-talk", "kim", "--title", "Fair", "--unset", "affiliation", "--unset", "host", "--unset", "tags")
    assert did(TEXT, mds) == []
    assert done("edit-talk", "kim", "--title", "Fair", "--unset", "speaker-url").out == "nothing has changed\n"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "nothing to change\n"),
        (("--title", " "), "--title is empty\nto take the field out: --unset title\n"),
        (("--unset", "id"), '"id" is no field that can be taken out\n'),
        (("--editor", "--abstract", "x"), "--editor and --abstract do not go together\n"),
    ],
)
def test_an_edit_that_cannot_be_meant_exits_2(mds: Path, words: tuple[str, ...], says: str) -> None:
    assert refused(mds, "edit-talk", "kim", *words, code=2).startswith(says)


def test_one_speaker_becomes_several_and_one_again(mds: Path) -> None:
    done("edit-talk", "jacobs", "--speaker", "Tom Jacobs", "--speaker", "Ann Lee")
    assert did(TEXT, mds) == [
        '-speaker = "Tom Jacobs"',
        '-affiliation = "CISPA"',
        '+speakers = [{ name = "Tom Jacobs", affiliation = "CISPA" }, { name = "Ann Lee" }]',
    ]
    says = 'talk "jacobs" has several speakers, and affiliation is of one\n'
    assert refused(mds, "edit-talk", "jacobs", "--affiliation", "X").startswith(says)
    done("edit-talk", "jacobs", "--speaker", "Tom Jacobs")
    assert did(TEXT, mds) == []


@pytest.mark.usefixtures("mds")
def test_an_abstract_is_written_so_that_tex_stays_readable() -> None:
    done("edit-talk", "kim", "--abstract", "Let $\\nu$\nbe.")
    assert "abstract = '''\nLet $\\nu$\nbe.\n'''\n[talks.private]" in Path("seminars.toml").read_text("utf-8")


def test_a_talk_without_an_id_keeps_the_one_it_has(here: Path) -> None:
    talk = '\n[[talks]]\ndate = 2026-06-22\nspeaker = "Ann Lee"\n'
    text = (
        TEXT.split("\n# the first talk")[0].split("\n# an exc")[0]
        + talk
        + talk.replace('speaker = "Ann Lee"', 'title = "T"').replace("06-22", "07-06")
    )
    a_file(here, text)
    assert run("move-talk", "lee", "2026-07-20", now=NOW).code == 0
    assert run("edit-talk", "lee", "--speaker", "Bo Yi", now=NOW).out == 'talk "lee": speaker: Ann Lee → Bo Yi\n'
    assert run("move-talk", "2026-07-06", "2026-06-08", now=NOW).code == 0
    assert sorted(did(text, here)) == sorted(
        [
            '+id = "lee"', "-date = 2026-06-22", '-speaker = "Ann Lee"', "+date = 2026-07-20", '+speaker = "Bo Yi"',
            '+id = "2026-07-06"', "-date = 2026-07-06", "+date = 2026-06-08",
        ]
    )  # fmt: skip
    assert run("remove-talk", "lee", "--yes", now=NOW).code == 0


# --- the editor ---


def with_editor(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"sh -c {shlex.quote(script)}")


def test_the_editor_gets_the_abstract(mds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_editor(monkeypatch, 'echo "And more." >> "$0"')
    done("edit-talk", "jacobs", "--editor")
    assert did(TEXT, mds) == ["+And more."]
    with_editor(monkeypatch, "true")
    before = (mds / "seminars.toml").read_bytes()
    assert done("edit-talk", "jacobs", "--editor").out == "nothing has changed\n"
    assert (mds / "seminars.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("script", "code", "says"),
    [
        ("false", 5, "sh ended with an error, so nothing was changed\nsave and quit normally\n"),
        (
            'printf "" > "$0"',
            4,
            "the text is empty, so nothing was changed\nsemctl edit-talk jacobs --unset abstract\n",
        ),
        ('printf "\\351" > "$0"', 5, "sh has not saved UTF-8 text, so nothing was changed\nsave as UTF-8\n"),
    ],
)
def test_an_editor_that_gives_nothing_back(
    mds: Path, monkeypatch: pytest.MonkeyPatch, script: str, code: int, says: str
) -> None:
    with_editor(monkeypatch, script)
    assert refused(mds, "edit-talk", "jacobs", "--editor", code=code) == says


@pytest.mark.parametrize(
    ("editor", "code", "says"),
    [
        ("", 2, "no editor is named\nname yours in $EDITOR, or give --abstract-file\n"),
        ("'x", 5, "$EDITOR is not understood: 'x\nclose its quotes\n"),
        ("no-such-editor -w", 5, "no-such-editor cannot be run\nname your editor in $EDITOR\n"),
    ],
)
def test_an_editor_that_cannot_be_run(
    mds: Path, monkeypatch: pytest.MonkeyPatch, editor: str, code: int, says: str
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", editor)
    assert refused(mds, "edit-talk", "jacobs", "--editor", code=code) == says


def test_what_was_typed_is_kept_where_the_file_has_changed_meanwhile(
    mds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_editor(monkeypatch, f'sed -i s/long/short/ {mds}/seminars.toml; echo mine > "$0"')
    ran = run("edit-talk", "jacobs", "--editor", now=NOW)
    assert ran.code == 4
    kept, says = ran.err.split("\n", 1)
    assert says == 'the abstract of "jacobs" has been changed meanwhile\nlook at it, then edit again\n'
    file = Path(kept.removeprefix("your text is kept in "))
    assert file.read_text() == "mine\n"
    file.unlink()
    assert (mds / "seminars.toml").read_text("utf-8") == TEXT.replace("long", "short")


# --- slots ---


def test_a_meeting_is_moved_with_its_talk_and_back(mds: Path) -> None:
    done("move-slot", "2026-06-08", "--to", "2026-06-10 15:00", "--room", "Q", "--reason", "strike")
    assert did(TEXT, mds) == [
        "+[[overrides]]",
        "+date = 2026-06-08",
        "+moved_to = 2026-06-10",
        '+time = "15:00"',
        '+room = "Q"',
        '+reason = "strike"',
        "-date = 2026-06-08",
        "+date = 2026-06-10",
    ]
    done("move-slot", "2026-06-10", "--to", "2026-06-11")
    assert "moved_to = 2026-06-11\n" in (mds / "seminars.toml").read_text("utf-8")
    done("move-slot", "2026-06-11", "--to", "2026-06-08", "--time", "16:00", "--room", "RA 1")
    assert did(TEXT, mds) == []


def test_an_override_that_is_there_is_extended(mds: Path) -> None:
    done("move-slot", "2026-05-25", "--to", "2026-05-29", "--room", "Q")
    assert did(TEXT, mds) == [
        "-moved_to = 2026-05-28   # Thursday",
        "+moved_to = 2026-05-29   # Thursday",
        '+room = "Q"',
        "-date = 2026-05-28",
        "+date = 2026-05-29",
    ]
    done("edit-slot", "2026-05-29", "--clear")
    assert 'id = "kim"\ndate = 2026-05-25\n' in (mds / "seminars.toml").read_text("utf-8")


def test_a_slot_moved_back_keeps_no_reason(mds: Path) -> None:
    done("move-slot", "2026-05-28", "--to", "2026-05-25")
    assert "Whit Monday" not in (mds / "seminars.toml").read_text("utf-8")
    assert "# Thursday" not in (mds / "seminars.toml").read_text("utf-8")  # it stood in the override that is gone


def test_an_extra_slot_moves_by_its_own_date(mds: Path) -> None:
    done("move-slot", "2026-05-18", "--to", "2026-05-19")
    moved = ["-date = 2026-05-18", "+date = 2026-05-19"]
    assert did(TEXT, mds) == [*moved, *moved]


def test_a_slot_on_a_regular_day_needs_another_time(mds: Path) -> None:
    assert "is taken by a slot of the schedule" in refused(mds, "move-slot", "2026-05-28", "--to", "2026-06-08")
    done("move-slot", "2026-05-28", "--to", "2026-06-08", "--time", "11:00")
    assert did(TEXT, mds) == [
        "-moved_to = 2026-05-28   # Thursday",
        "+moved_to = 2026-06-08   # Thursday",
        '+time = "11:00"',
        "-date = 2026-05-28",
        "+date = 2026-06-08",
        '+at = "11:00"',
        '+at = "16:00"',
    ]
    done("move-talk", "plan", "2026-06-22")
    done("swap-talks", "kassing", "plan")
    assert 'date = 2026-06-08\nat = "16:00"\nspeaker = "P. Lan"' in (mds / "seminars.toml").read_text("utf-8")


def test_a_retimed_slot_of_two_takes_the_time_of_its_talk_along(twice: Path) -> None:
    done("edit-slot", "2026-06-01 15:00", "--time", "14:00")
    assert did(TWICE, twice) == [
        "+[[overrides]]",
        "+date = 2026-06-01",
        '+at = "15:00"',
        '+time = "14:00"',
        "-at = 15:00:00",
        "+at = 14:00:00",
    ]
    done("edit-slot", "2026-06-01 14:00", "--clear")
    assert did(TWICE, twice) == []


def test_a_slot_is_edited_and_what_it_says_anyway_is_not_written(mds: Path) -> None:
    done("edit-slot", "2026-06-08", "--room", "Q", "--note", "Note the room", "--duration", "75 min", "--mode", "hybrid",
         "--online", "via Teams", "--holiday", "meet", "--join", "https://x.org/1")  # fmt: skip
    assert did(TEXT, mds)[2:] == [
        '+room = "Q"',
        '+duration = "75 min"',
        '+mode = "hybrid"',
        '+online = "via Teams"',
        '+note = "Note the room"',
        '+holiday = "meet"',
        "+[overrides.join]",
        '+url = "https://x.org/1"',
    ]
    done("edit-slot", "2026-06-08", *(f"--unset={name}" for name in ("duration", "mode", "online", "join", "note")))
    done("edit-slot", "2026-06-08", "--unset", "holiday")
    done("set-room", "2026-06-08", "RA 1")
    assert did(TEXT, mds) == []
    assert done("set-room", "2026-06-08", "RA 1").out == "nothing has changed\n"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("2026-06-08",), 2, "say what is different, or --clear\n"),
        (("2026-06-08", "--clear", "--room", "Q"), 2, "say what is different, or --clear\n"),
        (("2026-06-08", "--unset", "date"), 2, '"date" is no field of a slot\n'),
        (("2026-06-08", "--time", "25:00"), 2, "--time: there is no 25:00\n"),
        (("2026-06-08", "--clear"), 4, "Monday, 8 June 2026 has no override\n"),
        (("2026-06-08", "--reason", "so"), 4, "a reason says why a slot is different, and this one is not\n"),
        (("2026-06-08", "--cancelled"), 4, 'talk "kassing" is on Monday, 8 June 2026\nsemctl skip-slot 2026-06-08'),
        (("2026-05-18", "--clear"), 4, 'talk "donder" is on Monday, 18 May 2026\nsemctl skip-slot 2026-05-18'),
        (("2026-06-09", "--room", "Q"), 4, "no slot on Tuesday, 9 June 2026\nnearby: "),
        (("2026-06-08 12:00", "--room", "Q"), 4, 'Monday, 8 June 2026 has no slot at 12:00\nit has "2026-06-08 16:00"'),
    ],
)
def test_an_edit_of_a_slot_that_cannot_be(mds: Path, words: tuple[str, ...], code: int, says: str) -> None:
    assert refused(mds, "edit-slot", *words, code=code).startswith(says)


def test_a_slot_is_skipped_and_held_again(mds: Path) -> None:
    says = 'talk "kassing" is on Monday, 8 June 2026\nadd --talk cancel, or --talk unschedule to plan it anew\n'
    assert refused(mds, "skip-slot", "2026-06-08") == says
    done("skip-slot", "2026-06-08", "--talk", "cancel", "--reason", "strike")
    assert did(TEXT, mds) == [
        "+[[overrides]]",
        "+date = 2026-06-08",
        "+cancelled = true",
        '+reason = "strike"',
        '+status = "cancelled"',
        '+reason = "strike"',
    ]
    assert refused(mds, "restore-talk", "kassing") == (
        "the slot of Monday, 8 June 2026 is cancelled\n"
        "hold it: semctl edit-slot 2026-06-08 --held; or take it elsewhere first: semctl move-talk kassing DAY\n"
    )
    assert refused(mds, "add-slot", "2026-06-08") == (
        "the slot of Monday, 8 June 2026 is cancelled (strike)\nsemctl edit-slot 2026-06-08 --held\n"
    )
    done("edit-slot", "2026-06-08", "--held")
    done("restore-talk", "kassing")
    assert did(TEXT, mds) == []


def test_a_break_takes_out_all_that_lies_in_it(mds: Path) -> None:
    done("move-slot", "2026-06-22", "--to", "2026-05-20")
    before = (mds / "seminars.toml").read_text("utf-8")
    out = done("skip-slot", "2026-05-18", "--to", "2026-06-01", "--talk", "unschedule", "--reason", "week off").out
    assert "slot Wed 20 May 2026, 16:00, RA 1 → Wed 20 May 2026, cancelled" in out
    lines = did(before, mds)
    assert [line for line in lines if line[0] == "-" and "[[" not in line and "exception" not in line] == [
        "-date = 2026-05-25",
        "-moved_to = 2026-05-28   # Thursday",
        '-reason = "Whit Monday"',
        "-date = 2026-05-18",
        "-date = 2026-05-28",
    ]
    assert lines[:4] == ["+[[breaks]]", "+from = 2026-05-18", "+to = 2026-06-01", '+reason = "week off"']
    assert lines.count("+cancelled = true") == 2
    text = (mds / "seminars.toml").read_text("utf-8")
    done("skip-slot", "2026-05-19", "--to", "2026-05-30")
    assert (mds / "seminars.toml").read_text("utf-8") == text  # lies in the other break


def test_a_slot_that_was_moved_out_of_a_break_is_pointed_out(mds: Path) -> None:
    done("move-slot", "2026-06-22", "--to", "2026-07-01")
    says = "the slot of Monday, 22 June 2026 has been moved out to Wednesday, 1 July 2026\n"
    assert refused(mds, "skip-slot", "2026-06-20", "--to", "2026-06-25").startswith(says)
    assert (
        refused(mds, "skip-slot", "2026-06-25", "--to", "2026-06-20", code=2)
        == "--to is before the date\nexchange them\n"
    )


def test_an_extra_slot_is_added_and_a_second_one_tells_talks_apart(mds: Path) -> None:
    done("add-slot", "2026-06-15", "--room", "Q", "--note", "Note the day")
    assert did(TEXT, mds) == [
        "+[[overrides]]", "+date = 2026-06-15", "+extra = true", '+room = "Q"', '+note = "Note the day"',
    ]  # fmt: skip
    done("edit-slot", "2026-06-15", "--clear")
    done("add-slot", "2026-06-08", "--time", "11:00")
    assert did(TEXT, mds)[-1] == '+at = "16:00"'
    assert "is taken by a slot of the schedule" in refused(mds, "add-slot", "2026-06-22")


def test_an_extra_slot_does_not_catch_a_talk_left_behind(here: Path) -> None:
    text = TEXT.replace("date = 2026-05-28", "date = 2026-05-25")
    a_file(here, text)
    says = 'the slot of talk "kim" has moved from this day to Thursday, 28 May 2026\n'
    assert refused(here, "add-slot", "2026-05-25").startswith(says)
    assert refused(here, "move-slot", "2026-06-22", "--to", "2026-05-25").startswith(says)


def test_slots_on_holidays_are_skipped_and_shown(here: Path) -> None:
    text = SERIES + WEEKS.replace("2026-05-11", "2026-04-27").replace("2 weeks", "week")
    talk = '\n[[talks]]\nid = "a"\ndate = 2026-05-25\nspeaker = "A"\ntitle = "T"\n'
    a_file(here, text.replace("2026-04-27", "2026-03-30") + talk)
    ran = run("skip-holidays", "--yes", now="2026-03-01")
    assert ran.code == 0
    assert (
        ran.err.splitlines()
        == [
            "Monday, 6 April 2026: Easter Monday",
            "Monday, 27 April 2026: King's Day",
            'Monday, 25 May 2026: Whit Monday (stays: talk "a" is on it; semctl move-slot 2026-05-25 --to DAY)',
        ]
        or "stays" in ran.err
    )
    assert "cancelled = true\n" in (here / "seminars.toml").read_text("utf-8")
    assert run("skip-holidays", now="2026-03-01").err.endswith("no free slot falls on a public holiday\n")


# --- a series that lists its dates ---

DATES = f"""{SERIES}
[schedule]
time = "10:00"
dates = [ # mine
  2026-06-01, # first
  2026-07-01  # last
]
"""


def test_a_list_of_dates_gets_a_line_and_moves_no_other(here: Path) -> None:
    a_file(here, DATES)
    done("add-slot", "2026-06-15")
    done("add-talk", "--speaker", "A", "--title", "T", "--date", "2026-07-20")
    listed = (here / "seminars.toml").read_text("utf-8").split("dates = ")[1].split("]")[0]
    assert listed == "[ # mine\n  2026-06-01, # first\n  2026-06-15,\n  2026-07-01,  # last\n  2026-07-20\n"
    before = (here / "seminars.toml").read_text("utf-8")
    done("skip-slot", "2026-06-15", "--reason", "x")
    done("move-slot", "2026-07-20", "--to", "2026-07-21")
    lines = did(before, here)
    assert [line for line in lines if line[0] == "-"] == ["-date = 2026-07-20"]
    assert refused(here, "new-term", "B", "--from", "2026-10-01", "--to", "2026-12-01") == (
        'nothing says how often the new term meets\ngive --every "2 weeks" and --weekday Monday\n'
    )


# --- terms ---

TERM = ("new-term", "Autumn", "--from", "2026-09-01", "--to", "2026-12-18")


def test_a_term_follows_one_that_has_ended(mds: Path) -> None:
    done(*TERM, "--time", "15:00", "--room", "Q")
    assert did(TEXT, mds) == [
        "-[schedule]      # the rule",
        "+[[schedule]]      # the rule",
        "+[[schedule]]",
        '+term = "Autumn"',
        '+every = "2 weeks"',
        '+weekday = "Monday"',
        '+time = "15:00"',
        "+start = 2026-09-07",
        "+end = 2026-12-18",
        '+room = "Q"',
    ]
    assert refused(mds, *TERM) == 'there is a term "Autumn"\ngive the new one another name\n'
    done(
        "new-term",
        "Spring",
        "--from",
        "2027-02-02",
        "--to",
        "2027-06-01",
        "--weekday",
        "Tuesday",
        "--weekday",
        "Friday",
    )
    assert '\n[[schedule]]\nterm = "Spring"\nevery = "2 weeks"\nweekday = ["Tuesday", "Friday"]\ntime = "15:00"\n' in (
        mds / "seminars.toml"
    ).read_text("utf-8")
    says = "the last term begins later, on Tuesday, 2 February 2027\n"
    assert refused(mds, "new-term", "Late", "--from", "2026-10-01", "--to", "2026-12-01").startswith(says)
    assert refused(mds, "new-term", "B", "--from", "2027-10-01", "--to", "2027-09-01", code=2).startswith(
        "--from is after"
    )


def test_the_first_term_of_a_series(here: Path) -> None:
    a_file(here, SERIES)
    assert refused(here, *TERM).startswith("nothing says how often the new term meets\n")
    done(*TERM, "--every", "month", "--weekday", "second Tuesday", "--time", "15:00")
    assert did(SERIES, here) == [
        "+[schedule]",
        '+term = "Autumn"',
        '+every = "month"',
        '+weekday = "second Tuesday"',
        '+time = "15:00"',
        "+start = 2026-09-08",
        "+end = 2026-12-18",
    ]


def test_a_new_term_keeps_zone_and_link_and_ends_an_endless_one(here: Path) -> None:
    rule = WEEKS.replace("end = 2026-07-20\n", 'timezone = "UTC"\njoin = { url = "https://x.org" }\n')
    a_file(here, SERIES + rule)
    done(*TERM)
    lines = did(SERIES + rule, here)
    assert "+end = 2026-08-31" in lines
    assert '+timezone = "UTC"' in lines
    assert '+url = "https://x.org"' in lines


def test_an_rrule_is_kept_or_replaced(here: Path) -> None:
    rule = WEEKS.replace('every = "2 weeks"\nweekday = "Monday"\n', 'rrule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"\n')
    a_file(here, SERIES + rule)
    assert refused(here, *TERM, "--weekday", "Friday").startswith("the last term is an rrule, which says the weekday")
    done(*TERM)
    assert '+rrule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"' in did(SERIES + rule, here)


# --- what is written in a way that cannot be changed alone ---


def test_talks_in_brackets_are_edited_and_not_added_to(here: Path) -> None:
    text = f'talks = [ {{ id = "kim", date = 2026-06-08, speaker = "K", title = "T" }} ] # all\n{SERIES}{WEEKS}'
    a_file(here, text)
    says = "line 1: talks is written as one list in brackets\nwrite each as a [[talks]] block of its own\n"
    assert refused(here, "add-talk", "--speaker", "Q") == says
    assert refused(here, "remove-talk", "kim", "--yes") == says
    done("move-talk", "kim", "2026-06-22")
    assert did(text, here) == [f"-{text.splitlines()[0]}", f"+{text.splitlines()[0].replace('06-08', '06-22')}"]


def test_an_empty_list_of_talks_is_to_be_taken_out(here: Path) -> None:
    a_file(here, f"talks = []\n{SERIES}{WEEKS}")
    says = "line 1: talks is written as one list in brackets\ntake that line out, then try again\n"
    assert refused(here, "add-talk", "--speaker", "Q") == says
    a_file(here, f"{SERIES}{WEEKS}")
    assert run("add-talk", "--speaker", "Q").code == 0


def test_a_schedule_of_dotted_keys_gets_no_second_term(here: Path) -> None:
    dotted = "".join(f"schedule.{line}\n" for line in WEEKS.split("\n")[2:-1])
    a_file(here, dotted + SERIES)
    assert refused(here, *TERM) == "line 1: schedule is not written as [schedule]\nwrite [schedule] above its keys\n"


@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_stay(here: Path, start: str) -> None:
    a_file(here, start + TEXT.replace("\n", "\r\n"))
    for words in (
        ["move-talk", "plan", "2026-07-06"], ["cancel-talk", "jacobs", "--reason", 'a "b"'], ["add-slot", "2026-05-20"],
        ["set-room", "2026-06-08", "Z"], ["skip-slot", "2026-07-20", "--reason", "q"], list(TERM),
        ["edit-talk", "kim", "--abstract", "two\nlines"], ["swap-talks", "kim", "kassing"], ["remove-talk", "donder", "--yes"],
        ["move-slot", "2026-05-28", "--to", "2026-05-29"],
    ):  # fmt: skip
        done(*words)
    text = (here / "seminars.toml").read_bytes().decode()
    assert text.startswith(start + "# one file")
    assert text.count("\n") == text.count("\r\n")
    assert run("check", now=NOW).err == "nothing is wrong\n"


# --- dry runs ---

CHANGES = [
    ["add-talk", "--speaker", "Emmy Noether", "--date", "2026-06-22"],
    ["edit-talk", "kim", "--title", "T"],
    ["move-talk", "kim", "2026-06-22"],
    ["swap-talks", "kim", "kassing"],
    ["shift-talks", "--from", "2026-06-08", "--by", "1"],
    ["cancel-talk", "kim"],
    ["remove-talk", "plan"],
    ["move-slot", "2026-06-08", "--to", "2026-06-09"],
    ["edit-slot", "2026-06-08", "--note", "N"],
    ["set-room", "2026-06-08", "Q"],
    ["skip-slot", "2026-06-22"],
    ["add-slot", "2026-06-09"],
    list(TERM),
]


@pytest.mark.parametrize("words", CHANGES, ids=lambda words: words[0])
@pytest.mark.parametrize("form", ["plain", "crlf", "no final line end"])
def test_a_dry_run_prints_a_diff_that_git_applies(here: Path, words: list[str], form: str) -> None:
    text = {"plain": TEXT, "crlf": TEXT.replace("\n", "\r\n"), "no final line end": TEXT.rstrip("\n")}[form]
    file = Path(a_file(here, text))
    ran = run(*words, "--dry-run", now=NOW)
    assert (ran.code, ran.err) == (0, "")
    assert file.read_bytes() == text.encode()
    assert run("undo", now=NOW).code == 4
    yes = ["--yes"] if words[0] in ("shift-talks", "remove-talk") else []
    done(*words, *yes)
    wanted = file.read_bytes()
    file.write_bytes(text.encode())
    subprocess.run(["git", "apply", "-"], input=ran.out.encode(), cwd=here, check=True, timeout=60)
    assert file.read_bytes() == wanted


@pytest.mark.skipif(shutil.which("patch") is None, reason="there is no patch")
def test_a_dry_run_is_a_patch_also_from_below_and_for_a_name_with_blanks(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Path(a_file(here, TEXT, "my seminars.toml"))
    (here / "sub").mkdir()
    for folder in (here, here / "sub"):
        monkeypatch.chdir(folder)
        diff = run("move-talk", "kim", "2026-06-22", "--dry-run", "-f", str(file), now=NOW).out
        assert diff.startswith("--- a/my seminars.toml\t\n")
        file.write_bytes(TEXT.encode())
        subprocess.run(["patch", "-p1"], input=diff.encode(), cwd=here, check=True, timeout=60, capture_output=True)
        assert "date = 2026-06-22\n" in file.read_text("utf-8")
        file.write_bytes(TEXT.encode())


def test_a_dry_run_of_nothing_says_so(mds: Path) -> None:
    ran = run("edit-talk", "kim", "--title", "Fair", "--dry-run", now=NOW)
    assert (ran.code, ran.out, ran.err) == (0, "", "nothing would change\n")
    assert did(TEXT, mds) == []


@pytest.mark.usefixtures("mds")
@pytest.mark.parametrize(
    "words", [*CHANGES, ["undo"], ["skip-holidays"], ["restore-talk", "kim"]], ids=lambda words: words[0]
)
def test_only_one_file_is_changed_at_a_time(here: Path, words: list[str]) -> None:
    a_file(here, SERIES.replace('"mds"', '"y"'), "y.toml")
    ran = run(*words, "-f", "seminars.toml", "-f", "y.toml", now=NOW)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("several files are named, and only one can be changed at a time\n")


# --- check --fix ---

BROKEN = f"""{SERIES}{WEEKS}
[[overrides]]
date = 2026-05-25
moved_to = 2026-05-28

[[overrides]]
date = 2026-06-08
room = "RA 1"

[[talks]]
date = 2026-05-25   # Monday
speaker = "A B"
title = "T"
"""


def test_what_can_be_mended_is_mended(here: Path) -> None:
    a_file(here, BROKEN)
    dry = run("check", "--fix", "--dry-run", now=NOW)
    assert dry.code == 0
    assert dry.out.startswith("--- a/seminars.toml\n")
    assert dry.err.count("would be fixed: ") == 3
    assert (here / "seminars.toml").read_text("utf-8") == BROKEN
    ran = run("check", "--fix", now=NOW)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.count("fixed: ") == 3
    assert ran.err.endswith("nothing is wrong\n")
    assert did(BROKEN, here) == [
        "-[[overrides]]",
        "-date = 2026-06-08",
        '-room = "RA 1"',
        "-date = 2026-05-25   # Monday",
        '+id = "b"',
        "+date = 2026-05-28   # Monday",
    ]
    assert run("undo", now=NOW).code == 0
    assert (here / "seminars.toml").read_text("utf-8") == BROKEN


def test_a_file_with_errors_is_checked_and_not_fixed(here: Path) -> None:
    text = BROKEN + "date = 3\n"
    a_file(here, text)
    ran = run("check", "--fix", now=NOW)
    assert ran.code == 1
    assert ran.err.startswith("nothing was fixed: mend the errors first\n")
    assert (here / "seminars.toml").read_text("utf-8") == text
