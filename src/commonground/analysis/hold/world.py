"""The conflict that a package leaves, asked: verdicts under each concept, and what nothing deters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ...forms import Graph
from ..stability.explain import answered_improvements
from ..stability.methods import answer
from ..stability.question import Question

__all__ = ["World"]


class World:
    """A fixed conflict with the parties whose moves count; what is worked out is kept, since many packages share it."""

    def __init__(self, graph: Graph, concepts: Sequence[str], parties: Sequence[str]) -> None:
        self.graph = graph
        self.concepts = tuple(concepts)
        self.question = Question(graph, parties)
        self._undeterred: dict[tuple[str, int, int], tuple[int, ...]] = {}
        self._moves: dict[tuple[int, int], list[int]] = {}

    @property
    def parties(self) -> tuple[str, ...]:
        """Return the parties whose moves count."""
        return self.question.parties

    @cached_property
    def stable(self) -> Mapping[str, NDArray[np.bool_]]:
        """Return per concept which states are stable for which party: bool[p, s]."""
        return {concept: rows for concept, (rows, _) in answer(self.question, self.concepts).items()}

    @cached_property
    def equilibria(self) -> Mapping[str, NDArray[np.bool_]]:
        """Return per concept which states are stable for everybody asked: bool[s]."""
        return {concept: np.asarray(rows.all(axis=0), dtype=bool) for concept, rows in self.stable.items()}

    def undeterred(self, concept: str, party: int, state: int) -> tuple[int, ...]:
        """Return where a party (its place in the question) would go from a state: improvements that nothing deters."""
        if self.stable[concept][party, state]:
            return ()
        key = (concept, party, state)
        if key not in self._undeterred:
            found = answered_improvements(self.question, concept, party, state)
            self._undeterred[key] = tuple(one.move.end for one in found if one.sanction is None)
        return self._undeterred[key]

    def moves(self, party: int, state: int) -> list[int]:
        """Return where a party can move from a state, ascending."""
        key = (party, state)
        if key not in self._moves:
            self._moves[key] = self.question.moves[party].from_state(state).tolist()
        return self._moves[key]
