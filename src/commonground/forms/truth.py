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
    result: NDArray[np.bool_]
    match node:
        case Column(index):
            result = choices[:, index] == 1
        case Not(part):
            result = ~truth(part, choices)
        case And(parts):
            result = np.ones(size, dtype=bool)
            for part in parts:
                result &= truth(part, choices)
        case Or(parts):
            result = np.zeros(size, dtype=bool)
            for part in parts:
                result |= truth(part, choices)
        case If(then, condition):
            result = truth(then, choices) | ~truth(condition, choices)
        case Iff(left, right):
            result = truth(left, choices) == truth(right, choices)
        case _:
            raise TypeError(f"names must be resolved first: {node}")
    return result
