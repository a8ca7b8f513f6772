"""The file that a draft makes: sound, commented, everything marked and quoted."""

import pytest

from commonground.documents.document import document_from_text
from commonground.documents.spans import Span
from commonground.drafting.proposal import (
    DROP_REASONS,
    Dropped,
    Passage,
    Proposal,
    ProposedOption,
    ProposedParty,
    ProposedRule,
    ProposedStatement,
)
from commonground.drafting.sift import sift
from commonground.drafting.write import SourcePlace, make_draft
from commonground.errors import DraftError
from commonground.reading.load import check_text

from .scripted import DOCUMENT, TEXT


def at(words, document=0):
    begin = TEXT.index(words)
    return (Passage(document, Span(begin, begin + len(words))),)


TALMARK = ProposedParty("talmark", "Talmark", at("Talmark will not open the gates"), "actor.speaks")
VESSIA = ProposedParty("vessia", "Vessia", at("Vessia demands"), "actor.speaks", at_table=False)
OPEN = ProposedOption("talmark", "open", "open the gates", at("open the gates by May"), "demand.must")
PAY = ProposedOption("vessia", "pay", "pay 120 million", at("120 million for the water"), "promise.will")
BLOCKADE = ProposedOption("vessia", "blockade", "blockade the river", at("blockade the river"), "threat.threaten")
WANTS = ProposedStatement("vessia", "open", at("Vessia demands that Talmark open the gates"), "demand.that")
RULE = ProposedRule("at_most_one", at("cannot both pay and blockade"), "rule.both", options=("pay", "blockade"))
WHOLE = Proposal((TALMARK, VESSIA), (OPEN, PAY, BLOCKADE), (WANTS,), (RULE,), how="by rules")


def test_the_file_is_sound_and_says_what_the_proposal_says():
    made = make_draft(WHOLE, [DOCUMENT])
    checked = check_text(made.text)
    assert checked.errors == ()
    assert checked.conflict == made.conflict
    assert [problem.code for problem in checked.problems] == ["CG056"]
    assert not made.conflict.parties["vessia"].at_table
    assert made.conflict.feasibility[0].at_most_one == ("pay", "blockade")
    assert made.conflict.sources["dam"].sha256 == DOCUMENT.sha256
    statements = made.conflict.parties["vessia"].preferences.statements
    for noun in (*made.conflict.parties.values(), *made.conflict.feasibility, *statements):
        assert noun.review.state == "drafted"
        (evidence,) = noun.evidence
        assert TEXT[evidence.anchor.start : evidence.anchor.end] == evidence.quote


def test_comments_say_what_is_left_to_decide():
    text = make_draft(WHOLE, [DOCUMENT]).text
    talk = " ".join(line.strip(" #") for line in text.splitlines() if line.strip().startswith("#"))
    for words in (
        "A draft from dam.txt, proposed by rules",
        "review: reviewed",
        "Who can act?",
        "In which order?",
        "No preference of this party was drafted",
        "found by demand.must",
        "What cannot be? Check each rule",
        "How do things stand?",
        "status_quo: NNN",
    ):
        assert words in talk, words
    assert max(len(line) for line in text.splitlines() if line.strip().startswith("#")) <= 100


def test_a_party_that_can_do_nothing_is_said_to():
    made = make_draft(Proposal((TALMARK, VESSIA), (OPEN,)), [DOCUMENT])
    assert "Nothing that this party can do was drafted" in made.text
    assert "# feasibility:" not in made.text
    assert check_text(made.text).errors == ()


def test_without_rules_two_options_get_an_example():
    made = make_draft(Proposal((TALMARK, VESSIA), (OPEN, PAY)), [DOCUMENT])
    assert "# feasibility:\n#   - at_most_one: [open, pay]\n" in made.text


def test_an_anchor_stands_on_one_line():
    text = make_draft(WHOLE, [DOCUMENT]).text
    assert text.count("anchor: {start: ") == text.count("anchor:") == 7


def test_without_an_option_there_is_no_model():
    dropped = (Dropped("option", "war", "not found"),)
    with pytest.raises(DraftError, match="parties found: Talmark") as caught:
        make_draft(Proposal((TALMARK,), dropped=dropped), [DOCUMENT])
    assert "1 dropped: the quotation is not in the source" in str(caught.value)


