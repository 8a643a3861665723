"""The sent log: which notice went out when, to how many, and what it told. Lines of JSON in, records out, and back.

Every line is written before or after something happens and never changed, so that the logs of two people can be
joined line by line (git's `union`). It holds no address and no text of a mail. Knows nothing of files or mail.
"""

import datetime as dt
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from typing import Any

from semctl.model import Join, Kind, Mode, Status
from semctl.problems import Grade, Problem
from semctl.programme import Entry
from semctl.reading.told import papers_of

Fact = str | tuple[str, ...]
Facts = Mapping[str, Fact]
"""What the public was told of a talk, by name: see `facts`; what is not known is left out."""

JOIN_DIGITS = 6  # 24 bits: enough to see that a link has changed, too few to find a meeting's number by trying all


class State(StrEnum):
    """What a line of the log says."""

    BEGIN = "begin"  # about to be sent to these, one after another, in this order
    DONE = "done"  # the server has taken it for these
    FAILED = "failed"  # it has not gone to these
    MARKED = "marked"  # a person says that it has gone out


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One line of the log.

    id: the same for all lines of one notice; the Message-ID that semctl gives it. to: recipients, hashed with the
    key that `key` names. talk: None where the notice is about no single talk. occasion: what tells it from others of
    its kind and talk, such as the day that a reminder is for. message_id: of a mail sent by hand, where a person gave
    it. facts: what it tells of each talk, by "series/talk". Lines of done and failed say only at, state, id and to.
    """

    at: dt.datetime
    state: State
    id: str
    to: tuple[str, ...] = ()
    series: str = ""
    kind: str = ""
    talk: str | None = None
    occasion: str = ""
    key: str = ""
    message_id: str | None = None
    facts: Mapping[str, Facts] = field(default_factory=dict)

    @property
    def subject(self) -> tuple[str, str, str | None, str]:
        """What it is about: series, kind, talk and occasion."""
        return self.series, self.kind, self.talk, self.occasion


@dataclass(frozen=True, kw_only=True, slots=True)
class Sending:
    """One notice as all its lines tell it.

    first: its oldest begin or mark; last: the newest one, whose facts hold. at: when its newest line was written.
    planned: the recipients of the last begin, in the order in which they are sent to.
    """

    first: Record
    last: Record
    at: dt.datetime
    planned: tuple[str, ...] = ()
    done: frozenset[str] = frozenset()
    failed: frozenset[str] = frozenset()
    marked: bool = False
    message_id: str | None = None

    @property
    def is_done(self) -> bool:
        """Whether it has gone out to everybody, or a person says so."""
        return self.marked or self.done >= set(self.planned)

    @property
    def unknown(self) -> str | None:
        """The recipient at whom it was interrupted: it may have gone out or not. Those after it got nothing yet."""
        told = self.done | self.failed
        return None if self.marked else next((each for each in self.planned if each not in told), None)


@dataclass(frozen=True, slots=True)
class Log:
    """All notices that were begun or marked, oldest first."""

    sendings: tuple[Sending, ...] = ()

    def of(self, series: str, kind: str, talk: str | None, occasion: str = "") -> tuple[Sending, ...]:
        """The notices of one kind about one talk and occasion, oldest first."""
        wanted = (series, kind, talk, occasion)
        return tuple(each for each in self.sendings if each.first.subject == wanted)

    def latest(self, series: str, kind: str, talk: str | None, occasion: str = "") -> Sending | None:
        """The newest of them."""
        return next(iter(reversed(self.of(series, kind, talk, occasion))), None)

    def telling(self, series: str, talk: str) -> tuple[Sending, ...]:
        """The notices that have reached somebody and told the public of a talk, in the order in which they went out."""
        name = f"{series}/{talk}"
        told = (each for each in self._public if name in each.last.facts)
        return tuple(sorted(told, key=lambda each: each.at))

    @property
    def _public(self) -> Iterator[Sending]:
        """The notices that have reached somebody; those to a participant tell of their own turns alone."""
        return (
            each
            for each in self.sendings
            if (each.done or each.marked) and each.first.kind not in (Kind.ROLES, Kind.TURN)
        )

    def announced(self, series: str) -> frozenset[str]:
        """The talks of a series that people were told of one by one, or as those of a week.

        A programme of a whole term does not bind yet: what changes before the announcement is no news by itself.
        """
        told = (each for each in self._public if each.first.kind != Kind.PROGRAMME)
        names = {name for each in told for name in each.last.facts}
        return frozenset(name.removeprefix(f"{series}/") for name in names if name.startswith(f"{series}/"))

    def last_announced(self, series: str, talk: str) -> Facts | None:
        """What the public was told last of a talk, or None where it was told nothing."""
        told = self.telling(series, talk)
        return told[-1].last.facts[f"{series}/{talk}"] if told else None


def facts(entry: Entry) -> dict[str, Fact]:
    """The public facts of a talk that a notice tells and that people plan by; unknown ones are left out.

    status, date, time, end (only if somebody said how long), zone, room, mode, online, join, note, title, speakers,
    papers.
    Dates and times are ISO text. A link is told by a few digits of its hash: it may be for readers of the mails
    alone, while the log may be in a public repository.
    """
    talk, slot = entry.talk, entry.slot
    time = slot.time if slot else None
    end = entry.end if entry.end and not entry.end_is_assumed else None
    found: dict[str, Fact | None] = {
        "status": talk.status.value if entry.takes_place else Status.CANCELLED.value,
        "date": entry.date.isoformat() if entry.date else None,
        "time": f"{time:%H:%M}" if time else None,
        "end": f"{end:%H:%M}" if end else None,
        "zone": slot.zone.key if slot else None,
        "room": slot.room if slot else None,
        "mode": slot.mode.value if slot and slot.mode else None,
        "online": slot.online if slot else None,
        "join": _digits(slot.join) if slot and slot.join else None,
        "note": slot.note if slot else None,
        "title": talk.title,
        "speakers": tuple(str(person.name) for person in entry.people),
        "papers": tuple(str(paper.title or paper.id) for paper in papers_of(entry)),
    }
    return {name: fact for name, fact in found.items() if fact}


PLANNED_BY = ("date", "time", "zone", "room", "mode", "online", "join", "speakers", "papers")
"""The facts that people must hear of at once when they change; of a title only that it is known at last."""


def news(before: Facts, now: Facts) -> tuple[str, ...]:
    """The facts of which people must hear: what they plan by and is no longer as they were told, "status" first."""
    was_off, is_off = (each.get("status") == Status.CANCELLED for each in (before, now))
    if was_off or is_off:
        return ("status",) if was_off != is_off else ()
    unsaid = {"mode": Mode.IN_PERSON.value}
    changed = [name for name in PLANNED_BY if before.get(name, unsaid.get(name)) != now.get(name, unsaid.get(name))]
    return (*changed, *(["title"] if "title" in now and "title" not in before else []))


def _digits(join: Join) -> str:
    return sha256(f"{join.url}\n{join.passcode or ''}".encode()).hexdigest()[:JOIN_DIGITS]


def hashed(address: str, key: bytes) -> str:
    """A recipient as the log names it: without the key nobody can try out who it is."""
    return hmac.new(key, address.strip().casefold().encode(), sha256).hexdigest()[:16]


def name_of(key: bytes) -> str:
    """A short name by which a key is known again."""
    return sha256(b"semctl " + key).hexdigest()[:8]


# --- lines ---


def line(record: Record) -> str:
    """The record as one line with its end."""
    told: dict[str, Any] = {
        "at": record.at.isoformat(timespec="seconds"),
        "state": record.state.value,
        "series": record.series,
        "kind": record.kind,
        "talk": record.talk,
        "occasion": record.occasion,
        "id": record.id,
        "message_id": record.message_id,
        "key": record.key,
        "to": list(record.to),
        "facts": {name: dict(each) for name, each in record.facts.items()},
    }
    return json.dumps({name: value for name, value in told.items() if value}, ensure_ascii=False) + "\n"


def read(text: str) -> tuple[Log, tuple[Problem, ...]]:
    """The log, and every line of it that cannot be understood."""
    sendings: dict[str, Sending] = {}
    problems = []
    for number, written in enumerate(text.split("\n"), 1):
        if not written.strip():
            continue
        try:
            record = _record(json.loads(written))
            sendings[record.id] = _told(sendings.get(record.id), record)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            problems.append(_broken(number, written))
    return Log(tuple(sorted(sendings.values(), key=lambda each: each.first.at))), tuple(problems)


def _told(sending: Sending | None, record: Record) -> Sending:
    """A notice after one more line about it."""
    if sending is None:
        if record.state not in (State.BEGIN, State.MARKED):
            raise ValueError(record.id)
        sending = Sending(
            first=record, last=record, at=record.at, message_id=record.id if record.state is State.BEGIN else None
        )
    sending = replace(sending, at=max(sending.at, record.at))
    to = frozenset(record.to)
    match record.state:
        case State.BEGIN:
            return replace(sending, last=record, planned=record.to, failed=sending.failed - to)
        case State.DONE:
            return replace(sending, done=sending.done | to, failed=sending.failed - to)
        case State.FAILED:
            return replace(sending, failed=sending.failed | (to - sending.done))
        case State.MARKED:
            return replace(sending, last=record, marked=True, message_id=record.message_id or sending.message_id)


def _record(said: Mapping[str, Any]) -> Record:
    """The record that a line tells; ValueError, TypeError, KeyError or AttributeError where it is none."""
    state = State(said["state"])
    at = dt.datetime.fromisoformat(said["at"])
    if at.tzinfo is None:
        raise ValueError(said["at"])
    if state in (State.BEGIN, State.MARKED) and not (said["series"] and said["kind"]):
        raise ValueError(state)
    return Record(
        at=at,
        state=state,
        id=_text(said["id"]),
        to=_texts(said.get("to", [])),
        series=_text(said.get("series", "")),
        kind=_text(said.get("kind", "")),
        talk=None if said.get("talk") is None else _text(said["talk"]),
        occasion=_text(said.get("occasion", "")),
        key=_text(said.get("key", "")),
        message_id=None if said.get("message_id") is None else _text(said["message_id"]),
        facts={
            _text(name): {fact: _text(told) if isinstance(told, str) else _texts(told) for fact, told in each.items()}
            for name, each in said.get("facts", {}).items()
        },
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _texts(values: Iterable[object]) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError(values)
    return tuple(map(_text, values))


def _broken(number: int, written: str) -> Problem:
    conflict = written.startswith(("<<<<<<<", "=======", ">>>>>>>"))
    hint = (
        "keep the lines of both sides and delete this one"
        if conflict
        else "take the line back from git, or delete it; then look whether that mail has gone out"
    )
    says = "a conflict of git is not resolved" if conflict else "the sent log is broken here"
    return Problem(code="sent-log", line=number, says=says, hint=hint, grade=Grade.WARNING)
