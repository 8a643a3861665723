"""What looks wrong, or is still to be done, in programmes that can be read: one small function a check.

Errors are found where they arise (`parse`, `recurrence`, `programme`); this adds what only the whole can tell.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from semctl.dates import long_day
from semctl.model import Override, Security, Talk
from semctl.problems import Grade, Path, Problem
from semctl.programme import Entry, Programme, has_place
from semctl.recurrence import SETTING, Slot, SlotKey, setting
from semctl.tomltext.patterns import late

TITLE_WANTED = dt.timedelta(days=14)
_HERE = late(r"(?i:localhost)|127(?:\.[0-9]{1,3}){3}|\[?::1\]?")
_CALENDAR = late(
    r"(?P<scheme>(?i:https?))://(?P<user>[^\s/?#]*@)?(?P<host>\[[0-9A-Fa-f:.]+\]|[^\s/?#@:\[\]]+)(?::(?P<port>[0-9]{1,5}))?"
    r"(?:/[^\s?#]*)?(?P<more>[?#]\S*)?"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """What a check of one series looks at: its programme, the civil date in its zone, the public holidays by day."""

    programme: Programme
    today: dt.date
    holidays: Mapping[dt.date, str]


def look(looks: Sequence[Look]) -> tuple[tuple[Problem, ...], ...]:
    """Everything found, a tuple for each series; series read together are held against each other."""
    found = [[problem for check in CHECKS for problem in check(each)] for each in looks]
    for index, problem in _clashes(looks):
        found[index].append(problem)
    return tuple(
        tuple(problem for problem in problems if problem.code not in each.programme.book.check.ignore)
        for each, problems in zip(looks, found, strict=True)
    )


def touches(problem: Problem, entry: Entry | None, tables: Collection[str] = ()) -> bool:
    """Whether a problem of a series is about a talk: its own block, its slot, its room, or the series as a whole.

    entry: None asks for the whole alone, as for talks that are no longer in the file. tables: others that are made
    use of, such as "publish".
    """
    if problem.day:
        return entry is not None and entry.date is not None and entry.date.isoformat() == problem.day
    if not problem.path or (len(problem.path) == 1 and problem.code == "unknown-key"):  # is it a mistyped [[talks]]?
        return True
    about: list[Path] = [(name,) for name in ("series", "organizers", *tables)]
    if entry:
        about.append(entry.talk.path)
    if entry and entry.slot:
        about += [each.path for each in (entry.slot.rule, entry.slot.override) if each]
        about.append(("rooms", entry.slot.room or ""))
    return any(problem.path[: len(each)] == each for each in about)


def holidays_are_seen(look: Look) -> Iterator[Problem]:
    """A slot on a public holiday has an override, or says that it is kept; of several a day this is said once."""
    unseen: dict[dt.date, list[Slot]] = defaultdict(list)
    for slot in look.programme.slots:
        if slot.date not in look.holidays or not slot.is_held or slot.keeps_holiday:
            continue
        if slot.override is None:
            unseen[slot.date].append(slot)
        elif slot.moved_from:
            where, path = f"override of {slot.regular_date}", (*slot.override.path, "moved_to")
            hint = 'move it elsewhere, or add holiday = "meet"'
            yield _warning("holiday", path, where, _feast(look, slot.date), hint, day=slot.date)
    for day, slots in unseen.items():
        at = " or ".join(f'"{slot.time:%H:%M}"' for slot in slots if slot.time and slot.shares_regular_date)
        named = f"date = {day}, at = {at}," if at else f"date = {day}"
        each = " for each" if len(slots) > 1 else ""
        hint = f'write an [[overrides]]{each} with {named} and moved_to, cancelled = true or holiday = "meet"'
        yield _warning("holiday", slots[0].path, "schedule", _feast(look, day), hint, day=day)


def _feast(look: Look, day: dt.date) -> str:
    return f"{_day(day)} is a public holiday: {look.holidays[day]}"


def talks_have_a_room(look: Look) -> Iterator[Problem]:
    """People know where to go."""
    for entry in _live(look):
        if not has_place(entry):
            regular = entry.slot.regular_date if entry.slot else entry.date
            hint = f"write room in [schedule], or in an [[overrides]] with date = {regular}"
            yield _warning("no-room", entry.talk.path, _name(entry.talk), f"no room on {_day(entry.date)}", hint)


def slots_hold_one_talk(look: Look) -> Iterator[Problem]:
    """A slot is held by one talk; several speakers of one talk stand in its `speakers`."""
    first: dict[SlotKey, Talk] = {}
    for entry in sorted(_live(look), key=lambda entry: entry.talk.path):
        if entry.slot:
            other = first.setdefault(entry.slot.key, entry.talk)
            if other is not entry.talk:
                says = f'the slot of {_day(entry.date)} is taken by talk "{other.id}"'
                yield _warning(
                    "slot-taken-twice", (*entry.talk.path, "date"), _name(entry.talk), says, "move one of them"
                )


def overrides_change_something(look: Look) -> Iterator[Problem]:
    """An override says something that the rule does not say already."""
    slots = {slot.override.path: slot for slot in look.programme.slots if slot.override}
    for override in look.programme.book.overrides:
        slot = slots.get(override.path)
        if slot and not _changes(override, slot):
            says = "changes nothing: the slot is so without it"
            where = f"override of {override.date.isoformat()}"
            yield _warning("idle-override", override.path, where, says, "say what is different, or remove it")


def _changes(override: Override, slot: Slot) -> bool:
    if override.extra or override.cancelled or override.holiday or slot.moved_from or slot.is_retimed:
        return True
    return any(getattr(slot, name) != setting(name, None, slot.rule, slot.series)[0] for name in SETTING)


def titles_are_known(look: Look) -> Iterator[Problem]:
    """Two weeks before a talk its title is known."""
    for entry in _live(look):
        if entry.date and not entry.is_titled and look.today <= entry.date <= look.today + TITLE_WANTED:
            says = f"no title yet; the talk is on {_day(entry.date)}"
            yield _chore(
                "no-title", entry.talk.path, _name(entry.talk), says, 'ask the speaker, then write title = "…"'
            )


def series_has_a_domain(look: Look) -> Iterator[Problem]:
    """Calendar identities are unique in the world."""
    if look.programme.book.series.domain is None:
        says = "no domain: calendar identities may meet those of others"
        yield _chore(
            "no-domain", ("series",), "series", says, 'write domain = "utwente.nl", or wherever your web page is'
        )


def mail_is_not_sent_in_clear(look: Look) -> Iterator[Problem]:
    """Only to this machine itself does mail go unencrypted."""
    mail = look.programme.book.mail
    for path, server in ((("mail",), mail), (("mail", "imap"), mail.imap)):
        if server and server.host and server.security is Security.NONE and not is_this_machine(server.host):
            says = f'security = "none" would send mail and password to {server.host} for everyone to read'
            yield _warning("mail-in-clear", (*path, "security"), ".".join(path), says, 'write "starttls" or "tls"')


def calendar_is_not_reached_in_clear(look: Look) -> Iterator[Problem]:
    """The address of `[publish]` is one to which a password may be sent."""
    publish = look.programme.book.publish
    if publish and publish.url is None:
        yield _warning("publish-url", ("publish",), "publish", "names no calendar", 'write url = "https://…"')
    elif publish and publish.url and (wrong := wrong_calendar(publish.url)):
        yield _warning("publish-url", ("publish", "url"), "publish", *wrong)


def wrong_calendar(url: str) -> tuple[str, str] | None:
    """What is wrong with the address of a calendar on a server and what to do; None where nothing is."""
    found = _CALENDAR.fullmatch(url)
    if found is None or int(found["port"] or 0) > 65535:
        return f'"{url}" is no address of a calendar on a server', "write it as https://cal.example.org/ada/seminar/"
    if found["user"]:
        return "the address holds a user or a password", 'write user = "…" beside it; docs/publishing.md tells the rest'
    if found["more"]:
        return f'"{url}" is a page, not a calendar', "take the address for CalDAV programs, without ? and #"
    if found["scheme"].lower() == "http" and not is_this_machine(found["host"]):
        return f"plain http would show the password to everyone on the way to {found['host']}", "write https://"
    return None


def is_this_machine(host: str) -> bool:
    """Whether a host is the machine itself, from which nothing goes over a wire."""
    return _HERE.fullmatch(host) is not None


CHECKS: tuple[Callable[[Look], Iterator[Problem]], ...] = (
    holidays_are_seen,
    talks_have_a_room,
    slots_hold_one_talk,
    overrides_change_something,
    titles_are_known,
    series_has_a_domain,
    mail_is_not_sent_in_clear,
    calendar_is_not_reached_in_clear,
)


# --- what series read together say about each other ---


def _clashes(looks: Sequence[Look]) -> Iterator[tuple[int, Problem]]:
    """Two things in one room at one time, and one speaker twice in a day; with the number of the look."""
    yield from _room_clashes(looks)
    yield from _speaker_clashes(looks)


def _room_clashes(looks: Sequence[Look]) -> Iterator[tuple[int, Problem]]:
    in_room: dict[str, list[tuple[int, Slot]]] = defaultdict(list)
    for index, each in enumerate(looks):
        for slot in each.programme.slots:
            if slot.is_held and slot.room and slot.start:
                in_room[_folded(slot.room)].append((index, slot))
    for meetings in in_room.values():
        ordered = sorted(meetings, key=lambda meeting: (_instant(meeting[1]), meeting[0]))
        first_index, first = ordered[0]
        for index, slot in ordered[1:]:
            if first.end and slot.start and first.end > slot.start:
                other = f" by {looks[first_index].programme.book.series.called}" if first_index != index else ""
                hours = f"from {first.time:%H:%M} to {first.end:%H:%M}"
                says = f"{slot.room} is taken on {_day(slot.date)} {hours}{other}"
                hint = "change a room or a time"
                if first.duration is None:
                    hint += ", or write the duration: 60 minutes are assumed"
                where = f"slot of {slot.date} {slot.time:%H:%M}"
                yield index, _warning("room-clash", slot.path, where, says, hint, day=slot.date)
            if first.end and slot.end and slot.end > first.end:
                first_index, first = index, slot


def _speaker_clashes(looks: Sequence[Look]) -> Iterator[tuple[int, Problem]]:
    first: dict[tuple[str, dt.date], Entry] = {}
    several = len(looks) > 1
    for index, each in enumerate(looks):
        for entry in _live(each):
            for person in entry.people:
                if entry.date and person.name:
                    other = first.setdefault((_folded(person.name), entry.date), entry)
                    if other is not entry:
                        named = f"{other.series.id}/{other.talk.id}" if several else other.talk.id
                        says = f'{person.name} speaks twice on {_day(entry.date)}, also in talk "{named}"'
                        yield (
                            index,
                            _warning("speaker-twice", entry.talk.path, _name(entry.talk), says, "move one of them"),
                        )


def _instant(slot: Slot) -> dt.datetime:
    return slot.start.astimezone(ZoneInfo("UTC")) if slot.start else dt.datetime.max.replace(tzinfo=dt.UTC)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _live(look: Look) -> Iterator[Entry]:
    """The talks that take place."""
    return (entry for entry in look.programme.entries if entry.takes_place)


def _name(talk: Talk) -> str:
    return f'talk "{talk.id}"'


def _day(day: dt.date | None) -> str:
    return long_day(day, "en") if day else "no day"


def _warning(code: str, path: Path, where: str, says: str, hint: str, *, day: dt.date | None = None) -> Problem:
    about = day.isoformat() if day else ""
    return Problem(code=code, path=path, where=where, says=says, hint=hint, grade=Grade.WARNING, day=about)


def _chore(code: str, path: Path, where: str, says: str, hint: str) -> Problem:
    return Problem(code=code, path=path, where=where, says=says, hint=hint, grade=Grade.CHORE)
