"""`init` and `check`: a series file begins, and is looked over."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from semctl import forms, terminal
from semctl.commands.beginning import begin, check_is_new
from semctl.commands.changes import DryRun, report
from semctl.commands.findings import findings
from semctl.commands.options import JsonFlag, understood_day
from semctl.fixes import fixes
from semctl.idents import initials_id
from semctl.problems import ExitCode, FileErrors, Grade, Misused, Problem
from semctl.rules import read_every
from semctl.starter import NewSeries, starter
from semctl.tomltext.document import Document
from semctl.workspace import FILE, Loaded, Workspace

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def check(
    ctx: typer.Context,
    strict: Annotated[bool, typer.Option("--strict", help="Chores count too.")] = False,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what can be mended safely, then look.")] = False,
    dry_run: DryRun = False,
    as_json: JsonFlag = False,
) -> None:
    """Exits with 1 if there are errors or warnings, and on chores with --strict.

    Errors: the file has no single meaning. Warnings: something looks wrong. Chores: something is
    still to be done. A code under [check] ignore = ["no-room"] is left out. --fix writes ids, new
    dates of talks left behind by a moved slot, and removes overrides that change nothing.

    Example: semctl check --strict
    """
    work: Workspace = ctx.obj
    if fix and dry_run:
        _fix(work, dry_run=True)
        return
    if fix:
        try:
            _fix(work, dry_run=False)
        except FileErrors:  # they are told with the rest
            terminal.say("nothing was fixed: mend the errors first")
    elif dry_run:
        raise Misused("--dry-run goes with --fix", "semctl check changes nothing without --fix")
    problems = findings(work)
    if as_json:
        terminal.show_json([forms.problem_json(problem) for problem in problems])
    else:
        for problem in problems:
            terminal.show(str(problem))
        terminal.say(_summary(problems))
    if any(strict or problem.grade is not Grade.CHORE for problem in problems):
        raise typer.Exit(ExitCode.FOUND)


def _fix(work: Workspace, *, dry_run: bool) -> None:
    """Carry out the safe remedies, as ordinary small edits, and say each."""
    said: list[str] = []

    def intent(fresh: Loaded) -> Document:
        document = fresh.document
        said.clear()
        for each in fixes(fresh.programme, document):
            document = each.apply(document)
            said.append(each.says)
        return document

    before, after = work.change(intent, dry_run=dry_run)
    if dry_run:
        report(work, before, after, dry_run=True)
    for each in said:
        terminal.say(f"{'would be fixed' if dry_run else 'fixed'}: {each}")


def undo(ctx: typer.Context, dry_run: DryRun = False) -> None:
    """Byte for byte, if the file is still as semctl left it.

    Example: semctl undo
    """
    work: Workspace = ctx.obj
    changed, restored = work.undo(dry_run=dry_run)
    report(work, changed, restored, dry_run=dry_run)


def _summary(problems: list[Problem]) -> str:
    counts = {grade: sum(problem.grade is grade for problem in problems) for grade in Grade}
    said = [f"{count} {grade}{'s' if count > 1 else ''}" for grade, count in counts.items() if count]
    return ", ".join(said) or "nothing is wrong"


def init(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Option("--name", help="The full name of the series.")] = None,
    id: Annotated[str | None, typer.Option("--id", help="Short and for ever; made from the name, if unsaid.")] = None,  # noqa: A002
    short_name: Annotated[str | None, typer.Option("--short-name", help="What mails and calendars call it.")] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="The department or group.")] = None,
    institution: Annotated[str | None, typer.Option("--institution")] = None,
    timezone: Annotated[str | None, typer.Option("--timezone", help="This machine's, if unsaid.")] = None,
    country: Annotated[str | None, typer.Option("--country", help="Two letters, for public holidays.")] = None,
    subdivision: Annotated[str | None, typer.Option("--subdivision", help='As in "BY".')] = None,
    domain: Annotated[str | None, typer.Option("--domain", help="Taken from --url or --contact, if unsaid.")] = None,
    language: Annotated[str | None, typer.Option("--language", help="en, de, it, nl or fr.")] = None,
    url: Annotated[str | None, typer.Option("--url", help="The series' web page.")] = None,
    contact: Annotated[str | None, typer.Option("--contact", help="A mail address for questions.")] = None,
    mode: Annotated[str | None, typer.Option("--mode", help="in-person, hybrid or online.")] = None,
    every: Annotated[str | None, typer.Option("--every", help='"week", "2 weeks" or "month".')] = None,
    weekday: Annotated[str | None, typer.Option("--weekday", help='"Monday"; with months "second Tuesday".')] = None,
    time: Annotated[str | None, typer.Option("--time", help='"16:00".')] = None,
    start: Annotated[str | None, typer.Option("--start", metavar="DAY", help="The first slot.")] = None,
    end: Annotated[str | None, typer.Option("--end", metavar="DAY", help="The last day.")] = None,
    room: Annotated[str | None, typer.Option("--room", help="Where the seminar usually meets.")] = None,
) -> None:
    """Asks for what is missing on a terminal; never overwrites a file.

    Example: semctl init --name "Algebra Seminar" --timezone Europe/Rome --every week --weekday Monday
    --time 14:30 --start 2026-10-05
    """
    work: Workspace = ctx.obj
    path = Path(work.files[0]) if work.files else Path(FILE)
    check_is_new(path, '"semctl check" looks it over; -f names another file')
    zone = timezone or terminal.machine_zone()
    if terminal.is_asked():
        name = name or terminal.ask("Name of the series")
        id = id or (terminal.ask("Short id, for ever", default=initials_id(name)) if name else None)  # noqa: A001
        timezone = timezone or terminal.ask("Time zone", default=zone or "Europe/Amsterdam")
        country = country or terminal.ask("Country, two letters, for public holidays (empty: none)") or None
        every = every or terminal.ask('How often: "week", "2 weeks", "month" (empty: not decided yet)') or None
        if every:
            if _unit(every) == "month":
                weekday = weekday or terminal.ask("Which weekday of the month", default="first Monday")
            start = start or terminal.ask("First date, from which the steps are counted") or None
            time = time or terminal.ask("Time", default="16:00")
    if not name:
        raise Misused("a series needs a name", 'give --name "Algebra Seminar"')
    timezone = timezone or zone
    if timezone is None:
        raise Misused("this machine does not say its time zone", "give --timezone Europe/Amsterdam")
    today = work.now(timezone if timezone in terminal.zones() else "UTC").date()
    first, last = understood_day(start, today, "--start"), understood_day(end, today, "--end")
    new = NewSeries(
        series={
            "id": id or initials_id(name), "domain": domain or _domain(url, contact), "name": name,
            "short_name": short_name,
            "unit": unit, "institution": institution, "timezone": timezone, "country": country,
            "subdivision": subdivision, "language": language, "mode": mode, "url": url, "contact": contact,
        },
        schedule={
            "every": every, "weekday": weekday or _weekday(every, first), "time": time, "start": first, "end": last,
            "room": room,
        },
    )  # fmt: skip
    begin(work, path, starter(new))


def _domain(url: str | None, contact: str | None) -> str | None:
    """The domain of the page or the address: "https://www.utwente.nl/mds" is utwente.nl."""
    host = contact.rpartition("@")[2] if contact and "@" in contact else ""
    if url and "://" in url:
        host = url.split("://", 1)[1].split("/")[0].split("@")[-1].split(":")[0]
    return host.lower().removeprefix("www.") or None


def _weekday(every: str | None, first: dt.date | None) -> str | None:
    """The weekday of a weekly rule is that of its first date."""
    return WEEKDAYS[first.weekday()] if first and _unit(every) == "week" else None


def _unit(every: str | None) -> str | None:
    step = read_every(every) if every else None
    return step[1] if step else None
