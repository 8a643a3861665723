"""Labels and sentences: whole texts as they are sent, in every language."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semctl.languages import CODES, Labels
from semctl.model import Mode
from semctl.wording import (
    Announcement,
    Label,
    Venue,
    announcement,
    cancellation,
    label,
    lead_change,
    line,
    move,
    speakers,
    where,
)

MONDAY = date(2026, 5, 11)
JACOBS = [("Tom Jacobs", "CISPA")]
TWO = [("Tom Jacobs", "CISPA"), ("Serte Donderwinkel", None)]
TITLE = "Implicit bias of gradient descent methods in deep learning"


def mail(text: Announcement) -> str:
    parts = [text.greeting, text.lead, text.opening, "\n".join(text.details), text.welcome, text.closing]
    return "\n\n".join(part for part in parts if part)


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


HYBRID = Venue(room="RA 2504", mode=Mode.HYBRID, online="via Teams")
ENGLISH = """\
Dear all,

Tom Jacobs (CISPA) will give a talk in the MDS Seminar on Monday, 11 May 2026, at 16:00.

Title: Implicit bias of gradient descent methods in deep learning
Where: Room RA 2504 and via Teams

Everyone is welcome.

Kind regards,"""
GERMAN = """\
Sehr geehrte Damen und Herren,

wir laden Sie herzlich zu folgendem Vortrag ein:

Am Montag, 11. Mai 2026 um 16:00 Uhr spricht

Tom Jacobs
(CISPA)

über das Thema

Implicit bias of gradient descent methods in deep learning

Ort: Raum RA 2504 und via Teams

Alle Interessierten sind herzlich willkommen.

Mit freundlichen Grüßen"""
ITALIAN = """\
Gentili colleghe e colleghi,

siamo lieti di invitarvi al seminario che Tom Jacobs (CISPA) terrà lunedì 11 maggio 2026 alle ore 16:00 nell’ambito del ciclo «MDS Seminar».

Titolo: Implicit bias of gradient descent methods in deep learning
Dove: Aula RA 2504 e via Teams

La partecipazione è aperta a tutte le persone interessate.

Cordiali saluti,"""
DUTCH = """\
Beste collega’s,

Op maandag 11 mei 2026 om 16:00 uur geeft Tom Jacobs (CISPA) een lezing in de reeks ‘MDS Seminar’.

Titel: Implicit bias of gradient descent methods in deep learning
Waar: Zaal RA 2504 en via Teams

Iedereen is van harte welkom.

Met vriendelijke groet,"""
FRENCH = """\
Chères et chers collègues,

Nous avons le plaisir de vous inviter à l’exposé que donnera Tom Jacobs (CISPA) le lundi 11 mai 2026 à 16 h, dans le cadre du cycle «\u00a0MDS Seminar\u00a0».

Titre\u00a0: Implicit bias of gradient descent methods in deep learning
Lieu\u00a0: Salle RA 2504 et via Teams

Toutes les personnes intéressées sont les bienvenues.

