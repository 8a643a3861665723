"""The commands of TeX in running text, and what each means."""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Style(StrEnum):
    """How a piece of prose is set off."""

    PLAIN = ""
    EMPHASIS = "em"
    STRONG = "strong"
    CODE = "code"


ACCENTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "`": "\u0300",
        "'": "\u0301",
        "^": "\u0302",
        "~": "\u0303",
        "=": "\u0304",
        "u": "\u0306",
        ".": "\u0307",
        '"': "\u0308",
        "r": "\u030a",
        "H": "\u030b",
        "v": "\u030c",
        "d": "\u0323",
        "c": "\u0327",
        "k": "\u0328",
        "b": "\u0331",
        "t": "\u0361",
    }
)
"""The combining character of each accent."""

ACCENTED: Final = re.compile(
    r"\\(?:(?P<over>[`'^~=.]|\"(?=(?:\{[ \t]*)?\\?[aeiouyAEIOUY]))|(?P<mark>[uvHcdbrkt])(?![A-Za-z])[ \t]*)"
    r"(?:\{[ \t]*(?:\\(?P<dotless>[ij])[ \t]*|(?P<letters>[^\W\d_]{1,2}))\}|\\(?P<bare>[ij])(?![A-Za-z])[ \t]?"
    r"|(?P<letter>[^\W\d_]))"
)


def accented(found: re.Match[str]) -> str:
    """The letter with its accent, as one character where there is one."""
    letters = found["letters"] or found["letter"] or found["dotless"] or found["bare"]
    mark = ACCENTS[found["over"] or found["mark"]]
    return unicodedata.normalize("NFC", letters[0] + mark) + letters[1:]


LETTERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "AA": "Å",
        "AE": "Æ",
        "DH": "Ð",
        "DJ": "Đ",
        "L": "Ł",
        "NG": "Ŋ",
        "O": "Ø",
        "OE": "Œ",
        "SS": "ẞ",
        "TH": "Þ",
        "aa": "å",
        "ae": "æ",
        "dh": "ð",
        "dj": "đ",
        "i": "ı",
        "j": "ȷ",
        "l": "ł",
        "ng": "ŋ",
        "o": "ø",
        "oe": "œ",
        "ss": "ß",
        "th": "þ",
    }
)
"""Letters by command; a blank after it only ends its name."""

SYMBOLS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "LaTeX": "LaTeX",
        "P": "¶",
        "S": "§",
        "TeX": "TeX",
        "copyright": "©",
        "dag": "†",
        "ddag": "‡",
        "dots": "…",
        "euro": "€",
        "flqq": "«",
        "frqq": "»",
        "glqq": "„",
        "grqq": "“",
        "guillemotleft": "«",
        "guillemotright": "»",
        "item": "-",
        "lq": "‘",
        "ldots": "…",
        "newline": "\n",
        "par": "\n\n",
        "pounds": "£",
        "qquad": "  ",
        "quad": " ",
        "rq": "’",
        "slash": "/",
        "textasciitilde": "~",
        "textbackslash": "\\",
        "textbullet": "•",
        "textcopyright": "©",
        "textdegree": "°",
        "textellipsis": "…",
        "textemdash": "—",
        "textendash": "–",
        "texteuro": "€",
        "textregistered": "®",
        "texttimes": "×",
        "texttrademark": "™",
    }
)
"""Signs by command."""

SIGNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "%": "%",
        "&": "&",
        "#": "#",
        "_": "_",
        "$": "$",
        "{": "{",
        "}": "}",
        " ": " ",
        "\n": " ",
        ",": "\u202f",
        ";": " ",
        ":": " ",
        "-": "",
        "@": "",
    }
)
"""What a backslash before one character means."""

_NOTHING: Final = """noindent indent centering bigskip medskip smallskip protect xspace bigbreak medbreak smallbreak
    relax null normalsize small footnotesize scriptsize tiny large Large LARGE huge Huge normalfont newpage"""
NOTHING: Final = frozenset(_NOTHING.split())
"""Commands that show nothing."""

_UNMARKED: Final = "textrm textsf textsc textup textmd textnormal text mbox hbox fbox underline uline"
STYLES: Final[Mapping[str, Style]] = MappingProxyType(
    {
        **dict.fromkeys(("emph", "textit", "textsl"), Style.EMPHASIS),
        **dict.fromkeys(("textbf", "alert"), Style.STRONG),
        **dict.fromkeys(("texttt",), Style.CODE),
        **dict.fromkeys(_UNMARKED.split(), Style.PLAIN),
    }
)
"""Commands before a group."""

DECLARATIONS: Final[Mapping[str, Style]] = MappingProxyType(
    {
        **dict.fromkeys(("em", "it", "sl", "itshape", "slshape"), Style.EMPHASIS),
        **dict.fromkeys(("bf", "bfseries"), Style.STRONG),
        **dict.fromkeys(("tt", "ttfamily"), Style.CODE),
        **dict.fromkeys(
            ("sc", "rm", "sf", "scshape", "rmfamily", "sffamily", "normalfont", "small", "large"), Style.PLAIN
        ),
    }
)
"""Commands at the beginning of a group."""

BRACKETED: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {"footnote": (" (", ")"), "cite": ("[", "]"), "citep": ("[", "]"), "url": ("", ""), "path": ("", "")}
)
"""Commands whose group is shown between these."""

_LAYOUT: Final = "itemize enumerate description quote quotation center flushleft flushright abstract document minipage"
LAYOUT: Final = frozenset(_LAYOUT.split())
"""Environments of which only the content is shown."""
