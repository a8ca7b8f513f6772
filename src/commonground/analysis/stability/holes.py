"""Nash, gmr and smr where a good share of the selections are states: reductions over a cube with holes.

What the others can bring about is no product then. Where it turns out that they reach every state of a slice (their
axes, all else fixed) from every other, the least over the slice is the answer; that needs no ranks, only a walk over
truth values. Else the values themselves are lowered, party by party, until nothing changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ...forms import OptionStructure
from .cube import OTHERS, OWN, Axes, axes_of
from .linked import all_linked

__all__ = ["SHARE", "Holes"]

Ranks = NDArray[np.int32]
Cells = NDArray[np.bool_]

SHARE = 4
"""A cube pays where at least one selection in so many is a state."""
_ROUNDS = 16
_HIGHEST, _LOWEST = np.iinfo(np.int32).max, np.int32(-1)


class Holes:
    """A structure's cube: ``cells`` bool[selection] says which selections are states, ``codes`` where each state is."""

    def __init__(self, structure: OptionStructure, rows: Sequence[int]) -> None:
        if structure.codes is None:
            raise ValueError("too many options for a cube")
        self.codes = structure.codes
        self.cells = np.zeros(1 << structure.choices.shape[1], dtype=bool)
        self.cells[self.codes] = True
        self.owned = structure.owned[list(rows)]
        self.direction = structure.direction

    def fill(self, axes: Axes, place: int, ranks: Ranks, rows: Mapping[str, Cells]) -> bool:
        """Write one party's verdicts bool[s] per concept; return whether the answers settled soon enough."""
        cube = np.full(len(self.cells), _LOWEST, dtype=np.int32)
        cube[self.codes] = ranks
        cube = cube.reshape(axes.shape)
        best = axes.reached(np.maximum, cube, OWN)
        if "nash" in rows:
            self._judge(cube, best, rows["nash"])
        linked = self.linked(place) if rows.keys() - {"nash"} else False
        for concept, start in (("gmr", cube), ("smr", best)):
            if concept in rows:
                least = self._least(axes, place, start, linked=linked)
                if least is None:
                    return False
                threshold = axes.reached(np.maximum, np.minimum(cube, least), OWN)
                self._judge(cube, threshold, rows[concept])
        return True

    def _judge(self, cube: Ranks, threshold: Ranks, stable: Cells) -> None:
        np.take((cube >= threshold).reshape(-1), self.codes, out=stable, mode="clip")

    def _others(self, place: int) -> list[Cells]:
        return [own for other, own in enumerate(self.owned) if other != place and own.any()]

    def linked(self, place: int) -> bool:
        """Return whether the other parties reach every state of a slice from every other."""
        others = self._others(place)
        if any(np.any(self.direction[own]) for own in others):
            return False
        return all_linked(self.codes, self.cells, others)

    def _least(self, axes: Axes, place: int, start: Ranks, *, linked: bool) -> Ranks | None:
        """Return the least of ``start`` among each state and what the others bring about; None after many rounds."""
        cells = self.cells.reshape(axes.shape)
        values = np.where(cells, start, np.int32(_HIGHEST))
        if linked:
            return axes.reached(np.minimum, values, OTHERS)
        holes = np.where(self.cells, _LOWEST, np.int32(_HIGHEST))
        flat = values.reshape(-1)
        parties = [axes_of(self.direction, own) for own in self._others(place)]
        for _ in range(_ROUNDS):
            before = flat.copy()
            for party in parties:
                cube = flat.reshape(party.shape)
                np.minimum(cube, party.reached(np.minimum, cube, OWN), out=cube)
                np.maximum(flat, holes, out=flat)
            if len(parties) <= 1 or np.array_equal(flat, before):
                return values
        return None
