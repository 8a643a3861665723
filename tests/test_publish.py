"""`publish` against a real Radicale on the loopback address: what it writes there, and everything that can go wrong."""

import re
import subprocess
import sys
import time
from _thread import interrupt_main
from collections.abc import Callable, Iterator
from functools import partial
from http.client import IncompleteRead
from pathlib import Path
from socket import gaierror
from ssl import SSLEOFError
from uuid import uuid4

import pytest
import trustme

from semctl import digest
from semctl.calendar_server import _gone
from tests.books import Ran, a_file, run
from tests.caldav import (
    PASSWORD,
    USER,
    Answer,
    Between,
    BreaksOff,
    Radicale,
    basic,
    between,
    free_port,
    radicale,
    tunnel,
)
from tests.test_terminal import talk_to

NOW = "2026-06-01 12:00"
JUNE = """
[schedule]
every = "week"
time = "16:00"
duration = "1 h"
start = 2026-06-01
end = 2026-06-30

[[talks]]
id = "ada"
date = 2026-06-08
speaker = "Ada Lovelace"
title = "Notes"

[[talks]]
id = "emmy"
date = 2026-06-15
speaker = "Emmy Noether"
title = "Rings"

[[talks]]
id = "sofia"
date = 2026-06-22
speaker = "Sofia Kovalevskaya"
title = "Tops"
"""
THREE_NEW = """\
Change  Date             Talk
new     Mon 8 Jun 2026   Ada Lovelace [ada]
new     Mon 15 Jun 2026  Emmy Noether [emmy]
new     Mon 22 Jun 2026  Sofia Kovalevskaya [sofia]
"""
FOREIGN = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//them//\r\nBEGIN:VEVENT\r\nUID:theirs\r\nDTSTAMP:20260101T000000Z\r\n"
    "DTSTART:20260608T140000Z\r\nSUMMARY:Lunch\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale")) as started:
        yield started


@pytest.fixture
def way(server: Radicale) -> Iterator[Between]:
    with between(server.port) as proxy:
        yield proxy


@pytest.fixture
def calendar() -> str:
    """The path of a calendar that is not there yet, one for each test."""
    return f"ada/{uuid4().hex[:8]}/"


