"""Mails to those who take part in a reading seminar: each hears of their own turns, once, and again if they change."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest

from semctl.duties import duties
from semctl.duties.duty import Case, Duty
from semctl.model import Kind
from semctl.programme import Programme
from semctl.reading.assigned import news_of, told_of
from semctl.reading.seminar import seminar_of
from semctl.sent import Log, Record, State, line, read
from tests.books import Ran, a_programme, json_of, run
from tests.mail_servers import HOST, Postbox, smtp_server

ZONE = ZoneInfo("Europe/Berlin")
DECK = (Path(__file__).parent.parent / "docs" / "examples" / "heidelberg.toml").read_text("utf-8")
DAYS = ("2023-11-06", "2023-11-13", "2023-11-20", "2023-11-27", "2023-12-04")
ALL = frozenset(map(str, range(1, 11)))


def dated(toml: str = DECK) -> str:
    """The seminar of the example after its first meeting: on Mondays."""
    toml = toml.replace(
        "[reading]",
        '[schedule]\nevery = "week"\nweekday = "Monday"\ntime = "16:30"\nduration = "90 min"\nroom = "SR 8"\n'
        "start = 2023-11-06\nend = 2024-02-05\n\n[reading]",
        1,
    )
    for number, day in enumerate(DAYS, 1):
        toml = toml.replace(f'id = "meeting-{number}"', f'id = "meeting-{number}"\ndate = {day}')
    return toml


# --- what is news ---


def told(roles: str = "author", others: str = "2", date: str | None = "2023-11-20") -> dict[str, str | tuple[str, ...]]:
    return {"roles": (roles,), "with": (others,), **({"date": date} if date else {})}


@pytest.mark.parametrize(
    ("before", "now", "news"),
    [
        ({"a": told()}, {"a": told()}, ()),
        ({"a": told()}, {"a": told("hacker")}, ("a",)),
        ({"a": told()}, {"a": told(others="3")}, ("a",)),
        ({"a": told(date=None)}, {"a": told()}, ("a",)),
        ({"a": told()}, {}, ("a",)),
        ({}, {"a": told()}, ("a",)),
        ({"a": told(date="2023-11-14")}, {}, ()),
        ({"a": told(date="2023-11-14")}, {"a": told("hacker", date="2023-11-14")}, ()),
        ({"a": told(date="2023-11-14")}, {"a": told()}, ("a",)),
        ({}, {"a": told(date="2023-11-14")}, ()),
    ],
)  # fmt: skip
def test_what_is_past_is_no_news(
    before: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]], news: tuple[str, ...]
) -> None:
    assert news_of(before, now, dt.date(2023, 11, 15)) == news


# --- a term, day by day ---


def case_of(programme: Programme, log: Log, now: dt.datetime, people: frozenset[str] = ALL) -> Case:
    return Case(programme=programme, log=log, now=now, reachable=frozenset(), together=(), people=people)


def due(
    toml: str, now: str, *records: Record, people: frozenset[str] = ALL, kind: Kind | None = None
) -> tuple[Duty, ...]:
    moment = dt.datetime.fromisoformat(now).replace(tzinfo=ZONE)
    found = duties(case_of(a_programme(toml), read("".join(map(line, records)))[0], moment, people))
    return tuple(duty for duty in found if duty.person and kind in (None, duty.kind))


def sent(programme: Programme, duty: Duty, now: dt.datetime) -> Record:
    """The mail of a duty as it has gone out."""
    seminar = seminar_of(programme, now)
    person = next(each for each in seminar.people if each.id == duty.person)
    return Record(
        at=now, state=State.MARKED, id=f"{duty.kind}-{duty.occasion}-{now}", series="mml", kind=duty.kind,
        talk=duty.talk, occasion=duty.occasion, facts=told_of(seminar, person) if duty.kind is Kind.ROLES else {},
    )  # fmt: skip


Edits = Mapping[str, Callable[[str], str]]


def term(toml: str, edits: Edits, step: int = 24) -> Iterator[tuple[str, Duty]]:
    """What runs every so many hours send to participants, each with its day. edits: of the file, by day."""
    records, programme, waiting = list[Record](), a_programme(toml), dict(edits)
    moment = dt.datetime(2023, 10, 8, 9, tzinfo=ZONE)
    while moment < dt.datetime(2023, 12, 13, tzinfo=ZONE):
        if edit := waiting.pop(moment.date().isoformat(), None):
            toml = edit(toml)
            programme = a_programme(toml)
        while True:
            log = read("".join(map(line, records)))[0]
            found = duties(case_of(programme, log, moment))
            ready = [each for each in found if each.person and each.is_ready and each.is_due(moment.date())]
            if not ready:
                break
            for duty in ready if ready[0].kind is ready[-1].kind else ready[:1]:
                records.append(sent(programme, duty, moment))
                yield moment.date().isoformat(), duty
        moment += dt.timedelta(hours=step)


def by_kind(found: Iterator[tuple[str, Duty]]) -> dict[Kind, list[tuple[str, str, str]]]:
    """Day, person and meeting of each mail."""
    kinds: dict[Kind, list[tuple[str, str, str]]] = {Kind.ROLES: [], Kind.TURN: []}
    for day, duty in found:
        kinds[duty.kind].append((day, str(duty.person), duty.talk or ""))
    return kinds


def a_week_before(day: str) -> str:
    return (dt.date.fromisoformat(day) - dt.timedelta(days=7)).isoformat()


@pytest.mark.parametrize("step", [24, pytest.param(5, marks=pytest.mark.slow)])
def test_everybody_gets_their_roles_once_and_a_reminder_of_each_turn(step: int) -> None:
    found = by_kind(term(dated(), {}, step))
    assert Counter(found[Kind.ROLES]) == Counter(("2023-10-09", person, "") for person in ALL)
    assert Counter(found[Kind.TURN]) == Counter(
        (a_week_before(day), person, f"meeting-{number}") for number, day in enumerate(DAYS, 1) for person in ALL
    )


def test_a_swap_in_mid_term_is_told_to_those_whom_it_touches_and_to_nobody_else() -> None:
    """3 and 4 change places in the fourth meeting: they hear of it, and so do their partners there, 6 and 1."""

    def swap(toml: str) -> str:
        return toml.replace(
            'hacker = ["1", "4"]\ninvestigator = ["3", "6"]', 'hacker = ["1", "3"]\ninvestigator = ["4", "6"]'
        )

    assert swap(dated()) != dated()
    found = by_kind(term(dated(), {"2023-11-15": swap}))
    assert found[Kind.ROLES][10:] == [("2023-11-15", person, "") for person in ("1", "3", "4", "6")]
    assert Counter(person for _, person, _ in found[Kind.TURN]) == Counter(dict.fromkeys(ALL, 5))
    assert max(Counter(found[Kind.TURN]).values()) == 1


@pytest.mark.slow
def test_taken_back_in_time_a_swap_is_told_again() -> None:
    """Those who were told of it hold the wrong plan, though the file is as it was at first."""

    def swap(toml: str) -> str:
        return toml.replace('author = ["5", "8"]', 'author = ["9", "8"]').replace('["9", "2"]', '["5", "2"]')

    found = by_kind(term(dated(), {"2023-11-08": swap, "2023-11-09": lambda _: dated()}))
    days = Counter(day for day, _, _ in found[Kind.ROLES])
    assert days == {"2023-10-09": 10, "2023-11-08": 4, "2023-11-09": 4}


def test_who_leaves_is_told_nothing_more_and_their_partners_are() -> None:
    """7 leaves after the third meeting; 10 and 4 were to be partners of 7 in the two that follow."""

    def drop(toml: str) -> str:
        toml = toml.replace('id = "7"', 'id = "7"\nuntil = 2023-11-21')
        return toml.replace('reviewer = ["7", "10"]', 'reviewer = ["10"]').replace('["7", "4"]', '["4"]')

    found = by_kind(term(dated(), {"2023-11-21": drop}))
    assert found[Kind.ROLES][10:] == [("2023-11-21", "4", ""), ("2023-11-21", "10", "")]
    assert [day for day, person, _ in found[Kind.TURN] if person == "7"] == [
        "2023-10-30", "2023-11-06", "2023-11-13", "2023-11-20",
    ]  # fmt: skip


def test_a_newcomer_is_told_at_once_and_reminded_of_what_is_not_near() -> None:
    def join(toml: str) -> str:
        toml = toml.replace('id = "10"\n', 'id = "10"\n\n[[participants]]\nid = "11"\nfrom = 2023-11-21\n')
        return toml.replace('author = ["5", "8"]', 'author = ["5", "11"]').replace('["3", "10"]', '["3", "11"]')

    programme = join(dated())
    assert programme.count('"11"') == 3
    (roles,) = due(programme, "2023-11-21", people=frozenset({"11"}), kind=Kind.ROLES)[-1:]
    assert (roles.person, roles.due, roles.is_ready) == ("11", dt.date(2023, 10, 9), True)
    turns = [
        duty for duty in due(programme, "2023-11-21", people=frozenset({"11"}), kind=Kind.TURN) if duty.person == "11"
    ]
    assert [(duty.talk, str(duty.due)) for duty in turns] == [("meeting-5", "2023-11-27")]


@pytest.mark.slow
def test_a_meeting_that_moves_is_told_and_reminded_of_anew() -> None:
    def move(toml: str) -> str:
        return toml.replace(f"date = {DAYS[3]}", "date = 2023-12-11")

    found = by_kind(term(dated(), {"2023-11-22": move}))
    assert [row for row in found[Kind.TURN] if row[1:] == ("5", "meeting-4")] == [
        ("2023-11-20", "5", "meeting-4"), ("2023-12-04", "5", "meeting-4"),
    ]  # fmt: skip
    assert len(found[Kind.ROLES]) == 20


@pytest.mark.slow
def test_a_cancelled_meeting_is_reminded_of_by_nobody() -> None:
    def cancel(toml: str) -> str:
        return toml.replace(f"date = {DAYS[3]}", f'date = {DAYS[3]}\nstatus = "cancelled"')

    found = by_kind(term(dated(), {"2023-11-16": cancel}))
    assert len(found[Kind.ROLES]) == 20, "everybody was to play in it"
    assert {talk for _, _, talk in found[Kind.TURN]} == {"meeting-1", "meeting-2", "meeting-3", "meeting-5"}


def test_before_there_are_days_a_person_decides() -> None:
    found = due(DECK, "2023-10-20")
    assert [(duty.kind, duty.due, duty.is_ready) for duty in found] == [(Kind.ROLES, None, False)] * 10
    assert {duty.says for duty in found} == {"not told yet"}


def test_a_plan_with_free_seats_does_not_stand_yet() -> None:
    found = due(dated().replace('hacker = ["1", "4"]', 'hacker = ["1"]'), "2023-10-20", kind=Kind.ROLES)
    assert {(duty.is_ready, duty.says) for duty in found} == {(False, "not told yet; free seats in meeting-4")}
    unplanned = re.sub(r'(id = "meeting-5"(?:.*\n)*?)\[talks\.roles](?:.*\n)*', r"\1", dated())
    assert all(duty.is_ready for duty in due(unplanned, "2023-10-20", kind=Kind.ROLES))


def test_who_has_no_address_is_named() -> None:
    found = due(dated(), "2023-10-20", people=ALL - {"7"}, kind=Kind.ROLES)
    assert [(duty.who, duty.says) for duty in found if not duty.is_ready] == [
        ("participant 7", "not told yet; no mail address: email below [participants.ID] in the private file")
    ]


def test_kinds_that_are_off_are_never_due_and_a_turn_stands_alone() -> None:
    off = f'{dated()}\n[notices]\noff = ["roles"]\nturn = 3\n'
    assert {(duty.kind, str(duty.due)) for duty in due(off, "2023-11-05") if duty.is_due(dt.date(2023, 11, 5))} == {
        (Kind.TURN, "2023-11-03")
    }
    assert due(f'{dated()}\n[notices]\noff = ["roles", "turn"]\n', "2023-11-05") == ()


def test_a_broken_table_is_left_to_a_person() -> None:
    broken = dated().replace("seats = 2", 'seats = "many"', 1)
    assert {duty.is_ready for duty in due(broken, "2023-11-05")} == {False}


def test_a_series_without_papers_owes_nobody_roles() -> None:
    assert due('[[talks]]\nid = "a"\ndate = 2023-11-06\nspeaker = "A"\n', "2023-11-05") == ()


# --- by the command line, to a server ---

MAIL = f"""
[mail]
from = "seminar@x.org"
to = ["list@x.org"]
host = "{HOST}"
port = {{port}}
security = "none"
per_minute = 100000
"""
PRIVATE = """\
[participants.3]
email = "clara@y.org"
name = "Clara Stolzenhain"

