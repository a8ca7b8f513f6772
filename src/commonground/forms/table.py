"""The states as a table: which selections each stands for, its label, its place in the order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import Problem, did_you_mean
from ..model import Conflict
from ..model.conflict import is_pattern
from .compiled import Compiled
from .texts import Members, Texts, numbered, plain
from .truth import truth

__all__ = ["StateTable", "find_states", "graph_form_table", "option_form_table"]

Report = Callable[[Problem], None]
Path = tuple[str | int, ...]


def find_states(text: str, labels: Texts, choices: NDArray[np.int8]) -> tuple[int, ...]:
    """Return the states (indices) that a label, a number from 1 or a Y/N pattern names, perhaps none."""
    if text in labels:
        return (labels.index(text),)
    if text.isdecimal():
        index = int(text[:12]) - 1
        return (index,) if 0 <= index < len(labels) else ()
    if choices.shape[1] and is_pattern(text) and len(text) == choices.shape[1]:
        hits = np.ones(len(labels), dtype=bool)
        for column, letter in enumerate(text):
            if letter != "-":
                hits &= (choices[:, column] == (letter == "Y")) | (choices[:, column] == -1)
        return tuple(np.flatnonzero(hits).tolist())
    return ()


@dataclass(frozen=True, slots=True, eq=False)
class StateTable:
    """States in their final order.

    ``member_choices`` int8[member, o] are the feasible selections, ascending; ``state_of`` int32[member] the state
    each belongs to; ``choices`` int8[s, o] what a state's members agree on, -1 where they do not.
    """

    labels: Texts
    descriptions: Texts
    choices: NDArray[np.int8]
    member_choices: NDArray[np.int8]
    state_of: NDArray[np.int32]
    published_order: bool

    @property
    def size(self) -> int:
        """Return the number of states."""
        return len(self.labels)

    @property
    def members(self) -> Members:
        """Return per state its selections; empty in graph form."""
        if not self.choices.shape[1]:
            return Members(self.choices, 0)
        if len(self.member_choices) == self.size:
            return Members(self.choices, self.size)
        order = np.argsort(self.state_of, kind="stable")
        edges = np.searchsorted(self.state_of[order], np.arange(self.size + 1))
        return Members(self.member_choices, self.size, order, edges)

    def find(self, text: str) -> tuple[int, ...]:
        """Return the states that a label, a number or a pattern names."""
        return find_states(text, self.labels, self.choices)

    def one_state(self, text: str, path: Path, report: Report) -> int | None:
        """Return the one state that a text names; report where there is none, or several."""
        found = self.find(text)
        if len(found) == 1:
            return found[0]
        if found:
            shown = ", ".join(str(state + 1) for state in found[:6])
            report(Problem("CG032", path, "one state", f"`{text}`, which matches {len(found)} ({shown})"))
        else:
            report(self.unknown(text, path))
        return None

    def unknown(self, text: str, path: Path) -> Problem:
        """Return the problem that no feasible state has such a name."""
        k = self.choices.shape[1]
        if k and is_pattern(text) and len(text) != k:
            return Problem("CG022", path, f"a pattern of {k} letters, one per option", f"`{text}` with {len(text)}")
        infeasible = bool(k) and is_pattern(text)
        mend = (
            "the rules under `feasibility` exclude it" if infeasible else did_you_mean(text, self.labels.suggestions())
        )
        expected = f"a feasible state: a number from 1 to {self.size}, a label" + (" or a Y/N pattern" if k else "")
        return Problem("CG031", path, expected, f"`{text}`", mend)


def graph_form_table(conflict: Conflict) -> StateTable:
    """Return the table of a model that lists its states."""
    states = conflict.states or {}
    size = len(states)
    nothing = np.zeros((size, 0), dtype=np.int8)
    labels = numbered(size, dict(enumerate(states)))
    descriptions = plain(size, {i: state.description or "" for i, state in enumerate(states.values())})
    return StateTable(labels, descriptions, nothing, nothing, np.arange(size, dtype=np.int32), True)


def option_form_table(compiled: Compiled, choices: NDArray[np.int8], report: Report) -> StateTable:
    """Return the table of feasible selections: coalesced where the model says so, ordered and labelled."""
    conflict = compiled.conflict
    state_of, merged = _coalesce(compiled, choices, report)
    size = int(state_of.max()) + 1
    agreed = _agreed(choices, state_of, size)
    listed = _listed(conflict, agreed, report)
    complete = len(listed) == size
    place = np.arange(size, dtype=np.int32)
    if complete:
        place[np.array(list(listed), dtype=np.int64)] = np.arange(size, dtype=np.int32)
        agreed = agreed[np.array(list(listed), dtype=np.int64)]
        state_of = place[state_of]
    labels, descriptions = {}, {}
    for state in sorted({*listed, *merged}, key=lambda state: int(place[state])):
        label, (name, about) = listed.get(state), merged.get(state, ("", ""))
        given = conflict.states[label] if conflict.states and label is not None else None
        labels[int(place[state])] = label or name
        descriptions[int(place[state])] = (given.description if given else None) or about
    if size > 2 * (size - len(listed)) and not complete:
        report(
            Problem(
                "CG053",
                ("states",),
                f"all {size} states, to fix their order",
                f"{len(listed)}: they give labels, and the order is by binary value",
                severity="warning",
            )
        )
    _check_labels(labels, report)
    return StateTable(numbered(size, labels), plain(size, descriptions), agreed, choices, state_of, complete)


def _coalesce(
    compiled: Compiled, choices: NDArray[np.int8], report: Report
) -> tuple[NDArray[np.int32], dict[int, tuple[str, str]]]:
    """Return the state of each selection, states in order of their first member, and the merged ones' names."""
    if not compiled.coalesced:
        return np.arange(len(choices), dtype=np.int32), {}
    leader = np.arange(len(choices), dtype=np.int64)
    taken = np.zeros(len(choices), dtype=bool)
    names: dict[int, tuple[str, str]] = {}
    for i, (node, merged) in enumerate(zip(compiled.coalesced, compiled.conflict.coalesced, strict=True)):
        members = np.flatnonzero(truth(node, choices))
        path = ("coalesced", i, "states")
        if not len(members):
            report(Problem("CG035", path, "feasible states", "none that match", "mend the pattern or leave it out"))
        elif taken[members].any():
            report(Problem("CG035", path, "states of one coalesced state only", "some that another one has too"))
        else:
            leader[members] = members[0]
            taken[members] = True
            names[int(members[0])] = (merged.name, merged.description or "")
    leaders, state_of = np.unique(leader, return_inverse=True)
    numbered = {int(first): i for i, first in enumerate(leaders.tolist())}
    return state_of.astype(np.int32), {numbered[first]: name for first, name in names.items()}


