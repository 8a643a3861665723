"""The calendar: whole files compared, laws over any programme, and what another reader makes of it."""

import datetime as dt
import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semctl.ics import calendar, published
from semctl.ics.told import _is_plain
from semctl.parse import parse
from semctl.problems import Grade, Refused, Unreadable
from semctl.programme import Programme, arrange
from semctl.tomltext.document import Document
from tests.calendars import unfolded

TODAY = dt.date(2026, 5, 1)
NOW = dt.datetime(2026, 5, 2, 9, 30, 15, 123, tzinfo=dt.timezone(dt.timedelta(hours=2)))

TWENTE = r"""[series]
id = "mds"
domain = "utwente.nl"
name = "Seminar Series on the Mathematics of Data Science"
short_name = "MDS Seminar"
unit = "Department of Applied Mathematics"
institution = "University of Twente"
timezone = "Europe/Amsterdam"
language = "en"
mode = "hybrid"
online = "via Teams"
topics = ["mathematics of data science"]
url = "https://example.org/mds"

[[organizers]]
name = "Ada Example"
email = "ada@example.org"
public = true

[[organizers]]
name = "Never Shown"
email = "hidden@example.org"

[schedule]
every = "2 weeks"
weekday = "Monday"
time = "16:00"
start = 2026-05-11
end = 2026-06-30

[[overrides]]
date = 2026-05-11
room = "RA 2504"

[[overrides]]
date = 2026-05-18
extra = true
time = "11:00"
room = "CR 2K"

[[overrides]]
date = 2026-05-25
moved_to = 2026-05-28
room = "RA 2503"
reason = "Whit Monday"

[[overrides]]
date = 2026-06-08
time = "15:15"
room = "RA 2504"
note = "Note the unusual time"

[[overrides]]
date = 2026-06-15
extra = true
room = "RA 2502"

[rooms."RA 2504"]
address = "Ravelijn, Enschede"

[[talks]]
id = "jacobs"
date = 2026-05-11
speaker = "Tom Jacobs"
affiliation = "CISPA"
title = "Controlling Implicit Regularization in Deep Learning via Weight Decay and Mirror Descent"
tags = ["deep learning", "sparsity, implicit"]
abstract = '''
Networks with far more parameters than data still generalise; weight decay steers towards which solutions.

It acts like a penalty between $\ell_2$ and $\ell_1$; when it is switched off, what it has done to the geometry stays.
'''

[[talks]]
id = "donderwinkel"
date = 2026-05-18
speaker = "Serte Donderwinkel"
affiliation = "RUG"

[[talks]]
id = "kim"
date = 2026-05-28
speaker = "Yongdai Kim"
affiliation = "Seoul National University"

[[talks]]
id = "kassing"
date = 2026-06-08
speaker = "Sebastian Kassing"
affiliation = "Bergische Universität Wuppertal"

[[talks]]
id = "derumigny"
date = 2026-06-15
speaker = "Alexis Derumigny"
affiliation = "TU Delft"
"""

TWENTE_ICS = r"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//semctl//semctl//EN
CALSCALE:GREGORIAN
DESCRIPTION:Seminar Series on the Mathematics of Data Science\nDepartment o
 f Applied Mathematics\, University of Twente
X-WR-CALDESC:Seminar Series on the Mathematics of Data Science\nDepartment 
 of Applied Mathematics\, University of Twente
NAME:MDS Seminar
X-WR-CALNAME:MDS Seminar
REFRESH-INTERVAL;VALUE=DURATION:PT12H
X-PUBLISHED-TTL:PT12H
X-WR-TIMEZONE:Europe/Amsterdam
BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
X-SEMCTL-HASH:bdb18e8dc3744d5d-f1eec894-74806498
UID:jacobs.mds@utwente.nl
DTSTAMP:20260511T000000Z
LAST-MODIFIED:20260511T000000Z
CREATED:20260511T000000Z
SEQUENCE:0
DTSTART;TZID=Europe/Amsterdam:20260511T160000
DTEND;TZID=Europe/Amsterdam:20260511T170000
STATUS:CONFIRMED
SUMMARY:MDS Seminar: Tom Jacobs – Controlling Implicit Regularization in 
 Deep Learning via Weight Decay and Mirror Descent
