"""Where in a document a span lies, in words that a person looks up."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from .document import Document
from .spans import Span

__all__ = ["Place", "place_of"]


class Place(NamedTuple):
    """Page (none where the document has but one), paragraph (none between two) and line, each from 1."""

    page: int | None
    paragraph: int | None
    line: int

    def __str__(self) -> str:
        page = f"p. {self.page}, " if self.page is not None else ""
        return f"{page}line {self.line}"


def place_of(document: Document, span: Span) -> Place:
    """Return where a span begins.

    >>> from .document import document_from_text
    >>> place_of(document_from_text("One.\\n\\nTwo,\\nstill two."), Span(11, 16))
    Place(page=None, paragraph=2, line=4)
    """
    paragraph = bisect_right([part.begin for part in document.paragraphs], span.begin)
    inside = paragraph > 0 and span.begin < document.paragraphs[paragraph - 1].end
    page = bisect_right([part.begin for part in document.pages], span.begin) if len(document.pages) > 1 else None
    return Place(page, paragraph if inside else None, document.text.count("\n", 0, span.begin) + 1)
