"""A talk as people read it: the TeX in its texts as Unicode.

The file keeps what was typed, and so does what scripts read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from semctl.mathtext import holds_tex, plain, unconverted
from semctl.model import Series, Speaker, Talk
from semctl.programme import Entry

LINES = ("title", "name", "short_name", "speaker", "affiliation", "affiliation_short", "host", "reason")
PROSE = ("abstract", "bio", "description")
LONGEST = 40  # characters that are shown of what stays as it is

Record = TypeVar("Record", Series, Speaker, Talk)


def readable(entry: Entry) -> Entry:
    """The same line of the programme without TeX; the very same where there is none."""
    talk, speakers = entry.talk, tuple(_readable(each) for each in entry.talk.speakers)
    seen = _readable(talk if speakers == talk.speakers else replace(talk, speakers=speakers))
    return entry if seen is talk else replace(entry, talk=seen)


def readable_series(series: Series) -> Series:
    """The series with its name and description without TeX; the very same where there is none."""
    return _readable(series)


def _readable(record: Record) -> Record:
    changed: dict[str, Any] = {
        name: plain(text) if name in PROSE else _line(plain(text)) for name, text in _with_tex(record)
    }
    return replace(record, **changed) if changed else record


def _with_tex(record: object) -> Iterator[tuple[str, str]]:
    for name in (*LINES, *PROSE):
        text = getattr(record, name, None)
        if text and holds_tex(text):
            yield name, text


def tex_kept(entries: Iterable[Entry], within: str | None = None) -> str:
    """The sentence that names the talks of which some TeX cannot be converted; empty where all of it can.

    within: a text that was made from them; only TeX that stands in it counts.
    """
    told = []
    for entry in entries:
        records = (entry.talk, *entry.talk.speakers)
        found = [_line(kept) for record in records for _, text in _with_tex(record) for kept in unconverted(text)]
        if within is not None and found:
            found = [kept for kept in found if kept in _line(within)]
        if found:
            more = ", …" if len(found) > 1 else ""
            told.append(f'talk "{entry.talk.id}" ({_shortened(found[0])}{more})')
    return f'TeX that cannot be converted stays as it is: {", ".join(told)}; see "semctl check"' if told else ""


def _line(text: str) -> str:
    return " ".join(text.split())


def _shortened(line: str) -> str:
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
