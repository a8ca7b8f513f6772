"""JSON for other programs: the contract of decision 1. Fields may be added, never renamed or removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ...analysis.stability.results import Asked, Explanation, Improvement, Solution, Step
from ...errors import Problem
from ...forms import Graph
from ..listing import check_length, listed_states
from .json_text import Numbers, StateRows, json_text

if TYPE_CHECKING:
    from ..bargain_report import OnTheTable
    from ..report import Report
    from ..states_report import StateNote
    from ..tables import Table

__all__ = [
    "asked_json",
    "explanation_json",
    "problem_json",
    "render_json",
    "report_parts",
    "solution_parts",
    "states_parts",
    "table_json",
]


def solution_parts(solution: Solution, listing: str | None = None) -> dict[str, Any]:
    """Return the answer of ``solve`` with its long lists as leaves of ``json_text``.

    Parameters
    ----------
    solution : Solution
        The answer.
    listing : str, optional
        Which states are listed: as in ``listed_states``.

    Raises
    ------
    TooLarge
        When the answer would be longer than one may be.
    """
    graph = solution.graph
    chosen, listed = listed_states(solution, listing)
    concepts = {concept: _verdicts(solution, concept, listed) for concept in solution.results}
    leaves = [leaf for row in concepts.values() for leaf in (*row["stable"].values(), row["equilibria"])]
    check_length(graph, len(listed), sum(len(leaf.states) for leaf in leaves))
    head = {"asked": asked_json(solution.asked)} | _model_json(graph)
    head |= {"feasible": graph.size, "listed": chosen, "states": StateRows(graph, listed), "concepts": concepts}
    return head | {"warnings": [problem_json(problem) for problem in graph.warnings]}


def _verdicts(solution: Solution, concept: str, listed: Any) -> dict[str, Any]:
    """Return the verdicts under a concept: which of the states listed are stable, how many of all are."""
    result = solution.results[concept]
    rows = dict(zip(solution.asked.only, result.stable, strict=True))
    held = np.flatnonzero(result.stable.all(axis=0))
    counts = {party: int(np.count_nonzero(row)) for party, row in rows.items()}
    return {
        "stable": {party: Numbers(listed[row[listed]]) for party, row in rows.items()},
        "equilibria": Numbers(held),
        "counts": {"stable": counts, "equilibria": len(held)},
        "method": result.method,
    }


def explanation_json(explanation: Explanation) -> dict[str, Any]:
    """Return the answer of ``explain`` as plain values; a null ``sanction``: nothing deters the move."""
    from ..words import explanation_sentences

    return {
        "asked": asked_json(explanation.asked),
        "party": explanation.party,
        "concept": explanation.concept,
        "state": explanation.state + 1,
        "stable": bool(explanation.stable),
        "moves": _steps(explanation.moves),
        "improvements": [_improvement(improvement) for improvement in explanation.improvements],
        "text": list(explanation_sentences(explanation)),
    }


def states_parts(graph: Graph) -> dict[str, Any]:
    """Return the states of a model with the list of them as a leaf of ``json_text``.

    Raises
    ------
    TooLarge
        When the answer would be longer than one may be.
    """
    check_length(graph, graph.size)
    removals = [
        {
            "rule": removal.index + 1,
            "text": removal.text,
            "alone": None if removal.alone is None else int(removal.alone),
            "further": None if removal.further is None else int(removal.further),
        }
        for removal in graph.removals
    ]
    counts: dict[str, Any] = {"possible": int(graph.possible), "feasible": graph.size}
    counts["removals"] = removals
    rows = StateRows(graph, np.arange(graph.size))
    warnings = [problem_json(problem) for problem in graph.warnings]
    return counts | _model_json(graph) | {"states": rows, "warnings": warnings}


def report_parts(report: Report) -> dict[str, Any]:
    """Return a whole report with its long lists as leaves of ``json_text``."""
    from ...model.elements import review_counts
    from .bargain import negotiation_json
    from .hold import hold_json
    from .passages import passage_json

    states, common = report.states, report.on_the_table
    contrast = states.contrast if states else None
    return {
        "solution": None if states is None else solution_parts(states.solution),
        "story": list(report.lead.story) + ([] if states else list(report.on_common_ground)),
        "status_quo": None if states is None or states.status_quo is None else _note(states.status_quo),
        "equilibria": [_note(note) for note in states.equilibria] if states else [],
        "named": [_note(note) for note in states.named] if states else [],
        "contrast": None
        if contrast is None
        else {"at_table": solution_parts(contrast.narrow), "text": list(contrast.sentences)},
        "hold": None if report.kept is None else hold_json(report.kept.result),
        "negotiation": None if common is None else negotiation_json(common.result) | {"offers": _offers(common)},
        "evidence": {
            "text": list(report.cited.story),
            "elements": dict(review_counts(report.conflict)),
            "quotations": dict(report.passages.counts),
            "passages": [passage_json(report.passages, passage) for passage in report.passages.all],
        },
        "support": list(report.support),
        "tables": [table_json(table) for table in report.tables.values()],
    }


def _offers(common: OnTheTable) -> list[Mapping[str, Any]]:
    from .bargain import offers_json

    return [] if common.offers is None else offers_json(common.result.packages, common.offers.steps)


def render_json(report: Report) -> str:
    """Return a whole report as JSON text."""
    return json_text(report_parts(report))


def table_json(table: Table) -> dict[str, Any]:
    """Return a table as plain values."""
    return {
        "id": table.id,
        "title": table.title,
        "columns": list(table.columns),
        "rows": [list(row) for row in table.rows],
        "notes": list(table.notes),
    }


def _note(note: StateNote) -> dict[str, Any]:
    reasons = [
        {"party": why.party, "concept": why.concept, "stable": why.stable, "text": list(why.sentences)}
        for why in note.reasons
    ]
    return {
        "state": note.state + 1,
        "options": note.pattern,
        "concepts": list(note.concepts),
        "text": list(note.words),
        "reasons": reasons,
    }


def asked_json(asked: Asked) -> dict[str, Any]:
    """Return what was asked, enough to ask it again."""
    return {
        "verb": asked.verb,
        "concepts": list(asked.concepts),
        "only": list(asked.only),
        "ignored": list(asked.ignored),
        "by_party": dict(asked.by_party),
        "version": asked.version,
        "model": asked.model,
    }


def problem_json(problem: Problem) -> dict[str, Any]:
    """Return one fault or warning as plain values."""
    origin = problem.origin
    place = {"file": origin.file, "line": origin.line, "column": origin.column} if origin else None
    return {
        "code": problem.code,
        "severity": problem.severity,
        "field": problem.field,
        "expected": problem.expected,
        "found": problem.found,
        "mend": problem.mend,
        "origin": place,
    }


def _model_json(graph: Graph) -> dict[str, Any]:
    return {
        "title": graph.conflict.title,
        "form": "option" if graph.options else "graph",
        "published_order": bool(graph.published_order),
        "status_quo": None if graph.status_quo is None else int(graph.status_quo) + 1,
        "parties": [{"id": party, "name": graph.party_name(party)} for party in graph.parties],
        "options": [
            {
                "id": column.id,
                "party": column.party,
                "name": column.name,
                "shared_with": list(column.owners[1:]),
            }
            for column in graph.options
        ],
    }


def _steps(steps: Iterable[Step]) -> list[dict[str, Any]]:
    return [{"party": step.party, "from": int(step.start) + 1, "to": int(step.end) + 1} for step in steps]


def _improvement(improvement: Improvement) -> dict[str, Any]:
    sanction, outcome = improvement.sanction, improvement.outcome
    return {
        "move": _steps((improvement.move,))[0],
        "sanction": None if sanction is None else _steps(sanction),
        "outcome": None if outcome is None else int(outcome) + 1,
        "last_resorts": _steps(improvement.last_resorts),
        "responses": int(improvement.responses),
        "simultaneous": bool(improvement.simultaneous),
    }
