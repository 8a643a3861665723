"""JSON that is not whole, values that are not what they should be, times and topics as data writes them."""

import copy
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semctl.importing import sources
from semctl.importing.beginning import Said, beginning, settled
from semctl.importing.found import Found
from semctl.importing.given import Given
from semctl.importing.json_sources import schema_org
from semctl.importing.json_sources.iso_times import Stamp, length, period, stamp
from semctl.importing.json_sources.json_texts import parsed
from semctl.importing.json_sources.researchseminars_words import codes, named
from semctl.importing.json_sources.trees import Log, Tree
from semctl.parse import parse
from semctl.problems import Grade, Unreadable
from semctl.tomltext.document import Document

TODAY = dt.date(2026, 4, 1)
SOURCES = Path(__file__).parent / "sources"
DOCUMENTS = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(SOURCES.glob("*.json"))}
PAGE = (SOURCES / "schema_org_page.html").read_text("utf-8")
DOCUMENTS["page"] = json.loads(PAGE.split('ld+json">')[1].split("</script>")[0])
DOCUMENTS["several"] = json.loads(PAGE.split("<![CDATA[")[1].split("//]]>")[0])


def found_in(text: str) -> Found:
    return sources.read(Given(name="x.json", data=text.encode("utf-8", "surrogatepass"), today=TODAY))


# --- JSON that breaks off ---


@pytest.mark.parametrize(
    ("text", "value", "line"),
    [
        ('{"a": [1, 2]}', {"a": [1, 2]}, None),
        ('\n [{"a": "x\ny"}, {"b": NaN}] ', [{"a": "x\ny"}, {"b": None}], None),
        ('{"a": [{"b": 1},\n {"c": 2}, {"d": ', {"a": [{"b": 1}, {"c": 2}]}, 2),
        ('[{"a": 1},]', [{"a": 1}], 1),
        ('[{"a": 1}\n{"b": 2}]', [{"a": 1}], 2),
        ('{"a": "x, [", "b": "y', {"a": "x, ["}, 1),
        ('{"a": {"b": "\\"}", "c": tru', {"a": {"b": '"}'}}, 1),
        ('{"a": 1} and more', {"a": 1}, 1),
    ],
)
def test_of_json_that_breaks_off_what_stands_before_is_taken(text: str, value: Any, line: int | None) -> None:
    found = parsed(text)
    assert found is not None
    assert found.value == value
    assert (found.broke and found.broke.line) == line


@pytest.mark.parametrize("text", ["", "Talks", "[Talks](https://x.org)", "{", "[[[", '{"a": "x', "{{{,}}}"])
def test_other_texts_are_no_json(text: str) -> None:
    assert parsed(text) is None


def test_json_as_deep_as_a_well_has_no_value() -> None:
    found = parsed("[" * 100_000 + "]" * 100_000)
    assert found is None or (found.value is None and found.broke)


def test_numbers_of_any_length_are_borne() -> None:
    assert parsed(f'{{"a": {"1" * 10_000}}}') is not None


# --- values ---


def test_a_value_of_another_kind_is_named_by_its_path() -> None:
    log = Log()
    tree = Tree({"a": [{"b": [1]}, 5], "c": "x", "d": "ftp://x", "e": "no", "f": 1.5, "g": {"h": "x" * 90}}, "", log)
    first, *_ = tree.tables("a")
    assert (first.text("b"), tree.part("c"), tree.address("d")) == ("", None, "")
    assert (tree.truth("e"), tree.number("f"), tree.language("c")) == (False, None, "")
    assert [str(each) for each in log.told(frozenset())] == [
        "left out: a[1] is a number, no table",
        "left out: a[0].b is a list, no text",
        "left out: c is a text, no table",
        "left out: d is no address: ftp://x",
        "left out: f is no whole number: 1.5",
        "left out: c is no language: x",
        "left out: g",
    ]


def test_what_nobody_asked_for_is_named_once_and_private_values_are_not_shown() -> None:
    log = Log()
    tree = Tree({"x": [{"mail": "a@x.org", "code": 1, "n": 7}, {"mail": "b@x.org", "none": None}]}, "", log)
    for each in (*tree.parts("x"), *tree.parts("x")):
        each.text("y")
    assert [str(each) for each in log.told(frozenset({"code"}))] == [
        "left out: x[].mail, 2 times",
        "left out: x[].n: 7",
    ]


