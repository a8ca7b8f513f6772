"""Where a party can go, as tables of states: what every sweep reads and writes.

A *view* is a set of states that one party can reach together: each of its receivers can move to each of its members.
Without one-way options a group is one view and all members receive; else there is one view per pattern of one-way
options used, whose members are the states of the group that have used these and perhaps more, and whose receivers
have used exactly these. Views of like size stand side by side as the columns of a block, each ascending by rank, so
that "the strictly better states of the view" is a suffix of the column and a whole block is swept by array operations.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...forms import OptionStructure

__all__ = ["Block", "party_blocks"]

Ranks = NDArray[np.int32]
Table = NDArray[np.int32]

_EXACT = 16
"""Views up to this size share a block with their like only; larger ones are padded by an eighth at most."""
_COUNTED = 2**16


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Views of like size, one per column; rows ascend by the party's rank.

    ``read`` int32[row, view]: the members, m (the number of states) where there is none. ``write`` int32[receiver,
    view]: the receivers, ascending by rank too, m where there is none; the same array as ``read`` where every member
    receives. ``above`` [receiver, view]: the first row of ``read`` strictly better than this receiver; None where that
    is the next row throughout.
    """

    read: Table
    write: Table
    above: NDArray[np.unsignedinteger] | None


def party_blocks(structure: OptionStructure, party: int, ranks: Ranks) -> tuple[Block, ...]:
    """Return a party's views of more than one state, for its ranks int32[s]."""
    grouping = structure.grouping(party)
    size = structure.size
    limit = int(ranks.max()) + 1
    known = np.append(ranks, limit).astype(np.int32)
    blocks: list[Block] = []
    classes = structure.classes(party)
    for table in _tables(grouping.order, grouping.sizes, size):
        ascending = _sorted_rows(table, known, limit)
        if classes is None:
            blocks.append(_group_block(ascending, known))
        else:
            blocks.extend(_class_blocks(ascending, np.append(classes, -1), known))
    return tuple(blocks)


def _tables(flat: NDArray[np.int32], sizes: NDArray[np.int64], pad: int) -> Iterator[Table]:
    """Return lists of states, given one after the other, as tables [list, place] of like width, padded at the end."""
    exponents = np.maximum(np.frexp(sizes - 1)[1] - 4, 0)
    steps = np.left_shift(np.int64(1), exponents)
    widths = np.where(sizes <= _EXACT, sizes, -(-sizes // steps) * steps)
    starts = np.cumsum(sizes) - sizes
    for width in np.unique(widths[sizes > 1]).tolist():
        rows = np.flatnonzero(widths == width)
        if len(rows) == len(sizes) and len(flat) == width * len(sizes):
            yield flat.reshape(-1, width)
            continue
        place = starts[rows][:, None] + np.arange(width)
        inside = np.arange(width) < sizes[rows][:, None]
        yield np.where(inside, flat[np.minimum(place, len(flat) - 1)], np.int32(pad))


def _sorted_rows(table: Table, known: Ranks, limit: int) -> Table:
    """Return each row ascending by rank; ``known`` holds the ranks and, for padding, a greater one."""
    bits = int(table.shape[1] - 1).bit_length()
    kind = np.int32 if limit.bit_length() + bits <= 31 else np.int64
    keys = np.left_shift(known[table], bits, dtype=kind)
    np.bitwise_or(keys, np.arange(table.shape[1], dtype=kind), out=keys)
    keys.sort(axis=1)
    np.bitwise_and(keys, (1 << bits) - 1, out=keys)
    result: Table = np.take_along_axis(table, keys.astype(np.intp), axis=1)
    return result


def _group_block(ascending: Table, known: Ranks) -> Block:
    """Return the block of whole groups: every member receives."""
    columns = np.ascontiguousarray(ascending.T)
    ranks = known[columns]
    ties = np.any((ranks[1:] == ranks[:-1]) & (ranks[1:] < known[-1]))
    return Block(columns, columns, _above(ranks) if ties else None)


def _above(ranks: Ranks) -> NDArray[np.unsignedinteger]:
    """Return, per row of ascending columns, the first row of greater rank."""
    width = len(ranks)
    kind = np.uint16 if width < 2**16 else np.uint32
    above = np.full(ranks.shape, width, dtype=kind)
    next_row = np.arange(1, width, dtype=kind)[:, None]
    above[:-1] = np.where(ranks[1:] == ranks[:-1], kind(width), next_row)
    np.minimum.accumulate(above[::-1], axis=0, out=above[::-1])
    return above


def _class_blocks(ascending: Table, classes: NDArray[np.int64], known: Ranks) -> Iterator[Block]:
    """Return the blocks of each pattern of one-way options used, of groups given as rows."""
    size = len(known) - 1
    real = ascending < size
    used = classes[ascending]
    for one in _distinct(used[real]):
        inside = real & ((used & one) == one) if one else real
        rows = np.any(inside & (used == one), axis=1)
        everything = not one and bool(rows.all())
        chosen = inside[rows]
        sizes = np.count_nonzero(chosen, axis=1)
        for read in (ascending,) if everything else _tables(ascending[rows][chosen], sizes, size):
            receives = (classes[read] == one) & (read < size)
            if np.array_equal(receives, read < size):
                yield _group_block(read, known)
            else:
                yield _class_block(read, receives, known)


def _distinct(values: NDArray[np.int64]) -> list[int]:
    """Return the distinct values of bit sets, ascending."""
    greatest = int(values.max())
    if greatest >= _COUNTED:
        distinct: list[int] = np.unique(values).tolist()
        return distinct
    seen = np.zeros(greatest + 1, dtype=bool)
    seen[values] = True
    return np.flatnonzero(seen).tolist()


def _class_block(read: Table, receives: NDArray[np.bool_], known: Ranks) -> Block:
    columns = np.ascontiguousarray(read.T)
    counts = np.count_nonzero(receives, axis=1)
    first = np.argsort(~receives, axis=1, kind="stable")[:, : counts.max()]
    real = (np.arange(first.shape[1]) < counts[:, None]).T
    write = np.where(real, np.take_along_axis(columns, first.T, axis=0), np.int32(len(known) - 1))
    above = _above(known[columns])
    chosen = np.take_along_axis(above, first.T, axis=0)
    chosen = np.where(real, chosen, above.dtype.type(len(columns)))
    return Block(columns, np.ascontiguousarray(write), np.ascontiguousarray(chosen))
