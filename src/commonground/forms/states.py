"""Feasible states: counted before they are made, then made without walking every combination.

Rules tie options into groups that know nothing of each other. Each group is enumerated on its own, an option at a
time, dropping partial selections as soon as a rule they decide is broken; the number of feasible states is the
product over the groups.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import TooLarge
from ..model.statement import And, Node, Not, Or, columns
from .compiled import Compiled, CompiledRule
from .graph import Removal
from .truth import truth

__all__ = ["DEFAULT_STATE_LIMIT", "StateCount", "bytes_per_state", "count_feasible", "feasible_choices", "removals"]

DEFAULT_STATE_LIMIT = 2**24
"""States made at most unless asked otherwise; ``bytes_per_state`` says what they take."""

PARTIAL_LIMIT = 2**22
_SMALL = 2**16
_COUNTABLE_COLUMNS = 16
_PREFIX_RULES = 40
_CODE_BITS = 62

Group = tuple[tuple[int, ...], NDArray[np.int8]]


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many states a model has: ``possible`` by its options alone, ``feasible`` under its rules."""

    possible: int
    feasible: int


def count_feasible(compiled: Compiled) -> StateCount:
    """Return the exact number of feasible option selections, without making them.

    Raises
    ------
    TooLarge
        When a single group of options tied by rules is itself too large to be counted.
    """
    k = len(compiled.options)
    groups = _groups(k, compiled.rules, PARTIAL_LIMIT)
    return StateCount(2**k, _product(groups))


def _product(groups: Sequence[Group]) -> int:
    total = 1
    for _, rows in groups:
        total *= len(rows)
    return total


def _groups(k: int, rules: Sequence[CompiledRule], limit: int) -> list[Group]:
    """Return per independent group its columns and its feasible selections, int8[row, column]."""
    leader = list(range(k))

    def find(column: int) -> int:
        while leader[column] != column:
            leader[column] = leader[leader[column]]
            column = leader[column]
        return column

    mentioned = [(part, columns(part)) for rule in rules for part in _conjuncts(rule.feasible)]
    for _, used in mentioned:
        first, *rest = sorted(used) or [-1]
        for column in rest:
            leader[find(column)] = find(first)
    by_leader: dict[int, list[int]] = {}
    for column in range(k):
        by_leader.setdefault(find(column), []).append(column)
    rules_of: dict[int, list[tuple[Node, frozenset[int]]]] = {first: [] for first in by_leader}
    for part, used in mentioned:
        if used:
            rules_of[find(min(used))].append((part, used))
    groups = [_enumerate(group, rules_of[first], limit) for first, group in by_leader.items()]
    blank = np.zeros((1, max(k, 1)), dtype=np.int8)
    if any(not truth(part, blank)[0] for part, used in mentioned if not used):
        groups.append(((), np.zeros((0, 0), dtype=np.int8)))
    return groups


def _conjuncts(node: Node) -> list[Node]:
    """Split a condition into parts that must all hold, so that each can be decided as early as possible."""
    match node:
        case And(parts):
            return [deeper for part in parts for deeper in _conjuncts(part)]
        case Not(Or(parts)):
            return [deeper for part in parts for deeper in _conjuncts(Not(part))]
        case Not(Not(part)):
            return _conjuncts(part)
        case _:
            return [node]


