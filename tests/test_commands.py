"""The commands end to end, on the shipped series and on small ones: results, talk, exit codes."""

import json
import shutil
from pathlib import Path

import pytest

from semctl.model import Kind
from tests.books import SERIES, SHIPPED, a_file, added_lines, json_of, run

BEGINNING = "2026-05-01"
ABROAD = """
[schedule]
every = "week"
time = "16:00"
start = 2026-06-01
end = 2026-06-30
"""


@pytest.fixture
def shipped(here: Path) -> Path:
    """The shipped series in the folder one stands in."""
    return Path(shutil.copy(SHIPPED, here / "seminars.toml"))


# --- what must be seen on the shipped series ---

SLOTS = """\
Date             Time   Room     Slot                        Talk                                                           Note
Mon 11 May 2026  16:00  RA 2504  regular                     Tom Jacobs (CISPA) [jacobs]
Mon 18 May 2026  11:00  CR 2K    extra                       Serte Donderwinkel (RUG) [donderwinkel]
Thu 28 May 2026  16:00  RA 2503  moved from Mon 25 May 2026  Yongdai Kim (Seoul National University) [kim]                  Whit Monday
Mon 8 Jun 2026   15:15  RA 2504  retimed from 16:00          Sebastian Kassing (Bergische Universität Wuppertal) [kassing]
Mon 15 Jun 2026  16:00  RA 2502  extra                       Alexis Derumigny (TU Delft) [derumigny]
Mon 22 Jun 2026  16:00           regular                     free
"""


@pytest.mark.parametrize("now", ["2025-01-01", BEGINNING, "2026-05-28", "2026-06-09", "2030-01-01"])
@pytest.mark.usefixtures("shipped")
def test_the_shipped_slots_are_the_same_whatever_day_it_is(now: str) -> None:
    ran = run("slots", now=now)
    assert (ran.code, ran.out, ran.err) == (0, SLOTS, "")


def test_the_phase_stays_whichever_talks_are_in_the_file(shipped: Path) -> None:
    text = shipped.read_text("utf-8")
    shipped.write_text(text[: text.index("[[talks]]")].replace("end = 2026-06-30", "end = 2026-07-10"), "utf-8")
    regular = [slot["date"] for slot in json_of(run("slots", "--json")) if slot["kind"] == "regular"]
    assert regular == ["2026-05-11", "2026-06-08", "2026-06-22", "2026-07-06"]


@pytest.mark.usefixtures("shipped")
def test_slots_in_a_span_of_days() -> None:
    ran = run("slots", "--from", "2026-05-12", "--to", "28 May", now=BEGINNING)
    lines = SLOTS.splitlines()
    assert ran.out.split() == " ".join([lines[0], *lines[2:4]]).split()


@pytest.mark.usefixtures("shipped")
def test_free_slots_as_json() -> None:
    assert json_of(run("slots", "--free", "--json")) == [
        {
            "series": "mds",
            "date": "2026-06-22",
            "at": None,
            "start": "2026-06-22T16:00:00+02:00",
            "end": "2026-06-22T17:00:00+02:00",
            "end_assumed": True,
            "room": None,
            "kind": "regular",
            "retimed": False,
            "moved_from": None,
            "reason": None,
            "holiday": None,
            "talks": [],
        }
    ]


@pytest.mark.usefixtures("shipped")
def test_a_moved_and_a_retimed_slot_as_json() -> None:
    common = {"series": "mds", "at": None, "end_assumed": True, "holiday": None}
    assert json_of(run("slots", "--json", "--from", "2026-05-26", "--to", "2026-06-08")) == [
        {
            **common,
            "date": "2026-05-28",
            "start": "2026-05-28T16:00:00+02:00",
            "end": "2026-05-28T17:00:00+02:00",
            "room": "RA 2503",
            "kind": "moved",
            "retimed": False,
            "moved_from": "2026-05-25",
            "reason": "Whit Monday",
            "talks": ["kim"],
        },
        {
            **common,
            "date": "2026-06-08",
            "start": "2026-06-08T15:15:00+02:00",
            "end": "2026-06-08T16:15:00+02:00",
            "room": "RA 2504",
            "kind": "regular",
            "retimed": True,
            "moved_from": None,
            "reason": None,
            "talks": ["kassing"],
        },
    ]


UPCOMING = """\
Date             Time   Room     Speaker                      Title   Talk
Mon 15 Jun 2026  16:00  RA 2502  Alexis Derumigny (TU Delft)  T.b.a.  derumigny
"""


@pytest.mark.usefixtures("shipped")
def test_list_shows_what_is_coming() -> None:
    ran = run("list")
    assert (ran.code, ran.out, ran.err) == (0, UPCOMING, "")


@pytest.mark.usefixtures("shipped")
def test_a_talk_is_listed_until_it_ends() -> None:
    assert run("list", now="2026-06-15 16:59").out == UPCOMING
    ended = run("list", now="2026-06-15 17:00")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == ('no talks are coming up; "semctl list --all" shows all, "semctl add-talk" adds one\n')


