"""What was found comes into a series that is there: matched, added, updated; every other line stays."""

import datetime as dt
from typing import Any

import pytest

from semctl.importing.found import Found, FoundTalk, Meeting
from semctl.importing.free_dates import free_dates, reaching
from semctl.importing.matching import Fate, match
from semctl.importing.taking import take
from semctl.parse import parse
from semctl.programme import Programme, arrange
from semctl.tomltext.document import Document
from tests.books import SERIES, TODAY, added_lines, day

WEEKLY = """
[schedule]
every = "week"
time = "16:00"
start = 2026-06-04   # Thursdays
count = 6
"""
TWICE = WEEKLY.replace('"16:00"', '["16:00", "17:30"]')
DATES = """
[schedule]
dates = [
  2026-06-04,   # the first
  2026-07-02,
]
time = "16:00"
"""
ADA = """
# about Ada
[[talks]]
id = "ada"   # for ever
date = 2026-06-11
speaker = "Ada Lovelace"
title = "Engines"
"""


def a_talk(date: str = "2026-06-11", time: str | None = "16:00", **values: object) -> FoundTalk:
    """A talk that was found; room and the like go to its meeting, uid and id are its own."""
    setting: dict[str, Any] = {
        key: values.pop(key) for key in ("room", "duration", "mode", "join", "note") if key in values
    }
    at = dt.time.fromisoformat(time) if time else None
    meeting = Meeting(date=day(date), time=at, zone="Europe/Amsterdam", setting=setting)
    uid, name = (str(values.pop(key)) if key in values else None for key in ("uid", "id"))
    return FoundTalk(values=values, meeting=meeting, line=7, uid=uid, id=name)


def arranged(document: Document) -> Programme:
    parsed = parse(document)
    assert parsed.problems == (), document.text
    return arrange(parsed.book, TODAY)


def fates(toml: str, *talks: FoundTalk) -> list[str]:
    """What becomes of each: its fate, the talk it is, the fields that differ or why it is left out."""
    document = Document.read(SERIES + toml)
    found = match(Found(what="a test", talks=talks), arranged(document), document)
    return [
        " ".join(filter(None, [str(each.fate), each.talk, *(one.key for one in each.differences), each.why]))
        for each in found
    ]


def taken(toml: str, *talks: FoundTalk, update: bool = False, **found: object) -> list[str]:
    """The lines that come in; every other line stays, and the result has no problem and brings nothing new again."""
    before = Document.read(SERIES + toml)
    what = Found(what="a test", talks=talks, **found)  # type: ignore[arg-type]
    after, refused = take(before, arranged(before), what, update=update, arranged=arranged)
    assert refused == ()
    assert arranged(after).problems == ()
    again = match(what, arranged(after), after)
    assert Fate.NEW not in [each.fate for each in again]
    return added_lines(before.text, after.text)


# --- the same talk ---


@pytest.mark.parametrize(
    ("talk", "fate"),
    [
        (a_talk(speaker="Ada Lovelace"), "there already ada"),
        (a_talk(speaker="ADA  LOVELACE"), "differs ada speaker"),
        (a_talk(speaker="A. Lovelace"), "differs ada speaker"),
        (a_talk(speaker="Lovelace, Ada"), "differs ada speaker"),
        (a_talk(title="engines"), "differs ada title"),
        (a_talk(), "there already ada"),
        (a_talk(uid="ada.x@x.org", date="2026-07-02", speaker="Ada Lovelace"), "differs ada date"),
        (a_talk(id="ada", speaker="Someone Else"), "differs ada speaker"),
        (a_talk(speaker="Ada Lovelace", time="17:00", room="S"), "differs ada time room"),
        (a_talk(speaker="Ada Lovelace", room="R", duration="1 h"), "there already ada"),
        (a_talk(speaker="Ada Lovelace", duration="90 min"), "differs ada duration"),
        (a_talk(speaker="Ada Lovelace", status="confirmed"), "there already ada"),
        (a_talk(speaker="Ada Lovelace", status="cancelled"), "differs ada status"),
        (a_talk(speakers=[{"name": "Ada Lovelace"}]), "there already ada"),
        (a_talk(speakers=[{"name": "Ada Lovelace"}, {"name": "Charles Babbage"}]), "differs ada speakers"),
        (a_talk(speaker="Ada Lovelace", tags=["x"]), "differs ada tags"),
        (a_talk(speaker="Bertha Lovelace"), 'left out the slot of Thursday, 11 June 2026 is taken by talk "ada"'),
        (a_talk(speaker="Ada Lovelace", date="2026-06-18"), "new"),
        (a_talk(speaker="Ada Lovelace", uid="other@x", date="2026-06-18"), "new"),
    ],
)
def test_a_talk_is_known_by_identity_then_by_day_and_speaker(talk: FoundTalk, fate: str) -> None:
    assert fates(WEEKLY + ADA, talk) == [fate]


