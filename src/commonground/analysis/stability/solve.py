"""The verb ``solve``: which states are stable for whom, under which concept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ...errors import AnalysisError, did_you_mean
from ...forms import Graph, Moves
from ...version import __version__
from .concepts import CONCEPTS, DEFAULT_CONCEPTS
from .kernels import improving, stable_states
from .results import Asked, ConceptResult, Solution
from .simultaneous import Overlay, simultaneous_states

__all__ = ["Question", "chosen_concepts", "make_asked", "solve"]

Rows = NDArray[np.bool_]


class Question:
    """A graph with the parties whose moves count, and verdicts computed once per concept."""

    def __init__(self, graph: Graph, only: Sequence[str] = ()) -> None:
        self.graph = graph
        self.parties = chosen_parties(graph, only)
        rows = [graph.parties.index(party) for party in self.parties]
        self.ranks = [graph.ranks[row] for row in rows]
        self.moves = [graph.moves[row] for row in rows]
        self.improvements = [improving(m, r) for m, r in zip(self.moves, self.ranks, strict=True)]
        self._known: dict[str, Rows] = {}

    def stable(self, concept: str) -> Rows:
        """Return bool[p, s] for one concept."""
        if concept not in self._known:
            self._known[concept] = _VERDICTS[concept](self)
        return self._known[concept]

    def others(self, party: int, of: Sequence[Moves]) -> list[Moves]:
        """Return the entries of all parties but one."""
        return [moves for place, moves in enumerate(of) if place != party]

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


def _nash(question: Question) -> Rows:
    return np.stack([np.diff(moves.starts) == 0 for moves in question.improvements])


def _answered(*, improvements: bool, last_resort: bool) -> Callable[[Question], Rows]:
    def verdicts(question: Question) -> Rows:
        answers = question.improvements if improvements else question.moves
        return np.stack(
            [
                stable_states(question.moves[i], question.others(i, answers), ranks, last_resort=last_resort)
                for i, ranks in enumerate(question.ranks)
            ]
        )

    return verdicts


def _sim(question: Question, joining: Rows | None = None) -> Rows:
    overlay = question.overlay()
    rows = []
    for i, ranks in enumerate(question.ranks):
        others = [
            (moves, None if joining is None else joining[j]) for j, moves in enumerate(question.improvements) if j != i
        ]
        rows.append(simultaneous_states(question.graph, overlay, question.improvements[i], others, ranks))
    return np.stack(rows)


def _sim_fh(question: Question) -> Rows:
    seq = question.stable("seq")
    return seq | _sim(question, ~seq)


_VERDICTS: Mapping[str, Callable[[Question], Rows]] = MappingProxyType(
    {
        "nash": _nash,
        "gmr": _answered(improvements=False, last_resort=False),
        "smr": _answered(improvements=False, last_resort=True),
        "seq": _answered(improvements=True, last_resort=False),
        "sseq": _answered(improvements=True, last_resort=True),
        "sim": _sim,
        "sim_fh": _sim_fh,
        "seq_sim": lambda question: question.stable("seq") | question.stable("sim"),
    }
)


def make_asked(
    verb: str, graph: Graph, concepts: tuple[str, ...], parties: tuple[str, ...], by_party: Mapping[str, str]
) -> Asked:
    """Return the record of a question."""
    ignored = tuple(party for party in graph.parties if party not in parties)
    return Asked(verb, concepts, parties, ignored, MappingProxyType(dict(by_party)), __version__, graph.conflict.hash)


def solve(
    graph: Graph,
    concepts: Iterable[str] | None = None,
    *,
    only: Sequence[str] = (),
    by_party: Mapping[str, str] | None = None,
) -> Solution:
    """Return which states are stable for whom.

    Parameters
    ----------
    graph : Graph
        The conflict as arrays.
    concepts : iterable of str, optional
        Ids from ``CONCEPTS``; ``nash gmr smr seq sseq`` when left out.
    only : sequence of str
        Parties whose moves count. The others' moves are ignored and they are not asked; everybody when empty.
    by_party : mapping of str to str, optional
        A concept for each party asked: the result ``mixed`` judges each party by its own.

    Raises
    ------
    AnalysisError
        For an unknown concept or party, a party without a concept, or a concept that this form cannot answer.

    Notes
    -----
    Definitions and sources: the table in ``concepts``; method: ``kernels``.
    """
    question = Question(graph, only)
    asked = chosen_concepts(DEFAULT_CONCEPTS if concepts is None else concepts)
    results = {concept: _result(concept, question.stable(concept)) for concept in asked}
    own = _checked_by_party(question, by_party or {})
    if own:
        rows = [question.stable(own[party])[i] for i, party in enumerate(question.parties)]
        results["mixed"] = _result("mixed", np.stack(rows))
    record = make_asked("solve", graph, asked, question.parties, own)
    return Solution(graph, record, MappingProxyType(results))


def _checked_by_party(question: Question, by_party: Mapping[str, str]) -> Mapping[str, str]:
    if not by_party:
        return {}
    chosen_concepts(by_party.values())
    unknown = [party for party in by_party if party not in question.parties]
    if unknown:
        mends = "; ".join(f"`{party}`: {did_you_mean(party, question.parties)}" for party in unknown)
        raise AnalysisError(f"no such party among those asked: {mends}")
    missing = [party for party in question.parties if party not in by_party]
    if missing:
        raise AnalysisError(f"a mixed question needs a concept for every party; none for {', '.join(missing)}")
    return by_party


def _result(concept: str, stable: Rows) -> ConceptResult:
    stable.setflags(write=False)
    return ConceptResult(concept, stable, tuple(np.flatnonzero(stable.all(axis=0)).tolist()))
