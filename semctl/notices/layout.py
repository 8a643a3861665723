"""The text of a mail laid out: single blank lines, paragraphs in lines that every mail program can show."""

import re
from textwrap import wrap

WIDTH = 72  # of a line of a plain-text mail; RFC 5322 §2.1.1 asks for fewer than 78 characters
ITEM = ("- ", "* ")  # before each item of a list
SEPARATOR = "-- "  # above the signature (RFC 3676 §4.3); its blank must stay


def squeezed(body: str) -> str:
    """The text with single blank lines and one final line end."""
    lines: list[str] = []
    for line in body.strip("\n").split("\n"):
        if line.strip() or (lines and lines[-1].strip()):
            lines.append(line if line == SEPARATOR else line.rstrip())
    return "\n".join(lines) + "\n"


def one_line_each(text: str) -> str:
    """Each paragraph and each item of a list on one line; what is indented and formulas stay as they are."""
    lines: list[str] = []
    for line in text.strip("\n").split("\n"):
        goes_on = lines and lines[-1] and not _is_fixed(lines[-1])
        if goes_on and line.strip() and not _is_fixed(line) and not line.startswith(ITEM):
            lines[-1] = f"{lines[-1]} {one_line(line)}"
        else:
            lines.append(line.rstrip() if _is_fixed(line) else one_line(line))
    return "\n".join(lines)


def one_line(text: str) -> str:
    """The text on one line, with single blanks; blanks that must not break stay."""
    return re.sub(r"[ \t\r\n\f\v]+", " ", text).strip(" ")


_TOGETHER = re.compile(
    r"\b\d{1,2}(?:\.|º|er)? \w+ \d{4}\b|\b\d{1,2} h(?: \d\d)?\b|\b\d\d:\d\d (?:Uhr|uur)\b|: https?://\S+"
)
_TIE = "\ue000"  # stands for a blank at which no line is broken


def wrapped(body: str) -> str:
    """The text with no line longer than `WIDTH` but for addresses, formulas and what is indented.

    Days and times are not torn apart.
    """
    return "\n".join(part for line in body.split("\n") for part in _broken(line, hanging=True))


def flowed(body: str) -> str:
    """The same for programs that know format=flowed (RFC 3676 §4): where a line ends with a blank, it goes on."""
    return "\n".join(_stuffed(part) for line in body.split("\n") for part in _soft(line))


def _soft(line: str) -> list[str]:
    parts = _broken(line, hanging=False)
    if " ".join(parts) != line or "--" in parts:  # which would look like the separator
        return [line]
    return [*(f"{part} " for part in parts[:-1]), parts[-1]]


def _stuffed(line: str) -> str:
    return f" {line}" if line.startswith((" ", ">", "From ")) else line


def _broken(line: str, *, hanging: bool) -> list[str]:
    if len(line) <= WIDTH or _is_fixed(line):
        return [line]
    indent = "  " if hanging and line.startswith(ITEM) else ""
    tied = _TOGETHER.sub(lambda match: match[0].replace(" ", _TIE), line)
    parts = wrap(tied, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return [part.replace(_TIE, " ") for part in parts]


def _is_fixed(line: str) -> bool:
    return line.startswith((" ", "\t", "$$", "\\["))