def test_nothing_without_a_passage():
    bare = Proposal(
        (TALMARK, ProposedParty("kiev", "Kiev", (), "guess")),
        (OPEN, ProposedOption("talmark", "war", "wage war", (), "guess")),
        (ProposedStatement("talmark", "not open", (), "guess"),),
        (ProposedRule("never", (), "guess", statement="open"),),
    )
    kept = sift(bare, [DOCUMENT])
    assert (kept.parties, kept.options, kept.statements, kept.rules) == ((TALMARK,), (OPEN,), (), ())
    assert kept.dropped_by_reason == {"no passage": 4}
    with pytest.raises(ValueError, match="no passage of document"):
        sift(Proposal((ProposedParty("a", "A", (Passage(0, Span(0, 10**6)),), "guess"),)), [DOCUMENT])


@pytest.mark.parametrize(
    "rule",
    [
        ProposedRule("at_most_one", at("both"), "", options=("pay",)),
        ProposedRule("at_most_one", at("both"), "", options=("pay", "pay")),
        ProposedRule("at_most_one", at("both"), "", statement="pay"),
        ProposedRule("at_most_one", at("both"), "", options=("pay", "not open")),
        ProposedRule("never", at("both"), "", options=("pay", "open")),
        ProposedRule("never", at("both"), ""),
        ProposedRule("never", at("both"), "", statement="pay", only_if="open"),
        ProposedRule("when", at("both"), "", statement="pay"),
        ProposedRule("when", at("both"), "", statement="pay", only_if="war"),
        ProposedRule("never", at("both"), "", statement="pay |"),
    ],
    ids=lambda rule: rule.text,
)
def test_a_rule_that_is_none(rule):
    made = make_draft(Proposal((TALMARK, VESSIA), (OPEN, PAY), rules=(rule,)), [DOCUMENT])
    assert made.conflict.feasibility == ()
    assert len(made.proposal.dropped) == 1
    assert made.proposal.dropped[0].reason in DROP_REASONS


def test_every_kind_of_rule_can_be_drafted():
    rules = (
        *(
            ProposedRule(kind, at("both"), "", options=("open", "pay", "blockade"))
            for kind in ("at_most_one", "at_least_one", "exactly_one")
        ),
        ProposedRule("never", at("both"), "", statement="pay & open & blockade"),
        ProposedRule("always", at("both"), "", statement="pay | open | blockade"),
        ProposedRule("when", at("both"), "", statement="pay", only_if="not open"),
    )
    made = make_draft(Proposal((TALMARK, VESSIA), (OPEN, PAY, BLOCKADE), rules=rules), [DOCUMENT])
    assert len(made.conflict.feasibility) == 6
    assert check_text(made.text).errors == ()


def test_rules_that_leave_nothing_are_dropped_one_by_one():
    rules = tuple(ProposedRule(kind, at("both"), "", statement=text) for kind, text in (
        ("always", "open"), ("never", "open"), ("never", "pay"), ("always", "pay")))  # fmt: skip
    made = make_draft(Proposal((TALMARK, VESSIA), (OPEN, PAY), rules=rules), [DOCUMENT])
    assert [rule.text for rule in made.conflict.feasibility] == ["always open", "never pay"]
    assert made.proposal.dropped_by_reason == {"no state": 2}
    assert check_text(made.text).errors == ()


def test_several_documents_and_their_places():
    other = document_from_text("Vessia shall pay 120 million.", "Übersicht 2014.pdf", "pdf", title="A: report # 1")
    passage = (Passage(1, Span(13, 28)),)
    pay = ProposedOption("vessia", "pay", "pay 120 million", passage, "x")
    places = [SourcePlace("sources/dam.txt"), SourcePlace("sources/Übersicht 2014.pdf", "sources/text/u.txt")]
    made = make_draft(Proposal((VESSIA,), (pay,)), [DOCUMENT, other], places=places, title="Water\n& dams")
    assert list(made.conflict.sources) == ["dam", "ubersicht_2014"]
    assert made.conflict.sources["ubersicht_2014"].text == "sources/text/u.txt"
    assert made.conflict.title == "Water & dams"
    assert made.conflict.parties["vessia"].options["pay"].evidence[0].source == "ubersicht_2014"
    assert check_text(made.text).errors == ()


def test_names_are_harmless():
    text = "Tal\x1bmark \u202eand \u2028others: [a], {b} # c act."
    document = document_from_text(text, 'odd\n"name".txt')
    whole = (Passage(0, Span(0, len(text))),)
    party = ProposedParty("p", "Tal\x1bmark \u202eand \u2028others: [a]", whole, "x\ny: z")
    option = ProposedOption("p", "o", "- act # {b}", whole, "x")
    made = make_draft(Proposal((party,), (option,)), [document])
    checked = check_text(made.text)
    assert checked.errors == ()
    assert made.text.isascii() or all(letter.isprintable() or letter == "\n" for letter in made.text)
    assert checked.conflict.parties["p"].evidence[0].quote == text
    assert made.conflict.parties["p"].name == "Talmark and others: [a]"
