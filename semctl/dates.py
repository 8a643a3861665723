"""Days, times and durations as people type them and as they are printed, in every language semctl speaks.

Pure: today and the time zone come in as arguments. What has two readings is refused with both.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from semctl.languages import Language, Patterns, every_language, fold, language

YEARS = range(1900, 2200)
LONGEST = timedelta(days=14)
QUARTER = timedelta(minutes=15)

# Patterns are compiled when first used, and kept by `re`: most runs read no typed date at all.
TOKEN = r"[0-9]+|[^\W\d_º]+(?:['-][^\W\d_º]+)*|\S"
YEAR_FIRST = r"([0-9]{4}) ([-/.]) ([0-9]{1,2}) \2 ([0-9]{1,2})(?: \.)?"
DAY_FIRST = r"([0-9]{1,2}) ([./-]) ([0-9]{1,2})(?: \2(?: ([0-9]+))?)?(?: \.)?"
COMPACT = r"([0-9]{4})([0-9]{2})([0-9]{2})"
CLOCK = (
    r"(?P<hour>[0-9]{1,2})(?: (?P<mark>[:.]|h) (?P<minute>[0-9]{2})(?: : 00)?)?"
    r"(?P<word> h)?(?: (?P<half>am|pm))?(?P<after> h)?(?: (?P<quarter>[cs]t))?"
)
PLAIN_CLOCK = r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(?::00)?"
AMOUNT = r"([0-9]{1,6})(?: \. ([0-9]{1,3}))? ?([^\W\d_]+)?(?: \.)?(?: |$)"
INSTANT = r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?) ?(Z|[+-][0-9]{2}:?[0-9]{2})?)?"


class Unclear(ValueError):
    """Text that is no day, time or duration, or that is more than one.

    says: one sentence, lower case, no full stop. hint: what to type instead, with every reading.
    """

    def __init__(self, says: str, hint: str = "") -> None:
        super().__init__(f"{says}; {hint}" if hint else says)
        self.says = says
        self.hint = hint


class _Unknown(Unclear):
    """Nothing in the text was recognised; another way of cutting it may do better."""


# ── reading: the words of every language ─────────────────────────────────────────────────────────────────


class _Words(NamedTuple):
    """The words of all languages together, folded."""

    weekdays: dict[str, int]
    months: dict[str, int]
    relative: dict[str, int]
    units: dict[str, int]
    """Words for a span of time, with their minutes."""
    ordinals: frozenset[str]
    fillers: frozenset[str]
    next: frozenset[str]
    this: frozenset[str]
    coming: frozenset[str]
    ahead: frozenset[str]
    one: frozenset[str]
    at: frozenset[str]
    clock: frozenset[str]
    noon: frozenset[str]
    conjunctions: frozenset[str]


@cache
def _words() -> _Words:
    spoken = every_language()

    def gather(pick: Callable[[Language], Sequence[str]]) -> frozenset[str]:
        return frozenset(fold(word) for each in spoken for word in pick(each))

    return _Words(
        weekdays={word: n for each in spoken for word, n in _weekday_names(each)},
        months={word: n for each in spoken for word, n in _month_names(each)},
        relative={fold(word): days for each in spoken for word, days in each.reading.relative},
        units={fold(word): size for each in spoken for word, size in _unit_names(each)},
        ordinals=gather(lambda each: each.reading.ordinals),
        fillers=gather(lambda each: each.reading.fillers),
        next=gather(lambda each: each.reading.next),
        this=gather(lambda each: each.reading.this),
        coming=gather(lambda each: each.reading.coming),
        ahead=gather(lambda each: each.reading.ahead),
        one=gather(lambda each: each.reading.one),
        at=gather(lambda each: each.reading.at),
        clock=gather(lambda each: each.reading.clock),
        noon=gather(lambda each: each.reading.noon),
        conjunctions=gather(lambda each: (each.sentences.conjunction,)),
    )


def _weekday_names(each: Language) -> Iterator[tuple[str, int]]:
    for n in range(7):
        for name in (each.weekdays[n], each.weekdays_short[n], *each.reading.weekdays[n]):
            yield fold(name).rstrip("."), n


def _month_names(each: Language) -> Iterator[tuple[str, int]]:
    for n in range(12):
        for name in (each.months[n], each.months_short[n], *each.reading.months[n]):
            yield fold(name).rstrip("."), n + 1


def _unit_names(each: Language) -> Iterator[tuple[str, int]]:
    told = each.reading
    for words, size in ((told.minutes, 1), (told.hours, 60), (told.days, 1440), (told.weeks, 10080)):
        for word in words:
            yield word, size


def weekday_number(name: str) -> int | None:
    """0 for Monday to 6, from a name or abbreviation in any language and any case; None for anything else."""
    return _words().weekdays.get(fold(name).rstrip("."))


# ── reading days ─────────────────────────────────────────────────────────────────────────────────────────


def read_day(text: str, today: date) -> date:
    """The day that a person means: a date in figures or in words, a weekday, "tomorrow", "+2w".

    Without a year the next such day, today included. Raises Unclear for what is no day, no possible day, or
    more than one: a year of two figures, month before day, a weekday that contradicts the date, "next Monday".
    """
    tokens = _tokens(text)
    for reading in (_read_relative, _read_weekday, _read_date):
        found = reading(tokens, today)
        if found is not None:
            _check_year(str(found.year))
            return found
    raise _Unknown(f"{_quoted(text)} is not a day", 'write it as 2026-05-28, "28 May", "Monday" or "+2w"')


def _tokens(text: str) -> list[str]:
    """Numbers, words and single marks, folded; what only decorates is left out."""
    return [token for token in re.findall(TOKEN, fold(text)) if token not in ",;()'"]


def _quoted(text: str) -> str:
    shown = "".join(char if char.isprintable() else "?" for char in " ".join(text.split()))
    return f'"{shown[:60]}…"' if len(shown) > 60 else f'"{shown}"'


def _check_year(year: str) -> None:
    if int(year) not in YEARS:
        raise Unclear(f"the year {year} is too far away", f"write a year from {YEARS[0]} to {YEARS[-1]}")


def _later(today: date, days: int) -> date:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        raise Unclear(f"{days} days from today is too far away", "write the date itself") from None


def _read_relative(tokens: list[str], today: date) -> date | None:
    """Tomorrow, +2w, in 2 weeks; None where the tokens are nothing of the kind."""
    words = _words()
    named = words.relative.get(" ".join(token for token in tokens if token != "the"))
    if named is not None:
        return _later(today, named)
    if len(tokens) != 3:
        return None
    ahead, amount, unit = tokens
    amount = "1" if amount in words.one else amount
    days, rest = divmod(words.units.get(unit, 1), 1440)
    if not amount.isdecimal() or len(amount) > 4 or rest:
        return None
    if ahead in {"+", "-", "−", "–"}:
        return _later(today, days * int(amount) * (1 if ahead == "+" else -1))
    if ahead not in words.ahead:
        return None
    if days == 1:
        _refuse_loose(ahead, int(amount), unit, today)
    return _later(today, days * int(amount))


def _refuse_loose(ahead: str, amount: int, unit: str, today: date) -> None:
    """In some languages "in 8 days" is how one says "in a week"."""
    for each in every_language():
        told = each.reading
        if amount in told.loose_days and ahead in told.ahead and unit in map(fold, told.days):
            counted, meant = today + timedelta(days=amount), today + timedelta(days=amount // 7 * 7)
            raise Unclear(
                f'"{ahead} {amount} {unit}" may mean {amount} days or {amount // 7 * 7}',
                f"write {meant} or {counted}",
            )


def _read_weekday(tokens: list[str], today: date) -> date | None:
    """A weekday alone or with "next", "this" or "coming"; None where the tokens are nothing of the kind."""
    words = _words()
    said = [token for token in tokens if token != "." and token not in words.fillers]
    if len(said) == 1:
        said = ["", *said]
    if len(said) != 2:
        return None
    if said[0] in words.weekdays:
        said.reverse()
    which, name = said
    if name not in words.weekdays:
        return None
    ahead = (words.weekdays[name] - today.weekday()) % 7
    if which in words.this:
        return _this_weekday(today, ahead)
    if which in words.next and ahead:
        raise _two_days("next " + _weekday(words.weekdays[name]), today, ahead, ahead + 7)
    if which in words.next or which in words.coming:
        return _later(today, ahead or 7)
    if which:
        return None
    if not ahead:
        raise _two_days(_weekday(today.weekday()), today, 0, 7)
    return _later(today, ahead)


def _this_weekday(today: date, ahead: int) -> date:
    """This week's, which may be over by now."""
    if today.weekday() + ahead > 6:
        raise _two_days("this " + _weekday((today.weekday() + ahead) % 7), today, ahead - 7, ahead)
    return _later(today, ahead)


