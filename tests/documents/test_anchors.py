"""A quotation is found where it stands, and nothing else is taken for it."""

import random
import time
import unicodedata

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from commonground.documents.anchors import locate, make_anchor, prepare
from commonground.documents.document import stored_form
from commonground.documents.normalise import normalise
from commonground.documents.spans import Span
from commonground.model import Anchor
from tests.oracles.anchors import places

PIECES = [
    "a", "b", "ab", "not", "fi", "ﬁ", "é", "e\u0301", "1", "20", " ", " ", " ", "\n", "\u00a0", "  ", "-", "–", "-\n",
    "‐\n", "\u00ad", "\u00ad\n", "'", "’", "“", '"', ".", ",", "n't", "\n\n", "\f", "-\f",
]  # fmt: skip
small = st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join)


@settings(max_examples=600)
@given(text=small, quote=small, cut=st.tuples(st.integers(0, 20), st.integers(1, 12)), own=st.booleans())
def test_it_finds_what_the_definition_finds(text, quote, cut, own):
    text = stored_form(text)
    if own:
        quote = text[cut[0] : cut[0] + cut[1]]
    assume(any(sign.isalnum() for sign in normalise(quote).text))
    found = locate(text, quote)
    wanted = [Span(*place) for place in places(text, quote)]
    assert sorted(found.spans) == wanted
    assert found.state in {0: ("lost", "lost?"), 1: ("anchored",)}.get(len(wanted), ("ambiguous",))


WORDS = (
    *("the", "gates", "stay", "shut", "open", "agreed", "to", "seek", "common", "ground", "not", "1917", "120"),
    *("million", "Kiev’s", "semi-autonomous", "deal"),
)
prose = st.lists(st.sampled_from(WORDS), min_size=8, max_size=60)


def typeset(words, rng):
    """Set words in another way: what normalisation undoes."""
    text = ""
    for word in words:
        if len(word) > 5 and word.isalpha() and rng.random() < 0.2:
            at = rng.randrange(2, len(word) - 2)
            word = word[:at] + rng.choice(["-\n", "\u00ad", "\u00ad\n"]) + word[at:]
        if rng.random() < 0.3:
            word = word.replace("’", "'").replace("-", "‑").replace("fi", "ﬁ")
        text += word + rng.choice([" ", " ", "\n", "\u00a0", "  ", " \n "])
    return text.rstrip()


@settings(max_examples=300)
@given(words=prose, at=st.integers(0, 40), size=st.integers(3, 20), seed=st.integers(0, 10**6))
def test_a_cut_is_found_at_its_place_however_it_is_set(words, at, size, seed):
    rng = random.Random(seed)
    at = min(at, len(words) - 3)
    part = words[at : at + size]
    before, own, after = typeset([*words[:at], "["], rng), typeset(part, rng), typeset(["]", *words[at + size :]], rng)
    text = stored_form(f"{before}{own}{after}")
    begin = text.index("[") + 1
    span = Span(begin, text.index("]"))
    anchor = make_anchor(text, span)
    quote = unicodedata.normalize(rng.choice(["NFC", "NFD"]), typeset(part, rng))
    found = locate(text, quote, anchor)
    assert (found.state, found.spans) == ("anchored", (span,))
    assert text[found.spans[0].slice] == own
    assert span in locate(text, quote).spans
    moved = "One sentence more. " + text
    again = locate(moved, quote, anchor)
    assert again.state in ("moved", "ambiguous")
    if again.state == "moved":
        assert again.spans == (Span(span.begin + 19, span.end + 19),)


@settings(max_examples=400)
@given(words=prose, at=st.integers(0, 60), size=st.integers(3, 12), seed=st.integers(0, 10**6))
def test_a_letter_a_digit_or_a_not_more_or_less_is_never_found(words, at, size, seed):
    rng = random.Random(seed)
    at = min(at, len(words) - 3)
    part = words[at : at + size]
    i = rng.randrange(len(part))
    kind = rng.randrange(4)
    if kind == 0:
        j = rng.choice([j for j, sign in enumerate(part[i]) if sign.isalnum()])
        other = rng.choice([sign for sign in "aeztrk0123789" if sign != part[i][j]])
        part[i] = part[i][:j] + other + part[i][j + 1 :]
    elif kind == 1:
        part.insert(i + 1 if i + 1 < len(part) else i, "not")
    elif kind == 2 and "not" in part[1:-1]:
        del part[part.index("not", 1)]
    else:
        part[i] = part[i].swapcase() if part[i].swapcase() != part[i] else part[i] + "0"
    text = typeset(words, rng)
    quote = " ".join(part)
    assume(quote not in " ".join(words))
    for anchor in (None, Anchor(start=at, end=at + len(quote))):
        found = locate(text, quote, anchor)
        assert found.state in ("lost", "lost?")
        assert found.spans == ()


SOURCE = """The two sides agreed to lend 120 million dollars in 2014. The ministers said that the gates would not be
opened before the talks end, and that the gates stay shut until the summer. Nothing was said of the price."""


