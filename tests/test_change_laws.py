"""Laws of the change commands: random series, random changes, and what must hold after each of them."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from semctl.edits import slots, talks
from semctl.edits.adding import NewTalk, add_talk
from semctl.edits.slots import OfTalk
from semctl.parse import parse
from semctl.problems import Grade, Refused
from semctl.programme import Programme, arrange
from semctl.recurrence import Slot
from semctl.tomltext import spans
from semctl.tomltext.document import Document

TODAY = dt.date(2026, 5, 1)
START = dt.date(2026, 5, 4)
HOLIDAYS = {dt.date(2026, 5, 25): "Whit Monday"}


def arranged(document: Document) -> Programme:
    """The programme of a text without errors and without warnings."""
    parsed = parse(document)
    assert parsed.book
    programme = arrange(parsed.book, TODAY)
    wrong = [str(each) for each in (*parsed.problems, *programme.problems) if each.grade is not Grade.CHORE]
    assert wrong == [], document.text
    return programme


def has_errors(document: Document) -> bool:
    """Whether `Workspace.change` would refuse the text, with nothing written."""
    parsed = parse(document)
    if not parsed.book or not parsed.timing_is_sound:
        return True
    problems = (*parsed.problems, *arrange(parsed.book, TODAY).problems)
    return any(problem.grade is Grade.ERROR for problem in problems)


@st.composite
def series(draw: st.DrawFn) -> Document:
    """A series without a warning: weekly or fortnightly, once or twice a day, talks on some of its slots."""
    step = draw(st.sampled_from([1, 2]))
    times = draw(st.sampled_from([["16:00"], ["15:00", "16:15"]]))
    count = draw(st.integers(4, 9))
    note = st.sampled_from(["", "  # so", "\t# [[talks]]"])
    above = st.sampled_from(["", "", "# above\n", "# two\n# lines\n", "# nobody's\n\n"])
    every = ' "week"' if step == 1 else '"2 weeks"'
    time = f'"{times[0]}"' if len(times) == 1 else '["15:00", "16:15"]'
    text = (
        '# a series\n[series]\nid = "x"\ndomain = "x.org"\nname = "X"\ntimezone = "Europe/Amsterdam"\nroom = "R"\n\n'
        f'[schedule]  # rule\nevery = {every}\nweekday = "Monday"\ntime = {time}\nstart = {START}\ncount = {count}\n'
    )
    days = [START + dt.timedelta(weeks=step * number) for number in range(count)]
    places = [(day, at) for day in days for at in times]
    taken = draw(st.lists(st.sampled_from(places), max_size=8, unique=True))
    for day, at in sorted(draw(st.lists(st.sampled_from(places), max_size=3, unique=True))):
        which = f'at = "{at}"\n' if len(times) > 1 else ""
        text += f'\n{draw(above)}[[overrides]]\ndate = {day}{draw(note)}\n{which}room = "Q"{draw(note)}\n'
    for number, (day, at) in enumerate(draw(st.permutations(taken))):
        which = f'at = "{at}"\n' if len(times) > 1 else ""
        text += f'\n{draw(above)}[[talks]]\nid = "t{number}"{draw(note)}\ndate = {day}{draw(note)}\n{which}'
        text += f"speaker = \"S {number}\"\nabstract = '''\n$\\nu$ # no comment\n[[talks]]\n'''{draw(note)}\n"
        text += draw(st.sampled_from(["", "", '[talks.private]\nphone = "1"  # secret\n', "# below\n"]))
    text += draw(st.sampled_from(["", "", "\n# the end\n"]))
    return Document.read(text.replace("\n", "\r\n") if draw(st.booleans()) else text)


@dataclass(frozen=True, slots=True)
class Change:
    """A change with the talks and the slots (by regular date) that it names."""

    name: str
    apply: Callable[[Document, Programme], Document]
    talks: frozenset[str] = frozenset()
    days: frozenset[dt.date] = frozenset()


@st.composite
def changes(draw: st.DrawFn, programme: Programme) -> Change:
    """Any change that may be made of a series."""
    names = [entry.talk.id for entry in programme.entries]
    slot: Slot = draw(st.sampled_from(programme.slots))
    to = draw(st.dates(START, START + dt.timedelta(days=70)))
    kinds = ["add", "room", "note", "move slot", "skip", "days", "extra", "clear"]
    kind = draw(
        st.sampled_from([*kinds, *(["move", "swap", "cancel", "restore", "remove", "edit", "shift"] if names else [])])
    )
    talk = draw(st.sampled_from(names)) if names else ""
    other = draw(st.sampled_from(names)) if names else ""
    of_talk = draw(st.sampled_from([None, OfTalk.CANCEL, OfTalk.UNSCHEDULE]))
    here = frozenset(entry.talk.id for entry in programme.entries if entry.slot and entry.slot.key == slot.key)
    day = frozenset({slot.regular_date})
    if kind == "shift":
        by = draw(st.sampled_from([-2, -1, 1, 2]))
        return Change(
            kind, lambda d, p: talks.shift_talks(d, p, talks.plan_shift(p, HOLIDAYS, START, by)), frozenset(names)
        )
    if kind == "days":
        first, last = slot.date, max(slot.date, to)
        inside = [each for each in programme.slots if first <= each.regular_date <= last or first <= each.date <= last]
        held = frozenset(talk for each in inside for talk in programme.talks_of(each))
        days = frozenset(each.regular_date for each in inside)
        return Change(kind, lambda d, p: slots.skip_days(d, p, first, last, "so", of_talk), held, days)
    new = NewTalk(values={"speaker": "Ann New", "title": "T"}, date=slot.date, at=slot.time)
    beside = frozenset(each.talk.id for each in programme.entries if each.talk.date in (to, slot.regular_date))
    by_kind = {
        "add": Change(kind, lambda d, p: add_talk(d, p, new)[0]),
        "room": Change(kind, lambda d, p: slots.edit_slot(d, p, slot, {"room": "Z"}), here, day),
        "note": Change(kind, lambda d, p: slots.edit_slot(d, p, slot, {"note": "N", "room": None}), here, day),
        "move slot": Change(kind, lambda d, p: slots.move_slot(d, p, slot, to, {"time": "11:00"}), here | beside, day),
        "skip": Change(kind, lambda d, p: slots.skip_slot(d, p, slot, None, of_talk), here, day),
        "extra": Change(kind, lambda d, p: slots.add_slot(d, p, to, {"time": "10:00"}), beside, frozenset({to})),
        "clear": Change(kind, lambda d, p: slots.clear_slot(d, p, slot), here | beside, day),
        "move": Change(kind, lambda d, p: talks.move_talk(d, p, talk, slot), frozenset({talk})),
        "swap": Change(kind, lambda d, p: talks.swap_talks(d, p, talk, other), frozenset({talk, other})),
        "cancel": Change(kind, lambda d, p: talks.cancel_talk(d, p, talk, "ill"), frozenset({talk})),
        "restore": Change(kind, lambda d, p: talks.restore_talk(d, p, talk), frozenset({talk})),
        "remove": Change(kind, lambda d, p: talks.remove_talk(d, p, talk), frozenset({talk})),
        "edit": Change(kind, lambda d, p: talks.edit_talk(d, p, talk, {"title": "A $\\b$"}), frozenset({talk})),
    }
    return by_kind[kind]


def blocks(document: Document) -> dict[tuple[str, str], str]:
    """The lines of each talk and each override, by its id or its date and time, without what does not touch it."""
    found: dict[tuple[str, str], str] = {}
    lines = document.text.split("\n")
    starts = []
    for name in ("talks", "overrides", "breaks", "series", "schedule"):
        tables = document.data.get(name, [])
        many = tables if isinstance(tables, list) else [tables]
        for index, table in enumerate(many):
            at = document.line_of((name, index) if isinstance(tables, list) else (name,)) - 1
            while at and lines[at - 1].startswith("#"):
                at -= 1
            named = [table.get(key) for key in ("date", "at", "extra", "from", "to")]
            key = str(table.get("id") or " ".join(map(str, named)))
            starts.append((at, (name, key)))
    ordered = sorted(starts)
    ends = [at for at, _ in ordered[1:]] + [len(lines)]
    for (at, place), end in zip(ordered, ends, strict=True):
        paragraphs = "\n".join(lines[at:end]).replace("\r", "").strip().split("\n\n")
        while all(line.startswith("#") for line in paragraphs[-1].split("\n")):
            paragraphs.pop()  # a comment that touches nothing belongs to nobody
        found[place] = "\n\n".join(paragraphs)
    return found


def comments(document: Document) -> Counter[str]:
    return Counter(comment.strip() for comment in spans.comments(document.text))


@given(st.data())
def test_any_changes_keep_the_file_sound_and_touch_only_what_they_name(data: st.DataObject) -> None:
    document = data.draw(series())
    for _ in range(4):
        programme = arranged(document)
        if not programme.slots:  # a break took out all
            return
        change = data.draw(changes(programme))
        try:
            after = change.apply(document, programme)
        except Refused as refused:
            assert refused.says
            assert refused.hint
            continue
        if has_errors(after):
            assert change.name in ("move slot", "extra", "clear"), f"{change.name}:\n{document.text}\n---\n{after.text}"
            continue
        arranged(after)
        assert_touches_only(change, document, after)
        again = Document.read(after.text)
        assert again.data == after.data
        document = after


def assert_touches_only(change: Change, before: Document, after: Document) -> None:
    old, new = blocks(before), blocks(after)
    for name, lines in old.items():
        kind, key = name
        touched = (kind == "talks" and key in change.talks) or (
            kind == "overrides" and dt.date.fromisoformat(key[:10]) in change.days
        )
        if not touched:
            assert new.get(name) == lines, f"{change.name} changed {name}"
    gone = Counter(comment.strip() for name in old.keys() - new.keys() for comment in spans.comments(old[name]))
    assert not comments(before) - comments(after) - gone, change.name
    ends = {line.endswith("\r") for line in after.text.split("\n")[:-1]}
    assert len(ends) == 1


@given(st.data())
def test_swapping_twice_is_nothing(data: st.DataObject) -> None:
    document = data.draw(series())
    names = [talk.id for talk in arranged(document).book.talks]
    assume(len(names) > 1)
    one, other = data.draw(st.permutations(names))[:2]
    swapped = talks.swap_talks(document, arranged(document), one, other)
    assert swapped.text != document.text
    assert talks.swap_talks(swapped, arranged(swapped), one, other).text == document.text


@given(st.data(), st.integers(1, 3))
def test_shifting_there_and_back_is_nothing(data: st.DataObject, steps: int) -> None:
    document = data.draw(series())
    programme = arranged(document)
    assume(programme.book.talks)
    first = data.draw(st.sampled_from([entry.date for entry in programme.entries if entry.date]))
    try:
        plan = talks.plan_shift(programme, {}, first, steps)
    except Refused:
        return
    there = talks.shift_talks(document, programme, plan)
    assert [step.new.sorting for step in plan] == sorted(step.new.sorting for step in plan)
    again = arranged(there)
    back = talks.plan_shift(again, {}, min(step.new.date for step in plan), -steps)
    if {step.talk.id for step in back} == {step.talk.id for step in plan}:
        assert talks.shift_talks(there, again, back).text == document.text


@given(st.data())
def test_cancelling_and_restoring_is_nothing(data: st.DataObject) -> None:
    document = data.draw(series())
    names = [talk.id for talk in arranged(document).book.talks]
    assume(names)
    name = data.draw(st.sampled_from(names))
    cancelled = talks.cancel_talk(document, arranged(document), name, data.draw(st.sampled_from([None, "ill"])))
    assert talks.restore_talk(cancelled, arranged(cancelled), name).text == document.text


@given(st.data())
def test_a_slot_that_is_moved_skipped_or_edited_comes_back(data: st.DataObject) -> None:
    document = data.draw(series())
    programme = arranged(document)
    slot = data.draw(st.sampled_from(programme.slots))
    assume(not programme.talks_of(slot))
    skipped = slots.skip_slot(document, programme, slot, "strike", None)
    again = arranged(skipped)
    same = next(each for each in again.slots if each.key == slot.key)
    assert slots.edit_slot(skipped, again, same, {"cancelled": None}).text == document.text
    moved = slots.move_slot(document, programme, slot, slot.date + dt.timedelta(days=1), {"reason": "so"})
    again = arranged(moved)
    same = next(each for each in again.slots if each.key == slot.key)
    assert slots.move_slot(moved, again, same, slot.date, {}).text == document.text


@given(st.data())
def test_a_change_that_changes_nothing_gives_the_same_bytes(data: st.DataObject) -> None:
    document = data.draw(series())
    programme = arranged(document)
    for entry in programme.entries:
        talk = entry.talk
        assert entry.slot
        same = {"speaker": talk.speaker, "abstract": talk.abstract, "date": talk.date}
        assert talks.edit_talk(document, programme, talk.id, same).text == document.text
        assert talks.move_talk(document, programme, talk.id, entry.slot).text == document.text
    for slot in programme.slots:
        said = {"room": slot.room, "time": f"{slot.time:%H:%M}"}
        if not (slot.override and slot.room == "R"):
            assert slots.edit_slot(document, programme, slot, said).text == document.text
        assert slots.move_slot(document, programme, slot, slot.date, {}).text == document.text


def test_a_plan_that_no_longer_fits_is_refused() -> None:
    text = (
        '[series]\nid = "x"\nname = "X"\ntimezone = "UTC"\n[schedule]\nevery = "week"\ntime = "16:00"\n'
        f'start = {START}\ncount = 4\n[[talks]]\nid = "a"\ndate = {START}\n'
    )
    document = Document.read(text)
    plan = talks.plan_shift(arranged(document), {}, START, 1)
    moved = Document.read(text.replace(f"date = {START}", "date = 2026-05-18"))
    with pytest.raises(Refused, match='talk "a" has been moved meanwhile'):
        talks.shift_talks(moved, arranged(moved), plan)
    taken = Document.read(f'{text}[[talks]]\nid = "b"\ndate = 2026-05-11\n')
    with pytest.raises(Refused, match='has been taken by talk "b" meanwhile'):
        talks.shift_talks(taken, arranged(taken), plan)
