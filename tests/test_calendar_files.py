"""Calendar files as they come: other programs' habits, and everything that may be broken in one."""

import datetime as dt
from pathlib import Path

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from semctl.importing import sources
from semctl.importing.beginning import Said, beginning, settled
from semctl.importing.found import Found, FoundTalk, Meeting
from semctl.importing.given import Given
from semctl.parse import parse
from semctl.problems import Unreadable
from semctl.programme import arrange
from semctl.tomltext.document import Document

TODAY = dt.date(2026, 6, 9)


def found_in(data: bytes, zone: str = "UTC") -> Found:
    return sources.read(Given(name="x.ics", data=data, today=TODAY, zone=zone))


def a_calendar(*events: str, head: str = "") -> bytes:
    """A calendar whose events have these lines; the first line of the first event is line 5, behind no head."""
    blocks = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//x//EN\n{head}{blocks}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


EVENT = """UID:1@x
DTSTART;TZID=Europe/Berlin:20260611T160000
DTEND;TZID=Europe/Berlin:20260611T170000
SUMMARY:Zoë Müller (Köln): On things"""
WHEN = "2026-06-11 16:00 Europe/Berlin, 1 h"
PLAIN = [f"{WHEN} | Zoë Müller (Köln) | On things | 1@x"]
WEEKLY = """UID:1@x
DTSTART;TZID=Europe/Berlin:20260611T160000
RRULE:FREQ=WEEKLY;COUNT=3
SUMMARY:Algebra Seminar"""
EXCEPTION = """UID:1@x
RECURRENCE-ID;TZID=Europe/Berlin:20260618T160000
DTSTART;TZID=Europe/Berlin:20260619T110000
SUMMARY:Ada Lovelace (London): Engines"""


def told(found: Found) -> list[str]:
    """A line for each talk, each date without one, and each remark."""
    dates = [f"{when(each)} | no talk" for each in found.meetings]
    return [*map(talk_line, found.talks), *dates, *map(str, found.remarks)]


def talk_line(talk: FoundTalk) -> str:
    assert talk.meeting
    people = talk.values.get("speakers") or [{"name": talk.values.get("speaker"), **talk.values}]
    who = ", ".join(f"{each['name']} ({each.get('affiliation', '')})" for each in people if each["name"])
    cells = (when(talk.meeting), who, talk.values.get("title"), talk.uid, talk.values.get("status"), *talk.doubts)
    return " | ".join(cell for cell in cells if cell)


def when(meeting: Meeting) -> str:
    clock = f" {meeting.time:%H:%M} {meeting.zone or 'anywhere'}" if meeting.time else ""
    said = ", ".join(str(value) for value in meeting.setting.values())
    return f"{meeting.date}{clock}{f', {said}' if said else ''}{'' if meeting.held else ', off'}"


# --- bytes and lines ---


@pytest.mark.parametrize(
    "data",
    [
        a_calendar(EVENT),
        b"\xef\xbb\xbf" + a_calendar(EVENT),
        a_calendar(EVENT).decode().encode("utf-16"),
        a_calendar(EVENT).decode().encode("utf-16-be").replace(b"\x00B\x00E", b"\xfe\xff\x00B\x00E", 1),
        a_calendar(EVENT).replace(b"Zo\xc3\xab", b"Zo\xc3\r\n \xab"),
        a_calendar(EVENT).replace(b"\r\n", b"\n"),
        a_calendar(EVENT).replace(b"\r\n", b"\r"),
        a_calendar(EVENT).replace(b"\r\n", b"\r\n\r\n"),
        a_calendar(EVENT).replace(b"things", b"thi\r\n\tngs"),
        a_calendar(EVENT).replace(b"BEGIN:VEVENT", b"begin:vevent").replace(b"SUMMARY", b"summary"),
        a_calendar(f"{EVENT}\nBEGIN:VALARM\nTRIGGER:-PT5M\nSUMMARY:Alarm\nEND:VALARM"),
        a_calendar(f"{EVENT}\nATTENDEE;CN=Secret:mailto:secret@x.org\nX-NOTHING:x"),
    ],
    ids=["plain", "bom", "utf-16", "utf-16-be", "split letter", "lf", "cr", "blank lines", "tab", "small", "alarm", "more"],
)  # fmt: skip
def test_however_a_file_is_written_it_says_the_same(data: bytes) -> None:
    assert told(found_in(data)) == PLAIN


