"""With real git: what it is told, how it names a hunk, and the merges of two organisers."""

import datetime as dt
import os
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from semctl import folder, git
from semctl.edits.placing import place
from semctl.problems import OutsideFailed, Refused
from semctl.tomltext.document import Document

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not on this machine")

ROOT = Path(__file__).parent.parent
FILE = "seminars.toml"
DRIVER = """
import sys
from pathlib import Path
from semctl.merging import merge
base, ours, theirs = (Path(name).read_bytes().decode() for name in sys.argv[1:4])
merged = merge(base, ours, theirs)
Path(sys.argv[2]).write_bytes(merged.text.encode())
sys.exit(min(merged.conflicts, 1))
"""


@pytest.fixture(autouse=True)
def _clean_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings but those of the test."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in {
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "HOME": str(tmp_path), "GIT_EDITOR": "true",
        "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "PYTHONPATH": str(ROOT),
        "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org",
        "GIT_CEILING_DIRECTORIES": str(tmp_path),
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)


class Clone:
    """A repository with a series file in it, and the driver where it is asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def git(self, *arguments: str, fails: bool = False) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=self.path, capture_output=True, encoding="utf-8", check=False, timeout=60
        )
        assert (done.returncode != 0) is fails, done.stdout + done.stderr
        return done.stdout

    @property
    def text(self) -> str:
        return (self.path / FILE).read_bytes().decode()

    def commit(self, text: str) -> None:
        (self.path / FILE).write_bytes(text.encode())
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "change")

    def with_driver(self) -> "Clone":
        script = self.path.parent / "driver.py"
        script.write_text(DRIVER, "utf-8")
        assert git.install(self.path)
        self.git("config", "merge.semctl.driver", f'"{sys.executable}" "{script}" %O %A %B')
        return self


def new_clone(path: Path, text: str, *, attributes: bool = True) -> Clone:
    path.mkdir()
    clone = Clone(path)
    clone.git("init", "-q", "-b", "main")
    if attributes:
        folder.add_line(path / ".gitattributes", git.attributes_line(FILE, new=True))
    clone.commit(text)
    return clone


# A series of three months, and what people do to it


def talk(name: str, date: dt.date, more: str = "") -> str:
    return f'\n[[talks]]\nid = "{name}"\ndate = {date}\nspeaker = "{name.title()}"\naffiliation = "A"\n{more}'


def week(number: int) -> dt.date:
    return dt.date(2026, 9, 7) + dt.timedelta(weeks=number)


HEAD = '[series]\nid = "as"\nname = "Algebra"\n\n[schedule]\nevery = "week"\nweekday = "Monday"\nroom = "A1"\n'
ABSTRACT = "abstract = '''\none\ntwo\nthree\nfour\nfive\n'''\n"
BASE = HEAD + "".join(talk(f"s{n}", week(n), f'title = "T{n}"\n{ABSTRACT}') for n in range(0, 10, 2))


def added(text: str, name: str, date: dt.date) -> str:
    document = Document.read(text)
    at = place(((each["date"], None) for each in document.data["talks"]), (date, None))
    return document.with_block("talks", at, {"id": name, "date": date, "speaker": name.title()}).text


def edited(text: str, name: str, **values: object) -> str:
    document = Document.read(text)
    at = next(n for n, each in enumerate(document.data["talks"]) if each["id"] == name)
    for key, value in values.items():
        document = document.with_value(("talks", at), key, value)
    return document.text


def ids(text: str) -> list[str]:
    document = Document.read(text)
    assert not document.mistakes
    return [each["id"] for each in document.data["talks"]]


def two_sides(scenario: str, seed: int) -> tuple[str, str]:
    random = Random(seed)
    weeks = random.sample(range(1, 10, 2), 2)
    if scenario == "one talk each in the next ten weeks":
        return added(BASE, "ours", week(weeks[0])), added(BASE, "theirs", week(weeks[1]))
    if scenario == "one each after the last one":
        return added(BASE, "ours", week(10 + seed)), added(BASE, "theirs", week(11 + 2 * seed))
    if scenario == "one adds, one cancels":
        ours = added(BASE, "ours", week(weeks[0]))
        return ours, edited(BASE, f"s{2 * random.randrange(5)}", status="cancelled", reason="ill")
    if scenario == "one moves, one edits":
        return edited(BASE, "s2", date=week(weeks[0])), edited(BASE, "s4", title="New", speaker="N")
    ours, theirs = BASE, BASE
    for number, at in enumerate(random.sample(range(20, 40), 10)):
        if number % 2:
            ours = added(ours, f"ours{number}", week(at))
        else:
            theirs = added(theirs, f"theirs{number}", week(at))
    return ours, theirs


SCENARIOS = (
    "one talk each in the next ten weeks", "one each after the last one", "five each next term",
    "one adds, one cancels", "one moves, one edits",
)  # fmt: skip


def diverged(path: Path, ours: str, theirs: str, base: str = BASE) -> Clone:
    clone = new_clone(path, base).with_driver()
    clone.git("switch", "-q", "-c", "colleague")
    clone.commit(theirs)
    clone.git("switch", "-q", "main")
    clone.commit(ours)
    return clone


@pytest.mark.parametrize("how", ["merge", "rebase", "cherry-pick"])
@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("seed", range(2))
def test_two_organisers_never_meet_a_conflict(tmp_path: Path, scenario: str, how: str, seed: int) -> None:
    ours, theirs = two_sides(scenario, seed)
    clone = diverged(tmp_path / "clone", ours, theirs)
    clone.git(how, "-q", "colleague") if how != "cherry-pick" else clone.git(how, "colleague")
    assert set(ids(clone.text)) == {*ids(ours), *ids(theirs)}
    talks = Document.read(clone.text).data["talks"]
    base = Document.read(BASE).data["talks"]
    for side in (ours, theirs):
        for each in Document.read(side).data["talks"]:
            assert each in base or each in talks
    if scenario != "one moves, one edits":
        assert [each["date"] for each in talks] == sorted(each["date"] for each in talks)
    assert clone.git("status", "--porcelain") == ""


def test_without_the_driver_plain_git_meets_one(tmp_path: Path) -> None:
    """What the driver is for, and what a web host's merge button does."""
    ours, theirs = two_sides("one each after the last one", 0)
    clone = diverged(tmp_path / "clone", ours, theirs)
    clone.git("config", "--remove-section", "merge.semctl")
    clone.git("merge", "-q", "colleague", fails=True)
    assert "<<<<<<<" in clone.text


