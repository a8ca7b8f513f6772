"""commonground -> Gambit: a conflict as a game in normal form (``.nfg``, outcome version).

A party's strategies are its feasible selections of options, states are outcomes, ranks are payoffs from 1. A profile
that is no feasible state has no outcome, which pays everybody 0: nobody would go there, and whoever can leaves.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ..errors import ExchangeError
from ..forms import Graph
from ..forms.graph import OptionColumn
from .formats import Exported
from .losses import has_evidence, has_prose
from .names import one_line

__all__ = ["MAX_PROFILES", "nfg_names", "nfg_text", "write_gambit"]

MAX_PROFILES = 100_000
_SHOWN = 5


def write_gambit(graph: Graph) -> Exported:
    """Return a graph in option form as the text of a ``.nfg`` file.

    Where every move goes both ways, the pure Nash equilibria that have an outcome are the states that are Nash
    equilibria in `solve`.

    Raises
    ------
    ExchangeError
        Where the conflict is in graph form, an option is shared, or there are more than 100,000 profiles; before these
        are made.

    Examples
    --------
    >>> from commonground.forms import build_graph
    >>> from commonground.model import Conflict
    >>> conflict = Conflict.model_validate({"title": "Chicken", "parties": {
    ...     "a": {"name": "A", "options": {"swerve": "Swerve"}, "preferences": {"ranking": ["NY", "YY", "YN", "NN"]}},
    ...     "b": {"name": "B", "options": {"swerve": "Swerve"}, "preferences": {"ranking": ["YN", "YY", "NY", "NN"]}}}})
    >>> print(write_gambit(build_graph(conflict)).text)
    NFG 1 R "Chicken" { "A" "B" }
    <BLANKLINE>
    {
    { "Swerve" "not Swerve" }
    { "Swerve" "not Swerve" }
    }
    ""
    <BLANKLINE>
    {
    { "NN" 1, 1 }
    { "YN" 2, 4 }
    { "NY" 4, 2 }
    { "YY" 3, 3 }
    }
    4 3 2 1
    <BLANKLINE>
    """
    _refuse(graph)
    members = np.concatenate(graph.members)
    state_of = np.repeat(np.arange(graph.size), [len(some) for some in graph.members])
    columns = [[o for o, column in enumerate(graph.options) if column.party == party] for party in graph.parties]
    rows, places = zip(*(_strategies(members[:, own]) for own in columns), strict=True)
    sizes = [len(own) for own in rows]
    table = np.zeros(_count(sizes), dtype=np.int64)
    table[np.column_stack(places) @ np.cumprod([1, *sizes[:-1]])] = state_of + 1
    strategies = [
        _names([graph.options[o] for o in own], own_rows, graph) for own, own_rows in zip(columns, rows, strict=True)
    ]
    outcomes = [_outcome(graph, state) for state in range(graph.size)]
    body = ["", "{", *outcomes, "}", " ".join(map(str, table.tolist()))]
    players = nfg_names([graph.party_name(party) for party in graph.parties], graph.parties)
    text = nfg_text(graph.conflict.title, players, strategies, graph.conflict.description or "", body)
    return Exported(text, (*_treated(table, sizes, strategies), *_losses(graph)))


def _refuse(graph: Graph) -> None:
    if not graph.options:
        raise ExchangeError(
            "a game in normal form has strategies that can be chosen freely; this conflict is in graph form (its "
            "states and moves are listed), which a .nfg file cannot say"
        )
    shared = [str(column.key) for column in graph.options if len(column.owners) > 1]
    if shared:
        raise ExchangeError(f"a strategy is one party's own; shared options cannot be written: {', '.join(shared)}")
    if graph.size > MAX_PROFILES:
        raise ExchangeError(f"expected at most {MAX_PROFILES:,} profiles; got {graph.size:,} states")


def _count(sizes: Sequence[int]) -> int:
    profiles = math.prod(sizes)
    if profiles > MAX_PROFILES:
        product = " x ".join(map(str, sizes))
        raise ExchangeError(f"expected at most {MAX_PROFILES:,} profiles; got {profiles:,} ({product} strategies)")
    return profiles


def nfg_text(
    title: str, players: Sequence[str], strategies: Sequence[Sequence[str]], comment: str, body: Iterable[str]
) -> str:
    """Return the text of a ``.nfg`` file with the lines of its body."""
    lines = [f"NFG 1 R {_quoted(title)} {{ {' '.join(map(_quoted, players))} }}", "", "{"]
    lines += [f"{{ {' '.join(map(_quoted, names))} }}" for names in strategies]
    return "\n".join([*lines, "}", _quoted(comment), *body]) + "\n"


def _quoted(text: str) -> str:
    return '"' + one_line(text).replace("\\", "/").replace('"', '\\"') + '"'


def nfg_names(names: Sequence[str], instead: Sequence[str]) -> list[str]:
    """Return names as they stand in the file, or others where they would not do.

    They would not where two are alike, one is empty, or one is the number of another one: Gambit numbers them before
    it reads the names, one after the other, and then finds two alike.
    """
    written = [one_line(name).replace("\\", "/") for name in names]
    numbered = any(name.isdecimal() and name != str(place + 1) for place, name in enumerate(written))
    return written if all(written) and len(set(written)) == len(written) and not numbered else list(instead)


def _strategies(own: NDArray[np.int8]) -> tuple[NDArray[np.int8], NDArray[np.int64]]:
    """Return a party's selections, the first option taken first, and each member's place among them."""
    if not own.shape[1]:
        return own[:1], np.zeros(len(own), dtype=np.int64)
    rows, places = np.unique(-own, axis=0, return_inverse=True)
    return -rows, places.reshape(-1).astype(np.int64)


def _names(columns: Sequence[OptionColumn], rows: NDArray[np.int8], graph: Graph) -> list[str]:
    if not columns:
        return ["no options"]
    patterns = ["".join("NY"[choice] for choice in row) for row in rows.tolist()]
    return nfg_names([_name(columns, row, graph) for row in rows.tolist()], patterns)


def _name(columns: Sequence[OptionColumn], row: Sequence[int], graph: Graph) -> str:
    taken = [column.name for column, choice in zip(columns, row, strict=True) if choice]
    if taken:
        return " + ".join(taken)
    if len(columns) == 1:
        return graph.conflict.option(columns[0].key).if_no or f"not {columns[0].name}"
    return "none of them"


def _outcome(graph: Graph, state: int) -> str:
    label, pattern = graph.labels[state], graph.yn(state)
    name = pattern if label == str(state + 1) else label
    return f"{{ {_quoted(name)} {', '.join(str(rank + 1) for rank in graph.ranks[:, state].tolist())} }}"


def _treated(table: NDArray[np.int64], sizes: Sequence[int], strategies: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield how profiles that are no feasible state are written, and which of them are equilibria in the game."""
    feasible = table.reshape(sizes[::-1]) > 0
    if feasible.all():
        return
    places = np.flatnonzero(table == 0)
    yield (
        f"{len(places):,} of {len(table):,} profiles are no feasible state; written without an outcome, which pays 0, "
        f"below every rank: {_some(places, sizes, strategies)}"
    )
    way_out = np.zeros_like(feasible)
    for axis in range(feasible.ndim):
        way_out |= feasible.any(axis=axis, keepdims=True)
    stuck = np.flatnonzero(~way_out.reshape(-1))
    if len(stuck):
        yield (
            f"{len(stuck):,} of these are equilibria of the game, because no single party leads out of them; they mean "
            f"nothing: {_some(stuck, sizes, strategies)}"
        )


