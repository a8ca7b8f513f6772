"""Kernels over blocks of views: for infeasible states and one-way options.

``read`` int32[row, view] and ``write`` int32[receiver, view] are a block's tables; state ``size`` is padding. The
views of a block are worked on a few columns at a time, so that neighbours share lines of the cache.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .lanes import least, lowered_from
from .table import WIDTH

__all__ = ["best_views", "sweep_views"]

Numbers = NDArray[np.int32]
_HIGHEST = np.iinfo(np.int32).max
_BLOCK_BITS = 3


def sweep_views(
    values: Numbers,
    floor: Numbers,
    stamp: Numbers,
    since: int,
    now: int,
    read: Any,
    write: Any,
    above: Any,
    rule: int,
    columns: int,
    chain: Numbers,
) -> int:
    """Lower the records of receivers to the least of the members that answer; return how many were changed.

    ``rule``: 0 every member answers; 1 those after the receiver's own row; 2 those from row ``above`` on.
    """
    rows, width = read.shape
    size = len(values) // WIDTH - 1
    changed = 0
    for begin in range(0, width, columns):
        end = min(begin + columns, width)
        dirty = False
        for row in range(rows):
            for column in range(begin, end):
                dirty |= stamp[read[row, column] >> _BLOCK_BITS] > since
        if not dirty:
            continue
        step = (end - begin) * WIDTH
        chain[rows * step : (rows + 1) * step] = _HIGHEST
        for row in range(rows - 1, -1, -1):
            for column in range(begin, end):
                at = row * step + (column - begin) * WIDTH
                least(chain, at, at + step, values, np.intp(read[row, column]) * WIDTH)
        for row in range(write.shape[0]):
            for column in range(begin, end):
                state = np.intp(write[row, column])
                if state == size:
                    continue
                first = 0 if rule == 0 else row + 1 if rule == 1 else np.intp(above[row, column])
                at = first * step + (column - begin) * WIDTH
                if lowered_from(values, state * WIDTH, chain, at, floor):
                    stamp[state >> _BLOCK_BITS] = now
                    changed += 1
    return changed


def best_views(read: Any, write: Any, values: Numbers, best: Numbers) -> None:
    """Raise ``best`` int32[s + 1] at the receivers to the greatest of ``values`` int32[s + 1] at the members."""
    rows, width = read.shape
    for column in range(width):
        most = np.int32(-1)
        for row in range(rows):
            most = max(most, values[read[row, column]])
        for row in range(write.shape[0]):
            state = write[row, column]
            best[state] = max(best[state], most)
