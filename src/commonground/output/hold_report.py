"""The part of a report about which packages would be kept, and the files of ``hold``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ..analysis.hold import Deal, Hold
from ..errors import OutputError, did_you_mean
from .hold_figures import hold_svg
from .hold_tables import deal_name, hold_tables
from .hold_words import deal_story, hold_story
from .tables import Table

__all__ = ["HOLD_KINDS", "Kept", "KeptNote", "hold_files", "hold_part"]

HOLD_KINDS = ("csv", "latex", "svg")


@dataclass(frozen=True, slots=True)
class KeptNote:
    """A package told in full."""

    title: str
    signed: bool
    concepts: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """The answer of ``hold`` with its sentences, its tables by id, its picture and the packages told in full."""

    result: Hold
    story: tuple[str, ...]
    tables: Mapping[str, Table]
    figure: str
    notes: tuple[KeptNote, ...]


def hold_part(result: Hold, rows: int | None = None) -> Kept:
    """Return an answer for a report; ``rows`` packages in a table at most."""
    tables = {table.id: table for table in hold_tables(result, limit=rows)}
    notes = tuple(_note(result, index) for index in sorted(result.joint))
    return Kept(result, hold_story(result), MappingProxyType(tables), hold_svg(result), notes)


def _note(result: Hold, index: int) -> KeptNote:
    deal: Deal = result.deals[index]
    return KeptNote(deal_name(result, index), deal.signed, deal.holds, deal_story(result, index))


def hold_files(result: Hold, kind: str) -> dict[str, str]:
    """Return the tables or the picture of an answer, by file name.

    Raises
    ------
    OutputError
        For an unknown format.
    """
    from .writers.csv import table_csv
    from .writers.latex import table_latex

    if kind not in HOLD_KINDS:
        raise OutputError(f"no such format `{kind}`; {did_you_mean(kind, list(HOLD_KINDS))}")
    if kind == "svg":
        return {"hold.svg": f'<?xml version="1.0" encoding="UTF-8"?>\n{hold_svg(result)}'}
    if kind == "csv":
        return {f"{table.id}.csv": table_csv(table) for table in hold_tables(result)}
    return {f"{table.id}.tex": table_latex(table) for table in hold_tables(result, limit=500)}
