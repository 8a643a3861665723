"""How a notice leaves: once, after a question, with the log before and after."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import typer

from semctl import terminal
from semctl.checks import touches
from semctl.commands.changes import agreed
from semctl.commands.drafting import draft, heading_of, said_when, written_out
from semctl.commands.dues import case, log_of
from semctl.commands.findings import findings, warnings
from semctl.commands.todo import table
from semctl.commands.wishes import Wish, wish_of
from semctl.duties import duties
from semctl.duties.duty import Duty
from semctl.model import Kind
from semctl.notices import letters
from semctl.notices.layout import wrapped
from semctl.notices.mailboxes import Mailbox, mailbox
from semctl.notices.message import MESSAGE_ID
from semctl.notices.notice import Notice
from semctl.outbox import logbook, ways
from semctl.outbox.delivery import Delivery, Letter, deliver
from semctl.outbox.drafts import MARK
from semctl.outbox.logbook import Logbook
from semctl.outbox.pace import Pace
from semctl.outbox.transport import LostTrack
from semctl.problems import ExitCode, Misused, OutsideFailed, Refused, SemctlError
from semctl.sent import Log, Record, Sending, State, hashed, line, name_of
from semctl.workspace import Loaded, Workspace

NOT_TOLD: Mapping[Kind, frozenset[str]] = {Kind.ROLES: frozenset({"no-room", "room-clash"})}
"""Codes of warnings about what a kind of mail does not tell."""
NO_DOMAIN = "semctl.invalid"  # of the number of a mail that semctl does not send itself


@dataclass(frozen=True, kw_only=True, slots=True)
class Manner:
    """How a notice is to be sent.

    yes: without a question. again: even if it has, or may have, gone out. anyway: even if a warning is about it.
    with_page: with an HTML part. unattended: nobody looks at each.
    """

    yes: bool
    again: bool
    anyway: bool
    with_page: bool
    unattended: bool


def act(
    work: Workspace,
    loaded: Sequence[Loaded],
    action: str,
    wishes: Sequence[Wish],
    manner: Manner,
    message_id: str | None,
) -> None:
    """Do what `announce` is asked for; without a wish, all that is due."""
    if not wishes:
        send_due(work, loaded, manner)
    elif action == "--send":
        send_each(work, wishes, manner)
    for wish in wishes:
        if action == "--mark-sent":
            mark(wish, message_id)
        elif action == "--to-me":
            send_to_me(wish, with_page=manner.with_page)
        elif action == "--imap":
            put_draft(wish, with_page=manner.with_page)


# --- sending ---


def send(work: Workspace, wish: Wish, manner: Manner, pause: Callable[[], None] | None = None) -> None:
    """Send a notice to everybody who has not got it; says so and does nothing where they all have."""
    pause = pause or Pace(wish.mail.per_minute)
    log = log_of(wish.owner)
    if not manner.again and _is_done(wish, log):
        return
    origin, recipients = letters.sender(wish.mail, wish.series), wish.recipients
    last = _latest(wish, log)
    if last and last.unknown and not manner.again:
        if not _is_to_go_again(wish, last, manner):
            return
        manner = replace(manner, again=True)
    if not manner.anyway:
        _refuse_touched(work, wish)
    notice = wish.written(log)
    if not _is_agreed(wish, notice, recipients, manner):
        return
    with logbook.opened(logbook.path_of(wish.owner.path)) as book:
        log = log_of(wish.owner, book.text)
        if _latest(wish, log) != last:
            if not _is_done(wish, log):
                raise Refused(f"another run has begun to send {wish.called}", "semctl todo shows what became of it")
            return
        to = _still_without(
            wish, letters.to_finish(log, wish.subject, wish.facts, wish.now.date()), recipients, again=manner.again
        )
        begin = letters.begin(log, wish.subject, wish.facts, wish.series, origin.domain, wish.now)
        if not to:
            book.add(line(begin))
            _is_done(wish, log_of(wish.owner))
            return
        heading = replace(
            heading_of(wish, log, recipients, [letters.UNATTENDED] if manner.unattended else []),
            date=wish.now,
            message_id=begin.id,
        )
        letter = Letter(sender=origin, data=written_out(wish, notice, log, heading, with_page=manner.with_page))
        _tell(wish, _delivered(wish, letter, to, begin, book, pause))


def send_each(work: Workspace, wishes: Sequence[Wish], manner: Manner) -> None:
    """Send notices of one kind, each to somebody else; who has no address is said, and stops nobody else's."""
    if len(wishes) == 1:
        send(work, wishes[0], manner)
        return
    owner, log = wishes[0].owner, log_of(wishes[0].owner)
    letters.sender(owner.book.mail, owner.book.series)
    to_go = []
    for wish in wishes:
        if not manner.again and _is_done(wish, log):
            continue
        try:
            to_go.append((wish, wish.recipients[0]))
        except Refused as lacking:
            terminal.say(str(lacking))
    if not to_go:
        return
    if not manner.yes and terminal.is_asked():
        notice = to_go[0][0].written(log)
        terminal.say(f"Subject: {notice.subject}\n\n{wrapped(notice.body)}")
        terminal.say("\n".join(f"To: {each.name} <{each.address}>".replace("  ", " ") for _, each in to_go))
    if not agreed(f"send {_mails(len(to_go))}, each like this one?", yes=manner.yes, instead="--to-me with --person"):
        return
    failed = list(_sent([wish for wish, _ in to_go], work, replace(manner, yes=True)))
    if failed:
        raise typer.Exit(ExitCode.OUTSIDE if ExitCode.OUTSIDE in failed else failed[0])


