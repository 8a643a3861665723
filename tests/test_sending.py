"""Mail from the command line, to a server that takes it: once, to whom it is for, and never by mistake."""

import datetime as dt
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
import trustme

from semctl.sent import read
from tests.books import Ran, a_file, json_of, run
from tests.mail_servers import HOST, Postbox, identity, needs, scripted_server, smtp_server

SEMESTER = """
[series]
id = "x"
domain = "x.org"
name = "X Seminar"
timezone = "Europe/Amsterdam"
room = "R"
[schedule]
every = "2 weeks"
weekday = "Monday"
time = "16:00"
duration = "1 h"
start = 2026-05-11
count = 4
[mail]
from = "seminar@x.org"
to = ["list@x.org", "others@x.org"]
{server}
[[talks]]
id = "jacobs"
date = 2026-05-11
speaker = "Tom Jacobs"
title = "Weights of $\\\\ell_1$"
abstract = "On weights."
[talks.private]
email = "tom@y.org"
hotel = "Hotel Zentral"
[[talks]]
id = "kim"
date = 2026-05-25
speaker = "Yongdai Kim"
[talks.private]
email = "kim@z.org"
phone = "0123 456"
[[talks]]
id = "noether"
date = 2026-06-08
speaker = "Emmy Noether"
title = "Ideals"
abstract = "On ideals."
"""
DAY = "2026-05-04 09:00"
pytestmark = pytest.mark.usefixtures("postbox")
ID = r"<announcement\.1\.[0-9a-f]{20}@x\.org>"


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder, and so a key, of this test's own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("SEMCTL_ME", raising=False)
    return tmp_path / "state"


@pytest.fixture
def postbox(here: Path) -> Iterator[Postbox]:
    """A server on this machine, and a series in the current folder that sends by it."""
    with smtp_server() as server:
        a_series(here, server.port)
        yield server


def a_series(folder: Path, port: int, *changes: tuple[str, str], more: str = "") -> None:
    server = f'host = "{HOST}"\nport = {port}\nsecurity = "none"\nper_minute = 100000\n{more}'
    text = SEMESTER.replace("{server}", server)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    a_file(folder, text)


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "seminars.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def announce(*words: str, now: str = DAY, answers: str | None = None, asked: bool = False) -> Ran:
    return run("announce", *words, now=now, answers=answers, asked=asked)


def mails(postbox: Postbox) -> list[EmailMessage]:
    return [message_from_bytes(mail.data, policy=SMTP) for mail in postbox.taken]


def log_text(folder: Path) -> str:
    return (folder / "seminars.sent.jsonl").read_text("utf-8")


# --- sent once ---


def test_an_announcement_goes_to_each_recipient_once_and_a_second_run_does_nothing(postbox: Postbox) -> None:
    first = announce("jacobs", "--send", "--yes")
    assert (first.code, first.out) == (0, "")
    assert first.err == 'sent the announcement of talk "jacobs" to list@x.org, others@x.org\n'
    assert postbox.reached == ["list@x.org", "others@x.org"]
    second = announce("jacobs", "--send", "--yes", now="2026-05-05")
    assert second.code == 0
    assert second.err == 'the announcement of talk "jacobs" was already sent on Monday, 4 May 2026, 09:00\n'
    assert postbox.reached == ["list@x.org", "others@x.org"]
    one, two = mails(postbox)
    assert one.as_bytes() == two.as_bytes()
    assert one["From"] == "X Seminar <seminar@x.org>"
    assert [each.addr_spec for each in one["To"].addresses] == ["list@x.org", "others@x.org"]
    assert one["Date"] == "Mon, 04 May 2026 09:00:00 +0200"
    assert re.fullmatch(ID, one["Message-ID"])
    assert one["Subject"] == "X Seminar: Tom Jacobs, Monday, 11 May 2026, 16:00 – Weights of ℓ₁"


def test_the_log_names_nobody_and_holds_no_text(here: Path) -> None:
    announce("jacobs", "--send", "--yes")
    announce("jacobs", "--kind", "confirmation", "--send", "--yes")
    text = log_text(here)
    for private in ('@x.org"', "list", "tom@", "Hotel", "On weights", "Dear"):
        assert private not in text
    log, problems = read(text)
    assert problems == ()
    assert [each.first.kind for each in log.sendings] == ["announcement", "confirmation"]
    assert dict(log.sendings[1].last.facts) == {}


def test_looking_at_a_notice_says_when_it_was_sent() -> None:
    before = announce("jacobs")
    announce("jacobs", "--send", "--yes")
    after = announce("jacobs")
    assert after.out == before.out
    assert (before.err, after.err) == ("", 'the announcement of talk "jacobs" was sent on Monday, 4 May 2026, 09:00\n')


