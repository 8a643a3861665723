"""What looks wrong, or is still to be done."""

import datetime as dt

import pytest

from semctl.checks import Look, look, touches, wrong_calendar
from semctl.problems import Problem
from tests.books import SERIES, TODAY, a_programme, day

WEEKLY = '[schedule]\nevery = "week"\ntime = "16:00"\nduration = "1 h"\nstart = 2026-06-01\nend = 2026-06-30\n'
WHIT_MONDAY = {day("2026-06-08"): "Whit Monday"}


def talk(text: str) -> str:
    return f'[[talks]]\ntitle = "T"\n{text}\n'


def found(*tomls: str, holidays: dict[dt.date, str] | None = None, today: dt.date = TODAY) -> list[str]:
    """Everything that the checks find in series read together."""
    looks = [Look(programme=a_programme(toml), today=today, holidays=holidays or {}) for toml in tomls]
    return [str(problem) for problems in look(looks) for problem in problems]


def test_a_sound_series_has_nothing_wrong() -> None:
    assert found(WEEKLY + talk('id = "a"\ndate = 2026-06-08\nspeaker = "A"')) == []


# --- public holidays ---


def test_a_slot_on_a_public_holiday_is_a_warning() -> None:
    assert found(WEEKLY, holidays=WHIT_MONDAY) == [
        "warning: schedule: Monday, 8 June 2026 is a public holiday: Whit Monday; write an [[overrides]] with "
        'date = 2026-06-08 and moved_to, cancelled = true or holiday = "meet"'
    ]


def test_it_is_said_once_of_a_day_with_several_slots() -> None:
    """The hint names the times of those that no override is about."""
    twice = WEEKLY.replace('time = "16:00"', 'time = ["10:00", "16:00"]')
    says = "warning: schedule: Monday, 8 June 2026 is a public holiday: Whit Monday; write an [[overrides]]"
    rest = 'and moved_to, cancelled = true or holiday = "meet"'
    both = f'{says} for each with date = 2026-06-08, at = "10:00" or "16:00", {rest}'
    assert found(twice, holidays=WHIT_MONDAY) == [both]
    one = twice + '[[overrides]]\ndate = 2026-06-08\nat = "10:00"\nholiday = "meet"\n'
    assert found(one, holidays=WHIT_MONDAY) == [f'{says} with date = 2026-06-08, at = "16:00", {rest}']


@pytest.mark.parametrize("how", ['holiday = "meet"', "cancelled = true", "moved_to = 2026-06-10", 'room = "Q"'])
def test_an_override_says_that_the_holiday_was_seen(how: str) -> None:
    assert found(WEEKLY + f"[[overrides]]\ndate = 2026-06-08\n{how}\n", holidays=WHIT_MONDAY) == []


def test_a_slot_moved_onto_a_public_holiday_is_a_warning() -> None:
    toml = WEEKLY + "[[overrides]]\ndate = 2026-06-15\nmoved_to = 2026-06-09\n"
    tuesday = {day("2026-06-09"): "A feast"}
    assert found(toml, holidays=tuesday) == [
        "warning: override of 2026-06-15: Tuesday, 9 June 2026 is a public holiday: A feast; "
        'move it elsewhere, or add holiday = "meet"'
    ]
    assert found(toml + 'holiday = "meet"\n', holidays=tuesday) == []


# --- rooms ---


def test_a_talk_with_a_slot_and_no_room_is_a_warning() -> None:
    nowhere = SERIES.replace('room = "R"\n', "")
    toml = nowhere + WEEKLY + talk('id = "a"\ndate = 2026-06-08')
    assert found(toml) == [
        'warning: talk "a": no room on Monday, 8 June 2026; write room in [schedule], or in an [[overrides]] '
        "with date = 2026-06-08"
    ]
    assert found(nowhere + WEEKLY) == []
    assert (
        found(nowhere.replace("[series]", '[series]\nmode = "online"') + WEEKLY + talk('id = "a"\ndate = 2026-06-08'))
        == []
    )
    assert found(toml + '[check]\nignore = ["no-room"]\n') == []


def test_two_things_in_one_room_at_one_time_are_a_warning() -> None:
    toml = WEEKLY + '[[overrides]]\ndate = 2026-06-08\nextra = true\ntime = "16:30"\n'
    assert found(toml) == [
        "warning: slot of 2026-06-08 16:30: R is taken on Monday, 8 June 2026 from 16:00 to 17:00; "
        "change a room or a time"
    ]
    assert found(toml + 'room = "Q"\n') == []
    assert found(toml.replace("16:30", "17:00")) == []
    assert found(toml.replace('"16:30"', '"17:00"') + "cancelled = true\n") == []


