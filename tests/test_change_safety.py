"""What no race, crash or full disk may do: cost anyone a talk. Real processes, real signals."""

import os
import random
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.books import SERIES

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals and limits")

WEEKLY = '\n[schedule]\nevery = "week"\ntime = "16:00"\nstart = 2026-01-05\ncount = 40   # so many\n'
TALKS = "".join(
    f'\n# about {number}\n[[talks]]\nid = "old-{number}"\nspeaker = "O {number}"   # {number}\ntitle = "T"\n'
    for number in range(20)
)
TEXT = "# mine\n" + SERIES + WEEKLY + TALKS


# The limit is set in the new process: nothing of ours runs between fork and exec, because the test runner has threads.
LIMITED = (
    "import resource, runpy, sys\n"
    "size = int(sys.argv.pop(1))\n"
    "resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))\n"
    "runpy.run_module('semctl', run_name='__main__')\n"
)


def begun(folder: Path, *words: str, largest: int | None = None) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "XDG_STATE_HOME": str(folder / "state")}
    program = ["-m", "semctl"] if largest is None else ["-c", LIMITED, str(largest)]
    command = [sys.executable, *program, *words, "-f", str(folder / "seminars.toml"), "--now", "2026-01-01"]
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
    )


def ended(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    _, said = process.communicate(timeout=1200)
    return process.returncode, said.decode()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "seminars.toml"
    path.write_text(TEXT, "utf-8")
    return path


def crowd(file: Path, people: int, each: int) -> None:
    """So many people at once, each adding talks one after the other; nothing of anyone's is lost."""
    script = (
        "import subprocess, sys\n"
        "for n in range(int(sys.argv[2])):\n"
        "    words = ['add-talk', '--speaker', f'P {sys.argv[1]} {n}', '--id', f'p-{sys.argv[1]}-{n}']\n"
        "    subprocess.run([sys.executable, '-m', 'semctl', *words, *sys.argv[3:]], check=True)\n"
    )
    environment = {**os.environ, "XDG_STATE_HOME": str(file.parent / "state")}
    waiting = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(person), str(each), "-f", str(file)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment,
        )
        for person in range(people)
    ]
    for process in waiting:
        assert ended(process)[0] == 0
    text = file.read_text("utf-8")
    ids = [talk["id"] for talk in tomllib.loads(text)["talks"]]
    wanted = [f"p-{person}-{number}" for person in range(people) for number in range(each)]
    assert sorted(ids) == sorted([*wanted, *(f"old-{number}" for number in range(20))])
    left = iter(text.split("\n"))
    assert all(line in left for line in TEXT.split("\n"))  # in their order
    assert litter(file) == []


def litter(file: Path) -> list[str]:
    return sorted(each.name for each in file.parent.iterdir() if each.name not in ("state", file.name))


def test_four_people_at_once(file: Path) -> None:
    crowd(file, 4, 5)


@pytest.mark.slow
def test_eight_people_at_once(file: Path) -> None:
    crowd(file, 8, 50)


def killed(file: Path, rounds: int, seed: int) -> Iterator[bool]:
    """Kill real commands at random moments: the old file or the new one stays; whether it was the new one."""
    chance = random.Random(seed)
    began = time.monotonic()
    assert ended(begun(file.parent, "move-talk", "old-0", "2026-01-05"))[0] == 0
    length = time.monotonic() - began
    for number in range(rounds):
        before = file.read_bytes()
        day = f"2026-{2 + number % 5:02}-02"
        words = ("add-talk", "--speaker", f"N {number}") if number % 2 else ("move-talk", "old-1", "next")
        process = begun(file.parent, *words)
        time.sleep(length * (chance.uniform(0.2, 1.1) if number % 4 else chance.uniform(0.7, 1.0)))
        process.kill()
        ended(process)
        after = file.read_bytes()
        data = tomllib.loads(after.decode())
        if after != before:
            talks = {talk["id"]: talk for talk in data["talks"]}
            old = {talk["id"]: talk for talk in tomllib.loads(before.decode())["talks"]}
            assert old.keys() <= talks.keys()
            assert len(talks) - len(old) == (1 if number % 2 else 0), day
        yield after != before
    assert ended(begun(file.parent, "add-talk", "--speaker", "Last One"))[0] == 0
    assert litter(file) == []
    assert all(line in file.read_text("utf-8") for line in TEXT.split("\n"))


def test_a_killed_change_leaves_the_old_file_or_the_new(file: Path) -> None:
    assert len(list(killed(file, 4, 1))) == 4


@pytest.mark.slow
def test_a_hundred_killed_changes(file: Path) -> None:
    results = list(killed(file, 120, 2))
    assert {True, False} == set(results)  # some before the change, some after it


def test_a_full_disk_leaves_the_file_as_it_was(file: Path) -> None:
    before = file.read_bytes()
    code, said = ended(begun(file.parent, "add-talk", "--speaker", "A", largest=len(before) - 100))
    assert (code, said) == (
        3, f"{file} cannot be changed: the file would grow larger than allowed\nthe file is as it was\n",
    )  # fmt: skip
    assert file.read_bytes() == before
    assert litter(file) == []


def test_a_disk_with_room_for_the_change_and_none_for_the_undo(file: Path) -> None:
    (file.parent / "state").mkdir()
    (file.parent / "state" / "semctl").symlink_to("/dev/full")
    code, said = ended(begun(file.parent, "cancel-talk", "old-3"))
    assert code == 0
    assert said.startswith("undo will not know of this change: ")
    assert 'status = "cancelled"' in file.read_text("utf-8")


def test_a_file_that_vanishes(file: Path) -> None:
    file.unlink()
    code, said = ended(begun(file.parent, "add-talk", "--speaker", "A"))
    assert (code, said) == (3, f"there is no file {file}\ncheck the name\n")
    assert litter(file) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("what", ["folder", "file"])
def test_what_is_write_protected(file: Path, what: str) -> None:
    (file.parent / "state").mkdir()
    target = file.parent if what == "folder" else file
    mode = target.stat().st_mode
    target.chmod(0o500 if what == "folder" else 0o400)
    try:
        code, said = ended(begun(file.parent, "add-talk", "--speaker", "A"))
    finally:
        target.chmod(mode)
    assert code == 3
    assert said.endswith("is write-protected\nallow writing, or ask its owner\n")
    assert file.read_text("utf-8") == TEXT
