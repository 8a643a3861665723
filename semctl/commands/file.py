"""`init` and `check`: a series file begins, and is looked over."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from semctl import folder, listing, store, terminal
from semctl.checks import Look, look
from semctl.commands.options import JsonFlag, understood_day
from semctl.parse import ascii_id
from semctl.problems import ExitCode, Grade, Misused, Problem, Refused
from semctl.public_holidays import names
from semctl.recurrence import read_every
from semctl.starter import NewSeries, starter
from semctl.workspace import FILE, Loaded, Workspace, private_path, shown_path

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def check(
    ctx: typer.Context,
    strict: Annotated[bool, typer.Option("--strict", help="Chores count too.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Exits with 1 if there are errors or warnings, and on chores with --strict.

    Errors: the file has no single meaning. Warnings: something looks wrong. Chores: something is
    still to be done. A code under [check] ignore = ["no-room"] is left out.

    Example: semctl check --strict
    """
    work: Workspace = ctx.obj
    problems: list[Problem] = []
    loaded: list[Loaded] = []
    for path in work.paths():
        each, found = work.read(path)
        problems += found
        loaded += [each] if each else []
    looks, more = [], []
    for each in loaded:
        holidays, unknown = names(each.book.series, sorted({slot.date.year for slot in each.programme.slots}))
        looks.append(Look(programme=each.programme, today=work.today(each.book), holidays=holidays))
        more.append(unknown)
    for each, found, unknown in zip(loaded, look(looks), more, strict=True):
        problems += each.located((*unknown, *found))
    problems.sort(key=lambda problem: (problem.file, problem.line or 0))
    if as_json:
        terminal.show_json([listing.problem_json(problem) for problem in problems])
    else:
        for problem in problems:
            terminal.show(str(problem))
        terminal.say(_summary(problems))
    counted = [problem for problem in problems if strict or problem.grade is not Grade.CHORE]
    if counted:
        raise typer.Exit(ExitCode.FOUND)


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
    if path.exists() or path.is_symlink():
        raise Refused(f"{path} is there already", '"semctl check" looks it over; -f names another file')
    zone = timezone or terminal.machine_zone()
    if terminal.is_asked():
        name = name or terminal.ask("Name of the series")
        id = id or (terminal.ask("Short id, for ever", default=_made_id(name)) if name else None)  # noqa: A001
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
            "id": id or _made_id(name), "domain": domain or _domain(url, contact), "name": name,
            "short_name": short_name,
            "unit": unit, "institution": institution, "timezone": timezone, "country": country,
            "subdivision": subdivision, "language": language, "mode": mode, "url": url, "contact": contact,
        },
        schedule={
            "every": every, "weekday": weekday or _weekday(every, first), "time": time, "start": first, "end": last,
            "room": room,
        },
    )  # fmt: skip
    text = starter(new)
    loaded, problems = work.understand(path, text.encode())
    if loaded is None:
        wrong = "\n".join(str(replace(problem, file="", line=None)) for problem in problems)
        raise Misused(f"the series would not be right:\n{wrong}", "nothing was written")
    store.create(path, text.encode())
    terminal.say(f"wrote {shown_path(path)}; next: semctl slots, semctl add-talk")
    ignored = folder.add_line(path.parent / ".gitignore", private_path(path).name)
    if ignored:
        terminal.say(f"added {private_path(path).name} to .gitignore: private notes stay out of git")


def _made_id(name: str) -> str:
    """The initials of a name of several words, else the name itself: "Algebra Seminar" is as."""
    all_words = ascii_id(name).split("-")
    words = [word for word in all_words if word not in ("the", "of", "on", "and", "in", "for", "a")] or all_words
    return "".join(word[0] for word in words) if len(words) > 2 else "-".join(words)


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
