"""What is known of a party's worths of an issue: numbers, intervals, or an order only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..model import Interval

__all__ = ["NOTHING", "WorthEstimate", "exactly", "in_order"]

NOTHING = Interval(Fraction(0), Fraction(0))
ONE = Interval(Fraction(1), Fraction(1))
Shares = tuple[tuple[int, Fraction], ...]


@dataclass(frozen=True, slots=True)
class WorthEstimate:
    """A party's worths of an issue: weight x a sum of numbers, each known to lie in an interval.

    ``shares`` has per value the numbers (indices) that its points are made of, and how much of each: one number for a
    value with points of its own, two for one between the numbers of a curve. The numbers are independent of each
    other; where they are ``ordered``, the first is 1, the last 0 (a single one 0), and each at least as large as the
    next.
    """

    weight: Interval
    numbers: tuple[Interval, ...]
    shares: tuple[Shares, ...]
    ordered: bool = False

    @property
    def certain(self) -> bool:
        """Return whether every worth is one number."""
        points = all(number.certain for number in self.numbers)
        return points and (self.weight.certain or all(number == NOTHING for number in self.numbers))

    @property
    def has_interval(self) -> bool:
        """Return whether a number that was given as an interval counts."""
        if self.weight.certain:
            return not self.ordered and not self.certain
        return any(number != NOTHING for number in self.numbers)

    def middle(self) -> tuple[Fraction, ...]:
        """Return the worth of each value at the middle of all intervals; an order is spaced evenly."""
        numbers = [number.middle for number in self.numbers]
        if self.ordered and len(numbers) > 1:
            last = len(numbers) - 1
            numbers = [Fraction(last - place, last) for place in range(len(numbers))]
        return tuple(
            self.weight.middle * sum((share * numbers[k] for k, share in shares), Fraction(0)) for shares in self.shares
        )

    def less(self, value: int) -> tuple[Interval, ...]:
        """Return per value how much more it can be worth than a given value, at least and at most."""
        own = dict(self.shares[value])
        found = []
        for shares in self.shares:
            low, high = self._between(shares, own)
            ends = [weight * points for weight in (self.weight.low, self.weight.high) for points in (low, high)]
            found.append(Interval(min(ends), max(ends)))
        return tuple(found)

    def ends(self, value: int) -> Interval:
        """Return the least and the most that a value can be worth."""
        numbers = [(share, self.numbers[k]) for k, share in self.shares[value]]
        low = sum((share * number.low for share, number in numbers), Fraction(0))
        high = sum((share * number.high for share, number in numbers), Fraction(0))
        ends = [weight * points for weight in (self.weight.low, self.weight.high) for points in (low, high)]
        return Interval(min(ends), max(ends))

    def favouring(self, value: int) -> tuple[tuple[Fraction, ...], bool]:
        """Return possible worths that favour a value, and whether each other one is then the least above it it can be.

        Where no choice of numbers does that for all others at once, the worths with the largest weight are given.
        """
        least = [above.low for above in self.less(value)]
        own = dict(self.shares[value])
        numbers = [number.high if k in own else number.low for k, number in enumerate(self.numbers)]
        if self.ordered and len(numbers) > 1:
            place = next(iter(own))
            reached = place if place < len(numbers) - 1 else 0
            numbers = [Fraction(int(k <= reached)) for k in range(len(numbers))]
        points = [sum((share * numbers[k] for k, share in shares), Fraction(0)) for shares in self.shares]
        worths: tuple[Fraction, ...] = ()
        for weight in (self.weight.low, self.weight.high):
            worths = tuple(weight * number for number in points)
            if [worth - worths[value] for worth in worths] == least:
                return worths, True
        return worths, False

    def _between(self, shares: Shares, own: dict[int, Fraction]) -> tuple[Fraction, Fraction]:
        if self.ordered:
            (mine, _), theirs = shares[0], next(iter(own))
            return _steps(mine, theirs, len(self.numbers))
        left = dict(own)
        low = high = Fraction(0)
        for k, share in shares:
            rest = share - left.pop(k, 0)
            number = self.numbers[k]
            low += rest * (number.low if rest > 0 else number.high)
            high += rest * (number.high if rest > 0 else number.low)
        for k, share in left.items():
            low, high = low - share * self.numbers[k].high, high - share * self.numbers[k].low
        return low, high


def _steps(mine: int, theirs: int, count: int) -> tuple[Fraction, Fraction]:
    """Return the least and the most that one place of an order can be above another."""
    if mine == theirs:
        return Fraction(0), Fraction(0)
    whole = {mine, theirs} == {0, count - 1}
    if mine < theirs:
        return Fraction(int(whole)), Fraction(1)
    return Fraction(-1), -Fraction(int(whole))


def exactly(points: Sequence[Fraction]) -> WorthEstimate:
    """Return worths of which nothing is uncertain.

    >>> exactly([Fraction(0), Fraction(4)]).less(0)[1].low
    Fraction(4, 1)
    """
    numbers = tuple(Interval(number, number) for number in points)
    return WorthEstimate(ONE, numbers, tuple(((v, Fraction(1)),) for v in range(len(numbers))))


def in_order(weight: Interval, places: Sequence[int]) -> WorthEstimate:
    """Return worths of which the order is known: the place of each value, 0 for the best.

    >>> [worth.high for worth in in_order(ONE, [0, 1, 2]).less(1)]
    [Fraction(1, 1), Fraction(0, 1), Fraction(0, 1)]
    """
    last = max(places, default=0)
    inside = Interval(Fraction(0), Fraction(1))
    numbers = (ONE, *(inside for _ in range(last - 1)), NOTHING) if last else (NOTHING,)
    return WorthEstimate(weight, numbers, tuple(((place, Fraction(1)),) for place in places), ordered=True)
