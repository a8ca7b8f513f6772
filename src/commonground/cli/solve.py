"""commonground solve."""

from __future__ import annotations

import click

from .question import as_json, by_party, concepts, limit, make_console, model, only, open_graph, print_json, working

__all__ = ["command"]


@click.command("solve")
@model
@concepts
@by_party
@only
@limit
@as_json
def command(
    model: str, concepts: tuple[str, ...], by_party: dict[str, str], only: tuple[str, ...], limit: int, json_: bool
) -> None:
    """Say which states are stable for whom, under which concept, and which are equilibria.

    Example: commonground solve ukraine-2014 --only russia,west --concept seq,smr
    """
    from ..analysis.stability import solve

    graph = open_graph(model, limit)
    asked = concepts or (() if by_party else None)
    with working(f"Solving {graph.size:,} states"):
        solution = solve(graph, asked, only=only, by_party=by_party)
    if json_:
        from ..output.writers.json import solution_json

        print_json(solution_json(solution))
        return
    from ..output.result_tables import equilibria_table, stability_table
    from ..output.words import verdict_story
    from ..output.writers.terminal import print_heading, print_sentences, print_table

    console = make_console()
    print_heading(console, graph.conflict.title)
    print_sentences(console, verdict_story(solution))
    print_table(console, equilibria_table(solution))
    print_table(console, stability_table(solution))
