"""What several commands share: options, and the reading of days."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

import typer

from semctl.dates import Unclear, read_day, read_slot
from semctl.problems import Misused

DayOption = str | None
JsonFlag = Annotated[bool, typer.Option("--json", help="For scripts; docs/json.md describes it.")]
WantedTalk = Annotated[str, typer.Argument(metavar="TALK", help='Its id, the beginning of it, its date, or "next".')]
WantedDay = Annotated[str, typer.Argument(metavar="DAY", help='As in "2026-05-25", "25 May" or "2026-10-12 15:00".')]


@dataclass(frozen=True, slots=True)
class Days:
    """A span of days, both ends included; None is open. True if either end is given."""

    first: dt.date | None
    last: dt.date | None

    def __bool__(self) -> bool:
        return self.first is not None or self.last is not None

    def include(self, day: dt.date) -> bool:
        """Whether a day lies in the span."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def read_days(first: str | None, last: str | None, today: dt.date) -> Days:
    """The span of --from and --to; raises Misused where a day is not understood."""
    days = Days(understood_day(first, today, "--from"), understood_day(last, today, "--to"))
    if days.first and days.last and days.first > days.last:
        raise Misused("--from is after --to", "exchange them")
    return days


def understood_day(text: str | None, today: dt.date, option: str) -> dt.date | None:
    """A day as people type it, or None where none is given; raises Misused naming the option."""
    if text is None:
        return None
    try:
        return read_day(text, today)
    except Unclear as unclear:
        raise Misused(f"{option}: {unclear.says}", unclear.hint) from unclear


def understood_slot(text: str, today: dt.date, option: str) -> tuple[dt.date, dt.time | None]:
    """A day with or without a time; raises Misused naming the option."""
    try:
        return read_slot(text, today)
    except Unclear as unclear:
        raise Misused(f"{option}: {unclear.says}", unclear.hint) from unclear
