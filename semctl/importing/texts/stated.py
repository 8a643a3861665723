"""Sentences on all talks: "every fortnight on Mondays at 4 p.m.", "Zeit: mittwochs, 16 Uhr c.t.", "in Raum A 410"."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from semctl.importing.found import Stated
from semctl.importing.places import is_place
from semctl.importing.summaries import SERIES_WORD
from semctl.importing.texts import sentences, wheres
from semctl.importing.texts.clocks import Clock
from semctl.importing.texts.days import years_said
from semctl.importing.texts.items import Item
from semctl.importing.texts.named import month_words, names, weekday_words
from semctl.languages import fold, language

_FORTNIGHT: Final = re.compile(
    r"fortnight|every (?:two|2|other|second) (?:weeks?|[a-z]+day)|bi-?weekly|alle (?:zwei|2|14) (?:wochen|tage)|"
    r"14-täg|vierzehntäg|zweiwöchent|"
    r"jeden zweiten|jede zweite|ogni (?:due|2) settimane|bisettimanal|quindicinal|om de (?:twee|2) weken|"
    r"tweewekelijks|eens in de (?:twee|2) weken|om de week|"
    r"toutes les (?:deux|2) semaines|tous les quinze jours|bimensuel",
    re.IGNORECASE,
)
_WEEKLY: Final = re.compile(
    r"every week\b|weekly|each week|wöchentlich|jede woche|ogni settimana|settimanal|wekelijks|elke week|iedere week|"
    r"toutes les semaines|hebdomadaire|chaque semaine|"
    r"\b(?:every|each|jeden|jede|ogni|elke|iedere|chaque|tous les)\s+(?:{w})",
    re.IGNORECASE,
)
_MONTHLY: Final = re.compile(
    r"monthly|every month|each month|monatlich|jeden monat|ogni mese|mensil|maandelijks|elke maand|mensuel|chaque "
    r"mois|tous les mois",
    re.IGNORECASE,
)
_ORDINALS: Final = {
    "first": "first|1st|ersten?|prim[oa]|eerste|premier", "second": "second|2nd|zweiten?|second[oa]|tweede|deuxième",
    "third": "third|3rd|dritten?|terz[oa]|derde|troisième", "fourth": "fourth|4th|vierten?|quart[oa]|vierde|quatrième",
    "last": "last|letzten?|ultim[oa]|laatste|dernier",
}  # fmt: skip
_ALL: Final = re.compile(
    r"all (?:talks|seminars|lectures|sessions)|(?:talks|seminars?|colloqui\w+|lectures?|we|sessions?) (?:are|is|take|"
    r"takes|meets?|will)|unless|meets?\b|"
    r"wenn nicht anders|sofern nicht|finde[nt]|treffen|in der regel|jeweils|immer|"
    r"si tengono|si tiene|salvo|di norma|hanno luogo|avviene|tutti i|"
    r"tenzij|vinden|plaats|altijd|steeds|telkens|"
    r"sauf|a lieu|ont lieu|se tient|se tiennent|généralement|en général",
    re.IGNORECASE,
)


_NAMED_ROOM: Final = re.compile(
    r"\b(?:in|im|at)\s+(?:the\s+)?((?:[A-Z][\w'’-]+\s?){1,3}(?:\([^()]+\)|[0-9]+)?)(?=[\s,.;]|$)"
)


class Usual(NamedTuple):
    """What holds of every talk that says nothing else. lines: where it stands."""

    clock: Clock | None = None
    setting: Mapping[str, Any] = MappingProxyType({})
    rooms: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
    stated: Stated | None = None


@cache
def _habitual() -> re.Pattern[str]:
    """Weekdays as they stand in a rule: "Mondays", "montags", "le lundi", "ogni lunedì"."""
    return re.compile(rf"(?<![\w-])({weekday_words()})(s|en)?(?![\w-])", re.IGNORECASE)


def is_about_all(item: Item) -> bool:
    """Whether a row says something of every talk, wherever it stands: "Ort, wenn nicht anders angegeben: HS 5"."""
    return not any(not day.shaky for day in item.days) and bool(_ALL.search(item.text))


def usual(items: Sequence[Item]) -> Usual:
    """What the rows above the talks say of all of them."""
    clocks: list[Clock] = []
    setting: dict[str, Any] = {}
    rooms: dict[str, dict[str, Any]] = {}
    stated: Stated | None = None
    for item in items:
        text = item.text
        weekdays = _weekdays(text)
        is_dated = any(not day.shaky for day in item.days) and not (weekdays and item.clocks)
        if not text or is_dated or len(text) > 2_000:
            continue
        about_all = bool(_ALL.search(text)) or (bool(weekdays) and bool(item.clocks))
        if (
            item.key in ("time", "when", "date")
            or (about_all and item.clocks)
            or (item.clocks and len(text) < 120 and not item.key)
        ):
            clocks += item.clocks
            stated = stated or _stated(item, weekdays)
        elif about_all and weekdays:
            stated = stated or _stated(item, weekdays)
        alone = len(text) < 60 and is_place(text) and not _is_series(text) and years_said(0, text) is None
        if item.key in ("room", "when", "time", "date", "join", "mode") or about_all or item.clocks or alone:
            _place(item, setting, rooms)
    times = {clock.time for clock in clocks if not clock.shaky or len(clocks) == 1}
    clock = next((each for each in clocks if each.time in times), None) if len(times) == 1 else None
    if stated is None and clock:
        stated = Stated(time=(clock.time,))
    return Usual(clock, setting, rooms, stated)


def weekdays(items: Sequence[Item]) -> frozenset[int]:
    """The weekdays that rows above the talks name for all of them: 0 for Monday."""
    rows = [item for item in items if not any(not day.shaky for day in item.days) and len(item.text) < 2_000]
    named = [_weekdays(item.text) for item in rows if item.clocks or _ALL.search(item.text)]
    return frozenset(language("en").weekdays.index(name) for each in named for name in each)


def weekday_of(items: Sequence[Item]) -> int | None:
    """The weekday, 0 for Monday, that the rows above the talks name as the usual one; None where they name several."""
    said = {name for item in items if len(item.text) < 300 for name in _weekdays(item.text)}
    return language("en").weekdays.index(said.pop()) if len(said) == 1 else None


def _weekdays(text: str) -> list[str]:
    """The weekdays that a rule names, in English."""
    numbers, _ = names()
    found = []
    for match in _habitual().finditer(text):
        if len(match[1]) < 3:
            continue
        number = numbers.get(fold(match[1]).rstrip("."))
        if number is not None:
            found.append(language("en").weekdays[number])
    return list(dict.fromkeys(found))


def _stated(item: Item, weekdays: Sequence[str]) -> Stated | None:
    """The rule that a row tells; None where it tells no weekday."""
    text = item.text
    every = None
    weekly = re.compile(_WEEKLY.pattern.replace("{w}", weekday_words()), re.IGNORECASE)
    if _FORTNIGHT.search(text):
        every = "2 weeks"
    elif _MONTHLY.search(text):
        every = "month"
    elif weekly.search(text):
        every = "week"
    days = tuple(weekdays)
    ordinal = next(
        (
            name
            for name, words in _ORDINALS.items()
            if re.search(rf"\b(?:{words})\s+(?:{weekday_words()})\b", text, re.IGNORECASE)
        ),
        None,
    )
    if ordinal and len(days) == 1 and every != "2 weeks":
        every, days = "month", (f"{ordinal} {days[0]}",)
    if every == "month" and not ordinal:
        days = ()
    if not days and not every:
        return None
    times = tuple(dict.fromkeys(clock.time for clock in item.clocks))
    return Stated(weekday=days, every=every, time=times[:1], line=item.row.number)


def _place(item: Item, setting: dict[str, Any], rooms: dict[str, dict[str, Any]]) -> None:
    """The usual room, and how one takes part from afar."""
    if item.key in ("room", "join", "mode") and item.value:
        found = wheres.where(item.value)
    else:
        said = _room_in(item)
        found = wheres.where(said) if said else wheres.Where({})
        online = wheres.online_in(item.text)
        if online and "mode" not in found.setting:
            found = found._replace(setting={**found.setting, **online})
    for key, value in found.setting.items():
        setting.setdefault(key, value)
    if found.address and "room" in found.setting:
        rooms.setdefault(found.setting["room"], {"address": found.address})


def _room_in(item: Item) -> str:
    """The room that a sentence or a list of such things names."""
    text = item.text
    for clock in reversed([each for each in item.clocks if not each.shaky]):
        text = f"{text[: clock.start]}{sentences.DAY}{text[clock.end :]}"
    if place := sentences.place_in(text):
        return re.sub(r"^(?:in|im|at|en|dans|nella?)\s+(?:the |der |la |le )?", "", place)
    named = _NAMED_ROOM.search(text) if _ALL.search(text) else None
    if (
        named
        and not SERIES_WORD.search(named[1])
        and not re.search(rf"\b(?:{month_words()}|english)\b", named[1].lower())
    ):
        return named[1].strip()
    pieces = [each.strip() for each in re.split(rf"[,;|(){sentences.DAY}]|\s[–—-]\s|\s{{2,}}", text)]
    pieces = [_UNLESS.sub("", each) for each in pieces]
    pieces = [re.sub(r"\s*\(.*", "", each) if not is_place(each) else each for each in pieces]
    found = [index for index, each in enumerate(pieces) if each and is_place(each) and not _is_series(each)]
    return ", ".join(pieces[found[0] : _end(found)]) if found else ""


_UNLESS: Final = re.compile(
    r"\s*\b(?:unless|except|wenn nicht|sofern nicht|falls nicht|außer|salvo|se non|tenzij|sauf)\b.*", re.IGNORECASE
)


def _end(found: Sequence[int]) -> int:
    """Where the pieces that name a place side by side end."""
    last = found[0]
    while last + 1 in found:
        last += 1
    return last + 1


def _is_series(text: str) -> bool:
    return bool(SERIES_WORD.search(text)) and not any(letter.isdigit() for letter in text)
