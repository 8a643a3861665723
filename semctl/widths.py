"""How many columns a text takes on a terminal, and what stands in some of them."""

from unicodedata import combining, east_asian_width


def width(text: str) -> int:
    """The columns that a text takes: East Asian wide letters take two, combining marks none."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def cut(text: str, start: int, end: int | None = None) -> str:
    """What stands in the columns from start to before end, or to the end of the line; marks stay with their letter."""
    if text.isascii():
        return text[start:end]
    place, kept = 0, []
    for letter in text:
        at = place if _columns(letter) else place - 1
        if start <= at and (end is None or at < end):
            kept.append(letter)
        place += _columns(letter)
    return "".join(kept)


def _columns(letter: str) -> int:
    return 0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1
