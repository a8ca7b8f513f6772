"""Whether a package is kept: the verdict under a concept, what each party does on the first days, the way out."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .results import Move
from .world import World

__all__ = ["first_days", "judge", "stays", "way_out"]

Kept = NDArray[np.bool_]


def first_days(kept: Kept, choices: NDArray[np.int8], today: NDArray[np.int8] | None) -> tuple[int, ...]:
    """Return the kept states that change the fewest options of the status quo; all of them where there is none.

    Parameters
    ----------
    kept : bool[s]
        The states that keep the package.
    choices : int8[s, o]
        1 taken, 0 not, -1 where a coalesced state holds both.
    today : int8[o] or None
        The status quo; an option that is -1 on either side counts as unchanged.

    >>> choices = np.array([[0, 0], [1, 0], [0, 1], [1, 1]], dtype=np.int8)
    >>> first_days(np.array([False, True, True, True]), choices, choices[0])
    (1, 2)
    """
    states = np.flatnonzero(kept)
    if today is None or not len(states):
        return tuple(states.tolist())
    rows = choices[states]
    changed = ((rows != today) & (rows >= 0) & (today >= 0)).sum(axis=1)
    return tuple(states[changed == changed.min()].tolist())


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

    Parties in model order and states ascending decide among equally short ones; empty where there is none.
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
            for end in world.undeterred(concept, party, state):
                if not kept[end]:
                    out = out or (*_steps(world, came, state), Move(world.parties[party], state, end, False))
                elif end not in came:
                    came[end] = (state, party)
                    queue.append(end)
    return list(came), out


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
    ends = [end for day in calm or days for end in world.undeterred(concept, party, day)]
    if not ends:
        return "keeps"
    return "moves" if all(kept[end] for end in ends) else "breaks"
