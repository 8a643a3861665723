"""Who owes what by when, on any day, and whatever has gone out."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semctl.duties import duties
from semctl.duties.audience import week_of
from semctl.duties.duty import Case, Duty
from semctl.model import Kind
from semctl.programme import Programme
from semctl.sent import Log, Record, State, facts, line, read
from tests.books import a_programme

ZONE = ZoneInfo("Europe/Amsterdam")
SEMESTER = """
[schedule]
every = "2 weeks"
weekday = "Monday"
time = "16:00"
duration = "1 h"
start = 2026-05-11
count = 4
[[talks]]
id = "jacobs"
date = 2026-05-11
speaker = "Tom Jacobs"
title = "Weight Decay"
abstract = "On weights."
[[talks]]
id = "kim"
date = 2026-05-25
speaker = "Yongdai Kim"
[[talks]]
id = "noether"
date = 2026-06-08
speaker = "Emmy Noether"
status = "invited"
[[talks]]
id = "later"
speaker = "Someone Later"
status = "invited"
"""
ALL = frozenset({"jacobs", "kim", "noether", "later"})


def at(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    return moment.replace(tzinfo=ZONE)


def log_of(*records: Record) -> Log:
    return read("".join(map(line, records)))[0]


def sent(programme: Programme, kind: Kind, talk: str | None, when: dt.datetime, occasion: str = "") -> Record:
    """A mail that somebody has sent, as the programme then was."""
    told = {
        f"{entry.series.id}/{entry.talk.id}": facts(entry)
        for entry in programme.entries
        if kind.readers == "audience" and talk in (entry.talk.id, None)
        if kind is not Kind.DIGEST or (entry.date and week_of(entry.date) == occasion)
    }
    return Record(
        at=when, state=State.MARKED, id=f"{kind}-{talk}-{occasion}-{when}", series="x", kind=kind, talk=talk,
        occasion=occasion, facts=told,
    )  # fmt: skip


def of(toml: str, now: str, *records: Record, reachable: frozenset[str] = ALL) -> tuple[Duty, ...]:
    programme = a_programme(toml)
    case = Case(
        programme=programme, log=log_of(*records), now=at(now), reachable=reachable, together=(programme,)
    )  # fmt: skip
    return duties(case)


def told(found: tuple[Duty, ...]) -> list[str]:
    return [
        f"{duty.due} {duty.kind} {duty.talk} to {duty.who}{'' if duty.is_ready else ' (by hand)'}: {duty.says}"
        for duty in found
    ]


def test_a_semester_that_begins() -> None:
    assert told(of(SEMESTER, "2026-04-01")) == [
        "2026-04-13 invitation noether to Emmy Noether: Mon 8 Jun 2026, 16:00: not asked yet",
        "2026-04-13 confirmation jacobs to Tom Jacobs: Mon 11 May 2026, 16:00: not told the details yet",
        "2026-04-27 confirmation kim to Yongdai Kim: Mon 25 May 2026, 16:00: not told the details yet",
        "2026-05-04 chase kim to Yongdai Kim: Mon 25 May 2026, 16:00: missing: title, abstract",
        "2026-05-04 announcement jacobs to the audience: Mon 11 May 2026, 16:00: not announced yet",
        "2026-05-18 announcement kim to the audience: Mon 25 May 2026, 16:00: not announced yet; no title yet",
        "2026-06-01 announcement noether to the audience (by hand): Mon 8 Jun 2026, 16:00: not announced yet; "
        "the talk is only invited; no title yet",
        "None invitation later to Someone Later (by hand): not asked yet",
    ]


def test_what_has_gone_out_is_no_duty_any_more() -> None:
    programme = a_programme(SEMESTER)
    records = [
        sent(programme, Kind.INVITATION, "noether", at("2026-04-13T09:00")),
        sent(programme, Kind.CONFIRMATION, "jacobs", at("2026-04-13T09:00")),
        sent(programme, Kind.ANNOUNCEMENT, "jacobs", at("2026-05-04T09:00")),
    ]
    kinds = [(duty.kind, duty.talk, str(duty.due)) for duty in of(SEMESTER, "2026-05-04T10:00", *records)]
    assert kinds[:4] == [
        (Kind.CONFIRMATION, "kim", "2026-04-27"),
        (Kind.REMINDER, "jacobs", "2026-05-10"),
        (Kind.CHASE, "kim", "2026-05-11"),  # a week after the confirmation, which asks too
        (Kind.ANNOUNCEMENT, "kim", "2026-05-18"),
    ]


def only(kind: Kind, found: tuple[Duty, ...]) -> list[tuple[str | None, str, bool]]:
    return [(duty.talk, str(duty.due), duty.is_ready) for duty in found if duty.kind is kind]


@pytest.mark.parametrize(
    ("now", "wanted"),
    [
        ("2026-05-09T23:59", [("jacobs", "2026-05-10", True)]),
        ("2026-05-11T15:59", [("jacobs", "2026-05-10", True)]),
        ("2026-05-11T16:00", []),
    ],
)
def test_a_reminder_waits_for_its_day_and_ends_with_the_beginning(
    now: str, wanted: list[tuple[str, str, bool]]
) -> None:
    announced = sent(a_programme(SEMESTER), Kind.ANNOUNCEMENT, "jacobs", at("2026-05-04T09:00"))
    assert only(Kind.REMINDER, of(SEMESTER, now, announced)) == wanted


def test_who_has_just_been_told_is_not_reminded() -> None:
    """An announcement that goes out on the day of the reminder, or after it, is enough."""
    programme = a_programme(SEMESTER)
    late = sent(programme, Kind.ANNOUNCEMENT, "jacobs", at("2026-05-10T00:00"))
    assert only(Kind.REMINDER, of(SEMESTER, "2026-05-10T09:00", late)) == []
    assert only(Kind.REMINDER, of(SEMESTER, "2026-05-10T09:00")) == []
    before = sent(programme, Kind.ANNOUNCEMENT, "jacobs", at("2026-05-09T23:59"))
    assert only(Kind.REMINDER, of(SEMESTER, "2026-05-10T09:00", before)) == [("jacobs", "2026-05-10", True)]


def test_a_moved_talk_is_reminded_of_again() -> None:
    programme = a_programme(SEMESTER)
    records = [
        sent(programme, Kind.ANNOUNCEMENT, "jacobs", at("2026-05-04T09:00")),
        sent(programme, Kind.REMINDER, "jacobs", at("2026-05-10T09:00"), "2026-05-11"),
    ]
    assert only(Kind.REMINDER, of(SEMESTER, "2026-05-10T10:00", *records)) == []
    moved = SEMESTER.replace("date = 2026-05-11", "date = 2026-06-22")
    records.append(sent(a_programme(moved), Kind.CHANGE, "jacobs", at("2026-05-10T11:00"), "1"))
    assert only(Kind.REMINDER, of(moved, "2026-05-10T12:00", *records)) == [("jacobs", "2026-06-21", True)]


def test_a_speaker_is_asked_once_and_stays_on_the_list() -> None:
    asked = sent(a_programme(SEMESTER), Kind.CHASE, "kim", at("2026-05-04T09:00"))
    (duty,) = [each for each in of(SEMESTER, "2026-05-05", asked) if each.kind is Kind.CHASE]
    assert (str(duty.due), duty.is_ready, duty.command) == ("2026-05-18", False, "semctl edit-talk kim --title …")
    assert duty.says == "Mon 25 May 2026, 16:00: missing: title, abstract; asked on Mon 4 May 2026"
    known = SEMESTER.replace('speaker = "Yongdai Kim"', 'speaker = "Yongdai Kim"\ntitle = "T"\nabstract = "A"')
    assert only(Kind.CHASE, of(known, "2026-05-05")) == []


def test_what_a_confirmation_asks_for_is_waited_for() -> None:
    """It asks for the title too; a chase the hour after would be rude."""
    told = sent(a_programme(SEMESTER), Kind.CONFIRMATION, "kim", at("2026-05-02T09:00"))
    assert only(Kind.CHASE, of(SEMESTER, "2026-05-05", told)) == [("kim", "2026-05-09", True)]


def test_a_speaker_without_an_address_is_left_to_a_person() -> None:
    (duty,) = [each for each in of(SEMESTER, "2026-05-05", reachable=frozenset()) if each.kind is Kind.CHASE]
    assert not duty.is_ready
    assert duty.says == "Mon 25 May 2026, 16:00: missing: title, abstract; no address known"
    assert duty.command == "semctl announce kim --kind chase"


@pytest.mark.parametrize(
    ("now", "wanted"),
    [
        ("2026-05-11T16:59", []),
        ("2026-05-11T17:00", [("jacobs", "2026-05-12", True)]),
        ("2026-05-26T23:00", [("jacobs", "2026-05-12", True), ("kim", "2026-05-26", True)]),
        ("2026-05-27T00:00", [("kim", "2026-05-26", True)]),
    ],
)
def test_a_speaker_is_thanked_within_two_weeks(now: str, wanted: list[tuple[str, str, bool]]) -> None:
    assert only(Kind.THANKS, of(SEMESTER, now)) == wanted


ANNOUNCED = sent(a_programme(SEMESTER), Kind.ANNOUNCEMENT, "jacobs", at("2026-05-04T09:00"))


def changed(now: str, old: str, new: str, *more: Record) -> list[str]:
    assert old in SEMESTER
    found = of(SEMESTER.replace(old, new), now, ANNOUNCED, *more)
    return told(tuple(each for each in found if each.kind in (Kind.CHANGE, Kind.CANCELLATION)))


JACOBS = 'id = "jacobs"\ndate = 2026-05-11'


def test_what_people_plan_by_is_told_at_once() -> None:
    assert changed("2026-05-05", 'time = "16:00"', 'time = "15:00"') == [
        "2026-05-05 change jacobs to the audience: Mon 11 May 2026, 15:00: changed since it was announced: time"
    ]
    assert changed("2026-05-05", JACOBS, 'id = "jacobs"\ndate = 2026-06-22') == [
        "2026-05-05 change jacobs to the audience: Mon 22 Jun 2026, 16:00: changed since it was announced: date"
    ]
    room = 'count = 4\n[[overrides]]\ndate = 2026-05-11\nroom = "S"\n'
    assert changed("2026-05-05", "count = 4\n", room) == [
        "2026-05-05 change jacobs to the audience: Mon 11 May 2026, 16:00: changed since it was announced: room"
    ]
    assert changed("2026-05-05", 'speaker = "Tom Jacobs"', 'speaker = "Ann Lee"') == [
        "2026-05-05 change jacobs to the audience: Mon 11 May 2026, 16:00: changed since it was announced: speakers"
    ]
    assert changed("2026-05-05", JACOBS, f'{JACOBS}\nstatus = "cancelled"') == [
        "2026-05-05 cancellation jacobs to the audience: Mon 11 May 2026, 16:00: cancelled, and people do not know"
    ]


@pytest.mark.parametrize(
    ("now", "old", "new"),
    [
        ("2026-05-05", 'title = "Weight Decay"', 'title = "Weight decay"'),
        ("2026-05-05", 'duration = "1 h"', 'duration = "90 min"'),
        ("2026-05-05", "count = 4", 'count = 4\nmode = "in-person"'),
        ("2026-05-05", 'abstract = "On weights."', 'abstract = "On heavy weights."'),
        ("2026-05-12", JACOBS, f'{JACOBS}\nstatus = "cancelled"'),
        ("2026-05-12", 'time = "16:00"', 'time = "15:00"'),
    ],
)
def test_what_nobody_plans_by_is_not_told(now: str, old: str, new: str) -> None:
    """Nor what is over."""
    assert changed(now, old, new) == []


def test_a_title_that_was_not_known_is_told() -> None:
    announced = sent(a_programme(SEMESTER), Kind.ANNOUNCEMENT, "kim", at("2026-05-18T09:00"))
    known = SEMESTER.replace('speaker = "Yongdai Kim"', 'speaker = "Yongdai Kim"\ntitle = "T"')
    assert only(Kind.CHANGE, of(known, "2026-05-19", announced)) == [("kim", "2026-05-19", True)]


def test_a_talk_that_takes_place_after_all_is_told() -> None:
    off = SEMESTER.replace(JACOBS, f'{JACOBS}\nstatus = "cancelled"')
    cancelled = sent(a_programme(off), Kind.CANCELLATION, "jacobs", at("2026-05-05T09:00"), "1")
    assert only(Kind.CANCELLATION, of(off, "2026-05-06", ANNOUNCED, cancelled)) == []
    assert only(Kind.CHANGE, of(SEMESTER, "2026-05-06", ANNOUNCED, cancelled)) == [("jacobs", "2026-05-06", True)]
    assert only(Kind.ANNOUNCEMENT, of(SEMESTER, "2026-05-06", ANNOUNCED, cancelled))[0][0] == "kim"


def test_a_talk_that_loses_its_date_or_its_place_in_the_file_is_left_to_a_person() -> None:
    undated = SEMESTER.replace(JACOBS, 'id = "jacobs"')
    assert only(Kind.CHANGE, of(undated, "2026-05-05", ANNOUNCED)) == [("jacobs", "2026-05-05", False)]
    start = SEMESTER.index('[[talks]]\nid = "jacobs"')
    gone = SEMESTER[:start] + SEMESTER[SEMESTER.index('[[talks]]\nid = "kim"') :]
    (duty,) = [each for each in of(gone, "2026-05-05", ANNOUNCED) if each.kind is Kind.CANCELLATION]
    assert (duty.talk, duty.is_ready, duty.command) == ("jacobs", False, "semctl undo")
    assert duty.says == "announced for 2026-05-11, and no longer in the file"
    assert only(Kind.CANCELLATION, of(gone, "2026-05-12", ANNOUNCED)) == []


def test_a_programme_does_not_bind_yet() -> None:
    """What was only in the programme of the term is not announced: its change is no news by itself."""
    programme = sent(a_programme(SEMESTER), Kind.PROGRAMME, None, at("2026-04-20T09:00"), "2026-05-11")
    later = SEMESTER.replace('time = "16:00"', 'time = "15:00"')
    assert only(Kind.CHANGE, of(later, "2026-04-21", programme)) == []


WITH_LISTS = SEMESTER + "[notices]\nprogramme = 14\ndigest = 0\n"


def test_the_programme_of_a_term_and_the_digest_of_a_week() -> None:
    assert [line for line in told(of(WITH_LISTS, "2026-04-20")) if " None " in line] == [
        "2026-04-27 programme None to the audience: 2 talks from Mon 11 May 2026",
        "2026-05-11 digest None to the audience: 1 talk in the week of Mon 11 May 2026",
        "2026-05-25 digest None to the audience: 1 talk in the week of Mon 25 May 2026",
        "None invitation later to Someone Later (by hand): not asked yet",
    ][:3]
    digest = sent(a_programme(WITH_LISTS), Kind.DIGEST, None, at("2026-05-11T08:00"), "2026-W20")
    assert [duty.occasion for duty in of(WITH_LISTS, "2026-05-11T09:00", digest) if duty.kind is Kind.DIGEST] == [
        "2026-W22"
    ]


def test_kinds_that_are_off_are_never_due() -> None:
    off = SEMESTER + '[notices]\noff = ["chase", "thanks", "confirmation", "invitation", "reminder"]\n'
    assert {duty.kind for duty in of(off, "2026-05-12", ANNOUNCED)} == {Kind.ANNOUNCEMENT}


def test_what_was_interrupted_waits_for_a_person() -> None:
    begun = Record(
        at=at("2026-05-04T09:00"), state=State.BEGIN, id="<a>", to=("one", "two"), series="x", kind="announcement",
        talk="jacobs",
    )  # fmt: skip
    (duty,) = [
        each for each in of(SEMESTER, "2026-05-05", begun) if each.talk == "jacobs" and each.kind is Kind.ANNOUNCEMENT
    ]
    assert not duty.is_ready
    assert duty.says.endswith("not announced yet; interrupted on Mon 4 May 2026, it may have gone out")
    refused = Record(at=at("2026-05-04T09:00"), state=State.FAILED, id="<a>", to=("one",))
    done = Record(at=at("2026-05-04T09:00"), state=State.DONE, id="<a>", to=("two",))
    (duty,) = [
        each
        for each in of(SEMESTER, "2026-05-05", begun, refused, done)
        if each.talk == "jacobs" and each.kind is Kind.ANNOUNCEMENT
    ]
    assert duty.is_ready
    assert duty.says.endswith("not announced yet; the server did not take it for 1 of 2")


# --- a semester, hour by hour ---

EDITS = (
    ("2026-05-02T10:00", 'time = "16:00"', 'time = "15:30"'),
    ("2026-05-06T12:00", "count = 4", 'count = 4\n[[overrides]]\ndate = 2026-05-11\nroom = "S"'),
    ("2026-05-06T13:00", 'room = "S"', 'room = "T"'),
    ("2026-05-12T10:00", 'speaker = "Yongdai Kim"', 'speaker = "Yongdai Kim"\ntitle = "Fairness"'),
    ("2026-05-20T10:00", 'title = "Fairness"', 'title = "Fairness"\nabstract = "On fairness."'),
    ("2026-05-23T10:00", 'id = "kim"\ndate = 2026-05-25', 'id = "kim"\ndate = 2026-06-22'),
    ("2026-05-28T10:00", 'status = "invited"\n[[talks]]\nid = "later"', '[[talks]]\nid = "later"'),
    ("2026-06-07T10:00", 'speaker = "Emmy Noether"', 'speaker = "Emmy Noether"\nstatus = "cancelled"'),
)
GONE_OUT = {
    ("invitation", "noether", ""): "2026-04-13",
    ("confirmation", "jacobs", ""): "2026-04-13",
    ("confirmation", "kim", ""): "2026-04-27",
    ("programme", None, "2026-05-11"): "2026-04-27",
    ("chase", "kim", ""): "2026-05-04",
    ("announcement", "jacobs", ""): "2026-05-04",
    ("change", "jacobs", "2026-05-06T12"): "2026-05-06",
    ("change", "jacobs", "2026-05-06T13"): "2026-05-06",
    ("reminder", "jacobs", "2026-05-11"): "2026-05-10",
    ("digest", None, "2026-W20"): "2026-05-11",
    ("thanks", "jacobs", ""): "2026-05-12",
    ("announcement", "kim", ""): "2026-05-18",
    ("change", "kim", "2026-05-23T10"): "2026-05-23",
    ("confirmation", "noether", ""): "2026-05-28",
    ("announcement", "noether", ""): "2026-06-01",
    ("chase", "noether", ""): "2026-06-04",
    ("reminder", "noether", "2026-06-08"): "2026-06-07",
    ("cancellation", "noether", "2026-06-07T10"): "2026-06-07",
    ("reminder", "kim", "2026-06-22"): "2026-06-21",
    ("digest", None, "2026-W26"): "2026-06-22",
    ("thanks", "kim", ""): "2026-06-23",
}


def hours(step: int) -> Iterator[dt.datetime]:
    """The instants at which a run begins, from before the semester until after it."""
    moment = at("2026-04-01T00:00").astimezone(dt.UTC)
    while moment < at("2026-07-20T00:00"):
        yield moment.astimezone(ZONE)
        moment += dt.timedelta(hours=step)


def runs(programme: Programme, records: list[Record], now: dt.datetime) -> Iterator[Duty]:
    """What one run sends: each time the first that is due, as long as something is."""
    while True:
        case = Case(programme=programme, log=log_of(*records), now=now, reachable=ALL, together=(programme,))
        duty = next((each for each in duties(case) if each.is_ready and each.is_due(now.date())), None)
        if duty is None:
            return
        records.append(sent(programme, duty.kind, duty.talk, now, duty.occasion))
        yield duty


def outcome(step: int) -> Counter[tuple[str, str | None, str, str]]:
    """What a run every so many hours sends, when; a change and a cancellation by the hour in which it went out."""
    toml, edits, records = WITH_LISTS, list(EDITS), list[Record]()
    gone_out: Counter[tuple[str, str | None, str, str]] = Counter()
    programme = a_programme(toml)
    for now in hours(step):
        while edits and at(edits[0][0]) <= now:
            _, old, new = edits.pop(0)
            assert old in toml
            toml = toml.replace(old, new, 1)
            programme = a_programme(toml)
        for duty in runs(programme, records, now):
            by = duty.occasion or (now.isoformat()[:13] if duty.kind in (Kind.CHANGE, Kind.CANCELLATION) else "")
            gone_out[duty.kind, duty.talk, by, now.date().isoformat()] += 1
    return gone_out


def test_a_run_a_day_sends_each_notice_once() -> None:
    found = outcome(24)
    assert set(found.values()) == {1}
    kinds = Counter((kind, talk) for kind, talk, _, _ in found)
    wanted = Counter((kind, talk) for kind, talk, _ in GONE_OUT)
    assert kinds == wanted - Counter({("change", "jacobs"): 1})  # two edits of one day are one change


@pytest.mark.slow
def test_a_run_every_hour_sends_each_notice_once_and_on_its_day() -> None:
    assert outcome(1) == Counter({(*what, day): 1 for what, day in GONE_OUT.items()})


@settings(max_examples=15)
@given(st.lists(st.sampled_from([1, 3, 7, 24, 25, 50, 200]), min_size=1, max_size=12))
def test_however_often_it_runs_nothing_goes_out_twice(steps: list[int]) -> None:
    now, records, seen = at("2026-04-25T00:00"), list[Record](), Counter[tuple[Kind, str | None, str]]()
    for step in steps:
        now += dt.timedelta(hours=step)
        seen.update((duty.kind, duty.talk, duty.occasion) for duty in runs(PROGRAMME, records, now))
    assert set(seen.values()) <= {1}


PROGRAMME = a_programme(WITH_LISTS)
