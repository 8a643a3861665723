"""The slides of a reading seminar are imported: the Heidelberg deck whole, and other pages of its family."""

import datetime as dt
import json
import re
import tomllib
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semctl.importing import sources
from semctl.importing.beginning import Said, beginning, settled
from semctl.importing.decks import deck
from semctl.importing.decks.bibliography import reference
from semctl.importing.decks.facts import facts_of
from semctl.importing.decks.origin import domain_of
from semctl.importing.decks.outline import Item, items, sections
from semctl.importing.decks.times import candidate
from semctl.importing.found import Found
from semctl.importing.given import Given
from semctl.parse import parse
from semctl.tomltext.document import Document
from tests.books import DECK_TABLE, SERIES, added_lines, run

SEEDS = Path(__file__).parent / "texts" / "seeds"
DECK = (SEEDS / "heidelberg.txt").read_text("utf-8")
TODAY = dt.date(2026, 10, 9)
PUBLIC = (
    "understood: the organizers are named in public, with their addresses, as they are here; public = false prevents it"
)
PRIVATE = "understood: the names and addresses of participants are private: they go into the private file"


def found(text: str) -> Found:
    taken = Given(name="page.md", data=text.encode(), today=TODAY)
    assert deck.recognises(taken)
    return deck.read(taken)


def data_of(what: Found) -> dict[str, Any]:
    """The new file as TOML reads it; it has no error."""
    text = beginning(settled(what, Said()), "page.md")
    parsed = parse(Document.read(text))
    assert parsed.book is not None, [str(problem) for problem in parsed.problems]
    return tomllib.loads(text)


def read(text: str) -> dict[str, Any]:
    return data_of(found(text))


def remarks(what: Found) -> list[str]:
    return [str(remark) for remark in what.remarks]


@pytest.fixture
def imported(here: Path) -> Path:
    (here / "heidelberg.txt").write_text(DECK, "utf-8")
    ran = run("import", "heidelberg.txt", "--into", "new.toml", "--yes", now="2023-10-17")
    assert ran.code == 0
    assert ran.err.startswith("wrote new.toml; next: semctl roles, semctl poll, semctl check\n")
    return here / "new.toml"


# --- the deck ---


def test_the_deck_becomes_the_file_that_a_careful_person_would_type(imported: Path) -> None:
    assert imported.read_text("utf-8") == (SEEDS / "heidelberg.toml").read_text("utf-8")


@pytest.mark.usefixtures("imported")
def test_what_is_not_taken_of_the_deck_is_named() -> None:
    ran = run("import", "heidelberg.txt", "--into", "again.toml", "--dry-run", now="2023-10-17")
    assert [line for line in ran.out.splitlines() if line.startswith(("understood", "odd", "left out"))] == [
        "understood: 5 roles, 5 papers, 10 participants, 50 places in the table, 5 times to choose from",
        PUBLIC,
        'left out: line 8: "ZUKUNFT SEIT 1386"',
        'left out: line 109: "Today: Distribution of roles"',
        'left out: line 112: "weekday and time: decided today"',
        'left out: line 137: "These slides will be shared on the website."',
    ]


@pytest.mark.usefixtures("imported")
def test_it_keeps_every_rule_and_is_shown_as_the_deck_prints_it() -> None:
    ran = run("-f", "new.toml", "check", now="2023-10-17")
    assert (ran.code, ran.out, ran.err) == (0, "", "nothing is wrong\n")
    assert run("-f", "new.toml", "roles").out == DECK_TABLE


@pytest.mark.usefixtures("imported")
def test_its_fifty_cells_and_their_three_properties() -> None:
    cells = json.loads(run("-f", "new.toml", "roles", "--json").out)
    in_the_deck = [line.split("\t") for line in DECK.splitlines() if line.count("\t") == 5][1:]
    wanted = Counter(
        (f"meeting-{column}", row[0].split()[-1].lower(), row[column]) for row in in_the_deck for column in range(1, 6)
    )
    assert Counter((cell["talk"], cell["role"], person) for cell in cells for person in cell["participants"]) == wanted
    assert wanted.total() == 50
    played = Counter((role, person) for _, role, person in wanted)
    assert set(played.values()) == {1}
    assert len(played) == 50
    partners = Counter(frozenset(map(int, pair)) for cell in cells for pair in combinations(cell["participants"], 2))
    assert set(partners.values()) == {1}
    assert set(partners) == {frozenset({odd, even}) for odd in range(1, 10, 2) for even in range(2, 11, 2)}


def test_planned_afresh_it_is_the_same_table(imported: Path) -> None:
    before = imported.read_bytes()
    imported.write_text(re.sub(r"\n\[talks\.roles\]\n(?:\w+ = .*\n)+", "", before.decode()), "utf-8")
    assert run("-f", "new.toml", "roles").out.count("1") == 1
    assert run("-f", "new.toml", "assign-roles", "--yes").code == 0
    assert imported.read_bytes() == before
    ran = run("-f", "new.toml", "assign-roles", "--fresh", "--yes")
    assert (ran.code, imported.read_bytes()) == (0, before)
    assert ran.out.startswith(DECK_TABLE)


