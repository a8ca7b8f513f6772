"""Pictures of what is on the table as SVG text: two parties' utilities as a plane, more as parallel axes.

An agreement is told by its letter, a point that somebody refuses by an open ring, the zone by its dashed edges and
words. Black and white print loses nothing; the tables of ``bargain_tables`` say the same.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from xml.sax.saxutils import escape

from ..analysis.negotiation import Negotiation
from .bargain_tables import NAMES, agreement_letters, number_words
from .figures import COLOURS, DASHES, FONT, INK, PAPER, SOFT
from .plain import joined, plain, shortened

__all__ = ["negotiation_svg"]

WIDTH, HEIGHT, LEFT, TOP = 760.0, 500.0, 86.0, 54.0
SHOWN = 1_500
"""Points of the frontier drawn at most; lines where there are more than two parties: a tenth of that."""
Place = Callable[[Fraction], float]


def negotiation_svg(result: Negotiation) -> str:
    """Return the frontier, the zone and the solutions as one SVG document."""
    two = len(result.packages.parties) == 2
    vectors, left_out = _vectors(result, SHOWN if two else SHOWN // 10)
    body = list(_plane(result, vectors) if two else _axes(result, vectors))
    notes = list(_notes(result, two))
    if left_out:
        notes.append(f"{len(vectors):,} of {len(vectors) + left_out:,} points of the frontier are drawn.")
    y = TOP + HEIGHT + 66
    for note in notes:
        for line in textwrap.wrap(note, 112):
            body.append(_text(line, 26, y, anchor="start"))
            y += 17
    title = f"Frontier and solutions: {plain(result.packages.title)}"
    width = LEFT + WIDTH + 40
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {y:.0f}" width="{width:.0f}" '
        f'height="{y:.0f}" role="img" aria-labelledby="bargain-title bargain-desc" {FONT} fill="{INK}">\n'
        f'<title id="bargain-title">{escape(title)}</title>\n'
        f'<desc id="bargain-desc">{escape(" ".join(notes))}</desc>\n'
        f'<rect width="100%" height="100%" fill="{PAPER}"/>\n' + "\n".join(body) + "\n</svg>\n"
    )


def _vectors(result: Negotiation, most: int) -> tuple[list[tuple[tuple[Fraction, ...], bool]], int]:
    """Return points of the frontier, spread evenly where there are many, each with whether all accept its package."""
    found, packages = result.frontier or result.coarse, result.packages
    if found is None:
        return [], 0
    step = max(1, -(-found.size // most))
    points = []
    for k in range(0, found.size, step):
        units = [int(number) for number in found.vectors[k]]
        above = all(got >= least for got, least in zip(units, packages.reservations, strict=True))
        rows = packages.rows_of(found.example(k)) if packages.has_red_lines else None
        points.append((packages.points(units), above and not (rows and packages.refused_by(rows))))
    return points, found.size - len(points)


def _scales(result: Negotiation) -> list[tuple[Fraction, Fraction]]:
    """Return per party the least and the most that its axis shows; never the same."""
    held = result.packages.points(result.packages.reservations)
    ends = [(min(a, d), max(b, d)) for a, b, d in zip(result.worst, result.best, held, strict=True)]
    return [(low, high if high > low else low + 1) for low, high in ends]


def _plane(result: Negotiation, vectors: Sequence[tuple[tuple[Fraction, ...], bool]]) -> Iterator[str]:
    (low_x, high_x), (low_y, high_y) = _scales(result)

    def x(number: Fraction) -> float:
        return LEFT + float((number - low_x) / (high_x - low_x)) * WIDTH

    def y(number: Fraction) -> float:
        return TOP + (1 - float((number - low_y) / (high_y - low_y))) * HEIGHT

    names = [shortened(plain(name), 60) for name in result.packages.names]
    held = result.packages.points(result.packages.reservations)
    if not result.zone.empty:
        yield (
            f'<rect x="{x(held[0]):.1f}" y="{y(high_y):.1f}" width="{x(high_x) - x(held[0]):.1f}" '
            f'height="{y(held[1]) - y(high_y):.1f}" fill="{SOFT}"/>'
        )
    yield from _ticks(low_x, high_x, x, low_y, high_y, y)
    yield _line(x(held[0]), y(low_y), x(held[0]), y(high_y), "6 4")
    yield _line(x(low_x), y(held[1]), x(high_x), y(held[1]), "6 4")
    yield _text(f"{names[0]}, points", LEFT + WIDTH / 2, TOP + HEIGHT + 42, bold=True)
    yield _text(f"{names[1]}, points", 26, TOP - 26, anchor="start", bold=True)
    for (a, b), fine in vectors:
        words = f"<title>({number_words(a)}, {number_words(b)})</title>"
        fill = INK if fine else PAPER
        yield f'<circle cx="{x(a):.1f}" cy="{y(b):.1f}" r="3.6" fill="{fill}" stroke="{INK}">{words}</circle>'
    yield _cross(x(held[0]), y(held[1]), "d")
    if result.ideals is not None:
        yield _cross(x(result.ideals[0]), y(result.ideals[1]), "ideal")
    for i, (letter, agreement) in enumerate(agreement_letters(result).values()):
        yield _badge(x(agreement.points[0]), y(agreement.points[1]), letter, COLOURS[i % len(COLOURS)])


def _ticks(low_x: Fraction, high_x: Fraction, x: Place, low_y: Fraction, high_y: Fraction, y: Place) -> Iterator[str]:
    yield _line(x(low_x), y(low_y), x(high_x), y(low_y), "")
    yield _line(x(low_x), y(low_y), x(low_x), y(high_y), "")
    for k in range(6):
        a, b = low_x + (high_x - low_x) * k / 5, low_y + (high_y - low_y) * k / 5
        yield _text(_short(a), x(a), y(low_y) + 20)
        yield _text(_short(b), x(low_x) - 8, y(b) + 4, anchor="end")


def _axes(result: Negotiation, vectors: Sequence[tuple[tuple[Fraction, ...], bool]]) -> Iterator[str]:
    scales = _scales(result)
    gap = (WIDTH - 80) / (len(scales) - 1)
    columns = [LEFT + p * gap for p in range(len(scales))]

    def path(points: Sequence[Fraction]) -> str:
        return " ".join(f"{x:.1f},{_height(n, scale):.1f}" for x, n, scale in zip(columns, points, scales, strict=True))

    for points, fine in vectors:
        dash = "" if fine else ' stroke-dasharray="2 4"'
        yield f'<polyline points="{path(points)}" fill="none" stroke="#999" stroke-width="0.9" opacity="0.6"{dash}/>'
    held = result.packages.points(result.packages.reservations)
    for p, (x, scale) in enumerate(zip(columns, scales, strict=True)):
        yield _line(x, TOP, x, TOP + HEIGHT, "")
        room = max(8, int(gap / 7))
        yield _text(shortened(plain(result.packages.names[p]), room), x, TOP + HEIGHT + 42, bold=True)
        yield _text(_short(scale[1]), x, TOP - 10)
        yield _text(_short(scale[0]), x, TOP + HEIGHT + 20)
        at = _height(held[p], scale)
        yield f'<path d="M{x - 11:.1f} {at:.1f}h22" stroke="{INK}" stroke-width="3.4"/>'
        yield _text("d", x - 18, at + 4)
    ends: list[float] = []
    for i, (letter, agreement) in enumerate(agreement_letters(result).values()):
        colour, dash = COLOURS[i % len(COLOURS)], DASHES[i % len(DASHES)]
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        yield f'<polyline points="{path(agreement.points)}" fill="none" stroke="{colour}" stroke-width="2.6"{dashed}/>'
        end = _height(agreement.points[-1], scales[-1])
        place = sum(abs(end - other) < 18 for other in ends)
        ends.append(end)
        yield _badge(columns[-1] + 24 + 22 * place, end, letter, colour, lead=False)


def _height(number: Fraction, scale: tuple[Fraction, Fraction]) -> float:
    return TOP + (1 - float((number - scale[0]) / (scale[1] - scale[0]))) * HEIGHT


def _short(number: Fraction) -> str:
    return f"{float(number):,.4g}" if abs(number) < 10_000 else f"{float(number):,.0f}"


def _notes(result: Negotiation, two: bool) -> Iterator[str]:
    for utility, (letter, agreement) in agreement_letters(result).items():
        chosen = [r for r, answer in result.answers.items() if any(a.utility == utility for a in answer.agreements)]
        rules = [NAMES[rule] for rule in chosen]
        points = ", ".join(map(number_words, agreement.points))
        yield f"{letter}: {joined(rules)} ({points})."
    if two:
        yield "Filled point: an efficient package acceptable to both. Open point: efficient, but somebody refuses it."
        yield "Dashed lines and d: the reservations, the disagreement point; between them and the upper right the zone."
        yield "Cross, ideal: the most that each party gets in the zone."
    else:
        yield "Each line is an efficient package, from party to party; dotted where somebody refuses it."
        yield "Bar, d: the reservation, the disagreement point. Each axis runs from a party's worst to its best."
    if result.zone.empty:
        yield "No package is acceptable to everybody."


def _line(x1: float, y1: float, x2: float, y2: float, dash: str) -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{INK}" stroke-width="1.1"{dashed}/>'


def _text(text: str, x: float, y: float, *, anchor: str = "middle", bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="12" text-anchor="{anchor}"{weight}>{escape(text)}</text>'


def _cross(x: float, y: float, label: str) -> str:
    path = f"M{x - 6:.1f} {y - 6:.1f}l12 12m0 -12l-12 12"
    return f'<path d="{path}" stroke="{INK}" stroke-width="2.4" fill="none"/>' + _text(
        label, x - 10, y + 18, anchor="end", bold=True
    )


def _badge(x: float, y: float, letter: str, colour: str, *, lead: bool = True) -> str:
    at_x, at_y = (x + 17, y - 17) if lead else (x, y)
    pen = f'fill="{PAPER}" stroke="{colour}" stroke-width="2"'
    line = f'<path d="M{x:.1f} {y:.1f}L{at_x:.1f} {at_y:.1f}" {pen}/>' if lead else ""
    ring = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6.5" {pen} fill-opacity="0"/>' if lead else ""
    words = f'font-size="12" font-weight="bold" text-anchor="middle">{letter}</text>'
    return (
        f'{line}{ring}<circle cx="{at_x:.1f}" cy="{at_y:.1f}" r="10" {pen}/>'
        f'<text x="{at_x:.1f}" y="{at_y + 4:.1f}" {words}'
    )
