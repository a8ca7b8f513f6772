"""Who can go where in one move."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..errors import TooLarge
from .compiled import Compiled
from .graph import Moves
from .truth import truth

__all__ = ["MOVE_LIMIT", "moves_from_options", "moves_from_pairs"]

MOVE_LIMIT = 60_000_000
"""Moves kept at most, all parties together (4 bytes each, four times that while they are made)."""


def moves_from_options(
    compiled: Compiled, choices: NDArray[np.int8], state_of: NDArray[np.int32], size: int
) -> tuple[Moves, ...]:
    """Return each party's moves in option form.

    A party moves between two feasible selections that differ only in options it controls, unless an option would
    change against its direction or the move is forbidden. Between coalesced states there is a move where some pair
    of their members is joined by one (Fang, Hipel & Kilgour 1993, ch. 3).

    Parameters
    ----------
    choices : int8[member, o]
        Feasible selections.
    state_of : int32[member]
        The state each selection belongs to.
    size : int
        Number of states.

    Raises
    ------
    TooLarge
        When the parties together would have more moves than kept; said before they are made.
    """
    conflict = compiled.conflict
    owners = [conflict.owners(key) for key in compiled.options]
    own = {party: [i for i, who in enumerate(owners) if party in who] for party in conflict.parties}
    grouped = {party: _group(choices, own[party]) for party in conflict.parties}
    total = sum(int((sizes.astype(object) * (sizes - 1)).sum()) for _, sizes in grouped.values())
    if total > MOVE_LIMIT:
        raise TooLarge(
            f"{total:,} moves, more than the {MOVE_LIMIT:,} that are kept. Cut: fewer options per party, "
            "or feasibility rules between a party's options (`exactly_one`, `at_most_one`)."
        )
    result = []
    for party in conflict.parties:
        start, end = _pairs(*grouped[party])
        keep = _allowed(compiled, party, own[party], choices, start, end)
        result.append(moves_from_pairs(state_of[start[keep]], state_of[end[keep]], size))
    return tuple(result)


def _group(choices: NDArray[np.int8], own: list[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the selections sorted by what the others choose, and the size of each such group."""
    others = np.delete(choices, own, axis=1)
    if not own or not len(choices):
        return np.arange(len(choices)), np.ones(len(choices), dtype=np.int64)
    packed = np.packbits(others, axis=1)
    if packed.shape[1] == 0:
        return np.arange(len(choices)), np.array([len(choices)], dtype=np.int64)
    order = np.lexsort(packed.T)
    changes = np.any(packed[order[1:]] != packed[order[:-1]], axis=1)
    edges = np.flatnonzero(np.concatenate([[True], changes, [True]]))
    return order, np.diff(edges)


def _pairs(order: NDArray[np.int64], sizes: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return all ordered pairs of different members of one group."""
    per_member = np.repeat(sizes, sizes)
    first = np.repeat(np.cumsum(sizes) - sizes, sizes)
    total = int(per_member.sum())
    begin = np.repeat(np.cumsum(per_member) - per_member, per_member)
    place = np.arange(total) - begin + np.repeat(first, per_member)
    start, end = np.repeat(order, per_member), order[place]
    different = start != end
    return start[different], end[different]


def _allowed(
    compiled: Compiled,
    party: str,
    own: list[int],
    choices: NDArray[np.int8],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
) -> NDArray[np.bool_]:
    keep = np.ones(len(start), dtype=bool)
    for column in own:
        direction = compiled.conflict.option(compiled.options[column]).direction
        if direction != "both":
            before, after = choices[start, column], choices[end, column]
            keep &= before <= after if direction == "forward" else before >= after
    for ban in compiled.bans:
        if ban.party in (None, party):
            keep &= ~(truth(ban.start, choices)[start] & truth(ban.end, choices)[end])
    return keep


def moves_from_pairs(start: NDArray[np.integer], end: NDArray[np.integer], size: int) -> Moves:
    """Return moves as compressed rows from pairs of states; repeated pairs and pairs of one state vanish.

    >>> moves = moves_from_pairs(np.array([1, 0, 0, 0]), np.array([0, 2, 1, 1]), 3)
    >>> list(moves)
    [(0, 1), (0, 2), (1, 0)]
    """
    different = start != end
    codes = np.sort(start[different].astype(np.int64) * size + end[different])
    codes = codes[np.concatenate([[True], codes[1:] != codes[:-1]])] if len(codes) else codes
    starts = np.searchsorted(codes, np.arange(size + 1, dtype=np.int64) * size)
    return Moves(starts.astype(np.int64), (codes % max(size, 1)).astype(np.int32))
