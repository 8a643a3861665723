"""Sending by a server (RFC 5321): TLS is asked for and the certificate looked at before anything is said."""

import re
import smtplib
import ssl
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

from semctl.model import Mail, Security
from semctl.outbox.transport import TIMEOUT, Answer, LostTrack, refuse_clear_text, said, unreachable
from semctl.problems import OutsideFailed

_OK: Final = 250
_WILL_FORWARD: Final = 251
_GO_AHEAD: Final = 354
_LOGGED_IN: Final = 235
_BROKEN: Final = (smtplib.SMTPException, OSError)


@contextmanager
def connected(mail: Mail, password: Callable[[], str], timeout: float = TIMEOUT) -> Iterator["Server"]:
    """A connection to the server of `[mail]`, logged in where it names a user; OutsideFailed where that cannot be."""
    host = str(mail.host)
    port = mail.port or (465 if mail.security is Security.TLS else 587)
    refuse_clear_text("[mail]", host, mail.security)
    secret = password() if mail.user else ""
    try:
        session = _opened(host, port, mail.security, timeout)
    except smtplib.SMTPNotSupportedError:
        hint = 'nothing was sent; is security = "tls" meant, mostly with port 465?'
        raise OutsideFailed(f"{host}:{port} offers no encryption (STARTTLS)", hint) from None
    except _BROKEN as error:
        raise unreachable(host, port, error) from None
    try:
        if mail.user:
            _log_in(session, host, port, mail.user, secret)
        yield Server(session, host, port)
    finally:
        with suppress(*_BROKEN):
            session.quit()
        session.close()


def _opened(host: str, port: int, security: Security, timeout: float) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if security is Security.TLS:
        session: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=timeout, context=context)
    else:
        session = smtplib.SMTP(host, port, timeout=timeout)
    try:
        session.ehlo_or_helo_if_needed()
        if security is Security.STARTTLS:
            session.starttls(context=context)
            session.ehlo_or_helo_if_needed()
    except BaseException:
        session.close()
        raise
    return session


def _log_in(session: smtplib.SMTP, host: str, port: int, user: str, password: str) -> None:
    try:
        if f"{user}{password}".isascii():
            session.login(user, password)
            return
        token = b64encode(f"\0{user}\0{password}".encode()).decode()  # RFC 4616; the library knows ASCII alone
        code, answer = session.docmd("AUTH PLAIN", token)
        if code != _LOGGED_IN:
            raise smtplib.SMTPAuthenticationError(code, answer)
    except smtplib.SMTPNotSupportedError:
        hint = "nothing was sent; take user out of [mail] if it wants none"
        raise OutsideFailed(f"{host}:{port} asks nobody to log in", hint) from None
    except _BROKEN as error:
        raise unreachable(host, port, error) from None


class Server:
    """A server that is ready to take mails, each with one recipient."""

    def __init__(self, session: smtplib.SMTP, host: str, port: int) -> None:
        self._session = session
        self._place = host, port

    def send(self, sender: str, recipient: str, message: bytes) -> Answer:
        """See `Transport`. Until the server has said "go ahead" nothing can have gone out."""
        try:
            refusal = self._refusal(sender, recipient)
        except _BROKEN as error:
            raise unreachable(*self._place, error) from None
        if refusal is not None:
            return Answer(taken=False, says=refusal)
        ended = message if message.endswith(b"\r\n") else message + b"\r\n"
        try:
            self._session.send(re.sub(rb"(?m)^\.", b"..", ended) + b".\r\n")  # RFC 5321 §4.5.2
            code, answer = self._session.getreply()
        except _BROKEN as error:
            why = said(str(error)) or "no answer"
            raise LostTrack(f"{self._place[0]} broke off after the mail was handed over: {why}") from None
        return Answer(taken=code == _OK, says=f"{code} {said(answer)}")

    def _refusal(self, sender: str, recipient: str) -> str | None:
        """What the server has against the mail before it has seen it; None where it says "go ahead"."""
        steps = (
            (f"MAIL FROM:<{sender}>", (_OK,)),
            (f"RCPT TO:<{recipient}>", (_OK, _WILL_FORWARD)),
            ("DATA", (_GO_AHEAD,)),
        )
        for command, good in steps:
            code, answer = self._session.docmd(command)
            if code not in good:
                with suppress(*_BROKEN):  # a server that hangs up now has refused all the same
                    self._session.rset()
                return f"{code} {said(answer)}"
        return None
