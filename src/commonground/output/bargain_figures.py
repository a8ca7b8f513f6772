"""Pictures of what is on the table as SVG text: two parties' utilities as a plane, more as parallel axes.

An agreement is told by its letter, a point that somebody refuses by an open ring, the zone by its dashed edges and
words. Black and white print loses nothing; the tables of ``bargain_tables`` say the same.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from fractions import Fraction

from ..analysis.negotiation import Negotiation
from .bargain_tables import NAMES, agreement_letters, frontier_points, frontier_size, number_words
from .labels import Labels, spread_out
from .pictures import COLOURS, DASHES, FAINT, INK, PAPER, document, line, note_lines, text
from .plain import joined, plain, shortened
from .plane import HEIGHT, LEFT, TOP, WIDTH, Plane, height_on, scales_of, short_number

__all__ = ["negotiation_svg"]

SHOWN = 1_500
"""Points of the frontier drawn at most; lines where there are more than two parties: a tenth of that."""


def negotiation_svg(result: Negotiation) -> str:
    """Return the frontier, the zone and the solutions as one SVG document."""
    two = len(result.packages.parties) == 2
    body = list(_plane(result) if two else _axes(result))
    notes = list(_notes(result, two))
    size, most = frontier_size(result) or 0, SHOWN if two else SHOWN // 10
    if size > most:
        drawn = -(-size // -(-size // most))
        notes.append(f"{drawn:,} of {size:,} points of the frontier are drawn.")
    y = TOP + HEIGHT + (66 if two else 54 + 15 * max(map(len, _name_lines(result))))
    written, y = note_lines(notes, 26, y, 138)
    body += written
    title = f"Frontier and solutions: {plain(result.packages.title)}"
    return document("bargain", title, " ".join(notes), body, LEFT + WIDTH + 40, y)


def _plane(result: Negotiation) -> Iterator[str]:
    plane, labels = Plane.of(result), Labels((LEFT - 20, TOP - 22, LEFT + WIDTH + 36, TOP + HEIGHT - 4))
    yield from plane.frame(result)
    yield from plane.frontier(result, most=SHOWN)
    for point in frontier_points(result, most=200, spread=True):
        labels.block(*plane.spot(point.points), 3.6)
    x, y = plane.spot(result.packages.points(result.packages.reservations))
    labels.cross((x, TOP), (x, plane.bottom))
    labels.cross((LEFT, y), (LEFT + WIDTH, y))
    marked = {"d": result.packages.points(result.packages.reservations)}
    marked |= {} if result.ideals is None else {"ideal": result.ideals}
    chosen = list(agreement_letters(result).values())
    for points in (*marked.values(), *(agreement.points for _, agreement in chosen)):
        labels.block(*plane.spot(points), 6)
    for words, points in marked.items():
        x, y = plane.spot(points)
        yield f'<path d="M{x - 6:.1f} {y - 6:.1f}l12 12m0 -12l-12 12" stroke="{INK}" stroke-width="2.4" fill="none"/>'
        yield from labels.place(words, x, y)
    for i, (letter, agreement) in enumerate(chosen):
        x, y = plane.spot(agreement.points)
        yield from _badge(x, y, *labels.spot(x, y, 22), letter, COLOURS[i % len(COLOURS)])


def _axes(result: Negotiation) -> Iterator[str]:
    scales = scales_of(result)
    gap = (WIDTH - 80) / (len(scales) - 1)
    columns = [LEFT + p * gap for p in range(len(scales))]

    def path(points: Sequence[Fraction]) -> str:
        return " ".join(
            f"{x:.1f},{height_on(n, scale):.1f}" for x, n, scale in zip(columns, points, scales, strict=True)
        )

    for point in frontier_points(result, most=SHOWN // 10, spread=True):
        pen = 'stroke-width="0.9" opacity="0.6"' + ("" if point.acceptable else ' stroke-dasharray="2 4"')
        yield f'<polyline points="{path(point.points)}" fill="none" stroke="{FAINT}" {pen}/>'
    held = result.packages.points(result.packages.reservations)
    for p, (x, scale) in enumerate(zip(columns, scales, strict=True)):
        yield line(x, TOP, x, TOP + HEIGHT, "")
        for row, part in enumerate(_name_lines(result)[p]):
            yield text(part, x, TOP + HEIGHT + 42 + 15 * row, bold=True)
        yield text(short_number(scale[1]), x, TOP - 10)
        yield text(short_number(scale[0]), x, TOP + HEIGHT + 20)
        at = height_on(held[p], scale)
        yield f'<path d="M{x - 11:.1f} {at:.1f}h22" stroke="{INK}" stroke-width="3.4"/>'
        yield text("d", x - 18, at + 4)
    chosen = list(agreement_letters(result).values())
    ends = [height_on(agreement.points[-1], scales[-1]) for _, agreement in chosen]
    for i, ((letter, agreement), end, at) in enumerate(zip(chosen, ends, spread_out(ends), strict=True)):
        colour, dash = COLOURS[i % len(COLOURS)], DASHES[i % len(DASHES)]
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        yield f'<polyline points="{path(agreement.points)}" fill="none" stroke="{colour}" stroke-width="2.6"{dashed}/>'
        yield line(columns[-1], end, columns[-1] + 34, at, dash, colour)
        yield from _badge(columns[-1] + 34, at, columns[-1] + 34, at, letter, colour)


def _name_lines(result: Negotiation) -> list[list[str]]:
    """Return the parties' names as they stand under their axes, on at most three lines each."""
    names = result.packages.names
    room = max(8, min(24, int((WIDTH - 80) / (len(names) - 1) / 7)))
    wrapped = (textwrap.wrap(plain(name), room, max_lines=3, placeholder="…") for name in names)
    return [[shortened(part, room + 2) for part in lines] or [""] for lines in wrapped]


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


def _badge(x: float, y: float, at_x: float, at_y: float, letter: str, colour: str) -> Iterator[str]:
    """Yield a letter in a ring at (at_x, at_y) for the point (x, y)."""
    pen = f'stroke="{colour}" stroke-width="2"'
    if (x, y) != (at_x, at_y):
        yield f'<path d="M{x:.1f} {y:.1f}L{at_x:.1f} {at_y:.1f}" {pen}/>'
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6.5" fill="none" {pen}/>'
    yield f'<circle cx="{at_x:.1f}" cy="{at_y:.1f}" r="10" fill="{PAPER}" {pen}/>'
    yield text(letter, at_x, at_y + 4, bold=True)
