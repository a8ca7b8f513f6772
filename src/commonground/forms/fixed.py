"""A package signed: the ordinary model that it leaves, and the states that keep it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from ..errors import AnalysisError, ModelError, did_you_mean
from ..model import Conflict, Party
from ..model.conflict import is_pattern
from ..model.fields import Noun
from ..model.statement import Comparison, Node, parse, resolve, with_atoms
from ..model.statement_text import FALSE, TRUE, simplified, statement_text
from .compared import Key, compared_in, comparison_key, truths, written
from .compiled import compile_model
from .graph import Graph
from .packages import Packages, build_packages
from .truth import truth
from .worths import pricing_parties

__all__ = ["Terms", "check_statements", "find_package", "fix_package", "fixed_conflict", "read_terms", "world_keys"]

Truth = Mapping[Key, bool]
N = TypeVar("N", bound=Noun)
_MOST_DASHES = 12
"""Letters of a state's pattern that may be open for it to be looked up among the feasible ones."""


class _Fix(Protocol):
    """Puts truth for the comparisons of a text; ``idle``: what never holds may as well always hold."""

    def __call__(self, text: str, party: str = "", *, idle: bool = False) -> str: ...


def find_package(packages: Packages, name: str) -> tuple[int, ...]:
    """Return the values (index per issue) of a package named in the model.

    Raises
    ------
    AnalysisError
        When there is none of that name.
    """
    if name not in packages.named:
        known = list(packages.named)
        mend = did_you_mean(name, known) or (f"there are {', '.join(known)}" if known else "the model names none")
        raise AnalysisError(f"no package `{name}`; {mend}")
    return packages.named[name]


def fix_package(conflict: Conflict, package: str | Sequence[int], packages: Packages | None = None) -> Conflict:
    """Return the model that a signed package leaves: options alone, every comparison replaced by its truth.

    Statements keep their places; one that says nothing any more becomes a pattern that fits any state. Labelled states
    that the package makes infeasible lose their label, and the status quo is left out where it is one of them.

    Parameters
    ----------
    conflict : Conflict
        A model with issues and options.
    package : str or sequence of int
        The name of a package, or the index of each issue's value.
    packages : Packages, optional
        The model's packages with every pricing party; made when left out.

    Raises
    ------
    AnalysisError
        When no package has that name.
    ModelError
        When the model has faults.

    Examples
    --------
    >>> conflict = Conflict.model_validate({"title": "Road", "issues": {
    ...     "route": {"name": "Route", "values": {"north": "North", "south": "South"}}},
    ...     "packages": {"by the north": {"values": {"route": "north"}}}, "parties": {
    ...     "a": {"name": "A", "options": {"block": "Block it"},
    ...           "worths": {"route": {"points": {"north": 0, "south": 1}}},
    ...           "preferences": {"statements": ["-block if route = south", "block if worth < 1"]}},
    ...     "b": {"name": "B", "worths": {"route": {"points": {"north": 1, "south": 0}}},
    ...           "preferences": {"statements": ["-block"]}}}})
    >>> [entry.statement for entry in fix_package(conflict, "by the north").parties["a"].preferences.statements]
    ['-', 'block']
    """
    check_statements(conflict)
    table = packages if packages is not None else build_packages(conflict, parties=pricing_parties(conflict))
    values = find_package(table, package) if isinstance(package, str) else tuple(package)
    keys = world_keys(conflict)
    row = truths(keys, table, np.array([values], dtype=np.int32))[0].tolist()
    name = package if isinstance(package, str) else ", ".join(table.labels(values).values())
    return fixed_conflict(conflict, dict(zip(keys, row, strict=True)), name)


def check_statements(conflict: Conflict) -> None:
    """Raise ModelError where a text of a model that names options or issues cannot be looked up."""
    errors = [problem for problem in compile_model(conflict)[1] if problem.severity == "error"]
    if errors:
        raise ModelError(errors)


def world_keys(conflict: Conflict) -> tuple[Key, ...]:
    """Return the comparisons on which states, moves and preferences depend."""
    return compared_in(conflict, written(conflict))


