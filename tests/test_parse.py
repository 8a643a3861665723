"""Text → a book and its private notes: every key, and what is made of each form of value."""

import datetime as dt
from dataclasses import fields

import pytest

from semctl import model
from semctl.model import (
    Book,
    Break,
    Check,
    Drafts,
    Join,
    Kind,
    Mail,
    Mode,
    Notices,
    OnHoliday,
    Organizer,
    Override,
    Publish,
    Room,
    Rule,
    Security,
    Series,
    Show,
    Site,
    Speaker,
    Status,
    Talk,
    Wanted,
)  # fmt: skip
from semctl.parse import RECORDS, parse, parse_private
from semctl.tomltext.document import Document
from tests.books import SERIES, a_book, day, problems_of

WHOLE = """\
[series]
id = "mds"
domain = "utwente.nl"
name = "Mathematics of Data Science"
short_name = "MDS"
unit = "Applied Mathematics"
institution = "Twente"
timezone = "Europe/Amsterdam"
country = "NL"
subdivision = "OV"
language = "nl"
url = "https://example.org/mds"
description = '''

First.

Second.

'''
audience = "everyone"
topics = ["statistics", "learning"]
logo = "logo.svg"
contact = "mds@example.org"
also_times = "America/New_York"
room = "RA 1"
duration = "1 h"
mode = "hybrid"
online = "via Teams"
join = { url = "https://teams.example/1", passcode = "1234" }
note = "coffee before"

[series.private]
list = "mds-all"

[[organizers]]
name = "Ann"
email = "ann@example.org"
url = "https://example.org/ann"
public = true

[[schedule]]
term = "Spring"
every = "2 weeks"
weekday = ["Monday", "Thursday"]
time = ["15:00", 16:15:00]
start = 2026-05-11
end = 2026-06-30
timezone = "Europe/Berlin"
room = "RA 2"
duration = "75 min"
mode = "online"
online = "by Zoom"
join = { url = "https://zoom.example/1", show = "public" }
note = "spring"

[[schedule]]
rrule = "FREQ=WEEKLY"
start = 2026-09-07
count = 5

[[schedule]]
dates = [2027-01-01]

[[breaks]]
from = 2026-12-21
to = 2027-01-08
reason = "Christmas"

[[overrides]]
date = 2026-05-25
at = "15:00"
moved_to = 2026-05-28
time = "11:00"
duration = "2 h"
room = "RA 3"
mode = "in-person"
note = "Note the room"
reason = "Whit Monday"
cancelled = false
extra = false
holiday = "meet"

[rooms."RA 3"]
address = "Drienerlolaan 5"
url = "https://maps.example/ra3"
capacity = 40
phrase = { de = "im Raum RA 3" }

[mail]
from = "MDS Seminar <mds@example.org>"
to = "list@example.org"
reply_to = "ann@example.org"
host = "smtp.example.org"
port = 465
user = "mds"
security = "tls"
password_command = "pass mds"
sendmail = "msmtp -a mds"
per_minute = 60

[mail.imap]
host = "imap.example.org"
port = 143
security = "starttls"

[notices]
invitation = 60
confirmation = 30
chase = 20
announcement = 10
reminder = 0
thanks = 2
roles = 21
turn = 5
programme = 14
digest = 3
off = ["thanks", "invitation"]
wanted = "title"
travel = "By train."
needs = "There is a blackboard."

[site]
url = "https://www.example.edu/mds/"
colour = "#00509E"
css = "own.css"

[publish]
url = "https://cal.example.org/mds/"
user = "ann"
password_command = "pass show cal"

[check]
ignore = "no-room"

[[talks]]
id = "jacobs"
date = 2026-05-11
at = 15:00:00
speaker = "Tom  Jacobs"
affiliation = "CISPA"
affiliation_short = "C"
speaker_url = "https://example.org/tom"
photo = "tom.jpg"
bio = "A bio."
title = "Weight decay"
abstract = "An abstract."
language = "de"
status = "tentative"
host = "Ann"
joint_with = "AS"
url = "https://example.org/t"
slides = "slides.pdf"
video = "https://example.org/v"
preprint = "arXiv:1"
tags = ["a", "b"]
uid = "old@x"
papers = "glorot10"
roles = { chair = "Bob", scribe = ["Ann", "Eve"] }
seats = { chair = 1, scribe = "1-2", hacker = "2 or more" }

[talks.private]
phone = "1"

[[talks]]
id = "two"
status = "cancelled"
reason = "ill"
was = "invited"

[[talks.speakers]]
name = "Ann"
affiliation = "A"
affiliation_short = "a"
url = "https://example.org/ann"
photo = "ann.jpg"
bio = "B"

[[talks.speakers]]
name = "N.N."
"""


