"""Posters: one page, the sentence forms of each language, and text that stays text."""

import sys
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from tests.books import SHIPPED, run

EXAMPLES = SHIPPED.parent / "docs" / "examples"
needs_typst = pytest.mark.skipif(find_spec("typst") is None, reason="the extra [poster] is not installed")


def pages_of(path: Path) -> list[str]:
    """The text of each page, in one line."""
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(path.read_bytes())).pages]


def made(tmp_path: Path, file: Path, *words: str, suffix: str = "pdf") -> Path:
    into = tmp_path / f"made.{suffix}"
    ran = run("-f", str(file), "poster", *words, "-o", str(into), now="2022-01-01")
    assert ran.code == 0, ran.err
    return into


@needs_typst
def test_the_munich_form(tmp_path: Path) -> None:
    (text,) = pages_of(made(tmp_path, EXAMPLES / "munich.toml", "rauhut"))
    assert text.startswith(
        "Mathematisches Kolloquium Department Mathematik, LMU München "
        "Am Donnerstag, 29. Juni 2023 um 16:30 Uhr spricht Holger Rauhut (RWTH Aachen) "
        "im Hörsaal Raum A027 über das Thema "
        "Implicit bias of gradient descent methods in deep learning "
        "Abstract. Deep networks are trained by"
    )


@pytest.mark.parametrize(
    ("code", "lead", "theme", "lead_many", "theme_many"),
    [
        ("en", "On Monday, 5 October 2026, at 16:00", "will speak on", "On Monday, 5 October 2026, at 16:00", "will speak on"),
        ("de", "Am Montag, 5. Oktober 2026 um 16:00 Uhr spricht", "über das Thema",
         "Am Montag, 5. Oktober 2026 um 16:00 Uhr sprechen", "über das Thema"),
        ("it", "Lunedì 5 ottobre 2026 alle ore 16:00", "terrà un seminario dal titolo",
         "Lunedì 5 ottobre 2026 alle ore 16:00", "terranno un seminario dal titolo"),
        ("nl", "Op maandag 5 oktober 2026 om 16:00 uur spreekt", "over", "Op maandag 5 oktober 2026 om 16:00 uur spreken", "over"),
        ("fr", "Le lundi 5 octobre 2026 à 16 h", "parlera sur le thème", "Le lundi 5 octobre 2026 à 16 h", "parleront sur le thème"),
    ],
    ids=["en", "de", "it", "nl", "fr"],
)  # fmt: skip
def test_the_form_of_each_language(
    tmp_path: Path, code: str, lead: str, theme: str, lead_many: str, theme_many: str
) -> None:
    file = tmp_path / "x.toml"
    file.write_text(
        f'[series]\nid = "x"\nname = "X"\ntimezone = "Europe/Berlin"\nlanguage = "{code}"\n'
        '[schedule]\ndates = [2026-10-05]\ntime = ["16:00", "17:00"]\n'
        '[[talks]]\nid = "one"\ndate = 2026-10-05\nat = "16:00"\nspeaker = "Ada"\ntitle = "T"\n'
        '[[talks]]\nid = "two"\ndate = 2026-10-05\nat = "17:00"\ntitle = "T"\n'
        '[[talks.speakers]]\nname = "Ada"\n[[talks.speakers]]\nname = "Charles"\n'
    )
    for talk, wanted in (("one", (lead, theme)), ("two", (lead_many.replace("16", "17"), theme_many))):
        html = made(tmp_path, file, talk, suffix="html").read_text("utf-8")
        for words in wanted:
            assert f"<p>{words}</p>" in html


HOSTILE = r"""
[series]
id = "x"
name = "#read(\"/etc/passwd\")"
timezone = "Europe/Berlin"
[schedule]
dates = [2026-10-05]
time = "16:00"
room = "#panic(\"now\")"
[site]
url = "https://example.edu/s"
[[talks]]
id = "evil"
date = 2026-10-05
speaker = "*Bold* _x_ $#read(\"poster.typ\")$"
affiliation = "</style><script>alert(1)</script>"
title = '$\text{#read("poster.typ")}$ ]#panic()['
abstract = '''
#import "x.typ": * and `raw` <label> @ref // comment

= no heading
'''
"""


@needs_typst
def test_what_people_write_is_never_run(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text(HOSTILE, encoding="utf-8")
    (text,) = pages_of(made(tmp_path, file, "evil"))
    for words in (
        '#read("/etc/passwd")',
        '#panic("now")',
        "*Bold* _x_",
        "]#panic()[",
        '#import "x.typ": *',
        "= no heading",
    ):
        assert words in text
    html = made(tmp_path, file, "evil", suffix="html").read_text("utf-8")
    assert "<script" not in html


@needs_typst
@pytest.mark.parametrize("words", [80, 900, pytest.param(2200, marks=pytest.mark.slow)])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_any_abstract_fits_on_one_page(tmp_path: Path, words: int, paper: str) -> None:
    file = tmp_path / "x.toml"
    abstract = " ".join(["Implicit bias and $\\ell_1$ norms."] * (words // 5))
    file.write_text(
        '[series]\nid = "x"\nname = "X"\ntimezone = "Europe/Berlin"\n[schedule]\ndates = [2026-10-05]\n'
        f"[[talks]]\nid = \"one\"\ndate = 2026-10-05\nspeaker = \"Ada\"\ntitle = \"T\"\nabstract = '''\n{abstract} The end.\n'''\n"
    )
    (text,) = pages_of(made(tmp_path, file, "one", "--paper", paper))
    assert "The end." in text


@needs_typst
def test_the_same_talk_gives_the_same_bytes(tmp_path: Path) -> None:
    first = made(tmp_path, SHIPPED, "jacobs").read_bytes()
    assert made(tmp_path, SHIPPED, "jacobs").read_bytes() == first


def test_without_typst_a_pdf_says_what_to_install_and_html_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    monkeypatch.chdir(tmp_path)
    ran = run("-f", str(SHIPPED), "poster", "jacobs", "-o", "x.pdf")
    assert (ran.code, ran.err) == (
        2,
        "a PDF needs Typst, which is not installed\n"
        "pip install 'semctl[poster]'; or -o FILE.html, for a browser to print\n",
    )
    ran = run("-f", str(SHIPPED), "poster", "jacobs")
    assert (ran.code, ran.err) == (0, 'jacobs.html: poster of talk "jacobs"\n')


def test_other_kinds_of_files_are_refused() -> None:
    ran = run("-f", str(SHIPPED), "poster", "jacobs", "-o", "x.docx")
    assert (ran.code, ran.err) == (2, 'a poster is a .pdf or .html file, not "x.docx"\n-o x.pdf\n')
