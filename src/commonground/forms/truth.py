"""Statements over many states at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..model.statement import And, Column, If, Iff, Node, Not, Or

__all__ = ["truth"]


def truth(node: Node, choices: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Return where a resolved statement holds: bool[s] for choices int8[s, o] of 0 and 1.

    >>> truth(If(Column(0), Column(1)), np.array([[0, 0], [1, 0], [0, 1], [1, 1]], dtype=np.int8)).tolist()
    [True, True, False, True]
    """
    size = len(choices)
    match node:
        case Column(index):
            return choices[:, index] == 1
        case Not(part):
            return ~truth(part, choices)
        case And(parts):
            return np.logical_and.reduce(
                [truth(part, choices) for part in parts] or [np.ones(size, dtype=bool)]
            )
        case Or(parts):
            return np.logical_or.reduce(
                [truth(part, choices) for part in parts] or [np.zeros(size, dtype=bool)]
            )
        case If(then, condition):
            return truth(then, choices) | ~truth(condition, choices)
        case Iff(left, right):
            return truth(left, choices) == truth(right, choices)
        case _:
            raise TypeError(f"names must be resolved first: {node}")