def test_a_second_import_brings_nothing_new(imported: Path) -> None:
    before = imported.read_bytes()
    ran = run("-f", "new.toml", "import", "heidelberg.txt", "--yes")
    assert (ran.code, ran.err, imported.read_bytes()) == (0, "nothing to take\n", before)


# --- into a series that is there ---


def taken(here: Path, text: str, *words: str) -> tuple[str, list[str]]:
    """What an import of a text into new.toml reports, and the lines that it adds; all others stay, unless --update."""
    (here / "changed.txt").write_text(text, "utf-8")
    before = (here / "new.toml").read_text("utf-8")
    ran = run("-f", "new.toml", "import", "changed.txt", "--yes", *words, now="2023-10-17")
    assert ran.code == 0, ran.err
    after = (here / "new.toml").read_text("utf-8")
    if words:
        return ran.out, [line for line in after.splitlines() if line not in before.splitlines()]
    return ran.out, added_lines(before, after)


def test_who_and_what_is_new_in_later_slides_comes_in(imported: Path) -> None:
    text = DECK.replace("\t10\t2\t4\t6\t8", "\t10\t2\t4\t11\t8").replace("2307.06324", "")
    text = text.replace("5. Benjamin Grimmer. *Provably", "5. Ada Lovelace. *Note G, provably")
    said, lines = taken(imported.parent, text)
    assert 'understood: new: paper "lovelace23"\nunderstood: new: participant "11"\n' in said
    assert 'differs, kept: talk "meeting-5", title: Paper 5: Grimmer → Paper 5: Lovelace\n' in said
    title = 'title = "Note G, provably faster gradient descent via long steps"'
    paper = ["[[papers]]", 'id = "lovelace23"', 'authors = ["Ada Lovelace"]', title, "year = 2023"]
    assert [line for line in lines if line] == [*paper, "[[participants]]", 'id = "11"']
    _, lines = taken(imported.parent, text, "--update")
    assert lines == ['investigator = ["3", "11"]', 'title = "Paper 5: Lovelace"', 'papers = ["lovelace23"]']


def test_a_table_that_is_given_out_later_comes_in(imported: Path) -> None:
    whole = imported.read_text("utf-8")
    imported.write_text(re.sub(r"\n\[talks\.roles\]\n(?:\w+ = .*\n)+", "", whole), "utf-8")
    taken(imported.parent, DECK, "--update")
    assert imported.read_text("utf-8") == whole


def test_a_role_that_is_new_comes_last(imported: Path) -> None:
    said, lines = taken(imported.parent, DECK.replace("Hacker\t8", "Demonstrator\t8"))
    assert 'understood: new: role "demonstrator"\n' in said
    assert [line for line in lines if line] == [
        "[[reading.roles]]", 'id = "demonstrator"', 'name = "Demonstrator"', "seats = 1",
    ]  # fmt: skip


def test_names_stand_in_the_private_file_alone(here: Path) -> None:
    (here / "page.md").write_text(GERMAN, "utf-8")
    ran = run("import", "page.md", "--into", "new.toml", "--yes", now="2026-10-09")
    assert (ran.code, "new.private.toml: the private notes, for you alone" in ran.err) == (0, True)
    assert "Schmidt" not in (here / "new.toml").read_text("utf-8")
    private = here / "new.private.toml"
    assert '[participants.schmidt]\nname = "Anna Schmidt"\n' in private.read_text("utf-8")
    later = GERMAN.replace("Eva Lang", "Anna Schmid") + "\n## Teilnehmer\n\n- Anna Schmid <anna@example.org>\n"
    said, lines = taken(here, later)
    assert 'understood: new: participant "schmid"\n' in said
    assert [line for line in lines if line] == ["[[participants]]", 'id = "schmid"']
    assert tomllib.loads(private.read_text("utf-8"))["participants"]["schmid"] == {
        "name": "Anna Schmid",
        "email": "anna@example.org",
    }
    assert taken(here, later)[1] == []


def test_slides_come_into_a_series_with_ids_of_its_own(here: Path) -> None:
    (here / "new.toml").write_text(
        SERIES + '\n# old\n[[talks]]\nid = "meeting-1"\ntitle = "Another"\n\n[[papers]]\nid = "glorot10"   # not that\n'
        'title = "Another"\n\n[[participants]]\nid = "noether"\nname = "Emmy Noether"\n',
        "utf-8",
    )
    _, lines = taken(here, GERMAN.replace("Ben Müller", "Emmy Noether"))
    assert "[reading]" in lines
    assert 'autor = ["noether", "schmidt"]' in lines
    assert "Emmy Noether" not in "".join(lines)
    text = (here / "new.toml").read_text("utf-8")
    taken(here, DECK)
    after = tomllib.loads((here / "new.toml").read_text("utf-8"))
    assert text.startswith(SERIES)
    assert [paper["id"] for paper in after["papers"][-5:]] == ["glorot10-2", "ba14", "li18", "zhang21", "grimmer23"]
    assert len({talk["id"] for talk in after["talks"]}) == len(after["talks"]) == 1 + 4 + 6
    assert run("-f", "new.toml", "check").code != 3
    assert taken(here, DECK)[1] == []


