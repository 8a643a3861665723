"""A talk comes into the text: the right lines in the right place, and no other line changed."""

import datetime as dt
import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semctl.edits.adding import NewTalk, add_talk
from semctl.idents import ascii_id, surname_id
from semctl.parse import parse
from semctl.problems import Refused
from semctl.programme import arrange
from semctl.tomltext.document import Document
from tests.books import SERIES, SHIPPED, TODAY, added_lines, day

WEEKLY = '\n[schedule]\nevery = "week"\ntime = "16:00"\nstart = 2026-06-01\nend = 2026-06-30\n'
TWICE = WEEKLY.replace('"16:00"', '["15:00", "16:15"]')
SHIPPED_TEXT = SHIPPED.read_text("utf-8")


def added(toml: str, date: str | None = None, at: str | None = None, **how: Any) -> str:
    """The text after adding a talk; it must have no error, and the talk the slot that was meant."""
    text = toml if "[series]" in toml else SERIES + toml
    document = Document.read(text)
    book = parse(document).book
    assert book is not None
    values = how.pop("values", {"speaker": "Z Z"})
    time = how.pop("time", None)
    new = NewTalk(
        values=values,
        date=day(date) if date else None,
        at=dt.time.fromisoformat(at) if at else None,
        time=dt.time.fromisoformat(time) if time else None,
        **how,
    )
    changed, talk = add_talk(document, arrange(book, TODAY), new)
    after = parse(Document.read(changed.text))
    assert after.problems == ()
    assert after.book is not None
    programme = arrange(after.book, TODAY)
    assert programme.problems == ()
    entry = next(entry for entry in programme.entries if entry.talk.id == talk)
    assert (entry.slot is None) == (date is None)
    return changed.text


def lines_added(toml: str, date: str | None = None, at: str | None = None, **how: Any) -> list[str]:
    text = toml if "[series]" in toml else SERIES + toml
    return added_lines(text, added(toml, date, at, **how))


def refusal(toml: str, date: str, at: str | None = None, **how: Any) -> str:
    with pytest.raises(Refused) as refused:
        added(toml, date, at, **how)
    return str(refused.value)


# --- where the block goes ---


def test_a_talk_goes_into_date_order_and_comments_stay() -> None:
    toml = (
        WEEKLY
        + """
# the first of June
[[talks]]
id = "a"  # A
date = 2026-06-01

# between

[[talks]]
id = "b"
date = 2026-06-15
# the end of b
"""
    )
    assert added(toml, "2026-06-08") == SERIES + toml.replace(
        "date = 2026-06-01\n", 'date = 2026-06-01\n\n[[talks]]\nid = "z"\ndate = 2026-06-08\nspeaker = "Z Z"\n'
    )
    assert added(toml, "2026-06-22").endswith(
        '# the end of b\n\n[[talks]]\nid = "z"\ndate = 2026-06-22\nspeaker = "Z Z"\n'
    )


def test_where_talks_stand_in_no_order_a_new_one_goes_to_the_end() -> None:
    toml = WEEKLY + '[[talks]]\nid = "b"\ndate = 2026-06-15\n[[talks]]\nid = "a"\ndate = 2026-06-01\n'
    assert added(toml, "2026-06-08").endswith('[[talks]]\nid = "z"\ndate = 2026-06-08\nspeaker = "Z Z"\n')


def test_the_first_talk_of_a_file_goes_before_what_belongs_after_it() -> None:
    toml = WEEKLY + '\n[[papers]]\nid = "p"\n'
    assert added(toml, "2026-06-08") == SERIES + WEEKLY + (
        '\n[[talks]]\nid = "z"\ndate = 2026-06-08\nspeaker = "Z Z"\n\n[[papers]]\nid = "p"\n'
    )


def test_a_planned_talk_goes_behind_the_dated_ones() -> None:
    toml = WEEKLY + '[[talks]]\nid = "p"\n'
    assert added(toml).endswith('[[talks]]\nid = "p"\n\n[[talks]]\nid = "z"\nspeaker = "Z Z"\n')
    dated = added(toml, "2026-06-08")
    assert dated.index('id = "z"') < dated.index('id = "p"')


def test_line_ends_and_byte_order_mark_stay() -> None:
    windows = "\ufeff" + (SERIES + WEEKLY).replace("\n", "\r\n")
    assert (
        added(windows, "2026-06-08")
        == windows + '\r\n[[talks]]\r\nid = "z"\r\ndate = 2026-06-08\r\nspeaker = "Z Z"\r\n'
    )


