"""Where the common ground is over the issues on the table: frontier, zone, solutions, trades."""

from .bounded import BOUNDED_RULES, Best, find_best
from .frontier import Frontier, find_frontier
from .solutions import DEFAULT_SOLUTIONS, SOLUTIONS, SolutionRule, Solved, solve_rules
from .zone import Zone, find_zone

__all__ = [
    "BOUNDED_RULES",
    "DEFAULT_SOLUTIONS",
    "SOLUTIONS",
    "Best",
    "Frontier",
    "SolutionRule",
    "Solved",
    "Zone",
    "find_best",
    "find_frontier",
    "find_zone",
    "solve_rules",
]
