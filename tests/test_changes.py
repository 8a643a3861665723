"""Changes of slots and talks on the text: the diff is the lines that had to change."""

import datetime as dt
from collections.abc import Callable
from difflib import unified_diff
from typing import Any

import pytest

from semctl.edits import slots, talks, terms
from semctl.edits.slots import OfTalk
from semctl.parse import parse
from semctl.problems import Grade, Refused
from semctl.programme import Programme, arrange
from semctl.tomltext.document import Document

TODAY = dt.date(2026, 5, 1)

TEXT = """\
[series]
id = "mds"
name = "MDS"
timezone = "Europe/Amsterdam"
country = "NL"

[schedule]      # the rule
every = "2 weeks"
weekday = "Monday"
time = "16:00"
start = 2026-05-11
end = 2026-07-20

[[overrides]]
date = 2026-05-25
room = "RA 1"   # booked

# the first talk
[[talks]]
id = "jacobs"
date = 2026-05-11  # sure
speaker = "Tom Jacobs"

[[talks]]
id = "kim"
date = 2026-05-25
speaker = "Yongdai Kim"

[[talks]]
id = "kassing"
date = 2026-06-08
speaker = "Sebastian Kassing"
"""


def programme_of(document: Document) -> Programme:
    parsed = parse(document)
    assert parsed.book, parsed.problems
    programme = arrange(parsed.book, TODAY)
    wrong = [problem for problem in (*parsed.problems, *programme.problems) if problem.grade is not Grade.CHORE]
    assert wrong == []
    return programme


def changed(change: Callable[..., Document], *arguments: Any, text: str = TEXT) -> list[str]:
    """The lines of the diff; the changed text is without warnings."""
    document = Document.read(text)
    after = change(document, programme_of(document), *arguments)
    programme_of(after)
    return lines_of_diff(text, after.text)


def lines_of_diff(before: str, after: str) -> list[str]:
    """Without blank lines, which part blocks."""
    lines = unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=0)
    return [line for line in lines if line[:3] not in ("---", "+++") and line not in ("+", "-") and line[:2] != "@@"]


def on(day: dt.date, text: str = TEXT) -> Any:
    return slots.slot_on(programme_of(Document.read(text)), day, None)


def test_a_talk_moves_by_its_date_line_alone() -> None:
    assert changed(talks.move_talk, "kim", on(dt.date(2026, 6, 22))) == ["-date = 2026-05-25", "+date = 2026-06-22"]


def test_a_taken_slot_is_refused_naming_swap() -> None:
    with pytest.raises(Refused) as refused:
        changed(talks.move_talk, "kim", on(dt.date(2026, 6, 8)))
    assert refused.value.says == 'Monday, 8 June 2026 is taken by talk "kassing"'
    assert refused.value.hint == "exchange them: semctl swap-talks kim kassing"


def test_swapping_changes_the_two_date_lines_where_they_stand() -> None:
    assert changed(talks.swap_talks, "jacobs", "kassing") == [
        "-date = 2026-05-11  # sure",
        "+date = 2026-06-08  # sure",
        "-date = 2026-06-08",
        "+date = 2026-05-11",
    ]


def test_shifting_passes_over_holidays() -> None:
    """25 May 2026 is Whit Monday; the order of the talks stays, also of the one that stands on it."""
    programme = programme_of(Document.read(TEXT))
    holidays = {dt.date(2026, 5, 25): "Whit Monday"}
    plan = talks.plan_shift(programme, holidays, dt.date(2026, 5, 11), 1)
    assert [(step.talk.id, step.old.date.isoformat(), step.new.date.isoformat()) for step in plan] == [
        ("jacobs", "2026-05-11", "2026-06-08"),
        ("kim", "2026-05-25", "2026-06-22"),
        ("kassing", "2026-06-08", "2026-07-06"),
    ]


def test_shifting_changes_only_dates() -> None:
    programme = programme_of(Document.read(TEXT))
    plan = talks.plan_shift(programme, {}, dt.date(2026, 5, 25), 1)
    assert changed(talks.shift_talks, plan) == [
        "-date = 2026-05-25",
        "+date = 2026-06-08",
        "-date = 2026-06-08",
        "+date = 2026-06-22",
    ]


def test_nobody_falls_off_the_end() -> None:
    programme = programme_of(Document.read(TEXT))
    with pytest.raises(Refused, match='talk "kassing" would fall off: the last slot is on Monday, 20 July 2026'):
        talks.plan_shift(programme, {}, dt.date(2026, 6, 8), 4)


def test_cancelling_writes_status_and_reason_and_restoring_takes_them_back() -> None:
    assert changed(talks.cancel_talk, "kim", "ill") == ['+status = "cancelled"', '+reason = "ill"']
    document = Document.read(TEXT)
    cancelled = talks.cancel_talk(document, programme_of(document), "kim", "ill")
    assert talks.restore_talk(cancelled, programme_of(cancelled), "kim").text == TEXT


def test_a_removed_talk_takes_its_comment_along() -> None:
    assert changed(talks.remove_talk, "jacobs") == [
        "-# the first talk",
        "-[[talks]]",
        '-id = "jacobs"',
        "-date = 2026-05-11  # sure",
        '-speaker = "Tom Jacobs"',
    ]


