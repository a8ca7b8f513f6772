"""Claims: every row of the table by its own examples, and what the rows have in common."""

from collections import namedtuple
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.documents.actors import find_actors
from commonground.documents.claims import Reported, find_claims
from commonground.documents.cues import KINDS, claims_page, cue_index, cues, inflected
from commonground.documents.document import document_from_text
from commonground.documents.sentences import sentences
from commonground.documents.spans import Span

ROOT = Path(__file__).parents[2]
Found = namedtuple("Found", "pattern kind speaker parts about negated hypothetical")


def claims(text, reported=(), quoted=()):
    document = document_from_text(text)
    spans = sentences(text)
    return find_claims(text, spans, find_actors(document, spans), reported, quoted)


def found(text, pattern=None):
    rows = [
        Found(
            c.pattern,
            c.kind,
            c.speaker,
            {name: span.of(text) for name, span in c.parts},
            c.about,
            c.negated,
            c.hypothetical,
        )
        for c in claims(text)
    ]
    return [row for row in rows if pattern in (None, row.pattern)]


EXAMPLES = [(cue, True, text) for cue in cues() for text in cue.yes]
EXAMPLES += [(cue, False, text) for cue in cues() for text in cue.no]


@pytest.mark.parametrize(("cue", "there", "text"), EXAMPLES, ids=[f"{c.id}-{t}-{x[:20]}" for c, t, x in EXAMPLES])
def test_every_row_by_its_examples(cue, there, text):
    assert (cue.id in [row.pattern for row in found(text)]) is there
    for row in found(text, cue.id):
        assert row.kind == cue.kind


def test_the_table_is_sound():
    names = [cue.id for cue in cues()]
    assert len(names) == len(set(names))
    assert {cue.kind for cue in cues()} == set(KINDS)
    for cue in cues():
        assert cue.yes, cue.id
        assert cue.no, cue.id
        assert cue.negated in ("", "drop", *KINDS), cue.id
    assert all(word == word.lower() for word in cue_index())


def test_the_page_of_cues_is_made_from_the_table():
    assert (ROOT / "docs" / "reference" / "claims.md").read_text(encoding="utf-8") == claims_page()


def test_a_comparison_gives_both_outcomes():
    (row,) = found("Putin is more scared of revolution than he is of imperialism.", "comparison.more-scared")
    assert row.parts == {"worse": "revolution", "better": "imperialism"}
    assert row.speaker == "putin"
    (row,) = found("Merkel prefers talks to sanctions.", "comparison.prefer")
    assert row.parts == {"better": "talks", "worse": "sanctions"}
    (row,) = found("No deal is worse than a bad deal.", "comparison.worse-than")
    assert row.parts == {"worse": "No deal", "better": "a bad deal"}
    (row,) = found("Moscow would rather lose Crimea than fight Nato.", "comparison.would-rather")
    assert (row.speaker, row.parts) == ("russia", {"better": "lose Crimea", "worse": "fight Nato"})


def test_a_demand_has_its_other_party():
    (row,) = found("Kerry called on Russia to withdraw its troops, but nobody listened.", "demand.call-on")
    assert row.parts == {"party": "Russia", "content": "withdraw its troops"}
    assert (row.speaker, row.about) == ("kerry", ("russia",))
    (row,) = found("Kiev was urged by Merkel to hold elections.", "demand.urge")
    assert (row.speaker, row.parts["party"], row.parts["content"]) == ("merkel", "Kiev", "hold elections")
    (row,) = found("Russia was accused of shelling the town by Nato.", "accusation.accuse-of")
    assert (row.speaker, row.parts["party"]) == ("nato", "Russia")


@pytest.mark.parametrize(
    ("text", "kind", "negated"),
    [
        ("Russia threatened to cut off gas.", "threat", False),
        ("Russia did not threaten to cut off gas.", "threat", True),
        ("Russia never threatened to cut off gas.", "threat", True),
        ("Russia not only threatened to cut off gas.", "threat", False),
        ("The rebels, who were not invited, threatened to leave.", "threat", False),
        ("Obama does not, and never will, accept the test.", "refusal", False),
        ("Iran agreed to stop.", "concession", False),
        ("Iran has not agreed to stop.", "refusal", False),
        ("Iran isn't ready to talk.", "refusal", False),
        ("Israel refused to rule out an attack.", "threat", False),
        ("Kiev isn’t afraid of Moscow.", "fear", True),
    ],
)
def test_negation(text, kind, negated):
    assert (kind, negated) in [(row.kind, row.negated) for row in found(text)]


def test_what_a_negation_takes_away():
    assert "promise.promise" not in [row.pattern for row in found("Obama did not promise to send arms.")]
    assert [row.kind for row in found("Israel would not rule out an attack.")] == ["threat"]


