"""The names, spellings and texts of each language, held against Unicode's own tables."""

import string
import subprocess
import sys
from collections.abc import Iterator

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from semctl.languages import CODES, Language, every_language, fold, is_tba, language

EVERY = pytest.mark.parametrize("told", every_language(), ids=CODES)


def locale_of(told: Language) -> Locale:
    return Locale.parse({"en": "en_GB"}.get(told.code, told.code))


def names(table: dict[int, str]) -> tuple[str, ...]:
    return tuple(table[key] for key in sorted(table))


@EVERY
def test_names_are_those_of_the_unicode_tables(told: Language) -> None:
    known = locale_of(told)
    assert told.weekdays == names(known.days["format"]["wide"])
    assert told.months == names(known.months["format"]["wide"])
    assert told.weekdays_short == names(known.days["stand-alone"]["abbreviated"])
    assert told.months_short == names(known.months["stand-alone"]["abbreviated"])


def spellings(told: Language) -> Iterator[tuple[str, str, object]]:
    for n in range(7):
        for name in (told.weekdays[n], told.weekdays_short[n], *told.reading.weekdays[n]):
            yield "weekday", fold(name).rstrip("."), n
    for n in range(12):
        for name in (told.months[n], told.months_short[n], *told.reading.months[n]):
            yield "month", fold(name).rstrip("."), n
    for word, days in told.reading.relative:
        yield "relative", fold(word), days
    for unit in ("minutes", "hours", "days", "weeks"):
        for word in getattr(told.reading, unit):
            yield "unit", fold(word), unit


def test_no_word_means_two_things_of_one_kind_in_two_languages() -> None:
    meanings: dict[tuple[str, str], set[object]] = {}
    for told in every_language():
        for kind, word, meaning in spellings(told):
            meanings.setdefault((kind, word), set()).add(meaning)
    assert {key: found for key, found in meanings.items() if len(found) > 1} == {}


def test_abbreviations_of_the_unicode_tables_are_understood_too() -> None:
    for told in every_language():
        known = locale_of(told)
        read = {(kind, word) for kind, word, _ in spellings(told)}
        assert {("month", fold(name).rstrip(".")) for name in known.months["format"]["abbreviated"].values()} <= read


def test_an_unknown_language_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"^no language 'xx': choose from en, de, it, nl, fr$"):
        language("xx")
    with pytest.raises(ValueError, match="no language 'DE'"):
        language("DE")


