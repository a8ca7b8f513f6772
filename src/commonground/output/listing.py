"""Which states an answer lists, and how long it becomes: said before it is written.

A model of a few thousand states has them all listed. In a larger one nobody reads them all: listed are the equilibria
under some concept asked or, where these too are many, under every concept asked; and always what the model names or
describes, and where things stand.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from ..analysis.stability.results import Solution
from ..errors import TooLarge
from ..forms import Graph

__all__ = ["ANSWER_LIMIT", "LISTED", "check_length", "listed_states", "rows_length"]

LISTED = 10_000
"""States listed in full unless asked otherwise."""
ANSWER_LIMIT = 2**28
"""Characters of one JSON answer at most."""
_ROW = 65
"""Characters of a row of JSON beside the pattern and twice the number."""


def listed_states(solution: Solution, asked: str | None = None) -> tuple[str, NDArray[np.int64]]:
    """Return which states are listed: the listing's name, and the states, int64[n], ascending.

    Parameters
    ----------
    solution : Solution
        The answer.
    asked : {"all", "equilibria", "firm", "none"}, optional
        Every state; the equilibria under some concept, or under every concept (both with the status quo and what the
        model names or describes); none. The first that is no longer than ``LISTED``, or else ``firm``, when left out.
    """
    size = solution.graph.size
    if asked in ("all", "none"):
        return asked, np.arange(size if asked == "all" else 0)
    if asked is None and size <= LISTED:
        return "all", np.arange(size)
    if asked != "firm":
        found = _equilibria(solution, np.logical_or, False)
        if asked == "equilibria" or len(found) <= LISTED:
            return "equilibria", found
    return "firm", _equilibria(solution, np.logical_and, True)


def _equilibria(solution: Solution, joined: np.ufunc, start: bool) -> NDArray[np.int64]:
    graph = solution.graph
    chosen = np.full(graph.size, start)
    for result in solution.results.values():
        joined(chosen, result.stable.all(axis=0), out=chosen)
    chosen[[*_told(graph), *([] if graph.status_quo is None else [graph.status_quo])]] = True
    return np.flatnonzero(chosen)


def _told(graph: Graph) -> Iterable[int]:
    """Yield the states that the model names or describes."""
    yield from graph.labels.given
    yield from (state for state, text in graph.descriptions.given.items() if text)


def rows_length(graph: Graph, states: int) -> int:
    """Return about how many characters so many states take as JSON, their descriptions left out."""
    return states * (_ROW + len(graph.options) + 2 * len(str(graph.size)))


def check_length(graph: Graph, rows: int, numbers: int = 0) -> None:
    """Refuse an answer of that many rows and numbers where nobody could read it.

    Raises
    ------
    TooLarge
        When it would be longer than ``ANSWER_LIMIT``; with its size, and how to ask for less.
    """
    length = rows_length(graph, rows) + numbers * (len(str(graph.size)) + 2)
    if length > ANSWER_LIMIT:
        raise TooLarge(
            f"{rows:,} states and {numbers:,} numbers of states are about {length // 10**6:,} MB of JSON; one answer "
            f"has at most {ANSWER_LIMIT // 10**6:,} MB. Ask for less: `solve` with fewer concepts (--concept sseq), "
            "with --states firm or --states none, or without --json; for proofs, --certify FILE --sample 1000."
        )
