"""The forms to paste into an existing page: whole outputs, the facts of the seed line by line, and nothing that acts."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.books import SHIPPED, run

SERIES = """\
[series]
id = "x"
domain = "x.org"
name = "X Seminar"
timezone = "Europe/Amsterdam"
join = { url = "https://zoom.example/secret" }
[schedule]
dates = [2026-10-05, 2026-10-12, 2026-10-19]
time = "16:00"
room = "RA 2504"
"""


def exported(folder: Path, talks: str, form: str, *more: str) -> str:
    file = folder / "seminars.toml"
    file.write_text(SERIES + talks, encoding="utf-8")
    ran = run("-f", str(file), "export", "--format", form, *more)
    assert ran.code == 0, ran.err
    return ran.out


def test_text_gives_the_department_list_line_by_line() -> None:
    ran = run("-f", str(SHIPPED), "export", "--format", "text")
    lines = [line for line in ran.out.splitlines() if line and not line.startswith(("Abstract: ", "Two methods"))]
    assert lines == [
        "11 May 2026, 16:00 (RA 2504)",
        "- Speaker: Tom Jacobs (CISPA)",
        "Title: Controlling Implicit Regularization in Deep Learning via Weight Decay and Mirror Descent",
        "18 May 2026, 11:00 (CR 2K)",
        "- Speaker: Serte Donderwinkel (RUG)",
        "Title: T.b.a.",
        "28 May 2026, 16:00 (RA 2503)",
        "- Speaker: Yongdai Kim (Seoul National University)",
        "Title: T.b.a.",
        "8 June 2026, 15:15 (RA 2504)",
        "- Speaker: Sebastian Kassing (Bergische Universität Wuppertal)",
        "Title: T.b.a.",
        "15 June 2026, 16:00 (RA 2502)",
        "- Speaker: Alexis Derumigny (TU Delft)",
        "Title: T.b.a.",
    ]


TALKS = r"""
[[talks]]
id = "noether"
date = 2026-10-05
speaker = "Emmy Noether"
affiliation = "Göttingen"
title = 'Ideals in $\mathbb{Z}[x]$ *and* more'
abstract = '''
1. First for all $0<p<q$ and a<b,
on two lines.

A second paragraph.
'''
slides = "https://slides.example/a_b"
video = "javascript:alert(1)"

[[talks]]
id = "two"
date = 2026-10-12
status = "cancelled"
reason = "ill"
[[talks.speakers]]
name = "Ada Lovelace"
[[talks.speakers]]
name = "Charles Babbage"
affiliation = "Cambridge"

[[talks]]
id = "meeting"
date = 2026-10-19
title = "Planning of the term"
language = "nl"

