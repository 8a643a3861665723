"""A real Radicale on the loopback address, and a proxy before it that counts, disturbs and breaks off."""

import http.client
import socket
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import MappingProxyType
from typing import Any

USER, PASSWORD = "ada", "s3cret: ä"
PATIENCE = 20.0  # seconds for a server to come up
RIGHTS = """
[shared]
user: .+
collection: shared/.*
permissions: Rr

[own]
user: .+
collection: {user}(/.*)?
permissions: RrWw
"""
SETTINGS = """
[server]
hosts = 127.0.0.1:{port}
{tls}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 0
[storage]
filesystem_folder = {folder}/storage
[rights]
type = from_file
file = {folder}/rights
[logging]
level = critical
"""


@dataclass
class Radicale:
    """A process of its own, which keeps what it holds in a folder when it ends."""

    folder: Path
    port: int
    scheme: str = "http"
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/"

    def start(self) -> None:
        command = [sys.executable, "-m", "radicale", "--config", str(self.folder / "config")]
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        log.close()
        deadline = time.monotonic() + PATIENCE
        while not answers(self.port):
            assert self.process.poll() is None, (self.folder / "log").read_text("utf-8")
            assert time.monotonic() < deadline, "Radicale does not come up"
            time.sleep(0.02)

    def kill(self) -> None:
        """Without a word, as when the power fails."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def ask(
        self, method: str, path: str, body: str | bytes = b"", headers: Mapping[str, str] = MappingProxyType({})
    ) -> tuple[int, bytes]:
        """A request of somebody else who may do the same."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            data = body.encode() if isinstance(body, str) else body
            connection.request(method, path, data, {"Authorization": basic(USER, PASSWORD), **headers})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def objects(self, path: str) -> dict[str, str]:
        """What a calendar holds, by file name."""
        found = (self.folder / "storage" / "collection-root" / path.strip("/")).glob("*.ics")
        return {each.name: each.read_bytes().decode() for each in found}


def basic(user: str, password: str) -> str:
    return f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"


def answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def radicale(folder: Path, *, tls: str = "") -> Iterator[Radicale]:
    """A server with one user, who may only read what is shared; tls: settings for https."""
    server = Radicale(folder, free_port(), "https" if tls else "http")
    (folder / "users").write_text(f"{USER}:{PASSWORD}\n", "utf-8")
    (folder / "rights").write_text(RIGHTS, "utf-8")
    (folder / "config").write_text(SETTINGS.format(port=server.port, folder=folder, tls=tls), "utf-8")
    try:
        server.start()
        yield server
    finally:
        server.kill()


# --- between a program and the server ---

Answer = tuple[int, Mapping[str, str], bytes]


class BreaksOff(Exception):
    """Raised by what happens before a request: the connection ends without an answer."""


@dataclass
class Between:
    """Hands requests on to a server, or whatever `before` says instead.

    before: called with method and path before each request is handed on; it may return another answer, or raise
    BreaksOff. login: what the server is told instead of what came. seen: every request, as "PUT /ada/x/1.ics", with
    its headers.
    """

    target: int
    port: int = 0
    before: Callable[[str, str], Answer | None] = lambda _method, _path: None
    login: str | None = None
    seen: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def writes(self) -> list[str]:
        return [request for request, _ in self.seen if request.split()[0] not in ("PROPFIND", "REPORT")]


@contextmanager
def between(target: int = 0) -> Iterator[Between]:
    """A proxy before the server that listens on a port; with 0 before none."""
    state = Between(target)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            state.seen.append((f"{self.command} {self.path}", dict(self.headers)))
            try:
                answer = state.before(self.command, self.path) or handed_on(self, body)
            except (BreaksOff, OSError, http.client.HTTPException):
                self.close_connection = True
                return
            status, headers, data = answer
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    def handed_on(handler: Handler, body: bytes) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", state.target, timeout=PATIENCE)
        try:
            kept = {name: value for name, value in handler.headers.items() if name != "Host"}
            kept |= {"Authorization": state.login} if state.login else {}
            connection.request(handler.command, handler.path, body, kept)
            answer = connection.getresponse()
            told = {
                name: value for name, value in answer.headers.items() if name in ("WWW-Authenticate", "Content-Type")
            }
            return answer.status, told, answer.read()
        finally:
            connection.close()

    for method in ("PROPFIND", "REPORT", "MKCALENDAR", "PUT", "DELETE"):
        setattr(Handler, f"do_{method}", Handler.handle_any)
    with serving(Handler) as state.port:
        yield state


@contextmanager
def tunnel(*, lets_pass: bool = True) -> Iterator[tuple[int, list[tuple[str, Mapping[str, str]]]]]:
    """A proxy for https: its port, and what it was asked."""
    seen: list[tuple[str, Mapping[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            seen.append((f"CONNECT {self.path}", dict(self.headers)))
            self.close_connection = True
            if not lets_pass:
                self.send_error(407)
                return
            host, _, port = self.path.partition(":")
            with socket.create_connection((host, int(port)), timeout=PATIENCE) as far:
                self.send_response(200)
                self.end_headers()
                back = Thread(target=pour, args=(far, self.connection))
                back.start()
                pour(self.connection, far)
                back.join()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    with serving(Handler) as port:
        yield port, seen


def pour(source: socket.socket, target: socket.socket) -> None:
    """Hand on what comes until no more comes."""
    with suppress(OSError):
        while part := source.recv(65536):
            target.sendall(part)
        target.shutdown(socket.SHUT_WR)


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
