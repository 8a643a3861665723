"""The last change that semctl made to each series, kept in the user's state folder, so that it can be taken back.

A change may touch the series file, the private file beside it, or both.
"""

import contextlib
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from semctl.problems import OutsideFailed, Refused

SERIES, PRIVATE = "series", "private"
"""The files of a change."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """One file of a change. before: what it held, None where it was not there; after: what it holds since, in brief."""

    before: bytes | None
    after: str

    def taken_back(self, path: Path, now: bytes | None) -> bytes | None:
        """What the file held before; Refused where it has been changed since."""
        if now is None or _digest(now).hex() != self.after:
            raise Refused(
                f"{path} has been changed since, by hand or by another program", "take it back with git, or by hand"
            )
        return self.before


def remember(path: Path, changed: Mapping[str, tuple[bytes | None, bytes]]) -> str:
    """Keep what the files of a series held before a change and after it, readable by their owner only.

    Gives why that failed, or "": a full disk costs the undo, not the change.
    """
    place = _place(path)
    temporary = place.with_suffix(f".{os.getpid()}.tmp")
    sizes = {name: None if before is None else len(before) for name, (before, _) in changed.items()}
    digests = {name: _digest(after).hex() for name, (_, after) in changed.items()}
    head = json.dumps([[name, sizes[name], digests[name]] for name in changed]).encode()
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.writelines([head, b"\n", *(before or b"" for before, _ in changed.values())])
        temporary.replace(place)
    except OSError as error:
        for each in (temporary, place):
            with contextlib.suppress(OSError):
                each.unlink()
        return f"{place.parent}: {error.strerror}"
    return ""


def last_change(path: Path) -> Mapping[str, Kept]:
    """The files of semctl's last change of a series; Refused where none is known."""
    place = _place(path)
    try:
        head, _, rest = place.read_bytes().partition(b"\n")
        told = json.loads(head)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise Refused(f"semctl has not changed {path} lately", "git knows what was before") from None
    except OSError as error:
        raise OutsideFailed(f"cannot read {place}: {error.strerror}", "check its permissions") from error
    kept, at = {}, 0
    for name, size, digest in told:
        kept[name] = Kept(before=None if size is None else rest[at : at + size], after=digest)
        at += size or 0
    return kept


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