@pytest.mark.parametrize(
    ("quote", "state"),
    [
        ("agreed to lend 120 million dollars", "anchored"),
        ("agreed to lend 150 million dollars", "lost?"),
        ("120 million dollars in 2015. The ministers said", "lost?"),
        ("said that the gates would be opened before the talks end", "lost?"),
        ("said that the gates would not be opened before the talks end", "anchored"),
        ("and that the gates stay open until the summer", "lost?"),
        ("and that the gates stay shut until the summer", "anchored"),
        ("and that the gates STAY SHUT until the summer", "lost?"),
        ("the Kremlin will never return what it took", "lost"),
        ("12", "lost"),
        ("20 million", "lost?"),
        ("", "lost"),
        (" \n ", "lost"),
        ("x" * 500, "lost"),
        (SOURCE + " And more.", "lost"),
    ],
)
def test_altered_quotations_are_refused(quote, state):
    found = locate(SOURCE, quote)
    assert found.state == state
    assert len(found.spans) == (state == "anchored")
    assert (found.suggestion is not None) == (state == "lost?")


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Russia cannot accept it", "Russia can"),
        ("Russia can't accept it", "Russia can"),
        ("they disagree on it", "agree on it"),
        ("they dis-\nagree on it", "agree on it"),
        ("they dis\u00adagree on it", "agree on it"),
        ("it cost 1.5 million", "5 million"),
        ("it cost 1,500 million", "500 million"),
        ("a rise of 1.5 points", "a rise of 1"),
        ("a change of -5 points", "5 points"),
        ("cafe\u0301 noir", "cafe"),
    ],
)
def test_a_part_of_a_word_or_a_number_is_no_quotation(text, quote):
    assert locate(stored_form(text), quote).spans == ()


@pytest.mark.parametrize(
    ("text", "quote", "own"),
    [
        ("Russia's offer", "Russia", "Russia"),
        ("停戦に合意した", "合意", "合意"),
        ("a semi-\nautonomous region", "semi-autonomous", "semi-\nautonomous"),
        ("an agree-\nment, semi-\nautonomous", "agreement, semi-autonomous", "agree-\nment, semi-\nautonomous"),
        ("an agreement", "agree- ment", "agreement"),
        ("in 2013-\n14 they", "2013–14", "2013-\n14"),
        ("the ﬁrst oﬀer", "first offer", "ﬁrst oﬀer"),
        ("nine\u00a0 hours", "nine hours", "nine\u00a0 hours"),
        ("“seek ‘common ground’”", "seek 'common ground'", "seek ‘common ground’"),
        ("zero\u200bwidth sign", "zerowidth", "zero\u200bwidth"),
        ("\ufffe a re-sign a", "re-sign", "re-sign"),
    ],
)
def test_the_source_s_own_characters_come_back(text, quote, own):
    found = locate(text, quote)
    assert found.state == "anchored"
    assert text[found.spans[0].slice] == own


def test_a_hyphen_that_is_no_line_break_counts():
    assert locate("they will re-sign", "they will resign").spans == ()
    assert locate("x-\ny and they will re-sign", "they will resign").spans == ()


REPEATED = "First, they want peace. Second, they want peace. Third, they want peace now."


def test_repeated_words_are_told_apart_by_place_then_by_the_words_around():
    spans = [Span(at, at + 15) for at in range(len(REPEATED)) if REPEATED.startswith("they want peace", at)]
    assert locate(REPEATED, "they want peace").spans == tuple(spans)
    assert locate(REPEATED, "they want peace").state == "ambiguous"
    for span in spans:
        anchor = make_anchor(REPEATED, span)
        assert locate(REPEATED, "they want peace", anchor).spans == (span,)
        again = locate("Now: " + REPEATED, "they want peace", anchor)
        assert (again.state, again.spans) == ("moved", (Span(span.begin + 5, span.end + 5),))
    unknown = Anchor(start=0, end=3, prefix="nothing of the kind ")
    assert locate(REPEATED, "they want peace", unknown).state == "ambiguous"
    same = "They want peace, they say. " * 5
    anchor = make_anchor(same, Span(54, 69))
    assert locate(same, "They want peace", anchor).state == "anchored"
    assert locate("So. " + same, "They want peace", anchor).state == "ambiguous"


def test_a_place_beyond_the_text_or_elsewhere_is_no_place():
    for start in (0, 7, 10**9 - 1):
        found = locate("They want peace.", "want peace", Anchor(start=start, end=start + 1))
        assert (found.state, found.spans) == ("moved", (Span(5, 15),))


def test_the_words_around_survive_a_broken_word():
    text = "They came to an agree-\nment: no war. And then to an offer: no war."
    anchor = make_anchor(text, Span(29, 35))
    assert locate("So " + text, "no war", anchor).spans == (Span(32, 38),)


HOSTILE = {
    "one letter": ("a" * 10**6, "a"),
    "half a word": ("ab " * 333_000, "a"),
    "everywhere": ("a " * 500_000, "a a a"),
    "joints": ("a-\n" * 333_000, "aa-a"),
    "long needle": ("ab " * 333_000, "ab " * 600 + "c"),
    "no width": ("\u200b" * 10**6, "a"),
    "accents": ("e" + "\u0301" * 10**6, "e"),
    "decomposed": ("e\u0301" * 300_000, "e"),
    "spaces": (" " * 10**6, "a b"),
    "near miss": ("the gates stay shut. " * 47_000, "the gates stay open. the gates"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_million_is_no_trap(name):
    text, quote = HOSTILE[name]
    start = time.process_time()
    locate(text, quote)
    assert time.process_time() - start < 10, "a bound against quadratic time, not a measure of speed"


def test_one_preparation_serves_many_quotations():
    rng = random.Random(7)
    words = [f"w{rng.randrange(5000)}" for _ in range(3000)]
    text = " ".join(words)
    source = prepare(text)
    for _ in range(200):
        at = rng.randrange(2990)
        quote = " ".join(words[at : at + 8])
        assert locate(source, quote) == locate(text, quote)
        assert locate(source, quote).spans[0] in [Span(text.index(quote), text.index(quote) + len(quote))]