LOCATION:RA 2504\, Ravelijn\, Enschede
DESCRIPTION:Tom Jacobs (CISPA)\nControlling Implicit Regularization in Deep
  Learning via Weight Decay and Mirror Descent\n\nNetworks with far more pa
 rameters than data still generalise\; weight decay steers towards which so
 lutions.\n\nIt acts like a penalty between ℓ₂ and ℓ₁\; when it is 
 switched off\, what it has done to the geometry stays.\n\nWhere: Room RA 2
 504 and via Teams\n\nEnd assumed\n\nhttps://example.org/mds
URL:https://example.org/mds
CATEGORIES:mathematics of data science,deep learning,sparsity\, implicit
ORGANIZER;CN="Ada Example":mailto:ada@example.org
X-SEMCTL-ABSTRACT:Networks with far more parameters than data still general
 ise\; weight decay steers towards which solutions.\n\nIt acts like a penal
 ty between $\\ell_2$ and $\\ell_1$\; when it is switched off\, what it has
  done to the geometry stays.
X-SEMCTL-ROOM:RA 2504
END:VEVENT
BEGIN:VEVENT
X-SEMCTL-HASH:cbcac97f452e746a-00000000-d35e865f
UID:donderwinkel.mds@utwente.nl
DTSTAMP:20260518T000000Z
LAST-MODIFIED:20260518T000000Z
CREATED:20260518T000000Z
SEQUENCE:0
DTSTART;TZID=Europe/Amsterdam:20260518T110000
DTEND;TZID=Europe/Amsterdam:20260518T120000
STATUS:CONFIRMED
SUMMARY:MDS Seminar: Serte Donderwinkel – T.b.a.
LOCATION:CR 2K
DESCRIPTION:Serte Donderwinkel (RUG)\nT.b.a.\n\nWhere: Room CR 2K and via T
 eams\n\nEnd assumed\n\nhttps://example.org/mds
URL:https://example.org/mds
CATEGORIES:mathematics of data science
ORGANIZER;CN="Ada Example":mailto:ada@example.org
END:VEVENT
BEGIN:VEVENT
X-SEMCTL-HASH:079faf1b4fa5f1fd-00000000-d0f8b722
UID:kim.mds@utwente.nl
DTSTAMP:20260528T000000Z
LAST-MODIFIED:20260528T000000Z
CREATED:20260528T000000Z
SEQUENCE:0
DTSTART;TZID=Europe/Amsterdam:20260528T160000
DTEND;TZID=Europe/Amsterdam:20260528T170000
STATUS:CONFIRMED
SUMMARY:MDS Seminar: Yongdai Kim – T.b.a.
LOCATION:RA 2503
DESCRIPTION:Yongdai Kim (Seoul National University)\nT.b.a.\n\nWhere: Room 
 RA 2503 and via Teams\n\nEnd assumed\n\nhttps://example.org/mds
URL:https://example.org/mds
CATEGORIES:mathematics of data science
ORGANIZER;CN="Ada Example":mailto:ada@example.org
END:VEVENT
BEGIN:VEVENT
X-SEMCTL-HASH:b254e482837999a1-47944d46-c7ab22ed
UID:kassing.mds@utwente.nl
DTSTAMP:20260608T000000Z
LAST-MODIFIED:20260608T000000Z
CREATED:20260608T000000Z
SEQUENCE:0
DTSTART;TZID=Europe/Amsterdam:20260608T151500
DTEND;TZID=Europe/Amsterdam:20260608T161500
STATUS:CONFIRMED
SUMMARY:MDS Seminar: Sebastian Kassing – T.b.a.
LOCATION:RA 2504\, Ravelijn\, Enschede
DESCRIPTION:Sebastian Kassing (Bergische Universität Wuppertal)\nT.b.a.\n
 \nNote the unusual time\n\nWhere: Room RA 2504 and via Teams\n\nEnd assume
 d\n\nhttps://example.org/mds
