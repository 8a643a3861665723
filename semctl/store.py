"""The file on disk: read whole, replaced whole, never half-written, never over someone else's change.

Knows nothing of what the bytes say. Two runs of this program wait for each other by a lock on the file itself;
editors know of no lock, so the bytes are compared once more at the moment of replacing.
"""

import contextlib
import errno
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from semctl.problems import Refused, SemctlError, Unreadable

LARGEST: Final = 64 * 1024 * 1024
_ATTEMPTS: Final = 8  # how often a change is made again because the file changed meanwhile
_PATIENCE: Final = 30.0  # seconds to wait for another run's lock
_PAUSE: Final = 0.01
_PIECE: Final = 1 << 20
_EXCHANGE: Final = 2  # RENAME_EXCHANGE of linux/fs.h
_HERE: Final = -100  # AT_FDCWD of fcntl.h
_ON_WINDOWS: Final = sys.platform == "win32"
_PLAIN: Final = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)

_WHY: Final = {
    errno.ENOSPC: ("the disk is full", "make room and try again; the file is as it was"),
    errno.EDQUOT: ("the disk quota is used up", "make room and try again; the file is as it was"),
    errno.EFBIG: ("the file would grow larger than allowed", "the file is as it was"),
    errno.EROFS: ("the disk is read-only", "copy the file to where it can be written"),
    errno.EACCES: ("permission is missing", "ask its owner for access"),
    errno.EPERM: ("permission is missing", "ask its owner for access"),
    errno.EBUSY: ("it is in use by the system", "is it mounted by itself, as in a container? mount its folder"),
    errno.EIO: ("the disk reports an error", "the file is as it was"),
    errno.ELOOP: ("its symbolic links go in a circle", "correct the link"),
    errno.ENAMETOOLONG: ("its name is too long", ""),
    errno.ENOTDIR: ("a part of its path is no folder", "check the path"),
}


def read(path: Path) -> bytes:
    """The bytes of a file; Unreadable if it is missing, a folder, not permitted or larger than 64 MB."""
    with spoken(path, "read"):
        file = os.open(path, os.O_RDONLY | _PLAIN)
    try:
        with spoken(path, "read"):
            return _whole(file, path)
    finally:
        os.close(file)


def is_open_to_others(path: Path) -> bool:
    """Whether other people on this machine may read a file; never said on Windows, where the mode does not tell."""
    return not _ON_WINDOWS and bool(path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))


def update(path: Path, change: Callable[[bytes], bytes]) -> tuple[bytes, bytes]:
    """Replace a file by `change` of its bytes; (before, after). Equal bytes write nothing.

    Locked, atomic and synced to disk; mode, owner, extended attributes and a symbolic link to the file stay. If
    the file changes meanwhile, `change` is called again with the fresh bytes. What `change` raises passes through
    with the file untouched. Refused after too many such rounds, when another run keeps the lock, or for a file
    with several names; Unreadable as `read`, and where the disk does not let the file be written.

    On Windows, where a locked file cannot be replaced, the lock is a hidden file beside it, which stays.
    """
    with spoken(path, "changed"):
        real = Path(os.path.realpath(path, strict=True))  # Path.resolve raises RuntimeError for a circle of links
        _writable(real, path)
    for _ in range(_ATTEMPTS):
        with locked(real, path) as file:
            with spoken(path, "read"):
                before = _whole(file, path)
            after = change(before)
            if after == before:
                return before, before
            with spoken(path, "changed"):
                if _replaced(real, file, before, after):
                    return before, after
    raise Refused(f"{path} keeps changing while it is being changed", "close the other program and try again")