def _sent(wishes: Sequence[Wish], work: Workspace, manner: Manner) -> Iterator[ExitCode]:
    """Send each; the exit codes of what failed."""
    pause = Pace(wishes[0].mail.per_minute)
    for wish in wishes:
        try:
            send(work, wish, manner, pause)
        except SemctlError as error:
            terminal.say(f"{wish.called}: {error}")
            yield error.exit_code


def _mails(count: int) -> str:
    return f"{count} mail{'s' if count > 1 else ''}"


def _delivered(
    wish: Wish, letter: Letter, to: Sequence[Mailbox], begin: Record, book: Logbook, pause: Callable[[], None]
) -> Delivery:
    try:
        with ways.opened(wish.mail) as way:
            return deliver(letter, to, way, begin, book, key=logbook.own_key(), pause=pause)
    except KeyboardInterrupt:
        raise OutsideFailed(
            f"stopped while {wish.called} was being sent", "semctl todo shows how far it came"
        ) from None


def _tell(wish: Wish, delivery: Delivery) -> None:
    if delivery.reached:
        terminal.say(f"sent {wish.called} to {', '.join(each.address for each in delivery.reached)}")
    if delivery.refused:
        says = "; ".join(f"{each.recipient.address}: {each.says}" for each in delivery.refused)
        hint = "correct the address, or try later: the same command sends to those alone who have not got it"
        raise OutsideFailed(f"{wish.called} was not taken for {says}", hint)


def _is_agreed(wish: Wish, notice: Notice, recipients: Sequence[Mailbox], manner: Manner) -> bool:
    """Whether to go on: a person sees the mail before saying yes."""
    to = ", ".join(each.address for each in recipients)
    if not manner.yes and terminal.is_asked():
        terminal.say(f"To: {to}\nSubject: {notice.subject}\n\n{wrapped(notice.body)}")
    return agreed(f"send {wish.called} to {to}?", yes=manner.yes, instead="--to-me for a copy to yourself")


def _refuse_touched(work: Workspace, wish: Wish) -> None:
    """Refuse to send what a warning is about."""
    entries = wish.entries
    tables = ("mail", "notices", *(("reading", "papers", "participants") if wish.person else ()))
    beside = NOT_TOLD.get(wish.kind, frozenset())
    for problem in warnings(findings(work), wish.owner):
        if problem.code not in beside and any(touches(problem, entry, tables) for entry in entries):
            raise Refused(f"{problem}", f"mend it, or send {wish.called} all the same with --anyway")


# --- what the log has of it ---


def _latest(wish: Wish, log: Log) -> Sending | None:
    subject = wish.subject
    return log.latest(subject.series, subject.kind, subject.talk, subject.occasion)


def _is_done(wish: Wish, log: Log) -> bool:
    """Whether it has gone out; says when."""
    sending = letters.already(log, wish.subject, wish.facts, wish.now.date())
    if sending is not None:
        terminal.say(f"{wish.called} was already sent on {said_when(sending, wish)}")
    return sending is not None


def _is_to_go_again(wish: Wish, last: Sending, manner: Manner) -> bool:
    """What to do with a notice that was interrupted: ask a person; Refused where there is none."""
    says = f"{wish.called} was interrupted on {said_when(last, wish)}: it may have gone out"
    if manner.yes or manner.unattended or not terminal.is_asked():
        hint = f"has it arrived? then: {wish.command} --mark-sent; if not: {wish.command} --send --again"
        raise Refused(says, hint)
    terminal.say(says)
    answer = terminal.ask("has it arrived? y, n, or Enter to leave it").lower()
    if answer in ("y", "yes"):
        mark(wish, None)
    return answer in ("n", "no")


def _still_without(
    wish: Wish, unfinished: Sending | None, recipients: Sequence[Mailbox], *, again: bool
) -> tuple[Mailbox, ...]:
    """Who has not got it; Refused where another machine knows and this one does not."""
    if unfinished is None:
        return tuple(recipients)
    key = logbook.own_key()
    if unfinished.last.key == name_of(key):
        return tuple(each for each in recipients if hashed(each.address, key) not in unfinished.done)
    if again:
        return tuple(recipients)
    says = f"{wish.called} was begun on another machine, which alone knows who has got it"
    hint = f"finish it there; or to everybody once more: {wish.command} --send --again"
    raise Refused(says, hint)


