"""Who owes what by when: the mails of a semester that are due, by the deadlines of `[notices]` and the sent log.

A mail is a duty from the first day of its semester on until it has gone out or makes no sense any more. Knows nothing
of files or mail servers; "now" is passed in.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from semctl.dates import short_day
from semctl.model import Kind, Rule, Status
from semctl.programme import Entry, Programme, has_place, still_wanted
from semctl.sent import Log, Sending, facts, news

GRATEFUL = dt.timedelta(days=14)
"""How long after a talk its speaker is still thanked: who begins to use this in mid-semester thanks nobody late."""
PATIENCE = dt.timedelta(days=7)
"""How long what is missing is waited for after the confirmation, which asks for it too."""
WEEK = dt.timedelta(days=7)
AUDIENCE = "the audience"


@dataclass(frozen=True, kw_only=True, slots=True)
class Duty:
    """A mail that is to be sent.

    due: the day in the series' zone; None where there is no deadline. talk: its id, None where it is about several.
    called: the talk as a command line names it. who: to whom it goes. says: about when, and what is missing. command:
    what to run. is_ready: semctl can send it by itself.
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

    def is_due(self, today: dt.date) -> bool:
        """Whether its day has come."""
        return self.due is not None and self.due <= today


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """What is looked at: a series, what has gone out, the instant in its zone, and whose speakers' address is known.

    together: the programmes that are read together with it, for a digest; none where another one of them writes it.
    several: whether other series are read too, so that a talk is called by both ids.
    """

    programme: Programme
    log: Log
    now: dt.datetime
    reachable: Collection[str]
    together: Sequence[Programme]
    several: bool = False

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


def duties(case: Case) -> tuple[Duty, ...]:
    """All that is to be sent, what is due first in front; what has no day last."""
    off = case.programme.book.notices.off
    found = chain.from_iterable(find(case) for find in DUTIES)
    return in_order(duty for duty in found if duty.kind not in off)


def in_order(found: Iterable[Duty]) -> tuple[Duty, ...]:
    """By day, those without one last; of a day in the order in which mails of a talk follow each other."""
    order = list(Kind)
    return tuple(sorted(found, key=lambda duty: (duty.due or dt.date.max, order.index(duty.kind))))


# --- to speakers ---


def invitations(case: Case) -> Iterator[Duty]:
    """A speaker whose status is "invited" is asked; where no day is set, by hand."""
    for entry in case.entries(Status.INVITED):
        due = case.before(entry, case.programme.book.notices.invitation)
        yield from _to_speakers(case, Kind.INVITATION, entry, due, "not asked yet")


def confirmations(case: Case) -> Iterator[Duty]:
    """A speaker who comes is told all about the visit."""
    for entry in case.entries(Status.CONFIRMED):
        due = case.before(entry, case.programme.book.notices.confirmation)
        if due:
            yield from _to_speakers(case, Kind.CONFIRMATION, entry, due, "not told the details yet")


def chases(case: Case) -> Iterator[Duty]:
    """A speaker is asked, once, for what is still missing; after that it stays on the list until it is there."""
    settings = case.programme.book.notices
    for entry in case.entries(Status.CONFIRMED, Status.TENTATIVE):
        wanted = still_wanted(entry, settings)
        due = case.before(entry, settings.chase)
        if not wanted or due is None:
            continue
        missing = f"missing: {', '.join(wanted)}"
        asked = case.latest(Kind.CHASE, entry)
        if asked and asked.is_done:
            says = f"{missing}; asked on {short_day(case.day(asked.at), 'en')}"
            command = f"semctl edit-talk {case.called(entry.talk.id)} --{wanted[0]} …"
            deadline = case.before(entry, settings.announcement)
            for person in _names(entry):
                yield _duty(case, Kind.CHASE, entry, deadline, person, says, command=command, is_ready=False)
            continue
        confirmed = _confirmed(case, entry)
        if confirmed:
            due = max(due, confirmed + PATIENCE)
        yield from _to_speakers(case, Kind.CHASE, entry, due, missing)


