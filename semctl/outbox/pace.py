"""How fast mails may go out: servers take fast ones for spam."""

import time
from collections.abc import Callable


class Pace:
    """Waits before each mail but the first until a minute holds no more than so many."""

    def __init__(
        self,
        per_minute: int,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._step = 60 / per_minute
        self._clock = clock
        self._sleep = sleep
        self._next: float | None = None

    def __call__(self) -> None:
        """Wait for the turn of the next mail."""
        now = self._clock()
        if self._next is not None and self._next > now:
            self._sleep(self._next - now)
            now = self._next
        self._next = now + self._step
