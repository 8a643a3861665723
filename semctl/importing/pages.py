"""HTML as rows of text that know their line in the source: a row of a table is one row, its cells parted by tabs."""

import re
from collections.abc import Iterator
from typing import Final

from semctl.importing import cleaning

ABOVE: Final = "\x1c"
"""Stands in a cell that is one with the cell above it."""
_BREAK: Final = "\x1d"
_NUMBER: Final = re.compile("\x1e([0-9]+)\x1f")
_TITLE: Final = re.compile(r"<title[^<>]*>([^<]*)</title", re.IGNORECASE)
LONGEST_ROW: Final = 1_500
"""Letters of a row of a table; what is longer is a page laid out by tables."""
MOST: Final = 100
"""Rows or columns that one cell may take."""


def title(html: str) -> str:
    """What the page calls itself."""
    found = _TITLE.search(html[:100_000])
    return cleaning.line(cleaning.plain_text(found[1])) if found else ""


def rows(html: str) -> Iterator[tuple[int, str]]:
    """The rows of a page with their lines in the source; empty ones part paragraphs."""
    number = 1
    for text in cleaning.read_by(_Reader, html).split("\n"):
        numbers = _NUMBER.findall(text)
        number = int(numbers[0]) if numbers else number
        if "\t" in text and len(text) < LONGEST_ROW:
            cells = [_cell(each) for each in text.split("\t")[1:]]
            yield number, "\t".join(cells)
            continue
        for part in re.split(f"[{_BREAK}\t]", text):
            numbers = _NUMBER.findall(part)
            number = int(numbers[-1]) if numbers else number
            yield number, " ".join(_NUMBER.sub("", part).replace(ABOVE, "").split())


def _cell(text: str) -> str:
    parts = [" ".join(_NUMBER.sub("", each).split(" ")).strip(" ") for each in text.split(_BREAK)]
    return "; ".join(each for each in parts if each)


class _Reader(cleaning.Reader):
    """Marks every row with the line of its tag, and keeps the cells of tables apart."""

    def __init__(self, *, lines_count: bool) -> None:
        super().__init__(lines_count=lines_count)
        self._tables: list[dict[int, int]] = []
        self._column = self._in_cell = self._empty = 0
        self._ended = False

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._tables.append({})
        if tag in ("td", "th") and self._tables:
            self._begin_cell(dict(attrs))
            return
        before = len(self.parts)
        if tag == "tr":
            self._column = self._in_cell = self._empty = 0
        super().handle_starttag(tag, attrs)
        self._mark(tag, before)

    def handle_data(self, data: str) -> None:
        """Figures of two elements side by side are no one number: a page shows them apart."""
        apart = self._ended and self.parts and self.parts[-1][-1:].isdigit() and data[:1].isdigit()
        self._ended = False
        super().handle_data(f" {data}" if apart else data)

    def handle_endtag(self, tag: str) -> None:
        self._ended = tag == "span"
        before = len(self.parts)
        if tag in ("td", "th"):
            self._in_cell = 0
        elif tag == "table" and self._tables:
            self._tables.pop()
            self._in_cell = 0
        elif tag == "tr" and self._tables:
            self._merged()
        super().handle_endtag(tag)
        self._mark(tag, before)

    def _mark(self, tag: str, before: int) -> None:
        """A new row gets the line of its tag; in a cell it is only a part of it."""
        if not any("\n" in part for part in self.parts[before:]):
            return
        if self._in_cell and tag != "tr":
            self.parts[before:] = [part.replace("\n\n", _BREAK).replace("\n", _BREAK) for part in self.parts[before:]]
        self.parts.append(f"\x1e{self.getpos()[0]}\x1f")

    def _begin_cell(self, attrs: dict[str, str | None]) -> None:
        self._merged()
        self.parts.append("\t")
        self._in_cell = 1
        table = self._tables[-1]
        across, down = _count(attrs.get("colspan")), _count(attrs.get("rowspan"))
        for column in range(self._column, self._column + across):
            table[column] = down - 1
        self._column += across
        self._empty = across - 1

    def _merged(self) -> None:
        """The cells that are one with those above them."""
        self.parts.append("\t" * self._empty)
        self._empty = self._in_cell = 0
        table = self._tables[-1]
        while table.get(self._column, 0) > 0:
            table[self._column] -= 1
            self._column += 1
            self.parts.append(f"\t{ABOVE}")


def _count(text: str | None) -> int:
    return min(int(text), MOST) if text and text.isdecimal() and len(text) < 6 and int(text) else 1