[participants.4]
email = "dora@y.org"
greeting = "Liebe Dora,"
lang = "de"
"""
DAY = "2026-05-05 09:00"


def a_seminar(folder: Path, port: int) -> None:
    text = (Path(__file__).parent / "notices" / "reading.toml").read_text("utf-8")
    (folder / "seminars.toml").write_text(text + MAIL.format(port=port), "utf-8")
    private = folder / "seminars.private.toml"
    private.write_text(PRIVATE, "utf-8")
    private.chmod(0o600)


@pytest.fixture
def postbox(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    """A server on this machine, and a reading seminar in the current folder that sends by it; 1 and 2 have no address."""
    monkeypatch.setenv("XDG_STATE_HOME", str(here / "state"))
    with smtp_server() as server:
        a_seminar(here, server.port)
        yield server


@pytest.fixture
def seminar(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same without the server."""
    monkeypatch.setenv("XDG_STATE_HOME", str(here / "state"))
    a_seminar(here, 9)


def announce(*words: str, now: str = DAY, answers: str | None = None, asked: bool = False) -> Ran:
    return run("announce", *words, now=now, answers=answers, asked=asked)


def mails(postbox: Postbox) -> list[EmailMessage]:
    return [message_from_bytes(mail.data, policy=SMTP) for mail in postbox.taken]


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def events_of(mail: EmailMessage) -> dict[str, dict[str, str]]:
    """The events that go along, by identity."""
    (part,) = [each for each in mail.walk() if each.get_content_type() == "text/calendar"]
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    return {str(event["UID"]): {name: str(value) for name, value in event.items()} for event in events}