@pytest.mark.parametrize(
    ("flags", "ids"),
    [
        ([], ["derumigny"]),
        (["--past"], ["jacobs", "donderwinkel", "kim", "kassing"]),
        (["--all"], ["jacobs", "donderwinkel", "kim", "kassing", "derumigny", "someone"]),
        (["--from", "2026-05-18", "--to", "2026-05-28"], ["donderwinkel", "kim"]),
        (["--to", "2026-05-18"], ["jacobs", "donderwinkel"]),
        (["--past", "--from", "2026-06-01"], ["kassing"]),
        (["--all", "--from", "2026-06-01"], ["kassing", "derumigny", "someone"]),
        (["--all", "--missing"], ["donderwinkel", "kim", "kassing", "derumigny", "someone"]),
        (["--from", "2027-01-01"], []),
    ],
)
def test_list_chooses_talks(shipped: Path, flags: list[str], ids: list[str]) -> None:
    with shipped.open("a", encoding="utf-8") as file:
        file.write('\n[[talks]]\nid = "someone"\nspeaker = "Some One"\n')
    assert [talk["id"] for talk in json_of(run("list", "--json", *flags))] == ids


@pytest.mark.usefixtures("shipped")
def test_list_as_json() -> None:
    assert json_of(run("list", "--json", "--from", "2026-05-28", "--to", "2026-05-28")) == [
        {
            "series": "mds",
            "id": "kim",
            "date": "2026-05-28",
            "start": "2026-05-28T16:00:00+02:00",
            "end": "2026-05-28T17:00:00+02:00",
            "end_assumed": True,
            "room": "RA 2503",
            "speakers": [{"name": "Yongdai Kim", "affiliation": "Seoul National University"}],
            "title": None,
            "language": "en",
            "status": "confirmed",
            "note": None,
            "slot": "2026-05-25",
        }
    ]


def test_a_planned_talk_as_json_has_nothing_that_is_unknown(here: Path) -> None:
    a_file(here, '[[talks]]\nid = "a"\ntitle = "T"\n')
    assert json_of(run("list", "--json")) == []
    assert json_of(run("list", "--json", "--all")) == [
        {
            "series": "x",
            "id": "a",
            "date": None,
            "start": None,
            "end": None,
            "end_assumed": False,
            "room": None,
            "speakers": [],
            "title": "T",
            "language": "en",
            "status": "confirmed",
            "note": None,
            "slot": None,
        }
    ]


@pytest.mark.usefixtures("shipped")
def test_missing_says_what_is_still_to_be_found_out() -> None:
    assert run("list", "--missing").out == (
        "Date             Time   Room     Speaker                      Title   Missing          Talk\n"
        "Mon 15 Jun 2026  16:00  RA 2502  Alexis Derumigny (TU Delft)  T.b.a.  title, abstract  derumigny\n"
    )


@pytest.mark.usefixtures("shipped")
def test_next_is_one_object_or_null() -> None:
    assert json_of(run("next", "--json"))["id"] == "derumigny"
    nothing = run("next", "--json", now="2026-06-16")
    assert (nothing.code, nothing.out) == (0, "null\n")
    said = run("next", now="2026-06-16")
    assert (said.code, said.out) == (0, "")
    assert said.err == 'no talk is coming up; "semctl slots --free" shows the free dates\n'


@pytest.mark.usefixtures("shipped")
def test_next_prints_a_card() -> None:
    assert (
        run("next").out
        == """\
Talk     mds/derumigny
Speaker  Alexis Derumigny (TU Delft)
Title    T.b.a.
When     Monday, 15 June 2026, 16:00 (Europe/Amsterdam)
Where    RA 2502
Online   hybrid, via Teams
Slot     extra
Missing  title, abstract
"""
    )


@pytest.mark.parametrize("name", ["kim", "ki", "mds/kim", "2026-05-28", "28 May", "28.5.", "Thursday 28 May"])
@pytest.mark.usefixtures("shipped")
def test_a_talk_is_named_by_id_beginning_or_date(name: str) -> None:
    assert json_of(run("show", name, "--json", now=BEGINNING))["id"] == "kim"


@pytest.mark.usefixtures("shipped")
def test_the_old_date_of_a_moved_slot_is_understood_and_said_so() -> None:
    ran = run("show", "2026-05-25", "--json")
    assert json_of(ran)["id"] == "kim"
    assert ran.err == "its slot has moved to Thursday, 28 May 2026\n"
    assert run("show", "kim").err == ""


@pytest.mark.usefixtures("shipped")
def test_a_name_that_may_be_several_talks_is_refused_with_all_of_them() -> None:
    ran = run("show", "d")
    assert (ran.code, ran.out, ran.err) == (2, "", '"d" may be 2 talks\nname one: donderwinkel, derumigny\n')


