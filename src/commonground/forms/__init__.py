"""Model -> arrays, once: feasible states, moves, ranks.

No files, no printing, no stability. May import ``model`` and ``errors``. Axis letters: p party, o option, s state.
"""

from .build import build_graph, count_states
from .graph import Graph, Moves, OptionColumn, Removal

__all__ = ["Graph", "Moves", "OptionColumn", "Removal", "build_graph", "count_states"]