def test_everybody_is_told_their_roles_once(here: Path, postbox: Postbox) -> None:
    ran = announce("--kind", "roles", "--send", "--yes")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.splitlines() == [
        "no mail address of participant 1",
        'write email = "…" below [participants.1] in the private file',
        "no mail address of participant 2",
        'write email = "…" below [participants.2] in the private file',
        "sent the mail to participant 3 on their roles to clara@y.org",
        "sent the mail to participant 4 on their roles to dora@y.org",
    ]
    assert postbox.reached == ["clara@y.org", "dora@y.org"]
    clara, dora = mails(postbox)
    assert (clara["To"], clara["Subject"]) == ("Clara Stolzenhain <clara@y.org>", "Reading Seminar: your roles")
    assert "With: Dora Zwickel\n" in text_of(clara)
    assert text_of(dora).startswith("Liebe Dora,\n\ndies sind Ihre Rollen")
    assert "Gemeinsam mit: Clara Stolzenhain\n" in text_of(dora), "partners know each other"
    for mail in (clara, dora):
        assert "y.org" not in text_of(mail), "and no address of each other"
    log = (here / "seminars.sent.jsonl").read_text("utf-8")
    assert not any(word in log for word in ("Stolzenhain", "Zwickel", "y.org", "hacker of"))
    again = announce("--kind", "roles", "--send", "--yes", now="2026-05-06")
    assert again.err.count("was already sent on Tuesday, 5 May 2026, 09:00") == 2
    assert len(postbox.taken) == 2


