"""The JSON of Indico: what /export/event/ID.json and /export/categ/ID.json give, at any level of detail.

Names and meanings are those of indico/indico: docs/source/http-api/exporters/event.rst, indico/modules/events/api.py.
Dates are {date, time, tz} by the clock of the server; the place has its own `timezone`. The chairs of a lecture
("simple_event") are its speakers. At detail=sessions a contribution stands in the block of its session. Identities are
those of its .ics: indico-event-ID@host, and indico-contribution-ID@host with the number in the database.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from semctl.importing.found import Found, FoundTalk
from semctl.importing.free_words import words
from semctl.importing.given import Given
from semctl.importing.json_sources.indico_parts import Person, attachments, joined, meeting_of, people_of, place_of
from semctl.importing.json_sources.trees import Log, Tree
from semctl.importing.people import values_of_speakers
from semctl.importing.summaries import SERIES_WORD, cancelled, common_prefix
from semctl.languages import fold

_TECHNICAL: Final = frozenset(
    {
        "_fossil", "_type", "additionalInfo", "adjustedEndDate", "adjustedStartDate", "allowed", "bookedRooms",
        "categoryId", "color", "complete", "conference", "count", "creationDate", "creator", "db_id", "default_folder",
        "friendly_id", "hasAnyProtection", "id", "inheritLoc", "inheritRoom", "isPoster", "modificationDate",
        "numSlots",
        "protectionURL", "roomMapURL", "supportInfo", "textColor", "ts", "url", "visibility", "participants", "logoURL",
    }
)  # fmt: skip
"""Keys that tell how Indico keeps its records, and nothing of a talk."""
_TYPES: Final = frozenset({"Conference", "Contribution", "Meeting", "SimpleEvent"})
_LECTURES: Final = frozenset({"simple_event", "lecture"})
_DEEPEST: Final = 4


class _Context(NamedTuple):
    """What the events have in common. names: of the series, folded; a title that is one of them is none. prefix: what
    titles begin with. is_seminar: they are of a seminar, by its name. alone: there is but one event, so that it is the
    series and its chairs run it."""

    names: frozenset[str]
    prefix: str
    is_seminar: bool
    alone: bool


def recognises(given: Given) -> bool:
    """Whether the content is JSON in which an event of Indico stands."""
    if given.json is None or '"title"' not in given.text:
        return False
    return any(True for _ in _events(Tree(given.json.value, "", Log())))


def read(given: Given) -> Found:
    """Each contribution that is a talk, and each event without any."""
    assert given.json is not None
    log = Log([given.json.broke] if given.json.broke else [])
    events = list(_events(Tree(given.json.value, "", log)))
    titles = [cancelled(event.line("title"))[0] for event in events]
    categories = [name for event in events if (name := event.line("category"))]
    repeated = [title for title, count in Counter(map(fold, titles)).items() if count > 2]
    context = _Context(
        names=frozenset([*map(fold, categories), *repeated]),
        prefix=common_prefix(titles, set(categories)) if len(events) > 1 else "",
        is_seminar=any(SERIES_WORD.search(name) for name in {*categories, *titles}),
        alone=len(events) == 1,
    )
    series, tables = _series(events, titles, categories, context)
    rooms: dict[str, dict[str, str]] = {}
    talks = log.first([talk for event in events for talk in _talks(event, context, rooms)])
    return Found(
        what="JSON of Indico",
        series=series,
        talks=tuple(talk for talk in talks if _says_something(talk)),
        meetings=tuple(talk.meeting for talk in talks if talk.meeting and not _says_something(talk)),
        rooms=rooms,
        tables=tables,
        remarks=log.told(_TECHNICAL),
    )


def _says_something(talk: FoundTalk) -> bool:
    return bool(talk.names or talk.values.keys() & {"title", "abstract"})


# --- what stands where ---


def _events(tree: Tree, depth: int = 0) -> Iterator[Tree]:
    """The events, and the contributions that stand alone; what stands among them and is neither is named."""
    if _is_event(tree.value):
        yield tree
        return
    if depth > _DEEPEST:
        return
    if isinstance(tree.value, Mapping) and isinstance(tree.value.get("results"), list):
        inside = tree.parts("results")
    elif isinstance(tree.value, list):
        inside = tuple(Tree(each, f"{tree.path}[{index}]", tree.log) for index, each in enumerate(tree.value))
    else:
        return
    for each in inside:
        events = list(_events(each, depth + 1))
        if not events:
            each.wrong("", "is no event")
            each.pass_over()
        yield from events


def _is_event(value: Any) -> bool:
    if not isinstance(value, Mapping) or "title" not in value:
        return False
    start = value.get("startDate")
    return str(value.get("_type")) in _TYPES or (isinstance(start, Mapping) and {"date", "tz"} <= start.keys())


def _contributions(event: Tree) -> list[Tree]:
    """The contributions of an event, those of its sessions too, each once."""
    blocks = [event, *event.tables("sessions")]
    for block in blocks[1:]:
        block.pass_over()
    seen: set[Any] = set()
    found = []
    for each in (one for block in blocks for one in block.tables("contributions")):
        known = str(each.raw("db_id") or each.raw("id") or each.path)
        if known not in seen:
            seen.add(known)
            found.append(each)
        else:
            each.pass_over()
    return found


# --- the series ---


def _series(
    events: Sequence[Tree], titles: Sequence[str], categories: Sequence[str], context: _Context
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Keys of `[series]`, and who runs it, where one event is all of it."""
    zones = Counter(zone for event in events if (zone := event.zone("timezone")))
    values: dict[str, Any] = {"timezone": zones.most_common(1)[0][0]} if zones else {}
    tables: dict[str, Any] = {}
    named = Counter(categories)
    if context.alone and _contributions(events[0]):
        values |= {"name": titles[0], "url": events[0].address("url"), "description": events[0].prose("description")}
        people = [{"name": person.name} for person in people_of(events[0], "chairs")]
        tables = {"organizers": people} if people else {}
    elif len({fold(title) for title in titles}) == 1 and len(events) > 1:
        values["name"] = titles[0]
    elif named:
        values["name"] = named.most_common(1)[0][0]
    return {key: value for key, value in values.items() if value}, tables


