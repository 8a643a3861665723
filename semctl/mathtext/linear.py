"""A formula on one line, as a person would type it: min_{f ∈ F}, (a + b)/2, (n choose k).

What a letter, a script or an accent looks like is the output's; where blanks and brackets belong is told here.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from enum import IntEnum, auto
from typing import Final, NamedTuple, Protocol
from xml.etree.ElementTree import Element

from semctl.mathtext import signs
from semctl.mathtext.formulas import space


class Kind(IntEnum):
    """What an item is to its neighbours."""

    ORDINARY = auto()
    NUMBER = auto()
    NAME = auto()
    LARGE = auto()
    BINARY = auto()
    RELATION = auto()
    OPENING = auto()
    CLOSING = auto()
    PARTING = auto()
    GROUPING = auto()
    BAR = auto()
    FRACTION = auto()
    ROOT = auto()
    BLANK = auto()


class Item(NamedTuple):
    """A piece of a formula, written."""

    text: str
    kind: Kind = Kind.ORDINARY


class Script(Protocol):
    """How an output writes what has a look."""

    def letters(self, text: str, *, upright: bool) -> str:
        """A name, a number or a sign."""

    def scripts(self, base: str, below: str, above: str) -> str:
        """A base with what stands below and above it; either may be empty."""


BLANK = Item(" ", Kind.BLANK)
_OPERANDS = frozenset({Kind.ORDINARY, Kind.NUMBER, Kind.NAME, Kind.CLOSING, Kind.FRACTION, Kind.ROOT, Kind.LARGE})
_LOOSE = frozenset({Kind.BINARY, Kind.RELATION, Kind.PARTING, Kind.FRACTION, Kind.LARGE, Kind.BLANK})


def written(tree: Element, script: Script) -> str:
    """The formula; several lines only where it is an environment of several rows."""
    return _Writer(script).formula(tree)


class _Writer:
    def __init__(self, script: Script) -> None:
        self.script = script

    def formula(self, tree: Element) -> str:
        if len(tree) == 1 and tree[0].tag == "mtable" and tree[0].get("displaystyle") == "true":
            return "\n".join(filter(None, self.rows(tree[0], " ")))
        return self.row(tree)

    def row(self, element: Element, *, in_script: bool = False) -> str:
        return spaced(self.items(element), in_script=in_script)

    def items(self, element: Element) -> list[Item]:
        """The items of a row; brackets of TeX's own show nothing."""
        found: list[Item] = []
        before: Element | None = None
        for child in element:
            if child.tag == "mfrac" and child.get("linethickness") == "0" and _sign(before) == "(":
                found.append(Item(f"{self.row_of(child[0])} choose {self.row_of(child[1])}"))
            else:
                found += self.item(child)
            before = child
        if len(element) and _sign(element[0]) == "{" and _sign(element[-1]) in signs.INVISIBLE:
            found.append(Item("}", Kind.CLOSING))
        return _with_ellipses(found)

    def item(self, element: Element) -> list[Item]:
        tag = element.tag
        if tag in ("mrow", "mpadded", "menclose", "mtd", "math"):
            return self.items(element)
        if tag in ("mi", "mn", "mtext"):
            return self.token(element)
        if tag == "mo":
            return self.operator(element)
        if tag in ("msub", "msup", "msubsup", "munder", "mover", "munderover"):
            return self.scripted(element)
        if tag == "mmultiscripts":
            return self.many_scripts(element)
        if tag == "mfrac":
            return [self.fraction(element)]
        if tag in ("msqrt", "mroot"):
            return [self.root(element)]
        if tag == "mtable":
            return self.table(element)
        if tag == "mspace" and space(element) > 0:
            return [BLANK]
        return []

    # --- single signs ---

    def token(self, element: Element) -> list[Item]:
        text = signs.bare("".join(element.itertext()) if len(element) else element.text or "")
        if element.tag == "mtext":
            core = text.strip()
            kind = Kind.NAME if signs.is_word(core) and " " not in core else Kind.ORDINARY
            blanks = [[BLANK] if blank else [] for blank in (text[:1].isspace(), text[-1:].isspace())]
            return [*blanks[0], Item(self.script.letters(core, upright=True), kind), *blanks[1]] if core else [BLANK]
        if text == ":":
            return [Item(":", Kind.PARTING)]
        upright = element.tag == "mn" or "mathvariant" in element.attrib or len(text) > 1
        kind = Kind.NUMBER if element.tag == "mn" else Kind.NAME if signs.is_word(text) else Kind.ORDINARY
        return [Item(self.script.letters(text, upright=upright), kind)] if text else []

    def operator(self, element: Element) -> list[Item]:
        text = element.text or ""
        text = signs.ALIKE.get(text, text)
        if not text or text in signs.INVISIBLE:
            return []
        if text == signs.MIDDLE or (text == "|" and element.get("stretchy") == "true" and "form" not in element.attrib):
            return [Item("|", Kind.RELATION)]
        kind = Kind.GROUPING if text == "," and element.get("rspace") == "0" else _kind(text)
        return [Item(self.script.letters(text, upright=True), kind)]

    # --- what stands over, under and beside ---

    def scripted(self, element: Element) -> list[Item]:
        tag, base = element.tag, element[0]
        below = element[1] if tag in ("msub", "msubsup", "munder", "munderover") else None
        above = element[-1] if tag in ("msup", "msubsup", "mover", "munderover") else None
        if element.get("accent") or element.get("accentunder"):
            return self.accented(base, element[1])
        if base.tag in ("mover", "munder") and _is_brace(base[1]):
            note = self.row_of(element[1])
            return [*self.item(base), BLANK, Item(f"({note})")] if note else self.item(base)
        return self.with_scripts(self.item(base), below, above)

    def with_scripts(self, items: Sequence[Item], below: Element | None, above: Element | None) -> list[Item]:
        lower = self.row_of(below)
        upper = self.row_of(above)
        if not lower and not upper:
            return list(items)
        text, kind = _bracketed(items), items[0].kind if len(items) == 1 else Kind.ORDINARY
        kind = Kind.ORDINARY if kind in (Kind.FRACTION, Kind.ROOT) else kind
        return [Item(self.script.scripts(text, lower, upper), kind)]

    def row_of(self, element: Element | None) -> str:
        if element is None:
            return ""
        return spaced(_with_ellipses(self.item(element)), in_script=True)

    def many_scripts(self, element: Element) -> list[Item]:
        children = list(element)
        cut = next((place for place, child in enumerate(children) if child.tag == "mprescripts"), len(children))
        before, after = children[cut + 1 :], children[1:cut]
        items = self.item(children[0])
        if after:
            items = self.with_scripts(items, after[0], after[1] if len(after) > 1 else None)
        if not before:
            return items
        return [*self.with_scripts([Item("")], before[0], before[1] if len(before) > 1 else None), *items]

    def accented(self, base: Element, accent: Element) -> list[Item]:
        items = self.item(base)
        sign = accent.text or ""
        mark = signs.COMBINING.get(sign)
        letters = _letters(base)
        if letters is None or mark is None:
            if sign in signs.BRACES or mark is None:
                return items
            return [Item(f"{signs.NAMED_ACCENTS.get(mark, 'bar')}({spaced(items)})")]
        if len(letters) > 1 and mark in signs.NAMED_ACCENTS:
            return [Item(f"{signs.NAMED_ACCENTS[mark]}({spaced(items)})")]
        text = "".join(unicodedata.normalize("NFC", letter + mark) for letter in letters)
        return [Item(self.script.letters(text, upright=len(letters) > 1 or "mathvariant" in base.attrib))]

    # --- fractions, roots, tables ---

    def fraction(self, element: Element) -> Item:
        upper, lower = self.item(element[0]), self.item(element[1])
        if element.get("linethickness") == "0":
            return Item(f"{spaced(upper)}, {spaced(lower)}", Kind.PARTING)
        above = f"({spaced(upper)})" if _is_loose(upper) else spaced(upper)
        below = spaced(lower) if _is_one(lower) else f"({spaced(lower)})"
        return Item(f"{above}/{below}", Kind.FRACTION)

    def root(self, element: Element) -> Item:
        radicand = self.items(element) if element.tag == "msqrt" else self.item(element[0])
        inner = spaced(radicand) if _is_one(radicand) else f"({spaced(radicand)})"
        index = self.row_of(element[1]) if element.tag == "mroot" else ""
        sign = {"": "√", "2": "√", "3": "∛", "4": "∜"}.get(index)
        return Item(f"{sign}{inner}" if sign else f"{self.script.scripts('', '', index)}√{inner}", Kind.ROOT)

    def table(self, element: Element) -> list[Item]:
        rows = [row for row in self.rows(element, ", ") if row]
        is_column = all(sum(1 for cell in row if len(cell)) < 2 for row in element)
        return [Item((", " if is_column else "; ").join(rows))]

    def rows(self, element: Element, between: str) -> Iterator[str]:
        """Each row on a line; a cell that begins with a relation follows without a comma."""
        for row in element:
            text = ""
            for cell in row:
                items = self.items(cell)
                shown = spaced(items)
                tight = text.endswith((",", ";")) or (items and items[0].kind in (Kind.RELATION, Kind.BINARY))
                text += ((" " if tight else between) if text and shown else "") + shown
            yield text


