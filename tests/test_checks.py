"""What looks wrong, or is still to be done."""

import datetime as dt

import pytest

from semctl.checks import Look, look
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
