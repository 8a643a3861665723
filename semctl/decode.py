"""TOML values → records, field by field: the annotations of `model` are the schema.

Gathers everything wrong; knows no table by name but for what belongs elsewhere.
"""

import datetime as dt
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from enum import Enum
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from semctl import model
from semctl.dates import YEARS, Unclear, read_duration, read_time
from semctl.idents import FIT, ascii_id
from semctl.languages import is_tba
from semctl.problems import Grade, Path, Problem, did_you_mean
from semctl.tomltext.document import BROKEN
from semctl.tomltext.patterns import late

PRIVATE_TABLES = frozenset({"series", "talks", "participants"})
"""Records that may hold a `private` table."""

LONGEST = 366
"""Days that a notice can be due before or after a talk."""

_ONE_ADDRESS = r"[^\s@<>,;\"]+@[^\s@<>,;\"]+\.[^\s@<>,;\"]+"
_ADDRESSES = {model.Email: late(_ONE_ADDRESS), model.Sender: late(rf"[^<>@]*<{_ONE_ADDRESS}>|{_ONE_ADDRESS}")}
_COLOUR = late(r"#(?:[0-9A-Fa-f]{3}){1,2}")
_SEATS = late(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3})|\s*\+|\s+or\s+more)?")
MOST_SEATS = 999
_CONTROLS = dict.fromkeys({*range(0x20), *range(0x7F, 0xA0)} - {ord("\n"), ord("\t")})


def without_controls(text: str) -> str:
    """The text without control characters; line ends and tabs stay."""
    return text.translate(_CONTROLS)


def problem(code: str, path: Path, where: str, says: str, hint: str = "", grade: Grade = Grade.ERROR) -> Problem:
    """A problem of the file, an error if nothing else is said."""
    return Problem(code=code, path=path, where=where, says=says, hint=hint, grade=grade)


