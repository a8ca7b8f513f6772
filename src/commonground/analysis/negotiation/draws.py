"""Seeded draws of worths, as exact packages.

A number is drawn uniformly from a grid of 65,536 equal steps over its interval, independent of all others; points of
which the order alone is known uniformly among all vectors in that order (sorted uniform numbers between 1 and 0), the
mean of which is even spacing. On the grid everything stays exact: packages that are equal stay equal.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import TooLarge
from ...forms import Bundle, Doubt, Estimates, Packages
from ...forms.estimates import WorthEstimate
from ...forms.packages import FITS
from ...model import Interval

__all__ = ["GRID", "MAX_NUMBERS", "Plan", "draw_places", "drawn_packages", "plan_draws"]

GRID = 1 << 16
"""Equal steps that an interval is cut into for drawing."""
MAX_NUMBERS = 20_000_000
"""Numbers drawn at most."""
_AT_ONCE = 1 << 21

Places = NDArray[np.int64]
"""[n, k]: which step of the grid each number of a draw lies on."""


@dataclass(frozen=True, slots=True, eq=False)
class _Form:
    """How one worth follows from its numbers: integers at ``scale``, on columns ``start`` to ``stop`` of the places."""

    estimate: WorthEstimate
    start: int
    stop: int
    weight_scale: int
    number_scale: int
    shares: NDArray[Any]
    share_scale: int

    @property
    def scale(self) -> int:
        grid = GRID if not self.estimate.weight.certain else 1
        points = GRID if self.estimate.ordered or not all(n.certain for n in self.estimate.numbers) else 1
        return self.weight_scale * self.number_scale * self.share_scale * grid * points


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Which column of a draw is what, and the scales at which all draws are whole numbers.

    ``columns`` has for each doubt, in the order of ``estimates.doubts``, its first column and the one after its last.
    """

    estimates: Estimates
    forms: tuple[tuple[_Form, ...], ...]
    extras: tuple[tuple[int, ...], ...]
    reservations: tuple[int, ...]
    columns: tuple[tuple[int, int], ...]
    width: int
    scales: tuple[int, ...]
    wide: bool


def plan_draws(estimates: Estimates) -> Plan:
    """Return how the draws of uncertain worths are made."""
    width = 0
    forms: list[tuple[_Form, ...]] = []
    extras: list[tuple[int, ...]] = []
    held: list[int] = []
    columns: dict[Doubt, tuple[int, int]] = {}
    for p, worths in enumerate(estimates.worths):
        own = []
        for i, worth in enumerate(worths):
            form = _form(worth, width)
            columns[Doubt(p, "worths", i)] = (form.start, form.stop)
            width = form.stop
            own.append(form)
        start, places = width, []
        for extra in estimates.extras[p]:
            places.append(width)
            width += not extra.points.certain
        columns[Doubt(p, "interactions")] = (start, width)
        held.append(width)
        start = width
        width += _is_open(estimates.reservations[p])
        columns[Doubt(p, "reservation")] = (start, width)
        forms.append(tuple(own))
        extras.append(tuple(places))
    scales = tuple(_scale(estimates, p, own) for p, own in enumerate(forms))
    wide = any(max(_most(estimates, p), Fraction(1)) * scale >= FITS for p, scale in enumerate(scales))
    asked = tuple(columns[doubt] for doubt in estimates.doubts)
    return Plan(estimates, tuple(forms), tuple(extras), tuple(held), asked, width, scales, wide)


def _is_open(held: Interval | tuple[int, ...]) -> bool:
    return isinstance(held, Interval) and not held.certain


def _form(worth: WorthEstimate, start: int) -> _Form:
    width = 0 if worth.weight.certain else 1
    width += max(len(worth.numbers) - 2, 0) if worth.ordered else sum(not number.certain for number in worth.numbers)
    if worth.certain:
        width = 0
    share_scale = math.lcm(*(share.denominator for shares in worth.shares for _, share in shares))
    shares = np.zeros((len(worth.shares), 2, 2), dtype=object)
    for v, parts in enumerate(worth.shares):
        for place, (k, share) in enumerate(parts):
            shares[v, place] = k, int(share * share_scale)
    return _Form(worth, start, start + width, _whole([worth.weight]), _whole(worth.numbers), shares, share_scale)


def _whole(numbers: Sequence[Interval]) -> int:
    return math.lcm(*(end.denominator for number in numbers for end in (number.low, number.high)))


def _scale(estimates: Estimates, p: int, forms: Sequence[_Form]) -> int:
    """Return the least number that makes everything whole that can be drawn for a party."""
    scales = [form.scale for form in forms]
    held = estimates.reservations[p]
    others = [extra.points for extra in estimates.extras[p]] + ([held] if isinstance(held, Interval) else [])
    scales += [_whole([other]) * (1 if other.certain else GRID) for other in others]
    return math.lcm(*scales)


def _most(estimates: Estimates, p: int) -> Fraction:
    """Return a bound on the magnitude of a party's utilities and reservation, in points."""
    total = Fraction(0)
    for worth in estimates.worths[p]:
        weight = max(abs(worth.weight.low), abs(worth.weight.high))
        total += weight * max(max(abs(number.low), abs(number.high)) for number in worth.numbers)
    others = [extra.points for extra in estimates.extras[p]]
    held = estimates.reservations[p]
    others += [held] if isinstance(held, Interval) else []
    return total + sum((max(abs(other.low), abs(other.high)) for other in others), Fraction(0))


