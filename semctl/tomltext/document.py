"""A TOML text with its data, its mistakes and its lines; every edit gives a new document.

No edit returns a text unless it reads as exactly what was meant, with every comment still there. Data is shared
between documents: treat it as frozen.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from semctl.problems import Path, Problem, Refused
from semctl.tomltext import mistakes, plain, render, spans, splices
from semctl.tomltext.mistakes import BROKEN
from semctl.tomltext.patterns import late
from semctl.tomltext.sameness import same
from semctl.tomltext.sections import Layout, Place
from semctl.tomltext.splices import Splice

__all__ = ["BROKEN", "Document"]

WHOLE: Final = 1_000_000  # up to so many characters an edited text is read again as a whole
_BOM: Final = "\ufeff"
_OPENING: Final = late(r"(?:\A|\n)[ \t]*\[")  # in what an edit writes: it may be a header


@dataclass(frozen=True, eq=False)
class Document:
    """One text and what it says.

    text: as given, with its byte order mark and line ends. data: as tomllib reads it; of a text with mistakes all
    that could be read, BROKEN standing for values that could not. mistakes: in the order of their lines.
    """

    text: str
    data: dict[str, Any]
    mistakes: tuple[Problem, ...] = ()
    _layout: Layout = field(default_factory=lambda: Layout(""), repr=False)

    @classmethod
    def read(cls, text: str) -> "Document":
        """Read any text; never raises."""
        start = 1 if text.startswith(_BOM) else 0
        if mistakes.has_endless_key(text):
            found = mistakes.recover(text, start, None)
            if found.mistakes:
                return cls(text, found.data, found.mistakes, Layout(text, start, found.sections, found.statements))
        if read := plain.read(text, start):
            return cls(text, read.data, (), Layout(text, start, read.sections))
        try:
            data = tomllib.loads(text[start:])
        except Exception as error:  # TOMLDecodeError, ValueError, RecursionError: all are the text's
            found = mistakes.recover(text, start, error)
            layout = Layout(text, start, found.sections, found.statements)
            return cls(text, found.data, found.mistakes, layout)
        return cls(text, data, (), Layout(text, start))

    def line_of(self, path: Path) -> int:
        """The 1-based line of the key or the header at a path, else of the nearest table around it."""
        while path:
            if place := self._layout.find(path):
                return self._layout.line(place.at, place.section)
            path = path[:-1]
        return 1

    def source_of(self, path: Path) -> str | None:
        """The value at a path as typed; None for what is written as a table of its own or not there."""
        place = self._layout.find(path)
        if place is None or place.kind != "value":
            return None
        return self.text[place.value_at : place.value_end]

    def with_value(self, table: Path, key: str, value: Any, after: tuple[str, ...] = ()) -> "Document":
        """Set or add a key of the existing table at `table`; a new one stands below the last of `after`, else last.

        Refused where the table is not there or the change would disturb more than this value.
        """
        old, value = self._table(table), render.plain(value)
        if key in old and same(old[key], value):
            return self
        place = self._layout.find((*table, key))
        if place is not None and place.kind != "value":
            return self._with_tables(place, table, key, value)
        if place is not None and (index := splices.one_more(old[key], value)) is not None:
            edits = splices.insert_item(self._layout, place, index, value[index])
        elif place is not None:
            edits = splices.set_value(self._layout, place, value)
        elif key in old:
            raise self._refused(table, f"{key} is written in a way that cannot be changed alone")
        else:
            place = self._layout.find(table) or Place("header", 0, 0)
            edits = [splices.add_key(self._layout, place, table, key, value, after)]
        return self._edited(edits, _set(self.data, table, {**old, key: value}), place.section)

    def without_value(self, table: Path, key: str) -> "Document":
        """Take out a key, or the sub-tables that make it; the same document if it is not there.

        A table that only dotted keys or the headers of its sub-tables name goes with the last of them. A comment in
        a key's line stays as a line of its own, comments in a sub-table go with it.
        """
        old = self._table(table)
        if key not in old:
            return self
        path = (*table, key)
        place, around = self._layout.find(path), self._layout.find(table)
        if place is None:
            raise self._refused(table, f"{key} is written in a way that cannot be taken out alone")
        if len(old) == 1 and around and around.kind in ("keys", "headers") and isinstance(table[-1], str):
            return self.without_value(table[:-1], table[-1])  # no line of its own keeps that table
        meant = _set(self.data, table, {name: item for name, item in old.items() if name != key})
        if place.kind == "value":
            return self._edited(splices.remove_value(self._layout, place), meant, place.section)
        if place.kind == "keys":
            return self._edited(splices.remove_keys(self._layout, place, path), meant, place.section)
        runs = self._runs(path)
        edits = [splices.remove(self._layout, first, last, leading=False) for first, last in runs]
        return self._checked_whole(edits, meant, place)

    def with_block(self, name: str, index: int, values: Mapping[str, Any], before: tuple[str, ...] = ()) -> "Document":
        """Insert a [[name]] block so that it becomes element `index`; the first one of all goes above the first
        header whose top-level name is in `before`, else to the end.

        Refused where the array is written inline, or where what belongs to a neighbour stands apart from it.
        """
        values = render.plain(values)
        elements = self._elements(name)
        if not 0 <= index <= len(elements):
            raise IndexError(f"{name} has {len(elements)} elements, there is no place {index}")
        block = render.block(f"[[{render.key(name)}]]", values)
        meant = {**self.data, name: [*elements[:index], values, *elements[index:]]}
        if not elements:
            edit = self._new_header(block, before)
        elif index == 0:
            edit = splices.insert_before(self._layout, self._element(name, 0)[0], block)
        else:
            edit = splices.insert_after(self._layout, self._end_of_element(name, index - 1), block)
        return self._checked(edit, meant, name, block, {name: [values]})

    def without_block(self, name: str, index: int) -> "Document":
        """Take out element `index` of [[name]] with its sub-tables and its comments; Refused as with_block."""
        elements = self._elements(name)
        if not 0 <= index < len(elements):
            raise IndexError(f"{name} has {len(elements)} elements, there is no element {index}")
        first, last = self._element(name, index)
        edit = splices.remove(self._layout, first, last, leading=index == 0)
        meant = {**self.data, name: [*elements[:index], *elements[index + 1 :]]}
        if not meant[name]:
            del meant[name]
        part = self.text[self._layout.sections[first].start : edit.end]
        return self._checked(edit, meant, name, part, {name: [elements[index]]})

    def with_table(self, name: str, values: Mapping[str, Any], before: tuple[str, ...] = ()) -> "Document":
        """Add a [name] table that is not there yet, placed as a first block; Refused if the name is taken."""
        self._sound()
        values = render.plain(values)
        if name in self.data:
            raise self._refused((name,), f"{name} is there already")
        block = render.block(f"[{render.key(name)}]", values)
        meant = {**self.data, name: values}
        return self._checked(self._new_header(block, before), meant, name, block, {name: values})

    def with_part(self, table: Path, key: str, values: Mapping[str, Any]) -> "Document":
        """Add a table [table.key] below all that stands in a table; between its braces where that is written inline.

        Refused where the table is not there or has no place of its own.
        """
        old, values = self._table(table), render.plain(values)
        number, place = self._layout.section_of(table), self._layout.find(table)
        if number is None and place and place.kind == "headers":
            number = place.section  # only tables below it have a header
        if key in old or number is None:
            return self.with_value(table, key, values)
        name = splices.header_name((*table, key))
        block = render.block(f"[{name}]", values)
        last = splices.last_of(self._layout, number, table)
        edit = splices.insert_after(self._layout, splices.tail(self._layout, last), block)
        part: dict[str, Any] = {key: values}
        for above in reversed([each for each in table if isinstance(each, str)]):
            part = {above: part}
        return self._checked(edit, _set(self.data, table, {**old, key: values}), str(table[0]), block, part)

    def with_array(self, name: str) -> "Document":
        """Make the single table [name] the first of an array [[name]]; Refused where it has no header of its own."""
        self._sound()
        place = self._layout.find((name,))
        section = self._layout.sections[place.section] if place and place.kind == "header" else None
        if section is None or section.key != (name,):
            raise self._refused((name,), f"{name} is not written as [{name}]", f"write [{name}] above its keys")
        header = self.text[section.start : section.body]
        first, last = section.start + header.index("["), section.start + header.rindex("]") + 1
        edits = [Splice(first, first, "["), Splice(last, last, "]")]
        return self._read_back(splices.spliced(self.text, edits), {**self.data, name: [self.data[name]]}, first)

    # What the edits share

    def _sound(self) -> None:
        if self.mistakes:
            first = self.mistakes[0]
            raise Refused(f"line {first.line}: {first.says}", first.hint or "mend the file first")

    def _refused(self, path: Path, says: str, hint: str = "change it by hand") -> Refused:
        return Refused(f"line {self.line_of(path)}: {says}", hint)

    def _table(self, path: Path) -> dict[str, Any]:
        self._sound()
        found: Any = self.data
        for part in path:
            inside = isinstance(found, dict) and part in found
            if not inside and not (isinstance(found, list) and isinstance(part, int) and 0 <= part < len(found)):
                raise self._refused(path, f"there is no {splices.header_name(path)} here", "read the file again")
            found = found[part]
        if not isinstance(found, dict):
            raise self._refused(path, f"{splices.header_name(path)} is not a table")
        return found

    def _with_tables(self, place: Place, table: Path, key: str, value: Any) -> "Document":
        """Give a table or an array of tables, written with headers or dotted keys, another value."""
        path, old = (*table, key), self._table(table)[key]
        if isinstance(old, dict) and isinstance(value, dict):
            return self._with_pairs(path, old, value)
        many = isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)
        if many and isinstance(old, list) and len(old) == len(value):
            changed = self
            for index, (was, is_) in enumerate(zip(old, value, strict=True)):
                changed = changed._with_pairs((*path, index), was, is_)
            return changed
        runs = self._runs(path)
        start = self._layout.sections[runs[0][0]].start if runs else place.at
        end = splices.tail(self._layout, runs[-1][1]) if runs else place.at
        if len(runs) != 1 or spans.comments(self.text[start:end]):
            raise self._refused(path, f"{key} holds comments or stands in several places")
        if not many:
            return self._with_key_for(runs[0], Splice(start, end, ""), table, key, value)
        name = splices.header_name(path)
        block = "\n".join(render.block(f"[[{name}]]", each) for each in value)
        edit = Splice(start, end, block.replace("\n", splices.line_end_of(self.text)))
        return self._edited([edit], _set(self.data, path, value), place.section)

    def _with_key_for(self, run: tuple[int, int], lines: Splice, table: Path, key: str, value: Any) -> "Document":
        """Write one key in the place of a run of sections, whose `lines` hold no comment."""
        layout = self._layout
        if splices.lead(layout, run[0]) == lines.start:
            lines = splices.remove(layout, *run, leading=False)
        around = layout.find(table) or Place("header", 0, 0)
        added = splices.add_key(layout, around, table, key, value)
        return self._checked_whole([lines, added], _set(self.data, (*table, key), value), around)

    def _with_pairs(self, path: Path, old: dict[str, Any], new: dict[str, Any]) -> "Document":
        changed = self
        for key, item in new.items():
            changed = changed.with_value(path, key, item)
        for key in old.keys() - new.keys():
            changed = changed.without_value(path, key)
        self._keeps_comments(self.text, changed.text, 0)
        return changed

    def _runs(self, path: Path) -> list[tuple[int, int]]:
        """The runs of neighbouring sections that stand under a path: first and last of each."""
        runs: list[tuple[int, int]] = []
        for number, section in enumerate(self._layout.sections):
            if section.path[: len(path)] != path:
                continue
            if runs and runs[-1][1] == number - 1:
                runs[-1] = (runs[-1][0], number)
            else:
                runs.append((number, number))
        return runs

    def _elements(self, name: str) -> list[dict[str, Any]]:
        self._sound()
        elements = self.data.get(name, [])
        if name not in self.data:
            return []
        place = self._layout.find((name,))
        if not isinstance(elements, list) or place is None or place.kind != "headers":
            what = "as one list in brackets" if isinstance(elements, list) else "otherwise"
            hint = f"write each as a [[{name}]] block of its own" if elements else "take that line out, then try again"
            raise self._refused((name,), f"{name} is written {what}", hint)
        return elements

    def _element(self, name: str, index: int) -> tuple[int, int]:
        """The first and the last section of an element; Refused if a part of it stands apart."""
        path, sections = (name, index), self._layout.sections
        first = self._layout.section_of(path) or 0
        last = splices.last_of(self._layout, first, path)
        for number in range(last + 1, len(sections)):
            if sections[number].path[:2] == path:
                line = self._layout.line(sections[number].start, number)
                says = f"line {line}: [{splices.header_name(sections[number].path)}] stands apart from its [[{name}]]"
                raise Refused(says, f"move it below the [[{name}]] it belongs to")
            if sections[number].path[:1] == (name,):
                break
        return first, last

    def _end_of_element(self, name: str, index: int) -> int:
        return splices.tail(self._layout, self._element(name, index)[1])

    def _new_header(self, block: str, before: tuple[str, ...]) -> Splice:
        for number, section in enumerate(self._layout.sections):
            if section.key and section.key[0] in before:
                return splices.insert_before(self._layout, number, block)
        return splices.insert_at_end(self._layout, block)

    # The gate: nothing passes that does not read as meant

    def _checked(
        self, edit: Splice, meant: dict[str, Any], name: str, part: str, part_meant: dict[str, Any]
    ) -> "Document":
        """Insert or take out one block: `part` is its text, `part_meant` its data."""
        text = splices.spliced(self.text, [edit])
        if len(text) <= WHOLE or not self._stands_alone(name):
            return self._read_back(text, meant, edit.start)
        self._agree(part, part_meant, edit.start)
        return Document(text, meant, (), Layout(text, self._layout.start))

    def _checked_whole(self, edits: list[Splice], meant: dict[str, Any], place: Place) -> "Document":
        return self._read_back(splices.spliced(self.text, edits), meant, place.at)

    def _edited(self, edits: list[Splice], meant: dict[str, Any], number: int) -> "Document":
        """Change something in section `number`."""
        text = splices.spliced(self.text, edits)
        first, last, part_meant = self._part(number, meant)
        sections = self._layout.sections
        start, end = sections[first].start, sections[last].end
        grown = len(text) - len(self.text)
        part = text[start : end + grown]
        inside = all(start <= edit.start and edit.end <= end for edit in edits)
        if inside:
            self._keeps_comments(self.text[start:end], part, start)
        if len(text) <= WHOLE or part_meant is None or not inside:
            return self._read_back(text, meant, start)
        self._agree(part, part_meant, start)
        known = None if any(_OPENING.search(each.new) for each in edits) else self._layout.grown(number, grown)
        return Document(text, meant, (), Layout(text, self._layout.start, known))

    def _part(self, number: int, meant: dict[str, Any]) -> tuple[int, int, dict[str, Any] | None]:
        """The first and the last section that must be read with `number`, and what they must give alone."""
        section = self._layout.sections[number]
        if not section.key:
            tops = {each.key[0] for each in self._layout.sections[1:]}
            own = {key: item for key, item in meant.items() if key not in tops}
            return 0, 0, own if all(key[0] not in tops for key in self._top_keys()) else None
        name = section.key[0]
        path = section.path[:2] if section.path[1:2] and isinstance(section.path[1], int) else section.path[:1]
        first = last = number
        while self._layout.sections[first - 1].path[: len(path)] == path:
            first -= 1
        last = splices.last_of(self._layout, number, path)
        if not self._stands_alone(name):
            return first, last, None
        item = meant[name][path[1]] if len(path) > 1 else None
        return first, last, {name: [item]} if len(path) > 1 else {name: meant[name]}

    def _top_keys(self) -> Iterable[tuple[str, ...]]:
        return (statement.key for statement in self._layout.statements(0))

    def _stands_alone(self, name: str) -> bool:
        """Whether each run of sections under a top-level name means the same without the rest of the text."""
        if any(key[0] == name for key in self._top_keys()):
            return False
        sections = self._layout.sections
        starts = [later for earlier, later in pairwise(sections) if later.key[0] == name != (earlier.key or ("",))[0]]
        arrays = all(len(each.key) == 1 and each.array for each in starts)
        return arrays or len(starts) == 1

    def _agree(self, text: str, meant: dict[str, Any], at: int) -> dict[str, Any]:
        try:
            data = tomllib.loads(text)
            if same(data, meant):
                return data
        except (ValueError, RecursionError):
            pass
        line = self.text.count("\n", 0, at) + 1
        raise Refused(
            f"line {line}: this cannot be changed without disturbing more than was meant", "change it by hand"
        )

    def _read_back(self, text: str, meant: dict[str, Any], at: int) -> "Document":
        data = self._agree(text[self._layout.start :], meant, at)
        return Document(text, data, (), Layout(text, self._layout.start))

    def _keeps_comments(self, old: str, new: str, at: int) -> None:
        if lost := Counter(spans.comments(old)) - Counter(spans.comments(new)):
            line = self.text.count("\n", 0, at) + 1
            raise Refused(f"line {line}: the comment {next(iter(lost))} would be lost", "change it by hand")


def _set(data: Any, path: Path, value: Any) -> Any:
    """The data with another value at a path; what does not lead there is shared."""
    if not path:
        return value
    copy: Any = list(data) if isinstance(data, list) else dict(data)
    copy[path[0]] = _set(data[path[0]], path[1:], value)
    return copy
