"""The text of a new series file: what was asked for, and comments that show what else there is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from semctl.tomltext.render import value

_NOTES: Mapping[str, str] = {
    "id": "short and for ever: it goes into calendar identities and file names",
    "domain": "for ever too: makes those identities unique in the world",
    "timezone": "all times below are wall-clock times there",
    "country": "whose public holidays are named",
    "start": "the first slot, and the anchor: the steps are counted from it",
    "end": "the last day, included",
}

_SCHEDULE_LATER = """
# When the seminar meets; nothing is decided yet. Take off the # and fill in:
# [schedule]
# every = "2 weeks"                 # or "week", "month" with weekday = "second Tuesday", or dates = [2026-10-15]
# weekday = "Monday"
# time = "16:00"
# start = 2026-10-05
"""

_EXAMPLES = """
# An exception says what it replaces, and why:
# [[overrides]]
# date = {day}                 # the date that the schedule gives
# moved_to = {moved_to}
# room = "A 101"
# reason = "public holiday"
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class NewSeries:
    """What a new file says: the keys of [series] and of [schedule]; None is left out."""

    series: Mapping[str, Any]
    schedule: Mapping[str, Any]


def starter(new: NewSeries) -> str:
    """The text of the file."""
    parts = ["[series]\n", *_lines(new.series)]
    schedule = {key: each for key, each in new.schedule.items() if each is not None}
    if schedule:
        parts += ["\n[schedule]\n", *_lines(schedule)]
    else:
        parts.append(_SCHEDULE_LATER)
    day = schedule.get("start") or date(2026, 10, 5)
    parts.append(_EXAMPLES.format(day=day, moved_to=day + timedelta(days=2)))
    return "".join(parts)


def _lines(values: Mapping[str, Any]) -> list[str]:
    lines = {key: f"{key} = {value(each)}" for key, each in values.items() if each is not None}
    width = min(40, max((len(line) for key, line in lines.items() if key in _NOTES), default=0))
    return [f"{line.ljust(width)}  # {_NOTES[key]}\n" if key in _NOTES else f"{line}\n" for key, line in lines.items()]