def test_two_clones_that_push_and_pull(tmp_path: Path) -> None:
    first = new_clone(tmp_path / "first", BASE).with_driver()
    first.git("clone", "-q", "--bare", ".", str(tmp_path / "origin.git"))
    first.git("remote", "add", "origin", str(tmp_path / "origin.git"))
    first.git("clone", "-q", str(tmp_path / "origin.git"), str(tmp_path / "second"))
    second = Clone(tmp_path / "second")
    assert (git.is_installed(first.path), git.is_installed(second.path)) == (True, False)  # each clone for itself
    assert git.wants_driver(second.path, FILE)
    second.with_driver()
    first.commit(added(BASE, "ours", week(12)))
    first.git("push", "-q", "origin", "main")
    second.commit(added(BASE, "theirs", week(11)))
    second.git("push", "-q", "origin", "main", fails=True)
    second.git("pull", "-q", "--no-rebase", "origin", "main")
    assert ids(second.text)[-2:] == ["theirs", "ours"]
    second.git("push", "-q", "origin", "main")
    first.git("pull", "-q", "--rebase", "origin", "main")
    assert first.text == second.text


@pytest.mark.parametrize("how", ["merge", "rebase", "cherry-pick"])
def test_one_title_changed_twice_has_markers_in_that_talk_alone(tmp_path: Path, how: str) -> None:
    ours = added(edited(BASE, "s4", title="Ours"), "zoe", week(20))
    theirs = added(edited(BASE, "s4", title="Theirs"), "yan", week(21))
    clone = diverged(tmp_path / "clone", ours, theirs)
    clone.git(how, "colleague", fails=True)
    assert clone.git("status", "--porcelain") == f"UU {FILE}\n"
    one, other = ("Theirs", "Ours") if how == "rebase" else ("Ours", "Theirs")
    clash = f'<<<<<<< ours\ntitle = "{one}"\n=======\ntitle = "{other}"\n>>>>>>> theirs\n'
    assert clash in clone.text
    solved = clone.text.replace(clash, 'title = "Theirs"\n')
    assert ids(solved) == [*ids(BASE), "zoe", "yan"]
    (clone.path / FILE).write_text(solved, "utf-8")
    clone.git("add", FILE)
    clone.git(how, "--continue")
    assert clone.git("status", "--porcelain") == ""


