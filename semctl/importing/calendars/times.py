"""Days, times and zones of an .ics file as wall clocks of IANA zones (RFC 5545 §3.3, §3.6.5, §3.8.5).

Zones that only the file itself defines become instants of UTC. Every expansion is bounded, whatever a rule says.
"""

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from semctl.dates import YEARS
from semctl.importing.calendars.contentlines import Component, Property
from semctl.importing.found import Stated
from semctl.languages import language
from semctl.model import Line, Rule
from semctl.problems import Problem
from semctl.rules import OPEN_RULE, ORDINALS, RFC_WEEKDAYS, days, first_day

MOST_DATES: Final = 1_000
"""Dates that are taken of one repeating event."""
_STAMP: Final = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d):?(\d\d)?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?)?")
_OFFSET: Final = re.compile(r"(?:UTC|GMT)?\s*([+-])(\d{1,2}):?(\d\d)?(?:\d\d)?", re.IGNORECASE)
_DURATION: Final = re.compile(
    r"([+-]?)P(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?", re.IGNORECASE
)


class Moment(NamedTuple):
    """A point in time as a clock shows it. time: None for a whole day. zone: None where no zone is said."""

    date: dt.date
    time: dt.time | None
    zone: str | None

    def instant(self) -> dt.datetime:
        """For measuring lengths and for comparing; days and clocks without a zone as if they were in UTC."""
        zone = ZoneInfo(self.zone) if self.zone else dt.UTC
        return dt.datetime.combine(self.date, self.time or dt.time(), zone).astimezone(dt.UTC)


# --- zones ---


class Zone(NamedTuple):
    """What a TZID stands for: an IANA zone, or the definition in the file; neither where nobody knows it.

    doubt: of every time in it. understood: how its name was, to be told once.
    """

    key: str | None = None
    definition: Component | None = None
    doubt: str = ""
    understood: str = ""


@dataclass(frozen=True, kw_only=True)
class Zones:
    """The zones of one calendar: what it defines itself, and what was made of each TZID.

    likely: the zones to try for one that only the file defines, the most likely first. year: for which they are tried.
    """

    definitions: Mapping[str, Component]
    likely: tuple[str, ...] = ()
    year: int = 2026
    known: dict[str, Zone] = field(default_factory=dict)

    def of(self, name: str) -> Zone:
        """What a TZID stands for."""
        if name not in self.known:
            self.known[name] = self._understood(name.strip())
        return self.known[name]

    def _understood(self, name: str) -> Zone:
        definition = self.definitions.get(name)
        said = definition.text("X-LIC-LOCATION") if definition else ""
        for each in (name, said):
            if key := iana(each):
                return Zone(key)
        if definition and any(part.first("TZOFFSETTO") for part in definition.parts):
            if key := next(
                (each for each in (*self.likely, *LIKELY) if _same_clock(definition, each, self.year)), None
            ):
                return Zone(key, understood=f'the zone "{name[:60]}" has the clock of {key}, and is taken for it')
            return Zone(None, definition)
        if offset := _OFFSET.fullmatch(name):
            hours = f"{int(offset[2]):02}{offset[3] or '00'}"
            return Zone(None, _fixed(f"{offset[1]}{hours}"))
        if key := _by_city(name):
            return Zone(key, understood=f'the zone "{name[:60]}" is taken for {key}, by its name')
        return Zone(doubt=f'nobody knows the zone "{name[:60]}"')


def iana(name: str) -> str | None:
    """The IANA name in a zone's name: as it is, behind a vendor's path, or of a name that Windows has."""
    text = name.strip().strip('"')
    known = _iana_names()
    parts = text.split("/")
    for start in range(max(0, len(parts) - 3), len(parts)):
        if found := known.get("/".join(parts[start:]).replace(" ", "_").casefold()):
            return found
    return WINDOWS_TO_OLSON.get(text) or {"z": "UTC", "zulu": "UTC"}.get(text.casefold())


