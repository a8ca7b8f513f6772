"""Solutions of a bargaining problem over the efficient packages of the zone: a table of rules, every maximiser kept.

Utilities u, reservations d, ideals (the most that a party gets in the zone). Floats only find candidates, with a
margin far above their error; integers decide. "leximin" maximises the least, then the next least, and so on.
Sources: Nash 1950; Kalai & Smorodinsky 1975; Kalai 1977; Imai 1983 (leximin extension); Raiffa 1953; Chun 1988 (equal
loss); Harsanyi & Selten 1972 (weights).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import AnalysisError, did_you_mean
from .dominance import Integers
from .frontier import Frontier

__all__ = [
    "DEFAULT_SOLUTIONS",
    "SOLUTIONS",
    "Bargain",
    "SolutionRule",
    "Solved",
    "chosen_rules",
    "leximin",
    "solve_rules",
]

_MARGIN = 1e-9
_LARGEST_POWER = 100_000
_BITS = 500
"""Of an integer that is turned into a float: more than its 53, so that nothing that a margin sees is lost."""
Indices = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Bargain:
    """The efficient acceptable utilities [k, p] with reservations, ideals, scales and weights (one per party)."""

    vectors: Integers
    reservations: tuple[int, ...]
    ideals: tuple[int, ...]
    scales: tuple[int, ...]
    weights: tuple[Fraction, ...]

    @property
    def parties(self) -> int:
        """Return the number of parties."""
        return len(self.reservations)

    def above(self, base: Sequence[int]) -> Integers:
        """Return exact differences to a base, in each party's own units [k, p]."""
        differences: Integers = self.vectors - np.array([int(units) for units in base], dtype=self.vectors.dtype)
        return differences


@dataclass(frozen=True, slots=True)
class SolutionRule:
    """One row: id, name, the rule in words, whether it compares utilities of two parties, and the rule itself."""

    id: str
    name: str
    rule: str
    compares: bool
    choose: Callable[[Bargain], Indices]


@dataclass(frozen=True, slots=True)
class Solved:
    """What a rule chooses: indices of the frontier's vectors, all that are equally good."""

    rule: SolutionRule
    vectors: tuple[int, ...]


def _largest(rough: NDArray[np.float64], spread: float, exact: Callable[[int], Any], among: Indices) -> Indices:
    """Return where an exact key is largest: floats leave the candidates, the key decides."""
    near: Indices = among[rough >= rough.max() - spread * _MARGIN]
    if len(near) == 1:
        return near
    keys = [exact(int(k)) for k in near]
    top = max(keys)
    return np.array([k for k, key in zip(near.tolist(), keys, strict=True) if key == top], dtype=np.int64)


def _rough(amounts: Integers, units: Sequence[Fraction]) -> NDArray[np.float64]:
    """Return amounts [k, p] times units as floats; integers too large for a float lose low bits first."""
    if amounts.dtype != object:
        return np.asarray(amounts.astype(np.float64) * np.array([float(unit) for unit in units]))
    columns = []
    for p, unit in enumerate(units):
        column = [int(amount) for amount in amounts[:, p]]
        shift = max(max((amount.bit_length() for amount in column), default=0) - _BITS, 0)
        factor = float(unit * (1 << shift))
        columns.append(np.array([float(amount >> shift) * factor for amount in column], dtype=np.float64))
    return np.column_stack(columns) if columns else np.zeros(amounts.shape)


def _logs(gains: Integers) -> NDArray[np.float64]:
    """Return natural logarithms of gains [k, p], minus infinity of 0."""
    if gains.dtype != object:
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(gains.astype(np.float64)))
    logs = [[math.log(gain) if gain > 0 else -math.inf for gain in row] for row in gains.tolist()]
    return np.array(logs, dtype=np.float64)


def _every(bargain: Bargain) -> Indices:
    return np.arange(len(bargain.vectors), dtype=np.int64)


def _product(gains: Integers, powers: Sequence[int]) -> Indices:
    rows = np.arange(len(gains), dtype=np.int64)
    logs = _logs(gains) @ np.array(powers, dtype=np.float64)
    if not np.isfinite(logs.max()):
        return rows
    among = rows[np.isfinite(logs)]
    spread = max(1.0, float(np.abs(logs[among]).max())) * 10

    def exact(k: int) -> int:
        return math.prod(int(gain) ** power for gain, power in zip(gains[k], powers, strict=True))

    return _largest(logs[among], spread, exact, among)


def _sum(bargain: Bargain, weights: Sequence[Fraction]) -> Indices:
    factors = [weight / scale for weight, scale in zip(weights, bargain.scales, strict=True)]
    terms = _rough(bargain.vectors, factors)

    def exact(k: int) -> Fraction:
        return sum((factor * int(u) for factor, u in zip(factors, bargain.vectors[k], strict=True)), Fraction(0))

    return _largest(terms.sum(axis=1), float(np.abs(terms).sum(axis=1).max()) or 1.0, exact, _every(bargain))


