"""commonground -> GMCR+: a graph in option form as a ``.gmcr`` file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..errors import ExchangeError
from ..forms import Graph
from ..forms.compiled import Compiled, compile_model
from ..model import Conflict, OptionKey
from ..model.statement import Node, Not, Or
from .formats import Exported
from .losses import has_evidence, has_prose
from .terms import Term, TooManyTerms, terms

__all__ = ["write_gmcr"]

MAX_PATTERNS = 400
"""Patterns of infeasible states, and patterns of one statement, at most."""
MAX_LISTED = 4_096
"""Infeasible states listed one by one at most, where rules need too many patterns."""
MAX_TABLE = 2**18

Json = Any


class _Generation(NamedTuple):
    manual: str
    ranking: str
    version: str
    rich: bool


GENERATIONS = {
    "old": _Generation("useManualPreferenceVectors", "preferenceVector", "0.2.0", False),
    "new": _Generation("useManualPreferenceRanking", "preferenceRanking", "0.3.13", True),
}
_DIRECTIONS = {"both": "both", "forward": "fwd", "backward": "back"}


def write_gmcr(graph: Graph, *, generation: Literal["new", "old"] = "new") -> Exported:
    """Return a graph in option form as the text of a ``.gmcr`` file.

    Options are written party by party, because GMCR+ sorts them so. States are numbered as GMCR+ numbers
    them. The preferences that count are rankings; statements stand beside them where patterns can say them.
    The text is ASCII, because GMCR+ reads files in whatever encoding the system has. The format has no title.

    Parameters
    ----------
    graph : Graph
        The conflict.
    generation : {"new", "old"}
        ``old`` for programs that read ``preferenceVector``.

    Returns
    -------
    Exported
        The text, and in words what of the conflict a ``.gmcr`` file cannot say.

    Raises
    ------
    ExchangeError
        When the conflict is in graph form, or its feasible states cannot be told apart by few enough
        patterns.

    Examples
    --------
    >>> from commonground.forms import build_graph
    >>> conflict = Conflict.model_validate({"title": "Chicken", "parties": {
    ...     "a": {"name": "A", "options": {"swerve": "Swerve"}, "preferences": {"statements": ["-Y"]}},
    ...     "b": {"name": "B", "options": {"swerve": "Swerve"}, "preferences": {"statements": ["Y-"]}}}})
    >>> text = write_gmcr(build_graph(conflict)).text
    >>> [maker["preferenceRanking"] for maker in json.loads(text)["decisionMakers"]]
    [[[3, 4], [1, 2]], [[2, 4], [1, 3]]]
    """
    if not graph.options:
        raise ExchangeError(
            "a .gmcr file holds options and derives the moves from them; this conflict is in graph form "
            "(its states and moves are listed), which a .gmcr file cannot say"
        )
    work = _Writer(graph, GENERATIONS[generation])
    fields = (f" {json.dumps(key)}: {json.dumps(value)}" for key, value in work.whole().items())
    text = "{\n" + ",\n".join(fields) + "\n}\n"
    return Exported(text, (*work.warnings, *_losses(graph)))


class _Writer:
    """Collects the parts of the file, and warnings on the way."""

    def __init__(self, graph: Graph, generation: _Generation) -> None:
        self.graph, self.generation = graph, generation
        self.warnings: list[str] = []
        self.compiled: Compiled = compile_model(graph.conflict)[0]
        keys = [column.key for column in graph.options]
        own = [OptionKey(p, o) for p, party in graph.conflict.parties.items() for o in party.options]
        self.columns = tuple(keys.index(key) for key in own)
        "Our column per option of the file."
        self.places = {column: place for place, column in enumerate(self.columns)}
        self.choices, self.state_of = _numbered(graph, self.columns)

    def whole(self) -> dict[str, Json]:
        parties = self.graph.parties
        makers = [self.maker(p, id_) for p, id_ in enumerate(parties)]
        result: dict[str, Json] = {"decisionMakers": makers}
        if self.generation.rich:
            result["coalitions"] = list(range(len(parties)))
            result["coalitionsFull"] = [{"name": m["name"], "options": m["options"]} for m in makers]
        return result | {
            "options": [self.option(column) for column in self.columns],
            "infeasibles": self.infeasibles(),
            self.generation.manual: True,
            "program": "gmcr-py",
            "version": self.generation.version,
        }

    def option(self, column: int) -> dict[str, Json]:
        option = self.graph.conflict.option(self.graph.options[column].key)
        return {"name": option.name, "permittedDirection": _DIRECTIONS[option.direction]}

    def maker(self, p: int, id_: str) -> dict[str, Json]:
        ranks = self.graph.ranks[p][self.state_of]
        mine = [place for place, column in enumerate(self.columns) if id_ in self.graph.options[column].owners]
        result: dict[str, Json] = {
            "name": self.graph.party_name(id_),
            "options": mine,
            "preferences": self.statements(id_),
            self.generation.ranking: _ranking(ranks),
        }
        if self.generation.rich:
            result |= {"payoffs": (ranks + 1).tolist(), "misperceptions": []}
        return result

    def pattern(self, term: Term) -> list[Json]:
        return sorted([self.places[column], "NY"[taken]] for column, taken in term.choices)

    def statements(self, id_: str) -> list[Json]:
        """Return a party's statements, all of them or none."""
        written: list[Json] = []
        for i, node in enumerate(self.compiled.statements.get(id_, ())):
            try:
                found = terms(node, limit=MAX_PATTERNS)
            except TooManyTerms:
                self.warnings.append(
                    f"parties.{id_}.preferences: statement {i + 1} cannot be written as Y/N patterns; "
                    "the party's statements are left out and its ranking stands alone"
                )
                return []
            patterns = [self.pattern(term) for term in found]
            if patterns in ([], [[]]):
                continue  # holds nowhere or everywhere, and so decides nothing
            entry = patterns[0] if len(patterns) == 1 else {"compound": True, "members": patterns}
            if entry not in written:
                written.append(entry)
        return written

    def infeasibles(self) -> list[Json]:
        """Return patterns that match exactly the infeasible states."""
        broken: Node = Or(tuple(Not(rule.feasible) for rule in self.compiled.rules))
        try:
            return [self.pattern(term) for term in terms(broken, limit=MAX_PATTERNS)]
        except TooManyTerms:
            return self.listed()

    def listed(self) -> list[Json]:
        """Return a full pattern per infeasible state."""
        k = len(self.columns)
        removed = 2**k - len(self.choices)
        if removed > MAX_LISTED or 2**k > MAX_TABLE:
            raise ExchangeError(
                f"the feasibility rules need more than {MAX_PATTERNS} Y/N patterns, and the {removed:,} "
                f"infeasible states are too many to list (at most {MAX_LISTED:,}); a .gmcr file knows "
                "nothing else. "
                "Cut: simplify the rules, or leave out options that decide nothing."
            )
        self.warnings.append(f"the feasibility rules are written as a list of their {removed:,} infeasible states")
        kept = set((self.choices.astype(np.int64) @ (1 << np.arange(k, dtype=np.int64))).tolist())
        return [[[place, "NY"[value >> place & 1]] for place in range(k)] for value in range(2**k) if value not in kept]


