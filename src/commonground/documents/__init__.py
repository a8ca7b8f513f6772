"""Texts and what stands in them: documents, passages, actors, attributions, claims."""

from .anchors import Location, PreparedText, locate, make_anchor, prepare
from .document import Document, document_from_text
from .spans import Span

__all__ = [
    "Document",
    "Location",
    "PreparedText",
    "Span",
    "document_from_text",
    "locate",
    "make_anchor",
    "prepare",
]
