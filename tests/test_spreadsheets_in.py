"""Spreadsheets read: what programs write, what people type into them, and what is edited in one of semctl's."""

import csv
import datetime as dt
import time
from io import StringIO
from pathlib import Path

import pytest

from semctl.columns import guarded, unguarded
from semctl.importing import sources
from semctl.importing.found import Found
from semctl.importing.given import Given
from semctl.importing.spreadsheets import reader as spreadsheets
from tests.books import SERIES, a_file, added_lines, run

TODAY = dt.date(2026, 5, 1)


def found_in(text: str | bytes, encoding: str = "utf-8") -> Found:
    data = text if isinstance(text, bytes) else text.encode(encoding)
    return sources.read(Given(name="x.csv", data=data, today=TODAY))


def days(text: str) -> list[str]:
    """The day and time of each row's talk, "-" where there is none."""
    meetings = [talk.meeting for talk in found_in(text).talks]
    return [f"{each.date}{f' {each.time:%H:%M}' if each.time else ''}" if each else "-" for each in meetings]


def told(text: str | bytes) -> list[str]:
    return [str(remark) for remark in found_in(text).remarks]


def column(*cells: str, heading: str = "Date") -> str:
    """A table with these days."""
    sink = StringIO(newline="")
    rows = [[heading, "Speaker"], *([cell, f"Ada Number{number}"] for number, cell in enumerate(cells))]
    csv.writer(sink, delimiter=";").writerows(rows)
    return sink.getvalue()


# --- as a secretary has it ---

GERMAN = """\
Programm Wintersemester 2025/26;;;;;;
;;;;;;
Datum;Uhrzeit;Raum;Vortragende(r);Universität;Titel;Bemerkung
28.05.2026;16:00;RA 2503;Jörg Müller;Uni Münster;"Über „Zufall“
und Notwendigkeit";bitte Beamer
;17:00;RA 2503;Ana Álvarez (Madrid);;Grüße;
04.06.2026;16:15;;N.N.;;;
11.06.2026;;;;;Pfingstferien – kein Seminar;
18.06.2026;16.15 Uhr;A027;Peter Müller & Eva Klein;;T.b.a.;
31.06.2026;16:15;A027;Falsches Datum;;Titel X;
Summe: 5 Vorträge;;;;;;
"""
REPORT = """\
talks.csv: a spreadsheet (Windows-1252, semicolons between cells); 4 talks (4 new), 2 dates without a talk
id: alg
name: Programm Wintersemester 2025/26  (assumed: the line above the table)
timezone: Europe/Berlin
rule: every week on Thursdays at 16:15, 28 May 2026 to 18 June 2026; fits all 4 dates; 1 at another time
Date             Time   Room     Speaker                    Title                            Talk  Doubtful
Thu 28 May 2026  16:00  RA 2503  Jörg Müller (Uni Münster)  Über „Zufall“ und Notwendigkeit  new
Thu 28 May 2026  17:00  RA 2503  Ana Álvarez (Madrid)       Grüße                            new   the date of the row above is taken
Thu 18 Jun 2026  16:15  A027     Peter Müller, Eva Klein    T.b.a.                           new
no date                          Falsches Datum             Titel X                          new   no date: there is no 2026-06-31
left out: column "Bemerkung" is not known
understood: line 8: "Pfingstferien – kein Seminar": nobody meets
odd: line 10: no date is taken: there is no 2026-06-31
left out: line 11: no talk: Summe: 5 Vorträge
"""


def test_what_excel_saves_in_german_begins_a_series(here: Path) -> None:
    (here / "talks.csv").write_bytes(GERMAN.replace("\n", "\r\n").encode("cp1252"))
    ran = run("import", "talks.csv", "--into", "a.toml", "--id", "alg", "--timezone", "Europe/Berlin", "--yes")
    assert (ran.code, ran.out) == (0, REPORT)
    text = (here / "a.toml").read_text("utf-8")
    assert '[[talks]]\nid = "mueller"\ndate = 2026-05-28\nat = "16:00"\nspeaker = "Jörg Müller"\n' in text
    assert run("-f", "a.toml", "import", "talks.csv", "--yes").err == "nothing to take\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_sign_between_cells_and_the_encoding_are_told_by_the_content(sign: str, encoding: str) -> None:
    text = "Datum;Titel;Vortragende\r\n28.05.2026;Größe;Jörg Ott\r\n".replace(";", sign)
    (talk,) = found_in(text, encoding).talks
    assert dict(talk.values) == {"title": "Größe", "speaker": "Jörg Ott"}
    assert talk.meeting
    assert talk.meeting.date == dt.date(2026, 5, 28)


