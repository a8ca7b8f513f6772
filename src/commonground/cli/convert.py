"""commonground convert."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from ..errors import AnalysisError, ExchangeError, ModelError, TooLarge, printable
from ..exchange import FILE_SETS, FORMATS, read_file_set
from ..output.save import save_text
from .question import limit, open_graph, read_model

__all__ = ["command"]

YAML_SUFFIXES = (".yaml", ".yml")
FOREIGN = {row.suffix: row for row in FORMATS.values()}
SET_SUFFIXES = tuple(dict.fromkeys(suffix for row in FILE_SETS.values() for suffix in row.suffixes))
GENERATIONS = list(dict.fromkeys(name for row in FORMATS.values() for name in row.generations))
MAX_BYTES = 50_000_000
MAX_FILES = 1_000


@click.command("convert")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "-o",
    "--output",
    required=True,
    help=f"File to write; its ending says the format (.yaml, {', '.join(FOREIGN)}). With --to, a folder.",
)
@click.option(
    "--to",
    type=click.Choice([row.name for row in FILE_SETS.values() if row.write]),
    help="Write the issues and worths of a model into a folder: as tables, for GENIUS, or as a demand game for Gambit.",
)
@click.option(
    "--evaluations",
    type=click.Choice(["divided", "as-given"]),
    help="GENIUS evaluations: divided by the largest of their issue, as GENIUS does (the default), or as given.",
)
@click.option(
    "--generation",
    type=click.Choice(GENERATIONS),
    help=f"Generation of a .gmcr file to write: {GENERATIONS[0]} (the default) or {GENERATIONS[1]}.",
)
@click.option("--force", is_flag=True, help="Replace the files that are there.")
@limit
def command(
    sources: tuple[str, ...],
    output: str,
    to: str | None,
    evaluations: str | None,
    generation: str | None,
    force: bool,
    limit: int,
) -> None:
    """Read or write another tool's files. What has no counterpart is named on standard error.

    Example: commonground convert garrison.gmcr -o garrison.yaml

    Negotiations: several SOURCE files, or a folder of them (CSV or XLSX tables, GENIUS XML, GeniusWeb JSON, a NegMAS
    scenario).
    """
    target = Path(output)
    if to and evaluations:
        raise click.UsageError("--evaluations says how to read GENIUS files; --to writes")
    if to:
        texts, warnings = _written(sources, to)
        files = {target / name: text for name, text in texts.items()}
    else:
        text, warnings = _converted(sources, target, evaluations, generation, limit, force)
        files = {target: text}
    _refuse_replacing(files, force)
    for warning in warnings:
        click.echo(printable(f"warning: {warning}"), err=True)
    for path, text in files.items():
        click.echo(save_text(path, text))
    sys.exit(0)


def _refuse_replacing(files: Iterable[Path], force: bool) -> None:
    there = [str(path) for path in files if path.exists()]
    if there and not force:
        raise ExchangeError(f"{', '.join(there)} is there already; --force replaces it")


def _written(sources: Sequence[str], to: str) -> tuple[dict[str, str], tuple[str, ...]]:
    write = FILE_SETS[to].write
    if len(sources) != 1 or write is None:
        raise ExchangeError(f"expected one model to write; got {len(sources)}")
    checked = read_model(sources[0])
    if checked.errors or checked.conflict is None:
        raise ModelError(checked.errors)
    texts, lost = write(checked.conflict)
    return dict(texts), tuple(f"not written: {part}" for part in lost)


def _converted(
    sources: Sequence[str], target: Path, evaluations: str | None, generation: str | None, limit: int, force: bool
) -> tuple[str, tuple[str, ...]]:
    from ..reading.write import to_yaml

    _refuse_replacing([target], force)
    source, many = sources[0], len(sources) > 1
    ending = Path(source).suffix.lower()
    reader, writer = FOREIGN.get(ending), FOREIGN.get(target.suffix.lower())
    to_model = target.suffix.lower() in YAML_SUFFIXES
    if evaluations and not any(_is_genius(path) for path in _files(sources)):
        raise ExchangeError("`--evaluations` concerns GENIUS files (.xml); got none")
    if reader and to_model and not many:
        imported = reader.read(_text(source), name=source)
        return to_yaml(imported.conflict), imported.warnings
    one_model = not many and ending in YAML_SUFFIXES
    if to_model and not one_model and (many or ending in SET_SUFFIXES or Path(source).is_dir()):
        files = [(str(path), _bytes(path)) for path in _files(sources)]
        imported = read_file_set(files, divide=evaluations != "as-given")
        return to_yaml(imported.conflict), imported.warnings
    if writer and not reader and not many:
        if generation and generation not in writer.generations:
            raise ExchangeError(f"`--generation` concerns .gmcr files; got `{target}`")
        chosen = {"generation": generation} if generation else {}
        try:
            graph = open_graph(source, limit)
        except TooLarge:
            raise
        except AnalysisError as error:
            sets = " or ".join(f"`--to {row.name}`" for row in FILE_SETS.values() if row.write)
            raise ExchangeError(f"{error}; {sets} writes issues") from error
        exported = writer.write(graph, **chosen)
        return exported.text, exported.warnings
    known = " or ".join((*FOREIGN, *SET_SUFFIXES))
    given = ", ".join(sources)
    raise ExchangeError(f"no way from `{given}` to `{target}`: one of them is a {known} file, the other a .yaml file")


def _is_genius(path: Path) -> bool:
    return path.suffix.lower() in FILE_SETS["genius"].suffixes


def _files(sources: Sequence[str]) -> list[Path]:
    """Return the files named, and of a folder those with a known ending, in the order of their names.

    The YAML files of a folder count only where nothing else is there: a model may lie beside its tables.
    """
    found: list[Path] = []
    for source in map(Path, sources):
        if not source.is_dir():
            found.append(source)
            continue
        inside = sorted(path for path in source.iterdir() if path.suffix.lower() in SET_SUFFIXES and path.is_file())
        if not inside:
            raise ExchangeError(f"{source}: expected files that end in {', '.join(SET_SUFFIXES)}; got none")
        others = [path for path in inside if path.suffix.lower() not in YAML_SUFFIXES and path.name[0] != "_"]
        found.extend(others or inside)
    if len(found) > MAX_FILES:
        raise ExchangeError(f"expected at most {MAX_FILES:,} files; got {len(found):,}")
    return found


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ExchangeError(f"cannot read {path}: {error.strerror or error}") from error
    if len(data) > MAX_BYTES:
        raise ExchangeError(f"{path}: expected at most {MAX_BYTES:,} bytes; got more")
    return data


def _text(source: str) -> str:
    try:
        return _bytes(Path(source)).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExchangeError(f"{source} is no text in UTF-8: {error.reason}") from error
