"""From a quotation that somebody gives to the passage it is, or to the reason why it is none."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..documents.anchors import PreparedText, locate, prepare
from ..documents.document import Document
from ..documents.sentences import sentences
from ..documents.spans import Span
from .proposal import Passage

__all__ = ["MAX_QUOTE", "Corpus", "Sentence", "find_passage", "has_negation", "make_corpus"]

MIN_LETTERS = 3
MAX_QUOTE = 1_000
"""Characters of a passage at most."""

_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nor|neither|without|cannot|nobody|nothing|hardly)\b"
    r"|\b(?:refus\w{0,4}|reject\w{0,3}|den(?:y|ie[sd]))\b|n['’]t\b",
    re.IGNORECASE,
)


class Sentence(NamedTuple):
    """A sentence: the position of its document, and where it stands there."""

    document: int
    span: Span


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents of a draft, made ready for many quotations to be looked up."""

    documents: tuple[Document, ...]
    prepared: tuple[PreparedText, ...]
    sentences: tuple[Sentence, ...]
    "Of all documents, in order; a sentence is called by its place here, from 1."

    def sentence_text(self, number: int | None) -> str:
        """Return the sentence of that number on one line; nothing where there is none."""
        if number is None or not 1 <= number <= len(self.sentences):
            return ""
        document, span = self.sentences[number - 1]
        return " ".join(self.documents[document].text[span.begin : span.end].split())


def make_corpus(documents: Sequence[Document]) -> Corpus:
    """Return documents with their sentences numbered and their texts prepared."""
    held = tuple(documents)
    numbered = (Sentence(place, span) for place, document in enumerate(held) for span in sentences(document.text))
    return Corpus(held, tuple(prepare(document.text) for document in held), tuple(numbered))


def has_negation(text: str) -> bool:
    """Return whether a text has a word that turns its sense round (in English).

    >>> has_negation("They won't sign."), has_negation("They will sign.")
    (True, False)
    """
    return _NEGATION.search(text) is not None


def find_passage(quote: str, corpus: Corpus, sentence: int | None = None) -> Passage | str:
    """Return the passage that a quotation is, or a key of ``DROP_REASONS``.

    The quotation has to stand in the documents exactly (white space, quotation marks and dashes apart), at whole
    words, and in one place only; where it stands in several, the number of its sentence decides. Where its
    sentence has a negation that the quotation leaves out, the passage is the whole sentence, so that a reader
    sees the negation.

    Parameters
    ----------
    quote : str
        What is said to stand in a document.
    corpus : Corpus
        The documents.
    sentence : int, optional
        The number, from 1, of the sentence in which it is said to stand.

    Examples
    --------
    >>> from commonground.documents.document import document_from_text
    >>> corpus = make_corpus([document_from_text("They will not open the gates. The gates are old.")])
    >>> find_passage("gates are old", corpus)
    Passage(document=0, span=Span(begin=34, end=47))
    >>> find_passage("open the gates", corpus).text(corpus.documents)
    'They will not open the gates.'
    >>> find_passage("shut the gates", corpus), find_passage("gates", corpus), find_passage("a", corpus)
    ('not found', 'ambiguous', 'short')
    """
    if sum(letter.isalnum() for letter in quote[: MAX_QUOTE + 1]) < MIN_LETTERS:
        return "short"
    if len(quote) > MAX_QUOTE:
        return "long"
    found = [passage for place in range(len(corpus.documents)) for passage in _places(corpus, place, quote)]
    if len(found) > 1:
        found = _in_sentence(found, corpus, sentence) or found
    if len(found) != 1:
        return "ambiguous" if found else "not found"
    return _widened(found[0], corpus)


def _places(corpus: Corpus, place: int, quote: str) -> Iterator[Passage]:
    text = corpus.documents[place].text
    for found in locate(corpus.prepared[place], quote, suggest=False).spans:
        span = found.stripped(text)
        if span.begin < span.end:
            yield Passage(place, span)


def _in_sentence(found: Sequence[Passage], corpus: Corpus, sentence: int | None) -> list[Passage]:
    if sentence is None or not 1 <= sentence <= len(corpus.sentences):
        return []
    there = corpus.sentences[sentence - 1]
    return [p for p in found if p.document == there.document and there.span.begin <= p.span.begin < there.span.end]


def _widened(passage: Passage, corpus: Corpus) -> Passage:
    text = corpus.documents[passage.document].text
    place = bisect_right(corpus.sentences, (passage.document, (passage.span.begin, len(text) + 1))) - 1
    if place < 0 or corpus.sentences[place].document != passage.document:
        return passage
    document, span = corpus.sentences[place]
    if not span.contains(passage.span) or span.end - span.begin > MAX_QUOTE:
        return passage
    around = f"{text[span.begin : passage.span.begin]} {text[passage.span.end : span.end]}"
    return Passage(document, span) if has_negation(around) else passage
