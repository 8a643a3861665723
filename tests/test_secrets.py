"""Where a password comes from, and that it goes nowhere else."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from keyring import get_keyring, set_keyring
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import KeyringLocked

from semctl.problems import ExitCode, Misused, OutsideFailed
from semctl.secrets import password

VARIABLE = "SEMCTL_CALDAV_PASSWORD"
NOWHERE: KeyringBackend = fail.Keyring()  # type: ignore[no-untyped-call]
"""What keyring takes on a machine that has none."""


class Held(KeyringBackend):
    """A keyring that holds one password."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def get_password(self, service: str, username: str) -> str | None:
        return "from the keyring" if (service, username) == ("cal.x.org", "ada") else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError


class Locked(Held):
    """A keyring that nobody unlocks."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("nobody has unlocked it")


@pytest.fixture(autouse=True)
def _no_password_yet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv(VARIABLE, raising=False)
    before = get_keyring()
    set_keyring(NOWHERE)
    yield
    set_keyring(before)


def asked(command: str | None = None, user: str = "ada") -> str:
    return password(variable=VARIABLE, command=command, service="cal.x.org", user=user)


def printing(text: str) -> str:
    return f"printf '{text}'"


@pytest.mark.parametrize(
    ("command", "given"),
    [
        (printing(r"s3cret\n"), "s3cret"),
        (printing(r"s3cret\r\n"), "s3cret"),
        (printing("s3cret"), "s3cret"),
        (printing(r" two words \n"), " two words "),
        (printing(r"Zoë漢字\n"), "Zoë漢字"),
        (printing(r"s3cret\nuser: ada\n"), "s3cret"),
        ("cat ~/.secret | tr a-z A-Z", "OF THE FILE"),
    ],
)
def test_the_first_line_that_the_command_prints(
    command: str, given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is a line for the shell: with pipes and the home folder."""
    (tmp_path / ".secret").write_text("of the file\n", "utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert asked(command) == given


def test_the_environment_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the command is not even run; an empty variable is none."""
    ran = tmp_path / "ran"
    monkeypatch.setenv(VARIABLE, " of the environment ")
    assert asked(f"touch {ran}; echo other") == " of the environment "
    assert not ran.exists()
    monkeypatch.setenv(VARIABLE, "")
    assert asked(f"touch {ran}; echo other") == "other"
    assert ran.exists()


def test_the_keyring_comes_last() -> None:
    set_keyring(Held())
    assert asked() == "from the keyring"
    assert asked("echo of the command") == "of the command"


@pytest.mark.parametrize(
    ("command", "says", "hint"),
    [
        ("exit 3", "ended with exit code 3, so there is no password", "try it in a terminal"),
        ("kill -9 $$", "ended by signal 9, so there is no password", "try it in a terminal"),
        ("true", "printed no password", "its first line is to be the password"),
        ("echo; echo s3cret", "printed no password", "its first line is to be the password"),
        (r"printf '\377'", "printed something that is not UTF-8 text", "try it in a terminal"),
    ],
)
def test_a_command_that_gives_none_is_named(command: str, says: str, hint: str) -> None:
    with pytest.raises(OutsideFailed) as failed:
        asked(command)
    assert failed.value.says == f"the password_command for ada at cal.x.org {says}"
    assert failed.value.hint == hint


def test_a_command_that_fails_after_printing_is_not_believed_or_repeated() -> None:
    """Nor is its text, which may well hold the password."""
    with pytest.raises(OutsideFailed) as failed:
        asked("echo s3cret; exit 1")
    assert "s3cret" not in str(failed.value)


def test_a_command_that_does_not_exist() -> None:
    with pytest.raises(OutsideFailed, match="ended with exit code 127, so there is no password"):
        asked("no-such-password-program")


def test_a_locked_keyring_says_so() -> None:
    set_keyring(Locked())
    with pytest.raises(OutsideFailed) as failed:
        asked()
    assert failed.value.says == "the keyring does not give the password of ada: nobody has unlocked it"


WAYS = 'put it into SEMCTL_CALDAV_PASSWORD, or write password_command = "…" beside the user\'s name'


@pytest.mark.parametrize(
    ("keyring", "way"),
    [
        (Held(), '; or keep it with "keyring set cal.x.org eve"'),
        (NOWHERE, "; this machine has no keyring"),
    ],
)
def test_who_has_no_password_is_told_the_ways(keyring: KeyringBackend, way: str) -> None:
    set_keyring(keyring)
    with pytest.raises(Misused) as misused:
        asked(user="eve")
    assert misused.value.says == "there is no password for eve at cal.x.org"
    assert misused.value.hint == WAYS + way
    assert misused.value.exit_code is ExitCode.USAGE


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(Misused) as misused:
        asked()
    assert misused.value.hint == f'{WAYS}; or install semctl[keyring] and keep it with "keyring set cal.x.org ada"'


def test_keyring_is_loaded_only_when_asked() -> None:
    script = (
        "import sys, semctl.secrets as s; s.password(variable='PATH', command=None, service='', user='');"
        "s.password(variable='NOT_SET', command='echo x', service='', user=''); print('keyring' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
