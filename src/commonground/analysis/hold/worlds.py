"""The different conflicts that packages leave, and the states that keep each package."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...errors import AnalysisError, ModelError, TooLarge
from ...forms import Graph, Packages, build_graph, build_packages
from ...forms.compared import truths
from ...forms.fixed import fixed_conflict, read_terms, world_keys
from ...forms.worths import pricing_parties
from ...model import Conflict
from .world import World

__all__ = ["WORLD_LIMIT", "Signed", "Worlds", "make_worlds"]

WORLD_LIMIT = 500
"""Different conflicts that packages leave, at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Signed:
    """A package with the conflict that it leaves (index) and its kept states, bool[s]."""

    world: int
    kept: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Worlds:
    """The conflicts that packages leave, asked of everybody and of those at the table; where each package leads."""

    everybody: tuple[World, ...]
    seated: tuple[World, ...]
    today: tuple[NDArray[np.int8] | None, ...]
    signed: tuple[Signed, ...]


def make_worlds(
    conflict: Conflict,
    packages: Packages,
    values: NDArray[np.int32],
    asked: Sequence[str],
    only: Sequence[str],
    state_limit: int,
) -> Worlds:
    """Return the conflicts that packages int32[k, i] leave, each once, and where each package leads.

    Raises
    ------
    AnalysisError
        Where some package leaves no feasible state.
    TooLarge
        For more than ``WORLD_LIMIT`` different conflicts, or more states than ``state_limit`` in one.
    """
    priced = pricing_parties(conflict)
    table = packages if priced == packages.parties else build_packages(conflict, parties=priced)
    keys, terms = world_keys(conflict), read_terms(conflict)
    rows = truths(keys, table, values)
    different, place = np.unique(rows, axis=0, return_inverse=True)
    if len(different) > WORLD_LIMIT:
        raise TooLarge(
            f"the packages leave {len(different):,} different conflicts, more than {WORLD_LIMIT}: compare fewer issues "
            "in preferences and rules, or ask of fewer packages (--limit)"
        )
    graphs = []
    for world, row in enumerate(different.tolist()):
        try:
            graphs.append(build_graph(fixed_conflict(conflict, dict(zip(keys, row, strict=True))), limit=state_limit))
        except ModelError as error:
            if any(problem.code != "CG030" for problem in error.problems):
                raise
            first = values[int(np.flatnonzero(place.reshape(-1) == world)[0])]
            signed_as = ", ".join(f"{issue} = {value}" for issue, value in table.labels(first.tolist()).items())
            raise AnalysisError(f"once {signed_as} is signed: {error}") from None
    seats = [party for party in table.parties if conflict.parties[party].at_table and (not only or party in only)]
    term_rows = truths(terms.keys, table, values)
    kept: dict[tuple[int, bytes], NDArray[np.bool_]] = {}
    signed = []
    for world, row in zip(place.reshape(-1).tolist(), term_rows, strict=True):
        key = (world, row.tobytes())
        if key not in kept:
            kept[key] = terms.kept(graphs[world], dict(zip(terms.keys, row.tolist(), strict=True)))
        signed.append(Signed(world, kept[key]))
    everybody = tuple(World(graph, asked, only) for graph in graphs)
    same = not seats or set(seats) == set(everybody[0].parties)
    seated = everybody if same else tuple(World(graph, asked, seats) for graph in graphs)
    return Worlds(everybody, seated, tuple(_today(conflict, graph) for graph in graphs), tuple(signed))


def _today(conflict: Conflict, graph: Graph) -> NDArray[np.int8] | None:
    """Return the selections that the status quo stands for, int8[k, o], even where a package excludes it."""
    if graph.status_quo is not None:
        return graph.members[graph.status_quo]
    if conflict.status_quo is None:
        return None
    named = (conflict.states or {}).get(conflict.status_quo.state)
    text = named.pattern if named is not None and named.pattern else conflict.status_quo.state
    return np.array([[{"Y": 1, "N": 0, "-": -1}[letter] for letter in text]], dtype=np.int8)
