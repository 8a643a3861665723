"""Sending by a program that behaves as sendmail does: msmtp, postfix, exim, esmtp."""

import shlex
import shutil
import subprocess
from typing import Final

from semctl.outbox.transport import Answer, LostTrack, said
from semctl.problems import OutsideFailed

_PATIENCE: Final = 300.0  # seconds
_NOT_SENT: Final = frozenset({64, 65, 66, 67, 68, 69, 72, 73, 75, 77, 78})
"""Exit codes (sysexits.h) that say why nothing has gone out; after others it may have."""


class Program:
    """A program that takes a mail on its standard input and the recipient as its last argument."""

    def __init__(self, command: str, patience: float = _PATIENCE) -> None:
        try:
            self._words = shlex.split(command)
        except ValueError as error:
            raise OutsideFailed(f'[mail] sendmail: "{command}" cannot be read: {error}', "close its quotes") from None
        if not self._words or shutil.which(self._words[0]) is None:
            hint = "nothing was sent; install it, or write its whole path"
            raise OutsideFailed(f'[mail] sendmail: there is no program "{command}"', hint)
        self._patience = patience

    def send(self, sender: str, recipient: str, message: bytes) -> Answer:
        """See `Transport`. -i: a line with a single dot ends nothing. -f: to whom comes back what is undeliverable."""
        words = [*self._words, "-i", "-f", sender, "--", recipient]
        name = self._words[0]
        try:
            done = subprocess.run(
                words, input=message.replace(b"\r\n", b"\n"), capture_output=True, timeout=self._patience, check=False
            )
        except subprocess.TimeoutExpired:
            raise LostTrack(f"{name} has not ended after {self._patience:.0f} seconds") from None
        except OSError as error:
            raise OutsideFailed(f"{name} cannot be run: {error.strerror}", "nothing was sent") from None
        says = said(done.stderr or done.stdout)
        if done.returncode == 0:
            return Answer(taken=True)
        if done.returncode in _NOT_SENT:
            return Answer(taken=False, says=says or f"{name} ended with exit code {done.returncode}")
        raise LostTrack(f"{name} ended with exit code {done.returncode}: {says}")