# --- other languages and other forms ---

GERMAN = """\
# Seminar: Mathematik des Lernens

Wintersemester 2026/27, Universität Musterstadt

Dozenten: Prof. Dr. Emmy Noether (noether@math.uni-musterstadt.de), Kurt Gödel

- Sprache: Deutsch
- Zielgruppe: Masterstudierende der Mathematik

## Vorbesprechung

## Rollen

- **Autor** (2 Personen): Du hast die Arbeit geschrieben. Stell sie vor.
- **Gutachter** (2): Schreib ein vollständiges Gutachten.
- **Hacker**: Programmier ein kleines Beispiel,
  und zeig den Code.

## Literatur

1. A. Krizhevsky, I. Sutskever und G. Hinton: „ImageNet classification“. In: *NIPS* 25 (2012), S. 1097–1105.
2. Hornik, K.: *Approximation capabilities of networks*. Neural Networks 4 (1991), S. 251–257.
3. [Adam: A Method for Stochastic Optimization](https://arxiv.org/abs/1412.6980), Kingma und Ba, 2015

## Leistungsnachweis

- Teilnahme an allen Sitzungen, höchstens einmal fehlen.
- 10-minütiger Bericht aus der Rolle.
- Die Übernahme einer Rolle ist die verbindliche Anmeldung.

## Termine

Drei Termine à 90 Minuten, Beginn im November.

- Montag, 16:15–17:45 Uhr, Raum 2.04
- Di 14-16 Uhr c.t.
- Donnerstags 9 bis 11 Uhr

## Rollenverteilung

| Rolle | 12.11. | 26.11. | 10.12. |
|---|---|---|---|
| Autor | Anna Schmidt | Ben Müller | Cem Yılmaz |
| Autor | Dora Kraus | Anna Schmidt | Eva Lang |
| Gutachter | Ben Müller, Eva Lang | Cem Yılmaz; Dora Kraus | Anna Schmidt<br>Ben Müller |
| Hacker | Cem Yılmaz | – | Dora Kraus |

Unterlagen: https://www.math.uni-musterstadt.de/lernen/
"""


def test_a_german_page_with_days_and_names() -> None:
    what = found(GERMAN)
    data = data_of(what)
    assert data["series"] == {
        "id": "mdl",
        "domain": "uni-musterstadt.de",
        "name": "Mathematik des Lernens",
        "institution": "Universität Musterstadt",
        "timezone": "Europe/Berlin",
        "country": "DE",
        "language": "de",
        "duration": "1 h 30 min",
        "url": "https://www.math.uni-musterstadt.de/lernen/",
        "audience": "Masterstudierende der Mathematik",
    }
    assert data["organizers"] == [
        {"name": "Prof. Dr. Emmy Noether", "email": "noether@math.uni-musterstadt.de", "public": True},
        {"name": "Kurt Gödel", "public": True},
    ]
    reading = data["reading"]
    assert {key: value for key, value in reading.items() if key not in ("times", "roles")} == {
        "term": "Wintersemester 2026/27",
        "begins": "November 2026",
        "meetings": 3,
        "meeting": "1 h 30 min",
        "report": "10 min",
        "misses": 1,
        "registration": "Die Übernahme einer Rolle ist die verbindliche Anmeldung.",
        "grading": [
            "Teilnahme an allen Sitzungen, höchstens einmal fehlen.",
            "10-minütiger Bericht aus der Rolle.",
        ],
    }
    assert reading["times"] == [
        {"weekday": "Monday", "from": "16:15", "to": "17:45", "room": "Raum 2.04"},
        {"weekday": "Tuesday", "from": "14:15", "to": "15:45"},
        {"weekday": "Thursday", "from": "09:00", "to": "11:00"},
    ]
    assert reading["roles"] == [
        {"id": "autor", "name": "Autor", "seats": 2, "brief": "Du hast die Arbeit geschrieben. Stell sie vor."},
        {"id": "gutachter", "name": "Gutachter", "seats": 2, "brief": "Schreib ein vollständiges Gutachten."},
        {
            "id": "hacker",
            "name": "Hacker",
            "seats": 1,
            "brief": "Programmier ein kleines Beispiel, und zeig den Code.",
        },
    ]
    assert [paper["id"] for paper in data["papers"]] == ["krizhevsky12", "hornik91", "kingma15"]
    assert data["participants"][1] == {"id": "mueller", "private": {"name": "Ben Müller"}}
    assert data["schedule"]["every"] == "2 weeks"
    assert data["talks"][0] == {
        "id": "meeting-1",
        "date": dt.date(2026, 11, 12),
        "title": "Paper 1: Krizhevsky et al.",
        "papers": ["krizhevsky12"],
        "roles": {"autor": ["schmidt", "kraus"], "gutachter": ["mueller", "lang"], "hacker": ["yilmaz"]},
    }
    assert [talk["id"] for talk in data["talks"]] == ["meeting-1", "meeting-2", "meeting-3", "vorbesprechung"]
    assert "hacker" not in data["talks"][1]["roles"]
    assert remarks(what) == [
        "understood: 3 roles, 3 papers, 5 participants, 14 places in the table, 3 times to choose from",
        PUBLIC,
        PRIVATE,
    ]


