"""commonground check."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import click

from ..errors import printable
from ..output.plain import counted
from ..reading import Checked
from .question import as_json, limit, model, print_json, read_model

__all__ = ["command", "quotation_line"]

MOST = 60
"""Problems printed at most."""


@click.command("check")
@model
@limit
@as_json
def command(model: str, limit: int, json_: bool) -> None:
    """Say whether a model is sound: every problem with file, line, column and a way to mend it.

    Exit status 1 when there is an error; warnings stop nothing.
    """
    checked = read_model(model, limit)
    if json_:
        print_json(_as_json(checked))
    else:
        _print(checked)
    sys.exit(0 if not checked.errors and checked.too_large is None else 1)


def _print(checked: Checked) -> None:

    for problem in checked.problems[:MOST]:
        click.echo(printable(str(problem)))
    if len(checked.problems) > MOST:
        click.echo(f"... and {len(checked.problems) - MOST:,} more (all of them: --json)")
    if checked.too_large is not None:
        click.echo(f"{checked.file}: {checked.too_large}")
    if checked.errors:
        counts = f"{counted(len(checked.errors), 'error')}, {counted(len(checked.warnings), 'warning')}"
        click.echo(counts, err=True)
        codes = sorted({problem.code for problem in checked.errors})
        click.echo(f"more on a code: `commonground help {codes[0]}`", err=True)
    elif checked.graph is not None:
        graph = checked.graph
        words = f"{counted(len(graph.parties), 'party', 'parties')}, {counted(len(graph.options), 'option')}, "
        click.echo(printable(f"{checked.file}: sound; {words}{graph.size:,} of {graph.possible:,} states feasible"))
    if checked.passages is not None and checked.passages.all:
        click.echo(quotation_line(checked.passages.counts))
    if checked.packages is not None:
        table = checked.packages
        words = (
            f"{counted(len(table.parties), 'party', 'parties')} at the table, {counted(len(table.issues), 'issue')}, "
        )
        click.echo(printable(f"{checked.file}: sound; {words}{counted(table.count, 'package')} possible"))


def quotation_line(counts: Mapping[str, int]) -> str:
    """Return ``12 quotations: 11 anchored, 1 unchecked``."""
    total = sum(counts.values())
    states = ", ".join(f"{number:,} {state}" for state, number in counts.items() if number)
    return f"{counted(total, 'quotation')}: {states}"


def _as_json(checked: Checked) -> dict[str, Any]:
    from ..output.writers.json import problem_json

    return {
        "file": checked.file,
        "sound": not checked.errors and checked.too_large is None,
        "too_large": None if checked.too_large is None else str(checked.too_large),
        "states": None if checked.graph is None else checked.graph.size,
        "quotations": None if checked.passages is None else dict(checked.passages.counts),
        "packages": None if checked.packages is None else str(checked.packages.count),
        "problems": [problem_json(problem) for problem in checked.problems],
    }
