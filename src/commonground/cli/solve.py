"""commonground solve."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .question import (
    as_json,
    by_party,
    concepts,
    jobs,
    limit,
    make_console,
    model,
    only,
    open_graph,
    package,
    print_json,
    working,
)

if TYPE_CHECKING:
    from ..analysis.stability import Jobs, Solution

__all__ = ["command"]

MOST = 200
"""Rows of a table printed at most."""
LISTINGS = ("all", "equilibria", "firm", "none")
LISTING_HELP = "States in the JSON; firm: equilibria under every concept. Default: the first up to 10,000."


@click.command("solve")
@model
@concepts
@by_party
@only
@limit
@package
@jobs
@click.option("--certify", type=click.Path(dir_okay=False), metavar="FILE.json", help="Write a proof of every verdict.")
@click.option("--sample", type=click.IntRange(min=1), help="Prove this many verdicts, drawn by --seed.")
@click.option("--seed", type=int, default=0, show_default=True, help="Draws the sample; any whole number.")
@click.option("--states", "listing", type=click.Choice(LISTINGS), help=LISTING_HELP)
@as_json
def command(
    model: str,
    concepts: tuple[str, ...],
    by_party: dict[str, str],
    only: tuple[str, ...],
    limit: int,
    package: str | None,
    jobs: Jobs,
    certify: str | None,
    sample: int | None,
    seed: int,
    listing: str | None,
    json_: bool,
) -> None:
    """Say which states are stable for whom, under which concept, and which are equilibria.

    Example: commonground solve talks/ --only russia,west --concept seq,smr

    With --certify, `commonground verify` can check the verdicts without us.
    """
    from ..analysis.stability import solve
    from ..output.listing import check_length

    if listing is not None and not json_:
        raise click.UsageError("--states needs --json")
    if sample is not None and certify is None:
        raise click.UsageError("--sample needs --certify FILE.json")
    graph = open_graph(model, limit, package)
    asked = concepts or (() if by_party else None)
    if listing == "all":
        check_length(graph, graph.size)
    with working(f"Solving {graph.size:,} states"):
        solution = solve(graph, asked, only=only, by_party=by_party, jobs=jobs)
    if certify is not None:
        _write_certificate(solution, certify, sample, seed)
    if json_:
        _print_json(solution, listing)
        return
    from ..output.result_tables import equilibria_table, stability_table
    from ..output.words import verdict_story
    from ..output.writers.terminal import print_heading, print_sentences, print_table

    console = make_console()
    print_heading(console, graph.conflict.title)
    print_sentences(console, verdict_story(solution))
    print_table(console, equilibria_table(solution, limit=MOST))
    print_table(console, stability_table(solution, limit=MOST))


def _print_json(solution: Solution, listing: str | None) -> None:
    from ..output.writers.json import solution_parts

    answer, size = solution_parts(solution, listing), solution.graph.size
    if listing is None and answer["listed"] != "all":
        listed = len(answer["states"].states)
        under = "some concept" if answer["listed"] == "equilibria" else "every concept"
        words = f"equilibria under {under}, named ones, the status quo; --states all lists every one"
        click.echo(f"{listed:,} of {size:,} states are listed: {words}", err=True)
    print_json(answer)


def _write_certificate(solution: Solution, path: str, sample: int | None, seed: int) -> None:
    from ..analysis.stability import certify
    from ..output.save import save_text
    from ..output.writers.certificate import certificate_text

    with working("Proving the verdicts"):
        certificate = certify(solution, sample, seed=seed)
    save_text(path, certificate_text(certificate))
    unproved = f"; none for {', '.join(certificate.unproved)}" if certificate.unproved else ""
    click.echo(f"proofs of {len(certificate.proofs):,} verdicts in {path}{unproved}", err=True)
