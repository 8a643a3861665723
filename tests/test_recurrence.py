"""Rules and overrides → slots."""

import datetime as dt
import itertools
import time
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule
from hypothesis import given
from hypothesis import strategies as st

from semctl.recurrence import Slot, SlotKind, expand
from semctl.rules import MOST_SLOTS, read_every
from tests.books import SERIES, TODAY, a_book, day, days_of, problems_of, slots_of

WEEKLY = '[schedule]\nevery = "week"\nweekday = "Monday"\ntime = "16:00"\nstart = 2026-06-01\n'
JUNE = WEEKLY + "end = 2026-06-30\n"
FORTNIGHTLY = JUNE.replace('"week"', '"2 weeks"')


def schedule(text: str) -> str:
    return f"[schedule]\n{text}\n"


def override(text: str) -> str:
    return f"[[overrides]]\n{text}\n"


def told(slots: tuple[Slot, ...]) -> list[str]:
    """Slots as short lines: day, time, kind, room."""
    return [f"{slot.date} {slot.time:%H:%M} {slot.kind} {slot.room}" for slot in slots]


# --- rules ---


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ('every = "week"\nstart = 2026-06-01\nend = 2026-06-22', "06-01 06-08 06-15 06-22"),
        ('every = "2 weeks"\nweekday = "Monday"\nstart = 2026-06-01\nend = 2026-06-30', "06-01 06-15 06-29"),
        ('every = "fortnight"\nstart = 2026-06-01\ncount = 3', "06-01 06-15 06-29"),
        ('every = "3 weeks"\nweekday = "Mon"\nstart = 2026-06-01\ncount = 3', "06-01 06-22 07-13"),
        (
            'every = "2 weeks"\nweekday = ["Thursday", "Monday"]\nstart = 2026-06-01\ncount = 5',
            "06-01 06-04 06-15 06-18 06-29",
        ),
        # the phase is counted in calendar weeks from Monday, also where the first slot is a later day of its week
        ('every = "2 weeks"\nweekday = ["Mon", "Thu"]\nstart = 2026-06-04\ncount = 4', "06-04 06-15 06-18 06-29"),
        ('every = "month"\nweekday = "second Tuesday"\nstart = 2026-06-09\ncount = 4', "06-09 07-14 08-11 09-08"),
        ('every = "month"\nweekday = "2nd Tue"\nstart = 2026-06-09\ncount = 2', "06-09 07-14"),
        ('every = "month"\nweekday = "last Friday"\nstart = 2026-06-26\ncount = 3', "06-26 07-31 08-28"),
        # a month without a fifth Monday has no slot
        ('every = "month"\nweekday = "fifth Monday"\nstart = 2026-06-29\ncount = 3', "06-29 08-31 11-30"),
        ('every = "3 months"\nweekday = "first Monday"\nstart = 2026-06-01\ncount = 3', "06-01 09-07 12-07"),
        (
            'every = "month"\nweekday = ["first Monday", "third Monday"]\nstart = 2026-06-01\ncount = 4',
            "06-01 06-15 07-06 07-20",
        ),
        ("dates = [2026-11-05, 2026-10-15]", "10-15 11-05"),
        ('rrule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"\nstart = 2026-06-01\ncount = 2', "06-01 06-15"),
        ('rrule = "RRULE:freq=monthly; bymonthday=-1;COUNT=3"\nstart = 2026-06-30', "06-30 07-31 08-31"),
        ('rrule = "FREQ=DAILY"\nstart = 2026-06-29\nend = 2026-07-01', "06-29 06-30 07-01"),
        ('rrule = "FREQ=YEARLY;BYMONTH=6;BYDAY=1MO"\nstart = 2026-06-01\ncount = 1', "06-01"),
    ],
)
def test_a_rule_gives_its_days(rule: str, days: str) -> None:
    assert days_of(schedule(rule)) == [f"2026-{each}" for each in days.split()]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("week", (1, "week")),
        ("2 weeks", (2, "week")),
        ("every 2 weeks", (2, "week")),
        ("every other week", (2, "week")),
        ("Fortnight", (2, "week")),
        ("weekly", (1, "week")),
        ("month", (1, "month")),
        ("3 months", (3, "month")),
        ("0 weeks", None),
        ("521 weeks", None),
        ("2 days", None),
        ("", None),
        ("week week", None),
    ],
)
def test_every_is_read(text: str, meant: tuple[int, str] | None) -> None:
    assert read_every(text) == meant