def test_the_calendar_that_goes_along_follows_the_roles(here: Path, postbox: Postbox) -> None:
    announce("--kind", "roles", "--person", "4", "--send", "--yes")
    events = events_of(mails(postbox)[0])
    assert list(events) == ["both.4.reading@example.org"], "a meeting without a day is in no calendar"
    event = events["both.4.reading@example.org"]
    assert (event["SUMMARY"], event["SEQUENCE"]) == ("Reading Seminar: Author, Depth and ideals", "0")
    assert "Gemeinsam mit: Clara Stolzenhain" in event["DESCRIPTION"]
    edit(here, 'author = ["3", "4"]', 'author = ["3", "5"]')
    assert announce("--kind", "roles", "--person", "4", "--send", "--yes", now="2026-05-06 09:00").code == 0
    _, second = mails(postbox)
    assert second["Subject"] == "Reading Seminar: Ihre Rollen haben sich geändert"
    assert "Diese Rollen haben Sie nicht mehr:\n\n- Donnerstag, 21. Mai 2026 um 14:00 Uhr" in text_of(second)
    event = events_of(second)["both.4.reading@example.org"]
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", "1")


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / "seminars.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.slow
def test_due_tells_the_roles_and_reminds_of_turns_and_never_twice(postbox: Postbox) -> None:
    """The whole way, through files, log and server: day by day, with a change in the middle."""
    reached: dict[str, list[str]] = {}
    for number in range(45):
        day = (dt.date(2026, 4, 14) + dt.timedelta(days=number)).isoformat()
        if day == "2026-05-12":
            swap = run("swap-roles", "3", "1", "--in", "both", now=day)
            assert (
                "  participants 3 and 4: their turns have changed (semctl announce --kind roles --send)\n" in swap.out
            )
        before = len(postbox.taken)
        ran = announce("--due", "--anyway", "--yes", now=f"{day} 09:00")
        assert ran.code == 0, ran.err
        kinds = [mail["Message-ID"][1:].split(".")[0] for mail in mails(postbox)[before:]]
        if told := [f"{kind} {to}" for kind, to in zip(kinds, postbox.reached[before:], strict=True) if "y.org" in to]:
            reached[day] = told
    assert reached == {
        "2026-04-16": ["roles clara@y.org", "roles dora@y.org"],
        "2026-05-07": ["turn clara@y.org"],
        "2026-05-12": ["roles clara@y.org", "roles dora@y.org"],
        "2026-05-14": ["turn clara@y.org", "turn dora@y.org"],
    }
    turn = next(mail for mail in reversed(mails(postbox)) if "turn.1" in mail["Message-ID"] and "clara" in mail["To"])
    assert turn["Subject"] == "Your turn: Hacker, Reading Seminar, Thursday, 21 May 2026, 14:00"
    roles = [mail["Message-ID"] for mail in mails(postbox) if mail["To"] == turn["To"] and "roles" in mail["Subject"]]
    assert str(turn["References"]).split() == roles, "a reminder stands below the mails on the roles of the same person"
    announcements = [mail for mail in mails(postbox) if "announcement" in mail["Message-ID"]]
    assert len(announcements) == 2
    assert all(mail["References"] is None for mail in announcements), "and no mail to all below one to a person"


