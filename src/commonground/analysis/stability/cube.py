"""Nash, gmr and smr where the selections are a cube with an axis per option: reductions along axes.

A party's moves change its own axes, in both directions or only upwards or downwards. With H = greatest rank along the
own axes, and f = rank (gmr) or H (smr), the least answer X is the least f that the others can bring about along their
axes, and the threshold L the greatest min(rank, X) along the own axes. Where every selection is a state that is a
product: maximin for gmr, minimax for smr. It holds with shared options, whose axes are in both sets, and with options
of ignored parties, whose axes are in neither. Where some selections are no states, see ``holes``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["OTHERS", "OWN", "Axes", "axes_of", "fill_complete"]

Number = TypeVar("Number", bound=np.generic)
Ranks = NDArray[np.int32]
OWN, OTHERS = 0, 1


@dataclass(frozen=True, slots=True)
class Axes:
    """The axes of a cube, options treated alike joined, the last option first.

    ``marks`` [axis]: whether it is in each of the sets of options asked about, and 1, -1 or 0 for an option that can
    only be taken, only be dropped, or both.
    """

    shape: tuple[int, ...]
    marks: tuple[tuple[tuple[bool, ...], int], ...]

    def turned(self) -> tuple[int, ...]:
        """Return the order of axes that puts long ones last, since short last axes are slow to work along."""
        order = range(len(self.shape))
        short_last = bool(self.marks) and self.marks[-1][1] != 0
        return tuple(sorted(order, key=lambda axis: self.marks[axis][1] == 0)) if short_last else tuple(order)

    def ordered(self, order: tuple[int, ...]) -> Axes:
        """Return the axes in another order."""
        return Axes(tuple(self.shape[axis] for axis in order), tuple(self.marks[axis] for axis in order))

    def reached(self, how: np.ufunc, cube: NDArray[Number], which: int) -> NDArray[Number]:
        """Return the greatest or least value among each cell and those that moves in a set of options lead to.

        Axes along which it is the same come out with length 1.
        """
        return self.followed(how, self.merged(how, cube, which), which)

    def merged(self, how: np.ufunc, cube: NDArray[Number], which: int) -> NDArray[Number]:
        """Return the greatest or least value along the axes of options that go both ways."""
        free = tuple(axis for axis, (sets, way) in enumerate(self.marks) if sets[which] and not way)
        found: NDArray[Number] = how.reduce(cube, axis=free, keepdims=True) if free else cube
        return found

    def followed(self, how: np.ufunc, found: NDArray[Number], which: int) -> NDArray[Number]:
        """Return the greatest or least value among each cell and those that one-way options lead to."""
        for axis, (sets, way) in enumerate(self.marks):
            if sets[which] and way:
                start, end = np.split(found, 2, axis=axis)[::way]
                both = [how(start, end), end][::way]
                found = np.concatenate(both, axis=axis)
        return found


def axes_of(direction: NDArray[np.int8], *sets: NDArray[np.bool_]) -> Axes:
    """Return the axes for sets of options bool[o]; states ascend by binary value, first option least significant."""
    ways = np.where(np.any(sets, axis=0), direction, 0).tolist()
    members = list(zip(*(chosen.tolist() for chosen in sets), strict=True))
    keys = [(members[o], ways[o], o if ways[o] else -1) for o in reversed(range(len(ways)))]
    runs = [(key, 1 << len(list(run))) for key, run in groupby(keys)]
    return Axes(tuple(length for _, length in runs), tuple((sets_, way) for (sets_, way, _), _ in runs))


def fill_complete(axes: Axes, ranks: Ranks, rows: Mapping[str, NDArray[np.bool_]]) -> None:
    """Write one party's verdicts where every selection is a state.

    Parameters
    ----------
    axes : Axes
        For the options of the focal party (``OWN``) and of the parties that answer (``OTHERS``).
    ranks : int32[s]
        The focal party's ranks.
    rows : mapping of str to bool[s]
        Where the verdicts under each concept go.
    """
    order = axes.turned()
    axes, shape = axes.ordered(order), axes.shape
    cube = np.ascontiguousarray(ranks.reshape(shape).transpose(order))
    most = axes.merged(np.maximum, cube, OWN)
    best = axes.followed(np.maximum, most, OWN)
    thresholds = {"nash": best}
    if "gmr" in rows:
        thresholds["gmr"] = axes.reached(np.maximum, axes.reached(np.minimum, cube, OTHERS), OWN)
    if "smr" in rows:
        least = axes.reached(np.minimum, best, OTHERS)
        thresholds["smr"] = axes.reached(np.maximum, np.minimum(most, least), OWN)
    for concept, stable in rows.items():
        np.greater_equal(cube, thresholds[concept], out=stable.reshape(shape).transpose(order))
