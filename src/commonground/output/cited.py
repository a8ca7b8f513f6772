"""What the model rests on, as a reader checks it: each element with its passages, each document with its marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..documents import Document, Span
from ..documents.places import place_of
from ..model import Conflict, Evidence
from ..model.elements import elements, review_counts
from ..reading.passages import Passage, Passages
from .plain import counted, plain, source_name

__all__ = ["Block", "Cited", "CitedText", "ElementNote", "EvidenceNote", "Gap", "Piece", "make_cited"]

WHOLE = 12_000
"A longer text is shown in excerpts: the paragraphs with passages, and one around."
EMBEDDED = 200_000
"A longer text is not put into the report in full."
LONG_PIECE, KEPT = 1_500, 500
"A longer stretch without a passage is cut to its two ends, of that many characters."
MOST = 1_000
"Elements that a page lists at most."
STATE_WORDS: Mapping[str, str] = {
    "anchored": "✓ stands in the source",
    "moved": "✓ stands in the source, at another place than stored",
    "ambiguous": "? stands in several places",
    "lost?": "✗ not in the source; something like it is",
    "lost": "✗ not in the source",
    "unchecked": "– not compared: no text at hand",
    "": "– a place, no quotation",
}
_ITEM = re.compile(r"\n(?=[ \t]*(?:\d{1,4}[.)]|[-*+•])[ \t])")


@dataclass(frozen=True, slots=True)
class EvidenceNote:
    """One piece of evidence, numbered through the report; ``marked`` where a document shows its passage."""

    number: int
    source: str
    place: str
    quote: str
    note: str
    state: str
    marked: bool

    @property
    def words(self) -> str:
        """Return the state in words."""
        return STATE_WORDS[self.state]


@dataclass(frozen=True, slots=True)
class ElementNote:
    """An element of the model with all it rests on."""

    number: int
    title: str
    review: str
    evidence: tuple[EvidenceNote, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text in the same passages all along; the numbers of those, and of those that begin or end."""

    text: str
    numbers: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or an entry of a list, and the line on which it begins."""

    line: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Paragraphs that are left out."""

    blocks: int
    characters: int


@dataclass(frozen=True, slots=True)
class CitedText:
    """A document as the report shows it; ``full`` holds the whole text where ``parts`` are excerpts and it is short."""

    id: str
    title: str
    file: str
    sha256: str
    characters: int
    passages: int
    parts: tuple[Block | Gap, ...]
    full: tuple[str, ...]
    cut: bool


@dataclass(frozen=True, slots=True)
class Cited:
    """Everything about evidence: the elements, the texts, and sentences for the first page.

    ``linked`` is the last number that a page lists; ``titles`` names the element of each number.
    """

    elements: tuple[ElementNote, ...]
    linked: int
    texts: tuple[CitedText, ...]
    story: tuple[str, ...]
    titles: Mapping[int, str]

    @property
    def reviewed(self) -> bool:
        """Return whether any element is marked as drafted or reviewed."""
        return any(element.review for element in self.elements)


def make_cited(conflict: Conflict, passages: Passages) -> Cited:
    """Return what a model rests on, with the passages of every text at hand."""
    found = {passage.path: passage for passage in passages.all}
    notes: list[ElementNote] = []
    marks: dict[str, list[tuple[int, Span]]] = {id_: [] for id_ in passages.documents}
    titles: dict[int, str] = {}
    number = 0
    for i, element in enumerate(elements(conflict), start=1):
        rows = []
        for k, evidence in enumerate(element.noun.evidence):
            number += 1
            titles[number] = plain(element.title)
            passage = found.get((*element.path, "evidence", k))
            rows.append(_note(conflict, passages, evidence, passage, number))
            if passage is not None and passage.span is not None:
                marks[evidence.source].append((number, passage.span))
        notes.append(ElementNote(i, plain(element.title), element.review, tuple(rows)))
    texts = tuple(_text(conflict, id_, document, marks[id_]) for id_, document in passages.documents.items())
    return Cited(
        elements=tuple(notes),
        linked=max((row.number for note in notes[:MOST] for row in note.evidence), default=0),
        texts=tuple(text for text in texts if text.passages),
        story=_story(conflict, passages),
        titles=titles,
    )


