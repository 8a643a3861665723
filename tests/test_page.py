"""The HTML part of a notice: the same words, formulas set, nothing that runs."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from semctl.model import Ident, Kind
from semctl.notices.notice import Notice
from semctl.notices.page import page
from semctl.notices.writing import about_talk
from semctl.programme import Entry
from tests.books import a_programme
from tests.test_duties import at

TALK = r"""
[schedule]
dates = [2026-05-11]
time = "16:00"
join = { url = "https://example.org/j?a=1&b=2" }
mode = "online"
[[talks]]
id = "kim"
date = 2026-05-11
speaker = "Kim & Lee <kim@x.org>"
title = 'Bounds on $\ell_1$ and "others"'
abstract = '''
We show $\min_{f \in \mathcal{F}} x_i < 5$ & more; it costs $5 and $10.

A second paragraph
in two lines:
$$x^2$$
'''
"""


def a_notice(body: str, subject: str = "s") -> Notice:
    return Notice(
        kind=Kind.ANNOUNCEMENT, series=Ident("x"), talk=Ident("kim"), language="en", subject=subject, body=body
    )


class Words(HTMLParser):
    """The text of a page, its tags with their attributes, and its links."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self._in_head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_head = tag == "head" or (self._in_head and tag != "body")
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [str(value) for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += "" if self._in_head else data


def read(html: str) -> Words:
    words = Words()
    words.feed(html)
    words.close()
    return words


def entries() -> tuple[Entry, ...]:
    return a_programme(TALK).entries


def test_an_announcement_as_a_page() -> None:
    programme = a_programme(TALK)
    notice = about_talk(Kind.ANNOUNCEMENT, programme.entries[0], programme, now=at("2026-05-04T09:00"))
    html = page(notice, programme.entries)
    body = html[html.index('<div style="max-width: 40em">') :]
    start = body.index('<p style="margin: 0 0 1em 0">Kim &amp; Lee')
    assert body[start:].replace('<p style="margin: 0 0 1em 0">', "<p>") == (
        "<p>Kim &amp; Lee &lt;kim@x.org&gt; will give a talk in the X Seminar on Monday, 11 May 2026, at 16:00.</p>\n"
        "<p>Title: Bounds on <i>ℓ</i><sub>1</sub> and &quot;others&quot;<br>\n"
        "Where: Online<br>\n"
        'Link: <a href="https://example.org/j?a=1&amp;b=2">https://example.org/j?a=1&amp;b=2</a></p>\n'
        "<p>Abstract:</p>\n"
        "<p>We show min<sub><i>f</i> ∈ ℱ</sub> <i>x</i><sub><i>i</i></sub> &lt; 5 &amp; more; it costs $5 and $10.</p>\n"
        "<p>A second paragraph\nin two lines:\n"
        '<span style="display:block;margin:0.5em 2em"><i>x</i><sup>2</sup></span></p>\n'
        "<p>Everyone is welcome.</p>\n"
        "<p>Kind regards,</p>\n"
        '<p style="margin: 2em 0 0 0; color: #595959; font-size: 14px">X Seminar</p>\n'
        "</div>\n</body>\n</html>\n"
    )
    assert html.startswith('<!DOCTYPE html>\n<html lang="en">\n')


ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
MARKUP = st.lists(
    st.sampled_from(
        ["<script>", "</p>", "<img src=x onerror=y>", "&lt;", "&", '"', "'", "https://x.org/", "https://x.org/?a='b",
         "javascript:x", "\n", "\n\n", "-- \n", " ", "word", "\ue000", "0", "\ue001", "   indented"]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@given(ANY | MARKUP, ANY | MARKUP)
def test_a_page_holds_the_words_and_nothing_that_runs(body: str, subject: str) -> None:
    words = read(page(a_notice(body, subject), entries()))
    assert words.tags <= {"html", "head", "meta", "title", "body", "div", "p", "br", "a"}
    assert words.attributes <= {"lang", "charset", "style", "href"}
    assert all(link.startswith(("https://", "http://")) for link in words.links)
    plain = body.replace("\ue000", "").replace("\ue001", "").replace("\n-- \n", "\n")
    assert letters(words.text) == letters(plain)


def letters(text: str) -> str:
    return "".join(text.replace("\0", "").split())
