"""Pasted pages and mails: days, times, who and what in them, whole seeds, and bad input."""

import datetime as dt
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from semctl.dates import long_day, plain_day, short_day
from semctl.importing.found import Found
from semctl.importing.given import Given
from semctl.importing.sources import read
from semctl.importing.texts import forms, sentences, zones
from semctl.importing.texts.clocks import clocks_in
from semctl.importing.texts.named import days_in
from semctl.importing.texts.wheres import where
from semctl.languages import every_language
from semctl.problems import Unreadable
from tests.books import run

SEEDS = Path(__file__).parent / "texts" / "seeds"
TODAY = dt.date(2026, 11, 22)


def found(text: str | bytes, *, today: dt.date = TODAY, zone: str = "Europe/Berlin") -> Found:
    data = text if isinstance(text, bytes) else text.encode()
    return read(Given(name="-", data=data, today=today, zone=zone))


def told(text: str | bytes, **more: Any) -> list[tuple[str, str, str, str]]:
    """Day, time, names and title of each talk."""
    return [
        (
            str(talk.meeting.date) if talk.meeting else "no day",
            f"{talk.meeting.time:%H:%M}" if talk.meeting and talk.meeting.time else "",
            " & ".join(talk.names),
            str(talk.values.get("title", "")),
        )
        for talk in found(text, **more).talks
    ]


# --- the seeds, whole ---


@pytest.mark.parametrize(
    ("name", "zone"), [("twente", "Europe/Amsterdam"), ("genova", "Europe/Rome"), ("munich", "Europe/Berlin")]
)
def test_a_page_becomes_the_series_that_a_careful_person_would_type(name: str, zone: str, here: Path) -> None:
    page = SEEDS / f"{name}.txt"
    ran = run("import", str(page), "--into", "new.toml", "--timezone", zone, "--yes")
    assert ran.code == 0, ran.err
    text = (here / "new.toml").read_text("utf-8")
    if os.environ.get("SEMCTL_UPDATE"):
        page.with_suffix(".toml").write_text(text, "utf-8")
        page.with_suffix(".report").write_text(ran.out, "utf-8")
    assert text == page.with_suffix(".toml").read_text("utf-8")
    assert ran.out == page.with_suffix(".report").read_text("utf-8")
    again = run("-f", "new.toml", "import", str(page), "--update", "--yes")
    assert (again.code, again.err) == (0, "nothing to take\n")


def test_the_page_of_the_shipped_series_brings_nothing_new(here: Path) -> None:
    shipped = Path(__file__).parent.parent / "seminars.toml"
    (here / "seminars.toml").write_text(shipped.read_text("utf-8"), "utf-8")
    ran = run("import", str(SEEDS / "twente.txt"), "--yes")
    assert (ran.code, ran.err) == (0, "nothing to take\n")
    assert ran.out.startswith("twente.txt: a text in English; 5 talks (4 there already, 1 with differences)\n")
    assert (here / "seminars.toml").read_text("utf-8") == shipped.read_text("utf-8")


# --- days and times ---


@pytest.mark.parametrize(
    ("text", "day", "weekday"),
    [
        ("8 JUNe 2026, 15:15 (RA 2504)", (2026, 6, 8), None),
        ("30/05/2022", (2022, 5, 30), None),
        ("May 30th 2022, 16:00", (2022, 5, 30), None),
        ("Am Donnerstag, 29. Juni 2023 um 16:30 Uhr spricht", (2023, 6, 29), 3),
        ("Do. 29.6.2023, 16.30 Uhr", (2023, 6, 29), 3),
        ("2026-05-11 4 p.m.", (2026, 5, 11), None),
        ("2026-05-11T16:00", (2026, 5, 11), None),
        ("lundi 3 mars 2025 à 14h30", (2025, 3, 3), 0),
        ("le 1er mars 2025", (2025, 3, 1), None),
        ("mercoledì 12 marzo ore 15.00", (None, 3, 12), 2),
        ("GIOVEDI' 8 MAGGIO 2025", (2025, 5, 8), 3),
        ("maandag 2 juni om 16.00 uur", (None, 6, 2), 0),
        ("mar 3 mars 2025", (2025, 3, 3), 1),
        ("11 May ’26", (2026, 5, 11), None),
        ("11 May 2026 (Monday)", (2026, 5, 11), 0),
        ("29. 6. 2023", (2023, 6, 29), None),
        ("Mon 16.05. 14:00", (None, 5, 16), 0),
    ],
)  # fmt: skip
def test_a_day_is_found_in_any_usual_spelling(text: str, day: tuple[int, ...], weekday: int | None) -> None:
    (named,) = days_in(text)
    assert ((named.year, named.month, named.day), named.weekday) == (day, weekday)