def _note(
    conflict: Conflict, passages: Passages, evidence: Evidence, passage: Passage | None, number: int
) -> EvidenceNote:
    place = passages.place(passage) if passage is not None and passage.span is not None else None
    against = "Speaks against it. " if evidence.stance == "contradicts" else ""
    return EvidenceNote(
        number=number,
        source=source_name(conflict, evidence.source),
        place=plain(", ".join(part for part in (evidence.place, str(place) if place else "") if part)),
        quote=plain(evidence.quote or ""),
        note=plain(against + (evidence.note or "")),
        state=passage.state if passage is not None else "",
        marked=place is not None,
    )


def _story(conflict: Conflict, passages: Passages) -> tuple[str, ...]:
    counts, states = review_counts(conflict), passages.counts
    total = counts["elements"]
    share = f"{100 * counts['reviewed'] / total:.0f}%" if total else "0%"
    sentences = [
        f"{counts['cited']:,} of {counted(total, 'element')} of the model cite a passage. Reviewed by a person: "
        f"{counts['reviewed']:,} ({share}); drafted: {counts['drafted']:,}; unmarked: {counts['unmarked']:,}."
    ]
    quoted = len(passages.all)
    if quoted:
        certain = states["anchored"] + states["moved"]
        rest = {
            "in several places": states["ambiguous"],
            "not in the source": states["lost"] + states["lost?"],
            "not compared, the text not being at hand": states["unchecked"],
        }
        words = [f"{certain:,} stand{'s' * (certain == 1)} in the source word for word"]
        words += [f"{number:,} {what}" for what, number in rest.items() if number]
        sentences.append(f"Of {counted(quoted, 'quotation')}: {'; '.join(words)}.")
    return tuple(sentences)


def _text(conflict: Conflict, id_: str, document: Document, marks: Sequence[tuple[int, Span]]) -> CitedText:
    spans = list(_block_spans(document))
    cited = [[mark for mark in marks if span.overlaps(mark[1])] for span in spans]
    cut = len(document.text) > WHOLE
    kept = {i + d for i, here in enumerate(cited) if here for d in (-1, 0, 1)} if cut else set(range(len(spans)))
    source = conflict.sources[id_]
    return CitedText(
        id=id_,
        title=plain(source.title or source.citation or document.name),
        file=plain(document.name),
        sha256=document.sha256,
        characters=len(document.text),
        passages=len(marks),
        parts=tuple(_parts(document, spans, cited, kept)),
        full=tuple(document.text[span.slice] for span in spans) if cut and len(document.text) <= EMBEDDED else (),
        cut=cut,
    )


def _block_spans(document: Document) -> Iterator[Span]:
    """Yield the paragraphs; the entries of a list one by one."""
    for paragraph in document.paragraphs:
        begin = paragraph.begin
        for match in _ITEM.finditer(document.text, paragraph.begin, paragraph.end):
            if match.start() > begin:
                yield Span(begin, match.start())
            begin = match.end()
        if begin < paragraph.end:
            yield Span(begin, paragraph.end)


def _parts(
    document: Document, spans: Sequence[Span], cited: Sequence[list[tuple[int, Span]]], kept: set[int]
) -> Iterator[Block | Gap]:
    gap = Gap(0, 0)
    for i, span in enumerate(spans):
        if i not in kept:
            gap = replace(gap, blocks=gap.blocks + 1, characters=gap.characters + span.end - span.begin)
            continue
        if gap.blocks:
            yield gap
            gap = Gap(0, 0)
        yield Block(place_of(document, span).line, tuple(_pieces(document.text, span, cited[i])))
    if gap.blocks:
        yield gap


def _pieces(text: str, block: Span, marks: Iterable[tuple[int, Span]]) -> Iterator[Piece]:
    """Yield a block in pieces that begin and end where a passage does, so that overlapping ones need no nesting."""
    held = [(number, max(span.begin, block.begin), min(span.end, block.end), span) for number, span in marks]
    cuts = sorted({block.begin, block.end, *(mark[1] for mark in held), *(mark[2] for mark in held)})
    for begin, end in pairwise(cuts):
        numbers = tuple(number for number, first, last, _ in held if first <= begin and end <= last)
        begins = tuple(number for number, first, _, span in held if first == begin == span.begin)
        ends = tuple(number for number, _, last, span in held if last == end == span.end)
        words = text[begin:end]
        if not numbers and len(words) > LONG_PIECE:
            words = f"{words[:KEPT]} [… {len(words) - 2 * KEPT:,} characters left out …] {words[-KEPT:]}"
        yield Piece(words, numbers, begins, ends)
