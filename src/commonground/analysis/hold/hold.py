"""The verb ``hold``: which packages would be kept once they are signed, and by whom not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ...errors import AnalysisError, TooLarge
from ...forms import build_packages
from ...forms.fixed import check_statements, find_package
from ...model import Conflict
from ...version import __version__
from ..negotiation import Negotiation, solve_packages
from ..stability.concepts import DEFAULT_CONCEPTS, STRICT
from ..stability.question import chosen_concepts
from .deals import judged_deals
from .mend import find_mends
from .results import VERDICTS, Deal, Hold, HoldAsked, Joint, Mend
from .together import COALITION_PARTIES, joint_breaches
from .worlds import Worlds, make_worlds

__all__ = ["LOOKED_INTO", "PACKAGE_LIMIT", "STATE_LIMIT", "hold"]

PACKAGE_LIMIT = 20_000
"""Feasible packages up to which all are judged."""
STATE_LIMIT = 20_000
"""States of one such conflict at most."""
LOOKED_INTO = 12
"""Packages for which mends and joint breaches are searched, when nobody says which."""
_EXAMPLES = 2_000
"""Utility vectors of a frontier that stand for the packages of a large model."""
_DAYS = 50
"""First days from which joint breaches are searched, at most."""


def hold(
    conflict: Conflict,
    concepts: Iterable[str] | None = None,
    *,
    only: Sequence[str] = (),
    names: Sequence[str] = (),
    mend: bool = True,
    limit: int = PACKAGE_LIMIT,
    state_limit: int = STATE_LIMIT,
    negotiation: Negotiation | None = None,
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
    negotiation : Negotiation, optional
        The answer of ``negotiate`` on the model with exact frontiers, where it was worked out already.

    Raises
    ------
    AnalysisError
        When the model has no issues, no options or no ``keeping``; for an unknown concept, party or package; where a
        package leaves no feasible state.
    ModelError
        When the model has faults.
    TooLarge
        When there are too many states, or too many different conflicts; before they are made. Where trying every
        change would take too long, mends are left out and ``limits`` says so.
    """
    _check_model(conflict)
    asked = chosen_concepts(DEFAULT_CONCEPTS if concepts is None else concepts)
    if negotiation is None:
        negotiation = solve_packages(build_packages(conflict), model=conflict.hash)
    packages = negotiation.packages
    for name in names:
        find_package(packages, name)
    complete = packages.count <= limit
    values = packages.all_values() if complete else _examples(negotiation)
    if not len(values):
        raise TooLarge("no package could be worked out: the frontier is too large, and the model names none")
    worlds = make_worlds(conflict, packages, values, asked, only, state_limit)
    deals = judged_deals(negotiation, values, worlds)
    ranked = tuple(sorted(deals, key=_merit))
    chosen = _looked_into(ranked, names)
    limits = list(_limits(worlds, [ranked[i] for i in chosen]))
    mends: Mapping[int, tuple[Mend, ...]] = {}
    if mend:
        try:
            mends = find_mends(worlds.everybody, ranked, chosen)
        except TooLarge as error:
            limits.append(f"Changes that would help were not searched: {error}.")
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
        mends=MappingProxyType(mends),
        limits=tuple(limits),
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


def _joint(worlds: Worlds, deal: Deal) -> tuple[Joint, ...]:
    world = worlds.everybody[deal.world]
    kept = np.zeros(world.graph.size, dtype=bool)
    kept[list(deal.kept)] = True
    return joint_breaches(world, kept, _starts(deal)[:_DAYS])


def _starts(deal: Deal) -> list[int]:
    """Return the first days from which parties leave together: those that are equilibria, where some are."""
    holding = {state for states in deal.kept_equilibria.values() for state in states}
    return [day for day in deal.first_days if day in holding] or list(deal.first_days)


def _limits(worlds: Worlds, deals: Sequence[Deal]) -> Iterator[str]:
    """Yield in words what was not searched."""
    count = len(worlds.everybody[0].parties)
    if count > COALITION_PARTIES:
        yield f"Who would leave together was not searched: {count} parties can move, more than {COALITION_PARTIES}."
        return
    many = max((len(_starts(deal)) for deal in deals), default=0)
    if many > _DAYS:
        yield f"Who would leave together was searched from {_DAYS} first days of a package only, not from all {many:,}."
