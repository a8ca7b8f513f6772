"""Kernels over a cube [before, own, after]: where a party's options stand side by side and all the rest are others'."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["compare", "reduce_cube"]


def reduce_cube(cube: Any, best: Any, least: NDArray[np.int32]) -> None:
    """Fill ``best`` int32[before, after] with the greatest over the own options, ``least`` int32[own] with the least
    over the others'."""
    before, own, after = cube.shape
    least[:] = np.iinfo(np.int32).max
    if after == 1:
        for i in range(before):
            most = np.int32(-1)
            for j in range(own):
                most = max(most, cube[i, j, 0])
            for j in range(own):
                least[j] = min(least[j], cube[i, j, 0])
            best[i, 0] = most
        return
    for i in range(before):
        best[i] = -1
        for j in range(own):
            low = least[j]
            for k in range(after):
                value = cube[i, j, k]
                best[i, k] = max(best[i, k], value)
                low = min(low, value)
            least[j] = low


def compare(cube: Any, best: Any, maximin: int, minimax: int, nash: Any, gmr: Any, smr: Any) -> None:
    """Write, as uint8[before, own, after], where a rank is no less than the three thresholds."""
    before, own, after = cube.shape
    high, low = np.int32(maximin), np.int32(minimax)
    for i in range(before):
        if after == 1:
            most = best[i, 0]
            for j in range(own):
                nash[i, j, 0] = cube[i, j, 0] >= most
            for j in range(own):
                gmr[i, j, 0] = cube[i, j, 0] >= high
            for j in range(own):
                smr[i, j, 0] = cube[i, j, 0] >= low
            continue
        for j in range(own):
            for k in range(after):
                nash[i, j, k] = cube[i, j, k] >= best[i, k]
            for k in range(after):
                gmr[i, j, k] = cube[i, j, k] >= high
            for k in range(after):
                smr[i, j, k] = cube[i, j, k] >= low
