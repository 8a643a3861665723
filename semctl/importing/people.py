"""Names and affiliations in one line of text: "Tom Jacobs (CISPA)", "A (X), B (Y) and C".

What may be a person's name is told by its form alone; nothing is looked up.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from semctl.languages import every_language, fold, is_tba

LONGEST: Final = 1_000
"""Letters of a line that names people."""
Person = tuple[str, str]
"""Name and affiliation; the latter may be empty."""

_PARTICLES: Final = frozenset(
    {
        "von", "vom", "van", "der", "den", "de", "del", "della", "di", "da", "do", "dos", "das", "du", "la", "le",
        "ten", "ter", "zu", "zum", "bin", "ibn", "al", "el", "y", "e", "af", "av",
    }
)  # fmt: skip
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’‘-][^\W\d_]+)*\.?|[^\W\d_]\.(?:-?[^\W\d_]\.)*")
_TITLES: Final = frozenset(
    {
        "prof", "dr", "phd", "pd", "priv", "doz", "dott", "ing", "mr", "mrs", "ms", "h", "c", "prof.ssa", "dott.ssa",
        "jun.-prof", "jun-prof", "univ.-prof", "priv.-doz", "apl", "dr.-ing", "dr.ir", "ir", "drs", "mme", "mlle",
        "m", "frau", "herr", "sir", "em", "emer",
    }
)  # fmt: skip
_NO_NAMES: Final = frozenset(
    {
        "seminar", "seminars", "seminario", "séminaire", "colloquium", "colloquia", "kolloquium", "oberseminar",
        "workshop", "meeting", "besprechung", "lecture", "talk", "vortrag", "talks", "conference", "konferenz",
        "course", "kurs", "theory", "introduction", "einführung", "analysis", "algebra", "geometry", "topology",
        "learning", "networks", "methods", "systems", "models", "equations", "applications", "problems", "the", "a",
        "an", "on", "of", "in", "and", "for", "with", "to", "from", "by", "über", "für", "und", "der", "die", "das",
        "ein", "eine", "zur", "zum", "mit", "des", "sur", "les", "une", "pour", "et", "della", "delle", "dei", "il",
        "lo", "gli", "sul", "per", "een", "het", "over", "met", "voor", "break", "holiday", "free", "cancelled",
        "canceled", "abgesagt", "annulé", "annullato", "group", "gruppe", "discussion", "day", "tag", "week",
        "session", "exam", "klausur", "lunch", "coffee", "party", "dinner", "reading", "room", "raum", "math",
        "all", "alle", "interessierten", "mathematics", "mathematik", "matematica", "mathématiques",
    }
)  # fmt: skip


def people(text: str) -> tuple[Person, ...]:
    """The persons of a line, split at commas and "and" outside of brackets; "T.b.a." is nobody, a long text too."""
    if len(text) > LONGEST:
        return ()
    pieces = _pieces(text)
    return tuple(person for piece in pieces if (person := _person(piece)) and not is_tba(person[0]))


def listed(text: str, conjunction: str = "") -> list[Person]:
    """The persons as semctl itself lists them: "Ada Lovelace (London), Emmy Noether"; with the word before the last."""
    bare = _without_brackets(text)
    last = bare.rfind(conjunction) if conjunction else -1
    cuts = [(match.start(), match.end()) for match in re.finditer(", ", bare) if last < 0 or match.end() <= last]
    cuts += [(last, last + len(conjunction))] if last >= 0 else []
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
    found = (_person(text[start:end]) for start, end in zip(starts, ends, strict=True))
    return [person for person in found if person and not is_tba(person[0])]


def values_of(found: Sequence[Person]) -> dict[str, Any]:
    """The keys of a talk that say who speaks."""
    return values_of_speakers([{"name": name, "affiliation": where} for name, where in found])


def values_of_speakers(speakers: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """The same of speakers with all the keys of `[[talks.speakers]]`, empty where nothing is said; without a name one
    is nobody."""
    known = [{key: value for key, value in each.items() if value} for each in speakers if each.get("name")]
    if len(known) == 1:
        return {_OF_ONE.get(key, key): value for key, value in known[0].items()}
    return {"speakers": known} if known else {}


_OF_ONE: Final = {"name": "speaker", "url": "speaker_url"}


def _pieces(text: str) -> list[str]:
    """A line at its joints: a comma is one only where an "and" follows, or all pieces have brackets or full names."""
    bare = _without_brackets(text)
    last = max((match for match in _AND.finditer(bare)), key=lambda match: match.start(), default=None)
    head, tail = (text[: last.start()], [text[last.end() :]]) if last else (text, [])
    cuts = [match.start() for match in re.finditer(r"[,;]\s", _without_brackets(head))]
    parts = [
        head[start:end].strip(" ,;")
        for start, end in zip([0, *(cut + 1 for cut in cuts)], [*cuts, len(head)], strict=True)
    ]
    whole = all(is_name(_without_brackets(each).replace(_HIDDEN, "")) for each in parts)
    return [each for each in [*(parts if whole else [head.strip(" ,;")]), *tail] if each.strip()]


_AND: Final = re.compile(r",?\s+(?:&|\+|and|und|et|e|ed|en)\s+")


_HIDDEN: Final = "\x01"


def _without_brackets(text: str) -> str:
    """The text with one sign for each letter in brackets, so that places stay."""
    depth, kept = 0, []
    for letter in text:
        depth += letter in "(["
        kept.append(_HIDDEN if depth else letter)
        depth -= letter in ")]" and depth > 0
    return "".join(kept)


def _person(text: str) -> Person | None:
    piece = text.strip(" ,;")
    found = re.fullmatch(r"(.*?)\s*[(\[](.*)[)\]]", piece, re.DOTALL)
    name, where = (found[1], found[2].strip()) if found else (piece, "")
    return (name.strip(), where) if name.strip() else None


def _spelled(words: Sequence[str]) -> set[str]:
    """The words without initials: "A. Marchetti" is somebody, "A cat" is not."""
    return {word.strip(".").casefold() for word in words if not (len(word) == 2 and word.endswith("."))}


def is_gathering(text: str) -> bool:
    """Whether what stands in the place of a name is what happens there: "Organisational meeting"."""
    words = {word.strip(".,:()").casefold() for word in text.split()}
    return len(text) < 60 and "(" not in text and bool(words & _GATHERINGS)


_GATHERINGS: Final = frozenset(
    {
        "meeting", "besprechung", "vorbesprechung", "organisation", "workshop", "discussion", "diskussion", "session",
        "riunione", "discussione", "réunion", "bijeenkomst", "overleg", "kick-off", "kickoff",
    }
)  # fmt: skip


def is_name(text: str) -> bool:
    """Whether a text has the form of one person's name: two to five words, all but particles with a capital."""
    words = text.replace(",", " ").split()
    if not 2 <= len(words) <= 6 or len(text) > 60 or is_tba(text):
        return False
    plain = [word.strip(".").casefold() for word in words]
    proper = [word for word, low in zip(words, plain, strict=True) if low not in _PARTICLES and low not in _TITLES]
    if not 1 <= len(proper) <= 4 or not all(
        _WORD.fullmatch(word) for word in words if word.strip(".").casefold() not in _TITLES
    ):
        return False
    if plain[-1] in _PARTICLES:
        return False
    if all(len(word.strip(".")) == 1 for word in proper) or re.fullmatch("[IVX]+", words[-1]):
        return False
    return (
        all(word[0].isupper() for word in proper)
        and not (_NO_NAMES - _PARTICLES) & _spelled(words)
        and not _is_room(plain)
    )


def _is_room(words: Sequence[str]) -> bool:
    return bool(_rooms() & {fold(word) for word in words} - _PARTICLES)


@cache
def _rooms() -> frozenset[str]:
    """Words for rooms that are no names of people."""
    rooms = {fold(word) for each in every_language() for word in each.reading.room_words}
    return frozenset(rooms - {"petit", "grand", "grande"})
