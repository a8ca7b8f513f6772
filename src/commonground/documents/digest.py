"""All that is found in one document."""

from __future__ import annotations

from dataclasses import dataclass

from .dates import DateMention, find_dates
from .document import Document
from .sentences import sentences
from .spans import Span

__all__ = ["Digest", "digest"]


@dataclass(frozen=True, slots=True)
class Digest:
    """A document and what stands in it; every span counts code points in ``document.text``."""

    document: Document
    sentences: tuple[Span, ...]
    dates: tuple[DateMention, ...]


def digest(document: Document) -> Digest:
    """Return what stands in a document; relative dates are resolved where the document has a date.

    >>> from .document import document_from_text
    >>> found = digest(document_from_text("The talks failed. They resume in May 2014."))
    >>> len(found.sentences), found.dates[0].precision
    (2, 'month')
    """
    return Digest(document, sentences(document.text), find_dates(document.text, document.date))
