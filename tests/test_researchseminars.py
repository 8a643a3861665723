"""A series for researchseminars.org and back: what its API takes, what it does not hold, and that nothing else is lost."""

import datetime as dt
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import dateutil.parser
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from semctl.dates import write_duration
from semctl.importing import sources
from semctl.importing.cleaning import is_html, line, prose
from semctl.importing.found import Found, FoundTalk, Kind
from semctl.importing.given import Given
from semctl.languages import is_tba
from semctl.model import (
    Book,
    Ident,
    Join,
    Known,
    Line,
    Mode,
    Override,
    Prose,
    Rule,
    Series,
    Show,
    Speaker,
    Status,
    Tag,
    Talk,
    Url,
    Zone,
)  # fmt: skip
from semctl.programme import Entry, Programme, arrange
from semctl.recurrence import ASSUMED_LENGTH
from semctl.researchseminars import submission
from tests.books import SERIES, a_file, a_programme, run

TODAY = dt.date(2026, 4, 1)

WHOLE = """\
[series]
id = "curves.example"
domain = "example.edu"
name = "Curves"
timezone = "Europe/Berlin"
topics = ["number theory", "math_AG", "ships"]
audience = "learners"
url = "https://www.example.edu/curves/"
description = "Curves\\n\\nand surfaces\\n"
room = "A 027"

[[organizers]]
name = "Rosa Weber"
email = "rosa@example.edu"
public = true

[[organizers]]
name = "Hidden Person"
email = "hidden@example.edu"

[schedule]
every = "2 weeks"
weekday = "Thursday"
time = "16:00"
duration = "75 min"
start = 2026-04-16

[[overrides]]
date = 2026-04-30
mode = "hybrid"
join = { url = "https://meet.example.org/x", show = "public" }
note = "Note the time"
time = "17:00"

[[overrides]]
date = 2026-05-14
join = { url = "https://meet.example.org/secret", passcode = "1234" }

[[talks]]
id = "garcia"
date = 2026-04-16
speaker = "Ana García"
affiliation = "Madrid"
speaker_url = "https://www.example.org/~ana/"
title = 'Points over $\\mathbb{F}_q$'
abstract = "For all $0<p<q$.\\n\\nAnd a<b.\\n"
slides = "slides/garcia.pdf"
preprint = "https://arxiv.org/abs/2601.00001"
tags = ["combinatorics", "fun"]

[[talks]]
id = "two"
date = 2026-04-30
status = "invited"
language = "de"

[[talks.speakers]]
name = "Ada Lovelace"

[[talks.speakers]]
name = "Emmy Noether"
affiliation = "Göttingen"

[[talks]]
id = "kim"
date = 2026-05-14

[[talks]]
id = "off"
date = 2026-05-28
speaker = "Grace Kim"
status = "cancelled"

[[talks]]
id = "some-day"
speaker = "Tom Jacobs"

[talks.private]
email = "tom@example.org"
"""
SENT = {
    "series": {
        "series_id": "curves-example",
        "name": "Curves",
        "is_conference": False,
        "topics": ["math_NT", "math_AG"],
        "language": "en",
        "timezone": "Europe/Berlin",
        "homepage": "https://www.example.edu/curves/",
        "comments": "Curves\n\nand surfaces",
        "audience": 3,
        "frequency": 14,
        "slots": ["Thu 16:00-17:15"],
        "room": "A 027",
        "online": False,
        "organizers": [
            {"name": "Rosa Weber", "email": "rosa@example.edu", "organizer": True, "order": 0, "display": True}
        ],
    },
    "talks": [
        {
            "series_id": "curves-example",
            "speaker": "Ana García",
            "speaker_affiliation": "Madrid",
            "speaker_homepage": "https://www.example.org/~ana/",
            "title": "Points over $\\mathbb{F}_q$",
            "abstract": "For all $0<p<q$.\n\nAnd a<b.",
            "start_time": "2026-04-16T16:00:00+02:00",
            "end_time": "2026-04-16T17:15:00+02:00",
            "timezone": "Europe/Berlin",
            "room": "A 027",
            "language": "en",
            "topics": ["math_NT", "math_AG", "math_CO"],
            "paper_link": "https://arxiv.org/abs/2601.00001",
        },
        {
            "series_id": "curves-example",
            "speaker": "Ada Lovelace | Emmy Noether",
            "speaker_affiliation": " | Göttingen",
            "start_time": "2026-04-30T17:00:00+02:00",
            "end_time": "2026-04-30T18:15:00+02:00",
            "timezone": "Europe/Berlin",
            "room": "A 027",
            "online": True,
            "live_link": "https://meet.example.org/x",
            "access_control": 0,
            "language": "de",
            "comments": "Note the time",
            "hidden": True,
        },
        {
            "series_id": "curves-example",
            "speaker": "TBA",
            "start_time": "2026-05-14T16:00:00+02:00",
            "end_time": "2026-05-14T17:15:00+02:00",
            "timezone": "Europe/Berlin",
            "room": "A 027",
            "online": True,
            "language": "en",
        },
    ],
}


