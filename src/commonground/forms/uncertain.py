"""Packages of which the worths are estimates: the middle, and all that the model leaves open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..model import Conflict, Interval, interval_of
from .estimates import NOTHING
from .issues import DEFAULT_STEPS, Condition, StatementReader
from .packages import Bundle, Packages, build_packages
from .truth import truth
from .worths import Worths, party_worths

__all__ = ["Doubt", "Estimates", "Extra", "build_estimates", "in_one_bundle"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something of a party that the model does not state as one number.

    ``field`` is `worths` (of an ``issue``, an index), `interactions` or `reservation`; there ``issue`` is None.
    """

    party: int
    field: str
    issue: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Extra:
    """Points on top of the sum: in the rows bool[v] of a bundle."""

    bundle: int
    rows: NDArray[np.bool_]
    points: Interval


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """What is known of the worths behind packages.

    ``packages`` has the middle of every interval. ``worths[p][i]``, ``extras[p]`` and ``reservations[p]`` are what may
    be instead, each independent of all others; a reservation is an interval, or a package (its row in each bundle).
    """

    packages: Packages
    worths: tuple[Worths, ...]
    extras: tuple[tuple[Extra, ...], ...]
    reservations: tuple[Interval | tuple[int, ...], ...]

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """Return everything that is not one number, party by party."""
        return tuple(self._doubts())

    def _doubts(self) -> Iterator[Doubt]:
        for p, held in enumerate(self.reservations):
            yield from (Doubt(p, "worths", i) for i, worth in enumerate(self.worths[p]) if not worth.certain)
            if any(not extra.points.certain for extra in self.extras[p]):
                yield Doubt(p, "interactions")
            if isinstance(held, Interval) and not held.certain:
                yield Doubt(p, "reservation")


def build_estimates(
    conflict: Conflict,
    *,
    parties: Sequence[str] = (),
    steps: int = DEFAULT_STEPS,
    packages: Packages | None = None,
) -> Estimates:
    """Return the packages of a model with what it leaves open about their worths.

    Parameters
    ----------
    conflict, parties, steps
        As for ``build_packages``.
    packages : Packages, optional
        What that gives, where it was made already.

    Raises
    ------
    ModelError
        With every fault of issues, worths, constraints and packages.
    TooLarge
        When linked issues have too many combinations to list; before they are made.

    Examples
    --------
    >>> conflict = Conflict.model_validate({"title": "Road", "issues": {
    ...     "route": {"name": "Route", "values": {"north": "North", "south": "South"}}}, "parties": {
    ...     "a": {"name": "A", "worths": {"route": {"points": {"north": "30 to 50", "south": "0"}}}},
    ...     "b": {"name": "B", "worths": {"route": {"ranking": ["south", "north"], "weight": "2"}}}}})
    >>> estimates = build_estimates(conflict)
    >>> estimates.packages.bundles[0].utilities.tolist(), estimates.doubts
    ([[40, 0], [0, 2]], (Doubt(party=0, field='worths', issue=0),))
    """
    packages = packages if packages is not None else build_packages(conflict, parties=parties, steps=steps)
    known = party_worths(conflict, packages.issues, lambda _: None)
    reader = StatementReader(packages.issues, lambda _: None)
    extras = tuple(tuple(_extras(conflict, packages, reader, party)) for party in packages.parties)
    held = tuple(_reservation(conflict, packages, party) for party in packages.parties)
    return Estimates(packages, tuple(known[party] for party in packages.parties), extras, held)


def _extras(conflict: Conflict, packages: Packages, reader: StatementReader, party: str) -> Iterator[Extra]:
    for i, entry in enumerate(conflict.parties[party].interactions):
        condition = reader.read(("parties", party, "interactions", i, "when"), entry.when)
        if condition is not None:
            yield _extra(packages, condition, interval_of(entry.points))


def _extra(packages: Packages, condition: Condition, points: Interval) -> Extra:
    b = next(b for b, bundle in enumerate(packages.bundles) if condition.issues[0] in bundle.issues)
    bundle = packages.bundles[b]
    return Extra(b, truth(condition.node, condition.columns(bundle.values, bundle.issues)), points)


def _reservation(conflict: Conflict, packages: Packages, party: str) -> Interval | tuple[int, ...]:
    given = conflict.parties[party].reservation
    if given is None:
        return NOTHING
    if given.points is not None:
        return interval_of(given.points)
    rows = packages.rows_of(packages.named[given.package or ""])
    assert rows is not None
    return rows


def in_one_bundle(estimates: Estimates) -> Estimates:
    """Return the same with every package listed as a row of one bundle: quicker to compare where they are few."""
    packages = estimates.packages
    sizes = [bundle.size for bundle in packages.bundles]
    rows = np.indices(sizes).reshape(len(sizes), -1)
    columns = {
        issue: bundle.values[rows[b], place]
        for b, bundle in enumerate(packages.bundles)
        for place, issue in enumerate(bundle.issues)
    }
    issues = tuple(sorted(columns))
    whole = Bundle(
        issues,
        np.stack([columns[issue] for issue in issues], axis=1),
        np.sum([bundle.utilities[rows[b]] for b, bundle in enumerate(packages.bundles)], axis=0),
        np.any([bundle.refused[rows[b]] for b, bundle in enumerate(packages.bundles)], axis=0),
    )
    extras = tuple(tuple(Extra(0, e.rows[rows[e.bundle]], e.points) for e in own) for own in estimates.extras)
    held = tuple(
        one if isinstance(one, Interval) else (int(np.ravel_multi_index(one, sizes)),) for one in estimates.reservations
    )
    return replace(estimates, packages=replace(packages, bundles=(whole,)), extras=extras, reservations=held)
