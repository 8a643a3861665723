"""What every test shares: hypothesis profiles chosen by the environment."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # never this machine's, nor a test's

if TYPE_CHECKING:
    import trustme

settings.register_profile("fast", max_examples=30, deadline=None, derandomize=True)
settings.register_profile("long", max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("SEMCTL_HYPOTHESIS", "fast"))


@pytest.fixture(autouse=True, scope="session")
def _state_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What semctl remembers for `undo` stays out of the home of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in; nothing of the environment names a file or an instant."""
    monkeypatch.chdir(tmp_path)
    for name in ("SEMCTL_FILE", "SEMCTL_NOW"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture(scope="session")
def authority() -> "trustme.CA":
    """Who certifies the servers of the tests; nobody trusts it unless told to."""
    import trustme  # for the tests that start one

    return trustme.CA()
