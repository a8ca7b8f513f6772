"""What a package gives each party, issue by issue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ...errors import AnalysisError
from ...forms import Packages

__all__ = ["PartyPrice", "Price", "price_package"]


@dataclass(frozen=True, slots=True)
class PartyPrice:
    """A package as one party sees it, in points.

    ``parts`` is what each bundle of issues adds, ``short`` how much less that is than the bundle's best for the party.
    ``share`` is the place between the party's worst (0) and best feasible package (1).
    """

    party: str
    utility: Fraction
    reservation: Fraction
    worst: Fraction
    best: Fraction
    parts: tuple[Fraction, ...]
    short: tuple[Fraction, ...]
    crosses_red_line: bool

    @property
    def gain(self) -> Fraction:
        """Return utility less reservation."""
        return self.utility - self.reservation

    @property
    def share(self) -> Fraction:
        """Return where the package lies between the party's worst (0) and best (1)."""
        return (self.utility - self.worst) / (self.best - self.worst) if self.best > self.worst else Fraction(1)

    @property
    def acceptable(self) -> bool:
        """Return whether the party would take the package rather than nothing."""
        return self.gain >= 0 and not self.crosses_red_line


@dataclass(frozen=True, slots=True)
class Price:
    """A package with what it gives to each party."""

    values: tuple[int, ...]
    parties: tuple[PartyPrice, ...]

    @property
    def acceptable(self) -> bool:
        """Return whether every party would take it."""
        return all(party.acceptable for party in self.parties)


def price_package(packages: Packages, values: Sequence[int]) -> Price:
    """Return what a package (values, index per issue) gives each party.

    Raises
    ------
    AnalysisError
        When the constraints exclude the package.

    Examples
    --------
    >>> from commonground.forms import packages_from_tables
    >>> price = price_package(packages_from_tables([[(0, 4), (3, 0)], [(0, 2), (9, 0)]], [1, 0]), (0, 1))
    >>> [(party.utility, party.gain, party.share, party.short) for party in price.parties][0]
    (Fraction(9, 1), Fraction(8, 1), Fraction(3, 4), (Fraction(3, 1), Fraction(0, 1)))
    """
    rows = packages.rows_of(values)
    if rows is None:
        raise AnalysisError("the constraints exclude this package")
    refusing = packages.refused_by(rows)
    return Price(tuple(values), tuple(_for_party(packages, rows, p, refusing) for p in range(len(packages.parties))))


def _for_party(packages: Packages, rows: Sequence[int], p: int, refusing: Sequence[str]) -> PartyPrice:
    scale = packages.scales[p]
    columns = [bundle.utilities[:, p] for bundle in packages.bundles]
    parts = tuple(Fraction(int(column[row]), scale) for column, row in zip(columns, rows, strict=True))
    bests = tuple(Fraction(int(column.max()), scale) for column in columns)
    return PartyPrice(
        party=packages.parties[p],
        utility=sum(parts, Fraction(0)),
        reservation=Fraction(packages.reservations[p], scale),
        worst=sum((Fraction(int(column.min()), scale) for column in columns), Fraction(0)),
        best=sum(bests, Fraction(0)),
        parts=parts,
        short=tuple(best - part for best, part in zip(bests, parts, strict=True)),
        crosses_red_line=packages.parties[p] in refusing,
    )
