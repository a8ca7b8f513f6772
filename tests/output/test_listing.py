"""Which states an answer lists, what it counts, and the JSON text made piece by piece."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground import TooLarge
from commonground.analysis.stability import Solution, solve
from commonground.forms import Graph, build_graph
from commonground.output import listing
from commonground.output.held import equilibrium_concepts
from commonground.output.listing import listed_states
from commonground.output.writers.json import solution_parts, states_parts
from commonground.output.writers.json_text import json_chunks, json_text
from tests.conflicts import option_conflicts
from tests.output.values import plain_values

SOME = settings(max_examples=60)


@pytest.fixture
def solution(river_graph: Graph) -> Solution:
    return solve(river_graph)


def equilibria(solution: Solution, joined: Callable) -> set[int]:
    each = [set(solution.equilibria(concept)) for concept in solution.results]
    graph = solution.graph
    named = {s + 1 for s in range(graph.size) if graph.labels[s] != str(s + 1) or graph.descriptions[s]}
    return joined(*each) | named | ({graph.status_quo + 1} - {None} if graph.status_quo is not None else set())


def test_a_large_model_lists_its_equilibria_then_those_under_every_concept(solution, monkeypatch):
    assert listed_states(solution)[0] == "all"
    some, firm = equilibria(solution, set.union), equilibria(solution, set.intersection)
    assert firm < some < set(range(1, solution.graph.size + 1))
    for most, name, expected in ((len(some), "equilibria", some), (len(some) - 1, "firm", firm), (0, "firm", firm)):
        monkeypatch.setattr(listing, "LISTED", most)
        chosen, states = listed_states(solution)
        assert (chosen, {s + 1 for s in states.tolist()}) == (name, expected)


@SOME
@given(option_conflicts(max_options=5))
def test_every_listing_agrees_with_the_whole_answer(case):
    solution = solve(build_graph(case.conflict))
    whole = plain_values(solution_parts(solution, "all"))
    assert [row["number"] for row in whole["states"]] == list(range(1, solution.graph.size + 1))
    assert [row["options"] for row in whole["states"]] == [solution.graph.yn(s) for s in range(solution.graph.size)]
    for name, joined in (("equilibria", set.union), ("firm", set.intersection), ("none", lambda *_: set())):
        part = plain_values(solution_parts(solution, name))
        listed = {row["number"] for row in part["states"]}
        assert part["listed"] == name
        assert listed == (equilibria(solution, joined) if name != "none" else set())
        assert part["states"] == [row for row in whole["states"] if row["number"] in listed]
        assert part["feasible"] == solution.graph.size
        for concept, row in part["concepts"].items():
            full = whole["concepts"][concept]
            assert row["equilibria"] == full["equilibria"] == list(solution.equilibria(concept))
            assert row["counts"] == full["counts"]
            assert row["counts"]["equilibria"] == len(row["equilibria"])
            for party, stable in full["stable"].items():
                assert stable == list(solution.stable(concept, party))
                assert row["stable"][party] == [state for state in stable if state in listed]
                assert row["counts"]["stable"][party] == len(stable)


@SOME
@given(option_conflicts(max_options=5))
def test_the_text_made_in_pieces_is_the_plain_answer(case):
    graph = build_graph(case.conflict)
    solution = solve(graph, ["nash", "seq"])
    assert json.loads("".join(json_chunks(solution_parts(solution)))) == plain_values(solution_parts(solution))
    assert json.loads(json_text(states_parts(graph))) == plain_values(states_parts(graph))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(VALUES)
def test_json_text_reads_back(value):
    text = json_text(value)
    assert json.loads(text) == value
    assert text.endswith("\n")
    assert not any(char in text for char in "\x7f\x9b\u202e\u2066")


def test_long_lists_cross_the_edges_of_pieces(monkeypatch, solution):
    whole = json_text(solution_parts(solution))
    monkeypatch.setattr("commonground.output.writers.json_text._PIECE", 3)
    assert json_text(solution_parts(solution)) == whole


def test_an_answer_too_long_is_refused_with_its_size(solution, monkeypatch):
    length = len(json_text(solution_parts(solution))) // 2
    monkeypatch.setattr(listing, "ANSWER_LIMIT", length // 4)
    with pytest.raises(TooLarge, match=r"8 states and .* --states firm"):
        solution_parts(solution)
    with pytest.raises(TooLarge, match="8 states"):
        states_parts(solution.graph)


@SOME
@given(option_conflicts(max_options=5))
def test_held_is_the_mapping_of_states_to_concepts(case):
    solution = solve(build_graph(case.conflict))
    held = equilibrium_concepts(solution)
    size, concepts = solution.graph.size, tuple(solution.results)
    expected = {s: tuple(c for c in concepts if s + 1 in solution.equilibria(c)) for s in range(size)}
    expected = {s: under for s, under in expected.items() if under}
    assert dict(held) == expected
    assert list(held) == sorted(expected, key=lambda s: (-len(expected[s]), s))
    assert held.firm == [s for s in sorted(expected) if len(expected[s]) == len(concepts)]
    groups = list(dict.fromkeys(held[s] for s in held))
    assert dict(held.groups()) == {group: list(expected.values()).count(group) for group in groups}
    assert list(held.groups()) == groups
    assert all((s in held) == (s in expected) for s in range(size))