@pytest.mark.usefixtures("shipped")
def test_a_name_that_is_no_talk_is_refused() -> None:
    ran = run("show", "noether")
    says = 'no talk is called "noether"\nname one by its id, its date or "next"; "semctl list --all" shows them\n'
    assert (ran.code, ran.out, ran.err) == (2, "", says)


def test_an_exact_id_beats_a_beginning(here: Path) -> None:
    a_file(here, '[[talks]]\nid = "kim-2"\n[[talks]]\nid = "kim"\n')
    assert json_of(run("show", "kim", "--json"))["id"] == "kim"
    assert run("show", "ki").code == 2


@pytest.mark.usefixtures("shipped")
def test_show_explains_where_each_value_comes_from() -> None:
    explained = json_of(run("show", "kim", "--explain", "--json"))["explain"]
    assert {name: (each["value"], each["source"], each["line"]) for name, each in explained.items()} == {
        "speaker": ("Yongdai Kim", 'talk "kim"', 77),
        "affiliation": ("Seoul National University", 'talk "kim"', 78),
        "status": ("confirmed", "confirmed if unsaid", None),
        "date": ("2026-05-28", "override of 2026-05-25", 35),
        "time": ("16:00", "schedule", 18),
        "room": ("RA 2503", "override of 2026-05-25", 38),
        "duration": ("60 min", "assumed", None),
        "mode": ("hybrid", "series", 11),
        "online": ("via Teams", "series", 12),
        "join": (None, "nowhere", None),
        "note": (None, "nowhere", None),
        "timezone": ("Europe/Amsterdam", "series", 8),
    }
    assert {each["file"] for each in explained.values()} == {"seminars.toml", None}


def test_show_as_json_is_the_list_form_and_more(here: Path) -> None:
    a_file(
        here,
        """
[schedule]
dates = [2026-07-01]
time = "16:00"
duration = "90 min"
join = { url = "https://j.example/1", show = "public" }
[rooms.R]
address = "Main Street 1"
[[talks]]
id = "a"
date = 2026-07-01
language = "it"
host = "H"
joint_with = "AS"
tags = ["x", "y"]
abstract = "A"
slides = "s.pdf"
[[talks.speakers]]
name = "Ann"
url = "https://ann.example"
bio = "B1"
[[talks.speakers]]
name = "Bob"
affiliation = "Bobs"
bio = "B2"
""",
    )
    assert json_of(run("show", "a", "--json")) == {
        "series": "x",
        "id": "a",
        "date": "2026-07-01",
        "start": "2026-07-01T16:00:00+02:00",
        "end": "2026-07-01T17:30:00+02:00",
        "end_assumed": False,
        "room": "R",
        "speakers": [{"name": "Ann", "affiliation": None}, {"name": "Bob", "affiliation": "Bobs"}],
        "title": None,
        "language": "it",
        "status": "confirmed",
        "note": None,
        "slot": "2026-07-01",
        "abstract": "A",
        "bio": "B1\n\nB2",
        "links": {
            "url": None,
            "slides": "s.pdf",
            "video": None,
            "preprint": None,
            "join": "https://j.example/1",
            "speakers": ["https://ann.example", None],
        },
        "timezone": "Europe/Amsterdam",
        "address": "Main Street 1",
        "mode": None,
        "online": None,
        "reason": None,
        "host": "H",
        "joint_with": ["AS"],
        "tags": ["x", "y"],
    }


@pytest.mark.usefixtures("shipped")
def test_check_passes_on_the_shipped_series() -> None:
    link = (
        "seminars.toml:11: chore: series, mode: hybrid, and there is no link to join; "
        'write join = { url = "https://…" }; only mails show it\n'
    )
    calm = run("check", now="2026-01-01")
    assert (calm.code, calm.out, calm.err) == (0, link, "1 chore\n")
    title = (
        'seminars.toml:86: chore: talk "derumigny": no title yet; the talk is on Monday, 15 June 2026; '
        'ask the speaker, then write title = "…"\n'
    )
    busy = run("check")
    assert (busy.code, busy.out, busy.err) == (0, link + title, "2 chores\n")
    assert run("check", "--strict").code == 1


@pytest.mark.usefixtures("shipped")
def test_check_as_json() -> None:
    assert json_of(run("check", "--json")) == [
        {
            "file": "seminars.toml",
            "line": 11,
            "grade": "chore",
            "code": "no-link",
            "where": "series, mode",
            "says": "hybrid, and there is no link to join",
            "hint": 'write join = { url = "https://…" }; only mails show it',
        },
        {
            "file": "seminars.toml",
            "line": 86,
            "grade": "chore",
            "code": "no-title",
            "where": 'talk "derumigny"',
            "says": "no title yet; the talk is on Monday, 15 June 2026",
            "hint": 'ask the speaker, then write title = "…"',
        },
    ]


# --- exit codes and streams ---


