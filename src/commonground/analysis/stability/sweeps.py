"""Least answers by sweeps over views: all parties' questions at once, in place, until nothing changes.

``values`` hold, per state, one record: int32[p, c] for focal party p and concept c. A sweep of party j gathers the
records of each of j's views in ascending order of j's rank, lowers each to the least among the strictly better ones
(or among all, where any move may answer), and writes them back, leaving the records of focal party j alone. Since each
party's moves are transitive, the fix-point is the least value that the others can bring about by legal sequences.

The number of rounds has no useful bound: improvement chains exist that need one round for every two states. After
``ROUNDS`` rounds the search in ``chains`` finishes the work in time linear in the views.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .chains import finish
from .views import Block

__all__ = ["HIGHEST", "ROUNDS", "Records", "best_reached", "least_answers"]

Values = NDArray[np.int32]

ROUNDS = 64
"""Rounds over all parties before the search takes over."""

_TILE = 2**16
"""Numbers worked on at a time: the records of a tile and two copies stay in the second-level cache."""
_SHORT_ROW = 256
"""Below so many numbers per row, one call over all rows is quicker than a call per row."""
HIGHEST = int(np.iinfo(np.int32).max)


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """``values`` int32[s + 2, p, c]: a record per state, one for padding, one for what nobody receives."""

    values: Values

    @classmethod
    def empty(cls, shape: tuple[int, int, int], fill: int) -> Records:
        """Return records for values int32[s, p, c] still to be set, the two extra ones filled."""
        values = np.empty((shape[0] + 2, *shape[1:]), dtype=np.int32)
        values[-2:] = fill
        return cls(values)

    @property
    def known(self) -> Values:
        """Return the values of the states: int32[s, p, c]."""
        return self.values[:-2]

    @property
    def whole(self) -> NDArray[np.void]:
        """Return each record as one item, which moves them at one go."""
        width = self.values[0].nbytes
        return self.values.reshape(-1).view(f"V{width}")


def _tiles(block: Block, width: int) -> list[slice]:
    step = max(1, _TILE // (len(block.read) * width))
    return [slice(begin, begin + step) for begin in range(0, block.read.shape[1], step)]


def _gather(records: Records, block: Block, tile: slice) -> Values:
    """Return the records of a tile of views: int32[row, view, p * c]."""
    place = block.read[:, tile]
    whole = records.whole.take(place.astype(np.intp), mode="clip")
    return whole.view(np.int32).reshape(*place.shape, -1)


def _scatter(records: Records, block: Block, tile: slice, found: Values) -> None:
    place = block.write[:, tile].astype(np.intp)
    whole = records.whole
    np.put(whole, place, np.ascontiguousarray(found).reshape(-1).view(whole.dtype))


def _suffix_least(found: Values) -> None:
    """Lower each row to the least of itself and the rows after it, in place."""
    if found[0].size < _SHORT_ROW:
        np.minimum.accumulate(found[::-1], axis=0, out=found[::-1])
        return
    for row in range(len(found) - 2, -1, -1):
        np.minimum(found[row], found[row + 1], out=found[row])


def _strictly_above(found: Values, block: Block, tile: slice) -> Values:
    """Return the least of each row's own record and the records strictly better than it."""
    above = block.above
    if above is None:
        _suffix_least(found)
        return found
    rows, views, width = found.shape
    suffix = np.empty((rows + 1, views, width), dtype=np.int32)
    suffix[:-1] = found
    suffix[-1] = HIGHEST
    _suffix_least(suffix[:-1])
    place = above[:, tile].astype(np.intp) * views + np.arange(views)
    whole = suffix.reshape(-1).view(f"V{4 * width}").take(place, mode="clip")
    least: Values = np.minimum(found, whole.view(np.int32).reshape(found.shape))
    return least


def _sweep(records: Records, blocks: Sequence[Block], party: int, *, improvements: bool) -> bool:
    """Let one party answer once; return whether anything changed."""
    _, parties, concepts = records.values.shape
    own = slice(party * concepts, (party + 1) * concepts)
    changed = False
    for block in blocks:
        for tile in _tiles(block, parties * concepts):
            found = _gather(records, block, tile)
            before = found.copy()
            if improvements:
                found = _strictly_above(found, block, tile)
            else:
                found[:] = found.min(axis=0)
            found[..., own] = before[..., own]
            if not np.array_equal(found, before):
                changed = True
                _scatter(records, block, tile, found)
    return changed


def least_answers(
    blocks: Sequence[Sequence[Block]], records: Records, *, improvements: bool, rounds: int = ROUNDS
) -> bool:
    """Lower values, in place, to the least among each state and all that the others can bring about from it.

    Parameters
    ----------
    blocks : sequence of sequences of Block
        Per party.
    records : Records
        Per state, focal party and concept; the extra ones hold ``HIGHEST``.
    improvements : bool
        Whether the others answer by improvements only.
    rounds : int
        Rounds of sweeps before the search takes over.

    Returns
    -------
    bool
        Whether the search was needed.
    """
    quiet = 0
    for _ in range(rounds):
        for party, own in enumerate(blocks):
            changed = _sweep(records, own, party, improvements=improvements)
            quiet = 0 if changed else quiet + 1
            if quiet >= len(blocks):
                return False
        if len(blocks) <= 2:
            return False
    before = records.values.copy()
    for party, own in enumerate(blocks):
        _sweep(records, own, party, improvements=improvements)
    finish(blocks, records.values, before, improvements=improvements)
    return True


def best_reached(blocks: Sequence[Block], columns: Sequence[NDArray[np.int32]]) -> Values:
    """Return the greatest value among each state and the states one party can move to from it.

    ``columns`` are int32[s] each; the result is int32[s, column]. A party's moves are transitive, so it does no harm
    that one view reads what another has written.
    """
    records = Records.empty((len(columns[0]), 1, len(columns)), -1)
    for place, column in enumerate(columns):
        records.known[:, 0, place] = column
    for block in blocks:
        for tile in _tiles(block, len(columns)):
            found = _gather(records, block, tile)
            _scatter(records, block, tile, np.broadcast_to(found.max(axis=0), found.shape))
    return records.known[:, 0]