class Reader:
    """Reads tables into records and gathers what is wrong with them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)

    def tables(self, data: Mapping[str, Any], name: str, where: Path = ()) -> list[tuple[int, Mapping[str, Any]]]:
        """The tables of an array with their indices; what is none of them is said."""
        array = data.get(name, [])
        if array is BROKEN:
            return []
        dotted = ".".join([*(part for part in where if isinstance(part, str)), name])
        if not isinstance(array, list):
            got = "a single table" if isinstance(array, dict) else shown(array)
            self.error(
                "type", (*where, name), dotted, f"expected [[{dotted}]], got {got}", f"write [[{dotted}]] above each"
            )
            return []
        found: list[tuple[int, Mapping[str, Any]]] = []
        for index, table in enumerate(array):
            if isinstance(table, dict):
                found.append((index, table))
            elif table is not BROKEN:
                says = f"expected a table, got {shown(table)}"
                self.error("type", (*where, name, index), dotted, says, f"write [[{dotted}]] above each")
        return found

    def array(self, record: type, data: Mapping[str, Any], name: str, where: Path = ()) -> tuple[Any, ...]:
        """The records of an array of tables, without those that could not be read."""
        tables = self.tables(data, name, where)
        read = (self.table(record, table, (*where, name, index)) for index, table in tables)
        return tuple(each for each in read if each is not None)

    def table(self, record: type, table: object, path: Path) -> Any:
        """The record that the table says, or None where something required is missing or broken."""
        if table is BROKEN:
            return None
        if not isinstance(table, dict):
            says = f"expected a table, got {shown(table)}"
            self.error("type", path, _where(table, path), says, "write its keys below a header")
            return None
        keys = keys_of(record)
        values: dict[str, Any] = {"path": path} if _has_path(record) else {}
        for key, value in table.items():
            form = keys.get(key)
            if form is None:
                self._private_or_unknown(table, key, path, tuple(keys))
                continue
            read = form.plain(value)
            if read is None:
                where = _where(table, path)
                read = self._value(form, value, (*path, key), f"{where}, {key}" if where else key)
            if read is not None:
                values[form.name] = read
        if missing := [key for key in _required(record) if keys[key].name not in values]:
            self._missing(table, missing, path)
            return None
        return record(**values)

    def _private_or_unknown(self, table: Mapping[str, Any], key: str, path: Path, known: Sequence[str]) -> None:
        """Say what is wrong with a key that the record does not have."""
        if key != "private" or path[0] not in PRIVATE_TABLES:
            self.unknown_key((*path, key), _where(table, path), key, known)
        elif not isinstance(table[key], dict) and table[key] is not BROKEN:
            says = f"private: expected a table, got {shown(table[key])}"
            self.error("type", (*path, key), _where(table, path), says)

    def _missing(self, table: Mapping[str, Any], missing: Sequence[str], path: Path) -> None:
        """Say which required keys are not there or say nothing; of what is wrong in another way that was said."""
        for key in missing:
            hint = _EXAMPLES.get(key, f"write {key} = …")
            if key not in table:
                self.error("missing-key", path, _where(table, path), f'"{key}" is missing', hint)
            elif isinstance(table[key], str) and not without_controls(table[key]).strip():
                self.error("missing-key", (*path, key), _where(table, path), f'"{key}" is empty', hint)

    def _value(self, form: "Form", value: object, path: Path, where: str) -> Any:
        """The value in the form the field wants, or None after saying what is wrong."""
        if value is BROKEN:
            return None
        if form.mapping:
            table = self._of_type(value, dict, path, where, "a table")
            one = replace(form, mapping=False)
            read_items = {key: self._value(one, each, (*path, key), where) for key, each in (table or {}).items()}
            return {key: each for key, each in read_items.items() if each is not None}
        if form.many and not (form.record and isinstance(value, list)):
            if not isinstance(value, list):
                if not form.one:
                    self.error("type", path, where, f"expected an array, got {shown(value)}", "put it in [ ]")
                    return None
                value = [value]
            read = [self._single(form, each, path, where) for each in value]
            return tuple(each for each in read if each is not None)
        if form.many and form.record:
            return self.array(form.record, {str(path[-1]): value}, str(path[-1]), path[:-1])
        return self._single(form, value, path, where)

    def _single(self, form: "Form", value: object, path: Path, where: str) -> Any:
        if value is BROKEN:
            return None
        if form.record:
            return self.table(form.record, value, path)
        kind = form.kind
        if isinstance(kind, type) and issubclass(kind, Enum):
            return self._choice(kind, value, path, where)
        if kind in _TEXTS:
            text = self._of_type(value, str, path, where, "text")
            return None if text is None else self._text(kind, text, path, where)
        return _READERS[kind](self, value, path, where)

    # --- single values ---

    def _of_type(self, value: object, wanted: type, path: Path, where: str, name: str, hint: str = "") -> Any:
        if type(value) is wanted:  # bool is an int and a date-time is a date: no isinstance
            return value
        if wanted is str and not hint:
            hint = "write it in quotes"
        self.error("type", path, where, f"expected {name}, got {shown(value)}", hint)
        return None

    def _choice(self, kind: type[Enum], value: object, path: Path, where: str) -> Any:
        names = [str(each.value) for each in kind]
        text = self._of_type(value, str, path, where, _listed(names))
        if text is None:
            return None
        if text in names:
            return kind(text)
        self.error("value", path, where, f'expected {_listed(names)}, got "{text}"', did_you_mean(text.lower(), names))
        return None

    def _text(self, kind: object, text: str, path: Path, where: str) -> str | None:
        plain = without_controls(text)
        if plain != text:
            says = "holds control characters, which are left out"
            hint = "TeX in \"…\" needs '…' around it, or its backslashes doubled"
            self.problems.append(problem("control-character", path, where, says, hint, Grade.WARNING))
            text = plain
        if kind is model.Prose:
            return text.strip("\n").rstrip() or None
        line = " ".join(text.split())
        if not line or (kind is model.Known and is_tba(line)):
            return None
        if kind is model.Ident and not (set(line) <= FIT and line[0] not in ".-"):
            made = ascii_id(line)
            hint = f'write "{made}"' if made else 'write a short name such as "kim"'
            self.error(
                "value", path, where, f'"{line}" is not fit for an id: letters, digits and . _ - without blanks', hint
            )
            return None
        if kind in _ADDRESSES and not _ADDRESSES[kind].fullmatch(line):
            says, hint = f'"{line}" is no mail address', 'write one address, as in "seminar@example.org"'
            self.problems.append(problem("value", path, where, says, hint, Grade.WARNING))
        if kind is model.Colour and not _COLOUR.fullmatch(line):
            self.error("value", path, where, f'"{line}" is no colour', 'write it as in "#00509e"')
            return None
        if kind is model.Zone and not _is_zone(line):
            hint = did_you_mean(line, _zone_names(), likeness=0.5) or 'write an IANA name such as "Europe/Amsterdam"'
            self.error("unknown-zone", path, where, f'there is no time zone "{line}"', hint)
            return None
        return line

    def _date(self, value: object, path: Path, where: str) -> dt.date | None:
        if type(value) is dt.date:
            if value.year in YEARS:
                return value
            says = f"the year {value.year} is not one from {YEARS[0]} to {YEARS[-1]}"
            self.error("value", path, where, says, "correct the year")
            return None
        if type(value) is dt.datetime:
            hint = f"write {value.date().isoformat()}; times of day belong to the schedule and its overrides"
        elif isinstance(value, str):
            hint = f"write {value} without quotes" if _is_iso(value) else "write it without quotes, as in 2026-05-28"
        else:
            hint = "write it as 2026-05-28"
        self.error("type", path, where, f"expected a date, got {shown(value)}", hint)
        return None

    def _time(self, value: object, path: Path, where: str) -> dt.time | None:
        if type(value) is dt.time:
            return value.replace(microsecond=0)
        text = self._of_type(value, str, path, where, "a time", 'write it in quotes, as in "16:00"')
        return None if text is None else self._understood(read_time, text, path, where)

    def _duration(self, value: object, path: Path, where: str) -> dt.timedelta | None:
        text = self._of_type(value, str, path, where, "a length of time", 'write it in quotes, as in "75 min"')
        return None if text is None else self._understood(read_duration, text, path, where)

    def _understood(self, read: Callable[[str], Any], text: str, path: Path, where: str) -> Any:
        try:
            return read(text)
        except Unclear as unclear:
            self.error("value", path, where, unclear.says, unclear.hint)
            return None

    def _flag(self, value: object, path: Path, where: str) -> bool | None:
        flag: bool | None = self._of_type(value, bool, path, where, "true or false", "write it without quotes")
        return flag

    def _number(self, value: object, path: Path, where: str) -> int | None:
        number: int | None = self._of_type(value, int, path, where, "a whole number", "write it without quotes")
        if number is not None and number < 1:
            self.error("value", path, where, f"expected a number from 1, got {number}")
            return None
        return number

    def _days(self, value: object, path: Path, where: str) -> int | None:
        days: int | None = self._of_type(value, int, path, where, "a number of days", "write it as in 21")
        if days is not None and not 0 <= days <= LONGEST:
            self.error("value", path, where, f"expected a number of days from 0 to {LONGEST}, got {days}")
            return None
        return days

    def _count(self, value: object, path: Path, where: str) -> int | None:
        number: int | None = self._of_type(value, int, path, where, "a whole number", "write it without quotes")
        if number is not None and number < 0:
            self.error("value", path, where, f"expected a number from 0, got {number}")
            return None
        return number

    def _seats(self, value: object, path: Path, where: str) -> model.Seats | None:
        if type(value) is int and 0 <= value <= MOST_SEATS:
            return model.Seats(value, value)
        text = value.strip() if isinstance(value, str) else ""
        found = _SEATS.fullmatch(text)
        if found and int(found[1]) <= int(found[2] or MOST_SEATS):
            least = int(found[1])
            return model.Seats(least, None if text.endswith(("+", "more")) else int(found[2] or least))
        says, hint = f"expected a number of seats, got {shown(value)}", 'write it as 2, as "1-2" or as "2 or more"'
        self.error("value", path, where, says, hint)
        return None

    # --- saying what is wrong ---

    def error(self, code: str, path: Path, where: str, says: str, hint: str = "") -> None:
        """Say what leaves the file without a single meaning."""
        self.problems.append(problem(code, path, where, says, hint))

    def unknown_key(self, path: Path, where: str, key: str, known: Sequence[str]) -> None:
        """Say that a key is not known, and where it belongs or what it may have been meant to be."""
        hint = _ELSEWHERE.get((str(path[0]), key))
        if hint is None:
            hint = did_you_mean(key.lower(), known) or "remove it; docs/file-format.md lists the keys"
        self.problems.append(problem("unknown-key", path, where, f'unknown key "{key}"', hint, Grade.WARNING))


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """How the value of one key is read: its kind, and whether it is an array, a mapping, a table.

    plain: the short way for nearly all values, those about which nothing is to be said; of others it is None.
    """

    name: str
    kind: Any
    record: type | None
    required: bool
    many: bool
    one: bool
    mapping: bool
    plain: Callable[[object], Any]


@cache
def keys_of(record: type) -> Mapping[str, Form]:
    """The keys of a record's table, in the record's order."""
    hints = typing.get_type_hints(record)
    forms = {}
    for each in fields(record):
        if each.metadata.get("key", True):
            kind, many, mapping = _unwrapped(hints[each.name])
            forms[each.name.rstrip("_")] = Form(
                name=each.name,
                kind=kind,
                record=kind if isinstance(kind, type) and is_dataclass(kind) else None,
                required=each.default is MISSING and each.default_factory is MISSING,
                many=many,
                one=each.metadata.get("one", False),
                mapping=mapping,
                plain=_in_doubt if many or mapping else _PLAIN.get(kind, _in_doubt),
            )
    return forms


@cache
def _required(record: type) -> tuple[str, ...]:
    return tuple(key for key, form in keys_of(record).items() if form.required)


@cache
def _has_path(record: type) -> bool:
    return any(each.name == "path" for each in fields(record))


def _unwrapped(hint: Any) -> tuple[Any, bool, bool]:
    """The kind below `| None`, `tuple[…, ...]` and `Mapping[str, …]`, and which of the last two there are."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is types.UnionType or origin is typing.Union:
        return _unwrapped(next(each for each in arguments if each is not type(None)))
    if origin is tuple:
        return arguments[0], True, False
    if origin is not None:
        kind, many, _ = _unwrapped(arguments[1])
        return kind, many, True
    return hint, False, False


