"""One notice to its recipients, one after another; the log has it before and after each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from semctl.notices.mailboxes import Mailbox
from semctl.outbox.logbook import Logbook
from semctl.outbox.transport import LostTrack, Transport
from semctl.problems import OutsideFailed, Unreadable
from semctl.sent import Record, State, hashed, line, name_of


@dataclass(frozen=True, slots=True)
class Refusal:
    """A recipient whom the server does not take, and what it says."""

    recipient: Mailbox
    says: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A message as it is handed over."""

    sender: Mailbox
    data: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """What became of a notice."""

    reached: tuple[Mailbox, ...]
    refused: tuple[Refusal, ...]


def deliver(
    letter: Letter,
    recipients: Sequence[Mailbox],
    transport: Transport,
    begin: Record,
    logbook: Logbook,
    *,
    key: bytes,
    pause: Callable[[], None],
) -> Delivery:
    """Send to each recipient, the log before and after; recipients that the server refuses do not stop the others.

    begin: the log's first line, but for recipients and key. pause: waits before each mail as long as is polite.
    Raises OutsideFailed where the way breaks down, after saying who has it; Unreadable where the log cannot be written.
    """
    hashes = [hashed(each.address, key) for each in recipients]
    logbook.add(line(replace(begin, to=tuple(hashes), key=name_of(key))))
    reached: list[Mailbox] = []
    refused: list[Refusal] = []
    for number, recipient in enumerate(recipients):
        pause()
        try:
            answer = transport.send(letter.sender.address, recipient.address, letter.data)
        except LostTrack as lost:
            _log(logbook, begin, State.FAILED, hashes[number + 1 :])
            raise OutsideFailed(f"{recipient.address}: {lost}", "it may have gone out or not") from None
        except OutsideFailed as failed:
            _log(logbook, begin, State.FAILED, hashes[number:])
            raise OutsideFailed(failed.says, _who_has_it(reached, failed.hint)) from None
        try:
            _log(logbook, begin, State.DONE if answer.taken else State.FAILED, hashes[number : number + 1])
        except Unreadable as full:
            has_it = "has the mail" if answer.taken else "does not have the mail"
            raise Unreadable(full.says, f"{recipient.address} {has_it}, and the log could not take that") from None
        if answer.taken:
            reached.append(recipient)
        else:
            refused.append(Refusal(recipient, answer.says))
    return Delivery(reached=tuple(reached), refused=tuple(refused))


def _who_has_it(reached: Sequence[Mailbox], hint: str) -> str:
    return f"it has gone to {', '.join(each.address for each in reached)} alone" if reached else hint


def _log(logbook: Logbook, begin: Record, state: State, to: Sequence[str]) -> None:
    if to:
        logbook.add(line(Record(at=begin.at, state=state, id=begin.id, to=tuple(to))))
