"""The conflict that a package leaves, asked: verdicts under each concept, and what nothing deters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ...forms import Graph
from ..stability.concepts import CONCEPT, Concept
from ..stability.explain import answered_improvements
from ..stability.kernels import best_within, least_answer
from ..stability.methods import answer
from ..stability.question import Question
from ..stability.sweeps import ROUNDS

__all__ = ["LISTED_MOVES", "World"]

LISTED_MOVES = 8_000_000
"""Moves of all parties up to which they are listed; beyond it each improvement is answered by a search of its own."""


class World:
    """A fixed conflict with the parties whose moves count; what is worked out is kept, since many packages share it."""

    def __init__(self, graph: Graph, concepts: Sequence[str], parties: Sequence[str]) -> None:
        self.graph = graph
        self.concepts = tuple(concepts)
        self.question = Question(graph, parties)
        self._undeterred: dict[tuple[str, int, int], tuple[int, ...]] = {}
        self._moves: dict[tuple[int, int], list[int]] = {}
        self._answers: dict[tuple[str, bool, int], NDArray[np.int32]] = {}

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
            self._undeterred[key] = self._ends(CONCEPT[concept], party, state)
        return self._undeterred[key]

    def _ends(self, concept: Concept, party: int, state: int) -> tuple[int, ...]:
        if concept.answers == "together" or not self._few_moves:
            found = answered_improvements(self.question, concept.id, party, state)
            return tuple(one.move.end for one in found if one.sanction is None)
        ends = self.question.improvements[party].from_state(state)
        if concept.answers != "none":
            ends = ends[self._least(concept, party)[ends] > self.question.ranks[party][state]]
        return tuple(ends.tolist())

    @cached_property
    def _few_moves(self) -> bool:
        """Return whether the moves may be listed, so that all answers are worked out at once."""
        structure = self.graph.structure
        if structure is None:
            return True
        sizes = [structure.grouping(row).sizes.astype(np.int64) for row in self.question.rows]
        return sum(int((size * (size - 1)).sum()) for size in sizes) <= LISTED_MOVES

    def _least(self, concept: Concept, party: int) -> NDArray[np.int32]:
        """Return int32[s]: the least that the others can bring about from each state, as it deters the party.

        The rank, or where the party may move once more the best rank that it can then reach; a state deters from all
        that is ranked no lower. Being no answer at all counts too, and changes nothing: an improvement is better.
        """
        key = (concept.answers, concept.last_resort, party)
        if key not in self._answers:
            values = self.question.ranks[party]
            if concept.last_resort:
                values = best_within(self.question.moves[party].listed, values)
            replies = self.question.improvements if concept.answers == "improvements" else self.question.moves
            others = [moves.listed for place, moves in enumerate(replies) if place != party]
            self._answers[key] = least_answer(others, values, rounds=ROUNDS)
        return self._answers[key]

    def moves(self, party: int, state: int) -> list[int]:
        """Return where a party can move from a state, ascending."""
        key = (party, state)
        if key not in self._moves:
            self._moves[key] = self.question.moves[party].from_state(state).tolist()
        return self._moves[key]
