"""Neutral tables of an answer: stability, equilibria; and of what the model rests on: evidence, sources."""

from __future__ import annotations

from itertools import islice

from ..analysis.stability.results import Solution
from ..model import Conflict
from .cited import Cited
from .held import equilibrium_concepts
from .plain import joined, party_letters, plain
from .tables import Table

__all__ = [
    "concept_title",
    "equilibria_table",
    "evidence_table",
    "sources_table",
    "stability_table",
]

_TITLES = {"nash": "Nash", "sim_fh": "SIM (F&H)", "seq_sim": "SEQ or SIM", "mixed": "Mixed"}


def concept_title(concept: str) -> str:
    """Return a concept's short name as papers write it.

    >>> concept_title("nash"), concept_title("gmr")
    ('Nash', 'GMR')
    """
    return _TITLES.get(concept, concept.upper())


def stability_table(solution: Solution, *, limit: int | None = None) -> Table:
    """Return, per state and concept, for whom the state is stable; the first ``limit`` states.

    A cell holds one letter per party for whom the state is stable, ``·`` for each party for whom it is not,
    and ``(E)`` where it is an equilibrium.
    """
    graph = solution.graph
    letters = party_letters(graph.conflict)
    marks = [letters[party] for party in solution.asked.only]
    rows = []
    for state in range(graph.size if limit is None else min(limit, graph.size)):
        cells = [_cell(solution, concept, state, marks) for concept in solution.results]
        rows.append((plain(graph.title(state)), *cells))
    names = ", ".join(f"{letters[p]} {plain(graph.party_name(p))}" for p in solution.asked.only)
    notes = (
        f"A letter: stable for that party ({names}).",
        "·: not stable for that party. (E): stable for all of them, an equilibrium.",
    )
    columns = ("State", *(concept_title(concept) for concept in solution.results))
    return Table("stability", "Stability of each state", columns, tuple(rows), notes, graph.size - len(rows))


def _cell(solution: Solution, concept: str, state: int, marks: list[str]) -> str:
    result = solution.results[concept]
    held = result.stable[:, state].tolist()
    text = " ".join(mark if stable else "·" for mark, stable in zip(marks, held, strict=True))
    return f"{text} (E)" if all(held) else text


def equilibria_table(solution: Solution, *, limit: int | None = None) -> Table:
    """Return the states that are equilibria: under which concepts, and what they are; the first ``limit`` of them."""
    graph, held = solution.graph, equilibrium_concepts(solution)
    rows = tuple(
        (
            plain(graph.title(state)),
            graph.yn(state),
            *("E" if concept in held[state] else "" for concept in solution.results),
            plain(graph.descriptions[state]),
        )
        for state in islice(held, limit)
    )
    none = [concept_title(name) for name, result in solution.results.items() if not result.stable.all(axis=0).any()]
    notes = (f"No equilibrium under {joined(none)}.",) if none else ()
    concepts = (concept_title(concept) for concept in solution.results)
    columns = ("State", "Options", *concepts, "Description")
    return Table("equilibria", "Equilibria", columns, rows, notes, len(held) - len(rows))


def evidence_table(cited: Cited) -> Table:
    """Return every passage that an element of the model rests on, and where its quotation stands; notes count them."""
    rows = tuple(
        (element.title, element.review, row.source, row.place, row.quote, row.state, row.note)
        for element in cited.elements
        for row in element.evidence
    )
    columns = ("Element", "Review", "Source", "Place", "Quotation", "State", "Note")
    return Table("evidence", "What the model rests on", columns, rows, cited.story)


def sources_table(conflict: Conflict) -> Table:
    """Return the documents and references that the model cites."""
    rows = tuple(
        (
            plain(key),
            plain(source.title or ""),
            plain(source.author or ""),
            plain(source.date or ""),
            plain(source.citation or source.file or ""),
            plain(source.note or ""),
        )
        for key, source in conflict.sources.items()
    )
    columns = ("Id", "Title", "Author", "Date", "Reference or file", "Note")
    return Table("sources", "Sources", columns, rows)
