"""A series that is hard on readers of calendars, and what an event of any series is meant to say."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import NamedTuple

from semctl.model import Mode, Show, Status
from semctl.programme import Entry, Programme
from semctl.readable import readable


class Seen(NamedTuple):
    """An event as a reader sees it: instants of UTC as "2026-05-11T14:00Z", whole days as "2026-05-11"."""

    uid: str
    start: str
    end: str
    summary: str
    place: str
    status: str


def instant(time: dt.date) -> str:
    """A time as `Seen` has it."""
    return f"{time.astimezone(dt.UTC):%Y-%m-%dT%H:%MZ}" if isinstance(time, dt.datetime) else time.isoformat()


def unfolded(data: bytes) -> str:
    """The lines of a file, whole, with plain ends."""
    return data.replace(b"\r\n ", b"").replace(b"\r\n", b"\n").decode()


# --- what is meant ---


def meant(programme: Programme) -> dict[str, Seen]:
    """What every reader is to see, by UID; found out from the book, in English."""
    return {seen.uid: seen for entry in programme.entries if (seen := _meant(entry))}


def _meant(entry: Entry) -> Seen | None:
    talk, series = readable(entry).talk, entry.series
    if entry.date is None:
        return None
    names = [str(person.name) for person in talk.people]
    who = " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
    what = talk.title or ("T.b.a." if names else "")
    off = not entry.takes_place
    maybe = talk.status in (Status.INVITED, Status.TENTATIVE)
    about = " – ".join(filter(None, (who or ("" if what else "Speaker to be announced"), what)))
    return Seen(
        uid=talk.uid or f"{talk.id}.{series.id}@{series.domain}",
        start=instant(entry.start or entry.date),
        end=instant(entry.end or entry.date + dt.timedelta(days=1)),
        summary=f"{'CANCELLED: ' if off else ''}{series.short_name or series.name}: {about}",
        place=_place(entry),
        status="CANCELLED" if off else "TENTATIVE" if maybe else "CONFIRMED",
    )


def _place(entry: Entry) -> str:
    slot = entry.slot
    if slot is None:
        return ""
    if slot.mode is Mode.ONLINE:
        if slot.join and slot.join.show is Show.PUBLIC:
            return slot.join.url
        return f"Online {slot.online}{' (the link is sent by mail)' if slot.join else ''}"
    address = entry.room.address if entry.room else None
    return ", ".join(filter(None, (slot.room, address)))


# --- two hundred talks ---

TALKS = 200
WEEKS = 40  # of each rule, beginning in winter, so that the clocks change among them
FIRST = dt.date(2026, 2, 2)  # a Monday
ZONES = ("Europe/Amsterdam", "America/Santiago", "Africa/Cairo", "Australia/Lord_Howe", None)
"""Of the rules, Monday to Friday; the last one says no time, so that its talks take the whole day."""
NAMES = (
    "Zoë Ångström", "漢字 太郎", "Łukasz Wójcik", "Αλέξανδρος Ωμέγα", "محمد الخوارزمي", "Nguyễn Văn Đức",
    'Robert "Bob", Jr.; \\O\'Neil', "😀 Emoji 👩‍🔬", "e\u0301 combining", "Full-width：colon",
)  # fmt: skip
TITLES = (
    r"On $\nu \neq \nabla$ and \nobreak other $\mathbb{R}^n$; a, b: c",
    "T.b.a.",
    "Ω-stable naïve “quotes”, {braces}; 100 % \\ <b>no HTML</b> &amp; such",
    "A title that is longer than a line of the file may be, so that it is folded " + "again and again " * 12,
    "漢字漢字漢字" * 20,
    "🎓 " * 40,
    "Plain",
)
ROOMS = ("Großer Saal, 2. Stock; links", "RA 2504", "Aula “Magna”", "A\\B")
STATUSES = ("confirmed", "confirmed", "cancelled", "confirmed", "tentative", "confirmed", "invited")
ABSTRACT = r"""
Long lines, 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字, \\ and \n, a;b,c.
END:VEVENT
BEGIN:VEVENT

