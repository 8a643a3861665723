"""The clone around a series file: whether git there knows how to merge one, and telling it so.

Asks git itself, so that worktrees, includes and GIT_DIR mean what they mean to git.
"""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from semctl.problems import OutsideFailed, Refused

DRIVER: Final = "semctl merge-file %O %A %B %P"
# A hunk is named by the nearest line above it that matches: a talk's id, else a header.
HUNK_NAME: Final = r"^[[:blank:]]*(id[[:blank:]]*=.*|\[\[?[[:alpha:]_][^],=]*\]\]?[[:blank:]]*(#.*)?)$"
SETTINGS: Final = (
    ("merge.semctl.name", "seminar series, merged talk by talk"),
    ("merge.semctl.driver", DRIVER),
    ("diff.semctl.xfuncname", HUNK_NAME),
)
_PLACES: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE")
_PATIENCE: Final = 20.0  # seconds
_SPECIAL: Final = frozenset("\\*?[")


def install(folder: Path) -> bool:
    """Tell git in the clone around a folder how to merge and diff a series file; False: no git, or no clone.

    Sets it for this clone alone, all its worktrees included; again is harmless. Raises OutsideFailed where git cannot
    write its settings.
    """
    if not _is_in_clone(folder):
        return False
    for name, value in SETTINGS:
        done = _git(folder, "config", "--local", "--replace-all", name, value)
        if done is None or done.returncode:
            why = done.stderr.strip().split("\n")[-1] if done else "git does not answer"
            raise OutsideFailed(f"git's settings cannot be written: {why}", "check who may write .git/config")
    return True


def is_installed(folder: Path) -> bool | None:
    """Whether git merges series files with semctl in the clone around a folder; None: no git, or no clone.

    A driver of the user's own under that name counts, wherever git finds it set.
    """
    if not _is_near_clone(folder):
        return None
    done = _git(folder, "config", "--get", "merge.semctl.driver")
    if done is None or done.returncode not in (0, 1):
        return None
    return bool(done.stdout.strip())


def wants_driver(folder: Path, name: str) -> bool:
    """Whether git's attributes ask for semctl to merge the file of that name in a folder; False without git."""
    if not _is_near_clone(folder):
        return False
    done = _git(folder, "check-attr", "-z", "merge", "--", name)
    return done is not None and done.returncode == 0 and done.stdout.split("\0")[1:3] == ["merge", "semctl"]


def attributes_line(name: str, *, new: bool = False) -> str:
    """The line of .gitattributes for a series file; Refused for a name that no such line can hold.

    new: git does not hold the file yet; then its line ends become "\\n" everywhere. For one that git holds that
    could change every line, so it is left alone.
    """
    return f"{_pattern(name)} merge=semctl diff=semctl" + (" text eol=lf" if new else "")


def log_line(name: str) -> str:
    """The line of .gitattributes for a sent log: of two people's lines all are kept."""
    return f"{_pattern(name)} merge=union"


def _pattern(name: str) -> str:
    """A file's name as the attributes want it."""
    if "\n" in name or "\r" in name:
        raise Refused(f"{name!a} holds a line break", "give the file another name")
    pattern = "".join("\\" + each if each in _SPECIAL else each for each in name)
    if name.startswith(("!", "#")):
        pattern = "\\" + pattern
    if any(each in name for each in ' \t"'):
        quoted = pattern.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
        pattern = f'"{quoted}"'
    return pattern


def merge_by_lines(base: Path, ours: Path, theirs: Path) -> int:
    """Git's own merge by lines, written to `ours`: how many conflicts it left (127: that many or more).

    For files that are no text semctl can read. Raises OutsideFailed where git cannot merge them either; then `ours`
    is as it was.
    """
    names = ("-L", "ours", "-L", "base", "-L", "theirs")
    done = _git(Path(), "merge-file", *names, "--", *(str(path) for path in (ours, base, theirs)))
    if done is None or not 0 <= done.returncode <= 127:
        raise OutsideFailed("git cannot merge these files by lines", "take one of them: git checkout --ours, --theirs")
    return done.returncode


def _is_near_clone(folder: Path) -> bool:
    """Whether a clone may be around a folder, without asking git."""
    here = folder.resolve()
    return bool(os.environ.get("GIT_DIR")) or any((each / ".git").exists() for each in (here, *here.parents))


def _is_in_clone(folder: Path) -> bool:
    done = _git(folder, "rev-parse", "--git-dir") if _is_near_clone(folder) else None
    return done is not None and done.returncode == 0


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str] | None:
    """Run git in a folder; None where there is no git, no folder or no answer."""
    program = shutil.which("git")
    if program is None or not folder.is_dir():
        return None
    places = {name: str(Path(os.environ[name]).absolute()) for name in _PLACES if os.environ.get(name)}
    try:
        return subprocess.run(
            [program, *arguments], cwd=folder, env={**os.environ, **places, "LC_ALL": "C"}, stdin=subprocess.DEVNULL,
            capture_output=True, encoding="utf-8", errors="surrogateescape", timeout=_PATIENCE, check=False,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
