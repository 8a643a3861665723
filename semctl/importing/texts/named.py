"""Days as a text names them, in five languages and any usual spelling: where they stand and what they say.

Only found here; which day is meant, with its year and the order of day and month, is settled in `days`.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final, NamedTuple

from semctl.languages import every_language, fold


class Form(StrEnum):
    """How a day is written, and so how sure its parts are."""

    WORDS = "words"  # the month has a name
    FIGURES = "figures"  # day and month are figures in an order that the text decides
    DOTTED = "dotted"  # figures with points: the day comes first
    ISO = "iso"


class Named(NamedTuple):
    """A day as it is named. start, end: where it stands. weekday: 0 for Monday. month: of two figures the second.
    last: the last day where several are named. shaky: too little is written to be sure that it is a day at all."""

    start: int
    end: int
    form: Form
    day: int
    month: int
    year: int | None = None
    weekday: int | None = None
    last: int | None = None
    shaky: bool = False


@lru_cache(maxsize=4096)
def days_in(text: str) -> tuple[Named, ...]:
    """The days that a line names, from its beginning; none of them overlap."""
    if not _FIGURE.search(text):
        return ()
    every = (_named(found) for found in _pattern().finditer(_small(text)))
    return tuple(named for named in every if named is not None and not _is_code(text, named))


def _is_code(text: str, named: Named) -> bool:
    """Whether it is the number of a room that looks like a weekday with a day: "SA 7.02" among small letters."""
    word = text[named.start : named.start + 3]
    if named.year is not None or named.form not in (Form.FIGURES, Form.DOTTED):
        return False
    before = re.search(r"([^\W\d_]+)\.?\s$", text[: named.start])
    in_room = before is not None and fold(before[1]) in _rooms() and fold(before[1]) not in names()[0]
    return in_room or (word[:2].isupper() and word[2:] == " " and not text.isupper())


@cache
def _rooms() -> frozenset[str]:
    """The words for rooms in all languages, folded."""
    return frozenset(fold(word) for each in every_language() for word in each.reading.room_words)


_FIGURE: Final = re.compile("[0-9]")


def _small(text: str) -> str:
    """In lower case; letter for letter, so that places stay."""
    small = text.lower()
    small = small if len(small) == len(text) else "".join(each.lower()[:1] or each for each in text)
    return small.replace("\xa0", " ").replace("\u202f", " ").replace("\u2011", "-")


def _named(found: re.Match[str]) -> Named | None:
    parts = {name.rstrip("0123456789"): part for name, part in found.groupdict().items() if part}
    weekdays, months = names()
    weekday = weekdays.get(fold(parts["w"]).rstrip(".'")) if "w" in parts else None
    year = _year(parts.get("y"))
    month = months[fold(parts["m"]).rstrip(".")] if "m" in parts else int(parts["n"])
    if len(parts.get("w", "")) == 2 and re.search(r"\w\s+$", found.string[: found.start()]):
        weekday = None  # "seminario di 3 marzo"
    form = Form.WORDS if "m" in parts else Form.ISO if "iso" in parts else Form.FIGURES
    if form is Form.FIGURES and parts.get("mark", "")[:1] == ".":
        form = Form.DOTTED
    day = int(parts["d"])
    if not (day < 32 and month < 32 and min(day, month) < 13 and day and month):
        return None if year is None else Named(*found.span(), form, day, month, year, weekday)
    if form is Form.DOTTED and year is None and month > 12:
        return None
    shaky = form in (Form.FIGURES, Form.DOTTED) and year is None and weekday is None
    if form is Form.WORDS and re.match(r"\s+(?:be|have|not|also)\b", found.string[found.end() :]):
        return None
    start, end = found.span()
    end -= len(found[0]) - len(found[0].rstrip(" ,"))
    if "(" in found[0]:
        end += len(re.match(r"[!?]*\)?!?", found.string[end:])[0])  # type: ignore[index]
    last = int(parts["l"]) if "l" in parts else None
    return Named(start, end, form, int(parts["d"]), month, year, weekday, last, shaky)


def _year(figures: str | None) -> int | None:
    if figures is None:
        return None
    return int(figures) + (2000 if len(figures) == 2 else 0)


@cache
def names() -> tuple[dict[str, int], dict[str, int]]:
    """Weekdays and months of all languages, folded, with their numbers."""
    weekdays: dict[str, int] = {}
    months: dict[str, int] = {}
    for each in every_language():
        for number in range(7):
            own = (each.weekdays[number], each.weekdays_short[number], *each.reading.weekdays[number])
            weekdays |= {fold(one).rstrip("."): number for one in own}
        for number in range(12):
            own = (each.months[number], each.months_short[number], *each.reading.months[number])
            months |= {fold(one).rstrip("."): number + 1 for one in own}
    return weekdays, months


def one_of(words: Sequence[str]) -> str:
    """A pattern of many words, the longer ones first; with and without their accents."""
    spelled = {form for word in words for form in (word.casefold().rstrip("."), fold(word).rstrip("."))}
    spelled |= {f"{fold(word)}'" for word in words if word.endswith("ì")}
    return "|".join(re.escape(word) for word in sorted(spelled, key=lambda word: (-len(word), word)))


@cache
def weekday_words() -> str:
    """A pattern of the weekdays, in full and short."""
    return one_of([
        name for each in every_language()
        for name in (*each.weekdays, *each.weekdays_short, *(more for some in each.reading.weekdays for more in some))
    ])  # fmt: skip


@cache
def month_words() -> str:
    """A pattern of the months, in full and short."""
    return one_of([
        name for each in every_language()
        for name in (*each.months, *each.months_short, *(more for some in each.reading.months for more in some))
    ])  # fmt: skip


_FILLERS: Final = r"(?:(?:the|on|of|am|an|den|dem|der|le|il|op|de|di|del|dei|l'|,)\s*){0,2}"
_ORDINAL: Final = r"(?:(?:st|nd|rd|th|er|ère|ste|de|e|º|°|ª)\b|[º°])?"
_AND: Final = r"\s*(?:-|–|—|/|\+|&|and|und|to|bis|e|ed|en|et|au|al|tot|t/m|\.-|\.–|\./)\s*"


@cache
def _pattern() -> re.Pattern[str]:
    """The forms in which a day is named, the longer ones first; groups with a number behind: w, d, l, m, n, y."""
    w = rf"(?P<w>{weekday_words()})(?!\w)\.?"
    m = rf"(?P<m>{month_words()})(?!\w)\.?"
    first = r"(?P<d>[0-9]{1,2})"
    several = rf"(?:\.?{_ORDINAL}{_AND}(?P<l>[0-9]{{1,2}}))?"
    year = r"(?P<y>1[0-9]{3}|2[01][0-9]{2})(?![0-9.:]?[0-9])(?!\s?(?:h\b|uhr|uur))"
    short = r"(?:['’](?P<y>[0-9]{2})(?![0-9]))"
    of_year = rf"(?:[\s,./-]{{0,3}}(?:(?:del|de|of|dell')\s*)?(?:{year}|{short}))?"
    gap = rf"[ .,–-]{{0,3}}{_FILLERS}"  # never into the next cell of a table
    worded = rf"{first}{several}\.?{_ORDINAL}{gap}{m}{of_year}"
    hyphened = rf"{first}-{m}-(?P<y>[0-9]{{2}})(?![0-9])"
    american = rf"{m} *(?:the +)?{first}(?:{_ORDINAL}{_AND}(?P<l>[0-9]{{1,2}}))?(?![0-9]|[:h.][0-9]|\s?[hap]\.?m?\b)"
    american += rf"{_ORDINAL}{of_year}"
    iso = r"(?P<iso>(?P<y>(?:19|20|21)[0-9]{2}))(?P<mark>[-/.])(?P<n>[0-9]{1,2})(?P=mark)(?P<d>[0-9]{1,2})"
    iso += r"(?![0-9])(?:t(?=[0-9]{2}:))?"
    year_worded = rf"(?P<y>(?:19|20|21)[0-9]{{2}})[\s,]{{1,2}}{m}\s*{first}(?![0-9:])"
    figures = rf"{first}(?P<mark>[./-])\s?(?P<n>[0-9]{{1,2}})(?P=mark)\s?"
    figures += r"(?P<y>(?:19|20|21)[0-9]{2}|[0-9]{2})(?![0-9]|[:.][0-9])"
    german = rf"{first}(?P<mark>\.)\s?(?P<n>[0-9]{{1,2}})\.(?!\s?[0-9]{{4}}|[0-9])"
    slashed = rf"{first}(?P<mark>/)(?P<n>[0-9]{{1,2}})(?![0-9/])"
    pointed = rf"{first}(?P<mark>\.)(?P<n>[0-9]{{1,2}})(?![0-9.]|\s?(?:uhr|uur|h\b))"
    dates = [iso, year_worded, hyphened, worded, american, figures, german]
    behind = r"(?<![\w.:/$€§#+-])"
    to_day = rf"{_FILLERS}[\s,;.(–-]{{0,3}}{_FILLERS}"
    forms = [rf"(?<![\w-]){w}{to_day}{date}(?!\w)" for date in (*dates, slashed, pointed)]
    forms += [rf"{behind}{date}[\s,(–-]{{1,3}}{w}(?!\s*[0-9]{{1,2}}\.?\s*(?:{month_words()})\b)" for date in dates]
    forms += [rf"{behind}{date}(?:(?!\w)|(?<=t))" for date in (*dates, slashed)]
    return re.compile("|".join(_numbered(form, index) for index, form in enumerate(forms)))


def _numbered(form: str, index: int) -> str:
    """The names of its groups made its own; a name that stands twice gets two."""
    seen: dict[str, int] = {}

    def renamed(found: re.Match[str]) -> str:
        seen[found[1]] = seen.get(found[1], 0) + 1
        return f"(?P<{found[1]}{index * 10 + seen[found[1]]}>"

    named = re.sub(r"\(\?P<(\w+)>", renamed, form)
    return re.sub(r"\(\?P=(\w+)\)", rf"(?P=\g<1>{index * 10 + 1})", named)
