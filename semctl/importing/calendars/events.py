"""The events of one calendar: when each takes place, which of them belong together, and which version counts."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from semctl.dates import LONGEST
from semctl.importing.calendars.contentlines import Component, Property
from semctl.importing.calendars.times import Moment, Unclear, Zones, duration, moment, moment_of, repeated
from semctl.importing.found import Kind, Remark
from semctl.rules import MOST_SLOTS

PRIVATE: Final = frozenset({"PRIVATE", "CONFIDENTIAL"})
MINUTE: Final = dt.timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One event with its times understood.

    start: None where its DTSTART cannot be used. length: None where none is said, or none that could be one. original:
    the start that an exception of a repeating event replaces. key: what its identity becomes; of one date of a
    repeating event with that date. times: on how many dates it says the same.
    """

    source: Component
    start: Moment
    length: dt.timedelta | None = None
    original: Moment | None = None
    key: str = ""
    times: int = 1
    doubts: tuple[str, ...] = ()

    @property
    def uid(self) -> str:
        """The identity that the calendar gives it; may be empty."""
        return " ".join(self.source.text("UID").split())

    @property
    def line(self) -> int:
        """Where it begins in the file."""
        return self.source.line

    @property
    def version(self) -> tuple[int, str]:
        """What the later one of two versions has more of."""
        number = self.source.text("SEQUENCE").strip()
        stamp = self.source.text("LAST-MODIFIED") or self.source.text("DTSTAMP")
        return int(number) if number.isdecimal() and len(number) < 10 else 0, stamp


