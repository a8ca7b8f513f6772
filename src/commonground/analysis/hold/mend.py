"""Which single change would mend a package: every candidate tried, exactly, on the whole conflict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ...errors import TooLarge
from .changes import KINDS, Change, all_changes, changed_graph
from .results import Deal, Mend
from .world import World

__all__ = ["MOST_TRIALS", "find_mends"]

MOST_TRIALS = 20_000_000
"""Changes times (party, state) pairs tried at most for one conflict."""

Equilibria = Mapping[str, NDArray[np.bool_]]


def _trials(world: World) -> dict[Change, Equilibria]:
    """Return every change that changes anything, with its equilibria."""
    changes = list(all_changes(world.graph, world.parties))
    work = len(changes) * len(world.parties) * world.graph.size
    if work > MOST_TRIALS:
        raise TooLarge(
            f"{len(changes):,} single changes to a conflict of {world.graph.size:,} states, more than are tried: leave "
            "the mends out (--no-mend), or name the parties that count"
        )
    found: dict[Change, Equilibria] = {}
    for change in changes:
        graph = changed_graph(world.graph, change)
        if graph is not None:
            found[change] = World(graph, world.concepts, world.parties).equilibria
    return found


def find_mends(worlds: Sequence[World], deals: Sequence[Deal], chosen: Sequence[int]) -> dict[int, tuple[Mend, ...]]:
    """Return, for each package chosen (index), the single changes under which it holds under more concepts.

    A change is made in every conflict of the packages chosen, so that what it does to the others of them shows. Of one
    cost put at several places, only the weakest of those that help most is given. The best come first: more concepts,
    fewer packages lost, the order of ``KINDS``, more packages gained.
    """
    used = sorted({deals[index].world for index in chosen})
    trials = {world: _trials(worlds[world]) for world in used}
    before = {index: _holding(deals[index], worlds[deals[index].world].equilibria) for index in chosen}
    after: dict[Change, dict[int, tuple[str, ...]]] = {}
    for change in dict.fromkeys(change for tried in trials.values() for change in tried):
        after[change] = {
            index: _holding(deals[index], trials[deals[index].world][change])
            if change in trials[deals[index].world]
            else before[index]
            for index in chosen
        }
    return {index: _mends_of(index, worlds, deals, trials, before, after) for index in chosen}


def _holding(deal: Deal, equilibria: Equilibria) -> tuple[str, ...]:
    days = list(deal.first_days)
    return tuple(concept for concept, states in equilibria.items() if states[days].any())


def _mends_of(
    index: int,
    worlds: Sequence[World],
    deals: Sequence[Deal],
    trials: Mapping[int, Mapping[Change, Equilibria]],
    before: Mapping[int, tuple[str, ...]],
    after: Mapping[Change, Mapping[int, tuple[str, ...]]],
) -> tuple[Mend, ...]:
    own = deals[index].world
    found: list[Mend] = []
    for change, holding in after.items():
        if change not in trials[own] or not set(holding[index]) > set(before[index]):
            continue
        others = [other for other in before if other != index]
        found.append(
            Mend(
                change=change,
                holds=holding[index],
                gains=tuple(other for other in others if set(holding[other]) > set(before[other])),
                loses=tuple(other for other in others if not set(holding[other]) >= set(before[other])),
                equilibria=_differences(worlds[own].equilibria, trials[own][change]),
            )
        )
    return tuple(sorted(_weakest(found), key=_order))


def _differences(before: Equilibria, after: Equilibria) -> Mapping[str, tuple[int, int]]:
    counts = {
        concept: (int((after[concept] & ~states).sum()), int((states & ~after[concept]).sum()))
        for concept, states in before.items()
    }
    return MappingProxyType(counts)


def _weakest(found: Sequence[Mend]) -> list[Mend]:
    """Keep one place for each cost: among those that help most, the one furthest down the list."""
    best: dict[tuple[object, ...], Mend] = {}
    for mend in found:
        change = mend.change
        key = (change.kind, change.party, change.option, change.taken, () if change.kind == "costly" else change.places)
        held = best.get(key)
        if held is None or (len(mend.holds), change.places) > (len(held.holds), held.change.places):
            best[key] = mend
    return list(best.values())


def _order(mend: Mend) -> tuple[object, ...]:
    change = mend.change
    return (
        -len(mend.holds),
        len(mend.loses),
        KINDS.index(change.kind),
        -len(mend.gains),
        change.party,
        change.option,
        change.taken,
        change.places,
    )
