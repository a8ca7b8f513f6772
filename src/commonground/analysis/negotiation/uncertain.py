"""What uncertain worths leave of an answer: by seeded draws, and exactly at worst.

How often a package is on the frontier, in the zone and chosen is counted over draws. Whose worths of which issue matter
most: what share of draws a new draw of these alone would change, everything else as drawn. Where one package is chosen,
that is the sum over all packages of the total-effect variance of "this one is chosen" (Jansen 1999; Saltelli et al.
2010, Comput. Phys. Commun. 181).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import count, islice
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ...errors import AnalysisError
from ...forms import Estimates, Packages
from ...forms.uncertain import in_one_bundle
from .at_worst import find_at_worst
from .draws import Plan, draw_places, drawn_packages, plan_draws
from .frontier import Frontier, find_frontier
from .outlooks import Influence, Outlook, Pick, Uncertainty, UncertaintyAsked
from .results import Negotiation
from .solutions import chosen_rules, solve_rules

__all__ = ["DEFAULT_REDRAWS", "LEAST_REDRAWS", "LISTED", "find_uncertainty"]

LISTED = 40
"""Packages that are followed through the draws at most."""
DEFAULT_REDRAWS, LEAST_REDRAWS = 250, 50
"""Draws in which each doubt is drawn anew, at most and at least, unless asked otherwise."""
_LIMIT = 50_000
_TIED = 64
"""Packages behind one utility vector that are looked at for the one that stands for all."""
_PICKS = 10
_FEW, _FEW_OF_TWO = 256, 4096
"""Packages up to which each is a row of one bundle, which is then quicker; for two parties."""

Values = tuple[int, ...]
Counted = Callable[[Iterable[Packages]], Iterator[Packages]]


def find_uncertainty(
    estimates: Estimates,
    result: Negotiation,
    *,
    draws: int = 1000,
    seed: int = 0,
    redraws: int | None = None,
    listed: int = LISTED,
    limit: int = _LIMIT,
    progress: Callable[[int, int], None] | None = None,
) -> Uncertainty:
    """Return what uncertain worths leave of an answer.

    Parameters
    ----------
    estimates : Estimates
        From ``forms.build_estimates``.
    result : Negotiation
        The answer in the middle of all intervals, for the same parties: its rules and weights are asked again.
    draws, seed : int
        How many, and the seed of ``numpy.random.Generator`` (PCG64).
    redraws : int
        In how many of the draws each doubt is drawn anew; left out, 250, and fewer where that would be more than five
        times the draws for all doubts together, but not below 50.
    listed : int
        Packages that are followed at most.
    limit : int
        Utility vectors kept at most at any step of any frontier.
    progress : callable, optional
        Called after every draw with how many are answered, and how many there are with the redraws of all doubts.

    Raises
    ------
    AnalysisError
        When nothing is uncertain, or a number is not positive.
    TooLarge
        When the frontier of a draw passes the limit, or too many numbers would be drawn.

    Examples
    --------
    >>> from commonground.forms import build_estimates
    >>> from commonground.model import Conflict
    >>> conflict = Conflict.model_validate({"title": "Road", "issues": {
    ...     "route": {"name": "Route", "values": {"north": "North", "south": "South"}},
    ...     "toll": {"name": "Toll", "values": {"none": "None", "some": "Some"}}}, "parties": {
    ...     "a": {"name": "A", "worths": {"route": {"points": {"north": "2 to 6", "south": "0"}},
    ...                                   "toll": {"points": {"none": "3", "some": "0"}}}},
    ...     "b": {"name": "B", "worths": {"route": {"points": {"north": "0", "south": "5"}},
    ...                                   "toll": {"points": {"none": "0", "some": "5"}}}}}})
    >>> from commonground.analysis.negotiation import solve_packages
    >>> estimates = build_estimates(conflict)
    >>> found = find_uncertainty(estimates, solve_packages(estimates.packages, ["nash"]), draws=200, seed=1)
    >>> [(outlook.values, outlook.worst.efficient, outlook.worst.forgoes) for outlook in found.packages][0]
    ((0, 1), 'sometimes', (Fraction(1, 1), Fraction(0, 1)))
    >>> found.packages[0].picked["nash"] + [pick.draws for pick in found.picks["nash"] if pick.values == (1, 0)][0]
    200
    """
    if not estimates.doubts:
        raise AnalysisError(
            "every worth and reservation is one number: nothing is uncertain; see intervals and rankings"
        )
    if min(draws, listed, limit) < 1 or (redraws or 0) < 0 or seed < 0:
        raise AnalysisError("draws, packages listed and the limit are at least 1, redraws and the seed at least 0")
    rules, weights = chosen_rules(result.asked.rules, result.asked.weights, len(estimates.packages.parties))
    chosen, left_out = _listed(result, listed)
    asked = UncertaintyAsked(
        draws,
        seed,
        min(_redraws(estimates, draws) if redraws is None else redraws, draws),
        rules,
        result.asked.weights,
        listed,
        limit,
    )
    few = _in_few_bundles(estimates)
    plan = plan_draws(few)
    rng = np.random.default_rng(seed)
    places = draw_places(plan, draws, rng)
    draw = _Question(few.packages, tuple(chosen), rules, weights, limit)
    counted = _counter(progress, draws + asked.redraws * len(estimates.doubts))
    answers = [draw.answer(packages) for packages in counted(drawn_packages(plan, places))]
    others = draw_places(plan, asked.redraws, rng)
    influences = _influences(plan, draw, answers, (places, others), counted)
    return Uncertainty(
        asked,
        estimates,
        sum(answer.empty for answer in answers),
        tuple(_outlooks(estimates, draw, answers, limit)),
        MappingProxyType({rule: _picks(answers, rule) for rule in rules}),
        tuple(influences),
        left_out,
    )


def _counter(progress: Callable[[int, int], None] | None, total: int) -> Counted:
    """Return what passes packages on and tells how many have been."""
    numbers = count(1)

    def counted(drawn: Iterable[Packages]) -> Iterator[Packages]:
        for packages in drawn:
            yield packages
            if progress is not None:
                progress(next(numbers), total)

    return counted


def _in_few_bundles(estimates: Estimates) -> Estimates:
    most = _FEW_OF_TWO if len(estimates.packages.parties) == 2 else _FEW
    return in_one_bundle(estimates) if estimates.packages.count <= most else estimates


def _redraws(estimates: Estimates, draws: int) -> int:
    return max(min(DEFAULT_REDRAWS, 5 * draws // len(estimates.doubts)), LEAST_REDRAWS)


def _listed(result: Negotiation, most: int) -> tuple[list[Values], bool]:
    """Return the packages to follow, each once, and whether some of the frontier are left out."""
    packages = result.packages
    chosen = {tuple(values): None for values in packages.named.values() if packages.rows_of(values) is not None}
    for answer in result.answers.values():
        chosen |= {agreement.values: None for agreement in answer.agreements[:most]}
    chosen = dict(islice(chosen.items(), most))
    for values in _on_frontier(result):
        if len(chosen) >= most and values not in chosen:
            return list(chosen), True
        chosen[values] = None
    return list(chosen), False


def _on_frontier(result: Negotiation) -> Iterator[Values]:
    if result.frontier is not None:
        for k in range(result.frontier.size):
            yield from (result.packages.values_of(rows) for rows in result.frontier.rows_at(k))
    elif result.coarse is not None:
        yield from (result.coarse.example(k) for k in range(result.coarse.size))


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """The answer of one draw: bool[k] per listed package; per rule the packages chosen, and bool[k]; no zone."""

    efficient: NDArray[np.bool_]
    acceptable: NDArray[np.bool_]
    chosen: Mapping[str, frozenset[Values]]
    picked: Mapping[str, NDArray[np.bool_]]
    empty: bool


class _Question:
    """What is asked of every draw."""

    def __init__(
        self,
        packages: Packages,
        listed: tuple[Values, ...],
        rules: Sequence[str],
        weights: Sequence[Fraction],
        limit: int,
    ) -> None:
        self.listed, self.rules, self.weights, self.limit = listed, rules, weights, limit
        rows = [packages.rows_of(values) for values in listed]
        self.rows = np.array([row for row in rows if row is not None], dtype=np.int64).reshape(len(listed), -1)
        refused = [bool(packages.refused_by(row)) for row in rows if row is not None]
        self.refused = np.array(refused, dtype=bool)
        self.red_lines = packages.has_red_lines

    def answer(self, packages: Packages, rules: Sequence[str] | None = None) -> _Drawn:
        """Return the answer of a draw."""
        limits = packages.reservations
        frontier = find_frontier(packages, limit=self.limit)
        zone = (
            find_frontier(packages.within_red_lines(), floor=limits, limit=self.limit)
            if self.red_lines
            else _part_above(frontier, limits)
        )
        utilities = np.sum([b.utilities[self.rows[:, i]] for i, b in enumerate(packages.bundles)], axis=0)
        acceptable = (utilities >= np.array(limits, dtype=utilities.dtype)).all(axis=1).astype(bool) & ~self.refused
        own = [tuple(row) for row in utilities.tolist()]
        chosen: dict[str, frozenset[Values]] = {}
        picked: dict[str, NDArray[np.bool_]] = {}
        for rule, ks in self._solved(zone, self.rules if rules is None else rules):
            best = {tuple(row) for row in zone.vectors[ks].tolist()}
            chosen[rule] = frozenset(_standing_for(frontier if not self.red_lines else zone, row) for row in best)
            picked[rule] = np.array([row in best for row in own], dtype=bool) & acceptable
        on = {tuple(row) for row in frontier.vectors.tolist()}
        return _Drawn(np.array([row in on for row in own], dtype=bool), acceptable, chosen, picked, not zone.size)

    def _solved(self, zone: Frontier, rules: Sequence[str]) -> Iterator[tuple[str, list[int]]]:
        if not zone.size:
            yield from ((rule, []) for rule in rules)
        else:
            for solved in solve_rules(zone, rules, weights=self.weights):
                yield solved.rule.id, list(solved.vectors)


def _part_above(frontier: Frontier, limits: Sequence[int]) -> Frontier:
    """Return the vectors of a frontier that reach the limits: the zone's frontier where there are no red lines."""
    above = (frontier.vectors >= np.array(list(limits), dtype=frontier.vectors.dtype)).all(axis=1).astype(bool)
    return replace(frontier, vectors=frontier.vectors[above], counts=frontier.counts[above], floor=tuple(limits))


