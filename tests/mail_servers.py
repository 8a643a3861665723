"""Servers of the tests: aiosmtpd with TLS, a server that follows a script, and Dovecot; none of them needs root."""

import asyncio
import grp
import os
import pwd
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.books import needs as needs  # the tests of mail ask for it here

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Received:
    """A mail that a server has taken."""

    sender: str
    recipients: tuple[str, ...]
    data: bytes


@dataclass(slots=True)
class Postbox:
    """A server's port, who has logged in and what it has taken; it refuses the addresses in `refused`."""

    port: int = 0
    taken: list[Received] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    users: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - the library looks for this name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Sequence[str]
    ) -> str:
        if address in self.refused:
            return f"550 5.1.1 <{address}>: no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.taken.append(Received(str(envelope.mail_from), tuple(envelope.rcpt_tos), envelope.content))
        return "250 OK"

    @property
    def reached(self) -> list[str]:
        """Each recipient of each mail, in the order of sending."""
        return [recipient for mail in self.taken for recipient in mail.recipients]


def identity(authority: trustme.CA) -> ssl.SSLContext:
    """What a server on this machine shows of itself."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(HOST, "localhost").configure_cert(context)
    return context


@contextmanager
def smtp_server(
    *, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None, login: tuple[str, str] | None = None
) -> Iterator[Postbox]:
    """aiosmtpd on a free port, in a thread of its own."""
    postbox = Postbox()

    def authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        right = login is not None and (data.login.decode(), data.password.decode()) == login
        postbox.users += [data.login.decode()] if right else []
        return AuthResult(success=right, handled=right)  # handled without success, and it would never answer

    def protocol() -> SMTP:
        return SMTP(
            postbox, hostname="mail.test", tls_context=starttls, require_starttls=starttls is not None,
            authenticator=authenticate, auth_required=login is not None and tls is None, auth_require_tls=tls is None,
        )  # fmt: skip

    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(loop.create_server(protocol, HOST, 0, ssl=tls))
    postbox.port = server.sockets[0].getsockname()[1]
    thread = Thread(target=loop.run_forever)
    thread.start()
    try:
        yield postbox
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                loop.run_until_complete(task)
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


@contextmanager
def scripted_server(*answers: str | None) -> Iterator[int]:
    """A server that says one of these to each line it gets (the first as a greeting); after None it hangs up.

    The text of a mail counts as one line; TAG is what the last line of several words began with, as in IMAP. After
    the last answer it says nothing more, and keeps the connection.
    """
    listening = socket.create_server((HOST, 0))
    held: list[socket.socket] = []

    def serve() -> None:
        with suppress(OSError):
            while True:
                client, _ = listening.accept()
                held.append(client)
                _follow(client, answers)

    thread = Thread(target=serve)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        for client in held:
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)
        thread.join()
        for client in held:
            client.close()


def _follow(client: socket.socket, answers: Sequence[str | None]) -> None:
    tag = b""
    with client.makefile("rb") as lines:
        for answer in answers:
            if answer is None:
                client.shutdown(socket.SHUT_RDWR)
                return
            client.sendall(answer.encode().replace(b"TAG", tag) + b"\r\n")
            line = lines.readline()
            while answer.startswith("354") and line not in (b".\r\n", b""):
                line = lines.readline()
            words = line.split()
            tag = words[0] if len(words) > 1 else tag
        lines.read()


# --- Dovecot ---

IMAP_USER, IMAP_PASSWORD = "ann", "gehëim"
_DOVECOT = """
base_dir = {folder}/run
log_path = {folder}/log
protocols = imap
auth_failure_delay = 0
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
mail_location = maildir:{folder}/mail
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox {drafts} {{
    auto = create
    special_use = \\Drafts
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = {host}
    port = {port}
  }}
  inet_listener imaps {{
    address = {host}
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
}}
"""


@dataclass(frozen=True, slots=True)
class Account:
    """A user's account on a Dovecot: its ports, and where its mails are."""

    port: int
    tls_port: int
    folder: Path

    def drafts(self) -> list[bytes]:
        """The mails in the folder for drafts."""
        return [path.read_bytes().replace(b"\n", b"\r\n") for path in sorted(self.folder.glob("mail/.Entw*/cur/*"))]

    def empty(self) -> None:
        """Delete the drafts."""
        for path in self.folder.glob("mail/.Entw*/cur/*"):
            path.unlink()


@contextmanager
def dovecot(authority: trustme.CA) -> Iterator[Account]:
    """Dovecot on two free ports, as an ordinary user; its folder for drafts is called "Entwürfe"."""
    program = needs("dovecot")
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        account = Account(_free_port(), _free_port(), folder)
        certificate = authority.issue_cert(HOST)
        certificate.private_key_pem.write_to_path(folder / "key.pem")
        (folder / "cert.pem").write_bytes(b"".join(each.bytes() for each in certificate.cert_chain_pems))
        (folder / "mail").mkdir()
        if os.geteuid() == 0:
            folder.chmod(0o755)
            os.chown(folder / "mail", user.pw_uid, user.pw_gid)
        text = _DOVECOT.format(
            folder=folder, user=user.pw_name, group=grp.getgrgid(user.pw_gid).gr_name, host=HOST, port=account.port,
            tls_port=account.tls_port, password=IMAP_PASSWORD, drafts="Entwürfe",
        )  # fmt: skip
        (folder / "conf").write_text(text, "utf-8")
        with subprocess.Popen([program, "-F", "-c", str(folder / "conf")], stderr=subprocess.DEVNULL) as process:
            try:
                _wait_for(account.tls_port, process)
                yield account
            finally:
                process.terminate()


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as taken:
        return int(taken.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "dovecot has ended"
        with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError("dovecot does not answer")
