"""Weekdays and dates in words: which contradict the day of a slot, and which are something else."""

import datetime as dt

import pytest

from semctl.textchecks.weekdays import contradiction

THURSDAY = (dt.date(2026, 5, 28), dt.date(2026, 5, 25))  # moved from Whit Monday


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Monday 26 May", 'says "Monday 26 May", but 26 May 2026 is a Tuesday'),
        ("Note: on Tuesday", 'says "Tuesday", but it is on Thursday, 28 May 2026'),
        ("Tuesday!", 'says "Tuesday", but it is on Thursday, 28 May 2026'),
        ("Exceptionally on Wednesday at 11:00", 'says "Wednesday", but it is on Thursday, 28 May 2026'),
        ("Last talk of the term, on Friday", 'says "Friday", but it is on Thursday, 28 May 2026'),
        ("on 26 May", 'says "26 May", but it is on Thursday, 28 May 2026'),
        ("moved to 2026-05-27", 'says "2026-05-27", but it is on Thursday, 28 May 2026'),
        ("Monday 26th", 'says "Monday 26th", but 26 May 2026 is a Tuesday'),
        ("26 May (Monday)", 'says "26 May (Monday)", but 26 May 2026 is a Tuesday'),
        ("May 28, 2026, Wednesday", 'says "May 28, 2026, Wednesday", but 28 May 2026 is a Thursday'),
        ("Monday, 26.5.2026", 'says "Monday, 26.5.2026", but 26 May 2026 is a Tuesday'),
        ("Ausnahmsweise am Dienstag, den 26. Mai", 'says "Dienstag, den 26. Mai", but it is on Thursday, 28 May 2026'),
        ("Achtung: Sonnabend", 'says "Sonnabend", but it is on Thursday, 28 May 2026'),
        ("Freitag, 28. Mai, 16 Uhr", 'says "Freitag, 28. Mai", but 28 May 2026 is a Thursday'),
        ("Eccezionalmente mercoledì 27 maggio", 'says "mercoledì 27 maggio", but it is on Thursday, 28 May 2026'),
        ("Attenzione: lunedi 1º giugno alle 14", 'says "lunedi 1º giugno", but it is on Thursday, 28 May 2026'),
        ("mardi 27 mai à 16 h", 'says "mardi 27 mai", but 27 May 2026 is a Wednesday'),
        ("exceptionnellement le vendredi", 'says "vendredi", but it is on Thursday, 28 May 2026'),
        ("Let op: dinsdag 28 mei", 'says "dinsdag 28 mei", but 28 May 2026 is a Thursday'),
        ("Deze keer op woensdag om 15 uur", 'says "woensdag", but it is on Thursday, 28 May 2026'),
        ("May 26: room change", 'says "May 26", but it is on Thursday, 28 May 2026'),
        ("Let op: op woensdag om 15 uur", 'says "woensdag", but it is on Thursday, 28 May 2026'),
    ],
)  # fmt: skip
def test_a_day_that_contradicts_the_slot(text: str, says: str | None) -> None:
    assert contradiction(text, THURSDAY, in_title=False) == says


@pytest.mark.parametrize(
    "text",
    [
        "Whit Monday", "Thursday, 28 May", "moved from Monday to Thursday", "Donnerstag statt Dienstag", "lundi de Pentecôte",
        "Pfingstmontag", "Good Friday", "venerdì santo", "Please register until Tuesday", "Anmeldung bis Freitag",
        "Deadline 20 May", "host: Tom Friday", "Freitag, J.", "Sonntag, A. und Montag, B.", "Joint with the Tuesday group",
        "Sunday school", "from next week on Tuesdays again", "Tuesday seminar as usual", "may be online", "mar, sun and sat",
        "Mo und Do", "slides until 3 June", "Dinner for Domenica Rossi", "Dies Academicus", "Room changed on 3 May 1950",
        "2 mars rovers", "Monday to Friday: registration desk", "not on Tuesday", "Tuesday's dinner", "Koningsdag",
    ],
)  # fmt: skip
def test_a_note_that_is_no_contradiction(text: str) -> None:
    assert contradiction(text, THURSDAY, in_title=False) is None


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("Tuesday 26 May: poster session", 'says "Tuesday 26 May", but it is on Thursday, 28 May 2026'),
        ("Workshop, part I (Monday, 28 May)", 'says "Monday, 28 May", but 28 May 2026 is a Thursday'),
        ("Why the market fell on Tuesday, 19 October 1987", 'says "Tuesday, 19 October 1987", but 19 October 1987 is a Monday'),
        ("Why the market fell on Monday, 19 October 1987", None),
        ("Gunpowder: Sunday 5 November 1605", None),
        ("Black Monday, 19 October", None),
        ("Friday the 13th: superstition in stopping times", None),
        ("On Tuesday", None),
        ("Thank God it is Friday", None),
        ("A Sunday afternoon on the island of La Grande Jatte", None),
        ("Tuesday 26 May 1998: the day the index died", None),
    ],
)  # fmt: skip
def test_a_title_speaks_of_a_day_only_with_its_date(title: str, says: str | None) -> None:
    assert contradiction(title, THURSDAY, in_title=True) == says