@pytest.mark.parametrize(
    ("data", "remarks"),
    [
        (a_calendar(EVENT).decode().encode("latin-1"), ["odd: line 8: is not UTF-8; read as Windows-1252"]),
        (
            a_calendar(f"{EVENT}\nthis is no line"),
            ['left out: line 9: is no line of a calendar: "this is no line"'],
        ),
        (a_calendar(EVENT).replace(b"END:VEVENT\r\n", b""), ["odd: line 4: this event has no end of its own"]),
        (
            a_calendar(EVENT).partition(b"END:VEVENT")[0],
            ["odd: line 1: the file ends inside of this calendar", "odd: line 4: the file ends inside of this event"],
        ),
        (
            a_calendar(EVENT).partition(b"EN\r\n")[2],
            ["odd: line 1: this event stands outside of any calendar"],
        ),
        (a_calendar(EVENT, EVENT.replace("things", "more\nSEQUENCE:x")).replace(b"SUMMARY:Zo", b"SEQUENCE:1\r\nSUMMARY:Zo", 1),
         ["left out: line 11: an older version of the event of line 4"]),
        (
            a_calendar(EVENT, "UID:2@x\nSUMMARY:When?", "UID:3@x\nDTSTART:20261311\nSUMMARY:Then"),
            [
                'left out: line 10: "When?": an event without a start',
                'left out: line 16: "Then": an event whose start is not understood: "20261311" is no date',
            ],
        ),
        (a_calendar(f"{EVENT}\nDTSTAMP:x", head="BEGIN:VTODO\nSUMMARY:Buy\nEND:VTODO\n"), ["left out: line 4: a to-do is no talk"]),
        (a_calendar(f"{EVENT}\nCLASS:PUBLIC", EVENT.replace("1@x", "2@x\nCLASS:PRIVATE")),
         ['left out: line 11: "Zoë Müller (Köln): On things": an event that is marked private']),
        (
            a_calendar(EVENT, head="BEGIN:VTIMEZONE\nTZID:Europe/Berlin\nBEGIN:STANDARD\nTZOFFSETTO:x\nEND:VTIMEZONE\n"),
            ["odd: line 6: this STANDARD has no end of its own"],
        ),
    ],
    ids=["latin-1", "no name", "no end", "cut", "no beginning", "twice", "no start", "to-do", "private", "broken zone"],
)  # fmt: skip
def test_what_is_broken_is_named_by_its_line_and_the_rest_is_had(data: bytes, remarks: list[str]) -> None:
    assert told(found_in(data)) == [*PLAIN, *remarks]


def test_an_event_without_an_identity_is_known_by_its_day_and_speaker() -> None:
    assert told(found_in(a_calendar(EVENT.partition("\n")[2]))) == [
        f"{WHEN} | Zoë Müller (Köln) | On things",
        'odd: line 4: "Zoë Müller (Köln): On things": has no identity (UID); a second import knows it by its day and speaker',
    ]


def test_old_calendars_in_quoted_printable_are_read() -> None:
    event = "UID:1@x\nDTSTART:20260611T160000Z\nSUMMARY;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB =\nM=C3=BCller (K=C3=B6ln)"
    assert told(found_in(a_calendar(event))) == ["2026-06-11 16:00 UTC | Zoë Müller (Köln) | 1@x"]


def test_several_calendars_are_one_series() -> None:
    data = a_calendar(EVENT) + a_calendar(EVENT.replace("1@x", "2@x").replace("20260611", "20260618"))
    assert told(found_in(data)) == [
        *PLAIN,
        "2026-06-18 16:00 Europe/Berlin, 1 h | Zoë Müller (Köln) | On things | 2@x",
    ]