def _some(places: NDArray[np.int64], sizes: Sequence[int], strategies: Sequence[Sequence[str]]) -> str:
    shown = []
    for place in places[:_SHOWN].tolist():
        chosen = np.unravel_index(place, sizes[::-1])[::-1]
        shown.append("(" + ", ".join(names[int(s)] for names, s in zip(strategies, chosen, strict=True)) + ")")
    return "; ".join(shown) + ("; ..." if len(places) > _SHOWN else "")


def _losses(graph: Graph) -> Iterator[str]:
    yield "payoffs are ranks: only their order means something, so that equilibria in mixed strategies mean nothing"
    for says, loses in _LOSSES:
        if loses(graph):
            yield says


def _one_way(graph: Graph) -> bool:
    return any(graph.conflict.option(column.key).direction != "both" for column in graph.options)


_LOSSES: tuple[tuple[str, Callable[[Graph], bool]], ...] = (
    (
        "one-way options: in the game a party can go back, so that a Nash equilibrium here may be none there",
        _one_way,
    ),
    (
        "forbidden moves: in the game they are possible, so that a Nash equilibrium here may be none there",
        lambda graph: bool(graph.conflict.forbidden_moves),
    ),
    (
        "coalesced states: each of their members is a profile of its own with the same outcome",
        lambda graph: graph.size != graph.members.total,
    ),
    ("left out: the status quo", lambda graph: graph.conflict.status_quo is not None),
    (
        "left out: which parties are at the table",
        lambda graph: not all(p.at_table for p in graph.conflict.parties.values()),
    ),
    ("left out: issues, worths, constraints, packages and offers", lambda graph: bool(graph.conflict.issues)),
    ("left out: sources and evidence", lambda graph: has_evidence(graph.conflict)),
    ("left out: descriptions of states, parties and options, reasons and notes", lambda graph: _prose(graph)),
)


def _prose(graph: Graph) -> bool:
    states = graph.conflict.states or {}
    return has_prose(graph.conflict) or any(state.description for state in states.values())
