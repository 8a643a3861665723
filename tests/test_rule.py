"""The rule that dates have: the simplest with the fewest exceptions, and a file that gives exactly those dates."""

import datetime as dt
import time as clock
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semctl import public_holidays
from semctl.importing.beginning import Said, beginning, settled
from semctl.importing.countries import country_of
from semctl.importing.found import Found, Meeting, Stated
from semctl.model import Line, Rule
from semctl.parse import parse
from semctl.recurrence import Slot, expand
from semctl.rules import days, first_day
from semctl.tomltext.document import Document
from tests.books import SHIPPED, TODAY, a_programme, day

DOCS = Path(__file__).parent.parent / "docs" / "importing.md"
ZONE = "Europe/Amsterdam"
FOUR = dt.time(16)


def on(text: str, **said: Any) -> list[Meeting]:
    """Meetings in 2026 from words such as "05-11 05-18/11:00": at four where no time is told."""
    parts = (each.partition("/") for each in text.split())
    times = ((day(f"2026-{date}"), dt.time.fromisoformat(time) if time else FOUR) for date, _, time in parts)
    return [Meeting(date=date, time=time, **said) for date, time in times]


def begun(meetings: Sequence[Meeting], stated: Stated | None = None, **series: str) -> Found:
    values = {"id": "x", "name": "X", "timezone": ZONE, "domain": "x.org", **series}
    return settled(Found(what="dates", series=values, meetings=tuple(meetings), stated=stated), Said())


def slots(found: Found) -> tuple[Slot, ...]:
    """The slots of the file that begins with it, which has nothing wrong."""
    text = beginning(found, "dates")
    parsed = parse(Document.read(text))
    assert parsed.problems == (), text
    assert parsed.book is not None
    expanded = expand(parsed.book, TODAY)
    assert expanded.problems == (), text
    return expanded.slots


def held(found: Found) -> list[tuple[dt.date, dt.time | None, str | None]]:
    return sorted(
        ((slot.date, slot.time, slot.room) for slot in slots(found) if slot.is_held), key=lambda each: str(each)
    )


def meant(meetings: Sequence[Meeting]) -> list[tuple[dt.date, dt.time | None, str | None]]:
    found = {(each.date, each.time, each.setting.get("room")) for each in meetings if each.held}
    return sorted(found, key=lambda each: str(each))


def rule_of(meetings: Sequence[Meeting], stated: Stated | None = None, **series: str) -> tuple[str, list[str]]:
    """The schedule in a few words, and each override in a line; the slots are those of the meetings."""
    found = begun(meetings, stated, **series)
    assert held(found) == meant(meetings)
    assert found.rules
    return " + ".join(map(shown, found.rules)), [shown(each) for each in (*found.breaks, *found.overrides)]


def shown(table: Any) -> str:
    parts = (f"{key} {value:%m-%d}" if isinstance(value, dt.date) else said(key, value) for key, value in table.items())
    return ", ".join(parts)


def said(key: str, value: Any) -> str:
    if value is True:
        return key
    if key == "dates":
        return f"dates {' '.join(f'{each:%m-%d}' for each in value)}"
    shown = " and ".join(value) if isinstance(value, list) else str(value)
    return shown if key in ("every", "weekday", "time") else f"{key} {shown}"


# --- the rule ---


