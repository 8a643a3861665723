"""A mail that is to be sent, what duties are told from, and what the log has of one."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from semctl.dates import short_day
from semctl.model import Kind, Status
from semctl.programme import Entry, Programme
from semctl.sent import Log, Sending


@dataclass(frozen=True, kw_only=True, slots=True)
class Duty:
    """A mail that is to be sent.

    due: the day in the series' zone; None where there is no deadline. talk: its id, None where it is about several.
    called: the talk as a command line names it. who: to whom it goes. says: about when, and what is missing. command:
    what to run. is_ready: semctl can send it by itself. person: the id of the participant for whom it is.
    """

    due: dt.date | None
    kind: Kind
    series: str
    talk: str | None
    called: str | None
    occasion: str
    who: str
    says: str
    command: str
    is_ready: bool
    person: str | None = None

    def is_due(self, today: dt.date) -> bool:
        """Whether its day has come."""
        return self.due is not None and self.due <= today


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """What is looked at: a series, what has gone out, the instant in its zone, and whose speakers' address is known.

    together: the programmes that are read together with it, for a digest; none where another one of them writes it.
    several: whether other series are read too, so that a talk is called by both ids. people: the participants whose
    address is known.
    """

    programme: Programme
    log: Log
    now: dt.datetime
    reachable: Collection[str]
    together: Sequence[Programme]
    several: bool = False
    people: Collection[str] = frozenset()

    def called(self, talk: str) -> str:
        """A talk as a command line names it."""
        return f"{self.programme.book.series.id}/{talk}" if self.several else talk

    @property
    def today(self) -> dt.date:
        """The civil date in the series' zone."""
        return self.now.date()

    def entries(self, *statuses: Status) -> Iterator[Entry]:
        """The talks with one of these statuses that take place and have not begun."""
        for entry in self.programme.entries:
            begun = entry.start <= self.now if entry.start else entry.is_over(self.now)
            if entry.talk.status in statuses and entry.takes_place and not begun:
                yield entry

    def day(self, instant: dt.datetime) -> dt.date:
        """The civil date of an instant in the series' zone."""
        return instant.astimezone(self.now.tzinfo).date()

    def before(self, entry: Entry, days: int) -> dt.date | None:
        """So many days before a talk."""
        return entry.date - dt.timedelta(days=days) if entry.date else None

    def latest(self, kind: Kind, entry: Entry, occasion: str = "") -> Sending | None:
        """The newest notice of a kind about a talk."""
        return self.log.latest(entry.series.id, kind, entry.talk.id, occasion)


# --- what the log has of it ---


def unless_done(case: Case, duty: Duty) -> Iterator[Duty]:
    """The duty unless the log has it as done."""
    last = case.log.latest(duty.series, duty.kind, duty.talk, duty.occasion)
    if last is None or not last.is_done:
        yield unfinished(case, duty)


def unfinished(case: Case, duty: Duty) -> Duty:
    """The duty with what is known of an unfinished try; one that was interrupted waits for a person."""
    last = case.log.latest(duty.series, duty.kind, duty.talk, duty.occasion)
    if last is None or last.is_done:
        return duty
    if last.unknown:
        says = f"{duty.says}; interrupted on {short_day(case.day(last.at), 'en')}, it may have gone out"
        return replace(duty, says=says, is_ready=False)
    refused = f"the server did not take it for {len(last.failed)} of {len(last.failed | last.done)}"
    return replace(duty, says=f"{duty.says}; {refused}")


def duty_of(
    case: Case,
    kind: Kind,
    entry: Entry | None,
    due: dt.date | None,
    who: str,
    says: str,
    *,
    is_ready: bool = True,
    command: str = "",
    occasion: str = "",
) -> Duty:
    """A duty about a talk, or about several; what it says begins with the day."""
    called = case.called(entry.talk.id) if entry else None
    time = entry.start.strftime(", %H:%M") if entry and entry.start else ""
    when = f"{short_day(entry.date, 'en')}{time}" if entry and entry.date else ""
    return Duty(
        due=due,
        kind=kind,
        series=case.programme.book.series.id,
        talk=entry.talk.id if entry else None,
        called=called,
        occasion=occasion,
        who=who,
        says=": ".join(each for each in (when, says) if each),
        command=command or f"semctl announce{f' {called}' if called else ''} --kind {kind} --send",
        is_ready=is_ready,
    )
