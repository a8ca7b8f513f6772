"""commonground hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .question import as_json, concepts, make_console, model, only, print_json, read_model, working

if TYPE_CHECKING:
    from ..analysis.hold import Hold
    from ..model import Conflict

__all__ = ["command"]

MOST = 20
"""Packages printed in a table at most."""


@click.command("hold")
@model
@concepts
@only
@click.option("--package", "names", multiple=True, metavar="NAME", help="Look into this named package, and tell it.")
@click.option("--mend/--no-mend", default=True, show_default=True, help="Search for single changes that would help.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20_000, show_default=True, help="Judge all packages up to."
)
@click.option("--to", "kind", metavar="FORMAT", help="Write files instead: svg (the picture), csv or latex.")
@click.option("-o", "--output", metavar="FOLDER", help="Where, with --to. Default: out/ where you are.")
@as_json
def command(
    model: str,
    concepts: tuple[str, ...],
    only: tuple[str, ...],
    names: tuple[str, ...],
    mend: bool,
    limit: int,
    kind: str | None,
    output: str | None,
    json_: bool,
) -> None:
    """Say which packages would be kept once they are signed, who would leave them, and what would mend that.

    Example: commonground hold ukraine-2014/ --package "common ground"

    The model needs issues, options, and `keeping`: what keeping a package means (`commonground help hold`).
    """
    from ..analysis.hold import hold

    _check_format(kind, output)
    conflict = _open(model)
    with working("Judging what would be kept"):
        result = hold(conflict, concepts or None, only=only, names=names, mend=mend, limit=limit)
    if kind is not None:
        _write(result, kind, output)
    elif json_:
        from ..output.writers.hold import hold_json

        print_json(hold_json(result))
    else:
        _print(conflict, result, names)


def _check_format(kind: str | None, output: str | None) -> None:
    from ..errors import did_you_mean
    from ..output.hold_report import HOLD_KINDS

    if kind is not None and kind not in HOLD_KINDS:
        raise click.BadParameter(f"no format `{kind}`; {did_you_mean(kind, list(HOLD_KINDS))}", param_hint="--to")
    if output is not None and kind is None:
        raise click.UsageError("--output needs --to")


def _open(place: str) -> Conflict:
    """Return a sound model; its states are made once it is known what they depend on."""
    from ..errors import ModelError

    checked = read_model(place)
    if checked.errors or checked.conflict is None:
        raise ModelError(checked.errors)
    if checked.warnings:
        count = len(checked.warnings)
        noun = "warning" if count == 1 else "warnings"
        click.echo(f"{count} {noun}: see `commonground check {place}`", err=True)
    return checked.conflict


def _write(result: Hold, kind: str, output: str | None) -> None:
    from ..output.hold_report import hold_files
    from ..output.save import save_text

    for name, text in hold_files(result, kind).items():
        click.echo(save_text(Path(output or "out") / name, text))


def _print(conflict: Conflict, result: Hold, names: tuple[str, ...]) -> None:
    from ..output.hold_tables import deal_name, hold_tables
    from ..output.hold_words import deal_story, hold_story
    from ..output.writers.terminal import print_heading, print_sentences, print_table

    console = make_console()
    print_heading(console, conflict.title)
    print_sentences(console, hold_story(result))
    for name in names:
        index = result.find(name)
        print_heading(console, f"Package {deal_name(result, index)}")
        print_sentences(console, deal_story(result, index))
    for table in hold_tables(result, limit=MOST):
        print_table(console, table)
