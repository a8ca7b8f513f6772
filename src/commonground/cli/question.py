"""What the verbs have in common: the model argument, the options of a question, the console."""

from __future__ import annotations

import contextlib
import datetime
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click

from ..errors import AnalysisError, printable
from ..forms import Graph, build_graph, fix_package
from ..forms.states import DEFAULT_STATE_LIMIT
from ..output.plain import counted
from ..reading import Checked, check
from ..reading.load import check_text

__all__ = [
    "as_json",
    "by_party",
    "comma_list",
    "concepts",
    "day",
    "jobs",
    "limit",
    "make_console",
    "model",
    "only",
    "open_graph",
    "open_model",
    "package",
    "print_json",
    "program",
    "read_model",
    "working",
]

F = TypeVar("F", bound=Callable[..., Any])


def comma_list(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Return the parts of an option that may be given several times, each a list with commas."""
    return tuple(part.strip() for text in value for part in text.split(",") if part.strip())


def _pairs(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for text in comma_list(ctx, param, value):
        party, sign, concept = text.partition("=")
        if not sign or not party or not concept:
            raise click.BadParameter(f"expected PARTY=CONCEPT, as in `russia=smr`; got `{text}`")
        pairs[party.strip()] = concept.strip()
    return pairs


def _threads(ctx: click.Context, param: click.Parameter, value: str) -> int | str:
    if value == "auto":
        return value
    if not value.isdecimal() or int(value) < 1:
        raise click.BadParameter(f"expected `auto` or a whole number from 1; got `{value}`")
    return int(value)


model = click.argument("model", default=".", metavar="[MODEL]")
as_json = click.option("--json", "json_", is_flag=True, help="Print the answer as JSON (a documented, stable shape).")
limit = click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=DEFAULT_STATE_LIMIT,
    show_default=True,
    help="States made at most.",
)
package = click.option(
    "--package", metavar="NAME", help="A package of the model, signed: what its statements say of issues is then known."
)
jobs = click.option(
    "--jobs",
    default="auto",
    show_default=True,
    callback=_threads,
    metavar="N",
    help="Threads at most; auto: one for small models, else one per core (at most COMMONGROUND_JOBS).",
)
only = click.option(
    "--only",
    multiple=True,
    callback=comma_list,
    metavar="PARTIES",
    help="Let only these parties move (ids, comma separated); the others' moves are ignored.",
)
concepts = click.option(
    "-c",
    "--concept",
    "concepts",
    multiple=True,
    callback=comma_list,
    metavar="CONCEPTS",
    help="nash, gmr, smr, seq, sseq (these by default), sim, sim_fh, seq_sim; comma separated.",
)
by_party = click.option(
    "--by-party",
    "by_party",
    multiple=True,
    callback=_pairs,
    metavar="PARTY=CONCEPT,...",
    help="Judge each party by a concept of its own: adds the result `mixed`.",
)


def read_model(place: str, limit: int = DEFAULT_STATE_LIMIT) -> Checked:
    """Return what is found at a path, or on standard input for ``-``."""
    if place != "-":
        return check(place, limit=limit)
    try:
        text = sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise click.ClickException("standard input is not text in UTF-8") from None
    return check_text(text, file="stdin", limit=limit)


def open_graph(place: str, limit: int = DEFAULT_STATE_LIMIT, package: str | None = None) -> Graph:
    """Return the graph of a sound model; warnings are counted on standard error."""
    checked = open_model(place, limit)
    return checked.sound_graph() if package is None else _signed(checked, package, limit)


def open_model(place: str, limit: int = DEFAULT_STATE_LIMIT) -> Checked:
    """Return what is found in a sound model; its warnings are counted on standard error."""
    checked = read_model(place, limit)
    checked.sound()
    if checked.warnings:
        count = counted(len(checked.warnings), "warning")
        shown = "it" if len(checked.warnings) == 1 else "them"
        click.echo(f"{count}: `commonground check {place}` shows {shown}", err=True)
    return checked


def _signed(checked: Checked, package: str, limit: int) -> Graph:
    """Return the graph of the model that the signed package of that name leaves."""
    conflict = checked.sound()
    if not conflict.issues:
        raise AnalysisError(f"{checked.file} has no issues, hence no packages to sign")
    return build_graph(fix_package(conflict, package), limit=limit)


def program() -> str:
    """Return what to type to call this program again: its name, or its path where it is on no search path."""
    called = sys.argv[0]
    known = shutil.which("commonground")
    return called if os.sep in called and Path(called).name == "commonground" and known is None else "commonground"


def make_console() -> Any:
    """Return a console on standard output: plain where that is no terminal, 100 columns wide there."""
    from rich.console import Console

    terminal = sys.stdout.isatty()
    given = os.environ.get("COLUMNS", "")
    width = max(int(given), 40) if given.isdecimal() and int(given) else None if terminal else 100
    return Console(width=width, highlight=False, soft_wrap=False)


def print_json(value: Any) -> None:
    """Print a JSON answer, piece by piece."""
    from ..output.writers.json_text import json_chunks

    sys.stdout.writelines(json_chunks(value))


@contextlib.contextmanager
def working(what: str) -> Iterator[Callable[[str], None]]:
    """Show that something is being worked on, on a terminal only; Ctrl+C stops it. Gives what shows how far it is."""
    if not sys.stderr.isatty():
        yield lambda text: None
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{what} (Ctrl+C stops)") as status:
        yield lambda text: status.update(f"{text} (Ctrl+C stops)")


def day(ctx: click.Context, param: click.Parameter, value: str | None) -> datetime.date | None:
    """Return the one day that a text names in full."""
    if value is None:
        return None
    from ..documents.dates import find_dates

    dates = find_dates(value.strip())
    whole = len(dates) == 1 and dates[0].span == (0, len(value.strip())) and dates[0].precision == "day"
    if not whole or dates[0].first is None or dates[0].first != dates[0].last:
        raise click.BadParameter(f"expected a day, as in 2014-03-31 or `31 March 2014`; got `{printable(value[:80])}`")
    return dates[0].first