@pytest.mark.parametrize(
    ("dates", "rule", "exceptions"),
    [
        ("06-01 06-08 06-15", "week, Monday, 16:00, start 06-01, end 06-15", []),
        ("06-02 06-16 06-30", "2 weeks, Tuesday, 16:00, start 06-02, end 06-30", []),
        ("06-02 06-23 07-14", "3 weeks, Tuesday, 16:00, start 06-02, end 07-14", []),
        ("07-30 08-27 09-24 10-29", "month, last Thursday, 16:00, start 07-30, end 10-29", []),
        ("06-04 07-02 08-06", "month, first Thursday, 16:00, start 06-04, end 08-06", []),
        ("03-12 06-11 09-10", "3 months, second Thursday, 16:00, start 03-12, end 09-10", []),
        ("06-02 06-04 06-09 06-11 06-16 06-18", "week, Tuesday and Thursday, 16:00, start 06-02, end 06-18", []),
        ("06-01", "dates 06-01, 16:00", []),
        ("06-01 06-08", "dates 06-01 06-08, 16:00", []),
        ("06-01 06-03 06-11 07-17", "dates 06-01 06-03 06-11 07-17, 16:00", []),
        ("04-14 04-21 05-05 12-01", "dates 04-14 04-21 05-05 12-01, 16:00", []),
        ("06-08 06-01 06-15 06-08", "week, Monday, 16:00, start 06-01, end 06-15", []),
        ("06-01 06-08 06-16 06-22", "week, Monday, 16:00, start 06-01, end 06-22", ["date 06-15, moved_to 06-16"]),
        ("06-01 06-08 06-22 06-29", "week, Monday, 16:00, start 06-01, end 06-29", ["date 06-15, cancelled"]),
        ("06-05 06-19 07-03 08-14", "2 weeks, Friday, 16:00, start 06-05, end 08-14",
         ["date 07-17, cancelled", "date 07-31, cancelled"]),
        ("06-01 06-08 06-11 06-15", "week, Monday, 16:00, start 06-01, end 06-15", ["date 06-11, extra"]),
        (
            "06-01 06-08/11:00 06-15 06-19/11:00",
            "week, Monday, 16:00, start 06-01, end 06-19",
            ["date 06-08, 11:00", "date 06-19, extra, 11:00"],
        ),
        ("06-03 06-08 06-15 06-22", "week, Monday, 16:00, start 06-01, end 06-22", ["date 06-01, moved_to 06-03"]),
        ("06-01 06-08 06-15 07-10", "week, Monday, 16:00, start 06-01, end 06-15", ["date 07-10, extra"]),
        ("06-01/15:00 06-01 06-08/15:00 06-08 06-15/15:00 06-15",
         "week, Monday, 15:00 and 16:00, start 06-01, end 06-15", []),
        (
            "06-01/15:00 06-01 06-08/15:00 06-15/15:00 06-15 06-15/18:00 06-25/15:00 06-25/16:30 06-29/15:00 06-29",
            "week, Monday, 15:00 and 16:00, start 06-01, end 06-29",
            [
                "date 06-08, at 16:00, cancelled", "date 06-15, extra, 18:00",
                "date 06-22, at 15:00, moved_to 06-25", "date 06-22, at 16:00, moved_to 06-25, 16:30",
            ],
        ),
    ],
)  # fmt: skip
def test_the_simplest_rule_with_the_fewest_exceptions(dates: str, rule: str, exceptions: list[str]) -> None:
    assert rule_of(on(dates)) == (rule, exceptions)


@pytest.mark.parametrize(
    ("dates", "explained"),
    [
        ("05-11 05-18 05-28 06-01", ["date 05-25, moved_to 05-28, reason Whit Monday"]),
        ("05-11 05-18 06-01 06-08", ["date 05-25, reason Whit Monday, cancelled"]),
        ("03-30 04-07 04-13 04-20", ["date 04-06, moved_to 04-07, reason Easter Monday"]),
    ],
)
def test_public_holidays_explain_exceptions(dates: str, explained: list[str]) -> None:
    assert rule_of(on(dates))[1] == explained
    unexplained = [text.replace(f"reason {reason}, ", "").replace(f", reason {reason}", "") for text in explained
                   for reason in ("Whit Monday", "Easter Monday") if reason in text]  # fmt: skip
    assert rule_of(on(dates), timezone="UTC")[1] == unexplained


def test_a_country_that_explains_is_assumed_from_the_zone_and_marked() -> None:
    found = begun(on("05-11 05-18 06-01 06-08"))
    assert (found.series["country"], country_of(ZONE)) == ("NL", "NL")
    marked = 'country = "NL"  # assumed: that of the time zone; its holidays explain the exceptions\n'
    assert marked in beginning(found, "dates")
    assert "country" not in begun(on("06-01 06-08 06-15")).series
    own = begun(on("05-11 05-18 06-01 06-08"), country="GB")
    assert (own.series["country"], own.assumed) == ("GB", {})
    assert own.overrides == ({"date": day("2026-05-25"), "reason": "Spring Bank Holiday", "cancelled": True},)
    german = begun(on("05-11 05-18 06-01 06-08"), country="DE", language="de")
    assert german.overrides[0]["reason"] == "Pfingstmontag"


def test_the_holidays_of_a_country_are_named_as_the_british_call_them() -> None:
    book = a_programme("", series=SHIPPED.read_text("utf-8")).book
    names, _ = public_holidays.names(book.series, [2026])
    assert (names[day("2026-05-24")], names[day("2026-05-25")]) == ("Whit Sunday", "Whit Monday")


