"""Weekdays and times at which a seminar may meet: "Monday 16:30-18:00", "Di 14–16 Uhr c.t., Raum 2.04"."""

import datetime as dt
import re
from typing import Any, Final

from semctl.dates import QUARTER, Unclear, read_time, weekday_number
from semctl.importing.places import place
from semctl.languages import language

_CLOCK: Final = r"\d{1,2}(?:\s?[:.h]\s?\d{2})?\s?(?:am|pm|h|uhr)?"
_TIME: Final = re.compile(
    rf"""
    (?P<day>[^\W\d_]+)\.?[,:]?\s+ (?:at|from|von|um|dalle|alle|van|om|de|à|ore)?\s*
    (?P<from>{_CLOCK}) \s* (?:(?:-|–|—|to|till?|until|bis|alle|tot|à)\s*(?P<to>{_CLOCK}))? (?:\s?uhr)?
    (?P<quarter>\s?[cs]\.?\s?t\.?)? \s* [,(]? \s* (?:in\s+)? (?P<rest>[^)]*) \)?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_HALF: Final = re.compile(r"[ap]m|uhr|h", re.IGNORECASE)


def candidate(text: str) -> dict[str, Any] | None:
    """`[[reading.times]]` as the file writes it, where a text says a weekday and a time and no more than a room."""
    found = _TIME.fullmatch(text) if len(text) < 120 else None
    day = _weekday(found["day"]) if found else None
    if found is None or day is None:
        return None
    half = _HALF.search(found["to"] or "") or _HALF.search(text[len(found["day"]) :])
    first, last = (_clock(found[name] or "", half[0].casefold() if half else "") for name in ("from", "to"))
    if first is None or (found["to"] and last is None):
        return None
    if (found["quarter"] or "").strip().casefold().startswith("c"):
        first, last = _moved(first, QUARTER), last and _moved(last, -QUARTER)
    told: dict[str, Any] = {"weekday": language("en").weekdays[day], "from": f"{first:%H:%M}"}
    if last:
        told["to"] = f"{last:%H:%M}"
    if room := place(found["rest"].strip()).room:
        told["room"] = room
    return told


def _weekday(name: str) -> int | None:
    day = weekday_number(name)
    return day if day is not None else weekday_number(name.casefold().removesuffix("s"))


def _clock(text: str, half: str) -> dt.time | None:
    """A time; an hour alone takes what stands behind the end, as in "4:30-6 pm"."""
    own = bool(_HALF.search(text))
    for said in (text if own or half not in ("am", "pm") else f"{text} {half}", f"{text} {half}", f"{text}:00"):
        try:
            return read_time(said)
        except Unclear:
            continue
    return None


def _moved(time: dt.time, by: dt.timedelta) -> dt.time:
    return (dt.datetime.combine(dt.date(2000, 1, 2), time) + by).time()
