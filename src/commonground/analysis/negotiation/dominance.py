"""Undominated rows of integer utilities, larger is better.

Row a dominates row b where it is nowhere smaller and somewhere larger. Two columns: sort, running maximum; three:
sort and staircase (Kung, Luccio & Preparata 1975, J. ACM 22:469-476); more: rows in the order of their summed ranks,
compared a block at a time by bit sets. Integers that do not fit int64 are replaced by dense ranks, which keep order.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Grouped", "Indices", "dense", "group_rows", "in_slices", "undominated"]

_BLOCK = 1024
_FIRST_BLOCKS = (64, 256)
_SLICE = 1 << 15
_AT_ONCE = 1 << 21
_FITS = 2**62

Integers = NDArray[Any]
"""int64, or Python integers in an object array."""
Indices = NDArray[np.int64]


class Grouped:
    """Equal rows of a table put together, groups in descending lexicographic order.

    ``order`` lists row indices group by group, ``starts`` int64[g + 1] where each group begins in it.
    """

    __slots__ = ("order", "starts")

    def __init__(self, order: Indices, starts: Indices) -> None:
        self.order, self.starts = order, starts

    @property
    def first(self) -> Indices:
        """Return one row of each group."""
        return self.order[self.starts[:-1]]

    @property
    def sizes(self) -> Indices:
        """Return how many rows each group has."""
        return np.diff(self.starts)

    def take(self, groups: Indices) -> Grouped:
        """Return some of the groups, in the order given."""
        sizes = self.sizes[groups]
        starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        shift = np.repeat(self.starts[groups] - starts[:-1], sizes)
        return Grouped(self.order[np.arange(starts[-1], dtype=np.int64) + shift], starts)


def dense(rows: Integers) -> NDArray[np.int64]:
    """Return int64 rows in the same order of each column: as they are, or dense ranks of Python integers.

    >>> dense(np.array([[10**30, 2], [-1, 2]], dtype=object)).tolist()
    [[1, 0], [0, 0]]
    """
    if rows.dtype != object:
        return rows
    ranks = np.empty(rows.shape, dtype=np.int64)
    for p in range(rows.shape[1]):
        ranks[:, p] = np.unique(rows[:, p], return_inverse=True)[1].reshape(-1)
    return ranks


def group_rows(rows: Integers) -> Grouped:
    """Return equal rows put together, in descending lexicographic order.

    >>> grouped = group_rows(np.array([[1, 2], [3, 0], [1, 2]]))
    >>> grouped.order.tolist(), grouped.starts.tolist()
    ([1, 0, 2], [0, 1, 3])
    """
    ranks = dense(rows)
    if not len(ranks):
        return Grouped(np.zeros(0, dtype=np.int64), np.zeros(1, dtype=np.int64))
    key = _one_key(ranks)
    if key is None:
        order = np.lexsort(tuple(-ranks[:, p] for p in reversed(range(ranks.shape[1]))))
        placed = ranks[order]
        new = np.concatenate([[True], (placed[1:] != placed[:-1]).any(axis=1)])
    else:
        order = np.argsort(-key, kind="stable")
        new = np.concatenate([[True], key[order[1:]] != key[order[:-1]]])
    starts = np.concatenate([np.flatnonzero(new), [len(order)]]).astype(np.int64)
    return Grouped(order.astype(np.int64), starts)


def _one_key(ranks: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """Return one number per row in the lexicographic order of the rows, None where it would not fit."""
    lows = ranks.min(axis=0)
    spans = [int(top) - int(low) + 1 for top, low in zip(ranks.max(axis=0), lows, strict=True)]
    if math.prod(spans) >= _FITS:
        return None
    key = np.zeros(len(ranks), dtype=np.int64)
    for p, span in enumerate(spans):
        key = key * span + (ranks[:, p] - lows[p])
    return key


def undominated(rows: Integers) -> Indices:
    """Return the indices of the undominated among distinct rows in descending lexicographic order, ascending.

    >>> undominated(np.array([[5, 0, 1], [4, 2, 0], [4, 1, 0], [0, 0, 1]])).tolist()
    [0, 1]
    """
    if len(rows) <= 1:
        return np.arange(len(rows), dtype=np.int64)
    ranks = dense(rows)
    columns = ranks.shape[1]
    if columns == 1:
        return np.zeros(1, dtype=np.int64)
    if columns == 2:
        best = np.maximum.accumulate(ranks[:, 1])
        return np.flatnonzero(np.concatenate([[True], ranks[1:, 1] > best[:-1]]))
    return _by_staircase(ranks) if columns == 3 else _by_bit_sets(ranks)


def in_slices(total: int, reduced: Callable[[Indices], Indices]) -> Indices:
    """Return what a reduction leaves of the numbers below ``total``, without holding all of them at once.

    The reduction has to leave of any set what it would leave of the sets that it leaves of its parts.

    >>> in_slices(5, lambda numbers: numbers[numbers % 2 == 0]).tolist()
    [0, 2, 4]
    """
    found: list[Indices] = []
    for start in range(0, total, _AT_ONCE):
        found.append(reduced(np.arange(start, min(start + _AT_ONCE, total), dtype=np.int64)))
        if len(found) > 1 and sum(map(len, found)) > _AT_ONCE:
            found = [reduced(np.concatenate(found))]
    if not found:
        return np.zeros(0, dtype=np.int64)
    return found[0] if len(found) == 1 else reduced(np.concatenate(found))


def _by_staircase(ranks: NDArray[np.int64]) -> Indices:
    """Return the undominated of three columns: a row is dominated by an earlier one that is no less in the last two."""
    kept: list[Indices] = []
    stairs = np.zeros((0, 2), dtype=np.int64)
    for start in range(0, len(ranks), _BLOCK):
        rows = np.arange(start, min(start + _BLOCK, len(ranks)))
        if len(stairs):
            step = np.searchsorted(stairs[:, 0], ranks[rows, 1])
            inside = step < len(stairs)
            best = stairs[np.minimum(step, len(stairs) - 1), 1]
            rows = rows[~(inside & (best >= ranks[rows, 2]))]
        if not len(rows):
            continue
        second, third = ranks[rows, 1], ranks[rows, 2]
        worse = (second[:, None] >= second) & (third[:, None] >= third)
        rows = rows[~np.triu(worse, 1).any(axis=0)]
        kept.append(rows)
        stairs = _staircase(np.concatenate([stairs, ranks[rows, 1:]]))
    return np.concatenate(kept).astype(np.int64)


def _staircase(points: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the undominated of two columns, the first ascending, the second descending."""
    order = np.lexsort((-points[:, 1], -points[:, 0]))
    placed = points[order]
    best = np.maximum.accumulate(placed[:, 1])
    kept: NDArray[np.int64] = placed[np.concatenate([[True], placed[1:, 1] > best[:-1]])][::-1]
    return kept


