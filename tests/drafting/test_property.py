"""Whatever a language model answers: each element of the file is quoted exactly from the source, marked, and sound."""

import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.drafting.llm import draft_by_language_model
from commonground.drafting.write import make_draft
from commonground.errors import DraftError
from commonground.reading.load import check_text

from .scripted import BLOCKADE, DOCUMENT, FEARS, OPEN, PAY, RULE, TALMARK, TEXT, VESSIA, WANTS, Scripted

ANYTHING = st.text(max_size=12)
WORDS = st.sampled_from(TEXT.split())


@st.composite
def quotes(draw):
    """A passage of the text as it is, or bent in one of the ways in which language models bend them."""
    begin = draw(st.integers(0, len(TEXT)))
    end = draw(st.integers(begin, min(len(TEXT), begin + 90)))
    passage = TEXT[begin:end]
    words = passage.split()
    bend = draw(st.integers(0, 7))
    if bend == 0:
        return draw(ANYTHING)
    if bend == 1:
        return re.sub(r"\d", lambda match: str((int(match.group()) + 1) % 10), passage)
    if bend == 2 and words:
        del words[draw(st.integers(0, len(words) - 1))]
    if bend == 3 and words:
        words.insert(draw(st.integers(0, len(words))), draw(WORDS))
    if bend == 4:
        return passage.swapcase()
    if bend == 5:
        return passage.replace(" ", "\u00a0 ").replace('"', "“")
    return " ".join(words) if bend < 6 else " ".join(TEXT.split()[: draw(st.integers(1, 40))])


NAMES = st.one_of(ANYTHING, st.lists(WORDS, max_size=4).map(" ".join))
IDS = st.one_of(st.sampled_from(["talmark", "vessia", "open", "pay", "blockade", "a", "b"]), ANYTHING)
STATEMENTS = st.lists(
    st.sampled_from(["open", "pay", "blockade", "a", "b", "vessia.pay", "not", "and", "or", "if", "(", ")", "1", "YN"]),
    max_size=7,
).map(" ".join)
SENTENCES = st.one_of(st.none(), st.integers(-1, 12), st.booleans())


def element(**fields):
    return st.fixed_dictionaries({"quote": quotes(), **fields}, optional={"sentence": SENTENCES, "review": ANYTHING})


ODD = st.one_of(st.none(), st.integers(), ANYTHING, st.lists(ANYTHING, max_size=2), st.dictionaries(ANYTHING, ANYTHING))
PARTIES = st.one_of(st.sampled_from([TALMARK, VESSIA]), element(id=IDS, name=NAMES), ODD)
OPTIONS = st.one_of(st.sampled_from([OPEN, PAY, BLOCKADE]), element(id=IDS, party=IDS, name=NAMES), ODD)
STATED = st.one_of(st.sampled_from([WANTS, FEARS]), element(party=IDS, statement=STATEMENTS), ODD)
RULES = st.one_of(
    st.just(RULE),
    element(
        rule=st.sampled_from(["at_most_one", "at_least_one", "exactly_one", "never", "always", "when"]),
        options=st.lists(IDS, max_size=4),
        statement=STATEMENTS,
        only_if=STATEMENTS,
    ),
    ODD,
)
ANSWERS = st.one_of(
    st.fixed_dictionaries(
        {
            "parties": st.lists(PARTIES, max_size=4).map(lambda extra: [TALMARK, VESSIA, *extra]),
            "options": st.tuples(st.booleans(), st.lists(OPTIONS, min_size=1, max_size=5)).map(
                lambda drawn: [PAY, BLOCKADE, *drawn[1]] if drawn[0] else drawn[1]
            ),
            "statements": st.lists(STATED, max_size=5),
            "rules": st.lists(RULES, max_size=4),
        }
    ).map(json.dumps),
    st.recursive(ODD, lambda inner: st.dictionaries(ANYTHING, inner, max_size=3), max_leaves=6).map(json.dumps),
    ANYTHING,
)

SIGNS = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'"})


def folded(text):
    return " ".join(text.translate(SIGNS).split())


@settings(max_examples=250)
@given(st.lists(ANSWERS, min_size=1, max_size=3))
def test_every_element_is_quoted_exactly_from_the_source(answers):
    try:
        proposal = draft_by_language_model([DOCUMENT], Scripted(*answers))
        made = make_draft(proposal, [DOCUMENT])
    except DraftError:
        return
    checked = check_text(made.text)
    assert checked.errors == ()
    assert checked.conflict == made.conflict
    parties = checked.conflict.parties.values()
    elements = [
        *parties,
        *(option for party in parties for option in party.options.values()),
        *(statement for party in parties for statement in party.preferences.statements),
        *checked.conflict.feasibility,
    ]
    for noun in elements:
        assert noun.review.state == "drafted"
        assert noun.evidence
        for evidence in noun.evidence:
            assert evidence.source == "dam"
            assert evidence.stance == "supports"
            assert TEXT[evidence.anchor.start : evidence.anchor.end] == evidence.quote
            assert folded(evidence.quote) in folded(TEXT)


def test_the_property_is_not_empty():
    """The answers that are tried do make drafts, with elements of every kind, and drop others."""
    made = []

    @settings(max_examples=150)
    @given(ANSWERS)
    def collect(answer):
        try:
            made.append(draft_by_language_model([DOCUMENT], Scripted(answer)))
        except DraftError:
            made.append(None)

    collect()
    proposals = [proposal for proposal in made if proposal is not None]
    assert sum(bool(proposal.options) for proposal in proposals) > 30
    assert any(proposal.statements for proposal in proposals)
    assert any(proposal.rules for proposal in proposals)
    assert sum(len(proposal.dropped) for proposal in proposals) > 100
    assert any(proposal is None for proposal in made)
