"""From a model to its graph, with every fault that only the states can show."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ..errors import AnalysisError, ModelError, Problem
from ..model import Conflict
from .compiled import Compiled, compile_model, needless_fields
from .graph import Graph, OptionColumn, Removal
from .implicit import OptionMoves
from .listed import Moves, moves_from_pairs
from .moves import moves_from_options
from .preferences import rank_parties
from .states import DEFAULT_STATE_LIMIT, StateCount, count_feasible, feasible_choices, removals
from .structure import OptionStructure
from .table import StateTable, graph_form_table, option_form_table

__all__ = ["build_graph", "count_states", "graph_and_problems", "open_model"]

_KEPT = "graph of this model"
"""Where a model keeps its graph, as ``cached_property`` would; a changed copy finds another model's graph there."""


def count_states(conflict: Conflict) -> StateCount:
    """Return how many states a model has, without making them.

    Coalesced states are counted by their members.

    Raises
    ------
    ModelError
        When the model names options that are not there.
    TooLarge
        When even the counting would need too much memory.
    """
    compiled, problems = compile_model(conflict)
    if problems:
        raise ModelError(problems)
    if compiled.open:
        raise open_model(conflict)
    if conflict.graph_form:
        size = len(conflict.states or {})
        return StateCount(size, size)
    return count_feasible(compiled)


def build_graph(conflict: Conflict, *, limit: int = DEFAULT_STATE_LIMIT) -> Graph:
    """Return the graph of a model: its feasible states, moves and ranks.

    Parameters
    ----------
    conflict : Conflict
        The model.
    limit : int
        States made at most.

    The graph is kept with the model, so that a model that was loaded is not built again to be solved.

    Raises
    ------
    ModelError
        With every fault, when the model does not hold together.
    AnalysisError
        When the model has issues only, hence no states; or when its statements compare issues, so that its states
        depend on the package signed (``fix_package``).
    TooLarge
        When there would be more states than ``limit``, or more moves than are kept; before they are made.

    Examples
    --------
    >>> conflict = Conflict.model_validate({"title": "Chicken", "parties": {
    ...     "a": {"name": "A", "options": {"swerve": "Swerve"}, "preferences": {"ranking": ["NY", "YY", "YN", "NN"]}},
    ...     "b": {"name": "B", "options": {"swerve": "Swerve"}, "preferences": {"ranking": ["YN", "YY", "NY", "NN"]}}}})
    >>> graph = build_graph(conflict)
    >>> [graph.yn(state) for state in range(graph.size)], graph.ranks.tolist()
    (['NN', 'YN', 'NY', 'YY'], [[0, 1, 3, 2], [0, 3, 1, 2]])
    """
    kept = vars(conflict).get(_KEPT)
    if isinstance(kept, Graph) and kept.conflict is conflict and kept.members.total <= limit:
        return kept
    if conflict.issues_only:
        raise AnalysisError("the model has issues and no options: there are packages to compare, but no states")
    graph, problems = graph_and_problems(conflict, limit=limit)
    if graph is None:
        errors = [problem for problem in problems if problem.severity == "error"]
        raise ModelError(errors) if errors else open_model(conflict)
    return graph


def open_model(conflict: Conflict) -> AnalysisError:
    """Return the error that a model's states depend on what is signed."""
    names = ", ".join(f"`{name}`" for name in list(conflict.packages)[:8])
    return AnalysisError(
        "statements of the model compare issues: its states, moves or preferences depend on what is signed; choose a "
        + (f"package ({names})" if names else "package: the model names none, add some under `packages`")
    )