def test_a_long_pause_is_a_break() -> None:
    weeks = [dt.date(2026, 9, 7) + dt.timedelta(weeks=week) for week in (*range(12), *range(18, 30))]
    meetings = [Meeting(date=each, time=FOUR) for each in weeks]
    assert rule_of(meetings) == ("week, Monday, 16:00, start 09-07, end 03-29", ["from 11-30, to 01-04"])
    assert begun(meetings).fits == (
        "rule: every week on Mondays at 16:00, 7 September 2026 to 29 March 2027; fits all 24 dates; "
        "none from 30 November 2026 to 4 January 2027",
    )


def test_a_term_on_another_day_or_at_another_time_has_a_schedule_of_its_own() -> None:
    autumn = [dt.date(2026, 9, 7) + dt.timedelta(weeks=week) for week in range(10)]
    spring = [dt.date(2027, 2, 4) + dt.timedelta(weeks=2 * week) for week in range(6)]
    meetings = [
        *(Meeting(date=each, time=FOUR, setting={"room": "A"}) for each in autumn),
        *(Meeting(date=each, time=dt.time(11), setting={"room": "B"}) for each in spring),
        Meeting(date=day("2027-02-12"), time=dt.time(11), setting={"room": "A"}),
    ]
    assert rule_of(meetings) == (
        "week, Monday, 16:00, start 09-07, end 11-09, room A + 2 weeks, Thursday, 11:00, start 02-04, end 04-15, room B",
        ["date 02-12, extra, 11:00, room A"],
    )
    later = [Meeting(date=each + dt.timedelta(weeks=20), time=dt.time(10)) for each in autumn]
    assert rule_of([*(Meeting(date=each, time=FOUR) for each in autumn), *later])[0] == (
        "week, Monday, 16:00, start 09-07, end 11-09 + week, Monday, 10:00, start 01-25, end 03-29"
    )


def test_what_the_source_states_goes_before_what_fits_better() -> None:
    twente = on("05-11 05-18/11:00 05-28 06-08/15:15 06-15")
    assert rule_of(twente)[0] == "week, Monday, 16:00, start 05-11, end 06-15"
    stated = Stated(weekday=("Monday",), every="2 weeks", time=(FOUR,), line=4)
    assert rule_of(twente, stated) == (
        "2 weeks, Monday, 16:00, start 05-11, end 06-15",
        ["date 05-18, extra, 11:00", "date 05-25, moved_to 05-28, reason Whit Monday", "date 06-08, 15:15",
         "date 06-15, extra"],
    )  # fmt: skip
    assert begun(twente, stated).fits == (
        "rule: every 2 weeks on Mondays at 16:00, 11 May 2026 to 15 June 2026 (line 4 says so); "
        "fits 2 of 5 dates; 2 extra, 1 moved (Whit Monday), 1 at another time",
    )
    assert begun(twente, stated).fits[0] in DOCS.read_text("utf-8")


@pytest.mark.parametrize(
    ("stated", "dates", "rule"),
    [
        (Stated(weekday=("Monday",), every="week"), "06-01 06-08", "week, Monday, 16:00, start 06-01, end 06-08"),
        (Stated(weekday=("Monday",)), "06-01 06-15", "dates 06-01 06-15, 16:00"),
        (Stated(weekday=("Thursday",), every="month"), "06-18 07-16",
         "month, third Thursday, 16:00, start 06-18, end 07-16"),
        (Stated(every="2 weeks"), "06-01 06-15", "2 weeks, Monday, 16:00, start 06-01, end 06-15"),
        (Stated(weekday=("last Thursday",), every="month"), "07-30 08-27",
         "month, last Thursday, 16:00, start 07-30, end 08-27"),
        (Stated(weekday=("Tuesday", "Thursday"), every="week"), "06-02 06-04 06-09",
         "week, Tuesday and Thursday, 16:00, start 06-02, end 06-09"),
        (Stated(weekday=("Monday",), every="6 weeks"), "06-01 07-13", "6 weeks, Monday, 16:00, start 06-01, end 07-13"),
        (Stated(weekday=("Monday",), every="week"), "06-01", "dates 06-01, 16:00"),
        (Stated(weekday=("Monday",), every="week"), "06-02 06-10 06-16 06-23 06-30",
         "week, Tuesday, 16:00, start 06-02, end 06-30"),
        (Stated(weekday=("Moonday",), every="week"), "06-01 06-08 06-15", "week, Monday, 16:00, start 06-01, end 06-15"),
        (Stated(time=(FOUR,)), "06-01/11:00 06-08/11:00 06-15 06-22", "week, Monday, 16:00, start 06-01, end 06-22"),
        (Stated(time=(FOUR,)), "06-01/11:00 06-08/11:00 06-15/11:00 06-22",
         "week, Monday, 11:00, start 06-01, end 06-22"),
    ],
)  # fmt: skip
def test_a_stated_rule_needs_two_dates_and_dates_that_are_not_against_it(stated: Stated, dates: str, rule: str) -> None:
    assert rule_of(on(dates), stated)[0] == rule


