"""The part of a report about states: what holds, for whom, and why.

It asks ``solve`` and ``explain`` itself, and carries what was asked. No files, no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType

from ..analysis.stability import CONCEPTS, Solution, explain, solve
from ..analysis.stability.concepts import STRICT
from ..errors import TooLarge
from ..forms import Graph
from . import result_tables as results
from . import tables as model_tables
from .contrast import Contrast, make_contrast
from .figures import state_graph_svg, state_graph_view
from .held import Held, equilibrium_concepts
from .plain import named_states, plain, state_list
from .tables import Table
from .words import CONCEPT_MEANINGS, explanation_sentences, state_words, verdict_story

__all__ = ["AmongStates", "Reason", "StateNote", "states_part"]

DETAILED, FILLED = 12, 4
"How many equilibria are told in full at most, and how many where few hold under every concept or have a name."
REPORT_LIMIT = 300_000
"States that a report is written on at most."
REASONED = 20_000
"In a larger model a party's reasons to leave are not told under GMR or SMR: every answer would have to be walked."
MOVES = 20_000
"Rows of the table of moves at most."
TOLD = 2
"How many deterred improvements a reason tells."


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one party would, or would not, stay in a state."""

    party: str
    name: str
    concept: str
    stable: bool
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StateNote:
    """A state told in full: what is done in it, under which concepts it holds, and why for each party."""

    state: int
    title: str
    pattern: str
    words: tuple[str, ...]
    concepts: tuple[str, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, eq=False)
class AmongStates:
    """What holds among the states of a model.

    ``solution`` counts everybody's moves; ``contrast`` compares it with those at the table, where some are
    not. ``hidden`` counts the equilibria that the tables hold but ``equilibria`` does not tell in full. ``named`` are
    further states that the model gives a name, told in full because somebody may ask about them.
    """

    graph: Graph
    solution: Solution
    contrast: Contrast | None
    story: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    status_quo: StateNote | None
    equilibria: tuple[StateNote, ...]
    hidden: int
    named: tuple[StateNote, ...]
    tables: Mapping[str, Table]
    figure: str
    asked: tuple[tuple[str, str], ...]


def states_part(
    graph: Graph,
    *,
    concepts: Iterable[str] | None = None,
    only: Sequence[str] = (),
    rows: int | None = None,
    tables: bool = True,
) -> AmongStates:
    """Return the answers about states for a report; ``rows`` of them at most in a table, if tables are wanted.

    Raises
    ------
    AnalysisError
        For an unknown concept or party.
    TooLarge
        For more than ``REPORT_LIMIT`` states; before anything is solved.
    """
    if graph.size > REPORT_LIMIT:
        raise TooLarge(
            f"{graph.size:,} states, more than the {REPORT_LIMIT:,} of a report: nobody would read its tables. `solve` "
            "says how many hold and shows the first (--json for all), `explain` gives the reasons at one state, and "
            "--certify FILE --sample 1000 proves a sample. Cut: add feasibility rules, or leave out options."
        )
    asked = tuple(concepts or ()) or None
    solution = solve(graph, asked)
    seated = tuple(only) or tuple(p for p, party in graph.conflict.parties.items() if party.at_table)
    partial = bool(seated) and set(seated) != set(graph.parties)
    contrast = make_contrast(solve(graph, asked, only=seated), solution) if partial else None
    held = equilibrium_concepts(solution)
    told = _told(solution, held)
    told_above = contrast is not None and bool(contrast.headline.rows)
    story = (*verdict_story(solution, named=not told_above), *([contrast.summary] if contrast else ()))
    shown = _tables(solution, contrast, rows) if tables else ()
    return AmongStates(
        graph=graph,
        solution=solution,
        contrast=contrast,
        story=story,
        facts=_facts(solution, held),
        status_quo=None if graph.status_quo is None else _note(solution, graph.status_quo, held),
        equilibria=tuple(_note(solution, state, held) for state in told),
        hidden=len(held) - len({s for s in (*told, graph.status_quo) if s is not None and s in held}),
        named=tuple(_note(solution, state, held) for state in _named(graph, {*told, graph.status_quo})),
        tables=MappingProxyType({table.id: table for table in shown}),
        figure=state_graph_svg(solution),
        asked=_asked(solution, contrast),
    )