def test_no_talk_of_the_file_stands_for_two() -> None:
    first, second = a_talk(speaker="Ada Lovelace"), a_talk(speaker="A. Lovelace")
    assert fates(WEEKLY + ADA, first, second) == [
        "there already ada",
        'left out the slot of Thursday, 11 June 2026 is taken by talk "ada"',
    ]


def test_an_identity_goes_before_the_day() -> None:
    swapped = 'uid = "2@x"\n[[talks]]\nid = "emmy"\ndate = 2026-06-18\nspeaker = "Emmy Noether"\nuid = "1@x"\n'
    first = a_talk(uid="1@x", speaker="Emmy Noether")
    second = a_talk(uid="2@x", speaker="Ada Lovelace", date="2026-06-18")
    assert fates(WEEKLY + ADA + swapped, first, second) == ["differs emmy date", "differs ada date"]


def test_a_talk_without_a_speaker_is_found_again_when_there_is_one() -> None:
    toml = f'{WEEKLY}\n[[talks]]\nid = "2026-06-11"\ndate = 2026-06-11\n'
    assert fates(toml, a_talk(speaker="Ada Lovelace")) == ["differs 2026-06-11 speaker"]


# --- new talks ---


def test_a_new_talk_takes_the_free_slot_of_its_time() -> None:
    talk = a_talk("2026-06-18", title="Ideals", speaker="Emmy Noether", uid="2@x", room="R", duration="1 h")
    assert taken(WEEKLY + ADA, talk) == [
        "[[talks]]", 'id = "noether"', "date = 2026-06-18", 'speaker = "Emmy Noether"', 'title = "Ideals"', 'uid = "2@x"',
    ]  # fmt: skip


def test_our_own_identity_needs_no_uid() -> None:
    talk = a_talk("2026-06-18", speaker="Emmy Noether", uid="emmy.x@x.org", id="emmy")
    assert taken(WEEKLY, talk) == ["[[talks]]", 'id = "emmy"', "date = 2026-06-18", 'speaker = "Emmy Noether"']


def test_a_slot_gets_what_nobody_has_said_of_it() -> None:
    talk = a_talk("2026-06-18", speaker="Emmy Noether", room="S", note="Bring tea", duration="90 min")
    assert taken(WEEKLY, talk)[:4] == [
        "[[overrides]]",
        "date = 2026-06-18",
        'duration = "90 min"',
        'note = "Bring tea"',
    ]


def test_a_time_that_the_day_does_not_have_makes_an_extra_slot_and_both_talks_say_theirs() -> None:
    talk = a_talk(speaker="Emmy Noether", time="11:00", room="S")
    assert taken(WEEKLY + ADA, talk) == [
        "[[overrides]]", "date = 2026-06-11", "extra = true", 'time = "11:00"', 'room = "S"',
        "[[talks]]", 'id = "noether"', "date = 2026-06-11", 'at = "11:00"', 'speaker = "Emmy Noether"', 'at = "16:00"',
    ]  # fmt: skip


def test_one_of_two_slots_a_day() -> None:
    assert taken(TWICE, a_talk("2026-06-18", time="17:30", speaker="Emmy Noether")) == [
        "[[talks]]", 'id = "noether"', "date = 2026-06-18", 'at = "17:30"', 'speaker = "Emmy Noether"',
    ]  # fmt: skip


