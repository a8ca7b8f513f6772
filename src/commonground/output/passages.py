"""Passages of a document as text and JSON show them: spans, paragraph numbers, days; what a section of findings is."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from ..documents.digest import Digest
from ..documents.document import Document
from ..documents.extract import show_marks
from ..documents.places import page_and_paragraph
from ..documents.spans import Span
from .plain import plain
from .tables import Table

__all__ = ["Section", "iso", "pairs", "shown", "shown_day", "shown_place"]


class Section(NamedTuple):
    """A sort of finding: its key in the JSON, what stands there, and its table for the eye."""

    id: str
    json: Callable[[Digest], Any]
    table: Callable[[Digest], Table] | None = None


def shown_place(document: Document, span: Span) -> str:
    """Return the paragraph in which a span begins, and the page where there are several.

    >>> from ..documents.document import document_from_text
    >>> shown_place(document_from_text("One.\\n\\nTwo.\\fThree."), Span(11, 16))
    '3 (p. 2)'
    """
    page, paragraph = page_and_paragraph(document, span)
    return str(paragraph) if len(document.pages) == 1 else f"{paragraph} (p. {page})"


def shown_day(day: datetime.date) -> str:
    """Return a day as people write it.

    >>> shown_day(datetime.date(2014, 3, 31))
    '31 March 2014'
    """
    return f"{day.day} {day:%B} {day.year}"


def shown(text: str) -> str:
    """Return a text of a document on one line, deceptive marks made visible."""
    return plain(show_marks(text))


def pairs(spans: Iterable[Span]) -> list[list[int]]:
    """Return spans as pairs ``[begin, end]``."""
    return [[span.begin, span.end] for span in spans]


def iso(day: datetime.date | None) -> str | None:
    """Return a day as ``2014-03-31``."""
    return day.isoformat() if day else None
