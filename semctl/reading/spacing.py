"""How far apart turns can be: a number of turns too soon that no plan goes below, by giving each meeting a price.

Whoever plays pays the price of the meeting, and a fixed sum for a turn too soon; all pay as little as each can alone.
What they pay together, less the price of every seat, is at most what the turns too soon of any plan cost, whatever
the prices are (a Lagrangian relaxation). Prices rise where too many want to play and fall where too few do, by
Polyak's step, until the bound is good enough or the rounds are used up.
"""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

SUM: Final = 1024  # what a turn too soon costs; prices are whole numbers, so that no rounding spoils a proof
ROUNDS: Final = 80
WORK: Final = 2_000_000  # states looked at, in all
IDLE: Final = 8  # rounds without anything better, after which steps are half as long


class Own(NamedTuple):
    """One person: in which meetings they play, None where that is open, and the fewest and most turns they may have."""

    plays: tuple[bool | None, ...]
    least: int
    most: int


class _Round(NamedTuple):
    bound: int
    prices: tuple[int, ...]
    beyond: tuple[int, ...]
    """By meeting how many more want to play than there are seats."""


@lru_cache(maxsize=4)  # the same is asked again of a plan that does not get better
def fewest_close(people: tuple[Own, ...], numbers: tuple[int, ...], apart: int, value: int) -> int:
    """Turns too soon that there must be where so many play in each meeting; sought until it is proved to be `value`."""
    kinds = Counter(people)
    states = sum(len(each.plays) * apart * (_counted(each) + 1) for each in kinds)
    best = now = _round(kinds, (0,) * len(numbers), numbers, apart)
    shorter, idle = 1, 0
    for _ in range(min(ROUNDS, WORK // max(1, states))):
        length = sum(each * each for each in now.beyond)
        if best.bound > (value - 1) * SUM or not length:
            break
        step = value * SUM - now.bound
        prices = (price + step * each // (shorter * length) for price, each in zip(now.prices, now.beyond, strict=True))
        now = _round(kinds, tuple(prices), numbers, apart)
        if now.bound > best.bound:
            best, idle = now, 0
        elif (idle := idle + 1) == IDLE:
            now, shorter, idle = best, 2 * shorter, 0
    return max(0, -(-best.bound // SUM))


def _round(kinds: Counter[Own], prices: tuple[int, ...], numbers: Sequence[int], apart: int) -> _Round:
    bound = -sum(price * number for price, number in zip(prices, numbers, strict=True))
    beyond = [-number for number in numbers]
    for person, many in kinds.items():
        cost, turns = _alone(person, prices, apart)
        bound += many * cost
        for meeting in turns:
            beyond[meeting] += many
    return _Round(bound, prices, tuple(beyond))


def _alone(person: Own, prices: Sequence[int], apart: int) -> tuple[int, tuple[int, ...]]:
    """What one person pays at least, and for which turns."""
    limit = _counted(person)
    best: dict[tuple[int, int], tuple[int, tuple[int, ...]]] = {(0, apart): (0, ())}
    for meeting, must in enumerate(person.plays):
        following: dict[tuple[int, int], tuple[int, tuple[int, ...]]] = {}
        for (turns, since), (cost, played) in best.items():
            if must is not True:
                state = turns, min(since + 1, apart)
                if state not in following or cost < following[state][0]:
                    following[state] = cost, played
            if must is not False and (turns < limit or not limit):
                state = turns + 1 if limit else 0, 1
                paid = cost + prices[meeting] + (SUM if since < apart else 0)
                if state not in following or paid < following[state][0]:
                    following[state] = paid, (*played, meeting)
        best = following
    return min(end for (turns, _), end in best.items() if turns >= person.least or not limit)


def _counted(person: Own) -> int:
    """The most turns of a person, up to which they have to be counted; 0 where any number will do."""
    possible = sum(must is not False for must in person.plays)
    return person.most if person.least or person.most < possible else 0