URL:https://example.org/mds
CATEGORIES:mathematics of data science
ORGANIZER;CN="Ada Example":mailto:ada@example.org
X-SEMCTL-NOTE:Note the unusual time
X-SEMCTL-ROOM:RA 2504
END:VEVENT
BEGIN:VEVENT
X-SEMCTL-HASH:c1af0bbccc5d58bf-00000000-8bebb662
UID:derumigny.mds@utwente.nl
DTSTAMP:20260615T000000Z
LAST-MODIFIED:20260615T000000Z
CREATED:20260615T000000Z
SEQUENCE:0
DTSTART;TZID=Europe/Amsterdam:20260615T160000
DTEND;TZID=Europe/Amsterdam:20260615T170000
STATUS:CONFIRMED
SUMMARY:MDS Seminar: Alexis Derumigny – T.b.a.
LOCATION:RA 2502
DESCRIPTION:Alexis Derumigny (TU Delft)\nT.b.a.\n\nWhere: Room RA 2502 and 
 via Teams\n\nEnd assumed\n\nhttps://example.org/mds
URL:https://example.org/mds
CATEGORIES:mathematics of data science
ORGANIZER;CN="Ada Example":mailto:ada@example.org
END:VEVENT
BEGIN:VEVENT
X-SEMCTL-HASH:e686c9c036c38fd5-00000000-ac3be2ad
UID:2026-06-22.mds@utwente.nl
DTSTAMP:20260622T000000Z
LAST-MODIFIED:20260622T000000Z
CREATED:20260622T000000Z
SEQUENCE:0
DTSTART;TZID=Europe/Amsterdam:20260622T160000
DTEND;TZID=Europe/Amsterdam:20260622T170000
STATUS:TENTATIVE
SUMMARY:MDS Seminar: free
DESCRIPTION:Where: On site and via Teams\n\nEnd assumed\n\nhttps://example.
 org/mds
URL:https://example.org/mds
CATEGORIES:mathematics of data science
ORGANIZER;CN="Ada Example":mailto:ada@example.org
X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE
END:VEVENT
END:VCALENDAR
"""

LONG_UID = f'uid = "{"040000008200E00074C5B7101A82E008" * 4}"\n'

SMALL = """
[series]
id = "mds"
name = "Mathematics of Data Science"
timezone = "Europe/Amsterdam"

