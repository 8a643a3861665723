"""Two changes of one TOML text put together: by lines, or one block key by key.

What only a person can decide comes out as a Clash, never as a guess. Texts have "\\n" as line end.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Hashable, Iterable, Mapping
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any, Final, NamedTuple

from semctl.tomltext import render, spans, splices
from semctl.tomltext.sameness import same
from semctl.tomltext.sections import Layout

_MISSING: Final = object()
_DIFFERENT: Final = object()
_END: Final = ("end",)

Arrays = Mapping[tuple[Hashable, ...], list[Hashable]]
"""For the names in an array's headers: what each of its elements is known by, in the order of the text."""

Flat = dict[tuple[Hashable, ...], Any]
"""Data as one value a path, an element of an array under what it is known by; a table itself is its own type."""


class Clash(NamedTuple):
    """What only a person can decide."""

    ours: str
    theirs: str


Pieces = list[str | Clash]


class _Unit(NamedTuple):
    """A part of a block that is merged for itself: a header line, or a key with its value.

    table: the path of the header it stands under. above: the lines between the unit before and this one.
    start, value, end: its own text; only a key has a value.
    """

    table: tuple[Hashable, ...]
    above: str
    start: str = ""
    value: str = ""
    end: str = ""

    @property
    def body(self) -> str:
        """The text without the lines above."""
        return self.start + self.value + self.end


def one(base: Any, ours: Any, theirs: Any) -> Any:
    """The one that changed, either if both changed alike, else None."""
    if theirs in (base, ours):
        return ours
    return theirs if base == ours else None


def shown(pieces: Pieces) -> str:
    """The text, with markers around what clashes."""
    marked = "<<<<<<< ours\n{}=======\n{}>>>>>>> theirs\n"
    return "".join(marked.format(*piece) if isinstance(piece, Clash) else piece for piece in pieces)


def answered(pieces: Pieces, side: int) -> str:
    """The text as if every clash were decided for ours (0) or theirs (1)."""
    return "".join(piece[side] if isinstance(piece, Clash) else piece for piece in pieces)


def clashes(pieces: Pieces) -> int:
    """How often a person must decide."""
    return sum(isinstance(piece, Clash) for piece in pieces)


# Lines


def merged_lines(base: str, ours: str, theirs: str) -> Pieces:
    """Between lines that all three share, each stretch is taken from the one that changed it."""
    b, o, t = (re.findall(r"[^\n]*\n|[^\n]+", text) for text in (base, ours, theirs))
    in_ours, in_theirs = _matches(b, o), _matches(b, t)
    pieces: Pieces = []
    at_b = at_o = at_t = 0
    for line in [*sorted(in_ours.keys() & in_theirs.keys()), len(b)]:
        to_o, to_t = in_ours.get(line, len(o)), in_theirs.get(line, len(t))
        stretch = "".join(b[at_b:line]), "".join(o[at_o:to_o]), "".join(t[at_t:to_t])
        chosen = one(*stretch)
        pieces.append(Clash(*stretch[1:]) if chosen is None else chosen)
        pieces += b[line : line + 1]
        at_b, at_o, at_t = line + 1, to_o + 1, to_t + 1
    return pieces


def _matches(base: list[str], side: list[str]) -> dict[int, int]:
    blocks = SequenceMatcher(None, base, side).get_matching_blocks()
    return {block.a + n: block.b + n for block in blocks for n in range(block.size)}


def both(base: str, ours: str, theirs: str) -> str:
    """Blank lines and comments: they never clash, where both changed the same ones both stay."""
    if (chosen := one(base, ours, theirs)) is not None:
        return str(chosen)
    parts = []
    for piece in merged_lines(base, ours, theirs):
        if isinstance(piece, Clash):
            said = [text for text in piece if text.strip()]
            piece = "".join(said) if said else piece.ours
        parts.append(piece)
    return "".join(parts)


# Order


def order(base: Iterable[Any], ours: Iterable[Any], theirs: Iterable[Any]) -> list[Any]:
    """Every key of both sides: in ours' order unless only theirs moved some.

    What the other side added stands below what it was put below; where both added, ours stands first.
    """
    base, ours, theirs = list(base), list(ours), list(theirs)
    common = {*base} & {*ours} & {*theirs}
    was, mine, other = ([key for key in keys if key in common] for keys in (base, ours, theirs))
    theirs_leads = mine == was != other
    lead, rest = (theirs, ours) if theirs_leads else (ours, theirs)
    result, leading, known = list(lead), {*lead}, {*base, *rest}
    for above, key in pairwise([None, *rest]):
        if key in leading:
            continue
        at = 0 if above is None else result.index(above) + 1
        while not theirs_leads and at < len(result) and result[at] not in known:
            at += 1
        result.insert(at, key)
    return result


# One block


def merged_block(base: str, ours: str, theirs: str) -> Pieces:
    """One block of three texts, key by key; `base` may be empty. Neighbouring clashes are one.

    The result is not read: the caller checks that it says what was meant.
    """
    sides = [_units(text) for text in (base, ours, theirs)]
    keys = order(*sides)
    tables: dict[Hashable, int] = {}
    for key in keys:
        tables.setdefault(next(side[key].table for side in sides if key in side), len(tables))
    keys.sort(key=lambda key: tables[next(side[key].table for side in sides if key in side)])
    pieces: Pieces = []
    for key in keys:
        for piece in _merged_unit(*(side.get(key) for side in sides)):
            last = pieces[-1] if pieces else None
            if isinstance(piece, Clash) and isinstance(last, Clash):
                pieces[-1] = Clash(last.ours + piece.ours, last.theirs + piece.theirs)
            elif piece:
                pieces.append(piece)
    return pieces


