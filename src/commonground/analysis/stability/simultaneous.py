"""Simultaneous stability: improvements made at the same moment.

From one state several parties change their own options at once; the changes are laid over each other (Fraser &
Hipel 1984). Where the outcome is infeasible the combination is no sanction. Needs option form without coalesced
states, since only there "the changes of a move" has one meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ...errors import AnalysisError, TooLarge
from ...forms import Graph

__all__ = ["COMBINATION_LIMIT", "Neighbours", "Overlay", "simultaneous_states"]

COMBINATION_LIMIT = 2**20


class Neighbours(Protocol):
    """Answers where a party can go from one state."""

    def from_state(self, state: int) -> NDArray[np.int32]:
        """Return the states reached from a state: int32[n], ascending."""
        ...


class Overlay:
    """Looks up the state that results when changes are laid over each other."""

    def __init__(self, graph: Graph) -> None:
        if not graph.options:
            raise AnalysisError("simultaneous stability needs options; this model lists its states and moves")
        if np.any(graph.choices < 0):
            raise AnalysisError("simultaneous stability needs every option of every state; this model coalesces some")
        if len(graph.options) > 62:
            raise TooLarge(f"simultaneous stability takes at most 62 options; this model has {len(graph.options)}")
        place = np.left_shift(np.int64(1), np.arange(len(graph.options), dtype=np.int64))
        self.codes: NDArray[np.int64] = graph.choices.astype(np.int64) @ place
        self.order = np.argsort(self.codes)
        self.ascending = self.codes[self.order]

    def changes(self, start: int, ends: NDArray[np.int32]) -> NDArray[np.int64]:
        """Return which options change from a state to each of several, as bit sets."""
        changes: NDArray[np.int64] = self.codes[ends] ^ self.codes[start]
        return changes

    def states(self, start: int, changes: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the state that results from changing those options, -1 where it is infeasible."""
        wanted = self.codes[start] ^ changes
        place = np.minimum(np.searchsorted(self.ascending, wanted), len(self.ascending) - 1)
        return np.where(self.ascending[place] == wanted, self.order[place], -1)


def _joint(overlay: Overlay, state: int, others: Sequence[Neighbours]) -> NDArray[np.int64]:
    """Return every union of changes in which each other party stays or improves."""
    joint = np.zeros(1, dtype=np.int64)
    for moves in others:
        ends = moves.from_state(state)
        if len(ends):
            own = np.concatenate([[0], overlay.changes(state, ends)])
            if len(joint) * len(own) > COMBINATION_LIMIT:
                raise TooLarge(
                    f"more than {COMBINATION_LIMIT:,} combinations of simultaneous improvements at state {state + 1}"
                )
            joint = np.unique(joint[:, None] | own[None, :])
    return joint


def simultaneous_states(
    nash: NDArray[np.bool_],
    overlay: Overlay,
    own: Neighbours,
    others: Sequence[tuple[Neighbours, NDArray[np.bool_] | None]],
    ranks: NDArray[np.int32],
) -> NDArray[np.bool_]:
    """Return bool[s]: where others who improve at the same moment can spoil every improvement of the focal party.

    Parameters
    ----------
    nash : bool[s]
        Where the focal party has no improvement.
    own : Neighbours
        The focal party's improvements.
    others : sequence of (Neighbours, bool[s] or None)
        Each other party's improvements, and the states in which it may join (None: everywhere).
    ranks : int32[s]
        The focal party's ranks.
    """
    stable: NDArray[np.bool_] = nash.copy()
    for state in np.flatnonzero(~stable).tolist():
        joining = [moves for moves, where in others if where is None or where[state]]
        joint = _joint(overlay, state, joining)
        spoilt = True
        for change in overlay.changes(state, own.from_state(state)).tolist():
            outcomes = overlay.states(state, joint | change)
            outcomes = outcomes[outcomes >= 0]
            spoilt = spoilt and bool(np.any(ranks[outcomes] <= ranks[state]))
        stable[state] = spoilt
    return stable