[schedule]
every = "week"
weekday = "Monday"
time = "16:00"
start = 2026-05-11
count = 3
"""


def a_programme(text: str) -> Programme:
    parsed = parse(Document.read(text))
    assert [problem for problem in parsed.problems if problem.grade is Grade.ERROR] == []
    assert parsed.book is not None
    return arrange(parsed.book, TODAY)


def exported(text: str, previous: bytes | None = None, now: dt.datetime | None = None, **options: bool) -> bytes:
    """The calendar of a series file; with_free adds its free slots."""
    programme = a_programme(text)
    free = programme.free() if options.pop("with_free", False) else ()
    return calendar([programme], programme.entries, previous=previous, now=now, free=free, **options)


def events(data: bytes) -> dict[str, dict[str, str]]:
    """The events by UID, as unfolded and unescaped values by name; parameters are left out."""
    found: dict[str, dict[str, str]] = {}
    for block in re.findall("BEGIN:VEVENT\n(.*?)\nEND:VEVENT", unfolded(data), re.DOTALL):
        pairs = [re.fullmatch(r"""([A-Z-]+)(?:;(?:[^":]|"[^"]*")*)?:(.*)""", line) for line in block.split("\n")]
        event = {pair[1]: unescaped(pair[2]) for pair in pairs if pair}
        found[event["UID"]] = event
    return found


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text)


def the_event(talk: str, series: str = SMALL) -> dict[str, str]:
    """The one event of a series with one talk."""
    (event,) = events(exported(f'{series}\n[[talks]]\nid = "x"\n{talk}')).values()
    return event


# --- whole files ---


def test_the_series_of_twente() -> None:
    """Five talks and the one free slot, as any client will read them."""
    data = exported(TWENTE, with_free=True)
    assert data.replace(b"\r\n", b"\n").decode() == TWENTE_ICS
    assert data.count(b"\n") == data.count(b"\r\n")


def test_a_series_without_talks_is_still_a_calendar() -> None:
    assert unfolded(exported(SMALL)) == (
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//semctl//semctl//EN\nCALSCALE:GREGORIAN\n"
        "DESCRIPTION:Mathematics of Data Science\nX-WR-CALDESC:Mathematics of Data Science\n"
        "NAME:Mathematics of Data Science\nX-WR-CALNAME:Mathematics of Data Science\n"
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H\nX-PUBLISHED-TTL:PT12H\nX-WR-TIMEZONE:Europe/Amsterdam\nEND:VCALENDAR\n"
    )


def test_several_series_share_a_calendar() -> None:
    """Each event keeps the name and the zone of its own series."""
    one = a_programme(SMALL + '[[talks]]\nid = "x"\ndate = 2026-05-11\nspeaker = "X"\n')
    other = a_programme(
        SMALL.replace('"mds"', '"pde"')
        .replace("Mathematics of Data Science", "PDE")
        .replace("Europe/Amsterdam", "Asia/Tokyo")
        + '[[talks]]\nid = "x"\ndate = 2026-05-11\nspeaker = "Y"\n'
    )
    data = calendar([one, other], [*other.entries, *one.entries])
    assert [(each["UID"], each["SUMMARY"]) for each in events(data).values()] == [
        ("x.pde@semctl", "PDE: Y – T.b.a."),
        ("x.mds@semctl", "Mathematics of Data Science: X – T.b.a."),
    ]
    lines = unfolded(data).split("\n")
    assert [line for line in lines if line.startswith(("NAME", "X-WR-TIMEZONE", "TZID", "DTSTART;"))] == [
        "NAME:Mathematics of Data Science · PDE",
        "TZID:Asia/Tokyo",
        "TZID:Europe/Amsterdam",
        "DTSTART;TZID=Asia/Tokyo:20260511T160000",
        "DTSTART;TZID=Europe/Amsterdam:20260511T160000",
    ]


# --- what an event says ---


@pytest.mark.parametrize(
    ("talk", "summary"),
    [
        ('speaker = "Ada"\ntitle = "On it"', "Ada – On it"),
        ('speaker = "Ada"', "Ada – T.b.a."),
        ('title = "Organisation"', "Organisation"),
        ("", "Speaker to be announced"),
        ('title = "T.b.a."\nspeaker = "N.N."', "Speaker to be announced"),
        ('[[talks.speakers]]\nname = "A"\n[[talks.speakers]]\nname = "B"', "A and B – T.b.a."),
    ],
)
def test_a_summary_reads_like_a_sentence_of_a_programme(talk: str, summary: str) -> None:
    event = the_event(f"date = 2026-05-11\n{talk}\n")
    assert event["SUMMARY"] == f"Mathematics of Data Science: {summary}"


@pytest.mark.parametrize(
    ("language", "summary"),
    [
        ("en", "CANCELLED: Mathematics of Data Science: Ada – T.b.a."),
        ("de", "ENTFÄLLT: Mathematics of Data Science: Ada – Titel wird noch bekannt gegeben"),
        ("de-AT", "ENTFÄLLT: Mathematics of Data Science: Ada – Titel wird noch bekannt gegeben"),
        ("sv", "CANCELLED: Mathematics of Data Science: Ada – T.b.a."),
    ],
)
def test_a_cancelled_talk_is_marked_in_every_way_a_client_may_show(language: str, summary: str) -> None:
    series = SMALL.replace("timezone", f'language = "{language}"\ntimezone')
    event = the_event('date = 2026-05-11\nspeaker = "Ada"\nstatus = "cancelled"\nreason = "ill"\n', series)
    assert (event["SUMMARY"], event["STATUS"], event["TRANSP"]) == (summary, "CANCELLED", "TRANSPARENT")
    assert event["DESCRIPTION"].endswith("ill")


def test_a_talk_on_a_cancelled_slot_is_cancelled() -> None:
    series = SMALL + '[[overrides]]\ndate = 2026-05-11\ncancelled = true\nreason = "strike"\n'
    event = the_event('date = 2026-05-11\nspeaker = "Ada"\n', series)
    assert event["STATUS"] == "CANCELLED"
    assert event["DESCRIPTION"] == "Ada\nT.b.a.\n\nReason: strike"


def test_what_is_cancelled_can_be_left_out() -> None:
    text = SMALL + '[[talks]]\nid = "x"\ndate = 2026-05-11\nspeaker = "Ada"\nstatus = "cancelled"\n'
    assert len(events(exported(text))) == 1
    assert events(exported(text, keep_cancelled=False)) == {}


@pytest.mark.parametrize("status", ["invited", "tentative"])
def test_what_is_not_sure_is_tentative(status: str) -> None:
    event = the_event(f'date = 2026-05-11\nspeaker = "Ada"\nstatus = "{status}"\n')
    assert event["STATUS"] == event["X-MICROSOFT-CDO-BUSYSTATUS"] == "TENTATIVE"


def test_a_talk_without_a_time_takes_the_day_and_keeps_nobody_busy() -> None:
    text = SMALL.replace('time = "16:00"\n', "") + '[[talks]]\nid = "x"\ndate = 2026-05-11\nspeaker = "Ada"\n'
    assert "DTSTART;VALUE=DATE:20260511\nDTEND;VALUE=DATE:20260512\n" in unfolded(exported(text))
    assert "TRANSP:TRANSPARENT\n" in unfolded(exported(text))
    assert "VTIMEZONE" not in unfolded(exported(text))


def test_an_end_that_nobody_gave_is_marked_as_assumed() -> None:
    """In the words of the language; a length that was given, even the same, is not."""
    talk = 'date = 2026-05-11\nspeaker = "Ada"\n'
    given = SMALL.replace("timezone", 'duration = "60 min"\ntimezone')
    german = SMALL.replace("timezone", 'language = "de"\ntimezone')
    assert the_event(talk)["DESCRIPTION"] == "Ada\nT.b.a.\n\nEnd assumed"
    assert the_event(talk, given)["DESCRIPTION"] == "Ada\nT.b.a."
    assert the_event(talk, given)["DTEND"] == the_event(talk)["DTEND"] == "20260511T170000"
    assert the_event(talk, german)["DESCRIPTION"].endswith("\n\nEnde angenommen")


def test_a_talk_without_a_date_is_left_out() -> None:
    assert events(exported(SMALL + '[[talks]]\nid = "x"\nspeaker = "Ada"\n')) == {}


@pytest.mark.parametrize(
    ("setting", "location", "joining", "conference"),
    [
        ('room = "A1"', "A1, Main St 1", None, None),
        ('mode = "online"\nonline = "via Zoom"', "Online via Zoom", "Where: Online via Zoom", None),
        (
            'mode = "online"\njoin = { url = "https://x.org/secret" }',
            "Online (the link is sent by mail)",
            "Where: Online (the link is sent by mail)",
            None,
        ),
        (
            'mode = "online"\nroom = "A1"\njoin = { url = "https://x.org/j?a,b;c", passcode = "pw", show = "public" }',
            "https://x.org/j?a,b;c",
            "Where: Online\nLink: https://x.org/j?a,b;c\nPasscode: pw",
            "https://x.org/j?a%2Cb%3Bc",
        ),
        (
            'room = "A1"\njoin = { url = "https://x.org/j", show = "public" }',
            "A1, Main St 1",
            "Where: Room A1 and online\nLink: https://x.org/j",
            "https://x.org/j",
        ),
        ('mode = "in-person"\njoin = { url = "https://x.org/j", show = "public" }', None, None, None),
    ],
)
def test_the_place_and_how_to_join(
    setting: str, location: str | None, joining: str | None, conference: str | None
) -> None:
    """A link for mails is nowhere; a public one is where clients look for it."""
    series = SMALL.replace("[schedule]", f'{setting}\n[rooms.A1]\naddress = "Main St 1"\n\n[schedule]')
    event = the_event('date = 2026-05-11\ntitle = "T"\n', series)
    assert event.get("LOCATION") == location
    assert event["DESCRIPTION"] == "\n\n".join(each for each in ("T", joining, "End assumed") if each)
    assert event.get("CONFERENCE") == conference
    assert "secret" not in str(event)


def test_only_public_people_are_named() -> None:
    """The first public organiser with an address, else the series' contact, else nobody."""
    talk = '[[talks]]\nid = "x"\ndate = 2026-05-11\n'
    hidden = '[[organizers]]\nname = "Hidden"\nemail = "hidden@example.org"\n'
    contact = SMALL.replace("timezone", 'contact = "us@example.org"\ntimezone')
    public = '[[organizers]]\nname = "Zoë \\"Z\\" Li"\nemail = "z@example.org"\npublic = true\n'

    def organizer(text: str) -> list[str]:
        return [line for line in unfolded(exported(text)).split("\n") if line.startswith("ORGANIZER")]

    assert organizer(SMALL + hidden + talk) == []
    assert organizer(contact + hidden + talk) == ['ORGANIZER;CN="Mathematics of Data Science":mailto:us@example.org']
    assert organizer(contact + hidden + public + talk) == ["ORGANIZER;CN=\"Zoë 'Z' Li\":mailto:z@example.org"]


def test_the_talks_own_page_comes_before_that_of_the_series() -> None:
    series = SMALL.replace("timezone", 'url = "https://x.org/series"\ntimezone')
    assert the_event("date = 2026-05-11\n", series)["URL"] == "https://x.org/series"
    event = the_event('date = 2026-05-11\nurl = "https://x.org/talk"\n', series)
    assert event["URL"] == "https://x.org/talk"
    assert event["DESCRIPTION"].split("\n")[-1] == "https://x.org/talk"


@pytest.mark.parametrize(
    ("day", "time", "start", "end"),
    [
        ("2026-10-24", "16:00", "DTSTART;TZID=Europe/Amsterdam:20261024T160000", "DTEND;TZID=Europe/Amsterdam:20261024T170000"),
        ("2026-10-25", "02:30", "DTSTART:20261025T003000Z", "DTEND:20261025T013000Z"),
        ("2026-10-25", "01:30", "DTSTART:20261024T233000Z", "DTEND:20261025T003000Z"),
        ("2026-03-29", "02:30", "DTSTART:20260329T013000Z", "DTEND:20260329T023000Z"),
        ("2026-03-29", "03:00", "DTSTART;TZID=Europe/Amsterdam:20260329T030000", "DTEND;TZID=Europe/Amsterdam:20260329T040000"),
    ],
)  # fmt: skip
def test_an_hour_that_the_clocks_show_twice_or_never_is_told_in_utc(day: str, time: str, start: str, end: str) -> None:
    series = SMALL.replace("start = 2026-05-11", "").replace('every = "week"\nweekday = "Monday"', f"dates = [{day}]")
    text = f'{series.replace("16:00", time).replace("count = 3", "")}\n[[talks]]\nid = "x"\ndate = {day}\n'
    lines = unfolded(exported(text)).split("\n")
    assert [line for line in lines if line.startswith(("DTSTART;TZID", "DTEND", "DTSTART:2026"))] == [start, end]


@given(
    time=st.datetimes(dt.datetime(1970, 1, 1), dt.datetime(2040, 1, 1)),
    zone=st.sampled_from(["Europe/Amsterdam", "Africa/Casablanca", "America/Nuuk", "Antarctica/Troll"]),
)
def test_a_time_is_plain_where_the_clocks_show_it_once(time: dt.datetime, zone: str) -> None:
    there = time.replace(tzinfo=ZoneInfo(zone))
    once = there.utcoffset() == there.replace(fold=1).utcoffset()
    exists = there.astimezone(dt.UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == time
    assert _is_plain(there) == (once and exists)


def test_utc_needs_no_zone() -> None:
    text = SMALL.replace("Europe/Amsterdam", "UTC") + '[[talks]]\nid = "x"\ndate = 2026-05-11\n'
    assert "DTSTART:20260511T160000Z\n" in unfolded(exported(text))
    assert "VTIMEZONE" not in unfolded(exported(text))


# --- identity ---


def test_an_imported_identity_is_kept_and_a_domain_makes_ones_own_unique() -> None:
    assert the_event('date = 2026-05-11\nuid = "Tropical, 32/x"\n')["UID"] == "Tropical, 32/x"
    series = SMALL.replace("timezone", 'domain = "utwente.nl"\ntimezone')
    assert the_event("date = 2026-05-11\n", series)["UID"] == "x.mds@utwente.nl"


def test_a_free_slot_is_its_regular_date_wherever_it_has_moved() -> None:
    moved = "[[overrides]]\ndate = 2026-05-18\nmoved_to = 2026-05-20\n"
    uids = [(uid, each["DTSTART"]) for uid, each in events(exported(SMALL + moved, with_free=True)).items()]
    assert uids == [
        ("2026-05-11.mds@semctl", "20260511T160000"),
        ("2026-05-18.mds@semctl", "20260520T160000"),
        ("2026-05-25.mds@semctl", "20260525T160000"),
    ]


def test_two_free_slots_of_a_day_have_their_times_in_their_identities() -> None:
    text = SMALL.replace('"16:00"', '["15:00", "16:15"]').replace("count = 3", "count = 1")
    assert list(events(exported(text, with_free=True))) == ["2026-05-11T1500.mds@semctl", "2026-05-11T1615.mds@semctl"]


def test_a_talk_named_after_another_days_slot_does_not_become_it() -> None:
    text = SMALL + '[[talks]]\nid = "2026-05-11"\ndate = 2026-05-18\n'
    assert list(events(exported(text, with_free=True))) == [
        "2026-05-11.mds@semctl", "2026-05-11T1600.mds@semctl", "2026-05-25.mds@semctl"
    ]  # fmt: skip


def test_a_uid_given_twice_serves_once() -> None:
    text = SMALL + "".join(f'[[talks]]\nid = "{each}"\ndate = 2026-05-11\nuid = "u"\n' for each in "ba")
    assert list(events(exported(text))) == ["u", "b.mds@semctl"]


def test_one_talk_twice_is_refused() -> None:
    programme = a_programme(SMALL + '[[talks]]\nid = "x"\ndate = 2026-05-11\n')
    with pytest.raises(Refused, match=r'calendar identity "x\.mds@semctl"'):
        calendar([programme], [*programme.entries, *programme.entries])


# --- state ---


def test_an_unchanged_series_gives_the_same_bytes_on_any_day() -> None:
    old = exported(TWENTE, with_free=True)
    assert exported(TWENTE, with_free=True) == old
    assert exported(TWENTE, previous=old, now=NOW, with_free=True) == old
    assert exported(TWENTE, previous=old, with_free=True) == old


def state(event: dict[str, str]) -> tuple[str, str, str, str]:
    return event["SEQUENCE"], event["DTSTAMP"], event["LAST-MODIFIED"], event["CREATED"]


def test_a_changed_room_raises_the_sequence_of_that_event_alone() -> None:
    """The new stamp is never before the old one, which may lie on the day of a talk to come."""
    old = exported(TWENTE)
    text = TWENTE.replace('room = "RA 2503"', 'room = "RA 1"')
    new = exported(text, previous=old, now=NOW)
    before, after = events(old), events(new)
    assert [uid for uid in after if after[uid] != before[uid]] == ["kim.mds@utwente.nl"]
    assert state(before["kim.mds@utwente.nl"]) == ("0", *["20260528T000000Z"] * 3)
    assert state(after["kim.mds@utwente.nl"]) == ("1", "20260528T000001Z", "20260528T000001Z", "20260528T000000Z")
    assert exported(text, previous=new, now=NOW + dt.timedelta(days=9)) == new
    back = exported(TWENTE, previous=new, now=dt.datetime(2026, 6, 1, 8, tzinfo=dt.UTC))
    assert state(events(back)["kim.mds@utwente.nl"]) == (
        "2", "20260601T080000Z", "20260601T080000Z", "20260528T000000Z"
    )  # fmt: skip


def test_a_new_talk_is_stamped_with_its_own_day_never_by_the_clock() -> None:
    old = exported(SMALL + '[[talks]]\nid = "x"\ndate = 2026-05-11\n')
    text = SMALL + "".join(f'[[talks]]\nid = "{each}"\ndate = 2026-05-11\n' for each in "xy")
    assert state(events(exported(text, previous=old, now=NOW))["y.mds@semctl"]) == ("0", *["20260511T000000Z"] * 3)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('time = "16:00"', 'time = "16:15"'),
        ('time = "16:00"', 'time = "16:00"\nduration = "90 min"'),
        ('timezone = "Europe/Amsterdam"', 'timezone = "Europe/London"'),
        ('speaker = "Ada"', 'speaker = "Eva"'),
        ('speaker = "Ada"', 'speaker = "Ada"\naffiliation = "X"'),
        ('speaker = "Ada"', 'speaker = "Ada"\nstatus = "tentative"'),
        ('speaker = "Ada"', 'speaker = "Ada"\nstatus = "cancelled"'),
        ('speaker = "Ada"', 'speaker = "Ada"\nabstract = "A"'),
        ('speaker = "Ada"', 'speaker = "Ada"\ntags = ["a"]'),
        ('speaker = "Ada"', 'speaker = "Ada"\nurl = "https://x.org"'),
        ("timezone", 'contact = "a@x.org"\ntimezone'),
        ("timezone", 'short_name = "M"\ntimezone'),
    ],
)
def test_whatever_a_client_shows_counts_as_a_change(old: str, new: str) -> None:
    text = SMALL + '[[talks]]\nid = "x"\ndate = 2026-05-11\nspeaker = "Ada"\n'
    (event,) = events(exported(text.replace(old, new), previous=exported(text), now=NOW)).values()
    assert event["SEQUENCE"] == "1"


def test_what_no_client_shows_is_no_change() -> None:
    text = SMALL + '[[talks]]\nid = "x"\ndate = 2026-05-11\nspeaker = "Ada"\n'
    changed = text.replace('speaker = "Ada"', 'speaker = "Ada"\nhost = "Me"\nbio = "Born."')
    assert exported(changed, previous=exported(text), now=NOW) == exported(text)


def test_a_calendar_of_another_program_is_taken_over_with_its_sequence() -> None:
    previous = (
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u\\, \n 1\nSEQUENCE:4\nDTSTAMP:20270101T000000Z\nBEGIN:VALARM\nSEQUENCE:9\n"
        b"END:VALARM\nEND:VEVENT\nEND:VCALENDAR"
    )
    text = SMALL + '[[talks]]\nid = "x"\ndate = 2026-05-11\nuid = "u, 1"\n'
    (event,) = events(exported(text, previous=previous, now=NOW)).values()
    assert state(event) == ("5", "20270101T000001Z", "20270101T000001Z", "20270101T000000Z")


@pytest.mark.parametrize(
    "touch",
    [
        lambda data: data.replace(b"LOCATION:RA 2503", b"LOCATION:RA 1"),
        lambda data: data.replace(b"\r\n", b"\n"),
        lambda data: data.replace(b"\r\n ", b""),
        lambda data: re.sub(b"-[0-9a-f]{8}\r\n", b"-00000000\r\n", data),
    ],
    ids=["another room", "another line end", "unfolded", "another seal"],
)
def test_what_another_hand_made_of_an_event_is_undone(touch: Callable[[bytes], bytes]) -> None:
    """Its state stays: what clients are to be shown has not changed."""
    old = exported(TWENTE, with_free=True)
    touched = touch(old)
    assert touched != old
    assert exported(TWENTE, previous=touched, now=NOW, with_free=True) == old


def test_whoever_writes_the_lines_of_an_event_in_another_way_raises_form() -> None:
    """Else events would be taken over as an earlier version wrote them. After a change of either: both anew."""
    seals = "".join(re.findall("X-SEMCTL-HASH:.*-(.*)", TWENTE_ICS))
    assert (published.FORM, seals) == (2, "74806498d35e865fd0f8b722c7ab22ed8bebb662ac3be2ad")


def test_states_are_the_same_read_at_a_glance_and_line_by_line() -> None:
    data = exported(TWENTE + LONG_UID, with_free=True)
    at_a_glance = published.states(data)
    line_by_line = published.states(data.replace(b"\r\n", b"\n"))
    assert len(at_a_glance) == 6
    assert {uid: state._replace(event=b"") for uid, state in at_a_glance.items()} == line_by_line
    assert {state.event for state in line_by_line.values()} == {b""}


def test_what_no_client_shows_is_written_anew_without_a_change_of_the_sequence() -> None:
    """Invited and tentative are the same to a calendar; semctl itself tells them apart when it reads the file."""
    text = SMALL + '[[talks]]\nid = "x"\ndate = 2026-05-11\nspeaker = "Ada"\nstatus = "tentative"\n'
    invited = text.replace("tentative", "invited")
    (old,), (new,) = (events(each).values() for each in (exported(text), exported(invited, exported(text), NOW)))
    assert "X-SEMCTL-STATUS" not in old
    assert new["X-SEMCTL-STATUS"] == "invited"
    assert state(new) == state(old)


@pytest.mark.parametrize(
    ("previous", "why"),
    [
        (b"", "is empty"),
        (b"<!DOCTYPE html>\n<p>404", "does not begin with BEGIN:VCALENDAR"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:x", "is cut short"),
        (b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n", "ends a VEVENT that it has not begun"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nx", "has text outside of its calendar"),
        (b"\xff\xfe\x00", "is not UTF-8"),
    ],
)
def test_a_previous_file_that_is_no_calendar_stops_the_export(previous: bytes, why: str) -> None:
    """Going on without it would start every event anew, and clients would pass over the changes."""
    with pytest.raises(Unreadable) as caught:
        exported(SMALL, previous=previous, now=NOW)
    assert caught.value.says == f"the previous calendar cannot be read: it {why}"
    assert caught.value.hint
