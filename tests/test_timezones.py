"""The VTIMEZONE against `zoneinfo`: read back by an evaluator of its own, and by two libraries' readers."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import icalendar
import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from semctl.timezones import vtimezone

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2035, 12, 31)
ZONES = (
    "Africa/Cairo", "Africa/Casablanca", "Africa/Johannesburg", "America/New_York", "America/Nuuk", "America/Santiago",
    "America/Sao_Paulo", "Antarctica/Troll", "Asia/Gaza", "Asia/Jerusalem", "Asia/Kathmandu", "Asia/Tokyo",
    "Australia/Lord_Howe", "Australia/Sydney", "Europe/Amsterdam", "Europe/Dublin", "Pacific/Chatham", "UTC",
)  # fmt: skip
HOURS = (0, 4, 9, 16, 23)

AMSTERDAM = """\
BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE"""

TOKYO = """\
BEGIN:VTIMEZONE
TZID:Asia/Tokyo
BEGIN:STANDARD
DTSTART:19700101T000000
TZNAME:JST
TZOFFSETFROM:+0900
TZOFFSETTO:+0900
END:STANDARD
END:VTIMEZONE"""

CASABLANCA = """\
BEGIN:VTIMEZONE
TZID:Africa/Casablanca
BEGIN:DAYLIGHT
DTSTART:19700101T000000
TZNAME:+01
TZOFFSETFROM:+0100
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20210411T030000
RDATE:20220327T030000
RDATE:20230319T030000
TZNAME:+00
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20210516T020000
RDATE:20220508T020000
RDATE:20230423T020000
TZNAME:+01
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
END:VTIMEZONE"""


def evaluate(lines: tuple[str, ...], until: int) -> Callable[[dt.datetime], dt.timedelta]:
    """What a reader makes of a VTIMEZONE: the offset at an instant of UTC, by the last onset before it."""
    onsets: list[tuple[dt.datetime, dt.timedelta]] = []
    block: list[tuple[str, str]] = []
    for line in lines[2:-1]:
        name, _, value = line.partition(":")
        if name != "END":
            block.append((name, value))
            continue
        has = dict(block)
        start = dt.datetime.strptime(has["DTSTART"], "%Y%m%dT%H%M%S")
        before, after = offset(has["TZOFFSETFROM"]), offset(has["TZOFFSETTO"])
        walls = [start, *(dt.datetime.strptime(each, "%Y%m%dT%H%M%S") for key, each in block if key == "RDATE")]
        if "RRULE" in has:
            walls = list(rrulestr(has["RRULE"], dtstart=start).between(start, dt.datetime(until + 2, 1, 1), inc=True))
            assert walls[0] == start, "DTSTART is an instance of its rule"
        onsets += [(wall - before, after) for wall in walls]
        block = []
    onsets.sort()
    assert all(one[0] < two[0] for one, two in pairwise(onsets)), "no two observances begin at once"
    instants = [onset for onset, _ in onsets]
    return lambda utc: onsets[bisect_right(instants, utc) - 1][1]


def offset(text: str) -> dt.timedelta:
    hours, minutes, seconds = (int(text[place : place + 2] or 0) for place in (1, 3, 5))
    size = dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -size if text[0] == "-" else size


def instants(first: dt.date, last: dt.date, hours: tuple[int, ...]) -> Iterator[dt.datetime]:
    for number in range((last - first).days + 1):
        for hour in hours:
            yield dt.datetime.combine(first + dt.timedelta(days=number), dt.time(hour))


def wrong_instants(name: str, first: dt.date, last: dt.date, hours: tuple[int, ...] = HOURS) -> list[dt.datetime]:
    zone = ZoneInfo(name)
    told = evaluate(vtimezone(zone, first, last), last.year)
    return [
        utc
        for utc in instants(first, last, hours)
        if told(utc) != utc.replace(tzinfo=dt.UTC).astimezone(zone).utcoffset()
    ]


def text(name: str, first: dt.date, last: dt.date) -> str:
    return "\n".join(vtimezone(ZoneInfo(name), first, last))


def test_a_zone_with_summer_time_has_two_yearly_rules_anchored_in_1970() -> None:
    assert text("Europe/Amsterdam", dt.date(2026, 5, 11), dt.date(2026, 6, 22)) == AMSTERDAM


def test_a_zone_without_changes_has_one_observance_and_no_rule() -> None:
    assert text("Asia/Tokyo", dt.date(2026, 5, 11), dt.date(2026, 6, 22)) == TOKYO


def test_a_zone_that_follows_the_moon_names_each_date_on_a_line_of_its_own() -> None:
    assert text("Africa/Casablanca", dt.date(2022, 5, 11), dt.date(2022, 6, 22)) == CASABLANCA


def test_winter_is_standard_time_in_dublin_as_well() -> None:
    """The zone's data call Irish winter time the exception; calendar programs expect what is usual."""
    lines = vtimezone(ZoneInfo("Europe/Dublin"), FIRST, FIRST)
    assert [line for line in lines if line.startswith(("BEGIN:", "TZNAME"))] == [
        "BEGIN:VTIMEZONE", "BEGIN:DAYLIGHT", "TZNAME:IST", "BEGIN:STANDARD", "TZNAME:GMT"
    ]  # fmt: skip


