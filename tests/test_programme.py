"""Slots joined with talks: what is on, what is free, what is missing."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from semctl.problems import Misused
from semctl.programme import Programme, coming, find, following, missing, over
from tests.books import SERIES, a_programme, day, problems_of

WEEKLY = '[schedule]\nevery = "week"\ntime = "16:00"\nstart = 2026-06-01\nend = 2026-06-30\n'
TWICE = WEEKLY.replace('"16:00"', '["15:00", "16:15"]')
MOVED = WEEKLY + "[[overrides]]\ndate = 2026-06-08\nmoved_to = 2026-06-10\n"


def talk(text: str) -> str:
    return f"[[talks]]\n{text}\n"


def placed(programme: Programme) -> dict[str, str | None]:
    """For each talk the slot it has, as day and time."""
    return {
        entry.talk.id: f"{entry.slot.date} {entry.slot.time:%H:%M}" if entry.slot and entry.slot.time else None
        for entry in programme.entries
    }


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Amsterdam"))


def test_talks_find_their_slots_in_order_of_time_and_planned_ones_are_last() -> None:
    toml = (
        TWICE
        + talk('id = "late"\ndate = 2026-06-08\nat = "16:15"')
        + talk('id = "early"\ndate = 2026-06-08\nat = "15:00"')
    )
    programme = a_programme(toml + talk('id = "planned"') + talk('id = "first"\ndate = 2026-06-01\nat = "15:00"'))
    assert placed(programme) == {
        "first": "2026-06-01 15:00",
        "early": "2026-06-08 15:00",
        "late": "2026-06-08 16:15",
        "planned": None,
    }
    assert [entry.talk.id for entry in programme.entries] == ["first", "early", "late", "planned"]


def test_free_slots_are_those_that_take_place_and_no_talk_holds() -> None:
    toml = MOVED + "[[overrides]]\ndate = 2026-06-15\ncancelled = true\n"
    toml += talk('id = "a"\ndate = 2026-06-01') + talk('id = "b"\ndate = 2026-06-22\nstatus = "cancelled"')
    assert [slot.date.isoformat() for slot in a_programme(toml).free()] == ["2026-06-10", "2026-06-22", "2026-06-29"]


def test_a_moved_slot_keeps_its_talk() -> None:
    programme = a_programme(MOVED + talk('id = "a"\ndate = 2026-06-10'))
    (entry,) = programme.entries
    assert entry.slot is not None
    assert entry.slot.key == (day("2026-06-08"), dt.time(16), False)
    assert programme.problems == ()


def test_a_talk_on_the_old_date_of_a_moved_slot_is_a_warning_that_says_the_new_one() -> None:
    toml = MOVED + talk('id = "a"\ndate = 2026-06-08')
    assert problems_of(toml) == [
        '17: warning: talk "a": its slot has moved from Monday, 8 June 2026 to Wednesday, 10 June 2026; '
        "write date = 2026-06-10"
    ]
    programme = a_programme(toml)
    assert placed(programme) == {"a": "2026-06-10 16:00"}
    assert day("2026-06-10") not in [slot.date for slot in programme.free()]


def test_an_extra_slot_on_the_old_date_is_the_talks_own() -> None:
    toml = MOVED + '[[overrides]]\ndate = 2026-06-08\nextra = true\ntime = "12:00"\n'
    assert placed(a_programme(toml + talk('id = "a"\ndate = 2026-06-08'))) == {"a": "2026-06-08 12:00"}


@pytest.mark.parametrize(
    ("toml", "problem"),
    [
        (
            WEEKLY + talk('id = "a"\ndate = 2026-06-09'),
            '14: warning: talk "a": no slot on Tuesday, 9 June 2026; move the talk, or write an [[overrides]] with '
            "date = 2026-06-09 and extra = true",
        ),
        (
            WEEKLY
            + '[[overrides]]\ndate = 2026-06-08\ncancelled = true\nreason = "strike"\n'
            + talk('id = "a"\ndate = 2026-06-08'),
            '18: warning: talk "a": the slot of Monday, 8 June 2026 is cancelled (strike); move the talk, or write '
            'status = "cancelled"',
        ),
        (
            TWICE + talk('id = "a"\ndate = 2026-06-08'),
            '14: talk "a": Monday, 8 June 2026 has several slots; write at = "15:00" or at = "16:15"',
        ),
        (
            TWICE + talk('id = "a"\ndate = 2026-06-08\nat = "17:00"'),
            '15: talk "a": Monday, 8 June 2026 has no slot at 17:00; write at = "15:00" or at = "16:15"',
        ),
        (
            WEEKLY + talk('id = "a"\ndate = 2026-06-08\nat = "17:00"'),
            '15: warning: talk "a": Monday, 8 June 2026 has no slot at 17:00; write at = "16:00", or leave it out',
        ),
    ],
)
def test_a_talk_without_one_slot_is_said_with_a_remedy(toml: str, problem: str) -> None:
    assert problems_of(toml) == [problem]


def test_a_cancelled_talk_is_no_problem_wherever_it_stands() -> None:
    toml = TWICE + talk('id = "a"\ndate = 2026-06-09\nstatus = "cancelled"')
    assert problems_of(toml + talk('id = "b"\ndate = 2026-06-08\nstatus = "cancelled"')) == []


def test_the_one_slot_left_on_a_day_needs_no_at() -> None:
    toml = TWICE + '[[overrides]]\ndate = 2026-06-08\nat = "15:00"\ncancelled = true\n'
    assert placed(a_programme(toml + talk('id = "a"\ndate = 2026-06-08'))) == {"a": "2026-06-08 16:15"}


def test_a_talk_is_next_until_it_ends() -> None:
    toml = WEEKLY + 'duration = "90 min"\n' + talk('id = "a"\ndate = 2026-06-08') + talk('id = "b"\ndate = 2026-06-15')
    entries = a_programme(toml).entries

    def next_at(now: str) -> str | None:
        entry = following(entries, at(now))
        return entry.talk.id if entry else None

    assert next_at("2026-06-08 17:29") == "a"
    assert next_at("2026-06-08 17:30") == "b"
    assert next_at("2026-06-15 17:30") is None
    assert [entry.talk.id for entry in coming(entries, at("2026-06-08 17:30"))] == ["b"]
    assert [entry.talk.id for entry in over(entries, at("2026-06-08 17:30"))] == ["a"]


def test_a_talk_without_a_time_ends_with_its_day() -> None:
    entries = a_programme("[schedule]\ndates = [2026-06-08]\n" + talk('id = "a"\ndate = 2026-06-08')).entries
    assert not entries[0].is_over(at("2026-06-08 23:59"))
    assert entries[0].is_over(at("2026-06-09 00:00"))


def test_what_is_cancelled_is_never_next() -> None:
    toml = WEEKLY + "[[overrides]]\ndate = 2026-06-08\ncancelled = true\n" + talk('id = "a"\ndate = 2026-06-08')
    toml += talk('id = "b"\ndate = 2026-06-15\nstatus = "cancelled"') + talk('id = "c"\ndate = 2026-06-22')
    entry = following(a_programme(toml).entries, at("2026-06-01 00:00"))
    assert entry is not None
    assert entry.talk.id == "c"


def test_what_is_missing() -> None:
    toml = (
        SERIES.replace('room = "R"\n', "")
        + WEEKLY
        + talk('id = "a"\ndate = 2026-06-08')
        + talk('id = "b"\ntitle = "T"\nabstract = "A"')
    )
    assert [missing(entry) for entry in a_programme(toml).entries] == [
        ("speaker", "title", "abstract", "room"),
        ("date",),
    ]
    online = (
        SERIES.replace('room = "R"\n', 'mode = "online"\n') + WEEKLY + talk('id = "a"\ndate = 2026-06-08\ntitle = "T"')
    )
    assert missing(a_programme(online).entries[0]) == ("abstract",)


@pytest.mark.parametrize(
    ("name", "found"),
    [("kim", "kim"), ("ki", "kim|kim-2"), ("kim-", "kim-2"), ("x/kim", "kim"), ("x/kim-", "kim-2"), ("2026-06-08", "kim"),
     ("8 June", "kim"), ("2026-06-08 16:00", "kim"), ("2026-06-15", "moved"), ("2026-06-17", "moved"), ("next", "kim"),
     ("nobody", None), ("", None), ("2026-06-09", None)],
)  # fmt: skip
def test_a_talk_is_found_by_what_people_say(name: str, found: str | None) -> None:
    toml = WEEKLY + "[[overrides]]\ndate = 2026-06-15\nmoved_to = 2026-06-17\n" + talk('id = "kim"\ndate = 2026-06-08')
    toml += talk('id = "kim-2"\ndate = 2026-06-22') + talk('id = "moved"\ndate = 2026-06-17')
    entries = a_programme(toml).entries
    if found is None or "|" in found:
        with pytest.raises(Misused) as misused:
            find(entries, name, at("2026-06-05 00:00"))
        assert misused.value.hint == ("name one: kim, kim-2" if found else misused.value.hint)
    else:
        assert find(entries, name, at("2026-06-05 00:00")).talk.id == found


def test_talks_of_several_zones_stand_in_the_order_of_their_instants() -> None:
    toml = """
[[schedule]]
term = "here"
dates = [2026-06-08]
time = "16:00"
[[schedule]]
term = "there"
dates = [2026-06-08]
time = "09:00"
timezone = "America/New_York"
"""
    # 9:00 in New York is 15:00 in Amsterdam
    toml += talk('id = "here"\ndate = 2026-06-08\nat = "16:00"') + talk('id = "there"\ndate = 2026-06-08\nat = "09:00"')
    assert [entry.talk.id for entry in a_programme(toml).entries] == ["there", "here"]
