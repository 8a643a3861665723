"""The report of an import: what was understood, what is doubtful, what differs, what was odd or left out.

Shown before anything is written. Knows nothing of kinds of sources.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from semctl.dates import short_day
from semctl.importing.found import Found, FoundTalk, Meeting
from semctl.importing.free_dates import FreeDates
from semctl.importing.matching import Fate, Match
from semctl.listing import TBA, Look, Row, Table
from semctl.model import Book

MANY = 50
_NAMED = 10
_COUNTED = {Fate.DIFFERS: "with differences"}
_LOOKS = {Fate.NEW: Look.PLAIN, Fate.SAME: Look.OVER, Fate.DIFFERS: Look.FREE, Fate.LEFT_OUT: Look.STRUCK}


def talk_table(matches: Sequence[Match]) -> Table:
    """A line for each talk that was found, with what is to become of it and what is doubtful."""
    meetings = [each.found.meeting for each in matches]
    columns = {
        "Date": [short_day(each.date, "en") if each else "no date" for each in meetings],
        "Time": [f"{each.time:%H:%M}" if each and each.time else "" for each in meetings],
        "Room": [str(each.setting.get("room") or "") if each else "" for each in meetings],
        "Speaker": _speakers_of(matches),
        "Title": [str(each.found.values.get("title") or TBA) for each in matches],
        "Talk": [_fate(each) for each in matches],
        "Doubtful": ["; ".join(each.found.doubts) for each in matches],
    }
    shown = {name: cells for name, cells in columns.items() if any(cells)}
    looks = [_LOOKS[each.fate] for each in matches]
    rows = (Row(cells=cells, look=look) for cells, look in zip(zip(*shown.values(), strict=True), looks, strict=True))
    return Table(
        columns=tuple(shown),
        rows=tuple(rows),
        wrapping=frozenset({"Room", "Speaker", "Title", "Talk", "Doubtful"}),
        stacking=(("Speaker", "Title"), ("Talk", "Doubtful")),
    )


def _speakers_of(matches: Sequence[Match]) -> list[str]:
    """Who speaks; where papers are read and nobody does, the column is empty."""
    if any({"papers", "roles"} & each.found.values.keys() for each in matches) and not any(
        each.found.names for each in matches
    ):
        return [""] * len(matches)
    return [_speakers(each.found) for each in matches]


def _speakers(talk: FoundTalk) -> str:
    several = talk.values.get("speakers")
    people = several or [{"name": talk.values.get("speaker"), "affiliation": talk.values.get("affiliation")}]
    shown = [
        f"{each['name']} ({each['affiliation']})" if each.get("affiliation") else str(each["name"])
        for each in people if each.get("name")
    ]  # fmt: skip
    return ", ".join(shown) or TBA


def _fate(matched: Match) -> str:
    named = f'{matched.fate} "{matched.talk}"' if matched.talk else str(matched.fate)
    status = matched.found.values.get("status", "confirmed")
    return named if status == "confirmed" else f"{named}, {status}"


def heading(found: Found, matches: Sequence[Match], source: str) -> str:
    """What the source is, and how much of it is what."""
    fates = Counter(each.fate for each in matches)
    counts = ", ".join(f"{fates[fate]} {_COUNTED.get(fate, fate)}" for fate in Fate if fates[fate])
    talks = f"{len(matches)} talk{'' if len(matches) == 1 else 's'}"
    dates = len(found.meetings)
    others = f", {dates} date{'' if dates == 1 else 's'} without a talk" if dates else ""
    return f"{source}: {found.what}; {talks}{f' ({counts})' if counts else ''}{others}"


def series_lines(found: Found) -> Iterator[str]:
    """What a new series is called, where its clock stands and when it meets, and which of that is a guess."""
    for key in ("id", "domain", "name", "timezone", "country"):
        if value := found.series.get(key):
            why = f"  (assumed: {found.assumed[key]})" if key in found.assumed else ""
            yield f"{key}: {value}{why}"
    yield from found.fits


def lines(matches: Sequence[Match], found: Found, free: FreeDates, *, update: bool) -> Iterator[str]:
    """What differs, side by side, what is left out, and every remark on the source. free: none for a new series."""
    done = "taken" if update else "kept"
    for each in matches:
        for one in each.differences:
            yield f'differs, {done}: talk "{each.talk}", {one.key}: {_short(one.mine)} → {_short(one.theirs)}'
        if each.why:
            yield f"left out: {_place(each.found.line)}{each.why}"
    fate = "extra slot" if update else "left out"
    told = [f"{fate}: {_place(each.line)}{_date(each)}: no talk, and no slot here" for each in free.new]
    told += [str(remark) for remark in (*free.remarks, *found.remarks)]
    yield from told[:MANY]
    if len(told) > MANY:
        yield f"and {len(told) - MANY} more remarks"
    if not update and any(each.differences for each in matches):
        yield "to take what differs: --update"
    if not update and free.new:
        yield "to have extra slots for the dates without a talk: --update"


def missing_lines(found: Found, matches: Sequence[Match], book: Book) -> Iterator[str]:
    """The talks of the series that a source which had them all has no more; they stay."""
    if not found.is_whole or found.series.get("id") != book.series.id:
        return
    here = {each.talk for each in matches}
    missing = [f'"{talk.id}"' for talk in book.talks if talk.id not in here]
    if missing:
        several = f"{len(missing)} talks are" if len(missing) > 1 else "a talk is"
        names = ", ".join(missing[:_NAMED]) + (", …" if len(missing) > _NAMED else "")
        yield f"kept: {several} not in the source: {names}; to take one out: semctl remove-talk"


def _place(line: int | None) -> str:
    return f"line {line}: " if line else ""


def _date(meeting: Meeting) -> str:
    room = meeting.setting.get("room")
    time = f", {meeting.time:%H:%M}" if meeting.time else ""
    return f"{short_day(meeting.date, 'en')}{time}{f', {room}' if room else ''}"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
