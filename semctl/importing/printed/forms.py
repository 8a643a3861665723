"""The sentences of semctl's own mails turned round: what stood in a text once it was filled in.

Made of the records of the languages, so that what is written in a language is also read in it.
"""

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from string import Formatter
from typing import Any, Final, NamedTuple

from semctl.dates import read_day, read_time, write_duration
from semctl.importing.people import is_name, listed
from semctl.languages import Language, Opening, language
from semctl.wording import Venue, where

_SOME: Final = r"[^\n]+?"
_END: Final = r"(?=\n|$)"


class Told(NamedTuple):
    """What an opening says. said: its own words."""

    day: dt.date
    time: dt.time | None
    speakers: str
    title: str
    place: str
    said: str
    is_cancelled: bool = False


def even(text: str) -> str:
    """A text, or a form of one, with plain blanks only."""
    return text.replace("\xa0", " ").replace("\u202f", " ")


def opening(text: str, code: str, today: dt.date) -> Told | None:
    """The sentence that says who speaks when, in a text with one paragraph or line to a line.

    Of several forms that fit, the one whose speakers look like people, and which leaves the least to a place.
    """
    fitting: list[tuple[bool, int, int, int, int, Told]] = []
    for pattern, is_cancelled in _openings(code):
        if found := pattern.search(text):
            parts = _parts(found)
            told = Told(
                day=read_day(parts["date"], today),
                time=read_time(parts["clock"]) if "clock" in parts else None,
                speakers=parts.get("speakers", "").replace("\n", " "),
                title=parts.get("title", ""),
                place=parts.get("place", "").strip(),
                said=found[0],
                is_cancelled=is_cancelled,
            )
            people = listed(told.speakers, f" {language(code).sentences.conjunction} ")
            odd = sum("(" in name or not (where or is_name(name)) for name, where in people)
            fitting.append((told.time is None, odd, len(told.place), len(told.speakers), len(fitting), told))
    return min(fitting)[-1] if fitting else None


def when(text: str, code: str, today: dt.date) -> tuple[dt.date, dt.time | None] | None:
    """The day and the beginning of "Monday, 11 May 2026, 16:00–17:15"."""
    found = day_and_rest(text, code, today)
    if found and found[1] is None and (clock := re.search(_clocks(language(code)), found[2])):
        return found[0], read_time(_spelt(clock[0]))
    return found[:2] if found else None


def day_and_rest(text: str, code: str, today: dt.date) -> tuple[dt.date, dt.time | None, str] | None:
    """("Monday, 11 May 2026, 16:00, Room R") → the day, the time and "Room R"."""
    found = re.match(rf"{_day_at(language(code))}(?:, |(?= \()|{_END})", text, re.IGNORECASE)
    if not found:
        return None
    parts = _parts(found)
    return read_day(parts["date"], today), read_time(parts["clock"]) if "clock" in parts else None, text[found.end() :]


def _parts(found: re.Match[str]) -> dict[str, str]:
    """What was found, by the names of the groups without the number that tells those of a name apart."""
    return {name.rstrip("0123456789"): text for name, text in found.groupdict().items() if text is not None}


def length(text: str, code: str) -> str | None:
    """How long it takes, of "Monday, 11 May 2026, 16:00–17:15"; None where no end is told."""
    told = language(code)
    start, end = rf"(?P<start>{_clocks(told)})", rf"(?P<end>{_clocks(told)})"
    found = re.search(_filled(told.patterns.span, start=start, end=end) + "$", text)
    if not found:
        return None
    first, last = (read_time(_spelt(found[name])) for name in ("start", "end"))
    minutes = ((last.hour - first.hour) * 60 + last.minute - first.minute) % (24 * 60)
    return write_duration(dt.timedelta(minutes=minutes)) if minutes else None


def _spelt(text: str) -> str:
    """A time without its word, as in "16:00" of "16:00–17:15 Uhr"; one of an hour alone gets its minutes."""
    numbers = re.findall(r"\d+", text)
    return f"{int(numbers[0]):02}:{numbers[1] if len(numbers) > 1 else '00'}"


def setting(text: str, code: str) -> dict[str, Any]:
    """The place that a line tells: room, mode, online."""
    told = language(code).sentences
    place = text.removesuffix(even(f" ({told.link_by_mail})"))
    if re.match(rf"{re.escape(even(told.online))}\b", place, re.IGNORECASE):
        means = place[len(told.online) :].strip()
        return {"mode": "online", **({"online": means} if means else {})}
    shape = re.fullmatch(_filled(told.hybrid, room=r"(?P<room>.+)", online=r"(?P<online>(?!\d)[^A-Z].*)"), place)
    if shape is None:
        return {"room": room(place, code)} if place else {}
    told_room = {} if shape["room"].casefold() == even(told.on_site).casefold() else {"room": room(shape["room"], code)}
    via = {} if shape["online"] == even(told.online) else {"online": shape["online"]}
    return {**told_room, "mode": "hybrid", **via}


