"""The pages in a browser on this machine: a web server on the loopback address that follows the file."""

import datetime as dt
import time
from collections.abc import Callable, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from semctl.problems import OutsideFailed, SemctlError

HOST = "127.0.0.1"
LOOK_EVERY = 0.5  # seconds between two looks at the file


Say = Callable[[str], None]
Rebuild = Callable[[dt.timedelta], str]
"""Makes the pages again and says what was done; it is handed the time that has passed since serving began."""


def serve(folder: Path, port: int, watched: Sequence[Path], rebuild: Rebuild, say: Say) -> None:
    """Serve a folder until it is stopped; rebuild when a watched file, or one in a watched folder, changes.

    Raises OutsideFailed where the port is taken.
    """
    try:
        server = ThreadingHTTPServer((HOST, port), partial(_Handler, directory=str(folder)))
    except OSError as error:
        raise OutsideFailed(
            f"port {port} cannot be used: {error.strerror}", f"name another: --port {port + 1}"
        ) from error
    with server:
        Thread(target=server.serve_forever, daemon=True).start()
        say(f"look at http://{HOST}:{port}/ ; Ctrl-C ends it")
        try:
            _follow(watched, rebuild, say)
        except KeyboardInterrupt:
            say("")
        finally:
            server.shutdown()


def _follow(watched: Sequence[Path], rebuild: Rebuild, say: Say) -> None:
    begun, seen = time.monotonic(), _state(watched)
    while True:
        time.sleep(LOOK_EVERY)
        if (now := _state(watched)) != seen:
            seen = now
            try:
                say(rebuild(dt.timedelta(seconds=time.monotonic() - begun)))
            except SemctlError as error:
                say(f"{error}\nthe pages stay as they were")


def _state(watched: Sequence[Path]) -> list[tuple[str, int, int]]:
    files = [file for path in watched for file in ([path] if path.is_file() else sorted(path.glob("*")))]
    return [(str(file), stat.st_mtime_ns, stat.st_size) for file in files if file.is_file() and (stat := file.stat())]


class _Handler(SimpleHTTPRequestHandler):
    """Quiet, and with the types that web hosts give."""

    extensions_map = {  # noqa: RUF012 - so it is declared above us
        **SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html; charset=utf-8",
        ".ics": "text/calendar; charset=utf-8",
        ".woff2": "font/woff2",
        ".xml": "application/atom+xml",
    }

    def log_message(self, *_: Any) -> None:
        """Nothing: what is asked for is no news."""

    def end_headers(self) -> None:
        """Nothing is kept by the browser: the next look shows the next state."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()
