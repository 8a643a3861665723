"""`publish`: the programme on a calendar server."""

import datetime as dt
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Annotated

import typer

from semctl import secrets, terminal
from semctl.calendar_server import CalendarServer, NotTaken, Stale, host_of
from semctl.checks import touches
from semctl.commands.changes import Yes, agreed, can_be_agreed
from semctl.commands.findings import findings, warnings
from semctl.model import Ident
from semctl.problems import Misused, OutsideFailed, Problem, Refused, SemctlError
from semctl.publishing import Held, Plan, Step, plan, table
from semctl.workspace import Loaded, Workspace

PASSWORD = "SEMCTL_CALDAV_PASSWORD"
USED = frozenset({"publish"})
"""Tables whose warnings are about what is published, besides those of the programme itself."""


def publish(
    ctx: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would change, and change nothing.")] = False,
    yes: Yes = False,
    anyway: Annotated[bool, typer.Option("--anyway", help="Publish what a warning is about, too.")] = False,
) -> None:
    """The calendar at the url of [publish]; it is made if there is none. Lists what would change, and asks.

    Every talk with a date is there, a cancelled one struck out; one that is no longer in the file is removed.
    Nothing is touched but what semctl has put there for this series, and nothing where nothing has changed.

    The password comes from SEMCTL_CALDAV_PASSWORD, from password_command or from the keyring.

    Example: semctl publish --dry-run
    """
    work: Workspace = ctx.obj
    if not dry_run:
        can_be_agreed(yes=yes)
    loaded = work.load()
    failures: list[SemctlError] = []
    with ExitStack() as connections:
        jobs = []
        for each, stopped in zip(loaded, _stopped(work, loaded, anyway=anyway), strict=True):
            try:
                jobs.append(_job(each, stopped, work.now(each.book.series.timezone), connections))
            except OutsideFailed as failure:  # the calendars of the other series may well be reached
                failures.append(failure)
        for job in jobs:
            _tell(job)
        count = sum(len(job.plan.steps) for job in jobs)
        if count and not dry_run:
            if not agreed(f"Publish {_several(count, 'change')}?", yes=yes):
                raise Refused("nothing was changed")
            failures += [failure for job in jobs for failure in _carry_out(job)]
        failures += [refusal for job in jobs for refusal in _refusals(job)]
    if failures:
        raise _together(failures)


# --- what there is to do ---


@dataclass(frozen=True, kw_only=True, slots=True)
class _Stopped:
    """What warnings are about: talks, maybe the whole series, and then nothing is removed either."""

    problems: tuple[Problem, ...]
    talks: frozenset[Ident]
    whole: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class _Job:
    """One series and its calendar: what it held, and what is to be done about it. is_new: there is no calendar yet."""

    loaded: Loaded
    server: CalendarServer
    stopped: _Stopped
    now: dt.datetime
    is_new: bool
    held: tuple[Held, ...]
    plan: Plan


def _stopped(work: Workspace, loaded: Sequence[Loaded], *, anyway: bool) -> list[_Stopped]:
    """For each series what a warning keeps from being published."""
    problems = [] if anyway else findings(work)
    found = []
    for each in loaded:
        about, entries = warnings(problems, each), each.programme.entries
        stopping = [one for one in about if any(touches(one, entry, USED) for entry in (None, *entries))]
        talks = frozenset(entry.talk.id for entry in entries if any(touches(one, entry, USED) for one in stopping))
        whole = any(touches(one, None, USED) for one in stopping)
        found.append(_Stopped(problems=tuple(stopping), talks=talks, whole=whole))
    return found


def _job(loaded: Loaded, stopped: _Stopped, now: dt.datetime, connections: ExitStack) -> _Job:
    """Ask the server what its calendar holds."""
    settings = loaded.book.publish
    if settings is None or settings.url is None:
        says = f"{loaded.file} does not say where to publish"
        raise Misused(says, "write [publish] with url and user; docs/publishing.md shows how")
    host, user, password = host_of(settings.url), settings.user, None
    if user:
        password = secrets.password(variable=PASSWORD, command=settings.password_command, service=host, user=user)
    server = connections.enter_context(CalendarServer(settings.url, user, password))
    held = server.held()
    return _Job(
        loaded=loaded, server=server, stopped=stopped, now=now, is_new=held is None, held=held or (),
        plan=_plan(loaded, held or (), stopped, now),
    )  # fmt: skip


