"""What is to be done on a calendar server: what is there, held against the programme."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semctl import model
from semctl.problems import Refused
from semctl.programme import Programme
from semctl.publishing import Deed, Held, Plan, Step, plan, table
from semctl.terminal import plain_lines
from tests.books import a_programme

NOW = dt.datetime(2026, 6, 9, 12, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=1)
WEEKLY = '[schedule]\nevery = "week"\ntime = "16:00"\nduration = "1 h"\nstart = 2026-06-01\nend = 2026-06-30\n'
JUNE = (
    WEEKLY
    + '[[talks]]\nid = "ada"\ndate = 2026-06-08\nspeaker = "Ada Lovelace"\ntitle = "Notes, and more"\n'
    + '[[talks]]\nid = "emmy"\ndate = 2026-06-15\nspeaker = "Emmy Noether"\n'
    + '[[talks]]\nid = "planned"\nspeaker = "Kim"\n'
)
FOREIGN = Held("/c/theirs.ics", '"t"', b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:theirs\nEND:VEVENT\nEND:VCALENDAR\n")


def done(found: Plan, before: tuple[Held, ...] = ()) -> tuple[Held, ...]:
    """What a server holds when every step has been carried out."""
    held = {each.href: each for each in before}
    for step in found.steps:
        assert (step.etag == held[step.href].etag) if step.etag else (step.href not in held)
        if step.data:
            held[step.href] = Held(step.href, f'"{len(held)}"', step.data)
        else:
            del held[step.href]
    return tuple(held.values())


def published(toml: str = JUNE) -> tuple[Held, ...]:
    return done(plan(a_programme(toml), (), NOW))


def again(toml: str, held: tuple[Held, ...]) -> Plan:
    return plan(a_programme(toml), held, LATER)


def deeds(found: Plan) -> list[str]:
    return [" ".join((step.deed, step.uid.partition(".")[0], *step.which)) for step in found.steps]


def line(step: Step, name: str) -> str:
    event = step.data.decode().partition("BEGIN:VEVENT")[2]
    found = re.search(rf"^{name}[;:].*\r$", event, re.MULTILINE)
    assert found, step.data.decode()
    return found[0].strip()


def with_change(held: tuple[Held, ...], old: str, new: str) -> tuple[Held, ...]:
    """What is there after somebody else has changed something."""
    assert any(old.encode() in each.data for each in held)
    return tuple(each._replace(data=each.data.replace(old.encode(), new.encode())) for each in held)


# --- what is written ---


def test_each_talk_with_a_date_is_an_object_of_its_own() -> None:
    found = plan(a_programme(JUNE), (), NOW)
    assert deeds(found) == ["new ada", "new emmy"]
    assert found.unchanged == 0
    text = re.sub("HASH:[0-9a-f-]+\r", "HASH:?\r", found.steps[1].data.decode())
    assert (
        re.sub(r"BEGIN:(?:STANDARD|DAYLIGHT)(?:.|\n)*END:(?:STANDARD|DAYLIGHT)\n", "…\n", text.replace("\r\n", "\n"))
        == EMMY
    )
    assert re.fullmatch(r"[0-9a-f]{32}\.ics", found.steps[1].href)


EMMY = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//semctl//semctl//EN
CALSCALE:GREGORIAN
BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
…
END:VTIMEZONE
BEGIN:VEVENT
X-SEMCTL-HASH:?
UID:emmy.x@x.org
DTSTAMP:20260609T120000Z
LAST-MODIFIED:20260609T120000Z
CREATED:20260609T120000Z
SEQUENCE:0
DTSTART;TZID=Europe/Amsterdam:20260615T160000
DTEND;TZID=Europe/Amsterdam:20260615T170000
STATUS:CONFIRMED
SUMMARY:X Seminar: Emmy Noether – T.b.a.
LOCATION:R
DESCRIPTION:Emmy Noether\\nT.b.a.
X-SEMCTL-SERIES:x@x.org
END:VEVENT
END:VCALENDAR
"""


def test_nothing_is_to_be_done_where_nothing_has_changed() -> None:
    found = again(JUNE, published())
    assert (found.steps, found.unchanged) == ((), 2)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('title = "Notes, and more"', 'title = "Notes"', ["changed ada title"]),
        ('speaker = "Emmy Noether"', 'speaker = "Emmy Noether"\nabstract = "Rings."', ["changed emmy text"]),
        ('speaker = "Emmy Noether"', 'speaker = "Emmy Noether"\nstatus = "cancelled"', ["changed emmy title status"]),
        ("date = 2026-06-15", "date = 2026-06-22", ["changed emmy time"]),
        ('time = "16:00"', 'time = "16:15"', ["changed ada time", "changed emmy time"]),
        ('id = "emmy"\ndate = 2026-06-15\n', 'id = "emmy"\n', ["removed emmy"]),
        ('id = "emmy"', 'id = "noether"', ["new noether", "removed emmy"]),
        ('id = "planned"', 'id = "planned"\ndate = 2026-06-22', ["new planned"]),
        ('[schedule]', '[[overrides]]\ndate = 2026-06-08\ncancelled = true\n[schedule]', ["changed ada title status"]),
    ],
)  # fmt: skip
def test_what_a_change_of_the_file_makes_of_it(old: str, new: str, expected: list[str]) -> None:
    before = published()
    changed = JUNE.replace(old, new, 1)
    assert changed != JUNE
    found = again(changed, before)
    assert deeds(found) == expected
    assert again(changed, done(found, before)).steps == ()


