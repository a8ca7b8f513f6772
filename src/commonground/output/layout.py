"""Where the states of a picture stand and how its arcs run. Pure geometry, deterministic.

Layers are the steps from a root (breadth first); barycentre sweeps order each layer so that fewer arcs cross
(Sugiyama, Tagawa & Toda 1981). Arcs are quadratic curves; each takes, among a few bends, the one that passes
behind the fewest boxes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Box", "Curve", "curve_between", "layers", "place"]

Points = NDArray[np.float64]
BENDS = (14.0, -14.0, 34.0, -34.0, 62.0, -62.0, 100.0, -100.0)
SAMPLES = np.linspace(0.0, 1.0, 41)


@dataclass(frozen=True, slots=True)
class Box:
    """A state's box: its centre, width and height."""

    x: float
    y: float
    width: float
    height: float

    def holds(self, points: Points, margin: float = 0.0) -> NDArray[np.bool_]:
        """Return bool[point]: which points lie inside the box, widened by a margin."""
        across = np.abs(points[:, 0] - self.x) < self.width / 2 + margin
        down = np.abs(points[:, 1] - self.y) < self.height / 2 + margin
        return across & down


@dataclass(frozen=True, slots=True)
class Curve:
    """A quadratic curve from the rim of one box to the rim of another."""

    start: tuple[float, float]
    bend: tuple[float, float]
    end: tuple[float, float]

    def points(self, at: Points = SAMPLES) -> Points:
        """Return float[n, 2]: the points at the given shares of the curve."""
        t = at[:, None]
        ends = (1 - t) ** 2 * np.array(self.start) + t**2 * np.array(self.end)
        return np.asarray(ends + 2 * t * (1 - t) * np.array(self.bend))

    def between(self, first: float, last: float) -> Curve:
        """Return the part of the curve between two shares of it."""
        a, b, c = np.array(self.start), np.array(self.bend), np.array(self.end)

        def blossom(u: float, v: float) -> tuple[float, float]:
            point = (1 - u) * ((1 - v) * a + v * b) + u * ((1 - v) * b + v * c)
            return float(point[0]), float(point[1])

        return Curve(blossom(first, first), blossom(first, last), blossom(last, last))


def layers(nodes: Sequence[int], arcs: Iterable[tuple[int, int]], root: int | None) -> list[list[int]]:
    """Return the nodes by steps from the root; those that cannot be reached stand in a last layer.

    >>> layers([0, 1, 2, 3], [(0, 1), (1, 2), (3, 2)], 0)
    [[0], [1], [2], [3]]
    """
    after: dict[int, list[int]] = {node: [] for node in nodes}
    for start, end in arcs:
        after[start].append(end)
    found = [[nodes[0] if root is None else root]]
    seen = set(found[0])
    while True:
        step = sorted({end for node in found[-1] for end in after[node]} - seen)
        if not step:
            break
        found.append(step)
        seen.update(step)
    rest = [node for node in nodes if node not in seen]
    return [*found, rest] if rest else found


def _order(rows: list[list[int]], arcs: Iterable[tuple[int, int]], sweeps: int = 8) -> list[list[int]]:
    """Return the rows ordered by the mean place of each node's neighbours, swept down and up."""
    beside: dict[int, set[int]] = {node: set() for row in rows for node in row}
    for start, end in arcs:
        beside[start].add(end)
        beside[end].add(start)
    share = {node: (i + 0.5) / len(row) for row in rows for i, node in enumerate(row)}
    for sweep in range(sweeps):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            means = {
                node: sum(share[n] for n in near) / len(near) if (near := beside[node]) else share[node] for node in row
            }
            row.sort(key=lambda node: (round(means[node], 9), node))
            share.update({node: (i + 0.5) / len(row) for i, node in enumerate(row)})
    return rows


def place(
    rows: list[list[int]],
    arcs: Sequence[tuple[int, int]],
    sizes: Mapping[int, tuple[float, float]],
    *,
    gap: tuple[float, float] = (34.0, 58.0),
    across: int = 8,
) -> dict[int, Box]:
    """Return where each node stands: layers top to bottom, long ones folded into staggered rows.

    Boxes never overlap. The smallest left and top edge is 0.
    """
    folded = [part for row in _order([list(row) for row in rows], arcs) for part in _fold(row, across)]
    pitch = max(width for width, _ in sizes.values()) + gap[0]
    boxes: dict[int, Box] = {}
    top = 0.0
    for number, row in enumerate(folded):
        height = max(sizes[node][1] for node in row)
        level = number and len(row) % 2 == len(folded[number - 1]) % 2
        shift = pitch / 4 * (-1) ** number if level and len(row) > 1 else 0.0
        for i, node in enumerate(row):
            x = (i - (len(row) - 1) / 2) * pitch + shift
            boxes[node] = Box(x, top + height / 2, *sizes[node])
        top += height + gap[1]
    left = min(box.x - box.width / 2 for box in boxes.values())
    return {node: Box(box.x - left, box.y, box.width, box.height) for node, box in boxes.items()}


def _fold(row: list[int], across: int) -> list[list[int]]:
    parts = -(-len(row) // across)
    return [row[part::parts] for part in range(parts)]


def curve_between(
    start: int, end: int, boxes: Mapping[int, Box], *, taken: Collection[float] = (), margin: float = 5.0
) -> tuple[Curve, float]:
    """Return the curve from one box to another that passes behind the fewest other boxes, and its bend.

    ``taken`` holds the bends of curves already drawn between the two boxes, in either direction: none of them is
    used again. A bend is counted from the smaller to the larger node, so that it means the same side both ways.
    """
    a, b = boxes[start], boxes[end]
    others = [box for node, box in boxes.items() if node not in (start, end)]
    best: tuple[float, Curve, float] | None = None
    for bend in [bend for bend in BENDS if bend not in taken] or BENDS[-1:]:
        curve = _clipped(_bent(a, b, bend if start < end else -bend), a, b, margin)
        points = curve.points()
        hidden = sum(int(box.holds(points, 3.0).sum()) for box in others)
        cost = hidden * 8 + abs(bend) / 10
        if best is None or cost < best[0]:
            best = (cost, curve, bend)
    assert best is not None
    return best[1:]


def _bent(a: Box, b: Box, bend: float) -> Curve:
    dx, dy = b.x - a.x, b.y - a.y
    length = max(float(np.hypot(dx, dy)), 1.0)
    middle = ((a.x + b.x) / 2 - dy / length * bend * 2, (a.y + b.y) / 2 + dx / length * bend * 2)
    return Curve((a.x, a.y), middle, (b.x, b.y))


def _clipped(curve: Curve, a: Box, b: Box, margin: float) -> Curve:
    points = curve.points()
    leaves = np.flatnonzero(a.holds(points, margin))
    enters = np.flatnonzero(b.holds(points, margin))
    first = float(SAMPLES[leaves[-1]]) if len(leaves) else 0.0
    last = float(SAMPLES[enters[0]]) if len(enters) else 1.0
    return curve.between(first, last) if last - first > 0.05 else curve