def mark(wish: Wish, message_id: str | None) -> None:
    """Write into the log that a notice has gone out: by hand, or as it was interrupted."""
    if message_id is not None and not MESSAGE_ID.fullmatch(message_id):
        raise Misused(f'"{message_id}" is no Message-ID', 'write it with its brackets, as in "<abc@example.org>"')
    domain = letters.sender(wish.mail, wish.series).domain if wish.mail.from_ else wish.series.domain or NO_DOMAIN
    with logbook.opened(logbook.path_of(wish.owner.path)) as book:
        log = log_of(wish.owner, book.text)
        if _is_done(wish, log):
            return
        last = _latest(wish, log)
        record = letters.begin(log, wish.subject, wish.facts, wish.series, domain, wish.now)
        if last and last.unknown and message_id is None:
            book.add(line(Record(at=wish.now, state=State.DONE, id=last.first.id, to=(last.unknown,))))
            rest = len(set(last.planned) - last.done) - 1
            if rest:
                others = f"{rest} other{'s have' if rest > 1 else ' has'} not got it"
                terminal.say(f"marked as arrived; {others}: {wish.command} --send")
                return
        else:
            book.add(line(replace(record, state=State.MARKED, message_id=message_id)))
    terminal.say(f"marked {wish.called} as sent")


# --- not to everybody ---


def put_draft(wish: Wish, *, with_page: bool) -> None:
    """Put the draft into the account's folder for drafts, where the same one is once."""
    log = log_of(wish.owner)
    notice = wish.written(log)
    mark = letters.digest(notice.kind, notice.series, str(notice.talk), notice.subject, notice.body)
    folder = ways.put_draft(wish.mail, draft(wish, notice, log, with_page=with_page, further=[(MARK, mark)]), mark)
    if folder is None:
        terminal.say(f"{wish.called} is among your drafts already")
    else:
        terminal.say(f"put {wish.called} into {folder}; when it is sent: {wish.command} --mark-sent")


def send_to_me(wish: Wish, *, with_page: bool) -> None:
    """Send a copy to oneself: with a number by chance, for the real one must be new to every mail program."""
    origin = letters.sender(wish.mail, wish.series)
    named = os.environ.get("SEMCTL_ME")
    me = mailbox(named, "SEMCTL_ME") if named else Mailbox(origin.address)
    if wish.mail.to and me.address.casefold() in {each.address.casefold() for each in letters.audience(wish.mail)}:
        raise Refused(f"{me.address} is the audience", "put your own address into SEMCTL_ME")
    log = log_of(wish.owner)
    notice = wish.written(log)
    heading = replace(
        heading_of(wish, log, [me], []), date=wish.now, message_id=f"<test.{os.urandom(10).hex()}@{origin.domain}>"
    )
    data = written_out(wish, notice, log, heading, with_page=with_page)
    with ways.opened(wish.mail) as way:
        try:
            answer = way.send(origin.address, me.address, data)
        except LostTrack as lost:
            raise OutsideFailed(str(lost), "the copy may have gone out or not") from None
    if not answer.taken:
        raise OutsideFailed(f"{me.address} was not taken: {answer.says}", "correct the address in SEMCTL_ME, or from")
    terminal.say(f"sent a copy of {wish.called} to {me.address}; nobody else has got it")


# --- all that is due ---


def send_due(work: Workspace, loaded: Sequence[Loaded], manner: Manner) -> None:
    """Send every notice that is due, each once; one that fails does not stop the others, and the exit code tells."""
    due = [duty for each in loaded for duty in _ready(work, each, loaded)]
    if not due:
        if terminal.is_asked():
            terminal.say("nothing is due")
        return
    if not manner.yes and terminal.is_asked():
        terminal.draw(table(due, work.now(loaded[0].book.series.timezone).date()))
        if not agreed(f"send {_mails(len(due))}?", yes=False):
            return
    failed = [code for each in loaded for code in _send_due_of(work, each, loaded, replace(manner, yes=True))]
    if failed:
        raise typer.Exit(ExitCode.OUTSIDE if ExitCode.OUTSIDE in failed else failed[0])


def _send_due_of(work: Workspace, owner: Loaded, loaded: Sequence[Loaded], manner: Manner) -> Iterator[ExitCode]:
    """Send what is due of one series, looking afresh after each; the exit codes of what failed."""
    mail, series = owner.book.mail, owner.book.series
    try:
        letters.sender(mail, series)
    except Refused as refused:  # said once, and not of each mail
        terminal.say(str(refused))
        yield refused.exit_code
        return
    pause = Pace(mail.per_minute)
    tried: set[tuple[str, str | None, str]] = set()
    while duty := next((each for each in _ready(work, owner, loaded) if _name(each) not in tried), None):
        tried.add(_name(duty))
        wanted = wish_of(duty, owner, loaded, work.now(series.timezone))
        try:
            send(work, wanted, manner, pause)
        except SemctlError as error:
            terminal.say(f"{wanted.called}: {error}")
            yield error.exit_code


def _name(duty: Duty) -> tuple[str, str | None, str]:
    return duty.kind, duty.talk, duty.occasion


def _ready(work: Workspace, owner: Loaded, loaded: Sequence[Loaded]) -> list[Duty]:
    """What is due and can be sent without a person."""
    now = work.now(owner.book.series.timezone)
    found = duties(case(owner, loaded, log_of(owner), now))
    return [duty for duty in found if duty.is_ready and duty.is_due(now.date())]