def test_a_text_without_a_final_line_end() -> None:
    assert added((SERIES + WEEKLY).rstrip("\n"), "2026-06-08") == (
        SERIES + WEEKLY + '\n[[talks]]\nid = "z"\ndate = 2026-06-08\nspeaker = "Z Z"\n'
    )


# --- which slot ---


def test_the_old_date_of_a_moved_slot_is_understood_as_the_new_one() -> None:
    toml = WEEKLY + "[[overrides]]\ndate = 2026-06-08\nmoved_to = 2026-06-10\n"
    assert lines_added(toml, "2026-06-08") == ["[[talks]]", 'id = "z"', "date = 2026-06-10", 'speaker = "Z Z"']


def test_the_slot_of_a_cancelled_talk_is_free() -> None:
    toml = WEEKLY + '[[talks]]\nid = "a"\ndate = 2026-06-08\nstatus = "cancelled"\n'
    assert "date = 2026-06-08" in lines_added(toml, "2026-06-08")


def test_two_slots_a_day_need_a_time() -> None:
    assert lines_added(TWICE, "2026-06-08", "16:15") == [
        "[[talks]]", 'id = "z"', "date = 2026-06-08", 'at = "16:15"', 'speaker = "Z Z"',
    ]  # fmt: skip
    assert refusal(TWICE, "2026-06-08") == (
        'Monday, 8 June 2026 has several free slots\ngive --date "2026-06-08 15:00" or "2026-06-08 16:15"'
    )


def test_the_other_slot_of_a_day_needs_no_time() -> None:
    toml = TWICE + '[[talks]]\nid = "a"\ndate = 2026-06-08\nat = "15:00"\n'
    assert 'at = "16:15"' in lines_added(toml, "2026-06-08")


def test_talks_of_a_day_stand_in_order_of_time() -> None:
    toml = TWICE + '[[talks]]\nid = "a"\ndate = 2026-06-08\nat = "16:15"\n'
    text = added(toml, "2026-06-08", "15:00")
    assert text.index('id = "z"') < text.index('id = "a"')


@pytest.mark.parametrize(
    ("toml", "date", "at", "says"),
    [
        (
            WEEKLY + '[[talks]]\nid = "a"\ndate = 2026-06-08\n',
            "2026-06-08",
            None,
            'Monday, 8 June 2026 is taken by talk "a"\n'
            "free nearby: Monday, 1 June 2026; Monday, 15 June 2026; Monday, 22 June 2026; "
            "or add --extra for a slot of its own",
        ),
        (
            TWICE.replace("06-30", "06-01"),
            "2026-06-02",
            None,
            "no slot on Tuesday, 2 June 2026\n"
            "free nearby: Monday, 1 June 2026, 15:00; Monday, 1 June 2026, 16:15; or add --extra for a slot of its own",
        ),
        (
            WEEKLY,
            "2026-06-08",
            "17:00",
            "Monday, 8 June 2026 has no slot at 17:00\nit has 16:00; or add --extra",
        ),
        (
            "",
            "2026-06-08",
            None,
            "no slot on Monday, 8 June 2026\nfree nearby: none; or add --extra for a slot of its own",
        ),
        (
            WEEKLY + "[[overrides]]\ndate = 2026-06-08\ncancelled = true\n",
            "2026-06-08",
            None,
            "no slot on Monday, 8 June 2026\nfree nearby: Monday, 1 June 2026; Monday, 15 June 2026; "
            "Monday, 22 June 2026; or add --extra for a slot of its own",
        ),
    ],
)
def test_a_date_without_a_free_slot_is_refused(toml: str, date: str, at: str | None, says: str) -> None:
    assert refusal(toml, date, at) == says


# --- extra slots ---


def test_extra_makes_a_slot_at_the_time_and_in_the_room_of_the_schedule() -> None:
    assert lines_added(WEEKLY, "2026-06-09", extra=True) == [
        "[[overrides]]", "date = 2026-06-09", "extra = true",
        "[[talks]]", 'id = "z"', "date = 2026-06-09", 'speaker = "Z Z"',
    ]  # fmt: skip


def test_extra_with_its_own_time_and_room() -> None:
    assert lines_added(WEEKLY, "2026-06-09", extra=True, time="11:00", room="Q")[:5] == [
        "[[overrides]]", "date = 2026-06-09", "extra = true", 'time = "11:00"', 'room = "Q"',
    ]  # fmt: skip


