"""The sentences of mails in every language: one speaker, several, none; with and without a time, a title, a phrase."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semctl.languages import CODES
from semctl.model import Mode, Wanted
from semctl.notices.sentences import (
    cancellation,
    change,
    mails,
    on,
    opening,
    phrase,
    place_line,
    soon,
    soon_short,
    things,
    to_a_speaker,
    to_speakers,
)  # fmt: skip
from semctl.wording import Speakers, Venue

MONDAY = date(2026, 5, 11)
JACOBS = [("Tom Jacobs", "CISPA")]
TWO = [("Tom Jacobs", "CISPA"), ("Serte Donderwinkel", None)]


def opened(
    code: str,
    *,
    at: time | None = None,
    named: Speakers = (),
    title: str | None = None,
    series: str = "MDS Seminar",
    place: str | None = None,
) -> str:
    said = on(code, MONDAY, at)
    return opening(mails(code).announcing, code, on=said, named=named, title=title, series=series, place=place)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", "Tom Jacobs (CISPA) and Serte Donderwinkel will give a talk on Monday, 11 May 2026. The title is yet to be announced."),
        ("de", "Am Montag, 11. Mai 2026 sprechen Tom Jacobs (CISPA) und Serte Donderwinkel. Der Titel wird noch bekannt gegeben."),
        ("it", "siamo lieti di invitarvi al seminario che Tom Jacobs (CISPA) e Serte Donderwinkel terranno lunedì 11 maggio 2026. Il titolo sarà comunicato in seguito."),
        ("nl", "Op maandag 11 mei 2026 geven Tom Jacobs (CISPA) en Serte Donderwinkel een lezing. De titel wordt nog bekendgemaakt."),
        ("fr", "Nous avons le plaisir de vous inviter à l’exposé que donneront Tom Jacobs (CISPA) et Serte Donderwinkel le lundi 11 mai 2026. Le titre sera précisé ultérieurement."),
    ],
)  # fmt: skip
def test_several_speakers_without_a_title_or_a_time(code: str, expected: str) -> None:
    assert opened(code, named=TWO, series="") == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", "Tom Jacobs (CISPA) will give a talk in the MDS Seminar on Monday, 11 May 2026, at 16:00, in Hall 1. The title is yet to be announced."),
        ("de", "Am Montag, 11. Mai 2026 um 16:00 Uhr spricht Tom Jacobs (CISPA) in Hall 1. Der Titel wird noch bekannt gegeben."),
        ("it", "siamo lieti di invitarvi al seminario che Tom Jacobs (CISPA) terrà lunedì 11 maggio 2026 alle ore 16:00 in Hall 1 nell’ambito del ciclo «MDS Seminar». Il titolo sarà comunicato in seguito."),
        ("nl", "Op maandag 11 mei 2026 om 16:00 uur geeft Tom Jacobs (CISPA) in Hall 1 een lezing in de reeks ‘MDS Seminar’. De titel wordt nog bekendgemaakt."),
        ("fr", "Nous avons le plaisir de vous inviter à l’exposé que donnera Tom Jacobs (CISPA) le lundi 11 mai 2026 à 16 h in Hall 1, dans le cadre du cycle «\u00a0MDS Seminar\u00a0». Le titre sera précisé ultérieurement."),
    ],
)  # fmt: skip
def test_a_phrase_for_the_room_stands_in_the_sentence(code: str, expected: str) -> None:
    assert opened(code, at=time(16), named=JACOBS, place="in Hall 1") == expected
    several = opened(code, at=time(16), named=TWO, place="in Hall 1")
    assert " in Hall 1" in several
    assert several != opened(code, at=time(16), named=TWO)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", "There will be a talk in the MDS Seminar on Monday, 11 May 2026, at 16:00. The speaker is yet to be announced."),
        ("de", "Am Montag, 11. Mai 2026 um 16:00 Uhr findet ein Vortrag statt. Wer vorträgt, wird noch bekannt gegeben."),
        ("it", "siamo lieti di invitarvi al seminario che si terrà lunedì 11 maggio 2026 alle ore 16:00 nell’ambito del ciclo «MDS Seminar». Il nome di chi interverrà sarà comunicato in seguito."),
        ("nl", "Op maandag 11 mei 2026 om 16:00 uur is er een lezing in de reeks ‘MDS Seminar’. De spreker wordt nog bekendgemaakt."),
        ("fr", "Nous avons le plaisir de vous inviter à l’exposé qui aura lieu le lundi 11 mai 2026 à 16 h, dans le cadre du cycle «\u00a0MDS Seminar\u00a0». Le nom de la personne invitée sera précisé ultérieurement."),
    ],
)  # fmt: skip
def test_without_a_speaker_the_slot_is_announced(code: str, expected: str) -> None:
    assert opened(code, at=time(16)) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", "We will meet on Monday, 11 May 2026, at 16:00."),
        ("de", "wir treffen uns am Montag, 11. Mai 2026 um 16:00 Uhr."),
        ("it", "ci incontreremo lunedì 11 maggio 2026 alle ore 16:00."),
        ("nl", "We komen op maandag 11 mei 2026 om 16:00 uur bijeen."),
        ("fr", "Nous nous réunirons le lundi 11 mai 2026 à 16 h."),
    ],
)
def test_a_title_without_a_speaker_is_a_meeting(code: str, expected: str) -> None:
    assert opened(code, at=time(16), title="Planning the term") == expected


@pytest.mark.parametrize(
    ("series", "said"),
    [
        ("The Colloquium", "in the Colloquium"),
        ("Analysis Seminar", "in the Analysis Seminar"),
        ("Oberseminar Analysis", "in the Oberseminar Analysis"),
        ("Tropical mathematics", "in the series “Tropical mathematics”"),
        ("The art of counting", "in the series “The art of counting”"),
    ],
)
def test_english_says_what_a_series_is_unless_its_name_does(series: str, said: str) -> None:
    assert opened("en", series=series) == (
        f"There will be a talk {said} on Monday, 11 May 2026. The speaker is yet to be announced."
    )
    assert to_a_speaker("{on} in the {series}", "en", series, on="On Monday") == f"On Monday {said}"
    assert to_a_speaker("«{series}»", "fr", series) == f"«{series}»"


def test_a_phrase_for_the_room_is_no_use_online_or_without_a_speaker() -> None:
    hall = Venue(room="A027", phrase="im Hörsaal Raum A027")
    online = Venue(room="A027", phrase="im Hörsaal Raum A027", mode=Mode.ONLINE, online="via Zoom")
    assert (phrase(hall, JACOBS), phrase(hall, ()), phrase(online, JACOBS)) == ("im Hörsaal Raum A027", None, None)
    assert place_line("de", named=JACOBS, venue=hall) == ""
    assert place_line("de", named=(), venue=hall) == "Ort: Raum A027"
    assert place_line("de", named=JACOBS, venue=online) == "Ort: Online via Zoom"
    assert place_line("de", named=JACOBS, venue=Venue()) == ""


@pytest.mark.parametrize(
    ("code", "today", "tomorrow", "short"),
    [
        ("en", "today (Monday, 11 May 2026) at 16:00", "tomorrow (Monday, 11 May 2026)", "today at 16:00"),
        ("de", "heute (Montag, 11. Mai 2026) um 16:00 Uhr", "morgen (Montag, 11. Mai 2026)", "heute um 16:00 Uhr"),
        ("it", "oggi (lunedì 11 maggio 2026) alle ore 16:00", "domani (lunedì 11 maggio 2026)", "oggi alle ore 16:00"),
        ("nl", "vandaag (maandag 11 mei 2026) om 16:00 uur", "morgen (maandag 11 mei 2026)", "vandaag om 16:00 uur"),
        ("fr", "aujourd’hui (lundi 11 mai 2026) à 16 h", "demain (lundi 11 mai 2026)", "aujourd’hui à 16 h"),
    ],
)
def test_today_and_tomorrow_have_their_words(code: str, today: str, tomorrow: str, short: str) -> None:
    yesterday, sunday = date(2026, 5, 12), date(2026, 5, 10)
    assert soon(code, MONDAY, time(16), MONDAY) == today
    assert soon(code, MONDAY, None, sunday) == tomorrow
    assert soon_short(code, MONDAY, time(16), MONDAY) == short
    assert soon_short(code, MONDAY, None, sunday) == tomorrow.split(" (")[0]
    for other in (yesterday, date(2026, 5, 9)):
        assert soon(code, MONDAY, time(16), other) == on(code, MONDAY, time(16))
        assert "2026" in soon_short(code, MONDAY, time(16), other)


@pytest.mark.parametrize(
    ("code", "one", "many", "meeting"),
    [
        ("en", "The talk by Tom Jacobs (CISPA) planned for Monday, 11 May 2026 has been cancelled.",
         "The talk by Tom Jacobs (CISPA) and Serte Donderwinkel planned for Monday, 11 May 2026 has been cancelled.",
         "The meeting planned for Monday, 11 May 2026, 16:00 has been cancelled."),
        ("de", "Der Vortrag von Tom Jacobs (CISPA) am Montag, 11. Mai 2026 entfällt.",
         "Der Vortrag von Tom Jacobs (CISPA) und Serte Donderwinkel am Montag, 11. Mai 2026 entfällt.",
         "Unser Treffen am Montag, 11. Mai 2026 um 16:00 Uhr entfällt."),
        ("it", "Il seminario di Tom Jacobs (CISPA) previsto per lunedì 11 maggio 2026 è stato annullato.",
         "Il seminario di Tom Jacobs (CISPA) e Serte Donderwinkel previsto per lunedì 11 maggio 2026 è stato annullato.",
         "L’incontro previsto per lunedì 11 maggio 2026 alle ore 16:00 è stato annullato."),
        ("nl", "De lezing van Tom Jacobs (CISPA) op maandag 11 mei 2026 gaat niet door.",
         "De lezing van Tom Jacobs (CISPA) en Serte Donderwinkel op maandag 11 mei 2026 gaat niet door.",
         "De bijeenkomst op maandag 11 mei 2026 om 16:00 uur gaat niet door."),
        ("fr", "L’exposé que devait donner Tom Jacobs (CISPA) le lundi 11 mai 2026 est annulé.",
         "L’exposé que devaient donner Tom Jacobs (CISPA) et Serte Donderwinkel le lundi 11 mai 2026 est annulé.",
         "La séance prévue le lundi 11 mai 2026 à 16 h est annulée."),
    ],
)  # fmt: skip
def test_a_cancellation_says_what_was_planned(code: str, one: str, many: str, meeting: str) -> None:
    assert cancellation(code, day=MONDAY, at=None, named=JACOBS, title="T") == one
    assert cancellation(code, day=MONDAY, at=None, named=TWO, title=None) == many
    assert cancellation(code, day=MONDAY, at=time(16), named=(), title="T") == meeting


@pytest.mark.parametrize("code", CODES)
def test_without_a_speaker_a_change_names_the_day_that_was_announced(code: str) -> None:
    for title in ("Planning", None):
        for said in (cancellation, change):
            assert "2026" in said(code, day=MONDAY, at=time(16), named=(), title=title)
    assert "Tom Jacobs" in change(code, day=MONDAY, at=None, named=JACOBS, title=None)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", "Please send us the title, the abstract, a short biography and a photo as soon as you can."),
        (
            "de",
            "Bitte schicken Sie uns den Titel, einen Abstract, eine Kurzbiografie und ein Foto so bald wie möglich.",
        ),
        (
            "it",
            "La preghiamo di inviarci il titolo, l’abstract, una breve biografia e una fotografia appena possibile.",
        ),
        ("nl", "Wilt u ons de titel, de samenvatting, een korte biografie en een foto zo spoedig mogelijk sturen?"),
        ("fr", "Merci de nous envoyer le titre, le résumé, une courte biographie et une photo dès que possible."),
    ],
)
def test_a_speaker_is_asked_for_exactly_what_is_missing(code: str, expected: str) -> None:
    told = to_speakers(JACOBS, code)
    assert to_a_speaker(told.send_soon, code, "MDS", things=things(list(Wanted), code)) == expected


def test_where_nothing_is_missing_nothing_is_asked_for() -> None:
    assert [things((), code) for code in CODES] == [""] * 5


def test_italian_addresses_one_and_several_people_differently() -> None:
    assert to_speakers(JACOBS, "it").your_talk == "Il Suo seminario"
    assert to_speakers(TWO, "it").your_talk == "Il vostro seminario"
    assert to_speakers(TWO, "de") is to_speakers(JACOBS, "de")


WORD = st.text(min_size=1, max_size=12).map(str.strip).filter(bool)


@given(
    st.sampled_from(CODES),
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.none() | st.times(),
    st.lists(st.tuples(WORD, st.none() | WORD), max_size=3),
    st.none() | WORD,
    st.none() | WORD,
)
def test_what_is_known_is_said_whatever_else_is_missing(
    code: str, day: date, at: time | None, named: list[tuple[str, str | None]], title: str | None, place: str | None
) -> None:
    forms = mails(code).announcing
    said = opening(forms, code, on=on(code, day, at), named=named, title=title, series="{series}", place=place)
    for known in [name for name, _ in named]:
        assert known in said
    assert ("{series}" in said) == (code != "de" and (bool(named) or not title))
    assert (mails(code).no_title in said) == (bool(named) and not title)
