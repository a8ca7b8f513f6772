"""A stretch of a text."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Span"]


class Span(NamedTuple):
    """A half-open range of code points in a document's text.

    >>> "seek common ground"[Span(5, 11).slice]
    'common'
    >>> Span(5, 11).of("seek common ground")
    'common'
    """

    begin: int
    end: int

    @property
    def slice(self) -> slice:
        """Return the span as a slice of the text."""
        return slice(self.begin, self.end)

    def of(self, text: str) -> str:
        """Return what stands there."""
        return text[self.begin : self.end]

    def overlaps(self, other: Span) -> bool:
        """Return whether the two share a character."""
        return self.begin < other.end and other.begin < self.end

    def contains(self, other: Span) -> bool:
        """Return whether the other lies inside this one."""
        return self.begin <= other.begin and other.end <= self.end
