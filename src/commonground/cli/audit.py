"""commonground audit."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import ModelError, printable
from ..reading.load import check
from .question import as_json, make_console, model, print_json

if TYPE_CHECKING:
    from ..drafting.audit import Audit
    from ..model import Conflict
    from ..output.tables import Table

__all__ = ["command"]

ROWS = 200


@click.command("audit")
@model
@as_json
@click.option("--csv", "csv_", metavar="FOLDER", help="Also write the tables as CSV files.")
@click.option("--all", "all_", is_flag=True, help="Print every row and element, however many.")
def command(model: str, json_: bool, csv_: str | None, all_: bool) -> None:
    """Say what each element of a model rests on, what rests on nothing, and what the sources say beside it.

    Sources with a text in the folder of the model are compared with the quotations; others are counted.
    """
    from ..drafting.sources import audit_with_sources
    from ..output.audit_tables import audit_tables
    from ..output.save import save_text
    from ..output.writers.audit import audit_json
    from ..output.writers.csv import table_csv

    checked = check(model, limit=1)
    conflict = checked.conflict
    if conflict is None or checked.passages is None:
        raise ModelError(checked.errors)
    found, unread = audit_with_sources(conflict, Path(checked.file).parent, checked.passages.documents)
    for fault in unread:
        click.echo(printable(fault), err=True)
    tables = audit_tables(found, conflict)
    if csv_:
        for table in tables:
            save_text(Path(csv_) / f"{table.id}.csv", table_csv(table))
    if json_:
        print_json(audit_json(found))
        return
    _print(found, conflict, {table.id: table for table in tables}, None if all_ else ROWS)


def _print(found: Audit, conflict: Conflict, tables: Mapping[str, Table], most: int | None) -> None:
    from ..errors import field_text
    from ..output.audit_tables import audit_summary, passage_line
    from ..output.plain import plain
    from ..output.writers.terminal import print_heading, print_sentences, print_table

    console = make_console()
    print_sentences(console, audit_summary(found))
    for id_ in ("audit_shares", "audit_bare", "audit_tensions", "audit_left_out"):
        table = tables[id_]
        if table.rows:
            console.print()
            print_table(console, table, limit=most or len(table.rows))
    print_heading(console, tables["audit_elements"].title)
    for element in found.elements[:most]:
        print_sentences(console, [f"{field_text(element.path)} ({element.review}): {plain(element.name)}"])
        lines = [passage_line(passage, conflict) for passage in element.passages]
        print_sentences(console, lines or ["rests on nothing"], bullet="  -")
    if most is not None and len(found.elements) > most:
        click.echo(f"... and {len(found.elements) - most:,} more (all of them: --all)")
