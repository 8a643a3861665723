"""A series handed over as JSON and taken back: nothing public is lost and, with --private, nothing at all."""

import datetime as dt
import json
import stat
import string
from collections.abc import Mapping
from dataclasses import replace
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from semctl import model
from semctl.decode import keys_of
from semctl.handover import handover_schema, series_json
from semctl.importing.beginning import Said, beginning, settled
from semctl.importing.found import Found
from semctl.importing.given import Given
from semctl.importing.json_sources import handed_over
from semctl.importing.whole_file import parted, private_file, whole_file
from semctl.model import Book, PrivateNotes, Show
from semctl.parse import RECORDS, parse, parse_private
from semctl.problems import Grade
from semctl.programme import arrange
from semctl.reading.records import RECORDS as READING
from semctl.tomltext.document import Document
from tests.books import SERIES, SHIPPED, a_file, json_of, run

TODAY = dt.date(2026, 5, 1)
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
ODD = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))
SIGNS = st.sampled_from(string.ascii_letters + " '\"\\$<>&;=#[]{}é漢😀")
LINES = st.text(SIGNS | ODD, min_size=1, max_size=20).filter(lambda text: bool(text.strip()))
PROSE = st.lists(LINES, min_size=1, max_size=3).map("\n\n".join).map(lambda text: f"{text}\n")
VALUES: Mapping[Any, st.SearchStrategy[Any]] = {
    model.Ident: st.sampled_from(["a", "b-1", "x.y", "7"]),
    model.Line: LINES,
    model.Known: LINES,
    model.Prose: LINES | PROSE,
    model.Url: st.just("https://x.org/a?b=c&d"),
    model.Email: st.just("a@x.org"),
    model.Sender: st.just("X <a@x.org>"),
    model.Zone: st.sampled_from(["Europe/Amsterdam", "UTC", "America/New_York"]),
    model.Tag: st.sampled_from(["en", "de", "pt-BR"]),
    model.Colour: st.just("#00509e"),
    model.Days: st.integers(0, 300),
    model.Count: st.integers(0, 3),
    model.Seats: st.sampled_from([2, "1-2", "2 or more"]),
    dt.date: DAYS,
    dt.time: st.sampled_from(["16:00", "4 pm", dt.time(16, 15), dt.time(9, 0, 30)]),
    dt.timedelta: st.sampled_from(["75 min", "1 h 30 min"]),
    bool: st.booleans(),
    int: st.integers(1, 2000),
}
NOTE = LINES.filter(lambda text: not text[:4].isdigit()) | st.integers() | st.booleans() | DAYS
NOTES = st.dictionaries(
    LINES, NOTE | st.lists(NOTE, max_size=2) | st.dictionaries(LINES, NOTE, max_size=2), min_size=1, max_size=3
)


