"""Quotation marks of every kind, and the apostrophes that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.documents.quotations import find_quotations


def words(text):
    return [quotation.span.of(text) for quotation in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said, "We go."', ["We go."]),
        ("He said, “We go.”", ["We go."]),
        ("He said, 'We go.'", ["We go."]),
        ("He said, ‘We go.’", ["We go."]),
        ("He said, ``We go.''", ["We go."]),
        ("He said, ''We go,'' and left.", ["We go,"]),
        ("Il dit « Partons » et partit.", [" Partons "]),
        ("Er sagte „Gehen wir“ und ging.", ["Gehen wir"]),
        ("Russia's move, the workers' soviets and the '90s rock 'n' roll of '68, she said.", []),
        ("Russia’s move, the workers’ soviets and the ’90s rock ’n’ roll.", []),
        (
            "They ‘agreed to seek common ground to resolve it,’ he said.",
            ["agreed to seek common ground to resolve it,"],
        ),
        ("He spoke of ‘the workers’ councils’ and left.", ["the workers’ councils"]),
        ("He spoke of 'the workers' councils' and left.", ["the workers' councils"]),
        ("worthless ‘guarantees’ that the workers’ state was safe", ["guarantees"]),
        ("Of being ‘traitors’ to Russia’s cause.", ["traitors"]),
        ("“He told me ‘no, never,’ and left,” she said.", ["He told me ‘no, never,’ and left,", "no, never,"]),
        ("‘He said “no” to me,’ she said.", ["He said “no” to me,", "no"]),
        ("\"I said 'no way, José,' twice.\"", ["I said 'no way, José,' twice.", "no way, José,"]),
        ('6\' 2" tall and "nice"', ["nice"]),
        ("The year '14 was ‘bad’.", ["bad"]),
        ("don't can't won't O'Brien's", []),
        ("(‘Peace’), she said", ["Peace"]),
        ("", []),
        ("’’‘‘””““", []),
    ],
)
def test_what_stands_between_marks(text, expected):
    assert words(text) == expected


def test_a_quotation_goes_on_where_the_next_paragraph_begins_with_its_mark():
    text = "“First, he said.\n\n“Second.\n\n“Third,” he said.\n\nNo more."
    (quotation,) = find_quotations(text)
    assert [part.of(text) for part in quotation.parts] == ["First, he said.", "Second.", "Third,"]
    assert quotation.span.of(text) == "First, he said.\n\n“Second.\n\n“Third,"
    british = text.replace("“", "‘").replace("”", "’")
    assert [part.of(british) for part in find_quotations(british)[0].parts] == ["First, he said.", "Second.", "Third,"]


def test_a_mark_without_partner_does_no_harm_beyond_its_paragraph():
    text = "He said “we go.\n\nNobody “went” at all.\n\nNo one said anything’ here ‘or.\n\n‘Yes,’ she said."
    assert words(text) == ["went", "Yes,"]
    assert words('A 6" nail.\n\n"Yes," she said.') == ["Yes,"]


@pytest.mark.parametrize(
    ("text", "scare"),
    [
        ("in return for worthless ‘guarantees’ that", True),
        ("the ‘peace process’ ended", True),
        ("the ‘long peace process’ ended", False),
        ("‘Never,’ said Kerry.", False),
        ("Kerry called it ‘nonsense’ on Monday.", False),
        ("He said: ‘Yes’", False),
    ],
)
def test_marks_of_distance(text, scare):
    assert find_quotations(text)[0].scare is scare


def test_depth_counts_the_quotations_around():
    text = "“He told me ‘no, never,’ and left,” she said. “Yes.”"
    assert [quotation.depth for quotation in find_quotations(text)] == [0, 1, 0]


@given(st.text(alphabet="ab s.,\n\"'“”‘’`-", max_size=80))
def test_any_text_gives_spans_in_order_that_lie_in_it_and_nest(text):
    found = find_quotations(text)
    assert [q.span for q in found] == sorted((q.span for q in found), key=lambda s: (s.begin, -s.end))
    for quotation in found:
        assert 0 <= quotation.span.begin < quotation.span.end <= len(text)
        assert quotation.span.begin > 0
        assert quotation.parts[0].begin == quotation.span.begin
        assert quotation.parts[-1].end == quotation.span.end


@pytest.mark.parametrize("noise", ['"', "'", "‘a’ “b", "“a\n\n", " '", "s' x", "'\"", "“‘"])
def test_hostile_texts_end(noise):
    find_quotations(noise * 20_000)
