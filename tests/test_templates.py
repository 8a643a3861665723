"""Templates of one's own: they come before the built-in ones, run in a sandbox, and never leave a blank."""

import datetime as dt
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from semctl.languages import Labels
from semctl.model import Kind
from semctl.notices import values
from semctl.notices.writing import VALUES, about_talk
from semctl.templating import TemplateFailed, built_in, check_syntax, render_blocks
from tests.books import a_programme, run

SERIES = """
[series]
id = "x"
name = "X Seminar"
timezone = "Europe/Berlin"
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
NOW = dt.datetime(2026, 5, 11, 9, 0, tzinfo=dt.UTC)


def told(template: str, kind: Kind = Kind.ANNOUNCEMENT, tea: str = "") -> tuple[str, str]:
    """Subject and body that a template gives."""
    series = a_programme(SERIES, today=NOW.date())
    own = ((f"{kind}.txt", template), ("tea.txt", tea))
    notice = about_talk(kind, series.entries[0], series, now=NOW, own=own, notes={"hotel": "Inn"})
    return notice.subject, notice.body


def with_body(body: str) -> str:
    return f"{{% block subject %}}S{{% endblock %}}\n{{% block body %}}\n{body}\n{{% endblock %}}\n"


def failure(template: str, tea: str = "") -> str:
    with pytest.raises(TemplateFailed) as raised:
        told(template, tea=tea)
    assert raised.value.hint == "docs/templates.md lists what a template can say"
    return raised.value.says


def test_an_own_template_says_what_it_likes() -> None:
    subject, body = told(
        "{% block subject %}{{ talk.who }}:\n {{ talk.title }}{% endblock %}{% block body %}Hi{% endblock %}"
    )
    assert (subject, body) == ("Ann: A title", "Hi\n")


def test_the_rest_of_a_built_in_one_can_be_kept() -> None:
    subject, body = told('{% extends "semctl/announcement.txt" %}{% block subject %}[x] {{ super() }}{% endblock %}')
    assert subject == "[x] X Seminar: Ann, Tuesday, 12 May 2026, 16:00 – A title"
    assert body.startswith("Dear all,\n\nAnn will give a talk in the X Seminar on Tuesday, 12 May 2026, at 16:00.\n")


def test_templates_share_parts_and_names() -> None:
    template = '{% set x = "set outside" %}{% from "tea.txt" import tea %}' + with_body("{{ x }} {{ tea(3) }}")
    assert told(template, tea="{% macro tea(n) %}Tea at {{ n }}{% endmacro %}")[1] == "set outside Tea at 3\n"
    assert told(with_body('{% include "tea.txt" %}'), tea="Tea")[1] == "Tea\n"


def test_what_a_speaker_is_told_of_private_notes() -> None:
    body = with_body("{{ private.hotel }}{{ private.costs if private.costs is defined }}")
    assert told(body, Kind.CONFIRMATION)[1] == "Inn\n"
    with pytest.raises(TemplateFailed, match=r'^templates/confirmation\.txt:3: there is no "costs" there\n'):
        told(with_body("{{ private.costs }}"), Kind.CONFIRMATION)


def test_a_mail_to_the_audience_knows_of_no_private_notes() -> None:
    assert failure(with_body("{{ private }}")) == 'templates/announcement.txt:3: there is no "private"'


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("{{ tilte }}", '3: there is no "tilte"'),
        ("\n{{ talk.tilte }}", '4: there is no "tilte" there; did you mean "title"?'),
        ("{{ label.abstrakt }}", '3: there is no "abstrakt" there; did you mean "abstract"?'),
        ("{% if talk.foo %}x{% endif %}", '3: there is no "foo" there'),
        ("{{ talk.people[0].nam }}", '3: there is no "nam" there; did you mean "name"?'),
        ("{% for x in nothing %}{% endfor %}", '3: there is no "nothing"'),
        ("{{ 1 / 0 }}", "3: division by zero"),
        ("{{ talk + 1 }}", "3: unsupported operand type(s) for +: 'TalkSaid' and 'int'"),
        ("{% if %}", "3: Expected an expression, got 'end of statement block'"),
        ('{% include "parts.txt" %}', '3: there is no template "parts.txt"'),
        ('{% include "announcement.txt" %}', "3: it goes round in circles"),
    ],
)
def test_a_mistake_is_said_with_its_line(body: str, says: str) -> None:
    """Never an empty string."""
    assert failure(with_body(body)) == f"templates/announcement.txt:{says}"


def test_a_mistake_in_an_included_part_is_said_there() -> None:
    assert failure(with_body('{% include "tea.txt" %}'), tea="\n{{ cup }}") == 'templates/tea.txt:2: there is no "cup"'


def test_a_template_without_a_block_is_refused() -> None:
    with pytest.raises(TemplateFailed) as raised:
        told("{% block body %}x{% endblock %}")
    assert str(raised.value) == (
        "templates/announcement.txt has no block subject\nwrite {% block subject %} … {% endblock %}"
    )


@pytest.mark.parametrize(
    "body",
    [
        "{{ ''.__class__.__mro__ }}", "{{ talk.__class__ }}", "{{ talk._x }}", "{{ cycler.__init__.__globals__.os }}",
        "{{ range(10 ** 9) | list }}", "{{ '{0.__class__}'.format(talk) }}", "{{ talk.people.append(1) }}",
        "{% include '../seminars.toml' %}", "{% include '/etc/passwd' %}", "{% include 'semctl/../model.py' %}",
        "{% import 'os' as os %}{{ os }}", "{{ self._TemplateReference__context.environment }}",
    ],
)  # fmt: skip
def test_a_template_reaches_nothing_but_what_it_is_handed(body: str) -> None:
    """The folder is shared by git: what stands in it may be somebody else's."""
    assert failure(with_body(body)).startswith("templates/announcement.txt:3: ")