_TEXTS = frozenset(
    {
        model.Ident,
        model.Line,
        model.Known,
        model.Prose,
        model.Url,
        model.Email,
        model.Sender,
        model.Zone,
        model.Tag,
        model.Colour,
    }
)

_READERS: Mapping[Any, Callable[[Reader, object, Path, str], Any]] = types.MappingProxyType(
    {
        dt.date: Reader._date,
        dt.time: Reader._time,
        dt.timedelta: Reader._duration,
        bool: Reader._flag,
        int: Reader._number,
        model.Days: Reader._days,
        model.Count: Reader._count,
        model.Seats: Reader._seats,
    }
)

_EXAMPLES = types.MappingProxyType(
    {
        "id": 'write id = "…", a short name that never changes',
        "name": 'write name = "…"',
        "timezone": 'write timezone = "Europe/Amsterdam", or wherever the seminar meets',
        "date": "write date = 2026-05-28, the day the rule gives",
        "from": "write from = 2026-12-21, the first day",
        "to": "write to = 2027-01-08, the last day",
        "url": 'write url = "https://…"',
    }
)

_SLOT_KEY = "when and where belong to the slot: write an [[overrides]] with its date and this key"
_ELSEWHERE: Mapping[tuple[str, str], str] = types.MappingProxyType(
    {
        **{("talks", key): _SLOT_KEY for key in ("room", "duration", "mode", "join", "note", "moved_to", "online")},
        ("talks", "time"): 'when belongs to the slot: write an [[overrides]] with its date and time (or at = "15:00" '
        "where the day has several slots)",
        ("talks", "email"): "write it below [talks.private], or in seminars.private.toml",
        ("participants", "email"): "write it below [participants.private], or in seminars.private.toml",
        ("mail", "password"): "a password does not belong into the file: give it in SEMCTL_SMTP_PASSWORD, or write "
        'password_command = "…"',
        ("publish", "password"): "a password does not belong into the file: give it in SEMCTL_CALDAV_PASSWORD, or "
        'write password_command = "…"',
        ("series", "time"): "move it to [schedule]",
        ("series", "organizers"): "write [[organizers]]",
    }
)


