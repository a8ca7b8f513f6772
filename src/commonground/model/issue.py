"""What is on the table: issues and their values, what these are worth to a party, and what cannot be.

A package takes one value of every issue. A party's utility of it is the sum of weight x points over the issues, and
of the interactions whose condition it fulfils (Keeney & Raiffa 1976, *Decisions with Multiple Objectives*, ch. 3
and 6; Raiffa 1982, *The Art and Science of Negotiation*, ch. 11).
"""

from __future__ import annotations

from fractions import Fraction

from pydantic import model_validator

from .evidence import Evidence, Review
from .fields import FrozenMap, Id, Line, Noun, Prose
from .number import Estimate, Exact
from .preference import RankingEntry

__all__ = [
    "Constraint",
    "Interaction",
    "Issue",
    "Offer",
    "Package",
    "Range",
    "RedLine",
    "Reservation",
    "Term",
    "Value",
    "Worth",
]


class Value(Noun):
    """One way in which an issue can be settled; may be written as its name alone."""

    shorthand = "name"

    name: Line
    description: Prose | None = None
    evidence: tuple[Evidence, ...] = ()
    review: Review | None = None


class Range(Noun):
    """Numbers between two bounds, both included."""

    low: Exact
    high: Exact
    step: Exact | None = None
    "Distance between neighbouring numbers; any number between the bounds when left out."


class Issue(Noun):
    """A question that a package answers: named `values`, or a `range` of numbers."""

    name: Line
    description: Prose | None = None
    values: FrozenMap[Id, Value] | None = None
    range: Range | None = None
    unit: Line | None = None
    "What the numbers of a range count."
    evidence: tuple[Evidence, ...] = ()
    review: Review | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Issue:
        if (self.values is None) == (self.range is None):
            raise ValueError("exactly one of `values`, `range`")
        return self


class Worth(Noun):
    """What an issue's values are worth to a party: weight x points. A number may be an interval: ``30 to 50``."""

    weight: Estimate = Fraction(1)
    points: FrozenMap[Line, Estimate] | None = None
    "Points per value."
    curve: FrozenMap[Line, Estimate] | None = None
    "Points at some numbers of a range, both bounds among them; straight lines between."
    ranking: tuple[RankingEntry, ...] | None = None
    "Values, best first; a list inside the list is a tie. The best has 1 point, the worst 0; between, the order counts."
    because: Prose | None = None
    evidence: tuple[Evidence, ...] = ()
    review: Review | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Worth:
        if sum(way is not None for way in (self.points, self.curve, self.ranking)) != 1:
            raise ValueError("exactly one of `points`, `curve`, `ranking`")
        return self


class Interaction(Noun):
    """Points on top of the sum where values of several issues come together."""

    when: Line
    "A statement over issues: `status = federal & seats >= 6`."
    points: Estimate
    because: Prose | None = None
    evidence: tuple[Evidence, ...] = ()
    review: Review | None = None


class Reservation(Noun):
    """The utility a party has without an agreement; may be written as the number alone."""

    shorthand = "points"

    points: Estimate | None = None
    package: Line | None = None
    "A named package whose utility it is."
    because: Prose | None = None
    evidence: tuple[Evidence, ...] = ()
    review: Review | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Reservation:
        if (self.points is None) == (self.package is None):
            raise ValueError("exactly one of `points`, `package`")
        return self


class RedLine(Noun):
    """Packages that a party refuses whatever their utility; may be written as the statement alone."""

    shorthand = "never"

    never: Line
    "A statement over issues: packages where it holds are refused."
    because: Prose | None = None
    evidence: tuple[Evidence, ...] = ()
    review: Review | None = None


class Constraint(Noun):
    """One rule that excludes packages, whoever wants them: exactly one kind."""

    never: Line | None = None
    "A statement over issues: packages where it holds cannot be."
    always: Line | None = None
    when: Line | None = None
    "With `only_if`: a package where `when` holds is possible only if `only_if` holds too."
    only_if: Line | None = None
    name: Line | None = None
    note: Prose | None = None
    evidence: tuple[Evidence, ...] = ()
    review: Review | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Constraint:
        if (self.when is None) != (self.only_if is None):
            raise ValueError("`when` and `only_if` together")
        if sum(kind is not None for kind in (self.never, self.always, self.when)) != 1:
            raise ValueError("exactly one of `never`, `always`, `when` with `only_if`")
        return self

    @property
    def text(self) -> str:
        """Return the constraint in the words of the model file."""
        if self.when is not None:
            return f"{self.when} only if {self.only_if}"
        return f"never {self.never}" if self.never is not None else f"always {self.always}"


class Term(Noun):
    """One term of what was signed, in terms of what the parties do; may be written as the statement alone."""

    shorthand = "statement"

    statement: Line
    "Over options and issues: `federate iff status = federal`. It holds wherever the term is kept."
    name: Line | None = None
    because: Prose | None = None
    evidence: tuple[Evidence, ...] = ()
    review: Review | None = None


class Package(Noun):
    """A named package: a value for every issue."""

    values: FrozenMap[Id, Line]
    description: Prose | None = None
    evidence: tuple[Evidence, ...] = ()
    review: Review | None = None


class Offer(Noun):
    """A package that a party proposed: its `values`, or the name of a `package`."""

    party: Id
    values: FrozenMap[Id, Line] | None = None
    package: Line | None = None
    date: Line | None = None
    note: Prose | None = None
    evidence: tuple[Evidence, ...] = ()
    review: Review | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Offer:
        if (self.values is None) == (self.package is None):
            raise ValueError("exactly one of `values`, `package`")
        return self
