"""Where two sources may contradict each other about one element: what can be seen, and what can only be hinted at.

A contradiction is there only where a person has marked evidence as ``stance: contradicts``. Between quotations from
two different sources for one element, three things that words show are given as hints: other numbers, other
years or days, and a negation in one of two passages that share most of their words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from .names import words_of
from .passages import has_negation

__all__ = ["Tension", "tensions_between"]

SHARED = 0.5
"Share of the content words of the shorter passage that the other has, from which a negation in one counts."
_FUNCTION_WORD = re.compile(
    "the|and|for|that|with|from|this|they|their|have|has|had|was|were|will|would|been|but|its|his|her|are|who|which"
    "|not|than|into|more|also|when|what|there|then|them"
)
_MONTH = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    "Nov(?:ember)?|Dec(?:ember)?"
)
_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})\s+(?P<month>{_MONTH})|(?P<month2>{_MONTH})\s+(?P<day2>\d{{1,2}}))\b"
    r"|\b(?P<year>1[5-9]\d\d|20\d\d)\b"
)


@dataclass(frozen=True, slots=True)
class Tension:
    """Two passages about one element that do not agree, or may not.

    ``kind`` is ``contradicts`` where a person has said so; ``numbers``, ``dates`` and ``negation`` are hints.
    """

    path: tuple[str | int, ...]
    kind: str
    first: tuple[str, str]
    "Source and quotation."
    second: tuple[str, str]
    detail: str

    @property
    def is_hint(self) -> bool:
        """Return whether it is only something to look at."""
        return self.kind != "contradicts"


def tensions_between(path: tuple[str | int, ...], passages: Sequence[tuple[str, str, str]]) -> tuple[Tension, ...]:
    """Return what does not agree among the passages of one element, each given as source, quotation, stance.

    >>> found = tensions_between(("x",), [("a", "120 troops left", "supports"), ("b", "150 troops left", "supports")])
    >>> [(tension.kind, tension.detail) for tension in found]
    [('numbers', '120 / 150')]
    """
    found = []
    for (source, quote, stance), (other_source, other, other_stance) in combinations(passages, 2):
        first, second = (source, quote), (other_source, other)
        if stance != other_stance:
            found.append(Tension(path, "contradicts", first, second, "marked by a person"))
        elif source != other_source and quote and other:
            found.extend(Tension(path, kind, first, second, detail) for kind, detail in _hints(quote, other))
    return tuple(found)


def _hints(one: str, other: str) -> list[tuple[str, str]]:
    hints = []
    for kind, read in (("dates", _days), ("dates", _years), ("numbers", _numbers)):
        a, b = read(one), read(other)
        if a and b and not a & b:
            hints.append((kind, f"{', '.join(sorted(a))} / {', '.join(sorted(b))}"))
    if has_negation(one) != has_negation(other) and _share(one, other) >= SHARED:
        hints.append(("negation", "one of two similar passages denies"))
    return hints


def _days(text: str) -> set[str]:
    found = [(match["day"] or match["day2"], match["month"] or match["month2"]) for match in _DATE.finditer(text)]
    return {f"{int(day)} {month[:3]}" for day, month in found if day}


def _years(text: str) -> set[str]:
    return {match["year"] for match in _DATE.finditer(text) if match["year"]}


def _numbers(text: str) -> set[str]:
    without_dates = _DATE.sub(" ", text)
    return {word for word in words_of(without_dates) if word[0].isdigit()}


def _share(one: str, other: str) -> float:
    a, b = _content(one), _content(other)
    return len(a & b) / min(len(a), len(b)) if min(len(a), len(b)) >= 2 else 0.0


def _content(text: str) -> set[str]:
    words = {word.casefold() for word in words_of(text)}
    return {word for word in words if len(word) > 2 and not _FUNCTION_WORD.fullmatch(word)}
