"""The events that semctl itself has exported, read back: the sentence forms of `ics`, the other way round.

An event whose words somebody has changed since is not of this form any more, and is read as any other.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from semctl import wording
from semctl.idents import NO_DOMAIN
from semctl.importing.calendars.contentlines import Component
from semctl.importing.people import people, values_of
from semctl.languages import codes, language
from semctl.mathtext import plain
from semctl.model import Mode
from semctl.wording import Label, Venue

_FREE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{4})?(?:-free)?")
_MARK: Final = "via \x01"
"""Stands for "via Teams" where the words around it are looked for."""


class Told(NamedTuple):
    """What such an event says. values: keys of the talk, none of a free slot. setting: of its slot. id: of the talk,
    where its identity is made of one. is_free: it is a slot that nobody has taken. is_off: not the
    talk alone is cancelled, but its slot. end_is_assumed: nobody has said how long it takes."""

    values: Mapping[str, Any]
    setting: Mapping[str, Any]
    room_address: str
    id: str | None = None
    is_free: bool = False
    is_off: bool = False
    end_is_assumed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """How one calendar of semctl's is written.

    names: what summaries may begin with. code: the language. home: how its identities end: ".mds@utwente.nl".
    """

    names: tuple[str, ...]
    code: str
    home: str

    @property
    def series(self) -> dict[str, str]:
        """Id and domain of the series, as its identities say them."""
        name, _, domain = self.home.removeprefix(".").rpartition("@")
        return {**({"id": name} if name else {}), **({"domain": domain} if domain not in ("", NO_DOMAIN) else {})}


def is_own(calendar: Component) -> bool:
    """Whether semctl has written a calendar."""
    return calendar.text("PRODID").startswith("-//semctl//")


def form_of(calendar: Component) -> Form:
    """How a calendar that semctl has written is to be read."""
    events = [part for part in calendar.parts if part.name == "VEVENT"]
    called = calendar.text("X-WR-CALNAME") or calendar.text("NAME")
    code = calendar.text("X-SEMCTL-LANGUAGE")
    return Form(
        names=tuple(dict.fromkeys([called, *called.split(" · ")])),
        code=code if code in codes() else "en",
        home=_home([event.text("UID") for event in events]),
    )


def series_of(calendar: Component, form: Form) -> dict[str, Any]:
    """What the head of the calendar says of the series."""
    head, _, about = calendar.text("X-WR-CALDESC").partition("\n\n")
    name, _, of = head.partition("\n")
    called = form.names[0]
    unit, _, institution = of.rpartition(", ")
    values = {
        "name": name or called, "short_name": called if name and called != name else "", "unit": unit,
        "institution": institution, "language": form.code.removeprefix("en"), "description": _ended(about),
        **form.series,
    }  # fmt: skip
    return {key: value for key, value in values.items() if value}


def _home(uids: Sequence[str]) -> str:
    """How most identities end, from the dot before the series on; of several that fit the longest."""
    counted: Counter[str] = Counter()
    for uid in dict.fromkeys(uids):
        local, at, domain = uid.rpartition("@")
        for dot in re.finditer(r"\.", local):
            counted[f"{local[dot.start() :]}{at}{domain}"] += 1
    most = max(counted.values(), default=0)
    fitting = [home for home, count in counted.items() if count == most and _leaves_ids(home, uids)]
    return (max if most > 1 else min)(fitting, key=len, default="")


def _leaves_ids(home: str, uids: Sequence[str]) -> bool:
    """Whether something stands in front of an ending in each identity that has it."""
    return all(uid.removesuffix(home) for uid in uids if uid.endswith(home))


def _colon(code: str) -> str:
    return language(code).sentences.colon


def people_of(calendar: Component, form: Form) -> dict[str, Any]:
    """Whom the events name as organiser: a person, or the series itself with its address for questions."""
    events = (part for part in calendar.parts if part.name == "VEVENT")
    organizer = next((found for event in events if (found := event.first("ORGANIZER"))), None)
    if organizer is None:
        return {}
    name, address = organizer.params.get("CN", ""), re.sub("^mailto:", "", organizer.value, flags=re.IGNORECASE)
    if not name or name == form.names[0]:
        return {"contact": address}
    return {"organizers": [{"name": name, "email": address, "public": True}]}


def told(event: Component, form: Form) -> Told | None:
    """What an event of this form says; None where its words are others by now."""
    about = _about(event, form)
    if about is None:
        return None
    paragraphs = _Paragraphs(event, form.code)
    setting, address = _setting(event, paragraphs.where, form.code)
    uid = event.text("UID")
    name = uid.removesuffix(form.home) if form.home and uid.endswith(form.home) else None
    if paragraphs.note:
        setting["note"] = paragraphs.note
    if about == wording.label(Label.FREE, form.code) and name and _FREE.fullmatch(name):
        return Told({}, setting, address, is_free=True, end_is_assumed=paragraphs.end_is_assumed)
    who = _who_and_what(event, about, paragraphs, form.code)
    if who is None:
        return None
    own, shown = event.text("X-SEMCTL-STATUS"), event.text("STATUS")
    status = own if shown == "TENTATIVE" else ""
    abstract = _as_typed(event, "ABSTRACT", paragraphs.body)
    values = {
        **who,
        **({"abstract": _ended(abstract)} if abstract else {}),
        **({"status": status} if status else {}),
    }
    if paragraphs.reason:
        values["reason"] = paragraphs.reason
    return Told(
        values, setting, address, event.text("X-SEMCTL-ID") or name,
        is_off=bool(own) and shown == "CANCELLED", end_is_assumed=paragraphs.end_is_assumed,
    )  # fmt: skip


def _as_typed(event: Component, name: str, shown: str) -> str:
    """A text with its TeX, where clients are shown one without; as shown, where somebody has changed that since."""
    source = event.text(f"X-SEMCTL-{name}")
    return source if source and _words(plain(source)) == _words(shown) else shown


def _words(text: str) -> list[str]:
    return text.split()


def _about(event: Component, form: Form) -> str | None:
    """The summary without the word that calls it off and the name of the series."""
    text = event.text("SUMMARY")
    if event.text("STATUS").strip().upper() == "CANCELLED":
        text = text.removeprefix(f"{wording.label(Label.CANCELLED, form.code).upper()}{_colon(form.code)} ")
    for name in form.names:
        if text.startswith(f"{name}{_colon(form.code)} "):
            return text[len(name) + len(_colon(form.code)) + 1 :]
    return None


class _Paragraphs:
    """A description taken apart from its end: address, how to join, note, reason; the head and the body are left."""

    def __init__(self, event: Component, code: str) -> None:
        left = event.text("DESCRIPTION")
        url = event.text("URL")
        if url:
            left = _without_last(left, url)
        without = _without_last(left, wording.capital(wording.label(Label.ASSUMED_END, code)))
        self.end_is_assumed, left = without != left, without
        self.where = ""
        labels = tuple(wording.line(key, "", code) for key in (Label.WHERE, Label.LINK, Label.PASSCODE))
        rest, parted, last = left.rpartition("\n\n")
        if last and all(each.startswith(labels) for each in last.split("\n")):
            left = rest if parted else ""
            self.where = last.removeprefix(labels[0]).partition("\n")[0] if last.startswith(labels[0]) else ""
        self.note = event.text("X-SEMCTL-NOTE")
        if self.note:
            left = _without_last(left, self.note)
        self.reason = ""
        labelled = wording.line(Label.REASON, "", code)
        rest, _, last = left.rpartition("\n\n")
        if event.text("STATUS").strip().upper() == "CANCELLED" and last.startswith(labelled) and "\n" not in last:
            self.reason, left = last.removeprefix(labelled), rest
        if event.text("X-SEMCTL-READING"):
            left = _without_reading(left, code)
        self.head, self.body = "", left

    def take_head(self) -> None:
        """What stands above the first blank line is who and what."""
        self.head, _, self.body = self.body.partition("\n\n")


def _without_reading(text: str, code: str) -> str:
    """Without the paragraphs on who plays what and on what is read: the tables of a reading seminar say that."""
    for labels in ((Label.ROLES,), (Label.PAPER, Label.PAPERS)):
        rest, _, last = text.rpartition("\n\n")
        if last.startswith(tuple(f"{wording.label(each, code)}{_colon(code)}" for each in labels)):
            text = rest
    return text


def _ended(text: str) -> str:
    """Several lines as the file keeps them: with a line end behind the last."""
    return f"{text}\n" if "\n" in text else text


def _without_last(text: str, last: str) -> str:
    return text[: -len(last)].removesuffix("\n\n") if text == last or text.endswith(f"\n\n{last}") else text


# --- who and what ---


def _who_and_what(event: Component, about: str, paragraphs: _Paragraphs, code: str) -> dict[str, Any] | None:
    if about == wording.label(Label.TBA_SPEAKER, code):
        return {}
    paragraphs.take_head()
    lines = paragraphs.head.split("\n")
    if lines == [about] and event.text("X-SEMCTL-READING") == "untitled":
        return {}
    if lines == [about]:
        return {"title": _as_typed(event, "TITLE", about)}
    if len(lines) != 2 or not about.endswith(f" – {lines[1]}"):
        return None
    names = about.removesuffix(f" – {lines[1]}")
    title = {} if lines[1] == wording.label(Label.TBA_TITLE, code) else {"title": _as_typed(event, "TITLE", lines[1])}
    return {**_people(event, names, lines[0], code), **title}


def _people(event: Component, names: str, line: str, code: str) -> dict[str, Any]:
    """Who speaks: `names` joined as in a summary, `line` with the affiliations too."""
    several = [each.text for each in event.every("X-SEMCTL-SPEAKER")]
    if not several and line.startswith(names):
        inside = line.removeprefix(names)
        if not inside or (inside.startswith(" (") and inside.endswith(")")):
            return values_of([(names, inside[2:-1])])
    shown = [" ".join(plain(name).split()) for name in several]
    if several and wording.speakers([(name, None) for name in shown], code) == names:
        joints = [", "] * (len(several) - 2) + [f" {language(code).sentences.conjunction} "]
        parts = [rf"{re.escape(name)}(?: \((.*?)\))?" for name in shown]
        pattern = parts[0] + "".join(re.escape(joint) + part for joint, part in zip(joints, parts[1:], strict=True))
        if found := re.fullmatch(pattern, line):
            return values_of([(name, where or "") for name, where in zip(several, found.groups(), strict=True)])
    return values_of(people(line))


# --- where ---


def _setting(event: Component, where: str, code: str) -> tuple[dict[str, Any], str]:
    """Room, mode and by what means, with the address of the room."""
    setting: dict[str, Any] = {}
    location, link = event.text("LOCATION"), event.text("CONFERENCE").replace("%2C", ",").replace("%3B", ";")
    own = event.text("X-SEMCTL-ROOM")
    room, address = (own, location.removeprefix(f"{own}, ")) if own else (location, "")
    if where:
        is_online = bool(location) and location in (link, where) and not own
        venue = Venue(room=None if is_online else room or None, mode=Mode.ONLINE if is_online else Mode.HYBRID)
        setting["mode"] = str(venue.mode)
        if means := _means(where, venue, code):
            setting["online"] = means
        room = "" if is_online else room
    if room:
        setting["room"] = room
    if link:
        passcode = re.search(
            rf"^{re.escape(wording.line(Label.PASSCODE, '', code))}(.+)$", event.text("DESCRIPTION"), re.MULTILINE
        )
        setting["join"] = {"url": link, **({"passcode": passcode[1]} if passcode else {}), "show": "public"}
    return setting, address


def _means(where: str, venue: Venue, code: str) -> str:
    """By what means one takes part from elsewhere: "via Teams" of "Room RA 2504 and via Teams"; often unsaid."""
    by_mail = f" ({language(code).sentences.link_by_mail})"
    said = where.removesuffix(by_mail)
    if said == wording.where(venue, code):
        return ""
    marked = wording.where(Venue(room=venue.room, mode=venue.mode, online=_MARK), code)
    before, _, after = marked.partition(_MARK)
    return said.removeprefix(before).removesuffix(after) if after else said.removeprefix(before)
