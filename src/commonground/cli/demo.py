"""commonground demo."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import OutputError
from ..examples import BARGAINS, EXAMPLES, example_path
from .browser import open_page
from .question import make_console, open_model, program

if TYPE_CHECKING:
    from ..output.report import Report

__all__ = ["command"]


@click.command("demo")
@click.argument("name", default="ukraine-2014", metavar="[EXAMPLE]")
@click.option("-o", "--output", help="Folder to write into. Default: commonground-demo/EXAMPLE.")
@click.option(
    "--open/--no-open", "open_", default=None, help="Open the report. Default: when on a terminal with a screen."
)
def command(name: str, output: str | None, open_: bool | None) -> None:
    """Copy a worked example here, solve it, and write its report.

    Examples: ukraine-2014, cuban-missile-crisis, elmira, syria-iraq-1975, prisoners-dilemma, chicken,
    panama-canal-1974.
    """
    known = [example.id for example in (*EXAMPLES, *BARGAINS)]
    if name not in known:
        from ..errors import did_you_mean

        raise click.BadParameter(f"no example `{name}`; {did_you_mean(name, known)}", param_hint="EXAMPLE")
    folder = Path(output) if output else Path("commonground-demo") / name
    if output and (folder / "conflict.yaml").exists():
        raise OutputError(f"{folder / 'conflict.yaml'} is there already; choose another folder")
    _copy(example_path(name), folder)
    checked = open_model(str(folder))
    from ..output.report import make_report
    from ..output.save import save_text
    from ..output.words import verdict_story
    from ..output.writers import WRITERS, render
    from ..output.writers.terminal import print_heading, print_sentences

    report = make_report(
        checked.subject(), packages=checked.packages, passages=checked.passages, rows=WRITERS["html"].rows
    )
    page = save_text(folder / "out" / "report.html", str(render(report, "html")))
    console = make_console()
    print_heading(console, report.conflict.title)
    states = report.states
    print_sentences(console, report.lead.story if states is None else verdict_story(states.solution))
    click.echo(f"\nthe model, to read and to change:  {folder / 'conflict.yaml'}")
    click.echo(f"the report, open it in a browser:  {page}")
    click.echo(f"next:  {program()} {_next(report, shlex.quote(str(folder)))}")
    if open_ or (open_ is None and sys.stdout.isatty()):
        open_page(page)


def _next(report: Report, folder: str) -> str:
    """Return the question that comes next."""
    if report.states is None:
        return f"negotiate {folder}"
    graph = report.states.graph
    state = 1 if graph.status_quo is None else graph.status_quo + 1
    return f"explain {folder} --state {state} --party {graph.parties[-1]}"


def _copy(source: Path, folder: Path) -> None:
    """Copy an example; files that somebody has changed since are kept."""
    from ..output.save import save_text

    for path in sorted(source.rglob("*")):
        if not path.is_file() or path.suffix == ".pyc":
            continue
        target, text = folder / path.relative_to(source), path.read_text(encoding="utf-8")
        try:
            changed = target.exists() and target.read_text(encoding="utf-8") != text
        except (OSError, UnicodeDecodeError) as error:
            raise OutputError(f"cannot read {target}: {error}") from error
        if changed:
            click.echo(f"kept as it is, because it differs from the example: {target}", err=True)
        elif not target.exists():
            save_text(target, text)
