"""Pictures of the path of offers: two parties in the plane of their utilities, more in a row of panels.

A party is told by its letter, the shape of its mark, its dashes and its colour together; an offer that everybody would
take by a filled mark; a deal by a ring and the word. The table ``bargain_offers`` says the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..analysis.negotiation import Negotiation, OfferStep, find_deal
from ..model import Conflict
from .bargain_tables import number_words, percent
from .labels import Labels
from .pictures import COLOURS, DASHES, FAINT, INK, SOFT, arrowhead, document, line, mark, note_lines, text
from .plain import party_letters, plain, shortened
from .plane import LEFT, TOP, WIDTH, Plane, height_on, scales_of, short_number

__all__ = ["offers_svg"]

DRAWN = 120
"""Offers drawn at most; of a longer list the last ones."""
NUMBERED = 40
"""Offers whose numbers are all written; of more, every second, third, ..."""
PANEL, GAP, STRIP = 84.0, 46.0, 70.0


@dataclass(frozen=True, slots=True)
class _Party:
    letter: str
    name: str
    kind: int
    colour: str
    dash: str


@dataclass(frozen=True, slots=True)
class _Path:
    """The offers that are drawn; ``first`` counts those left out before them, ``deal`` is a place among them."""

    result: Negotiation
    steps: Sequence[OfferStep]
    first: int
    deal: int | None
    parties: Mapping[str, _Party]

    def fine(self, step: OfferStep) -> bool:
        """Return whether everybody would take an offer."""
        return set(step.acceptable_to) >= set(self.result.packages.parties)

    def words(self, k: int) -> str:
        """Return an offer in words, for whoever points at it."""
        step, names = self.steps[k], self.result.packages.names
        got = ", ".join(f"{plain(n)} {number_words(u)}" for n, u in zip(names, step.utilities, strict=True))
        return f"Offer {self.first + k + 1}, by {self.parties[step.party].name}: {got}"

    @property
    def every(self) -> int:
        """Return which offers bear their numbers: every one, every second, ..."""
        return -(-len(self.steps) // NUMBERED)


def offers_svg(result: Negotiation, steps: Sequence[OfferStep], conflict: Conflict) -> str:
    """Return the path of offers over the frontier (two parties), or party by party (more), as one SVG document."""
    seated = [party for party in result.packages.parties if conflict.parties[party].at_table]
    first, deal = max(0, len(steps) - DRAWN), find_deal(steps, seated)
    parties = _parties(conflict, steps)
    shown = None if deal is None else max(0, deal - first)
    path = _Path(result, steps[first:], first, shown, parties)
    two = len(result.packages.parties) == 2
    body, y = _plane(path) if two else _panels(path)
    bars = STRIP if any(step.distance for step in path.steps) else 22.0
    body = [*body, *_strip(path, y + 40, bars)]
    y += 40 + bars + 66
    for party in parties.values():
        if two:
            body.append(line(26, y - 4, 72, y - 4, party.dash, party.colour, 2.2))
        body.append(mark(party.kind, 49, y - 4, party.colour, filled=True))
        body.append(text(shortened(f"{party.letter}: offers of {party.name}", 110), 84, y, anchor="start"))
        y += 21
    notes = list(_notes(path, two))
    written, y = note_lines(notes, 26, y, 138)
    body += written
    title = f"Path of offers: {plain(result.packages.title)}"
    return document("offers", title, " ".join(notes), body, LEFT + WIDTH + 40, y)


def _parties(conflict: Conflict, steps: Sequence[OfferStep]) -> dict[str, _Party]:
    letters, offering = party_letters(conflict), {step.party for step in steps}
    found: dict[str, _Party] = {}
    for id_, party in conflict.parties.items():
        if id_ in offering:
            k = len(found)
            found[id_] = _Party(letters[id_], plain(party.name), k, COLOURS[k % len(COLOURS)], DASHES[k % len(DASHES)])
    return found


def _plane(path: _Path) -> tuple[list[str], float]:
    plane = Plane.of(path.result)
    body = [*plane.frame(path.result), *plane.frontier(path.result, most=1_500, faint=True)]
    spots = [plane.spot(step.utilities) for step in path.steps]
    labels = Labels((LEFT - 70, TOP - 44, LEFT + WIDTH + 36, plane.bottom + 18))
    for k, (x, y) in enumerate(spots):
        labels.block(x, y, 14 if k == path.deal else 9)
    held = path.result.packages.points(path.result.packages.reservations)
    x, y = plane.spot(held)
    labels.cross((x, TOP), (x, plane.bottom))
    labels.cross((LEFT, y), (LEFT + WIDTH, y))
    body += labels.place("d", x, y)
    body += _arrows(path, spots, labels)
    if path.deal is not None:
        x, y = spots[path.deal]
        body.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="13" fill="none" stroke="{INK}" stroke-width="2"/>')
    for k, (x, y) in enumerate(spots):
        party = path.parties[path.steps[k].party]
        filled = path.fine(path.steps[k])
        body.append(mark(party.kind, x, y, party.colour, filled=filled, title=path.words(k)))
    for (id_, (x, y)), numbers in _together(path, spots).items():
        words = f"{path.parties[id_].letter} {_numbers(numbers)}"
        body += labels.place(words, x, y)
    if path.deal is not None:
        body += labels.place("DEAL", *spots[path.deal])
    return body, plane.bottom + 46


def _arrows(path: _Path, spots: Sequence[tuple[float, float]], labels: Labels) -> Iterator[str]:
    """Yield an arrow from each offer of a party to its next one."""
    last: dict[str, tuple[float, float]] = {}
    for step, spot in zip(path.steps, spots, strict=True):
        before, party = last.get(step.party), path.parties[step.party]
        last[step.party] = spot
        if before is None:
            continue
        far = math.dist(before, spot)
        if far < 18:
            continue
        dx, dy = (spot[0] - before[0]) / far, (spot[1] - before[1]) / far
        start = before[0] + 8 * dx, before[1] + 8 * dy
        tip = spot[0] - 9 * dx, spot[1] - 9 * dy
        labels.cross(start, tip)
        yield line(*start, *tip, party.dash, party.colour, 1.8)
        yield arrowhead(start, tip, party.colour)


def _together(path: _Path, spots: Sequence[tuple[float, float]]) -> dict[tuple[str, tuple[float, float]], list[int]]:
    """Return the numbers of the offers that one party made at one place and that bear their numbers."""
    found: dict[tuple[str, tuple[float, float]], list[int]] = {}
    for k, (step, spot) in enumerate(zip(path.steps, spots, strict=True)):
        if (len(spots) - 1 - k) % path.every == 0:
            found.setdefault((step.party, spot), []).append(path.first + k + 1)
    return found


def _numbers(numbers: Sequence[int]) -> str:
    if len(numbers) <= 4:
        return ", ".join(map(str, numbers))
    return f"{numbers[0]}, {numbers[1]}, … {numbers[-1]} ({len(numbers)} times)"


def _panels(path: _Path) -> tuple[list[str], float]:
    packages = path.result.packages
    held, wide = packages.points(packages.reservations), WIDTH / len(path.steps)
    bottom = TOP + len(packages.parties) * (PANEL + GAP) - GAP
    body = []
    if path.deal is not None:
        x = LEFT + path.deal * wide
        body.append(
            f'<rect x="{x:.1f}" y="{TOP - 48:.1f}" width="{LEFT + WIDTH - x:.1f}" height="{bottom - TOP + 54:.1f}" '
            f'fill="{SOFT}"/>'
        )
        body.append(text("DEAL", min(x + (LEFT + WIDTH - x) / 2, LEFT + WIDTH - 18), TOP - 34, bold=True))
    for p, name in enumerate(packages.names):
        top = TOP + p * (PANEL + GAP)
        scale = scales_of(path.result)[p]
        own = path.parties.get(packages.parties[p])
        letter = f"{own.letter}: " if own else ""
        body.append(text(shortened(f"{letter}{plain(name)}, points", 96), LEFT, top - 14, anchor="start", bold=True))
        body.append(line(LEFT, top, LEFT, top + PANEL))
        body += [
            text(short_number(n), LEFT - 8, y, anchor="end")
            for n, y in zip(scale, (top + PANEL + 4, top + 8), strict=True)
        ]
        at = height_on(held[p], scale, top, PANEL)
        body.append(line(LEFT, at, LEFT + WIDTH, at, "6 4"))
        body.append(text("d", LEFT + WIDTH + 6, at + 4, anchor="start"))
        body += _steps(path, p, top, scale, wide)
    return body, bottom


def _steps(path: _Path, p: int, top: float, scale: tuple[Fraction, Fraction], wide: float) -> Iterator[str]:
    """Yield one party's utilities as a line in steps, a mark on each: the offering party's own large."""
    places = [height_on(step.utilities[p], scale, top, PANEL) for step in path.steps]
    corners = " ".join(f"{LEFT + (k + e) * wide:.1f},{y:.1f}" for k, y in enumerate(places) for e in (0, 1))
    yield f'<polyline points="{corners}" fill="none" stroke="{INK}" stroke-width="1.4"/>'
    me = path.result.packages.parties[p]
    for k, (step, y) in enumerate(zip(path.steps, places, strict=True)):
        x, takes, words = LEFT + (k + 0.5) * wide, me in step.acceptable_to, path.words(k)
        if step.party == me:
            party = path.parties[me]
            yield mark(party.kind, x, y, party.colour, filled=takes, size=min(6.5, max(3.0, wide / 3)), title=words)
        elif wide >= 10:
            yield mark(0, x, y, INK, filled=takes, size=2.6, title=words)


def _strip(path: _Path, top: float, height: float) -> Iterator[str]:
    """Yield the distance of each offer from the frontier as bars, and under them who made it."""
    known = [step.distance for step in path.steps if step.distance is not None]
    most, wide = max(known, default=Fraction(0)) or Fraction(1), WIDTH / len(path.steps)
    base = top + height
    title = "From the frontier: what every party could gain at once, as a share of its range"
    yield text(title, LEFT, top - 8, anchor="start", bold=True)
    yield line(LEFT, base, LEFT + WIDTH, base)
    shares, numbers = math.ceil(36 / wide), math.ceil(20 / wide)
    for k, step in enumerate(path.steps):
        x = LEFT + (k + 0.5) * wide
        high = 0.0 if step.distance is None else float(step.distance / most) * (height - 22)
        if high:
            yield (
                f'<rect x="{x - wide * 0.3:.1f}" y="{base - high:.1f}" width="{wide * 0.6:.1f}" height="{high:.1f}" '
                f'fill="{FAINT}"/>'
            )
        left = len(path.steps) - 1 - k
        if left % shares == 0:
            yield text("?" if step.distance is None else percent(step.distance), x, base - high - 4, size=11)
        if left % numbers == 0:
            yield text(str(path.first + k + 1), x, base + 16)
            yield text(path.parties[step.party].letter, x, base + 32, bold=True)


_HOW_TWO = (
    "Numbers: the order of the offers, after the letter of the party that made them. Arrows: from one offer of a party "
    "to its next.",
    "Filled mark: both would take it; open mark: somebody refuses it. Grey points: the frontier. Dashed lines and d: "
    "the reservations.",
)
_HOW_MORE = (
    "Each panel runs from the party's worst to its best. Large mark: an offer of the party itself. Filled: the party "
    "would take it; open: it refuses. Dashed line, d: its reservation.",
)


def _notes(path: _Path, two: bool) -> Iterator[str]:
    if path.first:
        yield f"The last {len(path.steps)} of {path.first + len(path.steps):,} offers are drawn."
    yield from _HOW_TWO if two else _HOW_MORE
    if path.deal is None:
        yield "No deal: the last offers of the parties at the table are not one package."
    else:
        number = path.first + path.deal + 1
        yield f"DEAL: with offer {number} the last offers of all parties at the table are one package."
