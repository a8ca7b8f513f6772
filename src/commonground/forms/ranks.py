"""Preferences as ordinal ranks: int32[s], dense from 0, larger is better, equal is indifferent."""

from __future__ import annotations

from decimal import Decimal
from math import lcm

import numpy as np
from numpy.typing import NDArray

from ..model.statement import Node
from .truth import truth

__all__ = ["ranks_from_groups", "ranks_from_statements", "ranks_from_weights", "statement_truths"]


def statement_truths(
    statements: tuple[Node, ...], choices: NDArray[np.int8], state_of: NDArray[np.int32], size: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return bool[statement, s]: where each holds in every member of a state, and where its members differ."""
    holds = np.zeros((len(statements), size), dtype=bool)
    differ = np.zeros((len(statements), size), dtype=bool)
    members = np.bincount(state_of, minlength=size)
    for i, statement in enumerate(statements):
        if len(choices) == size:
            holds[i, state_of] = truth(statement, choices)
            continue
        true_in = np.bincount(state_of, weights=truth(statement, choices), minlength=size).astype(np.int64)
        holds[i] = true_in == members
        differ[i] = (true_in > 0) & ~holds[i]
    return holds, differ


def ranks_from_statements(holds: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Return the lexicographic order of truth columns bool[statement, s], most important first.

    Refining dense ranks statement by statement needs no powers of two, so a hundred statements are fine.

    >>> ranks_from_statements(np.array([[True, False, False], [False, True, False]])).tolist()
    [2, 1, 0]
    """
    ranks = np.zeros(holds.shape[1], dtype=np.int32)
    levels = 1
    for row in holds:
        refined = 2 * ranks + row
        used = np.zeros(2 * levels, dtype=bool)
        used[refined] = True
        place = np.cumsum(used, dtype=np.int32)
        levels, ranks = int(place[-1]), (place - 1)[refined]
    return ranks


def ranks_from_weights(
    weights: tuple[tuple[int, Decimal], ...],
    choices: NDArray[np.int8],
    state_of: NDArray[np.int32],
    size: int,
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Return the order of weighted sums, exact in decimals, and where a coalesced state's members differ.

    A coalesced state counts the worst of its members.
    """
    ratios = [points.as_integer_ratio() for _, points in weights]
    scale = lcm(*(denominator for _, denominator in ratios)) if ratios else 1
    sums = np.zeros(len(choices), dtype=object)
    for (column, _), (numerator, denominator) in zip(weights, ratios, strict=True):
        sums = sums + choices[:, column].astype(object) * (numerator * (scale // denominator))
    values = {value: rank for rank, value in enumerate(sorted(set(sums.tolist())))}
    member = np.array([values[value] for value in sums.tolist()], dtype=np.int64)
    low = np.full(size, len(choices), dtype=np.int64)
    high = np.full(size, -1, dtype=np.int64)
    np.minimum.at(low, state_of, member)
    np.maximum.at(high, state_of, member)
    return np.unique(low, return_inverse=True)[1].reshape(-1).astype(np.int32), low != high


def ranks_from_groups(groups: list[tuple[int, ...]], size: int) -> NDArray[np.int32]:
    """Return ranks from groups of tied states, most preferred first; every state stands in one group."""
    ranks = np.zeros(size, dtype=np.int32)
    for place, group in enumerate(reversed(groups)):
        ranks[list(group)] = place
    return ranks
