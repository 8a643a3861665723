"""Where each value of a talk comes from: its own table, an override, the rule, the series, or nowhere."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from semctl.dates import write_duration
from semctl.model import Show, Status
from semctl.problems import Path
from semctl.programme import Entry
from semctl.recurrence import Slot, setting


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """A value of a talk and where it comes from.

    source: the table that gives it ("override of 2026-05-25", "schedule", "series"), "assumed", or "nowhere".
    path: in the file; () where nothing gives it.
    """

    value: str | None
    source: str
    path: Path = ()


def origins(entry: Entry) -> dict[str, Origin]:
    """Where each value of a talk comes from; values are resolved when printed, never copied."""
    talk, slot = entry.talk, entry.slot
    found = {
        name: Origin(value=str(value), source=f'talk "{talk.id}"', path=(*talk.path, name))
        for name in ("speaker", "affiliation", "title")
        if (value := getattr(talk, name))
    }
    if talk.status is Status.CONFIRMED:
        found["status"] = Origin(value=str(talk.status), source="confirmed if unsaid")
    else:
        found["status"] = Origin(value=str(talk.status), source=f'talk "{talk.id}"', path=(*talk.path, "status"))
    if talk.speakers:
        names = ", ".join(str(person.name) for person in talk.people) or None
        found["speaker"] = Origin(value=names, source=f'talk "{talk.id}"', path=(*talk.path, "speakers"))
    if slot is None:
        day = talk.date.isoformat() if talk.date else None
        return found | {"date": Origin(value=day, source=f'talk "{talk.id}"', path=(*talk.path, "date"))}
    override, rule = slot.override, slot.rule
    ruled = (
        Origin(value=None, source=_source(rule.path, slot), path=rule.path)
        if rule
        else Origin(value=None, source="nowhere")
    )
    moved = override and (slot.moved_from or override.extra)
    dated = Origin(value=None, source=_source(override.path, slot), path=override.path) if override and moved else ruled
    timed = override and (override.time or (override.extra and override.at))
    time = Origin(value=None, source=_source(override.path, slot), path=override.path) if override and timed else ruled
    found["date"] = Origin(value=slot.date.isoformat(), source=dated.source, path=dated.path)
    found["time"] = Origin(value=f"{slot.time:%H:%M}" if slot.time else None, source=time.source, path=time.path)
    for name in ("room", "duration", "mode", "online", "join", "note"):
        value, path = setting(name, override, rule, slot.series)
        shown = "60 min" if name == "duration" and value is None and slot.start else _setting_text(value)
        source = _source(path, slot) if path else "assumed" if shown else "nowhere"
        found[name] = Origin(value=shown, source=source, path=(*path, name) if path else ())
    zone = ("schedule", rule.path) if rule and rule.timezone else ("series", ("series",))
    found["timezone"] = Origin(value=slot.zone.key, source=zone[0], path=(*zone[1], "timezone"))
    return found


def _setting_text(value: Any) -> str | None:
    if isinstance(value, dt.timedelta):
        return write_duration(value)
    if value is not None and hasattr(value, "show"):
        return str(value.url) if value.show is Show.PUBLIC else "link by mail"
    return None if value is None else str(value)


def _source(path: Path, slot: Slot) -> str:
    if path and path[0] == "overrides":
        return f"override of {slot.regular_date.isoformat()}"
    if slot.rule and path and path[0] == "schedule" and slot.rule.term:
        return f"schedule, term {slot.rule.term}"
    return str(path[0]) if path else "nowhere"