[[talks]]
id = "later"
speaker = "Not Yet"
"""


def test_text(tmp_path: Path) -> None:
    assert exported(tmp_path, TALKS, "text") == (
        "5 October 2026, 16:00 (RA 2504)\n"
        "- Speaker: Emmy Noether (Göttingen)\n"
        "Title: Ideals in ℤ[x] *and* more\n"
        "Abstract: 1. First for all 0 < p < q and a<b, on two lines.\n"
        "\n"
        "A second paragraph.\n"
        "Slides: https://slides.example/a_b\n"
        "\n"
        "12 October 2026, 16:00 (RA 2504) – Cancelled: ill\n"
        "- Speakers: Ada Lovelace and Charles Babbage (Cambridge)\n"
        "Title: T.b.a.\n"
        "\n"
        "19 October 2026, 16:00 (RA 2504)\n"
        "Title: Planning of the term\n"
    )


def test_markdown(tmp_path: Path) -> None:
    assert exported(tmp_path, TALKS, "markdown", "--cancelled", "drop") == (
        "### 5 October 2026, 16:00 (RA 2504)\n"
        "\n"
        "Emmy Noether (Göttingen)\n"
        "\n"
        "**Ideals in $\\mathbb{Z}[x]$ \\*and\\* more**\n"
        "\n"
        "1\\. First for all $0\\lt p\\lt q$ and a\\<b, on two lines.\n"
        "\n"
        "A second paragraph.\n"
        "\n"
        "[Slides](<https://slides.example/a_b>)\n"
        "\n"
        "### 19 October 2026, 16:00 (RA 2504)\n"
        "\n"
        "**Planning of the term**\n"
    )


def test_html(tmp_path: Path) -> None:
    math = '<math><mi>ℤ</mi><mo stretchy="false">[</mo><mi>x</mi><mo stretchy="false">]</mo></math>'
    inequality = "<math><mn>0</mn><mo>&lt;</mo><mi>p</mi><mo>&lt;</mo><mi>q</mi></math>"
    assert exported(tmp_path, TALKS, "html") == (
        "<section>\n"
        '<article id="x-noether" lang="en">\n'
        '<h3><time datetime="2026-10-05T16:00:00+02:00">5 October 2026, 16:00</time> (RA 2504)</h3>\n'
        "<p>Emmy Noether (Göttingen)</p>\n"
        f"<p><strong>Ideals in {math} *and* more</strong></p>\n"
        f"<p>1. First for all {inequality} and a&lt;b,\non two lines.</p>\n"
        "<p>A second paragraph.</p>\n"
        '<p><a href="https://slides.example/a_b">Slides</a></p>\n'
        "</article>\n"
        '<article id="x-two" lang="en">\n'
        '<h3><time datetime="2026-10-12T16:00:00+02:00">12 October 2026, 16:00</time> (RA 2504) – Cancelled: ill</h3>\n'
        "<p>Ada Lovelace and Charles Babbage (Cambridge)</p>\n"
        "<p><strong>T.b.a.</strong></p>\n"
        "</article>\n"
        '<article id="x-meeting" lang="en">\n'
        '<h3><time datetime="2026-10-19T16:00:00+02:00">19 October 2026, 16:00</time> (RA 2504)</h3>\n'
        '<p lang="nl"><strong>Planning of the term</strong></p>\n'
        "</article>\n"
        "</section>\n"
    )


HOSTILE = r"""
[[talks]]
id = "evil"
date = 2026-10-05
speaker = "<script>alert(1)</script>"
affiliation = "[x](javascript:alert(2))"
title = '$\href{javascript:alert(3)}{x}$ `code` <img src=x onerror=alert(4)>'
abstract = '''
$\text{<script>alert(5)</script>}$ <iframe src="javascript:alert(6)">

# no heading ![x](https://tracker.example/x.png)
'''
slides = "data:text/html,<script>alert(7)</script>"
"""


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_hostile_texts_do_nothing(tmp_path: Path, form: str) -> None:
    text = exported(tmp_path, HOSTILE, form)
    html = text if form == "html" else MarkdownIt("commonmark").render(text)
    for tag in ("<script", "<img", "<iframe", "<a ", "<h1", "zoom.example"):
        assert tag not in html


def test_a_calendar_option_does_not_go_with_a_form(tmp_path: Path) -> None:
    ran = run("-f", str(SHIPPED), "export", "--format", "text", "--split", str(tmp_path))
    assert (ran.code, ran.err) == (
        2,
        "--split, --previous, --free and --math do not go with --format text\nleave them out\n",
    )


def test_into_a_file(tmp_path: Path) -> None:
    into = tmp_path / "talks.md"
    ran = run("-f", str(SHIPPED), "export", "--format", "markdown", "-o", str(into))
    assert (ran.out, ran.err) == ("", f"{into}: 5 talks\n")
    assert into.read_text("utf-8").startswith("### 11 May 2026, 16:00 (RA 2504)\n")


SECRETS = """
[mail]
from = "secret@mail.example"
[[organizers]]
name = "Public Person"
public = true
[[organizers]]
name = "Hidden Person"
[series.private]
budget = "secret budget"
[[talks]]
id = "noether"
date = 2026-10-05
speaker = "Emmy Noether"
status = "tentative"
phone = "secret phone"
abstract = "=1+1"
[talks.private]
mail = "secret@private.example"
[[talks]]
id = "later"
[[talks.speakers]]
name = "Ada"
[[talks.speakers]]
name = "Charles"
affiliation = "Cambridge"
"""


def test_json_is_the_whole_public_file_with_times(tmp_path: Path) -> None:
    text = exported(tmp_path, SECRETS, "json")
    assert json.loads(text) == {
        "semctl": 1,
        "series": {"id": "x", "domain": "x.org", "name": "X Seminar", "timezone": "Europe/Amsterdam"},
        "schedule": {"dates": ["2026-10-05", "2026-10-12", "2026-10-19"], "time": "16:00", "room": "RA 2504"},
        "organizers": [{"name": "Public Person", "public": True}],
        "talks": [
            {
                "id": "noether", "date": "2026-10-05", "speaker": "Emmy Noether", "status": "tentative",
                "abstract": "=1+1", "start": "2026-10-05T16:00:00+02:00", "end": "2026-10-05T17:00:00+02:00",
                "end_assumed": True, "room": "RA 2504",
            },
            {
                "id": "later", "speakers": [{"name": "Ada"}, {"name": "Charles", "affiliation": "Cambridge"}],
                "start": None, "end": None, "end_assumed": False, "room": None,
            },
        ],
    }  # fmt: skip


def test_csv_has_a_row_for_each_talk_and_computes_nothing(tmp_path: Path) -> None:
    text = exported(tmp_path, SECRETS, "csv")
    assert "secret" not in text
    first, second = csv.DictReader(StringIO(text, newline=""))
    assert {key: value for key, value in first.items() if value} == {
        "series": "x", "id": "noether", "date": "2026-10-05", "time": "16:00", "room": "RA 2504",
        "speaker": "Emmy Noether", "status": "tentative", "abstract": "'=1+1",
    }  # fmt: skip
    assert (second["id"], second["speaker"], second["affiliation"]) == ("later", "Ada; Charles", "; Cambridge")


def test_several_series_are_an_array(tmp_path: Path) -> None:
    file = tmp_path / "seminars.toml"
    file.write_text(SERIES, encoding="utf-8")
    ran = run("-f", str(file), "-f", str(SHIPPED), "export", "--format", "json")
    assert [each["series"]["id"] for each in json.loads(ran.out)] == ["x", "mds"]
