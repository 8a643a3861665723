"""The blocks of a text made talks, and dates without one; what is doubtful of each, and what was not understood."""

import datetime as dt
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

from semctl.importing import pages
from semctl.importing.found import FoundTalk, Kind, Meeting, Remark
from semctl.importing.texts import blocks, days, speech, told, when, words, zones
from semctl.importing.texts.clocks import Clock
from semctl.importing.texts.items import Item, leads, other_days, said
from semctl.importing.texts.moves import move
from semctl.importing.texts.sentences import SPEAKS
from semctl.importing.texts.stated import Usual

LONGEST_FREE: Final = 160
"""Letters of a row that may be a free date; what is longer is prose in which a day is named."""
MOST_SHOWN: Final = 60


class Reading:
    """The blocks of a text made talks and meetings."""

    def __init__(
        self,
        *,
        items: Sequence[Item],
        settled: dict[days.Place, days.Day],
        usual: Usual,
        language: str | None,
        home: str,
    ) -> None:
        self._items = items
        self._settled = settled
        self._usual = usual
        self._language = language
        self._home = home
        self._zones = {clock.zone for item in items for clock in item.clocks if clock.zone and _is_zone(clock.zone)}
        self.rooms: dict[str, dict[str, Any]] = {}

    def all(self, cut: Sequence[blocks.Block]) -> tuple[tuple[FoundTalk, ...], tuple[Meeting, ...], tuple[Remark, ...]]:
        """Talks, dates without one, and what was not understood."""
        talks: list[FoundTalk] = []
        meetings: list[Meeting] = []
        remarks: list[Remark] = []
        timed: set[int | None] = set()
        for block in cut:
            if pause := self._pause(block):
                remarks.append(pause)
                continue
            tells = told.told(block, self._items, self._language)
            line = self._items[block.items[0] if block.clock_of is None else block.clock_of].row.number
            day = self._settled.get(block.day, days.Day(None)) if block.day else days.Day(None, "no day is named")
            for name, values in tells.rooms.items():
                self.rooms.setdefault(name, {}).update(values)
            remarks += [
                Remark(says=f'not understood: "{text[:60]}"', kind=Kind.LEFT_OUT, line=number)
                for number, text in tells.unread
            ]
            remarks += self._further_days(block)
            if len(cut) > 1 and not self._is_sure(block, tells):
                says = f'not understood: "{self._items[block.items[0]].text[:60]}"'
                remarks.append(Remark(says=says, kind=Kind.LEFT_OUT, line=line))
                continue
            meeting, doubts = self._meeting(tells, day)
            doubts += self._of_row_above(block)
            if tells.off is None:
                doubts += self._moved_from(block)
                further, is_nearer = self._other_days(block, tells, day)
                doubts += further
                meeting = None if is_nearer else meeting
            is_off = meeting is not None and tells.off is not None
            is_talk = not is_off and bool(tells.values.keys() & {"speaker", "speakers", "title"})
            if meeting and not is_talk:
                remarks += [Remark(says=doubt, line=line) for doubt in doubts if doubt]
            if meeting and tells.off is not None:
                meetings.append(_off(meeting, tells.off))
            elif is_talk:
                talks.append(self._talk(tells, meeting, (*doubts, *tells.doubts), line))
                timed |= {line} if tells.clock else set()
            elif meeting and block.day and (block.is_row or len(self._items[block.day[0]].text) < LONGEST_FREE):
                meetings.append(meeting)
            elif day.doubt and block.day:
                remarks.append(Remark(says=day.doubt, kind=Kind.LEFT_OUT, line=line))
        kept, others = _of_page(_once(talks), timed)
        remarks += others
        return tuple(kept), _free(meetings, kept), tuple(dict.fromkeys(remarks))[:MOST_SHOWN]

    def _is_sure(self, block: blocks.Block, tells: told.Told) -> bool:
        """Whether a block is about a talk: its first row begins with the day, or somebody is named in it."""
        row = self._items[block.day[0]] if block.day else None
        named = tells.values.keys() & {"speaker", "speakers"}
        return (
            bool(named) or block.is_row or block.clock_of is not None or row is None or leads(row) or bool(row.clocks)
        )

    def _further_days(self, block: blocks.Block) -> Iterator[Remark]:
        """Days that a sentence names beside the one of its talk: one talk is taken of it."""
        for item in (self._items[index] for index in block.items if not block.is_row):
            for day in item.days:
                own = item.anchor
                between = item.text[own.end : day.start] if own and day.start > own.end else ""
                if between and not item.key and (SPEAKS.search(between) or _AND.fullmatch(between)):
                    says = f'a further day, "{said(item, day)}", is not taken'
                    yield Remark(says=says, kind=Kind.LEFT_OUT, line=item.row.number)

    def _moved_from(self, block: blocks.Block) -> list[str]:
        """The day on which the talk was to be, where its row says that it is moved."""
        row = self._items[block.day[0]] if block.day and not block.is_row else None
        before = [day for day in row.days if row.anchor and day.end <= row.anchor.start] if row else []
        first = before[0] if before else None
        moved = move(row.text, row.days, first) if row and first else None
        return [f'moved from "{said(row, first)}"'] if row and first and moved and moved.day == row.anchor else []

    def _other_days(self, block: blocks.Block, tells: told.Told, day: days.Day) -> tuple[list[str], bool]:
        """Days in other rows of a talk, each a doubt; and whether who speaks stands beside one of them."""
        if block.is_row or block.day is None or day.date is None:
            return [], False
        own = {(day.date.day, day.date.month), (day.date.month, day.date.day)}
        anchor = self._items[block.day[0]]
        rows = [self._items[index] for index in block.items if index != block.day[0]]
        taken = " ".join(str(tells.values.get(key, "")) for key in ("title", "abstract", "bio"))
        found = [
            (row, each)
            for row in rows
            for each in other_days(row)
            if (each.day, each.month) not in own and said(row, each) not in taken
        ]
        shown = [said(row, each) for row, each in found]
        people = tells.values.get("speakers", ()) or [{"name": tells.values.get("speaker")}]
        names = [str(each["name"]) for each in people if each.get("name")]
        nearer = any(name in row.text and name not in anchor.text for row, _ in found for name in names)
        return [f'another day stands there: "{each}"' for each in shown], nearer

    def _of_row_above(self, block: blocks.Block) -> list[str]:
        """What is doubtful of a row that names no day, and whose table does not say that its cell spans several."""
        row = block.items[0]
        if not block.is_row or block.day is None or block.day[0] == row or pages.ABOVE in self._items[row].text:
            return []
        return ["has no day of its own: it is taken for the one of the row above"]

    def _pause(self, block: blocks.Block) -> Remark | None:
        """That a time of a day is no talk's but a break's."""
        if block.clock_of is None:
            return None
        row = self._items[block.clock_of]
        rest = row.text[row.clocks[0].end :].strip(" :;,–—-()|\t")
        below = [index for index in block.items if index > block.clock_of and self._items[index].text]
        is_break = not below and words.PAUSE.fullmatch(rest)
        return Remark(says=f'a break: "{rest[:60]}"', kind=Kind.LEFT_OUT, line=row.row.number) if is_break else None

    def _talk(self, tells: told.Told, meeting: Meeting | None, doubts: Sequence[str], line: int) -> FoundTalk:
        values = dict(tells.values)
        if any(doubt.startswith(days.MOVED) for doubt in doubts):
            values.pop("status", None)  # what is called off may be the other day
        spoken = speech.language_of(f"{values.get('abstract', '')}", least=8)
        if spoken and self._language and spoken != self._language:
            values["language"] = spoken
        return FoundTalk(
            values=values, meeting=meeting, line=line, doubts=tuple(dict.fromkeys(each for each in doubts if each))
        )

    def _meeting(self, tells: told.Told, day: days.Day) -> tuple[Meeting | None, list[str]]:
        """When and where; what the talk does not say is as usual."""
        doubts = [day.doubt] if day.doubt else []
        if day.date is None:
            return None, doubts
        unsure = any(each.startswith(when.UNSURE) for each in tells.doubts)
        clock = tells.clock or (None if unsure else self._usual.clock)
        clock, late = _afternoon(clock, self._usual.clock)
        doubts += late
        unsaid = clock is not None and "local" not in clock.zone and not _is_zone(clock.zone)
        if clock and unsaid and len(self._zones) == 1:
            clock = clock._replace(zone=next(iter(self._zones)))
        zone, doubt = zones.zone(clock.zone, day.date, clock.time, self._home) if clock and clock.zone else (None, "")
        usually = {key: value for key, value in self._usual.setting.items() if key in ("room", "join")}
        if tells.setting.get("mode") == "online":
            usually.pop("room", None)
        setting = {**usually, **tells.setting, **told.length(_longer(clock, self._usual.clock))}
        return Meeting(date=day.date, time=clock.time if clock else None, zone=zone, setting=setting), [*doubts, doubt]