PLAIN = """\
Reading group: Topological Data Analysis
Spring 2027

Organizers: Ada Lovelace <ada@maths.example.ac.uk>, Alan Turing

Roles

Presenter: presents the paper in 20 minutes.
Skeptic: finds what is wrong with it.

Papers

[1] G. Carlsson. Topology and data. Bulletin of the AMS, 46(2):255-308, 2009.
[2] Edelsbrunner, H. and Harer, J. (2008). Persistent homology - a survey. Contemporary Mathematics, 453, 257-282.
[3] R. Ghrist. "Barcodes". Bulletin of the AMS 45 (2008), 61-75. https://doi.org/10.1090/S0273-0979-07-01191-3
[4] Cohen-Steiner et al. Stability of persistence diagrams, 2007.

Who plays what

             Papers 1 and 2  Papers 3 and 4
Presenter    Bob             Carol
Presenter    Dave
Skeptic      Carol, Dave     Bob
Moderator    Erin            Bob
 garbage here
Skeptic      Erin            Erin            Zoe

Wednesdays, 4:30-6 pm
"""


def test_plain_text_with_two_papers_a_meeting_and_a_broken_table() -> None:
    what = found(PLAIN)
    data = data_of(what)
    assert data["organizers"] == [
        {"name": "Ada Lovelace", "email": "ada@maths.example.ac.uk", "public": True},
        {"name": "Alan Turing", "public": True},
    ]
    assert data["series"]["domain"] == "example.ac.uk"
    assert data["series"]["timezone"] == "Europe/London"
    assert data["reading"]["times"] == [{"weekday": "Wednesday", "from": "16:30", "to": "18:00"}]
    assert [(role["id"], role["seats"], role.get("brief")) for role in data["reading"]["roles"]] == [
        ("presenter", "1-2", "presents the paper in 20 minutes."),
        ("skeptic", "2-3", "finds what is wrong with it."),
        ("moderator", 1, None),
    ]
    assert [(talk["title"], talk["papers"]) for talk in data["talks"]] == [
        ("Papers 1 and 2: Carlsson; Edelsbrunner and Harer", ["carlsson09", "edelsbrunner08"]),
        ("Papers 3 and 4: Ghrist; Cohen-Steiner et al.", ["ghrist08", "cohen-steiner07"]),
    ]
    assert data["talks"][0]["roles"] == {
        "presenter": ["bob", "dave"], "skeptic": ["carol", "dave", "erin"], "moderator": ["erin"],
    }  # fmt: skip
    assert remarks(what)[3:] == [
        'odd: line 23: participant "dave" plays twice in a meeting, as Presenter and as Skeptic',
        'odd: line 24: role "Moderator" stands in the table alone',
        'odd: line 24: participant "bob" plays twice in a meeting, as Skeptic and as Moderator',
        'left out: line 25: "garbage here": no row of the table',
        'left out: line 26: "Zoe" stands in no column of the heading',
        'odd: line 26: participant "erin" plays twice in a meeting, as Moderator and as Skeptic',
    ]


def test_a_table_of_meetings_by_roles_is_turned_round() -> None:
    what = found("""\
# Role-playing seminar: LLMs

## Roles
### Author
Present.
### Hacker (1-2 students)
Implement.

# Schedule

| Date | Paper | Author | Hacker | Notes |
|------|-------|--------|--------|---|
| 2027-02-03 | Attention is all you need | ann | bob, cy | room change |
| 2027-02-10 | BERT | bob | cy | |
| 2027-02-17 | GPT-9 | cy | ann | |

Wednesday 16:00-17:30

# Reading list
* Vaswani et al. **Attention is all you need**. NeurIPS 2017.
* Devlin et al., 2018. *BERT: Pre-training of Deep Bidirectional Transformers*. arXiv:1810.04805
""")
    data = data_of(what)
    assert [(talk["date"], talk["title"], talk["roles"]) for talk in data["talks"]] == [
        (dt.date(2027, 2, 3), "Paper 1: Vaswani et al.", {"author": ["ann"], "hacker": ["bob", "cy"]}),
        (dt.date(2027, 2, 10), "Paper 2: Devlin et al.", {"author": ["bob"], "hacker": ["cy"]}),
        (dt.date(2027, 2, 17), "Paper 3: GPT-9", {"author": ["cy"], "hacker": ["ann"]}),
    ]
    assert data["participants"] == [{"id": "ann"}, {"id": "bob"}, {"id": "cy"}]
    assert data["reading"]["roles"][1]["seats"] == "1-2"
    assert data["schedule"]["time"] == "16:00"
    assert "times" not in data["reading"]
    assert 'left out: line 11: "Notes" is not taken: no role' in remarks(what)


