"""What an audit finds, by hand; and its shares against a count written from the definition."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.documents.document import document_from_text
from commonground.documents.spans import Span
from commonground.drafting.audit import SECTIONS, audit
from commonground.drafting.tension import tensions_between
from commonground.model import Conflict
from commonground.model.elements import review_counts

from .scripted import TEXT

DAM = document_from_text(TEXT, "dam.txt")
NEWS = document_from_text(
    "Vessia wants the gates open by June. Talmark will open the gates.\n\nNothing else.", "news.txt"
)


def quote(words, source="dam", **more):
    return {"source": source, "quote": words, **more}


MODEL = {
    "title": "Dam",
    "sources": {
        "dam": {"file": "sources/dam.txt"},
        "news": {"file": "sources/news.txt"},
        "book": {"citation": "A book"},
    },
    "parties": {
        "talmark": {
            "name": "Talmark",
            "evidence": [quote("Talmark will not open the gates under threat")],
            "review": "reviewed",
            "options": {
                "open": {
                    "name": "Open the gates",
                    "review": "drafted",
                    "evidence": [
                        quote("Vessia demands that Talmark open the gates by May"),
                        quote("Vessia wants the gates open by June", "news"),
                        quote("The gates stay shut", stance="contradicts"),
                    ],
                }
            },
            "preferences": {
                "evidence": [quote("fear a blockade")],
                "statements": ["not blockade", {"statement": "open", "evidence": [quote("the gates stay open")]}],
            },
        },
        "vessia": {
            "name": "Vessia",
            "options": {"blockade": "Blockade the river", "pay": {"name": "Pay", "evidence": [quote("gates")]}},
            "preferences": {"ranking": ["---"], "evidence": [{"source": "book", "page": "12"}]},
        },
        "farmers": {"name": "Farmers", "preferences": {"statements": []}},
    },
    "feasibility": [
        {"at_most_one": ["pay", "blockade"], "evidence": [quote("Vessia cannot both pay and blockade")]},
        {"never": "pay & open"},
    ],
    "status_quo": {"state": "NNN", "evidence": [quote("Talmark will open the gates", "news", stance="contradicts")]},
}
CONFLICT = Conflict.model_validate(MODEL)
FOUND = audit(CONFLICT, {"dam": DAM, "news": NEWS})


def element(*path):
    return next(element for element in FOUND.elements if element.path == path)


def test_one_element_each_in_the_order_of_the_file():
    assert [(e.section, e.kind, e.name) for e in FOUND.elements] == [
        ("parties", "party", "Party Talmark"),
        ("options", "option", "Option Open the gates (Talmark)"),
        ("preferences", "preferences", "Preferences of Talmark"),
        ("preferences", "statement", "Preference 1 of Talmark: not blockade"),
        ("preferences", "statement", "Preference 2 of Talmark: open"),
        ("parties", "party", "Party Vessia"),
        ("options", "option", "Option Blockade the river (Vessia)"),
        ("options", "option", "Option Pay (Vessia)"),
        ("preferences", "preferences", "Preferences of Vessia"),
        ("parties", "party", "Party Farmers"),
        ("preferences", "preferences", "Preferences of Farmers: none stated"),
        ("feasibility", "rule", "Rule 1: at most one pay, blockade"),
        ("feasibility", "rule", "Rule 2: never pay & open"),
        ("other", "status quo", "Status quo"),
    ]


def test_the_report_counts_the_same_elements():
    counts = review_counts(CONFLICT)
    everything = FOUND.shares["all"]
    for name in ("elements", "drafted", "reviewed", "unmarked"):
        assert everything[name] == counts[name]


def test_what_rests_on_what():
    opened = element("parties", "talmark", "options", "open")
    assert [(p.source, p.state, p.stance) for p in opened.passages] == [
        ("dam", "anchored", "supports"),
        ("news", "anchored", "supports"),
        ("dam", "anchored", "contradicts"),
    ]
    assert opened.is_disputed
    assert DAM.text[opened.passages[0].span.begin : opened.passages[0].span.end] == opened.passages[0].quote
    whole = element("parties", "talmark", "preferences", "statements", 0)
    assert [(p.whole, p.state) for p in whole.passages] == [(True, "anchored")]
    assert not whole.is_bare
    assert element("parties", "vessia", "preferences").passages[0].state == "unchecked"
    assert element("parties", "vessia", "options", "pay").passages[0].state == "ambiguous"


def test_what_rests_on_nothing():
    assert [e.path[-1] for e in FOUND.bare] == ["vessia", "blockade", "farmers", "preferences", 1, "status_quo"]
    lost = Conflict.model_validate({**MODEL, "feasibility": [{"never": "pay", "evidence": [quote("Vessia can pay")]}]})
    rule = next(e for e in audit(lost, {"dam": DAM}).elements if e.kind == "rule")
    assert rule.passages[0].state == "lost"
    assert rule.is_bare


def test_the_statement_whose_quotation_is_altered_still_has_the_evidence_of_the_whole():
    entry = element("parties", "talmark", "preferences", "statements", 1)
    assert [(p.whole, p.holds) for p in entry.passages] == [(False, False), (True, True)]
    assert not entry.is_bare


def test_shares():
    assert FOUND.shares["options"] == {"elements": 3, "bare": 1, "drafted": 1, "reviewed": 0, "unmarked": 2}
    assert FOUND.shares["all"] == {"elements": 14, "bare": 6, "drafted": 1, "reviewed": 1, "unmarked": 12}
    assert sum(FOUND.shares[section]["elements"] for section in SECTIONS) == 14
    assert FOUND.checked == ("dam", "news")
    assert FOUND.unchecked == ("book",)


def test_left_out_by_paragraph():
    assert not FOUND.by_claims
    assert [(item.source, item.kind, item.text[:9]) for item in FOUND.left_out] == [
        ("dam", "paragraph", "Talmark a"),
        ("dam", "paragraph", "Ignore th"),
        ("news", "paragraph", "Nothing e"),
    ]


@dataclass(frozen=True)
class Claim:
    kind: str
    span: Span
    speaker: str | None = None


def claim(words, kind="demand", speaker=None):
    begin = TEXT.index(words)
    return Claim(kind, Span(begin, begin + len(words)), speaker)


def test_left_out_by_claim():
    claims = {
        "dam": [
            claim("Vessia demands that Talmark open the gates", speaker="vessia"),
            claim("Vessia threatens to blockade the river", "threat", "vessia"),
            claim("quarrel", "evaluation"),
            claim("Talmark's generals fear a blockade more than a bad harvest", "fear", "talmark"),
        ]
    }
    found = audit(CONFLICT, {"dam": DAM, "news": NEWS}, claims)
    assert found.by_claims
    assert [(item.kind, item.speaker, item.text) for item in found.left_out] == [
        ("threat", "vessia", "Vessia threatens to blockade the river")
    ]


def test_tensions_of_the_model():
    kinds = [(tension.path[-1], tension.kind, tension.is_hint) for tension in FOUND.tensions]
    assert kinds == [("open", "contradicts", False), ("open", "contradicts", False)]


HINTS = [
    ("120 troops left the town", "150 troops left the town", [("numbers", "120 / 150")]),
    ("1,200 troops", "1200 troops", []),
    ("the meeting of 3 May", "the meeting of May 5", [("dates", "3 May / 5 May")]),
    ("the treaty of 2014", "the treaty of 2015, 3 pages", [("dates", "2014 / 2015")]),
    ("in 2014", "on 3 May", []),
    ("on 3 May 2014", "on 4 May 2015", [("dates", "3 May / 4 May"), ("dates", "2014 / 2015")]),
    (
        "they will sign the treaty",
        "they will not sign the treaty",
        [("negation", "one of two similar passages denies")],
    ),
    ("they will sign the treaty", "the weather is not bad", []),
    ("they won't sign the treaty", "they will not sign the treaty", []),
    ("nothing alike", "here", []),
]


@pytest.mark.parametrize(("one", "other", "expected"), HINTS, ids=[row[0] + " / " + row[1] for row in HINTS])
def test_hints(one, other, expected):
    found = tensions_between(("x",), [("a", one, "supports"), ("b", other, "supports")])
    assert [(tension.kind, tension.detail) for tension in found] == expected
    assert all(tension.is_hint for tension in found)
    # Within one source nothing is compared: the reader has it all before him.
    assert tensions_between(("x",), [("a", one, "supports"), ("a", other, "supports")]) == ()


REVIEWS = st.sampled_from([None, "drafted", "reviewed", {"state": "reviewed", "by": "A", "on": "2026-11-24"}])
CITED = st.lists(
    st.builds(
        quote,
        st.sampled_from(["Talmark will not open the gates", "gates", "not there", "The gates stay shut"]),
        stance=st.sampled_from(["supports", "contradicts"]),
    ),
    max_size=3,
)


@settings(max_examples=150)
@given(st.lists(st.tuples(CITED, REVIEWS), min_size=1, max_size=6))
def test_counts_are_the_definition_s(drawn):
    options = {}
    bare = drafted = 0
    for number, (evidence, review) in enumerate(drawn):
        options[f"o{number}"] = {"name": "x", "evidence": evidence} | ({"review": review} if review else {})
        bare += not any(e["stance"] == "supports" and e["quote"] != "not there" for e in evidence)
        drafted += review == "drafted"
    parties = {"a": {"name": "A", "options": options, "preferences": {"statements": ["o0"]}}}
    conflict = Conflict.model_validate({"title": "t", "sources": MODEL["sources"], "parties": parties})
    share = audit(conflict, {"dam": DAM}).shares["options"]
    assert (share["elements"], share["bare"], share["drafted"]) == (len(drawn), bare, drafted)
    assert share["drafted"] + share["reviewed"] + share["unmarked"] == len(drawn)
