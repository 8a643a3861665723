"""The series that a text is of: what it is called, whose it is, what it says of itself."""

import re
from collections.abc import Sequence
from typing import Any, Final

from semctl.importing.cleaning import line, prose
from semctl.importing.summaries import SERIES_WORD
from semctl.importing.texts.clocks import clocks_in
from semctl.importing.texts.forms import QUOTED
from semctl.importing.texts.items import Item
from semctl.importing.texts.named import days_in, weekday_words
from semctl.importing.texts.rows import Page

_TERM: Final = re.compile(
    r"\s*(?:[,:(|–—-]+\s*|\s)(?:(?:the )?(?:spring|summer|autumn|fall|winter|michaelmas|hilary|trinity|lent|"
    r"easter)(?: term| semester)?|(?:winter|sommer)semester|wise|sose|ws|ss|hs|fs|"
    r"(?:frühjahrs|herbst)semester|a\.?\s?a\.?|anno(?: accademico)?|année|(?:primo|secondo) (?:semestre|periodo)|"
    r"(?:premier|second|1er|2e) semestre|printemps|automne|hiver|été|"
    r"voorjaar|najaar|zomer|herfst|academiejaar|collegejaar|primavera|autunno|program(?:me|m|ma)?|schedule|"
    r"calendario)?\s*\(?(?:19|20)[0-9]{2}(?:\s?[/–-]\s?(?:19|20)?[0-9]{2})?\)?.*$",
    re.IGNORECASE,
)
_UNIT: Final = re.compile(
    r"\b(?:department|dept\.?|faculty|school|institute|division|group|chair|institut|fachbereich|fakultät|lehrstuhl|"
    r"arbeitsgruppe|dipartimento|facoltà|istituto|"
    r"laboratoire|laboratorio|département|faculté|équipe|unité|afdeling|faculteit|instituut|vakgroep|centre|center|"
    r"zentrum)\b",
    re.IGNORECASE,
)
_PLACE: Final = r"[A-ZÀ-Þ][\w'’-]+"
_INSTITUTION: Final = re.compile(
    rf"\b(?:Technical |Free )?University of (?:the )?{_PLACE}(?: {_PLACE}){{0,2}}|\b{_PLACE}(?: {_PLACE})? "
    rf"University\b|"
    rf"\b(?:Technische |Freie )?Universität (?:zu )?{_PLACE}|\b(?:Technische |Vrije )?Universiteit (?:van )?{_PLACE}|"
    rf"\bUniversit[àa] (?:degli Studi )?(?:di|del) {_PLACE}|"
    rf"\bUniversité (?:de |d['’])?{_PLACE}(?:[- ]{_PLACE})?|\bPolitecnico di {_PLACE}|\b(?:TU|ETH) {_PLACE}"
)
_NAMED: Final = re.compile(
    f"{SERIES_WORD.pattern}|arbeitsgemeinschaft|arbeitskreis|\\bGdT\\b|\\bAG [A-ZÀ-Þ]|working group|groupe de "
    f"travail|gruppo "
    f"di lavoro|werkgroep|seminarie",
    re.IGNORECASE,
)
_IN_A_SENTENCE: Final = re.compile(
    r"\b(?:our|the|im|in unserem|unser|il nostro|nel|del nostro|notre|ons)\s+((?:[A-ZÀ-Þ][\w&'’-]*\s+(?:(?:of|and|"
    r"der|für|und|di|e|de)\s+)?){1,5}"
    r"(?:Seminar|Colloquium|Kolloquium|Oberseminar|Seminario|Séminaire))\b"
)
_SHORT: Final = re.compile(
    r"\b(?:the|our|das|der|il|het|le|l['’])\s([A-Z]{2,6}[ -](?:[Ss]eminar|[Cc]olloquium|[Kk]olloquium|[Oo]berseminar|"
    r"[Ss]éminaire|[Ss]eminario))\b"
)
_DASH: Final = re.compile(
    r"\s+[–—|·-]\s+|\s*\|\s*|,\s+(?=(?:Department|Institut|Dipartimento|Fakultät|Faculty|Laboratoire|Afdeling|"
    r"School)\b)"
)
_RULE_BEHIND: Final = re.compile(rf",\s*(?:every |le |il |am |op )?(?:{weekday_words()})(?:s|en)?\b.*", re.IGNORECASE)
_VERB: Final = re.compile(
    r"\b(?:will|gives?|speaks?|spricht|hält|terrà|parlerà|geeft|spreekt|donnera|parlera)\b", re.IGNORECASE
)
_OF_SERIES: Final = re.compile(r"reihe|series|ciclo|cycle|reeks|rassegna", re.IGNORECASE)
_REMINDER: Final = re.compile(
    r"today|tomorrow|heute|morgen|oggi|domani|vandaag|aujourd|demain|reminder|erinnerung|promemoria|rappel|this week",
    re.IGNORECASE,
)
SEARCHED: Final = 60
"""Rows in which the name of the series may stand in a sentence."""
LONG: Final = 150


