"""Lotteries over packages, or divisible issues, for two parties: the hull, exact.

With additive utilities the hull of all packages is the sum of the bundles' hulls: their edges, sorted by the rate at
which one party's points are exchanged for the other's. This is the order of Adjusted Winner (Brams & Taylor 1996).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from ...errors import AnalysisError
from ...forms import Packages
from .dominance import Integers
from .frontier import part_of

__all__ = ["Hull", "Mixture", "best_mixtures", "find_hull"]

Point = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True, eq=False)
class Hull:
    """The efficient vertices of the hull of two parties' utilities, best for the first party first.

    ``vertices`` are exact pairs in the units of the packages, ``rows`` the package of each (row in every bundle). Some
    may lie on the line between their neighbours.
    Between neighbours only one bundle changes: mixing two packages means dividing that bundle, or drawing lots.
    """

    packages: Packages
    vertices: tuple[tuple[int, int], ...]
    rows: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Mixture:
    """A point of the hull: ``share`` of vertex ``first`` and the rest of vertex ``first`` + 1 (0 where it is that one).

    ``utility`` is in points. ``bundle`` is the one that is divided; None where nothing is.
    """

    rule: str
    utility: Point
    first: int
    share: Fraction
    bundle: int | None


def find_hull(packages: Packages) -> Hull:
    """Return the hull of two parties' utilities.

    Raises
    ------
    AnalysisError
        When there are not two parties.

    Examples
    --------
    >>> from commonground.forms import packages_from_tables
    >>> hull = find_hull(packages_from_tables([[(0, 4), (1, 3), (3, 0)], [(0, 2), (1, 0)]]))
    >>> hull.vertices
    ((4, 0), (3, 2), (1, 5), (0, 6))
    """
    if len(packages.parties) != 2:
        raise AnalysisError(f"lotteries are worked out for two parties; there are {len(packages.parties)}")
    if not packages.count:
        return Hull(packages, (), ())
    rows = [0] * len(packages.bundles)
    edges: list[tuple[Fraction, int, tuple[int, int], int]] = []
    at = [0, 0]
    for b in range(len(packages.bundles)):
        part = part_of(packages, b)
        corners = _corners(part.vectors)
        row = [int(part.rows.order[part.rows.starts[k]]) for k in corners]
        points = [tuple(int(units) for units in part.vectors[k]) for k in corners]
        rows[b], at = row[0], [at[0] + points[0][0], at[1] + points[0][1]]
        for k in range(1, len(points)):
            step = (points[k][0] - points[k - 1][0], points[k][1] - points[k - 1][1])
            edges.append((Fraction(step[1], -step[0]), b, step, row[k]))
    # Where two rates are equal the order does not matter for utilities; the order of the file keeps it steady.
    edges.sort(key=lambda edge: (-edge[0], edge[1]))
    vertices, packages_at = [(at[0], at[1])], [tuple(rows)]
    for _, b, step, row_after in edges:
        at = [at[0] + step[0], at[1] + step[1]]
        rows[b] = row_after
        vertices.append((at[0], at[1]))
        packages_at.append(tuple(rows))
    return Hull(packages, tuple(vertices), tuple(packages_at))


def _corners(vectors: Integers) -> list[int]:
    """Return the rows (descending in the first column) on the upper right hull of undominated pairs."""
    kept: list[int] = []
    for k in range(len(vectors)):
        x, y = int(vectors[k, 0]), int(vectors[k, 1])
        while len(kept) > 1:
            (ax, ay), (bx, by) = ((int(vectors[j, 0]), int(vectors[j, 1])) for j in kept[-2:])
            # b lies on or below the line from a to the new point: the exchange from a to b is no better than from b on.
            if (by - ay) * (bx - x) <= (y - by) * (ax - bx):
                kept.pop()
            else:
                break
        kept.append(k)
    return kept


def best_mixtures(hull: Hull) -> tuple[Mixture, ...]:
    """Return the Nash, egalitarian, Kalai-Smorodinsky and utilitarian points of the hull above the reservations.

    Exact: on an edge the product of gains is a parabola and the others are linear. Nothing where no point of the hull
    gives both parties their reservation. Where a whole edge is best (utilitarian), its middle is returned.
    """
    packages = hull.packages
    points = [packages.points(vertex) for vertex in hull.vertices]
    held = packages.points(packages.reservations)
    curve = _Curve([(u - held[0], v - held[1]) for u, v in points])
    found = curve.inside()
    if found is None:
        return ()
    low, high = found
    ideals = (curve.at(low)[0], curve.at(high)[1])
    chosen = {
        "nash": curve.nash(low, high),
        "egalitarian": curve.even(low, high, (Fraction(1), Fraction(1))),
        "kalai_smorodinsky": curve.even(low, high, ideals),
        "utilitarian": curve.sum(low, high),
    }
    return tuple(_mixture(hull, held, curve, rule, place) for rule, place in chosen.items())


def _mixture(hull: Hull, held: Sequence[Fraction], curve: _Curve, rule: str, place: Fraction) -> Mixture:
    first = min(int(place), max(len(hull.vertices) - 2, 0))
    share = 1 - (place - first)
    gains = curve.at(place)
    divided = None
    if 0 < share < 1:
        before, after = hull.rows[first], hull.rows[first + 1]
        divided = next(b for b, (x, y) in enumerate(zip(before, after, strict=True)) if x != y)
    return Mixture(rule, (gains[0] + held[0], gains[1] + held[1]), first, share, divided)


class _Curve:
    """The hull as a line from vertex to vertex; a place is a vertex number plus a share of the way to the next."""

    def __init__(self, points: Sequence[tuple[Fraction, Fraction]]) -> None:
        self.points = points
        self.last = len(points) - 1

    def at(self, place: Fraction) -> Point:
        first = min(int(place), max(self.last - 1, 0))
        share = place - first
        (ax, ay), (bx, by) = self.points[first], self.points[min(first + 1, self.last)]
        return ax + (bx - ax) * share, ay + (by - ay) * share

    def crossing(self, value: Sequence[Fraction]) -> Fraction | None:
        """Return the first place where values, falling and linear between vertices, come to 0; None if nowhere."""
        for k, (a, b) in enumerate(pairwise(value)):
            if a >= 0 >= b and a != b:
                return k + a / (a - b)
        return None

    def inside(self) -> tuple[Fraction, Fraction] | None:
        """Return the first and the last place where both gains are at least 0."""
        if not self.points or self.points[0][0] < 0 or self.points[-1][1] < 0:
            return None
        start = self.crossing([-y for _, y in self.points]) if self.points[0][1] < 0 else Fraction(0)
        end = self.crossing([x for x, _ in self.points]) if self.points[-1][0] < 0 else Fraction(self.last)
        if start is None or end is None or start > end:
            return None
        return start, end

    def even(self, low: Fraction, high: Fraction, units: Point) -> Fraction:
        """Return the place between two where gains divided by units are equal, else the end nearest to that."""
        if not units[0] or not units[1]:
            return high if not units[0] else low
        ahead = [x / units[0] - y / units[1] for x, y in self.points]
        at_low, at_high = self.at(low), self.at(high)
        if at_low[0] / units[0] <= at_low[1] / units[1]:
            return low
        if at_high[0] / units[0] >= at_high[1] / units[1]:
            return high
        place = self.crossing(ahead)
        assert place is not None
        return place

    def nash(self, low: Fraction, high: Fraction) -> Fraction:
        """Return the place with the largest product: at a vertex, or where an edge's parabola has its top."""
        places = {low, high, *(Fraction(k) for k in range(self.last + 1) if low <= k <= high)}
        for k in range(self.last):
            (ax, ay), (bx, by) = self.points[k], self.points[k + 1]
            top = Fraction(ax * (by - ay) + ay * (bx - ax), -2 * (bx - ax) * (by - ay))
            if 0 < top < 1 and low <= k + top <= high:
                places.add(k + top)
        return max(places, key=lambda place: (self.at(place)[0] * self.at(place)[1], -place))

    def sum(self, low: Fraction, high: Fraction) -> Fraction:
        """Return the place with the largest sum; the middle of an edge where all of it is best."""
        places = sorted({low, high, *(Fraction(k) for k in range(self.last + 1) if low <= k <= high)})
        top = max(sum(self.at(place)) for place in places)
        best = [place for place in places if sum(self.at(place)) == top]
        return (best[0] + best[-1]) / 2
