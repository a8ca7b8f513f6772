"""Who can go where in one move."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .compiled import Compiled
from .implicit import OptionMoves, refuse_moves
from .listed import Moves, group_pairs, moves_from_pairs
from .structure import OptionStructure
from .table import StateTable
from .truth import truth

__all__ = ["moves_from_options"]

_DIRECTIONS = {"forward": 1, "backward": -1, "both": 0}


def moves_from_options(
    compiled: Compiled, table: StateTable
) -> tuple[tuple[Moves | OptionMoves, ...], OptionStructure | None]:
    """Return each party's moves in option form, and the structure they follow from.

    A party moves between two feasible selections that differ only in options it controls, unless an option would
    change against its direction or the move is forbidden. Between coalesced states there is a move where some pair
    of their members is joined by one (Fang, Hipel & Kilgour 1993, ch. 3). Where moves are forbidden or states
    coalesced, the moves are listed and the structure is None; else they are looked up in the structure.

    Raises
    ------
    TooLarge
        When the moves must be listed and are more than kept; said before they are made.
    """
    conflict = compiled.conflict
    listing = bool(compiled.bans or compiled.coalesced)
    choices = table.member_choices if listing else table.choices
    owners = [conflict.owners(key) for key in compiled.options]
    owned = np.array([[party in who for who in owners] for party in conflict.parties], dtype=bool)
    structure = OptionStructure(
        choices,
        owned.reshape(len(conflict.parties), len(owners)),
        np.array([_DIRECTIONS[conflict.option(key).direction] for key in compiled.options], dtype=np.int8),
        not listing and not table.published_order and table.size == 2 ** len(owners),
    )
    if not listing and _few_one_way(structure):
        return tuple(OptionMoves(structure, row) for row in range(len(conflict.parties))), structure
    return _listed(compiled, structure, table), None


_FEW = 62


def _few_one_way(structure: OptionStructure) -> bool:
    """Return whether each party's one-way options fit a bit set."""
    return bool(np.all(np.count_nonzero(structure.owned & (structure.direction != 0), axis=1) <= _FEW))


def _listed(compiled: Compiled, structure: OptionStructure, table: StateTable) -> tuple[Moves, ...]:
    parties = tuple(compiled.conflict.parties)
    groupings = [structure.grouping(row) for row in range(len(parties))]
    refuse_moves(sum(int((group.sizes.astype(object) * (group.sizes - 1)).sum()) for group in groupings))
    result = []
    for row, party in enumerate(parties):
        start, end = group_pairs(groupings[row].order, groupings[row].sizes)
        keep = _allowed(compiled, party, np.flatnonzero(structure.owned[row]).tolist(), structure, start, end)
        result.append(moves_from_pairs(table.state_of[start[keep]], table.state_of[end[keep]], table.size))
    return tuple(result)


def _allowed(
    compiled: Compiled,
    party: str,
    own: list[int],
    structure: OptionStructure,
    start: NDArray[np.integer],
    end: NDArray[np.integer],
) -> NDArray[np.bool_]:
    choices = structure.choices
    keep = np.ones(len(start), dtype=bool)
    for column in own:
        direction = int(structure.direction[column])
        if direction:
            before, after = choices[start, column], choices[end, column]
            keep &= before <= after if direction > 0 else before >= after
    for ban in compiled.bans:
        if ban.party in (None, party):
            keep &= ~(truth(ban.start, choices)[start] & truth(ban.end, choices)[end])
    return keep
