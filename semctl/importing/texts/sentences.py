"""A talk told in a sentence: "Am … spricht Holger Rauhut (RWTH Aachen) im Hörsaal Raum A027 über das Thema …"."""

import re
from typing import Any, Final, NamedTuple

from semctl.importing.people import is_name
from semctl.importing.places import is_place
from semctl.importing.texts.forms import QUOTED, is_institution, tidy, without_role
from semctl.languages import is_tba

DAY: Final = "\u27c2"
"""Stands for the day and the time."""
SPEAKS: Final = re.compile(
    r"\b(?:talks (?:about|on)|spricht|sprechen|vor|trägt|hält|halten|referiert|speaks?|will (?:speak|talk|give|"
    r"present|lecture|tell|be "
    r"speaking)|gives|give|presents|"
    r"terrà|terranno|tiene|parlerà|parleranno|presenterà|geeft|geven|houdt|spreekt|spreken|vertelt|donnera|"
    r"donneront|soutiendra|verteidigt|discuterà|promoveert|(?:will )?defends?|"
    r"parlera|présentera|exposera|"
    r"interviendra|(?:plaisir|joie) d['’](?:écouter|accueillir|entendre)|accueill\w+|recev(?:r|ons)\w*|ospiter\w+|"
    r"(?:hear|welcome|host)\b|luisteren naar|verwelkomen|speaker (?:is|will be)|speaker in the .{0,60} is|"
    r"(?:talk|lecture|seminar) (?:by|of)|\w*vortrag von|"
    r"seminario di|lezing van|exposé de|"
    r"(?:sprecher|gast|spreker|relatore|orateur|oratrice|sprecherin) (?:ist|is|è|sarà|sera|est))\b",
    re.IGNORECASE,
)
ANNOUNCES: Final = re.compile(
    r"^\s*(?:es )?(?:spricht|sprechen|referiert)\s*:?\s*$|\b(?:(?:talk|lecture|seminar) by|\w*vortrag(?:s)? von|"
    r"seminario (?:di|del)|lezing van|exposé de|"
    r"(?:speaker|sprecher|sprecherin|gast|spreker|relatore|relatrice|orateur|oratrice)\b.{0,60}\b"
    r"(?:ist|is|will be|è|sarà|sera|est))\b",
    re.IGNORECASE,
)
"""What stands above the day where a notice names who speaks before when."""
_TITLE: Final = re.compile(
    r"(?:über das thema|(?:mit|zu) dem thema|zum thema|on the (?:topic|subject)(?: of)?|mit dem titel|"
    r"der titel (?:des vortrags )?(?:lautet|ist)|unter dem titel|über|"
    r"entitled|titled|with (?:the )?title|the title (?:is|will be)|about|speak on|talk on|seminar on|lecture on|"
    r"dal titolo|intitolat[oa]|con titolo|il titolo è|sul tema|parlerà di|parleranno di|dal tema|"
    r"met als titel|getiteld|met de titel|onder de titel|de titel (?:is|luidt)|over|"
    r"intitulée?|ayant pour titre|sur le thème|parlera de|dont le titre est|le titre est)\s*:?\s+",
    re.IGNORECASE,
)
_IN: Final = re.compile(
    r"(?:\b(?:im|in|en|dans|nella|nell['’]|at|presso|op|raum|room|zaal|kamer|lokaal|aula|sala|salle)\b|@)\s*",
    re.IGNORECASE,
)
_STOP: Final = re.compile(
    rf"[,;\n({DAY}]|(?<=[^\W\d_]{{3}})\.(?:\s|$)|\s(?:über|zum|mit|with|will|on|spricht|sprechen|einen|statt|een|met|"
    rf"il|la|un|una|terrà|geeft|houdt|over|donnera|intitul|"
    r"by|and|und|e|et|as|of|unless|sauf|wenn)\b",
    re.IGNORECASE,
)
_CAPITAL: Final = r"[^\W\d_a-zà-ÿ][\w'’.-]*"
_NAME: Final = re.compile(
    rf"{_CAPITAL}(?:(?:[^\S\n]+|\n(?!\s*\n))(?:(?:von|vom|van|der|den|de|del|della|di|da|du|la|le|ten|ter|zu|"
    rf"bin|ibn|al|el|y|af|dos|prof|"
    rf"dr|h|c)\b\.?|{_CAPITAL}))+"
    rf"|(?:prof|dr|dott)\.?(?:ssa)?\.?(?:\s+(?:{_CAPITAL}|von|van|de|der|dr\.))+"
)
_BEFORE_NAMES: Final = frozenset({"von", "Herrn", "Herr", "Frau", "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Mme", "M."})
_BRACKET: Final = re.compile(r"\s*\(([^()]*(?:\([^()]*\)[^()]*)?)\)")
_FROM: Final = re.compile(
    r"\s+(?:from|of|von der|von|vom|aus|dell['’]|della|del|dal|van de|van|uit|de l['’]|de la|du|de)\s*(?:the |der "
    r")?((?:[A-ZÀ-Þ]\S*|of|di|de|zu|van|degli)(?: (?:[A-ZÀ-Þ][^\s,;.()]*|of|di|de|zu|van|degli|the)){0,6})"
)
_LEADS: Final = re.compile(r"[\s,]+(?:am|on|il|le|op|den|um|at|alle)$", re.IGNORECASE)
_SOMEONE: Final = re.compile(r"[0-9]\S*(\s+(?:(?:prof|dr)\.?\s+)*[A-ZÀ-Þ][\w'’-]+(?:\s+[A-ZÀ-Þ][\w'’.-]+)+\s*)$")
""" "in room 5 Nora Quist": who speaks right behind the room."""
_BELOW: Final = re.compile(r"[ \t,]*\n[ \t]*([^\n()]{3,80})(?=\n|$)")
_ALSO: Final = re.compile(r"\s*(?:,|and|und|e|et|en|&|,\s*and)\s*")
LONGEST: Final = 1_500


