"""Labels, descriptions and members of many states, made one at a time when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

__all__ = ["Members", "Texts", "numbered", "plain"]

_SUGGESTED = 4096


class Texts(Sequence[str]):
    """One text per state: those given, and for every other state its number, or nothing.

    >>> labels = numbered(1_000_000, {2: "truce"})
    >>> labels[1], labels[2], labels.index("truce"), "1000000" in labels, len(labels)
    ('2', 'truce', 2, True, 1000000)
    """

    __slots__ = ("_place", "_with_numbers", "given", "size")

    def __init__(self, size: int, given: Mapping[int, str], *, with_numbers: bool) -> None:
        self.size = size
        self.given = dict(given)
        self._with_numbers = with_numbers
        self._place: dict[str, int] = {}
        for state in sorted(self.given):
            self._place.setdefault(self.given[state], state)

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, state: int) -> str: ...
    @overload
    def __getitem__(self, state: slice) -> tuple[str, ...]: ...
    def __getitem__(self, state: int | slice) -> str | tuple[str, ...]:
        if isinstance(state, slice):
            return tuple(self[i] for i in range(*state.indices(self.size)))
        index = int(state) + (self.size if state < 0 else 0)
        if not 0 <= index < self.size:
            raise IndexError(state)
        found = self.given.get(index)
        return found if found is not None else str(index + 1) if self._with_numbers else ""

    def __iter__(self) -> Iterator[str]:
        return (self[state] for state in range(self.size))

    def _find(self, text: object) -> int | None:
        if not isinstance(text, str):
            return None
        number = None
        if self._with_numbers and text.isdecimal() and len(text) < 16 and str(int(text)) == text:
            number = int(text) - 1 if 0 < int(text) <= self.size and int(text) - 1 not in self.given else None
        if not self._with_numbers and text == "":
            number = next((state for state in range(self.size) if state not in self.given), None)
        places = [place for place in (self._place.get(text), number) if place is not None]
        return min(places, default=None)

    def __contains__(self, text: object) -> bool:
        return self._find(text) is not None

    def index(self, text: str, start: int = 0, stop: int | None = None) -> int:
        """Return the first state with that text."""
        found = self._find(text)
        if found is None or not start <= found < (self.size if stop is None else stop):
            raise ValueError(f"{text!r} is not there")
        return found

    def suggestions(self) -> tuple[str, ...]:
        """Return the texts worth proposing for a mistyped one: all of a few, else those given."""
        return tuple(self) if self.size <= _SUGGESTED else tuple(self.given.values())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(tuple(self)) if self.size <= 12 else f"<{self.size:,} texts, {len(self.given):,} given>"


def numbered(size: int, given: Mapping[int, str]) -> Texts:
    """Return labels: the given ones, else the state's number."""
    return Texts(size, given, with_numbers=True)


def plain(size: int, given: Mapping[int, str]) -> Texts:
    """Return descriptions: the given ones, else nothing."""
    return Texts(size, given, with_numbers=False)


class Members(Sequence[NDArray[np.int8]]):
    """Per state the selections it stands for, int8[member, o]; looked up, not stored.

    ``order`` and ``edges`` list the selections state by state; both None where each state is one selection, in order.
    """

    __slots__ = ("_choices", "_edges", "_order", "_size")

    def __init__(
        self,
        choices: NDArray[np.int8],
        size: int,
        order: NDArray[np.int64] | None = None,
        edges: NDArray[np.int64] | None = None,
    ) -> None:
        self._choices, self._size, self._order, self._edges = choices, size, order, edges

    def __len__(self) -> int:
        return self._size

    @property
    def total(self) -> int:
        """Return how many selections all states stand for together."""
        return len(self._choices) if self._size else 0

    @overload
    def __getitem__(self, state: int) -> NDArray[np.int8]: ...
    @overload
    def __getitem__(self, state: slice) -> tuple[NDArray[np.int8], ...]: ...
    def __getitem__(self, state: int | slice) -> NDArray[np.int8] | tuple[NDArray[np.int8], ...]:
        if isinstance(state, slice):
            return tuple(self[i] for i in range(*state.indices(self._size)))
        index = int(state) + (self._size if state < 0 else 0)
        if not 0 <= index < self._size:
            raise IndexError(state)
        if self._order is None or self._edges is None:
            return self._choices[index : index + 1]
        return self._choices[self._order[self._edges[index] : self._edges[index + 1]]]