def test_again_is_another_mail(postbox: Postbox) -> None:
    """With a number of its own, for mail programs pass over one that they know."""
    announce("jacobs", "--send", "--yes")
    assert announce("jacobs", "--send", "--yes", "--again").code == 0
    numbers = [mail["Message-ID"] for mail in mails(postbox)]
    assert len(numbers) == 4
    assert Counter(numbers).most_common() == [(numbers[0], 2), (numbers[2], 2)]
    assert numbers[2].startswith("<announcement.2.")


def test_recipients_that_are_written_twice_get_one_mail(here: Path, postbox: Postbox) -> None:
    change(here, '"others@x.org"', '"LIST@x.org", "others@x.org", "list@X.org"')
    announce("jacobs", "--send", "--yes")
    assert postbox.reached == ["list@x.org", "others@x.org"]


# --- asked first ---


def test_nothing_is_sent_without_a_word_from_somebody(here: Path, postbox: Postbox) -> None:
    ran = announce("jacobs", "--send")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "nobody can be asked here\nadd --yes to do it, or --to-me for a copy to yourself\n"
    assert postbox.taken == []
    assert not (here / "seminars.sent.jsonl").exists()


def test_a_person_sees_the_mail_and_says_yes_or_no(postbox: Postbox) -> None:
    no = announce("jacobs", "--send", answers="n\n", asked=True)
    assert no.code == 0
    assert no.err.startswith("To: list@x.org, others@x.org\nSubject: X Seminar: Tom Jacobs, Monday, 11 May 2026, 16:00")
    assert no.err.endswith('send the announcement of talk "jacobs" to list@x.org, others@x.org? (y/N): ')
    assert postbox.taken == []
    yes = announce("jacobs", "--send", answers="y\n", asked=True)
    assert yes.code == 0
    assert postbox.reached == ["list@x.org", "others@x.org"]


def test_a_copy_to_oneself_leaves_no_trace(here: Path, postbox: Postbox, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = announce("jacobs", "--to-me")
    assert (ran.code, ran.err) == (
        0, 'sent a copy of the announcement of talk "jacobs" to seminar@x.org; nobody else has got it\n'
    )  # fmt: skip
    monkeypatch.setenv("SEMCTL_ME", "ann@x.org")
    announce("jacobs", "--to-me")
    assert postbox.reached == ["seminar@x.org", "ann@x.org"]
    assert not (here / "seminars.sent.jsonl").exists()
    first, second = mails(postbox)
    assert first["Message-ID"] != second["Message-ID"]
    assert [str(mail["To"]) for mail in (first, second)] == ["seminar@x.org", "ann@x.org"]
    announce("jacobs", "--send", "--yes")
    assert mails(postbox)[2]["Message-ID"] not in (first["Message-ID"], second["Message-ID"])


def test_a_copy_to_oneself_never_goes_to_the_list(postbox: Postbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEMCTL_ME", "List@X.org")
    ran = announce("jacobs", "--to-me")
    assert (ran.code, ran.err) == (4, "List@X.org is the audience\nput your own address into SEMCTL_ME\n")
    assert postbox.taken == []


# --- mails to speakers ---


def test_a_mail_to_a_speaker_goes_there_alone(postbox: Postbox) -> None:
    ran = announce("jacobs", "--kind", "confirmation", "--send", "--yes")
    assert ran.err == 'sent the confirmation of talk "jacobs" to tom@y.org\n'
    assert postbox.reached == ["tom@y.org"]
    (mail,) = mails(postbox)
    assert mail["To"] == "Tom Jacobs <tom@y.org>"
    body = mail.get_body(("plain",))
    assert body is not None
    assert "Hotel Zentral" in body.get_content()
    assert "0123 456" not in mail.as_string()


def test_two_addresses_of_one_talk(here: Path, postbox: Postbox) -> None:
    change(here, 'email = "tom@y.org"', 'email = ["tom@y.org", "office@y.org"]')
    announce("jacobs", "--kind", "confirmation", "--send", "--yes")
    assert postbox.reached == ["tom@y.org", "office@y.org"]


@pytest.mark.parametrize("email", ["", "email = 3", "email = []", 'email = ["a@b.org", 3]'])
def test_a_speaker_without_an_address_gets_no_mail(here: Path, postbox: Postbox, email: str) -> None:
    change(here, 'email = "tom@y.org"', email)
    ran = announce("jacobs", "--kind", "confirmation", "--send", "--yes")
    assert ran.code == 4
    assert ran.err.startswith('the address of the speaker of talk "jacobs" is not known\nwrite email = "…" below')
    assert postbox.taken == []


# --- danger ---


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('from = "seminar@x.org"\n', "", "[mail] does not say from whom notices come\n"),
        ('to = ["list@x.org", "others@x.org"]\n', "", "[mail] does not say to whom notices go\n"),
        (f'host = "{HOST}"\n', "", "[mail] does not say how mail is sent\n"),
        (
            '"list@x.org", ', '"list@x.org, evil@y.org", ',
            '[mail] to: "list@x.org, evil@y.org" is not one mail address\nwrite each address in quotes of its own\n',
        ),
        (
            '"list@x.org", ', '"list@x.org\\nBcc: evil@y.org", ',
            '[mail] to: "list@x.org Bcc: evil@y.org" is not one mail address\nwrite each address in quotes of its own\n',
        ),
        ('from = "seminar@x.org"', 'from = "a@x.org, b@x.org"', '[mail] from: "a@x.org, b@x.org" is not one mail address\n'),
    ],
)  # fmt: skip
def test_a_sender_or_a_recipient_that_is_none_stops_everything(
    here: Path, postbox: Postbox, old: str, new: str, says: str
) -> None:
    change(here, old, new)
    ran = announce("jacobs", "--send", "--yes", "--anyway")
    assert ran.code == 4
    assert says in ran.err
    assert postbox.taken == []
    assert (
        "begin" not in (here / "seminars.sent.jsonl").read_text() if (here / "seminars.sent.jsonl").exists() else True
    )


