"""The characters of formulas: what joins, what parts, what can be raised or lowered in plain text."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_HIGH: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ"
_LOW: Final = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ"
SUPERSCRIPTS: Final[Mapping[str, str]] = MappingProxyType(
    dict(zip("0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW", _HIGH, strict=True))
)
SUBSCRIPTS: Final[Mapping[str, str]] = MappingProxyType(
    dict(zip("0123456789+−=()aehijklmnoprstuvxβγρφχ", _LOW, strict=True))
)

ON_THE_LINE: Final[Mapping[str, str]] = MappingProxyType({"∗": "*", "∘": "°"})
"""Superscripts that plain text writes as another character: C*, 90°."""

ALIKE: Final[Mapping[str, str]] = MappingProxyType({"∶": ":", "⋅": "·"})
"""Operators that more fonts have in another shape."""

RAISED: Final = frozenset("′″‴⁗*°†‡")
"""Characters that stand high by themselves."""

COMBINING: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ˆ": "\u0302",
        "̂": "\u0302",
        "^": "\u0302",
        "˜": "\u0303",
        "̃": "\u0303",
        "~": "\u0303",
        "¯": "\u0304",
        "‾": "\u0305",
        "˙": "\u0307",
        "¨": "\u0308",
        "⃗": "\u20d7",
        "→": "\u20d7",
        "˘": "\u0306",
        "ˇ": "\u030c",
        "̌": "\u030c",
        "´": "\u0301",
        "`": "\u0300",
        "˚": "\u030a",
        "⃛": "\u20db",
        "⃜": "\u20dc",
        "̲": "\u0305",
        "_": "\u0332",
    }
)
"""Accents over a letter. The parser draws the line over a letter with the character for one below."""

NAMED_ACCENTS: Final[Mapping[str, str]] = MappingProxyType(
    {"\u0302": "hat", "\u0303": "tilde", "\u20d7": "vec", "\u030c": "check", "\u0304": "bar"}
)
"""How an accent over more than a letter is called: hat(HF)."""

BRACES: Final = frozenset("⏞⏟⎴⎵⏜⏝")

LARGE: Final = frozenset("∑∏∐∫∬∭⨌∮∯∰⋃⋂⨆⨅⋁⋀⨁⨂⨀⨄")
BINARY: Final = frozenset("+−±∓×÷·⋅∗⋆∘•∪∩⊔⊓⊎∨∧∖⊕⊗⊖⊘⊙⊞⊟⊠⊡⋊⋉⋈≀⨿∔⋇⊻⊼⋒⋓⊚⊛⊝⋄⨯*-")
BARS: Final = frozenset("|‖∥")
PLAIN: Final = frozenset("!/\\′″‴⁗%&#@?∀∃∄¬∂∇∅∞√∠∡∢∎⊤⊥∴∵…⋯⋮⋱.\u2061\u2062\u2063\u2064°△▽□◊♯♭♮")
OPENING: Final = frozenset("([{⟨⌈⌊⟦⟮⌜⌞⦃")
CLOSING: Final = frozenset(")]}⟩⌉⌋⟧⟯⌝⌟⦄")
PARTING: Final = frozenset(",;")
INVISIBLE: Final = frozenset("\u2061\u2062\u2063\u2064\u200b")
MIDDLE: Final = "∣"
ELLIPSES: Final[Mapping[str, str]] = MappingProxyType({".": "…", "·": "⋯"})


def bare(text: str) -> str:
    """Letters of sans serif and typewriter as plain ones; bold, script and blackboard bold mean something."""
    return text if text.isascii() else "".join(map(_bare, text))


def _bare(sign: str) -> str:
    code = ord(sign)
    if code < 0x1D5A0:
        return sign
    if code <= 0x1D6A3:
        place = (code - 0x1D5A0) % 52
        return chr(place + (65 if place < 26 else 71))
    if 0x1D7E2 <= code <= 0x1D7FF:
        return chr(48 + (code - 0x1D7E2) % 10)
    return sign


def is_word(text: str) -> bool:
    """Whether it is a name of several letters, as "log" or "arg max"."""
    return len(text) > 1 and text[0].isalpha() and "".join(text.split()).replace("-", "").isalnum()
