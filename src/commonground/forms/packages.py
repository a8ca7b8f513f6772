"""Packages: one row of every bundle of issues, with exact utilities.

Issues that a constraint, an interaction or a red line links form a bundle, and its rows are listed; any other issue
is a bundle of its own. A package's utility is the sum of its rows', in integers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import ModelError, Problem, TooLarge
from ..model import Conflict
from .issues import DEFAULT_STEPS, IssueColumn

__all__ = [
    "FITS",
    "LARGEST",
    "Bundle",
    "Offered",
    "Packages",
    "build_packages",
    "exact_column",
    "fits",
    "packages_from_tables",
]

FITS = 2**62
"""Sums below this in magnitude are kept in 64 bits."""
LARGEST = 10**250
"""Sums stay below this in magnitude, so that a float can stand beside each."""


@dataclass(frozen=True, slots=True, eq=False)
class Bundle:
    """Linked issues with their feasible rows.

    ``issues`` are indices into ``Packages.issues``, ascending; ``values`` int32[v, i] the value of each issue;
    ``utilities`` int64[v, p], or Python integers in an object array; ``refused`` bool[v, p] where a red line of the
    party holds.
    """

    issues: tuple[int, ...]
    values: NDArray[np.int32]
    utilities: NDArray[Any]
    refused: NDArray[np.bool_]

    @property
    def size(self) -> int:
        """Return the number of rows."""
        return len(self.values)

    @property
    def acceptable(self) -> NDArray[np.bool_]:
        """Return bool[v]: no party has a red line there."""
        acceptable: NDArray[np.bool_] = np.logical_not(np.any(self.refused, axis=1))
        return acceptable

    def rows(self, chosen: NDArray[Any]) -> Bundle:
        """Return the bundle with some of its rows (a mask or indices) only."""
        return Bundle(self.issues, self.values[chosen], self.utilities[chosen], self.refused[chosen])


@dataclass(frozen=True, slots=True)
class Offered:
    """A package that a party proposed: the party's id, the values (indices, one per issue), its name and date."""

    party: str
    values: tuple[int, ...]
    name: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Packages:
    """Everything that can be agreed, and what it is worth to each party at the table.

    Utilities are integers: points times the party's ``scales`` entry. ``reservations`` are in the same units.
    ``evenly_spaced`` lists (party, issue) whose points are assumed from a ranking, ``intervals`` where the middle of
    an interval stands: (party, field, issue), the field `worths`, or `interactions` or `reservation` with no issue.
    Axis letters: p party, i issue, v row of a bundle, k package.
    """

    issues: tuple[IssueColumn, ...]
    parties: tuple[str, ...]
    names: tuple[str, ...]
    scales: tuple[int, ...]
    reservations: tuple[int, ...]
    bundles: tuple[Bundle, ...]
    named: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    offers: tuple[Offered, ...] = ()
    evenly_spaced: tuple[tuple[str, str], ...] = ()
    intervals: tuple[tuple[str, str, str], ...] = ()
    title: str = ""
    warnings: tuple[Problem, ...] = ()

    @property
    def count(self) -> int:
        """Return the number of feasible packages, exactly."""
        return math.prod(bundle.size for bundle in self.bundles)

    @property
    def spans(self) -> tuple[int, ...]:
        """Return how far apart each party's best and worst sum over the bundles are, in integer units."""
        tops_and_ends = [(bundle.utilities.max(axis=0), bundle.utilities.min(axis=0)) for bundle in self.bundles]
        return tuple(sum(int(top[p]) - int(end[p]) for top, end in tops_and_ends) for p in range(len(self.parties)))

    @property
    def exact_dtype(self) -> type:
        """Return ``numpy.int64``, or ``object`` where utilities need larger integers."""
        return object if any(bundle.utilities.dtype == object for bundle in self.bundles) else np.int64

    @property
    def has_red_lines(self) -> bool:
        """Return whether a red line refuses any feasible package."""
        return any(bundle.refused.any() for bundle in self.bundles)

    def within_red_lines(self) -> Packages:
        """Return the packages that nobody's red line refuses."""
        if not self.has_red_lines:
            return self
        return replace(self, bundles=tuple(bundle.rows(bundle.acceptable) for bundle in self.bundles))

    def rows_of(self, values: Sequence[int]) -> tuple[int, ...] | None:
        """Return the row in each bundle of a package given by its values; None where a constraint excludes it."""
        rows: list[int] = []
        for bundle in self.bundles:
            wanted = np.array([values[issue] for issue in bundle.issues], dtype=np.int32)
            hits = np.flatnonzero((bundle.values == wanted).all(axis=1))
            if not len(hits):
                return None
            rows.append(int(hits[0]))
        return tuple(rows)

    def values_of(self, rows: Sequence[int]) -> tuple[int, ...]:
        """Return the values (index per issue) of a package given by its row in each bundle."""
        values = [0] * len(self.issues)
        for bundle, row in zip(self.bundles, rows, strict=True):
            for issue, value in zip(bundle.issues, bundle.values[row].tolist(), strict=True):
                values[issue] = value
        return tuple(values)

    def utility(self, rows: Sequence[int]) -> tuple[int, ...]:
        """Return each party's utility of a package, in integer units."""
        parts = [bundle.utilities[row].tolist() for bundle, row in zip(self.bundles, rows, strict=True)]
        return tuple(sum(part[p] for part in parts) for p in range(len(self.parties)))

    def rows_at(self, values: NDArray[np.int32]) -> NDArray[np.int64]:
        """Return the row in each bundle, int64[k, bundle], of feasible packages given by their values int32[k, i]."""
        rows = np.empty((len(values), len(self.bundles)), dtype=np.int64)
        for place, bundle in enumerate(self.bundles):
            found = {tuple(row): v for v, row in enumerate(bundle.values.tolist())}
            rows[:, place] = [found[tuple(row)] for row in values[:, list(bundle.issues)].tolist()]
        return rows

    def utilities_of(self, values: NDArray[np.int32]) -> NDArray[Any]:
        """Return each party's utility [k, p] of feasible packages, in integer units, for their values int32[k, i]."""
        total: NDArray[Any] = np.zeros((len(values), len(self.parties)), dtype=self.exact_dtype)
        for bundle, rows in zip(self.bundles, self.rows_at(values).T, strict=True):
            total = total + bundle.utilities[rows]
        return total

    def refusals_of(self, values: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Return bool[k, p]: whether a red line of the party holds in a feasible package."""
        refused = np.zeros((len(values), len(self.parties)), dtype=bool)
        for bundle, rows in zip(self.bundles, self.rows_at(values).T, strict=True):
            refused |= bundle.refused[rows]
        return refused

    def all_values(self) -> NDArray[np.int32]:
        """Return every feasible package by its values, int32[k, i], first issue slowest; ``count`` says how many."""
        sizes = [bundle.size for bundle in self.bundles]
        rows = np.indices(sizes).reshape(len(sizes), -1)
        values = np.empty((rows.shape[1], len(self.issues)), dtype=np.int32)
        for bundle, chosen in zip(self.bundles, rows, strict=True):
            values[:, list(bundle.issues)] = bundle.values[chosen]
        order = np.lexsort(values.T[::-1])
        return values[order]

    def refused_by(self, rows: Sequence[int]) -> tuple[str, ...]:
        """Return the parties that refuse a package because of a red line."""
        refused = np.zeros(len(self.parties), dtype=bool)
        for bundle, row in zip(self.bundles, rows, strict=True):
            refused |= bundle.refused[row]
        return tuple(party for party, no in zip(self.parties, refused.tolist(), strict=True) if no)

    def points(self, utilities: Iterable[int]) -> tuple[Fraction, ...]:
        """Return utilities in the points of the file."""
        return tuple(Fraction(int(units), scale) for units, scale in zip(utilities, self.scales, strict=True))

    def labels(self, values: Sequence[int]) -> dict[str, str]:
        """Return a package as issue id -> value id or number."""
        return {column.id: column.labels[value] for column, value in zip(self.issues, values, strict=True)}


def exact_column(numbers: Sequence[Sequence[int]], *, wide: bool) -> NDArray[Any]:
    """Return integers [v, p] as int64, or as Python integers in an object array."""
    if not wide:
        return np.array(numbers, dtype=np.int64)
    table = np.empty((len(numbers), len(numbers[0]) if numbers else 0), dtype=object)
    for v, row in enumerate(numbers):
        for p, number in enumerate(row):
            table[v, p] = int(number)
    return table


def packages_from_tables(
    tables: Sequence[Sequence[Sequence[Fraction | int]]],
    reservations: Sequence[Fraction | int] | None = None,
    *,
    parties: Sequence[str] | None = None,
    issues: Sequence[IssueColumn] | None = None,
) -> Packages:
    """Return additive packages from points given as ``tables[i][v][p]``.

    Raises
    ------
    TooLarge
        When the common denominator of a party's points makes integers of more than 250 digits.

    Examples
    --------
    >>> packages = packages_from_tables([[(0, 4), (3, 0)], [(0, Fraction(1, 2)), (1, 0)]])
    >>> packages.count, packages.scales, packages.points(packages.utility((1, 0)))
    (4, (1, 2), (Fraction(3, 1), Fraction(1, 2)))
    """
    count = len(tables[0][0])
    limits = tuple(Fraction(value) for value in reservations) if reservations is not None else (Fraction(0),) * count
    scales = tuple(
        math.lcm(limits[p].denominator, *{int(row[p].denominator) for table in tables for row in table})
        for p in range(count)
    )
    # Whole numbers and fractions alike have a numerator and a denominator; nothing is multiplied out as a fraction.
    whole = [
        [
            [int(value.numerator) * (scale // int(value.denominator)) for value, scale in zip(row, scales, strict=True)]
            for row in table
        ]
        for table in tables
    ]
    held = tuple(int(limit * scale) for limit, scale in zip(limits, scales, strict=True))
    if not fits(whole, held, LARGEST):
        raise TooLarge("the points of a party have a common denominator of hundreds of digits; round them")
    wide = not fits(whole, held)
    bundles = tuple(
        Bundle(
            (i,),
            np.arange(len(table), dtype=np.int32)[:, None],
            exact_column(table, wide=wide),
            np.zeros((len(table), count), dtype=bool),
        )
        for i, table in enumerate(whole)
    )
    if issues is None:
        labels = [tuple(str(v) for v in range(len(table))) for table in tables]
        issues = [IssueColumn(f"issue{i + 1}", f"Issue {i + 1}", names, names) for i, names in enumerate(labels)]
    ids = tuple(parties) if parties is not None else tuple(f"party{p + 1}" for p in range(count))
    return Packages(tuple(issues), ids, ids, scales, held, bundles)


def fits(tables: Iterable[Sequence[Sequence[int]]], reservations: Sequence[int], most: int = FITS) -> bool:
    """Return whether every sum over the tables stays below 2^62, or another number, in magnitude."""
    total = [abs(units) for units in reservations]
    for table in tables:
        for p in range(len(total)):
            total[p] += max((abs(row[p]) for row in table), default=0)
    return all(units < most for units in total)


def build_packages(conflict: Conflict, *, parties: Sequence[str] = (), steps: int = DEFAULT_STEPS) -> Packages:
    """Return the packages of a model.

    Parameters
    ----------
    conflict : Conflict
        A model with issues.
    parties : sequence of str
        Ids of the parties whose utilities are wanted; those at the table when empty.
    steps : int
        Equal steps that a range without a step is cut into.

    Raises
    ------
    ModelError
        With every fault of issues, worths, constraints and packages.
    TooLarge
        When linked issues have too many combinations to list; before they are made.

    Examples
    --------
    >>> conflict = Conflict.model_validate({"title": "Road", "issues": {
    ...     "route": {"name": "Route", "values": {"north": "North", "south": "South"}},
    ...     "toll": {"name": "Toll", "range": {"low": "0", "high": "2", "step": "1"}}}, "parties": {
    ...     "a": {"name": "A", "worths": {"route": {"points": {"north": "6", "south": "0"}},
    ...           "toll": {"curve": {"0": "0", "2": "4"}}}},
    ...     "b": {"name": "B", "reservation": {"points": "2"}, "worths": {
    ...           "route": {"points": {"north": "0", "south": "3"}}, "toll": {"curve": {"0": "7", "2": "0"}}}}}})
    >>> packages = build_packages(conflict)
    >>> packages.count, packages.points(packages.utility(packages.rows_of((0, 1))))
    (6, (Fraction(8, 1), Fraction(7, 2)))
    """
    from .bargain import packages_and_problems

    packages, problems = packages_and_problems(conflict, parties=parties, steps=steps)
    if packages is None:
        raise ModelError(problem for problem in problems if problem.severity == "error")
    return packages