# --- blanks and brackets ---


def spaced(items: Sequence[Item], *, in_script: bool = False) -> str:
    """The items with the blanks that belong between them."""
    kinds = {item.kind for item in items}
    tight = in_script and not kinds & {Kind.RELATION, Kind.OPENING}
    parts: list[str] = []
    before: Item | None = None
    bars = 0
    for item in items:
        if item.kind is Kind.GROUPING:  # 1{,}000; in a script, any comma
            item = Item(item.text, Kind.PARTING if in_script else Kind.ORDINARY)
        elif item.kind is Kind.BAR:
            bars += 1
            item = Item(item.text, Kind.OPENING if bars % 2 else Kind.CLOSING)
        elif item.kind is Kind.BINARY and (before is None or before.kind not in _OPERANDS):
            item = Item(item.text, Kind.OPENING)  # a sign before a number stands close
        if before is not None and _is_parted(before, item, tight=tight, in_script=in_script):
            parts.append(" ")
        parts.append(item.text if item.kind is not Kind.BLANK else "")
        before = item
    return " ".join("".join(parts).split())


def _is_parted(before: Item, item: Item, *, tight: bool, in_script: bool) -> bool:
    """Whether a blank belongs between two neighbours."""
    left, right = before.kind, item.kind
    if left is Kind.BLANK or right is Kind.BLANK:
        return True
    if right in (Kind.CLOSING, Kind.PARTING) or left is Kind.OPENING:
        return left is Kind.RELATION
    if left is Kind.RELATION and right is Kind.RELATION:
        return ":" not in (before.text, item.text)
    if Kind.RELATION in (left, right):
        return True
    if left is Kind.PARTING:
        return not tight
    if Kind.BINARY in (left, right):
        return not in_script
    if right is Kind.OPENING:
        return left in (Kind.FRACTION, Kind.LARGE)
    if left is Kind.NUMBER and right is Kind.NUMBER:
        return True
    return bool({left, right} & {Kind.NAME, Kind.LARGE, Kind.FRACTION})


