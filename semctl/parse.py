"""Text → a book and its private notes, or every problem in it.

The records of `model` are the schema: a table is read field by field by the annotation of each. Knows nothing of
slots: what only the rules together can tell is found in `recurrence` and `programme`.
"""

import datetime as dt
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, replace
from enum import Enum
from functools import cache
from itertools import chain, count
from typing import Any
from zoneinfo import ZoneInfo

from semctl import model
from semctl.dates import YEARS, Unclear, read_duration, read_time
from semctl.languages import CODES, is_tba
from semctl.problems import Grade, Path, Problem, did_you_mean
from semctl.tomltext.document import BROKEN, Document
from semctl.tomltext.patterns import late

RECORDS: Mapping[str, type] = types.MappingProxyType(
    {
        "series": model.Series,
        "organizers": model.Organizer,
        "schedule": model.Rule,
        "breaks": model.Break,
        "overrides": model.Override,
        "rooms": model.Room,
        "talks": model.Talk,
        "check": model.Check,
    }
)
"""The tables that have a record, in the order in which a file is written."""

KEPT = ("mail", "notices", "publish", "site", "reading", "papers", "participants")
"""Tables that are known and kept as they stand."""

PRIVATE_TABLES = frozenset({"series", "talks"})
"""Records that may hold a `private` table."""

_TIMING = frozenset({"schedule", "breaks", "overrides"})
_STAND_IN = model.Series(id=model.Ident("series"), name=model.Line("series"), timezone=model.Zone("UTC"))
_ADDRESS = late(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+\.[^\s@<>,;\"]+")
_IDENT = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
_CONTROLS = dict.fromkeys({*range(0x20), *range(0x7F, 0xA0)} - {ord("\n"), ord("\t")})


@dataclass(frozen=True, kw_only=True, slots=True)
class Parsed:
    """What a text says.

    book: all that could be read, of a stand-in series where `[series]` cannot be used. notes: the private part of
    the same file. problems: everything wrong, in no order. timing_is_sound: no error touches what slots
    are made from, so that they may be looked at too.
    """

    book: model.Book
    notes: model.PrivateNotes
    problems: tuple[Problem, ...]
    timing_is_sound: bool


def parse(document: Document) -> Parsed:
    """Read a series file whole; nothing is raised, everything wrong is in `problems`."""
    reader = _Reader(document.mistakes)
    data = document.data
    for key in data.keys() - RECORDS.keys() - set(KEPT):
        reader.unknown_key((key,), "the file", key, (*RECORDS, *KEPT))
    for key in KEPT:
        reader.kept(data, key)
    series = reader.series(data)
    rules = reader.rules(data.get("schedule"))
    talks = reader.talks(data)
    check = reader.table(model.Check, data.get("check", {}), ("check",))
    parts: dict[str, Any] = {
        "organizers": reader.array(model.Organizer, data, "organizers"),
        "rules": rules,
        "breaks": reader.array(model.Break, data, "breaks"),
        "overrides": reader.array(model.Override, data, "overrides"),
        "rooms": reader.rooms(data),
        "talks": tuple(talk for talk, _ in talks),
        "check": check or model.Check(),
    }
    notes = model.PrivateNotes(
        series=_private(data.get("series")), talks={talk.id: private for talk, private in talks if private}
    )
    errors = [problem for problem in reader.problems if problem.grade is Grade.ERROR]
    sound = not any(not problem.path or problem.path[0] in _TIMING for problem in errors)
    book = model.Book(series=series or _STAND_IN, **parts)
    return Parsed(book=book, notes=notes, problems=tuple(reader.problems), timing_is_sound=sound)


def parse_private(document: Document, book: model.Book) -> tuple[model.PrivateNotes, tuple[Problem, ...]]:
    """Read `seminars.private.toml`: a table for each talk id, and `[series]`."""
    problems = list(document.mistakes)
    known = {talk.id for talk in book.talks} | {"series"}
    tables: dict[str, Mapping[str, Any]] = {}
    for key, table in document.data.items():
        if not isinstance(table, dict):
            says = f"expected a table named after a talk, got {_shown(table)}"
            problems.append(_problem("type", (key,), key, says, f"write [{key}] above its keys"))
            continue
        tables[key] = table
        if key not in known:
            hint = did_you_mean(key, known) or "name it as the talk's id"
            says = "no talk has this id"
            problems.append(_problem("unknown-key", (key,), f'private notes "{key}"', says, hint, Grade.WARNING))
    series = tables.pop("series", {})
    return model.PrivateNotes(series=series, talks=tables), tuple(problems)


def surname_id(name: str) -> str:
    """The id made from a name: the surname, in small ASCII letters; may be empty ("漢字")."""
    words = [word for word in name.replace(",", " ").split() if any(letter.isalpha() for letter in word)]
    if not words:
        return ""
    words = [word for word in words if word.lower().rstrip(".") not in _SUFFIXES] or words
    surname = name.split(",")[0].split()[-1] if "," in name and name.split(",")[0].split() else words[-1]
    return ascii_id(surname)


def ascii_id(text: str) -> str:
    """The text in small ASCII letters, digits and hyphens; German umlauts as two letters."""
    plain = text.casefold().translate(_PLAIN)
    kept = "".join(letter if letter in _IDENT and letter.isascii() else " " for letter in _unaccented(plain))
    return "-".join(kept.split()).strip("-.")


def without_controls(text: str) -> str:
    """The text without control characters; line ends and tabs stay."""
    return text.translate(_CONTROLS)


_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})  # of a name, behind the surname
_PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe",
                        "ı": "i", "ð": "d", "þ": "th", "'": None, "’": None})  # fmt: skip


