"""Data as other systems give it: what is made of each, whole. A case is a source in tests/sources with what the import
shows of it (.txt) and the series that it begins (.toml); SEMCTL_UPDATE=1 writes both anew, for a careful look."""

import os
from pathlib import Path

import pytest

from tests.books import SHIPPED, a_file, run

SOURCES = Path(__file__).parent / "sources"
CASES = sorted(path for path in SOURCES.iterdir() if path.suffix not in (".txt", ".toml"))


def test_there_are_sources() -> None:
    assert len(CASES) >= 1


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_what_a_source_becomes(path: Path, here: Path) -> None:
    ran = run("import", str(path), "--into", "new.toml", "--yes")
    shown = f"{ran.out}{'' if ran.code == 0 else ran.err}"
    text = (here / "new.toml").read_text("utf-8") if ran.code == 0 else ""
    if os.environ.get("SEMCTL_UPDATE"):
        path.with_suffix(".txt").write_text(shown, "utf-8")
        path.with_suffix(".toml").write_text(text, "utf-8")
    assert (shown, text) == (path.with_suffix(".txt").read_text("utf-8"), path.with_suffix(".toml").read_text("utf-8"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_a_second_import_finds_everything_there(path: Path, here: Path) -> None:
    run("import", str(path), "--into", "seminars.toml", "--yes")
    before = (here / "seminars.toml").read_text("utf-8")
    ran = run("import", str(path), "--update", "--yes")
    assert (ran.code, ran.err) == (0, "nothing to take\n")
    assert (here / "seminars.toml").read_text("utf-8") == before


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_the_file_that_is_made_has_no_errors(path: Path, here: Path) -> None:
    run("import", str(path), "--into", "seminars.toml", "--yes")
    ran = run("list", "-f", str(here / "seminars.toml"), "--all")
    assert ran.code == 0, ran.err


def test_the_pages_of_ones_own_site_are_recognised(here: Path) -> None:
    """What `site` writes of a talk is that talk again; an abstract without TeX stands there as it is."""
    (here / "seminars.toml").write_text(SHIPPED.read_text("utf-8"), "utf-8")
    run("site", "-o", "pages")
    pages = sorted((here / "pages" / "talks").glob("*.html"))
    assert len(pages) == 5
    for page in pages:
        ran = run("import", str(page), "--update", "--yes", "--dry-run")
        known = [line for line in ran.out.splitlines() if f'"{page.stem}"' in line]
        assert (ran.code, len(known)) in {(0, 1), (0, 2)}, ran.out
        assert "new" not in ran.out.split(";")[1].split(")")[0]


def test_several_series_in_one_answer_are_taken_one_by_one(here: Path) -> None:
    (here / "both.json").write_text(
        '{"code": "success", "results": ['
        '{"seminar_id": "AAA", "seminar_ctr": 1, "speaker": "Tom Jacobs", "start_time": "2026-05-11 14:00:00+00:00"},'
        '{"seminar_id": "BBB", "seminar_ctr": 1, "speaker": "Grace Kim", "start_time": "2026-05-12 14:00:00+00:00"},'
        '{"seminar_id": "BBB", "seminar_ctr": 2, "speaker": "Ada Lovelace", "start_time": "2026-05-19 14:00:00+00:00"}]}'
    )
    ran = run("import", "both.json", "--into", "b.toml", "--name", "B", "--yes")
    assert ran.out == (
        "both.json: JSON of researchseminars.org; 2 talks (2 new)\n"
        "id: BBB\n"
        "name: B\n"
        "timezone: UTC  (assumed: every time in the source is in UTC; the place may have another)\n"
        "dates: 2 days one by one; too few for a rule\n"
        "Date             Time   Speaker       Title   Talk\n"
        "Tue 12 May 2026  14:00  Grace Kim     T.b.a.  new\n"
        "Tue 19 May 2026  14:00  Ada Lovelace  T.b.a.  new\n"
        'left out: 1 talk of another series, "AAA": a file holds one series; import that one by itself\n'
    )
    a_file(here, '[series]\nid = "AAA"\ndomain = "x.org"\nname = "A"\ntimezone = "UTC"\n')
    assert "Tom Jacobs" in run("import", "both.json", "--dry-run").out


def test_a_page_without_events_goes_on_to_the_next_reader(here: Path) -> None:
    page = '<html><script type="application/ld+json">{"@type": "WebPage", "name": "x"}</script><p>Hello</p></html>'
    (here / "page.html").write_text(page)
    assert "schema.org" not in run("import", "page.html", "--into", "x.toml", "--yes").out


def test_a_series_without_talks_begins_on_the_next_day_that_fits(here: Path) -> None:
    (here / "series.json").write_text(
        '{"code": "success", "properties": {"shortname": "AAA", "name": "Algebra", "timezone": "Europe/Rome", "frequency": 7,'
        ' "weekdays": [2, 0, 2], "time_slots": ["10:00-11:30", "16:00-17:00", "14:00-15:30"], "is_conference": false,'
        ' "room": "5", "online": false, "slots": ["Xyz 10:00-11:00"]}, "talks": []}'
    )
    ran = run("import", "series.json", "--into", "a.toml", "--yes", now="2026-06-09")
    assert ran.code == 0
    assert "left out: properties.slots[0] is no time on a day of the week" in ran.out
    text = (here / "a.toml").read_text("utf-8")
    assert text[text.index("[[schedule]]") :] == (
        '[[schedule]]\nevery = "week"\nweekday = "Monday"\ntime = "16:00"\nstart = 2026-06-15\nduration = "1 h"\n\n'
        '[[schedule]]\nevery = "week"\nweekday = "Wednesday"\ntime = "10:00"\nstart = 2026-06-10\nduration = "1 h 30 min"\n\n'
        '[[schedule]]\nevery = "week"\nweekday = "Wednesday"\ntime = "14:00"\nstart = 2026-06-10\nduration = "1 h 30 min"\n'
    )
