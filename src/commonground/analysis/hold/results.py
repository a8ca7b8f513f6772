"""What ``hold`` gives back: frozen, and aware of what was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ...forms import Graph
from ..negotiation import Negotiation
from .changes import Change

__all__ = ["STAYS", "VERDICTS", "Deal", "Hold", "HoldAsked", "Joint", "Mend", "Move"]

VERDICTS = ("holds", "settles", "elsewhere", "breaks", "cannot_start")
"""From the best to the worst."""
STAYS = ("keeps", "moves", "breaks")
"""What a party does on the first days: stays, moves within what was signed, or leaves it."""


@dataclass(frozen=True, slots=True)
class HoldAsked:
    """The question: enough to ask it again."""

    verb: str
    concepts: tuple[str, ...]
    parties: tuple[str, ...]
    "Whose moves count."
    seated: tuple[str, ...]
    "Who is at the table."
    limit: int
    version: str
    model: str


@dataclass(frozen=True, slots=True)
class Move:
    """A move of a party between states (indices from 0); ``kept`` says whether the package is kept where it ends."""

    party: str
    start: int
    end: int
    kept: bool


@dataclass(frozen=True, slots=True)
class Joint:
    """A joint breach: a coalition of two or more that gains by leaving the package, and could not with fewer.

    ``path`` is a shortest legal sequence of its members' moves from a first day. ``answered`` says that the other
    parties can bring about a state from there that some member does not prefer to that first day.
    """

    parties: tuple[str, ...]
    path: tuple[Move, ...]
    answered: bool


@dataclass(frozen=True, slots=True)
class Mend:
    """A single change to the model under which a package holds under more concepts.

    ``holds`` are the concepts under which it then holds. ``gains`` and ``loses`` are the other packages compared
    (indices into ``Hold.deals``) that then hold under more, or fewer. ``equilibria`` maps each concept to how many
    states of the package's conflict become equilibria, and how many cease to be.
    """

    change: Change
    holds: tuple[str, ...]
    gains: tuple[int, ...]
    loses: tuple[int, ...]
    equilibria: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, eq=False)
class Deal:
    """A package, judged.

    Attributes
    ----------
    values : tuple of int
        The index of each issue's value.
    names : tuple of str
        Names that the model gives it.
    points : tuple of Fraction
        Its utility to each party at the table, in points.
    short : tuple of str
        Parties at the table that get less than their reservation.
    refused_by : tuple of str
        Parties at the table whose red line it crosses.
    efficient : bool or None
        Whether it is on the frontier; None where that is not known.
    rules : tuple of str
        Rules of ``negotiate`` that choose it.
    margin : Fraction or None
        The least gain above the reservation, as a share of what a party could gain in the zone; None where the zone
        is empty or too large to know.
    world : int
        Index into ``Hold.graphs``: the conflict that it leaves.
    kept : tuple of int
        The states that keep it, ascending.
    first_days : tuple of int
        Those among them that change the fewest options of the status quo.
    verdicts, at_table : mapping of str to str
        Concept to one of ``VERDICTS``: with everybody asked; with those at the table alone.
    parties : mapping of str to mapping of str to str
        Party to concept to one of ``STAYS``.
    kept_equilibria : mapping of str to tuple of int
        Concept to the kept states that are equilibria.
    paths : mapping of str to tuple of Move
        Concept to the shortest way from a first day out of the package; empty where no undeterred improvements lead
        out. Concepts under which it holds are left out.
    """

    values: tuple[int, ...]
    names: tuple[str, ...]
    points: tuple[Fraction, ...]
    short: tuple[str, ...]
    refused_by: tuple[str, ...]
    efficient: bool | None
    rules: tuple[str, ...]
    margin: Fraction | None
    world: int
    kept: tuple[int, ...]
    first_days: tuple[int, ...]
    verdicts: Mapping[str, str]
    at_table: Mapping[str, str]
    parties: Mapping[str, Mapping[str, str]]
    kept_equilibria: Mapping[str, tuple[int, ...]]
    paths: Mapping[str, tuple[Move, ...]]

    @property
    def acceptable(self) -> bool:
        """Return whether everybody at the table would sign it: no less than its reservation, no red line."""
        return not self.short and not self.refused_by

    @property
    def signed(self) -> bool:
        """Return whether those at the table would sign it: acceptable, and nothing acceptable is better for all."""
        return self.acceptable and self.efficient is not False

    @property
    def table_alone(self) -> tuple[str, ...]:
        """Return the concepts under which it holds between those at the table and not with everybody."""
        return tuple(c for c, verdict in self.at_table.items() if verdict == "holds" and self.verdicts[c] != "holds")

    @property
    def stays_within(self) -> tuple[str, ...]:
        """Return the concepts under which it settles, and no undeterred improvements lead out: it changes, kept."""
        return tuple(c for c, verdict in self.verdicts.items() if verdict == "settles" and not self.paths[c])

    @property
    def holds(self) -> tuple[str, ...]:
        """Return the concepts under which it holds."""
        return tuple(concept for concept, verdict in self.verdicts.items() if verdict == "holds")


@dataclass(frozen=True, slots=True, eq=False)
class Hold:
    """The answer of ``hold``.

    ``deals`` are ranked, best first; the others are indices into it, over what everybody at the table would sign:
    acceptable and efficient. ``firm`` hold under every concept asked, ``durable`` under some (the firm ones among
    them), ``signed_not_kept`` under none. ``others_break`` hold between those at the table, under some concept, and
    not once everybody's moves count. ``kept_not_signed`` are not acceptable and hold at least as firmly as the best
    that would be signed: under every concept under which that holds (where nothing acceptable holds: under as many
    concepts as any). ``complete`` says whether all feasible packages were judged. ``joint`` and ``mends`` map a deal
    (index) to what was found, for the deals looked into. ``limits`` says in words what was not searched.
    """

    asked: HoldAsked
    negotiation: Negotiation
    graphs: tuple[Graph, ...]
    deals: tuple[Deal, ...]
    firm: tuple[int, ...]
    durable: tuple[int, ...]
    others_break: tuple[int, ...]
    signed_not_kept: tuple[int, ...]
    kept_not_signed: tuple[int, ...]
    complete: bool
    joint: Mapping[int, tuple[Joint, ...]]
    mends: Mapping[int, tuple[Mend, ...]]
    limits: tuple[str, ...] = ()

    def graph(self, deal: Deal) -> Graph:
        """Return the conflict that a package leaves."""
        return self.graphs[deal.world]

    def find(self, name: str) -> int:
        """Return the index of the package of that name; ValueError where there is none."""
        for index, deal in enumerate(self.deals):
            if name in deal.names:
                return index
        raise ValueError(f"no package `{name}` among those judged")
