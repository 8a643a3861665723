"""A rule in words, and how many days it fits: what the report of an import says of it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from semctl.dates import plain_day
from semctl.importing.found import Stated
from semctl.importing.rule import FEWEST, Fit
from semctl.languages import language


def words(fit: Fit, holidays: Mapping[dt.date, str], stated: Stated | None = None) -> str:
    """One line: the rule, or that there is none, and what is not as it says."""
    days = fit.named
    if fit.rhythm is None:
        why = "no rule fits them" if len(days) >= FEWEST else "too few for a rule"
        return f"dates: {len(days)} days one by one; {why}" if len(days) > 1 else f"dates: 1 day, {why}"
    on = sum(day == regular for regular, day in fit.days.items())
    fits = f"all {on} dates" if on == len(days) else f"{on} of {len(days)} dates"
    exceptions = ", ".join(_exceptions(fit, holidays))
    first, last = (plain_day(day, "en") for day in fit.span)
    line = f" (line {stated.line} says so)" if fit.is_stated and stated and stated.line else ""
    return f"rule: {_rule(fit)}, {first} to {last}{line}; fits {fits}{f'; {exceptions}' if exceptions else ''}"


def _rule(fit: Fit) -> str:
    """As in "every 2 weeks on Mondays at 16:00"."""
    assert fit.rhythm is not None
    names = language("en").weekdays
    if fit.rhythm.unit == "week":
        on = " and ".join(f"{names[day]}s" for day, _ in fit.rhythm.weekdays)
    else:
        on = " and ".join(f"the {each}" for each in fit.rhythm.weekday)
    times = " and ".join(f"{each:%H:%M}" for each in fit.time)
    return f"every {fit.rhythm.every} on {on}{f' at {times}' if times else ''}"


def _exceptions(fit: Fit, holidays: Mapping[dt.date, str]) -> Iterator[str]:
    if fit.extra:
        yield f"{len(fit.extra)} extra"
    if moved := [regular for regular, day in fit.days.items() if day not in (None, regular)]:
        yield f"{len(moved)} moved{_because(moved, holidays)}"
    if fit.retimed:
        yield f"{len(fit.retimed)} at another time"
    if gaps := [regular for regular, day in fit.days.items() if day is None]:
        yield f"{len(gaps)} not held{_because(gaps, holidays)}"
    for first, last in fit.pauses:
        yield f"none from {plain_day(first, 'en')} to {plain_day(last, 'en')}"


def _because(days: Iterable[dt.date], holidays: Mapping[dt.date, str]) -> str:
    """The holidays among days, each once."""
    names = list(dict.fromkeys(holidays[day] for day in days if day in holidays))
    return f" ({', '.join(names)})" if names else ""