# --- times ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-05-11 14:00:00+00:00", Stamp(dt.date(2026, 5, 11), dt.time(14), dt.timedelta())),
        ("2026-05-11T16:00:30.123+02:00", Stamp(dt.date(2026, 5, 11), dt.time(16), dt.timedelta(hours=2))),
        ("2026-05-11T16:00 -0330", Stamp(dt.date(2026, 5, 11), dt.time(16), -dt.timedelta(hours=3, minutes=30))),
        ("20260511T160000Z", Stamp(dt.date(2026, 5, 11), dt.time(16), dt.timedelta())),
        ("2026-05-11 14:00:00+00", Stamp(dt.date(2026, 5, 11), dt.time(14), dt.timedelta())),
        ("2026-05-11T16:00", Stamp(dt.date(2026, 5, 11), dt.time(16))),
        ("2026-05-11", Stamp(dt.date(2026, 5, 11))),
        ("2026-05-11T25:00", None), ("2026-02-30", None), ("11 May 2026", None), ("0001-01-01", None),
        ("2026-05-11T16:00 CEST", None), ("2026-05-11T16:00+99:00", None), ("", None), ("1778508000", None),
    ],
)  # fmt: skip
def test_a_time_says_its_offset_or_none(text: str, expected: Stamp | None) -> None:
    assert stamp(text) == expected


def test_lengths_are_measured_across_a_change_of_clocks() -> None:
    start, end = stamp("2026-03-29T01:30"), stamp("2026-03-29T03:30")
    assert start
    assert end
    assert length(start, end, "Europe/Berlin") == "1 h"
    assert length(end, start, "Europe/Berlin") is None
    assert length(start, Stamp(end.date), "Europe/Berlin") is None


@pytest.mark.parametrize(
    ("text", "expected"), [("PT1H30M", "1 h 30 min"), ("P1D", "1 day"), ("PT0S", None), ("P9D", None), ("90", None)]
)
def test_a_period_is_a_length(text: str, expected: str | None) -> None:
    assert period(text) == expected


# --- topics ---


def test_topics_have_names_and_keep_what_is_not_known() -> None:
    assert named(["math", "math_NT", "math.AG", "cs", "cs_LG", "biology"]) == [
        "number theory", "algebraic geometry", "cs_LG", "biology",
    ]  # fmt: skip
    assert codes(["Number theory", "cs_LG", "algebraic geometry", "ships and sails", "mathematics"]) == (
        ["math_NT", "cs_LG", "math_AG", "math"],
        ["ships and sails"],
    )


# --- hostile pages ---

OPEN = '<script type="application/ld+json">'


@pytest.mark.parametrize(
    "page",
    [
        "ld+json" + "<script " * 50_000, "ld+json<script " + "type = " * 40_000, f"{OPEN}{' ' * 100_000}x",
        OPEN + '{"@type":"Event"}' * 3_000, "[" * 50_000 + "{" * 50_000, '["' * 60_000, "[" + "1," * 200_000,
        OPEN + "&amp;" * 50_000, OPEN + "//]]" * 30_000, (OPEN + "[]</script>\n") * 5_000,
    ],
    ids=range(10),
)  # fmt: skip
def test_a_page_of_traps_is_looked_through_as_fast_as_others(page: str) -> None:
    """None of them takes more than a fraction of a second; before the bounds were set, some took minutes."""
    given_page = Given(name="x.html", data=page.encode(), today=TODAY)
    assert not any(each.recognises(given_page) for each in sources.SOURCES[2:5] if "schema" not in each.name)
    schema_org.recognises(given_page)


# --- anything ---

JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(
        ["2026-05-11T16:00:00+02:00", "Europe/Berlin", "https://x.org", "TBA", "\ud800", "<p>x</p>", "|||"]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a document: the table or list, and the key or index."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inside:
        yield value, key
        yield from places(item)


@settings(max_examples=settings().max_examples // 2)
@given(st.data())
def test_whatever_stands_in_a_document_it_is_read_or_named(data: st.DataObject) -> None:
    document = copy.deepcopy(DOCUMENTS[data.draw(st.sampled_from(sorted(DOCUMENTS)))])
    for _ in range(data.draw(st.integers(1, 6))):
        holder, key = data.draw(st.sampled_from(list(places(document))))
        if data.draw(st.booleans()):
            holder[key] = data.draw(JUNK)
        else:
            del holder[key]
        if not list(places(document)):
            break
    try:
        found = found_in(json.dumps(document))
    except Unreadable:
        return
    text = beginning(settled(found, Said(machine_zone="Europe/Amsterdam")), "x.json")
    problems = parse(Document.read(text)).problems
    assert [str(each) for each in problems if each.grade is Grade.ERROR] == []