def test_every_key_is_read() -> None:
    document = Document.read(WHOLE)
    parsed = parse(document)
    assert parsed.problems == ()
    assert parsed.book == Book(
        series=Series(
            id=model.Ident("mds"), domain=model.Line("utwente.nl"), name=model.Line("Mathematics of Data Science"),
            short_name=model.Line("MDS"), unit=model.Line("Applied Mathematics"), institution=model.Line("Twente"),
            timezone=model.Zone("Europe/Amsterdam"), country=model.Line("NL"), subdivision=model.Line("OV"),
            language=model.Tag("nl"), url=model.Url("https://example.org/mds"),
            description=model.Prose("First.\n\nSecond."), audience=model.Line("everyone"),
            topics=(model.Line("statistics"), model.Line("learning")), logo=model.Line("logo.svg"),
            contact=model.Email("mds@example.org"), also_times=(model.Zone("America/New_York"),),
            room=model.Line("RA 1"), duration=dt.timedelta(hours=1), mode=Mode.HYBRID, online=model.Line("via Teams"),
            join=Join(url=model.Url("https://teams.example/1"), passcode=model.Line("1234"), show=Show.MAIL),
            note=model.Line("coffee before"),
        ),
        organizers=(
            Organizer(
                name=model.Line("Ann"), email=model.Email("ann@example.org"),
                url=model.Url("https://example.org/ann"), public=True,
            ),
        ),
        rules=(
            Rule(
                term=model.Line("Spring"), every=model.Line("2 weeks"),
                weekday=(model.Line("Monday"), model.Line("Thursday")), time=(dt.time(15), dt.time(16, 15)),
                start=day("2026-05-11"), end=day("2026-06-30"), timezone=model.Zone("Europe/Berlin"),
                room=model.Line("RA 2"), duration=dt.timedelta(minutes=75), mode=Mode.ONLINE,
                online=model.Line("by Zoom"), join=Join(url=model.Url("https://zoom.example/1"), show=Show.PUBLIC),
                note=model.Line("spring"),
            ),
            Rule(rrule=model.Line("FREQ=WEEKLY"), start=day("2026-09-07"), count=5),
            Rule(dates=(day("2027-01-01"),)),
        ),
        breaks=(Break(from_=day("2026-12-21"), to=day("2027-01-08"), reason=model.Line("Christmas")),),
        overrides=(
            Override(
                date=day("2026-05-25"), at=dt.time(15), moved_to=day("2026-05-28"), time=dt.time(11),
                duration=dt.timedelta(hours=2), room=model.Line("RA 3"), mode=Mode.IN_PERSON,
                note=model.Line("Note the room"), reason=model.Line("Whit Monday"), holiday=OnHoliday.MEET,
            ),
        ),
        rooms={
            "RA 3": Room(
                address=model.Line("Drienerlolaan 5"), url=model.Url("https://maps.example/ra3"), capacity=40,
                phrase={"de": model.Line("im Raum RA 3")},
            )
        },
        talks=(
            Talk(
                id=model.Ident("jacobs"), date=day("2026-05-11"), at=dt.time(15), speaker=model.Known("Tom Jacobs"),
                affiliation=model.Line("CISPA"), affiliation_short=model.Line("C"),
                speaker_url=model.Url("https://example.org/tom"), photo=model.Line("tom.jpg"),
                bio=model.Prose("A bio."), title=model.Known("Weight decay"), abstract=model.Prose("An abstract."),
                language=model.Tag("de"), status=Status.TENTATIVE, host=model.Line("Ann"),
                joint_with=(model.Line("AS"),), url=model.Url("https://example.org/t"),
                slides=model.Line("slides.pdf"), video=model.Line("https://example.org/v"),
                preprint=model.Line("arXiv:1"), tags=(model.Line("a"), model.Line("b")), uid=model.Line("old@x"),
                papers=(model.Ident("glorot10"),), roles={"chair": (model.Ident("Bob"),), "scribe": (model.Ident("Ann"), model.Ident("Eve"))},
                seats={"chair": model.Seats(1, 1), "scribe": model.Seats(1, 2), "hacker": model.Seats(2, None)},
            ),
            Talk(
                id=model.Ident("two"), status=Status.CANCELLED, reason=model.Line("ill"), was=Status.INVITED,
                speakers=(
                    Speaker(
                        name=model.Known("Ann"), affiliation=model.Line("A"), affiliation_short=model.Line("a"),
                        url=model.Url("https://example.org/ann"), photo=model.Line("ann.jpg"), bio=model.Prose("B"),
                    ),
                    Speaker(),
                ),
            ),
        ),
        mail=Mail(
            from_=model.Sender("MDS Seminar <mds@example.org>"), to=(model.Email("list@example.org"),),
            reply_to=model.Email("ann@example.org"), host=model.Line("smtp.example.org"), port=465,
            user=model.Line("mds"), security=Security.TLS, password_command=model.Line("pass mds"),
            sendmail=model.Line("msmtp -a mds"), per_minute=60,
            imap=Drafts(host=model.Line("imap.example.org"), port=143, security=Security.STARTTLS),
        ),
        notices=Notices(
            invitation=model.Days(60), confirmation=model.Days(30), chase=model.Days(20), announcement=model.Days(10),
            reminder=model.Days(0), thanks=model.Days(2), roles=model.Days(21), turn=model.Days(5), programme=model.Days(14), digest=model.Days(3),
            off=(Kind.THANKS, Kind.INVITATION), wanted=(Wanted.TITLE,), travel=model.Prose("By train."),
            needs=model.Prose("There is a blackboard."),
        ),
        publish=Publish(
            url=model.Url("https://cal.example.org/mds/"), user=model.Line("ann"),
            password_command=model.Line("pass show cal"),
        ),
        site=Site(
            url=model.Url("https://www.example.edu/mds/"), colour=model.Colour("#00509E"), css=model.Line("own.css")
        ),
        check=Check(ignore=(model.Line("no-room"),)),
    )  # fmt: skip
    assert parsed.notes.series == {"list": "mds-all"}
    assert parsed.notes.talks == {"jacobs": {"phone": "1"}}