@dataclass(kw_only=True)
class Calendar:
    """A calendar's events, one for each date on which something is, and what is wrong with them.

    zone: of the person who reads it, the likeliest where the file is not plain.
    """

    source: Component
    today: dt.date
    zone: str
    remarks: list[Remark] = field(default_factory=list)

    def __post_init__(self) -> None:
        definitions = {part.text("TZID").strip(): part for part in self.source.parts if part.name == "VTIMEZONE"}
        self.zones = Zones(definitions=definitions, likely=(self.zone,), year=self.today.year)

    def events(self) -> list[Event]:
        """Every date of every event, in the order of the file."""
        parts = [part for part in self.source.parts if part.name == "VEVENT"]
        read = [event for part in parts if (event := self._event(part))]
        newest = self._newest(read)
        series: dict[str, list[Event]] = defaultdict(list)
        for event in newest:
            series[event.uid or f"\x00{event.line}"].append(event)
        dates: list[Event] = []
        groups = iter(series.values())
        while len(dates) < MOST_SLOTS and (group := next(groups, None)):
            dates += self._dates(group)
        more = max(0, len(dates) - MOST_SLOTS) + sum(len(group) for group in groups)
        if more:
            says = f"{more:,} more dates and events: a series has no more than {MOST_SLOTS:,} dates"
            self._say(says, None, Kind.LEFT_OUT)
        for zone in self.zones.known.values():
            if zone.understood:
                self._say(zone.understood, None, Kind.UNDERSTOOD)
        return sorted(dates[:MOST_SLOTS], key=lambda each: each.line)

    def _say(self, says: str, line: int | None, kind: Kind = Kind.ODD) -> None:
        self.remarks.append(Remark(says=says, kind=kind, line=line))

    # --- one event ---

    def _event(self, part: Component) -> Event | None:
        named = f'"{part.text("SUMMARY")[:40]}": ' if part.text("SUMMARY") else ""
        if part.text("CLASS").strip().upper() in PRIVATE:
            self._say(f"{named}an event that is marked private", part.line, Kind.LEFT_OUT)
            return None
        start = part.first("DTSTART")
        if start is None:
            self._say(f"{named}an event without a start", part.line, Kind.LEFT_OUT)
            return None
        try:
            begins, doubt = moment(start, self.zones)
            original = part.first("RECURRENCE-ID")
            replaces = moment(original, self.zones)[0] if original else None
        except Unclear as unclear:
            self._say(f"{named}an event whose start is not understood: {unclear}", start.line, Kind.LEFT_OUT)
            return None
        if not part.text("UID").strip():
            self._say(f"{named}has no identity (UID); a second import knows it by its day and speaker", part.line)
        length, odd = self._length(part, begins)
        doubts = tuple(each for each in (doubt, odd) if each)
        return Event(source=part, start=begins, length=length, original=replaces, doubts=doubts)

    def _length(self, part: Component, begins: Moment) -> tuple[dt.timedelta | None, str]:
        """How long it takes, and what is odd about that."""
        ends, lasts = part.first("DTEND"), part.first("DURATION")
        try:
            if ends:
                length = moment(ends, self.zones)[0]
                took = length.instant() - begins.instant() if length.zone or not begins.zone else _wall(begins, length)
            elif lasts:
                took = duration(lasts.value)
            else:
                return None, ""
        except Unclear as unclear:
            self._say(f"its end is not understood: {unclear}", (ends or lasts or part).line)
            return None, "its end is not understood"
        if begins.time is None:
            return None, f"lasts {took.days} days" if took.days > 1 else ""
        if took <= dt.timedelta():
            return None, "" if not took else "ends before it begins; its length is not taken"
        if took > LONGEST:
            return None, f"would last {took.days:,} days; its length is not taken"
        return max(MINUTE, took - took % MINUTE), ""

    # --- versions ---

    def _newest(self, events: Iterable[Event]) -> list[Event]:
        """The last version of each event, and of each exception of a repeating one."""
        last: dict[tuple[str, dt.datetime | None], Event] = {}
        alone = []
        for event in events:
            if not event.uid:
                alone.append(event)
                continue
            key = event.uid, event.original.instant() if event.original else None
            other = last.get(key)
            if other is None or event.version >= other.version:
                last[key] = event
            if other is not None:
                older = other if last[key] is event else event
                says = f"an older version of the event of line {last[key].line}"
                self._say(says, older.line, Kind.LEFT_OUT)
        return [*last.values(), *alone]

    # --- dates ---

    def _dates(self, group: Sequence[Event]) -> Iterator[Event]:
        """The dates of one identity: of its rule with each exception in the place of the date that it replaces."""
        master = next((event for event in group if event.original is None), None)
        exceptions = {event.original.instant(): event for event in group if event.original}
        if master is None:
            for event in exceptions.values():
                self._say("an exception of a repeating event that is not in the file; taken alone", event.line)
                yield self._named(event, event.original or event.start)
            return
        starts = self._starts(master)
        if len(starts) == 1 and not exceptions and not master.source.first("RRULE"):
            yield replace(master, key=master.uid)
            return
        for start in starts:
            own = exceptions.pop(start.instant(), None)
            if own:
                yield self._named(replace(own, times=len(starts) if _says_the_same(own, master) else 1), start)
            else:
                yield self._named(replace(master, start=start, times=len(starts)), start)
        for event in exceptions.values():
            if event.source.text("STATUS").strip().upper() != "CANCELLED":
                self._say("replaces a date that the repeating event does not have; taken as a further one", event.line)
                yield self._named(event, event.original or event.start)

    def _named(self, event: Event, original: Moment) -> Event:
        """One date of a repeating event, with an identity of its own."""
        time = f"T{original.time:%H%M%S}" if original.time else ""
        return replace(event, key=f"{event.uid}_{original.date:%Y%m%d}{time}" if event.uid else "")

    def _starts(self, master: Event) -> list[Moment]:
        """When a repeating event begins: by its rules and dates, without those that are taken out."""
        part, start = master.source, master.start
        moments = {start.instant(): start}
        for rule in part.every("RRULE"):
            days, odd = repeated(start, rule.value, self.today)
            if odd:
                self._say(odd, rule.line)
            moments |= {each.instant(): each for each in (start._replace(date=day) for day in days)}
        for dates in part.every("RDATE"):
            moments |= {each.instant(): each for each in self._list(dates)}
        for dates in part.every("EXDATE"):
            for gone in self._list(dates):
                days_gone = [key for key, each in moments.items() if each.date == gone.date]
                for key in [gone.instant()] if gone.time else days_gone:
                    moments.pop(key, None)
        if part.first("EXRULE"):
            self._say("takes dates out by a rule (EXRULE), which is not followed", part.line)
        return [moments[key] for key in sorted(moments)]

    def _list(self, dates: Property) -> Iterator[Moment]:
        """The moments of an RDATE or EXDATE; of a period its start."""
        for text in dates.value.split(",")[:1000]:
            if not text.strip():
                continue
            try:
                yield moment_of(text.partition("/")[0], dates.params.get("TZID", ""), self.zones)[0]
            except Unclear as unclear:
                self._say(f"{dates.name}: {unclear}", dates.line)


def _says_the_same(one: Event, other: Event) -> bool:
    return all(one.source.text(name) == other.source.text(name) for name in ("SUMMARY", "DESCRIPTION"))


def _wall(begins: Moment, ends: Moment) -> dt.timedelta:
    """The length between a start with a zone and an end without one: by the same clock."""
    return ends._replace(zone=begins.zone).instant() - begins.instant()
