"""What the audience is due: of one talk, of its changes, of several talks."""

import datetime as dt
from collections.abc import Iterator
from itertools import chain

from semctl.dates import short_day
from semctl.duties.duty import Case, Duty, duty_of, unfinished, unless_done
from semctl.model import Kind, Rule, Status
from semctl.programme import Entry, Programme, has_place
from semctl.sent import Sending, facts, news

WEEK = dt.timedelta(days=7)
AUDIENCE = "the audience"


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
        yield from unless_done(case, duty_of(case, Kind.ANNOUNCEMENT, entry, due, AUDIENCE, says, is_ready=is_ready))


def reminders(case: Case) -> Iterator[Duty]:
    """People are reminded of a talk unless they have just been told of it."""
    for entry in case.entries(Status.CONFIRMED, Status.TENTATIVE):
        due = case.before(entry, case.programme.book.notices.reminder)
        told = _told(case, entry)
        if entry.date and due and told and case.day(told[-1].at) < due:
            occasion = entry.date.isoformat()
            duty = duty_of(case, Kind.REMINDER, entry, due, AUDIENCE, "not reminded yet", occasion=occasion)
            yield from unless_done(case, duty)


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
            duty = duty_of(case, kind, entry, case.today, AUDIENCE, says, is_ready=entry.date is not None)
            yield unfinished(case, duty)


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
            yield from unless_done(case, duty_of(case, Kind.PROGRAMME, None, due, AUDIENCE, says, occasion=term))


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
        yield from unless_done(case, duty_of(case, Kind.DIGEST, None, due, AUDIENCE, says, occasion=week_of(monday)))


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
