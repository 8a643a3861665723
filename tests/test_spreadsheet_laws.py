"""A spreadsheet of semctl's comes back: as it was, nothing is taken; with a cell edited, exactly that is so."""

import csv
import datetime as dt
import string
from collections.abc import Mapping
from dataclasses import replace
from io import StringIO
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from semctl.columns import COLUMNS
from semctl.importing.beginning import Said, beginning, settled
from semctl.importing.found import Found
from semctl.importing.given import Given
from semctl.importing.matching import Fate, match
from semctl.importing.spreadsheets import reader as spreadsheets
from semctl.importing.taking import take
from semctl.importing.whole_file import whole_file
from semctl.languages import is_tba
from semctl.model import Book, Status, Talk
from semctl.parse import parse
from semctl.problems import FileErrors, Grade
from semctl.programme import Programme, arrange
from semctl.spreadsheet import rows
from semctl.tomltext.document import Document

TODAY = dt.date(2026, 5, 1)
MONDAYS = [dt.date(2026, 5, 4) + dt.timedelta(weeks=week) for week in range(6)]
ELSEWHERE = [dt.date(2026, 6, 2), dt.date(2026, 7, 1), dt.date(2027, 1, 4)]
SIGNS = st.sampled_from(string.ascii_letters + "=+-@' \"\\$<>,;|\tàßé漢😀")
TEXT = st.text(SIGNS, min_size=1, max_size=15).map(lambda text: " ".join(text.split()))
LINES = TEXT.filter(lambda text: bool(text) and not is_tba(text))
NAMES = st.sampled_from(["Ada Lovelace", "Noether, Emmy", "漢字", "Zoë", "=Bobby; Tables", "O'Neil"]) | LINES
PROSE = st.lists(LINES, min_size=1, max_size=3).map("\n\n".join).map(lambda text: f"{text}\n" if "\n" in text else text)
MAYBE = st.none()


def some(**values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=values)


PERSON = {"affiliation": LINES, "url": st.just("https://a.org/b"), "bio": PROSE}
TALK = some(
    title=LINES, abstract=PROSE, status=st.sampled_from([str(each) for each in Status]), reason=LINES, host=LINES,
    tags=st.lists(LINES, min_size=1, max_size=2), url=st.just("https://x.org/1"), language=st.just("de"),
)  # fmt: skip
SETTING = some(room=st.sampled_from(["A", "B 1"]), duration=st.just("90 min"), note=LINES)