@pytest.mark.parametrize(
    ("text", "hypothetical"),
    [
        ("Russia threatened to cut off gas.", False),
        ("If Russia threatened to cut off gas, Europe would freeze.", True),
        ("Russia could threaten to cut off gas.", True),
        ("Europe would freeze; Russia threatened to cut off gas.", False),
    ],
)
def test_hypotheticals(text, hypothetical):
    assert [row.hypothetical for row in found(text, "threat.threaten")] == [hypothetical]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Putin, who met Kerry, denounced the deal.", "putin"),
        ("Putin met Kerry and denounced the deal.", "putin"),
        ("Putin's army denounced the deal.", None),
        ("In talks with Kerry, critics denounced the deal.", None),
        ("Putin went so far as to specifically denounce the deal.", "putin"),
        ("Lavrov, the Russian foreign minister, again denounced the deal.", "lavrov"),
        ("It was hard for Kiev to denounce the deal.", "ukraine"),
        ("The deal was denounced by Kiev.", "ukraine"),
        ("Critics of Putin denounced the deal.", None),
        ("McCain aides denounced the deal.", None),
    ],
)
def test_who_does_it(text, speaker):
    (row,) = found(text, "position.oppose")
    assert row.speaker == speaker


def test_a_content_ends_where_the_next_claim_goes_on():
    text = "Cairo accused Addis Ababa of filling it without consent and warned that it would strike."
    rows = {row.pattern: row for row in found(text)}
    assert rows["accusation.accuse-of"].parts["content"] == "filling it without consent"
    assert (rows["threat.warn"].speaker, rows["threat.warn"].negated) == ("egypt", False)
    (row,) = found("Putin wants to weaken and threaten Kiev.", "position.want-to")
    assert row.parts["content"] == "to weaken and threaten Kiev"


def test_what_stands_after_than_is_no_claim_of_its_own():
    assert [row.kind for row in found("Ethiopia would rather delay the filling than accept a treaty.")] == [
        "comparison"
    ]


def test_nouns_have_owners():
    assert [row.speaker for row in found("Putin waited. His hatred and fear of revolution grew.", "fear.noun")] == [
        "putin"
    ]
    assert [row.speaker for row in found("The fear of revolution grew in Moscow.", "fear.noun")] == [None]


def test_inside_an_attribution():
    text = "“We want peace,” Kerry said. Lavrov said Kiev must disarm, and that Putin fears war. It was a rotten deal."
    reported = (
        Reported((Span(0, 17),), (Span(24, 28),), "kerry"),
        Reported((Span(41, text.index(". It")),), (Span(37, 41),), "lavrov"),
    )
    rows = {(c.pattern, c.speaker, c.attribution, c.author) for c in claims(text, reported)}
    assert ("position.want-to", "kerry", 0, False) in rows
    assert ("demand.insist-must", "lavrov", 1, False) in rows
    assert ("fear.fear", "putin", 1, False) in rows
    assert ("evaluation.rotten-deal", None, None, True) in rows


def test_what_somebody_else_says_is_not_the_author_s():
    text = "It was, he said, a “rotten deal”."
    (claim,) = claims(text, quoted=[Span(text.index("rotten"), text.index("”"))])
    assert (claim.kind, claim.author, claim.attribution) == ("evaluation", False, None)
    (claim,) = claims(text)
    assert claim.author


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The demand was met.",
        "His fears were known.",
        "A supporting wall fell.",
        "He walked back.",
        "The must-see film.",
    ],
)
def test_nothing_is_claimed_without_a_cue(text):
    assert found(text) == []


def test_a_longer_cue_swallows_the_shorter():
    assert [row.pattern for row in found("Obama refused to rule out air strikes.")] == ["threat.not-rule-out"]


def test_verbs_are_inflected():
    assert set(inflected("beg")) == {"beg", "begs", "begged", "begging"}
    assert inflected("agree")["agreeing"] == "ing"
    assert inflected("concede")["conceding"] == "ing"
    assert inflected("veto")["vetoes"] == "third"


@given(
    st.lists(
        st.sampled_from(
            [
                "Putin",
                "Kiev",
                "not",
                "called on",
                "threatened to",
                "fear of",
                "more scared",
                "than",
                ",",
                ".",
                "‘",
                "’",
                "by",
                "was accused",
            ]
        ),
        max_size=30,
    )
)
def test_any_text_gives_claims_inside_their_sentence(words):
    text = " ".join(words)
    spans = sentences(text)
    for claim in claims(text):
        assert any(s.begin <= claim.span.begin and claim.span.end <= s.end for s in spans)
        assert claim.span.begin <= claim.cue.begin < claim.cue.end <= claim.span.end
        for _, span in claim.parts:
            assert claim.span.begin <= span.begin < span.end <= claim.span.end


@pytest.mark.parametrize(
    "noise", ["call ", "threaten to ", "more scared of x than ", "Putin fears ", "refuse to rule out "]
)
def test_hostile_texts_end(noise):
    claims(noise * 3_000)
