"""JSON of an audit and of a draft: the contract of ``docs/reference/json.md``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...documents.document import Document
from ...drafting.audit import Audit, AuditedElement, AuditedPassage
from ...drafting.proposal import Passage, Proposal
from ...drafting.tension import Tension
from ...drafting.write import Draft
from ...errors import field_text
from ...version import __version__

__all__ = ["audit_json", "draft_json"]


def audit_json(audit: Audit) -> dict[str, Any]:
    """Return an audit as plain values."""
    return {
        "asked": {"verb": "audit", "version": audit.version, "model": audit.model},
        "sources": {"checked": list(audit.checked), "unchecked": list(audit.unchecked)},
        "shares": {section: dict(share) for section, share in audit.shares.items()},
        "states": dict(audit.states),
        "elements": [_element(element) for element in audit.elements],
        "bare": [field_text(element.path) for element in audit.bare],
        "tensions": [_tension(tension) for tension in audit.tensions],
        "left_out_by": "claim" if audit.by_claims else "paragraph",
        "left_out": [
            {
                "source": item.source,
                "kind": item.kind,
                "speaker": item.speaker,
                "span": [item.span.begin, item.span.end],
                "place": item.place,
                "text": item.text,
            }
            for item in audit.left_out
        ],
    }


def draft_json(draft: Draft, *, written: Sequence[str] = ()) -> dict[str, Any]:
    """Return a draft as plain values."""
    proposal = draft.proposal
    return {
        "asked": {
            "verb": "draft",
            "files": [document.name for document in draft.documents],
            "drafter": proposal.how,
            "version": __version__,
        },
        "written": list(written),
        "documents": [_document(document) for document in draft.documents],
        **_proposal(proposal, draft.documents),
        "dropped": [
            {"kind": item.kind, "name": item.name, "reason": item.reason, "detail": item.detail}
            for item in proposal.dropped
        ],
        "dropped_by_reason": dict(proposal.dropped_by_reason),
        "model": draft.text,
    }


def _element(element: AuditedElement) -> dict[str, Any]:
    return {
        "field": field_text(element.path),
        "kind": element.kind,
        "name": element.name,
        "section": element.section,
        "review": element.review,
        "bare": element.is_bare,
        "disputed": element.is_disputed,
        "passages": [_passage(passage) for passage in element.passages],
    }


def _passage(passage: AuditedPassage) -> dict[str, Any]:
    return {
        "source": passage.source,
        "quote": passage.quote or None,
        "place": passage.place or None,
        "state": passage.state,
        "stance": passage.stance,
        "span": None if passage.span is None else [passage.span.begin, passage.span.end],
        "note": passage.note or None,
        "whole": passage.whole,
    }


def _tension(tension: Tension) -> dict[str, Any]:
    sides = ({"source": source, "quote": quote} for source, quote in (tension.first, tension.second))
    return {
        "field": field_text(tension.path),
        "kind": tension.kind,
        "hint": tension.is_hint,
        "detail": tension.detail,
        "passages": list(sides),
    }


def _document(document: Document) -> dict[str, Any]:
    return {
        "name": document.name,
        "kind": document.kind,
        "sha256": document.sha256,
        "date": None if document.date is None else document.date.isoformat(),
        "characters": len(document.text),
    }


def _proposal(proposal: Proposal, documents: tuple[Document, ...]) -> dict[str, Any]:
    def cited(passages: tuple[Passage, ...], reason: str) -> dict[str, Any]:
        return {
            "reason": reason,
            "passages": [
                {
                    "document": passage.document,
                    "span": [passage.span.begin, passage.span.end],
                    "text": passage.text(documents),
                }
                for passage in passages
            ],
        }

    return {
        "parties": [
            {"id": p.id, "name": p.name, "at_table": p.at_table, **cited(p.passages, p.reason)}
            for p in proposal.parties
        ],
        "options": [
            {"id": o.id, "party": o.party, "name": o.name, **cited(o.passages, o.reason)} for o in proposal.options
        ],
        "statements": [
            {"party": s.party, "statement": s.statement, **cited(s.passages, s.reason)} for s in proposal.statements
        ],
        "rules": [
            {
                "kind": r.kind,
                "options": list(r.options),
                "statement": r.statement or None,
                "only_if": r.only_if or None,
                **cited(r.passages, r.reason),
            }
            for r in proposal.rules
        ],
    }
