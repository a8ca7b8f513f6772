"""Moves as they are listed: compressed rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Moves", "group_pairs", "moves_from_pairs"]


@dataclass(frozen=True, slots=True)
class Moves:
    """One party's moves, as compressed rows.

    ``targets[starts[s]:starts[s + 1]]`` are the states reached from state s in one move, ascending, without s.
    """

    starts: NDArray[np.int64]
    targets: NDArray[np.int32]

    @property
    def listed(self) -> Moves:
        """Return the moves as compressed rows: themselves."""
        return self

    def from_state(self, state: int) -> NDArray[np.int32]:
        """Return the states reached from a state in one move: int32[n], ascending."""
        return self.targets[self.starts[state] : self.starts[state + 1]]

    def sources(self) -> NDArray[np.int32]:
        """Return the state each move starts from: int32[move], beside ``targets``."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))

    def __len__(self) -> int:
        return len(self.targets)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self.sources().tolist(), self.targets.tolist(), strict=True)


def group_pairs(
    order: NDArray[np.integer], sizes: NDArray[np.int64]
) -> tuple[NDArray[np.integer], NDArray[np.integer]]:
    """Return all ordered pairs of different members of one group; ``order`` lists the members group by group."""
    per_member = np.repeat(sizes, sizes)
    first = np.repeat(np.cumsum(sizes) - sizes, sizes)
    total = int(per_member.sum())
    begin = np.repeat(np.cumsum(per_member) - per_member, per_member)
    place = np.arange(total) - begin + np.repeat(first, per_member)
    start, end = np.repeat(order, per_member), order[place]
    different = start != end
    return start[different], end[different]


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
