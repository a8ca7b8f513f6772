"""Pronouns that can mean only one of the actors named just before."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .spans import Span

__all__ = ["Candidate", "find_pronouns"]

_PRONOUN = re.compile(r"\b(?:[Hh](?:e|is|im)|[Ss]he|[Hh]ers?|They)\b")
_FITS = {"h": frozenset({"he", "person"}), "s": frozenset({"she", "person"}), "t": frozenset({"they"})}
_SURE = {"h": "he", "s": "she", "t": "they"}
_PREPOSITION = re.compile(
    r"\b(?:of|to|with|by|in|for|from|at|against|between|about|on|like|than)\s+(?:the\s+)?$", re.IGNORECASE
)
_QUOTES = re.compile(r"[\"“”]")


class Candidate(NamedTuple):
    """A mention that a pronoun may point back to."""

    begin: int
    end: int
    actor: str
    number: str
    "he, she, person (either), they, it"


def find_pronouns(text: str, sentences: Sequence[Span], candidates: Sequence[Candidate]) -> Iterator[tuple[Span, str]]:
    """Yield each pronoun whose actor is certain, with that actor.

    Certain: in this sentence and the one before it (where nobody fits: the two before it), up to the pronoun, exactly
    one actor fits in number and gender; or in this sentence exactly one does, and it is no complement of a preposition. For
    *They*, at the beginning of a sentence only, in this sentence and the one before. Pronouns inside double quotation
    marks are somebody else's words and are left, and so are the names there.
    """
    begins = [sentence.begin for sentence in sentences]
    quotes = [match.start() for match in _QUOTES.finditer(text)]
    candidates = [one for one in candidates if not _inside(quotes, begins, one.begin)]
    places = [candidate.begin for candidate in candidates]
    for match in _PRONOUN.finditer(text):
        index = bisect_right(begins, match.start()) - 1
        if index < 0:
            continue
        sign = match.group()[0].lower() if not match.group().lower().startswith("her") else "s"
        first = begins[max(index - 1, 0)]
        if sign == "t" and match.start() - begins[index] > 1:
            continue
        if _inside(quotes, begins, match.start()):
            continue
        low, high = bisect_left(places, first), bisect_left(places, match.start())
        if high - low > 60:
            continue
        fitting = {c.actor for c in candidates[low:high] if c.number in _FITS[sign]}
        if not fitting and sign != "t" and index > 1:
            low = bisect_left(places, begins[index - 2])
            fitting = {c.actor for c in candidates[low:high] if c.number in _FITS[sign]}
        if len(fitting) > 1 and sign != "t":
            near = candidates[bisect_left(places, begins[index]) : high]
            fitting = {c.actor for c in near if c.number in _FITS[sign]}
            if any(_PREPOSITION.search(text, max(c.begin - 14, 0), c.begin) for c in near if c.actor in fitting):
                continue
        sure = any(c.number == _SURE[sign] for c in candidates[low:high] if c.actor in fitting)
        if len(fitting) == 1 and sure:
            yield Span(*match.span()), next(iter(fitting))


def _inside(quotes: Sequence[int], begins: Sequence[int], place: int) -> bool:
    """Tell whether a place stands in double quotation marks that its sentence opens."""
    index = bisect_right(begins, place) - 1
    return index >= 0 and (bisect_left(quotes, place) - bisect_left(quotes, begins[index])) % 2 == 1
