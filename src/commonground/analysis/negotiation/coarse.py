"""A frontier in steps: few vectors that come within a stated distance of every efficient package.

Each of the m steps of the recursion puts sums into boxes of an m-th of the width allowed and keeps one sum per
undominated box, so that every undominated vector has one kept that is less than the width below it, party by party
(Papadimitriou & Yannakakis 2000 for the idea of boxes; here additive, with the width per party stated).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ...errors import AnalysisError, TooLarge
from ...forms import Packages
from .dominance import Integers, group_rows, in_slices, undominated
from .frontier import DEFAULT_LIMIT, Part, largest_rest, part_of

__all__ = ["CoarseFrontier", "find_coarse_frontier"]


@dataclass(frozen=True, eq=False)
class CoarseFrontier:
    """Vectors [k, p] of real packages, of which every efficient package has one near.

    For every package of the frontier (of those that reach ``floor``) some vector is less than ``width`` below it for
    each party, in the units of the packages; hence vectors may lie that much below the floor. ``packages_at`` holds
    one package per vector, as a row in every bundle. No vector is dominated by another one here; some may be
    dominated by packages that were not kept.
    """

    packages: Packages
    vectors: Integers
    width: tuple[int, ...]
    packages_at: NDArray[np.int64]
    floor: tuple[int, ...] | None = None

    @property
    def size(self) -> int:
        """Return the number of vectors."""
        return len(self.vectors)

    def example(self, vector: int) -> tuple[int, ...]:
        """Return the package of a vector, as its values (index per issue)."""
        return self.packages.values_of(self.packages_at[vector].tolist())


def find_coarse_frontier(
    packages: Packages, share: Fraction, *, floor: Sequence[int] | None = None, limit: int = DEFAULT_LIMIT
) -> CoarseFrontier:
    """Return a frontier that misses every efficient package by less than a share of each party's range.

    Parameters
    ----------
    packages : Packages
        Any size.
    share : Fraction
        Of the distance between a party's best and worst package: 1/100 means within a hundredth.
    floor : sequence of int, optional
        Least utility per party: only efficient packages that reach it are approximated.
    limit : int
        Vectors kept at most at any step.

    Raises
    ------
    AnalysisError
        When the share is not between 0 and 1.
    TooLarge
        When a step keeps more than the limit: a larger share keeps fewer.

    Examples
    --------
    >>> from commonground.forms import packages_from_tables
    >>> packages = packages_from_tables([[(i, 100 - i) for i in range(101)]] * 2)
    >>> coarse = find_coarse_frontier(packages, Fraction(1, 10))
    >>> coarse.size, coarse.width
    (21, (19, 19))
    """
    if not 0 < share < 1:
        raise AnalysisError(f"expected a share between 0 and 1; got {share}")
    parts = [part_of(packages, b) for b in range(len(packages.bundles))] if packages.count else []
    parts.sort(key=lambda part: len(part.vectors))
    count = len(packages.parties)
    if not parts:
        nothing: Integers = np.zeros((0, count), dtype=packages.exact_dtype)
        return CoarseFrontier(packages, nothing, (0,) * count, np.zeros((0, 0), dtype=np.int64), _tuple(floor))
    rest = largest_rest(parts)
    boxes = [max(int(units * share) // len(parts), 1) for units in packages.spans]
    width = tuple((box - 1) * len(parts) + 1 for box in boxes)
    sums: Integers = np.zeros((1, count), dtype=packages.exact_dtype)
    rows = np.zeros((1, len(packages.bundles)), dtype=np.int64)
    for i, part in enumerate(parts):
        least = None
        if floor is not None:
            least = np.array([f - w for f, w in zip(floor, width, strict=True)], dtype=sums.dtype) - rest[i + 1]
        before, own = np.divmod(_one_per_box(sums, part.vectors, boxes, least), len(part.vectors))
        if len(before) > limit:
            raise TooLarge(f"within {share} of each party's range there are more than {limit:,} vectors; widen it")
        sums = sums[before] + part.vectors[own]
        rows = rows[before]
        rows[:, part.bundle] = _first_row(part, own)
    last = group_rows(sums).first
    last = last[undominated(sums[last])]
    return CoarseFrontier(packages, sums[last], width, rows[last], _tuple(floor))


def _tuple(floor: Sequence[int] | None) -> tuple[int, ...] | None:
    return None if floor is None else tuple(int(units) for units in floor)


def _first_row(part: Part, vectors: NDArray[np.int64]) -> NDArray[np.int64]:
    return part.rows.order[part.rows.starts[vectors]]


def _one_per_box(sums: Integers, added: Integers, boxes: Sequence[int], least: Integers | None) -> NDArray[np.int64]:
    """Return one pair (index of sum x added ones + index of added) for each undominated box."""
    width = np.array([int(box) for box in boxes], dtype=sums.dtype)

    def reduced(pairs: NDArray[np.int64]) -> NDArray[np.int64]:
        before, own = np.divmod(pairs, len(added))
        after = sums[before] + added[own]
        if least is not None:
            possible = (after >= least).all(axis=1).astype(bool)
            pairs, after = pairs[possible], after[possible]
        places = after // width
        grouped = group_rows(places)
        return pairs[grouped.take(undominated(places[grouped.first])).first]

    return in_slices(len(sums) * len(added), reduced)
