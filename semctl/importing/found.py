"""What a source gives, whatever its kind: a series as far as it tells of one, meetings, talks, and remarks on the rest.

Every reader of a source makes a `Found`; nothing behind it knows what the source was.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo


class Kind(StrEnum):
    """What a remark is about: how something was understood, something taken that looks wrong, something not taken."""

    UNDERSTOOD = "understood"
    ODD = "odd"
    LEFT_OUT = "left out"


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """Something to know of a source.

    says: lower case, no full stop. line: of the source, 1-based; None where it is about all of it.
    """

    says: str
    kind: Kind = Kind.ODD
    line: int | None = None

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        return f"{self.kind}: {place}{self.says}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Meeting:
    """When and where people come, as the source says it.

    time: None where only the day is known. zone: an IANA name, of date and time; None where the source names none: they
    are then the wall clock of the place. setting: room, duration, mode, online, join and note, as an override writes
    them. held: false where it does not take place. reason: why it is not as usual. line: where a date without a talk
    stands in the source.
    """

    date: dt.date
    time: dt.time | None = None
    zone: str | None = None
    setting: Mapping[str, Any] = field(default_factory=dict)
    held: bool = True
    reason: str | None = None
    line: int | None = field(default=None, compare=False)

    @property
    def when(self) -> tuple[dt.date, dt.time | None]:
        """The day and the time."""
        return self.date, self.time

    def in_zone(self, zone: str) -> "Meeting":
        """The same meeting by the wall clock of a zone; a day without a time is the same day everywhere."""
        if self.zone in (None, zone) or self.time is None:
            return replace(self, zone=zone)
        there = dt.datetime.combine(self.date, self.time, ZoneInfo(self.zone or zone)).astimezone(ZoneInfo(zone))
        return replace(self, date=there.date(), time=there.time(), zone=zone)


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundTalk:
    """A talk of a source.

    values: the keys of `[[talks]]` as a file writes them, but id, date, at and uid; texts are clean. meeting: None
    where no day is known. uid: the identity that a calendar knows it by. id: as the source calls it, where that is fit.
    line: where it stands in the source. doubts: what a person should look at, each a few words. is_exact: the source
    says every value as a file does, so that the smallest difference is one. row: of a spreadsheet that semctl has made,
    the cells as they are by now, an empty one among them: it says that there is no such value any more.
    """

    values: Mapping[str, Any]
    meeting: Meeting | None = None
    uid: str | None = None
    id: str | None = None
    line: int | None = None
    doubts: tuple[str, ...] = ()
    is_exact: bool = False
    row: Mapping[str, str] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the speakers."""
        several = [str(each["name"]) for each in self.values.get("speakers", ()) if each.get("name")]
        return tuple(several or [str(self.values["speaker"])] if self.values.get("speaker") or several else [])


@dataclass(frozen=True, kw_only=True, slots=True)
class Stated:
    """A rule in the source's own words, as in "every fortnight on Mondays at 4 p.m." or "donnerstags 16:30".

    weekday: as `[schedule]` writes it: ("Monday",), several, or ("second Tuesday",) where every is of months; empty
    where only times or steps are told. every: "week", "2 weeks", "month", "3 months"; None where only the weekday is
    told ("donnerstags" may be every Thursday or some). time: when it begins, several where a day has so many; the
    reader gives it to the meetings that say none. start, end: the first and last day, where the source says them.
    line: where the words stand in the source.
    """

    weekday: tuple[str, ...] = ()
    every: str | None = None
    time: tuple[dt.time, ...] = ()
    start: dt.date | None = None
    end: dt.date | None = None
    line: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """All that a source gives.

    what: the source in a few words, as in "a calendar of Google". series: keys of `[series]`. assumed: by key of
    `[series]`, why its value is a guess. meetings: dates without a talk, free or cancelled. stated: the rule that its
    words tell, a hint for the one that is made of the days. rules: `[schedule]` tables where the source holds them
    whole; None: to be made of the days. fits: how those fit that were made, in words. overrides: that go with the
    rules. breaks: that the source names. rooms: by name, keys of `[rooms."NAME"]`. tables: further tables of the file
    as they are written (organizers, papers, participants, reading). file: all of them, where the source is a whole
    series file in another form, from which a new one is written as it is. is_whole: it is made by semctl itself and
    named all talks, so that one that is missing has been taken out of it. remarks: in the order of the source.
    """

    what: str
    series: Mapping[str, Any] = field(default_factory=dict)
    assumed: Mapping[str, str] = field(default_factory=dict)
    talks: tuple[FoundTalk, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    stated: Stated | None = None
    rules: tuple[Mapping[str, Any], ...] | None = None
    fits: tuple[str, ...] = ()
    overrides: tuple[Mapping[str, Any], ...] = ()
    breaks: tuple[Mapping[str, Any], ...] = ()
    rooms: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    tables: Mapping[str, Any] = field(default_factory=dict)
    file: Mapping[str, Any] = field(default_factory=dict)
    is_whole: bool = False
    remarks: tuple[Remark, ...] = ()

    def in_zone(self, zone: str) -> "Found":
        """The same by the wall clock of a zone, talks in order of time; those without a day last."""
        talks = [replace(talk, meeting=talk.meeting.in_zone(zone)) if talk.meeting else talk for talk in self.talks]
        meetings = sorted((each.in_zone(zone) for each in self.meetings), key=_by_time)
        return replace(self, talks=tuple(sorted(talks, key=_talk_by_time)), meetings=tuple(meetings))


def _by_time(meeting: Meeting) -> tuple[dt.date, dt.time]:
    return meeting.date, meeting.time or dt.time.min


def _talk_by_time(talk: FoundTalk) -> tuple[dt.date, dt.time]:
    return _by_time(talk.meeting) if talk.meeting else (dt.date.max, dt.time.max)
