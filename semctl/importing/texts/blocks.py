"""A text cut into blocks, one for each talk: at its days, at the first label of each round, or at its paragraphs."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from semctl.importing.places import is_place
from semctl.importing.texts import forms, sentences, tables
from semctl.importing.texts.days import Day, Place
from semctl.importing.texts.items import Item
from semctl.importing.texts.series import is_heading
from semctl.importing.texts.stated import is_about_all

MOST_ABOVE: Final = 4
"""Rows of a talk above its day."""
MOST_OF_NAME: Final = 120
LONGEST_NAMING: Final = 180
_ROUND: Final = ("speaker", "title", "date", "when")


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """The rows of one talk. day: where its day stands, as index and column. head: of the table it is a row of.
    clock_of: the row whose time is its own, where a day has several."""

    items: tuple[int, ...]
    day: Place | None = None
    head: tables.Head | None = None
    is_row: bool = False
    clock_of: int | None = field(default=None)


def blocks(items: Sequence[Item], days: Mapping[Place, Day]) -> tuple[tuple[int, ...], list[Block]]:
    """The rows above the first talk, and the talks in their order."""
    anchors = [index for index, item in enumerate(items) if item.anchor]
    rows = _rows_of_tables(items)
    free = [index for index in anchors if index not in rows]
    if rows and not free:
        return _with_rows(items, rows)
    cuts = _cuts(items, free, days)
    made: list[Block] = []
    for start, end in zip(cuts, [*cuts[1:], len(items)], strict=True):
        inside = [index for index in range(start, end) if index not in rows]
        made += _of_day(items, inside)
        made += [rows[index] for index in range(start, end) if index in rows]
    above = range(cuts[0]) if cuts else range(len(items))
    made += [rows[index] for index in above if index in rows]
    made.sort(key=lambda block: block.items[0])
    return tuple(index for index in above if index not in rows), made


# --- tables ---


def _rows_of_tables(items: Sequence[Item]) -> dict[int, Block]:
    """The rows that are talks by themselves, by their index."""
    found: dict[int, Block] = {}
    head: tables.Head | None = None
    above: Item | None = None
    above_index = 0
    for index, item in enumerate(items):
        if "\t" not in item.text:
            if item.text and above is None:
                head = None
            continue
        if (named := tables.head(item.text)) is not None:
            head, above = named, None
            found[index] = Block(items=(index,), head=named, is_row=True, day=(-1, -1))
        elif item.anchor and (head or len(item.cells) > 2 or len(item.days) == 1):
            above, above_index = item, index
            found[index] = Block(items=(index,), day=(index, item.anchor.start), head=head, is_row=True)
        elif above and above.anchor and not item.days and any(item.cells[1:]) and not item.cells[0].strip("\x1c "):
            found[index] = Block(items=(index,), day=(above_index, above.anchor.start), head=head, is_row=True)
    heads = [index for index, block in found.items() if block.day == (-1, -1)]
    if len(heads) == len(found):
        return {}
    return found


def _with_rows(items: Sequence[Item], rows: Mapping[int, Block]) -> tuple[tuple[int, ...], list[Block]]:
    """A text whose talks are all rows of tables; what stands right below a row goes with it, all else around them."""
    starts = sorted(rows)
    made: list[Block] = []
    taken: set[int] = set(rows)
    for start, end in zip(starts, [*starts[1:], len(items)], strict=True):
        block = rows[start]
        gap = next((index for index in range(start + 1, end) if not items[index].text), end)
        below = [index for index in range(start + 1, gap) if not is_about_all(items[index])]
        if block.day == (-1, -1):
            continue
        taken.update(below)
        if any(_begins_with_time(items[index]) for index in below):
            made += _of_day(items, [start, *below])
        else:
            made.append(replace(block, items=(start, *below)))
    return tuple(index for index in range(len(items)) if index not in taken), made


# --- days, labels, paragraphs ---


def _cuts(items: Sequence[Item], anchors: Sequence[int], days: Mapping[Place, Day]) -> list[int]:
    """Where the talks begin."""
    if not anchors:
        labelled = [index for index, item in enumerate(items) if item.key in ("speaker", "title")]
        return _first_of_rounds(items, labelled) or labelled[:1]
    if len(_different(items, anchors, days)) == 1 and not _has_rounds(items):
        return [_beginning(items, anchors[0])]
    if rounds := _by_labels(items, anchors):
        return rounds
    above = _rows_above(items, anchors)
    cuts = [_back(items, anchor, above) for anchor in anchors]
    if _different(items, anchors, days) != anchors:
        own = _different(items, anchors, days)
        cuts = [cut for anchor, cut in zip(anchors, cuts, strict=True) if anchor in own]
    return cuts


def _different(items: Sequence[Item], anchors: Sequence[int], days: Mapping[Place, Day]) -> list[int]:
    """The anchors without those that only name the day of the one before again."""
    kept: list[int] = []
    for index in anchors:
        day = _day(items, index, days)
        before = kept[-1] if kept else None
        again = before is not None and day.date is not None and _day(items, before, days).date == day.date
        if again and before is not None and not _two_talks(items, before, index):
            continue
        kept.append(index)
    return kept


def _two_talks(items: Sequence[Item], before: int, index: int) -> bool:
    """Whether the same day twice means two talks: both begin a row with a time of its own, and something between."""
    first, second = items[before], items[index]
    times = {each.clocks[0].time for each in (first, second) if each.clocks}
    keys = [item.key for item in items[before:index] if item.key]
    between = any(item.text for item in items[before + 1 : index])
    same = first.key == second.key and bool(first.clocks) == bool(second.clocks)
    return len(times) == 2 or (same and not keys and between)


def _day(items: Sequence[Item], index: int, days: Mapping[Place, Day]) -> Day:
    anchor = items[index].anchor
    return days.get((index, anchor.start), Day(None)) if anchor else Day(None)


def _has_rounds(items: Sequence[Item]) -> bool:
    counts = Counter(item.key for item in items if item.key in ("speaker", "title"))
    return any(count > 1 for count in counts.values())


def _beginning(items: Sequence[Item], anchor: int) -> int:
    """Where the only talk of a text begins: its first label, or the paragraph of its day."""
    labels = [
        index
        for index, item in enumerate(items[:anchor])
        if item.key in (*_ROUND, "abstract", "time", "room") or (not item.key and sentences.ANNOUNCES.search(item.text))
    ]
    if not labels and not any(_names_somebody(item) for item in items[anchor:]):
        labels = [index for index, item in enumerate(items[:anchor]) if _names_somebody(item)][-1:]
    start = min([anchor, *labels])
    if start == anchor and _names_below(items, anchor):
        return anchor
    while start and items[start - 1].text and not items[start - 1].key and anchor - start < MOST_ABOVE:
        if is_heading(items[start - 1].text) or any(not day.shaky for day in items[start - 1].days):
            break
        start -= 1
    return start


def _names_below(items: Sequence[Item], anchor: int) -> bool:
    """Whether the day, or a row soon below it, says who speaks."""
    below = [item for item in items[anchor : anchor + 8] if item.text and len(item.text) < LONGEST_NAMING]
    return any(
        item.key == "speaker"
        or (not item.key and item is not items[anchor] and "affiliation" in forms.told(item.text).values)
        for item in below[:5]
    )


def _names_somebody(item: Item) -> bool:
    return len(item.text) < MOST_OF_NAME and "speaker" in forms.told(item.text).values


def _by_labels(items: Sequence[Item], anchors: Sequence[int]) -> list[int]:
    """The first label of every round, where each round has a day and not all of them begin with it."""
    labelled = [index for index, item in enumerate(items) if item.key in _ROUND]
    before = [index for index in labelled if index < anchors[0]]
    if not before:
        return []
    cuts = _first_of_rounds(items, labelled)
    rounds = list(zip(cuts, [*cuts[1:], len(items)], strict=True))
    with_day = sum(any(start <= anchor < end for anchor in anchors) for start, end in rounds)
    return cuts if with_day == len(rounds) and len(cuts) > 1 else []


def _first_of_rounds(items: Sequence[Item], labelled: Sequence[int]) -> list[int]:
    """The rows with the label that comes first, every time it comes."""
    if not labelled:
        return []
    first = items[labelled[0]].key
    return [index for index in labelled if items[index].key == first]


def _rows_above(items: Sequence[Item], anchors: Sequence[int]) -> int:
    """How many rows of a talk stand above its day, as most paragraphs have it."""
    counts = []
    for before, anchor in zip([-1, *anchors], anchors, strict=False):
        start = anchor
        while start > before + 1 and items[start - 1].text:
            start -= 1
        counts.append(anchor - start if start and not items[start - 1].text else 0)
    usual, times = Counter(counts[1:] or counts).most_common(1)[0]
    return usual if 0 < usual <= MOST_ABOVE and times * 3 >= len(counts[1:] or counts) * 2 else 0


def _back(items: Sequence[Item], anchor: int, above: int) -> int:
    start = anchor
    while above and start and items[start - 1].text and anchor - start < above:
        start -= 1
    return start


def _of_day(items: Sequence[Item], inside: Sequence[int]) -> list[Block]:
    """The talks of one day: several where rows below it begin with a time of their own."""
    anchor = next((index for index in inside if items[index].anchor), None)
    named = items[anchor].anchor if anchor is not None else None
    day = (anchor, named.start) if anchor is not None and named else None
    if not inside:
        return []
    times = [index for index in inside if index != anchor and _begins_with_time(items[index])]
    if anchor is None or not times or (len(times) == 1 and not _is_timetable(items, anchor, inside)):
        return [Block(items=tuple(inside), day=day)]
    if items[anchor].clocks and len(times) == 1:
        first = tuple(index for index in inside if index < times[0])
        then = tuple(index for index in inside if index >= times[0])
        return [Block(items=first, day=day), Block(items=then, day=day, clock_of=times[0])]
    shared = [index for index in inside if index < times[0] and index != anchor and items[index].text]
    labels = [index for index in shared if items[index].key in ("room", "join", "mode")]
    return [
        Block(items=(anchor, *rest, *(index for index in inside if start <= index < end)), day=day, clock_of=start)
        for start, end, rest in zip(
            times, [*times[1:], inside[-1] + 1], [shared, *(labels for _ in times[1:])], strict=True
        )
    ]


def _is_timetable(items: Sequence[Item], anchor: int, inside: Sequence[int]) -> bool:
    """Whether the one row that begins with a time stands right below the day, with its talk behind the time."""
    below = next((items[index] for index in inside if index > anchor and items[index].text), None)
    return (
        below is not None
        and (not items[anchor].clocks or bool(_THEN.match(below.text[: below.clocks[0].start] if below.clocks else "")))
        and _begins_with_time(below)
        and bool(below.text[below.clocks[0].end :].strip(" :–—-"))
        and not is_place(below.text[below.clocks[0].end :])
    )


_THEN: Final = re.compile(
    r"(?:a seguire|in seguito|anschließend|im anschluss|danach|afterwards|after that|then|ensuite|puis|"
    r"à la suite|daarna|"
    r"aansluitend|vervolgens)\b.{0,20}$",
    re.IGNORECASE,
)
"""How a sentence on the next talk of the day begins, before its time."""


def _begins_with_time(item: Item) -> bool:
    if item.clocks and _THEN.match(item.text[: item.clocks[0].start]) and sentences.SPEAKS.search(item.text):
        return True
    return (
        bool(item.clocks)
        and not item.key
        and not item.text[: item.clocks[0].start].strip(" -*•·(–")
        and len(item.text) < 300
    )
