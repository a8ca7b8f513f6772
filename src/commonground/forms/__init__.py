"""Model -> arrays, once: feasible states, moves, ranks.

No files, no printing, no stability. May import ``model`` and ``errors``. Axis letters: p party, o option, s state.
"""

from .build import build_graph, count_states
from .graph import Graph, OptionColumn, Removal
from .implicit import OptionMoves
from .listed import Moves
from .structure import OptionStructure

__all__ = ["Graph", "Moves", "OptionColumn", "OptionMoves", "OptionStructure", "Removal", "build_graph", "count_states"]
