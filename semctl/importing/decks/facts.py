"""What single lines of the slides say: language, audience, term, times, number and length of meetings, and the like.

Each fact is a pattern over an item in the five languages; the lines that said something are noted, so that all others
can be named.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from semctl.dates import Unclear, read_duration, write_duration
from semctl.importing.decks.outline import Item, unmarked
from semctl.importing.decks.times import candidate
from semctl.importing.decks.words import MEETING, number
from semctl.languages import every_language, fold

LONGEST: Final = 2_000
"""Letters of an item that are looked at."""


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE | re.VERBOSE)


_LANGUAGES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "en": ("english", "englisch", "inglese", "engels", "anglais"),
        "de": ("german", "deutsch", "tedesco", "duits", "allemand"),
        "it": ("italian", "italienisch", "italiano", "italiaans", "italien"),
        "nl": ("dutch", "niederländisch", "olandese", "nederlands", "néerlandais"),
        "fr": ("french", "französisch", "francese", "frans", "français"),
    }
)
_LANGUAGE: Final = _pattern(
    r"(?:^|[.;,]\s+) [^\W\d_]*\s?(?:language|sprache|lingua|taal|langue) \s*[:：]\s* (?P<names>[^.;]+)"
)
_AUDIENCE: Final = _pattern(
    r"""
    (?: (?:intended|open|aimed)\s(?:for|to|at) | (?:intended\s|target\s)?audience\s*: | (?:zielgruppe|hörerkreis)\s*:
      | richtet\ssich\san | geeignet\sfür | für(?=\s(?:studierende|studenten|master|bachelor)) | destinatari\s*:
      | rivolto\sa | doelgroep\s*: | bedoeld\svoor | public(?:\svisé)?\s*: | destiné\saux? ) \s+ (?P<who>.+)
    """
)
TERM: Final = _pattern(
    r"""
    (?: (?:winter|summer|spring|fall|autumn)(?:\s(?:semester|term))? | (?:winter|sommer)(?:semester|trimester)
      | WiSe | SoSe | WS | SS | (?:semestre|trimestre)\s(?:d'hiver|d'été|d'automne|de\sprintemps)
      | (?:semestre|trimestre)\s(?:invernale|estivo|primaverile|autunnale)
      | (?:najaar|voorjaar|herfst|lente)(?:ssemester)? | anno\saccademico | année(?:\suniversitaire)? )
    \s+ (?P<year>20\d\d) (?:\s?[/–-]\s?(?P<next>\d{2,4}))?
    """
)
_LENGTH: Final = r"""
    (?:\d+[.,]?\d*|an?|one|ein(?:e|er)?|un[ae]?|een) [\s-]*
    (?:min(?:ute[sn]?|uti|uten|\.)?|h|hours?|stunden?|std\.?|or[ae]|uur|heures?) (?:\s*\d+\s*min\w*)? \b
"""
_MEETINGS: Final = _pattern(
    rf"""
    \b(?P<count>\d{{1,2}}|[^\W\d_]+)\s+(?:{MEETING})\b
    (?: (?:\s|,|\(|\b(?:à|a|á|of|each|with|je|zu|von|da|di|van|de)\b|[x×])* (?P<length>{_LENGTH}) )?
    """
)
_REPORT: Final = _pattern(
    r"""
    \b(?P<minutes>\d{1,2}) \s*-?\s* min(?:ute[sn]?|ütige[nrms]?|uti|uten|\.)? \s*-?\s* (?:\w+\s+)?
      (?:report|presentation|statement|bericht|vortr[aä]g|relazion|presentazion|verslag|presentatie|rapport|exposé)
    | \b(?:report|presentation|bericht|vortrag|relazione|presentazione|verslag|presentatie|rapport|exposé)s?
      \s (?:of|von|di|van|de) \s (?:about\s|etwa\s|circa\s)? (?P<of>\d{1,2}) \s*min
    """
)
_ALL: Final = _pattern(
    r"""
    \b(?:attend\w*|presence|teilnahme|anwesenheit|presenza|partecipazione|aanwezig\w*|présence|participation)\b .{0,20}?
    \b(?:all|every|each|allen|jedem|jeder|tutti|tutte|ogni|alle|elke|tous|toutes|chaque)\b
    """
)
_FEW: Final = "\\d|one|two|three|once|twice|einmal|zweimal|ein(?:e|en)?|zwei|una?|due|[ée][ée]n|twee|une|deux"
_MISSED: Final = _pattern(
    rf"""
    (?:\bmiss(?:es|ed)?|absen[ct]\w*|fehl\w*|assenz\w*|afwezig\w*|gemist)\b .{{0,30}}? \b(?P<after>{_FEW})\b
    | \b(?P<before>{_FEW})\b .{{0,20}}? \b(?:miss(?:es|ed)?\b|absen[ct]|fehlen|fehlt|assenz|afwezig|gemist)
    """
)
_BINDING: Final = _pattern(r"\b(?:binding|verbindlich|vincolant|bindend|contraignant|engage\b)")
_FORMAT: Final = _pattern(r"role[- ]?play | rollenspiel | gioco\sdi\sruolo | rollenspel | jeu\sde\srôles? | \bformat\b")
_PAGE: Final = _pattern(
    r"""
    \b(?: resources? | web\s?(?:site|page|seite) | homepage | materials? | course\spage | unterlagen | materialien
      | sito | pagina | materiale? | materiaal | ressources? | page\sweb ) \b
    """
)
_URL: Final = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:)]")


@dataclass(slots=True)
class Facts:
    """What was found. series, reading: keys of the file. times: candidates. lines: where it stood."""

    series: dict[str, Any] = field(default_factory=dict)
    reading: dict[str, Any] = field(default_factory=dict)
    times: list[dict[str, Any]] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)


Fact = Callable[[str, Facts], bool]
"""Takes up what a text says; whether it said it."""


def facts_of(found: Iterable[Item]) -> Facts:
    """The facts of some items; of two that say the same thing the first counts."""
    facts = Facts()
    for item in found:
        text = unmarked(item.text[:LONGEST])
        if sum(fact(text, facts) for fact in _FACTS):
            facts.lines |= {*item.lines}
    if year := _year_of(facts.reading.get("begins", ""), facts.reading.get("term", "")):
        facts.reading["begins"] = f"{facts.reading['begins']} {year}"
    return facts


def _language(text: str, facts: Facts) -> bool:
    found = _LANGUAGE.search(text)
    words = {fold(word) for word in re.findall(r"[^\W\d_]+", found["names"])} if found else set()
    codes = [code for code, names in _LANGUAGES.items() if words & set(map(fold, names))]
    if len(codes) == 1:
        facts.series.setdefault("language", codes[0])
    return len(codes) == 1


def _audience(text: str, facts: Facts) -> bool:
    found = _AUDIENCE.match(text)
    if found:
        facts.series.setdefault("audience", found["who"].strip().rstrip("."))
    return bool(found)


def _term(text: str, facts: Facts) -> bool:
    found = TERM.search(text)
    if found:
        facts.reading.setdefault("term", found[0])
    return bool(found) and len(text) < 40


def _time(text: str, facts: Facts) -> bool:
    told = candidate(text)
    if told and told not in facts.times:
        facts.times.append(told)
    return bool(told)


def _meetings(text: str, facts: Facts) -> bool:
    for found in _MEETINGS.finditer(text):
        count = number(found["count"])
        if count is None or not (found["length"] or found["count"].isdecimal()):
            continue
        facts.reading.setdefault("meetings", count)
        if found["length"] and (length := _duration(found["length"])):
            facts.reading.setdefault("meeting", length)
            facts.series.setdefault("duration", length)
        return True
    return False


def _duration(text: str) -> str | None:
    try:
        return write_duration(read_duration(text.replace("-", " ")))
    except Unclear:
        return None


def _begins(text: str, facts: Facts) -> bool:
    found = _beginning().search(text)
    if found:
        facts.reading.setdefault("begins", found["when"])
    return bool(found)


@cache
def _beginning() -> re.Pattern[str]:
    months = "|".join(re.escape(name) for each in every_language() for name in each.months)
    return _pattern(
        rf"""
        \b(?:start\w*|begin\w*|ab|los\sgeht\ses|inizi\w*|a\spartire\sda|vanaf|aanvang|à\spartir\sd[e']|dès|début)\b \W*
        (?:in|im|on|am|den|le|op|il|nel\smese\sdi)? \s* (?P<when>(?:\d{{1,2}}\.?\s+)?(?:{months})(?:\s+\d{{4}})?)\b
        """
    )


def _year_of(begins: str, term: str) -> int | None:
    """The year of a month that is named without one, in a term that names its year or the two that it goes over."""
    found = TERM.search(term)
    named = {fold(name): month for each in every_language() for month, name in enumerate(each.months, 1)}
    month = next((named[word] for word in fold(begins).split() if word in named), None)
    if found is None or month is None or re.search(r"\d{4}", begins):
        return None
    return int(found["year"]) + (1 if found["next"] and month < 7 else 0)


def term_begins(term: str) -> dt.date | None:
    """The day from which the days of a term are counted where they are given without a year."""
    found = TERM.search(term)
    if found is None:
        return None
    is_late = bool(found["next"]) or bool(
        re.match("w|fall|autumn|najaar|herfst|.*automne|.*autunn", term, re.IGNORECASE)
    )
    return dt.date(int(found["year"]), 8 if is_late else 2, 1)


def _report(text: str, facts: Facts) -> bool:
    found = _REPORT.search(text)
    if found and (length := _duration(f"{found['minutes'] or found['of']} min")):
        facts.reading.setdefault("report", length)
    return bool(found)


def _misses(text: str, facts: Facts) -> bool:
    found = _MISSED.search(text)
    count = number(found["after"] or found["before"]) if found else 0 if _ALL.search(text) else None
    if count is not None:
        facts.reading.setdefault("misses", count)
    return count is not None


def _registration(text: str, facts: Facts) -> bool:
    found = bool(_BINDING.search(text))
    if found:
        facts.reading.setdefault("registration", text)
    return found


def _pages(text: str, facts: Facts) -> bool:
    """The page of the seminar, or of this form of seminar."""
    url = _URL.search(text)
    if url is None:
        return False
    if _FORMAT.search(text[: url.start()]):
        facts.reading.setdefault("format", url[0])
        return True
    if _PAGE.search(text[: url.start()]):
        facts.series.setdefault("url", url[0])
        return True
    return False


_FACTS: Final[tuple[Fact, ...]] = (
    _language, _audience, _term, _time, _meetings, _begins, _report, _misses, _registration, _pages,
)  # fmt: skip