def _iana_names() -> dict[str, str]:
    if not _NAMES:
        names = (name for name in available_timezones() if name not in ("Factory", "localtime", "posixrules"))
        _NAMES.update({name.casefold(): name for name in sorted(names)})
    return _NAMES


_NAMES: dict[str, str] = {}


LIKELY: Final = (
    "Europe/London", "Europe/Berlin", "Europe/Athens", "Europe/Moscow", "America/New_York", "America/Chicago",
    "America/Denver", "America/Los_Angeles", "America/Halifax", "America/Sao_Paulo", "Asia/Kolkata", "Asia/Shanghai",
    "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland",
)  # fmt: skip
"""Zones with clocks of their own in which many seminars meet."""


def _same_clock(definition: Component, key: str, year: int) -> bool:
    """Whether a zone that a file defines shows the same time as an IANA zone all year."""
    zone = ZoneInfo(key)
    days = (dt.datetime(year, month, day, 12) for month in range(1, 13) for day in (1, 15))
    return all(each - _in_utc(definition, each) == each.replace(tzinfo=zone).utcoffset() for each in days)


def _by_city(name: str) -> str | None:
    """The zone of a city that a name such as "(UTC+01:00) Amsterdam, Berlin, Rome" holds."""
    cities = {key.rpartition("/")[2].casefold(): key for key in _iana_names().values() if "/" in key[3:]}
    words = (word.strip(" ()\"'").replace(" ", "_").casefold() for word in re.split(r"[,;)]", name))
    return next((cities[word] for word in words if word in cities and not word.startswith("gmt")), None)


def _fixed(offset: str) -> Component:
    """The definition of a clock that is always the same time off UTC."""
    part = Component(name="STANDARD", line=0)
    part.properties = [Property("TZOFFSETTO", {}, offset, 0), Property("TZOFFSETFROM", {}, offset, 0)]
    return Component(name="VTIMEZONE", line=0, parts=[part])


def _in_utc(definition: Component, wall: dt.datetime) -> dt.datetime:
    """The instant at which the clocks of a zone that the file defines show a time."""
    onsets = [onset for part in definition.parts for onset in _onsets(part, wall.year)]
    before = max((each for each in onsets if each[0] <= wall), default=None, key=lambda each: each[0])
    first = min(onsets, default=None, key=lambda each: each[0])
    offset = before[1] if before else first[2] if first else dt.timedelta()
    return wall - offset


def _onsets(part: Component, year: int) -> Iterator[tuple[dt.datetime, dt.timedelta, dt.timedelta]]:
    """When an observance began about a year: by its wall clock, with its offset and the one before."""
    after, before = (_offset(part.text(name)) for name in ("TZOFFSETTO", "TZOFFSETFROM"))
    if after is None:
        return
    before = after if before is None else before
    start = _wall(part.text("DTSTART")) or dt.datetime(1601, 1, 1)
    yield start, after, before
    for each in part.every("RDATE"):
        for text in each.value.split(",")[:MOST_DATES]:
            if day := _wall(text):
                yield day, after, before
    rule = _parts(part.text("RRULE"))
    until = _wall(rule.get("UNTIL", "")) or dt.datetime(9999, 12, 31)
    if rule.get("FREQ") == "YEARLY":
        for day in _yearly(rule, start, (year - 1, year)):
            if start <= day <= until:
                yield day, after, before


def _yearly(rule: Mapping[str, str], start: dt.datetime, years: Sequence[int]) -> Iterator[dt.datetime]:
    """The days that BYMONTH with BYDAY or BYMONTHDAY, or the start, give in some years."""
    month = int(rule["BYMONTH"]) if rule.get("BYMONTH", "").isdecimal() else start.month
    by_day = re.fullmatch(r"([+-]?\d)?([A-Z]{2})", rule.get("BYDAY", ""))
    month_days = {int(each) for each in rule.get("BYMONTHDAY", "").split(",") if re.fullmatch(r"-?\d{1,2}", each)}
    if not 1 <= month <= 12:
        return
    for year in years:
        length = monthrange(year, month)[1]
        fitting = [
            day for day in range(1, length + 1)
            if (not month_days or {day, day - length - 1} & month_days)
            and (not by_day or RFC_WEEKDAYS[dt.date(year, month, day).weekday()] == by_day[2])
        ]  # fmt: skip
        if not by_day and not month_days:
            fitting = [min(start.day, length)]
        nth = int(by_day[1]) if by_day and by_day[1] else 1
        place = nth - 1 if nth > 0 else nth
        if -len(fitting) <= place < len(fitting):
            yield dt.datetime.combine(dt.date(year, month, fitting[place]), start.time())


