"""What the duties of a series are told from: its programme, whose address is known, and its sent log."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from semctl import terminal
from semctl.duties.duty import Case
from semctl.outbox import logbook
from semctl.problems import Refused
from semctl.sent import Log, read
from semctl.workspace import Loaded, shown_path


def case(owner: Loaded, loaded: Sequence[Loaded], log: Log, now: dt.datetime) -> Case:
    """What tells the duties of a series; of several that are read together the first one writes their digest."""
    reachable = {talk for talk, notes in owner.notes.talks.items() if notes.get("email")}
    people = {person for person, notes in owner.notes.participants.items() if notes.get("email")}
    together = [each.programme for each in loaded] if owner is loaded[0] else []
    return Case(
        programme=owner.programme,
        log=log,
        now=now,
        reachable=reachable,
        together=together,
        several=len(loaded) > 1,
        people=people,
    )


def log_of(loaded: Loaded, text: str | None = None) -> Log:
    """The sent log of a series; Refused where a line is broken, for that may be the one that says "done".

    text: what it holds, where it has been read already.
    """
    log, problems = _read(loaded, text)
    if problems:
        raise Refused(problems[0], "mend it first, for it may be the line that says what has gone out")
    return log


def log_seen(loaded: Loaded) -> Log:
    """The sent log for looking only: broken lines are told and passed over."""
    log, problems = _read(loaded, None)
    for problem in problems:
        terminal.say(problem)
    return log


def _read(loaded: Loaded, text: str | None) -> tuple[Log, list[str]]:
    path = logbook.path_of(loaded.path)
    log, problems = read(logbook.text_of(path) if text is None else text)
    return log, [str(replace(each, file=shown_path(path))) for each in problems]
