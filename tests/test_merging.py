"""Merging: laws over generated series and edits, and the cases a person would ask about."""

import datetime as dt
import string
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semctl.edits.placing import place
from semctl.merging import Merged, merge
from semctl.tomltext import spans
from semctl.tomltext.document import Document
from semctl.tomltext.sameness import same

SHIPPED = (Path(__file__).parent.parent / "seminars.toml").read_text("utf-8")
HEAD = '#:schema seminars.schema.json\n\n[series]\nid = "as"\nname = "Algebra"  # for now\n'
FIRST = dt.date(2026, 9, 7)


def talk(name: str, date: dt.date | str | None, more: str = "", comment: str = "") -> str:
    when = f"date = {date}\n" if date else ""
    return f'{comment}[[talks]]\nid = "{name}"\n{when}speaker = "{name.title()}"\n{more}'


def series(*talks: str, head: str = HEAD) -> str:
    return "\n".join([head, *talks])


def week(number: int) -> dt.date:
    return FIRST + dt.timedelta(weeks=number)


BASE = series(*(talk(name, week(2 * n)) for n, name in enumerate(("ada", "bob", "cyd", "dan"))))


# Edits as the commands make them: on a document, by id


Edit = Callable[[Document], Document]


def index_of(document: Document, name: str) -> int:
    return next(n for n, each in enumerate(document.data["talks"]) if each["id"] == name)


def adds(name: str, date: dt.date, **more: Any) -> Edit:
    def edit(document: Document) -> Document:
        at = place(((each.get("date"), None) for each in document.data["talks"]), (date, None))
        return document.with_block("talks", at, {"id": name, "date": date, "speaker": name.title(), **more})

    return edit


def moves(name: str, date: dt.date) -> Edit:
    return lambda document: document.with_value(("talks", index_of(document, name)), "date", date)


def cancels(name: str) -> Edit:
    def edit(document: Document) -> Document:
        path = ("talks", index_of(document, name))
        return document.with_value(path, "status", "cancelled").with_value(path, "reason", "ill")

    return edit


def titles(name: str, title: str) -> Edit:
    return lambda document: document.with_value(("talks", index_of(document, name)), "title", title)


def removes(name: str) -> Edit:
    return lambda document: document.without_block("talks", index_of(document, name))


def comments(name: str, words: str) -> Edit:
    def edit(document: Document) -> Document:
        line = f'id = "{name}"\n'
        return Document.read(document.text.replace(line, f'id = "{name}"  # {words}\n', 1))

    return edit


def edited(text: str, *edits: Edit) -> str:
    document = Document.read(text)
    for edit in edits:
        document = edit(document)
    assert not document.mistakes
    return document.text


def by_id(text: str) -> dict[str, Any]:
    document = Document.read(text)
    assert not document.mistakes, document.mistakes
    return {**document.data, "talks": {each["id"]: each for each in document.data["talks"]}}


# The laws


@st.composite
def bases(draw: st.DrawFn) -> str:
    """A series with comments of every kind, its talks in date order or not."""
    names = draw(st.lists(st.sampled_from(string.ascii_lowercase), min_size=4, max_size=8, unique=True))
    weeks = draw(st.lists(st.integers(0, 30), min_size=len(names), max_size=len(names), unique=True))
    weeks = sorted(weeks) if draw(st.booleans()) else weeks
    parts = [HEAD]
    for name, number in zip(names, weeks, strict=True):
        comment = draw(st.sampled_from(["", f"# about {name}\n", f"# of nobody, near {name}\n\n"]))
        more = draw(st.sampled_from(["", 'title = "T"\n', f"# below {name}\n", "abstract = '''\n[[talks]]\n# no\n'''\n",
                                     '\n[talks.private]\nphone = "1"\n', f"tags = [\n  'a', # of {name}\n  'b',\n]\n"]))  # fmt: skip
        parts.append(talk(name, week(number), more, comment))
    if draw(st.booleans()):
        parts.append('# the library\n[[papers]]\nid = "p"\ntitle = "P"\n')
    return "\n".join(parts)