Bien cordialement,"""


@pytest.mark.parametrize(
    ("code", "expected"), [("en", ENGLISH), ("de", GERMAN), ("it", ITALIAN), ("nl", DUTCH), ("fr", FRENCH)]
)
def test_an_announcement_can_be_sent_as_it_is(code: str, expected: str) -> None:
    text = announcement(code, day=MONDAY, at=time(16), named=JACOBS, title=TITLE, series="MDS Seminar", venue=HYBRID)
    assert mail(text) == expected


def test_the_german_announcement_has_the_form_of_a_colloquium() -> None:
    text = announcement(
        "de",
        day=date(2023, 6, 29),
        at=time(16, 30),
        named=[("Holger Rauhut", "RWTH Aachen")],
        title=TITLE,
        series="Mathematisches Kolloquium",
        venue=Venue(room="A027", phrase="im Hörsaal Raum A027"),
    )
    assert text.opening == (
        "Am Donnerstag, 29. Juni 2023 um 16:30 Uhr spricht\n\nHolger Rauhut\n(RWTH Aachen)\n\n"
        "im Hörsaal Raum A027 über das Thema\n\nImplicit bias of gradient descent methods in deep learning"
    )
    assert text.details == ()


@pytest.mark.parametrize(
    ("code", "opening"),
    [
        ("en", "Tom Jacobs (CISPA) and Serte Donderwinkel will give a talk on Monday, 11 May 2026. The title is yet to be announced."),
        ("de", "Am Montag, 11. Mai 2026 sprechen Tom Jacobs (CISPA) und Serte Donderwinkel. Der Titel wird noch bekannt gegeben."),
        ("it", "siamo lieti di invitarvi al seminario che Tom Jacobs (CISPA) e Serte Donderwinkel terranno lunedì 11 maggio 2026. Il titolo sarà comunicato in seguito."),
        ("nl", "Op maandag 11 mei 2026 geven Tom Jacobs (CISPA) en Serte Donderwinkel een lezing. De titel wordt nog bekendgemaakt."),
        ("fr", "Nous avons le plaisir de vous inviter à l’exposé que donneront Tom Jacobs (CISPA) et Serte Donderwinkel le lundi 11 mai 2026. Le titre sera précisé ultérieurement."),
    ],
)  # fmt: skip
def test_several_speakers_without_a_title_a_time_or_a_room(code: str, opening: str) -> None:
    text = announcement(code, day=MONDAY, at=None, named=TWO, title=None, series="", venue=Venue())
    assert text.opening == opening
    assert text.details == ()


@pytest.mark.parametrize(
    ("code", "opening"),
    [
        ("en", "There will be a talk in the MDS Seminar on Monday, 11 May 2026, at 16:00. The speaker is yet to be announced."),
        ("de", "Am Montag, 11. Mai 2026 um 16:00 Uhr findet ein Vortrag statt. Wer vorträgt, wird noch bekannt gegeben."),
        ("it", "siamo lieti di invitarvi al seminario che si terrà lunedì 11 maggio 2026 alle ore 16:00 nell’ambito del ciclo «MDS Seminar». Il nome di chi interverrà sarà comunicato in seguito."),
        ("nl", "Op maandag 11 mei 2026 om 16:00 uur is er een lezing in de reeks ‘MDS Seminar’. De spreker wordt nog bekendgemaakt."),
        ("fr", "Nous avons le plaisir de vous inviter à l’exposé qui aura lieu le lundi 11 mai 2026 à 16 h, dans le cadre du cycle «\u00a0MDS Seminar\u00a0». Le nom de la personne invitée sera précisé ultérieurement."),
    ],
)  # fmt: skip
def test_without_a_speaker_the_slot_is_announced(code: str, opening: str) -> None:
    text = announcement(code, day=MONDAY, at=time(16), named=(), title=None, series="MDS Seminar", venue=Venue())
    assert text.opening == opening


@pytest.mark.parametrize(
    ("code", "lead", "opening", "details"),
    [
        ("en", "", "We will meet on Monday, 11 May 2026, at 16:00.", "Title: Planning the term"),
        ("de", "", "wir treffen uns am Montag, 11. Mai 2026 um 16:00 Uhr.", "Titel: Planning the term"),
        ("it", "", "ci incontreremo lunedì 11 maggio 2026 alle ore 16:00.", "Titolo: Planning the term"),
        ("nl", "", "We komen op maandag 11 mei 2026 om 16:00 uur bijeen.", "Titel: Planning the term"),
        ("fr", "", "Nous nous réunirons le lundi 11 mai 2026 à 16 h.", "Titre\u00a0: Planning the term"),
    ],
)
def test_a_title_without_a_speaker_is_a_meeting(code: str, lead: str, opening: str, details: str) -> None:
    text = announcement(code, day=MONDAY, at=time(16), named=(), title="Planning the term", series="S", venue=Venue())
    assert (text.lead, text.opening, text.details) == (lead, opening, (details,))


def test_a_phrase_for_the_room_stands_in_the_sentence_and_the_rest_below() -> None:
    venue = Venue(room="A027", phrase="in Lecture Hall A027", mode=Mode.HYBRID, online="via Zoom", link_by_mail=True)
    text = announcement("en", day=MONDAY, at=time(16), named=JACOBS, title=None, series="The Colloquium", venue=venue)
    assert text.opening == (
        "Tom Jacobs (CISPA) will give a talk in the Colloquium on Monday, 11 May 2026, at 16:00, in Lecture Hall A027. "
        "The title is yet to be announced."
    )
    assert text.details == ("Online: via Zoom (the link is sent by mail)",)


def test_a_phrase_for_the_room_is_no_use_online_or_without_a_speaker() -> None:
    online = Venue(room="A027", phrase="im Hörsaal Raum A027", mode=Mode.ONLINE, online="via Zoom")
    text = announcement("de", day=MONDAY, at=None, named=JACOBS, title=None, series="", venue=online)
    assert (text.opening.count("Hörsaal"), text.details) == (0, ("Ort: Online via Zoom",))
    room = Venue(room="A027", phrase="im Hörsaal Raum A027")
    text = announcement("de", day=MONDAY, at=None, named=(), title=None, series="", venue=room)
    assert (text.opening.count("Hörsaal"), text.details) == (0, ("Ort: Raum A027",))


@pytest.mark.parametrize(
    ("code", "cancelled", "moved"),
    [
        ("en", "The talk by Tom Jacobs (CISPA) planned for Monday, 11 May 2026 has been cancelled.",
         "The talk by Tom Jacobs (CISPA) planned for Monday, 11 May 2026 has been moved to Monday, 1 June 2026, 16:00."),
        ("de", "Der Vortrag von Tom Jacobs (CISPA) am Montag, 11. Mai 2026 entfällt.",
         "Der Vortrag von Tom Jacobs (CISPA) am Montag, 11. Mai 2026 wird auf Montag, 1. Juni 2026 um 16:00 Uhr verlegt."),
        ("it", "Il seminario di Tom Jacobs (CISPA) previsto per lunedì 11 maggio 2026 è stato annullato.",
         "Il seminario di Tom Jacobs (CISPA) previsto per lunedì 11 maggio 2026 è stato spostato a lunedì 1º giugno 2026 alle ore 16:00."),
        ("nl", "De lezing van Tom Jacobs (CISPA) op maandag 11 mei 2026 gaat niet door.",
         "De lezing van Tom Jacobs (CISPA) die op maandag 11 mei 2026 zou plaatsvinden, is verplaatst naar maandag 1 juni 2026 om 16:00 uur."),
        ("fr", "L’exposé que devait donner Tom Jacobs (CISPA) le lundi 11 mai 2026 est annulé.",
         "L’exposé que devait donner Tom Jacobs (CISPA) le lundi 11 mai 2026 est déplacé au lundi 1er juin 2026 à 16 h."),
    ],
)  # fmt: skip
def test_a_change_says_what_was_planned(code: str, cancelled: str, moved: str) -> None:
    assert cancellation(code, day=MONDAY, named=JACOBS) == cancelled
    assert move(code, day=MONDAY, to=date(2026, 6, 1), at=time(16), named=JACOBS) == moved


def test_a_change_of_several_or_of_no_speakers() -> None:
    assert cancellation("fr", day=MONDAY, named=TWO).startswith("L’exposé que devaient donner Tom Jacobs (CISPA) et ")
    assert cancellation("en", day=MONDAY, named=()) == "The talk planned for Monday, 11 May 2026 has been cancelled."
    assert move("de", day=MONDAY, to=date(2026, 6, 1), at=None, named=()) == (
        "Der Vortrag am Montag, 11. Mai 2026 wird auf Montag, 1. Juni 2026 verlegt."
    )
    assert lead_change("de") == "bitte beachten Sie die folgende Änderung:"


WORD = st.text(min_size=1, max_size=12).map(str.strip).filter(bool)


@given(
    st.sampled_from(CODES),
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.none() | st.times(),
    st.lists(st.tuples(WORD, st.none() | WORD), max_size=3),
    st.none() | WORD,
    st.builds(Venue, room=st.none() | WORD, phrase=st.none() | WORD, mode=st.sampled_from(Mode), online=st.none() | WORD, link_by_mail=st.booleans()),
)  # fmt: skip
def test_what_is_known_is_said_whatever_else_is_missing(
    code: str, day: date, at: time | None, named: list[tuple[str, str | None]], title: str | None, venue: Venue
) -> None:
    text = announcement(code, day=day, at=at, named=named, title=title, series="{series}", venue=venue)
    said = mail(text)
    for known in [name for name, _ in named] + ([title] if title else []):
        assert known in said
    assert ("{series}" in said) == (code != "de" and (bool(named) or not title))
