"""Tables and cards as they are printed; the JSON forms are compared in test_commands."""

import datetime as dt
import time
from zoneinfo import ZoneInfo

import pytest

from semctl import forms, listing, terminal
from semctl.listing import Look
from semctl.model import PrivateNotes
from semctl.programme import Programme
from tests.books import SERIES, a_programme, day

RICH_SERIES = SERIES + 'also_times = ["America/New_York", "Asia/Tokyo"]\n'
SLOTS = """
[schedule]
every = "week"
time = ["15:00", "16:15"]
start = 2026-06-01
end = 2026-06-15

[[overrides]]
date = 2026-06-01
at = "15:00"
moved_to = 2026-06-03
time = "11:00"
reason = "strike"
note = "Note the day"

[[overrides]]
date = 2026-06-08
at = "15:00"
cancelled = true
reason = "Whit Monday"

[[overrides]]
date = 2026-06-09
extra = true
time = "10:00"

[[talks]]
id = "many"
date = 2026-06-03
[[talks.speakers]]
name = "Ann"
affiliation = "University of A"
affiliation_short = "A"
[[talks.speakers]]
name = "漢字"

[[talks]]
id = "off"
date = 2026-06-09
speaker = "C"
title = "T"
status = "cancelled"
reason = "ill"

[[talks]]
id = "planned"
title = "Getting together"
status = "invited"
"""


def noon(programme: Programme) -> dt.datetime:
    return dt.datetime.combine(day("2026-06-08"), dt.time(12), ZoneInfo(programme.book.series.timezone))


def printed(table: listing.Table) -> str:
    return "\n".join(terminal.plain_lines(table)) + "\n"


def test_the_table_of_slots() -> None:
    programme = a_programme(SLOTS)
    table = listing.slot_table(programme, programme.slots, {day("2026-06-15"): "A feast"}, noon(programme))
    assert (
        printed(table)
        == """\
  Date             Time   Room  Slot                                           Talk                  Note
  Mon 1 Jun 2026   16:15  R     regular                                        free
  Wed 3 Jun 2026   11:00  R     moved from Mon 1 Jun 2026, retimed from 15:00  Ann (A), 漢字 [many]  strike; Note the day
- Mon 8 Jun 2026   15:00  R     cancelled                                                            Whit Monday
  Mon 8 Jun 2026   16:15  R     regular                                        free
  Tue 9 Jun 2026   10:00  R     extra                                          free
  Mon 15 Jun 2026  15:00  R     regular                                        free                  A feast
  Mon 15 Jun 2026  16:15  R     regular                                        free                  A feast
"""
    )
    assert [row.look for row in table.rows] == [
        Look.OVER, Look.OVER, Look.STRUCK, Look.FREE, Look.FREE, Look.FREE, Look.FREE,
    ]  # fmt: skip


def test_the_table_of_talks() -> None:
    programme = a_programme(SLOTS)
    assert (
        printed(listing.talk_table(programme.entries, noon(programme)))
        == """\
  Date            Time   Room  Speaker        Title             Note                                                                 Talk
  Wed 3 Jun 2026  11:00  R     Ann (A), 漢字  T.b.a.            moved from Mon 1 Jun 2026, retimed from 15:00; strike; Note the day  many
- Tue 9 Jun 2026  10:00  R     C              T                 cancelled; ill                                                       off
  no date yet                                 Getting together  invited                                                              planned
"""
    )


def test_a_card_has_all_that_is_known_and_other_zones_times() -> None:
    toml = (
        RICH_SERIES
        + """
[rooms.R]
address = "Main Street 1"
[schedule]
dates = [2026-06-08]
time = "16:00"
duration = "90 min"
mode = "hybrid"
join = { url = "https://j.example", show = "public" }
[[talks]]
id = "a"
date = 2026-06-08
speaker = "Ann"
affiliation = "University of A"
title = "T"
abstract = "First.\\n\\nSecond."
bio = "B"
host = "H"
joint_with = "AS"
tags = ["x", "y"]
language = "de"
slides = "s.pdf"
"""
    )
    (entry,) = a_programme(toml).entries
    assert listing.card(entry) == (
        ("Talk", "x/a"),
        ("Speaker", "Ann (University of A)"),
        ("Title", "T"),
        ("When", "Monday, 8 June 2026, 16:00–17:30 (Europe/Amsterdam)"),
        ("America/New_York", "10:00"),
        ("Asia/Tokyo", "23:00"),
        ("Where", "R, Main Street 1"),
        ("Online", "hybrid, https://j.example"),
        ("Host", "H"),
        ("Joint with", "AS"),
        ("Language", "de"),
        ("Tags", "x, y"),
        ("Slides", "s.pdf"),
        ("Abstract", "First.\n\nSecond."),
        ("Bio", "B"),
    )


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ('mode = "hybrid"', "hybrid"),
        ('mode = "hybrid"\nonline = "via Teams"', "hybrid, via Teams"),
        ('mode = "online"\njoin = { url = "https://j", passcode = "1" }', "online, link by mail"),
        (
            'mode = "online"\njoin = { url = "https://j", passcode = "1", show = "public" }',
            "online, https://j, passcode 1",
        ),
        ('mode = "in-person"', None),
    ],
)
def test_a_join_link_is_shown_only_where_it_is_public(how: str, told: str | None) -> None:
    toml = f'[schedule]\ndates = [2026-06-08]\ntime = "16:00"\n{how}\n[[talks]]\nid = "a"\ndate = 2026-06-08\n'
    (entry,) = a_programme(toml).entries
    assert dict(listing.card(entry)).get("Online") == told
    link = forms.card_json(entry)["links"]["join"]
    assert link == ("https://j" if told and "https" in told else None)


def test_private_notes_are_on_a_card_only_if_handed_in() -> None:
    (entry,) = a_programme('[[talks]]\nid = "a"\n').entries
    notes = PrivateNotes(talks={"a": {"phone": 1}})
    assert ("Private: phone", "1") in listing.card(entry, notes)
    assert all("Private" not in label for label, _ in listing.card(entry))


def test_a_break_in_a_line() -> None:
    book = a_programme(
        "[[breaks]]\nfrom = 2026-12-21\nto = 2027-01-08\nreason = 'Christmas'\n[[breaks]]\nfrom = 2026-05-05\nto = 2026-05-05\n"
    ).book
    assert [listing.break_words(pause) for pause in book.breaks] == [
        "no seminar from 21 December 2026 to 8 January 2027: Christmas",
        "no seminar on Tuesday, 5 May 2026",
    ]


def test_columns_stand_straight_with_wide_letters() -> None:
    rows = (listing.Row(cells=("漢字", "a")), listing.Row(cells=("e\u0301", "b")), listing.Row(cells=("abcd", "c")))
    assert list(terminal.plain_lines(listing.Table(columns=("X", "Y"), rows=rows))) == [
        "X     Y", "漢字  a", "e\u0301     b", "abcd  c",
    ]  # fmt: skip


def test_ten_thousand_slots_are_told_in_no_time() -> None:
    programme = a_programme('[schedule]\nrrule = "FREQ=DAILY"\ntime = "16:00"\nstart = 2026-01-01\ncount = 10000\n')
    began = time.process_time()
    assert len([forms.slot_json(programme, slot, {}) for slot in programme.slots]) == 10_000
    assert time.process_time() - began < 2