def test_check_exits_1_on_errors_where_other_commands_exit_3(here: Path) -> None:
    a_file(here, '[[talks]]\nid = "a"\ndate = "soon"\n')
    says = (
        'seminars.toml:9: talk "a", date: expected a date, got the text "soon"; '
        "write it without quotes, as in 2026-05-28\n"
    )
    checked = run("check")
    assert (checked.code, checked.out, checked.err) == (1, says, "1 error\n")
    for command in (
        ["list"],
        ["next"],
        ["slots"],
        ["show", "a"],
        ["announce"],
        ["export"],
        ["add-talk", "--title", "T"],
    ):
        ran = run(*command)
        assert (ran.code, ran.out, ran.err) == (3, "", f"{says}1 error; nothing was done\n")


@pytest.mark.parametrize("command", [["list"], ["slots"], ["check"], ["add-talk", "--title", "T"], ["export"]])
@pytest.mark.usefixtures("here")
def test_without_a_file_every_command_says_how_to_begin(command: list[str]) -> None:
    ran = run(*command)
    says = (
        'there is no seminars.toml here or in any folder above\n"semctl init" starts one; -f names a file elsewhere\n'
    )
    assert (ran.code, ran.out, ran.err) == (3, "", says)


def test_the_file_is_found_upward_by_flag_and_by_environment(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = shipped.parent / "a" / "b"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert run("list").out == UPCOMING
    elsewhere = shipped.rename(shipped.with_name("other.toml"))
    assert run("list").code == 3
    assert run("list", "-f", str(elsewhere)).out == UPCOMING
    assert run("-f", str(elsewhere), "list").out == UPCOMING
    monkeypatch.setenv("SEMCTL_FILE", str(elsewhere))
    assert run("list").out == UPCOMING


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["list", "--past", "--all"], "--past and --all do not go together\n--all shows the past talks too\n"),
        (["list", "--from", "2026-07-01", "--to", "2026-06-01"], "--from is after --to\nexchange them\n"),
        (["announce", "kim", "--lang", "xx"], 'semctl does not write "xx"\nchoose --lang from en, de, it, nl, fr\n'),
        (["add-talk"], 'a talk needs a speaker or a title\ngive --speaker "Emmy Noether" or --title "…"\n'),
    ],
)
@pytest.mark.usefixtures("shipped")
def test_a_command_line_that_cannot_be_meant_exits_2(words: list[str], says: str) -> None:
    ran = run(*words)
    assert (ran.code, ran.out, ran.err) == (2, "", says)


@pytest.mark.usefixtures("shipped")
def test_an_impossible_now_exits_2() -> None:
    ran = run("list", now="next Tuesday")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("--now: ")


@pytest.mark.usefixtures("shipped")
def test_a_mistyped_command_is_answered_with_the_nearest() -> None:
    ran = run("listt")
    assert ran.code == 2
    assert "Did you mean 'list'?" in ran.err


def test_a_now_without_a_time_is_midnight_in_the_series_zone(here: Path) -> None:
    toml = SERIES.replace("Europe/Amsterdam", "Pacific/Auckland") + (
        '[schedule]\ndates = [2026-06-09]\ntime = "00:30"\nduration = "15 min"\n[[talks]]\nid = "a"\ndate = 2026-06-09\n'
    )
    a_file(here, toml)
    assert json_of(run("next", "--json", now="2026-06-09"))["id"] == "a"
    assert json_of(run("next", "--json", now="2026-06-08T12:44Z"))["id"] == "a"
    assert json_of(run("next", "--json", now="2026-06-08T12:45Z")) is None


# --- warnings stop nothing that only reads ---


def test_warnings_are_counted_beside_the_result(here: Path) -> None:
    a_file(here, ABROAD + 'tiem = "17:00"\n[[talks]]\nid = "a"\ndate = 2026-06-16\ntitle = "T"\n')
    ran = run("list", "--json")
    assert (json_of(ran)[0]["id"], ran.err) == ("a", "2 warnings: semctl check\n")
    assert run("export").code == 0
    assert run("announce").code == 0
    assert run("add-talk", "--title", "U").code == 0
    checked = run("check")
    assert checked.code == 1
    assert checked.out == (
        'seminars.toml:13: warning: schedule: unknown key "tiem"; did you mean "time"?\n'
        'seminars.toml:16: warning: talk "a": no slot on Tuesday, 16 June 2026; move the talk, or write an '
        "[[overrides]] with date = 2026-06-16 and extra = true\n"
    )


def test_an_ignored_code_is_neither_counted_nor_shown(here: Path) -> None:
    toml = ABROAD + '[check]\nignore = ["unknown-key"]\n[nonsense]\nx = 1\n'
    a_file(here, toml)
    assert run("list").err == 'no talks yet; "semctl add-talk" adds one\n'
    assert run("check").err == "nothing is wrong\n"


# --- announce and export ---


@pytest.mark.usefixtures("shipped")
def test_announce_prints_the_next_mail_subject_first() -> None:
    ran = run("announce")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Subject: MDS Seminar: Alexis Derumigny, Monday, 15 June 2026, 16:00\n\n")


@pytest.mark.usefixtures("shipped")
def test_announce_with_nothing_to_come_exits_2() -> None:
    ran = run("announce", now="2027-01-01")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == 'no talk is coming up\nname one; "semctl list --all" shows them\n'


