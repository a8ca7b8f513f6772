"""What the moves of an option-form graph follow from, so that nobody need list them.

A party moves inside a *group*: the states that agree on every option it does not control. Where one of its options
can only be taken (or only be dropped), a move may not undo it: with ``classes`` the bit set of such options already
used, party i moves from s to every other t of its group with ``classes[s]`` a subset of ``classes[t]``. Either way
its moves are transitive, whatever is infeasible and whoever shares an option.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

__all__ = ["Grouping", "OptionStructure"]

_CODE_BITS = 62
_TABLE_SHARE = 4
"""A table over all selections pays while at least one in so many is feasible."""


@dataclass(frozen=True, eq=False)
class Grouping:
    """One party's groups: ``order`` int32[s] lists the states group by group, ``sizes`` int64[g] says how many each."""

    order: NDArray[np.int32]
    sizes: NDArray[np.int64]

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """Return int64[g]: where each group begins in ``order``."""
        starts: NDArray[np.int64] = np.cumsum(self.sizes) - self.sizes
        return starts

    @cached_property
    def of_state(self) -> NDArray[np.int32]:
        """Return int32[s]: the group of each state."""
        group = np.empty(len(self.order), dtype=np.int32)
        group[self.order] = np.repeat(np.arange(len(self.sizes), dtype=np.int32), self.sizes)
        return group

    def around(self, state: int) -> NDArray[np.int32]:
        """Return the states of a state's group, itself among them: int32[n], ascending."""
        group = self.of_state[state]
        begin = self.starts[group]
        return np.sort(self.order[begin : begin + self.sizes[group]])


@dataclass(frozen=True, eq=False)
class OptionStructure:
    """Options, who controls them and which way they go, over the feasible states.

    Attributes
    ----------
    choices : int8[s, o]
        1 taken, 0 not taken.
    owned : bool[p, o]
        Whether a party controls an option.
    direction : int8[o]
        1 can only be taken, -1 can only be dropped, 0 both.
    complete : bool
        Whether every selection is a state and the states ascend by binary value, first option least significant.
    """

    choices: NDArray[np.int8]
    owned: NDArray[np.bool_]
    direction: NDArray[np.int8]
    complete: bool
    _groupings: dict[int, Grouping] = field(default_factory=dict, repr=False)

    @property
    def size(self) -> int:
        """Return the number of states."""
        return len(self.choices)

    @cached_property
    def codes(self) -> NDArray[np.int64] | None:
        """Return int64[s], each selection as a binary number; None where there are too many options for that."""
        if self.choices.shape[1] > _CODE_BITS:
            return None
        if self.complete:
            return np.arange(self.size, dtype=np.int64)
        return _binary(self.choices, range(self.choices.shape[1]), np.zeros(self.choices.shape[1], dtype=np.int8))

    def grouping(self, party: int) -> Grouping:
        """Return a party's groups."""
        if party not in self._groupings:
            self._groupings[party] = self._group(self.owned[party])
        return self._groupings[party]

    def reversible(self, party: int) -> bool:
        """Return whether each of a party's moves can be undone."""
        return not np.any(self.direction[self.owned[party]])

    def classes(self, party: int) -> NDArray[np.int64] | None:
        """Return int64[s], which of its one-way options are used up, as bit sets; None where it has none."""
        columns = np.flatnonzero(self.owned[party] & (self.direction != 0)).tolist()
        return _binary(self.choices, columns, self.direction < 0) if columns else None

    def _group(self, own: NDArray[np.bool_]) -> Grouping:
        options = len(own)
        if not own.any():
            return Grouping(np.arange(self.size, dtype=np.int32), np.ones(self.size, dtype=np.int64))
        if self.complete:
            return _grouped_by_table(np.arange(self.size, dtype=np.int32), own, all_in=True)
        if self.codes is None:
            return _grouped_by_rows(self.choices[:, ~own])
        if options < 31 and 1 << options <= _TABLE_SHARE * self.size:
            table = np.full(1 << options, -1, dtype=np.int32)
            table[self.codes] = np.arange(self.size, dtype=np.int32)
            return _grouped_by_table(table, own, all_in=False)
        mask = sum(1 << column for column in np.flatnonzero(~own).tolist())
        key = self.codes & mask
        order = np.argsort(key, kind="stable")
        return _grouping(order, key[order][1:] != key[order][:-1])


def _binary(choices: NDArray[np.int8], columns: range | list[int], flip: NDArray[np.generic]) -> NDArray[np.int64]:
    """Return int64[s]: a bit per column, eight of them put together at a time."""
    codes = np.zeros(len(choices), dtype=np.int64)
    for begin in range(0, len(columns), 8):
        byte = np.zeros(len(choices), dtype=np.uint8)
        for place, column in enumerate(columns[begin : begin + 8]):
            taken = choices[:, column].view(np.uint8)
            byte |= np.left_shift(taken ^ 1 if flip[column] else taken, place)
        codes |= np.left_shift(byte, begin, dtype=np.int64)
    return codes


def _grouping(order: NDArray[np.integer], changes: NDArray[np.bool_]) -> Grouping:
    edges = np.flatnonzero(np.concatenate([[True], changes, [True]]))
    return Grouping(order.astype(np.int32), np.diff(edges))


def _grouped_by_rows(others: NDArray[np.int8]) -> Grouping:
    packed = np.packbits(others, axis=1)
    if not packed.shape[1]:
        return Grouping(np.arange(len(others), dtype=np.int32), np.array([len(others)], dtype=np.int64))
    order = np.lexsort(packed.T)
    return _grouping(order, np.any(packed[order[1:]] != packed[order[:-1]], axis=1))


def _grouped_by_table(table: NDArray[np.int32], own: NDArray[np.bool_], *, all_in: bool) -> Grouping:
    """Group by a table of the state of each selection (-1 for none), a party's options moved to the end: no sort."""
    options = len(own)
    axes = [options - 1 - column for column in reversed(range(options))]
    turned = [a for a in axes if not own[options - 1 - a]] + [a for a in axes if own[options - 1 - a]]
    rows = table.reshape((2,) * options).transpose(turned).reshape(-1, 1 << int(own.sum()))
    if all_in:
        return Grouping(rows.ravel(), np.full(len(rows), rows.shape[1], dtype=np.int64))
    inside = rows >= 0
    sizes = np.count_nonzero(inside, axis=1)
    return Grouping(rows[inside], sizes[sizes > 0].astype(np.int64))
