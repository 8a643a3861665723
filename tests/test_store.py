"""The file on disk: nothing is lost, whoever else writes, wherever a run is killed."""

import os
import signal
import stat
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from semctl import store
from semctl.problems import Refused, Unreadable

AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
no_root = pytest.mark.skipif(AS_ROOT, reason="permissions do not stop the administrator")

ADD = """
import sys
from pathlib import Path
from semctl import store
path, name, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for number in range(rounds):
    store.update(path, lambda data: data + f"{name}-{number}\\n".encode())
    print(number, flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "seminars.toml"
    file.write_bytes(b"\xef\xbb\xbfa = 1\r\n")
    return file


def adding(data: bytes) -> bytes:
    return data + b"b = 2\r\n"


def start(path: Path, name: str, rounds: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", textwrap.dedent(ADD), str(path), name, str(rounds)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def alone(path: Path) -> None:
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_update_keeps_every_byte_it_was_not_asked_to_change(path: Path) -> None:
    assert store.update(path, adding) == (b"\xef\xbb\xbfa = 1\r\n", b"\xef\xbb\xbfa = 1\r\nb = 2\r\n")
    assert store.read(path) == b"\xef\xbb\xbfa = 1\r\nb = 2\r\n"
    alone(path)


def test_equal_bytes_write_nothing(path: Path) -> None:
    before = path.stat()
    assert store.update(path, bytes) == (b"\xef\xbb\xbfa = 1\r\n",) * 2
    after = path.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_the_mode_stays(path: Path) -> None:
    path.chmod(0o640)
    store.update(path, adding)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.skipif(not AS_ROOT, reason="only the administrator may give files away")
def test_the_owner_stays(path: Path) -> None:
    os.chown(path, 1234, 4321)
    store.update(path, adding)
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 4321)


def test_a_symbolic_link_stays_one(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "links"
    folder.mkdir()
    link = folder / "link.toml"
    link.symlink_to("../seminars.toml")
    store.update(link, adding)
    assert link.readlink() == Path("../seminars.toml")
    assert path.read_bytes().endswith(b"b = 2\r\n")
    alone(link)


def test_what_the_change_raises_leaves_the_file_alone(path: Path) -> None:
    before = path.stat()

    def failing(data: bytes) -> bytes:
        raise Refused("the slot is taken", str(len(data)))

    with pytest.raises(Refused, match="the slot is taken"):
        store.update(path, failing)
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    alone(path)
    store.update(path, adding)


@pytest.mark.parametrize("by_rename", [True, False])
def test_a_change_by_an_editor_meanwhile_is_kept(path: Path, by_rename: bool) -> None:
    """The change is made again, on the fresh bytes; even if the size is the same."""
    seen = []

    def change(data: bytes) -> bytes:
        seen.append(data)
        if len(seen) == 1:
            target = path.with_name("new") if by_rename else path
            target.write_bytes(b"\xef\xbb\xbfa = 9\r\n")
            if by_rename:
                target.replace(path)
        return adding(data)

    assert store.update(path, change)[1] == b"\xef\xbb\xbfa = 9\r\nb = 2\r\n"
    assert len(seen) == 2
    alone(path)


@pytest.mark.parametrize("size", [1 << 20, (1 << 21) + 3])
@pytest.mark.parametrize("saved", [b"y", b""], ids=["longer", "shorter"])
def test_so_it_is_in_a_large_file(path: Path, size: int, saved: bytes) -> None:
    path.write_bytes(b"x" * size)
    found = b"x" * size + saved if saved else b"x" * (size - 1)
    seen: list[bytes] = []

    def change(data: bytes) -> bytes:
        if not seen:
            path.write_bytes(found)
        seen.append(data)
        return data + b"z"

    assert store.update(path, change) == (found, found + b"z")
    assert seen == [b"x" * size, found]
    assert path.read_bytes() == found + b"z"


def test_a_file_that_never_rests_is_refused(path: Path) -> None:
    count = iter(range(1000))

    def change(data: bytes) -> bytes:
        path.write_bytes(b"a = %d\n" % next(count))
        return adding(data)

    with pytest.raises(Refused, match="keeps changing"):
        store.update(path, change)
    assert b"b = 2" not in path.read_bytes()
    alone(path)


def test_eight_processes_lose_nothing(path: Path) -> None:
    running = [start(path, f"p{number}", 20) for number in range(8)]
    for process in running:
        process.communicate()
    assert [process.returncode for process in running] == [0] * 8
    lines = path.read_text("utf-8").split()
    assert sorted(lines[3:]) == sorted(f"p{number}-{each}" for number in range(8) for each in range(20))
    alone(path)


@pytest.mark.slow
def test_a_killed_run_leaves_the_old_or_the_new_file(path: Path) -> None:
    """And all it has acknowledged; what it left unfinished is swept by the next one."""
    acknowledged = []
    for number in range(30):
        process = start(path, f"k{number}", 1000)
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(number % 5 + 1)]
        time.sleep(number % 7 / 2000)
        process.send_signal(signal.SIGKILL)
        said += process.communicate()[0].split("\n")[:-1]
        acknowledged += [f"k{number}-{int(each)}" for each in said]
    lines = path.read_text("utf-8").split()[3:]
    assert set(acknowledged) <= set(lines)
    assert len(lines) == len(set(lines)) <= len(acknowledged) + 30
    store.update(path, adding)
    alone(path)


def test_what_a_dead_process_left_is_swept(path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    orphan = path.with_name(f".seminars.toml.{os.uname().nodename}-{dead.pid}.tmp")
    orphan.write_bytes(b"half")
    alive = path.with_name(f".seminars.toml.{os.uname().nodename}-{os.getppid()}.tmp")
    elsewhere = path.with_name(f".seminars.toml.elsewhere-{dead.pid}.tmp")
    for each in (alive, elsewhere):
        each.write_bytes(b"")
    store.update(path, adding)
    assert (orphan.exists(), alive.exists(), elsewhere.exists()) == (False, True, True)


def test_a_full_disk_leaves_the_file_alone(path: Path) -> None:
    limited = """
        import resource, signal, sys
        from pathlib import Path
        from semctl import store
        from semctl.problems import Unreadable
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            store.update(Path(sys.argv[1]), lambda data: data * 1000)
        except Unreadable as error:
            sys.exit(error.says.split(": ")[1])
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(limited), str(path)], capture_output=True, text=True, check=False
    )
    assert done.stderr == "the file would grow larger than allowed\n"
    assert path.read_bytes() == b"\xef\xbb\xbfa = 1\r\n"
    alone(path)