def test_a_page_without_a_table_has_a_meeting_for_each_paper() -> None:
    text = """\
# Gruppo di lettura: Algebra

## Ruolo: Autore
Presenta l'articolo.

## Ruolo: Investigatore privato
Indaga sugli autori.

## Letteratura

- E. Noether. «Idealtheorie in Ringbereichen». *Mathematische Annalen* 83 (1921), pp. 24-66.
- E. Artin. «Zur Theorie der hyperkomplexen Zahlen». *Abh. Hamburg* 5 (1927), pp. 251-260.
"""
    what = found(text)
    data = data_of(what)
    assert [(talk["id"], talk["papers"]) for talk in data["talks"]] == [
        ("meeting-1", ["noether21"]),
        ("meeting-2", ["artin27"]),
    ]
    assert "understood: no table says who plays what; a meeting for each paper, in the order of the list" in remarks(
        what
    )
    assert [role["id"] for role in data["reading"]["roles"]] == ["autore", "privato"]
    italian = read(text.replace("## Ruolo: Autore", "Lingua: italiano\n\n## Ruolo: Autore"))
    assert [role["id"] for role in italian["reading"]["roles"]] == ["autore", "investigatore"]
    fewer = found(f"{text}\n1 incontro di 2 ore\n")
    assert not fewer.talks
    assert "understood: no table says who plays what; more papers than meetings: none is made" in remarks(fewer)


def test_a_table_without_a_list_of_papers() -> None:
    what = found("## Roles: Critic\nFind faults.\n\n## Roles: Fan\nPraise.\n\n\tMeeting 1\tMeeting 2\nCritic\t1\t2\nFan\t2\t1\n"
                 "Fan\t2\tx9y\n")  # fmt: skip
    data = data_of(what)
    assert [talk["roles"] for talk in data["talks"]] == [
        {"critic": ["1"], "fan": ["2"]},
        {"critic": ["2"], "fan": ["1"]},
    ]
    assert [role["brief"] for role in data["reading"]["roles"]] == ["Find faults.", "Praise."]
    assert remarks(what)[1:] == [
        'odd: line 10: participant "2" stands twice as Fan in a meeting: taken once',
        'left out: line 10: "x9y": no person',
    ]


@pytest.mark.parametrize("mark", [",", ";"])
def test_a_table_that_a_spreadsheet_has_saved(here: Path, mark: str) -> None:
    rows = (("Role", "Paper 1", "Paper 2"), ("Author", '"1, 2"', "3"), ("Hacker", "3", '"1, 2"'))
    (here / "roles.csv").write_text("\r\n".join(mark.join(row) for row in rows), "utf-8")
    assert run("import", "roles.csv", "--into", "new.toml", "--yes").code == 0
    assert [talk["roles"] for talk in tomllib.loads((here / "new.toml").read_text("utf-8"))["talks"]] == [
        {"author": ["1", "2"], "hacker": ["3"]},
        {"author": ["3"], "hacker": ["1", "2"]},
    ]


def test_what_semctl_roles_shows_is_read_back(imported: Path) -> None:
    (imported.parent / "shown.txt").write_text(run("-f", "new.toml", "roles").out, "utf-8")
    (imported.parent / "shown.md").write_text(run("-f", "new.toml", "roles", "--markdown").out, "utf-8")
    for name in ("shown.txt", "shown.md"):
        assert run("import", name, "--into", f"{name}.toml", "--yes").code == 0
        assert "T.b.a." not in run("import", name, "--into", "again.toml", "--dry-run").out
        assert run("-f", f"{name}.toml", "roles").out == DECK_TABLE


