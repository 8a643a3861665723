"""The last change that semctl made to each file, kept in the user's state folder, so that it can be taken back."""

import contextlib
import os
import sys
from pathlib import Path

from semctl.problems import OutsideFailed, Refused


def remember(path: Path, before: bytes, after: bytes) -> str:
    """Keep what a file held before a change, readable by its owner only; why that failed, or "".

    A full disk costs the undo, not the change.
    """
    place = _place(path)
    temporary = place.with_suffix(f".{os.getpid()}.tmp")
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(_digest(after))
            file.write(before)
        temporary.replace(place)
    except OSError as error:
        for each in (temporary, place):
            with contextlib.suppress(OSError):
                each.unlink()
        return f"{place.parent}: {error.strerror}"
    return ""


def before_last_change(path: Path, now: bytes) -> bytes:
    """What a file held before semctl's last change of it; Refused where that is not known or not the last word."""
    place = _place(path)
    try:
        kept = place.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise Refused(f"semctl has not changed {path} lately", "git knows what was before") from None
    except OSError as error:
        raise OutsideFailed(f"cannot read {place}: {error.strerror}", "check its permissions") from error
    size = len(_digest(b""))
    if kept[:size] != _digest(now):
        raise Refused(
            f"{path} has been changed since, by hand or by another program", "take it back with git, or by hand"
        )
    return kept[size:]


def forget(path: Path) -> None:
    """The last change has been taken back: there is nothing more to undo."""
    with contextlib.suppress(OSError):  # what stays fits no file any more
        _place(path).unlink()


def _digest(data: bytes) -> bytes:
    from hashlib import sha256  # 5 ms, for the commands that change something

    return sha256(data).digest()


def _place(path: Path) -> Path:
    name = _digest(os.fsencode(path.resolve())).hex()[:32]
    return state_folder() / "undo" / name


def state_folder() -> Path:
    """Where programs keep what is theirs and not the project's."""
    named = Path(os.environ.get("XDG_STATE_HOME", ""))
    if named.is_absolute():  # others are to be ignored, says the standard
        return named / "semctl"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", "~")).expanduser() / "semctl"
    if sys.platform == "darwin":
        return Path("~/Library/Application Support/semctl").expanduser()
    return Path("~/.local/state/semctl").expanduser()
