"""The checks of texts: what alarms, word for word, and what must not."""

import datetime as dt
import time
from pathlib import Path
from textwrap import dedent

import pytest

from semctl.model import PrivateNotes
from semctl.parse import parse
from semctl.problems import Grade
from semctl.programme import arrange
from semctl.textchecks import look_at_texts
from semctl.textchecks.addresses import wrong_link
from semctl.tomltext.document import Document

TODAY = dt.date(2026, 5, 1)
SERIES = """\
[series]
id = "mds"
name = "Seminar"
timezone = "Europe/Amsterdam"
mode = "in-person"

[schedule]
every = "week"
weekday = "Thursday"
time = "16:00"
start = 2026-05-07
end = 2026-06-25
room = "RA 2502"
"""


def found(text: str, notes: PrivateNotes | None = None) -> list[tuple[int | None, str]]:
    document = Document.read(text)
    parsed = parse(document)
    assert parsed.book, parsed.problems
    programme = arrange(parsed.book, TODAY)
    problems = look_at_texts(programme, document, notes or parsed.notes)
    return [
        (problem.line or document.line_of(problem.path), f"{problem.grade} {problem.code}: {problem}")
        for problem in problems
    ]


def said(more: str) -> list[tuple[int | None, str]]:
    """What is found in a sound series with something more below it; the first line of that is line 1."""
    below = SERIES.count("\n")
    return [
        (line and line - below, text.partition(f"{Grade.WARNING}: ")[2]) for line, text in found(SERIES + dedent(more))
    ]


# --- weekdays ---


def test_days_are_looked_for_in_notes_reasons_and_titles() -> None:
    assert said(
        """
        [[breaks]]
        from = 2026-06-01
        to = 2026-06-05
        reason = "Monday 2 June to Friday 5 June"

        [[overrides]]
        date = 2026-05-28
        note = "Note: on Tuesday"
        moved_to = 2026-05-29

        [[overrides]]
        date = 2026-06-11
        room = "RA 2503"
        reason = "RA 2502 is taken on Wednesday 11 June"

        [[talks]]
        id = "kim"
        date = 2026-05-29
        title = "Monday 29 May: results"
        """
    ) == [
        (5, 'breaks number 1, reason: says "Monday 2 June", but 2 June 2026 is a Tuesday; correct the reason or the date'),
        (9, 'override of 2026-05-28, note: says "Tuesday", but it is on Friday, 29 May 2026; correct the note or the date'),
        (15, 'override of 2026-06-11, reason: says "Wednesday 11 June", but 11 June 2026 is a Thursday; correct the reason or the date'),
        (20, 'talk "kim", title: says "Monday 29 May", but 29 May 2026 is a Friday; correct the title or the date'),
    ]  # fmt: skip


def test_a_note_of_the_schedule_is_held_against_all_its_days() -> None:
    wrong = SERIES + 'note = "always on Tuesday"\n'
    assert found(wrong) == []  # "always" may say more than one thing
    wrong = SERIES + 'note = "Note: on Tuesday at 16:00"\n'
    assert found(wrong) == [
        (14, 'warning weekday-in-text: warning: schedule, note: says "Tuesday", but none of its days is one; correct the note or the date')
    ]  # fmt: skip
    assert found(SERIES + 'note = "On Thursday"\n') == []


# --- dollars ---


def test_dollars_are_counted_in_titles_abstracts_and_bios() -> None:
    assert said(
        """
        [[talks]]
        id = "kim"
        title = "Spaces $L^2"
        abstract = '''
        First line, with $x$.
        Second line, with $y and no more.
        '''
        joint_with = "$ociety"
        speakers = [{ name = "A" }, { name = "B", bio = "likes $x" }]
        """
    ) == [
        (4, r'talk "kim", title: a $ has no partner: Spaces $L^2; close the formula, or write \$ for the sign'),
        (7, r'talk "kim", abstract: a $ has no partner: …. Second line, with $y and no more.; close the formula, or write \$ for the sign'),
        (10, r'talk "kim", speakers, number 2, bio: a $ has no partner: likes $x; close the formula, or write \$ for the sign'),
    ]  # fmt: skip


