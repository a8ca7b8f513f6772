"""Least answers over listed moves, in time linear in the moves: a search backwards on (state, last mover).

The pair (u, l) stands for "party l has just moved to u" and has the least value that legal sequences give from there,
on which l does not move next. Pairs are taken in ascending order of value; a move t -> u of l hands the value of (u, l)
to (t, j) for every other party j. Each pair is taken once, so each move is looked at once, whatever the preferences.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...forms import Moves

__all__ = ["run_plainly", "search_answers", "spread_arcs"]

Values = NDArray[np.int32]


def search_answers(movers: Sequence[Moves], values: Values, search: Callable[..., None]) -> list[Values]:
    """Return, per mover, the least value from each state if that party does not move first: int32[s].

    ``search`` is ``spread_arcs`` compiled, or ``run_plainly``.
    """
    size = len(values)
    after = np.repeat(values[None, :], len(movers), axis=0)
    firsts, sources, told = [], [], 0
    for moves in movers:
        order = np.argsort(moves.targets, kind="stable")
        sources.append(moves.sources()[order])
        firsts.append(told + np.concatenate([[0], np.cumsum(np.bincount(moves.targets, minlength=size))]))
        told += len(order)
    states = np.argsort(values, kind="stable").astype(np.int32)
    lists = (
        after,
        states,
        np.empty(len(movers) * size + 1, dtype=np.int64),
        np.zeros(after.shape, dtype=np.uint8),
        np.stack(firsts).astype(np.int64),
        np.concatenate(sources).astype(np.int32),
    )
    search(*lists)
    return list(after)


def run_plainly(after: Values, *others: NDArray[np.generic]) -> None:
    """Run ``spread_arcs`` as it stands: over lists, which Python reads faster than arrays."""
    values = after.tolist()
    spread_arcs(values, *(part.tolist() for part in others))
    after[:] = values


def spread_arcs(after: Any, states: Any, waiting: Any, taken: Any, first: Any, source: Any) -> None:
    """Bring ``after`` int32[mover, s] from each state's own value to the fix-point, in place.

    ``states`` ascend by value; ``source[first[l][u]:first[l][u + 1]]`` are the states from which l moves to u;
    ``taken`` begins as zeros, ``waiting`` is room for a number per pair and one more. Compiled for large graphs.
    """
    movers, size = len(after), len(states)
    for at in range(size):
        for seed in range(movers):
            waiting[0] = seed * size + states[at]
            left = 1
            while left:
                left -= 1
                mover, state = divmod(waiting[left], size)
                if taken[mover][state]:
                    continue
                taken[mover][state] = 1
                least = after[mover][state]
                for place in range(first[mover][state], first[mover][state + 1]):
                    start = source[place]
                    for other in range(movers):
                        if other != mover and after[other][start] > least:
                            after[other][start] = least
                            waiting[left] = other * size + start
                            left += 1