def test_a_language_is_loaded_when_it_is_asked_for() -> None:
    code = (
        "import sys, semctl.dates\n"
        "from semctl.languages import language\n"
        "loaded = lambda: sorted(name for name in sys.modules if name.startswith('semctl.languages.'))\n"
        "assert loaded() == [], loaded()\n"
        "language('de')\n"
        "assert loaded() == ['semctl.languages.de'], loaded()\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


TAKES = {
    "sentences.on": "day", "sentences.on_at": "day clock", "sentences.in_series": "series",
    "sentences.room": "room", "sentences.participant": "number", "sentences.participants": "numbers", "sentences.hybrid": "room online",
    "one": "speakers on On series", "many": "speakers on On series", "place": "speakers on On series place",
    "place_many": "speakers on On series place", "title": "speakers on On series place title",
    "title_many": "speakers on On series place title", "unnamed": "on On series", "meeting": "on On",
    "soon": "word day", "soon_at": "word day clock", "soon_short": "word clock",
    **dict.fromkeys(["programme", "programme_lead", "week", "week_lead", "next_week", "next_week_lead"], "day"),
    "changed": "speakers", "changed_many": "speakers", "changed_unnamed": "day", "changed_meeting": "day",
    "cancelled": "speakers day", "cancelled_many": "speakers day", "cancelled_unnamed": "day", "cancelled_meeting": "day",
    "quoted": "title", "dear": "names", "invite": "series on", "invite_undated": "series", "confirm": "series on",
    "chase": "series on", "send_by": "things day", "send_soon": "things", "ask_by": "things day", "ask_soon": "things",
    "thank": "series on title",
    "to_participant.dear": "name", "assigned": "series", "your_turn": "series on", "report": "duration", "number": "number",
    "to_participant.changed": "series",
}  # fmt: skip
"""What each text is filled in with; a text that is not here is whole."""


def texts(told: Language) -> Iterator[tuple[str, str]]:
    """Every text with its name."""
    for field, text in told.sentences._asdict().items():
        yield f"sentences.{field}", text
    for field, part in told.mails._asdict().items():
        if isinstance(part, str):
            yield field, part
        elif part is not None:
            for each, text in part._asdict().items():
                alike = field == "to_participant" and each in ("dear", "changed")
                yield f"{field}.{each}" if alike else each, text


@EVERY
def test_every_text_is_filled_in_with_what_it_is_documented_to_take(told: Language) -> None:
    for field, text in texts(told):
        used = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        assert used <= set(TAKES.get(field, "").split()), field
        assert used or field not in TAKES or field.startswith("title") or field == "sentences.in_series", field


@EVERY
def test_no_text_is_missing_or_padded(told: Language) -> None:
    empty = {field for field, text in texts(told) if not text}
    assert empty <= {"lead", "lead_reminder", "lead_cancellation", "sentences.in_series", "title", "title_many"}
    assert all(told.labels)
    padded = {"sentences.in_series", "sentences.colon", "quoted"}
    for field, text in [*told.labels._asdict().items(), *texts(told)]:
        assert text.strip() == text or field in padded
        assert "  " not in text


@EVERY
def test_a_sentence_about_the_series_names_it(told: Language) -> None:
    for address in filter(None, (told.mails.to_one, told.mails.to_many)):
        for field in ("invite", "invite_undated", "confirm", "chase", "thank"):
            assert "{series}" in getattr(address, field)
    for field in ("assigned", "changed", "your_turn"):
        assert "{series}" in getattr(told.mails.to_participant, field)


UNKNOWN = [
    "T.b.a.", "TBA", "t.b.a", "T. B. A.", "tba.", "(TBA)", "[tba]", "TBC", "t.b.c.", "TBD", "N.N.", "N. N.", "NN", "n.n.",
    "to be announced", "To Be  Announced.", "to be confirmed", "TITLE TBA", "Title: t.b.a.", "Title to be announced",
    "wird noch bekannt gegeben", "Wird noch bekanntgegeben.", "Titel wird noch bekannt gegeben", "Titel folgt",
    "da definire", "Da annunciare", "titolo da definire", "nog bekend te maken", "n.t.b.", "N.t.b.", "wordt nog bekendgemaakt",
    "à préciser", "A preciser", "à venir", "Titre à préciser", "?", "???", "-", "—", "...", "…",
]  # fmt: skip
REAL = [
    "TBA algebras", "On N.N. search", "Avenir", "Nn-networks", "To be announced: the news", "T", "", "  ", "π", "42", "C*",
    "The TBA equations of integrable models", "Folgen und Reihen", "TBAC", "What is to be confirmed?", "N",
    "Thermodynamic Bethe Ansatz (TBA)", "?!?", "L'avenir", "x" * 10000,
]  # fmt: skip


@pytest.mark.parametrize("text", UNKNOWN)
def test_a_placeholder_is_no_title(text: str) -> None:
    assert is_tba(text)


@pytest.mark.parametrize("text", REAL)
def test_a_real_title_is_no_placeholder(text: str) -> None:
    assert not is_tba(text)


@EVERY
def test_what_is_printed_for_an_unknown_title_reads_as_unknown(told: Language) -> None:
    assert is_tba(told.labels.tba_title)
    assert is_tba(told.labels.tba_speaker)
    assert all(is_tba(text) for text in told.reading.tba)


@given(st.sampled_from([text for told in every_language() for text in told.reading.tba]), st.data())
def test_case_spacing_and_full_stops_do_not_matter(text: str, data: st.DataObject) -> None:
    spaced = data.draw(st.sampled_from(["  ", " ", "\t", "\n"])).join(text.split(" "))
    changed = data.draw(st.sampled_from([str.upper, str.title, str.lower]))(spaced)
    assert is_tba(
        data.draw(st.sampled_from(["", " ", "(", "„"])) + changed + data.draw(st.sampled_from(["", ".", " ", ")", "…"]))
    )


@given(st.text())
def test_any_text_is_judged(text: str) -> None:
    assert is_tba(text) in {True, False}
    assert fold(fold(text)) == fold(text)
