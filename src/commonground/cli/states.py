"""commonground states."""

from __future__ import annotations

import click

from .question import as_json, limit, make_console, model, open_graph, package, print_json

__all__ = ["command"]

MOST = 200
"""Rows of a table printed at most."""


@click.command("states")
@model
@limit
@package
@click.option("--rows", is_flag=True, help="One state per row even where the papers' layout would fit.")
@as_json
def command(model: str, limit: int, package: str | None, rows: bool, json_: bool) -> None:
    """List the feasible states, numbered and named, and what each feasibility rule removes."""
    graph = open_graph(model, limit, package)
    if json_:
        from ..output.writers.json import states_parts

        print_json(states_parts(graph))
        return
    from ..output.tables import removals_table, states_table
    from ..output.writers.terminal import print_table

    console = make_console()
    if graph.removals:
        print_table(console, removals_table(graph))
    print_table(console, states_table(graph, by_rows=True if rows else None, limit=MOST))
