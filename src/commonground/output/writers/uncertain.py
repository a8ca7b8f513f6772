"""JSON of what uncertain worths leave of an answer: the field `uncertainty` of ``negotiate``."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ...analysis.negotiation import AtWorst, Influence, Negotiation, Uncertainty, standard_error
from ...forms import Doubt, Packages
from ...model import exact_text

__all__ = ["uncertainty_json"]


def uncertainty_json(result: Negotiation) -> dict[str, Any] | None:
    """Return what uncertain worths leave of an answer as plain values; None where draws were not asked for."""
    found = result.uncertainty
    if found is None:
        return None
    packages, asked = found.estimates.packages, found.asked
    names = {tuple(values): name for name, values in packages.named.items()}
    return {
        "asked": {
            "draws": asked.draws,
            "seed": asked.seed,
            "redraws": asked.redraws,
            "rules": list(asked.rules),
            "weights": None if asked.weights is None else [exact_text(weight) for weight in asked.weights],
            "listed": asked.listed,
            "limit": asked.limit,
        },
        "uncertain": [_doubt(packages, doubt) for doubt in found.estimates.doubts],
        "empty": _share(found.empty, asked.draws),
        "packages": [
            {
                "name": names.get(one.values),
                "package": packages.labels(one.values),
                "frontier": _share(one.frontier, asked.draws),
                "zone": _share(one.zone, asked.draws),
                "chosen": {rule: _share(count, asked.draws) for rule, count in one.picked.items()},
                "worst": _worst(packages, one.worst),
            }
            for one in found.packages
        ],
        "all_listed": not found.left_out,
        "choices": {
            rule: [{"package": packages.labels(pick.values)} | _share(pick.draws, asked.draws) for pick in picks]
            for rule, picks in found.picks.items()
        },
        "influences": [_influence(found, one) for one in found.influences],
    }


def _share(count: int, of: int) -> dict[str, Any]:
    return {"count": count, "of": of, "share": count / of if of else None, "error": standard_error(count, of)}


def _doubt(packages: Packages, doubt: Doubt) -> dict[str, Any]:
    issue = None if doubt.issue is None else packages.issues[doubt.issue].id
    return {"party": packages.parties[doubt.party], "field": doubt.field, "issue": issue}


def _worst(packages: Packages, worst: AtWorst) -> dict[str, Any]:
    def texts(numbers: tuple[Fraction, ...] | None) -> list[str] | None:
        return None if numbers is None else [exact_text(number) for number in numbers]

    return {
        "efficient": worst.efficient,
        "acceptable": worst.acceptable,
        "distance": None if worst.distance is None else exact_text(worst.distance),
        "better": None if worst.better is None else packages.labels(worst.better),
        "forgoes": texts(worst.forgoes),
        "why_not": worst.why_not,
    }


def _influence(found: Uncertainty, one: Influence) -> dict[str, Any]:
    redraws = found.asked.redraws
    pairs = redraws * len(found.packages)
    shares = {"frontier": _share(one.frontier, pairs), "zone": _share(one.zone, pairs)}
    for share in shares.values():
        del share["error"]
    return _doubt(found.estimates.packages, one.doubt) | {"chosen": _share(one.chosen, redraws)} | shares
