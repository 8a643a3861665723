"""Texts as others write them: HTML, names, places, links to join, and lines that say what they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semctl.importing.cleaning import is_html, line, plain_text, prose
from semctl.importing.joining import joining
from semctl.importing.labelled import labelled
from semctl.importing.people import is_name, people
from semctl.importing.places import Place, place
from semctl.importing.summaries import cancelled, common_prefix, read

# --- HTML ---


@pytest.mark.parametrize(
    "text",
    [
        "for all $0<p<q$ and a<b, if x < y & z > w.",
        "a <b and c> d",
        r"$\{x : x<p\}$ and $\langle a, b\rangle$ & more",
        "R&D, AT&T, ?a=1&copy=2&para=3",
        "<p, q> is an inner product, <i,j> too",
        "1 < 2\n\n  kept   as it is\n",
        "<https://example.org/x>",
        "x<br",
    ],
)
def test_what_is_no_html_stays_as_it_is(text: str) -> None:
    assert not is_html(text)
    assert plain_text(text) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two &amp; three</p>", "One\n\nTwo & three"),
        ("One<br>two<br/>three", "One\ntwo\nthree"),
        ("<div>a</div>\n<div>b   c\nd</div>", "a\n\nb c d"),
        ("<b>bold</b> and $a<b>c$ stays", "bold and $a<b>c$ stays"),
        ("<p>for all $0<p<q$ and a<b, see</p>", "for all $0<p<q$ and a<b, see"),
        ("<p>for all $0&lt;p&lt;q$ and a&lt;b</p>", "for all $0<p<q$ and a<b"),
        ("Points for $p&lt;q$", "Points for $p<q$"),
        ('see <a href="https://x.org/p">the paper</a>.', "see the paper <https://x.org/p>."),
        ('<a href="https://x.org/p/">x.org/p</a>', "x.org/p"),
        ('<a href="https://x.org/p">https://x.org/p</a>', "https://x.org/p"),
        ('<a href="mailto:a@x.org">a@x.org</a>', "a@x.org"),
        ('<a href="javascript:alert(1)">here</a>', "here"),
        ("<script>alert(1)</script><style>p{}</style>text", "text"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("L<sup>2</sup> and x<sub>ij</sub>, the 1<sup>st</sup>", "L^2 and x_{ij}, the 1st"),
        ("&lt;p&gt; &nbsp; &#8211; &eacute;", "<p> \xa0 – é"),
        ("line one\nline two with <b>bold</b>\n\nline four", "line one\nline two with bold\n\nline four"),
        ("<p>unclosed <b>tags", "unclosed tags"),
        ("</p>stray</b> ends", "stray ends"),
        ("<!-- no --><!DOCTYPE html><html><body>yes</body></html>", "yes"),
        ('<img src="x" alt="A picture"> of it', "A picture of it"),
    ],
)
def test_html_becomes_text_that_reads_as_it_was_shown(html: str, text: str) -> None:
    assert plain_text(html) == text


@given(st.text(st.sampled_from("<>pba/&;=\"' $#x!-\n"), max_size=40))
def test_any_text_can_be_cleaned(text: str) -> None:
    plain = plain_text(text)
    assert len(plain) <= 3 * len(text) + 3
    if not is_html(text):
        assert plain == text
    assert prose(prose(text)) == prose(text)
    assert "\n" not in line(text)


def test_prose_keeps_typos_and_double_blanks() -> None:
    assert prose("\n two  blanks teh \r\n\r\n\r\n\r\nend\x0b\u2028x\x00 \n") == " two  blanks teh\n\nend\n\nx\n"


# --- people ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tom Jacobs (CISPA)", [("Tom Jacobs", "CISPA")]),
        ("Tom Jacobs", [("Tom Jacobs", "")]),
        ("Ada Lovelace (London) and Emmy Noether (Göttingen)", [("Ada Lovelace", "London"), ("Emmy Noether", "Göttingen")]),
        ("Ada Lovelace, Emmy Noether und Zoë Müller", [("Ada Lovelace", ""), ("Emmy Noether", ""), ("Zoë Müller", "")]),
        ("Noether, Emmy (Göttingen, Erlangen and Bryn Mawr)", [("Noether, Emmy", "Göttingen, Erlangen and Bryn Mawr")]),
        ("A B (X (Y))", [("A B", "X (Y)")]),
        ("T.b.a.", []),
        ("N.N. (Berlin)", []),
        ("", []),
    ],
)  # fmt: skip
def test_who_stands_in_a_line(text: str, expected: list[tuple[str, str]]) -> None:
    assert list(people(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tom Jacobs", True), ("E. Noether", True), ("Bart van der Waerden", True), ("Prof. Dr. Zoë Müller", True),
        ("Jean-Pierre Serre", True), ("Noether, Emmy", True), ("Donderwinkel", False), ("On things", False),
        ("Algebra Seminar", False), ("Random Matrix Theory", False), ("Hörsaal Eins", False), ("T.b.a.", False),
        ("Room 5", False), ("A B C D E F G", False), ("", False), ("Introduction to Algebra", False),
    ],
)  # fmt: skip
def test_what_has_the_form_of_a_name(text: str, *, expected: bool) -> None:
    assert is_name(text) is expected


# --- summaries ---


@pytest.mark.parametrize(
    ("text", "prefix", "values", "is_doubtful"),
    [
        ("Tom Jacobs (CISPA)", "", {"speaker": "Tom Jacobs", "affiliation": "CISPA"}, False),
        ("Tom Jacobs (CISPA): On things", "", {"speaker": "Tom Jacobs", "affiliation": "CISPA", "title": "On things"}, False),
        ("Tom Jacobs – On things", "", {"speaker": "Tom Jacobs", "title": "On things"}, True),
        ("On things - Tom Jacobs", "", {"speaker": "Tom Jacobs", "title": "On things"}, True),
        ("On things (Tom Jacobs)", "", {"speaker": "Tom Jacobs", "title": "On things"}, True),
        ("On things by Tom Jacobs (CISPA)", "", {"speaker": "Tom Jacobs", "affiliation": "CISPA", "title": "On things"}, True),
        ("Seminar: Tom Jacobs", "Seminar: ", {"speaker": "Tom Jacobs"}, True),
        ("Tom Jacobs", "", {"title": "Tom Jacobs"}, False),
        ("Seminar: T.b.a.", "Seminar: ", {}, False),
        ("Wasserstein-type distances", "", {"title": "Wasserstein-type distances"}, False),
        ("Learning: a survey", "", {"title": "Learning: a survey"}, False),
        ("Tom Jacobs: TBA", "", {"speaker": "Tom Jacobs"}, False),
        ("", "", {}, False),
    ],
)  # fmt: skip
def test_what_a_summary_says(text: str, prefix: str, values: dict[str, str], *, is_doubtful: bool) -> None:
    said = read(text, prefix)
    assert (said.values, bool(said.doubt)) == (values, is_doubtful)


@pytest.mark.parametrize(
    ("lines", "names", "prefix"),
    [
        (["MDS Seminar: A", "MDS Seminar: B"], [], "MDS Seminar: "),
        (["Analysis – A", "Analysis – B", "Lunch"], [], "Analysis – "),
        (["Oberseminar: Tom Jacobs"], [], "Oberseminar: "),
        (["MDS: Tom Jacobs"], ["MDS"], "MDS: "),
        (["MDS: Tom Jacobs"], [], ""),
        (["Tom Jacobs: A", "Tom Jacobs: B"], [], ""),
        (["A", "B"], [], ""),
        ([], [], ""),
    ],
)
def test_what_summaries_begin_with(lines: list[str], names: list[str], prefix: str) -> None:
    assert common_prefix(lines, names) == prefix


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CANCELLED: On things", ("On things", True)),
        ("[abgesagt] On things", ("On things", True)),
        ("On things (cancelled)", ("On things", True)),
        ("On cancelled flights", ("On cancelled flights", False)),
        ("Entfällt: Seminar", ("Seminar", True)),
    ],
)
def test_a_word_that_calls_a_talk_off(text: str, expected: tuple[str, bool]) -> None:
    assert cancelled(text) == expected


# --- lines that say what they are ---


def test_labels_in_five_languages() -> None:
    for text in (
        "Speaker: Ada\nTitle: Engines\nAbstract: One.\nTwo.\n\nThree.",
        "Vortragende: Ada\nTitel: Engines\n\nZusammenfassung:\nOne.\nTwo.\n\nThree.",
        "Relatrice: Ada\nTitolo: Engines\nSommario:\nOne.\nTwo.\n\nThree.",
        "Spreker: Ada\nOnderwerp: Engines\nSamenvatting: One.\nTwo.\n\nThree.",
        "Oratrice : Ada\nTitre : Engines\nRésumé : One.\nTwo.\n\nThree.",
        "*Speaker*: Ada\n**Title:** Engines\n\nAbstract\n\nOne.\nTwo.\n\nThree.",
    ):
        assert labelled(text) == ({"speaker": "Ada", "title": "Engines", "abstract": "One.\nTwo.\n\nThree."}, ""), text


def test_a_text_without_labels_is_left_whole() -> None:
    text = "We show: nothing is lost.\nNote: see https://x.org"
    assert labelled(text) == ({}, text)


def test_a_label_again_inside_of_an_abstract_is_text() -> None:
    text = "Abstract: We study\nTitle: a word\nAbstract: again"
    assert labelled(text) == ({"abstract": "We study", "title": "a word"}, "Abstract: again")


# --- places and links ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RA 2504", Place("RA 2504")),
        ("Room 508, UniGe DIMA, Via Dodecaneso 35", Place("Room 508", "UniGe DIMA, Via Dodecaneso 35")),
        ("Hörsaal A027", Place("Hörsaal A027")),
        ("A027, Theresienstr. 39", Place("A027", "Theresienstr. 39")),
        ("Building 5, Room 3", Place("Building 5, Room 3")),
        ("Main Street 5, Boston", Place("Main Street 5, Boston")),
        ("Lecture held in Room 4.", Place("Room 4")),
        ("https://x.org/talk/1", Place(link="https://x.org/talk/1")),
        ("Zoom", Place(online="via Zoom")),
        ("online", Place(online="online")),
        ("Microsoft Teams Meeting", Place(online="via Microsoft Teams Meeting")),
        ("Room 5 / Zoom", Place("Room 5", online="via Zoom")),
        ("Room 5; https://zoom.us/j/1", Place("Room 5", link="https://zoom.us/j/1")),
        ("", Place()),
    ],
)
def test_what_a_place_is(text: str, expected: Place) -> None:
    assert place(text) == expected


ZOOM = """An abstract.