@pytest.mark.parametrize(
    "head",
    [
        "Date,Time,Speaker,Affiliation,Title,Room", "DATUM,UHRZEIT,REFERENT,HOCHSCHULE,VORTRAGSTITEL,RAUM",
        "Data,Ora,Relatrice,Università,Titolo,Aula", "datum:,tijd,Spreker,Instelling,Onderwerp,Zaal",
        "Date,Heure,Orateur,Établissement,Titre,Salle", "When,Start (CET),Who,From,What,Where",
    ],
)  # fmt: skip
def test_headings_are_understood_in_five_languages(head: str) -> None:
    (talk,) = found_in(f"{head}\n2026-05-28,16:00,Ada Lovelace,London,On engines,R 5\n").talks
    assert dict(talk.values) == {"title": "On engines", "speaker": "Ada Lovelace", "affiliation": "London"}
    assert talk.meeting
    assert (talk.meeting.time, dict(talk.meeting.setting)) == (dt.time(16), {"room": "R 5"})


def test_columns_come_in_any_order_and_unknown_ones_are_named() -> None:
    found = found_in("Budget;Notizen;Nachname;Vorname;Datum\n5;x;Lovelace;Ada;28.05.2026\n")
    assert [talk.names for talk in found.talks] == [("Ada Lovelace",)]
    assert [str(each) for each in found.remarks] == [
        'left out: column "Budget" is private: write it below [talks.private]',
        'left out: column "Notizen" is not known',
    ]


# --- days, as a column ---


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["28.05.2026", "4.6.2026"], ["2026-05-28", "2026-06-04"]),
        (["28/05/2026", "04/06/2026"], ["2026-05-28", "2026-06-04"]),
        (["5/28/26", "6/4/26"], ["2026-05-28", "2026-06-04"]),
        (["28-May-26", "4-Jun-26"], ["2026-05-28", "2026-06-04"]),
        (["2026-05-28 16:00:00", "2026-06-04 00:00:00", "2026-06-11T09:15:00"],
         ["2026-05-28 16:00", "2026-06-04", "2026-06-11 09:15"]),
        (["46170", "46177.6666666667", "46184,5"], ["2026-05-28", "2026-06-04 16:00", "2026-06-11 12:00"]),
        (["Thursday, 28 May 2026, 4 pm", "Donnerstag, 4. Juni 2026 um 16:30 Uhr"], ["2026-05-28 16:00", "2026-06-04 16:30"]),
        (["giovedì 28 maggio 2026", "20260604"], ["2026-05-28", "2026-06-04"]),
        (["Do 28.05.", "Do 04.06."], ["2026-05-28", "2026-06-04"]),
        (["18 Dec", "15 Jan"], ["2025-12-18", "2026-01-15"]),
        (["TBD", "-", "?"], ["-", "-", "-"]),
    ],
    ids=lambda value: value[0],
)  # fmt: skip
def test_days_as_people_and_programs_write_them(cells: list[str], expected: list[str]) -> None:
    assert days(column(*cells)) == expected


@pytest.mark.parametrize(
    ("cells", "expected", "said"),
    [
        (["5/6/2026", "6/7/2026"], ["2026-06-05", "2026-07-06"],
         'understood: line 2: "Date": 5/6/2026 is taken as 5 June: day before month'),
        (["5/6/2026", "5/13/2026"], ["2026-05-06", "2026-05-13"],
         'understood: "Date": month before day, since no other order fits'),
        (["Wed 5/6/2026", "Wed 5/13/2026"], ["2026-05-06", "2026-05-13"],
         'understood: "Date": month before day, since no other order fits'),
        (["1/6/2026", "28/6/2026", "29/6/2026", "6/30/2026"], ["2026-06-01", "2026-06-28", "2026-06-29", "-"],
         'odd: "Date" holds both day before month and month before day; day before month is taken where both are possible'),
    ],
    ids=["open", "proved", "weekday", "mixed"],
)  # fmt: skip
def test_the_order_is_decided_for_the_column_and_said(cells: list[str], expected: list[str], said: str) -> None:
    assert days(column(*cells)) == expected
    assert told(column(*cells))[0] == said


