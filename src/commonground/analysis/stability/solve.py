"""The verb ``solve``: which states are stable for whom, under which concept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from ...errors import AnalysisError, did_you_mean
from ...forms import Graph
from ...version import __version__
from .concepts import DEFAULT_CONCEPTS
from .jobs import WORTH_QUICK, Jobs, how_many
from .methods import answer
from .question import Question, Rows, chosen_concepts
from .results import Asked, ConceptResult, Solution

__all__ = ["make_asked", "solve"]


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
    method: str | None = None,
    jobs: Jobs = "auto",
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
    method : str, optional
        Id from ``METHODS`` that must be used; when left out, the first that applies and pays. All give the same
        verdicts.
    jobs : int or "auto"
        Threads at most; ``auto``: one for small models, else one per core that the environment allows (``jobs``).
        The verdicts do not depend on it.

    Raises
    ------
    AnalysisError
        For an unknown concept or party, a party without a concept, a concept that this form cannot answer, or a
        method that does not apply; for a number of jobs below 1.

    Notes
    -----
    Definitions and sources: the table in ``concepts``; methods and the choice among them: ``methods``.
    """
    question = Question(graph, only)
    question.jobs = how_many(jobs, question.cells)
    question.quick_jobs = how_many(jobs, question.cells, WORTH_QUICK)
    asked = chosen_concepts(DEFAULT_CONCEPTS if concepts is None else concepts)
    own = _checked_by_party(question, by_party or {})
    verdicts = answer(question, tuple(dict.fromkeys((*asked, *own.values()))), method)
    results = {concept: _result(concept, *verdicts[concept]) for concept in asked}
    if own:
        rows = [verdicts[own[party]][0][i] for i, party in enumerate(question.parties)]
        used = dict.fromkeys(verdicts[own[party]][1] for party in question.parties)
        results["mixed"] = _result("mixed", np.stack(rows), ", ".join(used))
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


def _result(concept: str, stable: Rows, method: str) -> ConceptResult:
    stable.setflags(write=False)
    return ConceptResult(concept, stable, method)
