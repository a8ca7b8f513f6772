"""Paragraphs, sentences and tokens: exact places, nothing lost, time linear in the text."""

import builtins
import importlib.util
import sys
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.documents import Span, paragraphs, sentences, tokens

MODULE = sys.modules["commonground.documents.sentences"]
PIECES = [
    "Sen. Roe",
    " said",
    " “No.”",
    "\n",
    "\n\n",
    " ‘We won’t go. They will.’",
    ' "',
    "U.S.",
    " 3.5",
    " a",
    ". ",
    "é",
]
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
HOSTILE = [
    '"',
    "a. ",
    "(",
    "Mr. ",
    "“a ",
    ".",
    "’",
    "A.",
    "a-",
    "n't ",
    "a'",
    "\n",
    ". A",
    "“. A",
    "1,",
    "http://",
    " ",
    '!"',
]


@pytest.fixture(params=["sentencex", "own"])
def splitter(request, monkeypatch):
    """Give ``sentences`` as it is with sentencex and as it is where that cannot be imported."""
    if request.param == "sentencex":
        pytest.importorskip("sentencex")
        return sentences
    return without_sentencex(monkeypatch).sentences


def without_sentencex(monkeypatch):
    """Import the module afresh while the import of sentencex fails."""
    real = builtins.__import__

    def blocked(name, *rest, **named):
        if name == "sentencex":
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", blocked)
    spec = importlib.util.spec_from_file_location("commonground.documents.again", MODULE.__file__)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module._boundaries is None
    return module


def in_order(spans, size):
    assert all(0 <= s.begin < s.end <= size for s in spans)
    assert all(a.end <= b.begin for a, b in pairwise(spans))


def covers_the_visible(text, spans):
    seen = bytearray(len(text))
    for s in spans:
        seen[s.begin : s.end] = b"\1" * (s.end - s.begin)
    assert not [c for c, covered in zip(text, seen, strict=True) if not covered and not c.isspace()]


@given(TEXTS)
@settings(max_examples=500)
def test_every_visible_character_is_in_one_paragraph_sentence_and_token(text):
    for spans in (paragraphs(text), sentences(text), tokens(text)):
        in_order(spans, len(text))
        covers_the_visible(text, spans)
        assert all(s.of(text) == s.of(text).strip() for s in spans)


@given(TEXTS)
@settings(max_examples=300)
def test_sentences_stay_in_paragraphs_and_tokens_of_a_stretch_are_those_of_the_text(text):
    frames = paragraphs(text)
    for sentence in sentences(text):
        assert any(p.begin <= sentence.begin and sentence.end <= p.end for p in frames)
    whole = tokens(text)
    assert tuple(t for p in frames for t in tokens(text, p)) == whole


@pytest.mark.parametrize(
    "parts",
    [
        ["“We won’t go. They will.", "Never!”", "She left."],
        ["‘We won’t go.", "They will.’", "It’s Putin’s plan."],
        ["Sen. John McCain (R-Ariz.) said so.", "Gen. Smith saw Gov. Wray on Jan. 5 at 5 p.m. Tuesday."],
        ["J. K. Rowling lives in the U.S. for now.", "“Is it?” Mr. Putin asked.", "'I do.'", "'Yes.'"],
        ["It rose 3.5 percent.", "$1.2bn was lost!", "Why?", "He did not say …", "“So.”"],
    ],
)
def test_sentences(parts, splitter):
    expected = [piece for part in parts for piece in part.replace("go. They", "go.|They").split("|")]
    text = " ".join(parts)
    assert [s.of(text) for s in splitter(text)] == expected


def test_a_blank_line_ends_a_sentence_and_a_wrapped_line_does_not(splitter):
    text = "The mayor of the town told us that the\ndam would hold for another two years and\nleft.\n\nA heading\n\nNo"
    assert [s.of(text).replace("\n", " ") for s in splitter(text)] == [
        "The mayor of the town told us that the dam would hold for another two years and left.",
        "A heading",
        "No",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("can't don’t he's IT'S we’ll", "ca n't do n’t he 's IT 'S we ’ll"),
        ("'I'm here,' he said", "' I 'm here , ' he said"),
        ("the workers’ own ‘plan’", "the workers ’ own ‘ plan ’"),
        ("Mr. Roe-Lee paid $1,000.50, i.e. 10%...", "Mr. Roe-Lee paid $ 1,000.50 , i.e. 10 % ..."),
        ("“No”--she--@roe #no O’Brien", "“ No ” -- she -- @roe #no O’Brien"),
        ("café naïve Ünïon 2016-17 9/11", "café naïve Ünïon 2016-17 9 / 11"),
    ],
)
def test_tokens(text, expected):
    assert [t.of(text) for t in tokens(text)] == expected.split()


def test_a_span_knows_its_text_and_its_neighbours():
    assert Span(1, 3).of("abcd") == "bc"
    assert Span(1, 3).overlaps(Span(2, 5))
    assert not Span(1, 3).overlaps(Span(3, 5))


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("split", [tokens, sentences], ids=["tokens", "sentences"])
def test_a_megabyte_of_anything_is_read_in_linear_time(piece, split):
    text = (piece * 1_000_000)[:1_000_000]
    begun = time.process_time()
    split(text[:20_000])
    split(text[:1_000_000:5] if piece.isspace() else text[:200_000])
    assert time.process_time() - begun < 10, "quadratic: two hundred thousand code points take well under a second"