# --- times ---


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("DTEND;TZID=Europe/Berlin:20260611T170000\n", "", "2026-06-11 16:00 Europe/Berlin"),
        ("T170000", "T150000", "2026-06-11 16:00 Europe/Berlin | ends before it begins; its length is not taken"),
        ("T170000", "T160000", "2026-06-11 16:00 Europe/Berlin"),
        ("T170000", "T170030", WHEN),
        ("20260611T170000", "20260611T170000\nDURATION:PT3H", WHEN),
        ("DTEND;TZID=Europe/Berlin:20260611T170000", "DTEND:20260611T170000", WHEN),
        ("DTEND;TZID=Europe/Berlin:20260611T170000", "DTEND:20260611T150000Z", WHEN),
        ("DTEND;TZID=Europe/Berlin:20260611T170000", "DURATION:P999999999D",
         "2026-06-11 16:00 Europe/Berlin | would last 999,999,999 days; its length is not taken"),
        ("DTSTART;TZID=Europe/Berlin:20260611T160000\nDTEND;TZID=Europe/Berlin:20260611T170000",
         "DTSTART;;VALUE=DATE:20260611", "2026-06-11"),
        ("DTSTART;TZID=Europe/Berlin:20260611T160000\nDTEND;TZID=Europe/Berlin:20260611T170000",
         "DTSTART;VALUE=DATE:20260611\nDTEND;VALUE=DATE:20260613", "2026-06-11 | lasts 2 days"),
        ("20260611T160000", "2026-06-11T16:00:00", WHEN),
    ],
)  # fmt: skip
def test_when_an_event_begins_and_how_long_it_takes(old: str, new: str, line: str) -> None:
    day, _, doubt = line.partition(" | ")
    expected = f"{day} | Zoë Müller (Köln) | On things | 1@x{f' | {doubt}' if doubt else ''}"
    assert told(found_in(a_calendar(EVENT.replace(old, new)))) == [expected]


CUSTOM = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:{summer}
TZOFFSETTO:{winter}
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:{winter}
TZOFFSETTO:{summer}
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""
BERLIN = CUSTOM.format(name="Customized Time Zone", winter="+0100", summer="+0200")
ELSEWHERE = CUSTOM.format(name="Customized Time Zone", winter="+0117", summer="+0217")


@pytest.mark.parametrize(
    ("tzid", "head", "clock", "more"),
    [
        ("W. Europe Standard Time", "", "16:00 Europe/Berlin", []),
        ("/mozilla.org/20050126_1/Europe/Berlin", "", "16:00 Europe/Berlin", []),
        ("europe/berlin", "", "16:00 Europe/Berlin", []),
        ("America/Argentina/Buenos_Aires", "", "16:00 America/Argentina/Buenos_Aires", []),
        ("GMT+0200", "", "14:00 UTC", []),
        ("Customized Time Zone", BERLIN, "16:00 Europe/Berlin",
         ['understood: the zone "Customized Time Zone" has the clock of Europe/Berlin, and is taken for it']),
        ("Customized Time Zone", ELSEWHERE, "13:43 UTC", []),
        ('"(UTC+01:00) Amsterdam, Berlin, Bern"', "", "16:00 Europe/Amsterdam",
         ['understood: the zone "(UTC+01:00) Amsterdam, Berlin, Bern" is taken for Europe/Amsterdam, by its name']),
        ("(UTC+01:00) Amsterdam, Berlin, Bern", "", "16:00 Europe/Amsterdam",
         ['understood: the zone "(UTC+01:00) Amsterdam, Berlin, Bern" is taken for Europe/Amsterdam, by its name']),
    ],
)  # fmt: skip
def test_zones_by_whatever_name(tzid: str, head: str, clock: str, more: list[str]) -> None:
    data = a_calendar(EVENT.replace("Europe/Berlin", tzid), head=head)
    assert told(found_in(data)) == [f"2026-06-11 {clock}, 1 h | Zoë Müller (Köln) | On things | 1@x", *more]


def test_two_files_may_call_different_zones_the_same() -> None:
    """The calendar library remembers the first of them."""
    event = EVENT.replace("Europe/Berlin", "Customized Time Zone")
    for head, clock in ((ELSEWHERE, "13:43 UTC"), (BERLIN, "16:00 Europe/Berlin"), (ELSEWHERE, "13:43 UTC")):
        assert told(found_in(a_calendar(event, head=head)))[0].startswith(f"2026-06-11 {clock}, ")