@pytest.fixture
def file(here: Path, way: Between, calendar: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A series of three talks, published there."""
    monkeypatch.setenv("SEMCTL_CALDAV_PASSWORD", PASSWORD)
    return written(here, way.url + calendar)


def written(folder: Path, url: str, toml: str = JUNE, name: str = "seminars.toml") -> Path:
    a_file(folder, f'{toml}\n[publish]\nurl = "{url}"\nuser = "{USER}"\n', name)
    return folder / name


def another(folder: Path, url: str) -> Path:
    """A series of one talk that meets no other anywhere."""
    toml = JUNE.partition('[[talks]]\nid = "emmy"')[0].replace("Ada Lovelace", "Grace Hopper")
    file = written(folder, url, toml, "other.toml")
    change(file, 'id = "x"\n', 'id = "y"\n')
    change(file, 'room = "R"', 'room = "S"')
    return file


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


def publish(*words: str, now: str = NOW) -> Ran:
    ran = run("publish", "--yes", *words, now=now)
    assert PASSWORD not in ran.out + ran.err
    return ran


def event(server: Radicale, calendar: str, uid: str) -> str:
    """The one event there that has this UID."""
    (found,) = (text for text in server.objects(calendar).values() if f"\r\nUID:{uid}" in text)
    return found


def value(text: str, name: str) -> str:
    found = re.findall(rf"^{name}[;:](.*)\r$", text.partition("BEGIN:VEVENT")[2], re.MULTILINE)
    assert len(found) == 1, text
    return str(found[0])


def nth(number: int, method: str, happens: Callable[[], Answer | None]) -> Callable[[str, str], Answer | None]:
    """Lets something happen before the nth request of a kind."""
    seen = iter(range(1, 10_000))
    return lambda asked, _path: happens() if asked == method and next(seen) == number else None


def every(method: str, answer: Answer) -> Callable[[str, str], Answer | None]:
    return lambda asked, _path: answer if asked == method else None


def refuse() -> Answer:
    raise BreaksOff


# --- what it does ---


@pytest.mark.usefixtures("file")
def test_the_calendar_is_made_and_filled(server: Radicale, way: Between, calendar: str) -> None:
    ran = publish()
    to = f"X Seminar → {way.url}{calendar}"
    assert (ran.code, ran.out) == (0, THREE_NEW)
    assert ran.err == f"{to}: 3 changes, no calendar there yet\nX Seminar: 3 changes made\n"
    assert [each.split()[0] for each in way.writes] == ["MKCALENDAR", "PUT", "PUT", "PUT"]
    held = server.objects(calendar)
    assert len(held) == 3
    assert all(text.count("UID:") == 1 and "METHOD" not in text and "BEGIN:VTIMEZONE" in text for text in held.values())
    props = server.folder / "storage" / "collection-root" / calendar / ".Radicale.props"
    assert '"D:displayname": "X Seminar"' in props.read_text("utf-8")


@pytest.mark.usefixtures("file")
def test_some_servers_say_within_an_answer_that_nothing_is_there(server: Radicale, way: Between, calendar: str) -> None:
    nothing = (
        f'<d:multistatus xmlns:d="DAV:"><d:response><d:href>/{calendar}</d:href>'
        "<d:status>HTTP/1.1 404 Not Found</d:status></d:response></d:multistatus>"
    )
    way.before = every("PROPFIND", (207, {}, nothing.encode()))
    assert publish().code == 0
    assert len(server.objects(calendar)) == 3


def test_an_address_may_be_written_as_people_write_it(server: Radicale, file: Path, calendar: str) -> None:
    """Letters of any kind, no slash at its end."""
    change(file, f"/{calendar}", f"/{calendar[:-1]}-Séminaire")
    assert publish().code == 0
    assert len(server.objects(f"{calendar[:-1]}-Séminaire")) == 3
    assert publish().out == ""


@pytest.mark.usefixtures("file")
def test_a_second_run_writes_nothing(way: Between, calendar: str) -> None:
    publish()
    way.seen.clear()
    ran = publish(now="2026-06-02")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == f"X Seminar → {way.url}{calendar}: nothing to change, 3 events as before\n"
    assert [request for request, _ in way.seen] == [f"PROPFIND /{calendar}", f"REPORT /{calendar}"]


def test_changes_cancellations_and_removals_follow(server: Radicale, file: Path, way: Between, calendar: str) -> None:
    """And of all that others have in the calendar nothing is touched, nor what another series has put there."""
    publish()
    assert server.ask("PUT", f"/{calendar}theirs.ics", FOREIGN)[0] == 201
    assert publish("-f", str(another(file.parent, way.url + calendar))).code == 0
    others = {name: text for name, text in server.objects(calendar).items() if ".x@x.org" not in text}
    assert len(others) == 2

    change(file, 'title = "Rings"', 'title = "Ideals"\nstatus = "cancelled"\nreason = "ill"')
    change(file, JUNE[JUNE.index('[[talks]]\nid = "sofia"') :], "")
    ran = publish(now="2026-06-03")
    assert ran.code == 0
    assert ran.out.splitlines()[1:] == [
        "  changed: title, status  Mon 15 Jun 2026  Emmy Noether [emmy]",
        "- removed                 Mon 22 Jun 2026  X Seminar: Sofia Kovalevskaya – Tops",
    ]
    held = server.objects(calendar)
    assert {name: text for name, text in held.items() if ".x@x.org" not in text} == others
    assert len(held) == len(others) + 2
    emmy = event(server, calendar, "emmy.x@x.org")
    assert [value(emmy, name) for name in ("STATUS", "SEQUENCE", "SUMMARY", "DTSTAMP")] == [
        "CANCELLED",
        "1",
        "CANCELLED: X Seminar: Emmy Noether – Ideals",
        "20260602T220000Z",
    ]


@pytest.mark.usefixtures("file")
def test_a_dry_run_only_lists(server: Radicale, way: Between, calendar: str) -> None:
    ran = run("publish", "--dry-run", now=NOW)
    assert (ran.code, ran.out) == (0, THREE_NEW)
    assert way.writes == []
    assert server.objects(calendar) == {}


@pytest.mark.usefixtures("file")
def test_nobody_can_be_asked_off_a_terminal(way: Between) -> None:
    ran = run("publish", now=NOW)
    assert (ran.code, ran.err) == (2, "nobody can be asked here\nadd --yes to do it, or --dry-run to see it\n")
    assert way.seen == []


@pytest.mark.slow
def test_on_a_terminal_it_asks_first(server: Radicale, file: Path, way: Between, calendar: str) -> None:
    code, shown = talk_to(file.parent, ["publish"], [("Publish 3 changes? (y/N): ", "n\n")])
    assert (code, shown.splitlines()[-1]) == (4, "nothing was changed")
    assert way.writes == []
    code, shown = talk_to(file.parent, ["publish"], [("Publish 3 changes? (y/N): ", "y\n")])
    assert (code, shown.splitlines()[-1]) == (0, "X Seminar: 3 changes made")
    assert len(server.objects(calendar)) == 3


@pytest.mark.slow
def test_on_a_terminal_it_shows_how_far_it_is(file: Path, way: Between) -> None:
    """Once it takes longer than a second; then it is gone again."""

    def slowly(method: str, _path: str) -> None:
        time.sleep(0.6 if method == "PUT" else 0)

    way.before = slowly
    code, shown = talk_to(file.parent, ["publish", "--yes"], [])
    assert code == 0
    assert "1 of 3" not in shown
    assert shown.endswith("\r2 of 3 changes\r3 of 3 changes\r\x1b[KX Seminar: 3 changes made\n")


def test_several_series_each_to_its_own_calendar(server: Radicale, file: Path, way: Between, calendar: str) -> None:
    second = f"{calendar[:-1]}-2/"
    other = another(file.parent, way.url + second)
    ran = publish("-f", str(file), "-f", str(other))
    assert ran.code == 0
    assert ran.out == THREE_NEW + "Change  Date            Talk\nnew     Mon 8 Jun 2026  Grace Hopper [ada]\n"
    assert (len(server.objects(calendar)), len(server.objects(second))) == (3, 1)


@pytest.mark.usefixtures("file")
def test_what_somebody_has_changed_there_is_put_back(server: Radicale, calendar: str) -> None:
    publish()
    (name,) = (name for name, text in server.objects(calendar).items() if "UID:ada" in text)
    moved = event(server, calendar, "ada.x@x.org").replace("20260608T1", "20260609T1")
    assert server.ask("PUT", f"/{calendar}{name}", moved)[0] in (201, 204)
    ran = publish()
    assert (ran.code, ran.out.splitlines()[1]) == (0, "put back: time  Mon 8 Jun 2026  Ada Lovelace [ada]")
    ada = event(server, calendar, "ada.x@x.org")
    assert (value(ada, "DTSTART"), value(ada, "SEQUENCE")) == ("TZID=Europe/Amsterdam:20260608T160000", "1")
    assert publish().out == ""


# --- what a warning is about ---

ODD = '[[talks]]\nid = "odd"\ndate = 2026-06-29\nspeaker = "Odd"\ntitle = "Odd"\nurl = "nowhere"\n'
WARNING = 'warning: talk "odd", url: "nowhere" is no whole address; write the whole address, with https://'


def test_what_a_warning_is_about_is_held_back(server: Radicale, file: Path, calendar: str) -> None:
    change(file, "\n[publish]", f"\n{ODD}\n[publish]")
    ran = publish()
    assert (ran.code, ran.out) == (4, THREE_NEW)
    assert ran.err.splitlines()[0].endswith(WARNING)
    assert ran.err.splitlines()[-2:] == [
        "held back because of warnings: odd",
        'mend what they say, or "semctl publish --anyway"',
    ]
    assert len(server.objects(calendar)) == 3
    ran = publish("--anyway")
    assert (ran.code, len(server.objects(calendar))) == (0, 4)
    assert "warning" not in ran.err


@pytest.mark.parametrize("talks", ["one", "all"])
def test_a_mistyped_table_removes_nothing(server: Radicale, file: Path, calendar: str, talks: str) -> None:
    publish()
    if talks == "one":
        change(file, '[[talks]]\nid = "sofia"', '[[tlaks]]\nid = "sofia"')
    else:
        file.write_text(file.read_text("utf-8").replace("[[talks]]", "[[tlaks]]"), "utf-8")
    ran = publish()
    assert (ran.code, ran.out) == (4, "")
    assert 'unknown key "tlaks"; did you mean "talks"?' in ran.err.splitlines()[0]
    assert ran.err.splitlines()[-2] == "held back because of warnings: everything"
    assert len(server.objects(calendar)) == 3


def test_a_file_that_says_no_calendar(here: Path) -> None:
    a_file(here, JUNE)
    ran = publish()
    says = (
        "seminars.toml does not say where to publish\nwrite [publish] with url and user; docs/publishing.md shows how\n"
    )
    assert (ran.code, ran.err) == (2, says)


# --- passwords ---


@pytest.mark.usefixtures("file")
def test_a_wrong_password(way: Between, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEMCTL_CALDAV_PASSWORD", "wrong-one")
    ran = publish()
    assert (ran.code, ran.out) == (5, "")
    assert ran.err == "127.0.0.1 does not accept the password of ada\ncorrect the password, or the user\n"
    assert [request.split()[0] for request, _ in way.seen] == ["PROPFIND"]


def test_a_password_from_a_command(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEMCTL_CALDAV_PASSWORD")
    change(file, 'user = "ada"', f'user = "ada"\npassword_command = \'echo "{PASSWORD}"\'')
    assert publish().code == 0
    change(file, "echo", "false; false")
    assert publish().code == 5


def test_without_a_user_no_password_is_asked_for(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEMCTL_CALDAV_PASSWORD")
    change(file, 'user = "ada"\n', "")
    ran = publish()
    assert (ran.code, ran.err) == (5, '127.0.0.1 asks who is there\nwrite user = "…" in [publish]\n')


def wants_digests(way: Between) -> Callable[[str, str], Answer | None]:
    """A server that never sees a password, and that lets each nonce be used twice."""
    number, uses = 0, 0

    def before(method: str, path: str) -> Answer | None:
        nonlocal number, uses
        asks = f'Digest realm="x", nonce="n{number}", qop="auth", algorithm=SHA-256'
        asked = digest.parts_of(asks)
        assert asked
        said = way.seen[-1][1].get("Authorization", "").encode("latin-1").decode()
        random = (re.findall('cnonce="(.*?)"', said) or [""])[0]
        made = partial(digest.answer, asked, user="Zoë 漢", method=method, path=path, random=random, count=uses + 1)
        is_right = said == made(password=PASSWORD)
        if is_right and uses < 2:
            uses += 1
            return None
        number, uses = number + 1, 0
        fresh = asks.replace(f"n{number - 1}", f"n{number}")
        return 401, {"WWW-Authenticate": f"{fresh}, stale={str(is_right).lower()}"}, b""

    return before


def test_a_server_that_asks_for_a_digest(
    server: Radicale, file: Path, way: Between, calendar: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(file, 'user = "ada"', 'user = "Zoë 漢"')
    way.login, way.before = basic(USER, PASSWORD), wants_digests(way)
    ran = publish()
    assert (ran.code, ran.out) == (0, THREE_NEW)
    assert len(server.objects(calendar)) == 3
    assert publish().out == ""
    monkeypatch.setenv("SEMCTL_CALDAV_PASSWORD", "wrong-one")
    way.seen.clear()
    ran = publish()
    assert (ran.code, ran.err.splitlines()[0]) == (5, "127.0.0.1 does not accept the password of Zoë 漢")
    assert len(way.seen) == 2


@pytest.mark.usefixtures("file")
def test_a_server_that_is_never_content_is_not_asked_for_ever(way: Between) -> None:
    challenge = {"WWW-Authenticate": 'Digest realm="x", nonce="n", stale=true'}
    way.before = every("PROPFIND", (401, challenge, b""))
    assert publish().code == 5
    assert len(way.seen) == 3


# --- where the password goes ---


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://cal.example.org/x/", "plain http would show the password to everyone on the way to cal.example.org"),
        ("https://ada:s3cret@127.0.0.1/x/", "the address holds a user or a password"),
    ],
)
def test_no_password_goes_in_the_open(here: Path, url: str, says: str) -> None:
    """It is not even asked for, and --anyway changes nothing about it."""
    file = written(here, url)
    change(file, f'user = "{USER}"', f'user = "{USER}"\npassword_command = "touch asked"')
    ran = publish("--anyway")
    assert (ran.code, ran.err.splitlines()[0]) == (2, says)
    assert not (here / "asked").exists()


@pytest.mark.usefixtures("file")
def test_a_redirect_to_another_host_is_not_followed(way: Between) -> None:
    """Another port is another host: who listens there is not known."""
    with between() as other:
        way.before = every("PROPFIND", (301, {"Location": f"{other.url}ada/"}, b""))
        ran = publish()
        assert other.seen == []
    assert ran.code == 5
    assert ran.err == (
        f"127.0.0.1 sends on to {other.url}ada/, and the password goes to no other address than yours\n"
        "if that is your calendar, write it as url in [publish]\n"
    )


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_a_redirect_on_the_same_host_is_followed(
    server: Radicale, file: Path, way: Between, calendar: str, code: int
) -> None:
    change(file, f"/{calendar}", "/old/")
    new = {"Location": f"/{calendar}"}
    way.before = lambda _method, path: (code, new, b"") if path == "/old/" else None
    ran = publish()
    assert (ran.code, ran.err.splitlines()[-1]) == (0, "X Seminar: 3 changes made")
    assert len(server.objects(calendar)) == 3


@pytest.mark.usefixtures("file")
def test_redirects_in_a_circle_come_to_an_end(way: Between) -> None:
    way.before = every("PROPFIND", (302, {"Location": "/round/"}, b""))
    ran = publish()
    assert (ran.code, ran.err.splitlines()[0]) == (5, "127.0.0.1 sends on to /round/")


# --- what goes wrong ---


@pytest.mark.usefixtures("file")
def test_an_event_that_somebody_changes_meanwhile_is_fetched_again(
    server: Radicale, file: Path, way: Between, calendar: str
) -> None:
    """Between our look and our change; theirs has another SEQUENCE, and ours goes above it."""
    publish()
    change(file, "Rings", "Ideals")
    (name,) = (name for name, text in server.objects(calendar).items() if "UID:emmy" in text)
    theirs = event(server, calendar, "emmy.x@x.org").replace("SEQUENCE:0", "SEQUENCE:7")
    way.seen.clear()
    way.before = nth(1, "PUT", lambda: server.ask("PUT", f"/{calendar}{name}", theirs) and None)
    ran = publish()
    assert (ran.code, ran.err.splitlines()[-1]) == (0, "X Seminar: 1 change made")
    assert [request.split()[0] for request, _ in way.seen] == ["PROPFIND", "REPORT", "PUT", "REPORT", "PUT"]
    emmy = event(server, calendar, "emmy.x@x.org")
    assert (value(emmy, "SEQUENCE"), value(emmy, "SUMMARY")) == ("8", "X Seminar: Emmy Noether – Ideals")


def test_one_that_is_changed_again_and_again_is_told(server: Radicale, file: Path, way: Between, calendar: str) -> None:
    """The others are published all the same."""
    publish()
    change(file, "Rings", "Ideals")
    change(file, "Tops", "Spinning tops")
    (name,) = (name for name, text in server.objects(calendar).items() if "UID:emmy" in text)
    texts = (
        event(server, calendar, "emmy.x@x.org").replace("LOCATION:R", f"LOCATION:R{number}") for number in range(9)
    )
    way.before = lambda method, path: (
        server.ask("PUT", path, next(texts)) and None if method == "PUT" and path.endswith(name) else None
    )
    ran = publish()
    assert ran.code == 5
    assert ran.err.splitlines()[-3:] == [
        "X Seminar: 1 change made",
        "Emmy Noether [emmy]: it keeps being changed on 127.0.0.1",
        "run it again later; what is done stays done",
    ]
    assert value(event(server, calendar, "sofia.x@x.org"), "SUMMARY") == "X Seminar: Sofia Kovalevskaya – Spinning tops"
    way.before = lambda _method, _path: None
    assert publish().out.splitlines()[1:] == ["changed: title, place  Mon 15 Jun 2026  Emmy Noether [emmy]"]


@pytest.mark.slow
def test_two_runs_at_once_make_each_event_once(server: Radicale, file: Path, way: Between, calendar: str) -> None:
    way.before = nth(1, "PUT", lambda: other_run(file, server.url + calendar))
    ran = publish()
    assert (ran.code, ran.err.splitlines()[-1]) == (0, "X Seminar: 3 changes made")
    assert len(server.objects(calendar)) == 3
    assert all("SEQUENCE:0" in text for text in server.objects(calendar).values())


def other_run(file: Path, url: str) -> None:
    """The same series by another way, while a first run is under way."""
    folder = file.parent / "other"
    folder.mkdir()
    other = written(folder, url)
    done = subprocess.run(
        [sys.executable, "-m", "semctl", "-f", str(other), "--now", NOW, "publish", "--yes"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("how", ["changed", "removed"])
def test_a_removal_that_comes_late(server: Radicale, file: Path, way: Between, calendar: str, how: str) -> None:
    publish()
    change(file, JUNE[JUNE.index('[[talks]]\nid = "sofia"') :], "")
    (name,) = (name for name, text in server.objects(calendar).items() if "UID:sofia" in text)
    theirs = event(server, calendar, "sofia.x@x.org").replace("LOCATION:R", "LOCATION:Q")
    meanwhile = partial(server.ask, "PUT", f"/{calendar}{name}", theirs)
    if how == "removed":
        meanwhile = partial(server.ask, "DELETE", f"/{calendar}{name}")
    way.before = nth(1, "DELETE", lambda: meanwhile() and None)
    assert publish().code == 0
    assert len(server.objects(calendar)) == 2


@pytest.mark.usefixtures("file")
def test_an_event_of_the_same_identity_that_is_not_ours(server: Radicale, way: Between, calendar: str) -> None:
    server.ask("MKCALENDAR", f"/{calendar}")
    assert server.ask("PUT", f"/{calendar}a.ics", FOREIGN.replace("theirs", "ada.x@x.org"))[0] == 201
    ran = publish()
    assert (ran.code, len(way.writes)) == (4, 2)
    assert ran.err.splitlines()[-2:] == [
        "not published, since their events in the calendar are not semctl's: ada",
        "remove those events there by hand",
    ]
    assert "Lunch" in event(server, calendar, "ada.x@x.org")


def test_a_calendar_that_may_only_be_read(server: Radicale, file: Path, calendar: str) -> None:
    """Radicale's own rights say so."""
    (server.folder / "storage" / "collection-root" / "shared" / calendar).mkdir(parents=True)
    props = server.folder / "storage" / "collection-root" / "shared" / calendar / ".Radicale.props"
    props.write_text('{"tag": "VCALENDAR"}', "utf-8")
    change(file, f"/{calendar}", f"/shared/{calendar}")
    ran = publish()
    assert (ran.code, ran.out) == (5, THREE_NEW)
    assert ran.err.splitlines()[1:] == [
        "127.0.0.1 does not let ada write to the calendar, after 0 of 3 changes",
        "ask for the right to, or correct url and user in [publish]",
    ]
    assert server.objects(f"shared/{calendar}") == {}


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("eve/x/", "127.0.0.1 does not let ada read the calendar"),
        ("ada/no/where/", "there is no place for a calendar at {url}ada/no/where/, after 0 of 3 changes"),
        ("ada/", "{url}ada/ is no calendar, though 127.0.0.1 knows it"),
    ],
)
def test_an_address_that_is_none_of_ours(
    server: Radicale, file: Path, way: Between, calendar: str, path: str, says: str
) -> None:
    server.ask("MKCALENDAR", f"/{calendar}")  # so that its owner is known there
    change(file, f"/{calendar}", f"/{path}")
    ran = publish()
    assert (ran.code, ran.err.splitlines()[-2]) == (5, says.format(url=way.url))
    if path == "ada/":
        assert ran.err.splitlines()[-1].startswith(f"write the url of one that is: {way.url}ada/")


