"""Who says what stands in quotation marks, and whose an attribution is."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .actors import Actor
from .quotations import Quotation
from .saying import is_saying
from .spans import Span
from .subjects import Named, named_in, subject

__all__ = ["Attributed", "Quoted", "actor_of_source", "quoted_in", "speaker_by_rule"]

_VERBS = (
    "said|says|say|told|tells|adds|added|asked|asks|wrote|writes|argued|argues|declared|declares|insisted|insists|replied|warned|warns"
    "|claimed|claims|noted|tweeted|explained|acknowledged|stated|states|announced|announces|called|calls|calling|described|describes"
    "|denied|denies|deny|denying|accused|accuses|denounced|denounces|denouncing|branded|dubbed|dismissed|dismisses|quoted|joked|quipped"
    "|shouted|chanted|concluded|concludes|complained|predicted|vowed|pledged|promised|boasted|lamented|recalled|responded|repeated"
    "|stressed|suggested|urged|cautioned|contended|labell?ed|likened|mocked|praised|remarked|observed|continued|testified"
)
_TITLE = r"(?:the\s+|an?\s+)?(?:[A-Z][\w-]*\.?\s+){0,3}"
_VERB = re.compile(rf"\b(?:{_VERBS})\b")
_AFTER_VERB = re.compile(rf"[,!?]?[”\"’']+,?\s+(?:also\s+|later\s+)?(?:{_VERBS})\s+{_TITLE}$")
_AFTER_NAME = re.compile(
    rf"(?:,[^,.;\n]{{2,80}},)?\s+(?:has\s+|had\s+|also\s+|later\s+|once\s+|\w+ly\s+){{0,3}}(?:{_VERBS})\b"
)
_SIGNED = re.compile(r"[”\"’']+\s*[―—–]\s*")
_ONLY_MARKS = re.compile(r"[,!?]?[”\"’']+,?\s+" + _TITLE + "$")
_WORDS_OF = re.compile(r"\b(?:in\s+the\s+words\s+of|according\s+to|as)\s+(?:the\s+)?$", re.IGNORECASE)
_BREAK = re.compile(r";|\.\s|[”\"]\s")
_TWO_NAMES = re.compile(r"[A-Z][\w.-]+\s+[A-Z][\w.-]+")
_AND_OTHERS = re.compile(r"\s+and\s+(?:the\s+)?[A-Z]")
_NOUN_NEXT = re.compile(
    r"\s+(?!(?:who|which|that|and|or|of|in|on|at|as|has|had|is|was|himself|herself|itself|for|from|with|to)\b)[a-z]"
)
_PREPOSITION = re.compile(
    r"\b(?:of|for|to|with|by|from|in|at|on|against|about|like|than|under)\s+(?:the\s+|a\s+|an\s+)?$", re.IGNORECASE
)
REACH = 240
"How far before a quotation the verb of saying may stand, in code points."
_PERSONS = frozenset({"person"})


@dataclass(frozen=True, slots=True)
class Attributed:
    """An attribution with the actor that its source names."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: str
    confidence: float
    actor: str | None
    "Id; none where the source is nobody in particular, or several may be meant."


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation with its speaker."""

    span: Span
    scare: bool
    "One or two words that nobody is said to have said."
    speaker: str | None
    attribution: int | None
    echo: int | None
    "The earlier quotation that has the same words, for one without a speaker: words of another taken up again."
    depth: int = 0
    parts: tuple[Span, ...] = ()


def speaker_by_rule(
    text: str, quotation: Quotation, sentences: Sequence[Span], mentions: Sequence[Named]
) -> Named | None:
    """Return who says a quotation by the words around it, or none where they do not tell.

    A verb of saying right after it ("...," said Kerry; "...," Kerry said) or before it in its sentence ("Kerry called
    it ..."), or "in the words of", "according to".
    """
    begin, end = quotation.span
    after = _said_after(text, end, mentions)
    if after is not None:
        return after
    place = bisect_right(sentences, (begin, end)) - 1
    start = sentences[place].begin if place >= 0 and sentences[place].begin < begin else max(begin - REACH, 0)
    start = max(start, begin - REACH)
    for named in named_in(mentions, start, begin):
        if _WORDS_OF.search(text, max(named.begin - 30, start), named.begin) and "." not in text[named.end : begin]:
            return named
    verbs = list(_VERB.finditer(text, start, begin))
    if not verbs:
        return None
    verb = verbs[-1]
    if _BREAK.search(text, verb.end(), begin):
        return None
    return subject(text, mentions, start, verb.start())


def _said_after(text: str, end: int, mentions: Sequence[Named]) -> Named | None:
    """Return who is named after a quotation as the one that says it; a point in the marks ends the sentence."""
    near = named_in(mentions, end, end + 90)[:3]
    if not near:
        return None
    first = near[0]
    between = text[end : first.begin]
    if _SIGNED.fullmatch(between) and text[first.end : first.end + 1] in ("", "\n"):
        return first
    if text[end - 1] == ".":
        return None
    if _AFTER_VERB.fullmatch(between):
        for named in near:
            if not _NOUN_NEXT.match(text, named.end) and text[named.end : named.end + 1] not in ("'", "’"):
                return named if text[first.end : named.begin].count(",") == 0 else None
    if _ONLY_MARKS.fullmatch(between):
        for named in near:
            if _AFTER_NAME.match(text, named.end) and (
                named.actor == first.actor or "," not in text[first.end : named.begin]
            ):
                return named
    return None


def actor_of_source(
    text: str,
    source: tuple[Span, ...],
    mentions: Sequence[Named],
    actors: Mapping[str, Actor],
) -> str | None:
    """Return the id of the actor that a source names as its head, or none where none or several may be meant."""
    for span in source:
        inside = named_in(mentions, span.begin, span.end)
        free = [named for named in inside if _is_head(text, span, named)]
        comma = text.find(",", span.begin, span.end)
        if comma >= 0 and _TWO_NAMES.search(text, span.begin, comma):
            free = free if any(named.end <= comma for named in inside) else []
        if not free:
            continue
        persons = [named for named in free if actors[named.actor].kind in _PERSONS]
        head = [named for named in persons if comma < 0 or named.end <= comma] or persons or free
        if _AND_OTHERS.match(text, head[0].end, span.end):
            return None
        names = list(dict.fromkeys(named.actor for named in head))
        joined = re.search(r"\band\b|&", text[head[0].end : head[-1].begin]) if len(names) > 1 else None
        if joined:
            return None
        return names[-1] if persons and head[-1] in persons else names[0]
    return None


def _is_head(text: str, span: Span, named: Named) -> bool:
    if text[named.end : min(named.end + 2, span.end + 2)][:1] in ("'", "’") and named.end < span.end:
        return False
    if named.end < span.end and _NOUN_NEXT.match(text, named.end, span.end):
        return False
    if text[named.begin : named.end].lower() in ("his", "her", "their"):
        return False
    return _PREPOSITION.search(text, max(span.begin, named.begin - 20), named.begin) is None


def quoted_in(
    text: str,
    quotations: Iterable[Quotation],
    sentences: Sequence[Span],
    mentions: Sequence[Named],
    attributed: Sequence[Attributed],
) -> tuple[Quoted, ...]:
    """Return the quotations with their speakers: by the attribution that they stand in, or the words around."""
    contents = sorted((*span, index) for index, one in enumerate(attributed) for span in one.content)
    found: list[Quoted] = []
    seen: list[tuple[str, int]] = []
    for quotation in quotations:
        index = _content_of(contents, quotation.span)
        if quotation.scare and index is not None and not is_saying(text, attributed[index].cue):
            index = None  # a word or two in what the author tells in its own words: marks of distance, more likely
        speaker = attributed[index].actor if index is not None and quotation.depth == 0 else None
        if speaker is None:
            by_rule = speaker_by_rule(text, quotation, sentences, mentions)
            speaker = by_rule.actor if by_rule else None
        if speaker is None and index is None:
            speaker = _going_on(text, quotation, found)
        scare = quotation.scare and speaker is None and index is None
        words = " ".join(quotation.span.of(text).split()).strip(",.;:!?").lower()
        echo = None
        if speaker is None and index is None:
            echo = next((place for earlier, place in seen[-50:] if words and words in earlier), None)
        elif len(words) < 2000:
            seen.append((words, len(found)))
        found.append(Quoted(quotation.span, scare, speaker, index, echo, quotation.depth, quotation.parts))
    return tuple(found)


def _content_of(contents: Sequence[tuple[int, int, int]], span: Span) -> int | None:
    """Return the attribution whose content covers a quotation or overlaps it most."""
    place = bisect_left(contents, (span.end,))
    best, most = None, 0
    for begin, end, index in contents[max(place - 8, 0) : place]:
        common = min(end, span.end) - max(begin, span.begin)
        if common > most and common >= (span.end - span.begin) / 2:
            best, most = index, common
    return best


def _going_on(text: str, quotation: Quotation, before: Sequence[Quoted]) -> str | None:
    """Return the speaker of the quotation before, where only a sentence's end in the same paragraph parts the two."""
    if not before or before[-1].speaker is None or quotation.scare:
        return None
    between = text[before[-1].span.end : quotation.span.begin]
    if "\n" in between or len(between) > 250 or quotation.span.begin <= before[-1].span.end:
        return None
    return before[-1].speaker if between.rstrip("“\"‘' ")[-1:] in (".", "!", "?") else None