def test_a_list_of_dates_gets_the_date() -> None:
    toml = DATES + ADA.replace("2026-06-11", "2026-06-04")
    talks = [a_talk("2026-06-18", speaker="Emmy Noether"), a_talk("2026-06-25", time="11:00", speaker="Zoë Müller")]
    assert taken(toml, *talks) == [
        "  2026-06-18,", "  2026-06-25,",
        "[[overrides]]", "date = 2026-06-25", 'time = "11:00"',
        "[[talks]]", 'id = "noether"', "date = 2026-06-18", 'speaker = "Emmy Noether"',
        "[[talks]]", 'id = "mueller"', "date = 2026-06-25", 'speaker = "Zoë Müller"',
    ]  # fmt: skip


def test_a_talk_without_a_day_is_planned_and_a_cancelled_one_needs_no_slot() -> None:
    planned = FoundTalk(values={"speaker": "Emmy Noether"})
    off = a_talk("2026-06-19", speaker="Zoë Müller", status="cancelled")
    assert taken(WEEKLY, off, planned) == [
        "[[talks]]", 'id = "mueller"', "date = 2026-06-19", 'speaker = "Zoë Müller"', 'status = "cancelled"',
        "[[talks]]", 'id = "noether"', 'speaker = "Emmy Noether"',
    ]  # fmt: skip


def test_rooms_come_with_their_address() -> None:
    rooms = {"S": {"address": "Main Street 1"}, "T": {"address": "nobody meets there"}}
    lines = taken(WEEKLY.replace("count", 'room = "S"\ncount'), a_talk(speaker="Emmy Noether", room="S"), rooms=rooms)
    assert lines[:2] == ["[rooms.S]", 'address = "Main Street 1"']


@pytest.mark.parametrize(
    ("toml", "why"),
    [
        (
            "[[overrides]]\ndate = 2026-06-11\ncancelled = true\n",
            "left out the slot of Thursday, 11 June 2026 is cancelled; hold it: semctl edit-slot 2026-06-11 --held",
        ),
        ("[[overrides]]\ndate = 2026-06-11\nmoved_to = 2026-06-12\n", "new"),
    ],
)
def test_slots_that_are_not_to_be_had(toml: str, why: str) -> None:
    assert fates(WEEKLY + toml, a_talk(speaker="Emmy Noether")) == [why]


# --- updates ---


def test_an_update_changes_what_differs_and_nothing_else() -> None:
    talk = a_talk(uid="ada.x@x.org", speaker="Ada Lovelace", title="Notes", affiliation="London", abstract="A.\n\nB.\n")
    before = Document.read(SERIES + WEEKLY + ADA)
    after, refused = take(before, arranged(before), Found(what="", talks=(talk,)), update=True, arranged=arranged)
    assert refused == ()
    assert after.text == before.text.replace(
        'speaker = "Ada Lovelace"\ntitle = "Engines"',
        "speaker = \"Ada Lovelace\"\naffiliation = \"London\"\ntitle = \"Notes\"\nabstract = '''\nA.\n\nB.\n'''",
    )


def test_an_update_to_a_free_slot_moves_the_talk_and_leaves_its_slot() -> None:
    before = Document.read(SERIES + WEEKLY + ADA)
    talk = a_talk("2026-06-25", speaker="Ada Lovelace", uid="ada.x@x.org")
    after, _ = take(before, arranged(before), Found(what="", talks=(talk,)), update=True, arranged=arranged)
    assert after.text == before.text.replace("date = 2026-06-11", "date = 2026-06-25")


def test_an_update_to_another_day_moves_the_slot() -> None:
    before = Document.read(SERIES + WEEKLY + ADA)
    talk = a_talk("2026-06-12", time="11:00", speaker="Ada Lovelace", uid="ada.x@x.org", room="S")
    after, _ = take(before, arranged(before), Found(what="", talks=(talk,)), update=True, arranged=arranged)
    override = '[[overrides]]\ndate = 2026-06-11\nmoved_to = 2026-06-12\ntime = "11:00"\nroom = "S"\n\n'
    assert after.text == before.text.replace("date = 2026-06-11", "date = 2026-06-12").replace(
        "# about", f"{override}# about"
    )


