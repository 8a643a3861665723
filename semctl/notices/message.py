"""A notice as a message (RFC 5322, MIME), for a server or for editing in a mail program.

    multipart/mixed                     only with a calendar
    ├── multipart/alternative           only with a page
    │   ├── text/plain; format=flowed
    │   └── text/html
    └── text/calendar                   an attachment, not an alternative, which some programs show instead of the text

The header is written here and not by the library, some versions of which turn an encoded word inside a title into a
header line of its own. Everything that is not plain ASCII is encoded whole, so it is shown as it was typed.
"""

import datetime as dt
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.header import Header, decode_header, make_header
from email.message import EmailMessage, Message
from email.policy import SMTP
from email.utils import format_datetime, getaddresses, quote
from hashlib import sha256
from typing import Final

from semctl.notices.layout import flowed
from semctl.notices.mailboxes import Mailbox
from semctl.notices.notice import Notice
from semctl.problems import Refused

LONGEST_SUBJECT: Final = 300  # characters; nobody reads more, and a line of a header ends at 998 octets
MESSAGE_ID: Final = re.compile(r"<[^<>@\s]+@[^<>@\s]+>", re.ASCII)

_ENCODED_WORD: Final = "=?"  # RFC 2047 §2
_NO_LINE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_WORDS: Final = re.compile(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """What stands above a message.

    sender: None where the mail program chooses. references: the Message-IDs of what it answers, oldest first.
    further: other headers with their values, of this program's making.
    """

    sender: Mailbox | None = None
    to: tuple[Mailbox, ...] = ()
    reply_to: Mailbox | None = None
    date: dt.datetime | None = None
    message_id: str | None = None
    references: tuple[str, ...] = ()
    further: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Calendar:
    """A calendar to go along: its file name, its bytes, and its METHOD (RFC 5546 §1.4), PUBLISH or CANCEL."""

    name: str
    data: bytes
    method: str


def message(notice: Notice, heading: Heading, *, page: str | None = None, calendar: Calendar | None = None) -> bytes:
    """The whole message, the same bytes for the same input.

    page: the text as HTML. Refused where it could not be read back as it was meant.
    """
    head = _head(notice, heading)
    body = _body(notice, page, calendar)
    data = "".join(f"{name}: {value}\r\n" for name, value in head).encode("ascii") + body.as_bytes()
    _read_back(data, notice, heading, [*(name for name, _ in head), *body.keys()])
    return data


def subject_of(notice: Notice) -> str:
    """The subject as it goes out: one line, not endless."""
    text = _one_line(notice.subject)
    return text if len(text) <= LONGEST_SUBJECT else f"{text[: LONGEST_SUBJECT - 1]}…"


def _head(notice: Notice, heading: Heading) -> list[tuple[str, str]]:
    """The headers but those of MIME, each value encoded and folded."""
    lines = {
        "From": _addresses(heading.sender),
        "To": _addresses(*heading.to),
        "Reply-To": _addresses(heading.reply_to),
        "Subject": _encoded(subject_of(notice), "Subject"),
        "Date": format_datetime(heading.date) if heading.date else "",
        "Message-ID": heading.message_id or "",
        "In-Reply-To": heading.references[-1] if heading.references else "",
        "References": "\r\n ".join(heading.references),
        **dict(heading.further),
    }
    return [(name, value) for name, value in lines.items() if value]


def _addresses(*mailboxes: Mailbox | None) -> str:
    return ",\r\n ".join(
        f"{_name(_one_line(each.name))} <{each.address}>" if _one_line(each.name) else each.address
        for each in mailboxes
        if each
    )


def _name(name: str) -> str:
    """A name before an address: bare, in quotes, or encoded (RFC 5322 §3.2.5, RFC 2047 §5)."""
    if not name.isascii() or _ENCODED_WORD in name or len(name) > 60:
        return Header(name, "utf-8", header_name="Reply-To").encode(linesep="\r\n")
    return name if _WORDS.fullmatch(name) else f'"{quote(name)}"'


def _encoded(text: str, name: str) -> str:
    is_plain = text.isascii() and _ENCODED_WORD not in text
    return Header(text, "us-ascii" if is_plain else "utf-8", header_name=name).encode(linesep="\r\n")


def _one_line(text: str) -> str:
    return " ".join(_NO_LINE.sub(" ", text).split())


def _body(notice: Notice, page: str | None, calendar: Calendar | None) -> EmailMessage:
    body = EmailMessage(policy=SMTP)
    # Quoted-printable keeps the blanks at line ends, and asks nothing of servers that know 7 bits only.
    body.set_content(flowed(notice.body), cte="quoted-printable", params={"format": "flowed", "delsp": "no"})
    if page is not None:
        body.add_alternative(page, subtype="html", cte="quoted-printable")
    if calendar is not None:
        body.add_attachment(
            calendar.data.decode(),
            subtype="calendar",
            cte="base64",  # which keeps its line ends
            filename=calendar.name,
            params={"method": calendar.method},
        )
    seed = sha256(f"{notice.subject}\n{notice.body}".encode()).hexdigest()[:32]
    for number, part in enumerate(each for each in body.walk() if each.is_multipart()):
        part.set_boundary(f"={number}={seed}=")  # the library would draw lots
    return body


def _read_back(data: bytes, notice: Notice, heading: Heading, names: list[str]) -> None:
    """Refuse a message that another program would not read as it was meant."""
    read: Message = message_from_bytes(data)
    meant = {
        "From": [heading.sender.address] if heading.sender else [],
        "To": [each.address for each in heading.to],
        "Reply-To": [heading.reply_to.address] if heading.reply_to else [],
    }
    wrong = [name for name in meant if [each for _, each in getaddresses(read.get_all(name, []))] != meant[name]]
    if " ".join(str(make_header(decode_header(read["Subject"] or ""))).split()) != subject_of(notice):
        wrong.append("Subject")
    if wrong or read.keys() != names or read.defects:
        says = f"the message would not be read as it is meant ({', '.join(wrong) or 'its headers'})"
        raise Refused(says, "look for unusual characters in the title and in names")
