"""A text that holds TeX in Unicode, for mails, calendars, tables and feeds."""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from semctl.mathtext import signs
from semctl.mathtext.linear import written
from semctl.mathtext.pieces import TIE, Formula, pieces

INDENT: Final = "    "  # of a displayed formula, which is not to be broken into lines
_MOST_LETTERS: Final = 3  # of a script that is written small


@lru_cache(maxsize=64)
def text(source: str) -> str:
    """The text; a displayed formula stands on lines of its own."""
    parts: list[str] = []
    after_display = False
    for piece in pieces(source):
        if not isinstance(piece, Formula):
            shown = piece.text if TIE in source else piece.text.replace(TIE, " ")
            if after_display and parts:
                shown = _after_display(shown)
            parts.append(shown)
        elif piece.tree is None:
            parts.append(piece.source)
        elif piece.display and (shown := formula(piece)):
            if parts:
                parts[-1] = parts[-1].rstrip(" \t")
            parts.append("" if not parts or parts[-1].endswith("\n") else "\n")
            parts.append("\n".join(INDENT + line for line in shown.split("\n")))
        else:
            parts.append(formula(piece))
        after_display = isinstance(piece, Formula) and piece.display and piece.tree is not None
    return "".join(parts)


def _after_display(text: str) -> str:
    """The text after a displayed formula: its punctuation, then a new line."""
    text = text.lstrip(" \t")
    cut = next((place for place, sign in enumerate(text) if sign not in ".,;:!?"), len(text))
    head, rest = text[:cut], text[cut:].lstrip(" \t")
    return head + ("\n" if rest and not rest.startswith("\n") else "") + rest


def formula(piece: Formula) -> str:
    """A formula in Unicode."""
    return written(piece.tree, _Unicode()) if piece.tree is not None else piece.source


class _Unicode:
    """Letters as they are; scripts small where Unicode has them, else as TeX writes them."""

    def letters(self, text: str, *, upright: bool) -> str:
        return text

    def scripts(self, base: str, below: str, above: str) -> str:
        lower = _script(below, "_", signs.SUBSCRIPTS)
        upper = _script(above, "^", signs.SUPERSCRIPTS)
        if upper and len(lower) == 2 and lower[0] == "_":
            lower = f"_{{{lower[1]}}}"  # f_θ² would raise the θ
        return base + lower + upper


def _script(text: str, sign: str, small: Mapping[str, str]) -> str:
    raised = ""
    if sign == "^":
        text = "".join(signs.ON_THE_LINE.get(each, each) for each in text) if len(text) < 3 else text
        cut = next((place for place, each in enumerate(text) if each not in signs.RAISED), len(text))
        raised, text = text[:cut], text[cut:].lstrip()
    if not text:
        return raised
    compact = text.replace(" ", "")
    if all(each in small for each in compact) and not _is_long_word(compact):
        return raised + "".join(small[each] for each in compact)
    single = sum(not unicodedata.combining(each) for each in text) == 1
    return f"{raised}{sign}{text}" if single else f"{raised}{sign}{{{text}}}"


def _is_long_word(text: str) -> bool:
    run = 0
    for each in text:
        run = run + 1 if each.isalpha() else 0
        if run > _MOST_LETTERS:
            return True
    return False