def _standing_for(frontier: Frontier, utility: Values) -> Values:
    """Return the first in order of the packages behind a vector."""
    k = frontier.index_of(utility)
    assert k is not None
    return min(frontier.packages.values_of(rows) for rows in islice(frontier.rows_at(k), _TIED))


def _picks(answers: Sequence[_Drawn], rule: str) -> tuple[Pick, ...]:
    counts = Counter(values for answer in answers for values in answer.chosen[rule])
    best = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Pick(values, number) for values, number in best[:_PICKS])


def _outlooks(estimates: Estimates, draw: _Question, answers: Sequence[_Drawn], limit: int) -> Iterator[Outlook]:
    for k, values in enumerate(draw.listed):
        seen = sum(bool(answer.efficient[k]) for answer in answers)
        picked = {rule: sum(bool(answer.picked[rule][k]) for answer in answers) for rule in draw.rules}
        yield Outlook(
            values,
            seen,
            sum(bool(answer.acceptable[k]) for answer in answers),
            MappingProxyType(picked),
            find_at_worst(estimates, values, seen_efficient=seen > 0, limit=limit),
        )


def _influences(
    plan: Plan,
    draw: _Question,
    answers: Sequence[_Drawn],
    drawn: tuple[NDArray[np.int64], NDArray[np.int64]],
    counted: Counted,
) -> Iterable[Influence]:
    """Return how much each doubt matters, the one that matters most first; ``drawn`` is what to keep and to redraw."""
    places, others = drawn
    rules, found = draw.rules[:1], []
    for doubt, (start, stop) in zip(plan.estimates.doubts, plan.columns, strict=True):
        mixed = places[: len(others)].copy()
        mixed[:, start:stop] = others[:, start:stop]
        chosen = frontier = zone = 0
        for before, packages in zip(answers, counted(drawn_packages(plan, mixed)), strict=False):
            after = draw.answer(packages, rules)
            chosen += any(before.chosen[rule] != after.chosen[rule] for rule in rules)
            frontier += int((before.efficient != after.efficient).sum())
            zone += int((before.acceptable != after.acceptable).sum())
        found.append(Influence(doubt, chosen, frontier, zone))
    return sorted(found, key=lambda one: (-one.chosen, -one.frontier, -one.zone))
