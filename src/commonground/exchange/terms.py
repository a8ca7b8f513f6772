"""Statements as alternatives of patterns (disjunctive normal form), for formats that have nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..errors import AnalysisError
from ..model.statement import And, Column, If, Iff, Node, Not, Or

__all__ = ["Term", "TooManyTerms", "terms"]


_TRIES = 20
"""Terms looked at per term kept, at most."""


class Term(NamedTuple):
    """A pattern as two sets of columns, bit k standing for column k: those taken and those not taken."""

    taken: int
    left: int

    def covers(self, other: Term) -> bool:
        """Return whether this term holds wherever the other one does."""
        return self.taken & other.taken == self.taken and self.left & other.left == self.left

    @property
    def choices(self) -> list[tuple[int, bool]]:
        """Return (column, taken) per column that the pattern decides."""
        width = max(self.taken, self.left).bit_length()
        both = self.taken | self.left
        return [(column, bool(self.taken >> column & 1)) for column in range(width) if both >> column & 1]


class TooManyTerms(AnalysisError):
    """A statement needs more patterns than asked for."""


def terms(node: Node, *, limit: int) -> tuple[Term, ...]:
    """Return patterns of which at least one matches exactly where a resolved statement holds.

    None where it never holds; one that decides no column where it always does. A term that another one
    covers is left out; the result is not always the shortest.

    Raises
    ------
    TooManyTerms
        When more than ``limit`` would be needed on the way.

    Examples
    --------
    >>> [term.choices for term in terms(If(Column(0), Column(2)), limit=10)]
    [[(0, True)], [(2, False)]]
    >>> [term.choices for term in terms(Not(Or((Column(0), Column(1)))), limit=10)]
    [[(0, False), (1, False)]]
    """
    return _Expansion(limit).terms(node, True)


class _Expansion:
    """Expands a statement once per part and polarity."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.known: dict[tuple[Node, bool], tuple[Term, ...]] = {}

    def terms(self, node: Node, wanted: bool) -> tuple[Term, ...]:
        """Return the terms of a statement, or of its negation where it is not wanted."""
        key = (node, wanted)
        if key not in self.known:
            self.known[key] = self.expanded(node, wanted)
        return self.known[key]

    def expanded(self, node: Node, wanted: bool) -> tuple[Term, ...]:
        match node:
            case Column(index):
                return (Term(1 << index, 0) if wanted else Term(0, 1 << index),)
            case Not(part):
                return self.terms(part, not wanted)
            case And(parts) | Or(parts):
                join = self.all if isinstance(node, And) == wanted else self.any
                return join([self.terms(part, wanted) for part in parts])
            case If(then, condition):
                join = self.any if wanted else self.all
                return join([self.terms(then, wanted), self.terms(condition, not wanted)])
            case Iff(left, right):
                pairs = ((True, wanted), (False, not wanted))
                return self.any([self.all([self.terms(left, a), self.terms(right, b)]) for a, b in pairs])
            case _:
                raise TypeError(f"names must be resolved first: {node}")

    def any(self, alternatives: list[tuple[Term, ...]]) -> tuple[Term, ...]:
        return self.kept(term for part in alternatives for term in part)

    def all(self, parts: list[tuple[Term, ...]]) -> tuple[Term, ...]:
        """Return every way to take one term of each part and contradict none."""
        result: tuple[Term, ...] = (Term(0, 0),)
        for part in parts:
            result = self.kept(
                Term(a.taken | b.taken, a.left | b.left)
                for a in result
                for b in part
                if not (a.taken | b.taken) & (a.left | b.left)
            )
        return result

    def kept(self, found: Iterable[Term]) -> tuple[Term, ...]:
        """Return the terms that no other one covers, in the order found."""
        kept: list[Term] = []
        for tried, term in enumerate(dict.fromkeys(found)):
            if any(other.covers(term) for other in kept):
                continue
            kept = [other for other in kept if not term.covers(other)] + [term]
            if len(kept) > self.limit or tried > _TRIES * self.limit:
                raise TooManyTerms(f"more than {self.limit} patterns")
        return tuple(kept)
