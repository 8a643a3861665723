"""The texts and what a careful person would type from each, as it stands in the .toml beside it.

A .toml holds `talks`, each with its date (or `refused`: why none may be taken), time, room, speaker or speakers,
affiliation or affiliations, title, abstract (how it begins and how it ends, with " … " between), status, duration,
join and passcode; a key that is missing means that the text does not say it. Where a person could as well type
something else, a list names all that will do, with "" where nothing will do too. `weekday` is the one that the text
names. `off` are days that the text says are without a talk, `free` those whose talk is still open; `allowed` may be
taken or left. `today` is the day of the reading, if not TODAY.
"""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from semctl.importing import sources
from semctl.importing.found import Found
from semctl.importing.given import Given
from semctl.problems import Unreadable

FOLDER: Final = Path(__file__).parent
TODAY: Final = dt.date(2026, 11, 22)
LANGUAGES: Final = ("en", "de", "it", "nl", "fr")


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """One text and what is expected of it."""

    path: Path
    language: str
    talks: tuple[Mapping[str, Any], ...]
    off: tuple[dt.date, ...]
    free: tuple[dt.date, ...]
    allowed: tuple[dt.date, ...]
    today: dt.date

    @property
    def days(self) -> frozenset[dt.date]:
        """Every day that may be taken."""
        talks = (talk["date"] for talk in self.talks if "date" in talk)
        return frozenset((*talks, *self.off, *self.free, *self.allowed))

    def read(self) -> Found:
        """What semctl finds in it, by the wall clock of the place; nothing where it refuses the text."""
        given = Given(name=self.path.name, data=self.path.read_bytes(), today=self.today, zone="Europe/Berlin")
        try:
            return sources.read(given).in_zone("Europe/Berlin")
        except Unreadable as refusal:
            return Found(what=str(refusal))


def texts() -> tuple[Text, ...]:
    """All of them, in order of their names."""
    return tuple(_text(path) for path in sorted(FOLDER.glob("??-*.toml")))


def _text(path: Path) -> Text:
    expected = tomllib.loads(path.read_text("utf-8"))
    (source,) = (each for each in path.parent.glob(f"{path.stem}.*") if each != path)
    days = {name: tuple(expected.get(name, ())) for name in ("off", "free", "allowed")}
    return Text(
        path=source,
        language=expected["language"],
        talks=tuple(expected["talks"]),
        today=expected.get("today", TODAY),
        **days,
    )
