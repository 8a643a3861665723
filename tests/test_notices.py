"""Mails of every kind in every language, compared whole, and what holds for all of them.

`SEMCTL_UPDATE=1 pytest tests/test_notices.py` writes the golden mails below tests/notices anew: read them.
"""

import datetime as dt
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semctl.languages import CODES, language
from semctl.model import Kind
from semctl.notices.layout import WIDTH, one_line_each, wrapped
from semctl.notices.notice import Notice
from semctl.notices.participants import Reader
from semctl.notices.writing import about_talk, about_talks, to_person
from semctl.parse import parse, parse_private
from semctl.problems import Misused, Refused
from semctl.programme import Entry, Programme, arrange
from semctl.reading.seminar import seminar_of
from semctl.sent import Facts, facts
from semctl.textchecks.weekdays import contradiction
from semctl.tomltext.document import Document
from tests.books import a_programme

GOLDEN = Path(__file__).parent / "notices"
UPDATE = bool(os.environ.get("SEMCTL_UPDATE"))
NOW = dt.datetime(2026, 5, 11, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))
NOTES: Mapping[str, Any] = {
    "email": "speaker@example.org",
    "phone": "+49 89 1234",
    "hotel": "Hotel Leopold, 20–22 May",
    "costs": "train and hotel, up to 400 euros",
    "remarks": "asks for a chalk of their own",
    "attendance": 35,
}


@cache
def programme(name: str = "data") -> Programme:
    text = (GOLDEN / f"{name}.toml").read_text("utf-8")
    parsed = parse(Document.read(text))
    found = arrange(parsed.book, NOW.date())
    assert (parsed.problems, found.problems) == ((), ())
    return found


def talk(name: str, of: Programme | None = None) -> Entry:
    return next(entry for entry in (of or programme()).entries if entry.talk.id == name)


def about(kind: Kind, name: str, *, at: str = "", code: str | None = None, **more: Any) -> Notice:
    now = dt.datetime.fromisoformat(f"{at}+02:00") if at else NOW
    return about_talk(kind, talk(name), programme(), now=now, code=code, **more)


# --- golden mails ---


class Case(NamedTuple):
    """One mail of a golden file: what it shows, which talk it is about, when it is written, what was announced."""

    shows: str
    talk: str = ""
    at: str = "2026-05-11 09:00"
    notes: bool = False
    before: Mapping[str, Any] | None = None
    of: str = "data"
    person: str = ""


def as_announced(name: str, of: str = "data", **other: Any) -> Facts:
    """What was announced of a talk: what holds now, but for what is given; None takes a fact out."""
    told = {**facts(talk(name, programme(of))), **other}
    return {fact: value for fact, value in told.items() if value is not None}


