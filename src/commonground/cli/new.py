"""commonground new."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..errors import OutputError
from ..output.save import save_text
from ..reading import model_schema
from ..reading.starter import starter_yaml

__all__ = ["command"]


@click.command("new")
@click.argument("folder")
@click.option("--title", help="Title of the model. Default: made from the folder's name.")
def command(folder: str, title: str | None) -> None:
    """Start a model: FOLDER with a commented conflict.yaml that is complete as it stands.

    Edit it, and run `commonground check FOLDER` as you go.
    """
    place = Path(folder)
    target = place / "conflict.yaml"
    if target.exists():
        raise OutputError(f"{target} is there already; choose another folder, or edit it")
    if place.exists() and not place.is_dir():
        raise OutputError(f"{place} is a file; choose another name for the folder")
    named = title or place.resolve().name.replace("-", " ").replace("_", " ").strip().capitalize() or "A conflict"
    save_text(place / ".commonground" / "commonground.schema.json", json.dumps(model_schema(), indent=1) + "\n")
    save_text(target, starter_yaml(named))
    click.echo(target)
    click.echo(f"next: edit it, then  commonground check {folder}  and  commonground solve {folder}", err=True)