def _confirmed(case: Case, entry: Entry) -> dt.date | None:
    """The day on which the confirmation went out, or on which it will; None where it does not."""
    settings = case.programme.book.notices
    sent = case.latest(Kind.CONFIRMATION, entry)
    if sent and sent.is_done:
        return case.day(sent.at)
    due = case.before(entry, settings.confirmation)
    will = entry.talk.status is Status.CONFIRMED and entry.talk.id in case.reachable
    return max(due, case.today) if due and will and Kind.CONFIRMATION not in settings.off else None


def thanks(case: Case) -> Iterator[Duty]:
    """A speaker is thanked soon after the talk."""
    for entry in case.programme.entries:
        if entry.date and entry.takes_place and entry.is_over(case.now) and entry.talk.status is Status.CONFIRMED:
            due = case.before(entry, -case.programme.book.notices.thanks)
            if due and case.today <= due + GRATEFUL:
                yield from _to_speakers(case, Kind.THANKS, entry, due, "not thanked yet")


def _to_speakers(case: Case, kind: Kind, entry: Entry, due: dt.date | None, what: str) -> Iterator[Duty]:
    if not entry.people:
        return
    is_known = entry.talk.id in case.reachable
    says = what if is_known else f"{what}; no address known"
    is_ready = is_known and due is not None
    for duty in _unless_done(case, _duty(case, kind, entry, due, " and ".join(_names(entry)), says, is_ready=is_ready)):
        yield duty if is_known else replace(duty, command=duty.command.removesuffix(" --send"))


def _names(entry: Entry) -> list[str]:
    return [str(person.name) for person in entry.people]


# --- to the audience ---


def announcements(case: Case) -> Iterator[Duty]:
    """A talk is announced when it is sure, with or without a title."""
    for entry in case.entries(Status.CONFIRMED, Status.TENTATIVE, Status.INVITED):
        due = case.before(entry, case.programme.book.notices.announcement)
        if due is None:
            continue
        is_sure = entry.talk.status is Status.CONFIRMED
        is_known = bool(entry.people or entry.is_titled)
        lacking = [
            *([] if is_sure else [f"the talk is only {entry.talk.status}"]),
            *([] if is_known else ["nobody knows who speaks"]),
            *([] if entry.is_titled else ["no title yet"]),
            *([] if has_place(entry) else ["no room yet"]),
        ]
        says = "; ".join(["not announced yet", *lacking])
        is_ready = is_sure and is_known
        yield from _unless_done(case, _duty(case, Kind.ANNOUNCEMENT, entry, due, AUDIENCE, says, is_ready=is_ready))


def reminders(case: Case) -> Iterator[Duty]:
    """People are reminded of a talk unless they have just been told of it."""
    for entry in case.entries(Status.CONFIRMED, Status.TENTATIVE):
        due = case.before(entry, case.programme.book.notices.reminder)
        told = _told(case, entry)
        if entry.date and due and told and case.day(told[-1].at) < due:
            occasion = entry.date.isoformat()
            duty = _duty(case, Kind.REMINDER, entry, due, AUDIENCE, "not reminded yet", occasion=occasion)
            yield from _unless_done(case, duty)


def changes(case: Case) -> Iterator[Duty]:
    """What is no longer as it was announced is told at once, also that a talk does not take place."""
    for entry in case.programme.entries:
        told = _told(case, entry)
        before = case.log.last_announced(entry.series.id, entry.talk.id)
        if not told or before is None or (entry.is_over(case.now) and _is_past(before.get("date"), case.today)):
            continue
        new = news(before, facts(entry))
        is_off = not entry.takes_place
        if new and not (is_off and _is_past(before.get("date"), case.today)):
            kind = Kind.CANCELLATION if is_off else Kind.CHANGE
            says = (
                "cancelled, and people do not know" if is_off else f"changed since it was announced: {', '.join(new)}"
            )
            # What has changed since is another notice than those that are done.
            duty = _duty(case, kind, entry, case.today, AUDIENCE, says, is_ready=entry.date is not None)
            yield _unfinished(case, duty)


