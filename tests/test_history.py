"""Undo: the last change of semctl is taken back byte for byte, or it is said why not."""

import datetime as dt
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from semctl import history, store
from semctl.problems import OutsideFailed, Refused, Unreadable
from semctl.workspace import Workspace
from tests.books import SERIES, a_file, run

TALK = SERIES + '[[talks]]\nid = "a"\ntitle = "A"  # so\n'


@pytest.fixture
def state(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = here / "state"
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    return folder


def cancelled(here: Path) -> Path:
    file = Path(a_file(here, TALK))
    assert run("cancel-talk", "a").code == 0
    return file


@pytest.mark.usefixtures("state")
def test_the_last_change_is_taken_back_once(here: Path) -> None:
    file = cancelled(here)
    ran = run("undo")
    assert (ran.code, ran.out, ran.err) == (0, 'talk "a": cancelled → confirmed\n', "")
    assert file.read_text("utf-8") == TALK
    again = run("undo")
    assert (again.code, again.out) == (4, "")
    assert again.err == f"semctl has not changed {file} lately\ngit knows what was before\n"


@pytest.mark.usefixtures("state")
def test_bytes_come_back_as_they_were(here: Path) -> None:
    file = Path(a_file(here, "\ufeff" + TALK.replace("\n", "\r\n").rstrip("\r\n")))
    before = file.read_bytes()
    assert run("cancel-talk", "a").code == 0
    assert run("undo").code == 0
    assert file.read_bytes() == before


@pytest.mark.usefixtures("state")
def test_what_was_changed_by_hand_since_stays(here: Path) -> None:
    file = cancelled(here)
    file.write_text(file.read_text("utf-8") + "# by hand\n", "utf-8")
    ran = run("undo")
    assert ran.code == 4
    assert ran.err.endswith(
        "has been changed since, by hand or by another program\ntake it back with git, or by hand\n"
    )
    assert file.read_text("utf-8").endswith("# by hand\n")


@pytest.mark.usefixtures("state")
def test_a_change_that_changes_nothing_leaves_the_memory(here: Path) -> None:
    file = cancelled(here)
    assert run("cancel-talk", "a").out == "nothing has changed\n"
    assert run("undo").code == 0
    assert file.read_text("utf-8") == TALK


@pytest.mark.usefixtures("state")
def test_a_dry_run_of_undo_prints_a_diff(here: Path) -> None:
    file = cancelled(here)
    before = file.read_bytes()
    ran = run("undo", "--dry-run")
    assert ran.out.splitlines()[-1] == '-status = "cancelled"'
    assert file.read_bytes() == before
    assert run("undo").code == 0


@pytest.mark.usefixtures("state")
def test_a_link_and_its_file_are_one(here: Path) -> None:
    file = Path(a_file(here, TALK))
    (here / "link.toml").symlink_to(file.name)
    assert run("cancel-talk", "a", "-f", "link.toml").code == 0
    assert run("undo", "-f", "seminars.toml").code == 0
    assert file.read_text("utf-8") == TALK
    assert (here / "link.toml").is_symlink()


def test_what_is_remembered_is_for_its_owner_alone(here: Path, state: Path) -> None:
    cancelled(here)
    (kept,) = (state / "semctl" / "undo").iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_a_state_folder_that_cannot_be_written_costs_the_undo_alone(here: Path, state: Path) -> None:
    state.write_text("no folder")
    file = Path(a_file(here, TALK))
    ran = run("cancel-talk", "a")
    assert ran.code == 0
    assert ran.err == f"undo will not know of this change: {state}/semctl/undo: Not a directory\n"
    assert 'status = "cancelled"' in file.read_text("utf-8")
    assert run("undo").code == 4


def test_nothing_old_is_taken_back_after_a_change_that_was_not_remembered(here: Path, state: Path) -> None:
    file = cancelled(here)
    (kept,) = (state / "semctl" / "undo").iterdir()
    kept.unlink()
    kept.mkdir()
    (kept / "x").touch()
    with pytest.raises(OutsideFailed):
        history.last_change(file)
    assert "undo will not know of this change" in run("restore-talk", "a").err
    assert run("undo").code == 5


def test_a_relative_state_folder_is_ignored(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "state")
    monkeypatch.setenv("HOME", str(here / "home"))
    cancelled(here)
    assert not (here / "state").exists()
    assert (here / "home").exists()
    assert run("undo").code == 0


def test_a_private_file_with_errors_stops_an_undo_before_it_is_done(here: Path, state: Path) -> None:
    file = cancelled(here)
    before = file.read_bytes()
    a_file(here, "[a\n", "seminars.private.toml", series="")
    assert run("undo").code == 3
    assert file.read_bytes() == before
    (here / "seminars.private.toml").unlink()
    assert run("undo").code == 0
    assert state.exists()


def test_what_is_remembered_belongs_to_its_file(state: Path) -> None:
    assert history.remember(Path("one"), {"series": (b"be\nfore", b"after"), "private": (None, b"new")}) == ""
    kept = history.last_change(Path("one"))
    assert kept["series"].taken_back(Path("one"), b"after") == b"be\nfore"
    assert kept["private"].taken_back(Path("two"), b"new") is None
    with pytest.raises(Refused):
        history.last_change(Path("two"))
    for now in (b"else", None):
        with pytest.raises(Refused):
            kept["series"].taken_back(Path("one"), now)
    history.forget(Path("one"))
    history.forget(Path("one"))
    assert os.listdir(state / "semctl" / "undo") == []  # noqa: PTH208 - names alone


READING = (
    SERIES
    + '[[talks]]\nid = "m"\npapers = ["p"]\n[[papers]]\nid = "p"\n[[participants]]\nid = "1"\n'
    + '[[participants]]\nid = "2"\n[reading]\n'
)


@pytest.mark.usefixtures("state")
def test_a_change_of_the_private_file_is_shown_first_and_taken_back(here: Path) -> None:
    """A file that the change made goes again; one that was there is as it was."""
    file = Path(a_file(here, READING))
    private = here / "seminars.private.toml"
    ran = run("attend", "m", "1", "--dry-run")
    assert ran.out.splitlines() == [
        "--- a/seminars.private.toml", "+++ b/seminars.private.toml", "@@ -0,0 +1,2 @@", "+[m]", '+attended = ["1"]',
    ]  # fmt: skip
    assert not private.exists()
    assert run("attend", "m", "1").out.splitlines()[0] == 'private notes of talk "m": attended'
    assert (here / ".gitignore").read_text("utf-8") == "seminars.private.toml\n"
    assert run("undo").code == 0
    assert (private.exists(), file.read_text("utf-8")) == (False, READING)
    private.write_text("# mine\n", "utf-8")
    assert run("attend", "m", "1", "2").code == 0
    assert run("undo").out == 'private notes of talk "m": attended\n'
    assert private.read_text("utf-8") == "# mine\n"


@pytest.mark.usefixtures("state")
def test_a_private_file_that_was_changed_since_stays(here: Path) -> None:
    a_file(here, READING)
    private = here / "seminars.private.toml"
    assert run("attend", "m", "1").code == 0
    text = private.read_text("utf-8") + "# by hand\n"
    private.write_text(text, "utf-8")
    ran = run("undo")
    assert (ran.code, private.read_text("utf-8")) == (4, text)
    assert "seminars.private.toml has been changed since" in ran.err
    private.unlink()
    assert run("undo").code == 4


@pytest.mark.usefixtures("state")
def test_where_the_private_file_cannot_be_written_nothing_is(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both files change or none: the series file, changed first, is put back."""
    file = Path(a_file(here, READING))
    update = store.update

    def failing(path: Path, change: Callable[[bytes], bytes]) -> tuple[bytes, bytes]:
        if path.name == "seminars.private.toml":
            raise Unreadable("the disk is full")
        return update(path, change)

    monkeypatch.setattr(store, "update", failing)
    work = Workspace(files=(), clock=dt.datetime(2026, 6, 9, tzinfo=dt.UTC))
    with pytest.raises(Unreadable):
        work.change(lambda each: each.document.with_value(("talks", 0), "title", "A"), notes=lambda each: each)
    assert file.read_text("utf-8") == READING
    assert not (here / "seminars.private.toml").exists()
