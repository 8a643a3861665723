"""The way of sending that `[mail]` names."""

from collections.abc import Iterator
from contextlib import contextmanager

from semctl import secrets
from semctl.model import Mail
from semctl.outbox.drafts import put
from semctl.outbox.sendmail import Program
from semctl.outbox.smtp import connected
from semctl.outbox.transport import Transport
from semctl.problems import Refused


@contextmanager
def opened(mail: Mail) -> Iterator[Transport]:
    """A way that stands ready: a program where there is one, else the server; Refused where `[mail]` names none."""
    if mail.sendmail is not None:
        yield Program(mail.sendmail)
        return
    if mail.host is None:
        says = "[mail] does not say how mail is sent"
        raise Refused(says, 'write host = "smtp.example.org" and user = "…", or sendmail = "msmtp"')

    def password() -> str:
        return secrets.password(
            variable="SEMCTL_SMTP_PASSWORD", command=mail.password_command, service=str(mail.host), user=str(mail.user)
        )

    with connected(mail, password) as server:
        yield server


def put_draft(mail: Mail, message: bytes, mark: str) -> str | None:
    """Put an unsent message into the folder for drafts; see `drafts.put`. Refused where `[mail.imap]` is missing."""
    account = mail.imap
    user = (account.user if account else None) or mail.user
    if account is None or account.host is None or user is None:
        says = "[mail.imap] does not say where drafts go"
        raise Refused(says, 'write host = "imap.example.org" below [mail.imap], and user = "…" there or below [mail]')
    password = secrets.password(
        variable="SEMCTL_IMAP_PASSWORD",
        command=account.password_command or mail.password_command,
        service=account.host,
        user=user,
    )
    return put(account, user, password, message, mark)
