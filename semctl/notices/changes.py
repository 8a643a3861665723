"""What is no longer as it was announced: the facts of then beside those of now, in words."""

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from semctl import wording
from semctl.dates import clock, clock_span, long_day
from semctl.model import Mode, Status
from semctl.notices.about import readable_line
from semctl.notices.sentences import mails
from semctl.notices.values import Changed
from semctl.programme import Entry
from semctl.sent import Fact, Facts, facts
from semctl.wording import Label, Venue

NONE = "–"
PLACE = ("room", "mode", "online")


@dataclass(frozen=True, slots=True)
class Announced:
    """When a talk was to be, as it was announced; and whether it was announced to be cancelled."""

    day: dt.date | None
    time: dt.time | None
    is_cancelled: bool


def announced(before: Facts) -> Announced:
    """The facts that a sentence about the announced talk needs."""
    return Announced(
        day=_date(before),
        time=_time(before, "time"),
        is_cancelled=before.get("status") == Status.CANCELLED,
    )


def differences(entry: Entry, before: Facts, code: str) -> tuple[Changed, ...]:
    """Each fact that is another one now, in the order in which people plan by them."""
    return tuple(
        Changed(label=wording.label(label, code), old=old or NONE, new=new or NONE)
        for label, old, new in _differences(entry, before, facts(entry), code)
        if old != new
    )


def _differences(entry: Entry, old: Facts, new: Facts, code: str) -> Iterator[tuple[Label, str, str]]:
    """Labels with the fact as it was and as it is."""
    yield Label.DATE, _day(old, code), _day(new, code)
    yield Label.TIME, _times(old, code), _times(new, code)
    if "time" in old and "time" in new:
        yield Label.TIME_ZONE, _text(old, "zone"), _text(new, "zone")
    if _same(old, new, "mode", "online") and "room" in old and "room" in new:
        yield Label.ROOM, _text(old, "room"), _text(new, "room")
    elif not _same(old, new, *PLACE):
        yield Label.WHERE, _place(old, code), _place(new, code)
    if not _same(old, new, "join"):
        link = entry.slot.join.url if entry.slot and entry.slot.join else ""
        yield Label.LINK, mails(code).earlier_link if "join" in old else "", link
    yield Label.SPEAKER, _speakers(old, code), _speakers(new, code)
    yield Label.TITLE, readable_line(_text(old, "title")), readable_line(_text(new, "title"))
    yield Label.PAPER, _papers(old), _papers(new)
    yield Label.NOTE, _text(old, "note"), _text(new, "note")


def _same(old: Facts, new: Facts, *names: str) -> bool:
    return all(old.get(name) == new.get(name) for name in names)


def _text(told: Facts, name: str) -> str:
    fact: Fact = told.get(name, "")
    return fact if isinstance(fact, str) else ", ".join(fact)


def _date(told: Facts) -> dt.date | None:
    with suppress(ValueError):  # the log is a text file, and somebody may have written into it
        return dt.date.fromisoformat(_text(told, "date"))
    return None


def _time(told: Facts, name: str) -> dt.time | None:
    with suppress(ValueError):
        return dt.time.fromisoformat(_text(told, name))
    return None


def _day(told: Facts, code: str) -> str:
    day = _date(told)
    return long_day(day, code) if day else ""


def _times(told: Facts, code: str) -> str:
    start, end = _time(told, "time"), _time(told, "end")
    if start is None:
        return ""
    return clock_span(start, end, code) if end else clock(start, code)


def _place(told: Facts, code: str) -> str:
    mode = _text(told, "mode")
    return wording.where(
        Venue(
            room=_text(told, "room") or None,
            mode=Mode(mode) if mode in set(Mode) else Mode.IN_PERSON,
            online=_text(told, "online") or None,
        ),
        code,
    )


def _papers(told: Facts) -> str:
    fact = told.get("papers", ())
    return readable_line("; ".join((fact,) if isinstance(fact, str) else fact))


def _speakers(told: Facts, code: str) -> str:
    names = told.get("speakers", ())
    listed = (names,) if isinstance(names, str) else names
    return wording.speakers([(readable_line(name), None) for name in listed], code) if listed else ""
