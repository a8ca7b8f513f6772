"""What negotiation files of other tools state, and the conflict that says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import PurePath
from typing import Any

from pydantic import ValidationError

from ..errors import ExchangeError
from ..model import Conflict, exact_text
from .formats import Imported
from .names import make_ids, one_line

__all__ = ["Bound", "Box", "Domain", "DomainIssue", "Profile", "conflict_from", "names_alone"]


@dataclass(frozen=True, slots=True)
class DomainIssue:
    """An issue by name, with named values, or numbers from ``low`` to ``high`` (``step`` None: any number)."""

    name: str
    values: tuple[str, ...] = ()
    low: Fraction | None = None
    high: Fraction | None = None
    step: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """Numbers of an issue (index) from ``low`` to ``high``: these, or where ``inside`` is false all others."""

    issue: int
    low: Fraction
    high: Fraction
    inside: bool = True


@dataclass(frozen=True, slots=True)
class Box:
    """Packages within all of some bounds, and the points that they give on top."""

    bounds: tuple[Bound, ...]
    points: Fraction


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
    boxes: tuple[Box, ...] = ()


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
    domain = _without_single_numbers(domain)
    issue_ids = make_ids([issue.name for issue in domain.issues], "issue")
    value_ids = [make_ids(issue.values, "value") for issue in domain.issues]
    places = [dict(zip(issue.values, ids, strict=True)) for issue, ids in zip(domain.issues, value_ids, strict=True)]
    data: dict[str, Any] = {
        "title": one_line(domain.name) or "Negotiation",
        "description": domain.note or None,
        "sources": {"file": {"citation": names_alone(domain.source)}},
        "issues": {
            id_: _issue(issue, place) for id_, issue, place in zip(issue_ids, domain.issues, places, strict=True)
        },
        "parties": {},
        "packages": {},
    }
    party_ids = make_ids([profile.name for profile in domain.profiles], "party")
    for id_, profile in zip(party_ids, domain.profiles, strict=True):
        data["parties"][id_] = {"name": one_line(profile.name) or id_, "worths": _worths(profile, issue_ids, places)}
        data["parties"][id_]["interactions"] = [
            {"when": _when(box, issue_ids, domain.issues), "points": box.points} for box in profile.boxes
        ]
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


def _without_single_numbers(domain: Domain) -> Domain:
    """Return a domain in which a range of one number is a value with a name: a model's ranges have two ends."""
    alone = frozenset(i for i, issue in enumerate(domain.issues) if issue.low is not None and issue.low == issue.high)
    issues = tuple(
        DomainIssue(issue.name, (exact_text(issue.low),)) if i in alone and issue.low is not None else issue
        for i, issue in enumerate(domain.issues)
    )
    profiles = tuple(replace(profile, curves=profile.curves - alone) for profile in domain.profiles)
    return replace(domain, issues=issues, profiles=profiles)


def _package(
    domain: Domain, issue_ids: Sequence[str], places: Sequence[Mapping[str, str]], given: Mapping[str, str]
) -> dict[str, str]:
    return {
        id_: place.get(given[issue.name], given[issue.name])
        for id_, place, issue in zip(issue_ids, places, domain.issues, strict=True)
        if issue.name in given
    }


def _issue(issue: DomainIssue, place: Mapping[str, str]) -> dict[str, Any]:
    if issue.low is not None:
        return {"name": one_line(issue.name), "range": {"low": issue.low, "high": issue.high, "step": issue.step}}
    return {
        "name": one_line(issue.name),
        "values": {id_: {"name": one_line(name) or id_} for name, id_ in place.items()},
    }


def _worths(profile: Profile, issue_ids: Sequence[str], places: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    worths: dict[str, Any] = {}
    for i, (id_, place) in enumerate(zip(issue_ids, places, strict=True)):
        points = {place.get(text, text): exact_text(number) for text, number in profile.points[i].items()}
        worths[id_] = {"weight": profile.weights[i], "curve" if i in profile.curves else "points": points}
    return worths


def _when(box: Box, issue_ids: Sequence[str], issues: Sequence[DomainIssue]) -> str:
    """Return the statement that a package lies in a box; one that always holds where nothing bounds it."""
    parts = [part for bound in box.bounds if (part := _within(bound, issue_ids[bound.issue], issues[bound.issue]))]
    if parts:
        return " & ".join(parts)
    always = next(i for i, issue in enumerate(issues) if issue.low is not None)
    return f"{issue_ids[always]} >= {exact_text(issues[always].low or Fraction(0))}"


def _within(bound: Bound, id_: str, issue: DomainIssue) -> str:
    """Return the statement that a number is within a bound; nothing where every number of the issue is."""
    low, high = exact_text(bound.low), exact_text(bound.high)
    if not bound.inside:
        return f"({id_} < {low} | {id_} > {high})"
    if bound.low == bound.high:
        return f"{id_} = {low}"
    above = [] if issue.low is not None and bound.low <= issue.low else [f"{id_} >= {low}"]
    below = [] if issue.high is not None and bound.high >= issue.high else [f"{id_} <= {high}"]
    return " & ".join((*above, *below))


def names_alone(source: str) -> str:
    """Return the names of files without the folders they lie in, which are nobody else's business.

    >>> names_alone("/home/me/talks/a.xml, b.xml")
    'a.xml, b.xml'
    """
    return ", ".join(PurePath(name).name or name for name in source.split(", "))
