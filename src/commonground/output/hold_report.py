"""The part of a report about which packages would be kept, and the files of ``hold``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ..analysis.hold import Deal, Hold, hold
from ..errors import OutputError, did_you_mean
from ..model import Conflict
from .hold_figures import hold_svg
from .hold_tables import deal_name, hold_tables
from .hold_words import deal_story, hold_story
from .pictures import stand_alone
from .result_tables import concept_title
from .tables import Table

__all__ = ["HOLD_KINDS", "Kept", "KeptNote", "find_kept", "hold_files"]

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

    @property
    def asked(self) -> tuple[tuple[str, str], ...]:
        """Return what was asked, in names and values."""
        asked = self.result.asked
        return (
            ("Packages judged", f"{len(self.result.deals):,}{'' if self.result.complete else ', not all'}"),
            ("Packages judged under", ", ".join(map(concept_title, asked.concepts))),
        )


def find_kept(
    conflict: Conflict, concepts: Iterable[str] | None = None, rows: int | None = None, *, tables: bool = True
) -> Kept:
    """Return which packages of a model with ``keeping`` would be kept; ``rows`` packages in a table at most.

    Raises
    ------
    TooLarge
        For too many states, or different conflicts.
    """
    asked = tuple(concepts or ()) or None
    result = hold(conflict, asked)
    shown = hold_tables(result, limit=rows) if tables else ()
    notes = tuple(_note(result, index) for index in sorted(result.joint))
    by_id = MappingProxyType({table.id: table for table in shown})
    return Kept(result, hold_story(result), by_id, hold_svg(result), notes)


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
        return {"hold.svg": stand_alone(hold_svg(result))}
    if kind == "csv":
        return {f"{table.id}.csv": table_csv(table) for table in hold_tables(result)}
    return {f"{table.id}.tex": table_latex(table) for table in hold_tables(result, limit=500)}