def _is_zone(name: str) -> bool:
    """Whether words beside a time are a zone, and not "start time"."""
    return zones.zone(name, dt.date(2000, 1, 1), dt.time(12), "Etc/GMT+12").zone is not None


_AND: Final = re.compile(r"\s*(?:,|&|\+|/|and|und|e|ed|et|en|or|oder|o|ou|of)\s*", re.IGNORECASE)


def _afternoon(clock: Clock | None, usual: Clock | None) -> tuple[Clock | None, list[str]]:
    """ "3:10" among talks that begin in the afternoon is at 15:10: nobody speaks before seven."""
    if clock is None or usual is None or not 1 <= clock.time.hour < 7 or usual.time.hour < 12:
        return clock, []
    time = clock.time.replace(hour=clock.time.hour + 12)
    until = clock.until.replace(hour=clock.until.hour + 12) if clock.until and clock.until.hour < 12 else clock.until
    return clock._replace(time=time, until=until), [f"{clock.time:%H:%M} is taken as {time:%H:%M}"]


def _longer(clock: Clock | None, usual: Clock | None) -> Clock | None:
    """The time with the usual end, where it begins as usual."""
    return usual if clock and usual and clock.until is None and clock.time == usual.time else clock


def _off(meeting: Meeting, reason: str) -> Meeting:
    return Meeting(
        date=meeting.date,
        time=meeting.time,
        zone=meeting.zone,
        held=False,
        reason=reason[:1].upper() + reason[1:] if reason else None,
    )


