"""Least answers by compiled sweeps: four questions at a time, until nothing changes.

A question is a focal party and a concept; its values stand in one lane of the records int32[s, lane]. Parties take
turns; ``stamp`` keeps what the others have changed since, so that a turn costs what it must look at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from .compiled import WIDTH

__all__ = ["Lane", "Turn", "batches", "settle"]

Numbers = NDArray[np.int32]
Lane = tuple[int, int]
"""Place of the focal party, and of the concept."""
Turn = Callable[[Numbers, Numbers, Numbers, int, int], int]
"""(values, floor, stamp, since, now) -> how much changed: one party's answer in every group."""

_BLOCK_BITS = 3
_LEAST, _GREATEST = np.iinfo(np.int32).min, np.iinfo(np.int32).max


def batches(lanes: Sequence[Lane], jobs: int) -> list[list[Lane]]:
    """Return the questions in batches of at most a record, as many as can be shared out evenly among the jobs."""
    count = -(-len(lanes) // WIDTH)
    count = min(len(lanes), -(-count // jobs) * jobs)
    return [list(lanes[len(lanes) * i // count : len(lanes) * (i + 1) // count]) for i in range(count)]


def settle(values: Numbers, batch: Sequence[Lane], turns: Sequence[Turn | None], rounds: int) -> bool:
    """Lower the values of a batch, in place, to the least that the other parties can bring about.

    Parameters
    ----------
    values : int32[s * lane]
        As many records as there are states, perhaps one more for padding. Lanes beyond the batch are ignored.
    batch : sequence of Lane
        What the lanes hold.
    turns : sequence of Turn or None
        Per party; None for one that has no moves.
    rounds : int
        Rounds over all parties at most.

    Returns
    -------
    bool
        Whether the fix-point is reached.
    """
    movers = [place for place, turn in enumerate(turns) if turn and any(focal != place for focal, _ in batch)]
    stamp = np.ones((len(values) // WIDTH >> _BLOCK_BITS) + 1, dtype=np.int32)
    since = dict.fromkeys(movers, 0)
    now, quiet = 1, 0
    for _ in range(rounds):
        for place in movers:
            now += 1
            turn = turns[place]
            changed = turn(values, _floor(batch, place), stamp, since[place], now) if turn else 0
            since[place] = now
            quiet = 0 if changed else quiet + 1
            if quiet >= len(movers):
                return True
        if len(movers) <= 1:
            return True
    return not movers


def _floor(batch: Sequence[Lane], place: int) -> Numbers:
    """Return int32[lane], below which a party's turn lowers nothing: all of it where the question is its own."""
    floor = np.full(WIDTH, _GREATEST, dtype=np.int32)
    for lane, (focal, _) in enumerate(batch):
        if focal != place:
            floor[lane] = _LEAST
    return floor
