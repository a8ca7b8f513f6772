"""Where in a document a span lies, in words that a person looks up."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from .document import Document
from .spans import Span

__all__ = ["Place", "page_and_paragraph", "place_of"]


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
    paragraph = _begun(document.paragraphs, span)
    inside = paragraph > 0 and span.begin < document.paragraphs[paragraph - 1].end
    page = _begun(document.pages, span) if len(document.pages) > 1 else None
    return Place(page, paragraph if inside else None, document.text.count("\n", 0, span.begin) + 1)


def page_and_paragraph(document: Document, span: Span) -> tuple[int, int]:
    """Return the numbers (from 1) of the page and of the last paragraph that have begun where a span begins."""
    return _begun(document.pages, span), _begun(document.paragraphs, span) or 1


def _begun(parts: Sequence[Span], span: Span) -> int:
    return bisect_right(parts, span.begin, key=lambda part: part.begin)
