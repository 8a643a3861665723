"""Languages of one's own: read from TOML, checked against those that come with semctl, and used like them."""

import tomllib
from pathlib import Path

import pytest

from semctl import languages
from semctl.dates import long_day
from semctl.languages import CODES, Language, codes, language
from semctl.tomltext.document import Document
from semctl.translation import is_code, read, to_begin_with
from tests.books import day, run

SERIES = """\
[series]
id = "x"
domain = "x.org"
name = "X Seminar"
timezone = "Europe/Lisbon"
language = "pt"
[schedule]
dates = [2026-05-12]
time = "16:00"
room = "R 1"
[[talks]]
id = "ann"
date = 2026-05-12
speaker = "Ann"
title = "A title"
"""


@pytest.fixture(autouse=True)
def _only_built_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test adds is gone in the next."""
    monkeypatch.setattr(languages, "_added", {})


def problems(toml: str, code: str = "de") -> list[str]:
    document = Document.read(toml)
    return [f"{document.line_of(each.path)}: {each.says}; {each.hint}" for each in read(document, code)[1]]


def told(toml: str, code: str = "de") -> Language:
    found, wrong = read(Document.read(toml), code)
    assert wrong == ()
    assert found is not None
    return found


@pytest.mark.parametrize("code", CODES)
def test_a_language_is_read_back_from_its_own_file(code: str) -> None:
    assert told(to_begin_with(code), code) == language(code)


def test_a_new_language_begins_in_english() -> None:
    assert tomllib.loads(to_begin_with("pt")) == tomllib.loads(to_begin_with("en"))
    found = told(to_begin_with("pt"), "pt")
    assert (found.code, found.mails, found.labels) == ("pt", language("en").mails, language("en").labels)


def test_a_file_may_say_a_part_only_of_a_language_that_is_known() -> None:
    found = told('[mails]\ngreeting = "Liebe alle,"\n[mails.announcing]\none = "{On} trägt {speakers} vor."\n')
    assert found.mails.greeting == "Liebe alle,"
    assert found.mails.announcing.one == "{On} trägt {speakers} vor."
    assert found.mails.announcing.many == language("de").mails.announcing.many
    assert (found.labels, found.reading) == (language("de").labels, language("de").reading)


def test_several_people_are_addressed_like_one_unless_the_file_says_otherwise() -> None:
    assert told('[mails.to_one]\nquestions = "Fragen?"\n').mails.to_many is None
    several = told('[mails.to_many]\nquestions = "Fragen an uns?"\n').mails
    assert several.to_many == several.to_one._replace(questions="Fragen an uns?")


def test_what_is_missing_of_a_new_language_is_english_and_said() -> None:
    toml = 'weekdays = ["a", "b", "c", "d", "e", "f", "g"]\nmonths = ["x"]\n[mails]\ngreeting = "Olá,"\n'
    found, _ = read(Document.read(toml), "pt")
    assert found is not None
    assert (found.mails.greeting, found.mails.closing) == ("Olá,", "Kind regards,")
    assert (found.weekdays, found.months) == (("a", "b", "c", "d", "e", "f", "g"), language("en").months)
    said = problems(toml, "pt")
    assert "2: months: expected 12 names; begin with Monday, or with January" in said
    assert (
        "3: mails: missing, and taken from English: closing, welcome, lead, lead_reminder, lead_cancellation, no_title "
        "and 27 more; semctl templates --language pt writes a file with all of them"
    ) in said
    assert not any("weekdays:" in line for line in said)


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("[mails.announcing]\none = '{On} spricht jemand.'",
         "2: mails.announcing.one: lacks {speakers}; look at the other languages"),
        ("[mails.announcing]\none = '{speakers} {on} {day}'",
         "2: mails.announcing.one: there is no {day} here; it may hold {On}, {on}, {series}, {speakers}"),
        ("[mails]\nwelcome = 'Hallo {speakers}'",
         "2: mails.welcome: there is no {speakers} here; nothing is filled in here"),
        ("[sentences]\non = 'am {day.__class__}'",
         "2: sentences.on: there is no {day.__class__} here; it may hold {day}"),
        ("[sentences]\non = '{day:>999999999}'",
         "2: sentences.on: there is no {day:>999999999} here; it may hold {day}"),
        ("[sentences]\non = 'am {day!r}'", "2: sentences.on: there is no {day!r} here; it may hold {day}"),
        ("[sentences]\non = 'am {day'",
         "2: sentences.on: expected '}' before end of string; write a brace of the text itself twice"),
        ("[labels]\ntitle = ''", "2: labels.title: is empty; look at the other languages"),
        ("[labels]\ntitle = 3", "2: labels.title: expected text; write it in quotes"),
        ("[labels]\ntitel = 'Titel'", '2: unknown key "titel"; did you mean "title"?'),
        ("labels = 'Titel'", "1: labels: expected a table; write [labels] above its keys"),
        ("[lables]\ntitle = 'Titel'", '1: unknown key "lables"; did you mean "labels"?'),
        ("weekdays = ['Montag']", "1: weekdays: expected 7 names; begin with Monday, or with January"),
    ],
)  # fmt: skip
def test_a_text_that_cannot_be_used_is_said_and_not_taken(toml: str, says: str) -> None:
    assert says in problems(toml)
    found, _ = read(Document.read(toml), "de")
    assert found == language("de")


def test_an_empty_lead_is_no_mistake() -> None:
    assert told("[mails]\nlead = ''").mails.lead == ""


@pytest.mark.parametrize("code", ["pt-BR", "PT", "portuguese", "p", "ção", ""])
def test_a_file_is_named_by_the_code_of_its_language(code: str) -> None:
    assert not is_code(code)
    found, wrong = read(Document.read(""), code)
    assert found is None
    assert [each.hint for each in wrong] == ['name the file by the code of its language, as in "pt.toml"']


# --- in a series ---


@pytest.fixture
def series(here: Path) -> Path:
    (here / "seminars.toml").write_text(SERIES, "utf-8")
    (here / "languages").mkdir()
    return here


def portuguese() -> str:
    """A beginning; enough to be seen in dates, labels and sentences."""
    text = to_begin_with("pt")
    for old, new in (
        ('"Tuesday"', '"terça-feira"'), ('"May",\n    "June"', '"maio",\n    "June"'),
        ('long = "{weekday}, {day} {month} {year}"', 'long = "{weekday}, {day} de {month} de {year}"'),
        ("Dear all,", "Caros colegas,"), ('title = "Title"', 'title = "Título"'),
    ):  # fmt: skip
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_a_series_is_written_in_the_language_beside_it(series: Path) -> None:
    before = run("announce", now="2026-05-01")
    assert before.out.splitlines()[2] == "Dear all,"
    assert run("check").out.splitlines()[0] == (
        'seminars.toml:6: warning: series: semctl does not write "pt" and takes English; '
        "choose from en, de, it, nl, fr, or add languages/pt.toml"
    )
    (series / "languages" / "pt.toml").write_text(portuguese(), "utf-8")
    ran = run("announce", now="2026-05-01")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Subject: X Seminar: Ann, terça-feira, 12 de maio de 2026, 16:00 – A title\n")
    assert "\nCaros colegas,\n" in ran.out
    assert "\nTítulo: A title\n" in ran.out
    assert run("announce", "--lang", "de", now="2026-05-01").out.startswith(
        "Subject: X Seminar: Ann, Dienstag, 12. Mai"
    )
    assert "DESCRIPTION:" in run("export").out
    assert codes() == (*CODES, "pt")
    assert long_day(day("2026-05-12"), "pt") == "terça-feira, 12 de maio de 2026"


def test_the_words_of_a_language_are_changed_beside_the_series(series: Path) -> None:
    (series / "languages" / "fr.toml").write_text('[mails]\ngreeting = "Bonjour à tous,"\n', "utf-8")
    ran = run("announce", "--lang", "fr", now="2026-05-01")
    assert "\nBonjour à tous,\n\nNous avons le plaisir" in ran.out
    assert codes() == CODES


def test_what_is_wrong_in_it_is_a_warning_of_check_and_stops_nothing(series: Path) -> None:
    (series / "languages" / "pt.toml").write_text(portuguese().replace('on = "on {day}"', 'on = "em"'), "utf-8")
    assert run("announce", now="2026-05-01").err == "1 warning: semctl check\n"
    ran = run("check")
    assert ran.code == 1
    assert ran.out.startswith("languages/pt.toml:")
    assert "warning: sentences.on: lacks {day}; look at the other languages\n" in ran.out
    (series / "seminars.toml").write_text(f'{SERIES}[check]\nignore = "language"\n', "utf-8")
    assert run("check").code == 0


def test_a_file_that_is_no_toml_is_an_error_with_its_line(series: Path) -> None:
    (series / "languages" / "pt.toml").write_text("[mails\n", "utf-8")
    ran = run("announce", now="2026-05-01")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("languages/pt.toml:1: ")


def test_a_language_is_copied_out_to_be_translated(series: Path) -> None:
    path = series / "languages" / "pt.toml"
    ran = run("templates", "--language", "pt")
    assert (ran.code, ran.err) == (0, "wrote languages/pt.toml; docs/templates.md tells how to go on\n")
    assert path.read_text("utf-8") == to_begin_with("pt")
    again = run("templates", "--language", "pt")
    assert (again.code, again.out) == (4, "")
    assert again.err.startswith("languages/pt.toml is there already\n")
    wrong = run("templates", "--language", "Portuguese")
    assert (wrong.code, wrong.err) == (2, '"Portuguese" is no code of a language\ngive one as in "pt"\n')
