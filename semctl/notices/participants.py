"""What those who take part in a reading seminar are told, each by themselves: their roles, and when it is their turn.

Only here are names handed in that the series does not make public: partners know each other.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from semctl import wording
from semctl.dates import day_at, long_day, write_duration
from semctl.languages import ToParticipants, language
from semctl.notices import sentences, values
from semctl.notices.about import all_lines, readable, readable_line, series_said, signature, talk_said, time_of
from semctl.notices.layout import one_line_each
from semctl.problems import Refused
from semctl.programme import Entry
from semctl.reading.assigned import Turn, news_of, told_of, turns_to_come
from semctl.reading.records import Participant, Role
from semctl.reading.seminar import Seminar
from semctl.reading.told import in_words, numbers_of, title_of
from semctl.sent import Facts


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """Somebody who takes part, and what a mail to them is written from.

    now: the instant, in the zone of the series. notes: their private ones. names: of all who take part, as far as
    they are known, by id. before: what they were told last of their turns, by "series/talk"; None if nothing.
    """

    seminar: Seminar
    person: Participant
    now: dt.datetime
    notes: Mapping[str, Any]
    names: Mapping[str, str]
    before: Mapping[str, Facts] | None = None

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What they play in the meetings to come."""
        return turns_to_come(self.seminar, self.person)

    @property
    def news(self) -> tuple[str, ...]:
        """The meetings of which they were told otherwise, by "series/talk"."""
        if self.before is None:
            return ()
        return news_of(self.before, told_of(self.seminar, self.person), self.now.date())

    @property
    def lost(self) -> tuple[str, ...]:
        """Those in which they were told that they play, and do not."""
        now = told_of(self.seminar, self.person)
        return tuple(name for name in self.news if name not in now)

    @property
    def gone(self) -> tuple[Entry, ...]:
        """The same, as far as they are in the file and not over."""
        lost = self.lost
        return tuple(
            entry
            for entry in self.seminar.programme.entries
            if f"{entry.series.id}/{entry.talk.id}" in lost and not entry.is_over(self.now)
        )


def roles(reader: Reader, code: str) -> values.ToParticipant:
    """All that a person plays in the meetings to come; Refused where that is nothing, and was nothing."""
    told, turns, lost = sentences.mails(code).to_participant, reader.turns, reader.lost
    if not turns and not lost:
        says = f'participant "{reader.person.id}" plays no role in the meetings to come'
        raise Refused(says, "semctl roles shows who plays what")
    opening = (told.changed if reader.news else told.assigned) if turns else told.nothing
    return _mail(
        reader,
        code,
        turns,
        about=told.roles_changed if reader.news else told.roles,
        opening=_about_series(opening, reader, code),
        gone=tuple(_lost(name, reader, code) for name in lost),
        above_gone=told.gone if lost else "",
    )


def _lost(name: str, reader: Reader, code: str) -> str:
    """Day and title of a meeting; of one that is no longer in the file the day on which it was to be."""
    for entry in reader.seminar.programme.entries:
        if f"{entry.series.id}/{entry.talk.id}" == name:
            day = _day(entry, sentences.mails(code).to_participant, code)
            return ", ".join(filter(None, (day, _title(entry) or str(entry.talk.id))))
    with suppress(ValueError):  # the log is a text file, and somebody may have written into it
        return long_day(dt.date.fromisoformat(str((reader.before or {})[name].get("date"))), code)
    return name.rpartition("/")[2]


def turn(reader: Reader, entry: Entry, code: str) -> values.ToParticipant:
    """The reminder of a turn in a meeting to come; Refused where there is none."""
    name, told, now = entry.talk.id, sentences.mails(code).to_participant, reader.now
    if entry.date is None:
        raise Refused(f'talk "{name}" has no date yet', f"give it one first: semctl move-talk {name} DAY")
    if not entry.takes_place:
        raise Refused(f'talk "{name}" is cancelled', f"to take that back: semctl restore-talk {name}")
    if entry.is_over(now):
        raise Refused(f'talk "{name}" is over', "nobody needs to be reminded of it")
    turns = tuple(each for each in reader.turns if each[0].talk.id == name)
    if not turns:
        raise Refused(f'participant "{reader.person.id}" plays no role in talk "{name}"', f"semctl roles {name}")
    today = (now.astimezone(entry.start.tzinfo) if entry.start else now).date()
    on = sentences.soon(code, entry.date, time_of(entry), today)
    return _mail(
        reader,
        code,
        turns,
        about=told.turn,
        opening=_about_series(told.your_turn, reader, code, on=on),
        when=sentences.soon_short(code, entry.date, time_of(entry), today),
        lines=all_lines(entry, code),
    )


def _mail(
    reader: Reader,
    code: str,
    turns: Sequence[Turn],
    *,
    about: str,
    opening: str,
    when: str = "",
    lines: tuple[str, ...] = (),
    gone: tuple[str, ...] = (),
    above_gone: str = "",
) -> values.ToParticipant:
    told, mails, seminar = language(code), sentences.mails(code), reader.seminar
    address, reading = mails.to_participant, seminar.readings.reading
    said = series_said(seminar.programme.book, to_speaker=True)
    name = reader.names.get(reader.person.id, "")
    greeting = reader.notes.get("greeting")
    number = numbers_of(seminar.programme.book.reading).get(reader.person.id, "")
    report = write_duration(reading.report) if reading.report and turns else ""
    return values.ToParticipant(
        series=said,
        label=told.labels,
        colon=told.sentences.colon,
        greeting=readable_line(greeting) if isinstance(greeting, str) else _dear(address, name),
        closing=mails.closing,
        signature=signature(said, names=True),
        name=readable_line(name),
        about=about,
        when=when,
        opening=opening,
        lines=lines,
        turns=tuple(_turn_said(each, reader, code) for each in turns),
        roles=tuple(_role_said(role) for role in _each_once(turns)),
        above_gone=above_gone,
        gone=gone,
        report=address.report.format(duration=report) if report else "",
        number="" if reading.public_names and reader.person.name else address.number.format(number=number),
        questions=mails.to_one.questions,
    )


def _dear(told: ToParticipants, name: str) -> str:
    return told.dear.format(name=readable_line(name)) if name else told.dear_unnamed


def _about_series(form: str, reader: Reader, code: str, **words: str) -> str:
    called = readable_line(reader.seminar.programme.book.series.called)
    return sentences.to_a_speaker(form, code, called, **words)


def _turn_said(turn: Turn, reader: Reader, code: str) -> values.TurnSaid:
    entry, role, partners = turn
    numbers = numbers_of(reader.seminar.programme.book.reading)
    known = [each for each in partners if each in numbers]
    return values.TurnSaid(
        talk=talk_said(entry, code),
        when=wording.capital(_day(entry, sentences.mails(code).to_participant, code)),
        role=readable_line(role.name),
        partners=readable_line(in_words(known, reader.names, numbers, code)),
    )


def _role_said(role: Role) -> values.RoleSaid:
    return values.RoleSaid(
        name=readable_line(role.name), brief=one_line_each(readable(role.brief)), url=str(role.url or "")
    )


def _each_once(turns: Sequence[Turn]) -> list[Role]:
    """The roles in which there is something to be told of what to do."""
    return [role for role in {str(role.id): role for _, role, _ in turns}.values() if role.brief or role.url]


def _day(entry: Entry, told: ToParticipants, code: str) -> str:
    return day_at(entry.date, time_of(entry), code) if entry.date else told.no_date


def _title(entry: Entry) -> str:
    return readable_line(title_of(entry))