def _where(table: object, path: Path) -> str:
    """The table in its owner's words: talk "kim", override of 2026-05-25, schedule."""
    get = table.get if isinstance(table, dict) else lambda _key: None
    name = str(path[0])
    if name == "talks":
        talk = get("id") if len(path) == 2 else None
        return f'talk "{talk}"' if isinstance(talk, str) else f"talk number {int(path[1]) + 1}"
    if name == "overrides":
        return f"override of {get('date')}" if get("date") else f"override number {int(path[1]) + 1}"
    if name == "rooms":
        return f'room "{path[1]}"'
    if name in ("papers", "participants") and len(path) == 2 and isinstance(get("id"), str):
        return f'{name[:-1]} "{get("id")}"'
    if path[:2] == ("reading", "roles") and isinstance(get("id"), str):
        return f'role "{get("id")}"'
    if len(path) > 1 and isinstance(path[1], int):
        return f"{name} number {path[1] + 1}"
    return ".".join(str(part) for part in path)


def shown(value: object) -> str:
    """A value as an error message names it."""
    if isinstance(value, str):
        return f'the text "{" ".join(value.split())[:40]}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "an array"
    if isinstance(value, dt.datetime):
        return f"a date with a time, {value.isoformat(' ')}"
    if isinstance(value, (dt.date, dt.time)):
        return f"the {type(value).__name__} {value.isoformat()}"
    return f"the number {str(value)[:40]}"


