"""Least answers by sweeps over views: all parties' questions at once, in place, until nothing changes.

``values`` hold, per state, one record: int32[p, c] for focal party p and concept c. A sweep of party j gathers the
records of each of j's views in ascending order of j's rank, lowers each to the least among the strictly better ones
(or among all, where any move may answer), and writes them back, leaving the records of focal party j alone. Since each
party's moves are transitive, the fix-point is the least value that the others can bring about by legal sequences.

The number of rounds has no useful bound: improvement chains exist that need one round for every two states. After
``ROUNDS`` rounds the search in ``chains`` must finish the work, in time linear in the views.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .views import Block

__all__ = ["HIGHEST", "ROUNDS", "Records", "best_reached", "least_answers", "parts"]

Values = NDArray[np.int32]

ROUNDS = 64
"""Rounds over all parties before the search takes over."""

_TILE = 2**16
"""Numbers worked on at a time: the records of a tile and two copies stay in the second-level cache."""
_PART = 2**14
"""States worked on at a time where records are filled or read column by column."""
_SHORT_ROW = 256
"""Below so many numbers per row, one call over all rows is quicker than a call per row."""
HIGHEST = int(np.iinfo(np.int32).max)


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """``values`` int32[s + 1, p, c]: a record per state, and one for padding that always holds ``fill``."""

    values: Values
    fill: int

    @classmethod
    def empty(cls, shape: tuple[int, int, int], fill: int) -> Records:
        """Return records for values int32[s, p, c] still to be set."""
        values = np.empty((shape[0] + 1, *shape[1:]), dtype=np.int32)
        values[-1] = fill
        return cls(values, fill)

    @classmethod
    def of(cls, columns: Sequence[Sequence[NDArray[np.int32]]], fill: int) -> Records:
        """Return records of values given as columns[p][c], int32[s] each."""
        size = len(columns[0][0])
        records = cls.empty((size, len(columns), len(columns[0])), fill)
        for part in parts(size):
            for party, own in enumerate(columns):
                for concept, column in enumerate(own):
                    records.values[part, party, concept] = column[part]
        return records

    @property
    def known(self) -> Values:
        """Return the values of the states: int32[s, p, c]."""
        return self.values[:-1]

    @property
    def whole(self) -> NDArray[np.void]:
        """Return each record as one item, which moves them at one go."""
        return self.values.reshape(-1).view(f"V{self.values[0].nbytes}")

    def gather(self, place: NDArray[np.int32]) -> Values:
        """Return the records at states int32[row, view], flat: int32[row, view, p * c]."""
        taken = self.whole.take(place.astype(np.intp), mode="clip")
        return taken.view(np.int32).reshape(*place.shape, -1)

    def scatter(self, place: NDArray[np.int32], found: Values) -> None:
        """Write records back; what goes to the padding is lost."""
        whole = self.whole
        padded = place == len(self.values) - 1
        if padded.any():
            found = np.where(padded[..., None], np.int32(self.fill), found)
        np.put(whole, place.astype(np.intp), np.ascontiguousarray(found).reshape(-1).view(whole.dtype))


def parts(size: int) -> list[slice]:
    """Return slices that cover so many states, each short enough for its records to stay in the cache."""
    return [slice(begin, min(begin + _PART, size)) for begin in range(0, size, _PART)]


def _tiles(block: Block, width: int) -> list[slice]:
    step = max(1, _TILE // (len(block.read) * width))
    return [slice(begin, begin + step) for begin in range(0, block.read.shape[1], step)]


def _suffix_least(found: Values) -> None:
    """Lower each row to the least of itself and the rows after it, in place."""
    if found[0].size < _SHORT_ROW:
        np.minimum.accumulate(found[::-1], axis=0, out=found[::-1])
        return
    for row in range(len(found) - 2, -1, -1):
        np.minimum(found[row], found[row + 1], out=found[row])


def _least_above(found: Values, above: NDArray[np.unsignedinteger]) -> Values:
    """Return, per receiver and view, the least of the records from row ``above`` on: int32[receiver, view, p * c]."""
    rows, views, width = found.shape
    suffix = np.empty((rows + 1, views, width), dtype=np.int32)
    suffix[:-1] = found
    suffix[-1] = HIGHEST
    _suffix_least(suffix[:-1])
    place = above.astype(np.intp) * views + np.arange(views)
    whole = suffix.reshape(-1).view(f"V{4 * width}").take(place, mode="clip")
    least: Values = whole.view(np.int32).reshape(*above.shape, width)
    return least


def _lowered(block: Block, tile: slice, found: Values, before: Values, *, improvements: bool) -> Values:
    """Return the receivers' records after the party's answer, given the members' and the receivers' before it."""
    if not improvements:
        after = before.copy()
        np.minimum(after, found.min(axis=0), out=after)
        return after
    if block.above is not None:
        least = _least_above(found, block.above[:, tile])
        np.minimum(least, before, out=least)
        return least
    _suffix_least(found)
    return found


def _sweep(records: Records, blocks: Sequence[Block], party: int, *, improvements: bool) -> bool:
    """Let one party answer once; return whether anything changed."""
    _, parties, concepts = records.values.shape
    own = slice(party * concepts, (party + 1) * concepts)

    changed = False
    for block in blocks:
        for tile in _tiles(block, parties * concepts):
            found = records.gather(block.read[:, tile])
            before = found.copy() if block.write is block.read else records.gather(block.write[:, tile])
            after = _lowered(block, tile, found, before, improvements=improvements)
            after[..., own] = before[..., own]
            if not np.array_equal(after, before):
                changed = True
                records.scatter(block.write[:, tile], after)
    return changed


def least_answers(
    blocks: Sequence[Sequence[Block]],
    records: Records,
    *,
    improvements: bool,
    rounds: int = ROUNDS,
) -> bool:
    """Lower values, in place, to the least among each state and all that the others can bring about from it.

    Parameters
    ----------
    blocks : sequence of sequences of Block
        Per party.
    records : Records
        Per state, focal party and concept; filled with ``HIGHEST``.
    improvements : bool
        Whether the others answer by improvements only.
    rounds : int
        Rounds of sweeps at most.

    Returns
    -------
    bool
        Whether the fix-point is reached; else ``chains`` must finish the work.
    """
    quiet = 0
    for _ in range(rounds):
        for party, own in enumerate(blocks):
            changed = _sweep(records, own, party, improvements=improvements)
            quiet = 0 if changed else quiet + 1
            if quiet >= len(blocks):
                return True
        if len(blocks) <= 2:
            return True
    return False


def best_reached(blocks: Sequence[Block], records: Records) -> None:
    """Raise values, in place, to the greatest among each state and the states that one party can move to from it.

    The records are filled with something lower. A party's moves are transitive, so it does no harm that one view
    reads what another has written.
    """
    width = records.values[0].size
    for block in blocks:
        for tile in _tiles(block, width):
            best = records.gather(block.read[:, tile]).max(axis=0)
            write = block.write[:, tile]
            records.scatter(write, np.broadcast_to(best, (*write.shape, width)))
