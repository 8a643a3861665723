"""Slides and pages as sections of rows, each row with its line in the source: Markdown, plain text or HTML.

A heading is what Markdown calls one, a line all in bold, or a known word that stands alone.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from semctl.decode import without_controls
from semctl.importing.cleaning import plain_text, without_surrogates
from semctl.importing.decks.words import one_role, part_of

_HASHES: Final = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*")
_BOLD: Final = re.compile(r"\s*(?:\*\*|__)([^*_|]{1,80}?)(?:\*\*|__)\s*:?\s*")
_UNDERLINE: Final = re.compile(r"\s{0,3}(={3,}|-{3,})\s*")
_FENCE: Final = re.compile(r"\s*(?:```|~~~)\w*\s*")
_RULE: Final = re.compile(r"\s*(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})")
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_PAGE: Final = re.compile(r"<(?:html|body|h[1-6]|p|ul|ol|table|div)[\s>]", re.IGNORECASE)
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_MARKER: Final = re.compile(r"(\s*)([-*+•–]|\(?\[?\d{1,3}[.)\]]{1,2}|\[\w{1,12}\])\s+(\S.*)")
_LINK: Final = re.compile(r"(!?)\[([^\[\]]*)\]\(\s*<?([^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)>?(?:\s+\"[^\"]*\")?\s*\)")
_ESCAPED: Final = re.compile(r"\\{1,2}([_*#\[\]<>|~`&%])")
_EMPHASIS: Final = re.compile(
    r"(\*\*|(?<!\w)__)(?=\S)(.+?)(?<=\S)\1|(?<![\w*])([*_])(?=[^\s*_])(.+?)(?<=[^\s*_])\3(?![\w*])"
)
_DEEPEST: Final = 6


class Row(NamedTuple):
    """A line. number: in the source, from 1."""

    number: int
    text: str


class Section(NamedTuple):
    """A heading and what stands below it, up to the next one. level: 1 is the highest; 0 has no heading."""

    heading: str
    level: int
    line: int
    rows: tuple[Row, ...]


class Item(NamedTuple):
    """A paragraph or an item of a list, on one line. end: its last line in the source. mark: as in "1." or "-", empty
    for a paragraph. depth: blanks before the mark."""

    line: int
    end: int
    text: str
    mark: str = ""
    depth: int = 0

    @property
    def lines(self) -> range:
        """Its lines in the source."""
        return range(self.line, self.end + 1)


def sections(text: str) -> tuple[Section, ...]:
    """A text at its headings; what stands before the first is a section of level 0."""
    rows = list(_rows(text))
    found: list[Section] = []
    heading, level, line, body = "", 0, 0, list[Row]()
    at = 0
    while at < len(rows):
        begun, used = _heading(rows, at)
        if begun:
            found.append(Section(heading, level, line, tuple(body)))
            (level, heading), line, body = begun, rows[at].number, []
        else:
            body.append(rows[at])
        at += used
    return (*found, Section(heading, level, line, tuple(body)))


def _rows(text: str) -> Iterator[Row]:
    text = without_surrogates(text).replace("\r\n", "\n").replace("\r", "\n")
    text = _as_markdown(text) if _PAGE.search(text) else _COMMENT.sub(_without_words, text)
    for number, line in enumerate(text.split("\n"), 1):
        if _FENCE.fullmatch(line):
            yield Row(number, "")
            continue
        within = ", " if "|" in line or "\t" in line else "\n"
        plain = html.unescape(_BREAK.sub(within, line)).replace("\xa0", " ")
        for piece in plain.split("\n"):
            yield Row(number, without_controls(piece).rstrip())


def _without_words(comment: re.Match[str]) -> str:
    return "\n" * comment[0].count("\n")


def _as_markdown(page: str) -> str:
    """A page with its headings and tables as Markdown writes them; lines are no longer those of the source."""
    page = re.sub(
        r"<h([1-6])\b[^<>]*>(.*?)</h\1\s*>",
        lambda found: f"<p>{'#' * int(found[1])} {' '.join(found[2].split())}</p>",
        page,
        flags=re.DOTALL | re.IGNORECASE,
    )
    page = re.sub(r"<ol\b[^<>]*>(.*?)</ol\s*>", _numbered, page, flags=re.DOTALL | re.IGNORECASE)
    page = re.sub(r"<t[dh]\b[^<>]*>\s*", " | ", page, flags=re.IGNORECASE)
    page = re.sub(r"</?(?:b|strong)\s*>", "**", page, flags=re.IGNORECASE)
    page = re.sub(r"</?(?:i|em|cite)\s*>", "*", page, flags=re.IGNORECASE)
    return plain_text(page)


def _numbered(listed: re.Match[str]) -> str:
    """The items of a list with their numbers, each a paragraph."""
    first, *others = re.split(r"<li\b[^<>]*>", listed[1], flags=re.IGNORECASE)
    return "".join([first, *(f"<p>{number}. {each}" for number, each in enumerate(others, 1))])


def _heading(rows: Sequence[Row], at: int) -> tuple[tuple[int, str] | None, int]:
    """Level and words of a heading that begins at a row, and how many rows it or anything else takes."""
    text = rows[at].text
    if found := _HASHES.fullmatch(text):
        return (len(found[1]), unmarked(found[2])), 1
    words = text.strip()
    if not words or _RULE.fullmatch(text):
        return None, 1
    below = rows[at + 1].text if at + 1 < len(rows) else ""
    alone = at == 0 or not rows[at - 1].text.strip()
    if alone and len(words) < 100 and _UNDERLINE.fullmatch(below) and not _MARKER.match(text):
        return (1 if "=" in below else 2, unmarked(words)), 2
    if found := _BOLD.fullmatch(text):
        return (_DEEPEST, found[1].strip(" :")), 1
    if alone and len(words) < 60 and (part_of(words) or one_role(words)) and not re.search(r"\t|\|", text):
        return (_DEEPEST if one_role(words) else 2, words.rstrip(" :")), 1
    return None, 1


def items(rows: Iterable[Row]) -> tuple[Item, ...]:
    """Rows as paragraphs and items of lists; a row that continues one belongs to it."""
    return tuple(_item(its, mark, depth) for its, mark, depth in _runs(rows))


def singles(rows: Iterable[Row]) -> tuple[Item, ...]:
    """The same, but each row of a paragraph stands alone."""
    found: list[Item] = []
    for its, mark, depth in _runs(rows):
        found += [_item(its, mark, depth)] if mark else [_item([row], "", 0) for row in its]
    return tuple(found)


def _item(its: Sequence[Row], mark: str, depth: int) -> Item:
    return Item(its[0].number, its[-1].number, " ".join(row.text.strip() for row in its), mark, depth)


def _runs(rows: Iterable[Row]) -> list[tuple[list[Row], str, int]]:
    """The rows of each paragraph and item, with its mark and depth."""
    found: list[tuple[list[Row], str, int]] = []
    is_open = False
    for row in rows:
        if not row.text.strip() or _RULE.fullmatch(row.text):
            is_open = False
            continue
        if marked := _MARKER.match(row.text):
            found.append(([Row(row.number, marked[3])], marked[2], len(marked[1].expandtabs(4))))
        elif is_open or (found and found[-1][1] and row.text.startswith("  ")):
            found[-1][0].append(row)
        else:
            found.append(([row], "", 0))
        is_open = True
    return found


def linked(text: str) -> str:
    """Links as plain text: "words <address>", or the address alone where the words say no more."""

    def plain(found: re.Match[str]) -> str:
        words, address = _ESCAPED.sub(r"\1", found[2]).strip(), found[3].removeprefix("mailto:")
        if found[1]:
            return words
        same = re.sub(r"^https?://|/$", "", words) == re.sub(r"^https?://|/$", "", address)
        return address if same or not words else f"{words} <{address}>"

    return _LINK.sub(plain, text)


def unmarked(text: str) -> str:
    """One line without the signs of Markdown."""
    plain = _ESCAPED.sub(r"\1", linked(text))
    for _ in range(2):
        plain = _EMPHASIS.sub(lambda found: found[2] or found[4], plain)
    return " ".join(plain.split())