def test_the_room_that_most_have_is_the_rules_and_none_where_no_room_is() -> None:
    rooms = ["A", "A", "B"]
    meetings = [Meeting(date=day(f"2026-06-{8 + 7 * n:02}"), time=FOUR, setting={"room": room}) for n, room in enumerate(rooms)]  # fmt: skip
    assert rule_of(meetings) == ("week, Monday, 16:00, start 06-08, end 06-22, room A", ["date 06-22, room B"])
    assert rule_of([*meetings, *on("06-29")])[1] == ["date 06-08, room A", "date 06-15, room A", "date 06-22, room B"]


def test_only_meetings_that_take_place_count_for_what_is_usual() -> None:
    meetings = [*on("06-01 06-15 06-22", setting={"room": "A", "duration": "90 min"}), *on("06-08", held=False)]
    found = begun(meetings)
    assert [shown(each) for each in found.rules or ()] == [
        "week, Monday, 16:00, start 06-01, end 06-22, room A, duration 90 min"
    ]
    assert [shown(each) for each in found.overrides] == ["date 06-08, cancelled"]
    assert begun(on("06-01 06-08 06-15", held=False)).rules == (
        {"every": "week", "weekday": "Monday", "time": "16:00", "start": day("2026-06-01"), "end": day("2026-06-15")},
    )


def test_what_the_source_cancels_or_breaks_off_is_kept_as_it_says() -> None:
    off = on("06-15", held=False, reason="strike")
    assert rule_of([*on("06-01 06-08 06-22"), *off])[1] == ["date 06-15, reason strike, cancelled"]
    odd = [Meeting(date=day("2026-06-15"), held=False)]
    assert rule_of([*on("06-01 06-08 06-22"), *odd])[1] == ["date 06-15, cancelled"]
    away = [Meeting(date=day("2026-06-17"), held=False)]
    assert rule_of([*on("06-01 06-08 06-15"), *away])[1] == ["date 06-17, extra, cancelled"]
    found = Found(
        what="dates",
        series={"id": "x", "name": "X", "timezone": ZONE},
        meetings=tuple(on("06-01 06-08 06-29 07-06")),
        breaks=({"from": day("2026-06-15"), "to": day("2026-06-22"), "reason": "exams"},),
    )
    new = settled(found, Said())
    assert held(new) == meant(found.meetings)
    assert (new.overrides, new.breaks) == ((), found.breaks)


def test_days_without_a_time_among_others_keep_none() -> None:
    untimed = [Meeting(date=day(each), setting={"room": "B"}) for each in ("2026-06-15", "2026-06-22")]
    meetings = [*on("06-01 06-08 06-15 06-29", setting={"room": "A"}), *untimed]
    assert rule_of(meetings) == (
        "week, Monday, 16:00, start 06-01, end 06-29, room A + dates 06-15 06-22, room B",
        ["date 06-22, at 16:00, cancelled"],
    )
    assert rule_of([Meeting(date=each.date) for each in on("06-01 06-08 06-15")] + on("06-22")) == (
        "week, Monday, start 06-01, end 06-22",
        ["date 06-22, 16:00"],
    )


def test_the_clock_of_the_place_makes_the_rule() -> None:
    """Twenty weeks at four in Amsterdam, told in UTC: at 15:00 in winter, at 14:00 in summer; and some from New York."""
    mondays = [dt.date(2026, 1, 12) + dt.timedelta(weeks=week) for week in range(20)]
    in_utc = [dt.datetime.combine(each, FOUR, dt.timezone(dt.timedelta(hours=1 + (each > dt.date(2026, 3, 29)))))
              .astimezone(dt.UTC) for each in mondays]  # fmt: skip
    meetings = [Meeting(date=each.date(), time=each.time(), zone="UTC") for each in in_utc]
    assert {each.time for each in meetings} == {dt.time(15), dt.time(14)}
    found = begun(meetings)
    assert found.fits[0].startswith(
        "rule: every week on Mondays at 16:00, 12 January 2026 to 25 May 2026; fits all 20 dates"
    )
    abroad = [Meeting(date=day("2026-06-01"), time=dt.time(10), zone="America/New_York")]
    assert "fits all 21 dates" in begun([*meetings, *abroad]).fits[0]


