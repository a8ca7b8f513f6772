"""What of a conflict formats without prose and evidence leave out."""

from __future__ import annotations

from ..model import Conflict

__all__ = ["has_evidence", "has_prose"]


def has_evidence(conflict: Conflict) -> bool:
    """Return whether anything in a conflict cites a source."""
    parts = [conflict.sources, *(rule.evidence for rule in conflict.feasibility)]
    for party in conflict.parties.values():
        parts += [party.evidence, party.preferences.evidence, *(o.evidence for o in party.options.values())]
        parts += [entry.evidence for entry in party.preferences.statements or ()]
    return any(parts)


def has_prose(conflict: Conflict) -> bool:
    """Return whether a conflict says anything in descriptions, meanings, reasons or notes."""
    parts: list[object] = [conflict.description, conflict.viewpoint]
    for party in conflict.parties.values():
        parts += [party.description, party.preferences.note]
        parts += [part for option in party.options.values() for part in (option.if_yes, option.if_no)]
        parts += [entry.because for entry in party.preferences.statements or ()]
    parts += [part for rule in conflict.feasibility for part in (rule.name, rule.note)]
    return any(parts)