def _two_days(said: str, today: date, first: int, second: int) -> Unclear:
    one, other = _later(today, first), _later(today, second)
    return Unclear(
        f'"{said}" said on a {_weekday(today.weekday())} may be {plain_day(one, "en")} or {plain_day(other, "en")}',
        f"write {one} or {other}",
    )


def _weekday(number: int) -> str:
    return language("en").weekdays[number]


def _read_date(tokens: list[str], today: date) -> date | None:
    """A date in figures or words, with or without its weekday; None where the tokens are no date."""
    weekdays = _words().weekdays
    cuts: list[tuple[int | None, list[str]]] = [(None, tokens)]
    while tokens and tokens[-1] == ".":
        tokens = tokens[:-1]
    if tokens and tokens[-1] in weekdays:
        cuts.insert(0, (weekdays[tokens[-1]], tokens[:-1]))
    if tokens and tokens[0] in weekdays:
        rest = tokens[1:]
        cuts.insert(0, (weekdays[tokens[0]], rest[1:] if rest[:1] == ["."] else rest))
    refused: Unclear | None = None
    # A reading with a weekday is tried first: "mar" is Tuesday and March, and only one of them leaves a date.
    for weekday, rest in cuts:
        try:
            parts = _figures(rest) or _named(rest)
        except Unclear as error:
            refused = refused or error
            continue
        if parts is not None:
            return _settle(parts, weekday, today)
    if refused is not None:
        raise refused
    return None


