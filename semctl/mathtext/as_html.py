"""A text that holds TeX as HTML: with MathML for web pages, with i, sub and sup for mail programs.

Everything of the text's own is escaped; tags and attributes are only those that stand here and in `formulas`.
"""

import re
from collections.abc import Callable
from html import escape
from itertools import groupby
from typing import Final
from unicodedata import normalize
from xml.etree import ElementTree as ET

from semctl.mathtext import signs
from semctl.mathtext.linear import written
from semctl.mathtext.pieces import Formula, pieces

_ODD: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_VARIABLE: Final = re.compile("[A-Za-zα-ωϕϵϑϱϖℓ]")
_DISPLAYED: Final = '<span style="display:block;margin:0.5em 2em">{}</span>'


def page(source: str) -> str:
    """For browsers: MathML."""
    return _html(source, _mathml)


def mail(source: str) -> str:
    """For mail programs, many of which drop MathML."""
    return _html(source, _tags)


def _html(source: str, formula: Callable[[Formula], str]) -> str:
    parts = []
    for style, group in groupby(pieces(source), key=lambda piece: piece.style):
        markup = "".join(formula(each) if isinstance(each, Formula) else _escaped(each.text) for each in group)
        parts.append(f"<{style}>{markup}</{style}>" if style else markup)
    return "".join(parts)


def _mathml(formula: Formula) -> str:
    if formula.tree is None:
        return _escaped(formula.source)
    return ET.tostring(formula.tree, encoding="unicode", short_empty_elements=False)


def _tags(formula: Formula) -> str:
    if formula.tree is None:
        return _escaped(formula.source)
    lines = written(formula.tree, _Tags()).split("\n")
    return _DISPLAYED.format("<br/>".join(lines)) if formula.display else "<br/>".join(lines)


def _escaped(text: str) -> str:
    return escape(_ODD.sub("", text))


class _Tags:
    """Variables in italics, scripts as tags."""

    def letters(self, text: str, *, upright: bool) -> str:
        return escape(text) if upright or not _VARIABLE.match(normalize("NFD", text)) else f"<i>{escape(text)}</i>"

    def scripts(self, base: str, below: str, above: str) -> str:
        lower = f"<sub>{below}</sub>" if below else ""
        upper = f"<sup>{above}</sup>" if above and above not in signs.RAISED else above
        return base + lower + upper
