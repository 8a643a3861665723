"""A text that holds TeX as Typst markup, for posters.

Only constructs that stand here and quoted strings are written, so that no text runs code: Typst's own can read files.
"""

import re
from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element

from semctl.mathtext import signs
from semctl.mathtext.as_text import formula as in_unicode
from semctl.mathtext.formulas import space
from semctl.mathtext.pieces import Formula, pieces
from semctl.mathtext.prose import Style

_ODD: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_PARAGRAPHS: Final = re.compile(r"\n[ \t]*\n\s*")
_STYLES: Final = {Style.EMPHASIS: "#emph", Style.STRONG: "#strong", Style.CODE: '#text(font: "DejaVu Sans Mono")'}
_FENCES: Final = signs.OPENING | signs.CLOSING | signs.BARS | signs.INVISIBLE
_OVER: Final = {
    "⏞": "overbrace",
    "⎴": "overbracket",
    "⏜": "overparen",
    "‾": "overline",
    "̲": "overline",
    "¯": "overline",
}
_UNDER: Final = {"⏟": "underbrace", "⎵": "underbracket", "⏝": "underparen", "_": "underline", "̲": "underline"}


def markup(source: str) -> str:
    """The text as content."""
    parts = []
    for piece in pieces(source):
        shown = (
            _equation(piece)
            if isinstance(piece, Formula) and piece.tree is not None
            else _prose(piece.source if isinstance(piece, Formula) else piece.text)
        )
        parts.append(f"{_STYLES[piece.style]}[{shown}];" if piece.style else shown)
    return "".join(parts)


def _prose(text: str) -> str:
    """Strings, with breaks between the paragraphs."""
    return "#parbreak();".join(f"#{_quoted(part)};" if part else "" for part in _PARAGRAPHS.split(text))


def _quoted(text: str) -> str:
    escaped = _ODD.sub("", text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _equation(formula: Formula) -> str:
    assert formula.tree is not None
    block = "true" if formula.display else "false"
    return f"#math.equation(block: {block}, alt: {_quoted(in_unicode(formula))}, ${_formula(formula.tree)}$);"


# --- formulas ---


def _formula(tree: Element) -> str:
    """What stands between the dollars; rows of an environment are aligned."""
    if len(tree) == 1 and tree[0].tag == "mtable" and tree[0].get("displaystyle") == "true":
        return " \\ ".join(
            "&".join(_row(cell) for cell in row if "width:" not in cell.get("style", "")) for row in tree[0]
        )
    return _row(tree)


def _row(element: Element) -> str:
    children = list(element)
    fenced = len(children) > 1 and all(_is_growing(children[place]) for place in (0, -1))
    inner = _joined([_element(child) for child in children])
    return f"#math.lr(${inner}$)" if fenced and element.tag == "mrow" else inner


def _is_growing(element: Element) -> bool:
    """Whether it is a bracket that is as high as what it encloses, or none at all in its place."""
    text = element.text or ""
    return element.tag == "mo" and element.get("stretchy") != "false" and text in _FENCES


def _joined(parts: Sequence[str]) -> str:
    """The parts with a blank where two names or numbers would run together."""
    text = ""
    for part in parts:
        text += " " if text and part and _runs_on(text[-1]) and _runs_on(part[0]) else ""
        text += part
    return text


def _runs_on(sign: str) -> bool:
    return sign not in '\\"#$)]&'


def _element(element: Element) -> str:
    tag = element.tag
    if tag in ("mi", "mn", "mtext"):
        return _token(element)
    if tag == "mo":
        return _operator(element.text or "")
    if tag == "mspace":
        return f"#h({space(element):g}em)" if space(element) else ""
    if tag == "mphantom":
        return ""
    if tag == "mfrac":
        return _fraction(element)
    if tag == "msqrt":
        return f"#math.sqrt(${_row(element)}$)"
    if tag == "mroot":
        return f"#math.root({_math(element[1])}, {_math(element[0])})"
    if tag in ("msub", "msup", "msubsup", "munder", "mover", "munderover"):
        return _scripted(element)
    if tag == "mmultiscripts":
        return _many_scripts(element)
    if tag == "mtable":
        return _table(element)
    return _row(element)


def _math(element: Element) -> str:
    return f"${_element(element)}$"


def _token(element: Element) -> str:
    text = "".join(element.itertext())
    if element.tag == "mn" and text.isascii() and text.isdigit():
        return text
    if len(text) == 1 and element.tag != "mtext":
        return f"upright({_quoted(text)})" if text.isalpha() and "mathvariant" in element.attrib else _sign(text)
    return f"op({_quoted(text)})" if element.tag == "mi" and signs.is_word(text) else _quoted(text)


def _operator(text: str) -> str:
    if text in signs.BARS:
        return f'#math.class("normal", {_quoted(text)})'
    if signs.is_word(text):
        return f"op({_quoted(text)})"
    return _joined(["" if sign in signs.INVISIBLE else _sign(sign) for sign in text])


def _sign(sign: str) -> str:
    """One character: as it is, or with a backslash where it means something in Typst."""
    if sign.isascii():
        return sign if sign.isalnum() else f"\\{sign}" if sign.isprintable() and sign != " " else ""
    return (
        sign if sign.isprintable() and not sign.isspace() and sign.isidentifier() is sign.isalpha() else _quoted(sign)
    )


def _fraction(element: Element) -> str:
    upper, lower = _math(element[0]), _math(element[1])
    if element.get("linethickness") == "0":
        return f"#math.mat(delim: none, ({upper},), ({lower},))"
    return f"#math.frac({upper}, {lower})"


def _scripted(element: Element) -> str:
    tag, base = element.tag, element[0]
    if (element.get("accent") or element.get("accentunder")) and (accented := _accented(element)):
        return accented
    shown = _math(base)
    if tag in ("munder", "mover", "munderover") and not _is_brace(base):
        shown = f"math.limits({shown})"
    scripts = []
    if tag in ("msub", "msubsup", "munder", "munderover"):
        scripts.append(f"b: {_math(element[1])}")
    if tag in ("msup", "msubsup", "mover", "munderover"):
        scripts.append(f"t: {_math(element[-1])}")
    return f"#math.attach({', '.join([shown, *scripts])})"


def _is_brace(element: Element) -> bool:
    return element.tag in ("mover", "munder") and (element[1].text or "") in signs.BRACES


def _accented(element: Element) -> str:
    """The accent over or under its letters; empty where Typst has none like it."""
    base, sign = element[0], element[1].text or ""
    known = (_OVER if element.tag == "mover" else _UNDER).get(sign)
    if known:
        return f"#math.{known}({_math(base)})"
    mark = signs.COMBINING.get(sign)
    return f"#math.accent({_math(base)}, {_quoted(mark)})" if mark and element.tag == "mover" else ""


def _many_scripts(element: Element) -> str:
    children = list(element)
    cut = next((place for place, child in enumerate(children) if child.tag == "mprescripts"), len(children))
    names = [*zip(("b", "t"), children[1:cut], strict=False), *zip(("bl", "tl"), children[cut + 1 :], strict=False)]
    scripts = [f"{name}: {_math(child)}" for name, child in names if child.tag != "mrow" or len(child)]
    return f"#math.attach({', '.join([_math(children[0]), *scripts])})"


def _table(element: Element) -> str:
    widest = max((len(row) for row in element), default=0)
    rows = []
    for row in element:
        cells = [f"${_row(cell)}$" for cell in row]
        rows.append(f"({', '.join([*cells, *['$$'] * (widest - len(cells))])},)")
    return f"#math.mat(delim: none, {', '.join(rows)})" if widest else ""
