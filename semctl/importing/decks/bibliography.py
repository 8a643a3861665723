"""A reference as people print it, as the keys of a paper: BibLaTeX's form, APA's, or a title with its link."""

import re
from collections.abc import Collection, Sequence
from functools import cache
from itertools import chain, count
from typing import Any, Final, NamedTuple

from semctl.idents import ascii_id, surname_id
from semctl.importing.decks.outline import linked
from semctl.languages import every_language, fold

OTHERS: Final = "others"
LONGEST: Final = 3_000
"""Letters of a reference."""
_DOI: Final = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/[^\s<>\])]+)", re.IGNORECASE)
_ARXIV: Final = re.compile(
    r"(?:https?://(?:www\.)?arxiv\.org/(?:abs|pdf)/|arxiv(?: preprint)?(?: arxiv)?[:\s]\s*)"
    r"(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:\.pdf)?(?:\s*\[[\w.-]+\])?",
    re.IGNORECASE,
)
_URL: Final = re.compile(r"https?://[^\s<>\"]+")
_LABEL: Final = re.compile(
    r"\b(?:doi|url|arxiv|eprint|link|pdf|available at|online)\s*:?(?=[\s.,;)\]<>]|$)", re.IGNORECASE
)
_QUOTED: Final = re.compile(r"[\"“„«»]\s*([^\"“”„«»]{3,}?)\s*[\"”“»«]|``(.{3,}?)''|‘([^‘]{3,}?)’(?!\w)|‚([^‘]{3,}?)‘")
_ITALIC: Final = re.compile(r"(?<![\w*_\\])([*_])(?=[^\s*_])([^*_]{3,}?)(?<=[^\s*_])\1(?![\w*_])")
_YEAR: Final = r"(?:1[89]|20)\d\d"
_DATED: Final = re.compile(rf"(?:\b([^\W\d_]+)\.?,?\s+(?:\d{{1,2}},?\s+)?)?(?<![\d.–-])({_YEAR})(?![\d–]|-\d)")
"""A year, and the word before it, which may be a month."""
_PAGES: Final = re.compile(
    r",?\s*\b(?:pp?|pages?|S|Seiten?|pagg?|blz)\.?\s*([A-Za-z]?\d+(?:\s*[-–—]+\s*[A-Za-z]?\d+)?)\b\.?"
)
_RANGE: Final = re.compile(r"[,:]\s*(?:e?)(\d{1,5}\s*[-–—]+\s*\d{1,5})(?!\d)")
_EDITORS: Final = re.compile(
    r"\b(?:Eds?\.|Edited|Hrsg\.|Herausgegeben|A cura|Onder redactie|Sous la direction) (?:by|von|di|van|de) "
    r"(.+?(?:et al\.|[^\W\d_]{2,}\.))(?=\s|$)"
)
_VOLUME: Final = re.compile(r"\b(?:Vol(?:ume)?|Bd|Band|Tome)\.?\s*([\w.-]*\w)\.?,?")
_NUMBER: Final = re.compile(r",?\s*\b(?:no|number|nr|issue|Heft)\.?\s*(\d[\w-]*)\b\.?", re.IGNORECASE)
_IN_JOURNAL: Final = re.compile(r"\s*,?\s*(\d+)(?:\s*[.(]\s*(\d[\w–-]*)\s*\)?)?(?=[\s,:;.(\x00]|$)")
_BEHIND: Final = re.compile(
    rf"\s*([^()*]{{8,}}?)[,.]?\s+\(([^()]*(?:,|\bal\.?|\s(?:&|and|und|et|e|en)\s[^()]*)\s{_YEAR})\)[.;]?\s*"
)
"""A title with its authors in brackets, as in "Deep residual learning (He et al., 2016)"."""
_JOURNAL: Final = re.compile(r"\s*((?:[^\W\d_][^\s\d,;()]*,?\s+){1,10}?)(?=\d+\s*(?:[(,.:\x00]|$))")
"""A name with a number behind it, as in "Math. Ann. 298 (1994)"."""
_IN: Final = re.compile(r"\s*(?:In|in|Dans|Aus)\b:?\s+(?=\S)")
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.?[-\s]*){1,4}")
_AND: Final = re.compile(r",?\s+(?:and|und|et|e|ed|en)\s+|\s*,?\s*&\s*|\s*;\s*")
_ET_AL: Final = re.compile(
    r",?\s*\b(?:et\.? al\b\.?|u\.\s?a\.|and others|und andere|e altri|en anderen|and coauthors)", re.IGNORECASE
)
_STOP: Final = r"(?<![\s(.-][^\W\d_])(?<!^[^\W\d_])(?<!\bal)[.?!]"
"""What ends a sentence: nothing behind an initial."""
_WHEN: Final = "\x00"
"""Stands where a date stood."""


