"""The part of a report about what is on the table, and the files of ``negotiate``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ..analysis.negotiation import Negotiation, solve_packages
from ..errors import OutputError, TooLarge, did_you_mean
from ..forms import build_packages
from ..model import Conflict
from .bargain_figures import negotiation_svg
from .bargain_tables import bargain_tables
from .bargain_words import negotiation_story
from .tables import Table

__all__ = ["BARGAIN_KINDS", "OnTheTable", "bargain_files", "bargain_part", "find_common_ground"]

LIMIT = 20_000
"""Utility vectors kept at most for a report; beyond it the frontier is approximated, and the report says so."""
BARGAIN_KINDS = ("csv", "latex", "svg")


@dataclass(frozen=True, slots=True, eq=False)
class OnTheTable:
    """The answer of ``negotiate`` with its sentences, its tables by id, and its picture."""

    result: Negotiation
    story: tuple[str, ...]
    tables: Mapping[str, Table]
    figure: str


def bargain_part(result: Negotiation, rows: int | None = None) -> OnTheTable:
    """Return an answer for a report; ``rows`` of the frontier at most."""
    tables = {table.id: table for table in bargain_tables(result, limit=rows)}
    return OnTheTable(result, negotiation_story(result), MappingProxyType(tables), negotiation_svg(result))


def find_common_ground(conflict: Conflict, rows: int | None = None) -> OnTheTable | None:
    """Return what is on the table in a model; None where it has no issues, or linked ones too many to list."""
    if not conflict.issues:
        return None
    try:
        packages = build_packages(conflict)
    except TooLarge:
        return None
    return bargain_part(solve_packages(packages, limit=LIMIT, model=conflict.hash), rows)


def bargain_files(result: Negotiation, kind: str) -> dict[str, str]:
    """Return the tables or the picture of an answer, by file name.

    Raises
    ------
    OutputError
        For an unknown format.
    """
    from .writers.csv import table_csv
    from .writers.latex import table_latex

    if kind not in BARGAIN_KINDS:
        raise OutputError(f"no such format `{kind}`; {did_you_mean(kind, list(BARGAIN_KINDS))}")
    if kind == "svg":
        return {"common-ground.svg": f'<?xml version="1.0" encoding="UTF-8"?>\n{negotiation_svg(result)}'}
    if kind == "csv":
        return {f"{table.id}.csv": table_csv(table) for table in bargain_tables(result)}
    return {f"{table.id}.tex": table_latex(table) for table in bargain_tables(result, limit=500)}