class _Parts(NamedTuple):
    """A day and a month, and the year as it was typed, or empty."""

    day: int
    month: int
    year: str


def _figures(tokens: list[str]) -> _Parts | None:
    said = " ".join(tokens)
    if found := re.fullmatch(YEAR_FIRST, said):
        year, _, month, day = found.groups()
        _check_month(int(month), int(day), year, year_first=True)
        return _Parts(int(day), int(month), year)
    if found := re.fullmatch(COMPACT, said):
        year, month, day = found.groups()
        _check_month(int(month), int(day), year, year_first=True)
        return _Parts(int(day), int(month), year)
    if found := re.fullmatch(DAY_FIRST, said):
        day, _, month, year = found.groups()
        _check_month(int(month), int(day), year or "", year_first=False)
        return _Parts(int(day), int(month), year or "")
    return None


def _check_month(month: int, day: int, year: str, *, year_first: bool) -> None:
    if 1 <= month <= 12:
        return
    order = "after the year comes the month, then the day" if year_first else "the day comes before the month"
    instead = "write the day, the month and the year, as in 2026-05-28"
    if 1 <= day <= 12 and 1 <= month <= 31:
        iso = f"{year}-{day:02}-{month:02}" if len(year) == 4 else ""
        instead = " or ".join(filter(None, ("" if year_first else _slashed(month, day, year), iso)))
        instead = f"write {instead}"
    raise Unclear(f"there is no month {month}: {order}", instead)


def _slashed(day: int, month: int, year: str) -> str:
    return f"{day}/{month}/{year}" if len(year) == 4 else f"{day}/{month}"


def _named(tokens: list[str]) -> _Parts | None:
    """A day and a named month in either order, then perhaps the year."""
    words = _words()
    said: list[str] = []
    for before, token in zip(["", *tokens], tokens, strict=False):
        ordinal = token in words.ordinals and before.isdecimal()
        if not (ordinal or token in words.fillers or token in {".", "-", "/"}):
            said.append(token)
    shape = "".join("m" if token in words.months else "n" if token.isdecimal() else "?" for token in said)
    if shape in {"nm", "nmn"}:
        return _Parts(_day_number(said[0]), words.months[said[1]], "".join(said[2:]))
    if shape in {"mn", "mnn"} and not (shape == "mn" and len(said[1]) == 4):
        return _Parts(_day_number(said[1]), words.months[said[0]], "".join(said[2:]))
    if shape in {"m", "mn"}:
        month = language("en").months[words.months[said[0]] - 1]
        raise Unclear("the day of the month is missing", f'write it as "28 {month}"')
    if shape == "n" and len(said[0]) < 3:
        raise _Unknown("the month is missing", f'write it as "{int(said[0])} May" or 2026-05-28')
    return None


def _day_number(digits: str) -> int:
    return int(digits[:6])


