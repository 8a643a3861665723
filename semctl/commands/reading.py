"""`roles`, `assign-roles` and what changes them: who plays what in a reading seminar."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from semctl import folder, terminal
from semctl.commands.changes import DryRun, Yes, agreed, carry_out
from semctl.commands.options import JsonFlag, understood_day
from semctl.edits import reading as edits
from semctl.ics import calendar
from semctl.listing import Row, Table
from semctl.problems import FileErrors, Misused, Refused
from semctl.programme import Entry, find
from semctl.reading import sheets
from semctl.reading.case import Plan
from semctl.reading.faults import faults
from semctl.reading.judge import Measure
from semctl.reading.plan import Planned, Way, offers, over_limits, planned
from semctl.reading.records import Participant
from semctl.reading.seminar import Seminar, case_of, seminar_of
from semctl.tomltext.document import Document
from semctl.workspace import Loaded, Workspace

IN_THE_WAY = frozenset({"unknown-role", "unknown-participant", "unclear-wish", "plays-twice", "no-plan"})
"""Problems with which no plan can be made."""

PersonId = Annotated[str, typer.Argument(metavar="ID", help="A participant's id.")]


def roles(
    ctx: typer.Context,
    talk: Annotated[str | None, typer.Argument(metavar="[TALK]", help="One meeting's sheet.")] = None,
    person: Annotated[str | None, typer.Option("--person", metavar="ID", help="One person's sheet.")] = None,
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help="For a web page; people as numbers, unless public_names = true.")
    ] = False,
    as_ics: Annotated[bool, typer.Option("--ics", help="One person's calendar; -o is the one it replaces.")] = False,
    output: Annotated[str | None, typer.Option("-o", "--output", metavar="FILE", help="The file to write.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """A row for each seat, a column for each meeting; or one meeting, or one person.

    Example: semctl roles --person 3
    """
    _, seminar, now = reading_seminar(ctx.obj)
    if talk is not None and person is not None:
        raise Misused("TALK and --person do not go together", "give one of them")
    entry = find(seminar.meetings, talk, now) if talk is not None else None
    who = sheets.find_person(seminar, person) if person is not None else None
    if as_ics:
        _calendar(seminar, who, output, now)
        return
    if as_json:
        terminal.show_json(sheets.forms(seminar, [entry] if entry else seminar.meetings, person))
        return
    if entry:
        text = sheets.meeting_markdown(seminar, entry)
    elif who and (as_markdown or output):
        text = sheets.person_markdown(seminar, who)
    elif who:
        rows = [sheets.turn_row(seminar, turn) for turn in sheets.turns(seminar, who)]
        terminal.draw(_table(("Date", "Meeting", "Role", "With"), rows))
        for role in dict.fromkeys(role for _, role, _ in sheets.turns(seminar, who)):
            terminal.show(f"\n{role.name}\n{role.brief or 'no brief'}")
        return
    elif as_markdown or output:
        text = sheets.markdown(sheets.matrix(seminar, public=True))
    else:
        heading, *rows = sheets.matrix(seminar)
        terminal.draw(_table(heading, rows))
        return
    if output:
        folder.write(Path(output), f"{text}\n".encode())
        terminal.say(f"wrote {output}")
    else:
        terminal.show(text)


def _calendar(seminar: Seminar, person: Participant | None, output: str | None, now: dt.datetime) -> None:
    """The meetings in which one person plays, as a calendar file."""
    if person is None:
        raise Misused("--ics is one person's calendar", "add --person ID; semctl export gives the whole programme")
    entries = [entry for entry in sheets.own_entries(seminar, person) if entry.date]
    if not entries:
        raise Refused(f'participant "{person.id}" has no meeting with a date yet', "semctl poll, semctl move-talk")
    before = folder.read_if_there(Path(output)) if output else None
    data = calendar([seminar.programme], entries, previous=before, now=now)
    if output:
        folder.write(Path(output), data)
        terminal.say(f"wrote {output}")
    else:
        terminal.show_bytes(data)


def assign_roles(
    ctx: typer.Context,
    fresh: Annotated[bool, typer.Option("--fresh", help="Plan anew, without what is there.")] = False,
    changes: Annotated[
        int | None,
        typer.Option("--changes", metavar="N", min=0, help="How many roles may change; the fewest, if unsaid."),
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """What is over or accepted stays; what is there stays too, as far as it can.

    What is minded, from the most important on: seats filled, few changes, equal load, each role
    about equally often, no partner twice, turns apart, wishes. Each is printed with its value and
    a lower bound, and called optimal only where that is proved.

    Example: semctl assign-roles --yes
    """
    _replan(ctx.obj, lambda loaded, _: loaded.document, fresh=fresh, changes=changes, yes=yes, dry_run=dry_run)


def add_participant(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="As it is printed.")] = None,
    id: Annotated[str | None, typer.Option("--id", help="The next number, if unsaid.")] = None,  # noqa: A002
    since: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="The day from which they take part.")
    ] = None,
    changes: Annotated[int | None, typer.Option("--changes", metavar="N", min=0, help="As in assign-roles.")] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """They get the seats that are free; with that nobody else's roles change.

    Example: semctl add-participant "Emmy Noether" --id noether --yes
    """
    work: Workspace = ctx.obj
    _, seminar, now = reading_seminar(work)
    day = understood_day(since, now.date(), "--from")
    if day is None and seminar.over:
        day = now.date()
    number = max((int(each.id) for each in seminar.people if each.id.isdecimal()), default=0) + 1
    given = {"id": id or str(number), "name": name, "from": day}
    values = {key: value for key, value in given.items() if value is not None}
    if not any(any(entry.talk.roles.values()) for entry in seminar.open):
        carry_out(work, lambda each: edits.add_participant(each.document, _of(each, now), values), dry_run=dry_run)
        return
    _replan(
        work,
        lambda each, seminar: edits.add_participant(each.document, seminar, values),
        changes=changes,
        yes=yes,
        dry_run=dry_run,
    )


def drop_participant(
    ctx: typer.Context,
    person: PersonId,
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="Their last day; today, if unsaid.")] = None,
    vacant: Annotated[bool, typer.Option("--vacant", help="Leave the seats free, for somebody who comes.")] = False,
    changes: Annotated[int | None, typer.Option("--changes", metavar="N", min=0, help="As in assign-roles.")] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """The others keep their roles as far as they can; what they have played stays.

    Example: semctl drop-participant 7 --vacant
    """
    work: Workspace = ctx.obj
    _, seminar, now = reading_seminar(work)
    sheets.find_person(seminar, person)
    last = understood_day(on, now.date(), "--on") or now.date()
    if vacant:
        carry_out(
            work, lambda each: edits.drop_participant(each.document, _of(each, now), person, last), dry_run=dry_run
        )
        return
    _replan(
        work,
        lambda each, seminar: edits.drop_participant(each.document, seminar, person, last),
        changes=changes,
        yes=yes,
        dry_run=dry_run,
    )


def accept_roles(
    ctx: typer.Context,
    people: Annotated[list[str], typer.Argument(metavar="ID…", help="Who has accepted.")],
    dry_run: DryRun = False,
) -> None:
    """Accepted roles are binding: no plan changes them from then on.

    Example: semctl accept-roles 1 2 3
    """
    work: Workspace = ctx.obj
    _, seminar, now = reading_seminar(work)
    for person in people:
        sheets.find_person(seminar, person)
    carry_out(work, lambda each: edits.accept_roles(each.document, _of(each, now), people, now.date()), dry_run=dry_run)


def swap_roles(
    ctx: typer.Context,
    one: PersonId,
    other: PersonId,
    meetings: Annotated[
        list[str] | None, typer.Option("--in", metavar="TALK", help="Only in this meeting; repeat it for several.")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """In all meetings to come, if none is named; what is over stays as it was.

    Example: semctl swap-roles 3 9 --in meeting-2
    """
    work: Workspace = ctx.obj
    _, seminar, now = reading_seminar(work)
    for person in (one, other):
        sheets.find_person(seminar, person)
    if one == other:
        raise Misused("these are the same person", "name two")
    named = {find(seminar.meetings, name, now).talk.id for name in meetings or []}
    if over := named & seminar.over:
        raise Refused(f'talk "{min(over)}" is over', "what is over stays as it was")

    def intent(fresh: Loaded) -> Document:
        chosen = [entry for entry in _of(fresh, now).open if not named or entry.talk.id in named]
        return edits.swap_roles(fresh.document, chosen, one, other)

    before, after = carry_out(work, intent, dry_run=dry_run)
    _say_new_faults(before, after, now)


# --- planning ---

Edit = Callable[[Loaded, Seminar], Document]


def _replan(
    work: Workspace, edit: Edit, *, fresh: bool = False, changes: int | None = None, yes: bool, dry_run: bool
) -> None:
    """Make an edit, plan what has to be planned after it, show what can be had, and write what is chosen."""
    loaded, _, now = reading_seminar(work)
    after = _edited(work, loaded, edit, now)
    _refuse_impossible(after, loaded)
    case = case_of(after, fresh=fresh)
    found = [planned(case, changes=changes)] if changes is not None else list(offers(case))
    if over := over_limits(case, found[0].plan):
        raise Refused(f"no plan was found that keeps the most turns a person may have; {over} too many", "raise turns")
    chosen = _choose(after, found, yes=yes, dry_run=dry_run)
    tables = sheets.tables_of(after, chosen.plan)

    def intent(each: Loaded) -> Document:
        document = edit(each, _of(each, now))
        again = seminar_of(work.programme_of(document), now)
        if case_of(again, fresh=fresh) != case or again.person_at != after.person_at:
            raise Refused("the seminar has been changed meanwhile", "look at the file, then plan again")
        return edits.with_roles(document, again, tables)

    if intent(loaded).text == loaded.document.text:
        terminal.say("the table stays as it is")
        return
    carry_out(work, intent, dry_run=dry_run)


def _edited(work: Workspace, loaded: Loaded, edit: Edit, now: dt.datetime) -> Seminar:
    return seminar_of(work.programme_of(edit(loaded, _of(loaded, now))), now)


def _refuse_impossible(seminar: Seminar, loaded: Loaded) -> None:
    """Refuse to plan where something is wrong that no plan can mend."""
    if not (seminar.roles and seminar.people and seminar.meetings):
        missing = "[[reading.roles]]" if not seminar.roles else "[[participants]]" if not seminar.people else "meetings"
        raise Refused(f"there are no {missing} to plan for", "docs/reading-seminars.md shows what to write")
    accepted = {person.id for person in seminar.people if person.accepted}
    found = [
        each
        for each in faults(seminar)
        if each.code in IN_THE_WAY or ("accepted" in each.hint and each.code == "plays-while-away" and accepted)
    ]
    if found:
        lines = "\n".join(str(each) for each in loaded.located(found))
        raise Refused(f"no plan can be made, and nothing was written:\n{lines}")


def _choose(seminar: Seminar, found: Sequence[Planned], *, yes: bool, dry_run: bool) -> Planned:
    """Show what can be had; the choice of a person where there is one, else the plan with the fewest changes."""
    first = found[0]
    if first.way is Way.KEPT:
        _show_criteria(first)
        return first
    if not dry_run:
        shown = _with(seminar, first.plan)
        heading, *rows = sheets.matrix(shown)
        terminal.draw(_table(heading, rows))
        terminal.show("")
        _show_criteria(first)
    if len(found) > 1:
        terminal.say("more changes would be fairer; --changes N takes such a plan:")
        columns = (Measure.CHANGES, Measure.LOAD, Measure.ROLE, Measure.PARTNER)
        rows = [tuple(str(each.value(measure)) for measure in columns) for each in found]
        terminal.draw(_table(tuple(str(each) for each in columns), rows))
    if dry_run or yes:
        return first
    if len(found) > 1 and terminal.is_asked():
        answer = terminal.ask("How many changes", default=str(first.value(Measure.CHANGES)))
        chosen = [each for each in found if str(each.value(Measure.CHANGES)) == answer]
        if not chosen:
            raise Refused("nothing was changed")
        return chosen[0]
    if not agreed("Write this?", yes=yes):
        raise Refused("nothing was changed")
    return first


def _show_criteria(plan: Planned) -> None:
    rows = [
        (str(each.measure), str(each.value), str(each.bound), "optimal" if each.is_optimal else "not proved")
        for each in plan.criteria
    ]
    terminal.draw(_table(("Criterion", "Value", "At least", "Proof"), rows))


def _with(seminar: Seminar, plan: Plan) -> Seminar:
    """The seminar as it would be with a plan, to be shown."""
    tables = sheets.tables_of(seminar, plan)
    meetings: list[Entry] = []
    for entry in seminar.meetings:
        its = tables.get(entry.talk.id)
        meetings.append(entry if its is None else replace(entry, talk=replace(entry.talk, roles=its)))
    return replace(seminar, meetings=tuple(meetings))


# --- what they share ---


def reading_seminar(work: Workspace) -> tuple[Loaded, Seminar, dt.datetime]:
    """The file of the run with its reading seminar, and the instant; FileErrors where its tables are broken."""
    work.only_path()
    loaded = work.load()[0]
    now = work.now(loaded.book.series.timezone)
    seminar = _of(loaded, now)
    if errors := seminar.readings.errors:
        raise FileErrors(loaded.located(errors))
    if not loaded.book.reading:
        raise Misused("this series is no reading seminar", "docs/reading-seminars.md shows how to begin one")
    return loaded, seminar, now


def _of(loaded: Loaded, now: dt.datetime) -> Seminar:
    return seminar_of(loaded.programme, now)


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    return Table(columns=tuple(columns), rows=tuple(Row(cells=tuple(row)) for row in rows), wrapping=frozenset())


def _say_new_faults(before: Loaded, after: Loaded, now: dt.datetime) -> None:
    known = {str(each) for each in faults(_of(before, now))}
    for each in after.located(faults(_of(after, now))):
        if str(replace(each, file="", line=None)) not in known:
            terminal.say(str(each))
