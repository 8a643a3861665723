"""Handing a mail over, to real servers and programs; and the log of it."""

import re
import ssl
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest
import trustme

from semctl.model import Drafts, Email, Line, Mail, Security, Sender
from semctl.outbox.drafts import MARK, put
from semctl.outbox.pace import Pace
from semctl.outbox.sendmail import Program
from semctl.outbox.smtp import connected
from semctl.outbox.transport import Answer, LostTrack
from semctl.problems import Refused, SemctlError
from tests.books import a_file, run
from tests.mail_servers import (
    HOST,
    IMAP_PASSWORD,
    IMAP_USER,
    Account,
    Received,
    dovecot,
    identity,
    needs,
    scripted_server,
    smtp_server,
)  # fmt: skip

LETTER = b"Subject: s\r\n\r\n.dots\r\n..\r\nFrom here\r\n.\r\nend\r\n"
SHORT = 1.0  # seconds of patience with servers that hang


@pytest.fixture(scope="session")
def shown(authority: trustme.CA) -> ssl.SSLContext:
    return identity(authority)


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This run trusts the tests' authority, and no other."""
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))


def mail_to(port: int, security: Security = Security.STARTTLS, user: str | None = None) -> Mail:
    return Mail(
        from_=Sender("a@b.org"), to=(Email("c@d.org"),), host=Line(HOST), port=port, security=security,
        user=Line(user) if user else None,
    )  # fmt: skip


def never_asked() -> str:
    raise AssertionError("nobody is to be asked for a password")


def sent(mail: Mail, *recipients: str, password: str | None = None, timeout: float = 5.0) -> list[Answer]:
    ask = never_asked if password is None else lambda: password
    with connected(mail, ask, timeout) as server:
        return [server.send("a@b.org", recipient, LETTER) for recipient in recipients]


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_mail_arrives_encrypted_and_byte_for_byte(security: Security, shown: ssl.SSLContext) -> None:
    starttls, tls = (shown, None) if security is Security.STARTTLS else (None, shown)
    with smtp_server(starttls=starttls, tls=tls, login=("ann", "secret")) as postbox:
        answers = sent(mail_to(postbox.port, security, "ann"), "c@d.org", "e@f.org", password="secret")
    assert [answer.taken for answer in answers] == [True, True]
    assert postbox.users == ["ann"]
    assert postbox.taken == [Received("a@b.org", ("c@d.org",), LETTER), Received("a@b.org", ("e@f.org",), LETTER)]


@pytest.mark.usefixtures("trusted")
def test_a_password_may_hold_any_letter(shown: ssl.SSLContext) -> None:
    with smtp_server(tls=shown, login=("änn", "gehëim")) as postbox:
        sent(mail_to(postbox.port, Security.TLS, "änn"), "c@d.org", password="gehëim")
    assert (postbox.users, postbox.reached) == (["änn"], ["c@d.org"])


def test_a_refused_recipient_does_not_stop_the_others() -> None:
    with smtp_server() as postbox:
        postbox.refused = {"no@d.org"}
        answers = sent(mail_to(postbox.port, Security.NONE), "c@d.org", "no@d.org", "e@f.org")
    assert [answer.taken for answer in answers] == [True, False, True]
    assert answers[1].says == "550 5.1.1 <no@d.org>: no such user"
    assert postbox.reached == ["c@d.org", "e@f.org"]


def failing(mail: Mail, *, password: str | None = None, timeout: float = 5.0) -> str:
    with pytest.raises(SemctlError) as failed:
        sent(mail, "c@d.org", password=password, timeout=timeout)
    assert failed.value.exit_code == (4 if isinstance(failed.value, Refused) else 5)
    return re.sub(r":\d+", ":PORT", str(failed.value))


def test_a_server_without_tls_gets_nothing() -> None:
    with smtp_server(login=("ann", "secret")) as postbox:
        says = failing(mail_to(postbox.port, user="ann"), password="secret")
    assert says == (
        "127.0.0.1:PORT offers no encryption (STARTTLS)\n"
        'nothing was sent; is security = "tls" meant, mostly with port 465?'
    )
    assert postbox.taken == []


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_certificate_of_ones_own_making_is_not_trusted(security: Security, shown: ssl.SSLContext) -> None:
    starttls, tls = (shown, None) if security is Security.STARTTLS else (None, shown)
    with smtp_server(starttls=starttls, tls=tls, login=("ann", "secret")) as postbox:
        says = failing(mail_to(postbox.port, security, "ann"), password="secret")
    assert says == (
        "127.0.0.1:PORT: its certificate is not to be trusted: unable to get local issuer certificate\n"
        "nothing was sent; ask those who run the server, or correct host"
    )