def _settle(parts: _Parts, weekday: int | None, today: date) -> date:
    """The day itself; Unclear where it is impossible or its weekday is another."""
    _check_day(parts)
    if parts.year:
        found = date(int(parts.year), parts.month, parts.day)
    else:
        years = range(today.year, today.year + 9)
        possible = (date(year, parts.month, parts.day) for year in years if parts.day <= _length(year, parts.month))
        found = next(day for day in possible if day >= today)
    if weekday is not None and found.weekday() != weekday:
        raise _contradiction(found, weekday, year_said=bool(parts.year))
    return found


def _check_day(parts: _Parts) -> None:
    name = language("en").months[parts.month - 1]
    if parts.year and len(parts.year) != 4:
        says = f'the year "{parts.year[:12]}" does not have four figures'
        if len(parts.year) == 2 and 1 <= parts.day <= _length(2000 + int(parts.year), parts.month):
            meant = date(2000 + int(parts.year), parts.month, parts.day)
            raise Unclear(says, f"write {meant} if {plain_day(meant, 'en')} is meant")
        raise Unclear(says, "write it as 2026")
    if parts.year:
        _check_year(parts.year)
    longest = _length(int(parts.year) if parts.year else 2000, parts.month)
    if not 1 <= parts.day <= longest:
        shown = f"{parts.day} {name} {parts.year}".strip()
        month = f"{name} {parts.year}" if parts.year and parts.month == 2 else name
        at_most = " at most" if parts.month == 2 and not parts.year else ""
        says = f"there is no {shown}: {month} has {longest} days{at_most}"
        raise Unclear(says, f"write a day from 1 to {longest}")


def _length(year: int, month: int) -> int:
    """How many days the month has."""
    after = date(year + month // 12, month % 12 + 1, 1)
    return (after - timedelta(days=1)).day


def _contradiction(found: date, weekday: int, *, year_said: bool) -> Unclear:
    said = _weekday(weekday)
    says = f"{plain_day(found, 'en')} is a {_weekday(found.weekday())}, not a {said}"
    if not year_said and (found.month, found.day) != (2, 29):
        past = found.replace(year=found.year - 1)
        if past.weekday() == weekday:
            return Unclear(says, f"write {past} for the {said} that is over, or {found}")
    before = found - timedelta(days=(found.weekday() - weekday) % 7)
    after = before + timedelta(days=7)
    return Unclear(says, f"write {found} for the {_weekday(found.weekday())}, or {before} or {after} for a {said}")


# ── reading times ────────────────────────────────────────────────────────────────────────────────────────


def read_time(text: str) -> time:
    """The time of day: "16:00", "16.00", "16 Uhr", "4 pm", "16h30", "16 c.t." (a quarter past); else Unclear."""
    if plain := re.fullmatch(PLAIN_CLOCK, text.strip()):
        return time(int(plain[1]), int(plain[2]))
    words = _words()
    said = fold(text)
    said = _without_at(re.sub(r"\b([apcs])\s?\.?\s?([mt])\b\.?", r"\1\2", said), words.at)
    if said in words.noon:
        return time(12)
    tokens = ["h" if token in words.clock else token for token in _tokens(said)]
    found = re.fullmatch(CLOCK, " ".join(tokens))
    if found is None:
        _refuse_figures(said)
        raise _Unknown(f"{_quoted(text)} is not a time", 'write it as "16:00" or "4 pm"')
    return _clock_time(found, text)


def _without_at(said: str, at: frozenset[str]) -> str:
    for word in sorted(at, key=len, reverse=True):
        if said.startswith((f"{word} ", f"{word}.")) or (word in {"@", "all'"} and said.startswith(word)):
            return said[len(word) :].lstrip(". ")
    return said


def _refuse_figures(said: str) -> None:
    if re.fullmatch(r"[0-9]{3,4}", said) and int(said[:-2]) < 24 and int(said[-2:]) < 60:
        raise Unclear(f'"{said}" may be a time or a number', f'write "{int(said[:-2]):02}:{said[-2:]}"')


def _clock_time(found: re.Match[str], text: str) -> time:
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half, quarter = found["half"], found["quarter"]
    if not (found["minute"] or found["word"] or found["after"] or half or quarter):
        raise _bare_hour(hour)
    if half:
        if not 1 <= hour <= 12:
            raise Unclear(f"{_quoted(text)} counts hours twice over", f'write "{hour % 24:02}:{minute:02}"')
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        instead = '"00:00" of the next day' if (hour, minute) == (24, 0) else 'a time from "00:00" to "23:59"'
        raise Unclear(f"there is no {hour}:{minute:02}", f"write {instead}")
    if quarter == "ct" and minute:
        late = (datetime.combine(date.min, time(hour, minute)) + QUARTER).time()
        raise Unclear(
            f'{_quoted(text)} may begin at {hour:02}:{minute:02} or at {late:%H:%M}: "c.t." belongs to a full hour',
            f'write "{hour:02}:{minute:02}" or "{late:%H:%M}"',
        )
    return time(hour, 15 if quarter == "ct" else minute)


def _bare_hour(hour: int) -> Unclear:
    says = f'"{hour}" alone is not a time'
    if hour > 23:
        return Unclear(says, 'write it as "16:00"')
    if 1 <= hour <= 11:
        return Unclear(says, f'write "{hour:02}:00" or "{hour + 12}:00"')
    return Unclear(says, f'write "{hour:02}:00"')


def read_slot(text: str, today: date) -> tuple[date, time | None]:
    """A day and perhaps a time: "2026-10-12 15:00", "12 Oct 15:00", "Monday at 3pm"; else Unclear."""
    try:
        return read_day(text, today), None
    except _Unknown as error:
        unknown: Unclear = error
    words = re.sub(r"(?<=[0-9])[Tt](?=[0-9]{1,2}:)", " ", text).split()
    cuts = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(len(words) - 1, 0, -1)]
    for day, at in [*cuts, *((after, before) for before, after in cuts)]:
        try:
            return read_day(day, today), read_time(at)
        except Unclear as error:
            # A half that was understood and refused says more than one that was not understood at all.
            if isinstance(unknown, _Unknown) and not isinstance(error, _Unknown) and _reads_half(day, at, today):
                unknown = error
    if isinstance(unknown, _Unknown):
        raise _Unknown(f"{_quoted(text)} is not a day and a time", 'write it as "2026-05-28 16:00" or "28 May 16:00"')
    raise unknown


