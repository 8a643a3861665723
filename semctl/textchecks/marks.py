"""Dollars without a partner, TeX that cannot be read, and what is left of HTML and Markdown."""

import re
from collections.abc import Iterator, Sequence
from html.entities import name2codepoint
from typing import Final

from semctl.mathtext import unconverted, why_not
from semctl.problems import Problem
from semctl.readable import LINES, PROSE
from semctl.textchecks.texts import Texts, listed, shortened

MATH_TEXTS: Final = frozenset({"title", "abstract", "bio"})

_READ: Final = frozenset({*LINES, *PROSE})
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f]")  # TeX that escapes have swallowed, which is said elsewhere
_DOLLAR: Final = re.compile(r"(?<!\\)(?:\\\\)*+\$")
_PRICE: Final = re.compile(r"\$\s?[0-9]+(?:[.,][0-9]+)*(?:[kKMBm]|bn|tn)?\+?(?=[\s.,;:!?)\]/–—’'\"-]|\Z)")
_CURRENCY: Final = re.compile(r"(?<![A-Za-z])(?:US|AU|NZ|HK|CA|SG|C|A|R|S)\Z")
_VARIABLE: Final = re.compile(r"\$\{?[A-Z_]{3,}\b")
_NO_FORMULA: Final = re.compile(r"\$(?:\s?[0-9]|\{?[A-Z_]{3}|(?<![^\s(\"'“‘/]\$)(?![^\s)\"'”’/,.]))")
_AMOUNT: Final = re.compile(r"\s?[0-9]")


def dollars_have_partners(texts: Texts) -> Iterator[Problem]:
    """A formula that opens with $ closes with $; prices are no formulas."""
    for path, text in texts.strings:
        if path[-1] not in MATH_TEXTS or "$" not in text:
            continue
        at = unclosed_dollar(text)
        if at is not None:
            says = f"a $ has no partner: {shortened(text, at - 20, at + 30)}"
            yield texts.warning("unbalanced-dollar", path, says, r"close the formula, or write \$ for the sign", at=at)


def tex_is_understood(texts: Texts) -> Iterator[Problem]:
    """What mails and calendars show of a text holds no TeX any more."""
    for path, text in texts.strings:
        if path[-1] not in _READ or unclosed_dollar(text) is not None:
            continue
        found = [source for source in unconverted(text) if _CONTROL.search(source) is None]
        if found:
            says = f"TeX that cannot be converted stays as it is: {listed([_with_reason(each) for each in found])}"
            hint = "correct it, or write it otherwise: docs/math.md says what is understood"
            yield texts.warning("unknown-tex", path, says, hint, at=text.find(found[0]))


def _with_reason(source: str) -> str:
    reason = why_not(source)
    return f"{shortened(source, 0, 60)} ({reason})" if reason else shortened(source, 0, 60)


def unclosed_dollar(text: str) -> int | None:
    """The offset of the $ that most likely lacks its partner; None where all is well."""
    if text.count("$") % 2 == 0 and r"\$" not in text and "$$" not in text and not _NO_FORMULA.search(text):
        return None
    spots = [match.end() - 1 for match in _DOLLAR.finditer(text)]
    if len(spots) == 1 and text[spots[0] - 1 : spots[0]].isalpha() and text[spots[0] + 1 : spots[0] + 2].isalpha():
        return None  # "Ca$h"
    doubtful: int | None = None
    place = 0
    while place < len(spots):
        at = spots[place]
        run = _run(spots, place)
        if run > 1:
            after = text[at + run : at + run + 1]
            end = next((n for n in range(place + run, len(spots) - 1) if spots[n + 1] == spots[n] + 1), None)
            if end is None and (run > 2 or not after.strip()):  # "$$$" is no formula
                place += run
                continue
            if end is None:
                return at
            place = end + 2
            continue
        closer = spots[place + 1] if place + 1 < len(spots) else None
        if _is_money(text, at, closer):
            place += 1
            continue
        if closer is None:
            return at if doubtful is None else doubtful
        if doubtful is None and _is_doubtful(text, at, closer):
            doubtful = at
        place += 2
    return None


