"""Packages searched part by part: good choices from weighted sums, and all choices that may still be better.

A choice is one undominated vector per bundle. Floats guide, integers decide.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ...forms import Packages
from .dominance import Indices, Integers, group_rows, in_slices, undominated
from .frontier import Part, largest_rest, part_of

__all__ = ["Floats", "Search"]

KEPT = 20_000
"""Sums kept at most at any step."""
_ROUNDS = 400
_CAUTION = 1e-11
Floats = NDArray[np.float64]


class Search:
    """Packages seen as parts with floats beside the exact integers.

    ``floats`` are points above the part's least, ``held`` the reservations on the same footing.
    """

    def __init__(self, packages: Packages) -> None:
        self.packages = packages.within_red_lines()
        parts = [part_of(self.packages, b) for b in range(len(self.packages.bundles))] if self.packages.count else []
        self.parts: list[Part] = sorted(parts, key=lambda part: len(part.vectors))
        self.floor = packages.reservations
        self.rest = largest_rest(self.parts) if self.parts else np.zeros((1, len(self.floor)), dtype=np.int64)
        self.units = np.array([float(scale) for scale in packages.scales])
        # Floats count from each part's least, so that large constants cancel in integers and not in floats.
        lows = [part.vectors.min(axis=0) for part in self.parts]
        shifted = zip(self.parts, lows, strict=True)
        self.floats = [(part.vectors - low).astype(np.float64) / self.units for part, low in shifted]
        base = [sum(int(low[p]) for low in lows) for p in range(len(self.floor))]
        self.held = np.array([float(d - low) for d, low in zip(self.floor, base, strict=True)]) / self.units

    @property
    def room(self) -> Floats:
        """Return what each party could gain at most, in points; a unit where it can gain nothing."""
        tops = [float(max(int(top) - held, 1)) for top, held in zip(self.rest[0], self.floor, strict=True)]
        return np.asarray(np.array(tops) / self.units)

    def gains(self, choice: Sequence[int]) -> tuple[Fraction, ...]:
        """Return exact gains in points of a choice of one vector per part."""
        total = self.total(choice)
        held = zip(total, self.floor, self.packages.scales, strict=True)
        return tuple(Fraction(units - least, scale) for units, least, scale in held)

    def total(self, choice: Sequence[int]) -> tuple[int, ...]:
        """Return the exact utilities of a choice, in the units of the packages."""
        rows = [part.vectors[k].tolist() for part, k in zip(self.parts, choice, strict=True)]
        return tuple(sum(row[p] for row in rows) for p in range(len(self.floor)))

    def supported(self, weights: Floats) -> list[int]:
        """Return the choice with the largest weighted sum."""
        return [int(np.argmax(table @ weights)) for table in self.floats]

    def values(self, choice: Sequence[int]) -> tuple[int, ...]:
        """Return a package behind a choice, as its values."""
        rows = [0] * len(self.parts)
        for part, k in zip(self.parts, choice, strict=True):
            rows[part.bundle] = int(part.rows.order[part.rows.starts[k]])
        return self.packages.values_of(rows)

    def improve(self, choice: list[int], measure: Callable[[Floats], Floats]) -> list[int]:
        """Return a choice that no change in one part makes better, by the measure of gains [k, p]."""
        gains = sum((table[k] for table, k in zip(self.floats, choice, strict=True)), np.zeros(len(self.floor)))
        gains = gains - self.held
        best = float(measure(gains[None, :])[0])
        for _ in range(_ROUNDS):
            changed = False
            for i, table in enumerate(self.floats):
                others = gains - table[choice[i]]
                scores = measure(others + table)
                k = int(np.argmax(scores))
                if scores[k] > best + abs(best) * 1e-12:
                    choice[i], gains, best, changed = k, others + table[k], float(scores[k]), True
            if not changed:
                break
        return choice

    def cut(self, weights: Floats, least: float, floor: Sequence[int]) -> tuple[list[list[int]], float]:
        """Return the undominated choices above a floor whose weighted sum of ``floats`` may reach ``least``.

        The second value is the largest weighted sum among those dropped for want of room, minus infinity where none
        was: then nothing that reaches ``least`` is missing, up to dominated packages.
        """
        tops = [float((table @ weights).max()) for table in self.floats]
        left = np.concatenate([np.cumsum(tops[::-1])[::-1], [0.0]])
        caution = _CAUTION * (sum(tops) + abs(least))
        sums: Integers = np.zeros((1, len(self.floor)), dtype=self.packages.exact_dtype)
        scores = np.zeros(1)
        trail: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
        dropped = -math.inf
        for i, part in enumerate(self.parts):
            own_scores = self.floats[i] @ weights
            wanted = np.array(list(floor), dtype=sums.dtype) - self.rest[i + 1]
            step = _Step(sums, scores, part.vectors, own_scores, wanted, least - caution - left[i + 1])
            kept = in_slices(len(sums) * len(part.vectors), step.reduced)
            if len(kept) > KEPT:
                kept = kept[np.argsort(-step.reach(kept), kind="stable")]
                dropped = max(dropped, float(step.reach(kept[KEPT : KEPT + 1])[0] + left[i + 1]))
                kept = kept[:KEPT]
            sums, scores = step.sums(kept), step.reach(kept)
            before, own = np.divmod(kept, len(part.vectors))
            trail.append((before, own))
        return _choices(trail, len(sums)), dropped


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    """Sums with scores, and what a part adds to both; a pair is index of sum x rows of the part + index of row."""

    before: Integers
    scores: Floats
    added: Integers
    own_scores: Floats
    floor: Integers
    least: float

    def sums(self, pairs: Indices) -> Integers:
        before, own = np.divmod(pairs, len(self.added))
        return np.asarray(self.before[before] + self.added[own])

    def reach(self, pairs: Indices) -> Floats:
        before, own = np.divmod(pairs, len(self.added))
        return np.asarray(self.scores[before] + self.own_scores[own])

    def reduced(self, pairs: Indices) -> Indices:
        """Return the pairs that reach the least score and the floor, without those dominated and without copies."""
        pairs = pairs[self.reach(pairs) >= self.least]
        pairs = pairs[(self.sums(pairs) >= self.floor).all(axis=1).astype(bool)]
        sums = self.sums(pairs)
        distinct = group_rows(sums).first
        return pairs[distinct[undominated(sums[distinct])]]


def _choices(trail: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]], size: int) -> list[list[int]]:
    at = np.arange(size)
    columns: list[NDArray[np.int64]] = []
    for before, own in reversed(trail):
        columns.append(own[at])
        at = before[at]
    return np.column_stack(columns[::-1]).tolist() if columns and size else []