def test_a_zone_that_has_the_clock_of_ones_own_is_that() -> None:
    data = a_calendar(EVENT.replace("Europe/Berlin", "Customized Time Zone"), head=BERLIN)
    assert told(found_in(data, "Europe/Rome"))[0].startswith("2026-06-11 16:00 Europe/Rome")


@pytest.mark.parametrize(
    ("tzid", "doubts"),
    [("", ["no time zone is said"]), (";TZID=Middle Earth", ['nobody knows the zone "Middle Earth"', "no time zone is said"])],
)  # fmt: skip
def test_a_time_without_a_zone_is_doubtful_unless_the_calendar_names_one(tzid: str, doubts: list[str]) -> None:
    event = EVENT.replace(";TZID=Europe/Berlin", tzid)
    line = "2026-06-11 16:00 anywhere, 1 h | Zoë Müller (Köln) | On things | 1@x"
    assert told(found_in(a_calendar(event))) == [" | ".join([line, *doubts])]
    named = found_in(a_calendar(event, head="X-WR-TIMEZONE:Europe/Berlin\n"))
    assert told(named) == [" | ".join([line, *doubts[:-1]])]
    assert dict(named.series) == {"timezone": "Europe/Berlin"}


@pytest.mark.parametrize(
    ("head", "tzids", "zone", "is_assumed"),
    [
        ("", ["Z"], "UTC", True),
        ("X-WR-TIMEZONE:Europe/Rome\n", ["Z"], "Europe/Rome", False),
        ("X-WR-TIMEZONE:Nowhere\n", ["Z", "Europe/Berlin"], "Europe/Berlin", False),
        ("X-WR-TIMEZONE:Europe/Rome\n", ["Europe/Berlin"], "Europe/Berlin", False),
        ("X-WR-TIMEZONE:Europe/Rome\n", ["Europe/Berlin", "Europe/Paris"], "Europe/Rome", False),
    ],
)
def test_the_zone_of_the_series(head: str, tzids: list[str], zone: str, *, is_assumed: bool) -> None:
    forms = [":20260611T160000Z" if tzid == "Z" else f";TZID={tzid}:20260611T160000" for tzid in tzids]
    events = [f"UID:{number}@x\nDTSTART{form}\nSUMMARY:T" for number, form in enumerate(forms)]
    found = found_in(a_calendar(*events, head=head))
    assert (found.series["timezone"], "timezone" in found.assumed) == (zone, is_assumed)


# --- events that repeat ---

DATES = [f"2026-06-{day} 16:00 Europe/Berlin | no talk" for day in ("11", "18", "25")]
UNNAMED = "understood: line 4: {} no speaker and no title of a talk: taken without one"


def test_what_repeats_and_names_nobody_are_dates() -> None:
    found = found_in(a_calendar(WEEKLY))
    assert told(found) == [*DATES, UNNAMED.format("3 dates name")]
    assert (found.series["name"], found.assumed["name"]) == ("Algebra Seminar", "what its dates are called")


@pytest.mark.parametrize("events", [(WEEKLY, EXCEPTION), (EXCEPTION, WEEKLY)])
def test_an_exception_takes_the_place_of_its_date(events: tuple[str, str]) -> None:
    talk = "2026-06-19 11:00 Europe/Berlin | Ada Lovelace (London) | Engines | 1@x_20260618T160000"
    assert told(found_in(a_calendar(*events)))[:3] == [talk, DATES[0], DATES[2]]


def test_an_exception_alone_is_taken() -> None:
    assert told(found_in(a_calendar(EXCEPTION))) == [
        "2026-06-19 11:00 Europe/Berlin | Ada Lovelace (London) | Engines | 1@x_20260618T160000",
        "odd: line 4: an exception of a repeating event that is not in the file; taken alone",
    ]


