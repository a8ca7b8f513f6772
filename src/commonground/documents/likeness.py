"""What in a text is most like some words: only ever a suggestion, for a person to look at.

A likeness says little: 98.8 of 100 for a changed figure, 91.7 for "the gates stay open" against "stay shut".
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["in_word", "most_alike"]

ALIKE = 90
"How alike, of 100, a passage is before it is shown."
SHORTEST_LIKENESS, LONGEST_LIKENESS, PIECE = 4, 2_000, 60
"Characters of a quotation for which something alike is looked for, and of the pieces in which that is done."

_WITHOUT_SPACES = re.compile(
    "[\u0e00-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
"""Scripts in which words are not parted by spaces: there a quotation may begin and end anywhere."""


def in_word(sign: str) -> bool:
    """Return whether a sign is part of a word that ends at a space; in scripts without spaces none is."""
    return (sign == "_" or unicodedata.category(sign)[0] in "LNM") and not _WITHOUT_SPACES.match(sign)


def most_alike(text: str, lowered: str, wanted: str) -> tuple[int, int] | None:
    """Return the range of a folded text that is most like a quotation, in whole words, where one is alike enough.

    ``lowered`` is the text in small letters: a difference of case should not hide a likeness.
    """
    found = _best_likeness(wanted.lower(), lowered) if len(lowered) == len(text) else None
    if found is None:
        return None
    begin, end = found
    while begin > 0 and in_word(text[begin - 1]) and in_word(text[begin]):
        begin -= 1
    while end < len(text) and in_word(text[end - 1]) and in_word(text[end]):
        end += 1
    while begin < end - 1 and text[begin] == " ":
        begin += 1
    while end > begin + 1 and text[end - 1] == " ":
        end -= 1
    return begin, end


def _best_likeness(wanted: str, text: str) -> tuple[int, int] | None:
    """Return the range of a text that is most like a quotation, at least ``ALIKE``.

    A long quotation is looked for by pieces of it, and compared whole around the place where each of them is found.
    """
    if not SHORTEST_LIKENESS <= len(wanted) <= min(len(text), LONGEST_LIKENESS):
        return None
    from rapidfuzz.fuzz import partial_ratio_alignment

    if len(wanted) <= PIECE:
        found = partial_ratio_alignment(wanted, text, score_cutoff=ALIKE)
        return (found.dest_start, found.dest_end) if found and found.dest_end > found.dest_start else None
    best: tuple[float, int, int] = (0, 0, 0)
    for at in (0, (len(wanted) - PIECE) // 2, len(wanted) - PIECE):
        piece = partial_ratio_alignment(wanted[at : at + PIECE], text, score_cutoff=ALIKE - 20)
        if piece is None:
            continue
        begin = max(0, piece.dest_start - at - PIECE)
        window = text[begin : piece.dest_end + len(wanted) - at]
        found = partial_ratio_alignment(wanted, window, score_cutoff=ALIKE)
        if found and found.dest_end > found.dest_start:
            best = max(best, (found.score, begin + found.dest_start, begin + found.dest_end))
    return best[1:] if best[0] else None
