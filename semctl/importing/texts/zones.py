"""Time zones as texts name them beside a time: "CET", "UTC+2", "London time", "heure de Paris"."""

import datetime as dt
import re
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_OFFSETS: Final = {
    "utc": 0, "gmt": 0, "wet": 0, "bst": 60, "west": 60, "cet": 60, "mez": 60, "cest": 120, "mesz": 120,
    "eet": 120, "eest": 180, "msk": 180,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360,
    "pst": -480, "pdt": -420, "ist": 330, "jst": 540,
}  # fmt: skip
_REGIONS: Final = {
    "et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles",
    "est": "America/New_York", "edt": "America/New_York", "cst": "America/Chicago", "cdt": "America/Chicago",
    "mst": "America/Denver",
    "mdt": "America/Denver", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles",
    "eastern time": "America/New_York",
    "central time": "America/Chicago", "mountain time": "America/Denver", "pacific time": "America/Los_Angeles",
    "bst": "Europe/London",
    "cet": "Europe/Paris", "cest": "Europe/Paris", "mez": "Europe/Berlin", "mesz": "Europe/Berlin",
    "central european time": "Europe/Paris",
    "european time": "Europe/Paris", "wet": "Europe/Lisbon", "west": "Europe/Lisbon", "eet": "Europe/Athens",
    "eest": "Europe/Athens",
    "msk": "Europe/Moscow", "ist": "Asia/Kolkata", "jst": "Asia/Tokyo", "utc": "UTC", "gmt": "UTC",
    "uk time": "Europe/London",
}  # fmt: skip
AMERICAN: Final = frozenset(name for name, zone in _REGIONS.items() if zone.startswith("America/"))
_CITIES: Final = {"parigi": "Paris", "roma": "Rome", "londra": "London", "berlino": "Berlin",
"mitteleuropäischer": "Berlin", "wien": "Vienna", "vienne": "Vienna",
                  "zürich": "Zurich", "londres": "London", "bruxelles": "Brussels", "new york": "New_York",
                  "los angeles": "Los_Angeles"}  # fmt: skip
_CONTINENTS: Final = ("Europe", "America", "Asia", "Africa", "Australia", "Pacific")


class Told(NamedTuple):
    """zone: an IANA name; None where it is the clock of the place. doubt: what does not fit."""

    zone: str | None
    doubt: str = ""


def zone(name: str, day: dt.date, time: dt.time, home: str) -> Told:
    """The zone of a time. home: where the person is, or the series: a name that fits its clock there means it."""
    low = name.lower().strip()
    if not low or "local" in low or low.startswith(("ortszeit", "start", "end", "the ")):
        return Told(None)
    there = ZoneInfo(home).utcoffset(dt.datetime.combine(day, time)) or dt.timedelta(0)
    own = int(there.total_seconds()) // 60
    if found := re.fullmatch(r"(?:utc|gmt)\s?([+-])\s?([0-9]{1,2})(?::?00)?", low):
        hours = int(found[2]) * (1 if found[1] == "+" else -1)
        return Told(None) if hours * 60 == own else Told(f"Etc/GMT{-hours:+d}" if hours and abs(hours) < 13 else "UTC")
    region = _REGIONS.get(low) or city(low)
    if region is None:
        return Told(None, f'the time is "{name}"' if low in _OFFSETS or "time" not in low else "")
    elsewhere = (
        int((ZoneInfo(region).utcoffset(dt.datetime.combine(day, time)) or dt.timedelta(0)).total_seconds()) // 60
    )
    said = _OFFSETS.get(low, elsewhere)
    if said == own:
        return Told(None)
    if said == elsewhere:
        return Told(region)
    if elsewhere == own:
        return Told(None, f'says "{name.upper()}" on a day on which the clock there is another')
    return Told(region, f'says "{name.upper()}" on a day on which the clock there is another')


def city(text: str) -> str | None:
    """The zone of "london time" or "heure de paris"."""
    found = re.fullmatch(r"(.+?) time|(?:ora di|heure de) (.+)|(.+?)er ortszeit|uhr (.+?)er zeit", text.lower().strip())
    if not found:
        return None
    words = next(each for each in found.groups() if each)
    for city in (words, words.split()[-1]):
        name = _CITIES.get(city, "_".join(part.capitalize() for part in city.split()))
        for continent in _CONTINENTS:
            try:
                return ZoneInfo(f"{continent}/{name}").key
            except (ZoneInfoNotFoundError, ValueError, OSError):
                continue
    return None