def room(text: str, code: str) -> str:
    """A room without the word that a mail puts before a bare number: "Raum RA 2504" is RA 2504."""
    found = re.fullmatch(_filled(language(code).sentences.room, room="(?P<room>.+)"), text, re.IGNORECASE)
    if found and even(where(Venue(room=found["room"]), code)) == text:
        return found["room"]
    return text


def is_known(text: str, code: str) -> bool:
    """Whether a line is one of the sentences that stand around what a mail tells."""
    told = language(code)
    mails, colon = told.mails, told.sentences.colon
    forms = (
        mails.welcome, mails.lead, mails.lead_reminder, mails.lead_cancellation, mails.as_now, mails.back_on,
        mails.programme_lead, mails.week_lead, mails.next_week_lead, mails.changed, mails.changed_many,
        mails.changed_unnamed, mails.changed_meeting, told.labels.hybrid,
    )  # fmt: skip
    elsewhere = rf"[^:\n]{{2,30}}{re.escape(even(colon))} (?:{_day_at(told)}|{_clocks(told)})"
    shapes = (*(_filled(form) for form in forms if form), elsewhere)
    return any(re.fullmatch(shape, text, re.IGNORECASE) for shape in shapes)


# --- patterns ---


@cache
def _openings(code: str) -> tuple[tuple[re.Pattern[str], bool], ...]:
    told = language(code)
    series = f"(?:{_filled(told.sentences.in_series)})?" if told.sentences.in_series else ""
    no_title = f"(?: {re.escape(even(told.mails.no_title))})?"
    speakers = rf"(?P<speakers>{_SOME}(?:\n\([^\n]*\))?)"  # a letter displays the affiliation below the name
    fields = {"On": _on(told), "on": _on(told), "speakers": speakers, "series": series, "title": rf"(?P<title>{_SOME})"}
    shapes = []
    for form in (*_of_opening(told.mails.announcing), *_of_opening(told.mails.reminding)):
        place = rf"(?P<place>(?:{_SOME} )?)" if "{title}" in form else rf"(?P<place>{_SOME})"
        shapes.append((_filled(form, **fields, place=place) + no_title, False))
    gone = (told.mails.cancelled, told.mails.cancelled_many, told.mails.cancelled_unnamed, told.mails.cancelled_meeting)
    shapes += [(_filled(form, speakers=speakers, day=_day_at(told)), True) for form in gone]
    return tuple((re.compile(rf"(?m:^){shape}{_END}", re.IGNORECASE), is_off) for shape, is_off in shapes)


def _of_opening(forms: Opening) -> Iterator[str]:
    """The particular ones first."""
    named = (forms.title, forms.title_many, forms.place, forms.place_many, forms.one, forms.many)
    yield from (form for form in (forms.unnamed, forms.meeting, *named) if form)


def _on(told: Language) -> str:
    """A day in a sentence, maybe with "tomorrow" and a time."""
    word = f"(?:{re.escape(told.mails.today)}|{re.escape(told.mails.tomorrow)})"
    return _either(told, told.sentences.on_at, told.sentences.on, told.mails.soon_at, told.mails.soon, word=word)


def _day_at(told: Language) -> str:
    return _either(told, told.patterns.day_at, "{day}")


def _either(told: Language, *forms: str, **fields: str) -> str:
    """One of some forms with a day and a time, each with groups of its own."""
    shapes = (
        _filled(form, day=rf"(?P<date{number}>{_long(told)})", clock=rf"(?P<clock{number}>{_clocks(told)})", **fields)
        for number, form in enumerate(forms)
    )
    return f"(?:{'|'.join(shapes)})"


def _long(told: Language) -> str:
    """A day as mails write it."""
    patterns = told.patterns
    day = "|".join({_filled(form, n=r"\d{1,2}") for form in (patterns.first_day, patterns.day)})
    weekday, month = "|".join(map(re.escape, told.weekdays)), "|".join(map(re.escape, told.months))
    parts = {"weekday": weekday, "day": day, "month": month}
    return _filled(patterns.long, **{name: f"(?:{part})" for name, part in parts.items()}, year=r"\d{4}")


def _clocks(told: Language) -> str:
    """A time as mails write it, the longer forms first."""
    patterns = told.patterns
    forms = {patterns.clock, patterns.full_hour, patterns.bare_clock, patterns.bare_full_hour}
    numbers = {"hour": r"\d\d", "h": r"\d{1,2}", "minute": r"\d\d"}
    return f"(?:{'|'.join(_filled(form, **numbers) for form in sorted(forms, key=len, reverse=True))})"


def _filled(form: str, **fields: str) -> str:
    """The pattern of a form: its words as they are, each field as it is given, else anything."""
    return "".join(
        re.escape(even(words)) + ("" if name is None else fields.get(name, _SOME))
        for words, name, *_ in Formatter().parse(form)
    )