CASES: Mapping[Kind, tuple[Case, ...]] = {
    Kind.ANNOUNCEMENT: (
        Case("one speaker", "rauhut"),
        Case("several speakers, no title yet", "duo"),
        Case("no speaker yet", "open"),
        Case("a meeting", "planning"),
        Case("moved, not sure yet", "moved"),
        Case("two papers are read", "both", of="reading"),
    ),
    Kind.REMINDER: (
        Case("tomorrow", "rauhut", "2026-05-20 12:00"),
        Case("today, several speakers", "duo", "2026-05-14 08:00"),
        Case("in three days", "rauhut", "2026-05-18 12:00"),
        Case("no speaker yet", "open", "2026-05-27 12:00"),
        Case("a meeting", "planning", "2026-06-03 12:00"),
        Case("a paper is read, and it has no other title", "zhang", "2026-05-13 12:00", of="reading"),
    ),
    Kind.PROGRAMME: (Case("one series"), Case("two series", at="2026-06-20 12:00")),
    Kind.DIGEST: (
        Case("this week, two series", at="2026-05-18 09:00"),
        Case("next week", at="2026-06-05 18:00"),
        Case("papers are read", at="2026-05-18 09:00", of="reading"),
    ),
    Kind.CHANGE: (
        Case("another room", "rauhut", before={"room": "B 12"}),
        Case(
            "several at once", "moved",
            before={
                "date": "2026-06-11", "time": "16:30", "end": "17:45", "title": None, "note": None,
                "mode": "in-person", "online": None, "join": None,
            },
        ),
        Case("another speaker and a long title", "rauhut", before={
            "speakers": ("Emmy Noether", "Sofja Kowalewskaja"),
            "title": "An introduction to the theory of everything that can be said in one hour",
        }),
        Case("several speakers, another link", "duo", before={"join": "000000", "end": None}),
        Case("no speaker yet, another time", "open", before={"time": "16:00"}),
        Case("a meeting, another day", "planning", before={"date": "2026-06-03"}),
        Case("no longer cancelled", "rauhut", before={"status": "cancelled"}),
        Case("another paper", "zhang", before={"papers": ("Deep learning", "Notes on ideals")}, of="reading"),
    ),
    Kind.CANCELLATION: (
        Case("with a reason", "off"),
        Case("announced for another day", "off", before={"date": "2026-06-17", "time": "16:00"}),
    ),
    Kind.INVITATION: (
        Case("for a day", "invited", notes=True),
        Case("without a day", "undated"),
        Case("without a day, and no slot is free", "undated", "2026-07-31 12:00"),
        Case("several speakers", "duo"),
    ),
    Kind.CONFIRMATION: (
        Case("with private notes", "rauhut", notes=True),
        Case("several speakers, much is missing", "duo", "2026-04-20 12:00"),
        Case("nothing is missing", "lovelace", "2026-04-20 12:00"),
    ),
    Kind.CHASE: (
        Case("there is time", "rauhut"),
        Case("it is urgent, several speakers", "duo"),
    ),
    Kind.THANKS: (
        Case("one speaker", "lovelace", notes=True),
        Case("several speakers, no title", "duo", "2026-05-15 12:00"),
    ),
    Kind.ROLES: (
        Case("told for the first time", of="reading", person="1"),
        Case("somebody whose name is not known", of="reading", person="3"),
        Case(
            "changed, and a meeting is gone", of="reading", person="4", at="2026-05-16 09:00",
            before={"reading/off": {"date": "2026-06-18"}, "reading/both": {}, "reading/zhang": {"date": "2026-05-14"},
                    "reading/removed": {"date": "2026-07-02"}},
        ),
        Case("nothing is left", of="reading", person="5", before={"reading/both": {}}),
    ),
    Kind.TURN: (
        Case("in a week", "zhang", "2026-05-07 09:00", of="reading", person="1", notes=True),
        Case("tomorrow, two papers", "both", "2026-05-20 09:00", of="reading", person="3"),
    ),
}  # fmt: skip


def reader(case: Case, now: dt.datetime) -> Reader:
    """Somebody who takes part, and who knows the others by name."""
    seminar = seminar_of(programme(case.of), now)
    names = {str(each.id): str(each.name) for each in seminar.people if each.name}
    notes = {"greeting": "Dear Anna,"} if case.notes else {}
    person = next(each for each in seminar.people if each.id == case.person)
    return Reader(seminar=seminar, person=person, now=now, notes=notes, names=names, before=case.before)


def written(kind: Kind, case: Case, code: str) -> Notice:
    now = dt.datetime.fromisoformat(f"{case.at}+02:00")
    if kind.is_for_participants:
        entry = talk(case.talk, programme(case.of)) if case.talk else None
        return to_person(kind, reader(case, now), entry, code=code)
    if not kind.is_about_a_talk:
        several = [programme(), programme("logic")] if "two series" in case.shows else [programme(case.of)]
        return about_talks(kind, several, now=now, code=code)
    before = as_announced(case.talk, case.of, **case.before) if case.before is not None else None
    notes, of = NOTES if case.notes else None, programme(case.of)
    return about_talk(kind, talk(case.talk, of), of, now=now, code=code, before=before, notes=notes)


def every_mail(code: str) -> Iterator[Notice]:
    for kind, cases in CASES.items():
        for case in cases:
            yield written(kind, case, code)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", Kind)