def test_a_page_of_the_web_with_its_list_of_people() -> None:
    what = found("""\
<html><body><h1>Journal club: Graphs</h1>
<h2>Roles</h2><ul><li><b>Author</b>: tells what is new.</li><li><b>Hacker</b>: programs it.</li></ul>
<h2>Participants</h2><ol><li>Emmy Noether, emmy@example.org</li><li>Kurt G&ouml;del</li></ol>
<h2>Papers</h2><p>1. L. Lov&aacute;sz. <i>Large networks</i>. 2012.</p>
<table><tr><th></th><th>Paper 1</th><th>Paper 2</th></tr><tr><td>Author</td><td>1</td><td>G&ouml;del</td></tr>
<tr><td>Hacker</td><td>Kurt</td><td>E. Noether</td></tr></table></body></html>
""")
    data = data_of(what)
    assert data["participants"] == [
        {"id": "1", "private": {"name": "Emmy Noether", "email": "emmy@example.org"}},
        {"id": "2", "private": {"name": "Kurt Gödel"}},
    ]
    assert [talk["roles"] for talk in data["talks"]] == [
        {"author": ["1"], "hacker": ["2"]},
        {"author": ["2"], "hacker": ["1"]},
    ]
    assert data["papers"] == [{"id": "lovasz12", "authors": ["L. Lovász"], "title": "Large networks", "year": 2012}]


PAGE = """\
# Role-Playing Paper-Reading Seminars

COMP 790: Deep Learning Paper-Reading Seminar. Fall 2026, Tuesdays and Thursdays 2:00-3:15 pm, FB 141
Instructor: Colin Doe, doe@cs.unc.edu

## Overview

In this seminar students read papers.

## Roles

This course will be structured around the following roles:

* **Scientific Peer Reviewer**. The paper has not been published yet. Complete a full review.
* **Archaeologist**. This paper was found buried under ground in the desert.
  * Find one older paper.
  * Find one newer paper.
* **Academic Researcher**. You're a researcher who is working on a new project.
* **Industry Practitioner**. You work at a company.
* **Hacker (1-2)**. You're a hacker who needs a demo of this paper ASAP.
* **Private Investigator**: You are a detective.
* **Social Impact Assessor**: Identify how this paper self-assesses its impact.

## Schedule

| Date | Paper | Reviewer | Archaeologist | Hacker |
| --- | --- | --- | --- | --- |
| 9/1 | *no class* | | | |
| Tue, Sep 8 | [Deep Residual Learning](https://arxiv.org/abs/1512.03385) | Amy, Bo | Cid | Dan |
| Thu, Sep 10 | [Adam](https://arxiv.org/abs/1412.6980) | Cid | Dan, Amy | Bo |

## Grading

Each presentation is worth 14 points. You may miss at most two classes.
"""


def test_a_page_whose_schedule_is_its_table_and_its_list_of_papers() -> None:
    what = found(PAGE)
    data = data_of(what)
    assert data["organizers"] == [{"name": "Colin Doe", "email": "doe@cs.unc.edu", "public": True}]
    assert {role["id"]: role["seats"] for role in data["reading"]["roles"]} == {
        "reviewer": "1-2", "archaeologist": "1-2", "hacker": "1-2",
        **dict.fromkeys(("researcher", "practitioner", "investigator", "assessor"), "0-1"),
    }  # fmt: skip
    assert data["reading"]["roles"][1]["brief"] == (
        "This paper was found buried under ground in the desert.\n- Find one older paper.\n- Find one newer paper.\n"
    )
    assert data["papers"] == [
        {"id": "deep-residual-learning", "title": "Deep Residual Learning", "arxiv": "1512.03385"},
        {"id": "adam", "title": "Adam", "arxiv": "1412.6980"},
    ]
    assert [(talk["date"], talk["title"], talk["roles"]) for talk in data["talks"]] == [
        (
            dt.date(2026, 9, 8),
            "Paper 1: Deep Residual Learning",
            {"reviewer": ["amy", "bo"], "archaeologist": ["cid"], "hacker": ["dan"]},
        ),
        (
            dt.date(2026, 9, 10),
            "Paper 2: Adam",
            {"reviewer": ["cid"], "archaeologist": ["dan", "amy"], "hacker": ["bo"]},
        ),
    ]
    assert data["reading"]["misses"] == 2
    told = remarks(what)
    assert 'left out: line 28: "9/1 no class": nothing is read, and nobody plays' in told
    assert 'odd: line 21: role "Private Investigator" is in no row of the table: its seats may stay free' in told


def test_days_that_may_be_month_and_day_are_not_guessed() -> None:
    what = found(PAGE.replace("Tue, Sep 8", "9/8").replace("Thu, Sep 10", "9/15"))
    assert all("date" not in talk for talk in data_of(what)["talks"])
    assert 'odd: line 30: "9/15" is taken as no day: write it as 2026-05-28, the year first' in remarks(what)


DUTCH = """\
Leesgroep: Grafentheorie
Universiteit Twente

Voertaal: Nederlands

## Rollen

1. **Auteur** - presenteert het artikel in 10 minuten.
2. **Recensent** - beoordeelt het.

## Artikelen

* L. Lovász. *Large networks and graph limits*. AMS, 2012.
* B. Szegedy & L. Lovász (2006). Limits of dense graph sequences. Journal of Combinatorial Theory B 96, 933–957.

## Rolverdeling

| | Artikel 1 | Artikel 2 |
|---|---|---|
| Auteurs | Jan de Vries & Piet | Kees |
| Recensent | Kees | Jan |

Vijf bijeenkomsten van 45 minuten, vanaf oktober. Iedereen mag één keer afwezig zijn.
Docent: Jan van der Berg <j.vandenberg@utwente.nl>
"""


