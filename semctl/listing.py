"""Tables and cards of programmes and slots; drawn by the terminal, never here.

They speak English, as the program does; days are printed with weekday and year, and TeX so that people can read it.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from semctl.dates import long_day, plain_day, short_day
from semctl.mathtext import plain
from semctl.model import Break, PrivateNotes, Series, Show, Speaker, Status, Talk
from semctl.origins import origins
from semctl.problems import Path
from semctl.programme import Entry, Programme, missing
from semctl.readable import readable
from semctl.reading.citing import cited
from semctl.reading.told import papers_of, parts_of, title_of
from semctl.recurrence import Slot, SlotKind

TBA = "T.b.a."


class Look(StrEnum):
    """How a row is drawn on a terminal."""

    PLAIN = ""
    FREE = "free"
    OVER = "over"
    STRUCK = "struck"


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """The cells of one line, and how it looks."""

    cells: tuple[str, ...]
    look: Look = Look.PLAIN


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A table to be drawn.

    wrapping: the columns that may be broken into lines on a terminal. stacking: (upper, lower): where the terminal is
    too narrow, the lower column goes under the upper one, in this order.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    wrapping: frozenset[str] = frozenset({"Series", "Room", "Title", "Speaker", "Note", "Missing"})
    stacking: tuple[tuple[str, str], ...] = (("Title", "Note"), ("Title", "Missing"), ("Speaker", "Title"))


# --- tables ---


def talk_table(
    entries: Sequence[Entry], now: dt.datetime, *, with_missing: bool = False, with_series: bool = False
) -> Table:
    """The programme: a line for each talk. with_missing: say what is still to be found out."""
    entries = [readable(entry) for entry in entries]
    columns: dict[str, list[str]] = {
        **({"Series": [entry.series.called for entry in entries]} if with_series else {}),
        "Date": [_day(entry.date) for entry in entries],
        "Time": [_clock(entry.slot.time if entry.slot else None) for entry in entries],
        "Room": [(entry.slot.room if entry.slot else None) or "" for entry in entries],
        "Speaker": [_speakers(entry) for entry in entries],
        "Title": [_title(entry) for entry in entries],
        "Note": [_talk_note(entry) for entry in entries],
        **({"Missing": [", ".join(missing(entry)) for entry in entries]} if with_missing else {}),
        "Talk": [entry.talk.id for entry in entries],
    }
    if not any(columns["Note"]):
        del columns["Note"]
    looks = [_talk_look(entry, now) for entry in entries]
    rows = (Row(cells=cells, look=look) for cells, look in zip(zip(*columns.values(), strict=True), looks, strict=True))
    return Table(columns=tuple(columns), rows=tuple(rows))


def slot_table(programme: Programme, slots: Sequence[Slot], holidays: Mapping[dt.date, str], now: dt.datetime) -> Table:
    """The dates: regular, moved, extra, cancelled; free or taken; public holidays named."""
    entries = {str(entry.talk.id): entry for entry in programme.entries}
    rows = []
    for slot in slots:
        ids = programme.talks_of(slot)
        takers = ", ".join(taker(readable(entries[each])) for each in ids)
        look = Look.STRUCK if not slot.is_held else Look.PLAIN
        if slot.is_held and not ids:
            look = Look.FREE
        if (slot.end or dt.datetime.combine(slot.date, dt.time.max, slot.zone)) <= now:
            look = Look.OVER if slot.is_held else look
        cells = (
            short_day(slot.date, "en"),
            _clock(slot.time),
            slot.room or "",
            slot_words(slot),
            "" if not slot.is_held else takers or "free",
            "; ".join(dict.fromkeys(each for each in (slot.reason, holidays.get(slot.date), slot.note) if each)),
        )
        rows.append(Row(cells=cells, look=look))
    columns = ("Date", "Time", "Room", "Slot", "Talk", "Note")
    return Table(
        columns=columns,
        rows=tuple(rows),
        wrapping=frozenset({"Room", "Slot", "Talk", "Note"}),
        stacking=(("Slot", "Note"), ("Slot", "Talk")),
    )


def shift_table(steps: Sequence[tuple[Talk, Slot, Slot]]) -> Table:
    """Who goes from where to where."""
    rows = [
        Row(cells=(talk.id, speakers_short(talk.people), _slot_cell(old), _slot_cell(new))) for talk, old, new in steps
    ]
    return Table(columns=("Talk", "Speaker", "From", "To"), rows=tuple(rows))


def _slot_cell(slot: Slot) -> str:
    return ", ".join(each for each in (short_day(slot.date, "en"), _clock(slot.time), slot.room) if each)


def slot_words(slot: Slot) -> str:
    """What became of a slot: "regular", "moved from Mon 25 May 2026", "extra", "retimed from 16:00"."""
    words: list[str] = [slot.kind]
    if slot.kind is SlotKind.MOVED:
        words = [f"moved from {short_day(slot.regular_date, 'en')}"]
    if slot.is_retimed and slot.is_held:
        retimed = f"retimed from {_clock(slot.regular_time)}"
        words = [retimed] if slot.kind is SlotKind.REGULAR else [*words, retimed]
    return ", ".join(words)


def break_words(pause: Break) -> str:
    """A break in a line: "no seminar from 21 December 2026 to 8 January 2027: Christmas"."""
    why = f": {pause.reason}" if pause.reason else ""
    if pause.from_ == pause.to:
        return f"no seminar on {long_day(pause.from_, 'en')}{why}"
    return f"no seminar from {plain_day(pause.from_, 'en')} to {plain_day(pause.to, 'en')}{why}"


def speakers_short(people: Sequence[Speaker]) -> str:
    """The speakers as a table names them: "Tom Jacobs (CISPA)", several parted by commas."""
    if not people:
        return TBA
    return ", ".join(_with_affiliation(person, person.affiliation_short or person.affiliation) for person in people)


def _title(entry: Entry) -> str:
    """The title; that of what is read where there is no other."""
    return " ".join(plain(title_of(entry) or TBA).split())


def _speakers(entry: Entry) -> str:
    """The speakers of a talk; a meeting with a title has none."""
    return "" if entry.is_titled and not entry.people else speakers_short(entry.people)


def _with_affiliation(person: Speaker, affiliation: str | None) -> str:
    return f"{person.name} ({affiliation})" if affiliation else str(person.name)


def taker(entry: Entry) -> str:
    """A talk in a few words, with its id: "Tom Jacobs (CISPA) [jacobs]"."""
    return f"{speakers_short(entry.people)} [{entry.talk.id}]" if entry.people else f"{_title(entry)} [{entry.talk.id}]"


def _talk_note(entry: Entry) -> str:
    slot = entry.slot
    notes = [
        *([] if entry.talk.status is Status.CONFIRMED else [str(entry.talk.status)]),
        *([entry.talk.reason] if entry.talk.reason else []),
        *([slot_words(slot)] if slot and (slot.moved_from or not slot.is_held) else []),
        *([slot.reason] if slot and slot.reason and slot.kind is not SlotKind.REGULAR else []),
        *([slot.note] if slot and slot.note else []),
    ]
    return "; ".join(dict.fromkeys(notes))


def _talk_look(entry: Entry, now: dt.datetime) -> Look:
    if not entry.takes_place:
        return Look.STRUCK
    return Look.OVER if entry.is_over(now) else Look.PLAIN


def _day(day: dt.date | None) -> str:
    return short_day(day, "en") if day else "no date yet"


def _clock(time: dt.time | None) -> str:
    return f"{time:%H:%M}" if time else ""


# --- one talk, whole ---


def card(entry: Entry, notes: PrivateNotes | None = None) -> tuple[tuple[str, str], ...]:
    """All that is known of a talk, as (label, text) in the order of reading; with private notes only if handed in."""
    entry = readable(entry)
    talk, slot = entry.talk, entry.slot
    facts: list[tuple[str, str | None]] = [
        ("Talk", f"{entry.series.id}/{talk.id}"),
        (
            "Status",
            None if talk.status is Status.CONFIRMED else f"{talk.status}{f': {talk.reason}' if talk.reason else ''}",
        ),
        ("Speaker", ", ".join(_with_affiliation(each, each.affiliation) for each in entry.people) or _speakers(entry)),
        ("Title", _title(entry)),
        *(("Paper", plain(cited(paper))) for paper in papers_of(entry)),
        *((str(part.role.name), part.people) for part in parts_of(entry, "en")),
        ("When", _when(entry)),
        *((zone, _elsewhere(entry, zone)) for zone in entry.series.also_times),
        ("Where", _where(entry)),
        ("Online", _online(slot, private=notes is not None)),
        ("Slot", slot_words(slot) if slot and slot.kind is not SlotKind.REGULAR else None),
        ("Reason", slot.reason if slot else None),
        ("Note", slot.note if slot else None),
        ("Host", talk.host),
        ("Joint with", ", ".join(talk.joint_with)),
        ("Language", talk.language if talk.language != entry.series.language else None),
        ("Tags", ", ".join(talk.tags)),
        ("Page", talk.url),
        ("Slides", talk.slides),
        ("Video", talk.video),
        ("Preprint", talk.preprint),
        ("Abstract", talk.abstract),
        *(("Bio", person.bio) for person in entry.people),
        ("Missing", ", ".join(missing(entry))),
        *((f"Private: {key}", str(value)) for key, value in (notes.talks.get(talk.id, {}) if notes else {}).items()),
    ]
    return tuple((label, text) for label, text in facts if text)


def _when(entry: Entry) -> str:
    if entry.date is None:
        return "no date yet"
    if entry.slot is None or entry.slot.time is None or entry.end is None:
        return f"{long_day(entry.date, 'en')}, no time known"
    until = "" if entry.end_is_assumed else f"–{entry.end:%H:%M}"
    return f"{long_day(entry.date, 'en')}, {entry.slot.time:%H:%M}{until} ({entry.slot.zone.key})"


def _elsewhere(entry: Entry, zone: str) -> str | None:
    if entry.start is None:
        return None
    there = entry.start.astimezone(ZoneInfo(zone))
    return f"{there:%H:%M}" if there.date() == entry.date else f"{there:%H:%M}, {long_day(there.date(), 'en')}"


def _where(entry: Entry) -> str | None:
    if entry.slot is None or entry.slot.room is None:
        return None
    return f"{entry.slot.room}, {entry.room.address}" if entry.room and entry.room.address else entry.slot.room


def _online(slot: Slot | None, *, private: bool) -> str | None:
    if slot is None or (slot.mode in (None, "in-person") and not slot.join):
        return None
    words = [slot.mode or "online", *([slot.online] if slot.online else [])]
    if slot.join and (private or slot.join.show is Show.PUBLIC):
        words.append(slot.join.url)
        words += [f"passcode {slot.join.passcode}"] if slot.join.passcode else []
    elif slot.join:
        words.append("link by mail")
    return ", ".join(words)


def origin_table(entry: Entry, file: str, line_of: Callable[[Path], int]) -> Table:
    """Where each known value comes from."""
    rows = [
        Row(cells=(name, origin.value, origin.source, f"{file}:{line_of(origin.path)}" if origin.path else ""))
        for name, origin in origins(entry).items()
        if origin.value is not None
    ]
    return Table(columns=("Field", "Value", "From", "Line"), rows=tuple(rows), wrapping=frozenset({"Value"}))


def series_heading(series: Series) -> str:
    """The name over a table: full name, unit and institution."""
    return ", ".join(each for each in (series.name, series.unit, series.institution) if each)