def test_a_heading_can_say_the_order() -> None:
    assert days(column("5/6/2026", heading="Date (MM/DD/YYYY)")) == ["2026-05-06"]
    assert told(column("5/6/2026", heading="Date (MM/DD/YYYY)")) == []


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("31.06.2026", "there is no 2026-06-31"),
        ("28.13.2026", "there is no month 13: day before month"),
        ("Friday, 28 May 2026", "28 May 2026 is a Thursday, not a Friday"),
        ("Fri 28.05.2026", "28 May 2026 is a Thursday, not a Friday"),
        ("28.-29.05.2026", '"28.-29.05.2026" is not a day'),
        ("2026-02-30", "there is no 2026-02-30"),
        ("soon", '"soon" is not a day'),
    ],
)
def test_a_day_that_is_none_is_named_by_its_line_and_never_guessed(cell: str, why: str) -> None:
    text = column("21.05.2026", cell, "11.06.2026")
    assert days(text) == ["2026-05-21", "-", "2026-06-11"]
    assert told(text) == [f"odd: line 3: no date is taken: {why}"]
    assert found_in(text).talks[1].doubts == (f"no date: {why}",)


def test_a_column_of_weekdays_is_held_against_the_days() -> None:
    text = "Tag;Datum;Speaker\nMontag;28.05.2026;Ada\nDonnerstag;04.06.2026;Emmy\n"
    assert days(text) == ["-", "2026-06-04"]
    assert told(text) == ["odd: line 2: no date is taken: 28 May 2026 is a Thursday, not a Monday"]


def test_a_year_is_of_the_line_above_of_the_weekdays_or_doubtful() -> None:
    above = f"Programme 2024\n{column('28 Oct', '4 Nov')}"
    assert days(above) == ["2024-10-28", "2024-11-04"]
    assert told(above) == ['understood: line 3: "Date": no year is said: 2024, as above the table']
    assert days(column("Thu 28 May", "Thu 4 June", "Mon 11 June")) == ["2026-05-28", "2026-06-04", "-"]
    assert found_in(column("28 May")).talks[0].doubts == ("no year is said: 2026 taken",)


# --- times ---


@pytest.mark.parametrize(
    ("cell", "start", "duration"),
    [
        ("16:00", "16:00", None), ("4 pm", "16:00", None), ("16.30", "16:30", None), ("16:00:00", "16:00", None),
        ("16h30", "16:30", None), ("0.6875", "16:30", None), ("16 c.t.", "16:15", None), ("16:00 (CEST)", "16:00", None),
        ("16:00-17:00", "16:00", "1 h"), ("16.15 – 17.45 Uhr", "16:15", "1 h 30 min"), ("4-5 pm", "16:00", "1 h"),
        ("von 16 bis 17 Uhr", "16:00", "1 h"), ("4:00:00 PM", "16:00", None),
    ],
)  # fmt: skip
def test_times_as_people_and_programs_write_them(cell: str, start: str, duration: str | None) -> None:
    (talk,) = found_in(f"Date;Time;Speaker\n28.05.2026;{cell};Ada\n").talks
    assert talk.meeting
    assert talk.meeting.time == dt.time.fromisoformat(start)
    assert talk.meeting.setting.get("duration") == duration


def test_a_time_that_is_none_is_named_and_an_end_makes_a_duration() -> None:
    text = "Date;Start;End;Speaker\n28.05.2026;16;17:00;Ada\n29.05.2026;16:00;17:15;Emmy\n30.05.2026;16:00;15:00;Eve\n"
    assert [talk.meeting and dict(talk.meeting.setting) for talk in found_in(text).talks] == [
        {},
        {"duration": "75 min"},
        {},
    ]
    assert told(text) == [
        'odd: line 2: no time is taken: "16" alone is not a time; write "16:00"',
        "odd: line 4: it would end (15:00) before it begins",
    ]
    (talk,) = found_in("Datum;Dauer (min);Name\n28.05.2026;90;Ada Lovelace\n").talks
    assert talk.meeting
    assert talk.meeting.setting == {"duration": "1 h 30 min"}


