"""The command line: one table of commands, the clock, and the one place where an error becomes words and an exit code.

Only the file of the command that was called is imported: the one late import of our own, and what keeps `list` from
paying for calendars and mail.
"""

import datetime as dt
import gc
import inspect
import os
import sys
import traceback
from collections.abc import Mapping
from importlib import import_module
from itertools import groupby
from types import MappingProxyType
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from semctl import terminal
from semctl.problems import ExitCode, FileErrors, SemctlError
from semctl.workspace import Workspace


class Command(NamedTuple):
    """A command: its file in commands/, its group in the help ("" keeps it off the first screen), its help line."""

    module: str
    group: str
    help: str


READING = "Reading seminar"
"""The group that the help shows where the file has one."""

COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        "list": Command("programme", "Programme", "The programme as a table: who speaks when, where, on what."),
        "next": Command("programme", "Programme", "The next talk, until it ends."),
        "show": Command("programme", "Programme", "All about one talk, and where each value comes from."),
        "add-talk": Command("talks", "Talks", "Add a talk: by questions on a terminal, or all by flags."),
        "edit-talk": Command("talks", "Talks", "Change what a talk says: title, abstract, speaker and the rest."),
        "move-talk": Command("talks", "Talks", "Take a talk to another slot."),
        "swap-talks": Command("talks", "Talks", "Exchange the slots of two talks."),
        "shift-talks": Command("talks", "Talks", "Move everyone from a day on some slots later."),
        "cancel-talk": Command("talks", "Talks", "Call a talk off; it stays in the file, and its slot is free."),
        "restore-talk": Command("talks", "Talks", "Take a cancellation back."),
        "remove-talk": Command("talks", "Talks", "Take a talk out of the file, after showing it."),
        "slots": Command("slots", "Slots", "The dates: regular, moved, extra, cancelled; free or taken; holidays."),
        "move-slot": Command("slots", "Slots", "Take a meeting with its talk to another day."),
        "edit-slot": Command("slots", "Slots", "Change what is different about one slot."),
        "set-room": Command("slots", "Slots", "Give one slot another room."),
        "skip-slot": Command("slots", "Slots", "Leave a slot out, or several days as a break."),
        "add-slot": Command("slots", "Slots", "A slot that the schedule does not give."),
        "skip-holidays": Command("slots", "Slots", "Leave out the slots on public holidays, after showing them."),
        "new-term": Command("slots", "Slots", "Begin a new term; the last one ends."),
        "announce": Command("notices", "Tell people", "The mails to the audience and to speakers, drafted."),
        "todo": Command("todo", "Tell people", "Who owes what by when: the mails that are due, and what is missing."),
        "templates": Command("templates", "Tell people", "What the mails are made from; copy one out to edit it."),
        "export": Command("share", "Share", "The calendar (.ics) that every calendar program reads the same."),
        "site": Command("site", "Share", "Web pages: the programme, a page for each talk, calendars and a feed."),
        "poster": Command("poster", "Share", "A sheet for the door: one talk on one page."),
        "publish": Command("publishing", "Share", "Keep a calendar on a server (CalDAV) as the file says."),
        "import": Command("intake", "File", "Take talks from a page, mail, table or calendar; or begin a series."),
        "init": Command("file", "File", "Start a series: a new seminars.toml, by questions or by flags."),
        "undo": Command("file", "File", "Take back the last change that semctl made."),
        "check": Command("file", "File", "Everything wrong with the file, and what is still to be done."),
        "roles": Command("reading", READING, "Who plays what: the whole table, one meeting, one person."),
        "assign-roles": Command("planning", READING, "Plan who plays what, and say how good the plan is."),
        "accept-roles": Command("planning", READING, "Write down who has accepted their roles; that is binding."),
        "swap-roles": Command("planning", READING, "Two people change places, in one meeting or in all to come."),
        "add-participant": Command("planning", READING, "Somebody comes; they get the seats that are free."),
        "drop-participant": Command("planning", READING, "Somebody leaves; the others change as little as can be."),
        "poll": Command("polling", READING, "When to meet: the candidates, ranked by who can come."),
        "attend": Command("attending", READING, "Who was there; what each has done and missed."),
        "schema": Command("plumbing", "", "The JSON Schema of the file, for editors."),
        "merge-file": Command("plumbing", "", "Merge two people's changes of a series, for git."),
    }
)

INTRODUCTION = """Run a seminar series from one text file: its dates, talks, announcement mails and calendar.

The file is seminars.toml, here or in a folder above. Start one with: semctl init
"""