@pytest.mark.parametrize(
    "text",
    ["in 2019", "May 2026", "18 may be too many", "room 4/39", "ratio 3/4.5", "March 14h", "16:30", "1998-2014", "§ 3.4",
     "Section 12.1.3", "arXiv:2501.99999", "https://example.org/2026/13/45"],
)  # fmt: skip
def test_figures_that_are_no_day(text: str) -> None:
    assert [each for each in days_in(text) if not each.shaky] == []


@pytest.mark.parametrize(
    ("text", "start", "end", "zone"),
    [
        ("um 16:30 Uhr spricht", "16:30", None, ""),
        ("16.30 Uhr", "16:30", None, ""),
        ("4 p.m.", "16:00", None, ""),
        ("à 14h30", "14:30", None, ""),
        ("ore 15", "15:00", None, ""),
        ("16u00", "16:00", None, ""),
        ("16 c.t.", "16:15", None, ""),
        ("16 Uhr (s.t.)", "16:00", None, ""),
        ("14–15 Uhr c.t.", "14:15", "15:00", ""),
        ("2-3pm", "14:00", "15:00", ""),
        ("11-1pm", "11:00", "13:00", ""),
        ("dalle ore 15:00 alle ore 16:00", "15:00", "16:00", ""),
        ("de 14h à 15h30", "14:00", "15:30", ""),
        ("from 4 to 5 pm", "16:00", "17:00", ""),
        ("16:00 - 5 talks", "16:00", None, ""),
        ("at noon", "12:00", None, ""),
        ("4pm London time", "16:00", None, "london time"),
        ("16:00 (UTC+2)", "16:00", None, "utc+2"),
    ],
)
def test_a_time_is_found(text: str, start: str, end: str | None, zone: str) -> None:
    (clock,) = clocks_in(text)
    until = f"{clock.until:%H:%M}" if clock.until else None
    assert (f"{clock.time:%H:%M}", until, clock.zone, clock.shaky) == (start, end, zone, False)


@pytest.mark.parametrize("text", ["Room 5", "at 4", "25:00", "https://x.org/16:00", "3 %", "L 2"])
def test_figures_that_are_no_time(text: str) -> None:
    assert [clock for clock in clocks_in(text) if not clock.shaky] == []


@pytest.mark.parametrize(
    ("name", "month", "home", "expected"),
    [
        ("cet", 1, "Europe/Amsterdam", zones.Told(None)),
        ("cet", 6, "Europe/Amsterdam", zones.Told(None, 'says "CET" on a day on which the clock there is another')),
        ("london time", 6, "Europe/Rome", zones.Told("Europe/London")),
        ("heure de paris", 6, "Europe/Berlin", zones.Told(None)),
        ("utc+2", 6, "Europe/Berlin", zones.Told(None)),
        ("utc-5", 6, "Europe/Berlin", zones.Told("Etc/GMT+5")),
        ("est", 1, "Europe/Berlin", zones.Told("America/New_York")),
        ("local time", 1, "Europe/Berlin", zones.Told(None)),
    ],
)
def test_the_zone_of_a_time(name: str, month: int, home: str, expected: zones.Told) -> None:
    assert zones.zone(name, dt.date(2026, month, 12), dt.time(16), home) == expected


