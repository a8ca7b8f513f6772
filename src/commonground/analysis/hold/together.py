"""Who leaves a package together: coalitions whose members all gain by it, and who could answer them.

Coalition improvements after Kilgour, Hipel, Fang & Peng 2001 (Group Decision and Negotiation 10:159-175); the answer
as in coalitional general metarationality (Inohara & Hipel 2008, Systems Engineering 11:13-32).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from .results import Joint, Move
from .world import World

__all__ = ["COALITION_PARTIES", "joint_breaches", "reachable"]

COALITION_PARTIES = 10
"""Parties at most for which coalitions are searched: a thousand coalitions."""
_START = -1

Way = dict[tuple[int, int], tuple[int, int] | None]


def reachable(world: World, members: Sequence[int], start: int) -> Way:
    """Return every (state, last mover) that members reach by legal sequences of their moves, with where it came from.

    Nobody moves twice in succession. Breadth first; members in model order, states ascending.
    """
    came: Way = {(start, _START): None}
    queue = deque(came)
    while queue:
        node = queue.popleft()
        state, last = node
        for member in members:
            if member == last:
                continue
            for end in world.moves(member, state):
                if (end, member) not in came:
                    came[(end, member)] = node
                    queue.append((end, member))
    return came


def joint_breaches(world: World, kept: NDArray[np.bool_], days: Sequence[int]) -> tuple[Joint, ...]:
    """Return the coalitions that gain by leaving a package together, smallest first.

    A coalition is listed when it can move from a first day to a state that breaks the package and that every
    member prefers, which no part of it could bring about; and when no smaller one is listed that it contains. One
    breach is given for each: the first that nobody answers, else the first. None for more than ``COALITION_PARTIES``.
    """
    count = len(world.parties)
    found: list[tuple[tuple[int, ...], Joint]] = []
    if not 2 <= count <= COALITION_PARTIES:
        return ()
    ways: dict[tuple[int, tuple[int, ...]], Way] = {}

    def way(members: tuple[int, ...], start: int) -> Way:
        if (start, members) not in ways:
            ways[start, members] = reachable(world, members, start)
        return ways[start, members]

    for size in range(2, count + 1):
        for members in combinations(range(count), size):
            if any(set(smaller) <= set(members) for smaller, _ in found):
                continue
            breaches = [one for day in days for one in _breaches(world, kept, day, members, way)]
            chosen = next((one for one in breaches if not one.answered), breaches[0] if breaches else None)
            if chosen is not None:
                found.append((members, chosen))
    return tuple(joint for _, joint in found)


def _breaches(
    world: World,
    kept: NDArray[np.bool_],
    day: int,
    members: tuple[int, ...],
    way: Callable[[tuple[int, ...], int], Way],
) -> Iterator[Joint]:
    """Yield the breaches of a coalition from a first day; what a part can reach, a larger part can."""
    came = way(members, day)
    ends: dict[int, tuple[int, int]] = {}
    for node in came:
        ends.setdefault(node[0], node)
    ranks = world.question.ranks
    better = [end for end in ends if not kept[end] and all(ranks[m][end] > ranks[m][day] for m in members)]
    if not better:
        return
    parts = combinations(members, len(members) - 1)
    alone = {state for part in parts for state, _ in way(part, day)}
    others = tuple(party for party in range(len(world.parties)) if party not in members)
    names = tuple(world.parties[member] for member in members)
    for end in better:
        if end not in alone:
            answered = _answered(world, members, way(others, end), day)
            yield Joint(names, _path(world, kept, came, ends[end]), answered)


def _answered(world: World, members: Sequence[int], replies: Way, day: int) -> bool:
    ranks = world.question.ranks
    answers = {state for state, last in replies if last != _START}
    return any(ranks[member][state] <= ranks[member][day] for state in answers for member in members)


def _path(world: World, kept: NDArray[np.bool_], came: Way, node: tuple[int, int]) -> tuple[Move, ...]:
    steps: list[Move] = []
    before = came[node]
    while before is not None:
        steps.append(Move(world.parties[node[1]], before[0], node[0], bool(kept[node[0]])))
        node, before = before, came[before]
    return tuple(reversed(steps))
