"""A formula of TeX as a tree of MathML, or None where it cannot be converted.

The parser is native code: what could exhaust its stack or its time never reaches it.
"""

import re
from functools import cache, lru_cache
from html.entities import html5
from typing import Final
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from math_core import LatexError, LatexToMathML

from semctl.mathtext.macros import ENVIRONMENTS, MACROS

CHARACTERS: Final = 2000  # of a formula
NESTING: Final = 50  # of groups in a formula
COMMANDS: Final = 300  # in a formula; each may nest too, and a stack of 1 MB holds these
EXPANSIONS: Final = 100  # of macros in a formula
DEPTH: Final = 80  # of the tree; what reads it is recursive

_TAGS: Final = """math mi mn mo mtext mspace mrow mfrac msqrt mroot msub msup msubsup munder mover munderover
    mmultiscripts mprescripts mtable mtr mtd mphantom mpadded menclose b i u em code span"""
_ATTRIBUTES: Final = """accent accentunder display displaystyle form linethickness lspace mathvariant maxsize minsize
    movablelimits rspace scriptlevel stretchy symmetric width"""
TAGS: Final = frozenset(_TAGS.split())
ATTRIBUTES: Final = frozenset(_ATTRIBUTES.split())
_STYLE: Final = re.compile(
    r"(?:(?:text-align|justify-items|padding-\w+|width|border-\w+|font-variant-caps):[\w .%-]+;?)+"
)
_SPACE: Final = re.compile(r"(-?[0-9.]{1,12})(?:em|rem)")
WIDEST: Final = 2.0  # em of a blank


@lru_cache(maxsize=512)
def parsed(tex: str, *, display: bool) -> Element | None:
    """The formula's tree; its tags are among TAGS, and it is at most DEPTH deep. Not to be changed by the caller."""
    if _beyond_the_caps(tex):
        return None
    try:
        markup = _converter().convert_with_local_state(normalised(tex), displaystyle=display)
        markup = _ENTITY.sub(_character, markup).replace("\ufe00", "").replace("\ufe01", "")  # shapes of one letter
        tree = ET.fromstring(markup)
    except (LatexError, ET.ParseError, ValueError):
        return None
    return tree if _is_known(tree) else None


def refused(tex: str) -> str:
    """Why a formula cannot be converted; empty where the parser takes it."""
    if beyond := _beyond_the_caps(tex):
        return beyond
    try:
        _converter().convert_with_local_state(normalised(tex), displaystyle=False)
    except LatexError as error:
        says = str(error).partition(": ")[2].rstrip(".")
        return says[:1].lower() + says[1:]
    return ""


@cache
def _converter() -> LatexToMathML:
    return LatexToMathML(
        macros=dict(MACROS), fancy_error=False, unicode_substitution="never", max_expansions=EXPANSIONS
    )


_ENTITY: Final = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;)([A-Za-z]+;)")


def _character(entity: re.Match[str]) -> str:
    """MathML's names of characters are unknown to XML: &ApplyFunction; is U+2061."""
    return html5.get(entity[1], "")


# --- before the parser ---

_ODD: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_STEP: Final = re.compile(r"\\([A-Za-z]+|.)|([{}])", re.DOTALL)
_DEFINES: Final = re.compile(
    r"\\(?:[gex]?def|(?:future)?let|(?:re)?newcommand|providecommand|Declare[A-Za-z]+)(?![A-Za-z])"
)


def _beyond_the_caps(tex: str) -> str:
    """What of it the parser shall not see; empty where all is well."""
    if len(tex) > CHARACTERS:
        return f"longer than {CHARACTERS} characters"
    if _ODD.search(tex):
        return "holds a control character"
    if found := _DEFINES.search(tex):
        return f"{found[0]} defines something"
    depth = deepest = commands = 0
    for step in _STEP.finditer(tex):
        commands += step[1] is not None
        if step[2] == "{" or step[1] in ("left", "begin"):
            depth += 1
            deepest = max(deepest, depth)
        elif step[2] == "}" or step[1] in ("right", "end"):
            depth -= 1
    if deepest > NESTING:
        return f"nested more than {NESTING} deep"
    return f"more than {COMMANDS} commands" if commands > COMMANDS else ""


_THOUSANDS: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_PERCENT: Final = re.compile(r"(?<!\\)((?:\\\\)*)%")
_IGNORED: Final = re.compile(r"\\(?:label\s*\{[^{}]*\}|color\s*\{[^{}]*\}|(?:nonumber|notag|displaybreak)(?![A-Za-z]))")
_TAG: Final = re.compile(r"\\tag\*?\s*\{([^{}]*)\}")
_ENVIRONMENT: Final = re.compile(r"\\(begin|end)\s*\{\s*([A-Za-z]+)(\*?)\s*\}(\s*\{[^{}]*\})?")
_TEXT: Final = re.compile(r"\\(text[a-z]*|mbox|hbox)\s*\{((?:[^{}\\$]|\\.|\$[^${}]*\$|\{[^{}$]*\})*)\}", re.DOTALL)
_EQNARRAY: Final = re.compile(r"&([^&\\]*)&")


def normalised(tex: str) -> str:
    r"""The same formula in the words of the parser: no comments, no equation numbers, no math inside \text."""
    if "%" in tex:
        tex = _PERCENT.sub(r"\1\\%", tex)
    if "\\" not in tex:
        return tex.replace(",", "{,}") if _THOUSANDS.fullmatch(tex) else tex
    if "eqnarray" in tex:
        tex = _EQNARRAY.sub(r"&\1", tex)
    tex = _TAG.sub(r"\\qquad\\text{(\1)}", _IGNORED.sub("", tex))
    tex = _ENVIRONMENT.sub(_renamed, tex)
    return _TEXT.sub(_unnested, tex) if "$" in tex else tex


def _renamed(found: re.Match[str]) -> str:
    way, name, star, argument = found.groups()
    known = ENVIRONMENTS.get(name, name + star)
    if not known:
        return ""
    return f"\\{way}{{{known}}}{'' if name in ('alignat', 'alignedat') else argument or ''}"


def _unnested(found: re.Match[str]) -> str:
    r"""\text{if $x>0$} as \text{if }{x>0}."""
    name = "text" if found[1] in ("mbox", "hbox") else found[1]
    parts = found[2].split("$")
    if len(parts) % 2 == 0:
        return found[0]
    inner = (f"{{{part}}}" if number % 2 else f"\\{name}{{{part}}}" for number, part in enumerate(parts) if part)
    return "".join(inner)


# --- after it ---


def _is_known(tree: Element) -> bool:
    """Whether all of the tree can be shown; takes out of it what a page must not be told."""
    level, depth = [tree], 0
    while level:
        depth += 1
        if depth > DEPTH or any(element.tag not in TAGS for element in level):
            return False
        for element in level:
            if element.attrib:
                _clean(element)
        level = [child for element in level for child in element]
    return True


def _clean(element: Element) -> None:
    for name in [name for name in element.attrib if name not in ATTRIBUTES]:
        if name != "style" or not _STYLE.fullmatch(element.attrib[name]):
            del element.attrib[name]
    if element.tag == "mspace" and "width" in element.attrib:
        element.set("width", f"{space(element):g}em")


def space(element: Element) -> float:
    """The width of a blank in em; none is wider than WIDEST."""
    found = _SPACE.fullmatch(element.get("width", ""))
    try:
        return max(-WIDEST, min(WIDEST, float(found[1]))) if found else 0.0
    except ValueError:
        return 0.0