# --- tables as they come ---


def test_ragged_and_empty_rows_and_lines_around_the_table() -> None:
    text = (
        "Seminar of the chair\n\nDate,Speaker,Title\n,,\nWinter term,,\n28/05/2026,Ada Lovelace,Weight decay, and more\n"
        "04/06/2026,Emmy Noether\nDate,Speaker,Title\n11/06/2026\nTotal,2,\n"
    )
    found = found_in(text)
    assert [(talk.line, dict(talk.values), talk.doubts) for talk in found.talks] == [
        (6, {"title": "Weight decay", "speaker": "Ada Lovelace"}, ("more cells than headings",)),
        (7, {"speaker": "Emmy Noether"}, ()),
    ]
    assert [(each.date.day, each.held) for each in found.meetings] == [(11, True)]
    assert found.series == {"name": "Seminar of the chair", "language": "en"}
    assert [str(each) for each in found.remarks] == [
        "left out: line 5: no talk: Winter term",
        "odd: line 6: more cells than headings: and more",
        "left out: line 10: no talk: Total, 2",
    ]


def test_a_merged_date_is_that_of_the_row_above_and_doubtful() -> None:
    text = "Date,Time,Speaker\n28/05/2026,15:00,Ada\n,16:00,Emmy\n04/06/2026,15:00,Eve\n,,Planned Later\n"
    assert days(text) == ["2026-05-28 15:00", "2026-05-28 16:00", "2026-06-04 15:00", "-"]
    assert [talk.doubts for talk in found_in(text).talks] == [(), ("the date of the row above is taken",), (), ()]


def test_a_quotation_mark_that_is_never_closed_swallows_no_row() -> None:
    text = 'Date,Speaker,Title\n28/05/2026,Ada Lovelace,"Open\n04/06/2026,Emmy Noether,"B ""C"" D"\n11/06/2026,X Y,5" disks\n'
    assert [talk.values["title"] for talk in found_in(text).talks] == ["Open", 'B "C" D', '5" disks']
    assert told(text) == ["odd: line 2: a quotation mark is opened here and never closed"]


def test_cells_of_several_lines_and_html_become_plain() -> None:
    text = 'Date,Title,Abstract\n28/05/2026,<b>On</b> $0<p<q$ &amp; a<b,"One.\r\n\r\nTwo,\r\nthree."\n'
    (talk,) = found_in(text).talks
    assert dict(talk.values) == {"title": "On $0<p<q$ & a<b", "abstract": "One.\n\nTwo,\nthree.\n"}


def test_people_in_one_cell_with_their_affiliations() -> None:
    head = "Date;Speaker;Affiliation\n28.05.2026;"
    rows = {
        "Ada Lovelace (London)": {"speaker": "Ada Lovelace", "affiliation": "London"},
        "Ada & Emmy;Home": {
            "speakers": [{"name": "Ada", "affiliation": "Home"}, {"name": "Emmy", "affiliation": "Home"}]
        },
        '"Ada; Emmy";"London; Erlangen"': {
            "speakers": [{"name": "Ada", "affiliation": "London"}, {"name": "Emmy", "affiliation": "Erlangen"}]
        },
        "Noether, Emmy;Erlangen": {"speaker": "Noether, Emmy", "affiliation": "Erlangen"},
    }
    assert {row: dict(found_in(head + row).talks[0].values) for row in rows} == rows


def test_without_headings_columns_are_told_by_what_is_in_them_or_refused() -> None:
    text = "28/05/2026,16:00,Ada Lovelace,On the engine of analysis\n04/06/2026,16:00,Emmy Noether,Rings and their ideals\n"
    assert days(text) == ["2026-05-28 16:00", "2026-06-04 16:00"]
    assert told(text) == [
        "understood: there are no headings: by what is in them, the columns are 1 date, 2 time, 3 speaker, 4 title"
    ]
    refused = "28/05/2026;16:00;foo;bar\n04/06/2026;16:00;x;y\n"
    assert found_in(refused).talks == ()
    assert told(refused) == [
        "left out: line 1: nothing tells what the columns are: write a first row such as Date, Time, Speaker, Title"
    ]