def test_a_dutch_page() -> None:
    data = read(DUTCH)
    assert (data["series"]["name"], data["series"]["institution"]) == ("Grafentheorie", "Universiteit Twente")
    assert (data["series"]["language"], data["series"]["timezone"]) == ("nl", "Europe/Amsterdam")
    assert data["organizers"][0]["name"] == "Jan van der Berg"
    reading = data["reading"]
    assert (reading["begins"], reading["meetings"], reading["meeting"], reading["misses"]) == (
        "oktober",
        5,
        "45 min",
        1,
    )
    assert data["talks"][1]["title"] == "Artikel 2: Szegedy en Lovász"
    assert data["talks"][0]["roles"] == {"auteur": ["vries", "piet"], "recensent": ["kees"]}
    assert data["talks"][1]["roles"] == {"auteur": ["kees"], "recensent": ["vries"]}


# --- references ---

FORMS = {
    "Glorot, X., & Bengio, Y. (2010). Deep networks. *Proc. AISTATS*, 9, 249-256.": {
        "authors": ["X. Glorot", "Y. Bengio"], "title": "Deep networks", "venue": "Proc. AISTATS", "volume": "9",
        "year": 2010, "pages": "249–256",
    },
    "Ba, Jimmy and Caruana, Rich. Do deep nets really need to be deep? NIPS, 2014.": {
        "authors": ["Jimmy Ba", "Rich Caruana"], "title": "Do deep nets really need to be deep?", "venue": "NIPS",
        "year": 2014,
    },
    "[Attention is all you need](https://arxiv.org/abs/1706.03762), Vaswani et al., NeurIPS 2017": {
        "authors": ["Vaswani", "others"], "title": "Attention is all you need", "venue": "NeurIPS", "year": 2017,
        "arxiv": "1706.03762",
    },
    "Y. LeCun, Y. Bengio, and G. Hinton. Deep learning. Nature, 521(7553):436–444, 2015.": {
        "authors": ["Y. LeCun", "Y. Bengio", "G. Hinton"], "title": "Deep learning", "venue": "Nature",
        "volume": "521", "number": "7553", "year": 2015, "pages": "436–444",
    },
    "Deep Residual Learning (He et al., 2016)": {
        "authors": ["He", "others"], "title": "Deep Residual Learning", "year": 2016,
    },
    "R. Speicher. « Fonctions multiplicatives ». Math. Ann. 298 (1994).": {
        "authors": ["R. Speicher"], "title": "Fonctions multiplicatives", "venue": "Math. Ann.", "volume": "298",
        "year": 1994,
    },
    "Robert Tibshirani. \"Lasso.\" J. R. Stat. Soc. B 58.1 (1996): 267-288. doi:10.1111/j.2517-6161.1996.tb02080.x": {
        "authors": ["Robert Tibshirani"], "title": "Lasso", "venue": "J. R. Stat. Soc. B", "volume": "58",
        "number": "1", "year": 1996, "pages": "267–288", "doi": "10.1111/j.2517-6161.1996.tb02080.x",
    },
    "G. Pólya: „Über eine Aufgabe“. *Math. Ann.* 84, März 1921, S. 149–160.": {
        "authors": ["G. Pólya"], "title": "Über eine Aufgabe", "venue": "Math. Ann.", "volume": "84", "year": 1921,
        "month": "März", "pages": "149–160",
    },
    "E. J. Candès. Mathematics of sparsity. In *Proc. ICM*, Seoul, 2014.": {
        "authors": ["E. J. Candès"], "title": "Mathematics of sparsity", "venue": "Proc. ICM", "year": 2014,
        "note": "Seoul",
    },
}  # fmt: skip


@pytest.mark.parametrize("text", FORMS)
def test_a_reference_in_its_usual_forms(text: str) -> None:
    read_ = reference(text)
    assert (read_.values, read_.is_sure) == (FORMS[text], True)


@pytest.mark.parametrize(
    "text", ["Just a title", "https://example.org/paper.pdf", "", "arXiv:1412.6980", '"', "()", "et al."]
)
def test_a_reference_of_no_form_is_kept_whole(text: str) -> None:
    read_ = reference(text)
    assert not read_.is_sure
    assert text in (read_.values.get("title", ""), f"arXiv:{read_.values.get('arxiv')}") or not text.strip('"() al.te')


