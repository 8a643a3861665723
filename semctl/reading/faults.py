"""What cannot be meant, or cannot be done, in papers, people and tables of roles: one small function a rule."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from semctl.dates import long_day
from semctl.problems import Grade, Path, Problem, did_you_mean
from semctl.programme import Entry
from semctl.reading.case import Case
from semctl.reading.flow import Shortage, lack_of_people, lack_of_turns
from semctl.reading.records import Participant, Role
from semctl.reading.seminar import Seminar, case_of, read_wish


def faults(seminar: Seminar) -> tuple[Problem, ...]:
    """All of them, in the order of the rules."""
    return tuple(problem for rule in RULES for problem in rule(seminar))


# --- names ---


def papers_are_known(seminar: Seminar) -> Iterator[Problem]:
    """A meeting reads papers that are in `[[papers]]`."""
    known = [paper.id for paper in seminar.readings.papers]
    for entry in seminar.meetings:
        for paper in entry.talk.papers:
            if paper not in known:
                says = f'there is no paper "{paper}"'
                hint = did_you_mean(paper, known) or "write it as a [[papers]] with this id"
                yield _warning("unknown-paper", (*entry.talk.path, "papers"), meeting_name(entry), says, hint)


def roles_are_known(seminar: Seminar) -> Iterator[Problem]:
    """Tables and vetoes name roles that are in `[[reading.roles]]`."""
    for entry in seminar.meetings:
        for key in ("roles", "seats"):
            for role in getattr(entry.talk, key):
                if role not in seminar.role_at:
                    yield _unknown_role(seminar, role, (*entry.talk.path, key, role), meeting_name(entry))
    for person in seminar.people:
        for role in person.vetoes:
            if role not in seminar.role_at:
                yield _unknown_role(seminar, role, (*person.path, "vetoes"), person_name(person))


def _unknown_role(seminar: Seminar, role: str, path: Path, where: str) -> Problem:
    hint = did_you_mean(role, list(seminar.role_at)) or "write it as a [[reading.roles]] with this id"
    return _warning("unknown-role", path, where, f'there is no role "{role}"', hint)


def people_are_known(seminar: Seminar) -> Iterator[Problem]:
    """Tables name people who are in `[[participants]]`."""
    for entry in seminar.meetings:
        for role, team in entry.talk.roles.items():
            for person in team:
                if person not in seminar.person_at:
                    hint = did_you_mean(person, list(seminar.person_at)) or "write them as a [[participants]]"
                    says = f'there is no participant "{person}"'
                    path = (*entry.talk.path, "roles", role)
                    yield _warning("unknown-participant", path, meeting_name(entry), says, hint)


def wishes_are_understood(seminar: Seminar) -> Iterator[Problem]:
    """A wish names a role, a meeting, or both."""
    for person in seminar.people:
        for wish in person.wishes:
            if seminar.meetings and read_wish(seminar, person, wish) is None:
                says = f'the wish "{wish}" names no role and no meeting'
                hint = 'write a role as "hacker", a meeting by its paper as "ba14", or both as "hacker in ba14"'
                yield _warning("unclear-wish", (*person.path, "wishes"), person_name(person), says, hint)


# --- tables ---


def nobody_plays_twice(seminar: Seminar) -> Iterator[Problem]:
    """A person has one role in a meeting."""
    for entry in seminar.meetings:
        first: dict[str, str] = {}
        for role, team in entry.talk.roles.items():
            for person in team:
                if person in first:
                    other = first[person]
                    twice = "twice" if other == role else f"also as {role_name(seminar, other)}"
                    says = f"{who(person)} plays {role_name(seminar, role)}, and {twice}"
                    path = (*entry.talk.path, "roles", role)
                    yield _warning("plays-twice", path, meeting_name(entry), says, "leave one of them out")
                first.setdefault(person, role)


def seats_are_kept(seminar: Seminar) -> Iterator[Problem]:
    """As many people have a role as it has seats, in a meeting that is planned and not over.

    Seats for which there are too few people are told with the reason.
    """
    lacking = _lacking(seminar)
    for entry in seminar.open:
        if not any(entry.talk.roles.values()):
            continue
        for role in seminar.roles:
            least, most = seminar.seats(entry, role)
            number = len(entry.talk.roles.get(role.id, ()))
            if least <= number <= (number if most is None else most):
                continue
            if most is not None and len(_accepted(seminar, entry, role)) > most:
                continue  # told as a contradiction
            if number < least and seminar.role_at[role.id] in lacking.get(entry.talk.id, ()):
                continue
            wanted = str(least) if most == least else f"from {least} to {most}" if most else f"at least {least}"
            says = f"{role.name} is played by {number}, and has seats for {wanted}"
            path = (*entry.talk.path, "roles", *([role.id] if role.id in entry.talk.roles else []))
            hint = "semctl assign-roles plans what is missing" if number < least else "take somebody out"
            yield _warning("seats", path, meeting_name(entry), says, hint)


def _lacking(seminar: Seminar) -> Mapping[str, tuple[int, ...]]:
    """By meeting the roles that too few people can play."""
    case = case_of(seminar)
    lacks = {seminar.meetings[meeting].talk.id: lack_of_people(case, meeting) for meeting in case.open}
    return {talk: lack.group for talk, lack in lacks.items() if lack and case.people}


def people_are_there(seminar: Seminar) -> Iterator[Problem]:
    """Nobody plays in a meeting that is still to come and to which they cannot come."""
    for entry, role, person in played(seminar, seminar.open):
        takes_part = seminar.takes_part(person, entry)
        if not seminar.is_there(person, entry) and not (takes_part and person.accepted):
            why = "is away" if takes_part else "does not take part"
            says = f"{who(person.id)} plays {role.name}, and {why}{_on(entry)}"
            path = (*entry.talk.path, "roles", role.id)
            yield _warning("plays-while-away", path, meeting_name(entry), says, "semctl assign-roles")


def vetoes_are_kept(seminar: Seminar) -> Iterator[Problem]:
    """Nobody plays what they will not play."""
    for entry, role, person in played(seminar, seminar.open):
        if role.id in person.vetoes and not person.accepted:
            says = f"{who(person.id)} plays {role.name}, which is among their vetoes"
            hint = 'take it out of "vetoes", or give the role to somebody else'
            yield _warning("vetoed-role", (*entry.talk.path, "roles", role.id), meeting_name(entry), says, hint)


def limits_are_kept(seminar: Seminar) -> Iterator[Problem]:
    """Nobody plays a role more often than one person may."""
    turns: Counter[tuple[str, str]] = Counter()
    for entry, role, person in played(seminar, seminar.meetings):
        turns[role.id, person.id] += 1
        if role.turns and turns[role.id, person.id] > role.turns:
            says = f"{who(person.id)} plays {role.name} again, which one person may {_times(role.turns)}"
            path = (*entry.talk.path, "roles", role.id)
            yield _warning("role-too-often", path, meeting_name(entry), says, "give it to somebody else")


def pins_go_together(seminar: Seminar) -> Iterator[Problem]:
    """What people have accepted can be: they come, they play it, there are seats, and it is not too often."""
    turns = Counter((role.id, person.id) for entry, role, person in played(seminar, seminar.meetings))
    for entry in seminar.open:
        for role in seminar.roles:
            people, (_, most) = _accepted(seminar, entry, role), seminar.seats(entry, role)
            found = [
                f"{who(person.id)} has accepted {role.name}, and is away{_on(entry)}"
                for person in people
                if entry.date in person.away
            ]
            found += [
                f"{who(person.id)} has accepted {role.name}, which is among their vetoes"
                for person in people
                if role.id in person.vetoes
            ]
            found += [
                f"{who(person.id)} has accepted {role.name} too often: one person may play it {_times(role.turns)}"
                for person in people
                if role.turns and turns[role.id, person.id] > role.turns
            ]
            if most is not None and len(people) > most:
                names = listed([who(person.id) for person in people])
                found.append(f"{names} have accepted {role.name}, which has {most} seat{'s' if most != 1 else ''}")
            for says in found:
                path = (*entry.talk.path, "roles", role.id)
                hint = 'semctl swap-roles, or take "accepted" out'
                yield _warning("pins-contradict", path, meeting_name(entry), says, hint)


def _accepted(seminar: Seminar, entry: Entry, role: Role) -> tuple[Participant, ...]:
    """Who takes part, has a role in a meeting and has accepted it."""
    people = (person for _, its, person in played(seminar, (entry,)) if its is role)
    return tuple(person for person in people if person.accepted and seminar.takes_part(person, entry))


def a_plan_is_possible(seminar: Seminar) -> Iterator[Problem]:
    """The seats of every meeting to come can be filled."""
    case = case_of(seminar)
    if not (case.roles and case.people):
        return
    for meeting in case.open:
        entry = seminar.meetings[meeting]
        if lack := lack_of_people(case, meeting):
            says, hint = lack_in_words(seminar, case, lack)
            bound = {cell.person for cell in case.pinned if cell.meeting == meeting}
            if bound - {*lack.people} and lack.people:
                says += ", as others have accepted another role"
            yield _warning("no-plan", (*entry.talk.path, "papers"), meeting_name(entry), says, hint)
    for place, role in enumerate(seminar.roles):
        if lack := lack_of_turns(case, place):
            meetings = len(lack.group)
            says = (
                f"{lack.wanted} turns in {meetings} meeting{'s' if meetings > 1 else ''} are wanted, "
                f"and the {_people(len(lack.people))} who can play it may do so {lack.turns} times in all"
            )
            yield _warning("no-plan", (*role.path, "turns"), f'role "{role.id}"', says, "write a higher turns")


def lack_in_words(seminar: Seminar, case: Case, lack: Shortage) -> tuple[str, str]:
    """Why a meeting cannot be filled, and what to do: the smallest group of roles that proves it, and who could."""
    names = [seminar.roles[place].name for place in lack.group]
    roles = "all roles together" if len(names) == case.roles > 1 else listed(names)
    verb = "has" if len(names) == 1 else "have"
    seats = f"{lack.wanted} seat{'s' if lack.wanted > 1 else ''}"
    able = listed([who(seminar.people[each].id) for each in lack.people])
    if not lack.people:
        return f"{roles} {verb} {seats}, and nobody can play", "look at away and vetoes, or write fewer seats"
    only = f"{able} alone can play" if len(lack.people) < 6 else f"only {len(lack.people)} people can play"
    return f"{roles} {verb} {seats}, and {only}", 'write fewer seats, as in seats = "1-2", or look at away and vetoes'


RULES: Final[tuple[Callable[[Seminar], Iterator[Problem]], ...]] = (
    papers_are_known,
    roles_are_known,
    people_are_known,
    wishes_are_understood,
    nobody_plays_twice,
    seats_are_kept,
    people_are_there,
    vetoes_are_kept,
    limits_are_kept,
    pins_go_together,
    a_plan_is_possible,
)


# --- words ---


def played(seminar: Seminar, meetings: Sequence[Entry]) -> Iterator[tuple[Entry, Role, Participant]]:
    """Every turn of a known person in a known role."""
    for entry in meetings:
        for role in seminar.roles:
            for person in entry.talk.roles.get(role.id, ()):
                if person in seminar.person_at:
                    yield entry, role, seminar.people[seminar.person_at[person]]


def role_name(seminar: Seminar, role: str) -> str:
    """What a role is called; its id where it is not known."""
    return seminar.roles[seminar.role_at[role]].name if role in seminar.role_at else role


def meeting_name(entry: Entry) -> str:
    """A meeting as problems name it."""
    return f'talk "{entry.talk.id}"'


def person_name(person: Participant) -> str:
    """A person as problems name them."""
    return f'participant "{person.id}"'


def who(person: str) -> str:
    """A person in a sentence: a number needs a word before it."""
    return f"participant {person}" if person.isdecimal() else person


def listed(names: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _on(entry: Entry) -> str:
    return f" on {long_day(entry.date, 'en')}" if entry.date else ""


def _people(number: int) -> str:
    return f"{number} {'person' if number == 1 else 'people'}"


def _warning(code: str, path: Path, where: str, says: str, hint: str) -> Problem:
    return Problem(code=code, path=path, where=where, says=says, hint=hint, grade=Grade.WARNING)
