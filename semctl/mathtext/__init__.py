"""Texts that hold TeX, made readable: as plain text, for a web page, for an HTML mail, for a poster (Typst).

A text is split into prose and formulas once, a formula parsed once; the outputs are made from the same tree. Nothing
that anybody writes raises anything: a formula that cannot be converted stays as it was typed, and `unconverted` names
it. What does the work is loaded for the first text that holds a sign of TeX, so that `list` and `add-talk` do not pay
for it: the second late import of our own, after that of a command's file.
"""

from importlib import import_module
from typing import Any, Final

_SIGNS: Final = ("\\", "$", "~", "`", "--")


def holds_tex(text: str) -> bool:
    """Whether a text may hold anything that TeX reads otherwise than it stands there."""
    return any(sign in text for sign in _SIGNS)


def plain(text: str) -> str:
    r"""The text in Unicode: `$\ell_1$` is ℓ₁; a displayed formula stands on an indented line of its own."""
    return str(_output("as_text").text(text)) if holds_tex(text) else text


def mathml(text: str) -> str:
    """The text as HTML with formulas as MathML; everything else is escaped, and paragraphs are the caller's job."""
    return str(_output("as_html").page(text))


def mail_html(text: str) -> str:
    """The text as HTML for mail programs, which know no MathML: formulas in i, sub and sup."""
    return str(_output("as_html").mail(text))


def typst(text: str) -> str:
    """The text as Typst markup that runs no code of the text's own; paragraphs are kept."""
    return str(_output("as_typst").markup(text))


def unconverted(text: str) -> tuple[str, ...]:
    """What stays as TeX, as it was typed, each once and in order."""
    found: tuple[str, ...] = _output("pieces").unconverted(text) if holds_tex(text) else ()
    return found


def why_not(source: str) -> str:
    """What keeps a source that `unconverted` names from being converted: 'unknown command "\\foo"'; may be empty."""
    return str(_output("pieces").why_not(source))


def _output(name: str) -> Any:
    return import_module(f"semctl.mathtext.{name}")
