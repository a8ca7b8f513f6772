"""What is asked, of whom: the graph seen from the parties whose moves count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ...errors import AnalysisError, did_you_mean
from ...forms import Graph, Moves, OptionMoves, OptionStructure
from .concepts import CONCEPTS
from .jobs import each
from .kernels import improving
from .simultaneous import Overlay
from .views import Block, party_blocks

__all__ = ["Improvements", "Question", "Rows", "Verdicts", "chosen_concepts", "chosen_parties"]

Rows = NDArray[np.bool_]
Verdicts = Mapping[str, tuple[Rows, str]]
"""Concept to bool[p, s] and the name of the method that gave it."""


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
    """A graph with the parties whose moves count; verdicts are kept, so that each concept is worked out once.

    ``jobs``: threads for sweeps and searches; ``quick_jobs``: for what takes a few passes over the ranks.
    """

    def __init__(self, graph: Graph, only: Sequence[str] = (), jobs: int = 1) -> None:
        self.graph = graph
        self.jobs = self.quick_jobs = jobs
        self.parties = chosen_parties(graph, only)
        self.rows = [graph.parties.index(party) for party in self.parties]
        self.ranks = [np.ascontiguousarray(graph.ranks[row], dtype=np.int32) for row in self.rows]
        self.moves = [graph.moves[row] for row in self.rows]
        self.improvements = [Improvements(m, r) for m, r in zip(self.moves, self.ranks, strict=True)]
        self.verdicts: dict[str, tuple[Rows, str]] = {}

    @property
    def structure(self) -> OptionStructure:
        """Return what the moves follow from; an error where they are listed."""
        if self.graph.structure is None:
            raise AnalysisError("this needs moves that follow from options")
        return self.graph.structure

    @property
    def owned(self) -> Rows:
        """Return bool[p, o]: which options each party asked controls."""
        return self.structure.owned[self.rows]

    @cached_property
    def blocks(self) -> list[tuple[Block, ...]]:
        """Return each party's views, its own ranks ascending; needs a structure."""
        structure = self.structure
        pairs = list(zip(self.rows, self.ranks, strict=True))
        return each(lambda pair: party_blocks(structure, *pair), pairs, self.jobs)

    @property
    def cells(self) -> int:
        """Return the number of (party, state) pairs."""
        return len(self.parties) * self.graph.size

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
