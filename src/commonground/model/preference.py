"""What a party wants, in one of three ways: statements, a ranking, or weights.

All three only order the states; no number here is a quantity. Prioritised statements are compared
lexicographically, most important first (Fang, Hipel, Kilgour & Peng 2003, part 1, option prioritising).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from .evidence import Evidence, Review
from .fields import FrozenMap, Line, Noun, Prose

__all__ = ["NOT_STATED", "Preferences", "RankingEntry", "StatementEntry"]


class StatementEntry(Noun):
    """One preference statement; may be written as its text alone."""

    shorthand = "statement"

    statement: Line
    "In the preference language: `commonground help preferences`."
    because: Prose | None = None
    "Why this is what the party wants, in plain words."
    evidence: tuple[Evidence, ...] = ()
    review: Review | None = None


def _as_group(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Points = Annotated[Decimal, Field(ge=-(10**12), le=10**12, decimal_places=12)]

RankingEntry = Annotated[
    tuple[Line, ...],
    BeforeValidator(_as_group),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": ["string", "number"]},
                {"type": "array", "items": {"type": ["string", "number"]}, "minItems": 1},
            ]
        }
    ),
]


class Preferences(Noun):
    """A party's preferences: exactly one of `statements`, `ranking`, `weights`."""

    statements: tuple[StatementEntry, ...] | None = None
    "Prioritised statements, most important first."
    ranking: tuple[RankingEntry, ...] | None = None
    "States, most preferred first; a list inside the list is a tie."
    weights: FrozenMap[Line, Points] | None = None
    "Points per option taken (negative for options the party dislikes); only the order of the sums matters."
    note: Prose | None = None
    evidence: tuple[Evidence, ...] = ()
    review: Review | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Preferences:
        if sum(way is not None for way in (self.statements, self.ranking, self.weights)) != 1:
            raise ValueError("exactly one of `statements`, `ranking`, `weights`")
        return self


NOT_STATED = Preferences(statements=(), note="none stated")
"""What stands for the preferences of a party whose model has nothing to prefer: issues only, no states."""
