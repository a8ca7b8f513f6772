"""Which states and which moves a picture of the state graph shows, and what it leaves out."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..forms import Graph
from .plain import counted

__all__ = ["Arc", "View", "choose_view"]

ALL_LIMIT, IMPROVEMENT_LIMIT, BEST_LIMIT = 44, 90, 120
"How many arcs a picture may have before it shows improvements only, each party's best only, or fewer states."
FEW_STATES, MANY_STATES = 22, 150
"States in a focused view; states above which a view is focused."


@dataclass(frozen=True, slots=True)
class Arc:
    """A line of the picture: a party's move, and perhaps its reverse.

    ``gain``: the mover prefers the end. ``back``: the reverse move exists and is meant by the same line.
    ``strong``: the line is drawn in full; a weak one cannot follow from the status quo.
    """

    party: int
    start: int
    end: int
    gain: bool
    back: bool = False
    strong: bool = True


@dataclass(frozen=True, slots=True)
class View:
    """What is drawn: the states, the arcs, and sentences that say what is left out."""

    states: tuple[int, ...]
    arcs: tuple[Arc, ...]
    steps: tuple[tuple[int, int], ...]
    "Every move among the states, drawn or not: what the layers count."
    notes: tuple[str, ...]


def choose_view(graph: Graph, movers: Sequence[int], landmarks: Sequence[int], moves: str = "auto") -> View:
    """Return what to draw: all of a small graph, the telling part of a large one.

    Parameters
    ----------
    graph : Graph
        The model as arrays.
    movers : sequence of int
        Positions of the parties whose moves count.
    landmarks : sequence of int
        States to keep in sight, most important first: equilibria, states with a name.
    moves : {"auto", "all", "improvements", "best"}
        Which moves are drawn; ``auto`` takes the most that stays readable.
    """
    everything = tuple(range(graph.size))
    if graph.size <= MANY_STATES:
        view = _view(graph, everything, movers, moves)
        if len(view.arcs) <= BEST_LIMIT:
            return view
    shown = _focus(graph, movers, landmarks)
    view = _view(graph, shown, movers, moves)
    note = (
        f"Shown: {len(shown)} of {counted(graph.size, 'state')}, near the status quo, equilibria and named states; "
        f"{graph.size - len(shown):,} are not drawn."
    )
    return replace(view, notes=(note, *view.notes))


def _view(graph: Graph, states: tuple[int, ...], movers: Sequence[int], moves: str) -> View:
    steps = [(p, s, t) for p, s, t in _moves_among(graph, states, movers)]
    ways = {name: way(graph, steps) for name, way in _WAYS.items()}
    limits = {"all": ALL_LIMIT, "improvements": IMPROVEMENT_LIMIT}
    chosen = moves
    if moves == "auto":
        chosen = next((name for name, most in limits.items() if len(ways[name]) <= most), "best")
    arcs = ways[chosen]
    notes = [_NOTES[chosen]]
    if chosen != "all" and graph.status_quo in states:
        arcs, weak = _emphasised(arcs, graph.status_quo)
        if weak:
            notes.append("Drawn darker: moves that can follow one another from the status quo.")
    return View(states, tuple(arcs), tuple((s, t) for _, s, t in steps), tuple(notes))


def _moves_among(graph: Graph, states: Iterable[int], movers: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    kept = set(states)
    for party in movers:
        for state in states:
            for end in graph.moves[party].from_state(state).tolist():
                if end in kept:
                    yield party, state, end


def _all_pairs(graph: Graph, steps: Sequence[tuple[int, int, int]]) -> list[Arc]:
    known = set(steps)
    arcs = []
    for party, start, end in steps:
        gain = int(graph.ranks[party, end]) > int(graph.ranks[party, start])
        back = (party, end, start) in known
        reverse_gain = int(graph.ranks[party, start]) > int(graph.ranks[party, end])
        if not back or gain or (not reverse_gain and start < end):
            arcs.append(Arc(party, start, end, gain, back))
    return arcs


def _improvements(graph: Graph, steps: Sequence[tuple[int, int, int]]) -> list[Arc]:
    return [
        Arc(party, start, end, True)
        for party, start, end in steps
        if graph.ranks[party, end] > graph.ranks[party, start]
    ]


def _best(graph: Graph, steps: Sequence[tuple[int, int, int]]) -> list[Arc]:
    top: dict[tuple[int, int], Arc] = {}
    for arc in _improvements(graph, steps):
        kept = top.setdefault((arc.party, arc.start), arc)
        if graph.ranks[arc.party, arc.end] > graph.ranks[arc.party, kept.end]:
            top[arc.party, arc.start] = arc
    return list(top.values())


_WAYS = {"all": _all_pairs, "improvements": _improvements, "best": _best}
_NOTES = {
    "all": "Every move between these states is drawn; heavy lines lead to a state that the mover prefers.",
    "improvements": "Only moves to a state that the mover prefers are drawn.",
    "best": "Of each party's moves from a state only the one to the state it likes best is drawn, "
    "where that is an improvement.",
}


def _emphasised(arcs: list[Arc], root: int) -> tuple[list[Arc], int]:
    """Return the arcs with those weak that cannot follow from the root, and how many are weak."""
    after: dict[int, list[int]] = {}
    for arc in arcs:
        after.setdefault(arc.start, []).append(arc.end)
    seen, waiting = {root}, [root]
    while waiting:
        for end in after.get(waiting.pop(), ()):
            if end not in seen:
                seen.add(end)
                waiting.append(end)
    marked = [replace(arc, strong=arc.start in seen) for arc in arcs]
    weak = sum(not arc.strong for arc in marked)
    return (arcs, 0) if weak == len(arcs) else (marked, weak)


def _focus(graph: Graph, movers: Sequence[int], landmarks: Sequence[int]) -> tuple[int, ...]:
    """Return the states to show: status quo, landmarks with shortest ways to them, best improvements nearby."""
    root = graph.status_quo
    kept: dict[int, None] = {} if root is None else {root: None}
    before = {} if root is None else _ways_from(graph, movers, root)
    for goal in landmarks:
        way = [goal]
        while way[-1] in before and before[way[-1]] != way[-1]:
            way.append(before[way[-1]])
        if len(kept.keys() | set(way)) > FEW_STATES:
            break
        kept.update(dict.fromkeys(way))
    waiting = deque(kept or {0: None})
    while waiting and len(kept) < FEW_STATES:
        state = waiting.popleft()
        kept.setdefault(state)
        for party in movers:
            ends = graph.moves[party].from_state(state)
            better = ends[graph.ranks[party, ends] > graph.ranks[party, state]]
            if len(better):
                waiting.append(int(better[np.argmax(graph.ranks[party, better])]))
        waiting = deque(dict.fromkeys(end for end in waiting if end not in kept))
    return tuple(sorted(kept))


def _ways_from(graph: Graph, movers: Sequence[int], root: int, limit: int = 20_000) -> dict[int, int]:
    """Return, for each state reached breadth first, the state before it."""
    before, waiting = {root: root}, deque([root])
    while waiting and len(before) < limit:
        state = waiting.popleft()
        for party in movers:
            for end in graph.moves[party].from_state(state).tolist():
                if end not in before:
                    before[end] = state
                    waiting.append(end)
    return before
