"""What uncertain worths leave of an answer: frozen, and aware of what was asked."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ...forms import Doubt, Estimates
from .at_worst import AtWorst

__all__ = ["Influence", "Outlook", "Pick", "Uncertainty", "UncertaintyAsked", "standard_error"]


@dataclass(frozen=True, slots=True)
class UncertaintyAsked:
    """The question: ``redraws`` is in how many of the draws each doubt was drawn anew."""

    draws: int
    seed: int
    redraws: int
    rules: tuple[str, ...]
    weights: tuple[Fraction, ...] | None
    listed: int
    limit: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """A package over all that the worths may be.

    ``frontier`` and ``zone`` count the draws in which it is efficient among all feasible packages and acceptable to
    all; ``picked`` those in which a rule chooses it (or it ties with what the rule chooses). ``worst`` is exact.
    """

    values: tuple[int, ...]
    frontier: int
    zone: int
    picked: Mapping[str, int]
    worst: AtWorst


@dataclass(frozen=True, slots=True)
class Pick:
    """A package that a rule chooses, and in how many draws; the first in order stands for those of equal utility."""

    values: tuple[int, ...]
    draws: int


@dataclass(frozen=True, slots=True)
class Influence:
    """How much a doubt matters: in how many redraws of it alone an answer changes.

    ``chosen`` counts the redraws in which ``UncertaintyAsked.rules[0]`` chooses other packages; ``frontier`` and
    ``zone`` the pairs of a redraw and a listed package that moves on or off the frontier, into or out of the zone.
    """

    doubt: Doubt
    chosen: int
    frontier: int
    zone: int


@dataclass(frozen=True, slots=True, eq=False)
class Uncertainty:
    """What uncertain worths leave of an answer.

    ``empty`` counts the draws without any acceptable package. ``packages`` are those listed: the named, what rules
    choose in the middle, and packages of the frontier in the middle. ``picks`` has per rule what it chooses most often.
    ``influences`` has the doubt that matters most first.
    """

    asked: UncertaintyAsked
    estimates: Estimates
    empty: int
    packages: tuple[Outlook, ...]
    picks: Mapping[str, tuple[Pick, ...]]
    influences: tuple[Influence, ...]
    left_out: bool
    "whether the frontier in the middle has packages that are not listed"


def standard_error(count: int, of: int) -> float:
    """Return the standard error of a share that was counted over independent draws.

    >>> round(standard_error(50, 100), 3), standard_error(0, 0)
    (0.05, 0.0)
    """
    share = count / of if of else 0.0
    return math.sqrt(share * (1 - share) / of) if of else 0.0