def test_days_and_times_that_are_written_are_read_back() -> None:
    """Every way in which semctl writes a day, and the usual others, with every way of a time beside it."""
    times = [
        "{:%H:%M}",
        "{:%H.%M} Uhr",
        "ore {:%H:%M}",
        "om {:%H.%M} uur",
        "à {:%Hh%M}",
        "{:%I:%M %p}",
        "{:%H:%M}–23:45",
    ]
    joints = ["{d}, {t}", "{d} {t}", "{d} - {t}", "{d} ({t})", "{t}, {d}", "{d} | {t}", "{d}, {t}, Room 5"]
    wrong = []
    for number in range(140):
        day = dt.date(2019, 1, 1) + dt.timedelta(days=number * 7919 % 4000)
        at = dt.time(8 + number % 12, number * 5 % 60)
        told_in = every_language()[number % 5]
        code, weekday, month = told_in.code, told_in.weekdays[day.weekday()], told_in.months[day.month - 1]
        short, brief = told_in.weekdays_short[day.weekday()], told_in.months_short[day.month - 1]
        days = [
            long_day(day, code), short_day(day, code), plain_day(day, code), f"{weekday.upper()} {day.day} {month.upper()} "
            f"{day.year}", f"{short} {day:%d/%m/%Y}", f"{day.day}. {brief}. {day.year}", f"{day:%Y-%m-%d}",
            f"{weekday}, {month} {day.day}, {day.year}", f"{short}, {day.day}.{day.month}.{day:%y}", f"{day.day}-{brief}-{day.year}",
        ]  # fmt: skip
        said = joints[number % 7].format(d=days[number % len(days)], t=times[number // 7 % 7].format(at))
        if told(f"{said}\nTom Jacobs (CISPA)\nOn weights\n") != [(str(day), f"{at:%H:%M}", "Tom Jacobs", "On weights")]:
            wrong.append(said)
    assert wrong == []


# --- which day is meant ---


def test_the_day_comes_first_unless_the_text_says_otherwise() -> None:
    one = "{}: Ada Lovelace (Cambridge), Engines\n{}: Tom Jacobs (CISPA), Weights\n"
    assert [day for day, *_ in told(one.format("5/6/2026", "9/6/2026"))] == ["2026-06-05", "2026-06-09"]
    assert [day for day, *_ in told(one.format("5/6/2026", "5/20/2026"))] == ["2026-05-06", "2026-05-20"]
    assert [day for day, *_ in told(one.format("Wed 5/6/2026", "Sat 5/9/2026"))] == ["2026-05-06", "2026-05-09"]
    assert [day for day, *_ in told(one.format("13/6/2026", "5/20/2026"))] == ["2026-06-13", "2026-05-20"]
    assert [day for day, *_ in told(one.format("13/6/2026, 4pm EST", "5/6/2026"))] == ["2026-06-13", "2026-06-05"]


def test_an_order_that_nothing_tells_is_refused() -> None:
    text = "5/6/2026, 4 p.m. EST: Ada Lovelace (Cambridge), Engines\n"
    (talk,) = found(text, zone="America/New_York").talks
    assert talk.meeting is None
    assert talk.doubts[0] == '"5/6/2026" may have the day or the month first'


def test_a_day_that_contradicts_its_weekday_is_refused_and_told() -> None:
    (talk,) = found("Monday 12 May 2026, 16:00\nTom Jacobs (CISPA)\nWeights\n").talks
    assert (talk.meeting, talk.names, talk.line) == (None, ("Tom Jacobs",), 1)
    assert talk.doubts == ('"Monday 12 May 2026" is no Monday: Tuesday, 12 May 2026',)
    (talk,) = found("31 June 2026, 16:00\nTom Jacobs (CISPA)\nWeights\n").talks
    assert (talk.meeting, talk.doubts) == (None, ('there is no day "31 June 2026"',))


@pytest.mark.parametrize(
    ("heading", "days"),
    [
        ("Algebra seminar, winter term 2024/25", ["2024-10-14", "2025-01-13"]),
        ("Algebra seminar 2023", ["2023-10-14", "2023-01-13"]),
        ("", ["2026-10-14", "2027-01-13"]),
    ],
)
def test_the_year_is_the_one_of_the_heading(heading: str, days: list[str]) -> None:
    text = f"{heading}\n\n14 October: Ada Lovelace (Cambridge), Engines\n13 January: Tom Jacobs (CISPA), Weights\n"
    assert [day for day, *_ in told(text)] == days
    doubts = [each for talk in found(text).talks for each in talk.doubts]
    assert bool(doubts) == (not heading)


def test_days_without_a_year_are_the_ones_whose_weekday_fits() -> None:
    text = "Thu 14 October: Ada Lovelace (Cambridge), Engines\n"
    assert told(text, today=dt.date(2022, 3, 1))[0][0] == "2021-10-14"
    text = "Thu 13 October: Ada Lovelace (Cambridge), Engines\n"
    assert told(text, today=dt.date(2022, 3, 1))[0][0] == "2022-10-13"


def test_the_usual_weekday_tells_the_year() -> None:
    text = (
        "Algebra, every Tuesday at 3pm in room 2.17.\n\nOct 6 - Ana Ferreira (Lisbon): Curves\nOct 20 - Bo Li: Trees\n"
    )
    assert [each[:2] for each in told(text, today=dt.date(2026, 12, 24))] == [
        ("2026-10-06", "15:00"),
        ("2026-10-20", "15:00"),
    ]
    assert [talk.doubts for talk in found(text, today=dt.date(2026, 12, 24)).talks] == [(), ()]


def test_days_of_history_are_no_talks() -> None:
    text = "12 May 2026, 16:00\nTom Jacobs (CISPA)\nCurves\nAbstract: On 3 March 1821 a curve was born.\n"
    assert [day for day, *_ in told(f"{text}12 June 1830 was the day it died.\n14 July is another.\n")] == [
        "2026-05-12"
    ]


ONE = "Tue 6 October 2026, 16:00, Room 5\nAna Ferreira (Lisbon)\nCurves and friends\n"


@pytest.mark.parametrize(
    "text",
    [
        f"{ONE}\nAbstract submission deadline: 1 September 2026\nRegistration closes on 15 September 2026.\n",
        f"Deadline 1 September 2026\n\n{ONE}",
        f"{ONE}\nSee also: Workshop on Curves, 10-12 November 2026, Porto\n",
        f"News\n12 September 2026: The programme is online.\n1 October 2026: A new coordinator\n\nProgramme\n\n{ONE}",
        f"© 2019-2026 Example University. Last change: 7 Sept 2026\n{ONE}",
        f"{ONE}\nFirst seminar: 3 October 1998\n",
        f"October 2026\nMo Tu We Th Fr Sa Su\n1 2 3 4\n5 6 7 8 9 10 11\n\n{ONE}",
        f"v1.2.3 released 4.5.2026\n{ONE}",
        f"Tel. 030/12-34 56.78.90\nRoom 12.10.20\n{ONE}",
        f"{ONE}Abstract: Three dates.\n1 March 1901: birth.\n2 April 1950: theorem.\n3 May 2020: proof.\n",
        f"{ONE}Bio: Since 1 October 2020 professor in Lisbon.\n12 May 2015: doctorate.\n",
        f"Seminar from 5 October to 18 December 2026\n{ONE}",
        f"Exam: 3 February 2027\nHolidays: 21 December 2026 - 3 January 2027\n{ONE}",
        ONE.replace("2026,", "2026 (moved from 29 September 2026),"),
    ],
    ids=lambda text: repr(text[:40]),
)  # fmt: skip
def test_other_days_of_a_page_are_no_talks(text: str) -> None:
    assert told(text) == [("2026-10-06", "16:00", "Ana Ferreira", "Curves and friends")]
    assert [str(each.date) for each in found(text).meetings] == []
    (talk,) = found(text).talks
    assert talk.meeting is not None
    assert talk.meeting.setting["room"] == "Room 5"
    doubts = talk.doubts
    assert doubts == (('another day stands there: "10-12 November 2026"',) if "Workshop" in text else ())


def test_a_further_day_in_a_sentence_is_told() -> None:
    text = (
        "Am 6. Oktober 2026 spricht Ana Ferreira (Lissabon) über Kurven, am 13. Oktober 2026 Bo Li (Peking) über Netze."
    )
    assert told(text) == [("2026-10-06", "", "Ana Ferreira", "Kurven")]
    says = [str(each) for each in found(text).remarks]
    assert says == ['left out: line 1: a further day, "13. Oktober 2026", is not taken']


@pytest.mark.parametrize(
    ("said", "zone", "assumed"),
    [
        ("4pm London time", "Europe/London", False),
        ("16:00 (heure de Paris)", "Europe/Paris", False),
        ("16:00 CEST", "Europe/Paris", True),
        ("16:00", None, False),
    ],
)
def test_a_zone_that_the_text_names_is_the_one_of_the_series(said: str, zone: str | None, *, assumed: bool) -> None:
    series = found(ONE.replace("16:00", said), zone="UTC")
    assert (series.series.get("timezone"), "timezone" in series.assumed) == (zone, assumed)


def test_a_link_below_an_abstract_is_how_to_join() -> None:
    text = f"{ONE}Abstract: We count.\n\nIl seminario si potrà seguire anche online: https://meet.example.it/geo\n"
    (talk,) = found(text).talks
    assert talk.values["abstract"] == "We count."
    assert talk.meeting is not None
    assert talk.meeting.setting["join"] == {"url": "https://meet.example.it/geo"}
    assert talk.meeting.setting["mode"] == "hybrid"


def test_the_sentence_of_a_rule_names_its_first_day_and_no_talk() -> None:
    page = "<h1>AG Logik, Sommersemester 2025</h1><p>Mittwochs, 10:15 Uhr, Raum 404, Beginn 16. April 2025</p><table>"
    page += "<tr><th>Datum</th><th>Vortragende/r</th><th>Thema</th></tr><tr><td>16.4.</td><td>Lea Vogt</td><td>Forcing"
    page += "</td></tr><tr><td>23.4.</td><td colspan=2>Osterpause</td></tr></table>"
    whole = found(page)
    assert told(page) == [("2025-04-16", "10:15", "Lea Vogt", "Forcing")]
    assert [(str(each.date), each.held, each.reason) for each in whole.meetings] == [
        ("2025-04-23", False, "Osterpause")
    ]
    assert (whole.series["name"], whole.talks[0].meeting and whole.talks[0].meeting.setting) == (
        "AG Logik",
        {"room": "Raum 404"},
    )


def test_rows_below_a_row_of_a_table_are_not_lost() -> None:
    text = "Topology Seminar, Wednesdays 3:10pm, 939 Evans Hall unless noted\n\n"
    text += "Jan 22  Mira Kowal (Warsaw)   Knots\nFeb 5   Dan Hara (Galway)    Slopes\nFeb 26  Two talks:\n"
    text += "        3:10 Aki Tanaka (Kyoto), Trees\n        4:10 Bo Lind (Lund), Maps of degree two\n"
    assert [each[1:] for each in told(text)][2:] == [
        ("15:10", "Aki Tanaka", "Trees"),
        ("16:10", "Bo Lind", "Maps of degree two"),
    ]
    assert found(text).talks[3].doubts[-1] == "04:10 is taken as 16:10"


def test_a_room_above_the_talks_of_a_day_is_the_room_of_all() -> None:
    text = "Thursday 23 January 2025\nRoom: D103\n\n15:00-16:00 Ada Chen (Warwick)\nTitle: Paths\n\n"
    text += "16:30-17:30 Oliver Grant (Bath)\nTitle: Cards\n"
    assert [talk.meeting and talk.meeting.setting["room"] for talk in found(text).talks] == ["D103", "D103"]


def test_the_month_first_is_told() -> None:
    text = "5/6/2026: Ada Lovelace (Leeds), Engines\n5/20/2026: Tom Jacobs (CISPA), Weights\n"
    says = [str(each) for each in found(text).remarks]
    assert says == [
        'understood: line 2: the month is taken to come before the day, as in "5/20/2026: Tom Jacobs (CISPA), Weights"'
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tomorrow, Thursday 6 November 2025, Ruth Ade (Lagos) will speak in our Number Theory Seminar about Heights.\n",
         "Number Theory Seminar"),
        ("From: a@b.org\nSubject: [List] Seminario di Geometria, 18 marzo\nDate: Tue, 11 Mar 2025 09:12:33 +0100\n\n"
         "martedì 18 marzo 2025, alle 14:30, Carla Bel (Trento) terrà un seminario dal titolo\n\nCubiche\n",
         "Seminario di Geometria"),
        ('Programma del ciclo di seminari "Matematica e Società"\n\n8 novembre 2025: Ada Rossi (Pisa), Curve\n',
         "Matematica e Società"),
    ],
)  # fmt: skip
def test_the_name_of_the_series(text: str, name: str) -> None:
    assert found(text).series["name"] == name