def fixed_conflict(conflict: Conflict, known: Truth, name: str = "") -> Conflict:
    """Return the model over options alone, given the truth of every comparison in its statements."""
    if conflict.graph_form:
        raise AnalysisError("the model has no options: nobody can keep or break a package")
    count = len(conflict.options)

    def fix(text: str, party: str = "", *, idle: bool = False) -> str:
        node = parse(text)
        left = simplified(with_atoms(node, lambda atom: _known(conflict, atom, party, known)))
        if left == node:
            return text
        return statement_text(TRUE if idle and left == FALSE else left, count)

    parties = {id_: _fixed_party(id_, party, fix) for id_, party in conflict.parties.items()}
    empty: Mapping[str, object] = MappingProxyType({})
    fixed = conflict.model_copy(
        update={
            "title": f"{conflict.title} ({name})" if name else conflict.title,
            "parties": MappingProxyType(parties),
            "feasibility": tuple(
                _fixed_fields(r, ("when", "only_if", "never", "always"), fix) for r in conflict.feasibility
            ),
            "forbidden_moves": tuple(_fixed_fields(ban, ("start", "end"), fix) for ban in conflict.forbidden_moves),
            **dict.fromkeys(("issues", "packages"), empty),
            **dict.fromkeys(("constraints", "offers", "keeping"), ()),
        }
    )
    return fixed if fixed.feasibility == conflict.feasibility else _without_excluded(fixed)


def _without_excluded(conflict: Conflict) -> Conflict:
    """Return a fixed model without the labelled states, and without the status quo, that its rules exclude."""
    rules = [rule.feasible for rule in compile_model(conflict)[0].rules]
    width = len(conflict.options)

    def excluded(pattern: str | None) -> bool:
        if not pattern or not is_pattern(pattern) or len(pattern) != width or pattern.count("-") > _MOST_DASHES:
            return False
        letters = [{"Y": (1,), "N": (0,), "-": (0, 1)}[letter] for letter in pattern]
        rows = np.array(list(product(*letters)), dtype=np.int8)
        return not np.logical_and.reduce([truth(rule, rows) for rule in rules]).any()

    labelled = conflict.states or {}
    gone = {label for label, state in labelled.items() if excluded(state.pattern)}
    quo = conflict.status_quo
    lost = quo is not None and (quo.state in gone or (quo.state not in labelled and excluded(quo.state)))
    left = MappingProxyType({label: state for label, state in labelled.items() if label not in gone})
    return conflict.model_copy(update={"states": left or None, "status_quo": None if lost else quo})


def _fixed_fields(noun: N, fields: Sequence[str], fix: _Fix) -> N:
    changed = {name: new for name in fields if (text := getattr(noun, name)) and (new := fix(text)) != text}
    return noun.model_copy(update=changed) if changed else noun


def _fixed_party(id_: str, party: Party, fix: _Fix) -> Party:
    preferences = party.preferences
    if preferences.statements is not None:
        texts = [fix(entry.statement, id_, idle=True) for entry in preferences.statements]
        entries = tuple(
            entry if text == entry.statement else entry.model_copy(update={"statement": text})
            for entry, text in zip(preferences.statements, texts, strict=True)
        )
        preferences = preferences.model_copy(update={"statements": entries})
    about_issues: dict[str, object] = {
        "worths": MappingProxyType({}),
        "interactions": (),
        "red_lines": (),
        "reservation": None,
    }
    return party.model_copy(update={"preferences": preferences, **about_issues})


def _known(conflict: Conflict, atom: Node, party: str, known: Truth) -> Node:
    if not isinstance(atom, Comparison):
        return atom
    return TRUE if known[comparison_key(conflict, atom, party)] else FALSE


@dataclass(frozen=True, slots=True)
class Terms:
    """What keeping means: statements over option columns and comparisons, and the comparisons they make."""

    nodes: tuple[Node, ...]
    keys: tuple[Key, ...]
    conflict: Conflict

    def kept(self, graph: Graph, known: Truth) -> NDArray[np.bool_]:
        """Return bool[s]: the states of a fixed model in which every term holds, for all that a state stands for.

        Parameters
        ----------
        graph : Graph
            Of the fixed model.
        known : mapping of Key to bool
            The truth of each comparison in the package signed.
        """
        kept = np.ones(graph.size, dtype=bool)
        for node in self.nodes:
            kept &= self._holds(node, graph, known)
        return kept

    def _holds(self, node: Node, graph: Graph, known: Truth) -> NDArray[np.bool_]:
        fixed = simplified(with_atoms(node, lambda atom: _known(self.conflict, atom, "", known)))
        if graph.members.total == graph.size:
            return truth(fixed, graph.choices)
        return np.array([bool(truth(fixed, graph.members[state]).all()) for state in range(graph.size)], dtype=bool)


def read_terms(conflict: Conflict) -> Terms:
    """Return the terms of keeping of a model without faults."""
    nodes: list[Node] = []
    for term in conflict.keeping:
        node, faults = resolve(parse(term.statement), conflict.options, compares=True)
        if node is None:
            raise faults[0]
        nodes.append(node)
    return Terms(tuple(nodes), compared_in(conflict, ((term.statement, "") for term in conflict.keeping)), conflict)
