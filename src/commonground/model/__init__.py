"""WHAT a conflict is: frozen values with the field's own nouns.

No files, no arrays, no analysis here. May import ``errors`` only.
"""

from .conflict import Coalesced, Conflict, ForbiddenMove, OptionKey, Party, Rule, State
from .conflict import Option as Option
from .evidence import Evidence, Source
from .preference import Preferences, RankingEntry, StatementEntry

__all__ = [
    "Coalesced",
    "Conflict",
    "Evidence",
    "ForbiddenMove",
    "Option",
    "OptionKey",
    "Party",
    "Preferences",
    "RankingEntry",
    "Rule",
    "Source",
    "State",
    "StatementEntry",
]