def test_a_zone_that_is_said_once_holds_for_all() -> None:
    text = "Geometry Seminar\nTime: Tuesdays, 2:30 - 3:30 PM ET\n\nSeptember 30, 2025\nSpeaker: Priya Raman (Riverside)\n\n"
    whole = found(f"{text}October 14, 2025 (4:00pm, special time!)\nSpeaker: Tom Fischer (Zürich)\n")
    assert [talk.meeting and talk.meeting.zone for talk in whole.talks] == ["America/New_York"] * 2
    assert (whole.series["timezone"], whole.assumed["timezone"]) == (
        "America/New_York",
        "the text names the clock, but not the place",
    )


def test_a_day_in_brackets_begins_a_talk_of_its_own() -> None:
    text = "Next week's group meeting is on Tue 14.10.2025 at 10:00 in 3.45. Paul will talk about his paper.\n\n"
    text += (
        'The week after (21.10.) Clara Voss visits us; she speaks at 11:00 in room 1.23 on "Sparse grids, revisited".\n'
    )
    assert told(text, today=dt.date(2025, 10, 1)) == [("2025-10-21", "11:00", "Clara Voss", "Sparse grids, revisited")]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("17.12.2025 – moved to 18.12.2025, 10:00: Carla Diaz (Madrid): Curves\n", [("2025-12-18", "10:00")]),
        ("24-11-2025 15:30 Zaal 2: Piet Bos (Delft), Stromingen\n"
         "8-12-2025 15:30 Zaal 2: Els Maas (Gent), Golven; let op: verplaatst naar 9 december!\n",
         [("2025-11-24", "15:30"), ("2025-12-09", "15:30")]),
        ("3.12.2025 Anna Berg (Oslo): Lattices\nmoved from 26.11.2025\n", [("2025-12-03", "")]),
        ("the seminar of 4 November had to be cancelled; Prof. Eva Holm (Aarhus) will instead speak on 11 November 2025.\n",
         [("no day", "")]),
        ("Colloquium 21 January 2026 16:15 HS 3\nMario Rossi (Roma): Billiards. (Originally planned for 14 January 2026.)\n",
         [("2026-01-21", "16:15")]),
    ],
)  # fmt: skip
def test_what_is_moved_is_held_on_the_day_that_the_words_tell(text: str, days: list[tuple[str, str]]) -> None:
    assert [each[:2] for each in told(text)] == days


