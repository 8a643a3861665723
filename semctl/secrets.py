"""Passwords: from the environment, from a command that prints one, or from the system's keyring.

A password is handed to the caller and to nobody else: it stands in no message, no argument of a program and no log.
"""

import os
import subprocess
from typing import Final

from semctl.problems import Misused, OutsideFailed

_PATIENCE: Final = 300.0  # seconds: the command may ask a person to unlock something
_TRY: Final = "try it in a terminal"


def password(*, variable: str, command: str | None, service: str, user: str) -> str:
    """The password of a user of a service; the first of these that is given says it.

    variable: of the environment, as in "SEMCTL_CALDAV_PASSWORD"; an empty one counts as not given. command: a line
    for the shell, run just as the user wrote it, with nothing put in; the first line it prints is the password, and
    what it says on standard error is shown. service, user: under which names the keyring holds it.

    Raises OutsideFailed where the command or the keyring fails, Misused where nobody gives a password.
    """
    if given := os.environ.get(variable):
        return given
    if command:
        return _printed_by(command, f"the password_command for {user} at {service}")
    return _in_keyring(variable, service, user)


def _printed_by(command: str, named: str) -> str:
    """What the command prints; errors name it by whose password it gives, since its text may hold one."""
    try:
        # A line for the shell, so that "cat ~/.secret" and "pass show mail | head -1" mean what they mean elsewhere.
        done = subprocess.run(command, shell=True, stdout=subprocess.PIPE, timeout=_PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise OutsideFailed(f"{named} has not ended after {_PATIENCE / 60:.0f} minutes", _TRY) from None
    except (OSError, ValueError) as error:
        raise OutsideFailed(f"{named} cannot be run: {error}", "write it as a line for the shell") from None
    if done.returncode != 0:
        how = f"with exit code {done.returncode}" if done.returncode > 0 else f"by signal {-done.returncode}"
        raise OutsideFailed(f"{named} ended {how}, so there is no password", _TRY)
    try:
        first = done.stdout.decode().partition("\n")[0].removesuffix("\r")
    except UnicodeDecodeError:
        raise OutsideFailed(f"{named} printed something that is not UTF-8 text", _TRY) from None
    if not first:
        raise OutsideFailed(f"{named} printed no password", "its first line is to be the password")
    return first


def _in_keyring(variable: str, service: str, user: str) -> str:
    found, or_else = None, f'; or keep it with "keyring set {service} {user}"'
    try:
        import keyring  # an extra, and slow to load: for those who use it
        from keyring.errors import KeyringError, NoKeyringError
    except ImportError:
        or_else = or_else.replace("keep", "install semctl[keyring] and keep")
    else:
        try:
            found = keyring.get_password(service, user)
        except NoKeyringError:
            or_else = "; this machine has no keyring"
        except KeyringError as error:
            raise OutsideFailed(f"the keyring does not give the password of {user}: {error}", "unlock it") from None
    if found:
        return found
    says = f"there is no password for {user} at {service}"
    raise Misused(says, f'put it into {variable}, or write password_command = "…" beside the user\'s name{or_else}')
