"""The series kept as examples hold every fact they are made from, and the shipped one holds what its page says."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from semctl.model import Book, Mode
from semctl.parse import parse
from semctl.programme import Entry, arrange
from semctl.tomltext.document import Document
from tests.books import json_of, run

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "docs" / "examples").glob("*.toml"))
TODAY = dt.date(2026, 5, 10)


def text_of(name: str) -> str:
    return (ROOT / "docs" / "examples" / f"{name}.toml").read_text("utf-8")


def book_of(name: str) -> Book:
    parsed = parse(Document.read(text_of(name)))
    assert parsed.problems == ()
    assert parsed.book is not None
    return parsed.book


def only_entry(book: Book) -> Entry:
    programme = arrange(book, TODAY)
    assert programme.problems == ()
    (entry,) = programme.entries
    return entry


def kept(name: str) -> dict[str, Any]:
    return tomllib.loads(text_of(name))


def test_the_examples_are_there() -> None:
    assert [path.stem for path in EXAMPLES] == ["genova", "heidelberg", "munich", "tropical"]


@pytest.mark.parametrize("path", [ROOT / "seminars.toml", *EXAMPLES], ids=lambda path: path.stem)
def test_nothing_is_wrong_with_an_example(path: Path) -> None:
    """Neither errors nor warnings, on a day long before or long after; what is left to be done is known."""
    for now in ("2020-01-01", "2030-01-01"):
        ran = run("-f", str(path), "check", "--json", now=now)
        assert ran.code == 0
        assert [problem["code"] for problem in json_of(ran)] == LEFT_TO_DO.get(path.stem, [])


LEFT_TO_DO = {"seminars": ["no-link"], "genova": ["no-link"]}
"""Both take place online too, and where to join was told by mail."""


# --- Twente: the shipped series ---

TWENTE = [
    ("2026-05-11", "16:00", "RA 2504", "Tom Jacobs", "CISPA"),
    ("2026-05-18", "11:00", "CR 2K", "Serte Donderwinkel", "RUG"),
    ("2026-05-28", "16:00", "RA 2503", "Yongdai Kim", "Seoul National University"),
    ("2026-06-08", "15:15", "RA 2504", "Sebastian Kassing", "Bergische Universität Wuppertal"),
    ("2026-06-15", "16:00", "RA 2502", "Alexis Derumigny", "TU Delft"),
]
TWENTE_TITLE = "Controlling Implicit Regularization in Deep Learning via Weight Decay and Mirror Descent"


def shipped(*arguments: str, now: str = "2026-05-10") -> Any:
    return json_of(run("-f", str(ROOT / "seminars.toml"), *arguments, "--json", now=now))


def test_twente_talks() -> None:
    told = [
        (talk["date"], talk["start"], talk["room"], talk["speakers"], talk["title"])
        for talk in shipped("list", "--all", now="2027-01-01")
    ]
    assert told == [
        (date, f"{date}T{time}:00+02:00", room, [{"name": name, "affiliation": place}], title)
        for (date, time, room, name, place), title in zip(TWENTE, [TWENTE_TITLE, *[None] * 4], strict=True)
    ]


def test_twente_slots() -> None:
    """Only one of five keeps to the rule; the last date is free, and the phase stays whatever day it is."""
    wanted = [
        ("2026-05-11", "16:00", "RA 2504", "regular", None, ["jacobs"]),
        ("2026-05-18", "11:00", "CR 2K", "extra", None, ["donderwinkel"]),
        ("2026-05-28", "16:00", "RA 2503", "moved", "2026-05-25", ["kim"]),
        ("2026-06-08", "15:15", "RA 2504", "regular", None, ["kassing"]),
        ("2026-06-15", "16:00", "RA 2502", "extra", None, ["derumigny"]),
        ("2026-06-22", "16:00", None, "regular", None, []),
    ]
    for now in ("2020-01-01", "2026-06-09", "2027-01-01"):
        told = [
            (slot["date"], slot["start"], slot["room"], slot["kind"], slot["moved_from"], slot["talks"])
            for slot in shipped("slots", now=now)
        ]
        assert told == [
            (date, f"{date}T{time}:00+02:00", room, kind, moved_from, talks)
            for date, time, room, kind, moved_from, talks in wanted
        ]


def test_twente_series() -> None:
    book = parse(Document.read((ROOT / "seminars.toml").read_text("utf-8"))).book
    assert book is not None
    series = book.series
    assert (series.name, series.short_name) == ("Seminar Series on the Mathematics of Data Science", "MDS Seminar")
    assert (series.unit, series.institution) == ("Department of Applied Mathematics", "University of Twente")
    assert (series.mode, series.online, series.join) == (Mode.HYBRID, "via Teams", None)
    assert series.description
    abstract = book.talks[0].abstract or ""
    for word in ("weight decay", "mirror map", "$L_2$", "$L_1$", "low rank", "PILoT", "HAM"):
        assert word in abstract


# --- Genova: a talk page ---


def test_genova() -> None:
    book = book_of("genova")
    entry = only_entry(book)
    talk, slot = entry.talk, entry.slot
    assert (book.series.name, book.series.institution) == ("MaLGa Seminar", "Università di Genova")
    assert (entry.date, talk.title) == (
        dt.date(2022, 5, 30),
        "The implicit bias of gradient descent and its applications",
    )
    assert slot is not None
    assert (slot.time, slot.room, slot.duration) == (dt.time(16), "Room 508", None)
    assert entry.room is not None
    assert entry.room.address == "UniGe DIMA, Via Dodecaneso 35, Genova, Italy"
    (speaker,) = entry.people
    assert (speaker.name, speaker.affiliation) == ("Johannes Maly", "Catholic University of Eichstaett-Ingolstadt")
    assert speaker.photo == "photos/johannes-maly.jpg"
    assert "Fronte Capelli Sorriso" in text_of("genova")
    assert (slot.mode, slot.online, slot.join) == (Mode.HYBRID, "via live stream", None)  # promised, no link yet
    assert talk.joint_with == ("Hung-Hsu Chou", "Carsten Gieshoff", "Holger Rauhut", "Claudio Verdun")
    assert talk.abstract is not None
    assert len(talk.abstract.split("\n\n")) == 2
    for word in ("(i)", "(ii)", r"$\ell_1$", "(NNLS)", "without bias", "rank", "sparse"):
        assert word in talk.abstract
    assert speaker.bio is not None
    for word in ("Eichstaett/Ingolstadt", "Germany", "RWTH Aachen", "2019", "PhD", "TUM", "Munich", "quantization"):
        assert word in speaker.bio
    assert speaker.bio.startswith("I ")


# --- Munich: a German notice of an English talk ---

MUNICH = r"""Subject: Mathematisches Kolloquium: Holger Rauhut, Donnerstag, 29. Juni 2023 um 16:30 Uhr – Implicit bias of gradient descent methods in deep learning

