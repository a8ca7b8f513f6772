"""Pictures as SVG text: the graph of states and moves.

A party is told by colour, dash pattern and letter together (colours after Okabe & Ito 2008), an equilibrium
by a second ring and by words, the status quo by words. Black and white print loses nothing.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from ..analysis.stability.results import Solution
from ..forms import Graph
from .arcs import Arc, View, choose_view
from .held import equilibrium_concepts
from .layout import Box, Curve, curve_between, layers, place
from .phrases import state_words
from .pictures import COLOURS, DASHES, FAINT, FONT, INK, NOW, PAPER, SOFT
from .plain import named_states, party_letters, plain, shortened
from .result_tables import concept_title

__all__ = ["state_graph_svg", "state_graph_view"]

EDGE, LINE = 26.0, 15.0
HOLDS = "HOLDS (E)"


@dataclass(frozen=True, slots=True)
class _Style:
    letter: str
    name: str
    colour: str
    dash: str


def state_graph_svg(subject: Solution | Graph, *, moves: str = "auto") -> str:
    """Return the picture of the states and moves as one SVG document.

    Rows are steps from the status quo. A graph with more states or arcs than the eye can follow is shown around
    its status quo, equilibria and named states; the text under the picture says what is left out.

    Parameters
    ----------
    subject : Solution or Graph
        A solution also marks its equilibria, and draws the moves of the parties asked about.
    moves : {"auto", "all", "improvements", "best"}
        Which moves are drawn; ``auto`` takes the most that stays readable.
    """
    graph = subject.graph if isinstance(subject, Solution) else subject
    held = equilibrium_concepts(subject) if isinstance(subject, Solution) else {}
    count = len(subject.results) if isinstance(subject, Solution) else 0
    movers = _movers(subject)
    view = state_graph_view(subject, moves=moves)
    texts = {state: _lines(graph, state, held.get(state, ()), count) for state in view.states}
    rows = layers(view.states, view.steps, graph.status_quo if graph.status_quo in view.states else None)
    boxes = place(rows, [(arc.start, arc.end) for arc in view.arcs], _sizes(texts))
    curves = _curves(view, boxes)
    styles = _styles(graph)
    nodes = [_node(graph, state, boxes[state], texts[state], held) for state in view.states]
    left, right, bottom = _extent(boxes, curves)
    width = max(right - left + 2 * EDGE, 560.0)
    notes = _notes(graph, view, rows)
    marks = [texts[state][-1] for state in view.states if state in held]
    key = [styles[party] for party in movers]
    legend, height = _legend(key, bottom + EDGE + 34, width, marks, notes)
    shift = f"translate({(width - right - left) / 2:.1f} {EDGE:.0f})"
    drawing = [f'<g transform="{shift}">', *_arcs(curves, boxes, styles), *nodes, "</g>"]
    return _document(graph, view, [*drawing, *legend], width, height)


def state_graph_view(subject: Solution | Graph, *, moves: str = "auto") -> View:
    """Return which states and moves the picture shows."""
    graph = subject.graph if isinstance(subject, Solution) else subject
    held = equilibrium_concepts(subject) if isinstance(subject, Solution) else {}
    first = list(islice(held, 6))
    firm = [state for state in first if len(held[state]) == len(held[first[0]])]
    landmarks = list(dict.fromkeys([*firm, *named_states(graph)[:8], *first]))
    return choose_view(graph, _movers(subject), landmarks, moves)


def _movers(subject: Solution | Graph) -> list[int]:
    graph = subject.graph if isinstance(subject, Solution) else subject
    asked = subject.asked.only if isinstance(subject, Solution) else graph.parties
    return [graph.parties.index(party) for party in asked]


def _styles(graph: Graph) -> list[_Style]:
    letters = party_letters(graph.conflict)
    return [
        _Style(
            letters[party],
            plain(graph.party_name(party)),
            COLOURS[i % len(COLOURS)],
            DASHES[(i + i // len(COLOURS)) % len(DASHES)],
        )
        for i, party in enumerate(graph.parties)
    ]


def _lines(graph: Graph, state: int, held: Sequence[str], count: int) -> list[str]:
    label = plain(graph.labels[state])
    lines = [str(state + 1)]
    if label != lines[0]:
        lines.extend(shortened(line, 20) for line in textwrap.wrap(label, 18, max_lines=2, placeholder="…"))
    lines.extend(_pattern_lines(graph, state))
    if state == graph.status_quo:
        lines.append("STATUS QUO")
    if held:
        lines.append(HOLDS if len(held) == count else f"E {len(held)} of {count}")
    return lines


def _sizes(texts: dict[int, list[str]]) -> dict[int, tuple[float, float]]:
    width = max(_width(line) for lines in texts.values() for line in lines) + 16
    return {state: (max(width, 58.0), len(lines) * LINE + 15) for state, lines in texts.items()}


def _is_pattern(line: str) -> bool:
    return bool(line) and set(line) <= set("YN- ")


def _width(line: str) -> float:
    return len(line) * (9.6 if _is_pattern(line) else 8.2 if line.isupper() else 6.8)


def _pattern_lines(graph: Graph, state: int, across: int = 14, most: int = 3) -> list[str]:
    """Return a state's pattern, options of one party together, on at most three lines."""
    letters = zip(graph.options, graph.yn(state), strict=True)
    groups = ["".join(letter for _, letter in own) for _, own in groupby(letters, lambda pair: pair[0].party)]
    lines = textwrap.wrap(" ".join(groups), across, break_on_hyphens=False)
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1][: across - 1]}…"]