def _tables(solution: Solution, contrast: Contrast | None, limit: int | None) -> Iterator[Table]:
    graph = solution.graph
    yield results.equilibria_table(solution, limit=limit)
    if contrast is not None:
        yield contrast.table
    yield results.stability_table(solution, limit=limit)
    if contrast is not None:
        seated = results.stability_table(contrast.narrow, limit=limit)
        yield replace(seated, id="stability_at_table", title="Stability between those at the table")
    yield _concepts_table(solution)
    yield model_tables.parties_table(graph.conflict)
    if graph.options:
        yield model_tables.options_table(graph)
    yield model_tables.states_table(graph, limit=limit)
    if graph.removals:
        yield model_tables.removals_table(graph)
    yield model_tables.preferences_table(graph)
    yield model_tables.rankings_table(graph)
    shown = state_graph_view(solution).states
    if len(shown) < graph.size:
        yield model_tables.moves_table(graph, states=frozenset(shown))
    yield model_tables.moves_table(graph, limit=MOVES if limit is None else min(limit, MOVES))


def _concepts_table(solution: Solution) -> Table:
    names = {concept.id: concept.name for concept in CONCEPTS}
    rows = tuple(
        (
            results.concept_title(concept),
            names.get(concept, ""),
            CONCEPT_MEANINGS.get(concept, ""),
            ", ".join(str(number) for number in solution.equilibria(concept)[:200]) or "none",
        )
        for concept in solution.results
    )
    columns = ("Concept", "Name", "What a party reckons with", "Equilibria")
    return Table("concepts", "What the concepts mean", columns, rows)


def _told(solution: Solution, held: Held) -> list[int]:
    """Return the equilibria to tell in full: firm ones first, then those with a name, then by concepts.

    The status quo is told in a place of its own.
    """
    graph, every = solution.graph, len(solution.results)
    partly = [state for state in named_states(graph) if 0 < len(held.get(state, ())) < every]
    named = sorted(partly, key=lambda state: (-len(held[state]), state))
    first = [state for state in dict.fromkeys([*held.firm, *named]) if state != graph.status_quo][:DETAILED]
    rest = [state for state in islice(held, FILLED + 1) if state != graph.status_quo]
    return list(dict.fromkeys([*first, *rest]))[: max(len(first), FILLED)]


def _named(graph: Graph, told: set[int | None]) -> list[int]:
    return [state for state in named_states(graph) if state not in told][:DETAILED]


def _note(solution: Solution, state: int, held: Held) -> StateNote:
    graph = solution.graph
    reasons = tuple(_reason(solution, party, state, held.get(state, ())) for party in solution.asked.only)
    return StateNote(
        state=state,
        title=plain(graph.title(state)),
        pattern=graph.yn(state),
        words=state_words(graph, state),
        concepts=held.get(state, ()),
        reasons=reasons,
    )


def _reason(solution: Solution, party: str, state: int, held: Sequence[str]) -> Reason:
    """Return the most telling reason of a party.

    In an equilibrium: the strictest concept asked under which the party stays. In any other state: the most
    lenient concept asked under which it would leave; in a large model rather one under which few answers count.
    """
    asked = [concept for concept in STRICT if concept in solution.results]
    leaves = [concept for concept in asked if not solution.is_stable(concept, party, state)]
    stays = [concept for concept in asked if concept not in leaves]
    if solution.graph.size > REASONED:
        leaves = [concept for concept in leaves if concept not in ("gmr", "smr")] or leaves
    concept = leaves[-1] if leaves and (not held or not stays) else stays[0]
    why = explain(solution.graph, concept, party=party, state=state, only=solution.asked.only)
    name = plain(solution.graph.party_name(party))
    return Reason(party, name, concept, why.stable, explanation_sentences(why, limit=TOLD))


def _facts(solution: Solution, held: Held) -> tuple[tuple[str, str], ...]:
    graph, firm = solution.graph, held.firm
    facts = [("Parties", f"{len(graph.parties):,}")]
    if graph.options:
        removed = graph.possible - graph.members.total
        facts += [
            ("Options", f"{len(graph.options):,}"),
            ("States possible", f"{graph.possible:,}"),
            ("Ruled out", f"{removed:,}"),
        ]
    facts += [("States left", f"{graph.size:,}"), ("Hold under every concept asked", f"{len(firm):,}")]
    if len(held) > len(firm):
        facts.append(("Hold under some only", f"{len(held) - len(firm):,}"))
    return tuple(facts)


def _asked(solution: Solution, contrast: Contrast | None) -> tuple[tuple[str, str], ...]:
    asked, graph = solution.asked, solution.graph
    rows = [
        ("Concepts", ", ".join(results.concept_title(concept) for concept in solution.results)),
        ("Moves counted", ", ".join(plain(graph.party_name(party)) for party in asked.only)),
    ]
    if contrast is not None:
        seated = ", ".join(plain(graph.party_name(party)) for party in contrast.narrow.asked.only)
        rows.append(("At the table", seated))
    if graph.status_quo is not None:
        rows.append(("Status quo", state_list(graph, [graph.status_quo])))
    return tuple(rows)