def test_a_change_raises_sequence_above_what_the_server_holds() -> None:
    """And stamps it with the instant of the run; the first stamp stays."""
    held = with_change(published(), "SEQUENCE:0", "SEQUENCE:41")
    (step,) = again(JUNE.replace("Notes, and more", "Notes"), held).steps
    told = [line(step, name) for name in ("SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "CREATED")]
    assert told == [
        "SEQUENCE:42",
        "DTSTAMP:20260610T120000Z",
        "LAST-MODIFIED:20260610T120000Z",
        "CREATED:20260609T120000Z",
    ]


# --- what others have done there ---


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        (";TZID=Europe/Amsterdam:20260608T160000", ";TZID=Europe/Amsterdam:20260608T150000", "time"),
        (";TZID=Europe/Amsterdam:20260608T160000", ":20260608T160000Z", "time"),
        (";TZID=Europe/Amsterdam:20260608T160000", ";VALUE=DATE:20260608", "time"),
        ("Ada Lovelace – Notes", "Ada L. – Notes", "title"),
        ("LOCATION:R\r\n", "LOCATION:Q\r\n", "place"),
        ("LOCATION:R\r\n", "", "place"),
        ("STATUS:CONFIRMED", "STATUS:CANCELLED", "status"),
        ("LOCATION:R\r\n", "LOCATION:R\r\nRRULE:FREQ=DAILY\r\n", "repetition"),
        ("END:VEVENT\r\n", "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:ada.x@x.org\r\nRECURRENCE-ID:20260609T140000Z\r\n"
         "END:VEVENT\r\n", "repetition"),
    ],
)  # fmt: skip
def test_what_somebody_else_has_changed_is_put_back(old: str, new: str, part: str) -> None:
    """Under a SEQUENCE of its own, so that their calendars follow."""
    ada = published()[:1]
    (step,) = plan(a_programme(JUNE), with_change(ada, old, new), LATER, held_back={model.Ident("emmy")}).steps
    assert (step.deed, step.which) == (Deed.PUT_BACK, (part,))
    assert line(step, "SEQUENCE") == "SEQUENCE:1"
    assert line(step, "DTSTART") == "DTSTART;TZID=Europe/Amsterdam:20260608T160000"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (";TZID=Europe/Amsterdam:20260608T160000", ":20260608T140000Z"),
        (";TZID=Europe/Amsterdam:20260608T160000", ";TZID=/a.org/Europe/Amsterdam:20260608T160000"),
        (";TZID=Europe/Amsterdam:20260608T160000", ';X-A="b:c";TZID="Europe/Amsterdam":20260608T160000'),
        ("DTEND;TZID=Europe/Amsterdam:20260608T170000", "DURATION:PT1H"),
        ("Notes\\, and more", "Notes, and more"),
        ("STATUS:CONFIRMED\r\n", ""),
        ("LOCATION:R", "location;language=en:R"),
        ("DESCRIPTION:", "DESCRIPTION:Rewritten "),
        ("DTSTAMP:20260609T120000Z", "DTSTAMP:20260609T130000Z"),
        ("LAST-MODIFIED:20260609T120000Z\r\n", ""),
        ("\r\n", "\n"),
        ("LOCATION:R\r\n", "LOCATION:R\r\nBEGIN:VALARM\r\nSUMMARY:Soon\r\nEND:VALARM\r\n"),
    ],
)
def test_what_a_server_writes_in_its_own_way_is_left_alone(old: str, new: str) -> None:
    found = again(JUNE, with_change(published(), old, new))
    assert (found.steps, found.unchanged) == ((), 2)


