"""Which days are meant: the order of figures, the year where none is said, and the weekday as a check.

A day that cannot be told for sure is refused with what it may be: no date is better than a wrong one.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple

from semctl.dates import long_day, plain_day
from semctl.importing.texts.named import Form, Named, month_words
from semctl.languages import language

NEAR: Final = dt.timedelta(days=300)
MOVED: Final = "something is moved"
"""How a doubt begins where two days are named and one was given up."""
Place = tuple[int, int]
"""The index of a row and where a day begins in it."""


class Day(NamedTuple):
    """A day that is settled, or refused: then date is None. doubt: what is wrong or assumed, with both readings."""

    date: dt.date | None
    doubt: str = ""


class Years(NamedTuple):
    """A heading that says the year of what stands below: first, and the one in which its first months lie."""

    row: int
    autumn: int
    spring: int

    def of(self, month: int) -> int:
        """The year of a month."""
        return self.autumn if month > 7 else self.spring


_TERMS: Final = (
    r"semester|term\b|trimest|quadrimest|quarter|spring|summer|autumn|fall\b|winter|frühjahr|sommer|herbst|\bws\b|"
    r"\bss\b|"
    r"wise|sose|\bhs\b|\bfs\b|printemps|automne|hiver|\bété\b|primavera|autunno|estate|inverno|lente|voorjaar|najaar|"
    r"herfst|zomer|academic year|année|anno accademico|\ba\.?a\.|collegejaar|academiejaar|jahr\b|studienjahr|"
    r"program|schedule|calend|kalender|agenda|seminar|séminaire|colloqu|kolloqu|talks|vortr|lezing|conféren|termine|"
    r"dates?\b|edition"
)
_SPAN: Final = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})\s?[/–-]\s?((?:19|20)?[0-9]{2})(?![0-9/.–-])")
_YEAR: Final = re.compile(r"(?<![0-9./-])((?:19|20)[0-9]{2})(?![0-9/])")
_WINTER: Final = re.compile(
    r"winter|\bws\b|wise|\bhs\b|autumn|fall\b|herbst|automne|autunno|herfst|najaar", re.IGNORECASE
)


_SHORT_TERM: Final = re.compile(
    r"\b(wise|sose|ws|ss|hs|fs|wintersemester|sommersemester|fall|spring|autumn|winter|summer)\s?['’]?([0-9]{2})"
    r"(?:\s?[/–-]\s?['’]?([0-9]{2}))?(?![0-9.:/])",
    re.IGNORECASE,
)
"""A term with its year in two figures: "SoSe 26", "WS 25/26"."""


def _spelled_out(found: re.Match[str]) -> str:
    return f"{found[1]} 20{found[2]}" + (f"/20{found[3]}" if found[3] else "")


def years_said(index: int, text: str, *, is_top: bool = False) -> Years | None:
    """The year that a heading says of what stands below; None where it is none. is_top: it is one of the first rows."""
    text = _SHORT_TERM.sub(_spelled_out, text)
    if len(text) > 120 or not re.search("[0-9]{4}", text) or "©" in text:
        return None
    bare = text.strip(" \t:.,–-()*#[]|")
    alone = bool(re.fullmatch(r"[0-9]{4}|[0-9]{4}\s?[/–-]\s?[0-9]{2,4}", bare))
    low = text.lower()
    with_month = bool(re.search(rf"\b(?:{month_words()})\.?\s+(?:19|20)[0-9]{{2}}\b", low))
    if not (alone or with_month or re.search(_TERMS, low) or (is_top and not text.rstrip().endswith("."))):
        return None
    if span := _SPAN.search(text):
        first = int(span[1])
        second = int(span[2]) if len(span[2]) == 4 else first // 100 * 100 + int(span[2])
        return Years(index, first, second) if second == first + 1 else None
    found = {int(each) for each in _YEAR.findall(text)}
    if len(found) != 1:
        return None
    year = found.pop()
    return Years(index, year, year + 1 if re.search(r"wintersem|\bws\b|wise\b|\bhs\b", low) else year)


def is_month_first(named: Sequence[Named], *, american: bool) -> bool | None:
    """Whether the month stands before the day in figures; None where the text contradicts itself or may be American.

    american: the text names hours of North America.
    """
    figures = [each for each in named if each.form in (Form.FIGURES, Form.DOTTED)]
    first = any(each.day > 12 and each.month <= 12 for each in figures)
    second = any(each.month > 12 and each.day <= 12 for each in figures)
    if first and second:
        return None
    if first or second:
        return second
    checked = [each for each in figures if each.weekday is not None and each.year and each.day != each.month]
    if checked:
        as_said = all(_weekday(each.year, each.month, each.day) == each.weekday for each in checked)
        turned = all(_weekday(each.year, each.day, each.month) == each.weekday for each in checked)
        if turned and not as_said:
            return True
        if as_said:
            return False
    slashed = any(each.form is Form.FIGURES and each.day != each.month for each in figures)
    return None if american and slashed else False


def _weekday(year: int | None, month: int, day: int) -> int | None:
    found = _date(year or 0, month, day)
    return found.weekday() if found else None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def settled(
    mentions: Mapping[Place, Named],
    texts: Mapping[Place, str],
    headings: Sequence[Years],
    *,
    others: Sequence[Named] = (),
    today: dt.date,
    sent: dt.date | None = None,
    american: bool = False,
    usual: AbstractSet[int] = frozenset(),
    years: AbstractSet[int] = frozenset(),
) -> dict[Place, Day]:
    """The day of each mention. texts: as they are written. headings: in order. others: days of
    the text that no talk hangs on, which show its order. sent: when a mail was. usual: the weekdays of the series.
    years: of days that stand elsewhere in the text."""
    month_first = is_month_first([*mentions.values(), *others], american=american)
    turned = {place: _turned(each, month_first) for place, each in mentions.items()}
    found: dict[Place, Day] = {}
    for place, each in turned.items():
        if each is None:
            found[place] = Day(None, f'"{texts[place]}" may have the day or the month first')
        elif each.year:
            found[place] = _checked(each, each.year, texts[place])
    missing = {place: each for place, each in turned.items() if each and not each.year}
    known = sorted((place, day.date) for place, day in found.items() if day.date)
    alone: dict[Place, Named] = {}
    for place, each in missing.items():
        above = [heading for heading in headings if heading.row <= place[0]]
        if above:
            found[place] = _checked(each, above[-1].of(each.month), texts[place])
        elif sent:
            found[place] = _nearest(each, sent + dt.timedelta(days=60), texts[place])
        elif known:
            near = min(known, key=lambda other, row=place[0]: abs(other[0][0] - row))  # type: ignore[misc]
            found[place] = _nearest(each, near[1], texts[place])
        elif len(years) == 1:
            found[place] = _checked(each, min(years), texts[place])
        else:
            alone[place] = each
    return found | _by_today(alone, texts, today, usual)


def _turned(named: Named, month_first: bool | None) -> Named | None:
    """With the month as the month; None where the order cannot be told."""
    if named.form not in (Form.FIGURES, Form.DOTTED) or named.day == named.month:
        return named
    if month_first is None:
        if named.day > 12 >= named.month:
            return named
        if named.month > 12 >= named.day:
            return named._replace(day=named.month, month=named.day)
        return None
    return named._replace(day=named.month, month=named.day) if month_first else named


def _checked(named: Named, year: int, text: str) -> Day:
    """The day in a year, if there is one and its weekday is the one that is said."""
    found = _date(year, named.month, named.day)
    if found is None:
        return Day(None, f'there is no day "{text}"')
    if named.weekday is not None and found.weekday() != named.weekday:
        said = language("en").weekdays[named.weekday]
        return Day(None, f'"{text}" is no {said}: {long_day(found, "en")}')
    if named.last is not None:
        return Day(found, f'"{text}" names several days, the first is taken')
    return Day(found)


def _nearest(named: Named, day: dt.date, text: str) -> Day:
    """In the year that brings it nearest to a day."""
    found = [date for step in (-1, 0, 1) if (date := _date(day.year + step, named.month, named.day))]
    if not found:
        return Day(None, f'there is no day "{text}"')
    return _checked(named, min(found, key=lambda each: abs(each - day)).year, text)


def _by_today(
    alone: Mapping[Place, Named], texts: Mapping[Place, str], today: dt.date, usual: AbstractSet[int]
) -> dict[Place, Day]:
    """Days of a text that says no year at all, one after another: the year in which the weekdays fit, those named
    beside the days or else the usual ones, else the next to come, of a whole list the nearest one."""
    if not alone:
        return {}
    choices = []
    for first in (today.year - 1, today.year, today.year + 1):
        run = _run(alone, first)
        dates = [date for date in run.values() if date] or [dt.date.min]
        wrong = sum(not _agrees(alone[place], date) for place, date in run.items())
        unusual = sum(bool(usual) and date.weekday() not in usual for date in dates)
        away = max((min(dates) - today).days, (today - max(dates)).days, 0)
        over = len(dates) < 3 and max(dates) < today
        choices.append((wrong, unusual, over, away, run))
    wrong, unusual, _, _, run = min(choices, key=lambda each: each[:4])
    said = sum(each.weekday is not None for each in alone.values())
    sure = bool(said) or (bool(usual) and unusual * 3 <= len(run))
    told = {}
    for place, date in run.items():
        if date is None or not _agrees(alone[place], date) or wrong * 2 > said > 0:
            told[place] = Day(None, f'"{texts[place]}" has no year, and its weekday fits none near')
            continue
        doubt = "" if sure else f'"{texts[place]}" has no year: taken as {plain_day(date, "en")}'
        told[place] = Day(date, doubt or _checked(alone[place], date.year, texts[place]).doubt)
    return told


def _agrees(named: Named, date: dt.date | None) -> bool:
    return date is not None and named.weekday in (None, date.weekday())


def _run(alone: Mapping[Place, Named], first: int) -> dict[Place, dt.date | None]:
    """The days one after another from a year on; a step over half a year goes into the next one or back."""
    run: dict[Place, dt.date | None] = {}
    year, before = first, 0
    for place, each in sorted(alone.items()):
        if before - each.month > 6:
            year += 1
        elif before and each.month - before > 6:
            year -= 1
        before = each.month
        run[place] = _date(year, each.month, each.day)
    return run
