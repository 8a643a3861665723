"""When the seminar can meet: the candidates ranked by the answers of people.

No reply is no "no": it counts neither for nor against a candidate.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum


class Answer(IntEnum):
    """What somebody says to a candidate."""

    NO = 0
    NONE = 1
    MAYBE = 2
    YES = 3


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
