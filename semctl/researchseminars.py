"""A series as the API of researchseminars.org takes it: what is sent to save/series, and for each talk to save/talk.

What it takes and refuses is in roed314/seminars: seminars/api/main.py (`save_series`, `save_talk`),
seminars/create/main.py (`process_save_seminar`, `process_save_talk`), seminars/utils.py (`maxlength`,
`process_user_input`). A new series must name its organisers and one that is there must not; a talk needs a speaker
("TBA" will do), a start and an end. A key that is left out keeps the value that it has. Nothing private is among it.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from semctl.dates import weekday_number
from semctl.importing.json_sources.researchseminars_words import AUDIENCE, EVERY, OPEN, WEEKDAYS, codes, series_id
from semctl.model import Book, Join, Mode, Rule, Series, Show, Status
from semctl.programme import Entry, Programme
from semctl.reading.told import title_of
from semctl.recurrence import ASSUMED_LENGTH

Json = dict[str, Any]
MOST_LETTERS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "name": 100, "description": 64, "comments": 8192, "homepage": 256, "room": 100, "title": 256, "abstract": 8192,
        "live_link": 256, "paper_link": 256, "slides_link": 256, "video_link": 256, "speaker": 800,
        "speaker_affiliation": 800, "speaker_homepage": 2048,
    }
)  # fmt: skip
"""Longer texts are refused (`maxlength` in seminars/utils.py)."""
_SHORTEST: Final = 3
_LONGEST_ID: Final = 32
_MOST_SLOTS: Final = 12
_MOST_ORGANIZERS: Final = 10
_NOBODY: Final = "TBA"


class Submission(NamedTuple):
    """What can be sent, and what cannot or will be refused, each in a few words."""

    data: Json
    remarks: tuple[str, ...]


def submission(programme: Programme, entries: Sequence[Entry]) -> Submission:
    """A series with some of its talks: {"series": …, "talks": […]}, each of them the body of one request."""
    series = programme.book.series
    name = _known_as(entries) or ""
    is_there = bool(name)
    name = name or _identifier(series.id)
    remarks: list[str] = []
    about = _series(programme.book, name, remarks, is_there=is_there)
    talks = []
    for entry in entries:
        if (why := _left_out(entry, name)) is None:
            talks.append(_talk(entry, name, series))
        else:
            remarks.append(f'talk "{entry.talk.id}" is left out: {why}')
    if len(series.name) < _SHORTEST:
        remarks.append(f'series "{series.id}": name has fewer than {_SHORTEST} letters, and will be refused')
    remarks += _too_long(f'series "{series.id}"', about)
    kept = [entry for entry in entries if _left_out(entry, name) is None]
    for entry, talk in zip(kept, talks, strict=True):
        remarks += _too_long(f'talk "{entry.talk.id}"', talk)
    return Submission({"series": about, "talks": talks}, tuple(remarks))


def _too_long(what: str, record: Json) -> Iterable[str]:
    for key, most in MOST_LETTERS.items():
        if len(record.get(key, "")) > most:
            yield f"{what}: {key} has more than {most:,} letters, and will be refused"


# --- identities ---


def _known_as(entries: Sequence[Entry]) -> str | None:
    """What the site calls the series, where a talk has come from there."""
    return next((found for entry in entries if (found := series_id(entry.talk.uid or ""))), None)


def _identifier(name: str) -> str:
    """Letters, digits, "-" and "_", at least three and at most 32 of them."""
    fit = re.sub(r"[^A-Za-z0-9_-]", "-", name)
    return (fit if len(fit) >= _SHORTEST else f"{fit}-seminar")[:_LONGEST_ID]


def _counter(entry: Entry, name: str) -> int | None:
    """The number of a talk that is there already."""
    uid = entry.talk.uid or ""
    return int(uid.rpartition("/")[2]) if series_id(uid) == name else None


# --- the series ---


def _series(book: Book, name: str, remarks: list[str], *, is_there: bool) -> Json:
    series = book.series
    known, unknown = codes(series.topics)
    if unknown:
        listed = ", ".join(unknown)
        remarks.append(f"topics that researchseminars.org does not know: {listed}; its own are as in math_NT")
    if not known:
        remarks.append('a series needs a topic there: topics = ["number theory"], or an identifier as in math_NT')
    about = series.description or ""
    is_short = len(about) <= MOST_LETTERS["description"] and "\n" not in about
    rule = max(book.rules, key=lambda each: each.start or dt.date.min, default=None)
    frequency, slots = _slots(rule, series)
    shown = [each for each in book.organizers if each.public][:_MOST_ORGANIZERS]
    if not shown and not is_there:
        remarks.append("a new series needs an organiser with an account there: public = true shows one")
    organizers = [
        _told(
            {
                "name": each.name, "email": each.email, "homepage": each.url, "organizer": True, "order": order,
                "display": True,
            }
        )
        for order, each in enumerate(shown)
    ]  # fmt: skip
    mode, join = (series.mode or (rule.mode if rule else None)), (series.join or (rule.join if rule else None))
    return _told(
        {
            "series_id": name, "name": series.name, "is_conference": False, "topics": known or None,
            "language": series.language, "timezone": series.timezone, "homepage": series.url,
            "description": about if is_short else None, "comments": None if is_short else about,
            "audience": AUDIENCE.index(series.audience) if series.audience in AUDIENCE else None,
            "frequency": frequency, "slots": slots, "room": rule.room if rule and rule.room else series.room,
            **_online(mode, join, named=True),
            "organizers": None if is_there else organizers,
        }
    )  # fmt: skip


def _slots(rule: Rule | None, series: Series) -> tuple[int, list[str]]:
    """Every how many days it meets, and the times of the week; 0 where the site has no words for the rule."""
    frequency = next((days for days, every in EVERY.items() if rule and every == rule.every), 0)
    if rule is None or not frequency or rule.timezone not in (None, series.timezone):
        return 0, []
    length = rule.duration or series.duration or ASSUMED_LENGTH
    days = [day for name in rule.weekday if (day := weekday_number(name)) is not None]
    days = days or ([rule.start.weekday()] if rule.start else [])
    slots = [
        f"{WEEKDAYS[day][:3]} {time:%H:%M}-{dt.datetime.combine(dt.date(2000, 1, 1), time) + length:%H:%M}"
        for day in sorted(set(days)) for time in rule.time
    ]  # fmt: skip
    return (frequency, slots) if 0 < len(slots) <= _MOST_SLOTS else (0, [])


def _online(mode: Mode | None, join: Join | None, *, named: bool) -> Json:
    """Whether one can take part from elsewhere, with the link where everybody may have it. named: say no, too."""
    public = join if join and join.show is Show.PUBLIC else None
    is_online = mode in (Mode.ONLINE, Mode.HYBRID) if mode else True if join else False if named else None
    return {
        "online": is_online,
        "live_link": public.url if public else None,
        "access_control": OPEN if public else None,
    }


def _told(record: Json) -> Json:
    """What has a value; false and 0 are values."""
    return {key: value for key, value in record.items() if value is not None and value != ""}


# --- a talk ---


def _left_out(entry: Entry, name: str) -> str | None:
    """Why a talk cannot be sent; a cancelled one that is there already is hidden."""
    if entry.date is None:
        return "it has no date yet"
    if entry.start is None:
        return f"{entry.date} has no time"
    if not entry.takes_place and _counter(entry, name) is None:
        return "it is cancelled"
    return None


def _talk(entry: Entry, name: str, series: Series) -> Json:
    talk, slot, people = entry.talk, entry.slot, entry.people
    assert slot is not None
    assert entry.start is not None
    assert entry.end is not None
    tags = codes(talk.tags)[0]
    unsure = talk.status in (Status.INVITED, Status.TENTATIVE) or not entry.takes_place
    return _told(
        {
            "series_id": name,
            "series_ctr": _counter(entry, name),
            "speaker": _side_by_side(person.name for person in people) or _NOBODY,
            "speaker_affiliation": _side_by_side(person.affiliation for person in people),
            "speaker_homepage": _side_by_side(_address(person.url) for person in people),
            "title": title_of(entry),
            "abstract": talk.abstract,
            "start_time": entry.start.isoformat(),
            "end_time": entry.end.isoformat(),
            "timezone": slot.zone.key,
            "room": slot.room,
            **_online(slot.mode, slot.join, named=False),
            "language": entry.language,
            "topics": [*codes(series.topics)[0], *tags] if tags else None,
            "paper_link": _address(talk.preprint),
            "slides_link": _address(talk.slides),
            "video_link": _address(talk.video),
            "comments": slot.note,
            "hidden": True if unsure else None,
        }
    )


def _side_by_side(values: Iterable[str | None]) -> str:
    """Several values parted by "|", each in its place; "" where none is known."""
    told = [(value or "").replace("|", "/") for value in values]
    return " | ".join(told) if any(told) else ""


def _address(text: str | None) -> str | None:
    """An address of the web; files beside the series are not on it."""
    return text if text and text.startswith(("https://", "http://")) else None
