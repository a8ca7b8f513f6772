"""Quotations: the words between quotation marks, double or single, straight or curly.

An apostrophe is told from a closing single mark by what stands around it: between letters it is an apostrophe
(``Russia's``), before a mark of punctuation or a word that cannot follow a possessive it closes, and after an *s*
before any other word (``workers' councils``) it closes only where nothing after it does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from .sentences import paragraphs
from .spans import Span

__all__ = ["Quotation", "find_quotations"]

_OPENS, _CLOSES, _PERHAPS, _EITHER = "opens", "closes", "perhaps closes", "either"

_MARKS = "\"“”„«»‟'‘’‚‛`"
_RUN = rf"(?P<run>[{_MARKS}]{{5,}})"
"So many marks side by side are a line or noise."
_DOUBLE = re.compile(_RUN + "|[\"“”„«»‟]|``|''")
_SINGLE = re.compile(_RUN + "|(?<!')['‘’‚‛](?!')")
_ELISION = re.compile(
    r"['‘’](?:\d0s\b|\d\d(?=[,.;:)?!]|\s+(?:and|or|the|he|she|they|it|was|when|but|to|in)\b|$)|n['’]|(?:em|tis|twas|til|till"
    r"|cause|bout|round|neath)\b)",
    re.IGNORECASE,
)
_AND = re.compile(r"['‘’]n['’]", re.IGNORECASE)
_WORDS = re.compile(r"\w+(?:[-'’.&]\w+)*")
_NO_POSSESSED = re.compile(
    r"\s+(?:and|or|but|nor|of|in|on|at|to|for|from|by|with|as|is|are|was|were|be|been|has|have|had|will|would|can|could|may"
    r"|might|must|should|that|which|who|when|where|while|because|if|than|then|the|a|an|this|these|those|it|he|she|they|we"
    r"|said|says|say|told|not|after|before|into|over|under|about|against|between|through|so|only|also)\b|\s*[-–—]"
)
_SAYING = re.compile(
    r"(?:[,:]|\b(?:said|says|saying|called|calls|calling|call|dubbed|branded|labell?ed|described|denounced|accused|replied"
    r"|answered|added|asked|shouted|chanted|wrote|tweeted|warned|words|word|quoted|termed|deemed)\b[^.;!?\n\"“”‘’]{0,40})\s*$"
)
_SAID_AFTER = re.compile(
    r"[,.]?\s+(?:[A-Z][\w.]+\s+){0,3}(?:he |she |they )?(?:said|says|replied|added|told|asked|shouted)\b"
)
_SCARE_WORDS = 2


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks; ``span`` lies inside the marks."""

    span: Span
    scare: bool
    "One or two words that nobody is said to have said: marks of distance, or a title."
    depth: int = 0
    "0 for a quotation, 1 for one inside it."
    parts: tuple[Span, ...] = ()
    "Its pieces, one per paragraph, without the marks that are repeated where a paragraph begins."


class _Mark(NamedTuple):
    begin: int
    end: int
    role: str


class _Open(NamedTuple):
    """A quotation that has begun: its last opening mark, and the pieces before it."""

    mark: _Mark
    pieces: list[Span]


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """Return the quotations in the order in which they begin.

    A mark without its partner does no harm beyond its paragraph, unless the next paragraph begins with the same mark:
    then the quotation goes on there. Time is linear in the length of the text.

    Examples
    --------
    >>> text = "He called the workers' councils ‘Russia’s traitors’ in the '90s: \\"I said 'no', twice.\\""
    >>> [q.span.of(text) for q in find_quotations(text)]
    ['Russia’s traitors', "I said 'no', twice.", 'no']
    """
    blocks = paragraphs(text)
    doubles = _paired(text, blocks, [_double_marks(text, block) for block in blocks], _pair_doubles)
    found = list(doubles)
    outside, inside = _parted([_single_marks(text, block) for block in blocks], doubles)
    found.extend(_paired(text, blocks, outside, _pair_singles))
    for marks in inside:
        found.extend((pair,) for pair in _pair_singles(marks)[0])
    return _quotations(text, found)


def _double_marks(text: str, block: Span) -> list[_Mark]:
    marks = []
    for found in _DOUBLE.finditer(text, block.begin, block.end):
        if found.lastgroup:
            continue
        begin, end = found.span()
        after_blank, before_blank = _around(text, begin, end, block)
        sign = found.group()
        if sign in "„«‟``" or (sign == "“" and not (before_blank and not after_blank)):
            role = _OPENS
        elif sign == "»" or (sign == "”" and not (after_blank and not before_blank)):
            role = _CLOSES
        elif after_blank == before_blank:
            role = _EITHER
        else:
            role = _OPENS if after_blank else _CLOSES
        marks.append(_Mark(begin, end, role))
    return marks


def _around(text: str, begin: int, end: int, block: Span) -> tuple[bool, bool]:
    """Return whether a word may begin after the mark, and whether one may have ended before it."""
    before = begin - 1
    while before >= block.begin and begin - before <= 3 and text[before] in _MARKS:
        before -= 1
    after = end
    while after < block.end and after - end < 3 and text[after] in _MARKS:
        after += 1
    opens = before < block.begin or text[before].isspace() or text[before] in "([{—–-/…"
    closes = after >= block.end or text[after].isspace() or text[after] in ")]}.,;:!?—–-/…"
    return opens, closes