def test_the_whole_file_above_names_every_key_there_is() -> None:
    written = {line.split(" = ")[0] for line in WHOLE.splitlines() if " = " in line}
    for record in (*RECORDS.values(), Speaker, Drafts):
        names = {each.name.rstrip("_") for each in fields(record) if each.metadata.get("key", True)}
        assert names - {"speakers", "imap"} <= written | {"id"}, record


def test_only_id_name_and_timezone_are_required() -> None:
    book = a_book('[series]\nid = "x"\nname = "X"\ntimezone = "UTC"\n')
    assert book == Book(series=Series(id=model.Ident("x"), name=model.Line("X"), timezone=model.Zone("UTC")))
    assert book.series.language == "en"


@pytest.mark.parametrize("word", ["T.b.a.", "TBA", "tba", "TBC", "N.N.", "to be announced", "  T.B.A. ", ""])
def test_words_for_not_known_yet_mean_none(word: str) -> None:
    (talk,) = a_book(f'[[talks]]\nid = "a"\nspeaker = "{word}"\ntitle = "{word}"\n').talks
    assert (talk.speaker, talk.title, talk.people) == (None, None, ())


@pytest.mark.parametrize("title", ["Tba the great", "On T.b.a.", "NN and TBA: networks"])
def test_a_title_that_only_holds_such_a_word_is_a_title(title: str) -> None:
    (talk,) = a_book(f'[[talks]]\nid = "a"\ntitle = "{title}"\n').talks
    assert talk.title == title


