"""commonground anchor."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ..errors import printable
from ..output.plain import counted
from .check import quotation_line
from .question import as_json, model, print_json

if TYPE_CHECKING:
    from ..reading.passages import Passage, Passages

__all__ = ["command"]

SHOWN = 70
"Characters of a quotation that a line shows."


@click.command("anchor")
@model
@click.option("--write", is_flag=True, help="Store the places that are certain, and the hashes of the texts, in MODEL.")
@as_json
def command(model: str, write: bool, json_: bool) -> None:
    """Say where each quotation stands in its source.

    \b
    anchored   at its stored place; or it has none, and stands there once
    moved      elsewhere, and one place is certain
    ambiguous  in several places
    lost?      nowhere; something like it is shown, never taken
    lost       nowhere
    unchecked  the source has no text at hand

    With --write the places of anchored and moved quotations are stored; the rest of the file stays as it is. Exit
    status 1 when a quotation is lost.

    Example: commonground anchor my-conflict/ --write
    """
    from ..api import anchor

    if model == "-":
        raise click.BadParameter("quotations are looked for beside a model file, not on standard input")
    found = anchor(model, write=write)
    if json_:
        from ..output.writers.passages import anchoring_json

        print_json(anchoring_json(found, write=write))
    else:
        for passage in found.passages.all:
            click.echo(printable(_line(found.passages, passage)))
        click.echo(quotation_line(found.passages.counts))
        if write:
            words = f"{counted(len(found.stored), 'anchor')} and {counted(len(found.hashes), 'hash', 'hashes')}"
            click.echo(printable(f"{found.file}: {words} stored"))
    sys.exit(1 if found.lost else 0)


def _line(passages: Passages, passage: Passage) -> str:
    from ..reading.passages import shown_words

    place = passages.place(passage, None if passage.state == "lost?" else passage.span)
    where = f", {place}" if place and passage.span else ""
    own = shown_words(passage.quote, SHOWN)
    line = f"{passage.state:10} {passage.evidence.source}{where}: {own}\n{'':10} {passage.element}"
    if passage.suggestion is not None:
        own = shown_words(passages.words(passage, passage.suggestion), SHOWN)
        line += f"\n{'':10} {place} has {own}"
    if passage.state == "ambiguous":
        lines = "; ".join(str(passages.place(passage, span)) for span in passage.spans[:8])
        line += f"\n{'':10} {len(passage.spans)} places: {lines}{' ...' * (len(passage.spans) > 8)}"
    return line
