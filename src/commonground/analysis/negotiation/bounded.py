"""Nash, egalitarian and Kalai-Smorodinsky solutions without the whole frontier, with a certified gap.

The recursion of the frontier is cut by a weighted sum: for weights w, no completion of a partial sum a exceeds
w.a + sum over the bundles left of their largest w.u. By the inequality of the means a package with a larger Nash
product than one with gains g* has sum of g_i / g*_i above n; one with a larger least share has w.share above it.
Where a step still keeps too many sums, the most promising stay, and the largest bound among those dropped is the
certificate: nothing can be better than that.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from ...errors import AnalysisError, did_you_mean
from ...forms import Packages
from .search import Floats, Search
from .zone import can_all_have

__all__ = ["BOUNDED_RULES", "Best", "find_best", "find_ideals"]

_ROUNDS = 400
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Best:
    """The best package found for one rule, and what nothing can exceed.

    ``utility`` is in the units of the packages, ``values`` the package (index per issue). ``value`` is the rule's
    measure in points: the product of gains (Nash), the least gain (egalitarian), the least share of the ideal gain
    (Kalai-Smorodinsky) or the sum of utilities (utilitarian); ``bound`` is an upper bound of it, equal to it where the
    answer is ``certain``. Both are None
    where no acceptable package exists (``certain``) or none was found. Among packages of equal value, the leximin
    of gains or shares decides where the answer is certain.
    """

    rule: str
    utility: tuple[int, ...] | None
    values: tuple[int, ...] | None
    value: Fraction | None
    bound: float | None
    certain: bool
    ideals: tuple[int, ...] | None = None

    @property
    def gap(self) -> float | None:
        """Return how much better, as a share of the bound, anything else could be at most; None where unknown."""
        if self.certain:
            return 0.0
        if self.value is None or self.bound is None or self.bound <= 0:
            return None
        return max(0.0, 1.0 - float(self.value) / self.bound)


def _nothing(rule: str, search: Search) -> Best | None:
    """Return the answer where no package is acceptable, so far as single parties and the search can tell."""
    if not search.parts or any(rest < least for rest, least in zip(search.rest[0].tolist(), search.floor, strict=True)):
        return Best(rule, None, None, None, None, True)
    return None


def _feasible(search: Search, measure: Callable[[Floats], Floats]) -> list[list[int]]:
    """Return some choices that are locally best by a measure, from many weighted sums."""
    count = len(search.floor)
    room = search.room
    weights, found = 1.0 / room, []
    for _ in range(30):
        choice = search.improve(search.supported(weights), measure)
        found.append(choice)
        gains = np.array([float(gain) for gain in search.gains(choice)])
        weights = weights / weights.max() / np.maximum(gains / room, 0.02)
    for p in range(count):
        alone = 0.05 / room
        alone[p] = 1.0 / room[p]
        found.append(search.improve(search.supported(alone), measure))
    return found


def _nash(packages: Packages) -> Best:
    search = Search(packages)
    nothing = _nothing("nash", search)
    if nothing is not None:
        return nothing
    count = len(search.floor)
    room = search.room

    def measure(gains: Floats) -> Floats:
        shares: Floats = gains / room
        least = shares.min(axis=1)
        result: Floats = np.where(least > 0, np.log(np.maximum(shares, 1e-300)).sum(axis=1), -1e6 + 1e3 * least)
        return result

    tried = [choice for choice in _feasible(search, measure) if min(search.gains(choice)) > 0]
    if not tried:
        even = _most_even(search, [Fraction(1, scale) for scale in packages.scales])
        if even.choice is None:
            return Best("nash", None, None, None, None, even.certain)
        if even.value <= 0:
            return _answer("nash", search, even.choice, Fraction(0), None if not even.certain else 0.0, even.certain)
        tried = [even.choice]
    best = max(tried, key=lambda choice: _product(search, choice))
    bound, certain = math.inf, False
    for _ in range(_TRIES):
        gains = search.gains(best)
        weights = np.array([1.0 / float(gain) for gain in gains])
        base = float(weights @ search.held)
        choices, dropped = search.cut(weights, base + count, search.floor)
        best = max([*choices, best], key=lambda choice: _product(search, choice))
        certain = dropped == -math.inf
        reach = max(dropped - base, 0.0) / count
        bound = min(bound, math.prod(float(gain) for gain in gains) * reach**count)
        if certain or search.gains(best) == gains:
            break
    value = _product(search, best)
    return _answer("nash", search, best, value, float(value) if certain else max(bound, float(value)), certain)


def _product(search: Search, choice: Sequence[int]) -> Fraction:
    return math.prod(search.gains(choice), start=Fraction(1))


def _answer(
    rule: str, search: Search, choice: Sequence[int], value: Fraction, bound: float | None, certain: bool
) -> Best:
    return Best(rule, search.total(choice), search.values(choice), value, bound, certain)


def _shares_of(search: Search, choice: Sequence[int], units: Sequence[Fraction]) -> list[Fraction]:
    total = search.total(choice)
    return sorted((total[p] - search.floor[p]) * unit for p, unit in enumerate(units) if unit)


@dataclass(frozen=True, slots=True)
class _Even:
    """The most even choice found, its least share, an upper bound of it, and whether both are certain."""

    choice: list[int] | None
    value: Fraction
    bound: float | None
    certain: bool


def _most_even(search: Search, units: Sequence[Fraction]) -> _Even:
    """Return the leximin of (u - d) x unit; parties whose unit is 0 only have to reach their reservation."""
    able = [p for p, unit in enumerate(units) if unit]
    factor = np.array([float(unit * scale) for unit, scale in zip(units, search.packages.scales, strict=True)])

    def measure(gains: Floats) -> Floats:
        shares: Floats = (gains * factor)[:, able]
        least = shares.min(axis=1) if able else np.zeros(len(gains))
        held = np.where((gains >= -1e-12).all(axis=1), least, -1e9 + gains.min(axis=1))
        result: Floats = held + (1e-9 * shares.mean(axis=1) if able else 0.0)
        return result

    weights = _dual(search, factor, able)
    tried = [*_feasible(search, measure), search.improve(search.supported(weights), measure)]
    inside = [choice for choice in tried if min(search.gains(choice)) >= 0]
    best = max(inside, key=lambda choice: _shares_of(search, choice, units), default=None)
    least = _shares_of(search, best, units)[0] if best is not None and able else Fraction(0)
    base = float(weights @ search.held)
    choices, dropped = search.cut(weights, base + float(least), _raised(search, units, least))
    options = [*choices, best] if best is not None else choices
    certain = dropped == -math.inf
    if not options:
        return _Even(None, Fraction(0), None, certain)
    top = max(options, key=lambda choice: _shares_of(search, choice, units))
    value = _shares_of(search, top, units)[0] if able else Fraction(0)
    return _Even(top, value, float(value) if certain else max(dropped - base, float(value)), certain)


def _by_shares(rule: str, search: Search, units: Sequence[Fraction], ideals: tuple[int, ...] | None) -> Best:
    even = _most_even(search, units)
    if even.choice is None:
        return Best(rule, None, None, None, None, even.certain, ideals)
    return replace(_answer(rule, search, even.choice, even.value, even.bound, even.certain), ideals=ideals)


def _raised(search: Search, units: Sequence[Fraction], least: Fraction) -> list[int]:
    """Return the floor raised to what a least share needs, in whole units."""
    return [
        held + (math.ceil(least / unit) if unit and least > 0 else 0)
        for held, unit in zip(search.floor, units, strict=True)
    ]


def _dual(search: Search, factor: Floats, able: Sequence[int]) -> Floats:
    """Return weights (summing to 1 over shares) that make the bound of the least share small."""
    if not able:
        return np.zeros(len(factor))
    logs = np.zeros(len(factor))
    logs[[p for p in range(len(factor)) if p not in able]] = -np.inf
    best, lowest = np.zeros(len(factor)), math.inf
    for turn in range(_ROUNDS):
        shares = np.exp(logs - logs.max())
        shares /= shares.sum()
        weights: Floats = shares * factor
        choice = search.supported(weights)
        gains = sum((table[k] for table, k in zip(search.floats, choice, strict=True)), np.zeros(len(factor)))
        reached = (gains - search.held) * factor
        bound = float(shares @ reached)
        if bound < lowest:
            lowest, best = bound, weights
        spread = float(np.abs(reached[list(able)]).max()) or 1.0
        logs = logs - (2.0 / math.sqrt(turn + 1.0)) * np.where(np.isfinite(logs), reached / spread, 0.0)
    return best


def _egalitarian(packages: Packages) -> Best:
    search = Search(packages)
    units = [Fraction(1, scale) for scale in packages.scales]
    return _nothing("egalitarian", search) or _by_shares("egalitarian", search, units, None)


def _kalai_smorodinsky(packages: Packages) -> Best:
    search = Search(packages)
    known = find_ideals(packages)
    if known is None:
        return Best("kalai_smorodinsky", None, None, None, None, True)
    room = [top - held for top, held in zip(known, search.floor, strict=True)]
    return _by_shares(
        "kalai_smorodinsky", search, [Fraction(1, width) if width else Fraction(0) for width in room], known
    )


def _utilitarian(packages: Packages) -> Best:
    search = Search(packages)
    nothing = _nothing("utilitarian", search)
    if nothing is not None:
        return nothing
    weights = np.ones(len(search.floor))

    def total(choice: Sequence[int]) -> Fraction:
        return sum(search.gains(choice), Fraction(0))

    def measure(gains: Floats) -> Floats:
        least = gains.min(axis=1)
        result: Floats = np.where(least >= -1e-12, gains.sum(axis=1), -1e12 + least)
        return result

    tried = [search.supported(weights), *_feasible(search, measure)]
    inside = [choice for choice in tried if min(search.gains(choice)) >= 0]
    best = max(inside, key=total, default=None)
    base = float(search.held.sum())
    choices, dropped = search.cut(weights, base + float(total(best)) if best is not None else 0.0, search.floor)
    options = [*choices, best] if best is not None else choices
    certain = dropped == -math.inf
    if not options:
        return Best("utilitarian", None, None, None, None, certain)
    top = max(options, key=total)
    shift = sum(packages.points(packages.reservations), Fraction(0))
    value = total(top) + shift
    bound = float(value) if certain else max(dropped - base + float(shift), float(value))
    return _answer("utilitarian", search, top, value, bound, certain)


def find_ideals(packages: Packages) -> tuple[int, ...] | None:
    """Return the most that each party gets in the zone, None where the zone is empty; without the frontier.

    Raises
    ------
    TooLarge
        When too many different needs would have to be compared.
    """
    search = Search(packages)
    if _nothing("", search) is not None:
        return None
    ideals = [_ideal(search, p) for p in range(len(search.floor))]
    known = tuple(ideal for ideal in ideals if ideal is not None)
    return known if len(known) == len(ideals) else None


def _ideal(search: Search, party: int) -> int | None:
    """Return the most that a party gets with every reservation met, None where they cannot all be met.

    Where the party's best values leave the others enough it is their sum; else it is found by halving.
    """
    others = np.ones(len(search.floor))
    others[party] = 0.0
    choice = []
    for part, table in zip(search.parts, search.floats, strict=True):
        tops = np.flatnonzero(part.vectors[:, party] == part.vectors[:, party].max())
        choice.append(int(tops[np.argmax(table[tops] @ others)]))
    if min(search.gains(choice)) >= 0:
        return search.total(choice)[party]
    floor = search.floor
    if not can_all_have(search.packages, floor):
        return None
    low, high = floor[party], int(search.rest[0, party])
    while low < high:
        middle = (low + high + 1) // 2
        if can_all_have(search.packages, [*floor[:party], middle, *floor[party + 1 :]]):
            low = middle
        else:
            high = middle - 1
    return low


BOUNDED_RULES: dict[str, Callable[[Packages], Best]] = {
    "nash": _nash,
    "egalitarian": _egalitarian,
    "kalai_smorodinsky": _kalai_smorodinsky,
    "utilitarian": _utilitarian,
}
"""Rule to search; ids are those of ``SOLUTIONS``."""


def find_best(packages: Packages, rule: str) -> Best:
    """Return the best package by a rule without making the frontier, with a bound on anything better.

    Parameters
    ----------
    packages : Packages
        Any size.
    rule : str
        One of ``BOUNDED_RULES``.

    Raises
    ------
    AnalysisError
        When the rule is not one of them.
    TooLarge
        When even the ideals of the zone take too many sums (Kalai-Smorodinsky).

    Examples
    --------
    >>> from commonground.forms import packages_from_tables
    >>> best = find_best(packages_from_tables([[(0, 4), (3, 0)], [(0, 2), (1, 0)]]), "nash")
    >>> best.utility, best.value, best.certain
    ((3, 2), Fraction(6, 1), True)
    """
    if rule not in BOUNDED_RULES:
        raise AnalysisError(f"no such rule: `{rule}`; {did_you_mean(rule, list(BOUNDED_RULES))}")
    return BOUNDED_RULES[rule](packages)
