"""The graph: what every stability question is asked of.

Conventions, stated once. States are indices from 0 inside arrays and numbers from 1 towards people. Ranks are
ordinal: larger is better, equal is indifferent; their differences mean nothing. A move of a party goes from a
state to another one in a single step; nothing here is closed under repetition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import Problem, did_you_mean
from ..model import Conflict, OptionKey
from .implicit import OptionMoves
from .listed import Moves
from .structure import OptionStructure
from .table import find_states
from .texts import Members, Texts

__all__ = ["Graph", "Moves", "OptionColumn", "Removal"]


@dataclass(frozen=True, slots=True)
class OptionColumn:
    """An option as a column of the option table."""

    key: OptionKey
    name: str
    owners: tuple[str, ...]

    @property
    def id(self) -> str:
        """Return the id, unique together with the party."""
        return self.key.option

    @property
    def party(self) -> str:
        """Return the id of the first party that controls it."""
        return self.key.party


@dataclass(frozen=True, slots=True)
class Removal:
    """What one feasibility rule removes.

    ``alone``: states of the full option table that break this rule; None where too many options are involved.
    ``further``: those among them that no earlier rule had removed; None where the table is too large to count that.
    """

    index: int
    text: str
    alone: int | None
    further: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """A conflict as arrays.

    Attributes
    ----------
    conflict : Conflict
        The model this was made from.
    parties : tuple of str
        Party ids; axis p.
    options : tuple of OptionColumn
        Option columns in model order; axis o; empty in graph form.
    choices : int8[s, o]
        1 taken, 0 not taken, -1 where a coalesced state holds both.
    labels : sequence of str
        Label of each state; its number as text where the model gives none. Made when asked for.
    descriptions : sequence of str
        Description of each state, perhaps empty. Made when asked for.
    members : sequence of int8[member, o]
        Per state the option selections it stands for: one, or several where coalesced. Empty in graph form.
    moves : tuple of Moves or OptionMoves
        Per party; looked up in ``structure`` where there is one, and listed only when somebody asks for all.
    ranks : int32[p, s]
        Ordinal preference, dense from 0; larger is better.
    status_quo : int or None
        State index.
    removals : tuple of Removal
        Per feasibility rule.
    possible : int
        How many states the options alone would give (a Python integer of any size).
    published_order : bool
        Whether the states stand in an order that the model lists (else ascending by binary value, first option
        least significant).
    warnings : tuple of Problem
        Things worth knowing that stop nothing.
    structure : OptionStructure or None
        What the moves follow from; None where they are listed (graph form, forbidden moves, coalesced states).
    """

    conflict: Conflict
    parties: tuple[str, ...]
    options: tuple[OptionColumn, ...]
    choices: NDArray[np.int8]
    labels: Texts
    descriptions: Texts
    members: Members
    moves: Sequence[Moves | OptionMoves]
    ranks: NDArray[np.int32]
    status_quo: int | None
    removals: tuple[Removal, ...]
    possible: int
    published_order: bool
    warnings: tuple[Problem, ...]
    structure: OptionStructure | None = None

    @property
    def size(self) -> int:
        """Return the number of states."""
        return len(self.labels)

    def party_name(self, party: str) -> str:
        """Return a party's name."""
        return self.conflict.parties[party].name

    def yn(self, state: int) -> str:
        """Return a state's pattern, ``NY-`` with one letter per option; empty in graph form."""
        return "".join("NY-"[int(choice)] for choice in self.choices[state])

    def patterns(self, states: NDArray[np.integer]) -> list[str]:
        """Return the patterns of many states (indices) at once."""
        width = len(self.options)
        letters = np.frombuffer(b"NY-", dtype=np.uint8)[self.choices[states]].tobytes().decode("ascii")
        return [letters[place * width : (place + 1) * width] for place in range(len(states))]

    def title(self, state: int) -> str:
        """Return ``4 (common ground)`` or, without a label of its own, ``4``."""
        number = str(state + 1)
        return number if self.labels[state] == number else f"{number} ({self.labels[state]})"

    def find_state(self, text: str) -> int:
        """Return the index of a state named by label, number or Y/N pattern.

        Raises
        ------
        ValueError
            With what was expected and a mend, when no state, or more than one, is meant.
        """
        found = self.matching_states(text)
        if len(found) == 1:
            return found[0]
        if found:
            shown = ", ".join(str(state + 1) for state in found[:8])
            raise ValueError(f"`{text}` matches {len(found)} states ({shown}); name one")
        mend = did_you_mean(text, [label for label in self.labels.given.values() if not label.isdecimal()])
        hint = f"; {mend}" if mend else ""
        raise ValueError(
            f"no feasible state `{text}`: give a number from 1 to {self.size}, a label or a Y/N pattern{hint}"
        )

    def matching_states(self, text: str) -> tuple[int, ...]:
        """Return the states that a label, a number or a pattern names, perhaps none."""
        return find_states(text, self.labels, self.choices)