def _reads_half(day: str, at: str, today: date) -> bool:
    """Whether one of the two halves is read as it stands."""
    for half in (lambda: read_day(day, today), lambda: read_time(at)):
        try:
            half()
        except Unclear:
            continue
        return True
    return False


def read_instant(text: str, zone: ZoneInfo) -> datetime:
    """The instant of "2026-05-10" (when that day begins in the zone), "2026-05-10 14:00", or with an offset or Z.

    Aware, in the zone. Nothing relative is read. Unclear where the clocks skip that time or show it twice.
    """
    found = re.fullmatch(INSTANT, text.strip().upper())
    hint = 'write it as 2026-05-10 or "2026-05-10 14:00"'
    if found is None:
        raise Unclear(f"{_quoted(text)} is not a date or a date and time", hint)
    day, at, offset = found.groups()
    _check_year(day[:4])
    try:
        wall = datetime.fromisoformat(f"{day}T{at or '00:00'}{offset or ''}")
        if offset:
            return wall.astimezone(zone)
        instant = wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
        second = wall.replace(tzinfo=zone, fold=1).astimezone(UTC).astimezone(zone)
    except (ValueError, OverflowError):
        raise Unclear(f"there is no {_quoted(text)}", hint) from None
    if at and instant.replace(tzinfo=None) != wall:
        raise Unclear(
            f"there is no {day} {at} in {zone.key}: the clocks go forward", f'write "{instant:%Y-%m-%d %H:%M}"'
        )
    if at and instant.utcoffset() != second.utcoffset():
        raise Unclear(
            f"{day} {at} comes twice in {zone.key}: the clocks go back",
            f"write {_with_offset(instant)} or {_with_offset(second)}",
        )
    return instant


def _with_offset(instant: datetime) -> str:
    return instant.isoformat("T", "minutes")


# ── durations ────────────────────────────────────────────────────────────────────────────────────────────