RRULES = [
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU",
    "FREQ=WEEKLY;BYDAY=MO;BYMONTH=4,5,6,7,10,11",
    "FREQ=WEEKLY;BYDAY=MO,WE;BYSETPOS=1",
    "FREQ=MONTHLY;BYDAY=1MO",
    "FREQ=MONTHLY;BYDAY=1MO,-1FR",
    "FREQ=MONTHLY;BYMONTHDAY=1,15",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
    "FREQ=MONTHLY;INTERVAL=2;BYDAY=MO;BYMONTHDAY=1,2,3,4,5,6,7",
    "FREQ=MONTHLY",
    "FREQ=YEARLY",
    "FREQ=YEARLY;BYMONTH=3,6,9;BYDAY=1MO",
    "FREQ=YEARLY;BYWEEKNO=23,40;BYDAY=MO",
    "FREQ=YEARLY;BYYEARDAY=152,-1",
    "FREQ=DAILY;INTERVAL=10",
    "FREQ=DAILY;BYDAY=MO,TU",
    "FREQ=DAILY;BYMONTHDAY=1;BYMONTH=6,7",
    "FREQ=MONTHLY;BYDAY=MO;COUNT=7",
]


@pytest.mark.parametrize("text", RRULES)
def test_an_rrule_gives_what_dateutil_gives(text: str) -> None:
    start, end = dt.datetime(2026, 6, 1), dt.datetime(2029, 6, 30)
    expected = rrule.rrulestr(text, dtstart=start)
    days = [each.date().isoformat() for each in expected.between(start, end, inc=True)]
    assert days_of(schedule(f'rrule = "{text}"\nstart = 2026-06-01\nend = 2029-06-30')) == days


def test_an_endless_rule_reaches_a_year_past_today_and_the_last_talk() -> None:
    assert days_of(WEEKLY)[-1] == "2027-06-07"
    assert days_of(WEEKLY, today=day("2020-01-01"))[-1] == "2027-05-31"  # a year past its start
    assert days_of(WEEKLY + '[[talks]]\nid = "a"\ndate = 2028-01-03\n')[-1] == "2029-01-01"


def test_a_counted_rule_gives_all_its_days_whatever_day_it_is() -> None:
    rule = WEEKLY + "count = 200\n"
    assert len(days_of(rule)) == 200
    assert days_of(rule, today=day("2000-01-01")) == days_of(rule, today=day("2050-01-01"))


def test_no_schedule_gives_no_slots() -> None:
    assert slots_of("") == ()


def test_two_slots_a_day() -> None:
    slots = slots_of(schedule('every = "week"\ntime = ["15:00", "16:15"]\nstart = 2026-06-01\ncount = 2'))
    assert told(slots) == [
        "2026-06-01 15:00 regular R",
        "2026-06-01 16:15 regular R",
        "2026-06-08 15:00 regular R",
        "2026-06-08 16:15 regular R",
    ]
    assert all(slot.shares_regular_date for slot in slots)


def test_several_rules_with_terms() -> None:
    toml = """
[[schedule]]
term = "Spring"
every = "week"
time = "16:00"
room = "S"
start = 2026-06-01
end = 2026-06-08

[[schedule]]
term = "Autumn"
every = "2 weeks"
time = 14:15:00
start = 2026-09-03
end = 2026-09-30
"""
    assert told(slots_of(toml)) == [
        "2026-06-01 16:00 regular S",
        "2026-06-08 16:00 regular S",
        "2026-09-03 14:15 regular R",
        "2026-09-17 14:15 regular R",
    ]


