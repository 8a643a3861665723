"""Data as other systems give it: what is made of each, whole. A case is a source in tests/sources with what the import
shows of it (.txt) and the series that it begins (.toml); SEMCTL_UPDATE=1 writes both anew, for a careful look."""

import os
from pathlib import Path

import pytest

from tests.books import run

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
