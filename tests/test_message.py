"""The message that carries a notice: every byte of a sample, and for any text what another reader makes of it."""

import base64
import datetime as dt
import re
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import getaddresses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semctl.model import Ident, Kind
from semctl.notices.mailboxes import Mailbox, each_once, mailbox
from semctl.notices.message import LONGEST_SUBJECT, Calendar, Heading, message, subject_of
from semctl.notices.notice import Notice
from semctl.problems import Refused

NINE = dt.datetime(2026, 5, 4, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))
HEADING = Heading(
    sender=Mailbox("seminar@example.org", "MDS Seminar"),
    to=(Mailbox("list@example.org"),),
    reply_to=Mailbox("ann@example.org"),
    date=NINE,
    message_id="<announcement.1.abc@example.org>",
    references=("<one@example.org>", "<two@example.org>"),
    further=(("Auto-Submitted", "auto-generated"),),
)
EVENT = b"BEGIN:VCALENDAR\r\nSUMMARY:\xc3\x9cber\r\nEND:VCALENDAR\r\n"
SAMPLE = """\
From: MDS Seminar <seminar@example.org>
To: list@example.org
Reply-To: ann@example.org
Subject: =?utf-8?q?=C3=9Cber_Ideale?=
Date: Mon, 04 May 2026 09:00:00 +0200
Message-ID: <announcement.1.abc@example.org>
In-Reply-To: <two@example.org>
References: <one@example.org>
 <two@example.org>
Auto-Submitted: auto-generated
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="=0=1a2be2cbbc1d6c6ff515c36b49eeee9e="

--=0=1a2be2cbbc1d6c6ff515c36b49eeee9e=
Content-Type: multipart/alternative;
 boundary="=1=1a2be2cbbc1d6c6ff515c36b49eeee9e="

--=1=1a2be2cbbc1d6c6ff515c36b49eeee9e=
Content-Transfer-Encoding: quoted-printable
Content-Type: text/plain; charset="utf-8"; format="flowed"; delsp="no"

Sch=C3=B6ne Ideale=20
in Ringen.
--=20
Das Seminar

--=1=1a2be2cbbc1d6c6ff515c36b49eeee9e=
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable
MIME-Version: 1.0

<p>Sch=C3=B6ne Ideale</p>

--=1=1a2be2cbbc1d6c6ff515c36b49eeee9e=--

--=0=1a2be2cbbc1d6c6ff515c36b49eeee9e=
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename="noether.ics"
Content-Type: text/calendar; charset="utf-8"; method="PUBLISH"
MIME-Version: 1.0

QkVHSU46VkNBTEVOREFSDQpTVU1NQVJZOsOcYmVyDQpFTkQ6VkNBTEVOREFSDQo=

--=0=1a2be2cbbc1d6c6ff515c36b49eeee9e=--
"""


def a_notice(subject: str, body: str = "x\n") -> Notice:
    return Notice(
        kind=Kind.ANNOUNCEMENT, series=Ident("mds"), talk=Ident("kim"), language="en", subject=subject, body=body
    )


def read(data: bytes) -> EmailMessage:
    return message_from_bytes(data, policy=SMTP)


def test_a_message_with_everything() -> None:
    notice = a_notice("Über Ideale", "Schöne Ideale \nin Ringen.\n-- \nDas Seminar\n")
    calendar = Calendar(name="noether.ics", data=EVENT, method="PUBLISH")
    data = message(notice, HEADING, page="<p>Schöne Ideale</p>", calendar=calendar)
    assert data.decode().replace("\r\n", "\n") == SAMPLE
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert message(notice, HEADING, page="<p>Schöne Ideale</p>", calendar=calendar) == data


def test_a_plain_notice_is_one_text() -> None:
    data = message(a_notice("Ideals", "Text.\n"), Heading(further=(("X-Unsent", "1"),)))
    assert data.decode().split("\r\n") == [
        "Subject: Ideals",
        "X-Unsent: 1",
        "Content-Transfer-Encoding: quoted-printable",
        'Content-Type: text/plain; charset="utf-8"; format="flowed"; delsp="no"',
        "MIME-Version: 1.0",
        "",
        "Text.",
        "",
    ]


def test_lines_that_would_be_mistaken_are_moved_in() -> None:
    """RFC 3676 §4.4: a line that begins with a blank, a quote or "From " gets a blank before it."""
    read_back = read(message(a_notice("s", "From here\n> a\n  b\nFromage\n-- \n"), Heading()))
    assert read_back.get_content() == " From here\r\n > a\r\n   b\r\nFromage\r\n-- \r\n"


NAMES = [
    b"Subject", b"X-Unsent", b"Content-Type", b"Content-Transfer-Encoding", b"MIME-Version", b"From", b"To",
]  # fmt: skip
ANY = st.text(st.characters(exclude_categories=["Cs"]))
HOSTILE = st.lists(
    st.sampled_from(
        ["=?utf-8?q?", "?=", "=0ABcc:_x=40evil", "\r\n", "\n", "\r", "Bcc: x@evil", "\x0b", "\u2028", " ", "ä", "𝔼",
         "<", ">", ",", "@", '"', "\\", "(", ")", ";", ":", "a" * 80, "=", "\x00", "\x85", "é́", "=?utf-8?b?QmNj?="]
    ),
    max_size=8,
).map("".join)  # fmt: skip


