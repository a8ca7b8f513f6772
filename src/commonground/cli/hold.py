"""commonground hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .files import check_format, output, to, write_files
from .question import as_json, concepts, make_console, model, only, open_model, print_json, working

if TYPE_CHECKING:
    from ..analysis.hold import Hold
    from ..model import Conflict

__all__ = ["command"]

MOST = 20
"""Packages printed in a table at most."""
ABOUT_ONE = ("hold_ways", "hold_together", "hold_mends", "hold_edits")
"""Tables of the packages looked into: all that is printed where some are asked for by name."""


@click.command("hold")
@model
@concepts
@only
@click.option("--package", "names", multiple=True, metavar="NAME", help="Look into this named package, and tell it.")
@click.option("--mend/--no-mend", default=True, show_default=True, help="Search for single changes that would help.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20_000, show_default=True, help="Judge all packages up to."
)
@to
@output
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

    check_format(kind, output)
    conflict = open_model(model).sound()
    with working("Judging what would be kept"):
        result = hold(conflict, concepts or None, only=only, names=names, mend=mend, limit=limit)
    if kind is not None:
        from ..output.hold_report import hold_files

        write_files(hold_files(result, kind), output)
    elif json_:
        from ..output.writers.hold import hold_json

        print_json(hold_json(result))
    else:
        _print(conflict, result, names)


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
        if not names or table.id in ABOUT_ONE:
            print_table(console, table)
