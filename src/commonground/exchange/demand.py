"""commonground -> Gambit: the bargaining over a model's issues as a demand game (``demand.nfg``).

Nash's demand game: each party at the table names a utility, at once and without knowing the others' demands; where some
package gives everybody what it demands, each gets its demand, else each has its reservation. The demands are the
utilities that the party can have on the frontier of the zone.
J. F. Nash, Two-Person Cooperative Games, Econometrica 21 (1953), 128-140.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ..errors import ExchangeError, TooLarge
from ..forms import Packages, build_packages
from ..model import Conflict, exact_text
from .gambit_write import MAX_PROFILES, nfg_names, nfg_text

__all__ = ["write_demand_game"]

_CUT = "give ranges wider steps, or write fewer parties"


def write_demand_game(conflict: Conflict) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """Return ``demand.nfg``, and what of the conflict it leaves out.

    Every package on the frontier of the zone is a pure Nash equilibrium of the game; the others are profiles in which
    the demands cannot be met together and no single party can mend that to its advantage.

    Raises
    ------
    ExchangeError
        Where there are no issues, no zone, or more than 100,000 profiles; before these are made.

    Examples
    --------
    >>> conflict = Conflict.model_validate({"title": "Cake", "issues": {
    ...     "cake": {"name": "Cake", "values": {"half": "Half", "more": "More for A"}}}, "parties": {
    ...     "a": {"name": "A", "worths": {"cake": {"points": {"half": "2", "more": "3"}}}},
    ...     "b": {"name": "B", "worths": {"cake": {"points": {"half": "0.5", "more": "1/3"}}}}}})
    >>> print(write_demand_game(conflict)[0]["demand.nfg"].split("package", 1)[1])
     gives all what they demand, each gets its demand, else its reservation."
    <BLANKLINE>
    2 1/3
    3 1/3
    2 0.5
    0 0
    <BLANKLINE>
    """
    from ..analysis.negotiation import find_zone

    if not conflict.issues:
        raise ExchangeError("expected a model with `issues`; got none, so there is nothing to demand")
    packages = build_packages(conflict)
    try:
        zone = find_zone(packages)
    except TooLarge as error:
        raise ExchangeError(f"the frontier of the zone cannot be listed: {error}") from error
    if zone.frontier is None or not zone.frontier.size:
        found = "none" if zone.frontier is not None else "a zone whose frontier is too large to list"
        raise ExchangeError(f"expected packages that everybody at the table would accept; got {found}")
    vectors = zone.frontier.vectors
    levels = [sorted({int(units) for units in vectors[:, p].tolist()}) for p in range(len(packages.parties))]
    sizes = [len(own) for own in levels]
    if math.prod(sizes) > MAX_PROFILES:
        product = " x ".join(map(str, sizes))
        raise ExchangeError(
            f"expected at most {MAX_PROFILES:,} profiles; got {math.prod(sizes):,} ({product} demands): {_CUT}"
        )
    demands = [_points(packages, p, own) for p, own in enumerate(levels)]
    held = packages.points(packages.reservations)
    nothing = " ".join(map(exact_text, held))
    met = _met(vectors, levels)
    lines = [""]
    for k, possible in enumerate(met.tolist()):
        chosen = np.unravel_index(k, sizes[::-1])[::-1]
        lines.append(
            " ".join(exact_text(own[int(s)]) for own, s in zip(demands, chosen, strict=True)) if possible else nothing
        )
    comment = "Demand game: where a package gives all what they demand, each gets its demand, else its reservation."
    strategies = [[f"demand {exact_text(number)}" for number in own] for own in demands]
    names = nfg_names(packages.names, packages.parties)
    return {"demand.nfg": nfg_text(conflict.title, names, strategies, comment, lines)}, _lost(conflict, packages)


def _points(packages: Packages, p: int, levels: Sequence[int]) -> list[Fraction]:
    return [Fraction(units, packages.scales[p]) for units in levels]


def _met(vectors: NDArray[np.object_], levels: Sequence[Sequence[int]]) -> NDArray[np.bool_]:
    """Return bool per profile, the first party's demand changing fastest: some vector gives everybody its demand."""
    grid = np.zeros([len(own) for own in reversed(levels)], dtype=bool)
    places = [{units: place for place, units in enumerate(own)} for own in levels]
    for vector in vectors.tolist():
        grid[tuple(place[int(units)] for place, units in zip(places, vector, strict=True))[::-1]] = True
    for axis in range(grid.ndim):
        grid = np.flip(np.logical_or.accumulate(np.flip(grid, axis), axis=axis), axis)
    return grid.reshape(-1)


def _lost(conflict: Conflict, packages: Packages) -> tuple[str, ...]:
    lost = ["which package gives what: demands are utilities, and packages off the frontier of the zone are left out"]
    away = [party for party in conflict.parties if party not in packages.parties]
    if away:
        lost.append(f"parties that are not at the table: {', '.join(away)}")
    if any(column.grid for column in packages.issues):
        lost.append("any number of a range; the numbers that were priced stand for it")
    if not conflict.issues_only:
        lost.append("options, states, moves and preferences over them")
    if conflict.offers:
        lost.append(f"offers ({len(conflict.offers)})")
    return (*lost, "ids, descriptions, reasons, sources and evidence")