Second paragraph: $\nabla \cdot u = 0$ 😀.
"""
UIDS = ("TropicalmathandML/", "040000008200E00074C5B7101A82E008" * 4)
HEAD = """\
[series]
id = "many"
domain = "example.org"
name = "Many, many talks; from everywhere: Σ"
short_name = "Σ, all"
timezone = "Europe/Amsterdam"
url = "https://example.org/many?a=1,2;b=3"
topics = ["Σ, sums", "漢字"]
contact = "many@example.org"

[rooms."RA 2504"]
address = "Ravelijn; Hallenweg 19, Enschede"
"""


def two_hundred() -> str:
    """A series file: rules in the zones of four continents and one without a time, every kind of talk and exception."""
    return "".join(_two_hundred())


def _two_hundred() -> Iterator[str]:
    yield HEAD
    for weekday, zone in enumerate(ZONES):
        yield f'\n[[schedule]]\nterm = "Term {weekday}"\nevery = "week"\ncount = {WEEKS}\n'
        yield f"start = {FIRST + dt.timedelta(days=weekday)}\n"
        yield f'timezone = "{zone}"\ntime = "{9 + 3 * weekday}:30"\n' if zone else ""
    for number in range(TALKS):
        week, weekday = divmod(number, len(ZONES))
        day = FIRST + dt.timedelta(weeks=week, days=weekday)
        moved_to = MOVED.get(number)
        yield _override(number, day, moved_to)
        yield _talk(number, moved_to[0] if moved_to else day)


MOVED = {
    50: (dt.date(2026, 3, 29), "02:30"),  # which the clocks of Amsterdam leave out
    100: (dt.date(2026, 10, 25), "02:30"),  # which they show twice
    **{number: (dt.date(2026, 8, 1) + dt.timedelta(weeks=number // 5), "") for number in range(6, TALKS, 23)},
}
"""To which day and time; but for the first two from winter to a Saturday in summer, or back."""


def _override(number: int, day: dt.date, moved_to: tuple[dt.date, str] | None) -> str:
    """The slot of a talk: its room, its length, its mode; where and when it has moved."""
    lines = [f"date = {day}"]
    if moved_to:
        lines.append(f"moved_to = {moved_to[0]}")
        lines += [f'time = "{moved_to[1]}"'] if moved_to[1] else []
    if number % 13 == 4:
        show = "public" if number % 2 else "mail"
        join = f'{{ url = "https://meet.example.org/j/{number}?a=1,2;b=3", passcode = "a,b;c", show = "{show}" }}'
        lines += ['mode = "online"', 'online = "via Zoom"', f"join = {join}"]
    elif number % 10:
        lines.append(f"room = {_quoted(ROOMS[number % len(ROOMS)])}")
    lines += [f'duration = "{45 + number} min"'] if number % 3 == 0 else []
    lines += ['note = "Note the unusual room; and time, too"'] if number % 11 == 3 else []
    return "\n[[overrides]]\n" + "\n".join(lines) + "\n"


def _talk(number: int, day: dt.date) -> str:
    lines = [f'id = "talk-{number:03}"', f"date = {day}", f'status = "{STATUSES[number % len(STATUSES)]}"']
    lines += [f"title = {_quoted(TITLES[number % len(TITLES)])}"] if number % 19 else []
    lines += [f"abstract = '''{ABSTRACT}'''"] if number % 2 else []
    lines += (
        ['tags = ["α, β", "gamma; delta"]', f'url = "https://example.org/{number}?x=1,2"'] if number % 4 == 1 else []
    )
    lines += [f'uid = "{UIDS[number % 2]}{number}"'] if number % 29 == 5 else []
    name = NAMES[number % len(NAMES)]
    if number % 17 == 3:
        lines += [f"[[talks.speakers]]\nname = {_quoted(each)}" for each in (name, *NAMES[: number % 3])]
    elif number % 31:
        lines += [f"speaker = {_quoted(name)}", 'affiliation = "Bergische Universität; Wuppertal, DE"']
    return "\n[[talks]]\n" + "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A TOML string; a JSON one is one too."""
    return json.dumps(text, ensure_ascii=False)
