"""What the sweeps leave over, in time linear in the views: a search backwards from the least values.

States are taken in ascending order of value. Whoever can move to such a state and has a greater value gets its value
and is taken next. In each view a pointer says how far that has been done: its receivers ascend by rank, those from
which the state is an improvement stand first, and values only grow as the search goes on; so each receiver of a view
is passed once, whatever the preferences.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .views import Block

__all__ = ["finish"]

Values = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class _Entries:
    """A party's views, one after the other, as flat lists.

    ``receiver`` int64[receiver]: the receivers, view by view; ``start`` int64[view]: where each view's begin. Per
    member and view an entry: ``column`` int64[entry], the view, and ``upto`` int64[entry], where the receivers end
    that may move to the member. ``place`` lists the entries of state s between ``first[s]`` and ``first[s + 1]``.
    """

    receiver: NDArray[np.int64]
    start: NDArray[np.int64]
    column: NDArray[np.int64]
    upto: NDArray[np.int64]
    place: NDArray[np.int64]
    first: NDArray[np.int64]


def _entries(blocks: Sequence[Block], size: int, *, improvements: bool) -> _Entries:
    nothing = np.zeros(0, dtype=np.int64)
    members, receivers, starts, columns, limits = [nothing], [nothing], [nothing], [nothing], [nothing]
    told = views = 0
    for block in blocks:
        (rows, width), receiving = block.read.shape, len(block.write)
        start = told + np.arange(width) * receiving
        below = _below(block) if improvements else np.full((rows, width), receiving)
        members.append(block.read.T.ravel().astype(np.int64))
        receivers.append(block.write.T.ravel().astype(np.int64))
        starts.append(start)
        columns.append(np.repeat(np.arange(views, views + width), rows))
        limits.append((below + start).T.ravel())
        told, views = told + receiving * width, views + width
    member = np.concatenate(members)
    place = np.argsort(member, kind="stable")
    first = np.searchsorted(member[place], np.arange(size + 1))
    receiver, start, column, upto = map(np.concatenate, (receivers, starts, columns, limits))
    return _Entries(receiver, start, column, upto, place, first)


def _below(block: Block) -> NDArray[np.int64]:
    """Return, per member and view, how many receivers are strictly worse: int64[row, view]."""
    rows, width = block.read.shape
    if block.above is None:
        return np.repeat(np.arange(rows)[:, None], width, axis=1)
    flat = block.above.astype(np.int64) * width + np.arange(width)
    counts = np.bincount(flat.ravel(), minlength=(rows + 1) * width).reshape(rows + 1, width)
    below: NDArray[np.int64] = np.cumsum(counts[:-1], axis=0)
    return below


def finish(blocks: Sequence[Sequence[Block]], values: Values, before: Values, *, improvements: bool) -> None:
    """Bring values int32[s + 1, p, c] to the fix-point, in place.

    ``before`` are the values one full round of sweeps earlier: only states that this round changed can still have
    something to tell.
    """
    size = len(values) - 1
    entries = [_entries(own, size, improvements=improvements) for own in blocks]
    for party in range(values.shape[1]):
        others = [own for place, own in enumerate(entries) if place != party and len(own.column)]
        for concept in range(values.shape[2]):
            column = values[:, party, concept].copy()
            told = np.flatnonzero(column[:size] != before[:size, party, concept])
            column[size:] = -1
            _spread(column, told[np.argsort(column[told], kind="stable")].tolist(), others)
            values[:size, party, concept] = column[:size]


def _spread(column: NDArray[np.int32], told: Iterable[int], others: Sequence[_Entries]) -> None:
    """Hand values back along moves, least first, in place; ``told`` ascend by value."""
    value = column.data
    views = [
        tuple(part.data for part in (own.place, own.first, own.column, own.upto, own.start.copy(), own.receiver))
        for own in others
    ]
    for seed in told:
        least = value[seed]
        waiting = [seed]
        while waiting:
            state = waiting.pop()
            for place, first, view_of, upto, done, receiver in views:
                for at in range(first[state], first[state + 1]):
                    entry = place[at]
                    view = view_of[entry]
                    for row in range(done[view], upto[entry]):
                        mover = receiver[row]
                        if value[mover] > least:
                            value[mover] = least
                            waiting.append(mover)
                    if upto[entry] > done[view]:
                        done[view] = upto[entry]