def test_rules_may_overlap_at_different_times_only() -> None:
    def both(time: str) -> str:
        other = f'[[schedule]]\nterm = "B"\nevery = "2 weeks"\ntime = "{time}"\nstart = 2026-06-01\nend = 2026-06-30\n'
        return JUNE.replace("[schedule]", '[[schedule]]\nterm = "A"') + other

    assert len(slots_of(both("17:00"))) == 8
    assert problems_of(both("16:00")) == [
        "14: schedule: Monday, 1 June 2026 at 16:00 is taken by a slot of the schedule; "
        "give one of them another time or day"
    ]


def test_a_rule_may_have_its_own_zone_and_setting() -> None:
    toml = schedule(
        'dates = [2026-06-01]\ntime = "09:00"\ntimezone = "America/New_York"\nduration = "1 h 30 min"\n'
        'room = "N"\nmode = "online"\nonline = "by Zoom"\nnote = "early"'
    )
    (slot,) = slots_of(toml)
    assert slot.start is not None
    assert slot.end is not None
    assert slot.start.isoformat() == "2026-06-01T09:00:00-04:00"
    assert slot.end.isoformat() == "2026-06-01T10:30:00-04:00"
    assert (slot.room, slot.mode, slot.online, slot.note) == ("N", "online", "by Zoom", "early")


# --- breaks ---


def test_a_break_takes_out_both_its_days_and_never_shifts_the_phase() -> None:
    toml = FORTNIGHTLY.replace("06-30", "07-30") + "[[breaks]]\nfrom = 2026-06-15\nto = 2026-06-29\n"
    assert days_of(toml) == ["2026-06-01", "2026-07-13", "2026-07-27"]


def test_a_break_over_the_first_slot_keeps_the_anchor() -> None:
    assert days_of(FORTNIGHTLY + "[[breaks]]\nfrom = 2026-05-01\nto = 2026-06-07\n") == ["2026-06-15", "2026-06-29"]


def test_a_break_leaves_extra_slots() -> None:
    toml = JUNE + "[[breaks]]\nfrom = 2026-06-08\nto = 2026-06-30\n" + override("date = 2026-06-15\nextra = true")
    assert told(slots_of(toml)) == ["2026-06-01 16:00 regular R", "2026-06-15 16:00 extra R"]


def test_a_break_that_ends_before_it_begins_is_an_error() -> None:
    assert problems_of(JUNE + "[[breaks]]\nfrom = 2026-06-08\nto = 2026-06-01\n") == [
        "15: break: ends on 1 June 2026, before it begins; exchange the days"
    ]


# --- overrides ---


def test_overrides_move_retime_reroom_cancel_and_add() -> None:
    toml = JUNE + "\n".join(
        [
            override('date = 2026-06-01\nroom = "A"'),
            override('date = 2026-06-08\nmoved_to = 2026-06-10\ntime = "11:00"\nroom = "B"\nreason = "strike"'),
            override("date = 2026-06-15\ncancelled = true"),
            override('date = 2026-06-17\nextra = true\ntime = "09:30"'),
            override("date = 2026-06-18\nextra = true"),
            override('date = 2026-06-22\nextra = true\ntime = "17:30"'),
            override('date = 2026-06-29\ntime = "10:00"\nduration = "2 h"'),
        ]
    )
    slots = slots_of(toml)
    assert told(slots) == [
        "2026-06-01 16:00 regular A",
        "2026-06-10 11:00 moved B",
        "2026-06-15 16:00 cancelled R",
        "2026-06-17 09:30 extra R",
        "2026-06-18 16:00 extra R",
        "2026-06-22 16:00 regular R",
        "2026-06-22 17:30 extra R",
        "2026-06-29 10:00 regular R",
    ]
    assert [slot.is_retimed for slot in slots] == [False, True, False, False, False, False, False, True]
    assert [slot.moved_from for slot in slots if slot.moved_from] == [day("2026-06-08")]
    assert (slots[1].reason, slots[-1].duration) == ("strike", dt.timedelta(hours=2))