@pytest.mark.parametrize(
    "text", ["Dear all,\nthe talk is on Monday, 11 May, in room 5, at 4.\n", "a,b\nc,d\n", "Date,\n"]
)
def test_what_is_no_table_of_talks_is_not_taken_for_one(text: str) -> None:
    assert not spreadsheets.recognises(Given(name="x.csv", data=text.encode(), today=TODAY))


@pytest.mark.parametrize("data", [b"PK\x03\x04 a workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an older one"])
def test_of_a_workbook_it_is_said_what_to_do(data: bytes) -> None:
    assert told(data) == [
        "left out: it is a spreadsheet program's own file: save it there as CSV (UTF-8), and import that"
    ]


@pytest.mark.slow
def test_ten_thousand_rows_are_read_in_seconds() -> None:
    rows = [
        f"{dt.date(1960, 1, 4) + dt.timedelta(days=2 * number):%d/%m/%Y},16:00,Ada Lovelace,On {number}\n"
        for number in range(10_000)
    ]
    begun = time.process_time()
    assert len(found_in("Date,Time,Speaker,Title\n" + "".join(rows)).talks) == 10_000
    assert time.process_time() - begun < 15


# --- a spreadsheet of semctl's own ---

OWN = """
[[schedule]]
every = "week"
time = "16:00"
start = 2026-06-01
end = 2026-06-30

[[overrides]]
date = 2026-06-08
room = "S"

[[talks]]
id = "ada"
date = 2026-06-01
speaker = "Ada Lovelace"            # of London
affiliation = "London"
title = "=1+1"

[[talks]]
id = "emmy"
date = 2026-06-08
speaker = "Emmy Noether"
abstract = "One."

[[talks]]
id = "later"
title = "Planned"
"""


@pytest.fixture
def own(here: Path) -> Path:
    a_file(here, OWN)
    assert run("export", "--format", "csv", "-o", "talks.csv").code == 0
    return here


def edit(folder: Path, *edits: tuple[str, str, str], without: str = "", **program: str) -> None:
    """Change cells of talks.csv, given as (id, column, cell), as a program saves it."""
    path = folder / "talks.csv"
    rows = list(csv.DictReader(StringIO(path.read_text("utf-8"), newline="")))
    for name, key, cell in edits:
        next(row for row in rows if row["id"] == name)[key] = cell
    sink = StringIO(newline="")
    writer = csv.DictWriter(sink, list(rows[0]), delimiter=program.get("sign", ","))
    writer.writeheader()
    writer.writerows(row for row in rows if row["id"] != without)
    path.write_bytes(sink.getvalue().encode(program.get("encoding", "utf-8")))


def changed(folder: Path, *words: str) -> tuple[str, list[str]]:
    """What the import says, and the lines that came in and went."""
    before = (folder / "seminars.toml").read_text("utf-8").split("\n")
    ran = run("import", "talks.csv", "--yes", *words)
    assert ran.code == 0, ran.err
    after = (folder / "seminars.toml").read_text("utf-8").split("\n")
    lines = [f"+{line}" for line in after if line not in before] + [f"-{line}" for line in before if line not in after]
    return ran.out + ran.err, lines


