"""The announcement of a talk, or of its cancellation, as subject and body.

The frame is in the series' language, whatever the talk's own. A join link is told here, to the audience; private
notes are never handed in.
"""

import datetime as dt
from collections.abc import Sequence
from textwrap import fill
from typing import Any
from zoneinfo import ZoneInfo

from semctl import wording
from semctl.dates import clock, day_at, day_span, long_day
from semctl.languages import language
from semctl.model import Kind, Mode
from semctl.notices.notice import Notice
from semctl.problems import Refused
from semctl.programme import Entry
from semctl.templating import render_blocks
from semctl.wording import Label, Venue

WIDTH = 72  # of a line of a plain-text mail; RFC 5322 §2.1.1 asks for fewer than 78 characters


def announce(entry: Entry, code: str | None = None) -> Notice:
    """The announcement of a talk, or where it is cancelled the news of that.

    code: the language of the frame, the series' own if None. Refused where the talk has no date.
    """
    if entry.date is None:
        raise Refused(f'talk "{entry.talk.id}" has no date yet', "give it a date first: date = … in its block")
    code = code or entry.series.language
    kind = Kind.ANNOUNCEMENT if entry.takes_place else Kind.CANCELLATION
    blocks = render_blocks(f"{kind}.txt", _values(entry, entry.date, code))
    return Notice(
        kind=kind,
        series=entry.series.id,
        talk=entry.talk.id,
        language=code,
        subject=" ".join(blocks["subject"].split()),
        body=_squeezed(blocks["body"]),
    )


def _values(entry: Entry, day: dt.date, code: str) -> dict[str, Any]:
    """What a template can say."""
    talk, slot, series = entry.talk, entry.slot, entry.series
    named = [(str(person.name), person.affiliation) for person in entry.people]
    time = slot.time if slot else None
    words = wording.announcement(
        code, day=day, at=time, named=named, title=talk.title, series=series.called, venue=_venue(entry, code)
    )
    return {
        "series": series.called,
        "who": wording.speakers([(name, None) for name, _ in named], code) if named else (talk.title or ""),
        "day_at": day_at(day, time, code),
        "words": words,
        "facts": _facts(entry, day, code) if entry.takes_place else _reason(entry, code),
        "abstract_label": wording.label(Label.ABSTRACT, code) + language(code).sentences.colon,
        "abstract": wrapped(talk.abstract) if talk.abstract else "",
        "bio_label": wording.label(Label.BIO, code) + language(code).sentences.colon,
        "bios": [
            (str(person.name) if len(entry.people) > 1 else "", wrapped(person.bio))
            for person in entry.people
            if person.bio
        ],
        "signature": "\n".join(
            each for each in (series.name, *_of(series.unit, series.institution), series.url) if each
        ),
        "cancelled": wording.label(Label.CANCELLED, code).upper(),
        "lead": wording.lead_change(code),
        "sentence": wording.cancellation(code, day=day, named=named),
    }


def _of(unit: str | None, institution: str | None) -> tuple[str, ...]:
    both = ", ".join(each for each in (unit, institution) if each)
    return (both,) if both else ()


def _venue(entry: Entry, code: str) -> Venue:
    slot = entry.slot
    if slot is None:
        return Venue(mode=entry.series.mode or Mode.IN_PERSON, online=entry.series.online)
    return Venue(
        room=slot.room,
        phrase=entry.room.phrase.get(code) if entry.room else None,
        mode=slot.mode or Mode.IN_PERSON,
        online=slot.online,
        link_by_mail=False,  # this is the mail
    )


def _facts(entry: Entry, day: dt.date, code: str) -> Sequence[str]:
    """The lines below title and place: address, until when, elsewhere's time, link, what is unusual."""
    slot = entry.slot
    if slot is None:
        return ()
    facts: list[str] = []
    if entry.talk.joint_with:
        facts.append(wording.line(Label.JOINT_WITH, ", ".join(entry.talk.joint_with), code))
    if entry.room and entry.room.address and slot.mode is not Mode.ONLINE:
        in_sentence = bool(entry.people and entry.room.phrase.get(code))
        address = entry.room.address
        facts.append(wording.line(Label.WHERE, address, code) if in_sentence else address)
    if slot.time and entry.end and not entry.end_is_assumed:
        facts.append(wording.line(Label.WHEN, day_span(day, slot.time, entry.end.time(), code), code))
    facts += [_elsewhere(entry, zone, code) for zone in entry.series.also_times if entry.start]
    if slot.join:
        facts.append(wording.line(Label.LINK, slot.join.url, code))
        if slot.join.passcode:
            facts.append(wording.line(Label.PASSCODE, slot.join.passcode, code))
    if slot.moved_from:
        why = f" ({slot.reason})" if slot.reason else ""
        facts.append(wording.line(Label.NOTE, _moved(entry, slot.moved_from, code) + why, code))
    if slot.note:
        facts.append(wording.line(Label.NOTE, slot.note, code))
    return facts


def _reason(entry: Entry, code: str) -> Sequence[str]:
    """Why it is cancelled, where somebody said so."""
    reason = entry.talk.reason or (entry.slot.reason if entry.slot else None)
    return (wording.line(Label.REASON, reason, code),) if reason else ()


def _elsewhere(entry: Entry, zone: str, code: str) -> str:
    assert entry.start is not None
    there = entry.start.astimezone(ZoneInfo(zone))
    time = clock(there.time(), code) if there.date() == entry.date else day_at(there.date(), there.time(), code)
    return f"{zone.rpartition('/')[2].replace('_', ' ')}{language(code).sentences.colon} {time}"


def _moved(entry: Entry, old: dt.date, code: str) -> str:
    assert entry.date is not None
    return f"{long_day(old, code)} → {long_day(entry.date, code)}"


def wrapped(text: str) -> str:
    """Paragraphs broken into lines of a mail; a line that is indented, a formula or a list item stays as it is."""
    paragraphs = text.strip("\n").split("\n\n")
    return "\n\n".join(_wrapped_paragraph(paragraph) for paragraph in paragraphs)


def _wrapped_paragraph(paragraph: str) -> str:
    if any(line.startswith((" ", "\t", "- ", "* ", "$$", "\\[")) for line in paragraph.split("\n")):
        return paragraph
    return fill(" ".join(paragraph.split()), WIDTH, break_long_words=False, break_on_hyphens=False)


def _squeezed(body: str) -> str:
    """The text with single blank lines and one final line end."""
    lines: list[str] = []
    for line in body.strip("\n").split("\n"):
        if line.strip() or (lines and lines[-1].strip()):
            lines.append(line if line == "-- " else line.rstrip())
    return "\n".join(lines) + "\n"