def test_several_names_are_refused(path: Path, tmp_path: Path) -> None:
    (tmp_path / "other").hardlink_to(path)
    with pytest.raises(Refused, match="2 names"):
        store.update(path, adding)


def test_what_cannot_be_read(path: Path, tmp_path: Path) -> None:
    circle = tmp_path / "circle"
    circle.symlink_to(circle)
    for act in (store.read, lambda each: store.update(each, adding)):
        with pytest.raises(Unreadable, match="is a folder"):
            act(tmp_path)
        with pytest.raises(Unreadable, match="there is no file"):
            act(tmp_path / "none.toml")
        with pytest.raises(Unreadable, match=r"the folder .* is not there"):
            act(tmp_path / "none" / "none.toml")
        with pytest.raises(Unreadable, match="in a circle"):
            act(circle)
    with path.open("r+b") as file:
        file.truncate(store.LARGEST + 1)
    with pytest.raises(Unreadable, match="larger than 64 MB"):
        store.read(path)


@no_root
def test_what_is_not_permitted(path: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(Unreadable, match=r"the folder .* is write-protected"):
            store.update(path, adding)
        with pytest.raises(Unreadable, match="permission is missing"):
            store.create(tmp_path / "new", b"")
        path.chmod(0o400)
        with pytest.raises(Unreadable, match="is write-protected"):
            store.update(path, adding)
        path.chmod(0)
        with pytest.raises(Unreadable, match="permission is missing"):
            store.read(path)
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.skipif(sys.platform != "linux", reason="swapping two names is Linux's")
@pytest.mark.parametrize("saved_twice", [True, False])
def test_a_save_in_the_last_instant_is_given_back(path: Path, saved_twice: bool) -> None:
    """Our bytes have just been swapped in, and what came out is not what had been read."""
    swapped_out = path.with_name(".out.tmp")
    swapped_out.write_bytes(b"by hand")
    path.write_bytes(b"by hand, again" if saved_twice else b"ours")
    store._give_back(swapped_out, path, b"ours")
    rescued = path.with_name("seminars.toml.rescued")
    assert path.read_bytes() == b"by hand"
    assert (rescued.read_bytes() if rescued.exists() else None) == (b"by hand, again" if saved_twice else None)


def test_create(tmp_path: Path) -> None:
    path = tmp_path / "new.toml"
    store.create(path, b"a = 1\n", 0o600)
    assert (store.read(path), stat.S_IMODE(path.stat().st_mode)) == (b"a = 1\n", 0o600)
    alone(path)


def test_create_never_overwrites(path: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("nowhere")
    (tmp_path / "folder").mkdir()
    for name in ("seminars.toml", "link", "folder"):
        with pytest.raises(Refused, match="exists already"):
            store.create(tmp_path / name, b"x")
    assert path.read_bytes() == b"\xef\xbb\xbfa = 1\r\n"
    with pytest.raises(Unreadable, match=r"the folder .* is not there"):
        store.create(tmp_path / "none" / "new", b"")


def test_a_file_is_removed_only_as_it_is_known(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"mine")
    store.remove(file, b"other")
    assert file.read_bytes() == b"mine"
    store.remove(file, b"mine")
    assert not file.exists()
    with pytest.raises(Unreadable):
        store.remove(file, b"mine")
