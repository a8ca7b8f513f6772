"""WHAT a conflict is: frozen values with the field's own nouns.

No files, no arrays, no analysis here. May import ``errors`` only.
"""

from .conflict import Coalesced, Conflict, ForbiddenMove, OptionKey, Party, Rule, State
from .conflict import Option as Option
from .evidence import Anchor, Evidence, Review, Source
from .issue import Constraint, Interaction, Issue, Offer, Package, Range, RedLine, Reservation, Term, Value, Worth
from .number import Interval, estimate_text, exact_text, interval_of, middle, read_exact
from .preference import NOT_STATED, Preferences, RankingEntry, StatementEntry

__all__ = [
    "NOT_STATED",
    "Anchor",
    "Coalesced",
    "Conflict",
    "Constraint",
    "Evidence",
    "ForbiddenMove",
    "Interaction",
    "Interval",
    "Issue",
    "Offer",
    "Option",
    "OptionKey",
    "Package",
    "Party",
    "Preferences",
    "Range",
    "RankingEntry",
    "RedLine",
    "Reservation",
    "Review",
    "Rule",
    "Source",
    "State",
    "StatementEntry",
    "Term",
    "Value",
    "Worth",
    "estimate_text",
    "exact_text",
    "interval_of",
    "middle",
    "read_exact",
]