@st.composite
def talks(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Talks on different days, or planned; with nobody, one speaker or several."""
    made = []
    for number, day in enumerate(draw(st.lists(st.sampled_from([*MONDAYS, None]), max_size=5, unique=True))):
        people = draw(st.lists(some(**PERSON), max_size=2))
        names = [draw(NAMES) for _ in people]
        table: dict[str, Any] = {"id": f"t-{number}", **({"date": day} if day else {}), **draw(TALK)}
        if len(people) == 1:
            alone = {"speaker_url" if key == "url" else key: value for key, value in people[0].items()}
            table |= {"speaker": names[0], **alone}
        elif people:
            table["speakers"] = [{"name": name, **person} for name, person in zip(names, people, strict=True)]
        made.append(table)
    return made


@st.composite
def files(draw: st.DrawFn) -> str:
    """A series on Mondays at four, or on single days, with exceptions."""
    rule = {"every": "week", "start": MONDAYS[0], "end": MONDAYS[-1]}
    schedule = {**draw(st.sampled_from([rule, {"dates": MONDAYS}])), "time": "16:00", **draw(SETTING)}
    overrides = []
    for day in draw(st.lists(st.sampled_from(MONDAYS[:4]), max_size=3, unique=True)):
        changed = draw(some(time=st.sampled_from(["09:15", "18:00"]), cancelled=st.just(True), reason=LINES))
        overrides.append({"date": day, **draw(SETTING), **changed})
    if draw(st.booleans()):
        overrides.append({"date": ELSEWHERE[0], "extra": True, "time": "11:00", **draw(SETTING)})
    return whole_file(
        {
            "series": {"id": "x", "name": "X", "timezone": "Europe/Amsterdam", "domain": "x.org"},
            "schedule": schedule, "overrides": overrides, "talks": draw(talks()),
        }
    )  # fmt: skip


def arranged(document: Document) -> Programme:
    parsed = parse(document)
    programme = arrange(parsed.book, TODAY)
    errors = [each for each in (*parsed.problems, *programme.problems) if each.grade is Grade.ERROR]
    if errors:
        raise FileErrors(tuple(errors))
    return programme


def table(programme: Programme) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(rows(programme.entries), newline="")))


def written(cells: list[dict[str, str]], sign: str, encoding: str) -> bytes:
    sink = StringIO(newline="")
    writer = csv.DictWriter(sink, COLUMNS, delimiter=sign)
    writer.writeheader()
    writer.writerows(cells)
    return sink.getvalue().encode(encoding)


def found_in(data: bytes) -> Found:
    return spreadsheets.read(Given(name="x.csv", data=data, today=TODAY, series="x"))


PROGRAMS = st.tuples(st.sampled_from(",;\t"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))


@settings(max_examples=settings().max_examples // 5)
@given(files(), PROGRAMS)
def test_what_nobody_has_edited_brings_nothing(text: str, program: tuple[str, str]) -> None:
    document = Document.read(text)
    programme = arranged(document)
    found = found_in(written(table(programme), *program))
    assert [str(each) for each in found.remarks] == []
    assert {each.fate for each in match(found, programme, document)} <= {Fate.SAME}
    after, refused = take(document, programme, found, update=True, arranged=arranged)
    assert (after.text, refused) == (text, ())


ISO = st.sampled_from([*MONDAYS, *ELSEWHERE]).map(dt.date.isoformat)
CLOCKS = st.sampled_from(["09:15", "16:00", "17:45", "18:00"])
VALUES: Mapping[str, st.SearchStrategy[str]] = {
    "date": ISO, "time": CLOCKS, "end": CLOCKS, "room": st.sampled_from(["A", "B 1", "C"]), "title": LINES,
    "speaker": st.sampled_from(["New Name", "Ada Lovelace", "New Name; Ada Lovelace", "A; B; C"]),
    "affiliation": st.sampled_from(["New Home", "New Home; Other"]), "abstract": PROSE.map(str.strip),
    "status": st.sampled_from([str(each) for each in Status]), "reason": LINES, "language": st.just("fr"),
    "host": LINES, "joint_with": st.just("one; two"), "tags": st.just("a; b"), "url": st.just("https://y.org/"),
    "slides": st.just("x.pdf"), "bio": PROSE.map(str.strip), "speaker_url": st.just("https://new.org/"),
}  # fmt: skip
OF_SLOT = ("date", "time", "end", "room")
ALONE = ("title", "abstract", "reason", "host", "url", "slides")


@settings(max_examples=settings().max_examples // 2)
@given(files(), PROGRAMS, st.data())
def test_an_edited_cell_is_taken_and_nothing_else(text: str, program: tuple[str, str], data: st.DataObject) -> None:
    document = Document.read(text)
    programme = arranged(document)
    cells = table(programme)
    assume(cells)
    index = data.draw(st.integers(0, len(cells) - 1))
    column = data.draw(st.sampled_from(sorted(VALUES)))
    new = data.draw(VALUES[column] | st.just(""))
    old = cells[index][column]
    guard = "'" if new.lstrip("'").startswith(("=", "+", "-", "@")) else ""
    cells[index][column] = f"{guard}{new}"
    found = found_in(written(cells, *program))
    after, refused = take(document, programme, found, update=True, arranged=arranged)
    again = arranged(after)
    now = {each["id"]: each for each in table(again)}
    name = cells[index]["id"]
    if refused:
        assert after.text == text or column in OF_SLOT or column == "status"
        return
    before, book = programme.book, again.book
    talk, talk_now = by_id(before)[name], by_id(book)[name]
    others = [each["id"] for each in cells if each["id"] != name]
    assert [replace(by_id(book)[each], at=None) for each in others] == [by_id(before)[each] for each in others]
    assert [now[each["id"]] for each in cells if each["id"] != name] == [
        each for each in cells if each["id"] != name
    ]  # nor has another slot
    assert replace(book, talks=(), overrides=(), rules=()) == replace(before, talks=(), overrides=(), rules=())
    if column not in OF_SLOT:
        assert (book.overrides, book.rules) == (before.overrides, before.rules)
    if column in ALONE:
        assert (unlike(talk_now, talk), getattr(talk_now, column)) == (
            {column} if cells[index][column] != old else set(),
            new or None,
        )
    elif column in OF_SLOT:
        assert replace(talk_now, date=None, at=None) == replace(talk, date=None, at=None)
    else:
        assert unlike(talk_now, talk) <= TOUCHED[column]
    if new or column not in OF_SLOT:
        told = now[name]
        ours = {key: cells[index][key] for key in COLUMNS}
        if ours["date"]:  # else it has no slot either
            assert normal(told) == normal(ours), (column, old, new)
    again_found = found_in(written(cells, *program))
    matches = match(again_found, again, after)
    assert {each.fate for each in matches} <= {Fate.SAME}, matches


PEOPLE = frozenset({"speaker", "affiliation", "affiliation_short", "speaker_url", "photo", "bio", "speakers"})
TOUCHED: Mapping[str, frozenset[str]] = {
    "status": frozenset({"status", "was"}),
    **{name: frozenset({name}) for name in ("language", "joint_with", "tags")},
    **dict.fromkeys(("speaker", "affiliation", "bio", "speaker_url"), PEOPLE),
}


def by_id(book: Book) -> dict[str, Talk]:
    return {str(talk.id): talk for talk in book.talks}


def unlike(one: Talk, other: Talk) -> set[str]:
    return {key for key in Talk.__dataclass_fields__ if key != "path" and getattr(one, key) != getattr(other, key)}


def normal(row: dict[str, str]) -> dict[str, str]:
    """Cells as they say the same: no status is confirmed; a cancelled talk has no slot of its own."""
    made = {
        key: cell.strip("; ") if key in ("speaker", "affiliation", "speaker_url", "tags") else cell
        for key, cell in row.items()
    }
    made["status"] = made["status"] or "confirmed"
    if made["status"] == "cancelled":
        made |= dict.fromkeys(("time", "end", "room"), "")
    return made


@settings(max_examples=settings().max_examples // 8)
@given(files())
def test_a_new_series_made_of_it_has_the_same_talks(text: str) -> None:
    """As far as a spreadsheet tells; there, what holds a semicolon is several."""
    assume(";" not in text)
    programme = arranged(Document.read(text))
    data = written(table(programme), ",", "utf-8")
    found = settled(
        spreadsheets.read(Given(name="x.csv", data=data, today=TODAY)), Said(name="X", timezone="Europe/Amsterdam")
    )
    again = arranged(Document.read(beginning(found, "x.csv")))
    assert again.book.series.id == "x"

    def told(each: Mapping[str, str]) -> dict[str, str]:
        drop = ("end", "bio") + (("time", "room") if each["status"] == "cancelled" else ())
        return {key: cell for key, cell in each.items() if key not in drop}

    assert [told(each) for each in table(again)] == [told(each) for each in table(programme)]