def _numbered(graph: Graph, columns: Sequence[int]) -> tuple[NDArray[np.int8], NDArray[np.int64]]:
    """Return the feasible selections int8[state, o] in GMCR+'s order, and each one's state in the graph."""
    choices = np.concatenate(graph.members)[:, list(columns)]
    state_of = np.repeat(np.arange(graph.size), [len(members) for members in graph.members])
    order = np.lexsort(choices.T)
    return choices[order], state_of[order]


def _ranking(ranks: NDArray[np.int32]) -> list[Json]:
    """Return state numbers, most preferred first, ties as inner lists."""
    order = np.argsort(-ranks.astype(np.int64), kind="stable")
    cuts = np.flatnonzero(np.diff(ranks[order])) + 1
    groups = [(group + 1).tolist() for group in np.split(order, cuts)]
    return [group[0] if len(group) == 1 else group for group in groups]


def _losses(graph: Graph) -> Iterator[str]:
    """Yield what of the conflict a ``.gmcr`` file cannot say."""
    for says, loses in _LOSSES:
        if loses(graph):
            yield says


_LOSSES: tuple[tuple[str, Callable[[Graph], bool]], ...] = (
    (
        "forbidden moves have no counterpart in a .gmcr file: GMCR+ will allow them, and its results may differ",
        lambda graph: bool(graph.conflict.forbidden_moves),
    ),
    (
        "coalesced states have no counterpart: their members are written as states of their own, tied, and "
        "GMCR+ counts moves between them",
        lambda graph: any(len(members) > 1 for members in graph.members),
    ),
    (
        "an option that several parties control is listed under each; GMCR+ does not expect that, and its "
        "moves may be wrong",
        lambda graph: any(len(column.owners) > 1 for column in graph.options),
    ),
    (
        "the options are written party by party, because GMCR+ sorts them so; its Y/N patterns and state "
        "numbers follow that order",
        lambda graph: _reordered(graph.conflict),
    ),
    (
        "the states are numbered as GMCR+ numbers them, not in the order that the model lists",
        lambda graph: graph.published_order,
    ),
    ("labels and descriptions of states are left out", lambda graph: bool(graph.conflict.states)),
    ("issues, worths, constraints, packages and offers are left out", lambda graph: bool(graph.conflict.issues)),
    ("the status quo is left out", lambda graph: graph.conflict.status_quo is not None),
    ("sources and evidence are left out", lambda graph: has_evidence(graph.conflict)),
    ("descriptions, meanings, reasons and notes are left out", lambda graph: has_prose(graph.conflict)),
    (
        "which parties are not at the table is left out",
        lambda graph: not all(party.at_table for party in graph.conflict.parties.values()),
    ),
)


def _reordered(conflict: Conflict) -> bool:
    return conflict.options != conflict.model_copy(update={"option_order": None}).options