def _agreed(choices: NDArray[np.int8], state_of: NDArray[np.int32], size: int) -> NDArray[np.int8]:
    if size == len(choices):
        return choices
    taken = np.zeros((size, choices.shape[1]), dtype=np.int64)
    np.add.at(taken, state_of, choices)
    members = np.bincount(state_of, minlength=size)[:, None]
    return np.where(taken == members, 1, np.where(taken == 0, 0, -1)).astype(np.int8)


def _listed(conflict: Conflict, agreed: NDArray[np.int8], report: Report) -> dict[int, str]:
    """Return the states that the model labels, by index, in the order of the list."""
    size = len(agreed)
    table = StateTable(numbered(size, {}), plain(size, {}), agreed, agreed, np.arange(size, dtype=np.int32), False)
    listed: dict[int, str] = {}
    for label, state in (conflict.states or {}).items():
        path = ("states", label)
        if state.pattern is None or not is_pattern(state.pattern):
            found = f"`{state.pattern}`" if state.pattern else "none"
            report(Problem("CG022", (*path, "pattern"), "the Y/N pattern of the state", found))
            continue
        exact = np.array([{"Y": 1, "N": 0, "-": -1}[letter] for letter in state.pattern], dtype=np.int8)
        same = (
            np.flatnonzero((agreed == exact).all(axis=1))
            if len(exact) == agreed.shape[1]
            else np.array([], dtype=np.int64)
        )
        index = int(same[0]) if len(same) == 1 else table.one_state(state.pattern, (*path, "pattern"), report)
        if index is None:
            continue
        if index in listed:
            report(Problem("CG036", path, "a state that has no label yet", f"the state of `{listed[index]}`"))
        else:
            listed[index] = label
    return listed


def _check_labels(labels: dict[int, str], report: Report) -> None:
    seen: set[str] = set()
    for i, label in labels.items():
        path = ("states", label)
        if label.isdecimal() and label != str(i + 1):
            mend = "name it otherwise, or list all states in the order of their numbers"
            report(Problem("CG036", path, f"the state's number {i + 1} where a label is a number", f"`{label}`", mend))
        elif is_pattern(label):
            report(Problem("CG036", path, "a label that is no Y/N pattern", f"`{label}`"))
        elif label in seen:
            report(Problem("CG036", path, "a label of its own for each state", f"`{label}` twice"))
        seen.add(label)
