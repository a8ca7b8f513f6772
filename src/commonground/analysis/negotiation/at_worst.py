"""What holds whatever the worths are: exactly, over all that the model leaves open.

Worths of different parties, issues and interactions are independent, and where two packages take the same value of an
issue its worth cancels. So how much more package y can give a party than package x, at most, is a sum over issues, and
"some worths and some y" is a question about one additive table: y's largest advantages over x.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from ...errors import TooLarge
from ...forms import Bundle, Estimates, Packages
from ...forms.packages import FITS
from ...model import Interval
from .frontier import DEFAULT_LIMIT, Frontier, find_frontier

__all__ = ["AtWorst", "advantages", "find_at_worst"]

Columns = list[list[list[Fraction]]]
"""Points [p][i][v]."""


@dataclass(frozen=True, slots=True)
class AtWorst:
    """How a package stands over all worths that the model allows.

    ``efficient`` and ``acceptable`` are `always`, `sometimes` or `never`; ``efficient`` is `unknown` where no worths
    were found for which the package is efficient and none can be excluded, or where ``why_not`` says why. ``distance``
    is the largest share of its range (best less worst in the middle of all intervals) that every party could gain at
    once, for some worths, by going to ``better`` (a package that does it; None where nothing is to be gained).
    ``forgoes`` is the most that each party could gain, for some worths, with nobody losing, in points. All three are
    None where ``why_not`` is not empty.
    """

    efficient: str
    acceptable: str
    distance: Fraction | None
    better: tuple[int, ...] | None
    forgoes: tuple[Fraction, ...] | None
    why_not: str = ""


def find_at_worst(
    estimates: Estimates, values: Sequence[int], *, seen_efficient: bool = False, limit: int = DEFAULT_LIMIT
) -> AtWorst:
    """Return how a package (values, index per issue) stands at worst.

    Parameters
    ----------
    seen_efficient : bool
        Whether some worths are known already for which the package is efficient.
    limit : int
        Utility vectors kept at most at any step.

    Raises
    ------
    ValueError
        When the constraints exclude the package.
    """
    packages = estimates.packages
    rows = packages.rows_of(values)
    if rows is None:
        raise ValueError("the constraints exclude this package")
    high = advantages(estimates, rows, most=True)
    acceptable = _acceptable(estimates, rows)
    zeros = (0,) * len(packages.parties)
    try:
        above = find_frontier(high, floor=zeros, limit=limit)
    except TooLarge as error:
        return AtWorst("unknown", acceptable, None, None, None, str(error))
    distance, better = _distance(high, above, packages.points(packages.spans))
    forgoes = high.points(above.vectors.max(axis=0).tolist())
    if not any(forgoes):
        return AtWorst("always", acceptable, distance, better, forgoes)
    efficient = "sometimes" if seen_efficient else _ever_efficient(estimates, rows, limit)
    return AtWorst(efficient, acceptable, distance, better, forgoes)


def advantages(estimates: Estimates, rows: Sequence[int], *, most: bool) -> Packages:
    """Return packages whose utility is how much more they can give each party than one package: most, or least.

    ``rows`` is the package's row in each bundle; its own utility is 0. Reservations are 0 and mean nothing.
    """
    packages = estimates.packages
    values = packages.values_of(rows)
    columns = [
        [[above.high if most else above.low for above in worth.less(value)] for worth, value in pairs]
        for pairs in (zip(worths, values, strict=True) for worths in estimates.worths)
    ]
    extras: list[list[tuple[Fraction, Fraction]]] = []
    for own in estimates.extras:
        points = [_of_extra(extra.points, bool(extra.rows[rows[extra.bundle]]), most) for extra in own]
        extras.append(points)
    return _packages(estimates, columns, extras)


def _of_extra(points: Interval, held: bool, most: bool) -> tuple[Fraction, Fraction]:
    """Return the advantage in rows where an interaction does not apply, and in those where it does."""
    if held:
        return (-points.low if most else -points.high), Fraction(0)
    return Fraction(0), (points.high if most else points.low)


def _packages(
    estimates: Estimates, columns: Columns, extras: Sequence[Sequence[tuple[Fraction, Fraction]]]
) -> Packages:
    """Return packages with other worths: points per party, issue, value; per interaction where it fails and holds."""
    packages = estimates.packages
    scales = [
        math.lcm(*(n.denominator for column in own for n in column), *(n.denominator for pair in more for n in pair))
        for own, more in zip(columns, extras, strict=True)
    ]
    most = max(
        scale * (sum(max(map(abs, column)) for column in own) + sum(max(map(abs, pair)) for pair in more))
        for scale, own, more in zip(scales, columns, extras, strict=True)
    )
    kind: Any = object if most >= FITS else np.int64
    units = [
        [np.array([int(n * scale) for n in column], dtype=kind) for column in own]
        for scale, own in zip(scales, columns, strict=True)
    ]
    bundles = []
    for b, bundle in enumerate(packages.bundles):
        table = np.zeros((bundle.size, len(scales)), dtype=kind)
        for p, scale in enumerate(scales):
            for place, issue in enumerate(bundle.issues):
                table[:, p] += units[p][issue][bundle.values[:, place]]
            for extra, (fails, holds) in zip(estimates.extras[p], extras[p], strict=True):
                if extra.bundle == b:
                    table[:, p] += np.where(extra.rows, int(holds * scale), int(fails * scale)).astype(kind)
        bundles.append(Bundle(bundle.issues, bundle.values, table, bundle.refused))
    return replace(packages, scales=tuple(scales), reservations=(0,) * len(scales), bundles=tuple(bundles))


def _distance(high: Packages, above: Frontier, ranges: Sequence[Fraction]) -> tuple[Fraction, tuple[int, ...] | None]:
    """Return the largest least share of the ranges, and a package that gives it; nobody indifferent counts."""
    able = [p for p in range(len(ranges)) if ranges[p] or any(bundle.utilities[:, p].any() for bundle in high.bundles)]
    units = [Fraction(1, high.scales[p]) / (ranges[p] or 1) for p in able]
    best, place = Fraction(0), None
    for k, vector in enumerate(above.vectors.tolist()):
        least = min((int(vector[p]) * unit for p, unit in zip(able, units, strict=True)), default=Fraction(0))
        if least > best:
            best, place = least, k
    return best, None if place is None else above.example(place)


def _ever_efficient(estimates: Estimates, rows: Sequence[int], limit: int) -> str:
    """Return `sometimes` with worths for which a package is efficient, `never` where none are, else `unknown`."""
    values = estimates.packages.values_of(rows)
    favoured = [
        [worth.favouring(value) for worth, value in zip(worths, values, strict=True)] for worths in estimates.worths
    ]
    extras = [
        [(Fraction(0), extra.points.high if extra.rows[rows[extra.bundle]] else extra.points.low) for extra in own]
        for own in estimates.extras
    ]
    chosen = _packages(estimates, [[list(worths) for worths, _ in own] for own in favoured], extras)
    zeros = (0,) * len(favoured)
    try:
        utility = chosen.utility(rows)
        if find_frontier(chosen, floor=utility, limit=limit).index_of(utility) is not None:
            return "sometimes"
        if all(exact for own in favoured for _, exact in own):
            return "never"
        least = find_frontier(advantages(estimates, rows, most=False), floor=zeros, limit=limit)
    except TooLarge:
        return "unknown"
    return "never" if least.vectors.any() else "unknown"


def _acceptable(estimates: Estimates, rows: Sequence[int]) -> str:
    packages = estimates.packages
    values = packages.values_of(rows)
    ends = [_gain(estimates, p, rows, values) for p in range(len(packages.parties))]
    if packages.refused_by(rows) or any(gain.high < 0 for gain in ends):
        return "never"
    return "always" if all(gain.low >= 0 for gain in ends) else "sometimes"


def _gain(estimates: Estimates, p: int, rows: Sequence[int], values: Sequence[int]) -> Interval:
    """Return the least and the most of a party's utility of a package less its reservation."""
    held = estimates.reservations[p]
    if isinstance(held, Interval):
        parts = [worth.ends(value) for worth, value in zip(estimates.worths[p], values, strict=True)]
        parts += [extra.points for extra in estimates.extras[p] if extra.rows[rows[extra.bundle]]]
        low = sum((part.low for part in parts), Fraction(0)) - held.high
        return Interval(low, sum((part.high for part in parts), Fraction(0)) - held.low)
    other = estimates.packages.values_of(held)
    parts = [worth.less(b)[a] for worth, a, b in zip(estimates.worths[p], values, other, strict=True)]
    for extra in estimates.extras[p]:
        mine, theirs = bool(extra.rows[rows[extra.bundle]]), bool(extra.rows[held[extra.bundle]])
        if mine and not theirs:
            parts.append(extra.points)
        elif theirs and not mine:
            parts.append(Interval(-extra.points.high, -extra.points.low))
    return Interval(sum((part.low for part in parts), Fraction(0)), sum((part.high for part in parts), Fraction(0)))
