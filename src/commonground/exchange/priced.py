"""A conflict's issues and worths as formats with one number per issue, value and party can say them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ..errors import ExchangeError
from ..forms import build_packages
from ..forms.issues import IssueColumn
from ..forms.worths import party_points
from ..model import Conflict, Interval, Party

__all__ = ["Priced", "priced"]


@dataclass(frozen=True, slots=True)
class Priced:
    """Issues, and per party (in order) its points per issue and value, and its reservation.

    ``labels[i][v]`` names the values so that no two of an issue have the same name; ``names`` the parties alike.
    Points are times the weight already. ``lost`` says what of the conflict is not in here.
    """

    issues: tuple[IssueColumn, ...]
    titles: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    parties: tuple[str, ...]
    names: tuple[str, ...]
    points: tuple[tuple[tuple[Fraction, ...], ...], ...]
    reservations: tuple[Fraction, ...]
    lost: tuple[str, ...]


def priced(conflict: Conflict) -> Priced:
    """Return what a conflict with issues states in numbers.

    Raises
    ------
    ExchangeError
        Where the conflict has no issues.
    ModelError
        Where its worths are faulty.
    """
    if not conflict.issues:
        raise ExchangeError("expected a model with `issues`; got none, so there is nothing to write for negotiators")
    packages = build_packages(conflict)
    points = party_points(conflict, packages.issues, lambda _: None)
    reservations = packages.points(packages.reservations)
    return Priced(
        packages.issues,
        _told_apart([column.name for column in packages.issues], [column.id for column in packages.issues]),
        tuple(_told_apart(column.names, column.labels) for column in packages.issues),
        packages.parties,
        _told_apart(packages.names, packages.parties),
        tuple(points[party] for party in packages.parties),
        tuple(reservations),
        tuple(_lost(conflict, packages.issues)),
    )


def _told_apart(names: list[str] | tuple[str, ...], ids: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(names) if len(set(names)) == len(names) else tuple(ids)


def _lost(conflict: Conflict, issues: tuple[IssueColumn, ...]) -> Iterator[str]:
    for column in issues:
        if column.grid:
            yield f"{column.id}: any number of a range; written as the {column.size} numbers that were priced"
    if conflict.constraints:
        yield f"constraints ({len(conflict.constraints)}): packages that cannot be are not excluded"
    for id_, party in conflict.parties.items():
        for field in ("interactions", "red_lines"):
            if getattr(party, field):
                yield f"{id_}: {field} ({len(getattr(party, field))})"
        if party.reservation is not None and party.reservation.package is not None:
            yield f"{id_}: the reservation is a package; written as its utility"
        if not party.at_table and not party.worths:
            yield f"{id_}: a party without worths"
        if any(worth.ranking is not None for worth in party.worths.values()):
            yield f"{id_}: rankings; written as evenly spaced points"
        if _has_intervals(party):
            yield f"{id_}: intervals; written as their middle"
    if conflict.packages:
        yield f"named packages ({len(conflict.packages)})"
    if not conflict.graph_form or conflict.states:
        yield "options, states, moves and preferences over them"
    yield "ids, descriptions, reasons, sources and evidence"


def _has_intervals(party: Party) -> bool:
    worths = party.worths.values()
    numbers = [number for worth in worths for given in (worth.points, worth.curve) for number in (given or {}).values()]
    held = party.reservation.points if party.reservation is not None else None
    numbers += [worth.weight for worth in worths] + [entry.points for entry in party.interactions]
    return any(isinstance(number, Interval) for number in [*numbers, held])
