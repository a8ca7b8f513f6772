"""The verb ``hold``: which packages would be kept once they are signed, and by whom not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ...errors import AnalysisError, TooLarge
from ...forms import Graph, build_graph, build_packages
from ...forms.compared import truths
from ...forms.fixed import check_statements, fixed_conflict, read_terms, world_keys
from ...forms.worths import pricing_parties
from ...model import Conflict
from ...version import __version__
from ..negotiation import Negotiation, solve_packages
from ..stability.concepts import DEFAULT_CONCEPTS
from ..stability.question import chosen_concepts
from .mend import find_mends
from .results import VERDICTS, Deal, Hold, HoldAsked, Joint, Move
from .together import COALITION_PARTIES, joint_breaches
from .verdicts import first_days, judge, stays, way_out
from .world import World

__all__ = ["LOOKED_INTO", "PACKAGE_LIMIT", "STATE_LIMIT", "STRICT", "WORLD_LIMIT", "hold"]

PACKAGE_LIMIT = 20_000
"""Feasible packages up to which all are judged."""
WORLD_LIMIT = 500
"""Different conflicts that packages leave, at most."""
STATE_LIMIT = 20_000
"""States of one such conflict at most."""
LOOKED_INTO = 12
"""Packages for which mends and joint breaches are searched, when nobody says which."""
_EXAMPLES = 2_000
"""Utility vectors of a frontier that stand for the packages of a large model."""
_DAYS = 50
"""First days from which joint breaches are searched, at most."""
STRICT = ("nash", "sseq", "seq", "smr", "sim", "sim_fh", "seq_sim", "gmr")
"""Concepts from the one that asks most of a stable state to the one that asks least."""


def hold(
    conflict: Conflict,
    concepts: Iterable[str] | None = None,
    *,
    only: Sequence[str] = (),
    names: Sequence[str] = (),
    mend: bool = True,
    limit: int = PACKAGE_LIMIT,
    state_limit: int = STATE_LIMIT,
) -> Hold:
    """Return which packages would be kept.

    Parameters
    ----------
    conflict : Conflict
        A model with issues, options and ``keeping``.
    concepts : iterable of str, optional
        Solution concepts; the default ones of ``solve`` when left out.
    only : sequence of str
        Parties whose moves count; everybody when empty.
    names : sequence of str
        Named packages to look into (joint breaches, mends), besides the best.
    mend : bool
        Whether single changes are searched for the packages looked into.
    limit : int
        Feasible packages up to which all are judged; beyond it those on the frontier, the rules' and the named ones.
    state_limit : int
        States of one conflict at most.

    Raises
    ------
    AnalysisError
        When the model has no issues, no options or no ``keeping``; for an unknown concept, party or package.
    ModelError
        When the model has faults.
    TooLarge
        When there are too many states, or too many different conflicts; before they are made.
    """
    _check_model(conflict)
    asked = chosen_concepts(DEFAULT_CONCEPTS if concepts is None else concepts)
    unknown = [name for name in names if name not in conflict.packages]
    if unknown:
        raise AnalysisError(f"no package `{unknown[0]}` in the model")
    packages = build_packages(conflict)
    negotiation = solve_packages(packages, model=conflict.hash)
    complete = packages.count <= limit
    values = packages.all_values() if complete else _examples(negotiation)
    worlds = _make_worlds(conflict, values, asked, only, state_limit)
    deals = _judged(negotiation, values, worlds)
    ranked = tuple(sorted(deals, key=_merit))
    chosen = _looked_into(ranked, names)
    return Hold(
        asked=HoldAsked(
            "hold", asked, worlds.everybody[0].parties, packages.parties, limit, __version__, conflict.hash
        ),
        negotiation=negotiation,
        graphs=tuple(world.graph for world in worlds.everybody),
        deals=ranked,
        firm=_indices(ranked, lambda deal: deal.signed and len(deal.holds) == len(asked)),
        durable=_indices(ranked, lambda deal: deal.signed and bool(deal.holds)),
        others_break=_indices(ranked, lambda deal: deal.signed and bool(deal.table_alone)),
        signed_not_kept=_indices(ranked, lambda deal: deal.signed and not deal.holds),
        kept_not_signed=_unsigned(ranked),
        complete=complete,
        joint=MappingProxyType({i: _joint(worlds, ranked[i]) for i in chosen}),
        mends=MappingProxyType(find_mends(worlds.everybody, ranked, chosen) if mend else {}),
        limits=tuple(_limits(worlds, [ranked[i] for i in chosen])),
    )


def _check_model(conflict: Conflict) -> None:
    needs = (("issues", conflict.issues), ("options", not conflict.graph_form), ("keeping", conflict.keeping))
    missing = [f"`{field}`" for field, given in needs if not given]
    if missing:
        raise AnalysisError(f"the model has no {', no '.join(missing)}: `commonground help hold` says what is needed")
    check_statements(conflict)


def _examples(negotiation: Negotiation) -> NDArray[np.int32]:
    """Return some packages of a large model, int32[k, i]: of the frontier, the rules', the named ones, each once."""
    found = dict.fromkeys(v for v in negotiation.packages.named.values() if negotiation.packages.rows_of(v))
    for answer in negotiation.answers.values():
        found.update((agreement.values, None) for agreement in answer.agreements)
    for frontier in (negotiation.zone.frontier, negotiation.frontier):
        if frontier is not None:
            found.update((frontier.example(k), None) for k in range(min(frontier.size, _EXAMPLES)))
    return np.array(list(found), dtype=np.int32).reshape(len(found), len(negotiation.packages.issues))


