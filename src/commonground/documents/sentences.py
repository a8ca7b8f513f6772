"""Paragraphs and sentences of a text, as spans of it.

Where a mark may end a sentence is found here; whether it does is asked of sentencex (a library that knows the
abbreviations of many languages) outside quotation marks, and of the list of abbreviations here inside them, where
sentencex never ends a sentence, or everywhere when it is not installed.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from .spans import Span

try:
    from sentencex import get_sentence_boundaries as _boundaries  # type: ignore[import-untyped]
except ImportError:
    _boundaries = None

__all__ = ["paragraphs", "sentences"]

WRAPPED = 100
"A text whose longest line is shorter than this is taken to be broken into lines of equal length."
SHORT = 0.6
"In such a text a line below this part of the longest ends its paragraph."
PIECE = 4000
"sentencex takes time quadratic in the quotation marks: longer paragraphs are given to it in pieces."

_CLOSING = "”’\"')\\]»"
_OPENING = "“‘\"'(\\[«"
_END = re.compile(rf"(?<![.!?…])[.!?…]++(?:[{_CLOSING}]*+|\s[”\"])(?=\s+[{_OPENING}–—-]*\s?[$€£]?[^\W_a-z])")
_IN_MAY = re.compile(r"(?:\b(?:in|by|until|since|of|from|to|last|next|early|late|before|after)|\d)\s+May\.\W*$")
"""A month that is whole: some lists of abbreviations have it."""
_LAST_WORD = re.compile(r"[\w.'’&-]*$")
_NUMBER = re.compile(r"\s*\d")
_ABBREVIATED = frozenset(
    ["mr", "mrs", "ms", "dr", "prof", "sen", "sens", "rep", "reps", "gov", "gen", "col", "lt", "sgt", "capt", "maj"]
) | {"st", "adm", "cmdr", "brig", "rev", "hon", "messrs", "mt", "ft", "vs", "cf", "ca", "al", "pres", "sec", "supt"}
_BEFORE_NUMBER = frozenset(
    ["no", "nos", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "p", "pp", "vol"]
)
_NEVER_LAST = re.compile(
    r"(?i:[ap]\.m\.)\s+(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[ECMP][SD]?T\b|Eastern|Pacific)"
)
_ASKED = re.compile(
    r"[?!][”’\"']+\s+(?:[^\W\d_][\w.’'-]*\s+){1,4}?(?:asked|said|says|cried|wrote|tweeted|shouted|wondered|added|replied)\b"
)


def paragraphs(text: str) -> tuple[Span, ...]:
    """Return the paragraphs: parted by blank lines, and by every line break unless the lines are all short.

    Examples
    --------
    >>> text = "A dam.\\n\\nA river."
    >>> [span.of(text) for span in paragraphs(text)]
    ['A dam.', 'A river.']
    """
    lines = [Span(found.start(), found.end()) for found in re.finditer(r"[^\n\r\f\v\x85\u2028\u2029]+", text)]
    lines = [line.stripped(text) for line in lines]
    lines = [line for line in lines if line.begin < line.end]
    longest = max((line.end - line.begin for line in lines), default=0)
    result: list[Span] = []
    for index, line in enumerate(lines):
        if index and longest < WRAPPED and _continues(text, lines[index - 1], line, longest):
            result[-1] = Span(result[-1].begin, line.end)
        else:
            result.append(line)
    return tuple(result)


def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences without the blanks around them; none crosses a paragraph.

    Examples
    --------
    >>> text = "‘We won’t go. They will.’ Sen. Roe left the U.S. for good. Why?"
    >>> [span.of(text) for span in sentences(text)]
    ['‘We won’t go.', 'They will.’', 'Sen. Roe left the U.S. for good.', 'Why?']
    """
    return tuple([sentence for paragraph in paragraphs(text) for sentence in _of_paragraph(text, paragraph)])


def _continues(text: str, previous: Span, line: Span, longest: int) -> bool:
    """Tell whether a line of a text in short lines goes on with the paragraph of the line before it."""
    between = text[previous.end : line.begin]
    if between.count("\n") + between.count("\r") - between.count("\r\n") > 1 or "\f" in between:
        return False
    return previous.end - previous.begin >= SHORT * longest and not text[line.begin : line.begin + 2].startswith(
        ("- ", "* ")
    )


def _of_paragraph(text: str, paragraph: Span) -> list[Span]:
    passage = paragraph.of(text)
    candidates = [found.end() for found in _END.finditer(passage)]
    if candidates:
        told = None if _boundaries is None else _told(passage)
        candidates = [end for end in candidates if _ends(passage, end, told)]
    begins = [0, *candidates]
    ends = [*candidates, len(passage)]
    return [
        Span(paragraph.begin + begin, paragraph.begin + end).stripped(text)
        for begin, end in zip(begins, ends, strict=True)
        if passage[begin:end].strip()
    ]


def _ends(passage: str, end: int, told: tuple[list[int], list[int]] | None) -> bool:
    """Tell whether a candidate is the end of a sentence."""
    if _NEVER_LAST.match(passage, max(end - 4, 0)):
        return False
    if not _plausible(passage, end) or _ASKED.match(passage, _mark(passage, end)):
        return False
    if told is None or passage[_mark(passage, end)] == "…" or _IN_MAY.search(passage, max(end - 16, 0), end):
        return True
    boundaries, quoted = told
    place = bisect_right(boundaries, end)
    near = (
        place < len(boundaries)
        and boundaries[place] < end + 9
        and not passage[end : boundaries[place]].strip(" \t“‘\"'(")
    )
    near = near or (place > 0 and boundaries[place - 1] == end)
    return near or bisect_right(quoted, end) % 2 == 1


def _mark(passage: str, end: int) -> int:
    """Return the place of the last full stop, exclamation or question mark before a candidate."""
    while end > 0 and passage[end - 1] in "”’\"')]» ":
        end -= 1
    return max(end - 1, 0)


def _plausible(passage: str, end: int) -> bool:
    """Tell whether what stands before the mark is no abbreviation or initial."""
    bare = passage[max(end - 40, 0) : end].rstrip("”’\"')]» ")
    if not bare.endswith(".") or bare.endswith(".."):
        return True
    found = _LAST_WORD.search(bare[:-1])
    word = found.group() if found else ""
    if len(word) == 1 and word.isupper() and word != "I":
        return False
    if word.lower() in _BEFORE_NUMBER:
        return _NUMBER.match(passage, end) is None
    return word.lower() not in _ABBREVIATED


def _told(passage: str) -> tuple[list[int], list[int]]:
    """Return where sentencex ends sentences, and where stretches in double quotation marks begin and end."""
    boundaries: list[int] = []
    for piece in _pieces(passage):
        assert _boundaries is not None
        found = _boundaries("en", piece.of(passage))
        boundaries.extend(piece.begin + int(boundary["end_index"]) for boundary in found)
    quoted: list[int] = []
    for found in re.finditer(r"[“”\"]", passage):
        opens = found.group() == "“" or (found.group() == '"' and len(quoted) % 2 == 0)
        if opens == (len(quoted) % 2 == 0):
            quoted.append(found.start() if opens else found.end() + 1)
    if len(quoted) % 2:
        quoted.append(len(passage) + 1)
    return boundaries, quoted


def _pieces(passage: str) -> Iterator[Span]:
    cuts = [0]
    while len(passage) - cuts[-1] > PIECE:
        blank = passage.rfind(" ", cuts[-1] + 1, cuts[-1] + PIECE)
        cuts.append(blank if blank > 0 else cuts[-1] + PIECE)
    return (Span(*cut) for cut in pairwise([*cuts, len(passage)]))
