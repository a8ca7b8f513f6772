"""Lines of a PDF to paragraphs: by distance, indent, size and length; running heads out, hyphens where certain."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

__all__ = ["Joined", "Line", "join_pages", "lines_of"]

_BULLET = re.compile(r"^(?:[•‣▪◦●○–—·*-]\s|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s|§|Article\s\d)")
_ENDS = re.compile(r"[.!?:;…]['\"’”»)\]]{0,3}$")
_HYPHEN = re.compile(r"([^\W\d_]+)[-\u2010]$")
_WORD_START = re.compile(r"^([a-zß-öø-ÿ]+)(?![\w'’]*-)")
_WORDS = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_ENDING = re.compile(
    r"[a-z]{0,4}[ts]ions?|[a-z]{0,3}(?:tional|tionally)|ments?|mental|ings?|ed|ly|ness|[a-z]{0,2}ity|[a-z]{0,2}ities|[a-z]{0,2}ous|"
    r"[a-z]{0,2}ously|ences?|ances?|ency|ibly|ably|[a-z]{0,2}ated|[a-z]{0,2}ating|[a-z]{0,2}aries|[a-z]{0,2}tives?|[a-z]{0,2}tures?|"
    r"cally|cial|tial|tially|isms?|ists?|ers|ical|ened|ening|ered|ering|izing|ising|ized|ised|lish|lished|nounced|gether|ficial"
)
"What can end a word and is none."
_WIDER = 1.3
"A distance between lines so many times the usual one begins a paragraph."
_INDENT = 4.0
"Points to the right of the margin that make an indent."
_SHORT = 0.75
"A line shorter than this share of the usual length may be the last of a paragraph."
_RUNNING = 3
"Pages that a running head stands on at least."


class Line(NamedTuple):
    """One line of a page; the place of its first character and the height of its letters, in points."""

    text: str
    x: float
    y: float
    height: float


class Joined(NamedTuple):
    """The text of each page, paragraphs parted by a blank line, and what is to be said about it."""

    pages: tuple[str, ...]
    warnings: tuple[str, ...]


def lines_of(fragments: Iterable[tuple[str, float, float, float]]) -> list[Line]:
    """Return the lines that fragments of text make, each fragment with x, y and the height of its letters.

    >>> page = [("The talks", 60, 700, 10), (" failed.\\n", 99, 700, 10), ("So", 60, 688, 10)]
    >>> [line.text for line in lines_of(page)]
    ['The talks failed.', 'So']
    """
    lines: list[Line] = []
    words: list[tuple[str, float, float, float]] = []
    for text, x, y, height in fragments:
        first, *others = text.split("\n")
        words.append((first, x, y, height))
        for part in others:
            _close(lines, words)
            words = [(part, x, y, height)]
    _close(lines, words)
    return lines


def _close(lines: list[Line], words: list[tuple[str, float, float, float]]) -> None:
    """Add the line that fragments make: it begins where the first does, and stands where the longest one does."""
    text = re.sub(r"[ \t\r\f\v]+", " ", "".join(word[0] for word in words)).strip()
    if text:
        _, x, _, _ = next(word for word in words if word[0].strip())
        _, _, y, height = max(words, key=lambda word: len(word[0].strip()))
        lines.append(Line(text, x, y, height))


def join_pages(pages: Sequence[Sequence[Line]]) -> Joined:
    """Return the text of pages, given as lines; running heads and feet are left out and named in a warning."""
    kept, dropped = _without_running(pages)
    words = _Words(line for lines in kept for line in lines)
    texts = tuple("\n\n".join(_paragraphs(lines, words)) for lines in kept)
    warnings = []
    if words.kept:
        one = words.kept == 1
        counted = (
            f"{words.kept:,} word{'s' * (not one)} broken at a line end {'keeps its' if one else 'keep their'} hyphen"
        )
        warnings.append(f"{counted}: it may be one of the word")
    if dropped:
        shown = ", ".join(f"“{text[:60]}”" for text in list(dropped)[:3])
        count = sum(dropped.values())
        warnings.append(f"left out as running heads and feet: {count:,} lines such as {shown}")
    return Joined(texts, tuple(warnings))


def _without_running(pages: Sequence[Sequence[Line]]) -> tuple[list[Sequence[Line]], dict[str, int]]:
    """Return the pages without lines that stand, but for their numbers, at the same edge of many pages."""
    edges: Counter[tuple[str, int]] = Counter()
    for lines in pages:
        edges.update({(_pattern(line), round(line.y / 4)) for line in _edge_lines(lines)})
    filled = sum(bool(lines) for lines in pages)
    enough = max(_RUNNING, filled // 8)
    running = {key for key, count in edges.items() if count >= enough}
    kept: list[Sequence[Line]] = []
    dropped: dict[str, int] = {}
    for lines in pages:
        edge = [line for line in _edge_lines(lines) if (_pattern(line), round(line.y / 4)) in running]
        kept.append([line for line in lines if line not in edge])
        for line in edge:
            dropped[line.text] = dropped.get(line.text, 0) + 1
    return kept, dropped


def _edge_lines(lines: Sequence[Line]) -> list[Line]:
    """Return the two highest and two lowest lines of a page."""
    if len(lines) < 3:
        return []
    ordered = sorted(lines, key=lambda line: -line.y)
    return [*ordered[:2], *ordered[-2:]] if len(ordered) > 6 else [ordered[0], ordered[-1]]


def _pattern(line: Line) -> str:
    return re.sub(r"\b(?:\d+|[ivxlc]{1,7})\b", "#", line.text.lower())


def _paragraphs(lines: Sequence[Line], words: _Words) -> list[str]:
    if not lines:
        return []
    leading = _leading(lines)
    length = _usual([float(len(line.text)) for line in lines])
    found: list[str] = [lines[0].text]
    for above, below in pairwise(lines):
        if _begins(above, below, leading, length):
            found.append(below.text)
        else:
            found[-1] = words.joined(found[-1], below.text)
    return found


def _leading(lines: Sequence[Line]) -> float:
    """Return the distance that most lines have from the one above, the smallest of several."""
    steps = ((above, above.y - below.y) for above, below in pairwise(lines))
    near = Counter(round(2 * gap) / 2 for above, gap in steps if 0.8 * above.height < gap < 3 * max(above.height, 8.0))
    return min((gap for gap in near if near[gap] == max(near.values())), default=0.0)


def _usual(values: Sequence[float]) -> float:
    """Return the upper median: what full lines have."""
    ordered = sorted(values)
    return median(ordered[len(ordered) // 3 :]) if ordered else 0.0


def _begins(above: Line, below: Line, leading: float, length: float) -> bool:
    """Return whether a line begins a paragraph."""
    gap = above.y - below.y
    ended = bool(_ENDS.search(above.text))
    if _BULLET.match(below.text) and (ended or below.x != above.x or len(above.text) < _SHORT * length):
        return True
    if gap < -2 * max(above.height, 1.0):  # up again: the next column
        return ended
    if max(above.height, below.height) > 1.12 * min(above.height, below.height) and abs(gap) > 1:
        return True
    if leading and gap > _WIDER * leading:
        return True
    if below.x > above.x + _INDENT and ended and abs(gap) > 1:
        return True
    return ended and len(above.text) < _SHORT * length


class _Words:
    """The words that stand whole in a document: what tells a hyphen of a word from one of a line end."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.whole = {word.lower() for line in lines for word in _WORDS.findall(line.text)}
        self.begun = {word[:length] for word in self.whole for length in range(6, min(len(word), 14) + 1)}
        self.kept = 0

    def joined(self, text: str, line: str) -> str:
        """Return a paragraph with its next line: by a space, or without one after a hyphen.

        The hyphen goes where it is soft; where the whole word, or one that begins like it, stands elsewhere in the
        document and the hyphenated one does not; and where what follows is an ending and no word (``-tion``). Else it
        stays.
        """
        if text.endswith("\u00ad"):
            return text[:-1] + line
        begin, end = _HYPHEN.search(text), _WORD_START.search(line)
        if begin is None:
            return f"{text} {line}"
        if end is None:
            return text + line
        first, second = begin.group(1).lower(), end.group(1)
        start = (first + second)[: len(first) + 3]
        if f"{first}-{second}" in self.whole:
            return text + line
        if (
            first + second in self.whole
            or _ENDING.fullmatch(second)
            or (len(start) >= 6 and len(second) > 2 and start in self.begun)
        ):
            return text[: begin.end(1)] + line
        self.kept += 1
        return text + line