@st.composite
def changes(draw: st.DrawFn, names: list[str], new: str) -> list[Edit]:
    """Edits of those talks alone, and new talks with other ids."""
    edits: list[Edit] = []
    for name in names:
        kind = draw(st.sampled_from(["move", "cancel", "title", "comment", "remove", "nothing"]))
        day = week(draw(st.integers(0, 40)))
        edits += {
            "move": [moves(name, day)],
            "cancel": [cancels(name)],
            "title": [titles(name, f"On {name} by {new}")],
            "comment": [comments(name, f"seen by {new}")],
            "remove": [removes(name)],
            "nothing": [],
        }[kind]
    for number in range(draw(st.integers(0, 3))):
        edits.append(adds(f"{new}{number}", week(draw(st.integers(0, 40)))))
    return edits


@given(st.data(), bases())
def test_two_people_at_different_talks_never_meet(data: st.DataObject, base: str) -> None:
    names = [each["id"] for each in Document.read(base).data["talks"]]
    half = data.draw(st.integers(1, len(names) - 2))
    ours_edits = data.draw(changes(names[:half], "ours"))
    theirs_edits = data.draw(changes(names[half:-1], "theirs"))  # the last one stays: an array needs one to add to
    ours, theirs = edited(base, *ours_edits), edited(base, *theirs_edits)
    merged = merge(base, ours, theirs)
    assert merged.conflicts == 0
    assert "<<<<<<<" not in merged.text
    assert same(by_id(merged.text), by_id(edited(base, *ours_edits, *theirs_edits)))
    there = set(spans.comments(merged.text))
    new = (set(spans.comments(ours)) | set(spans.comments(theirs))) - set(spans.comments(base))
    assert new <= there
    assert set(spans.comments(ours)) & set(spans.comments(theirs)) <= there
    order = [each["id"] for each in Document.read(merged.text).data["talks"]]
    assert [each for each in order if each in names] == [each for each in names if each in order]  # none is moved


@given(st.data(), bases())
def test_one_side_alone_is_taken_byte_for_byte(data: st.DataObject, base: str) -> None:
    names = [each["id"] for each in Document.read(base).data["talks"]]
    side = edited(base, *data.draw(changes(names[:-1], "x")))
    assert merge(base, side, base) == Merged(side, 0)
    assert merge(base, base, side) == Merged(side, 0)
    assert merge(base, side, side) == Merged(side, 0)


@given(st.data(), bases(), st.booleans())
def test_one_side_alone_is_taken_through_the_blocks_too(data: st.DataObject, base: str, swapped: bool) -> None:
    names = [each["id"] for each in Document.read(base).data["talks"]]
    side = edited(base, *data.draw(changes(names[:-1], "x")))
    renamed = base.replace('name = "Algebra"', 'name = "Number theory"')
    merged = merge(base, renamed, side) if swapped else merge(base, side, renamed)
    assert merged == Merged(side.replace('name = "Algebra"', 'name = "Number theory"'), 0)


@given(st.data(), bases())
def test_whatever_two_people_do_the_answers_read(data: st.DataObject, base: str) -> None:
    """Both edit any talks: a clean result reads, and one with markers has them in whole blocks."""
    names = [each["id"] for each in Document.read(base).data["talks"]][:-1]
    ours = edited(base, *data.draw(changes(names, "n")))
    theirs = edited(base, *data.draw(changes(names, "n")))
    merged = merge(base, ours, theirs)
    assert merged.text.count("<<<<<<< ours\n") >= merged.conflicts
    for side in (0, 1):
        assert not Document.read(answer(merged.text, side)).mistakes


def answer(text: str, side: int) -> str:
    """The text with every conflict decided for ours (0) or theirs (1)."""
    lines, inside = [], 2
    for line in text.split("\n"):
        if line == "<<<<<<< ours":
            inside = 0
        elif line == "=======" and inside == 0:
            inside = 1
        elif line == ">>>>>>> theirs":
            inside = 2
        elif inside in (2, side):
            lines.append(line)
    return "\n".join(lines)


junk = st.text(alphabet="[]#\"=\n\r ab'{}.,1talks", max_size=60)