def test_a_person_sees_one_and_says_yes_for_all(postbox: Postbox) -> None:
    ran = announce("both", "--kind", "turn", "--send", answers="y\n", asked=True)
    assert ran.code == 0
    assert "Subject: Your turn: Author, Reading Seminar, Thursday, 21 May 2026, 14:00" in ran.err
    assert "To: Clara Stolzenhain <clara@y.org>\nTo: Dora Zwickel <dora@y.org>\n" in ran.err
    assert "send 2 mails, each like this one?" in ran.err + ran.out
    assert postbox.reached == ["clara@y.org", "dora@y.org"]
    assert announce("both", "--kind", "turn", "--send", answers="n\n", asked=True, now="2026-05-06").code == 0
    assert len(postbox.taken) == 2


def test_one_that_is_refused_does_not_stop_the_others(postbox: Postbox) -> None:
    postbox.refused.add("clara@y.org")
    ran = announce("--kind", "roles", "--send", "--yes")
    assert ran.code == 5
    assert postbox.reached == ["dora@y.org"]
    postbox.refused.clear()
    assert announce("--kind", "roles", "--send", "--yes").code == 0
    assert postbox.reached == ["dora@y.org", "clara@y.org"]


def test_what_check_warns_of_is_told_to_nobody(here: Path, postbox: Postbox) -> None:
    edit(here, 'hacker = ["1"]', 'hacker = ["4"]')
    ran = announce("both", "--kind", "turn", "--person", "4", "--send", "--yes")
    assert (ran.code, postbox.taken) == (4, [])
    assert "plays" in ran.err
    assert announce("both", "--kind", "turn", "--person", "4", "--send", "--yes", "--anyway").code == 0
    assert (
        mails(postbox)[0]["Subject"]
        == "Ihre Rolle: Author, Hacker, Reading Seminar, Donnerstag, 21. Mai 2026 um 14:00 Uhr"
    )