# --- TeX and TOML ---


def test_swallowed_tex_is_named_with_its_line() -> None:
    text = '''
    [[talks]]
    id = "kim"
    title = "On $\\nu$ and $\\frac12$"
    abstract = """
    Let $\\theta \\to 0$.
    """
    bio = "One line\\nand another\\tone"
    '''
    assert said(text) == [
        (4, 'talk "kim", title: TeX is swallowed by escapes: \\nu, \\frac; write \'…\' instead of "…"'),
        (5, 'talk "kim", abstract: TeX is swallowed by escapes: \\theta, \\to; write \'\'\'…\'\'\' instead of """…"""'),
    ]


# --- markup ---


def test_markup_is_found_in_every_printed_text_with_its_line() -> None:
    assert said(
        """
        [[organizers]]
        name = "A &amp; B"

        [rooms."RA 2502"]
        address = "Main <b>building</b>"

        [[talks]]
        id = "kim"
        abstract = '''
        First line.
        A **bold** claim, **twice** bold.
        '''

        [talks.private]
        remark = "<b>not printed</b>"
        """
    ) == [
        (3, 'organizers number 1, name: there is HTML in it: &amp;; texts are plain, with TeX between dollars: write it without'),
        (6, 'room "RA 2502", address: there is HTML in it: <b>, </b>; texts are plain, with TeX between dollars: write it without'),
        (12, 'talk "kim", abstract: there is Markdown in it: **bold**, **twice**; texts are plain, with TeX between dollars: write it without'),
    ]  # fmt: skip


# --- times, links, rooms ---


def test_odd_times() -> None:
    text = SERIES.replace('time = "16:00"', 'time = ["02:00", "16:03", "21:00", "22:30"]')
    more = '\n[[overrides]]\ndate = 2026-05-07\nat = "02:00"\ntime = "07:00"\n'
    assert found(text + more) == [
        (10, 'warning odd-time: warning: schedule, time: 02:00 is no usual hour for a seminar; write "14:00" if that is meant'),
        (10, "warning odd-time: warning: schedule, time: 16:03 is no usual minute to begin at; correct it"),
        (10, "warning odd-time: warning: schedule, time: 22:30 is no usual hour for a seminar; correct it"),
    ]  # fmt: skip


def test_the_shipped_series_has_one_chore() -> None:
    text = (Path(__file__).parent.parent / "seminars.toml").read_text("utf-8")
    assert found(text) == [
        (11, 'chore no-link: chore: series, mode: hybrid, and there is no link to join; write join = { url = "https://…" }; only mails show it')
    ]  # fmt: skip


def test_a_link_for_some_slots_only() -> None:
    text = (
        SERIES.replace("in-person", "online")
        + '\n[[overrides]]\ndate = 2026-05-07\njoin = { url = "https://zoom.us/1" }\n'
    )
    assert found(text) == [
        (5, 'chore no-link: chore: series, mode: online, and there is no link to join; 7 of 8 such slots; write join = { url = "https://…" }; only mails show it')
    ]  # fmt: skip
    assert found(SERIES.replace('"in-person"', '"online"\njoin = { url = "https://zoom.us/1" }')) == []
    assert found(SERIES.replace('"in-person"', '"online"\nonline = "https://zoom.us/1"')) == []


def test_a_series_without_a_schedule_lacks_its_link_too() -> None:
    text = SERIES.partition("[schedule]")[0].replace("in-person", "online")
    assert [line for line, _ in found(text)] == [5]
    assert found(text.replace("online", "in-person")) == []