@pytest.mark.usefixtures("trusted")
def test_a_certificate_of_another_name_is_not_trusted(authority: trustme.CA) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("elsewhere.example.org").configure_cert(context)
    with smtp_server(tls=context) as postbox:
        says = failing(mail_to(postbox.port, Security.TLS))
    assert says.startswith("127.0.0.1:PORT: its certificate is not to be trusted: IP address mismatch")


@pytest.mark.usefixtures("trusted")
def test_a_wrong_password_is_said_and_not_shown(shown: ssl.SSLContext) -> None:
    with smtp_server(starttls=shown, login=("ann", "secret")) as postbox:
        says = failing(mail_to(postbox.port, user="ann"), password="wrong")
        other = failing(mail_to(postbox.port, user="ann"), password="wröng")
    assert (
        says
        == other
        == (
            "127.0.0.1:PORT does not take user and password: 5.7.8 Authentication credentials invalid\n"
            "nothing was sent; correct user, or the password"
        )
    )


def test_a_server_that_knows_no_users_is_said() -> None:
    with scripted_server("220 hi", "250 me", "221 bye") as port:
        says = failing(mail_to(port, Security.NONE, "ann"), password="secret")
    assert says == "127.0.0.1:PORT asks nobody to log in\nnothing was sent; take user out of [mail] if it wants none"


def test_nothing_goes_unencrypted_over_a_wire() -> None:
    mail = Mail(host=Line("mail.example.org"), security=Security.NONE, user=Line("ann"))
    with pytest.raises(Refused) as refused, connected(mail, never_asked):
        pass
    assert str(refused.value) == (
        '[mail]: security = "none" would send mail and password to mail.example.org for everyone to read\n'
        'write security = "starttls" or "tls"; nothing was sent'
    )


def test_no_server_there() -> None:
    with smtp_server() as postbox:
        port = postbox.port
    assert failing(mail_to(port)) == (
        "127.0.0.1:PORT cannot be reached: Connection refused\nnothing was sent; look at host and port"
    )
    mail = Mail(host=Line("no-such-host.invalid"))
    assert failing(mail) == (
        "there is no server no-such-host.invalid\nnothing was sent; correct host, or look for a network"
    )


@pytest.mark.parametrize(
    ("answers", "security", "says"),
    [
        ((), Security.NONE, "127.0.0.1:PORT does not answer\nnothing was sent; look at host and port"),
        ((None,), Security.NONE, "127.0.0.1:PORT has broken off: Connection unexpectedly closed\nnothing was sent"),
        (("554 go away",), Security.NONE, "127.0.0.1:PORT says: 554 go away\nnothing was sent"),
        (
            ("220 hi",),
            Security.TLS,
            '127.0.0.1:PORT does not speak TLS there\nnothing was sent; security = "tls" mostly goes with port 465 or 993, '
            '"starttls" with 587 or 143',
        ),
        (("220 hi", "250 me", None), Security.NONE, "127.0.0.1:PORT has broken off: Connection unexpectedly closed\nnothing was sent"),
        (
            ("220 hi", "250 me", "250 ok", "250 ok", None),
            Security.NONE,
            "127.0.0.1:PORT has broken off: Connection unexpectedly closed\nnothing was sent",
        ),
    ],
)  # fmt: skip
def test_a_server_that_fails_before_the_text(answers: tuple[str | None, ...], security: Security, says: str) -> None:
    with scripted_server(*answers) as port:
        assert failing(mail_to(port, security), timeout=SHORT) == says


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        (("452 too many",), "452 too many"),
        (("250 ok", "450 later"), "450 later"),
        (("250 ok", "250 ok", "451 not now"), "451 not now"),
        (("250 ok", "251 will forward", "354 go ahead", "552 too large"), "552 too large"),
        (("250 ok", "421 closing", None), "421 closing"),
    ],
)
def test_what_a_server_has_against_a_mail_is_told(answers: tuple[str | None, ...], says: str) -> None:
    ending = () if None in answers else ("250 reset", "221 bye")
    with scripted_server("220 hi", "250 me", *answers, *ending) as port:
        assert sent(mail_to(port, Security.NONE), "c@d.org") == [Answer(taken=False, says=says)]


@pytest.mark.parametrize("last", [None, "hangs"])
def test_a_server_that_dies_or_hangs_after_the_text_may_have_taken_it(last: str | None) -> None:
    answers = ("220 hi", "250 me", "250 ok", "250 ok", "354 go ahead", *([None] if last is None else []))
    with scripted_server(*answers) as port, pytest.raises(LostTrack) as lost:
        sent(mail_to(port, Security.NONE), "c@d.org", timeout=SHORT)
    assert str(lost.value).startswith(
        "127.0.0.1 broke off after the mail was handed over: Connection unexpectedly closed"
    )


# --- a program that sends ---


