"""The exact Pareto frontier: one bundle of issues after the other, dominated sums dropped on the way.

ND(A + B) = ND(ND(A) + ND(B)) for additive utilities, so each step keeps the undominated sums only. Equal sums are one
vector; how many packages stand behind it is counted in exact integers, and back-pointers give the packages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import TooLarge
from ...forms import Packages
from .dominance import Grouped, Indices, Integers, dense, group_rows, in_slices, undominated

__all__ = ["DEFAULT_LIMIT", "Frontier", "Part", "Step", "find_frontier", "largest_rest", "part_of"]

DEFAULT_LIMIT = 200_000
"""Utility vectors kept at most at any step."""
_FEW = 1 << 21
"""Sums that are filtered in one go, later, with what is counted."""
_MANY = 2**62


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The undominated utilities of one bundle: vectors [k, p], and the bundle's rows behind each."""

    bundle: int
    vectors: Integers
    rows: Grouped


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """Which sums gave the vectors of a step: for each vector the pairs (vector before, vector of the part)."""

    before: NDArray[np.int64]
    part: NDArray[np.int64]
    starts: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Frontier:
    """Undominated utility vectors, and the packages that attain them.

    ``vectors`` int64[k, p] (or Python integers) in descending lexicographic order, in the units of ``packages``;
    ``counts`` how many packages attain each. ``floor`` is what every party gets at least, None where nothing was asked.
    """

    packages: Packages
    vectors: Integers
    counts: NDArray[Any]
    parts: tuple[Part, ...]
    steps: tuple[Step, ...]
    floor: tuple[int, ...] | None = None

    @property
    def size(self) -> int:
        """Return the number of vectors."""
        return len(self.vectors)

    @cached_property
    def package_count(self) -> int:
        """Return how many packages attain one of the vectors."""
        return sum(int(count) for count in self.counts)

    def rows_at(self, vector: int) -> Iterator[tuple[int, ...]]:
        """Yield the packages that attain a vector, each as its row in every bundle."""
        rows = [0] * len(self.packages.bundles)
        last = len(self.steps) - 1
        opened = [self._sources(last, vector)]
        while opened:
            step = last - len(opened) + 1
            row, before = next(opened[-1], (-1, -1))
            if row < 0:
                opened.pop()
                continue
            rows[self.parts[step].bundle] = row
            if step:
                opened.append(self._sources(step - 1, before))
            else:
                yield tuple(rows)

    def _sources(self, step: int, vector: int) -> Iterator[tuple[int, int]]:
        """Yield (row of the step's bundle, vector of the step before) behind a vector of a step."""
        part, pairs = self.parts[step], self.steps[step]
        for pair in range(int(pairs.starts[vector]), int(pairs.starts[vector + 1])):
            own = int(pairs.part[pair])
            for place in range(int(part.rows.starts[own]), int(part.rows.starts[own + 1])):
                yield int(part.rows.order[place]), int(pairs.before[pair])

    def example(self, vector: int) -> tuple[int, ...]:
        """Return one package that attains a vector, as its values (index per issue)."""
        return self.packages.values_of(next(self.rows_at(vector)))

    def index_of(self, utility: Sequence[int]) -> int | None:
        """Return the vector that equals a utility, None where none does."""
        hits = np.flatnonzero((self.vectors == np.array(utility, dtype=self.vectors.dtype)).all(axis=1))
        return int(hits[0]) if len(hits) else None


def part_of(packages: Packages, bundle: int) -> Part:
    """Return the undominated utilities of a bundle."""
    utilities = packages.bundles[bundle].utilities
    ranks = dense(utilities)
    grouped = group_rows(ranks)
    chosen = grouped.take(undominated(ranks[grouped.first]))
    return Part(bundle, utilities[chosen.first], chosen)


def largest_rest(parts: Sequence[Part]) -> Integers:
    """Return [step, p]: the most that the parts from a step on can add; a last row of zeros."""
    width = parts[0].vectors.shape[1]
    rest = np.zeros((len(parts) + 1, width), dtype=parts[0].vectors.dtype)
    for i in reversed(range(len(parts))):
        rest[i] = rest[i + 1] + parts[i].vectors.max(axis=0)
    return rest