EVIL = "=?utf-8?q?a=0ABcc:_x=40evil?="


def test_titles_and_names_cannot_add_a_recipient(here: Path, postbox: Postbox) -> None:
    change(here, 'title = "Weights of $\\\\ell_1$"', f'title = "{EVIL} Bcc: y@evil"')
    change(here, 'speaker = "Tom Jacobs"', 'speaker = "Tom, <z@evil> Jacobs"')
    for kind in ("announcement", "confirmation"):
        assert announce("jacobs", "--kind", kind, "--send", "--yes", "--anyway").code == 0
    assert postbox.reached == ["list@x.org", "others@x.org", "tom@y.org"]
    for mail in mails(postbox):
        assert mail["Bcc"] is None
        assert {each.addr_spec for each in mail["To"].addresses} <= {"list@x.org", "others@x.org", "tom@y.org"}
    assert EVIL in mails(postbox)[0]["Subject"]


def test_what_check_warns_of_is_not_sent(here: Path, postbox: Postbox) -> None:
    change(here, 'title = "Weights', 'title = "Tuesday, 11 May 2026: Weights')
    ran = announce("jacobs", "--send", "--yes")
    assert ran.code == 4
    assert "warning" in ran.err
    assert ran.err.endswith('\nmend it, or send the announcement of talk "jacobs" all the same with --anyway\n')
    assert postbox.taken == []
    assert announce("noether", "--send", "--yes").code == 0  # the warning is about another talk
    assert announce("jacobs", "--send", "--yes", "--anyway").code == 0


def test_a_refused_recipient_is_named_and_the_rest_resumed(here: Path, postbox: Postbox) -> None:
    postbox.refused = {"others@x.org"}
    ran = announce("jacobs", "--send", "--yes")
    assert ran.code == 5
    assert ran.err == (
        'sent the announcement of talk "jacobs" to list@x.org\n'
        'the announcement of talk "jacobs" was not taken for others@x.org: 550 5.1.1 <others@x.org>: no such user\n'
        "correct the address, or try later: the same command sends to those alone who have not got it\n"
    )
    change(here, "others@x.org", "right@x.org")
    assert announce("jacobs", "--send", "--yes").code == 0
    assert postbox.reached == ["list@x.org", "right@x.org"]
    assert [mail["Message-ID"] for mail in mails(postbox)] == [mails(postbox)[0]["Message-ID"]] * 2
    assert "already sent" in announce("jacobs", "--send", "--yes").err


def test_what_changed_between_two_tries_is_told_to_all(here: Path, postbox: Postbox) -> None:
    """Those who have it already must not go to the wrong room."""
    postbox.refused = {"others@x.org"}
    announce("jacobs", "--send", "--yes")
    postbox.refused = set()
    change(here, 'room = "R"', 'room = "S"')
    assert announce("jacobs", "--send", "--yes").code == 0
    assert postbox.reached == ["list@x.org", "list@x.org", "others@x.org"]
    assert [mail["Message-ID"].split(".")[1] for mail in mails(postbox)] == ["1", "2", "2"]


def test_a_refused_recipient_may_be_given_up(here: Path, postbox: Postbox) -> None:
    postbox.refused = {"others@x.org"}
    announce("jacobs", "--send", "--yes")
    change(here, ', "others@x.org"', "")
    ran = announce("jacobs", "--send", "--yes")
    assert (ran.code, ran.err) == (
        0,
        'the announcement of talk "jacobs" was already sent on Monday, 4 May 2026, 09:00\n',
    )
    assert postbox.reached == ["list@x.org"]


