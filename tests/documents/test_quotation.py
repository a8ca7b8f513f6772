"""Quotation marks of every style, paired."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.documents.attribution.features import read
from commonground.documents.attribution.quotation import CONTINUED, INSIDE, OUTSIDE, SHORT, UNCLOSED


def quoted(text):
    """Return what stands between the marks of each quotation."""
    reading = read(text)
    return [
        text[reading.ends[q.begin] : reading.begins[q.end - 1] if q.closed else reading.ends[q.end - 1]]
        for q in reading.quotations
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said: “No.” She said: \"Yes.\" They: ''So.''", ["No.", "Yes.", "So."]),
        ("‘We won’t go,’ he said, ‘ever.’", ["We won’t go,", "ever."]),
        ("'We won't go,' he said, 'ever.'", ["We won't go,", "ever."]),
        ("‘The workers’ soviets are theirs,’ he said.", ["The workers’ soviets are theirs,"]),
        ("'The workers' own plan,' he said of Putin's aims.", ["The workers' own plan,"]),
        ("being ‘traitors’ to Russia’s workers", ["traitors"]),
        ("the workers’ soviets and the states’ aims", []),
        ("Putin’s ‘partnership’ isn’t the workers’ aim", ["partnership"]),
        ("rock 'n' roll of the '90s, don't", ["n"]),
        ("“He said ‘no’ to us,” she said.", ["He said ‘no’ to us,"]),
        ("‘He said “no” to us,’ she said.", ["He said “no” to us,"]),
        ("“One.\n\n“Two,” he said.\n\nNo “three.\n\nFour.", ["One.", "Two,", "three."]),
        ("‘One.\n\n‘Two,’ he said.", ["One.", "Two,"]),
        ("5' 10\" tall", []),
    ],
)
def test_pairs(text, expected):
    assert quoted(text) == expected


def test_states():
    reading = read("“One and two and three.\n“Four,” he said. “Five and six and seven and eight.” “Nine.”")
    state = dict(zip(reading.words, reading.states, strict=True))
    assert (state["One"], state["Four"], state["said"], state["Five"]) == (UNCLOSED, CONTINUED, OUTSIDE, INSIDE)
    assert state["Nine"] == SHORT


@given(st.text(alphabet="ab s.,’‘'\"“”\n", max_size=60))
def test_quotations_are_in_order_and_stay_in_their_paragraph(text):
    reading = read(text)
    end = 0
    for quotation in reading.quotations:
        assert end <= quotation.begin < quotation.end
        end = quotation.end
        assert any(first <= quotation.begin and quotation.end <= after for first, after in reading.paragraphs)