def test_a_file_in_a_folder_below_and_one_with_windows_line_ends(tmp_path: Path) -> None:
    clone = new_clone(tmp_path / "clone", BASE, attributes=False)
    (clone.path / ".gitattributes").write_text(git.attributes_line(FILE) + "\n")
    windows = BASE.replace("\n", "\r\n")
    (clone.path / "below").mkdir()
    below = clone.path / "below" / FILE
    below.write_bytes(windows.encode())
    clone.commit(BASE)
    assert git.wants_driver(below.parent, FILE)
    clone.with_driver()
    clone.git("switch", "-q", "-c", "colleague")
    below.write_bytes(added(windows, "theirs", week(11)).encode())
    clone.commit(BASE)
    clone.git("switch", "-q", "main")
    below.write_bytes(added(windows, "ours", week(12)).encode())
    clone.commit(BASE)
    clone.git("merge", "-q", "colleague")
    text = below.read_bytes().decode()
    assert ids(text)[-2:] == ["theirs", "ours"]
    assert text.count("\n") == text.count("\r\n")


# The name of a hunk


def hunks(clone: Clone) -> list[str]:
    lines = clone.git("diff", "-U0", "--no-color").split("\n")
    return [line.rpartition("@@")[2].strip() for line in lines if line.startswith("@@")]


def test_a_hunk_is_named_after_its_talk(tmp_path: Path) -> None:
    clone = new_clone(tmp_path / "clone", BASE + '\n[talks.private]\nphone = "1"\nmail = "a"\nhotel = "h"\n')
    text = clone.text
    (clone.path / FILE).write_bytes(text.replace("four", "4").replace('room = "A1"', 'room = "A2"').encode())
    assert hunks(clone)[1] != 'id = "s0"'  # as git does it by itself
    git.install(clone.path)
    assert hunks(clone) == ["[schedule]", *(f'id = "s{n}"' for n in range(0, 10, 2))]
    (clone.path / FILE).write_bytes(text.replace('hotel = "h"', 'hotel = "i"').encode())
    assert hunks(clone) == ["[talks.private]"]


def test_a_list_or_an_abstract_names_no_hunk(tmp_path: Path) -> None:
    more = "abstract = '''\n$x \\in [0, 1]$ is\n[0, 1] [a]\nidle\ntwo\n'''\ntags = [\n  'a',\n  ['b'],\n  'c',\n]\n"
    clone = new_clone(tmp_path / "clone", HEAD + talk("ada", week(0), more))
    git.install(clone.path)
    (clone.path / FILE).write_bytes(clone.text.replace("two", "2").replace("'c'", "'d'").encode())
    assert set(hunks(clone)) == {'id = "ada"'}


# The settings


def test_install_says_all_that_git_needs_and_again_is_harmless(tmp_path: Path) -> None:
    clone = new_clone(tmp_path / "clone", BASE)
    assert git.is_installed(clone.path) is False
    assert git.install(clone.path)
    before = (clone.path / ".git" / "config").read_bytes()
    assert git.install(clone.path)
    assert (clone.path / ".git" / "config").read_bytes() == before
    assert git.is_installed(clone.path) is True
    assert clone.git("config", "--local", "merge.semctl.driver") == "semctl merge-file %O %A %B %P\n"
    assert clone.git("config", "--local", "diff.semctl.xfuncname") == git.HUNK_NAME + "\n"


