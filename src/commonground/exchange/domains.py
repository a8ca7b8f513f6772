"""What negotiation files of other tools state, and the conflict that says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import PurePath
from typing import Any

from pydantic import ValidationError

from ..errors import ExchangeError
from ..model import Conflict, exact_text
from .formats import Imported
from .names import make_ids

__all__ = ["Domain", "DomainIssue", "Profile", "conflict_from"]


@dataclass(frozen=True, slots=True)
class DomainIssue:
    """An issue by name, with named values, or numbers from ``low`` to ``high`` (``step`` None: any number)."""

    name: str
    values: tuple[str, ...] = ()
    low: Fraction | None = None
    high: Fraction | None = None
    step: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """A party: per issue a weight and points per value (by text), and what it has without an agreement.

    ``curves`` marks the issues whose points are those of a curve; ``reservation`` is a number, or a package as values
    by issue name.
    """

    name: str
    weights: tuple[Fraction, ...]
    points: tuple[Mapping[str, Fraction], ...]
    curves: frozenset[int] = frozenset()
    reservation: Fraction | Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Domain:
    """Issues and parties, with the rule by which points were read and what has no counterpart."""

    name: str
    issues: tuple[DomainIssue, ...]
    profiles: tuple[Profile, ...]
    source: str
    note: str = ""
    warnings: tuple[str, ...] = field(default=())
    offers: tuple[tuple[str, Mapping[str, str]], ...] = ()
    "Who proposed which values by issue name, in order."


def conflict_from(domain: Domain) -> Imported:
    """Return the conflict that states the same issues and worths.

    Raises
    ------
    ExchangeError
        Where something does not fit the limits of a model.
    """
    issue_ids = make_ids([issue.name for issue in domain.issues], "issue")
    value_ids = [make_ids(issue.values, "value") for issue in domain.issues]
    places = [dict(zip(issue.values, ids, strict=True)) for issue, ids in zip(domain.issues, value_ids, strict=True)]
    data: dict[str, Any] = {
        "title": _line(domain.name) or "Negotiation",
        "description": domain.note or None,
        "sources": {"file": {"citation": _names_alone(domain.source)}},
        "issues": {
            id_: _issue(issue, place) for id_, issue, place in zip(issue_ids, domain.issues, places, strict=True)
        },
        "parties": {},
        "packages": {},
    }
    party_ids = make_ids([profile.name for profile in domain.profiles], "party")
    for id_, profile in zip(party_ids, domain.profiles, strict=True):
        data["parties"][id_] = {"name": _line(profile.name) or id_, "worths": _worths(profile, issue_ids, places)}
        if isinstance(profile.reservation, Mapping):
            label = f"what {profile.name} has without an agreement"
            if len(label) > 100 or label in data["packages"]:
                label = f"what {id_} has without an agreement"
            data["packages"][label] = {"values": _package(domain, issue_ids, places, profile.reservation)}
            data["parties"][id_]["reservation"] = {"package": label}
        elif profile.reservation is not None:
            data["parties"][id_]["reservation"] = {"points": profile.reservation}
    party_of = dict(zip((profile.name for profile in domain.profiles), party_ids, strict=True))
    if domain.offers:
        data["offers"] = [
            {"party": party_of[party], "values": _package(domain, issue_ids, places, values)}
            for party, values in domain.offers
        ]
    try:
        alone = (f"{domain.source}: one party only; a model needs two at the table",) if len(party_ids) < 2 else ()
        return Imported(Conflict.model_validate(data), (*domain.warnings, *alone))
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, entry['loc']))}: {entry['msg']}" for entry in error.errors()[:20]]
        raise ExchangeError("\n".join(f"{domain.source}: {fault}" for fault in faults)) from error


def _package(
    domain: Domain, issue_ids: Sequence[str], places: Sequence[Mapping[str, str]], given: Mapping[str, str]
) -> dict[str, str]:
    return {
        id_: place.get(given[issue.name], given[issue.name])
        for id_, place, issue in zip(issue_ids, places, domain.issues, strict=True)
        if issue.name in given
    }


def _line(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:400]


def _issue(issue: DomainIssue, place: Mapping[str, str]) -> dict[str, Any]:
    if issue.low is not None:
        return {"name": _line(issue.name), "range": {"low": issue.low, "high": issue.high, "step": issue.step}}
    return {"name": _line(issue.name), "values": {id_: {"name": _line(name) or id_} for name, id_ in place.items()}}


def _worths(profile: Profile, issue_ids: Sequence[str], places: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    worths: dict[str, Any] = {}
    for i, (id_, place) in enumerate(zip(issue_ids, places, strict=True)):
        points = {place.get(text, text): exact_text(number) for text, number in profile.points[i].items()}
        worths[id_] = {"weight": profile.weights[i], "curve" if i in profile.curves else "points": points}
    return worths


def _names_alone(source: str) -> str:
    """Return the names of files without the folders they lie in, which are nobody else's business.

    >>> _names_alone("/home/me/talks/a.xml, b.xml")
    'a.xml, b.xml'
    """
    return ", ".join(PurePath(name).name or name for name in source.split(", "))
