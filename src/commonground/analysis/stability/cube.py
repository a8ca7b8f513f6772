"""Nash, gmr and smr where every selection is a state and every option goes both ways: reductions over a cube.

The states are a cube with an axis per option. The party's moves change its own axes; all that the others can bring
about is every change of theirs. So with H = greatest rank along the own axes, and f = rank (gmr) or H (smr), the least
answer is the minimum of f along the others' axes, and the threshold its maximum along the own axes: maximin for gmr,
minimax for smr. It holds with shared options, whose axes are in both sets, and with options of ignored parties, whose
axes are in neither.
"""

from __future__ import annotations

from itertools import groupby

import numpy as np
from numpy.typing import NDArray

__all__ = ["cube_thresholds"]

Ranks = NDArray[np.int32]


def cube_thresholds(
    ranks: Ranks, own: NDArray[np.bool_], others: NDArray[np.bool_]
) -> tuple[Ranks, dict[str, NDArray[np.int32]]]:
    """Return one party's ranks as a cube, and per concept the threshold from which a state is stable.

    Parameters
    ----------
    ranks : int32[s]
        The focal party's ranks; states ascend by binary value, first option least significant.
    own, others : bool[o]
        Options of the focal party, and of the parties that answer.

    Returns
    -------
    The cube, and per concept an array that broadcasts against it: a state is stable where its rank is no less.
    """
    kinds = list(zip(own.tolist(), others.tolist(), strict=True))[::-1]
    runs = [(kind, 1 << len(list(run))) for kind, run in groupby(kinds)]
    cube = ranks.reshape([length for _, length in runs])
    mine = tuple(axis for axis, ((is_own, _), _) in enumerate(runs) if is_own)
    theirs = tuple(axis for axis, ((_, is_other), _) in enumerate(runs) if is_other)
    best = cube.max(axis=mine, keepdims=True)
    least = cube.min(axis=theirs, keepdims=True)
    escape = best.min(axis=theirs, keepdims=True)
    return cube, {
        "nash": best,
        "gmr": least.max(axis=mine, keepdims=True),
        "smr": escape.max(axis=mine, keepdims=True),
    }