def test_an_extra_slot_beside_a_talk_makes_both_say_their_time() -> None:
    toml = WEEKLY + '\n[[talks]]\nid = "a"\ndate = 2026-06-08\n'
    assert added(toml, "2026-06-08", extra=True, time="11:00") == SERIES + WEEKLY + (
        '\n[[overrides]]\ndate = 2026-06-08\nextra = true\ntime = "11:00"\n\n'
        '[[talks]]\nid = "z"\ndate = 2026-06-08\nat = "11:00"\nspeaker = "Z Z"\n\n'
        '[[talks]]\nid = "a"\ndate = 2026-06-08\nat = "16:00"\n'
    )


def test_an_extra_slot_goes_among_the_overrides_in_date_order() -> None:
    text = added(SHIPPED_TEXT, "2026-06-09", extra=True)
    dates = [line for line in text[: text.index("[[talks]]")].split("\n") if line.startswith("date")]
    assert [line[:17] for line in dates] == [
        f"date = 2026-{each}" for each in ("05-11", "05-18", "05-25", "06-08", "06-09", "06-15")
    ]


def test_an_extra_slot_where_no_time_is_known() -> None:
    assert "extra = true" in lines_added("", "2026-06-09", extra=True)
    assert 'time = "11:00"' in lines_added("", "2026-06-09", extra=True, time="11:00")


@pytest.mark.parametrize(
    ("toml", "how", "says"),
    [
        (WEEKLY, {}, "there is a slot on Monday, 8 June 2026 at 16:00\nleave --extra out"),
        (
            WEEKLY + '[[talks]]\nid = "a"\ndate = 2026-06-08\n',
            {},
            "there is a slot on Monday, 8 June 2026 at 16:00\ngive it another --time",
        ),
        (TWICE, {}, "the schedule has several times a day\ngive --time 15:00 or 16:15"),
        (
            WEEKLY
            + '[[overrides]]\ndate = 2026-06-08\nmoved_to = 2026-06-10\n[[talks]]\nid = "a"\ndate = 2026-06-08\n',
            {},
            'the slot of talk "a" has moved from this day to Wednesday, 10 June 2026\n'
            "first write date = 2026-06-10 in its block",
        ),
    ],
)
def test_an_extra_slot_that_would_be_unclear_is_refused(toml: str, how: dict[str, Any], says: str) -> None:
    assert refusal(toml, "2026-06-08", extra=True, **how) == says


# --- a series of dates ---

DATES = '[schedule]\ndates = [2026-06-01, 2026-06-15]  # as agreed\ntime = "16:00"\n'


def test_a_series_of_dates_gets_the_new_date() -> None:
    assert added(DATES, "2026-06-09") == SERIES + (
        '[schedule]\ndates = [2026-06-01, 2026-06-09, 2026-06-15]  # as agreed\ntime = "16:00"\n'
        '\n[[talks]]\nid = "z"\ndate = 2026-06-09\nspeaker = "Z Z"\n'
    )
    assert "dates = [2026-05-01, 2026-06-01, 2026-06-15]" in added(DATES, "2026-05-01")
    assert "dates = [2026-06-01, 2026-06-15]" in added(DATES, "2026-06-15")


def test_a_series_of_dates_gets_an_extra_slot_if_asked() -> None:
    assert "extra = true" in lines_added(DATES, "2026-06-09", extra=True)


def test_a_new_date_has_the_times_of_the_schedule() -> None:
    says = "the schedule has no slots at 12:00\nit has 16:00; or add --extra"
    assert refusal(DATES, "2026-06-09", "12:00") == says
    twice = DATES.replace('"16:00"', '["15:00", "16:00"]')
    assert 'at = "15:00"' in added(twice, "2026-06-09", "15:00")
    assert refusal(twice, "2026-06-09") == ('the schedule has several times a day\ngive --date "2026-06-09 15:00"')


def test_a_date_in_a_break_or_outside_the_term_is_not_added() -> None:
    in_break = DATES + "[[breaks]]\nfrom = 2026-06-08\nto = 2026-06-10\n"
    assert refusal(in_break, "2026-06-09").startswith("no slot on Tuesday, 9 June 2026\n")
    ended = DATES + "end = 2026-06-30\n"
    assert refusal(ended, "2026-07-09").startswith("no slot on Thursday, 9 July 2026\n")