def told(programme: Programme) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    return submission(programme, programme.entries)


def read_back(data: object) -> Found:
    given_json = Given(name="x.json", data=json.dumps(data, ensure_ascii=False).encode(), today=TODAY)
    return sources.read(given_json)


def test_what_the_api_takes_is_made_of_what_is_public(here: Path) -> None:
    a_file(here, WHOLE)
    ran = run("export", "--format", "researchseminars", now="2026-04-01")
    assert (ran.code, json.loads(ran.out)) == (0, SENT)
    assert ran.err == (
        "topics that researchseminars.org does not know: ships; its own are as in math_NT\n"
        'talk "off" is left out: it is cancelled\n'
        'talk "some-day" is left out: it has no date yet\n'
    )


def test_a_series_that_is_there_is_edited_and_not_made_again() -> None:
    """Its talks keep their numbers; organisers are refused for it; a cancelled talk is hidden."""
    programme = a_programme(
        '[schedule]\ndates = [2026-04-16, 2026-04-23]\ntime = "16:00"\n\n'
        '[[talks]]\nid = "a"\ndate = 2026-04-16\nspeaker = "Ana García"\nuid = "Curves/7"\n\n'
        '[[talks]]\nid = "b"\ndate = 2026-04-23\nspeaker = "Grace Kim"\nuid = "Curves/8"\nstatus = "cancelled"\n'
    )
    data, _ = told(programme)
    assert data["series"]["series_id"] == "Curves"
    assert "organizers" not in data["series"]
    assert [(each["series_id"], each["series_ctr"], each.get("hidden")) for each in data["talks"]] == [
        ("Curves", 7, None), ("Curves", 8, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "frequency", "slots"),
    [
        ('every = "week"\nweekday = ["Monday", "Friday"]\ntime = "16:00"', 7, ["Mon 16:00-17:00", "Fri 16:00-17:00"]),
        (
            'every = "3 weeks"\nweekday = "Monday"\ntime = ["15:00", "23:30"]',
            21,
            ["Mon 15:00-16:00", "Mon 23:30-00:30"],
        ),
        ('every = "month"\nweekday = "second Tuesday"\ntime = "16:00"', 0, []),
        ('every = "4 weeks"\nweekday = "Monday"\ntime = "16:00"', 0, []),
        ('rrule = "FREQ=WEEKLY"\ntime = "16:00"', 0, []),
        ('every = "week"\nweekday = "Monday"', 0, []),
    ],
)
def test_the_rule_as_the_site_can_say_it(rule: str, frequency: int, slots: list[str]) -> None:
    start = "2026-04-14" if "second" in rule else "2026-04-13"
    data, _ = told(a_programme(f"[schedule]\n{rule}\nstart = {start}\nend = 2026-06-30\n"))
    assert (data["series"]["frequency"], data["series"]["slots"]) == (frequency, slots)


@pytest.mark.parametrize(("name", "identifier"), [("x", "x-seminar"), ("a.b", "a-b"), ("s" * 40, "s" * 32)])
def test_an_identifier_is_one_that_the_site_takes(name: str, identifier: str) -> None:
    data, remarks = told(a_programme("", series=SERIES.replace('id = "x"', f'id = "{name}"').replace("X Seminar", "X")))
    assert any("fewer than 3 letters" in each for each in remarks)
    assert data["series"]["series_id"] == identifier


def test_what_will_be_refused_is_said() -> None:
    programme = a_programme(
        '[schedule]\ndates = [2026-04-16, 2026-04-23]\n\n'
        f'[[talks]]\nid = "a"\ndate = 2026-04-16\ntitle = "{"x" * 257}"\n\n'
        '[[talks]]\nid = "b"\ndate = 2026-04-23\n\n[[overrides]]\ndate = 2026-04-16\ntime = "16:00"\n',
        series=SERIES.replace("X Seminar", "X" * 101),
    )  # fmt: skip
    assert told(programme)[1] == (
        'a series needs a topic there: topics = ["number theory"], or an identifier as in math_NT',
        "a new series needs an organiser with an account there: public = true shows one",
        'talk "b" is left out: 2026-04-23 has no time',
        'series "x": name has more than 100 letters, and will be refused',
        'talk "a": title has more than 256 letters, and will be refused',
    )