def _wall(text: str) -> dt.datetime | None:
    """A wall-clock time without its zone."""
    found = _STAMP.match(text.strip())
    if not found:
        return None
    try:
        return dt.datetime(*(int(each or 0) for each in found.groups()[:6]))  # type: ignore[arg-type]
    except ValueError:
        return None


def _offset(text: str) -> dt.timedelta | None:
    found = re.fullmatch(r"([+-])(\d\d):?(\d\d)(?::?(\d\d))?", text.strip())
    if not found or int(found[2]) > 23:
        return None
    length = dt.timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    return -length if found[1] == "-" else length


# --- single values ---


class Unclear(ValueError):
    """A value that says no day or no length; the reason is its text."""


def moment(given: Property, zones: Zones) -> tuple[Moment, str]:
    """A DTSTART, DTEND, RECURRENCE-ID or the like, with what is doubtful about it; raises Unclear."""
    return moment_of(given.value, given.params.get("TZID", ""), zones)


def moment_of(text: str, tzid: str, zones: Zones) -> tuple[Moment, str]:
    """As `moment`, of one of several values."""
    stamps = [*_STAMP.finditer(text)]
    if not stamps:
        raise Unclear(f'"{text[:40]}" is no date')
    found = stamps[-1] if len(stamps) > 1 and ":" in text else stamps[0]
    try:
        day = dt.date(int(found[1]), int(found[2]), int(found[3]))
        clock = dt.time(int(found[4]), int(found[5]), int(found[6] or 0) % 60) if found[4] else None
    except ValueError:
        raise Unclear(f'"{found[0]}" is no date') from None
    if day.year not in YEARS:
        raise Unclear(f"the year {day.year} is not one from {YEARS[0]} to {YEARS[-1]}")
    if clock is None:
        return Moment(day, None, None), ""
    if found[7] == "Z":
        return Moment(day, clock, "UTC"), ""
    if found[7]:
        return _as_utc(day, clock, _fixed(found[7].replace(":", ""))), ""
    if not tzid:
        return Moment(day, clock, None), ""
    zone = zones.of(tzid)
    if zone.key:
        return Moment(day, clock, zone.key), zone.doubt
    if zone.definition:
        return _as_utc(day, clock, zone.definition), ""
    return Moment(day, clock, None), zone.doubt


def _as_utc(day: dt.date, clock: dt.time, definition: Component) -> Moment:
    utc = _in_utc(definition, dt.datetime.combine(day, clock))
    return Moment(utc.date(), utc.time(), "UTC")


