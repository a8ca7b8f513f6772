"""How each concept is worked out: one table, the first row that applies wins.

Least general first. A method is exact wherever it applies, so the choice changes the time and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...errors import AnalysisError
from ...forms import OptionStructure
from ...forms.implicit import MOVE_LIMIT
from .concepts import CONCEPTS, Concept
from .cube import cube_thresholds
from .kernels import stable_states
from .question import Question
from .simultaneous import simultaneous_states
from .sweeps import HIGHEST, ROUNDS, Records, best_reached, least_answers, parts
from .views import Block

__all__ = ["METHODS", "Method", "Rows", "answer"]

Rows = NDArray[np.bool_]
Verdicts = Mapping[str, tuple[Rows, str]]
"""Concept to bool[p, s] and the name of the method that gave it."""

_MANY_CLASSES = 64
_ROWS_OF_CONCEPTS = {concept.id: concept for concept in CONCEPTS}


@dataclass(frozen=True, slots=True)
class Method:
    """A way to verdicts: which concepts it gives, to which questions it applies, and what it does."""

    id: str
    concepts: tuple[str, ...]
    applies: Callable[[Question], bool]
    verdicts: Callable[[Question, Sequence[str]], Verdicts]


def answer(question: Question, concepts: Iterable[str], method: str | None = None) -> Verdicts:
    """Return the verdicts under each concept; ``method`` forces one, None takes the first that applies.

    Raises
    ------
    AnalysisError
        Where a forced method does not apply.
    """
    left = [concept for concept in concepts if concept not in question.verdicts]
    for row in METHODS:
        mine = [concept for concept in left if concept in row.concepts]
        if mine and method in (None, row.id) and row.applies(question):
            question.verdicts.update(row.verdicts(question, mine))
            left = [concept for concept in left if concept not in mine]
    if left:
        raise AnalysisError(f"the method `{method}` does not give {', '.join(left)} here")
    return {concept: question.verdicts[concept] for concept in concepts}


def _cube_applies(question: Question) -> bool:
    structure = question.graph.structure
    return structure is not None and structure.complete and all(map(structure.reversible, question.rows))


def _by_cube(question: Question, concepts: Sequence[str]) -> Verdicts:
    structure = _structure(question)
    rows = {concept: np.empty((len(question.parties), structure.size), dtype=bool) for concept in concepts}
    for place, row in enumerate(question.rows):
        others: Rows = np.any(structure.owned[[other for other in question.rows if other != row]], axis=0)
        cube, thresholds = cube_thresholds(question.ranks[place], structure.owned[row], others)
        for concept in concepts:
            np.greater_equal(cube, thresholds[concept], out=rows[concept][place].reshape(cube.shape))
    return {concept: (stable, "cube") for concept, stable in rows.items()}


def _structure(question: Question) -> OptionStructure:
    if question.graph.structure is None:
        raise AnalysisError("needs moves that follow from options")
    return question.graph.structure


def _sweeps_apply(question: Question) -> bool:
    return question.graph.structure is not None


def _sweeps_pay(question: Question) -> bool:
    """Return whether views are few enough, or listing the moves impossible."""
    if not _sweeps_apply(question):
        return False
    structure = _structure(question)
    listed = 0
    few = True
    for row in question.rows:
        sizes = structure.grouping(row).sizes
        listed += int((sizes.astype(object) * (sizes - 1)).sum())
        one_way = int(np.count_nonzero(structure.owned[row] & (structure.direction != 0)))
        classes = structure.classes(row) if 1 << one_way > _MANY_CLASSES else None
        few &= classes is None or len(np.unique(classes)) <= _MANY_CLASSES
    return few or listed > MOVE_LIMIT


def _by_sweeps(rounds: int) -> Callable[[Question, Sequence[str]], Verdicts]:
    def verdicts(question: Question, concepts: Sequence[str]) -> Verdicts:
        best = [_best(blocks, ranks) for blocks, ranks in zip(question.blocks, question.ranks, strict=True)]
        result: dict[str, tuple[Rows, str]] = {}
        if "nash" in concepts:
            pairs = zip(question.ranks, best, strict=True)
            result["nash"] = np.stack([ranks >= reached for ranks, reached in pairs]), "sweeps"
        for answers in ("moves", "improvements"):
            asked = [_ROWS_OF_CONCEPTS[concept] for concept in concepts]
            asked = [concept for concept in asked if concept.answers == answers]
            if asked:
                result.update(_swept(question, best, asked, rounds))
        return result

    return verdicts


def _best(blocks: Sequence[Block], ranks: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the greatest rank among each state and the party's moves from it: int32[s]."""
    records = Records.of([[ranks]], -1)
    best_reached(blocks, records)
    return records.known[:, 0, 0]


