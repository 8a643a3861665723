"""The days of a column, decided as a whole: day or month first, which year, or the days that Excel counts.

What a column does not prove is said; what is no day is named, and never guessed.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

from semctl.dates import YEARS, Unclear, plain_day, read_day, weekday_number
from semctl.importing.found import Kind, Remark
from semctl.importing.spreadsheets.times import Times, read_times
from semctl.importing.spreadsheets.words import NOTHING
from semctl.languages import is_tba, language

_ISO: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{4})(\d{2})(\d{2})")
_FIGURES: Final = re.compile(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})(?:\s?\2(?:\s?(\d{4}|\d{2}))?)?")
_SERIAL: Final = re.compile(r"([2-7]\d{4})(?:[.,](\d+))?")
_WEEKDAY: Final = re.compile(r"([^\W\d_]{2,}(?:-feira)?)\.?(?:\s*,\s*|\s+)(?=\S)")
_AT: Final = re.compile(
    r"(.*?[^\s,:])(?:\s*,\s*|\s+)(?:(?:at|um|alle(?: ore)?|ore|om|à)\s+)?"
    r"(\d{1,2}(?:[:.h]\d{2}|\s*(?:[ap]\.?m\b|uhr|h\b)).*)",
    re.IGNORECASE | re.DOTALL,
)
_SHORT_YEAR: Final = re.compile(r"(\d.*[^\W\d_])[\W_]+(\d\d)")
_T: Final = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?")
_ZERO: Final = dt.date(1899, 12, 30)
"""Day 0 of Excel and LibreOffice."""
_MIDNIGHT: Final = re.compile(r"0?0:00:00(?:\.0+)?|12:00:00 AM")


class Order(StrEnum):
    """What comes first where both are figures."""

    DAY = "day before month"
    MONTH = "month before day"


class Cell(NamedTuple):
    """A cell of the column. weekday: what another column says of it."""

    line: int
    text: str
    weekday: int | None = None


@dataclass(kw_only=True, slots=True)
class Day:
    """What a cell says. wrong: why there is no day. doubt: why it may be another."""

    day: dt.date | None = None
    times: Times | None = None
    wrong: str = ""
    doubt: str = ""


class _Figures(NamedTuple):
    first: int
    second: int
    year: int | None
    only_day_first: bool


@dataclass(slots=True)
class Column:
    """Reads the cells of a column. told: the order, where the heading says it. years: that stand above the table."""

    name: str
    today: dt.date
    told: Order | None = None
    years: Sequence[int] = ()
    remarks: list[Remark] = field(default_factory=list)

    def read(self, cells: Sequence[Cell]) -> list[Day]:
        """The day of each cell, in their order."""
        days = [Day() for _ in cells]
        figures: dict[int, _Figures] = {}
        weekdays: dict[int, int] = {}
        yearless: dict[int, tuple[int, int]] = {}
        for index, cell in enumerate(cells):
            rest, weekday = _parted(cell, days[index])
            if weekday is not None:
                weekdays[index] = weekday
            if not rest:
                continue
            if found := _figures(rest):
                figures[index] = found
            else:
                _plain(rest, days[index], yearless, index, self.today)
        self._serials(cells, days)
        order = self._order(cells, figures, weekdays)
        for index, found in figures.items():
            _settle(found, order, days[index], yearless, index)
        self._years(cells, days, yearless, weekdays)
        for index, weekday in weekdays.items():
            _check_weekday(days[index], weekday)
        return days

    def _serials(self, cells: Sequence[Cell], days: list[Day]) -> None:
        """Say that numbers are taken as days."""
        numbers = [index for index, cell in enumerate(cells) if _SERIAL.fullmatch(cell.text)]
        if not numbers:
            return
        first = cells[numbers[0]]
        told = days[numbers[0]].day
        assert told
        says = f'"{self.name}": {first.text} is a day as spreadsheets count them: {plain_day(told, "en")}'
        self.remarks.append(Remark(says=says, kind=Kind.UNDERSTOOD, line=first.line))

    def _order(self, cells: Sequence[Cell], figures: Mapping[int, _Figures], weekdays: Mapping[int, int]) -> Order:
        """Day or month first, for all cells alike: as the heading says, as the cells prove, else the day."""
        votes: Counter[Order] = Counter()
        open_: list[int] = []
        for index, found in figures.items():
            if found.only_day_first:
                continue
            fits = [order for order in Order if _fits(found, order, weekdays.get(index), self.today)]
            if len(fits) == 1:
                votes[fits[0]] += 1
            elif fits and found.first != found.second:
                open_.append(index)
        if self.told:
            return self.told
        if votes[Order.MONTH] > votes[Order.DAY]:
            order, other = Order.MONTH, votes[Order.DAY]
        else:
            order, other = Order.DAY, votes[Order.MONTH]
        if other:
            says = f'"{self.name}" holds both {Order.DAY} and {Order.MONTH}; {order} is taken where both are possible'
            self.remarks.append(Remark(says=says))
        elif order is Order.MONTH:
            self.remarks.append(Remark(says=f'"{self.name}": {order}, since no other order fits', kind=Kind.UNDERSTOOD))
        elif open_ and not votes:
            cell, found = cells[open_[0]], figures[open_[0]]
            says = f'"{self.name}": {cell.text} is taken as {found.first} {_month(found.second)}: {order}'
            self.remarks.append(Remark(says=says, kind=Kind.UNDERSTOOD, line=cell.line))
        return order

    def _years(
        self,
        cells: Sequence[Cell],
        days: list[Day],
        yearless: Mapping[int, tuple[int, int]],
        weekdays: Mapping[int, int],
    ) -> None:
        """Years for days without one: the same for all, or going on where a new year begins."""
        if not yearless:
            return
        order = sorted(yearless)
        known = [index for index in order if index in weekdays]
        near = range(self.today.year - 2, self.today.year + 3)
        possible = [dated for base in near if (dated := _dated(order, yearless, base))]
        agreeing = [sum(dated[index].weekday() == weekdays[index] for index in known) for dated in possible]
        most = max(agreeing, default=0)
        enough = most * 2 > len(known) or not known  # a slip or two among weekdays leaves the year as it is
        fitting = [dated for dated, count in zip(possible, agreeing, strict=True) if count == most and enough]
        said = [dated for dated in fitting if dated[order[0]].year in self.years]
        best = min(said or fitting, key=lambda dated: _distance(dated, self.today), default=None)
        line = cells[order[0]].line
        if best is None:
            says = f'"{self.name}": the days name no year, and their weekdays fit none near this one'
            self.remarks.append(Remark(says=says, line=line))
        for index in order:
            if best is None:
                days[index].wrong = "no year is said"
                continue
            days[index].day = best[index]
            if not said and not known:
                days[index].doubt = f"no year is said: {best[index].year} taken"
        if best and (said or known):
            why = "as above the table" if said else "as the weekdays say"
            says = f'"{self.name}": no year is said: {best[order[0]].year}, {why}'
            self.remarks.append(Remark(says=says, kind=Kind.UNDERSTOOD, line=line))


def _parted(cell: Cell, into: Day) -> tuple[str, int | None]:
    """The text of the day alone, and the weekday beside it; the time goes into the record."""
    text = " ".join(cell.text.split())
    weekday = cell.weekday
    if not text or text in NOTHING or is_tba(text):
        return "", weekday
    if stamp := _T.fullmatch(text):
        text = f"{stamp[1]} {stamp[2]}"
    named = _WEEKDAY.match(text)
    number = weekday_number(named[1]) if named else None
    if named and number is not None and any(sign.isdigit() for sign in text[named.end() :]):
        text, weekday = text[named.end() :], number
    if found := _AT.fullmatch(text):
        if _MIDNIGHT.fullmatch(found[2]):
            return found[1], weekday
        try:
            into.times = read_times(found[2])
        except Unclear:
            return text, weekday
        text = found[1]
    return text, weekday


def _plain(text: str, into: Day, yearless: dict[int, tuple[int, int]], index: int, today: dt.date) -> None:
    """A day that no other cell is needed for."""
    try:
        if found := _ISO.fullmatch(text):
            parts = [int(each) for each in (found[1], found[3], found[4], *found.groups()[4:]) if each]
            into.day = _possible(*parts)
        elif found := _SERIAL.fullmatch(text):
            into.day = _ZERO + dt.timedelta(days=int(found[1]))
            if found[2]:
                minutes = round(float(f"0.{found[2]}") * 1440) % 1440
                into.times = Times(dt.time(*divmod(minutes, 60)))
        elif re.search(r"\d{4}", text):
            into.day = read_day(text, today)
        else:
            long = _SHORT_YEAR.sub(r"\1 20\2", text)  # 28-May-26
            there = read_day(long, dt.date(2024, 1, 1))
            if long == text:
                yearless[index] = (there.month, there.day)
            else:
                into.day = there
    except Unclear as unclear:
        into.wrong = unclear.says


def _figures(text: str) -> _Figures | None:
    found = _FIGURES.fullmatch(text)
    if found is None:
        return None
    year = (
        None
        if found[4] is None
        else int(found[4]) + (0 if len(found[4]) == 4 else 2000 if int(found[4]) < 70 else 1900)
    )
    return _Figures(int(found[1]), int(found[3]), year, found[2] == ".")


def _possible(year: int, month: int, day: int) -> dt.date:
    try:
        made = dt.date(year, month, day)
    except ValueError:
        raise Unclear(f"there is no {year:04}-{month:02}-{day:02}") from None
    if year not in YEARS:
        raise Unclear(f"the year {year} is too far away")
    return made


def _fits(found: _Figures, order: Order, weekday: int | None, today: dt.date) -> bool:
    day, month = (found.first, found.second) if order is Order.DAY else (found.second, found.first)
    try:
        made = _possible(found.year or 2024, month, day)
    except Unclear:
        return False
    if weekday is None:
        return True
    if found.year:
        return made.weekday() == weekday
    return any(_weekday_in(year, month, day) == weekday for year in range(today.year - 2, today.year + 3))


def _weekday_in(year: int, month: int, day: int) -> int | None:
    try:
        return dt.date(year, month, day).weekday()
    except ValueError:
        return None


def _settle(found: _Figures, order: Order, into: Day, yearless: dict[int, tuple[int, int]], index: int) -> None:
    if found.only_day_first:
        order = Order.DAY
    day, month = (found.first, found.second) if order is Order.DAY else (found.second, found.first)
    try:
        made = _possible(found.year or 2024, month, day)
    except Unclear as unclear:
        into.wrong = f"there is no month {month}: {order}" if not 1 <= month <= 12 else unclear.says
        return
    if found.year:
        into.day = made
    else:
        yearless[index] = (month, day)


def _dated(order: Sequence[int], yearless: Mapping[int, tuple[int, int]], base: int) -> dict[int, dt.date] | None:
    """Days in their order, a year later from where the months begin anew; None where one is impossible."""
    dated, year, before = {}, base, 0
    for index in order:
        month, day = yearless[index]
        year += month + 6 <= before
        before = month
        try:
            dated[index] = dt.date(year, month, day)
        except ValueError:
            return None
    return dated


def _distance(dated: Mapping[int, dt.date], today: dt.date) -> tuple[int, bool]:
    """How far the days are from today; days to come before days that are over."""
    first, last = min(dated.values()), max(dated.values())
    return max((first - today).days, (today - last).days, 0), last < today


def _check_weekday(day: Day, weekday: int) -> None:
    """A day that contradicts its weekday is none."""
    if day.day and day.day.weekday() != weekday:
        names = language("en").weekdays
        day.wrong = f"{plain_day(day.day, 'en')} is a {names[day.day.weekday()]}, not a {names[weekday]}"
        day.day = None


def _month(number: int) -> str:
    return language("en").months[number - 1]


def is_day(cell: str) -> bool:
    """Whether a cell is a day, whatever its order; a bare number is none."""
    if re.fullmatch(r"[\d.,]+", cell) and not _FIGURES.fullmatch(cell) and not _ISO.fullmatch(cell):
        return False
    today = dt.date(2026, 1, 1)
    rest, _ = _parted(Cell(0, cell), Day())
    if not rest:
        return False
    if found := _figures(rest):
        return any(_fits(found, order, None, today) for order in Order)
    day = Day()
    yearless: dict[int, tuple[int, int]] = {}
    _plain(rest, day, yearless, 0, today)
    return day.day is not None or bool(yearless)