def test_a_driver_set_for_all_clones_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clone = new_clone(tmp_path / "clone", BASE)
    (tmp_path / "mine").write_text('[merge "semctl"]\n\tdriver = semctl merge-file %O %A %B %P\n')
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "mine"))
    assert git.is_installed(clone.path) is True


def test_outside_of_a_clone_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert git.is_installed(tmp_path) is None
    assert git.install(tmp_path) is False
    assert git.wants_driver(tmp_path, FILE) is False
    assert git.is_installed(tmp_path / "missing") is None
    (tmp_path / ".git").write_text("gitdir: /nowhere\n")
    assert git.install(tmp_path) is False
    assert git.wants_driver(tmp_path, FILE) is False


def test_without_git_there_is_nothing_to_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clone = new_clone(tmp_path / "clone", BASE)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert git.is_installed(clone.path) is None
    assert git.install(clone.path) is False
    assert git.wants_driver(clone.path, FILE) is False


def test_a_worktree_shares_the_settings_of_its_clone(tmp_path: Path) -> None:
    clone = new_clone(tmp_path / "clone", BASE)
    clone.git("worktree", "add", "-q", "../beside")
    assert git.is_installed(tmp_path / "beside") is False
    assert git.install(tmp_path / "beside")
    assert git.is_installed(clone.path) is True


def test_git_dir_as_a_hook_gives_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clone = new_clone(tmp_path / "clone", BASE)
    (clone.path / "below").mkdir()
    git.install(clone.path)
    monkeypatch.chdir(clone.path)
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_WORK_TREE", ".")
    assert git.is_installed(Path("below")) is True
    assert git.wants_driver(Path(), FILE) is True


def test_settings_that_cannot_be_written_are_said(tmp_path: Path) -> None:
    clone = new_clone(tmp_path / "clone", BASE)
    (clone.path / ".git" / "config.lock").touch()
    with pytest.raises(OutsideFailed, match="settings cannot be written"):
        git.install(clone.path)


# The attributes


@pytest.mark.parametrize(
    "name", [FILE, "my seminars.toml", "a[1]*?.toml", "#x.toml", "!x.toml", 'q"\\x.toml', "é.toml"]
)
def test_the_line_means_this_file(tmp_path: Path, name: str) -> None:
    clone = new_clone(tmp_path / "clone", BASE, attributes=False)
    assert not git.wants_driver(clone.path, name)
    folder.add_line(clone.path / ".gitattributes", git.attributes_line(name))
    assert git.wants_driver(clone.path, name)
    assert not git.wants_driver(clone.path, "other.toml")


def test_the_line_for_a_file_that_git_does_not_hold_yet() -> None:
    assert git.attributes_line(FILE) == "seminars.toml merge=semctl diff=semctl"
    assert git.attributes_line(FILE, new=True) == "seminars.toml merge=semctl diff=semctl text eol=lf"
    with pytest.raises(Refused):
        git.attributes_line("a\nb")


# What is no text


def test_bytes_that_are_no_text_are_merged_by_lines(tmp_path: Path) -> None:
    base, ours, theirs = (tmp_path / name for name in ("base", "ours", "theirs"))
    base.write_bytes(b"a\xff\nb\nc\nd\n")
    ours.write_bytes(b"a\xfe\nb\nc\nd\n")
    theirs.write_bytes(b"a\xff\nb\nc\ne\n")
    assert git.merge_by_lines(base, ours, theirs) == 0
    assert ours.read_bytes() == b"a\xfe\nb\nc\ne\n"
    theirs.write_bytes(b"x\nb\nc\ne\n")
    assert git.merge_by_lines(base, ours, theirs) == 1
    assert b"<<<<<<< ours\n" in ours.read_bytes()
    base.write_bytes(b"\0")
    with pytest.raises(OutsideFailed):
        git.merge_by_lines(base, ours, theirs)
