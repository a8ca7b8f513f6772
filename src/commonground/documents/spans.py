"""A place in a text: half-open, in code points."""

from typing import NamedTuple

__all__ = ["Span"]


class Span(NamedTuple):
    """The code points ``begin`` to ``end`` (not included) of a document's text.

    Examples
    --------
    >>> Span(4, 8).of("The dam holds.")
    'dam '
    >>> Span(4, 7).overlaps(Span(6, 9)), Span(4, 7).overlaps(Span(7, 9))
    (True, False)
    """

    begin: int
    end: int

    def of(self, text: str) -> str:
        """Return what stands there."""
        return text[self.begin : self.end]

    def stripped(self, text: str) -> "Span":
        """Return the span without the white space at its ends.

        >>> Span(0, 7).stripped(" a dam ")
        Span(begin=1, end=6)
        """
        words = self.of(text)
        return Span(self.begin + len(words) - len(words.lstrip()), self.end - len(words) + len(words.rstrip()))

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two have a code point in common."""
        return self.begin < other.end and other.begin < self.end

    def contains(self, other: "Span") -> bool:
        """Tell whether the other lies inside this one."""
        return self.begin <= other.begin and other.end <= self.end

    @property
    def slice(self) -> slice:
        """Return the span as a slice of the text."""
        return slice(self.begin, self.end)
