from __future__ import annotations

import itertools

import pytest

from commonground.analysis.stability import CONCEPTS, explain, solve
from commonground.errors import AnalysisError
from commonground.forms import Graph
from commonground.output.plain import plain
from commonground.output.words import CONCEPT_MEANINGS, explanation_sentences, state_words, verdict_story


def told(graph: Graph, concept: str, party: str, state: int) -> tuple[str, ...]:
    return explanation_sentences(explain(graph, concept, party=party, state=state))


def test_a_sanction_is_told_step_by_step(prisoners: Graph) -> None:
    assert told(prisoners, "seq", "a", 0) == (
        "Ann could choose “Confess” (state 1 to state 2) and would prefer that.",
        "But then Bob could choose “Confess” (state 2 to state 4) and would prefer that in turn.",
        "There Ann would be worse off than in state 1, so the move is deterred.",
        "So, by this model, Ann would stay in state 1 (SEQ).",
    )


def test_a_last_resort_is_told(prisoners: Graph) -> None:
    sentences = told(prisoners, "smr", "a", 0)
    assert sentences[3] == "From state 4 Ann could still move to state 3, but that would be no better than state 1."


def test_no_improvement_is_told(prisoners: Graph) -> None:
    assert told(prisoners, "nash", "a", 3)[0] == "Ann could move from state 4 to state 3, but would not prefer it."


def test_an_escape_is_told(prisoners: Graph) -> None:
    assert told(prisoners, "nash", "a", 2) == (
        "Ann could choose “Confess” (state 3 to state 4) and would prefer that.",
        "Under Nash a party does not reckon with answers, so nothing deters the move.",
        "So, by this model, Ann would not stay in state 3 (Nash).",
    )
    assert "In the only state that the others could then bring about, " in " ".join(told(prisoners, "gmr", "a", 2))


def test_the_article_is_small_inside_a_sentence(river_graph: Graph) -> None:
    texts = [told(river_graph, "gmr", "up", state) for state in range(river_graph.size)]
    assert all(text[0].startswith("The upper country could") for text in texts)
    assert all(", the upper country would" in text[-1] for text in texts)


@pytest.mark.parametrize("concept", [concept.id for concept in CONCEPTS])
def test_every_verdict_has_words_that_agree_with_it(graph: Graph, concept: str) -> None:
    try:
        solution = solve(graph, [concept])
    except AnalysisError:
        pytest.skip("this form does not know the concept")
    for party, state in itertools.product(graph.parties, range(min(graph.size, 24))):
        why = explain(graph, concept, party=party, state=state)
        sentences = explanation_sentences(why)
        stays = " would stay in " in sentences[-1]
        assert stays == solution.is_stable(concept, party, state)
        assert len(sentences) >= 2
        assert all(sentence == plain(sentence) and sentence.endswith(".") for sentence in sentences)


def test_many_improvements_can_be_cut(graph: Graph) -> None:
    for party, state in itertools.product(graph.parties, range(min(graph.size, 24))):
        why = explain(graph, "gmr", party=party, state=state)
        short, full = explanation_sentences(why, limit=1), explanation_sentences(why)
        assert len(short) <= len(full) + 1
        assert short[-1] == full[-1]


def test_every_concept_has_a_meaning() -> None:
    assert {concept.id for concept in CONCEPTS} <= set(CONCEPT_MEANINGS)


def test_state_words_use_what_the_model_says(river_graph: Graph) -> None:
    assert state_words(river_graph, 1) == (
        "The upper country: The dam lets water through.",
        "Lowland: “Pay for the water”: no.",
        "City: “Go to court”: no.",
    )


def test_the_story_has_the_numbers(prisoners: Graph) -> None:
    story = verdict_story(solve(prisoners, ["nash", "seq"]))
    assert story == (
        "The model has 2 parties with 2 options between them, which could be combined in 4 ways.",
        "By this model state 4 holds under every concept asked (Nash and SEQ): every party would stay there.",
        "Options taken in state 4: Ann: “Confess”; Bob: “Confess”.",
        "State 1 holds under SEQ only.",
        "The status quo, state 1, holds under SEQ only.",
    )


def test_the_story_of_a_partial_question_names_no_one_else(prisoners: Graph) -> None:
    story = " ".join(verdict_story(solve(prisoners, ["nash"], only=["a"])))
    assert "every party whose moves count would stay there" in story