def test_a_clash_within_an_assumed_length_says_so() -> None:
    toml = WEEKLY.replace('duration = "1 h"\n', "") + '[[overrides]]\ndate = 2026-06-08\nextra = true\ntime = "16:59"\n'
    assert found(toml) == [
        "warning: slot of 2026-06-08 16:59: R is taken on Monday, 8 June 2026 from 16:00 to 17:00; "
        "change a room or a time, or write the duration: 60 minutes are assumed"
    ]


def test_a_long_meeting_clashes_with_all_that_fall_into_it() -> None:
    toml = WEEKLY + '[[overrides]]\ndate = 2026-06-08\ntime = "09:00"\nduration = "8 h"\n'
    toml += '[[overrides]]\ndate = 2026-06-08\nextra = true\ntime = "10:00"\n'
    toml += '[[overrides]]\ndate = 2026-06-08\nextra = true\ntime = "12:00"\n'
    assert [line.split(": ")[1] for line in found(toml)] == ["slot of 2026-06-08 10:00", "slot of 2026-06-08 12:00"]


def test_instants_are_compared_across_zones() -> None:
    there = SERIES.replace("Europe/Amsterdam", "America/New_York").replace('"x"', '"y"')
    toml = there + '[schedule]\ndates = [2026-06-08]\ntime = "10:30"\nduration = "1 h"\n'
    assert [line.split(": ")[1] for line in found(WEEKLY, toml)] == ["slot of 2026-06-08 10:30"]


# --- people ---


def test_one_speaker_twice_in_a_day_is_a_warning() -> None:
    toml = WEEKLY.replace('"16:00"', '["10:00", "16:00"]') + talk(
        'id = "a"\ndate = 2026-06-08\nat = "10:00"\nspeaker = "Ann B"'
    )
    toml += talk('id = "b"\ndate = 2026-06-08\nat = "16:00"\n[[talks.speakers]]\nname = "ann  B"')
    assert found(toml) == [
        'warning: talk "b": ann B speaks twice on Monday, 8 June 2026, also in talk "a"; move one of them'
    ]
    assert found(toml.replace('at = "16:00"\n', 'at = "16:00"\nstatus = "cancelled"\n')) == []


def test_a_slot_that_two_talks_hold_is_a_warning() -> None:
    toml = WEEKLY + talk('id = "a"\ndate = 2026-06-08') + talk('id = "b"\ndate = 2026-06-08')
    assert found(toml) == ['warning: talk "b": the slot of Monday, 8 June 2026 is taken by talk "a"; move one of them']


# --- overrides ---


@pytest.mark.parametrize(
    "what", ["", 'room = "R"', 'time = "16:00"', "moved_to = 2026-06-08", 'duration = "60 min"', 'reason = "so"']
)
def test_an_override_that_changes_nothing_is_a_warning(what: str) -> None:
    assert found(WEEKLY + f"[[overrides]]\ndate = 2026-06-08\n{what}\n") == [
        "warning: override of 2026-06-08: changes nothing: the slot is so without it; say what is different, or remove it"
    ]


# --- chores ---


@pytest.mark.parametrize(
    ("today", "told"), [("2026-06-07", False), ("2026-06-08", True), ("2026-06-22", True), ("2026-06-23", False)]
)
def test_a_talk_inside_fourteen_days_without_a_title_is_a_chore(today: str, told: bool) -> None:
    toml = WEEKLY + '[[talks]]\nid = "a"\ndate = 2026-06-22\nspeaker = "A"\n'
    says = 'chore: talk "a": no title yet; the talk is on Monday, 22 June 2026; ask the speaker, then write title = "…"'
    assert found(toml, today=day(today)) == ([says] if told else [])


def test_a_series_without_a_domain_is_a_chore() -> None:
    assert found(SERIES.replace('domain = "x.org"\n', "")) == [
        "chore: series: no domain: calendar identities may meet those of others; "
        'write domain = "utwente.nl", or wherever your web page is'
    ]


# --- which talks a problem is about ---

TWO = (
    '[[organizers]]\nname = "O"\n\n[rooms."Q"]\ncapacity = 20\n\n'
    + WEEKLY
    + '[[overrides]]\ndate = 2026-06-15\nroom = "Q"\n\n'
    + talk('id = "a"\ndate = 2026-06-08')
    + talk('id = "b"\ndate = 2026-06-15')
    + talk('id = "later"')
)
THE_WHOLE = ["a", "b", "later", None]


