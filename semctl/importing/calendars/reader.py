"""Any program's .ics file as talks and dates (RFC 5545), however broken: what can be had is taken, the rest is named.

Addresses of people who were invited are passed over: they are nobody else's business.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from semctl.importing.calendars import series as calendar_series
from semctl.importing.calendars.contentlines import components
from semctl.importing.calendars.events import Calendar, Event
from semctl.importing.calendars.series import Heads
from semctl.importing.calendars.talks import Context, Told, tell
from semctl.importing.calendars.times import stated
from semctl.importing.cleaning import line, plain_text
from semctl.importing.found import Found, FoundTalk, Kind, Remark, Stated
from semctl.importing.given import Given
from semctl.importing.summaries import SERIES_WORD, cancelled, common_prefix
from semctl.languages import fold
from semctl.rules import MOST_SLOTS

_BEGINS: Final = re.compile(rb"\s*(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*BEGIN\s*:\s*V(?!CARD)[A-Z]+", re.IGNORECASE)
_LOOKED_AT: Final = 100_000


def recognises(given: Given) -> bool:
    """Whether the content is a calendar, maybe one that lost its beginning."""
    if _BEGINS.match(given.data[:400].replace(b"\x00", b"")):
        return True
    start = given.data[:_LOOKED_AT]
    return b"BEGIN:VEVENT" in start and b"DTSTART" in start


def read(given: Given) -> Found:
    """All that the calendars of a file hold, as one series."""
    file = components(given.data)
    calendars = [Calendar(source=each, today=given.today, zone=given.zone) for each in file.calendars]
    heads = calendar_series.heads(file.calendars)
    told, summaries, prefix = _told(calendars, heads)
    remarks = [*file.remarks, *(remark for calendar in calendars for remark in calendar.remarks)]
    if len(told) > MOST_SLOTS:  # of several calendars
        says = f"{len(told) - MOST_SLOTS:,} more dates: a series has no more than {MOST_SLOTS:,}"
        remarks.append(Remark(says=says, kind=Kind.LEFT_OUT))
        told = told[:MOST_SLOTS]
    told = [_only_a_date(each, heads.names, summaries) for each in told]
    told, shared = _shared(told, heads)
    remarks += [remark for each in told for remark in each.remarks]
    dates = [each for each in told if not each.is_talk]
    if dates and not all(each.event.source.text("X-SEMCTL-HASH") for each in dates):
        count = f"{len(dates)} dates name" if len(dates) > 1 else "a date names"
        says = f"{count} no speaker and no title of a talk: taken without one"
        remarks.append(Remark(says=says, kind=Kind.UNDERSTOOD, line=dates[0].event.line))
    series, assumed = calendar_series.series(told, heads, prefix)
    return Found(
        what=heads.what,
        series={**series, **shared},
        assumed=assumed,
        talks=tuple(_with_zone_doubt(each.talk, series) for each in told if each.is_talk),
        meetings=tuple(each.meeting for each in dates),
        stated=_stated(told),
        rooms=_rooms(told),
        tables=heads.tables,
        remarks=tuple(sorted(remarks, key=lambda each: each.line or 0)),
    )


def _told(calendars: Sequence[Calendar], heads: Heads) -> tuple[list[Told], Mapping[str, int], str]:
    """What every event says, how often each summary stands there, and what they begin with."""
    events = [(index, event) for index, calendar in enumerate(calendars) for event in calendar.events()]
    summaries = Counter(_summary(event) for _, event in events)
    shared = Context(
        prefix=common_prefix(list(summaries), heads.names),
        is_seminar=any(SERIES_WORD.search(name) for name in heads.names),
    )
    contexts = [replace(shared, own=form) for form in heads.forms]
    return [tell(event, contexts[index]) for index, event in events], summaries, shared.prefix


def _summary(event: Event) -> str:
    return cancelled(line(plain_text(event.source.text("SUMMARY"))))[0]


def _with_zone_doubt(talk: FoundTalk, series: Mapping[str, Any]) -> FoundTalk:
    """A time without a zone is doubtful where the calendar as a whole names none either."""
    meeting = talk.meeting
    if meeting is None or meeting.time is None or meeting.zone or series.get("timezone"):
        return talk
    return replace(talk, doubts=(*talk.doubts, "no time zone is said"))


# --- the events together ---


def _only_a_date(told: Told, names: Sequence[str], summaries: Mapping[str, int]) -> Told:
    """An event that only says what the series is called is a date without a talk."""
    title = str(told.values.get("title") or "")
    if not title or "abstract" in told.values or told.id:
        return told
    known = {fold(name) for name in (*names, told.series) if name}
    again = SERIES_WORD.search(title) and summaries.get(title, 0) > 2
    if fold(title) in known or again:
        return replace(told, values={key: value for key, value in told.values.items() if key != "title"})
    return told


def _shared(told: list[Told], heads: Heads) -> tuple[list[Told], dict[str, Any]]:
    """What all events say alike is said of the series: its page and its topics."""
    if len({each.event.uid for each in told}) < 2:
        return told, {}
    topics = [tag for tag in told[0].tags if all(tag in each.tags for each in told)]
    common: dict[str, Any] = {"topics": topics} if topics else {}
    told = [replace(each, tags=tuple(tag for tag in each.tags if tag not in topics)) for each in told]
    if url := _series_url(told, is_own=all(heads.forms)):
        common["url"] = url
        told = [replace(each, url="") if each.url == url else each for each in told]
    return told, common


def _series_url(told: Sequence[Told], *, is_own: bool) -> str:
    """The page that is not one talk's own; in a calendar of ours each event without one has that of the series."""
    url, count = Counter(each.url for each in told).most_common(1)[0]
    if count == len(told):
        return url
    if not is_own or not all(each.url for each in told):
        return ""
    of_free = next((each.url for each in told if each.is_free), "")
    return of_free or (url if count > 1 else "")


def _stated(told: Sequence[Told]) -> Stated | None:
    """The rule of the event that repeats most often."""
    most = max(told, key=lambda each: each.event.times, default=None)
    rule = most.event.source.first("RRULE") if most and most.event.times > 1 else None
    return stated(rule, most.event.start) if most and rule else None


def _rooms(told: Iterable[Told]) -> dict[str, dict[str, Any]]:
    """The address of each room; the one that most events give."""
    given = Counter((str(each.setting["room"]), each.room_address) for each in told if each.room_address)
    rooms: dict[str, dict[str, Any]] = {}
    for (room, address), _ in given.most_common():
        rooms.setdefault(room, {"address": address})
    return dict(sorted(rooms.items()))
