"""The file of the sent log: locked while something is sent, each line on disk before anything else happens.

And the key by which this machine names recipients in it. The key stays in the user's state folder: the log may be in
a public repository, and whoever had both could try out who was written to. Another machine sees from the log that a
notice is done, which is all it must know; only a half-sent one has to be finished where it was begun.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from semctl import history, store
from semctl.problems import Refused, Unreadable

_KEY_BYTES: Final = 32


def path_of(series_file: Path) -> Path:
    """The log of a series: seminars.sent.jsonl beside the real seminars.toml, so that two names have one log."""
    real = Path(os.path.realpath(series_file))
    return real.with_name(f"{real.stem}.sent.jsonl")


def text_of(path: Path) -> str:
    """What the log holds now, without locking it; nothing where there is none."""
    return _decoded(store.read(path)) if path.exists() else ""


class Logbook:
    """The log, locked and open at its end. text: what it held when it was opened."""

    def __init__(self, path: Path, held: contextlib.ExitStack) -> None:
        self._path = path
        self._held = held
        self._added: list[bytes] = []
        self._file = self._open()
        self.text = _decoded(_bytes_of(self._file))

    def add(self, line: str) -> None:
        """Put a line at the end, on disk when this returns; Unreadable where it cannot be, the file as it was.

        Where git has meanwhile put another file in its place, what was added goes into that one too.
        """
        if not store.is_same(self._file, self._path):
            self._file = self._open()
            for each in self._added:
                self._write(each)
        self._write(line.encode())
        self._added.append(line.encode())

    def _open(self) -> int:
        with store.spoken(self._path, "written"):
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
        self._held.callback(os.close, file)
        self._held.enter_context(store.locked(self._path, self._path))
        return file if store.is_same(file, self._path) else self._open()

    def _write(self, line: bytes) -> None:
        size = os.fstat(self._file).st_size
        ended = not size or _bytes_of(self._file).endswith(b"\n")
        try:
            with store.spoken(self._path, "written"):
                os.lseek(self._file, 0, os.SEEK_END)
                view = memoryview(line if ended else b"\n" + line)
                while view:
                    view = view[os.write(self._file, view) :]
                os.fsync(self._file)
        except Unreadable:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, size)
            raise


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Logbook]:
    """The log, locked; Refused where another run is sending."""
    with contextlib.ExitStack() as held:
        yield Logbook(path, held)


def own_key() -> bytes:
    """The key of this user on this machine, made by chance when it is first needed."""
    place = history.state_folder() / "key"
    with store.spoken(place, "read"):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not place.exists():
        with contextlib.suppress(Refused):  # another run was quicker
            store.create(place, os.urandom(_KEY_BYTES), 0o600)
    return store.read(place)


def _bytes_of(file: int) -> bytes:
    os.lseek(file, 0, os.SEEK_SET)
    with open(file, "rb", closefd=False) as reader:
        return reader.read()


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "replace")
