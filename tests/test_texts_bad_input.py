"""Texts as they should not be: what is sure is taken, what is doubtful is shown with its line, what is wrong is named."""

import datetime as dt
import random
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semctl.importing import sources
from semctl.importing.found import Found, Kind
from semctl.importing.given import Given, mended
from semctl.problems import Unreadable
from tests.texts.corpus import TODAY, texts

TEXTS = {text.path.name: text for text in texts()}
PAGE = """Séminaire d'algèbre

Mardi 3 février 2026, 14h00, salle Müller
Zoë Châteaubriand (Université de Besançon)
Idéaux à l'état sauvage

Mardi 10 février 2026, 14h00, salle Müller
Jürgen Krähenbühl (Zürich)
Où finit un anneau
"""


def read(text: str | bytes) -> Found:
    data = text if isinstance(text, bytes) else text.encode()
    return sources.read(Given(name="-", data=data, today=TODAY, zone="Europe/Berlin"))


def said(found: Found) -> str:
    """Everything that the report would say of it besides the talks."""
    return "\n".join((*map(str, found.remarks), *(doubt for talk in found.talks for doubt in talk.doubts)))


def days(found: Found) -> list[dt.date]:
    talks = [talk.meeting.date for talk in found.talks if talk.meeting]
    return sorted([*talks, *(meeting.date for meeting in found.meetings)])


# --- encodings ---


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16", "utf-16-le"])
def test_the_same_talks_come_out_of_any_encoding(encoding: str) -> None:
    assert read(PAGE.encode(encoding)).talks == read(PAGE).talks
    assert [talk.names for talk in read(PAGE).talks] == [("Zoë Châteaubriand",), ("Jürgen Krähenbühl",)]


def test_line_ends_of_any_system_are_the_same() -> None:
    plain = read(PAGE).talks
    assert read(PAGE.replace("\n", "\r\n")).talks == plain
    assert [talk.values for talk in read(PAGE.replace("\n", "\r")).talks] == [talk.values for talk in plain]


def test_letters_that_were_mangled_on_the_way_do_not_mangle_a_date() -> None:
    """UTF-8 that was taken for Windows-1252 on its way ("fÃ©vrier") is mended, and the report says so."""
    mangled = PAGE.encode().decode("latin-1")
    assert [talk.values for talk in read(mangled).talks] == [talk.values for talk in read(PAGE).talks]
    assert days(read(mangled)) == [dt.date(2026, 2, 3), dt.date(2026, 2, 10)]
    assert "Windows-1252" in said(read(mangled))


@pytest.mark.parametrize("text", ["NÃO É", "Ã", "â€œ and Ã(", "naïve Ångström", "5 °C", "Â"])
def test_letters_that_only_look_mangled_stay(text: str) -> None:
    assert mended(text) == text


def test_a_mangled_line_is_mended_alone() -> None:
    assert mended("é\nâ€œfÃ©vrierâ€\x9d\n") == "é\n“février”\n"


# --- what is broken off ---