def test_a_move_is_told() -> None:
    (talk,) = found("17.12.2025 – moved to 18.12.2025, 10:00: Carla Diaz (Madrid): Curves\n").talks
    assert talk.doubts == ('moved from "17.12.2025"',)
    (talk,) = found(
        "the talk of 4 November 2025 is cancelled; Eva Holm (Aarhus) will instead speak on 11 November 2025.\n"
    ).talks
    assert talk.doubts[0] == 'something is moved: "4 November 2025" or "11 November 2025"'
    assert "status" not in talk.values


def test_tomorrow_in_a_mail_is_the_day_after_it() -> None:
    head = "From: a@x.org\nSubject: Talk tomorrow\nDate: Mon, 4 May 2026 10:00:00 +0200\n\n"
    text = f'{head}tomorrow at 14:00 in room 5 Nora Quist (Lund) talks about "Waves".\n'
    assert told(text) == [("2026-05-05", "14:00", "Nora Quist", "Waves")]


def test_days_in_a_title_are_no_doubt() -> None:
    text = "13 October 2026\nBo Li (Beijing)\nFrom 1 January 2000 to 31 December 2020: twenty years of curves\n"
    assert [talk.doubts for talk in found(text).talks] == [()]


def test_another_day_beside_the_speaker_makes_the_day_doubtful() -> None:
    text = (
        "12 May 2026, 16:00\nGroup meeting in the usual room\nSpeaker: Ada Lovelace (Leeds), who comes on 19 May 2026\n"
    )
    (talk,) = found(text).talks
    assert (talk.meeting, talk.doubts[0]) == (None, 'another day stands there: "19 May 2026"')


