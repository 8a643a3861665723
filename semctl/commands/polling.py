"""`poll`: the weekdays and times at which the seminar may meet, ranked by who can come."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from semctl import store, terminal
from semctl.commands.changes import DryRun, carry_out
from semctl.commands.options import understood_day
from semctl.commands.reading import reading_seminar
from semctl.edits import reading as edits
from semctl.edits.placing import Where, with_where
from semctl.edits.slots import skip_slot
from semctl.importing.given import decoded
from semctl.languages import fold
from semctl.listing import Row, Table
from semctl.problems import Misused, Refused, did_you_mean
from semctl.public_holidays import names
from semctl.reading.ballots import Sheet, by_candidate, kept, read_answers, read_table, to_keep
from semctl.reading.faults import listed
from semctl.reading.flow import lack_of_people, lack_of_turns
from semctl.reading.poll import Answer, Ballot, Ranked, ranked
from semctl.reading.records import Candidate
from semctl.reading.seminar import Seminar, case_of, seminar_of
from semctl.reading.times import candidates, label
from semctl.recurrence import SlotKind
from semctl.rules import read_every
from semctl.tomltext.document import Document
from semctl.workspace import Loaded, Workspace

SPARE = 60  # weeks that may be holidays or breaks
NO_CANDIDATES = "there are no candidates", "write [[reading.times]] with weekday, from and to, or name a CSV file"


def poll(
    ctx: typer.Context,
    file: Annotated[
        str | None, typer.Argument(metavar="[CSV]", help="The answers, as Framadate or Doodle export them.")
    ] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option(
            "--answer", metavar="TEXT", help='Typed in: "3: yes, no, if need be, yes, no"; asks for "3" alone.'
        ),
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
    """The candidates are [[reading.times]], numbered in their order; answers are kept in the private file.

    Ranked by required people who cannot come, then by how many can, then by how many are sure. An
    answer that is missing is no "no". --choose gives the meetings without a date theirs, in order;
    breaks and public holidays are left out.

    Example: semctl poll --choose 2 --from 2023-11-06
    """
    work: Workspace = ctx.obj
    loaded, seminar, now = reading_seminar(work)
    times = candidates(seminar.readings.reading.times)
    callers = _Callers(loaded, seminar)
    if not times:
        if file is None or answer or choose is not None:
            raise Misused(*NO_CANDIDATES)
        sheet = _read(file, callers)
        _show(seminar, sheet.columns, sheet.ballots, callers.needed(required or [], sheet.ballots))
        terminal.say("nothing is kept; with [[reading.times]] in the file it would be")
        return
    before, _ = kept(loaded.notes.series.get("poll", {}), times, now.date())
    given = _given(file, answer or [], times, callers, before, now.date())
    if given or choose is not None:
        day = understood_day(first, now.date(), "--from") or now.date()
        carry_out(
            work,
            lambda fresh: fresh.document if choose is None else _chosen(work, fresh, now, choose, day, every),
            notes=(lambda private: edits.with_answers(private, given)) if given else None,
            dry_run=dry_run,
        )
        if dry_run or choose is not None:
            return
        loaded = work.load()[0]
    stored, others = kept(loaded.notes.series.get("poll", {}), times, now.date())
    for other in others:
        terminal.say(f'the answers to "{other}" are left out: it is no candidate any more')
    ballots = callers.with_silent(stored)
    _show(seminar, tuple(map(label, times)), ballots, callers.needed(required or [], ballots))


class _Callers:
    """What people are called in a poll: participants by their id, others as they wrote."""

    def __init__(self, loaded: Loaded, seminar: Seminar) -> None:
        self.people = tuple(person for person in seminar.people if person.until is None)
        self.required = tuple(str(person.id) for person in self.people if person.required)
        names = {person.id: loaded.notes.participants.get(person.id, {}).get("name") for person in self.people}
        self.ids = {fold(str(name)): str(person) for person, name in names.items() if name}
        self.ids |= {fold(person.name): str(person.id) for person in self.people if person.name}
        self.ids |= {fold(person.id): str(person.id) for person in self.people}

    def named(self, text: str) -> str:
        """Whom a text names: the id of a participant, else the text."""
        return self.ids.get(fold(text), text)

    def needed(self, required: Sequence[str], ballots: Sequence[Ballot]) -> frozenset[str]:
        """Everybody without whom no time is any good; Misused where the command line names somebody unknown."""
        known = {*self.ids.values(), *(ballot.who for ballot in ballots)}
        for each in required:
            if self.named(each) not in known:
                hint = did_you_mean(each, {*self.ids, *known}) or "name a participant, or somebody who answered"
                raise Misused(f'--required: nobody is called "{each}"', hint)
        return frozenset({*self.required, *(self.named(each) for each in required)})

    def with_silent(self, ballots: Sequence[Ballot]) -> tuple[Ballot, ...]:
        """The ballots in the order of the file, an empty one of each participant who gave none, as soon as one did."""
        known, came = [str(person.id) for person in self.people], {ballot.who: ballot for ballot in ballots}
        if came.keys().isdisjoint(known):
            return tuple(ballots)
        none = (Answer.NONE,) * len(ballots[0].answers)
        ours = [came.get(person) or Ballot(who=person, answers=none) for person in known]
        return (*ours, *(ballot for ballot in ballots if ballot.who not in known))


def _read(file: str, callers: _Callers) -> Sheet:
    """A table of answers, with people called as the seminar calls them; of somebody twice in it the last one counts."""
    sheet = read_table(decoded(store.read(Path(file)))[0])
    ballots: dict[str, Ballot] = {}
    for ballot in sheet.ballots:
        who = callers.named(ballot.who)
        if who in ballots:
            terminal.say(f"{ballot.who} answers twice; the last one counts")
        ballots[who] = replace(ballot, who=who)
    return replace(sheet, ballots=tuple(ballots.values()))


def _given(
    file: str | None,
    typed: Sequence[str],
    times: Sequence[Candidate],
    callers: _Callers,
    before: Sequence[Ballot],
    today: dt.date,
) -> Mapping[str, Mapping[str, str]]:
    """What the command line brings, as it is kept; what is typed in goes before the table."""
    ballots: dict[str, Ballot] = {}
    if file is not None:
        sheet, others = by_candidate(_read(file, callers), times, before, today)
        for other in others:
            terminal.say(f'the column "{other}" is left out: it is none of [[reading.times]]')
        ballots = {ballot.who: ballot for ballot in sheet.ballots}
    for text in typed:
        who, colon, said = (part.strip() for part in text.partition(":"))
        answers = read_answers(said, f"--answer {who}") if colon else _asked(who, times)
        if len(answers) != len(times):
            raise Misused(
                f'--answer "{text}" has {len(answers)} answers for {len(times)} candidates', 'as in "3: yes, no"'
            )
        ballots[callers.named(who)] = Ballot(who=callers.named(who), answers=answers)
    strangers = [who for who in ballots if who not in callers.ids.values()]
    for who in strangers:
        if meant := did_you_mean(who, callers.ids, likeness=0.8):
            terminal.say(f"{who}: {meant}")
    if strangers:
        verbs = ("is no participant", "counts") if len(strangers) == 1 else ("are no participants", "count")
        terminal.say(f"{listed(strangers)} {verbs[0]}, and {verbs[1]} all the same")
    return {who: to_keep(ballot, times) for who, ballot in ballots.items()}


def _asked(who: str, times: Sequence[Candidate]) -> tuple[Answer, ...]:
    """A person's answers, by questions."""
    if not terminal.is_asked():
        raise Misused(f'--answer "{who}" has no answers, and nobody can be asked here', 'as in "3: yes, no"')
    terminal.say(f"{who}: yes, no, if need be, or nothing for no reply")
    answers: list[Answer] = []
    while len(answers) < len(times):
        try:
            answers += read_answers(terminal.ask(label(times[len(answers)])), "here")[:1]
        except Misused as unclear:
            terminal.say(str(unclear))
    return tuple(answers)


