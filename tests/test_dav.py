"""What CalDAV servers are asked and what they answer, each in the spelling of several of them."""

import pytest

from semctl import dav
from semctl.dav import Answer, NoAnswer

# as RFC 4791 §7.8.1 prints it, with other prefixes, an absent property, and an object that is gone
ANSWERED = """<?xml version="1.0" encoding="utf-8" ?>
<A:multistatus xmlns:A="DAV:" xmlns="urn:ietf:params:xml:ns:caldav">
  <A:response>
    <A:href> /cal/1.ics
    </A:href>
    <A:propstat>
      <A:prop><A:getetag>"e1"</A:getetag><calendar-data><![CDATA[BEGIN:VCALENDAR
END:VCALENDAR]]></calendar-data></A:prop>
      <A:status>HTTP/1.1 200 OK</A:status>
    </A:propstat>
    <A:propstat>
      <A:prop><A:displayname>not there</A:displayname></A:prop>
      <A:status>HTTP/1.1 404 Not Found</A:status>
    </A:propstat>
  </A:response>
  <A:response>
    <A:href>/cal/2.ics</A:href>
    <A:status>HTTP/1.1 404 Not Found</A:status>
  </A:response>
</A:multistatus>
"""


def test_objects_and_their_versions() -> None:
    assert dav.answers(ANSWERED.encode()) == (
        Answer("/cal/1.ics", 200, False, '"e1"', b"BEGIN:VCALENDAR\nEND:VCALENDAR"),
        Answer("/cal/2.ics", 404, False, "", b""),
    )


@pytest.mark.parametrize(
    ("kinds", "is_calendar"),
    [
        ('<d:collection/><c:calendar xmlns:c="urn:ietf:params:xml:ns:caldav"/>', True),
        ("<d:collection/><d:principal/>", False),
        ('<d:collection/><c:addressbook xmlns:c="urn:ietf:params:xml:ns:carddav"/>', False),
        ("", False),
    ],
)
@pytest.mark.parametrize(("status", "counts"), [("HTTP/1.1 200 OK", True), ("HTTP/1.1 403 Forbidden", False)])
def test_what_an_address_is(kinds: str, is_calendar: bool, status: str, counts: bool) -> None:
    answered = (
        '<d:multistatus xmlns:d="DAV:"><d:response><d:href>/x/</d:href><d:propstat><d:prop><d:resourcetype>'
        f"{kinds}</d:resourcetype></d:prop><d:status>{status}</d:status></d:propstat></d:response></d:multistatus>"
    )
    assert dav.answers(answered.encode()) == (Answer("/x/", 200, is_calendar and counts, "", b""),)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"<html><body>Hello</body></html>",
        b"<!DOCTYPE html><html><br></html>",
        b'<multistatus xmlns="nothing of the kind"/>',
        b"<?xml version='1.0' encoding='nobody-knows'?><a/>",
        b"\xff\xfe\x00",
        # an entity that doubles itself twenty times and more
        b'<!DOCTYPE a [<!ENTITY a0 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">'
        + b"".join(b'<!ENTITY a%d "&a%d;&a%d;&a%d;&a%d;">' % (n, *[n - 1] * 4) for n in range(1, 20))
        + b"]><a>&a19;</a>",
    ],
)
def test_what_is_no_answer(text: bytes) -> None:
    with pytest.raises(NoAnswer):
        dav.answers(text)


@pytest.mark.parametrize(
    ("body", "names", "words"),
    [
        (
            b"<error xmlns='DAV:' xmlns:C='urn:ietf:params:xml:ns:caldav'><C:no-uid-conflict/></error>",
            {"no-uid-conflict"},
            "no-uid-conflict",
        ),
        (
            b"""<d:error xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns"><s:exception>Forbidden</s:exception>
            <s:message>This calendar is
            read only.</s:message></d:error>""",
            set(),
            "This calendar is read only",
        ),
        (
            b"""<d:error xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns" xmlns:cal="urn:ietf:params:xml:ns:caldav">
            <cal:supported-calendar-component/><s:message>Only tasks</s:message></d:error>""",
            {"supported-calendar-component"},
            "Only tasks",
        ),
        (b"<html><body><message>Bad Gateway</message></body></html>", set(), ""),
        (b"Forbidden", set(), ""),
        (b"", set(), ""),
    ],
)
def test_why_a_server_refuses(body: bytes, names: set[str], words: str) -> None:
    assert dav.complaint(body) == (frozenset(names), words)


def test_a_name_with_marks_of_its_own_is_written_whole() -> None:
    assert "<D:displayname>A &amp; B &lt;Zoë&gt;</D:displayname>" in dav.new_calendar("A & B <Zoë>").decode()