class _Cover:
    """Points prepared to tell, for many rows at once, whether one of the points is nowhere smaller.

    Per column, row t of a table of bit sets holds the t largest points; a row's sets are put together by "and".
    """

    def __init__(self, points: NDArray[np.int64]) -> None:
        count = len(points)
        width = -(-count // 64) * 64
        self.count = count
        self.ascending: list[NDArray[np.int64]] = []
        self.tables: list[NDArray[np.uint64]] = []
        for p in range(points.shape[1]):
            order = np.argsort(points[:, p], kind="stable")
            place = np.full(width, count + 1)
            place[order] = count - 1 - np.arange(count)
            sets = np.packbits(place[None, :] < np.arange(count + 1)[:, None], axis=1)
            self.ascending.append(points[order, p])
            self.tables.append(sets.view(np.uint64))

    def sets(self, rows: NDArray[np.int64]) -> NDArray[np.uint64]:
        """Return per row the bit set of the points that are nowhere smaller."""
        held: NDArray[np.uint64] | None = None
        for p, (ascending, table) in enumerate(zip(self.ascending, self.tables, strict=True)):
            sets = table[self.count - np.searchsorted(ascending, rows[:, p])]
            held = sets if held is None else held & sets
        assert held is not None
        return held

    def covers(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return bool[row]: some point is nowhere smaller."""
        found = np.zeros(len(rows), dtype=bool)
        for start in range(0, len(rows), _SLICE):
            found[start : start + _SLICE] = self.sets(rows[start : start + _SLICE]).any(axis=1)
        return found

    def covers_itself(self, points: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return bool[point]: another point is nowhere smaller."""
        bits = np.unpackbits(self.sets(points).view(np.uint8), axis=1)
        several: NDArray[np.bool_] = bits.sum(axis=1, dtype=np.int64) > 1
        return several


def _by_bit_sets(ranks: NDArray[np.int64]) -> Indices:
    """Return the undominated of many columns: what dominates a row has a larger sum of ranks."""
    places = np.empty_like(ranks)
    for p in range(ranks.shape[1]):
        places[:, p] = np.unique(ranks[:, p], return_inverse=True)[1].reshape(-1)
    left = np.argsort(-places.sum(axis=1), kind="stable")
    kept: list[Indices] = []
    sizes = iter(_FIRST_BLOCKS)
    while len(left):
        size = next(sizes, _BLOCK)
        block, left = left[:size], left[size:]
        block = block[~_Cover(places[block]).covers_itself(places[block])]
        kept.append(block)
        if len(left):
            left = left[~_Cover(places[block]).covers(places[left])]
    return np.sort(np.concatenate(kept)).astype(np.int64)