class Told(NamedTuple):
    """What a sentence says. phrase: how its place stands there."""

    values: dict[str, Any]
    place: str = ""
    phrase: str = ""


def told(text: str) -> Told | None:
    """What a text with DAY in the place of the day says; None where nobody speaks there."""
    text = text[:LONGEST]
    verb = SPEAKS.search(text)
    if verb is None:
        return None
    quoted = QUOTED.search(text)
    title, rest = _title(text, quoted)
    place, phrase = _place(rest)
    people = _people(rest.replace(phrase, f" {DAY} ") if phrase else rest, verb.start())
    if not people:
        return None
    one = {"speaker": people[0][0], **({"affiliation": people[0][1]} if people[0][1] else {})}
    several = {"speakers": [{"name": name, **({"affiliation": where} if where else {})} for name, where in people]}
    values = {**(one if len(people) == 1 else several), **({"title": title} if title and not is_tba(title) else {})}
    return Told(values, place, phrase)


def _title(text: str, quoted: re.Match[str] | None) -> tuple[str, str]:
    """The title, and the text without it."""
    if quoted:
        words = next(each for each in quoted.groups() if each)
        return " ".join(words.split()), f"{text[: quoted.start()]} {DAY} {text[quoted.end() :]}"
    for found in _TITLE.finditer(text):
        after = text[found.end() :]
        if after.startswith(DAY):
            continue
        alone = (
            re.match(r"[^\n]*\n\s*\n?", text[found.end() - 1 :])
            if text[: found.end()].rstrip(" ").endswith("\n")
            else None
        )
        end = (
            re.search(r"\n\s*\n|$", after)
            if alone
            else re.search(
                r"\n\s*\n|(?<=[^\W\d_]{2})\.(?:\s|$)|\s+(?:in (?:room|raum|aula|zaal|salle)|im (?:raum|hörsaal))\b|\s+"
                + DAY
                + "|$",
                after,
                re.IGNORECASE,
            )
        )
        assert end
        title = _LEADS.sub("", " ".join(after[: end.start()].split())).strip(" ,;:")
        if title:
            title = tidy(title)
            return title, f"{text[: found.start()]} {DAY} {after[end.start() :]}"
    return "", text


def place_in(text: str) -> str:
    """The room that a sentence names."""
    return _place(text)[0]


def _place(text: str) -> tuple[str, str]:
    """The room, and the words it stands in."""
    for found in _IN.finditer(text):
        end = _STOP.search(text, found.end())
        stop = end.start() if end else len(text)
        if someone := _SOMEONE.search(text[found.start() : stop]):
            stop -= len(someone[1])
        words = text[found.start() : stop].strip()
        name = re.sub(r"^(?:the|der|dem|la|le|l['’]|de)\s*", "", text[found.end() : stop].strip())
        if found[0].strip().lower() in ("raum", "room", "zaal", "kamer", "lokaal", "aula", "sala", "salle"):
            name = words
        if name and len(name) < 80 and is_place(name):
            bracket = re.match(r"\s*\([^()\n]{1,40}\)", text[stop:])
            return name.rstrip(" ."), text[found.start() : stop].strip() if not bracket else text[
                found.start() : stop
            ] + bracket[0]
    return "", ""


def _people(text: str, verb: int) -> list[tuple[str, str]]:
    """Who speaks: names with where they come from in brackets first, else the name nearest to the verb."""
    found: list[tuple[int, int, str, str]] = []
    for match in _NAME.finditer(text):
        end = match.end()
        first_row, _, second_row = match[0].partition("\n")
        if second_row and is_institution(second_row):
            end = match.start() + len(first_row)
        words = text[match.start() : end].split()
        while len(words) > 1 and (words[0] in _BEFORE_NAMES or not is_name(" ".join(words))):
            words = words[1:]
        name = without_role(" ".join(words)).strip(" .,")
        if not is_name(name) or is_institution(name):
            continue
        bracket = _BRACKET.match(text, end)
        where = " ".join(bracket[1].split()) if bracket and DAY not in bracket[1] else ""
        below = _BELOW.match(text, end)
        comes = _FROM.match(text, end)
        if not where and comes and is_institution(comes[1]):
            where = comes[1]
        if not where and below and is_institution(below[1]):
            where = below[1].strip()
        found.append((match.start(), bracket.end() if bracket and where else end, name, where))
    if not found:
        return []
    chosen = next((index for index, each in enumerate(found) if each[3]), None)
    if chosen is None:
        chosen = min(range(len(found)), key=lambda index: abs(found[index][0] - verb))
    people = [found[chosen][2:]]
    for before, after in zip(found[chosen:], found[chosen + 1 :], strict=False):
        if not _ALSO.fullmatch(text[before[1] : after[0]]):
            break
        people.append(after[2:])
    return [(name, where) for name, where in people]
