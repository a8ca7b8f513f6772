"""Comparisons in statements over options: of an issue's value, or of what a package is worth to a party.

Looked up once, with their faults; and for each of many packages, whether they hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..errors import Problem, did_you_mean
from ..model import Conflict
from ..model.statement import Comparison, StatementFault, parse
from .issues import DEFAULT_STEPS, SIGNS, StatementReader, comparisons_of, issue_columns, number_or_none
from .packages import Packages
from .worths import pricing_parties

__all__ = ["RESERVATION", "WORTH", "Comparisons", "Key", "compared_in", "comparison_key", "truths", "written"]

WORTH = "worth"
RESERVATION = "reservation"
Path = tuple[str | int, ...]


class Key(NamedTuple):
    """What makes two comparisons the same: ``party`` is set where the worth of a package to it is compared."""

    issue: str
    sign: str
    values: tuple[str, ...]
    party: str = ""


def comparison_key(conflict: Conflict, atom: Comparison, party: str) -> Key:
    """Return the key of a comparison in a statement of a party (empty: nobody's)."""
    if not _about_worth(conflict, atom):
        return Key(atom.issue, atom.sign, atom.values)
    named, _, _ = atom.issue.rpartition(".")
    return Key(WORTH, atom.sign, atom.values, named or party)


def _about_worth(conflict: Conflict, atom: Comparison) -> bool:
    return atom.issue not in conflict.issues and atom.issue.rpartition(".")[2] == WORTH


class Comparisons:
    """The comparisons that a model may make; its issues are read when the first one is looked up."""

    def __init__(self, conflict: Conflict) -> None:
        self.conflict = conflict

    @cached_property
    def _reader(self) -> StatementReader:
        faults: list[Problem] = []
        return StatementReader(issue_columns(self.conflict, DEFAULT_STEPS, faults.append), faults.append)

    def faults(self, atom: Comparison, party: str, path: Path) -> tuple[Problem, ...]:
        """Return what is wrong with a comparison in a statement of a party (empty: nobody's)."""
        if _about_worth(self.conflict, atom):
            return tuple(self._worth_faults(atom, party, path))
        found: list[Problem] = []
        self._reader.compare(atom, path, found)
        return tuple(found)

    def _worth_faults(self, atom: Comparison, party: str, path: Path) -> Iterator[Problem]:
        priced = pricing_parties(self.conflict)
        named, _, _ = atom.issue.rpartition(".")
        if not (named or party):
            mend = f"write `{priced[0]}.{WORTH}`" if priced else ""
            yield Problem("CG050", path, "whose worth it is", f"`{WORTH}` alone", mend, offset=atom.offset)
        elif named and named not in self.conflict.parties:
            mend = did_you_mean(named, list(self.conflict.parties))
            yield Problem("CG050", path, "the id of a party", f"`{named}`", mend, offset=atom.offset)
        elif (named or party) not in priced:
            found = f"`{named or party}`, which states no `worths`"
            mend = f"with `worths`: {', '.join(priced)}" if priced else "add `worths`"
            yield Problem("CG050", path, "a party with worths", found, mend, offset=atom.offset)
        if atom.sign == "in":
            yield Problem("CG050", path, "`<`, `<=`, `=`, `!=`, `>=` or `>`", "`in`", offset=atom.offset)
        elif atom.values[0] != RESERVATION and number_or_none(atom.values[0]) is None:
            expected = f"a number of points, or `{RESERVATION}`"
            yield Problem("CG050", path, expected, f"`{atom.values[0]}`", offset=atom.value_offsets[0])


def written(conflict: Conflict) -> Iterator[tuple[str, str]]:
    """Yield every statement over options that may compare issues, with whose it is; the terms of keeping apart."""
    for id_, party in conflict.parties.items():
        for entry in party.preferences.statements or ():
            yield entry.statement, id_
    for rule in conflict.feasibility:
        yield from ((text, "") for text in (rule.when, rule.only_if, rule.never, rule.always) if text is not None)
    for ban in conflict.forbidden_moves:
        yield from ((ban.start, ""), (ban.end, ""))


def compared_in(conflict: Conflict, statements: Iterable[tuple[str, str]]) -> tuple[Key, ...]:
    """Return the comparisons that statements make, each once, in order; a statement that cannot be read makes none."""
    found: dict[Key, None] = {}
    for text, party in statements:
        try:
            atoms = list(comparisons_of(parse(text)))
        except StatementFault:
            continue
        found.update((comparison_key(conflict, atom, party), None) for atom in atoms)
    return tuple(found)


def truths(keys: Iterable[Key], packages: Packages, values: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return bool[k, key]: whether each comparison holds in each package.

    Parameters
    ----------
    keys : iterable of Key
        Comparisons without faults.
    packages : Packages
        Prices every party whose worth is compared.
    values : int32[k, i]
        The packages, by the index of each issue's value.
    """
    faults: list[Problem] = []
    reader = StatementReader(packages.issues, faults.append)
    columns = [
        _worth_holds(key, packages, values) if key.party else _issue_holds(key, reader, values, faults) for key in keys
    ]
    return np.column_stack(columns) if columns else np.zeros((len(values), 0), dtype=bool)


def _issue_holds(
    key: Key, reader: StatementReader, values: NDArray[np.int32], faults: list[Problem]
) -> NDArray[np.bool_]:
    atom = Comparison(key.issue, key.sign, key.values, 0, (0,) * len(key.values))
    found = reader.compare(atom, (), faults)
    if found is None or faults:
        raise ValueError(f"no such comparison: {key}")
    issue, holds = found
    column: NDArray[np.bool_] = holds[values[:, issue]]
    return column


def _worth_holds(key: Key, packages: Packages, values: NDArray[np.int32]) -> NDArray[np.bool_]:
    place = packages.parties.index(key.party)
    limit = packages.reservations[place]
    bound = limit if key.values[0] == RESERVATION else number_or_none(key.values[0])
    scale = 1 if key.values[0] == RESERVATION else packages.scales[place]
    assert bound is not None
    holds = SIGNS[key.sign]
    units = packages.utilities_of(values)[:, place].tolist()
    return np.array([holds(number, bound * scale) for number in units], dtype=bool)