def test_what_is_handed_to_a_template_stays_as_it_is() -> None:
    assert "unsafe" in failure(with_body("{% set y = [1] %}{{ y.append(2) }}"))


@pytest.mark.parametrize("kind", Kind)
def test_a_built_in_template_has_no_words_of_its_own(kind: Kind) -> None:
    """So that it serves every language: handed nothing but empty texts, it says nothing."""
    record = VALUES[kind]
    empty: dict[str, Any] = {each.name: "" for each in fields(record)}
    empty |= {
        "series": nothing(values.SeriesSaid),
        "talk": nothing(values.TalkSaid),
        "label": Labels(**dict.fromkeys(Labels._fields, "")),
    }
    handed = {each.name: empty[each.name] for each in fields(record)}
    blocks = render_blocks(f"{kind}.txt", handed, (), ("body",))
    assert blocks["body"].strip() in ("", "--")


def nothing(record: Any) -> Any:
    return record(**{each.name: () if "tuple" in str(each.type) else "" for each in fields(record)})


def test_syntax_is_looked_at_without_a_talk() -> None:
    check_syntax((("a.txt", "{{ whatever }}"),))
    with pytest.raises(TemplateFailed, match=r"^templates/b.txt:2: Unexpected end of template"):
        check_syntax((("a.txt", ""), ("b.txt", "\n{% if x %}")))


# --- on the command line ---


@pytest.fixture
def series(here: Path) -> Path:
    (here / "seminars.toml").write_text(SERIES, "utf-8")
    return here


LISTED = """\
Name             For          Template
invitation       speaker      built in
confirmation     speaker      built in
chase            speaker      built in
programme        audience     built in
roles            participant  built in
turn             participant  built in
announcement     audience     {announcement}
reminder         audience     built in
digest           audience     built in
change           audience     built in
cancellation     audience     built in
thanks           speaker      built in
index.html       pages        built in
talk.html        pages        built in
past.html        pages        built in
speaker.html     pages        built in
department.html  pages        built in
talks.html       all pages    built in
base.html        all pages    built in
poster.typ       poster       built in
poster.html      poster       built in
"""


def test_templates_are_listed_and_one_is_copied_to_be_edited(series: Path) -> None:
    assert run("templates").out == LISTED.format(announcement="built in")
    copied = run("templates", "announcement")
    path = series / "templates" / "announcement.txt"
    assert (copied.code, copied.out) == (0, "")
    assert copied.err == "wrote templates/announcement.txt; docs/templates.md tells how to go on\n"
    assert path.read_text("utf-8") == built_in("announcement.txt")
    assert run("templates").out == LISTED.format(announcement="templates/announcement.txt")
    assert (
        '"kind": "announcement",\n    "to": "audience",\n    "template": "templates/announcement.txt"'
        in run("templates", "--json").out
    )
    before = run("announce", now="2026-05-10").out
    path.write_text(path.read_text("utf-8").replace("{{ greeting }}", "Hello,"), "utf-8")
    assert run("announce", now="2026-05-10").out == before.replace("Dear all,", "Hello,")


def test_a_template_that_is_there_is_not_overwritten(series: Path) -> None:
    run("templates", "thanks")
    path = series / "templates" / "thanks.txt"
    path.write_text("mine", "utf-8")
    ran = run("templates", "thanks.txt")
    assert (ran.code, path.read_text("utf-8")) == (4, "mine")
    assert ran.err.startswith("templates/thanks.txt is there already\nedit it, or ")


def test_a_kind_that_there_is_not_gets_a_hint(series: Path) -> None:
    ran = run("templates", "remainder")
    assert (ran.code, ran.err) == (2, 'there is no template "remainder"\ndid you mean "reminder"?\n')
    (series / "templates").mkdir()
    for name in ("remindr.txt", "footer.txt"):
        (series / "templates" / name).write_text("x", "utf-8")
    ran = run("templates")
    assert (ran.code, ran.err) == (
        0,
        'templates/remindr.txt takes the place of no template; did you mean "reminder.txt"?\n',
    )


def test_a_broken_template_is_said_with_its_line(series: Path) -> None:
    (series / "templates").mkdir()
    (series / "templates" / "reminder.txt").write_text("\n{{ x", "utf-8")
    ran = run("templates")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("templates/reminder.txt:2: ")


def test_a_link_that_leads_out_of_the_folder_is_not_followed(series: Path) -> None:
    """A mail must not carry what somebody else's link leads to."""
    (series / "secret.txt").write_text("secret", "utf-8")
    (series / "templates").mkdir()
    (series / "templates" / "footer.txt").symlink_to(series / "secret.txt")
    ran = run("announce", now="2026-05-10")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == "templates/footer.txt leads out of its folder\nput the file itself there\n"


def test_a_template_that_is_no_text_is_said(series: Path) -> None:
    (series / "templates").mkdir()
    (series / "templates" / "footer.txt").write_bytes(b"\xff")
    ran = run("announce", now="2026-05-10")
    assert (ran.code, ran.err) == (3, "templates/footer.txt is not UTF-8\nsave it as UTF-8 in your editor\n")


def test_line_ends_and_a_byte_order_mark_do_not_matter(series: Path) -> None:
    (series / "templates").mkdir()
    text = "\ufeff" + with_body("Hi").replace("\n", "\r\n")
    (series / "templates" / "announcement.txt").write_bytes(text.encode())
    assert run("announce", now="2026-05-10").out == "Subject: S\n\nHi\n"