def test_a_server_that_is_not_there_leaves_no_trace(here: Path, postbox: Postbox) -> None:
    change(here, f"port = {postbox.port}", "port = 1")
    ran = announce("jacobs", "--send", "--yes")
    assert (ran.code, ran.err) == (
        5, "127.0.0.1:1 cannot be reached: Connection refused\nnothing was sent; look at host and port\n"
    )  # fmt: skip
    assert log_text(here) == ""
    change(here, "port = 1", f"port = {postbox.port}")
    assert announce("jacobs", "--send", "--yes").code == 0


def test_a_password_comes_from_the_environment_and_is_never_shown(
    here: Path, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority.cert_pem.write_to_path(here / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(here / "ca.pem"))
    monkeypatch.delenv("SEMCTL_SMTP_PASSWORD", raising=False)
    with smtp_server(starttls=identity(authority), login=("ann", "top-secret")) as server:
        a_series(here, server.port, ('security = "none"', 'security = "starttls"\nuser = "ann"'))
        lacking = announce("jacobs", "--send", "--yes")
        monkeypatch.setenv("SEMCTL_SMTP_PASSWORD", "wrong-secret")
        wrong = announce("jacobs", "--send", "--yes")
        change(here, 'user = "ann"', 'user = "ann"\npassword_command = "echo top-secret"')
        monkeypatch.delenv("SEMCTL_SMTP_PASSWORD")
        right = announce("jacobs", "--send", "--yes")
    assert (lacking.code, wrong.code, right.code) == (2, 5, 0), (lacking.err, wrong.err, right.err)
    assert lacking.err.startswith("there is no password for ann at 127.0.0.1\nput it into SEMCTL_SMTP_PASSWORD, or")
    assert "does not take user and password" in wrong.err
    assert server.reached == ["list@x.org", "others@x.org"]
    for ran in (lacking, wrong, right):
        assert "secret" not in ran.out + ran.err
    assert "secret" not in log_text(here)


# --- interrupted ---

DIES = ("220 hi", "250 me", "250 ok", "250 ok", "354 go ahead", None)


@pytest.fixture
def interrupted(here: Path) -> Iterator[Postbox]:
    """The server has died after the text of the first of two mails; now there is one that lives."""
    with scripted_server(*DIES) as port:
        a_series(here, port)
        ran = announce("jacobs", "--send", "--yes")
    assert ran.code == 5
    assert ran.err.startswith("list@x.org: 127.0.0.1 broke off after the mail was handed over: ")
    assert ran.err.endswith("\nit may have gone out or not\n")
    with smtp_server() as server:
        change(here, f"port = {port}", f"port = {server.port}")
        yield server


UNKNOWN = (
    'the announcement of talk "jacobs" was interrupted on Monday, 4 May 2026, 09:00: it may have gone out\n'
    "has it arrived? then: semctl announce jacobs --kind announcement --mark-sent; "
    "if not: semctl announce jacobs --kind announcement --send --again\n"
)


def test_what_may_have_gone_out_is_not_sent_twice(interrupted: Postbox) -> None:
    for _ in range(2):
        ran = announce("jacobs", "--send", "--yes", now="2026-05-05")
        assert (ran.code, ran.err) == (4, UNKNOWN)
    due = announce("--due", now="2026-05-05")
    assert "jacobs" not in " ".join(str(mail["Subject"]) for mail in mails(interrupted) if "list@x.org" in mail["To"])
    assert due.code == 0
    ours = [each for each in json_of(run("todo", "--json", now="2026-05-05")) if each["kind"] == "announcement"]
    assert ours[0]["says"].endswith("not announced yet; interrupted on Mon 4 May 2026, it may have gone out")


def test_it_has_arrived(interrupted: Postbox) -> None:
    """Then only the others are sent to."""
    ran = announce("jacobs", "--mark-sent", now="2026-05-05")
    assert (ran.code, ran.err) == (
        0, "marked as arrived; 1 other has not got it: semctl announce jacobs --kind announcement --send\n"
    )  # fmt: skip
    assert announce("jacobs", "--send", "--yes", now="2026-05-05").code == 0
    assert interrupted.reached == ["others@x.org"]


def test_it_has_not_arrived(interrupted: Postbox) -> None:
    assert announce("jacobs", "--send", "--yes", "--again", now="2026-05-05").code == 0
    assert interrupted.reached == ["list@x.org", "others@x.org"]
    assert all(re.fullmatch(ID, mail["Message-ID"]) for mail in mails(interrupted))


@pytest.mark.parametrize(
    ("answers", "reached", "code"),
    [("y\n", [], 0), ("n\ny\n", ["list@x.org", "others@x.org"], 0), ("\n", [], 0)],
)
def test_on_a_terminal_a_person_is_asked(interrupted: Postbox, answers: str, reached: list[str], code: int) -> None:
    ran = announce("jacobs", "--send", now="2026-05-05", answers=answers, asked=True)
    assert ran.code == code
    assert "has it arrived? y, n, or Enter to leave it: " in ran.err
    assert interrupted.reached == reached


def test_another_machine_does_not_guess_who_has_got_it(
    postbox: Postbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    postbox.refused = {"others@x.org"}
    announce("jacobs", "--send", "--yes")
    postbox.refused = set()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "elsewhere"))
    ran = announce("jacobs", "--send", "--yes")
    assert ran.code == 4
    assert ran.err == (
        'the announcement of talk "jacobs" was begun on another machine, which alone knows who has got it\n'
        "finish it there; or to everybody once more: semctl announce jacobs --kind announcement --send --again\n"
    )
    assert postbox.reached == ["list@x.org"]
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    announce("jacobs", "--send", "--yes")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "elsewhere"))
    assert "already sent" in announce("jacobs", "--send", "--yes").err
    assert postbox.reached == ["list@x.org", "others@x.org"]


