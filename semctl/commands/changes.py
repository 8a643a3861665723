"""How every change ends: what changed, which notices are now due; or with --dry-run the lines that would change."""

from collections.abc import Callable, Collection
from difflib import unified_diff
from pathlib import PurePath
from typing import Annotated

import typer

from semctl import terminal
from semctl.commands.dues import case
from semctl.differences import differences
from semctl.duties.participants import named, with_news
from semctl.outbox import logbook
from semctl.problems import Grade, Misused
from semctl.sent import read
from semctl.todo import due_after
from semctl.tomltext.document import Document
from semctl.workspace import Loaded, Workspace, private_path, shown_path

DryRun = Annotated[bool, typer.Option("--dry-run", help="Print the lines that would change, and change nothing.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do it without asking, for scripts.")]


def carry_out(
    work: Workspace,
    intent: Callable[[Loaded], Document],
    *,
    notes: Callable[[Document], Document] | None = None,
    dry_run: bool,
) -> tuple[Loaded, Loaded]:
    """Apply an intent to the file, and notes to the private one, and say what it did; the file before and after."""
    before, after = work.change(intent, notes=notes, dry_run=dry_run)
    report(work, before, after, dry_run=dry_run)
    return before, after


def report(work: Workspace, before: Loaded, after: Loaded, *, dry_run: bool) -> None:
    """What a change did and what is due because of it; of a dry run the lines that would change."""
    if dry_run:
        lines = diff(before.document.text, after.document.text, before.file)
        lines += diff(before.private.text, after.private.text, shown_path(private_path(before.path)))
        terminal.show_lines(lines)
        if not lines:
            terminal.say("nothing would change")
        return
    for line in differences(before.programme, after.programme, before.notes, after.notes):
        terminal.show(line)
    dues = due_after(before.programme, after.programme, work.now(after.book.series.timezone), _announced(after))
    news = _news(work, after)
    if dues or news:
        terminal.show("notices now due:")
        for due in dues:
            command = f" ({due.command})" if due.command else ""
            terminal.show(f'  {due.to}: talk "{due.talk}" {due.says}{command}')
        if news:
            terminal.show(f"  {named(news)}: their turns have changed (semctl announce --kind roles --send)")
    known = {(problem.code, problem.where, problem.says) for problem in before.problems}
    for problem in after.problems:
        if problem.grade is Grade.WARNING and (problem.code, problem.where, problem.says) not in known:
            terminal.say(str(problem))


def _news(work: Workspace, after: Loaded) -> tuple[str, ...]:
    """The participants whose roles are no longer what they were told."""
    text = logbook.text_of(logbook.path_of(after.path)) if after.book.reading else ""
    if not text:
        return ()
    return with_news(case(after, [after], read(text)[0], work.now(after.book.series.timezone)))


def _announced(loaded: Loaded) -> Collection[str] | None:
    """The talks of which the audience has been told; None where no log knows."""
    text = logbook.text_of(logbook.path_of(loaded.path))
    return read(text)[0].announced(loaded.book.series.id) if text else None


def diff(before: str, after: str, file: str) -> list[str]:
    """The lines that change, as `git diff` shows them, line ends kept; of a file elsewhere with its bare name."""
    name = PurePath(file).name if PurePath(file).is_absolute() else PurePath(file).as_posix()
    end = "\t" if " " in name else ""  # so that patch sees where the name ends
    lines = []
    for line in unified_diff(_lines(before), _lines(after), f"a/{name}{end}", f"b/{name}{end}"):
        lines += [line] if line.endswith("\n") else [f"{line}\n", "\\ No newline at end of file\n"]
    return lines


def agreed(question: str, *, yes: bool, instead: str = "--dry-run to see it") -> bool:
    """Whether to go on: --yes, or a person who says so; Misused where nobody can be asked."""
    can_be_agreed(yes=yes, instead=instead)
    return yes or terminal.confirm(question)


def can_be_agreed(*, yes: bool, instead: str = "--dry-run to see it") -> None:
    """Misused where nobody can be asked, for commands that have much to do before they ask."""
    if not (yes or terminal.is_asked()):
        raise Misused("nobody can be asked here", f"add --yes to do it, or {instead}")


def _lines(text: str) -> list[str]:
    """The lines with their ends; no other character than a line feed parts them."""
    lines = [f"{line}\n" for line in text.split("\n")]
    return [*lines[:-1], *([lines[-1][:-1]] if lines[-1] != "\n" else [])]
