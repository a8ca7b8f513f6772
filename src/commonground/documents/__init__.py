"""Texts and what stands in them: documents, passages, actors, attributions, claims."""

from .document import Document, document_from_text
from .spans import Span

__all__ = ["Document", "Span", "document_from_text"]