def test_a_cancelled_move_is_cancelled_and_still_says_where_from() -> None:
    toml = JUNE + override("date = 2026-06-08\nmoved_to = 2026-06-10\ncancelled = true")
    slot = next(slot for slot in slots_of(toml) if slot.override)
    assert (slot.kind, slot.moved_from) == (SlotKind.CANCELLED, day("2026-06-08"))


def test_an_override_names_the_date_of_the_rule_so_two_slots_can_be_pushed_back() -> None:
    toml = FORTNIGHTLY + override("date = 2026-06-01\nmoved_to = 2026-06-15")
    toml += override("date = 2026-06-15\nmoved_to = 2026-06-22")
    slots = slots_of(toml)
    assert [(slot.date, slot.moved_from) for slot in slots] == [
        (day("2026-06-15"), day("2026-06-01")),
        (day("2026-06-22"), day("2026-06-15")),
        (day("2026-06-29"), None),
    ]


def test_a_slot_moved_onto_a_regular_date_stands_beside_that_days_slot() -> None:
    toml = JUNE + override('date = 2026-06-08\nmoved_to = 2026-06-15\ntime = "14:00"')
    assert told(slots_of(toml))[1:3] == ["2026-06-15 14:00 moved R", "2026-06-15 16:00 regular R"]


@pytest.mark.parametrize(
    ("toml", "problem"),
    [
        (
            JUNE + override("date = 2026-06-08\nmoved_to = 2026-06-15"),
            "13: override of 2026-06-08: Monday, 15 June 2026 at 16:00 is taken by a slot of the schedule",
        ),
        (
            JUNE
            + override("date = 2026-06-08\nmoved_to = 2026-06-15")
            + override("date = 2026-06-15\nmoved_to = 2026-06-22"),
            "16: override of 2026-06-15: Monday, 22 June 2026 at 16:00 is taken by a slot of the schedule",
        ),
        (
            JUNE
            + override("date = 2026-06-08\nmoved_to = 2026-06-10")
            + override("date = 2026-06-15\nmoved_to = 2026-06-10"),
            "16: override of 2026-06-15: Wednesday, 10 June 2026 at 16:00 is taken by the slot moved from 8 June 2026",
        ),
        (
            JUNE + override("date = 2026-06-08\nextra = true"),
            "13: override of 2026-06-08: Monday, 8 June 2026 at 16:00 is taken by a slot of the schedule",
        ),
        (
            JUNE
            + override("date = 2026-06-09\nextra = true")
            + override('date = 2026-06-09\nextra = true\nroom = "Q"'),
            "16: override of 2026-06-09: Tuesday, 9 June 2026 at 16:00 is taken by an extra slot",
        ),
    ],
)
def test_two_slots_at_one_time_are_an_error(toml: str, problem: str) -> None:
    assert problems_of(toml) == [f"{problem}; give one of them another time or day"]


def test_an_override_without_at_is_of_the_slot_without_a_time() -> None:
    toml = JUNE.replace("[schedule]", "[[schedule]]") + "[[schedule]]\ndates = [2026-06-08]\n"
    slots = slots_of(toml + override('date = 2026-06-08\nroom = "Q"'))
    assert [(slot.time, slot.room) for slot in slots if slot.room == "Q"] == [(None, "Q")]
    says = '15: override of 2026-06-08: the day has no slot at 11:00; write at = "16:00" or no at'
    assert problems_of(toml + override('date = 2026-06-08\nat = "11:00"')) == [says]


