"""What pictures share: colours for light and dark, lines, texts, marks, and the frame of an SVG document.

A picture states its light colours as attributes. For a dark screen a style replaces each by its partner; print stays
light. A page states that style once, a file of its own carries it.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from xml.sax.saxutils import escape

__all__ = [
    "COLOURS",
    "DARK",
    "DASHES",
    "FAINT",
    "FONT",
    "INK",
    "LEFT",
    "NOW",
    "PAPER",
    "SOFT",
    "arrowhead",
    "dark_style",
    "document",
    "line",
    "mark",
    "note_lines",
    "stand_alone",
    "text",
]

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#AA4499", "#A06A00", "#3D8FC4", "#000000", "#666666")
"After Okabe & Ito 2008, darkened where a thin line would be faint."
DASHES = ("", "8 4", "2 3", "10 3 2 3", "14 5", "5 2", "1 5", "8 3 2 3 2 3")
INK, PAPER, SOFT, FAINT, NOW, LEFT = "#1b1b1b", "#ffffff", "#f3f1ec", "#8a8a8a", "#fff4cc", "#f0c9b5"
FONT = "font-family=\"'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif\""

_BRIGHT = ("#56B4E9", "#F0894A", "#35C79A", "#DD8ACF", "#D9A441", "#9CCBF0", "#FFFFFF", "#A8A8A8")
DARK: Mapping[str, str] = MappingProxyType(
    {INK: "#e8e6e1", PAPER: "#17191c", SOFT: "#2b2f36", FAINT: "#8f9297", NOW: "#4a4318", LEFT: "#63321f"}
    | dict(zip(COLOURS, _BRIGHT, strict=True))
)
"""For each colour of a picture what stands for it on a dark screen."""


def dark_style() -> str:
    """Return the style that shows pictures in dark colours where the reader's screen is dark."""
    rules = (f'[{what}="{light}"]{{{what}:{dark}}}' for light, dark in DARK.items() for what in ("fill", "stroke"))
    return f"@media screen and (prefers-color-scheme: dark){{{''.join(rules)}}}"


def stand_alone(picture: str) -> str:
    """Return a picture as a file of its own: XML, with the style for dark screens."""
    end = picture.index(">") + 1
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f"{head}{picture[:end]}\n<style>{dark_style()}</style>{picture[end:]}"


def document(id_: str, title: str, described: str, body: Iterable[str], width: float, height: float) -> str:
    """Return one SVG document with a title and a description for those who do not see it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="img" aria-labelledby="{id_}-title {id_}-desc" {FONT} fill="{INK}">\n'
        f'<title id="{id_}-title">{escape(title)}</title>\n<desc id="{id_}-desc">{escape(described)}</desc>\n'
        f'<rect width="100%" height="100%" fill="{PAPER}"/>\n' + "\n".join(body) + "\n</svg>\n"
    )


def line(x1: float, y1: float, x2: float, y2: float, dash: str = "", colour: str = INK, width: float = 1.1) -> str:
    """Return a straight line."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    place = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {place} stroke="{colour}" stroke-width="{width}"{dashed}/>'


def text(words: str, x: float, y: float, *, anchor: str = "middle", bold: bool = False, size: int = 12) -> str:
    """Return a text on one line; (x, y) is the middle, start or end of its base line."""
    weight = ' font-weight="bold"' if bold else ""
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}"'
    return f"<text {place}{weight}>{escape(words)}</text>"


def note_lines(notes: Iterable[str], x: float, y: float, width: int) -> tuple[list[str], float]:
    """Return notes under a picture, wrapped at so many characters, the first line at y; and where the next would be."""
    lines = [part for note in notes for part in textwrap.wrap(note, width)]
    return [text(part, x, y + 17 * k, anchor="start") for k, part in enumerate(lines)], y + 17 * len(lines)


def arrowhead(start: tuple[float, float], tip: tuple[float, float], colour: str, size: float = 10.0) -> str:
    """Return the head of an arrow that comes from ``start``."""
    length = max(math.hypot(tip[0] - start[0], tip[1] - start[1]), 1e-9)
    x, y = (tip[0] - start[0]) / length, (tip[1] - start[1]) / length
    base = tip[0] - x * size, tip[1] - y * size
    side = size * 0.42
    corners = (tip, (base[0] - y * side, base[1] + x * side), (base[0] + y * side, base[1] - x * side))
    shape = " ".join(f"{a:.1f},{b:.1f}" for a, b in corners)
    return f'<polygon points="{shape}" fill="{colour}"/>'


_SHAPES = (
    tuple((math.cos(k * math.pi / 8), math.sin(k * math.pi / 8)) for k in range(16)),
    ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    ((0, -1.2), (1.1, 0.8), (-1.1, 0.8)),
    ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    ((0, 1.2), (1.1, -0.8), (-1.1, -0.8)),
    ((-0.4, -1.1), (0.4, -1.1), (0.4, -0.4), (1.1, -0.4), (1.1, 0.4), (0.4, 0.4), (0.4, 1.1), (-0.4, 1.1), (-0.4, 0.4),
     (-1.1, 0.4), (-1.1, -0.4), (-0.4, -0.4)),
)  # fmt: skip
"""Disc, square, triangle, diamond, triangle on its tip, cross."""


def mark(kind: int, x: float, y: float, colour: str, *, filled: bool, size: float = 6.5, title: str = "") -> str:
    """Return the mark of the party with that number, filled or open."""
    corners = _SHAPES[kind % len(_SHAPES)]
    shape = " ".join(f"{x + a * size:.1f},{y + b * size:.1f}" for a, b in corners)
    words = f"<title>{escape(title)}</title>" if title else ""
    fill = colour if filled else PAPER
    return f'<polygon points="{shape}" fill="{fill}" stroke="{colour}" stroke-width="1.8">{words}</polygon>'