def removals(case: Case) -> Iterator[Duty]:
    """A talk that was announced does not vanish from the file in silence."""
    series, there = case.programme.book.series, {entry.talk.id for entry in case.programme.entries}
    for talk in sorted(case.log.announced(series.id) - there):
        before = case.log.last_announced(series.id, talk) or {}
        day = before.get("date")
        if day and before.get("status") != Status.CANCELLED and not _is_past(day, case.today):
            says = f"announced for {day}, and no longer in the file"
            yield Duty(
                due=case.today, kind=Kind.CANCELLATION, series=series.id, talk=talk, called=case.called(talk),
                occasion="", who=AUDIENCE, says=says, command="semctl undo", is_ready=False,
            )  # fmt: skip


def _told(case: Case, entry: Entry) -> list[Sending]:
    """The mails that have told people of this one talk, or of its week; a programme does not bind yet."""
    return [each for each in case.log.telling(entry.series.id, entry.talk.id) if each.first.kind != Kind.PROGRAMME]


def _is_past(day: object, today: dt.date) -> bool:
    return isinstance(day, str) and day < today.isoformat()


# --- about several talks ---


def programmes(case: Case) -> Iterator[Duty]:
    """The programme of a term is sent before its first talk, where `[notices]` says how long before."""
    days = case.programme.book.notices.programme
    if days is None:
        return
    for term, entries in terms(case.programme).items():
        first = next(iter(entries))
        if first.date and not first.is_over(case.now):
            due = first.date - dt.timedelta(days=days)
            says = f"{len(entries)} talk{'s' if len(entries) > 1 else ''} from {short_day(first.date, 'en')}"
            yield from _unless_done(case, _duty(case, Kind.PROGRAMME, None, due, AUDIENCE, says, occasion=term))


def digests(case: Case) -> Iterator[Duty]:
    """The talks of each week are sent, where `[notices]` says how long before its Monday."""
    days = case.programme.book.notices.digest
    if days is None or not case.together:
        return
    coming: dict[dt.date, int] = {}
    for entry in chain.from_iterable(each.entries for each in case.together):
        if entry.date and _is_public(entry) and not entry.is_over(case.now):
            monday = entry.date - dt.timedelta(days=entry.date.weekday())
            coming[monday] = coming.get(monday, 0) + 1
    for monday, count in sorted(coming.items()):
        says = f"{count} talk{'s' if count > 1 else ''} in the week of {short_day(monday, 'en')}"
        due = monday - min(dt.timedelta(days=days), WEEK)
        yield from _unless_done(case, _duty(case, Kind.DIGEST, None, due, AUDIENCE, says, occasion=week_of(monday)))


def terms(programme: Programme) -> dict[str, list[Entry]]:
    """The talks that a programme tells, by term: its name, or where it has none the day on which its rule begins."""
    found: dict[str, list[Entry]] = {}
    for entry in programme.entries:
        if entry.date and _is_public(entry) and entry.slot and entry.slot.rule:
            found.setdefault(_name(entry.slot.rule), []).append(entry)
    return found


def _name(rule: Rule) -> str:
    first = rule.start or min(rule.dates, default=None)
    return rule.term or (first.isoformat() if first else "")


def _is_public(entry: Entry) -> bool:
    return entry.takes_place and entry.talk.status is not Status.INVITED


def week_of(day: dt.date) -> str:
    """The week of a day, as in "2026-W20" (ISO 8601)."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


DUTIES: tuple[Callable[[Case], Iterator[Duty]], ...] = (
    invitations, confirmations, chases, programmes, announcements, reminders, digests, changes, removals,
    thanks,
)  # fmt: skip


# --- what the log has of it ---


def _unless_done(case: Case, duty: Duty) -> Iterator[Duty]:
    """The duty unless the log has it as done."""
    last = case.log.latest(duty.series, duty.kind, duty.talk, duty.occasion)
    if last is None or not last.is_done:
        yield _unfinished(case, duty)


def _unfinished(case: Case, duty: Duty) -> Duty:
    """The duty with what is known of an unfinished try; one that was interrupted waits for a person."""
    last = case.log.latest(duty.series, duty.kind, duty.talk, duty.occasion)
    if last is None or last.is_done:
        return duty
    if last.unknown:
        says = f"{duty.says}; interrupted on {short_day(case.day(last.at), 'en')}, it may have gone out"
        return replace(duty, says=says, is_ready=False)
    refused = f"the server did not take it for {len(last.failed)} of {len(last.failed | last.done)}"
    return replace(duty, says=f"{duty.says}; {refused}")


def _duty(
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
