"""What somebody has edited in a spreadsheet of semctl's comes into the file: each cell, and nothing else.

A row says where and when its talk is: another day moves the talk, another time or room the slot's override.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from semctl.dates import long_day, read_time
from semctl.edits.placing import Where, takes_dates, where_of, with_where
from semctl.edits.slots import add_slot, edit_slot, move_slot
from semctl.edits.talks import edit_talk, entry_of, move_talk
from semctl.importing.found import FoundTalk, Kind, Remark
from semctl.importing.spreadsheets.own_rows import OF_PEOPLE, OF_SLOT, edited, new_values, status
from semctl.importing.spreadsheets.times import length
from semctl.model import Status
from semctl.problems import FileErrors, Refused
from semctl.programme import Entry, Programme
from semctl.recurrence import Slot
from semctl.tomltext.document import Document

Arranged = Callable[[Document], Programme]


def rows_updated(
    document: Document, rows: Mapping[str, FoundTalk], arranged: Arranged
) -> tuple[Document, list[Remark]]:
    """The document as the rows say, by the id of their talk; what is refused is said, and all else is made."""
    update = _Update(rows, arranged)
    document = update.moved(document)
    for name in rows:
        document = update.with_values(document, name)
        document = update.with_slot(document, name)
    return document, update.refused


class _Update:
    """The edited cells of some talks on their way into a file."""

    def __init__(self, rows: Mapping[str, FoundTalk], arranged: Arranged) -> None:
        self.rows = {name: each.row or {} for name, each in rows.items()}
        self.lines = {name: each.line for name, each in rows.items()}
        self.arranged = arranged
        self.changed: dict[str, dict[str, str]] = {}
        self.refused: list[Remark] = []

    def refuse(self, name: str, why: Refused | FileErrors, column: str = "") -> None:
        """Note what is not made."""
        what = f", {column}" if column else ""
        says = f'talk "{name}"{what} is not updated: {why.says}'
        self.refused.append(Remark(says=says, kind=Kind.LEFT_OUT, line=self.lines[name]))

    # --- days ---

    def moved(self, document: Document) -> Document:
        """The talks on their days: those first that take a slot which is free, or which another is leaving."""
        programme = self.arranged(document)
        entries = {name: entry_of(programme, name) for name in self.rows}
        self.changed = {name: edited(self.rows[name], entry) for name, entry in entries.items()}
        movers = [name for name, changed in self.changed.items() if "date" in changed]
        targets = self._targets(programme, movers)
        for name in movers:
            if not self.rows[name]["date"]:
                document = with_where(document, entries[name].talk, Where(None))
            elif slot := targets.get(name):
                document = with_where(document, entries[name].talk, where_of(programme, slot))
        for name in movers:
            if self.rows[name]["date"] and name not in targets:
                try:
                    document = self._with_slot_moved(document, name)
                except (Refused, FileErrors) as why:
                    self.refuse(name, why, "date")
        return document

    def _targets(self, programme: Programme, movers: Sequence[str]) -> dict[str, Slot]:
        """The slots that are there for those who move."""
        targets: dict[str, Slot] = {}
        used = set()
        for name in movers:
            row = self.rows[name]
            if not row["date"]:
                continue
            for slot in programme.on(dt.date.fromisoformat(row["date"])):
                fits = not row.get("time") or (slot.time and f"{slot.time:%H:%M}" == row["time"])
                free = all(holder in movers for holder in programme.talks_of(slot)) and slot.key not in used
                if fits and (free or not self._is_live(programme, name)):
                    targets[name] = slot
                    used |= {slot.key} if self._is_live(programme, name) else set()
                    break
        return targets

    def _is_live(self, programme: Programme, name: str) -> bool:
        """Whether the talk takes place, as its row says by now."""
        try:
            if "status" in self.rows[name]:
                return status(self.rows[name]["status"]) != Status.CANCELLED
        except Refused:
            pass
        return not entry_of(programme, name).talk.is_cancelled

    def _with_slot_moved(self, document: Document, name: str) -> Document:
        """A day without a slot for it: its own slot goes there, or it gets another."""
        programme = self.arranged(document)
        entry, row = entry_of(programme, name), self.rows[name]
        day = dt.date.fromisoformat(row["date"])
        if not self._is_live(programme, name):
            return with_where(document, entry.talk, Where(day))
        if entry.slot and entry.slot.is_held and programme.talks_of(entry.slot) == (name,):
            moved = move_slot(document, programme, entry.slot, day, {})
            self.arranged(moved)
            return moved
        rule = takes_dates(programme.book, day)
        anyway = bool(rule and (not row.get("time") or [f"{time:%H:%M}" for time in rule.time] == [row["time"]]))
        values = {"time": row["time"]} if row.get("time") and not anyway else {}
        document = add_slot(document, programme, day, values)
        programme = self.arranged(document)
        for slot in programme.on(day):
            if not programme.talks_of(slot):
                return with_where(document, entry.talk, where_of(programme, slot))
        raise Refused(f"there is no free slot on {long_day(day, 'en')}", f"semctl add-slot {day}")

    # --- values ---

    def with_values(self, document: Document, name: str) -> Document:
        """What the row says of the talk itself."""
        programme = self.arranged(document)
        entry = entry_of(programme, name)
        changed = self.changed[name]
        for columns in (changed, {key: now for key, now in changed.items() if key not in OF_PEOPLE}):
            try:
                values = new_values(self.rows[name], entry, columns)
                new = edit_talk(document, programme, name, values) if values else document
                if columns.keys() & set(OF_PEOPLE) and (left := self._left(new, name)):
                    raise Refused(f"whose {left} it is cannot be told", "change it in the file")
                return new
            except Refused as why:
                self.refuse(name, why)
                if not changed.keys() & set(OF_PEOPLE):
                    break
        return document

    def _left(self, document: Document, name: str) -> str:
        """What of the speakers the file does not say as the row does."""
        left = edited(self.rows[name], entry_of(self.arranged(document), name))
        return " and ".join(sorted(left.keys() & set(OF_PEOPLE)))

    def with_slot(self, document: Document, name: str) -> Document:
        """What the row says of the slot; a cell that nobody has edited and that is empty says nothing."""
        row = self.rows[name]
        for column in OF_SLOT:
            if column not in row or not self._may_differ(name, column):
                continue
            programme = self.arranged(document)
            entry = entry_of(programme, name)
            if column not in edited(row, entry) or not (row[column] or column in self.changed[name]):
                continue
            try:
                new = self._with_column(document, programme, entry, column)
                if row[column] and column in edited(row, entry_of(self.arranged(new), name)):
                    raise Refused(_kept(column), "change the schedule")
                document = new
            except (Refused, FileErrors) as why:
                self.refuse(name, why, column)
        return document

    def _may_differ(self, name: str, column: str) -> bool:
        changed = self.changed[name]
        return column in changed or bool({"date", "status"} & changed.keys()) or (column == "end" and "time" in changed)

    def _with_column(self, document: Document, programme: Programme, entry: Entry, column: str) -> Document:
        slot, row = entry.slot, self.rows[entry.talk.id]
        if slot is None:
            raise Refused("it has no slot", "write a date too")
        told: Any = row[column] or None
        if column == "time" and told:
            free = [each for each in programme.on(slot.date) if each.time == read_time(told)]
            free = [each for each in free if not programme.talks_of(each)]
            if free:
                return move_talk(document, programme, entry.talk.id, free[0])
        if column != "end":
            return edit_slot(document, programme, slot, {column: told})
        if told:
            told = slot.time and length(slot.time, read_time(told))
            if not told:
                raise Refused("it would end before it begins", "write both times")
        return edit_slot(document, programme, slot, {"duration": told})


def _kept(column: str) -> str:
    return f"the schedule says the {column} of every slot"