@cache
def tables(record: type, **given: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Any table that a record is made from: required keys, and some of the others."""
    needed: dict[str, st.SearchStrategy[Any]] = {}
    others: dict[str, st.SearchStrategy[Any]] = {}
    for key, form in keys_of(record).items():
        one = tables(form.record) if form.record else _value(form.kind)
        if form.mapping:
            several = st.lists(one, min_size=1, max_size=2) if form.many else one
            value: st.SearchStrategy[Any] = st.dictionaries(LINES, one | several, max_size=2)
        elif form.many:
            several = st.lists(one, max_size=2)
            value = one | several if form.one else several
        else:
            value = one
        (needed if form.required else others)[key] = value
    for key, value in given.items():
        (needed if key in needed else others)[key] = value
    return st.fixed_dictionaries(needed, optional=others)


def _value(kind: Any) -> st.SearchStrategy[Any]:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from([str(each.value) for each in kind])
    return VALUES[kind]


def of_their_own(several: list[dict[str, Any]], *, numbers: bool = False) -> list[dict[str, Any]]:
    """With an id for each, and its speakers told in one way."""
    for number, each in enumerate(several):
        each["id"] = str(number) if numbers else f"{each['id']}-{number}"
        if each.get("speakers"):
            for key in ("speaker", "affiliation", "bio"):
                each.pop(key, None)
    return several


@st.composite
def files(draw: st.DrawFn) -> dict[str, Any]:
    """The tables of a file without an error, whatever else they say."""
    whole: dict[str, Any] = {}
    for name, record in {**RECORDS, **READING}.items():
        one = tables(record)
        if name in ("talks", "papers", "participants"):
            are_numbers = name == "participants" and draw(st.booleans())
            whole[name] = of_their_own(draw(st.lists(one, max_size=3)), numbers=are_numbers)
        elif name == "series":
            whole[name] = draw(one)
        elif name == "rooms":
            whole[name] = draw(st.dictionaries(LINES, one, max_size=2))
        elif name in ("organizers", "breaks", "overrides"):
            whole[name] = draw(st.lists(one, max_size=2))
        elif draw(st.booleans()):
            whole[name] = draw(one | st.lists(one, max_size=2)) if name == "schedule" else draw(one)
    of_their_own(whole.get("reading", {}).get("roles", []))
    for each in (whole["series"], *whole["talks"], *whole["participants"]):
        if draw(st.booleans()):
            each["private"] = draw(NOTES)
    return whole


def understood(text: str, private: str = "") -> tuple[Book, PrivateNotes, Mapping[str, Any]]:
    document = Document.read(text)
    parsed = parse(document)
    assert [each for each in parsed.problems if each.grade is Grade.ERROR] == [], text
    beside, _ = parse_private(Document.read(private), parsed.book)
    notes = PrivateNotes(
        series={**parsed.notes.series, **beside.series},
        talks={**parsed.notes.talks, **beside.talks},
        participants={**parsed.notes.participants, **beside.participants},
    )
    return parsed.book, notes, document.data


def handed(text: str, private: str | None = None) -> str:
    """The JSON of a file; with the private text beside it all that is private."""
    book, notes, data = understood(text, private or "")
    return json.dumps(series_json(arrange(book, TODAY), data, None if private is None else notes))


def found_in(text: str, series: str | None = None) -> Found:
    given_ = Given(name="x.json", data=text.encode("utf-8", "surrogatepass"), today=TODAY, series=series)
    assert handed_over.recognises(given_)
    return settled(handed_over.read(given_), Said())


def public(book: Book) -> Book:
    """What of a book is everybody's business."""

    def shown(each: Any) -> Any:
        return each if each.join is None or each.join.show is Show.PUBLIC else replace(each, join=None)

    reading = dict(book.reading)
    names_people = reading.get("reading", {}).get("public_names", False)
    people = reading.pop("participants", [])
    tells = names_people or all(each["id"].isdecimal() for each in people)
    if tells and people:
        kept = ("id", "name") if names_people else ("id",)
        reading["participants"] = [{key: each[key] for key in kept if key in each} for each in people]
    return replace(
        book,
        series=shown(book.series),
        organizers=tuple(each for each in book.organizers if each.public),
        rules=tuple(map(shown, book.rules)),
        overrides=tuple(map(shown, book.overrides)),
        talks=book.talks if tells else tuple(replace(each, roles={}) for each in book.talks),
        mail=model.Mail(),
        notices=model.Notices(),
        publish=None,
        check=model.Check(),
        reading={name: plain(value) for name, value in reading.items() if value},
    )


def plain(value: Any) -> Any:
    """Times of the tables that only a reading seminar has, as text."""
    if isinstance(value, dt.time):
        return value.isoformat("seconds" if value.second else "minutes")
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list) else value


