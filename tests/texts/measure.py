"""How many of the dates, times, rooms, speakers and titles that stand in the texts are read, and how many rightly.

Run it with `python -m tests.texts.measure`; it prints a table as docs/texts.md has it. `python -m
tests.texts.measure --wrong [NAME …]` prints what came out differently, text by text.
"""

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from semctl.dates import read_duration, write_duration
from semctl.importing.found import Found, FoundTalk
from tests.texts.corpus import LANGUAGES, Text, texts

Values = Mapping[str, tuple[str, ...]]
"""By field what is said, in the words that will do, the first one first; a field without any is absent."""

FIELDS: Final = (
    "date",
    "refused",
    "day without a talk",
    "time",
    "duration",
    "room",
    "speakers",
    "affiliations",
    "title",
    "abstract",
    "status",
    "link",
    "passcode",
    "language",
)
_WEIGHTS: Final = {"date": 4, "speakers": 4, "title": 3, "time": 1, "room": 1}


class Told(NamedTuple):
    """One field of one talk: what is expected and what was read; either may be missing."""

    field: str
    expected: tuple[str, ...]
    read: str | None

    @property
    def is_right(self) -> bool:
        """Whether one of the words that will do was read; of an abstract its first and last words are compared."""
        if self.field != "abstract" or not self.read:
            return self.read in self.expected
        ends = (each.partition(" … ") for each in self.expected)
        return any(self.read.startswith(first) and self.read.endswith(last) for first, _, last in ends)


class Count(NamedTuple):
    """How many values of a field were read rightly, how many were read, and how many there are."""

    right: int
    read: int
    there: int

    @property
    def precision(self) -> float:
        """The part of what was read that is right; 1 where nothing was."""
        return self.right / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        """The part of what is there that was read rightly; 1 where nothing is."""
        return self.right / self.there if self.there else 1.0


def told(text: Text, found: Found) -> Iterator[Told]:
    """Every field that is expected of a text or was read in it."""
    for expected, read in _pairs(text, found):
        yield from _fields(expected, read)
    yield from _days(text, found)
    yield Told("language", (text.language,), found.series.get("language"))


def wrong_dates(text: Text, found: Found) -> tuple[str, ...]:
    """The dates that were taken and must not have been: the aim is that there is none."""
    days = {*(each.meeting.date for each in found.talks if each.meeting), *(each.date for each in found.meetings)}
    twisted = {
        f"{' and '.join(read.get('speakers', read.get('title', ('a talk',))))} on {read['date'][0]}"
        for expected, read in _pairs(text, found)
        if expected and "date" in read and read["date"] != expected.get("date")
    }
    unknown = {str(day) for day in days - text.days if not any(each.endswith(f" on {day}") for each in twisted)}
    held = {str(each.date) for each in found.meetings if each.held and each.date in text.off}
    return (*sorted(unknown), *sorted(twisted), *(f"{day} is said to be free" for day in sorted(held)))


def counts(every: Iterable[Told]) -> dict[str, Count]:
    """By field what was read of it."""
    right, read, there = Counter[str](), Counter[str](), Counter[str]()
    for each in every:
        right[each.field] += each.is_right
        read[each.field] += each.read is not None
        there[each.field] += bool(each.expected)
    return {field: Count(right[field], read[field], there[field]) for field in FIELDS}


def _fields(expected: Values, read: Values) -> Iterator[Told]:
    for field in FIELDS:
        if field in read or "" not in expected.get(field, ("",)):
            yield Told(field, expected.get(field, ()), next(iter(read.get(field, ())), None))


def _expected(talk: Mapping[str, Any]) -> Values:
    """A talk of a .toml."""
    speakers = talk.get("speakers", [])
    affiliations = talk.get("affiliations", [])
    values = {
        "date": [str(talk["date"])] if "date" in talk else [],
        "refused": ["yes"] if "refused" in talk else [],
        "time": _several(talk.get("time")),
        "duration": [_length(each) for each in _several(talk.get("duration"))],
        "room": _several(talk.get("room")),
        "speakers": [" & ".join(speakers)] if speakers else _several(talk.get("speaker")),
        "affiliations": [" & ".join(affiliations)] if affiliations else _several(talk.get("affiliation")),
        "title": _several(talk.get("title")),
        "abstract": _several(talk.get("abstract")),
        "status": _several(talk.get("status")),
        "link": _several(talk.get("join")),
        "passcode": _several(talk.get("passcode")),
    }
    return {field: tuple(map(_plain, each)) for field, each in values.items() if each}


