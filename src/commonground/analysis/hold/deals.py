"""Packages, judged: what each is worth, who would sign it, and what follows from the states that keep it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ..negotiation import Negotiation
from .results import Deal, Move
from .verdicts import first_days, judge, stays, way_out
from .worlds import Signed, Worlds

__all__ = ["judged_deals"]


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


def _judgement(worlds: Worlds, signed: Signed) -> _Judgement:
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


def judged_deals(negotiation: Negotiation, values: NDArray[np.int32], worlds: Worlds) -> list[Deal]:
    """Return the packages int32[k, i], judged, in the order given."""
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
