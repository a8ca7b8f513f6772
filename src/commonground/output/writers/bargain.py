"""JSON of ``negotiate``: the contract of decision 6. Numbers that may be fractions, or pass 2^53, are texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from ...analysis.negotiation import (
    SOLUTIONS,
    Agreement,
    Answer,
    Improvements,
    Negotiation,
    OfferStep,
    Price,
    fairness,
)
from ...forms import Packages
from ...model import exact_text
from ..bargain_tables import frontier_points, values_words
from .json import problem_json
from .uncertain import uncertainty_json

__all__ = ["negotiation_json", "offers_json", "price_json"]

POINTS = 10_000
"""Points of a frontier, or of one solution, listed at most."""


def _texts(numbers: Iterable[Fraction] | None) -> list[str] | None:
    return None if numbers is None else [exact_text(number) for number in numbers]


def negotiation_json(result: Negotiation) -> dict[str, Any]:
    """Return the answer of ``negotiate`` as plain values."""
    packages, asked, zone = result.packages, result.asked, result.zone
    labels = None
    if zone.values is not None:
        pairs = zip(packages.issues, zone.values, strict=True)
        labels = {column.id: [column.labels[v] for v in values] for column, values in pairs}
    nearest = zone.nearest
    return {
        "asked": {
            "verb": asked.verb,
            "parties": list(asked.parties),
            "rules": list(asked.rules),
            "weights": _texts(asked.weights),
            "limit": asked.limit,
            "version": asked.version,
            "model": asked.model,
        },
        "title": packages.title,
        "issues": [_issue(packages, i) for i in range(len(packages.issues))],
        "parties": [_party(result, p) for p in range(len(packages.parties))],
        "packages": {
            "feasible": str(packages.count),
            "acceptable": None if zone.count is None else str(zone.count.packages),
            "values": labels,
            "compatible": [list(parties) for parties in zone.compatible],
            "nearest": None
            if nearest is None
            else {"package": packages.labels(nearest.values), "short": _texts(nearest.short)},
        },
        "frontier": _frontier(result),
        "solutions": [_solution(result, rule, answer) for rule, answer in result.answers.items()],
        "middle": _texts(result.middle),
        "stakes": [
            {
                "issues": [packages.issues[i].id for i in bundle.issues],
                "points": _texts(points),
                "shares": _texts(shares),
            }
            for bundle, points, shares in zip(packages.bundles, result.stakes.points, result.stakes.shares, strict=True)
        ],
        "trades": [
            {
                "takes": {"party": packages.parties[trade.first], "issues": _ids(packages, trade.takes)},
                "gives": {"party": packages.parties[trade.second], "issues": _ids(packages, trade.gives)},
                "changes": _texts(trade.changes),
            }
            for trade in result.trades
        ],
        "adjusted_winner": _division(result),
        "mixtures": [
            {"rule": mixture.rule, "utilities": _texts(mixture.utility), "share": exact_text(mixture.share)}
            for mixture in result.mixtures
        ],
        "evenly_spaced": [{"party": party, "issue": issue} for party, issue in packages.evenly_spaced],
        "intervals": _intervals(packages),
        "uncertainty": uncertainty_json(result),
        "not_worked_out": list(result.why_not),
        "warnings": [problem_json(problem) for problem in packages.warnings],
    }


def _intervals(packages: Packages) -> list[dict[str, Any]]:
    return [{"party": party, "field": field, "issue": issue or None} for party, field, issue in packages.intervals]


def _ids(packages: Packages, bundle: int) -> list[str]:
    return [packages.issues[i].id for i in packages.bundles[bundle].issues]


def _issue(packages: Packages, i: int) -> dict[str, Any]:
    column = packages.issues[i]
    values = [{"id": label, "name": name} for label, name in zip(column.labels, column.names, strict=True)]
    return {"id": column.id, "name": column.name, "values": values, "grid": column.grid}


def _party(result: Negotiation, p: int) -> dict[str, Any]:
    packages = result.packages
    return {
        "id": packages.parties[p],
        "name": packages.names[p],
        "reservation": exact_text(packages.points(packages.reservations)[p]),
        "best": exact_text(result.best[p]),
        "worst": exact_text(result.worst[p]),
        "ideal": None if result.ideals is None else exact_text(result.ideals[p]),
        "guaranteed": None if result.guaranteed is None else exact_text(result.guaranteed[p]),
    }


def _frontier(result: Negotiation) -> dict[str, Any] | None:
    packages, exact, found = result.packages, result.frontier, result.frontier or result.coarse
    if found is None:
        return None
    points = [
        {
            "utilities": _texts(point.points),
            "packages": None if point.count is None else str(point.count),
            "example": packages.labels(point.values),
            "acceptable": point.acceptable,
        }
        for point in frontier_points(result, most=POINTS)
    ]
    return {
        "kind": "coarse" if exact is None else "exact",
        "width": None if result.coarse is None else _texts(packages.points(result.coarse.width)),
        "vectors": found.size,
        "packages": None if exact is None else str(sum(int(number) for number in exact.counts)),
        "listed": len(points),
        "points": points,
    }


def _solution(result: Negotiation, rule: str, answer: Answer) -> dict[str, Any]:
    row = next(row for row in SOLUTIONS if row.id == rule)
    return {
        "id": rule,
        "rule": row.rule,
        "compares": row.compares,
        "certain": answer.certain,
        "gap": answer.gap,
        "vectors": len(answer.agreements),
        "points": [_agreement(result, agreement) for agreement in answer.agreements[:POINTS]],
    }


def _agreement(result: Negotiation, agreement: Agreement) -> dict[str, Any]:
    fair = fairness(result.packages, agreement.utility)
    return {
        "utilities": _texts(agreement.points),
        "packages": None if agreement.packages is None else str(agreement.packages),
        "example": result.packages.labels(agreement.values),
        "pays": _texts(agreement.pays),
        "pays_share": _texts(agreement.pays_share),
        "created": _texts(result.created(agreement)),
        "fairness": {
            "shares": _texts(fair.shares),
            "proportional": fair.proportional,
            "spread": exact_text(fair.spread),
            "envy": _texts(fair.envy),
        },
    }


def _division(result: Negotiation) -> dict[str, Any] | None:
    division = result.division
    if division is None:
        return None
    issues = result.packages.issues
    return {
        "parts": {column.id: exact_text(part) for column, part in zip(issues, division.parts, strict=True)},
        "initial": _texts(division.initial),
        "totals": _texts(division.totals),
        "shares": _texts(division.shares),
        "divided": None if division.divided is None else issues[division.divided].id,
        "envy_free": division.envy_free,
    }


def price_json(
    packages: Packages, name: str, price: Price, found: Improvements | None, text: Sequence[str]
) -> dict[str, Any]:
    """Return the price of a named package as plain values."""
    return {
        "name": name,
        "package": packages.labels(price.values),
        "acceptable": price.acceptable,
        "parties": [
            {
                "id": party.party,
                "utility": exact_text(party.utility),
                "gain": exact_text(party.gain),
                "pays": exact_text(party.best - party.utility),
                "share": exact_text(party.share),
                "parts": _texts(party.parts),
                "short": _texts(party.short),
                "crosses_red_line": party.crosses_red_line,
            }
            for party in price.parties
        ],
        "efficient": None if found is None else found.efficient,
        "better": None if found is None or found.count is None else str(found.count),
        "smallest": None
        if found is None or found.smallest is None
        else [{"package": packages.labels(c.values), "gains": _texts(c.gains)} for c in found.smallest],
        "text": list(text),
    }


def offers_json(packages: Packages, steps: Sequence[OfferStep]) -> list[Mapping[str, Any]]:
    """Return the path of offers as plain values."""
    return [
        {
            "party": step.party,
            "package": packages.labels(step.values),
            "text": values_words(packages, step.values),
            "utilities": _texts(step.utilities),
            "changes": _texts(step.changes),
            "kind": step.kind,
            "distance": None if step.distance is None else exact_text(step.distance),
            "acceptable_to": list(step.acceptable_to),
        }
        for step in steps
    ]
