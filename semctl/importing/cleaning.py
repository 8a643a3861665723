"""Texts of others as the file keeps them: plain, with TeX left alone and links still readable.

Of HTML only real tags count: `a<b` and `$0<p<q$` are text (the libraries tried all lose it).
"""

import html
import re
from html.parser import HTMLParser
from typing import Final

from semctl.decode import without_controls

_BLOCKS: Final = frozenset(
    {
        "address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "figcaption", "figure",
        "details", "fieldset", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr",
        "li", "main", "nav", "ol", "p", "pre",
        "legend", "menu", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
    }
)  # fmt: skip
_APART: Final = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre", "table", "hr"})
_SILENT: Final = frozenset({"script", "style", "head", "title", "template", "noscript", "iframe", "object", "svg"})
_INLINE: Final = (
    "a|abbr|acronym|b|bdi|bdo|big|body|br|button|caption|cite|code|col|colgroup|del|dfn|em|embed|font|html|i|img|input|"
    "ins|kbd|label|link|mark|meta|o:p|q|s|samp|small|span|strike|strong|sub|sup|td|textarea|th|time|tt|u|var|wbr"
)
_NAMES: Final = "|".join([*sorted(_BLOCKS | _SILENT), *_INLINE.split("|")])
_VALUE: Final = r"\"[^\"]*\"|'[^']*'|[^\s\"'<>=`]+"
_TAG: Final = re.compile(
    rf"</(?:{_NAMES})\s*>|<(?:{_NAMES})(?:\s+[A-Za-z_:@][\w:.-]*\s*=\s*(?:{_VALUE})|\s+(?:hidden|disabled|open|"
    rf"checked))*\s*/?>"
    r"|<!--(?:(?!<!--).)*?-->|<!doctype[^<>]*>|<\?xml[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
_BLOCK_TAG: Final = re.compile(rf"</?(?:br|td|th|{'|'.join(sorted(_BLOCKS))})\b", re.IGNORECASE)
_FORMULA: Final = re.compile(r"(?<![\\$])\$(?!\s)[^$\n]{1,400}(?<!\s)\$(?!\d)")
_MARKED_UP: Final = re.compile(r"</[a-z]|<br|<a\s", re.IGNORECASE)
"""What no formula holds: there the dollars are money."""
_ENTITY: Final = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_ESCAPED: Final = re.compile(r"&(?:lt|gt|amp|quot|apos|nbsp|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
"""What formulas have of HTML where a page holds them as it should."""
_SPECIAL: Final = re.compile(r"<|&")
_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


def line(text: str) -> str:
    """A text as one line: no control characters, single blanks."""
    return " ".join(_plain(text).split())


def prose(text: str) -> str:
    """Paragraphs as the file keeps them: no blanks at line ends, at most one blank line between, a line end at the end
    of several lines; double blanks and typos stay."""
    lines = [each.rstrip() for each in _plain(text).split("\n")]
    whole = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    return f"{whole}\n" if "\n" in whole else whole.strip()


def _plain(text: str) -> str:
    return without_controls(without_surrogates(_LINE_ENDS.sub("\n", text))).replace("\xa0", " ")


def without_surrogates(text: str) -> str:
    """The text with a sign in the place of half characters, which no file can hold."""
    return _SURROGATES.sub("\ufffd", text)


def is_html(text: str) -> bool:
    """Whether a text holds tags or entities of HTML outside of formulas, or formulas as HTML writes them."""
    bare = _FORMULA.sub(lambda found: found[0] if _MARKED_UP.search(found[0]) else "", text)
    return bool(_ESCAPED.search(text) or _TAG.search(bare) or _ENTITY.search(bare))


def plain_text(text: str) -> str:
    """The text without HTML; one that holds none comes back as it is.

    Line ends count where no tag makes any. A link is "words <address>"; scripts, styles and addresses that run
    something go. Formulas stay as they are.
    """
    return read_by(Reader, text) if is_html(text) else text


def read_by(kind: "type[Reader]", text: str) -> str:
    """What a reader makes of HTML. Formulas go through it untouched."""
    formulas: list[str] = []

    def kept(found: re.Match[str]) -> str:
        if _MARKED_UP.search(found[0]):
            return found[0]
        formulas.append(_ESCAPED.sub(lambda sign: html.unescape(sign[0]), found[0]))
        return f"\x00{len(formulas) - 1}\x00"

    marked = _FORMULA.sub(kept, text.replace("\x00", ""))
    reader = kind(lines_count=not _BLOCK_TAG.search(marked))
    reader.feed(_escaped(marked))
    reader.close()
    return re.sub("\x00([0-9]+)\x00", lambda found: formulas[int(found[1])], reader.text)


def _escaped(text: str) -> str:
    """The text with every < and & that begins neither a tag nor an entity written as HTML wants it."""
    parts, end = [], 0
    while found := _SPECIAL.search(text, end):
        real = (_TAG if found[0] == "<" else _ENTITY).match(text, found.start())
        parts.append(text[end : found.start()])
        parts.append(real[0] if real else "&lt;" if found[0] == "<" else "&amp;")
        end = real.end() if real else found.end()
    return "".join([*parts, text[end:]])


class Reader(HTMLParser):
    """Gathers the text between tags; lines_count: line ends of the source are line ends of the text."""

    def __init__(self, *, lines_count: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._links: list[tuple[str, int]] = []
        self._silent: list[str] = []
        self._raised: list[int] = []
        self._keeps_lines = lines_count

    @property
    def text(self) -> str:
        """What was gathered."""
        whole = "".join(self.parts)
        if self._keeps_lines:
            return whole
        lines = [" ".join(each.split(" ")).strip() for each in re.sub(r"[ \t]+", " ", whole).split("\n")]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag begins something."""
        given = dict(attrs)
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag == "a":
            self._links.append((given.get("href") or "", len(self.parts)))
        elif tag == "img" and given.get("alt"):
            self.handle_data(given["alt"] or "")
        elif tag == "br":
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self.parts.append(" ")
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in ("sup", "sub"):
            self._raise("^" if tag == "sup" else "_")
        elif tag in _BLOCKS:
            self.parts.append("\n\n" if tag in _APART else "\n")

    def handle_endtag(self, tag: str) -> None:
        """A tag ends it."""
        if tag in self._silent:
            del self._silent[self._silent.index(tag) :]
        elif tag == "a" and self._links:
            self._link(*self._links.pop())
        elif tag in ("sup", "sub") and self._raised:
            self._lower(self._raised.pop())
        elif tag in _BLOCKS and tag != "li":
            self.parts.append("\n\n" if tag in _APART else "\n")

    def handle_data(self, data: str) -> None:
        """Text between tags."""
        if not self._silent:
            self.parts.append(data if self._keeps_lines else re.sub(r"\s+", " ", data))

    def _raise(self, sign: str) -> None:
        """An index or a power gets TeX's sign; "1st" and what begins a text stay without."""
        before = next((part for part in reversed(self.parts) if part), "")[-1:]
        self._raised.append(len(self.parts))
        self.parts.append(sign if before.isalpha() or before in ")]}" else "")

    def _lower(self, began: int) -> None:
        """Several letters after the sign stand between braces."""
        inside = "".join(self.parts[began + 1 :])
        if self.parts[began] and len(inside) > 1:
            self.parts[began + 1 :] = [f"{{{inside}}}"]

    def _link(self, href: str, began: int) -> None:
        words = " ".join("".join(self.parts[began:]).split())
        address = href.strip()
        bare = re.sub(r"^(?:https?://|mailto:)|/$", "", address)
        if re.match(r"https?://|mailto:", address, re.IGNORECASE) and bare not in (words, words.rstrip("/")):
            same = re.sub(r"^https?://|/$", "", words) == bare
            self.parts[began:] = [words if same else f"{words} <{address}>" if words else address]