# --- ids ---


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Emmy Noether", "noether"),
        ("John von Neumann", "neumann"),
        ("Noether, Emmy", "noether"),
        ("von Neumann, John", "neumann"),
        ("Ann Müller", "mueller"),
        ("Đặng Văn Đặng", "dang"),
        ("Paul Erdős", "erdos"),
        ("Søren Ærø", "aero"),
        ("Tim O'Hara", "ohara"),
        ("Jean-Pierre Bourguignon-Serre", "bourguignon-serre"),
        ("Sammy Davis Jr.", "davis"),
        ("Davis, Jr., Sammy", "davis"),
        ("漢字", ""),
        ("X", "x"),
        ("...", ""),
        ("", ""),
    ],
)
def test_an_id_is_made_of_the_surname(name: str, made: str) -> None:
    assert surname_id(name) == made


@pytest.mark.parametrize(
    ("values", "date", "made"),
    [
        ({"speaker": "Tom Jacobs"}, None, "jacobs-2"),
        ({"speaker": "漢字"}, "2026-06-22", "2026-06-22"),
        ({"speaker": "漢字"}, None, "talk"),
        ({"speaker": "N.N."}, "2026-06-22", "2026-06-22"),
        ({"title": "Getting together: who does what"}, None, "getting-together-who"),
        ({"speakers": [{"name": "Ann Müller"}, {"name": "Bob"}]}, None, "mueller"),
    ],
)
def test_the_id_of_a_new_talk(values: dict[str, Any], date: str | None, made: str) -> None:
    assert f'id = "{made}"' in lines_added(SHIPPED_TEXT, date, values=values)


def test_a_third_visit_is_3() -> None:
    text = added(SHIPPED_TEXT, values={"speaker": "Tom Jacobs"})
    assert 'id = "jacobs-3"' in lines_added(text, values={"speaker": "Tom Jacobs"})


def test_an_id_that_is_given_is_taken_or_refused() -> None:
    assert 'id = "Tom.J_1"' in lines_added(SHIPPED_TEXT, id="Tom.J_1")
    assert refusal(SHIPPED_TEXT, "2026-06-22", id="") == '"" is not fit for an id\ngive --id kim'
    assert refusal(SHIPPED_TEXT, "2026-06-22", id="a b") == '"a b" is not fit for an id\ngive --id a-b'
    assert refusal(SHIPPED_TEXT, "2026-06-22", id="jacobs") == (
        'there is a talk with the id "jacobs"\ngive another --id, as in "jacobs-2"'
    )


# --- texts ---


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain", '"plain"'),
        (r"On $\mathbb{R}$", r"'On $\mathbb{R}$'"),
        ('a "word"', "'a \"word\"'"),
        ("it's", '"it\'s"'),
        ("Müller, 漢字", '"Müller, 漢字"'),
        ("two\nlines\n", "'''\ntwo\nlines\n'''"),
        ('\\alpha\n\n"so"\n', "'''\n\\alpha\n\n\"so\"\n'''"),
    ],
)
def test_texts_stay_readable(text: str, written: str) -> None:
    assert f"abstract = {written}\n" in added(WEEKLY, values={"speaker": "Z", "abstract": text})


@given(
    st.text(st.characters(blacklist_categories=("Cs", "Cc"), whitelist_characters="\n\t"), max_size=60),
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(str.strip),
)
def test_any_text_comes_back_as_it_was_and_changes_no_other_line(abstract: str, title: str) -> None:
    values = {"title": title, "abstract": abstract}
    text = added(SHIPPED_TEXT, "2026-06-22", values=values, id="new")
    data = Document.read(text).data["talks"][-1]
    assert {key: data[key] for key in values} == values
    assert text.startswith(SHIPPED_TEXT)


@given(st.lists(st.integers(0, 4), max_size=6, unique=True), st.data())
def test_adding_talks_in_any_order_keeps_the_date_order(weeks: list[int], data: st.DataObject) -> None:
    text = SERIES + WEEKLY
    for number in data.draw(st.permutations(weeks)):
        text = added(text, str(dt.date(2026, 6, 1) + dt.timedelta(weeks=number)))
    dates = [talk["date"] for talk in Document.read(text).data.get("talks", [])]
    assert all(one < other for one, other in itertools.pairwise(dates))
    assert len(dates) == len(weeks)


@given(st.text(max_size=30))
def test_a_made_id_is_always_fit(name: str) -> None:
    made = surname_id(name)
    assert made == ascii_id(made)
    assert made.isascii()
    assert not made.startswith((".", "-"))