@settings(max_examples=settings().max_examples // 6)
@given(files())
def test_everything_public_comes_back_and_the_next_export_is_the_same(tables_: dict[str, Any]) -> None:
    text = whole_file(tables_)
    exported = handed(text)
    found = found_in(exported)
    again = beginning(found, "x.json")
    assert found.remarks == ()
    assert handed(again) == exported
    assert public(understood(again)[0]) == public(understood(text)[0])
    assert list(Draft7Validator(handover_schema()).iter_errors(json.loads(exported))) == []


@settings(max_examples=settings().max_examples // 6)
@given(files())
def test_with_what_is_private_all_of_it_comes_back(tables_: dict[str, Any]) -> None:
    text = whole_file(tables_)
    exported = handed(text, "")
    found = found_in(exported)
    again, private = beginning(found, "x.json"), private_file(parted(found.file)[1])
    assert handed(again, private) == exported
    book, notes, _ = understood(text)
    new, new_notes, _ = understood(again, private)
    assert (plain_reading(new), new_notes) == (plain_reading(book), notes)
    assert "private" not in again or "private" in handed(whole_file(parted(tables_)[0]), "")


def plain_reading(book: Book) -> Book:
    kept = {name: plain(value) for name, value in book.reading.items() if value}
    for each in kept.get("participants", ()):
        each.pop("private", None)
    return replace(book, reading=kept)


# --- the command ---

WHOLE = """
[series]
id = "x"
name = "X"
timezone = "Europe/Berlin"
join = { url = "https://zoom.us/1", passcode = "1" }
[series.private]
budget = 3
[mail]
from = "a@b.org"
[schedule]
every = "week"
time = ["15:00", "16:15"]
start = 2026-05-11
count = 4
[[talks]]
id = "ada"
date = 2026-05-11
at = "15:00"
speaker = "Ada Lovelace"
title = "On engines"
[talks.private]
phone = "1"
arrival = 2026-05-10
[[talks]]
id = "emmy"
date = 2026-05-18
at = "16:15"
speaker = "Emmy Noether"
"""


@pytest.fixture
def whole(here: Path) -> Path:
    a_file(here, WHOLE)
    (here / "seminars.private.toml").write_text('[ada]\nphone = "2"\nhotel = "R"\n', "utf-8")
    (here / "seminars.private.toml").chmod(0o600)
    return here


def mode(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


@pytest.mark.parametrize(
    "name", ["seminars.toml", *sorted(path.name for path in (SHIPPED.parent / "docs/examples").glob("*.toml"))]
)
def test_every_example_is_of_the_schema_and_comes_back(name: str, here: Path) -> None:
    path = SHIPPED if name == SHIPPED.name else SHIPPED.parent / "docs" / "examples" / name
    exported = run("-f", str(path), "export", "--format", "json").out
    assert list(Draft7Validator(handover_schema()).iter_errors(json.loads(exported))) == []
    (here / "x.json").write_text(exported, "utf-8")
    assert run("import", "x.json", "--into", "new.toml", "--yes").code == 0
    assert run("-f", "new.toml", "export", "--format", "json").out == exported
    again = run("-f", "new.toml", "import", "x.json", "--yes", "--update")
    assert (again.err, "differs" in again.out) == ("nothing to take\n", False)


def test_the_schema_is_printed_and_refuses_what_is_no_export() -> None:
    schema = json_of(run("schema", "--export"))
    assert schema == handover_schema()
    Draft7Validator.check_schema(schema)
    good = {"semctl": 1, "series": {"id": "x", "name": "X", "timezone": "UTC"}, "talks": []}
    talk = {"id": "a", "start": None, "end": None, "end_assumed": False, "room": None}
    checks = Draft7Validator(schema).is_valid
    assert checks(good)
    assert checks([good, {**good, "talks": [talk]}])
    assert not checks({**good, "semctl": 2})
    assert not checks({**good, "talks": [{**talk, "spaeker": "x"}]})
    assert not checks({**good, "talks": [{"id": "a"}]})


def test_what_is_private_goes_into_a_file_for_its_owner_alone(whole: Path) -> None:
    for words in (["--private"], ["--format", "json", "--private"], ["--format", "csv", "--private", "-o", "x.csv"]):
        ran = run("export", *words)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == "--private goes into a file that nobody else can read\nadd --format json -o FILE\n"
    assert run("export", "--format", "json", "--private", "-o", "/dev/null").code == 2
    (whole / "x.json").write_text("an older one", "utf-8")
    (whole / "x.json").chmod(0o644)
    ran = run("export", "--format", "json", "--private", "-o", "x.json")
    assert (ran.code, ran.err, mode(whole / "x.json")) == (0, "2 warnings: semctl check\nx.json: 2 talks\n", "0o600")
    told = json.loads((whole / "x.json").read_text("utf-8"))
    assert told["talks"][0]["private"] == {"arrival": "2026-05-10", "hotel": "R", "phone": "2"}
    assert (told["series"]["private"], told["mail"]) == ({"budget": 3}, {"from": "a@b.org"})
    assert list(Draft7Validator(handover_schema()).iter_errors(told)) == []
    (whole / "x.json").chmod(0o640)
    assert run("export", "--format", "json", "--private", "-o", "x.json").err.endswith("x.json: 2 talks\n")
    assert mode(whole / "x.json") == "0o600"
    public = run("export", "--format", "json").out
    assert not [word for word in ("zoom", "phone", "hotel", "budget", "a@b.org") if word in public]


def test_private_notes_come_back_into_the_private_file(whole: Path) -> None:
    run("export", "--format", "json", "--private", "-o", "x.json")
    ran = run("import", "x.json", "--into", "new.toml", "--yes")
    assert ran.err.endswith("wrote new.private.toml: the private notes, for you alone\n")
    assert mode(whole / "new.private.toml") == "0o600"
    assert "phone" not in (whole / "new.toml").read_text("utf-8")
    assert "arrival = 2026-05-10" in (whole / "new.private.toml").read_text("utf-8")
    assert "new.private.toml" in (whole / ".gitignore").read_text("utf-8")
    run("-f", "new.toml", "export", "--format", "json", "--private", "-o", "y.json")
    assert (whole / "y.json").read_bytes() == (whole / "x.json").read_bytes()
    assert run("import", "x.json", "--into", "new.toml", "--yes").code == 4


def test_private_notes_are_merged_by_talk_and_kept_where_they_differ(whole: Path) -> None:
    run("export", "--format", "json", "--private", "-o", "x.json")
    (whole / "seminars.private.toml").write_text('[ada]\nphone = "3"\n', "utf-8")
    ran = run("import", "x.json", "--yes")
    assert "private notes to take: 1\nprivate notes that differ, kept: 1\n" in ran.out
    assert (whole / "seminars.private.toml").read_text("utf-8") == '[ada]\nphone = "3"\nhotel = "R"\n'
    assert run("import", "x.json", "--yes", "--update").code == 0
    assert (whole / "seminars.private.toml").read_text("utf-8") == '[ada]\nphone = "2"\nhotel = "R"\n'
    assert run("import", "x.json", "--yes", "--update").err == "nothing to take\n"


def test_a_series_takes_talks_by_their_ids_and_says_what_stays_behind(whole: Path) -> None:
    (whole / "x.json").write_text(run("export", "--format", "json").out, "utf-8")
    before = (whole / "seminars.toml").read_text("utf-8")
    text = before.replace('title = "On engines"', 'title = "On  engines"').replace("Emmy Noether", "Emmy")
    (whole / "seminars.toml").write_text(text + '[[papers]]\nid = "p"\n', "utf-8")
    (whole / "x.json").write_text((whole / "x.json").read_text("utf-8").replace('"count": 4', '"count": 5'), "utf-8")
    ran = run("import", "x.json", "--yes", "--update")
    assert ran.code == 0
    assert (whole / "seminars.toml").read_text("utf-8") == before + '[[papers]]\nid = "p"\n'
    assert 'differs, taken: talk "emmy", speaker: Emmy → Emmy Noether\n' in ran.out
    assert "left out: schedule: only talks and their slots go into a series that is there\n" in ran.out


def test_of_several_series_one_is_taken_and_the_others_are_named(whole: Path) -> None:
    a_file(whole, WHOLE.replace('id = "x"', 'id = "y"'), "other.toml")
    (whole / "xy.json").write_text(
        run("-f", "seminars.toml", "-f", "other.toml", "export", "--format", "json").out, "utf-8"
    )
    ran = run("import", "xy.json", "--into", "new.toml", "--id", "y", "--yes")
    assert 'left out: series "x": one is taken at a time; export it alone, or name it with --id\n' in ran.out
    assert 'id = "y"' in (whole / "new.toml").read_text("utf-8")
    assert 'left out: series "y": ' in run("import", "xy.json", "--yes").out


def test_what_no_series_file_could_hold_is_left_out_and_named() -> None:
    talks = [
        {"id": "a", "title": "T", "spaeker": "A", "date": "2026-02-30", "tags": ["x", None]},
        {"id": "a", "title": "twice"},
        "no table",
        {"id": 7},
        {"title": "\ud800 half", "status": "certain", "room": "derived"},
    ]
    told = {"semctl": 2, "series": {"id": "x", "name": "X", "timezone": "UTC", "url": None}, "talks": talks, "x": 1,
            "breaks": [{"from": "2026-01-01"}], "site": 3}  # fmt: skip
    found = found_in(json.dumps(told))
    assert [(str(talk.id), talk.values) for talk in found.talks] == [
        ("a", {"title": "T", "tags": ["x"]}),
        ("talk-2", {"title": "twice"}),
        ("talk-3", {}),
        ("talk-4", {"title": "\ufffd half"}),
    ]
    assert [str(remark) for remark in found.remarks] == [
        "odd: a later semctl has made it: what this one does not know is left out",
        'left out: unknown key "x"',
        'left out: talks "a": unknown key "spaeker"; did you mean "speaker"?',
        "left out: talks number 3 is no table",
        "left out: site is no table",
        'left out: breaks number 1: "to" is missing',
        'left out: talk "talk-4", status: expected "invited", "tentative", "confirmed" or "cancelled", got "certain"',
        "left out: talk number 3, id: expected text, got the number 7",
        'left out: talk "a": two talks have this id',
        'left out: talk "a", date: expected a date, got the text "2026-02-30"',
    ]


def test_a_series_that_breaks_off_gives_what_is_whole() -> None:
    text = json.dumps(
        {"semctl": 1, "series": {"id": "x", "name": "X", "timezone": "UTC"}, "talks": [{"id": "a"}, {"id": "b"}]}
    )
    found = found_in(text[:-8])
    assert [talk.id for talk in found.talks] == ["a"]
    assert [remark.line for remark in found.remarks] == [1]


def test_the_zone_of_a_whole_series_is_its_own(whole: Path) -> None:
    (whole / "x.json").write_text(run("export", "--format", "json").out, "utf-8")
    ran = run("import", "x.json", "--into", "new.toml", "--timezone", "UTC", "--yes")
    assert (ran.code, ran.err) == (
        2, "its times are those of Europe/Berlin\nleave --timezone out; the zone can be changed in the file\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("ids", "more", "people", "roles"),
    [
        (("1", "2"), "", [{"id": "1"}, {"id": "2"}], {"presenter": ["1"]}),
        (("ada", "2"), "", None, None),
        (("ada", "2"), "public_names = true", [{"id": "ada", "name": "Ada"}, {"id": "2"}], {"presenter": ["ada"]}),
    ],
)
def test_who_takes_part_is_told_by_numbers_or_where_names_are_public(
    here: Path, ids: tuple[str, str], more: str, people: object, roles: object
) -> None:
    a_file(
        here,
        f"""
        [reading]
        {more}
        [[reading.roles]]
        id = "presenter"
        name = "Presenter"
        [[participants]]
        id = "{ids[0]}"
        name = "Ada"
        away = [2026-05-11]
        [[participants]]
        id = "{ids[1]}"
        [[talks]]
        id = "m"
        roles = {{ presenter = ["{ids[0]}"] }}
        """,
    )
    told = json_of(run("export", "--format", "json"))
    assert (told.get("participants"), told["talks"][0].get("roles")) == (people, roles)


def test_a_reading_seminar_with_mistakes_is_told_as_far_as_it_goes(here: Path) -> None:
    a_file(here, 'participants = [{ name = "A" }, 3]\npapers = "none"\nreading = { roles = 5 }\n' + SERIES, series="")
    assert run("export", "--format", "json").code == 0
    assert run("export", "--format", "json", "--private", "-o", "x.json").code == 0
