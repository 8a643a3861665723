"""Answers to a poll as others write them: typed in, as a table of Framadate or Doodle, or kept from before."""

import csv
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from semctl.problems import Misused
from semctl.reading.poll import Answer, Ballot
from semctl.reading.records import Candidate
from semctl.reading.times import called, meant

WORDS: Final[Mapping[str, Answer]] = {
    **dict.fromkeys(("yes", "ok", "oui", "ja", "si", "sì", "y", "✓"), Answer.YES),
    **dict.fromkeys(
        ("if need be", "under reserve", "if needed", "ifneedbe", "(ok)", "(yes)", "maybe", "sous réserve",
         "si nécessaire", "unter vorbehalt", "wenn nötig", "con riserva", "se necessario", "onder voorbehoud",
         "indien nodig"), Answer.MAYBE,
    ),
    **dict.fromkeys(("no", "non", "nein", "nee", "n"), Answer.NO),
    **dict.fromkeys(("", "-", "?", "no reply"), Answer.NONE),
}  # fmt: skip
TOLD: Final[Mapping[Answer, str]] = {Answer.YES: "yes", Answer.MAYBE: "if need be", Answer.NO: "no"}
COUNTS: Final = frozenset({"count", "total", "anzahl", "summe", "totale", "totaal"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A table of answers: its columns as they are headed, and a ballot for each person with an answer for each."""

    columns: tuple[str, ...]
    ballots: tuple[Ballot, ...]


def read_answers(text: str, where: str) -> tuple[Answer, ...]:
    """Answers as typed, parted by commas: "yes, no, if need be"."""
    return tuple(_answer(part, where) for part in text.split(","))


def _answer(text: str, where: str) -> Answer:
    found = WORDS.get(" ".join(text.lower().split()))
    if found is None:
        raise Misused(f'{where}: "{text.strip()}" is no answer', "write yes, no, if need be, or leave it empty")
    return found


def read_table(text: str) -> Sheet:
    """The columns and the ballots of a CSV file as Framadate and Doodle write it.

    Framadate has one line of candidates, or one of days and one of times; an empty cell there is no reply. Doodle has
    a title, lines of months, days and times whose repeated cells are empty, and says "OK", "(OK)", or no by nothing.
    Raises Misused where no line holds answers, and where a person's line holds something else.
    """
    delimiter = max(",;\t", key=text.count)
    lines = [[cell.strip() for cell in line] for line in csv.reader(text.splitlines(), delimiter=delimiter)]
    lines = [line for line in lines if any(line)]
    votes = [number for number, line in enumerate(lines) if line[0] and _is_ballot(line)]
    if not votes:
        raise Misused(
            "there are no answers in the file", "export the poll as CSV: a line a person, yes and no in columns"
        )
    above = [number for number, line in enumerate(lines[: votes[0]]) if not line[0]]
    first = above[-1] + 1 if above else votes[0]
    heads = [lines[number] for number in above] or lines[max(0, first - 1) : first]
    width = max((len(line) for line in heads), default=1)
    while width > 1 and not any(line[width - 1] for line in heads if len(line) >= width):
        width -= 1  # Framadate ends its lines with a comma
    people = lines[first:]
    end = next((number for number, line in enumerate(people) if line[0].lower() in COUNTS), len(people))
    people = [line for line in people[:end] if line[0]]
    says_ok = any(cell.lower() in ("ok", "(ok)") for line in people for cell in line[1:width])
    ballots = tuple(_ballot(line, width - 1, says_ok=says_ok) for line in people)
    return Sheet(columns=_columns(heads, width), ballots=ballots)


def _is_ballot(line: Sequence[str]) -> bool:
    cells = [cell.lower() for cell in line[1:]]
    return line[0].lower() not in COUNTS and any(cells) and all(cell in WORDS for cell in cells)


def _ballot(line: Sequence[str], number: int, *, says_ok: bool) -> Ballot:
    cells = [*line[1 : number + 1], *[""] * (number - len(line) + 1)]
    empty = Answer.NO if says_ok else Answer.NONE
    return Ballot(
        who=line[0], answers=tuple(_answer(cell, f"the answers of {line[0]}") if cell else empty for cell in cells)
    )


def _columns(heads: Sequence[Sequence[str]], width: int) -> tuple[str, ...]:
    """The names of the columns: their cells from top to bottom, where an empty one repeats the one before it."""
    names: list[list[str]] = [[] for _ in range(width - 1)]
    for line in heads:
        before = ""
        for column in range(1, width):
            before = (line[column] if column < len(line) else "") or before
            names[column - 1].append(before)
    return tuple(" ".join(part for part in name if part) for name in names)


def by_candidate(
    sheet: Sheet, times: Sequence[Candidate], before: Sequence[Ballot], today: dt.date
) -> tuple[Sheet, tuple[str, ...]]:
    """A table with its columns as the candidates stand in the file, and the columns that are none of them.

    They go by weekday and time, whatever their order; where a candidate has no column, answers from before stay.
    Misused where none fits, or two are the same candidate.
    """
    places = [meant(times, column, today) for column in sheet.columns]
    for place in {place for place in places if place is not None}:
        if places.count(place) > 1:
            same = [column for column, its in zip(sheet.columns, places, strict=True) if its == place]
            raise Misused(
                f'the columns "{same[0]}" and "{same[1]}" are both {called(times[place])}', "leave one of them in"
            )
    if all(place is None for place in places):
        shown = ", ".join(f'"{column}"' for column in sheet.columns)
        raise Misused(
            f"no column of the answers is a candidate: {shown}",
            f"head them as in [[reading.times]]: {', '.join(map(called, times))}",
        )
    columns = {place: number for number, place in enumerate(places) if place is not None}
    kept_before = {each.who: each.answers for each in before}
    ballots = []
    for each in sheet.ballots:
        answers = list(kept_before.get(each.who, (Answer.NONE,) * len(times)))
        for place, number in columns.items():
            answers[place] = each.answers[number]
        ballots.append(Ballot(who=each.who, answers=tuple(answers)))
    others = tuple(column for column, place in zip(sheet.columns, places, strict=True) if place is None)
    return Sheet(columns=tuple(map(called, times)), ballots=tuple(ballots)), others


# --- kept in the private file ---


def kept(table: object, times: Sequence[Candidate], today: dt.date) -> tuple[tuple[Ballot, ...], tuple[str, ...]]:
    """The ballots in a table of private notes, and the times in it that are no candidates any more.

    Misused where the table is none, or an answer is none.
    """
    ballots, others = [], dict[str, None]()
    for who, said in _table(table, "poll").items():
        answers = [Answer.NONE] * len(times)
        for name, word in _table(said, f"poll: {who}").items():
            place = meant(times, name, today)
            if place is None:
                others[name] = None
            else:
                answers[place] = _answer(str(word), f"the answers of {who}")
        ballots.append(Ballot(who=who, answers=tuple(answers)))
    return tuple(ballots), tuple(others)


def _table(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise Misused(f"the private notes of the series: {where} is no table", 'as in 3 = { "Monday 16:30" = "yes" }')
    return value


def to_keep(ballot: Ballot, times: Sequence[Candidate]) -> dict[str, str]:
    """A ballot as the private file holds it: a word for each candidate that was answered."""
    return {
        called(time): TOLD[answer]
        for time, answer in zip(times, ballot.answers, strict=True)
        if answer is not Answer.NONE
    }
