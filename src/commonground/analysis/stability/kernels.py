"""Nash, gmr, smr, seq and sseq over listed moves: for graphs whose moves do not follow from options.

With ranks, "every improvement is sanctioned" is one comparison per state. Let, for the focal party i,

    H(u)  = best rank among u and i's moves from u
    X(t)  = least f over t and everything the others can bring about from t,   f = rank (gmr, seq) or H (smr, sseq)
    L(s)  = greatest min(rank(t), X(t)) over s and i's moves from s

then s is stable for i iff rank(s) >= L(s) (Nash: X = infinity). Proof: for an improvement t, min(rank(t), X(t)) <=
rank(s) iff X(t) <= rank(s) iff a sanction exists; for any other t it holds by itself.

Legal sequences are tracked on (state, last mover): Y_j(t) is the least f over t and the sequences from t on which j
does not move first. It is the greatest fix-point below f of Y_j(t) = min over l != j and moves t -> u of l of Y_l(u).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from ...forms import Moves
from .arcs import run_plainly, search_answers

__all__ = ["best_within", "improving", "least_answer", "stable_states"]

Ranks = NDArray[np.int32]


def improving(moves: Moves, ranks: Ranks) -> Moves:
    """Return the moves that lead to a state of higher rank."""
    start = moves.sources()
    keep = ranks[moves.targets] > ranks[start]
    kept = np.concatenate([[0], np.cumsum(keep)])
    return Moves(kept[moves.starts].astype(np.int64), moves.targets[keep])


def best_within(moves: Moves, values: Ranks) -> Ranks:
    """Return the greatest value among each state and the states moved to from it: int32[s]."""
    best = values.copy()
    _reduce(np.maximum, moves, values, best)
    return best


def _reduce(how: np.ufunc, moves: Moves, values: Ranks, into: Ranks) -> None:
    """Fold ``values`` at the targets of each state's moves into ``into``."""
    busy = np.flatnonzero(np.diff(moves.starts))
    if len(busy):
        into[busy] = how(into[busy], how.reduceat(values[moves.targets], moves.starts[busy]))


def least_answer(
    others: Sequence[Moves], values: Ranks, *, rounds: int, search: Callable[..., None] = run_plainly
) -> Ranks:
    """Return the least value among each state and all that the others can bring about from it: int32[s].

    Sequences are legal: nobody moves twice in succession. Exact on any graph, transitive or not. After so many rounds
    of sweeps over all moves the search ``spread_arcs`` finishes the work, as it is or compiled.
    """
    movers = [moves for moves in others if len(moves)]
    after = _swept(movers, values, rounds)
    if after is None:
        after = search_answers(movers, values, search)
    least = values.copy()
    for mover, moves in enumerate(movers):
        _reduce(np.minimum, moves, after[mover], least)
    return least


def _swept(movers: Sequence[Moves], values: Ranks, rounds: int) -> list[Ranks] | None:
    """Return, per mover, the least value from each state if that party does not move first; None after many rounds."""
    after = [values.copy() for _ in movers]
    changed = [True] * len(movers)
    while any(changed):
        if not rounds:
            return None
        rounds -= 1
        was, changed = changed, [False] * len(movers)
        for mover, moves in enumerate(movers):
            if not (was[mover] or changed[mover]):
                continue
            reached = values.copy()
            _reduce(np.minimum, moves, after[mover], reached)
            for other in range(len(movers)):
                if other != mover and np.any(reached < after[other]):
                    np.minimum(after[other], reached, out=after[other])
                    changed[other] = True
    return after


def stable_states(
    own: Moves,
    others: Sequence[Moves],
    ranks: Ranks,
    *,
    last_resort: bool,
    rounds: int,
    search: Callable[..., None] = run_plainly,
) -> NDArray[np.bool_]:
    """Return bool[s]: where every improvement of the focal party can be answered.

    Parameters
    ----------
    own : Moves
        The focal party's moves.
    others : sequence of Moves
        The moves (or improvements) of each other party that may answer.
    ranks : int32[s]
        The focal party's ranks.
    last_resort : bool
        Whether the focal party may still move after the answer (smr, sseq).
    rounds, search
        As in ``least_answer``.
    """
    start = best_within(own, ranks) if last_resort else ranks
    answer = least_answer(others, start, rounds=rounds, search=search)
    threshold = best_within(own, np.minimum(ranks, answer))
    return ranks >= threshold