def read_duration(text: str) -> timedelta:
    """A length of whole minutes, above 0 and up to 14 days: "75 min", "1 h 30 min", "1h30", "1.5 h"; else Unclear."""
    words = _words()
    pointed = re.sub(r"(?<=[0-9]),(?=[0-9])", ".", text)
    tokens = ["1" if token in words.one else token for token in _tokens(pointed)]
    said = " ".join(token for token in tokens if token not in words.conjunctions)
    if found := re.fullmatch(r"([0-9]{1,2}) : ([0-9]{2})(?: h)?", said):
        raise Unclear(f"{_quoted(text)} looks like a time", f'write "{int(found[1])} h {int(found[2])} min"')
    if re.fullmatch(r"[0-9]{1,4}", said):
        raise Unclear(f"{_quoted(text)} has no unit", f'write "{int(said)} min" or "{int(said)} h"')
    unread = _Unknown(f"{_quoted(text)} is not a duration", 'write it as "75 min" or "1 h 30 min"')
    minutes, smallest, position = 0, 0, 0
    while position < len(said):
        part = re.match(AMOUNT, said[position:])
        if part is None:
            raise unread
        whole, tenths, unit = part[1], part[2] or "", part[3]
        size = 1 if unit is None and smallest == 60 and len(whole) == 2 else words.units.get(unit or "", 0)
        if not size or (smallest and size >= smallest):
            raise unread
        amount, rest = divmod(int(whole + tenths) * size, 10 ** len(tenths))
        if rest:
            raise Unclear(f"{_quoted(text)} is not a whole number of minutes", "write it in minutes")
        minutes, smallest, position = minutes + amount, size, position + part.end()
    if not smallest:
        raise unread
    if not 0 < minutes <= LONGEST // timedelta(minutes=1):
        raise Unclear(
            f"{_quoted(text)} is {'no time at all' if not minutes else 'too long'}", "write from 1 min to 14 days"
        )
    return timedelta(minutes=minutes)


def write_duration(length: timedelta) -> str:
    """The shortest usual form of whole minutes: "75 min", "2 h", "1 h 30 min", "2 days"."""
    minutes = length // timedelta(minutes=1)
    if minutes and minutes % 1440 == 0:
        return f"{minutes // 1440} days" if minutes > 1440 else "1 day"
    if minutes < 90 and minutes != 60:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if rest else f"{hours} h"


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────


def long_day(day: date, code: str) -> str:
    """With the weekday and all names in full: "Monday, 11 May 2026"."""
    return _write(day, code, lambda patterns: patterns.long)


def short_day(day: date, code: str) -> str:
    """For tables, with short names: "Mon 11 May 2026"."""
    told = language(code)
    return told.patterns.short.format(
        weekday=told.weekdays_short[day.weekday()],
        day=_day_of_month(day, told.patterns),
        month=told.months_short[day.month - 1],
        year=day.year,
    )


def plain_day(day: date, code: str) -> str:
    """Without the weekday: "11 May 2026"."""
    return _write(day, code, lambda patterns: patterns.plain)


def clock(at: time, code: str) -> str:
    """The time with the word that belongs to it: "16:00", "16:30 Uhr", "16 h 30"."""
    patterns = language(code).patterns
    return _clock(at, patterns.clock if at.minute else patterns.full_hour)


def day_at(day: date, at: time | None, code: str) -> str:
    """The long day, with the time where there is one: "Donnerstag, 29. Juni 2023 um 16:30 Uhr"."""
    if at is None:
        return long_day(day, code)
    return language(code).patterns.day_at.format(day=long_day(day, code), clock=clock(at, code))


def day_span(day: date, start: time, end: time, code: str) -> str:
    """The long day with a beginning and an end that are both known: "Monday, 11 May 2026, 16:00–17:00"."""
    return language(code).patterns.day_span.format(day=long_day(day, code), span=clock_span(start, end, code))


def clock_span(start: time, end: time, code: str) -> str:
    """The time from a beginning to an end: "16:00–17:00", "16:30–17:45 Uhr", "de 16 h à 17 h"."""
    patterns = language(code).patterns
    first = _clock(start, patterns.bare_clock if start.minute else patterns.bare_full_hour)
    return patterns.span.format(start=first, end=clock(end, code))


def _write(day: date, code: str, pattern: Callable[[Patterns], str]) -> str:
    told = language(code)
    return pattern(told.patterns).format(
        weekday=told.weekdays[day.weekday()],
        day=_day_of_month(day, told.patterns),
        month=told.months[day.month - 1],
        year=day.year,
    )


def _day_of_month(day: date, patterns: Patterns) -> str:
    return (patterns.first_day if day.day == 1 else patterns.day).format(n=day.day)


def _clock(at: time, pattern: str) -> str:
    return pattern.format(hour=f"{at.hour:02}", h=at.hour, minute=f"{at.minute:02}")
