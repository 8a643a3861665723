"""A draft in the account's own folder for drafts, where every mail program finds it (IMAP, RFC 3501, RFC 6154)."""

import imaplib
import re
import ssl
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from semctl.model import Drafts, Security
from semctl.outbox.transport import TIMEOUT, refuse_clear_text, said, unreachable
from semctl.problems import OutsideFailed

MARK: Final = "X-Semctl-Draft"
"""The header by which a draft is known again, so that there are not two of it."""

_LISTED: Final = re.compile(rb'\((?P<flags>[^)]*)\) (?:"(?:[^"\\]|\\.)*"|NIL) (?P<name>.*)', re.DOTALL)
_BROKEN: Final = (imaplib.IMAP4.error, OSError)


def put(
    account: Drafts, user: str | None, password: str, message: bytes, mark: str, timeout: float = TIMEOUT
) -> str | None:
    """Put an unsent message into the folder for drafts; its name, or None where a draft with this mark is there."""
    host = str(account.host)
    with _logged_in(account, host, user, password, timeout) as (session, port):
        try:
            folder = _folder(session)
            if folder is None:
                raise OutsideFailed(f"{host} names no folder for drafts", "make one called Drafts in your mail program")
            _check(session.select(folder, readonly=True))
            _, found = session.search(None, "UNDELETED", "HEADER", MARK, f'"{mark}"')
            if found and found[0]:
                return None
            _check(session.append(folder, r"(\Draft \Seen)", "", message))
            return _shown(folder)
        except _BROKEN as error:
            raise _failed(host, port, error) from None


@contextmanager
def _logged_in(
    account: Drafts, host: str, user: str | None, password: str, timeout: float
) -> Iterator[tuple[imaplib.IMAP4, int]]:
    port = account.port or (993 if account.security is Security.TLS else 143)
    refuse_clear_text("[mail.imap]", host, account.security)
    session: imaplib.IMAP4 | None = None
    try:
        context = ssl.create_default_context()
        if account.security is Security.TLS:
            session = imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=timeout)
        else:
            session = imaplib.IMAP4(host, port, timeout=timeout)
            if account.security is Security.STARTTLS:
                session.starttls(context)
        session.authenticate("PLAIN", lambda _: f"\0{user or ''}\0{password}".encode())
    except _BROKEN as error:
        if session is not None:
            with suppress(OSError):
                session.shutdown()
        raise _failed(host, port, error) from None
    try:
        yield session, port
    finally:
        with suppress(*_BROKEN):
            session.logout()
        with suppress(OSError):
            session.shutdown()


def _failed(host: str, port: int, error: Exception) -> OutsideFailed:
    if isinstance(error, OSError):
        return unreachable(host, port, error)
    return OutsideFailed(f"{host}:{port} says: {said(str(error))}", "no draft was made; look at [mail.imap]")


def _check(answer: tuple[str, Any]) -> None:
    if answer[0] != "OK":
        raise imaplib.IMAP4.error(
            b" ".join(each for each in answer[1] if isinstance(each, bytes)).decode("utf-8", "replace")
        )


def _folder(session: imaplib.IMAP4) -> str | None:
    """The folder that the server says drafts belong into, named as the server names it; else one called Drafts."""
    _, known = session.capability()  # asked again: some tell it only after the login
    special = " RETURN (SPECIAL-USE)" if b"SPECIAL-USE" in known[0].split() else ""
    _, lines = session.list('""', f'"*"{special}')
    folders = [each for each in map(_listed, lines) if each]
    marked = [name for flags, name in folders if rb"\drafts" in flags.lower().split()]
    plain = [name for _, name in folders if name.strip('"').casefold() == "drafts"]
    return next(iter(marked + plain), None)


def _listed(line: Any) -> tuple[bytes, str] | None:
    """Flags and name of a line of LIST; the name is in quotes, or comes as a literal of its own."""
    first, literal = line if isinstance(line, tuple) else (line, None)
    match = _LISTED.fullmatch(first or b"")
    if match is None:
        return None
    name = literal if literal is not None else match["name"]
    text = name.decode("ascii", "replace")
    return match["flags"], text if text.startswith('"') else '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


def _shown(folder: str) -> str:
    """A folder's name as people read it: its letters beyond ASCII are in modified UTF-7 (RFC 3501 §5.1.3)."""
    name = re.sub(r"\\(.)", r"\1", folder.strip('"'))
    return re.sub(r"&([^-]*)-", lambda found: _letters(found[1]) if found[1] else "&", name)


def _letters(coded: str) -> str:
    data = b64decode(coded.replace(",", "/") + "=" * (-len(coded) % 4))
    return data.decode("utf-16-be", "replace")
