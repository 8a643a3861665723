"""The texts of an event as the keys of a talk and of its slot: who, what, where, how to join."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from semctl.dates import write_duration
from semctl.importing import summaries
from semctl.importing.calendars import own_events
from semctl.importing.calendars import researchseminars as researchseminars_ics
from semctl.importing.calendars.events import Event
from semctl.importing.cleaning import line, plain_text
from semctl.importing.found import FoundTalk, Kind, Meeting, Remark
from semctl.importing.free_words import words
from semctl.importing.joining import is_meeting_link
from semctl.importing.places import place

_LINKS: Final = (
    "CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
)  # fmt: skip
MOST_TIMES: Final = 30
"""On how many dates one person may speak on the same."""
_STATUS: Final = {"CANCELLED": "cancelled", "TENTATIVE": "tentative", "CONFIRMED": "confirmed"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What one event says.

    id: of a talk of ours. values: keys of a talk. setting: of its slot. room_address: of its room. series: the name of
    the series that it names. tags: its categories. url: its page. is_free: it is a slot that nobody has taken,
    or surely not. is_off: not the talk alone is cancelled, but its slot. end_is_assumed: nobody has said how long it
    takes.
    """

    event: Event
    values: Mapping[str, Any]
    id: str | None = None
    setting: Mapping[str, Any] = field(default_factory=dict)
    room_address: str = ""
    series: str = ""
    tags: tuple[str, ...] = ()
    url: str = ""
    is_free: bool | None = None
    is_off: bool = False
    end_is_assumed: bool = False
    doubts: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def is_talk(self) -> bool:
        """Whether it is about a talk; else it is only a date: it says nothing, or too often the same."""
        if self.is_free is not None:
            return not self.is_free
        named = bool(self.values.keys() & {"speaker", "speakers"})
        return self.event.times <= (MOST_TIMES if named else 1) and (named or "title" in self.values)

    @property
    def meeting(self) -> Meeting:
        """When and where it takes place."""
        start = self.event.start
        took = None if self.end_is_assumed else self.event.length
        length = {"duration": write_duration(took)} if took else {}
        held = self.values.get("status") != "cancelled"
        return Meeting(
            date=start.date,
            time=start.time,
            zone=start.zone,
            setting={**self.setting, **length},
            held=held,
            line=self.event.line,
        )

    @property
    def talk(self) -> FoundTalk:
        """The talk that it is about; the slot of a cancelled one is there and free, if nothing else is said."""
        own = {"url": self.url} if self.url else {}
        tags = {"tags": list(self.tags)} if self.tags else {}
        return FoundTalk(
            values={**self.values, **own, **tags},
            meeting=replace(self.meeting, held=not self.is_off),
            uid=self.event.key or None,
            id=self.id,
            line=self.event.line,
            doubts=(*self.event.doubts, *self.doubts),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """What the events have in common. prefix: what their summaries begin with, and what parts it from the rest.
    is_seminar: the calendar is one of talks, by its name. own: how semctl has written it; None where it has not."""

    prefix: str = ""
    is_seminar: bool = False
    own: own_events.Form | None = None


def tell(event: Event, context: Context) -> Told:
    """What an event says."""
    part = event.source
    own = own_events.told(part, context.own) if context.own else None
    if own:
        told = Told(
            event=event, values=own.values, id=own.id, setting=own.setting, room_address=own.room_address,
            url=part.text("URL").strip(), is_free=own.is_free, is_off=own.is_off, end_is_assumed=own.end_is_assumed,
        )  # fmt: skip
        return _with_status(told, "")
    summary, off = summaries.cancelled(line(plain_text(part.text("SUMMARY"))))
    description = part.text("DESCRIPTION") or part.text("X-ALT-DESC")
    form = researchseminars_ics.told(description, summary)
    told = _in_a_form(form, event) if form else _in_free_words(event, summary, description, context)
    told = _with_place(told, form.room if form else "")
    return _with_status(told, "cancelled" if off else "")


def _with_status(told: Told, word: str) -> Told:
    """With STATUS and CATEGORIES. word: what the summary says of its status."""
    part = told.event.source
    status, doubts = _STATUS.get(part.text("STATUS").strip().upper(), ""), told.doubts
    if word and status != word:
        status, doubts = word, (*doubts, f"{word} by the word in its title")
    tags = tuple(dict.fromkeys(each for item in part.every("CATEGORIES") for each in _items(item.value)))
    values = {**({"status": status} if status else {}), **told.values}
    return replace(told, values=values, tags=tags, doubts=doubts)


def _items(value: str) -> list[str]:
    """The texts of a list, parted by commas that are not escaped."""
    pieces = re.findall(r"(?:\\.|[^,\\])+", value, re.DOTALL)
    return [text for each in pieces if (text := line(re.sub(r"\\(.)", r"\1", each)))]


# --- who and what ---


def _in_a_form(form: researchseminars_ics.Told, event: Event) -> Told:
    values = {key: value for key, value in form.values.items() if key != "url"}
    return Told(event=event, values=values, series=form.series, url=form.values.get("url", ""))


def _in_free_words(event: Event, summary: str, description: str, context: Context) -> Told:
    links = [each.value for name in _LINKS for each in event.source.every(name)]
    said = words(
        summary, description, links, prefix=context.prefix, is_seminar=context.is_seminar, at=event.line
    )  # fmt: skip
    return Told(event=event, values=said.values, setting=said.setting, doubts=said.doubts, remarks=said.remarks)


# --- where ---


def _with_place(told: Told, room: str) -> Told:
    """The place that LOCATION says, else the one of the description; a link is no room."""
    part = told.event.source
    said = place(line(plain_text(part.text("LOCATION"))) or room or str(told.setting.get("room") or ""))
    setting: dict[str, Any] = {key: value for key, value in told.setting.items() if key != "room"}
    url = told.url or part.text("URL").strip()
    remarks = list(told.remarks)
    if said.link and said.link.rstrip("/") != told.url.rstrip("/"):
        if is_meeting_link(said.link) or told.url:
            setting.setdefault("join", {"url": said.link})
        else:
            url = url or said.link
            says = f"the place is an address, taken as the page of the talk: {said.link[:60]}"
            remarks.append(Remark(says=says, kind=Kind.UNDERSTOOD, line=told.event.line))
    if said.room:
        setting["room"] = said.room
    elif setting.get("join") or said.online:
        setting["mode"] = "online"
    if said.online:
        setting["online"] = said.online
    if not url.lower().startswith(("http://", "https://")):
        url = ""
    if is_meeting_link(url):
        setting.setdefault("join", {"url": url})
        url = ""
    return replace(told, setting=setting, room_address=said.address, url=url, remarks=tuple(remarks))
