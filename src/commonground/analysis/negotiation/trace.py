"""The path of offers: who conceded to whom at each step, and how far each offer is from the frontier.

Kinds of step after Hindriks, Jonker & Tykhonov 2007 (dynamics analysis of negotiation strategies): by what a party's
offer changes for itself and for the others, against its own offer before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ...errors import TooLarge
from ...forms import Packages
from ...forms.packages import Offered
from .frontier import DEFAULT_LIMIT, find_frontier

__all__ = ["OfferStep", "find_deal", "trace_offers"]


@dataclass(frozen=True, slots=True)
class OfferStep:
    """One offer: what it gives (points), what it changes against the party's own last offer, and what it leaves.

    ``changes`` is None for a party's first offer. ``kind`` is one of ``first``, ``concession`` (less for itself, nobody
    else worse off and somebody better), ``selfish`` (more for itself, somebody else worse off), ``fortunate`` (more
    for itself, nobody worse off), ``unfortunate`` (less for itself, somebody else worse off), ``nice`` (the same for
    itself, nobody worse off and somebody better), ``silent`` (the same for all), ``other``. ``distance`` is the
    largest share of its range that every party could gain at once: 0 on the frontier, and where only some could gain;
    None where the frontier is too large.
    """

    party: str
    values: tuple[int, ...]
    utilities: tuple[Fraction, ...]
    changes: tuple[Fraction, ...] | None
    kind: str
    distance: Fraction | None
    acceptable_to: tuple[str, ...]


def trace_offers(
    packages: Packages, offers: Iterable[Offered] | None = None, *, limit: int = DEFAULT_LIMIT
) -> tuple[OfferStep, ...]:
    """Return the offers step by step; those of the model when none are given.

    A party that is not priced here (not at the table) may make offers; what they change for itself is then unknown
    and the kind is ``other``.

    Examples
    --------
    >>> from commonground.forms import packages_from_tables
    >>> packages = packages_from_tables([[(0, 4), (3, 0)], [(0, 2), (9, 0)], [(1, 1), (2, 2)]])
    >>> offers = [Offered("party1", (1, 1, 0)), Offered("party1", (0, 1, 0)), Offered("party1", (0, 1, 1))]
    >>> [(step.kind, step.distance) for step in trace_offers(packages, offers)]
    [('first', Fraction(1, 13)), ('concession', Fraction(1, 13)), ('fortunate', Fraction(0, 1))]
    """
    last: dict[str, tuple[Fraction, ...]] = {}
    steps: list[OfferStep] = []
    for offer in packages.offers if offers is None else offers:
        rows = packages.rows_of(offer.values)
        if rows is None:
            continue
        units = packages.utility(rows)
        utilities = packages.points(units)
        before = last.get(offer.party)
        changes = None if before is None else tuple(a - b for a, b in zip(utilities, before, strict=True))
        refusing = packages.refused_by(rows)
        content = zip(packages.parties, units, packages.reservations, strict=True)
        steps.append(
            OfferStep(
                offer.party,
                offer.values,
                utilities,
                changes,
                _kind(packages, offer.party, changes),
                _distance(packages, units, limit),
                tuple(party for party, got, held in content if got >= held and party not in refusing),
            )
        )
        last[offer.party] = utilities
    return tuple(steps)


def find_deal(steps: Sequence[OfferStep], parties: Collection[str]) -> int | None:
    """Return the step (from 0) from which on the last offers of all these parties are one package; None without one.

    Agreement is thus written as in a record: whoever accepts makes the other's offer its own.

    >>> def step(party, values): return OfferStep(party, values, (), None, "first", None, ())
    >>> find_deal([step("a", (0,)), step("b", (1,)), step("a", (1,))], ["a", "b"])
    2
    """
    last: dict[str, tuple[int, ...]] = {}
    deal: int | None = None
    for number, step in enumerate(steps):
        last[step.party] = step.values
        agreed = parties and all(last.get(party) == step.values for party in parties)
        deal = None if not agreed else number if deal is None else deal
    return deal


def _kind(packages: Packages, party: str, changes: tuple[Fraction, ...] | None) -> str:
    if changes is None:
        return "first"
    if party not in packages.parties:
        return "other"
    place = packages.parties.index(party)
    own = (changes[place] > 0) - (changes[place] < 0)
    others = [change for p, change in enumerate(changes) if p != place]
    harmed, helped = any(change < 0 for change in others), any(change > 0 for change in others)
    return _KINDS.get((own, harmed, helped and not harmed), "other")


_KINDS = {
    (0, False, False): "silent",
    (0, False, True): "nice",
    (1, False, False): "fortunate",
    (1, False, True): "fortunate",
    (1, True, False): "selfish",
    (-1, False, True): "concession",
    (-1, True, False): "unfortunate",
}
"""Own change, whether another is worse off, whether another is better off and none worse -> kind."""


def _distance(packages: Packages, units: tuple[int, ...], limit: int) -> Fraction | None:
    try:
        frontier = find_frontier(packages, floor=units, limit=limit)
    except TooLarge:
        return None
    ranges = packages.spans
    able = [p for p, width in enumerate(ranges) if width]
    return max(
        (
            min((Fraction(vector[p] - units[p], ranges[p]) for p in able), default=Fraction(0))
            for vector in frontier.vectors.tolist()
        ),
        default=Fraction(0),
    )
