"""Times, rooms and links of slots that are readable and hardly meant."""

import datetime as dt
import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from semctl.languages import is_tba
from semctl.model import Mode
from semctl.problems import Path, Problem
from semctl.recurrence import Slot, setting
from semctl.textchecks.texts import Texts

EARLIEST: Final = dt.time(7)
LATEST: Final = dt.time(21)
STEP: Final = 5  # minutes

_NO_ROOM: Final = frozenset({"online", "zoom", "teams", "ms teams", "webex", "virtual", "hybrid"})
_ADDRESS: Final = re.compile(r"https?://|\bwww\.")


def times_are_usual(texts: Texts) -> Iterator[Problem]:
    """02:00 may stand for 14:00, and 16:03 for 16:30."""
    book = texts.programme.book
    written: list[tuple[Path, dt.time]] = [
        ((*rule.path, "time"), time) for rule in book.rules for time in dict.fromkeys(rule.time)
    ]
    written += [((*each.path, "time"), each.time) for each in book.overrides if each.time]
    for path, time in written:
        if not EARLIEST <= time <= LATEST:
            later = f'write "{time.hour + 12:02}:{time:%M}" if that is meant' if 0 < time.hour < 7 else "correct it"
            yield texts.warning("odd-time", path, f"{time:%H:%M} is no usual hour for a seminar", later)
        elif time.minute % STEP:
            yield texts.warning("odd-time", path, f"{time:%H:%M} is no usual minute to begin at", "correct it")


def links_are_known(texts: Texts) -> Iterator[Problem]:
    """Where people take part online, they can: a chore, once for the series."""
    slots = [slot for slot in texts.programme.slots if slot.is_held and slot.mode in (Mode.HYBRID, Mode.ONLINE)]
    without = [slot for slot in slots if not _has_link(slot)]
    if without:
        first = without[0]
        path = (*setting("mode", first.override, first.rule, first.series)[1], "mode")
        some = f"; {len(without)} of {len(slots)} such slots" if len(without) < len(slots) else ""
        says = f"{first.mode}, and there is no link to join{some}"
        yield texts.chore("no-link", path, says, 'write join = { url = "https://…" }; only mails show it')
        return
    series = texts.programme.book.series
    online = series.mode in (Mode.HYBRID, Mode.ONLINE) and not series.join and not _ADDRESS.search(series.online or "")
    if online and not texts.programme.slots:
        says = f"{series.mode}, and there is no link to join"
        hint = 'write join = { url = "https://…" }; only mails show it'
        yield texts.chore("no-link", ("series", "mode"), says, hint)


def _has_link(slot: Slot) -> bool:
    return slot.join is not None or bool(_ADDRESS.search(slot.online or ""))


def rooms_are_known(texts: Texts) -> Iterator[Problem]:
    """Where `[rooms]` says what is known of rooms, a room that it does not hold may be mistyped."""
    book = texts.programme.book
    if not book.rooms:
        return
    written: list[tuple[Path, str | None]] = [(("series", "room"), book.series.room)]
    written += [((*rule.path, "room"), rule.room) for rule in book.rules]
    written += [((*each.path, "room"), each.room) for each in book.overrides]
    names = {" ".join(name.casefold().split()): name for name in book.rooms}
    for path, room in written:
        if room is None or room in book.rooms or room.casefold() in _NO_ROOM or is_tba(room):
            continue
        folded = " ".join(room.casefold().split())
        close = [folded] if folded in names else get_close_matches(folded, names, n=1, cutoff=0.75)
        says = f'"{room}" is not in [rooms], others are'
        hint = f'did you mean "{names[close[0]]}"?' if close else f'write [rooms."{room}"], or another name'
        yield texts.warning("unknown-room", path, says, hint)