@pytest.mark.parametrize("name", [name for name in sorted(TEXTS)[::7] if "news" not in name])  # its head alone misleads
def test_half_a_page_gives_no_date_that_the_whole_has_not(name: str) -> None:
    text = TEXTS[name]
    lines = text.path.read_bytes().split(b"\n")
    for end in range(1, len(lines), max(1, len(lines) // 8)):
        assert set(days(_any(b"\n".join(lines[:end]), text.today))) <= text.days


def test_a_year_that_nobody_said_is_assumed_and_said_to_be() -> None:
    """A weekday tells the year; without one it is a guess."""
    found = read("Seminar\n\n26 November, 15:00: Oda Lindgren (Umeå): Ice on lakes\n")
    assert days(found) == [dt.date(2026, 11, 26)]
    assert "2026" in said(found)
    found = read("Seminar\n\nThursday 26 November, 15:00: Oda Lindgren (Umeå): Ice on lakes\n")
    assert days(found) == [dt.date(2026, 11, 26)]


def test_the_weekday_of_the_rule_tells_the_year() -> None:
    """20 April is a Monday in 2026 and a Tuesday in 2027, which would be the next to come."""
    talks = "20.4. Ada Quill (Bath) – Ink\n27.4. Bo Ferris (Hull) – Paper\n4.5. Cy Marsh (York) – Glue\n"
    assert days(read(f"Kolloquium\nmontags, 16:00, Raum 5\n\n{talks}"))[0] == dt.date(2026, 4, 20)
    assert days(read(f"Kolloquium\ndienstags, 16:00, Raum 5\n\n{talks}"))[0] == dt.date(2027, 4, 20)


@pytest.mark.parametrize(
    ("term", "year"), [("SoSe 25", 2025), ("WS 23/24", 2024), ("SS '22", 2022), ("Spring 21", 2021)]
)
def test_a_term_tells_its_year_in_two_figures(term: str, year: int) -> None:
    assert (
        days(read(f"Oberseminar {term}\n\n20.4. Ada Quill (Bath) – Ink\n27.4. Bo Ferris (Hull) – Paper\n"))[0].year
        == year
    )


def test_a_row_between_a_day_and_its_time_is_not_lost() -> None:
    found = read("12 nov 2026\n\nA drum\n\nSpeaker: Ada Quill (Bath)\n\n10:45–11:30, Room 5\n")
    assert [(talk.names, talk.values.get("title")) for talk in found.talks] == [(("Ada Quill",), "A drum")]


def test_the_order_of_american_dates_is_said() -> None:
    found = read("Seminar\n\n9/8/2025: Ada Quill (Bath)\n9/15/2025: Bo Ferris (Hull)\n")
    assert days(found) == [dt.date(2025, 9, 8), dt.date(2025, 9, 15)]
    assert 'the month is taken to come before the day, as in "9/15/2025' in said(found)


def test_an_hour_of_the_night_among_talks_of_the_afternoon_is_meant_by_day_and_said() -> None:
    found = read("Seminar\nWednesdays 3:10pm, Room 5\n\n5 March 2025, 4:10, Ada Quill (Bath): Ink\n")
    assert [talk.meeting.time for talk in found.talks if talk.meeting] == [dt.time(16, 10)]
    assert "04:10 is taken as 16:10" in said(found)


def test_rows_with_times_below_a_row_of_a_table_are_talks_of_its_day() -> None:
    rows = (
        "4 March 2025\tAda Quill (Bath)\tInk",
        "11 March 2025\tTwo talks:",
        "14:00 Bo Ferris (Hull), Paper",
        "15:00 Cy Marsh (York), Glue",
    )
    found = read("Seminar\n\n" + "\n".join(rows) + "\n")
    assert [(talk.meeting.date.day, talk.names) for talk in found.talks if talk.meeting] == [
        (4, ("Ada Quill",)),
        (11, ("Bo Ferris",)),
        (11, ("Cy Marsh",)),
    ]


@pytest.mark.parametrize("title", ["Version 1.2.2025 of a proof", "On the letter of 12 May 1820", "Kap. 2.4. und 3.1."])
def test_days_in_a_title_stay(title: str) -> None:
    found = read(f"Seminar\n\n3 March 2025: Ada Quill (Bath): {title}\n10 March 2025: Bo Ferris (Hull): Paper\n")
    assert [talk.values["title"] for talk in found.talks] == [title, "Paper"]
    found = read(f"Seminar\n\n3 March 2025\tAda Quill (Bath)\t{title}\n10 March 2025\tBo Ferris (Hull)\tPaper\n")
    assert [talk.values["title"] for talk in found.talks] == [title, "Paper"]


def test_a_talk_does_not_get_the_day_of_the_row_below() -> None:
    found = read(
        "Prochain séminaire : mardi 4 ou mercredi 5 mars 2025 (à confirmer), Lise Amblard (Metz), « Noyaux ».\n"
        "Séminaire suivant : 18 mars 2025, 14h, salle 3, Guy Ferrand (Nancy), « Poids ».\n"
    )
    on_18_march = [talk.names for talk in found.talks if talk.meeting and talk.meeting.date.day == 18]
    assert on_18_march in ([("Guy Ferrand",)], [])
    assert "mardi 4 ou mercredi 5 mars" in said(found)


def test_a_day_in_prose_that_was_not_understood_is_not_said_to_be_free() -> None:
    found = read(
        "Dear all, the talk on 12 March 2025 is cancelled. We will have instead two talks a week later: at 2pm Ada Quill "
        "(Bath) on Ink, at 3pm Bo Ferris (Hull) on Paper. Please note that the week after is still free."
    )
    assert not any(meeting.held for meeting in found.meetings)


@pytest.mark.parametrize("path", ["Home > Seminars", "Accueil / Agenda / Séminaires", "You are here: Home » Seminars"])
def test_where_a_page_stands_is_not_the_name_of_its_series(path: str) -> None:
    found = read(
        f"{path}\n\nAlgebra Seminar\n\n4 March 2025: Ada Quill (Bath): Ink\n11 March 2025: Bo Ferris (Hull): Paper\n"
    )
    assert found.series["name"] == "Algebra Seminar"


def test_two_talks_in_one_row_are_named() -> None:
    row = '6 Nov 2026: double bill! 2pm Merrick Yale (Hull) "Thin films", 3pm Fenella Croft (Bath) "Thick films"'
    assert "several talks" in said(read(f"Seminar\n\n{row}\n"))


def test_a_table_that_breaks_off_in_the_middle_of_a_row_keeps_the_rows_above() -> None:
    page = "<table><tr><td>4 March 2025</td><td>Ada Quill (Bath): Ink</td></tr><tr><td>11 March 2025</td><td>Bo F"
    found = read(page)
    assert days(found)[:1] == [dt.date(2025, 3, 4)]
    assert found.talks[0].names == ("Ada Quill",)


# --- tables ---


def test_merged_cells_of_a_page_hold_for_every_row_that_they_span() -> None:
    found = read(
        "<table><tr><th>Date</th><th>Time</th><th>Speaker</th></tr>"
        "<tr><td rowspan=2>4 March 2025</td><td>14:00</td><td>Ada Quill (Bath)</td></tr>"
        "<tr><td>15:00</td><td>Bo Ferris (Hull)</td></tr></table>"
    )
    met = [talk.meeting for talk in found.talks if talk.meeting]
    assert [(each.date, each.time) for each in met] == [(dt.date(2025, 3, 4), dt.time(hour)) for hour in (14, 15)]


def test_merged_cells_that_were_pasted_are_taken_with_a_doubt_or_refused() -> None:
    """A browser pastes a cell that spans two rows once: the second row has none, and nobody says why."""
    rows = ("Date\tTime\tSpeaker", "4 March 2025\t14:00\tAda Quill (Bath)", "\t15:00\tBo Ferris (Hull)")
    found = read("\n".join(rows))
    assert set(days(found)) == {dt.date(2025, 3, 4)}
    assert found.talks[0].names == ("Ada Quill",)
    assert all(talk.doubts or not talk.meeting for talk in found.talks[1:]) or "line 3" in said(found)


@pytest.mark.slow
@pytest.mark.parametrize("separator", ["\t", " | ", ", "])
def test_ten_thousand_rows_are_read_in_seconds(separator: str) -> None:
    found, seconds = _timed(_rows(10_000, separator))
    assert len(found.talks) == 10_000
    assert seconds < 30


def test_the_time_grows_with_the_rows() -> None:
    _timed(_rows(50, "\t"))
    few, many = _timed(_rows(200, "\t"))[1], _timed(_rows(800, "\t"))[1]
    assert many < 12 * few + 0.5


def _rows(number: int, separator: str) -> str:
    first = dt.date(2000, 1, 3)
    rows = (
        separator.join(
            (f"{first + dt.timedelta(days):%d.%m.%Y}", "16:15", "Raum 5", f"{_name(days)} (Kiel)", "Über Zahlen")
        )
        for days in range(number)
    )
    return "\n".join((separator.join(("Datum", "Zeit", "Raum", "Vortragende", "Titel")), *rows))


def _name(number: int) -> str:
    return f"Anna {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[number % 26]}{'aeiou'[number % 5]}{'lmnrst'[number % 6]}berg"


def _timed(text: str) -> tuple[Found, float]:
    begin = time.process_time()
    return read(text), time.process_time() - begin


# --- what contradicts itself ---


def test_two_series_in_one_text_are_named() -> None:
    found = TEXTS["en-two-12.txt"].read()
    assert len(found.talks) == 4
    assert re.search("another series", said(found)), said(found)


def test_a_date_that_contradicts_its_weekday_is_named_with_its_line() -> None:
    found = TEXTS["de-widerspruch-11.txt"].read()
    refused = [talk for talk in found.talks if talk.meeting is None]
    assert [talk.line for talk in refused] == [7, 11]
    assert "Tuesday" in said(found)
    assert "30" in said(found)


@pytest.mark.parametrize(
    "nobody", ["T.b.a.", "tba", "N.N.", "TBC", "to be announced", "???", "wird noch bekannt gegeben"]
)
def test_nobody_is_not_a_speaker(nobody: str) -> None:
    found = read(
        f"Seminar\n\n4 March 2025, 16:00, Room 5: Ada Quill (Bath), Ink\n11 March 2025, 16:00, Room 5: {nobody}\n"
    )
    assert days(found) == [dt.date(2025, 3, 4), dt.date(2025, 3, 11)]
    assert [name for talk in found.talks for name in talk.names] == ["Ada Quill"]


# --- hostile pages ---


HOSTILE = {
    "script": "<script>document.write('5 May 2025, 16:00: Eve Mallory')</script>",
    "style": "<style>p::after { content: '5 May 2025: Eve Mallory' }</style>",
    "comment": "<!-- 5 May 2025, 16:00: Eve Mallory -->",
    "hidden in a template": "<template><p>5 May 2025, 16:00: Eve Mallory</p></template>",
    "nested": "<table><tr><td>" * 10_000,
    "nested and closed": "<div>" * 10_000 + "</div>" * 10_000,
    "unclosed": "<b><i><a href='" + "x" * 50_000,
    "entities": "&amp;" * 20_000 + "&#x110000;&#0;&#xD800;&notanentity;",
    "bomb": "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]><p>&b;&b;&b;</p>",
    "wide": "<table><tr><td rowspan=999999999 colspan=999999999>x</td></tr></table>",
    "huge word": "<p>" + "a" * 200_000 + "</p>",
    "open brackets": "<p>" + "(" * 20_000 + "</p>",
    "angles": "<" * 20_000,
    "blanks": "<p>" + " \t" * 20_000 + "x</p>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_adds_nothing_and_takes_no_time(name: str) -> None:
    talk = "<p>6 May 2025, 16:00, Room 5<br>Ada Quill (Bath)<br>Ink</p>"
    begin = time.process_time()
    found = read(f"<html><body><h1>Seminar</h1>{talk}{HOSTILE[name]}</body></html>")
    assert time.process_time() - begin < 5
    assert days(found) == [dt.date(2025, 5, 6)]
    assert [each.names for each in found.talks] == [("Ada Quill",)]


# --- no list of talks at all ---


NOVEL = """It was on the morning of the fourth, or perhaps already the fifth, that the widow Amherst-Pole opened the shutters
and saw the fleet. In March 1811 nobody in the village owned a telescope, and on Sunday, 24 March 1811, hardly anybody
cared. "They will be gone by Tuesday," said the vicar.

They were not. On 3 April the boats came ashore at five in the morning, and Captain Eliphalet Croy asked for bread.
"""


def test_a_novel_holds_no_talk() -> None:
    found = _any(NOVEL.encode())
    assert found.talks == ()
    assert found.meetings == ()


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <</CreationDate (D:20250304120000)>> stream\n" + bytes(range(256)) * 8,
        b"PK\x03\x04\x14\x00\x06\x00" + random.Random(5).randbytes(4000),
        random.Random(7).randbytes(20_000),
        b"\x00" * 5000,
        b"\xff\xfe" + b"\x00\xd8" * 400,
    ],
    ids=["png", "pdf", "zip", "noise", "zeros", "half surrogates"],
)
def test_what_is_no_text_gives_no_talk(data: bytes) -> None:
    found = _any(data)
    assert days(found) == []
    assert found.talks == ()


@pytest.mark.parametrize("text", ["", " ", "\n\n\t\n", "\ufeff"])
def test_nothing_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="is empty"):
        read(text)