@pytest.mark.parametrize("broken", ['{"at": "2026-05-04T09:00', "<<<<<<< HEAD"])
def test_a_broken_log_stops_sending(here: Path, postbox: Postbox, broken: str) -> None:
    """The broken line may be the one that says that it has gone out."""
    announce("noether", "--send", "--yes")
    with (here / "seminars.sent.jsonl").open("a") as file:
        file.write(broken + "\n")
    before = len(postbox.taken)
    ran = announce("jacobs", "--send", "--yes")
    assert ran.code == 4
    assert ran.err.startswith("seminars.sent.jsonl:4: warning: ")
    assert ran.err.endswith("\nmend it first, for it may be the line that says what has gone out\n")
    assert len(postbox.taken) == before
    checked = run("check", now=DAY)
    assert checked.code == 1
    assert checked.out.startswith("seminars.sent.jsonl:4: warning: ")
    looked = announce("jacobs")
    assert (looked.code, looked.err) == (0, checked.out.splitlines()[0] + "\n")
    assert run("todo", now=DAY).code == 0


# --- by hand ---


def test_a_mail_sent_by_hand_is_marked(postbox: Postbox) -> None:
    ran = announce("jacobs", "--mark-sent", "--message-id", "<mine@x.org>")
    assert (ran.code, ran.err) == (0, 'marked the announcement of talk "jacobs" as sent\n')
    assert "already sent" in announce("jacobs", "--send", "--yes").err
    assert "already sent" in announce("jacobs", "--mark-sent").err
    announce("jacobs", "--kind", "reminder", "--send", "--yes", now="2026-05-10")
    (mail, _) = mails(postbox)
    assert (mail["In-Reply-To"], mail["References"]) == ("<mine@x.org>", "<mine@x.org>")


def test_a_message_id_that_is_none_is_refused() -> None:
    ran = announce("jacobs", "--mark-sent", "--message-id", "mine@x.org")
    assert (ran.code, ran.err) == (
        2,
        '"mine@x.org" is no Message-ID\nwrite it with its brackets, as in "<abc@example.org>"\n',
    )


def test_reminders_stand_below_their_announcement(postbox: Postbox) -> None:
    announce("jacobs", "--send", "--yes")
    announce("jacobs", "--kind", "confirmation", "--send", "--yes")
    announce("jacobs", "--kind", "reminder", "--send", "--yes", now="2026-05-10")
    first, reminder = mails(postbox)[0], mails(postbox)[-1]
    assert reminder["In-Reply-To"] == reminder["References"] == first["Message-ID"]
    assert first["In-Reply-To"] is None


# --- what goes along ---


def events(postbox: Postbox) -> list[tuple[str, str, str, str]]:
    """Method, SEQUENCE, status and start of the calendar of each mail to the list; and that it has one UID."""
    found = []
    for mail in mails(postbox):
        for part in mail.iter_attachments():
            text = part.get_payload(decode=True).decode()  # type: ignore[union-attr]
            assert "\r\nUID:jacobs.x@x.org\r\n" in text
            assert '\r\nORGANIZER;CN="X Seminar":mailto:seminar@x.org\r\n' in text
            assert part.get_content_type() == "text/calendar"
            assert part.get_filename() == "jacobs.ics"
            method = part.get_param("method")
            assert f"\r\nMETHOD:{method}\r\n" in text
            values = [re.search(rf"\r\n{name}[^:]*:([^\r]*)", text) for name in ("SEQUENCE", "STATUS", "DTSTART;TZID")]
            found.append((str(method), *(value[1] for value in values if value)))
    return found  # type: ignore[return-value]


def test_the_calendar_follows_what_is_told(here: Path, postbox: Postbox) -> None:
    change(here, ', "others@x.org"', "")
    announce("jacobs", "--send", "--yes")
    change(here, 'time = "16:00"', 'time = "15:00"')
    announce("jacobs", "--kind", "change", "--send", "--yes", now="2026-05-05")
    change(here, 'speaker = "Tom Jacobs"', 'speaker = "Tom Jacobs"\nstatus = "cancelled"')
    announce("jacobs", "--kind", "cancellation", "--send", "--yes", now="2026-05-06")
    assert events(postbox) == [
        ("PUBLISH", "0", "CONFIRMED", "20260511T160000"),
        ("PUBLISH", "1", "CONFIRMED", "20260511T150000"),
        ("CANCEL", "2", "CANCELLED", "20260511T150000"),
    ]


