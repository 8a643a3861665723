"""Events of schema.org as JSON-LD (https://schema.org/Event), in a saved web page or by themselves.

An event with others below it (`subEvent`), a series, or what events name as above them (`superEvent`) is the series;
every other event is a talk. Talks that a page holds in its text alone are none of this reader's business.
"""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from semctl.importing.calendars.times import iana
from semctl.importing.found import Found, FoundTalk, Kind, Meeting, Remark
from semctl.importing.free_words import words
from semctl.importing.given import Given
from semctl.importing.json_sources.iso_times import length, likely_zone, period
from semctl.importing.json_sources.json_texts import Parsed, parsed
from semctl.importing.json_sources.schema_org_parts import (
    Known,
    each_of,
    named,
    people_of,
    places_of,
    repeats,
    stamp_of,
    types,
)  # fmt: skip
from semctl.importing.json_sources.trees import Log, Tree
from semctl.importing.people import values_of_speakers
from semctl.importing.summaries import SERIES_WORD, cancelled, common_prefix
from semctl.languages import fold

_BLOCK: Final = re.compile(
    r"<script\b[^<>]{0,500}?\btype\s{0,9}=\s{0,9}[\"']?application/ld\+json\b[^<>]*>(.*?)(?:</script|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_OPENS: Final = re.compile(r"(?://|/\*)?\s{0,9}(?:<!\[CDATA\[|<!--)\s{0,9}(?:\*/)?")
_CLOSES: Final = re.compile(r"(?://|/\*)?\s{0,9}(?:\]\]>|-->)\s{0,9}(?:\*/)?\Z")
"""What pages put round their blocks, for readers that knew no JSON-LD."""
_ALSO_EVENTS: Final = frozenset({"CourseInstance", "Festival", "Hackathon"})
_SERIES: Final = frozenset({"EventSeries", "Course"})
_TECHNICAL: Final = frozenset(
    {
        "@context", "@id", "@type", "aggregateRating", "audience", "dateCreated", "dateModified", "datePublished",
        "isAccessibleForFree", "identifier", "image", "inLanguage", "mainEntityOfPage", "maximumAttendeeCapacity",
        "offers", "potentialAction", "publisher", "remainingAttendeeCapacity", "sameAs", "typicalAgeRange", "author",
    }
)  # fmt: skip
"""Keys that sell or show an event, and tell nothing of a talk."""
_DEEPEST: Final = 12


class _Events(NamedTuple):
    """What a source holds. series: the events above others. talks: those below, each with the line of its block."""

    series: list[Tree]
    talks: list[tuple[Tree, int | None]]
    known: Known


def recognises(given: Given) -> bool:
    """Whether an event stands in the JSON-LD of a page, or in JSON that says that it is of schema.org."""
    if (given.json is None and "ld+json" not in given.text) or "@type" not in given.text:
        return False
    found = _events(given, Log())
    return bool(found.talks or found.series)


def read(given: Given) -> Found:
    """Every event that is a talk."""
    log = Log()
    events = _events(given, log)
    series, assumed, tables = _series(events)
    stamps = [start for tree, _ in events.talks if (start := stamp_of(tree, "startDate"))]
    rule = next((found for tree in events.series if (found := repeats(tree, events.known))), None)
    if "timezone" not in series:
        zone, why = likely_zone(stamps, given.zone)
        if zone:
            series["timezone"], assumed["timezone"] = zone, why
    titles = [cancelled(tree.line("name"))[0] for tree, _ in events.talks]
    names = [name for name in (series.get("name"), *(tree.line("name") for tree in events.series)) if name]
    context = _Context(
        known=events.known,
        zone=series.get("timezone"),
        prefix=common_prefix(titles, names),
        is_seminar=any(SERIES_WORD.search(name) for name in names),
        names=frozenset(map(fold, names)),
    )
    rooms: dict[str, dict[str, Any]] = {}
    talks = log.first([_talk(tree, line, context, rooms) for tree, line in events.talks])
    return Found(
        what="events of schema.org (JSON-LD)",
        series=series,
        assumed=assumed,
        talks=tuple(talk for talk in talks if _says_something(talk)),
        meetings=tuple(talk.meeting for talk in talks if talk.meeting and not _says_something(talk)),
        stated=rule.stated if rule and talks else None,
        rules=(rule.rule,) if rule and rule.rule and not talks else None,
        rooms=rooms,
        tables=tables,
        remarks=log.told(_TECHNICAL),
    )


def _says_something(talk: FoundTalk) -> bool:
    return bool(talk.names or talk.values.keys() & {"title", "abstract"})


# --- what stands where ---


def _blocks(given: Given, log: Log) -> Iterator[tuple[Parsed, int | None]]:
    """The data of each block with its line; one that is broken is named."""
    if given.json is not None:
        yield given.json, None
        return
    text, line, last = given.text, 1, 0
    for block in _BLOCK.finditer(text):
        line, last = line + text.count("\n", last, block.start(1)), block.start(1)
        body = _unwrapped(block[1])
        found = parsed(body)
        if (found is None or found.broke) and "&" in body:
            found = parsed(html.unescape(body)) or found
        if found is not None:
            yield found, line
        elif body.strip():
            log.remarks.append(Remark(says="this block of JSON-LD is no JSON", kind=Kind.LEFT_OUT, line=line))


def _unwrapped(block: str) -> str:
    body = block.strip()
    opened = _OPENS.match(body)
    closed = _CLOSES.search(body, max(0, len(body) - 40))
    return body[opened.end() if opened else 0 : closed.start() if closed else len(body)]


def _events(given: Given, log: Log) -> _Events:
    known: dict[str, Mapping[str, Any]] = {}
    found = _Events([], [], known)
    seen: set[tuple[Any, ...]] = set()
    roots = []
    for number, (block, line) in enumerate(_blocks(given, log), 1):
        if block.broke:
            below = (block.broke.line or 1) + (line or 1) - 1
            log.remarks.append(Remark(says=block.broke.says, kind=Kind.LEFT_OUT, line=below))
        root = Tree(block.value, f"block[{number}]" if line else "", log)
        known |= {
            each["@id"]: each for each in _tables(root.value) if isinstance(each.get("@id"), str) and len(each) > 1
        }
        roots.append((root, line))
    for root, line in roots:
        _gather(root, line, found, seen, 0)
    return found


def _tables(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, Mapping):
        yield value
    for each in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from _tables(each, depth + 1)


def _is_event(value: Any) -> bool:
    said = types(value)
    return bool(said & _ALSO_EVENTS) or any(each.endswith("Event") for each in said)


def _gather(tree: Tree, line: int | None, into: _Events, seen: set[tuple[Any, ...]], depth: int) -> None:
    """Sort the events below a value into series and talks, each once."""
    if depth > _DEEPEST:
        return
    if isinstance(tree.value, list):
        for index, each in enumerate(tree.value):
            _gather(Tree(each, f"{tree.path}[{index}]", tree.log), line, into, seen, depth + 1)
        return
    if not isinstance(tree.value, Mapping):
        return
    is_series, is_event = bool(types(tree.value) & _SERIES), _is_event(tree.value)
    below = [key for key in ("subEvent", "subEvents", "hasCourseInstance", "event", "events") if tree.value.get(key)]
    if is_event or is_series:
        name, start = tree.value.get("name"), tree.value.get("startDate")
        sign = (str(tree.value.get("@id") or ""), str(name), str(start), str(tree.value.get("url")))
        if sign in seen:
            tree.pass_over()
            return
        seen.add(sign)
        if is_series or below:
            into.series.append(tree)
        else:
            into.talks.append((tree, line))
    inside = below if is_event or is_series else [str(key) for key in tree.value]
    for key in inside:
        if is_event or is_series:
            parts: Iterable[Tree] = each_of(tree, into.known, key)
        else:
            path = f"{tree.path}.{key}" if tree.path else key
            parts = (Tree(tree.value[key], path, tree.log),)
            tree.pass_over()
        for each in parts:
            _gather(each, line, into, seen, depth + 1)


# --- the series ---


def _series(events: _Events) -> tuple[dict[str, Any], dict[str, str], dict[str, Any]]:
    """Keys of `[series]` with what is a guess of them, and the tables of the file that go with it."""
    above = [
        *events.series,
        *(each for tree, _ in events.talks for each in each_of(tree, events.known, "superEvent")),
    ]
    values: dict[str, Any] = {}
    counted = Counter(named(each) for each in above if isinstance(each.value, (str, Mapping)))
    name = next((name for name, _ in counted.most_common() if name), "")
    about = next((each for each in above if isinstance(each.value, Mapping) and named(each) == name), None)
    if name:
        values["name"] = name
    if about:
        zone = next(
            (iana(each.line("scheduleTimezone")) for each in each_of(about, events.known, "eventSchedule")), None
        )
        values |= {
            "url": about.address("url"), "description": about.prose("description"), "timezone": zone,
            "language": _language(about),
        }  # fmt: skip
    languages = Counter(_language(tree) for tree, _ in events.talks)
    values["language"] = values.get("language") or (languages.most_common(1)[0][0] if languages else "")
    tables = _organizers([*events.series, *(tree for tree, _ in events.talks)], events.known, values)
    return {key: value for key, value in values.items() if value}, {}, tables


def _language(tree: Tree) -> str:
    said = tree.raw("inLanguage")
    if isinstance(said, Mapping):
        table = tree.part("inLanguage")
        return table.language("alternateName", "name") if table else ""
    return tree.language("inLanguage") if isinstance(said, str) else ""


def _organizers(trees: Sequence[Tree], known: Known, values: dict[str, Any]) -> dict[str, Any]:
    """Persons run it; what else is named is the institution."""
    people: dict[str, dict[str, str]] = {}
    for tree in trees:
        for each in each_of(tree, known, "organizer"):
            name = named(each)
            if "Person" in types(each.value):
                mail = re.fullmatch(r"(?:mailto:)?([^\s@]+@[^\s@]+\.[^\s@]+)", each.line("email"))
                people.setdefault(name, {"name": name, "email": mail[1] if mail else "", "url": each.address("url")})
            elif name and fold(name) != fold(values.get("name", "")):
                values.setdefault("institution", name)
    tables = [{key: value for key, value in each.items() if value} for name, each in people.items() if name]
    return {"organizers": tables} if tables else {}


# --- a talk ---


class _Context(NamedTuple):
    """What the events have in common. names: of the series, folded; a title that is one of them is none."""

    known: Known
    zone: str | None
    prefix: str
    is_seminar: bool
    names: frozenset[str]


def _talk(tree: Tree, line: int | None, context: _Context, rooms: dict[str, dict[str, Any]]) -> FoundTalk:
    """One event. rooms: gets what is known of its room."""
    persons = people_of(tree, context.known, "performer", "performers", "actor", "instructor")
    title, called_off = cancelled(tree.line("name"))
    said = words(
        title, tree.text("description"), prefix=context.prefix, is_seminar=context.is_seminar,
        known=[person["name"] for person in persons], at=line,
    )  # fmt: skip
    tree.log.remarks.extend(said.remarks)
    where = places_of(tree, context.known)
    if where.room:
        rooms.setdefault(where.setting["room"], where.room)
    status = tree.line("eventStatus").lower()
    meeting, doubt = _meeting(tree, context, {**said.setting, **where.setting}, status)
    recorded = next(each_of(tree, context.known, "recordedIn"), None)
    values: dict[str, Any] = {
        **said.values,
        **values_of_speakers(persons),
        "url": tree.address("url"),
        "tags": [one for text in tree.lines("keywords") for each in text.split(",") if (one := each.strip())],
        "video": recorded.address("contentUrl", "url") if recorded else "",
        "language": language if (language := _language(tree)) and language != "en" else "",
        "status": "cancelled" if called_off or "cancel" in status else "",
    }
    if fold(values.get("title") or "") in context.names:
        del values["title"]
    return FoundTalk(
        values={key: value for key, value in values.items() if value},
        meeting=meeting,
        line=line,
        doubts=tuple(each for each in (*said.doubts, doubt) if each),
    )


def _meeting(tree: Tree, context: _Context, setting: dict[str, Any], status: str) -> tuple[Meeting | None, str]:
    """When it takes place; an event that was put off has no day."""
    start, end = stamp_of(tree, "startDate"), stamp_of(tree, "endDate")
    before = stamp_of(tree, "previousStartDate")
    if before and "rescheduled" in status:
        tree.note(f"was on {before.date} before")
    tree.pass_over("doorTime")
    if start is None:
        return None, ""
    if "postponed" in status:
        return None, f"postponed; was on {start.date}"
    zone = context.zone
    there = start.in_zone(zone or "UTC")
    took = period(tree.line("duration")) or (length(start, end, zone or "UTC") if end else None)
    doubt = f"lasts until {end.date}" if end and not took and end.date > start.date else ""
    meeting = Meeting(
        date=there.date, time=there.time, zone=zone, setting={**setting, **({"duration": took} if took else {})}
    )
    return meeting, doubt