@given(junk, junk, junk)
def test_any_three_texts_give_a_merge(base: str, ours: str, theirs: str) -> None:
    merged = merge(base, ours, theirs)
    assert ("<<<<<<< ours" in merged.text) or not merged.conflicts


# Adding


def test_both_add_after_the_last_talk_in_date_order() -> None:
    ours, theirs = edited(BASE, adds("zoe", week(12))), edited(BASE, adds("yan", week(10)))
    merged = merge(BASE, ours, theirs)
    assert merged == Merged(edited(BASE, adds("zoe", week(12)), adds("yan", week(10))), 0)
    assert merge(BASE, theirs, ours) == merged


def test_both_add_where_the_talks_are_in_no_order() -> None:
    base = series(talk("bob", week(4)), talk("ada", week(0)))
    ours, theirs = edited(base, adds("zoe", week(12))), edited(base, adds("yan", week(10)))
    assert merge(base, ours, theirs) == Merged(base + "\n" + talk("zoe", week(12)) + "\n" + talk("yan", week(10)), 0)


def test_the_newest_on_top_stays_so() -> None:
    base = series(talk("bob", week(4)), talk("ada", week(0)))
    theirs = series(talk("cyd", week(6)), talk("bob", week(4)), talk("ada", week(0)))
    ours = edited(base, cancels("ada"))
    merged = merge(base, ours, theirs)
    assert merged == Merged(edited(theirs, cancels("ada")), 0)


def test_both_add_the_very_same_talk() -> None:
    both = edited(BASE, adds("zoe", week(12)))
    merged = merge(BASE, both, edited(both, cancels("ada")))
    assert merged == Merged(edited(both, cancels("ada")), 0)


def test_the_same_id_for_two_people_is_a_conflict_in_that_talk() -> None:
    ours, theirs = edited(BASE, adds("kim", week(9))), edited(BASE, adds("kim", week(10), title="T"), cancels("ada"))
    merged = merge(BASE, ours, theirs)
    assert merged.conflicts == 1
    text = edited(BASE, cancels("ada"))
    mine, other = talk("kim", week(9)), talk("kim", week(10), 'title = "T"\n')
    assert merged.text == f"{text}\n<<<<<<< ours\n{mine}=======\n{other}>>>>>>> theirs\n"


def test_both_add_dates_to_a_schedule_of_dates() -> None:
    base = HEAD + "\n[schedule]\ndates = [2026-09-07, 2026-10-05]\n"
    ours = base.replace("05]", "05, 2026-11-02]")
    theirs = base.replace("[2026-09-07", "[2026-09-07, 2026-09-21")
    expected = "dates = [2026-09-07, 2026-09-21, 2026-10-05, 2026-11-02]\n"
    assert merge(base, ours, theirs) == Merged(HEAD + "\n[schedule]\n" + expected, 0)


def test_both_say_something_of_the_same_slot() -> None:
    base = series(talk("ada", week(0)))
    slot = "\n[[overrides]]\ndate = 2026-09-07\n"
    ours, theirs = base + slot + 'room = "A"\n', base + slot + 'time = "15:00"\n'
    assert merge(base, ours, theirs) == Merged(base + slot + 'room = "A"\ntime = "15:00"\n', 0)
    theirs = base + slot + 'room = "B"\n'
    assert merge(base, ours, theirs).conflicts == 1


def test_two_extra_slots_on_one_day() -> None:
    base = series(talk("ada", week(0)))
    ours = base + '\n[[overrides]]\ndate = 2026-09-08\nextra = true\ntime = "11:00"\n'
    theirs = base + '\n[[overrides]]\ndate = 2026-09-08\nextra = true\ntime = "14:00"\n'
    merged = merge(base, ours, theirs)
    assert merged.conflicts == 0
    assert [each["time"] for each in Document.read(merged.text).data["overrides"]] == ["11:00", "14:00"]


def test_both_add_a_first_block_of_one_kind() -> None:
    base = HEAD
    ours, theirs = f"{HEAD}\n{talk('ada', week(0))}", f"{HEAD}\n{talk('bob', week(2))}"
    assert merge(base, ours, theirs) == Merged(series(talk("ada", week(0)), talk("bob", week(2))), 0)


