"""JSON of ``hold``: the contract of decision 8. Numbers that may be fractions are texts; states are patterns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...analysis.hold import Hold, Joint, Mend, Move
from ...forms import Graph
from ...model import exact_text
from ..hold_tables import change_words
from ..hold_words import deal_story, hold_story

__all__ = ["hold_json"]

MOST = 2_000
"""Packages listed at most."""


def hold_json(result: Hold) -> dict[str, Any]:
    """Return the answer of ``hold`` as plain values; indices of packages count from 0."""
    asked, packages = result.asked, result.negotiation.packages
    listed = min(len(result.deals), MOST)
    return {
        "asked": {
            "verb": asked.verb,
            "concepts": list(asked.concepts),
            "parties": list(asked.parties),
            "at_table": list(asked.seated),
            "limit": asked.limit,
            "version": asked.version,
            "model": asked.model,
        },
        "title": packages.title,
        "story": list(hold_story(result)),
        "coverage": {
            "packages": str(packages.count),
            "judged": len(result.deals),
            "listed": listed,
            "complete": result.complete,
            "conflicts": len(result.graphs),
            "limits": list(result.limits),
        },
        "packages": [_deal(result, index) for index in range(listed)],
        "firm": list(result.firm),
        "durable": list(result.durable),
        "others_break": list(result.others_break),
        "signed_not_kept": list(result.signed_not_kept),
        "kept_not_signed": list(result.kept_not_signed),
    }


def _deal(result: Hold, index: int) -> dict[str, Any]:
    deal, graph, packages = result.deals[index], result.graph(result.deals[index]), result.negotiation.packages
    answer: dict[str, Any] = {
        "values": packages.labels(deal.values),
        "names": list(deal.names),
        "points": dict(zip(packages.parties, map(exact_text, deal.points), strict=True)),
        "signed": deal.signed,
        "acceptable": deal.acceptable,
        "short": list(deal.short),
        "refused_by": list(deal.refused_by),
        "efficient": deal.efficient,
        "rules": list(deal.rules),
        "margin": None if deal.margin is None else exact_text(deal.margin),
        "kept_states": len(deal.kept),
        "first_days": _patterns(graph, deal.first_days),
        "verdicts": dict(deal.verdicts),
        "at_table": dict(deal.at_table),
        "parties": {party: dict(stays) for party, stays in deal.parties.items()},
        "kept_equilibria": {concept: len(states) for concept, states in deal.kept_equilibria.items()},
        "paths": {concept: _moves(graph, path) for concept, path in deal.paths.items()},
    }
    if index in result.joint:
        answer["together"] = [_joint(graph, joint) for joint in result.joint[index]]
        answer["story"] = list(deal_story(result, index))
    if index in result.mends:
        answer["mends"] = [_mend(graph, mend) for mend in result.mends[index]]
    return answer


def _patterns(graph: Graph, states: Sequence[int]) -> list[str]:
    return [graph.yn(state) for state in states[:100]]


def _moves(graph: Graph, path: Sequence[Move]) -> list[dict[str, Any]]:
    return [
        {"party": move.party, "from": graph.yn(move.start), "to": graph.yn(move.end), "kept": move.kept}
        for move in path
    ]


def _joint(graph: Graph, joint: Joint) -> dict[str, Any]:
    return {"parties": list(joint.parties), "path": _moves(graph, joint.path), "answered": joint.answered}


def _mend(graph: Graph, mend: Mend) -> dict[str, Any]:
    words, edit = change_words(graph, mend.change)
    change = mend.change
    return {
        "kind": change.kind,
        "party": change.party,
        "option": str(graph.options[change.option].key) if change.option >= 0 else None,
        "taken": change.taken if change.option >= 0 else None,
        "places": list(change.places),
        "text": words,
        "edit": edit,
        "holds": list(mend.holds),
        "gains": list(mend.gains),
        "loses": list(mend.loses),
        "equilibria": {concept: list(counts) for concept, counts in mend.equilibria.items()},
    }
