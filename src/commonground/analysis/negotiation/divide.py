"""Adjusted Winner for two parties, and how fair a package is.

Brams & Taylor 1996, *Fair Division*, ch. 4; 1999, *The Win-Win Solution*. Each issue is a good that goes to one party
(settled as that party likes best) or is divided; its worth to a party is the difference that makes. Parties' points
are read as shares of their total, so that totals of 100 are not needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ...errors import AnalysisError
from ...forms import Packages

__all__ = ["Division", "Fairness", "adjusted_winner", "fairness"]


@dataclass(frozen=True, slots=True)
class Division:
    """What Adjusted Winner gives: per issue the first party's part, 0 to 1, and each party's total.

    ``initial`` is each party's total when every issue goes to whom it is worth more (ties to the first party);
    ``totals`` the totals after the transfers, in points; ``shares`` the same as shares of all a party could get,
    which are equal. ``divided`` is the issue that is split (index), None where none is.
    """

    parts: tuple[Fraction, ...]
    initial: tuple[Fraction, Fraction]
    totals: tuple[Fraction, Fraction]
    shares: tuple[Fraction, Fraction]
    divided: int | None
    envy_free: bool


@dataclass(frozen=True, slots=True)
class Fairness:
    """How fair a package is, on each party's own scale from its worst (0) to its best feasible package (1).

    ``proportional``: every party gets at least an n-th. ``spread``: largest minus least share, 0 where equitable.
    ``envy`` (two parties, else None): how much larger the other's part would be by the party's own measure, read as
    what the party did not get; 0 where it envies nothing.
    """

    shares: tuple[Fraction, ...]
    proportional: bool
    spread: Fraction
    envy: tuple[Fraction, ...] | None


def adjusted_winner(packages: Packages) -> Division:
    """Return the Adjusted Winner division of two parties over additive issues.

    Raises
    ------
    AnalysisError
        When there are not two parties, when issues are linked, or when a party gains by nothing.

    Examples
    --------
    >>> from commonground.forms import packages_from_tables
    >>> goods = [(50, 40), (20, 30), (15, 10), (10, 10), (5, 10)]
    >>> division = adjusted_winner(packages_from_tables([[(a, 0), (0, b)] for a, b in goods]))
    >>> [str(part) for part in division.parts], str(division.totals[0]), division.divided, division.envy_free
    (['5/6', '0', '1', '0', '0'], '170/3', 0, True)
    """
    if len(packages.parties) != 2:
        raise AnalysisError(f"Adjusted Winner is for two parties; there are {len(packages.parties)}")
    if any(len(bundle.issues) != 1 for bundle in packages.bundles):
        raise AnalysisError("Adjusted Winner needs issues that nothing links")
    goods = _goods(packages)
    totals = tuple(sum((good[p] for good in goods), Fraction(0)) for p in range(2))
    if not all(totals):
        raise AnalysisError("Adjusted Winner needs parties that each gain by some issue")
    worths = [(a / totals[0], b / totals[1]) for a, b in goods]
    parts, divided = _transfer(worths)
    shares = tuple(
        sum((worth[p] * (part if p == 0 else 1 - part) for worth, part in zip(worths, parts, strict=True)), Fraction(0))
        for p in range(2)
    )
    first = [good for good, worth in zip(goods, worths, strict=True) if worth[0] >= worth[1]]
    second = [good for good, worth in zip(goods, worths, strict=True) if worth[0] < worth[1]]
    return Division(
        parts,
        (sum((good[0] for good in first), Fraction(0)), sum((good[1] for good in second), Fraction(0))),
        (shares[0] * totals[0], shares[1] * totals[1]),
        (shares[0], shares[1]),
        divided,
        min(shares) >= Fraction(1, 2),
    )


def _goods(packages: Packages) -> list[tuple[Fraction, Fraction]]:
    """Return per issue what it is worth to each party that it, and not the other, has its way.

    Where a party likes several values best, its way is the one that is worst for the other: an issue that only one
    party cares about is a good of that party's, as in the point lists of Adjusted Winner.
    """
    goods: list[tuple[Fraction, Fraction]] = [(Fraction(0), Fraction(0))] * len(packages.issues)
    for bundle in packages.bundles:
        rows = [tuple(int(units) for units in row) for row in bundle.utilities]
        first = max(rows, key=lambda row: (row[0], -row[1]))
        second = max(rows, key=lambda row: (row[1], -row[0]))
        goods[bundle.issues[0]] = (
            Fraction(first[0] - second[0], packages.scales[0]),
            Fraction(second[1] - first[1], packages.scales[1]),
        )
    return goods


def _transfer(worths: Sequence[tuple[Fraction, Fraction]]) -> tuple[tuple[Fraction, ...], int | None]:
    """Return the first party's part of each good, when it takes goods in the order of the ratio until totals are equal.

    Starting from who values each good more and moving the nearest ratios first ends at the same division.
    """
    wanted = [i for i, (a, b) in enumerate(worths) if a or b]
    order = sorted(wanted, key=lambda i: (not worths[i][0], worths[i][1] / (worths[i][0] or 1), i))
    parts = [Fraction(0)] * len(worths)
    mine, theirs = Fraction(0), sum((b for _, b in worths), Fraction(0))
    for i in order:
        a, b = worths[i]
        if mine + a <= theirs - b:
            parts[i] = Fraction(1)
            mine, theirs = mine + a, theirs - b
            continue
        part = (theirs - mine) / (a + b)
        parts[i] = part
        return tuple(parts), i if 0 < part < 1 else None
    return tuple(parts), None


def fairness(packages: Packages, utility: Sequence[int]) -> Fairness:
    """Return how fair a package of that utility (in the units of the packages) is."""
    count = len(packages.parties)
    shares = []
    for p in range(count):
        worst = sum(int(bundle.utilities[:, p].min()) for bundle in packages.bundles)
        best = sum(int(bundle.utilities[:, p].max()) for bundle in packages.bundles)
        shares.append(Fraction(int(utility[p]) - worst, best - worst) if best > worst else Fraction(1))
    envy = tuple(max(Fraction(0), 1 - 2 * share) for share in shares) if count == 2 else None
    return Fairness(tuple(shares), min(shares) >= Fraction(1, count), max(shares) - min(shares), envy)
