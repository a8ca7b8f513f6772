"""What the sweeps leave over, in time linear in the views: a search backwards from the least values.

States are taken in ascending order of value. Whoever can move to such a state and has a greater value gets its value
and is taken next. In each view a pointer says how far that has been done: its receivers ascend by rank, those from
which the state is an improvement stand first, and values only grow as the search goes on; so each receiver of a view
is passed once, whatever the preferences.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .views import Block

__all__ = ["Entries", "spread", "spread_plainly", "view_entries"]

Values = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """All parties' views as flat lists.

    ``receiver`` int32[receiver]: the receivers, view by view; ``start`` int32[view]: where each view's begin; party p's
    views are those from ``views[p]`` to ``views[p + 1]``. Per member and view an entry: ``view`` int32[entry] and
    ``upto`` int32[entry], where the receivers end that may move to the member. The entries of state s stand between
    ``first[s]`` and ``first[s + 1]``.
    """

    receiver: NDArray[np.int32]
    start: NDArray[np.int32]
    views: tuple[int, ...]
    view: NDArray[np.int32]
    upto: NDArray[np.int32]
    first: NDArray[np.int64]

    def settle(self, value: Values, before: Values, party: int, search: Callable[..., None]) -> None:
        """Lower ``value`` int32[s], in place, to the least of what the parties but one can bring about.

        ``before`` are the values a full round of sweeps earlier: only states that this round changed can still have
        something to tell. ``search`` is ``spread`` compiled, or ``spread_plainly``.
        """
        states = np.flatnonzero(value != before).astype(np.int32)
        if not len(states):
            return
        states = states[np.argsort(value[states], kind="stable")]
        column = np.append(value, np.int32(-1))
        waiting = np.empty(len(value) + 1, dtype=np.int32)
        done = self.start.copy()
        done[self.views[party] : self.views[party + 1]] = np.iinfo(np.int32).max
        search(column, states, waiting, self.first, self.view, self.upto, done, self.receiver)
        value[:] = column[:-1]


def view_entries(parties: Sequence[Sequence[Block]], size: int, *, improvements: bool) -> Entries:
    """Return the views of all parties as flat lists; ``improvements``: whether only these answer."""
    members, receivers, starts, columns, limits = [], [], [], [], []
    told, views = 0, [0]
    for blocks in parties:
        before = views[-1]
        for block in blocks:
            (rows, width), receiving = block.read.shape, len(block.write)
            start = told + receiving * np.arange(width, dtype=np.int32)
            below = _below(block) if improvements else np.full((rows, width), receiving, dtype=np.int32)
            members.append(block.read.T.ravel())
            columns.append(np.repeat(np.arange(before, before + width, dtype=np.int32), rows))
            limits.append((below + start).T.ravel())
            receivers.append(block.write.T.ravel())
            starts.append(start)
            told, before = told + receiving * width, before + width
        views.append(before)
    member = _joined(members)
    order = np.argsort(member, kind="stable")
    first = np.concatenate([[0], np.cumsum(np.bincount(member, minlength=size)[:size])]).astype(np.int64)
    view, upto = _joined(columns)[order], _joined(limits)[order]
    return Entries(_joined(receivers), _joined(starts), tuple(views), view, upto, first)


def _joined(parts: Sequence[NDArray[np.integer]]) -> NDArray[np.int32]:
    return np.concatenate([np.zeros(0, dtype=np.int32), *parts]).astype(np.int32, copy=False)


def _below(block: Block) -> NDArray[np.int32]:
    """Return, per member and view, how many receivers are strictly worse: int32[row, view]."""
    rows, width = block.read.shape
    if block.above is None:
        return np.repeat(np.arange(rows, dtype=np.int32)[:, None], width, axis=1)
    flat = block.above.astype(np.int64) * width + np.arange(width)
    counts = np.bincount(flat.ravel(), minlength=(rows + 1) * width).reshape(rows + 1, width)
    return np.cumsum(counts[:-1], axis=0).astype(np.int32)


def spread_plainly(value: Values, *others: NDArray[np.signedinteger]) -> None:
    """Run ``spread`` as it stands: over lists, which Python reads faster than arrays."""
    values = value.tolist()
    spread(values, *(part.tolist() for part in others))
    value[:] = values


def spread(value: Any, states: Any, waiting: Any, first: Any, view: Any, upto: Any, done: Any, receiver: Any) -> None:
    """Hand values back along moves, least first, in place.

    ``states`` ascend by value; ``done`` begins as ``start``, and beyond all receivers for views that do not count; the
    other arrays are as in ``Entries``, ``value`` with -1 for padding; ``waiting`` is room for a state more than there
    are. One text for two: it is compiled for large models, and run as it stands elsewhere.
    """
    for at in range(len(states)):
        least = value[states[at]]
        waiting[0] = states[at]
        left = 1
        while left:
            left -= 1
            state = waiting[left]
            for entry in range(first[state], first[state + 1]):
                here, end = view[entry], upto[entry]
                begin = done[here]
                if begin >= end:
                    continue
                done[here] = end
                for row in range(begin, end):
                    mover = receiver[row]
                    if value[mover] > least:
                        value[mover] = least
                        waiting[left] = mover
                        left += 1
