"""Quotation marks, paired: which tokens stand inside a quotation, whatever the style of the marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["CLOSING", "CONTINUED", "INSIDE", "OPENING", "OUTSIDE", "SHORT", "UNCLOSED", "Quotation", "pair", "states"]

OUTSIDE, OPENING, SHORT, INSIDE, CLOSING, CONTINUED, UNCLOSED = range(7)
"What a token can be with respect to a quotation; ``SHORT`` is inside one of at most ``FEW`` tokens."
FEW: Final = 4

DOUBLE, SINGLE = "double", "single"
_KINDS: Final = {
    "“": DOUBLE,
    "”": DOUBLE,
    '"': DOUBLE,
    "``": DOUBLE,
    "''": DOUBLE,
    "„": DOUBLE,
    "«": DOUBLE,
    "»": DOUBLE,
}
_MARKS: Final = _KINDS | {"‘": SINGLE, "’": SINGLE, "'": SINGLE, "`": SINGLE, "‚": SINGLE}
_ONLY_OPEN: Final = frozenset(["“", "``", "„", "«", "‘", "`", "‚"])
_ONLY_CLOSE: Final = frozenset(["”", "»", "’"])
_BEFORE_OPENING: Final = frozenset("([{—–-“\"‘'/…:")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Tokens ``begin`` (the opening mark) to ``end`` (the closing mark, where there is one)."""

    begin: int
    end: int
    closed: bool
    continued: bool = False


@dataclass(slots=True)
class _Mark:
    token: int
    kind: str
    opens: bool
    closes: bool
    weak: bool
    "A closing mark that may be the apostrophe of a plural."
    sure: bool
    "An opening mark that needs no closing one in its paragraph: curly, at the start or after a comma or colon."


def pair(
    text: str, words: Sequence[str], begins: Sequence[int], paragraphs: Sequence[tuple[int, int]]
) -> list[Quotation]:
    """Return the outermost quotations in order; one that is not closed ends with its paragraph.

    Parameters
    ----------
    text : str
        The whole text.
    words, begins : sequences[token]
        The tokens and where they begin.
    paragraphs : sequence of (first token, token after the last)
    """
    found: list[Quotation] = []
    open_before = False
    for first, after in paragraphs:
        marks = _marks(text, words, begins, first, after)
        quotations = _of_paragraph(marks, after, open_before)
        if open_before and quotations and quotations[0].begin == first:
            quotations[0] = Quotation(first, quotations[0].end, quotations[0].closed, continued=True)
        found += quotations
        open_before = bool(quotations) and not quotations[-1].closed
    return found


def states(quotations: Sequence[Quotation], size: int) -> list[int]:
    """Return for each token what it is with respect to the quotations."""
    result = [OUTSIDE] * size
    for quotation in quotations:
        last = quotation.end - 1
        if not quotation.closed:
            inside = UNCLOSED
        elif quotation.continued:
            inside = CONTINUED
        else:
            inside = SHORT if last - quotation.begin - 1 <= FEW else INSIDE
        result[quotation.begin : quotation.end] = [inside] * (quotation.end - quotation.begin)
        result[quotation.begin] = OPENING
        if quotation.closed:
            result[last] = CLOSING
    return result


def _marks(text: str, words: Sequence[str], begins: Sequence[int], first: int, after: int) -> list[_Mark]:
    marks = []
    for token in range(first, after):
        kind = _MARKS.get(words[token])
        if kind is None:
            continue
        begin, end = begins[token], begins[token] + len(words[token])
        before = text[begin - 1] if token > first else " "
        behind = text[end] if token + 1 < after else " "
        word = words[token]
        opens = word not in _ONLY_CLOSE and (before.isspace() or before in _BEFORE_OPENING) and not behind.isspace()
        opens = opens and not (kind is SINGLE and behind.isdigit())
        closes = word not in _ONLY_OPEN and not before.isspace() and not behind.isalnum()
        opens = opens or (word in _ONLY_OPEN and kind is DOUBLE)
        closes = closes or (word in _ONLY_CLOSE and kind is DOUBLE)
        if kind is SINGLE and not (opens or closes):
            continue
        sure = word == "‘" and (token == first or words[token - 1] in ",:")
        marks.append(_Mark(token, kind, opens, closes, weak=kind is SINGLE and before in "sSzx", sure=sure))
    _settle_apostrophes(marks)
    return marks


def _settle_apostrophes(marks: list[_Mark]) -> None:
    """Take a single mark after an s for an apostrophe where a better one follows before the next opening mark."""
    strong_follows = False
    for mark in reversed(marks):
        if mark.kind is DOUBLE:
            continue
        if mark.opens:
            strong_follows = False
        elif mark.closes and mark.weak and strong_follows:
            mark.closes = False
        elif mark.closes:
            strong_follows = strong_follows or not mark.weak


def _of_paragraph(marks: Sequence[_Mark], after: int, open_before: bool) -> list[Quotation]:
    closings = {
        kind: max((m.token for m in marks if m.kind is kind and m.closes), default=-1) for kind in (SINGLE, DOUBLE)
    }
    found: list[Quotation] = []
    opened: _Mark | None = None
    for mark in marks:
        if opened is None:
            alone = mark.kind is SINGLE and closings[SINGLE] <= mark.token
            if mark.opens and (not alone or mark.sure or (open_before and mark is marks[0])):
                opened = mark
        elif mark.kind is opened.kind and mark.closes:
            found.append(Quotation(opened.token, mark.token + 1, closed=True))
            opened = None
        elif mark.kind is opened.kind and mark.opens and mark.kind is DOUBLE:
            found.append(Quotation(opened.token, mark.token, closed=False))
            opened = mark
    if opened is not None:
        found.append(Quotation(opened.token, after, closed=False))
    return found
