"""Where a block goes, and how a talk names its slot: what the edits share."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from semctl.dates import long_day
from semctl.model import Book, Rule, Talk
from semctl.problems import Refused
from semctl.programme import Programme
from semctl.recurrence import Slot, rule_near
from semctl.tomltext.document import Document

BEFORE_BREAKS = ("overrides", "rooms", "talks", "papers", "participants")
BEFORE_OVERRIDES = ("rooms", "talks", "papers", "participants")
BEFORE_TALKS = ("papers", "participants")

TALK_KEYS = (
    "id", "date", "at", "speaker", "affiliation", "affiliation_short", "speaker_url", "photo", "speakers", "title",
    "abstract", "bio", "language", "status", "reason", "was", "host", "joint_with", "url", "slides", "video",
    "preprint", "tags", "papers", "seats", "roles",
)  # fmt: skip
"""How a talk is written, from the top."""

When = tuple[dt.date | None, dt.time | None]


def place(present: Iterable[When], new: When) -> int:
    """Where a block goes among those in the file: in date order where they are so, else at the end."""

    def sorting(when: When) -> tuple[dt.date, dt.time]:
        return when[0] or dt.date.max, when[1] or dt.time.min

    keys = [sorting(when) for when in present]
    if any(first > second for first, second in pairwise(keys)):
        return len(keys)
    return sum(key <= sorting(new) for key in keys)


@dataclass(frozen=True, slots=True)
class Where:
    """The slot that a talk names: its day and time, and whether the day has others, so that the time is needed."""

    date: dt.date | None
    time: dt.time | None = None
    shared: bool = False


def where_of(programme: Programme, slot: Slot) -> Where:
    """How a talk names a slot."""
    return Where(slot.date, slot.time, len(programme.on(slot.date)) > 1)


def with_where(document: Document, talk: Talk, where: Where) -> Document:
    """The talk in another slot: its `date` line changes; `at` comes, goes or changes only where it has to."""
    if where.date is None:
        return document.without_value(talk.path, "date").without_value(talk.path, "at")
    document = with_key(document, talk, "date", where.date)
    if where.time is None or (talk.date != where.date and not where.shared):
        return document.without_value(talk.path, "at")
    if talk.at != where.time and (talk.at or where.shared):
        bare = isinstance(document.data["talks"][talk.path[1]].get("at"), dt.time)  # as it was typed
        return with_key(document, talk, "at", where.time if bare else f"{where.time:%H:%M}")
    return document


def with_key(document: Document, talk: Talk, key: str, value: Any) -> Document:
    """Set a key of a talk; a new one stands where people look for it, a new table below them all."""
    if isinstance(value, Mapping) and key not in document.data["talks"][talk.path[1]]:
        return document.with_part(talk.path, key, value)
    return document.with_value(talk.path, key, value, after=TALK_KEYS[: TALK_KEYS.index(key)])


def with_times(document: Document, programme: Programme, day: dt.date) -> Document:
    """A second slot on a day: the talks that are there say which is theirs."""
    for entry in programme.entries:
        slot = entry.slot
        if entry.talk.date == day and entry.talk.at is None and not entry.talk.is_cancelled and slot and slot.time:
            document = with_key(document, entry.talk, "at", f"{slot.time:%H:%M}")
    return document


def refuse_left_behind(programme: Programme, day: dt.date) -> None:
    """Refuse a new slot on a day that the slot of a talk has left, while the talk still names it."""
    for entry in programme.entries:
        if entry.date and entry.talk.date == day != entry.date and entry.takes_place:
            says = f'the slot of talk "{entry.talk.id}" has moved from this day to {long_day(entry.date, "en")}'
            raise Refused(says, f"first write date = {entry.date} in its block")


def takes_dates(book: Book, day: dt.date) -> Rule | None:
    """The schedule that is a list of dates to which a day can be added; None where there is none."""
    rule = rule_near(book, day)
    if rule is None or not rule.dates or any(pause.from_ <= day <= pause.to for pause in book.breaks):
        return None
    return rule if (rule.start or day) <= day <= (rule.end or day) else None


def with_override(document: Document, programme: Programme, values: Mapping[str, Any]) -> Document:
    """A new override, in date order."""
    present = ((each.date, each.at or each.time) for each in programme.book.overrides)
    time = values.get("at") or values.get("time")
    index = place(present, (values["date"], dt.time.fromisoformat(time) if time else None))
    return document.with_block("overrides", index, values, before=BEFORE_OVERRIDES)
