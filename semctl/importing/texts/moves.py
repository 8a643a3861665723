"""Rows in which something is moved: which of their days holds, where the words tell it."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from semctl.importing.texts.named import Named

_VERB: Final = (
    r"(?:moved|postponed|rescheduled|shifted|verschoben|verlegt|spostat[oa]|rinviat[oa]|posticipat[oa]|verplaatst|"
    r"verzet|"
    r"uitgesteld|reportée?|déplacée?)"
)
_MOVING: Final = re.compile(
    rf"\b(?:{_VERB}|instead|originally|ursprünglich|statt|anstatt|invece|in plaats van|au lieu|initialement)\b",
    re.IGNORECASE,
)
_TO: Final = re.compile(
    rf"\b{_VERB}\b[^.;\d]{{0,12}}?\b(?:to|until|auf|nach|a|al|alla|au|à|naar|tot)\s+(?:the |den |il |le |de )?$",
    re.IGNORECASE,
)
_TO_AT_END: Final = re.compile(
    r"(?<!Prof)(?<!Dr)(?<!Dott)(?<!Mr)(?<!Mrs)(?<!Ms)(?<!St)\b(?:auf|nach)\s+(?:den )?$", re.IGNORECASE
)
_FROM: Final = re.compile(
    rf"\b(?:{_VERB}[^.;\d]{{0,12}}?\b(?:from|vom|von|dal|da|du|van)|originally(?: planned| scheduled)?(?: for| on)?|"
    r"ursprünglich(?: am| für)?(?: den)?|(?:an)?statt(?: am)?|instead of|invece (?:del|di)|in plaats van(?: op)?|au "
    r"lieu du|"
    r"initialement(?: prévue?)? le)\s+(?:the |den )?$",
    re.IGNORECASE,
)
_END: Final = re.compile(r"(?<!Prof)(?<!Dr)(?<!Dott)(?<!Mr)(?<!Mrs)(?<!Ms)(?<!St)(?<=[a-zß-ÿ)])[.!?]\s+(?=[A-ZÀ-Þ])")


class Sort(StrEnum):
    """What the words tell."""

    NOTHING = "nothing is moved"
    TO = "to a day"
    UNCLEAR = "which day holds cannot be told"


class Move(NamedTuple):
    """day: the one that holds, of a move to a day. others: the days beside the one that the talk hangs on."""

    sort: Sort
    day: Named | None = None
    others: tuple[Named, ...] = ()


def move(text: str, days: Sequence[Named], anchor: Named) -> Move:
    """What the sentence of a day says of moving it."""
    start = max((found.end() for found in _END.finditer(text, 0, anchor.start)), default=0)
    stop = next((found.start() for found in _END.finditer(text, anchor.end)), len(text))
    inside = [each for each in days if start <= each.start < stop and not each.shaky]
    others = tuple(each for each in inside if (each.day, each.month) != (anchor.day, anchor.month))
    if not others or not _MOVING.search(text, start, stop):
        return Move(Sort.NOTHING)
    target = next((each for each in others if _is_target(text[start : each.start], text[each.end : stop])), None)
    if target is not None:
        return Move(Sort.TO, target, others)
    if _is_target(text[start : anchor.start], text[anchor.end : stop]):
        return Move(Sort.NOTHING)
    if all(_FROM.search(text[start : each.start]) for each in others):
        return Move(Sort.NOTHING)
    return Move(Sort.UNCLEAR, None, others)


def is_of_move(before: str) -> bool:
    """Whether a text goes on with the day from which or to which something is moved."""
    return bool(_FROM.search(before) or _TO.search(before))


def _is_target(before: str, after: str) -> bool:
    at_end = _TO_AT_END.search(before) and re.search(r"^.{0,20}\b(?:verschoben|verlegt)", after)
    return bool(_TO.search(before) or at_end)