@pytest.mark.parametrize(
    ("toml", "problem"),
    [
        (
            JUNE + override('date = 2026-06-09\nroom = "Q"'),
            "13: override of 2026-06-09: Tuesday, 9 June 2026 is no date of the schedule; its nearest: "
            "Monday, 8 June 2026 and Monday, 15 June 2026; or add extra = true",
        ),
        (
            override('date = 2026-06-09\nroom = "Q"'),
            "7: override of 2026-06-09: Tuesday, 9 June 2026 is no date of the schedule; add extra = true",
        ),
        (
            JUNE
            + '[[breaks]]\nfrom = 2026-06-06\nto = 2026-06-10\nreason = "Whit"\n'
            + override('date = 2026-06-08\nroom = "Q"'),
            "17: override of 2026-06-08: Monday, 8 June 2026 lies in the break from 6 June 2026 to 10 June 2026 (Whit); "
            "add extra = true, or shorten the break",
        ),
        (
            JUNE + override('date = 2026-06-08\nroom = "Q"') + override('date = 2026-06-08\ntime = "12:00"'),
            "16: override of 2026-06-08: override number 1 is about the same slot; put all of it into one block",
        ),
        (
            JUNE.replace('"16:00"', '["15:00", "16:15"]') + override('date = 2026-06-08\nroom = "Q"'),
            '13: override of 2026-06-08: the day has several slots; write at = "15:00" or at = "16:15"',
        ),
        (
            JUNE.replace('"16:00"', '["15:00", "16:15"]') + override('date = 2026-06-08\nat = "16:00"\nroom = "Q"'),
            '13: override of 2026-06-08: the day has no slot at 16:00; write at = "15:00" or at = "16:15"',
        ),
        (
            JUNE.replace('"16:00"', '["15:00", "16:15"]') + override("date = 2026-06-09\nextra = true"),
            '13: override of 2026-06-09: the schedule has several times; write time = "15:00" or time = "16:15"',
        ),
    ],
)
def test_an_override_without_one_slot_is_an_error_with_a_remedy(toml: str, problem: str) -> None:
    assert problems_of(toml) == [problem]


def test_overrides_of_one_of_two_slots_a_day() -> None:
    toml = schedule('every = "week"\ntime = ["15:00", "16:15"]\nstart = 2026-06-01\ncount = 1')
    toml += override('date = 2026-06-01\nat = "16:15"\ntime = "17:00"\nroom = "Q"')
    slots = slots_of(toml)
    assert told(slots) == ["2026-06-01 15:00 regular R", "2026-06-01 17:00 regular Q"]
    assert slots[1].key == (day("2026-06-01"), dt.time(16, 15), False)


def test_values_are_taken_from_override_then_rule_then_series() -> None:
    toml = SERIES + 'note = "series"\nmode = "hybrid"\n' + JUNE + 'room = "rule"\n'
    toml += override('date = 2026-06-08\nroom = "override"\nnote = "override"')
    assert [(slot.room, slot.note, slot.mode) for slot in slots_of(toml)[:2]] == [
        ("rule", "series", "hybrid"),
        ("override", "override", "hybrid"),
    ]


