"""What every way of sending has in common: its answers, and why a server cannot be reached, in words."""

import smtplib
import socket
import ssl
from typing import Final, NamedTuple, Protocol

from semctl.checks import is_this_machine
from semctl.model import Security
from semctl.problems import OutsideFailed, Refused

TIMEOUT: Final = 60.0  # seconds for each answer of a server


class Answer(NamedTuple):
    """What became of one recipient: whether the mail was taken, else what was said."""

    taken: bool
    says: str = ""


class LostTrack(Exception):
    """The mail has been handed over and no answer came: it may have gone out or not. The text says why."""


class Transport(Protocol):
    """A way of sending that stands ready."""

    def send(self, sender: str, recipient: str, message: bytes) -> Answer:
        """Send to one recipient.

        Raises LostTrack where nobody knows whether it has happened, OutsideFailed where it has not and no other can.
        """
        ...


def refuse_clear_text(table: str, host: str, security: Security) -> None:
    """Refuse to send anything unencrypted over a wire."""
    if security is Security.NONE and not is_this_machine(host):
        says = f'{table}: security = "none" would send mail and password to {host} for everyone to read'
        raise Refused(says, 'write security = "starttls" or "tls"; nothing was sent')


def unreachable(host: str, port: int, error: Exception) -> OutsideFailed:
    """Why a server does not do its part before anything is handed over."""
    place = f"{host}:{port}"
    nothing = "nothing was sent"
    if isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(error.__context__, OSError):
        error = error.__context__  # the library wraps what the system said
    match error:
        case ssl.SSLCertVerificationError():
            return OutsideFailed(
                f"{place}: its certificate is not to be trusted: {error.verify_message}",
                f"{nothing}; ask those who run the server, or correct host",
            )
        case ssl.SSLError():
            hint = f'{nothing}; security = "tls" mostly goes with port 465 or 993, "starttls" with 587 or 143'
            return OutsideFailed(f"{place} does not speak TLS there", hint)
        case socket.gaierror():
            return OutsideFailed(f"there is no server {host}", f"{nothing}; correct host, or look for a network")
        case smtplib.SMTPAuthenticationError():
            says = f"{place} does not take user and password: {said(error.smtp_error)}"
            return OutsideFailed(says, f"{nothing}; correct user, or the password")
        case smtplib.SMTPResponseException():
            return OutsideFailed(f"{place} says: {error.smtp_code} {said(error.smtp_error)}", nothing)
        case TimeoutError():
            return OutsideFailed(f"{place} does not answer", f"{nothing}; look at host and port")
        case OSError() if error.errno:
            return OutsideFailed(f"{place} cannot be reached: {error.strerror}", f"{nothing}; look at host and port")
    return OutsideFailed(f"{place} has broken off: {said(str(error))}", nothing)


def said(answer: bytes | str) -> str:
    """A server's words, fit for one line of a terminal."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:300]