def _single_marks(text: str, block: Span) -> list[_Mark]:
    marks = []
    after_and = -1
    for found in _SINGLE.finditer(text, block.begin, block.end):
        begin, end = found.span()
        if begin < after_and or found.lastgroup:
            continue
        if pair := _AND.match(text, begin):
            after_and = pair.end()
            continue
        role = _single_role(text, found.group(), begin, block)
        if role is not None:
            marks.append(_Mark(begin, end, role))
    return marks


def _single_role(text: str, sign: str, begin: int, block: Span) -> str | None:
    before = text[begin - 1] if begin > block.begin else " "
    after = text[begin + 1] if begin + 1 < block.end else " "
    if before.isalnum() and after.isalnum():
        return None
    if before.isspace() or before in '([{—–-/"“”':
        opening = not after.isspace() and sign != "’" and not _ELISION.match(text, begin)
        if opening or before not in '—–-/"”':
            return _OPENS if opening else None
    if sign == "‘" and not after.isspace():
        return _OPENS
    if before in "sS" and _possesses(text, begin, block):
        return _PERHAPS
    return _CLOSES


def _possesses(text: str, begin: int, block: Span) -> bool:
    """Tell whether the mark may be the apostrophe of a plural: a word follows that may be what is possessed."""
    after = text[begin + 1 : min(begin + 24, block.end)]
    return after[:1].isspace() and after.strip()[:1].isalnum() and _NO_POSSESSED.match(after) is None


def _pair_doubles(marks: list[_Mark]) -> tuple[list[Span], _Mark | None]:
    """Return the stretches between marks that belong together, and the first mark that was left open."""
    pairs: list[Span] = []
    waiting: list[_Mark] = []
    for mark in marks:
        if mark.role == _OPENS or (mark.role == _EITHER and not waiting):
            waiting.append(mark)
        elif waiting:
            pairs.append(Span(waiting.pop().end, mark.begin))
    return pairs, waiting[0] if waiting else None


def _pair_singles(marks: list[_Mark]) -> tuple[list[Span], _Mark | None]:
    pairs: list[Span] = []
    waiting: _Mark | None = None
    perhaps: _Mark | None = None
    for mark in [*marks, None]:
        if mark is None or mark.role == _OPENS:
            if waiting is not None and perhaps is not None:
                pairs.append(Span(waiting.end, perhaps.begin))
                waiting = None
            waiting, perhaps = (mark if mark is not None else waiting), None
        elif waiting is not None and mark.role == _PERHAPS:
            perhaps = mark
        elif waiting is not None:
            pairs.append(Span(waiting.end, mark.begin))
            waiting = perhaps = None
    return pairs, waiting


def _paired(
    text: str,
    blocks: tuple[Span, ...],
    marks: list[list[_Mark]],
    pair: Callable[[list[_Mark]], tuple[list[Span], _Mark | None]],
) -> list[tuple[Span, ...]]:
    """Return the pieces of each quotation, one per paragraph that it runs through."""
    found: list[tuple[Span, ...]] = []
    going_on: _Open | None = None
    for block, inside in zip(blocks, marks, strict=True):
        pairs, left = pair(inside)
        again = going_on is not None and bool(inside) and inside[0].begin == block.begin and inside[0].role != _CLOSES
        again = again and going_on is not None and text[going_on.mark.begin] == text[block.begin]
        for span in pairs:
            first = again and going_on is not None and span.begin == inside[0].end
            found.append((*going_on.pieces, span) if first and going_on is not None else (span,))
        if left is None or text[left.end : left.end + 1].islower():
            going_on = None
            continue
        before = going_on.pieces if again and going_on is not None and left == inside[0] else []
        before.append(Span(left.end, block.end))
        going_on = _Open(left, before)
    return found


def _parted(marks: list[list[_Mark]], doubles: list[tuple[Span, ...]]) -> tuple[list[list[_Mark]], list[list[_Mark]]]:
    """Part the single marks by the piece of a double quotation that they stand in: a single pair lies in one piece."""
    pieces = sorted(piece for quotation in doubles for piece in quotation)
    outside: list[list[_Mark]] = []
    inside: dict[int, list[_Mark]] = {}
    place, around = 0, list[int]()
    for block in marks:
        free: list[_Mark] = []
        for mark in block:
            while place < len(pieces) and pieces[place].begin <= mark.begin:
                around.append(place)
                place += 1
            while around and pieces[around[-1]].end <= mark.begin:
                around.pop()
            (inside.setdefault(around[-1], []) if around else free).append(mark)
        outside.append(free)
    return outside, list(inside.values())


def _quotations(text: str, found: list[tuple[Span, ...]]) -> tuple[Quotation, ...]:
    ordered = sorted(
        (parts for parts in found if parts[0].begin < parts[-1].end), key=lambda p: (p[0].begin, -p[-1].end)
    )
    quotations = []
    around: list[int] = []
    for parts in ordered:
        span = Span(parts[0].begin, parts[-1].end)
        while around and around[-1] <= span.begin:
            around.pop()
        quotations.append(Quotation(span, _is_scare(text, span), len(around), parts))
        around.append(span.end)
    return tuple(quotations)


def _is_scare(text: str, span: Span) -> bool:
    if span.end - span.begin > 80:
        return False
    words = span.of(text)
    if len(_WORDS.findall(words)) > _SCARE_WORDS or words.rstrip()[-1:] in ",.!?;:":
        return False
    before = text[max(span.begin - 61, 0) : span.begin].rstrip(_MARKS)
    return not _SAYING.search(before.rstrip()) and not _SAID_AFTER.match(text[span.end : span.end + 60].lstrip(_MARKS))