Ada is inviting you to a scheduled Zoom meeting.

Join Zoom Meeting
https://uni.zoom.us/j/123?pwd=abc

Meeting ID: 123
Passcode: 99x
One tap mobile
+49..."""
TEAMS = """An abstract.
________________________________________________________________________________
Microsoft Teams meeting
Join: https://teams.microsoft.com/l/meetup-join/x
Meeting ID: 1
Passcode: 99x
________________________________________________________________________________

Afterwards: coffee."""
MEET = """An abstract.

-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-
Join with Google Meet: https://meet.google.com/abc
-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-"""


@pytest.mark.parametrize(
    ("text", "join", "rest"),
    [
        (ZOOM, {"url": "https://uni.zoom.us/j/123?pwd=abc", "passcode": "99x"}, "An abstract."),
        (
            TEAMS,
            {"url": "https://teams.microsoft.com/l/meetup-join/x", "passcode": "99x"},
            "An abstract.\n\nAfterwards: coffee.",
        ),
        (MEET, {"url": "https://meet.google.com/abc"}, "An abstract."),
        ("An abstract.\nZoom: https://zoom.us/j/1", {"url": "https://zoom.us/j/1"}, "An abstract."),
        ("See https://arxiv.org/abs/1. The password: x", None, "See https://arxiv.org/abs/1. The password: x"),
        ("Nothing.", None, "Nothing."),
    ],
)
def test_how_to_join_does_not_stay_in_the_abstract(text: str, join: dict[str, str] | None, rest: str) -> None:
    found = joining(text)
    assert (found.join, found.text, found.cut) == (join, rest, rest != text)


def test_a_link_in_a_property_goes_before_one_in_the_text() -> None:
    assert joining("Nothing.", ["https://meet.google.com/abc"]).join == {"url": "https://meet.google.com/abc"}