# --- rules without a meaning ---


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ("", '7: schedule: says neither every nor rrule nor dates; write every = "2 weeks", or dates = […]; '
             "without a schedule leave [schedule] out"),
        ('every = "week"', '7: schedule: "start" is missing; write start = 2026-05-11, the first slot'),
        (
            'every = "2 weeks"\nweekday = "Tuesday"\nstart = 2026-05-11',
            "10: schedule: start is Monday, 11 May 2026, which the rule does not give; the nearest that it gives: "
            "Tuesday, 5 May 2026 (start = 2026-05-05) or Tuesday, 12 May 2026 (start = 2026-05-12)",
        ),
        (
            'every = "month"\nweekday = "second Tuesday"\nstart = 2026-06-02',
            "10: schedule: start is Tuesday, 2 June 2026, which the rule does not give; the nearest that it gives: "
            "Tuesday, 12 May 2026 (start = 2026-05-12) or Tuesday, 9 June 2026 (start = 2026-06-09)",
        ),
        (
            'rrule = "FREQ=YEARLY;BYMONTH=6"\nstart = 2026-05-11',
            "9: schedule: start is Monday, 11 May 2026, which the rule does not give; the nearest that it gives: "
            "Wednesday, 11 June 2025 (start = 2025-06-11) or Thursday, 11 June 2026 (start = 2026-06-11)",
        ),
        ('every = "week"\nstart = 2026-05-11\nend = 2026-05-10',
         "10: schedule: ends on 10 May 2026, before it starts; write an end after 11 May 2026"),
        ('every = "week"\nstart = 2026-05-11\nend = 2026-06-10\ncount = 3',
         "11: schedule: both end and count are given; leave one of them out"),
        ('every = "week"\nrrule = "FREQ=DAILY"\nstart = 2026-05-11',
         "8: schedule: both every and rrule are given; leave one of them out"),
        ('rrule = "FREQ=DAILY;COUNT=3"\ncount = 3\nstart = 2026-05-11',
         "9: schedule: count is given twice, here and in rrule; leave one of them out"),
        ('every = "3 days"\nstart = 2026-05-11',
         '8: schedule: "3 days" is not understood; write "week", "2 weeks", "month", or rrule = "FREQ=…"'),
        ('every = "week"\nweekday = "Mondy"\nstart = 2026-05-11',
         '9: schedule: "Mondy" is not a weekday; write "Monday"'),
        ('every = "week"\nweekday = "second Monday"\nstart = 2026-05-11',
         '9: schedule: "second Monday" goes with months; write every = "month"'),
        ('every = "month"\nweekday = "Monday"\nstart = 2026-05-11',
         '9: schedule: "Monday" does not say which of the month; write "second Tuesday" or "last Friday"'),
        ('every = "month"\nstart = 2026-05-11',
         '8: schedule: a monthly rule needs a weekday; write weekday = "second Tuesday", '
         'or rrule = "FREQ=MONTHLY;BYMONTHDAY=…"'),
        ("dates = [2026-05-11, 2026-05-11]", "8: schedule: 11 May 2026 stands there twice; leave one out"),
        ('dates = [2026-05-11]\nevery = "week"',
         '9: schedule: "every" does not go with dates; leave it out: the dates say all'),
        ('every = "week"\ntime = ["15:00", "15:00"]\nstart = 2026-05-11',
         "9: schedule: the same time stands there twice; leave one out"),
    ],
)  # fmt: skip
def test_a_rule_without_a_meaning_is_said_with_its_line_and_a_remedy(rule: str, problem: str) -> None:
    assert problems_of(schedule(rule)) == [problem]


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("FREQ=DAILY;COUNT=1000000000", "gives more than 10,000 slots; end it earlier"),
        ("FREQ=DAILY;COUNT=10001", "gives more than 10,000 slots; end it earlier"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "gives no date in ten years; say it another way, or give dates = […]"),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "gives no date in ten years; say it another way, or give dates = […]"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "gives no date in ten years; say it another way, or give dates = […]"),
        ("FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1", "gives no date in ten years; say it another way, or give dates = […]"),
        ("FREQ=MONTHLY;BYDAY=6MO", "gives no date in ten years; say it another way, or give dates = […]"),
        ("FREQ=WEEKLY;INTERVAL=0", "INTERVAL=0 is not understood; write INTERVAL=2"),
        ("FREQ=WEEKLY;INTERVAL=-2", "INTERVAL=-2 is not understood; write INTERVAL=2"),
        ("FREQ=DAILY;INTERVAL=999999999", "INTERVAL=999999999 is not understood; write INTERVAL=2"),
        ("FREQ=WEEKLY;COUNT=0", "COUNT=0 is not understood; write COUNT=2"),
        ("FREQ=HOURLY", "FREQ=HOURLY is not for a seminar; write FREQ=DAILY, WEEKLY, MONTHLY or YEARLY"),
        ("BYDAY=MO", "has no FREQ; write FREQ=DAILY, WEEKLY, MONTHLY or YEARLY"),
        ("FREQ=DAILY;UNTIL=20270101", "holds UNTIL; write end = … beside it"),
        ("FREQ=DAILY;BYHOUR=4", 'holds BYHOUR; write time = "16:00" beside it'),
        ("FREQ=DAILY;DTSTART=20270101", "holds DTSTART; write start = … beside it"),
        ("FREQ=WEEKLY;BYMONTHDAY=3", "BYMONTHDAY does not go with FREQ=WEEKLY; leave one of them out"),
        ("FREQ=WEEKLY;BYDAY=2MO", "BYDAY=2MO does not go with FREQ=WEEKLY; write FREQ=MONTHLY, or BYDAY=MO"),
        ("FREQ=MONTHLY;BYDAY=MONDAY", "BYDAY=MONDAY is not understood; write BYDAY=MO or BYDAY=2TU"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS stands alone; add BYDAY or another BY part"),
        ("FREQ=YEARLY;BYMONTH=13", "BYMONTH=13 is not understood; write numbers up to 12"),
        ("FREQ=YEARLY;BYEASTER=0", 'BYEASTER=0 is not understood; write it as in "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"'),
        ("FREQ=DAILY;FREQ=DAILY", '"FREQ=DAILY" is not understood; write it as in "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"'),
        ("every Monday", '"EVERYMONDAY" is not understood; write it as in "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"'),
    ],
)
def test_an_rrule_that_cannot_be_is_said_at_once(rule: str, says: str) -> None:
    began = time.process_time()
    assert problems_of(schedule(f'rrule = "{rule}"\nstart = 2026-06-01')) == [f"8: schedule: {says}"]
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYSETPOS=366;BYDAY=MO",
        "FREQ=WEEKLY;BYSETPOS=50;BYDAY=MO",
        "FREQ=DAILY;BYDAY=TU;INTERVAL=7",
        "FREQ=WEEKLY;BYMONTH=2",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
        "FREQ=YEARLY;INTERVAL=1000;BYWEEKNO=53;BYDAY=MO;BYMONTH=6",
    ],
)
def test_a_rule_that_does_not_give_its_start_is_found_out_soon(rule: str) -> None:
    began = time.process_time()
    (problem,) = problems_of(schedule(f'rrule = "{rule}"\nstart = 2026-06-01'))
    assert problem.split(":")[1] == " schedule"
    assert time.process_time() - began < 5


