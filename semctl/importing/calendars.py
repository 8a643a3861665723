"""Any program's .ics file as talks and dates (RFC 5545), however broken: what can be had is taken, the rest is named.

Addresses of people who were invited are passed over: they are nobody else's business.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from semctl.importing import researchseminars
from semctl.importing.calendar_events import Calendar
from semctl.importing.calendar_talks import Told, tell
from semctl.importing.calendar_times import iana
from semctl.importing.cleaning import line, plain_text
from semctl.importing.contentlines import Component, components
from semctl.importing.found import Found, FoundTalk, Kind, Remark
from semctl.importing.given import Given
from semctl.importing.summaries import SERIES_WORD, cancelled, common_prefix
from semctl.languages import fold
from semctl.rules import MOST_SLOTS

_BEGINS: Final = re.compile(
    rb"\s*(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*BEGIN\s*:\s*(?:VCALENDAR|VEVENT)", re.IGNORECASE
)
_GENERIC: Final = re.compile(
    r"(?:my |mein |mon |mio |mijn )?(?:calendar|kalender|calendario|calendrier|agenda|events|veranstaltungen|untitled|"
    r"home|work|personal|privat|unbenannt)|\S+@\S+|(?:[\w-]+\.)+[a-z]{2,}",
    re.IGNORECASE,
)

_MAKERS: Final = (
    ("semctl", "semctl"), ("researchseminars", "researchseminars.org"), ("google", "Google"), ("microsoft", "Outlook"),
    ("apple", "Apple"), ("nextcloud", "Nextcloud"), ("thunderbird", "Thunderbird"), ("mozilla", "Thunderbird"),
    ("indico", "Indico"),
)  # fmt: skip
"""What a PRODID holds, and what the program is called."""


def recognises(given: Given) -> bool:
    """Whether the content is a calendar, maybe one that lost its beginning."""
    start = given.data[:400].replace(b"\x00", b"")
    if _BEGINS.match(start):
        return True
    return b"BEGIN:VEVENT" in given.data[:100_000] and b"DTSTART" in given.data[:100_000]


def read(given: Given) -> Found:
    """All that the calendars of a file hold, as one series."""
    file = components(given.data)
    calendars = [Calendar(source=each, today=given.today) for each in file.calendars]
    events = [event for calendar in calendars for event in calendar.events()]
    remarks = [*file.remarks, *(remark for calendar in calendars for remark in calendar.remarks)]
    if len(events) > MOST_SLOTS:
        says = f"{len(events) - MOST_SLOTS:,} more dates: a series has no more than {MOST_SLOTS:,}"
        remarks.append(Remark(says=says, kind=Kind.LEFT_OUT))
        events = events[:MOST_SLOTS]
    names = _names(file.calendars)
    summaries = [cancelled(line(plain_text(event.source.text("SUMMARY"))))[0] for event in events]
    prefix = common_prefix(list(dict.fromkeys(summaries)), names)
    told = [_only_a_date(tell(event, prefix), names, summaries) for event in events]
    told, shared = _shared(told)
    remarks += [remark for each in told for remark in each.remarks]
    talks = [each for each in told if each.is_talk]
    dates = [each for each in told if not each.is_talk]
    if dates:
        says = f"{len(dates)} dates name no speaker and no title: taken as dates without a talk"
        remarks.append(Remark(says=says, kind=Kind.UNDERSTOOD, line=dates[0].event.line))
    series, assumed = _series(told, file.calendars, names, prefix)
    return Found(
        what=_what(file.calendars),
        series={**series, **shared},
        assumed=assumed,
        talks=tuple(_with_zone_doubt(each.talk, series) for each in talks),
        meetings=tuple(each.meeting for each in dates),
        rooms=_rooms(told),
        remarks=tuple(sorted(remarks, key=lambda each: each.line or 0)),
    )


# --- the calendar ---


def _what(calendars: Sequence[Component]) -> str:
    """The source in a few words, by the program that wrote it."""
    told = " ".join(line(each.text("PRODID")) for each in calendars)
    maker = next((name for sign, name in _MAKERS if sign in told.casefold()), "")
    what = "a calendar" if len(calendars) < 2 else f"{len(calendars)} calendars"
    return f"{what} of {maker}" if maker else what


def _names(calendars: Sequence[Component]) -> list[str]:
    """What the calendars are called, where that is a name of their own."""
    told = (line(each.text("NAME") or each.text("X-WR-CALNAME")) for each in calendars)
    return list(dict.fromkeys(name for name in told if name and not _GENERIC.fullmatch(name)))


def _series(
    told: Sequence[Told], calendars: Sequence[Component], names: Sequence[str], prefix: str
) -> tuple[dict[str, Any], dict[str, str]]:
    """What the file says of the series, and which of that is a guess."""
    values: dict[str, Any] = {}
    assumed: dict[str, str] = {}
    named = Counter(each.series for each in told if each.series)
    if name := next((each for each, _ in named.most_common(1)), "") or next(iter(names), ""):
        values["name"] = name
    elif prefix:
        values["name"] = re.sub(r"[\s:–—|-]+$", "", prefix)
        assumed["name"] = "what the titles begin with"
    elif repeated := next((line(each.event.source.text("SUMMARY")) for each in told if not each.is_talk), ""):
        values["name"], assumed["name"] = repeated, "what its dates are called"
    ids = {found for each in told if (found := researchseminars.series_id(each.event.uid))}
    if len(ids) == 1 and named:
        values["id"], values["domain"] = ids.pop(), researchseminars.DOMAIN
    if zone := _zone(told, calendars):
        values["timezone"] = zone
        if zone == "UTC":
            assumed["timezone"] = "every time in the source is in UTC; the place may have another"
    return values, assumed


def _zone(told: Sequence[Told], calendars: Sequence[Component]) -> str | None:
    """The zone that all events name, else the calendar, else most events; UTC where nothing else is said."""
    named = Counter(each.event.start.zone for each in told if each.event.start.time and each.event.start.zone)
    places = [zone for zone, _ in named.most_common() if zone != "UTC"]
    if len(places) == 1 and len(named) == 1:
        return places[0]
    said = (iana(each.text("X-WR-TIMEZONE")) for each in calendars)
    return next((zone for zone in said if zone), None) or next(iter(places), None) or ("UTC" if named else None)


def _with_zone_doubt(talk: FoundTalk, series: dict[str, Any]) -> FoundTalk:
    """A time without a zone is doubtful where the calendar as a whole names none either."""
    meeting = talk.meeting
    if meeting is None or meeting.time is None or meeting.zone or series.get("timezone"):
        return talk
    return replace(talk, doubts=(*talk.doubts, "no time zone is said"))


# --- the events together ---


def _only_a_date(told: Told, names: Sequence[str], summaries: Sequence[str]) -> Told:
    """An event that only says what the series is called is a date without a talk."""
    title = str(told.values.get("title") or "")
    known = {fold(name) for name in (*names, told.series) if name}
    again = SERIES_WORD.search(title) and sum(each == title for each in summaries) > 2
    if title and "abstract" not in told.values and (fold(title) in known or again):
        return replace(told, values={key: value for key, value in told.values.items() if key != "title"})
    return told


def _shared(told: list[Told]) -> tuple[list[Told], dict[str, Any]]:
    """What all events say alike is said of the series: its page and its topics."""
    if len({each.event.uid for each in told}) < 2:
        return told, {}
    urls = {each.url for each in told}
    topics = [tag for tag in told[0].tags if all(tag in each.tags for each in told)]
    common: dict[str, Any] = {"topics": topics} if topics else {}
    told = [replace(each, tags=tuple(tag for tag in each.tags if tag not in topics)) for each in told]
    if len(urls) == 1 and (url := urls.pop()):
        common["url"] = url
        told = [replace(each, url="") for each in told]
    return told, common


def _rooms(told: Iterable[Told]) -> dict[str, dict[str, Any]]:
    """The address of each room; the one that most events give."""
    given = Counter((str(each.setting["room"]), each.room_address) for each in told if each.room_address)
    rooms: dict[str, dict[str, Any]] = {}
    for (room, address), _ in given.most_common():
        rooms.setdefault(room, {"address": address})
    return dict(sorted(rooms.items()))