def test_a_mail_reads_as_it_should(kind: Kind, code: str) -> None:
    parts = []
    for case in CASES[kind]:
        notice = written(kind, case, code)
        assert (notice.kind, notice.series, notice.talk, notice.language) == (kind, case.of, case.talk or None, code)
        parts.append(f"##### {case.shows}\n\nSubject: {notice.subject}\n\n{wrapped(notice.body)}")
    text = "\n".join(parts)
    path = GOLDEN / code / f"{kind}.txt"
    if UPDATE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert path.read_text("utf-8") == text, "SEMCTL_UPDATE=1 pytest tests/test_notices.py writes it anew"


def test_every_golden_file_belongs_to_a_kind() -> None:
    found = {(path.parent.name, path.stem) for path in GOLDEN.glob("*/*.txt")}
    assert found == {(code, kind.value) for code in CODES for kind in Kind}


# --- what holds for every mail ---


@pytest.mark.parametrize("code", CODES)
def test_every_day_in_a_mail_has_its_own_weekday(code: str) -> None:
    days = 0
    for notice in every_mail(code):
        for line in (notice.subject, *notice.body.split("\n")):
            assert contradiction(line, (), in_title=False) is None, line
            days += "2026" in line
    assert days > 80
    month = language(code).months[4]
    assert contradiction(f"{language(code).weekdays[2]} 21 {month} 2026", (), in_title=False), "what is looked for"


@pytest.mark.parametrize("code", CODES)
def test_subject_and_body_name_the_same_day(code: str) -> None:
    """Each day of a subject stands in the body, in the same words; and so does each "tomorrow"."""
    told = language(code)
    month = "|".join(map(re.escape, told.months))
    dates = re.compile(rf"\b\S+,? \d+(?:\.|º|er)? (?:{month}) \d{{4}}\b")
    words = 0
    for notice in every_mail(code):
        for found in dates.findall(notice.subject):
            assert found in notice.body
        for word in (told.mails.today, told.mails.tomorrow):
            said = re.search(rf"\b{word}\b", notice.subject, re.IGNORECASE)
            assert bool(said) == bool(re.search(rf"\b{word} \(", notice.body, re.IGNORECASE))
            words += bool(said)
    assert words == 6


@pytest.mark.parametrize("code", CODES)
def test_a_reminder_names_the_day_by_the_one_clock(code: str) -> None:
    """Hour by hour of the days before, in the zone where the talk is."""
    told = language(code).mails
    for hours in range(24 * 4):
        now = dt.datetime(2026, 5, 18, 0, 30, tzinfo=dt.UTC) + dt.timedelta(hours=hours)
        entry = talk("rauhut")
        if entry.is_over(now):
            break
        notice = about_talk(Kind.REMINDER, entry, programme(), now=now, code=code)
        away = (dt.date(2026, 5, 21) - now.astimezone(ZoneInfo("Europe/Berlin")).date()).days
        word = {0: told.today, 1: told.tomorrow}.get(away)
        for text in (notice.subject, notice.body):
            assert [each for each in (told.today, told.tomorrow) if re.search(rf"\b{each}\b", text, re.IGNORECASE)] == (
                [word] if word else []
            )
    assert hours > 80


PLACEHOLDER = re.compile(r"\{\w*\}|\{\{|\{%|\bNone\b|\bUndefined\b|<\w+ object|  |\(\)|\bTrue\b|\bFalse\b")


@pytest.mark.parametrize("code", CODES)
def test_no_mail_holds_a_blank_to_be_filled_in(code: str) -> None:
    for notice in every_mail(code):
        text = notice.subject + "\n" + notice.body.replace("\n  ", "\n")
        assert not PLACEHOLDER.search(text), PLACEHOLDER.search(text)
        assert notice.body.endswith("\n")
        assert "\n\n\n" not in notice.body
        assert all(line == line.strip(" ") or line == "-- " for line in notice.body.split("\n"))
        assert all(len(line) <= WIDTH or "://" in line for line in wrapped(notice.body).split("\n"))


WORD = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=8).map("q{}".format)
"""No word that could be read as part of a date."""
SECRETS = {name: f"secret-{name}" for name in ("email", "phone", "hotel", "travel", "costs", "remarks", "fee")}


