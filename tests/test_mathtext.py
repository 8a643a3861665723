"""Texts that hold TeX, in the four forms that outputs take them in."""

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st
from math_core import LatexError, LatexToMathML

from semctl import mathtext
from semctl.mathtext import as_text, formulas, macros, pieces
from tests.formulas import FORMULAS, PROSE


@pytest.mark.parametrize("tex", FORMULAS)
def test_a_formula_in_plain_text(tex: str) -> None:
    assert mathtext.plain(f"On ${tex}$.") == f"On {FORMULAS[tex]}."


@pytest.mark.parametrize("text", PROSE)
def test_prose_in_plain_text(text: str) -> None:
    assert mathtext.plain(text) == PROSE[text]


@pytest.mark.parametrize("text", [*(f"${tex}$" for tex in FORMULAS), *PROSE])
def test_what_is_understood_is_not_reported(text: str) -> None:
    assert mathtext.unconverted(text) == ()


def test_what_cannot_be_converted_stays_and_is_reported_once() -> None:
    text = r"By $\foo_1$ and \cref{thm} we have $x_1$, $\foo_1$, \[ \frac{a \] and $\def\x{y}\x$."
    kept = r"By $\foo_1$ and \cref{thm} we have x₁, $\foo_1$, \[ \frac{a \] and $\def\x{y}\x$."
    assert mathtext.plain(text) == kept
    assert mathtext.unconverted(text) == (r"$\foo_1$", r"\cref{thm}", r"\[ \frac{a \]", r"$\def\x{y}\x$")


def test_a_page_has_mathml() -> None:
    text = r"<b> & \emph{all $x_1$}: $\text{if } a<b$"
    assert mathtext.mathml(text) == (
        "&lt;b&gt; &amp; <em>all <math><msub><mi>x</mi><mn>1</mn></msub></math></em>: "
        "<math><mtext>if\u00a0</mtext><mi>a</mi><mo>&lt;</mo><mi>b</mi></math>"
    )


def test_a_displayed_formula_is_a_block_of_the_page() -> None:
    assert mathtext.mathml("$$x$$") == '<math display="block"><mi>x</mi></math>'


def test_a_page_keeps_nothing_that_links_or_styles() -> None:
    text = r"$\href{javascript:x}{a}$ $\color{red} b$ $\begin{equation}c\label{x\"y}\end{equation}$ $\hspace{99em}d$"
    assert re.findall(r"<[^/][^>]*\s[^>]*>", mathtext.mathml(text)) == ['<mspace width="2em">']


def test_a_mail_has_italics_and_scripts() -> None:
    text = r"\textbf{On} $\min_{f \in F} \|x_i\|^2 < \hat{y}'$ & $$\alpha$$"
    assert mathtext.mail_html(text) == (
        "<strong>On</strong> min<sub><i>f</i> ∈ <i>F</i></sub> ‖<i>x</i><sub><i>i</i></sub>‖<sup>2</sup> "
        '&lt; <i>ŷ</i>′ &amp; <span style="display:block;margin:0.5em 2em"><i>α</i></span>'
    )


def test_a_poster_has_typst() -> None:
    text = 'Say "x" #read("y")\n\n\\emph{on} $x_1 \\le \\frac{a}{2}$'
    assert mathtext.typst(text) == (
        '#"Say \\"x\\" #read(\\"y\\")";#parbreak();#emph[#"on";];#" ";'
        '#math.equation(block: false, alt: "x₁ ≤ a/2", $#math.attach($x$, b: $1$)≤#math.frac($a$, $2$)$);'
    )


# --- caps ---


@pytest.mark.parametrize(
    "tex",
    [
        "x" * 2001,
        r"\sqrt{" * 51 + "x" + "}" * 51,
        r"\left(" * 51 + "x" + r"\right)" * 51,
        r"\alpha " * 301,
        r"\def\x{\x\x}\x",
        r"\newcommand{\x}[1]{\sqrt{\sqrt{#1}}}\x{\x{y}}",
        "a\x00b",
        "a\ud800b",
    ],
    ids=["long", "nested", "fenced", "commands", "endless", "macros", "control", "half"],
)
def test_the_parser_never_sees_what_could_break_it(tex: str) -> None:
    assert mathtext.plain(f"${tex}$") == f"${tex}$"
    assert mathtext.unconverted(f"${tex}$") == (f"${tex}$",)


STEPS = (r"\sqrt", r"\hat", r"\frac a ", r"\xrightarrow", r"\not", r"\overset a", r"\bf ", "'", "x^{", r"\left(")
IN_A_THREAD = """
import sys, threading
from semctl import mathtext
threading.stack_size(1 << 20)
for text in sys.argv[1:]:
    thread = threading.Thread(target=mathtext.plain, args=(text,))
    thread.start()
    thread.join()
"""


def test_the_longest_that_the_parser_sees_fits_a_small_stack() -> None:
    """A thread of Windows has a megabyte; the parser would end the whole process."""
    found = [f"${step * min(300, 1990 // len(step))} x$" for step in STEPS]
    assert subprocess.run([sys.executable, "-c", IN_A_THREAD, *found], check=False).returncode == 0