# --- ranking ---


def _show(seminar: Seminar, labels: Sequence[str], ballots: Sequence[Ballot], required: frozenset[str]) -> None:
    """The candidates, the best first, with ties and those that another one beats."""
    found = ranked(ballots, len(labels), required)
    terminal.draw(_table(seminar, labels, ballots, found))
    for each in found:
        if each.beaten_by:
            by = ", ".join(str(other + 1) for other in each.beaten_by)
            terminal.show(f"{each.candidate + 1} is beaten everywhere by {by}")
    best = [each for each in found if each.key == found[0].key]
    if len(best) > 1 and ballots:
        terminal.show(f"a tie: {', '.join(str(each.candidate + 1) for each in best)}")


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
    """Whether the seats of every meeting could be filled with those who can come.

    Where the ballots are by nobody that the file knows, its people stand for those who can come or did not say.
    """
    if not (seminar.roles and seminar.people and seminar.meetings and ballots):
        return ""
    out = {ballot.who for ballot in ballots if ballot.answers[candidate] is Answer.NO}
    case = case_of(seminar, fresh=True)
    gone = {place for place, each in enumerate(seminar.people) if each.id in out}
    if not {ballot.who for ballot in ballots} & seminar.person_at.keys():
        gone = set(range(max(len(ballots), len(seminar.people)) - len(out), len(seminar.people)))
    without = {(person, meeting) for person in gone for meeting in case.open}
    narrow = replace(case, away=case.away | without)
    lacking = any(lack_of_people(narrow, meeting) for meeting in narrow.open)
    lacking = lacking or any(lack_of_turns(narrow, role) for role in range(narrow.roles))
    return "no plan" if lacking else "possible"


