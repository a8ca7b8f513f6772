"""Which states are equilibria under which concepts; kept as arrays, since they may be millions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from ..analysis.stability.results import Solution

__all__ = ["Held", "equilibrium_concepts"]


class Held(Mapping[int, tuple[str, ...]]):
    """Each state (index from 0) that is an equilibrium under some concept, with those concepts.

    States that hold under most concepts come first, then in order of number.
    """

    __slots__ = ("_codes", "_concepts", "_names", "_order")

    def __init__(self, concepts: tuple[str, ...], codes: NDArray[np.int64]) -> None:
        self._concepts, self._codes = concepts, codes
        states = np.flatnonzero(codes)
        count = np.zeros(len(states), dtype=np.int8)
        for place in range(len(concepts)):
            count += ((codes[states] >> place) & 1).astype(np.int8)
        self._order = states[np.argsort(-count, kind="stable")]
        present = np.unique(codes[states], return_counts=True)[0].tolist()
        self._names = {code: tuple(c for i, c in enumerate(concepts) if code >> i & 1) for code in present}

    def __getitem__(self, state: int) -> tuple[str, ...]:
        return self._names[int(self._codes[state])]

    def __iter__(self) -> Iterator[int]:
        return (state for piece in np.array_split(self._order, len(self) // 4096 + 1) for state in piece.tolist())

    def __len__(self) -> int:
        return len(self._order)

    @property
    def firm(self) -> list[int]:
        """Return the states that hold under every concept asked, ascending."""
        firm: list[int] = np.flatnonzero(self._codes == (1 << len(self._concepts)) - 1).tolist()
        return firm if self._concepts else []

    def groups(self) -> Mapping[tuple[str, ...], int]:
        """Return how many states hold under each combination of concepts, in the order of the states."""
        codes, first, counts = np.unique(self._codes[self._order], return_index=True, return_counts=True)
        rows = sorted(zip(first.tolist(), codes.tolist(), counts.tolist(), strict=True))
        return {self._names[code]: count for _, code, count in rows}


def equilibrium_concepts(solution: Solution) -> Held:
    """Return each state that is an equilibrium under some concept, with those concepts."""
    codes = np.zeros(solution.graph.size, dtype=np.int64)
    for place, result in enumerate(solution.results.values()):
        codes |= np.left_shift(result.stable.all(axis=0), place, dtype=np.int64)
    return Held(tuple(solution.results), codes)