def test_parts_of_a_series_of_talks_are_in_the_title() -> None:
    text = "GdT Probabilités\n\n12/11/2025 : Camille Petit — Universalité (1/2)\n26/11/2025 : Camille Petit — Suite (2/2)\n"
    assert [each[2:] for each in told(text)] == [
        ("Camille Petit", "Universalité (1/2)"),
        ("Camille Petit", "Suite (2/2)"),
    ]
    assert found(text).series["name"] == "GdT Probabilités"


def test_two_times_for_one_talk_are_told_and_none_is_taken() -> None:
    (talk,) = found("11 May 2026\nTom Jacobs (CISPA)\nWeights\nBegins 16:00, repeated 17:00\n").talks
    assert talk.meeting is not None
    assert (talk.meeting.time, talk.doubts[0]) == (None, "begins at 16:00 or 17:00")


# --- who, what and where ---


@pytest.mark.parametrize(
    ("text", "values", "place"),
    [
        ("Ada Lovelace (Cambridge), Title of talk, Room 5",
         {"speaker": "Ada Lovelace", "affiliation": "Cambridge", "title": "Title of talk"}, "Room 5"),
        ("Ada Lovelace (Cambridge): Engines, and more", {"speaker": "Ada Lovelace", "affiliation": "Cambridge",
                                                         "title": "Engines, and more"}, ""),
        ("Engines of thought – Ada Lovelace (Cambridge)",
         {"speaker": "Ada Lovelace", "affiliation": "Cambridge", "title": "Engines of thought"}, ""),
        ("Ada Lovelace, University of Cambridge: Engines",
         {"speaker": "Ada Lovelace", "affiliation": "University of Cambridge", "title": "Engines"}, ""),
        ("Emil Sandtner (Linz), Der Fluss, der nicht fließt",
         {"speaker": "Emil Sandtner", "affiliation": "Linz", "title": "Der Fluss, der nicht fließt"}, ""),
        ('Tom Jacobs (CISPA), "On $a<b$, c and d"',
         {"speaker": "Tom Jacobs", "affiliation": "CISPA", "title": "On $a<b$, c and d"}, ""),
        ("TBA (TBA): TBA", {}, ""),
        ("(RA 2504)", {}, "RA 2504"),
        ("Organisational meeting", {"title": "Organisational meeting"}, ""),
    ],
)  # fmt: skip
def test_a_line_is_read_by_its_form(text: str, values: dict[str, str], place: str) -> None:
    line = forms.told(text)
    assert (line.values, line.place, line.doubts) == (values, place, ())


@pytest.mark.parametrize(
    ("text", "title"),
    [("Ana Ferreira (Lisbon). Curves.", "Curves"), ("Ana Ferreira (Lisbon) Curves", "Curves"),
     ("Ana Ferreira (Lisbon), Curves [slides] [video]", "Curves"), ("Ana Ferreira (Lisbon): On 3.14 etc.", "On 3.14 etc.")],
)  # fmt: skip
def test_a_title_is_tidy(text: str, title: str) -> None:
    assert told(f"11 May 2026\n{text}\n") == [("2026-05-11", "", "Ana Ferreira", title)]


def test_the_heading_of_a_page_may_be_its_title_and_is_doubtful() -> None:
    (talk,) = found("Curves and friends\n\nTuesday 6 October 2026, 16:00\nSpeaker: Ana Ferreira (Lisbon)\n").talks
    assert talk.values["title"] == "Curves and friends"
    assert talk.doubts == ("the heading of the page is taken for the title",)


def test_what_only_the_form_tells_is_doubtful() -> None:
    assert forms.told("Tom Jacobs, Weight Decay").doubts == (forms.BY_FORM,)


