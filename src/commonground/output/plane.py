"""The plane of two parties' utilities: its scales, the zone, the reservations and the points of the frontier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..analysis.negotiation import Negotiation
from .bargain_tables import frontier_points, number_words
from .pictures import FAINT, INK, PAPER, SOFT, line, text
from .plain import plain, shortened

__all__ = ["HEIGHT", "LEFT", "TOP", "WIDTH", "Plane", "height_on", "scales_of", "short_number"]

WIDTH, HEIGHT, LEFT, TOP = 760.0, 500.0, 86.0, 54.0
Scale = tuple[Fraction, Fraction]


def scales_of(result: Negotiation) -> list[Scale]:
    """Return per party the least and the most that its axis shows; never the same."""
    held = result.packages.points(result.packages.reservations)
    ends = [(min(a, d), max(b, d)) for a, b, d in zip(result.worst, result.best, held, strict=True)]
    return [(low, high if high > low else low + 1) for low, high in ends]


def height_on(number: Fraction, scale: Scale, top: float = TOP, height: float = HEIGHT) -> float:
    """Return how far down a number stands on an upright axis."""
    return top + (1 - float((number - scale[0]) / (scale[1] - scale[0]))) * height


def short_number(number: Fraction) -> str:
    """Return a number for an axis.

    >>> short_number(Fraction(1, 3)), short_number(Fraction(1234567))
    ('0.3333', '1,234,567')
    """
    return f"{float(number):,.4g}" if abs(number) < 10_000 else f"{float(number):,.0f}"


@dataclass(frozen=True, slots=True)
class Plane:
    """The first party's utility to the right, the second's upwards."""

    scale_x: Scale
    scale_y: Scale

    @classmethod
    def of(cls, result: Negotiation) -> Plane:
        """Return the plane that holds an answer."""
        return cls(*scales_of(result))

    @property
    def bottom(self) -> float:
        """Return where the axis of the first party lies."""
        return TOP + HEIGHT

    def spot(self, points: Sequence[Fraction]) -> tuple[float, float]:
        """Return the place of two utilities."""
        low, high = self.scale_x
        return LEFT + float((points[0] - low) / (high - low)) * WIDTH, height_on(points[1], self.scale_y)

    def frame(self, result: Negotiation) -> Iterator[str]:
        """Yield the zone, the axes with their numbers and names, and the reservations."""
        x, y = self.spot(result.packages.points(result.packages.reservations))
        right = LEFT + WIDTH
        if not result.zone.empty:
            size = f'width="{right - x:.1f}" height="{y - TOP:.1f}"'
            yield f'<rect x="{x:.1f}" y="{TOP:.1f}" {size} fill="{SOFT}"/>'
        yield line(LEFT, self.bottom, right, self.bottom)
        yield line(LEFT, self.bottom, LEFT, TOP)
        for k in range(6):
            share = Fraction(k, 5)
            a, b = (low + (high - low) * share for low, high in (self.scale_x, self.scale_y))
            yield text(short_number(a), LEFT + WIDTH * k / 5, self.bottom + 20)
            yield text(short_number(b), LEFT - 8, height_on(b, self.scale_y) + 4, anchor="end")
        yield line(x, self.bottom, x, TOP, "6 4")
        yield line(LEFT, y, right, y, "6 4")
        names = [shortened(plain(name), 90) for name in result.packages.names]
        yield text(f"{names[0]}, points", LEFT + WIDTH / 2, self.bottom + 42, bold=True)
        yield text(f"{names[1]}, points", 26, TOP - 26, anchor="start", bold=True)

    def frontier(self, result: Negotiation, *, most: int, faint: bool = False) -> Iterator[str]:
        """Yield points of the frontier; open where somebody refuses the package."""
        colour, size = (FAINT, 2.2) if faint else (INK, 3.6)
        for point in frontier_points(result, most=most, spread=True):
            x, y = self.spot(point.points)
            words = f"<title>({', '.join(map(number_words, point.points))})</title>"
            fill = colour if point.acceptable else PAPER
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size}" fill="{fill}" stroke="{colour}">{words}</circle>'