def test_other_peoples_events_are_none_of_ours() -> None:
    """Nor are those of another series, nor what cannot be read."""
    other_series = done(plan(a_programme(JUNE.replace("ada", "ada2"), series=OTHER), (), NOW))
    broken = Held("/c/b.ics", '"b"', b"BEGIN:VCALENDAR\nX-SEMCTL-HASH:\xff\n")
    nameless = Held("/c/n.ics", '"n"', b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nX-SEMCTL-HASH:1-2\nEND:VEVENT\nEND:VCALENDAR\n")
    unended = Held("/c/u.ics", '"u"', b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a.x@x.org\nX-SEMCTL-HASH:1-2\nEND:VEVENT\n")
    found = again(WEEKLY, (*published(), *other_series, FOREIGN, broken, nameless, unended))
    assert deeds(found) == ["removed ada", "removed emmy"]


OTHER = '[series]\nid = "y"\ndomain = "x.org"\nname = "Y"\ntimezone = "Europe/Rome"\n'


def test_an_event_with_our_identity_that_we_have_not_put_there_is_left_alone() -> None:
    theirs = tuple(each._replace(data=re.sub(rb"X-SEMCTL.*\r\n", b"", each.data)) for each in published()[:1])
    found = again(JUNE, theirs)
    assert (deeds(found), found.strangers) == (["new emmy"], ("ada",))
    assert again(WEEKLY, theirs).steps == ()


def test_events_of_an_exported_file_are_taken_over_where_they_are() -> None:
    """Somebody imported the .ics into the calendar; such an event names no series, its identity does."""
    imported = tuple(
        each._replace(href=f"/c/{number}", data=re.sub(rb"X-SEMCTL-SERIES.*\r\n", b"", each.data))
        for number, each in enumerate(published())
    )
    assert again(JUNE, imported).steps == ()
    found = again(JUNE.replace("Notes, and more", "Notes"), imported)
    assert [(step.deed, step.href) for step in found.steps] == [(Deed.CHANGED, "/c/0")]
    assert deeds(again(WEEKLY, imported)) == ["removed ada", "removed emmy"]


def test_a_talk_with_an_identity_from_elsewhere_goes_too() -> None:
    imported = JUNE.replace('id = "emmy"', 'id = "emmy"\nuid = "old/1@else.where"')
    held = published(imported)
    assert again(imported, held).steps == ()
    (step,) = again(JUNE.partition('[[talks]]\nid = "emmy"')[0], held).steps
    assert (step.deed, step.uid) == (Deed.REMOVED, "old/1@else.where")


# --- what a warning holds back ---


def test_talks_that_are_held_back_stay_as_they_are() -> None:
    held = published()
    changed = JUNE.replace('time = "16:00"', 'time = "16:15"')
    found = plan(a_programme(changed), held, LATER, held_back={model.Ident("ada")})
    assert deeds(found) == ["changed emmy time"]


def test_nothing_is_removed_where_the_whole_file_is_in_doubt() -> None:
    found = plan(a_programme(WEEKLY), published(), LATER, may_remove=False)
    assert found.steps == ()


# --- for people ---


def test_the_list_of_what_would_change() -> None:
    held = with_change(published(), "X Seminar: Emmy Noether – T.b.a.", "X\\, or \x9b31mY\\nZ")
    changed = JUNE.partition('[[talks]]\nid = "emmy"')[0].replace("2026-06-08", "2026-06-22")
    changed += '[[talks]]\nid = "meeting"\ndate = 2026-06-29\ntitle = "Plans"\n'
    assert list(plain_lines(table(again(changed, held).steps))) == [
        "  Change         Date             Talk",
        "  changed: time  Mon 22 Jun 2026  Ada Lovelace [ada]",
        "  new            Mon 29 Jun 2026  Plans [meeting]",
        "- removed        Mon 15 Jun 2026  X, or 31mY Z",
    ]


def test_an_event_without_a_time_that_can_be_read_is_removed_all_the_same() -> None:
    held = with_change(published(), "DTSTART;TZID=Europe/Amsterdam:20260615T160000\r\n", "")
    assert [step.day for step in again(WEEKLY, held).steps] == [dt.date(2026, 6, 8), None]


# --- laws ---

TITLES = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(st.dictionaries(st.sampled_from("abcde"), TITLES), st.dictionaries(st.sampled_from("abcde"), TITLES))
def test_from_any_programme_to_any_other_in_one_go(first: dict[str, str], second: dict[str, str]) -> None:
    """Then nothing is left to be done, and what is not ours is as it was."""
    held = done(plan(titled(first), (FOREIGN,), NOW), (FOREIGN,))
    found = plan(titled(second), held, LATER)
    after = done(found, held)
    assert plan(titled(second), after, LATER).steps == ()
    assert FOREIGN in after
    assert len(after) == 1 + len(second)
    assert {step.deed for step in found.steps if step.uid[0] in first.keys() & second.keys()} <= {Deed.CHANGED}


FIVE = a_programme(
    WEEKLY
    + "".join(
        f'[[talks]]\nid = "{name}"\ndate = 2026-06-{8 + 7 * (number % 3):02}\n' for number, name in enumerate("abcde")
    )
)


def titled(titles: dict[str, str]) -> Programme:
    """A programme of talks with any title at all, as no file could say it."""
    found = (
        replace(entry, talk=replace(entry.talk, title=model.Known(titles[entry.talk.id])))
        for entry in FIVE.entries
        if entry.talk.id in titles
    )
    return replace(FIVE, entries=tuple(found))


def test_two_talks_with_one_identity_are_refused() -> None:
    with pytest.raises(Refused):
        plan(a_programme(JUNE.replace('id = "ada"', 'id = "ada"\nuid = "emmy.x@x.org"')), (), NOW)


def test_in_utc_no_zone_is_told() -> None:
    (ada, _) = plan(a_programme(JUNE, series=OTHER.replace("Europe/Rome", "UTC")), (), NOW).steps
    assert (line(ada, "DTSTART"), b"VTIMEZONE" in ada.data) == ("DTSTART:20260608T160000Z", False)