def test_rooms_that_are_not_among_the_rooms() -> None:
    assert said(
        """
        [[overrides]]
        date = 2026-05-07
        room = "ra2502"

        [[overrides]]
        date = 2026-05-14
        room = "Aula"

        [[overrides]]
        date = 2026-05-21
        room = "Online"

        [[overrides]]
        date = 2026-05-28
        room = "T.b.a."

        [rooms."RA 2502"]
        capacity = 30
        """
    ) == [
        (4, 'override of 2026-05-07, room: "ra2502" is not in [rooms], others are; did you mean "RA 2502"?'),
        (
            8,
            'override of 2026-05-14, room: "Aula" is not in [rooms], others are; write [rooms."Aula"], or another name',
        ),
    ]


# --- addresses, private and public ---


@pytest.mark.parametrize(
    ("link", "may_be_file", "hint"),
    [
        ("javascript:alert(1)", True, "write an address with https://"),
        ("JavaScript:alert(1)", False, "write an address with https://"),
        ("data:text/html,x", True, "write an address with https://"),
        ("file:///home/a.pdf", True, "write an address with https://"),
        ("zoommtg://zoom.us/join", False, "write an address with https://"),
        ("www.utwente.nl/x", False, "write https://www.utwente.nl/x"),
        ("talks/kim.html", False, "write the whole address, with https://"),
        ("//utwente.nl/x", False, "write the whole address, with https://"),
        ("kim@utwente.nl", False, "write the whole address, with https://"),
        ("https://", False, "write it as https://www.utwente.nl/seminar"),
        ("https:/utwente.nl", True, "write it as https://www.utwente.nl/seminar"),
        ("https://utwente.nl/a b", True, "write it as https://www.utwente.nl/seminar"),
        ("arXiv:2401.01234", False, "write https://arxiv.org/abs/2401.01234"),
        ("doi:10.1000/xyz", False, "write https://doi.org/10.1000/xyz"),
        ("10.1000/xyz", False, "write https://doi.org/10.1000/xyz"),
    ],
)
def test_a_link_that_leads_nowhere(link: str, may_be_file: bool, hint: str) -> None:
    told = wrong_link(link, may_be_file=may_be_file)
    assert told is not None
    assert told[1] == hint


@pytest.mark.parametrize(
    ("link", "may_be_file"),
    [
        ("https://utwente.nl", False), ("http://localhost:8000/x?y=javascript:1", False), ("HTTPS://A.B/", False),
        ("mailto:kim@utwente.nl", False), ("slides/kim.pdf", True), ("kim.pdf", True), ("fotos/müller 1.jpg", True),
    ],
)  # fmt: skip
def test_a_link_that_is_right(link: str, may_be_file: bool) -> None:
    assert wrong_link(link, may_be_file=may_be_file) is None


def test_links_are_looked_at_wherever_they_stand() -> None:
    more = """
        [[organizers]]
        name = "A"
        url = "a.org"

        [[overrides]]
        date = 2026-05-07
        join = { url = "javascript:1" }

        [rooms."RA 2502"]
        url = "map.html"

        [[talks]]
        id = "kim"
        slides = "kim.pdf"
        photo = "data:x"
        video = "kim.mp4"

        [[talks.speakers]]
        name = "K"
        url = "k.org"
        """
    assert [(line, text.partition(": ")[0]) for line, text in said(more)] == [
        (4, "organizers number 1, url"),
        (8, "override of 2026-05-07, join, url"),
        (11, 'room "RA 2502", url'),
        (17, 'talk "kim", video'),
        (16, 'talk "kim", photo'),
        (21, 'talk "kim", speakers, number 1, url'),
    ]


def test_public_keys_among_private_notes_and_the_other_way_round() -> None:
    assert said(
        """
        [[talks]]
        id = "kim"
        speaker = "K"
        hotel = "Ibis"

        [talks.private]
        phone = "1"
        title = "On things"
        reason = "ill"
        """
    ) == [
        (9, 'talk "kim", private, title: title is private there, and no page or mail shows it; move title up, above the line [talks.private]'),
        (5, 'talk "kim", hotel: hotel stands among what is public; move it below [talks.private], or to seminars.private.toml'),
    ]  # fmt: skip


