"""Everything that looks wrong in the files of a run: what `check` tells, and what stops whatever leaves the machine."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from semctl import git
from semctl.checks import Look, look
from semctl.outbox import logbook
from semctl.problems import Grade, Problem
from semctl.public_holidays import names
from semctl.reading.rules import look_at_reading
from semctl.reading.seminar import seminar_of
from semctl.sent import read
from semctl.textchecks import look_at_texts
from semctl.workspace import Loaded, Workspace, shown_path

TOLD_BETTER: Final = {"control-character": "swallowed-tex", "unknown-key": "private-in-public"}
"""Codes that say nothing new where another check of the same value says why."""


def findings(work: Workspace) -> list[Problem]:
    """Everything wrong in the files of the run, each alone and against each other, in the order of their lines."""
    problems: list[Problem] = []
    loaded: list[Loaded] = []
    for path in work.paths():
        each, found = work.read(path)
        problems += found
        loaded += [each] if each else []
        problems += _of_log(each) if each else []
    looks, alone = [], []
    for each in loaded:
        holidays, unknown = names(each.book.series, sorted({slot.date.year for slot in each.programme.slots}))
        looks.append(Look(programme=each.programme, today=work.today(each.book), holidays=holidays))
        texts = look_at_texts(each.programme, each.document, each.notes)
        reading = look_at_reading(seminar_of(each.programme, work.now(each.book.series.timezone)))
        alone.append((*unknown, *texts, *reading, *_of_clone(each)))
    for each, own, found in zip(loaded, alone, look(looks), strict=True):
        problems += (one for one in each.located((*own, *found)) if one.code not in each.book.check.ignore)
    told = {(each.file, each.path) for each in problems if each.code in TOLD_BETTER.values()}
    kept = (each for each in problems if each.code not in TOLD_BETTER or (each.file, each.path) not in told)
    return sorted(kept, key=lambda problem: (problem.file, problem.line or 0))


def warnings(problems: Iterable[Problem], loaded: Loaded) -> tuple[Problem, ...]:
    """The warnings about a series file; `touches` of `checks` tells which talks each is about."""
    return tuple(each for each in problems if each.grade is Grade.WARNING and each.file == loaded.file)


def _of_log(loaded: Loaded) -> list[Problem]:
    """The lines of the sent log that cannot be understood."""
    path = logbook.path_of(loaded.path)
    if not path.exists() or "sent-log" in loaded.book.check.ignore:
        return []
    return [replace(each, file=shown_path(path)) for each in read(logbook.text_of(path))[1]]


def _of_clone(loaded: Loaded) -> list[Problem]:
    """Whether git here merges the file talk by talk, where its attributes ask for that."""
    folder_of, name = loaded.path.parent, loaded.path.name
    if not git.wants_driver(folder_of, name) or git.is_installed(folder_of) is not False:
        return []
    says, hint = "this clone does not merge it talk by talk yet", "semctl merge-file --install"
    return [Problem(code="no-merge-driver", says=says, hint=hint, grade=Grade.CHORE)]
