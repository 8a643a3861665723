r"""A text as prose and formulas.

A formula stands between `$…$`, `$$…$$`, `\(…\)`, `\[…\]` or in an environment such as align; a price is none. In prose,
accents, quotes, dashes and the usual commands of TeX become characters; what means nothing here stays as it is.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from xml.etree.ElementTree import Element

from semctl.mathtext.formulas import parsed, refused
from semctl.mathtext.prose import (
    ACCENTED,
    BRACKETED,
    DECLARATIONS,
    LAYOUT,
    LETTERS,
    NOTHING,
    SIGNS,
    STYLES,
    SYMBOLS,
    Style,
    accented,
)

TIE: Final = "\u00a0"
FORMULAS: Final = 1000  # of a text; those beyond stay as they are
CHARACTERS: Final = 50_000  # of the formulas of a text


@dataclass(frozen=True, kw_only=True, slots=True)
class Prose:
    """Characters as they are read."""

    text: str
    style: Style = Style.PLAIN


@dataclass(frozen=True, kw_only=True, slots=True)
class Formula:
    """A formula as it was typed, with its tree; without one where it cannot be converted.

    tex: the source without what stands around it. display: whether it stands on a line of its own.
    """

    source: str
    tex: str
    tree: Element | None
    display: bool = False
    style: Style = Style.PLAIN


Piece = Prose | Formula


def unconverted(text: str) -> tuple[str, ...]:
    """The formulas and commands that stay as they were typed, each once."""
    found = (piece.source for piece in pieces(text) if isinstance(piece, Formula) and piece.tree is None)
    return tuple(dict.fromkeys(found))


def why_not(source: str) -> str:
    """What keeps a formula, as `unconverted` names it, from being converted; empty where the text has too many."""
    return next((refused(piece.tex.strip()) for piece in pieces(source) if isinstance(piece, Formula)), "")


@lru_cache(maxsize=64)
def pieces(text: str) -> tuple[Piece, ...]:
    """The text in its order."""
    reader = _Reader(text)
    reader.read()
    return tuple(reader.found)


_INSIDE_TEXT: Final = r"\\(?:text[a-z]*|mbox|hbox)\s*\{(?:[^{}\\$]|\\[\s\S]|\$[^${}]*\$|\{[^{}$]*\})*+\}"
_INSIDE: Final = r"(?:\\(?![\[\]()])[\s\S]|[^\\\n]|\n(?![ \t]*\n))*+"
_INSIDE_DOLLARS: Final = rf"(?:{_INSIDE_TEXT}|\\[\s\S]|[^\\$\n]|\n(?![ \t]*\n))*+"
_ENVIRONMENTS: Final = "equation|align|alignat|gather|multline|flalign|eqnarray|displaymath|math"
_TOKEN: Final = re.compile(
    rf"""
    (?P<address>://[^\s<>"{{}}|\\^`$]+)
    | \\begin\{{(?P<environment>(?:{_ENVIRONMENTS})\*?)\}}(?:(?!\\begin\{{(?P=environment)\}})[\s\S])*?
      \\end\{{(?P=environment)\}}
    | \\\[(?P<brackets>{_INSIDE})\\\]
    | \\\((?P<parens>{_INSIDE})\\\)
    | \$\$(?P<double>{_INSIDE_DOLLARS})\$\$
    | \$(?P<single>{_INSIDE_DOLLARS})\$
    | (?P<accent>{ACCENTED.pattern})
    | \\(?P<command>[A-Za-z]+)\*?
    | \\(?P<sign>[\s\S])
    | (?P<brace>[{{}}])
    | (?P<tie>(?<=[^\s~/])~(?=[\w\\$(\[]))
    | (?P<dashes>-{{2,}})
    | (?P<quotes>``+|''+|"`(?=[^"]*"')|"'|`(?=[^`'$\n]{{1,200}}'(?!\w))|'(?!\w))
    """,
    re.VERBOSE,
)
_SIGN: Final = re.compile(r"""[\\$~`'"{}]|://|--""")
"""What every token begins with."""

_BRACE: Final = re.compile(r"\\[\s\S]|[{}]")
_DECLARED: Final = re.compile(r"\{\s*\\([A-Za-z]+)[ \t]*\n?")
_LONE: Final = re.compile(rf"\{{(?={ACCENTED.pattern}|\\(?:{'|'.join(LETTERS)})(?![A-Za-z]))")
_GROUP: Final = re.compile(r"[ \t]*\{")
_SWALLOWED: Final = re.compile(r"\{\}|[ \t]+")
_ENVIRONMENT: Final = re.compile(r"\{([A-Za-z]+)\*?\}(?:\[[^\]\n]*\])?[ \t]*\n?")
_ADDRESS: Final = re.compile(r"[ \t]*\{([^{}\n]*)\}")
_BROKEN: Final = re.compile(r"(?:\[[^\]\n]*\])?(?:[ \t]*\n[ \t]*|[ \t]+|\Z)")
_ARGUMENTS: Final = re.compile(r"(?:\{[^{}$\n]*\}|[_^](?:\{[^{}$\n]*\}|\\[A-Za-z]+|[A-Za-z0-9]))*")
_WORD: Final = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}")
_CLOSING: Final = re.compile(r"[),;?”]|\.(?!\d)")
_TEX: Final = re.compile(r"\\[A-Za-z]|[_^=<>]")


def _partners(text: str) -> dict[int, int]:
    """Of every brace that has one, its partner's place."""
    open_: list[int] = []
    partners = {}
    for brace in _BRACE.finditer(text):
        if brace[0] == "{":
            open_.append(brace.start())
        elif brace[0] == "}" and open_:
            partners[open_.pop()] = brace.start()
    return partners


def _is_formula(text: str, found: re.Match[str]) -> bool:
    """Whether what stands between two dollars is no price, nor a text between two prices."""
    tex, after = found["single"].strip(), text[found.end() : found.end() + 1]
    if not tex or after.isdigit() or _CLOSING.match(tex):
        return False
    is_text = _is_text(tex)
    if tex != found["single"]:  # blanks inside the dollars
        return not is_text and not tex[0].isdigit() and not after.isalpha()
    return not (tex[0].isdigit() and is_text and any(sign.isspace() for sign in tex))  # "$5 (or 10$)"


def _is_text(tex: str) -> bool:
    """Whether it holds a word of several letters and nothing that only TeX has."""
    return bool(_WORD.search(tex)) and not _TEX.search(tex)


class _Reader:
    """Goes through a text once, and fills `found`.

    at: how far it has come. closing: by the place of a brace, what to show there and the style to go back to.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Piece] = []
        self.at = 0
        self.style = Style.PLAIN
        self._shown: list[str] = []
        self._partners = _partners(text)
        self._closing: dict[int, tuple[str, Style]] = {}
        self._quotes: Counter[str] = Counter()
        self._formulas = self._characters = 0

    def read(self) -> None:
        """Piece by piece, to the end."""
        readers: dict[str, Callable[[re.Match[str]], None]] = {
            "accent": lambda token: self.show(accented(token)),
            "address": lambda token: self.show(token[0]),
            "brace": self.read_brace,
            "brackets": lambda token: self.add_formula(token[0], token["brackets"], display=True),
            "command": self.read_command,
            "dashes": self.read_dashes,
            "double": self.read_double,
            "environment": lambda token: self.add_formula(token[0], token[0], display=token["environment"] != "math"),
            "parens": lambda token: self.add_formula(token[0], token["parens"]),
            "quotes": self.read_quotes,
            "sign": self.read_sign,
            "single": self.read_single,
            "tie": lambda _: self.show(TIE),
        }
        sought = 0
        while sign := _SIGN.search(self.text, sought):
            token = _TOKEN.match(self.text, sign.start())
            if token and token.lastgroup:
                self.show(self.text[self.at : token.start()])
                self.at = token.end()
                readers[token.lastgroup](token)
            sought = max(self.at, sign.end())
        self.show(self.text[self.at :])
        self.flush()

    def show(self, text: str) -> None:
        self._shown.append(text)

    def flush(self) -> None:
        """What has been shown since the last formula or change of style becomes a piece."""
        if text := "".join(self._shown):
            self.found.append(Prose(text=text, style=self.style))
        self._shown = []

    def set_off(self, style: Style) -> None:
        if style is not self.style:
            self.flush()
            self.style = style

    # --- formulas ---

    def add_formula(self, source: str, tex: str, *, display: bool = False) -> None:
        self._formulas += 1
        self._characters += len(tex)
        within = self._formulas <= FORMULAS and self._characters <= CHARACTERS
        tree = parsed(tex.strip(), display=display) if within else None
        self.flush()
        self.found.append(Formula(source=source, tex=tex, tree=tree, display=display, style=self.style))

    def read_single(self, token: re.Match[str]) -> None:
        if _is_formula(self.text, token):
            self.add_formula(token[0], token["single"])
        else:
            self.show("$")
            self.at = token.start() + 1

    def read_double(self, token: re.Match[str]) -> None:
        if token["double"].strip() and not _is_text(token["double"]):
            self.add_formula(token[0], token["double"], display=True)
        else:
            self.show("$$")
            self.at = token.start() + 2

    def read_unknown(self, token: re.Match[str]) -> None:
        """A command that prose does not know: a formula without its dollars, or nothing of TeX ("C:\\new")."""
        before = self.text[token.start() - 1 : token.start()]
        if before.isalnum() or before in ("\\", ":", "/", "_"):
            self.show(token[0])
            return
        arguments = _ARGUMENTS.match(self.text, token.end())
        assert arguments
        self.at = arguments.end()
        source = self.text[token.start() : self.at]
        self.add_formula(source, source)

    # --- prose ---

    def open_group(self, opening: str, closing: str, style: Style) -> bool:
        """Begin a command's group; false where none follows."""
        group = _GROUP.match(self.text, self.at)
        end = self._partners.get(group.end() - 1) if group else None
        if group is None or end is None:
            return False
        self.show(opening)
        self.at = group.end()
        self._closing[end] = closing, self.style
        self.set_off(style)
        return True

    def read_command(self, token: re.Match[str]) -> None:
        name = token["command"]
        shown = LETTERS.get(name, SYMBOLS.get(name, "" if name in NOTHING else None))
        if shown is not None:
            self.show(shown)
            swallowed = _SWALLOWED.match(self.text, self.at)
            if swallowed and (name not in SYMBOLS or swallowed[0] == "{}"):
                self.at = swallowed.end()
        elif name in STYLES or name in BRACKETED:
            opening, closing = BRACKETED.get(name, ("", ""))
            if not self.open_group(opening, closing, STYLES.get(name, self.style)):
                self.show(token[0])
        elif name == "href" and (address := _ADDRESS.match(self.text, self.at)):
            self.at = address.end()
            if not self.open_group("", f" ({address[1]})", self.style):
                self.show(address[1])
        elif name in ("begin", "end") and (found := _ENVIRONMENT.match(self.text, self.at)) and found[1] in LAYOUT:
            self.at = found.end()
        else:
            self.read_unknown(token)

    def read_sign(self, token: re.Match[str]) -> None:
        sign = token["sign"]
        if sign == "\\" and (broken := _BROKEN.match(self.text, self.at)):
            self.show("\n")
            self.at = broken.end()
        else:
            self.show(SIGNS.get(sign, token[0]))

    def read_brace(self, token: re.Match[str]) -> None:
        place = token.start()
        declared, end = _DECLARED.match(self.text, place), self._partners.get(place)
        if place in self._closing:
            closing, style = self._closing.pop(place)
            self.show(closing)
            self.set_off(style)
        elif end is not None and declared and declared[1] in DECLARATIONS:
            self._closing[end] = "", self.style
            self.at = declared.end()
            self.set_off(DECLARATIONS[declared[1]])
        elif end is not None and _LONE.match(self.text, place):
            self._closing[end] = "", self.style
        else:
            self.show(token[0])

    def read_dashes(self, token: re.Match[str]) -> None:
        """Two are an en dash and three an em dash; not in an option (--all), an arrow (-->) or a line of dashes."""
        before, after = self.text[token.start() - 1 : token.start()], self.text[self.at : self.at + 1]
        is_option = (not before or not before.isalnum()) and after.isalpha() and len(token[0]) == 2
        alone = before in ("", "\n") and after in ("", "\n", " ")
        if len(token[0]) > 3 or is_option or alone or after == ">" or before in ("<", "!"):
            self.show(token[0])
        else:
            self.show("–" if len(token[0]) == 2 else "—")

    def read_quotes(self, token: re.Match[str]) -> None:
        """Opening ones, and those that close what has been opened."""
        opening = {"``": "”", '"`': "“", "`": "’"}
        closing = {"''": "”", "\"'": "“", "'": "’"}
        sign = token[0]
        if sign in opening:
            self._quotes[opening[sign]] += 1
            self.show({"``": "“", '"`': "„", "`": "‘"}[sign])
        elif self._quotes[closing.get(sign, "")] > 0:
            self._quotes[closing[sign]] -= 1
            self.show(closing[sign])
        else:
            self.show(sign)