def draw_places(plan: Plan, draws: int, rng: np.random.Generator) -> Places:
    """Return draws, as steps of the grid.

    Raises
    ------
    TooLarge
        When that would be more than ``MAX_NUMBERS`` numbers; before any is drawn.
    """
    if draws * plan.width > MAX_NUMBERS:
        raise TooLarge(
            f"{draws:,} draws of {plan.width:,} uncertain numbers are more than {MAX_NUMBERS:,}; ask for at most "
            f"{MAX_NUMBERS // plan.width:,} draws"
        )
    places: Places = rng.integers(0, GRID, size=(draws, plan.width), endpoint=True, dtype=np.int64)
    return places


def drawn_packages(plan: Plan, places: Places) -> Iterator[Packages]:
    """Yield the packages of each draw, with the worths and reservations that it has."""
    packages = plan.estimates.packages
    cells = sum(bundle.size for bundle in packages.bundles) + sum(column.size for column in packages.issues)
    size = max(1, _AT_ONCE // (cells * len(packages.parties)))
    for start in range(0, len(places), size):
        chunk = places[start : start + size]
        tables = _tables(plan, chunk)
        held = _reservations(plan, chunk, tables)
        for n in range(len(chunk)):
            bundles = tuple(
                Bundle(bundle.issues, bundle.values, table[n], bundle.refused)
                for bundle, table in zip(packages.bundles, tables, strict=True)
            )
            limits = tuple(int(own[n]) for own in held)
            yield replace(packages, scales=plan.scales, reservations=limits, bundles=bundles)


def _tables(plan: Plan, places: Places) -> list[NDArray[Any]]:
    """Return utilities [n, v, p] of each bundle's rows in each draw."""
    packages, kind = plan.estimates.packages, object if plan.wide else np.int64
    tables = [np.zeros((len(places), b.size, len(plan.scales)), dtype=kind) for b in packages.bundles]
    for p, scale in enumerate(plan.scales):
        worths = [_worths(form, places, kind) * (scale // form.scale) for form in plan.forms[p]]
        for bundle, table in zip(packages.bundles, tables, strict=True):
            for place, issue in enumerate(bundle.issues):
                table[:, :, p] += worths[issue][:, bundle.values[:, place]]
        for column, extra in zip(plan.extras[p], plan.estimates.extras[p], strict=True):
            points = _numbers(extra.points, places, column, scale, kind)
            tables[extra.bundle][:, extra.rows, p] += points[:, None]
    return tables


def _numbers(interval: Interval, places: Places, column: int, scale: int, kind: Any) -> NDArray[Any]:
    """Return a number of each draw, times a scale that makes it whole."""
    if interval.certain:
        return np.full(len(places), int(interval.low * scale), dtype=kind)
    step = int((interval.high - interval.low) * scale / GRID)
    drawn: NDArray[Any] = int(interval.low * scale) + step * places[:, column].astype(kind)
    return drawn


def _worths(form: _Form, places: Places, kind: Any) -> NDArray[Any]:
    """Return the worths [n, v] of an issue's values in each draw, at the form's scale."""
    estimate, column = form.estimate, form.start
    if estimate.certain:
        worths = np.array([int(number * form.scale) for number in estimate.middle()], dtype=kind)
        return np.broadcast_to(worths, (len(places), len(worths)))
    scale = form.weight_scale * (1 if estimate.weight.certain else GRID)
    weight = _numbers(estimate.weight, places, column, scale, kind)
    column += not estimate.weight.certain
    scale = form.scale // form.share_scale // scale
    if estimate.ordered:
        inside = -np.sort(-places[:, column : form.stop], axis=1)
        ends = [np.full((len(places), 1), end, dtype=np.int64) for end in (GRID, 0)]
        numbers = np.concatenate([ends[0], inside, ends[1]], axis=1) if len(estimate.numbers) > 1 else ends[1]
        numbers = numbers.astype(kind) * (scale // GRID)
    else:
        found = []
        for number in estimate.numbers:
            found.append(_numbers(number, places, column, scale, kind))
            column += not number.certain
        numbers = np.stack(found, axis=1)
    first, second = (form.shares[:, place, 0].astype(np.int64) for place in (0, 1))
    parts = (form.shares[:, place, 1].astype(kind) for place in (0, 1))
    points = numbers[:, first] * next(parts) + numbers[:, second] * next(parts)
    drawn: NDArray[Any] = weight[:, None] * points
    return drawn


def _reservations(plan: Plan, places: Places, tables: Sequence[NDArray[Any]]) -> list[NDArray[Any]]:
    """Return each party's reservation in each draw."""
    found = []
    for p, held in enumerate(plan.estimates.reservations):
        if isinstance(held, Interval):
            kind = object if plan.wide else np.int64
            found.append(_numbers(held, places, plan.reservations[p], plan.scales[p], kind))
        else:
            found.append(np.sum([table[:, row, p] for table, row in zip(tables, held, strict=True)], axis=0))
    return found
