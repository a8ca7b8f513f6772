"""commonground new."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from ..errors import OutputError
from ..output.save import save_schema, save_text
from ..reading.starter import starter_yaml
from .question import program

__all__ = ["command"]

MAX_TITLE = 400


@click.command("new")
@click.argument("folder")
@click.option("--title", help="Title of the model. Default: made from the folder's name.")
def command(folder: str, title: str | None) -> None:
    """Start a model: FOLDER with a commented conflict.yaml that is complete as it stands.

    Edit it, and run `commonground check FOLDER` as you go.
    """
    place = Path(folder)
    target = place / "conflict.yaml"
    if not folder.strip():
        raise click.BadParameter("give the folder a name", param_hint="FOLDER")
    try:
        there, usable = target.exists(), place.is_dir() or not place.exists()
        named = title or place.resolve().name.replace("-", " ").replace("_", " ").strip().capitalize() or "A conflict"
    except (OSError, RuntimeError) as error:
        raise OutputError(f"cannot make the folder: {getattr(error, 'strerror', None) or error}") from error
    if len(named) > MAX_TITLE:
        raise click.BadParameter(f"at most {MAX_TITLE} characters; got {len(named)}", param_hint="--title")
    if there:
        raise OutputError(f"{target} is there already; choose another folder, or edit it")
    if not usable:
        raise OutputError(f"{place} is a file; choose another name for the folder")
    save_schema(place)
    save_text(target, starter_yaml(named))
    click.echo(target)
    name = shlex.quote(folder)
    click.echo(f"next: edit it, then  {program()} check {name}  and  {program()} solve {name}", err=True)