def test_a_change_of_the_rules_within_the_range_is_told_by_dates() -> None:
    """Until 2006 summer time in New York began in April."""
    first, last = dt.date(2006, 1, 1), dt.date(2008, 12, 31)
    assert not any(line.startswith("RRULE") for line in vtimezone(ZoneInfo("America/New_York"), first, last))
    assert wrong_instants("America/New_York", first, last) == []


def test_before_1970_the_first_observances_are_older_still() -> None:
    first, last = dt.date(1966, 1, 1), dt.date(1968, 12, 31)
    lines = vtimezone(ZoneInfo("America/New_York"), first, last)
    assert [line for line in lines if line.startswith("DTSTART")] == [
        "DTSTART:19650425T020000",
        "DTSTART:19651031T020000",
    ]
    assert wrong_instants("America/New_York", first, last) == []


def test_offsets_of_old_local_times_have_seconds() -> None:
    lines = vtimezone(ZoneInfo("Africa/Monrovia"), dt.date(1970, 1, 1), dt.date(1973, 1, 1))
    assert [line for line in lines if line.startswith("TZOFFSETTO")] == ["TZOFFSETTO:-004430", "TZOFFSETTO:+0000"]


def test_the_ends_of_time_do_not_break_it() -> None:
    for day in (dt.date.min, dt.date.max):
        assert vtimezone(ZoneInfo("America/New_York"), day, day)[0] == "BEGIN:VTIMEZONE"


@pytest.mark.parametrize("name", ZONES)
def test_ten_years_are_right(name: str) -> None:
    """Daily at several hours, over all the years at once and for one of them alone."""
    assert wrong_instants(name, FIRST, LAST) == []
    assert wrong_instants(name, dt.date(2030, 1, 1), dt.date(2030, 12, 31)) == []


@pytest.mark.parametrize("name", ZONES)
def test_each_change_is_right_to_the_second(name: str) -> None:
    zone = ZoneInfo(name)
    lines = vtimezone(zone, FIRST, FIRST)
    told = evaluate(lines, FIRST.year)
    second = dt.timedelta(seconds=1)
    days = list(instants(FIRST, FIRST.replace(month=12, day=31), (0,)))
    for low, high in pairwise(days):
        if told(low) != told(high):
            while high - low > second:
                middle = (low + (high - low) / 2).replace(microsecond=0)
                low, high = (middle, high) if told(middle) == told(low) else (low, middle)
            for utc in (low, high):
                assert told(utc) == utc.replace(tzinfo=dt.UTC).astimezone(zone).utcoffset()


@pytest.mark.parametrize("name", ZONES)
def test_another_reader_sees_the_same_wall_clock(name: str) -> None:
    component = icalendar.Timezone.from_ical("\r\n".join(vtimezone(ZoneInfo(name), FIRST, FIRST)) + "\r\n")
    assert isinstance(component, icalendar.Timezone)
    read = component.to_tz(lookup_tzid=False)
    for wall in instants(FIRST, FIRST.replace(month=12, day=31), (10, 16)):
        assert wall.replace(tzinfo=read).utcoffset() == wall.replace(tzinfo=ZoneInfo(name)).utcoffset(), wall


@given(
    name=st.sampled_from(ZONES),
    first=st.dates(dt.date(1946, 1, 1), dt.date(2060, 1, 1)),
    days=st.integers(0, 1500),
)
def test_any_range_is_right(name: str, first: dt.date, days: int) -> None:
    assert wrong_instants(name, first, first + dt.timedelta(days=days), (12,)) == []


@pytest.mark.slow
@pytest.mark.parametrize("start", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
def test_every_zone_is_right_for_ten_years(start: str) -> None:
    """Zones by their first letter."""
    names = [name for name in sorted(available_timezones()) if name[0].upper() == start]
    assert {name: wrong[:3] for name in names if (wrong := wrong_instants(name, FIRST, LAST))} == {}


def test_no_zone_is_left_out_by_the_letters() -> None:
    assert {name[0].upper() for name in available_timezones()} <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