@st.composite
def some_series(draw: st.DrawFn) -> Programme:
    """A weekly series in which anything that need not be said may be missing."""

    def maybe(key: str, *values: str) -> str:
        value = draw(st.none() | (st.sampled_from(values) if values else WORD))
        return f'{key} = "{value}"\n' if value else ""

    toml = f'[series]\nid = "x"\nname = "{draw(WORD)}"\ntimezone = "Europe/Berlin"\n'
    toml += maybe("short_name") + maybe("unit") + maybe("url", "https://x.org") + maybe("also_times", "Asia/Tokyo")
    toml += maybe("mode", "hybrid", "online", "in-person") + maybe("online") + maybe("language", *CODES)
    toml += draw(st.sampled_from(["", 'join = { url = "https://z.org" }\n']))
    toml += (
        "[schedule]\ndates = [2026-05-12, 2026-05-19, 2026-05-26]\n" + maybe("time", "16:15", "9:00") + maybe("room")
    )
    toml += maybe("duration", "75 min")
    for number, day in enumerate(("2026-05-12", "2026-05-19", "2026-05-26", None)):
        toml += (
            f'[[talks]]\nid = "t{number}"\n' + (f"date = {day}\n" if day else "") + maybe("title") + maybe("abstract")
        )
        toml += maybe("status", "cancelled", "tentative", "invited") + maybe("reason") + maybe("host")
        for _ in range(draw(st.integers(0, 2))):
            toml += f'[[talks.speakers]]\nname = "{draw(WORD)}"\n' + maybe("affiliation") + maybe("bio")
    return a_programme(toml, today=NOW.date())


def notices_of(series: Programme, now: dt.datetime, code: str) -> Iterator[Notice]:
    """Every mail that can be written; each talk has its own secrets among its notes."""
    told: Facts = {"date": "2026-05-11", "time": "08:00", "room": "Elsewhere", "speakers": ("Somebody Else",)}
    for kind in Kind:
        for entry in series.entries:
            notes = {name: f"{secret}-{entry.talk.id}" for name, secret in SECRETS.items()}
            with suppress(Refused, Misused):
                yield about_talk(kind, entry, series, now=now, code=code, before=told, notes=notes)
    for kind in (Kind.PROGRAMME, Kind.DIGEST):
        with suppress(Refused):
            yield about_talks(kind, [series], now=now, code=code)


