"""Double blanks and likely typos in what was found: told, and left as they are, for they are their author's.

A word counts as misspelt only where it is one of a few that are often written so; the rest is seen by its form: a word
twice, a blank before a comma, none after one, brackets without a partner. Formulas and addresses are left out.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from semctl.dates import short_day
from semctl.importing.found import Found, FoundTalk, Kind, Remark

_TEXTS: Final = ("title", "abstract", "bio", "reason")
_SHOWN: Final = 3
_LONGEST: Final = 200_000
"""Letters of a source that are looked through for the blanks of a title."""
_NO_PROSE: Final = re.compile(
    r"\$\$[^$]*\$\$|\$[^$\n]*\$|\\[(\[].{0,400}?\\[)\]]|<?https?://\S+|(?<!\S)[^\s@]+@\S+|\\[a-zA-Z]{1,30}\{[^{}]*\}",
    re.DOTALL,
)
_BLANKS: Final = re.compile(r"\S{1,20}  +\S{1,20}")
_TWICE: Final = re.compile(r"\b([^\W\d_]{2,})\s+\1\b")
_MAY_BE_TWICE: Final = frozenset({"die", "der", "das", "que", "vous", "nous", "had", "that", "bye", "log"})
_WORD: Final = re.compile(r"[^\W\d_]+")
_MARKS: Final = re.compile(
    r"\b[^\W\d_]{2,} ,(?=\s)|\b[^\W\d_]{3,}[,;](?=[^\W\d_]{3,})|\b[^\W\d_]{3,}\.(?=[A-Z][a-z]+\s)"
    r"|\)\((?=[A-Z]?[a-z]{2})"
)
_MISSPELT: Final = frozenset(
    {
        "acceuil", "accomodate", "accomodatie", "acheive", "aereoporto", "algorithem", "algoritm", "alot",
        "aparent", "apparant", "approximatly", "arbitary", "asymetric", "asymtotic", "begining", "behavoir",
        "beleive", "bounderies", "calulus", "choosen", "comming", "commited", "comparision", "completly",
        "conoscienza", "convergance", "daccordo", "decribe", "definately", "demostrate", "developement",
        "diferential", "dimentional", "dévelopement", "eigenvaule", "embarass", "endeckt", "entgültig",
        "enviroment", "equasion", "equilibirum", "exisiting", "existance", "familar", "finaly", "foward",
        "futher", "garnicht", "gaurantee", "gaussain", "generaly", "goverment", "guarentee", "heirarchy",
        "hypotesis", "immediatly", "indepedent", "independant", "infinitly", "inital", "intergral",
        "interresant", "interresse", "intresting", "knowlege", "langauge", "lenght", "liklihood", "lineary",
        "maintainance", "maximium", "minimial", "mulitple", "neccessary", "necesary", "neigbour", "noticable",
        "occassion", "occured", "occurence", "onmiddelijk", "optimiziation", "parameteric", "paramter",
        "parmis", "particulary", "peformance", "perfomance", "phenomen", "preceeding", "probabilty", "probelm",
        "proccess", "propio", "publically", "pultroppo", "quantitiy", "quelquechose", "realy", "reccomend",
        "recieve", "recomend", "refered", "relevent", "remeber", "representaion", "responsability",
        "rigourous", "rythmus", "saparable", "satelit", "seperat", "seperate", "seperated", "similiar",
        "simultanous", "singularites", "sopratutto", "speach", "standart", "stochasitc", "succesful",
        "suprise", "suprisingly", "symetric", "symetry", "teh", "theorectical", "therfore", "througout",
        "tollerant", "tranform", "truely", "untill", "usefull", "vaccuum", "varience", "visable", "vorraus",
        "wich", "wiederspruch", "writting",
    }
)  # fmt: skip
"""None of them is a word of any of the five languages."""
_NO_NAME: Final = 7
"""Letters of a word that is misspelt with a capital too; shorter ones may be names, as Teh is."""


class _Slip(NamedTuple):
    """One of them. key: of which text. says: the piece of it. place: of the talk in the source."""

    place: str
    key: str
    says: str


def slips(found: Found, source: str) -> tuple[Remark, ...]:
    """A remark on the double blanks, and one on what is likely a typo; each with the first few."""
    blanks, typos = [], []
    looked_through = source if len(source) <= _LONGEST else ""
    if "BEGIN:V" in looked_through:  # whose lines are folded (RFC 5545 section 3.1)
        looked_through = looked_through.replace("\r\n ", "").replace("\n ", "")
    for talk in found.talks:
        place = _place(talk)
        title = str(talk.values.get("title") or "")
        if " " in title and (typed := _as_typed(title, looked_through)):
            blanks.append(_Slip(place, "title", typed))
        for key, text in _texts(talk):
            prose = _NO_PROSE.sub("\x00", text)
            if doubled := _BLANKS.search(prose):
                blanks.append(_Slip(place, key, doubled[0]))
            typos += [_Slip(place, key, piece) for piece in _typos(prose)]
    return tuple(_told(what, each) for what, each in (("double blanks", blanks), ("likely typos", typos)) if each)


def _told(what: str, found: Sequence[_Slip]) -> Remark:
    shown = "; ".join(f'{each.place}, {each.key}: "{each.says}"' for each in found[:_SHOWN])
    more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return Remark(says=f"{what}, left to you: {shown}{more}", kind=Kind.ODD)


def _place(talk: FoundTalk) -> str:
    if talk.line:
        return f"line {talk.line}"
    if talk.names:
        return talk.names[0]
    return short_day(talk.meeting.date, "en") if talk.meeting else str(talk.values.get("title") or "a talk")[:30]


def _texts(talk: FoundTalk) -> Iterator[tuple[str, str]]:
    for key in _TEXTS:
        if isinstance(text := talk.values.get(key), str):
            yield key, text
    yield from (("bio", str(each["bio"])) for each in talk.values.get("speakers", ()) if each.get("bio"))


def _as_typed(title: str, source: str) -> str:
    """The place where a title has several blanks in the source, for a line keeps one; empty where it has none."""
    words = title.split()
    if len(words) > 60 or words[0] not in source:
        return ""
    forms = (
        re.escape(word) if "\\" not in word and '"' not in word else r"\S+" for word in words
    )  # as data escapes it
    found = re.search(r"[ \xa0]+".join(forms), source)
    doubled = _BLANKS.search(found[0].replace("\xa0", " ")) if found else None
    return doubled[0] if doubled else ""


def _typos(prose: str) -> Iterator[str]:
    """Pieces that look like typos."""
    for found in _TWICE.finditer(prose):
        if found[1].lower() not in _MAY_BE_TWICE:
            yield " ".join(found[0].split())
    yield from (_around(prose, found) for found in _MARKS.finditer(prose))
    for found in _WORD.finditer(prose):
        word = found[0] if len(found[0]) < _NO_NAME else found[0].lower()
        if word in _MISSPELT:
            yield found[0]
    opened = prose.count("(") - prose.count(")")
    if opened:
        yield "a ( without )" if opened > 0 else "a ) without ("


def _around(prose: str, found: re.Match[str]) -> str:
    """A piece with what follows it."""
    after = re.match(r"\S*", prose[found.end() : found.end() + 15])
    return " ".join(f"{found[0]}{after[0] if after else ''}".split())