# --- single facts ---


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("5 meetings à 90 minutes", "meeting", "1 h 30 min"),
        ("Cinq séances de 2 heures", "meetings", 5),
        ("vijf bijeenkomsten van 45 minuten", "meeting", "45 min"),
        ("Everybody may miss one meeting", "misses", 1),
        ("Presenza a tutti gli incontri", "misses", 0),
        ("Aanwezigheid bij alle bijeenkomsten", "misses", 0),
        ("a report of 10 minutes", "report", "10 min"),
        ("SoSe 2027", "term", "SoSe 2027"),
        ("Inizio a partire da novembre", "begins", "novembre"),
    ],
)
def test_a_fact_in_five_languages(text: str, key: str, value: object) -> None:
    assert facts_of([Item(1, 1, text)]).reading[key] == value


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Mon 10-12", {"weekday": "Monday", "from": "10:00", "to": "12:00"}),
        ("mercredi de 10h30 à 12h", {"weekday": "Wednesday", "from": "10:30", "to": "12:00"}),
        ("martedì dalle 14:00 alle 16:00, Aula 3", {"weekday": "Tuesday", "from": "14:00", "to": "16:00", "room": "Aula 3"}),
        ("vrijdag 9:00", {"weekday": "Friday", "from": "09:00"}),
        ("Paper 1", None),
        ("Monday", None),
        ("Tuesday 25:00-26:00", None),
    ],
)  # fmt: skip
def test_a_weekday_and_time(text: str, told: dict[str, str] | None) -> None:
    assert candidate(text) == told


def test_domains_are_those_that_somebody_owns() -> None:
    assert domain_of("mailto:a@iwr.uni-heidelberg.de") == "uni-heidelberg.de"
    assert domain_of("https://www.maths.ox.ac.uk/events") == "ox.ac.uk"
    assert domain_of("nobody") == ""


# --- what is none, and what is hostile ---


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Seminar\n\n12 May 2027: Emmy Noether, Ideals\n\nThe role of symmetry\n",
        "# Papers\n\n1. Emmy Noether. *Ideals*. 1921.\n\nRoles\n",
        "| Room | 5 Nov | 12 Nov |\n|---|---|---|\n| A | Anna | Ben |\n# The role of tables\n",
        "role " * 100_000,
    ],
)
def test_other_texts_are_none(text: str) -> None:
    assert not deck.recognises(Given(name="x", data=text.encode(), today=TODAY))


def test_other_sources_stand_before_it() -> None:
    with_calendar = "BEGIN:VCALENDAR\nEND:VCALENDAR\n" + DECK
    assert sources.read(Given(name="x", data=with_calendar.encode(), today=TODAY)).what.startswith("a calendar")


HOSTILE = {
    "a wide table": "\t" + "\t".join(f"Paper {n}" for n in range(5000)),
    "many columns": "## Roles: A\n## Roles: B\n\t" + "\t".join(f"Paper {n}" for n in range(150)) + "\nA" + "\t1" * 150,
    "brackets": DECK + "\n# Papers\n\n- " + "(" * 2000 + "[" * 2000 + "*" * 2000 + "\n",
    "a long row of CSV": "role\nx,Paper 1,Paper 2\nA,1,2\n" + "A," + "x" * 200_000 + "\n",
    "a long line": DECK + "\n# Papers\n\n- " + "a, " * 20_000 + "\n",
    "numbers without end": DECK.replace("Paper 5", "Paper " + "9" * 500).replace("\t10\t", "\t" + "7" * 500 + "\t"),
    "impossible days": DECK.replace("Paper 5", "31.2.2023"),
    "half characters and controls": DECK.replace("Author", "Au\x00th\x07or"),
    "carriage returns": DECK.replace("\n", "\r\n"),
    "the same paper twice": DECK.replace("2. Jimmy Ba and Rich Caruana", "1. Xavier Glorot and Yoshua Bengio"),
    "a name of signs": DECK.replace("Seminar: Mathematical Machine Learning", "Seminar: \"'''\\"),
    "roles of one name": DECK.replace("## Roles: Hacker", "## Roles: Private Investigator (9)"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_slides_are_read_in_bounds_and_make_a_sound_file(name: str) -> None:
    taken = Given(name="x", data=HOSTILE[name].encode(), today=TODAY)
    if deck.recognises(taken):
        data_of(deck.read(taken))


LINES = st.lists(
    st.one_of(
        st.sampled_from([line for line in (DECK + GERMAN + PLAIN).splitlines() if line.strip()]),
        st.text(st.characters(codec="utf-8"), max_size=40),
        st.sampled_from(["", "# Papers", "## Roles", "\tPaper 1\t5 Nov", "| A | 1 |", "---", "**x**", "- a: b"]),
    ),
    max_size=12,
).map("\n".join)


@given(LINES)
def test_nothing_is_raised_whatever_the_lines(text: str) -> None:
    what = deck.read(Given(name="x", data=text.encode(), today=TODAY))
    data_of(what)


@given(st.text(max_size=200))
def test_every_line_is_in_one_section(text: str) -> None:
    parts = sections(text)
    lines = [row.number for part in parts for row in part.rows]
    assert lines == sorted(lines)
    assert all(1 <= item.line <= item.end for part in parts for item in items(part.rows))