def test_a_room_that_is_not_known_yet_keeps_nobody_from_their_roles(here: Path, postbox: Postbox) -> None:
    edit(here, 'room = "A 1"\n', "")
    assert announce("both", "--kind", "turn", "--person", "3", "--send", "--yes").code == 4
    assert announce("--kind", "roles", "--person", "3", "--send", "--yes").code == 0
    assert postbox.reached == ["clara@y.org"]


@pytest.mark.usefixtures("seminar")
def test_told_by_hand_is_told() -> None:
    assert announce("--kind", "roles", "--mark-sent").err.count("marked the mail to participant") == 4
    rows = run("todo", now="2026-05-06").out
    assert "not told yet" not in rows
    assert re.search(r"turn +participants 1 and 2 .*not reminded yet; no mail address", rows)


@pytest.mark.usefixtures("seminar")
def test_todo_tells_together_what_is_the_same_for_several() -> None:
    rows = {line.rstrip() for line in run("todo", now=DAY).out.splitlines()[1:] if " roles " in line}
    assert {re.sub("  +", "  ", row) for row in rows} == {
        "Thu 16 Apr 2026  roles  participants 3 and 4  not told yet  semctl announce --kind roles --send",
        "Thu 16 Apr 2026  roles  participants 1 and 2  not told yet; no mail address: email below [participants.ID] in "
        "the private file  semctl announce --kind roles --send",
    }
    assert [row["who"] for row in json_of(run("todo", "--json", now=DAY)) if row["kind"] == "roles"] == [
        "participant 1", "participant 2", "participant 3", "participant 4",
    ]  # fmt: skip


def test_roles_are_told_to_who_has_news_and_not_to_who_has_none(here: Path, postbox: Postbox) -> None:
    """1 and 2 have played, and only 1 has a turn to come; after that nobody has."""
    edit(here, 'author = ["2", "1"]\nreviewer = ["3", "4"]', 'author = ["3", "4"]')
    announce("--kind", "roles", "--mark-sent")
    out = announce("--kind", "roles", now="2026-05-18").out
    assert re.findall("^To: (.*)", out, re.MULTILINE) == ["Anna Quendel", "Clara Stolzenhain", "Dora Zwickel"]
    assert "have changed" not in out, "it is looked at again, and nothing is new"
    edit(here, 'hacker = ["1"]\n', "")
    out = announce("--kind", "roles", now="2026-05-18").out
    assert "Reading Seminar: your roles have changed\n\nDear Anna Quendel,\n\nYou have no role" in out
    edit(here, 'id = "ideals"\npapers = ["notes"]\n\n[talks.roles]\nauthor = ["3", "4"]\n', 'id = "ideals"\n')
    ran = announce("--kind", "roles", now="2026-05-22")
    assert (ran.code, re.findall("^To: (.*)", ran.out, re.MULTILINE)) == (0, ["Clara Stolzenhain", "Dora Zwickel"])
    assert "No longer yours:\n\n- No date yet, ideals\n" in ran.out
    assert postbox.taken == []


# --- looked at ---


