"""When the seminar can meet: answers of a poll read from a table, and the candidates ranked.

No reply is no "no": it counts neither for nor against a candidate.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from semctl.problems import Misused


class Answer(IntEnum):
    """What somebody says to a candidate."""

    NO = 0
    NONE = 1
    MAYBE = 2
    YES = 3


WORDS: Final[dict[str, Answer]] = {
    **dict.fromkeys(("yes", "ok", "oui", "ja", "si", "sì", "y", "✓"), Answer.YES),
    **dict.fromkeys(
        ("under reserve", "if need be", "if needed", "ifneedbe", "(ok)", "(yes)", "maybe", "sous réserve",
         "si nécessaire", "unter vorbehalt", "wenn nötig", "con riserva", "se necessario", "onder voorbehoud",
         "indien nodig"), Answer.MAYBE,
    ),
    **dict.fromkeys(("no", "non", "nein", "nee", "n"), Answer.NO),
    **dict.fromkeys(("", "-", "?", "no reply"), Answer.NONE),
}  # fmt: skip
COUNTS: Final = frozenset({"count", "total", "anzahl", "summe", "totale", "totaal"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Ballot:
    """One person's answers, in the order of the candidates."""

    who: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranked:
    """A candidate with its place. beaten_by: candidates that suit everybody as well and somebody better."""

    candidate: int
    missing: tuple[str, ...]
    come: int
    sure: int
    cannot: tuple[str, ...]
    silent: tuple[str, ...]
    beaten_by: tuple[int, ...]

    @property
    def key(self) -> tuple[int, int, int]:
        """What candidates are compared by: required people missing, then who can come, then who is sure."""
        return len(self.missing), -self.come, -self.sure


def ranked(ballots: Sequence[Ballot], candidates: int, required: frozenset[str] = frozenset()) -> tuple[Ranked, ...]:
    """The candidates, the best first; equal ones in the order of the list."""
    return tuple(sorted((_ranked(ballots, each, candidates, required) for each in range(candidates)), key=_sorting))


def _sorting(each: Ranked) -> tuple[tuple[int, int, int], int]:
    return each.key, each.candidate


def _ranked(ballots: Sequence[Ballot], candidate: int, candidates: int, required: frozenset[str]) -> Ranked:
    answers = {ballot.who: ballot.answers[candidate] for ballot in ballots}
    better = [
        other
        for other in range(candidates)
        if all(ballot.answers[other] >= ballot.answers[candidate] for ballot in ballots)
        and any(ballot.answers[other] > ballot.answers[candidate] for ballot in ballots)
    ]
    return Ranked(
        candidate=candidate,
        missing=tuple(sorted(who for who in required if answers.get(who, Answer.NONE) < Answer.MAYBE)),
        come=sum(answer >= Answer.MAYBE for answer in answers.values()),
        sure=sum(answer is Answer.YES for answer in answers.values()),
        cannot=tuple(who for who, answer in answers.items() if answer is Answer.NO),
        silent=tuple(who for who, answer in answers.items() if answer is Answer.NONE),
        beaten_by=tuple(better),
    )


def read_answers(text: str, where: str) -> tuple[Answer, ...]:
    """Answers as typed, parted by commas: "yes, no, if need be"."""
    found = [WORDS.get(" ".join(part.lower().split())) for part in text.split(",")]
    if None in found:
        unclear = text.split(",")[found.index(None)].strip()
        raise Misused(f'{where}: "{unclear}" is no answer', "write yes, no, if need be, or leave it empty")
    return tuple(answer for answer in found if answer is not None)


def read_table(text: str) -> tuple[tuple[str, ...], tuple[Ballot, ...]]:
    """The candidates and the ballots of a CSV file as Framadate and Doodle write it.

    Framadate has one line of candidates, or one of days and one of times; an empty cell there is no reply. Doodle has
    a title, lines of months, days and times whose repeated cells are empty, and says "OK", "(OK)", or no by nothing.
    Raises Misused where no line holds answers.
    """
    text = text.removeprefix("\ufeff")
    delimiter = max(",;\t", key=text.count)
    lines = [[cell.strip() for cell in line] for line in csv.reader(text.splitlines(), delimiter=delimiter)]
    lines = [line for line in lines if any(line)]
    votes = [number for number, line in enumerate(lines) if line[0] and _is_ballot(line)]
    if not votes:
        raise Misused(
            "there are no answers in the file", "export the poll as CSV: a line a person, yes and no in columns"
        )
    heads = [line for line in lines[: votes[0]] if not line[0] and any(line[1:])] or lines[
        max(0, votes[0] - 1) : votes[0]
    ]
    width = max((len(line) for line in heads), default=1)
    while width > 1 and not any(line[width - 1] for line in heads if len(line) >= width):
        width -= 1  # Framadate ends its lines with a comma
    says_ok = any(cell.lower() in ("ok", "(ok)") for number in votes for cell in lines[number][1:])
    ballots = [_ballot(lines[number], width - 1, says_ok=says_ok) for number in votes]
    return _candidates(heads, width), tuple(ballots)


def _is_ballot(line: Sequence[str]) -> bool:
    cells = [cell.lower() for cell in line[1:]]
    return line[0].lower() not in COUNTS and any(cells) and all(cell in WORDS for cell in cells)


def _ballot(line: Sequence[str], number: int, *, says_ok: bool) -> Ballot:
    cells = [*line[1 : number + 1], *[""] * (number - len(line) + 1)]
    empty = Answer.NO if says_ok and any(cells) else Answer.NONE
    return Ballot(who=line[0], answers=tuple(WORDS[cell.lower()] if cell else empty for cell in cells))


def _candidates(heads: Sequence[Sequence[str]], width: int) -> tuple[str, ...]:
    """The names of the columns: their cells from top to bottom, where an empty one repeats the one before it."""
    names: list[list[str]] = [[] for _ in range(width - 1)]
    for line in heads:
        before = ""
        for column in range(1, width):
            before = (line[column] if column < len(line) else "") or before
            names[column - 1].append(before)
    return tuple(" ".join(part for part in name if part) for name in names)
