"""One notice to its recipients, with the log beside the file: what stands in it whatever goes wrong, and when."""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semctl import store
from semctl.notices.mailboxes import Mailbox
from semctl.outbox import logbook
from semctl.outbox.delivery import Delivery, Letter, Refusal, deliver
from semctl.outbox.transport import Answer, LostTrack
from semctl.problems import OutsideFailed, Refused, Unreadable
from semctl.sent import Record, Sending, State, hashed, line, name_of, read

NOW = dt.datetime(2026, 5, 4, 9, 0, tzinfo=dt.UTC)
KEY = b"k"
ONE, TWO, THREE = (Mailbox(f"{name}@x.org") for name in ("one", "two", "three"))
BEGIN = Record(at=NOW, state=State.BEGIN, id="<a@x.org>", series="x", kind="announcement", talk="kim")
LETTER = Letter(sender=Mailbox("a@b.org"), data=b"Subject: s\r\n\r\nText.\r\n")


class Scripted:
    """A way of sending that answers, or fails, as it is told, and remembers whom it was asked to send to."""

    def __init__(self, *answers: Answer | BaseException, before: Callable[[], None] = lambda: None) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self.before = before

    def send(self, sender: str, recipient: str, message: bytes) -> Answer:
        assert (sender, message) == ("a@b.org", LETTER.data)
        self.asked.append(recipient)
        self.before()
        answer = self.answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return answer


TAKEN = Answer(taken=True)
NO = Answer(taken=False, says="550 no")


def go(path: Path, transport: Scripted, *recipients: Mailbox, pause: Callable[[], None] = lambda: None) -> Delivery:
    with logbook.opened(path) as book:
        return deliver(LETTER, recipients, transport, BEGIN, book, key=KEY, pause=pause)


def logged(path: Path) -> Sending:
    log, problems = read(path.read_text("utf-8"))
    assert problems == ()
    (sending,) = log.sendings
    return sending


def hashes(*mailboxes: Mailbox) -> tuple[str, ...]:
    return tuple(hashed(each.address, KEY) for each in mailboxes)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "x.sent.jsonl"


def test_everybody_gets_it_once_and_the_log_says_so(log: Path) -> None:
    transport = Scripted(TAKEN, NO, TAKEN)
    assert go(log, transport, ONE, TWO, THREE) == Delivery(reached=(ONE, THREE), refused=(Refusal(TWO, "550 no"),))
    assert transport.asked == ["one@x.org", "two@x.org", "three@x.org"]
    sending = logged(log)
    assert sending.first.key == name_of(KEY)
    assert (sending.planned, sending.done) == (hashes(ONE, TWO, THREE), frozenset(hashes(ONE, THREE)))
    assert (sending.failed, sending.unknown, sending.is_done) == (frozenset(hashes(TWO)), None, False)
    assert "one@x.org" not in log.read_text()
    assert "Text" not in log.read_text()


def test_begin_is_on_disk_before_a_mail_goes_out(log: Path) -> None:
    seen: list[str | None] = []
    go(log, Scripted(TAKEN, TAKEN, before=lambda: seen.append(logged(log).unknown)), ONE, TWO)
    assert tuple(seen) == hashes(ONE, TWO)


def test_what_broke_off_at_one_recipient_is_known_of_the_others(log: Path) -> None:
    with pytest.raises(OutsideFailed) as failed:
        go(log, Scripted(TAKEN, LostTrack("mail.x.org broke off")), ONE, TWO, THREE)
    assert str(failed.value) == "two@x.org: mail.x.org broke off\nit may have gone out or not"
    sending = logged(log)
    assert (sending.done, sending.unknown, sending.failed) == (
        frozenset(hashes(ONE)),
        *hashes(TWO),
        frozenset(hashes(THREE)),
    )


def test_a_server_that_is_gone_has_sent_nothing_more(log: Path) -> None:
    with pytest.raises(OutsideFailed) as failed:
        go(log, Scripted(TAKEN, OutsideFailed("gone", "nothing was sent")), ONE, TWO, THREE)
    assert str(failed.value) == "gone\nit has gone to one@x.org alone"
    sending = logged(log)
    assert (sending.done, sending.unknown, sending.failed) == (
        frozenset(hashes(ONE)),
        None,
        frozenset(hashes(TWO, THREE)),
    )