def test_five_hundred_dates_take_no_time() -> None:
    random = [dt.date(2000, 1, 3) + dt.timedelta(days=(number * 7919) % 9000) for number in range(500)]
    weekly = [dt.date(2000, 1, 3) + dt.timedelta(weeks=number + number // 14 * 9) for number in range(500)]
    for dates in (random, weekly):
        began = clock.process_time()
        meetings = [Meeting(date=each, time=FOUR) for each in dates]
        assert held(begun(meetings)) == meant(meetings)
        assert clock.process_time() - began < 3


# --- laws ---

FEW = settings(max_examples=settings().max_examples // 3)
UNITS = st.sampled_from(["week", "2 weeks", "3 weeks", "month", "2 months"])
FIRST = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))
CLOCKS = st.sampled_from([FOUR, FOUR, FOUR, dt.time(11), dt.time(9, 15), None])
ROOMS = st.sampled_from([{}, {"room": "A"}, {"room": "A"}, {"room": "B"}])


@st.composite
def series_of_days(draw: st.DrawFn, most: int = 14) -> list[dt.date]:
    """The days of a rule that a file can write."""
    every, first = draw(UNITS), draw(FIRST)
    weekday = f"{first:%A}"
    if "month" in every:
        weekday = f"{draw(st.sampled_from(['first', 'second', 'third', 'last']))} {weekday}"
    rule = Rule(every=Line(every), weekday=(Line(weekday),), count=draw(st.integers(3, most)))
    rule = replace(rule, start=first_day(replace(rule, every=Line(every.split()[-1].rstrip("s"))), first))
    return days(rule, first)[1]


@FEW
@given(series_of_days())
def test_a_clean_series_has_the_rule_that_made_it(dates: list[dt.date]) -> None:
    """Or another one, as simple, that gives the same: of four Mondays some are the first of their month."""
    found = begun([Meeting(date=each, time=FOUR) for each in dates])
    assert found.rules
    assert "every" in found.rules[0]
    assert (len(found.rules), found.overrides, found.breaks) == (1, (), ())
    assert [slot.date for slot in slots(found)] == dates


@st.composite
def meetings_of_a_series(draw: st.DrawFn) -> list[Meeting]:
    """The days of one or two rules with any exceptions, in any order."""
    dates = draw(series_of_days()) + (draw(series_of_days()) if draw(st.booleans()) else [])
    times: list[dt.time | None] = draw(st.sampled_from([[FOUR], [FOUR], [None], [FOUR, dt.time(17, 15)]]))
    meetings = [Meeting(date=each, time=time) for each in dates for time in times]
    for _ in range(draw(st.integers(0, 6))):
        place = draw(st.integers(0, len(meetings) - 1))
        step = dt.timedelta(days=draw(st.integers(-9, 9)))
        kind = draw(st.sampled_from(["move", "add", "drop", "other"]))
        new = Meeting(
            date=meetings[place].date + step * (kind != "other"),
            time=draw(CLOCKS),
            setting=draw(ROOMS),
            held=draw(st.sampled_from([True, True, True, False])),
            reason=draw(st.sampled_from([None, None, "strike"])),
        )
        meetings[place : place + (kind != "add")] = [] if kind == "drop" and len(meetings) > 1 else [new]
    return draw(st.permutations(meetings))


@FEW
@given(meetings_of_a_series(), st.sampled_from(["Europe/Berlin", "UTC"]))
def test_the_slots_of_the_file_are_the_meetings(meetings: list[Meeting], zone: str) -> None:
    found = begun(meetings, timezone=zone)
    ones: dict[Any, Meeting] = {}
    for each in meetings:
        if each.when not in ones or (each.held and not ones[each.when].held):
            ones[each.when] = each
    assert held(found) == meant([*ones.values()])


@FEW
@given(meetings_of_a_series(), UNITS, st.sampled_from(["Monday", "second Friday"]))
def test_whatever_a_source_states_the_slots_are_the_meetings(meetings: list[Meeting], every: str, weekday: str) -> None:
    found = begun(meetings, Stated(every=every, weekday=(weekday,), time=(FOUR,)))
    times = {each.when for each in meetings if each.held}
    assert {(slot.date, slot.time) for slot in slots(found) if slot.is_held} == times