def _several(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def _length(said: str) -> str:
    return write_duration(read_duration(said)) if said else ""


def _read(talk: FoundTalk) -> Values:
    """A talk as semctl read it."""
    meeting, values = talk.meeting, talk.values
    setting = meeting.setting if meeting else {}
    people = values.get("speakers") or [{"name": values.get("speaker"), "affiliation": values.get("affiliation")}]
    cancelled = values.get("status") == "cancelled" or (meeting and not meeting.held)
    join = setting.get("join") or {}
    read = {
        "date": str(meeting.date) if meeting else None,
        "refused": None if meeting else "yes",
        "time": f"{meeting.time:%H:%M}" if meeting and meeting.time else None,
        "duration": _length(str(setting.get("duration", ""))),
        "room": setting.get("room"),
        "speakers": " & ".join(each["name"] for each in people if each.get("name")),
        "affiliations": " & ".join(each["affiliation"] for each in people if each.get("affiliation")),
        "title": values.get("title"),
        "abstract": values.get("abstract"),
        "status": "cancelled" if cancelled else None,
        "link": join.get("url"),
        "passcode": join.get("passcode"),
    }
    return {field: (_plain(str(each)),) for field, each in read.items() if each}


def _plain(text: str) -> str:
    """Without what cannot be seen: kinds of blanks and of hyphens."""
    return " ".join(re.sub("[\u2010\u2011]", "-", unicodedata.normalize("NFC", text)).split())


def _pairs(text: Text, found: Found) -> Iterator[tuple[Values, Values]]:
    """Each expected talk with the one that was read for it, the surest first; then those that stand alone."""
    left = dict(enumerate(map(_expected, text.talks)))
    right = dict(enumerate(map(_read, found.talks)))
    marks = [(_likeness(one, other), -i, -j) for i, one in left.items() for j, other in right.items()]
    for mark, i, j in sorted(marks, reverse=True):
        if mark >= _WEIGHTS["title"] and -i in left and -j in right:
            yield left.pop(-i), right.pop(-j)
    yield from ((one, {}) for one in left.values())
    yield from (({}, other) for other in right.values())


def _likeness(one: Values, other: Values) -> int:
    return sum(weight for field, weight in _WEIGHTS.items() if set(one.get(field, ())) & set(other.get(field, ())))


def _days(text: Text, found: Found) -> Iterator[Told]:
    """The days without a talk; one with neither speaker nor title is as free as one without any."""
    nameless = (each.meeting for each in found.talks if each.meeting and not each.names and "title" not in each.values)
    read = {each.date: "free" if each.held else "off" for each in (*found.meetings, *nameless)}
    there = {**dict.fromkeys(text.off, "off"), **dict.fromkeys(text.free, "free")}
    for day in sorted({*read, *there} - set(text.allowed)):
        expected = (f"{day} {there[day]}",) if day in there else ()
        yield Told("day without a talk", expected, f"{day} {read[day]}" if day in read else None)


def table(every: Mapping[str, Sequence[Told]]) -> Iterator[str]:
    """What was read, by language and in all, line by line."""
    by_language = {language: counts(every[language]) for language in LANGUAGES}
    whole = counts(each for language in LANGUAGES for each in every[language])
    yield f"| field | {' | '.join(LANGUAGES)} | precision | recall | right | read | there |"
    yield f"|---|{'--:|' * (len(LANGUAGES) + 5)}"
    for field, count in whole.items():
        cells = (_percents(by_language[language][field]) for language in LANGUAGES)
        sums = f"{count.precision:.1%} | {count.recall:.1%} | {count.right} | {count.read} | {count.there}"
        yield f"| {field} | {' | '.join(cells)} | {sums} |"


def _percents(count: Count) -> str:
    return f"{count.precision:.0%} / {count.recall:.0%}" if count.read or count.there else "–"


def differences(text: Text, found: Found) -> Iterator[str]:
    """What came out differently."""
    yield from (f"  WRONG DATE: {each}" for each in wrong_dates(text, found))
    for expected, read in _pairs(text, found):
        name = " ".join((expected.get("speakers") or read.get("speakers") or expected.get("title") or ("?",))[:1])
        yield from (_difference(each, name) for each in _fields(expected, read) if not each.is_right)
    others = (each for each in told(text, found) if each.field in ("day without a talk", "language"))
    yield from (_difference(each, text.language) for each in others if not each.is_right)


def _difference(each: Told, name: str) -> str:
    return f"  {name}: {each.field}: expected {' or '.join(each.expected) or 'none'}; read {each.read or 'none'}"


def measured() -> dict[str, list[Told]]:
    """Every text read, by language."""
    every: dict[str, list[Told]] = {language: [] for language in LANGUAGES}
    for text in texts():
        every[text.language].extend(told(text, text.read()))
    return every


def _main(arguments: Sequence[str]) -> Iterator[str]:
    if not arguments:
        yield from table(measured())
        return
    for text in texts():
        if not arguments[1:] or any(each in text.path.name for each in arguments[1:]):
            found = text.read()
            lines = list(differences(text, found))
            yield from (text.path.name, *lines) if lines else ()
            yield from (f"    {remark}" for remark in found.remarks if lines)


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in _main(sys.argv[1:]))