def graph_and_problems(
    conflict: Conflict, *, limit: int = DEFAULT_STATE_LIMIT
) -> tuple[Graph | None, tuple[Problem, ...]]:
    """Return the graph, or None where a fault forbids it, and all problems, warnings among them.

    The graph is kept with the model.

    A model with issues only has no graph, and no fault because of that unless it says something about options; nor has
    one whose statements compare issues.
    """
    if conflict.issues_only:
        return None, tuple(needless_fields(conflict))
    compiled, faults = compile_model(conflict)
    if any(problem.path[:1] != ("parties",) or "preferences" not in problem.path for problem in faults):
        return None, faults
    if compiled.open:
        return None, faults
    problems = list(faults)
    if conflict.graph_form:
        table = graph_form_table(conflict)
        removed: tuple[Removal, ...] = ()
        possible = table.size
    else:
        removed = removals(compiled)
        choices = feasible_choices(compiled, limit)
        possible = 2 ** len(compiled.options)
        if not len(choices):
            problems.append(_nothing_feasible(removed))
            return None, tuple(problems)
        table = option_form_table(compiled, choices, problems.append)
        problems.extend(_idle_rules(removed))
    moves, structure = _moves(compiled, table, problems.append)
    ranks = rank_parties(compiled, table, problems.append)
    status_quo = _status_quo(conflict, table, problems.append)
    if any(problem.severity == "error" for problem in problems):
        return None, tuple(problems)
    for array in (table.choices, ranks):
        array.setflags(write=False)
    graph = Graph(
        conflict=conflict,
        parties=tuple(conflict.parties),
        options=tuple(OptionColumn(key, conflict.option(key).name, conflict.owners(key)) for key in compiled.options),
        choices=table.choices,
        labels=table.labels,
        descriptions=table.descriptions,
        members=table.members,
        moves=moves,
        ranks=ranks,
        status_quo=status_quo,
        removals=removed,
        possible=possible,
        published_order=table.published_order,
        warnings=tuple(problems),
        structure=structure,
    )
    vars(conflict)[_KEPT] = graph
    return graph, graph.warnings


def _nothing_feasible(removed: tuple[Removal, ...]) -> Problem:
    last = next((item for item in reversed(removed) if item.further), None)
    if last is None:
        return Problem("CG030", ("feasibility",), "at least one feasible state", "none")
    mend = f"this rule takes the last {last.further:,}"
    return Problem("CG030", ("feasibility", last.index), "at least one feasible state", "none", mend)


def _idle_rules(removed: tuple[Removal, ...]) -> list[Problem]:
    return [
        Problem(
            "CG051",
            ("feasibility", item.index),
            "a rule that removes states",
            "none removed" if item.alone == 0 else "all of them removed by the rules before it",
            severity="warning",
        )
        for item in removed
        if item.further == 0
    ]


def _moves(
    compiled: Compiled, table: StateTable, report: Callable[[Problem], None]
) -> tuple[tuple[Moves | OptionMoves, ...], OptionStructure | None]:
    conflict = compiled.conflict
    if not conflict.graph_form:
        return moves_from_options(compiled, table)
    return tuple(_listed_moves(conflict, party, table, report) for party in conflict.parties), None


def _listed_moves(conflict: Conflict, party: str, table: StateTable, report: Callable[[Problem], None]) -> Moves:
    pairs: dict[tuple[int, int], None] = {}
    for name, ends in (conflict.parties[party].moves or {}).items():
        path = ("parties", party, "moves", name)
        start = table.one_state(name, path, report)
        for i, end_name in enumerate(ends):
            end = table.one_state(end_name, (*path, i), report)
            if start is None or end is None:
                continue
            if start == end:
                report(Problem("CG039", (*path, i), "a move to another state", f"`{end_name}` again"))
            elif (start, end) in pairs:
                report(Problem("CG026", (*path, i), "each move once", f"`{name}` to `{end_name}` again"))
            pairs[start, end] = None
    array: NDArray[np.int64] = np.array(list(pairs), dtype=np.int64).reshape(-1, 2)
    return moves_from_pairs(array[:, 0], array[:, 1], table.size)


def _status_quo(conflict: Conflict, table: StateTable, report: Callable[[Problem], None]) -> int | None:
    if conflict.status_quo is None:
        return None
    return table.one_state(conflict.status_quo.state, ("status_quo", "state"), report)