@pytest.mark.parametrize(("name", "one", "two"), [
    ("papers", 'id = "p"\ntitle = "P"\n', 'id = "q"\ntitle = "Q"\n'),
    ("participants", 'id = "p"\nname = "P"\n', 'id = "q"\nname = "Q"\n'),
    ("organizers", 'name = "P"\n', 'name = "Q"\n'),
    ("breaks", "from = 2026-12-20\nto = 2027-01-06\n", "from = 2027-03-29\nto = 2027-04-05\n"),
    ("schedule", 'term = "2026"\nstart = 2026-09-07\n', 'term = "2027"\nstart = 2027-09-07\n'),
    ("reading.roles", 'name = "chair"\n', 'name = "scribe"\n'),
    ("later", 'word = "of a later version"\n', 'word = "of another"\n'),
])  # fmt: skip
def test_each_array_grows_on_both_sides(name: str, one: str, two: str) -> None:
    merged = merge(BASE, f"{BASE}\n[[{name}]]\n{one}", f"{BASE}\n[[{name}]]\n{two}")
    assert merged == Merged(f"{BASE}\n[[{name}]]\n{one}\n[[{name}]]\n{two}", 0)


def test_things_without_a_name_are_never_taken_for_each_other() -> None:
    base = HEAD + "\n[[later]]\na = 1\nb = 1\n\n[[later]]\na = 1\nb = 2\n"
    ours, theirs = base.replace("a = 1\nb = 1", "a = 5\nb = 1"), HEAD + "\n[[later]]\na = 1\nb = 2\n"
    merged = merge(base, ours, theirs)
    assert merged.conflicts or {"a": 1, "b": 2} in Document.read(merged.text).data["later"]


def test_rooms_are_tables_of_their_own() -> None:
    ours, theirs = BASE + '\n[rooms."A1"]\ncapacity = 20\n', BASE + '\n[rooms."B2"]\ncapacity = 30\n'
    assert merge(BASE, ours, theirs) == Merged(
        BASE + '\n[rooms."A1"]\ncapacity = 20\n\n[rooms."B2"]\ncapacity = 30\n', 0
    )


# Changing


def test_different_keys_of_one_talk_merge() -> None:
    ours, theirs = edited(BASE, moves("bob", week(3))), edited(BASE, titles("bob", "T"), comments("bob", "keynote"))
    assert merge(BASE, ours, theirs) == Merged(
        edited(BASE, moves("bob", week(3)), titles("bob", "T"), comments("bob", "keynote")), 0
    )


def test_the_same_key_changed_twice_has_markers_there_alone() -> None:
    base = edited(BASE, titles("bob", "T"))
    ours, theirs = edited(base, titles("bob", "U")), edited(base, titles("bob", "V"), cancels("bob"), cancels("ada"))
    merged = merge(base, ours, theirs)
    clash = '<<<<<<< ours\ntitle = "U"\n=======\ntitle = "V"\n>>>>>>> theirs\n'
    rest = edited(base, cancels("ada"), cancels("bob"))
    assert merged == Merged(rest.replace('title = "T"\n', clash), 1)


def test_neighbouring_keys_share_one_pair_of_markers() -> None:
    ours = edited(BASE, titles("bob", "U"), cancels("bob"))
    theirs = edited(BASE, titles("bob", "V"), cancels("bob")).replace('"ill"', '"strike"')
    merged = merge(BASE, ours, theirs)
    assert merged.conflicts == 1
    assert not Document.read(answer(merged.text, 0)).mistakes
    assert by_id(answer(merged.text, 1))["talks"]["bob"]["reason"] == "strike"


def test_removed_by_one_and_untouched_by_the_other() -> None:
    merged = merge(BASE, edited(BASE, removes("bob")), edited(BASE, cancels("cyd")))
    assert merged == Merged(edited(BASE, removes("bob"), cancels("cyd")), 0)


