"""Whether parties, moving in turn, lead from every state of a slice to every other: a walk over bits.

A slice holds the states that agree on all options the parties do not control. The selections are packed 64 to a word,
so that a step of one party, everywhere at once, costs a few operations per word.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .cube import OWN, axes_of

__all__ = ["all_linked"]

Words = NDArray[np.uint64]
Options = NDArray[np.bool_]

_INSIDE = 6
_WORD = 1 << _INSIDE
_CHUNK = 2**14


def all_linked(codes: NDArray[np.int64], cells: NDArray[np.bool_], parties: Sequence[Options]) -> bool:
    """Return whether in every slice the states are linked; every option goes both ways.

    Parameters
    ----------
    codes : int64[s]
        The binary value of each state.
    cells : bool[selection]
        Which selections are states.
    parties : sequence of bool[o]
        The options that each party controls.
    """
    moved = np.any([np.zeros(cells.size.bit_length() - 1, dtype=bool), *parties], axis=0)
    seen = np.zeros(cells.size, dtype=bool)
    seen[_first_of_each(codes, np.flatnonzero(~moved).tolist(), cells.size)] = True
    reached, inside = _packed(seen), _packed(cells)
    while True:
        before = reached.copy()
        for own in parties:
            reached |= _step(reached, own) & inside
        if np.array_equal(reached, before):
            return np.array_equal(reached, inside)


def _first_of_each(codes: NDArray[np.int64], fixed: list[int], size: int) -> NDArray[np.int64]:
    """Return the code of one state of each slice, given the options that do not change within one."""
    mask = sum(1 << option for option in fixed)
    known = np.zeros(size, dtype=bool)
    found, missing = [], 1 << len(fixed)
    sample = codes[:: -(-len(codes) // _CHUNK)]
    for part in (sample, *(codes[begin : begin + _CHUNK] for begin in range(0, len(codes), _CHUNK))):
        slices = part & mask
        new = np.flatnonzero(~known[slices])
        if len(new):
            slices, place = np.unique(slices[new], return_index=True)
            known[slices] = True
            found.append(part[new[place]])
            missing -= len(place)
        if not missing:
            break
    return np.concatenate(found)


def _packed(cells: NDArray[np.bool_]) -> Words:
    bits = np.packbits(cells, bitorder="little")
    return np.pad(bits, (0, -len(bits) % 8)).view("<u8").astype(np.uint64)


def _step(words: Words, own: Options) -> Words:
    """Return the selections that one party leads to from those given, states or not; broadcast over the words."""
    outside = own[_INSIDE:]
    axes = axes_of(np.zeros(len(outside), dtype=np.int8), outside)
    found: Words = axes.merged(np.bitwise_or, words.reshape(axes.shape), OWN)
    for option in np.flatnonzero(own[:_INSIDE]).tolist():
        shift = np.uint64(1 << option)
        low = np.uint64(sum(1 << place for place in range(_WORD) if not place >> option & 1))
        found = found | ((found >> shift) & low) | ((found & low) << shift)
    return np.broadcast_to(found, axes.shape).reshape(-1)