@dataclass(frozen=True, slots=True, eq=False)
class _Signed:
    """A package with the conflict that it leaves (index) and its kept states, bool[s]."""

    world: int
    kept: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class _Worlds:
    """The conflicts that packages leave, asked of everybody and of those at the table; where each package leads."""

    everybody: tuple[World, ...]
    seated: tuple[World, ...]
    today: tuple[NDArray[np.int8] | None, ...]
    signed: tuple[_Signed, ...]


def _make_worlds(
    conflict: Conflict, values: NDArray[np.int32], asked: Sequence[str], only: Sequence[str], state_limit: int
) -> _Worlds:
    table = build_packages(conflict, parties=pricing_parties(conflict))
    keys, terms = world_keys(conflict), read_terms(conflict)
    rows = truths(keys, table, values)
    different, place = np.unique(rows, axis=0, return_inverse=True)
    if len(different) > WORLD_LIMIT:
        raise TooLarge(
            f"the packages leave {len(different):,} different conflicts, more than {WORLD_LIMIT}: compare fewer issues "
            "in preferences and rules, or ask of fewer packages (--limit)"
        )
    graphs = [
        build_graph(fixed_conflict(conflict, dict(zip(keys, row, strict=True))), limit=state_limit)
        for row in different.tolist()
    ]
    seats = [party for party in table.parties if conflict.parties[party].at_table and (not only or party in only)]
    term_rows = truths(terms.keys, table, values)
    kept: dict[tuple[int, bytes], NDArray[np.bool_]] = {}
    signed = []
    for world, row in zip(place.reshape(-1).tolist(), term_rows, strict=True):
        key = (world, row.tobytes())
        if key not in kept:
            kept[key] = terms.kept(graphs[world], dict(zip(terms.keys, row.tolist(), strict=True)))
        signed.append(_Signed(world, kept[key]))
    everybody = tuple(World(graph, asked, only) for graph in graphs)
    same = not seats or set(seats) == set(everybody[0].parties)
    seated = everybody if same else tuple(World(graph, asked, seats) for graph in graphs)
    return _Worlds(everybody, seated, tuple(_today(conflict, graph) for graph in graphs), tuple(signed))


def _today(conflict: Conflict, graph: Graph) -> NDArray[np.int8] | None:
    """Return the selections that the status quo stands for, int8[k, o], even where a package excludes it."""
    if graph.status_quo is not None:
        return graph.members[graph.status_quo]
    if conflict.status_quo is None:
        return None
    named = (conflict.states or {}).get(conflict.status_quo.state)
    text = named.pattern if named is not None and named.pattern else conflict.status_quo.state
    return np.array([[{"Y": 1, "N": 0, "-": -1}[letter] for letter in text]], dtype=np.int8)


@dataclass(frozen=True, slots=True, eq=False)
class _Judgement:
    """What follows from a conflict and the states that keep a package; the same for all packages that share them."""

    kept: tuple[int, ...]
    days: tuple[int, ...]
    verdicts: Mapping[str, str]
    at_table: Mapping[str, str]
    parties: Mapping[str, Mapping[str, str]]
    equilibria: Mapping[str, tuple[int, ...]]
    paths: Mapping[str, tuple[Move, ...]]


def _judgement(worlds: _Worlds, signed: _Signed) -> _Judgement:
    world, seated = worlds.everybody[signed.world], worlds.seated[signed.world]
    kept = signed.kept
    days = first_days(kept, world.graph, worlds.today[signed.world])
    verdicts = {concept: judge(world, concept, kept, days) for concept in world.concepts}
    return _Judgement(
        kept=tuple(np.flatnonzero(kept).tolist()),
        days=days,
        verdicts=MappingProxyType(verdicts),
        at_table=MappingProxyType({concept: judge(seated, concept, kept, days) for concept in world.concepts}),
        parties=MappingProxyType(
            {
                party: MappingProxyType({c: stays(world, c, kept, days, p) for c in world.concepts} if days else {})
                for p, party in enumerate(world.parties)
            }
        ),
        equilibria=MappingProxyType(
            {concept: tuple(np.flatnonzero(states & kept).tolist()) for concept, states in world.equilibria.items()}
        ),
        paths=MappingProxyType(
            {
                concept: way_out(world, concept, kept, days)
                for concept, verdict in verdicts.items()
                if verdict != "holds"
            }
        ),
    )


