"""The family that is worst for sweeps: one improvement chain through every state, three parties.

Two parties own ``bits`` options each, so that their choices are the edges of a complete bipartite graph; an Eulerian
trail through it changes the two ends in turn. Each of the two prefers the later state of each of its own steps, and
earlier steps to later ones, so that no improvement skips ahead. The third party likes each step less than the one
before: what it has to fear stands at the end of the chain, two steps further off per round of sweeps.
"""

from dataclasses import replace
from itertools import pairwise

import numpy as np

from commonground.forms import Graph, build_graph
from commonground.model import Conflict


def eulerian_trail(side: int) -> list[tuple[int, int]]:
    """Return the edges (left, right) of the complete bipartite graph along an Eulerian circuit; ``side`` is even."""
    left = {vertex: list(range(side)) for vertex in range(2 * side)}
    stack, circuit = [0], []
    used = set()
    while stack:
        here = stack[-1]
        while left[here]:
            other = left[here].pop()
            there = other + side if here < side else other
            edge = (min(here, there), max(here, there) - side)
            if edge not in used:
                used.add(edge)
                stack.append(there)
                break
        else:
            circuit.append(stack.pop())
    return [(min(a, b), max(a, b) - side) for a, b in pairwise(circuit)]


def eulerian_chain(bits: int) -> Graph:
    """Return the graph of the family with 2 ** (2 * bits + 1) states."""
    side = 1 << bits
    counts = {"focal": 1, "left": bits, "right": bits}
    parties = {
        party: {
            "name": party,
            "options": {f"{party}{i}": f"Option {i}" for i in range(count)},
            "preferences": {"statements": []},
        }
        for party, count in counts.items()
    }
    graph = build_graph(Conflict.model_validate({"title": "Eulerian chain", "parties": parties}))
    trail = eulerian_trail(side)
    steps = np.arange(len(trail))
    left, right = np.array(trail).T
    left_moves_first = int(trail[0][1] == trail[1][1])
    ranks = np.zeros((3, graph.size), dtype=np.int32)
    for focal in (0, 1):
        state = focal + 2 * (left + side * right)
        ranks[0, state] = 2 * (len(trail) - steps) + focal
        for party, first in ((1, 1 - left_moves_first), (2, left_moves_first)):
            step, second = np.divmod(steps + first, 2)
            ranks[party, state] = 2 * (len(trail) - step) + second
    return replace(graph, ranks=ranks)
