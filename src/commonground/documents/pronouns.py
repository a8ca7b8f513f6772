"""Pronouns that can mean only one of the actors named just before."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from .spans import Span

__all__ = ["Candidate", "find_pronouns"]

_PRONOUN = re.compile(r"\b(?:[Hh](?:e|is|im)|[Ss]he|[Hh]ers?|They)\b")
_FITS = {"h": frozenset({"he", "person"}), "s": frozenset({"she", "person"}), "t": frozenset({"they"})}
_SURE = {"h": "he", "s": "she", "t": "they"}
_PREPOSITION = re.compile(
    r"\b(?:of|to|with|by|in|for|from|at|against|between|about|on|like|than)\s+(?:the\s+)?$", re.IGNORECASE
)
_AND = re.compile(r"\s*,?\s+and\s+(?:the\s+)?")
_LINES = re.compile(r"\n")
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
    one actor fits in number and gender, and no like pronoun stands there that was left; or in this sentence exactly one
    does, and it is no complement of a preposition. For *They*, at the beginning of a sentence only, in this sentence
    and the one before, and no two actors are joined by *and* there. Pronouns inside double quotation marks are somebody
    else's words and are left, and so are the names there.
    """
    begins = [sentence.begin for sentence in sentences]
    quotes = _Quotes(text)
    candidates = [one for one in candidates if not quotes.around(one.begin)]
    places = [candidate.begin for candidate in candidates]
    left = dict.fromkeys(_FITS, -1)
    for match in _PRONOUN.finditer(text):
        index = bisect_right(begins, match.start()) - 1
        if index < 0 or quotes.around(match.start()):
            continue
        word = match.group().lower()
        sign = "s" if word.startswith("her") else word[0]
        if sign == "t" and match.start() - begins[index] > 1:
            continue
        window = _Window(text, candidates, places, match.start(), sign)
        if sign == "t":
            actor = window.they(begins[max(index - 1, 0)])
        else:
            actor = window.person([begins[max(index - back, 0)] for back in range(3)], left[sign])
        if actor is None:
            left[sign] = match.start()
        else:
            yield Span(*match.span()), actor


class _Quotes:
    """Which places stand in double quotation marks that their paragraph opens."""

    def __init__(self, text: str) -> None:
        self.marks = [match.start() for match in _QUOTES.finditer(text)]
        self.lines = [0, *(match.end() for match in _LINES.finditer(text))]

    def around(self, place: int) -> bool:
        line = self.lines[bisect_right(self.lines, place) - 1]
        return (bisect_left(self.marks, place) - bisect_left(self.marks, line)) % 2 == 1


class _Window:
    """The mentions before one pronoun."""

    def __init__(
        self, text: str, candidates: Sequence[Candidate], places: Sequence[int], place: int, sign: str
    ) -> None:
        self.text, self.candidates, self.places, self.sign = text, candidates, places, sign
        self.high = bisect_left(places, place)

    def person(self, begins: Sequence[int], left: int) -> str | None:
        """Return whom he or she is; ``begins``: of this sentence, the one before, and the one before that."""
        for begin in begins[1:]:
            fitting = self._fitting(begin)
            if fitting and (len(fitting) > 1 or left >= begin):
                near = self._fitting(begins[0])
                free = not any(_PREPOSITION.search(self.text, max(one.begin - 14, 0), one.begin) for one in near)
                return self._only(near) if free and left < begins[0] else None
            if fitting:
                return self._only(fitting)
        return None

    def they(self, begin: int) -> str | None:
        near = self.candidates[bisect_left(self.places, begin) : self.high]
        if any(_AND.fullmatch(self.text[one.end : other.begin]) for one, other in pairwise(near[:60])):
            return None
        return self._only(self._fitting(begin))

    def _fitting(self, begin: int) -> list[Candidate]:
        """Return the mentions since a place that fit, one per actor."""
        low = max(bisect_left(self.places, begin), self.high - 60)
        found = {one.actor: one for one in self.candidates[low : self.high] if one.number in _FITS[self.sign]}
        return list(found.values())

    def _only(self, fitting: list[Candidate]) -> str | None:
        sure = len(fitting) == 1 and fitting[0].number == _SURE[self.sign]
        return fitting[0].actor if sure else None