@pytest.mark.parametrize(
    ("rule", "days", "odd"),
    [
        ("RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;TZID=Europe/Berlin:20260618T160000", [11, 25], None),
        ("RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE:20260618T140000Z", [11, 25], None),
        ("RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;VALUE=DATE:20260618", [11, 25], None),
        ("RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE:", [11, 18, 25], None),
        ("RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE:never", [11, 18, 25], 'line 8: EXDATE: "never" is no date'),
        ("RRULE:FREQ=WEEKLY;UNTIL=20260618", [11, 18], None),
        ("RRULE:FREQ=WEEKLY;UNTIL=20260618T140000Z", [11, 18], None),
        ("RRULE:FREQ=WEEKLY;UNTIL=20260618T135959Z", [11], None),
        ("RRULE:FREQ=WEEKLY;UNTIL=20250101", [11], "line 7: repeats until 2025-01-01, before it begins; taken once"),
        ("RRULE:FREQ=SECONDLY", [11], "line 7: its rule is not followed, and it is taken once: FREQ=SECONDLY is not for a seminar"),
        ("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", [11],
         "line 7: its rule is not followed, and it is taken once: gives no date in ten years"),
        ("RRULE:FREQ=WEEKLY;BYDAY=FR;COUNT=2", [11, 12], "line 7: begins on a day that its own rule does not give"),
        ("RRULE:nonsense", [11], "line 7: its rule is not followed, and it is taken once: it has no FREQ"),
        ("RDATE;TZID=Europe/Berlin:20260612T160000,20260613T160000", [11, 12, 13], None),
        ("RDATE;VALUE=PERIOD:20260612T140000Z/PT1H", [11, 12], None),
        ("RDATE:", [11], None),
    ],
)  # fmt: skip
def test_rules_and_dates_of_what_repeats(rule: str, days: list[int], odd: str | None) -> None:
    found = found_in(a_calendar(WEEKLY.replace("RRULE:FREQ=WEEKLY;COUNT=3", rule)))
    meetings = [*found.meetings, *(talk.meeting for talk in found.talks if talk.meeting)]
    assert [each.date.day for each in meetings] == days
    remarks = [str(each) for each in found.remarks if "no speaker" not in each.says]
    assert remarks == ([f"odd: {odd}"] if odd else [])


@pytest.mark.parametrize(
    ("rule", "count", "odd"),
    [
        ("FREQ=DAILY;COUNT=1000000000", 367, "repeats 1000000000 times; its dates up to 2027-06-12 are taken"),
        ("FREQ=WEEKLY", 53, "repeats without an end; its dates up to 2027-06-12 are taken"),
        ("FREQ=DAILY;UNTIL=21991231", 367, "repeats on more than 1,000 days; its dates up to 2027-06-12 are taken"),
        ("FREQ=DAILY;COUNT=5000", 367, "repeats 5000 times; its dates up to 2027-06-12 are taken"),
    ],
)  # fmt: skip
def test_every_expansion_ends(rule: str, count: int, odd: str) -> None:
    found = found_in(a_calendar(WEEKLY.replace("FREQ=WEEKLY;COUNT=3", rule)))
    assert len(found.meetings) + len(found.talks) == count
    assert f"odd: line 7: {odd}" in [str(each) for each in found.remarks]


# --- texts ---


@pytest.mark.parametrize(
    ("lines", "line", "abstract"),
    [
        ("DESCRIPTION:An abstract\\, with $0<p<q$.\\n\\nEnd.", "On things", "An abstract, with $0<p<q$.\n\nEnd.\n"),
        ("DESCRIPTION:<p>Abstract: for $0<p<q$, see <a href=\"https://x.org\">this</a></p>", "On things",
         "for $0<p<q$, see this <https://x.org>"),
        ("DESCRIPTION:Titel: Über Dinge\\nZusammenfassung: Kurz.", "Über Dinge", "Kurz."),
        ("X-ALT-DESC;FMTTYPE=text/html:<b>Bold</b>", "On things", "Bold"),
        ("DESCRIPTION:One\u2028two\x0bthree", "On things", "One\ntwo\nthree\n"),
        ("DESCRIPTION:First\nsecond without a fold", "On things", "First\nsecond without a fold\n"),
    ],
)  # fmt: skip
def test_what_a_description_says(lines: str, line: str, abstract: str) -> None:
    (talk,) = found_in(a_calendar(f"{EVENT}\n{lines}")).talks
    assert (talk.values["title"], talk.values["abstract"]) == (line, abstract)


def test_identities_and_tags_may_hold_any_sign() -> None:
    (talk,) = found_in(a_calendar(EVENT.replace("1@x", "a/b\\,c") + "\nCATEGORIES:one\\,two,three\\\\,four")).talks
    assert (talk.uid, talk.values["tags"]) == ("a/b,c", ["one,two", "three\\", "four"])


