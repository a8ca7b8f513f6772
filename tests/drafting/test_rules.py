"""Drafts by rules: what a text says becomes a draft, what it does not say does not."""

from datetime import date

import pytest

from commonground.documents.digest import digest
from commonground.documents.document import document_from_text
from commonground.drafting.rules import draft_by_rules
from commonground.drafting.sift import sift
from commonground.drafting.write import make_draft
from commonground.reading.load import check_text


def drafted(*texts: str):
    documents = [document_from_text(text, f"text{number}", date=date(2014, 3, 31)) for number, text in enumerate(texts)]
    return sift(draft_by_rules([digest(document, attributions=()) for document in documents]), documents), documents


CASES = [
    # text, (party, option), (party, statement)
    ("Kerry called on Russia to withdraw its troops.", ("russia", "withdraw its troops"), ("united_states", "{}")),
    ("Obama warned Russia not to cross the border.", ("russia", "cross the border"), ("united_states", "-{}")),
    ("Ukraine refused to sign the agreement.", ("ukraine", "sign the agreement"), ("ukraine", "-{}")),
    ("Russia agreed to release the sailors.", ("russia", "release the sailors"), ("russia", "{}")),
    ("Germany accepted the Russian plan.", ("germany", "accept the Russian plan"), ("germany", "{}")),
    ("China wants Japan to return the islands.", ("japan", "return the islands"), ("china", "{}")),
    ("Russia threatened to cut off gas supplies.", ("russia", "cut off gas supplies"), None),
    ("Russia annexed the peninsula in March.", ("russia", "annex the peninsula in March"), None),
    ("With workers forming defence squads, talks began.", ("workers", "form defence squads"), None),
]


@pytest.mark.parametrize(("text", "option", "statement"), CASES)
def test_a_claim_makes_an_option_and_what_its_speaker_wants_of_it(text, option, statement):
    proposal, _ = drafted(text)
    assert [(one.party, one.name) for one in proposal.options] == [option]
    name = f"{proposal.options[0].party}.{proposal.options[0].id}"
    wanted = [] if statement is None else [(statement[0], statement[1].format(name))]
    assert [(one.party, one.statement) for one in proposal.statements] == wanted
    assert not proposal.dropped


@pytest.mark.parametrize(
    "text",
    [
        "The weather was fine in Geneva.",
        "Russia did not annex the peninsula.",
        "The treaty was signed in May.",
        "He arrived on Monday and left.",
        "Somebody agreed to sign.",
        "Ukraine is a large country.",
    ],
)
def test_where_no_cue_stands_nothing_is_proposed(text):
    proposal, _ = drafted(text)
    assert proposal.options == ()
    assert proposal.statements == ()


def test_words_that_judge_are_left_out_of_a_name_and_stay_in_the_passage():
    proposal, documents = drafted("The EU pressed Ukraine to join the bankrupt union.")
    assert [option.name for option in proposal.options] == ["join the union"]
    assert "bankrupt" in proposal.options[0].passages[0].text(tuple(documents))


def test_a_fear_is_a_statement_only_over_an_option_that_is_there():
    with_option, _ = drafted("Workers threatened to form soviets. Putin is more scared of soviets than he is of Nato.")
    assert ("russia", "-workers.form_soviets") in [(one.party, one.statement) for one in with_option.statements]
    without, _ = drafted("Putin is more scared of soviets than he is of Nato.")
    assert without.statements == ()


def test_who_meets_is_at_the_table_and_who_is_spoken_of_is_not():
    proposal, _ = drafted(
        "Lavrov met Kerry in Paris. Lavrov agreed to withdraw the troops. Kiev refused to sign the deal."
    )
    assert {party.id: party.at_table for party in proposal.parties} == {
        "russia": True,
        "united_states": True,
        "ukraine": False,
    }
    alone, _ = drafted("Kiev refused to sign the deal.")
    assert alone.parties[0].at_table is None


def test_two_documents_speak_of_one_option():
    proposal, _ = drafted(
        "Kerry called on Russia to withdraw its troops.", "Merkel urged Russia to withdraw all troops."
    )
    assert len(proposal.options) == 1
    assert {passage.document for passage in proposal.options[0].passages} == {0, 1}
    assert {one.party for one in proposal.statements} == {"united_states", "germany"}


def test_the_file_is_sound_and_every_element_is_drafted_with_a_passage():
    proposal, documents = drafted(*(case[0] for case in CASES))
    draft = make_draft(proposal, documents)
    checked = check_text(draft.text)
    assert not checked.errors
    parties = draft.conflict.parties.values()
    elements = [*parties, *(option for party in parties for option in party.options.values())]
    elements += [entry for party in parties for entry in party.preferences.statements]
    assert len(elements) > 15
    for element in elements:
        assert element.review is not None
        assert element.review.state == "drafted"
        assert element.evidence
        assert all(one.quote in documents[int(one.source.removeprefix("text"))].text for one in element.evidence)


def test_a_draft_does_not_depend_on_chance():
    text = " ".join(case[0] for case in CASES)
    assert drafted(text)[0] == drafted(text)[0]
