"""The talks as rows for a spreadsheet (RFC 4180), each with when and where its slot puts it."""

import csv
from collections.abc import Sequence

from semctl.columns import COLUMNS, cells, guarded
from semctl.programme import Entry


def rows(entries: Sequence[Entry]) -> str:
    """A header and a row for each talk. A cell that a spreadsheet would compute is written with ' before it."""
    sink = _Sink()
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([guarded(cell) for cell in cells(entry).values()] for entry in entries)
    return "".join(sink.lines)


class _Sink:
    """What the writer of the library writes to."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, line: str) -> None:
        """Keep a row."""
        self.lines.append(line)
