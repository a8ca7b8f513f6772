"""What ``solve`` and ``explain`` give back: frozen, and aware of what was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ...forms import Graph

__all__ = ["Asked", "ConceptResult", "Explanation", "Improvement", "Solution", "Step"]


@dataclass(frozen=True, slots=True)
class Asked:
    """The question: enough to ask it again.

    ``only`` holds the ids of the parties whose moves count; every party's when the question named none.
    ``by_party`` gives a concept per party where a mixed question was asked.
    """

    verb: str
    concepts: tuple[str, ...]
    only: tuple[str, ...]
    ignored: tuple[str, ...]
    by_party: Mapping[str, str]
    version: str
    model: str
    "sha256 of the model's content"


@dataclass(frozen=True, eq=False)
class ConceptResult:
    """Verdicts under one concept.

    ``stable`` is bool[p, s] over the parties asked about (``Asked.only``, in that order); ``equilibria`` are the
    indices of the states stable for all of them, ascending. ``method`` says how they were worked out; every method
    gives the same verdicts.
    """

    concept: str
    stable: NDArray[np.bool_]
    method: str

    @cached_property
    def equilibria(self) -> tuple[int, ...]:
        """Return the states stable for every party asked; listed when first asked for, since they may be millions."""
        return tuple(np.flatnonzero(self.stable.all(axis=0)).tolist())


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """The answer of ``solve``."""

    graph: Graph
    asked: Asked
    results: Mapping[str, ConceptResult]

    @property
    def methods(self) -> Mapping[str, str]:
        """Return how each concept was worked out: concept to method."""
        return {concept: result.method for concept, result in self.results.items()}

    def equilibria(self, concept: str) -> tuple[int, ...]:
        """Return the numbers (from 1) of the states that are equilibria under a concept."""
        return tuple(state + 1 for state in self.results[concept].equilibria)

    def stable(self, concept: str, party: str) -> tuple[int, ...]:
        """Return the numbers (from 1) of the states that are stable for a party under a concept."""
        row = self.results[concept].stable[self.asked.only.index(party)]
        return tuple((np.flatnonzero(row) + 1).tolist())

    def is_stable(self, concept: str, party: str, state: int) -> bool:
        """Return the verdict on a state (index from 0)."""
        return bool(self.results[concept].stable[self.asked.only.index(party), state])


@dataclass(frozen=True, slots=True)
class Step:
    """One move: a party id, from a state to a state (indices from 0).

    In a simultaneous sanction several steps start from the same state and ``end`` is where the party alone
    would have gone.
    """

    party: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Improvement:
    """One improvement of the focal party, and what answers it.

    ``sanction`` is None where nothing deters the move: then the state is unstable. Else it is the shortest
    sequence of the other parties' moves that ends in ``outcome``, a state that the focal party does not prefer
    to where it started. ``last_resorts`` are the moves the focal party would still have from there
    (asked for under smr and sseq only), none of them better than the start. ``responses`` counts the states the
    others can bring about after the improvement. ``simultaneous`` says that the steps happen together with the
    improvement.
    """

    move: Step
    sanction: tuple[Step, ...] | None
    outcome: int | None
    last_resorts: tuple[Step, ...]
    responses: int
    simultaneous: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """Why a state is, or is not, stable for a party under a concept."""

    graph: Graph
    asked: Asked
    party: str
    state: int
    concept: str
    stable: bool
    moves: tuple[Step, ...]
    "Every move the party has from the state."
    improvements: tuple[Improvement, ...]
    "Those among them that lead to a state it prefers."
