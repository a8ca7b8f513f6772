"""Logrolling: which issue to give for which, and how much that is worth against meeting in the middle.

Raiffa 1982, ch. 10-11: parties that weigh issues differently gain by each having its way where it cares more. The
middle of an issue is the mean of what the parties' own best values give; for a trade, those of the two that trade.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, permutations

import numpy as np

from ...forms import Packages
from .dominance import group_rows

__all__ = ["Stakes", "Trade", "find_trades", "middle", "stakes"]


@dataclass(frozen=True, slots=True)
class Stakes:
    """What hangs on each bundle of issues for each party.

    ``points[b][p]`` is best minus worst in points, ``shares[b][p]`` the same as a share of the party's total. Between
    parties i and j the exchange rate of a bundle is ``points[b][i] / points[b][j]``.
    """

    points: tuple[tuple[Fraction, ...], ...]
    shares: tuple[tuple[Fraction, ...], ...]

    def rate(self, bundle: int, one: int, other: int) -> Fraction | None:
        """Return how many points of one party a bundle moves per point of the other; None where it moves none."""
        below = self.points[bundle][other]
        return self.points[bundle][one] / below if below else None


@dataclass(frozen=True, slots=True)
class Trade:
    """One party has its way in one bundle and the other in another, instead of the middle between them in both.

    ``first`` has its way in bundle ``takes``, ``second`` in ``gives``. ``changes`` is what that changes for every
    party, in points, ``joint`` the gain of the two as shares of their totals.
    """

    first: int
    second: int
    takes: int
    gives: int
    changes: tuple[Fraction, ...]
    joint: Fraction

    @property
    def losers(self) -> tuple[int, ...]:
        """Return the parties for which the trade is worse than the middle."""
        return tuple(p for p, change in enumerate(self.changes) if change < 0)


def stakes(packages: Packages) -> Stakes:
    """Return what hangs on each bundle for each party."""
    count = len(packages.parties)
    points = tuple(
        tuple(
            Fraction(int(bundle.utilities[:, p].max()) - int(bundle.utilities[:, p].min()), packages.scales[p])
            for p in range(count)
        )
        for bundle in packages.bundles
    )
    totals = [sum((row[p] for row in points), Fraction(0)) for p in range(count)]
    shares = tuple(tuple(row[p] / totals[p] if totals[p] else Fraction(0) for p in range(count)) for row in points)
    return Stakes(points, shares)


def _own_way(packages: Packages, bundle: int) -> list[tuple[Fraction, ...]]:
    """Return per party the utilities (points, all parties) of the row it likes best; ties by what the others get."""
    utilities = packages.bundles[bundle].utilities
    distinct = utilities[group_rows(utilities).first]
    spread = [int(distinct[:, p].max()) - int(distinct[:, p].min()) for p in range(len(packages.parties))]

    def shares(row: Iterable[int]) -> Fraction:
        return sum((Fraction(units, width) for units, width in zip(row, spread, strict=True) if width), Fraction(0))

    ways = []
    for p in range(len(packages.parties)):
        best = distinct[np.flatnonzero(distinct[:, p] == distinct[:, p].max())].tolist()
        ways.append(packages.points(max(best, key=shares)))
    return ways


def middle(packages: Packages) -> tuple[Fraction, ...]:
    """Return what each party gets, in points, when every bundle is settled in the middle of the parties' best rows.

    >>> from commonground.forms import packages_from_tables
    >>> middle(packages_from_tables([[(0, 4), (3, 0)], [(0, 2), (1, 0)]]))
    (Fraction(2, 1), Fraction(3, 1))
    """
    count = len(packages.parties)
    total = [Fraction(0)] * count
    for b in range(len(packages.bundles)):
        for row in _own_way(packages, b):
            total = [held + units / count for held, units in zip(total, row, strict=True)]
    return tuple(total)


def find_trades(packages: Packages, *, most: int = 20) -> tuple[Trade, ...]:
    """Return the trades between two parties that are better for one and no worse for the other than the middle.

    Examples
    --------
    >>> from commonground.forms import packages_from_tables
    >>> trade, = find_trades(packages_from_tables([[(0, 4), (3, 0)], [(0, 2), (9, 0)]]))
    >>> trade.takes, trade.gives, trade.changes
    (1, 0, (Fraction(3, 1), Fraction(1, 1)))
    """
    count = len(packages.parties)
    ways = [_own_way(packages, b) for b in range(len(packages.bundles))]
    held = stakes(packages)
    totals = [sum((row[p] for row in held.points), Fraction(0)) or Fraction(1) for p in range(count)]
    found: list[Trade] = []
    for first, second in combinations(range(count), 2):
        gains = [
            [(mine[p] - theirs[p]) / 2 for p in range(count)]
            for mine, theirs in ((way[first], way[second]) for way in ways)
        ]
        for takes, gives in permutations(range(len(ways)), 2):
            changes = tuple(gains[takes][p] - gains[gives][p] for p in range(count))
            if min(changes[first], changes[second]) >= 0 and max(changes[first], changes[second]) > 0:
                joint = changes[first] / totals[first] + changes[second] / totals[second]
                found.append(Trade(first, second, takes, gives, changes, joint))
    found.sort(key=lambda trade: (-trade.joint, trade.first, trade.second, trade.takes, trade.gives))
    return tuple(found[:most])
