"""commonground report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import OutputError, did_you_mean, printable
from ..model import Conflict
from ..reading.load import model_path
from .browser import open_page
from .question import concepts, limit, model, only, open_model, working

if TYPE_CHECKING:
    from ..documents.document import Document
    from ..drafting.audit import Audit

__all__ = ["command"]


@click.command("report")
@model
@click.option("-o", "--output", help="File to write, or folder for `latex` and `csv`. Default: out/ beside the model.")
@click.option("--to", "kind", default="html", show_default=True, help="html, latex, csv, json, svg or text.")
@concepts
@only
@limit
@click.option("--open/--no-open", "open_", default=False, help="Open the page in the browser.")
def command(
    model: str,
    output: str | None,
    kind: str,
    concepts: tuple[str, ...],
    only: tuple[str, ...],
    limit: int,
    open_: bool,
) -> None:
    """Write a report: one self-contained HTML file, LaTeX or CSV tables, JSON, or the picture alone.

    Where the model says that a party is not at the table (or --only is given), the report contrasts what holds
    between those at the table with what holds once everybody's moves count.
    """
    from ..output.report import make_report
    from ..output.save import save_text
    from ..output.writers import WRITERS, render

    if kind not in WRITERS:
        raise click.BadParameter(f"no format `{kind}`; {did_you_mean(kind, list(WRITERS))}", param_hint="--to")
    checked = open_model(model, limit)
    subject, conflict = checked.subject(), checked.sound()
    writer, known = WRITERS[kind], checked.passages.documents if checked.passages else {}
    with working(f"Reporting on {conflict.title}"):
        made = make_report(
            subject,
            packages=checked.packages,
            concepts=concepts or None,
            only=only,
            passages=checked.passages,
            audit=_audit(model, conflict, known, shown=writer.audit),
            rows=writer.rows,
            tables=writer.tables,
        )
        result = render(made, kind)
    if output == "-":
        if not isinstance(result, str):
            raise click.BadParameter(f"`{kind}` is several files; give a folder", param_hint="--output")
        click.echo(result, nl=False)
        return
    folder = Path("out") if model == "-" else model_path(model).parent / "out"
    if isinstance(result, str):
        files = {Path(output) if output else folder / f"report{WRITERS[kind].suffix}": result}
    else:
        files = {(Path(output) if output else folder / kind) / name: text for name, text in result.items()}
    _keep_the_model(model, conflict, files)
    written = [save_text(path, text) for path, text in files.items()]
    for path in written:
        click.echo(path)
    if open_ and kind == "html":
        open_page(written[0])


def _audit(model: str, conflict: Conflict, known: Mapping[str, Document], *, shown: bool) -> Audit | None:
    """Return the audit of a model that has the text of a source in its folder, if it is to be shown."""
    from ..drafting.sources import audit_with_sources, read_sources

    if model == "-":
        return None
    folder = model_path(model).parent
    documents, faults = read_sources(conflict, folder, known)
    for fault in faults:
        click.echo(printable(fault), err=True)
    return audit_with_sources(conflict, folder, documents)[0] if documents and shown else None


def _keep_the_model(model: str, conflict: Conflict, files: Iterable[Path]) -> None:
    """Refuse to write over the model or over a document it cites."""
    if model == "-":
        return
    own = model_path(model)
    kept = [
        own,
        *(own.parent / name for source in conflict.sources.values() for name in (source.file, source.text) if name),
    ]
    for path in files:
        if path.exists() and any(other.exists() and path.samefile(other) for other in kept):
            raise OutputError(f"{path} belongs to the model; choose another place for the report")
