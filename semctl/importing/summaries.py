"""The one line that a calendar shows of an event, as speaker and title: what its form tells, and how sure that is."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from semctl.importing.people import LONGEST, is_name, people, values_of
from semctl.languages import fold, is_tba

_JOINT: Final = re.compile(r"\s+[–—|-]\s+|:\s+|\s+[–—]|[–—]\s+")
_BY: Final = re.compile(r"(.+?)[,.]?\s+(?:by|von|di|par|door)\s+(.+)", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"(.+?)\s*\(([^()]+(?:\([^()]*\)[^()]*)*)\)")
SERIES_WORD: Final = re.compile(
    r"s[eé]min|colloqu|kolloqu|lecture series|vortragsreihe|talks?\b|vorträge|lezing|conférences|tea\b|"
    r"reading group|journal club",
    re.IGNORECASE,
)
_STATUS: Final = re.compile(
    r"^\W*(cancell?ed|canceled|abgesagt|entfällt|fällt aus|annullat[oa]|cancellato|geannuleerd|afgelast|annulée?)"
    r"\b\W*|\s*[\[(](?:cancell?ed|abgesagt|entfällt|annullato|geannuleerd|annulée?)[\])]\s*$",
    re.IGNORECASE,
)


class Line(NamedTuple):
    """What a line says. values: keys of a talk. doubt: what to look at; empty where the form leaves no doubt."""

    values: dict[str, Any]
    doubt: str = ""


def cancelled(text: str) -> tuple[str, bool]:
    """A line without the word that calls it off, and whether it had one."""
    rest = _STATUS.sub("", text).strip()
    return (rest, True) if rest != text.strip() else (text, False)


def common_prefix(lines: Sequence[str], names: Iterable[str] = ()) -> str:
    """What many lines begin with before a joint, as in "Algebra Seminar: "; empty where they do not. names: of the
    calendar, which count even once."""
    firsts = [found[0] for text in lines if (found := _first(text))]
    known = {fold(name) for name in names if name}
    counted = Counter(first for first, _ in ((each, None) for each in firsts))
    for first, count in counted.most_common():
        words = _JOINT.sub("", first).strip()
        if fold(words) in known or (count > 1 and count * 2 >= len(lines) and not is_name(words)):
            return first
        if SERIES_WORD.search(words) and not is_name(words) and count * 2 >= len(lines):
            return first
    return ""


def _first(text: str) -> tuple[str, str] | None:
    found = _JOINT.search(text)
    return (text[: found.end()], text[found.end() :]) if found else None


def read(text: str, prefix: str = "", *, is_seminar: bool = False) -> Line:
    """Speaker and title of a line. prefix: of the series, which is taken off. is_seminar: a bare name is a speaker."""
    is_seminar = is_seminar or (bool(prefix) and text.startswith(prefix))
    rest = text.removeprefix(prefix).strip() if prefix else text.strip()
    if not rest or is_tba(rest):
        return Line({})
    if len(rest) > LONGEST:
        return Line({"title": rest}, "long for a title")
    found = _BRACKETS.fullmatch(rest)
    if found and is_name(found[1]):
        return Line(values_of(people(rest)))
    if split := _first(rest):
        return _of_two(split[0][: len(split[0])], split[1], rest)
    if found and is_name(found[2]) and not is_name(found[1]):
        return Line({"title": found[1], "speaker": found[2]}, "speaker and title are told apart by their form")
    said_by = _BY.fullmatch(rest)
    if said_by and is_name(_BRACKETS.sub(r"\1", said_by[2])):
        values = {**values_of(people(said_by[2])), "title": said_by[1]}
        return Line(values, "speaker and title are told apart by their form")
    if is_seminar and is_name(rest):
        return Line({"speaker": rest}, "taken as a speaker, by its form")
    return Line({"title": rest})


def _of_two(first: str, second: str, whole: str) -> Line:
    """A line in two parts, of which one may be who and the other what."""
    one = _JOINT.sub(" ", first).strip()
    other = second.strip()
    doubt = "speaker and title are told apart by their form"
    for who, what in ((one, other), (other, one)):
        named = people(who)
        if named and all(is_name(name) for name, _ in named):
            title = {} if is_tba(what) else {"title": what}
            sure = who is one and any(where for _, where in named)
            return Line({**values_of(named), **title}, "" if sure or not title else doubt)
    return Line({"title": whole})
