"""Nash, gmr and smr where the others link all states of a slice: a few passes over the states, no cube.

A slice holds the states that agree on the focal party's options, a group those that agree on all others. With the
focal party's options side by side in a state's code both numbers are a shift and a mask away, and the tables over them
small enough for the cache.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["judge_slices"]

Numbers = NDArray[np.int32]


def judge_slices(
    codes: Any,
    ranks: Any,
    low: int,
    width: int,
    groups: Any,
    slices: Any,
    nash: Any,
    gmr: Any,
    smr: Any,
) -> None:
    """Write the verdicts as uint8[s].

    ``low`` is the place of the first own option in a code, ``width`` how many there are. ``groups`` int32[3, group] and
    ``slices`` int32[2, slice] are room for the greatest rank and two thresholds per group, and two least answers per
    slice.
    """
    under, inside = (np.int64(1) << low) - 1, (np.int64(1) << width) - 1
    groups[:] = -1
    slices[:] = np.iinfo(np.int32).max
    for state in range(len(codes)):
        code, rank = codes[state], ranks[state]
        group = (code & under) | ((code >> (low + width)) << low)
        mine = (code >> low) & inside
        if rank > groups[0, group]:
            groups[0, group] = rank
        if rank < slices[0, mine]:
            slices[0, mine] = rank
    for state in range(len(codes)):
        code = codes[state]
        group = (code & under) | ((code >> (low + width)) << low)
        mine = (code >> low) & inside
        if groups[0, group] < slices[1, mine]:
            slices[1, mine] = groups[0, group]
    for state in range(len(codes)):
        code, rank = codes[state], ranks[state]
        group = (code & under) | ((code >> (low + width)) << low)
        mine = (code >> low) & inside
        one, other = min(rank, slices[0, mine]), min(rank, slices[1, mine])
        if one > groups[1, group]:
            groups[1, group] = one
        if other > groups[2, group]:
            groups[2, group] = other
    for state in range(len(codes)):
        code, rank = codes[state], ranks[state]
        group = (code & under) | ((code >> (low + width)) << low)
        nash[state] = rank >= groups[0, group]
        gmr[state] = rank >= groups[1, group]
        smr[state] = rank >= groups[2, group]
