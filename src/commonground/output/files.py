"""An answer as files: its tables, or its pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from ..errors import OutputError, did_you_mean
from .pictures import stand_alone
from .tables import Table

__all__ = ["FILE_KINDS", "answer_files"]

FILE_KINDS = ("csv", "latex", "svg")
LATEX_ROWS = 500
"""Rows of a table in LaTeX at most."""


def answer_files(
    kind: str, tables: Callable[[int | None], Iterable[Table]], pictures: Callable[[], Mapping[str, str]]
) -> dict[str, str]:
    """Return the tables (made for so many rows at most) or the pictures of an answer, by file name.

    Raises
    ------
    OutputError
        For an unknown format.
    """
    from .writers.csv import table_csv
    from .writers.latex import table_latex

    if kind not in FILE_KINDS:
        raise OutputError(f"no such format `{kind}`; {did_you_mean(kind, list(FILE_KINDS))}")
    if kind == "svg":
        return {name: stand_alone(picture) for name, picture in pictures().items()}
    if kind == "csv":
        return {f"{table.id}.csv": table_csv(table) for table in tables(None)}
    return {f"{table.id}.tex": table_latex(table) for table in tables(LATEX_ROWS)}