def test_beyond_a_thousand_formulas_a_text_keeps_them() -> None:
    text = "$x$ " * (pieces.FORMULAS + 5)
    assert mathtext.plain(text) == "x " * pieces.FORMULAS + "$x$ " * 5
    assert mathtext.unconverted(text) == ("$x$",)


def test_beyond_so_many_characters_a_text_keeps_its_formulas() -> None:
    tex = "x+" * 900 + "x"
    within = pieces.CHARACTERS // len(tex)
    assert mathtext.plain(f"${tex}$ " * (within + 2)).count("$") == 4


# --- laws ---

PIECES = [
    *(f"${tex}$" for tex in FORMULAS), *PROSE, "$", "$$", "\\[", "\\]", "\\(", "\\)", "{", "}", "\\", "^", "_", "&", "%",
    "\n", "\n\n", " ", "~", "--", "``", "''", "\\begin{align}", "\\end{align}", "\\emph{", "\\text{", "\\frac", "\\left(",
    "\\right.", "\\hat", "x", "5", "#", '"', "<", "\x00", "\ud800", "é", "漢", "\\'", "\\\\", "\\href{a}{b}",
    "\\begin{pmatrix}", "\\end{pmatrix}", "\\sideset{a}{b}", "\\cancel{x}", "\\prescript{a}{b}c", "\\tag{1}", "\\genfrac",
    ".....", "......", "\\varinjlim", "\\sqrt", "\\operatorname{a b}", "\\xrightarrow{x}", "\\binom", "\\begin{cases}",
    "\\end{cases}", "\\substack{a\\\\b}", "\\overbrace{x}", "\\underset", "\\lVert", "|", "\\middle|", "\\ ", "\\!",
]  # fmt: skip
texts = st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join))


@given(text=texts)
def test_any_text_gives_texts_and_twice_the_same(text: str) -> None:
    for output in (mathtext.plain, mathtext.mathml, mathtext.mail_html, mathtext.typst, mathtext.unconverted):
        first = output(text)
        as_text.text.cache_clear()
        pieces.pieces.cache_clear()
        formulas.parsed.cache_clear()
        assert output(text) == first


@given(text=st.text(alphabet=st.characters(exclude_characters="\\$~-`'\"", codec="utf-8")))
def test_a_text_without_signs_of_tex_stays_as_it_is(text: str) -> None:
    assert mathtext.plain(text) == text
    assert mathtext.unconverted(text) == ()


@given(text=texts)
def test_pages_and_mails_are_well_formed(text: str) -> None:
    for output in (mathtext.mathml, mathtext.mail_html):
        tree = ET.fromstring(f"<p>{output(text)}</p>".replace("\r", ""))
        assert {each.tag for each in tree.iter()} <= formulas.TAGS | {
            "p",
            "em",
            "strong",
            "code",
            "span",
            "sub",
            "sup",
            "br",
            "i",
        }
        assert {name for each in tree.iter() for name in each.attrib} <= formulas.ATTRIBUTES | {"style"}


@given(text=texts)
def test_what_is_reported_stands_in_the_plain_text(text: str) -> None:
    shown = mathtext.plain(text)
    assert all(source in shown for source in mathtext.unconverted(text))


@pytest.mark.slow
@given(texts=st.lists(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), min_size=20, max_size=60))
def test_typst_compiles_whatever_is_written(texts: list[str]) -> None:
    typst.compile("\n\n".join(map(mathtext.typst, texts)).encode(), format="svg")


# --- macros, start-up ---


@pytest.mark.parametrize("name", macros.MACROS)
def test_a_macro_is_needed_and_works(name: str) -> None:
    arguments = "{x}{x}" if "#2" in macros.MACROS[name] else "{x}"
    with pytest.raises(LatexError):
        LatexToMathML().convert_with_local_state(f"\\{name}{arguments}", displaystyle=False)
    assert mathtext.unconverted(f"$\\{name}{arguments}$") == ()


LOADED = """
import sys
from semctl.cli import app
for title in ("Notes", "On $x_1$"):
    with open("seminars.toml", "w") as file:
        file.write(f"[series]\\nid = 'x'\\nname = 'X'\\ntimezone = 'Europe/Rome'\\n[[talks]]\\nid = 'a'\\ntitle = '{title}'\\n")
    for words in (["--help"], ["list", "--all"], ["add-talk", "--title", "Another", "--id", "b"]):
        try:
            app(words, prog_name="semctl")
        except SystemExit:
            pass
        print("parser:", {"math_core", "xml.etree.ElementTree"} & sys.modules.keys() != set())
"""


def test_the_parser_is_loaded_for_the_first_title_that_holds_tex(here: Path) -> None:
    run = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True, cwd=here)
    said = [line for line in run.stdout.splitlines() if line.startswith("parser:")]
    assert said == ["parser: False"] * 4 + ["parser: True"] * 2
