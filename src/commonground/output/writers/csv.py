"""CSV for spreadsheets: one file per table, safe to open.

A cell that a spreadsheet would take for a formula gets a leading apostrophe. Preference statements and
patterns often begin with a minus sign, so this is not rare.
"""

from __future__ import annotations

import csv
import io

from ..report import Report
from ..tables import Table

__all__ = ["render_csv", "table_csv"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def render_csv(report: Report) -> dict[str, str]:
    """Return one text per table, by file name."""
    return {f"{key}.csv": table_csv(table) for key, table in report.tables.items()}


def table_csv(table: Table) -> str:
    r"""Return a table as CSV text, its columns named in the first line.

    >>> table_csv(Table("t", "T", ("a", "b"), (("=1+1", "x, y"),)))
    'a,b\r\n\'=1+1,"x, y"\r\n'
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in (table.columns, *table.rows):
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
    return text.getvalue()
