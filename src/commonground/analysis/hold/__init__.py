"""Which packages would be kept once they are signed: verdicts, who leaves, the single changes that mend it."""

from .changes import KINDS, Change, all_changes, changed_graph
from .hold import hold
from .results import STAYS, VERDICTS, Deal, Hold, HoldAsked, Joint, Mend, Move

__all__ = [
    "KINDS",
    "STAYS",
    "VERDICTS",
    "Change",
    "Deal",
    "Hold",
    "HoldAsked",
    "Joint",
    "Mend",
    "Move",
    "all_changes",
    "changed_graph",
    "hold",
]
