"""Passages as plain values: each whole, with both selectors of the W3C Web Annotation Data Model."""

from __future__ import annotations

from typing import Any

from ...documents.anchors import make_anchor
from ...documents.spans import Span
from ...reading.anchoring import Anchoring
from ...reading.passages import Passage, Passages
from ...version import __version__

__all__ = ["anchoring_json", "passage_json"]

MOST = 100
"Places of an ambiguous quotation that are listed."


def anchoring_json(found: Anchoring, *, write: bool) -> dict[str, Any]:
    """Return the answer of ``anchor``."""
    return {
        "asked": {"verb": "anchor", "write": write, "version": __version__},
        "file": found.file,
        "counts": dict(found.passages.counts),
        "passages": [passage_json(found.passages, passage) for passage in found.passages.all],
        "stored": {"anchors": len(found.stored), "hashes": list(found.hashes)},
    }


def passage_json(passages: Passages, passage: Passage) -> dict[str, Any]:
    """Return a quotation, its state, and every place that it may mean."""
    source = passage.evidence.source
    document = passages.documents.get(source)
    suggestion = passage.suggestion
    return {
        "element": passage.element,
        "path": list(passage.path),
        "source": source,
        "file": None if document is None else document.name,
        "sha256": None if document is None else document.sha256,
        "quote": passage.quote,
        "state": passage.state,
        "places": [_place(passages, passage, span) for span in passage.spans[:MOST]],
        "suggestion": None if suggestion is None else _place(passages, passage, suggestion),
    }


def _place(passages: Passages, passage: Passage, span: Span) -> dict[str, Any]:
    document = passages.documents[passage.evidence.source]
    anchor, place = make_anchor(document.text, span), passages.place(passage, span)
    own = document.text[span.slice]
    return {
        "page": place.page if place else None,
        "paragraph": place.paragraph if place else None,
        "line": place.line if place else None,
        "selectors": [
            {"type": "TextQuoteSelector", "exact": own, "prefix": anchor.prefix, "suffix": anchor.suffix},
            {"type": "TextPositionSelector", "start": span.begin, "end": span.end},
        ],
    }