@pytest.mark.parametrize("text", ["Hello", "Seminar on Algebra\n\nEverybody is welcome.", NOVEL])
def test_a_text_without_a_talk_says_so(text: str) -> None:
    try:
        found = read(text)
    except Unreadable as error:
        assert "not recognised" in str(error)
    else:
        assert any(remark.kind is Kind.LEFT_OUT for remark in found.remarks)


# --- laws ---


PIECES = st.sampled_from(
    [
        "4 March 2025", "Tuesday", "Dienstag, 4.3.2025", "11/03/2025", "March 18", "31.02.2025", "00/00/0000", "16:00", "25:99",
        "4 pm", "16 Uhr c.t.", "Room 5", "Hörsaal 3", "Ada Quill (Bath)", "Ada Quill", "T.b.a.", "Title:", "Speaker:",
        "Wann:", "Abstract:", "cancelled", "entfällt", "moved to", "Seminar", "2025", "|", "\t", ",", ":", "-", "–", "(", ")",
        "<td>", "</td>", "<tr>", "<p>", "<br>", "&nbsp;", "$0<p<q$", "> ", "-- \n", "https://zoom.us/j/1", "Passcode: x",
        "\n", "\n", "\n\n", "  ", "      ", "From: a@b.de\n", "Date: Tue, 4 Mar 2025 10:00:00 +0100\n", "every Monday at 4",
    ]
)  # fmt: skip


@given(
    st.one_of(
        st.lists(PIECES, max_size=30).map(" ".join), st.lists(PIECES, max_size=30).map("".join), st.text(max_size=200)
    )
)
def test_any_text_is_read_the_same_twice_and_no_date_is_invented(text: str) -> None:
    found = _any(text.encode("utf-8", "surrogatepass"))
    assert found == _any(text.encode("utf-8", "surrogatepass"))
    numbers = {int(each) for each in re.findall(r"\d+", text)} | {0}
    for day in days(found):
        assert day.day in numbers, (day, text)
        has_weekday = f"{day:%A}" in text or "Dienstag" in text
        assert has_weekday or {day.year, day.year % 100} & numbers or str(day.year) in said(found), (day, text)
    lines = len(text.splitlines()) + 1
    assert all(remark.line is None or 1 <= remark.line <= lines for remark in found.remarks)
    assert all(talk.line is None or 1 <= talk.line <= lines for talk in found.talks)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert _any(data) == _any(data)


def _any(data: bytes, today: dt.date = TODAY) -> Found:
    """What is found, nothing where semctl does not know what it was given."""
    try:
        return sources.read(Given(name="-", data=data, today=today, zone="Europe/Berlin"))
    except Unreadable:
        return Found(what="nothing")
