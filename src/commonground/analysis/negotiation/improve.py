"""After the settlement: packages that are better for somebody and worse for nobody, or a proof that there are none.

Raiffa 1985, "Post-settlement settlements", Negotiation Journal 1:9-12.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from ...errors import AnalysisError, TooLarge
from ...forms import Bundle, Packages
from .dominance import Integers
from .frontier import DEFAULT_LIMIT, Frontier, find_frontier
from .zone import NEED_LIMIT, count_above

__all__ = ["Change", "Improvements", "find_improvements"]


@dataclass(frozen=True, slots=True)
class Change:
    """A better package: its values, what each party gains in points, and the issues that differ (indices)."""

    values: tuple[int, ...]
    gains: tuple[Fraction, ...]
    issues: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Improvements:
    """What dominates a package.

    ``count`` is how many packages do (None where too many needs to count); ``best`` the undominated among them, the
    package itself where nothing dominates it; ``smallest`` those that change the fewest issues, efficient among such
    (None where the search for them is too large). ``efficient`` says that nothing dominates: the frontier above the
    package was worked out in full and holds nothing but its utility. ``weights`` (where some were found) are a proof
    that fits on a line: no package has a larger weighted sum of utilities, in the units of the packages.
    """

    values: tuple[int, ...]
    utility: tuple[int, ...]
    count: int | None
    best: Frontier
    smallest: tuple[Change, ...] | None
    efficient: bool
    weights: tuple[Fraction, ...] | None


def find_improvements(packages: Packages, values: Sequence[int], *, limit: int = DEFAULT_LIMIT) -> Improvements:
    """Return what dominates a package, within everybody's red lines.

    Raises
    ------
    AnalysisError
        When the constraints exclude the package.
    TooLarge
        When the frontier above the package has too many vectors.

    Examples
    --------
    >>> from commonground.forms import packages_from_tables
    >>> packages = packages_from_tables([[(0, 4), (3, 0)], [(0, 2), (9, 0)], [(1, 1), (2, 2)]])
    >>> found = find_improvements(packages, (1, 0, 0))
    >>> found.count, found.best.vectors.tolist(), [(change.issues, change.values) for change in found.smallest]
    (3, [[11, 6]], [((2,), (1, 0, 1))])
    >>> find_improvements(packages, (0, 1, 1)).efficient
    True
    """
    rows = packages.rows_of(values)
    if rows is None:
        raise AnalysisError("the constraints exclude this package")
    utility = packages.utility(rows)
    allowed = packages.within_red_lines()
    best = find_frontier(allowed, floor=utility, limit=limit)
    efficient = all(vector == list(utility) for vector in best.vectors.tolist())
    smallest: tuple[Change, ...] | None = ()
    if not efficient:
        try:
            smallest = _smallest(allowed, values, utility, limit)
        except TooLarge:
            smallest = None
    count = 0 if efficient else _count(allowed, utility)
    proof = _weights(allowed, utility) if efficient and allowed.count else None
    return Improvements(tuple(values), utility, count, best, smallest, efficient, proof)


def _count(packages: Packages, utility: Sequence[int]) -> int | None:
    """Return how many packages dominate: those that reach the utility, less those that equal it."""
    reach = count_above(packages, utility)
    equal = count_above(
        _with_columns(packages, [-bundle.utilities for bundle in packages.bundles]),
        [*utility, *(-units for units in utility)],
        limit=NEED_LIMIT,
    )
    return None if reach is None or equal is None else reach.packages - equal.packages


def _with_columns(packages: Packages, columns: Sequence[Integers]) -> Packages:
    """Return packages with further columns of utilities, one array [v, n] per bundle."""
    extra = columns[0].shape[1] if columns else 0
    bundles = tuple(
        Bundle(
            bundle.issues,
            bundle.values,
            np.concatenate([bundle.utilities, column.astype(bundle.utilities.dtype)], axis=1),
            np.concatenate([bundle.refused, np.zeros((bundle.size, extra), dtype=bool)], axis=1),
        )
        for bundle, column in zip(packages.bundles, columns, strict=True)
    )
    more = tuple(f"column{i + 1}" for i in range(extra))
    return replace(
        packages,
        parties=(*packages.parties, *more),
        names=(*packages.names, *more),
        scales=(*packages.scales, *(1,) * extra),
        reservations=(*packages.reservations, *(0,) * extra),
        bundles=bundles,
    )


def _smallest(packages: Packages, values: Sequence[int], utility: tuple[int, ...], limit: int) -> tuple[Change, ...]:
    """Return the dominating packages that change the fewest issues: the changes are one more thing to keep low."""
    changed = []
    for bundle in packages.bundles:
        given = np.array([values[issue] for issue in bundle.issues], dtype=np.int32)
        changed.append(-(bundle.values != given).sum(axis=1, dtype=np.int64)[:, None])
    wider = _with_columns(packages, changed)
    frontier = find_frontier(wider, floor=[*utility, -len(packages.issues)], limit=limit)
    better = [k for k, vector in enumerate(frontier.vectors.tolist()) if tuple(vector[:-1]) != utility]
    fewest = max(int(frontier.vectors[k, -1]) for k in better)
    found: list[Change] = []
    for k in better:
        if int(frontier.vectors[k, -1]) == fewest:
            other = frontier.example(k)
            gains = [int(units) - held for units, held in zip(frontier.vectors[k], utility, strict=False)]
            issues = tuple(i for i, (a, b) in enumerate(zip(values, other, strict=True)) if a != b)
            found.append(Change(other, packages.points(gains), issues))
    return tuple(found)


def _weights(packages: Packages, utility: Sequence[int]) -> tuple[Fraction, ...] | None:
    """Return positive weights for which no package has a larger sum, where some are found; checked exactly."""
    tables = [bundle.utilities.astype(np.float64) for bundle in packages.bundles]
    count = len(utility)
    spread = np.array([sum(table[:, p].max() - table[:, p].min() for table in tables) or 1.0 for p in range(count)])
    mine = np.array([float(units) for units in utility])
    shares = np.full(count, 1.0 / count)
    for turn in range(200):
        weights = shares / spread
        reached = sum((table[int(np.argmax(table @ weights))] for table in tables), np.zeros(count))
        exact = tuple(Fraction(float(weight)) for weight in weights)
        if _supports(packages, utility, exact):
            return exact
        ahead = (reached - mine) / spread
        shares = shares * np.exp(-2.0 / np.sqrt(turn + 1.0) * ahead / (np.abs(ahead).max() or 1.0))
        shares = np.maximum(shares / shares.sum(), 1e-9)
    return None


def _supports(packages: Packages, utility: Sequence[int], weights: Sequence[Fraction]) -> bool:
    def weighted(units: Sequence[int]) -> Fraction:
        return sum((weight * int(u) for weight, u in zip(weights, units, strict=True)), Fraction(0))

    top = Fraction(0)
    for bundle in packages.bundles:
        terms = bundle.utilities.astype(np.float64) * np.array([float(weight) for weight in weights])
        near = terms.sum(axis=1)
        close = np.flatnonzero(near >= near.max() - 1e-9 * float(np.abs(terms).sum(axis=1).max()))
        top += max(weighted(bundle.utilities[row]) for row in close.tolist())
    return top == weighted(utility)