def test_a_rule_may_give_ten_thousand_slots_and_no_more() -> None:
    most = schedule('rrule = "FREQ=DAILY"\ntime = "16:00"\nstart = 2026-01-01\ncount = 10000')
    slots = slots_of(most)
    assert (len(slots), slots[-1].date) == (MOST_SLOTS, day("2053-05-18"))
    says = "gives more than 10,000 slots; end it earlier"
    assert problems_of(most.replace("10000", "10001")) == [f"8: schedule: {says}"]
    assert problems_of(most.replace('"16:00"', '["15:00", "16:00"]')) == [f"8: schedule: {says}"]
    assert problems_of(most.replace("count = 10000", "end = 2053-05-19")) == [f"8: schedule: {says}"]


# --- wall-clock time ---

ZONES = [
    "Europe/Amsterdam", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "Asia/Kolkata",
    "Africa/Casablanca", "Pacific/Auckland", "Asia/Tehran", "Atlantic/Azores", "America/St_Johns", "Asia/Gaza", "UTC",
]  # fmt: skip


@pytest.mark.parametrize("zone", ZONES)
def test_wall_clock_times_hold_across_summer_time(zone: str) -> None:
    toml = SERIES.replace("Europe/Amsterdam", zone) + WEEKLY + "end = 2028-06-30\n"
    slots = slots_of(toml)
    assert {slot.start.strftime("%a %H:%M") for slot in slots if slot.start} == {"Mon 16:00"}
    assert all(slot.start and slot.start.tzinfo == ZoneInfo(zone) for slot in slots)
    if zone == "Europe/Amsterdam":
        assert {str(slot.start.utcoffset()) for slot in slots if slot.start} == {"1:00:00", "2:00:00"}