class Reference(NamedTuple):
    """What a line says of a paper. values: keys of `[[papers]]` but the id. is_sure: whether its form was known."""

    values: dict[str, Any]
    is_sure: bool


def looks_like_one(text: str) -> bool:
    """Whether a paragraph has what references have: a year, a title in quotes or a number of a repository."""
    found = bool(re.search(rf"\b{_YEAR}\b", text)) + bool(_QUOTED.search(text)) + bool(_ITALIC.search(text))
    return bool(_DOI.search(text) or _ARXIV.search(text)) or found > 1


def reference(text: str) -> Reference:
    """The keys of a paper; a text of another form is taken whole as its title."""
    values: dict[str, Any] = {}
    rest = _without_addresses(linked(_with_quotes(text[:LONGEST])), values)
    before, title, after = _at_title(rest)
    if not title:
        whole = _trimmed(_ITALIC.sub(r"\2", rest)) or str(values.get("url") or "")
        return Reference(_ordered({"title": whole, **values}), is_sure=False)
    when = re.search(rf"\(({_YEAR})\w?\)|[.,]\s*({_YEAR})\w?\s*[.,:]?\s*$", before)
    if when:
        values["year"] = int(when[1] or when[2])
        before = before[: when.start()]
    if not before.strip(" .,:;") and after:
        before, after = _authors_behind(after)
    named = authors(before)
    values |= {"title": title, **({"authors": list(named)} if named else {})}
    _read_venue(after, values)
    return Reference(_ordered(values), is_sure=True)


_ORDER: Final = (
    "authors", "title", "venue", "editors", "volume", "number", "series", "publisher", "year", "month", "pages", "doi",
    "arxiv", "url", "note",
)  # fmt: skip


def _ordered(values: dict[str, Any]) -> dict[str, Any]:
    return {key: values[key] for key in _ORDER if values.get(key)}


def _with_quotes(text: str) -> str:
    """The text with quotes round a title that is told by a link, bold letters or an "(Author, year)" behind it."""
    if _QUOTED.search(text):
        return text.replace("**", "")
    if linking := re.match(r"\s*\[([^\[\]]*\s[^\[\]]*)\](?=\()", text):
        text = f"“{linking[1]}” []{text[linking.end() :]}"
    elif bold := re.match(r"\s*\*\*([^*]*\s[^*]*?)[.:,]?\*\*", text):
        text = f"“{bold[1]}” {text[bold.end() :]}"
    elif behind := _BEHIND.fullmatch(text):
        text = f"“{behind[1]}” {behind[2]}"
    return text.replace("**", "")


def _trimmed(text: str) -> str:
    return " ".join(text.split()).strip(" .,;:()[]<>")


# --- addresses ---


def _without_addresses(text: str, values: dict[str, Any]) -> str:
    """The text without addresses and their labels, which become values."""
    if found := _ARXIV.search(text):
        values["arxiv"] = found[1]
        text = _ARXIV.sub(" ", text)
    text = text.replace("<", " <").replace(">", "> ")
    if found := _DOI.search(text):
        values["doi"] = found[1].rstrip(".,;")
        text = _DOI.sub(" ", text)
    addresses = [found[0].rstrip(".,;)") for found in _URL.finditer(text)]
    if addresses:
        values["url"] = addresses[0]
        values["note"] = ", ".join(addresses[1:])
    text = _URL.sub(" ", text)
    text = re.sub(r"\((?:visited on|accessed|besucht am|retrieved)[^()]*\)", " ", text, flags=re.IGNORECASE)
    text = _LABEL.sub(lambda found: " " if values or ":" in found[0] else found[0], text)
    return re.sub(r"[<(\[]\s*[>)\]]", " ", text)


# --- the title ---


def _at_title(text: str) -> tuple[str, str, str]:
    """What stands before the title, the title, and what stands behind; no title where nothing tells it."""
    if quoted := _QUOTED.search(text):
        title = next(filter(None, quoted.groups()))
        return text[: quoted.start()], _title(title), text[quoted.end() :]
    parts = _sentences(text)
    italic = _ITALIC.search(text)
    if italic and len(_sentences(_without_year(text[: italic.start()]))) < 2:
        return text[: italic.start()], _title(italic[2]), text[italic.end() :]
    if named := _named(text):
        title, *more = _sentences(named[2])
        bracket = re.search(r"\s\([^()]*\)\W*$", title)
        more = [title[bracket.start() :], *more] if bracket else more
        return named[1], _title(title[: bracket.start()] if bracket else title), " ".join(more)
    if len(parts) > 1 and re.fullmatch(rf"\(?{_YEAR}\w?\)?[.,]?", parts[1]):
        parts = [f"{parts[0]} ({parts[1].strip('().,')})", *parts[2:]]
    if len(parts) == 2 and (dated := re.fullmatch(rf"(.*\D),?\s+\(?({_YEAR})\)?\W*", parts[1])):
        parts = [parts[0], dated[1], dated[2]]
    if len(parts) < 2 or not (italic or re.search(rf"\b{_YEAR}\b", text)):
        return "", "", text
    return parts[0], _title(parts[1]), " ".join(parts[2:])


