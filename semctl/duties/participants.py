"""What those who take part in a reading seminar are due: to be told their roles, and to be reminded of their turns."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from semctl.duties.duty import Case, Duty, duty_of, unfinished, unless_done
from semctl.model import Kind
from semctl.reading.assigned import news_of, told_of, turns_to_come, vacancies
from semctl.reading.records import Participant
from semctl.reading.seminar import Seminar, seminar_of
from semctl.reading.told import joined
from semctl.sent import Sending


def to_participants(case: Case) -> Iterator[Duty]:
    """Their roles, and reminders of their turns."""
    seminar = _seminar(case)
    if seminar is not None:
        owed = tuple(_roles(case, seminar))
        yield from owed
        yield from _turns(case, seminar, owed)


def _roles(case: Case, seminar: Seminar) -> Iterator[Duty]:
    """Everybody is told all their roles once the plan stands, and at once again if something of theirs has changed.

    Where no meeting has a day yet, by hand.
    """
    first = min((entry.date for entry in seminar.meetings if entry.date), default=None)
    due = first - dt.timedelta(days=case.programme.book.notices.roles) if first else None
    vacant = vacancies(seminar)
    says = f"not told yet{f'; free seats in {vacant[0].talk.id}' if vacant else ''}"
    for person in _there(seminar, case.today):
        last = last_told(case, person.id)
        if last is None and turns_to_come(seminar, person):
            duty = duty_of(case, Kind.ROLES, None, due, "", says, is_ready=bool(due) and not vacant)
        elif last and _is_news(case, seminar, person, last):
            duty = duty_of(case, Kind.ROLES, None, case.today, "", "changed since they were told")
        else:
            continue
        yield unfinished(case, _to(person, person.id, duty, case, seminar))


def _turns(case: Case, seminar: Seminar, owed: Sequence[Duty]) -> Iterator[Duty]:
    """Everybody is reminded of a turn of theirs, unless they have just been told of it or are about to be."""
    off = Kind.ROLES in case.programme.book.notices.off
    about_to_be = {duty.person for duty in owed if duty.is_ready and duty.is_due(case.today) and not off}
    for person in _there(seminar, case.today):
        last = last_told(case, person.id)
        told = case.today if person.id in about_to_be else case.day(last.at) if last else None
        its = {entry.talk.id: entry for entry, _, _ in turns_to_come(seminar, person)}
        for entry in its.values():
            due = case.before(entry, case.programme.book.notices.turn)
            begun = entry.start is not None and entry.start <= case.now
            if entry.date and due and not begun and not (told and told >= due):
                duty = duty_of(case, Kind.TURN, entry, due, "", "not reminded yet")
                occasion = occasion_of_turn(entry.date, person.id)
                yield from unless_done(case, _to(person, occasion, duty, case, seminar))


def occasion_of_turn(day: dt.date, person: str) -> str:
    """What tells the reminder of a turn from others: a meeting that has moved is reminded of anew."""
    return f"{day.isoformat()} {person}"


def last_told(case: Case, person: str) -> Sending | None:
    """The last mail that has told a person of all their turns."""
    done = [each for each in case.log.of(case.programme.book.series.id, Kind.ROLES, None, person) if each.is_done]
    return done[-1] if done else None


def with_news(case: Case) -> tuple[str, ...]:
    """Those whose roles are no longer what they were told."""
    seminar = _seminar(case)
    told = ((person, last_told(case, person.id)) for person in (_there(seminar, case.today) if seminar else ()))
    return tuple(str(person.id) for person, last in told if seminar and last and _is_news(case, seminar, person, last))


def named(people: Sequence[str]) -> str:
    """ "participant 3", "participants 3, 4 and 7"."""
    return f"participant{'s' if len(people) > 1 else ''} {joined(people, 'en')}"


def _is_news(case: Case, seminar: Seminar, person: Participant, last: Sending) -> bool:
    """Whether a person's turns are no longer what they were told; who leaves and has none left need not hear."""
    stays = person.until is None or bool(turns_to_come(seminar, person))
    return stays and bool(news_of(last.last.facts, told_of(seminar, person), case.today))


def _seminar(case: Case) -> Seminar | None:
    return seminar_of(case.programme, case.now) if case.programme.book.reading else None


def _there(seminar: Seminar, today: dt.date) -> Iterator[Participant]:
    """Those who have not left."""
    return (person for person in seminar.people if person.until is None or person.until >= today)


def _to(person: Participant, occasion: str, duty: Duty, case: Case, seminar: Seminar) -> Duty:
    """The duty with whom it is for, and what keeps it from being sent."""
    lacking = [
        *([] if person.id in case.people else ["no mail address: email below [participants.ID] in the private file"]),
        *(["the seminar's tables have errors: semctl check"] if seminar.readings.errors else []),
    ]
    says = "; ".join((duty.says, *lacking))
    return replace(
        duty, who=named([person.id]), person=person.id, occasion=occasion, says=says,
        is_ready=duty.is_ready and not lacking,
    )  # fmt: skip