@pytest.mark.parametrize("gone", [0, 1])
def test_removed_by_one_and_changed_by_the_other(gone: int) -> None:
    sides = [edited(BASE, removes("bob")), edited(BASE, titles("bob", "T"))]
    merged = merge(BASE, sides[gone], sides[1 - gone])
    assert merged.conflicts == 1
    assert [answer(merged.text, side).count('"bob"') for side in (gone, 1 - gone)] == [0, 1]


def test_a_private_table_from_each_side() -> None:
    ours = BASE.replace('speaker = "Dan"\n', 'speaker = "Dan"\n\n[talks.private]\nmail = "d@x.org"\n')
    theirs = BASE.replace('speaker = "Dan"\n', 'speaker = "Dan"\ntitle = "T"\n\n[talks.private]\nphone = "1"\n')
    merged = merge(BASE, ours, theirs)
    assert merged.conflicts == 0
    dan = by_id(merged.text)["talks"]["dan"]
    assert (dan["title"], dan["private"]) == ("T", {"mail": "d@x.org", "phone": "1"})


def test_speakers_of_one_talk_changed_by_both() -> None:
    base = series(talk("ada", week(0), '\n[[talks.speakers]]\nname = "A"\n\n[[talks.speakers]]\nname = "B"\n'))
    merged = merge(base, base.replace('"A"', '"C"'), base.replace('"B"', '"D"'))
    assert merged.conflicts == 1
    assert [each["name"] for each in by_id(answer(merged.text, 0))["talks"]["ada"]["speakers"]] == ["C", "B"]


def test_lines_of_an_abstract_far_apart_merge_and_the_same_line_does_not() -> None:
    base = series(talk("ada", week(0), "abstract = '''\none\ntwo\nthree\n'''\n"))
    ours, theirs = base.replace("one", "1"), base.replace("three", "3")
    assert merge(base, ours, theirs) == Merged(ours.replace("three", "3"), 0)
    merged = merge(base, ours, base.replace("one", "ONE"))
    assert merged.conflicts == 1
    assert merged.text.index("<<<<<<< ours") < merged.text.index("abstract")  # never inside the text


def test_a_value_typed_in_another_way_is_no_conflict() -> None:
    base = edited(BASE, titles("bob", "T"))
    merged = merge(base, base.replace('"T"', "'T'"), base.replace('title = "T"', 'title="U"'))
    assert merged == Merged(base.replace('title = "T"', 'title="U"'), 0)


def test_only_one_side_sorts_the_talks() -> None:
    base = series(talk("bob", week(4)), talk("ada", week(0)))
    theirs = series(talk("ada", week(0)), talk("bob", week(4)))
    assert merge(base, edited(base, cancels("bob")), theirs) == Merged(edited(theirs, cancels("bob")), 0)


def test_talks_without_ids_are_known_by_day_and_speaker() -> None:
    base = series('[[talks]]\ndate = 2026-09-07\nspeaker = "A"\n', '[[talks]]\ndate = 2026-09-21\nspeaker = "B"\n')
    ours = base.replace('speaker = "A"\n', 'speaker = "A"\ntitle = "T"\n')
    theirs = base.replace("2026-09-07", "2026-10-05")  # the same talk on another day
    merged = merge(base, ours, theirs)
    assert merged == Merged(ours.replace("2026-09-07", "2026-10-05"), 0)


def test_an_id_given_to_a_talk_that_the_other_changes() -> None:
    base = series('[[talks]]\ndate = 2026-09-07\nspeaker = "A"\n')
    ours, theirs = base.replace("[[talks]]\n", '[[talks]]\nid = "a"\n'), base + 'title = "T"\n'
    assert merge(base, ours, theirs) == Merged(ours + 'title = "T"\n', 0)


# Comments, line ends, and what cannot be read


def test_comments_of_both_sides_stay_where_they_were_put() -> None:
    ours = BASE.replace('[[talks]]\nid = "bob"', '# ask again\n[[talks]]\nid = "bob"')
    theirs = BASE.replace('[[talks]]\nid = "bob"', '# of nobody\n\n# hotel booked\n[[talks]]\nid = "bob"')
    merged = merge(BASE, ours, theirs)
    assert merged == Merged(theirs.replace("# hotel", "# ask again\n# hotel"), 0)