@pytest.mark.usefixtures("seminar")
def test_several_mails_are_printed_one_below_the_other() -> None:
    out = announce("--kind", "turn").out
    assert re.findall(r"^(?:To|Subject): .*", out, re.MULTILINE) == [
        "To: Anna Quendel",
        "Subject: Your turn: Author, Reading Seminar, Thursday, 14 May 2026, 14:00",
        "To: Berta Rohrmann",
        "Subject: Your turn: Author, Reading Seminar, Thursday, 14 May 2026, 14:00",
        "To: Clara Stolzenhain",
        "Subject: Your turn: Reviewer, Reading Seminar, Thursday, 14 May 2026, 14:00",
    ]
    assert out.count(f"\n{'-' * 72}\n") == 2
    assert [mail["to"] for mail in json_of(announce("--kind", "roles", "--json"))] == [
        ["Anna Quendel"], ["Berta Rohrmann"], ["Clara Stolzenhain"], ["Dora Zwickel"],
    ]  # fmt: skip
    one = json_of(announce("--kind", "roles", "--person", "3", "--json", "--lang", "fr"))
    assert [(mail["kind"], mail["talk"], mail["language"]) for mail in one] == [("roles", None, "fr")]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--person", "3"], 2, "--person goes with --kind roles or --kind turn"),
        (["both", "--kind", "roles"], 2, "roles tell all turns of a person"),
        (["--kind", "roles", "--person", "9"], 2, 'there is no participant "9"'),
        (["--kind", "roles", "--person", "5"], 4, 'participant "5" plays no role in the meetings to come'),
        (["both", "--kind", "turn", "--person", "2"], 4, 'participant "2" plays no role in talk "both"'),
        (["off", "--kind", "turn"], 4, 'nobody plays a role in talk "off"'),
        (["off", "--kind", "turn", "--person", "1"], 4, 'talk "off" is cancelled'),
        (["ideals", "--kind", "turn"], 4, 'talk "ideals" has no date yet'),
        (["zhang", "--kind", "turn", "2026-05-15"], 4, 'nobody plays a role in talk "zhang"'),
        (["zhang", "--kind", "turn", "--person", "1", "2026-05-15"], 4, 'talk "zhang" is over'),
        (["--kind", "turn", "2026-06-15"], 2, "no meeting with a date is coming up"),
        (["--kind", "roles", "--eml", "x.eml"], 2, "--eml is for one mail, and these are 4"),
        (["--kind", "roles", "--to-me"], 2, "--to-me is for one mail, and these are 4"),
        (["--kind", "roles", "--person", "2", "--send", "--yes"], 4, "no mail address of participant 2"),
        (["--due", "--person", "3"], 2, "a talk, a kind, a person or a language"),
        (["--kind", "roles", "--send"], 2, "nobody can be asked here"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("seminar")
def test_what_cannot_be_told_is_said(words: list[str], code: int, says: str) -> None:
    *words, now = words if words[-1].startswith("2026") else [*words, DAY]
    ran = announce(*words, now=now)
    assert (ran.code, ran.out) == (code, "")
    assert says in ran.err


def test_a_series_that_is_none_has_no_roles(here: Path) -> None:
    (here / "seminars.toml").write_text('[series]\nid = "x"\nname = "X"\ntimezone = "Europe/Berlin"\n', "utf-8")
    ran = announce("--kind", "roles")
    assert (ran.code, ran.err.splitlines()[0]) == (2, "this is no reading seminar")


@pytest.mark.usefixtures("seminar")
def test_a_template_of_one_s_own(here: Path) -> None:
    assert run("templates", "turn").err == "wrote templates/turn.txt; docs/templates.md tells how to go on\n"
    (here / "templates" / "turn.txt").write_text(
        '{% extends "semctl/turn.txt" %}{% block subject %}{{ name }}, {{ turns[0].role }}: '
        "{{ roles[0].url or roles[0].brief }}{% endblock %}",
        "utf-8",
    )
    ran = announce("zhang", "--kind", "turn", "--person", "3")
    assert "Subject: Clara Stolzenhain, Reviewer: https://www.jmlr.org/reviewer-guide.html\n" in ran.out
    assert "This is a reminder" in ran.out


@pytest.mark.usefixtures("seminar")
def test_tables_with_errors_are_not_told_from(here: Path) -> None:
    edit(here, "seats = 2\n", 'seats = "many"\n')
    ran = announce("--kind", "roles", "--send", "--yes")
    assert ran.code == 3
    assert "seats" in ran.err
