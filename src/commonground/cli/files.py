"""The options ``--to`` and ``--output`` of verbs whose answer can be written as files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

__all__ = ["check_format", "output", "to", "write_files"]

to = click.option("--to", "kind", metavar="FORMAT", help="Write files instead: svg (the pictures), csv or latex.")
output = click.option("-o", "--output", metavar="FOLDER", help="Where, with --to. Default: out/ where you are.")


def check_format(kind: str | None, output: str | None) -> None:
    """Refuse an unknown format, and a place without a format, before anything is worked out."""
    from ..errors import did_you_mean
    from ..output.files import FILE_KINDS

    if kind is not None and kind not in FILE_KINDS:
        raise click.BadParameter(f"no format `{kind}`; {did_you_mean(kind, list(FILE_KINDS))}", param_hint="--to")
    if output is not None and kind is None:
        raise click.UsageError("--output needs --to")


def write_files(files: Mapping[str, str], output: str | None) -> None:
    """Write files into a folder, and say where."""
    from ..output.save import save_text

    for name, text in files.items():
        click.echo(save_text(Path(output or "out") / name, text))
