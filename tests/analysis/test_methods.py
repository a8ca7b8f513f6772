"""Every method against the definitions, forced where it applies; and the family that is worst for sweeps."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonground.analysis.stability import methods, solve
from commonground.analysis.stability.question import Question
from commonground.errors import AnalysisError
from commonground.forms import build_graph
from commonground.model import Conflict
from tests.chains import eulerian_chain
from tests.conflicts import graph_conflicts, option_conflicts
from tests.oracles import stability as oracle

FIVE = ("nash", "gmr", "smr", "seq", "sseq")
THOROUGH = settings(
    max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
)
THREE = ("nash", "gmr", "smr")
FORCED = {
    "cube": (THREE, methods._cube_applies, methods.by_cube),
    "fast-cube": (THREE, methods._fast_cube_applies, methods.by_fast_cube),
    "fast-slices": (THREE, methods._slices_apply, methods.by_slices),
    "fast-tiles": (("seq", "sseq"), methods._tiles_apply, methods.by_tiles(methods.ROUNDS)),
    "fast-tiles, search": (("seq", "sseq"), methods._tiles_apply, methods.by_tiles(0)),
    "sweeps": (FIVE, methods._sweeps_apply, methods.by_sweeps(methods.ROUNDS)),
    "search": (FIVE, methods._sweeps_apply, methods.by_sweeps(0)),
    "fast-sweeps": (FIVE, methods._fast_sweeps_apply, methods.by_views(methods.ROUNDS)),
    "fast-search": (FIVE, methods._fast_sweeps_apply, methods.by_views(0)),
    "arcs": (FIVE, lambda question: True, methods.by_arcs(methods.ROUNDS)),
    "arc-search": (FIVE, lambda question: True, methods.by_arcs(0)),
}
"""Every method, whatever the size, with what it gives and where it applies; searches begin at once."""


def found_by_every_method(graph, only, jobs=(1,)):
    """Yield each method that applies, with its verdicts; by so many threads."""
    for method, (concepts, applies, work) in FORCED.items():
        for threads in jobs:
            question = Question(graph, only, threads)
            if applies(question):
                found = work(question, concepts)
                assert set(found) == set(concepts) or method in ("cube", "fast-slices")
                yield method, {concept: stable for concept, (stable, _) in found.items()}


def verdicts(case, only):
    rows = [case.parties.index(party) for party in only]
    return {
        concept: [
            [oracle.is_stable(case.moves, case.ranks, rows, row, state, concept) for state in range(len(case.states))]
            for row in rows
        ]
        for concept in FIVE
    }


def check_every_method(case, only, jobs=1):
    graph = build_graph(case.conflict)
    expected = verdicts(case, only)
    used = []
    for method, found in found_by_every_method(graph, only, (jobs,)):
        used.append(method)
        for concept, stable in found.items():
            assert stable.tolist() == expected[concept], (method, concept)
    return used


@THOROUGH
@given(option_conflicts(bans=False), st.data())
def test_every_method_agrees_with_the_definitions(case, data):
    only = data.draw(st.sampled_from([case.parties, case.parties, case.parties[:1], case.parties[-2:]]))
    check_every_method(case, only, data.draw(st.sampled_from([1, 1, 1, 2])))


@settings(THOROUGH, max_examples=1000)
@given(option_conflicts(bans=False, rules=False, one_way=False), st.data())
def test_the_cube_agrees_where_everything_is_feasible_and_reversible(case, data):
    only = data.draw(st.sampled_from([case.parties, case.parties, case.parties[:1], case.parties[-2:]]))
    used = check_every_method(case, only, data.draw(st.sampled_from([1, 1, 1, 2])))
    assert {"cube", "fast-tiles"} <= set(used)


@settings(THOROUGH, max_examples=400)
@given(option_conflicts(max_parties=3, max_options=8, bans=False, shared=False, one_way=False))
def test_larger_models_with_rules(case):
    check_every_method(case, case.parties)


@settings(THOROUGH, max_examples=400)
@given(st.one_of(option_conflicts(), graph_conflicts()))
def test_forbidden_moves_and_listed_graphs_go_by_arcs(case):
    used = check_every_method(case, case.parties)
    if case.conflict.graph_form or case.conflict.forbidden_moves:
        assert set(used) == {"arcs", "arc-search"}
        assert set(solve(build_graph(case.conflict)).methods.values()) == {"arcs"}


def one_feasible_state(only_yes):
    parties = {
        "a": {"name": "A", "options": {"x": "X", "y": "Y"}, "preferences": {"statements": ["x"]}},
        "b": {"name": "B", "options": {"z": "Z"}, "preferences": {"statements": ["-z"]}},
    }
    rules = [{"always": "x & y & z" if only_yes else "-x & -y & -z"}]
    return build_graph(Conflict.model_validate({"title": "one", "parties": parties, "feasibility": rules}))


@pytest.mark.parametrize("graph", [one_feasible_state(True), one_feasible_state(False)])
def test_one_state_is_stable_by_every_method(graph):
    assert graph.size == 1
    for method, found in found_by_every_method(graph, ()):
        assert all(stable.all() for stable in found.values()), method


@pytest.mark.parametrize("bits", [1, 2])
def test_the_chain_agrees_with_the_definitions(bits):
    graph = eulerian_chain(bits)
    moves = [{s: set(m.from_state(s).tolist()) for s in range(graph.size)} for m in graph.moves]
    ranks = graph.ranks.tolist()
    expected = {
        concept: [
            [oracle.is_stable(moves, ranks, range(3), party, state, concept) for state in range(graph.size)]
            for party in range(3)
        ]
        for concept in FIVE
    }
    for method, found in found_by_every_method(graph, ()):
        for concept, stable in found.items():
            assert stable.tolist() == expected[concept], (method, concept)


def test_on_a_long_chain_the_search_takes_over_and_agrees():
    graph = eulerian_chain(4)
    solution = solve(graph)
    assert solution.methods == {"nash": "cube", "gmr": "cube", "smr": "cube", "seq": "search", "sseq": "search"}
    enough = methods.by_sweeps(graph.size)(Question(graph), ("seq", "sseq"))
    arcs = solve(graph, method="arcs")
    assert arcs.methods == {**dict.fromkeys(THREE, "arcs"), "seq": "arc-search", "sseq": "arc-search"}
    for concept in FIVE:
        assert np.array_equal(solution.results[concept].stable, arcs.results[concept].stable), concept
    for concept in ("seq", "sseq"):
        assert np.array_equal(enough[concept][0], solution.results[concept].stable)
        assert enough[concept][1] == "sweeps"


def test_many_rounds_are_needed_on_a_chain():
    short = methods.by_sweeps(graph_rounds := 100)(Question(eulerian_chain(4)), ["seq"])
    assert short["seq"][1] == "search", graph_rounds


def test_a_method_can_be_asked_for_and_is_refused_where_it_does_not_apply():
    graph = eulerian_chain(1)
    assert solve(graph, ["nash"], method="arcs").methods == {"nash": "arcs"}
    with pytest.raises(AnalysisError, match="`cube` does not give seq"):
        solve(graph, ["seq"], method="cube")
    with pytest.raises(AnalysisError, match="`unheard`"):
        solve(graph, method="unheard")


def test_many_one_way_options_go_by_arcs():
    options = {f"o{i}": {"name": f"O{i}", "direction": "forward"} for i in range(7)}
    party = {"name": "A", "options": options, "preferences": {"statements": ["o1", "-o2"]}}
    graph = build_graph(Conflict.model_validate({"title": "t", "parties": {"a": party}}))
    assert solve(graph).methods == {**dict.fromkeys(THREE, "cube"), "seq": "arcs", "sseq": "arcs"}
    for method, found in found_by_every_method(graph, ()):
        for concept, stable in found.items():
            assert np.array_equal(stable, solve(graph).results[concept].stable), method


@settings(THOROUGH, max_examples=100)
@given(st.data())
def test_methods_agree_on_larger_graphs_with_random_ranks(data):
    """Up to 512 states, where views are padded and tiles are many; the arcs method stands in for the definitions."""
    seed = data.draw(st.integers(0, 2**32 - 1))
    random = np.random.default_rng(seed)
    conflict = data.draw(option_conflicts(max_parties=4, max_options=9, bans=False))
    graph = build_graph(conflict.conflict)
    levels = data.draw(st.sampled_from([2, 5, graph.size]))
    graph = replace(graph, ranks=random.integers(0, levels, graph.ranks.shape).astype(np.int32))
    arcs = methods.by_arcs(methods.ROUNDS)(Question(graph), FIVE)
    for method, found in found_by_every_method(graph, (), jobs=(1, 2, 3)):
        for concept, stable in found.items():
            assert np.array_equal(stable, arcs[concept][0]), (method, concept)


@pytest.mark.parametrize("one_way", [False, True])
@pytest.mark.parametrize("levels", [3, 40, 10**6])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.9])
def test_groups_of_many_sizes(share, levels, one_way):
    """Three parties, 2,048 selections of which a random share is feasible: views of every size, padded and tiled."""
    random = np.random.default_rng(7)
    direction = "forward" if one_way else "both"
    parties = {
        party: {
            "name": party,
            "options": {
                f"{party}{i}": {"name": "O", "direction": direction if i < 2 else "both"} for i in range(count)
            },
            "preferences": {"statements": []},
        }
        for party, count in (("a", 6), ("b", 3), ("c", 2))
    }
    kept = np.flatnonzero(random.random(2**11) < share)
    removed = ["".join("NY"[code >> i & 1] for i in range(11)) for code in set(range(2**11)) - set(kept.tolist())]
    rules = [{"remove": removed}]
    graph = build_graph(Conflict.model_validate({"title": "t", "parties": parties, "feasibility": rules}))
    assert graph.size == len(kept)
    graph = replace(graph, ranks=random.integers(0, levels, graph.ranks.shape).astype(np.int32))
    arcs = methods.by_arcs(methods.ROUNDS)(Question(graph), FIVE)
    for method, found in found_by_every_method(graph, (), jobs=(1, 2, 3)):
        for concept, stable in found.items():
            assert np.array_equal(stable, arcs[concept][0]), (method, concept)


def small_model(counts, rules=(), **preferences):
    parties = {
        party: {
            "name": party,
            "options": {f"{party}{i}": {"name": "O"} for i in range(count)},
            "preferences": {"statements": preferences.get(party, [])},
        }
        for party, count in counts.items()
    }
    return build_graph(Conflict.model_validate({"title": "t", "parties": parties, "feasibility": list(rules)}))


DEGENERATE = {
    "a party without options": small_model({"a": 0, "b": 3}, b=["b0", "-b1"]),
    "one party, everything tied": small_model({"a": 4}),
    "one party with a ranking": small_model({"a": 4}, a=["a0", "a1 & -a2", "a3"]),
    "everything tied": small_model({"a": 2, "b": 2, "c": 2}),
    "two states": small_model({"a": 1, "b": 0}, a=["a0"], b=["-a0"]),
    "nothing linked": small_model({"a": 1, "b": 1, "c": 1}, [{"exactly_one": ["a0", "b0", "c0"]}], a=["b0"], b=["c0"]),
    "slices that fall apart": small_model(
        {"a": 1, "b": 2}, [{"never": "b0 & -b1"}, {"never": "b1 & -b0"}], a=["b0 & a0"]
    ),
    "a ring": small_model({"a": 1, "b": 1, "c": 1}, [{"remove": ["YYY", "NNN"]}], a=["b0"], b=["c0"], c=["a0"]),
}


@pytest.mark.parametrize("name", list(DEGENERATE))
@pytest.mark.parametrize("threads", [1, 2])
def test_degenerate_models(name, threads):
    graph = DEGENERATE[name]
    moves = [{s: set(m.from_state(s).tolist()) for s in range(graph.size)} for m in graph.moves]
    everybody = range(len(graph.parties))
    expected = {
        concept: [
            [
                oracle.is_stable(moves, graph.ranks.tolist(), everybody, party, state, concept)
                for state in range(graph.size)
            ]
            for party in everybody
        ]
        for concept in FIVE
    }
    for method, found in found_by_every_method(graph, (), jobs=(threads,)):
        for concept, stable in found.items():
            assert stable.tolist() == expected[concept], (method, concept)