def test_nobodys_address_is_taken() -> None:
    people = "ATTENDEE;CN=Secret:mailto:secret@x.org\nORGANIZER;CN=Hidden:mailto:hidden@x.org\nCONTACT:hidden@x.org"
    found = found_in(a_calendar(f"{EVENT}\n{people}"))
    text = beginning(settled(found, Said()), "x.ics")
    assert "secret" not in f"{found}{text}".lower()
    assert "hidden" not in f"{found}{text}".lower()


JOINING = """LOCATION:Room 5\\, Main Street 1
X-GOOGLE-CONFERENCE:https://meet.google.com/abc
DESCRIPTION:An abstract.\\n\\nJoin with Google Meet: https://meet.google.com/abc"""


def test_a_link_to_join_is_for_mails_alone() -> None:
    found = found_in(a_calendar(f"{EVENT}\n{JOINING}"))
    text = beginning(settled(found, Said()), "x.ics")
    assert text.count("meet.google.com") == 1
    assert 'join = { url = "https://meet.google.com/abc" }' in text
    assert 'abstract = "An abstract."' in text
    assert 'room = "Room 5"' in text
    assert '[rooms."Room 5"]\naddress = "Main Street 1"' in text


def test_what_all_events_say_is_said_of_the_series() -> None:
    more = "CATEGORIES:maths,{}\nURL:https://x.org/"
    events = [EVENT.replace("1@x", f"{tag}@x").replace("0611", day) + "\n" + more.format(tag)
              for tag, day in (("a", "0611"), ("b", "0618"))]  # fmt: skip
    found = found_in(a_calendar(*events, head="NAME:MDS Seminar\nX-WR-CALNAME:Other\n"))
    assert dict(found.series) == {
        "name": "MDS Seminar", "timezone": "Europe/Berlin", "topics": ["maths"], "url": "https://x.org/",
    }  # fmt: skip
    assert [talk.values.get("tags") for talk in found.talks] == [["a"], ["b"]]
    assert "url" not in found.talks[0].values


@pytest.mark.parametrize("name", ["Kalender", "ada@x.org", "researchseminars.org", "My Calendar"])
def test_names_that_say_nothing_are_no_name_of_a_series(name: str) -> None:
    found = settled(found_in(a_calendar(EVENT, head=f"X-WR-CALNAME:{name}\n")), Said())
    assert (found.series["name"], found.series["id"]) == ("Seminar", "seminar")
    assert set(found.assumed) == {"name", "id"}


# --- anything at all ---

PIECES = [
    "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "END:VTIMEZONE", "TZID:Z",
    "BEGIN:STANDARD", "END:STANDARD", "TZOFFSETTO:+0130", "TZOFFSETFROM:-9959", "RRULE:FREQ=YEARLY;BYMONTH=13;BYDAY=9XX",
    "DTSTART;TZID=Z:20260611T160000", "DTSTART:20260329T023000Z", "DTSTART;VALUE=DATE:20260230", "DTEND:19000101",
    "DTEND;TZID=Z:20260611T170000", "DURATION:-PT1H", "RRULE:FREQ=WEEKLY;COUNT=3", "RRULE:FREQ=DAILY;UNTIL=x;COUNT=-1",
    "EXDATE;TZID=Z:20260611T160000,x", "RDATE:20260612", "RECURRENCE-ID:20260611T160000Z", "UID:1", "UID:2",
    "SEQUENCE:99999999999999999999", "STATUS:CANCELLED", "SUMMARY:CANCELLED: \\,\\n;", "SUMMARY:A B (C): D", "SUMMARY:",
    "DESCRIPTION:Title: <a href='x'>T</a>\\nby A B as part of C\\n\\nAbstract\\nx", "DESCRIPTION:\\", "LOCATION:, ,",
    "LOCATION:https://zoom.us/j/1", "URL:javascript:x", "CATEGORIES:,\\,", "PRODID:-//semctl//semctl//EN", "X-WR-CALNAME:S",
    "X-WR-TIMEZONE:Mars/Base", "NAME;x;;=:", "no name", ":", ";", " folded", "\x00\x01", "\ud83d",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=25), st.binary(max_size=8), st.integers(0, 400))
