"""The pages: what they tell, what they never tell, and that only what has changed is written."""

import json
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.books import SHIPPED, Ran, run

ATOM = "{http://www.w3.org/2005/Atom}"
ODD = r"""
[series]
id = "odd"
domain = "example.edu"
name = "Seltsames <b>Seminar</b> & Co"
short_name = "Odd"
timezone = "Europe/Berlin"
language = "de"
mode = "hybrid"
online = "via Zoom"
join = { url = "https://zoom.example/secret", passcode = "hush" }
also_times = ["America/New_York"]

[series.private]
budget = "hidden budget"

[[organizers]]
name = "Emmy Organiser"
public = true

[[organizers]]
name = "Hidden Person"
email = "hidden@example.edu"

[schedule]
every = "week"
weekday = "Monday"
time = "16:00"
duration = "75 min"
room = "A027"
start = 2026-10-05
term = "WS 2026/27"

[[breaks]]
from = 2026-12-21
to = 2027-01-08
reason = "Weihnachten"

[rooms."A027"]
address = "Theresienstr. 39, München"
url = "https://maps.example/a027"

[[overrides]]
date = 2026-11-30
cancelled = true
reason = "Streik"

[site]
url = "https://www.example.edu/seminar"
colour = "#7a1fa2"

[[talks]]
id = "evil"
date = 2026-10-05
speaker = "<script>alert(1)</script>"
affiliation = "</title><img src=x onerror=alert(2)>"
title = 'Hostile $\href{javascript:alert(3)}{x}$ "quotes" <svg onload=alert(4)>'
abstract = '''
<iframe src="javascript:alert(5)"></iframe> and $\text{</math><script>alert(6)</script>}$ for all $0<p<q$ and a<b.

</script><script>alert(7)</script>
'''
url = "javascript:alert(8)"
slides = "../secret.pdf"
video = "https://video.example/x?a=1&b=2"
photo = "https://elsewhere.example/photo.png"
[talks.private]
mail = "evil@private.example"

[[talks]]
id = "noether"
date = 2026-11-23
speaker = "Emmy Noether"
affiliation = "Göttingen"
photo = "emmy.png"
bio = "Bio of Emmy."
language = "en"
slides = "slides/noether 1.pdf"
title = 'On $\ell_1$'

[[talks]]
id = "noether-2"
date = 2026-12-07
speaker = "Emmy Noether"
status = "cancelled"
reason = "krank"
title = "Zweiter Vortrag"

[[talks]]
id = "two"
date = 2026-12-14
title = "Gemeinsam"
status = "tentative"
[[talks.speakers]]
name = "Ada Lovelace"
[[talks.speakers]]
name = "Charles Babbage"

[[talks]]
id = "planned"
speaker = "Nobody Yet"
"""


@pytest.fixture
def odd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "secret.pdf").write_bytes(b"secret")
    home = tmp_path / "home"
    (home / "slides").mkdir(parents=True)
    (home / "odd.toml").write_text(ODD, encoding="utf-8")
    (home / "emmy.png").write_bytes(b"a picture")
    (home / "slides" / "noether 1.pdf").write_bytes(b"slides")
    monkeypatch.chdir(home)
    return home


def built(*arguments: str, now: str = "2026-11-22") -> Ran:
    ran = run("site", *arguments, now=now)
    assert ran.code == 0, ran.err
    return ran


def page(home: Path, name: str) -> str:
    return (home / "site" / name).read_text("utf-8")


def words(html: str) -> str:
    """What a reader sees of the main part, in one line."""
    main = html.partition("<main>")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def test_the_shipped_series_gives_an_index_a_page_a_talk_calendars_and_a_feed(tmp_path: Path) -> None:
    into = tmp_path / "out"
    built("-f", str(SHIPPED), "-o", str(into), now="2026-05-20")
    talks = ("derumigny", "donderwinkel", "jacobs", "kassing", "kim")
    assert {str(path.relative_to(into)) for path in into.rglob("*") if path.is_file()} == {
        ".semctl-site", "index.html", "mds.ics", "feed.xml", "past/2026.html",
        "assets/style.css", "assets/card.png", "assets/stix-two-math.woff2", "assets/stix-two-math-OFL.txt",
        *(f"talks/{each}.html" for each in talks), *(f"talks/{each}.ics" for each in talks),
    }  # fmt: skip
    assert words((into / "index.html").read_text("utf-8")) == (
        "Upcoming talks "
        "Monday, 25 May 2026 no meeting: Whit Monday, moved to 28 May 2026 "
        "Thursday, 28 May 2026, 16:00 RA 2503, via Teams Yongdai Kim (Seoul National University) T.b.a. "
        "Monday, 8 June 2026, 15:15 RA 2504, via Teams "
        "Sebastian Kassing (Bergische Universität Wuppertal) T.b.a. "
        "Monday, 15 June 2026, 16:00 RA 2502, via Teams Alexis Derumigny (TU Delft) T.b.a. "
        "Monday, 22 June 2026, 16:00 free "
        "Past talks 2026"
    )


