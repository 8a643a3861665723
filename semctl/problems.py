"""Problems with their line and grade, the errors that carry them, and the exit codes.

Knows nothing of files, dates or seminars: only how something wrong is said.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

Path = tuple[str | int, ...]
"""Where in the file: table names, keys and 0-based indices, as in ("talks", 3, "title")."""


class ExitCode(IntEnum):
    """What the process answers."""

    DONE = 0
    FOUND = 1  # `check` found problems
    USAGE = 2
    UNREADABLE = 3  # the file has errors or cannot be read
    REFUSED = 4  # a taken slot, a changed file, something would be lost
    OUTSIDE = 5  # the outside world failed


class Grade(StrEnum):
    """How bad a problem is.

    ERROR: the file has no single meaning. WARNING: the meaning is plain, something looks wrong.
    CHORE: nothing is wrong, something is still to be done.
    """

    ERROR = "error"
    WARNING = "warning"
    CHORE = "chore"


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One thing wrong, with what to do about it.

    grade: how bad. code: short and stable, what `[check] ignore` names ("no-room").
    where: the thing in its owner's words ('talk "kim"', "schedule"); may be empty.
    says: what is wrong, lower case, no full stop. hint: what to do; may be empty.
    path: where in the file, for the line. line: 1-based, filled in when the file's text is at hand.
    file: the file's name as the user gave it. day: the one day that it is about, as ISO text, where the path says less.
    """

    code: str
    says: str
    where: str = ""
    hint: str = ""
    grade: Grade = Grade.WARNING
    path: Path = field(default=(), repr=False)
    line: int | None = None
    file: str = ""
    day: str = field(default="", repr=False)

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.line else f"{self.file}: " if self.file else ""
        grade = f"{self.grade}: " if self.grade is not Grade.ERROR else ""
        where = f"{self.where}: " if self.where else ""
        hint = f"; {self.hint}" if self.hint else ""
        return f"{place}{grade}{where}{self.says}{hint}"


def did_you_mean(word: str, known: Iterable[str], *, likeness: float = 0.6) -> str:
    """The question after the nearest known word, or nothing where none is near."""
    from difflib import get_close_matches  # 3 ms, only for those who mistype

    close = get_close_matches(word, list(known), n=1, cutoff=likeness)
    return f'did you mean "{close[0]}"?' if close else ""


class SemctlError(Exception):
    """Something the user must know, in their words, with what to do next.

    says: one sentence without a full stop. hint: the next step; may be empty.
    """

    exit_code = ExitCode.UNREADABLE

    def __init__(self, says: str, hint: str = "") -> None:
        super().__init__(says, hint)
        self.says = says
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.says}\n{self.hint}" if self.hint else self.says


class Misused(SemctlError):
    """The command line asks for something that cannot be meant."""

    exit_code = ExitCode.USAGE


class Unreadable(SemctlError):
    """A file cannot be found, read or written."""

    exit_code = ExitCode.UNREADABLE


class Refused(SemctlError):
    """What was asked would take, lose or overwrite something."""

    exit_code = ExitCode.REFUSED


class OutsideFailed(SemctlError):
    """A server, a program or a device did not do its part."""

    exit_code = ExitCode.OUTSIDE


class FileErrors(SemctlError):
    """The file has no single meaning: the whole list of what is wrong with it."""

    exit_code = ExitCode.UNREADABLE

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
