"""The zone of possible agreement: packages that give every party its reservation and cross no red line.

How many there are is counted by what each party still needs, one bundle after the other: a need that the rest meets
in any case is as good as none, one that it cannot meet ends the line, and equal needs are put together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import TooLarge
from ...forms import Packages
from .dominance import Indices, Integers, group_rows, in_slices, undominated
from .frontier import DEFAULT_LIMIT, Frontier, find_frontier
from .solutions import leximin

__all__ = ["NEED_LIMIT", "Count", "Nearest", "Zone", "can_all_have", "count_above", "find_zone", "occurring_values"]

NEED_LIMIT = 300_000
"""Different needs kept at most at any step of the count."""
_MANY = 2**62
_FEW = 5_000
"""Vectors of a frontier up to which values are tested one by one, where the packages are not counted."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many packages give every party at least its floor, exactly, and which values occur in them.

    ``values`` has one tuple of value indices per issue, ascending.
    """

    packages: int
    values: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Nearest:
    """What it would take: a package, its utility, and how far each party's reservation would have to come down.

    The package is the leximin of (u - d) as a share of each party's range: the largest shortfall is least. ``short``
    is in points, 0 where the party is satisfied.
    """

    utility: tuple[int, ...]
    values: tuple[int, ...]
    short: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Zone:
    """The acceptable packages.

    ``frontier`` is their own Pareto frontier, None where it is too large; ``count`` is None where it would take too
    many different needs. ``values`` has per issue the values (indices) that occur in acceptable packages, None where
    that is not known. ``ideals`` is the most and ``guaranteed`` the least that each party gets on it. ``compatible``
    lists, where the zone is empty, the largest sets of parties whose reservations and red lines can be met together;
    ``nearest`` the package within all red lines that comes closest to one that is acceptable to all.
    """

    packages: Packages
    floor: tuple[int, ...]
    frontier: Frontier | None
    count: Count | None
    values: tuple[tuple[int, ...], ...] | None
    compatible: tuple[tuple[str, ...], ...] = ()
    nearest: Nearest | None = None

    @property
    def empty(self) -> bool:
        """Return whether no package is acceptable to all."""
        return self.frontier is not None and not self.frontier.size

    @property
    def ideals(self) -> tuple[int, ...] | None:
        """Return the most that each party gets in the zone."""
        return None if self.frontier is None or self.empty else _integers(self.frontier.vectors.max(axis=0))

    @property
    def guaranteed(self) -> tuple[int, ...] | None:
        """Return the least that each party gets in an efficient package of the zone."""
        return None if self.frontier is None or self.empty else _integers(self.frontier.vectors.min(axis=0))


def _integers(row: Integers) -> tuple[int, ...]:
    return tuple(int(units) for units in row)


def find_zone(packages: Packages, *, limit: int = DEFAULT_LIMIT, need_limit: int = NEED_LIMIT) -> Zone:
    """Return the zone of possible agreement.

    Examples
    --------
    >>> from commonground.forms import packages_from_tables
    >>> zone = find_zone(packages_from_tables([[(0, 4), (3, 0)], [(0, 2), (1, 0)]], [1, 2]))
    >>> zone.count.packages, zone.count.values, zone.frontier.vectors.tolist(), zone.ideals
    (2, ((0, 1), (0, 1)), [[3, 2], [1, 4]], (3, 4))
    """
    allowed = packages.within_red_lines()
    floor = packages.reservations
    try:
        frontier = find_frontier(allowed, floor=floor, limit=limit)
    except TooLarge:
        frontier = None
    count = count_above(allowed, floor, limit=need_limit)
    values = count.values if count is not None else None
    if values is None and frontier is not None and frontier.size <= _FEW:
        values = occurring_values(frontier, floor)
    empty = frontier is not None and not frontier.size
    if not empty:
        return Zone(allowed, floor, frontier, count, values)
    return Zone(allowed, floor, frontier, count, values, _compatible(packages), _nearest(packages, allowed, limit))


def _nearest(packages: Packages, allowed: Packages, limit: int) -> Nearest | None:
    try:
        frontier = find_frontier(allowed, limit=limit)
    except TooLarge:
        return None
    if not frontier.size:
        return None
    held = packages.reservations
    units = [Fraction(1, width or scale) for width, scale in zip(packages.spans, packages.scales, strict=True)]
    best = int(leximin(frontier.vectors - np.array(list(held), dtype=frontier.vectors.dtype), units)[0])
    utility = _integers(frontier.vectors[best])
    short = packages.points(max(least - units, 0) for units, least in zip(utility, held, strict=True))
    return Nearest(utility, frontier.example(best), short)


def count_above(packages: Packages, floor: Sequence[int], *, limit: int = NEED_LIMIT) -> Count | None:
    """Return how many packages reach a floor and the values that occur in them; None beyond the limit of needs."""
    if not packages.count:
        return Count(0, tuple(() for _ in packages.issues))
    groups = [group_rows(bundle.utilities) for bundle in packages.bundles]
    tables = [bundle.utilities[group.first] for bundle, group in zip(packages.bundles, groups, strict=True)]
    least, most = _rests(tables, min), _rests(tables, max)
    counts_type: type = object if packages.count >= _MANY else np.int64
    needs = np.maximum(np.array([list(floor)], dtype=tables[0].dtype), least[0])
    needs = needs[(needs <= most[0]).all(axis=1).astype(bool)]
    counts: NDArray[Any] = np.ones(len(needs), dtype=counts_type)
    moves: list[NDArray[np.int64]] = []
    for i, (table, group) in enumerate(zip(tables, groups, strict=True)):
        if len(needs) * len(table) > limit * 16:
            return None
        after = np.maximum((needs[:, None, :] - table[None, :, :]).reshape(-1, table.shape[1]), least[i + 1])
        possible = np.flatnonzero((after <= most[i + 1]).all(axis=1).astype(bool))
        grouped = group_rows(after[possible])
        move = np.full(len(after), -1, dtype=np.int64)
        move[possible[grouped.order]] = np.repeat(np.arange(len(grouped.sizes)), grouped.sizes)
        moves.append(move.reshape(len(needs), len(table)))
        source = possible[grouped.order]
        each = counts[source // len(table)] * group.sizes[source % len(table)].astype(counts_type)
        counts = np.add.reduceat(each, grouped.starts[:-1]) if len(each) else each
        needs = after[possible[grouped.first]]
        if len(needs) > limit:
            return None
    total = sum(int(number) for number in counts)
    return Count(total, _occurring(packages, groups, moves, len(needs)))


def _rests(tables: Sequence[Integers], pick: Any) -> list[Integers]:
    """Return per step the least or the most that the bundles from there on add to each party."""
    found: list[Integers] = [np.zeros(tables[0].shape[1], dtype=tables[0].dtype)]
    for table in reversed(tables):
        found.append(found[-1] + (table.min(axis=0) if pick is min else table.max(axis=0)))
    return found[::-1]


def _occurring(
    packages: Packages, groups: Sequence[Any], moves: Sequence[NDArray[np.int64]], ends: int
) -> tuple[tuple[int, ...], ...]:
    """Return per issue the values on some line of needs that leads to the end."""
    occurring: list[set[int]] = [set() for _ in packages.issues]
    alive = np.ones(ends, dtype=bool)
    for bundle, group, move in zip(reversed(packages.bundles), reversed(groups), reversed(moves), strict=True):
        leads = np.zeros(move.shape, dtype=bool)
        if len(alive):
            leads = (move >= 0) & alive[np.maximum(move, 0)]
        rows = group.take(np.flatnonzero(leads.any(axis=0))).order
        for place, issue in enumerate(bundle.issues):
            occurring[issue].update(bundle.values[rows, place].tolist())
        alive = np.asarray(leads.any(axis=1))
    return tuple(tuple(sorted(values)) for values in occurring)


def can_all_have(packages: Packages, floor: Sequence[int | None], *, limit: int = DEFAULT_LIMIT) -> bool:
    """Return whether some package gives every party its floor; parties without one (None) may get anything.

    Raises
    ------
    TooLarge
        When a step keeps more than ``limit`` vectors.
    """
    chosen = [p for p, units in enumerate(floor) if units is not None]
    if not packages.count or not chosen:
        return bool(packages.count)
    tables = [bundle.utilities[:, chosen] for bundle in packages.bundles]
    wanted = np.array([units for units in floor if units is not None], dtype=tables[0].dtype)
    least, most = _rests(tables, min), _rests(tables, max)
    needs = np.maximum(wanted[None, :], least[0])
    needs = needs[(needs <= most[0]).all(axis=1).astype(bool)]
    for i, table in enumerate(tables):
        needs = _needs_after(needs, table, least[i + 1], most[i + 1])
        if len(needs) > limit:
            raise TooLarge(f"more than {limit:,} different needs to compare")
    return bool(len(needs))


def _needs_after(needs: Integers, table: Integers, least: Integers, most: Integers) -> Integers:
    """Return what is needed after some row of a table, where it can be had, without needs that are harder to meet."""

    def after(pairs: Indices) -> Integers:
        before, own = np.divmod(pairs, len(table))
        return np.asarray(np.maximum(needs[before] - table[own], least))

    def reduced(pairs: Indices) -> Indices:
        left = after(pairs)
        pairs = pairs[(left <= most).all(axis=1).astype(bool)]
        left = -after(pairs)
        distinct = group_rows(left).first
        return pairs[distinct[undominated(left[distinct])]]

    return after(in_slices(len(needs) * len(table), reduced))


def occurring_values(frontier: Frontier, floor: Sequence[int]) -> tuple[tuple[int, ...], ...] | None:
    """Return per issue the values that occur in packages above a floor; None where a test is too large.

    Values of efficient packages occur; each other one is tried with the rest of the issues free.
    """
    packages = frontier.packages
    occurring: list[set[int]] = [set() for _ in packages.issues]
    used = _rows_used(frontier)
    for b, bundle in enumerate(packages.bundles):
        rest = replace(packages, bundles=packages.bundles[:b] + packages.bundles[b + 1 :])
        grouped = group_rows(bundle.utilities)
        for g in range(len(grouped.sizes)):
            rows = grouped.order[grouped.starts[g] : grouped.starts[g + 1]]
            if not used[b].intersection(rows.tolist()):
                needs = [least - int(units) for least, units in zip(floor, bundle.utilities[rows[0]], strict=True)]
                try:
                    possible = can_all_have(rest, needs, limit=_FEW) if rest.bundles else max(needs) <= 0
                except TooLarge:
                    return None
                if not possible:
                    continue
            for place, issue in enumerate(bundle.issues):
                occurring[issue].update(bundle.values[rows, place].tolist())
    return tuple(tuple(sorted(values)) for values in occurring)


def _rows_used(frontier: Frontier) -> list[set[int]]:
    """Return per bundle the rows of the packages behind a frontier."""
    used: list[set[int]] = [set() for _ in frontier.packages.bundles]
    alive = np.ones(frontier.size, dtype=bool)
    for i in reversed(range(len(frontier.steps))):
        part, step = frontier.parts[i], frontier.steps[i]
        pairs = np.flatnonzero(np.repeat(alive, np.diff(step.starts)))
        used[part.bundle].update(part.rows.take(np.unique(step.part[pairs])).order.tolist())
        alive = np.zeros(len(frontier.steps[i - 1].starts) - 1 if i else 1, dtype=bool)
        alive[step.before[pairs]] = True
    return used


def _compatible(packages: Packages) -> tuple[tuple[str, ...], ...]:
    """Return the largest sets of parties that some package satisfies; none beyond 10 parties, or where unknown."""
    count = len(packages.parties)
    found: list[int] = []
    if count > 10:
        return ()
    for chosen in sorted(range(1, 2**count), key=lambda mask: -mask.bit_count()):
        if found and chosen.bit_count() < found[0].bit_count():
            break
        members = [p for p in range(count) if chosen >> p & 1]
        allowed = _allowed_by(packages, members)
        floor = [units if p in members else None for p, units in enumerate(packages.reservations)]
        try:
            if can_all_have(allowed, floor):
                found.append(chosen)
        except TooLarge:
            return ()
    return tuple(tuple(packages.parties[p] for p in range(count) if mask >> p & 1) for mask in found)


def _allowed_by(packages: Packages, members: Sequence[int]) -> Packages:
    bundles = tuple(bundle.rows(np.flatnonzero(~bundle.refused[:, members].any(axis=1))) for bundle in packages.bundles)
    return Packages(packages.issues, packages.parties, packages.names, packages.scales, packages.reservations, bundles)