@pytest.mark.parametrize(
    ("method", "answer", "says"),
    [
        ("PROPFIND", (200, {}, b"<html>Hello</html>"), "{calendar} is no calendar that speaks CalDAV"),
        ("PROPFIND", (405, {}, b""), "{calendar} is no calendar that speaks CalDAV"),
        ("PROPFIND", (207, {}, b"<html>Hello</html>"), "{calendar} is no calendar that speaks CalDAV"),
        ("PROPFIND", (500, {}, b""), "127.0.0.1 fails to read the calendar: 500 Internal Server Error"),
        ("PROPFIND", (503, {"Retry-After": "1"}, b""), "127.0.0.1 is too busy now"),
        ("REPORT", (207, {}, b'<d:multistatus xmlns:d="DAV:"><d:response><d:href>/x/</d:href>'
         b"<d:status>HTTP/1.1 507 Insufficient Storage</d:status></d:response></d:multistatus>"),
         "127.0.0.1 does not give the whole calendar: it holds too much"),
        ("REPORT", (207, {}, b'<d:multistatus xmlns:d="DAV:"><d:response><d:href>https://else.where/1.ics</d:href>'
         b"</d:response></d:multistatus>"), "127.0.0.1 names an event that is elsewhere: https://else.where/1.ics"),
        ("REPORT", (207, {}, b'<d:multistatus xmlns:d="DAV:"><d:response><d:href>/1.ics</d:href><d:propstat><d:prop>'
         b'<c:calendar-data xmlns:c="urn:ietf:params:xml:ns:caldav">BEGIN:VCALENDAR</c:calendar-data></d:prop>'
         b"</d:propstat></d:response></d:multistatus>"), "127.0.0.1 does not say which version of an event it holds"),
        ("MKCALENDAR", (405, {}, b""), "127.0.0.1 lets nobody make a calendar at {calendar}, after 0 of 3 changes"),
        ("MKCALENDAR", (403, {}, b""), "127.0.0.1 does not let ada make a calendar there, after 0 of 3 changes"),
        ("PUT", (507, {}, b""), "127.0.0.1 has no room left for ada, after 0 of 3 changes"),
        ("PUT", (423, {}, b""), "127.0.0.1 fails to write to the calendar: 423 Locked, after 0 of 3 changes"),
        ("PUT", (302, {"Location": "/\x1b[31mlogin"}, b""), "127.0.0.1 sends on to /[31mlogin, after 0 of 3 changes"),
        ("PUT", (403, {}, b'<d:error xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns"><s:message>No more\nof this'
         b"</s:message></d:error>"),
         "127.0.0.1 does not let ada write to the calendar: No more of this, after 0 of 3 changes"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("file")
def test_what_a_server_says_instead(
    server: Radicale, way: Between, calendar: str, method: str, answer: Answer, says: str
) -> None:
    if method != "MKCALENDAR":
        server.ask("MKCALENDAR", f"/{calendar}")
    way.before = every(method, answer)
    ran = publish()
    assert (ran.code, ran.err.splitlines()[-2]) == (5, says.format(calendar=way.url + calendar))
    assert server.objects(calendar) == {}


@pytest.mark.usefixtures("file")
def test_an_event_that_the_server_does_not_take_keeps_no_other_back(
    server: Radicale, way: Between, calendar: str
) -> None:
    way.before = nth(2, "PUT", lambda: (415, {}, b""))
    ran = publish()
    assert (ran.code, len(server.objects(calendar))) == (5, 2)
    assert ran.err.splitlines()[-2:] == [
        "X Seminar: 2 changes made",
        "Emmy Noether [emmy]: 127.0.0.1 does not take the event: 415 Unsupported Media Type",
    ]


@pytest.mark.usefixtures("file")
def test_a_connection_that_the_server_closes_is_opened_again(server: Radicale, way: Between, calendar: str) -> None:
    way.before = nth(2, "PUT", refuse)
    ran = publish()
    assert (ran.code, len(server.objects(calendar))) == (0, 3)


@pytest.mark.usefixtures("file")
def test_a_server_that_is_gone_in_the_middle(server: Radicale, way: Between, calendar: str) -> None:
    """It is killed as the second event comes; when it is there again, the next run does what is left."""
    way.before = nth(2, "PUT", server.kill)
    try:
        ran = publish()
    finally:
        server.kill()
        server.start()
    assert ran.code == 5
    assert ran.err.splitlines()[-3:] == [
        "X Seminar: 1 change made",
        "127.0.0.1 has broken the connection off, after 1 of 3 changes",
        "run it again later; what is done stays done",
    ]
    assert len(server.objects(calendar)) == 1
    way.seen.clear()
    ran = publish()
    assert (ran.code, ran.out.splitlines()) == (0, [THREE_NEW.splitlines()[0], *THREE_NEW.splitlines()[2:]])
    assert [each.split()[0] for each in way.writes] == ["PUT", "PUT"]
    assert publish().out == ""


def test_a_series_whose_server_is_gone_keeps_no_other_back(server: Radicale, file: Path, calendar: str) -> None:
    other = another(file.parent, f"http://127.0.0.1:{free_port()}/x/")
    ran = publish("-f", str(other), "-f", str(file))
    assert (ran.code, len(server.objects(calendar))) == (5, 3)
    assert "nobody answers at 127.0.0.1, port " in ran.err.splitlines()[-2]


@pytest.mark.usefixtures("file")
def test_whoever_stops_it_is_told_how_far_it_came(server: Radicale, way: Between, calendar: str) -> None:
    def stop() -> Answer:
        interrupt_main()
        return refuse()

    way.before = nth(3, "PUT", stop)
    ran = publish()
    assert ran.code == 130
    assert ran.err.splitlines()[-1] == "stopped; 2 of 3 changes made, run it again for the rest"
    assert len(server.objects(calendar)) == 2
    way.before = lambda _method, _path: None
    assert publish().err.splitlines()[-1] == "X Seminar: 1 change made"


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (gaierror(-2, "Name or service not known"), "there is no cal.x.org on the network"),
        (UnicodeError("label empty or too long"), "there is no cal.x.org on the network"),
        (ConnectionRefusedError(), "nobody answers at cal.x.org, port 443"),
        (TimeoutError("timed out"), "cal.x.org has not answered for 30 seconds"),
        (SSLEOFError(8, "EOF occurred"), "cal.x.org has broken the connection off"),
        (IncompleteRead(b""), "cal.x.org has broken the connection off"),
        (OSError(101, "Network is unreachable"), "cal.x.org cannot be reached: Network is unreachable"),
    ],
)
def test_a_server_that_cannot_be_reached(error: Exception, says: str) -> None:
    assert _gone("cal.x.org", 443, error).says == says


# --- safe connections ---


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate that nobody has heard of, its key, and who has signed it."""
    folder = tmp_path_factory.mktemp("certificates")
    signer = trustme.CA()
    issued = signer.issue_cert("127.0.0.1")
    signer.cert_pem.write_to_path(str(folder / "signer.pem"))
    issued.private_key_pem.write_to_path(str(folder / "key.pem"))
    (folder / "cert.pem").write_bytes(b"".join(each.bytes() for each in issued.cert_chain_pems))
    return folder


@pytest.fixture(scope="module")
def safe(authority: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    tls = f"ssl = True\ncertificate = {authority}/cert.pem\nkey = {authority}/key.pem"
    with radicale(tmp_path_factory.mktemp("safe"), tls=tls) as started:
        yield started


@pytest.mark.slow
def test_a_certificate_is_looked_at(
    safe: Radicale, file: Path, way: Between, calendar: str, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(file, way.url, safe.url)
    ran = publish()
    assert (ran.code, ran.err.splitlines()) == (
        5,
        [
            "the certificate of 127.0.0.1 is not to be trusted: unable to get local issuer certificate",
            "check the url, and this machine's clock; SSL_CERT_FILE names certificates of your own",
        ],
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(authority / "signer.pem"))
    assert publish().code == 0
    assert len(safe.objects(calendar)) == 3
    change(file, "127.0.0.1", "localhost")
    ran = publish()
    assert (ran.code, ran.err.splitlines()[0].partition(": ")[0]) == (
        5,
        "the certificate of localhost is not to be trusted",
    )


@pytest.mark.usefixtures("server")
def test_a_server_that_speaks_no_tls(file: Path, way: Between) -> None:
    change(file, way.url, way.url.replace("http:", "https:"))
    ran = publish()
    assert (ran.code, ran.err.splitlines()[0]) == (5, "no safe connection to 127.0.0.1: WRONG_VERSION_NUMBER")


@pytest.mark.slow
def test_through_the_proxy_that_the_environment_names(
    safe: Radicale, file: Path, way: Between, calendar: str, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It sees where to, and its own password, and nothing else."""
    change(file, way.url, safe.url)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority / "signer.pem"))
    monkeypatch.delenv("no_proxy", raising=False)
    with tunnel() as (port, seen):
        monkeypatch.setenv("https_proxy", f"http://me:p%40ss@127.0.0.1:{port}")
        assert publish().code == 0
    assert len(safe.objects(calendar)) == 3
    assert {first for first, _ in seen} == {f"CONNECT 127.0.0.1:{safe.port}"}
    assert {headers["Proxy-Authorization"] for _, headers in seen} == {basic("me", "p@ss")}
    assert not any("Authorization" in headers for _, headers in seen)
    with tunnel(lets_pass=False) as (port, _):
        monkeypatch.setenv("https_proxy", f"127.0.0.1:{port}")
        ran = publish()
    assert (ran.code, ran.err.splitlines()[0]) == (
        5,
        "127.0.0.1 cannot be reached: Tunnel connection failed: 407 Proxy Authentication Required",
    )