def test_an_index_in_german_tells_free_and_cancelled_dates_and_the_break(odd: Path) -> None:
    built("-f", "odd.toml")
    assert words(page(odd, "index.html")) == (
        "Kommende Vorträge "
        "Montag, 23. November 2026 um 16:00 Uhr A027, via Zoom On ℓ 1 Emmy Noether (Göttingen) "
        "Montag, 30. November 2026 kein Termin: Streik "
        "Montag, 7. Dezember 2026 um 16:00 Uhr A027, via Zoom Entfällt: krank Zweiter Vortrag Emmy Noether "
        "Montag, 7. Dezember 2026 um 16:00 Uhr frei "
        "Montag, 14. Dezember 2026 um 16:00 Uhr A027, via Zoom unter Vorbehalt Gemeinsam "
        "Ada Lovelace, Charles Babbage "
        "21. Dezember 2026 – 8. Januar 2027 kein Termin: Weihnachten "
        "Montag, 11. Januar 2027 um 16:00 Uhr frei "
        "Montag, 18. Januar 2027 um 16:00 Uhr frei "
        "Montag, 25. Januar 2027 um 16:00 Uhr frei "
        "Vergangene Vorträge WS 2026/27"
    )


def test_a_talk_has_all_that_is_known_in_its_own_language(odd: Path) -> None:
    built("-f", "odd.toml")
    html = page(odd, "talks/noether.html")
    assert '<html lang="de">' in html
    assert '<h1 lang="en">On <math>' in html
    assert words(html) == (
        "On ℓ 1 Emmy Noether (Göttingen) Zeit Montag, 23. November 2026, 16:00–17:15 Uhr (Europe/Berlin) "
        "New York: 10:00 Uhr Ort A027, Theresienstr. 39, München ( Lageplan ) via Zoom (Link per E-Mail) "
        "In den Kalender eintragen Folien Emmy Noether Bio of Emmy. "
        "Voriger Vortrag : 5. Oktober 2026 Nächster Vortrag : 7. Dezember 2026 Alle Vorträge"
    )
    assert '<img class="photo" src="../files/emmy.png" alt="Foto von Emmy Noether">' in html
    assert 'href="../files/slides/noether%201.pdf"' in html
    assert (odd / "site" / "files" / "slides" / "noether 1.pdf").read_bytes() == b"slides"
    cancelled = page(odd, "talks/noether-2.html")
    assert "Entfällt: krank" in words(cancelled)
    assert 'class="button" href="../talks/noether-2.ics"' not in cancelled


def test_who_came_twice_has_a_page(odd: Path) -> None:
    built("-f", "odd.toml")
    assert [path.name for path in (odd / "site" / "speakers").iterdir()] == ["emmy-noether.html"]
    assert words(page(odd, "speakers/emmy-noether.html")).startswith("Emmy Noether Vorträge von Emmy Noether")
    assert '<a href="../speakers/emmy-noether.html">Emmy Noether</a>' in page(odd, "talks/noether.html")


