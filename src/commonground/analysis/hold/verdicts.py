"""Whether a package is kept: the verdict under a concept, what each party does on the first days, the way out."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...forms import Graph
from .results import Move
from .world import World

__all__ = ["first_days", "judge", "stays", "way_out"]

Kept = NDArray[np.bool_]


def first_days(kept: Kept, graph: Graph, today: NDArray[np.int8] | None) -> tuple[int, ...]:
    """Return the kept states that change the fewest options of the status quo; all of them where there is none.

    Parameters
    ----------
    kept : bool[s]
        The states that keep the package.
    graph : Graph
        The conflict that it leaves. Of a coalesced state, the selection that changes the fewest counts.
    today : int8[k, o] or None
        The selections that the status quo stands for; an option that is -1 counts as unchanged.

    >>> from commonground import example, load
    >>> from commonground.forms import build_graph
    >>> graph = build_graph(load(example("elmira")))
    >>> kept = np.array([graph.yn(state).startswith("Y") for state in range(graph.size)])
    >>> graph.yn(0), [graph.yn(state) for state in first_days(kept, graph, graph.members[0])]
    ('NYNNN', ['YYNNN'])
    """
    states = np.flatnonzero(kept)
    if today is None or not len(states):
        return tuple(states.tolist())
    rows, edges = graph.choices[states], np.arange(len(states))
    if graph.members.total != graph.size:
        parts = [graph.members[int(state)] for state in states]
        rows, edges = np.concatenate(parts), np.cumsum([0, *map(len, parts[:-1])])
    changed = np.min([((rows != row) & (row >= 0)).sum(axis=1) for row in today], axis=0)
    fewest = np.minimum.reduceat(changed, edges)
    return tuple(states[fewest == fewest.min()].tolist())


def judge(world: World, concept: str, kept: Kept, days: Sequence[int]) -> str:
    """Return the verdict on a package under a concept: one of ``VERDICTS``."""
    if not days:
        return "cannot_start"
    holding = world.equilibria[concept] & kept
    if holding[list(days)].any():
        return "holds"
    if not holding.any():
        return "breaks"
    reached, _ = _explore(world, concept, kept, days)
    return "settles" if holding[reached].any() else "elsewhere"


def way_out(world: World, concept: str, kept: Kept, days: Sequence[int]) -> tuple[Move, ...]:
    """Return a shortest sequence of undeterred improvements from a first day to a state that breaks the package.

    A party leaves only where it gains at least as much as by moves that keep the package. Parties in model order and
    states ascending decide among equally short ones; empty where there is none.
    """
    return _explore(world, concept, kept, days)[1]


def _explore(world: World, concept: str, kept: Kept, days: Sequence[int]) -> tuple[list[int], tuple[Move, ...]]:
    """Return the kept states reached from first days by undeterred improvements, and the shortest way out."""
    came: dict[int, tuple[int, int] | None] = dict.fromkeys(days)
    queue: deque[int] = deque(came)
    out: tuple[Move, ...] = ()
    while queue:
        state = queue.popleft()
        for party in range(len(world.parties)):
            inside, outside = _ends(world, concept, kept, party, state)
            if outside and not out:
                out = (*_steps(world, came, state), Move(world.parties[party], state, outside[0], False))
            for end in inside:
                if end not in came:
                    came[end] = (state, party)
                    queue.append(end)
    return list(came), out


def _ends(world: World, concept: str, kept: Kept, party: int, state: int) -> tuple[list[int], list[int]]:
    """Return where a party would go from a state: within the terms; and out of them, unless it gains more within."""
    ends, ranks = world.undeterred(concept, party, state), world.question.ranks[party]
    inside = [end for end in ends if kept[end]]
    most = max((int(ranks[end]) for end in inside), default=-1)
    return inside, [end for end in ends if not kept[end] and ranks[end] >= most]


def _steps(world: World, came: dict[int, tuple[int, int] | None], state: int) -> tuple[Move, ...]:
    steps: list[Move] = []
    before = came[state]
    while before is not None:
        steps.append(Move(world.parties[before[1]], before[0], state, True))
        state, before = before[0], came[before[0]]
    return tuple(reversed(steps))


def stays(world: World, concept: str, kept: Kept, days: Sequence[int], party: int) -> str:
    """Return what a party does on the first days, at worst: one of ``STAYS``.

    Where some first days are equilibria, the others do not count: those at the table can begin with one that is.
    """
    calm = [day for day in days if world.equilibria[concept][day]]
    found = [_ends(world, concept, kept, party, day) for day in calm or days]
    if any(outside for _, outside in found):
        return "breaks"
    return "moves" if any(inside for inside, _ in found) else "keeps"
