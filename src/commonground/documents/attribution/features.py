"""A text as numbers for the network: per token its word, ending, shape, and place in quotation and paragraph."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..sentences import paragraphs as _paragraphs
from ..sentences import sentences as _sentences
from ..spans import Span
from ..tokens import tokens as _tokens
from .quotation import CLOSING, OPENING, Quotation, pair, states

__all__ = ["COLUMNS", "PLACES", "SHAPES", "Lexicon", "Reading", "columns", "read", "windows"]

Ints = NDArray[np.int32]

COLUMNS: Final = ("vector", "own", "ending", "shape", "place")
"The columns of the features: row of the word in the table of word vectors, in that of own vectors, and so on."
UNKNOWN: Final = 0
SHAPES: Final = (
    "other",
    "lower",
    "title",
    "upper",
    "mixed",
    "number",
    "digits",
    "hyphen",
    "abbreviation",
    "one-letter",
)
_QUOTED: Final = 7
PLACES: Final = _QUOTED * 3 * 4
"Quotation state (7) x start of paragraph, of sentence or neither (3) x first, second, third or later paragraph (4)."
_SHAPE: Final = {name: index for index, name in enumerate(SHAPES)}
_DIGIT: Final = re.compile(r"\d")
_CURLY: Final = str.maketrans("’‘“”‐‑–", "''\"\"---")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text cut up: tokens, the paragraph and sentence each is in, and the quotations."""

    text: str
    words: list[str]
    begins: list[int]
    ends: list[int]
    paragraphs: list[tuple[int, int]]
    sentences: list[tuple[int, int]]
    quotations: list[Quotation]
    states: list[int]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words the network knows: rows of the three tables, 0 for the unknown."""

    vectors: Mapping[str, int]
    own: Mapping[str, int]
    endings: Mapping[str, int]

    def rows(self, word: str) -> tuple[int, int, int, int]:
        """Return the rows of a word in the tables of vectors, own vectors, endings and shapes."""
        plain = word.translate(_CURLY).lower()
        if plain not in self.vectors and plain not in self.own:
            plain = _DIGIT.sub("0", plain)
        vector = self.vectors.get(plain, UNKNOWN)
        if not vector and "-" in plain:
            vector = self.vectors.get(plain.rsplit("-", 1)[1], UNKNOWN)
        return vector, self.own.get(plain, UNKNOWN), self.endings.get(plain[-3:], UNKNOWN), _SHAPE[_shape(word)]


def read(text: str, sentences: Sequence[Span] | None = None) -> Reading:
    """Cut a text into tokens, sentences and paragraphs and pair its quotation marks."""
    frames = _paragraphs(text)
    spans: list[Span] = []
    bounds = []
    for frame in frames:
        first = len(spans)
        spans += _tokens(text, frame)
        bounds.append((first, len(spans)))
    begins = [span[0] for span in spans]
    words = [text[begin:end] for begin, end in spans]
    starts = np.searchsorted(begins, [s[0] for s in (_sentences(text) if sentences is None else sentences)])
    cuts = np.unique(np.concatenate((starts.astype(np.int64), np.array(bounds, np.int64).ravel())))
    quotations = pair(text, words, begins, bounds)
    return Reading(
        text=text,
        words=words,
        begins=begins,
        ends=[span[1] for span in spans],
        paragraphs=bounds,
        sentences=[(int(a), int(b)) for a, b in pairwise(cuts.tolist()) if a < b],
        quotations=quotations,
        states=states(quotations, len(words)),
    )


def columns(reading: Reading, lexicon: Lexicon) -> Ints:
    """Return the features: int32[token, column], columns as in ``COLUMNS``."""
    size = len(reading.words)
    known: dict[str, tuple[int, int, int, int]] = {}
    rows = []
    marks = {OPENING: lexicon.rows("``"), CLOSING: lexicon.rows("''")}
    for word, state in zip(reading.words, reading.states, strict=True):
        row = marks.get(state)
        if row is None:
            row = known.get(word)
            if row is None:
                row = known[word] = lexicon.rows(word)
        rows.append(row)
    result = np.empty((size, len(COLUMNS)), np.int32)
    result[:, :4] = np.array(rows, np.int32).reshape(size, 4)
    starts = np.zeros(size, np.int32)
    starts[[begin for begin, _ in reading.sentences]] = 1
    firsts = [begin for begin, end in reading.paragraphs if begin < end]
    starts[firsts] = 2
    order = np.zeros(size, np.int32)
    order[firsts] = 1
    order = np.minimum(np.cumsum(order) - 1, 3)
    result[:, 4] = (np.array(reading.states, np.int32) * 3 + starts) * 4 + order
    return result


def windows(reading: Reading, longest: int) -> list[tuple[int, int]]:
    """Part the tokens into runs of whole paragraphs of at most ``longest`` tokens.

    A longer paragraph is cut at sentences, a longer sentence anywhere.
    """
    pieces: list[tuple[int, int]] = []
    sentences = iter([*reading.sentences, (len(reading.words), len(reading.words))])
    sentence = next(sentences)
    for first, after in reading.paragraphs:
        if after - first <= longest:
            pieces.append((first, after))
        while sentence[0] < after:
            if after - first > longest:
                pieces += [(cut, min(cut + longest, sentence[1])) for cut in range(*sentence, longest)]
            sentence = next(sentences)
    result: list[tuple[int, int]] = []
    for first, after in pieces:
        if result and after - result[-1][0] <= longest:
            result[-1] = (result[-1][0], after)
        elif first < after:
            result.append((first, after))
    return result


def _shape(word: str) -> str:
    if word.isalpha():
        if len(word) == 1:
            return "one-letter"
        if word.islower():
            return "lower"
        if word.isupper():
            return "upper"
        return "title" if word[0].isupper() and word[1:].islower() else "mixed"
    if word[0].isdigit():
        return "number" if word.isdigit() else "digits"
    if "-" in word and len(word) > 2:
        return "hyphen"
    return "abbreviation" if word.endswith(".") and len(word) > 1 and word[0].isalpha() else "other"
