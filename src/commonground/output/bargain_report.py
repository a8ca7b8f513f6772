"""The part of a report about what is on the table, and the files of ``negotiate``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

from ..analysis.negotiation import SOLUTIONS, Negotiation, OfferStep, find_uncertainty, solve_packages, trace_offers
from ..errors import TooLarge
from ..forms import Estimates
from ..model import Conflict
from .bargain_figures import negotiation_svg
from .bargain_tables import bargain_tables, offers_table
from .bargain_words import negotiation_lead, negotiation_more, offers_story
from .files import answer_files
from .issue_tables import issue_tables
from .offer_figures import offers_svg
from .plain import plain
from .tables import Table
from .uncertain_figures import uncertain_svg
from .uncertain_tables import uncertain_tables

__all__ = ["OfferPath", "OnTheTable", "all_tables", "bargain_files", "find_common_ground", "find_path"]

LIMIT = 20_000
"""Utility vectors kept at most for a report; beyond it the frontier is approximated, and the report says so."""
DRAWS, SEED, REDRAWS = 500, 0, 100
"""Draws of a report where worths are uncertain; a fifth where the frontier is larger than ``SMALL``."""
SMALL = 200


@dataclass(frozen=True, slots=True, eq=False)
class OfferPath:
    """The offers step by step with their sentences, their table and their picture."""

    steps: tuple[OfferStep, ...]
    story: tuple[str, ...]
    table: Table
    figure: str


@dataclass(frozen=True, slots=True, eq=False)
class OnTheTable:
    """The answer of ``negotiate`` with its tables by id and its picture; ``model`` are the tables of what it is about.

    ``story`` are the sentences that come first, ``more`` the others; ``offers`` is their path, if there are any.
    ``uncertain_figure`` is the picture of the draws, empty where no worth is uncertain.
    """

    result: Negotiation
    story: tuple[str, ...]
    more: tuple[str, ...]
    tables: Mapping[str, Table]
    figure: str
    model: Mapping[str, Table]
    offers: OfferPath | None
    uncertain_figure: str = ""

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """Return the figures of the first page."""
        packages, found = self.result.packages, self.result.frontier
        count = self.result.zone.count
        inside = "not counted" if count is None else _amount(count.packages)
        facts = [
            ("Parties at the table", f"{len(packages.parties):,}"),
            ("Issues", f"{len(packages.issues):,}"),
            ("Packages possible", _amount(packages.count)),
            ("Acceptable to everybody", "0" if self.result.zone.empty else inside),
        ]
        if found is not None:
            facts.append(("Efficient", _amount(sum(int(number) for number in found.counts))))
        return tuple(facts)

    @property
    def asked(self) -> tuple[tuple[str, str], ...]:
        """Return what was asked, in names and values."""
        asked, packages = self.result.asked, self.result.packages
        names = {rule.id: rule.name for rule in SOLUTIONS}
        return (
            ("Compared over the issues", ", ".join(plain(name) for name in packages.names)),
            ("Solutions", ", ".join(names[rule] for rule in asked.rules)),
            ("Utility vectors kept at most", f"{asked.limit:,}"),
        )


def _amount(number: int) -> str:
    """Return a count that stays short.

    >>> _amount(1024), _amount(3 * 10**15)
    ('1,024', '3.0e15')
    """
    return f"{number:,}" if number < 10**7 else f"{Decimal(number):.1e}".replace("e+", "e")


def all_tables(result: Negotiation, limit: int | None = None) -> tuple[Table, ...]:
    """Return the tables of an answer, those of its draws last; ``limit`` rows of the frontier at most."""
    return (*bargain_tables(result, limit=limit), *uncertain_tables(result))


def find_common_ground(
    conflict: Conflict, estimates: Estimates, rows: int | None = None, *, tables: bool = True
) -> OnTheTable:
    """Return what could be agreed on; ``rows`` of the frontier at most in its table, if tables are wanted."""
    packages = estimates.packages
    result = solve_packages(packages, limit=LIMIT, model=conflict.hash)
    if estimates.doubts:
        result = _with_draws(estimates, result)
    shown = all_tables(result, rows) if tables else ()
    model = issue_tables(conflict, packages) if tables else ()
    return OnTheTable(
        result=result,
        story=negotiation_lead(result),
        more=negotiation_more(result),
        tables=MappingProxyType({table.id: table for table in shown}),
        figure=negotiation_svg(result),
        model=MappingProxyType({table.id: table for table in model}),
        offers=find_path(result, conflict),
        uncertain_figure="" if result.uncertainty is None else uncertain_svg(result),
    )


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


def find_path(result: Negotiation, conflict: Conflict) -> OfferPath | None:
    """Return the offers of a model; None where it has none."""
    steps = trace_offers(result.packages, limit=result.asked.limit)
    if not steps:
        return None
    names = {id_: party.name for id_, party in conflict.parties.items()}
    table = offers_table(result.packages, steps, names)
    return OfferPath(steps, offers_story(result, steps, conflict), table, offers_svg(result, steps, conflict))


def bargain_files(result: Negotiation, kind: str, conflict: Conflict) -> dict[str, str]:
    """Return the tables or the pictures of an answer, by file name; those of the offers where the model has any.

    Raises
    ------
    OutputError
        For an unknown format.
    """
    path = find_path(result, conflict)

    def tables(rows: int | None) -> tuple[Table, ...]:
        return (*all_tables(result, rows), *((path.table,) if path else ()))

    def pictures() -> dict[str, str]:
        drawn = "" if result.uncertainty is None else uncertain_svg(result)
        found = {"common-ground.svg": negotiation_svg(result), "uncertain-worths.svg": drawn}
        found["offers.svg"] = path.figure if path else ""
        return {name: picture for name, picture in found.items() if picture}

    return answer_files(kind, tables, pictures)
