"""Patterns of a statement match exactly where it holds."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.exchange.terms import TooManyTerms, terms
from commonground.forms.truth import truth
from commonground.model.statement import And, Column, If, Iff, Node, Not, Or

K = 4
TABLE = np.array([[value >> column & 1 for column in range(K)] for value in range(2**K)], dtype=np.int8)

nodes: st.SearchStrategy[Node] = st.recursive(
    st.integers(0, K - 1).map(Column),
    lambda part: st.one_of(
        part.map(Not),
        st.lists(part, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(part, max_size=3).map(lambda parts: Or(tuple(parts))),
        st.builds(If, part, part),
        st.builds(Iff, part, part),
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(nodes)
def test_terms_hold_where_the_statement_holds(node: Node) -> None:
    found = terms(node, limit=100)
    table = np.zeros(len(TABLE), dtype=bool)
    for term in found:
        hits = np.ones(len(TABLE), dtype=bool)
        for column, taken in term.choices:
            hits &= TABLE[:, column] == taken
        table |= hits
    assert np.array_equal(table, truth(node, TABLE))
    assert not any(a.covers(b) for a in found for b in found if a is not b)


def test_constants() -> None:
    assert terms(Or(()), limit=1) == ()
    assert [term.choices for term in terms(And(()), limit=1)] == [[]]


def test_limit() -> None:
    node: Node = Column(0)
    for column in range(1, 60):
        node = Iff(node, Column(column))
    started = time.perf_counter()
    with pytest.raises(TooManyTerms):
        terms(node, limit=400)
    assert time.perf_counter() - started < 5


def test_depth_costs_no_more_than_its_parts() -> None:
    node: Node = Column(0)
    for _ in range(55):
        node = Iff(node, Column(0))
    assert len(terms(node, limit=10)) == 2