def leximin(amounts: Integers, units: Sequence[Fraction]) -> Indices:
    """Return where amounts [k, p] times units are leximin largest; parties whose unit is 0 are left out."""
    among = np.arange(len(amounts), dtype=np.int64)
    able = [p for p, unit in enumerate(units) if unit]
    if not able:
        return among
    rough = np.sort(_rough(amounts[:, able], [units[p] for p in able]), axis=1)
    spread = float(np.abs(rough).max()) or 1.0
    kept: dict[int, list[Fraction]] = {}

    def exact(k: int) -> list[Fraction]:
        if k not in kept:
            kept[k] = sorted(units[p] * int(amounts[k, p]) for p in able)
        return kept[k]

    for level in range(len(able)):
        among = _largest(rough[among, level], spread, lambda k, level=level: exact(k)[level], among)  # type: ignore[misc]
    return among


def _nash(bargain: Bargain) -> Indices:
    return _product(bargain.above(bargain.reservations), (1,) * bargain.parties)


def _weighted_nash(bargain: Bargain) -> Indices:
    return _product(bargain.above(bargain.reservations), _powers(bargain.weights))


def _powers(weights: Sequence[Fraction]) -> list[int]:
    """Return the least whole numbers in the proportion of the weights."""
    common = math.lcm(*(weight.denominator for weight in weights))
    powers = [int(weight * common) for weight in weights]
    shared = math.gcd(*powers) or 1
    return [power // shared for power in powers]


def _kalai_smorodinsky(bargain: Bargain) -> Indices:
    return leximin(bargain.above(bargain.reservations), _shares(bargain))


def _shares(bargain: Bargain) -> list[Fraction]:
    """Return per party the share of its possible gain that a unit is; 0 where it can gain nothing."""
    room = (ideal - held for ideal, held in zip(bargain.ideals, bargain.reservations, strict=True))
    return [Fraction(1, width) if width else Fraction(0) for width in room]


def _egalitarian(bargain: Bargain) -> Indices:
    return leximin(bargain.above(bargain.reservations), [Fraction(1, scale) for scale in bargain.scales])


def _equal_loss(bargain: Bargain) -> Indices:
    return leximin(bargain.above(bargain.ideals), [Fraction(1, scale) for scale in bargain.scales])


def _proportional(bargain: Bargain) -> Indices:
    pairs = zip(bargain.weights, bargain.scales, strict=True)
    return leximin(bargain.above(bargain.reservations), [Fraction(1, scale) / weight for weight, scale in pairs])


def _even(amounts: Integers, units: Sequence[Fraction]) -> Indices:
    """Return where the largest and the least of amounts [k, p] times units lie closest together."""
    able = [p for p, unit in enumerate(units) if unit]
    rows = np.arange(len(amounts), dtype=np.int64)
    if not able:
        return rows
    rough = _rough(amounts[:, able], [units[p] for p in able])

    def exact(k: int) -> Fraction:
        held = [units[p] * int(amounts[k, p]) for p in able]
        return min(held) - max(held)

    return _largest(rough.min(axis=1) - rough.max(axis=1), float(np.abs(rough).max()) or 1.0, exact, rows)


def _least_difference(bargain: Bargain) -> Indices:
    return _even(bargain.vectors, [Fraction(1, scale) for scale in bargain.scales])


def _least_spread(bargain: Bargain) -> Indices:
    return _even(bargain.above(bargain.reservations), _shares(bargain))


def _raiffa(bargain: Bargain) -> Indices:
    left = _every(bargain)
    point = [Fraction(units) for units in bargain.reservations]
    while len(left) > 1:
        tops = [int(top) for top in bargain.vectors[left].max(axis=0)]
        after = [old + (top - old) / bargain.parties for old, top in zip(point, tops, strict=True)]
        least = np.array([math.ceil(units) for units in after], dtype=bargain.vectors.dtype)
        above = left[(bargain.vectors[left] >= least).all(axis=1).astype(bool)]
        if not len(above):
            return left[_nearest_to(bargain.vectors[left], point, tops)]
        left, point = above, after
    return left


def _nearest_to(vectors: Integers, point: Sequence[Fraction], tops: Sequence[int]) -> Indices:
    """Return the leximin of (u - point) / (top - point)."""
    below = np.array([units.denominator for units in point], dtype=object)
    amounts = vectors.astype(object) * below - np.array([units.numerator for units in point], dtype=object)
    room = [top - units for top, units in zip(tops, point, strict=True)]
    scales = zip(room, point, strict=True)
    return leximin(amounts, [1 / (width * units.denominator) if width else Fraction(0) for width, units in scales])


SOLUTIONS: tuple[SolutionRule, ...] = (
    SolutionRule(
        "nash", "Nash", "largest product of gains u - d; where every product is 0, all efficient packages", False, _nash
    ),
    SolutionRule(
        "kalai_smorodinsky",
        "Kalai-Smorodinsky",
        "leximin of gains as shares of what each could gain in the zone, (u - d) / (ideal - d)",
        False,
        _kalai_smorodinsky,
    ),
    SolutionRule("egalitarian", "Egalitarian", "leximin of gains u - d", True, _egalitarian),
    SolutionRule(
        "utilitarian", "Utilitarian", "largest sum of utilities", True, lambda b: _sum(b, (Fraction(1),) * b.parties)
    ),
    SolutionRule("weighted", "Weighted sum", "largest sum of weight x utility", True, lambda b: _sum(b, b.weights)),
    SolutionRule(
        "weighted_nash",
        "Weighted Nash",
        "largest product of gains, each to the power of its weight",
        False,
        _weighted_nash,
    ),
    SolutionRule("proportional", "Proportional", "leximin of gains divided by weights", True, _proportional),
    SolutionRule("equal_loss", "Equal loss", "leximin of u - ideal: the largest loss is least", True, _equal_loss),
    SolutionRule(
        "least_difference",
        "Least difference",
        "least largest minus least utility; what GENIUS calls Kalai-Smorodinsky",
        True,
        _least_difference,
    ),
    SolutionRule(
        "least_spread",
        "Least spread",
        "least largest minus least gain share (u - d) / (ideal - d); what NegMAS calls Kalai-Smorodinsky",
        False,
        _least_spread,
    ),
    SolutionRule(
        "raiffa",
        "Raiffa",
        "from d, each step goes an n-th of the way to what each could get with the others no worse, and packages below "
        "drop out; where a step would leave none, leximin of the shares of that way",
        False,
        _raiffa,
    ),
)
"""Every rule. Those that compare utilities mean something only where the parties' points are comparable."""

DEFAULT_SOLUTIONS = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian", "equal_loss", "raiffa")
_BY_ID: Mapping[str, SolutionRule] = MappingProxyType({rule.id: rule for rule in SOLUTIONS})


def solve_rules(
    frontier: Frontier, rules: Iterable[str] = DEFAULT_SOLUTIONS, *, weights: Sequence[Fraction | int] | None = None
) -> tuple[Solved, ...]:
    """Return what each rule chooses among the vectors of a zone's frontier; nothing where the zone is empty.

    Parameters
    ----------
    frontier : Frontier
        The frontier of the zone; its ``floor`` holds the reservations (those of the packages where it has none).
    rules : iterable of str
        Ids of ``SOLUTIONS``.
    weights : sequence of Fraction or int, optional
        A positive weight per party for the rules with weights; equal when left out.

    Raises
    ------
    AnalysisError
        When a rule is unknown or a weight is not positive.

    Examples
    --------
    >>> from commonground.forms import packages_from_tables
    >>> from commonground.analysis.negotiation import find_frontier
    >>> frontier = find_frontier(packages_from_tables([[(0, 4), (3, 0)], [(0, 2), (1, 0)]]), floor=(0, 0))
    >>> frontier.vectors.tolist()
    [[4, 0], [3, 2], [1, 4], [0, 6]]
    >>> [(solved.rule.id, solved.vectors) for solved in solve_rules(frontier, ["nash", "utilitarian"])]
    [('nash', (1,)), ('utilitarian', (3,))]
    """
    packages = frontier.packages
    asked, given = chosen_rules(rules, weights, len(packages.parties))
    if not frontier.size:
        return ()
    bargain = Bargain(
        frontier.vectors,
        frontier.floor if frontier.floor is not None else packages.reservations,
        tuple(int(units) for units in frontier.vectors.max(axis=0)),
        packages.scales,
        given,
    )
    return tuple(Solved(_BY_ID[rule], tuple(_BY_ID[rule].choose(bargain).tolist())) for rule in asked)


def chosen_rules(
    rules: Iterable[str], weights: Sequence[Fraction | int] | None, parties: int
) -> tuple[tuple[str, ...], tuple[Fraction, ...]]:
    """Return the rules asked for, each once, and a weight per party: 1 where none are given.

    Raises
    ------
    AnalysisError
        When a rule is unknown, a weight is not positive, or weights are too finely graded for ``weighted_nash``.
    """
    asked = tuple(dict.fromkeys(rules))
    unknown = [rule for rule in asked if rule not in _BY_ID]
    if unknown:
        mends = "; ".join(f"`{rule}`: {did_you_mean(rule, list(_BY_ID))}" for rule in unknown)
        raise AnalysisError(f"no such solution: {mends}")
    given = tuple(Fraction(weight) for weight in weights) if weights is not None else (Fraction(1),) * parties
    if len(given) != parties or any(weight <= 0 for weight in given):
        raise AnalysisError(f"expected {parties} positive weights, one per party")
    if "weighted_nash" in asked and max(_powers(given)) > _LARGEST_POWER:
        raise AnalysisError(
            "weighted_nash compares products of powers exactly: expected weights in the proportion of whole numbers "
            f"up to {_LARGEST_POWER:,}; round them"
        )
    return asked, given