def test_unedited_it_brings_nothing(own: Path) -> None:
    before = (own / "seminars.toml").read_bytes()
    assert run("import", "talks.csv", "--yes", "--update").err == "nothing to take\n"
    edit(own, sign=";", encoding="cp1252")
    assert run("import", "talks.csv", "--yes", "--update").err == "nothing to take\n"
    assert (own / "seminars.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("edits", "lines"),
    [
        ([("ada", "title", "'=2")], ['+title = "=2"', '-title = "=1+1"']),
        ([("ada", "title", "")], ['-title = "=1+1"']),
        ([("ada", "speaker", "A. Lovelace")], ['+speaker = "A. Lovelace"            # of London',
                                              '-speaker = "Ada Lovelace"            # of London']),
        ([("ada", "status", "abgesagt"), ("ada", "reason", "ill")], ['+status = "cancelled"', '+reason = "ill"']),
        ([("ada", "room", "T")], ["+date = 2026-06-01", '+room = "T"']),
        ([("emmy", "room", "")], ["-[[overrides]]", '-room = "S"']),
        ([("emmy", "room", "T"), ("emmy", "time", "17:00")], ['+room = "T"', '+time = "17:00"', '-room = "S"']),
        ([("emmy", "end", "17:30")], ['+duration = "1 h 30 min"']),
        ([("ada", "date", "15.06.2026")], ["+date = 2026-06-15", "-date = 2026-06-01"]),
        ([("emmy", "date", "2026-06-09")], ["+moved_to = 2026-06-09", "+date = 2026-06-09"]),
        ([("emmy", "date", "")], []),
        ([("later", "date", "2026-06-22")], ["+date = 2026-06-22"]),
        ([("later", "tags", "a; b")], ['+tags = ["a", "b"]']),
        ([("emmy", "abstract", "One.\n\nTwo.")], ["+abstract = '''", "+One.", "+Two.", "+'''", '-abstract = "One."']),
    ],
)  # fmt: skip
def test_what_is_edited_changes_its_lines_and_no_other(
    own: Path, edits: list[tuple[str, str, str]], lines: list[str]
) -> None:
    edit(own, *edits)
    new = [line for line in changed(own, "--update")[1] if line not in ("+", "-")]
    assert set(lines) <= {*new, *(f"+{line}" for line in (own / "seminars.toml").read_text("utf-8").split("\n"))}, new
    assert set(new) <= {*lines, "+[[overrides]]", "-date = 2026-06-08"}, new
    assert run("import", "talks.csv", "--yes", "--update").err == "nothing to take\n"


def test_an_emptied_cell_is_shown_and_kept_unless_asked(own: Path) -> None:
    edit(own, ("ada", "title", ""))
    said, lines = changed(own)
    assert 'differs, kept: talk "ada", title: =1+1 → none\n' in said
    assert lines == []


def test_a_new_row_is_a_talk_and_one_that_is_gone_stays_and_is_named(own: Path) -> None:
    edit(own, without="emmy")
    with (own / "talks.csv").open("a", encoding="utf-8", newline="") as file:
        file.write(",,29/06/2026,,,,New Person; Other One,Home; Away,'=T,,invited,,,,,,,,,,,,\r\n")
    said, lines = changed(own, "--update")
    assert 'kept: a talk is not in the source: "emmy"; to take one out: semctl remove-talk\n' in said
    assert lines == [
        '+id = "person"', "+date = 2026-06-29", '+title = "=T"', '+status = "invited"',
        "+[[talks.speakers]]", '+name = "New Person"', '+affiliation = "Home"',
        "+[[talks.speakers]]", '+name = "Other One"', '+affiliation = "Away"',
    ]  # fmt: skip
    assert run("import", "talks.csv", "--yes", "--update").err == "nothing to take\n"


def test_talks_can_change_places(own: Path) -> None:
    """In the table, rooms change with them; the slots themselves stay where they are."""
    edit(own, ("ada", "date", "2026-06-08"), ("emmy", "date", "2026-06-01"))
    changed(own, "--update")
    rows = csv.DictReader(StringIO(run("export", "--format", "csv").out, newline=""))
    assert [(row["id"], row["date"], row["room"]) for row in rows] == [
        ("emmy", "2026-06-01", "S"), ("ada", "2026-06-08", "R"), ("later", "", ""),
    ]  # fmt: skip
    text = (own / "seminars.toml").read_text("utf-8")
    assert text.count("[[overrides]]") == 1
    assert "moved_to" not in text
    assert run("import", "talks.csv", "--yes", "--update").err == "nothing to take\n"


def test_what_cannot_be_is_refused_and_the_rest_is_taken(own: Path) -> None:
    edit(own, ("ada", "end", "15:00"), ("ada", "title", "New"), ("emmy", "status", "perhaps"), ("later", "room", "T"))
    ran = run("import", "talks.csv", "--yes", "--update")
    assert ran.err.splitlines() == [
        'left out: line 2: talk "ada", end is not updated: it would end before it begins',
        'left out: line 3: talk "emmy" is not updated: "perhaps" is no status',
    ]
    assert "no date, and so no time and no room" in ran.out
    assert 'title = "New"' in (own / "seminars.toml").read_text("utf-8")


