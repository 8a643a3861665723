"""The tables of a text with mistakes, put together statement by statement.

Names what stands twice, with the line of the first; what fits nowhere is kept out of the data.
"""

from typing import Any, NamedTuple

from semctl.problems import Path
from semctl.tomltext import render


class Clash(NamedTuple):
    """Why a header or a key does not fit, and what to do."""

    says: str
    hint: str


class Tables:
    """Grows `root` as tomllib would; `table` is where the next keys go."""

    def __init__(self) -> None:
        self.root: dict[str, Any] = {}
        self.table = self.root
        # Containers are known by id: `_kept` holds those outside the root, so that no id is used again.
        self._kept: list[dict[str, Any]] = []
        self._headers: dict[int, int] = {}
        self._arrays: dict[int, int] = {}
        self._dotted: dict[int, int] = {}
        self._closed: dict[int, int] = {}
        self._keys: dict[tuple[int, str], int] = {}

    def open(self, key: tuple[str, ...], array: bool, line: int) -> tuple[Path, Clash | None]:
        """Go into the table of a header; its path, and what is wrong with it if anything."""
        parent, path, clash = self._walk(key[:-1], line)
        if clash is None:
            name, at = key[-1], (*path, key[-1])
            old = parent.get(name)
            clash = self._clash(key, array, old, self._keys.get((id(parent), name), line))
            if clash is None:
                return self._entered(parent, at, array, old, line)
        self.leave()
        return (), clash

    def leave(self) -> None:
        """Go where keys are read but kept out of the data: the table they belong to is unknown."""
        self.table = {}
        self._kept.append(self.table)

    def put(self, key: tuple[str, ...], value: Any, line: int) -> Clash | None:
        """Set a key of the current table; what is wrong with that if anything, and then nothing is set."""
        table = self.table
        for part in key[:-1]:
            table.setdefault(part, {})
            self._keys.setdefault((id(table), part), line)
            below, first = table[part], self._keys[id(table), part]
            if not isinstance(below, dict) or id(below) in self._headers or id(below) in self._closed:
                return Clash(f"{dotted(key)} adds to {part}, which line {first} has already settled",
                             "put it there, or give it another name")  # fmt: skip
            self._dotted.setdefault(id(below), line)
            table = below
        if key[-1] in table:
            first = self._keys.get((id(table), key[-1]), line)
            return Clash(f"{dotted(key)} is given twice, first in line {first}", "keep one of the two")
        table[key[-1]] = value
        self._keys[id(table), key[-1]] = line
        if isinstance(value, (dict, list)):
            self._closed[id(value)] = line
        return None

    def _entered(
        self, parent: dict[str, Any], path: Path, array: bool, old: Any, line: int
    ) -> tuple[Path, Clash | None]:
        name = str(path[-1])
        self._keys.setdefault((id(parent), name), line)
        if array:
            elements = parent.setdefault(name, [])
            self._arrays.setdefault(id(elements), line)
            elements.append({})
            self.table, path = elements[-1], (*path, len(elements) - 1)
        else:
            self.table = parent.setdefault(name, {}) if old is None else old
        self._headers[id(self.table)] = line
        return path, None

    def _walk(self, parts: tuple[str, ...], line: int) -> tuple[dict[str, Any], Path, Clash | None]:
        table, path = self.root, Path()
        for part in parts:
            path += (part,)
            first = self._keys.setdefault((id(table), part), line)
            below = table.setdefault(part, {})
            if id(below) in self._arrays:
                path += (len(below) - 1,)
                below = below[-1]
            if not isinstance(below, dict) or id(below) in self._closed:
                return table, path, Clash(f"{part} has a value already in line {first}, it cannot be a table too",
                                          "give one of the two another name")  # fmt: skip
            table = below
        return table, path, None

    def _clash(self, key: tuple[str, ...], array: bool, old: Any, first: int) -> Clash | None:
        name = dotted(key)
        if old is None or (array and id(old) in self._arrays):
            return None
        if (array and id(old) in self._headers) or (not array and id(old) in self._arrays):
            says = f"[{name}] and [[{name}]] stand in one file, the other in line {first}"
            return Clash(says, f"write [[{name}]] for each of them")
        if id(old) in self._closed or not isinstance(old, dict):
            here = f"[[{name}]]" if array else f"[{name}]"
            return Clash(f"{name} has a value already in line {first}, {here} gives it another",
                         "keep one of the two")  # fmt: skip
        if array or id(old) in self._headers or id(old) in self._dotted:
            first = self._headers.get(id(old), first)
            return Clash(f"[{name}] is given twice, first in line {first}", "put its lines under the first one")
        return None


def dotted(key: tuple[str, ...]) -> str:
    """A key as typed."""
    return ".".join(render.key(part) for part in key)