def test_an_export_begins_the_same_series_again(here: Path) -> None:
    a_file(here, WHOLE)
    run("export", "--format", "researchseminars", "-o", "rs.json", now="2026-04-01")
    ran = run("import", "rs.json", "--update", "--dry-run", now="2026-04-01")
    assert ran.out.splitlines()[0] == (
        "rs.json: JSON of researchseminars.org; 3 talks (2 there already, 1 with differences)"
    )
    assert [line for line in ran.out.splitlines() if line.startswith("differs")] == [
        'differs, taken: talk "garcia", tags: combinatorics, fun → combinatorics'
    ]


# --- what the API looks at ---

SERIES_KEYS = frozenset(
    [
        "series_id",
        "name",
        "is_conference",
        "topics",
        "language",
        "timezone",
        "homepage",
        "description",
        "comments",
        "audience",
        "frequency",
        "slots",
        "room",
        "online",
        "live_link",
        "access_control",
        "organizers",
    ]
)
TALK_KEYS = frozenset(
    [
        "series_id",
        "series_ctr",
        "speaker",
        "speaker_affiliation",
        "speaker_homepage",
        "title",
        "abstract",
        "start_time",
        "end_time",
        "timezone",
        "room",
        "online",
        "live_link",
        "access_control",
        "language",
        "topics",
        "paper_link",
        "slides_link",
        "video_link",
        "comments",
        "hidden",
    ]
)
KINDS: Mapping[str, type] = {
    "is_conference": bool, "online": bool, "hidden": bool, "series_ctr": int, "audience": int, "frequency": int,
    "access_control": int, "topics": list, "slots": list, "organizers": list,
}  # fmt: skip
"""What is no text. seminars/utils.py `process_user_input`: a text is split into lines, so that nothing else may be one."""


def objections(record: Mapping[str, Any], known: frozenset[str]) -> list[str]:
    """What the API would answer, by what it looks at (seminars/api/main.py, seminars/utils.py)."""
    wrong = [f"{key} is unknown" for key in record.keys() - known]
    wrong += [key for key, value in record.items() if type(value) is not KINDS.get(key, str)]
    wrong += [
        key for key in ("homepage", "live_link", "paper_link", "slides_link", "video_link")
        if key in record and not (urlsplit(record[key]).scheme in ("http", "https") and urlsplit(record[key]).netloc)
    ]  # fmt: skip
    if not re.fullmatch("[A-Za-z0-9_-]{3,32}", record["series_id"]):
        wrong.append("series_id")
    ZoneInfo(record["timezone"])
    for slot in record.get("slots", []):
        day, _, times = slot.partition(" ")
        if day not in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun") or not re.fullmatch(
            r"\d\d:\d\d-\d\d:\d\d", times
        ):
            wrong.append(slot)
    if "speaker" in known:
        start, end = (dateutil.parser.parse(record[key]) for key in ("start_time", "end_time"))
        parts = {key: len(record[key].split("|")) for key in record if key.startswith("speaker")}
        if not record["speaker"].strip() or start.tzinfo is None or end <= start or len(set(parts.values())) > 1:
            wrong.append("speaker or times")
    return wrong


# --- any series ---

LETTERS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="|\xa0"), max_size=12
)
LINES = LETTERS.map(line).filter(lambda text: text and not is_html(text) and not is_tba(text))
PROSE = st.lists(LINES, min_size=1, max_size=3).map("\n\n".join)
URLS = st.from_regex(r"https://x\.org/[a-z0-9~]{0,8}", fullmatch=True)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


SPEAKERS = st.builds(Speaker, name=LINES.map(Known), affiliation=maybe(LINES), url=maybe(URLS.map(Url)))
MONDAYS = [dt.date(2026, 3, 2) + dt.timedelta(weeks=number) for number in range(30)]
TALKS = st.fixed_dictionaries(
    {
        "speakers": st.lists(SPEAKERS, max_size=3).map(tuple),
        "title": maybe(LINES.map(Known)),
        "abstract": maybe(PROSE.map(Prose)),
        "language": maybe(st.sampled_from(["en", "de", "fr"]).map(Tag)),
        "status": st.sampled_from([Status.CONFIRMED, Status.TENTATIVE]),
        "preprint": maybe(URLS),
        "slides": maybe(URLS),
        "video": maybe(URLS),
        "tags": st.sampled_from([(), (Line("combinatorics"),), (Line("cs_LG"), Line("logic"))]),
    }
)
TIMES = st.builds(dt.time, st.integers(0, 23), st.integers(0, 59))
LENGTHS = st.builds(dt.timedelta, minutes=st.integers(1, 1440))
JOIN = URLS.map(lambda url: Join(url=Url(url), show=Show.PUBLIC))


