"""The sent log: what a notice's lines tell together, and what is not understood."""

import datetime as dt
import json

from hypothesis import given
from hypothesis import strategies as st

from semctl.problems import Grade, Problem
from semctl.sent import Log, Record, State, facts, hashed, line, name_of, read
from tests.books import a_programme

MONDAY = dt.datetime(2026, 5, 4, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))
LATER = MONDAY + dt.timedelta(hours=1)
TOLD = {"x/kim": {"date": "2026-05-11", "speakers": ("Kim",)}}


def begin(*to: str, at: dt.datetime = MONDAY, told: str = "2026-05-11", name: str = "<a@x.org>") -> Record:
    return Record(
        at=at, state=State.BEGIN, id=name, to=to, series="x", kind="announcement", talk="kim", key="k",
        facts={"x/kim": {"date": told, "speakers": ("Kim",)}},
    )  # fmt: skip


def ended(state: State, *to: str, at: dt.datetime = MONDAY) -> Record:
    return Record(at=at, state=state, id="<a@x.org>", to=to)


def log_of(*records: Record) -> Log:
    log, problems = read("".join(map(line, records)))
    assert problems == ()
    return log


def test_a_line_is_written_as_it_is_documented() -> None:
    assert line(begin("one", "two")) == (
        '{"at": "2026-05-04T09:00:00+02:00", "state": "begin", "series": "x", "kind": "announcement", "talk": "kim",'
        ' "id": "<a@x.org>", "key": "k", "to": ["one", "two"],'
        ' "facts": {"x/kim": {"date": "2026-05-11", "speakers": ["Kim"]}}}\n'
    )
    assert line(ended(State.DONE, "one")) == (
        '{"at": "2026-05-04T09:00:00+02:00", "state": "done", "id": "<a@x.org>", "to": ["one"]}\n'
    )


def test_a_notice_is_done_when_everybody_planned_has_it() -> None:
    (half,) = log_of(begin("one", "two"), ended(State.DONE, "one")).sendings
    (whole,) = log_of(begin("one", "two"), ended(State.DONE, "one"), ended(State.DONE, "two")).sendings
    assert (half.is_done, whole.is_done) == (False, True)
    assert (half.unknown, whole.unknown) == ("two", None)


def test_only_the_first_without_an_outcome_is_unknown() -> None:
    """Recipients are sent to one after another: those after it got nothing."""
    (begun,) = log_of(begin("one", "two", "three"), ended(State.FAILED, "one")).sendings
    assert begun.unknown == "two"
    (refused,) = log_of(begin("one", "two"), ended(State.DONE, "one"), ended(State.FAILED, "two")).sendings
    assert (refused.unknown, refused.is_done, refused.failed) == (None, False, frozenset({"two"}))


def test_a_second_begin_is_a_new_attempt_for_its_recipients() -> None:
    first = [begin("one", "two"), ended(State.DONE, "one"), ended(State.FAILED, "two")]
    (again,) = log_of(*first, begin("two", at=LATER, told="2026-05-12")).sendings
    assert (again.unknown, again.planned, again.done) == ("two", ("two",), frozenset({"one"}))
    (done,) = log_of(*first, begin("two", at=LATER), ended(State.DONE, "two", at=LATER)).sendings
    assert (done.is_done, done.at, done.first.at) == (True, LATER, MONDAY)


def test_a_mark_ends_what_was_interrupted() -> None:
    marked = Record(at=LATER, state=State.MARKED, id="<a@x.org>", series="x", kind="announcement", talk="kim")
    (sending,) = log_of(begin("one"), marked).sendings
    assert (sending.is_done, sending.unknown, sending.message_id) == (True, None, "<a@x.org>")


def test_a_mail_sent_by_hand_has_the_message_id_that_somebody_gave() -> None:
    marked = Record(at=MONDAY, state=State.MARKED, id="<a@x.org>", series="x", kind="announcement", talk="kim")
    assert log_of(marked).sendings[0].message_id is None  # the mail program made one that nobody knows
    given_one = Record(
        at=MONDAY, state=State.MARKED, id="<a@x.org>", series="x", kind="announcement", message_id="<b@y.org>"
    )
    assert log_of(given_one).sendings[0].message_id == "<b@y.org>"


def test_what_was_announced_last_is_what_reached_somebody() -> None:
    first = [begin("one"), ended(State.DONE, "one")]
    assert log_of(*first).last_announced("x", "kim") == {"date": "2026-05-11", "speakers": ("Kim",)}
    assert log_of(begin("one")).last_announced("x", "kim") is None
    assert log_of(*first).last_announced("y", "kim") is None
    change = begin("one", at=LATER, told="2026-05-18", name="<b@x.org>")
    failed = Record(at=LATER, state=State.FAILED, id="<b@x.org>", to=("one",))
    told = log_of(*first, change, failed).last_announced("x", "kim")
    assert told
    assert told["date"] == "2026-05-11"
    done = Record(at=LATER, state=State.DONE, id="<b@x.org>", to=("one",))
    told = log_of(*first, change, done).last_announced("x", "kim")
    assert told
    assert told["date"] == "2026-05-18"


def test_the_notices_of_one_kind_and_talk_are_found() -> None:
    log = log_of(begin("one"), begin("one", name="<b@x.org>", at=LATER))
    assert [each.first.id for each in log.of("x", "announcement", "kim")] == ["<a@x.org>", "<b@x.org>"]
    assert (
        log.of("x", "reminder", "kim") == log.of("x", "announcement", None) == log.of("y", "announcement", "kim") == ()
    )