def _once(talks: Sequence[FoundTalk]) -> list[FoundTalk]:
    """The talks without those told twice: the same day and the same names."""
    kept: dict[object, FoundTalk] = {}
    for index, talk in enumerate(talks):
        key = (talk.meeting.when if talk.meeting else None, talk.names) if talk.names else index
        if key not in kept or len(talk.values) > len(kept[key].values):
            kept[key] = talk
    return list(kept.values())


def _of_page(talks: list[FoundTalk], timed: Collection[int | None]) -> tuple[list[FoundTalk], list[Remark]]:
    """The talks without those of a day on which their page was written: told again, on another day and at a time."""
    with_time = {(talk.names, talk.values.get("title")) for talk in talks if talk.line in timed and talk.names}
    twice = [talk for talk in talks if talk.line not in timed and (talk.names, talk.values.get("title")) in with_time]
    says = "is on another day further down: this one is left out"
    left = [Remark(says=f"{', '.join(talk.names)} {says}", kind=Kind.LEFT_OUT, line=talk.line) for talk in twice]
    return [talk for talk in talks if talk not in twice], left


def _free(meetings: Sequence[Meeting], talks: Sequence[FoundTalk]) -> tuple[Meeting, ...]:
    """The dates on which no talk is."""
    taken = {talk.meeting.date for talk in talks if talk.meeting}
    return tuple({meeting.when: meeting for meeting in meetings if meeting.date not in taken}.values())