@pytest.mark.parametrize(
    ("text", "speaker", "title", "place"),
    [
        ("Am ⟂ ⟂ spricht\n\nHolger Rauhut\n(RWTH Aachen)\n\nim Hörsaal Raum A027 über das Thema\n\nImplicit bias",
         "Holger Rauhut", "Implicit bias", "Hörsaal Raum A027"),
        ("On ⟂ at ⟂ in room 6.19, Gwilym Prosser (Swansea) will speak on “Folding paper”.",
         "Gwilym Prosser", "Folding paper", "room 6.19"),
        ("Il ⟂ ⟂, in aula 13, Ada Rossi (Pisa) terrà un seminario dal titolo Curve e biscotti.",
         "Ada Rossi", "Curve e biscotti", "aula 13"),
        ("Op ⟂ ⟂ geeft Ada de Vries (Leiden) in zaal 3 een lezing over rivieren.", "Ada de Vries", "rivieren", "zaal 3"),
        ("Le ⟂ ⟂, Mme Ada Petit (Rennes) donnera un exposé intitulé « Ondes » en salle 016.",
         "Ada Petit", "Ondes", "salle 016"),
    ],
)  # fmt: skip
def test_a_sentence_tells_a_talk(text: str, speaker: str, title: str, place: str) -> None:
    said = sentences.told(text)
    assert said is not None
    assert (said.values["speaker"], said.values["title"], said.place) == (speaker, title, place)


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("Room 5 and on Zoom: https://zoom.us/j/1, passcode: otter42",
         {"room": "Room 5", "join": {"url": "https://zoom.us/j/1", "passcode": "otter42"}, "mode": "hybrid",
          "online": "via Zoom"}),
        ("nur online", {"mode": "online"}),
        ("Hörsaal 7", {"room": "Hörsaal 7"}),
        ("room 610 (let op: andere zaal!)", {"room": "room 610", "note": "let op: andere zaal"}),
    ],
)  # fmt: skip
def test_a_line_of_a_place(text: str, setting: dict[str, Any]) -> None:
    assert where(text).setting == setting


# --- bad input ---


def test_a_speaker_called_tba_is_nobody() -> None:
    text = "11 May 2026, 16:00\nSpeaker: T.b.a.\nTitle: T.b.a.\n18 May 2026, 16:00\nSpeaker: Tom Jacobs (CISPA)\n"
    all_found = found(text)
    assert [talk.names for talk in all_found.talks] == [("Tom Jacobs",)]
    assert [(str(each.date), each.held) for each in all_found.meetings] == [("2026-05-11", True)]


def test_two_series_in_one_text_are_told_with_their_line() -> None:
    text = (
        "Logic Seminar\n\n10 Nov 2026, 14:00\nAda Lovelace (Leeds): Engines\n\nFluids Seminar\n\n12 Nov 2026, 11:30\n"
    )
    says = [str(each) for each in found(text + "Tom Jacobs (CISPA): Honey\n").remarks]
    assert says == ['odd: line 6: here begins another series, "Fluids Seminar": all talks are taken into one']


def test_rows_that_are_not_understood_are_told_with_their_line() -> None:
    text = "11 May 2026\nTom Jacobs (CISPA)\nWeights\nBring your own cup\n"
    assert [str(each) for each in found(text).remarks] == ['left out: line 4: not understood: "Bring your own cup"']


def test_tables_of_org_mode_and_rows_of_labels_are_read() -> None:
    org = "| Date       | Speaker      | Affiliation | Title |\n|-----+-----+----+---|\n"
    org += "| 2026-11-30 | Anna Schmidt | Bonn        | Nets  |\n| 2026-12-07 | Bob Miller   | ETH         | Trees |\n"
    assert told(org) == [("2026-11-30", "", "Anna Schmidt", "Nets"), ("2026-12-07", "", "Bob Miller", "Trees")]
    row = "Date: 1{}.01.2027 | Time: 16:15 | Speaker: Anna Schmidt (Bonn) | Title: Nets {} | Room: HS 3\n"
    assert [each[3] for each in told(row.format(4, 1) + row.format(5, 2))] == ["Nets 1", "Nets 2"]


def test_links_to_slides_are_no_page_of_the_speaker() -> None:
    page = "<ul><li>6 October 2026: <a href='https://x.org/ana'>Ana Ferreira</a> (Lisbon), <i>Curves</i> "
    page += "[<a href='https://x.org/s.pdf'>slides</a>]</li></ul><p></p>"
    (talk,) = found(page).talks
    assert (talk.values["title"], talk.values["slides"]) == ("Curves", "https://x.org/s.pdf")


def test_a_poster_names_the_speaker_above_the_day() -> None:
    text = "Kolloquium\n\nEs spricht\n\nProf. Dr. Ana Ferreira\nUniversität Lissabon\n\nzum Thema\n\nKurven\n\n"
    (talk,) = found(f"{text}am Dienstag, 6. Oktober 2026, 17:15 Uhr\nin Hörsaal 1\n").talks
    assert talk.values["affiliation"] == "Universität Lissabon"
    assert (talk.names, talk.values["title"]) == (("Prof. Dr. Ana Ferreira",), "Kurven")
    assert talk.meeting is not None
    assert talk.meeting.setting == {"room": "Hörsaal 1"}


@pytest.mark.usefixtures("here")
def test_what_is_pasted_on_a_terminal_ends_with_a_key() -> None:
    text = "11 May 2026, 16:00\nTom Jacobs (CISPA)\nWeights\n"
    ran = run("import", "-", "--into", "new.toml", "--yes", asked=True, answers=text)
    assert (ran.code, ran.err.splitlines()[0]) == (0, "paste the text, then press Enter and Ctrl-D")
    cut = run("import", "-", "--into", "more.toml", "--yes", asked=True, answers=text + "x" * 4095 + "\n")
    assert (cut.code, cut.err.splitlines()[1:]) == (
        3,
        ["a line of it is longer than a terminal takes in", "save the text in a file, and name the file"],
    )