def test_whatever_is_in_a_file_gives_a_report_and_a_series_without_errors(
    pieces: list[str], junk: bytes, at: int
) -> None:
    data = "\r\n".join(["BEGIN:VCALENDAR", *pieces]).encode(errors="surrogatepass")
    try:
        found = found_in(data[:at] + junk + data[at:])
    except Unreadable as unreadable:  # not even the beginning is that of a calendar
        assert unreadable.hint
        return
    new = settled(found, Said())
    parsed = parse(Document.read(beginning(new, "x.ics")))
    wrong = [*parsed.problems, *arrange(parsed.book, TODAY).problems]
    assert [str(each) for each in wrong] == []
    assert len(parsed.book.talks) == len(found.talks)


# --- every file of the calendar library's own tests ---

CORPUS = sorted((Path(icalendar.__file__).parent / "tests").rglob("*.ics"))


def test_the_corpus_is_there() -> None:
    assert len(CORPUS) > 150


@pytest.mark.slow
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_every_file_ends_in_a_report_and_a_sound_series(path: Path) -> None:
    try:
        found = found_in(path.read_bytes())
    except Unreadable as unreadable:
        assert unreadable.hint
        return
    assert found.talks or found.meetings or found.remarks or b"VEVENT" not in path.read_bytes().upper()
    parsed = parse(Document.read(beginning(settled(found, Said()), path.name)))
    assert [*parsed.problems, *arrange(parsed.book, TODAY).problems] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "data",
    [
        b"BEGIN:VCALENDAR\r\n" + a_calendar(EVENT)[47:-15] * 90_000,
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260101T100000Z\r\nSUMMARY:" + b"x" * 30_000_000,
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260101T100000Z\r\nSUMMARY:x" + b"\r\n x" * 5_000_000,
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 500_000,
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X\r\n" * 500_000,
        b"BEGIN:VCALENDAR\r\n" + b"junk\r\n" * 500_000,
        b"".join(a_calendar(WEEKLY.replace("1@x", f"{n}@x").replace("COUNT=3", "COUNT=999")) for n in range(200)),
        a_calendar(
            f"DTSTART:20260101T100000Z\nSUMMARY:A B ({'(a ' * 50_000}\nDESCRIPTION:Speaker: {'and (, ' * 50_000}"
        ),
        a_calendar(f"DTSTART:20260101T100000Z\nDESCRIPTION:{'<a href=x ' * 50_000}{'&#' * 50_000}{'$x ' * 50_000}"),
    ],
    ids=["events", "line", "folds", "begin", "nested", "junk", "rules", "brackets", "html"],
)
def test_giant_files_end_in_a_report(data: bytes) -> None:
    found = found_in(data)
    assert len(found.talks) + len(found.meetings) <= 10_000
    assert found.remarks


@pytest.mark.parametrize(
    ("rule", "schedule"),
    [
        ("FREQ=WEEKLY;COUNT=2", 'every = "week"\nweekday = "Thursday"\n'),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=4", 'every = "2 weeks"\nweekday = "Thursday"\n'),
        ("FREQ=WEEKLY;INTERVAL=5;COUNT=3", 'every = "5 weeks"\nweekday = "Thursday"\n'),
        ("FREQ=MONTHLY;BYDAY=2TH;COUNT=3", 'every = "month"\nweekday = "second Thursday"\n'),
        ("FREQ=MONTHLY;BYDAY=TH;BYSETPOS=2;COUNT=3", 'every = "month"\nweekday = "second Thursday"\n'),
        ("FREQ=DAILY;COUNT=2", "dates = [2026-06-11, 2026-06-12]\n"),
        ("FREQ=MONTHLY;BYDAY=THX,9TU;COUNT=2", "dates = [2026-06-11]\n"),
    ],
)
def test_the_rule_of_a_repeating_event_is_the_rule_of_the_series(rule: str, schedule: str) -> None:
    data = a_calendar(WEEKLY.replace("FREQ=WEEKLY;COUNT=3", rule))
    text = beginning(settled(found_in(data), Said()), "a.ics")
    assert f'[schedule]\n{schedule}time = "16:00"\n' in text