def _run(spots: Sequence[int], place: int) -> int:
    run = 1
    while place + run < len(spots) and spots[place + run] == spots[place] + run:
        run += 1
    return run


def _is_money(text: str, at: int, closer: int | None) -> bool:
    """Whether a $ opens no formula: a price, a sign alone, a variable of the shell."""
    before, after = text[max(0, at - 3) : at], text[at + 1 : at + 2]
    if _CURRENCY.search(before) and _AMOUNT.match(text, at + 1):
        return True
    if (not before or before[-1] in " \n(\"'“‘/") and (not after or after in " \n)\"'”’/,."):
        return closer is None or text[closer - 1].isspace()
    if _PRICE.match(text, at) or _VARIABLE.match(text, at):
        return closer is None or not _closes(text, closer)
    return False


def _closes(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at + 1 : at + 2]
    return not before.isspace() and not after.isdigit() and not _CURRENCY.search(text[max(0, at - 3) : at])


def _is_doubtful(text: str, at: int, closer: int) -> bool:
    """Whether a pair of $ looks as if it were made of the end of one formula and the beginning of another."""
    return text[at + 1].isspace() or text[closer - 1].isspace() or "\n\n" in text[at:closer]


# --- HTML and Markdown ---

_TAGS: Final = (
    "em|strong|sub|sup|br|hr|span|div|ul|ol|li|h[1-6]|img|tt|code|pre|font|table|tr|td|th|blockquote|center|small"
)
_ATTRIBUTES: Final = r"(?:\s+[A-Za-z-]+\s*=[^<>]*)"
_HTML: Final = re.compile(
    rf"</[A-Za-z][A-Za-z0-9]*\s*>|<(?:{_TAGS}){_ATTRIBUTES}?\s*/?>|<(?:a|p|i|b|u|s){_ATTRIBUTES}/?>"
    r"|<(?P<one>[bipus])>(?=\w)|<(?P<loose>[bipus])>|&(?:(?P<entity>[A-Za-z]{2,8})|\#[0-9]{2,6}|\#x[0-9A-Fa-f]{2,6});",
    re.IGNORECASE,
)
_MARKDOWN: Final = re.compile(
    r"(?<![\w*\\])\*\*(?=[^\s*])[^*\n]*[^\s*]\*\*(?![\w*])|(?<!\w)__(?=[^\W_])[^_\n]+ [^_\n]+__(?!\w)"
    r"|!?\[[^\]\n]*\]\((?:https?:|mailto:|www\.)[^)\s]*\)?|\]\((?=\s|\Z|\)|https?:|mailto:|www\.)|^\#\#+ \S+|^```",
    re.MULTILINE,
)
_MATH: Final = re.compile(r"(?<!\\)(\$\$?)[^$]*\1")
_MAYBE_HTML: Final = re.compile(r"<[/A-Za-z]|&[A-Za-z#]")
_SIGNS: Final = ("**", "](", "##", "```", "__")


def texts_are_plain(texts: Texts) -> Iterator[Problem]:
    """Texts are plain, with TeX between dollars: no HTML, no Markdown."""
    for path, text in texts.strings:
        kind, found = markup(text)
        if found:
            first = text.find(found[0])
            hint = "texts are plain, with TeX between dollars: write it without"
            says = f"there is {kind} in it: {listed([' '.join(each.split()) for each in found])}"
            yield texts.warning("markup", path, says, hint, at=max(0, first))


def markup(text: str) -> tuple[str, list[str]]:
    """What kind of markup a text holds ("HTML", "Markdown"), and all of it; formulas are left out."""
    html = ("<" in text or "&" in text) and _MAYBE_HTML.search(text)
    markdown = any(sign in text for sign in _SIGNS)
    if not html and not markdown:
        return "", []
    bare = _MATH.sub(lambda match: " " * len(match[0]), text)
    if html and (found := [match[0] for match in _HTML.finditer(bare) if _is_html(match, bare)]):
        return "HTML", found
    return "Markdown", [match[0] for match in _MARKDOWN.finditer(bare)] if markdown else []


def _is_html(match: re.Match[str], text: str) -> bool:
    if match["entity"]:
        return match["entity"] in name2codepoint or match["entity"] == "apos"
    return not match["loose"] or f"</{match['loose']}>" in text
