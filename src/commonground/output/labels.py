"""Where labels stand beside the points of a picture, so that they cover neither marks nor one another."""

from __future__ import annotations

import math
from collections.abc import Sequence

from .pictures import FAINT, line, text

__all__ = ["Labels", "spread_out"]

_TURNS = (14, 2, 10, 6, 15, 1, 9, 7, 12, 4, 0, 8, 13, 3, 11, 5)
_WAYS = tuple((math.cos(k * math.pi / 8), math.sin(k * math.pi / 8)) for k in _TURNS)
_FAR = (15.0, 24.0, 36.0, 50.0, 68.0, 90.0)
Box = tuple[float, float, float, float]


class Labels:
    """The labels of one picture: each is put where it covers least, near its point.

    ``frame`` is left, top, right and bottom of the room.
    """

    def __init__(self, frame: Box) -> None:
        self.frame = frame
        self.taken: list[Box] = []
        self.lines: list[tuple[float, float, float, float]] = []

    def block(self, x: float, y: float, size: float) -> None:
        """Keep labels off a mark."""
        self.taken.append((x - size, y - size, x + size, y + size))

    def cross(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Keep labels off a line where there is room elsewhere."""
        self.lines.append((*start, *end))

    def place(self, words: str, x: float, y: float) -> list[str]:
        """Return a label for the point (x, y); with a thin line to the point where it stands away from it."""
        far, way, box = self._best(x, y, len(words) * 6.9 + 4)
        shown = [text(words, (box[0] + box[2]) / 2, box[3] - 4, bold=True)]
        if far > _FAR[1]:
            end = min(max(x, box[0]), box[2]), min(max(y, box[1]), box[3])
            shown.insert(0, line(x + way[0] * 9, y + way[1] * 9, *end, colour=FAINT, width=0.8))
        return shown

    def spot(self, x: float, y: float, size: float) -> tuple[float, float]:
        """Return the middle of the place for a square of that size beside the point (x, y)."""
        box = self._best(x, y, size)[2]
        return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2

    def _best(self, x: float, y: float, wide: float) -> tuple[float, tuple[float, float], Box]:
        ways = [(far, way, self._box(x, y, way, far, wide)) for far in _FAR for way in _WAYS]
        best = min(ways, key=lambda item: self._cost(item[2]) + item[0] / 30)
        self.taken.append(best[2])
        return best

    @staticmethod
    def _box(x: float, y: float, way: tuple[float, float], far: float, wide: float) -> Box:
        cx, cy = x + way[0] * (far + wide / 2 - 4), y + way[1] * (far + 3)
        return cx - wide / 2, cy - 8, cx + wide / 2, cy + 8

    def _cost(self, box: Box) -> float:
        left, top, right, bottom = self.frame
        outside = box[0] < left or box[1] < top or box[2] > right or box[3] > bottom
        covered = sum(
            other[0] < box[2] and box[0] < other[2] and other[1] < box[3] and box[1] < other[3] for other in self.taken
        )
        return 1000.0 * outside + 10.0 * covered + sum(_crosses(segment, box) for segment in self.lines)


def spread_out(places: Sequence[float], gap: float = 21.0) -> list[float]:
    """Return places on one line, moved apart to keep that gap and no further; in the order given.

    >>> spread_out([50.0, 10.0, 52.0])
    [40.5, 10.0, 61.5]
    """
    order = sorted(range(len(places)), key=lambda k: places[k])
    groups: list[list[float]] = []
    for k in order:
        groups.append([places[k], 1])
        while len(groups) > 1 and groups[-1][0] - groups[-2][0] < gap * (groups[-1][1] + groups[-2][1]) / 2:
            (b, m), (a, n) = groups.pop(), groups.pop()
            groups.append([(a * n + b * m) / (n + m), n + m])
    moved = [0.0] * len(places)
    spots = [middle + gap * (i - (size - 1) / 2) for middle, size in groups for i in range(int(size))]
    for k, spot in zip(order, spots, strict=True):
        moved[k] = spot
    return moved


def _crosses(segment: Box, box: Box) -> bool:
    """Return whether a straight line goes through a box (clipping after Liang & Barsky)."""
    x, y, x2, y2 = segment
    begin, end = 0.0, 1.0
    for step, low, high in ((x2 - x, box[0] - x, box[2] - x), (y2 - y, box[1] - y, box[3] - y)):
        if abs(step) < 1e-9:
            if low > 0 or high < 0:
                return False
            continue
        a, b = sorted((low / step, high / step))
        begin, end = max(begin, a), min(end, b)
    return begin <= end