def test_hostile_texts_and_links_do_nothing(odd: Path) -> None:
    built("-f", "odd.toml")
    html = page(odd, "talks/evil.html")
    tags = re.findall(r"<(script|img|svg|iframe)\b[^>]*>", html)
    assert tags == ["script"]  # the one of ours, which is data
    assert "javascript:" not in re.sub(
        r"<(p|dd)>[^<]*", "", re.sub(r"(?s)<script.*?</script>", "", html).replace("&#34;", "")
    )
    assert not re.search(
        r'(?:href|src)="(?!\.\./|https://video\.example|https://maps\.example|https://www\.example\.edu)', html
    )
    assert "elsewhere.example" not in html
    assert not (odd / "site" / "files" / "secret.pdf").exists()
    data = json.loads(html.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert data["performer"]["name"] == "<script>alert(1)</script>"
    for name in ("index.html", "talks/evil.html", "past/ws-2026-27.html"):
        assert "default-src 'none'" in page(odd, name)


def test_nothing_private_and_no_link_for_mails_is_anywhere(odd: Path) -> None:
    built("-f", "odd.toml")
    for path in (path for path in (odd / "site").rglob("*") if path.is_file() and path.suffix != ".woff2"):
        text = path.read_text("utf-8", errors="replace")
        for secret in ("zoom.example", "hush", "private.example", "Hidden Person", "hidden budget", "Nobody Yet"):
            assert secret not in text, path


def test_machines_are_told_the_event(odd: Path) -> None:
    built("-f", "odd.toml")
    html = page(odd, "talks/noether.html")
    data = json.loads(html.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert data == {
        "@context": "https://schema.org",
        "@type": "EducationEvent",
        "name": "On ℓ₁",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "startDate": "2026-11-23T16:00:00+01:00",
        "endDate": "2026-11-23T17:15:00+01:00",
        "inLanguage": "en",
        "performer": {
            "@type": "Person", "name": "Emmy Noether",
            "affiliation": {"@type": "Organization", "name": "Göttingen"},
        },
        "location": [
            {"@type": "Place", "name": "A027", "address": "Theresienstr. 39, München", "hasMap": "https://maps.example/a027"},
            {"@type": "VirtualLocation", "name": "via Zoom"},
        ],
        "organizer": {"@type": "Organization", "name": "Seltsames <b>Seminar</b> & Co"},
        "superEvent": {"@type": "EventSeries", "name": "Seltsames <b>Seminar</b> & Co"},
        "isAccessibleForFree": True,
        "url": "https://www.example.edu/seminar/talks/noether.html",
        "image": "https://www.example.edu/seminar/files/emmy.png",
    }  # fmt: skip
    assert '<meta property="og:image" content="https://www.example.edu/seminar/files/emmy.png">' in html
    assert '<meta property="og:image" content="https://www.example.edu/seminar/assets/card.png">' in page(
        odd, "index.html"
    )


def entries_of(home: Path) -> dict[str, tuple[str, str]]:
    root = ET.fromstring((home / "site" / "feed.xml").read_bytes())
    return {
        each.findtext(f"{ATOM}title") or "": (each.findtext(f"{ATOM}id") or "", each.findtext(f"{ATOM}updated") or "")
        for each in root.iter(f"{ATOM}entry")
    }


def test_the_feed_follows_the_content_and_no_clock(odd: Path) -> None:
    built("-f", "odd.toml")
    first = entries_of(odd)
    assert {updated for _, updated in first.values()} == {"2026-11-21T23:00:00Z"}
    built("-f", "odd.toml", now="2026-11-25")
    assert entries_of(odd) == first
    run("-f", "odd.toml", "edit-talk", "two", "--title", "Zu zweit", now="2026-11-25")
    built("-f", "odd.toml", now="2026-11-26")
    after = entries_of(odd)
    title = "Ada Lovelace und Charles Babbage: "
    assert after.pop(f"{title}Zu zweit") == (first.pop(f"{title}Gemeinsam")[0], "2026-11-25T23:00:00Z")
    assert after == first


def test_only_what_has_changed_is_written(odd: Path) -> None:
    def state() -> dict[str, int]:
        files = (path for path in (odd / "site").rglob("*") if path.is_file())
        return {str(path.relative_to(odd / "site")): path.stat().st_mtime_ns for path in files}

    built("-f", "odd.toml")
    first = state()
    assert ", 0 written" in built("-f", "odd.toml").err
    assert state() == first
    run("-f", "odd.toml", "edit-talk", "two", "--abstract", "Neu.", now="2026-11-22")
    built("-f", "odd.toml")
    after = state()
    changed = {path for path in after if after[path] != first.get(path)}
    assert changed == {"index.html", "talks/two.html", "talks/two.ics", "odd.ics", "feed.xml"}


def test_pages_that_are_gone_are_taken_away_and_strangers_stay(odd: Path) -> None:
    built("-f", "odd.toml")
    (odd / "site" / "robots.txt").write_text("mine")
    run("-f", "odd.toml", "remove-talk", "two", "--yes", now="2026-11-22")
    assert "2 removed" in built("-f", "odd.toml").err
    assert not (odd / "site" / "talks" / "two.html").exists()
    assert (odd / "site" / "robots.txt").read_text() == "mine"


def test_a_folder_with_somebodys_index_is_left_alone(odd: Path) -> None:
    (odd / "site").mkdir()
    (odd / "site" / "index.html").write_text("the department")
    ran = run("-f", "odd.toml", "site", now="2026-11-22")
    assert (ran.code, ran.err) == (
        4,
        "site/index.html was not made by semctl\nname an empty folder: semctl site -o DIR\n",
    )
    assert [path.name for path in (odd / "site").iterdir()] == ["index.html"]


def test_a_list_of_files_that_names_others_takes_nothing_away(odd: Path) -> None:
    built("-f", "odd.toml")
    with (odd / "site" / ".semctl-site").open("a") as listed:
        listed.write("../odd.toml\n/etc/hosts\n")
    built("-f", "odd.toml")
    assert (odd / "odd.toml").exists()


def test_several_series_have_a_common_index(odd: Path) -> None:
    shutil.copy(SHIPPED, odd / "mds.toml")
    built("-f", "odd.toml", "-f", "mds.toml", now="2026-06-10")
    html = page(odd, "index.html")
    assert words(html).startswith("Kommende Vorträge Monday, 15 June 2026, 16:00 RA 2502, via Teams MDS Seminar")
    assert '<a href="mds/index.html">' in html
    assert '<a href="mds/talks/derumigny.html">' in html
    assert (odd / "site" / "odd" / "talks" / "noether.html").exists()
    assert "BEGIN:VEVENT" in (odd / "site" / "all.ics").read_text("utf-8")
    assert '<a href="../../index.html">' in page(odd, "mds/talks/kim.html")
    for path in (odd / "site").rglob("*.html"):
        for link in re.findall(r'(?:href|src)="([^"#:]+)"', path.read_text("utf-8")):
            assert (path.parent / urllib.request.url2pathname(link)).exists(), (path, link)


def test_own_templates_and_one_stylesheet_come_before_the_built_in_ones(odd: Path) -> None:
    (odd / "templates").mkdir()
    (odd / "templates" / "past.html").write_text(
        '{% extends "base.html" %}{% block main %}Mine: {{ heading }}{% endblock %}'
    )
    (odd / "own.css").write_text("h1 { color: green }")
    text = (odd / "odd.toml").read_text("utf-8")
    (odd / "odd.toml").write_text(text.replace('colour = "#7a1fa2"', 'colour = "#7a1fa2"\ncss = "own.css"'))
    built("-f", "odd.toml")
    assert words(page(odd, "past/ws-2026-27.html")) == "Mine: WS 2026/27"
    assert '<link rel="stylesheet" href="../assets/own.css">' in page(odd, "talks/two.html")
    assert "--accent: #7a1fa2" in page(odd, "assets/style.css")
    (odd / "templates" / "past.html").write_text(
        '{% extends "base.html" %}\n{% block main %}{{ speling }}{% endblock %}'
    )
    ran = run("-f", "odd.toml", "site", now="2026-11-22")
    assert ran.code != 0
    assert "past.html" in ran.err
    assert "speling" in ran.err


def test_serving_follows_the_file(odd: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "semctl",
        "-f",
        "odd.toml",
        "--now",
        "2026-11-22",
        "site",
        "--serve",
        "--port",
        "18765",
    ]
    server = subprocess.Popen(command, cwd=odd, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr
        assert "written" in server.stderr.readline()
        assert server.stderr.readline() == "look at http://127.0.0.1:18765/ ; Ctrl-C ends it\n"
        address = "http://127.0.0.1:18765/talks/two.html"
        with urllib.request.urlopen(address, timeout=5) as answer:
            assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
            assert "Gemeinsam" in answer.read().decode()
        text = (odd / "odd.toml").read_text("utf-8")
        (odd / "odd.toml").write_text(text.replace("Gemeinsam", "Miteinander"), encoding="utf-8")
        assert "written" in server.stderr.readline()
        with urllib.request.urlopen(address, timeout=5) as answer:
            assert "Miteinander" in answer.read().decode()
        (odd / "odd.toml").write_text("[series\n")
        assert "odd.toml:1" in server.stderr.readline()
    finally:
        server.terminate()
        server.wait(10)
        if server.stderr:
            server.stderr.close()
