"""What ``negotiate`` gives back: frozen, and aware of what was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ...forms import Packages
from .coarse import CoarseFrontier
from .divide import Division
from .frontier import Frontier
from .lotteries import Hull, Mixture
from .outlooks import Uncertainty
from .trades import Stakes, Trade
from .zone import Zone

__all__ = ["Agreement", "Answer", "Negotiation", "NegotiationAsked"]


@dataclass(frozen=True, slots=True)
class NegotiationAsked:
    """The question: enough to ask it again."""

    verb: str
    parties: tuple[str, ...]
    rules: tuple[str, ...]
    weights: tuple[Fraction, ...] | None
    limit: int
    version: str
    model: str
    "sha256 of the model's content; empty where packages were not made from a model"


@dataclass(frozen=True, slots=True)
class Agreement:
    """A utility vector that a rule chooses.

    ``utility`` is in the units of the packages, ``points`` in those of the file. ``packages`` is how many packages
    attain it (None where not counted), ``values`` one of them. ``pays`` is what each party falls short of its ideal,
    in points, ``pays_share`` the same as a share of what it could gain in the zone (0 where it can gain nothing); None
    where the ideals are not known.
    """

    utility: tuple[int, ...]
    points: tuple[Fraction, ...]
    packages: int | None
    values: tuple[int, ...]
    pays: tuple[Fraction, ...] | None
    pays_share: tuple[Fraction, ...] | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What one rule chooses: every vector that is equally good, in the order of the frontier.

    ``certain`` is false where the frontier was too large and room ran out; ``gap`` is then how much better, as a
    share, anything else could be at most (None where nothing is known). Without the frontier one vector is given.
    """

    rule: str
    agreements: tuple[Agreement, ...]
    certain: bool = True
    gap: float | None = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Negotiation:
    """The answer of ``negotiate``.

    ``frontier`` is the exact frontier of all feasible packages, or None where it passed the limit; then ``coarse``
    stands in for it (None where even that is too large). ``best`` and ``worst`` are each party's, in points;
    ``ideals`` and ``guaranteed`` those in the zone, None where the zone is empty or they are not known.
    ``hull``, ``mixtures`` and ``division`` are for two parties only. ``why_not`` says in words what could not be
    worked out. ``uncertainty`` says what uncertain worths leave of the answer, None where that was not asked.
    """

    packages: Packages
    asked: NegotiationAsked
    frontier: Frontier | None
    coarse: CoarseFrontier | None
    zone: Zone
    best: tuple[Fraction, ...]
    worst: tuple[Fraction, ...]
    ideals: tuple[Fraction, ...] | None
    guaranteed: tuple[Fraction, ...] | None
    answers: Mapping[str, Answer]
    middle: tuple[Fraction, ...]
    stakes: Stakes
    trades: tuple[Trade, ...]
    hull: Hull | None
    mixtures: tuple[Mixture, ...]
    division: Division | None
    why_not: tuple[str, ...] = ()
    uncertainty: Uncertainty | None = None

    def created(self, agreement: Agreement) -> tuple[Fraction, ...]:
        """Return what an agreement gives each party beyond the middle of every issue, in points."""
        return tuple(mine - held for mine, held in zip(agreement.points, self.middle, strict=True))
