"""Whether a block says that nothing takes place on its day, and why."""

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from semctl.importing.cleaning import line
from semctl.importing.texts import forms, sentences, words
from semctl.importing.texts.items import Item
from semctl.importing.texts.named import days_in
from semctl.importing.texts.parts import Part

_ELSEWHERE: Final = frozenset({"abstract", "bio", "when", "room", "host"})
_SOMETIME: Final = re.compile(r"data da|to be|unbestimmt|later|spät|più avanti|ultérieur|nader", re.IGNORECASE)
LONGEST: Final = 160
"""Letters of a row that calls a day off."""


class Off(NamedTuple):
    """That nothing takes place. reason: why; may be empty. part: where it is said. unless_named: only if nobody is
    named elsewhere."""

    reason: str
    part: Part
    unless_named: bool = False


def off(by_key: Mapping[str, Sequence[Part]], items: Sequence[Item]) -> Off | None:
    """That nothing takes place; None where something does."""
    for part in [each for parts in by_key.values() for each in parts if each.key not in _ELSEWHERE]:
        text = part.text.replace(sentences.DAY, " ").strip(" :–—-,.;()|\t")
        if len(text) > LONGEST:
            continue
        if found := _moved(part, text, items) or _without_talk(part, text) or _cancelled(part, text):
            return found
    return None


def _moved(part: Part, text: str, items: Sequence[Item]) -> Off | None:
    """It is on another day, which the row names."""
    moved = words.MOVED.search(text) or words.MOVED_AT_END.search(text)
    if moved is None:
        return None
    after = _raw(part, items)[-len(text) :] if part.key == "" else text
    names_day = next(iter(days_in(after)), None) or words.WEEKDAY.search(after[moved.start() :])
    return Off(line(_raw(part, items)), part) if names_day or _SOMETIME.search(text) else None


def _without_talk(part: Part, text: str) -> Off | None:
    """ "No seminar (spring break)", "Relâche"."""
    found = words.NO_TALK.search(text)
    if found is None:
        return None
    rest = " ".join(text.replace(found[0], " ").split()).strip(" :–—-,.;()")
    reason = rest if words.NEGATION.match(found[0]) else text
    reason += ")" if reason.count("(") > reason.count(")") else ""
    return Off(line(reason), part, unless_named=bool(rest))


_BECAUSE: Final = re.compile(
    r"(?:due to|because|owing to|for|wegen|aufgrund|per|a causa|causa|pour|en raison|à cause|vanwege|wegens|door)\b",
    re.IGNORECASE,
)


def _cancelled(part: Part, text: str) -> Off | None:
    """ "Entfällt (Berufungsvorträge)", where no talk is told beside it."""
    if not words.CANCELLED.search(text):
        return None
    rest = words.GATHERING.sub(" ", words.CANCELLED.sub(" ", f" {text} ")).strip(" :–—-,.;()!")
    rest = re.sub(
        r"^(?:achtung|attention|attenzione|let op|note|leider|unfortunately|purtroppo|helaas|"
        r"malheureusement)\b[\s,:!–-]*$",
        "",
        rest,
        flags=re.IGNORECASE,
    )
    bracketed = re.search(r"\([^()]+\)?$", text) and "(" not in rest
    if not rest or _BECAUSE.match(rest) or (bracketed and not forms.told(rest).values.get("speaker")):
        return Off(line(rest), part, unless_named=True)
    return None


def _raw(part: Part, items: Sequence[Item]) -> str:
    """A part as it stands in the text, with its days, but not the one of the talk itself."""
    item = next((item for item in items if item.row.number == part.line), None)
    if item is None or item.anchor is None or "\t" in item.text:
        return part.text
    return item.text[item.anchor.end :].strip(" :,–—-")
