"""The single changes that might mend a package: one move less or more, one made costly, one preference swapped.

Every candidate of every kind is listed; ``mend`` tries them all. None adds or removes a state, so that states keep
their indices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ...forms import Graph, build_graph
from ...model import Conflict, ForbiddenMove, Option, Party, Preferences, StatementEntry

__all__ = ["KINDS", "Change", "all_changes", "changed_graph"]

KINDS = ("removed", "costly", "added", "two_way", "swapped")
"""A move removed; made costly; given to a further party; made to go both ways; two preferences swapped."""
MOST_SWAPS = 1_000
"""Pairs of statements, weights or ranks of one party that are tried at most; beyond it neighbours only."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change to one party's moves or preferences.

    ``option`` is a column (-1: none) and ``taken`` the selection that the party can no longer move to, or that costs
    it. ``places`` are the statement before which a cost is put (counted from 0; the end is the number of statements;
    empty: above everything), or the two entries swapped: statements, weights, or for a ranking two neighbouring ranks,
    the worse first.
    """

    kind: str
    party: str
    option: int = -1
    taken: bool = False
    places: tuple[int, ...] = ()


def all_changes(graph: Graph, parties: tuple[str, ...]) -> Iterator[Change]:
    """Yield every single change to the moves and preferences of the parties whose moves count."""
    for party in parties:
        for column, option in enumerate(graph.options):
            if party in option.owners:
                yield from _own(graph, party, column)
                first = next(owner for owner in option.owners if owner in parties)
                if party == first and graph.conflict.option(option.key).direction != "both":
                    yield Change("two_way", party, column)
            else:
                yield Change("added", party, column)
    for party in parties:
        yield from _swaps(graph, party)


def _own(graph: Graph, party: str, column: int) -> Iterator[Change]:
    option = graph.options[column]
    direction = graph.conflict.option(option.key).direction
    for taken in (True, False):
        if direction not in ("both", "forward" if taken else "backward"):
            continue
        yield Change("removed", party, column, taken)
        statements = graph.conflict.parties[party].preferences.statements
        if statements is None:
            yield Change("costly", party, column, taken)
        else:
            yield from (Change("costly", party, column, taken, (k,)) for k in reversed(range(len(statements) + 1)))


def _swaps(graph: Graph, party: str) -> Iterator[Change]:
    preferences = graph.conflict.parties[party].preferences
    if preferences.ranking is not None:
        levels = int(graph.ranks[graph.parties.index(party)].max()) + 1
        yield from (Change("swapped", party, places=(k, k + 1)) for k in range(levels - 1))
        return
    count = len(preferences.statements if preferences.statements is not None else preferences.weights or ())
    pairs = list(combinations(range(count), 2))
    if len(pairs) > MOST_SWAPS:
        pairs = [(k, k + 1) for k in range(count - 1)]
    yield from (Change("swapped", party, places=pair) for pair in pairs)


def changed_graph(graph: Graph, change: Change) -> Graph | None:
    """Return the graph with one change made; None where it changes no move and no preference.

    Raises
    ------
    TooLarge
        When a removed move leaves more moves to list than are kept.
    """
    return _WAYS[change.kind](graph, change)


def _removed(graph: Graph, change: Change) -> Graph | None:
    name = str(graph.options[change.option].key)
    start, end = (f"-{name}", name) if change.taken else (name, f"-{name}")
    ban = ForbiddenMove(start=start, end=end, party=change.party)
    return _rebuilt(
        graph, graph.conflict.model_copy(update={"forbidden_moves": (*graph.conflict.forbidden_moves, ban)})
    )


def _costly(graph: Graph, change: Change) -> Graph | None:
    statements = graph.conflict.parties[change.party].preferences.statements
    spared = _spared(graph, change)
    if statements is None or not change.places or change.places[0] == 0:
        ranks = graph.ranks[graph.parties.index(change.party)]
        return _with_ranks(graph, change.party, ranks + spared * (int(ranks.max()) + 1))
    key, place = graph.options[change.option].key, change.places[0]
    entry = StatementEntry(statement=f"-{key}" if change.taken else str(key))
    changed = Preferences(statements=(*statements[:place], entry, *statements[place:]))
    return _with_preferences(graph, change.party, changed)


def _spared(graph: Graph, change: Change) -> NDArray[np.int32]:
    """Return 1 for the states where the cost does not arise, for all that a state stands for."""
    spared: NDArray[np.int32] = (graph.choices[:, change.option] == (0 if change.taken else 1)).astype(np.int32)
    return spared


def _added(graph: Graph, change: Change) -> Graph | None:
    key = graph.options[change.option].key
    option = graph.conflict.option(key)
    return _with_option(graph, change, option.model_copy(update={"shared_with": (*option.shared_with, change.party)}))


def _two_way(graph: Graph, change: Change) -> Graph | None:
    option = graph.conflict.option(graph.options[change.option].key)
    return _with_option(graph, change, option.model_copy(update={"direction": "both"}))


def _with_option(graph: Graph, change: Change, option: Option) -> Graph | None:
    key = graph.options[change.option].key
    owner = graph.conflict.parties[key.party]
    owner = owner.model_copy(update={"options": MappingProxyType({**owner.options, key.option: option})})
    return _rebuilt(graph, _with_party(graph.conflict, key.party, owner))


def _swapped(graph: Graph, change: Change) -> Graph | None:
    preferences, (one, other) = graph.conflict.parties[change.party].preferences, change.places
    if preferences.ranking is not None:
        ranks = graph.ranks[graph.parties.index(change.party)].copy()
        low, high = ranks == one, ranks == other
        ranks[low], ranks[high] = other, one
        return _with_ranks(graph, change.party, ranks)
    if preferences.statements is not None:
        entries = list(preferences.statements)
        entries[one], entries[other] = entries[other], entries[one]
        return _with_preferences(graph, change.party, Preferences(statements=tuple(entries)))
    points = dict(preferences.weights or {})
    names = list(points)
    points[names[one]], points[names[other]] = points[names[other]], points[names[one]]
    return _with_preferences(graph, change.party, Preferences(weights=points))


def _with_preferences(graph: Graph, party: str, preferences: Preferences) -> Graph | None:
    changed = graph.conflict.parties[party].model_copy(update={"preferences": preferences})
    rebuilt = _rebuilt(graph, _with_party(graph.conflict, party, changed))
    return _with_ranks(graph, party, rebuilt.ranks[graph.parties.index(party)])


def _with_party(conflict: Conflict, id_: str, party: Party) -> Conflict:
    return conflict.model_copy(update={"parties": MappingProxyType({**conflict.parties, id_: party})})


def _with_ranks(graph: Graph, party: str, row: NDArray[np.int32]) -> Graph | None:
    place = graph.parties.index(party)
    dense = np.unique(row, return_inverse=True)[1].reshape(-1).astype(np.int32)
    if np.array_equal(dense, graph.ranks[place]):
        return None
    ranks = graph.ranks.copy()
    ranks[place] = dense
    return replace(graph, ranks=ranks)


def _rebuilt(graph: Graph, conflict: Conflict) -> Graph:
    return build_graph(conflict, limit=max(graph.members.total, 1))


_WAYS: Mapping[str, Callable[[Graph, Change], Graph | None]] = MappingProxyType(
    {"removed": _removed, "costly": _costly, "added": _added, "two_way": _two_way, "swapped": _swapped}
)