def test_a_killed_run_leaves_one_recipient_unknown(log: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        go(log, Scripted(TAKEN, KeyboardInterrupt()), ONE, TWO, THREE)
    sending = logged(log)
    assert (sending.done, sending.unknown, sending.failed) == (frozenset(hashes(ONE)), *hashes(TWO), frozenset())


OUTCOMES = st.sampled_from([TAKEN, NO, LostTrack("lost"), OutsideFailed("gone"), KeyboardInterrupt()])


@given(st.lists(OUTCOMES, min_size=6, max_size=6), st.integers(1, 6))
def test_the_log_never_says_less_than_what_happened(
    tmp_path_factory: pytest.TempPathFactory, outcomes: Sequence[Answer | BaseException], count: int
) -> None:
    """Whoever got it is done or unknown in the log; nobody else who was not tried is."""
    path = tmp_path_factory.mktemp("log") / "x.sent.jsonl"
    people = [Mailbox(f"p{number}@x.org") for number in range(count)]
    transport = Scripted(*outcomes)
    with suppress(OutsideFailed, KeyboardInterrupt):
        go(path, transport, *people)
    sending = logged(path)
    by_hash = {hashed(each.address, KEY): each.address for each in people}
    told = dict(zip(transport.asked, outcomes, strict=False))
    may_have_it = {
        who for who, what in told.items() if what is TAKEN or isinstance(what, (LostTrack, KeyboardInterrupt))
    }
    in_log = {by_hash[each] for each in sending.done} | ({by_hash[sending.unknown]} if sending.unknown else set())
    assert in_log == may_have_it


def test_the_pause_comes_before_every_mail(log: Path) -> None:
    order: list[str] = []
    go(log, Scripted(TAKEN, TAKEN, before=lambda: order.append("mail")), ONE, TWO, pause=lambda: order.append("pause"))
    assert order == ["pause", "mail", "pause", "mail"]


def test_the_log_lies_beside_the_real_file(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    real = tmp_path / "shared" / "seminars.toml"
    real.write_text("")
    (tmp_path / "mine.toml").symlink_to(real)
    assert logbook.path_of(tmp_path / "mine.toml") == logbook.path_of(real) == real.with_name("seminars.sent.jsonl")


def test_a_line_without_its_end_does_not_swallow_the_next(log: Path) -> None:
    log.write_text(line(BEGIN).rstrip("\n"))
    with logbook.opened(log) as book:
        book.add(line(Record(at=NOW, state=State.DONE, id=BEGIN.id)))
    assert logged(log).is_done


def test_two_runs_do_not_send_at_the_same_time(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_PATIENCE", 0.2)
    with logbook.opened(log), pytest.raises(Refused) as refused, logbook.opened(log):
        pass
    assert str(refused.value) == f"{log} is being changed by another run\nwait for it, or end it"


def test_a_second_run_waits_and_reads_what_the_first_has_written(log: Path) -> None:
    seen: list[str] = []

    def second() -> None:
        with logbook.opened(log) as book:
            seen.append(book.text)

    with logbook.opened(log) as first:
        waiting = Thread(target=second)
        waiting.start()
        first.add(line(BEGIN))
    waiting.join()
    assert seen == [line(BEGIN)]


def test_lines_follow_a_log_that_git_replaces_meanwhile(log: Path) -> None:
    other = line(Record(at=NOW, state=State.MARKED, id="<b@x.org>", series="x", kind="thanks"))

    def pull() -> None:
        fresh = log.with_name("fresh")
        fresh.write_text(other)
        fresh.replace(log)

    go(log, Scripted(TAKEN, before=pull), ONE)
    found, problems = read(log.read_text())
    assert problems == ()
    assert [(each.first.id, each.is_done) for each in found.sendings] == [("<b@x.org>", True), ("<a@x.org>", True)]


def test_a_log_that_vanishes_meanwhile_is_written_again(log: Path) -> None:
    go(log, Scripted(TAKEN, before=log.unlink), ONE)
    assert logged(log).is_done


FULL = """
import resource, signal, sys
from pathlib import Path
from semctl.outbox import logbook
from semctl.outbox.delivery import deliver
from semctl.problems import Unreadable
from tests.test_delivery import BEGIN, KEY, LETTER, ONE, TAKEN, TWO, Scripted

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
_, most = resource.getrlimit(resource.RLIMIT_FSIZE)
for room in map(int, sys.argv[2:]):
    path = Path(sys.argv[1]) / f"{room}.jsonl"
    transport = Scripted(TAKEN, TAKEN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, most))
    try:
        with logbook.opened(path) as book:
            deliver(LETTER, [ONE, TWO], transport, BEGIN, book, key=KEY, pause=lambda: None)
    except Unreadable as error:
        print(error.says.removeprefix(str(path)), len(transport.asked), error.hint, sep="; ")
"""


def test_a_full_disk_sends_nothing_that_is_not_in_the_log(log: Path) -> None:
    """A begin that does not fit: nothing goes out. A done that does not: nothing more, and that one is unknown."""
    begin, done = whole_lines(log.with_name("measured"))
    rooms = [1, begin // 2, begin + done // 2, begin + done]
    ran = subprocess.run(
        [sys.executable, "-c", FULL, str(log.parent), *map(str, rooms)], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    )  # fmt: skip
    full = " cannot be written: the file would grow larger than allowed"
    lost = "has the mail, and the log could not take that"
    assert ran.stdout.splitlines() == [
        f"{full}; 0; the file is as it was",
        f"{full}; 0; the file is as it was",
        f"{full}; 1; one@x.org {lost}",
        f"{full}; 2; two@x.org {lost}",
    ], ran.stderr
    assert [(log.parent / f"{room}.jsonl").read_text() for room in rooms[:2]] == ["", ""]
    first, second = (logged(log.parent / f"{room}.jsonl") for room in rooms[2:])
    assert (first.unknown, first.done) == (*hashes(ONE), frozenset())
    assert (second.unknown, second.done) == (*hashes(TWO), frozenset(hashes(ONE)))


def whole_lines(path: Path) -> tuple[int, int]:
    """How long the lines of begin and done are, for two recipients."""
    go(path, Scripted(TAKEN, TAKEN), ONE, TWO)
    lengths = [len(each) for each in path.read_bytes().splitlines(keepends=True)]
    return lengths[0], lengths[1]


def test_a_log_that_cannot_be_written_sends_nothing(tmp_path: Path) -> None:
    transport = Scripted()
    with pytest.raises(Unreadable):
        go(tmp_path / "no" / "such" / "folder.jsonl", transport, ONE)
    assert transport.asked == []


def test_the_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    key = logbook.own_key()
    assert len(key) == 32
    assert logbook.own_key() == key
    assert (tmp_path / "state" / "semctl" / "key").stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "other"))
    assert logbook.own_key() != key
