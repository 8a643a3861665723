"""What `export --format json` gives, read back: the tables of a series file, to the last key.

What no series file could hold is left out and named; all else is as it was.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from semctl.dates import write_duration
from semctl.decode import PRIVATE_TABLES, keys_of
from semctl.importing.cleaning import without_surrogates
from semctl.importing.found import Found, FoundTalk, Kind, Meeting, Remark
from semctl.importing.given import Given
from semctl.importing.whole_file import whole_file
from semctl.model import Join, Talk
from semctl.parse import RECORDS, parse
from semctl.problems import Grade, Path, Problem, did_you_mean
from semctl.programme import Entry, arrange
from semctl.reading.records import RECORDS as READING
from semctl.recurrence import SETTING
from semctl.tomltext.document import Document

FORMAT: Final = 1
"""The number of the form, as its key `semctl` says it; a later one says more."""
OF_SLOT: Final = ("start", "end", "end_assumed", "room")
"""What a talk says of its slot, for those who read no schedules; it is told anew of the schedule."""

_RECORDS: Final[Mapping[str, type]] = {**RECORDS, **READING}
_SEVERAL: Final = frozenset({"organizers", "breaks", "overrides", "talks", "papers", "participants"})
_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_SECONDS: Final = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d:(?!00)[0-5]\d")
_NO_VALUES: Final = frozenset({"id", "date", "at", "uid", "private", *OF_SLOT})
_ROUNDS: Final = 5
"""How often what is wrong is taken out; one mistake may hide another."""


def recognises(given: Given) -> bool:
    """Whether the content is a series, or several, as semctl hands them over."""
    return bool(given.json and _series(given.json.value))


def _series(value: Any) -> list[Mapping[str, Any]]:
    several = value if isinstance(value, list) else [value]
    return [each for each in several if isinstance(each, Mapping) and "semctl" in each]


def read(given: Given) -> Found:
    """One series of those that are there: the one that it goes into, else the first."""
    assert given.json
    several = _series(given.json.value)
    told = next((each for each in several if given.series and _id(each) == given.series), several[0])
    reader = _Tables()
    if given.json.broke:
        reader.remarks.append(given.json.broke)
    if told["semctl"] != FORMAT:
        reader.note("a later semctl has made it: what this one does not know is left out", Kind.ODD)
    for other in several:
        if other is not told:
            reader.note(f'series "{_id(other)}": one is taken at a time; export it alone, or name it with --id')
    file = reader.file(told)
    book = None
    for _ in range(_ROUNDS):
        parsed = parse(Document.read(whole_file(file)))
        book = parsed.book
        errors = [each for each in parsed.problems if each.grade is Grade.ERROR and each.path[1:]]
        if not errors:
            break
        reader.leave_out(file, errors)
    assert book
    for talk in book.talks:
        file["talks"][talk.path[1]] = {"id": str(talk.id), **file["talks"][talk.path[1]]}
    known = {str(entry.talk.id): entry for entry in arrange(book, given.today).entries}
    zone = None if given.series == _id(told) else file.get("series", {}).get("timezone")
    talks = [_talk(known[talk.id], file["talks"][talk.path[1]], zone) for talk in book.talks]
    return Found(
        what="a series of semctl's (JSON)",
        series={key: value for key, value in file.get("series", {}).items() if key != "private"},
        talks=tuple(talks),
        rooms=file.get("rooms", {}),
        file=file,
        is_whole=True,
        remarks=tuple(reader.remarks),
    )


def _id(told: Mapping[str, Any]) -> Any:
    series = told.get("series")
    return series.get("id") if isinstance(series, Mapping) else None


def _talk(entry: Entry, table: Mapping[str, Any], zone: str | None) -> FoundTalk:
    """A talk with its meeting as the schedule has it."""
    slot = entry.slot
    setting = {key: _written(value) for key in SETTING if slot and (value := getattr(slot, key)) is not None}
    time = slot.time if slot else None
    meeting = Meeting(date=entry.date, time=time, zone=zone, setting=setting) if entry.date else None
    return FoundTalk(
        values={key: value for key, value in table.items() if key not in _NO_VALUES},
        meeting=meeting,
        uid=table.get("uid"),
        id=str(entry.talk.id),
        is_exact=True,
    )


def _written(value: Any) -> Any:
    """A setting as an override has it."""
    if isinstance(value, dt.timedelta):
        return write_duration(value)
    if isinstance(value, Join):
        told = {"url": value.url, "passcode": value.passcode, "show": str(value.show)}
        return {key: each for key, each in told.items() if each is not None}
    return str(value)


class _Tables:
    """Makes tables of what JSON gives and notes what is left out."""

    def __init__(self) -> None:
        self.remarks: list[Remark] = []

    def note(self, says: str, kind: Kind = Kind.LEFT_OUT) -> None:
        """Note something of the source as a whole."""
        self.remarks.append(Remark(says=says, kind=kind))

    def file(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """The tables of a series file, in their order; days as days."""
        for name in sorted(told.keys() - _RECORDS.keys() - {"semctl"}):
            self.note(_not_known("", name, _RECORDS))
        file: dict[str, Any] = {}
        for name, record in _RECORDS.items():
            value = told.get(name)
            if value is None:
                continue
            if name == "rooms" and isinstance(value, Mapping):
                file[name] = {
                    without_surrogates(room): self._table(record, each, f"{name}.{room}")
                    for room, each in value.items() if isinstance(each, Mapping)
                }  # fmt: skip
            elif name in _SEVERAL or (name == "schedule" and isinstance(value, list)):
                file[name] = list(self._tables(record, value, name))
            elif isinstance(value, Mapping):
                file[name] = self._table(record, value, name)
            else:
                self.note(f"{name} is no table")
        return file

    def _tables(self, record: type, value: Any, where: str) -> Iterator[dict[str, Any]]:
        for number, each in enumerate(value if isinstance(value, list) else [value], 1):
            called = each.get("id") if isinstance(each, Mapping) else None
            place = f'{where} "{called}"' if called else f"{where} number {number}"
            if isinstance(each, Mapping):
                yield self._table(record, each, place)
            else:
                self.note(f"{place} is no table")

    def _table(self, record: type, table: Mapping[str, Any], where: str) -> dict[str, Any]:
        keys = keys_of(record)
        made: dict[str, Any] = {}
        for key, value in table.items():
            form = keys.get(key)
            if value is None or (record is Talk and key in OF_SLOT):
                continue
            if key == "private" and where.split()[0] in PRIVATE_TABLES:
                made[key] = _plain(value, days=True)
            elif form is None:
                self.note(_not_known(f"{where}: ", key, keys))
            elif form.record and isinstance(value, list):
                made[key] = list(self._tables(form.record, value, f"{where}, {key}"))
            elif form.record and isinstance(value, Mapping):
                made[key] = self._table(form.record, value, f"{where}, {key}")
            else:
                made[key] = _plain(value, days=form.kind is dt.date, times=form.kind is dt.time)
        return made

    def leave_out(self, file: dict[str, Any], errors: list[Problem]) -> None:
        """Take out what is wrong; of several tables the last first, so that the places of the others stay."""
        for each in sorted(errors, key=lambda each: [str(part).zfill(9) for part in each.path], reverse=True):
            if _without(file, each.path):
                self.note(f"{each.where}: {each.says}")


def _not_known(where: str, key: str, known: Mapping[str, Any]) -> str:
    hint = did_you_mean(key.lower(), tuple(known))
    return f'{where}unknown key "{key}"' + (f"; {hint}" if hint else "")


def _plain(value: Any, *, days: bool, times: bool = False) -> Any:
    """A value as a file holds it; no null. days: texts that are days are days. times: the same, to the second."""
    if isinstance(value, str):
        if times and _SECONDS.fullmatch(value):
            return dt.time.fromisoformat(value)
        return _day(value) if days and _ISO_DAY.fullmatch(value) else without_surrogates(value)
    if isinstance(value, list):
        return [_plain(each, days=days, times=times) for each in value if each is not None]
    if isinstance(value, Mapping):
        told = value.items()
        return {without_surrogates(key): _plain(each, days=days) for key, each in told if each is not None}
    return value


def _day(text: str) -> dt.date | str:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return text


def _without(file: dict[str, Any], path: Path) -> bool:
    """Take out what stands at a path; whether it was there."""
    inside: Any = file
    for part in path[:-1]:
        try:
            inside = inside[part]
        except (KeyError, IndexError, TypeError):
            return False
    try:
        del inside[path[-1]]
    except (KeyError, IndexError, TypeError):
        return False
    return True