def test_an_update_that_is_refused_is_said_and_the_rest_is_made() -> None:
    left = "[[overrides]]\ndate = 2026-06-18\nmoved_to = 2026-06-19\n"
    late = '[[talks]]\nid = "late"\ndate = 2026-06-18\nspeaker = "Bo Late"\n'
    before = Document.read(SERIES + WEEKLY + left + ADA + late)
    talk = a_talk("2026-06-18", time="11:00", speaker="Ada Lovelace", title="Notes", uid="ada.x@x.org")

    def loosely(document: Document) -> Programme:
        return arrange(parse(document).book, TODAY)

    after, refused = take(before, loosely(before), Found(what="", talks=(talk,)), update=True, arranged=loosely)
    assert [str(each) for each in refused] == [
        'left out: line 7: talk "ada" is not updated: the slot of talk "late" has moved from this day to Friday, 19 June 2026'
    ]
    assert after.text == before.text.replace('title = "Engines"', 'title = "Notes"')


def test_a_cancellation_is_taken_and_taken_back() -> None:
    before = Document.read(SERIES + WEEKLY + ADA)
    off = a_talk(speaker="Ada Lovelace", status="cancelled", uid="ada.x@x.org")
    after, _ = take(before, arranged(before), Found(what="", talks=(off,)), update=True, arranged=arranged)
    assert after.text == before.text.replace('title = "Engines"\n', 'title = "Engines"\nstatus = "cancelled"\n')
    on = a_talk(speaker="Ada Lovelace", status="confirmed", uid="ada.x@x.org")
    back, _ = take(after, arranged(after), Found(what="", talks=(on,)), update=True, arranged=arranged)
    assert back.text == before.text


# --- dates without a talk ---


def a_date(date: str, time: str | None = "16:00", **said: Any) -> Meeting:
    at = dt.time.fromisoformat(time) if time else None
    return Meeting(date=day(date), time=at, zone="Europe/Amsterdam", line=9, **said)


def free(toml: str, *meetings: Meeting) -> list[str]:
    """What is to be said of dates without a talk: those without a slot, and what contradicts the series."""
    found = Found(what="a test", meetings=meetings)
    known = free_dates(found, reaching(arranged(Document.read(SERIES + toml)), found))
    return [*(f"{each.date} {each.time}" for each in known.new), *map(str, known.remarks)]


def test_dates_without_a_talk_are_new_where_the_series_has_no_slot() -> None:
    cancelled = "[[overrides]]\ndate = 2026-06-18\ncancelled = true\n"
    assert free(WEEKLY, a_date("2026-06-11"), a_date("2026-06-11", None)) == []
    assert free(WEEKLY, a_date("2026-06-12"), a_date("2026-06-11", "11:00"), a_date("2026-06-12")) == [
        "2026-06-11 11:00:00", "2026-06-12 16:00:00"
    ]  # fmt: skip
    assert free(WEEKLY, a_date("2026-06-12", held=False)) == []
    assert free(WEEKLY + cancelled, a_date("2026-06-18"), a_date("2026-06-11", held=False)) == [
        "left out: line 9: the source has cancelled Thursday, 11 June 2026; to do so too: "
        'semctl skip-slot "2026-06-11 16:00"',
        "left out: line 9: the slot of Thursday, 18 June 2026 is cancelled; hold it: "
        'semctl edit-slot "2026-06-18 16:00" --held',
    ]


def test_a_rule_without_an_end_has_slots_however_late_the_source_is() -> None:
    endless = WEEKLY.replace("count = 6\n", "")
    assert free(endless, a_date("2031-06-05"), a_date("2031-06-06")) == ["2031-06-06 16:00:00"]
    assert fates(endless, a_talk(date="2031-06-05", speaker="Ada Lovelace")) == ["new"]
    assert not [line for line in taken(endless, a_talk(date="2031-06-05", speaker="Ada Lovelace")) if "extra" in line]


def test_with_update_they_become_extra_slots_or_further_days() -> None:
    dates = (a_date("2026-06-12", setting={"room": "S"}), a_date("2026-06-11"))
    assert taken(WEEKLY, meetings=dates) == []
    assert taken(WEEKLY, meetings=dates, update=True) == [
        "[[overrides]]", "date = 2026-06-12", "extra = true", 'time = "16:00"', 'room = "S"'
    ]  # fmt: skip
    assert taken(DATES, meetings=dates, update=True)[:2] == ["  2026-06-11,", "  2026-06-12,"]
    second = taken(WEEKLY + ADA, meetings=(a_date("2026-06-11", "11:00"),), update=True)
    assert 'at = "16:00"' in second
    assert "extra = true" in second