def find_frontier(packages: Packages, *, floor: Sequence[int] | None = None, limit: int = DEFAULT_LIMIT) -> Frontier:
    """Return the Pareto frontier of all packages, or of those that give every party its floor.

    Parameters
    ----------
    packages : Packages
        Any number of issues; linked ones are bundles already.
    floor : sequence of int, optional
        Least utility per party, in the units of ``packages``.
    limit : int
        Vectors kept at most at any step.

    Raises
    ------
    TooLarge
        When a step keeps more.

    Examples
    --------
    >>> from commonground.forms import packages_from_tables
    >>> packages = packages_from_tables([[(0, 4), (3, 0)], [(0, 2), (1, 0)], [(1, 1), (1, 1)]])
    >>> frontier = find_frontier(packages)
    >>> frontier.vectors.tolist(), frontier.counts.tolist(), frontier.example(1)
    ([[5, 1], [4, 3], [2, 5], [1, 7]], [2, 2, 2, 2], (1, 0, 0))
    """
    counts_type: type = object if packages.count >= _MANY else np.int64
    width = len(packages.parties)
    if not packages.count:
        nothing: Integers = np.zeros((0, width), dtype=packages.exact_dtype)
        return Frontier(packages, nothing, np.zeros(0, dtype=np.int64), (), (), _tuple(floor))
    parts = sorted((part_of(packages, b) for b in range(len(packages.bundles))), key=lambda part: len(part.vectors))
    rest = largest_rest(parts)
    vectors: Integers = np.zeros((1, width), dtype=packages.exact_dtype)
    counts: NDArray[Any] = np.ones(1, dtype=counts_type)
    steps: list[Step] = []
    for i, part in enumerate(parts):
        least = None if floor is None else np.array(floor, dtype=vectors.dtype) - rest[i + 1]
        vectors, counts, step = _add(vectors, counts, part, least)
        steps.append(step)
        if len(vectors) > limit:
            raise TooLarge(
                f"the frontier of the first {i + 1} of {len(parts)} bundles of issues has {len(vectors):,} utility "
                f"vectors, more than {limit:,}; ask for single solutions or a coarse frontier, or raise the limit"
            )
    return Frontier(packages, vectors, counts, tuple(parts), tuple(steps), _tuple(floor))


def _tuple(floor: Sequence[int] | None) -> tuple[int, ...] | None:
    return None if floor is None else tuple(int(units) for units in floor)


def _add_to_one(
    vectors: Integers, counts: NDArray[Any], part: Part, least: Integers | None
) -> tuple[Integers, NDArray[Any], Step]:
    """Return the sums of a single vector with a part: undominated and in order, as the part's vectors are."""
    sums = part.vectors + vectors[0]
    own = np.arange(len(sums), dtype=np.int64)
    if least is not None:
        own = np.flatnonzero((sums >= least).all(axis=1).astype(bool))
        sums = sums[own]
    step = Step(np.zeros(len(own), dtype=np.int64), own, np.arange(len(own) + 1, dtype=np.int64))
    return sums, counts[0] * part.rows.sizes[own].astype(counts.dtype), step


def _add(
    vectors: Integers, counts: NDArray[Any], part: Part, least: Integers | None
) -> tuple[Integers, NDArray[Any], Step]:
    """Return the undominated sums with a part, their counts, and where each came from."""
    if len(vectors) == 1:
        return _add_to_one(vectors, counts, part, least)
    pairs = _candidates(vectors, part.vectors, least)
    before, own = np.divmod(pairs, len(part.vectors))
    sums = vectors[before] + part.vectors[own]
    ranks = dense(sums)
    grouped = group_rows(ranks)
    kept = undominated(ranks[grouped.first])
    chosen = grouped.take(kept)
    before, own = before[chosen.order], own[chosen.order]
    each = counts[before] * part.rows.sizes[own].astype(counts.dtype)
    total = np.add.reduceat(each, chosen.starts[:-1]) if len(each) else each
    return sums[chosen.first], total, Step(before, own, chosen.starts)


def _candidates(vectors: Integers, added: Integers, least: Integers | None) -> Indices:
    """Return the pairs (index of vector x parts + index of part) worth comparing; dominated ones go where many."""
    total = len(vectors) * len(added)

    def reduced(pairs: Indices) -> Indices:
        before, own = np.divmod(pairs, len(added))
        sums = vectors[before] + added[own]
        if least is not None:
            possible = (sums >= least).all(axis=1).astype(bool)
            pairs, sums = pairs[possible], sums[possible]
        if total <= _FEW:
            return pairs
        grouped = group_rows(sums)
        return pairs[grouped.take(undominated(sums[grouped.first])).order]

    return in_slices(total, reduced)