def _swept(question: Question, best: list[NDArray[np.int32]], asked: Sequence[Concept], rounds: int) -> Verdicts:
    """Return the verdicts under concepts that differ in the last resort only."""
    parties, size = len(question.parties), question.graph.size
    starts = [
        [reached if concept.last_resort else ranks for concept in asked]
        for ranks, reached in zip(question.ranks, best, strict=True)
    ]
    answers = Records.of(starts, HIGHEST)
    improvements = asked[0].answers == "improvements"
    searched = least_answers(question.blocks, answers, improvements=improvements, rounds=rounds)
    rows = {concept.id: np.empty((parties, size), dtype=bool) for concept in asked}
    for party, ranks in enumerate(question.ranks):
        threshold = Records.empty((size, 1, len(asked)), -1)
        for part in parts(size):
            np.minimum(ranks[part, None], answers.values[part, party], out=threshold.values[part, 0])
        best_reached(question.blocks[party], threshold)
        for place, concept in enumerate(asked):
            np.greater_equal(ranks, threshold.known[:, 0, place], out=rows[concept.id][party])
    return {concept: (stable, "search" if searched else "sweeps") for concept, stable in rows.items()}


def _by_arcs(question: Question, concepts: Sequence[str]) -> Verdicts:
    return {concept: (_arcs(question, _ROWS_OF_CONCEPTS[concept]), "arcs") for concept in concepts}


def _arcs(question: Question, concept: Concept) -> Rows:
    improvements = [moves.listed for moves in question.improvements]
    if concept.answers == "none":
        return np.stack([np.diff(moves.starts) == 0 for moves in improvements])
    moves = [moves.listed for moves in question.moves]
    answers = improvements if concept.answers == "improvements" else moves
    rows = []
    for i, ranks in enumerate(question.ranks):
        others = [other for place, other in enumerate(answers) if place != i]
        rows.append(stable_states(moves[i], others, ranks, last_resort=concept.last_resort))
    return np.stack(rows)


def _together(question: Question, concepts: Sequence[str]) -> Verdicts:
    return {concept: (_TOGETHER[concept](question), "combinations") for concept in concepts}


def _sim(question: Question, joining: Rows | None = None) -> Rows:
    overlay = question.overlay()
    nash = answer(question, ["nash"])["nash"][0]
    rows = []
    for i, ranks in enumerate(question.ranks):
        others = [
            (moves, None if joining is None else joining[j]) for j, moves in enumerate(question.improvements) if j != i
        ]
        rows.append(simultaneous_states(nash[i], overlay, question.improvements[i], others, ranks))
    return np.stack(rows)


def _sim_fh(question: Question) -> Rows:
    seq = answer(question, ["seq"])["seq"][0]
    return seq | _sim(question, ~seq)


def _seq_sim(question: Question) -> Rows:
    both = answer(question, ["seq", "sim"])
    return both["seq"][0] | both["sim"][0]


_TOGETHER: Mapping[str, Callable[[Question], Rows]] = {"sim": _sim, "sim_fh": _sim_fh, "seq_sim": _seq_sim}
_IN_TURN = ("nash", "gmr", "smr", "seq", "sseq")

METHODS: tuple[Method, ...] = (
    Method("cube", ("nash", "gmr", "smr"), _cube_applies, _by_cube),
    Method("sweeps", _IN_TURN, _sweeps_pay, _by_sweeps(ROUNDS)),
    Method("arcs", _IN_TURN, lambda question: True, _by_arcs),
    Method("combinations", tuple(_TOGETHER), lambda question: True, _together),
)
