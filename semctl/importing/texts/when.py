"""At what time a block says that its talk begins."""

import re
from collections.abc import Sequence
from typing import Final

from semctl.importing.texts import words
from semctl.importing.texts.blocks import Block
from semctl.importing.texts.clocks import Clock, clocks_in
from semctl.importing.texts.items import Item, beside, touches
from semctl.importing.texts.named import days_in
from semctl.importing.texts.parts import Part

UNSURE: Final = "begins at"
"""How a doubt begins that tells several times."""
SHORT: Final = 120
_LABELS: Final = frozenset({"time", "when", "date"})


def clock(block: Block, items: Sequence[Item], cut: Sequence[Part]) -> tuple[Clock | None, str]:
    """The time: of its own row, behind a label, beside the day, or the only one that is there; and what is doubtful."""
    if block.clock_of is not None:
        return items[block.clock_of].clocks[0], ""
    if block.is_row:
        return _of_cells([part for part in cut if part.key in ("time", "when", "date", "room", "note", "")])
    inside = [items[index] for index in block.items]
    anchor = next((item for item in inside if item.anchor), None)
    labelled = [each for item in inside if item.key in _LABELS for each in _own(item)]
    if not labelled:
        labelled = [each for part in cut if part.key in _LABELS for each in clocks_in(without_days(part.text))]
    beside = [each for each in _own(anchor) if not each.shaky or touches(anchor, each)] if anchor else []
    near = _next_to(anchor, beside) if anchor else []
    loose = [item for item in inside if not item.key and len(item.text) < SHORT and item is not anchor]
    short = [each for item in loose for each in _own(item) if not each.shaky]
    for found in (labelled, near, beside, short):
        if found:
            return _one(found)
    return None, ""


def _own(item: Item | None) -> list[Clock]:
    """The times of a row at which a talk may begin."""
    return [each for each in item.clocks if not words.BESIDE.search(item.text[: each.start])] if item else []


def without_days(text: str) -> str:
    """A text without the days that it names."""
    for day in reversed(list(days_in(text))):
        text = f"{text[: day.start]} {text[day.end :]}"
    return text


def _next_to(item: Item, found: Sequence[Clock]) -> list[Clock]:
    """The time that stands beside the day with nothing but small words between."""
    assert item.anchor
    for clock in found:
        first, second = sorted([(clock.start, clock.end), (item.anchor.start, item.anchor.end)])
        between = item.text[first[1] : second[0]]
        if len(between) < 16 and not re.search(r"\w{5,}|\(", between):
            return [clock]
    return []


def _one(found: Sequence[Clock]) -> tuple[Clock | None, str]:
    """The time, where only one is told."""
    times = list(dict.fromkeys(each.time for each in found))
    if len(times) > 1:
        return None, f"{UNSURE} {' or '.join(f'{time:%H:%M}' for time in times[:3])}"
    return max(found, key=lambda each: each.until is not None, default=None), ""


def _of_cells(cells: Sequence[Part]) -> tuple[Clock | None, str]:
    """The time in a row of a table."""
    found = [each for part in cells for each in (clocks_in(part.text) if part.key == "time" else beside(part.text))]
    return _one(found[:1] if any(part.key in ("time", "when") for part in cells) else found)