def test_a_change_is_told_once_and_each_change_anew(here: Path, postbox: Postbox) -> None:
    announce("jacobs", "--send", "--yes")
    words = ("jacobs", "--kind", "change", "--send", "--yes")
    nothing = announce(*words)
    assert nothing.code == 4
    change(here, 'time = "16:00"', 'time = "15:00"')
    assert announce(*words, now="2026-05-05 10:00").code == 0
    again = announce(*words, now="2026-05-05 11:00")
    assert (again.code, again.err) == (
        0,
        'the change of talk "jacobs" was already sent on Tuesday, 5 May 2026, 10:00\n',
    )
    change(here, 'time = "15:00"', 'time = "16:00"')
    assert announce(*words, now="2026-05-06").code == 0
    change(here, 'time = "16:00"', 'time = "15:00"')
    assert announce(*words, now="2026-05-07").code == 0
    numbers = [mail["Message-ID"].split(".")[:2] for mail in mails(postbox)]
    assert [number[1] for number in numbers if number[0] == "<change"] == ["1", "1", "2", "2", "3", "3"]


def test_an_html_part_comes_on_request(postbox: Postbox) -> None:
    announce("jacobs", "--to-me", "--html")
    announce("jacobs", "--to-me")
    with_page, without = mails(postbox)
    page = with_page.get_body(("html",))
    assert page is not None
    assert "Weights of <i>ℓ</i><sub>1</sub>" in page.get_content()
    assert without.get_body(("html",)) is None
    assert with_page.get_body(("plain",)).get_content() == without.get_body(("plain",)).get_content()  # type: ignore[union-attr]


# --- drafts ---


def test_a_draft_names_the_recipients(here: Path, postbox: Postbox) -> None:
    change(here, 'from = "seminar@x.org"', 'from = "MDS <seminar@x.org>"\nreply_to = "ann@x.org"')
    announce("jacobs", "--eml", "j.eml", "--html")
    draft = message_from_bytes((here / "j.eml").read_bytes(), policy=SMTP)
    assert {name: str(draft[name]) for name in ("From", "To", "Reply-To", "X-Unsent", "Date", "Message-ID")} == {
        "From": "MDS <seminar@x.org>", "To": "list@x.org, others@x.org", "Reply-To": "ann@x.org", "X-Unsent": "1",
        "Date": "None", "Message-ID": "None",
    }  # fmt: skip
    assert draft.get_body(("html",)) is not None
    assert [part.get_filename() for part in draft.iter_attachments()] == ["jacobs.ics"]
    announce("kim", "--kind", "chase", "--eml", "k.eml")
    assert message_from_bytes((here / "k.eml").read_bytes(), policy=SMTP)["To"] == "Yongdai Kim <kim@z.org>"
    assert postbox.taken == []


def test_a_draft_without_known_recipients_leaves_them_to_the_mail_program(here: Path) -> None:
    a_file(here, SEMESTER.replace('from = "seminar@x.org"\nto = ["list@x.org", "others@x.org"]\n{server}', ""))
    assert announce("jacobs", "--eml", "j.eml").code == 0
    draft = message_from_bytes((here / "j.eml").read_bytes(), policy=SMTP)
    assert (draft["From"], draft["To"], draft["X-Unsent"]) == (None, None, "1")


def test_drafts_by_imap_need_an_account() -> None:
    ran = announce("jacobs", "--imap")
    assert (ran.code, ran.err) == (
        4, "[mail.imap] does not say where drafts go\n"
        'write host = "imap.example.org" below [mail.imap], and user = "…" there or below [mail]\n',
    )  # fmt: skip


# --- flags ---


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--send", "--eml", "x.eml"), "--eml and --send do not go together\ngive one of them\n"),
        (("--to-me", "--due"), "--to-me and --due do not go together\ngive one of them\n"),
        (("--yes",), "--yes does not go alone\nit goes with --send or --due\n"),
        (("--again", "--due"), "--again does not go with --due\nit goes with --send\n"),
        (("--message-id", "<a@b>", "--send"), "--message-id does not go with --send\nit goes with --mark-sent\n"),
        (
            ("jacobs", "--due"),
            "a talk, a kind, a person or a language does not go with --due\n--due sends all that is due\n",
        ),
        (("--html",), "--html does not go alone\nit goes with --eml or --imap or --send or --to-me or --due\n"),
    ],
)
def test_flags_that_mean_nothing_together(postbox: Postbox, words: tuple[str, ...], says: str) -> None:
    ran = announce(*words)
    assert (ran.code, ran.err) == (2, says)
    assert postbox.taken == []