def _unaccented(text: str) -> str:
    from unicodedata import combining, normalize

    return "".join(letter for letter in normalize("NFKD", text) if not combining(letter))


def _problem(code: str, path: Path, where: str, says: str, hint: str = "", grade: Grade = Grade.ERROR) -> Problem:
    return Problem(code=code, path=path, where=where, says=says, hint=hint, grade=grade)


def _private(table: object) -> Mapping[str, Any]:
    private = table.get("private") if isinstance(table, dict) else None
    return private if isinstance(private, dict) else {}


class _Reader:
    """Reads tables into records and gathers what is wrong with them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)

    # --- the tables of the file ---

    def series(self, data: Mapping[str, Any]) -> model.Series | None:
        table = data.get("series")
        if table is BROKEN:
            return None
        if table is None:
            hint = 'write [series] with id, name and timezone, or start a file with "semctl init"'
            self.error("missing-key", ("series",), "", "there is no [series]", hint)
            return None
        series: model.Series | None = self.table(model.Series, table, ("series",))
        return replace(series, language=self.written_language(series.language)) if series else None

    def written_language(self, tag: model.Tag) -> model.Tag:
        """The language that semctl writes for a tag: "de-AT" is de, one that it does not know is English."""
        code = tag.replace("_", "-").split("-")[0].lower()
        if code in CODES:
            return model.Tag(code)
        says, hint = f'semctl does not write "{tag}" and takes English', f"choose from {', '.join(CODES)}"
        self.problems.append(_problem("language", ("series", "language"), "series", says, hint, Grade.WARNING))
        return model.Tag("en")

    def rules(self, schedule: object) -> tuple[model.Rule, ...]:
        if schedule is None or schedule is BROKEN:
            return ()
        if isinstance(schedule, dict):
            rule = self.table(model.Rule, schedule, ("schedule",))
            return (rule,) if rule else ()
        return self.array(model.Rule, {"schedule": schedule}, "schedule")

    def rooms(self, data: Mapping[str, Any]) -> dict[str, model.Room]:
        tables = data.get("rooms", {})
        if not isinstance(tables, dict):
            if tables is not BROKEN:
                self.error(
                    "type", ("rooms",), "rooms", f"expected tables, got {_shown(tables)}", 'write [rooms."NAME"]'
                )
            return {}
        read = {name: self.table(model.Room, table, ("rooms", name)) for name, table in tables.items()}
        return {name: room for name, room in read.items() if room}

    def talks(self, data: Mapping[str, Any]) -> tuple[tuple[model.Talk, Mapping[str, Any]], ...]:
        found: list[tuple[model.Talk, Mapping[str, Any]]] = []
        taken: dict[str, int] = {}
        tables = self.tables(data, "talks")
        given = {table["id"] for _, table in tables if isinstance(table.get("id"), str)}
        for index, table in tables:
            path: Path = ("talks", index)
            if "id" not in table:
                table = {**table, "id": self.made_id(table, path, given)}
            talk = self.table(model.Talk, table, path)
            if talk is None:
                continue
            if talk.id in taken:
                first = taken[talk.id]
                hint = f'give one another id, as in "{talk.id}-2"; the other is talk number {first + 1} of the file'
                self.error("duplicate-id", (*path, "id"), f'talk "{talk.id}"', "two talks have this id", hint)
                continue
            taken[talk.id] = index
            if talk.speakers and (talk.speaker or talk.affiliation or talk.bio):
                hint = "name all of them in [[talks.speakers]]"
                says = "has both a speaker and [[talks.speakers]]"
                self.error("speaker-given-twice", (*path, "speakers"), f'talk "{talk.id}"', says, hint)
            found.append((talk, _private(table)))
        return tuple(found)

    def made_id(self, table: Mapping[str, Any], path: Path, given: set[str]) -> str:
        """An id for a talk that has none yet: of its speaker, its date or its place in the file."""
        speakers = table.get("speakers")
        first = speakers[0] if isinstance(speakers, list) and speakers else None
        speaker = first.get("name") if isinstance(first, dict) else table.get("speaker")
        date = table.get("date")
        base = surname_id(speaker) if isinstance(speaker, str) and not is_tba(speaker) else ""
        base = base or (date.isoformat() if type(date) is dt.date else f"talk-{int(path[1]) + 1}")
        made = next(name for name in chain([base], (f"{base}-{n}" for n in count(2))) if name not in given)
        given.add(made)
        says, hint = "has no id", f'write id = "{made}" as its first line, and never change it'
        self.problems.append(_problem("no-id", path, f'talk "{made}"', says, hint, Grade.CHORE))
        return made

    def kept(self, data: Mapping[str, Any], name: str) -> None:
        """Tables that get their records with what makes use of them: only their form is looked at."""
        wanted = list if name in ("papers", "participants") else dict
        if name in data and data[name] is not BROKEN and not isinstance(data[name], wanted):
            header = f"[[{name}]]" if wanted is list else f"[{name}]"
            self.error("type", (name,), name, f"expected {header}", f"write {header} above its keys")

    # --- forms shared by all ---

    def tables(self, data: Mapping[str, Any], name: str, where: Path = ()) -> list[tuple[int, Mapping[str, Any]]]:
        array = data.get(name, [])
        if array is BROKEN:
            return []
        dotted = ".".join([*(part for part in where if isinstance(part, str)), name])
        if not isinstance(array, list):
            got = "a single table" if isinstance(array, dict) else _shown(array)
            self.error(
                "type", (*where, name), dotted, f"expected [[{dotted}]], got {got}", f"write [[{dotted}]] above each"
            )
            return []
        found: list[tuple[int, Mapping[str, Any]]] = []
        for index, table in enumerate(array):
            if isinstance(table, dict):
                found.append((index, table))
            elif table is not BROKEN:
                says = f"expected a table, got {_shown(table)}"
                self.error("type", (*where, name, index), dotted, says, f"write [[{dotted}]] above each")
        return found

    def array(self, record: type, data: Mapping[str, Any], name: str, where: Path = ()) -> tuple[Any, ...]:
        tables = self.tables(data, name, where)
        read = (self.table(record, table, (*where, name, index)) for index, table in tables)
        return tuple(each for each in read if each is not None)

    def table(self, record: type, table: object, path: Path) -> Any:
        """The record that the table says, or None where something required is missing or broken."""
        if table is BROKEN:
            return None
        where = _where(table, path)
        if not isinstance(table, dict):
            self.error("type", path, where, f"expected a table, got {_shown(table)}", "write its keys below a header")
            return None
        keys = _keys(record)
        values: dict[str, Any] = {"path": path} if _has_path(record) else {}
        for key, value in table.items():
            form = keys.get(key)
            if form is None:
                if key != "private" or path[0] not in PRIVATE_TABLES:
                    self.unknown_key((*path, key), where, key, tuple(keys))
                elif not isinstance(value, dict) and value is not BROKEN:
                    self.error("type", (*path, key), where, f"private: expected a table, got {_shown(value)}")
                continue
            values[form.name] = self.value(form, value, (*path, key), f"{where}, {key}" if where else key)
        missing = [key for key, form in keys.items() if form.required and values.get(form.name) is None]
        for key in missing:
            hint = _EXAMPLES.get(key, f"write {key} = …")
            if key not in table:
                self.error("missing-key", path, where, f'"{key}" is missing', hint)
            elif isinstance(table[key], str) and not without_controls(table[key]).strip():
                self.error("missing-key", (*path, key), where, f'"{key}" is empty', hint)
        if missing:
            return None
        return record(**{name: value for name, value in values.items() if value is not None})

    def value(self, form: "_Form", value: object, path: Path, where: str) -> Any:
        """The value in the form the field wants, or None after saying what is wrong."""
        if value is BROKEN:
            return None
        if form.raw:
            return self.of_type(value, dict, path, where, "a table")
        if form.many and not (form.record and isinstance(value, list)):
            if not isinstance(value, list):
                if not form.one:
                    self.error("type", path, where, f"expected an array, got {_shown(value)}", "put it in [ ]")
                    return None
                value = [value]
            read = [self.single(form, each, path, where) for each in value]
            return tuple(each for each in read if each is not None)
        if form.many and form.record:
            return self.array(form.record, {str(path[-1]): value}, str(path[-1]), path[:-1])
        if form.mapping:
            table = self.of_type(value, dict, path, where, "a table")
            read_items = {key: self.single(form, each, (*path, key), where) for key, each in (table or {}).items()}
            return {key: each for key, each in read_items.items() if each is not None}
        return self.single(form, value, path, where)

    def single(self, form: "_Form", value: object, path: Path, where: str) -> Any:
        if value is BROKEN:
            return None
        if form.record:
            return self.table(form.record, value, path)
        kind = form.kind
        if isinstance(kind, type) and issubclass(kind, Enum):
            return self.choice(kind, value, path, where)
        if kind in _TEXTS:
            text = self.of_type(value, str, path, where, "text")
            return None if text is None else self.text(kind, text, path, where)
        return _READERS[kind](self, value, path, where)

    # --- single values ---

    def of_type(self, value: object, wanted: type, path: Path, where: str, name: str, hint: str = "") -> Any:
        if type(value) is wanted:  # bool is an int and a date-time is a date: no isinstance
            return value
        if wanted is str and not hint:
            hint = "write it in quotes"
        self.error("type", path, where, f"expected {name}, got {_shown(value)}", hint)
        return None

    def choice(self, kind: type[Enum], value: object, path: Path, where: str) -> Any:
        names = [str(each.value) for each in kind]
        text = self.of_type(value, str, path, where, _listed(names))
        if text is None:
            return None
        if text in names:
            return kind(text)
        self.error("value", path, where, f'expected {_listed(names)}, got "{text}"', did_you_mean(text.lower(), names))
        return None

    def text(self, kind: object, text: str, path: Path, where: str) -> str | None:
        plain = without_controls(text)
        if plain != text:
            says = "holds control characters, which are left out"
            hint = "TeX in \"…\" needs '…' around it, or its backslashes doubled"
            self.problems.append(_problem("control-character", path, where, says, hint, Grade.WARNING))
            text = plain
        if kind is model.Prose:
            return text.strip("\n").rstrip() or None
        line = " ".join(text.split())
        if not line or (kind is model.Known and is_tba(line)):
            return None
        if kind is model.Ident and not (set(line) <= _IDENT and line[0] not in ".-"):
            made = ascii_id(line)
            hint = f'write "{made}"' if made else 'write a short name such as "kim"'
            self.error(
                "value", path, where, f'"{line}" is not fit for an id: letters, digits and . _ - without blanks', hint
            )
            return None
        if kind is model.Email and not _ADDRESS.fullmatch(line):
            says, hint = f'"{line}" is no mail address', 'write one address, as in "seminar@example.org"'
            self.problems.append(_problem("value", path, where, says, hint, Grade.WARNING))
        if kind is model.Zone and not _is_zone(line):
            hint = did_you_mean(line, _zone_names(), likeness=0.5) or 'write an IANA name such as "Europe/Amsterdam"'
            self.error("unknown-zone", path, where, f'there is no time zone "{line}"', hint)
            return None
        return line

    def date(self, value: object, path: Path, where: str) -> dt.date | None:
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
        self.error("type", path, where, f"expected a date, got {_shown(value)}", hint)
        return None

    def time(self, value: object, path: Path, where: str) -> dt.time | None:
        if type(value) is dt.time:
            return value.replace(microsecond=0)
        text = self.of_type(value, str, path, where, "a time", 'write it in quotes, as in "16:00"')
        return None if text is None else self.understood(read_time, text, path, where)

    def duration(self, value: object, path: Path, where: str) -> dt.timedelta | None:
        text = self.of_type(value, str, path, where, "a length of time", 'write it in quotes, as in "75 min"')
        return None if text is None else self.understood(read_duration, text, path, where)

    def understood(self, read: Callable[[str], Any], text: str, path: Path, where: str) -> Any:
        try:
            return read(text)
        except Unclear as unclear:
            self.error("value", path, where, unclear.says, unclear.hint)
            return None

    def flag(self, value: object, path: Path, where: str) -> bool | None:
        flag: bool | None = self.of_type(value, bool, path, where, "true or false", "write it without quotes")
        return flag

    def number(self, value: object, path: Path, where: str) -> int | None:
        number: int | None = self.of_type(value, int, path, where, "a whole number", "write it without quotes")
        if number is not None and number < 1:
            self.error("value", path, where, f"expected a number from 1, got {number}")
            return None
        return number

    # --- saying what is wrong ---

    def error(self, code: str, path: Path, where: str, says: str, hint: str = "") -> None:
        self.problems.append(_problem(code, path, where, says, hint))

    def unknown_key(self, path: Path, where: str, key: str, known: Sequence[str]) -> None:
        hint = _ELSEWHERE.get((str(path[0]), key))
        if hint is None:
            hint = did_you_mean(key.lower(), known) or "remove it; docs/file-format.md lists the keys"
        self.problems.append(_problem("unknown-key", path, where, f'unknown key "{key}"', hint, Grade.WARNING))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Form:
    """How the value of one key is read: its kind, and whether it is an array, a mapping, a table."""

    name: str
    kind: Any
    record: type | None
    required: bool
    many: bool
    one: bool
    mapping: bool
    raw: bool


@cache
def _keys(record: type) -> Mapping[str, _Form]:
    """The keys of a record's table, in the record's order."""
    hints = typing.get_type_hints(record)
    forms = {}
    for each in fields(record):
        if each.metadata.get("key", True):
            kind, many, mapping = _unwrapped(hints[each.name])
            forms[each.name.rstrip("_")] = _Form(
                name=each.name,
                kind=kind,
                record=kind
                if isinstance(kind, type) and kind.__module__ == model.__name__ and not issubclass(kind, Enum)
                else None,
                required=each.default is MISSING and each.default_factory is MISSING,
                many=many,
                one=each.metadata.get("one", False),
                mapping=mapping,
                raw=each.metadata.get("raw", False),
            )
    return forms


@cache
def _has_path(record: type) -> bool:
    return any(each.name == "path" for each in fields(record))


def _unwrapped(hint: Any) -> tuple[Any, bool, bool]:
    """The kind below `| None`, `tuple[…, ...]` and `Mapping[str, …]`, and which of the two it was."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is types.UnionType or origin is typing.Union:
        return _unwrapped(next(each for each in arguments if each is not type(None)))
    if origin is tuple:
        return arguments[0], True, False
    if origin is not None:
        return arguments[1], False, True
    return hint, False, False


_TEXTS = frozenset({model.Ident, model.Line, model.Known, model.Prose, model.Url, model.Email, model.Zone, model.Tag})

_READERS: Mapping[Any, Callable[[_Reader, object, Path, str], Any]] = types.MappingProxyType(
    {
        dt.date: _Reader.date,
        dt.time: _Reader.time,
        dt.timedelta: _Reader.duration,
        bool: _Reader.flag,
        int: _Reader.number,
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
    if len(path) > 1 and isinstance(path[1], int):
        return f"{name} number {path[1] + 1}"
    return ".".join(str(part) for part in path)


def _shown(value: object) -> str:
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
