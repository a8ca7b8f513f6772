"""Model -> arrays, once: feasible states, moves, ranks; packages and their utilities.

No files, no printing, no stability. May import ``model`` and ``errors``. Axis letters: p party, o option, s state,
i issue, k package.
"""

from .build import build_graph, count_states
from .fixed import fix_package
from .graph import Graph, OptionColumn, Removal
from .implicit import OptionMoves
from .listed import Moves
from .packages import Bundle, Packages, build_packages, packages_from_tables
from .structure import OptionStructure
from .uncertain import Doubt, Estimates, build_estimates

__all__ = [
    "Bundle",
    "Doubt",
    "Estimates",
    "Graph",
    "Moves",
    "OptionColumn",
    "OptionMoves",
    "OptionStructure",
    "Packages",
    "Removal",
    "build_estimates",
    "build_graph",
    "build_packages",
    "count_states",
    "fix_package",
    "packages_from_tables",
]
