"""The verb ``negotiate`` on packages: everything about the common ground in one answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from types import MappingProxyType

from ...errors import AnalysisError, TooLarge
from ...forms import Packages
from ...version import __version__
from .bounded import BOUNDED_RULES, find_best, find_ideals
from .coarse import CoarseFrontier, find_coarse_frontier
from .divide import Division, adjusted_winner
from .frontier import DEFAULT_LIMIT, Frontier, find_frontier
from .lotteries import best_mixtures, find_hull
from .results import Agreement, Answer, Negotiation, NegotiationAsked
from .solutions import DEFAULT_SOLUTIONS, chosen_rules, solve_rules
from .trades import find_trades, middle, stakes
from .zone import Zone, find_zone

__all__ = ["solve_packages"]

_COARSE = (Fraction(1, 100), Fraction(1, 50), Fraction(1, 20))
"""Shares of each party's range tried where the frontier is too large, the finest first."""


def solve_packages(
    packages: Packages,
    rules: Iterable[str] = DEFAULT_SOLUTIONS,
    *,
    weights: Sequence[Fraction | int] | None = None,
    limit: int = DEFAULT_LIMIT,
    model: str = "",
) -> Negotiation:
    """Return frontier, zone, solutions, trades and divisions of what is on the table.

    Parameters
    ----------
    packages : Packages
        From ``forms.build_packages``.
    rules : iterable of str
        Ids of ``SOLUTIONS``.
    weights : sequence, optional
        A positive weight per party, for the rules with weights.
    limit : int
        Utility vectors kept at most at any step; beyond it the frontier is approximated and single solutions are
        searched for, and the answer says so.
    model : str
        The model's hash, to be kept in the answer.

    Raises
    ------
    AnalysisError
        When a rule is unknown or a weight is not positive.

    Examples
    --------
    >>> from commonground.forms import packages_from_tables
    >>> result = solve_packages(packages_from_tables([[(0, 4), (3, 0)], [(0, 2), (1, 0)]], [1, 1]))
    >>> result.frontier.size, result.zone.count.packages, result.guaranteed
    (4, 2, (Fraction(1, 1), Fraction(2, 1)))
    >>> [(agreement.points, agreement.pays) for agreement in result.answers["nash"].agreements]
    [((Fraction(3, 1), Fraction(2, 1)), (Fraction(0, 1), Fraction(2, 1)))]
    """
    asked, checked = chosen_rules(rules, weights, len(packages.parties))
    given = None if weights is None else checked
    why_not: list[str] = []
    zone = find_zone(packages, limit=limit)
    ideals = _ideals(packages, zone, why_not)
    answers = _answers(packages, zone, ideals, asked, given, why_not)
    frontier, coarse = _frontiers(packages, limit, why_not)
    two = len(packages.parties) == 2
    hull = find_hull(packages.within_red_lines()) if two else None
    count = range(len(packages.parties))
    tops = [sum(int(bundle.utilities[:, p].max()) for bundle in packages.bundles) for p in count]
    bottoms = [sum(int(bundle.utilities[:, p].min()) for bundle in packages.bundles) for p in count]
    return Negotiation(
        packages=packages,
        asked=NegotiationAsked("negotiate", packages.parties, asked, given, limit, __version__, model),
        frontier=frontier,
        coarse=coarse,
        zone=zone,
        best=packages.points(tops),
        worst=packages.points(bottoms),
        ideals=None if ideals is None else packages.points(ideals),
        guaranteed=None if zone.guaranteed is None else packages.points(zone.guaranteed),
        answers=MappingProxyType(answers),
        middle=middle(packages),
        stakes=stakes(packages),
        trades=find_trades(packages),
        hull=hull,
        mixtures=best_mixtures(hull) if hull is not None else (),
        division=_division(packages) if two else None,
        why_not=tuple(why_not),
    )


def _frontiers(packages: Packages, limit: int, why_not: list[str]) -> tuple[Frontier | None, CoarseFrontier | None]:
    try:
        return find_frontier(packages, limit=limit), None
    except TooLarge as error:
        why_not.append(str(error))
    for share in _COARSE:
        try:
            return None, find_coarse_frontier(packages, share, limit=limit)
        except TooLarge as error:
            reason = str(error)
    why_not.append(reason)
    return None, None


def _ideals(packages: Packages, zone: Zone, why_not: list[str]) -> tuple[int, ...] | None:
    if zone.frontier is not None:
        return zone.ideals
    try:
        return find_ideals(packages)
    except TooLarge as error:
        why_not.append(f"the ideals in the zone: {error}")
        return None


def _answers(
    packages: Packages,
    zone: Zone,
    ideals: tuple[int, ...] | None,
    asked: Sequence[str],
    weights: Sequence[Fraction] | None,
    why_not: list[str],
) -> dict[str, Answer]:
    if zone.frontier is not None:
        return _exact_answers(zone.frontier, ideals, asked, weights)
    found: dict[str, Answer] = {}
    for rule in asked:
        if rule not in BOUNDED_RULES:
            why_not.append(f"{rule}: it needs the frontier of the zone, which is too large")
            continue
        try:
            best = find_best(packages, rule)
        except TooLarge as error:
            why_not.append(f"{rule}: {error}")
            continue
        agreements: tuple[Agreement, ...] = ()
        if best.utility is not None and best.values is not None:
            agreements = (_agreement(packages, best.utility, best.values, ideals, None),)
        found[rule] = Answer(rule, agreements, best.certain, best.gap)
    return found


def _exact_answers(
    frontier: Frontier, ideals: tuple[int, ...] | None, asked: Sequence[str], weights: Sequence[Fraction] | None
) -> dict[str, Answer]:
    def agreement(k: int) -> Agreement:
        vector, count = frontier.vectors[k].tolist(), int(frontier.counts[k])
        return _agreement(frontier.packages, vector, frontier.example(k), ideals, count)

    solved = solve_rules(frontier, asked, weights=weights)
    return {one.rule.id: Answer(one.rule.id, tuple(agreement(k) for k in one.vectors)) for one in solved}


def _agreement(
    packages: Packages,
    utility: Sequence[int],
    values: tuple[int, ...],
    ideals: tuple[int, ...] | None,
    count: int | None,
) -> Agreement:
    pays = pays_share = None
    if ideals is not None:
        short = [ideal - mine for ideal, mine in zip(ideals, utility, strict=True)]
        room = [ideal - held for ideal, held in zip(ideals, packages.reservations, strict=True)]
        pays = packages.points(short)
        pays_share = tuple(Fraction(a, b) if b else Fraction(0) for a, b in zip(short, room, strict=True))
    return Agreement(tuple(utility), packages.points(utility), count, values, pays, pays_share)


def _division(packages: Packages) -> Division | None:
    try:
        return adjusted_winner(packages)
    except AnalysisError:
        return None
