"""Rows that no label explains, read by their form: a name with where it comes from, a title, a room, an abstract."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from semctl.importing.cleaning import line, prose
from semctl.importing.places import is_place
from semctl.importing.summaries import SERIES_WORD
from semctl.importing.texts import forms, words
from semctl.importing.texts.clocks import clocks_in
from semctl.importing.texts.items import bulletless
from semctl.importing.texts.named import days_in
from semctl.importing.texts.parts import TAIL
from semctl.importing.texts.rows import Row
from semctl.importing.texts.sentences import DAY
from semctl.importing.texts.wheres import is_link
from semctl.languages import is_tba

LONG: Final = 180
"""Letters from which a row is no title."""
_LASTS: Final = re.compile(r"\s{3,}([0-9]+ ?h(?: ?[0-9]{2})?|[0-9]+ ?(?:m|min))$")
"""How long a talk takes, at the end of its row."""
MOST_OF_PLACE: Final = 60
LEAST: Final = 5
"""Words of the shortest abstract but one."""
_PROSE: Final = re.compile(r"[.?!…][)\"”»]?$")
_OF_DAY: Final = re.compile(
    rf"[(\[]?\s*(?:\b(?:on|um|at|ore|alle ore|alle|le|am|den|il|à|om|op|von|dalle|date|datum|time|"
    rf"h)\.?[\s,]+)*{DAY}(?:\s*(?:uhr|uur|h\b|ore))?\s*[)\]]?[!.:]?",
    re.IGNORECASE,
)
_FROM_DAY: Final = re.compile(
    rf"\(?\b(?:moved|rescheduled|postponed|shifted|verlegt|verschoben|spostat[oa]|rinviat[oa]|reportée?|déplacée?|"
    rf"verplaatst|verzet|originally|ursprünglich|statt)\s+"
    rf"(?:(?:from|vom|von|dal|dall['’]|da|du|van|on|am)\s+)?[^;()]{{0,12}}{DAY}\s*\)?",
    re.IGNORECASE,
)
_TO_DAY: Final = re.compile(
    r"(?:\b(?:let op|note|achtung|attention|attenzione)\s*:?\s*)?\(?\b(?:moved|postponed|rescheduled|shifted|"
    r"verschoben|verlegt|"
    rf"spostat[oa]|rinviat[oa]|verplaatst|verzet|uitgesteld|reportée?|déplacée?)\s+(?:to|until|auf|nach|a|al|alla|au|"
    rf"à|naar|tot)\s+"
    rf"(?:the |den |il |le )?{DAY}\s*\)?!?",
    re.IGNORECASE,
)
_OF_GATHERING: Final = re.compile(
    r"^\s*(?:(?:the )?(?:colloquium|kolloquium|seminar|séminaire|seminario|talk|vortrag|lezing|lecture)|and|und|e|et|"
    r"en)\s*;\s*",
    re.IGNORECASE,
)
_WEEKDAY: Final = re.compile(r"\((?:\w+day|\w+tag)!?\)!?", re.IGNORECASE)


_SENTENCES: Final = re.compile(r"[^\W\d_]{3}\.\s+[A-ZÀ-Þ].*\.$", re.DOTALL)
_OF_NAME: Final = re.compile(r"^([^<>(\[,:;]+?)\s*<(https?://[^<>\s]+)>")
_RESOURCE: Final = re.compile(
    r"(?:^|\s*[(\[|;,–—-])\s*(?:(?P<slides>slides?|folien|diapositive|transparents|présentation|presentation|dia's)|"
    r"(?P<video>video|recording|aufzeichnung|registrazione|opname|vidéo|enregistrement)|"
    r"(?P<preprint>preprint|paper|arxiv|article|prépublication))\s*<(?P<link>https?://[^<>\s]+)>\s*[)\]]?[,;]?",
    re.IGNORECASE,
)


@dataclass(kw_only=True, slots=True)
class Result:
    """What rows say."""

    values: dict[str, Any] = field(default_factory=dict)
    places: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    unread: tuple[tuple[int, str], ...] = ()
    cancelled: bool = False
    lasts: str = ""


@dataclass(kw_only=True, slots=True)
class _Line:
    """A row and what its form says."""

    number: int
    text: str
    told: forms.Told
    parted: bool = False
    dated: bool = False


def read(rows: Sequence[Row], *, has_who: bool, has_title: bool, has_abstract: bool) -> Result:
    """Who, what and where in rows; what is known already is not sought."""
    result = Result()
    lines = _lines(rows, result)
    short = [each for each in lines if len(each.text) <= LONG]
    _place_of_day(lines, result)
    short = [each for each in short if each.text]
    speaker = None if has_who else _speaker(short)
    if speaker is not None:
        _with_title_below(speaker, short)
        result.values |= {
            key: value for key, value in speaker.told.values.items() if key in ("speaker", "speakers", "affiliation")
        }
        result.doubts += speaker.told.doubts
        if link := _OF_NAME.search(speaker.text):
            result.values["speaker_url"] = link[2]
        _affiliation(speaker, lines, result)
    left: list[_Line] = []
    for each in lines:
        if each is speaker:
            if (title := each.told.values.get("title")) and not has_title:
                result.values["title"] = forms.tidy(title)
            continue
        left.append(each)
    title_is_known = has_title or "title" in result.values
    if not title_is_known:
        _title(left, result, named=has_who or speaker is not None)
    _rest(left, result, has_abstract=has_abstract or not (has_who or speaker))
    return result


def _lines(rows: Sequence[Row], result: Result) -> list[_Line]:
    lines: list[_Line] = []
    parted = False
    for row in rows:
        text = (
            _WEEKDAY.sub(" ", _OF_DAY.sub(" ; ", _FROM_DAY.sub(" ; ", _TO_DAY.sub(" ; ", row.text))))
            if DAY in row.text
            else row.text
        )
        if lasts := _LASTS.search(text):
            result.lasts, text = lasts[1], text[: lasts.start()]
        text = bulletless(text).strip(" \t,;:|–—-•·/🗣📍📅🎤")
        text = re.sub(r"(?:\s*;\s*){2,}", " ; ", text)
        text = _OF_GATHERING.sub("", text) if DAY in row.text else text
        if not text:
            parted = parted or not row.text
            continue
        if len(text) < LONG and words.CANCELLED.search(text):
            result.cancelled, text = True, words.CANCELLED.sub(" ", text).strip(" ;,:–—-")
        if TAIL.match(text):
            lines.append(_Line(number=row.number, text=text, told=forms.Told({}), parted=parted))
            continue
        if any(each.start < 2 and each.end > len(text) - 2 for each in clocks_in(text)):
            continue
        if (times := clocks_in(text)[:1]) and times[0].start < 2 and not times[0].shaky:
            text = text[times[0].end :].strip(" ,;:–—-")
        if is_link(text):
            result.places.append(text)
            continue
        text = _with_note(text, result)
        text = _without_resources(text, result)
        if not text or forms.is_open(text) or words.FREE.fullmatch(text):
            continue
        told = forms.told(text) if len(text) <= 2 * LONG else forms.Told({"title": text})
        if len(text) <= LONG and told.place and not told.values:
            result.places.append(text)
            continue
        if told.place:
            result.places.append(told.place)
        lines.append(_Line(number=row.number, text=text, told=told, parted=parted, dated=DAY in row.text))
        parted = False
    return lines


def _without_resources(text: str, result: Result) -> str:
    """A row without its links to slides, a recording or a paper."""
    while len(text) <= 4 * LONG and (found := _RESOURCE.search(text)):
        result.values.setdefault(_which(found), found["link"])
        text = f"{text[: found.start()]} {text[found.end() :]}".strip(" ,;|")
    return text


def _which(found: re.Match[str]) -> str:
    return next(name for name in ("slides", "video", "preprint") if found[name])


_NOTE: Final = re.compile(
    r"\s*[(\[](?P<bracket>(?:please )?(?:originally|ursprünglich|initialement|oorspronkelijk|inizialmente|note|nb|"
    r"n\.b\.|hinweis|achtung|bitte|let op|attenzione|attention|unusual|"
    r"different|ungewöhnlich|andere|nota|ausnahmsweise|eccezionalmente|"
    r"exceptionally|exceptionnellement|changed?|geändert|neuer|nouvel)\b[^()\[\]]*)[)\]]|"
    r"^(?P<sentence>(?:ausnahmsweise|exceptionally|exceptionnellement|eccezionalmente|bij uitzondering|"
    r"note|achtung|attention|attenzione|let op)\b[^!\n]{3,60}?[.!])\s+(?=(?-i:[^\W\da-zà-ÿ]))|"
    r"[.;,]\s+(?:please )?(?:note|nb|n\.b\.|hinweis|achtung|attention|attenzione|let op|nota "
    r"bene)\s*:\s*(?P<end>[^.!\n]{3,60})[.!]*$",
    re.IGNORECASE,
)


_NOTE_BEHIND: Final = re.compile(
    r"(?<=[\w)])[.!]?\s+(?:please note|note|nb|n\.b\.|hinweis|achtung|attention|attenzione|nota|"
    r"let op)\s?[:!]\s*([^.!?]+)[.!]?$",
    re.IGNORECASE,
)


def _with_note(text: str, result: Result) -> str:
    """A row without the note on its place that it holds; the room in it counts."""
    found = _NOTE.search(text)
    behind = _NOTE_BEHIND.search(text)
    if found is None and behind and is_place(behind[1]):
        result.places.append(behind[1])
        return text[: behind.start()]
    if found is None or len(text) > 2 * LONG:
        return text
    note = (found["bracket"] or found["sentence"] or found["end"]).strip(" !.:")
    named = re.search(r"\b(?:in|im|at|en|dans|op)\s+(?:the |der |dem |la |le )?(\S.*)", note)
    if found["end"] and is_place(note):
        result.places.append(note)
    elif named and is_place(named[1]):
        result.places.append(named[1])
    elif not named:
        result.places.append(f"({note})")
    return f"{text[: found.start()]} {text[found.end() :]}".strip(" ,;")


def _place_of_day(lines: Sequence[_Line], result: Result) -> None:
    """What is left of the row of the day is where, if rows below say who and what: "6 October, 8 pm, Old Library"."""
    first = next(iter(lines), None)
    if first is None or not first.dated or len(first.text) > MOST_OF_PLACE or forms.QUOTED.search(first.text):
        return
    below = [each.told.values for each in lines[1:] if len(each.text) <= LONG and each.text[-1:] not in ".?!"]
    who = any(values.keys() & {"speaker", "speakers"} for values in below)
    if who and any("title" in values for values in below) and not first.told.values.keys() & {"speaker", "speakers"}:
        if first.told.place in result.places:
            result.places.remove(first.told.place)
        result.places.append(_where_of(first.text))
        first.text, first.told = "", forms.Told({})


def _is_prose(text: str) -> bool:
    """Whether a short row may be an abstract: sentences that name no day, as those on registration and doors do."""
    return bool(_PROSE.search(text)) and len(text.split()) > LEAST and not (days_in(text) or clocks_in(text))


def _where_of(text: str) -> str:
    """A place without the name of a series before it: "Analysis Seminar, Hume 301", "Colloquium (Atlas)"."""
    bracket = re.fullmatch(r"([^()]*)\(([^()]+)\)", text)
    if bracket and (SERIES_WORD.search(bracket[1]) or is_place(bracket[2])) and not is_place(bracket[1]):
        return bracket[2]
    pieces = text.split(", ")
    return ", ".join(each for each in pieces if len(pieces) == 1 or not SERIES_WORD.search(each))


def _speaker(lines: Sequence[_Line]) -> _Line | None:
    """The row that says who speaks: one with where they come from goes before a bare name."""
    named = [each for each in lines if each.told.values.keys() & {"speaker", "speakers"}]
    sure = [
        each
        for each in named
        if not each.told.doubts
        and ("affiliation" in each.told.values or "speakers" in each.told.values or "title" in each.told.values)
    ]
    if sure:
        return sure[0]
    if len(named) > 1:
        first = named[0]
        first.told = first.told._replace(doubts=(*first.told.doubts, forms.BY_FORM))
        for other in named[1:]:
            other.told = forms.Told({"title": other.text})
    return named[0] if named else None


def _with_title_below(speaker: _Line, lines: Sequence[_Line]) -> None:
    """ "Augusta Pennyfeather, Ohio State" above a title in quotation marks says where she comes from."""
    below = [each for each in lines[lines.index(speaker) + 1 :] if each.told.values.get("title")]
    if (
        below
        and (speaker.told.is_weak or forms.is_institution(str(speaker.told.values.get("title", ""))))
        and (forms.QUOTED.search(below[0].text) or forms.is_institution(str(speaker.told.values["title"])))
    ):
        values = {**speaker.told.values, "affiliation": speaker.told.values["title"]}
        del values["title"]
        speaker.told = forms.Told(values, speaker.told.place)


def _affiliation(speaker: _Line, lines: Sequence[_Line], result: Result) -> None:
    """Where somebody comes from, in the row below the name."""
    if "affiliation" in result.values or "speakers" in result.values or speaker.told.values.get("title"):
        return
    index = lines.index(speaker) + 1
    if index >= len(lines):
        return
    below = lines[index]
    bracketed = re.fullmatch(r"\(([^()]+(?:\([^()]*\)[^()]*)*)\)", below.text)
    if bracketed or (not below.parted and forms.is_institution(below.text) and len(below.text) < 80):
        result.values["affiliation"] = line(bracketed[1] if bracketed else below.text)
        below.text, below.told = "", forms.Told({})


def _title(lines: list[_Line], result: Result, *, named: bool) -> None:
    for each in lines:
        title = str(each.told.values.get("title") or each.told.values.get("speaker") or "")
        if not each.text or not title or len(title) > LONG or (TAIL.match(each.text) and not each.dated):
            continue
        if _KIND.fullmatch(title) or (_SENTENCES.search(title) and not forms.QUOTED.search(title)):
            continue
        if (bare := line(title)) and not is_tba(bare) and not words.NOT_YET.fullmatch(bare):
            result.values["title"] = forms.tidy(_unquoted(bare))
            each.text = ""
            if not named:
                result.doubts.append("nobody is named who speaks")
        return


_KIND: Final = re.compile(
    r"(?:\w*vortrag|\w*vorlesung|inaugurele rede|oratie|afscheidsrede|promotie|inaugural lecture|(?:phd |"
    r"thesis )?defen[cs]e|"
    r"leçon inaugurale|soutenance(?: de thèse)?|lezione inaugurale|avviso di seminario|guest lecture|"
    r"seminar(?:io|ium)?|"
    r"séminaire|colloquium|kolloquium|aankondiging|ankündigung|einladung|annonce|invitation|avviso|announcement)",
    re.IGNORECASE,
)
"""What a row calls the event, not its talk."""


def _unquoted(text: str) -> str:
    found = forms.QUOTED.fullmatch(text.strip(" ."))
    return next(each for each in found.groups() if each).strip() if found else text


def _rest(lines: Sequence[_Line], result: Result, *, has_abstract: bool) -> None:
    """Long rows below who and what are the abstract; the others are told as not understood."""
    kept = [each for each in lines if each.text]
    tail = next((index for index, each in enumerate(kept) if TAIL.match(each.text)), len(kept))
    body = kept[:tail]
    if (not has_abstract and body and any(len(each.text) > LONG for each in body)) or (
        not has_abstract and len(body) > 2 and sum(len(each.text) for each in body) > 2 * LONG
    ):
        first = next(index for index, each in enumerate(body) if len(each.text) > LONG or index == 0)
        result.values["abstract"] = prose(
            "\n".join(("\n" if each.parted and index else "") + each.text for index, each in enumerate(body[first:]))
        )
        body = body[:first]
    if not has_abstract and "abstract" not in result.values:
        told = [each for each in body if _is_prose(each.text)]
        if told and told == body[body.index(told[0]) :]:
            result.values["abstract"] = prose("\n\n".join(each.text for each in told))
            body = body[: body.index(told[0])]
    result.unread = tuple((each.number, each.text) for each in (*body, *kept[tail:]))
