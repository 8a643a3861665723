"""The talks as rows for a spreadsheet (RFC 4180), each with when and where its slot puts it."""

import csv
from collections.abc import Iterable, Sequence
from typing import Final

from semctl.programme import Entry

COLUMNS: Final = (
    "series", "id", "date", "time", "end", "room", "speaker", "affiliation", "title", "abstract", "status", "reason",
    "language", "host", "joint_with", "tags", "url", "slides", "video", "preprint", "speaker_url", "photo", "bio",
)  # fmt: skip
"""The first row. Several values in a cell are parted by "; "; end is empty where nobody gave one."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def rows(entries: Sequence[Entry]) -> str:
    """A header and a row for each talk. A cell that a spreadsheet would compute is written with ' before it."""
    sink = _Sink()
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_safe(cell) for cell in _cells(entry)] for entry in entries)
    return "".join(sink.lines)


class _Sink:
    """What the writer of the library writes to."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, line: str) -> None:
        """Keep a row."""
        self.lines.append(line)


def _cells(entry: Entry) -> tuple[str, ...]:
    talk, slot, people = entry.talk, entry.slot, entry.people
    end = f"{entry.end:%H:%M}" if entry.end and not entry.end_is_assumed else ""
    return (
        entry.series.id,
        talk.id,
        entry.date.isoformat() if entry.date else "",
        f"{slot.time:%H:%M}" if slot and slot.time else "",
        end,
        (slot.room if slot else None) or "",
        _joined(str(each.name) for each in people),
        _joined(each.affiliation for each in people),
        talk.title or "",
        talk.abstract or "",
        str(talk.status),
        talk.reason or "",
        talk.language or "",
        talk.host or "",
        _joined(talk.joint_with),
        _joined(talk.tags),
        talk.url or "",
        talk.slides or "",
        talk.video or "",
        talk.preprint or "",
        _joined(each.url for each in people),
        _joined(each.photo for each in people),
        "\n\n".join(each.bio for each in people if each.bio),
    )


def _joined(values: Iterable[str | None]) -> str:
    """Values in one cell; none at all is an empty one, and one of several that is not known keeps its place."""
    told = [value or "" for value in values]
    return "; ".join(told) if any(told) else ""


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