@given(some_series(), st.sampled_from(CODES), st.integers(0, 21))
@settings(max_examples=settings().max_examples // 4)
def test_whatever_is_missing_a_mail_is_whole_and_keeps_secrets(series: Programme, code: str, days: int) -> None:
    now = NOW + dt.timedelta(days=days)
    for notice in notices_of(series, now, code):
        text = f"{notice.subject}\n{notice.body}"
        assert notice.subject
        assert "\n" not in notice.subject
        assert not PLACEHOLDER.search(text), text
        for line in text.split("\n"):
            assert contradiction(line, (), in_title=False) is None, line
        own = set(re.findall(r"secret-\w+-t\d", text))
        shown = ("hotel", "travel", "costs") if notice.kind.is_for_speakers else ()
        assert own <= {f"secret-{name}-{notice.talk}" for name in shown}
        assert bool(notice.to) == (notice.kind.readers != "audience")
        assert not (notice.to and language(code).labels.tba_speaker in text), text


def test_private_notes_reach_the_mail_to_that_speaker_alone() -> None:
    """The hotel is there where it is meant to be; the secrets of the series are nowhere."""
    text = (GOLDEN / "data.toml").read_text("utf-8")
    private = "[rauhut]\n" + "".join(f'{name} = "{secret}"\n' for name, secret in SECRETS.items())
    parsed = parse(Document.read(text))
    notes, problems = parse_private(Document.read(private), parsed.book)
    assert problems == ()
    body = about(Kind.CONFIRMATION, "rauhut", notes=notes.talks["rauhut"]).body
    assert [name for name in SECRETS if f"secret-{name}" in body] == ["hotel", "travel", "costs"]
    for kind in (Kind.ANNOUNCEMENT, Kind.REMINDER):
        assert "secret" not in about(kind, "rauhut", notes=notes.talks["rauhut"]).body


# --- what is refused ---


@pytest.mark.parametrize(
    ("kind", "name", "at", "says", "hint"),
    [
        ("announcement", "undated", "", 'talk "undated" has no date yet', "give it one first: semctl move-talk undated DAY"),
        ("announcement", "off", "", 'talk "off" is cancelled, so there is no announcement of it',
         "semctl announce off --kind cancellation"),
        ("reminder", "lovelace", "", 'talk "lovelace" is over', "nobody needs to be reminded of it"),
        ("change", "rauhut", "", 'talk "rauhut" has not been announced yet, so nobody needs to hear of a change',
         "announce it: semctl announce rauhut"),
        ("change", "off", "", 'talk "off" has not been announced yet, so nobody needs to hear of a change',
         "announce it: semctl announce off"),
        ("cancellation", "rauhut", "", 'talk "rauhut" is not cancelled', "to call it off: semctl cancel-talk rauhut"),
        ("invitation", "open", "", 'talk "open" has no speaker yet', "name one: semctl edit-talk open --speaker NAME"),
        ("confirmation", "off", "", 'talk "off" is cancelled', "to take that back: semctl restore-talk off"),
        ("confirmation", "undated", "", 'talk "undated" has no date yet',
         "give it one first: semctl move-talk undated DAY"),
        ("chase", "lovelace", "2026-05-06 10:00", 'nothing is missing of talk "lovelace"',
         "[notices] asks speakers for: title, abstract, bio, photo"),
        ("chase", "lovelace", "", 'talk "lovelace" is over', "there is no chase for it"),
        ("thanks", "rauhut", "", 'talk "rauhut" is not over yet', "there is no thanks for it"),
        ("digest", "rauhut", "", "a digest is about no single talk", "semctl announce --kind digest"),
    ],
)  # fmt: skip
def test_where_there_is_nothing_to_tell_that_is_said(kind: str, name: str, at: str, says: str, hint: str) -> None:
    with pytest.raises((Refused, Misused)) as raised:
        about(Kind(kind), name, at=at)
    assert (raised.value.says, raised.value.hint) == (says, hint)


def test_nothing_has_changed_is_no_news() -> None:
    with pytest.raises(Refused, match='nothing has changed about talk "rauhut" since it was announced'):
        about(Kind.CHANGE, "rauhut", before=as_announced("rauhut"))


def test_a_change_to_cancelled_is_a_cancellation() -> None:
    with pytest.raises(Refused, match='talk "off" is cancelled'):
        about(Kind.CHANGE, "off", before=as_announced("off", status="confirmed"))


def test_a_talk_that_has_lost_its_day_is_told_of() -> None:
    notice = about(Kind.CHANGE, "undated", before=as_announced("undated", date="2026-05-21", time="16:30"))
    assert notice.subject == "Change (Date, Time): Data Colloquium: Bernhard Riemann, Thursday, 21 May 2026, 16:30"
    assert "Date: Thursday, 21 May 2026 → –\nTime: 16:30 → –\n" in notice.body


def test_a_log_that_somebody_has_written_into_makes_no_error() -> None:
    told: Facts = {"date": "soon", "time": "noon", "mode": "by foot", "speakers": "Ada", "room": ("A", "B")}
    body = about(Kind.CHANGE, "rauhut", before=told).body
    assert "Date: – → Thursday, 21 May 2026\n" in body
    assert "Speaker: Ada → Holger Rauhut\n" in body


# --- whom and how ---


def test_a_speaker_is_written_to_in_their_own_language_and_greeted_as_agreed() -> None:
    notice = about(Kind.CHASE, "rauhut", notes={"lang": "de", "greeting": "Lieber Holger,"})
    assert (notice.language, notice.to) == ("de", ("Holger Rauhut",))
    assert notice.body.startswith("Lieber Holger,\n\nwir bereiten die Ankündigung")
    assert about(Kind.CHASE, "rauhut", code="nl", notes={"lang": "de"}).language == "nl"
    assert about(Kind.ANNOUNCEMENT, "rauhut", notes={"lang": "de"}).language == "en"
    with pytest.raises(Refused, match='say lang = "xx", which semctl does not write'):
        about(Kind.CHASE, "rauhut", notes={"lang": "xx"})


def test_notes_of_any_form_are_told_in_words() -> None:
    notes = {"hotel": ["Leopold", "Max"], "travel": dt.date(2026, 5, 20), "costs": 400, "greeting": {"a": 1}}
    body = about(Kind.CONFIRMATION, "rauhut", notes=notes).body
    assert body.startswith("Dear Holger Rauhut,\n")
    assert "Hotel: Leopold, Max\nTravel: 2026-05-20\nCosts: 400\n" in body


def test_the_deadline_of_a_chase_is_the_day_of_the_announcement() -> None:
    """Once that has come, at once."""
    assert "by Thursday, 14 May 2026" in about(Kind.CHASE, "rauhut", at="2026-05-13 23:59").subject
    assert "by" not in about(Kind.CHASE, "rauhut", at="2026-05-14 00:00").subject


def test_the_munich_form() -> None:
    """As the Mathematisches Kolloquium of LMU München announced it on its page in June 2023."""
    book = (Path(__file__).parent.parent / "docs" / "examples" / "munich.toml").read_text("utf-8")
    series = a_programme(book, today=dt.date(2023, 6, 1))
    now = dt.datetime(2023, 6, 22, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    notice = about_talk(Kind.ANNOUNCEMENT, series.entries[0], series, now=now)
    assert notice.body.startswith(
        """\
Sehr geehrte Damen und Herren,

wir laden Sie herzlich zu folgendem Vortrag ein:

Am Donnerstag, 29. Juni 2023 um 16:30 Uhr spricht

Holger Rauhut
(RWTH Aachen)

im Hörsaal Raum A027 über das Thema

Implicit bias of gradient descent methods in deep learning

Gemeinsam mit: Bubacarr Bah,"""
    )


def test_elsewhere_another_day_is_named() -> None:
    toml = """[series]
id = "x"
name = "X"
timezone = "Europe/Berlin"
also_times = ["America/New_York", "Pacific/Auckland"]
[schedule]
dates = [2026-05-12]
time = "16:00"
[[talks]]
id = "a"
date = 2026-05-12
speaker = "Ann"
"""
    series = a_programme(toml, today=NOW.date())
    lines = about_talk(Kind.ANNOUNCEMENT, series.entries[0], series, now=NOW).body.split("\n")
    assert "New York: 10:00" in lines
    assert "Auckland: Wednesday, 13 May 2026, 02:00" in lines


# --- layout ---


def test_lines_are_broken_but_days_times_formulas_and_addresses_are_not() -> None:
    long = "https://example.org/" + "x" * 80
    text = (
        "This sentence is as long as it takes to come near the end, on Monday, 11 May 2026, at 16:00.\n"
        "Cette phrase est assez longue pour que l’heure tombe au bout de la ligne, 16 h 30.\n"
        f"Link: {long}\n"
        "    indented, and therefore left as it is, however long the line may be that somebody has laid out\n"
        "- an item of a list whose words go on below its first word and not below its dash, as they should\n"
        "-- \n"
    )
    assert wrapped(text) == (
        "This sentence is as long as it takes to come near the end, on Monday,\n"
        "11 May 2026, at 16:00.\n"
        "Cette phrase est assez longue pour que l’heure tombe au bout de la\n"
        "ligne, 16 h 30.\n"
        f"Link: {long}\n"
        "    indented, and therefore left as it is, however long the line may be that somebody has laid out\n"
        "- an item of a list whose words go on below its first word and not below\n"
        "  its dash, as they should\n"
        "-- \n"
    )


def test_paragraphs_are_joined_but_lists_and_formulas_are_not() -> None:
    text = "One\ntwo.\n\n- a\n- b\n\n  x = y\n  z\n\n$$a\n+b$$"
    assert one_line_each(text) == "One two.\n\n- a\n- b\n\n  x = y\n  z\n\n$$a\n+b$$"