@st.composite
def slots(draw: st.DrawFn) -> dict[str, Any]:
    """What the site can say of a slot: who is online only has no room."""
    room = draw(maybe(LINES.map(Line)))
    mode = draw(maybe(st.sampled_from([Mode.IN_PERSON, Mode.HYBRID] if room else [Mode.ONLINE])))
    join = draw(maybe(JOIN)) if mode in (Mode.ONLINE, Mode.HYBRID) else None
    note, duration = draw(maybe(LINES.map(Line))), draw(maybe(LENGTHS))
    return {"time": draw(TIMES), "room": room, "mode": mode, "join": join, "note": note, "duration": duration}


@st.composite
def series(draw: st.DrawFn) -> Programme:
    days = draw(st.lists(st.sampled_from(MONDAYS), unique=True, min_size=1, max_size=2).map(sorted))
    zone = draw(st.sampled_from(["Europe/Berlin", "America/New_York", "Pacific/Chatham", "UTC"]))
    talks, overrides = [], []
    for index, day in enumerate(days):
        override = Override(date=day, **draw(slots()))
        assert override.time
        naive = dt.datetime.combine(day, override.time, ZoneInfo(zone))
        assume(naive.astimezone(dt.UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == naive.replace(tzinfo=None))
        overrides.append(override)
        talks.append(Talk(id=Ident(f"t{index}"), date=day, path=("talks", index), **draw(TALKS)))
    about = Series(
        id=Ident("abc"), name=Line(draw(LINES)), timezone=Zone(zone), language=Tag(draw(st.sampled_from(["en", "de"]))),
        url=draw(maybe(URLS.map(Url))), description=draw(maybe(PROSE.map(Prose))),
        topics=(Line("number theory"), Line("cs_LG")),
    )  # fmt: skip
    return arrange(
        Book(series=about, rules=(Rule(dates=tuple(days)),), overrides=tuple(overrides), talks=tuple(talks)), TODAY
    )


@settings(max_examples=settings().max_examples // 3)
@given(series())
def test_whatever_is_sent_is_read_back_as_the_same_talks(programme: Programme) -> None:
    """All that the site holds; what it does not is listed in docs/importing.md."""
    data, _ = told(programme)
    assert objections(data["series"], SERIES_KEYS) == []
    assert [objection for talk in data["talks"] for objection in objections(talk, TALK_KEYS)] == []
    found = read_back(data)
    about = programme.book.series
    assert [str(each) for each in found.remarks if each.kind is not Kind.ODD] == []
    assert (found.series["name"], found.series["timezone"]) == (about.name, about.timezone)
    assert (found.series["language"], found.series.get("url")) == (about.language, about.url)
    assert prose(about.description or "") == found.series.get("description", "")
    assert found.series["topics"] == ["number theory", "cs_LG"]
    assert [seen(each) for each in found.talks] == [meant(each) for each in programme.entries]


def seen(talk: FoundTalk) -> dict[str, Any]:
    assert talk.meeting
    assert talk.meeting.zone
    people = talk.values.get("speakers") or [
        {"name": talk.values["speaker"], "affiliation": talk.values.get("affiliation"), "url": talk.values.get("speaker_url")}
    ] if "speaker" in talk.values or "speakers" in talk.values else []  # fmt: skip
    setting = talk.meeting.setting
    return {
        "people": [(each["name"], each.get("affiliation"), each.get("url")) for each in people],
        **{key: talk.values.get(key) for key in ("title", "preprint", "slides", "video", "language")},
        "abstract": talk.values.get("abstract"),
        "status": talk.values.get("status", "confirmed"),
        "tags": talk.values.get("tags", []),
        "when": (talk.meeting.date, talk.meeting.time, talk.meeting.zone),
        **{key: setting.get(key) for key in ("room", "note", "mode", "join", "duration")},
    }


def meant(entry: Entry) -> dict[str, Any]:
    talk, slot = entry.talk, entry.slot
    assert slot
    own = talk.language if talk.language != entry.series.language else None
    return {
        "people": [(each.name, each.affiliation, each.url) for each in entry.people],
        "title": talk.title, "preprint": talk.preprint, "slides": talk.slides, "video": talk.video, "language": own,
        "abstract": prose(talk.abstract) if talk.abstract else None,
        "status": str(talk.status),
        "tags": [tag for tag in talk.tags if tag not in entry.series.topics],
        "when": (slot.date, slot.time, slot.zone.key),
        "room": slot.room, "note": slot.note, "mode": slot.mode and str(slot.mode),
        "join": {"url": slot.join.url, "show": "public"} if slot.join else None,
        "duration": write_duration(slot.duration or ASSUMED_LENGTH),
    }  # fmt: skip
