"""The JSON of researchseminars.org: what its API answers to lookup and search, and what its save takes.

Names and meanings of the fields are those of roed314/seminars: Schema.md, seminars/api/main.py (a lookup answers
`properties` and `talks`, a search `results`), seminars/talk.py (what a talk takes over from its series; one that was
moved leaves a copy with a negative counter), seminars/utils.py (several speakers are parted by "|"). Times are what
Python prints of them: "2026-05-11 14:00:00+00:00".
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from semctl.importing.cleaning import line, plain_text
from semctl.importing.found import Found, FoundTalk, Kind, Meeting, Remark
from semctl.importing.given import Given
from semctl.importing.json_sources.iso_times import Stamp, length, stamp
from semctl.importing.json_sources.researchseminars_series import meets, organizers, series, setting
from semctl.importing.json_sources.researchseminars_words import named
from semctl.importing.json_sources.trees import Log, Tree
from semctl.importing.people import values_of_speakers
from semctl.languages import is_tba

_TECHNICAL: Final = frozenset(
    {
        "by_api", "callback", "code", "curator", "deleted_with_seminar", "edited_at", "edited_by", "end_date", "id",
        "is_conference", "order", "owner", "per_day", "query", "seminar_id", "series_id", "shortname",
        "start_date", "token", "visibility",
    }
)  # fmt: skip
"""Keys that tell how the site keeps its records, and nothing of a talk."""
_INHERITED: Final = ("audience", "chat_link", "stream_link", "access_hint", "access_time")
"""What a talk repeats of its series (`inherited_talk_columns` in seminars/talk.py)."""
_SIGNS: Final = ("shortname", "seminar_id", "series_id")
"""One of them stands in every record."""
_HOLDERS: Final = ("properties", "series", "talk", "talks", "results")
_OF_TALKS: Final = frozenset({"speaker", "start_time", "seminar_ctr", "series_ctr", "title"})
_OF_SERIES: Final = frozenset(
    {"access_control", "frequency", "is_conference", "organizers", "slots", "time_slots", "visibility", "weekdays"}
)
_DEEPEST: Final = 6
_LONGEST_NOTE: Final = 200


def recognises(given: Given) -> bool:
    """Whether the content is JSON in which a talk or a series of the site stands."""
    if given.json is None or not any(f'"{sign}"' in given.text for sign in _SIGNS):
        return False
    return any(True for _ in _records(Tree(given.json.value, "", Log())))


def read(given: Given) -> Found:
    """A series with all its talks; of several series the one that has most of them."""
    assert given.json is not None
    log = Log([given.json.broke] if given.json.broke else [])
    records = _of_one_series(list(_records(Tree(given.json.value, "", log))), log, given.series)
    about = next((tree for tree in records if not _is_talk(tree.value)), None)
    values, assumed = series(about) if about else ({"id": _series_of(records[0])}, {})
    context = _Context(values, about.value if about else {})
    talks = log.first([talk for tree in records if _is_talk(tree.value) and (talk := _talk(tree, context))])
    zones = Counter(talk.meeting.zone for talk in talks if talk.meeting and talk.meeting.zone)
    if zones and "timezone" not in values:
        values["timezone"] = zones.most_common(1)[0][0]
        if values["timezone"] == "UTC":
            assumed["timezone"] = "every time in the source is in UTC; the place may have another"
    rule = meets(about, given.today, has_days=bool(zones)) if about else None
    if about:
        about.pass_over("display", "deleted")
        held = setting(about)
        values |= {} if talks else held
    return Found(
        what="JSON of researchseminars.org",
        series=values,
        assumed=assumed,
        talks=tuple(talks),
        stated=rule.stated if rule else None,
        rules=rule.rules if rule else None,
        tables=organizers(about) if about else {},
        remarks=log.told(_TECHNICAL),
    )


# --- what stands where ---


def _records(tree: Tree, depth: int = 0) -> Iterator[Tree]:
    """Every series and every talk; what stands among them and is neither is named."""
    if _is_talk(tree.value) or _is_series(tree.value):
        yield tree
        return
    if depth > _DEEPEST or not isinstance(tree.value, (Mapping, list)):
        return
    if isinstance(tree.value, list):
        inside = tuple(Tree(each, f"{tree.path}[{index}]", tree.log) for index, each in enumerate(tree.value))
    else:
        inside = tuple(each for key in _HOLDERS for each in tree.parts(key))
    for each in inside:
        found = False
        for record in _records(each, depth + 1):
            found = True
            yield record
        if not found and not isinstance(each.value, list):
            each.wrong("", "is neither a talk nor a series")
            each.pass_over()


def _is_talk(value: Any) -> bool:
    if not isinstance(value, Mapping) or "name" in value:
        return False
    return bool(value.keys() & {"seminar_id", "series_id"}) and bool(value.keys() & _OF_TALKS)


def _is_series(value: Any) -> bool:
    return isinstance(value, Mapping) and bool(
        value.keys() & {"shortname", "series_id"} and "name" in value and value.keys() & _OF_SERIES
    )


def _series_of(tree: Tree) -> str:
    """The identifier of the series that a record is of."""
    value = next((tree.value[key] for key in _SIGNS if tree.value.get(key)), "")
    return line(value) if isinstance(value, str) else ""


def _of_one_series(records: Sequence[Tree], log: Log, wanted: str | None) -> list[Tree]:
    """The records of the series that is wanted, else of the one that most talks are of, or that comes first."""
    counted = Counter(_series_of(tree) for tree in records if _is_talk(tree.value))
    chosen = counted.most_common(1)[0][0] if counted else _series_of(records[0])
    if wanted in {_series_of(tree) for tree in records}:
        chosen = str(wanted)
    others = Counter(_series_of(tree) for tree in records if _series_of(tree) != chosen)
    for name in others:
        talks = counted[name]
        what = f"{talks} talk{'' if talks == 1 else 's'} of" if talks else "what is said of"
        says = f'{what} another series, "{name}": a file holds one series; import that one by itself'
        log.remarks.append(Remark(says=says, kind=Kind.LEFT_OUT))
    for tree in records:
        if _series_of(tree) != chosen:
            tree.pass_over()
    return [tree for tree in records if _series_of(tree) == chosen]


# --- a talk ---


class _Context(NamedTuple):
    """The series of a talk. values: keys of `[series]`. record: as the site has it."""

    values: Mapping[str, Any]
    record: Mapping[str, Any]


def _talk(tree: Tree, context: _Context) -> FoundTalk | None:
    """A talk; None of one that was deleted, or of the place of one before it was moved."""
    counter = tree.number("seminar_ctr", "series_ctr")
    gone = "is deleted there" if tree.truth("deleted") else ""
    gone = "is where a talk was before it was moved" if counter is not None and counter < 0 else gone
    values = _values(tree, context)
    meeting = _meeting(tree, context)
    if not gone and not values and meeting is None:
        gone = "says nothing of a talk"
    if gone:
        tree.wrong("", gone)
        tree.pass_over()
        return None
    doubts: tuple[str, ...] = ()
    if tree.truth("hidden") or tree.truth("display") is False:
        values["status"], doubts = "tentative", ("hidden there: taken as tentative",)
    tree.pass_over(*(key for key in _INHERITED if tree.value.get(key) == context.record.get(key)))
    name = _series_of(tree)
    return FoundTalk(
        values=values, meeting=meeting, uid=f"{name}/{counter}" if name and counter else None, doubts=doubts
    )


def _values(tree: Tree, context: _Context) -> dict[str, Any]:
    language = tree.language("language")
    wide = set(context.values.get("topics", ()))
    values = {
        **_speakers(tree),
        "title": tree.line("title"),
        "abstract": tree.prose("abstract"),
        "language": language if language != context.values.get("language", "en") else "",
        "slides": tree.address("slides_link"),
        "video": tree.address("video_link"),
        "preprint": tree.address("paper_link"),
        "tags": [topic for topic in named(tree.lines("topics")) if topic not in wide],
    }
    return {key: value for key, value in values.items() if value}


def _speakers(tree: Tree) -> dict[str, Any]:
    """Who speaks; the lists of names, affiliations and pages go side by side."""
    names, affiliations = (_parted(tree.text(key)) for key in ("speaker", "speaker_affiliation"))
    pages = _parted(tree.text("speaker_homepage"))
    persons = []
    for index, name in enumerate(names):
        where = affiliations[index] if index < len(affiliations) else ""
        page = pages[index] if index < len(pages) else ""
        if page and not page.startswith(("https://", "http://")):
            tree.wrong("speaker_homepage", f"is no address: {page[:60]}")
            page = ""
        persons.append({"name": "" if is_tba(name) else name, "affiliation": where, "url": page})
    return values_of_speakers(persons)


def _parted(text: str) -> list[str]:
    return [line(plain_text(each)) for each in text.split("|")]


def _meeting(tree: Tree, context: _Context) -> Meeting | None:
    place = tree.zone("timezone") or context.values.get("timezone")
    start, end = _stamp(tree, "start_time"), _stamp(tree, "end_time")
    held = setting(tree)
    comments = tree.prose("comments")
    if start is None:
        if comments:
            tree.wrong("comments", f"has no place in a talk without a day: {comments[:60]}")
        return None
    took = length(start, end, place or "UTC") if end else None
    if end and not took:
        tree.wrong("end_time", "is not after start_time within a day")
    if comments and "\n" not in comments and len(comments) <= _LONGEST_NOTE:
        held["note"] = line(comments)
    elif comments:
        tree.wrong("comments", f"is longer than a note of one line: {line(comments)[:60]}…")
    there = start.in_zone(place or "UTC")
    known = place or ("UTC" if start.offset is not None else None)
    return Meeting(
        date=there.date, time=there.time, zone=known, setting={**held, **({"duration": took} if took else {})}
    )


def _stamp(tree: Tree, key: str) -> Stamp | None:
    text = tree.text(key)
    found = stamp(text) if text else None
    if text and not found:
        tree.wrong(key, f"is no time: {text[:60]}")
    return found
