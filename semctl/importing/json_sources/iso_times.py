"""Days and times as data writes them (ISO 8601, RFC 3339): "2026-05-11T16:00:00+02:00", with a blank for the T, without
seconds or without an offset, or the day alone."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from semctl.dates import YEARS, write_duration
from semctl.importing.calendars.times import LIKELY

_STAMP: Final = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:[T\s]\s*(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?",
    re.IGNORECASE,
)
_SHORTEST: Final = dt.timedelta(minutes=1)
_LONGEST: Final = dt.timedelta(hours=24)
_PERIOD: Final = re.compile(r"P(?:(\d{1,3})D)?(?:T(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:\d{1,6}S)?)?", re.IGNORECASE)


class Stamp(NamedTuple):
    """A point in time. time: None for a whole day. offset: from UTC, where it is said."""

    date: dt.date
    time: dt.time | None = None
    offset: dt.timedelta | None = None

    def in_zone(self, zone: str) -> "Stamp":
        """By the wall clock of a zone; what has no offset is that already."""
        if self.time is None or self.offset is None:
            return self
        there = self.instant(zone).astimezone(ZoneInfo(zone))
        return Stamp(there.date(), there.time(), self.offset)

    def instant(self, zone: str) -> dt.datetime:
        """Of UTC; zone: where no offset is said."""
        clock = dt.datetime.combine(self.date, self.time or dt.time())
        known = dt.timezone(self.offset) if self.offset is not None else ZoneInfo(zone)
        return clock.replace(tzinfo=known).astimezone(dt.UTC)


def stamp(text: str) -> Stamp | None:
    """The point in time that a text names; None where it names none, or none of our years."""
    found = _STAMP.fullmatch(text.strip())
    if found is None:
        return None
    try:
        day = dt.date(int(found[1]), int(found[2]), int(found[3]))
        clock = dt.time(int(found[4]), int(found[5])) if found[4] else None
    except ValueError:
        return None
    offset = _offset(found[7]) if found[7] else None
    if not YEARS[0] < day.year < YEARS[-1] or (found[7] and offset is None):
        return None
    return Stamp(day, clock, offset)


def _offset(text: str) -> dt.timedelta | None:
    if text[0] not in "+-":
        return dt.timedelta()
    digits = text[1:].replace(":", "")
    length = dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    if length >= _LONGEST:
        return None
    return -length if text[0] == "-" else length


def length(start: Stamp, end: Stamp, zone: str) -> str | None:
    """How long it takes, as a file writes it; None where that is nothing, or more than a day."""
    if start.time is None or end.time is None:
        return None
    took = end.instant(zone) - start.instant(zone)
    return write_duration(took) if _SHORTEST <= took <= _LONGEST else None


def period(text: str) -> str | None:
    """A length such as "PT1H30M", as a file writes it; None where it is none, or more than a day."""
    found = _PERIOD.fullmatch(text.strip())
    if found is None:
        return None
    days, hours, minutes = (int(each or 0) for each in found.groups())
    took = dt.timedelta(days=days, hours=hours, minutes=minutes)
    return write_duration(took) if _SHORTEST <= took <= _LONGEST else None


def likely_zone(stamps: Iterable[Stamp], own: str) -> tuple[str | None, str]:
    """The zone of times that say no more than their offset, with the reason why it is a guess; own: of the reader.

    None where no time has an offset. The own zone goes before others, if its clock shows the same.
    """
    told = [each for each in stamps if each.time is not None and each.offset is not None]
    if not told:
        return None, ""
    elsewhere = [each for each in told if each.offset]
    for sample in (told, elsewhere) if elsewhere else (told,):
        for zone in (own, *LIKELY) if elsewhere else (own, "UTC"):
            if all(each.instant(zone).astimezone(ZoneInfo(zone)).utcoffset() == each.offset for each in sample):
                why = "its clock shows the times of the source" if elsewhere else "every time in the source is in UTC"
                return zone, f"{why}; the place may have another"
    return "UTC", "the source gives offsets only, which no usual zone has"