def duration(text: str) -> dt.timedelta:
    """A DURATION; raises Unclear."""
    found = _DURATION.fullmatch(text.strip())
    if not found or not any(found.groups()[1:]):
        raise Unclear(f'"{text[:40]}" is no length of time')
    weeks, days_, hours, minutes, seconds = (int(each or 0) for each in found.groups()[1:])
    try:
        length = dt.timedelta(weeks=weeks, days=days_, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        raise Unclear(f'"{text[:40]}" is too long') from None
    return -length if found[1] == "-" else length


# --- repeating events ---


def _parts(text: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.upper().replace(" ", "").strip(";").split(";"))
    return {name: value for name, _, value in pairs if value}


def repeated(start: Moment, rule: str, today: dt.date) -> tuple[list[dt.date], str]:
    """The days of an RRULE from its first on, and what is odd about it; just the first where it cannot be followed.

    What would never end, or only after MOST_DATES, is followed for a year from today.
    """
    parts = _parts(rule)
    count, until = parts.pop("COUNT", ""), parts.pop("UNTIL", "")
    horizon = max(today, start.date) + OPEN_RULE
    if "FREQ" not in parts:
        return [start.date], _NOT_FOLLOWED.format("it has no FREQ")
    text = Line(";".join(f"{name}={value}" for name, value in parts.items()))
    end, odd = _last_day(until, start) if until else (horizon, "")
    if end < start.date:
        return [start.date], f"repeats until {end}, before it begins; taken once"
    times = int(count) if count.isdecimal() and len(count) < 10 else 0
    if not until and not 0 < times <= MOST_DATES:
        odd = f"repeats {count} times" if count else "repeats without an end"
        odd += f"; its dates up to {horizon} are taken"
    bounded = Rule(rrule=text, start=start.date, count=times) if 0 < times <= MOST_DATES else None
    problems, found = _days(bounded or Rule(rrule=text, start=start.date, end=end))
    if len(found) > MOST_DATES or any("more than" in each.says for each in problems):
        problems, found = _days(Rule(rrule=text, start=start.date, end=min(end, horizon)))
        odd = f"repeats on more than {MOST_DATES:,} days; its dates up to {min(end, horizon)} are taken"
    if problems:
        return [start.date], _NOT_FOLLOWED.format(problems[0].says)
    if start.date not in found:
        found, odd = [start.date, *found], odd or "begins on a day that its own rule does not give"
    return found[: times or MOST_DATES], odd


def stated(rule: Property, start: Moment) -> Stated | None:
    """An RRULE of weeks or months in the words of `[schedule]`; None of any other."""
    parts = _parts(rule.value)
    unit = {"WEEKLY": "week", "MONTHLY": "month"}.get(parts.get("FREQ", ""))
    days = parts.get("BYDAY", RFC_WEEKDAYS[start.date.weekday()] if unit == "week" else "").split(",")
    place = parts.get("BYSETPOS", "") if len(days) == 1 else ""
    weekday = tuple(_named_weekday(f"{place}{day}") for day in days)
    if not unit or not all(weekday):
        return None
    steps = parts.get("INTERVAL", "1")
    return Stated(weekday=weekday, every=unit if steps == "1" else f"{steps} {unit}s", line=rule.line)


def _named_weekday(text: str) -> str:
    """("2TU") → "second Tuesday"; none where it is not understood."""
    found = re.fullmatch(r"([+-]?\d)?([A-Z]{2})", text)
    words = {number: f"{word} " for word, number in ORDINALS.items() if word.isalpha()} | {0: ""}
    if not found or found[2] not in RFC_WEEKDAYS or int(found[1] or 0) not in words:
        return ""
    return f"{words[int(found[1] or 0)]}{language('en').weekdays[RFC_WEEKDAYS.index(found[2])]}"


_NOT_FOLLOWED: Final = "its rule is not followed, and it is taken once: {}"


def _days(rule: Rule) -> tuple[list[Problem], list[dt.date]]:
    """The days of a rule, from the first one on that it gives."""
    assert rule.start is not None
    problems, found = days(rule, rule.end or rule.start)
    if problems and (later := first_day(rule, rule.start)) not in (None, rule.start):
        assert later is not None
        return days(replace(rule, start=later, end=rule.end and max(rule.end, later)), later)
    return problems, found


def _last_day(until: str, start: Moment) -> tuple[dt.date, str]:
    """The last day that UNTIL allows, by the clock of the start."""
    last = _wall(until)
    if last is None or last.year not in YEARS:
        return start.date + OPEN_RULE, f'"{until[:40]}" is no day to repeat until; dates of a year are taken'
    if until.strip().upper().endswith("Z") and start.zone:
        last = last.replace(tzinfo=dt.UTC).astimezone(ZoneInfo(start.zone)).replace(tzinfo=None)
    timed = "T" in until.upper()
    if timed and start.time and last.time() < start.time:
        return last.date() - dt.timedelta(days=1), ""
    return last.date(), ""