# --- talks ---


def _talks(event: Tree, context: _Context, rooms: dict[str, dict[str, str]]) -> Iterator[FoundTalk]:
    contributions = _contributions(event)
    here = event.zone("timezone")
    event.pass_over("description", "startDate", "endDate", "type")
    for each in contributions or [event]:
        yield _talk(each, event, here, context, rooms)


def _label(event: Tree) -> tuple[bool, str]:
    """Whether its label or its title says that it does not take place; and any other label, as in "Room changed"."""
    table = event.part("label") if isinstance(event.raw("label"), Mapping) else None
    off = table.truth("is_event_not_happening") if table else False
    named = table.line("title") if table else event.line("label")
    if table:
        table.pass_over()
    off = bool(off) or cancelled(named)[1]
    return off or cancelled(event.line("title"))[1], "" if off else named


def _talk(tree: Tree, event: Tree, here: str | None, context: _Context, rooms: dict[str, dict[str, str]]) -> FoundTalk:
    """A contribution, or an event as a whole. rooms: gets the address of its room."""
    whole = tree is event
    speakers, others, doubts = _who(tree, event, whole=whole)
    title, called_off = cancelled(tree.line("title"))
    said = words(
        title, tree.text("description"), prefix=context.prefix if whole else "",
        is_seminar=context.is_seminar and whole, known=[person.name for person in speakers],
    )  # fmt: skip
    for remark in said.remarks:
        tree.log.remarks.append(remark)
    where = place_of(tree, event)
    if where.address:
        rooms.setdefault(where.setting["room"], {"address": where.address})
    off, note = _label(event)
    meeting, doubt = meeting_of(tree, here, {**said.setting, **where.setting, **({"note": note} if note else {})})
    has_other_chairs = _is_lecture(event) if whole else context.alone
    chairs = [] if has_other_chairs else people_of(event, "chairs")
    values: dict[str, Any] = {
        **said.values,
        **values_of_speakers([person._asdict() for person in speakers]),
        "host": said.values.get("host") or joined(chairs),
        "joint_with": [person.name for person in others],
        "tags": list(tree.lines("keywords")),
        "url": tree.address("url"),
        **attachments(tree),
        "status": "cancelled" if off or called_off else "",
    }
    if whole and fold(title) in context.names:
        del values["title"]
    return FoundTalk(
        values={key: value for key, value in values.items() if value},
        meeting=meeting,
        uid=_identity(tree, whole=whole),
        doubts=tuple(each for each in (*doubts, *said.doubts, doubt) if each),
    )


def _is_lecture(event: Tree) -> bool:
    return event.line("type") in _LECTURES


def _who(tree: Tree, event: Tree, *, whole: bool) -> tuple[list[Person], list[Person], tuple[str, ...]]:
    """Who speaks, who else is an author, and what is doubtful about that."""
    if whole and tree.raw("_type") != "Contribution":
        return (people_of(event, "chairs") if _is_lecture(event) else []), [], ()
    speakers = people_of(tree, "speakers")
    authors = list(dict.fromkeys([*people_of(tree, "primaryauthors"), *people_of(tree, "coauthors")]))
    if not speakers and authors:
        return authors[:1], authors[1:], ("no speaker is named: the first author",)
    names = {person.name for person in speakers}
    return speakers, [person for person in authors if person.name not in names], ()


def _identity(tree: Tree, *, whole: bool) -> str | None:
    """As in its .ics."""
    host = re.match(r"https?://([^/:?#\s]+)", tree.text("url"))
    is_event = whole and tree.raw("_type") != "Contribution"
    number = tree.text("id") if is_event else tree.text("db_id")
    if not host or not number.isdecimal():
        return None
    return f"indico-{'event' if is_event else 'contribution'}-{number}@{host[1]}"
