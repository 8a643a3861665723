"""When the seminar may meet: which of the candidates somebody means, in whatever words a poll has for it."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Final

from semctl.dates import Unclear, read_day, read_time, weekday_number
from semctl.problems import Misused
from semctl.reading.records import Candidate

UNTIL: Final = r"\s*[–—-]\s*|\s+(?:to|until|bis|à|alle|tot)\s+"
"""Between the beginning and the end of a span of time."""


def called(candidate: Candidate) -> str:
    """A candidate as answers name it: "Monday 16:30"."""
    return f"{candidate.weekday} {candidate.from_:%H:%M}"


def label(candidate: Candidate) -> str:
    """A candidate as it is shown: "Monday 16:30–18:00"."""
    return f"{called(candidate)}–{candidate.to:%H:%M}" if candidate.to else called(candidate)


def candidates(times: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The candidates; Misused where one has no weekday, or two cannot be told apart."""
    seen: dict[tuple[int | None, dt.time], int] = {}
    for number, each in enumerate(times, 1):
        weekday = weekday_number(each.weekday)
        if weekday is None:
            raise Misused(f'"{each.weekday}" is not a weekday', f"mend it in [[reading.times]] number {number}")
        other = seen.setdefault((weekday, each.from_), number)
        if other != number:
            raise Misused(
                f"{called(each)} is candidate {other} and candidate {number}", "take one out of [[reading.times]]"
            )
    return tuple(times)


def meant(times: Sequence[Candidate], text: str, today: dt.date) -> int | None:
    """The place of the candidate that a text names by weekday or day and time; None where it is none of them, or more.

    A weekday alone is enough where there is one candidate on it. today: for days without a year.
    """
    weekday, begins = when(text, today)
    fitting = [
        place
        for place, each in enumerate(times)
        if weekday_number(each.weekday) == weekday and begins in (None, each.from_)
    ]
    return fitting[0] if len(fitting) == 1 else None


def when(text: str, today: dt.date) -> tuple[int | None, dt.time | None]:
    """The weekday and the time in a text such as "Mon 6 November 2023 14:00 – 15:30", as far as they are there."""
    words = text.replace(",", " ").split()
    for weekday, rest in _cuts(words, today):
        begins = _time(rest)
        if begins is not None or not rest:
            return weekday, begins
    return None, None


def _cuts(words: list[str], today: dt.date) -> Iterator[tuple[int, list[str]]]:
    """The ways to part a text into a day and the words after it, with the weekday of the day."""
    for end in range(len(words), 0, -1):
        day = " ".join(words[:end])
        if (weekday := weekday_number(day)) is not None:
            yield weekday, words[end:]
        elif any(letter.isdigit() for letter in day):
            try:
                yield read_day(day, today).weekday(), words[end:]
            except Unclear:
                continue
    named = [number for number, word in enumerate(words) if weekday_number(word) is not None]
    if len(named) == 1:  # "November 2023 Mon 6 14:00": the day in pieces
        weekday = weekday_number(words[named[0]])
        assert weekday is not None
        rest = words[named[0] + 1 :]
        yield weekday, rest[1:] if rest and rest[0].rstrip(".").isdecimal() else rest


def _time(words: list[str]) -> dt.time | None:
    """The time with which a span begins: "14:00", "14–16 Uhr", "2:00 PM – 3:30 PM"."""
    begins, *ends = re.split(UNTIL, " ".join(words))
    if ends and begins.isdecimal():
        unit = re.search(r"[^\W\d].*$", ends[-1])  # it stands behind the end: "2–3 pm"
        begins = f"{begins} {unit[0]}" if unit else f"{begins}:00"
    try:
        return read_time(begins)
    except Unclear:
        return None
