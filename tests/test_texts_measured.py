"""Pages and mails of every kind are read, and how well is measured: no date may be wrong."""

import email
import email.policy
import html
import re
from collections import Counter

import pytest

from semctl.importing import sources
from semctl.importing.found import Found
from semctl.importing.given import Given, decoded
from tests.texts.corpus import FOLDER, LANGUAGES, TODAY, Text, texts
from tests.texts.measure import FIELDS, Count, Told, counts, told, wrong_dates

TEXTS = texts()
FLOORS = dict.fromkeys(FIELDS, (100.0, 100.0)) | {
    "date": (100.0, 99.4),
    "time": (100.0, 98.4),
    "room": (100.0, 98.3),
    "speakers": (100.0, 99.1),
    "affiliations": (100.0, 99.3),
    "title": (99.3, 98.7),
    "language": (100.0, 99.2),
}
"""By field the precision and the recall that have been reached, in per cent; they only ever rise."""


@pytest.fixture(scope="module")
def found() -> dict[str, Found]:
    return {text.path.name: text.read() for text in TEXTS}


def test_no_date_is_wrong(found: dict[str, Found]) -> None:
    wrong = {text.path.name: wrong_dates(text, found[text.path.name]) for text in TEXTS}
    assert {name: each for name, each in wrong.items() if each} == {}


def test_nothing_is_read_worse_than_before(found: dict[str, Found]) -> None:
    reached = counts(each for text in TEXTS for each in told(text, found[text.path.name]))
    now = {field: (100 * reached[field].precision, 100 * reached[field].recall) for field in FLOORS}
    worse = {field: now[field] for field, (precise, whole) in FLOORS.items() if now[field] < (precise, whole)}
    assert worse == {}


def test_reading_twice_gives_the_same(found: dict[str, Found]) -> None:
    some = TEXTS[::7]
    assert [text.read() for text in some] == [found[text.path.name] for text in some]


# --- the texts themselves ---


def test_there_are_sixty_texts_and_a_dozen_in_each_language() -> None:
    number = Counter(text.language for text in TEXTS)
    assert set(number) == set(LANGUAGES)
    assert len(TEXTS) >= 60
    assert min(number.values()) >= 12
    files = {path.name for path in FOLDER.iterdir() if path.suffix not in (".py", ".toml") and path.is_file()}
    assert files == {text.path.name for text in TEXTS}


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.path.name)
def test_what_is_expected_stands_in_the_text(text: Text) -> None:
    shown = _shown(text)
    keys = ("room", "speaker", "speakers", "affiliation", "affiliations", "title", "join", "passcode")
    for talk in text.talks:
        said = talk.get("abstract", [])
        ends = [end for each in ([said] if isinstance(said, str) else said) for end in each.split(" … ")]
        assert all(_folded(re.sub(" <https:[^>]*>", "", end)) in shown for end in ends), ends
        for key in keys:
            wanted = talk.get(key, [])
            there = [_folded(each) in shown for each in ([wanted] if isinstance(wanted, str) else wanted)]
            assert all(there) if key.endswith("s") else any(there) or not there, (key, wanted)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.path.name)
def test_the_weekday_that_a_text_names_is_the_one_of_the_date(text: Text) -> None:
    named = [(talk["date"], talk["weekday"]) for talk in text.talks if "weekday" in talk]
    assert [f"{day:%a}" for day, _ in named] == [weekday for _, weekday in named]
    assert all(set(talk) - {"refused"} for talk in text.talks)
    assert all(("date" in talk) != ("refused" in talk) for talk in text.talks)


def _shown(text: Text) -> str:
    data = text.path.read_bytes()
    if text.path.suffix == ".eml":
        body = email.message_from_bytes(data, policy=email.policy.default).get_body(("plain", "html"))
        assert body is not None
        data = body.get_content().encode()
    tags = r"[*_]{1,2}(?=\w)|(?<=\w)[*_]{1,2}|</?[a-z]+[1-6]?(?:\s[^<>]*)?/?>|\]\([^)]*\)|\["
    return _folded(re.sub(tags, "", decoded(data)[0]))


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[*]+", "", html.unescape(text)).replace("_", "").split()).casefold()


# --- the measure itself ---


def test_a_wrong_date_is_seen() -> None:
    text = next(each for each in TEXTS if each.path.name == "de-satz-02.txt")
    calendar = b"BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20250305\r\nSUMMARY:Adelheid Sommerfeldt: Ein Weg\r\nEND:VEVENT\r\n"
    other = sources.read(Given(name="-", data=calendar, today=TODAY))
    assert wrong_dates(text, other) == ("Adelheid Sommerfeldt on 2025-03-05",)
    assert counts(told(text, other))["date"] == Count(right=0, read=1, there=1)


def test_an_abstract_is_compared_by_its_ends() -> None:
    assert Told("abstract", ("We see … the end.",), "We see nothing before the end.").is_right
    assert not Told("abstract", ("We see … the end.",), "We see nothing before the end. Location: 5").is_right
    assert not Told("title", ("We … end",), "We see no end").is_right


def test_every_field_has_its_count() -> None:
    assert list(counts([Told("title", ("A", "B"), "B"), Told("title", ("A",), None), Told("room", (), "R")])) == [
        *FIELDS
    ]
    both = counts([Told("title", ("A", "B"), "B"), Told("title", ("A",), None), Told("room", (), "R")])
    assert both["title"] == Count(right=1, read=1, there=2)
    assert (both["room"].precision, both["room"].recall) == (0.0, 1.0)
