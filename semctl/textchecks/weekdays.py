"""Weekdays and dates in words that contradict the date they stand beside, in all five languages.

Only full names of weekdays count, and a bare one only where nothing else stands around it: "Note: on Tuesday" is
about the slot, "the Tuesday group" and "Tom Friday" are not.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from semctl.dates import long_day, plain_day
from semctl.languages import every_language, fold, language
from semctl.model import Book
from semctl.problems import Path, Problem
from semctl.programme import Programme
from semctl.textchecks.texts import Texts

FIRST_YEAR: Final = 1900  # before, weekdays follow other calendars
LONG: Final = 7  # letters of a further spelling that is no abbreviation ("Sonnabend")

_BEFORE: Final = """note nb attention please exceptionally unusually only once this time the on we meet is will be moved
    to rescheduled shifted postponed brought forward held takes place talk seminar meeting lecture session extra
    special unusual different new day now
    hinweis achtung bitte am an diesem dieser diesen den der ausnahmsweise verlegt verschoben vorverlegt auf vortrag
    sitzung treffen findet statt ist wir uns nur diesmal neuer tag termin
    nota attenzione di il questo eccezionalmente solo spostato spostata rinviato a al seminario incontro si tiene
    remarque le ce exceptionnellement deplace deplacee reporte reportee au seance aura a lieu
    let op noot deze uitzonderlijk bij uitzondering verplaatst verschoven naar seminarium bijeenkomst vindt plaats
    dit keer alleen"""
"""Words before a day that leave it the day of the meeting itself."""

_PREPOSITIONS: Final = frozenset({"on", "this", "am", "an", "diesem", "auf", "il", "questo", "le", "ce", "op", "deze"})
_AFTER: Final = """at from this morning afternoon evening noon instead only exceptionally in room um ab von statt im
    raum diesmal vormittag nachmittag abend ausnahmsweise alle ore dalle mattina pomeriggio sera invece matin midi soir
    apres-midi om vanaf ochtend middag avond zaal"""
"""Words that may follow it."""

_NO_DATE: Final = frozenset({"black", "bloody", "schwarzer", "schwarzen", "zwarte", "noir", "nero", "sanglant"})
_UNLUCKY: Final = frozenset({(4, 13), (4, 17)})  # "Friday the 13th", "venerdì 17"
_CLAUSE: Final = re.compile(r"[.;!?()\n\[\]–—]|(?<!\w)-(?!\w)")
_WORD: Final = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


_SOFT: Final = frozenset(_BEFORE.split())
_FOLLOWING: Final = frozenset(_AFTER.split())


class Mention(NamedTuple):
    """A day as a text names it; start, end: offsets there."""

    start: int
    end: int
    weekday: int | None
    day: int | None
    month: int | None
    year: int | None


def days_agree(texts: Texts) -> Iterator[Problem]:
    """A weekday or a date in a note, a reason or a title is the one of the slot or the talk."""
    for path, text, days in _dated(texts.programme):
        if found := contradiction(text, days, in_title=path[-1] == "title"):
            hint = f"correct the {path[-1]}" + (" or the date" if days else "")
            yield texts.warning("weekday-in-text", path, found, hint)


def _dated(programme: Programme) -> Iterator[tuple[Path, str, Sequence[dt.date]]]:
    """Every text with its path and the days it may be about: the day of the meeting first."""
    book, slots = programme.book, programme.slots
    if book.series.note:
        yield ("series", "note"), book.series.note, tuple(slot.date for slot in slots)
    for rule in book.rules:
        if rule.note:
            yield (*rule.path, "note"), rule.note, tuple(slot.date for slot in slots if slot.rule is rule)
    for each in book.breaks:
        if each.reason:
            length = min((each.to - each.from_).days, 366)
            days = tuple(each.from_ + dt.timedelta(days=n) for n in range(length + 1))
            yield (*each.path, "reason"), each.reason, days
    yield from _of_overrides(book)
    for entry in programme.entries:
        talk, slot = entry.talk, entry.slot
        days = tuple(day for day in (entry.date, talk.date, slot.regular_date if slot else None) if day)
        if talk.title:
            yield (*talk.path, "title"), talk.title, days
        if talk.reason:
            yield (*talk.path, "reason"), talk.reason, days


def _of_overrides(book: Book) -> Iterator[tuple[Path, str, Sequence[dt.date]]]:
    for each in book.overrides:
        days = (each.moved_to or each.date, each.date)
        if each.note:
            yield (*each.path, "note"), each.note, days
        if each.reason:
            yield (*each.path, "reason"), each.reason, days


def contradiction(text: str, days: Sequence[dt.date], *, in_title: bool) -> str | None:
    """How a text contradicts the days it may be about; None where it does not."""
    small = text.casefold()
    if not (any(name in small for name in _weekday_hints()) or (not in_title and re.search("[0-9]", text))):
        return None
    mentions = [each for each in _mentions(text) if _is_meant(each, text)]
    for each in mentions:
        own = _resolved(each, days)
        if own and each.weekday is not None and own.weekday() != each.weekday:
            return f'says "{_said(each, text)}", but {plain_day(own, "en")} is a {_weekday(own.weekday())}'
    if not days or any(_agrees(each, days) for each in mentions):
        return None
    for each in mentions:
        if in_title and (each.day is None or each.weekday is None):
            continue
        if _is_about_the_slot(each, text) and _is_near(each, days):
            it = f"it is on {long_day(days[0], 'en')}" if len(set(days)) < 3 else "none of its days is one"
            return f'says "{_said(each, text)}", but {it}'
    return None


def _said(mention: Mention, text: str) -> str:
    said = text[mention.start : mention.end].rstrip(" ,.")
    return f"{said})" if "(" in said else said


def _weekday(number: int) -> str:
    return language("en").weekdays[number]


def _is_meant(mention: Mention, text: str) -> bool:
    """Whether the day is one of our calendar: no "Black Monday", no "Friday the 13th"."""
    before = fold(text[: mention.start]).split()
    if before and before[-1] in _NO_DATE:
        return False
    if mention.month is None and (mention.weekday, mention.day) in _UNLUCKY:
        return False
    return mention.year is None or mention.year >= FIRST_YEAR


def _resolved(mention: Mention, days: Sequence[dt.date]) -> dt.date | None:
    """The date that is meant: without a year or a month the one nearest to the days; None where there is none."""
    if mention.day is None:
        return None
    if mention.year:
        return _date(mention.year, mention.month or 0, mention.day)
    if not days:
        return None
    base = days[0]
    if mention.month:
        found = [_date(base.year + step, mention.month, mention.day) for step in (-1, 0, 1)]
    else:
        months = (base.year * 12 + base.month - 1 + step for step in (-1, 0, 1))
        found = [_date(month // 12, month % 12 + 1, mention.day) for month in months]
    possible = [day for day in found if day]
    if mention.month is None and mention.weekday is not None:
        possible = [day for day in possible if day.weekday() == mention.weekday] or possible
    return min(possible, key=lambda day: abs(day - base), default=None)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _agrees(mention: Mention, days: Sequence[dt.date]) -> bool:
    own = _resolved(mention, days)
    return own in days if own else any(day.weekday() == mention.weekday for day in days)


def _is_near(mention: Mention, days: Sequence[dt.date]) -> bool:
    return mention.year is None or any(abs(mention.year - day.year) <= 1 for day in days)


def _is_about_the_slot(mention: Mention, text: str) -> bool:
    """Whether nothing around the day makes it the day of something else."""
    clause = _CLAUSE.split(text[: mention.start])[-1]
    whole, _, part = clause.rpartition(",")
    words = _words(part)
    if whole and not (words and words[0] in _PREPOSITIONS):
        words = _words(clause)
    if not _SOFT.issuperset(words):
        return False
    after = text[mention.end :]
    if re.match(r"\s*,\s*\w\.", after):  # "Freitag, J."
        return False
    next_words = _words(re.split(r"^\s*:", _CLAUSE.split(after)[0])[0])
    return not next_words or next_words[0] in _FOLLOWING or next_words[0].isdecimal()


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


# --- finding days in texts ---


def _mentions(text: str) -> Iterator[Mention]:
    weekdays, months = _names()
    small = text.lower()  # much faster than a pattern without case
    for match in re.finditer(_pattern(), small if len(small) == len(text) else text):
        parts = {name.rstrip("0123456789"): part for name, part in match.groupdict().items() if part}
        month = parts.get("m")
        year = parts.get("y")
        yield Mention(
            start=match.start(),
            end=match.end(),
            weekday=weekdays[fold(parts["w"])] if "w" in parts else None,
            day=int(parts["d"]) if "d" in parts else None,
            month=None if month is None else int(month) if month.isdecimal() else months[fold(month).rstrip(".")],
            year=None if year is None else int(year) + (2000 if len(year) == 2 else 0),
        )


@cache
def _names() -> tuple[dict[str, int], dict[str, int]]:
    """The weekdays in full and the months, folded, of all languages."""
    weekdays: dict[str, int] = {}
    months: dict[str, int] = {}
    for each in every_language():
        for number, name in enumerate(each.weekdays):
            further = (more for more in each.reading.weekdays[number] if len(more) >= LONG)
            weekdays |= {fold(one): number for one in (name, *further)}
        for number, name in enumerate(each.months):
            spellings = (name, each.months_short[number], *each.reading.months[number])
            months |= {fold(one).rstrip("."): number + 1 for one in spellings}
    return weekdays, months


@cache
def _weekday_hints() -> tuple[str, ...]:
    spoken = [name.casefold() for each in every_language() for name in each.weekdays]
    return tuple(dict.fromkeys([*spoken, *_names()[0]]))


@cache
def _pattern() -> str:
    """One of many forms in which a day is named, the longer ones first; groups w, d, m, y with a number behind."""
    weekdays, months = _names()
    accented = [name for each in every_language() for name in (*each.weekdays, *each.months, *each.months_short)]
    w = _one_of([*weekdays, *(name for name in accented if fold(name) in weekdays)])
    m = _one_of([*months, *(name.rstrip(".") for name in accented if fold(name).rstrip(".") in months)])
    w, m = rf"(?<![\w-])(?P<w>{w})(?![\w'’-])", rf"(?P<m>{m})(?!\w)\.?"
    d = r"(?<![\w.:/$,-])(?P<d>[0-9]{1,2})(?:(?:st|nd|rd|th|er|ste|de|e|º|°)(?!\w)|\.)?(?!\w|[:.,/-][0-9])"
    ordinal = r"(?P<d>[0-9]{1,2})(?:(?:st|nd|rd|th|er|ste|de|e|º|°)(?!\w)|\.)(?![0-9])"
    gap = r"[\s,.(]{1,3}(?:(?:on|the|of|am|den|dem|der|le|il|op|de|di)\s+){0,2}"
    y = r"(?:\s*,?\s*(?P<y>[0-9]{4})(?![0-9]|:[0-9]))?"
    iso = r"(?<![\w-])(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})(?![\w-])"
    numbers = r"(?<![\w.:/-])(?P<d>[0-9]{1,2})"
    dotted = numbers + r"\.\s?(?P<m>[0-9]{1,2})\.(?:\s?(?P<y>[0-9]{4}|[0-9]{2}(?![0-9])))?(?![\w:])"
    slashed = numbers + r"/(?P<m>[0-9]{1,2})/(?P<y>[0-9]{4})(?![\w:])"
    dates = [f"{d}{gap}{m}{y}", f"{m}{gap}{d}{y}", iso, dotted, slashed]
    forms = [f"{w}{gap}{date}" for date in dates]
    forms += [rf"{date}[\s,(]{{1,3}}{w}" for date in dates]
    forms += [f"{w}{gap}{ordinal}", *dates, w]
    numbered = (re.sub(r"\(\?P<(\w)>", rf"(?P<\g<1>{number}>", form) for number, form in enumerate(forms))
    return rf"\b(?:{'|'.join(numbered)})"


def _one_of(names: Sequence[str]) -> str:
    return "|".join(re.escape(name) for name in sorted({name.casefold() for name in names}, key=len, reverse=True))
