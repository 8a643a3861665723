"""Dollars, HTML and Markdown in texts: what is wrong, and what only looks so."""

import pytest

from semctl.textchecks.marks import markup, unclosed_dollar


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("Let $x be a number", 4),
        ("Let x$ be a number", 5),
        ("Let $x$ and $y be numbers", 12),
        ("Let $x and $y$ be numbers", 4),
        ("$$x^2", 0),
        ("$x_1$ costs $5, but $y does not", 20),
        (r"It costs \$5 and $x", 17),
        ("in $L^2(\\Omega)", 3),
    ],
)
def test_an_unclosed_dollar(text: str, at: int) -> None:
    assert unclosed_dollar(text) == at


PRICES = [
    "costs $5", "$5 and $10", "$5-$10 per head", "US$ 30 for students", "C$20 or A$ 25", "a $1.2 million grant",
    "$100k prize", "between $5 and $10, or $15", "$5 buys $n$ apples", "$n$ apples cost $5", r"costs \$5", "Ca$h is king",
    "the $ sign", "Set $HOME first", "Set ${PATH} first", "$5$", "$2^n$ and $10,000$", "$0<p<q$", "a ($) sign",
    "The $64,000 question", "Ke$ha", "$$x$$ and $y$", "$$\nx\n$$", "(price: $7)", "$1/2$ of $x$", "$$$", "$3.50/h",
    "From €5 to $6", r"$\text{for } x$", r"$a_1,\dots,a_n$", "$-1$", "$ x $ with blanks",
]  # fmt: skip


@pytest.mark.parametrize("text", PRICES)
def test_dollars_that_are_right(text: str) -> None:
    assert unclosed_dollar(text) is None


@pytest.mark.parametrize(
    ("text", "kind", "marks"),
    [
        ("a <b>bold</b> word", "HTML", ["<b>", "</b>"]),
        ("see <a href='x'>here</a>", "HTML", ["<a href='x'>", "</a>"]),
        ("one<br/>two <p>three", "HTML", ["<br/>", "<p>"]),
        ("R&amp;D and &#8217; and &uuml;", "HTML", ["&amp;", "&#8217;", "&uuml;"]),
        ("H<sub>2</sub>O", "HTML", ["<sub>", "</sub>"]),
        ("a **bold** word", "Markdown", ["**bold**"]),
        ("see [the paper](https://x.org/a)", "Markdown", ["[the paper](https://x.org/a)"]),
        ("see the paper]( ", "Markdown", ["]("]),
        ("## Abstract\ntext", "Markdown", ["## Abstract"]),
    ],
)
def test_markup(text: str, kind: str, marks: list[str]) -> None:
    assert markup(text) == (kind, marks)


@pytest.mark.parametrize(
    "text",
    [
        "a<b and b>c", "$0<p<q$", "$a <b> c$", "the mean <i> of i", "<u, v> and <a|b>", "AT&T; R&D", "a & b; c", "C**-algebras",
        "2**3**4", "f[a](b)", "$[0,1](x)$", "C[0,1](R)", "__init__ and __main__", "**", "a * b * c", "<3", "x <- y", "a <-> b",
        "# of samples", "#1", "Q&A", "p->q", "i<j<k", "[1], [2] (3)", "``quoted''", "if a <b and c> d",
    ],
)  # fmt: skip
def test_what_only_looks_like_markup(text: str) -> None:
    assert markup(text)[1] == []
