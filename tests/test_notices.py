"""Announcements, compared whole."""

import datetime as dt

import pytest

from semctl.notices.announcement import announce
from semctl.parse import parse
from semctl.problems import Refused
from semctl.programme import Entry, arrange
from semctl.tomltext.document import Document

TWENTE = """
[series]
id = "mds"
name = "Seminar Series on the Mathematics of Data Science"
short_name = "MDS Seminar"
unit = "Department of Applied Mathematics"
institution = "University of Twente"
timezone = "Europe/Amsterdam"
mode = "hybrid"
online = "via Teams"
[schedule]
every = "2 weeks"
time = "16:00"
start = 2026-05-11
count = 3
room = "RA 2504"
[[overrides]]
date = 2026-05-25
moved_to = 2026-05-28
room = "RA 2503"
reason = "Whit Monday"
[[talks]]
id = "jacobs"
date = 2026-05-11
speaker = "Tom Jacobs"
affiliation = "CISPA"
title = "Weight Decay"
abstract = '''
Weight decay controls the implicit bias, from $L_2$ to $L_1$, and this line is long enough to be broken.

Second paragraph.
'''
bio = "Tom works on sparse training."
[[talks]]
id = "kim"
date = 2026-05-28
speaker = "Yongdai Kim"
affiliation = "Seoul National University"
[[talks]]
id = "off"
date = 2026-06-08
speaker = "Emmy Noether"
status = "cancelled"
reason = "the speaker is ill"
[[talks]]
id = "planned"
speaker = "Someone Later"
"""

MUNICH = """
[series]
id = "mk"
name = "Mathematisches Kolloquium"
unit = "Department Mathematik"
timezone = "Europe/Berlin"
language = "de"
also_times = "America/New_York"
join = { url = "https://example.org/j/1", passcode = "123" }
[schedule]
dates = [2023-06-29, 2023-07-06]
time = "16:30"
duration = "75 min"
room = "A027"
[rooms."A027"]
address = "Theresienstraße 39, München"
phrase = { de = "im Hörsaal Raum A027" }
[[talks]]
id = "rauhut"
date = 2023-06-29
speaker = "Holger Rauhut"
affiliation = "RWTH Aachen"
title = "Implicit bias of gradient descent methods in deep learning"
language = "en"
[[talks]]
id = "two"
date = 2023-07-06
title = "Zu zweit"
[[talks.speakers]]
name = "Ada Lovelace"
affiliation = "London"
[[talks.speakers]]
name = "Emmy Noether"
"""


def talk(text: str, name: str) -> Entry:
    book = parse(Document.read(text)).book
    assert book
    programme = arrange(book, dt.date(2026, 5, 1))
    assert programme.problems == ()
    return next(entry for entry in programme.entries if entry.talk.id == name)


def test_an_announcement_says_who_what_when_where_and_how() -> None:
    notice = announce(talk(TWENTE, "jacobs"))
    assert notice.subject == "MDS Seminar: Tom Jacobs, Monday, 11 May 2026, 16:00"
    assert (
        notice.body
        == """\
Dear all,

Tom Jacobs (CISPA) will give a talk in the MDS Seminar on Monday, 11 May 2026, at 16:00.

Title: Weight Decay
Where: Room RA 2504 and via Teams

Abstract:

Weight decay controls the implicit bias, from $L_2$ to $L_1$, and this
line is long enough to be broken.

Second paragraph.

Bio:

Tom works on sparse training.

Everyone is welcome.

Kind regards,

-- 
Seminar Series on the Mathematics of Data Science
Department of Applied Mathematics, University of Twente
"""
    )


def test_without_a_title_the_mail_says_so_and_a_moved_date_is_told() -> None:
    notice = announce(talk(TWENTE, "kim"))
    assert notice.subject == "MDS Seminar: Yongdai Kim, Thursday, 28 May 2026, 16:00"
    assert (
        notice.body
        == """\
Dear all,

Yongdai Kim (Seoul National University) will give a talk in the MDS Seminar on Thursday, 28 May 2026, at 16:00. The title is yet to be announced.

Where: Room RA 2503 and via Teams
Note: Monday, 25 May 2026 → Thursday, 28 May 2026 (Whit Monday)

Everyone is welcome.

Kind regards,

-- 
Seminar Series on the Mathematics of Data Science
Department of Applied Mathematics, University of Twente
"""
    )


def test_a_cancelled_talk_gives_the_news_of_that() -> None:
    notice = announce(talk(TWENTE, "off"))
    assert notice.subject == "CANCELLED: MDS Seminar: Emmy Noether, Monday, 8 June 2026, 16:00"
    assert (
        notice.body
        == """\
Dear all,

The talk by Emmy Noether planned for Monday, 8 June 2026 has been cancelled.
Reason: the speaker is ill

Kind regards,

-- 
Seminar Series on the Mathematics of Data Science
Department of Applied Mathematics, University of Twente
"""
    )


def test_the_german_form_frames_an_english_talk() -> None:
    notice = announce(talk(MUNICH, "rauhut"))
    assert notice.subject == "Mathematisches Kolloquium: Holger Rauhut, Donnerstag, 29. Juni 2023 um 16:30 Uhr"
    assert (
        notice.body
        == """\
Sehr geehrte Damen und Herren,

wir laden Sie herzlich zu folgendem Vortrag ein:

Am Donnerstag, 29. Juni 2023 um 16:30 Uhr spricht

Holger Rauhut
(RWTH Aachen)

im Hörsaal Raum A027 über das Thema

Implicit bias of gradient descent methods in deep learning

Ort: Theresienstraße 39, München
Zeit: Donnerstag, 29. Juni 2023, 16:30–17:45 Uhr
New York: 10:30 Uhr
Link: https://example.org/j/1
Kenncode: 123

Alle Interessierten sind herzlich willkommen.

Mit freundlichen Grüßen

-- 
Mathematisches Kolloquium
Department Mathematik
"""
    )


def test_several_speakers_take_the_plural() -> None:
    assert "um 16:30 Uhr sprechen\n\nAda Lovelace (London) und Emmy Noether\n" in announce(talk(MUNICH, "two")).body


def test_another_language_frames_the_same_facts() -> None:
    notice = announce(talk(MUNICH, "rauhut"), "fr")
    assert notice.subject == "Mathematisches Kolloquium: Holger Rauhut, jeudi 29 juin 2023 à 16 h 30"
    assert "\nTitre\u00a0: Implicit bias of gradient descent methods in deep learning\n" in notice.body


def test_a_talk_without_a_date_is_not_announced() -> None:
    with pytest.raises(Refused, match='talk "planned" has no date yet'):
        announce(talk(TWENTE, "planned"))
