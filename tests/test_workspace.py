"""One run: which files, what instant; the private file; a change that is applied or refused whole."""

import datetime as dt
from pathlib import Path

import pytest

from semctl.problems import FileErrors, Misused, Refused, Unreadable
from semctl.tomltext.document import Document
from semctl.workspace import Loaded, Workspace, private_path, shown_path
from tests.books import SERIES, a_file

NOW = dt.datetime(2026, 6, 9, 22, 30, tzinfo=dt.UTC)


def a_workspace(*files: str, now: str | None = None) -> Workspace:
    return Workspace(files=files, clock=NOW, now_text=now)


def test_today_is_the_civil_date_in_the_zone_of_the_series() -> None:
    work = a_workspace()
    assert work.now("Europe/Amsterdam").isoformat() == "2026-06-10T00:30:00+02:00"
    assert work.now("America/New_York").date() == dt.date(2026, 6, 9)
    assert a_workspace(now="2026-05-10").now("Asia/Tokyo").isoformat() == "2026-05-10T00:00:00+09:00"
    assert a_workspace(now="2026-05-10 14:00").now("Asia/Tokyo").isoformat() == "2026-05-10T14:00:00+09:00"
    with pytest.raises(Misused):
        a_workspace(now="soon").now("UTC")


def test_the_nearest_file_upward_is_found(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = here / "a" / "b"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    with pytest.raises(Unreadable):
        a_workspace().paths()
    (here / "seminars.toml").touch()
    assert a_workspace().paths() == (here / "seminars.toml",)
    (here / "a" / "seminars.toml").touch()
    assert a_workspace().paths() == (here / "a" / "seminars.toml",)


def test_a_path_is_shown_as_short_as_it_can_be(here: Path) -> None:
    assert shown_path(here / "seminars.toml") == "seminars.toml"
    assert shown_path(Path("a/seminars.toml")) == "a/seminars.toml"
    assert shown_path(here.parent / "x.toml") == str(here.parent / "x.toml")
    assert private_path(Path("a/mds.toml")) == Path("a/mds.private.toml")


def test_all_problems_of_all_files_come_at_once(here: Path) -> None:
    one = a_file(here, '[[talks]]\nid = "a"\ndate = 1\n', "one.toml")
    two = a_file(here, '[[talks]]\nid = "b"\ndate = 2\n', "two.toml")
    with pytest.raises(FileErrors) as errors:
        a_workspace(one, two).load()
    assert [(problem.file, problem.line) for problem in errors.value.problems] == [("one.toml", 9), ("two.toml", 9)]


def test_two_files_of_one_series_are_refused(here: Path) -> None:
    with pytest.raises(Misused):
        a_workspace(a_file(here, "", "one.toml"), a_file(here, "", "two.toml")).load()


def test_private_notes_of_both_files_are_put_together(here: Path) -> None:
    toml = '[[talks]]\nid = "a"\n[talks.private]\nphone = "1"\nhotel = "H"\n'
    file = a_file(here, toml)
    a_file(here, '[a]\nphone = "2"\n[series]\nlist = "l"\n', "seminars.private.toml", series="")
    (loaded,) = a_workspace(file).load()
    assert loaded.notes.talks == {"a": {"phone": "2", "hotel": "H"}}
    assert loaded.notes.series == {"list": "l"}


def test_a_broken_private_file_is_said_with_its_own_name(here: Path) -> None:
    file = a_file(here, '[[talks]]\nid = "a"\n')
    a_file(here, "\n[a\n", "seminars.private.toml", series="")
    with pytest.raises(FileErrors) as errors:
        a_workspace(file).load()
    assert [(problem.file, problem.line) for problem in errors.value.problems] == [("seminars.private.toml", 2)]


def test_a_change_that_would_leave_an_error_writes_nothing(here: Path) -> None:
    file = a_file(here, "")

    def intent(loaded: Loaded) -> Document:
        return loaded.document.with_block("talks", 0, {"id": "a b"})

    with pytest.raises(Refused) as refused:
        a_workspace(file).change(intent)
    assert refused.value.says.startswith("the file would have errors, so nothing was written:\nseminars.toml:9: ")
    assert Path(file).read_text("utf-8") == SERIES


def test_a_change_is_applied_to_the_file_as_it_is_now(here: Path) -> None:
    file = a_file(here, "")
    work = a_workspace(file)
    work.load()
    a_file(here, '[[talks]]\nid = "other"\n')
    before, after = work.change(lambda loaded: loaded.document.with_block("talks", 1, {"id": "mine"}))
    assert [talk.id for talk in before.book.talks] == ["other"]
    assert [talk.id for talk in after.book.talks] == ["other", "mine"]
    assert Path(file).read_text("utf-8").endswith('[[talks]]\nid = "other"\n\n[[talks]]\nid = "mine"\n')