def _with_ellipses(items: list[Item]) -> list[Item]:
    """Three points of the parser are one sign."""
    for place in range(len(items) - 3, -1, -1):
        text = items[place].text
        if text in signs.ELLIPSES and [each.text for each in items[place : place + 3]] == [text] * 3:
            items[place : place + 3] = [Item(signs.ELLIPSES[text])]
    return items


def _outside(items: Sequence[Item]) -> list[Item]:
    """The items that no bracket encloses."""
    found, depth = [], 0
    for item in items:
        depth -= item.kind is Kind.CLOSING
        if depth <= 0:
            found.append(item)
        depth += item.kind is Kind.OPENING
    return found


def _is_loose(items: Sequence[Item]) -> bool:
    """Whether something written beside it would be taken for a part of it."""
    outside = _outside(items)
    kinds = {item.kind for item in outside}
    if len(items) == 1:
        return items[0].kind in (Kind.FRACTION, Kind.PARTING)
    return bool(kinds & _LOOSE) or (Kind.NAME in kinds and len(outside) > 1)


def _is_one(items: Sequence[Item]) -> bool:
    """Whether it needs no brackets after a slash: one sign, a bracket, f(x), dx."""
    if _is_loose(items):
        return False
    outside = _outside(items)
    kinds = [item.kind for item in outside]
    if len(items) < 2 or kinds in ([Kind.OPENING, Kind.CLOSING], [Kind.ORDINARY, Kind.OPENING, Kind.CLOSING]):
        return True
    bars = kinds[0] is kinds[-1] is Kind.BAR and kinds.count(Kind.BAR) == 2
    return bars or (len(items) == 2 and re.sub("<[^>]*>", "", items[0].text) in ("d", "∂"))


def _bracketed(items: Sequence[Item]) -> str:
    compound = len(items) == 1 and items[0].kind in (Kind.FRACTION, Kind.ROOT)
    return f"({spaced(items)})" if compound or _is_loose(items) else spaced(items)


_KINDS: Final = {
    sign: kind
    for kind, known in (
        (Kind.ORDINARY, signs.PLAIN),
        (Kind.PARTING, signs.PARTING),
        (Kind.CLOSING, signs.CLOSING),
        (Kind.OPENING, signs.OPENING),
        (Kind.BAR, signs.BARS),
        (Kind.BINARY, signs.BINARY),
        (Kind.LARGE, signs.LARGE),
    )
    for sign in known
}


def _kind(text: str) -> Kind:
    if text in _KINDS:
        return _KINDS[text]
    return Kind.RELATION if text in ":=<>" or unicodedata.category(text[0]) in ("Sm", "So") else Kind.ORDINARY


def _is_brace(element: Element) -> bool:
    return (element.text or "") in signs.BRACES


def _sign(element: Element | None) -> str:
    """The text of an operator; a blank for anything else."""
    return (element.text or " ") if element is not None and element.tag == "mo" else " "


def _letters(element: Element) -> list[str] | None:
    """The letters that an accent stands over, each with the accents it has; None where there is more than letters."""
    if element.tag in ("mi", "mn"):
        text = signs.bare(element.text or "")
        return list(text) if text.isalnum() else None
    if element.tag == "mover" and element.get("accent"):
        letters, mark = _letters(element[0]), signs.COMBINING.get(element[1].text or "")
        return [letters[0] + mark] if letters and mark and len(letters) == 1 else None
    if element.tag in ("mrow", "mpadded"):
        found = [_letters(child) for child in element if child.tag != "mspace"]
        return None if not found or None in found else [letter for each in found for letter in each or ()]
    return None
