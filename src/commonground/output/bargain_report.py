"""The part of a report about what is on the table, and the files of ``negotiate``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from ..analysis.negotiation import Negotiation, find_uncertainty, solve_packages
from ..errors import OutputError, TooLarge, did_you_mean
from ..forms import Estimates, build_estimates
from ..model import Conflict
from .bargain_figures import negotiation_svg
from .bargain_tables import bargain_tables
from .bargain_words import negotiation_story
from .tables import Table
from .uncertain_figures import uncertain_svg
from .uncertain_tables import uncertain_tables

__all__ = ["BARGAIN_KINDS", "OnTheTable", "all_tables", "bargain_files", "bargain_part", "find_common_ground"]

LIMIT = 20_000
"""Utility vectors kept at most for a report; beyond it the frontier is approximated, and the report says so."""
BARGAIN_KINDS = ("csv", "latex", "svg")
DRAWS, SEED, REDRAWS = 500, 0, 100
"""Draws of a report where worths are uncertain; a fifth where the frontier is larger than ``SMALL``."""
SMALL = 200


@dataclass(frozen=True, slots=True, eq=False)
class OnTheTable:
    """The answer of ``negotiate`` with its sentences, its tables by id, its picture, and one of the draws or none."""

    result: Negotiation
    story: tuple[str, ...]
    tables: Mapping[str, Table]
    figure: str
    uncertain_figure: str = ""


def all_tables(result: Negotiation, limit: int | None = None) -> tuple[Table, ...]:
    """Return the tables of an answer, those of its draws last; ``limit`` rows of the frontier at most."""
    return (*bargain_tables(result, limit=limit), *uncertain_tables(result))


def bargain_part(result: Negotiation, rows: int | None = None) -> OnTheTable:
    """Return an answer for a report; ``rows`` of the frontier at most."""
    tables = {table.id: table for table in all_tables(result, rows)}
    drawn = "" if result.uncertainty is None else uncertain_svg(result)
    return OnTheTable(result, negotiation_story(result), MappingProxyType(tables), negotiation_svg(result), drawn)


def find_common_ground(conflict: Conflict, rows: int | None = None) -> OnTheTable | None:
    """Return what is on the table in a model; None where it has no issues, or linked ones too many to list."""
    if not conflict.issues:
        return None
    try:
        estimates = build_estimates(conflict)
    except TooLarge:
        return None
    result = solve_packages(estimates.packages, limit=LIMIT, model=conflict.hash)
    if estimates.doubts:
        result = _with_draws(estimates, result)
    return bargain_part(result, rows)


def _with_draws(estimates: Estimates, result: Negotiation) -> Negotiation:
    if result.frontier is None:
        why = "draws of uncertain worths: the frontier is too large for a report; see `negotiate --draws`"
        return replace(result, why_not=(*result.why_not, why))
    part = 1 if result.frontier.size <= SMALL else 5
    draws, redraws = DRAWS // part, REDRAWS // part
    try:
        found = find_uncertainty(estimates, result, draws=draws, seed=SEED, redraws=redraws, limit=LIMIT)
    except TooLarge as error:
        return replace(result, why_not=(*result.why_not, f"the draws of uncertain worths: {error}"))
    return replace(result, uncertainty=found)


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
        pictures = {"common-ground.svg": negotiation_svg(result)}
        if result.uncertainty is not None:
            pictures["uncertain-worths.svg"] = uncertain_svg(result)
        return {name: f'<?xml version="1.0" encoding="UTF-8"?>\n{svg}' for name, svg in pictures.items()}
    if kind == "csv":
        return {f"{table.id}.csv": table_csv(table) for table in all_tables(result)}
    return {f"{table.id}.tex": table_latex(table) for table in all_tables(result, 500)}