def _named(text: str) -> re.Match[str] | None:
    """ "AUTHORS: the rest", where what stands before the colon can be nothing else."""
    found = re.fullmatch(r"([^:*_]{3,160}):\s+(\S.*)", text)
    if found is None or len(_sentences(found[1])) > 1:
        return None
    names = authors(found[1])
    capital = all(word[:1].isupper() for name in names if name != OTHERS for word in name.split())
    return found if names and capital and (len(names) > 1 or re.search(r",|^[^\W\d_]\.", found[1])) else None


def _title(text: str) -> str:
    plain = " ".join(_ITALIC.sub(r"\2", text).split())
    return plain.rstrip(" ,;:").removesuffix(".") if not plain.endswith("...") else plain


def _without_year(text: str) -> str:
    return re.sub(rf"\(?\b{_YEAR}\w?\)?", "", text)


def _sentences(text: str) -> list[str]:
    """A text at its full stops and question marks; those behind initials and "al" are none."""
    cuts = re.sub(r"\b(al\.)\s+(?=[^\W\d_])", r"\1\n", text.strip())
    cuts = re.sub(rf"({_STOP})\s+(?=\S)", r"\1\n", cuts)
    return [each for each in cuts.split("\n") if each.strip(" .,;:")]


def _authors_behind(text: str) -> tuple[str, str]:
    """Authors that stand behind the title, up to a year, an italic name or a full stop; and the rest."""
    start = text.lstrip(" ,.;:–—-")
    if _IN.match(start):
        return "", text
    start = re.sub(r"^(?:by|von|di|par|door)\s+", "", start)
    ends = rf"[,(]?\s*\b{_YEAR}\b|[*(]|{_STOP}\s|\s[–—]\s|,\s*(?=[A-Z]\w*[A-Z])|(?<=\bal\.)|$"
    last = max((found.end() for found in _AND.finditer(start)), default=-1)
    end = re.search(ends, start)
    assert end is not None
    if 0 <= last < end.start() and 0 < (comma := start.find(",", last)) < end.start():
        return start[:comma], start[comma:]
    return start[: end.start()], start[end.start() :]


# --- people ---


def authors(text: str) -> tuple[str, ...]:
    """Names in a row, as people are called: "Glorot, X., & Bengio, Y." is X. Glorot and Y. Bengio."""
    bare = re.sub(r"\((?:eds?|hrsg)\.?\)", "", _ITALIC.sub(r"\2", text), flags=re.IGNORECASE)
    more = _ET_AL.search(bare) or re.search(r"\.\.\.|…", bare)
    bare = bare[: more.start()] if more else bare
    names: list[str] = []
    chunks = [
        [each.strip() for each in chunk.split(",") if each.strip(" .")] for chunk in _AND.split(bare.strip(" ,:;–—-"))
    ]
    surnames = len(chunks) > 1 and len(chunks[-1]) == 1 and " " not in chunks[-1][0]
    for pieces in chunks:
        names += _turned(pieces, surnames=surnames)
    return (*names, *([OTHERS] if more and names else []))


def _turned(pieces: Sequence[str], *, surnames: bool) -> list[str]:
    """Pieces between commas as names; "Bengio, Y." is turned round. surnames: no more than these is given."""
    if not surnames and len(pieces) == 2 and not any(" " in piece for piece in pieces):
        return [f"{_ended(pieces[1])} {pieces[0]}"]
    names: list[str] = []
    for piece in pieces:
        if names and _INITIALS.fullmatch(piece) and not _INITIALS.fullmatch(names[-1]) and "." not in names[-1]:
            names[-1] = f"{piece} {names[-1]}"
        else:
            names.append(piece)
    return [_ended(name) for name in names if any(letter.isalpha() for letter in name) and len(name) < 80]


def _ended(name: str) -> str:
    """A name without a full stop behind it, but for that of an initial."""
    return name if re.search(r"(?:^|[\s.-])[^\W\d_]\.$|\b(?:Jr|Sr)\.$", name) else name.rstrip(" .:")


# --- where and when it appeared ---


