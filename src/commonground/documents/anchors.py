"""Where a quotation stands in a text: exactly, after normalisation, or not at all. A likeness is only ever shown.

A quotation holds whole words: ``can`` does not stand in ``cannot``, nor ``12`` in ``1.12``. So a letter, a digit or a
``not`` more or less is never the same quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ..model import Anchor
from .likeness import in_word, most_alike
from .normalise import JOINT, NO_WIDTH, Normalised, letters_of, normalise
from .spans import Span

__all__ = ["AROUND", "STATES", "Location", "PreparedText", "State", "locate", "make_anchor", "prepare"]

State = Literal["anchored", "moved", "ambiguous", "lost?", "lost", "unchecked"]
STATES: tuple[State, ...] = ("anchored", "moved", "ambiguous", "lost?", "lost", "unchecked")

AROUND = 32
"Code points of the words before and after that an anchor keeps."
MOST_HITS = 1_000
"More places than this are not told apart."

_HYPHENS = ("-", "\u2010", "\u00ad")
_LOOSE = re.compile(r"(?<=[^\W\d_])- (?=[^\W\d_])")
"""A hyphen and a space between letters: what a broken word becomes when a page is copied to one line."""
_NOT = re.compile("'[tT](?![\\w\0])")


@dataclass(frozen=True, slots=True)
class Location:
    """Where a quotation stands.

    ``spans`` holds the one place where it is ``anchored`` or ``moved``, every place (the first 1,000) where it is
    ``ambiguous``, and nothing where it is ``lost``. ``suggestion`` is what stands there instead, for ``lost?`` only.
    All count code points of the text that was searched.
    """

    state: State
    spans: tuple[Span, ...] = ()
    suggestion: Span | None = None

    @property
    def found(self) -> Span | None:
        """Return the one place, where there is one that is certain."""
        return self.spans[0] if self.state in ("anchored", "moved") else None


@dataclass(frozen=True)
class PreparedText:
    """A text in which many quotations are looked for: normalised once."""

    text: str
    folded: Normalised

    @cached_property
    def letters(self) -> tuple[str, list[int]]:
        """The folded text without hyphens, and where each character stands in it."""
        return letters_of(self.folded)

    @cached_property
    def lowered(self) -> str:
        """The folded text in small letters."""
        return self.folded.text.lower()

    def span(self, begin: int, end: int) -> Span:
        """Return the source's own characters for a range of the folded text."""
        begin, end = self.folded.source_span(begin, end)
        while end > begin and (self.text[end - 1] in NO_WIDTH or self.text[end - 1].isspace()):
            end -= 1
        return Span(begin, end)


def prepare(text: str) -> PreparedText:
    """Return a text made ready for many calls of ``locate``."""
    return PreparedText(text, normalise(text))


def locate(text: str | PreparedText, quote: str, anchor: Anchor | None = None, *, suggest: bool = True) -> Location:
    """Return where a quotation stands in a text.

    Parameters
    ----------
    text : str or PreparedText
        The stored text of a source; prepared where several quotations are looked for.
    quote : str
        Words of the source. White space, quotation marks, dashes, ligatures and hyphens at line ends may differ;
        letters, case, digits and words may not. One without a letter or digit is nowhere.
    anchor : Anchor, optional
        The place stored with it.
    suggest : bool
        Whether to look for something like a quotation that stands nowhere, which takes far longer than the rest.

    Examples
    --------
    >>> text = "The gates stay shut. They said: the gates\\n stay shut."
    >>> locate(text, "said: the gates stay shut").spans
    (Span(begin=26, end=52),)
    >>> locate(text, "gates stay open").state, locate(text, "gates stay shut").state
    ('lost', 'ambiguous')
    >>> locate(text, "gates stay shut", make_anchor(text, Span(36, 52)))
    Location(state='anchored', spans=(Span(begin=36, end=52),), suggestion=None)
    """
    source = prepare(text) if isinstance(text, str) else text
    wanted = normalise(quote).text.strip()
    if not any(sign.isalnum() for sign in wanted):
        return Location("lost")
    form = _Form(source, wanted)
    if anchor is not None and (here := form.at(anchor)) is not None:
        return Location("anchored", (source.span(*here),))
    hits: list[tuple[int, int]] = []
    for hit in form.hits():
        hits.append(hit)
        if len(hits) == MOST_HITS:
            break
    spans = tuple(source.span(*hit) for hit in hits)
    if not hits and not suggest:
        return Location("lost")
    if not hits:
        alike = most_alike(source.folded.text, source.lowered, wanted)
        suggestion = None if alike is None else source.span(*alike)
        return Location("lost" if suggestion is None else "lost?", (), suggestion)
    if len(hits) == 1:
        return Location("anchored" if anchor is None else "moved", spans)
    singled = _singled_out(source.folded.text, hits, anchor) if anchor and len(hits) < MOST_HITS else None
    return Location("ambiguous", spans) if singled is None else Location("moved", (spans[singled],))


