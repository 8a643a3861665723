"""Double blanks and likely typos of a source: left as they are, and told once."""

import datetime as dt
from typing import Any

import pytest

from semctl.importing.found import Found, FoundTalk, Meeting
from semctl.importing.slips import slips


def told(*talks: FoundTalk, source: str = "") -> list[str]:
    return [str(each) for each in slips(Found(what="x", talks=talks), source)]


def a_talk(line: int | None = 3, **values: Any) -> FoundTalk:
    return FoundTalk(values=values, line=line, meeting=Meeting(date=dt.date(2026, 5, 11)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("so that the the bound holds", ["the the"]),
        ("a bound , which holds", ["bound ,"]),
        ("a bound,which holds", ["bound,which"]),
        ("It holds.This is new to us", ["holds.This"]),
        ("a method (PILoT)(Our work) for it", [")(Our"]),
        ("Parameteric methods are seperate", ["Parameteric", "seperate"]),
        ("a result (joint with Kim", ["a ( without )"]),
        ("we use [1), 2) and 3)", ["a ) without ("]),
        ("a bound, which holds. It is new (see Kim, Lee), e.g. for i.i.d. samples; die, die das sagen", []),
        ("for $x  ,y  (z$ and \\(a ,b\\) and https://x.org/a,b(c a@b.org", []),
        ("Yee Whye Teh and Theorem 1.Proof", []),
        ("Nous nous en servons, que que ce soit", []),
        ("1,000 samples, f(x,y) and (a)(b)", []),
    ],
)
def test_what_may_be_a_typo(text: str, found: list[str]) -> None:
    shown = "; ".join(f'line 3, abstract: "{each}"' for each in found)
    assert told(a_talk(abstract=text)) == ([f"odd: likely typos, left to you: {shown}"] if found else [])


def test_double_blanks_are_told_of_prose_and_of_titles_that_are_read_with_one() -> None:
    talks = (
        a_talk(title="On the bound", abstract="one  two\nthree   four\n"),
        a_talk(None, title="Points over $\\mathbb{F}_q$ again", speaker="Tom Jacobs"),
        a_talk(None, title="All is well", abstract="$a  b$"),
    )
    source = "On the  bound ... Points  over $\\\\mathbb{F}_q$ again, All is well"
    assert told(*talks, source=source) == [
        'odd: double blanks, left to you: line 3, title: "the  bound"; line 3, abstract: "one  two"; '
        'Tom Jacobs, title: "Points  over"'
    ]


def test_of_many_slips_the_first_are_shown() -> None:
    assert told(*(a_talk(number, abstract="teh end") for number in range(10, 19))) == [
        'odd: likely typos, left to you: line 10, abstract: "teh"; line 11, abstract: "teh"; line 12, abstract: "teh"; '
        "and 6 more"
    ]


def test_titles_are_not_looked_for_in_a_large_source() -> None:
    """Of a large source the titles are not looked for."""
    talks = [a_talk(number, title=f"Title number {number}") for number in range(4_000)]
    assert told(*talks, source="Title  number 7 " * 20_000) == []


@pytest.mark.parametrize(
    "text", ["a" * 200_000, "a " * 100_000, "(" * 200_000, "$" * 99_999, "\\(" * 50_000, "  a" * 50_000]
)
def test_hostile_texts_take_no_longer_than_others(text: str) -> None:
    told(a_talk(abstract=text))
