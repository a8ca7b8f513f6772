"""Texts and what stands in them: documents, passages, actors, attributions, claims.

Everything is cited by place: paragraphs, sentences and tokens are spans of code points, and nothing in a text changes.
No printing, no network. May import ``errors`` and ``model``.
"""

from .document import Document, document_from_text
from .sentences import paragraphs, sentences
from .spans import Span
from .tokens import tokens

__all__ = ["Document", "Span", "document_from_text", "paragraphs", "sentences", "tokens"]
