"""How every new series file comes into its folder: `init` and `import --into`."""

from dataclasses import replace
from pathlib import Path

from semctl import folder, git, store, terminal
from semctl.outbox import logbook
from semctl.problems import Misused, Refused
from semctl.workspace import Workspace, private_path, shown_path


def check_is_new(path: Path, hint: str) -> None:
    """Refused where something has that name."""
    if path.exists() or path.is_symlink():
        raise Refused(f"{path} is there already", hint)


def begin(work: Workspace, path: Path, text: str, further: str = "semctl slots, semctl add-talk") -> None:
    """Write the file, whole or not at all, and what git has to know of it; Misused where it would have errors.

    further: the commands to go on with.
    """
    loaded, problems = work.understand(path, text.encode())
    if loaded is None:
        wrong = "\n".join(str(replace(problem, file="", line=None)) for problem in problems)
        raise Misused(f"the series would not be right:\n{wrong}", "nothing was written")
    store.create(path, text.encode())
    terminal.say(f"wrote {shown_path(path)}; next: {further}")
    ignored = folder.add_line(path.parent / ".gitignore", private_path(path).name)
    if ignored:
        terminal.say(f"added {private_path(path).name} to .gitignore: private notes stay out of git")
    if folder.add_line(path.parent / ".gitattributes", git.attributes_line(path.name, new=True)):
        terminal.say("wrote .gitattributes: a diff in git names the talk")
    folder.add_line(path.parent / ".gitattributes", git.log_line(logbook.path_of(path).name))
    if git.install(path.parent):
        terminal.say("git here merges the file talk by talk; in other clones: semctl merge-file --install")