def _enumerate(group: Sequence[int], rules: list[tuple[Node, frozenset[int]]], limit: int) -> Group:
    rows = np.zeros((1, max(group) + 1), dtype=np.int8)
    for column, ready in _schedule(group, rules):
        if 2 * len(rows) > limit:
            raise TooLarge(
                f"more than {limit:,} partial selections of the {len(group)} options that the feasibility rules "
                f"tie together (at most 2^{len(group)} = {2 ** len(group):,} states). "
                "Cut: add rules that exclude combinations, or leave out options that decide nothing."
            )
        rows = np.concatenate([rows, rows])
        rows[len(rows) // 2 :, column] = 1
        for part in ready:
            rows = rows[truth(part, rows)]
    return tuple(sorted(group)), rows[:, sorted(group)]


def _schedule(group: Sequence[int], rules: list[tuple[Node, frozenset[int]]]) -> Iterator[tuple[int, tuple[Node, ...]]]:
    """Yield a group's columns, those of nearly decided rules first, each with the rules it decides."""
    undecided = [set(used) for _, used in rules]
    rules_of: dict[int, list[int]] = {column: [] for column in group}
    for rule, used in enumerate(undecided):
        for column in used:
            rules_of[column].append(rule)
    nearest = [(len(used), min(used), rule) for rule, used in enumerate(undecided)]
    heapq.heapify(nearest)
    left = sorted(group, reverse=True)
    done: set[int] = set()
    while len(done) < len(group):
        while nearest and nearest[0][0] != len(undecided[nearest[0][2]]):
            heapq.heappop(nearest)
        while left[-1] in done:
            left.pop()
        column = min(undecided[nearest[0][2]]) if nearest else left[-1]
        done.add(column)
        ready = []
        for rule in rules_of[column]:
            undecided[rule].discard(column)
            if undecided[rule]:
                heapq.heappush(nearest, (len(undecided[rule]), min(undecided[rule]), rule))
            else:
                ready.append(rules[rule][0])
        yield column, tuple(ready)


def feasible_choices(compiled: Compiled, limit: int) -> NDArray[np.int8]:
    """Return the feasible selections int8[state, o], ascending by binary value, first option least significant.

    Raises
    ------
    TooLarge
        When there are more than ``limit``; nothing has been made by then.
    """
    k = len(compiled.options)
    groups = _groups(k, compiled.rules, PARTIAL_LIMIT)
    total = _product(groups)
    if total > limit:
        memory = _memory(total, bytes_per_state(k, len(compiled.conflict.parties)))
        raise TooLarge(
            f"{total:,} feasible states, more than the limit of {limit:,}. Cut: add feasibility rules, leave out "
            "options that decide nothing, coalesce what nobody distinguishes, or raise the limit (--limit); to make "
            f"and solve them takes about {memory} of memory."
        )
    if k <= _CODE_BITS:
        return _from_codes(groups, total, k)
    choices = np.zeros((total, k), dtype=np.int8)
    repeat = total
    for group, rows in groups:
        if total == 0:
            break
        repeat //= len(rows)
        picked = (np.arange(total) // repeat) % len(rows)
        choices[:, list(group)] = rows[picked]
    return np.asfortranarray(choices[np.lexsort(choices.T)])


def _from_codes(groups: Sequence[Group], total: int, k: int) -> NDArray[np.int8]:
    """Make the selections by way of their binary values; column by column in memory, as statements read them."""
    codes = np.zeros(min(total, 1), dtype=np.int64)
    for group, rows in reversed(groups):
        own = rows.astype(np.int64) @ np.left_shift(np.int64(1), np.array(group, dtype=np.int64))
        codes = (codes[:, None] + own[None, :]).reshape(-1)
    codes.sort()
    choices = np.empty((len(codes), k), dtype=np.int8, order="F")
    for column in range(k):
        choices[:, column] = (codes >> column) & 1
    return choices


def bytes_per_state(options: int, parties: int) -> int:
    """Return about how many bytes each state of a model takes while it is made and solved.

    Kept: a byte per option, 4 for its place and 4 per party for its rank. To solve: up to 40 per party (measured, see
    ``benchmarks/``); nothing there is proportional to the moves unless they must be listed.
    """
    return options + 4 + 44 * parties


def _memory(states: int, each: int) -> str:
    size = states * each
    return f"{size // 10**9:,} GB" if size >= 10**10 else f"{max(size // 10**6, 1):,} MB"


def removals(compiled: Compiled) -> tuple[Removal, ...]:
    """Return what each feasibility rule removes, alone and further to the rules before it."""
    k = len(compiled.options)
    if k <= _COUNTABLE_COLUMNS:
        return _removals_by_table(compiled, _every_selection(range(k), k))
    counts = _prefix_counts(compiled.rules, k)
    result = []
    for i, rule in enumerate(compiled.rules):
        before, after = counts[i], counts[i + 1]
        further = before - after if before is not None and after is not None else None
        result.append(Removal(rule.index, rule.text, _alone(rule, k), further))
    return tuple(result)


def _removals_by_table(compiled: Compiled, rows: NDArray[np.int8]) -> tuple[Removal, ...]:
    left = np.ones(len(rows), dtype=bool)
    result = []
    for rule in compiled.rules:
        broken = ~truth(rule.feasible, rows)
        result.append(Removal(rule.index, rule.text, int(broken.sum()), int((broken & left).sum())))
        left &= ~broken
    return tuple(result)


def _prefix_counts(rules: Sequence[CompiledRule], k: int) -> list[int | None]:
    """Return how many states the first 0, 1, 2, ... rules leave; None where that takes too long to count."""
    counts: list[int | None] = []
    for upto in range(len(rules) + 1):
        try:
            counts.append(_product(_groups(k, rules[:upto], _SMALL)) if len(rules) <= _PREFIX_RULES else None)
        except TooLarge:
            counts.append(None)
    return counts


def _every_selection(columns_used: Iterable[int], k: int) -> NDArray[np.int8]:
    """Return every selection of some columns, the others not taken: int8[selection, o]."""
    used = list(columns_used)
    rows = np.zeros((2 ** len(used), max(k, 1)), dtype=np.int8)
    for place, column in enumerate(used):
        rows[:, column] = (np.arange(len(rows)) >> place) & 1
    return rows


def _alone(rule: CompiledRule, k: int) -> int | None:
    used = sorted(columns(rule.feasible))
    if len(used) > _COUNTABLE_COLUMNS:
        return None
    rows = _every_selection(used, k)
    broken = int(np.count_nonzero(~truth(rule.feasible, rows)))
    return broken << (k - len(used))
