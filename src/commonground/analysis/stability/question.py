"""What is asked, of whom: the graph seen from the parties whose moves count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ...errors import AnalysisError, did_you_mean
from ...forms import Graph, Moves, OptionMoves
from .concepts import CONCEPTS
from .kernels import improving
from .simultaneous import Overlay
from .views import Block, party_blocks

__all__ = ["Improvements", "Question", "chosen_concepts", "chosen_parties"]


class Improvements:
    """A party's moves that lead to a state of higher rank; ``from_state`` needs no list of them."""

    def __init__(self, moves: Moves | OptionMoves, ranks: NDArray[np.int32]) -> None:
        self._moves = moves
        self._ranks = ranks

    def from_state(self, state: int) -> NDArray[np.int32]:
        """Return the states reached from a state by one improvement: int32[n], ascending."""
        ends = self._moves.from_state(state)
        better: NDArray[np.int32] = ends[self._ranks[ends] > self._ranks[state]]
        return better

    @cached_property
    def listed(self) -> Moves:
        """Return all improvements as compressed rows."""
        return improving(self._moves.listed, self._ranks)


class Question:
    """A graph with the parties whose moves count; verdicts are kept, so that each concept is worked out once."""

    def __init__(self, graph: Graph, only: Sequence[str] = ()) -> None:
        self.graph = graph
        self.parties = chosen_parties(graph, only)
        self.rows = [graph.parties.index(party) for party in self.parties]
        self.ranks = [graph.ranks[row] for row in self.rows]
        self.moves = [graph.moves[row] for row in self.rows]
        self.improvements = [Improvements(m, r) for m, r in zip(self.moves, self.ranks, strict=True)]
        self.verdicts: dict[str, tuple[NDArray[np.bool_], str]] = {}

    @cached_property
    def blocks(self) -> list[tuple[Block, ...]]:
        """Return each party's views, its own ranks ascending; needs a structure."""
        structure = self.graph.structure
        if structure is None:
            raise AnalysisError("views need moves that follow from options")
        return [party_blocks(structure, row, ranks) for row, ranks in zip(self.rows, self.ranks, strict=True)]

    def overlay(self) -> Overlay:
        """Return the look-up of simultaneous changes."""
        return Overlay(self.graph)


def chosen_parties(graph: Graph, only: Sequence[str]) -> tuple[str, ...]:
    """Return the parties whose moves count, in model order; all when ``only`` is empty."""
    unknown = [party for party in only if party not in graph.parties]
    if unknown:
        mends = "; ".join(f"`{party}`: {did_you_mean(party, graph.parties)}" for party in unknown)
        raise AnalysisError(f"no such party: {mends}")
    return tuple(party for party in graph.parties if not only or party in only)


def chosen_concepts(concepts: Iterable[str]) -> tuple[str, ...]:
    """Return the concepts asked for, each once, in the order asked."""
    known = [concept.id for concept in CONCEPTS]
    asked = tuple(dict.fromkeys(concepts))
    unknown = [concept for concept in asked if concept not in known]
    if unknown:
        mends = "; ".join(f"`{concept}`: {did_you_mean(concept, known)}" for concept in unknown)
        raise AnalysisError(f"no such concept: {mends}")
    return asked