@pytest.mark.parametrize(
    ("path", "about"),
    [
        ((), THE_WHOLE),
        (("series",), THE_WHOLE),
        (("series", "join", "url"), THE_WHOLE),
        (("organizers", 0, "email"), THE_WHOLE),
        (("publish", "url"), THE_WHOLE),
        (("mail", "host"), []),
        (("schedule", "time"), ["a", "b"]),
        (("overrides", 0), ["b"]),
        (("rooms", "Q", "address"), ["b"]),
        (("rooms", "R"), ["a"]),
        (("talks", 0, "abstract"), ["a"]),
        (("talks", 2), ["later"]),
    ],
)
def test_a_problem_is_about_the_talks_that_its_place_says_something_of(
    path: tuple[str | int, ...], about: list[str | None]
) -> None:
    """None is the series as a whole."""
    problem = Problem(code="unknown-key", path=(*path, "kee") if path else (), says="")
    assert touched(problem) == about


def touched(problem: Problem) -> list[str | None]:
    entries = [*a_programme(TWO).entries, None]
    about = [entry for entry in entries if touches(problem, entry, {"publish"})]
    return [entry.talk.id if entry else None for entry in about]


def test_a_table_that_nobody_knows_may_have_been_a_talk() -> None:
    assert touched(Problem(code="unknown-key", path=("tlaks",), says="")) == THE_WHOLE


def test_a_problem_of_one_day_is_about_the_talks_of_that_day() -> None:
    """The schedule gives the other days too."""
    looked = Look(programme=a_programme(TWO), today=TODAY, holidays=WHIT_MONDAY)
    (holiday,) = (problem for problem in look([looked])[0] if problem.code == "holiday")
    assert (holiday.path, touched(holiday)) == (("schedule",), ["a"])


# --- calendars on a server ---


@pytest.mark.parametrize(
    "url",
    [
        "https://cal.example.org/ada/seminar/",
        "https://cal.example.org",
        "HTTPS://cal.example.org:8443/remote.php/dav/calendars/a%40b/x",
        "https://cal.example.org/dav/ada@example.org/seminar/",
        "https://[2001:db8::1]/x/",
        "http://localhost:5232/ada/x/",
        "http://127.0.0.1:5232/ada/x/",
        "http://127.10.0.1/x",
        "http://[::1]:5232/ada/x/",
    ],
)
def test_a_calendar_to_which_a_password_may_go(url: str) -> None:
    assert wrong_calendar(url) is None


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://cal.example.org/x/", "plain http would show the password to everyone on the way to cal.example.org"),
        ("http://127.0.0.1.example.org/", "plain http would show the password to everyone on the way to 127.0.0.1.example.org"),
        ("http://localhost.example.org/", "plain http would show the password to everyone on the way to localhost.example.org"),
        ("http://192.168.0.1/x/", "plain http would show the password to everyone on the way to 192.168.0.1"),
        ("http://[::2]/x/", "plain http would show the password to everyone on the way to [::2]"),
        ("http://0.0.0.0/x/", "plain http would show the password to everyone on the way to 0.0.0.0"),
        ("https://ada:s3cret@cal.example.org/x/", "the address holds a user or a password"),
        ("http://localhost@example.org/x/", "the address holds a user or a password"),
        ("https://cal.example.org/x/?export", '"https://cal.example.org/x/?export" is a page, not a calendar'),
        ("webcal://cal.example.org/x/", '"webcal://cal.example.org/x/" is no address of a calendar on a server'),
        ("cal.example.org/x/", '"cal.example.org/x/" is no address of a calendar on a server'),
        ("https:///x/", '"https:///x/" is no address of a calendar on a server'),
        ("https://cal.example.org:65536/", '"https://cal.example.org:65536/" is no address of a calendar on a server'),
        ("https://cal.example.org:port/", '"https://cal.example.org:port/" is no address of a calendar on a server'),
        ("https://cal.example.org/a b/", '"https://cal.example.org/a b/" is no address of a calendar on a server'),
    ],
)  # fmt: skip
def test_one_to_which_none_may_go(url: str, says: str) -> None:
    wrong = wrong_calendar(url)
    assert wrong
    assert wrong[0] == says
    assert "s3cret" not in str(wrong)