@pytest.mark.usefixtures("shipped")
def test_each_kind_has_the_talk_that_is_meant_if_none_is_named() -> None:
    """The next one; the last one for those who are thanked."""
    assert run("announce", "--kind", "reminder").out.startswith("Subject: Reminder: MDS Seminar, Monday, 15 June 2026")
    assert "Dear Sebastian Kassing,\n" in run("announce", "--kind", "thanks").out
    none = run("announce", "--kind", "thanks", now="2026-05-01")
    assert (none.code, none.err) == (2, 'no talk is over yet\nname one; "semctl list --all" shows them\n')


@pytest.mark.parametrize("kind", ["programme", "digest"])
@pytest.mark.usefixtures("shipped")
def test_a_mail_about_all_talks_takes_none(kind: str) -> None:
    ran = run("announce", "kim", "--kind", kind)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"a {kind} is about all talks\nleave kim out: semctl announce --kind {kind}\n"


def test_a_digest_tells_of_several_series(here: Path) -> None:
    for name in ("one", "two"):
        series = f'[series]\nid = "{name}"\nname = "Seminar {name}"\ntimezone = "Europe/Rome"\n'
        talk = f'[schedule]\ndates = [2026-06-09]\n[[talks]]\nid = "a"\ndate = 2026-06-09\nspeaker = "Ann {name}"\n'
        (here / f"{name}.toml").write_text(series + talk, "utf-8")
    ran = run("announce", "-f", "one.toml", "-f", "two.toml", "--kind", "digest", "--lang", "it", now="2026-06-08")
    assert ran.code == 0
    assert ran.out.startswith(
        "Subject: Seminari di questa settimana (da lunedì 8 giugno 2026): Seminar one, Seminar two\n"
    )
    assert "Seminar one\nAnn one: Titolo da annunciare\n\nMartedì 9 giugno 2026\nSeminar two\nAnn two: " in ran.out


@pytest.mark.usefixtures("shipped")
def test_a_notice_for_scripts_says_what_it_is() -> None:
    ran = run("announce", "kim", "--kind", "chase", "--json", "--lang", "nl", now="2026-05-10")
    told = json.loads(ran.out)
    assert list(told) == ["kind", "series", "talk", "language", "to", "subject", "body"]
    assert (told["kind"], told["series"], told["talk"], told["language"]) == ("chase", "mds", "kim", "nl")
    assert told["to"] == ["Yongdai Kim"]
    assert told["body"].startswith("Geachte Yongdai Kim,\n\n")


def test_telling_the_world_of_somebody_who_is_only_invited_is_mentioned(here: Path) -> None:
    a_file(here, '[[talks]]\nid = "a"\nspeaker = "Ann"\ndate = 2026-06-15\nstatus = "invited"\n' + ABROAD)
    assert 'talk "a": the speaker is only invited so far\n' in run("announce", "a").err
    assert "only invited" not in run("announce", "a", "--kind", "invitation").err


def test_private_notes_go_into_the_mail_to_the_speaker_alone(here: Path) -> None:
    a_file(here, PRIVATE)
    a_file(here, '[a]\nhotel = "secret-inn"\nlang = "de"\n', "seminars.private.toml", series="")
    for kind in Kind:
        ran = run("announce", *(["a"] if kind.is_about_a_talk else []), "--kind", kind)
        assert ("secret-inn" in ran.out) == (kind in (Kind.CONFIRMATION, Kind.INVITATION)), kind
        assert "secret-hotel" not in ran.out, "the private file holds"
        assert "secret-mail" not in ran.out


def test_announce_writes_a_draft(shipped: Path) -> None:
    ran = run("announce", "kim", "--eml", "kim.eml")
    assert (ran.code, ran.out, ran.err) == (
        0, "", "wrote kim.eml; open it in your mail program, look at the recipients and send it; then: "
        "semctl announce kim --kind announcement --mark-sent\n",
    )  # fmt: skip
    draft = shipped.with_name("kim.eml").read_bytes()
    assert b"X-Unsent: 1\r\n" in draft
    run("announce", "kim", "--eml", "kim.eml")
    assert shipped.with_name("kim.eml").read_bytes() == draft


def test_announcing_a_talk_without_a_date_is_refused(here: Path) -> None:
    a_file(here, '[[talks]]\nid = "a"\ntitle = "T"\n')
    ran = run("announce", "a")
    assert (ran.code, ran.out) == (4, "")


@pytest.mark.parametrize("words", [["export", "-o"], ["announce", "kim", "--eml"]])
@pytest.mark.usefixtures("shipped")
def test_a_file_that_cannot_be_written_exits_5(words: list[str]) -> None:
    ran = run(*words, "nowhere/x")
    assert (ran.code, ran.out) == (5, "")
    assert ran.err == "cannot write nowhere/x: No such file or directory\nname another file, or make room\n"