# --- choosing ---


def _chosen(work: Workspace, loaded: Loaded, now: dt.datetime, number: int, day: dt.date, every: str) -> Document:
    """The file with the schedule that a candidate makes, and a date for each meeting that has none."""
    seminar = seminar_of(loaded.programme, now)
    times = candidates(seminar.readings.reading.times)
    if loaded.book.rules:
        raise Refused("there is a [schedule] already", "semctl new-term begins another")
    if not 1 <= number <= len(times):
        raise Misused(f"there is no candidate {number}", "[[reading.times]] has the candidates, from 1 on")
    if (read_every(every) or (0, ""))[1] != "week":
        raise Misused(f'--every: "{every}" is no number of weeks', 'as in "week" or "2 weeks"')
    undated = [entry for entry in seminar.meetings if entry.date is None]
    dated = len(seminar.meetings) - len(undated)
    needed = max(len(undated), (seminar.readings.reading.meetings or 0) - dated)
    values = edits.schedule(times[number - 1], day, every)
    trial = edits.with_schedule(loaded.document, {**values, "count": needed + SPARE})
    slots = [slot for slot in work.programme_of(trial).slots if slot.is_held and slot.kind is SlotKind.REGULAR]
    holidays, _ = names(loaded.book.series, sorted({slot.date.year for slot in slots}))
    used = [slot for slot in slots if slot.date not in holidays or slot.keeps_holiday][:needed]
    if used:
        values["end"] = used[-1].date
    document = edits.with_schedule(loaded.document, values)
    for slot in slots:
        if slot.date in holidays and used and slot.date < used[-1].date and slot not in used:
            programme = work.programme_of(document)
            same = next(each for each in programme.slots if each.key == slot.key)
            document = skip_slot(document, programme, same, holidays[slot.date], None)
    for entry, slot in zip(undated, used, strict=False):
        document = with_where(document, entry.talk, Where(slot.date))
    return document
