"""The public holidays of a country by name; the one module about the package that knows them."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from semctl.model import Series
from semctl.problems import Grade, Problem, did_you_mean

SHOWN = 20
_BRITISH = {"Pentecost": "Whit Sunday", "Pentecost Monday": "Whit Monday"}
"""What the package's American English calls otherwise."""
FIRST_YEAR, LAST_YEAR = 1900, 2100  # beyond, the package's rules are guesses


def names(series: Series, years: Iterable[int]) -> tuple[Mapping[dt.date, str], tuple[Problem, ...]]:
    """The names of the public holidays of the series' country, in the series' language where they are translated.

    A country or subdivision that is not known gives no names and a warning.
    """
    if series.country is None:
        return {}, ()
    import holidays  # 0.2 s, for series that name a country

    country = series.country.upper()
    regions = [code for code in holidays.list_supported_countries() if len(code) == 2]
    if country not in regions:
        hint = did_you_mean(country, regions) or 'write two letters, as in "NL" or "DE"'
        return {}, (_unknown("country", f'the public holidays of "{series.country}" are not known', hint),)
    subdivision, problems = series.subdivision, tuple[Problem, ...]()
    kind = holidays.country_holidays(country)
    if subdivision is not None and subdivision not in kind.subdivisions:
        known = kind.subdivisions
        hint = did_you_mean(subdivision, known) or f"known are {_some(known)}" if known else f"{country} has none"
        problems = (_unknown("subdivision", f'"{subdivision}" is not a part of {country}', hint),)
        subdivision = None
    found = holidays.country_holidays(
        country,
        subdiv=subdivision,
        years=[year for year in years if FIRST_YEAR <= year <= LAST_YEAR],
        language=_language(kind, series.language),
    )
    return {day: _BRITISH.get(name, name) for day, name in found.items()}, problems


def _some(codes: Sequence[str]) -> str:
    return ", ".join(codes[:SHOWN]) + (f" and {len(codes) - SHOWN} more" if len(codes) > SHOWN else "")


def _language(kind: Any, wanted: str) -> str | None:
    """A language the package has for the country: always named, or it would follow the process's locale."""
    default: str | None = kind.default_language
    fitting = [str(tag) for tag in kind.supported_languages if tag.split("_")[0] == wanted.split("-")[0]]
    return default if not fitting or default in fitting else fitting[0]


def _unknown(key: str, says: str, hint: str) -> Problem:
    return Problem(code=key, path=("series", key), where="series", says=says, hint=hint, grade=Grade.WARNING)