def test_a_title_over_two_lines_is_one_line_and_prose_keeps_its_paragraphs() -> None:
    (talk,) = a_book('[[talks]]\nid = "a"\ntitle = """\nOn\n  two"""\nabstract = """\nOne\n\n  Two  \n"""\n').talks
    assert (talk.title, talk.abstract) == ("On two", "One\n\n  Two")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('"16:00"', dt.time(16)),
        ("16:00:00", dt.time(16)),
        ('"16.15"', dt.time(16, 15)),
        ('"9:05"', dt.time(9, 5)),
        ('"4 pm"', dt.time(16)),
    ],
)
def test_times_are_read(written: str, read: dt.time) -> None:
    assert a_book(f"[schedule]\ndates = [2026-05-11]\ntime = {written}\n").rules[0].time == (read,)


@pytest.mark.parametrize(
    ("written", "minutes"), [("75 min", 75), ("1 h 30 min", 90), ("1 h", 60), ("2 hours", 120), ("90 minutes", 90)]
)
def test_durations_are_read(written: str, minutes: int) -> None:
    book = a_book(f'[schedule]\ndates = [2026-05-11]\nduration = "{written}"\n')
    assert book.rules[0].duration == dt.timedelta(minutes=minutes)


def test_a_talk_without_an_id_gets_one_and_a_chore() -> None:
    toml = '[[talks]]\nspeaker = "Tom Jacobs"\n[[talks]]\nid = "jacobs"\n[[talks]]\ndate = 2026-05-11\n[[talks]]\n'
    book = parse(Document.read(SERIES + toml)).book
    assert book is not None
    assert [talk.id for talk in book.talks] == ["jacobs-2", "jacobs", "2026-05-11", "talk-4"]
    assert [line for line in problems_of(toml) if "chore" in line] == [
        '7: chore: talk "jacobs-2": has no id; write id = "jacobs-2" as its first line, and never change it',
        '11: chore: talk "2026-05-11": has no id; write id = "2026-05-11" as its first line, and never change it',
        '13: chore: talk "talk-4": has no id; write id = "talk-4" as its first line, and never change it',
    ]


@pytest.mark.parametrize(
    ("toml", "hint"),
    [
        ('[[talks]]\nid = "a"\ntilte = "T"\n', 'unknown key "tilte"; did you mean "title"?'),
        (
            '[[talks]]\nid = "a"\ntime = "16:00"\n',
            'unknown key "time"; when belongs to the slot: write an [[overrides]] with its date and time '
            '(or at = "15:00" where the day has several slots)',
        ),
        (
            '[[talks]]\nid = "a"\nemail = "a@b.org"\n',
            'unknown key "email"; write it below [talks.private], or in seminars.private.toml',
        ),
    ],
)
def test_an_unknown_key_is_a_warning_with_a_remedy(toml: str, hint: str) -> None:
    assert problems_of(toml) == [f'9: warning: talk "a": {hint}']


def test_an_unknown_key_loses_nothing_else() -> None:
    book = parse(Document.read(SERIES + '[[talks]]\nid = "a"\ntilte = "T"\nspeaker = "S"\n')).book
    assert book is not None
    assert book.talks[0].speaker == "S"


def test_private_notes_of_the_private_file() -> None:
    book = a_book('[[talks]]\nid = "kim"\n')
    text = '[kim]\nphone = "1"\n\n[series]\nlist = "all"\n\n[kmi]\nx = 1\n\n'
    notes, problems = parse_private(Document.read(text), book)
    assert (notes.talks["kim"], notes.series) == ({"phone": "1"}, {"list": "all"})
    assert [str(problem) for problem in problems] == [
        'warning: private notes "kmi": no talk has this id; did you mean "kim"?'
    ]


def test_a_value_of_the_private_file_outside_a_table_is_an_error() -> None:
    _, problems = parse_private(Document.read("phone = 1\n"), a_book(""))
    assert [str(problem) for problem in problems] == [
        "phone: expected a table named after a talk, got the number 1; write [phone] above its keys"
    ]