def test_half_a_page_gives_what_is_whole() -> None:
    text = "e Seminars\n\n11 May 2026, 16:00\nTom Jacobs (CISPA)\nWeights\n\n18 May 2026, 11:00\nSerte Dond"
    assert told(text) == [("2026-05-11", "16:00", "Tom Jacobs", "Weights"), ("2026-05-18", "11:00", "Serte Dond", "")]


def test_merged_cells_share_what_they_hold() -> None:
    text = """<table><tr><th>Date<th>Speaker<th>Title</tr>
    <tr><td rowspan="2">12 May 2026, 15:00</td><td>Ada Lovelace (Leeds)</td><td>Engines</td></tr>
    <tr><td>Tom Jacobs (CISPA)</td><td>Honey</td></tr>
    <tr><td>19 May 2026</td><td colspan="2">No seminar</td></tr></table>"""
    assert told(text) == [
        ("2026-05-12", "15:00", "Ada Lovelace", "Engines"),
        ("2026-05-12", "15:00", "Tom Jacobs", "Honey"),
    ]
    assert [(str(each.date), each.held) for each in found(text).meetings] == [("2026-05-19", False)]


def test_scripts_and_styles_are_no_text() -> None:
    page = "<html><script>var a = '12 May 2026: Eve Mallory (X): Bad'</script><style>/* 13 May 2026 */</style>"
    page += "<p onclick='steal()'>11 May 2026, 16:00</p><p>Tom Jacobs (CISPA)</p><p>Honey</p></html>"
    assert told(page) == [("2026-05-11", "16:00", "Tom Jacobs", "Honey")]


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 6_000 + "11 May 2026<p>Tom Jacobs (CISPA)<p>Honey" + "</div>" * 6_000,
        "<table>" * 3_000 + "<td>11 May 2026<td>Tom Jacobs (CISPA)",
        "11 May 2026 " + "(" * 12_000,
        "11 May 2026\n" + "Tom " * 5_000,
        "11 May 2026\n" + "a, " * 5_000 + "\n" + "A. " * 5_000,
        "11 May 2026 – " * 4_000,
        "16:00-" * 5_000 + "11 May 2026",
        "11 May 2026\n" + "\t" * 12_000,
        "11 May 2026\n" + " " * 12_000 + "x",
        "Speaker: " * 5_000 + "11 May 2026",
        "\n" * 5_000 + "11 May 2026: Tom Jacobs (CISPA): Honey",
        "11 May 2026\n" + "<!--" * 5_000,
        "11 May 2026\n" + "“" * 6_000 + "«" * 6_000,
        "from: a\nsubject: " + "re: " * 6_000 + "\n\n11 May 2026",
        "11 May 2026\n| " + "|" * 12_000,
        "> " * 6_000 + "\n11 May 2026",
    ],
    ids=lambda text: repr(text[:24]),
)  # fmt: skip
def test_hostile_texts_are_read_in_bounded_time(text: str) -> None:
    began = time.process_time()
    with suppress(Unreadable):
        found(text)
    assert time.process_time() - began < 4


@pytest.mark.slow
def test_ten_thousand_rows_are_read_in_seconds() -> None:
    day = dt.date(2000, 1, 3)
    rows = [f"{day + dt.timedelta(days=n):%d.%m.%Y} 16:00\tTom Jacobs (CISPA)\tTitle {n}" for n in range(10_000)]
    began = time.process_time()
    assert len(found("\n".join(rows)).talks) == 10_000
    assert time.process_time() - began < 20


def test_a_text_without_a_day_is_not_recognised(here: Path) -> None:
    (here / "note.txt").write_text("Nothing to see here.\n", "utf-8")
    ran = run("import", "note.txt", "--into", "new.toml", "--yes")
    assert (ran.code, ran.err.splitlines()[0]) == (3, "note.txt is not recognised")
    assert ran.err.splitlines()[1].endswith("a page or a mail that names days")


def test_a_talk_above_all_others_that_is_not_understood_is_said() -> None:
    text = """\
Kolloquium

Das Kolloquium am 14.1. entfällt und wird am 21.1.2026 um 15 Uhr nachgeholt.
Es spricht Olga Stein (Jena) über "Cache-Kohärenz".

Am 28.1.2026, 15 Uhr: Max Roth (Graz), "Pipelines"
"""
    read = found(text)
    assert [talk.names for talk in read.talks] == [("Max Roth",)]
    assert [str(each) for each in read.remarks] == [
        'left out: line 3: not understood: "Das Kolloquium am 14.1. entfällt und wird am 21.1.2026 um 15"'
    ]