def test_a_day_or_time_that_is_none_leaves_the_talk_where_it_is(own: Path) -> None:
    edit(own, ("ada", "date", "32.06.2026"), ("emmy", "time", "late"))
    said, lines = changed(own, "--update")
    assert lines == []
    assert "odd: line 2: no date is taken: there is no 2026-06-32\n" in said
    assert 'odd: line 3: time is left as it is: "late" is not a time; write it as "16:00" or "4 pm"\n' in said


def test_letters_that_windows_does_not_have_are_not_lost(here: Path) -> None:
    a_file(here, '[[talks]]\nid = "cech"\nspeaker = "Eduard Čech"\ntitle = "漢"\n')
    run("export", "--format", "csv", "-o", "talks.csv")
    text = (here / "talks.csv").read_text("utf-8").encode("cp1252", "replace")
    (here / "talks.csv").write_bytes(text)
    assert b"?ech" in text
    assert run("import", "talks.csv", "--yes", "--update").err == "nothing to take\n"


def test_of_several_series_one_is_taken(here: Path) -> None:
    a_file(here, OWN)
    a_file(here, OWN, "other.toml", series=SERIES.replace('"x"', '"y"'))
    (here / "all.csv").write_text(
        run("-f", "seminars.toml", "-f", "other.toml", "export", "--format", "csv").out, "utf-8"
    )
    for name, other in (("seminars.toml", "y"), ("other.toml", "x")):
        ran = run("-f", name, "import", "all.csv", "--yes", "--update")
        assert ran.err == "nothing to take\n"
        assert f'left out: 3 talks of series "{other}": one is taken at a time\n' in ran.out


@pytest.mark.parametrize("cell", ["=1", "'=1", "''=1", "+1", "-", "@x", "'tis", "x=1", "", "'"])
def test_a_guarded_cell_comes_back(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert not guarded(cell).startswith(("=", "+", "-", "@"))


def test_other_lines_of_the_file_stay(own: Path) -> None:
    before = (own / "seminars.toml").read_text("utf-8")
    edit(own, ("later", "host", "Someone"))
    changed(own, "--update")
    assert added_lines(before, (own / "seminars.toml").read_text("utf-8")) == ['host = "Someone"']


@pytest.mark.parametrize(
    ("row", "date", "why"),
    [
        ("28.05.2026;;vorlesungsfrei", True, "vorlesungsfrei"),
        ("28.05.2026;Annullato;", True, None),
        ("28.05.2026;No colloquium;", True, "No colloquium"),
        ("28.05.2026;;rinviato a data da destinarsi", True, "rinviato a data da destinarsi"),
        ("28.05.2026;frei;", True, "held"),
        ("28.05.2026;N.N.;noch offen", True, "held"),
        ("28.05.2026;Organizational meeting;", False, "Organizational meeting"),
        ("28.05.2026;Ada Lovelace;Free groups", False, "Free groups"),
        ("28.05.2026;;Canceled: On x", False, "On x"),
    ],
)
def test_rows_that_are_no_talk_say_so(row: str, *, date: bool, why: str | None) -> None:
    found = found_in(f"Datum;Name;Titel\n{row}\n")
    if date:
        (meeting,) = found.meetings
        assert found.talks == ()
        assert ("held" if meeting.held else meeting.reason) == why
    else:
        assert found.meetings == ()
        assert [talk.values["title"] for talk in found.talks] == [why]


def test_rows_of_ones_own_that_are_cut_short_or_have_an_odd_id(own: Path) -> None:
    with (own / "talks.csv").open("a", encoding="utf-8", newline="") as file:
        file.write("x,New Person,2026-06-29\r\n,cut\r\nx\r\n")
    ran = run("import", "talks.csv", "--yes")
    assert ran.code == 0
    assert '"New Person" is not fit for an id' in ran.out
    text = (own / "seminars.toml").read_text("utf-8")
    assert 'id = "new-person"\ndate = 2026-06-29\n' in text
    assert 'id = "cut"\n' in text
    assert "left out: line 7: no talk: x\n" in ran.out


def test_what_is_of_one_of_several_speakers_is_left_out_and_doubtful() -> None:
    (talk,) = found_in("Date;Speaker;Bio\n28.05.2026;Ada King and Emmy Noether;Born in 1815.\n").talks
    assert dict(talk.values) == {"speakers": [{"name": "Ada King"}, {"name": "Emmy Noether"}]}
    assert talk.doubts == ("whose bio it is cannot be told: left out",)
