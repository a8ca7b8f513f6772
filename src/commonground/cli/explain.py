"""commonground explain."""

from __future__ import annotations

import click

from ..errors import AnalysisError
from ..forms import Graph
from .question import as_json, limit, make_console, model, only, open_graph, package, print_json

__all__ = ["command"]


@click.command("explain")
@model
@click.option("-s", "--state", required=True, help="A state by number, label or Y/N pattern.")
@click.option("-p", "--party", required=True, help="A party by id.")
@click.option("-c", "--concept", default="seq", show_default=True, help="One concept.")
@only
@limit
@package
@as_json
def command(
    model: str,
    state: str,
    party: str,
    concept: str,
    only: tuple[str, ...],
    limit: int,
    package: str | None,
    json_: bool,
) -> None:
    """Say why a state is, or is not, stable for a party.

    Unstable: the improvement that nothing deters. Stable: for every improvement, the others' moves that take its
    benefit away.

    Example: commonground explain elmira/ --state 1 --party local_government --concept smr
    """
    from ..analysis.stability import explain

    graph = open_graph(model, limit, package)
    index = _find(graph, state)
    explanation = explain(graph, concept, party=party, state=index, only=only)
    if json_:
        from ..output.writers.json import explanation_json

        print_json(explanation_json(explanation))
        return
    from ..output.result_tables import concept_title
    from ..output.words import explanation_sentences, state_words
    from ..output.writers.terminal import print_heading, print_sentences

    console = make_console()
    print_heading(console, f"State {graph.title(index)}  {graph.yn(index)}".rstrip())
    print_sentences(console, state_words(graph, index), bullet="-")
    print_heading(console, f"{graph.party_name(party)} under {concept_title(concept)}")
    print_sentences(console, explanation_sentences(explanation))


def _find(graph: Graph, state: str) -> int:
    try:
        return graph.find_state(state)
    except ValueError as error:
        raise AnalysisError(str(error)) from None