Sehr geehrte Damen und Herren,

wir laden Sie herzlich zu folgendem Vortrag ein:

Am Donnerstag, 29. Juni 2023 um 16:30 Uhr spricht

Holger Rauhut
(RWTH Aachen)

im Hörsaal Raum A027 über das Thema

Implicit bias of gradient descent methods in deep learning

Gemeinsam mit: Bubacarr Bah, Hung-Hsu Chou, Johannes Maly, Ulrich
Terstiege, Rachel Ward, Michael Westdickenberg

Abstract:

Deep networks are trained by (stochastic) gradient descent on a loss
that is not convex, and little is known about how this converges.
Stranger still, networks with more parameters than training examples
reach zero loss, so that they interpolate the data, and predict new data
well all the same. A common hypothesis blames the algorithm: among the
many global minimizers, gradient descent seems to choose networks of low
complexity. For linear networks, which factorize a matrix, this can be
studied; it leads to low rank matrix recovery, and for diagonal networks
to compressive sensing and ℓ₁-minimization. For deep learning at large
the question is wide open. The talk is a first introduction with early
results and open problems.

Alle Interessierten sind herzlich willkommen.

Mit freundlichen Grüßen

-- 
Mathematisches Kolloquium
Department Mathematik, LMU München
"""


def test_munich() -> None:
    book = book_of("munich")
    entry = only_entry(book)
    assert (book.series.name, book.series.unit) == ("Mathematisches Kolloquium", "Department Mathematik")
    assert (book.series.language, entry.language) == ("de", "en")
    assert entry.slot is not None
    assert (entry.date, entry.slot.time, entry.slot.room) == (dt.date(2023, 6, 29), dt.time(16, 30), "A027")
    assert book.rooms["A027"].phrase == {"de": "im Hörsaal Raum A027"}
    assert [(person.name, person.affiliation) for person in entry.people] == [("Holger Rauhut", "RWTH Aachen")]
    assert entry.talk.title == "Implicit bias of gradient descent methods in deep learning"
    assert entry.talk.joint_with == (
        "Bubacarr Bah",
        "Hung-Hsu Chou",
        "Johannes Maly",
        "Ulrich Terstiege",
        "Rachel Ward",
        "Michael Westdickenberg",
    )


def test_the_german_sentence() -> None:
    assert run("-f", str(ROOT / "docs" / "examples" / "munich.toml"), "announce", "rauhut").out == MUNICH


# --- a calendar entry ---


def test_tropical() -> None:
    book = book_of("tropical")
    entry = only_entry(book)
    assert (book.series.name, book.series.id) == ("Tropical mathematics and machine learning", "TropicalmathandML")
    assert entry.start == dt.datetime(2026, 2, 9, 8, tzinfo=dt.UTC)
    assert entry.end == dt.datetime(2026, 2, 9, 9, tzinfo=dt.UTC)
    assert not entry.end_is_assumed
    (speaker,) = entry.people
    assert speaker.name == "Tom Jacobs"
    assert speaker.affiliation == "CISPA Helmholtz Center for Information Security"
    assert speaker.affiliation_short == "CISPA"
    talk = entry.talk
    assert talk.title == "Weight Decay Controls Implicit Regularization: Insights on Generalization and Sparsity"
    assert (talk.uid, talk.url) == (
        "TropicalmathandML/32",
        "https://researchseminars.org/talk/TropicalmathandML/32/",
    )
    assert talk.abstract is not None
    assert len(talk.abstract.split("\n\n")) == 3
    for word in ("$L_2$", "$L_1$", "LoRA", "attention", "matrix sensing", "diagonal linear", "PILoT", "mirror flows"):
        assert word in talk.abstract


# --- Heidelberg: a reading seminar before its first date ---

PAPERS = [
    {
        "id": "glorot10",
        "authors": ["Xavier Glorot", "Yoshua Bengio"],
        "title": "Understanding the difficulty of training deep feedforward neural networks",
        "venue": "Proceedings of the Thirteenth International Conference on Artificial Intelligence and Statistics",
        "volume": "9",
        "series": "Proceedings of Machine Learning Research",
        "publisher": "PMLR",
        "year": 2010,
        "month": "May",
        "pages": "249–256",
        "url": "http://proceedings.mlr.press/v9/glorot10a.html",
    },
    {
        "id": "ba14",
        "authors": ["Jimmy Ba", "Rich Caruana"],
        "title": "Do deep nets really need to be deep?",
        "venue": "Advances in Neural Information Processing Systems",
        "editors": ["Z. Ghahramani", "others"],
        "volume": "27",
        "series": "NIPS'14",
        "publisher": "Curran Associates, Inc.",
        "year": 2014,
        "arxiv": "1312.6184",
        "url": "https://proceedings.neurips.cc/paper_files/paper/2014/file/ea8fcd92d59581717e06eb187f10666d-Paper.pdf",
    },
    {
        "id": "li18",
        "authors": ["Hao Li", "others"],
        "title": "Visualizing the loss landscape of neural nets",
        "venue": "Advances in Neural Information Processing Systems",
        "editors": ["S. Bengio", "others"],
        "volume": "31",
        "publisher": "Curran Associates, Inc.",
        "year": 2018,
        "arxiv": "1712.09913",
        "url": "https://proceedings.neurips.cc/paper_files/paper/2018/file/a41b3bb3e6b050b6c9067c67f663b915-Paper.pdf",
    },
    {
        "id": "zhang21",
        "authors": ["Chiyuan Zhang", "others"],
        "title": "Understanding deep learning (still) requires rethinking generalization",
        "venue": "Communications of the ACM",
        "volume": "64",
        "number": "3",
        "year": 2021,
        "month": "February",
        "pages": "107–115",
        "doi": "10.1145/3446776",
    },
    {
        "id": "grimmer23",
        "authors": ["Benjamin Grimmer"],
        "title": "Provably faster gradient descent via long steps",
        "year": 2023,
        "arxiv": "2307.06324",
    },
]

# A row for each seat, a column for each paper.
ASSIGNMENT = """
author        1  9  7  5  3
author        2  4  6  8 10
reviewer      3  1  9  7  5
reviewer      4  6  8 10  2
archaeologist 5  3  1  9  7
archaeologist 6  8 10  2  4
hacker        7  5  3  1  9
hacker        8 10  2  4  6
investigator  9  7  5  3  1
investigator 10  2  4  6  8
"""


def test_heidelberg_series() -> None:
    book = book_of("heidelberg")
    series = book.series
    assert (series.name, series.institution) == ("Mathematical Machine Learning", "Universität Heidelberg")
    assert series.language == "en"
    assert series.audience == "Master students of Mathematics or Scientific Computing"
    assert series.contact == "scoop-teaching@uni-heidelberg.de"
    assert series.url == "https://scoop.iwr.uni-heidelberg.de/teaching/2023ws/seminar-mathematical-machine-learning/"
    assert series.duration == dt.timedelta(minutes=90)
    assert [(each.name, each.email, each.public) for each in book.organizers] == [
        ("Roland Herzog", "roland.herzog@iwr.uni-heidelberg.de", True),
        ("Leonie Kreis", None, True),
    ]
    assert series.description is not None
    for formula in (
        r"\min_{f \in \mathcal{F}} \mathbb{E}_{(X,Y) \sim \mathcal{D}} [\tilde{\ell}(f(X), Y)]",
        r"\min_{\theta \in \Theta \subset \mathbb{R}^m} \frac{1}{n} \sum_{i=1}^n \ell(f_\theta(x_i), y_i)",
    ):
        assert formula in series.description
    for error in ("estimation", "approximation", "optimization"):
        assert error in series.description


def test_heidelberg_reading() -> None:
    reading = kept("heidelberg")["reading"]
    assert reading["term"] == "Winter Semester 2023/24"
    assert reading["format"] == "https://colinraffel.com/blog/role-playing-seminar.html"
    assert (reading["begins"], reading["meetings"], reading["meeting"]) == ("November 2023", 5, "90 min")
    assert reading["report"] == "5 min"
    assert "binding" in reading["registration"]
    assert len(reading["grading"]) == 2
    assert [(each["weekday"], each["from"], each["to"]) for each in reading["times"]] == [
        ("Monday", "16:30", "18:00"),
        ("Tuesday", "16:30", "18:00"),
        ("Monday", "14:00", "15:30"),
        ("Tuesday", "14:00", "15:30"),
        ("Thursday", "14:00", "15:30"),
    ]
    assert [(role["name"], role["seats"]) for role in reading["roles"]] == [
        ("Author", 2),
        ("Reviewer", 2),
        ("Archaeologist", 2),
        ("Hacker", 2),
        ("Private Investigator", 2),
    ]
    assert all(role["brief"].count("**") >= 2 for role in reading["roles"])
    assert reading["roles"][1]["url"] == "https://www.jmlr.org/reviewer-guide.html"


def test_heidelberg_papers_and_people() -> None:
    data = kept("heidelberg")
    assert data["papers"] == PAPERS
    assert data["participants"] == [{"id": str(number)} for number in range(1, 11)]


def test_heidelberg_meetings() -> None:
    """An organizational meeting and one for each paper, none with a date yet; the whole table of roles."""
    talks = {str(talk.id): talk for talk in book_of("heidelberg").talks}
    assert [talk.date for talk in talks.values()] == [None] * 6
    assert talks.pop("organization").title == "Organizational meeting"
    assert [talk.papers for talk in talks.values()] == [(paper["id"],) for paper in PAPERS]
    seats = [line.split() for line in ASSIGNMENT.strip().splitlines()]
    for number, talk in enumerate(talks.values(), 1):
        wanted: dict[str, list[str]] = {}
        for role, *people in seats:
            wanted.setdefault(role, []).append(people[number - 1])
        assert {role: list(team) for role, team in talk.roles.items()} == wanted