def _units(text: str) -> dict[tuple[Hashable, ...], _Unit]:
    """The units of a block in the order of the text; the last one is what stands below all keys."""
    layout, at = Layout(text), 0
    units: dict[tuple[Hashable, ...], _Unit] = {}
    sections = layout.sections
    for number, section in enumerate(sections):
        path = section.path
        inner = next((n for n, part in enumerate(path) if n > 1 and isinstance(part, int) and _has_index(path[:n])), 0)
        if inner:  # [[talks.speakers]]: all of them are one unit
            if number and sections[number - 1].path[:inner] == path[:inner]:
                continue
            end = splices.tail(layout, splices.last_of(layout, number, path[:inner]))
            units[path[:inner]] = _Unit(path[:inner], text[at : section.start], text[section.start : end])
            at = end
            continue
        if section.key:
            body = layout.body_start(number)
            units[(path,)] = _Unit(path, text[at : section.start], text[section.start : body])
            at = body
        for each in layout.statements(number):
            spot = each.start, each.value_at, each.value_end, each.end
            units[path, each.key] = _Unit(path, text[at : each.start], *(text[a:b] for a, b in pairwise(spot)))
            at = each.end
    units[_END] = _Unit(_END, text[at:])
    return units


def _has_index(path: tuple[str | int, ...]) -> bool:
    return any(isinstance(part, int) for part in path)


def _merged_unit(base: _Unit | None, ours: _Unit | None, theirs: _Unit | None) -> Pieces:
    if ours is None or theirs is None:
        left = ours or theirs
        if left is None or left == base:
            return []
        if base is None:
            return [left.above, left.body]
        return [left.above, Clash(ours.body if ours else "", theirs.body if theirs else "")]
    above = both(base.above if base else "", ours.above, theirs.above)
    body = one(base.body if base else None, ours.body, theirs.body)
    if body is not None:
        return [above, body]
    old = base or _Unit((), "")
    value = _merged_value(old.value, ours.value, theirs.value)
    start = one(old.start, ours.start, theirs.start)
    if start is None and ours.value:
        start = ours.start  # the same key, in other blanks
    end = one(old.end.strip(), ours.end.strip(), theirs.end.strip())
    if value is None or start is None or end is None:
        return [above, Clash(ours.body, theirs.body)]
    return [above, start, value, ours.end if end == ours.end.strip() else theirs.end]


# Values


def _merged_value(base: str, ours: str, theirs: str) -> str | None:
    """A value as typed, merged by what it says; None for a clash."""
    if (chosen := one(base, ours, theirs)) is not None:
        return str(chosen)
    values = [_read(raw) for raw in (base, ours, theirs)]
    merged = _merged_data(*values)
    if merged is _DIFFERENT:
        return None
    for raw, value in ((ours, values[1]), (theirs, values[2])):
        if same(merged, value):
            return raw
    if isinstance(merged, list):
        return None if spans.comments(ours + theirs) else _list(merged, ours)
    pieces = merged_lines(base, ours, theirs)
    text = answered(pieces, 0)
    return text if not clashes(pieces) and same(_read(text), merged) else None


def _read(raw: str) -> Any:
    try:
        return tomllib.loads(f"x = {raw}")["x"] if raw else _MISSING
    except (ValueError, RecursionError):
        return _MISSING


def _list(items: list[Any], like: str) -> str:
    """A list as typed, one line an item where the other one was so."""
    if "\n" not in like:
        return render.value(items)
    return "[\n" + "".join(f"  {render.inline(item)},\n" for item in items) + "]"


def _merged_data(base: Any, ours: Any, theirs: Any) -> Any:
    """The merge of three values, each maybe _MISSING; _DIFFERENT for a clash.

    Beyond one changed value, two kinds can be put together: lists of dates, and lines of a longer text.
    """
    if same(ours, theirs) or same(base, theirs):
        return ours
    if same(base, ours):
        return theirs
    three = (base, ours, theirs)
    if all(isinstance(each, list) and all(type(day) is dt.date for day in each) for each in three):
        merged = [day for day in ours if day in theirs or day not in base]
        merged += [day for day in theirs if day not in ours and day not in base]
        return sorted(merged) if all(days == sorted(days) for days in (ours, theirs)) else merged
    if all(isinstance(each, str) and "\n" in each for each in three):
        pieces = merged_lines(*three)
        if not clashes(pieces):
            return answered(pieces, 0)
    return _DIFFERENT


# Data


def flat(data: Any, arrays: Arrays, path: tuple[Hashable, ...] = ()) -> Flat:
    """Every value of the data under its path; lists are values, but for those arrays that are named."""
    if isinstance(data, dict):
        found: Flat = {path: dict}
        for key, item in data.items():
            found |= flat(item, arrays, (*path, key))
        return found
    if isinstance(data, list) and len(arrays.get(path, ())) == len(data) > 0:
        found = {}
        for key, item in zip(arrays[path], data, strict=True):
            found |= flat(item, arrays, (*path, ("element", key)))
        return found
    return {path: data}


def agrees(result: Flat, base: Flat, ours: Flat, theirs: Flat) -> bool:
    """Whether the result says exactly the merge of the three."""
    for path in {**result, **base, **ours, **theirs}:
        merged = _merged_data(*(side.get(path, _MISSING) for side in (base, ours, theirs)))
        if merged is _DIFFERENT or not same(merged, result.get(path, _MISSING)):
            return False
    return True
