"""WHAT a conflict is: frozen values with the field's own nouns.

No files, no arrays, no analysis here. May import ``errors`` only.
"""

from .conflict import Coalesced, Conflict, ForbiddenMove, OptionKey, Party, Rule, State
from .conflict import Option as Option
from .evidence import Anchor, Evidence, Review, Source
from .preference import Preferences, RankingEntry, StatementEntry

__all__ = [
    "Anchor",
    "Coalesced",
    "Conflict",
    "Evidence",
    "ForbiddenMove",
    "Option",
    "OptionKey",
    "Party",
    "Preferences",
    "RankingEntry",
    "Review",
    "Rule",
    "Source",
    "State",
    "StatementEntry",
]