def _plan(loaded: Loaded, held: Sequence[Held], stopped: _Stopped, now: dt.datetime) -> Plan:
    return plan(loaded.programme, held, now, held_back=stopped.talks, may_remove=not stopped.whole)


def _tell(job: _Job) -> None:
    """Where it goes and what would change."""
    for problem in job.stopped.problems:
        terminal.say(str(problem))
    steps, unchanged = job.plan.steps, job.plan.unchanged
    said = [_several(len(steps), "change")] if steps else ["nothing to change"]
    said += [f"{_several(unchanged, 'event')} as before"] if unchanged else []
    said += ["no calendar there yet"] if job.is_new else []
    terminal.say(f"{job.loaded.book.series.called} → {job.server.url}: {', '.join(said)}")
    if steps:
        terminal.draw(table(steps))


# --- doing it ---


def _carry_out(job: _Job) -> list[SemctlError]:
    """Do every step; what one event fails at does not keep the others back, a server that fails does."""
    refused: list[SemctlError] = []
    steps, done = job.plan.steps, 0
    count = len(steps)
    try:
        if steps and job.is_new:
            job.server.make(job.loaded.book.series.called)
        with terminal.progress("changes", count) as advance:
            for step in steps:
                try:
                    _do(job, step)
                    done += 1
                except (NotTaken, Stale) as failure:
                    refused.append(OutsideFailed(f"{step.says}: {failure.says}", failure.hint))
                advance()
    except KeyboardInterrupt:
        says = f"stopped; {done} of {_several(count, 'change')} made, run it again for the rest"
        raise KeyboardInterrupt(says) from None
    except OutsideFailed as failure:
        refused.append(OutsideFailed(f"{failure.says}, after {done} of {_several(count, 'change')}", failure.hint))
    if done:
        terminal.say(f"{job.loaded.book.series.called}: {_several(done, 'change')} made")
    return refused


def _do(job: _Job, step: Step) -> None:
    """One step; where the event is no longer as it was seen, what is to be done is asked once more."""
    try:
        _send(job.server, step)
    except Stale:
        fresh = job.server.held_at(step.href)
        others = (each for each in job.held if each.href != step.href)
        again = _plan(job.loaded, (*others, *([fresh] if fresh else [])), job.stopped, job.now)
        for now_due in (each for each in again.steps if each.uid == step.uid):
            _send(job.server, now_due)


def _send(server: CalendarServer, step: Step) -> None:
    if step.data:
        server.put(step.href, step.data, step.etag)
    else:
        server.remove(step.href, step.etag)


# --- what was not done ---


def _refusals(job: _Job) -> list[SemctlError]:
    """What was left alone on purpose."""
    found: list[SemctlError] = []
    if job.plan.strangers:
        says = f"not published, since their events in the calendar are not semctl's: {', '.join(job.plan.strangers)}"
        found.append(Refused(says, "remove those events there by hand"))
    entries = job.loaded.programme.entries
    held_back = [entry.talk.id for entry in entries if entry.date and entry.talk.id in job.stopped.talks]
    if held_back or job.stopped.whole:
        what = "everything" if job.stopped.whole else ", ".join(held_back)
        says = f"held back because of warnings: {what}"
        found.append(Refused(says, 'mend what they say, or "semctl publish --anyway"'))
    return found


def _together(failures: Sequence[SemctlError]) -> SemctlError:
    """One error that says all, as bad as the worst."""
    if len(failures) == 1:
        return failures[0]
    says = "\n".join(str(failure) for failure in failures)
    return OutsideFailed(says) if any(isinstance(each, OutsideFailed) for each in failures) else Refused(says)


def _several(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