def test_a_comment_of_nobody_from_each_side() -> None:
    ours, theirs = BASE.replace('\n[[talks]]\nid = "bob"', '\n# one\n\n[[talks]]\nid = "bob"'), BASE + "\n# two\n"
    assert merge(BASE, ours, theirs) == Merged(ours + "\n# two\n", 0)


def test_a_comment_of_nobody_outlives_the_talks_around_it() -> None:
    base = BASE.replace('\n[[talks]]\nid = "bob"', '\n# of nobody\n\n[[talks]]\nid = "bob"')
    merged = merge(base, edited(base, removes("bob")), edited(base, removes("cyd")))
    assert merged == Merged(edited(base, removes("bob"), removes("cyd")), 0)


def test_the_same_comment_in_two_talks_that_both_go() -> None:
    base = BASE.replace('speaker = "Bob"', 'speaker = "Bob" # new').replace('speaker = "Cyd"', 'speaker = "Cyd" # new')
    merged = merge(base, edited(base, removes("bob"), moves("ada", week(1))), edited(base, removes("cyd")))
    assert merged == Merged(edited(base, removes("bob"), removes("cyd"), moves("ada", week(1))), 0)


def test_a_comment_beside_a_value_that_the_other_changes() -> None:
    merged = merge(BASE, BASE.replace('"Bob"', '"Bob"  # or Bert'), BASE.replace('"Bob"', '"Robert"'))
    assert merged == Merged(BASE.replace('"Bob"', '"Robert"  # or Bert'), 0)


def test_line_ends_and_byte_order_mark_are_ours() -> None:
    ours, theirs = edited(BASE, cancels("ada")), edited(BASE, cancels("bob"))
    windows = "\ufeff" + ours.replace("\n", "\r\n")
    clean = edited(BASE, cancels("ada"), cancels("bob"))
    assert merge(BASE, windows, theirs) == Merged("\ufeff" + clean.replace("\n", "\r\n"), 0)
    assert merge(BASE, ours, "\ufeff" + theirs.replace("\n", "\r\n")) == Merged(clean, 0)


def test_no_line_end_at_the_end_of_the_file() -> None:
    base = BASE.removesuffix("\n")
    ours, theirs = edited(base, cancels("ada")), edited(base, adds("zoe", week(20)))
    merged = merge(base, ours, theirs)
    assert merged.conflicts == 0
    assert by_id(merged.text)["talks"].keys() >= {"dan", "zoe"}
    both = merge(base, ours, edited(base, cancels("bob")))
    assert both.text == edited(base, cancels("ada"), cancels("bob"))


def test_a_text_that_cannot_be_read_is_merged_by_lines() -> None:
    ours, theirs = BASE.replace('"Ada"', "Ada"), BASE.replace('"Dan"', '"Daniel"')
    assert merge(BASE, ours, theirs) == Merged(ours.replace('"Dan"', '"Daniel"'), 0)
    merged = merge(BASE, ours, BASE.replace('"Ada"', '"Eve"'))
    assert merged == Merged(
        ours.replace("speaker = Ada\n", '<<<<<<< ours\nspeaker = Ada\n=======\nspeaker = "Eve"\n>>>>>>> theirs\n'), 1
    )


def test_what_no_block_merge_can_mean_is_a_conflict_and_never_nonsense() -> None:
    ours = BASE + '\n[mail]\nhost = "a"\n'
    theirs = 'mail.host = "b"\n' + BASE
    assert merge(BASE, ours, theirs).conflicts == 1


def test_the_shipped_series() -> None:
    new = '\n[[talks]]\nid = "{}"\ndate = {}\nspeaker = "N"\n'
    ours = SHIPPED + new.format("zoe", "2026-07-06")
    theirs = SHIPPED.replace('id = "kim"', 'id = "kim"  # by train') + new.format("yan", "2026-06-29")
    merged = merge(SHIPPED, ours, theirs)
    assert merged.conflicts == 0
    assert [each["id"] for each in Document.read(merged.text).data["talks"]][-2:] == ["yan", "zoe"]
    assert set(spans.comments(theirs)) <= set(spans.comments(merged.text))