def create(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a new file, whole or not at all; Refused if anything has that name, Unreadable if it cannot be.

    The mode is narrowed by the process's umask.
    """
    if os.path.lexists(path):
        raise Refused(f"{path} exists already", "choose another name, or move it away first")
    with spoken(path, "written"):
        folder = Path(os.path.realpath(path.parent, strict=True))
        temporary = _temporary(folder / path.name)
        try:
            os.close(_write(temporary, data, mode))
            _link(temporary, folder / path.name, data, mode)
        except FileExistsError:
            raise Refused(f"{path} exists already", "choose another name, or move it away first") from None
        finally:
            temporary.unlink(missing_ok=True)
        sync_folder(folder)


def remove(path: Path, data: bytes) -> None:
    """Delete a file that holds exactly these bytes; one that has changed stays."""
    with spoken(path, "removed"):
        real = Path(os.path.realpath(path, strict=True))
        with locked(real, path):
            is_same_still = _holds(real, data)
        if is_same_still:  # Windows deletes no open file
            real.unlink()


@contextlib.contextmanager
def spoken(path: Path, done: str) -> Iterator[None]:
    """An error of the system in words; `done`: what cannot be done with the file."""
    try:
        yield
    except FileNotFoundError:
        if path.parent != path and not path.parent.is_dir():
            raise Unreadable(f"the folder {path.parent} is not there", "check the path") from None
        raise Unreadable(f"there is no file {path}", "check the name") from None
    except IsADirectoryError:
        raise _a_folder(path) from None
    except OSError as error:
        why, hint = _WHY.get(error.errno or 0, (error.strerror or str(error), ""))
        raise Unreadable(f"{path} cannot be {done}: {why}", hint) from None


def _a_folder(path: Path) -> SemctlError:
    return Unreadable(f"{path} is a folder", "name the file in it")


def _whole(file: int, path: Path) -> bytes:
    """Everything in an open file, from its start."""
    found = os.fstat(file)
    if stat.S_ISDIR(found.st_mode):
        raise _a_folder(path)
    if stat.S_ISREG(found.st_mode):
        os.lseek(file, 0, os.SEEK_SET)
    parts, length = [], 0
    while part := os.read(file, max(found.st_size + 1, _PIECE)):
        length += len(part)
        if length > LARGEST:
            raise Unreadable(f"{path} is larger than {LARGEST >> 20} MB", "is it the right file?")
        parts.append(part)
    return b"".join(parts)


def _writable(real: Path, path: Path) -> None:
    """os.replace asks nobody whether the file may be written: ask here."""
    found = real.stat()
    if stat.S_ISDIR(found.st_mode):
        raise _a_folder(path)
    if not stat.S_ISREG(found.st_mode):
        raise Unreadable(f"{path} is no ordinary file", "name the file itself")
    if not os.access(real, os.W_OK):
        raise Unreadable(f"{path} is write-protected", "allow writing, or ask its owner")
    if not os.access(real.parent, os.W_OK):
        raise Unreadable(f"the folder {real.parent} is write-protected", "allow writing, or ask its owner")
    if found.st_nlink > 1:
        says = f"{path} has {found.st_nlink} names (hard links), only one of them would be changed"
        raise Refused(says, "use a symbolic link instead")


@contextlib.contextmanager
def locked(real: Path, path: Path) -> Iterator[int]:
    """The file, opened for reading and writing and locked, and still the one that has this name.

    Refused where another run keeps the lock; path: its name as the user gave it.
    """
    deadline = time.monotonic() + _PATIENCE
    while True:
        with spoken(path, "changed"):
            file = os.open(real, (os.O_RDONLY if _ON_WINDOWS else os.O_RDWR) | _PLAIN)
        try:
            with contextlib.ExitStack() as held:
                if _ON_WINDOWS:
                    with spoken(path, "locked"):
                        beside = os.open(real.with_name(f".{real.name}.lock"), os.O_RDWR | os.O_CREAT | _PLAIN, 0o600)
                    held.callback(os.close, beside)
                else:
                    beside = file
                with spoken(path, "locked"):
                    while not _try_lock(beside):
                        if time.monotonic() > deadline:
                            raise Refused(f"{path} is being changed by another run", "wait for it, or end it")
                        time.sleep(_PAUSE)
                    same = is_same(file, real)
                if same:
                    yield file
                    return
        finally:
            os.close(file)
        if time.monotonic() > deadline:
            raise Refused(f"{path} keeps being replaced", "close the other program and try again")


def _try_lock(file: int) -> bool:
    """Lock an open file unless someone else has; closing it unlocks."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            return False
        if error.errno in (errno.ENOLCK, errno.ENOTSUP, errno.EINVAL):
            return True  # a file system without locks: comparing the bytes must do
        raise
    return True


def is_same(file: int, real: Path) -> bool:
    """Whether an open file is still the one that has this name."""
    try:
        now = real.stat()
    except FileNotFoundError:
        return False  # being replaced by an editor just now: open it again
    return os.path.samestat(os.fstat(file), now)


def _replaced(real: Path, file: int, before: bytes, after: bytes) -> bool:
    """Put the new bytes in the place of the old; False with the file untouched if it has changed meanwhile."""
    _sweep(real)
    temporary = _temporary(real)
    fresh = _write(temporary, after, 0o600)
    try:
        _dress(fresh, file)
        _try_lock(fresh)  # whoever opens the new file waits until it is known to stay
        if _ON_WINDOWS:
            os.close(fresh)
            fresh = -1
        if not is_same(file, real) or not _holds(real, before):
            return False
        if not _exchanged(temporary, real):
            temporary.replace(real)
        elif not _holds(temporary, before):
            _give_back(temporary, real, after)
            return False
        temporary.unlink(missing_ok=True)
        sync_folder(real.parent)
        return True
    finally:
        if fresh >= 0:
            os.close(fresh)
        temporary.unlink(missing_ok=True)


def _holds(path: Path, data: bytes) -> bool:
    """Whether a file holds exactly these bytes; piece by piece, for the file may be large."""
    with path.open("rb") as file:
        return all(file.read(_PIECE) == data[at : at + _PIECE] for at in range(0, len(data) + 1, _PIECE))


def _give_back(temporary: Path, real: Path, after: bytes) -> None:
    """Undo an exchange that took out what someone saved in the last instant."""
    _exchanged(temporary, real)
    if not _holds(temporary, after):  # saved once more, onto our bytes: neither version may go
        rescued = real.with_name(f"{real.name}.rescued")
        temporary.replace(rescued)


def _write(path: Path, data: bytes, mode: int) -> int:
    """Write a file that is not there yet and sync it; its descriptor, still open."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | _PLAIN
    file = os.open(path, flags, mode)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(file, view) :]
        os.fsync(file)
    except BaseException:
        os.close(file)
        path.unlink(missing_ok=True)
        raise
    return file


def _dress(fresh: int, old: int) -> None:
    """Give the new file the old one's owner, extended attributes and mode, as far as that is permitted."""
    found = os.fstat(old)
    if hasattr(os, "fchown"):
        with contextlib.suppress(PermissionError):
            os.fchown(fresh, found.st_uid, found.st_gid)
    if hasattr(os, "listxattr"):
        with contextlib.suppress(OSError):
            for name in os.listxattr(old):
                os.setxattr(fresh, name, os.getxattr(old, name))
    if hasattr(os, "fchmod"):
        os.fchmod(fresh, stat.S_IMODE(found.st_mode))


def _exchanged(one: Path, other: Path) -> bool:
    """Swap two names in one step; False where the system cannot."""
    if sys.platform != "linux":
        return False
    import ctypes

    swap = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return swap is not None and swap(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0


def _link(temporary: Path, path: Path, data: bytes, mode: int) -> None:
    """Give the file its name unless that is taken."""
    try:
        os.link(temporary, path, follow_symlinks=False)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # a file system without hard links
        os.close(_write(path, data, mode))


def sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut, where folders can be synced."""
    if _ON_WINDOWS:
        return
    with contextlib.suppress(OSError):
        file = os.open(folder, os.O_RDONLY | _PLAIN)
        try:
            os.fsync(file)
        finally:
            os.close(file)


def _beginning(path: Path) -> str:
    host = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    return f".{path.name}.{host.replace('/', '_')}-"


def _temporary(path: Path) -> Path:
    """The name of this process's unfinished version of a file; what an earlier one left there goes."""
    temporary = path.with_name(f"{_beginning(path)}{os.getpid()}.tmp")
    temporary.unlink(missing_ok=True)
    return temporary


def _sweep(path: Path) -> None:
    """Delete the unfinished versions of processes of this machine that are no more."""
    if _ON_WINDOWS:
        return  # asking whether a process lives would end it there
    beginning = _beginning(path)
    for entry in os.scandir(path.parent):
        if entry.name.startswith(beginning) and entry.name.endswith(".tmp"):
            number = entry.name[len(beginning) : -len(".tmp")]
            if number.isdecimal() and not _lives(int(number)):
                Path(entry.path).unlink(missing_ok=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