FIRST_CALENDAR = (
    "no earlier calendar: every event begins at SEQUENCE 0, stamped 00:00 UTC of its own day; for calendars to follow a "
    "change, write over mds.ics next time\n"
)


def test_export_gives_the_same_bytes_on_whichever_day(shipped: Path) -> None:
    first = run("export", now="2026-01-01").out
    assert first.count("BEGIN:VEVENT") == 5
    assert run("export", now="2027-01-01").out == first
    written = run("export", "-o", "mds.ics")
    assert (written.code, written.out, written.err) == (0, "", f"mds.ics: 5 talks\n{FIRST_CALENDAR}")
    assert shipped.with_name("mds.ics").read_bytes() == first.replace("\r\n", "\n").replace("\n", "\r\n").encode()
    assert run("export", "-o", "mds.ics", now="2026-06-11").err == "mds.ics: 5 talks, unchanged\n"


def test_no_reading_command_touches_the_file(shipped: Path) -> None:
    before = shipped.read_bytes(), shipped.stat().st_mtime_ns
    for words in (["list"], ["slots"], ["next"], ["show", "kim"], ["announce"], ["export"], ["check"]):
        assert run(*words).code == 0
    assert (shipped.read_bytes(), shipped.stat().st_mtime_ns) == before
    assert sorted(path.name for path in shipped.parent.iterdir()) == ["seminars.toml"]


# --- private things ---

PRIVATE = """
[series.private]
list = "secret-list"
[schedule]
every = "week"
start = 2026-06-15
end = 2026-06-30
time = "16:00"
mode = "hybrid"
join = { url = "https://secret-join.example/x", passcode = "secret-code" }
[[talks]]
id = "a"
date = 2026-06-15
speaker = "A A"
title = "T"
abstract = "W"
[talks.private]
email = "secret-mail@x.org"
hotel = "secret-hotel"
"""


@pytest.mark.parametrize(
    "words",
    [
        "list", "list --json", "list --all --missing", "slots", "slots --json", "next", "next --json", "show a",
        "show a --json", "show a --explain", "show a --explain --json", "export", "check", "check --json",
        "add-talk --title U --date next",
    ],
)  # fmt: skip
def test_nothing_private_appears_unasked(here: Path, words: str) -> None:
    a_file(here, PRIVATE)
    a_file(here, '[a]\nphone = "secret-phone"\n', "seminars.private.toml", series="")
    ran = run(*words.split())
    assert ran.code == 0
    assert "secret" not in ran.out + ran.err


def test_an_announcement_tells_the_audience_the_link_and_no_note(here: Path) -> None:
    a_file(here, PRIVATE)
    out = run("announce").out
    assert [word for word in out.split() if "secret" in word] == ["https://secret-join.example/x", "secret-code"]


def test_private_notes_are_shown_when_asked_for(here: Path) -> None:
    a_file(here, PRIVATE)
    a_file(here, '[a]\nphone = "secret-phone"\n', "seminars.private.toml", series="")
    assert (
        run("show", "a", "--private").out
        == """\
Talk            x/a
Speaker         A A
Title           T
When            Monday, 15 June 2026, 16:00 (Europe/Amsterdam)
Where           R
Online          hybrid, https://secret-join.example/x, passcode secret-code
Private: email  secret-mail@x.org
Private: hotel  secret-hotel
Private: phone  secret-phone
""".replace("Private: email", "Abstract        W\nPrivate: email")
    )
    assert json_of(run("show", "a", "--private", "--json"))["private"] == {
        "join": {"url": "https://secret-join.example/x", "passcode": "secret-code"},
        "email": "secret-mail@x.org",
        "hotel": "secret-hotel",
        "phone": "secret-phone",
    }


# --- several files read together ---


def test_several_series_are_read_together(here: Path) -> None:
    a_file(here, ABROAD + '[[talks]]\nid = "kim"\ndate = 2026-06-15\nspeaker = "Y Kim"\n', "a.toml")
    b = SERIES.replace('"x"', '"y"').replace("X Seminar", "Y Seminar").replace('"R"', '"Q"')
    a_file(here, b + ABROAD + '[[talks]]\nid = "kim"\ndate = 2026-06-22\nspeaker = "Y Kim"\n', "b.toml")
    both = ("-f", "a.toml", "-f", "b.toml")
    assert run("list", *both).out == (
        "Series     Date             Time   Room  Speaker  Title   Talk\n"
        "X Seminar  Mon 15 Jun 2026  16:00  R     Y Kim    T.b.a.  kim\n"
        "Y Seminar  Mon 22 Jun 2026  16:00  Q     Y Kim    T.b.a.  kim\n"
    )
    assert run("show", "kim", *both).err == '"kim" may be 2 talks\nname one: x/kim, y/kim\n'
    assert json_of(run("show", "y/kim", "--json", *both))["date"] == "2026-06-22"
    assert run("add-talk", "--title", "T", *both).code == 2


