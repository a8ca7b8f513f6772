"""JSON for other programs: the contract of decision 1. Fields may be added, never renamed or removed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from ...analysis.stability.results import Asked, Explanation, Improvement, Solution, Step
from ...errors import Problem
from ...forms import Graph
from ...model.elements import review_counts
from ..report import Report, StateNote
from ..tables import Table
from ..words import explanation_sentences
from .passages import passage_json

__all__ = [
    "asked_json",
    "explanation_json",
    "json_text",
    "problem_json",
    "render_json",
    "report_json",
    "solution_json",
    "states_json",
    "table_json",
]


_UNPRINTABLE = re.compile(r"[\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"What a terminal might obey; JSON may name such characters by their codes."


def json_text(value: Any) -> str:
    r"""Return a value as indented JSON text that ends in a line end.

    >>> json_text({"a": [1]})
    '{\n  "a": [\n    1\n  ]\n}\n'
    """
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match.group()):04x}", text) + "\n"


def solution_json(solution: Solution) -> dict[str, Any]:
    """Return the answer of ``solve`` as plain values; states are numbers from 1."""
    graph = solution.graph
    concepts = {
        concept: {
            "stable": {party: list(solution.stable(concept, party)) for party in solution.asked.only},
            "equilibria": list(solution.equilibria(concept)),
            "method": solution.results[concept].method,
        }
        for concept in solution.results
    }
    warnings = [problem_json(problem) for problem in graph.warnings]
    head = {"asked": asked_json(solution.asked)} | _model_json(graph)
    return head | {"concepts": concepts, "warnings": warnings}


def explanation_json(explanation: Explanation) -> dict[str, Any]:
    """Return the answer of ``explain`` as plain values; a null ``sanction``: nothing deters the move."""
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


def states_json(graph: Graph) -> dict[str, Any]:
    """Return the states of a model: how many are possible, what the rules remove, what is left."""
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
    return counts | _model_json(graph) | {"warnings": [problem_json(problem) for problem in graph.warnings]}


def report_json(report: Report) -> dict[str, Any]:
    """Return a whole report as plain values: the answer, its story, its reasons, and every table."""
    contrast = report.contrast
    return {
        "solution": solution_json(report.solution),
        "story": list(report.story),
        "status_quo": None if report.status_quo is None else _note(report.status_quo),
        "equilibria": [_note(note) for note in report.equilibria],
        "named": [_note(note) for note in report.named],
        "contrast": None
        if contrast is None
        else {"at_table": solution_json(contrast.narrow), "text": list(contrast.sentences)},
        "evidence": {
            "text": list(report.cited.story),
            "elements": dict(review_counts(report.graph.conflict)),
            "quotations": dict(report.passages.counts),
            "passages": [passage_json(report.passages, passage) for passage in report.passages.all],
        },
        "support": list(report.support),
        "tables": [table_json(table) for table in report.tables.values()],
    }


def render_json(report: Report) -> str:
    """Return a whole report as JSON text."""
    return json_text(report_json(report))


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
        "states": [
            {
                "number": state + 1,
                "label": graph.labels[state],
                "options": graph.yn(state),
                "description": graph.descriptions[state],
            }
            for state in range(graph.size)
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
