"""How each concept is worked out: one table, the first row that applies and pays wins.

Least general first. A method is exact wherever it applies, so the choice changes the time and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...errors import AnalysisError
from ...forms.implicit import MOVE_LIMIT
from . import compiled
from .fast import by_fast_cube, by_slices, by_tiles, by_views
from .holes import SHARE
from .plain import by_arcs, by_cube, by_sweeps
from .question import Question, Rows, Verdicts
from .simultaneous import simultaneous_states
from .sweeps import ROUNDS
from .tiles import LARGEST_GROUP

__all__ = ["METHODS", "Method", "answer"]

_MANY_CLASSES = 64
_CUBE_BITS = 31


def _always(question: Question) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Method:
    """A way to verdicts: which concepts it gives, where it is exact, what it does, and whether it pays there.

    A method may give no answer to some concept; then the rows after it get their turn.
    """

    id: str
    concepts: tuple[str, ...]
    applies: Callable[[Question], bool]
    verdicts: Callable[[Question, Sequence[str]], Verdicts]
    pays: Callable[[Question], bool] = _always


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
        if not mine:
            continue
        chosen = row.id == method or (method is None and row.pays(question))
        if chosen and row.applies(question):
            question.verdicts.update(row.verdicts(question, mine))
            left = [concept for concept in left if concept not in question.verdicts]
    if left:
        lacking = compiled.MISSING if method and method.startswith("fast") and compiled.kernels() is None else ""
        raise AnalysisError(f"the method `{method}` does not give {', '.join(left)} here{lacking and f': {lacking}'}")
    return {concept: question.verdicts[concept] for concept in concepts}


def _cube_applies(question: Question) -> bool:
    """Return whether a good share of the selections, or all of them, are states."""
    structure = question.graph.structure
    if structure is None or structure.choices.shape[1] >= _CUBE_BITS:
        return False
    return structure.complete or 1 << structure.choices.shape[1] <= SHARE * structure.size


def _tiles_apply(question: Question) -> bool:
    """Return whether every selection is a state and every option of the parties asked goes both ways."""
    structure = question.graph.structure
    if structure is None or not structure.complete or not all(map(structure.reversible, question.rows)):
        return False
    return int(question.owned.sum(axis=1).max()) <= LARGEST_GROUP and compiled.kernels() is not None


def _fast_cube_applies(question: Question) -> bool:
    """Return whether, besides, every option is one asked party's alone, and each party's stand side by side."""
    return _tiles_apply(question) and _side_by_side(question)


def _slices_apply(question: Question) -> bool:
    """Return whether that holds, and only a good share of the selections are states."""
    structure = question.graph.structure
    if structure is None or structure.complete or not _cube_applies(question) or compiled.kernels() is None:
        return False
    return _side_by_side(question) and all(map(structure.reversible, question.rows))


def _side_by_side(question: Question) -> bool:
    together = all(np.ptp(np.flatnonzero(own)) == own.sum() - 1 for own in question.owned if own.any())
    return together and bool(np.all(question.owned.sum(axis=0) == 1))


def _sweeps_apply(question: Question) -> bool:
    return question.graph.structure is not None


def _sweeps_pay(question: Question) -> bool:
    """Return whether views are few enough, or listing the moves impossible."""
    structure = question.graph.structure
    if structure is None:
        return False
    listed = 0
    few = True
    for row in question.rows:
        sizes = structure.grouping(row).sizes
        listed += int((sizes.astype(object) * (sizes - 1)).sum())
        one_way = int(np.count_nonzero(structure.owned[row] & (structure.direction != 0)))
        classes = structure.classes(row) if 1 << one_way > _MANY_CLASSES else None
        few &= classes is None or len(np.unique(classes)) <= _MANY_CLASSES
    return few or listed > MOVE_LIMIT


def _fast_sweeps_apply(question: Question) -> bool:
    return _sweeps_apply(question) and compiled.kernels() is not None


def _fast_pays(question: Question) -> bool:
    return compiled.worth(question.cells)


def _fast_cube_pays(question: Question) -> bool:
    """Return whether the kernels are there already: the reductions in NumPy are too quick to load them for."""
    return compiled.loaded() and compiled.worth(question.cells)


def _fast_sweeps_pay(question: Question) -> bool:
    return compiled.worth(question.cells) and _sweeps_pay(question)


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
    Method("fast-tiles", ("seq", "sseq"), _tiles_apply, by_tiles(ROUNDS), _fast_pays),
    Method("fast-cube", ("nash", "gmr", "smr"), _fast_cube_applies, by_fast_cube, _fast_cube_pays),
    Method("fast-slices", ("nash", "gmr", "smr"), _slices_apply, by_slices, _fast_cube_pays),
    Method("cube", ("nash", "gmr", "smr"), _cube_applies, by_cube),
    Method("fast-sweeps", _IN_TURN, _fast_sweeps_apply, by_views(ROUNDS), _fast_sweeps_pay),
    Method("sweeps", _IN_TURN, _sweeps_apply, by_sweeps(ROUNDS), _sweeps_pay),
    Method("arcs", _IN_TURN, _always, by_arcs(ROUNDS)),
    Method("combinations", tuple(_TOGETHER), _always, _together),
)