# --- all that is due ---


def test_due_sends_all_of_it_and_a_failed_one_does_not_stop_the_others(postbox: Postbox) -> None:
    postbox.refused = {"kim@z.org"}
    ran = announce("--due")
    assert ran.code == 5
    assert sorted(postbox.reached) == ["list@x.org", "others@x.org", "tom@y.org"]
    assert "kim@z.org: 550 5.1.1 <kim@z.org>: no such user" in ran.err
    assert {mail["Auto-Submitted"] for mail in mails(postbox)} == {"auto-generated"}
    before = len(postbox.taken)
    postbox.refused = set()
    assert announce("--due", now="2026-05-04 10:00").code == 0
    assert postbox.reached[before:] == ["kim@z.org"]
    quiet = announce("--due", now="2026-05-04 11:00")
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")


def test_due_asks_on_a_terminal(postbox: Postbox) -> None:
    ran = announce("--due", answers="n\n", asked=True)
    assert ran.code == 0
    assert "Mon 4 May 2026   announcement  the audience  Mon 11 May 2026, 16:00: not announced yet" in ran.out
    assert ran.err.endswith("send 3 mails? (y/N): ")
    assert postbox.taken == []
    assert announce("--due", answers="y\n", asked=True).code == 0
    assert len(postbox.taken) == 4
    assert announce("--due", asked=True).err == "nothing is due\n"


def test_due_refuses_what_a_warning_is_about_and_sends_the_rest(here: Path, postbox: Postbox) -> None:
    change(here, 'title = "Weights', 'title = "Tuesday, 11 May 2026: Weights')
    ran = announce("--due")
    assert ran.code == 4
    assert postbox.reached == ["kim@z.org"]
    assert ran.err.count("with --anyway") == 2


def test_due_without_a_sender_says_so_once(here: Path) -> None:
    change(here, 'from = "seminar@x.org"\n', "")
    ran = announce("--due")
    assert (ran.code, ran.err) == (
        4, '[mail] does not say from whom notices come\nwrite from = "seminar@example.org" below [mail]\n'
    )  # fmt: skip


def test_a_digest_goes_out_once_a_week(here: Path, postbox: Postbox) -> None:
    change(here, "[mail]\n", "[notices]\ndigest = 0\n[mail]\n")
    for now in ("2026-05-11 09:00", "2026-05-11 10:00", "2026-05-12 09:00"):
        announce("--kind", "digest", "--send", "--yes", now=now)
    (first, _, *more) = mails(postbox)
    assert first["Subject"] == "Talks this week (from Monday, 11 May 2026): X Seminar"
    assert more == []
    announce("--kind", "digest", "--send", "--yes", now="2026-05-25 09:00")
    assert mails(postbox)[-1]["Subject"] == "Talks this week (from Monday, 25 May 2026): X Seminar"
    log, _ = read(log_text(here))
    assert [(each.first.occasion, sorted(each.last.facts)) for each in log.sendings] == [
        ("2026-W20", ["x/jacobs"]), ("2026-W22", ["x/kim"]),
    ]  # fmt: skip


def test_series_read_together_have_each_their_own_log(here: Path, postbox: Postbox) -> None:
    (here / "one").mkdir()
    (here / "two").mkdir()
    a_series(here / "one", postbox.port, more="[notices]\ndigest = 0\n")
    others = [
        ("X Sem", "Y Sem"),
        ("Tom Jacobs", "Ada"),
        ("Yongdai Kim", "Ben"),
        ("Emmy Noether", "Cyd"),
        ('room = "R"', 'room = "Q"'),
    ]
    a_series(
        here / "two", postbox.port, ('id = "x"', 'id = "y"'), ('"list@x.org", "others@x.org"', '"y@x.org"'), *others
    )
    files = ("-f", "one/seminars.toml", "-f", "two/seminars.toml")
    found = json_of(run("todo", "--json", *files, now="2026-05-11 09:00"))
    assert {(each["kind"], each["talk"], each["command"]) for each in found if each["due"] <= "2026-05-11"} >= {
        ("announcement", "x/jacobs", "semctl announce x/jacobs --kind announcement --send"),
        ("announcement", "y/jacobs", "semctl announce y/jacobs --kind announcement --send"),
        ("digest", None, "semctl announce --kind digest --send"),
    }
    assert run("announce", "--due", *files, now="2026-05-11 09:00").code == 0
    subjects = Counter((to, str(mail["Subject"])) for mail, to in zip(mails(postbox), postbox.reached, strict=True))
    assert subjects["list@x.org", "Talks this week (from Monday, 11 May 2026): X Seminar, Y Seminar"] == 1
    assert set(subjects.values()) == {1}
    assert Counter(to for to, _ in subjects) == {
        "list@x.org": 2, "others@x.org": 2, "y@x.org": 1, "tom@y.org": 2, "kim@z.org": 2
    }  # fmt: skip
    ours, theirs = ((here / name / "seminars.sent.jsonl").read_text() for name in ("one", "two"))
    assert ('"digest"' in ours, '"digest"' in theirs) == (True, False)
    assert ('"y"' in ours, '"series": "x"' in theirs) == (False, False)


