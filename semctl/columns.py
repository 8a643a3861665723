"""A talk as the cells of a spreadsheet: what `export --format csv` writes, and the guard of its formulas."""

from collections.abc import Iterable
from typing import Final

from semctl.model import Speaker
from semctl.programme import Entry

COLUMNS: Final = (
    "series", "id", "date", "time", "end", "room", "speaker", "affiliation", "title", "abstract", "status", "reason",
    "language", "host", "joint_with", "tags", "url", "slides", "video", "preprint", "speaker_url", "photo", "bio",
)  # fmt: skip
"""The first row. Several values in a cell are parted by "; "; end is empty where nobody gave one."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def cells(entry: Entry) -> dict[str, str]:
    """The cells of a talk by their column, with when and where its slot puts it."""
    talk, slot = entry.talk, entry.slot
    alone = Speaker(
        affiliation=talk.affiliation, url=talk.speaker_url, photo=talk.photo, bio=talk.bio
    )  # of somebody whose name is not known yet
    people = entry.people or (alone,)
    told = (
        entry.series.id,
        talk.id,
        entry.date.isoformat() if entry.date else "",
        f"{slot.time:%H:%M}" if slot and slot.time else "",
        f"{entry.end:%H:%M}" if entry.end and not entry.end_is_assumed else "",
        slot.room if slot else None,
        _joined(each.name for each in people),
        _joined(each.affiliation for each in people),
        talk.title,
        talk.abstract,
        str(talk.status),
        talk.reason,
        talk.language,
        talk.host,
        _joined(talk.joint_with),
        _joined(talk.tags),
        talk.url,
        talk.slides,
        talk.video,
        talk.preprint,
        _joined(each.url for each in people),
        _joined(each.photo for each in people),
        "\n\n".join(each.bio for each in people if each.bio),
    )
    return {name: cell or "" for name, cell in zip(COLUMNS, told, strict=True)}


def _joined(values: Iterable[str | None]) -> str:
    """Values in one cell; none at all is an empty one, and one of several that is not known keeps its place."""
    told = [value or "" for value in values]
    return "; ".join(told) if any(told) else ""


def guarded(cell: str) -> str:
    """A cell that a spreadsheet would compute with ' before it, and one that looks as if it were guarded already."""
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA) else cell


def unguarded(cell: str) -> str:
    """A cell without the guard."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell
