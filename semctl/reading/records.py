"""The nouns of a reading seminar, as frozen records that mirror its tables: papers, people, roles and rules.

As in `model`, a record's docstring is its documentation. They are made here and not there, because most series have no
such tables; what is wrong in them is found when a command asks for them.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from semctl.decode import Reader
from semctl.model import Book, Count, Ident, Known, Line, Prose, Seats, Url, one_or_more, place_in_file
from semctl.problems import Grade, Path, Problem


class PlanRule(StrEnum):
    """What a table of roles should keep, beside what always holds."""

    EQUAL_LOAD = "equal-load"
    EACH_ROLE = "each-role"
    NEW_PARTNERS = "new-partners"
    APART = "apart"


@dataclass(frozen=True, kw_only=True, slots=True)
class Role:
    """`[[reading.roles]]`: a part that people play.

    id: short and for ever; tables name the role by it.
    name: as it is printed.
    seats: how many people have it in a meeting, as 2, "1-2" or "2 or more"; 1 if unsaid.
    brief: what to do, in a few sentences; it goes to those who play the role.
    url: a page that says more.
    weight: how much a turn in it counts as work; 1 if unsaid.
    turns: how often one person may play it at most.
    """

    id: Ident
    name: Line
    seats: Seats = Seats(1, 1)
    brief: Prose | None = None
    url: Url | None = None
    weight: int = 1
    turns: int | None = None
    path: Path = place_in_file()


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """`[[reading.times]]`: a weekday and time at which the seminar may meet; `semctl poll` ranks them.

    weekday: as in "Monday".
    from_: when a meeting would begin.
    to: when it would end.
    room: where it would be.
    """

    weekday: Line
    from_: dt.time
    to: dt.time | None = None
    room: Line | None = None
    path: Path = place_in_file()


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """`[reading]`: how people read together: the roles, and what a plan of them is to keep.

    roles: the parts that people play, each a `[[reading.roles]]`.
    report: how long each person reports from their role, as in "5 min".
    rules: what `semctl check` warns of in a table of roles; what is left out is only mentioned.
    apart: turns of one person are so many meetings apart, where not everybody plays every time; 2 if unsaid.
    public_names: whether what is published names people; if not, they are numbers.
    misses: how many meetings one may miss.
    times: when the seminar may meet, while that is not decided, each a `[[reading.times]]`.
    term: the term, as in "Winter Semester 2023/24".
    format: the address of a page on this form of seminar.
    begins: when it begins, in words, as long as there are no dates.
    meetings: how many meetings there are to be.
    meeting: how long a meeting is, as in "90 min".
    registration: how one takes part, in a sentence.
    grading: what is asked for, in sentences.
    """

    roles: tuple[Role, ...] = ()
    report: dt.timedelta | None = None
    rules: tuple[PlanRule, ...] = one_or_more()
    apart: int = 2
    public_names: bool = False
    misses: Count | None = None
    times: tuple[Candidate, ...] = ()
    term: Line | None = None
    format: Url | None = None
    begins: Line | None = None
    meetings: int | None = None
    meeting: dt.timedelta | None = None
    registration: Prose | None = None
    grading: tuple[Line, ...] = one_or_more()


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """`[[papers]]`: what is read.

    id: short and for ever; meetings name the paper by it.
    title: of the paper.
    authors: each as printed, as in ["Jimmy Ba", "Rich Caruana"]; "others" stands for all further ones.
    editors: of the volume it is in, in the same form.
    venue: the journal or the proceedings.
    series: of which the volume is one.
    volume: its number.
    number: the issue.
    publisher: who published it.
    year: when it appeared.
    month: and in which month.
    pages: as in "249–256".
    url: where it can be read.
    doi: as in "10.1145/3446776".
    arxiv: as in "1312.6184".
    note: anything else.
    """

    id: Ident
    title: Known | None = None
    authors: tuple[Line, ...] = one_or_more()
    editors: tuple[Line, ...] = one_or_more()
    venue: Line | None = None
    series: Line | None = None
    volume: Line | None = None
    number: Line | None = None
    publisher: Line | None = None
    year: int | None = None
    month: Line | None = None
    pages: Line | None = None
    url: Url | None = None
    doi: Line | None = None
    arxiv: Line | None = None
    note: Line | None = None
    path: Path = place_in_file()


@dataclass(frozen=True, kw_only=True, slots=True)
class Participant:
    """`[[participants]]`: a person who takes part.

    id: short and for ever, a number perhaps; tables name the person by it.
    name: as it is printed; where the file is shared it may stand in the private one.
    away: the days on which they cannot come.
    vetoes: ids of roles that they will not play.
    wishes: what they would like: a role ("hacker"), a meeting by its paper or id ("ba14"), or both ("hacker in ba14").
    from_: the day from which they take part, if they joined later.
    until: the last day on which they take part, if they left.
    accepted: the day on which they accepted their roles, which no plan changes from then on.
    required: whether no time is any good without them.
    """

    id: Ident
    name: Line | None = None
    away: tuple[dt.date, ...] = one_or_more()
    vetoes: tuple[Ident, ...] = one_or_more()
    wishes: tuple[Line, ...] = one_or_more()
    from_: dt.date | None = None
    until: dt.date | None = None
    accepted: dt.date | None = None
    required: bool = False
    path: Path = place_in_file()


RECORDS: Final[Mapping[str, type]] = MappingProxyType(
    {"reading": Reading, "papers": Paper, "participants": Participant}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Readings:
    """All that the tables of a reading seminar say.

    problems: everything wrong in them; what could not be read is left out.
    """

    reading: Reading = field(default_factory=Reading)
    papers: tuple[Paper, ...] = ()
    participants: tuple[Participant, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What leaves the tables without a single meaning."""
        return tuple(problem for problem in self.problems if problem.grade is Grade.ERROR)


def readings_of(book: Book) -> Readings:
    """The records of a book's tables; nothing is raised."""
    reader = Reader(())
    data = book.reading
    reading: Reading | None = reader.table(Reading, data.get("reading", {}), ("reading",))
    papers: tuple[Paper, ...] = reader.array(Paper, data, "papers")
    participants: tuple[Participant, ...] = reader.array(Participant, data, "participants")
    for of_a_kind, what in (((reading or Reading()).roles, "role"), (papers, "paper"), (participants, "participant")):
        _ids_differ(reader, of_a_kind, what)
    return Readings(
        reading=reading or Reading(), papers=papers, participants=participants, problems=tuple(reader.problems)
    )


def _ids_differ(reader: Reader, records: tuple[Any, ...], what: str) -> None:
    first: dict[str, Any] = {}
    for each in records:
        other = first.setdefault(each.id, each)
        if other is not each:
            hint = f"give one another id; the other is {what} number {int(other.path[-1]) + 1} of the file"
            reader.error("duplicate-id", (*each.path, "id"), f'{what} "{each.id}"', f"two {what}s have this id", hint)
