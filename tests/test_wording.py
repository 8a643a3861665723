"""Labels, names and places, in every language."""

import pytest

from semctl.languages import CODES, Labels
from semctl.model import Mode
from semctl.wording import Label, Venue, beside_phrase, label, line, speakers, where

JACOBS = [("Tom Jacobs", "CISPA")]
TWO = [("Tom Jacobs", "CISPA"), ("Serte Donderwinkel", None)]


def test_every_label_has_a_text_in_every_language() -> None:
    assert {key.value for key in Label} == set(Labels._fields)
    assert all(label(key, code) for key in Label for code in CODES)
    assert label(Label.TBA_TITLE, "en") == "T.b.a."
    assert label(Label.TBA_TITLE, "de") == "Titel wird noch bekannt gegeben"
    assert label(Label.TBA_SPEAKER, "de") == "N.N."


def test_a_line_has_the_colon_of_its_language() -> None:
    assert [line(Label.TITLE, "X", code) for code in CODES] == [
        "Title: X",
        "Titel: X",
        "Titolo: X",
        "Titel: X",
        "Titre\u00a0: X",
    ]


@pytest.mark.parametrize(
    ("named", "code", "expected"),
    [
        (JACOBS, "en", "Tom Jacobs (CISPA)"),
        (TWO, "en", "Tom Jacobs (CISPA) and Serte Donderwinkel"),
        ([("A", "X"), ("B", "Y")], "de", "A (X) und B (Y)"),
        ([("A", None), ("B", None), ("C", None)], "en", "A, B and C"),
        ([("A", None), ("B", ""), ("C", "Z")], "fr", "A, B et C (Z)"),
        ([], "en", "Speaker to be announced"),
        ([], "de", "N.N."),
    ],
)
def test_speakers_are_named_with_the_and_of_the_language(
    named: list[tuple[str, str | None]], code: str, expected: str
) -> None:
    assert speakers(named, code) == expected


@pytest.mark.parametrize(
    ("venue", "code", "expected"),
    [
        (Venue(), "en", ""),
        (Venue(room="RA 2504"), "en", "Room RA 2504"),
        (Venue(room="CR 2K"), "en", "Room CR 2K"),
        (Venue(room="A027"), "de", "Raum A027"),
        (Venue(room="508"), "it", "Aula 508"),
        (Venue(room="RA 2504"), "nl", "Zaal RA 2504"),
        (Venue(room="314"), "fr", "Salle 314"),
        (Venue(room="Hörsaal 3"), "de", "Hörsaal 3"),
        (Venue(room="Hörsaal 3"), "en", "Hörsaal 3"),
        (Venue(room="Senatssaal 2"), "de", "Senatssaal 2"),
        (Venue(room="Aula Magna"), "it", "Aula Magna"),
        (Venue(room="Room 508, UniGe DIMA, Via Dodecaneso 35"), "en", "Room 508, UniGe DIMA, Via Dodecaneso 35"),
        (Venue(room="amphi 25"), "fr", "Amphi 25"),
        (Venue(room="RA 2504", mode=Mode.HYBRID, online="via Teams"), "en", "Room RA 2504 and via Teams"),
        (Venue(room="RA 2504", mode=Mode.HYBRID), "de", "Raum RA 2504 und online"),
        (Venue(mode=Mode.HYBRID, online="via Teams"), "en", "On site and via Teams"),
        (Venue(mode=Mode.HYBRID, online="Zoom"), "fr", "En présentiel et via Zoom"),
        (Venue(mode=Mode.ONLINE), "en", "Online"),
        (Venue(mode=Mode.ONLINE, online="Zoom"), "de", "Online via Zoom"),
        (Venue(mode=Mode.ONLINE, online="Online via Zoom"), "en", "Online via Zoom"),
        (Venue(mode=Mode.ONLINE, online="via Zoom"), "fr", "En ligne via Zoom"),
        (Venue(mode=Mode.ONLINE, link_by_mail=True), "en", "Online (the link is sent by mail)"),
        (Venue(room="RA 2504", mode=Mode.HYBRID, online="via Teams", link_by_mail=True), "nl", "Zaal RA 2504 en via Teams (de link wordt per e-mail verstuurd)"),
        (Venue(room="RA 2504", link_by_mail=True), "en", "Room RA 2504"),
    ],
)  # fmt: skip
def test_where_says_what_is_known(venue: Venue, code: str, expected: str) -> None:
    assert where(venue, code) == expected


@pytest.mark.parametrize(
    ("venue", "code", "expected"),
    [
        (Venue(room="A027", phrase="in A027"), "en", ""),
        (Venue(room="A027", mode=Mode.HYBRID, online="via Zoom"), "en", "Online: via Zoom"),
        (Venue(room="A027", mode=Mode.HYBRID, online="Zoom", link_by_mail=True), "fr", "En ligne\u00a0: via Zoom (le lien sera envoyé par courriel)"),
        (Venue(room="A027", mode=Mode.HYBRID), "de", "Vor Ort und online"),
    ],
)  # fmt: skip
def test_beside_a_phrase_for_the_room_stands_how_else_to_take_part(venue: Venue, code: str, expected: str) -> None:
    assert beside_phrase(venue, code) == expected
