"""Where the common ground is over the issues on the table: frontier, zone, solutions, trades."""

from .frontier import Frontier, find_frontier
from .solutions import DEFAULT_SOLUTIONS, SOLUTIONS, SolutionRule, Solved, solve_rules
from .zone import Zone, find_zone

__all__ = [
    "DEFAULT_SOLUTIONS",
    "SOLUTIONS",
    "Frontier",
    "SolutionRule",
    "Solved",
    "Zone",
    "find_frontier",
    "find_zone",
    "solve_rules",
]