@pytest.fixture
def msmtp(tmp_path: Path) -> Program:
    """msmtp, told by a file of its own where to send to."""
    return Program(f"{needs('msmtp')} -C '{tmp_path}/msmtp rc'")


def send_to(program: Program, port: int, folder: Path, *recipients: str) -> list[Answer]:
    settings = folder / "msmtp rc"
    settings.write_text(f"account default\nhost {HOST}\nport {port}\ntimeout 1\n")
    settings.chmod(0o600)
    return [
        program.send("a@b.org", recipient, b"From: a@b.org\r\nDate: x\r\nMessage-ID: <x@b>\r\n" + LETTER)
        for recipient in recipients
    ]


def test_msmtp_hands_over_the_same_bytes_to_one_recipient_each(msmtp: Program, tmp_path: Path) -> None:
    with smtp_server() as postbox:
        postbox.refused = {"no@d.org"}
        answers = send_to(msmtp, postbox.port, tmp_path, "c@d.org", "no@d.org", "e@f.org")
    assert [answer.taken for answer in answers] == [True, False, True]
    assert "550 5.1.1 <no@d.org>: no such user" in answers[1].says
    assert postbox.reached == ["c@d.org", "e@f.org"]
    assert {mail.data for mail in postbox.taken} == {b"From: a@b.org\r\nDate: x\r\nMessage-ID: <x@b>\r\n" + LETTER}


@pytest.mark.parametrize("last", [None, "hangs"])
def test_msmtp_may_have_sent_where_the_server_dies_after_the_text(
    msmtp: Program, tmp_path: Path, last: str | None
) -> None:
    answers = ("220 hi", "250 me", "250 ok", "250 ok", "354 go ahead", *([None] if last is None else []))
    with scripted_server(*answers) as port, pytest.raises(LostTrack, match=r"msmtp ended with exit code 7[46]"):
        send_to(msmtp, port, tmp_path, "c@d.org")


def test_msmtp_without_a_server_has_not_sent(msmtp: Program, tmp_path: Path) -> None:
    with smtp_server() as postbox:
        port = postbox.port
    (answer,) = send_to(msmtp, port, tmp_path, "c@d.org")
    assert not answer.taken
    assert "Connection refused" in answer.says


def test_a_program_that_does_not_end_may_have_sent() -> None:
    with pytest.raises(LostTrack) as lost:
        Program("sh -c 'sleep 5'", patience=SHORT).send("a@b.org", "c@d.org", LETTER)
    assert str(lost.value) == "sh has not ended after 1 seconds"


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("no-such-program -x", '[mail] sendmail: there is no program "no-such-program -x"'),
        ("", '[mail] sendmail: there is no program ""'),
        ("sh -c 'x", '[mail] sendmail: "sh -c \'x" cannot be read: No closing quotation'),
    ],
)
def test_a_program_that_cannot_be_run_is_said_before_anything_is_sent(command: str, says: str) -> None:
    with pytest.raises(SemctlError) as failed:
        Program(command)
    assert failed.value.says == says
    assert failed.value.exit_code == 5


# --- pace ---


def test_mails_keep_their_distance() -> None:
    """Two a second at most: the first at once, each other when its turn has come."""
    clock, slept = [10.0], list[float]()

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock[0] += seconds

    pace = Pace(120, lambda: clock[0], sleep)
    pace()
    pace()
    clock[0] += 0.2
    pace()
    clock[0] += 3
    pace()
    assert slept == [0.5, pytest.approx(0.3)]


# --- drafts ---

DRAFT = f"Subject: s\r\nX-Unsent: 1\r\n{MARK}: abc\r\n\r\nText.\r\n".encode()


@pytest.fixture(scope="module")
def imap(authority: trustme.CA) -> Iterator[Account]:
    with dovecot(authority) as account:
        yield account


@pytest.fixture
def account(imap: Account) -> Account:
    imap.empty()
    return imap


def drafts_at(port: int, security: Security) -> Drafts:
    return Drafts(host=Line(HOST), port=port, security=security)


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_draft_goes_into_the_servers_own_folder_once(account: Account, security: Security) -> None:
    server = drafts_at(account.port if security is Security.STARTTLS else account.tls_port, security)
    assert put(server, IMAP_USER, IMAP_PASSWORD, DRAFT, "abc") == "Entwürfe"
    assert account.drafts() == [DRAFT]
    assert put(server, IMAP_USER, IMAP_PASSWORD, DRAFT, "abc") is None
    assert account.drafts() == [DRAFT]
    other = DRAFT.replace(b"abc", b"def")
    assert put(server, IMAP_USER, IMAP_PASSWORD, other, "def") == "Entwürfe"
    assert sorted(account.drafts()) == [DRAFT, other]