def make_anchor(text: str, span: Span) -> Anchor:
    """Return the anchor of a passage: its place, and the words around it with white space as single spaces.

    >>> make_anchor("So it was. They agreed to\\nseek it, he said.", Span(16, 33))
    Anchor(start=16, end=33, prefix='So it was. They ', suffix=', he said.', sha256=None)
    """
    begin, end = span
    before, after = text[max(0, begin - AROUND) : begin], text[end : end + AROUND]
    return Anchor(start=begin, end=end, prefix=_one_line(before), suffix=_one_line(after))


def _one_line(words: str) -> str:
    """Return words with single spaces; a hyphen at a line end keeps its line end, which says what it is."""

    def space(match: re.Match[str]) -> str:
        return "\n" if "\n" in match.group() and words[: match.start()].endswith(_HYPHENS) else " "

    return re.sub(r"\s+", space, words)


class _Form:
    """A folded quotation, and how it is found in a folded text.

    Where neither holds a joint, plain comparison. Else both are searched without hyphens, and what is found there
    counts if each hyphen that differs is a joint.
    """

    def __init__(self, source: PreparedText, wanted: str) -> None:
        self.source = source
        self.text = source.folded.text
        self.wanted = wanted
        self.forms = tuple(dict.fromkeys((wanted, _LOOSE.sub(JOINT, wanted))))
        self.joints = JOINT in self.text or JOINT in self.forms[-1]
        self.patterns = [_pattern(form) for form in self.forms] if self.joints else []

    def at(self, anchor: Anchor) -> tuple[int, int] | None:
        """Return the range at the stored position, if the quotation stands there."""
        folded = self.source.folded
        if anchor.end > folded.length:
            return None
        begin, end = folded.place(anchor.start), folded.place(anchor.end)
        while begin < end and self.text[begin] == " ":
            begin += 1
        while end > begin and self.text[end - 1] == " ":
            end -= 1
        here = next((match.end() for p in self.patterns if (match := p.match(self.text, begin))), None)
        if not self.joints:
            here = begin + len(self.wanted) if self.text.startswith(self.wanted, begin) else None
        return (begin, end) if here == end and self._whole(begin, end) else None

    def hits(self) -> Iterator[tuple[int, int]]:
        """Yield every range where the quotation stands, in the order of the text."""
        if not self.joints:
            for begin in _occurrences(self.text, self.wanted):
                if self._whole(begin, begin + len(self.wanted)):
                    yield begin, begin + len(self.wanted)
            return
        seen = set()
        for form, pattern in zip(self.forms, self.patterns, strict=True):
            for begin, end in self._joined(form, pattern):
                if (begin, end) not in seen and self._whole(begin, end):
                    seen.add((begin, end))
                    yield begin, end

    def _joined(self, form: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        letters, places = self.source.letters
        lead = len(form) - len(form.lstrip("-\0"))
        for at in _occurrences(letters, form.replace("-", "").replace(JOINT, "")):
            begin = places[at] - lead
            match = pattern.match(self.text, begin) if begin >= 0 else None
            if match:
                yield begin, match.end()

    def _whole(self, begin: int, end: int) -> bool:
        """Return whether a range of the text cuts no word and no number."""
        text = self.text
        before, after = text[max(0, begin - 2) : begin], text[end : end + 3]
        first, last = text[begin], text[end - 1]
        if JOINT in (first, last):
            return False
        if before:
            if before[-1] == JOINT or (in_word(before[-1]) and in_word(first)):
                return False
            if first.isdigit() and before[-1] in ".,'" and before[0].isdigit():
                return False
            if first.isdigit() and before[-1] == "-" and not in_word(before[:-1] or " "):
                return False
        if after:
            if after[0] == JOINT or (in_word(last) and in_word(after[0])):
                return False
            if last.isdigit() and after[0] in ".,'" and after[1:2].isdigit():
                return False
            if last in "nN" and _NOT.match(after):
                return False
        return True


def _pattern(wanted: str) -> re.Pattern[str]:
    """Return what matches a folded quotation in a folded text that holds joints."""
    parts = []
    for i, sign in enumerate(wanted):
        if sign == JOINT:
            parts.append("[-\0]?")
            continue
        parts.append("[-\0]" if sign == "-" else re.escape(sign))
        if sign.isalpha() and wanted[i + 1 : i + 2].isalpha():
            parts.append("\0?")
    return re.compile("".join(parts))


def _occurrences(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _singled_out(text: str, hits: list[tuple[int, int]], anchor: Anchor) -> int | None:
    """Return the one hit that has the anchor's words before or after it, where exactly one has the most of them."""
    before, after = normalise(anchor.prefix).text, normalise(anchor.suffix).text
    # The outermost word may be cut, and so fold in another way.
    before = before[before.find(" ") :] if 0 <= before.find(" ") < AROUND // 2 else before
    after = after[: after.rfind(" ") + 1] if after.rfind(" ") >= AROUND // 2 else after
    scores = [
        bool(before.strip()) * text[:begin].endswith(before) + bool(after.strip()) * text.startswith(after, end)
        for begin, end in hits
    ]
    best = max(scores)
    return scores.index(best) if best and scores.count(best) == 1 else None
