"""`assign-roles` and what comes after it: people who come and go, change places, accept."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Annotated, Any

import typer

from semctl import terminal
from semctl.commands.changes import DryRun, Yes, agreed, carry_out
from semctl.commands.options import understood_day
from semctl.commands.reading import reading_seminar, seminar_in, table
from semctl.dates import long_day
from semctl.edits import reading as edits
from semctl.notices.mailboxes import mailbox
from semctl.problems import Misused, Refused
from semctl.programme import Entry, find
from semctl.reading import sheets
from semctl.reading.build import fewest_changes
from semctl.reading.case import Plan
from semctl.reading.faults import faults, who
from semctl.reading.judge import Measure
from semctl.reading.plan import Planned, Way, offers, over_limits, planned
from semctl.reading.seminar import Seminar, case_of, seminar_of
from semctl.tomltext.document import Document
from semctl.workspace import Loaded, Workspace, private_path

IN_THE_WAY = frozenset(
    {"unknown-role", "unknown-participant", "unclear-wish", "plays-twice", "pins-contradict", "no-plan"}
)
"""Problems with which no plan can be made."""

PersonId = Annotated[str, typer.Argument(metavar="ID", help="A participant's id.")]
Changes = Annotated[
    int | None,
    typer.Option("--changes", metavar="N", min=0, help="How many roles may change; the fewest, if unsaid."),
]


def assign_roles(
    ctx: typer.Context,
    fresh: Annotated[bool, typer.Option("--fresh", help="Plan anew, without what is there.")] = False,
    changes: Changes = None,
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
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Asked for on a terminal.")] = None,
    id: Annotated[str | None, typer.Option("--id", help="The next number, if unsaid.")] = None,  # noqa: A002
    email: Annotated[
        str | None, typer.Option("--email", metavar="ADDRESS", help="For mails about their roles; it is private.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="The day from which they take part.")
    ] = None,
    changes: Changes = None,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """They get the seats that are free; with that nobody else's roles change.

    The address stands in the private file where there is one, and there too the name, unless
    public_names = true; else both stand in the series file, the address below [participants.private].

    Example: semctl add-participant "Emmy Noether" --id noether --email noether@example.org --yes
    """
    work: Workspace = ctx.obj
    loaded, seminar, now = reading_seminar(work)
    if name is None and terminal.is_asked() and not yes:
        name = terminal.ask("Name, or nothing") or None
        email = email or terminal.ask("Mail address, or nothing") or None
    day = understood_day(since, now.date(), "--from")
    if day is None and seminar.over:
        day = now.date()
    number = max((int(each.id) for each in seminar.people if each.id.isdecimal()), default=0) + 1
    address = mailbox(email, "--email").address if email else None
    beside = private_path(loaded.path).exists()
    hidden = beside and not seminar.readings.reading.public_names
    public = _said(id=id or str(number), name=None if hidden else name, **{"from": day})
    private = _said(name=name if hidden else None, email=address)

    def edit(each: Loaded, seminar: Seminar) -> Document:
        document = edits.add_participant(each.document, seminar, public)
        place = ("participants", len(seminar.people))
        return document if beside or not private else document.with_part(place, "private", private)

    notes = (lambda document: edits.with_person(document, public["id"], private)) if beside and private else None
    if any(any(entry.talk.roles.values()) for entry in seminar.open):
        _replan(work, edit, notes=notes, changes=changes, yes=yes, dry_run=dry_run)
    else:
        carry_out(work, lambda each: edit(each, seminar_in(each, now)), notes=notes, dry_run=dry_run)


def _said(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def drop_participant(
    ctx: typer.Context,
    person: PersonId,
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="Their last day; today, if unsaid.")] = None,
    vacant: Annotated[bool, typer.Option("--vacant", help="Leave the seats free, for somebody who comes.")] = False,
    changes: Changes = None,
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

    def edit(each: Loaded, seminar: Seminar) -> Document:
        return edits.drop_participant(each.document, seminar, person, last)

    if vacant:
        carry_out(work, lambda each: edit(each, seminar_in(each, now)), dry_run=dry_run)
    else:
        otherwise = f'"semctl drop-participant {person} --vacant" leaves their seats free'
        _replan(work, edit, otherwise=otherwise, changes=changes, yes=yes, dry_run=dry_run)


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

    def intent(fresh: Loaded) -> Document:
        return edits.accept_roles(fresh.document, seminar_in(fresh, now), people, now.date())

    carry_out(work, intent, dry_run=dry_run)


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
        chosen = [entry for entry in seminar_in(fresh, now).open if not named or entry.talk.id in named]
        return edits.swap_roles(fresh.document, chosen, one, other)

    before, after = carry_out(work, intent, dry_run=dry_run)
    for person in (one, other):
        if not dry_run and (day := sheets.find_person(seminar, person).accepted):
            terminal.say(f"{who(person)} had accepted their roles on {long_day(day, 'en')}: tell them")
    _say_new_faults(before, after, now)


def _say_new_faults(before: Loaded, after: Loaded, now: dt.datetime) -> None:
    known = {str(each) for each in faults(seminar_in(before, now))}
    for each in after.located(faults(seminar_in(after, now))):
        if str(replace(each, file="", line=None)) not in known:
            terminal.say(str(each))


# --- planning ---

Edit = Callable[[Loaded, Seminar], Document]
Notes = Callable[[Document], Document]


def _replan(
    work: Workspace,
    edit: Edit,
    *,
    notes: Notes | None = None,
    otherwise: str = "",
    fresh: bool = False,
    changes: int | None = None,
    yes: bool,
    dry_run: bool,
) -> None:
    """Make an edit, plan what has to be planned after it, show what can be had, and write what is chosen.

    otherwise: what to do where no plan is possible.
    """
    loaded, _, now = reading_seminar(work)
    after = _edited(work, loaded, edit, now)
    _refuse_impossible(after, loaded, otherwise)
    case = case_of(after, fresh=fresh)
    if changes is not None and changes < (fewest := 0 if case.is_fresh else fewest_changes(case)):
        raise Refused(f"at least {fewest} {'roles have' if fewest > 1 else 'role has'} to change", "raise --changes")
    found = [planned(case, changes=changes)] if changes is not None else list(offers(case))
    if over := over_limits(case, found[0].plan):
        raise Refused(f"no plan was found that keeps the most turns a person may have; {over} too many", "raise turns")
    chosen = _choose(after, found, yes=yes, dry_run=dry_run)
    tables = sheets.tables_of(after, chosen.plan)

    def intent(each: Loaded) -> Document:
        document = edit(each, seminar_in(each, now))
        again = seminar_of(work.programme_of(document), now)
        if case_of(again, fresh=fresh) != case or again.person_at != after.person_at:
            raise Refused("the seminar has been changed meanwhile", "look at the file, then plan again")
        return edits.with_roles(document, again, tables)

    if intent(loaded).text == loaded.document.text:
        terminal.say("the table stays as it is")
        return
    carry_out(work, intent, notes=notes, dry_run=dry_run)


def _edited(work: Workspace, loaded: Loaded, edit: Edit, now: dt.datetime) -> Seminar:
    return seminar_of(work.programme_of(edit(loaded, seminar_in(loaded, now))), now)


def _refuse_impossible(seminar: Seminar, loaded: Loaded, otherwise: str) -> None:
    """Refuse to plan where something is wrong that no plan can mend."""
    if not (seminar.roles and seminar.people and seminar.meetings):
        missing = "[[reading.roles]]" if not seminar.roles else "[[participants]]" if not seminar.people else "meetings"
        raise Refused(f"there are no {missing} to plan for", "docs/reading-seminars.md shows what to write")
    found = loaded.located(each for each in faults(seminar) if each.code in IN_THE_WAY)
    if found:
        lines = "\n".join(str(each) for each in sorted(found, key=lambda each: each.line or 0))
        raise Refused(f"no plan can be made, and nothing was written:\n{lines}", otherwise)


def _choose(seminar: Seminar, found: Sequence[Planned], *, yes: bool, dry_run: bool) -> Planned:
    """Show what can be had; the choice of a person where there is one, else the plan with the fewest changes."""
    first = found[0]
    if first.way is Way.KEPT and len(found) == 1:
        _show_criteria(first)
        return first
    if not dry_run:
        shown = _with(seminar, first.plan)
        heading, *rows = sheets.matrix(shown)
        terminal.draw(table(heading, rows))
        terminal.show("")
        _show_criteria(first)
    if len(found) > 1:
        terminal.show("\nmore changes would be fairer; --changes N takes such a plan:")
        columns = (Measure.CHANGES, Measure.LOAD, Measure.ROLE, Measure.PARTNER)
        rows = [tuple(str(each.value(measure)) for measure in columns) for each in found]
        terminal.draw(table(tuple(str(each) for each in columns), rows))
    if dry_run or yes:
        return first
    if len(found) > 1:
        return _chosen(found)
    if not agreed("Write this?", yes=yes):
        raise Refused("nothing was changed")
    return first


def _chosen(found: Sequence[Planned]) -> Planned:
    """What a person chooses of several plans; Misused where nobody can be asked."""
    numbers = [str(each.value(Measure.CHANGES)) for each in found]
    if not terminal.is_asked():
        hint = f"add --yes for the fewest changes, or --yes --changes N with N = {', '.join(numbers[1:])}"
        raise Misused("there is a choice, and nobody can be asked here", hint)
    answer = terminal.ask(f"How many changes ({', '.join(numbers)}, or none of these)", default=numbers[0])
    if answer not in numbers:
        raise Refused("nothing was changed")
    return found[numbers.index(answer)]


def _show_criteria(plan: Planned) -> None:
    rows = [
        (str(each.measure), str(each.value), str(each.bound), "optimal" if each.is_optimal else "not proved")
        for each in plan.criteria
    ]
    terminal.draw(table(("Criterion", "Value", "At least", "Proof"), rows))


def _with(seminar: Seminar, plan: Plan) -> Seminar:
    """The seminar as it would be with a plan, to be shown."""
    tables = sheets.tables_of(seminar, plan)
    meetings: list[Entry] = []
    for entry in seminar.meetings:
        its = tables.get(entry.talk.id)
        meetings.append(entry if its is None else replace(entry, talk=replace(entry.talk, roles=its)))
    return replace(seminar, meetings=tuple(meetings))