def test_a_change_of_the_file_says_what_is_due_by_what_was_announced() -> None:
    announce("jacobs", "--send", "--yes")
    told = run("set-room", "2026-05-11", "S", now="2026-05-05")
    assert told.out.splitlines()[-3:] == [
        "notices now due:",
        '  the audience: talk "jacobs" is now in S (semctl announce jacobs --kind change --send)',
        '  Tom Jacobs: talk "jacobs" is now in S',
    ]
    silent = run("set-room", "2026-05-25", "S", now="2026-05-05")
    assert silent.out.splitlines()[-2:] == ["notices now due:", '  Yongdai Kim: talk "kim" is now in S']


# --- several runs, and runs that are killed ---


def alone(folder: Path, *words: str) -> subprocess.Popen[str]:
    """A run of its own process."""
    command = [sys.executable, "-m", "semctl", *words]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "SEMCTL_NOW": DAY}
    return subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True)


@pytest.mark.slow
def test_runs_at_the_same_time_send_each_mail_once(here: Path, postbox: Postbox) -> None:
    runs = [alone(here, "announce", "--due") for _ in range(4)]
    said = [each.communicate()[1] for each in runs]
    assert [each.returncode for each in runs] == [0] * 4, said
    assert sorted(postbox.reached) == ["kim@z.org", "list@x.org", "others@x.org", "tom@y.org"]


@pytest.mark.slow
def test_a_killed_run_is_not_repeated(here: Path) -> None:
    """Killed while the server keeps the answer to the text to itself."""
    with scripted_server(*DIES[:-1]) as port:
        a_series(here, port)
        with alone(here, "announce", "jacobs", "--send", "--yes") as process:
            deadline = time.monotonic() + 30
            while not (here / "seminars.sent.jsonl").exists() or not log_text(here):
                assert time.monotonic() < deadline
                time.sleep(0.05)
            process.kill()
    ran = announce("jacobs", "--send", "--yes")
    assert (ran.code, ran.err) == (4, UNKNOWN)


@pytest.mark.slow
def test_every_day_of_a_semester_due_sends_what_is_due_once(postbox: Postbox) -> None:
    """The whole way, through files, log and server; tests/test_duties.py does it hour by hour."""
    for number in range(75):
        ran = announce("--due", now=f"{dt.date(2026, 4, 1) + dt.timedelta(days=number)} 09:00")
        assert ran.code == 0, ran.err
    told = Counter((str(mail["Subject"]), to) for mail, to in zip(mails(postbox), postbox.reached, strict=True))
    assert set(told.values()) == {1}
    kinds = Counter(re.match(r"<(\w+)\.", mail["Message-ID"])[1] for mail in mails(postbox))  # type: ignore[index]
    assert kinds == {"confirmation": 2, "announcement": 6, "chase": 1, "reminder": 6, "thanks": 2}
    assert all(mail["Message-ID"].split(".")[1] == "1" for mail in mails(postbox))


@pytest.mark.slow
def test_every_hour_of_a_fortnight_due_sends_what_is_due_once(postbox: Postbox) -> None:
    """From before the announcement of the first talk until its speaker is thanked."""
    moment, days = dt.datetime(2026, 5, 2, 22), Counter[tuple[str, str]]()
    while moment < dt.datetime(2026, 5, 13):
        before = len(postbox.taken)
        assert announce("--due", now=f"{moment:%Y-%m-%d %H:%M}").code == 0
        for mail in mails(postbox)[before:]:
            days[mail["Message-ID"].split(".")[0], f"{moment:%m-%d %H}"] += 1
        moment += dt.timedelta(hours=1)
    assert days == {
        ("<confirmation", "05-02 22"): 2, ("<announcement", "05-04 00"): 2, ("<chase", "05-09 00"): 1,
        ("<reminder", "05-10 00"): 2, ("<thanks", "05-12 00"): 1,
    }  # fmt: skip


def test_mails_leave_through_msmtp(here: Path) -> None:
    with smtp_server() as server:
        settings = here / "msmtprc"
        settings.write_text(f"account default\nhost {HOST}\nport {server.port}\n")
        settings.chmod(0o600)
        a_series(here, 1, more=f'sendmail = "{needs("msmtp")} -C {settings}"\n')
        ran = announce("jacobs", "--send", "--yes")
        assert (ran.code, ran.err) == (0, 'sent the announcement of talk "jacobs" to list@x.org, others@x.org\n')
    assert server.reached == ["list@x.org", "others@x.org"]
    assert re.fullmatch(ID, mails(server)[0]["Message-ID"])