def test_one_room_at_one_time_across_series(here: Path) -> None:
    schedule = '[schedule]\ndates = [2026-06-15]\ntime = "16:00"\nduration = "60 min"\n'
    a_file(here, schedule + '[[talks]]\nid = "a"\ndate = 2026-06-15\nspeaker = "A"\ntitle = "T"\n', "a.toml")
    later = schedule.replace("16:00", "16:30") + '[[talks]]\nid = "b"\ndate = 2026-06-15\nspeaker = "a"\ntitle = "T"\n'
    a_file(here, SERIES.replace('"x"', '"y"') + later, "b.toml")
    assert run("check", "-f", "a.toml", "-f", "b.toml").out == (
        "b.toml:7: warning: slot of 2026-06-15 16:30: R is taken on Monday, 15 June 2026 from 16:00 to 17:00 "
        "by X Seminar; change a room or a time\n"
        'b.toml:11: warning: talk "b": a speaks twice on Monday, 15 June 2026, also in talk "x/a"; move one of them\n'
    )


# --- add-talk and init, off a terminal ---


def test_add_talk_writes_the_talk_and_says_what_it_did(shipped: Path) -> None:
    before = shipped.read_text("utf-8")
    ran = run("add-talk", "--speaker", "Emmy Noether", "--affiliation", "Göttingen", "--date", "next")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == 'talk "noether" added: Mon 22 Jun 2026, 16:00, no room, Emmy Noether\n'
    assert added_lines(before, shipped.read_text("utf-8")) == [
        "[[talks]]",
        'id = "noether"',
        "date = 2026-06-22",
        'speaker = "Emmy Noether"',
        'affiliation = "Göttingen"',
    ]


def test_add_talk_off_a_terminal_without_a_date_plans_one(shipped: Path) -> None:
    ran = run("add-talk", "--title", "Getting together")
    assert ran.code == 0
    assert ran.out == 'talk "getting-together" added: no date, Getting together\n'
    assert ran.err == "it is being planned; to give it a date: semctl move-talk getting-together DAY\n"
    assert shipped.read_text("utf-8").endswith('\n[[talks]]\nid = "getting-together"\ntitle = "Getting together"\n')


@pytest.mark.parametrize(
    ("date", "says"),
    [
        (
            "2026-06-15",
            'Monday, 15 June 2026 is taken by talk "derumigny"\n'
            "free nearby: Monday, 22 June 2026; or add --extra for a slot of its own\n",
        ),
        (
            "2026-06-23",
            "no slot on Tuesday, 23 June 2026\nfree nearby: Monday, 22 June 2026; or add --extra for a slot of its own\n",
        ),
        (
            "2026-06-22 14:00",
            "Monday, 22 June 2026 has no slot at 14:00\nit has 16:00; or add --extra\n",
        ),
    ],
)
def test_a_taken_slot_and_a_date_without_one_are_refused(shipped: Path, date: str, says: str) -> None:
    before = shipped.read_bytes()
    ran = run("add-talk", "--speaker", "A", "--date", date)
    assert (ran.code, ran.out, ran.err) == (4, "", says)
    assert shipped.read_bytes() == before


@pytest.mark.usefixtures("shipped")
def test_no_free_slot_is_refused() -> None:
    assert run("add-talk", "--speaker", "A", "--date", "next").code == 0
    ran = run("add-talk", "--speaker", "B", "--date", "next")
    assert (ran.code, ran.err) == (4, 'no slot is free\n"semctl slots" shows all; --date with --extra makes one\n')


def test_a_past_date_is_accepted(here: Path) -> None:
    a_file(here, ABROAD)
    ran = run("add-talk", "--speaker", "A", "--date", "2026-06-01")
    assert (ran.code, ran.out) == (0, 'talk "a" added: Mon 1 Jun 2026, 16:00, R, A\n')