def test_a_time_that_does_not_exist_and_one_that_is_twice() -> None:
    toml = schedule('dates = [2026-03-29, 2026-10-25]\ntime = "02:30"\nduration = "60 min"')
    spring, autumn = slots_of(toml)
    assert spring.start is not None
    assert spring.end is not None
    assert autumn.start is not None
    assert autumn.end is not None
    # 02:30 that the clocks jump over is the instant 30 minutes after they jumped; of two 02:30 the first is meant
    assert spring.start.astimezone(dt.UTC) == dt.datetime(2026, 3, 29, 1, 30, tzinfo=dt.UTC)
    assert autumn.start.astimezone(dt.UTC) == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    # an hour later by the watch of who sits there
    assert spring.end.astimezone(dt.UTC) - spring.start.astimezone(dt.UTC) == dt.timedelta(hours=1)
    assert autumn.end.astimezone(dt.UTC) - autumn.start.astimezone(dt.UTC) == dt.timedelta(hours=1)


# --- laws ---

DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31))


@st.composite
def rules(draw: st.DrawFn) -> str:
    start = draw(DAYS)
    kind = draw(st.sampled_from(["week", "2 weeks", "3 weeks", "dates", "daily"]))
    count = draw(st.integers(1, 12))
    times = draw(st.lists(st.sampled_from(["09:00", "16:00", "16:15"]), min_size=1, max_size=2, unique=True))
    when = {
        "dates": f"dates = [{', '.join(str(start + dt.timedelta(days=3 * n)) for n in range(count))}]",
        "daily": f'rrule = "FREQ=DAILY;INTERVAL=2"\nstart = {start}\ncount = {count}',
    }.get(kind, f'every = "{kind}"\nstart = {start}\ncount = {count}')
    return schedule(f"{when}\ntime = {times!r}".replace("'", '"'))


@given(rules(), st.integers(0, 30), st.integers(0, 30))
def test_slots_are_strictly_increasing_and_a_break_shifts_none(rule: str, first: int, length: int) -> None:
    slots = slots_of(rule)
    instants = [slot.start for slot in slots if slot.start]
    assert all(one < other for one, other in itertools.pairwise(instants))
    begin = slots[0].date + dt.timedelta(days=first)
    end = begin + dt.timedelta(days=length)
    with_break = slots_of(f"{rule}\n[[breaks]]\nfrom = {begin}\nto = {end}\n")
    assert [slot.key for slot in with_break] == [slot.key for slot in slots if not begin <= slot.date <= end]


@given(rules(), st.data())
def test_an_override_keeps_the_key_and_touches_no_other_slot(rule: str, data: st.DataObject) -> None:
    regular = slots_of(rule)
    chosen = data.draw(st.sampled_from(regular))
    free = data.draw(DAYS.filter(lambda each: all(slot.date != each for slot in regular)))
    change = data.draw(st.sampled_from([f"moved_to = {free}", "cancelled = true", 'time = "21:00"', 'room = "Q"']))
    block = override(f'date = {chosen.regular_date}\nat = "{chosen.regular_time:%H:%M}"\n{change}')
    changed = slots_of(rule + block)
    assert {slot.key for slot in changed} == {slot.key for slot in regular}
    own = next(slot for slot in changed if slot.key == chosen.key)
    assert own.is_held == (change != "cancelled = true")
    assert own.date == (free if "moved_to" in change else chosen.date)
    others = {slot.key: told((slot,)) for slot in changed if slot.key != chosen.key}
    assert others == {slot.key: told((slot,)) for slot in regular if slot.key != chosen.key}
    assert slots_of(rule) == regular  # without the override the regular slot is back


@given(rules(), DAYS, DAYS)
def test_a_rule_with_an_end_gives_the_same_slots_whatever_day_it_is(rule: str, one: dt.date, other: dt.date) -> None:
    assert slots_of(rule, today=one) == slots_of(rule, today=other)


@given(st.text("FREQ=DAILYWEKMONTHBY;,0123456789-+SETPOS ", max_size=40))
def test_any_text_is_a_rule_or_a_problem(text: str) -> None:
    book = a_book(schedule(f'rrule = "FREQ=MONTHLY;{text}"\nstart = 2026-06-01\nend = 2027-06-01'))
    expanded = expand(book, TODAY)
    assert bool(expanded.slots) != bool(expanded.problems)
