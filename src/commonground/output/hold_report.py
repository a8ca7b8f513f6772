"""The part of a report about which packages would be kept, and the files of ``hold``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ..analysis.hold import Deal, Hold, hold
from ..analysis.negotiation import Negotiation
from ..model import Conflict
from .files import answer_files
from .hold_figures import hold_svg
from .hold_tables import deal_name, hold_tables
from .hold_words import deal_story, hold_story
from .result_tables import concept_title
from .tables import Table
from .words import CONCEPT_MEANINGS

__all__ = ["Kept", "KeptNote", "find_kept", "hold_files"]


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
    def meanings(self) -> tuple[tuple[str, str], ...]:
        """Return each concept asked with what a party reckons with under it."""
        return tuple((concept_title(concept), CONCEPT_MEANINGS[concept]) for concept in self.result.asked.concepts)

    @property
    def asked(self) -> tuple[tuple[str, str], ...]:
        """Return what was asked, in names and values."""
        asked = self.result.asked
        return (
            ("Packages judged", f"{len(self.result.deals):,}{'' if self.result.complete else ', not all'}"),
            ("Packages judged under", ", ".join(map(concept_title, asked.concepts))),
        )


def find_kept(
    conflict: Conflict,
    negotiation: Negotiation,
    concepts: Iterable[str] | None = None,
    rows: int | None = None,
    *,
    tables: bool = True,
) -> Kept:
    """Return which packages of a model with ``keeping`` would be kept; ``rows`` packages in a table at most.

    ``negotiation`` is the answer of the report, which is asked again with more room where its frontiers are not exact.

    Raises
    ------
    TooLarge
        For too many states, or different conflicts.
    """
    asked = tuple(concepts or ()) or None
    exact = negotiation.frontier is not None and negotiation.zone.frontier is not None
    result = hold(conflict, asked, negotiation=negotiation if exact else None)
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
    return answer_files(kind, lambda rows: hold_tables(result, limit=rows), lambda: {"hold.svg": hold_svg(result)})
