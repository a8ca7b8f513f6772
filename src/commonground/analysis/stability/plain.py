"""The methods in NumPy: the same questions as ``fast``, without compiled kernels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import compiled
from .arcs import run_plainly
from .chains import spread_plainly, view_entries
from .concepts import CONCEPT, Concept
from .cube import axes_of, fill_complete
from .holes import Holes
from .jobs import each
from .kernels import stable_states
from .question import Question, Rows, Verdicts
from .sweeps import HIGHEST, Records, best_reached, least_answers, parts
from .views import Block

__all__ = ["by_arcs", "by_cube", "by_sweeps"]


def by_cube(question: Question, concepts: Sequence[str]) -> Verdicts:
    """Return the verdicts; none where a cube with holes does not settle soon."""
    structure, owned = question.structure, question.owned
    rows = {concept: np.empty((len(question.parties), structure.size), dtype=bool) for concept in concepts}
    holes = None if structure.complete else Holes(structure, question.rows)

    def work(place: int) -> bool:
        own = owned[place]
        others: Rows = np.any(np.delete(owned, place, axis=0), axis=0)
        axes = axes_of(structure.direction, own, others)
        mine = {concept: stable[place] for concept, stable in rows.items()}
        if holes is not None:
            return holes.fill(axes, place, question.ranks[place], mine)
        fill_complete(axes, question.ranks[place], mine)
        return True

    settled = each(work, range(len(question.parties)), question.quick_jobs)
    return {concept: (stable, "cube") for concept, stable in rows.items()} if all(settled) else {}


def by_sweeps(rounds: int) -> Callable[[Question, Sequence[str]], Verdicts]:
    """Return the method by sweeps over views, of so many rounds before the search."""

    def verdicts(question: Question, concepts: Sequence[str]) -> Verdicts:
        result: dict[str, tuple[Rows, str]] = {}
        if "nash" in concepts:
            pairs = zip(question.blocks, question.ranks, strict=True)
            result["nash"] = np.stack([ranks >= _best(blocks, ranks) for blocks, ranks in pairs]), "sweeps"
        for answers in ("moves", "improvements"):
            asked = [CONCEPT[concept] for concept in concepts if CONCEPT[concept].answers == answers]
            if asked:
                result.update(_swept(question, asked, rounds))
        return result

    return verdicts


def _best(blocks: Sequence[Block], ranks: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the greatest rank among each state and the party's moves from it: int32[s]."""
    records = Records.of([[ranks]], -1)
    best_reached(blocks, records)
    return records.known[:, 0, 0]


def _started(question: Question, asked: Sequence[Concept]) -> Records:
    """Return each state's own value under each concept, before anybody answers."""
    columns = []
    for blocks, ranks in zip(question.blocks, question.ranks, strict=True):
        best = _best(blocks, ranks) if any(concept.last_resort for concept in asked) else ranks
        columns.append([best if concept.last_resort else ranks for concept in asked])
    return Records.of(columns, HIGHEST)


def _swept(question: Question, asked: Sequence[Concept], rounds: int) -> Verdicts:
    """Return the verdicts under concepts that differ in the last resort only."""
    parties, size = len(question.parties), question.graph.size
    answers = _started(question, asked)
    improvements = asked[0].answers == "improvements"
    name = "sweeps"
    if not least_answers(question.blocks, answers, improvements=improvements, rounds=rounds):
        name = _searched(question, answers, improvements=improvements)
    rows = {concept.id: np.empty((parties, size), dtype=bool) for concept in asked}
    for party, ranks in enumerate(question.ranks):
        threshold = Records.empty((size, 1, len(asked)), -1)
        for part in parts(size):
            np.minimum(ranks[part, None], answers.values[part, party], out=threshold.values[part, 0])
        best_reached(question.blocks[party], threshold)
        for place, concept in enumerate(asked):
            np.greater_equal(ranks, threshold.known[:, 0, place], out=rows[concept.id][party])
    return {concept: (stable, name) for concept, stable in rows.items()}


def _searched(question: Question, answers: Records, *, improvements: bool) -> str:
    """Bring the records to the fix-point by search; return the method's name."""
    entries = view_entries(question.blocks, question.graph.size, improvements=improvements)
    ready = compiled.kernels() if compiled.worth_search(question.cells) else None
    before = answers.known.copy()
    least_answers(question.blocks, answers, improvements=improvements, rounds=1)
    for party in range(answers.values.shape[1]):
        for concept in range(answers.values.shape[2]):
            column = answers.known[:, party, concept].copy()
            entries.settle(column, before[:, party, concept], party, ready.spread if ready else spread_plainly)
            answers.known[:, party, concept] = column
    return "fast-search" if ready else "search"


def by_arcs(rounds: int) -> Callable[[Question, Sequence[str]], Verdicts]:
    """Return the method by listed moves, of so many rounds before the search."""

    def verdicts(question: Question, concepts: Sequence[str]) -> Verdicts:
        return {concept: _arcs(question, CONCEPT[concept], rounds) for concept in concepts}

    return verdicts


def _arcs(question: Question, concept: Concept, rounds: int) -> tuple[Rows, str]:
    improvements = [moves.listed for moves in question.improvements]
    if concept.answers == "none":
        return np.stack([np.diff(moves.starts) == 0 for moves in improvements]), "arcs"
    moves = [moves.listed for moves in question.moves]
    answers = improvements if concept.answers == "improvements" else moves
    used = {"arcs"}

    def search(*lists: Any) -> None:
        ready = compiled.kernels() if compiled.worth_search(question.cells) else None
        used.add("fast-arc-search" if ready else "arc-search")
        (ready.spread_arcs if ready else run_plainly)(*lists)

    def work(place: int) -> Rows:
        others = [other for at, other in enumerate(answers) if at != place]
        last_resort, ranks = concept.last_resort, question.ranks[place]
        return stable_states(moves[place], others, ranks, last_resort=last_resort, rounds=rounds, search=search)

    stable = np.stack(each(work, range(len(moves)), question.jobs))
    return stable, max(used, key=len)
