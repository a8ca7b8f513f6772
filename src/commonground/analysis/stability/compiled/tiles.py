"""Kernels over tiles: eight groups side by side, where every selection is a state and all options go both ways.

A state's number is a tile's base + the place of its group in the tile + the place of the member in its group. The
records of a tile are copied to a buffer (a walk over one group would hit the same few lines of the cache), lowered
there in the order of the party's ranks, and copied back. ``stamp`` says, per block of neighbouring states, when it
last changed: a tile whose blocks have not changed since the party's last turn is passed over.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .lanes import copied, lowered, lowered_tied, replaced
from .table import WIDTH

__all__ = ["judge_tiles", "pack_order", "rank_keys", "sweep_tiles"]

Numbers = NDArray[np.int32]
_HIGHEST = np.iinfo(np.int32).max


def rank_keys(ranks: Numbers, bases: Numbers, sides: Numbers, spread: Numbers, bits: int, keys: Any) -> None:
    """Fill ``keys`` int64[tile, group, member] with the rank of each member, then its place."""
    for tile in range(len(bases)):
        for group in range(len(sides)):
            start = bases[tile] + sides[group]
            for member in range(len(spread)):
                keys[tile, group, member] = (np.int64(ranks[start + spread[member]]) << bits) | member


def pack_order(keys: Any, bits: int, tie: int, order: Any) -> bool:
    """Fill ``order`` [tile, row, group] with the members of sorted keys; return whether some tie.

    A member as good as the next one carries the bit ``tie``.
    """
    tiles, groups, size = keys.shape
    mask = (1 << bits) - 1
    ties = False
    for tile in range(tiles):
        for group in range(groups):
            for row in range(size):
                key = keys[tile, group, row]
                same = row + 1 < size and (keys[tile, group, row + 1] >> bits) == (key >> bits)
                ties = ties or same
                order[tile, row, group] = (key & mask) | (tie if same else 0)
    return ties


def sweep_tiles(
    values: Numbers,
    floor: Numbers,
    stamp: Numbers,
    since: int,
    now: int,
    order: Any,
    bases: Numbers,
    offsets: Numbers,
    cells: Numbers,
    block_bits: int,
    tie: int,
    buffer: Numbers,
    chain: Numbers,
    level: Numbers,
) -> int:
    """Lower the records of each group to the least of the strictly better members'; return how many blocks changed."""
    tiles, rows, groups = order.shape
    block = 1 << block_bits
    changed = 0
    for tile in range(tiles):
        base = np.intp(bases[tile])
        dirty = False
        for b in range(len(offsets)):
            dirty = dirty or stamp[(base + offsets[b]) >> block_bits] > since
        if not dirty:
            continue
        for b in range(len(offsets)):
            start = (base + offsets[b]) * WIDTH
            for e in range(block):
                copied(buffer, np.intp(cells[b * block + e]), values, start + e * WIDTH)
        chain[:] = _HIGHEST
        level[:] = _HIGHEST
        for row in range(rows - 1, -1, -1):
            if tie:
                for group in range(groups):
                    entry = np.intp(order[tile, row, group])
                    at = ((entry & (tie - 1)) * groups + group) * WIDTH
                    lowered_tied(buffer, at, chain, group * WIDTH, level, (entry & tie) != 0, floor)
            else:
                for group in range(groups):
                    at = (np.intp(order[tile, row, group]) * groups + group) * WIDTH
                    lowered(buffer, at, chain, group * WIDTH, floor)
        for b in range(len(offsets)):
            start = (base + offsets[b]) * WIDTH
            different = False
            for e in range(block):
                different |= replaced(values, start + e * WIDTH, buffer, np.intp(cells[b * block + e]))
            if different:
                stamp[(base + offsets[b]) >> block_bits] = now
                changed += 1
    return changed


def judge_tiles(
    values: Numbers, lane: int, ranks: Numbers, bases: Numbers, sides: Numbers, spread: Numbers, stable: Any
) -> None:
    """Write where a rank is no less than the greatest min(rank, value) in its group; ``stable`` is uint8[s]."""
    groups = len(sides)
    best = np.empty(groups, dtype=np.int32)
    for tile in range(len(bases)):
        base = np.intp(bases[tile])
        best[:] = -1
        for member in range(len(spread)):
            for group in range(groups):
                state = base + spread[member] + sides[group]
                best[group] = max(best[group], min(ranks[state], values[state * WIDTH + lane]))
        for member in range(len(spread)):
            for group in range(groups):
                state = base + spread[member] + sides[group]
                stable[state] = ranks[state] >= best[group]