@given(ANY | HOSTILE, ANY | HOSTILE, ANY | HOSTILE)
def test_no_text_makes_a_header_or_a_recipient_of_its_own(title: str, name: str, body: str) -> None:
    heading = Heading(
        sender=Mailbox("a@b.org", name), to=(Mailbox("c@d.org", name), Mailbox("e@f.org")),
        further=(("X-Unsent", "1"),),
    )  # fmt: skip
    body = re.sub("\r\n?", "\n", body)
    body = re.sub(" +$", "", body, flags=re.MULTILINE)  # no line of a notice ends with blanks
    notice = a_notice(title, body)
    data = message(notice, heading)
    head = data.split(b"\r\n\r\n")[0].split(b"\r\n")
    names = [line.split(b":")[0] for line in head if not line.startswith(b" ")]
    assert sorted(names) == sorted(set(NAMES) - ({b"Subject"} if not subject_of(notice) else set()))
    assert all(len(line) < 998 for line in head)
    plain = message_from_bytes(data)
    assert [address for _, address in getaddresses(plain.get_all("To", []))] == ["c@d.org", "e@f.org"]
    assert [address for _, address in getaddresses(plain.get_all("From", []))] == ["a@b.org"]
    modern = read(data)
    assert [each.addr_spec for each in modern["To"].addresses] == ["c@d.org", "e@f.org"]
    assert joined(modern.get_content().replace("\r\n", "\n").removesuffix("\n")) == body.removesuffix("\n")


def joined(text: str) -> str:
    """What a program that knows format=flowed shows (RFC 3676 §4.1)."""
    lines: list[str] = []
    goes_on = False
    for written in text.split("\n"):
        line = written.removeprefix(" ")
        lines[-1:] = [lines[-1] + line] if goes_on else [*lines[-1:], line]
        goes_on = line.endswith(" ") and line != "-- "
    return "\n".join(lines)


def test_a_paragraph_goes_on_after_the_end_of_a_line() -> None:
    """A program that knows format=flowed shows it as one, all others the lines as they are."""
    text = "- A sentence that is longer than a line of a mail, and so goes on in the next one, on 11 May 2026.\n\nEnd.\n-- \nX\n"
    content = read(message(a_notice("s", text), Heading())).get_content().replace("\r\n", "\n")
    assert content == (
        "- A sentence that is longer than a line of a mail, and so goes on in the \n"
        "next one, on 11 May 2026.\n\nEnd.\n-- \nX\n"
    )
    assert joined(content) == text


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=400))
def test_a_subject_is_read_as_it_was_typed(title: str) -> None:
    """Encoded words among it: nothing is left out or changed."""
    data = message(a_notice(title), Heading())
    shown = title if len(title) <= LONGEST_SUBJECT else f"{title[: LONGEST_SUBJECT - 1]}…"
    assert str(make_header(decode_header(message_from_bytes(data)["Subject"]))).replace("\n ", " ") == shown


@given(st.binary(max_size=200))
def test_the_calendar_arrives_byte_for_byte(data: bytes) -> None:
    event = base64.b64encode(data)
    calendar = Calendar(name="k.ics", data=b"BEGIN:VCALENDAR\r\nX:" + event + b"\r\n", method="CANCEL")
    parts = list(read(message(a_notice("s"), Heading(), calendar=calendar)).iter_attachments())
    assert [part.get_payload(decode=True) for part in parts] == [calendar.data]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("seminar@example.org", Mailbox("seminar@example.org", "X")),
        (" MDS, the Seminar <seminar@example.org> ", Mailbox("seminar@example.org", "MDS, the Seminar")),
        ('"MDS" <o\'hara+mds@x.example.org>', Mailbox("o'hara+mds@x.example.org", "MDS")),
        ("<a@b.org>", Mailbox("a@b.org", "X")),
        ("ann@bücher.example", Mailbox("ann@xn--bcher-kva.example", "X")),
    ],
)
def test_an_address_is_read(text: str, wanted: Mailbox) -> None:
    assert mailbox(text, "[mail] from", "X") == wanted


@pytest.mark.parametrize(
    "text",
    [
        "", "seminar", "a@b", "a@b.org, c@d.org", "a@b.org c@d.org", "a@b.org;c@d.org", "<a@b.org> <c@d.org>",
        "a@b.org\nBcc: c@d.org", "a b@c.org", "ü@b.org", "a@b..org", ".a@b.org", "a@-b.org", "x <a@b.org", "a@b.org>",
        '"a@b.org, c"@d.org', "a@b@c.org", "a@b\u2028.org", "a@" + "b" * 64 + ".org", "a" * 250 + "@b.org",
        "a@\udcff.org", "Ann <a@b.org>, c@d.org", "a@[127.0.0.1]",
    ],
)  # fmt: skip
def test_what_is_not_one_address_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        mailbox(text, "[mail] to")
    assert refused.value.says.startswith('[mail] to: "')
    assert refused.value.says.isprintable()


def test_two_addresses_in_one_text_are_told_apart() -> None:
    with pytest.raises(Refused) as refused:
        mailbox("a@b.org, c@d.org", "[mail] to")
    assert str(refused.value) == (
        '[mail] to: "a@b.org, c@d.org" is not one mail address\nwrite each address in quotes of its own'
    )


ADDRESSES = st.lists(st.sampled_from(["a@b.org", "A@b.org", "c@d.org", "C@D.ORG", "e@f.org"]), max_size=8)


@given(ADDRESSES)
def test_each_recipient_is_there_once(texts: list[str]) -> None:
    boxes = each_once(mailbox(text, "to") for text in texts)
    assert sorted(each.address.casefold() for each in boxes) == sorted({text.casefold() for text in texts})


@given(ANY | HOSTILE)
def test_any_text_is_one_address_or_refused(text: str) -> None:
    try:
        found = mailbox(text, "to")
    except Refused:
        return
    assert found.address.isascii()
    data = message(a_notice("s"), Heading(to=(found,)))
    assert [address for _, address in getaddresses([message_from_bytes(data)["To"]])] == [found.address]
