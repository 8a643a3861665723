"""`poll`: the weekdays and times at which the seminar may meet, ranked by who can come."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from semctl import store, terminal
from semctl.commands.changes import DryRun, carry_out
from semctl.commands.options import understood_day
from semctl.commands.reading import reading_seminar
from semctl.dates import weekday_number, write_duration
from semctl.listing import Row, Table
from semctl.problems import Misused, Refused
from semctl.reading.flow import lack_of_people
from semctl.reading.poll import Answer, Ballot, Ranked, ranked, read_answers, read_table
from semctl.reading.records import Candidate
from semctl.reading.seminar import Seminar, case_of
from semctl.tomltext.document import Document
from semctl.workspace import Loaded, Workspace

ABOVE = ("breaks", "overrides", "rooms", "talks", "reading", "papers", "participants")


def poll(
    ctx: typer.Context,
    file: Annotated[
        str | None, typer.Argument(metavar="[CSV]", help="The answers, as Framadate or Doodle export them.")
    ] = None,
    answer: Annotated[
        list[str] | None, typer.Option("--answer", metavar="TEXT", help='Typed in: "3: yes, no, if need be, yes, no".')
    ] = None,
    required: Annotated[
        list[str] | None, typer.Option("--required", metavar="WHO", help="No time is any good without them.")
    ] = None,
    choose: Annotated[int | None, typer.Option("--choose", metavar="N", help="Write this one as the schedule.")] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="The first meeting is on it or after.")
    ] = None,
    every: Annotated[str, typer.Option("--every", help="How often the seminar meets.")] = "week",
    dry_run: DryRun = False,
) -> None:
    """The candidates are [[reading.times]], numbered in their order.

    Ranked by required people who cannot come, then by how many can, then by how many are sure. An
    answer that is missing is no "no".

    Example: semctl poll --choose 2 --from 2023-11-06
    """
    work: Workspace = ctx.obj
    _, seminar, now = reading_seminar(work)
    times = seminar.readings.reading.times
    labels, ballots = _answers(seminar, file, answer or [])
    if choose is not None:
        if not 1 <= choose <= len(times):
            raise Misused(f"there is no candidate {choose}", "[[reading.times]] has the candidates, from 1 on")
        day = understood_day(first, now.date(), "--from") or now.date()
        values = _schedule(seminar, times[choose - 1], day, every)
        carry_out(work, lambda fresh: _with_schedule(fresh, values), dry_run=dry_run)
        terminal.say("to give a meeting its date: semctl move-talk TALK next")
        return
    if not labels:
        raise Misused(
            "there are no candidates", "write [[reading.times]] with weekday, from and to, or name a CSV file"
        )
    needed = (_known(ballots, each.id, each.name) for each in seminar.people if each.required)
    wanted = frozenset({*(required or []), *needed})
    found = ranked(ballots, len(labels), wanted)
    terminal.draw(_table(seminar, labels, ballots, found))
    for each in found:
        if each.beaten_by:
            by = ", ".join(str(other + 1) for other in each.beaten_by)
            terminal.show(f"{each.candidate + 1} is beaten everywhere by {by}")
    best = [each for each in found if each.key == found[0].key]
    if len(best) > 1 and ballots:
        terminal.show(f"a tie: {', '.join(str(each.candidate + 1) for each in best)}")


def _answers(seminar: Seminar, file: str | None, typed: Sequence[str]) -> tuple[tuple[str, ...], tuple[Ballot, ...]]:
    """The candidates' names and all ballots; what is typed in stands for what the file says of the same person."""
    labels = tuple(_label(each) for each in seminar.readings.reading.times)
    ballots: dict[str, Ballot] = {}
    if file is not None:
        columns, read = read_table(store.read(Path(file)).decode("utf-8-sig", errors="replace"))
        if labels and len(columns) != len(labels):
            raise Misused(
                f"{file} has {len(columns)} candidates, and [[reading.times]] has {len(labels)}", "they go by order"
            )
        labels = labels or columns
        ballots = {ballot.who: ballot for ballot in read}
    for text in typed:
        who, colon, said = text.partition(":")
        answers = read_answers(said, f"--answer {who.strip()}")
        if not colon or len(answers) != len(labels):
            raise Misused(
                f'--answer "{text}" has {len(answers)} answers for {len(labels)} candidates', 'as in "3: yes, no"'
            )
        ballots[who.strip()] = Ballot(who=who.strip(), answers=answers)
    return labels, tuple(ballots.values())


def _label(candidate: Candidate) -> str:
    until = f"–{candidate.to:%H:%M}" if candidate.to else ""
    return f"{candidate.weekday} {candidate.from_:%H:%M}{until}"


def _known(ballots: Sequence[Ballot], person: str, name: str | None) -> str:
    """How a participant is called in the ballots: by name or id."""
    return next((ballot.who for ballot in ballots if ballot.who in (person, name)), person)


def _table(seminar: Seminar, labels: Sequence[str], ballots: Sequence[Ballot], found: Sequence[Ranked]) -> Table:
    rows = [
        Row(
            cells=(
                str(each.candidate + 1),
                labels[each.candidate],
                str(each.come),
                str(each.sure),
                ", ".join(each.missing),
                ", ".join(each.cannot),
                ", ".join(each.silent),
                _plan(seminar, ballots, each.candidate),
            )
        )
        for each in found
    ]
    columns = ("No.", "Time", "Can", "Sure", "Required but missing", "Cannot", "No reply", "Roles")
    return Table(columns=columns, rows=tuple(rows), wrapping=frozenset({"Cannot", "No reply"}))


def _plan(seminar: Seminar, ballots: Sequence[Ballot], candidate: int) -> str:
    """Whether the seats of every meeting could be filled with those who can come."""
    if not (seminar.roles and seminar.people and seminar.meetings and ballots):
        return ""
    out = {ballot.who for ballot in ballots if ballot.answers[candidate] is Answer.NO}
    case = case_of(seminar, fresh=True)
    gone = {place for place, each in enumerate(seminar.people) if each.id in out or each.name in out}
    without = {(person, meeting) for person in gone for meeting in case.open}
    narrow = replace(case, away=case.away | without)
    return "no plan" if any(lack_of_people(narrow, meeting) for meeting in narrow.open) else "possible"


def _schedule(seminar: Seminar, time: Candidate, day: dt.date, every: str) -> dict[str, Any]:
    """The rule that a candidate makes."""
    weekday = weekday_number(time.weekday)
    if weekday is None:
        raise Misused(f'"{time.weekday}" is not a weekday', "mend it in [[reading.times]]")
    start = day + dt.timedelta(days=(weekday - day.weekday()) % 7)
    values: dict[str, Any] = {"every": every, "weekday": time.weekday, "time": f"{time.from_:%H:%M}"}
    if time.to:
        hours = dt.datetime.combine(start, time.to) - dt.datetime.combine(start, time.from_)
        values["duration"] = write_duration(hours)
    if time.room:
        values["room"] = time.room
    number = seminar.readings.reading.meetings or len(seminar.meetings)
    return {**values, "start": start, **({"count": number} if number else {})}


def _with_schedule(loaded: Loaded, values: dict[str, Any]) -> Document:
    if loaded.book.rules:
        raise Refused("there is a [schedule] already", "semctl new-term begins another")
    return loaded.document.with_table("schedule", values, before=ABOVE)