def test_a_public_key_in_the_private_file() -> None:
    notes = PrivateNotes(talks={"kim": {"abstract": "…", "phone": "1"}})
    assert found(SERIES + '\n[[talks]]\nid = "kim"\n', notes) == [
        (15, 'warning public-in-private: warning: talk "kim": abstract stands among its notes in the private file, and no page or mail shows it; move abstract to its [[talks]] block')
    ]  # fmt: skip


def test_what_the_file_ignores_is_left_out() -> None:
    assert found(SERIES + '\n[[talks]]\nid = "kim"\ntitle = "a $x"\nurl = "x"\n[check]\nignore = ["unbalanced-dollar", "unsafe-link"]\n') == []  # fmt: skip


# --- what must not alarm ---

INNOCENT = [
    "A Sunday walk through random matrix theory", "Mars rovers and the May graph", "Monday is not a random variable",
    "Freitag's problem and the Sonntag lattice", "On a question of J. Friday", "Domenica e sabato: two weekend effects",
    "The day-of-the-week effect: why Mondays differ", "Man Friday and Robinson's knots", "Good Friday, Black Monday and other jumps",
    "From March to Mars", "Ruby Tuesday", "Friday the 13th", "Super Tuesday: models of elections", "Fat Tuesday polytopes",
    "Saturday Morning Breakfast Cereal and the art of the joke", "Le mardi des mathématiques", "Sat solvers beyond 3-SAT",
    "Do sun and mo matter?", "Deep learning for $5 or less", "The $64,000 question in topology", "Is P=NP? A $1,000,000 problem",
    "A $1 million prize and a $10 bet", "Making $ from noise", "Sharp $L^p$ bounds for $1<p<2$", "$\\ell^1$ and $\\ell^2$",
    "$p<q$ and $q>r$ for $a<b$", "If a<b and c>d then <a, b> spans", "Q&A with AT&T", "R&D; a survey", "C*-algebras and W*-algebras",
    "**-algebras", "f[x](y) as currying in [1]", "Understanding __init__ and friends", "x <- rnorm(10) and a <-> b",
    "Bra-ket: <i|j> and <psi|H|psi>", "The #1 problem", "2**10 ways to count", "Tail bounds & concentration; a tour",
    "Étude de l'équation $u_t=\\Delta u$", "Über das Maß $\\mu$ und die Größe $\\nu$", "Zeta at 14:15 and 02:00", "On the 3/4 law",
    "5.10.15: a sieve", "10 of May's theorems", "1. Mai: ein Feiertag der Statistik", "The 26 sporadic groups (May 2020 update)",
    "Learning to rank, part 2/3", "Why not? A talk on nothing", "http://arxiv.org as a data set", "Random walks [joint with A. B.] (survey)",
]  # fmt: skip


@pytest.mark.parametrize("text", INNOCENT)
@pytest.mark.parametrize("quotes", ["'''", '"""'])
def test_innocent_titles_and_abstracts(text: str, quotes: str) -> None:
    typed = text if quotes == "'''" else text.replace("\\", "\\\\")
    talk = f"\n[[talks]]\nid = 'kim'\ndate = 2026-05-28\ntitle = {quotes}{typed}{quotes}\nabstract = {quotes}\n{typed}\n{quotes}\n"
    assert found(SERIES + talk) == []


def test_looking_at_three_thousand_talks_takes_no_time() -> None:
    lines = "Let $n$ go to infinity & more, with $a<b$ and $\\frac{a}{b} < \\theta$ in a sum of bounded terms,\n" * 20
    talk = "\n[[talks]]\nid = 't{0}'\ntitle = 'Title {0} in $X$'\nspeaker = 'A B'\nabstract = '''\n{1}'''\n"
    text = SERIES + "".join(talk.format(number, lines) for number in range(3000))
    document = Document.read(text)
    parsed = parse(document)
    assert parsed.book
    programme = arrange(parsed.book, TODAY)
    start = time.process_time()
    assert list(look_at_texts(programme, document, parsed.notes)) == []
    assert time.process_time() - start < 1.5  # 0.3 s; room for a busy machine