@pytest.mark.usefixtures("trusted")
def test_announce_puts_a_draft_once(account: Account, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEMCTL_IMAP_PASSWORD", IMAP_PASSWORD)
    talk = (
        '[schedule]\ndates = [2026-05-11]\ntime = "16:00"\n[[talks]]\nid = "kim"\ndate = 2026-05-11\nspeaker = "Kim"\n'
    )
    server = f'[mail.imap]\nhost = "{HOST}"\nport = {account.tls_port}\nuser = "{IMAP_USER}"\n'
    a_file(here, f'{talk}[mail]\nto = ["list@x.org"]\n{server}')
    first, second = (run("announce", "kim", "--imap", now="2026-05-04") for _ in range(2))
    assert (first.code, first.err) == (
        0, 'put the announcement of talk "kim" into Entwürfe; '
        "when it is sent: semctl announce kim --kind announcement --mark-sent\n",
    )  # fmt: skip
    assert (second.code, second.err) == (0, 'the announcement of talk "kim" is among your drafts already\n')
    (draft,) = account.drafts()
    message = message_from_bytes(draft)
    assert (message["To"], message["X-Unsent"], message["Date"]) == ("list@x.org", "1", None)
    assert [part.get_content_type() for part in message.walk()] == ["multipart/mixed", "text/plain", "text/calendar"]


def not_put(server: Drafts, password: str = IMAP_PASSWORD) -> str:
    with pytest.raises(SemctlError) as failed:
        put(server, IMAP_USER, password, DRAFT, "abc", timeout=5.0)
    assert failed.value.exit_code == (4 if isinstance(failed.value, Refused) else 5)
    return re.sub(r":\d+", ":PORT", str(failed.value))


@pytest.mark.usefixtures("trusted")
def test_a_draft_with_a_wrong_password_is_not_put(account: Account) -> None:
    assert not_put(drafts_at(account.tls_port, Security.TLS), "wrong") == (
        "127.0.0.1:PORT says: [AUTHENTICATIONFAILED] Authentication failed.\nno draft was made; look at [mail.imap]"
    )


def test_an_account_with_an_untrusted_certificate_gets_no_password(account: Account) -> None:
    for server in (drafts_at(account.tls_port, Security.TLS), drafts_at(account.port, Security.STARTTLS)):
        assert not_put(server).startswith("127.0.0.1:PORT: its certificate is not to be trusted: ")


def test_drafts_are_not_put_unencrypted_over_a_wire() -> None:
    assert not_put(Drafts(host=Line("imap.example.org"), security=Security.NONE)) == (
        '[mail.imap]: security = "none" would send mail and password to imap.example.org for everyone to read\n'
        'write security = "starttls" or "tls"; nothing was sent'
    )


def imap_script(listed: str, *answers: str | None) -> tuple[str | None, ...]:
    """Answers to a login in the clear, to the question for the folders, and to what comes after."""
    known = "* CAPABILITY IMAP4REV1 AUTH=PLAIN\r\nTAG OK done"
    ending = () if None in answers else ("* BYE\r\nTAG OK bye",)
    return ("* OK hi", known, "+", "TAG OK done", known, f"{listed}\r\nTAG OK done", *answers, *ending)


INBOX = r'* LIST (\HasNoChildren) "/" INBOX'
OWN = r'* LIST (\HasNoChildren) "/" drafts'
MARKED = '* LIST (\\Drafts) "/" {6}\r\nA "b\\c'


@pytest.mark.parametrize(
    ("script", "says"),
    [
        (imap_script(INBOX), "127.0.0.1 names no folder for drafts\nmake one called Drafts in your mail program"),
        (
            imap_script(f"{INBOX}\r\n{OWN}", "* 0 EXISTS\r\nTAG OK done", "* SEARCH\r\nTAG OK done", "TAG NO [OVERQUOTA] full"),
            "127.0.0.1:PORT says: [OVERQUOTA] full\nno draft was made; look at [mail.imap]",
        ),
        (imap_script(MARKED, "TAG NO no such folder"), "127.0.0.1:PORT says: no such folder\nno draft was made; look at [mail.imap]"),
        (imap_script(OWN, None), "127.0.0.1:PORT says: command: EXAMINE => socket error: EOF\nno draft was made; look at [mail.imap]"),
        (("* BYE not now",), "127.0.0.1:PORT says: "),
        ((), "127.0.0.1:PORT does not answer\n"),
    ],
)  # fmt: skip
def test_an_account_that_takes_no_draft(script: tuple[str | None, ...], says: str) -> None:
    with scripted_server(*script) as port:
        server = Drafts(host=Line(HOST), port=port, security=Security.NONE)
        with pytest.raises(SemctlError) as failed:
            put(server, "ann", "secret", DRAFT, "abc", timeout=5.0 if script else SHORT)
    assert failed.value.exit_code == 5
    assert re.sub(r":\d+", ":PORT", str(failed.value)).startswith(says)
