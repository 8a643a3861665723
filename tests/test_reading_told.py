"""What everybody is told of a meeting of a reading seminar: what is read, who plays what, and nobody's name unasked."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from semctl.commands.share import Format
from semctl.model import Kind
from semctl.programme import Entry
from semctl.reading.citing import cited, links
from semctl.reading.records import Paper, readings_of
from semctl.reading.told import in_words, papers_of, parts_of, title_of
from tests.books import a_book, a_programme, run

SEMINAR = (Path(__file__).parent / "notices" / "reading.toml").read_text("utf-8")
NAMES = ("Quendel", "Rohrmann", "Zwickel")  # in the series file
SECRET = ("Stolzenhain", "quendel@example.org")  # in the private one
NOW = "2026-05-12"


@pytest.fixture
def seminar(here: Path) -> Path:
    path = here / "seminars.toml"
    path.write_text(SEMINAR, "utf-8")
    private = here / "seminars.private.toml"
    private.write_text(
        '[participants.3]\nname = "Clara Stolzenhain"\n\n[participants.1]\nemail = "quendel@example.org"\n'
    )
    private.chmod(0o600)
    return path


def entry(name: str, toml: str = SEMINAR) -> Entry:
    return next(each for each in a_programme(toml).entries if each.talk.id == name)


# --- papers ---


def paper(**keys: object) -> Paper:
    told = "\n".join(f"{key} = {json.dumps(value)}" for key, value in keys.items())
    return readings_of(a_book(f'[[papers]]\nid = "p"\n{told}\n')).papers[0]


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ({}, "p"),
        ({"title": "Why?"}, "Why?"),
        ({"title": "On ideals", "authors": ["Emmy Noether"], "year": 1921}, "Emmy Noether. On ideals. 1921."),
        ({"authors": ["A. B.", "C. D."], "title": "T", "venue": "Ann. of Math."}, "A. B. and C. D. T. Ann. of Math."),
        ({"authors": ["A", "B", "C"], "title": "T"}, "A, B and C. T."),
        ({"authors": ["Hao Li", "others"], "title": "T"}, "Hao Li et al. T."),
        ({"authors": ["others"], "title": "T"}, "T."),
        ({"title": "T", "venue": "J", "volume": "64", "number": "3", "pages": "1–9", "year": 2021}, "T. J 64(3), 1–9, 2021."),
        ({"title": "T", "arxiv": "arXiv:1312.6184"}, "T. https://arxiv.org/abs/1312.6184"),
        ({"title": "T", "doi": "https://doi.org/10.1/a b"}, "T. https://doi.org/10.1/a%20b"),
        ({"title": "T", "doi": "10.1/x", "url": "https://x.org/p"}, "T. https://x.org/p"),
    ],
)  # fmt: skip
def test_a_paper_is_cited_in_a_line(keys: dict[str, object], line: str) -> None:
    assert cited(paper(**keys)) == line


def test_every_place_where_a_paper_can_be_read() -> None:
    found = links(paper(url="https://x.org/p", doi="doi:10.1/x", arxiv="1312.6184"))
    assert found == (
        ("", "https://x.org/p"),
        ("doi:10.1/x", "https://doi.org/10.1/x"),
        ("arXiv:1312.6184", "https://arxiv.org/abs/1312.6184"),
    )


# --- a meeting ---


def test_a_meeting_is_called_by_its_title_else_by_what_is_read() -> None:
    assert title_of(entry("both")) == "Depth and ideals"
    assert title_of(entry("ideals")) == "Notes on ideals"
    untitled = SEMINAR.replace('title = "Depth and ideals"\n', "")
    assert title_of(entry("both", untitled)) == "Do deep nets really need to be deep?; Notes on ideals"
    assert title_of(entry("both", untitled.replace("papers = [", 'speaker = "A"\npapers = ['))) is None
    assert [each.id for each in papers_of(entry("both"))] == ["ba14", "notes"]


def parts(name: str, toml: str = SEMINAR, code: str = "en") -> list[tuple[str, str]]:
    return [(str(part.role.name), part.people) for part in parts_of(entry(name, toml), code)]


def test_people_are_numbers() -> None:
    assert parts("zhang") == [("Author", "participants 1 and 2"), ("Reviewer", "participant 3")]
    assert parts("zhang", code="de") == [("Author", "Teilnehmer:innen 1 und 2"), ("Reviewer", "Teilnehmer:in 3")]


def test_people_whose_ids_are_no_numbers_are_counted() -> None:
    named = re.sub(r'(\[\[participants]]\nid = )"1"', r'\1"quendel"', SEMINAR).replace('"1"', '"quendel"')
    assert parts("zhang", named) == [("Author", "participants 1 and 2"), ("Reviewer", "participant 3")]


def test_who_is_not_in_the_file_is_not_told() -> None:
    assert parts("zhang", SEMINAR.replace('["1", "2"]', '["Quendel", "2"]')) == [
        ("Author", "participant 2"), ("Reviewer", "participant 3"),
    ]  # fmt: skip


@pytest.mark.parametrize("value", ["true", "false", '"true"', "1"])
def test_names_are_public_only_where_the_file_says_exactly_that(value: str) -> None:
    toml = SEMINAR.replace('report = "5 min"', f'report = "5 min"\npublic_names = {value}')
    people = "Anna Quendel and Berta Rohrmann" if value == "true" else "participants 1 and 2"
    assert parts("zhang", toml)[0] == ("Author", people)
    assert parts("both", toml)[0][1] == (
        "participant 3 and Dora Zwickel" if value == "true" else "participants 3 and 4"
    )


def test_people_in_words() -> None:
    names, numbers = {"a": "Anna"}, {"a": "1", "b": "2", "c": "3"}
    assert in_words(["b"], names, numbers, "en") == "participant 2"
    assert in_words(["b", "c"], names, numbers, "fr") == "participant·es 2 et 3"
    assert in_words(["a", "b", "c"], names, numbers, "en") == "Anna, participant 2 and participant 3"
    assert in_words([], names, numbers, "en") == ""


# --- the outputs ---

CARD = """\
Talk      reading/both
Title     Depth and ideals

