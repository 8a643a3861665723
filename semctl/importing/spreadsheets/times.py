"""Times of day as cells have them: "16:00", "4 pm", "16.30 – 17:30 Uhr", or the part of a day that Excel counts."""

import datetime as dt
import re
from functools import cache
from typing import Final, NamedTuple

from semctl.dates import Unclear, read_duration, read_time, write_duration

_SPAN: Final = re.compile(r"\s*[-–—]\s*|\s+(?:bis|to|until|till|tot|à|a|alle|fino alle|jusqu'à)\s+", re.IGNORECASE)
_FROM: Final = re.compile(r"(?:from|von|dalle(?: ore)?|van|de)\s+", re.IGNORECASE)
_FRACTION: Final = re.compile(r"0?[.,]\d{2,}")
_SECONDS: Final = re.compile(r"(\d{1,2}[:.]\d{2})[:.](\d{2})(?:[.,]0+)?")
_ZONE: Final = re.compile(r"\s*\(?\b(?:CES?T|MES?Z|GMT|UTC|BST|WES?T|E[SD]T|P[SD]T|C[SD]T)\b\)?\s*$")
_LAST_DIGIT: Final = re.compile(r".*\d")


class Times(NamedTuple):
    """When it begins and, where that is told, when it ends."""

    start: dt.time
    end: dt.time | None = None

    @property
    def duration(self) -> str | None:
        """How long it takes, as a file writes it."""
        return length(self.start, self.end) if self.end else None


def length(start: dt.time, end: dt.time) -> str | None:
    """From a time to another, as a file writes it; None where the one is not before the other."""
    between = _minutes(end) - _minutes(start)
    return write_duration(dt.timedelta(minutes=between)) if between > 0 else None


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute


@cache
def read_times(cell: str) -> Times:
    """What a cell says; Unclear where it is no time, or more than one."""
    text = _ZONE.sub("", _FROM.sub("", " ".join(cell.split()), count=1)) if not _FRACTION.fullmatch(cell) else cell
    if _FRACTION.fullmatch(text):
        minutes = round(float(text.replace(",", ".")) * 1440)
        return Times(dt.time(*divmod(minutes % 1440, 60)))
    parts = _SPAN.split(text)
    if len(parts) != 2 or not all(parts):
        return Times(_time(text))
    end = _time(parts[1])
    try:
        return Times(_time(parts[0]), end)
    except Unclear:
        words = _LAST_DIGIT.sub("", parts[1], count=1)  # "4–5 pm", "16–17 Uhr"
        return Times(_time(f"{parts[0]}{words}"), end)


def _time(text: str) -> dt.time:
    return read_time(_SECONDS.sub(r"\1", text))


def is_time(cell: str) -> bool:
    """Whether a cell is a time and nothing else; a bare number is none."""
    try:
        read_times(cell)
    except Unclear:
        return False
    return True


def read_length(cell: str, *, minutes: bool) -> str:
    """A length of time as a file writes it; Unclear else. minutes: what a bare number counts."""
    text = f"{cell} min" if minutes and re.fullmatch(r"\d{1,3}", cell) else cell
    if found := re.fullmatch(r"(\d{1,2}):(\d{2})(?::00)?", text):
        text = f"{int(found[1])} h {int(found[2])} min" if int(found[1]) else f"{int(found[2])} min"
    return write_duration(read_duration(text))
