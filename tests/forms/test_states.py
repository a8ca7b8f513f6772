"""Counting, enumeration, removal counts, coalescing and order of states, against walking every combination."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonground.errors import ModelError, TooLarge
from commonground.forms import build_graph, count_states
from commonground.model import Conflict
from tests.conflicts import _formula, option_conflicts
from tests.oracles import option_form
from tests.oracles import stability as oracle

QUICK = settings(
    max_examples=400, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
)


@QUICK
@given(option_conflicts(max_options=8))
def test_states_are_counted_exactly_and_stand_in_ascending_order(case):
    graph = build_graph(case.conflict)
    count = count_states(case.conflict)
    assert count.feasible == graph.size == len(case.states)
    assert count.possible == graph.possible == 2 ** len(graph.options)
    assert [tuple(row) for row in (graph.choices == 1).tolist()] == case.states
    with pytest.raises(TooLarge, match=f"^{graph.size} feasible"):
        build_graph(case.conflict, limit=graph.size - 1)


def one_party(k, **more):
    options = {f"o{i}": f"Option {i}" for i in range(k)}
    party = {"name": "A", "options": options, "preferences": {"statements": []}}
    return Conflict.model_validate({"title": "t", "parties": {"a": party}} | more)


@QUICK
@given(st.data())
def test_each_removal_says_how_many_states_it_removes(data):
    k = data.draw(st.integers(1, 6))
    formulas = [_formula(data.draw, k) for _ in range(data.draw(st.integers(1, 4)))]
    states = option_form.feasible(k, [])
    left, expected = states, []
    for _, holds in formulas:
        further = [s for s in left if holds(s)]
        expected.append((sum(map(bool, map(holds, states))), len(further)))
        left = [s for s in left if not holds(s)]
    conflict = one_party(k, feasibility=[{"never": text} for text, _ in formulas])
    if not left:
        with pytest.raises(ModelError, match="CG030"):
            build_graph(conflict)
        return
    assert [(r.alone, r.further) for r in build_graph(conflict).removals] == expected


def test_many_options_few_states():
    conflict = one_party(60, feasibility=[{"exactly_one": [f"o{i}" for i in range(60)]}])
    graph = build_graph(conflict)
    assert graph.size == 60
    assert graph.possible == 2**60
    assert [graph.yn(s).index("Y") for s in range(60)] == list(range(60))
    assert len(graph.moves[0]) == 60 * 59


def test_too_many_states_and_moves_are_refused_with_their_number():
    with pytest.raises(TooLarge, match=f"{2**70:,} feasible states"):
        build_graph(one_party(70))
    assert count_states(one_party(70)).feasible == 2**70
    large = build_graph(one_party(14))
    assert len(large.moves[0]) == 2**14 * (2**14 - 1)
    assert large.moves[0].from_state(5).tolist() == [s for s in range(2**14) if s != 5]
    with pytest.raises(TooLarge, match=r"moves, more than the 60,000,000"):
        list(large.moves[0])
    with pytest.raises(TooLarge, match=r"moves, more than the 60,000,000"):
        build_graph(one_party(14, forbidden_moves=[{"start": "o0", "end": "-o0"}]))


@QUICK
@given(option_conflicts(max_parties=3, max_options=5), st.data())
def test_coalesced_states_move_and_rank_as_their_members_do(case, data):
    k = len(case.states[0])
    text, holds = _formula(data.draw, k)
    inside = [i for i, s in enumerate(case.states) if holds(s)]
    raw = case.conflict.model_dump(exclude_defaults=True)
    for party in raw["parties"].values():
        if "ranking" in party["preferences"]:
            party["preferences"] = {"statements": ["1"]}
    raw["coalesced"] = [{"name": "merged", "states": text}]
    conflict = Conflict.model_validate(raw)
    if not inside:
        with pytest.raises(ModelError, match="CG035"):
            build_graph(conflict)
        return
    graph = build_graph(conflict)
    firsts = sorted({inside[0], *(i for i in range(len(case.states)) if i not in inside)})
    place = {i: firsts.index(inside[0] if i in inside else i) for i in range(len(case.states))}
    assert graph.size == len(firsts)
    assert graph.labels[firsts.index(inside[0])] == "merged"
    for row in range(len(case.parties)):
        expected = {(place[a], place[b]) for a, ends in case.moves[row].items() for b in ends if place[a] != place[b]}
        assert set(graph.moves[row]) == expected
    for state, first in enumerate(firsts):
        members = [case.states[i] for i in range(len(case.states)) if place[i] == state]
        letters = ["Y" if all(m[o] for m in members) else "-" if any(m[o] for m in members) else "N" for o in range(k)]
        assert graph.yn(state) == "".join(letters)
        assert len(graph.members[state]) == len(members)
        assert case.states[first] in [tuple(bool(x) for x in m) for m in graph.members[state].tolist()]


def test_published_order_and_partial_labels():
    named = {"both": "YY", "none": "NN", "first": "YN", "second": "NY"}
    data = one_party(2).model_dump(exclude_defaults=True)
    full = build_graph(Conflict.model_validate(data | {"states": named}))
    assert full.published_order
    assert full.labels == ("both", "none", "first", "second")
    assert [full.yn(s) for s in range(4)] == ["YY", "NN", "YN", "NY"]
    some = build_graph(Conflict.model_validate(data | {"states": {"both": "YY"}}))
    assert not some.published_order
    assert some.labels == ("1", "2", "3", "both")
    assert some.find_state("both") == some.find_state("4") == some.find_state("YY") == 3
    with pytest.raises(ValueError, match="matches 2 states"):
        some.find_state("Y-")


def test_option_order_moves_the_columns():
    data = one_party(3).model_dump(exclude_defaults=True) | {"option_order": ["o2", "o0", "a.o1"]}
    graph = build_graph(Conflict.model_validate(data))
    assert [column.id for column in graph.options] == ["o2", "o0", "o1"]
    data["option_order"] = ["o2", "o0"]
    with pytest.raises(ModelError, match="CG038"):
        build_graph(Conflict.model_validate(data))


def test_a_hundred_statements_need_no_powers_of_two():
    data = one_party(7).model_dump()
    texts = [f"o{i % 7}" if i % 2 else f"-o{i % 7}" for i in range(120)]
    data["parties"]["a"]["preferences"] = {"statements": texts}
    graph = build_graph(Conflict.model_validate(data))
    states = option_form.feasible(7, [])
    rules = [(lambda s, i=i: s[i % 7]) if i % 2 else (lambda s, i=i: not s[i % 7]) for i in range(120)]
    assert graph.ranks[0].tolist() == option_form.statement_order(states, rules)


def test_weights_are_exact_decimals():
    data = one_party(3).model_dump()
    data["parties"]["a"]["preferences"] = {"weights": {"o0": "0.1", "o1": "0.2", "o2": "0.3"}}
    graph = build_graph(Conflict.model_validate(data))
    assert graph.ranks[0][graph.find_state("YYN")] == graph.ranks[0][graph.find_state("NNY")]


def test_the_oracle_of_the_oracle():
    """A hand-made conflict whose answer is known: the sanction needs the same party twice (not in succession)."""
    moves = [{0: {1}}, {1: {2}, 3: {4}}, {2: {3}}]
    ranks = [[1, 2, 2, 2, 0], [0] * 5, [0] * 5]
    assert oracle.is_stable(moves, ranks, [0, 1, 2], 0, 0, "gmr")
    assert not oracle.is_stable(moves, ranks, [0, 1], 0, 0, "gmr")
    assert np.all([oracle.is_stable(moves, ranks, [0, 1, 2], 0, s, "nash") for s in (1, 2, 3, 4)])