def test_next_passes_over_public_holidays_unless_they_are_kept(here: Path) -> None:
    toml = SERIES + 'country = "NL"\n[schedule]\ndates = [2027-03-29, 2027-04-05]\ntime = "16:00"\n'
    a_file(here, toml)
    assert run("add-talk", "--speaker", "A", "--date", "next").out == 'talk "a" added: Mon 5 Apr 2027, 16:00, R, A\n'
    a_file(here, toml + '[[overrides]]\ndate = 2027-03-29\nholiday = "meet"\n')
    assert run("add-talk", "--speaker", "A", "--date", "next").out == 'talk "a" added: Mon 29 Mar 2027, 16:00, R, A\n'


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--speaker", "A", "--time", "14:00"], "--time and --room are of an extra slot\n"),
        (["--speaker", "A", "--extra"], "--extra makes a slot of a date\n"),
        (["--speaker", "A", "--affiliation", "a", "--affiliation", "b"], "more affiliations than speakers\n"),
        (["--speaker", "A", "--abstract", "a", "--abstract-file", "b"], "--abstract and --abstract-file do not go"),
        (["--speaker", "  ", "--title", ""], "a talk needs a speaker or a title\n"),
        (["--speaker", "A", "--date", "some day"], '--date: "some day" is not a day'),
        (["--speaker", "A", "--date", "2026-06-22", "--extra", "--time", "25:00"], "--time: there is no 25:00\n"),
        (["--speaker", "A", "--status", "maybe"], "Usage: semctl add-talk"),
    ],
)
def test_flags_that_do_not_go_together_exit_2(shipped: Path, words: list[str], says: str) -> None:
    before = shipped.read_bytes()
    ran = run("add-talk", *words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(says)
    assert shipped.read_bytes() == before


def test_an_abstract_comes_from_a_file_or_from_standard_input(here: Path) -> None:
    a_file(here, ABROAD)
    text = 'Let $x\\in\\mathbb{R}$.  \r\n\r\nThen "so" it is.\r\n'
    (here / "abstract.txt").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert run("add-talk", "--speaker", "A", "--abstract-file", "abstract.txt").code == 0
    assert run("add-talk", "--speaker", "B", "--abstract-file", "-", answers=text).code == 0
    block = "abstract = '''\nLet $x\\in\\mathbb{R}$.\n\nThen \"so\" it is.\n'''\n"
    assert (here / "seminars.toml").read_text("utf-8").count(block) == 2


def test_an_abstract_file_that_is_no_text_is_refused(here: Path) -> None:
    a_file(here, ABROAD)
    (here / "a.txt").write_bytes(b"caf\xe9")
    ran = run("add-talk", "--speaker", "A", "--abstract-file", "a.txt")
    assert (ran.code, ran.err) == (2, "a.txt is not UTF-8 text\nsave it as UTF-8 in your editor\n")
    assert run("add-talk", "--speaker", "A", "--abstract-file", "none.txt").code == 3


INIT = ("init", "--name", "Algebra Seminar", "--timezone", "Europe/Rome")


def test_init_writes_a_file_that_check_passes(here: Path) -> None:
    ran = run(*INIT, "--every", "2 weeks", "--start", "2026-10-05", "--time", "14:30", "--contact", "a@math.unige.it")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == (
        "wrote seminars.toml; next: semctl slots, semctl add-talk\n"
        "added seminars.private.toml to .gitignore: private notes stay out of git\n"
        "wrote .gitattributes: a diff in git names the talk\n"
    )
    assert (
        (here / "seminars.toml").read_text("utf-8").split("\n# An exception")[0]
        == """\
[series]
id = "algebra-seminar"    # short and for ever: it goes into calendar identities and file names
domain = "math.unige.it"  # for ever too: makes those identities unique in the world
name = "Algebra Seminar"
timezone = "Europe/Rome"  # all times below are wall-clock times there
contact = "a@math.unige.it"

[schedule]
every = "2 weeks"
weekday = "Monday"
time = "14:30"
start = 2026-10-05  # the first slot, and the anchor: the steps are counted from it
"""
    )
    assert (here / ".gitignore").read_text("utf-8") == "seminars.private.toml\n"
    assert (here / ".gitattributes").read_text("utf-8") == (
        "seminars.toml merge=semctl diff=semctl text eol=lf\nseminars.sent.jsonl merge=union\n"
    )
    assert run("check").code == 0
    assert [slot["date"] for slot in json_of(run("slots", "--json"))[:2]] == ["2026-10-05", "2026-10-19"]


@pytest.mark.usefixtures("here")
def test_init_without_a_schedule_leaves_one_to_be_filled_in() -> None:
    assert run(*INIT, "--domain", "unige.it").code == 0
    assert run("check").err == "nothing is wrong\n"
    said = run("slots")
    assert (said.code, said.out) == (0, "")
    assert said.err == "no schedule yet; write [schedule] with every, weekday, time and start, or dates = [...]\n"


def test_init_never_overwrites(here: Path) -> None:
    (here / "seminars.toml").write_text("mine")
    ran = run(*INIT)
    assert (ran.code, ran.err) == (
        4,
        'seminars.toml is there already\n"semctl check" looks it over; -f names another file\n',
    )
    assert (here / "seminars.toml").read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("init", "--timezone", "Europe/Rome"), 'a series needs a name\ngive --name "Algebra Seminar"\n'),
        (
            ("init", "--name", "A", "--timezone", "Europe/Rom"),
            'the series would not be right:\nseries, timezone: there is no time zone "Europe/Rom"; '
            'did you mean "Europe/Rome"?\nnothing was written\n',
        ),
        (
            ("init", "--name", "漢字", "--timezone", "Asia/Tokyo"),
            'the series would not be right:\nseries: "id" is empty; write id = "…", a short name that never changes\n'
            "nothing was written\n",
        ),
        (
            (*INIT, "--every", "week"),
            'the series would not be right:\nschedule: "start" is missing; write start = 2026-05-11, the first slot\n'
            "nothing was written\n",
        ),
    ],
)
def test_init_refuses_what_would_not_be_right(here: Path, words: tuple[str, ...], says: str) -> None:
    ran = run(*words)
    assert (ran.code, ran.out, ran.err) == (2, "", says)
    assert list(here.iterdir()) == []
