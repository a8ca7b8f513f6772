"""Attributions of made-up texts, and the scores on the corpus where it lies beside the repository."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from commonground.documents import Span, sentences
from commonground.documents.attribution import find_attributions

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT.parent / "shared" / "corpora" / "polnear", ROOT / "shared" / "corpora" / "polnear")
CORPUS = next((folder for folder in FOLDERS if folder.is_dir()), None)
FLOOR = {"source": 0.75, "cue": 0.64, "content": 0.87}
SHARE = 20
"Articles scored in the tests; the whole split is scored by ``benchmarks/attribution.py``."


def shown(text):
    """Return source, cue, content and kind of each attribution as words."""
    return [
        (*(" | ".join(span.of(text) for span in role) for role in (found.source, found.cue, found.content)), found.kind)
        for found in find_attributions(text)
    ]


MADE = [
    (
        "The foreign minister said on Monday that the dam would stay closed until May.",
        "The foreign minister",
        "said",
        "the dam would stay closed",
        "indirect",
    ),
    (
        "“We will not sign this treaty,” the president said.",
        "president",
        "said",
        "We will not sign this treaty",
        "direct",
    ),
    ('"We will not sign this treaty," said Mr. Roe.', "Mr. Roe", "said", "We will not sign this treaty", "direct"),
    (
        "‘We won’t sign the workers’ treaty,’ the president said.",
        "president",
        "said",
        "We won’t sign the workers",
        "direct",
    ),
    ("'We won't sign this treaty,' the president said.", "president", "said", "We won't sign this treaty", "direct"),
    (
        "The senator said the plan was “a disgrace” and would fail.",
        "The senator",
        "said",
        "the plan was “a disgrace” and would fail",
        "mixed",
    ),
    (
        "According to the ministry, the talks will resume next week.",
        "the ministry",
        "According to",
        "the talks will resume next week",
        "indirect",
    ),
    ("He believes that the war is lost.", "He", "believes", "the war is lost", "indirect"),
]


@pytest.mark.parametrize(("text", "source", "cue", "content", "kind"), MADE)
def test_one_attribution(text, source, cue, content, kind):
    found = shown(text)
    assert len(found) == 1, found
    assert source in found[0][0]
    assert cue in found[0][1]
    assert content in found[0][2]
    assert found[0][3] == kind


def test_a_quotation_of_several_sentences_interrupted_by_its_speaker():
    text = "“The river is ours,” Ms. Doe said. “We have farmed here for ages. We will not leave.”\nShe left the room."
    found = shown(text)
    assert len(found) == 1, found
    source, cue, content, kind = found[0]
    assert source == "Ms. Doe"
    assert cue == "said"
    assert "The river is ours" in content
    assert "We have farmed here for ages. We will not leave" in content
    assert " | " in content
    assert kind == "direct"


@pytest.mark.parametrize("text", ["", " \n\n ", "The river rises in the hills and flows to the sea.", "…", '"' * 50])
def test_nothing_is_said(text):
    assert not [found for found in find_attributions(text) if found.cue]


@pytest.mark.parametrize("text", ["\x00\x01", "a" * 5000, "“" * 500, "said " * 400, "né à… 🙂‘" * 50, "said that"])
def test_spans_lie_in_the_text_whatever_it_is(text):
    for found in find_attributions(text):
        assert found.cue or found.content
        assert 0 <= found.confidence <= 1
        for role in (found.source, found.cue, found.content):
            assert all(0 <= span.begin < span.end <= len(text) for span in role)
            assert list(role) == sorted(role)


def test_what_leads_in_a_content_at_the_start_of_its_sentence():
    text = "In the words of Lavrov they ‘agreed to seek common ground’.\nLavrov made it clear that Putin wants a deal."
    first, *_ = shown(text)
    assert first[:2] == ("Lavrov", "In the words of")
    assert "‘agreed to seek common ground’" in first[2]
    assert first[3] == "mixed"


@pytest.mark.parametrize("piece", ["“", "‘", "'a ", "he said no ", "said that ", "He said: “no. "])
def test_hostile_texts_take_linear_time(piece):
    begun = time.process_time()
    find_attributions((piece * 30_000)[:30_000])
    assert time.process_time() - begun < 10, "quadratic: thirty thousand code points take about a second"


def article(pieces=200):
    """Return a long text made of the short ones."""
    chosen = random.Random(3)
    return "\n".join(chosen.choice(MADE)[0] for _ in range(pieces))


def test_in_order_and_the_same_each_time():
    text = article()
    found = find_attributions(text)
    assert found == find_attributions(text)
    firsts = [min(part.begin for part in f.source + f.cue + f.content) for f in found]
    assert firsts == sorted(firsts)
    assert len(found) > 150


def test_sentences_may_be_given():
    text = article(20)
    assert find_attributions(text, sentences(text)) == find_attributions(text)
    assert find_attributions("He said no.", (Span(0, 11),)) == find_attributions("He said no.")


def test_the_weights_are_small_and_read_on_first_use_only():
    weights = ROOT / "src/commonground/documents/attribution/weights.npz"
    assert weights.stat().st_size < 12_000_000
    lazy = "import commonground.documents.attribution.find as f; assert not f.load.cache_info().misses"
    subprocess.run([sys.executable, "-c", lazy], check=True)


@pytest.mark.skipif(CORPUS is None, reason="no shared/corpora/polnear beside the repository")
def test_scores_on_the_corpus():
    from training.attribution.corpus import articles
    from training.attribution.scoring import measure

    found = articles(CORPUS, "dev")
    some = found[:: max(len(found) // SHARE, 1)]
    scores = measure([(a, find_attributions(a.text)) for a in some])
    for role, least in FLOOR.items():
        assert scores["tokens"][role]["f1"] >= least, (role, scores["tokens"])
    assert scores["attributions"]["all"]["f1"] > 0.5
