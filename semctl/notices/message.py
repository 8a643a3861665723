"""A notice as a message that mail programs open for editing (RFC 5322, MIME)."""

import re
from email.message import EmailMessage
from email.policy import SMTP

from semctl.notices.notice import Notice

_ENCODED_WORD = re.compile(r"=\?(?=[^?]*\?[^?]*\?)")  # RFC 2047 §2; some readers would unfold it into a header
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def draft(notice: Notice) -> bytes:
    """An unsent message: Thunderbird and Outlook open it ready to be edited and sent.

    No Date and no Message-ID, which sending gives it, so that the same notice makes the same bytes.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = header_text(notice.subject)
    message["X-Unsent"] = "1"
    message.set_content(notice.body, cte="quoted-printable", charset="utf-8")
    return message.as_bytes()


def header_text(text: str) -> str:
    """A text that is safe as the value of a header: one line, and no encoded word of someone else's making."""
    return _ENCODED_WORD.sub("= ?", " ".join(_CONTROLS.sub(" ", text).split()))