Paper
Jimmy Ba and Rich Caruana. Do deep nets really need to be deep? Advances in Neural Information Processing Systems 27, \
2014. https://proceedings.neurips.cc/paper_files/paper/2014/file/ba14-Paper.pdf

Paper     Emmy Noether, Ernst Kummer and Richard Dedekind. Notes on ideals.
Author    participants 3 and 4
Hacker    participant 1
When      Thursday, 21 May 2026, 14:00–15:30 (Europe/Berlin)
Where     A 1
Abstract  Two papers that have nothing to do with each other.
"""


@pytest.mark.usefixtures("seminar")
def test_the_terminal_tells_what_is_read() -> None:
    assert run("show", "both", now=NOW).out == CARD
    rows = run("list", "--all", now=NOW).out
    assert "Understanding deep learning requires rethinking L² generalization" in rows
    assert "T.b.a." not in rows
    _, row = run("list", "--all", "--missing", now=NOW).out.splitlines()
    assert re.split("  +", row) == ["no date yet", "Notes on ideals", "date", "ideals"]
    assert 'talk "ideals" removed: no date, Notes on ideals\n' in run("remove-talk", "ideals", "--yes", now=NOW).out


def event(name: str) -> str:
    ran = run("export", name, now=NOW)
    return ran.out.replace("\r\n", "\n").replace("\n ", "").partition("BEGIN:VEVENT")[2]


@pytest.mark.usefixtures("seminar")
def test_an_event_tells_what_is_read_and_who_plays_what() -> None:
    lines = event("zhang").split("\n")
    title = "Understanding deep learning requires rethinking L² generalization"
    assert f"SUMMARY:Reading Seminar: {title}" in lines
    assert (
        rf"DESCRIPTION:{title}\n\nPaper: Chiyuan Zhang et al. {title}. Communications of the ACM 64(3)\, 107–115\, 2021. "
        r"https://doi.org/10.1145/3446776\n\nRoles:\nAuthor: participants 1 and 2\nReviewer: participant 3" in lines
    )
    assert r"\n\nPapers:\nJimmy Ba and Rich Caruana. Do deep" in event("both")


@pytest.mark.parametrize("code", ["en", "de", "it", "nl", "fr"])
def test_a_calendar_comes_back_without_a_change(seminar: Path, code: str) -> None:
    """What is read and who plays what stands in the file already, and is not taken for an abstract or a title."""
    seminar.write_text(SEMINAR.replace('language = "en"', f'language = "{code}"'), "utf-8")
    assert run("export", "-o", "out.ics", now=NOW).code == 0
    ran = run("import", "out.ics", "--dry-run", now=NOW)
    assert (ran.code, ran.out.count('there already "'), ran.err.count("nothing to take")) == (0, 3, 1), (
        ran.out + ran.err
    )


def test_a_swap_of_roles_is_another_event(seminar: Path) -> None:
    run("export", "-o", "out.ics", now=NOW)
    seminar.write_text(SEMINAR.replace('author = ["1", "2"]', 'author = ["4", "2"]'), "utf-8")
    run("export", "-o", "out.ics", now=NOW)
    events = Path("out.ics").read_text("utf-8").split("BEGIN:VEVENT")[1:]
    assert [found for each in events for found in re.findall(r"UID:(\w+)|SEQUENCE:(\d)", each)] == [
        ("zhang", ""), ("", "1"), ("both", ""), ("", "0"), ("off", ""), ("", "0"),
    ]  # fmt: skip


@pytest.mark.usefixtures("seminar")
def test_a_page_links_the_papers() -> None:
    run("site", now=NOW)
    page = Path("site/talks/both.html").read_text("utf-8")
    assert "<h2>Papers</h2>" in page
    assert (
        '<a href="https://proceedings.neurips.cc/paper_files/paper/2014/file/ba14-Paper.pdf">'
        "<cite>Do deep nets really need to be deep?</cite></a>" in page
    )
    assert '<a href="https://arxiv.org/abs/1312.6184">arXiv:1312.6184</a>' in page
    assert "<dt>Author</dt><dd>Participants 3 and 4</dd>" in page
    data = json.loads(page.partition('ld+json">')[2].partition("</script>")[0])
    assert data["name"] == "Depth and ideals"
    assert data["workFeatured"][0] == {
        "@type": "ScholarlyArticle",
        "name": "Do deep nets really need to be deep?",
        "author": [{"@type": "Person", "name": "Jimmy Ba"}, {"@type": "Person", "name": "Rich Caruana"}],
        "datePublished": "2014",
        "url": "https://proceedings.neurips.cc/paper_files/paper/2014/file/ba14-Paper.pdf",
        "sameAs": "https://arxiv.org/abs/1312.6184",
    }
    index = Path("site/index.html").read_text("utf-8")
    assert index.count("rethinking") == 1, "the paper that gives a meeting its title is not named twice"
    feed = Path("site/feed.xml").read_text("utf-8")
    assert "<title>Notes on ideals</title>" not in feed
    assert "Author: Participants 3 and 4\nHacker: Participant 1" in feed


@pytest.mark.usefixtures("seminar")
def test_a_poster_shows_the_paper_where_there_is_no_title() -> None:
    run("poster", "zhang", "-o", "p.html", now=NOW)
    poster = Path("p.html").read_text("utf-8")
    assert re.search(r"<h1[^>]*>Understanding deep learning requires rethinking <math", poster)
    assert "<dt>Author</dt><dd>Participants 1 and 2</dd>" in poster


def test_another_paper_is_told_to_those_who_know_of_the_first(seminar: Path) -> None:
    assert run("announce", "both", "--mark-sent", now=NOW).code == 0
    assert "change" not in run("todo", now=NOW).out
    seminar.write_text(SEMINAR.replace('papers = ["ba14", "notes"]', 'papers = ["notes"]'), "utf-8")
    assert "changed since it was announced: papers" in run("todo", now=NOW).out
    mail = run("announce", "both", "--kind", "change", now=NOW).out
    assert "Paper: Do deep nets really need to be deep?; Notes on ideals\n→ Notes on ideals\n" in mail
    assert (
        "Paper: Emmy Noether, Ernst Kummer and Richard Dedekind. Notes on ideals.\n\nAuthor: participants 3 and 4"
        in mail
    )


# --- nobody's name unasked ---


def published(here: Path) -> Iterator[tuple[str, str]]:
    """Everything that leaves for the public, by what made it."""
    run("site", "-o", "out", now=NOW)
    for path in sorted((here / "out").rglob("*")):
        if path.suffix in (".html", ".ics", ".xml"):
            yield str(path), path.read_text("utf-8")
    for form in Format:
        yield f"export {form}", run("export", "--format", form, now=NOW).out.replace("\r\n ", "")
    for kind in (kind for kind in Kind if kind.readers == "audience"):
        for talk in ["zhang", "both", "off"] if kind.is_about_a_talk else [None]:
            words = [*([talk] if talk else []), "--kind", kind, "--lang", "de"]
            yield f"announce {words}", run("announce", *words, now=NOW).out
    for name in ("zhang", "both", "off"):
        run("poster", name, "-o", "poster.html", now=NOW)
        yield f"poster {name}", (here / "poster.html").read_text("utf-8")
        for words in (["show", name], ["show", name, "--json"], ["show", name, "--explain"]):
            yield f"{words}", run(*words, now=NOW).out
    for words in (
        ["list", "--all"],
        ["list", "--all", "--json"],
        ["next"],
        ["next", "--json"],
        ["roles", "--markdown"],
    ):
        yield f"{words}", run(*words, now=NOW).out


def test_what_is_published_names_nobody_unless_the_file_says_so(seminar: Path) -> None:
    told = dict(published(seminar.parent))
    assert len([text for text in told.values() if text]) > 35
    assert [(made, name) for made, text in told.items() for name in (*NAMES, *SECRET) if name in text] == []


def test_what_is_published_names_people_where_the_file_says_so_and_never_from_the_private_one(seminar: Path) -> None:
    seminar.write_text(SEMINAR.replace('report = "5 min"', "public_names = true"), "utf-8")
    told = dict(published(seminar.parent))
    with_names = {made for made, text in told.items() if any(name in text for name in NAMES)}
    for made in ("out/talks/zhang.html", "out/reading.ics", "out/feed.xml"):
        assert str(seminar.parent / made) in with_names
    assert {"export ics", "export html", "poster both", "['roles', '--markdown']"} <= with_names
    assert [(made, name) for made, text in told.items() for name in SECRET if name in text] == []
