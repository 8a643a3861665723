"""Times of day as a text names them, with their ends and zones: "16:30 Uhr", "2-3pm", "ore 15.00", "16 c.t."."""

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

LONGEST: Final = dt.timedelta(hours=10)


class Clock(NamedTuple):
    """A time as it is named. start, end: where it stands. until: when it is over. zone: as the text calls it.
    shaky: figures with a point and no word beside them, that may be something else."""

    start: int
    end: int
    time: dt.time
    until: dt.time | None = None
    zone: str = ""
    shaky: bool = False

    @property
    def length(self) -> dt.timedelta | None:
        """How long it takes, where the end is named and after the beginning."""
        if self.until is None:
            return None
        day = dt.date(2000, 1, 1)
        took = dt.datetime.combine(day, self.until) - dt.datetime.combine(day, self.time)
        return took if dt.timedelta(0) < took <= LONGEST else None


_AT: Final = (
    r"(?:\b(?P<at>ab|um|von|at|from|ore|h|dalle(?: ore)?|alle(?: ore)?|om|vanaf|van|à|de|dès|kl|uhrzeit|time|orario|"
    r"tijd|zeit|heure|beginn|start)[\s:.]+(?:ore )?|\ball['’]|\bdall['’]|@\s?)?"
)
_ONE: Final = (
    r"(?P<hour>[0-9]{1,2})(?:(?P<mark>[:.]|\s?h\s?|u)(?P<minute>[0-9]{2})(?![0-9])(?::00)?)?"
    r"(?:\s?(?P<half>[ap])\.?\s?m\b\.?)?(?:\s?(?P<word>uhr|uur|h(?![\w'’])|hrs?\b|hours?\b|heures?\b|u\b(?!\.)))?"
)
_TO: Final = r"\s*(?:[-–—―→]|to|till|until|bis|alle(?: ore)?|tot|à|a|all['’])\s*(?:ore )?"
_QUARTER: Final = r"(?:,?\s?\(?(?P<quarter>[cs])(?:\.\s?t\b\.?|t\b)\)?)?"
_ZONE: Final = (
    r"(?:,?\s?[(\[]?(?P<zone>(?:utc|gmt)\s?[+-]\s?[0-9]{1,2}(?::?00)?|utc|gmt|cest|cet|mesz|mez|bst|west|wet|eest|eet|"
    r"e[sd]?t|c[sd]t|m[sd]t|p[sd]?t|msk|ist|jst|europe/[a-z_]+|america/[a-z_]+|asia/[a-z_]+|[a-z]+(?: [a-z]+)? time|"
    r"ora di [a-z]+|heure de [a-z]+|(?:[a-z]+er )?ortszeit|uhr [a-z]+er zeit)(?!\w)[)\]]?)?"
)
_OTHER: Final = re.sub(r"[(][?]P<([a-z]+)>", r"(?P<to_\1>", _ONE)
_PATTERN: Final = re.compile(
    rf"(?<![\w$€§#]){_AT}(?<![\w/$€§#+][.:/+])(?<![\w/$€§#+]){_ONE}"
    rf"(?:{_TO}{_OTHER}(?!\w|[.:][0-9]))?"
    rf"(?![\w%°€]|[.:/-][0-9]){_QUARTER}{_ZONE}"
)
_SURE: Final = frozenset({"ore", "um", "alle", "alle ore", "dalle", "dalle ore", "kl", "uhrzeit", "von", "from"})
"""Words before an hour alone that make it one."""
_NOON: Final = re.compile(r"(?<![\w'’-])(?:12 )?(?:noon|midday|mezzogiorno)(?![\w'’-])")
_ANY: Final = re.compile(r"[0-9]|noon|midday|mezzogiorno")


@lru_cache(maxsize=4096)
def clocks_in(text: str) -> tuple[Clock, ...]:
    """The times that a line names, from its beginning; none of them overlap."""
    return tuple(_found(text))


def _found(text: str) -> Iterator[Clock]:
    small = text.lower()
    small = (small if len(small) == len(text) else text).replace("\xa0", " ").replace("\u202f", " ")
    if not _ANY.search(small):
        return
    noons = {found.start(): found.end() for found in _NOON.finditer(small)}
    end = 0
    while found := _PATTERN.search(small, end):
        clock = _span(found) or _alone(found)
        end = clock.end if clock else found.end("hour")
        if clock and not any(start - 1 <= clock.end and stop > clock.start for start, stop in noons.items()):
            yield clock
    for start, stop in noons.items():
        yield Clock(start, stop, dt.time(12))


def _span(found: re.Match[str]) -> Clock | None:
    """From one time to another; None where the second is none."""
    if found["to_hour"] is None:
        return None
    one, other = found.group("minute", "half", "word"), found.group("to_minute", "to_half", "to_word")
    close = re.fullmatch(r"[-–—→]", found.string[_last(found, "") : found.start("to_hour")])
    bare = not any(other) and not (found["at"] in _SURE and not any(one)) and not (close and any(one))
    half, to_half = found["half"] or found["to_half"] or "", found["to_half"] or found["half"] or ""
    time, until = _time(found["hour"], found["minute"], half), _time(found["to_hour"], found["to_minute"], to_half)
    if bare or time is None or until is None or (not any(one) and "." in (found["to_mark"] or "") and not other[2]):
        return None
    if time > until and found["half"] is None and to_half == "p":
        time = _time(found["hour"], found["minute"], "a") or time  # 11-1pm
    if found["quarter"] == "c" and not time.minute:
        time = time.replace(minute=15)
    points = {found["mark"], found["to_mark"]} <= {".", None} and not (other[1] or other[2] or found["at"])
    shaky = points or (found["at"] in _SURE and not any(one) and not any(other) and time.hour < 8)
    return Clock(found.start(), found.end(), time, until, _zone(found), shaky=shaky)


def _alone(found: re.Match[str]) -> Clock | None:
    """One time, whatever follows it."""
    spanned = found["to_hour"] is not None
    hour, mark, minute, half, word = found.group("hour", "mark", "minute", "half", "word")
    quarter = None if spanned else found["quarter"]
    time = _time(hour, minute, half or "")
    at = found["at"] or ("alle" if found[0][:4] in ("all'", "all’") else "")
    if time is None or not (minute or half or word or quarter or at in _SURE):
        return None
    if at in ("von", "from", "um") and not (minute or half or word or quarter):
        return None
    if quarter == "c" and not time.minute:
        time = time.replace(minute=15)
    sure = half or (word and (minute or time.hour > 6)) or quarter or (minute and mark != ".") or at
    end = _last(found, "") if spanned else found.end()
    return Clock(found.start(), end, time, None, "" if spanned else _zone(found), shaky=not sure)


def _last(found: re.Match[str], which: str) -> int:
    """Where the first time of a span ends."""
    return max(found.end(which + name) for name in ("hour", "minute", "half", "word"))


def _time(hour: str, minute: str | None, half: str) -> dt.time | None:
    hours, minutes = int(hour), int(minute or 0)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half == "p" else 0)
    return dt.time(hours, minutes) if hours < 24 and minutes < 60 else None


def _zone(found: re.Match[str]) -> str:
    return " ".join((found["zone"] or "").split())
