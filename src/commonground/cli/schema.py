"""commonground schema."""

from __future__ import annotations

import click

from ..output.save import save_text
from ..output.writers.json_text import json_text
from ..reading import model_schema

__all__ = ["command"]


@click.command("schema")
@click.option("-o", "--output", help="File to write; standard output when left out.")
def command(output: str | None) -> None:
    """Print the JSON Schema of a model file, for completion in an editor."""
    text = json_text(model_schema())
    if output:
        click.echo(save_text(output, text))
    else:
        click.echo(text, nl=False)
