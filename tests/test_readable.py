"""Talks as people read them, in tables, cards and calendars, and what is said of TeX that stays."""

from pathlib import Path

import pytest

from semctl.readable import readable, readable_series, tex_kept
from tests.books import SERIES, a_programme, json_of, run

TALKS = r"""
[schedule]
dates = [2026-06-15, 2026-06-22, 2026-06-29]
time = "16:00"

[[talks]]
id = "plain"
date = 2026-06-15
speaker = "Ada Lovelace"
title = "Notes on an engine, for $5"

[[talks]]
id = "kahler"
date = 2026-06-22
title = 'On the $\ell_1$-norm'
abstract = '''
For all $0<p<q$
$$x_1$$
'''
[[talks.speakers]]
name = 'Erich K\"ahler'
affiliation = 'Universit\"at Hamburg'

[[talks]]
id = "odd"
date = 2026-06-29
speaker = "Emmy Noether"
title = 'What $\foo$ is, and $\bar{$'
abstract = 'More of $\foo$ and \cref{a_very_long_label_that_goes_on_and_on}'
"""
KEPT = r'TeX that cannot be converted stays as it is: talk "odd" ($\foo$, …); see "semctl check"'


@pytest.fixture
def series(here: Path) -> Path:
    text = SERIES.replace('name = "X Seminar"', r"name = 'The $L^2$ Seminar'")
    (here / "seminars.toml").write_text(text + TALKS, "utf-8")
    return here


def test_every_text_of_a_talk_is_read() -> None:
    plain, kahler, _ = a_programme(TALKS).entries
    seen = readable(kahler)
    assert seen.talk.title == "On the ℓ₁-norm"
    assert seen.talk.abstract == "For all 0 < p < q\n    x₁"
    assert [(each.name, each.affiliation) for each in seen.people] == [("Erich Kähler", "Universität Hamburg")]
    assert readable(plain).talk == plain.talk


def test_a_talk_without_tex_is_the_very_same() -> None:
    programme = a_programme('[[talks]]\nid = "a"\nspeaker = "Ada"\ntitle = "Notes"\n')
    assert readable(programme.entries[0]) is programme.entries[0]
    series = programme.book.series
    assert readable_series(series) is series


def test_a_title_is_one_line() -> None:
    programme = a_programme("[[talks]]\nid = \"a\"\ntitle = 'On $$x$$ and y'\n")
    assert readable(programme.entries[0]).talk.title == "On x and y"


def test_one_sentence_names_the_talks_whose_tex_stays() -> None:
    entries = a_programme(TALKS).entries
    assert tex_kept(entries) == KEPT
    assert tex_kept(entries[:2]) == ""


@pytest.mark.usefixtures("series")
def test_tables_and_cards_show_it_and_json_keeps_the_source() -> None:
    assert "Erich Kähler (Universität Hamburg)  On the ℓ₁-norm " in run("list").out
    assert "Erich Kähler (Universität Hamburg) [kahler]\n" in run("slots").out
    assert run("show", "kahler").out.splitlines()[1:3] == [
        "Speaker   Erich Kähler (Universität Hamburg)",
        "Title     On the ℓ₁-norm",
    ]
    assert json_of(run("show", "kahler", "--json"))["title"] == r"On the $\ell_1$-norm"


@pytest.mark.usefixtures("series")
def test_a_calendar_is_readable_unless_asked_otherwise() -> None:
    out = run("export", "kahler").out.replace("\r\n ", "")
    assert "\r\nSUMMARY:The L² Seminar: Erich Kähler – On the ℓ₁-norm\r\n" in out
    assert r"\n\nFor all 0 < p < q\n    x₁" in out
    as_typed = run("export", "kahler", "--math", "tex").out.replace("\r\n ", "")
    assert '\r\nSUMMARY:The $L^2$ Seminar: Erich K\\\\"ahler – On the $\\\\ell_1$-norm\r\n' in as_typed


@pytest.mark.usefixtures("series")
@pytest.mark.parametrize("talk", ["plain", "kahler", "odd"])
def test_an_exported_calendar_gives_the_tex_back(talk: str) -> None:
    run("export", "-o", "x.ics")
    run("import", "x.ics", "--into", "again.toml", "--yes")
    before, after = (json_of(run("show", talk, "--json", "-f", file)) for file in ("seminars.toml", "again.toml"))
    assert [after[key] for key in ("title", "abstract")] == [before[key] for key in ("title", "abstract")]


@pytest.mark.usefixtures("series")
def test_a_change_of_mind_about_tex_raises_sequence_once() -> None:
    def sequences(math: str) -> str:
        run("export", "-o", "x.ics", "--math", math)
        return "".join(
            line[-1] for line in Path("x.ics").read_text("utf-8").splitlines() if line.startswith("SEQUENCE:")
        )

    assert [sequences(math) for math in ("unicode", "unicode", "tex", "tex")] == ["000", "000", "111", "111"]


@pytest.mark.usefixtures("series")
def test_an_id_is_made_of_the_name_as_it_is_read() -> None:
    run("add-talk", "--speaker", r"Paul Erd\H{o}s")
    assert [each["id"] for each in json_of(run("list", "--all", "--json"))][-1] == "erdos"


@pytest.mark.usefixtures("series")
def test_a_speaker_is_found_by_the_name_as_it_is_read() -> None:
    assert run("export", "--speaker", "kähler").out.count("BEGIN:VEVENT") == 1


@pytest.mark.usefixtures("series")
@pytest.mark.parametrize(
    ("words", "times"), [([], 1), (["--split", "out"], 1), (["--math", "tex"], 0), (["plain"], 0), (["kahler"], 0)]
)
def test_an_export_names_the_talks_whose_tex_stays_once(words: list[str], times: int) -> None:
    assert run("export", *words).err.count(KEPT) == times


@pytest.mark.usefixtures("series")
def test_a_mail_is_readable() -> None:
    ran = run("announce", "kahler")
    assert ran.out.startswith("Subject: The L² Seminar: Erich Kähler, Monday, 22 June 2026, 16:00 – On the ℓ₁-norm\n")
    assert "\nFor all 0 < p < q\n    x₁\n" in ran.out
    assert "Universität Hamburg" in ran.out
    assert not {"$", "\\"} & set(ran.out)


@pytest.mark.usefixtures("series")
@pytest.mark.parametrize(
    ("words", "times"), [(["odd"], 1), (["kahler"], 0), (["--kind", "programme"], 1), (["odd", "--kind", "chase"], 0)]
)
def test_a_mail_names_the_talks_whose_tex_stays_in_it(words: list[str], times: int) -> None:
    assert run("announce", *words).err.count(KEPT) == times


@pytest.mark.usefixtures("series")
def test_check_tells_why_tex_cannot_be_converted() -> None:
    found = [each for each in json_of(run("check", "--json")) if each["code"] == "unknown-tex"]
    assert [(each["where"], each["says"]) for each in found] == [
        (
            'talk "odd", title',
            r'TeX that cannot be converted stays as it is: $\foo$ (unknown command "\foo"), '
            r'$\bar{$ (expected closing token "}", but reached end of input)',
        ),
        (
            'talk "odd", abstract',
            r'TeX that cannot be converted stays as it is: $\foo$ (unknown command "\foo"), '
            r'\cref{a_very_long_label_that_goes_on_and_on} (unknown command "\cref")',
        ),
    ]