def _node(graph: Graph, state: int, box: Box, lines: list[str], held: Mapping[int, tuple[str, ...]]) -> str:
    now, holds = state == graph.status_quo, state in held
    left, top = box.x - box.width / 2, box.y - box.height / 2
    words = f"State {plain(graph.title(state))}. {' '.join(state_words(graph, state))}"
    if now:
        words += " This is the status quo."
    if holds:
        words += f" Equilibrium under {', '.join(concept_title(concept) for concept in held[state])}."
    parts = [f'<g tabindex="0" role="img" aria-label={quoteattr(words)}><title>{escape(words)}</title>']
    if holds:
        dashes = "" if lines[-1] == HOLDS else "4 3"
        parts.append(_rect(left - 4, top - 4, box.width + 8, box.height + 8, 10, PAPER, 1.6, dashes))
    parts.append(_rect(left, top, box.width, box.height, 7, SOFT if not now else NOW, 2.6 if now else 1.3))
    for i, line in enumerate(lines):
        y = top + 19 + i * LINE
        loud = line in (HOLDS, "STATUS QUO")
        size, weight = (15, "bold") if i == 0 else (11, "bold" if loud else "normal")
        mono = ' letter-spacing="1.5"' if i and _is_pattern(line) else ""
        parts.append(
            f'<text x="{box.x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}"{mono}>{escape(line)}</text>'
        )
    return "".join([*parts, "</g>"])


def _rect(
    x: float, y: float, width: float, height: float, radius: int, fill: str, stroke: float, dashes: str = ""
) -> str:
    dash = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{radius}" '
        f'fill="{fill}" stroke="{INK}" stroke-width="{stroke}"{dash}/>'
    )


def _curves(view: View, boxes: dict[int, Box]) -> list[tuple[Arc, Curve]]:
    """Return each arc with its curve, weak and plain ones first."""
    bends: dict[tuple[int, int], list[float]] = {}
    drawn: list[tuple[Arc, Curve]] = []
    for arc in view.arcs:
        taken = bends.setdefault((min(arc.start, arc.end), max(arc.start, arc.end)), [])
        curve, bend = curve_between(arc.start, arc.end, boxes, taken=taken)
        taken.append(bend)
        drawn.append((arc, curve))
    return sorted(drawn, key=lambda item: (item[0].strong, item[0].gain))


def _extent(boxes: dict[int, Box], curves: list[tuple[Arc, Curve]]) -> tuple[float, float, float]:
    """Return the left, right and bottom end of what is drawn."""
    points = [curve.points() for _, curve in curves]
    left = min(min(box.x - box.width / 2 for box in boxes.values()), *(float(p[:, 0].min()) for p in points), 0)
    right = max(box.x + box.width / 2 for box in boxes.values())
    bottom = max(box.y + box.height / 2 for box in boxes.values())
    return (
        left,
        max(right, *(float(p[:, 0].max()) for p in points), 0),
        max(bottom, *(float(p[:, 1].max()) for p in points), 0),
    )


def _arcs(curves: list[tuple[Arc, Curve]], boxes: dict[int, Box], styles: list[_Style]) -> Iterable[str]:
    """Yield the lines, then the letters that fit beside them."""
    yield from (_arc(arc, curve, styles[arc.party]) for arc, curve in curves)
    taken: list[tuple[float, float]] = []
    for arc, curve in reversed(curves):
        spot = _spot(curve, boxes, taken)
        if spot is not None:
            taken.append(spot)
            yield _badge(spot, styles[arc.party])


def _arc(arc: Arc, curve: Curve, style: _Style) -> str:
    words = f"{style.name}: state {arc.start + 1} to state {arc.end + 1}"
    words += (" and back" if arc.back else "") + (", an improvement" if arc.gain else "")
    (x1, y1), (xb, yb), (x2, y2) = curve.start, curve.bend, curve.end
    weight = (2.6 if arc.strong else 1.5) if arc.gain else 1.1
    dash = f' stroke-dasharray="{style.dash}"' if style.dash else ""
    faint = ' opacity="0.5"' if not arc.strong else ""
    heads = _arrowhead(curve.bend, curve.end, style.colour, solid=True, size=11 if arc.gain else 8)
    if arc.back:
        heads += _arrowhead(curve.bend, curve.start, style.colour, solid=not arc.gain, size=8)
    return (
        f"<g{faint}><title>{escape(words)}</title>"
        f'<path d="M{x1:.1f} {y1:.1f}Q{xb:.1f} {yb:.1f} {x2:.1f} {y2:.1f}" fill="none" '
        f'stroke="{style.colour}" stroke-width="{weight}"{dash}/>{heads}</g>'
    )


