"""commonground convert."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..errors import ExchangeError, printable
from ..exchange import FORMATS
from ..output.save import save_text
from .question import limit, open_graph

__all__ = ["command"]

YAML_SUFFIXES = (".yaml", ".yml")
FOREIGN = {row.suffix: row for row in FORMATS.values()}
GENERATIONS = list(dict.fromkeys(name for row in FORMATS.values() for name in row.generations))


@click.command("convert")
@click.argument("source")
@click.option(
    "-o", "--output", required=True, help=f"File to write; its ending says the format (.yaml, {', '.join(FOREIGN)})."
)
@click.option(
    "--generation",
    type=click.Choice(GENERATIONS),
    default=GENERATIONS[0],
    show_default=True,
    help="Generation of the other tool's format to write.",
)
@click.option("--force", is_flag=True, help="Replace the file that is there.")
@limit
def command(source: str, output: str, generation: str, force: bool, limit: int) -> None:
    """Read or write another tool's file. What has no counterpart is named on standard error.

    Example: commonground convert garrison.gmcr -o garrison.yaml
    """
    target = Path(output)
    if target.exists() and not force:
        raise ExchangeError(f"{target} is there already; --force replaces it")
    text, warnings = _converted(source, target, generation, limit)

    for warning in warnings:
        click.echo(printable(f"warning: {warning}"), err=True)
    click.echo(save_text(target, text))
    sys.exit(0)


def _converted(source: str, target: Path, generation: str, limit: int) -> tuple[str, tuple[str, ...]]:
    from ..reading.write import to_yaml

    reader, writer = FOREIGN.get(Path(source).suffix.lower()), FOREIGN.get(target.suffix.lower())
    if reader and target.suffix.lower() in YAML_SUFFIXES:
        imported = reader.read(_text(source), name=source)
        return to_yaml(imported.conflict), imported.warnings
    if writer and not reader:
        exported = writer.write(open_graph(source, limit), generation=generation)
        return exported.text, exported.warnings
    known = " or ".join(FOREIGN)
    raise ExchangeError(f"no way from `{source}` to `{target}`: one of them is a {known} file, the other a .yaml file")


def _text(source: str) -> str:
    try:
        return Path(source).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ExchangeError(f"cannot read {source}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ExchangeError(f"{source} is no text in UTF-8: {error.reason}") from error
