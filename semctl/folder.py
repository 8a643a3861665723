"""Files that semctl makes: written only if they change, whole or not at all."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from semctl.problems import Misused, OutsideFailed, Unreadable

_BINARY = getattr(os, "O_BINARY", 0)

TEMPLATES = "templates"  # folders beside the series file
LANGUAGES = "languages"

TEMPLATE_KINDS = (".txt", ".html", ".typ")


def write(path: Path, data: bytes) -> bool:
    """Write a file, and say whether that changed it; the old one stays until the new one is complete.

    Raises OutsideFailed where the folder is missing, read-only or full.
    """
    real = Path(os.path.realpath(path))
    with _spoken(path):
        if real.is_file() and real.read_bytes() == data:
            return False
        if real.exists() and not real.is_file():
            real.write_bytes(data)  # a pipe or a device, such as /dev/stdout
            return True
        _replace(real, data, real.stat().st_mode & 0o7777 if real.exists() else None)
    return True


def write_private(path: Path, data: bytes) -> bool:
    """Write a file that only its owner can read, whatever it was before, and say whether that changed it.

    Misused for what is no file, such as a pipe: who reads it is not known. OutsideFailed as in `write`.
    """
    real = Path(os.path.realpath(path))
    if real.exists() and not real.is_file():
        raise Misused(f"{path} is no file that nobody else can read", "name a file")
    with _spoken(path):
        if real.is_file() and real.read_bytes() == data and not real.stat().st_mode & 0o077:
            return False
        _replace(real, data, 0o600)
    return True


def _replace(real: Path, data: bytes, mode: int | None) -> None:
    """Put a file in the place of another; with a mode nobody else can read it meanwhile, else it is the usual one."""
    temporary = real.with_name(f".{real.name}.{os.getpid()}.tmp")
    try:
        temporary.unlink(missing_ok=True)
        file = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666 if mode is None else 0o600)
        with os.fdopen(file, "wb") as opened:
            opened.write(data)
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(real)
    finally:
        temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def _spoken(path: Path) -> Iterator[None]:
    """An error of the system in words."""
    try:
        yield
    except OSError as error:
        raise OutsideFailed(f"cannot write {path}: {error.strerror}", "name another file, or make room") from error


def make(path: Path) -> None:
    """Make a folder with those above it, unless it is there; OutsideFailed where that cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutsideFailed(f"cannot make {path}: {error.strerror}", "name another folder") from error


def read_if_there(path: Path) -> bytes | None:
    """The bytes of a file, or None where there is none; OutsideFailed where it cannot be read."""
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError as error:
        raise OutsideFailed(f"cannot read {path}: {error.strerror}", "check its permissions") from error


def templates(series_file: Path) -> tuple[tuple[str, str], ...]:
    """The texts of the templates in the folder beside a series file, by name; errors as in `texts`."""
    return texts(series_file.parent / TEMPLATES, *TEMPLATE_KINDS)


def languages(series_file: Path) -> tuple[tuple[str, str], ...]:
    """The texts of the languages in the folder beside a series file, by name; errors as in `texts`."""
    return texts(series_file.parent / LANGUAGES, ".toml")


def texts(home: Path, *endings: str) -> tuple[tuple[str, str], ...]:
    """The texts of the files in a folder, by name; none where there is no folder.

    Raises OutsideFailed where one cannot be read, Unreadable where it is no text or a link to somewhere else: the
    folder is shared, and a mail must not carry what the link leads to.
    """
    paths = sorted(path for ending in endings for path in home.glob(f"*{ending}")) if home.is_dir() else ()
    found = []
    for path in paths:
        shown = f"{home.name}/{path.name}"
        if not path.resolve().is_relative_to(home.resolve()):
            raise Unreadable(f"{shown} leads out of its folder", "put the file itself there")
        try:
            found.append((path.name, (read_if_there(path) or b"").decode("utf-8-sig").replace("\r\n", "\n")))
        except UnicodeDecodeError as error:
            raise Unreadable(f"{shown} is not UTF-8", "save it as UTF-8 in your editor") from error
    return tuple(found)


def read_below(folder: Path, name: str) -> bytes | None:
    """A file below a folder, by a name that may be anybody's; None where there is none, or where it leads outside."""
    try:
        inside = folder.resolve()
        path = (inside / name).resolve()
    except (OSError, ValueError):
        return None
    return read_if_there(path) if path.is_relative_to(inside) else None


def remove(path: Path) -> None:
    """Take a file away that semctl made, and the folders that it leaves empty; none there is fine."""
    try:
        path.unlink(missing_ok=True)
        path.parent.rmdir()
    except OSError:
        return  # a folder that is not empty


def add_line(path: Path, line: str) -> bool:
    """Put a line at the end of a text file, new or old, unless it stands there; whether it was added."""
    text = (read_if_there(path) or b"").decode("utf-8", errors="surrogateescape")
    if line in text.split("\n"):
        return False
    joint = "" if not text or text.endswith("\n") else "\n"
    return write(path, f"{text}{joint}{line}\n".encode("utf-8", errors="surrogateescape"))