def test_editing_sets_adds_and_takes_out() -> None:
    assert changed(talks.edit_talk, "kim", {"title": "Fair", "speaker": "Y. Kim", "affiliation": None}) == [
        '-speaker = "Yongdai Kim"',
        '+speaker = "Y. Kim"',
        '+title = "Fair"',
    ]


def test_a_moved_slot_takes_its_talk_and_extends_its_override() -> None:
    slot = on(dt.date(2026, 5, 25))
    assert changed(slots.move_slot, slot, dt.date(2026, 5, 28), {"room": "RA 3", "reason": "Whit Monday"}) == [
        '-room = "RA 1"   # booked',
        '+room = "RA 3"   # booked',
        "+moved_to = 2026-05-28",
        '+reason = "Whit Monday"',
        "-date = 2026-05-25",
        "+date = 2026-05-28",
    ]


def test_a_slot_moves_onto_a_regular_day_at_another_time() -> None:
    slot = on(dt.date(2026, 5, 25))
    assert changed(slots.move_slot, slot, dt.date(2026, 6, 8), {"time": "11:00"}) == [
        "+moved_to = 2026-06-08",
        '+time = "11:00"',
        "-date = 2026-05-25",
        "+date = 2026-06-08",
        '+at = "11:00"',
        '+at = "16:00"',
    ]


def test_a_slot_moved_back_is_as_the_rule_says() -> None:
    document = Document.read(TEXT)
    slot = on(dt.date(2026, 6, 8))
    there = slots.move_slot(document, programme_of(document), slot, dt.date(2026, 6, 9), {})
    back = slots.move_slot(
        there,
        programme_of(there),
        slots.slot_on(programme_of(there), dt.date(2026, 6, 9), None),
        dt.date(2026, 6, 8),
        {},
    )
    assert back.text == TEXT


def test_a_room_is_set_in_a_new_override_in_date_order() -> None:
    assert changed(slots.edit_slot, on(dt.date(2026, 6, 8)), {"room": "RA 9"}) == [
        "+[[overrides]]",
        "+date = 2026-06-08",
        '+room = "RA 9"',
    ]


def test_an_override_without_content_goes() -> None:
    assert changed(slots.edit_slot, on(dt.date(2026, 5, 25)), {"room": None}) == [
        "-[[overrides]]",
        "-date = 2026-05-25",
        '-room = "RA 1"   # booked',
    ]


def test_a_slot_with_a_talk_is_not_skipped_unasked() -> None:
    with pytest.raises(Refused) as refused:
        changed(slots.skip_slot, on(dt.date(2026, 6, 8)), "strike", None)
    assert refused.value.says == 'talk "kassing" is on Monday, 8 June 2026'
    assert refused.value.hint == "add --talk cancel, or --talk unschedule to plan it anew"


def test_a_skipped_slot_says_why_and_its_talk_is_planned_anew() -> None:
    assert changed(slots.skip_slot, on(dt.date(2026, 6, 8)), "strike", OfTalk.UNSCHEDULE) == [
        "+[[overrides]]",
        "+date = 2026-06-08",
        "+cancelled = true",
        '+reason = "strike"',
        "-date = 2026-06-08",
    ]


def test_several_days_become_a_break() -> None:
    assert changed(slots.skip_days, dt.date(2026, 6, 15), dt.date(2026, 7, 10), "summer", None) == [
        "+[[breaks]]",
        "+from = 2026-06-15",
        "+to = 2026-07-10",
        '+reason = "summer"',
    ]


def test_a_break_takes_the_overrides_of_its_days_along() -> None:
    assert changed(slots.skip_days, dt.date(2026, 5, 20), dt.date(2026, 5, 30), None, OfTalk.CANCEL) == [
        "-[[overrides]]",
        "-date = 2026-05-25",
        '-room = "RA 1"   # booked',
        "+[[breaks]]",
        "+from = 2026-05-20",
        "+to = 2026-05-30",
        '+status = "cancelled"',
    ]


def test_an_extra_slot_is_an_override() -> None:
    assert changed(slots.add_slot, dt.date(2026, 5, 18), {"time": "11:00", "room": "CR 2K"}) == [
        "+[[overrides]]",
        "+date = 2026-05-18",
        "+extra = true",
        '+time = "11:00"',
        '+room = "CR 2K"',
    ]


def test_a_new_term_closes_the_last_and_is_as_it_was() -> None:
    open_ended = TEXT.replace("end = 2026-07-20\n", "")
    values = {"term": "Autumn 2026", "start": dt.date(2026, 9, 1), "end": dt.date(2026, 12, 18), "time": "15:00"}
    assert changed(terms.new_term, values, text=open_ended) == [
        "-[schedule]      # the rule",
        "+[[schedule]]      # the rule",
        "+end = 2026-08-31",
        "+[[schedule]]",
        '+term = "Autumn 2026"',
        '+every = "2 weeks"',
        '+weekday = "Monday"',
        '+time = "15:00"',
        "+start = 2026-09-07",
        "+end = 2026-12-18",
    ]