class Semctl(TyperGroup):
    """The root: commands are found in the table, imported when called."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Read the clock, once, and begin the run; an empty command line asks for help."""
        if extra.get("obj") is None:
            extra["obj"] = Workspace(
                files=tuple(name for name in os.environ.get("SEMCTL_FILE", "").split(os.pathsep) if name),
                clock=dt.datetime.now(dt.UTC),
                now_text=os.environ.get("SEMCTL_NOW") or None,
            )
        return super().make_context(info_name, args or ["--help"], parent=parent, **extra)

    def list_commands(self, ctx: Any) -> list[str]:
        """The names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import the file of one command; None where there is no such command."""
        return load_command(cmd_name) if cmd_name in COMMANDS else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """A mistyped command is answered with the nearest one, from the table instead of loaded commands."""
        self.commands = dict.fromkeys(COMMANDS)  # type: ignore[assignment]
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands by group, without importing one."""
        hidden = ("",) if ctx.obj is not None and ctx.obj.has_reading() else ("", READING)
        shown = [row for row in COMMANDS.items() if row[1].group not in hidden]
        for group, rows in groupby(shown, key=lambda row: row[1].group):
            with formatter.section(group):
                formatter.write_dl([(name, command.help) for name, command in rows])

    def invoke(self, ctx: Any) -> Any:
        """Run the command; what the user must know becomes words on standard error and an exit code."""
        try:
            return super().invoke(ctx)
        except SemctlError as error:
            terminal.say(error_text(error))
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt as stopped:
            terminal.say(str(stopped) or "stopped; nothing was written")
            raise typer.Exit(130) from stopped
        except BrokenPipeError:
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - the reader has gone
            raise typer.Exit(ExitCode.DONE) from None


def error_text(error: SemctlError) -> str:
    """What to print of an error: each problem of a file on its own line, with a count at the end."""
    if not isinstance(error, FileErrors):
        return str(error)
    count = len(error.problems)
    lines = [str(problem) for problem in error.problems]
    return "\n".join([*lines, f"{count} error{'s' if count > 1 else ''}; nothing was done"])


def load_command(name: str) -> Any:
    """The command object of a row of the table, with the options that all commands share."""
    module = import_module(f"semctl.commands.{COMMANDS[name].module}")
    function = getattr(module, f"{name}_" if name in ("import", "list") else name.replace("-", "_"))
    single = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    single.command(name, help=f"{COMMANDS[name].help}\n\n{inspect.getdoc(function) or ''}")(function)
    command = get_command(single)
    assert isinstance(command, TyperCommand)
    command.params = [*command.params, *shared_options()]
    return command


def shared_options() -> list[TyperOption]:
    """-f/--file and --now, which stand before or after the command."""
    return [
        TyperOption(
            param_decls=["files", "-f", "--file"],
            type=str,
            multiple=True,
            metavar="FILE",
            expose_value=False,
            callback=_remember_files,
            help="The series file, if it is not the nearest seminars.toml; repeat it to read several together.",
        ),
        TyperOption(
            param_decls=["now", "--now"],
            type=str,
            metavar="WHEN",
            expose_value=False,
            callback=_remember_now,
            help='As if it were then: "2026-05-10" or "2026-05-10 14:00".',
        ),
    ]


def _remember_files(ctx: Any, _param: Any, value: Any) -> Any:
    if value:
        said_before = ctx.meta.setdefault("semctl.files", [])
        said_before.extend(value)
        ctx.obj.files = tuple(said_before)
    return value


def _remember_now(ctx: Any, _param: Any, value: Any) -> Any:
    if value is not None:
        ctx.obj.now_text = value
    return value


def _print_version(_ctx: Any, _param: Any, value: Any) -> Any:
    if value:
        from importlib.metadata import version  # 40 ms, for this option alone

        terminal.show(f"semctl {version('semctl')}")
        raise typer.Exit
    return value


def _root() -> Any:
    app = typer.Typer(cls=Semctl, rich_markup_mode=None, pretty_exceptions_enable=False, help=INTRODUCTION)
    app.callback()(lambda: None)
    root = get_command(app)
    version = TyperOption(
        param_decls=["version", "--version"],
        type=bool,
        is_flag=True,
        default=False,
        expose_value=False,
        is_eager=True,
        callback=_print_version,
        help="Show the version.",
    )
    root.params = [*shared_options(), version, *root.params]
    return root


app = _root()


def main() -> None:
    """The entry point: nothing but words and an exit code ever reaches the user."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure and (stream.encoding or "").lower() not in ("utf-8", "utf8"):
            reconfigure(encoding="utf-8")  # names and titles are UTF-8, whatever the locale says
    gc.disable()  # a run is short and makes few cycles; collecting costs a tenth of it, a third with large files
    try:
        app(prog_name="semctl")
    except Exception as error:
        if os.environ.get("SEMCTL_TRACEBACK"):
            traceback.print_exc()
        terminal.say(f"semctl failed: {type(error).__name__}: {error}")
        terminal.say("this is a mistake in semctl; SEMCTL_TRACEBACK=1 shows where, for a report")
        sys.exit(70)
