"""Moves that follow from the options: answered state by state, listed only when somebody asks for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..errors import TooLarge
from .listed import Moves, group_pairs, moves_from_pairs
from .structure import OptionStructure

__all__ = ["MOVE_LIMIT", "OptionMoves", "refuse_moves"]

MOVE_LIMIT = 60_000_000
"""Moves listed at most (4 bytes each, four times that while they are made)."""


def refuse_moves(total: int) -> None:
    """Raise TooLarge where so many moves are not listed."""
    if total > MOVE_LIMIT:
        raise TooLarge(
            f"{total:,} moves, more than the {MOVE_LIMIT:,} that are kept. Cut: fewer options per party, "
            "or feasibility rules between a party's options (`exactly_one`, `at_most_one`)."
        )


class OptionMoves:
    """One party's moves in option form; the interface of ``Moves``.

    ``from_state`` needs the party's groups only (8 bytes a state, made once); ``starts``, ``targets``, ``sources`` and
    iteration list every move, and refuse where there are more than ``MOVE_LIMIT``.
    """

    def __init__(self, structure: OptionStructure, party: int) -> None:
        self.structure = structure
        self.party = party

    def from_state(self, state: int) -> NDArray[np.int32]:
        """Return the states reached from a state in one move: int32[n], ascending."""
        group = self.structure.grouping(self.party).around(state)
        ends: NDArray[np.int32] = group[group != state]
        classes = self._classes
        if classes is not None:
            ends = ends[(classes[ends] & classes[state]) == classes[state]]
        return ends

    @cached_property
    def _classes(self) -> NDArray[np.int64] | None:
        return self.structure.classes(self.party)

    @cached_property
    def listed(self) -> Moves:
        """Return all moves as compressed rows.

        Raises
        ------
        TooLarge
            When there are more than ``MOVE_LIMIT``.
        """
        grouping = self.structure.grouping(self.party)
        refuse_moves(int((grouping.sizes.astype(object) * (grouping.sizes - 1)).sum()))
        start, end = group_pairs(grouping.order, grouping.sizes)
        classes = self._classes
        if classes is not None:
            keep = (classes[start] & classes[end]) == classes[start]
            start, end = start[keep], end[keep]
        return moves_from_pairs(start, end, self.structure.size)

    @property
    def starts(self) -> NDArray[np.int64]:
        """Return where each state's moves begin, as in ``Moves``."""
        return self.listed.starts

    @property
    def targets(self) -> NDArray[np.int32]:
        """Return where the moves lead, as in ``Moves``."""
        return self.listed.targets

    def sources(self) -> NDArray[np.int32]:
        """Return the state each move starts from: int32[move], beside ``targets``."""
        return self.listed.sources()

    @cached_property
    def _count(self) -> int:
        if self._classes is not None:
            return len(self.listed)
        sizes = self.structure.grouping(self.party).sizes
        return int((sizes.astype(object) * (sizes - 1)).sum())

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self.listed)
