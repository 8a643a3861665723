"""Plans by formula: everybody plays every role about equally often, and nobody meets a partner twice.

Track t of group j plays role t + c_j·p in meeting p, where the numbers are those of a ring with as many elements as
there are roles and c_1, c_2, … differ by units: mutually orthogonal Latin squares. Among the whole numbers the c_j are
+1, -1, +2, -2, …: one half of the people goes forwards through the roles, the other half backwards. Where these come
round too soon the ring is a product of finite fields.
"""

from collections.abc import Sequence
from itertools import count, islice, product
from math import gcd

from semctl.reading.case import Case, Plan, Range

MOST_ROLES = 64


def by_formula(case: Case) -> Plan | None:
    """The plan of a formula, people as tracks in their order; None where no formula fits.

    Looks at numbers of people, meetings, roles and seats alone; who may have which track is for others to say.
    """
    if not (case.people and case.meetings and 0 < case.roles <= MOST_ROLES):
        return None
    room = min(sum(seats.most for seats in meeting) for meeting in case.seats)
    if not room:
        return None
    groups = -(-case.people // room)
    plan: list[tuple[tuple[int, ...], ...]] = [()] * case.meetings
    for group in range(groups):  # they take turns
        people = range(group * case.people // groups, (group + 1) * case.people // groups)
        turns = range(group, case.meetings, groups)
        table = _table(len(people), len(turns), case.roles)
        if table is None:
            return None
        for turn, meeting in enumerate(turns):
            plan[meeting] = tuple(tuple(people[track] for track in team) for team in table[turn])
    fits = all(_fits(teams, seats) for teams, seats in zip(plan, case.seats, strict=True))
    return tuple(plan) if fits else None


def _fits(teams: Sequence[Sequence[int]], seats: Sequence[Range]) -> bool:
    return all(each.least <= len(team) <= each.most for team, each in zip(teams, seats, strict=True))


def _table(people: int, meetings: int, roles: int) -> list[list[list[int]]] | None:
    """By meeting and role the people of one group, all of whom play every time; None where no formula fits."""
    if meetings > roles:
        return None
    width = -(-people // roles)
    squares = _squares(width, meetings, roles)
    if squares is None:
        return None
    # where people are too few, the last tracks of the last group stay empty: one seat less in a role at most
    tracks = [(row, group) for row in range(roles) for group in range(width)]
    vacant = {(row, width - 1) for row in range(people - (width - 1) * roles, roles)}
    taken = [track for track in tracks if track not in vacant]
    table: list[list[list[int]]] = [[[] for _ in range(roles)] for _ in range(meetings)]
    for person, (row, group) in sorted(enumerate(taken), key=lambda each: each[1][1]):  # a seat for each group
        for meeting in range(meetings):
            table[meeting][squares[group][row][meeting]].append(person)
    return table


def _squares(width: int, meetings: int, roles: int) -> list[list[list[int]]] | None:
    """So many orthogonal squares: by row and meeting the role; None where they are not known."""
    numbers = _whole_numbers(width, meetings, roles)
    if numbers is not None:
        return [
            [[(row + by * meeting) % roles for meeting in range(meetings)] for row in range(roles)] for by in numbers
        ]
    ring = _Ring(roles)
    if width > ring.smallest - 1:
        return None
    units = [ring.power(exponent) for exponent in range(width)]
    return [
        [[ring.sum(row, ring.times(by, meeting)) for meeting in range(meetings)] for row in range(roles)]
        for by in units
    ]


def _whole_numbers(width: int, meetings: int, roles: int) -> list[int] | None:
    """The steps +1, -1, +2, -2, …, as far as no step and no difference of two comes round before the meetings end."""
    steps = (sign * size for size in count(1) for sign in (1, -1))
    chosen = list(islice(steps, width))
    apart = [*chosen, *(one - other for one in chosen for other in chosen if one != other)]
    return chosen if all(roles // gcd(each, roles) >= meetings for each in apart) else None


# --- rings ---


class _Ring:
    """A product of finite fields with as many elements as asked for; elements are numbers from 0.

    smallest: the size of its smallest field. A unit is not 0 in any of the fields.
    """

    def __init__(self, size: int) -> None:
        self.fields = [_Field(prime, exponent) for prime, exponent in _prime_powers(size)]
        self.smallest = min((field.size for field in self.fields), default=1)

    def _parts(self, element: int) -> list[int]:
        parts = []
        for field in self.fields:
            element, part = divmod(element, field.size)
            parts.append(part)
        return parts

    def _whole(self, parts: Sequence[int]) -> int:
        element = 0
        for field, part in zip(reversed(self.fields), reversed(parts), strict=True):
            element = element * field.size + part
        return element

    def sum(self, one: int, other: int) -> int:
        pairs = zip(self.fields, self._parts(one), self._parts(other), strict=True)
        return self._whole([field.sum(first, second) for field, first, second in pairs])

    def times(self, one: int, other: int) -> int:
        pairs = zip(self.fields, self._parts(one), self._parts(other), strict=True)
        return self._whole([field.times(first, second) for field, first, second in pairs])

    def power(self, exponent: int) -> int:
        """A unit: the power of a generator in every field, so that two of them differ in each by a unit."""
        return self._whole([field.powers[exponent] for field in self.fields])


class _Field:
    """A finite field: an element is a number whose digits to the base of the prime are a polynomial.

    powers: 1, g, g², … of a generator g, all elements but 0.
    """

    def __init__(self, prime: int, exponent: int) -> None:
        self.prime, self.exponent, self.size = prime, exponent, prime**exponent
        for modulus in product(range(prime), repeat=exponent):  # the lower coefficients of a monic polynomial
            powers = [1]
            while len(powers) < self.size and (following := self._times_x(powers[-1], modulus)) not in (0, 1):
                powers.append(following)
            if len(powers) == self.size - 1:
                break
        self.powers = powers
        self._logarithm = {element: number for number, element in enumerate(powers)}

    def _times_x(self, element: int, modulus: Sequence[int]) -> int:
        """An element times x; in a prime field, where there is no x, times the number that stands for it."""
        top, rest = divmod(element, self.size // self.prime)
        shifted = rest * self.prime
        reduced = sum((-top * each) % self.prime * self.prime**place for place, each in enumerate(modulus))
        return self.sum(shifted, reduced)

    def sum(self, one: int, other: int) -> int:
        total = 0
        for place in range(self.exponent):
            unit = self.prime**place
            total += (one // unit + other // unit) % self.prime * unit
        return total

    def times(self, one: int, other: int) -> int:
        if not (one and other):
            return 0
        return self.powers[(self._logarithm[one] + self._logarithm[other]) % len(self.powers)]


def _prime_powers(number: int) -> list[tuple[int, int]]:
    """[(2, 2), (3, 1)] for 12."""
    found = []
    for prime in range(2, number + 1):
        exponent = 0
        while number % prime == 0:
            number, exponent = number // prime, exponent + 1
        if exponent:
            found.append((prime, exponent))
    return found
