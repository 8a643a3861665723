"""The user's own editor."""

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from semctl.problems import Misused, OutsideFailed


def edit(text: str, suffix: str, *, asked: bool) -> str:
    """A text after a person has changed it in $VISUAL or $EDITOR; OutsideFailed where no editor can be run.

    asked: whether someone is at the terminal; if not, only an editor that is named is run.
    """
    editor = _editor(asked=asked)
    file = keep(text, suffix)
    try:
        done = subprocess.run([*editor, str(file)], check=False)
        if done.returncode != 0:
            raise OutsideFailed(f"{editor[0]} ended with an error, so nothing was changed", "save and quit normally")
        return file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise OutsideFailed(f"{editor[0]} has not saved UTF-8 text, so nothing was changed", "save as UTF-8") from error
    except (FileNotFoundError, PermissionError) as error:
        raise OutsideFailed(f"{editor[0]} cannot be run", "name your editor in $EDITOR") from error
    finally:
        file.unlink(missing_ok=True)


def keep(text: str, suffix: str) -> Path:
    """A new file with a text, which its owner alone can read."""
    handle, name = tempfile.mkstemp(suffix=suffix, prefix="semctl-")
    with os.fdopen(handle, "wb") as file:
        file.write(text.encode())
    return Path(name)


def _editor(*, asked: bool) -> list[str]:
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("vi" if asked else "")
    try:
        editor = shlex.split(named)
    except ValueError as error:
        raise OutsideFailed(f"$EDITOR is not understood: {named}", "close its quotes") from error
    if not editor:
        raise Misused("no editor is named", "name yours in $EDITOR, or give --abstract-file")
    return editor