# --- values about which nothing is to be said; None of all others ---


def _in_doubt(_value: object) -> None:
    return None


def _plain_line(value: object) -> object:
    if type(value) is str and value.isprintable() and value.strip() == value != "" and "  " not in value:
        return value
    return None


def _plain_known(value: object) -> object:
    line = _plain_line(value)
    return None if line is None or is_tba(str(line)) else line


def _plain_prose(value: object) -> object:
    return value.strip("\n").rstrip() or None if type(value) is str and value == without_controls(value) else None


def _plain_id(value: object) -> object:
    return value if type(value) is str and value and FIT.issuperset(value) and value[0] not in ".-" else None


def _plain_date(value: object) -> object:
    return value if type(value) is dt.date and value.year in YEARS else None


def _plain_time(value: object) -> object:
    return _clock(value) if type(value) is str else None


@cache
def _clock(text: str) -> dt.time | None:
    try:
        return read_time(text)
    except Unclear:
        return None


_PLAIN: Mapping[Any, Callable[[object], Any]] = types.MappingProxyType(
    {
        model.Line: _plain_line,
        model.Known: _plain_known,
        model.Prose: _plain_prose,
        model.Ident: _plain_id,
        dt.date: _plain_date,
        dt.time: _plain_time,
    }
)


def _is_iso(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _listed(names: Sequence[str]) -> str:
    quoted = [f'"{name}"' for name in names]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


@cache
def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # OSError: the name of a folder of zones, such as "Europe"
        return False
    return name not in ("localtime", "posixrules", "Factory")


@cache
def _zone_names() -> tuple[str, ...]:
    from zoneinfo import available_timezones

    return tuple(sorted(available_timezones()))
