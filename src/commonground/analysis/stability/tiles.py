"""Groups in tiles, for the compiled kernels: where every selection is a state and the options asked go both ways.

A party's group is all settings of its own options; a tile is eight groups that differ in the three lowest of the other
options. So a state's number is base + side + spread: the tile's, the group's within it, and the member's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .compiled import WIDTH, Kernels

__all__ = ["LARGEST_GROUP", "Tiles", "tiles_of"]

Numbers = NDArray[np.int32]

LARGEST_GROUP = 15
"""Options of one party at most: a member's place in its group, and whether it ties, fit 16 bits."""
_SIDES = 3
_CHUNK = 2**16
"""States whose sort keys are made at a time."""


@dataclass(frozen=True, slots=True, eq=False)
class Tiles:
    """One party's tiles.

    ``order`` [tile, row, group]: the members of each group, ascending by the party's rank; one that is as good as the
    next carries the bit ``tie``, which is 0 where none is. ``bases`` int32[tile], ``sides`` int32[group] and ``spread``
    int32[member] add up to the state. ``offsets`` int32[block]: where the tile's blocks of ``2 ** block_bits``
    neighbouring states begin; ``cells`` int32[block * state]: where in the buffer the record of each goes.
    """

    order: NDArray[np.unsignedinteger]
    tie: int
    bases: Numbers
    sides: Numbers
    spread: Numbers
    offsets: Numbers
    cells: Numbers
    block_bits: int

    def sweep(self, kernels: Kernels, values: Numbers, floor: Numbers, stamp: Numbers, since: int, now: int) -> int:
        """Let the party answer by improvements once; return how many blocks changed."""
        buffer = np.empty(len(self.cells) * WIDTH, dtype=np.int32)
        chain, level = (np.empty(len(self.sides) * WIDTH, dtype=np.int32) for _ in range(2))
        lists = (self.order, self.bases, self.offsets, self.cells, self.block_bits, self.tie, buffer, chain, level)
        return kernels.sweep_tiles(values, floor, stamp, since, now, *lists)

    def judge(self, kernels: Kernels, values: Numbers, lane: int, ranks: Numbers, stable: NDArray[np.bool_]) -> None:
        """Write bool[s]: where the rank is no less than the threshold that one lane of the least answers gives."""
        kernels.judge_tiles(values, lane, ranks, self.bases, self.sides, self.spread, stable.view(np.uint8))


def tiles_of(kernels: Kernels, ranks: Numbers, own: NDArray[np.bool_]) -> Tiles:
    """Return a party's tiles for its ranks int32[s] and its options bool[o], at most ``LARGEST_GROUP`` of them."""
    options = len(own)
    mine = np.flatnonzero(own).tolist()
    beside = np.flatnonzero(~own).tolist()[:_SIDES]
    spread, sides = _sums(mine), _sums(beside)
    bases = _sums([bit for bit in range(options) if bit not in mine and bit not in beside])
    bits = len(mine)
    tie = 1 << (7 if bits <= 7 else LARGEST_GROUP)
    order = np.empty((len(bases), len(spread), len(sides)), dtype=np.uint8 if bits <= 7 else np.uint16)
    ties = False
    step = max(1, _CHUNK // (len(spread) * len(sides)))
    for begin in range(0, len(bases), step):
        part = bases[begin : begin + step]
        keys = np.empty((len(part), len(sides), len(spread)), dtype=np.int64)
        kernels.rank_keys(ranks, part, sides, spread, bits, keys)
        keys.sort(axis=-1)
        ties |= bool(kernels.pack_order(keys, bits, tie, order[begin : begin + step]))
    inside = spread[:, None] + sides
    block_bits = min(_SIDES, options)
    cells = np.argsort(inside, axis=None).astype(np.int32) * WIDTH
    offsets = np.sort(inside, axis=None)[:: 1 << block_bits]
    return Tiles(order, tie if ties else 0, bases, sides, spread, np.ascontiguousarray(offsets), cells, block_bits)


def _sums(bits: list[int]) -> Numbers:
    """Return the numbers that have no other bits than these, ascending where the bits do."""
    sums = np.zeros(1, dtype=np.int32)
    for bit in bits:
        sums = np.concatenate([sums, sums + np.int32(1 << bit)])
    return sums