def _judged(negotiation: Negotiation, values: NDArray[np.int32], worlds: _Worlds) -> list[Deal]:
    packages = negotiation.packages
    units, refused = packages.utilities_of(values), packages.refusals_of(values)
    names: dict[tuple[int, ...], list[str]] = {}
    for name, row in packages.named.items():
        names.setdefault(row, []).append(name)
    chosen: dict[tuple[int, ...], list[str]] = {}
    for rule, answer in negotiation.answers.items():
        for agreement in answer.agreements:
            chosen.setdefault(agreement.utility, []).append(rule)
    kept: dict[tuple[int, bytes], _Judgement] = {}
    deals = []
    for row, utility, no, signed in zip(values.tolist(), units.tolist(), refused.tolist(), worlds.signed, strict=True):
        key = (signed.world, signed.kept.tobytes())
        if key not in kept:
            kept[key] = _judgement(worlds, signed)
        judged, own = kept[key], tuple(row)
        short = tuple(p for p, u, d in zip(packages.parties, utility, packages.reservations, strict=True) if u < d)
        no_to = tuple(p for p, line in zip(packages.parties, no, strict=True) if line)
        deals.append(
            Deal(
                values=own,
                names=tuple(names.get(own, ())),
                points=packages.points(utility),
                short=short,
                refused_by=no_to,
                efficient=_efficient(negotiation, utility, not short and not no_to),
                rules=tuple(chosen.get(tuple(utility), ())) if not short and not no_to else (),
                margin=_margin(negotiation, utility),
                world=signed.world,
                kept=judged.kept,
                first_days=judged.days,
                verdicts=judged.verdicts,
                at_table=judged.at_table,
                parties=judged.parties,
                kept_equilibria=judged.equilibria,
                paths=judged.paths,
            )
        )
    return deals


def _efficient(negotiation: Negotiation, utility: Sequence[int], acceptable: bool) -> bool | None:
    """Return whether no feasible package, of an acceptable one no acceptable package, is better for all."""
    frontier = negotiation.zone.frontier if acceptable else negotiation.frontier
    return None if frontier is None else frontier.index_of(utility) is not None


def _margin(negotiation: Negotiation, utility: Sequence[int]) -> Fraction | None:
    packages, ideals = negotiation.packages, negotiation.ideals
    if ideals is None:
        return None
    held = packages.points(packages.reservations)
    rows = zip(packages.points(utility), held, ideals, strict=True)
    shares = [(mine - floor) / (top - floor) for mine, floor, top in rows if top > floor]
    return min(shares, default=Fraction(0))


def _unsigned(deals: Sequence[Deal]) -> tuple[int, ...]:
    """Return the packages that somebody would refuse and that hold at least as firmly as the best to be signed."""
    best = next((set(deal.holds) for deal in deals if deal.signed and deal.holds), None)
    most = max((len(deal.holds) for deal in deals), default=0)

    def firm(deal: Deal) -> bool:
        return set(deal.holds) >= best if best is not None else 0 < most == len(deal.holds)

    return _indices(deals, lambda deal: not deal.acceptable and firm(deal))


def _merit(deal: Deal) -> tuple[object, ...]:
    """Order packages: signed ones first, by verdicts from the strictest concept, then by the least gain."""
    ranks = [VERDICTS.index(deal.verdicts[concept]) for concept in STRICT if concept in deal.verdicts]
    margin = deal.margin if deal.margin is not None else Fraction(0)
    return (not deal.acceptable, deal.efficient is False, bool(deal.holds) is False, ranks, -margin, deal.values)


def _indices(deals: Sequence[Deal], wanted: Callable[[Deal], bool]) -> tuple[int, ...]:
    return tuple(index for index, deal in enumerate(deals) if wanted(deal))


def _looked_into(deals: Sequence[Deal], names: Sequence[str]) -> tuple[int, ...]:
    """Return which packages are looked into: those asked for by name, else the best to sign and the named ones."""
    asked = _indices(deals, lambda deal: any(name in deal.names for name in names))
    if asked:
        return asked
    best = _indices(deals, lambda deal: deal.signed)
    named = _indices(deals, lambda deal: bool(deal.names))
    return tuple(sorted(dict.fromkeys([*best[: LOOKED_INTO // 2], *named, *best])))[:LOOKED_INTO]


def _joint(worlds: _Worlds, deal: Deal) -> tuple[Joint, ...]:
    world = worlds.everybody[deal.world]
    kept = np.zeros(world.graph.size, dtype=bool)
    kept[list(deal.kept)] = True
    return joint_breaches(world, kept, _starts(deal)[:_DAYS])


def _starts(deal: Deal) -> list[int]:
    """Return the first days from which parties leave together: those that are equilibria, where some are."""
    holding = {state for states in deal.kept_equilibria.values() for state in states}
    return [day for day in deal.first_days if day in holding] or list(deal.first_days)


def _limits(worlds: _Worlds, deals: Sequence[Deal]) -> Iterator[str]:
    """Yield in words what was not searched."""
    count = len(worlds.everybody[0].parties)
    if count > COALITION_PARTIES:
        yield f"Who would leave together was not searched: {count} parties can move, more than {COALITION_PARTIES}."
        return
    many = max((len(_starts(deal)) for deal in deals), default=0)
    if many > _DAYS:
        yield f"Who would leave together was searched from {_DAYS} first days of a package only, not from all {many:,}."