def _read_venue(text: str, values: dict[str, Any]) -> None:
    """What stands behind the title: "In: VENUE. Ed. by … Vol. 9. SERIES. PUBLISHER, May 2010, pp. 249-256"."""
    rest = _without_dates(re.sub(r"^[\s.,;:]+", "", text), values)
    for key, pattern in (("pages", _PAGES), ("editors", _EDITORS)):
        if found := pattern.search(rest):
            values[key] = list(authors(found[1])) if key == "editors" else re.sub(r"\s*[-–—]+\s*", "–", found[1])
            rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    if "pages" not in values and (found := _RANGE.search(rest)):
        values["pages"] = re.sub(r"\s*[-–—]+\s*", "–", found[1])
        rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    rest = _without_venue(rest, values)
    for key, pattern in (("volume", _VOLUME), ("number", _NUMBER)):
        if key not in values and (found := pattern.search(rest)):
            values[key] = found[1]
            rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    beside = re.match(rf"\s*,([^.{_WHEN}]*),?\s*{_WHEN}", rest) if "venue" in values else None  # the town, perhaps
    rest = rest[beside.end() :] if beside else rest
    pieces = [each for each in re.split(r"[.;]\s+|^\s*[.,;]\s*", rest) if _trimmed(each.replace(_WHEN, ""))]
    dated = next((index for index, each in enumerate(pieces) if _WHEN in each), None)
    if dated is not None and (publisher := _piece(pieces.pop(dated))):
        values["publisher"] = publisher
    if pieces and "venue" in values:
        values["series"] = _piece(pieces.pop(0))
    told = [values.get("note") or "", _piece(beside[1]) if beside else "", *map(_piece, pieces)]
    values["note"] = ". ".join(filter(None, told))


def _piece(text: str) -> str:
    """A piece of the venue without the date and the marks around it; "Inc." keeps its full stop."""
    bare = re.sub(rf"[,\s(]*{_WHEN}.*", "", text).strip(" ,;:()[]*_")
    return bare if re.search(r"\b(?:Inc|Ltd|Co|Corp)\.$", bare) else bare.strip(" .")


def _without_dates(text: str, values: dict[str, Any]) -> str:
    """The text with a mark in the place of the year and its month."""
    months = _months()
    found = list(_DATED.finditer(text))
    named = [each for each in found if fold(each[1] or "") in months]
    bracketed = [each for each in found if f"({each[2]})" in text]
    if not found:
        return text
    when = (named or bracketed or found)[-1]
    values.setdefault("year", int(when[2]))
    if named:
        values["month"] = months[fold(when[1])]
    return f"{text[: when.start() if named else when.start(2)]}{_WHEN}{text[when.end() :]}"


@cache
def _months() -> dict[str, str]:
    """Every name and abbreviation of a month, with the name in full in the language it is of."""
    found: dict[str, str] = {}
    for each in every_language():
        for full, short, others in zip(each.months, each.months_short, each.reading.months, strict=True):
            for name in (full, short, *others):
                found.setdefault(fold(name).rstrip("."), full)
    return found


def _without_venue(text: str, values: dict[str, Any]) -> str:
    """The text behind the name of the journal or the proceedings, and behind its volume and number."""
    is_in = _IN.match(text)
    text = text[is_in.end() :] if is_in else text.lstrip(" (")
    if italic := _ITALIC.search(text):
        venue, rest = italic[2], f"{text[: italic.start()]} {text[italic.end() :]}"
    elif re.match(rf"\s*[(,.]*\s*{_WHEN}|\s*(?:Vol|Ed)\b", text) or not text.strip(" .,;:()"):
        return text
    elif journal := _JOURNAL.match(text):
        venue, rest = journal[1], text[journal.end() :]
    else:
        end = re.search(rf"[,;(]|\.\s|\.?$|\s(?={_WHEN})", text)
        assert end is not None
        venue, rest = text[: end.start()], text[end.start() :]
    if venue := " ".join(venue.split()).strip(" ,;:()[]"):
        values["venue"] = venue
    if found := _IN_JOURNAL.match(rest):
        values["volume"] = found[1]
        if found[2]:
            values["number"] = found[2]
        rest = rest[found.end() :]
    return rest


# --- ids ---


def paper_id(values: dict[str, Any], taken: Collection[str]) -> str:
    """The first author's surname with the year, "glorot10", else words of the title; one that no other paper has."""
    names = [each for each in values.get("authors", ()) if each != OTHERS]
    year = f"{values['year'] % 100:02}" if values.get("year") else ""
    made = surname_id(names[0]) if names else "-".join(ascii_id(str(values.get("title", ""))).split("-")[:3])
    made = f"{made}{year}".strip("-") or "paper"
    return next(name for name in chain([made], (f"{made}-{n}" for n in count(2))) if name not in taken)