def test_every_broken_line_is_told_with_its_number() -> None:
    good = line(begin("one"))
    text = (
        f'{good}\n{{"at": "2026-\n<<<<<<< HEAD\n[1]\n{good}{line(Record(at=MONDAY, state=State.DONE, id="<unknown>"))}'
    )
    log, problems = read(text)
    assert len(log.sendings) == 1
    hint = "take the line back from git, or delete it; then look whether that mail has gone out"
    broken = [
        Problem(code="sent-log", line=number, says="the sent log is broken here", hint=hint, grade=Grade.WARNING)
        for number in (3, 5, 7)
    ]
    conflict = Problem(
        code="sent-log", line=4, says="a conflict of git is not resolved",
        hint="keep the lines of both sides and delete this one", grade=Grade.WARNING,
    )  # fmt: skip
    assert problems == (broken[0], conflict, broken[1], broken[2])


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("2026-05-04T09:00:00+02:00"),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=5,
)
KEYS = ("at", "state", "series", "kind", "talk", "occasion", "id", "message_id", "key", "to", "facts")


@given(st.dictionaries(st.sampled_from(KEYS), VALUES | st.sampled_from(["begin", "done", "failed", "marked"])))
def test_no_line_is_lost_in_silence(said: dict[str, object]) -> None:
    """Whatever a line holds, it is understood or told; nothing else comes out of it."""
    log, problems = read(json.dumps(said) + "\n")
    assert len(log.sendings) + len(problems) == 1


@given(st.sampled_from(KEYS), VALUES)
def test_no_value_of_a_wrong_form_is_believed(key: str, value: object) -> None:
    """Whatever stands at one key of an otherwise sound line."""
    said = {**json.loads(line(begin("one"))), key: value}
    log, problems = read(json.dumps(said) + "\n")
    assert len(log.sendings) + len(problems) == 1
    for sending in log.sendings:
        assert read(line(sending.last)) == (log, ())


TEXTS = st.text(st.characters(codec="utf-8"), max_size=8)
NAMES = st.lists(TEXTS, max_size=3).map(tuple)


@given(
    st.builds(
        Record, at=st.just(MONDAY), state=st.sampled_from([State.BEGIN, State.MARKED]), id=TEXTS.filter(bool), to=NAMES,
        series=TEXTS.filter(bool), kind=TEXTS.filter(bool), talk=st.none() | TEXTS.filter(bool), occasion=TEXTS,
        key=TEXTS, message_id=st.none() | TEXTS.filter(bool),
        facts=st.dictionaries(TEXTS, st.dictionaries(TEXTS, TEXTS | NAMES, max_size=2), max_size=2),
    )
)  # fmt: skip
def test_a_record_is_read_as_it_was_written(record: Record) -> None:
    log, problems = read(line(record))
    assert problems == ()
    assert log.sendings[0].last == record


def test_two_logs_may_be_joined_line_by_line() -> None:
    """git's union keeps the lines of both, in the order of each."""
    other = [begin("two", name="<b@x.org>", at=LATER), Record(at=LATER, state=State.DONE, id="<b@x.org>", to=("two",))]
    own = [begin("one"), ended(State.DONE, "one")]
    assert log_of(*own, *other) == log_of(*other, *own) == log_of(own[0], *other, own[1])


JOINT = """
[schedule]
every = "week"
weekday = "Monday"
time = "16:00"
duration = "1 h"
start = 2026-05-04
count = 3
mode = "hybrid"
online = "via Teams"
join = { url = "https://uni.zoom.us/j/91234567890", passcode = "123" }
[[overrides]]
date = 2026-05-11
room = "S"
note = "Note the unusual room"
[[talks]]
id = "kim"
date = 2026-05-11
title = "Weights"
[[talks.speakers]]
name = "Kim"
[[talks.speakers]]
name = "Lee"
[[talks]]
id = "planned"
[[talks]]
id = "off"
date = 2026-05-18
status = "cancelled"
"""


def test_facts_are_what_people_plan_by() -> None:
    entries = {str(entry.talk.id): entry for entry in a_programme(JOINT).entries}
    assert facts(entries["kim"]) == {
        "status": "confirmed", "date": "2026-05-11", "time": "16:00", "end": "17:00", "zone": "Europe/Amsterdam",
        "room": "S", "mode": "hybrid", "online": "via Teams", "join": "f570ef", "note": "Note the unusual room",
        "title": "Weights", "speakers": ("Kim", "Lee"),
    }  # fmt: skip
    assert facts(entries["planned"]) == {"status": "confirmed"}
    assert facts(entries["off"])["status"] == "cancelled"


def test_facts_hold_no_link_and_show_that_it_changed() -> None:
    other = a_programme(JOINT.replace("91234567890", "91234567891")).entries[0]
    same = a_programme(JOINT).entries[0]
    assert facts(other)["join"] != facts(same)["join"]
    assert "zoom" not in json.dumps(facts(other))
    assert "123" not in json.dumps(facts(other))


def test_recipients_are_known_again_with_the_key_alone() -> None:
    assert hashed("List@Example.org ", b"key") == hashed("list@example.org", b"key")
    assert hashed("list@example.org", b"key") != hashed("list@example.org", b"other")
    assert name_of(b"key") != name_of(b"other")
