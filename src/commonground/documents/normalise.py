"""The form in which two texts are compared, with the way back to each character of the source.

Folded: runs of white space to one space; curly to straight quotes; every hyphen and dash to ``-``; ligatures to their
letters; letter and accent to one character (NFC). Left out: soft hyphens and signs without width. A hyphen at the end
of a line, between two letters, becomes a ``JOINT``: whether it belongs to the word cannot be seen there. Case, digits
and words are never touched.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from heapq import merge

from .spans import Span

__all__ = ["JOINT", "NO_WIDTH", "Normalised", "letters_of", "normalise"]

JOINT = "\0"
"A hyphen at a line break, between letters: part of the word, or put there by the type-setter."

_ONE_TO_ONE = str.maketrans(
    {
        "\0": "\ufffd",
        **dict.fromkeys("‘’‚‛ʼ", "'"),
        **dict.fromkeys("“”„‟", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
NO_WIDTH = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_LINE_ENDS = "\n\r\f\x0b\x85\u2028\u2029"
_BREAK = rf"[^\S{_LINE_ENDS}]*+(?:\n?\f\n?|\r\n|[{_LINE_ENDS}])[^\S{_LINE_ENDS}]*+(?=\w)"
_LONGER = re.compile(
    rf"(?P<soft>\u00ad++{_BREAK})"
    rf"|(?P<broken>-(?<=[\w\u0300-\u036f]-){_BREAK})"
    rf"|(?P<space>[\s{NO_WIDTH}]{{2,}}+|[^\S ])"
    rf"|(?P<nothing>[{NO_WIDTH}])"
    rf"|(?P<ligature>[{''.join(_LIGATURES)}])"
)
"""What does not keep its length, and single white space that is no plain space."""
_COMPOSED = re.compile("[\\s\\S][\u0300-\U0010ffff]+")
_JOINS_BEFORE = re.compile(
    "[\u1161-\u1175\u11a8-\u11c2\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dcf\u0ddf"
    "\u0fb5\u0fb7\u102e\u1b35\U00011127\U0001133e\U00011357\U000114b0\U000114ba\U000114bd\U000115af\U00011930]"
)
"""Letters of combining class 0 that may still merge with the one before."""


@dataclass(frozen=True)
class Normalised:
    """A text in the form for comparison.

    ``marks`` are pairs (place here, place in the source) from which on both run along character by character; a
    character of the source that became several, or several that became one, lie between two marks.
    """

    text: str
    marks: tuple[tuple[int, int], ...]
    length: int
    "Code points of the source."

    @cached_property
    def _here(self) -> list[int]:
        return [mark[0] for mark in self.marks]

    @cached_property
    def _there(self) -> list[int]:
        return [mark[1] for mark in self.marks]

    def source_span(self, begin: int, end: int) -> Span:
        """Return the span of the source that a range of this text, not an empty one, stands for."""
        here, there = self._mark(begin)
        first = min(there + begin - here, self._next(begin)[1] - 1)
        here, there = self._mark(end - 1)
        after = self._next(end - 1)
        return Span(first, after[1] if end == after[0] else there + end - here)

    def _mark(self, place: int) -> tuple[int, int]:
        return self.marks[bisect_right(self._here, place) - 1]

    def _next(self, place: int) -> tuple[int, int]:
        index = bisect_right(self._here, place)
        return self.marks[index] if index < len(self.marks) else (len(self.text), self.length)

    def place(self, source: int) -> int:
        """Return the place of the first character that comes from the source at, or after, a code point there."""
        if source >= self.length:
            return len(self.text)
        index = bisect_right(self._there, source) - 1
        here, there = self.marks[index]
        after = self.marks[index + 1][0] if index + 1 < len(self.marks) else len(self.text)
        return min(here + (source - there), after)


def normalise(text: str) -> Normalised:
    """Return a text in the form for comparison.

    >>> folded = normalise("the \\u201cﬁrst\\u201d\\n  agree\\u00adment")
    >>> folded.text
    'the "first" agreement'
    >>> folded.source_span(4, 11)
    Span(begin=4, end=10)
    """
    signs = text.translate(_ONE_TO_ONE)
    parts: list[str] = []
    marks: list[tuple[int, int]] = [(0, 0)]
    size = done = 0
    for begin, end, replacement in _changes(signs):
        parts += (signs[done:begin], replacement)
        size += begin - done
        marks.append((size, begin))
        size += len(replacement)
        marks.append((size, end))
        done = end
    parts.append(signs[done:])
    return Normalised("".join(parts), _thinned(marks), len(text))


def _changes(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield what does not keep its length: begin, end, what stands for it; in the order of the text."""
    foldings = ((match.start(), match.end(), _replacement(text, match)) for match in _LONGER.finditer(text))
    if unicodedata.is_normalized("NFC", text):
        yield from foldings
    else:
        yield from merge(foldings, _compositions(text))


def _compositions(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _COMPOSED.finditer(text):
        run = match.group()
        if unicodedata.is_normalized("NFC", run):
            continue
        for begin, end in _clusters(run):
            composed = unicodedata.normalize("NFC", run[begin:end])
            if composed != run[begin:end]:
                yield match.start() + begin, match.start() + end, composed


def _clusters(run: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for i in range(1, len(run)):
        if unicodedata.combining(run[i]) == 0 and not _JOINS_BEFORE.match(run[i]):
            yield begin, i
            begin = i
    yield begin, len(run)


def _replacement(text: str, match: re.Match[str]) -> str:
    kind = match.lastgroup
    if kind == "ligature":
        return _LIGATURES[match.group()]
    if kind == "space":
        return "" if match.group().strip(NO_WIDTH) == "" else " "
    if kind == "broken":
        letters = all(unicodedata.category(text[at])[0] in "LM" for at in (match.start() - 1, match.end()))
        return JOINT if letters else "-"
    return ""


def _thinned(marks: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the marks without those from which both texts run on as they did before."""
    kept = [marks[0]]
    for here, there in marks[1:]:
        if here == kept[-1][0]:
            kept[-1] = (here, there)
        elif here - kept[-1][0] != there - kept[-1][1]:
            kept.append((here, there))
    return tuple(kept)


def letters_of(text: Normalised) -> tuple[str, list[int]]:
    """Return a folded text without hyphens and joints, and the place of each remaining character."""
    places = [i for i, sign in enumerate(text.text) if sign not in "-\0"]
    return text.text.replace("-", "").replace(JOINT, ""), places