def is_heading(text: str) -> bool:
    """Whether a row may be the name of a series."""
    return (
        3 < len(text) < 140
        and bool(_NAMED.search(text))
        and not is_timetable(text)
        and not _VERB.search(text)
        and not text.endswith((".", "!", "?", ";"))
        and text.count(",") < 4
    )


_TIMETABLE: Final = re.compile(
    r"(?:upcoming|past|previous|next|future|forthcoming|recent|all|kommende|nächste|vergangene|frühere|bisherige|"
    r"künftige|alle|prossimi|passati|futuri|"
    r"tutti i|aankomende|komende|volgende|eerdere|voorbije|alle|prochaine?s?|à venir|passée?s|précédente?s)"
    r"(?: (?:talks?|seminars?|events?|lectures?|speakers?|sessions?|dates?|vorträge|termine|veranstaltungen|seminare|"
    r"seminari|incontri|appuntamenti|lezingen|bijeenkomsten|seminars|séances?|"
    r"exposés?|séminaires?|events|evenementen))?|"
    r"(?:talks|vorträge|termine|exposés|séances|seminari|lezingen|events|archive?|archiv|archief|archivio|past|"
    r"upcoming)(?: (?:à venir|passés?|passées?|futuri|passati|in programma))?|"
    r"(?:programme?|programma|programm|schedule|calendar|kalender|agenda|vortragsprogramm|overzicht|abstracts?)",
    re.IGNORECASE,
)


def is_timetable(text: str) -> bool:
    """Whether a row only says that talks follow, or that they are over."""
    return len(text) < 60 and bool(_TIMETABLE.fullmatch(text.strip(" :.-–—*#")))


def is_known(text: str) -> bool:
    """Whether a row is the name of a series, of who holds it, or a heading above many talks."""
    return is_heading(text) or is_timetable(text) or bool(_UNIT.search(text) or _INSTITUTION.search(text))


def series(page: Page, above: Sequence[Item], language: str | None) -> tuple[dict[str, Any], dict[str, str]]:
    """Keys of `[series]` and why some are guesses. above: the rows above the first talk."""
    told: dict[str, Any] = {}
    assumed: dict[str, str] = {}
    rows = [item.text for item in above if item.text and not item.days]
    name, unit = _name(page, rows)
    if name:
        told["name"] = name
    unit = unit or next(
        (row for row in rows if len(row) < 90 and _UNIT.search(row) and not is_heading(row) and not row.endswith(".")),
        "",
    )
    if unit and unit != name:
        parts = [each for each in _DASH.split(unit) if each and not SERIES_WORD.search(each)]
        told["unit"] = line(next((each for each in parts if _UNIT.search(each)), unit))
    text = "\n".join(rows)
    if len(found := set(_INSTITUTION.findall(text))) == 1:
        told["institution"] = line(found.pop())
    if (short := _SHORT.search(text)) and name and short[1].lower() not in name.lower():
        told["short_name"] = short[1]
        told["id"], assumed["id"] = short[1].split()[0].lower(), "made from its short name; it is for ever"
    if language:
        told["language"] = language
    long = [item for item in above if len(item.text) > LONG and not item.key and not item.clocks and not item.days]
    if long:
        told["description"] = prose("\n\n".join(item.text for item in long) + ("\n" if len(long) > 1 else ""))
    return told, assumed


def _name(page: Page, rows: Sequence[str]) -> tuple[str, str]:
    """The name, and the unit that stands beside it."""
    for row in rows:
        if (quoted := QUOTED.search(row)) and _OF_SERIES.search(row[: quoted.start()]):
            return line(next(each for each in quoted.groups() if each)), ""
    headings = [row for row in (*rows, page.title) if is_heading(row)]
    for heading in headings:
        parts = [each.strip() for each in _DASH.split(_TERM.sub("", heading)) if each.strip()]
        named = next((each for each in parts if _NAMED.search(each)), "")
        unit = next((each for each in parts if each != named and _UNIT.search(each)), "")
        if named:
            return line(_RULE_BEHIND.sub("", named).strip(" :–—-,·|")), unit
    for piece in re.split(r"[,:;]\s|\s[–—-]\s", page.subject):
        if is_heading(piece) and not days_in(piece) and not clocks_in(piece) and not _REMINDER.search(piece):
            return line(piece), ""
    sentences = (_IN_A_SENTENCE.search(each.text) for each in page.rows[:SEARCHED])
    if told := next((each for each in sentences if each), None):
        return line(told[1]), ""
    return page.title, ""