def _arrowhead(origin: tuple[float, float], tip: tuple[float, float], colour: str, *, solid: bool, size: float) -> str:
    way = np.array(tip) - np.array(origin)
    way = way / max(float(np.hypot(*way)), 1e-9)
    side = np.array([-way[1], way[0]])
    base = np.array(tip) - way * size
    corners = (np.array(tip), base + side * size * 0.42, base - side * size * 0.42)
    shape = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    return f'<polygon points="{shape}" fill="{colour if solid else PAPER}" stroke="{colour}" stroke-width="1"/>'


def _spot(curve: Curve, boxes: dict[int, Box], taken: list[tuple[float, float]]) -> tuple[float, float] | None:
    """Return a place on the curve for its letter, clear of boxes and of other letters, or None."""
    for share in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74):
        point = curve.points(np.array([share]))
        x, y = float(point[0, 0]), float(point[0, 1])
        clear = all(not box.holds(point, 12.0)[0] for box in boxes.values())
        if clear and all((x - a) ** 2 + (y - b) ** 2 > 18**2 for a, b in taken):
            return x, y
    return None


def _badge(spot: tuple[float, float], style: _Style) -> str:
    x, y = spot
    wide = 4.0 if len(style.letter) > 1 else 0.0
    return (
        f'<rect x="{x - 8 - wide:.1f}" y="{y - 8:.1f}" width="{16 + 2 * wide:.1f}" height="16" rx="8" '
        f'fill="{PAPER}" stroke="{style.colour}" stroke-width="1.4"/><text x="{x:.1f}" y="{y + 3.6:.1f}" '
        f'font-size="10" font-weight="bold">{escape(style.letter)}</text>'
    )


def _notes(graph: Graph, view: View, rows: Sequence[Sequence[int]]) -> list[str]:
    """Return what the reader has to know about boxes and rows, and what is left out."""
    letters = ", one letter per option (Y taken, N not)" if graph.options else ""
    start = "the status quo" if graph.status_quo in rows[0] else f"state {rows[0][0] + 1}"
    notes = [
        f"Each box is a state: its number, its name if it has one{letters}.",
        f"Rows: how many single moves a state lies from {start}; long rows are folded.",
    ]
    reached = {end for begin, end in view.steps if len(rows) > 1 and begin in rows[-2]}
    if len(rows) > 1 and not reached & set(rows[-1]):
        notes.append(f"The last states cannot be reached from {start} by the moves between the states shown.")
    return [*notes, *view.notes]


def _legend(
    styles: list[_Style], top: float, width: float, marks: Sequence[str], notes: Sequence[str]
) -> tuple[list[str], float]:
    """Return the key and the notes under the picture, and where they end."""
    parts = [f'<line x1="{EDGE}" y1="{top - 12:.1f}" x2="{width - EDGE:.1f}" y2="{top - 12:.1f}" stroke="{FAINT}"/>']
    y = top + 8
    for style in styles:
        dash = f' stroke-dasharray="{style.dash}"' if style.dash else ""
        parts.append(
            f'<line x1="{EDGE}" y1="{y:.1f}" x2="{EDGE + 46}" y2="{y:.1f}" stroke="{style.colour}" '
            f'stroke-width="2.6"{dash}/>'
        )
        parts.append(_badge((EDGE + 62, y), style))
        name = shortened(f"A move of {style.name}", max(20, int((width - 130) / 6.6)))
        parts.append(_note(name, EDGE + 80, y + 4))
        y += 22
    texts = []
    if marks:
        texts.append(
            "Second ring, HOLDS (E): an equilibrium, a state that every party whose moves count would keep, "
            "by this model."
        )
    partial = next((mark for mark in marks if mark != HOLDS), None)
    if partial:
        _, some, _, all_ = partial.split()
        texts.append(f"Dashed ring, {partial}: an equilibrium under {some} of the {all_} concepts asked only.")
    for text in (*texts, *notes):
        for line in textwrap.wrap(text, max(40, int((width - 2 * EDGE) / 5.9))):
            parts.append(_note(line, EDGE, y + 4))
            y += 17
    return parts, y + 8


def _note(text: str, x: float, y: float) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="12" text-anchor="start">{escape(text)}</text>'


def _document(graph: Graph, view: View, body: Iterable[str], width: float, height: float) -> str:
    title = f"States and moves: {plain(graph.conflict.title)}"
    described = f"{len(view.states)} of {graph.size} states, {len(view.arcs)} lines. {' '.join(view.notes)}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="group" aria-labelledby="state-graph-title state-graph-desc" {FONT} '
        f'text-anchor="middle" fill="{INK}">\n<title id="state-graph-title">{escape(title)}</title>\n'
        f'<desc id="state-graph-desc">{escape(described)}</desc>\n'
        f'<rect width="100%" height="100%" fill="{PAPER}"/>\n' + "\n".join(body) + "\n</svg>\n"
    )
